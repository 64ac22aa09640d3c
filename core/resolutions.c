/*
 * resolutions.c - texts on an agenda and their versions: their view, as the log's entries make it.
 */
#include "core/resolutions.h"

#include "base/check.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/society.h"
#include "core/store.h"

#include "agenda.h"
#include "amending.h"
#include "apply.h"
#include "attaching.h"
#include "documents.h"
#include "sql.h"

enum {
    INSERT,
    INSERT_VERSION,
    MAKE_ROOM,
    CLOSE_GAP,
    PLACE,
    NEW_VERSION,
    SET_OPINION,
    SET_STATE,
    SET_DEBATE,
    SET_CLASS,
    BY_UUID,
    BY_ID,
    AGENDA,
    VERSIONS,
    VERSION_HASH,
    HAS_LIVE,
    IS_FROZEN,
    REMOVE_TITLE,
    COUNT,
    FORGET_VERSIONS,
    FORGET,
    STATEMENT_COUNT
};

#define COLUMNS                                                                               \
    "r.id, r.uuid, r.assembly_id, a.uuid, r.position, r.class, r.state, r.origin, r.opinion," \
    " r.version, v.title, v.hash, max(r.entry, coalesce(p.entry, 0), coalesce((SELECT"        \
    " max(entry) FROM attachment_line WHERE resolution_id = r.id), 0)), r.debate_closed_us,"  \
    " coalesce(p.procedure, 'resolution'), r.continues_id, c.uuid,"                           \
    " (SELECT uuid FROM resolution WHERE continues_id = r.id ORDER BY id DESC LIMIT 1)"       \
    " FROM resolution AS r"                                                                   \
    " JOIN assembly_line AS a ON a.assembly_id = r.assembly_id"                               \
    " JOIN resolution_version AS v ON v.resolution_id = r.id AND v.number = r.version"        \
    " LEFT JOIN procedure_line AS p ON p.resolution_id = r.id"                                \
    " LEFT JOIN resolution AS c ON c.id = r.continues_id"

static const char *const sql[STATEMENT_COUNT] = {
    [INSERT] = "INSERT INTO resolution (id, uuid, assembly_id, position, class, state, origin,"
               " opinion, version, continues_id, entry) VALUES (:entry, :uuid, :assembly,"
               " :position, :class, 'draft', :origin, 'none', 1, (SELECT id FROM resolution"
               " WHERE uuid = :continues), :entry)",
    [INSERT_VERSION] = "INSERT INTO resolution_version (resolution_id, number, title, hash, at_us)"
                       " VALUES (:id, :number, :title, :hash, :at_us)",
    [MAKE_ROOM] = "UPDATE resolution SET position = position + 1"
                  " WHERE assembly_id = :assembly AND position >= :position",
    [CLOSE_GAP] = "UPDATE resolution SET position = position - 1"
                  " WHERE assembly_id = :assembly AND position > :position",
    [PLACE] = "UPDATE resolution SET position = :position, entry = :entry WHERE id = :id",
    [NEW_VERSION] = "UPDATE resolution SET version = :number, entry = :entry WHERE id = :id",
    [SET_OPINION] = "UPDATE resolution SET opinion = :opinion, entry = :entry WHERE id = :id",
    [SET_STATE] = "UPDATE resolution SET state = :state, entry = :entry WHERE id = :id",
    [SET_DEBATE] =
        "UPDATE resolution SET debate_closed_us = :closed_us, entry = :entry WHERE id = :id",
    [SET_CLASS] = "UPDATE resolution SET class = :class, entry = :entry WHERE id = :id",
    [BY_UUID] = "SELECT id FROM resolution WHERE uuid = :uuid",
    [BY_ID] = "SELECT " COLUMNS " WHERE r.id = :id",
    [AGENDA] = "SELECT " COLUMNS " WHERE r.assembly_id = :assembly ORDER BY r.position, r.id",
    [VERSIONS] = "SELECT number, hash, at_us, title FROM resolution_version"
                 " WHERE resolution_id = :id ORDER BY number",
    [VERSION_HASH] = "SELECT hash FROM resolution_version"
                     " WHERE resolution_id = :id AND number = :number",
    [HAS_LIVE] = "SELECT 1 FROM resolution"
                 " WHERE assembly_id = :assembly AND state <> 'withdrawn'",
    [IS_FROZEN] = "SELECT 1 FROM resolution_version AS v JOIN resolution AS r"
                  " ON r.id = v.resolution_id AND r.version = v.number"
                  " WHERE v.hash = :hash AND r.state = 'frozen'",
    [REMOVE_TITLE] = "UPDATE resolution_version SET title = :title WHERE hash = :hash",
    [COUNT] = "SELECT count(*) FROM resolution WHERE assembly_id = :assembly",
    [FORGET_VERSIONS] = "DELETE FROM resolution_version",
    [FORGET] = "DELETE FROM resolution",
};
const struct pal_sql pal_resolutions_sql = {sql, STATEMENT_COUNT};

