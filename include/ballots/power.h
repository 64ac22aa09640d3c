/*
 * power.h - what a constitution lets each college do: swings, power, veto.
 *
 * A weight says how votes are counted; power says how often they decide. docs/rules/power.md has the
 * measure and its source.
 */
#ifndef PAL_BALLOTS_POWER_H
#define PAL_BALLOTS_POWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/constitution.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/ratio.h"

struct pal_power_spec {
    const struct pal_class *decision_class; /* of the constitution; has_majority */
    enum pal_call call;
    const uint64_t *members; /* one per college */
};

struct pal_power_college {
    mpq_t weight;  /* its part of the whole */
    mpq_t swings;  /* a whole number */
    mpq_t power;   /* swings / sets of the other colleges that have members */
    mpq_t share;   /* swings / swings of all; zero where nobody swings */
    bool is_empty; /* no member: no power */
    bool has_veto; /* nothing passes without it, and something passes */
    bool decides;  /* it wins alone */
};

struct pal_power {
    bool is_weighted;                   /* else heads are counted */
    struct pal_power_college *colleges; /* in the order of the constitution */
    size_t count;
};
#define PAL_POWER(name) struct pal_power name PAL_CLEANUP(pal_power_done) = {0}
void pal_power_done(struct pal_power *power);

/* Measures; out is zeroed or done, and left so on failure.
 * PAL_ERR_POWER_COLLEGES        the constitution has no colleges: every member has the same power
 * PAL_ERR_CONSTITUTION_UNKNOWN  a field that the measure needs, at out_where
 * PAL_ERR_LIMIT_POWER           too many different sums of weights */
PAL_MUST_USE enum pal_err pal_power_measure(const struct pal_constitution *constitution,
                                            const struct pal_power_spec *spec,
                                            struct pal_power *out, struct pal_where *out_where);

/* {"colleges": [{"college", "decides", "members", "power", "share", "swings", "veto", "weight"}],
 * "weighted"}, the caller's; swings as decimal text, since it outgrows a number. */
PAL_MUST_USE struct pal_json *pal_power_write(const struct pal_constitution *constitution,
                                              const struct pal_power_spec *spec,
                                              const struct pal_power *power);

/* Appends, for each decision class of the constitution, {"call", "class", "colleges", "weighted"}: under
 * the first call, and under the second where its majority is another. members has one count per
 * college. Errors of pal_power_measure. */
PAL_MUST_USE enum pal_err pal_power_list(const struct pal_constitution *constitution,
                                         const uint64_t *members, struct pal_json *classes,
                                         struct pal_where *out_where);

#endif
