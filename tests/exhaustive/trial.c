/* trial.c - one small count, and the same count made otherwise. */
#include "trial.h"

#include "base/check.h"

const size_t pal_trial_orders[6][TRIAL_OPTIONS] = {
    {0, 1, 2}, {1, 0, 2}, {0, 2, 1}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0},
};

bool pal_trial_is_order(const size_t *order, size_t option_count)
{
    for (size_t i = 0; i < option_count && i < TRIAL_OPTIONS; i++) {
        if (order[i] >= option_count) {
            return false;
        }
    }
    return true;
}

bool pal_trial_next(int *counts, size_t type_count)
{
    int total = 0;
    for (size_t i = 0; i < type_count; i++) {
        total += counts[i];
    }
    for (size_t i = 0; i < type_count; i++) {
        if (total < TRIAL_BALLOTS) {
            counts[i]++;
            return true;
        }
        total -= counts[i];
        counts[i] = 0;
    }
    return false;
}

static size_t renamed(size_t option, const size_t *renaming)
{
    return renaming != NULL ? renaming[option] : option;
}

static void ask(const struct pal_trial *trial, const size_t *renaming,
                struct pal_question *question)
{
    size_t places[TRIAL_OPTIONS];
    size_t order[TRIAL_OPTIONS];
    for (size_t i = 0; i < trial->option_count; i++) {
        places[renamed(i, renaming)] = i;
        size_t best = trial->order != NULL ? trial->order[i] : i;
        order[i] = renamed(best, renaming);
    }
    for (size_t i = 0; i < trial->option_count; i++) {
        struct pal_text name = pal_text_of(trial->names[places[i]]);
        EXPECT_ERR(pal_question_add_option(question, name), PAL_OK);
    }
    EXPECT_ERR(pal_question_set_tie_order(question, order, trial->option_count), PAL_OK);
    EXPECT_ERR(pal_question_set_seats(question, (int64_t)trial->seats), PAL_OK);
    for (size_t i = 0; trial->settings != NULL && trial->settings[i] != NULL; i += 2) {
        EXPECT_ERR(pal_question_set_parameter(question, pal_text_of(trial->settings[i]),
                                              pal_text_of(trial->settings[i + 1])),
                   PAL_OK);
    }
}

static void cast(const struct pal_trial *trial, size_t type, enum pal_trial_way way,
                 const size_t *renaming, struct pal_profile *profile)
{
    int32_t plain[TRIAL_OPTIONS];
    int32_t marks[TRIAL_OPTIONS];
    trial->marks(type, trial->option_count, plain);
    for (size_t i = 0; i < trial->option_count; i++) {
        marks[renamed(i, renaming)] = plain[i];
    }
    struct pal_ballot ballot = {.marks = marks, .mark_count = trial->option_count};
    PAL_RATIO(weight);
    int scale = way == TRIAL_SCALED ? 22 : 9;
    pal_ratio_set(weight, (int64_t)trial->weights[type] * scale, 63); /* sevenths of ninths */
    int times = way == TRIAL_REVERSED ? trial->counts[type] : 1;
    uint64_t count = way == TRIAL_REVERSED ? 1 : (uint64_t)trial->counts[type];
    for (int i = 0; i < times && count > 0; i++) {
        pal_profile_add(profile, &ballot, count, weight);
    }
}

void pal_trial_count(const struct pal_trial *trial, enum pal_trial_way way, const size_t *renaming,
                     struct pal_outcome *out_outcome)
{
    PAL_CHECK((way == TRIAL_RENAMED) == (renaming != NULL));
    const struct pal_method *method = pal_method_find(pal_text_of(trial->method));
    PAL_QUESTION(question);
    ask(trial, renaming, &question);
    EXPECT_ERR(pal_method_settle(method, &question, NULL), PAL_OK);
    EXPECT_ERR(pal_method_accepts(method, &question), PAL_OK);
    PAL_PROFILE(profile, pal_method_kind(method, &question), trial->option_count);
    for (size_t i = 0; i < trial->type_count; i++) {
        size_t type = way == TRIAL_REVERSED ? trial->type_count - 1 - i : i;
        cast(trial, type, way, renaming, &profile);
    }
    pal_method_judge_profile(method, &question, &profile);
    pal_outcome_init(out_outcome, trial->option_count);
    pal_method_count(method, &question, &profile, out_outcome);
}

static void same_list(const struct pal_options *one, const struct pal_options *other,
                      const size_t *renaming, bool ordered)
{
    assert_int_equal(one->count, other->count);
    for (size_t i = 0; i < one->count; i++) {
        size_t option = renamed(one->at[i], renaming);
        assert_true(ordered ? other->at[i] == option : pal_options_have(other, option));
    }
}

void pal_trial_same(const struct pal_outcome *one, const struct pal_outcome *other,
                    const size_t *renaming)
{
    assert_int_equal(one->parts, other->parts);
    assert_int_equal(one->verdict, other->verdict);
    same_list(&one->elected, &other->elected, renaming, true);
    for (size_t i = 0; one->ranking != NULL && i < one->option_count; i++) {
        assert_int_equal(one->ranking[i], other->ranking[renamed(i, renaming)]);
    }
    assert_int_equal(one->tie_count, other->tie_count);
    for (size_t i = 0; i < one->tie_count; i++) {
        same_list(&one->ties[i].among, &other->ties[i].among, renaming, false);
    }
}

static void same_in_a_way(const struct pal_trial *trial, const struct pal_outcome *outcome,
                          enum pal_trial_way way, const size_t *renaming)
{
    struct pal_outcome other PAL_CLEANUP(pal_outcome_done) = {0};
    pal_trial_count(trial, way, renaming, &other);
    pal_trial_same(outcome, &other, renaming);
}

void pal_trial_properties(const struct pal_trial *trial, const struct pal_outcome *outcome,
                          bool is_neutral)
{
    same_in_a_way(trial, outcome, TRIAL_REVERSED, NULL);
    same_in_a_way(trial, outcome, TRIAL_SCALED, NULL);
    if (!is_neutral) {
        return;
    }
    /* A swap and a turn make every renaming. */
    static const size_t swap[] = {1, 0, 2};
    static const size_t turn[] = {1, 2, 0};
    if (pal_trial_is_order(swap, trial->option_count)) {
        same_in_a_way(trial, outcome, TRIAL_RENAMED, swap);
    }
    if (pal_trial_is_order(turn, trial->option_count)) {
        same_in_a_way(trial, outcome, TRIAL_RENAMED, turn);
    }
}
