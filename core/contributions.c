/*
 * contributions.c - what is said under a resolution: its view, as the log's entries make it.
 */
#include "core/contributions.h"

#include <string.h>

#include "base/check.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "awaiting.h"
#include "documents.h"
#include "sql.h"

enum {
    INSERT,
    INSERT_VERSION,
    NEW_VERSION,
    SET_STATE,
    SETTLE,
    ENDORSE,
    UNENDORSE,
    ENDORSES,
    BY_UUID,
    BY_ID,
    OF_RESOLUTION,
    OF_ASSEMBLY,
    CONCERNS,
    QUESTIONS,
    VERSIONS,
    FORGET_ENDORSEMENTS,
    FORGET_VERSIONS,
    FORGET,
    STATEMENT_COUNT
};

#define COLUMNS                                                                                \
    "SELECT c.id, c.uuid, c.resolution_id, a.uuid, coalesce(c.parent_id, 0), p.uuid, c.kind,"  \
    " c.state, c.author, coalesce(c.college, ''), c.is_official, coalesce(c.reason, ''),"      \
    " coalesce(c.concern, 'open'), c.settled_by, c.note, c.version, v.hash, c.at_us, v.at_us," \
    " (SELECT count(*) FROM endorsement AS e WHERE e.contribution_id = c.id),"                 \
    " (SELECT count(*) FROM contribution AS x WHERE x.parent_id = c.id"                        \
    "  AND x.state = 'visible'),"                                                              \
    " EXISTS (SELECT 1 FROM contribution AS x WHERE x.parent_id = c.id"                        \
    "  AND x.state = 'visible' AND x.is_official = 1), c.entry"                                \
    " FROM contribution AS c JOIN agenda_line AS a ON a.resolution_id = c.resolution_id"       \
    " JOIN contribution_version AS v ON v.contribution_id = c.id AND v.number = c.version"     \
    " LEFT JOIN contribution AS p ON p.id = c.parent_id"
#define PAGE                                                   \
    " AND c.id > :after AND (:kind IS NULL OR c.kind = :kind)" \
    " AND (:state IS NULL OR c.state = :state) ORDER BY c.id LIMIT :limit"

static const char *const sql[STATEMENT_COUNT] = {
    [INSERT] = "INSERT INTO contribution (id, uuid, resolution_id, parent_id, kind, state, author,"
               " college, is_official, concern, version, at_us, entry) VALUES (:entry, :uuid,"
               " :resolution, nullif(:parent, 0), :kind, 'visible', :author, nullif(:college, ''),"
               " :is_official, CASE WHEN :kind = 'concern' THEN 'open' END, 1, :at_us, :entry)",
    [INSERT_VERSION] = "INSERT INTO contribution_version (contribution_id, number, hash, at_us)"
                       " VALUES (:id, :number, :hash, :at_us)",
    [NEW_VERSION] = "UPDATE contribution SET version = :number, entry = :entry WHERE id = :id",
    [SET_STATE] = "UPDATE contribution SET state = :state, reason = :reason, entry = :entry"
                  " WHERE id = :id",
    [SETTLE] = "UPDATE contribution SET concern = :how, settled_by = :by, note = :note,"
               " entry = :entry WHERE id = :id",
    [ENDORSE] = "INSERT INTO endorsement (contribution_id, endorser) VALUES (:id, :endorser)",
    [UNENDORSE] = "DELETE FROM endorsement WHERE contribution_id = :id AND endorser = :endorser",
    [ENDORSES] = "SELECT 1 FROM endorsement WHERE contribution_id = :id AND endorser = :endorser",
    [BY_UUID] = "SELECT id FROM contribution WHERE uuid = :uuid",
    [BY_ID] = COLUMNS " WHERE c.id = :id",
    [OF_RESOLUTION] = COLUMNS " WHERE c.resolution_id = :of" PAGE,
    [OF_ASSEMBLY] = COLUMNS " WHERE a.assembly_id = :of" PAGE,
    [CONCERNS] = "SELECT count(*) FILTER (WHERE concern = 'open'),"
                 " count(*) FILTER (WHERE concern = 'maintained'),"
                 " count(*) FILTER (WHERE concern = 'met') FROM contribution"
                 " WHERE resolution_id = :resolution AND kind = 'concern' AND state = 'visible'",
    /* CROSS: from the assemblies, which are few, to what was said under their agendas, not from all that was. */
    [QUESTIONS] = "SELECT c.resolution_id, count(*), NULL FROM assembly_line AS s"
                  " CROSS JOIN agenda_line AS a ON a.assembly_id = s.assembly_id"
                  " CROSS JOIN contribution AS c ON c.resolution_id = a.resolution_id"
                  " WHERE s.state IN ('convened', 'sitting') AND c.kind = 'question'"
                  " AND c.state = 'visible' AND NOT EXISTS (SELECT 1 FROM contribution AS x"
                  "  WHERE x.parent_id = c.id AND x.state = 'visible' AND x.is_official = 1)"
                  " GROUP BY c.resolution_id ORDER BY c.resolution_id DESC LIMIT :limit",
    [VERSIONS] = "SELECT number, hash, at_us, NULL FROM contribution_version"
                 " WHERE contribution_id = :id ORDER BY number",
    [FORGET_ENDORSEMENTS] = "DELETE FROM endorsement",
    [FORGET_VERSIONS] = "DELETE FROM contribution_version",
    [FORGET] = "DELETE FROM contribution",
};
const struct pal_sql pal_contributions_sql = {sql, STATEMENT_COUNT};

