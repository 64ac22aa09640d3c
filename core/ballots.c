/*
 * ballots.c - the ballots of the box: what is committed to, what is kept, what is counted.
 */
#include "ballots.h"

#include <string.h>

#include "audit/entry.h"
#include "audit/roll.h"
#include "ballots/format.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/log.h"
#include "core/store.h"

#include "sql.h"

enum { KEY, INSERT, COMMITMENTS, ALL, OPENINGS, AGAINST, STATEMENT_COUNT };

#define OPENED                                                                                  \
    "SELECT b.id, b.college, b.channel, k.key, k.name, h.key, h.name, b.marks, b.salt, b.void," \
    " b.member_id, x.pseudonym, y.pseudonym"                                                    \
    " FROM ballot AS b JOIN member_key AS k ON k.member_id = b.member_id"                       \
    " LEFT JOIN member_key AS h ON h.member_id = b.holder_id"                                   \
    " LEFT JOIN kept_line AS x ON x.poll_id = b.poll_id AND x.member_id = b.member_id"          \
    " LEFT JOIN kept_line AS y ON y.poll_id = b.poll_id AND y.member_id = b.holder_id"

static const char *const sql[STATEMENT_COUNT] = {
    [KEY] = "SELECT key FROM member_key WHERE member_id = :member",
    [INSERT] = "INSERT INTO ballot (id, poll_id, member_id, college, channel, holder_id, marks,"
               " salt, void, commitment) VALUES (:id, :poll, :member, :college, :channel, :holder,"
               " :marks, :salt, :void, :commitment)",
    [COMMITMENTS] = "SELECT commitment, void IS NOT NULL FROM ballot WHERE poll_id = :poll"
                    " ORDER BY id",
    [ALL] = OPENED " WHERE b.poll_id = :poll ORDER BY b.id",
    [OPENINGS] = OPENED " WHERE b.poll_id = :poll AND b.id > :after ORDER BY b.id LIMIT :limit",
    [AGAINST] = "SELECT EXISTS (SELECT 1 FROM cast_vote"
                "  WHERE poll_id = :poll AND member_id = :member),"
                " EXISTS (SELECT 1 FROM cast_vote WHERE poll_id = :poll AND member_id = :holder"
                "         AND channel IN ('remote', 'in_person')),"
                " (SELECT count(*) FROM cast_vote WHERE poll_id = :poll AND holder_id = :holder)",
};
const struct pal_sql pal_ballots_sql = {sql, STATEMENT_COUNT};

/* --- in ----------------------------------------------------------------------------------------- */

enum pal_err pal_ballot_spell(const struct pal_manifest *manifest, const struct pal_json *says,
                              bool takes_spoilt, struct pal_buf *out_marks,
                              struct pal_where *out_where)
{
    static const char *const names[] = {"choice", "approves", "scores",   "points", "ranks",
                                        "blank",  "spoilt",   "abstains", NULL};
    PAL_DRAFT(draft);
    if (manifest->kind == PAL_BALLOT_NONE) {
        return PAL_ERR_BALLOT_KIND; /* nobody votes where lots are drawn */
    }
    PAL_TRY(pal_json_only(says, names, out_where));
    enum pal_err err =
        pal_ballot_read_json(says, &manifest->question, manifest->kind, &draft, out_where);
    struct pal_ballot ballot = pal_draft_ballot(&draft);
    enum pal_ballot_state state = ballot.state;
    if (err == PAL_OK) {
        err = pal_decide_judge(manifest->method, &manifest->question, &ballot, &state);
    }
    bool is_refused = err != PAL_OK && err != PAL_ERR_BALLOT_SAYS && err != PAL_ERR_JSON_TYPE &&
                      err != PAL_ERR_BALLOT_KIND;
    if (takes_spoilt && is_refused) {
        ballot = (struct pal_ballot){.state = PAL_BALLOT_SPOILT};
        err = PAL_OK;
    }
    PAL_TRY(err);
    if (!takes_spoilt && ballot.state == PAL_BALLOT_SPOILT) {
        return PAL_ERR_BALLOT_SAYS;
    }
    PAL_JSON(spelled);
    spelled = pal_ballot_json_new(&ballot, manifest->kind);
    pal_json_write_sorted(spelled, out_marks);
    return PAL_OK;
}

