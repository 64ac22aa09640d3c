/*
 * rankings.h - what a ballot that ranks says, rank by rank.
 */
#ifndef PAL_BALLOTS_RANKINGS_H
#define PAL_BALLOTS_RANKINGS_H

#include <stddef.h>
#include <stdint.h>

#include "ballots/profile.h"
#include "base/attr.h"

/* The options that one ballot ranks, each where it stands first, best first. Read again for each
 * ballot, in the same memory. */
struct pal_ranking {
    size_t option_count;
    size_t count; /* of those that are ranked */
    uint32_t *options;
    uint32_t *starts,
        *ends;        /* the rank of the option at that place goes from start to before end */
    uint32_t *met;    /* private: the last reading that met each option */
    uint32_t reading; /* private */
};
/* A local ranking of nothing that dies with its scope. */
#define PAL_RANKING(name, option_count)                    \
    struct pal_ranking name PAL_CLEANUP(pal_ranking_done); \
    pal_ranking_init(&(name), (option_count))
void pal_ranking_init(struct pal_ranking *ranking, size_t option_count);
void pal_ranking_done(struct pal_ranking *ranking);
/* What a row of a profile of RANKS says. */
void pal_ranking_read(struct pal_ranking *ranking, const struct pal_profile_row *row);

#endif
