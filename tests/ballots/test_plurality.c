/* Plurality: who is elected, and what becomes of equals, of blank ballots and of nothing at all. */
#include "ballots/method.h"
#include "base/mem.h"

#include "../support/count.h"
#include "../support/expect.h"

#define FILE_OF(more, ballots)                                               \
    "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\"]" more \
    ",\"ballots\":[" ballots "]}"

/* clang-format off */
static const struct {
    const char *name;
    const char *file;
    const char *elected;
    size_t tie_count;
    size_t places[3];
    enum pal_decides decides; /* as a college */
} rows[] = {
    {"the most votes win",
        FILE_OF("", "{\"count\":2,\"choice\":0},{\"count\":3,\"choice\":1},{\"choice\":2}"),
        "B", 0, {1, 0, 2}, PAL_DECIDES_OPTION},
    {"a plurality is not a majority",
        FILE_OF("", "{\"count\":3,\"choice\":0},{\"count\":4,\"choice\":1},{\"count\":3,\"choice\":2}"),
        "B", 0, {1, 0, 1}, PAL_DECIDES_OPTION},
    {"a tie goes to the first option where no order is said",
        FILE_OF("", "{\"choice\":1},{\"choice\":0}"),
        "A", 1, {0, 0, 1}, PAL_DECIDES_TIE},
    {"a tie goes to the first of the order that is said",
        FILE_OF(",\"tie_order\":[\"C\",\"B\",\"A\"]", "{\"choice\":1},{\"choice\":0}"),
        "B", 1, {0, 0, 1}, PAL_DECIDES_TIE},
    {"weights and not ballots decide",
        FILE_OF("", "{\"count\":9,\"weight\":\"1/10\",\"choice\":0},{\"weight\":\"19/20\",\"choice\":2}"),
        "C", 0, {1, 2, 0}, PAL_DECIDES_OPTION},
    {"fractions are equal when they are equal",
        FILE_OF("", "{\"weight\":\"1/3\",\"choice\":0},{\"weight\":\"1/6\",\"choice\":0},{\"weight\":\"1/2\",\"choice\":2}"),
        "A", 1, {0, 1, 0}, PAL_DECIDES_TIE},
    {"blank ballots elect nobody",
        FILE_OF("", "{\"count\":5,\"blank\":true},{\"spoilt\":true},{\"abstains\":true}"),
        "", 0, {0, 0, 0}, PAL_DECIDES_NOTHING},
    {"no ballot elects nobody",
        FILE_OF("", ""),
        "", 0, {0, 0, 0}, PAL_DECIDES_NOTHING},
    {"the seats of a file are for methods that fill several",
        FILE_OF(",\"seats\":1", "{\"choice\":2}"),
        "C", 0, {1, 1, 0}, PAL_DECIDES_OPTION},
};
/* clang-format on */

static void elects(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("plurality", "", pal_text_of(row->file), &counted, NULL), PAL_OK);
    PAL_BUF(elected);
    pal_buf_add_string(&elected, "");
    pal_tests_names(&counted, &counted.outcome.elected, &elected);
    EXPECT_BUF(elected, row->elected);
    assert_int_equal(counted.outcome.tie_count, row->tie_count);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(counted.outcome.ranking[i], row->places[i]);
    }
    const struct pal_method *plurality = pal_method_find(pal_text_of("plurality"));
    EXPECT_ERR(pal_method_transfers(plurality, &counted.question), PAL_OK);
    PAL_DECISION(decision);
    pal_method_decides(plurality, &counted.question, &counted.outcome, &decision);
    assert_int_equal(decision.what, row->decides);
}

static void a_declared_abstention_is_not_a_valid_ballot(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file = FILE_OF("", "{\"choice\":0},{\"count\":2,\"abstains\":true}");
    EXPECT_ERR(pal_tests_count("plurality", "", pal_text_of(file), &counted, NULL), PAL_OK);
    EXPECT_RATIO(counted.outcome.valid, "1/1");
    EXPECT_RATIO(counted.outcome.abstaining, "2/1");
}

static void a_paper_with_two_crosses_is_spoilt(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file = FILE_OF("", "{\"choice\":0}");
    EXPECT_ERR(pal_tests_count("plurality", "", pal_text_of(file), &counted, NULL), PAL_OK);
    const struct pal_method *plurality = pal_method_find(pal_text_of("plurality"));
    PAL_RATIO(one);
    pal_ratio_set(one, 1, 1);
    const int32_t marks[] = {0, 1, 1};
    struct pal_ballot paper = {.marks = marks, .mark_count = 3};
    pal_profile_add(&counted.profile, &paper, 1, one);
    pal_method_judge_profile(plurality, &counted.question, &counted.profile);
    EXPECT_RATIO(counted.profile.sums[PAL_BALLOT_COUNTED].weight, "1/1");
    EXPECT_RATIO(counted.profile.sums[PAL_BALLOT_SPOILT].weight, "1/1");
}

static void what_does_not_suit_is_refused(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(FILE_OF("", "{\"choice\":0}"));
    EXPECT_ERR(pal_tests_count("plurality", "seats=2", file, &counted, NULL),
               PAL_ERR_QUESTION_SEATS);
    EXPECT_ERR(pal_tests_count("plurality", "threshold=1/2", file, &counted, NULL),
               PAL_ERR_METHOD_PARAMETER);
    EXPECT_ERR(pal_tests_count("plurality", "",
                               pal_text_of("{\"format\":\"palabre-ballots/1\",\"options\":[],"
                                           "\"ballots\":[]}"),
                               &counted, NULL),
               PAL_ERR_QUESTION_OPTIONS);
    EXPECT_ERR(pal_tests_count("pluralitas", "", file, &counted, NULL), PAL_ERR_METHOD_UNKNOWN);
}

static void the_methods_are_listed_and_found(void **state)
{
    (void)state;
    const struct pal_method *method;
    for (size_t i = 0; (method = pal_method_at(i)) != NULL; i++) {
        assert_ptr_equal(pal_method_find(pal_text_of(method->id)), method);
        assert_true(method->version > 0);
        PAL_BUF(path);
        pal_buf_add_string(&path, method->rule);
        PAL_STRING(rule);
        rule = pal_tests_file_new(path.bytes);
        assert_non_null(rule);
    }
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, elects);
    TEST(tests, a_declared_abstention_is_not_a_valid_ballot);
    TEST(tests, a_paper_with_two_crosses_is_spoilt);
    TEST(tests, what_does_not_suit_is_refused);
    TEST(tests, the_methods_are_listed_and_found);
    return RUN(tests);
}
