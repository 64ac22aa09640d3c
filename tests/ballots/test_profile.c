/* Ballots become rows: what is merged, what is kept apart, and how long it takes. */
#include "ballots/profile.h"
#include "base/limits.h"
#include "base/mem.h"

#include "../support/expect.h"

enum { NEXT = PAL_MARK_NEXT_RANK, NONE = PAL_MARK_NO_OPINION };

#define BALLOT(...)                                                            \
    (struct pal_ballot)                                                        \
    {                                                                          \
        .marks = (const int32_t[]){__VA_ARGS__},                               \
        .mark_count = sizeof((const int32_t[]){__VA_ARGS__}) / sizeof(int32_t) \
    }

static void add(struct pal_profile *profile, struct pal_ballot ballot, uint64_t count,
                const char *weight)
{
    PAL_RATIO(each);
    EXPECT_ERR(pal_ratio_parse(pal_text_of(weight), each), PAL_OK);
    pal_profile_add(profile, &ballot, count, each);
}

/* The ballots of that row weigh so much together. */
static void expect_row_weight(const struct pal_profile *profile, size_t row, const char *weight)
{
    PAL_RATIO(found);
    pal_profile_row_weight(profile, &profile->rows[row], found);
    EXPECT_RATIO(found, weight);
}

static void identical_ballots_of_one_weight_are_one_row(void **state)
{
    (void)state;
    PAL_PROFILE(profile, PAL_BALLOT_APPROVES, 2);
    add(&profile, BALLOT(1, 0), 3, "1/3");
    add(&profile, BALLOT(0, 1), 1, "2");
    add(&profile, BALLOT(1, 0), 1, "2/6");
    add(&profile, BALLOT(1, 0), 1, "1/2");
    add(&profile, BALLOT(1, 0), 0, "1/7"); /* nobody */
    assert_int_equal(profile.row_count, 3);
    assert_int_equal(profile.weight_count, 3);
    assert_int_equal(profile.rows[0].ballot_count, 4);
    expect_row_weight(&profile, 0, "4/3");
    expect_row_weight(&profile, 2, "1/2");
    assert_int_equal(profile.sums[PAL_BALLOT_COUNTED].ballot_count, 6);
    EXPECT_RATIO(profile.sums[PAL_BALLOT_COUNTED].weight, "23/6");
}

static void every_ballot_may_have_a_weight_of_its_own(void **state)
{
    (void)state;
    enum { WEIGHTS = 1000 };
    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, 2);
    PAL_RATIO(weight);
    struct pal_ballot ballot = BALLOT(1, 0);
    for (int times = 0; times < 2; times++) {
        for (int i = WEIGHTS; i > 0; i--) {
            pal_ratio_set(weight, 1, i);
            pal_profile_add(&profile, &ballot, 1, weight);
        }
    }
    assert_int_equal(profile.row_count, WEIGHTS);
    assert_int_equal(profile.weight_count, WEIGHTS);
    expect_row_weight(&profile, 0, "1/500");
    pal_profile_sort(&profile);
    pal_ratio_set(weight, 1, 500);
    pal_profile_add(&profile, &ballot, 3, weight); /* finds its row where it now is */
    assert_int_equal(profile.row_count, WEIGHTS);
    expect_row_weight(&profile, 0, "1/500"); /* two ballots of 1/1000 */
    expect_row_weight(&profile, 1, "2/999");
    expect_row_weight(&profile, 500, "1/100"); /* five of 1/500 */
    expect_row_weight(&profile, WEIGHTS - 1, "2/1");
}

static void four_states_are_kept_apart(void **state)
{
    (void)state;
    PAL_PROFILE(profile, PAL_BALLOT_APPROVES, 2);
    add(&profile, BALLOT(1, 0), 1, "1");
    add(&profile, (struct pal_ballot){.state = PAL_BALLOT_BLANK}, 2, "1");
    add(&profile, (struct pal_ballot){.state = PAL_BALLOT_SPOILT}, 3, "1");
    add(&profile, (struct pal_ballot){.state = PAL_BALLOT_ABSTAINING}, 4, "1/2");
    assert_int_equal(profile.row_count, 1);
    EXPECT_RATIO(profile.sums[PAL_BALLOT_BLANK].weight, "2/1");
    EXPECT_RATIO(profile.sums[PAL_BALLOT_SPOILT].weight, "3/1");
    EXPECT_RATIO(profile.sums[PAL_BALLOT_ABSTAINING].weight, "2/1");
    assert_int_equal(profile.sums[PAL_BALLOT_ABSTAINING].ballot_count, 4);
}

