/*
 * trial.h - one small count, and the same count made otherwise: what exhaustive tests compare.
 */
#ifndef PAL_TESTS_TRIAL_H
#define PAL_TESTS_TRIAL_H

#include "ballots/method.h"

#include "../support/expect.h"

enum { TRIAL_OPTIONS = 3, TRIAL_BALLOTS = 5, TRIAL_TYPES = 8 };
/* Where ballots are rankings: four options in order, and at most so many rankings of four. */
enum { TRIAL_RANKED_OPTIONS = 4, TRIAL_RANKINGS = 150 };

/* A ballot that ranks options. */
struct pal_trial_ranking {
    int32_t marks[2 * TRIAL_RANKED_OPTIONS];
    size_t mark_count;
    /* The rank of each option, 1 the best; 0: it is not ranked. */
    int ranks[TRIAL_RANKED_OPTIONS];
};

/* Every ranking of that many options, the one that ranks nothing included where they need not all be
 * ranked; says how many. */
size_t pal_trial_rankings(size_t option_count, bool with_equal_ranks, bool with_unranked,
                          struct pal_trial_ranking *out_rankings);

/* Ballots as people mark them: every row of at most so many marks, the empty one first, so that ranks are
 * empty and options stand again, in one rank or in two; says how many, at most TRIAL_LOOSE. */
enum { TRIAL_LOOSE_MARKS = 4, TRIAL_LOOSE = 1 + 4 + 16 + 64 + 256 };
size_t pal_trial_loose_rankings(size_t option_count, struct pal_trial_ranking *out_rankings);

/* Some ballots of each type. */
struct pal_trial {
    const char *method;
    const char *const *names; /* of the options */
    size_t option_count;
    size_t seats;
    int32_t scale;               /* of scores; 0 where there are none */
    const char *budget;          /* NULL where there is none */
    const char *const *costs;    /* of each option, where there is a budget */
    const size_t *order;         /* of ties; NULL: as the options */
    const char *const *settings; /* name, value, name, value, NULL; or NULL */
    size_t type_count;
    /* The marks of a ballot of that type, one per option; or, where ballots rank, the rankings. */
    void (*marks)(size_t type, size_t option_count, int32_t *out_marks);
    const struct pal_trial_ranking *rankings;
    const int *counts;  /* ballots of each type */
    const int *weights; /* of a ballot of each type, in sevenths */
};

enum pal_trial_way {
    TRIAL_PLAIN,
    TRIAL_REVERSED, /* one ballot at a time, the last type first */
    TRIAL_SCALED,   /* every weight times 22/9 */
    TRIAL_RENAMED,  /* option i stands at place renaming[i] */
};

/* Counts; renaming is looked at for RENAMED only. outcome is not initialised. */
void pal_trial_count(const struct pal_trial *trial, enum pal_trial_way way, const size_t *renaming,
                     struct pal_outcome *out_outcome);

/* The same decision: verdict, ranking, elected, seats, funded, ties. Option i of one is renaming[i] of the other;
 * NULL: they are the same. */
void pal_trial_same(const struct pal_outcome *one, const struct pal_outcome *other,
                    const size_t *renaming);

/* Every property that all methods have: voters are anonymous and weights scale; options are neutral
 * too where is_neutral. */
void pal_trial_properties(const struct pal_trial *trial, const struct pal_outcome *outcome,
                          bool is_neutral);

/* The next way to have at most TRIAL_BALLOTS ballots of these types; from all zeros to all zeros
 * again, when it gives false. */
bool pal_trial_next(int *counts, size_t type_count);
/* The same with at most that many ballots. */
bool pal_trial_next_within(int *counts, size_t type_count, int ballots_max);

/* Tries every small profile of ballots that cross options, of one option to three: the trial has all
 * but the number of options, the types and the counts. */
void pal_trial_try_crosses(const struct pal_trial *trial,
                           void (*try_profile)(struct pal_trial *trial));

/* The orders of three options; those of fewer are the first entries that hold no larger index. */
extern const size_t pal_trial_orders[6][TRIAL_OPTIONS];
bool pal_trial_is_order(const size_t *order, size_t option_count);

#endif
