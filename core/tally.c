/*
 * tally.c - from a closed poll to its outcome: the evidence, the decision, the log.
 */
#include "core/tally.h"

#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "ballots.h"
#include "evidence.h"
#include "manifest.h"
#include "polling.h"

#define OUTCOME_FORMAT "palabre-outcome/1"

void pal_tally_done(struct pal_tally_made *tally)
{
    pal_json_free(tally->outcome);
    *tally = (struct pal_tally_made){0};
}

/* --- what is counted ---------------------------------------------------------------------------- */

/* Everything that the decision reads. */
struct tally {
    struct pal_poll poll;
    struct pal_manifest manifest;
    struct pal_constitution constitution;
    struct pal_json *box;
    struct pal_evidence evidence;
    struct pal_attendance *attendance;
    size_t attendance_count;
    struct pal_draft board;
    bool has_board;
};

static void tally_done(struct tally *tally)
{
    pal_poll_done(&tally->poll);
    pal_manifest_done(&tally->manifest);
    pal_constitution_done(&tally->constitution);
    pal_json_free(tally->box);
    pal_evidence_done(&tally->evidence);
    pal_mem_free(tally->attendance);
    pal_draft_done(&tally->board);
}

static enum pal_err read_count(const struct pal_json *object, const char *name, uint64_t *out_count)
{
    int64_t value;
    if (pal_json_int(object, name, &value, NULL) != PAL_OK || value < 0 ||
        value > PAL_LIMIT_MEMBERS) {
        return PAL_ERR_LOG_BROKEN;
    }
    *out_count = (uint64_t)value;
    return PAL_OK;
}

/* Those who attend without having voted; keys only tell one from another. */
static void add_attendance(struct tally *tally, size_t college, uint64_t count)
{
    size_t room = tally->attendance_count + (size_t)count;
    tally->attendance = pal_mem_grow(tally->attendance, room, sizeof *tally->attendance);
    for (; tally->attendance_count < room; tally->attendance_count++) {
        tally->attendance[tally->attendance_count] =
            (struct pal_attendance){.member = UINT64_MAX / 2 + tally->attendance_count,
                                    .college = college};
    }
}

static enum pal_err read_box(struct pal_store *store, struct tally *tally)
{
    const struct pal_json *colleges;
    PAL_TRY(pal_document_prove(store, &tally->poll.box, &tally->box));
    if (pal_json_array(tally->box, "colleges", &colleges, NULL) != PAL_OK ||
        pal_json_count(colleges) != tally->manifest.college_count) {
        return PAL_ERR_LOG_BROKEN;
    }
    for (size_t i = 0; i < tally->manifest.college_count; i++) {
        uint64_t attending;
        uint64_t blank_proxies;
        PAL_TRY(read_count(pal_json_at(colleges, i), "attending", &attending));
        PAL_TRY(read_count(pal_json_at(colleges, i), "blank_proxies", &blank_proxies));
        add_attendance(tally, i, attending);
        pal_evidence_add_blank_proxies(&tally->evidence, i, blank_proxies);
    }
    return PAL_OK;
}

/* The box has the ballots that were read, and the roll the rights that they used. */
static enum pal_err check_box(struct pal_store *store, const struct tally *tally)
{
    struct pal_box_sum sum;
    struct pal_roll_counts counts;
    uint64_t count;
    uint64_t voids;
    uint64_t used;
    struct pal_hash root;
    PAL_TRY(read_count(tally->box, "count", &count));
    PAL_TRY(read_count(tally->box, "void", &voids));
    PAL_TRY(read_count(tally->box, "used", &used));
    PAL_TRY(pal_box_sum(store, tally->poll.id, &sum));
    PAL_TRY(
        pal_roll_count(store, tally->poll.id, tally->poll.assembly, &tally->constitution, &counts));
    if (pal_json_hash(tally->box, "root", &root, NULL) != PAL_OK ||
        !pal_hash_equal(&root, &sum.root)) {
        return PAL_ERR_LOG_BROKEN;
    }
    bool is_same = count == tally->evidence.ballot_count && voids == tally->evidence.voids &&
                   used == counts.used && count - voids == used;
    return is_same ? PAL_OK : PAL_ERR_LOG_BROKEN;
}

