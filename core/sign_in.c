/* sign_in.c - requests for a letter to sign in with: its ticket, its code. */
#include "base/check.h"
#include "base/limits.h"
#include "core/sessions.h"
#include "core/store.h"

#include "outbox.h"
#include "sql.h"

enum {
    RECENT,
    END,
    ADD,
    ASKED,
    PEOPLE,
    LOOKED_UP,
    TRY,
    USE,
    WRONG,
    GUESSED,
    END_ALL,
    SWEEP,
    PASS,
    ALARMS,
    SWEEP_ALARMS,
    STATEMENT_COUNT
};

static const char *const sql[STATEMENT_COUNT] = {
    [RECENT] = "SELECT count(*) FILTER (WHERE email = :email),"
               " count(*) FILTER (WHERE source = :source), count(*),"
               " (SELECT members FROM admitted_total)"
               " FROM sign_in_request WHERE made_us > :since",
    [END] = "UPDATE sign_in_request SET tries = 0 WHERE email = :email",
    [ADD] =
        "INSERT INTO sign_in_request (email, ticket, asked, code, proof, source, tries, wrong,"
        " made_us, expires_us) VALUES (:email, :ticket, :asked, :code, :proof, :source, :tries, 0,"
        " :now, :expires_us)",
    [ASKED] = "SELECT id, asked, code FROM sign_in_request WHERE asked <> '' ORDER BY id LIMIT 1",
    [PEOPLE] = "SELECT person_id FROM person_name WHERE lower(email) = lower(:email)"
               " ORDER BY person_id LIMIT :limit",
    [LOOKED_UP] = "UPDATE sign_in_request SET asked = '', code = '', person_id = :person"
                  " WHERE id = :id",
    [TRY] = "UPDATE sign_in_request SET tries = tries - 1 WHERE ticket = :ticket AND tries > 0"
            " AND :now < expires_us RETURNING id, proof, coalesce(person_id, 0)",
    [WRONG] = "UPDATE sign_in_request SET wrong = wrong + 1 WHERE id = :id",
    [GUESSED] = "SELECT coalesce(sum(wrong), 0), (SELECT members FROM admitted_total)"
                " FROM sign_in_request WHERE made_us > :since",
    [PASS] = "INSERT INTO sign_in_alarm (bound, since_us, last_us, times)"
             " VALUES (:bound, :now, :now, 1) ON CONFLICT (bound) DO UPDATE SET"
             " times = CASE WHEN last_us > :since THEN times + 1 ELSE 1 END,"
             " since_us = CASE WHEN last_us > :since THEN since_us ELSE :now END,"
             " last_us = :now RETURNING times",
    [ALARMS] = "SELECT bound, since_us, last_us, times FROM sign_in_alarm WHERE last_us > :since"
               " ORDER BY bound",
    [SWEEP_ALARMS] = "DELETE FROM sign_in_alarm WHERE last_us <= :since",
    [USE] = "UPDATE sign_in_request SET tries = 0 WHERE id = :id",
    [END_ALL] = "DELETE FROM sign_in_request",
    [SWEEP] = "DELETE FROM sign_in_request WHERE made_us <= :since",
};
const struct pal_sql pal_sign_in_sql = {sql, STATEMENT_COUNT};

#define SECOND_US INT64_C(1000000)
#define HOUR_US   (3600 * SECOND_US)
#define DAY_US    (24 * HOUR_US)
enum { LOOK_UP_MAX = 20, SHARED_MAX = 8, SPARE = 60, SOURCES = 3 };

/* --- alarms --------------------------------------------------------------------------------- */

static const char *const bounds[PAL_SIGN_IN_BOUND_COUNT] = {
    [PAL_SIGN_IN_SOCIETY] = "society",
    [PAL_SIGN_IN_SOURCE] = "source",
    [PAL_SIGN_IN_ADDRESS] = "address",
    [PAL_SIGN_IN_CODES] = "codes",
};

const char *pal_sign_in_bound_word(enum pal_sign_in_bound bound)
{
    return bounds[bound];
}

/* RULE docs/rules/mail.md
 * > Where a bound is passed the office is told once, and again when it is after an hour of quiet.
 */