static const char *const kinds[] = {
#define WORD(name, word) [PAL_CONTRIBUTION_##name] = (word),
    PAL_CONTRIBUTION_KINDS(WORD)};
static const char *const states[] = {PAL_CONTRIBUTION_STATES(WORD)
#undef WORD
};
static const char *const concerns[] = {
#define WORD(name, word) [PAL_CONCERN_##name] = (word),
    PAL_CONCERNS(WORD)
#undef WORD
};

const char *pal_contribution_kind_word(enum pal_contribution_kind kind)
{
    return kinds[kind];
}

const char *pal_contribution_state_word(enum pal_contribution_state state)
{
    return states[state];
}

const char *pal_concern_word(enum pal_concern concern)
{
    return concerns[concern];
}

/* The place of a word in a list; its length where it is in none. */
static size_t place_of(struct pal_text word, const char *const *words, size_t count)
{
    size_t at = 0;
    while (at < count && !pal_text_is(word, words[at])) {
        at++;
    }
    return at;
}

bool pal_contribution_kind_read(struct pal_text word, enum pal_contribution_kind *out_kind)
{
    const size_t count = sizeof kinds / sizeof kinds[0];
    size_t at = place_of(word, kinds, count);
    *out_kind = at < count ? (enum pal_contribution_kind)at : *out_kind;
    return at < count;
}

bool pal_contribution_state_read(struct pal_text word, enum pal_contribution_state *out_state)
{
    const size_t count = sizeof states / sizeof states[0];
    size_t at = place_of(word, states, count);
    *out_state = at < count ? (enum pal_contribution_state)at : *out_state;
    return at < count;
}

bool pal_concern_read(struct pal_text word, enum pal_concern *out_concern)
{
    const size_t count = sizeof concerns / sizeof concerns[0];
    size_t at = place_of(word, concerns, count);
    *out_concern = at < count ? (enum pal_concern)at : *out_concern;
    return at < count;
}

void pal_contribution_done(struct pal_contribution *contribution)
{
    pal_mem_free(contribution->owned);
    *contribution = (struct pal_contribution){0};
}

/* --- reading -------------------------------------------------------------------------------- */

/* What may be absent of a row. */
static void read_optional(const struct pal_query *query, struct pal_contribution *row)
{
    if (!pal_column_is_null(query, 5)) {
        row->parent_uuid = pal_column_uuid(query, 5);
    }
    if (!pal_column_is_null(query, 13)) {
        row->has_settled_by = true;
        row->settled_by = pal_column_uuid(query, 13);
    }
    if (!pal_column_is_null(query, 14)) {
        row->has_note = true;
        row->note = pal_column_hash(query, 14);
    }
}

