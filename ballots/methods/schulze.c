/*
 * schulze.c - who has the stronger path of victories to the other, among all paths.
 *
 * RULE docs/rules/schulze.md
 * > A path from one option to another is a chain of victories: the first option beats a second one, which
 * > beats a third, and so on to the last. A path is as strong as the weakest of its victories.
 */
#include "base/check.h"
#include "base/mem.h"

#include "methods.h"
#include "pairwise.h"

/* Paths are compared alone, never added: the level of a victory says as much as its strength, and fits
 * a word. Level 0 is no path. */
struct paths {
    size_t option_count;
    uint32_t *levels; /* of the strongest from i to j, at i * option_count + j */
    mpq_t *strengths; /* of each level */
    size_t level_count;
};

static void paths_done(struct paths *paths)
{
    pal_mem_free(paths->levels);
    pal_ratio_array_free(paths->strengths, paths->level_count);
}

/* The paths of one victory. */
static void begin(struct paths *paths, const struct pal_pairwise *pairwise,
                  const struct pal_question *question)
{
    size_t count;
    struct pal_victory *victories = pal_victories_new(pairwise, question, &count);
    paths->option_count = pairwise->option_count;
    paths->levels =
        pal_mem_new(pairwise->option_count * pairwise->option_count, sizeof *paths->levels);
    paths->level_count = count > 0 ? (size_t)victories[0].level + 1 : 1;
    paths->strengths = pal_ratio_array_new(paths->level_count);
    uint32_t told = 0;
    for (size_t i = count; i > 0; i--) {
        const struct pal_victory *victory = &victories[i - 1];
        size_t slot = pal_pairwise_slot(pairwise, victory->winner, victory->loser);
        paths->levels[slot] = victory->level;
        if (victory->level > told) {
            told = victory->level;
            pal_sums_get(pairwise->strength, slot, paths->strengths[told]);
        }
    }
    pal_mem_free(victories);
}

/* The paths from one option may go through k: to[j] by way of `level` to k, then from_k[j]. */
static void go_through(uint32_t *to, const uint32_t *from_k, uint32_t level, size_t count)
{
    for (size_t j = 0; j < count; j++) {
        uint32_t through = from_k[j] < level ? from_k[j] : level;
        to[j] = through > to[j] ? through : to[j];
    }
}

/* Floyd's algorithm, with the larger of two and the smaller of two in place of less and plus. */
static void extend(struct paths *paths)
{
    const size_t count = paths->option_count;
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < count; i++) {
            uint32_t level = paths->levels[i * count + k];
            if (i != k && level > 0) {
                go_through(paths->levels + i * count, paths->levels + k * count, level, count);
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        paths->levels[i * count + i] = 0; /* a path back to where it began says nothing */
    }
}

static void tell(const struct paths *paths, struct pal_outcome *outcome)
{
    pal_outcome_make_strengths(outcome);
    const size_t slot_count = paths->option_count * paths->option_count;
    for (size_t slot = 0; slot < slot_count; slot++) {
        mpq_set(outcome->strengths[slot], paths->strengths[paths->levels[slot]]);
    }
}

/* RULE docs/rules/schulze.md
 * > One option precedes another if the strongest path from it to the other is stronger than the strongest
 * > path back; where there is no path, its strength is zero. No cycle can come of this.
 */
static void rank(const struct paths *paths, struct pal_outcome *outcome)
{
    const size_t count = paths->option_count;
    bool *precedes = pal_mem_new(count * count, sizeof *precedes);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            precedes[i * count + j] = paths->levels[i * count + j] > paths->levels[j * count + i];
        }
    }
    pal_rank_unbeaten(precedes, outcome);
    pal_mem_free(precedes);
}

static void explain_paths(const struct pal_question *question, size_t elected,
                          struct pal_outcome *outcome)
{
    const size_t count = outcome->option_count;
    for (size_t j = 0; elected < count && j < count; j++) {
        if (j != elected) {
            struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_STRONGEST_PATH);
            pal_reason_text(reason, "option", question->names[elected]);
            pal_reason_text(reason, "other", question->names[j]);
            pal_reason_ratio(reason, "for", outcome->strengths[elected * count + j]);
            pal_reason_ratio(reason, "against", outcome->strengths[j * count + elected]);
        }
    }
}

/* RULE docs/rules/schulze.md
 * > … If several share the first place, the one that comes first in the
 * > order settled beforehand for ties is elected.
 */
static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    PAL_PAIRWISE(pairwise, question, profile);
    pal_pairwise_tell(&pairwise, outcome);
    struct paths paths PAL_CLEANUP(paths_done) = {0};
    begin(&paths, &pairwise, question);
    extend(&paths);
    tell(&paths, outcome);
    rank(&paths, outcome);
    size_t elected = pal_elect_first(question, outcome);
    pal_pairwise_explain(&pairwise, question, elected, outcome);
    explain_paths(question, elected, outcome);
}

const struct pal_method pal_method_schulze = {
    .id = "schulze",
    .version = 1,
    .rule = "docs/rules/schulze.md",
    .summary = "Everyone against everyone; the option with the stronger paths of victories.",
    .kind = PAL_BALLOT_RANKS,
    .elects = PAL_ELECTS_BY_RANKING,
    .parameters = pal_condorcet_parameters,
    .count = count,
    .decides = pal_decide_by_ranking,
};
