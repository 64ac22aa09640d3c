/* trial.c - one small count, and the same count made otherwise. */
#include "trial.h"

#include <string.h>

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
    return pal_trial_next_within(counts, type_count, TRIAL_BALLOTS);
}

bool pal_trial_next_within(int *counts, size_t type_count, int ballots_max)
{
    int total = 0;
    for (size_t i = 0; i < type_count; i++) {
        total += counts[i];
    }
    for (size_t i = 0; i < type_count; i++) {
        if (total < ballots_max) {
            counts[i]++;
            return true;
        }
        total -= counts[i];
        counts[i] = 0;
    }
    return false;
}

/* Do the ranks that are taken follow one another from 1, and are they as is asked? */
static bool is_ranking(const int *ranks, size_t option_count, bool with_equal_ranks,
                       bool with_unranked)
{
    size_t taken[TRIAL_RANKED_OPTIONS + 1] = {0};
    for (size_t i = 0; i < option_count; i++) {
        taken[ranks[i]]++;
    }
    for (size_t rank = 1; rank <= option_count; rank++) {
        bool is_gap = taken[rank] > 0 && rank > 1 && taken[rank - 1] == 0;
        if (is_gap || (taken[rank] > 1 && !with_equal_ranks)) {
            return false;
        }
    }
    return with_unranked || taken[0] == 0;
}

static void mark_ranking(struct pal_trial_ranking *ranking, size_t option_count)
{
    ranking->mark_count = 0;
    for (int rank = 1; rank <= (int)option_count; rank++) {
        bool is_first = true;
        for (size_t i = 0; i < option_count; i++) {
            if (ranking->ranks[i] != rank) {
                continue;
            }
            if (is_first && rank > 1) {
                ranking->marks[ranking->mark_count++] = PAL_MARK_NEXT_RANK;
            }
            ranking->marks[ranking->mark_count++] = (int32_t)i;
            is_first = false;
        }
    }
}

size_t pal_trial_rankings(size_t option_count, bool with_equal_ranks, bool with_unranked,
                          struct pal_trial_ranking *out_rankings)
{
    PAL_CHECK(option_count <= TRIAL_RANKED_OPTIONS);
    size_t count = 0;
    int ranks[TRIAL_RANKED_OPTIONS] = {0};
    size_t digit;
    do {
        if (is_ranking(ranks, option_count, with_equal_ranks, with_unranked)) {
            PAL_CHECK(count < TRIAL_RANKINGS);
            struct pal_trial_ranking *ranking = &out_rankings[count++];
            memcpy(ranking->ranks, ranks, sizeof ranks);
            mark_ranking(ranking, option_count);
        }
        /* The next number of which each digit is the rank of an option. */
        for (digit = 0; digit < option_count && ranks[digit] == (int)option_count; digit++) {
            ranks[digit] = 0;
        }
        if (digit < option_count) {
            ranks[digit]++;
        }
    } while (digit < option_count);
    return count;
}

size_t pal_trial_loose_rankings(size_t option_count, struct pal_trial_ranking *out_rankings)
{
    PAL_CHECK(option_count <= TRIAL_OPTIONS);
    out_rankings[0] = (struct pal_trial_ranking){0};
    size_t count = 1;
    for (size_t shorter = 0; out_rankings[shorter].mark_count < TRIAL_LOOSE_MARKS; shorter++) {
        for (int32_t mark = 0; mark <= (int32_t)option_count; mark++) {
            struct pal_trial_ranking *longer = &out_rankings[count++];
            *longer = out_rankings[shorter];
            longer->marks[longer->mark_count++] =
                mark < (int32_t)option_count ? mark : PAL_MARK_NEXT_RANK;
        }
    }
    return count;
}

static size_t renamed(size_t option, const size_t *renaming)
{
    return renaming != NULL ? renaming[option] : option;
}

/* The budget, and the cost of the option that stands at each place. */
static void set_budget(const struct pal_trial *trial, const size_t *places,
                       struct pal_question *question)
{
    PAL_RATIO(amount);
    EXPECT_ERR(pal_ratio_parse(pal_text_of(trial->budget), amount), PAL_OK);
    EXPECT_ERR(pal_question_set_budget(question, amount), PAL_OK);
    for (size_t i = 0; i < trial->option_count; i++) {
        EXPECT_ERR(pal_ratio_parse(pal_text_of(trial->costs[places[i]]), amount), PAL_OK);
        EXPECT_ERR(pal_question_set_cost(question, i, amount), PAL_OK);
    }
}

static void ask(const struct pal_trial *trial, const size_t *renaming,
                struct pal_question *question)
{
    size_t places[TRIAL_RANKED_OPTIONS];
    size_t order[TRIAL_RANKED_OPTIONS];
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
    question->scale = trial->scale;
    if (trial->budget != NULL) {
        set_budget(trial, places, question);
    }
    for (size_t i = 0; trial->settings != NULL && trial->settings[i] != NULL; i += 2) {
        EXPECT_ERR(pal_question_set_parameter(question, pal_text_of(trial->settings[i]),
                                              pal_text_of(trial->settings[i + 1])),
                   PAL_OK);
    }
}

/* The marks of a ballot of that type; says how many. */
static size_t set_marks(const struct pal_trial *trial, size_t type, const size_t *renaming,
                        int32_t *marks)
{
    if (trial->rankings != NULL) {
        const struct pal_trial_ranking *ranking = &trial->rankings[type];
        for (size_t i = 0; i < ranking->mark_count; i++) {
            int32_t mark = ranking->marks[i];
            marks[i] = mark == PAL_MARK_NEXT_RANK ? mark : (int32_t)renamed((size_t)mark, renaming);
        }
        return ranking->mark_count;
    }
    int32_t plain[TRIAL_RANKED_OPTIONS];
    trial->marks(type, trial->option_count, plain);
    for (size_t i = 0; i < trial->option_count; i++) {
        marks[renamed(i, renaming)] = plain[i];
    }
    return trial->option_count;
}

static void cast(const struct pal_trial *trial, size_t type, enum pal_trial_way way,
                 const size_t *renaming, struct pal_profile *profile)
{
    int32_t marks[2 * TRIAL_RANKED_OPTIONS];
    size_t mark_count = set_marks(trial, type, renaming, marks);
    struct pal_ballot ballot = {.marks = marks, .mark_count = mark_count};
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
    same_list(&one->funded, &other->funded, renaming, true);
    for (size_t i = 0; one->seats != NULL && i < one->option_count; i++) {
        assert_int_equal(one->seats[i], other->seats[renamed(i, renaming)]);
    }
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
    /* A swap and a turn of all make every renaming. */
    static const size_t renamings[][TRIAL_RANKED_OPTIONS] = {
        {1, 0, 2, 3},
        {1, 2, 0, 3},
        {1, 2, 3, 0},
    };
    for (size_t i = 0; i < sizeof renamings / sizeof renamings[0]; i++) {
        if (pal_trial_is_order(renamings[i], trial->option_count)) {
            same_in_a_way(trial, outcome, TRIAL_RENAMED, renamings[i]);
        }
    }
}

void pal_trial_try_crosses(const struct pal_trial *trial,
                           void (*try_profile)(struct pal_trial *trial))
{
    for (size_t option_count = 1; option_count <= TRIAL_OPTIONS; option_count++) {
        int counts[TRIAL_TYPES] = {0};
        struct pal_trial tried = *trial;
        tried.option_count = option_count;
        tried.type_count = (size_t)1 << option_count;
        tried.counts = counts;
        do {
            try_profile(&tried);
        } while (pal_trial_next(counts, tried.type_count));
    }
}
