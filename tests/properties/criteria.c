/* criteria.c - one function a criterion, in the words in which it is known. */
#include "criteria.h"

#include <stddef.h>

/* Each takes the source of its random numbers, which some have no use for. */
#define CRITERION(name)                                        \
    static enum pal_trial_result name(struct pal_world *world, \
                                      const struct pal_contender *contender, uint64_t *random)

static enum pal_trial_result verdict(bool holds)
{
    return holds ? PAL_CRITERION_HELD : PAL_CRITERION_BROKEN;
}

/* The option must win; or, where it need not, must not. */
static enum pal_trial_result must_win(const struct pal_world *world,
                                      const struct pal_contender *contender, size_t option,
                                      bool wins)
{
    if (option == WORLD_OPTIONS) {
        return PAL_CRITERION_SILENT;
    }
    size_t winner = pal_world_winner(world, contender);
    return winner == WORLD_OPTIONS ? PAL_CRITERION_SILENT : verdict((winner == option) == wins);
}

static bool beats(const struct pal_world *world, size_t option, size_t other)
{
    int margin = 0;
    for (size_t b = 0; b < world->ballot_count; b++) {
        int liking = pal_world_liking(world, b, option);
        int liking_other = pal_world_liking(world, b, other);
        margin += ((liking > liking_other) - (liking < liking_other)) * world->weights[b];
    }
    return margin > 0;
}

/* Is every option of the coalition liked more than every other by that voter? Bits are options. */
static bool is_solid(const struct pal_world *world, size_t ballot, unsigned coalition)
{
    for (size_t i = 0; i < world->option_count; i++) {
        for (size_t j = 0; j < world->option_count; j++) {
            bool crosses = ((coalition >> i) & 1U) != 0 && ((coalition >> j) & 1U) == 0;
            if (crosses &&
                pal_world_liking(world, ballot, i) <= pal_world_liking(world, ballot, j)) {
                return false;
            }
        }
    }
    return true;
}

/* Does more than half of the weight put the coalition above the others? */
static bool has_majority(const struct pal_world *world, unsigned coalition)
{
    int weight = 0;
    for (size_t b = 0; b < world->ballot_count; b++) {
        weight += is_solid(world, b, coalition) ? world->weights[b] : 0;
    }
    return 2 * weight > pal_world_weight(world);
}

/* NOLINTBEGIN(readability-non-const-parameter): all have the form of pal_criterion.holds. */

CRITERION(majority)
{
    (void)random;
    for (size_t i = 0; i < world->option_count; i++) {
        if (has_majority(world, 1U << i)) {
            return must_win(world, contender, i, true);
        }
    }
    return PAL_CRITERION_SILENT;
}

CRITERION(mutual_majority)
{
    (void)random;
    enum pal_trial_result result = PAL_CRITERION_SILENT;
    size_t winner = pal_world_winner(world, contender);
    for (unsigned coalition = 1; coalition + 1 < 1U << world->option_count; coalition++) {
        if (winner != WORLD_OPTIONS && has_majority(world, coalition)) {
            if (((coalition >> winner) & 1U) == 0) {
                return PAL_CRITERION_BROKEN;
            }
            result = PAL_CRITERION_HELD;
        }
    }
    return result;
}

/* Who beats every other, or loses to every other. */
static size_t extreme(const struct pal_world *world, bool is_best)
{
    for (size_t i = 0; i < world->option_count; i++) {
        bool is_extreme = true;
        for (size_t j = 0; j < world->option_count; j++) {
            is_extreme = is_extreme && (i == j || beats(world, is_best ? i : j, is_best ? j : i));
        }
        if (is_extreme) {
            return i;
        }
    }
    return WORLD_OPTIONS;
}

CRITERION(condorcet_winner)
{
    (void)random;
    return must_win(world, contender, extreme(world, true), true);
}

CRITERION(condorcet_loser)
{
    (void)random;
    return must_win(world, contender, extreme(world, false), false);
}