static enum pal_err read_pseudonym(struct pal_store *store, struct pal_member_id member,
                                   const struct pal_uuid *poll, char *out_pseudonym)
{
    PAL_QUERY(query, store, PAL_SQL_BALLOTS, KEY);
    pal_bind_int(&query, ":member", member.value);
    PAL_TRY(pal_query_one(&query));
    if (pal_column_is_null(&query, 0)) {
        return PAL_ERR_NOT_FOUND;
    }
    pal_pseudonym_write((const uint8_t *)pal_column_blob(&query, 0).bytes, poll, out_pseudonym);
    return PAL_OK;
}

enum pal_err pal_ballot_put(struct pal_store *store, const struct pal_manifest *manifest,
                            const struct pal_ballot_slip *slip, struct pal_cast_receipt *out)
{
    char voter[PAL_PSEUDONYM_SIZE + 1];
    char holder[PAL_PSEUDONYM_SIZE + 1] = "";
    PAL_TRY(read_pseudonym(store, slip->member, &manifest->poll, voter));
    if (slip->holder.value != 0) {
        PAL_TRY(read_pseudonym(store, slip->holder, &manifest->poll, holder));
    }
    struct pal_opening opening = {
        .voter = pal_text_of(voter),
        .holder = pal_text_of(holder),
        .college = slip->college,
        .channel = slip->channel,
        .marks = slip->marks,
        .void_reason = pal_text_of(pal_void_word(slip->void_reason)),
    };
    pal_crypto_random(opening.salt, sizeof opening.salt);
    struct pal_cast_receipt receipt = {
        .channel = slip->channel,
        .commitment = pal_opening_commitment(&manifest->poll, &opening),
    };
    uint64_t index;
    PAL_TRY(pal_log_append_cast(store, &manifest->poll, &receipt.commitment, &index));
    receipt.entry = (int64_t)index;

    PAL_QUERY(insert, store, PAL_SQL_BALLOTS, INSERT);
    pal_bind_int(&insert, ":id", receipt.entry);
    pal_bind_int(&insert, ":poll", slip->poll.value);
    pal_bind_int(&insert, ":member", slip->member.value);
    pal_bind_text(&insert, ":college", slip->college);
    pal_bind_string(&insert, ":channel", pal_channel_word(slip->channel));
    if (slip->holder.value != 0) {
        pal_bind_int(&insert, ":holder", slip->holder.value);
    }
    pal_bind_text(&insert, ":marks", slip->marks);
    pal_bind_blob(&insert, ":salt", opening.salt, sizeof opening.salt);
    if (slip->void_reason != PAL_VOID_NONE) {
        pal_bind_string(&insert, ":void", pal_void_word(slip->void_reason));
    }
    pal_bind_hash(&insert, ":commitment", &receipt.commitment);
    PAL_TRY(pal_query_run(&insert));
    *out = receipt;
    return PAL_OK;
}

/* --- out ---------------------------------------------------------------------------------------- */

