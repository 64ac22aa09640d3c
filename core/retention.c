/* retention.c - for how long personal data is kept after it has served, and its removal. */
#include "core/retention.h"

#include "core/assemblies.h"
#include "core/consents.h"
#include "core/erasure.h"
#include "core/erasure_requests.h"
#include "core/log.h"
#include "core/members.h"
#include "core/papers.h"
#include "core/proxies.h"
#include "core/sessions.h"
#include "core/society.h"
#include "core/store.h"
#include "core/temperature.h"

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

/* What left nobody behind whom it would serve. */
static enum pal_err contacts_expire(struct pal_store *store, int64_t until_us, int64_t *out_count)
{
    return pal_contacts_forget(store, pal_date_of_instant(until_us), out_count);
}

/* RULE docs/rules/retention.md
 * > on which ground somebody was erased; that a request for it was refused, and why, and the letter that said so
 */
static enum pal_err erasures_expire(struct pal_store *store, int64_t until_us, int64_t *out_count)
{
    int64_t grounds, refusals, letters;
    PAL_TRY(pal_erasure_grounds_expire(store, until_us, &grounds));
    PAL_TRY(pal_erasure_refusals_expire(store, until_us, &refusals));
    PAL_TRY(pal_refusal_letters_expire(store, until_us, &letters));
    *out_count = grounds + refusals + letters;
    return PAL_OK;
}

/* RULE docs/rules/retention.md
 * > Each kind has a clock of its own, in days, which an administrator may set from one day to a century.
 */
static const struct {
    const char *word;
    int64_t days; /* unless set */
    enum pal_err (*expire)(struct pal_store *store, int64_t until_us, int64_t *out_count);
} kinds[PAL_RETENTION_COUNT] = {
    [PAL_RETENTION_MAIL] = {"mail", 1096, pal_outbox_expire},
    [PAL_RETENTION_PROOFS] = {"proofs", 1826, pal_sendings_expire},
    [PAL_RETENTION_SIGN_INS] = {"sign_ins", 30, pal_sign_in_letters_expire},
    [PAL_RETENTION_CONTACTS] = {"contacts", 365, contacts_expire},
    [PAL_RETENTION_CONSENTS] = {"consents", 1826, pal_consents_expire},
    [PAL_RETENTION_TOKENS] = {"tokens", 90, pal_tokens_expire},
    [PAL_RETENTION_OPINIONS] = {"opinions", 90, pal_temperatures_expire},
    [PAL_RETENTION_ATTENDANCE] = {"attendance", 2192, pal_attendance_expire},
    [PAL_RETENTION_PROXIES] = {"proxies", 2192, pal_proxies_expire},
    [PAL_RETENTION_PAPERS] = {"papers", 1096, pal_papers_expire},
    [PAL_RETENTION_ERASURES] = {"erasures", 1096, erasures_expire},
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

/* RULE docs/rules/retention.md
 * > Once an hour what has had its time is
 * > removed, not a byte of it stays in the file, and the log says of which kind and how many lines, and nothing else.
 */
static enum pal_err apply(struct pal_store *store, enum pal_retention_kind kind)
{
    int64_t days, count;
    PAL_TRY(pal_retention_read(store, kind, &days));
    PAL_TRY(kinds[kind].expire(store, pal_store_now_us(store) - days * DAY_US, &count));
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
