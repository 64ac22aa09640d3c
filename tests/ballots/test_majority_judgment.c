/* Majority judgment: the grade, what separates equals, and what no opinion is. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

#define FILE_OF(more, ballots)                                                           \
    "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\"],\"scale\":5" more \
    ",\"ballots\":[" ballots "]}"
#define HUGE "123456789012345678901234567890123456789"

/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
    const char *file;
    const char *elected;
    const char *totals;
    const char *ranking; /* the place of each option */
    const char *tied;
} rows[] = {
    {"the best median is elected", "",
        FILE_OF("", "{\"scores\":[5,3,0]},{\"scores\":[2,3,0]},{\"scores\":[1,3,5]}"), "B", "2/1 3/1 0/1", "1 0 2", ""},
    {"exactly half makes the worse grade the median", "",
        FILE_OF("", "{\"scores\":[5,3,1]},{\"scores\":[1,2,1]}"), "B", "1/1 2/1 1/1", "1 0 2", ""},
    {"of equal medians the one with more above", "",
        FILE_OF("", "{\"scores\":[3,3,3]},{\"scores\":[3,3,3]},{\"scores\":[3,4,2]}"), "B", "3/1 3/1 3/1", "1 0 2", ""},
    {"the larger side counts, and it is the worse", "",
        FILE_OF("", "{\"count\":5,\"scores\":[3,3,3]},{\"count\":2,\"scores\":[5,3,3]},{\"count\":3,\"scores\":[1,3,2]}"), "B", "3/1 3/1 3/1", "2 0 1", ""},
    {"two equal sides count as the worse", "",
        FILE_OF("", "{\"scores\":[5,3,3]},{\"count\":3,\"scores\":[3,3,3]},{\"scores\":[1,3,4]}"), "C", "3/1 3/1 3/1", "2 1 0", ""},
    {"what the sides leave equal is told by joining", "",
        FILE_OF("", "{\"scores\":[3,3,0]},{\"count\":2,\"scores\":[3,3,0]},{\"scores\":[4,5,0]},{\"scores\":[4,4,0]}"), "B", "3/1 3/1 0/1", "1 0 2", ""},
    {"and equal gauges are equal, whoever gave the grades", "",
        FILE_OF(",\"tie_order\":[\"C\",\"B\",\"A\"]", "{\"scores\":[1,5,0]},{\"scores\":[5,3,0]},{\"scores\":[3,1,0]}"), "B", "3/1 3/1 0/1", "0 0 1", "A B"},
    {"no opinion is the worst grade", "",
        FILE_OF("", "{\"count\":2,\"scores\":[null,1,0]},{\"scores\":[5,1,0]}"), "B", "0/1 1/1 0/1", "1 0 2", ""},
    {"or is left out", "missing=ignore",
        FILE_OF("", "{\"count\":2,\"scores\":[null,1,0]},{\"scores\":[5,1,0]}"), "A", "5/1 1/1 0/1", "0 1 2", ""},
    {"and shares are compared, not weights", "missing=ignore",
        FILE_OF("", "{\"count\":4,\"scores\":[3,3,null]},{\"count\":2,\"scores\":[5,null,null]},{\"scores\":[3,4,null]},{\"scores\":[3,5,null]}"), "B", "3/1 3/1 0/1", "1 0 2", ""},
    {"nobody's opinion is the worst", "missing=ignore",
        FILE_OF("", "{\"scores\":[0,null,0]},{\"scores\":[0,null,1]}"), "C", "0/1 0/1 0/1", "1 1 0", ""},
    {"weights may be fractions", "",
        FILE_OF("", "{\"count\":3,\"weight\":\"1/6\",\"scores\":[4,1,0]},{\"weight\":\"1/2\",\"scores\":[2,3,0]}"), "A", "2/1 1/1 0/1", "0 1 2", ""},
    {"or larger than a machine word", "",
        FILE_OF("", "{\"weight\":\"" HUGE "\",\"scores\":[4,1,0]},{\"weight\":\"" HUGE "/2\",\"scores\":[2,3,0]}"), "A", "4/1 1/1 0/1", "0 1 2", ""},
    {"all grades equal is a tie of all", "",
        FILE_OF("", "{\"count\":3,\"scores\":[2,2,2]}"), "A", "2/1 2/1 2/1", "0 0 0", "A B C"},
    {"nobody is elected without a valid ballot", "",
        FILE_OF("", "{\"blank\":true},{\"scores\":[null,null,null]}"), "", "0/1 0/1 0/1", "0 0 0", ""},
    {"nor by ballots without weight", "missing=ignore",
        FILE_OF("", "{\"weight\":\"0\",\"scores\":[1,2,3]}"), "", "0/1 0/1 0/1", "0 0 0", ""},
};
/* clang-format on */

