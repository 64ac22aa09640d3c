/*
 * STAR: every small profile of scores and of no opinion, in every order of ties, against the rule
 * written naively on whole numbers; the ranking from what comes out in all orders of ties.
 */
#include "trial.h"

enum { TYPES_MAX = 27, SCALE_MAX = 2 };

static const char *const names[] = {"A", "B", "C"};
static const int weights[TYPES_MAX] = {4, 1, 2, 3, 3, 2, 1, 5, 7, 1, 2, 2, 6, 1,
                                       1, 3, 2, 4, 1, 2, 3, 1, 1, 2, 5, 3, 1};

/* Digit i of the type, in base 3, is what it says of option i: no opinion, 0, 1. */
static void mark_low(size_t type, size_t option_count, int32_t *out_marks)
{
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i] = (int32_t)(type % 3) - 1;
        type /= 3;
    }
}

/* The same: 0, 1, 2. */
static void mark_high(size_t type, size_t option_count, int32_t *out_marks)
{
    mark_low(type, option_count, out_marks);
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i]++;
    }
}

/* What the ballots say, in sevenths. */
struct figures {
    int totals[TRIAL_OPTIONS], tops[TRIAL_OPTIONS];
    int prefer[TRIAL_OPTIONS][TRIAL_OPTIONS];
    int valid;
};

static int score_of(const int32_t *marks, size_t option)
{
    return marks[option] > 0 ? marks[option] : 0;
}

static void set_figures(const struct pal_trial *trial, struct figures *figures)
{
    *figures = (struct figures){.valid = 0};
    for (size_t type = 0; type < trial->type_count; type++) {
        int32_t marks[TRIAL_OPTIONS];
        int weight = trial->counts[type] * trial->weights[type];
        int32_t best = -1;
        trial->marks(type, trial->option_count, marks);
        for (size_t i = 0; i < trial->option_count; i++) {
            best = marks[i] > best ? marks[i] : best;
            figures->totals[i] += weight * score_of(marks, i);
            figures->tops[i] += marks[i] == trial->scale ? weight : 0;
            for (size_t j = 0; j < trial->option_count; j++) {
                bool prefers = score_of(marks, i) > score_of(marks, j);
                figures->prefer[i][j] += prefers ? weight : 0;
            }
        }
        figures->valid += best >= 0 ? weight : 0;
    }
}

static int victories_of(const struct figures *figures, size_t option_count, size_t option)
{
    int victories = 0;
    for (size_t j = 0; j < option_count; j++) {
        victories += figures->totals[j] == figures->totals[option] &&
                     figures->prefer[option][j] > figures->prefer[j][option];
    }
    return victories;
}

/* Does one go to the final before the other, the order of ties apart? */
static int compare_entrants(const struct figures *figures, size_t option_count, size_t one,
                            size_t other)
{
    int order = figures->totals[one] - figures->totals[other];
    if (order == 0) {
        order =
            victories_of(figures, option_count, one) - victories_of(figures, option_count, other);
    }
    return order != 0 ? order : figures->tops[one] - figures->tops[other];
}

static int compare_finalists(const struct figures *figures, size_t one, size_t other)
{
    int order = figures->prefer[one][other] - figures->prefer[other][one];
    if (order == 0) {
        order = figures->totals[one] - figures->totals[other];
    }
    return order != 0 ? order : figures->tops[one] - figures->tops[other];
}

/* The finalists and the winner in that order of ties. */
struct race {
    size_t finalists[2], winner;
    size_t ties; /* that the order settled */
};

static struct race race_of(const struct figures *figures, size_t option_count, const size_t *order)
{
    size_t sorted[TRIAL_OPTIONS] = {0};
    for (size_t i = 0; i < option_count; i++) {
        size_t at = i;
        while (at > 0 && compare_entrants(figures, option_count, order[i], sorted[at - 1]) > 0) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = order[i];
    }
    struct race race = {.finalists = {sorted[0], sorted[1]}};
    race.ties =
        option_count > 2 && compare_entrants(figures, option_count, sorted[1], sorted[2]) == 0;
    int final = compare_finalists(figures, sorted[0], sorted[1]);
    race.ties += final == 0;
    bool is_first = final > 0;
    for (size_t i = 0; final == 0 && !is_first; i++) {
        is_first = order[i] == sorted[0];
        final = order[i] == sorted[1] ? -1 : 0;
    }
    race.winner = is_first ? sorted[0] : sorted[1];
    return race;
}

