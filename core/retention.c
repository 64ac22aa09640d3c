/* retention.c - for how long personal data is kept after it has served, and its removal. */
#include "core/retention.h"

#include "core/log.h"
#include "core/members.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "outbox.h"
#include "sql.h"

enum { READ, SET, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [READ] = "SELECT days FROM retention WHERE kind = :kind",
    [SET] = "INSERT INTO retention (kind, days) VALUES (:kind, :days)"
            " ON CONFLICT (kind) DO UPDATE SET days = excluded.days",
};
const struct pal_sql pal_retention_sql = {sql, STATEMENT_COUNT};

static const struct {
    const char *word;
    int64_t days; /* unless set */
} kinds[PAL_RETENTION_COUNT] = {
    [PAL_RETENTION_MAIL] = {"mail", 1096},
    [PAL_RETENTION_CONTACTS] = {"contacts", 365},
};

#define DAY_US (INT64_C(86400) * 1000000)

const char *pal_retention_word(enum pal_retention_kind kind)
{
    return kinds[kind].word;
}

enum pal_err pal_retention_read(struct pal_store *store, enum pal_retention_kind kind,
                                int64_t *out_days)
{
    PAL_QUERY(query, store, PAL_SQL_RETENTION, READ);
    pal_bind_string(&query, ":kind", kinds[kind].word);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    *out_days = has_row ? pal_column_int(&query, 0) : kinds[kind].days;
    return PAL_OK;
}

enum pal_err pal_retention_set(struct pal_store *store, enum pal_retention_kind kind, int64_t days)
{
    if (days < 1 || days > PAL_RETENTION_DAYS_MAX) {
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_RETENTION, SET);
    pal_bind_string(&query, ":kind", kinds[kind].word);
    pal_bind_int(&query, ":days", days);
    PAL_TRY(pal_query_run(&query));
    return pal_transaction_commit(&transaction);
}

static enum pal_err say_removed(struct pal_store *store, enum pal_retention_kind kind, int64_t days,
                                int64_t count)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_int(d, "count", count);
    pal_json_set_int(d, "days", days);
    pal_json_set_string(d, "kind", kinds[kind].word);
    return pal_change_make(store, &(struct pal_log_entry){"retention.apply", pal_uuid_random(), d},
                           NULL);
}

static enum pal_err apply(struct pal_store *store, enum pal_retention_kind kind)
{
    int64_t days, count;
    PAL_TRY(pal_retention_read(store, kind, &days));
    int64_t until_us = pal_store_now_us(store) - days * DAY_US;
    struct pal_date left_by = pal_date_of_instant(until_us);
    PAL_TRY(kind == PAL_RETENTION_MAIL ? pal_outbox_forget(store, until_us, &count)
                                       : pal_contacts_forget(store, left_by, &count));
    if (count == 0) {
        return PAL_OK;
    }
    pal_store_forget(store);
    return say_removed(store, kind, days, count);
}

enum pal_err pal_retention_apply(struct pal_store *store)
{
    PAL_TRANSACTION(transaction, store);
    for (int kind = 0; kind < PAL_RETENTION_COUNT; kind++) {
        PAL_TRY(apply(store, (enum pal_retention_kind)kind));
    }
    return pal_transaction_commit(&transaction);
}
