/*
 * recount.c - the ballots of a poll as they are counted, and the outcome that they make.
 */
#include "audit/recount.h"

#include <string.h>

#include "ballots/format.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

#include "recount_table.h"

void pal_recount_init(struct pal_recount *recount, const struct pal_manifest *manifest,
                      const struct pal_constitution *constitution)
{
    *recount = (struct pal_recount){.manifest = manifest, .constitution = constitution};
    recount->used = pal_mem_new(manifest->college_count, sizeof *recount->used);
    pal_recount_table_init(&recount->marks);
    pal_recount_table_init(&recount->voters);
}

void pal_recount_done(struct pal_recount *recount)
{
    pal_recount_table_done(&recount->marks);
    pal_recount_table_done(&recount->voters);
    pal_mem_free(recount->votes);
    pal_mem_free(recount->ballots);
    pal_mem_free(recount->used);
    pal_mem_free(recount->attendance);
    pal_draft_done(&recount->board);
    *recount = (struct pal_recount){0};
}

/* --- ballots ------------------------------------------------------------------------------------ */

/* RULE docs/rules/polls.md
 * > A ballot is its marks; what cannot be opened, what is not spelled in its one spelling and what the
 * > method refuses is `{"spoilt":true}`.
 *
 * So it is of open ballots, when they are cast. */
static enum pal_err read_marks(const struct pal_manifest *manifest, struct pal_text text,
                               struct pal_draft *draft)
{
    PAL_JSON(says);
    PAL_TRY(pal_json_parse(text, PAL_LIMIT_BALLOT, &says, NULL));
    PAL_TRY(pal_ballot_read_json(says, &manifest->question, manifest->kind, draft, NULL));
    struct pal_ballot ballot = pal_draft_ballot(draft);
    enum pal_ballot_state state = ballot.state;
    PAL_TRY(pal_decide_judge(manifest->method, &manifest->question, &ballot, &state));
    PAL_JSON(spelled);
    PAL_BUF(spelling);
    spelled = pal_ballot_json_new(&ballot, manifest->kind);
    pal_json_write_sorted(spelled, &spelling);
    return pal_text_equal(text, pal_buf_text(&spelling)) ? PAL_OK : PAL_ERR_POLL_DOCUMENT;
}

enum pal_err pal_marks_check(const struct pal_manifest *manifest, struct pal_text marks)
{
    PAL_DRAFT(draft);
    return read_marks(manifest, marks, &draft);
}

/* The ballot that a text spells, lent by the recount. */
static enum pal_err intern(struct pal_recount *recount, struct pal_text text,
                           struct pal_ballot *out_ballot)
{
    bool is_new;
    struct pal_recount_slot *slot = pal_recount_table_find(&recount->marks, text, &is_new);
    if (is_new) {
        PAL_DRAFT(draft);
        if (read_marks(recount->manifest, text, &draft) != PAL_OK) {
            pal_recount_table_drop(&recount->marks, slot);
            return PAL_ERR_POLL_DOCUMENT;
        }
        slot->draft = pal_mem_copy(&draft, sizeof draft);
        draft = (struct pal_draft){0}; /* moved */
    }
    *out_ballot = pal_draft_ballot(slot->draft);
    return PAL_OK;
}

static size_t add_vote(struct pal_recount *recount, const struct pal_vote *vote)
{
    recount->vote_capacity = pal_mem_capacity(recount->vote_capacity, recount->vote_count + 1);
    recount->votes = pal_mem_grow(recount->votes, recount->vote_capacity, sizeof *recount->votes);
    recount->votes[recount->vote_count] = *vote;
    return recount->vote_count++;
}

static void add_ballot(struct pal_recount *recount, const struct pal_box_ballot *ballot)
{
    recount->ballot_capacity =
        pal_mem_capacity(recount->ballot_capacity, recount->ballot_count + 1);
    recount->ballots =
        pal_mem_grow(recount->ballots, recount->ballot_capacity, sizeof *recount->ballots);
    recount->ballots[recount->ballot_count++] = *ballot;
}

/* Which of those who voted this is. Keys only tell one from another. PAL_ERR_POLL_DOCUMENT where two
 * of their votes would count. */
