/*
 * aliases.c - the pseudonyms under which people speak, and who stands behind each.
 */
#include "core/aliases.h"

#include "core/store.h"

#include "sql.h"

enum { PUT, FIND, FORGET_MEMBER, FORGET_PERSON, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [PUT] = "INSERT INTO alias (scope, pseudonym, member_id, person_id)"
            " VALUES (:scope, :pseudonym, nullif(:member, 0), nullif(:person, 0))"
            " ON CONFLICT (scope, pseudonym) DO NOTHING",
    [FIND] = "SELECT coalesce(member_id, 0), coalesce(person_id, 0) FROM alias"
             " WHERE scope = :scope AND pseudonym = :pseudonym",
    [FORGET_MEMBER] = "DELETE FROM alias WHERE member_id = :id",
    [FORGET_PERSON] = "DELETE FROM alias WHERE person_id = :id",
};
const struct pal_sql pal_aliases_sql = {sql, STATEMENT_COUNT};

enum pal_err pal_alias_take(struct pal_store *store, struct pal_speaker speaker,
                            const struct pal_uuid *scope,
                            char out_pseudonym[PAL_PSEUDONYM_SIZE + 1])
{
    bool is_member = speaker.member.value != 0;
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    PAL_TRY(is_member ? pal_member_pseudonym(store, speaker.member, scope, pseudonym)
                      : pal_person_pseudonym(store, speaker.person, scope, pseudonym));
    PAL_QUERY(query, store, PAL_SQL_ALIASES, PUT);
    pal_bind_uuid(&query, ":scope", scope);
    pal_bind_string(&query, ":pseudonym", pseudonym);
    pal_bind_int(&query, ":member", speaker.member.value);
    pal_bind_int(&query, ":person", is_member ? 0 : speaker.person.value);
    PAL_TRY(pal_query_run(&query));
    for (size_t i = 0; i < sizeof pseudonym; i++) {
        out_pseudonym[i] = pseudonym[i];
    }
    return PAL_OK;
}

enum pal_err pal_alias_find(struct pal_store *store, const struct pal_uuid *scope,
                            struct pal_text pseudonym, struct pal_speaker *out_speaker)
{
    PAL_QUERY(query, store, PAL_SQL_ALIASES, FIND);
    pal_bind_uuid(&query, ":scope", scope);
    pal_bind_text(&query, ":pseudonym", pseudonym);
    PAL_TRY(pal_query_one(&query));
    *out_speaker = (struct pal_speaker){
        .member = {pal_column_int(&query, 0)},
        .person = {pal_column_int(&query, 1)},
    };
    return PAL_OK;
}

enum pal_err pal_aliases_forget(struct pal_store *store, struct pal_speaker speaker)
{
    bool is_member = speaker.member.value != 0;
    PAL_QUERY(query, store, PAL_SQL_ALIASES, is_member ? FORGET_MEMBER : FORGET_PERSON);
    pal_bind_int(&query, ":id", is_member ? speaker.member.value : speaker.person.value);
    return pal_query_run(&query);
}