static void what_says_the_same_is_the_same_ranking(void **state)
{
    (void)state;
    PAL_PROFILE(profile, PAL_BALLOT_RANKS, 3);
    add(&profile, BALLOT(0, NEXT, 2, 1), 1, "1");
    add(&profile, BALLOT(0, NEXT, 1, 2, NEXT, NEXT), 1, "1");
    assert_int_equal(profile.row_count, 1);
    add(&profile, BALLOT(NEXT, 0, NEXT, 1, 2), 1, "1"); /* a skipped rank says something */
    add(&profile, BALLOT(0, NEXT, 1, NEXT, 2), 1, "1");
    assert_int_equal(profile.row_count, 3);
}

static void ballots_are_announced_and_sought_before_they_enter(void **state)
{
    (void)state;
    PAL_PROFILE(profile, PAL_BALLOT_RANKS, 3);
    PAL_RATIO(half);
    pal_ratio_set(half, 1, 2);
    PAL_DRAFT(ranked);
    const struct pal_ballot says = BALLOT(1, NEXT, 2, 0, NEXT);
    for (size_t i = 0; i < says.mark_count; i++) {
        pal_draft_add(&ranked, says.marks[i]);
    }
    pal_profile_sum(&profile, PAL_BALLOT_COUNTED, 3, half);
    struct pal_profile_entry entry =
        pal_profile_announce(&profile, &ranked, 3, pal_profile_weight(&profile, half));
    pal_profile_seek(&profile, &entry);
    add(&profile, BALLOT(1, NEXT, 0, 2), 1, "1/2"); /* the same, and it enters first */
    assert_int_equal(profile.rows[0].ballot_count, 1);
    for (int times = 0; times < 3; times++) {
        pal_profile_seek(&profile, &entry);
    }
    pal_profile_enter(&profile, &entry);
    assert_int_equal(profile.row_count, 1);
    expect_row_weight(&profile, 0, "2/1");
    EXPECT_RATIO(profile.sums[PAL_BALLOT_COUNTED].weight, "2/1");

    entry = (struct pal_profile_entry){.hash = 0};
    pal_profile_seek(&profile, &entry);
    pal_profile_enter(&profile, &entry); /* is of nobody */
    assert_int_equal(profile.row_count, 1);
}

static void more_rows_than_were_expected_find_room(void **state)
{
    (void)state;
    enum { ROWS = 5000, TOO_MANY_TO_EXPECT = 1 << 20 };
    PAL_PROFILE(profile, PAL_BALLOT_POINTS, 2);
    PAL_RATIO(one);
    pal_ratio_set(one, 1, 1);
    pal_profile_expect(&profile, 10);
    for (int times = 0; times < 2; times++) {
        for (int32_t i = 0; i < ROWS; i++) {
            pal_profile_add(&profile, &BALLOT(i, ROWS - i), 1, one);
        }
        pal_profile_expect(&profile, TOO_MANY_TO_EXPECT);
    }
    assert_int_equal(profile.row_count, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        assert_int_equal(profile.rows[i].ballot_count, 2);
        assert_int_equal(profile.rows[i].marks[0], i);
    }
}

static void a_college_enters_with_its_factor(void **state)
{
    (void)state;
    PAL_PROFILE(college, PAL_BALLOT_APPROVES, 2);
    add(&college, BALLOT(1, 1), 3, "1");
    add(&college, (struct pal_ballot){.state = PAL_BALLOT_BLANK}, 1, "1");
    PAL_PROFILE(assembly, PAL_BALLOT_APPROVES, 2);
    add(&assembly, BALLOT(1, 1), 1, "1");
    PAL_RATIO(factor);
    pal_ratio_set(factor, 38, 300);
    pal_profile_add_scaled(&assembly, &college, factor);
    assert_int_equal(assembly.row_count, 2);
    expect_row_weight(&assembly, 0, "1/1");
    expect_row_weight(&assembly, 1, "19/50");
    assert_int_equal(assembly.rows[1].ballot_count, 3);
    EXPECT_RATIO(assembly.sums[PAL_BALLOT_COUNTED].weight, "69/50");
    EXPECT_RATIO(assembly.sums[PAL_BALLOT_BLANK].weight, "19/150");
}

