/*
 * export_poll.c - the files of a poll in a record.
 */
#include "audit/box.h"
#include "ballots/format.h"
#include "base/check.h"
#include "base/limits.h"
#include "core/box.h"
#include "core/roll.h"

#include "exporting.h"
#include "urn.h"

/* --- which files there are ------------------------------------------------------------------------ */

static void list(struct pal_export *export, const struct pal_poll *poll,
                 enum pal_record_poll_file file)
{
    PAL_BUF(name);
    pal_record_poll_name(&poll->uuid, file, &name);
    pal_export_list(export, pal_buf_text(&name));
}

static const enum pal_record_poll_file formats[PAL_RECORD_FORMAT_COUNT] = {
    [PAL_RECORD_FORMAT_ABIF] = PAL_RECORD_POLL_ABIF,
    [PAL_RECORD_FORMAT_BLT] = PAL_RECORD_POLL_BLT,
};

/* What is done with each ballot of a poll, as it is published. */
struct walk {
    struct pal_export *export;
    const struct pal_poll *poll;
    struct pal_record_ballots ballots;
    bool holds; /* every ballot can stand in the file */
};

static enum pal_err look_at(struct walk *walk, const struct pal_ballot *ballot)
{
    walk->holds = walk->holds && pal_record_ballots_hold(&walk->ballots, ballot);
    return PAL_OK;
}

static enum pal_err add_ballot(struct walk *walk, const struct pal_ballot *ballot)
{
    pal_record_ballots_add(&walk->ballots, ballot, &walk->export->out.piece);
    return pal_export_file_flush(&walk->export->out);
}

/* What is published of a ballot, to what is done with it. */
struct reading {
    struct walk *walk;
    enum pal_err (*visit)(struct walk *walk, const struct pal_ballot *ballot);
    struct pal_buf row; /* of a list of opened ballots, as far as it was read */
    bool is_past_names; /* of its columns */
};

static enum pal_err read_marks(const struct reading *reading, struct pal_text marks)
{
    PAL_JSON(says);
    PAL_DRAFT(draft);
    const struct pal_record_ballots *ballots = &reading->walk->ballots;
    PAL_TRY(pal_json_parse(marks, PAL_LIMIT_BODY, &says, NULL));
    PAL_TRY(pal_ballot_read_json(says, ballots->question, ballots->kind, &draft, NULL));
    struct pal_ballot ballot = pal_draft_ballot(&draft);
    return reading->visit(reading->walk, &ballot);
}

static enum pal_err read_opening(void *context, const struct pal_opening *opening)
{
    return opening->void_reason.size > 0 ? PAL_OK : read_marks(context, opening->marks);
}

static enum pal_err walk_openings(struct pal_export *export, struct pal_poll_id poll,
                                  enum pal_err (*visit)(void *context,
                                                        const struct pal_opening *opening),
                                  void *context)
{
    const struct pal_openings_query query = {.poll = poll, .limit = PAL_LIMIT_MEMBERS * 2UL};
    return pal_box_openings(export->store, &query, visit, context);
}

/* Takes the last field off a row of ours, without its quotation marks: a ballot, which has some. */
static void take_ballot(struct pal_text row, struct pal_buf *out_marks)
{
    size_t at = 0;
    for (unsigned commas = 0; at < row.size && commas < 2; at++) {
        commas += row.bytes[at] == ','; /* neither a college's id nor a tracker has one */
    }
    for (size_t i = at + 1; i + 1 < row.size; i++) {
        i += row.bytes[i] == '"'; /* doubled */
        pal_buf_add(out_marks, row.bytes + i, 1);
    }
}

static enum pal_err read_row(struct reading *reading)
{
    PAL_BUF(marks);
    if (!reading->is_past_names) {
        reading->is_past_names = true;
        return PAL_OK;
    }
    take_ballot((struct pal_text){reading->row.bytes, reading->row.size - 1}, &marks);
    return read_marks(reading, pal_buf_text(&marks));
}

static enum pal_err read_opened(void *context, struct pal_text piece)
{
    struct reading *reading = context;
    struct pal_text row;
    while (pal_text_cut(&piece, '\n', &row)) {
        pal_buf_add_text(&reading->row, row);
        PAL_TRY(read_row(reading));
        pal_buf_clear(&reading->row);
    }
    pal_buf_add_text(&reading->row, row); /* goes on in the next piece */
    return PAL_OK;
}

