/*
 * sessions.c - links, sessions and tokens, of which only hashes are kept.
 *
 * A credential is looked up by its hash: what the time of a search tells is a prefix of the hash of
 * what was tried, from which nothing follows.
 */
#include "core/sessions.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/log.h"
#include "core/store.h"

#include "apply.h"
#include "input.h"
#include "sql.h"

enum {
    LINK_ADD,
    LINK_KILL,
    LINK_COUNT,
    LINK_TAKE,
    REACHED,
    SESSION_ADD,
    SESSION_FIND,
    SESSION_END,
    SWEEP_LINKS,
    SWEEP_SESSIONS,
    TOKEN_ADD,
    TOKEN_FIND,
    TOKEN_REVOKE,
    TOKEN_WALK,
    FORGET_SESSIONS,
    FORGET_TOKENS,
    EXPIRE_TOKENS,
    END_SESSIONS,
    END_LINKS,
    END_TOKENS,
    STATEMENT_COUNT
};

static const char *const sql[STATEMENT_COUNT] = {
    [LINK_ADD] = "INSERT INTO link (hash, person_id, purpose, expires_us)"
                 " VALUES (:hash, :person, 'sign-in', :expires_us)",
    [LINK_KILL] = "DELETE FROM link WHERE person_id = :person",
    [LINK_COUNT] = "INSERT INTO link_count (id, made) VALUES (1, 1)"
                   " ON CONFLICT (id) DO UPDATE SET made = link_count.made + 1 RETURNING made",
    [LINK_TAKE] = "DELETE FROM link WHERE hash = :hash AND purpose = 'sign-in'"
                  " AND :now < expires_us RETURNING person_id",
    [REACHED] =
        "SELECT EXISTS (SELECT 1 FROM link WHERE person_id = :person AND :now < expires_us)"
        " OR EXISTS (SELECT 1 FROM session WHERE person_id = :person AND :now < expires_us)",
    [SESSION_ADD] = "INSERT INTO session (hash, person_id, expires_us)"
                    " VALUES (:hash, :person, :expires_us)",
    [SESSION_FIND] = "SELECT person_id FROM session WHERE hash = :hash AND :now < expires_us",
    [SESSION_END] = "DELETE FROM session WHERE hash = :hash",
    [FORGET_SESSIONS] = "DELETE FROM session WHERE person_id = :person",
    [FORGET_TOKENS] = "DELETE FROM token WHERE person_id = :person",
    [EXPIRE_TOKENS] = "DELETE FROM token WHERE min(coalesce(revoked_us, 9223372036854775807),"
                      " coalesce(expires_us, 9223372036854775807)) <= :until",
    [END_SESSIONS] = "DELETE FROM session",
    [END_LINKS] = "DELETE FROM link",
    [END_TOKENS] = "DELETE FROM token",
    [SWEEP_LINKS] = "DELETE FROM link WHERE expires_us <= :now",
    [SWEEP_SESSIONS] = "DELETE FROM session WHERE expires_us <= :now",
    [TOKEN_ADD] = "INSERT INTO token (uuid, hash, person_id, label, scopes, created_us, expires_us)"
                  " VALUES (:uuid, :hash, :person, :label, :scopes, :now, :expires_us)",
    [TOKEN_FIND] = "SELECT person_id, scopes FROM token WHERE hash = :hash AND revoked_us IS NULL"
                   " AND (expires_us IS NULL OR :now < expires_us)",
    [TOKEN_REVOKE] = "UPDATE token SET revoked_us = :now WHERE uuid = :uuid"
                     " AND (:person = 0 OR person_id = :person) AND revoked_us IS NULL",
    [TOKEN_WALK] = "SELECT uuid, label, scopes, created_us, expires_us FROM token"
                   " WHERE person_id = :person AND revoked_us IS NULL"
                   " AND (expires_us IS NULL OR :now < expires_us) ORDER BY id",
};
const struct pal_sql pal_sessions_sql = {sql, STATEMENT_COUNT};

/* --- secrets and scopes --------------------------------------------------------------------- */

