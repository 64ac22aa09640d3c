/*
 * method.h - a counting method: a table of pure functions, its parameters and its rule.
 *
 * A method reads a question and its ballots and says what they decide. It has no state, no clock,
 * no randomness and no I/O: the same arguments give the same outcome on every machine, which is
 * what lets anyone recount a vote. One method is one file in ballots/methods/, listed in
 * registry.c.
 *
 * A count goes: find the method; set its parameters on the question (pal_question_set_parameter)
 * and settle them; know the kind of its ballots; accept the question; judge each ballot; add those
 * to a profile; count.
 */
#ifndef PAL_BALLOTS_METHOD_H
#define PAL_BALLOTS_METHOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/outcome.h"
#include "ballots/profile.h"
#include "ballots/question.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"

enum pal_parameter_kind {
    PAL_PARAMETER_WORD,    /* one of `words` */
    PAL_PARAMETER_INTEGER, /* from min to max */
    PAL_PARAMETER_RATIO,   /* from min to max */
    PAL_PARAMETER_TEXT,    /* any */
};

struct pal_method_parameter {
    const char *name;
    enum pal_parameter_kind kind;
    const char *const *words; /* WORD: what is allowed, the default first, ended by NULL */
    const char *initial;      /* the others: the default, or NULL when there is none */
    int64_t min, max;
    const char *summary; /* one line in English */
};

/* What a college decides by itself under the majority transfer rule. */
enum pal_decides { PAL_DECIDES_NOTHING, PAL_DECIDES_OPTION, PAL_DECIDES_TIE };
struct pal_decision {
    enum pal_decides what;
    struct pal_options options; /* none; the winner; those that are tied */
};
#define PAL_DECISION(name) struct pal_decision name PAL_CLEANUP(pal_decision_done) = {0}
void pal_decision_done(struct pal_decision *decision);

/* Whom a method elects, which says what its seats can be combined with: seats kept for a group and
 * an option that is nobody (docs/rules/reserved.md). */
enum pal_elects {
    PAL_ELECTS_NOBODY,     /* a text, seats shared between lists, a budget */
    PAL_ELECTS_TOGETHER,   /* one, or several who depend on how many there are */
    PAL_ELECTS_BY_RANKING, /* the first of a complete ranking that does not depend on the seats */
    PAL_ELECTS_IN_TURN,    /* one after the other, whatever the number of those who follow */
};

/* What of the weights of ballots a method reads. */
enum pal_weighing {
    PAL_WEIGHS_SHARES,   /* their proportions alone: any fractions, such as those of colleges */
    PAL_WEIGHS_ABSOLUTE, /* sums are held against a number of votes or points that was stated */
    PAL_WEIGHS_WHOLE,    /* whole numbers alone: a quota is rounded to a whole vote */
};

struct pal_method {
    const char *id;      /* stable, written in the log: "approval" */
    unsigned version;    /* raised whenever some ballots could now give another outcome */
    const char *rule;    /* the text this method implements, under docs/rules/ */
    const char *summary; /* one line in English */
    enum pal_ballot_kind kind;
    /* Where parameters choose the kind: which one. NULL when `kind` says it. */
    enum pal_ballot_kind (*reads)(const struct pal_question *question);
    const char *const *options; /* those of every question, ended by NULL; or NULL: any */
    bool takes_seats;           /* else the question has one seat */
    enum pal_elects elects;
    /* What it reads of weights for that question, whose parameters are settled. NULL: shares. */
    enum pal_weighing (*weighing)(const struct pal_question *question);
    /* Are its figures bounded for weights that take so many words of 64 bits, as whole numbers of one
     * unit? NULL: they are. PAL_ERR_METHOD_DIGITS */
    enum pal_err (*bears)(const struct pal_question *question, uint64_t words);
    const struct pal_method_parameter *parameters; /* ended by a NULL name; or NULL */
    /* The parameter that accepts() asks for, or rules out, because of the others. NULL: none. */
    const char *conditional;

    /* Can this question be decided by this method? Asked when a poll is called. Parameters are
     * settled. NULL: any question with an option can. */
    enum pal_err (*accepts)(const struct pal_question *question);