static enum pal_err pass(struct pal_store *store, enum pal_sign_in_bound bound, bool *out_alarms)
{
    int64_t now_us = pal_store_now_us(store);
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, PASS);
    pal_bind_string(&query, ":bound", bounds[bound]);
    pal_bind_int(&query, ":now", now_us);
    pal_bind_int(&query, ":since", now_us - HOUR_US);
    PAL_TRY(pal_query_one(&query));
    *out_alarms = pal_column_int(&query, 0) == 1;
    return PAL_OK;
}

static enum pal_sign_in_bound bound_of(struct pal_text word)
{
    for (size_t i = 0; i < PAL_SIGN_IN_BOUND_COUNT; i++) {
        if (pal_text_is(word, bounds[i])) {
            return (enum pal_sign_in_bound)i;
        }
    }
    PAL_CHECK(false); /* the schema has no other */
    return PAL_SIGN_IN_SOCIETY;
}

enum pal_err pal_sign_in_alarms_walk(struct pal_store *store,
                                     enum pal_err (*visit)(void *context,
                                                           const struct pal_sign_in_alarm *alarm),
                                     void *context)
{
    bool has_more;
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, ALARMS);
    pal_bind_int(&query, ":since", pal_store_now_us(store) - DAY_US);
    PAL_TRY(pal_query_next(&query, &has_more));
    while (has_more) {
        const struct pal_sign_in_alarm alarm = {
            .bound = bound_of(pal_column_text(&query, 0)),
            .since_us = pal_column_int(&query, 1),
            .last_us = pal_column_int(&query, 2),
            .times = pal_column_int(&query, 3),
        };
        PAL_TRY(visit(context, &alarm));
        PAL_TRY(pal_query_next(&query, &has_more));
    }
    return PAL_OK;
}

/* --- asking --------------------------------------------------------------------------------- */

/* RULE docs/rules/mail.md
 * > Within an hour five requests are answered for one address, sixty and one for each member from one source, and three times that in
 * > all.
 *
 * *out_bound is the first that is passed; PAL_SIGN_IN_BOUND_COUNT: none. */
static enum pal_err judge(struct pal_store *store, const struct pal_hash *email,
                          const struct pal_hash *source, enum pal_sign_in_bound *out_bound)
{
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, RECENT);
    pal_bind_hash(&query, ":email", email);
    pal_bind_hash(&query, ":source", source);
    pal_bind_int(&query, ":since", pal_store_now_us(store) - HOUR_US);
    PAL_TRY(pal_query_one(&query));
    int64_t for_source = SPARE + pal_column_int(&query, 3);
    int64_t in_all = SOURCES * for_source;
    in_all = in_all < PAL_LIMIT_SIGN_INS ? in_all : PAL_LIMIT_SIGN_INS;
    bool passes_address = pal_column_int(&query, 0) >= PAL_SIGN_IN_PER_HOUR;
    bool passes_source = pal_column_int(&query, 1) >= for_source;
    bool passes_all = pal_column_int(&query, 2) >= in_all;
    *out_bound = passes_all       ? PAL_SIGN_IN_SOCIETY
                 : passes_source  ? PAL_SIGN_IN_SOURCE
                 : passes_address ? PAL_SIGN_IN_ADDRESS
                                  : PAL_SIGN_IN_BOUND_COUNT;
    return PAL_OK;
}

/* Every number of eight digits is as likely as any other. */
void pal_sign_in_draw_code(struct pal_buf *code)
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

static enum pal_err add(struct pal_store *store, const struct pal_sign_in_asking *asking,
                        const struct pal_hash *email, struct pal_secret *out_ticket)
{
    PAL_BUF(code);
    pal_sign_in_draw_code(&code);
    struct pal_hash ticket = pal_secret_draw(out_ticket);
    struct pal_hash proof = proof_of(pal_text_of(out_ticket->text), pal_buf_text(&code));
    int64_t now_us = pal_store_now_us(store);
    PAL_QUERY(end, store, PAL_SQL_SIGN_IN, END);
    pal_bind_hash(&end, ":email", email);
    PAL_TRY(pal_query_run(&end));
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, ADD);
    pal_bind_hash(&query, ":email", email);
    pal_bind_hash(&query, ":ticket", &ticket);
    pal_bind_text(&query, ":asked", pal_text_trim(asking->email));
    pal_bind_text(&query, ":code", pal_buf_text(&code));
    pal_bind_hash(&query, ":proof", &proof);
    pal_bind_hash(&query, ":source", &asking->source);
    pal_bind_int(&query, ":tries", PAL_SIGN_IN_TRIES);
    pal_bind_int(&query, ":now", now_us);
    pal_bind_int(&query, ":expires_us", now_us + PAL_SIGN_IN_CODE_S * SECOND_US);
    return pal_query_run(&query);
}

