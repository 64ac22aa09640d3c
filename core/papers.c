/*
 * papers.c - votes on paper: entered by one teller, then by another; kept whatever becomes of them.
 */
#include "core/papers.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/amendments.h"
#include "core/society.h"
#include "core/store.h"

#include "awaiting.h"
#include "ballots.h"
#include "manifest.h"
#include "polling.h"
#include "sql.h"

enum { INSERT, SAVE, BY_UUID, WAITING, LEFT, AWAITING, LIST, FORGET_OLD, STATEMENT_COUNT };

#define COLUMNS                                                                          \
    "SELECT id, uuid, poll_id, member_id, channel, holder_id, received_us, state, void," \
    " first_by, second_by, first, second, version FROM paper"

static const char *const sql[STATEMENT_COUNT] = {
    [INSERT] = "INSERT INTO paper (uuid, poll_id, member_id, channel, holder_id, received_us,"
               " first_by, first, state) VALUES (:uuid, :poll, :member, :channel, :holder,"
               " :received_us, :teller, :marks, 'entered')",
    [SAVE] = "UPDATE paper SET first = :first, second = :second, second_by = :second_by,"
             " state = :state, void = :void, version = version + 1 WHERE id = :id",
    [BY_UUID] = COLUMNS " WHERE uuid = :uuid",
    [WAITING] = COLUMNS " WHERE poll_id = :poll AND id > :after AND state = 'agreed'"
                        " ORDER BY id LIMIT 1",
    [LEFT] =
        "SELECT count(*) FROM paper WHERE poll_id = :poll AND state IN ('entered', 'disagreed')",
    /* The first term is that of the index paper_one_at_work. */
    [AWAITING] = "SELECT poll_id, count(*), NULL FROM paper"
                 " WHERE state IN ('entered', 'disagreed', 'agreed')"
                 " AND (state = 'disagreed' OR (state = 'entered' AND first_by <> :teller))"
                 " GROUP BY poll_id ORDER BY poll_id DESC LIMIT :limit",
    [LIST] = COLUMNS " WHERE poll_id = :poll AND id > :after"
                     " AND (:state IS NULL OR state = :state) ORDER BY id LIMIT :limit",
    [FORGET_OLD] = "DELETE FROM paper WHERE poll_id IN (SELECT poll_id FROM poll_over"
                   " WHERE over_us <= :until)",
};
const struct pal_sql pal_papers_sql = {sql, STATEMENT_COUNT};

static const char *const states[] = {
#define STATE_WORD(name, word) [PAL_PAPER_##name] = (word),
    PAL_PAPER_STATES(STATE_WORD)
#undef STATE_WORD
};
enum { STATE_COUNT = sizeof states / sizeof states[0] };

const char *pal_paper_state_word(enum pal_paper_state state)
{
    return states[state];
}

bool pal_paper_state_read(struct pal_text word, enum pal_paper_state *out_state)
{
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (pal_text_is(word, states[i])) {
            *out_state = (enum pal_paper_state)i;
            return true;
        }
    }
    return false;
}

void pal_paper_done(struct pal_paper *paper)
{
    pal_mem_free(paper->owned);
    *paper = (struct pal_paper){0};
}

/* --- reading ---------------------------------------------------------------------------------- */

static int64_t int_or_zero(const struct pal_query *query, int column)
{
    return pal_column_is_null(query, column) ? 0 : pal_column_int(query, column);
}

static struct pal_text text_or_empty(const struct pal_query *query, int column)
{
    return pal_column_is_null(query, column) ? (struct pal_text){0}
                                             : pal_column_text(query, column);
}

static struct pal_paper read_row(const struct pal_query *query)
{
    struct pal_paper row = {
        .id = pal_column_int(query, 0),
        .uuid = pal_column_uuid(query, 1),
        .poll = {pal_column_int(query, 2)},
        .member = {pal_column_int(query, 3)},
        .holder = {int_or_zero(query, 5)},
        .received_us = pal_column_int(query, 6),
        .void_reason = text_or_empty(query, 8),
        .first_by = {pal_column_int(query, 9)},
        .second_by = {int_or_zero(query, 10)},
        .first = pal_column_text(query, 11),
        .second = text_or_empty(query, 12),
        .version = pal_column_int(query, 13),
    };
    PAL_CHECK(pal_channel_read(pal_column_text(query, 4), &row.channel));
    PAL_CHECK(pal_paper_state_read(pal_column_text(query, 7), &row.state));
    return row;
}

static void own(struct pal_paper *row)
{
    struct pal_text *const texts[] = {&row->void_reason, &row->first, &row->second};
    row->owned = pal_texts_own(texts, sizeof texts / sizeof texts[0]);
}

