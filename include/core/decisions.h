/*
 * decisions.h - the register of decisions: every published poll, and the steps that follow it.
 *
 * A decision is the poll that made it and has its identifier.
 */
#ifndef PAL_CORE_DECISIONS_H
#define PAL_CORE_DECISIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/members.h"
#include "core/polls.h"

struct pal_store;

/* clang-format off */
#define PAL_STEP_STATES(X) \
    X(TO_DO, "to_do") X(DOING, "doing") X(DONE, "done") X(DROPPED, "dropped")
/* clang-format on */
enum pal_step_state {
#define PAL_STEP_STATE_ENUMERATOR(name, word) PAL_STEP_##name,
    PAL_STEP_STATES(PAL_STEP_STATE_ENUMERATOR)
#undef PAL_STEP_STATE_ENUMERATOR
};
const char *pal_step_state_word(enum pal_step_state state);
bool pal_step_state_read(struct pal_text word, enum pal_step_state *out_state);

struct pal_step {
    struct pal_uuid uuid;
    struct pal_uuid poll;
    struct pal_text text; /* lent until visit returns */
    struct pal_hash hash; /* of its document */
    enum pal_step_state state;
    struct pal_day due_on;
    int64_t at_us; /* of its last change */
    int64_t entry; /* its ETag */
};

struct pal_step_spec {
    struct pal_text text;
    enum pal_step_state state;
    struct pal_day due_on;
};
/* Adds a step. PAL_ERR_POLL_NOT_COUNTED, PAL_ERR_LIMIT_COUNT, PAL_ERR_TEXT_*, PAL_ERR_LIMIT_TEXT */
PAL_MUST_USE enum pal_err pal_step_add(struct pal_store *store, struct pal_poll_id decision,
                                       const struct pal_step_spec *spec,
                                       struct pal_where *out_where, struct pal_uuid *out_uuid);
/* NULL leaves as it is; what changes nothing says nothing. PAL_ERR_NOT_FOUND, PAL_ERR_TEXT_* */
struct pal_step_change {
    const struct pal_text *text;
    const enum pal_step_state *state;
    const struct pal_day *due_on;
};
PAL_MUST_USE enum pal_err pal_step_change(struct pal_store *store, const struct pal_uuid *step,
                                          const struct pal_step_change *change,
                                          struct pal_where *out_where);
/* The steps of a decision, the first first. */
PAL_MUST_USE enum pal_err pal_steps_walk(struct pal_store *store, struct pal_poll_id decision,
                                         enum pal_err (*visit)(void *context,
                                                               const struct pal_step *step),
                                         void *context);
/* One of them. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_step_find(struct pal_store *store, const struct pal_uuid *uuid,
                                        enum pal_err (*visit)(void *context,
                                                              const struct pal_step *step),
                                        void *context);

#endif
