/* record_ballots.c - the ballots of a poll without their voters, as other programs read them. */
#include <string.h>

#include "audit/record.h"
#include "base/check.h"

static bool has_order(const struct pal_question *question)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->tie_order[i] != i) {
            return true;
        }
    }
    return false;
}

/* --- which files there are ------------------------------------------------------------------------ */

/* RULE docs/rules/record.md
 * > `ballots.abif` is there where the ballots are approvals, scores or ranks, unless a label holds `]` or a line feed, or a ballot skips a rank.
 */
bool pal_record_ballots_apply(const struct pal_record_ballots *ballots)
{
    enum pal_ballot_kind kind = ballots->kind;
    if (ballots->format == PAL_RECORD_FORMAT_BLT) {
        return kind == PAL_BALLOT_RANKS;
    }
    if (kind != PAL_BALLOT_APPROVES && kind != PAL_BALLOT_SCORES && kind != PAL_BALLOT_RANKS) {
        return false;
    }
    for (size_t i = 0; i < ballots->question->option_count; i++) {
        if (strpbrk(ballots->question->names[i], "]\n") != NULL) {
            return false;
        }
    }
    return true;
}

static bool is_blank(const struct pal_record_ballots *ballots, const struct pal_ballot *ballot)
{
    return ballot->state == PAL_BALLOT_BLANK || pal_ballot_is_empty(ballots->kind, ballot);
}

bool pal_record_ballots_hold(const struct pal_record_ballots *ballots,
                             const struct pal_ballot *ballot)
{
    bool skips = true; /* until an option stands in the rank */
    if (ballots->format == PAL_RECORD_FORMAT_BLT || ballots->kind != PAL_BALLOT_RANKS ||
        ballot->state != PAL_BALLOT_COUNTED || is_blank(ballots, ballot)) {
        return true;
    }
    for (size_t i = 0; i < ballot->mark_count; i++) {
        bool is_next = ballot->marks[i] == PAL_MARK_NEXT_RANK;
        if (is_next && skips) {
            return false;
        }
        skips = is_next;
    }
    return !skips;
}

/* --- ABIF ----------------------------------------------------------------------------------------- */

static void begin_abif(const struct pal_record_ballots *ballots, struct pal_buf *buf)
{
    const struct pal_question *question = ballots->question;
    if (ballots->kind != PAL_BALLOT_RANKS) {
        bool is_scaled = ballots->kind == PAL_BALLOT_SCORES && question->scale > 0;
        pal_buf_add_format(buf, "{\"max_rating\": %d}\n", is_scaled ? question->scale : 1);
    }
    if (question->seat_count != 1) {
        pal_buf_add_format(buf, "{\"seats\": %zu}\n", question->seat_count);
    }
    if (has_order(question)) {
        pal_buf_add_string(buf, "{\"tie_order\": [");
        for (size_t i = 0; i < question->option_count; i++) {
            pal_buf_add_format(buf, "%s\"c%zu\"", i > 0 ? ", " : "", question->tie_order[i] + 1);
        }
        pal_buf_add_string(buf, "]}\n");
    }
    for (size_t i = 0; i < question->option_count; i++) {
        pal_buf_add_format(buf, "=c%zu:[%s]\n", i + 1, question->names[i]);
    }
}

/* Scores, and approvals as scores of one. What has no score is left out. */
static void add_scores(const struct pal_record_ballots *ballots, const struct pal_ballot *ballot,
                       struct pal_buf *buf)
{
    int32_t least = ballots->kind == PAL_BALLOT_SCORES ? 0 : 1;
    const char *before = "";
    for (size_t i = 0; i < ballot->mark_count; i++) {
        if (ballot->marks[i] >= least) {
            pal_buf_add_format(buf, "%sc%zu/%d", before, i + 1, ballot->marks[i]);
            before = ",";
        }
    }
}

/* --- both ----------------------------------------------------------------------------------------- */

/* Ranks with their separators; a skipped one, which only BLT has, is a line of its own kind. */
static void add_ranks(enum pal_record_format format, const struct pal_ballot *ballot,
                      struct pal_buf *buf)
{
    const bool is_abif = format == PAL_RECORD_FORMAT_ABIF;
    bool is_empty = true; /* the rank so far */
    for (size_t i = 0; i < ballot->mark_count; i++) {
        if (ballot->marks[i] != PAL_MARK_NEXT_RANK) {
            pal_buf_add_format(buf, "%s%s%d", is_empty ? "" : "=", is_abif ? "c" : "",
                               ballot->marks[i] + 1);
            is_empty = false;
            continue;
        }
        pal_buf_add_string(buf, is_empty ? "-" : "");
        pal_buf_add_string(buf, is_abif ? ">" : " ");
        is_empty = true;
    }
    pal_buf_add_string(buf, is_empty ? "-" : "");
}

static void begin_blt(const struct pal_record_ballots *ballots, struct pal_buf *buf)
{
    const struct pal_question *question = ballots->question;
    pal_buf_add_format(buf, "%zu %zu\n", question->option_count, question->seat_count);
    if (has_order(question)) {
        pal_buf_add_string(buf, "[tie"); /* the first loses first */
        for (size_t i = question->option_count; i > 0; i--) {
            pal_buf_add_format(buf, " %zu", question->tie_order[i - 1] + 1);
        }
        pal_buf_add_string(buf, "]\n");
    }
}

void pal_record_ballots_begin(const struct pal_record_ballots *ballots, struct pal_buf *buf)
{
    if (ballots->format == PAL_RECORD_FORMAT_ABIF) {
        begin_abif(ballots, buf);
    } else {
        begin_blt(ballots, buf);
    }
}

void pal_record_ballots_add(const struct pal_record_ballots *ballots,
                            const struct pal_ballot *ballot, struct pal_buf *buf)
{
    bool is_abif = ballots->format == PAL_RECORD_FORMAT_ABIF;
    if (ballot->state == PAL_BALLOT_SPOILT || ballot->state == PAL_BALLOT_ABSTAINING) {
        return;
    }
    pal_buf_add_string(buf, is_abif ? "1:" : "1 ");
    if (!is_blank(ballots, ballot)) {
        if (ballots->kind == PAL_BALLOT_RANKS) {
            add_ranks(ballots->format, ballot, buf);
        } else {
            add_scores(ballots, ballot, buf);
        }
        pal_buf_add_string(buf, is_abif ? "" : " ");
    }
    pal_buf_add_string(buf, is_abif ? "\n" : "0\n");
}

void pal_record_ballots_end(const struct pal_record_ballots *ballots, struct pal_buf *buf)
{
    if (ballots->format == PAL_RECORD_FORMAT_ABIF) {
        return;
    }
    pal_buf_add_string(buf, "0\n");
    for (size_t i = 0; i < ballots->question->option_count; i++) {
        pal_buf_add_byte(buf, '"');
        for (const char *next = ballots->question->names[i]; *next != '\0'; next++) {
            pal_buf_add_string(buf, *next == '"' ? "\"" : "");
            pal_buf_add(buf, next, 1);
        }
        pal_buf_add_string(buf, "\"\n");
    }
    pal_buf_add_string(buf, "\"\"\n"); /* the title, which stands in result.json */
}
