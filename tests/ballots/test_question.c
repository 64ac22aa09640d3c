/* What is put to the vote: what is taken, what is refused, and what the bounds are. */
#include <string.h>

#include "ballots/question.h"
#include "base/limits.h"
#include "base/mem.h"

#include "../support/expect.h"

static enum pal_err add(struct pal_question *question, const char *name)
{
    return pal_question_add_option(question, pal_text_of(name));
}

/* clang-format off */
static const struct {
    const char *name;
    const char *option;
    enum pal_err err;
} names[] = {
    {"a name is taken",                                  "Bo",            PAL_OK},
    {"a name that is there is refused",                  "Ada",           PAL_ERR_QUESTION_OPTION_NAMES},
    {"the same letters composed otherwise are the same", "Zoe\xcc\x81",   PAL_ERR_QUESTION_OPTION_NAMES},
    {"a name that differs by case is another",           "ada",           PAL_OK},
    {"no name is refused",                               "",              PAL_ERR_TEXT_EMPTY},
    {"blanks are no name",                               " \t ",          PAL_ERR_TEXT_EMPTY},
    {"bytes that are no text are refused",               "\xff",          PAL_ERR_TEXT_UTF8},
    {"a control character is refused",                   "A\x01",         PAL_ERR_TEXT_CONTROL},
    {"a change of direction is refused",                 "A\xe2\x80\xae", PAL_ERR_TEXT_CONTROL},
    {"a mark and what is not known yet are refused",     "e\xCC\x96\xCD\xB8", PAL_ERR_TEXT_NEW},
};
/* clang-format on */

static void takes_a_name(void **state)
{
    const __typeof__(names[0]) *row = *state;
    PAL_QUESTION(question);
    EXPECT_ERR(add(&question, "Ada"), PAL_OK);
    EXPECT_ERR(add(&question, "Zo\xc3\xa9"), PAL_OK);
    EXPECT_ERR(add(&question, row->option), row->err);
    assert_int_equal(question.option_count, row->err == PAL_OK ? 3 : 2);
}

static void a_name_has_a_length(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    char name[PAL_LIMIT_NAME + 2];
    for (size_t i = 0; i < sizeof name; i++) {
        name[i] = 'a';
    }
    struct pal_text longest = {name, PAL_LIMIT_NAME};
    struct pal_text longer = {name, PAL_LIMIT_NAME + 1};
    EXPECT_ERR(pal_question_add_option(&question, longer), PAL_ERR_LIMIT_TEXT);
    EXPECT_ERR(pal_question_add_option(&question, longest), PAL_OK);
}

static void options_have_a_number(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    for (int i = 0; i < PAL_LIMIT_OPTIONS; i++) {
        PAL_BUF(name);
        pal_buf_add_format(&name, "option %d", i);
        EXPECT_ERR(pal_question_add_option(&question, pal_buf_text(&name)), PAL_OK);
    }
    EXPECT_ERR(add(&question, "one more"), PAL_ERR_LIMIT_COUNT);
}

static void a_tie_order_names_each_option_once(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    EXPECT_ERR(add(&question, "A"), PAL_OK);
    EXPECT_ERR(add(&question, "B"), PAL_OK);
    EXPECT_ERR(add(&question, "C"), PAL_OK);
    assert_int_equal(question.tie_order[2], 2);
    const size_t twice[] = {1, 1, 0};
    const size_t beyond[] = {0, 1, 3};
    const size_t order[] = {2, 0, 1};
    EXPECT_ERR(pal_question_set_tie_order(&question, twice, 3), PAL_ERR_QUESTION_TIE_ORDER);
    EXPECT_ERR(pal_question_set_tie_order(&question, beyond, 3), PAL_ERR_QUESTION_TIE_ORDER);
    EXPECT_ERR(pal_question_set_tie_order(&question, order, 2), PAL_ERR_QUESTION_TIE_ORDER);
    EXPECT_ERR(pal_question_set_tie_order(&question, order, 3), PAL_OK);
    assert_memory_equal(question.tie_order, order, sizeof order);
}

