/*
 * world.h - a small electorate of which every voter's preferences are known, and who wins there.
 */
#ifndef PAL_TESTS_WORLD_H
#define PAL_TESTS_WORLD_H

#include "ballots/method.h"

enum { WORLD_OPTIONS = 7, WORLD_BALLOTS = 16, WORLD_SCALE = 5 };

struct pal_world {
    enum pal_ballot_kind kind; /* CHOICE, APPROVES, SCORES or RANKS */
    size_t option_count, ballot_count;
    /* How much a voter likes an option: distinct where options are ranked or one is chosen, 0 or 1
     * where they are approved, 0 to WORLD_SCALE where they are scored. */
    int liking[WORLD_BALLOTS][WORLD_OPTIONS];
    size_t ranked[WORLD_BALLOTS]; /* so many options, the best liked, stand on the ballot */
    int weights[WORLD_BALLOTS];
};

/* SplitMix64, Steele, Lea and Flood 2014; below `below`. */
size_t pal_world_random(uint64_t *state, size_t below);
/* Voters drawn at random who weigh 1 to 9; where they rank, every third stops somewhere. */
struct pal_world pal_world_draw(uint64_t *state, enum pal_ballot_kind kind, size_t option_count,
                                size_t ballot_count);
/* Every voter who ranks names all options. */
void pal_world_complete(struct pal_world *world);
/* How much a voter says to like an option: less than anything where it is not named. */
int pal_world_liking(const struct pal_world *world, size_t ballot, size_t option);
/* The option that a voter likes so much less than `place` others; where likings are distinct. */
size_t pal_world_option_at(const struct pal_world *world, size_t ballot, size_t place);

/* Who is compared: a method and its settings, "name=value" or "". */
struct pal_contender {
    const char *title;
    const char *method;
    const char *settings;
};
enum pal_ballot_kind pal_contender_kind(const struct pal_contender *contender);

/* The only winner where nothing but the ballots decided; or WORLD_OPTIONS when there is none. */
size_t pal_world_winner(const struct pal_world *world, const struct pal_contender *contender);
/* Counts with that many seats, the weights multiplied by factor. outcome is not initialised. */
void pal_world_count(const struct pal_world *world, const struct pal_contender *contender,
                     size_t seats, mpq_srcptr factor, struct pal_outcome *out_outcome);

int pal_world_weight(const struct pal_world *world);

#endif