static enum pal_err find_voter(struct pal_recount *recount, const struct pal_opening *opening,
                               uint64_t *out_key)
{
    bool is_new;
    struct pal_recount_slot *slot =
        pal_recount_table_find(&recount->voters, opening->voter, &is_new);
    if (is_new) {
        slot->number = recount->voters.taken_count;
    }
    bool counts = opening->void_reason.size == 0;
    if (counts && slot->has_counted) {
        return PAL_ERR_POLL_DOCUMENT;
    }
    slot->has_counted = slot->has_counted || counts;
    *out_key = slot->number;
    return PAL_OK;
}

enum pal_err pal_recount_add_opening(struct pal_recount *recount, const struct pal_opening *opening)
{
    const struct pal_constitution *constitution = recount->constitution;
    struct pal_vote vote = {.channel = opening->channel, .is_judged = true};
    vote.college = constitution->college_count == 0
                       ? 0
                       : pal_constitution_college(constitution, opening->college);
    bool is_placed = constitution->college_count == 0 ? opening->college.size == 0
                                                      : vote.college < constitution->college_count;
    if (!is_placed || !pal_void_read(opening->void_reason, &vote.judged)) {
        return PAL_ERR_POLL_DOCUMENT;
    }
    struct pal_box_ballot ballot = {.college = vote.college};
    PAL_TRY(intern(recount, opening->marks, &ballot.ballot));
    PAL_TRY(find_voter(recount, opening, &vote.member));
    ballot.vote = add_vote(recount, &vote);
    add_ballot(recount, &ballot);
    recount->voids += vote.judged != PAL_VOID_NONE;
    recount->used[vote.college] += vote.judged == PAL_VOID_NONE;
    return PAL_OK;
}

enum pal_err pal_recount_add_opened(struct pal_recount *recount, size_t college,
                                    struct pal_text marks)
{
    struct pal_box_ballot ballot = {.vote = PAL_BALLOT_UNLINKED, .college = college};
    if (college >= recount->manifest->college_count) {
        return PAL_ERR_POLL_DOCUMENT;
    }
    PAL_TRY(intern(recount, marks, &ballot.ballot));
    add_ballot(recount, &ballot);
    recount->used[college]++;
    return PAL_OK;
}

/* --- what the box says ---------------------------------------------------------------------------- */

/* Votes that say nothing by themselves: keys only tell one from another. */
static void add_votes(struct pal_recount *recount, size_t college, enum pal_channel channel,
                      uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        (void)add_vote(recount,
                       &(struct pal_vote){.member = UINT64_MAX - recount->vote_count,
                                          .college = college,
                                          .channel = channel,
                                          .is_judged = channel != PAL_CHANNEL_BLANK_PROXY});
    }
}

/* Those who attend without having voted. */
static void add_attendance(struct pal_recount *recount, size_t college, uint64_t count)
{
    size_t room = recount->attendance_count + (size_t)count;
    recount->attendance = pal_mem_grow(recount->attendance, room, sizeof *recount->attendance);
    for (; recount->attendance_count < room; recount->attendance_count++) {
        recount->attendance[recount->attendance_count] =
            (struct pal_attendance){.member = UINT64_MAX / 2 + recount->attendance_count,
                                    .college = college};
    }
}

/* RULE docs/rules/polls.md
 * > Of a secret poll each mark of the register is a vote, in its college, and each sealed ballot a
 * > ballot that is linked to none and counts in the college in which it was cast.
 */
static enum pal_err add_box(struct pal_recount *recount, const struct pal_box *box)
{
    const struct pal_manifest *manifest = recount->manifest;
    bool is_same = box->count == recount->ballot_count && box->voids == recount->voids &&
                   box->college_count == manifest->college_count && pal_box_adds_up(box, manifest);
    for (size_t i = 0; is_same && i < box->college_count; i++) {
        const struct pal_box_college *college = &box->colleges[i];
        uint64_t there = recount->used[i] + college->attending + college->blank_proxies;
        is_same = there <= manifest->colleges[i] &&
                  (!manifest->is_secret || college->used == recount->used[i]);
    }
    if (!is_same) {
        return PAL_ERR_POLL_DOCUMENT;
    }
    for (size_t i = 0; i < box->college_count; i++) {
        add_votes(recount, i, PAL_CHANNEL_REMOTE, box->colleges[i].used);
        add_votes(recount, i, PAL_CHANNEL_BLANK_PROXY, box->colleges[i].blank_proxies);
        add_attendance(recount, i, box->colleges[i].attending);
    }
    return PAL_OK;
}

