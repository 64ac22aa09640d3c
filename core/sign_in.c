/* sign_in.c - requests for a letter to sign in with: its ticket, its code. */
#include "base/check.h"
#include "base/limits.h"
#include "core/sessions.h"
#include "core/store.h"

#include "outbox.h"
#include "sql.h"

enum { RECENT, ALL, END, ADD, ASKED, PEOPLE, LOOKED_UP, TRY, USE, SWEEP, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [RECENT] = "SELECT count(*) FROM sign_in_request WHERE email = :email AND made_us > :since",
    [ALL] = "SELECT count(*) FROM sign_in_request",
    [END] = "UPDATE sign_in_request SET tries = 0 WHERE email = :email",
    [ADD] =
        "INSERT INTO sign_in_request (email, ticket, asked, code, proof, tries, made_us,"
        " expires_us) VALUES (:email, :ticket, :asked, :code, :proof, :tries, :now, :expires_us)",
    [ASKED] = "SELECT id, asked, code FROM sign_in_request WHERE asked <> '' ORDER BY id LIMIT 1",
    [PEOPLE] = "SELECT person_id FROM person_name WHERE lower(email) = lower(:email)"
               " ORDER BY person_id LIMIT :limit",
    [LOOKED_UP] = "UPDATE sign_in_request SET asked = '', code = '', person_id = :person"
                  " WHERE id = :id",
    [TRY] = "UPDATE sign_in_request SET tries = tries - 1 WHERE ticket = :ticket AND tries > 0"
            " AND :now < expires_us RETURNING id, proof, coalesce(person_id, 0)",
    [USE] = "UPDATE sign_in_request SET tries = 0 WHERE id = :id",
    [SWEEP] = "DELETE FROM sign_in_request WHERE made_us <= :since",
};
const struct pal_sql pal_sign_in_sql = {sql, STATEMENT_COUNT};

#define SECOND_US INT64_C(1000000)
#define HOUR_US   (3600 * SECOND_US)
enum { LOOK_UP_MAX = 20, SHARED_MAX = 8 };

/* --- asking --------------------------------------------------------------------------------- */

static enum pal_err count_recent(struct pal_store *store, const struct pal_hash *email,
                                 int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, RECENT);
    pal_bind_hash(&query, ":email", email);
    pal_bind_int(&query, ":since", pal_store_now_us(store) - HOUR_US);
    PAL_TRY(pal_query_one(&query));
    *out_count = pal_column_int(&query, 0);
    return PAL_OK;
}

static enum pal_err count_all(struct pal_store *store, int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, ALL);
    PAL_TRY(pal_query_one(&query));
    *out_count = pal_column_int(&query, 0);
    return PAL_OK;
}

/* Every number of eight digits is as likely as any other. */
static void draw_code(struct pal_buf *code)
{
    const uint32_t numbers = 100000000;
    uint32_t drawn;
    do {
        pal_crypto_random(&drawn, sizeof drawn);
    } while (drawn >= numbers * 42);
    pal_buf_add_format(code, "%0*u", PAL_SIGN_IN_CODE_SIZE, (unsigned)(drawn % numbers));
}

static struct pal_hash proof_of(struct pal_text ticket, struct pal_text code)
{
    PAL_BUF(both);
    pal_buf_add_text(&both, ticket);
    pal_buf_add_text(&both, code);
    return pal_hash_of(both.bytes, both.size);
}

/* Capitals are no other address. */
static struct pal_hash hash_of_address(struct pal_text address)
{
    PAL_BUF(lower);
    for (size_t i = 0; i < address.size; i++) {
        char c = address.bytes[i];
        pal_buf_add_byte(&lower, (uint8_t)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
    }
    return pal_hash_of(lower.bytes, lower.size);
}

static enum pal_err add(struct pal_store *store, struct pal_text address,
                        const struct pal_hash *email, struct pal_secret *out_ticket)
{
    PAL_BUF(code);
    draw_code(&code);
    struct pal_hash ticket = pal_secret_draw(out_ticket);
    struct pal_hash proof = proof_of(pal_text_of(out_ticket->text), pal_buf_text(&code));
    int64_t now_us = pal_store_now_us(store);
    PAL_QUERY(end, store, PAL_SQL_SIGN_IN, END);
    pal_bind_hash(&end, ":email", email);
    PAL_TRY(pal_query_run(&end));
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, ADD);
    pal_bind_hash(&query, ":email", email);
    pal_bind_hash(&query, ":ticket", &ticket);
    pal_bind_text(&query, ":asked", address);
    pal_bind_text(&query, ":code", pal_buf_text(&code));
    pal_bind_hash(&query, ":proof", &proof);
    pal_bind_int(&query, ":tries", PAL_SIGN_IN_TRIES);
    pal_bind_int(&query, ":now", now_us);
    pal_bind_int(&query, ":expires_us", now_us + PAL_SIGN_IN_CODE_S * SECOND_US);
    return pal_query_run(&query);
}

/* RULE docs/rules/mail.md
 * > At most five requests an hour are answered for one address; the others get the same reply and no letter.
 */