static void rows_that_are_not_counted_leave(void **state)
{
    (void)state;
    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, 2);
    add(&profile, BALLOT(1, 0), 1, "1");
    add(&profile, BALLOT(1, 1), 2, "1/2");
    add(&profile, BALLOT(0, 1), 1, "1");
    const enum pal_ballot_state states[] = {PAL_BALLOT_COUNTED, PAL_BALLOT_SPOILT,
                                            PAL_BALLOT_COUNTED};
    pal_profile_move(&profile, states);
    assert_int_equal(profile.row_count, 2);
    EXPECT_RATIO(profile.sums[PAL_BALLOT_COUNTED].weight, "2/1");
    assert_int_equal(profile.sums[PAL_BALLOT_COUNTED].ballot_count, 2);
    EXPECT_RATIO(profile.sums[PAL_BALLOT_SPOILT].weight, "1/1");
    add(&profile, BALLOT(0, 1), 1, "1"); /* finds its row where it now is */
    assert_int_equal(profile.row_count, 2);
    expect_row_weight(&profile, 1, "2/1");
}

static void sorted_rows_do_not_tell_the_order_of_arrival(void **state)
{
    (void)state;
    PAL_PROFILE(profile, PAL_BALLOT_RANKS, 3);
    add(&profile, BALLOT(2), 1, "1");
    add(&profile, BALLOT(0, NEXT, 1), 1, "1");
    add(&profile, BALLOT(0), 1, "1");
    pal_profile_sort(&profile);
    assert_int_equal(profile.rows[0].mark_count, 1);
    assert_int_equal(profile.rows[0].marks[0], 0);
    assert_int_equal(profile.rows[1].mark_count, 3);
    assert_int_equal(profile.rows[2].marks[0], 2);
    add(&profile, BALLOT(2), 1, "1");
    assert_int_equal(profile.rows[2].ballot_count, 2);
}

static void a_million_different_ballots_take_a_million_steps(void **state)
{
    (void)state;
    /* 19 options approved or not: 2^19 different ballots, each twice. A table that degenerates would
     * keep the test busy for hours. */
    enum { OPTIONS = 19, BALLOTS = 1 << OPTIONS };
    PAL_PROFILE(profile, PAL_BALLOT_APPROVES, OPTIONS);
    PAL_RATIO(one);
    pal_ratio_set(one, 1, 1);
    int32_t marks[OPTIONS];
    struct pal_ballot ballot = {.marks = marks, .mark_count = OPTIONS};
    for (int32_t i = 0; i < 2 * BALLOTS; i++) {
        for (int32_t k = 0; k < OPTIONS; k++) {
            marks[k] = (i >> k) & 1;
        }
        pal_profile_add(&profile, &ballot, 1, one);
    }
    assert_int_equal(profile.row_count, BALLOTS);
    expect_row_weight(&profile, BALLOTS - 1, "2/1");
}

/* clang-format off */
static const struct {
    const char *name;
    enum pal_ballot_kind kind;
    size_t count;
    int32_t marks[4];
    enum pal_err err;
} forms[] = {
    {"a cross is a choice",                       PAL_BALLOT_CHOICE,   3, {0, 1, 0},       PAL_OK},
    {"two crosses have the form of a choice",     PAL_BALLOT_CHOICE,   3, {1, 1, 0},       PAL_OK},
    {"a cross is 1",                              PAL_BALLOT_CHOICE,   3, {0, 2, 0},       PAL_ERR_BALLOT_MARK},
    {"a choice has a mark per option",            PAL_BALLOT_CHOICE,   2, {0, 1},          PAL_ERR_BALLOT_LENGTH},
    {"an approval is 1",                          PAL_BALLOT_APPROVES, 3, {1, -1, 0},      PAL_ERR_BALLOT_MARK},
    {"scores go from 0 to the scale",             PAL_BALLOT_SCORES,   3, {0, 5, NONE},    PAL_OK},
    {"a score above the scale is refused",        PAL_BALLOT_SCORES,   3, {0, 6, 0},       PAL_ERR_BALLOT_MARK},
    {"a score below 0 is refused",                PAL_BALLOT_SCORES,   3, {0, -2, 0},      PAL_ERR_BALLOT_MARK},
    {"points have no bound",                      PAL_BALLOT_POINTS,   3, {0, 1 << 30, 1}, PAL_OK},
    {"points have no null",                       PAL_BALLOT_POINTS,   3, {0, NONE, 1},    PAL_ERR_BALLOT_MARK},
    {"ranks need not name all options",           PAL_BALLOT_RANKS,    1, {2},             PAL_OK},
    {"ranks may name an option twice",            PAL_BALLOT_RANKS,    3, {2, NEXT, 2},    PAL_OK},
    {"ranks may name nothing",                    PAL_BALLOT_RANKS,    0, {0},             PAL_OK},
    {"ranks name options that exist",             PAL_BALLOT_RANKS,    3, {2, NEXT, 3},    PAL_ERR_BALLOT_OPTION},
    {"a negative option does not exist",          PAL_BALLOT_RANKS,    1, {-2},            PAL_ERR_BALLOT_OPTION},
    {"a method without ballots reads none",       PAL_BALLOT_NONE,     0, {0},             PAL_ERR_BALLOT_KIND},
};
/* clang-format on */

