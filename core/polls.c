/*
 * polls.c - polls: their view, as the log's entries make it, and what has come due.
 */
#include "core/polls.h"

#include "base/check.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "polling.h"
#include "sql.h"

#define DAY_US INT64_C(86400000000)

#define COLUMNS                                                                                    \
    "p.id, p.uuid, p.assembly_id, a.uuid, a.call, p.resolution_id, r.uuid, p.kind, p.state,"       \
    " p.title, p.class, p.method, p.electorate, p.question, p.opens_us, p.closes_us, p.called_us," \
    " p.opened_us, p.closed_us, p.counted_us, p.published_us, p.void_reason, p.text_hash,"         \
    " p.constitution, p.voters, p.manifest, p.box, p.outcome, p.verdict, p.entry, p.secrecy,"      \
    " p.trackers, p.kept_days, p.waived, p.destroyed_us, p.opened, p.amendment_id, m.uuid"         \
    " FROM poll AS p JOIN assembly_line AS a ON a.assembly_id = p.assembly_id"                     \
    " LEFT JOIN resolution_line AS r ON r.resolution_id = p.resolution_id"                         \
    " LEFT JOIN amendment_line AS m ON m.amendment_id = p.amendment_id"

static const char *const sql[PAL_POLL_SQL_COUNT_ALL] = {
    [PAL_POLL_SQL_INSERT] =
        "INSERT INTO poll (id, uuid, assembly_id, resolution_id, amendment_id, kind, title, class,"
        " method,"
        " electorate, secrecy, trackers, kept_days, question, state, opens_us, closes_us, entry)"
        " VALUES (:entry, :uuid, :assembly, :resolution, :amendment, :kind, :title, :class,"
        " :method, :electorate, :secrecy, :trackers, :kept_days, :question, 'draft', :opens_us, :closes_us,"
        " :entry)",
    [PAL_POLL_SQL_WAIVE] = "UPDATE poll SET waived = 1, entry = :entry WHERE id = :id",
    [PAL_POLL_SQL_DESTROY] = "UPDATE poll SET destroyed_us = :at_us, entry = :entry WHERE id = :id",
    [PAL_POLL_SQL_CALL] =
        "UPDATE poll SET state = 'called', called_us = :at_us, constitution = :constitution,"
        " text_hash = :text, entry = :entry WHERE id = :id",
    [PAL_POLL_SQL_OPEN] =
        "UPDATE poll SET state = 'open', opened_us = :at_us, manifest = :manifest,"
        " voters = :voters, entry = :entry WHERE id = :id",
    [PAL_POLL_SQL_CLOSE] =
        "UPDATE poll SET state = 'closed', closed_us = :at_us, box = :box, entry = :entry"
        " WHERE id = :id",
    [PAL_POLL_SQL_COUNT] =
        "UPDATE poll SET state = 'counted', counted_us = :at_us, outcome = :outcome,"
        " opened = :opened, verdict = :verdict, entry = :entry WHERE id = :id",
    [PAL_POLL_SQL_PUBLISH] =
        "UPDATE poll SET state = 'published', published_us = :at_us, entry = :entry"
        " WHERE id = :id",
    [PAL_POLL_SQL_ANNUL] = "UPDATE poll SET state = 'void', void_reason = :reason, entry = :entry"
                           " WHERE id = :id",
    [PAL_POLL_SQL_BY_UUID] = "SELECT id FROM poll WHERE uuid = :uuid",
    [PAL_POLL_SQL_BY_ID] = "SELECT " COLUMNS " WHERE p.id = :id",
    [PAL_POLL_SQL_GLANCE] =
        "SELECT uuid, assembly_id, state, manifest, entry, secrecy FROM poll WHERE id = :id",
    [PAL_POLL_SQL_LIST] =
        "SELECT " COLUMNS " WHERE p.id < :before"
        " AND (:assembly = 0 OR p.assembly_id = :assembly)"
        " AND (:state IS NULL OR p.state = :state) AND (:drafts = 1 OR p.state <> 'draft')"
        " ORDER BY p.id DESC LIMIT :limit",
    [PAL_POLL_SQL_LIVE] = "SELECT 1 FROM live_poll WHERE resolution_id = :resolution",
    [PAL_POLL_SQL_DUE] =
        "SELECT p.id, p.state, p.opens_us, p.closes_us, p.kept_days FROM poll AS p"
        " JOIN assembly_line AS a ON a.assembly_id = p.assembly_id"
        " WHERE (p.state IN ('called', 'open', 'closed')"
        "  OR (p.kept_days > 0 AND p.manifest IS NOT NULL AND p.destroyed_us IS NULL))"
        " AND (p.state <> 'closed' OR p.secrecy = 'open')" /* else keepers open the urn first */
        " AND (p.state <> 'called' OR a.state IN ('convened', 'sitting')) ORDER BY p.id",
    /* Their own rights and those they represent; then those they hold by proxy. */
    [PAL_POLL_SQL_RIGHTS] =
        "WITH mine (member_id, how) AS (SELECT member_id, how FROM acts_for"
        " WHERE person_id = :person AND (from_on IS NULL OR from_on <= :today)"
        " AND (until_on IS NULL OR :today < until_on))"
        " SELECT p.id, v.member_id, mine.how, NULL, v.used, 0 FROM mine JOIN poll AS p"
        " JOIN voting_right AS v ON v.poll_id = p.id AND v.member_id = mine.member_id"
        " WHERE p.state = 'open' AND :now_us < p.closes_us"
        " UNION ALL"
        " SELECT p.id, v.member_id, mine.how, x.uuid, v.used,"
        " EXISTS (SELECT 1 FROM present_member AS q"
        "         WHERE q.assembly_id = p.assembly_id AND q.member_id = x.principal_id)"
        " FROM mine JOIN poll AS p JOIN proxy_in_force AS x"
        " ON x.assembly_id = p.assembly_id AND x.holder_id = mine.member_id"
        " JOIN admitted_member AS m ON m.member_id = x.holder_id AND m.from_on <= :today"
        " AND (m.until_on IS NULL OR :today < m.until_on)"
        " JOIN voting_right AS v ON v.poll_id = p.id AND v.member_id = x.principal_id"
        " WHERE p.state = 'open' AND :now_us < p.closes_us"
        " ORDER BY 1, 2",
    [PAL_POLL_SQL_KEEP_SEED] = "INSERT INTO poll_seed (poll_id, seed) VALUES (:id, :seed)",
    [PAL_POLL_SQL_SEED] = "SELECT seed FROM poll_seed WHERE poll_id = :id",
    [PAL_POLL_SQL_HIDE] =
        "SELECT EXISTS (SELECT 1 FROM poll WHERE state = 'open' AND secrecy = 'secret')",
    [PAL_POLL_SQL_FORGET] = "DELETE FROM poll",
};
const struct pal_sql pal_polls_sql = {sql, PAL_POLL_SQL_COUNT_ALL};

