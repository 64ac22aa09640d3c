/*
 * The verifier on documents and logs that few records have: malformed ones, which the check that reads
 * them refuses, and rare ones, which hold.
 */
#include <string.h>

#include "audit/note.h"
#include "audit/verify.h"
#include "base/check.h"

#include "../support/expect.h"
#include "../support/made.h"
#include "../support/tamper.h"

#define POLL(last) "\"00000000-0000-4000-8000-00000000000" last "\""
#define FOLDER_A   "00000000000a/"
#define FOLDER_B   "00000000000b/"
#define FOLDER_C   "00000000000c/"
static void ask(struct pal_made *made, struct pal_verify_spec spec,
                struct pal_verify_report *report)
{
    struct pal_source source = pal_source_of(pal_buf_text(&made->tar));
    spec.tar = &source;
    spec.minisig = pal_buf_text(&made->minisig);
    pal_verify(&spec, report);
}

static void verify(struct pal_made *made, struct pal_verify_report *report)
{
    pal_made_pack(made);
    ask(made, (struct pal_verify_spec){0}, report);
}

/* The log signed again, too. */
static void sign_and_verify(struct pal_made *made, struct pal_verify_report *report)
{
    pal_made_sign_log(made);
    verify(made, report);
}

static void expect_state(const struct pal_verify_report *report, int check,
                         enum pal_verify_state state)
{
    const struct pal_verify_line *line = &report->lines[check - 1];
    if (line->state != state) {
        fail_msg("V%d %s: %s", check, pal_verify_state_word(line->state), line->figure);
    }
}

static void expect_holds(const struct pal_verify_report *report)
{
    for (int check = 1; check <= PAL_VERIFY_CHECKS; check++) {
        if (report->lines[check - 1].state == PAL_VERIFY_FAILED) {
            expect_state(report, check, PAL_VERIFY_OK);
        }
    }
}

/* --- entries ------------------------------------------------------------------------------------------ */

/* The number of the first entry that holds it. */
static size_t entry_of(const struct pal_made *made, const char *what)
{
    for (size_t i = 0; i < made->entry_count; i++) {
        const struct pal_buf *entry = &made->entries[i];
        for (size_t at = 0; at + strlen(what) <= entry->size; at++) {
            if (memcmp(entry->bytes + at, what, strlen(what)) == 0) {
                return i;
            }
        }
    }
    fail_msg("no entry holds %s", what);
    return 0;
}

static void insert(struct pal_made *made, size_t at, const char *type, const char *d, int seconds)
{
    struct pal_buf *entry = &made->entries[at];
    PAL_CHECK(made->entry_count < PAL_MADE_ENTRIES);
    memmove(entry + 1, entry, (made->entry_count - at) * sizeof *entry);
    *entry = (struct pal_buf){0};
    pal_buf_add_format(entry,
                       "{\"d\":%s,\"id\":\"22222222-2222-4222-8222-222222222222\",\"t\":\"%s\","
                       "\"ts\":%d,\"v\":1}",
                       d, type, seconds);
    made->entry_count++;
}

static void drop_from(struct pal_made *made, size_t at)
{
    while (made->entry_count > at) {
        pal_buf_done(&made->entries[--made->entry_count]);
    }
}

static void drop_files(struct pal_made *made, const char *const *names)
{
    for (; *names != NULL; names++) {
        struct pal_made_file *file = pal_made_file(made, *names);
        if (file == NULL) {
            fail_msg("there is no %s", *names);
        } else {
            pal_made_drop(made, file);
        }
    }
}

static void a_text_that_was_redacted_is_not_missed(void **state)
{
    (void)state;
    for (int is_redacted = 0; is_redacted < 2; is_redacted++) {
        PAL_MADE(made);
        PAL_BUF(name);
        PAL_BUF(d);
        struct pal_verify_report report;
        char hash[65] = "";
        pal_made_init(&made);
        const struct pal_buf *entry = &made.entries[entry_of(&made, "resolution.table")];
        const char *said = strstr(entry->bytes, "\"hash\":\"");
        assert_non_null(said);
        memcpy(hash, said + strlen("\"hash\":\""), 64);
        pal_buf_add_format(&name, "texts/%s.json", hash);
        drop_files(&made, (const char *const[]){name.bytes, NULL});
        pal_buf_add_format(&d,
                           "{\"entry\":7,\"ground\":\"a name\",\"hash\":\"%s\",\"role\":\"clerk\"}",
                           hash);
        if (is_redacted != 0) {
            insert(&made, made.entry_count, "redact", d.bytes, 9000);
        }
        sign_and_verify(&made, &report);
        if (is_redacted != 0) {
            expect_holds(&report);
        } else {
            expect_state(&report, 6, PAL_VERIFY_FAILED);
        }
    }
}