static enum pal_err walk_ballots(struct walk *walk,
                                 enum pal_err (*visit)(struct walk *walk,
                                                       const struct pal_ballot *ballot))
{
    struct reading reading = {.walk = walk, .visit = visit};
    if (walk->poll->secrecy != PAL_SECRECY_SECRET) {
        return walk_openings(walk->export, walk->poll->id, read_opening, &reading);
    }
    enum pal_err err =
        pal_document_stream(walk->export->store, &walk->poll->opened, read_opened, &reading);
    pal_buf_done(&reading.row);
    return err;
}

static enum pal_err list_ballots(struct pal_export *export, const struct pal_poll *poll)
{
    PAL_MANIFEST(manifest);
    PAL_TRY(pal_manifest_read(export->store, &poll->manifest, &poll->uuid, &manifest));
    for (int i = 0; i < PAL_RECORD_FORMAT_COUNT; i++) {
        struct walk walk = {
            .export = export,
            .poll = poll,
            .ballots = {.format = (enum pal_record_format)i,
                        .kind = manifest.kind,
                        .question = &manifest.question},
        };
        walk.holds = pal_record_ballots_apply(&walk.ballots);
        if (walk.holds && manifest.kind == PAL_BALLOT_RANKS && i == PAL_RECORD_FORMAT_ABIF) {
            PAL_TRY(walk_ballots(&walk, look_at));
        }
        if (walk.holds) {
            list(export, poll, formats[i]);
        }
    }
    return PAL_OK;
}

/* Of the resolution that it is on, or that the amendment would change. */
static enum pal_err list_attachments(struct pal_export *export, const struct pal_poll *poll)
{
    struct pal_amendment amendment = {.resolution = poll->resolution};
    if (poll->amendment.value != 0) {
        PAL_TRY(pal_amendment_read(export->store, poll->amendment, &amendment));
    }
    return amendment.resolution.value == 0
               ? PAL_OK
               : pal_export_list_attachments(export, amendment.resolution);
}

enum pal_err pal_export_list_poll(struct pal_export *export, const struct pal_poll *poll)
{
    list(export, poll, PAL_RECORD_POLL_QUESTION);
    if (poll->has_text) {
        PAL_BUF(name);
        pal_record_document_name(PAL_RECORD_TEXT, &poll->text, &name);
        pal_export_list(export, pal_buf_text(&name));
    }
    PAL_TRY(list_attachments(export, poll));
    if (poll->has_manifest) {
        list(export, poll, PAL_RECORD_POLL_MANIFEST);
        list(export, poll, PAL_RECORD_POLL_ROLL);
    }
    bool is_secret = poll->secrecy == PAL_SECRECY_SECRET;
    if (poll->has_box) {
        list(export, poll, PAL_RECORD_POLL_BOX);
    }
    if (poll->has_box && is_secret) {
        list(export, poll, PAL_RECORD_POLL_MARKS);
        list(export, poll, PAL_RECORD_POLL_URN);
    }
    if (!poll->has_outcome) {
        return PAL_OK;
    }
    list(export, poll, PAL_RECORD_POLL_OUTCOME);
    list(export, poll, PAL_RECORD_POLL_RESULT);
    list(export, poll, PAL_RECORD_POLL_RESULT_TABLE);
    list(export, poll, PAL_RECORD_POLL_RESULT_FRENCH);
    list(export, poll, is_secret ? PAL_RECORD_POLL_OPENED : PAL_RECORD_POLL_OPENINGS);
    return list_ballots(export, poll);
}

/* --- writing ------------------------------------------------------------------------------------ */

static enum pal_err add_leaf(void *context, const struct pal_hash *leaf)
{
    struct pal_export *export = context;
    pal_buf_add_hex(&export->out.piece, leaf->bytes, sizeof leaf->bytes);
    pal_buf_add_byte(&export->out.piece, '\n');
    return pal_export_file_flush(&export->out);
}

static enum pal_err add_opening(void *context, const struct pal_opening *opening)
{
    struct pal_export *export = context;
    PAL_TRY(pal_opening_write(opening, &export->out.piece));
    return pal_export_file_flush(&export->out);
}

