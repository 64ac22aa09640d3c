/*
 * society.c - the cooperative, its settings, and its founding.
 */
#include "core/society.h"

#include <string.h>

#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/offices.h"
#include "core/store.h"

#include "apply.h"
#include "input.h"
#include "sql.h"

enum { WRITE, READ, FORGET, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [WRITE] = "INSERT INTO society (id, uuid, name, time_zone, language, licence, contact,"
              " data_notice, hash, entry) VALUES (1, :uuid, :name, :time_zone, :language, :licence,"
              " :contact, :data_notice, :hash, :entry)"
              " ON CONFLICT (id) DO UPDATE SET name = excluded.name, language = excluded.language,"
              " licence = excluded.licence, contact = excluded.contact,"
              " data_notice = excluded.data_notice, hash = excluded.hash, entry = excluded.entry",
    [READ] = "SELECT uuid, entry, name, time_zone, language, licence, contact, data_notice"
             " FROM society WHERE id = 1",
    [FORGET] = "DELETE FROM society",
};
const struct pal_sql pal_society_sql = {sql, STATEMENT_COUNT};

struct pal_date pal_society_today(const struct pal_store *store)
{
    return pal_date_of_instant(pal_store_now_us(store));
}

/* The texts of a society, in the order in which they are read and owned. */
enum { TEXT_COUNT = 6 };

static void texts_of(struct pal_society_spec *spec, struct pal_text *out_texts[TEXT_COUNT])
{
    struct pal_text *texts[TEXT_COUNT] = {&spec->name,    &spec->time_zone, &spec->language,
                                          &spec->licence, &spec->contact,   &spec->data_notice};
    memcpy(out_texts, texts, sizeof texts);
}

static const struct {
    const char *name;
    struct pal_input input;
} fields[TEXT_COUNT] = {
    {"name", {"/name", PAL_LIMIT_NAME, false, false}},
    {"time_zone", {"/time_zone", PAL_LIMIT_NAME, false, false}},
    {"language", {"/language", PAL_LIMIT_NAME, false, false}},
    {"licence", {"/licence", PAL_LIMIT_NAME, false, false}},
    {"contact", {"/contact", PAL_LIMIT_NAME, true, false}},
    {"data_notice", {"/data_notice", PAL_LIMIT_TEXT, true, true}},
};

void pal_society_done(struct pal_society *society)
{
    pal_mem_free(society->owned);
    *society = (struct pal_society){0};
}

enum pal_err pal_society_read(struct pal_store *store, struct pal_society *out)
{
    PAL_QUERY(query, store, PAL_SQL_SOCIETY, READ);
    PAL_TRY(pal_query_one(&query));
    PAL_BUF(words);
    size_t sizes[TEXT_COUNT];
    for (int i = 0; i < TEXT_COUNT; i++) {
        struct pal_text text = pal_column_text(&query, 2 + i);
        sizes[i] = text.size;
        pal_buf_add_text(&words, text);
    }
    *out = (struct pal_society){
        .uuid = pal_column_uuid(&query, 0),
        .entry = pal_column_int(&query, 1),
        .owned = pal_buf_take(&words),
    };
    struct pal_text *texts[TEXT_COUNT];
    texts_of(&out->says, texts);
    const char *at = out->owned;
    for (int i = 0; i < TEXT_COUNT; i++) {
        *texts[i] = (struct pal_text){at, sizes[i]};
        at += sizes[i];
    }
    return PAL_OK;
}

/* The document of a society, of accepted texts; the caller's. */
static enum pal_err describe(const struct pal_society_spec *spec, struct pal_json **out_json,
                             struct pal_where *out_where)
{
    struct pal_society_spec said = *spec;
    struct pal_text *texts[TEXT_COUNT];
    texts_of(&said, texts);
    PAL_JSON(document);
    document = pal_json_object_new();
    for (int i = 0; i < TEXT_COUNT; i++) {
        PAL_BUF(accepted);
        PAL_TRY(pal_input_read(&fields[i].input, *texts[i], &accepted, out_where));
        pal_json_set_text(document, fields[i].name, pal_buf_text(&accepted));
    }
    if (!pal_text_is(spec->language, "fr") && !pal_text_is(spec->language, "en")) {
        pal_where_set(out_where, "/language");
        return PAL_ERR_JSON_VALUE;
    }
    *out_json = document;
    document = NULL;
    return PAL_OK;
}

