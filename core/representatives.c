/*
 * representatives.c - who acts for a legal person or a minor, and for whom a person acts.
 */
#include "base/check.h"
#include "base/limits.h"
#include "core/members.h"
#include "core/society.h"
#include "core/store.h"

#include "input.h"
#include "register.h"
#include "sql.h"

enum { ADD, PRESENT, REPLACE, ENDED, END, WALK, ACTS, PERSON, FORGET, STATEMENT_COUNT };

#define IN_FORCE                             \
    "(from_on IS NULL OR from_on <= :today)" \
    " AND (until_on IS NULL OR :today < until_on)"
#define BY_RANK " ORDER BY CASE how WHEN 'self' THEN 0 WHEN 'full' THEN 1 ELSE 2 END LIMIT 1"

static const char *const sql[STATEMENT_COUNT] = {
    [ADD] = "INSERT INTO representative (uuid, member_id, person_id, rank, authority, from_on)"
            " VALUES (:uuid, :member, :person, :rank, :authority, :from_on)",
    [PRESENT] = "SELECT from_on FROM representative"
                " WHERE member_id = :member AND rank = :rank AND until_on IS NULL",
    [REPLACE] = "UPDATE representative SET until_on = :day"
                " WHERE member_id = :member AND rank = :rank AND until_on IS NULL",
    [ENDED] = "SELECT until_on IS NOT NULL FROM representative"
              " WHERE member_id = :member AND uuid = :uuid",
    [END] = "UPDATE representative SET until_on = max(from_on, :today)"
            " WHERE member_id = :member AND uuid = :uuid",
    [WALK] = "SELECT representative.uuid, person_name.person_uuid, person_name.name,"
             " coalesce(person_name.email, ''), representative.rank, representative.authority,"
             " representative.from_on, representative.until_on FROM representative"
             " JOIN person_name ON person_name.person_id = representative.person_id"
             " WHERE member_id = :member ORDER BY representative.from_on, representative.id",
    [ACTS] = "SELECT how FROM acts_for WHERE member_id = :member AND person_id = :person"
             " AND " IN_FORCE BY_RANK,
    [FORGET] = "UPDATE representative SET authority = '' WHERE member_id = :member",
    [PERSON] = "SELECT person_id FROM acts_for WHERE member_id = :member AND " IN_FORCE BY_RANK,
};
const struct pal_sql pal_representatives_sql = {sql, STATEMENT_COUNT};

static const char *const words[] = {
#define HOW_WORD(name, word) [PAL_ACTS_AS_##name] = (word),
    PAL_ACTS_AS(HOW_WORD)
#undef HOW_WORD
};

const char *pal_acts_as_word(enum pal_acts_as how)
{
    return words[how];
}

bool pal_acts_as_read(struct pal_text word, enum pal_acts_as *out_how)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pal_text_is(word, words[i])) {
            *out_how = (enum pal_acts_as)i;
            return true;
        }
    }
    return false;
}

enum pal_err pal_member_acts(struct pal_store *store, struct pal_member_id member,
                             struct pal_person_id person, enum pal_acts_as *out_how)
{
    PAL_QUERY(query, store, PAL_SQL_REPRESENTATIVES, ACTS);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_ROLL_NOT_HELD : err;
    }
    PAL_CHECK(pal_acts_as_read(pal_column_text(&query, 0), out_how));
    return PAL_OK;
}

enum pal_err pal_member_person(struct pal_store *store, struct pal_member_id member,
                               struct pal_person_id *out_person)
{
    PAL_QUERY(query, store, PAL_SQL_REPRESENTATIVES, PERSON);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_MEMBER_NOBODY : err;
    }
    out_person->value = pal_column_int(&query, 0);
    return PAL_OK;
}

/* A natural person of age acts for themselves. */
static enum pal_err may_be_represented(struct pal_store *store, struct pal_member_id member,
                                       struct pal_where *out_where)
{
    PAL_MEMBER(read);
    PAL_TRY(pal_member_read(store, member, &read));
    if (read.kind == PAL_MEMBER_LEGAL) {
        return PAL_OK;
    }
    enum pal_acts_as how;
    enum pal_err err = pal_member_acts(store, member, read.person, &how);
    if (err == PAL_OK && how == PAL_ACTS_AS_SELF) {
        pal_where_set(out_where, "/name");
        return PAL_ERR_MEMBER_KIND;
    }
    return err == PAL_ERR_ROLL_NOT_HELD ? PAL_OK : err;
}

