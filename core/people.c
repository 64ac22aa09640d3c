/*
 * people.c - human beings: how they are called and reached, and the key of their commitments.
 */
#include <string.h>

#include "audit/entry.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/members.h"
#include "core/society.h"
#include "core/store.h"

#include "input.h"
#include "register.h"
#include "sql.h"

enum { ADD, FIND, READ, KEY, CHANGE, FORGET, FORGET_CONTACTS, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [ADD] = "INSERT INTO person (uuid, name, email, phone, language, born_on, key)"
            " VALUES (:uuid, :name, nullif(:email, ''), nullif(:phone, ''), nullif(:language, ''),"
            " :born_on, :key) RETURNING id",
    [FIND] = "SELECT id FROM person WHERE uuid = :uuid",
    [READ] = "SELECT uuid, version, born_on, name, coalesce(email, ''), coalesce(phone, ''),"
             " coalesce(language, '') FROM person WHERE id = :id",
    [KEY] = "SELECT key FROM person WHERE id = :id AND key IS NOT NULL",
    [CHANGE] = "UPDATE person SET name = :name, email = nullif(:email, ''),"
               " phone = nullif(:phone, ''), language = nullif(:language, ''), born_on = :born_on,"
               " version = version + 1 WHERE id = :id",
    [FORGET] = "UPDATE person SET name = :name, email = NULL, phone = NULL, language = NULL,"
               " born_on = NULL, key = NULL, version = version + 1 WHERE id = :id",
    [FORGET_CONTACTS] =
        "UPDATE person SET email = NULL, phone = NULL, version = version + 1"
        " WHERE (email IS NOT NULL OR phone IS NOT NULL)"
        " AND id IN (SELECT person_id FROM person_gone WHERE left_on <= :day)"
        " AND id NOT IN (SELECT person_id FROM office_term WHERE until_us IS NULL OR until_us > :now)",
};
const struct pal_sql pal_people_sql = {sql, STATEMENT_COUNT};

static const struct pal_input name_input = {"/name", PAL_LIMIT_NAME, false, false};
static const struct pal_input email_input = {"/email", PAL_LIMIT_NAME, true, false};
static const struct pal_input phone_input = {"/phone", PAL_LIMIT_NAME, true, false};

/* The texts of a person as they are kept. */
struct accepted {
    struct pal_buf name, email, phone;
};
static void accepted_done(struct accepted *accepted)
{
    pal_buf_done(&accepted->name);
    pal_buf_done(&accepted->email);
    pal_buf_done(&accepted->phone);
}

static bool is_address(struct pal_text email)
{
    struct pal_text rest = email, local;
    return memchr(email.bytes, ' ', email.size) == NULL && pal_text_cut(&rest, '@', &local) &&
           local.size > 0 && rest.size > 0 && memchr(rest.bytes, '@', rest.size) == NULL;
}

static enum pal_err refuse(enum pal_err err, const char *place, struct pal_where *out_where)
{
    pal_where_set(out_where, "%s", place);
    return err;
}

static enum pal_err accept(const struct pal_person_spec *spec, struct pal_date today,
                           struct accepted *out, struct pal_where *out_where)
{
    PAL_TRY(pal_input_read(&name_input, spec->name, &out->name, out_where));
    PAL_TRY(pal_input_read(&email_input, spec->email, &out->email, out_where));
    PAL_TRY(pal_input_read(&phone_input, spec->phone, &out->phone, out_where));
    if (out->email.size > 0 && !is_address(pal_buf_text(&out->email))) {
        return refuse(PAL_ERR_PERSON_EMAIL, "/email", out_where);
    }
    if (spec->language.size > 0 && !pal_text_is(spec->language, "fr") &&
        !pal_text_is(spec->language, "en")) {
        return refuse(PAL_ERR_JSON_VALUE, "/language", out_where);
    }
    if (spec->born_on.is_known && spec->born_on.date.days > today.days) {
        return refuse(PAL_ERR_MEMBER_DATE, "/born_on", out_where);
    }
    return PAL_OK;
}

static void bind(struct pal_query *query, const struct pal_person_spec *spec,
                 const struct accepted *accepted)
{
    pal_bind_text(query, ":name", pal_buf_text(&accepted->name));
    pal_bind_text(query, ":email", pal_buf_text(&accepted->email));
    pal_bind_text(query, ":phone", pal_buf_text(&accepted->phone));
    pal_bind_text(query, ":language", spec->language);
    if (spec->born_on.is_known) {
        pal_bind_int(query, ":born_on", spec->born_on.date.days);
    }
}

enum pal_err pal_person_add(struct pal_store *store, const struct pal_person_spec *spec,
                            struct pal_where *out_where, struct pal_person_id *out_person)
{
    struct accepted accepted PAL_CLEANUP(accepted_done) = {0};
    PAL_TRY(accept(spec, pal_society_today(store), &accepted, out_where));
    uint8_t key[PAL_PERSON_KEY_SIZE];
    pal_crypto_random(key, sizeof key);
    struct pal_uuid uuid = pal_uuid_random();
    PAL_QUERY(query, store, PAL_SQL_PEOPLE, ADD);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_blob(&query, ":key", key, sizeof key);
    bind(&query, spec, &accepted);
    PAL_TRY(pal_query_one(&query));
    out_person->value = pal_column_int(&query, 0);
    pal_crypto_wipe(key, sizeof key);
    return PAL_OK;
}

