/*
 * The verifier: a good record holds; each of many that differ from it by one change does not, and the
 * check that should see it does. What is inside is signed again by whoever holds all keys.
 */
#include <stdio.h>
#include <string.h>

#include "audit/cosign.h"
#include "audit/receipt.h"
#include "audit/verify.h"

#include "../support/expect.h"
#include "../support/made.h"
#include "../support/mine.h"
#include "../support/tamper.h"

static void verify(const struct pal_made *made, struct pal_verify_report *report)
{
    struct pal_source source = pal_source_of(pal_buf_text(&made->tar));
    pal_verify(&(struct pal_verify_spec){.tar = &source, .minisig = pal_buf_text(&made->minisig)},
               report);
}

static void expect_holds(const struct pal_verify_report *report)
{
    for (size_t i = 0; i < PAL_VERIFY_CHECKS; i++) {
        if (report->lines[i].state == PAL_VERIFY_FAILED) {
            fail_msg("V%zu: %s", i + 1, report->lines[i].figure);
        }
    }
    assert_true(pal_verify_holds(report));
}

static void a_good_record_holds(void **state)
{
    (void)state;
    PAL_MADE(made);
    struct pal_verify_report report;
    pal_made_init(&made);
    pal_made_sign_log(&made);
    pal_made_pack(&made);
    verify(&made, &report);
    expect_holds(&report);
}

static void is_seen(void **state)
{
    const struct pal_tamper *tamper = *state;
    PAL_MADE(made);
    struct pal_verify_report report;
    if (!pal_tamper_make(tamper, &made)) {
        fail_msg("there was nothing to change");
    }
    verify(&made, &report);
    if (tamper->check == 0) {
        expect_holds(&report);
        return;
    }
    if (report.lines[tamper->check - 1].state != PAL_VERIFY_FAILED) {
        for (size_t i = 0; i < PAL_VERIFY_CHECKS; i++) {
            print_message("V%zu %s %s\n", i + 1, pal_verify_state_word(report.lines[i].state),
                          report.lines[i].figure);
        }
        fail_msg("V%d did not see it", tamper->check);
    }
    assert_false(pal_verify_holds(&report));
}

/* --- what is asked for ----------------------------------------------------------------------------- */

static void good(struct pal_made *made)
{
    pal_made_init(made);
    pal_made_sign_log(made);
    pal_made_pack(made);
}

static void ask(const struct pal_made *made, struct pal_verify_spec *spec,
                struct pal_verify_report *report)
{
    struct pal_source source = pal_source_of(pal_buf_text(&made->tar));
    spec->tar = &source;
    spec->minisig = pal_buf_text(&made->minisig);
    pal_verify(spec, report);
    spec->tar = NULL;
}

static void what_is_not_asked_for_is_absent(void **state)
{
    (void)state;
    PAL_MADE(made);
    struct pal_verify_report report;
    static const int absent[] = {4, 10, 11, 12, 13, 14, 15, 17, 18, 19};
    good(&made);
    verify(&made, &report);
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        assert_int_equal(report.lines[absent[i] - 1].state, PAL_VERIFY_ABSENT);
    }
}

static void a_voter_finds_their_ballot_and_their_line(void **state)
{
    (void)state;
    PAL_MADE(made);
    struct pal_verify_report report;
    good(&made);
    struct pal_verify_spec spec = {.receipt = pal_buf_text(&made.receipt),
                                   .tracker = pal_buf_text(&made.tracker),
                                   .elector = pal_buf_text(&made.elector)};
    ask(&made, &spec, &report);
    expect_holds(&report);
    assert_int_equal(report.lines[17].state, PAL_VERIFY_OK);
    assert_non_null(strstr(report.lines[17].figure, "choice"));
    assert_int_equal(report.lines[18].state, PAL_VERIFY_OK);
    spec.tracker.size = 19; /* without its pin */
    ask(&made, &spec, &report);
    expect_holds(&report);
}