/* The one of that rank who is there gives way from that day on. */
static enum pal_err replace(struct pal_store *store, struct pal_member_id member,
                            const struct pal_representative_spec *spec, struct pal_where *out_where)
{
    PAL_QUERY(present, store, PAL_SQL_REPRESENTATIVES, PRESENT);
    pal_bind_int(&present, ":member", member.value);
    pal_bind_string(&present, ":rank", pal_acts_as_word(spec->rank));
    enum pal_err err = pal_query_one(&present);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
    }
    if (pal_column_int(&present, 0) > spec->from_on.days) {
        pal_where_set(out_where, "/from_on");
        return PAL_ERR_MEMBER_DATE;
    }
    PAL_QUERY(query, store, PAL_SQL_REPRESENTATIVES, REPLACE);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_string(&query, ":rank", pal_acts_as_word(spec->rank));
    pal_bind_int(&query, ":day", spec->from_on.days);
    return pal_query_run(&query);
}

enum pal_err pal_register_represent(struct pal_store *store, struct pal_member_id member,
                                    const struct pal_representative_spec *spec,
                                    struct pal_where *out_where, const struct pal_uuid *uuid)
{
    PAL_CHECK(spec->rank != PAL_ACTS_AS_SELF);
    PAL_TRY(may_be_represented(store, member, out_where));
    static const struct pal_input authority_input = {"/authority", PAL_LIMIT_NAME, true, false};
    PAL_BUF(authority);
    PAL_TRY(pal_input_read(&authority_input, spec->authority, &authority, out_where));
    struct pal_person_id person;
    PAL_TRY(spec->person_uuid != NULL ? pal_person_find(store, spec->person_uuid, &person)
                                      : pal_person_add(store, &spec->person, out_where, &person));
    PAL_TRY(replace(store, member, spec, out_where));
    PAL_QUERY(query, store, PAL_SQL_REPRESENTATIVES, ADD);
    pal_bind_uuid(&query, ":uuid", uuid);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_string(&query, ":rank", pal_acts_as_word(spec->rank));
    pal_bind_text(&query, ":authority", pal_buf_text(&authority));
    pal_bind_int(&query, ":from_on", spec->from_on.days);
    return pal_query_run(&query);
}

enum pal_err pal_representative_add(struct pal_store *store, struct pal_member_id member,
                                    const struct pal_representative_spec *spec,
                                    struct pal_where *out_where, struct pal_uuid *out_uuid)
{
    PAL_TRANSACTION(transaction, store);
    struct pal_uuid uuid = pal_uuid_random();
    PAL_TRY(pal_register_represent(store, member, spec, out_where, &uuid));
    PAL_TRY(pal_register_log(store, member, "representative"));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_uuid = uuid;
    return PAL_OK;
}

enum pal_err pal_representative_end(struct pal_store *store, struct pal_member_id member,
                                    const struct pal_uuid *uuid)
{
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(ended, store, PAL_SQL_REPRESENTATIVES, ENDED);
    pal_bind_int(&ended, ":member", member.value);
    pal_bind_uuid(&ended, ":uuid", uuid);
    PAL_TRY(pal_query_one(&ended));
    if (pal_column_bool(&ended, 0)) {
        return PAL_ERR_STATE;
    }
    PAL_QUERY(query, store, PAL_SQL_REPRESENTATIVES, END);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_uuid(&query, ":uuid", uuid);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    PAL_TRY(pal_query_run(&query));
    PAL_TRY(pal_register_log(store, member, "representative"));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_representatives_walk(
    struct pal_store *store, struct pal_member_id member,
    enum pal_err (*visit)(void *context, const struct pal_representative *representative),
    void *context)
{
    PAL_QUERY(query, store, PAL_SQL_REPRESENTATIVES, WALK);
    pal_bind_int(&query, ":member", member.value);
    for (;;) {
        bool has_row;
        PAL_TRY(pal_query_next(&query, &has_row));
        if (!has_row) {
            return PAL_OK;
        }
        struct pal_representative row = {
            .uuid = pal_column_uuid(&query, 0),
            .person_uuid = pal_column_uuid(&query, 1),
            .name = pal_column_text(&query, 2),
            .email = pal_column_text(&query, 3),
            .authority = pal_column_text(&query, 5),
            .from_on = {(int32_t)pal_column_int(&query, 6)},
        };
        PAL_CHECK(pal_acts_as_read(pal_column_text(&query, 4), &row.rank));
        if (!pal_column_is_null(&query, 7)) {
            row.until_on = (struct pal_day){true, {(int32_t)pal_column_int(&query, 7)}};
        }
        PAL_TRY(visit(context, &row));
    }
}

enum pal_err pal_representatives_forget(struct pal_store *store, struct pal_member_id member)
{
    PAL_QUERY(query, store, PAL_SQL_REPRESENTATIVES, FORGET);
    pal_bind_int(&query, ":member", member.value);
    return pal_query_run(&query);
}