static const char *const kinds[] = {
#define KIND_WORD(name, word) [PAL_POLL_##name] = (word),
    PAL_POLL_KINDS(KIND_WORD)
#undef KIND_WORD
};
static const char *const states[] = {
#define STATE_WORD(name, word) [PAL_POLL_##name] = (word),
    PAL_POLL_STATES(STATE_WORD)
#undef STATE_WORD
};
enum {
    KIND_COUNT = sizeof kinds / sizeof kinds[0],
    STATE_COUNT = sizeof states / sizeof states[0]
};

const char *pal_poll_kind_word(enum pal_poll_kind kind)
{
    return kinds[kind];
}

const char *pal_poll_state_word(enum pal_poll_state state)
{
    return states[state];
}

bool pal_poll_kind_read(struct pal_text word, enum pal_poll_kind *out_kind)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (pal_text_is(word, kinds[i])) {
            *out_kind = (enum pal_poll_kind)i;
            return true;
        }
    }
    return false;
}

bool pal_poll_state_read(struct pal_text word, enum pal_poll_state *out_state)
{
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (pal_text_is(word, states[i])) {
            *out_state = (enum pal_poll_state)i;
            return true;
        }
    }
    return false;
}

void pal_poll_done(struct pal_poll *poll)
{
    pal_mem_free(poll->owned);
    *poll = (struct pal_poll){0};
}

/* --- reading -------------------------------------------------------------------------------- */