static void is_theirs_or_not(void **state)
{
    const struct pal_mine *mine = *state;
    PAL_MADE(made);
    struct pal_verify_report report;
    struct pal_verify_spec spec = {0};
    assert_true(pal_mine_make(mine, &made, &spec));
    ask(&made, &spec, &report);
    assert_int_equal(pal_verify_holds(&report), mine->check == 0);
    if (mine->check > 0) {
        assert_int_equal(report.lines[mine->check - 1].state, PAL_VERIFY_FAILED);
    }
}

/* The receipt is signed, and its ballot not in the urn: the box was closed without it. */
static void attack_22_and_27_a_ballot_that_was_dropped_is_proved(void **state)
{
    (void)state;
    PAL_MADE(made);
    PAL_MADE(other);
    struct pal_verify_report report;
    good(&made);
    good(&other);
    const struct pal_made_file *manifest = pal_made_file(&made, "00000000000c/manifest.json");
    const struct pal_made_file *theirs = pal_made_file(&other, "00000000000c/manifest.json");
    assert_false(pal_text_equal(pal_buf_text(&manifest->bytes), pal_buf_text(&theirs->bytes)));
    struct pal_hash ballot = pal_hash_of("a ballot", 8);
    pal_buf_clear(&made.receipt);
    const struct pal_receipt receipt = {.origin = pal_text_of("made.example/log"),
                                        .poll = pal_text_of("00000000-0000-4000-8000-00000000000c"),
                                        .ctx = pal_hash_of(manifest->bytes.bytes,
                                                           manifest->bytes.size),
                                        .ballot = ballot};
    pal_receipt_sign(&receipt, &made.receipts, &made.receipt);
    struct pal_verify_spec spec = {.receipt = pal_buf_text(&made.receipt)};
    ask(&made, &spec, &report);
    assert_int_equal(report.lines[17].state, PAL_VERIFY_FAILED);
    assert_non_null(strstr(report.lines[17].figure, "PROOF OF MISBEHAVIOUR"));
    /* And that of the same poll of another log, whose ctx is another, proves nothing. */
    spec.receipt = pal_buf_text(&other.receipt);
    ask(&made, &spec, &report);
    assert_int_equal(report.lines[17].state, PAL_VERIFY_FAILED);
    assert_null(strstr(report.lines[17].figure, "PROOF"));
}

/* --- what was seen before -------------------------------------------------------------------------- */

static void attack_19_a_log_that_only_grew_holds_and_a_split_view_does_not(void **state)
{
    (void)state;
    PAL_MADE(made);
    PAL_MADE(before);
    struct pal_verify_report report;
    good(&made);
    pal_made_init(&before);
    /* The shapes of both logs are the same up to the first poll that draws a secret by chance. */
    while (before.entry_count > 12) {
        pal_buf_done(&before.entries[--before.entry_count]);
    }
    pal_made_sign_log(&before);
    struct pal_made_file *note = pal_made_file(&before, "log/checkpoint");
    struct pal_verify_spec spec = {.since = pal_buf_text(&note->bytes)};
    ask(&made, &spec, &report);
    expect_holds(&report);
    assert_int_equal(report.lines[3].state, PAL_VERIFY_OK);

    assert_true(pal_made_replace(&before.entries[9], "\"ts\":1000", "\"ts\":1001"));
    pal_made_sign_log(&before);
    note = pal_made_file(&before, "log/checkpoint");
    spec.since = pal_buf_text(&note->bytes);
    ask(&made, &spec, &report);
    assert_int_equal(report.lines[3].state, PAL_VERIFY_FAILED);
}

static void what_was_kept_must_be_signed_and_no_larger(void **state)
{
    (void)state;
    PAL_MADE(made);
    PAL_BUF(kept);
    struct pal_verify_report report;
    good(&made);
    pal_buf_add_text(&kept, pal_buf_text(&pal_made_file(&made, "log/checkpoint")->bytes));
    assert_true(pal_made_replace(&kept, "example/log\n", "example/log\n9"));
    struct pal_verify_spec spec = {.since = pal_buf_text(&kept)};
    ask(&made, &spec, &report);
    assert_int_equal(report.lines[3].state, PAL_VERIFY_FAILED);
    spec.since = pal_text_of("no note");
    ask(&made, &spec, &report);
    assert_int_equal(report.lines[3].state, PAL_VERIFY_FAILED);
}