void pal_secret_done(struct pal_secret *secret)
{
    pal_crypto_wipe(secret, sizeof *secret);
}

struct pal_hash pal_secret_draw(struct pal_secret *out_secret)
{
    uint8_t bytes[32];
    pal_crypto_random(bytes, sizeof bytes);
    PAL_BUF(text);
    pal_buf_add_base64url(&text, bytes, sizeof bytes);
    PAL_CHECK(text.size == PAL_SECRET_TEXT_SIZE);
    for (size_t i = 0; i < PAL_SECRET_TEXT_SIZE; i++) {
        out_secret->text[i] = text.bytes[i];
    }
    out_secret->text[PAL_SECRET_TEXT_SIZE] = '\0';
    pal_crypto_wipe(text.bytes, text.size);
    pal_crypto_wipe(bytes, sizeof bytes);
    return pal_hash_of(out_secret->text, PAL_SECRET_TEXT_SIZE);
}

static void write_scopes(uint32_t scopes, struct pal_buf *buf)
{
    for (size_t i = 0; i < PAL_SCOPE_COUNT; i++) {
        if ((scopes >> i & 1U) != 0) {
            pal_buf_add_format(buf, "%s%s", buf->size > 0 ? " " : "",
                               pal_scope_word((enum pal_scope)i));
        }
    }
}

static uint32_t read_scopes(struct pal_text words)
{
    uint32_t scopes = 0;
    struct pal_text word;
    bool has_more;
    do {
        has_more = pal_text_cut(&words, ' ', &word);
        enum pal_scope scope;
        if (pal_scope_read(word, &scope)) {
            scopes |= 1U << scope;
        }
    } while (has_more);
    return scopes;
}

enum { EVERY_SCOPE = (1U << PAL_SCOPE_COUNT) - 1 };

/* What a set of scopes lets through of what offices give. */
static uint32_t capabilities_within(uint32_t scopes)
{
    static const uint32_t through[PAL_SCOPE_COUNT] = {
        [PAL_SCOPE_REGISTER] = 1U << PAL_MAY_READ_REGISTER | 1U << PAL_MAY_KEEP_REGISTER,
        [PAL_SCOPE_ASSEMBLY] = 1U << PAL_MAY_CONVENE | 1U << PAL_MAY_MODERATE,
        [PAL_SCOPE_POLLS] = 1U << PAL_MAY_RUN_POLLS,
        [PAL_SCOPE_PAPERS] = 1U << PAL_MAY_ENTER_PAPER,
        [PAL_SCOPE_ADMIN] = 1U << PAL_MAY_ADMINISTER,
    };
    uint32_t capabilities = 0;
    for (size_t i = 0; i < PAL_SCOPE_COUNT; i++) {
        if ((scopes >> i & 1U) != 0) {
            capabilities |= through[i];
        }
    }
    return capabilities;
}

/* --- principals ----------------------------------------------------------------------------- */

enum { EVERYONE = 1U << PAL_MAY_READ | 1U << PAL_MAY_SIGN_IN };

struct pal_principal pal_principal_nobody(void)
{
    return (struct pal_principal){.proof = PAL_PROOF_NONE, .capabilities = EVERYONE};
}

bool pal_principal_may(const struct pal_principal *principal, enum pal_capability capability)
{
    return (principal->capabilities >> capability & 1U) != 0;
}

bool pal_principal_has(const struct pal_principal *principal, enum pal_scope scope)
{
    return (principal->scopes >> scope & 1U) != 0;
}

static enum pal_err complete(struct pal_store *store, struct pal_principal *principal)
{
    uint32_t offices;
    PAL_TRY(pal_person_capabilities(store, principal->person, &offices));
    principal->capabilities =
        EVERYONE | 1U << PAL_MAY_ACT | (offices & capabilities_within(principal->scopes));
    return PAL_OK;
}

static enum pal_err unknown_is_unauthenticated(enum pal_err err)
{
    return err == PAL_ERR_NOT_FOUND ? PAL_ERR_REQUEST_UNAUTHENTICATED : err;
}

