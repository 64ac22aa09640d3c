/* What is written: as text, as what is read again, and what a format cannot hold. */
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

#include "formats.h"

#define HEAD     "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\"]"
#define RANKS    PAL_BALLOT_RANKS
#define SCORES   PAL_BALLOT_SCORES
#define APPROVES PAL_BALLOT_APPROVES

/* clang-format off */
static const struct {
    const char *name;
    const char *format;
    enum pal_ballot_kind kind;
    const char *file; /* in JSON */
    enum pal_err err;
    const char *written;
} rows[] = {
    {"rankings in BLT", "blt", RANKS,
        HEAD ",\"seats\":2,\"ballots\":[{\"ranks\":[[0],[1,2]],\"count\":3},{\"ranks\":[[],[1],[],[],[0]]},{\"blank\":true}]}", PAL_OK,
        "3 2\n1 - 2 - - 1 0\n3 1 2=3 0\n1 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"\"\n"},
    {"ties in BLT, of which the first loses first", "blt", RANKS, HEAD ",\"tie_order\":[\"B\",\"C\",\"A\"],\"ballots\":[]}", PAL_OK,
        "3 1\n[tie 1 3 2]\n0\n\"A\"\n\"B\"\n\"C\"\n\"\"\n"},
    {"quotation marks in BLT", "blt", RANKS, "{\"format\":\"palabre-ballots/1\",\"options\":[\"A \\\"Al\\\"\"],\"ballots\":[]}", PAL_OK,
        "1 1\n0\n\"A \"\"Al\"\"\"\n\"\"\n"},
    {"fractions in BLT become whole numbers", "blt", RANKS,
        HEAD ",\"ballots\":[{\"ranks\":[[0]],\"count\":3,\"weight\":\"1/4\"},{\"ranks\":[[1]],\"weight\":\"1/6\"},{\"blank\":true,\"weight\":\"1/5\"}]}", PAL_OK,
        "3 1\n45 1 0\n10 2 0\n12 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"\"\n"},
    {"ballots of weight zero are left out of BLT", "blt", RANKS,
        HEAD ",\"ballots\":[{\"ranks\":[[0]],\"weight\":\"0\"},{\"blank\":true,\"weight\":\"0\"}]}", PAL_OK, "3 1\n0\n\"A\"\n\"B\"\n\"C\"\n\"\"\n"},
    {"approvals in BLT", "blt", APPROVES, HEAD ",\"ballots\":[{\"approves\":[0]}]}", PAL_ERR_FORMAT_HOLDS_KIND, ""},
    {"scores in BLT", "blt", SCORES, HEAD ",\"scale\":5,\"ballots\":[{\"scores\":[0,1,2]}]}", PAL_ERR_FORMAT_HOLDS_KIND, ""},
    {"a budget in BLT", "blt", RANKS, HEAD ",\"budget\":7,\"ballots\":[]}", PAL_ERR_FORMAT_HOLDS_BUDGET, ""},
    {"costs in ABIF", "abif", RANKS, HEAD ",\"costs\":[1,2,3],\"ballots\":[]}", PAL_ERR_FORMAT_HOLDS_BUDGET, ""},
    {"spoilt ballots in BLT", "blt", RANKS, HEAD ",\"ballots\":[{\"spoilt\":true}]}", PAL_ERR_FORMAT_HOLDS_STATE, ""},
    {"abstentions in ABIF", "abif", RANKS, HEAD ",\"ballots\":[{\"abstains\":true}]}", PAL_ERR_FORMAT_HOLDS_STATE, ""},
    {"rankings in ABIF", "abif", RANKS,
        HEAD ",\"seats\":2,\"tie_order\":[\"C\",\"A\",\"B\"],\"ballots\":[{\"ranks\":[[2],[0,1]],\"count\":2},{\"ranks\":[[1]],\"weight\":\"1/2\"},{\"blank\":true}]}", PAL_OK,
        "{\"seats\": 2}\n{\"tie_order\": [\"c3\", \"c1\", \"c2\"]}\n=c1:[A]\n=c2:[B]\n=c3:[C]\n1:c2\n4:c3>c1=c2\n2:\n"},
    {"scores in ABIF", "abif", SCORES, HEAD ",\"scale\":9,\"ballots\":[{\"scores\":[0,null,7]}]}", PAL_OK,
        "{\"max_rating\": 9}\n=c1:[A]\n=c2:[B]\n=c3:[C]\n1:c1/0,c3/7\n"},
    {"approvals in ABIF", "abif", APPROVES, HEAD ",\"scale\":9,\"ballots\":[{\"approves\":[2,0]}]}", PAL_OK,
        "{\"max_rating\": 1}\n=c1:[A]\n=c2:[B]\n=c3:[C]\n1:c1/1,c3/1\n"},
    {"no ballot but blank ones in ABIF", "abif", SCORES, HEAD ",\"scale\":1,\"ballots\":[{\"blank\":true}]}", PAL_OK,
        "{\"max_rating\": 1}\n=c1:[A]\n=c2:[B]\n=c3:[C]\n1:\n"},
    {"points in ABIF", "abif", PAL_BALLOT_POINTS, HEAD ",\"ballots\":[{\"points\":[1,2,3]}]}", PAL_ERR_FORMAT_HOLDS_KIND, ""},
    {"skipped ranks in ABIF", "abif", RANKS, HEAD ",\"ballots\":[{\"ranks\":[[0],[],[1]]}]}", PAL_ERR_FORMAT_HOLDS_SKIPPED, ""},
    {"a skipped first rank in ABIF", "abif", RANKS, HEAD ",\"ballots\":[{\"ranks\":[[],[1]]}]}", PAL_ERR_FORMAT_HOLDS_SKIPPED, ""},
    {"a bracket in a name in ABIF", "abif", RANKS, "{\"format\":\"palabre-ballots/1\",\"options\":[\"A]\"],\"ballots\":[]}", PAL_ERR_FORMAT_HOLDS_NAME, ""},
    {"two lines in a name in ABIF", "abif", RANKS, "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\\nB\"],\"ballots\":[]}", PAL_ERR_FORMAT_HOLDS_NAME, ""},
};
/* clang-format on */

