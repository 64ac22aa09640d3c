/*
 * ranked_pairs.c - victories are locked one after the other, the strongest first, without a cycle.
 */
#include "base/check.h"
#include "base/mem.h"

#include "methods.h"
#include "pairwise.h"

enum { WORD_BITS = 64, LEFT_OUT_TOLD = 1000 };

/* The victories that are locked, and whom they place above whom. */
struct locks {
    size_t option_count, word_count;
    bool *locked;    /* i over j, at i * option_count + j */
    uint64_t *above; /* a row of word_count per option: whom it is above, a bit each */
    size_t left_out; /* so many have been told */
};

static void locks_done(struct locks *locks)
{
    pal_mem_free(locks->locked);
    pal_mem_free(locks->above);
}

static bool is_above(const struct locks *locks, size_t i, size_t j)
{
    return (locks->above[i * locks->word_count + j / WORD_BITS] >> (j % WORD_BITS)) & 1;
}

/* Option i is above all those that j is above, and above j. */
static void put_above(struct locks *locks, size_t i, size_t j)
{
    uint64_t *higher = locks->above + i * locks->word_count;
    const uint64_t *lower = locks->above + j * locks->word_count;
    for (size_t w = 0; w < locks->word_count; w++) {
        higher[w] |= lower[w];
    }
    higher[j / WORD_BITS] |= (uint64_t)1 << (j % WORD_BITS);
}

/* The winner is above the loser, and so is whoever is above the winner. */
static void place(struct locks *locks, const struct pal_victory *victory)
{
    if (is_above(locks, victory->winner, victory->loser)) {
        return;
    }
    for (size_t i = 0; i < locks->option_count; i++) {
        bool is_higher = i == victory->winner || is_above(locks, i, victory->winner);
        if (is_higher && !is_above(locks, i, victory->loser)) {
            put_above(locks, i, victory->loser);
        }
    }
}

static void lock(struct locks *locks, const struct pal_victory *victory)
{
    locks->locked[victory->winner * locks->option_count + victory->loser] = true;
    place(locks, victory);
}

/* Victories that only the order of ties tells apart. */
struct group {
    const struct pal_victory *victories;
    size_t count;
    bool *is_open; /* those locked before them decide nothing between its two options */
};

/* RULE docs/rules/ranked_pairs.md
 * > Victories that only the order of ties tells apart contradict each other where they stand in a circle:
 * > from the loser a way leads back to the winner, by others of them and by victories locked before them.
 * > Those between whose two options the latter already decide are no part of it.
 *
 * The winners of those; the group is locked, as far as it can be. */
static void find_contradicting(const struct locks *locks, const struct group *group,
                               struct pal_options *out_winners)
{
    const size_t words = locks->option_count * locks->word_count;
    struct locks all PAL_CLEANUP(locks_done) = {
        .option_count = locks->option_count,
        .word_count = locks->word_count,
        .above = pal_mem_copy(locks->above, words * sizeof *locks->above),
    };
    for (size_t i = 0; i < group->count; i++) {
        if (group->is_open[i]) {
            place(&all, &group->victories[i]); /* also those left out: circles close */
        }
    }
    bool *wins PAL_CLEANUP(pal_mem_done) = pal_mem_new(locks->option_count, sizeof *wins);
    for (size_t i = 0; i < group->count; i++) {
        const struct pal_victory *victory = &group->victories[i];
        bool is_in_circle = group->is_open[i] && is_above(&all, victory->loser, victory->winner);
        wins[victory->winner] = wins[victory->winner] || is_in_circle;
    }
    for (size_t i = 0; i < locks->option_count; i++) {
        if (wins[i]) {
            pal_options_add(out_winners, i);
        }
    }
}