enum pal_err pal_session_find(struct pal_store *store, struct pal_text session,
                              struct pal_principal *out_principal)
{
    struct pal_principal principal = {
        .proof = PAL_PROOF_COOKIE,
        .credential = pal_hash_of(session.bytes, session.size),
        .scopes = EVERY_SCOPE,
    };
    PAL_QUERY(query, store, PAL_SQL_SESSIONS, SESSION_FIND);
    pal_bind_hash(&query, ":hash", &principal.credential);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    PAL_TRY(unknown_is_unauthenticated(pal_query_one(&query)));
    principal.person.value = pal_column_int(&query, 0);
    PAL_TRY(complete(store, &principal));
    *out_principal = principal;
    return PAL_OK;
}

enum pal_err pal_token_find(struct pal_store *store, struct pal_text token,
                            struct pal_principal *out_principal)
{
    struct pal_principal principal = {
        .proof = PAL_PROOF_TOKEN,
        .credential = pal_hash_of(token.bytes, token.size),
    };
    PAL_QUERY(query, store, PAL_SQL_SESSIONS, TOKEN_FIND);
    pal_bind_hash(&query, ":hash", &principal.credential);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    PAL_TRY(unknown_is_unauthenticated(pal_query_one(&query)));
    principal.person.value = pal_column_int(&query, 0);
    principal.scopes = read_scopes(pal_column_text(&query, 1));
    PAL_TRY(complete(store, &principal));
    *out_principal = principal;
    return PAL_OK;
}

/* --- links and sessions --------------------------------------------------------------------- */

static enum pal_err say_made(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_SESSIONS, LINK_COUNT);
    PAL_TRY(pal_query_one(&query));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_int(d, "count", pal_column_int(&query, 0));
    return pal_change_make(store, &(struct pal_log_entry){"link.make", pal_uuid_random(), d}, NULL);
}

static enum pal_err add_link(struct pal_store *store, struct pal_person_id person,
                             const struct pal_hash *hash, int64_t expires_us)
{
    PAL_QUERY(add, store, PAL_SQL_SESSIONS, LINK_ADD);
    pal_bind_hash(&add, ":hash", hash);
    pal_bind_int(&add, ":person", person.value);
    pal_bind_int(&add, ":expires_us", expires_us);
    enum pal_err err = pal_query_run(&add);
    /* The only constraint that a random hash can break: nobody. */
    return err == PAL_ERR_STORE_CONSTRAINT ? PAL_ERR_NOT_FOUND : err;
}

enum pal_err pal_link_make(struct pal_store *store, struct pal_person_id person,
                           struct pal_secret *out_link, int64_t *out_expires_us)
{
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(kill, store, PAL_SQL_SESSIONS, LINK_KILL);
    pal_bind_int(&kill, ":person", person.value);
    PAL_TRY(pal_query_run(&kill));
    PAL_SECRET(link);
    struct pal_hash hash = pal_secret_draw(&link);
    int64_t expires_us = pal_store_now_us(store) + (int64_t)PAL_LINK_LASTS_S * 1000000;
    PAL_TRY(add_link(store, person, &hash, expires_us));
    PAL_TRY(say_made(store));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_link = link;
    *out_expires_us = expires_us;
    return PAL_OK;
}

enum pal_err pal_links_end(struct pal_store *store, struct pal_person_id person)
{
    PAL_QUERY(query, store, PAL_SQL_SESSIONS, LINK_KILL);
    pal_bind_int(&query, ":person", person.value);
    return pal_query_run(&query);
}

enum pal_err pal_link_lend(struct pal_store *store, struct pal_person_id person, int64_t lasts_s,
                           struct pal_secret *out_link)
{
    PAL_TRANSACTION(transaction, store);
    PAL_SECRET(link);
    struct pal_hash hash = pal_secret_draw(&link);
    PAL_TRY(add_link(store, person, &hash, pal_store_now_us(store) + lasts_s * 1000000));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_link = link;
    return PAL_OK;
}

