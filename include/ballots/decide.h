/*
 * decide.h - from ballots to a decision: roll, quorum, weights, transfer, method, majority.
 *
 * The one place that knows the order of the rules. It is pure: a tally and an auditor who give it
 * the constitution, the votes and the ballots get the same result to the last fraction, whatever
 * the order of the ballots. Every step is kept in the result, named, with its figures, so that a
 * page can say in any language why the decision is what it is.
 *
 * Not the life of a poll (core/polls.h), nor who may vote (core/roll.h).
 */
#ifndef PAL_BALLOTS_DECIDE_H
#define PAL_BALLOTS_DECIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/board.h"
#include "ballots/constitution.h"
#include "ballots/method.h"
#include "ballots/outcome.h"
#include "ballots/profile.h"
#include "ballots/question.h"
#include "ballots/rules.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/ratio.h"

enum { PAL_ELECTORATE_ASSEMBLY = -1 };

/* A ballot as it lies in the box. Where the poll is open it says whose vote it is: `vote` is an
 * index into the votes, and the ballot counts if that vote does, in its college. Where it is
 * secret `vote` is PAL_BALLOT_UNLINKED, the ballot counts, and `college` is what it says. */
#define PAL_BALLOT_UNLINKED SIZE_MAX
struct pal_box_ballot {
    size_t vote;
    size_t college;
    struct pal_ballot ballot;
};

/* Everything is lent and read only. */
struct pal_decide_spec {
    struct pal_text method; /* "motion", "approval"… */
    const struct pal_question
        *question;                  /* parameters settled. Of a motion: for, against, abstain */
    const struct pal_board *board;  /* what an election states beside it, or NULL */
    struct pal_text decision_class; /* "ordinary"… */
    enum pal_call call;
    /* PAL_ELECTORATE_ASSEMBLY, or the index of the one college that votes, by head. */
    int64_t electorate;
    /* On the roll: one count per college, or a single one where the constitution has none. */
    const uint64_t *members;

    const struct pal_vote *votes; /* in order of registration, each right that was used */
    size_t vote_count;
    const struct pal_box_ballot *ballots; /* a vote by blank proxy has none */
    size_t ballot_count;
    const struct pal_attendance *attendance; /* who attends beside those who voted there; NULL */
    size_t attendance_count;
    /* In place of votes and ballots, for a motion: how each college voted. */
    const struct pal_tally *tallies;

    /* How blank proxies are counted. Of a motion: for what the board approved, against all else.
     * Otherwise the ballot that the board's candidates make, or NULL: they abstain. */
    bool board_approved;
    const struct pal_ballot *board_ballot;

    /* Votes of a second round inside the colleges under the majority rule: one tally per college,
     * of which only favour and against are read, both zero where there was none; or NULL. */
    const struct pal_tally *second_round;
};

enum pal_result_kind {
    PAL_RESULT_NO_QUORUM,
    PAL_RESULT_ADOPTED,
    PAL_RESULT_REJECTED,
    PAL_RESULT_COUNTED, /* not a yes or a no: see the outcome */
};
/* "no_quorum", "adopted", "rejected", "counted". */
const char *pal_result_kind_word(enum pal_result_kind kind);

struct pal_result_college {
    char *id;
    struct pal_tally tally; /* of a motion all, of other polls members and present */
    uint64_t counted, blank, spoilt, abstaining; /* ballots, by what they are */
    uint64_t blank_proxies;                      /* among those present */
    bool has_second_round;
    struct pal_tally second_round;
    mpq_t weight;               /* in this count */
    struct pal_carried carried; /* of a motion; of other polls its state */
};

struct pal_void_vote {
    size_t vote; /* index into the votes of the specification */
    enum pal_void reason;
};

struct pal_result {
    enum pal_result_kind kind;
    struct pal_quorum quorum;
    bool is_weighted;                    /* false: heads were counted */
    bool is_suspended;                   /* because too few colleges have members */
    bool has_tallies;                    /* they were counted from votes, with what was void */
    struct pal_result_college *colleges; /* as the constitution, or one for the whole assembly */
    size_t college_count;
    struct pal_void_vote *voids; /* in order of registration */
    size_t void_count;

    /* Of a motion. */
    uint64_t favour_heads, against_heads;
    mpq_t favour_weight, against_weight;
    bool has_ratio; /* false when there is nothing to divide by */
    mpq_t ratio;
    bool is_tie;
    const char *reason; /* static: "no_vote_expressed"…, or NULL */

    bool has_outcome; /* of other polls */
    struct pal_outcome outcome;
    struct pal_json *seats; /* {"filled", "vacant"} where there is a board, else NULL */

    struct pal_json *steps; /* the explanation: [{"step","code", figures…}], in order */
};

#define PAL_RESULT(name) struct pal_result name PAL_CLEANUP(pal_result_done) = {0}
void pal_result_done(struct pal_result *result);

/* Can this poll be decided under this constitution? Asked when it is called; the votes, ballots and
 * counts of the specification are not looked at.
 *
 * PAL_ERR_METHOD_UNKNOWN, PAL_ERR_QUESTION_*, PAL_ERR_METHOD_PARAMETER
 * PAL_ERR_METHOD_WEIGHTS         it counts whole votes, and colleges weigh theirs
 * PAL_ERR_METHOD_DIGITS          its figures could outgrow what can be waited for
 * PAL_ERR_METHOD_RESERVED, PAL_ERR_METHOD_NOBODY, PAL_ERR_QUESTION_TERMS   what pal_board_accepts says
 * PAL_ERR_METHOD_TRANSFER        no meaning under the majority transfer rule
 * PAL_ERR_CONSTITUTION_UNKNOWN   it leaves open what this poll needs; out_where has the field */
PAL_MUST_USE enum pal_err pal_decide_accepts(const struct pal_constitution *constitution,
                                             const struct pal_decide_spec *spec,
                                             struct pal_where *out_where);

/* What is this ballot in a poll? What pal_method_judge says, and it names no more options than the
 * question lets it. PAL_ERR_BALLOT_* */
PAL_MUST_USE enum pal_err pal_decide_judge(const struct pal_method *method,
                                           const struct pal_question *question,
                                           const struct pal_ballot *ballot,
                                           enum pal_ballot_state *out_state);

/* Decides. Ballots have the form of their kind (pal_ballot_check); one that the method refuses is
 * spoilt. out_result is the caller's to release.
 *
 * What pal_decide_accepts returns, and
 * PAL_ERR_CONSTITUTION_UNKNOWN   proxies were used and their rule is unknown
 * PAL_ERR_ROLL_COUNTS            more votes than members, or more choices than people present */
PAL_MUST_USE enum pal_err pal_decide(const struct pal_constitution *constitution,
                                     const struct pal_decide_spec *spec,
                                     struct pal_result *out_result, struct pal_where *out_where);

/* The result as JSON: docs/rules/decide.md says what stands in it. The caller's. */
PAL_MUST_USE struct pal_json *pal_result_write(const struct pal_result *result,
                                               const struct pal_constitution *constitution,
                                               const struct pal_decide_spec *spec);

#endif