static void a_log_begins_with_its_name(void **state)
{
    (void)state;
    static const struct {
        const char *type, *d;
    } first[] = {
        {"link.make", "{\"count\":1}"},
        {"office.end", "{\"office\":" POLL("e") "}"},
        {"society.found", "{\"hash\":\""
                          "1111111111111111111111111111111111111111111111111111111111111111"
                          "\",\"society\":" POLL("e") "}"},
        {"ballot.cast", "{\"c\":\""
                        "1111111111111111111111111111111111111111111111111111111111111111"
                        "\",\"poll\":" POLL("a") "}"},
    };
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++) {
        PAL_MADE(made);
        struct pal_verify_report report;
        pal_made_init(&made);
        insert(&made, 0, first[i].type, first[i].d, 1000);
        sign_and_verify(&made, &report);
        expect_state(&report, 5, PAL_VERIFY_FAILED);
        assert_non_null(strstr(report.lines[4].figure, "entry 0:"));
    }
}

static void a_secret_that_was_waived_agrees_with_the_log(void **state)
{
    (void)state;
    for (int k_min = 3; k_min <= 4; k_min++) {
        PAL_MADE(made);
        PAL_BUF(d);
        struct pal_verify_report report;
        pal_made_init(&made);
        assert_true(pal_made_rewrite(&made, FOLDER_C "manifest.json", "\"waived\":false",
                                     "\"waived\":true"));
        pal_buf_add_format(&d, "{\"k_min\":%d,\"poll\":" POLL("c") ",\"reason\":\"We are few.\"}",
                           k_min);
        insert(&made, entry_of(&made, "\"poll\":" POLL("c") ",\"roll_root\""), "poll.waive",
               d.bytes, 4000);
        sign_and_verify(&made, &report);
        expect_state(&report, 5, k_min == 3 ? PAL_VERIFY_OK : PAL_VERIFY_FAILED);
        expect_state(&report, 6, PAL_VERIFY_OK);
    }
}

static void a_poll_that_was_void_once_open_keeps_its_roll_alone(void **state)
{
    (void)state;
    static const char *const gone[] = {
        FOLDER_C "urn.txt",      FOLDER_C "marks.txt",     FOLDER_C "box.json",
        FOLDER_C "outcome.json", FOLDER_C "opened.csv",    FOLDER_C "result.json",
        FOLDER_C "result.csv",   FOLDER_C "result-fr.csv", NULL};
    for (int has_roll = 0; has_roll < 2; has_roll++) {
        PAL_MADE(made);
        struct pal_verify_report report;
        pal_made_init(&made);
        drop_from(&made, entry_of(&made, "\"poll\":" POLL("c") ",\"used\""));
        insert(&made, made.entry_count, "poll.void",
               "{\"poll\":" POLL("c") ",\"reason\":\"It was put twice.\"}", 4000);
        drop_files(&made, gone);
        if (has_roll == 0) {
            drop_files(&made, (const char *const[]){FOLDER_C "roll.txt", NULL});
        }
        sign_and_verify(&made, &report);
        expect_state(&report, 7, PAL_VERIFY_OK);
        expect_state(&report, 20, has_roll != 0 ? PAL_VERIFY_OK : PAL_VERIFY_FAILED);
        if (has_roll != 0) {
            expect_holds(&report);
        }
    }
}

/* --- files -------------------------------------------------------------------------------------------- */

static void what_is_not_ended_cannot_be_read(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        int check;
    } ends[] = {{FOLDER_A "openings.jsonl", 9},
                {FOLDER_C "opened.csv", 9},
                {FOLDER_A "roll.txt", 7}};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        PAL_MADE(made);
        struct pal_verify_report report;
        pal_made_init(&made);
        pal_made_sign_log(&made);
        pal_made_file(&made, ends[i].file)->bytes.size--;
        verify(&made, &report);
        expect_state(&report, ends[i].check, PAL_VERIFY_FAILED);
    }
}

