/*
 * concentration.c - how many votes of an assembly are in how few hands.
 *
 * RULE docs/rules/proxies.md
 * > How many votes are in how few hands is shown to every member, without names: how many holders
 * > hold how many proxies, and what share of all members the five who hold most have with their own votes.
 */
#include "core/proxies.h"
#include "core/store.h"

#include "sql.h"

enum { BLANK, HOLDERS, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [BLANK] = "SELECT count(*) FROM proxy_in_force"
              " WHERE assembly_id = :assembly AND holder_id IS NULL",
    [HOLDERS] = "SELECT held, count(*) FROM (SELECT count(*) AS held FROM proxy_in_force"
                " WHERE assembly_id = :assembly AND holder_id IS NOT NULL GROUP BY holder_id)"
                " GROUP BY held ORDER BY held DESC",
};
const struct pal_sql pal_concentration_sql = {sql, STATEMENT_COUNT};

enum pal_err pal_proxies_holders_walk(struct pal_store *store, struct pal_assembly_id assembly,
                                      enum pal_err (*visit)(void *context, int64_t proxies,
                                                            int64_t holders),
                                      void *context)
{
    PAL_QUERY(query, store, PAL_SQL_CONCENTRATION, HOLDERS);
    pal_bind_int(&query, ":assembly", assembly.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        PAL_TRY(visit(context, pal_column_int(&query, 0), pal_column_int(&query, 1)));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

static enum pal_err add_holders(void *context, int64_t proxies, int64_t holders)
{
    enum { FEW = 5 };
    struct pal_concentration *out = context;
    int64_t among = out->holders + holders <= FEW ? holders : FEW - out->holders;
    out->most = out->most == 0 ? proxies : out->most;
    out->votes_of_five += among > 0 ? among * (proxies + 1) : 0;
    out->holders += holders;
    out->held += proxies * holders;
    return PAL_OK;
}

enum pal_err pal_proxies_concentration(struct pal_store *store, struct pal_assembly_id assembly,
                                       struct pal_concentration *out)
{
    *out = (struct pal_concentration){0};
    PAL_QUERY(query, store, PAL_SQL_CONCENTRATION, BLANK);
    pal_bind_int(&query, ":assembly", assembly.value);
    PAL_TRY(pal_query_one(&query));
    out->blank = pal_column_int(&query, 0);
    return pal_proxies_holders_walk(store, assembly, add_holders, out);
}