enum pal_err pal_link_give(struct pal_store *store, const struct pal_principal *principal,
                           struct pal_person_id person, struct pal_secret *out_link,
                           int64_t *out_expires_us)
{
    uint32_t capabilities;
    PAL_TRY(pal_person_capabilities_ahead(store, person, &capabilities));
    bool may_vote = pal_principal_has(principal, PAL_SCOPE_VOTE); /* as whoever signs in may */
    if (!may_vote || (capabilities & ~principal->capabilities) != 0) {
        return PAL_ERR_REQUEST_FORBIDDEN;
    }
    return pal_link_make(store, person, out_link, out_expires_us);
}

enum pal_err pal_person_is_reached(struct pal_store *store, struct pal_person_id person,
                                   bool *out_reached)
{
    PAL_QUERY(query, store, PAL_SQL_SESSIONS, REACHED);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    PAL_TRY(pal_query_one(&query));
    *out_reached = pal_column_int(&query, 0) != 0;
    return PAL_OK;
}

static enum pal_err take_link(struct pal_store *store, struct pal_text link,
                              struct pal_person_id *out_person)
{
    struct pal_hash hash = pal_hash_of(link.bytes, link.size);
    PAL_QUERY(query, store, PAL_SQL_SESSIONS, LINK_TAKE);
    pal_bind_hash(&query, ":hash", &hash);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_LINK_SPENT : err;
    }
    out_person->value = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_session_begin(struct pal_store *store, struct pal_person_id person,
                               struct pal_secret *out_session)
{
    PAL_TRANSACTION(transaction, store);
    PAL_SECRET(session);
    struct pal_hash hash = pal_secret_draw(&session);
    PAL_QUERY(query, store, PAL_SQL_SESSIONS, SESSION_ADD);
    pal_bind_hash(&query, ":hash", &hash);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_int(&query, ":expires_us",
                 pal_store_now_us(store) + (int64_t)PAL_SESSION_LASTS_S * 1000000);
    enum pal_err err = pal_query_run(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_STORE_CONSTRAINT ? PAL_ERR_NOT_FOUND : err;
    }
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_session = session;
    return PAL_OK;
}

enum pal_err pal_session_open(struct pal_store *store, struct pal_text link,
                              struct pal_secret *out_session, struct pal_person_id *out_person)
{
    PAL_TRANSACTION(transaction, store);
    struct pal_person_id person;
    PAL_TRY(take_link(store, link, &person));
    PAL_TRY(pal_session_begin(store, person, out_session));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_person = person;
    return PAL_OK;
}

enum pal_err pal_session_end(struct pal_store *store, const struct pal_principal *principal)
{
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_SESSIONS, SESSION_END);
    pal_bind_hash(&query, ":hash", &principal->credential);
    PAL_TRY(pal_query_run(&query));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_sessions_sweep(struct pal_store *store)
{
    PAL_TRANSACTION(transaction, store);
    static const int sweeps[] = {SWEEP_LINKS, SWEEP_SESSIONS};
    for (size_t i = 0; i < sizeof sweeps / sizeof sweeps[0]; i++) {
        PAL_QUERY(query, store, PAL_SQL_SESSIONS, sweeps[i]);
        pal_bind_int(&query, ":now", pal_store_now_us(store));
        PAL_TRY(pal_query_run(&query));
    }
    return pal_transaction_commit(&transaction);
}

/* --- tokens --------------------------------------------------------------------------------- */

static enum pal_err judge_token(struct pal_store *store, const struct pal_principal *principal,
                                const struct pal_token *token, struct pal_where *out_where)
{
    if (token->scopes == 0 || token->scopes > EVERY_SCOPE) {
        pal_where_set(out_where, "/scopes");
        return PAL_ERR_JSON_VALUE;
    }
    if ((token->scopes & ~principal->scopes) != 0) {
        return PAL_ERR_REQUEST_FORBIDDEN;
    }
    if (token->has_expires && token->expires_us <= pal_store_now_us(store)) {
        pal_where_set(out_where, "/expires_at");
        return PAL_ERR_JSON_VALUE;
    }
    return PAL_OK;
}