/* The smallest set of which every member beats every other option, as bits. */
static unsigned smith_set(const struct pal_world *world)
{
    unsigned all = (1U << world->option_count) - 1;
    unsigned smallest = all;
    for (unsigned set = 1; set <= all; set++) {
        bool dominates = true;
        for (size_t i = 0; i < world->option_count; i++) {
            for (size_t j = 0; j < world->option_count; j++) {
                bool crosses = ((set >> i) & 1U) != 0 && ((set >> j) & 1U) == 0;
                dominates = dominates && (!crosses || beats(world, i, j));
            }
        }
        if (dominates && __builtin_popcount(set) < __builtin_popcount(smallest)) {
            smallest = set;
        }
    }
    return smallest;
}

CRITERION(smith)
{
    (void)random;
    unsigned set = smith_set(world);
    size_t winner = pal_world_winner(world, contender);
    bool asks = winner != WORLD_OPTIONS && set + 1 < 1U << world->option_count;
    return asks ? verdict(((set >> winner) & 1U) != 0) : PAL_CRITERION_SILENT;
}

/* A voter likes an option a step more: it changes places with the next better where likings are
 * distinct. Says whether it could. */
static bool raise(struct pal_world *world, size_t ballot, size_t option)
{
    int *liking = world->liking[ballot];
    bool is_ordered = world->kind == PAL_BALLOT_RANKS || world->kind == PAL_BALLOT_CHOICE;
    int most = is_ordered ? (int)world->option_count - 1
                          : (world->kind == PAL_BALLOT_SCORES ? WORLD_SCALE : 1);
    if (liking[option] == most) {
        return false;
    }
    for (size_t i = 0; is_ordered && i < world->option_count; i++) {
        if (liking[i] == liking[option] + 1) {
            liking[i]--;
            break;
        }
    }
    liking[option]++;
    return true;
}

CRITERION(monotone)
{
    pal_world_complete(world);
    size_t winner = pal_world_winner(world, contender);
    bool is_raised = false;
    for (size_t b = 0; winner != WORLD_OPTIONS && b < world->ballot_count; b++) {
        size_t steps = pal_world_random(random, 3);
        for (size_t step = 0; step < steps; step++) {
            is_raised = raise(world, b, winner) || is_raised;
        }
    }
    return is_raised ? must_win(world, contender, winner, true) : PAL_CRITERION_SILENT;
}

CRITERION(reversal)
{
    (void)random;
    pal_world_complete(world);
    size_t winner = pal_world_winner(world, contender);
    int most = world->kind == PAL_BALLOT_SCORES     ? WORLD_SCALE
               : world->kind == PAL_BALLOT_APPROVES ? 1
                                                    : (int)world->option_count - 1;
    for (size_t b = 0; b < world->ballot_count; b++) {
        for (size_t i = 0; i < world->option_count; i++) {
            world->liking[b][i] = most - world->liking[b][i];
        }
    }
    return must_win(world, contender, winner, false);
}

/* Voters who come must not make an option win that they like less than who won without them. */
CRITERION(participation)
{
    pal_world_complete(world);
    size_t winner = pal_world_winner(world, contender);
    struct pal_world more = pal_world_draw(random, world->kind, world->option_count, 1);
    size_t last = world->ballot_count++;
    for (size_t i = 0; i < world->option_count; i++) {
        world->liking[last][i] = more.liking[0][i];
    }
    world->ranked[last] = world->option_count;
    world->weights[last] = more.weights[0];
    size_t now = pal_world_winner(world, contender);
    if (winner == WORLD_OPTIONS || now == WORLD_OPTIONS) {
        return PAL_CRITERION_SILENT;
    }
    return verdict(world->liking[last][now] >= world->liking[last][winner]);
}

