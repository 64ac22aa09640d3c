/*
 * ballot.h - what one ballot says.
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
 * Four things are kept apart: a ballot is counted, blank, spoilt or abstaining.
 */
#ifndef PAL_BALLOTS_BALLOT_H
#define PAL_BALLOTS_BALLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/question.h"
#include "base/attr.h"
#include "base/err.h"

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
    bool is_settled; /* its ranks are known to be in the form in which a profile keeps them */
};
/* A local draft, counted and without marks, that dies with its scope. */
#define PAL_DRAFT(name) struct pal_draft name PAL_CLEANUP(pal_draft_done) = {0}
void pal_draft_done(struct pal_draft *draft);
/* Back to no marks, in that state. */
void pal_draft_clear(struct pal_draft *draft, enum pal_ballot_state state);
/* Room for so many marks in all, which may then be written to draft->marks. */
void pal_draft_reserve(struct pal_draft *draft, size_t count);
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
/* How many options the marks name: those with a cross, a point, a score or a rank. */
size_t pal_ballot_length(enum pal_ballot_kind kind, const struct pal_ballot *ballot);

#endif