static void has_the_form_of_its_kind(void **state)
{
    const __typeof__(forms[0]) *row = *state;
    PAL_QUESTION(question);
    question.scale = 5;
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("A")), PAL_OK);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("B")), PAL_OK);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("C")), PAL_OK);
    struct pal_ballot ballot = {.marks = row->marks, .mark_count = row->count};
    EXPECT_ERR(pal_ballot_check(&question, row->kind, &ballot), row->err);
    ballot.state = PAL_BALLOT_BLANK; /* its marks are not looked at */
    EXPECT_ERR(pal_ballot_check(&question, row->kind, &ballot), PAL_OK);
}

static void marks_have_a_number(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("A")), PAL_OK);
    PAL_DRAFT(draft);
    pal_draft_fill(&draft, PAL_LIMIT_MARKS, 0);
    struct pal_ballot ballot = pal_draft_ballot(&draft);
    EXPECT_ERR(pal_ballot_check(&question, PAL_BALLOT_RANKS, &ballot), PAL_OK);
    pal_draft_add(&draft, 0);
    ballot = pal_draft_ballot(&draft);
    EXPECT_ERR(pal_ballot_check(&question, PAL_BALLOT_RANKS, &ballot), PAL_ERR_BALLOT_TOO_MANY);
}

static void a_ballot_without_options_is_empty(void **state)
{
    (void)state;
    struct pal_ballot zeros = BALLOT(0, 0);
    struct pal_ballot nones = BALLOT(NONE, NONE);
    struct pal_ballot nothing = {.mark_count = 0};
    assert_true(pal_ballot_is_empty(PAL_BALLOT_CHOICE, &zeros));
    assert_true(pal_ballot_is_empty(PAL_BALLOT_APPROVES, &zeros));
    assert_true(pal_ballot_is_empty(PAL_BALLOT_POINTS, &zeros));
    assert_false(pal_ballot_is_empty(PAL_BALLOT_SCORES, &zeros)); /* the worst is an opinion */
    assert_true(pal_ballot_is_empty(PAL_BALLOT_SCORES, &nones));
    assert_true(pal_ballot_is_empty(PAL_BALLOT_RANKS, &nones));
    assert_true(pal_ballot_is_empty(PAL_BALLOT_RANKS, &nothing));
    assert_false(pal_ballot_is_empty(PAL_BALLOT_RANKS, &zeros));
}

static void every_kind_and_state_has_a_word(void **state)
{
    (void)state;
    assert_string_equal(pal_ballot_kind_name(PAL_BALLOT_NONE), "none");
    assert_string_equal(pal_ballot_kind_name(PAL_BALLOT_RANKS), "ranks");
    assert_string_equal(pal_ballot_state_name(PAL_BALLOT_COUNTED), "counted");
    assert_string_equal(pal_ballot_state_name(PAL_BALLOT_ABSTAINING), "abstaining");
}

int main(void)
{
    TESTS(tests, 40);
    TEST(tests, identical_ballots_of_one_weight_are_one_row);
    TEST(tests, every_ballot_may_have_a_weight_of_its_own);
    TEST(tests, four_states_are_kept_apart);
    TEST(tests, what_says_the_same_is_the_same_ranking);
    TEST(tests, ballots_are_announced_and_sought_before_they_enter);
    TEST(tests, more_rows_than_were_expected_find_room);
    TEST(tests, a_college_enters_with_its_factor);
    TEST(tests, rows_that_are_not_counted_leave);
    TEST(tests, sorted_rows_do_not_tell_the_order_of_arrival);
    TEST(tests, a_million_different_ballots_take_a_million_steps);
    TABLE(tests, forms, has_the_form_of_its_kind);
    TEST(tests, marks_have_a_number);
    TEST(tests, a_ballot_without_options_is_empty);
    TEST(tests, every_kind_and_state_has_a_word);
    return RUN(tests);
}