static void a_long_roll_is_read_to_its_end(void **state)
{
    (void)state;
    PAL_MADE(made);
    struct pal_verify_report report;
    pal_made_init(&made);
    pal_made_sign_log(&made);
    struct pal_buf *roll = &pal_made_file(&made, FOLDER_A "roll.txt")->bytes;
    pal_buf_clear(roll);
    for (int i = 0; i < 1300; i++) {
        pal_buf_add_format(roll, "%064x\n", (unsigned)i);
    }
    verify(&made, &report);
    expect_state(&report, 7, PAL_VERIFY_FAILED);
    expect_state(&report, 8, PAL_VERIFY_FAILED);
    assert_non_null(strstr(report.lines[7].figure, "1300 lines"));
}

/* The tracker of a row of the opened list, from 1; it is of the form of one. */
static void tracker_of(struct pal_made *made, size_t row, char out[32])
{
    struct pal_text list = pal_buf_text(&pal_made_file(made, FOLDER_C "opened.csv")->bytes);
    struct pal_text line = {0};
    struct pal_text field = {0};
    for (size_t i = 0; i <= row; i++) {
        assert_true(pal_text_cut(&list, '\n', &line));
    }
    assert_true(pal_text_cut(&line, ',', &field) && pal_text_cut(&line, ',', &field));
    assert_true(field.size > 0 && field.size < 32);
    memcpy(out, field.bytes, field.size);
    out[field.size] = '\0';
}

static void a_tracker_that_stands_twice_is_said(void **state)
{
    (void)state;
    PAL_MADE(made);
    struct pal_verify_report report;
    char one[32];
    char other[32];
    pal_made_init(&made);
    tracker_of(&made, 1, one);
    tracker_of(&made, 2, other);
    assert_true(pal_made_rewrite(&made, FOLDER_C "opened.csv", other, one));
    sign_and_verify(&made, &report);
    expect_holds(&report);
    assert_non_null(strstr(report.lines[8].figure, "STAND TWICE: 1"));
}

static void what_was_spoilt_at_will_has_no_tracker(void **state)
{
    (void)state;
    PAL_MADE(made);
    PAL_BUF(from);
    struct pal_verify_report report;
    char tracker[32];
    pal_made_init(&made);
    tracker_of(&made, 1, tracker);
    pal_buf_add_format(&from, "%s,\"{\"\"choice\"\":0}\"", tracker);
    assert_true(
        pal_made_rewrite(&made, FOLDER_C "opened.csv", from.bytes, ",\"{\"\"spoilt\"\":true}\""));
    sign_and_verify(&made, &report);
    expect_state(&report, 9, PAL_VERIFY_OK);
    expect_state(&report, 16, PAL_VERIFY_FAILED); /* one vote for it less */
}

/* Box, close and openings agree on it; what was counted, and the commitment, do not. */
static void a_void_ballot_is_in_the_box_and_not_in_the_count(void **state)
{
    (void)state;
    PAL_MADE(made);
    struct pal_verify_report report;
    pal_made_init(&made);
    assert_true(pal_made_rewrite(&made, FOLDER_B "box.json", "\"used\":4,\"void\":0",
                                 "\"used\":3,\"void\":1"));
    assert_true(pal_made_replace(&made.entries[entry_of(&made, "\"poll\":" POLL("b") ",\"used\"")],
                                 "\"used\":4", "\"used\":3"));
    pal_made_sign_log(&made);
    assert_true(pal_made_replace(&pal_made_file(&made, FOLDER_B "openings.jsonl")->bytes,
                                 ",\"voter\":", ",\"void\":\"postal_late\",\"voter\":"));
    verify(&made, &report);
    expect_state(&report, 6, PAL_VERIFY_OK);
    expect_state(&report, 8, PAL_VERIFY_OK);
    expect_state(&report, 16, PAL_VERIFY_FAILED);
}

/* --- who signed --------------------------------------------------------------------------------------- */