/* The list of the opened ballots of a large poll is larger than what an export may hold. */
static enum pal_err add_piece(void *context, struct pal_text piece)
{
    struct pal_export *export = context;
    pal_buf_add_text(&export->out.piece, piece);
    return pal_export_file_flush(&export->out);
}

static enum pal_err write_ballots(struct pal_export *export, enum pal_record_format format)
{
    struct walk walk = {
        .export = export,
        .poll = &export->poll,
        .ballots = {.format = format,
                    .kind = export->manifest.kind,
                    .question = &export->manifest.question},
    };
    pal_record_ballots_begin(&walk.ballots, &export->out.piece);
    PAL_TRY(walk_ballots(&walk, add_ballot));
    pal_record_ballots_end(&walk.ballots, &export->out.piece);
    return PAL_OK;
}

/* What the files of one poll are made of is read once. */
static enum pal_err read_poll(struct pal_export *export, const struct pal_uuid *uuid)
{
    struct pal_poll_id id;
    if (export->poll.id.value != 0 && pal_uuid_equal(&export->poll.uuid, uuid)) {
        return PAL_OK;
    }
    pal_poll_done(&export->poll);
    pal_manifest_done(&export->manifest);
    pal_record_count_done(&export->result);
    PAL_TRY(pal_poll_find(export->store, uuid, &id));
    PAL_TRY(pal_poll_read(export->store, id, &export->poll));
    if (export->poll.has_manifest) {
        PAL_TRY(pal_manifest_read(export->store, &export->poll.manifest, uuid, &export->manifest));
    }
    if (!export->poll.has_outcome) {
        return PAL_OK;
    }
    PAL_BUF(manifest);
    PAL_BUF(outcome);
    PAL_TRY(pal_document_get(export->store, &export->poll.manifest, &manifest));
    PAL_TRY(pal_document_get(export->store, &export->poll.outcome, &outcome));
    return pal_record_count_read(pal_buf_text(&manifest), pal_buf_text(&outcome), &export->result);
}

enum pal_err pal_export_write_poll(struct pal_export *export, const struct pal_record_name *name)
{
    PAL_TRY(read_poll(export, &name->poll));
    const struct pal_poll *poll = &export->poll;
    struct pal_buf *buf = &export->out.piece;
    switch (name->file) {
    case PAL_RECORD_POLL_QUESTION: return pal_document_get(export->store, &poll->question, buf);
    case PAL_RECORD_POLL_MANIFEST: return pal_document_get(export->store, &poll->manifest, buf);
    case PAL_RECORD_POLL_BOX: return pal_document_get(export->store, &poll->box, buf);
    case PAL_RECORD_POLL_OUTCOME: return pal_document_get(export->store, &poll->outcome, buf);
    case PAL_RECORD_POLL_ROLL:
        return pal_roll_leaves(export->store, poll->id, &poll->uuid, add_leaf, export);
    case PAL_RECORD_POLL_OPENINGS: return walk_openings(export, poll->id, add_opening, export);
    case PAL_RECORD_POLL_ABIF: return write_ballots(export, PAL_RECORD_FORMAT_ABIF);
    case PAL_RECORD_POLL_BLT: return write_ballots(export, PAL_RECORD_FORMAT_BLT);
    case PAL_RECORD_POLL_RESULT: pal_record_result(&export->result, buf); return PAL_OK;
    case PAL_RECORD_POLL_RESULT_TABLE: pal_record_table(&export->result, false, buf); return PAL_OK;
    case PAL_RECORD_POLL_RESULT_FRENCH: pal_record_table(&export->result, true, buf); return PAL_OK;
    case PAL_RECORD_POLL_MARKS:
        return pal_roll_marks(export->store, poll->id, &poll->uuid, add_leaf, export);
    case PAL_RECORD_POLL_URN: return pal_urn_hashes(export->store, poll->id, add_leaf, export);
    case PAL_RECORD_POLL_OPENED:
        return pal_document_stream(export->store, &poll->opened, add_piece, export);
    case PAL_RECORD_POLL_COUNT: break;
    }
    PAL_CHECK(false);
}