static void is_written(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_QUESTION(question);
    PAL_PROFILE(profile, row->kind, 0);
    EXPECT_ERR(pal_format_read_json(pal_text_of(row->file), &question, &profile, NULL), PAL_OK);
    PAL_BUF(written);
    const struct pal_format *format = pal_format_named(pal_text_of(row->format));
    assert_non_null(format);
    EXPECT_ERR(format->write(&question, &profile, &written), row->err);
    EXPECT_BUF(written, row->written);
}

static void weights_whose_denominators_outgrow_all_are_refused(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("A")), PAL_OK);
    PAL_PROFILE(profile, RANKS, 1);
    const int32_t marks[] = {0};
    struct pal_ballot ballot = {.marks = marks, .mark_count = 1};
    PAL_RATIO(weight);
    for (unsigned base = 2; base <= 3; base++) {
        mpq_set_ui(weight, 1, 1);
        mpz_ui_pow_ui(mpq_denref(weight), base, 8000);
        pal_profile_add(&profile, &ballot, 1, weight);
    }
    PAL_BUF(written);
    EXPECT_ERR(pal_format_named(pal_text_of("blt"))->write(&question, &profile, &written),
               PAL_ERR_LIMIT_RATIO);
    assert_int_equal(written.size, 0);
}

static void numbers_that_outgrow_all_are_refused(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("A")), PAL_OK);
    PAL_PROFILE(profile, SCORES, 1);
    question.scale = 1;
    const int32_t marks[] = {PAL_MARK_NO_OPINION};
    struct pal_ballot ballot = {.marks = marks, .mark_count = 1};
    PAL_RATIO(weight);
    mpz_ui_pow_ui(mpq_numref(weight), 10, PAL_LIMIT_RATIO_DIGITS);
    pal_profile_add(&profile, &ballot, 1, weight);
    PAL_BUF(written);
    EXPECT_ERR(pal_format_named(pal_text_of("abif"))->write(&question, &profile, &written),
               PAL_ERR_LIMIT_RATIO);
}

/* --- What is written is read again as the same --- */

/* Numbers that are the same on every machine. */
static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % below;
}

static const char *const names[] = {"Ada",
                                    "Bo \"B\" Bo",
                                    "c2",
                                    "C, D > E = F / 5",
                                    "[x",
                                    "\xC3\x89lo\xC3\xAF"
                                    "se",
                                    "#7 (g)",
                                    " spaces "};

enum { NAME_COUNT = sizeof names / sizeof names[0] };

static void draw_question(uint64_t *seed, enum pal_ballot_kind kind, struct pal_question *question)
{
    size_t count = 1 + draw(seed, NAME_COUNT);
    size_t first = draw(seed, NAME_COUNT);
    size_t order[NAME_COUNT];
    for (size_t i = 0; i < count; i++) {
        struct pal_text name = pal_text_of(names[(first + i) % NAME_COUNT]);
        EXPECT_ERR(pal_question_add_option(question, name), PAL_OK);
        order[i] = i;
    }
    size_t swapped = draw(seed, (uint32_t)count);
    order[0] = swapped;
    order[swapped] = 0;
    EXPECT_ERR(pal_question_set_tie_order(question, order, count), PAL_OK);
    EXPECT_ERR(pal_question_set_seats(question, 1 + draw(seed, 3)), PAL_OK);
    if (kind == SCORES || kind == APPROVES) {
        question->scale = kind == SCORES ? 5 : 1;
    }
}

static void draw_ranks(uint64_t *seed, size_t option_count, bool with_skipped,
                       struct pal_draft *draft)
{
    size_t marks = draw(seed, (uint32_t)option_count + 2);
    for (size_t i = 0; i < marks; i++) {
        uint32_t next = draw(seed, with_skipped ? 4 : 2);
        bool is_skipped = with_skipped && next == 3;
        if (i > 0 && next > 0) {
            pal_draft_add(draft, PAL_MARK_NEXT_RANK);
        }
        if (is_skipped) {
            pal_draft_add(draft, PAL_MARK_NEXT_RANK);
        }
        pal_draft_add(draft, (int32_t)draw(seed, (uint32_t)option_count));
    }
}