/* Two electorates that choose the same option choose it together. */
CRITERION(consistency)
{
    size_t winner = pal_world_winner(world, contender);
    size_t count = WORLD_BALLOTS - world->ballot_count;
    count = count < world->ballot_count ? count : world->ballot_count;
    struct pal_world other = pal_world_draw(random, world->kind, world->option_count, count);
    if (winner == WORLD_OPTIONS || pal_world_winner(&other, contender) != winner) {
        return PAL_CRITERION_SILENT;
    }
    for (size_t b = 0; b < count; b++) {
        size_t at = world->ballot_count++;
        for (size_t i = 0; i < world->option_count; i++) {
            world->liking[at][i] = other.liking[b][i];
        }
        world->ranked[at] = other.ranked[b];
        world->weights[at] = other.weights[b];
    }
    return must_win(world, contender, winner, true);
}

/* An option comes, the last, that every voter puts directly above or below one of two that are
 * there. */
static void add_clone(struct pal_world *world, size_t option, size_t other, uint64_t *random)
{
    size_t clone = world->option_count++;
    pal_world_complete(world);
    bool is_ordered = world->kind == PAL_BALLOT_RANKS || world->kind == PAL_BALLOT_CHOICE;
    for (size_t b = 0; b < world->ballot_count; b++) {
        int *liking = world->liking[b];
        size_t beside = pal_world_random(random, 2) == 0 ? option : other;
        liking[clone] = liking[beside];
        if (!is_ordered) {
            continue;
        }
        for (size_t i = 0; i < clone; i++) {
            liking[i] += liking[i] > liking[clone];
        }
        size_t above = pal_world_random(random, 2) == 0 ? clone : beside;
        liking[above]++;
    }
}

/* Two clones come: with the option they are like, they can go round in a circle. */
CRITERION(clones)
{
    pal_world_complete(world);
    size_t winner = pal_world_winner(world, contender);
    size_t first_clone = world->option_count;
    size_t cloned = pal_world_random(random, first_clone);
    add_clone(world, cloned, cloned, random);
    add_clone(world, cloned, first_clone, random);
    size_t now = pal_world_winner(world, contender);
    if (winner == WORLD_OPTIONS || now == WORLD_OPTIONS) {
        return PAL_CRITERION_SILENT;
    }
    return verdict(winner == cloned ? now == cloned || now >= first_clone : now == winner);
}

/* Naming more options after those one has named does not make one of these lose. */
CRITERION(later_no_harm)
{
    size_t ballot = pal_world_random(random, world->ballot_count);
    size_t named = 1 + pal_world_random(random, world->option_count - 1);
    world->ranked[ballot] = named;
    size_t winner = pal_world_winner(world, contender);
    if (winner == WORLD_OPTIONS ||
        world->liking[ballot][winner] < (int)(world->option_count - named)) {
        return PAL_CRITERION_SILENT;
    }
    world->ranked[ballot] = world->option_count;
    return must_win(world, contender, winner, true);
}

/* NOLINTEND(readability-non-const-parameter) */

/* clang-format off */
const struct pal_criterion pal_criteria[] = {
    {"majority",        "whom more than half put first, wins",                                       false, majority},
    {"mutual majority", "where more than half put some options above all others, one of these wins", false, mutual_majority},
    {"Condorcet",       "who beats every other option one against one, wins",                        false, condorcet_winner},
    {"Condorcet loser", "who loses to every other option one against one, does not win",             false, condorcet_loser},
    {"Smith",           "the winner is of the smallest set whose members beat all others",           false, smith},
    {"monotone",        "being liked more does not make the winner lose",                            false, monotone},
    {"reversal",        "who wins alone does not win when all preferences are turned round",         false, reversal},
    {"participation",   "coming to vote does not make an option win that one likes less",            false, participation},
    {"consistency",     "what two electorates each choose, they choose together",                    false, consistency},
    {"clones",          "an option beside which all put another like it neither gains nor loses",    false, clones},
    {"later no harm",   "naming further options does not make one lose that one named before",       true,  later_no_harm},
    {NULL, NULL, false, NULL},
};
/* clang-format on */