/* The order decides which of the victories that contradict each other are locked. */
static void tell_tie(const struct locks *locks, const struct pal_question *question,
                     const struct group *group, struct pal_outcome *outcome)
{
    PAL_OPTIONS(among);
    find_contradicting(locks, group, &among);
    pal_tie_record(outcome, &among, PAL_TIE_PAIR, PAL_SETTLED_TIE_ORDER);
    struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_PAIR_BY_ORDER);
    pal_reason_text(reason, "option", question->names[pal_tie_first(question, &among)]);
}

static void leave_out(struct locks *locks, const struct pal_question *question,
                      const struct pal_victory *victory, struct pal_outcome *outcome)
{
    if (locks->left_out < LEFT_OUT_TOLD) {
        pal_explain_pair(outcome, PAL_REASON_VICTORY_LEFT_OUT, question, victory->winner,
                         victory->loser);
        locks->left_out++;
    }
}

/* Locks those of one group, in their order. What was locked before them contradicts some whatever
 * their order is; when others are left out too, another order would have left out another. */
static void lock_group(struct locks *locks, const struct pal_question *question,
                       const struct group *group, struct pal_outcome *outcome)
{
    const struct pal_victory *victories = group->victories;
    for (size_t i = 0; i < group->count; i++) {
        group->is_open[i] = !is_above(locks, victories[i].loser, victories[i].winner) &&
                            !is_above(locks, victories[i].winner, victories[i].loser);
    }
    bool is_settled_by_order = false;
    for (size_t i = 0; i < group->count; i++) {
        if (!is_above(locks, victories[i].loser, victories[i].winner)) {
            lock(locks, &victories[i]);
            continue;
        }
        is_settled_by_order = is_settled_by_order || group->is_open[i];
        leave_out(locks, question, &victories[i], outcome);
    }
    if (is_settled_by_order) {
        tell_tie(locks, question, group, outcome);
    }
}

/* RULE docs/rules/ranked_pairs.md
 * > The victories are taken one after the other, the strongest first. Each is locked, unless victories that
 * > are locked already place its loser above its winner, directly or by way of others; then it is left out.
 */
static void lock_all(struct locks *locks, const struct pal_pairwise *pairwise,
                     const struct pal_question *question, struct pal_outcome *outcome)
{
    size_t count;
    struct pal_victory *victories = pal_victories_new(pairwise, question, &count);
    bool *is_open PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *is_open);
    size_t start = 0;
    for (size_t i = 1; i <= count; i++) {
        if (i == count || victories[i].group != victories[start].group) {
            struct group group = {victories + start, i - start, is_open + start};
            lock_group(locks, question, &group, outcome);
            start = i;
        }
    }
    pal_mem_free(victories);
}

/* RULE docs/rules/ranked_pairs.md
 * > The options above which no locked victory places another share the first place of the ranking; those above
 * > which none places another of the rest share the second, and so on. If several share the first place, the
 * > one that comes first in the order settled beforehand for ties is elected.
 */
static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    const size_t count = question->option_count;
    PAL_PAIRWISE(pairwise, question, profile);
    pal_pairwise_tell(&pairwise, outcome);
    struct locks locks PAL_CLEANUP(locks_done) = {.option_count = count};
    locks.word_count = (count + WORD_BITS - 1) / WORD_BITS;
    locks.locked = pal_mem_new(count * count, sizeof *locks.locked);
    locks.above = pal_mem_new(count * locks.word_count, sizeof *locks.above);
    lock_all(&locks, &pairwise, question, outcome);
    pal_rank_unbeaten(locks.locked, outcome);
    size_t elected = pal_elect_first(question, outcome);
    pal_pairwise_explain(&pairwise, question, elected, outcome);
}

const struct pal_method pal_method_ranked_pairs = {
    .id = "ranked-pairs",
    .version = 1,
    .rule = "docs/rules/ranked_pairs.md",
    .summary = "Everyone against everyone; victories stand, the strongest first, without a cycle.",
    .kind = PAL_BALLOT_RANKS,
    .elects = PAL_ELECTS_BY_RANKING,
    .parameters = pal_condorcet_parameters,
    .count = count,
    .decides = pal_decide_by_ranking,
};