enum pal_err pal_person_find(struct pal_store *store, const struct pal_uuid *uuid,
                             struct pal_person_id *out_person)
{
    PAL_QUERY(query, store, PAL_SQL_PEOPLE, FIND);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    out_person->value = pal_column_int(&query, 0);
    return PAL_OK;
}

void pal_person_done(struct pal_person *person)
{
    pal_mem_free(person->owned);
    *person = (struct pal_person){0};
}

enum pal_err pal_person_read(struct pal_store *store, struct pal_person_id person,
                             struct pal_person *out)
{
    PAL_QUERY(query, store, PAL_SQL_PEOPLE, READ);
    pal_bind_int(&query, ":id", person.value);
    PAL_TRY(pal_query_one(&query));
    *out = (struct pal_person){
        .id = person,
        .uuid = pal_column_uuid(&query, 0),
        .version = pal_column_int(&query, 1),
    };
    if (!pal_column_is_null(&query, 2)) {
        out->says.born_on = (struct pal_day){true, {(int32_t)pal_column_int(&query, 2)}};
    }
    struct pal_text *texts[] = {&out->says.name, &out->says.email, &out->says.phone,
                                &out->says.language};
    PAL_BUF(words);
    for (int i = 0; i < 4; i++) {
        *texts[i] = pal_column_text(&query, 3 + i);
        pal_buf_add_text(&words, *texts[i]);
    }
    out->owned = pal_buf_take(&words);
    const char *at = out->owned;
    for (int i = 0; i < 4; i++) {
        texts[i]->bytes = at;
        at += texts[i]->size;
    }
    return PAL_OK;
}

enum pal_err pal_person_commit(struct pal_store *store, struct pal_person_id person,
                               const struct pal_uuid *id, struct pal_text content,
                               struct pal_hash *out_commitment)
{
    PAL_QUERY(query, store, PAL_SQL_PEOPLE, KEY);
    pal_bind_int(&query, ":id", person.value);
    PAL_TRY(pal_query_one(&query));
    uint8_t salt[PAL_SALT_SIZE];
    pal_entry_salt((const uint8_t *)pal_column_blob(&query, 0).bytes, id, salt);
    *out_commitment = pal_commitment(salt, content);
    return PAL_OK;
}

enum pal_err pal_person_pseudonym(struct pal_store *store, struct pal_person_id person,
                                  const struct pal_uuid *scope, char *out_pseudonym)
{
    PAL_QUERY(query, store, PAL_SQL_PEOPLE, KEY);
    pal_bind_int(&query, ":id", person.value);
    PAL_TRY(pal_query_one(&query));
    pal_pseudonym_write((const uint8_t *)pal_column_blob(&query, 0).bytes, scope, out_pseudonym);
    return PAL_OK;
}

enum pal_err pal_person_forget(struct pal_store *store, struct pal_person_id person)
{
    PAL_QUERY(query, store, PAL_SQL_PEOPLE, FORGET);
    pal_bind_int(&query, ":id", person.value);
    pal_bind_string(&query, ":name", PAL_NAME_ERASED);
    return pal_query_run(&query);
}

static struct pal_text or_else(const struct pal_text *text, struct pal_text otherwise)
{
    return text != NULL ? *text : otherwise;
}

enum pal_err pal_person_change(struct pal_store *store, struct pal_person_id person,
                               const struct pal_member_change *change, struct pal_where *out_where)
{
    PAL_PERSON(present);
    PAL_TRY(pal_person_read(store, person, &present));
    struct pal_person_spec spec = {
        .name = or_else(change->name, present.says.name),
        .email = or_else(change->email, present.says.email),
        .phone = or_else(change->phone, present.says.phone),
        .language = or_else(change->language, present.says.language),
        .born_on = change->born_on != NULL ? *change->born_on : present.says.born_on,
    };
    struct accepted accepted PAL_CLEANUP(accepted_done) = {0};
    PAL_TRY(accept(&spec, pal_society_today(store), &accepted, out_where));
    PAL_QUERY(query, store, PAL_SQL_PEOPLE, CHANGE);
    pal_bind_int(&query, ":id", person.value);
    bind(&query, &spec, &accepted);
    return pal_query_run(&query);
}

enum pal_err pal_contacts_forget(struct pal_store *store, struct pal_date left_by,
                                 int64_t *out_count)
{
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_PEOPLE, FORGET_CONTACTS);
    pal_bind_int(&query, ":day", left_by.days);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    PAL_TRY(pal_query_run(&query));
    *out_count = pal_query_changes(&query);
    return pal_transaction_commit(&transaction);
}