static void a_log_that_went_on_under_another_name_says_so(void **state)
{
    (void)state;
    PAL_MADE(made);
    PAL_BUF(body);
    PAL_BUF(before);
    PAL_BUF(lost);
    struct pal_verify_report report;
    pal_made_init(&made);
    size_t size = made.entry_count;
    const struct pal_checkpoint checkpoint = {.origin = pal_text_of("made.example/log"),
                                              .head = pal_made_head(&made, size)};
    pal_checkpoint_write(&checkpoint, &body);
    pal_note_sign(pal_buf_text(&body), checkpoint.origin, &made.log, &before);
    made.now = 9000;
    pal_made_continue(&made, pal_text_of("whole"));
    pal_buf_add_text(&lost, pal_buf_text(&made.quoted));
    pal_made_sign_log(&made);
    pal_made_pack(&made);

    struct pal_verify_spec spec = {.since = pal_buf_text(&before)};
    ask(&made, &spec, &report);
    expect_holds(&report);
    assert_non_null(strstr(report.lines[1].figure, "CONTINUED ONCE"));
    assert_non_null(strstr(report.lines[1].figure, "made.example/log before entry"));
    assert_int_equal(report.lines[3].state, PAL_VERIFY_OK);

    char expected[128];
    spec.since = pal_buf_text(&lost);
    ask(&made, &spec, &report);
    assert_int_equal(report.lines[3].state, PAL_VERIFY_FAILED);
    (void)snprintf(
        expected, sizeof expected,
        "continued under another name at entry %zu: of the entries seen before, %zu to %zu", size,
        size, size + 4);
    assert_non_null(strstr(report.lines[3].figure, expected));

    /* And what a stranger signs under the name before says nothing of this log. */
    assert_true(pal_made_replace(&lost, "/log\n", "/log\n9"));
    spec.since = pal_buf_text(&lost);
    ask(&made, &spec, &report);
    assert_int_equal(report.lines[3].state, PAL_VERIFY_FAILED);
    assert_null(strstr(report.lines[3].figure, "another name"));
}

/* --- keys and witnesses of whoever verifies -------------------------------------------------------- */

static void attacks_20_and_56_a_quorum_is_missed_and_its_age_is_said(void **state)
{
    (void)state;
    PAL_MADE(made);
    PAL_BUF(policy);
    struct pal_verify_report report;
    good(&made);
    struct pal_vkey witness = pal_vkey_make(pal_text_of("witness.example"),
                                            PAL_NOTE_KEY_COSIGNATURE, made.record.public_key);
    pal_buf_add_string(&policy, "witness w ");
    pal_vkey_write(&witness, &policy);
    pal_buf_add_string(&policy, "\nquorum w\n");
    struct pal_verify_spec spec = {.policy = pal_buf_text(&policy)};
    ask(&made, &spec, &report);
    assert_int_equal(report.lines[1].state, PAL_VERIFY_FAILED);

    struct pal_made_file *note = pal_made_file(&made, "log/checkpoint");
    struct pal_note read;
    EXPECT_ERR(pal_note_parse(pal_buf_text(&note->bytes), &read), PAL_OK);
    PAL_BUF(line);
    const struct pal_witness by = {.name = witness.name, .key = &made.record};
    pal_cosignature_write(&by, read.body, 1700000000, &line);
    pal_buf_add_text(&note->bytes, pal_buf_text(&line));
    pal_made_pack(&made);
    ask(&made, &spec, &report);
    expect_holds(&report);
    assert_non_null(strstr(report.lines[1].figure, "2023-11-14")); /* how old it is */
}

