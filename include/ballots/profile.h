/*
 * profile.h - ballots, and the weighted rows they become: who voted, and when, is not there.
 *
 * A ballot is of a kind and says something by marks:
 *
 *   CHOICE    one mark per option, 0 or 1
 *   APPROVES  one mark per option, 0 or 1
 *   SCORES    one mark per option, 0 (worst) to scale, or PAL_MARK_NO_OPINION; grades are scores
 *   POINTS    one mark per option, 0 or more
 *   RANKS     indexes of options, best first, PAL_MARK_NEXT_RANK between two ranks: {0, NEXT, 2, 1}
 *             puts 0 first and 1 and 2 equal second; two NEXT in a row skip a rank; an index may
 *             stand twice; options that do not stand are unranked
 *
 * Four things are kept apart: a ballot is counted, blank, spoilt or abstaining. Only those counted
 * have a row; of the others the weight and the number are kept. Identical ballots are one row, and
 * building a profile takes time in proportion to its ballots whatever these say.
 */
#ifndef PAL_BALLOTS_PROFILE_H
#define PAL_BALLOTS_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/question.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/ratio.h"

enum pal_ballot_kind {
    PAL_BALLOT_NONE, /* the method reads no ballots: sortition */
    PAL_BALLOT_CHOICE,
    PAL_BALLOT_APPROVES,
    PAL_BALLOT_SCORES,
    PAL_BALLOT_POINTS,
    PAL_BALLOT_RANKS,
    PAL_BALLOT_KIND_COUNT
};

enum pal_ballot_state {
    PAL_BALLOT_COUNTED,
    PAL_BALLOT_BLANK,
    PAL_BALLOT_SPOILT,
    PAL_BALLOT_ABSTAINING,
    PAL_BALLOT_STATE_COUNT
};

enum { PAL_MARK_NO_OPINION = -1, PAL_MARK_NEXT_RANK = -1 };

/* The word of a kind in files and in the API: "none", "choice", "approves", "scores", "points",
 * "ranks". */
const char *pal_ballot_kind_name(enum pal_ballot_kind kind);
/* "counted", "blank", "spoilt", "abstaining". */
const char *pal_ballot_state_name(enum pal_ballot_state state);

/* One ballot, a view: state is what its voter or the tellers say (COUNTED when it is to be read),
 * and marks are looked at in that case only. */
struct pal_ballot {
    enum pal_ballot_state state;
    const int32_t *marks;
    size_t mark_count;
};

/* A ballot being made: the same with marks of its own. */
struct pal_draft {
    enum pal_ballot_state state;
    int32_t *marks;
    size_t mark_count, mark_capacity;
};
/* A local draft, counted and without marks, that dies with its scope. */
#define PAL_DRAFT(name) struct pal_draft name PAL_CLEANUP(pal_draft_done) = {0}
void pal_draft_done(struct pal_draft *draft);
/* Back to no marks, in that state. */
void pal_draft_clear(struct pal_draft *draft, enum pal_ballot_state state);
void pal_draft_add(struct pal_draft *draft, int32_t mark);
/* count marks of that value, in place of those that were there. */
void pal_draft_fill(struct pal_draft *draft, size_t count, int32_t mark);
/* The ballot it is, lent until the draft changes. */
struct pal_ballot pal_draft_ballot(const struct pal_draft *draft);

/* Do the marks have the form of that kind for that question? Whether the method accepts them is
 * pal_method_judge's business.
 *
 * PAL_ERR_BALLOT_KIND       the method reads no ballots
 * PAL_ERR_BALLOT_LENGTH     not as many marks as options
 * PAL_ERR_BALLOT_MARK       a mark outside what the kind allows
 * PAL_ERR_BALLOT_OPTION     a rank names an option that does not exist
 * PAL_ERR_BALLOT_TOO_MANY   more than PAL_LIMIT_MARKS marks */
PAL_MUST_USE enum pal_err pal_ballot_check(const struct pal_question *question,
                                           enum pal_ballot_kind kind,
                                           const struct pal_ballot *ballot);
/* Do the marks name no option: no rank, no approval, no point, no score? */
bool pal_ballot_is_empty(enum pal_ballot_kind kind, const struct pal_ballot *ballot);

struct pal_profile_row {
    int32_t *marks;
    size_t mark_count;
    uint64_t ballot_count; /* so many ballots, */
    mpq_t weight;          /* which weigh this together */
    uint64_t hash;         /* of the marks; private to profile.c */
};

/* What is kept of the ballots of one state. */
struct pal_profile_sum {
    uint64_t ballot_count;
    mpq_t weight;
};

struct pal_profile {
    enum pal_ballot_kind kind;
    size_t option_count;
    struct pal_profile_row *rows; /* distinct; weights may be zero, never negative */
    size_t row_count;
    struct pal_profile_sum sums[PAL_BALLOT_STATE_COUNT]; /* COUNTED is the sum of the rows */
    /* Private to profile.c. */
    size_t row_capacity;
    uint32_t *slots;
    size_t slot_count;
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
/* Adds every ballot of another profile of the same kind, its weight multiplied by factor (not
 * negative): how the ballots of a college enter the count of the assembly. */
void pal_profile_add_scaled(struct pal_profile *profile, const struct pal_profile *other,
                            mpq_srcptr factor);
/* Moves the rows that turn out not to be counted to the sum of their state; states has one state
 * per row. See pal_method_judge_profile. */
void pal_profile_move(struct pal_profile *profile, const enum pal_ballot_state *states);
/* Puts the rows in the order of their marks, so that the same ballots give the same rows. */
void pal_profile_sort(struct pal_profile *profile);

#endif
