/*
 * opening.c - opens a poll, which freezes what it stands on, and closes it, which freezes its box.
 */
#include "base/fields.h"
#include "core/log.h"
#include "core/polls.h"
#include "core/procedures.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "ballots.h"
#include "input.h"
#include "manifest.h"
#include "polling.h"
#include "urn.h"

enum pal_err pal_poll_constitution(struct pal_store *store, const struct pal_uuid *version,
                                   struct pal_constitution *out, struct pal_hash *out_hash,
                                   int64_t *out_number)
{
    struct pal_version found;
    PAL_TRY(pal_version_find(store, version, &found));
    PAL_JSON(document);
    PAL_TRY(pal_document_prove(store, &found.hash, &document));
    enum pal_err err = pal_constitution_parse(document, PAL_CONSTITUTION_DOCUMENT, out, NULL);
    if (err != PAL_OK) {
        return PAL_ERR_LOG_BROKEN; /* it was read before it was entered */
    }
    *out_hash = found.hash;
    *out_number = found.number;
    return PAL_OK;
}

/* --- opening ---------------------------------------------------------------------------------- */

static enum pal_err check_can_open(struct pal_store *store, const struct pal_poll *poll)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, poll->assembly, &assembly));
    bool is_convened =
        assembly.state == PAL_ASSEMBLY_CONVENED || assembly.state == PAL_ASSEMBLY_SITTING;
    if (poll->state != PAL_POLL_CALLED || !is_convened) {
        return PAL_ERR_STATE;
    }
    int64_t now_us = pal_store_now_us(store);
    if (now_us < poll->opens_us) {
        return PAL_ERR_POLL_TOO_EARLY;
    }
    if (now_us >= poll->closes_us) {
        return PAL_ERR_POLL_CLOSED;
    }
    if (poll->resolution.value == 0) {
        return PAL_OK;
    }
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_resolution_read(store, poll->resolution, &resolution));
    return pal_procedure_allows_opening(store, &resolution, now_us);
}

enum pal_err pal_poll_open(struct pal_store *store, struct pal_poll_id poll)
{
    PAL_POLL(now);
    PAL_TRY(pal_poll_read(store, poll, &now));
    PAL_TRY(check_can_open(store, &now));

    PAL_TRANSACTION(transaction, store);
    struct pal_manifest_made made;
    PAL_TRY(pal_manifest_make(store, &now, &made));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "poll", &now.uuid);
    pal_json_set_hash(d, "manifest", &made.hash);
    pal_json_set_hash(d, "roll_root", &made.roll_root);
    pal_json_set_int(d, "voters", (int64_t)made.voters);
    pal_json_set(d, "colleges", made.colleges);
    PAL_TRY(
        pal_change_make(store, &(struct pal_log_entry){"poll.open", pal_uuid_random(), d}, NULL));
    PAL_TRY(pal_papers_cast_waiting(store, poll));
    return pal_transaction_commit(&transaction);
}

/* --- closing ---------------------------------------------------------------------------------- */

/* What the box is made of. */
struct closing {
    const struct pal_manifest *manifest;
    struct pal_constitution constitution;
    struct pal_box_sum ballots;
    struct pal_roll_counts rights;
    struct pal_urn_sum urn; /* of a secret poll */
    struct pal_hash marks;
};

static void closing_done(struct closing *closing)
{
    pal_constitution_done(&closing->constitution);
}

/* RULE docs/rules/polls.md
 * > When the poll closes the box becomes a document whose hash is logged: how many ballots, the root
 * > over their commitments in order of casting, and per college the blank proxies and those who attend
 * > without having voted.
 */
static struct pal_json *box_new(const struct closing *closing)
{
    const struct pal_manifest *manifest = closing->manifest;
    struct pal_json *box = pal_json_object_new();
    pal_json_set_string(box, "format", PAL_BOX_FORMAT);
    pal_json_set_uuid(box, "poll", &manifest->poll);
    pal_json_set_hash(box, "manifest", &manifest->hash);
    pal_json_set_int(box, "count", (int64_t)closing->ballots.count);
    pal_json_set_int(box, "void", (int64_t)closing->ballots.voids);
    pal_json_set_int(box, "used", (int64_t)closing->rights.used);
    pal_json_set_hash(box, "root", &closing->ballots.root);
    if (manifest->is_secret) {
        pal_json_set_hash(box, "marks", &closing->marks);
    }
    struct pal_json *colleges = pal_json_array_new();
    for (size_t i = 0; i < manifest->college_count; i++) {
        struct pal_json *college = pal_json_object_new();
        const struct pal_constitution *constitution = &closing->constitution;
        pal_json_set_string(college, "id",
                            constitution->college_count == 0 ? "all"
                                                             : constitution->colleges[i].id);
        pal_json_set_int(college, "attending", (int64_t)closing->rights.attending[i]);
        pal_json_set_int(college, "blank_proxies", (int64_t)closing->rights.blank_proxies[i]);
        if (manifest->is_secret) {
            pal_json_set_int(college, "count", (int64_t)closing->urn.colleges[i]);
            pal_json_set_int(college, "used", (int64_t)closing->rights.used_by[i]);
        }
        pal_json_append(colleges, college);
    }
    pal_json_set(box, "colleges", colleges);
    return box;
}