/* How high an option comes: 2 wins under some order of ties, 1 reaches the final, 0 does not. */
static void set_heights(const struct figures *figures, size_t option_count, int *heights)
{
    for (size_t i = 0; i < option_count; i++) {
        heights[i] = 0;
    }
    for (size_t i = 0; i < 6; i++) {
        if (!pal_trial_is_order(pal_trial_orders[i], option_count)) {
            continue;
        }
        struct race race = race_of(figures, option_count, pal_trial_orders[i]);
        for (size_t k = 0; k < 2; k++) {
            size_t option = race.finalists[k];
            heights[option] = heights[option] == 2 || option == race.winner ? 2 : 1;
        }
    }
}

static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    struct figures figures;
    int heights[TRIAL_OPTIONS];
    set_figures(trial, &figures);
    if (figures.valid == 0) {
        assert_int_equal(outcome->elected.count, 0);
        return;
    }
    struct race race = race_of(&figures, trial->option_count, trial->order);
    assert_int_equal(outcome->elected.count, 1);
    assert_int_equal(outcome->elected.at[0], race.winner);
    assert_int_equal(outcome->tie_count, race.ties);
    assert_int_equal(outcome->round_count, 2);
    PAL_RATIO(weight);
    for (size_t k = 0; k < 2; k++) {
        size_t option = race.finalists[k];
        pal_ratio_set(weight, figures.prefer[option][race.finalists[1 - k]], 7);
        mpq_srcptr found = pal_figures_get(&outcome->rounds[1].totals, option);
        assert_non_null(found);
        assert_true(mpq_equal(found, weight));
    }
    set_heights(&figures, trial->option_count, heights);
    for (size_t i = 0; i < trial->option_count; i++) {
        pal_ratio_set(weight, figures.totals[i], 7);
        assert_true(mpq_equal(outcome->totals.at[i].value, weight));
        for (size_t j = 0; j < trial->option_count; j++) {
            bool is_above = heights[i] > heights[j] || (heights[i] == 0 && heights[j] == 0 &&
                                                        figures.totals[i] > figures.totals[j]);
            assert_int_equal(is_above, outcome->ranking[i] < outcome->ranking[j]);
        }
    }
}

static void try_all(struct pal_trial *trial, int ballots_max)
{
    int counts[TYPES_MAX] = {0};
    trial->method = "star";
    trial->names = names;
    trial->seats = 1;
    trial->weights = weights;
    trial->counts = counts;
    trial->type_count = trial->option_count == 2 ? 9 : 27;
    do {
        for (size_t i = 0; i < 6; i++) {
            trial->order = pal_trial_orders[i];
            if (!pal_trial_is_order(trial->order, trial->option_count)) {
                continue;
            }
            struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
            pal_trial_count(trial, TRIAL_PLAIN, NULL, &outcome);
            compare(trial, &outcome);
            if (i == 0) {
                pal_trial_properties(trial, &outcome, true);
            }
        }
    } while (pal_trial_next_within(counts, trial->type_count, ballots_max));
}

static void two_options(void **state)
{
    (void)state;
    struct pal_trial trial = {.option_count = 2, .scale = 1, .marks = mark_low};
    try_all(&trial, 5);
}

static void three_options_with_no_opinions(void **state)
{
    (void)state;
    struct pal_trial trial = {.option_count = 3, .scale = 1, .marks = mark_low};
    try_all(&trial, 3);
}

static void three_options_with_a_wider_scale(void **state)
{
    (void)state;
    struct pal_trial trial = {.option_count = 3, .scale = SCALE_MAX, .marks = mark_high};
    try_all(&trial, 3);
}

int main(void)
{
    TESTS(tests, 3);
    TEST(tests, two_options);
    TEST(tests, three_options_with_no_opinions);
    TEST(tests, three_options_with_a_wider_scale);
    return RUN(tests);
}