static enum pal_err check_roll(struct pal_store *store, const struct tally *tally)
{
    struct pal_roll_summary summary PAL_CLEANUP(pal_roll_summary_done) = {0};
    PAL_TRY(pal_roll_sum(store, tally->poll.id, &tally->poll.uuid, &tally->constitution, &summary));
    bool is_same = summary.voters == tally->manifest.voters &&
                   pal_hash_equal(&summary.root, &tally->manifest.roll_root);
    return is_same ? PAL_OK : PAL_ERR_LOG_BROKEN;
}

/* RULE docs/rules/proxies.md
 * > In an election it counts for the candidates that the
 * > board presents, and abstains where there are none, or where a ballot cannot name them all and no
 * > other.
 *
 * A choice and a first rank name one; scores and points would have to be made up. */
static void make_board(struct tally *tally)
{
    const struct pal_question *question = &tally->manifest.question;
    const struct pal_json *options = pal_json_get(tally->manifest.document, "options");
    enum pal_ballot_kind kind = tally->manifest.kind;
    size_t count = 0;
    size_t last = 0;
    pal_draft_fill(&tally->board, question->option_count, 0);
    for (size_t i = 0; i < pal_json_count(options); i++) {
        const struct pal_json *by_board = pal_json_get(pal_json_at(options, i), "by_board");
        if (by_board != NULL && pal_json_as_bool(by_board)) {
            tally->board.marks[i] = 1;
            last = i;
            count++;
        }
    }
    bool names_many =
        kind == PAL_BALLOT_APPROVES && (question->max_length == 0 || count <= question->max_length);
    bool names_one = kind == PAL_BALLOT_CHOICE || kind == PAL_BALLOT_RANKS;
    tally->has_board = (names_many && count > 0) || (names_one && count == 1);
    if (tally->has_board && kind == PAL_BALLOT_RANKS) {
        pal_draft_fill(&tally->board, 1, (int32_t)last);
    }
}

static enum pal_err gather(struct pal_store *store, struct tally *tally)
{
    struct pal_hash hash;
    int64_t number;
    struct pal_poll *poll = &tally->poll;
    PAL_TRY(pal_manifest_read(store, &poll->manifest, &poll->uuid, &tally->manifest));
    PAL_TRY(pal_poll_constitution(store, &tally->manifest.constitution, &tally->constitution, &hash,
                                  &number));
    if (!pal_hash_equal(&hash, &tally->manifest.constitution_hash)) {
        return PAL_ERR_LOG_BROKEN;
    }
    PAL_TRY(
        pal_evidence_read(store, poll, &tally->manifest, &tally->constitution, &tally->evidence));
    PAL_TRY(check_roll(store, tally));
    PAL_TRY(read_box(store, tally));
    PAL_TRY(check_box(store, tally));
    make_board(tally);
    return PAL_OK;
}

/* --- the decision ------------------------------------------------------------------------------- */

