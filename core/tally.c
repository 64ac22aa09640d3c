/*
 * tally.c - from a closed poll to its outcome: the evidence, the decision, the log.
 */
#include "core/tally.h"

#include "audit/box.h"
#include "audit/recount.h"
#include "base/fields.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "amending.h"
#include "apply.h"
#include "ballots.h"
#include "evidence.h"
#include "manifest.h"
#include "polling.h"
#include "urn.h"

void pal_tally_done(struct pal_tally_made *tally)
{
    pal_json_free(tally->outcome);
    pal_buf_done(&tally->opened);
    *tally = (struct pal_tally_made){0};
}

/* --- what is counted ---------------------------------------------------------------------------- */

/* Everything that the decision reads. */
struct tally {
    struct pal_poll poll;
    struct pal_manifest manifest;
    struct pal_constitution constitution;
    struct pal_box box;
    struct pal_recount recount;
};

static void tally_done(struct tally *tally)
{
    pal_recount_done(&tally->recount);
    pal_box_done(&tally->box);
    pal_poll_done(&tally->poll);
    pal_manifest_done(&tally->manifest);
    pal_constitution_done(&tally->constitution);
}

static enum pal_err read_box(struct pal_store *store, struct tally *tally)
{
    PAL_BUF(bytes);
    PAL_TRY(pal_document_prove_bytes(store, &tally->poll.box, &bytes));
    enum pal_err err = pal_box_parse(pal_buf_text(&bytes), &tally->manifest, &tally->box);
    return err == PAL_OK && pal_box_adds_up(&tally->box, &tally->manifest) ? PAL_OK
                                                                           : PAL_ERR_LOG_BROKEN;
}

/* The box has the sealed ballots of the poll and the marks of its roll. */
static enum pal_err check_urn(struct pal_store *store, const struct tally *tally)
{
    struct pal_urn_sum sum;
    struct pal_hash marks;
    PAL_TRY(pal_urn_sum(store, tally->poll.id, &sum));
    PAL_TRY(pal_urn_marks(store, &tally->poll, &marks));
    bool is_same = pal_hash_equal(&tally->box.root, &sum.root) && tally->box.count == sum.count &&
                   pal_hash_equal(&tally->box.marks, &marks);
    for (size_t i = 0; i < tally->box.college_count; i++) {
        is_same = is_same && tally->box.colleges[i].count == sum.colleges[i];
    }
    return is_same ? PAL_OK : PAL_ERR_LOG_BROKEN;
}

/* The box has the ballots of the poll, and the roll the rights that they used. */
static enum pal_err check_box(struct pal_store *store, const struct tally *tally)
{
    struct pal_box_sum sum;
    struct pal_roll_counts counts;
    PAL_TRY(pal_box_sum(store, tally->poll.id, &sum));
    PAL_TRY(
        pal_roll_count(store, tally->poll.id, tally->poll.assembly, &tally->constitution, &counts));
    bool is_same = pal_hash_equal(&tally->box.root, &sum.root) && tally->box.count == sum.count &&
                   tally->box.voids == sum.voids && tally->box.used == counts.used;
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

static enum pal_err gather(struct pal_store *store, struct tally *tally)
{
    struct pal_hash hash;
    int64_t number;
    struct pal_poll *poll = &tally->poll;
    PAL_TRY(pal_manifest_read(store, &poll->manifest, &poll->uuid, &tally->manifest));
    PAL_TRY(pal_poll_constitution(store, &tally->manifest.constitution, &tally->constitution, &hash,
                                  &number));
    if (!pal_hash_equal(&hash, &tally->manifest.constitution_hash) ||
        !pal_manifest_suits(&tally->manifest, &tally->constitution)) {
        return PAL_ERR_LOG_BROKEN;
    }
    pal_recount_init(&tally->recount, &tally->manifest, &tally->constitution);
    PAL_TRY(pal_evidence_read(store, poll, &tally->recount));
    PAL_TRY(check_roll(store, tally));
    PAL_TRY(read_box(store, tally));
    return tally->manifest.is_secret ? check_urn(store, tally) : check_box(store, tally);
}

/* Ends the recount; opened is the hash of the opened list of a secret poll, or NULL. */
static enum pal_err finish(struct tally *tally, const struct pal_hash *opened,
                           struct pal_tally_made *out)
{
    PAL_JSON(outcome);
    enum pal_err err = pal_recount_finish(&tally->recount, &tally->box, opened, &outcome);
    PAL_TRY(err == PAL_ERR_POLL_DOCUMENT ? PAL_ERR_LOG_BROKEN : err);
    *out =
        (struct pal_tally_made){.poll = tally->poll.id, .box = tally->poll.box, .outcome = outcome};
    outcome = NULL; /* moved */
    return PAL_OK;
}

static enum pal_err begin(struct pal_store *snapshot, struct pal_poll_id poll,
                          enum pal_secrecy secrecy, struct tally *tally)
{
    PAL_TRY(pal_poll_read(snapshot, poll, &tally->poll));
    bool can_count = tally->poll.state == PAL_POLL_CLOSED && tally->poll.secrecy == secrecy;
    return can_count ? gather(snapshot, tally) : PAL_ERR_STATE;
}

enum pal_err pal_tally_compute(struct pal_store *snapshot, struct pal_poll_id poll,
                               struct pal_tally_made *out)
{
    struct tally tally PAL_CLEANUP(tally_done) = {0};
    PAL_TRY(begin(snapshot, poll, PAL_SECRECY_OPEN, &tally));
    return finish(&tally, NULL, out);
}

enum pal_err pal_tally_open(struct pal_store *snapshot, struct pal_poll_id poll,
                            const struct pal_scalar *secret, struct pal_tally_made *out)
{
    struct tally tally PAL_CLEANUP(tally_done) = {0};
    PAL_TRY(begin(snapshot, poll, PAL_SECRECY_SECRET, &tally));
    PAL_BUF(opened);
    PAL_TRY(pal_opened_read(snapshot, poll, secret, &tally.recount, &opened));
    struct pal_hash hash = pal_hash_of(opened.bytes, opened.size);
    PAL_TRY(finish(&tally, &hash, out));
    out->opened = opened;
    opened = (struct pal_buf){0}; /* moved */
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
    if (pal_json_has(outcome, "opened")) {
        pal_json_set_text(d, "opened", pal_json_as_text(pal_json_get(outcome, "opened")));
    }
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
    if (poll.secrecy == PAL_SECRECY_SECRET) {
        PAL_TRY(pal_document_put(store, PAL_DOCUMENT_OPENED, pal_buf_text(&tally->opened), &hash));
    }
    PAL_TRY(pal_document_put_json(store, PAL_DOCUMENT_OUTCOME, tally->outcome, &hash, NULL));
    PAL_TRY(log_count(store, &poll, tally->outcome, &hash));
    struct pal_text verdict = pal_json_as_text(pal_json_get(tally->outcome, "verdict"));
    PAL_TRY(pal_amendment_settle(store, &poll, verdict));
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