/* RULE docs/rules/proxies.md
 * > In an election it counts for the candidates that the
 * > board presents, and abstains where there are none, or where a ballot cannot name them all and no
 * > other.
 *
 * A choice and a first rank name one; scores and points would have to be made up. */
static void make_board(struct pal_recount *recount)
{
    const struct pal_question *question = &recount->manifest->question;
    const struct pal_json *options = pal_json_get(recount->manifest->document, "options");
    enum pal_ballot_kind kind = recount->manifest->kind;
    size_t count = 0;
    size_t last = 0;
    pal_draft_fill(&recount->board, question->option_count, 0);
    for (size_t i = 0; i < pal_json_count(options); i++) {
        bool is_by_board = false;
        enum pal_err err =
            pal_json_optional_bool(pal_json_at(options, i), "by_board", &is_by_board, NULL);
        if (err == PAL_OK && is_by_board) {
            recount->board.marks[i] = 1;
            last = i;
            count++;
        }
    }
    bool names_many =
        kind == PAL_BALLOT_APPROVES && (question->max_length == 0 || count <= question->max_length);
    bool names_one = kind == PAL_BALLOT_CHOICE || kind == PAL_BALLOT_RANKS;
    recount->has_board = (names_many && count > 0) || (names_one && count == 1);
    if (recount->has_board && kind == PAL_BALLOT_RANKS) {
        pal_draft_fill(&recount->board, 1, (int32_t)last);
    }
}

/* --- the outcome ---------------------------------------------------------------------------------- */

static void set_hashes(const struct pal_manifest *manifest, const struct pal_box *box,
                       const struct pal_hash *opened, struct pal_json *outcome)
{
    pal_json_set_string(outcome, "format", PAL_OUTCOME_FORMAT);
    pal_json_set_uuid(outcome, "poll", &manifest->poll);
    pal_json_set_hash(outcome, "manifest", &manifest->hash);
    pal_json_set_hash(outcome, "box", &box->hash);
    if (opened != NULL) {
        pal_json_set_hash(outcome, "opened", opened);
    }
    struct pal_json *constitution = pal_json_object_new();
    pal_json_set_uuid(constitution, "id", &manifest->constitution);
    pal_json_set_int(constitution, "number", manifest->constitution_number);
    pal_json_set_hash(constitution, "hash", &manifest->constitution_hash);
    pal_json_set(outcome, "constitution", constitution);
    struct pal_json *method = pal_json_object_new();
    pal_json_set_string(method, "id", manifest->method->id);
    pal_json_set_int(method, "version", manifest->method->version);
    pal_json_set(outcome, "method", method);
}

static enum pal_err decide(const struct pal_recount *recount, struct pal_json *outcome)
{
    const struct pal_manifest *manifest = recount->manifest;
    struct pal_ballot board = pal_draft_ballot(&recount->board);
    const struct pal_decide_spec spec = {
        .method = pal_text_of(manifest->method->id),
        .question = &manifest->question,
        .board = &manifest->board,
        .decision_class = manifest->decision_class,
        .call = manifest->call,
        .electorate = pal_electorate_of(recount->constitution, manifest->electorate),
        .members = manifest->colleges,
        .votes = recount->votes,
        .vote_count = recount->vote_count,
        .ballots = recount->ballots,
        .ballot_count = recount->ballot_count,
        .attendance = recount->attendance,
        .attendance_count = recount->attendance_count,
        .board_approved = manifest->is_approved,
        .board_ballot = recount->has_board ? &board : NULL,
    };
    PAL_RESULT(result);
    PAL_TRY(pal_decide(recount->constitution, &spec, &result, NULL));
    PAL_JSON(decision);
    decision = pal_result_write(&result, recount->constitution, &spec);
    PAL_BUF(text);
    pal_json_write_sorted(decision, &text);
    pal_json_set_text(outcome, "decision", pal_buf_text(&text));
    pal_json_set_string(outcome, "verdict", pal_result_kind_word(result.kind));
    return PAL_OK;
}

enum pal_err pal_recount_finish(struct pal_recount *recount, const struct pal_box *box,
                                const struct pal_hash *opened, struct pal_json **out_outcome)
{
    PAL_JSON(outcome);
    PAL_TRY(add_box(recount, box));
    make_board(recount);
    outcome = pal_json_object_new();
    set_hashes(recount->manifest, box, opened, outcome);
    PAL_TRY(decide(recount, outcome));
    *out_outcome = outcome;
    outcome = NULL; /* moved */
    return PAL_OK;
}