static void attack_57_another_key_than_the_one_believed_is_refused(void **state)
{
    (void)state;
    PAL_MADE(made);
    PAL_BUF(good_key);
    PAL_BUF(other_key);
    struct pal_verify_report report;
    good(&made);
    struct pal_text name = pal_text_of("made.example/log");
    struct pal_vkey vkey = pal_vkey_make(name, PAL_NOTE_KEY_ED25519, made.log.public_key);
    pal_vkey_write(&vkey, &good_key);
    vkey = pal_vkey_make(name, PAL_NOTE_KEY_ED25519, made.receipts.public_key);
    pal_vkey_write(&vkey, &other_key);
    const char *keys[] = {good_key.bytes};
    struct pal_verify_spec spec = {0};
    ask(&made, &spec, &report);
    expect_holds(&report);
    assert_non_null(strstr(report.lines[1].figure, "the record itself names: give --key"));
    assert_null(strstr(report.lines[1].figure, "--policy")); /* the log has none */
    spec = (struct pal_verify_spec){.keys = keys, .key_count = 1};
    ask(&made, &spec, &report);
    expect_holds(&report);
    assert_non_null(strstr(report.lines[1].figure, "the key is one that was given"));
    keys[0] = other_key.bytes;
    ask(&made, &spec, &report);
    assert_int_equal(report.lines[1].state, PAL_VERIFY_FAILED);
    keys[0] = "no key";
    ask(&made, &spec, &report);
    assert_int_equal(report.lines[1].state, PAL_VERIFY_FAILED);
}

/* --- a key that was revoked ------------------------------------------------------------------------- */

static void revoked(struct pal_made *made, uint64_t last_size, bool announces)
{
    pal_made_init(made);
    pal_made_revoke(made, last_size, announces);
    pal_made_sign_log(made);
    pal_made_pack(made);
}

/* A receipt of the sealed poll for a ballot that nobody cast, by whoever has the revoked key. */
static void forge(struct pal_made *made)
{
    const struct pal_made_file *manifest = pal_made_file(made, "00000000000c/manifest.json");
    const struct pal_receipt receipt = {.origin = pal_text_of("made.example/log"),
                                        .poll = pal_text_of("00000000-0000-4000-8000-00000000000c"),
                                        .ctx = pal_hash_of(manifest->bytes.bytes,
                                                           manifest->bytes.size),
                                        .ballot = pal_hash_of("a ballot", 8)};
    pal_buf_clear(&made->receipt);
    pal_receipt_sign(&receipt, &made->receipts, &made->receipt);
}

/* RULE docs/rules/witness.md
 * > A record that a revoked key signs is not believed, nor is the receipt of a poll that was opened beyond the last size.
 * > That the ballot of an earlier receipt is not in the urn proves nothing any more
 */
