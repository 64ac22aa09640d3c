/* contacts.c - people correct themselves how they are reached. */
#include "core/contacts.h"

#include "base/crypto.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/mail.h"
#include "core/sessions.h"
#include "core/store.h"

#include "outbox.h"
#include "register.h"
#include "sql.h"

enum { RECENT, PUT, READ, TRY, DROP, SWEEP, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [RECENT] = "SELECT count(*) FROM mail_to_confirm WHERE person_id = :person"
               " AND made_us > :since",
    [PUT] = "INSERT INTO contact_change (person_id, email, salt, proof, tries, expires_us)"
            " VALUES (:person, :email, :salt, :proof, :tries, :expires_us)"
            " ON CONFLICT (person_id) DO UPDATE SET email = excluded.email, salt = excluded.salt,"
            " proof = excluded.proof, tries = excluded.tries, expires_us = excluded.expires_us",
    [READ] = "SELECT expires_us, email FROM contact_change WHERE person_id = :person"
             " AND tries > 0 AND :now < expires_us",
    [TRY] = "UPDATE contact_change SET tries = tries - 1 WHERE person_id = :person"
            " AND tries > 0 AND :now < expires_us RETURNING salt, proof, email",
    [DROP] = "DELETE FROM contact_change WHERE person_id = :person",
    [SWEEP] = "DELETE FROM contact_change WHERE expires_us <= :now",
};
const struct pal_sql pal_contacts_sql = {sql, STATEMENT_COUNT};

#define SECOND_US INT64_C(1000000)
#define HOUR_US   (3600 * SECOND_US)
enum { TELLS_S = 5 * 24 * 3600 };

void pal_contact_pending_done(struct pal_contact_pending *pending)
{
    pal_mem_free(pending->owned);
    *pending = (struct pal_contact_pending){0};
}

enum pal_err pal_contact_pending_read(struct pal_store *store, struct pal_person_id person,
                                      struct pal_contact_pending *out)
{
    PAL_QUERY(query, store, PAL_SQL_CONTACTS, READ);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    if (has_row) {
        out->expires_us = pal_column_int(&query, 0);
        out->email = pal_column_text(&query, 1);
        struct pal_text *texts[] = {&out->email};
        out->owned = pal_texts_own(texts, 1);
    }
    return PAL_OK;
}

enum pal_err pal_contact_pending_forget(struct pal_store *store, struct pal_person_id person)
{
    PAL_QUERY(query, store, PAL_SQL_CONTACTS, DROP);
    pal_bind_int(&query, ":person", person.value);
    return pal_query_run(&query);
}

enum pal_err pal_contacts_sweep(struct pal_store *store)
{
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_CONTACTS, SWEEP);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    PAL_TRY(pal_query_run(&query));
    return pal_transaction_commit(&transaction);
}

/* --- a new address -------------------------------------------------------------------------- */

static struct pal_hash proof_of(const struct pal_hash *salt, struct pal_text code)
{
    PAL_BUF(both);
    pal_buf_add(&both, salt->bytes, sizeof salt->bytes);
    pal_buf_add_text(&both, code);
    return pal_hash_of(both.bytes, both.size);
}

/* RULE docs/rules/mail.md
 * > At most five letters with a code an hour are sent for one person.
 */
static enum pal_err check_rate(struct pal_store *store, struct pal_person_id person)
{
    PAL_QUERY(query, store, PAL_SQL_CONTACTS, RECENT);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_int(&query, ":since", pal_store_now_us(store) - HOUR_US);
    PAL_TRY(pal_query_one(&query));
    return pal_column_int(&query, 0) < PAL_CONTACT_PER_HOUR ? PAL_OK : PAL_ERR_LIMIT_RATE;
}

static enum pal_err put(struct pal_store *store, struct pal_person_id person, struct pal_text email,
                        struct pal_text code)
{
    struct pal_hash salt;
    pal_crypto_random(salt.bytes, sizeof salt.bytes);
    struct pal_hash proof = proof_of(&salt, code);
    PAL_QUERY(query, store, PAL_SQL_CONTACTS, PUT);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_text(&query, ":email", email);
    pal_bind_hash(&query, ":salt", &salt);
    pal_bind_hash(&query, ":proof", &proof);
    pal_bind_int(&query, ":tries", PAL_CONTACT_TRIES);
    pal_bind_int(&query, ":expires_us", pal_store_now_us(store) + PAL_CONTACT_CODE_S * SECOND_US);
    return pal_query_run(&query);
}

/* RULE docs/rules/mail.md
 * > A new address that somebody gives for themselves gets a letter with a code of eight digits, good for
 * > thirty minutes and once. Until it is entered by who is signed in as them, letters go where they went, and
 * > the new address signs nobody in.
 */