static const char *const states[] = {
#define STATE_WORD(name, word) [PAL_RESOLUTION_##name] = (word),
    PAL_RESOLUTION_STATES(STATE_WORD)
#undef STATE_WORD
};
static const char *const opinions[] = {
#define OPINION_WORD(name, word) [PAL_OPINION_##name] = (word),
    PAL_OPINIONS(OPINION_WORD)
#undef OPINION_WORD
};
enum {
    STATE_COUNT = sizeof states / sizeof states[0],
    OPINION_COUNT = sizeof opinions / sizeof opinions[0],
};

const char *pal_resolution_state_word(enum pal_resolution_state state)
{
    return states[state];
}

const char *pal_opinion_word(enum pal_opinion opinion)
{
    return opinions[opinion];
}

bool pal_opinion_read(struct pal_text word, enum pal_opinion *out_opinion)
{
    for (size_t i = 0; i < OPINION_COUNT; i++) {
        if (pal_text_is(word, opinions[i])) {
            *out_opinion = (enum pal_opinion)i;
            return true;
        }
    }
    return false;
}

void pal_resolution_done(struct pal_resolution *resolution)
{
    pal_mem_free(resolution->owned);
    *resolution = (struct pal_resolution){0};
}

/* --- reading -------------------------------------------------------------------------------- */

static struct pal_resolution read_row(const struct pal_query *query)
{
    struct pal_resolution row = {
        .id = {pal_column_int(query, 0)},
        .uuid = pal_column_uuid(query, 1),
        .assembly = {pal_column_int(query, 2)},
        .assembly_uuid = pal_column_uuid(query, 3),
        .position = pal_column_int(query, 4),
        .decision_class = pal_column_text(query, 5),
        .is_from_members = pal_text_is(pal_column_text(query, 7), "members"),
        .version = pal_column_int(query, 9),
        .title = pal_column_text(query, 10),
        .hash = pal_column_hash(query, 11),
        .entry = pal_column_int(query, 12),
        .debate_closed_us = pal_column_is_null(query, 13) ? 0 : pal_column_int(query, 13),
    };
    size_t state = 0;
    while (state < STATE_COUNT && !pal_text_is(pal_column_text(query, 6), states[state])) {
        state++;
    }
    PAL_CHECK(state < STATE_COUNT);
    row.state = (enum pal_resolution_state)state;
    PAL_CHECK(pal_opinion_read(pal_column_text(query, 8), &row.opinion));
    PAL_CHECK(pal_procedure_read(pal_column_text(query, 14), &row.procedure));
    if (!pal_column_is_null(query, 15)) {
        row.continues.value = pal_column_int(query, 15);
        row.continues_uuid = pal_column_uuid(query, 16);
    }
    row.is_continued = !pal_column_is_null(query, 17);
    row.continued_by = row.is_continued ? pal_column_uuid(query, 17) : (struct pal_uuid){0};
    return row;
}