/* The current row; its texts are lent until the query moves. */
static struct pal_contribution read_row(const struct pal_query *query)
{
    struct pal_contribution row = {
        .id = {pal_column_int(query, 0)},
        .uuid = pal_column_uuid(query, 1),
        .resolution = {pal_column_int(query, 2)},
        .resolution_uuid = pal_column_uuid(query, 3),
        .parent = {pal_column_int(query, 4)},
        .college = pal_column_text(query, 9),
        .is_official = pal_column_bool(query, 10),
        .reason = pal_column_text(query, 11),
        .version = pal_column_int(query, 15),
        .hash = pal_column_hash(query, 16),
        .at_us = pal_column_int(query, 17),
        .edited_us = pal_column_int(query, 18),
        .endorsers = pal_column_int(query, 19),
        .replies = pal_column_int(query, 20),
        .is_answered = pal_column_bool(query, 21),
        .entry = pal_column_int(query, 22),
    };
    PAL_CHECK(pal_contribution_kind_read(pal_column_text(query, 6), &row.kind));
    PAL_CHECK(pal_contribution_state_read(pal_column_text(query, 7), &row.state));
    PAL_CHECK(pal_concern_read(pal_column_text(query, 12), &row.concern));
    struct pal_text author = pal_column_text(query, 8);
    PAL_CHECK(author.size == PAL_PSEUDONYM_SIZE);
    memcpy(row.author, author.bytes, author.size);
    read_optional(query, &row);
    return row;
}

enum pal_err pal_contribution_find(struct pal_store *store, const struct pal_uuid *uuid,
                                   struct pal_contribution_id *out_contribution)
{
    PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    out_contribution->value = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_contribution_read(struct pal_store *store, struct pal_contribution_id contribution,
                                   struct pal_contribution *out)
{
    PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, BY_ID);
    pal_bind_int(&query, ":id", contribution.value);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    struct pal_text *const texts[] = {&out->college, &out->reason};
    out->owned = pal_texts_own(texts, sizeof texts / sizeof texts[0]);
    return PAL_OK;
}

enum pal_err pal_contributions_walk(
    struct pal_store *store, const struct pal_contributions_query *asked,
    enum pal_err (*visit)(void *context, const struct pal_contribution *item), void *context)
{
    bool is_of_one = asked->resolution.value != 0;
    PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, is_of_one ? OF_RESOLUTION : OF_ASSEMBLY);
    pal_bind_int(&query, ":of", is_of_one ? asked->resolution.value : asked->assembly.value);
    pal_bind_int(&query, ":after", asked->after_id);
    pal_bind_int(&query, ":limit", (int64_t)asked->limit);
    if (asked->kind != NULL) {
        pal_bind_string(&query, ":kind", kinds[*asked->kind]);
    }
    if (asked->state != NULL) {
        pal_bind_string(&query, ":state", states[*asked->state]);
    }
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct pal_contribution row = read_row(&query);
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_concerns_count(struct pal_store *store, struct pal_resolution_id resolution,
                                struct pal_concerns *out_concerns)
{
    PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, CONCERNS);
    pal_bind_int(&query, ":resolution", resolution.value);
    PAL_TRY(pal_query_one(&query));
    *out_concerns = (struct pal_concerns){
        .open = pal_column_int(&query, 0),
        .maintained = pal_column_int(&query, 1),
        .met = pal_column_int(&query, 2),
    };
    return PAL_OK;
}

enum pal_err pal_questions_awaiting(struct pal_store *store, const struct pal_awaiting_to *to)
{
    PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, QUESTIONS);
    return pal_awaiting_walk(&query, to);
}

enum pal_err pal_concerns_open(struct pal_store *store, struct pal_resolution_id resolution,
                               int64_t *out_count)
{
    struct pal_concerns concerns_there;
    PAL_TRY(pal_concerns_count(store, resolution, &concerns_there));
    *out_count = concerns_there.open;
    return PAL_OK;
}