static int64_t int_or_zero(const struct pal_query *query, int column)
{
    return pal_column_is_null(query, column) ? 0 : pal_column_int(query, column);
}

static struct pal_text text_or_empty(const struct pal_query *query, int column)
{
    return pal_column_is_null(query, column) ? (struct pal_text){0}
                                             : pal_column_text(query, column);
}

static bool read_hash(const struct pal_query *query, int column, struct pal_hash *out_hash)
{
    if (pal_column_is_null(query, column)) {
        return false;
    }
    *out_hash = pal_column_hash(query, column);
    return true;
}

static enum pal_secrecy read_secrecy(const struct pal_query *query, int column)
{
    return pal_text_is(pal_column_text(query, column), "open") ? PAL_SECRECY_OPEN
                                                               : PAL_SECRECY_SECRET;
}

/* The row that the query stands on; its texts are lent by it. */
static struct pal_poll read_row(const struct pal_query *query)
{
    struct pal_poll row = {
        .id = {pal_column_int(query, 0)},
        .uuid = pal_column_uuid(query, 1),
        .assembly = {pal_column_int(query, 2)},
        .assembly_uuid = pal_column_uuid(query, 3),
        .call = pal_text_is(pal_column_text(query, 4), "first") ? PAL_CALL_FIRST : PAL_CALL_SECOND,
        .resolution = {int_or_zero(query, 5)},
        .title = pal_column_text(query, 9),
        .decision_class = pal_column_text(query, 10),
        .method = pal_column_text(query, 11),
        .electorate = text_or_empty(query, 12),
        .question = pal_column_hash(query, 13),
        .opens_us = pal_column_int(query, 14),
        .closes_us = pal_column_int(query, 15),
        .called_us = int_or_zero(query, 16),
        .opened_us = int_or_zero(query, 17),
        .closed_us = int_or_zero(query, 18),
        .counted_us = int_or_zero(query, 19),
        .published_us = int_or_zero(query, 20),
        .void_reason = text_or_empty(query, 21),
        .voters = int_or_zero(query, 24),
        .verdict = text_or_empty(query, 28),
        .entry = pal_column_int(query, 29),
        .secrecy = read_secrecy(query, 30),
        .has_trackers = pal_column_bool(query, 31),
        .is_waived = pal_column_bool(query, 33),
        .destroyed_us = int_or_zero(query, 34),
    };
    if (row.secrecy == PAL_SECRECY_SECRET) {
        row.kept_until_us = row.closes_us + pal_column_int(query, 32) * DAY_US;
    }
    if (row.resolution.value != 0) {
        row.resolution_uuid = pal_column_uuid(query, 6);
    }
    if (!pal_column_is_null(query, 36)) {
        row.amendment.value = pal_column_int(query, 36);
        row.amendment_uuid = pal_column_uuid(query, 37);
    }
    if (!pal_column_is_null(query, 23)) {
        row.constitution = pal_column_uuid(query, 23);
    }
    PAL_CHECK(pal_poll_kind_read(pal_column_text(query, 7), &row.kind));
    PAL_CHECK(pal_poll_state_read(pal_column_text(query, 8), &row.state));
    row.has_text = read_hash(query, 22, &row.text);
    row.has_manifest = read_hash(query, 25, &row.manifest);
    row.has_box = read_hash(query, 26, &row.box);
    row.has_outcome = read_hash(query, 27, &row.outcome);
    row.has_opened = read_hash(query, 35, &row.opened);
    return row;
}

enum pal_err pal_poll_find(struct pal_store *store, const struct pal_uuid *uuid,
                           struct pal_poll_id *out_poll)
{
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    out_poll->value = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_poll_read(struct pal_store *store, struct pal_poll_id poll, struct pal_poll *out)
{
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_BY_ID);
    pal_bind_int(&query, ":id", poll.value);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    struct pal_text *const texts[] = {&out->title,      &out->decision_class, &out->method,
                                      &out->electorate, &out->void_reason,    &out->verdict};
    out->owned = pal_texts_own(texts, sizeof texts / sizeof texts[0]);
    return PAL_OK;
}