enum pal_err pal_resolution_find(struct pal_store *store, const struct pal_uuid *uuid,
                                 struct pal_resolution_id *out_resolution)
{
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    out_resolution->value = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_resolution_read(struct pal_store *store, struct pal_resolution_id resolution,
                                 struct pal_resolution *out)
{
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, BY_ID);
    pal_bind_int(&query, ":id", resolution.value);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    struct pal_text *const texts[] = {&out->decision_class, &out->title};
    out->owned = pal_texts_own(texts, sizeof texts / sizeof texts[0]);
    return PAL_OK;
}

enum pal_err pal_agenda_walk(struct pal_store *store, struct pal_assembly_id assembly,
                             enum pal_err (*visit)(void *context,
                                                   const struct pal_resolution *item),
                             void *context)
{
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, AGENDA);
    pal_bind_int(&query, ":assembly", assembly.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct pal_resolution row = read_row(&query);
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_resolution_versions_walk(
    struct pal_store *store, struct pal_resolution_id resolution,
    enum pal_err (*visit)(void *context, const struct pal_text_version *version), void *context)
{
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, VERSIONS);
    pal_bind_int(&query, ":id", resolution.value);
    return pal_text_versions_walk(&query, visit, context);
}

enum pal_err pal_agenda_document(struct pal_store *store, const struct pal_hash *hash,
                                 struct pal_json **out_json)
{
    bool is_removed;
    PAL_TRY(pal_document_is_removed(store, hash, &is_removed));
    if (!is_removed) {
        return pal_document_get_json(store, hash, out_json);
    }
    struct pal_json *json = pal_json_object_new();
    pal_json_set_string(json, "title", PAL_TITLE_REMOVED);
    pal_json_set_string(json, "text", "");
    pal_json_set_string(json, "reasons", "");
    pal_json_set_bool(json, "removed", true);
    *out_json = json;
    return PAL_OK;
}

enum pal_err pal_resolution_version_read(struct pal_store *store,
                                         struct pal_resolution_id resolution, int64_t number,
                                         struct pal_json **out_json)
{
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, VERSION_HASH);
    pal_bind_int(&query, ":id", resolution.value);
    pal_bind_int(&query, ":number", number);
    PAL_TRY(pal_query_one(&query));
    struct pal_hash hash = pal_column_hash(&query, 0);
    return pal_agenda_document(store, &hash, out_json);
}

enum pal_err pal_resolution_text_is_frozen(struct pal_store *store, const struct pal_hash *hash,
                                           bool *out_is_frozen)
{
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, IS_FROZEN);
    pal_bind_hash(&query, ":hash", hash);
    return pal_query_next(&query, out_is_frozen);
}

enum pal_err pal_agenda_count(struct pal_store *store, struct pal_assembly_id assembly,
                              int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, COUNT);
    pal_bind_int(&query, ":assembly", assembly.value);
    PAL_TRY(pal_query_one(&query));
    *out_count = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_agenda_is_empty(struct pal_store *store, struct pal_assembly_id assembly,
                                 bool *out_is_empty)
{
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, HAS_LIVE);
    pal_bind_int(&query, ":assembly", assembly.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    *out_is_empty = !has_row;
    return PAL_OK;
}

/* --- views ---------------------------------------------------------------------------------- */

/* The resolution that an entry is about, as the view has it. */
static enum pal_err subject(struct pal_store *store, const struct pal_change *change,
                            struct pal_resolution *out)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(change->d, "resolution", &uuid, NULL));
    struct pal_resolution_id id;
    PAL_TRY(pal_resolution_find(store, &uuid, &id));
    return pal_resolution_read(store, id, out);
}