enum pal_err pal_contribution_versions_walk(
    struct pal_store *store, struct pal_contribution_id contribution,
    enum pal_err (*visit)(void *context, const struct pal_text_version *version), void *context)
{
    PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, VERSIONS);
    pal_bind_int(&query, ":id", contribution.value);
    return pal_text_versions_walk(&query, visit, context);
}

enum pal_err pal_contribution_text(struct pal_store *store, const struct pal_hash *hash,
                                   struct pal_buf *out_text, bool *out_is_removed)
{
    PAL_TRY(pal_document_is_removed(store, hash, out_is_removed));
    if (*out_is_removed) {
        return PAL_OK;
    }
    PAL_JSON(document);
    struct pal_text text;
    PAL_TRY(pal_document_get_json(store, hash, &document));
    PAL_TRY(pal_json_text(document, "text", &text, NULL));
    pal_buf_add_text(out_text, text);
    return PAL_OK;
}

enum pal_err pal_contribution_endorses(struct pal_store *store,
                                       struct pal_contribution_id contribution,
                                       struct pal_text pseudonym, bool *out_endorses)
{
    PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, ENDORSES);
    pal_bind_int(&query, ":id", contribution.value);
    pal_bind_text(&query, ":endorser", pseudonym);
    return pal_query_next(&query, out_endorses);
}

/* --- views ---------------------------------------------------------------------------------- */

static enum pal_err find_named(struct pal_store *store, const struct pal_json *d, const char *name,
                               struct pal_contribution_id *out_contribution)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(d, name, &uuid, NULL));
    return pal_contribution_find(store, &uuid, out_contribution);
}

static enum pal_err insert_version(struct pal_store *store, const struct pal_change *change,
                                   struct pal_contribution_id contribution, int64_t number)
{
    struct pal_hash hash;
    PAL_TRY(pal_json_hash(change->d, "hash", &hash, NULL));
    PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, INSERT_VERSION);
    pal_bind_int(&query, ":id", contribution.value);
    pal_bind_int(&query, ":number", number);
    pal_bind_hash(&query, ":hash", &hash);
    pal_bind_int(&query, ":at_us", change->at_us);
    return pal_query_run(&query);
}

/* What the entry names elsewhere: the resolution, and what a reply answers. */
static enum pal_err find_places(struct pal_store *store, const struct pal_json *d,
                                struct pal_resolution_id *out_resolution,
                                struct pal_contribution_id *out_parent)
{
    struct pal_uuid resolution;
    PAL_TRY(pal_json_uuid(d, "resolution", &resolution, NULL));
    PAL_TRY(pal_resolution_find(store, &resolution, out_resolution));
    *out_parent = (struct pal_contribution_id){0};
    return pal_json_has(d, "parent") ? find_named(store, d, "parent", out_parent) : PAL_OK;
}

enum pal_err pal_apply_contribution_post(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    struct pal_text author, kind;
    struct pal_text college = {0};
    bool is_official = false;
    struct pal_resolution_id resolution;
    struct pal_contribution_id parent;
    const struct pal_contribution_id made = {(int64_t)change->index};
    PAL_TRY(pal_json_uuid(change->d, "contribution", &uuid, NULL));
    PAL_TRY(pal_json_text(change->d, "author", &author, NULL));
    PAL_TRY(pal_json_text(change->d, "kind", &kind, NULL));
    PAL_TRY(pal_json_optional_text(change->d, "college", &college, NULL));
    PAL_TRY(pal_json_optional_bool(change->d, "official", &is_official, NULL));
    PAL_TRY(find_places(store, change->d, &resolution, &parent));
    {
        PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, INSERT);
        pal_bind_uuid(&query, ":uuid", &uuid);
        pal_bind_int(&query, ":resolution", resolution.value);
        pal_bind_int(&query, ":parent", parent.value);
        pal_bind_text(&query, ":kind", kind);
        pal_bind_text(&query, ":author", author);
        pal_bind_text(&query, ":college", college);
        pal_bind_bool(&query, ":is_official", is_official);
        pal_bind_int(&query, ":at_us", change->at_us);
        pal_bind_int(&query, ":entry", made.value);
        PAL_TRY(pal_query_run(&query));
    }
    return insert_version(store, change, made, 1);
}