static void attack_56_what_a_revoked_seed_signs_is_not_believed(void **state)
{
    (void)state;
    static const struct {
        uint64_t last_size;
        bool announces, is_forged;
        int failed; /* 0: none */
        const char *why;
    } rows[] = {
        {40, true, false, 0, ""},
        {40, true, true, 18, "it proves nothing"},
        {3, true, false, 18, "opened so late"},
        {3, true, true, 18, "opened so late"},
        {40, false, false, 1, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        PAL_MADE(made);
        struct pal_verify_report report;
        revoked(&made, rows[i].last_size, rows[i].announces);
        if (rows[i].is_forged) {
            forge(&made);
        }
        struct pal_verify_spec spec = {.receipt = pal_buf_text(&made.receipt)};
        ask(&made, &spec, &report);
        for (int check = 1; check <= PAL_VERIFY_CHECKS; check++) {
            bool failed = report.lines[check - 1].state == PAL_VERIFY_FAILED;
            assert_int_equal(failed, check == rows[i].failed);
        }
        if (rows[i].failed > 0) {
            assert_non_null(strstr(report.lines[rows[i].failed - 1].figure, rows[i].why));
        }
    }
}

/* The log as it was after twelve entries, or another that the same key signs. */
static void kept_of(bool is_other, struct pal_buf *out)
{
    PAL_MADE(before);
    pal_made_init(&before);
    while (before.entry_count > 12) {
        pal_buf_done(&before.entries[--before.entry_count]);
    }
    assert_true(!is_other || pal_made_replace(&before.entries[9], "\"ts\":1000", "\"ts\":1001"));
    pal_made_sign_log(&before);
    pal_buf_add_text(out, pal_buf_text(&pal_made_file(&before, "log/checkpoint")->bytes));
}

static void cosign(const struct pal_witness *by, struct pal_buf *note)
{
    struct pal_note read;
    PAL_BUF(line);
    EXPECT_ERR(pal_note_parse(pal_buf_text(note), &read), PAL_OK);
    pal_cosignature_write(by, read.body, 1700000000, &line);
    pal_buf_add_text(note, pal_buf_text(&line));
}

/* RULE docs/rules/witness.md
 * > a checkpoint that no other key signs is believed only where the quorum of the policy cosigned it
 */
static void attack_56_a_revoked_key_alone_needs_the_quorum(void **state)
{
    (void)state;
    for (int row = 0; row < 4; row++) {
        const bool is_other = (row & 1) != 0;
        const bool is_cosigned = (row & 2) != 0;
        PAL_MADE(later);
        PAL_BUF(policy);
        PAL_BUF(since);
        struct pal_verify_report report;
        kept_of(is_other, &since);
        revoked(&later, 20, true);
        struct pal_vkey witness =
            pal_vkey_make(pal_text_of("witness.example"), PAL_NOTE_KEY_COSIGNATURE,
                          later.receipts.public_key);
        const struct pal_witness by = {.name = witness.name, .key = &later.receipts};
        pal_buf_add_string(&policy, "witness w ");
        pal_vkey_write(&witness, &policy);
        pal_buf_add_string(&policy, "\nquorum w\n");
        if (is_cosigned) {
            cosign(&by, &since);
        }
        cosign(&by, &pal_made_file(&later, "log/checkpoint")->bytes);
        pal_made_pack(&later);
        struct pal_verify_spec spec = {.since = pal_buf_text(&since),
                                       .policy = pal_buf_text(&policy)};
        ask(&later, &spec, &report);
        assert_int_equal(report.lines[1].state, PAL_VERIFY_OK);
        assert_int_equal(report.lines[3].state, is_other ? PAL_VERIFY_FAILED : PAL_VERIFY_OK);
        assert_int_equal(strstr(report.lines[3].figure, "may be forged") != NULL,
                         is_other && !is_cosigned);
    }
}

int main(void)
{
    TESTS(tests, 500);
    TEST(tests, a_good_record_holds);
    pal_tests_add_table(&tests, pal_tampers, pal_tamper_count, sizeof pal_tampers[0], is_seen);
    pal_tests_add_table(&tests, pal_tamper_stories, pal_tamper_story_count,
                        sizeof pal_tamper_stories[0], is_seen);
    TEST(tests, what_is_not_asked_for_is_absent);
    TEST(tests, a_voter_finds_their_ballot_and_their_line);
    pal_tests_add_table(&tests, pal_mine, pal_mine_count, sizeof pal_mine[0], is_theirs_or_not);
    TEST(tests, attack_22_and_27_a_ballot_that_was_dropped_is_proved);
    TEST(tests, attack_19_a_log_that_only_grew_holds_and_a_split_view_does_not);
    TEST(tests, what_was_kept_must_be_signed_and_no_larger);
    TEST(tests, a_log_that_went_on_under_another_name_says_so);
    TEST(tests, attacks_20_and_56_a_quorum_is_missed_and_its_age_is_said);
    TEST(tests, attack_57_another_key_than_the_one_believed_is_refused);
    TEST(tests, attack_56_what_a_revoked_seed_signs_is_not_believed);
    TEST(tests, attack_56_a_revoked_key_alone_needs_the_quorum);
    return RUN(tests);
}
