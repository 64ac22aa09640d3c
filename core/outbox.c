/* outbox.c - letters: queued, taken, settled. */
#include "outbox.h"

#include "base/check.h"
#include "base/mem.h"
#include "core/store.h"

#include "sql.h"

enum {
    ADD,
    IS_SENDING,
    IS_LOST,
    NEXT,
    RECOVER,
    EXPIRE,
    DUE,
    TAKE,
    GIVE_UP,
    AGAIN,
    SENT,
    STATE,
    ENDED,
    COUNT,
    OF_PERSON,
    FORGET,
    FORGET_OLD,
    FORGET_SIGN_INS,
    FORGET_REFUSALS,
    ADDRESS,
    STATEMENT_COUNT
};

static const char *const sql[STATEMENT_COUNT] = {
    [ADD] =
        "INSERT INTO mail (uuid, kind, mailing_id, member_id, person_id, code, address, state,"
        " tries, next_us, until_us, error, made_us, ended_us) VALUES (:uuid, :kind, :mailing,"
        " :member, :person, :code, :address, :state, 0, :now, :until_us, :error, :now, :ended_us)",
    [IS_SENDING] = "SELECT 1 FROM mail WHERE state = 'sending' AND sender = :run LIMIT 1",
    [IS_LOST] = "SELECT 1 FROM mail WHERE state = 'sending' AND sender <> :run LIMIT 1",
    [NEXT] = "SELECT next_us FROM mail WHERE state = 'queued' ORDER BY next_us LIMIT 1",
    [RECOVER] = "UPDATE mail SET state = 'queued', sender = NULL, next_us = :now"
                " WHERE state = 'sending' AND sender <> :run",
    [EXPIRE] = "UPDATE mail SET state = 'failed', ended_us = :now, code = '',"
               " error = CASE error WHEN '' THEN 'expired' ELSE error END"
               " WHERE state = 'queued' AND next_us <= :now AND until_us <= :now",
    [DUE] = "SELECT id FROM mail WHERE state = 'queued' AND next_us <= :now"
            " ORDER BY kind IN ('sign_in', 'confirm') DESC, error <> '', next_us, id LIMIT 1",
    [TAKE] = "UPDATE mail SET state = 'sending', sender = :run, tries = tries + 1,"
             " address = CASE WHEN kind IN ('confirm', 'moved') THEN address"
             " ELSE coalesce((SELECT email FROM person_name"
             " WHERE person_name.person_id = mail.person_id), '') END WHERE id = :id"
             " RETURNING uuid, kind, person_id, coalesce(member_id, 0), coalesce(mailing_id, 0),"
             " made_us, code, address",
    [GIVE_UP] = "UPDATE mail SET state = 'failed', sender = NULL, ended_us = :now, code = '',"
                " error = :error WHERE id = :id",
    [AGAIN] = "UPDATE mail SET state = 'queued', sender = NULL, tries = :tries, next_us = :next_us,"
              " error = :error WHERE id = :id",
    [SENT] = "UPDATE mail SET state = 'sent', sender = NULL, ended_us = :now, code = '',"
             " error = '' WHERE id = :id",
    [STATE] = "SELECT tries, until_us, error FROM mail WHERE id = :id AND state = 'sending'",
    [ENDED] = "SELECT uuid, coalesce(member_id, 0), state = 'sent', ended_us, address FROM mail"
              " WHERE mailing_id = :mailing AND state IN ('sent', 'failed')",
    [COUNT] = "SELECT state, count(*) FROM mail WHERE mailing_id = :mailing GROUP BY state",
    [OF_PERSON] = "SELECT kind, made_us, coalesce(ended_us, 0), address, state, error FROM mail"
                  " WHERE person_id = :person ORDER BY id",
    [FORGET_OLD] = "DELETE FROM mail WHERE ended_us <= :until"
                   " AND mailing_id IN (SELECT mailing_id FROM mailing_ended)",
    [FORGET_SIGN_INS] = "DELETE FROM mail WHERE ended_us <= :until AND mailing_id IS NULL"
                        " AND kind <> 'refusal'",
    [FORGET_REFUSALS] = "DELETE FROM mail WHERE ended_us <= :until AND kind = 'refusal'",
    [ADDRESS] = "SELECT address FROM mail WHERE uuid = :uuid",
    [FORGET] = "DELETE FROM mail WHERE person_id = :person",
};
const struct pal_sql pal_outbox_sql = {sql, STATEMENT_COUNT};

#define SECOND_US     INT64_C(1000000)
#define AGAIN_US      (INT64_C(60) * SECOND_US)
#define AGAIN_MAX_US  (INT64_C(21600) * SECOND_US)
#define LOOK_AGAIN_US (INT64_C(3600) * SECOND_US)
enum { TAKE_MAX = 32 };

