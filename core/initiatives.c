/*
 * initiatives.c - texts that members would have on an agenda: their view, as the log's entries make it.
 */
#include "core/initiatives.h"

#include <string.h>

#include "base/check.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/society.h"
#include "core/store.h"

#include "agenda.h"
#include "apply.h"
#include "sql.h"

enum {
    INSERT,
    SPONSOR,
    UNSPONSOR,
    SPONSORS,
    WITHDRAW,
    TABLE,
    BY_UUID,
    BY_ID,
    LIST,
    COUNT_ALL,
    COUNT,
    FORGET_SPONSORS,
    FORGET,
    STATEMENT_COUNT
};

#define COLUMNS                                                                       \
    "SELECT i.id, i.uuid, i.assembly_id, a.uuid, i.class, i.author, i.hash, i.state," \
    " r.uuid, (SELECT count(*) FROM sponsorship AS s WHERE s.initiative_id = i.id),"  \
    " i.at_us, i.entry FROM initiative AS i"                                          \
    " JOIN assembly_line AS a ON a.assembly_id = i.assembly_id"                       \
    " LEFT JOIN resolution_line AS r ON r.resolution_id = i.resolution_id"

static const char *const sql[STATEMENT_COUNT] = {
    [INSERT] = "INSERT INTO initiative (id, uuid, assembly_id, class, author, hash, state, at_us,"
               " entry) SELECT :entry, :uuid, assembly_id, :class, :author, :hash, 'open', :at_us,"
               " :entry FROM assembly_line WHERE uuid = :assembly",
    [SPONSOR] = "INSERT INTO sponsorship (initiative_id, sponsor)"
                " SELECT id, :sponsor FROM initiative WHERE uuid = :uuid",
    [UNSPONSOR] = "DELETE FROM sponsorship WHERE sponsor = :sponsor"
                  " AND initiative_id = (SELECT id FROM initiative WHERE uuid = :uuid)",
    [SPONSORS] = "SELECT 1 FROM sponsorship WHERE initiative_id = :id AND sponsor = :sponsor",
    [WITHDRAW] = "UPDATE initiative SET state = 'withdrawn', entry = :entry WHERE uuid = :uuid",
    [TABLE] = "UPDATE initiative SET state = 'tabled', entry = :entry, resolution_id ="
              " (SELECT resolution_id FROM resolution_line WHERE uuid = :resolution)"
              " WHERE uuid = :uuid",
    [BY_UUID] = "SELECT id FROM initiative WHERE uuid = :uuid",
    [BY_ID] = COLUMNS " WHERE i.id = :id",
    [LIST] = COLUMNS " WHERE i.assembly_id = :assembly AND i.id > :after ORDER BY i.id"
                     " LIMIT :limit",
    [COUNT_ALL] = "SELECT count(*) FROM initiative WHERE assembly_id = :assembly",
    [COUNT] = "SELECT count(*), count(s.member_id) FROM admitted_member AS m"
              " LEFT JOIN sponsor_line AS s ON s.initiative_id = :id"
              " AND s.member_id = m.member_id"
              " WHERE m.from_on <= :today AND (m.until_on IS NULL OR :today < m.until_on)"
              " AND (:college IS NULL OR m.college = :college)",
    [FORGET_SPONSORS] = "DELETE FROM sponsorship",
    [FORGET] = "DELETE FROM initiative",
};
const struct pal_sql pal_initiatives_sql = {sql, STATEMENT_COUNT};

static const char *const states[] = {
#define STATE_WORD(name, word) [PAL_INITIATIVE_##name] = (word),
    PAL_INITIATIVE_STATES(STATE_WORD)
#undef STATE_WORD
};
enum { STATE_COUNT = sizeof states / sizeof states[0] };

const char *pal_initiative_state_word(enum pal_initiative_state state)
{
    return states[state];
}

void pal_initiative_done(struct pal_initiative *initiative)
{
    pal_mem_free(initiative->owned);
    *initiative = (struct pal_initiative){0};
}

/* --- reading -------------------------------------------------------------------------------- */

static struct pal_initiative read_row(const struct pal_query *query)
{
    struct pal_initiative row = {
        .id = {pal_column_int(query, 0)},
        .uuid = pal_column_uuid(query, 1),
        .assembly = {pal_column_int(query, 2)},
        .assembly_uuid = pal_column_uuid(query, 3),
        .decision_class = pal_column_text(query, 4),
        .hash = pal_column_hash(query, 6),
        .sponsors = pal_column_int(query, 9),
        .at_us = pal_column_int(query, 10),
        .entry = pal_column_int(query, 11),
    };
    struct pal_text author = pal_column_text(query, 5);
    PAL_CHECK(author.size == PAL_PSEUDONYM_SIZE);
    memcpy(row.author, author.bytes, author.size);
    size_t state = 0;
    while (state < STATE_COUNT && !pal_text_is(pal_column_text(query, 7), states[state])) {
        state++;
    }
    PAL_CHECK(state < STATE_COUNT);
    row.state = (enum pal_initiative_state)state;
    if (row.state == PAL_INITIATIVE_TABLED) {
        row.resolution = pal_column_uuid(query, 8);
    }
    return row;
}

