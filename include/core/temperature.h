/*
 * temperature.h - what members think of a resolution before its vote, by college, as figures.
 *
 * Who thinks what is private. Figures of a college are published once it has k_min opinions, and again
 * once k_min of them are others: two of them never differ by fewer. They decide nothing.
 * docs/rules/procedures.md has the rules.
 */
#ifndef PAL_CORE_TEMPERATURE_H
#define PAL_CORE_TEMPERATURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/members.h"
#include "core/resolutions.h"

struct pal_store;

/* clang-format off */
#define PAL_VIEWS(X) \
    X(SUPPORT, "support") X(RESERVE, "reserve") X(OPPOSE, "oppose") X(NONE, "none")
/* clang-format on */
enum pal_view {
#define PAL_VIEW_ENUMERATOR(name, word) PAL_VIEW_##name,
    PAL_VIEWS(PAL_VIEW_ENUMERATOR)
#undef PAL_VIEW_ENUMERATOR
        PAL_VIEW_COUNT
};
const char *pal_view_word(enum pal_view view);
bool pal_view_read(struct pal_text word, enum pal_view *out_view);

/* Says what a member thinks, in the place of what they said before; NULL takes it back. The same again
 * changes nothing.
 * PAL_ERR_STATE (its assembly is not convened, a poll on it was opened, it is withdrawn),
 * PAL_ERR_MEMBER_NOT_ADMITTED, PAL_ERR_MEMBER_COLLEGE (the assembly of another college),
 * PAL_ERR_CONSTITUTION_UNKNOWN (k_min) */
PAL_MUST_USE enum pal_err pal_temperature_say(struct pal_store *store,
                                              struct pal_resolution_id resolution,
                                              struct pal_member_id member,
                                              const enum pal_view *view);
/* Can they say it now: PAL_OK, PAL_ERR_STATE, PAL_ERR_CONSTITUTION_UNKNOWN. Where it is known,
 * *out_least is how many words figures take, in either case. */
PAL_MUST_USE enum pal_err pal_temperature_is_open(struct pal_store *store,
                                                  const struct pal_resolution *resolution,
                                                  int64_t *out_least);
/* What a member said; *out_said is false where they said nothing. */
PAL_MUST_USE enum pal_err pal_temperature_of(struct pal_store *store,
                                             struct pal_resolution_id resolution,
                                             struct pal_member_id member, enum pal_view *out_view,
                                             bool *out_said);

struct pal_temperature {
    struct pal_text college; /* lent; empty where there are none */
    int64_t version;         /* of the text, that day */
    int64_t counts[PAL_VIEW_COUNT];
    int64_t at_us;
};
/* The figures published last, by college. */
PAL_MUST_USE enum pal_err pal_temperatures_walk(
    struct pal_store *store, struct pal_resolution_id resolution,
    enum pal_err (*visit)(void *context, const struct pal_temperature *temperature), void *context);
/* Forgets what a member thought. In a PAL_TRANSACTION. */
PAL_MUST_USE enum pal_err pal_temperatures_forget(struct pal_store *store,
                                                  struct pal_member_id member);
/* Forgets what members thought of resolutions whose assembly ended before that instant; the figures that were
 * published stay. In a PAL_TRANSACTION. */
PAL_MUST_USE enum pal_err pal_temperatures_expire(struct pal_store *store, int64_t until_us,
                                                  int64_t *out_count);

#endif