static const char *const kinds[] = {
#define KIND_WORD(name, word) [PAL_MAIL_##name] = (word),
    PAL_MAIL_KINDS(KIND_WORD)
#undef KIND_WORD
};

const char *pal_mail_kind_word(enum pal_mail_kind kind)
{
    return kinds[kind];
}

static enum pal_mail_kind kind_of(struct pal_text word)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (pal_text_is(word, kinds[i])) {
            return (enum pal_mail_kind)i;
        }
    }
    PAL_CHECK(false); /* the schema has no other */
    return PAL_MAIL_NOTICE;
}

enum pal_err pal_outbox_add(struct pal_store *store, const struct pal_mail_spec *spec)
{
    struct pal_uuid uuid = pal_uuid_random();
    int64_t now_us = pal_store_now_us(store);
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, ADD);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_string(&query, ":kind", kinds[spec->kind]);
    if (spec->mailing != 0) {
        pal_bind_int(&query, ":mailing", spec->mailing);
    }
    if (spec->member.value != 0) {
        pal_bind_int(&query, ":member", spec->member.value);
    }
    if (spec->person.value != 0) {
        pal_bind_int(&query, ":person", spec->person.value);
    }
    pal_bind_text(&query, ":code", spec->code);
    pal_bind_text(&query, ":address", spec->address);
    pal_bind_string(&query, ":state", spec->error == NULL ? "queued" : "failed");
    pal_bind_int(&query, ":now", now_us);
    pal_bind_int(&query, ":until_us", now_us + spec->lasts_s * SECOND_US);
    pal_bind_string(&query, ":error", spec->error == NULL ? "" : spec->error);
    if (spec->error != NULL) {
        pal_bind_int(&query, ":ended_us", now_us);
    }
    return pal_query_run(&query);
}

/* --- what is due ---------------------------------------------------------------------------- */

static enum pal_err has_row(struct pal_store *store, int statement, const struct pal_uuid *run,
                            bool *out_has_row)
{
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, statement);
    pal_bind_uuid(&query, ":run", run);
    return pal_query_next(&query, out_has_row);
}

static enum pal_err first_due(struct pal_store *store, int64_t *out_next_us)
{
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, NEXT);
    bool has_next;
    PAL_TRY(pal_query_next(&query, &has_next));
    *out_next_us = has_next ? pal_column_int(&query, 0) : INT64_MAX;
    return PAL_OK;
}

enum pal_err pal_outbox_due(struct pal_store *store, const struct pal_uuid *run, bool *out_is_due,
                            int64_t *out_next_us)
{
    int64_t now_us = pal_store_now_us(store);
    *out_is_due = false;
    *out_next_us = now_us + LOOK_AGAIN_US;
    PAL_MAIL_SERVER(server);
    enum pal_err err = pal_mail_server_read(store, &server);
    if (err != PAL_OK) {
        return err == PAL_ERR_MAIL_NONE ? PAL_OK : err;
    }
    bool is_sending, is_lost;
    int64_t first_us;
    PAL_TRY(has_row(store, IS_SENDING, run, &is_sending));
    PAL_TRY(has_row(store, IS_LOST, run, &is_lost));
    PAL_TRY(first_due(store, &first_us));
    if (is_sending) {
        return PAL_OK; /* what settles these letters asks again */
    }
    first_us = is_lost ? now_us : first_us;
    first_us = first_us > server.next_us ? first_us : server.next_us;
    *out_is_due = first_us <= now_us;
    *out_next_us = first_us < *out_next_us ? first_us : *out_next_us;
    return PAL_OK;
}

/* --- taking --------------------------------------------------------------------------------- */

static enum pal_err give_up(struct pal_store *store, int64_t id, struct pal_text error)
{
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, GIVE_UP);
    pal_bind_int(&query, ":id", id);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    pal_bind_text(&query, ":error", error);
    return pal_query_run(&query);
}

static enum pal_err sweep(struct pal_store *store, const struct pal_uuid *run)
{
    PAL_QUERY(recover, store, PAL_SQL_OUTBOX, RECOVER);
    pal_bind_uuid(&recover, ":run", run);
    pal_bind_int(&recover, ":now", pal_store_now_us(store));
    PAL_TRY(pal_query_run(&recover));
    PAL_QUERY(expire, store, PAL_SQL_OUTBOX, EXPIRE);
    pal_bind_int(&expire, ":now", pal_store_now_us(store));
    return pal_query_run(&expire);
}

static enum pal_err next_due(struct pal_store *store, int64_t *out_id)
{
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, DUE);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    bool has_next;
    PAL_TRY(pal_query_next(&query, &has_next));
    *out_id = has_next ? pal_column_int(&query, 0) : 0;
    return PAL_OK;
}