/* RULE docs/rules/mail.md
 * > Whoever asks beyond a bound gets the same reply, with a ticket that is good for nothing, and no letter is sent.
 */
enum pal_err pal_sign_in_ask(struct pal_store *store, const struct pal_sign_in_asking *asking,
                             struct pal_secret *out_ticket, int64_t *out_expires_us,
                             bool *out_alarms)
{
    PAL_MAIL_SERVER(server);
    enum pal_sign_in_bound bound;
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_mail_server_read(store, &server));
    struct pal_hash email = hash_of_address(pal_text_trim(asking->email));
    *out_alarms = false;
    *out_expires_us = pal_store_now_us(store) + PAL_SIGN_IN_CODE_S * SECOND_US;
    PAL_TRY(judge(store, &email, &asking->source, &bound));
    if (bound != PAL_SIGN_IN_BOUND_COUNT) {
        (void)pal_secret_draw(out_ticket);
        PAL_TRY(pass(store, bound, out_alarms));
    } else {
        PAL_TRY(add(store, asking, &email, out_ticket));
    }
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

/* Counts a wrong code, and among those of the last hour sees whether somebody guesses. */
static enum pal_err count_wrong(struct pal_store *store, int64_t id, bool *out_alarms)
{
    PAL_QUERY(wrong, store, PAL_SQL_SIGN_IN, WRONG);
    pal_bind_int(&wrong, ":id", id);
    PAL_TRY(pal_query_run(&wrong));
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, GUESSED);
    pal_bind_int(&query, ":since", pal_store_now_us(store) - HOUR_US);
    PAL_TRY(pal_query_one(&query));
    bool is_passed = pal_column_int(&query, 0) >= SPARE + pal_column_int(&query, 1);
    return is_passed ? pass(store, PAL_SIGN_IN_CODES, out_alarms) : PAL_OK;
}

/* The ticket is good, and has cost a try. */
struct tried {
    int64_t id, person;
    bool is_right;
};

static enum pal_err try_code(struct pal_store *store, struct pal_text ticket, struct pal_text code,
                             struct tried *out)
{
    struct pal_hash hash = pal_hash_of(ticket.bytes, ticket.size);
    struct pal_hash proof = proof_of(ticket, code);
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, TRY);
    pal_bind_hash(&query, ":ticket", &hash);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
    }
    struct pal_hash kept = pal_column_hash(&query, 1);
    *out = (struct tried){
        .id = pal_column_int(&query, 0),
        .person = pal_column_int(&query, 2),
        .is_right = pal_hash_equal(&kept, &proof),
    };
    return PAL_OK;
}

/* RULE docs/rules/mail.md
 * > After five wrong codes a ticket is worth
 * > nothing.
 */
enum pal_err pal_sign_in_prove(struct pal_store *store, struct pal_text ticket,
                               struct pal_text code, struct pal_person_id *out_person,
                               bool *out_alarms)
{
    struct tried tried = {0};
    PAL_TRANSACTION(transaction, store);
    *out_alarms = false;
    out_person->value = 0;
    PAL_TRY(try_code(store, ticket, code, &tried));
    if (tried.id != 0 && !tried.is_right) {
        PAL_TRY(count_wrong(store, tried.id, out_alarms));
    }
    if (tried.is_right && tried.person != 0) {
        PAL_QUERY(use, store, PAL_SQL_SIGN_IN, USE);
        pal_bind_int(&use, ":id", tried.id);
        PAL_TRY(pal_query_run(&use));
        out_person->value = tried.person;
    }
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_sign_in_sweep(struct pal_store *store)
{
    static const struct {
        int statement;
        int64_t age_us;
    } sweeps[] = {{SWEEP, HOUR_US}, {SWEEP_ALARMS, DAY_US}};
    PAL_TRANSACTION(transaction, store);
    for (size_t i = 0; i < sizeof sweeps / sizeof sweeps[0]; i++) {
        PAL_QUERY(query, store, PAL_SQL_SIGN_IN, sweeps[i].statement);
        pal_bind_int(&query, ":since", pal_store_now_us(store) - sweeps[i].age_us);
        PAL_TRY(pal_query_run(&query));
    }
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_sign_in_end_all(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_SIGN_IN, END_ALL);
    return pal_query_run(&query);
}
