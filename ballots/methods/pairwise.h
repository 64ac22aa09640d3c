/*
 * pairwise.h - every option against every other: who is preferred to whom, and how strongly.
 *
 * Adding a ballot takes time in proportion to the pairs that it ranks, however many options it
 * leaves unranked. What is preferred to what is a sum of weights of one unit (units.h), so that
 * strengths are compared without dividing; methods read it by its slots.
 */
#ifndef PAL_BALLOTS_PAIRWISE_H
#define PAL_BALLOTS_PAIRWISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/method.h"
#include "ballots/outcome.h"
#include "ballots/profile.h"
#include "ballots/question.h"
#include "base/attr.h"

#include "units.h"

struct pal_pairwise {
    size_t option_count;
    struct pal_units units;
    struct pal_sums preferences; /* at a slot of (i, j): the weight that prefers i to j */
    struct pal_sums margins;     /* less the weight that prefers j to i; only where asked for */
    /* How strong a preference is, by the parameter `strength`: the margins, else the preferences
     * themselves. Lent by the two above. */
    const struct pal_sums *strength;
};
/* What a profile says, by the parameters `unranked` and `strength` of its question. It stays where
 * it is and dies with its scope. */
#define PAL_PAIRWISE(name, question, profile)                \
    struct pal_pairwise name PAL_CLEANUP(pal_pairwise_done); \
    pal_pairwise_init(&(name), (question), (profile))
void pal_pairwise_init(struct pal_pairwise *pairwise, const struct pal_question *question,
                       const struct pal_profile *profile);
void pal_pairwise_done(struct pal_pairwise *pairwise);

static inline size_t pal_pairwise_slot(const struct pal_pairwise *pairwise, size_t i, size_t j)
{
    return i * pairwise->option_count + j;
}
/* Do more prefer i to j than j to i? */
bool pal_pairwise_beats(const struct pal_pairwise *pairwise, size_t i, size_t j);
/* The preferences as that part of the outcome. */
void pal_pairwise_tell(const struct pal_pairwise *pairwise, struct pal_outcome *outcome);

/* One option that more prefer to another than the reverse. */
struct pal_victory {
    uint32_t winner, loser;
    uint32_t level; /* those as strong as each other share one; 1 is the weakest */
    uint32_t group; /* those that tie_order alone tells apart share one; 0 is the first */
};
/* All of them, the strongest first, then the least opposed; then the better winner in tie_order,
 * then the worse loser. The caller's, released with pal_mem_free. */
PAL_MUST_USE struct pal_victory *pal_victories_new(const struct pal_pairwise *pairwise,
                                                   const struct pal_question *question,
                                                   size_t *out_count);

/* --- condorcet.c: what follows from who beats whom --- */

/* The ranking of the outcome from who beats whom, beats[i * count + j], without cycles: the unbeaten
 * first, then the unbeaten of the rest, and so on. */
void pal_rank_unbeaten(const bool *beats, struct pal_outcome *outcome);
/* Explains whether the elected beats everyone else, and each of its pairs; elected is option_count
 * where nobody is. The preferences have been told. */
void pal_pairwise_explain(const struct pal_pairwise *pairwise, const struct pal_question *question,
                          size_t elected, struct pal_outcome *outcome);
/* A reason about one option and another, with what each has against the other. */
void pal_explain_pair(struct pal_outcome *outcome, enum pal_reason_code code,
                      const struct pal_question *question, size_t i, size_t j);

/* The parameters of those who look at strengths: strength=winning,margins unranked=last,apart. */
extern const struct pal_method_parameter pal_condorcet_parameters[];
/* The row of `unranked` in the tables of the others. */
extern const char *const pal_unranked_words[];
#define PAL_UNRANKED_PARAMETER                                                             \
    {                                                                                      \
        .name = "unranked", .kind = PAL_PARAMETER_WORD, .words = pal_unranked_words,       \
        .summary = "options that a ballot leaves out: below all it ranks, or not compared" \
    }

#endif
