/*
 * offices.c - dated grants, and what each role may do.
 */
#include "core/offices.h"

#include "base/check.h"
#include "base/fields.h"
#include "core/log.h"
#include "core/store.h"

#include "apply.h"
#include "sql.h"

enum { GRANT, HELD, BY_UUID, END, ROLES, WALK, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [GRANT] = "INSERT INTO office (id, uuid, person_id, role, from_us, until_us, entry)"
              " VALUES (:entry, :uuid, :person, :role, :from_us, :until_us, :entry)",
    [HELD] = "SELECT EXISTS (SELECT 1 FROM office WHERE person_id = :person AND role = :role"
             " AND (until_us IS NULL OR :from_us < until_us)"
             " AND (:until_us IS NULL OR from_us < :until_us))",
    [BY_UUID] = "SELECT until_us IS NOT NULL AND until_us <= :now FROM office WHERE uuid = :uuid",
    [END] = "UPDATE office SET until_us = max(from_us, :now), entry = :entry WHERE uuid = :uuid",
    [ROLES] = "SELECT DISTINCT role FROM office WHERE person_id = :person AND from_us <= :horizon"
              " AND (until_us IS NULL OR :now < until_us)",
    [WALK] = "SELECT office.uuid, office.person_id, person_name.person_uuid, person_name.name,"
             " office.role, office.from_us, office.until_us, office.entry FROM office"
             " JOIN person_name ON person_name.person_id = office.person_id"
             " WHERE (:person = 0 OR office.person_id = :person)"
             " AND (office.until_us IS NULL OR :now < office.until_us)"
             " ORDER BY office.role, office.from_us, office.id",
};
const struct pal_sql pal_offices_sql = {sql, STATEMENT_COUNT};

static const char *const role_words[PAL_ROLE_COUNT] = {
#define ROLE_WORD(name, word) [PAL_ROLE_##name] = (word),
    PAL_ROLES(ROLE_WORD)
#undef ROLE_WORD
};

const char *pal_role_word(enum pal_role role)
{
    return role_words[role];
}

bool pal_role_read(struct pal_text word, enum pal_role *out_role)
{
    for (size_t i = 0; i < PAL_ROLE_COUNT; i++) {
        if (pal_text_is(word, role_words[i])) {
            *out_role = (enum pal_role)i;
            return true;
        }
    }
    return false;
}

const char *pal_capability_word(enum pal_capability capability)
{
    static const char *const words[PAL_CAPABILITY_COUNT] = {
        [PAL_MAY_READ] = "read",
        [PAL_MAY_SIGN_IN] = "sign_in",
        [PAL_MAY_ACT] = "act",
        [PAL_MAY_READ_REGISTER] = "read_register",
        [PAL_MAY_KEEP_REGISTER] = "keep_register",
        [PAL_MAY_CONVENE] = "convene",
        [PAL_MAY_RUN_POLLS] = "run_polls",
        [PAL_MAY_ENTER_PAPER] = "enter_paper",
        [PAL_MAY_MODERATE] = "moderate",
        [PAL_MAY_ADMINISTER] = "administer",
    };
    return words[capability];
}

uint32_t pal_role_capabilities(enum pal_role role)
{
    enum {
        READ_REGISTER = 1U << PAL_MAY_READ_REGISTER,
        KEEP_REGISTER = 1U << PAL_MAY_KEEP_REGISTER,
        CONVENE = 1U << PAL_MAY_CONVENE,
        RUN_POLLS = 1U << PAL_MAY_RUN_POLLS,
        ENTER_PAPER = 1U << PAL_MAY_ENTER_PAPER,
        MODERATE = 1U << PAL_MAY_MODERATE,
        ADMINISTER = 1U << PAL_MAY_ADMINISTER,
    };
    /* Whoever enters papers enters one half of each: another person's entry must agree. A chair
     * convenes, and sees who is in the room. */
    static const uint32_t given[PAL_ROLE_COUNT] = {
        [PAL_ROLE_ADMINISTRATOR] = READ_REGISTER | KEEP_REGISTER | CONVENE | RUN_POLLS |
                                   ENTER_PAPER | MODERATE | ADMINISTER,
        [PAL_ROLE_SECRETARY] = READ_REGISTER | KEEP_REGISTER | CONVENE | RUN_POLLS,
        [PAL_ROLE_CHAIR] = READ_REGISTER | CONVENE | RUN_POLLS,
        [PAL_ROLE_TELLER] = ENTER_PAPER,
        [PAL_ROLE_MODERATOR] = MODERATE,
        [PAL_ROLE_AUDITOR] = READ_REGISTER,
    };
    return given[role];
}

/* What the offices give together that begin by the horizon and have not ended. */
static enum pal_err capabilities_by(struct pal_store *store, struct pal_person_id person,
                                    int64_t horizon_us, uint32_t *out_capabilities)
{
    uint32_t capabilities = 0;
    PAL_QUERY(query, store, PAL_SQL_OFFICES, ROLES);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    pal_bind_int(&query, ":horizon", horizon_us);
    for (;;) {
        bool has_row;
        PAL_TRY(pal_query_next(&query, &has_row));
        if (!has_row) {
            break;
        }
        enum pal_role role;
        PAL_CHECK(pal_role_read(pal_column_text(&query, 0), &role));
        capabilities |= pal_role_capabilities(role);
    }
    *out_capabilities = capabilities;
    return PAL_OK;
}

enum pal_err pal_person_capabilities(struct pal_store *store, struct pal_person_id person,
                                     uint32_t *out_capabilities)
{
    return capabilities_by(store, person, pal_store_now_us(store), out_capabilities);
}

