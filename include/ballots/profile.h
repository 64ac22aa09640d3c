/*
 * profile.h - the weighted rows that ballots become: who voted, and when, is not there.
 *
 * Only counted ballots have a row; of the others the weight and the number are kept. Ballots that
 * say the same and weigh the same are one row, and building a profile takes time in proportion to
 * its ballots whatever these say. There are few weights, one per college or so, and at most as many
 * rows as ballots.
 */
#ifndef PAL_BALLOTS_PROFILE_H
#define PAL_BALLOTS_PROFILE_H

#include <stddef.h>
#include <stdint.h>

#include "ballots/ballot.h"
#include "base/attr.h"
#include "base/ratio.h"

/* Ballots that say the same and weigh the same. */
struct pal_profile_row {
    const int32_t *marks; /* lent by the profile */
    uint32_t mark_count;
    uint32_t weight;       /* of each ballot: its index among the weights of the profile */
    uint64_t ballot_count; /* at least 1 */
};

/* What is kept of the ballots of one state. */
struct pal_profile_sum {
    uint64_t ballot_count;
    mpq_t weight;
};

/* A table of indexes found by a hash. Private to profile_table.h. */
struct pal_profile_table {
    struct pal_profile_slot {
        uint32_t place; /* an index plus one; 0 where the slot is free */
        uint32_t hash;
    } * slots;
    size_t slot_count, taken_count;
};

struct pal_profile {
    enum pal_ballot_kind kind;
    size_t option_count;
    struct pal_profile_row *rows; /* distinct */
    size_t row_count;
    mpq_t *weights; /* what a ballot of some row weighs, distinct; may be zero, never negative */
    size_t weight_count;
    struct pal_profile_sum sums[PAL_BALLOT_STATE_COUNT]; /* COUNTED is the sum of the rows */
    /* Private to profile.c. */
    size_t row_capacity, weight_capacity;
    struct pal_profile_table row_table, weight_table;
    struct pal_profile_block *blocks; /* where the marks are: profile_marks.h */
    uint8_t hash_key[16];
    uint64_t *factors; /* of the marks in a hash, random */
    size_t factor_count;
};

/* A local profile without ballots that dies with its scope. */
#define PAL_PROFILE(name, kind, option_count)              \
    struct pal_profile name PAL_CLEANUP(pal_profile_done); \
    pal_profile_init(&(name), (kind), (option_count))

void pal_profile_init(struct pal_profile *profile, enum pal_ballot_kind kind, size_t option_count);
void pal_profile_done(struct pal_profile *profile);
/* Empties it for another number of options: a reader of files learns it late. */
void pal_profile_reset(struct pal_profile *profile, size_t option_count);

/* Adds `count` identical ballots that weigh `weight` each (not negative). The marks are copied, and
 * must have passed pal_ballot_check; the order inside an equal rank and ranks skipped after the
 * last option say nothing and are not kept. */
void pal_profile_add(struct pal_profile *profile, const struct pal_ballot *ballot, uint64_t count,
                     mpq_srcptr weight);
/* The same in steps, for who reads another ballot in between, or many that weigh the same. First, the
 * ballots of any state are put in its sum; as many as one likes at once. */
void pal_profile_sum(struct pal_profile *profile, enum pal_ballot_state state, uint64_t count,
                     mpq_srcptr weight);
/* Then those that are counted need the index of their weight, which is added when it is new. It
 * stays what it is until the profile is put in order. */
PAL_MUST_USE uint32_t pal_profile_weight(struct pal_profile *profile, mpq_srcptr weight);
/* Then they are announced, which says where to look for the row, and at last they enter. In between,
 * each time they are sought, memory is told to bring a little more of what will be looked at, and may
 * take its time. Until it has entered, the marks of the draft, which are put in the form in which they
 * are kept, belong to the entry. An entry of zeros is one of no ballot. */
struct pal_profile_entry {
    struct pal_profile_row row;
    uint32_t hash;
    uint32_t place; /* private: a row that is probably the one, plus 1 */
};
PAL_MUST_USE struct pal_profile_entry pal_profile_announce(struct pal_profile *profile,
                                                           struct pal_draft *draft, uint64_t count,
                                                           uint32_t weight);
void pal_profile_seek(const struct pal_profile *profile, struct pal_profile_entry *entry);
void pal_profile_enter(struct pal_profile *profile, const struct pal_profile_entry *entry);
/* Makes room for about so many rows, or for fewer where that is much; more find room too. */
void pal_profile_expect(struct pal_profile *profile, size_t row_count);
/* What the ballots of a row weigh together. */
void pal_profile_row_weight(const struct pal_profile *profile, const struct pal_profile_row *row,
                            mpq_t out_weight);
/* Adds every ballot of another profile of the same kind, its weight multiplied by factor (not
 * negative): how the ballots of a college enter the count of the assembly. */
void pal_profile_add_scaled(struct pal_profile *profile, const struct pal_profile *other,
                            mpq_srcptr factor);
/* Moves the rows that turn out not to be counted to the sum of their state; states has one state
 * per row. See pal_method_judge_profile. */
void pal_profile_move(struct pal_profile *profile, const enum pal_ballot_state *states);
/* Puts the rows in the order of their marks, then of their weights, so that the same ballots give
 * the same rows. */
void pal_profile_sort(struct pal_profile *profile);

#endif