/* Marks the letter as being sent and reads it; the texts are the caller's, in `owned`. */
static enum pal_err take(struct pal_store *store, const struct pal_uuid *run, struct pal_mail *mail,
                         char **out_owned)
{
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, TAKE);
    pal_bind_int(&query, ":id", mail->id);
    pal_bind_uuid(&query, ":run", run);
    PAL_TRY(pal_query_one(&query));
    mail->uuid = pal_column_uuid(&query, 0);
    mail->kind = kind_of(pal_column_text(&query, 1));
    mail->person.value = pal_column_int(&query, 2);
    mail->member.value = pal_column_int(&query, 3);
    mail->mailing = pal_column_int(&query, 4);
    mail->made_us = pal_column_int(&query, 5);
    mail->code = pal_column_text(&query, 6);
    mail->address = pal_column_text(&query, 7);
    struct pal_text *texts[] = {&mail->code, &mail->address};
    *out_owned = pal_texts_own(texts, 2);
    return PAL_OK;
}

enum pal_err pal_outbox_take(struct pal_store *store, const struct pal_uuid *run, size_t max,
                             enum pal_err (*visit)(void *context, const struct pal_mail *mail),
                             void *context)
{
    PAL_CHECK(max <= TAKE_MAX);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(sweep(store, run));
    for (size_t i = 0; i < max; i++) {
        struct pal_mail mail = {0};
        PAL_TRY(next_due(store, &mail.id));
        if (mail.id == 0) {
            break;
        }
        char *owned PAL_CLEANUP(pal_mem_done) = NULL;
        PAL_TRY(take(store, run, &mail, &owned));
        if (pal_mail_address_is_plain(mail.address)) {
            PAL_TRY(visit(context, &mail));
        } else {
            PAL_TRY(give_up(store, mail.id, pal_text_of("no_address")));
        }
    }
    PAL_TRY(pal_mailings_settle(store));
    return pal_transaction_commit(&transaction);
}

/* --- settling ------------------------------------------------------------------------------- */

/* A letter as it was taken. */
struct taken {
    int64_t tries, until_us;
    struct pal_buf error;
};

/* RULE docs/rules/mail.md
 * > A letter that was tried before comes after those that
 * > were not, so that one over which the mail server hangs holds up none.
 */
static enum pal_err send_again(struct pal_store *store, const struct pal_mail_result *result,
                               const struct taken *taken)
{
    bool was_tried = result->said == PAL_MAIL_PUT_OFF;
    int64_t wait_us = result->said == PAL_MAIL_UNTRIED ? 0 : AGAIN_US;
    for (int64_t i = 1; was_tried && i < taken->tries && wait_us < AGAIN_MAX_US; i++) {
        wait_us *= 2;
    }
    wait_us = wait_us < AGAIN_MAX_US ? wait_us : AGAIN_MAX_US;
    int64_t next_us = pal_store_now_us(store) + wait_us;
    if (was_tried && next_us >= taken->until_us) {
        return give_up(store, result->mail, result->error);
    }
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, AGAIN);
    pal_bind_int(&query, ":id", result->mail);
    pal_bind_int(&query, ":tries", was_tried ? taken->tries : taken->tries - 1);
    pal_bind_int(&query, ":next_us", next_us);
    bool says = result->said != PAL_MAIL_UNTRIED;
    pal_bind_text(&query, ":error", says ? result->error : pal_buf_text(&taken->error));
    return pal_query_run(&query);
}

static enum pal_err read_taken(struct pal_store *store, int64_t id, struct taken *out,
                               bool *out_is_taken)
{
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, STATE);
    pal_bind_int(&query, ":id", id);
    PAL_TRY(pal_query_next(&query, out_is_taken));
    if (*out_is_taken) {
        out->tries = pal_column_int(&query, 0);
        out->until_us = pal_column_int(&query, 1);
        pal_buf_add_text(&out->error, pal_column_text(&query, 2));
    }
    return PAL_OK;
}

/* RULE docs/rules/mail.md
 * > A letter that the mail server puts off (an answer 4xx, or none once it has spoken) is tried again after one minute, then after twice as long each time, six
 * > hours at most, and is given up five days after it was written. One that it refuses (5xx) is given up at once.
 */
enum pal_err pal_outbox_settle(struct pal_store *store, const struct pal_mail_result *result)
{
    struct taken taken = {0};
    bool is_taken;
    PAL_TRANSACTION(transaction, store);
    enum pal_err err = read_taken(store, result->mail, &taken, &is_taken);
    if (err == PAL_OK && is_taken) { /* or its reader was erased meanwhile */
        switch (result->said) {
        case PAL_MAIL_SENT: {
            PAL_QUERY(query, store, PAL_SQL_OUTBOX, SENT);
            pal_bind_int(&query, ":id", result->mail);
            pal_bind_int(&query, ":now", pal_store_now_us(store));
            err = pal_query_run(&query);
            break;
        }
        case PAL_MAIL_REFUSED: err = give_up(store, result->mail, result->error); break;
        case PAL_MAIL_PUT_OFF:
        case PAL_MAIL_INTERRUPTED:
        case PAL_MAIL_UNTRIED: err = send_again(store, result, &taken); break;
        }
    }
    pal_buf_done(&taken.error);
    PAL_TRY(err);
    return pal_transaction_commit(&transaction);
}

