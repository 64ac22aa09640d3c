/* consents.c - what people agreed to, and took back. */
#include "core/consents.h"

#include "core/store.h"

#include "sql.h"

enum { ADD, HAS, WALK, FORGET, FORGET_OLD, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [ADD] = "INSERT INTO consent (person_id, kind, given, source, at_us)"
            " VALUES (:person, :kind, :given, :source, :now)",
    [HAS] = "SELECT given FROM consent WHERE person_id = :person AND kind = :kind"
            " ORDER BY id DESC LIMIT 1",
    [WALK] = "SELECT given, source, at_us, kind FROM consent WHERE person_id = :person ORDER BY id",
    [FORGET] = "DELETE FROM consent WHERE person_id = :person",
    [FORGET_OLD] = "DELETE FROM consent AS c WHERE EXISTS (SELECT 1 FROM consent AS later"
                   " WHERE later.person_id = c.person_id AND later.kind = c.kind"
                   " AND later.id > c.id AND later.at_us <= :until)",
};
const struct pal_sql pal_consents_sql = {sql, STATEMENT_COUNT};

static const char *const kinds[PAL_CONSENT_COUNT] = {
    [PAL_CONSENT_MAIL] = "mail",
    [PAL_CONSENT_NAME] = "name",
};

const char *pal_consent_word(enum pal_consent_kind kind)
{
    return kinds[kind];
}

static const char *const sources[] = {
    [PAL_CONSENT_PERSON] = "person",
    [PAL_CONSENT_SECRETARY] = "secretary",
};

const char *pal_consent_source_word(enum pal_consent_source source)
{
    return sources[source];
}

enum pal_err pal_consent_has(struct pal_store *store, struct pal_person_id person,
                             enum pal_consent_kind kind, bool *out_has)
{
    PAL_QUERY(query, store, PAL_SQL_CONSENTS, HAS);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_string(&query, ":kind", kinds[kind]);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    *out_has = has_row && pal_column_bool(&query, 0);
    return PAL_OK;
}

enum pal_err pal_consent_set(struct pal_store *store, struct pal_person_id person,
                             const struct pal_consent_said *said)
{
    bool has;
    PAL_TRY(pal_consent_has(store, person, said->kind, &has));
    if (has == said->is_given) {
        return PAL_OK;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_CONSENTS, ADD);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_string(&query, ":kind", kinds[said->kind]);
    pal_bind_bool(&query, ":given", said->is_given);
    pal_bind_string(&query, ":source", sources[said->source]);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    enum pal_err err = pal_query_run(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_STORE_CONSTRAINT ? PAL_ERR_NOT_FOUND : err;
    }
    return pal_transaction_commit(&transaction);
}

/* RULE docs/rules/deliberation.md
 * > Whoever agrees to it is shown to everyone by name, beside the pseudonym, from then on and until they take
 * > it back; for a member it is who acts for them that agrees.
 */
enum pal_err pal_consent_names_member(struct pal_store *store, struct pal_member_id member,
                                      bool *out_names)
{
    struct pal_person_id person;
    enum pal_err err = pal_member_person(store, member, &person);
    if (err != PAL_OK) {
        *out_names = false;
        return err == PAL_ERR_MEMBER_NOBODY ? PAL_OK : err;
    }
    return pal_consent_has(store, person, PAL_CONSENT_NAME, out_names);
}

enum pal_err pal_consents_walk(struct pal_store *store, struct pal_person_id person,
                               enum pal_err (*visit)(void *context,
                                                     const struct pal_consent *consent),
                               void *context)
{
    PAL_QUERY(query, store, PAL_SQL_CONSENTS, WALK);
    pal_bind_int(&query, ":person", person.value);
    bool has_more;
    PAL_TRY(pal_query_next(&query, &has_more));
    while (has_more) {
        bool is_theirs = pal_text_is(pal_column_text(&query, 1), "person");
        bool is_name = pal_text_is(pal_column_text(&query, 3), kinds[PAL_CONSENT_NAME]);
        struct pal_consent consent = {
            .kind = is_name ? PAL_CONSENT_NAME : PAL_CONSENT_MAIL,
            .is_given = pal_column_bool(&query, 0),
            .source = is_theirs ? PAL_CONSENT_PERSON : PAL_CONSENT_SECRETARY,
            .at_us = pal_column_int(&query, 2),
        };
        PAL_TRY(visit(context, &consent));
        PAL_TRY(pal_query_next(&query, &has_more));
    }
    return PAL_OK;
}

enum pal_err pal_consents_forget_person(struct pal_store *store, struct pal_person_id person)
{
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_CONSENTS, FORGET);
    pal_bind_int(&query, ":person", person.value);
    PAL_TRY(pal_query_run(&query));
    return pal_transaction_commit(&transaction);
}

/* RULE docs/rules/retention.md
 * > The last word on each consent stays as long as the person does.
 */
enum pal_err pal_consents_expire(struct pal_store *store, int64_t until_us, int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_CONSENTS, FORGET_OLD);
    pal_bind_int(&query, ":until", until_us);
    PAL_TRY(pal_query_run(&query));
    *out_count = pal_query_changes(&query);
    return PAL_OK;
}