enum pal_err pal_poll_glance(struct pal_store *store, struct pal_poll_id poll,
                             struct pal_poll_brief *out)
{
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_GLANCE);
    pal_bind_int(&query, ":id", poll.value);
    PAL_TRY(pal_query_one(&query));
    *out = (struct pal_poll_brief){
        .uuid = pal_column_uuid(&query, 0),
        .assembly = {pal_column_int(&query, 1)},
        .entry = pal_column_int(&query, 4),
        .is_secret = read_secrecy(&query, 5) == PAL_SECRECY_SECRET,
    };
    PAL_CHECK(pal_poll_state_read(pal_column_text(&query, 2), &out->state));
    out->has_manifest = read_hash(&query, 3, &out->manifest);
    return PAL_OK;
}

enum pal_err pal_polls_walk(struct pal_store *store, const struct pal_polls_query *query,
                            enum pal_err (*visit)(void *context, const struct pal_poll *poll),
                            void *context)
{
    PAL_QUERY(list, store, PAL_SQL_POLLS, PAL_POLL_SQL_LIST);
    pal_bind_int(&list, ":before", query->before_id > 0 ? query->before_id : INT64_MAX);
    pal_bind_int(&list, ":assembly", query->assembly.value);
    if (query->state != NULL) {
        pal_bind_string(&list, ":state", states[*query->state]);
    }
    pal_bind_bool(&list, ":drafts", query->with_drafts);
    pal_bind_int(&list, ":limit", (int64_t)query->limit);
    bool has_row;
    PAL_TRY(pal_query_next(&list, &has_row));
    while (has_row) {
        struct pal_poll row = read_row(&list);
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&list, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_poll_has_live(struct pal_store *store, struct pal_resolution_id resolution,
                               bool *out_has)
{
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_LIVE);
    pal_bind_int(&query, ":resolution", resolution.value);
    return pal_query_next(&query, out_has);
}

enum pal_err pal_polls_hide(struct pal_store *store, bool *out_hide)
{
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_HIDE);
    PAL_TRY(pal_query_one(&query));
    *out_hide = pal_column_bool(&query, 0);
    return PAL_OK;
}

enum pal_err pal_poll_keep_seed(struct pal_store *store, struct pal_poll_id poll,
                                const struct pal_hash *seed)
{
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_KEEP_SEED);
    pal_bind_int(&query, ":id", poll.value);
    pal_bind_hash(&query, ":seed", seed);
    return pal_query_run(&query);
}

enum pal_err pal_poll_read_seed(struct pal_store *store, struct pal_poll_id poll,
                                struct pal_hash *out_seed)
{
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_SEED);
    pal_bind_int(&query, ":id", poll.value);
    PAL_TRY(pal_query_one(&query));
    *out_seed = pal_column_hash(&query, 0);
    return PAL_OK;
}

enum pal_err pal_poll_question(struct pal_store *store, struct pal_poll_id poll,
                               struct pal_json **out_json)
{
    PAL_POLL(row);
    PAL_TRY(pal_poll_read(store, poll, &row));
    return pal_document_get_json(store, &row.question, out_json);
}

enum pal_err pal_poll_manifest(struct pal_store *store, struct pal_poll_id poll,
                               struct pal_buf *buf)
{
    struct pal_poll_brief brief;
    PAL_TRY(pal_poll_glance(store, poll, &brief));
    return brief.has_manifest ? pal_document_get(store, &brief.manifest, buf) : PAL_ERR_NOT_FOUND;
}

enum pal_err pal_vote_rights_walk(struct pal_store *store, struct pal_person_id person,
                                  enum pal_err (*visit)(void *context,
                                                        const struct pal_vote_right *right),
                                  void *context)
{
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_RIGHTS);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    pal_bind_int(&query, ":now_us", pal_store_now_us(store));
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct pal_vote_right right = {
            .poll = {pal_column_int(&query, 0)},
            .member = {pal_column_int(&query, 1)},
            .is_by_proxy = !pal_column_is_null(&query, 3),
            .is_used = pal_column_bool(&query, 4),
            .is_suspended = pal_column_bool(&query, 5),
        };
        PAL_CHECK(pal_acts_as_read(pal_column_text(&query, 2), &right.how));
        if (right.is_by_proxy) {
            right.proxy = pal_column_uuid(&query, 3);
        }
        PAL_TRY(visit(context, &right));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}
