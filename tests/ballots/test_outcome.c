/* An outcome as JSON: what stands in the answer, in which form, and what is absent. */
#include "ballots/method.h"
#include "ballots/outcome.h"
#include "base/mem.h"

#include "../support/expect.h"

static const struct pal_method method = {.id = "a-method",
                                         .version = 3,
                                         .kind = PAL_BALLOT_RANKS,
                                         .takes_seats = true};

static void set_options(struct pal_question *question)
{
    EXPECT_ERR(pal_question_add_option(question, pal_text_of("A")), PAL_OK);
    EXPECT_ERR(pal_question_add_option(question, pal_text_of("B")), PAL_OK);
}

static void writes(const struct pal_outcome *outcome, const struct pal_question *question,
                   const char *expected)
{
    PAL_JSON(answer);
    answer = pal_outcome_json_new(outcome, &method, question);
    PAL_BUF(text);
    pal_json_write(answer, &text);
    EXPECT_BUF(text, expected);
}

static void what_a_method_has_no_notion_of_is_absent(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    set_options(&question);
    EXPECT_ERR(pal_question_set_seats(&question, 2), PAL_OK);
    EXPECT_ERR(pal_question_set_parameter(&question, pal_text_of("k"), pal_text_of("v")), PAL_OK);
    PAL_OUTCOME(outcome, 2);
    writes(&outcome, &question,
           "{\"method\":\"a-method\",\"version\":3,\"parameters\":{\"k\":\"v\"},"
           "\"options\":[\"A\",\"B\"],\"seats\":2,"
           "\"ballots\":{\"valid\":\"0/1\",\"blank\":\"0/1\",\"spoilt\":\"0/1\","
           "\"exhausted\":\"0/1\"}}");
}

/* Every part, filled with something that can be told from the others. */
static void fill_lists(struct pal_outcome *outcome, mpq_srcptr third)
{
    pal_options_add(&outcome->elected, 1);
    pal_outcome_make_ranking(outcome);
    outcome->ranking[0] = 1;
    pal_figures_add(&outcome->totals, 0, third);
    mpq_set(outcome->quota, third);
    pal_outcome_make_pairwise(outcome);
    mpq_set(outcome->pairwise[1], third);
    pal_outcome_make_strengths(outcome);
    mpq_set(outcome->strengths[2], third);
    pal_outcome_make_seats(outcome);
    outcome->seats[1] = 4;
    pal_options_add(&outcome->funded, 0);
    outcome->verdict = PAL_VERDICT_REJECTED;
    outcome->parts |=
        PAL_PART_ELECTED | PAL_PART_TOTALS | PAL_PART_QUOTA | PAL_PART_FUNDED | PAL_PART_VERDICT;
}

static void fill_rounds(struct pal_outcome *outcome, mpq_srcptr third)
{
    struct pal_round *round = pal_outcome_add_round(outcome);
    pal_figures_add(&round->totals, 1, third);
    round->has_quota = true;
    mpq_set(round->quota, third);
    pal_options_add(&round->elected, 1);
    pal_figures_add(&round->keep, 1, third);
    struct pal_transfer *transfer = pal_round_add_transfer(round);
    transfer->from = 0;
    transfer->why = PAL_TRANSFER_EXCLUSION;
    pal_figures_add(&transfer->to, 1, third);
    round = pal_outcome_add_round(outcome);
    pal_options_add(&round->excluded, 0);
    struct pal_tie *tie = pal_outcome_add_tie(outcome);
    pal_options_add(&tie->among, 0);
    pal_options_add(&tie->among, 1);
    tie->what_for = PAL_TIE_EXCLUSION;
    tie->settled_by = PAL_SETTLED_PREVIOUS_ROUND;
}

