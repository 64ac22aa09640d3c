/* fuzz_budget.c - no budget is overspent, nothing is funded twice, and what equal shares buy has a
 * supporter. */
#include "fuzz.h"
#include "poll.h"

static void set(struct pal_question *question, const char *name, const char *value)
{
    enum pal_err err = pal_question_set_parameter(question, pal_text_of(name), pal_text_of(value));
    PAL_CHECK(err == PAL_OK);
}

/* Which of the rules a byte asks for. */
static const struct pal_method *next_method(struct pal_bytes *bytes, struct pal_question *question)
{
    static const char *const rules[] = {"skip", "no-skip", "threshold"};
    uint8_t head = pal_next_byte(bytes);
    bool is_greedy = (head & 1) != 0;
    if (is_greedy) {
        set(question, "rule", rules[(head >> 1) % 3]);
        set(question, "scoring", (head & 64) != 0 ? "points" : "count");
    } else {
        set(question, "utility", (head & 2) != 0 ? "cost" : "cardinality");
        set(question, "completion", (head & 4) != 0 ? "add1" : "none");
        set(question, "increment", (head & 8) != 0 ? "7" : "1");
    }
    return pal_method_find(pal_text_of(is_greedy ? "budget-greedy" : "budget-equal-shares"));
}

static void next_costs(struct pal_bytes *bytes, struct pal_question *question)
{
    PAL_RATIO(amount);
    int64_t den = 1 + pal_next_byte(bytes) % 5;
    pal_ratio_set(amount, pal_next_byte(bytes), den);
    enum pal_err err = pal_question_set_budget(question, amount);
    PAL_CHECK(err == PAL_OK);
    for (size_t i = 0; i < question->option_count; i++) {
        pal_ratio_set(amount, pal_next_byte(bytes), 3);
        err = pal_question_set_cost(question, i, amount);
        PAL_CHECK(err == PAL_OK);
    }
}

static void check_funded(const struct pal_method *method, const struct pal_question *question,
                         const struct pal_outcome *outcome)
{
    PAL_RATIO(cost);
    PAL_CHECK(outcome->funded.count <= outcome->option_count);
    for (size_t i = 0; i < outcome->funded.count; i++) {
        size_t option = outcome->funded.at[i];
        mpq_add(cost, cost, question->costs[option]);
        PAL_CHECK(method->reads != NULL || mpq_sgn(outcome->totals.at[option].value) > 0);
        for (size_t j = 0; j < i; j++) {
            PAL_CHECK(outcome->funded.at[j] != option);
        }
    }
    PAL_CHECK(mpq_equal(cost, outcome->cost));
    PAL_CHECK(mpq_cmp(cost, question->budget) <= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_bytes rest = {bytes, size};
    PAL_QUESTION(question);
    pal_next_options(&rest, &question);
    const struct pal_method *method = next_method(&rest, &question);
    next_costs(&rest, &question);
    enum pal_err err = pal_method_settle(method, &question, NULL);
    PAL_CHECK(err == PAL_OK);
    err = pal_method_accepts(method, &question);
    PAL_CHECK(err == PAL_OK);

    PAL_PROFILE(profile, pal_method_kind(method, &question), question.option_count);
    pal_next_crosses(&rest, &profile);
    pal_method_judge_profile(method, &question, &profile);
    PAL_OUTCOME(outcome, question.option_count);
    pal_method_count(method, &question, &profile, &outcome);
    check_funded(method, &question, &outcome);
    pal_check_count(method, &question, &profile, &outcome);
    return 0;
}
