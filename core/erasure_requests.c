/* erasure_requests.c - members ask to be erased, and are answered. */
#include "core/erasure_requests.h"

#include "base/mem.h"
#include "core/store.h"

#include "awaiting.h"
#include "input.h"
#include "outbox.h"
#include "sql.h"

/* RULE docs/rules/erasure.md
 * > It is to be answered within four weeks
 */
enum { ANSWER_DAYS = 28 };

/* RULE docs/rules/erasure.md
 * > A refusal stands among what awaits them for four weeks
 */
#define TOLD_US (INT64_C(28) * 24 * 3600 * 1000000)

enum { ASK, END, REFUSE, READ, AWAITING, FORGET_REFUSALS, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [ASK] = "INSERT INTO erasure_request (member_id, asked_us, answer_by)"
            " VALUES (:member, :now, :answer_by)"
            " ON CONFLICT (member_id) DO UPDATE SET asked_us = excluded.asked_us,"
            " answer_by = excluded.answer_by, refused_us = NULL, reason = NULL"
            " WHERE refused_us IS NOT NULL",
    [END] = "DELETE FROM erasure_request WHERE member_id = :member",
    [REFUSE] = "UPDATE erasure_request SET refused_us = :now, reason = :reason"
               " WHERE member_id = :member AND refused_us IS NULL",
    [READ] = "SELECT asked_us, answer_by, coalesce(refused_us, 0), coalesce(reason, '')"
             " FROM erasure_request WHERE member_id = :member",
    [AWAITING] = "SELECT member_id, 1, answer_by FROM erasure_request WHERE refused_us IS NULL"
                 " ORDER BY asked_us, member_id LIMIT :limit",
    [FORGET_REFUSALS] = "DELETE FROM erasure_request WHERE refused_us <= :until",
};
const struct pal_sql pal_erasure_requests_sql = {sql, STATEMENT_COUNT};

void pal_erasure_request_done(struct pal_erasure_request *request)
{
    pal_mem_free(request->owned);
    *request = (struct pal_erasure_request){0};
}

enum pal_err pal_erasure_ask(struct pal_store *store, struct pal_member_id member)
{
    int64_t now_us = pal_store_now_us(store);
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_ERASURE_REQUESTS, ASK);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_int(&query, ":now", now_us);
    pal_bind_int(&query, ":answer_by", pal_date_of_instant(now_us).days + ANSWER_DAYS);
    enum pal_err err = pal_query_run(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_STORE_CONSTRAINT ? PAL_ERR_NOT_FOUND : err;
    }
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_erasure_ask_end(struct pal_store *store, struct pal_member_id member)
{
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_ERASURE_REQUESTS, END);
    pal_bind_int(&query, ":member", member.value);
    PAL_TRY(pal_query_run(&query));
    return pal_transaction_commit(&transaction);
}

/* RULE docs/rules/erasure.md
 * > who has agreed to mail gets a letter, which does not say the reason.
 */
enum pal_err pal_erasure_refuse(struct pal_store *store, struct pal_member_id member,
                                struct pal_text reason, struct pal_where *out_where)
{
    PAL_BUF(said);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_input_read(&pal_input_reason, reason, &said, out_where));
    PAL_QUERY(query, store, PAL_SQL_ERASURE_REQUESTS, REFUSE);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    pal_bind_text(&query, ":reason", pal_buf_text(&said));
    PAL_TRY(pal_query_run(&query));
    if (pal_query_changes(&query) == 0) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(pal_mail_tell(store, member, PAL_MAIL_REFUSAL));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_erasure_request_read(struct pal_store *store, struct pal_member_id member,
                                      struct pal_erasure_request *out)
{
    PAL_QUERY(query, store, PAL_SQL_ERASURE_REQUESTS, READ);
    pal_bind_int(&query, ":member", member.value);
    PAL_TRY(pal_query_one(&query));
    *out = (struct pal_erasure_request){
        .asked_us = pal_column_int(&query, 0),
        .answer_by = {(int32_t)pal_column_int(&query, 1)},
        .refused_us = pal_column_int(&query, 2),
        .reason = pal_column_text(&query, 3),
    };
    out->is_to_tell = out->refused_us != 0 && pal_store_now_us(store) < out->refused_us + TOLD_US;
    struct pal_text *texts[] = {&out->reason};
    out->owned = pal_texts_own(texts, 1);
    return PAL_OK;
}

enum pal_err pal_erasures_awaiting(struct pal_store *store, const struct pal_awaiting_to *to)
{
    PAL_QUERY(query, store, PAL_SQL_ERASURE_REQUESTS, AWAITING);
    return pal_awaiting_walk(&query, to);
}

/* RULE docs/rules/retention.md
 * > Nor does a refusal.
 */
enum pal_err pal_erasure_refusals_expire(struct pal_store *store, int64_t until_us,
                                         int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_ERASURE_REQUESTS, FORGET_REFUSALS);
    pal_bind_int(&query, ":until", until_us);
    PAL_TRY(pal_query_run(&query));
    *out_count = pal_query_changes(&query);
    return PAL_OK;
}