enum pal_err pal_sign_in_ask(struct pal_store *store, struct pal_text email,
                             struct pal_secret *out_ticket, int64_t *out_expires_us)
{
    PAL_MAIL_SERVER(server);
    PAL_TRY(pal_mail_server_read(store, &server));
    struct pal_text address = pal_text_trim(email);
    struct pal_hash hash = hash_of_address(address);
    int64_t recent, all;
    PAL_TRY(count_recent(store, &hash, &recent));
    PAL_TRY(count_all(store, &all));
    if (all >= PAL_LIMIT_SIGN_INS) {
        return PAL_ERR_LIMIT_RATE;
    }
    *out_expires_us = pal_store_now_us(store) + PAL_SIGN_IN_CODE_S * SECOND_US;
    if (recent >= PAL_SIGN_IN_PER_HOUR) {
        (void)pal_secret_draw(out_ticket); /* good for nothing */
        return PAL_OK;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(add(store, address, &hash, out_ticket));
    return pal_transaction_commit(&transaction);
}

/* --- looking up ----------------------------------------------------------------------------- */

struct request {
    int64_t id;
    struct pal_buf asked, code;
    struct pal_person_id people[SHARED_MAX];
    size_t count;
};

static void request_done(struct request *request)
{
    pal_buf_done(&request->asked);
    pal_buf_done(&request->code);
}

static enum pal_err read_request(struct pal_store *store, struct request *out)
{
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, ASKED);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    if (has_row) {
        out->id = pal_column_int(&query, 0);
        pal_buf_add_text(&out->asked, pal_column_text(&query, 1));
        pal_buf_add_text(&out->code, pal_column_text(&query, 2));
    }
    return PAL_OK;
}

static enum pal_err find_people(struct pal_store *store, struct request *request)
{
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, PEOPLE);
    pal_bind_text(&query, ":email", pal_buf_text(&request->asked));
    pal_bind_int(&query, ":limit", SHARED_MAX);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        request->people[request->count++].value = pal_column_int(&query, 0);
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

/* RULE docs/rules/mail.md
 * > Where several people share the address each gets a letter of their own, with a link and without a code.
 */
static enum pal_err answer(struct pal_store *store, const struct request *request)
{
    bool is_alone = request->count == 1;
    for (size_t i = 0; i < request->count; i++) {
        const struct pal_mail_spec spec = {
            .kind = PAL_MAIL_SIGN_IN,
            .person = request->people[i],
            .code = is_alone ? pal_buf_text(&request->code) : pal_text_of(""),
            .lasts_s = PAL_SIGN_IN_CODE_S,
        };
        PAL_TRY(pal_outbox_add(store, &spec));
    }
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, LOOKED_UP);
    pal_bind_int(&query, ":id", request->id);
    if (is_alone) {
        pal_bind_int(&query, ":person", request->people[0].value);
    }
    return pal_query_run(&query);
}

static enum pal_err look_up_one(struct pal_store *store, bool *out_has_more)
{
    struct request request PAL_CLEANUP(request_done) = {0};
    PAL_TRY(read_request(store, &request));
    *out_has_more = request.id != 0;
    if (!*out_has_more) {
        return PAL_OK;
    }
    PAL_TRY(find_people(store, &request));
    return answer(store, &request);
}

enum pal_err pal_sign_in_look_up(struct pal_store *store, bool *out_has_more)
{
    PAL_TRANSACTION(transaction, store);
    *out_has_more = true;
    for (int i = 0; i < LOOK_UP_MAX && *out_has_more; i++) {
        PAL_TRY(look_up_one(store, out_has_more));
    }
    return pal_transaction_commit(&transaction);
}

/* --- proving -------------------------------------------------------------------------------- */

/* RULE docs/rules/mail.md
 * > After five wrong codes a ticket is worth
 * > nothing.
 */
enum pal_err pal_sign_in_prove(struct pal_store *store, struct pal_text ticket,
                               struct pal_text code, struct pal_person_id *out_person)
{
    PAL_TRANSACTION(transaction, store);
    out_person->value = 0;
    struct pal_hash hash = pal_hash_of(ticket.bytes, ticket.size);
    struct pal_hash proof = proof_of(ticket, code);
    int64_t id, person;
    {
        PAL_QUERY(query, store, PAL_SQL_SIGN_IN, TRY);
        pal_bind_hash(&query, ":ticket", &hash);
        pal_bind_int(&query, ":now", pal_store_now_us(store));
        enum pal_err err = pal_query_one(&query);
        if (err != PAL_OK) {
            return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
        }
        struct pal_hash kept = pal_column_hash(&query, 1);
        id = pal_column_int(&query, 0);
        person = pal_hash_equal(&kept, &proof) ? pal_column_int(&query, 2) : 0;
    }
    if (person != 0) {
        PAL_QUERY(use, store, PAL_SQL_SIGN_IN, USE);
        pal_bind_int(&use, ":id", id);
        PAL_TRY(pal_query_run(&use));
    }
    PAL_TRY(pal_transaction_commit(&transaction));
    out_person->value = person;
    return PAL_OK;
}

enum pal_err pal_sign_in_sweep(struct pal_store *store)
{
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, SWEEP);
    pal_bind_int(&query, ":since", pal_store_now_us(store) - HOUR_US);
    PAL_TRY(pal_query_run(&query));
    return pal_transaction_commit(&transaction);
}