static enum pal_err ask(struct pal_store *store, struct pal_person_id person, struct pal_text email,
                        struct pal_where *out_where)
{
    if (email.size > PAL_LIMIT_NAME || !pal_mail_address_is_plain(email)) {
        pal_where_set(out_where, "/email");
        return email.size > PAL_LIMIT_NAME ? PAL_ERR_LIMIT_TEXT : PAL_ERR_PERSON_EMAIL;
    }
    PAL_MAIL_SERVER(server);
    PAL_TRY(pal_mail_server_read(store, &server));
    PAL_TRY(check_rate(store, person));
    PAL_BUF(code);
    pal_sign_in_draw_code(&code);
    PAL_TRY(put(store, person, email, pal_buf_text(&code)));
    const struct pal_mail_spec letter = {
        .kind = PAL_MAIL_CONFIRM,
        .person = person,
        .code = pal_buf_text(&code),
        .address = email,
        .lasts_s = PAL_CONTACT_CODE_S,
    };
    enum pal_err err = pal_outbox_add(store, &letter);
    pal_crypto_wipe(code.bytes, code.size);
    return err;
}

/* RULE docs/rules/mail.md
 * > The former address is told of it once it serves no more, and no link that was sent there signs anybody in
 * > any longer.
 */
static enum pal_err tell_former(struct pal_store *store, struct pal_person_id person,
                                struct pal_text former)
{
    PAL_TRY(pal_links_end(store, person));
    PAL_MAIL_SERVER(server);
    enum pal_err err = pal_mail_server_read(store, &server);
    if (err != PAL_OK || !pal_mail_address_is_plain(former)) {
        return err == PAL_ERR_MAIL_NONE ? PAL_OK : err; /* nobody can be told */
    }
    const struct pal_mail_spec letter = {
        .kind = PAL_MAIL_MOVED,
        .person = person,
        .address = former,
        .lasts_s = TELLS_S,
    };
    return pal_outbox_add(store, &letter);
}

/* --- correcting ----------------------------------------------------------------------------- */

static enum pal_err change_address(struct pal_store *store, const struct pal_person *present,
                                   struct pal_text email, struct pal_where *out_where)
{
    PAL_TRY(pal_contact_pending_forget(store, present->id));
    if (pal_text_equal(email, present->says.email)) {
        return PAL_OK;
    }
    return email.size == 0 ? tell_former(store, present->id, present->says.email)
                           : ask(store, present->id, email, out_where);
}

enum pal_err pal_contacts_correct(struct pal_store *store, struct pal_person_id person,
                                  const struct pal_contacts *contacts, struct pal_where *out_where)
{
    const struct pal_text none = {"", 0};
    struct pal_member_change change = {.phone = contacts->phone, .language = contacts->language};
    PAL_TRANSACTION(transaction, store);
    PAL_PERSON(present);
    PAL_TRY(pal_person_read(store, person, &present));
    if (contacts->email != NULL) {
        struct pal_text email = pal_text_trim(*contacts->email);
        PAL_TRY(change_address(store, &present, email, out_where));
        change.email = email.size == 0 ? &none : NULL;
    }
    PAL_TRY(pal_person_change(store, person, &change, out_where)); /* and its version */
    return pal_transaction_commit(&transaction);
}

/* Takes a try, and says whether it was good. */
static enum pal_err try_code(struct pal_store *store, struct pal_person_id person,
                             struct pal_text code, struct pal_buf *out_email, bool *out_holds)
{
    *out_holds = false;
    PAL_QUERY(query, store, PAL_SQL_CONTACTS, TRY);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct pal_hash salt = pal_column_hash(&query, 0);
        struct pal_hash kept = pal_column_hash(&query, 1);
        struct pal_hash proof = proof_of(&salt, code);
        *out_holds = pal_hash_equal(&kept, &proof);
        pal_buf_add_text(out_email, pal_column_text(&query, 2));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

static enum pal_err move(struct pal_store *store, struct pal_person_id person,
                         struct pal_text email)
{
    PAL_PERSON(present);
    PAL_TRY(pal_person_read(store, person, &present));
    PAL_TRY(pal_contact_pending_forget(store, person));
    PAL_TRY(tell_former(store, person, present.says.email));
    struct pal_where where = {0};
    const struct pal_member_change change = {.email = &email};
    return pal_person_change(store, person, &change, &where);
}

/* RULE docs/rules/mail.md
 * > After five wrong codes it must be asked for again.
 */
enum pal_err pal_contact_prove(struct pal_store *store, struct pal_person_id person,
                               struct pal_text code, bool *out_holds)
{
    PAL_BUF(email);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(try_code(store, person, code, &email, out_holds));
    if (*out_holds) {
        PAL_TRY(move(store, person, pal_buf_text(&email)));
    }
    return pal_transaction_commit(&transaction);
}