static void seats_are_at_least_one(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    assert_int_equal(question.seat_count, 1);
    EXPECT_ERR(pal_question_set_seats(&question, 0), PAL_ERR_QUESTION_SEATS);
    EXPECT_ERR(pal_question_set_seats(&question, -1), PAL_ERR_QUESTION_SEATS);
    EXPECT_ERR(pal_question_set_seats(&question, PAL_LIMIT_SEATS + 1), PAL_ERR_QUESTION_SEATS);
    EXPECT_ERR(pal_question_set_seats(&question, PAL_LIMIT_SEATS), PAL_OK);
    assert_int_equal(question.seat_count, PAL_LIMIT_SEATS);
}

static void money_is_not_negative(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    EXPECT_ERR(add(&question, "A"), PAL_OK);
    PAL_RATIO(money);
    pal_ratio_set(money, -1, 3);
    EXPECT_ERR(pal_question_set_budget(&question, money), PAL_ERR_QUESTION_BUDGET);
    EXPECT_ERR(pal_question_set_cost(&question, 0, money), PAL_ERR_QUESTION_BUDGET);
    assert_false(question.has_budget);
    assert_null(question.costs);
    pal_ratio_set(money, 1, 3);
    EXPECT_ERR(pal_question_set_budget(&question, money), PAL_OK);
    EXPECT_ERR(pal_question_set_cost(&question, 0, money), PAL_OK);
    EXPECT_RATIO(question.budget, "1/3");
    EXPECT_RATIO(question.costs[0], "1/3");
}

static void a_parameter_is_said_once(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    assert_null(pal_question_parameter(&question, "strict"));
    EXPECT_ERR(pal_question_set_parameter(&question, pal_text_of("strict"), pal_text_of("true")),
               PAL_OK);
    EXPECT_ERR(pal_question_set_parameter(&question, pal_text_of("strict"), pal_text_of("false")),
               PAL_ERR_METHOD_PARAMETER);
    assert_string_equal(pal_question_parameter(&question, "strict"), "true");
}

static void a_copy_is_apart(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    PAL_RATIO(money);
    pal_ratio_set(money, 7, 2);
    EXPECT_ERR(add(&question, "A"), PAL_OK);
    EXPECT_ERR(add(&question, "B"), PAL_OK);
    EXPECT_ERR(pal_question_set_budget(&question, money), PAL_OK);
    EXPECT_ERR(pal_question_set_cost(&question, 1, money), PAL_OK);
    EXPECT_ERR(pal_question_set_parameter(&question, pal_text_of("a"), pal_text_of("b")), PAL_OK);

    struct pal_question copy;
    pal_question_copy(&question, &copy);
    pal_question_done(&question);
    pal_question_done(&question); /* a zeroed one is accepted */
    assert_int_equal(copy.option_count, 2);
    assert_string_equal(copy.names[1], "B");
    assert_int_equal(pal_question_find(&copy, pal_text_of("B")), 1);
    assert_int_equal(pal_question_find(&copy, pal_text_of("C")), 2);
    EXPECT_RATIO(copy.budget, "7/2");
    EXPECT_RATIO(copy.costs[1], "7/2");
    assert_string_equal(pal_question_parameter(&copy, "a"), "b");
    pal_question_done(&copy);
}

int main(void)
{
    TESTS(tests, 24);
    TABLE(tests, names, takes_a_name);
    TEST(tests, a_name_has_a_length);
    TEST(tests, options_have_a_number);
    TEST(tests, a_tie_order_names_each_option_once);
    TEST(tests, seats_are_at_least_one);
    TEST(tests, money_is_not_negative);
    TEST(tests, a_parameter_is_said_once);
    TEST(tests, a_copy_is_apart);
    return RUN(tests);
}