static enum pal_err make_entry(struct pal_store *store, const char *type,
                               const struct pal_uuid *society, const struct pal_json *document,
                               struct pal_where *out_where)
{
    struct pal_hash hash;
    PAL_TRY(pal_document_put_json(store, PAL_DOCUMENT_SOCIETY, document, &hash, out_where));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "society", society);
    pal_json_set_hash(d, "hash", &hash);
    return pal_change_make(store, &(struct pal_log_entry){type, pal_uuid_random(), d}, NULL);
}

static enum pal_err found_society(struct pal_store *store, const struct pal_society_spec *spec,
                                  struct pal_where *out_where)
{
    PAL_JSON(document);
    PAL_TRY(describe(spec, &document, out_where));
    struct pal_uuid uuid = pal_uuid_random();
    return make_entry(store, "society.found", &uuid, document, out_where);
}

static enum pal_err found_administrator(struct pal_store *store,
                                        const struct pal_founding *founding,
                                        struct pal_where *out_where, struct pal_person_id *out)
{
    struct pal_person_spec person = {
        .name = founding->admin_name,
        .email = founding->admin_email,
        .language = founding->society.language,
    };
    PAL_TRY(pal_person_add(store, &person, out_where, out));
    struct pal_uuid office;
    return pal_office_grant(
        store, &(struct pal_office_spec){.person = *out, .role = PAL_ROLE_ADMINISTRATOR}, &office);
}

enum pal_err pal_society_found(struct pal_store *store, const struct pal_founding *founding,
                               struct pal_findings *findings, struct pal_where *out_where,
                               struct pal_person_id *out_administrator)
{
    char *zone PAL_CLEANUP(pal_mem_done) = pal_text_copy(founding->society.time_zone);
    PAL_TRY(pal_clock_zone(zone));
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_log_found(store, founding->log_name));
    PAL_TRY(found_society(store, &founding->society, out_where));
    if (founding->constitution != NULL) {
        struct pal_version_spec version = {
            .document = founding->constitution,
            .effective_on = pal_society_today(store),
        };
        struct pal_version entered;
        PAL_TRY(pal_version_enter(store, &version, findings, out_where, &entered));
    }
    struct pal_person_id administrator;
    PAL_TRY(found_administrator(store, founding, out_where, &administrator));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_administrator = administrator;
    return PAL_OK;
}

enum pal_err pal_society_change(struct pal_store *store, const struct pal_society_spec *spec,
                                struct pal_where *out_where)
{
    PAL_SOCIETY(society);
    PAL_TRY(pal_society_read(store, &society));
    if (!pal_text_equal(society.says.time_zone, spec->time_zone)) {
        pal_where_set(out_where, "/time_zone");
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_JSON(document);
    PAL_TRY(describe(spec, &document, out_where));
    PAL_TRY(make_entry(store, "society.change", &society.uuid, document, out_where));
    return pal_transaction_commit(&transaction);
}

/* --- views ---------------------------------------------------------------------------------- */

static enum pal_err write_row(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    struct pal_hash hash;
    PAL_TRY(pal_json_uuid(change->d, "society", &uuid, NULL));
    PAL_TRY(pal_json_hash(change->d, "hash", &hash, NULL));
    PAL_JSON(document);
    PAL_TRY(pal_document_get_json(store, &hash, &document));
    struct pal_society_spec said = {0};
    struct pal_text *texts[TEXT_COUNT];
    texts_of(&said, texts);
    for (int i = 0; i < TEXT_COUNT; i++) {
        PAL_TRY(pal_json_text(document, fields[i].name, texts[i], NULL));
    }
    PAL_QUERY(query, store, PAL_SQL_SOCIETY, WRITE);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_text(&query, ":name", said.name);
    pal_bind_text(&query, ":time_zone", said.time_zone);
    pal_bind_text(&query, ":language", said.language);
    pal_bind_text(&query, ":licence", said.licence);
    pal_bind_text(&query, ":contact", said.contact);
    pal_bind_text(&query, ":data_notice", said.data_notice);
    pal_bind_hash(&query, ":hash", &hash);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_apply_society_found(struct pal_store *store, const struct pal_change *change)
{
    return write_row(store, change);
}

enum pal_err pal_apply_society_change(struct pal_store *store, const struct pal_change *change)
{
    return write_row(store, change);
}

enum pal_err pal_forget_society(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_SOCIETY, FORGET);
    return pal_query_run(&query);
}