static void elects(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("majority-judgment", row->settings, pal_text_of(row->file), &counted,
                               NULL),
               PAL_OK);
    const struct pal_outcome *outcome = &counted.outcome;
    PAL_BUF(elected);
    pal_buf_add_string(&elected, "");
    pal_tests_names(&counted, &outcome->elected, &elected);
    EXPECT_BUF(elected, row->elected);
    PAL_BUF(totals);
    PAL_BUF(ranking);
    for (size_t i = 0; i < outcome->option_count; i++) {
        pal_buf_add_string(&totals, i > 0 ? " " : "");
        pal_ratio_write(outcome->totals.at[i].value, &totals);
        pal_buf_add_format(&ranking, "%s%zu", i > 0 ? " " : "", outcome->ranking[i]);
    }
    EXPECT_BUF(totals, row->totals);
    EXPECT_BUF(ranking, row->ranking);
    PAL_BUF(tied);
    pal_buf_add_string(&tied, "");
    for (size_t i = 0; i < outcome->tie_count; i++) {
        pal_tests_names(&counted, &outcome->ties[i].among, &tied);
    }
    EXPECT_BUF(tied, row->tied);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *file;
    const char *sentences;
} explanations[] = {
    {"the grade alone", FILE_OF("", "{\"count\":2,\"scores\":[4,1,0]},{\"scores\":[5,1,0]}"),
        "A has the majority grade 4: 1 of 3 give a better one, and 0 a worse one. "
        "A is elected with the majority grade 4. "},
    {"the sides", FILE_OF("", "{\"scores\":[4,4,0]},{\"weight\":\"1/2\",\"scores\":[5,4,0]}"),
        "A has the majority grade 4: 1/2 of 3/2 give a better one, and 0 a worse one. "
        "B has the majority grade 4: 0 of 3/2 give a better one, and 0 a worse one. "
        "A is elected with the majority grade 4. "},
    {"what joining tells", FILE_OF("", "{\"count\":3,\"scores\":[3,3,0]},{\"scores\":[4,5,0]},{\"scores\":[4,4,0]}"),
        "B has the majority grade 3: 2 of 5 give a better one, and 0 a worse one. "
        "A has the majority grade 3: 2 of 5 give a better one, and 0 a worse one. "
        "B and A first differ after joining 1 times: B then has the grade 4, with 1 above and 0 below. "
        "A and B first differ after joining 1 times: A then has the grade 4, with 0 above and 0 below. "
        "B is elected with the majority grade 3. "},
};
/* clang-format on */

static void explains(void **state)
{
    const __typeof__(explanations[0]) *row = *state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("majority-judgment", "", pal_text_of(row->file), &counted, NULL),
               PAL_OK);
    PAL_BUF(sentences);
    for (size_t i = 0; i < counted.outcome.reason_count; i++) {
        pal_reason_write(&counted.outcome.reasons[i], &sentences);
        pal_buf_add_string(&sentences, " ");
    }
    EXPECT_BUF(sentences, row->sentences);
}

/* 66 000 grades on a scale of 100 000: the options are summed one after the other. */
static void many_grades_are_summed_apart(void **state)
{
    (void)state;
    const struct pal_method *method = pal_method_find(pal_text_of("majority-judgment"));
    PAL_QUESTION(question);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("A")), PAL_OK);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("B")), PAL_OK);
    question.scale = 100000;
    EXPECT_ERR(pal_method_settle(method, &question, NULL), PAL_OK);
    PAL_PROFILE(profile, PAL_BALLOT_SCORES, 2);
    PAL_RATIO(one);
    mpq_set_ui(one, 1, 1);
    for (int32_t i = 0; i < 66000; i++) {
        const int32_t marks[] = {i, i + 1};
        struct pal_ballot ballot = {.marks = marks, .mark_count = 2};
        pal_profile_add(&profile, &ballot, 1, one);
    }
    PAL_OUTCOME(outcome, 2);
    pal_method_count(method, &question, &profile, &outcome);
    EXPECT_RATIO(outcome.totals.at[0].value, "32999/1");
    EXPECT_RATIO(outcome.totals.at[1].value, "33000/1");
    assert_int_equal(outcome.elected.at[0], 1);
}

int main(void)
{
    TESTS(tests, 24);
    TABLE(tests, rows, elects);
    TABLE(tests, explanations, explains);
    TEST(tests, many_grades_are_summed_apart);
    return RUN(tests);
}