enum pal_err pal_apply_contribution_edit(struct pal_store *store, const struct pal_change *change)
{
    struct pal_contribution_id id;
    int64_t number;
    PAL_TRY(find_named(store, change->d, "contribution", &id));
    PAL_TRY(pal_json_int(change->d, "version", &number, NULL));
    PAL_TRY(insert_version(store, change, id, number));
    PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, NEW_VERSION);
    pal_bind_int(&query, ":id", id.value);
    pal_bind_int(&query, ":number", number);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_apply_contribution_endorse(struct pal_store *store,
                                            const struct pal_change *change)
{
    struct pal_contribution_id id;
    struct pal_text endorser;
    bool endorses;
    PAL_TRY(find_named(store, change->d, "contribution", &id));
    PAL_TRY(pal_json_text(change->d, "endorser", &endorser, NULL));
    PAL_TRY(pal_json_bool(change->d, "value", &endorses, NULL));
    PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, endorses ? ENDORSE : UNENDORSE);
    pal_bind_int(&query, ":id", id.value);
    pal_bind_text(&query, ":endorser", endorser);
    return pal_query_run(&query);
}

static enum pal_err set_state(struct pal_store *store, const struct pal_change *change,
                              enum pal_contribution_state state)
{
    struct pal_contribution_id id;
    struct pal_text reason = {0};
    PAL_TRY(find_named(store, change->d, "contribution", &id));
    PAL_TRY(pal_json_optional_text(change->d, "reason", &reason, NULL));
    PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, SET_STATE);
    pal_bind_int(&query, ":id", id.value);
    pal_bind_string(&query, ":state", states[state]);
    if (state == PAL_CONTRIBUTION_HIDDEN) {
        pal_bind_text(&query, ":reason", reason);
    }
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_apply_contribution_withdraw(struct pal_store *store,
                                             const struct pal_change *change)
{
    return set_state(store, change, PAL_CONTRIBUTION_WITHDRAWN);
}

enum pal_err pal_apply_contribution_conceal(struct pal_store *store,
                                            const struct pal_change *change)
{
    return set_state(store, change, PAL_CONTRIBUTION_HIDDEN);
}

enum pal_err pal_apply_contribution_restore(struct pal_store *store,
                                            const struct pal_change *change)
{
    return set_state(store, change, PAL_CONTRIBUTION_VISIBLE);
}

enum pal_err pal_apply_concern_settle(struct pal_store *store, const struct pal_change *change)
{
    struct pal_contribution_id id;
    struct pal_text how;
    struct pal_uuid by;
    struct pal_hash note;
    PAL_TRY(find_named(store, change->d, "contribution", &id));
    PAL_TRY(pal_json_text(change->d, "how", &how, NULL));
    PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, SETTLE);
    pal_bind_int(&query, ":id", id.value);
    pal_bind_text(&query, ":how", how);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    if (pal_json_has(change->d, "by")) {
        PAL_TRY(pal_json_uuid(change->d, "by", &by, NULL));
        pal_bind_uuid(&query, ":by", &by);
    }
    if (pal_json_has(change->d, "hash")) {
        PAL_TRY(pal_json_hash(change->d, "hash", &note, NULL));
        pal_bind_hash(&query, ":note", &note);
    }
    return pal_query_run(&query);
}

enum pal_err pal_forget_contributions(struct pal_store *store)
{
    for (int statement = FORGET_ENDORSEMENTS; statement <= FORGET; statement++) {
        PAL_QUERY(query, store, PAL_SQL_CONTRIBUTIONS, statement);
        PAL_TRY(pal_query_run(&query));
    }
    return PAL_OK;
}