static void set_hashes(const struct tally *tally, struct pal_json *outcome)
{
    const struct pal_manifest *manifest = &tally->manifest;
    pal_json_set_string(outcome, "format", OUTCOME_FORMAT);
    pal_json_set_uuid(outcome, "poll", &manifest->poll);
    pal_json_set_hash(outcome, "manifest", &manifest->hash);
    pal_json_set_hash(outcome, "box", &tally->poll.box);
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

static enum pal_err decide(const struct tally *tally, struct pal_json *outcome)
{
    const struct pal_manifest *manifest = &tally->manifest;
    struct pal_ballot board = pal_draft_ballot(&tally->board);
    const struct pal_decide_spec spec = {
        .method = pal_text_of(manifest->method->id),
        .question = &manifest->question,
        .board = &manifest->board,
        .decision_class = manifest->decision_class,
        .call = manifest->call,
        .electorate = pal_electorate_of(&tally->constitution, manifest->electorate),
        .members = manifest->colleges,
        .votes = tally->evidence.votes,
        .vote_count = tally->evidence.vote_count,
        .ballots = tally->evidence.ballots,
        .ballot_count = tally->evidence.ballot_count,
        .attendance = tally->attendance,
        .attendance_count = tally->attendance_count,
        .board_approved = manifest->is_approved,
        .board_ballot = tally->has_board ? &board : NULL,
    };
    PAL_RESULT(result);
    PAL_TRY(pal_decide(&tally->constitution, &spec, &result, NULL));
    PAL_JSON(decision);
    decision = pal_result_write(&result, &tally->constitution, &spec);
    PAL_BUF(text);
    pal_json_write_sorted(decision, &text);
    pal_json_set_text(outcome, "decision", pal_buf_text(&text));
    pal_json_set_string(outcome, "verdict", pal_result_kind_word(result.kind));
    return PAL_OK;
}

enum pal_err pal_tally_compute(struct pal_store *snapshot, struct pal_poll_id poll,
                               struct pal_tally_made *out)
{
    struct tally tally PAL_CLEANUP(tally_done) = {0};
    PAL_TRY(pal_poll_read(snapshot, poll, &tally.poll));
    if (tally.poll.state != PAL_POLL_CLOSED) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(gather(snapshot, &tally));
    PAL_JSON(outcome);
    outcome = pal_json_object_new();
    set_hashes(&tally, outcome);
    PAL_TRY(decide(&tally, outcome));
    *out = (struct pal_tally_made){.poll = poll, .box = tally.poll.box, .outcome = outcome};
    outcome = NULL; /* moved */
    return PAL_OK;
}

/* --- the log ------------------------------------------------------------------------------------ */

static enum pal_err log_count(struct pal_store *store, const struct pal_poll *poll,
                              const struct pal_json *outcome, const struct pal_hash *hash)
{
    const struct pal_json *method = pal_json_get(outcome, "method");
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "poll", &poll->uuid);
    pal_json_set_hash(d, "outcome", hash);
    pal_json_set_text(d, "verdict", pal_json_as_text(pal_json_get(outcome, "verdict")));
    pal_json_set_text(d, "method", pal_json_as_text(pal_json_get(method, "id")));
    pal_json_set_int(d, "version", pal_json_as_int(pal_json_get(method, "version")));
    return pal_change_make(store, &(struct pal_log_entry){"poll.count", pal_uuid_random(), d},
                           NULL);
}

enum pal_err pal_tally_record(struct pal_store *store, const struct pal_tally_made *tally)
{
    PAL_TRANSACTION(transaction, store);
    PAL_POLL(poll);
    PAL_TRY(pal_poll_read(store, tally->poll, &poll));
    if (poll.state != PAL_POLL_CLOSED || !pal_hash_equal(&poll.box, &tally->box)) {
        return PAL_ERR_STATE;
    }
    struct pal_hash hash;
    PAL_TRY(pal_document_put_json(store, PAL_DOCUMENT_OUTCOME, tally->outcome, &hash, NULL));
    PAL_TRY(log_count(store, &poll, tally->outcome, &hash));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "poll", &poll.uuid);
    PAL_TRY(pal_change_make(store, &(struct pal_log_entry){"poll.publish", pal_uuid_random(), d},
                            NULL));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_tally_outcome(struct pal_store *store, struct pal_poll_id poll,
                               struct pal_json **out_json, struct pal_json **out_decision)
{
    PAL_POLL(row);
    PAL_TRY(pal_poll_read(store, poll, &row));
    if (!row.has_outcome) {
        return PAL_ERR_POLL_NOT_COUNTED;
    }
    PAL_JSON(outcome);
    PAL_TRY(pal_document_prove(store, &row.outcome, &outcome));
    struct pal_text decision;
    if (pal_json_text(outcome, "decision", &decision, NULL) != PAL_OK ||
        pal_json_parse(decision, decision.size, out_decision, NULL) != PAL_OK) {
        return PAL_ERR_LOG_BROKEN;
    }
    *out_json = outcome;
    outcome = NULL; /* moved */
    return PAL_OK;
}