static enum pal_err insert_token(struct pal_store *store, struct pal_person_id person,
                                 const struct pal_token *token, const struct pal_hash *hash)
{
    PAL_BUF(scopes);
    write_scopes(token->scopes, &scopes);
    PAL_QUERY(query, store, PAL_SQL_SESSIONS, TOKEN_ADD);
    pal_bind_uuid(&query, ":uuid", &token->uuid);
    pal_bind_hash(&query, ":hash", hash);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_text(&query, ":label", token->label);
    pal_bind_text(&query, ":scopes", pal_buf_text(&scopes));
    pal_bind_int(&query, ":now", token->created_us);
    if (token->has_expires) {
        pal_bind_int(&query, ":expires_us", token->expires_us);
    }
    return pal_query_run(&query);
}

enum pal_err pal_token_make(struct pal_store *store, const struct pal_principal *principal,
                            struct pal_token *token, struct pal_where *out_where,
                            struct pal_secret *out_secret)
{
    static const struct pal_input label_input = {"/label", PAL_LIMIT_NAME, false, false};
    PAL_TRY(judge_token(store, principal, token, out_where));
    PAL_BUF(label);
    PAL_TRY(pal_input_read(&label_input, token->label, &label, out_where));
    PAL_TRANSACTION(transaction, store);
    struct pal_token made = *token;
    made.uuid = pal_uuid_random();
    made.created_us = pal_store_now_us(store);
    made.label = pal_buf_text(&label);
    PAL_SECRET(secret);
    struct pal_hash hash = pal_secret_draw(&secret);
    PAL_TRY(insert_token(store, principal->person, &made, &hash));
    PAL_TRY(pal_transaction_commit(&transaction));
    token->uuid = made.uuid;
    token->created_us = made.created_us;
    *out_secret = secret;
    return PAL_OK;
}

enum pal_err pal_token_revoke(struct pal_store *store, struct pal_person_id person,
                              const struct pal_uuid *uuid)
{
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_SESSIONS, TOKEN_REVOKE);
    pal_bind_uuid(&query, ":uuid", uuid);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    PAL_TRY(pal_query_run(&query));
    if (pal_query_changes(&query) == 0) {
        return PAL_ERR_NOT_FOUND;
    }
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_tokens_walk(struct pal_store *store, struct pal_person_id person,
                             enum pal_err (*visit)(void *context, const struct pal_token *token),
                             void *context)
{
    PAL_QUERY(query, store, PAL_SQL_SESSIONS, TOKEN_WALK);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    for (;;) {
        bool has_row;
        PAL_TRY(pal_query_next(&query, &has_row));
        if (!has_row) {
            return PAL_OK;
        }
        struct pal_token token = {
            .uuid = pal_column_uuid(&query, 0),
            .label = pal_column_text(&query, 1),
            .scopes = read_scopes(pal_column_text(&query, 2)),
            .created_us = pal_column_int(&query, 3),
            .has_expires = !pal_column_is_null(&query, 4),
        };
        if (token.has_expires) {
            token.expires_us = pal_column_int(&query, 4);
        }
        PAL_TRY(visit(context, &token));
    }
}

enum pal_err pal_sessions_forget(struct pal_store *store, struct pal_person_id person)
{
    static const int statements[] = {LINK_KILL, FORGET_SESSIONS, FORGET_TOKENS};
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        PAL_QUERY(query, store, PAL_SQL_SESSIONS, statements[i]);
        pal_bind_int(&query, ":person", person.value);
        PAL_TRY(pal_query_run(&query));
    }
    return PAL_OK;
}

enum pal_err pal_tokens_expire(struct pal_store *store, int64_t until_us, int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_SESSIONS, EXPIRE_TOKENS);
    pal_bind_int(&query, ":until", until_us);
    PAL_TRY(pal_query_run(&query));
    *out_count = pal_query_changes(&query);
    return PAL_OK;
}

enum pal_err pal_sessions_end_all(struct pal_store *store)
{
    for (size_t i = END_SESSIONS; i <= END_TOKENS; i++) {
        PAL_QUERY(query, store, PAL_SQL_SESSIONS, i);
        PAL_TRY(pal_query_run(&query));
    }
    return PAL_OK;
}