/* --- what became of them -------------------------------------------------------------------- */

enum pal_err pal_outbox_ended_walk(struct pal_store *store, int64_t mailing,
                                   enum pal_err (*visit)(void *context,
                                                         const struct pal_mail_end *end),
                                   void *context)
{
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, ENDED);
    pal_bind_int(&query, ":mailing", mailing);
    bool has_more;
    PAL_TRY(pal_query_next(&query, &has_more));
    while (has_more) {
        struct pal_mail_end end = {
            .uuid = pal_column_uuid(&query, 0),
            .member = {pal_column_int(&query, 1)},
            .is_sent = pal_column_bool(&query, 2),
            .ended_us = pal_column_int(&query, 3),
            .address = pal_column_text(&query, 4),
        };
        PAL_TRY(visit(context, &end));
        PAL_TRY(pal_query_next(&query, &has_more));
    }
    return PAL_OK;
}

enum pal_err pal_outbox_count(struct pal_store *store, struct pal_mailing *mailing)
{
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, COUNT);
    pal_bind_int(&query, ":mailing", mailing->id);
    mailing->queued = mailing->sent = mailing->failed = 0;
    bool has_more;
    PAL_TRY(pal_query_next(&query, &has_more));
    while (has_more) {
        struct pal_text state = pal_column_text(&query, 0);
        int64_t *figure = pal_text_is(state, "sent")     ? &mailing->sent
                          : pal_text_is(state, "failed") ? &mailing->failed
                                                         : &mailing->queued;
        *figure += pal_column_int(&query, 1);
        PAL_TRY(pal_query_next(&query, &has_more));
    }
    return PAL_OK;
}

enum pal_err pal_mail_of_person(struct pal_store *store, struct pal_person_id person,
                                enum pal_err (*visit)(void *context,
                                                      const struct pal_mail_line *line),
                                void *context)
{
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, OF_PERSON);
    pal_bind_int(&query, ":person", person.value);
    bool has_more;
    PAL_TRY(pal_query_next(&query, &has_more));
    while (has_more) {
        struct pal_mail_line line = {
            .kind = kind_of(pal_column_text(&query, 0)),
            .made_us = pal_column_int(&query, 1),
            .ended_us = pal_column_int(&query, 2),
            .address = pal_column_text(&query, 3),
            .state = pal_column_text(&query, 4),
            .error = pal_column_text(&query, 5),
        };
        PAL_TRY(visit(context, &line));
        PAL_TRY(pal_query_next(&query, &has_more));
    }
    return PAL_OK;
}

enum pal_err pal_mail_forget_person(struct pal_store *store, struct pal_person_id person)
{
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, FORGET);
    pal_bind_int(&query, ":person", person.value);
    PAL_TRY(pal_query_run(&query));
    PAL_TRY(pal_mailings_settle(store));
    pal_store_forget(store);
    return pal_transaction_commit(&transaction);
}

static enum pal_err expire(struct pal_store *store, int statement, int64_t until_us,
                           int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, statement);
    pal_bind_int(&query, ":until", until_us);
    PAL_TRY(pal_query_run(&query));
    *out_count = pal_query_changes(&query);
    return PAL_OK;
}

enum pal_err pal_outbox_expire(struct pal_store *store, int64_t until_us, int64_t *out_count)
{
    return expire(store, FORGET_OLD, until_us, out_count);
}

enum pal_err pal_sign_in_letters_expire(struct pal_store *store, int64_t until_us,
                                        int64_t *out_count)
{
    return expire(store, FORGET_SIGN_INS, until_us, out_count);
}

enum pal_err pal_refusal_letters_expire(struct pal_store *store, int64_t until_us,
                                        int64_t *out_count)
{
    return expire(store, FORGET_REFUSALS, until_us, out_count);
}

enum pal_err pal_outbox_address(struct pal_store *store, const struct pal_uuid *mail,
                                struct pal_buf *out, bool *out_is_kept)
{
    PAL_QUERY(query, store, PAL_SQL_OUTBOX, ADDRESS);
    pal_bind_uuid(&query, ":uuid", mail);
    PAL_TRY(pal_query_next(&query, out_is_kept));
    if (*out_is_kept) {
        pal_buf_add_text(out, pal_column_text(&query, 0));
    }
    return PAL_OK;
}