/* RULE docs/rules/secret.md
 * > At the close the box states per college how many ballots there are and how many rights were used, which
 * > must be the same; the root of the urn; and the root of the marked register.
 */
static enum pal_err sum_urn(struct pal_store *store, const struct pal_poll *poll,
                            struct closing *closing)
{
    PAL_TRY(pal_urn_sum(store, poll->id, &closing->urn));
    PAL_TRY(pal_urn_marks(store, poll, &closing->marks));
    closing->ballots = (struct pal_box_sum){
        .root = closing->urn.root,
        .count = closing->urn.count,
    };
    for (size_t i = 0; i < closing->manifest->college_count; i++) {
        if (closing->urn.colleges[i] != closing->rights.used_by[i]) {
            return PAL_ERR_LOG_BROKEN;
        }
    }
    return PAL_OK;
}

static enum pal_err put_box(struct pal_store *store, const struct pal_poll *poll,
                            struct pal_json *d)
{
    PAL_MANIFEST(manifest);
    PAL_TRY(pal_poll_entry_says(store, poll->entry, "poll.open", "manifest", &poll->manifest));
    PAL_TRY(pal_manifest_read(store, &poll->manifest, &poll->uuid, &manifest));
    struct closing closing PAL_CLEANUP(closing_done) = {.manifest = &manifest};
    struct pal_hash hash;
    int64_t number;
    PAL_TRY(pal_poll_constitution(store, &manifest.constitution, &closing.constitution, &hash,
                                  &number));
    PAL_TRY(
        pal_roll_count(store, poll->id, poll->assembly, &closing.constitution, &closing.rights));
    PAL_TRY(manifest.is_secret ? sum_urn(store, poll, &closing)
                               : pal_box_sum(store, poll->id, &closing.ballots));
    if (closing.ballots.count - closing.ballots.voids != closing.rights.used) {
        return PAL_ERR_LOG_BROKEN; /* a ballot without a right, or a right without a ballot */
    }
    PAL_JSON(box);
    box = box_new(&closing);
    PAL_TRY(pal_document_put_json(store, PAL_DOCUMENT_BOX, box, &hash, NULL));
    pal_json_set_hash(d, "box", &hash);
    pal_json_set_int(d, "count", (int64_t)closing.ballots.count);
    pal_json_set_int(d, "used", (int64_t)closing.rights.used);
    return PAL_OK;
}

/* Before its time a poll closes only in the sitting, which hears why. */
static enum pal_err check_can_close(struct pal_store *store, const struct pal_poll *poll,
                                    struct pal_text reason)
{
    if (poll->state != PAL_POLL_OPEN) {
        return PAL_ERR_STATE;
    }
    if (poll->closes_us <= pal_store_now_us(store)) {
        return PAL_OK;
    }
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, poll->assembly, &assembly));
    return reason.size > 0 && assembly.state == PAL_ASSEMBLY_SITTING ? PAL_OK
                                                                     : PAL_ERR_POLL_TOO_EARLY;
}

/* RULE docs/rules/polls.md
 * > A paper that two tellers have not agreed on holds a close before the announced end; at that end it is left
 * > out, and the log says how many were.
 */
static enum pal_err put_left(struct pal_store *store, const struct pal_poll *poll, bool is_early,
                             struct pal_json *d)
{
    int64_t left;
    PAL_TRY(pal_papers_left(store, poll->id, &left));
    if (left > 0 && is_early) {
        return PAL_ERR_PAPER_WAITS;
    }
    if (left > 0) {
        pal_json_set_int(d, "left", left);
    }
    return PAL_OK;
}

enum pal_err pal_poll_close(struct pal_store *store, struct pal_poll_id poll,
                            struct pal_text reason)
{
    PAL_TRANSACTION(transaction, store);
    PAL_POLL(now);
    PAL_TRY(pal_poll_read(store, poll, &now));
    PAL_TRY(check_can_close(store, &now, reason));
    bool is_early = now.closes_us > pal_store_now_us(store);
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "poll", &now.uuid);
    if (is_early) {
        PAL_BUF(kept);
        PAL_TRY(pal_input_read(&pal_input_reason, reason, &kept, NULL));
        pal_json_set_text(d, "reason", pal_buf_text(&kept));
    }
    PAL_TRY(put_left(store, &now, is_early, d));
    PAL_TRY(put_box(store, &now, d));
    PAL_TRY(
        pal_change_make(store, &(struct pal_log_entry){"poll.close", pal_uuid_random(), d}, NULL));
    return pal_transaction_commit(&transaction);
}