enum pal_err pal_initiative_find(struct pal_store *store, const struct pal_uuid *uuid,
                                 struct pal_initiative_id *out_initiative)
{
    PAL_QUERY(query, store, PAL_SQL_INITIATIVES, BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    out_initiative->value = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_initiative_read(struct pal_store *store, struct pal_initiative_id initiative,
                                 struct pal_initiative *out)
{
    PAL_QUERY(query, store, PAL_SQL_INITIATIVES, BY_ID);
    pal_bind_int(&query, ":id", initiative.value);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    struct pal_text *const texts[] = {&out->decision_class};
    out->owned = pal_texts_own(texts, sizeof texts / sizeof texts[0]);
    return PAL_OK;
}

enum pal_err pal_initiative_document(struct pal_store *store, const struct pal_hash *hash,
                                     struct pal_json **out_json)
{
    return pal_agenda_document(store, hash, out_json);
}

enum pal_err pal_initiatives_walk(struct pal_store *store, const struct pal_happenings_query *query,
                                  enum pal_err (*visit)(void *context,
                                                        const struct pal_initiative *initiative),
                                  void *context)
{
    PAL_QUERY(list, store, PAL_SQL_INITIATIVES, LIST);
    pal_bind_happenings(&list, query);
    bool has_row;
    PAL_TRY(pal_query_next(&list, &has_row));
    while (has_row) {
        struct pal_initiative row = read_row(&list);
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&list, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_initiative_is_sponsored(struct pal_store *store,
                                         struct pal_initiative_id initiative,
                                         struct pal_member_id member, bool *out_is)
{
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    PAL_INITIATIVE(now);
    PAL_TRY(pal_initiative_read(store, initiative, &now));
    PAL_TRY(pal_member_pseudonym(store, member, &now.assembly_uuid, pseudonym));
    PAL_QUERY(query, store, PAL_SQL_INITIATIVES, SPONSORS);
    pal_bind_int(&query, ":id", initiative.value);
    pal_bind_string(&query, ":sponsor", pseudonym);
    return pal_query_next(&query, out_is);
}

enum pal_err pal_initiative_count(struct pal_store *store, const struct pal_initiative *initiative,
                                  struct pal_text college, uint64_t *out_sponsors,
                                  uint64_t *out_base)
{
    PAL_QUERY(query, store, PAL_SQL_INITIATIVES, COUNT);
    pal_bind_int(&query, ":id", initiative->id.value);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    if (college.size > 0) {
        pal_bind_text(&query, ":college", college);
    }
    PAL_TRY(pal_query_one(&query));
    *out_base = (uint64_t)pal_column_int(&query, 0);
    *out_sponsors = (uint64_t)pal_column_int(&query, 1);
    return PAL_OK;
}

enum pal_err pal_initiatives_held(struct pal_store *store, struct pal_assembly_id assembly,
                                  int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_INITIATIVES, COUNT_ALL);
    pal_bind_int(&query, ":assembly", assembly.value);
    PAL_TRY(pal_query_one(&query));
    *out_count = pal_column_int(&query, 0);
    return PAL_OK;
}

/* --- views ---------------------------------------------------------------------------------- */

enum pal_err pal_apply_initiative_propose(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid, assembly;
    struct pal_text author, decision_class;
    struct pal_hash hash;
    PAL_TRY(pal_json_uuid(change->d, "initiative", &uuid, NULL));
    PAL_TRY(pal_json_uuid(change->d, "assembly", &assembly, NULL));
    PAL_TRY(pal_json_text(change->d, "author", &author, NULL));
    PAL_TRY(pal_json_text(change->d, "class", &decision_class, NULL));
    PAL_TRY(pal_json_hash(change->d, "hash", &hash, NULL));
    PAL_QUERY(query, store, PAL_SQL_INITIATIVES, INSERT);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_uuid(&query, ":assembly", &assembly);
    pal_bind_text(&query, ":author", author);
    pal_bind_text(&query, ":class", decision_class);
    pal_bind_hash(&query, ":hash", &hash);
    pal_bind_int(&query, ":at_us", change->at_us);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_apply_initiative_sponsor(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    struct pal_text sponsor_text;
    bool value;
    PAL_TRY(pal_json_uuid(change->d, "initiative", &uuid, NULL));
    PAL_TRY(pal_json_text(change->d, "sponsor", &sponsor_text, NULL));
    PAL_TRY(pal_json_bool(change->d, "value", &value, NULL));
    PAL_QUERY(query, store, PAL_SQL_INITIATIVES, value ? SPONSOR : UNSPONSOR);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_text(&query, ":sponsor", sponsor_text);
    return pal_query_run(&query);
}

enum pal_err pal_apply_initiative_withdraw(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(change->d, "initiative", &uuid, NULL));
    PAL_QUERY(query, store, PAL_SQL_INITIATIVES, WITHDRAW);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_apply_initiative_table(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid, resolution;
    PAL_TRY(pal_json_uuid(change->d, "initiative", &uuid, NULL));
    PAL_TRY(pal_json_uuid(change->d, "resolution", &resolution, NULL));
    PAL_QUERY(query, store, PAL_SQL_INITIATIVES, TABLE);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_uuid(&query, ":resolution", &resolution);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

enum pal_err pal_forget_initiatives(struct pal_store *store)
{
    {
        PAL_QUERY(sponsors, store, PAL_SQL_INITIATIVES, FORGET_SPONSORS);
        PAL_TRY(pal_query_run(&sponsors));
    }
    PAL_QUERY(query, store, PAL_SQL_INITIATIVES, FORGET);
    return pal_query_run(&query);
}