/* The title is in the document: the log's bytes have no names, and a title may hold one. */
static enum pal_err insert_version(struct pal_store *store, const struct pal_change *change,
                                   struct pal_resolution_id resolution, int64_t number)
{
    struct pal_hash hash;
    PAL_TRY(pal_json_hash(change->d, "hash", &hash, NULL));
    PAL_JSON(document);
    PAL_TRY(pal_agenda_document(store, &hash, &document));
    struct pal_text title;
    PAL_TRY(pal_json_text(document, "title", &title, NULL));

    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, INSERT_VERSION);
    pal_bind_int(&query, ":id", resolution.value);
    pal_bind_int(&query, ":number", number);
    pal_bind_text(&query, ":title", title);
    pal_bind_hash(&query, ":hash", &hash);
    pal_bind_int(&query, ":at_us", change->at_us);
    return pal_query_run(&query);
}

static enum pal_err shift(struct pal_store *store, int statement, struct pal_assembly_id assembly,
                          int64_t position)
{
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, statement);
    pal_bind_int(&query, ":assembly", assembly.value);
    pal_bind_int(&query, ":position", position);
    return pal_query_run(&query);
}

enum pal_err pal_apply_redact(struct pal_store *store, const struct pal_change *change)
{
    struct pal_hash hash;
    PAL_TRY(pal_json_hash(change->d, "hash", &hash, NULL));
    PAL_TRY(pal_attachment_blank(store, &hash, (int64_t)change->index));
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, REMOVE_TITLE);
    pal_bind_hash(&query, ":hash", &hash);
    pal_bind_string(&query, ":title", PAL_TITLE_REMOVED);
    return pal_query_run(&query);
}

enum pal_err pal_apply_resolution_table(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid, assembly_uuid;
    struct pal_text decision_class, origin;
    int64_t position;
    PAL_TRY(pal_json_uuid(change->d, "resolution", &uuid, NULL));
    PAL_TRY(pal_json_uuid(change->d, "assembly", &assembly_uuid, NULL));
    PAL_TRY(pal_json_text(change->d, "class", &decision_class, NULL));
    PAL_TRY(pal_json_text(change->d, "origin", &origin, NULL));
    PAL_TRY(pal_json_int(change->d, "position", &position, NULL));
    struct pal_assembly_id assembly;
    PAL_TRY(pal_assembly_find(store, &assembly_uuid, &assembly));
    PAL_TRY(shift(store, MAKE_ROOM, assembly, position));
    {
        PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, INSERT);
        pal_bind_uuid(&query, ":uuid", &uuid);
        pal_bind_int(&query, ":assembly", assembly.value);
        pal_bind_int(&query, ":position", position);
        pal_bind_text(&query, ":class", decision_class);
        pal_bind_text(&query, ":origin", origin);
        struct pal_uuid continues;
        if (pal_json_has(change->d, "continues")) {
            PAL_TRY(pal_json_uuid(change->d, "continues", &continues, NULL));
            pal_bind_uuid(&query, ":continues", &continues);
        }
        pal_bind_int(&query, ":entry", (int64_t)change->index);
        PAL_TRY(pal_query_run(&query));
    }
    return insert_version(store, change, (struct pal_resolution_id){(int64_t)change->index}, 1);
}

enum pal_err pal_apply_resolution_amend(struct pal_store *store, const struct pal_change *change)
{
    PAL_RESOLUTION(now);
    PAL_TRY(subject(store, change, &now));
    PAL_TRY(pal_amendments_lapse(store, now.id, (int64_t)change->index));
    PAL_TRY(insert_version(store, change, now.id, now.version + 1));
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, NEW_VERSION);
    pal_bind_int(&query, ":id", now.id.value);
    pal_bind_int(&query, ":number", now.version + 1);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_apply_resolution_move(struct pal_store *store, const struct pal_change *change)
{
    PAL_RESOLUTION(now);
    PAL_TRY(subject(store, change, &now));
    int64_t position;
    PAL_TRY(pal_json_int(change->d, "position", &position, NULL));
    PAL_TRY(shift(store, CLOSE_GAP, now.assembly, now.position));
    PAL_TRY(shift(store, MAKE_ROOM, now.assembly, position));
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, PLACE);
    pal_bind_int(&query, ":id", now.id.value);
    pal_bind_int(&query, ":position", position);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_apply_resolution_opinion(struct pal_store *store, const struct pal_change *change)
{
    PAL_RESOLUTION(now);
    PAL_TRY(subject(store, change, &now));
    struct pal_text opinion;
    PAL_TRY(pal_json_text(change->d, "opinion", &opinion, NULL));
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, SET_OPINION);
    pal_bind_int(&query, ":id", now.id.value);
    pal_bind_text(&query, ":opinion", opinion);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