static void the_keys_of_a_policy_are_believed(void **state)
{
    (void)state;
    PAL_MADE(made);
    struct pal_verify_report report;
    pal_made_init(&made);
    pal_made_sign_log(&made);
    pal_made_pack(&made);
    const struct pal_signing_key *const keys[] = {&made.log, &made.receipts};
    for (size_t i = 0; i < 2; i++) {
        PAL_BUF(policy);
        struct pal_vkey vkey = pal_vkey_make(pal_text_of("made.example/log"), PAL_NOTE_KEY_ED25519,
                                             keys[i]->public_key);
        pal_buf_add_string(&policy, "log ");
        pal_vkey_write(&vkey, &policy);
        pal_buf_add_string(&policy, "\nquorum none\n");
        ask(&made, (struct pal_verify_spec){.policy = pal_buf_text(&policy)}, &report);
        expect_state(&report, 2, i == 0 ? PAL_VERIFY_OK : PAL_VERIFY_FAILED);
    }
}

static void the_quorum_that_the_log_asks_for_is_missed(void **state)
{
    (void)state;
    PAL_MADE(made);
    PAL_BUF(d);
    struct pal_verify_report report;
    pal_made_init(&made);
    struct pal_vkey witness = pal_vkey_make(pal_text_of("witness.example"),
                                            PAL_NOTE_KEY_COSIGNATURE, made.record.public_key);
    pal_buf_add_string(&d, "{\"policy\":\"witness w ");
    pal_vkey_write(&witness, &d);
    pal_buf_add_string(&d, "\\nquorum w\\n\"}");
    insert(&made, made.entry_count, "log.policy", d.bytes, 9000);
    sign_and_verify(&made, &report);
    expect_state(&report, 5, PAL_VERIFY_OK);
    expect_state(&report, 2, PAL_VERIFY_FAILED);
    assert_non_null(strstr(report.lines[1].figure, "quorum"));
}

static void what_was_kept_is_of_this_log_and_can_be_compared(void **state)
{
    (void)state;
    PAL_MADE(made);
    PAL_BUF(kept);
    struct pal_verify_report report;
    pal_made_init(&made);
    pal_made_sign_log(&made);
    pal_made_pack(&made);
    pal_buf_add_text(&kept, pal_buf_text(&pal_made_file(&made, "log/checkpoint")->bytes));
    ask(&made, (struct pal_verify_spec){.since = pal_buf_text(&kept)}, &report);
    expect_state(&report, 4, PAL_VERIFY_OK);
    assert_true(pal_made_replace(&kept, "\xe2\x80\x94 made.example/log ", NULL));
    ask(&made, (struct pal_verify_spec){.since = pal_buf_text(&kept)}, &report);
    expect_state(&report, 4, PAL_VERIFY_FAILED);
    assert_non_null(strstr(report.lines[3].figure, "not signed"));

    const struct pal_tamper gone = {"", PAL_TAMPER_GONE, "log/tile/entries/000.p/", NULL, NULL, 4};
    PAL_MADE(other);
    assert_true(pal_tamper_make(&gone, &other));
    pal_buf_clear(&kept);
    pal_buf_add_text(&kept, pal_buf_text(&pal_made_file(&other, "log/checkpoint")->bytes));
    ask(&other, (struct pal_verify_spec){.since = pal_buf_text(&kept)}, &report);
    expect_state(&report, 4, PAL_VERIFY_FAILED);
}

int main(void)
{
    TESTS(tests, 64);
    TEST(tests, a_text_that_was_redacted_is_not_missed);
    TEST(tests, a_log_begins_with_its_name);
    TEST(tests, a_secret_that_was_waived_agrees_with_the_log);
    TEST(tests, a_poll_that_was_void_once_open_keeps_its_roll_alone);
    TEST(tests, what_is_not_ended_cannot_be_read);
    TEST(tests, a_long_roll_is_read_to_its_end);
    TEST(tests, a_tracker_that_stands_twice_is_said);
    TEST(tests, what_was_spoilt_at_will_has_no_tracker);
    TEST(tests, a_void_ballot_is_in_the_box_and_not_in_the_count);
    TEST(tests, the_keys_of_a_policy_are_believed);
    TEST(tests, the_quorum_that_the_log_asks_for_is_missed);
    TEST(tests, what_was_kept_is_of_this_log_and_can_be_compared);
    return RUN(tests);
}
