/*
 * quotas.h - how much one member may say in a day.
 *
 * RULE docs/rules/deliberation.md
 * > What a member does in the deliberation is counted by civil day of the society, and refused beyond
 * > the quota of that day.
 */
#ifndef PAL_CORE_QUOTAS_H
#define PAL_CORE_QUOTAS_H

#include "base/attr.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/limits.h"
#include "core/members.h"

struct pal_store;

/* What is counted, its word, and how often a day. */
/* clang-format off */
#define PAL_QUOTAS(X) \
    X(CONTRIBUTION, "contribution", PAL_LIMIT_DAY_CONTRIBUTIONS) /* written or written anew, concerns settled */ \
    X(ENDORSEMENT,  "endorsement",  PAL_LIMIT_DAY_ENDORSEMENTS)  /* given or taken back */ \
    X(AMENDMENT,    "amendment",    PAL_LIMIT_DAY_AMENDMENTS)    /* proposed */
/* clang-format on */
enum pal_quota {
#define PAL_QUOTA_ENUMERATOR(name, word, limit) PAL_QUOTA_##name,
    PAL_QUOTAS(PAL_QUOTA_ENUMERATOR)
#undef PAL_QUOTA_ENUMERATOR
};

/* Counts one more of it for today, in a PAL_TRANSACTION: what is then refused was not counted.
 * PAL_ERR_LIMIT_QUOTA */
PAL_MUST_USE enum pal_err pal_quota_use(struct pal_store *store, struct pal_member_id member,
                                        enum pal_quota quota);
/* The day from which a member who has used a quota up may go on. */
struct pal_date pal_quota_frees_on(const struct pal_store *store);
/* Forgets what was counted of a member. In a PAL_TRANSACTION. */
PAL_MUST_USE enum pal_err pal_quotas_forget(struct pal_store *store, struct pal_member_id member);

#endif
