/*
 * first_round.h - what a first round left for the second: who passes, and which seats are vacant.
 *
 * It is read from the document of its question and from the decision of its outcome, as both are published.
 * The rule is docs/rules/second_round.md.
 */
#ifndef PAL_BALLOTS_FIRST_ROUND_H
#define PAL_BALLOTS_FIRST_ROUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"

struct pal_first_round {
    bool *passes; /* of each option of its question */
    size_t count; /* of them */
    int64_t vacant;
};
#define PAL_FIRST_ROUND(name) \
    struct pal_first_round name PAL_CLEANUP(pal_first_round_done) = {.passes = NULL}
void pal_first_round_done(struct pal_first_round *first);

/* With so many to pass, at least 1. The documents may be anybody's.
 * PAL_ERR_POLL_FIRST_ROUND   no absolute majority was asked for, or no seat is vacant
 * PAL_ERR_JSON_*, PAL_ERR_RATIO_*, PAL_ERR_LIMIT_RATIO */
PAL_MUST_USE enum pal_err pal_first_round_read(const struct pal_json *question,
                                               const struct pal_json *decision, size_t pass,
                                               struct pal_first_round *out);

#endif