    /* What is this ballot, which has the form of its kind and names an option? Asked when it is
     * cast: an error says why a remote ballot is refused and a paper one is spoilt.
     * NULL: it is counted. */
    enum pal_err (*judge)(const struct pal_question *question, const struct pal_ballot *ballot,
                          enum pal_ballot_state *out_state);

    /* Counts. Cannot fail: the question was accepted and every ballot judged. outcome is
     * initialised, empty but for its ballots, and remains the caller's to release. */
    void (*count)(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome);

    /* Reads in an outcome what one college decides by itself. NULL: the method has no such reading
     * whatever the question. */
    void (*decides)(const struct pal_question *question, const struct pal_outcome *outcome,
                    struct pal_decision *out_decision);
};

/* The method of that id, or NULL. Static storage. */
const struct pal_method *pal_method_find(struct pal_text id);
/* The methods in the order of the documentation; NULL beyond the last. */
const struct pal_method *pal_method_at(size_t index);

/* Judges the parameters that were said, adds the defaults of the others, and puts them in the order
 * of the method's table, ratios in lowest terms. The place is "/parameters/<name>".
 * PAL_ERR_METHOD_PARAMETER   no such parameter, or not such a value */
PAL_MUST_USE enum pal_err pal_method_settle(const struct pal_method *method,
                                            struct pal_question *question,
                                            struct pal_where *out_where);
/* The kind of ballots it reads for that question. */
enum pal_ballot_kind pal_method_kind(const struct pal_method *method,
                                     const struct pal_question *question);
/* Can the question, whose parameters are settled, be decided by this method?
 * PAL_ERR_QUESTION_*          not with these options, seats or budget
 * PAL_ERR_METHOD_PARAMETER    its `conditional` parameter is missing or does not suit the others */
PAL_MUST_USE enum pal_err pal_method_accepts(const struct pal_method *method,
                                             const struct pal_question *question);
/* What it reads of the weights of ballots for that question. */
enum pal_weighing pal_method_weighing(const struct pal_method *method,
                                      const struct pal_question *question);
/* Can it count weights that take so many bits, as whole numbers of one unit, and their sum as well?
 * PAL_ERR_METHOD_DIGITS    its figures would outgrow what can be waited for */
PAL_MUST_USE enum pal_err pal_method_bears(const struct pal_method *method,
                                           const struct pal_question *question, uint64_t bits);
/* Can it count a profile whose ballots weigh these weights?
 * PAL_ERR_METHOD_WEIGHTS   it counts whole votes, and some weigh a fraction
 * PAL_ERR_METHOD_DIGITS    its figures would outgrow what can be waited for */
PAL_MUST_USE enum pal_err pal_method_takes_weights(const struct pal_method *method,
                                                   const struct pal_question *question,
                                                   const struct pal_profile *profile);
/* Does the majority transfer rule have a meaning for this question? Asked when a poll is called
 * under it. PAL_ERR_METHOD_TRANSFER */
PAL_MUST_USE enum pal_err pal_method_transfers(const struct pal_method *method,
                                               const struct pal_question *question);
/* Does a parameter choose the seed of a lot? It is named "seed" and is a text; a poll that does not
 * state it takes the seed that it drew itself. */
bool pal_method_draws(const struct pal_method *method);
/* What is this ballot? Asked when it is cast. A state that its voter or the tellers said stays; one
 * that names no option is blank.
 * PAL_ERR_BALLOT_*   why it is refused when it is remote, spoilt when it is paper */
PAL_MUST_USE enum pal_err pal_method_judge(const struct pal_method *method,
                                           const struct pal_question *question,
                                           const struct pal_ballot *ballot,
                                           enum pal_ballot_state *out_state);
/* Moves the rows of a profile whose ballots turn out blank, spoilt or abstaining to the sums of
 * these states: what a file, or a box with paper in it, needs before it is counted. Rows have the
 * form of their kind (pal_ballot_check). */
void pal_method_judge_profile(const struct pal_method *method, const struct pal_question *question,
                              struct pal_profile *profile);
/* Counts into an outcome that is initialised and empty. */
void pal_method_count(const struct pal_method *method, const struct pal_question *question,
                      const struct pal_profile *profile, struct pal_outcome *outcome);
/* What a college decides by these ballots of its own. Only after pal_method_transfers. */
void pal_method_decides(const struct pal_method *method, const struct pal_question *question,
                        const struct pal_outcome *outcome, struct pal_decision *out_decision);

#endif