enum pal_err pal_box_sum(struct pal_store *store, struct pal_poll_id poll, struct pal_box_sum *out)
{
    *out = (struct pal_box_sum){0};
    struct pal_tree_edge edge = {0};
    PAL_QUERY(query, store, PAL_SQL_BALLOTS, COMMITMENTS);
    pal_bind_int(&query, ":poll", poll.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct pal_hash commitment = pal_column_hash(&query, 0);
        pal_root_add(&edge, &commitment);
        out->voids += pal_column_bool(&query, 1);
        out->count++;
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    out->root = pal_root_of(&edge);
    return PAL_OK;
}

/* From the key, or, of a member who was erased, as it was kept. */
static void write_pseudonym(const struct pal_query *query, int column, const struct pal_uuid *poll,
                            char *out_pseudonym)
{
    int kept = column == 3 ? 11 : 12;
    memset(out_pseudonym, 0, PAL_PSEUDONYM_SIZE + 1);
    if (!pal_column_is_null(query, kept)) {
        memcpy(out_pseudonym, pal_column_text(query, kept).bytes, PAL_PSEUDONYM_SIZE);
    } else if (!pal_column_is_null(query, column)) {
        pal_pseudonym_write((const uint8_t *)pal_column_blob(query, column).bytes, poll,
                            out_pseudonym);
    }
}

/* Where the pseudonyms of a row are spelled. */
struct voices {
    char voter[PAL_PSEUDONYM_SIZE + 1], holder[PAL_PSEUDONYM_SIZE + 1];
};

static struct pal_opening read_opening(const struct pal_query *query, const struct pal_uuid *poll,
                                       struct voices *voices)
{
    write_pseudonym(query, 3, poll, voices->voter);
    write_pseudonym(query, 5, poll, voices->holder);
    struct pal_opening opening = {
        .entry = pal_column_int(query, 0),
        .college = pal_column_text(query, 1),
        .voter = pal_text_of(voices->voter),
        .holder = pal_text_of(voices->holder),
        .marks = pal_column_text(query, 7),
        .void_reason =
            pal_column_is_null(query, 9) ? (struct pal_text){0} : pal_column_text(query, 9),
    };
    PAL_CHECK(pal_channel_read(pal_column_text(query, 2), &opening.channel));
    memcpy(opening.salt, pal_column_blob(query, 8).bytes, sizeof opening.salt);
    return opening;
}

enum pal_err pal_ballots_walk(struct pal_store *store, struct pal_poll_id poll,
                              const struct pal_uuid *poll_uuid,
                              enum pal_err (*visit)(void *context,
                                                    const struct pal_opening *opening,
                                                    const struct pal_hash *commitment),
                              void *context)
{
    PAL_QUERY(query, store, PAL_SQL_BALLOTS, ALL);
    pal_bind_int(&query, ":poll", poll.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct voices voices;
        struct pal_opening opening = read_opening(&query, poll_uuid, &voices);
        struct pal_hash commitment = pal_opening_commitment(poll_uuid, &opening);
        PAL_TRY(visit(context, &opening, &commitment));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

static enum pal_err show(const struct pal_query *query, const struct pal_manifest *manifest,
                         enum pal_err (*visit)(void *context, const struct pal_opening *opening),
                         void *context)
{
    struct voices voices;
    struct pal_opening opening = read_opening(query, &manifest->poll, &voices);
    if (manifest->calls_names) {
        opening.voter_name = pal_column_text(query, 4);
        opening.holder_name =
            pal_column_is_null(query, 6) ? (struct pal_text){0} : pal_column_text(query, 6);
    }
    return visit(context, &opening);
}

enum pal_err pal_box_openings(struct pal_store *store, const struct pal_openings_query *query,
                              enum pal_err (*visit)(void *context,
                                                    const struct pal_opening *opening),
                              void *context)
{
    struct pal_poll_brief brief;
    PAL_TRY(pal_poll_glance(store, query->poll, &brief));
    if (brief.state != PAL_POLL_CLOSED && brief.state != PAL_POLL_COUNTED &&
        brief.state != PAL_POLL_PUBLISHED) {
        return PAL_ERR_POLL_NOT_COUNTED;
    }
    PAL_MANIFEST(manifest);
    PAL_TRY(pal_manifest_read(store, &brief.manifest, &brief.uuid, &manifest));
    PAL_QUERY(list, store, PAL_SQL_BALLOTS, OPENINGS);
    pal_bind_int(&list, ":poll", query->poll.value);
    pal_bind_int(&list, ":after", query->after_entry);
    pal_bind_int(&list, ":limit", (int64_t)query->limit);
    bool has_row;
    PAL_TRY(pal_query_next(&list, &has_row));
    while (has_row) {
        PAL_TRY(show(&list, &manifest, visit, context));
        PAL_TRY(pal_query_next(&list, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_ballots_against(struct pal_store *store, struct pal_poll_id poll,
                                 struct pal_member_id member, struct pal_member_id holder,
                                 struct pal_ballot_against *out)
{
    PAL_QUERY(query, store, PAL_SQL_BALLOTS, AGAINST);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_int(&query, ":holder", holder.value);
    PAL_TRY(pal_query_one(&query));
    *out = (struct pal_ballot_against){
        .has_voted = pal_column_bool(&query, 0),
        .holder_has_voted = pal_column_bool(&query, 1),
        .held = (uint64_t)pal_column_int(&query, 2),
    };
    return PAL_OK;
}
