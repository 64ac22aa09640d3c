/* consents.c - what people agreed to, and took back. */
#include "core/consents.h"

#include "core/store.h"

#include "sql.h"

enum { ADD, HAS, WALK, FORGET, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [ADD] = "INSERT INTO consent (person_id, kind, given, source, at_us)"
            " VALUES (:person, 'mail', :given, :source, :now)",
    [HAS] = "SELECT given FROM consent WHERE person_id = :person AND kind = 'mail'"
            " ORDER BY id DESC LIMIT 1",
    [WALK] = "SELECT given, source, at_us FROM consent WHERE person_id = :person AND kind = 'mail'"
             " ORDER BY id",
    [FORGET] = "DELETE FROM consent WHERE person_id = :person",
};
const struct pal_sql pal_consents_sql = {sql, STATEMENT_COUNT};

static const char *const sources[] = {
    [PAL_CONSENT_PERSON] = "person",
    [PAL_CONSENT_SECRETARY] = "secretary",
};

const char *pal_consent_source_word(enum pal_consent_source source)
{
    return sources[source];
}

enum pal_err pal_consent_has(struct pal_store *store, struct pal_person_id person, bool *out_has)
{
    PAL_QUERY(query, store, PAL_SQL_CONSENTS, HAS);
    pal_bind_int(&query, ":person", person.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    *out_has = has_row && pal_column_bool(&query, 0);
    return PAL_OK;
}

enum pal_err pal_consent_set(struct pal_store *store, struct pal_person_id person, bool is_given,
                             enum pal_consent_source source)
{
    bool has;
    PAL_TRY(pal_consent_has(store, person, &has));
    if (has == is_given) {
        return PAL_OK;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_QUERY(query, store, PAL_SQL_CONSENTS, ADD);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_bool(&query, ":given", is_given);
    pal_bind_string(&query, ":source", sources[source]);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    enum pal_err err = pal_query_run(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_STORE_CONSTRAINT ? PAL_ERR_NOT_FOUND : err;
    }
    return pal_transaction_commit(&transaction);
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
        struct pal_consent consent = {
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