enum pal_err pal_person_capabilities_ahead(struct pal_store *store, struct pal_person_id person,
                                           uint32_t *out_capabilities)
{
    return capabilities_by(store, person, INT64_MAX, out_capabilities);
}

/* --- granting and ending -------------------------------------------------------------------- */

static enum pal_err refuse_held(struct pal_store *store, const struct pal_office_spec *spec,
                                int64_t from_us)
{
    PAL_QUERY(query, store, PAL_SQL_OFFICES, HELD);
    pal_bind_int(&query, ":person", spec->person.value);
    pal_bind_string(&query, ":role", role_words[spec->role]);
    pal_bind_int(&query, ":from_us", from_us);
    if (spec->has_until) {
        pal_bind_int(&query, ":until_us", spec->until_us);
    }
    PAL_TRY(pal_query_one(&query));
    return pal_column_bool(&query, 0) ? PAL_ERR_OFFICE_HELD : PAL_OK;
}

static enum pal_err say_granted(struct pal_store *store, const struct pal_office_spec *spec,
                                const struct pal_uuid *uuid, uint64_t *out_index)
{
    struct pal_uuid id = pal_uuid_random();
    PAL_PERSON(person);
    PAL_TRY(pal_person_read(store, spec->person, &person));
    char holder[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&person.uuid, holder);
    struct pal_hash c;
    PAL_TRY(pal_person_commit(store, spec->person, &id, pal_text_of(holder), &c));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "office", uuid);
    pal_json_set_string(d, "role", role_words[spec->role]);
    pal_json_set_hash(d, "holder", &c);
    if (spec->has_until) {
        pal_json_set_int(d, "until", spec->until_us / 1000000);
    }
    return pal_change_make(store, &(struct pal_log_entry){"office.grant", id, d}, out_index);
}

enum pal_err pal_office_grant(struct pal_store *store, const struct pal_office_spec *spec,
                              struct pal_uuid *out_uuid)
{
    int64_t now_us = pal_store_now_us(store);
    int64_t from_us = spec->from_us != 0 ? spec->from_us : now_us;
    if (from_us < now_us || (spec->has_until && spec->until_us <= from_us)) {
        return PAL_ERR_OFFICE_DATES;
    }
    PAL_TRY(refuse_held(store, spec, from_us));
    PAL_TRANSACTION(transaction, store);
    struct pal_uuid uuid = pal_uuid_random();
    uint64_t index;
    PAL_TRY(say_granted(store, spec, &uuid, &index));
    PAL_QUERY(query, store, PAL_SQL_OFFICES, GRANT);
    pal_bind_int(&query, ":entry", (int64_t)index);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_int(&query, ":person", spec->person.value);
    pal_bind_string(&query, ":role", role_words[spec->role]);
    pal_bind_int(&query, ":from_us", from_us);
    if (spec->has_until) {
        pal_bind_int(&query, ":until_us", spec->until_us);
    }
    PAL_TRY(pal_query_run(&query));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_uuid = uuid;
    return PAL_OK;
}

static enum pal_err refuse_ended(struct pal_store *store, const struct pal_uuid *uuid,
                                 int64_t now_us)
{
    PAL_QUERY(query, store, PAL_SQL_OFFICES, BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    pal_bind_int(&query, ":now", now_us);
    PAL_TRY(pal_query_one(&query));
    return pal_column_bool(&query, 0) ? PAL_ERR_STATE : PAL_OK;
}

enum pal_err pal_office_end(struct pal_store *store, const struct pal_uuid *uuid)
{
    int64_t now_us = pal_store_now_us(store);
    PAL_TRY(refuse_ended(store, uuid, now_us));
    PAL_TRANSACTION(transaction, store);
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "office", uuid);
    uint64_t index;
    PAL_TRY(pal_change_make(store, &(struct pal_log_entry){"office.end", pal_uuid_random(), d},
                            &index));
    PAL_QUERY(query, store, PAL_SQL_OFFICES, END);
    pal_bind_uuid(&query, ":uuid", uuid);
    pal_bind_int(&query, ":now", now_us);
    pal_bind_int(&query, ":entry", (int64_t)index);
    enum pal_err err = pal_query_run(&query);
    if (err == PAL_ERR_STORE_CONSTRAINT &&
        pal_store_violates(store, "the last administrator stays")) {
        return PAL_ERR_OFFICE_LAST_ADMIN;
    }
    PAL_TRY(err);
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_offices_walk(struct pal_store *store, struct pal_person_id person,
                              enum pal_err (*visit)(void *context, const struct pal_office *office),
                              void *context)
{
    PAL_QUERY(query, store, PAL_SQL_OFFICES, WALK);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    for (;;) {
        bool has_row;
        PAL_TRY(pal_query_next(&query, &has_row));
        if (!has_row) {
            return PAL_OK;
        }
        struct pal_office office = {
            .uuid = pal_column_uuid(&query, 0),
            .person = {pal_column_int(&query, 1)},
            .person_uuid = pal_column_uuid(&query, 2),
            .name = pal_column_text(&query, 3),
            .from_us = pal_column_int(&query, 5),
            .has_until = !pal_column_is_null(&query, 6),
            .entry = pal_column_int(&query, 7),
        };
        PAL_CHECK(pal_role_read(pal_column_text(&query, 4), &office.role));
        if (office.has_until) {
            office.until_us = pal_column_int(&query, 6);
        }
        PAL_TRY(visit(context, &office));
    }
}
