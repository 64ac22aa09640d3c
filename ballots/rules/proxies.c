/*
 * proxies.c - how many proxies one member may hold.
 */
#include "ballots/rules.h"

enum { SCOP_SMALL = 20 };

/* RULE docs/rules/proxies.md
 * > In a SCOP a member holds one proxy beside their own vote while there are fewer than twenty members,
 * > and from twenty up at most one for every twenty members, rounded down.
 */
uint64_t pal_proxies_scop_cap(uint64_t members)
{
    return members < SCOP_SMALL ? 1 : members / SCOP_SMALL;
}

/* RULE docs/rules/proxies.md
 * > Where the statutes state a cap, and the law gives one, the smaller holds.
 */
uint64_t pal_proxies_cap(const struct pal_constitution *constitution, uint64_t members)
{
    const struct pal_proxy_rule *rule = &constitution->proxy;
    uint64_t stated = rule->is_unlimited || rule->is_by_law ? UINT64_MAX : rule->max_per_holder;
    if (!rule->is_by_law && constitution->regime != PAL_REGIME_FR_SCOP) {
        return stated;
    }
    uint64_t law = pal_proxies_scop_cap(members);
    return law < stated ? law : stated;
}
