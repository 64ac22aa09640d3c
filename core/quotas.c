/*
 * quotas.c - how much one member may say in a day: counted for the current day alone.
 */
#include "core/quotas.h"

#include "core/society.h"
#include "core/store.h"

#include "sql.h"

enum { USE, FORGET, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [USE] = "INSERT INTO daily_use (member_id, what, day, uses) VALUES (:member, :what, :day, 1)"
            " ON CONFLICT (member_id, what) DO UPDATE SET day = :day,"
            " uses = CASE WHEN day = :day THEN uses + 1 ELSE 1 END RETURNING uses",
    [FORGET] = "DELETE FROM daily_use WHERE member_id = :member",
};
const struct pal_sql pal_quotas_sql = {sql, STATEMENT_COUNT};

static const struct {
    const char *word;
    int64_t limit;
} quotas[] = {
#define QUOTA_ROW(name, word, limit) [PAL_QUOTA_##name] = {(word), (limit)},
    PAL_QUOTAS(QUOTA_ROW)
#undef QUOTA_ROW
};

enum pal_err pal_quota_use(struct pal_store *store, struct pal_member_id member,
                           enum pal_quota quota)
{
    PAL_QUERY(query, store, PAL_SQL_QUOTAS, USE);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_string(&query, ":what", quotas[quota].word);
    pal_bind_int(&query, ":day", pal_society_today(store).days);
    PAL_TRY(pal_query_one(&query));
    return pal_column_int(&query, 0) <= quotas[quota].limit ? PAL_OK : PAL_ERR_LIMIT_QUOTA;
}

struct pal_date pal_quota_frees_on(const struct pal_store *store)
{
    return (struct pal_date){pal_society_today(store).days + 1};
}

enum pal_err pal_quotas_forget(struct pal_store *store, struct pal_member_id member)
{
    PAL_QUERY(query, store, PAL_SQL_QUOTAS, FORGET);
    pal_bind_int(&query, ":member", member.value);
    return pal_query_run(&query);
}
