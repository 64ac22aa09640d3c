/* mail_server.c - the server that takes our letters: its settings, and how it answers. */
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "core/mail.h"
#include "core/store.h"

#include "input.h"
#include "sql.h"

enum { READ, SET, REMOVE, FAILED, ANSWERED, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [READ] = "SELECT url, sender, user, password, error, starttls, failures, next_us, version"
             " FROM mail_server WHERE id = 1",
    [SET] = "INSERT INTO mail_server (id, url, sender, user, password, starttls, failures, next_us,"
            " error, version) VALUES (1, :url, :sender, :user, :password, :starttls, 0, 0, '', 1)"
            " ON CONFLICT (id) DO UPDATE SET url = excluded.url, sender = excluded.sender,"
            " user = excluded.user, password = excluded.password, starttls = excluded.starttls,"
            " failures = 0, next_us = 0, error = '', version = mail_server.version + 1",
    [REMOVE] = "DELETE FROM mail_server",
    [FAILED] = "UPDATE mail_server SET failures = :failures, next_us = :next_us, error = :error"
               " WHERE id = 1",
    [ANSWERED] = "UPDATE mail_server SET failures = 0, next_us = 0, error = ''"
                 " WHERE id = 1 AND failures > 0",
};
const struct pal_sql pal_mail_server_sql = {sql, STATEMENT_COUNT};

enum { TEXT_COUNT = 5, HOST_MAX = 253 };
#define PATIENCE_US     (INT64_C(60) * 1000000)
#define PATIENCE_MAX_US (INT64_C(1800) * 1000000)

void pal_mail_server_done(struct pal_mail_server *server)
{
    if (server->owned != NULL && server->password.size > 0) {
        ptrdiff_t at = server->password.bytes - server->owned;
        pal_crypto_wipe(server->owned + at, server->password.size);
    }
    pal_mem_free(server->owned);
    *server = (struct pal_mail_server){0};
}

enum pal_err pal_mail_server_read(struct pal_store *store, struct pal_mail_server *out)
{
    PAL_QUERY(query, store, PAL_SQL_MAIL_SERVER, READ);
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_MAIL_NONE : err;
    }
    struct pal_text *texts[TEXT_COUNT] = {&out->url, &out->sender, &out->user, &out->password,
                                          &out->error};
    for (int i = 0; i < TEXT_COUNT; i++) {
        *texts[i] = pal_column_text(&query, i);
    }
    out->owned = pal_texts_own(texts, TEXT_COUNT);
    out->starttls = pal_column_bool(&query, TEXT_COUNT);
    out->failures = pal_column_int(&query, TEXT_COUNT + 1);
    out->next_us = pal_column_int(&query, TEXT_COUNT + 2);
    out->version = pal_column_int(&query, TEXT_COUNT + 3);
    return PAL_OK;
}

/* --- addresses ------------------------------------------------------------------------------ */

/* Is the text not empty, and made of letters, digits and those others alone? */
static bool is_made_of(struct pal_text text, const char *others)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!is_plain && (c == '\0' || strchr(others, c) == NULL)) {
            return false;
        }
    }
    return text.size > 0;
}

/* No dot at an end, nor two in a row. */
static bool has_lone_dots(struct pal_text text)
{
    bool was_dot = true;
    for (size_t i = 0; i < text.size; i++) {
        bool is_dot = text.bytes[i] == '.';
        if (is_dot && was_dot) {
            return false;
        }
        was_dot = is_dot;
    }
    return !was_dot;
}

/* RULE docs/rules/mail.md
 * > An address is a dot-atom
 * > of RFC 5322 at a domain name of ASCII letters, digits, hyphens and dots; a letter to any other address is not sent.
 */
bool pal_mail_address_is_plain(struct pal_text address)
{
    struct pal_text domain = address, local;
    return pal_text_cut(&domain, '@', &local) && local.size <= 64 && domain.size <= HOST_MAX &&
           is_made_of(local, ".!#$%&'*+-/=?^_`{|}~") && has_lone_dots(local) &&
           is_made_of(domain, ".-") && has_lone_dots(domain) && domain.bytes[0] != '-';
}

static bool is_port(struct pal_text text)
{
    int64_t port;
    return pal_text_int(text, &port) == PAL_OK && port > 0 && port < 65536;
}

/* Cuts "smtp://HOST:PORT" into its host; false where it is anything else. */
static bool read_host(struct pal_text url, struct pal_text *out_host)
{
    size_t scheme = pal_text_starts(url, "smtps://") ? 8 : 7;
    struct pal_text rest = {url.bytes + scheme, url.size - scheme}, host;
    if (rest.size > 0 && rest.bytes[0] == '[') {
        bool is_closed = pal_text_cut(&rest, ']', &host);
        *out_host = (struct pal_text){host.bytes + 1, host.size - 1};
        bool has_port = rest.size > 0 && rest.bytes[0] == ':';
        return is_closed && is_made_of(*out_host, ":.") &&
               (rest.size == 0 ||
                (has_port && is_port((struct pal_text){rest.bytes + 1, rest.size - 1})));
    }
    bool has_port = pal_text_cut(&rest, ':', out_host);
    return out_host->size <= HOST_MAX && is_made_of(*out_host, ".-") && has_lone_dots(*out_host) &&
           (!has_port || is_port(rest));
}

