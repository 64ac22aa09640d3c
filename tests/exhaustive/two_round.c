/*
 * Two rounds: every small profile against the rule written naively, each ballot read anew in each round,
 * on whole numbers of 84ths: sevenths, which three and four options divide.
 */
#include "naive.h"

enum { PARTS = 12 };

/* Divides the ballot among those of its first rank that names anybody. */
static void add_first(const struct pal_trial *trial, size_t type, int *totals)
{
    const struct pal_trial_ranking *ballot = &trial->rankings[type];
    const int weight = trial->counts[type] * trial->weights[type] * PARTS;
    for (int rank = 1; rank <= (int)trial->option_count; rank++) {
        int sharing = 0;
        for (size_t i = 0; i < trial->option_count; i++) {
            sharing += ballot->ranks[i] == rank;
        }
        for (size_t i = 0; i < trial->option_count; i++) {
            totals[i] += ballot->ranks[i] == rank ? weight / sharing : 0;
        }
        if (sharing > 0) {
            return;
        }
    }
}

/* Where an option stands in the order of ties. */
static size_t turn_of(const struct pal_trial *trial, size_t option)
{
    size_t turn = 0;
    while ((trial->order != NULL ? trial->order[turn] : turn) != option) {
        turn++;
    }
    return turn;
}

/* Goes one option before another, by totals, then by the order? */
static bool is_better(const struct pal_trial *trial, const int *totals, size_t option, size_t rival)
{
    if (totals[option] != totals[rival]) {
        return totals[option] > totals[rival];
    }
    return turn_of(trial, option) < turn_of(trial, rival);
}

/* How many go before an option. */
static size_t place_of(const struct pal_trial *trial, const int *totals, size_t option)
{
    size_t place = 0;
    for (size_t i = 0; i < trial->option_count; i++) {
        place += i != option && is_better(trial, totals, i, option);
    }
    return place;
}

static void expect_totals(const struct pal_round *round, const int *totals, size_t count)
{
    assert_int_equal(round->totals.count, count);
    for (size_t i = 0; i < count; i++) {
        const struct pal_figure *figure = &round->totals.at[i];
        naive_expect(figure->value, totals[figure->option], (int64_t)7 * PARTS);
    }
}

/* Do votes put one option before another? The two first of the order are those of the second round; what
 * it decided comes before the first. */
static bool votes_separate(const int *totals, const size_t *order, size_t i, size_t j,
                           bool is_second_equal)
{
    if (i == 0 && j == 1) {
        return !is_second_equal;
    }
    return totals[order[i]] != totals[order[j]];
}

/* The ranking: the elected, the one that was beaten in the second round, then the others by the first.
 * A place ends where votes separate the next from any on it; the one elected in a second round that was
 * not equal stands alone. */
static void expect_ranking(const struct pal_trial *trial, const int *totals, const size_t *order,
                           bool is_second_equal, const struct pal_outcome *outcome)
{
    size_t place = 0;
    size_t start = 0;
    assert_int_equal(outcome->ranking[order[0]], 0);
    for (size_t i = 1; i < trial->option_count; i++) {
        bool is_separate = false;
        for (size_t j = start; j < i; j++) {
            is_separate = is_separate || votes_separate(totals, order, j, i, is_second_equal);
        }
        place += is_separate;
        start = is_separate ? i : start;
        assert_int_equal(outcome->ranking[order[i]], place);
    }
}

/* The second round between the first two of an order, which it puts in order: were they equal? */
static bool hold_second(const struct pal_trial *trial, size_t *order, int valid,
                        const struct pal_outcome *outcome)
{
    struct naive naive;
    naive_read(trial, &naive);
    int votes[TRIAL_RANKED_OPTIONS] = {0};
    const size_t one = order[0];
    const size_t other = order[1];
    votes[one] = naive.preferred[one][other] * PARTS;
    votes[other] = naive.preferred[other][one] * PARTS;
    assert_int_equal(outcome->round_count, 2);
    expect_totals(&outcome->rounds[1], votes, 2);
    naive_expect(outcome->exhausted, (int64_t)valid - votes[one] - votes[other],
                 (int64_t)7 * PARTS);
    if (is_better(trial, votes, other, one)) {
        order[0] = other;
        order[1] = one;
    }
    return votes[one] == votes[other];
}

static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    if (!naive_is_valid(trial)) {
        assert_int_equal(outcome->elected.count, 0);
        return;
    }
    int totals[TRIAL_RANKED_OPTIONS] = {0};
    size_t order[TRIAL_RANKED_OPTIONS] = {0};
    int valid = 0;
    for (size_t type = 0; type < trial->type_count; type++) {
        add_first(trial, type, totals);
    }
    for (size_t i = 0; i < trial->option_count; i++) {
        order[place_of(trial, totals, i)] = i;
        valid += totals[i];
    }
    expect_totals(&outcome->rounds[0], totals, trial->option_count);
    bool is_second_equal = trial->option_count > 1 && totals[order[0]] == totals[order[1]];
    if (2 * totals[order[0]] > valid) {
        assert_int_equal(outcome->round_count, 1);
    } else {
        is_second_equal = hold_second(trial, order, valid, outcome);
    }
    assert_int_equal(outcome->elected.count, 1);
    assert_int_equal(outcome->elected.at[0], order[0]);
    expect_ranking(trial, totals, order, is_second_equal, outcome);
}

static void every_small_profile(void **state)
{
    (void)state;
    ranked_try_all("two-round", NULL, compare);
}

int main(void)
{
    TESTS(tests, 1);
    TEST(tests, every_small_profile);
    return RUN(tests);
}
