/*
 * meek.h - what each option keeps of each ballot, under Meek's rule.
 *
 * A ballot of weight 1 has `one` parts. Down its ranking, an option takes of the parts that are left
 * its keep factor (in parts, `one` being everything), rounded up to a part; the rest goes on.
 *
 * Ballots that agree as far as the elected take from them are one branch of a tree, whose leaves are
 * held by options that take everything: distributing them again, with other keep factors, takes
 * time in proportion to the branches and not to the ballots.
 */
#ifndef PAL_BALLOTS_MEEK_H
#define PAL_BALLOTS_MEEK_H

#include <stddef.h>
#include <stdint.h>

#include "ballots/profile.h"
#include "base/ratio.h"

#include "units.h"

enum pal_meek_state { PAL_MEEK_HOPEFUL, PAL_MEEK_ELECTED, PAL_MEEK_EXCLUDED };

/* As many of the options of one equal rank may be elected; beyond, there would be too many orders. */
enum { PAL_MEEK_EQUALS = 10 };

/* A place in the tree: the ballots on which these options, from the root to it, took their part. */
struct pal_meek_branch {
    size_t option;    /* that takes here; the root has none */
    uint32_t parent;  /* number plus one, as are all others; 0 for none */
    uint32_t child;   /* the first */
    uint32_t sibling; /* the next */
    uint32_t same;    /* the next branch of the same option */
    uint32_t rows;    /* of a hopeful option: the first row that it holds, plus one */
    uint32_t equals;  /* the first row that an equal rank follows, plus one */
    mpz_t weight;     /* of all rows that came here, in units */
};

struct pal_meek {
    const struct pal_profile *profile;
    uint64_t one;
    enum pal_meek_state *states;
    uint64_t *keep; /* factors, in parts */
    mpz_t *votes;   /* of each option; in units of weight, times parts */
    mpz_t per_one;  /* units of weight in 1 */
    /* Private to meek.c. */
    struct pal_units units;
    mpz_t orders; /* in how many parts equal ranks divide a unit of units.h */
    struct pal_sums moved;
    uint32_t *sent; /* the first row that moves to each option, or to an equal rank, plus one */
    uint32_t *at;   /* the mark at which each row stands */
    uint32_t *next; /* the row that follows each in its chain, plus one */
    struct pal_meek_branch *branches;
    size_t branch_count, branch_capacity;
    uint32_t *pending; /* branches of elected options whose rows have still to go on */
    size_t pending_count, pending_capacity;
    uint32_t *branch_of;            /* the first branch of each option, plus one */
    uint32_t *child_of;             /* of one parent: the child of each option, plus one */
    uint64_t *seen, walk;           /* in which walk each option was last met */
    struct pal_meek_orders *equals; /* meek_orders.c */
};
/* Local distribution of the ballots of a profile, which is lent, all options hopeful. */
#define PAL_MEEK(name, profile, one)                 \
    struct pal_meek name PAL_CLEANUP(pal_meek_done); \
    pal_meek_init(&(name), (profile), (one))
void pal_meek_init(struct pal_meek *meek, const struct pal_profile *profile, uint64_t one);
void pal_meek_done(struct pal_meek *meek);

/* A hopeful option is elected: what its keep factor leaves goes on from now on. */
void pal_meek_elect(struct pal_meek *meek, size_t option);
/* A hopeful option is excluded: it keeps nothing. */
void pal_meek_exclude(struct pal_meek *meek, size_t option);
/* Gives everybody their votes, by the present keep factors. */
void pal_meek_distribute(struct pal_meek *meek);

/* How many parts an option takes of some, by its keep factor. */
uint64_t pal_meek_taken(const struct pal_meek *meek, uint64_t parts, size_t option);

#endif