static void every_part_has_its_place(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    set_options(&question);
    PAL_OUTCOME(outcome, 2);
    PAL_RATIO(third);
    pal_ratio_set(third, 1, 3);
    fill_lists(&outcome, third);
    fill_rounds(&outcome, third);
    mpq_set(outcome.abstaining, third);
    struct pal_reason *reason = pal_outcome_add_reason(&outcome, PAL_REASON_TIE_BY_ORDER);
    pal_reason_text(reason, "option", "B");
    writes(&outcome, &question,
           "{\"method\":\"a-method\",\"version\":3,\"parameters\":{},\"options\":[\"A\",\"B\"],"
           "\"seats\":1,\"ballots\":{\"valid\":\"0/1\",\"blank\":\"0/1\",\"spoilt\":\"0/1\","
           "\"exhausted\":\"0/1\",\"abstaining\":\"1/3\"},\"elected\":[\"B\"],"
           "\"ranking\":[[\"B\"],[\"A\"]],\"totals\":{\"A\":\"1/3\"},\"quota\":\"1/3\","
           "\"rounds\":[{\"totals\":{\"B\":\"1/3\"},\"quota\":\"1/3\",\"exhausted\":\"0/1\","
           "\"elected\":[\"B\"],\"excluded\":[],\"transfers\":[{\"from\":\"A\","
           "\"to\":{\"B\":\"1/3\"},\"why\":\"exclusion\"}],\"keep\":{\"B\":\"1/3\"}},"
           "{\"totals\":{},\"exhausted\":\"0/1\",\"elected\":[],\"excluded\":[\"A\"],"
           "\"transfers\":[]}],\"pairwise\":[[\"0/1\",\"1/3\"],[\"0/1\",\"0/1\"]],"
           "\"strengths\":[[\"0/1\",\"0/1\"],[\"1/3\",\"0/1\"]],"
           "\"ties\":[{\"among\":[\"A\",\"B\"],\"for\":\"exclusion\","
           "\"settled_by\":\"previous round\"}],\"seats_by_option\":{\"A\":0,\"B\":4},"
           "\"funded\":[\"A\"],\"cost\":\"0/1\",\"verdict\":\"rejected\","
           "\"explanation\":[{\"because\":\"tie-by-order\",\"facts\":{\"option\":\"B\"},"
           "\"sentence\":\"B comes before the others with the same total in the order settled "
           "beforehand for ties.\"}]}");
}

static void a_sentence_holds_its_figures(void **state)
{
    (void)state;
    PAL_OUTCOME(outcome, 2);
    PAL_RATIO(figure);
    struct pal_reason *reason = pal_outcome_add_reason(&outcome, PAL_REASON_MOST_VOTES);
    pal_reason_text(reason, "option", "Ada 3/1");
    pal_ratio_set(figure, 3, 1);
    pal_reason_ratio(reason, "total", figure);
    pal_ratio_set(figure, 7, 2);
    pal_reason_ratio(reason, "valid", figure);
    PAL_BUF(sentence);
    pal_reason_write(reason, &sentence);
    EXPECT_BUF(sentence, "Ada 3/1 has the most votes: 3 of 7/2.");
    assert_string_equal(reason->facts[1].value, "3/1");
}

static void every_reason_has_words(void **state)
{
    (void)state;
    for (unsigned i = 0; i < PAL_REASON_COUNT; i++) {
        assert_true(pal_reason_slug((enum pal_reason_code)i)[0] != '\0');
        assert_true(pal_reason_sentence((enum pal_reason_code)i)[0] != '\0');
    }
}

static void lists_are_looked_up(void **state)
{
    (void)state;
    PAL_OPTIONS(options);
    pal_options_add(&options, 7);
    assert_true(pal_options_have(&options, 7));
    assert_false(pal_options_have(&options, 0));
    PAL_FIGURES(figures);
    PAL_RATIO(half);
    pal_ratio_set(half, 1, 2);
    pal_figures_add(&figures, 7, half);
    EXPECT_RATIO(pal_figures_get(&figures, 7), "1/2");
    assert_null(pal_figures_get(&figures, 0));
}

static void verdicts_have_names(void **state)
{
    (void)state;
    assert_null(pal_verdict_name(PAL_VERDICT_NONE));
    assert_string_equal(pal_verdict_name(PAL_VERDICT_ADOPTED), "adopted");
    assert_string_equal(pal_verdict_name(PAL_VERDICT_REJECTED), "rejected");
}

static void done_may_be_called_twice(void **state)
{
    (void)state;
    struct pal_outcome outcome;
    pal_outcome_init(&outcome, 3);
    pal_outcome_done(&outcome);
    pal_outcome_done(&outcome);
}

int main(void)
{
    TESTS(tests, 12);
    TEST(tests, what_a_method_has_no_notion_of_is_absent);
    TEST(tests, every_part_has_its_place);
    TEST(tests, a_sentence_holds_its_figures);
    TEST(tests, every_reason_has_words);
    TEST(tests, lists_are_looked_up);
    TEST(tests, verdicts_have_names);
    TEST(tests, done_may_be_called_twice);
    return RUN(tests);
}