enum pal_err pal_paper_read(struct pal_store *store, const struct pal_uuid *uuid,
                            struct pal_paper *out)
{
    PAL_QUERY(query, store, PAL_SQL_PAPERS, BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    own(out);
    return PAL_OK;
}

enum pal_err pal_paper_waiting(struct pal_store *store, struct pal_poll_id poll, int64_t after_id,
                               struct pal_paper *out)
{
    PAL_QUERY(query, store, PAL_SQL_PAPERS, WAITING);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_int(&query, ":after", after_id);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    own(out);
    return PAL_OK;
}

enum pal_err pal_papers_left(struct pal_store *store, struct pal_poll_id poll, int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_PAPERS, LEFT);
    pal_bind_int(&query, ":poll", poll.value);
    PAL_TRY(pal_query_one(&query));
    *out_count = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_papers_awaiting(struct pal_store *store, struct pal_person_id teller,
                                 const struct pal_awaiting_to *to)
{
    PAL_QUERY(query, store, PAL_SQL_PAPERS, AWAITING);
    pal_bind_int(&query, ":teller", teller.value);
    return pal_awaiting_walk(&query, to);
}

enum pal_err pal_papers_walk(struct pal_store *store, const struct pal_papers_query *query,
                             enum pal_err (*visit)(void *context, const struct pal_paper *paper),
                             void *context)
{
    PAL_QUERY(list, store, PAL_SQL_PAPERS, LIST);
    pal_bind_int(&list, ":poll", query->poll.value);
    pal_bind_int(&list, ":after", query->after_id);
    pal_bind_int(&list, ":limit", (int64_t)query->limit);
    if (query->state != NULL) {
        pal_bind_string(&list, ":state", states[*query->state]);
    }
    bool has_row;
    PAL_TRY(pal_query_next(&list, &has_row));
    while (has_row) {
        struct pal_paper row = read_row(&list);
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&list, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_paper_save(struct pal_store *store, const struct pal_paper *paper)
{
    PAL_QUERY(query, store, PAL_SQL_PAPERS, SAVE);
    pal_bind_int(&query, ":id", paper->id);
    pal_bind_text(&query, ":first", paper->first);
    pal_bind_string(&query, ":state", states[paper->state]);
    if (paper->second_by.value != 0) {
        pal_bind_int(&query, ":second_by", paper->second_by.value);
        pal_bind_text(&query, ":second", paper->second);
    }
    if (paper->state == PAL_PAPER_VOID) {
        pal_bind_text(&query, ":void", paper->void_reason);
    }
    return pal_query_run(&query);
}

/* --- the first entry ---------------------------------------------------------------------------- */

/* What a poll that takes papers now was, or will be, opened with. An open poll's is kept with the
 * store; that of a called one is the caller's. */
static enum pal_err find_manifest(struct pal_store *store, struct pal_poll_id poll,
                                  struct pal_manifest *called, const struct pal_manifest **out)
{
    struct pal_poll_brief brief;
    PAL_TRY(pal_poll_glance(store, poll, &brief));
    *out = called;
    switch (brief.state) {
    case PAL_POLL_OPEN: PAL_TRY(pal_manifest_of_open(store, &brief, out)); break;
    case PAL_POLL_CALLED: PAL_TRY(pal_manifest_of_called(store, poll, called)); break;
    case PAL_POLL_CLOSED:
    case PAL_POLL_COUNTED:
    case PAL_POLL_PUBLISHED: return PAL_ERR_POLL_CLOSED;
    case PAL_POLL_DRAFT:
    case PAL_POLL_VOID: return PAL_ERR_STATE;
    }
    return pal_store_now_us(store) < (*out)->closes_us ? PAL_OK : PAL_ERR_POLL_CLOSED;
}

static bool is_open(const struct pal_manifest *manifest, const struct pal_manifest *called)
{
    return manifest != called;
}

/* The right, as far as it is known: before the opening there is no roll. */
static enum pal_err check_right(struct pal_store *store, const struct pal_paper_spec *spec,
                                bool poll_is_open)
{
    if (!poll_is_open) {
        PAL_MEMBER(member);
        PAL_TRY(pal_member_read(store, spec->member, &member));
        if (spec->channel != PAL_CHANNEL_POSTAL) {
            return PAL_ERR_STATE;
        }
        return member.state == PAL_MEMBER_ADMITTED ? PAL_OK : PAL_ERR_ROLL_ABSENT;
    }
    char college[PAL_LIMIT_NAME + 1];
    bool is_used;
    PAL_TRY(pal_roll_right(store, spec->poll, spec->member, college, &is_used));
    return is_used ? PAL_ERR_ROLL_VOTED : PAL_OK;
}

static enum pal_err check_rule(struct pal_store *store, const struct pal_manifest *manifest,
                               enum pal_channel channel, struct pal_where *out_where)
{
    PAL_CONSTITUTION(constitution);
    struct pal_hash hash;
    int64_t number;
    PAL_TRY(pal_poll_constitution(store, &manifest->constitution, &constitution, &hash, &number));
    if (channel == PAL_CHANNEL_PROXY) {
        return pal_constitution_require(&constitution, PAL_FIELD_PROXY, out_where);
    }
    return channel == PAL_CHANNEL_POSTAL
               ? pal_constitution_require(&constitution, PAL_FIELD_POSTAL, out_where)
               : PAL_OK;
}

static enum pal_err check_spec(struct pal_store *store, const struct pal_paper_spec *spec,
                               struct pal_where *out_where)
{
    pal_where_set(out_where, "/channel");
    if (spec->channel != PAL_CHANNEL_IN_PERSON && spec->channel != PAL_CHANNEL_POSTAL &&
        spec->channel != PAL_CHANNEL_PROXY) {
        return PAL_ERR_JSON_VALUE;
    }
    pal_where_set(out_where, "/holder");
    bool wants_holder = spec->channel == PAL_CHANNEL_PROXY;
    if (wants_holder != (spec->holder.value != 0)) {
        return wants_holder ? PAL_ERR_JSON_MISSING : PAL_ERR_JSON_VALUE;
    }
    if (wants_holder && spec->holder.value == spec->member.value) {
        return PAL_ERR_PROXY_SELF;
    }
    pal_where_set(out_where, "/received_at");
    if (spec->received_us > pal_store_now_us(store)) {
        return PAL_ERR_JSON_VALUE;
    }
    pal_where_set(out_where, "%s", "");
    return PAL_OK;
}

static enum pal_err spell(const struct pal_manifest *manifest, const struct pal_json *ballot,
                          struct pal_buf *out_marks, struct pal_where *out_where)
{
    enum pal_err err = pal_ballot_spell(manifest, ballot, true, out_marks, out_where);
    if (err != PAL_OK) {
        pal_where_prefix(out_where, "/ballot");
    }
    return err;
}

static enum pal_err insert(struct pal_store *store, const struct pal_paper_spec *spec,
                           struct pal_text marks, const struct pal_uuid *uuid)
{
    PAL_QUERY(query, store, PAL_SQL_PAPERS, INSERT);
    pal_bind_uuid(&query, ":uuid", uuid);
    pal_bind_int(&query, ":poll", spec->poll.value);
    pal_bind_int(&query, ":member", spec->member.value);
    pal_bind_string(&query, ":channel", pal_channel_word(spec->channel));
    if (spec->holder.value != 0) {
        pal_bind_int(&query, ":holder", spec->holder.value);
    }
    pal_bind_int(&query, ":received_us",
                 spec->received_us != 0 ? spec->received_us : pal_store_now_us(store));
    pal_bind_int(&query, ":teller", spec->teller.value);
    pal_bind_text(&query, ":marks", marks);
    enum pal_err err = pal_query_run(&query);
    bool is_at_work = err == PAL_ERR_STORE_CONSTRAINT &&
                      pal_store_violates(store, "paper.poll_id, paper.member_id");
    return is_at_work ? PAL_ERR_PAPER_AT_WORK : err;
}

/* RULE docs/rules/secret.md
 * > Paper that names its voter is not taken in a secret poll.
 */
static enum pal_err check_level(struct pal_store *store, struct pal_poll_id poll)
{
    struct pal_poll_brief brief;
    PAL_TRY(pal_poll_glance(store, poll, &brief));
    return brief.is_secret ? PAL_ERR_POLL_NO_PAPER : PAL_OK;
}

static enum pal_err find_settled(void *context, const struct pal_amendment *amendment)
{
    bool *is_amended = context;
    *is_amended = *is_amended || amendment->is_settled;
    return PAL_OK;
}

/* RULE docs/rules/amendments.md
 * > A postal form is a vote on the text that it was given on. On another text it is not entered, and where
 * > amendments were put in the text its form says on which one it was given.
 */
static enum pal_err check_text(struct pal_store *store, const struct pal_paper_spec *spec,
                               struct pal_where *out_where)
{
    PAL_POLL(poll);
    PAL_TRY(pal_poll_read(store, spec->poll, &poll));
    pal_where_set(out_where, "/text_hash");
    if (spec->text != NULL) {
        bool is_same = poll.has_text && pal_hash_equal(spec->text, &poll.text);
        return is_same ? PAL_OK : PAL_ERR_BALLOT_TEXT;
    }
    bool is_amended = false;
    const struct pal_amendments_query amendments = {.resolution = poll.resolution,
                                                    .limit = INT32_MAX};
    if (spec->channel == PAL_CHANNEL_POSTAL && poll.resolution.value != 0) {
        PAL_TRY(pal_amendments_walk(store, &amendments, find_settled, &is_amended));
    }
    return is_amended ? PAL_ERR_JSON_MISSING : PAL_OK;
}

enum pal_err pal_paper_enter(struct pal_store *store, const struct pal_paper_spec *spec,
                             struct pal_where *out_where, struct pal_uuid *out_uuid)
{
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(check_spec(store, spec, out_where));
    PAL_MANIFEST(called);
    const struct pal_manifest *manifest;
    PAL_TRY(find_manifest(store, spec->poll, &called, &manifest));
    PAL_TRY(check_level(store, spec->poll));
    PAL_TRY(check_text(store, spec, out_where));
    pal_where_set(out_where, "%s", "");
    PAL_TRY(check_right(store, spec, is_open(manifest, &called)));
    PAL_TRY(check_rule(store, manifest, spec->channel, out_where));
    PAL_BUF(marks);
    PAL_TRY(spell(manifest, spec->ballot, &marks, out_where));
    struct pal_uuid uuid = pal_uuid_random();
    PAL_TRY(insert(store, spec, pal_buf_text(&marks), &uuid));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_uuid = uuid;
    return PAL_OK;
}

/* --- the second entry --------------------------------------------------------------------------- */

/* Puts what this teller entered in its place; who made the first entry cannot make the second. */
static enum pal_err place_entry(struct pal_paper *paper, struct pal_person_id teller,
                                struct pal_text marks)
{
    bool is_first = paper->first_by.value == teller.value;
    switch (paper->state) {
    case PAL_PAPER_ENTERED:
        if (is_first) {
            return PAL_ERR_PAPER_SAME_TELLER;
        }
        break;
    case PAL_PAPER_DISAGREED: break;
    case PAL_PAPER_AGREED:
    case PAL_PAPER_CAST:
    case PAL_PAPER_VOID:
    case PAL_PAPER_WITHDRAWN: return PAL_ERR_STATE;
    }
    if (is_first) {
        paper->first = marks;
    } else {
        paper->second = marks;
        paper->second_by = teller;
    }
    return PAL_OK;
}

enum pal_err pal_paper_confirm(struct pal_store *store, const struct pal_paper_entry *entry,
                               struct pal_where *out_where, enum pal_paper_state *out_state)
{
    PAL_TRANSACTION(transaction, store);
    PAL_PAPER(paper);
    PAL_TRY(pal_paper_read(store, &entry->uuid, &paper));
    PAL_MANIFEST(called);
    const struct pal_manifest *manifest;
    PAL_TRY(find_manifest(store, paper.poll, &called, &manifest));
    PAL_BUF(marks);
    PAL_TRY(spell(manifest, entry->ballot, &marks, out_where));
    PAL_TRY(place_entry(&paper, entry->teller, pal_buf_text(&marks)));
    if (!pal_text_equal(paper.first, paper.second)) {
        paper.state = PAL_PAPER_DISAGREED;
        PAL_TRY(pal_paper_save(store, &paper));
    } else if (!is_open(manifest, &called)) {
        paper.state = PAL_PAPER_AGREED;
        PAL_TRY(pal_paper_save(store, &paper));
    } else {
        PAL_CONSTITUTION(constitution);
        struct pal_hash hash;
        int64_t number;
        PAL_TRY(
            pal_poll_constitution(store, &manifest->constitution, &constitution, &hash, &number));
        PAL_TRY(pal_paper_cast(store, manifest, &constitution, &paper));
    }
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_state = paper.state;
    return PAL_OK;
}

enum pal_err pal_paper_withdraw(struct pal_store *store, const struct pal_uuid *uuid)
{
    PAL_TRANSACTION(transaction, store);
    PAL_PAPER(paper);
    PAL_TRY(pal_paper_read(store, uuid, &paper));
    if (paper.state != PAL_PAPER_ENTERED && paper.state != PAL_PAPER_DISAGREED &&
        paper.state != PAL_PAPER_AGREED) {
        return PAL_ERR_STATE;
    }
    paper.state = PAL_PAPER_WITHDRAWN;
    PAL_TRY(pal_paper_save(store, &paper));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_papers_expire(struct pal_store *store, int64_t until_us, int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_PAPERS, FORGET_OLD);
    pal_bind_int(&query, ":until", until_us);
    PAL_TRY(pal_query_run(&query));
    *out_count = pal_query_changes(&query);
    return PAL_OK;
}