/* RULE docs/rules/mail.md
 * > A password is never sent over a line that is not encrypted, save to this very machine.
 */
static enum pal_err judge_url(const struct pal_mail_server *server, struct pal_where *out_where)
{
    struct pal_text host;
    bool is_encrypted = pal_text_starts(server->url, "smtps://") || server->starttls;
    bool is_ours =
        pal_text_starts(server->url, "smtp://") || pal_text_starts(server->url, "smtps://");
    if (!is_ours || !read_host(server->url, &host)) {
        pal_where_set(out_where, "/url");
        return PAL_ERR_MAIL_URL;
    }
    bool is_here = pal_text_is(host, "127.0.0.1") || pal_text_is(host, "::1") ||
                   pal_text_is(host, "localhost");
    if (server->password.size > 0 && !is_encrypted && !is_here) {
        pal_where_set(out_where, "/starttls");
        return PAL_ERR_MAIL_CLEAR;
    }
    return PAL_OK;
}

/* --- commands ------------------------------------------------------------------------------- */

enum pal_err pal_mail_server_set(struct pal_store *store, const struct pal_mail_server *server,
                                 struct pal_where *out_where)
{
    static const struct pal_input inputs[] = {{"/url", PAL_LIMIT_NAME, false, false},
                                              {"/from", PAL_LIMIT_NAME, false, false},
                                              {"/user", PAL_LIMIT_NAME, true, false},
                                              {"/password", PAL_LIMIT_NAME, true, false}};
    struct pal_mail_server kept = *server;
    struct pal_text *texts[] = {&kept.url, &kept.sender, &kept.user, &kept.password};
    PAL_BUF(accepted);
    size_t sizes[4];
    for (size_t i = 0; i < 4; i++) {
        size_t before = accepted.size;
        PAL_TRY(pal_input_read(&inputs[i], *texts[i], &accepted, out_where));
        sizes[i] = accepted.size - before;
    }
    const char *at = accepted.bytes;
    for (size_t i = 0; i < 4; i++) {
        *texts[i] = (struct pal_text){at, sizes[i]};
        at += sizes[i];
    }
    PAL_TRY(judge_url(&kept, out_where));
    if (!pal_mail_address_is_plain(kept.sender)) {
        pal_where_set(out_where, "/from");
        return PAL_ERR_PERSON_EMAIL;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_MAIL_SERVER, SET);
    pal_bind_text(&query, ":url", kept.url);
    pal_bind_text(&query, ":sender", kept.sender);
    pal_bind_text(&query, ":user", kept.user);
    pal_bind_text(&query, ":password", kept.password);
    pal_bind_bool(&query, ":starttls", kept.starttls);
    PAL_TRY(pal_query_run(&query));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_mail_server_remove(struct pal_store *store)
{
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_MAIL_SERVER, REMOVE);
    PAL_TRY(pal_query_run(&query));
    if (pal_query_changes(&query) == 0) {
        return PAL_ERR_MAIL_NONE;
    }
    pal_store_forget(store);
    return pal_transaction_commit(&transaction);
}

/* RULE docs/rules/mail.md
 * > A mail server that cannot be reached, or refuses us and not the letter, is left alone for one minute, then for twice as long
 * > each time, half an hour at most. No letter is blamed for it.
 */
enum pal_err pal_mail_server_note(struct pal_store *store, struct pal_text error)
{
    PAL_MAIL_SERVER(now);
    PAL_TRANSACTION(transaction, store);
    enum pal_err err = pal_mail_server_read(store, &now);
    if (err != PAL_OK) {
        return err == PAL_ERR_MAIL_NONE ? PAL_OK : err; /* removed meanwhile */
    }
    int64_t wait_us = PATIENCE_US;
    for (int64_t i = 0; i < now.failures && wait_us < PATIENCE_MAX_US; i++) {
        wait_us *= 2;
    }
    wait_us = wait_us < PATIENCE_MAX_US ? wait_us : PATIENCE_MAX_US;
    PAL_QUERY(query, store, PAL_SQL_MAIL_SERVER, error.size > 0 ? FAILED : ANSWERED);
    if (error.size > 0) {
        pal_bind_int(&query, ":failures", now.failures + 1);
        pal_bind_int(&query, ":next_us", pal_store_now_us(store) + wait_us);
        pal_bind_text(&query, ":error", error);
    }
    PAL_TRY(pal_query_run(&query));
    return pal_transaction_commit(&transaction);
}