static void draw_marks(uint64_t *seed, const struct pal_question *question,
                       enum pal_ballot_kind kind, struct pal_draft *draft)
{
    for (size_t i = 0; i < question->option_count; i++) {
        switch (kind) {
        case PAL_BALLOT_SCORES: pal_draft_add(draft, (int32_t)draw(seed, 7) - 1); break;
        case PAL_BALLOT_POINTS: pal_draft_add(draft, (int32_t)draw(seed, 1000)); break;
        case PAL_BALLOT_CHOICE: pal_draft_add(draft, i == 0); break;
        case PAL_BALLOT_NONE:
        case PAL_BALLOT_RANKS:
        case PAL_BALLOT_KIND_COUNT:
        case PAL_BALLOT_APPROVES: pal_draft_add(draft, (int32_t)draw(seed, 2)); break;
        }
    }
}

/* clang-format off */
static const struct {
    const char *name;
    const char *format;
    enum pal_ballot_kind kind;
    bool with_skipped;
} trips[] = {
    {"rankings through BLT",    "blt",  RANKS,             true},
    {"rankings through ABIF",   "abif", RANKS,             false},
    {"scores through ABIF",     "abif", SCORES,            false},
    {"approvals through ABIF",  "abif", APPROVES,          false},
    {"rankings through JSON",   "json", RANKS,             true},
    {"scores through JSON",     "json", SCORES,            false},
    {"approvals through JSON",  "json", APPROVES,          false},
    {"points through JSON",     "json", PAL_BALLOT_POINTS, false},
    {"choices through JSON",    "json", PAL_BALLOT_CHOICE, false},
};
/* clang-format on */

/* Ballots, and the same ones as a format without fractions has them: weights multiplied by 12. */
static void draw_ballots(uint64_t *seed, const struct pal_question *question, bool with_skipped,
                         struct pal_profile *profile, struct pal_profile *whole)
{
    static const int64_t parts[] = {1, 1, 1, 2, 3, 4, 12};
    PAL_RATIO(one);
    PAL_RATIO(weight);
    pal_ratio_set(one, 1, 1);
    uint32_t count = draw(seed, 12);
    for (uint32_t i = 0; i <= count || profile->row_count == 0; i++) {
        PAL_DRAFT(draft);
        if (profile->kind == RANKS) {
            draw_ranks(seed, question->option_count, with_skipped, &draft);
        } else {
            draw_marks(seed, question, profile->kind, &draft);
        }
        struct pal_ballot ballot = pal_draft_ballot(&draft);
        if (pal_ballot_is_empty(profile->kind, &ballot)) {
            ballot.state = PAL_BALLOT_BLANK;
        }
        /* Some row has the denominator of all; of blank ballots only the sum is kept. */
        bool is_first = ballot.state == PAL_BALLOT_COUNTED && profile->row_count == 0;
        int64_t part = is_first ? 12 : parts[draw(seed, sizeof parts / sizeof parts[0])];
        pal_ratio_set(weight, 1, part);
        pal_profile_add(profile, &ballot, 1, weight);
        pal_profile_add(whole, &ballot, (uint64_t)(12 / part), one);
    }
}

static void comes_back(void **state)
{
    const __typeof__(trips[0]) *row = *state;
    const struct pal_format *format = pal_format_named(pal_text_of(row->format));
    uint64_t seed = 7;
    for (int i = 0; i < 300; i++) {
        PAL_QUESTION(question);
        draw_question(&seed, row->kind, &question);
        PAL_PROFILE(profile, row->kind, question.option_count);
        PAL_PROFILE(whole, row->kind, question.option_count);
        draw_ballots(&seed, &question, row->with_skipped, &profile, &whole);
        PAL_BUF(written);
        EXPECT_ERR(format->write(&question, &profile, &written), PAL_OK);

        PAL_QUESTION(question_again);
        PAL_PROFILE(again, row->kind, 0);
        EXPECT_ERR(format->read(pal_buf_text(&written), &question_again, &again, NULL), PAL_OK);
        PAL_BUF(expected);
        PAL_BUF(got);
        struct pal_profile *same = format->has_fractions ? &profile : &whole;
        EXPECT_ERR(pal_format_write_json(&question, same, &expected), PAL_OK);
        EXPECT_ERR(pal_format_write_json(&question_again, &again, &got), PAL_OK);
        EXPECT_TEXT(pal_buf_text(&got), expected.bytes);
    }
}

static void only_what_can_be_written_has_a_name(void **state)
{
    (void)state;
    assert_non_null(pal_format_named(pal_text_of("json")));
    assert_null(pal_format_named(pal_text_of("preflib")));
    assert_null(pal_format_named(pal_text_of("csv")));
}

int main(void)
{
    TESTS(tests, 64);
    TABLE(tests, rows, is_written);
    TABLE(tests, trips, comes_back);
    TEST(tests, weights_whose_denominators_outgrow_all_are_refused);
    TEST(tests, numbers_that_outgrow_all_are_refused);
    TEST(tests, only_what_can_be_written_has_a_name);
    return RUN(tests);
}
