/*
 * papers.h - ranked ballots on their way from one preference to the next.
 *
 * A paper is a row of the profile. It stands at one rank of its ballot, and only moves on: over a
 * whole count each mark is looked at once or twice, however many rounds there are.
 */
#ifndef PAL_BALLOTS_PAPERS_H
#define PAL_BALLOTS_PAPERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/profile.h"
#include "base/attr.h"

/* What a rank of several options does. */
enum pal_equal_ranks {
    PAL_EQUAL_ENDS,    /* the ballot is read no further */
    PAL_EQUAL_PASSED,  /* it is passed over */
    PAL_EQUAL_DIVIDES, /* it divides the ballot among those of them who continue */
};

/* How ballots are read. */
struct pal_reading {
    enum pal_equal_ranks equal;
    bool repeat_ends;   /* an option that stands twice ends the ballot; else it is passed over */
    size_t skipped_max; /* more empty ranks in a row end the ballot */
};

struct pal_papers {
    const struct pal_profile *profile;
    enum pal_equal_ranks equal;
    uint32_t *at;  /* the mark at which the present rank of each paper starts */
    uint32_t *end; /* the mark before which its reading ends */
};
/* Local papers, each before its first preference, that die with their scope. The profile is lent. */
#define PAL_PAPERS(name, profile, reading)               \
    struct pal_papers name PAL_CLEANUP(pal_papers_done); \
    pal_papers_init(&(name), (profile), (reading))
void pal_papers_init(struct pal_papers *papers, const struct pal_profile *profile,
                     const struct pal_reading *reading);
void pal_papers_done(struct pal_papers *papers);

/* The marks of one rank. */
struct pal_rank {
    const int32_t *marks;
    size_t count;
};
/* The rank at which a paper stands, which is not exhausted. */
struct pal_rank pal_papers_rank(const struct pal_papers *papers, size_t paper);

/* Moves a paper on to the first rank with an option that continues, which may be where it stands.
 * Gives the option; option_count when there is none; option_count + 1 when several share the rank
 * and divide the paper. */
size_t pal_papers_next(struct pal_papers *papers, size_t paper, const bool *continues);

/* The marks of the largest rank of any row; 1 at least. */
size_t pal_papers_rank_max(const struct pal_profile *profile);

/* Is the first preference of a ballot, which names an option, one option alone? */
bool pal_papers_first_is_single(const struct pal_ballot *ballot);

#endif