static enum pal_err set_state(struct pal_store *store, struct pal_resolution_id resolution,
                              enum pal_resolution_state state, int64_t entry)
{
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, SET_STATE);
    pal_bind_int(&query, ":id", resolution.value);
    pal_bind_string(&query, ":state", states[state]);
    pal_bind_int(&query, ":entry", entry);
    return pal_query_run(&query);
}

enum pal_err pal_apply_resolution_withdraw(struct pal_store *store, const struct pal_change *change)
{
    PAL_RESOLUTION(now);
    PAL_TRY(subject(store, change, &now));
    PAL_TRY(pal_amendments_lapse(store, now.id, (int64_t)change->index));
    return set_state(store, now.id, PAL_RESOLUTION_WITHDRAWN, (int64_t)change->index);
}

static enum pal_err set_debate(struct pal_store *store, const struct pal_change *change,
                               bool is_closed)
{
    PAL_RESOLUTION(now);
    PAL_TRY(subject(store, change, &now));
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, SET_DEBATE);
    pal_bind_int(&query, ":id", now.id.value);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    if (is_closed) {
        pal_bind_int(&query, ":closed_us", change->at_us);
    }
    return pal_query_run(&query);
}

enum pal_err pal_apply_debate_close(struct pal_store *store, const struct pal_change *change)
{
    return set_debate(store, change, true);
}

enum pal_err pal_apply_debate_open(struct pal_store *store, const struct pal_change *change)
{
    return set_debate(store, change, false);
}

/* What the entries of a poll do to the resolution that it is on. */
static enum pal_err advance(struct pal_store *store, struct pal_resolution_id resolution,
                            enum pal_resolution_state from, enum pal_resolution_state to,
                            int64_t entry)
{
    PAL_RESOLUTION(now);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    return now.state == from ? set_state(store, resolution, to, entry) : PAL_ERR_STATE;
}

enum pal_err pal_resolution_freeze(struct pal_store *store, struct pal_resolution_id resolution,
                                   int64_t entry)
{
    return advance(store, resolution, PAL_RESOLUTION_DRAFT, PAL_RESOLUTION_FROZEN, entry);
}

enum pal_err pal_resolution_reclass(struct pal_store *store, struct pal_resolution_id resolution,
                                    struct pal_text decision_class, int64_t entry)
{
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, SET_CLASS);
    pal_bind_int(&query, ":id", resolution.value);
    pal_bind_text(&query, ":class", decision_class);
    pal_bind_int(&query, ":entry", entry);
    return pal_query_run(&query);
}

enum pal_err pal_resolution_release(struct pal_store *store, struct pal_resolution_id resolution,
                                    int64_t entry)
{
    return advance(store, resolution, PAL_RESOLUTION_FROZEN, PAL_RESOLUTION_DRAFT, entry);
}

enum pal_err pal_resolution_decide(struct pal_store *store, struct pal_resolution_id resolution,
                                   int64_t entry)
{
    return advance(store, resolution, PAL_RESOLUTION_FROZEN, PAL_RESOLUTION_DECIDED, entry);
}

enum pal_err pal_forget_resolutions(struct pal_store *store)
{
    {
        PAL_QUERY(versions, store, PAL_SQL_RESOLUTIONS, FORGET_VERSIONS);
        PAL_TRY(pal_query_run(&versions));
    }
    PAL_QUERY(query, store, PAL_SQL_RESOLUTIONS, FORGET);
    return pal_query_run(&query);
}
