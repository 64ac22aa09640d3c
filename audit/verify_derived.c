/*
 * verify_derived.c - the files that people use, made again from what was counted: part of V16.
 */
#include <string.h>

#include "audit/record.h"
#include "base/limits.h"

#include "verify_poll.h"

static void refuse(const struct pal_poll_check *check, const char *name)
{
    pal_verify_fail(check->verifying, 16,
                    "poll %s: %s is not what the outcome and the ballots give", check->poll->name,
                    name);
}

/* Is the file there just where it should be, with these bytes? */
static void expect(const struct pal_poll_check *check, const char *name, bool is_due,
                   const struct pal_hash *made)
{
    struct pal_hash there;
    const struct pal_tar_file *file = pal_verify_poll_file(check->verifying, check->poll, name);
    bool is_right = file == NULL
                        ? !is_due
                        : is_due && pal_verify_hash(check->verifying, file, &there) == PAL_OK &&
                              pal_hash_equal(&there, made);
    if (!is_right) {
        refuse(check, name);
    }
}

static void expect_bytes(const struct pal_poll_check *check, const char *name, struct pal_buf *made)
{
    struct pal_hash hash = pal_hash_of(made->bytes, made->size);
    expect(check, name, true, &hash);
    pal_buf_clear(made);
}

static void check_results(const struct pal_poll_check *check, struct pal_text outcome)
{
    PAL_RECORD_COUNT(count);
    PAL_BUF(manifest);
    PAL_BUF(result);
    PAL_BUF(table);
    PAL_BUF(french);
    const struct pal_tar_file *file =
        pal_verify_poll_file(check->verifying, check->poll, "manifest.json");
    if (pal_tar_content(&check->verifying->tar, file, PAL_LIMIT_DOCUMENT, &manifest) == PAL_OK &&
        pal_record_count_read(pal_buf_text(&manifest), outcome, &count) == PAL_OK) {
        pal_record_result(&count, &result);
        pal_record_table(&count, false, &table);
        pal_record_table(&count, true, &french);
    }
    /* Where the manifest cannot be read any more they are empty, and not what is there. */
    expect_bytes(check, "result.json", &result);
    expect_bytes(check, "result.csv", &table);
    expect_bytes(check, "result-fr.csv", &french);
}

/* What is made piece by piece, of which only the hash is kept. */
struct pieces {
    struct pal_hash_state state;
    struct pal_buf piece;
};

static void take(struct pieces *pieces)
{
    pal_hash_add(&pieces->state, pieces->piece.bytes, pieces->piece.size);
    pal_buf_clear(&pieces->piece);
}

static void check_ballots(const struct pal_poll_check *check, enum pal_record_format format,
                          const char *name)
{
    const struct pal_recount *recount = &check->recount;
    const struct pal_record_ballots ballots = {.format = format,
                                               .kind = check->manifest.kind,
                                               .question = &check->manifest.question};
    bool holds = pal_record_ballots_apply(&ballots);
    struct pieces pieces = {0};
    pal_hash_init(&pieces.state);
    if (holds) {
        pal_record_ballots_begin(&ballots, &pieces.piece);
    }
    for (size_t i = 0; holds && i < recount->ballot_count; i++) {
        const struct pal_box_ballot *ballot = &recount->ballots[i];
        bool is_void = ballot->vote != PAL_BALLOT_UNLINKED &&
                       recount->votes[ballot->vote].judged != PAL_VOID_NONE;
        if (is_void) {
            continue;
        }
        holds = pal_record_ballots_hold(&ballots, &ballot->ballot);
        pal_record_ballots_add(&ballots, &ballot->ballot, &pieces.piece);
        take(&pieces);
    }
    if (holds) {
        pal_record_ballots_end(&ballots, &pieces.piece);
        take(&pieces);
    }
    pal_buf_done(&pieces.piece);
    struct pal_hash made = pal_hash_final(&pieces.state);
    expect(check, name, holds, &made);
}

void pal_verify_derived(const struct pal_poll_check *check, struct pal_text outcome)
{
    check_results(check, outcome);
    check_ballots(check, PAL_RECORD_FORMAT_ABIF, "ballots.abif");
    check_ballots(check, PAL_RECORD_FORMAT_BLT, "ballots.blt");
}
