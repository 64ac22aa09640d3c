/*
 * Ranked pairs: every small profile against the rule written naively, one victory at a time; and where
 * a tie is told, other orders of the victories lock others, and nowhere else.
 */
#include "naive.h"

enum { VICTORIES_MAX = TRIAL_RANKED_OPTIONS * (TRIAL_RANKED_OPTIONS - 1) / 2, ORDERS_MAX = 6 };

struct victory {
    size_t winner, loser;
    int strength, opposition;
};

struct locked {
    bool above[TRIAL_RANKED_OPTIONS][TRIAL_RANKED_OPTIONS];
};

static size_t find_victories(const struct pal_trial *trial, const struct naive *naive,
                             struct victory *out)
{
    size_t count = 0;
    bool is_margins = naive_setting(trial, "strength", "margins");
    for (size_t i = 0; i < naive->count; i++) {
        for (size_t j = 0; j < naive->count; j++) {
            int strength = naive_strength(trial, naive, i, j);
            if (strength > 0) {
                int opposition = is_margins ? 0 : naive->preferred[j][i];
                out[count++] = (struct victory){i, j, strength, opposition};
            }
        }
    }
    return count;
}

static size_t place_of(const struct pal_trial *trial, size_t option)
{
    size_t place = 0;
    while (trial->order != NULL && trial->order[place] != option) {
        place++;
    }
    return trial->order != NULL ? place : option;
}

static bool is_equal(const struct victory *one, const struct victory *other)
{
    return one->strength == other->strength && one->opposition == other->opposition;
}

static bool comes_before(const struct pal_trial *trial, const struct victory *one,
                         const struct victory *other)
{
    if (one->strength != other->strength) {
        return one->strength > other->strength;
    }
    if (one->opposition != other->opposition) {
        return one->opposition < other->opposition;
    }
    if (one->winner != other->winner) {
        return place_of(trial, one->winner) < place_of(trial, other->winner);
    }
    return place_of(trial, one->loser) > place_of(trial, other->loser);
}

static void sort(const struct pal_trial *trial, struct victory *victories, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            if (comes_before(trial, &victories[j], &victories[i])) {
                struct victory first = victories[j];
                victories[j] = victories[i];
                victories[i] = first;
            }
        }
    }
}

/* Is there a way down from one option to another, a step longer at each turn? */
static bool leads_to(const struct locked *locked, size_t from, size_t to)
{
    bool reached[TRIAL_RANKED_OPTIONS] = {false};
    reached[from] = true;
    const size_t size = TRIAL_RANKED_OPTIONS;
    for (size_t turn = 0; turn < size; turn++) {
        for (size_t slot = 0; slot < size * size; slot++) {
            size_t i = slot / size;
            size_t j = slot % size;
            reached[j] = reached[j] || (reached[i] && locked->above[i][j]);
        }
    }
    return reached[to];
}

static void lock(struct locked *locked, const struct victory *victories, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!leads_to(locked, victories[i].loser, victories[i].winner)) {
            locked->above[victories[i].winner][victories[i].loser] = true;
        }
    }
}

/* Which of three victories at most are locked in one of their orders and left out in another? True for
 * the winner of any. */
static bool depends_on_order(const struct locked *before, const struct victory *group, size_t count,
                             bool *out_wins)
{
    static const size_t orders[ORDERS_MAX][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                                 {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    struct locked first = *before;
    lock(&first, group, count);
    bool depends = false;
    for (size_t i = 1; i < ORDERS_MAX; i++) {
        struct victory other[3];
        size_t kept = 0;
        for (size_t k = 0; k < 3; k++) {
            if (orders[i][k] < count) {
                other[kept++] = group[orders[i][k]];
            }
        }
        struct locked locked = *before;
        lock(&locked, other, kept);
        for (size_t k = 0; k < count; k++) {
            const size_t winner = group[k].winner;
            const size_t loser = group[k].loser;
            bool differs = locked.above[winner][loser] != first.above[winner][loser];
            out_wins[winner] = out_wins[winner] || differs;
            depends = depends || differs;
        }
    }
    return depends;
}

static void compare_among(const struct pal_outcome *outcome, size_t number, const bool *wins)
{
    assert_true(number < outcome->tie_count);
    const struct pal_tie *tie = &outcome->ties[number];
    assert_int_equal(tie->what_for, PAL_TIE_PAIR);
    for (size_t i = 0; i < outcome->option_count; i++) {
        assert_int_equal(pal_options_have(&tie->among, i), wins[i]);
    }
}

static size_t pair_ties(const struct pal_outcome *outcome)
{
    size_t ties = 0;
    for (size_t i = 0; i < outcome->tie_count; i++) {
        ties += outcome->ties[i].what_for == PAL_TIE_PAIR;
    }
    return ties;
}

static void compare(const struct pal_trial *trial, const struct pal_outcome *outcome)
{
    struct naive naive;
    struct victory victories[VICTORIES_MAX];
    naive_read(trial, &naive);
    naive_compare_pairs(&naive, outcome);
    size_t count = find_victories(trial, &naive, victories);
    sort(trial, victories, count);
    struct locked locked = {{{false}}};
    size_t ties = 0;
    for (size_t start = 0, end; start < count; start = end) {
        end = start + 1;
        while (end < count && is_equal(&victories[start], &victories[end])) {
            end++;
        }
        bool wins[TRIAL_RANKED_OPTIONS] = {false};
        if (naive.count <= 3 && depends_on_order(&locked, victories + start, end - start, wins)) {
            compare_among(outcome, ties, wins);
            ties++;
        }
        lock(&locked, victories + start, end - start);
    }
    ties = naive.count <= 3 ? ties : pair_ties(outcome);
    assert_int_equal(pair_ties(outcome), ties);
    size_t places[TRIAL_RANKED_OPTIONS] = {0};
    naive_peel(naive.count, locked.above, places);
    naive_compare(trial, places, outcome, ties);
}

RANKED_VARIANTS("ranked-pairs", compare)
