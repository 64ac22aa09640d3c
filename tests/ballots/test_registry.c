/* What is done with any method: its parameters settled, its kind known, its questions accepted. The
 * method here is the test's own, with a parameter of every kind. */
#include <string.h>

#include "ballots/method.h"

#include "../support/expect.h"

static const char *const rules[] = {"count", "points", NULL};

static const struct pal_method_parameter parameters[] = {
    {.name = "rule", .kind = PAL_PARAMETER_WORD, .words = rules},
    {.name = "share", .kind = PAL_PARAMETER_RATIO, .initial = "3/6", .min = 0, .max = 2},
    {.name = "skipped", .kind = PAL_PARAMETER_INTEGER, .min = -1, .max = 9},
    {.name = "seed", .kind = PAL_PARAMETER_TEXT, .initial = "none"},
    {.name = NULL},
};

static enum pal_ballot_kind reads(const struct pal_question *question)
{
    const char *rule = pal_question_parameter(question, "rule");
    return pal_text_is(pal_text_of(rule), "points") ? PAL_BALLOT_POINTS : PAL_BALLOT_APPROVES;
}

static const struct pal_method method = {.id = "a-method",
                                         .kind = PAL_BALLOT_APPROVES,
                                         .reads = reads,
                                         .parameters = parameters};

/* clang-format off */
static const struct {
    const char *name;
    const char *parameter, *value;
    const char *settled; /* NULL: refused */
} rows[] = {
    {"a word of the list is taken",            "rule",    "points",   "points"},
    {"another word is not",                    "rule",    "point",    NULL},
    {"a ratio is recorded in lowest terms",    "share",   "10/6",     "5/3"},
    {"its bounds are among its values",        "share",   "2",        "2/1"},
    {"a ratio above its bounds is refused",    "share",   "13/6",     NULL},
    {"a ratio below its bounds is refused",    "share",   "-1/6",     NULL},
    {"what is no ratio is refused",            "share",   "much",     NULL},
    {"a decimal is no ratio here",             "share",   "0.5",      NULL},
    {"an integer is taken",                    "skipped", "-1",       "-1"},
    {"an integer above its bounds is refused", "skipped", "10",       NULL},
    {"an integer below its bounds is refused", "skipped", "-2",       NULL},
    {"what is no integer is refused",          "skipped", "two",      NULL},
    {"a text is taken as it is",               "seed",    "a, b = c", "a, b = c"},
    {"a control character in it is refused",   "seed",    "a\x01",    NULL},
    {"bytes that are no text are refused",     "seed",    "\xff",     NULL},
    {"a parameter of another method is none",  "omega",   "6",        NULL},
};
/* clang-format on */

static void settles(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_QUESTION(question);
    EXPECT_ERR(pal_question_set_parameter(&question, pal_text_of(row->parameter),
                                          pal_text_of(row->value)),
               PAL_OK);
    struct pal_where where = {.line = 0};
    if (row->settled == NULL) {
        PAL_BUF(pointer);
        pal_buf_add_format(&pointer, "/parameters/%s", row->parameter);
        EXPECT_ERR_AT(pal_method_settle(&method, &question, &where), PAL_ERR_METHOD_PARAMETER,
                      where, pointer.bytes);
        assert_int_equal(question.parameter_count, 1);
        return;
    }
    EXPECT_ERR(pal_method_settle(&method, &question, &where), PAL_OK);
    assert_string_equal(pal_question_parameter(&question, row->parameter), row->settled);
}

static void what_was_not_said_takes_its_default(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    EXPECT_ERR(pal_method_settle(&method, &question, NULL), PAL_OK);
    assert_int_equal(question.parameter_count, 3); /* one has no default */
    assert_string_equal(pal_question_parameter(&question, "rule"), "count");
    assert_string_equal(pal_question_parameter(&question, "share"), "1/2");
    assert_string_equal(pal_question_parameter(&question, "seed"), "none");
    assert_null(pal_question_parameter(&question, "skipped"));
}

static void what_accepts_may_refuse_is_a_parameter_of_its_method(void **state)
{
    (void)state;
    size_t found = 0;
    for (size_t i = 0; pal_method_at(i) != NULL; i++) {
        const struct pal_method *at = pal_method_at(i);
        if (at->conditional == NULL) {
            continue;
        }
        const struct pal_method_parameter *parameter = at->parameters;
        while (parameter->name != NULL && strcmp(parameter->name, at->conditional) != 0) {
            parameter++;
        }
        assert_non_null(parameter->name);
        found++;
    }
    assert_int_equal(found, 3); /* motion, budget-greedy, sortition */
}

static void a_parameter_may_choose_the_kind_of_ballots(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    EXPECT_ERR(pal_question_set_parameter(&question, pal_text_of("rule"), pal_text_of("points")),
               PAL_OK);
    EXPECT_ERR(pal_method_settle(&method, &question, NULL), PAL_OK);
    assert_int_equal(pal_method_kind(&method, &question), PAL_BALLOT_POINTS);
}

static void a_method_without_that_reading_has_no_majority_transfer(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    EXPECT_ERR(pal_method_transfers(&method, &question), PAL_ERR_METHOD_TRANSFER);
}

static void a_question_has_options(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    EXPECT_ERR(pal_method_accepts(&method, &question), PAL_ERR_QUESTION_OPTIONS);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("A")), PAL_OK);
    EXPECT_ERR(pal_method_accepts(&method, &question), PAL_OK);
}

static enum pal_weighing weighs_whole(const struct pal_question *question)
{
    (void)question;
    return PAL_WEIGHS_WHOLE;
}

static void knows_what_it_reads_of_weights(void **state)
{
    (void)state;
    struct pal_method whole = method;
    whole.weighing = weighs_whole;
    PAL_QUESTION(question);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("Ada")), PAL_OK);
    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, 1);
    PAL_RATIO(weight);
    const struct pal_ballot ballot = {.marks = (const int32_t[]){1}, .mark_count = 1};
    pal_ratio_set(weight, 3, 1);
    pal_profile_add(&profile, &ballot, 1, weight);
    assert_int_equal(pal_method_weighing(&method, &question), PAL_WEIGHS_SHARES);
    EXPECT_ERR(pal_method_takes_weights(&whole, &question, &profile), PAL_OK);
    pal_ratio_set(weight, 3, 2);
    pal_profile_add(&profile, &ballot, 1, weight);
    EXPECT_ERR(pal_method_takes_weights(&method, &question, &profile), PAL_OK);
    EXPECT_ERR(pal_method_takes_weights(&whole, &question, &profile), PAL_ERR_METHOD_WEIGHTS);
}

int main(void)
{
    TESTS(tests, 24);
    TABLE(tests, rows, settles);
    TEST(tests, what_was_not_said_takes_its_default);
    TEST(tests, what_accepts_may_refuse_is_a_parameter_of_its_method);
    TEST(tests, a_parameter_may_choose_the_kind_of_ballots);
    TEST(tests, a_method_without_that_reading_has_no_majority_transfer);
    TEST(tests, a_question_has_options);
    TEST(tests, knows_what_it_reads_of_weights);
    return RUN(tests);
}
