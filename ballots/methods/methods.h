/*
 * methods.h - the counting methods, one line each, and what several of them share.
 */
#ifndef PAL_BALLOTS_METHODS_H
#define PAL_BALLOTS_METHODS_H

#include "ballots/method.h"

extern const struct pal_method pal_method_motion;
extern const struct pal_method pal_method_plurality;
extern const struct pal_method pal_method_approval;
extern const struct pal_method pal_method_score;
extern const struct pal_method pal_method_schulze;
extern const struct pal_method pal_method_ranked_pairs;
extern const struct pal_method pal_method_minimax;
extern const struct pal_method pal_method_borda;
extern const struct pal_method pal_method_copeland;
extern const struct pal_method pal_method_budget_greedy;
extern const struct pal_method pal_method_budget_equal_shares;
extern const struct pal_method pal_method_dhondt;
extern const struct pal_method pal_method_sainte_lague;
extern const struct pal_method pal_method_sainte_lague_modified;
extern const struct pal_method pal_method_largest_remainder;
extern const struct pal_method pal_method_sortition;
extern const struct pal_method pal_method_consent;
extern const struct pal_method pal_method_star;
extern const struct pal_method pal_method_two_round;
extern const struct pal_method pal_method_irv;
extern const struct pal_method pal_method_stv_scottish;
extern const struct pal_method pal_method_stv_wigm;
extern const struct pal_method pal_method_stv_meek;
extern const struct pal_method pal_method_majority_judgment;
extern const struct pal_method pal_method_seq_pav;
extern const struct pal_method pal_method_seq_phragmen;
extern const struct pal_method pal_method_equal_shares;

/* --- choices.c: ballots that mark options --- */

/* A ballot with at most one cross: PAL_ERR_BALLOT_TOO_MANY. Fits struct pal_method.judge. */
PAL_MUST_USE enum pal_err pal_choice_judge(const struct pal_question *question,
                                           const struct pal_ballot *ballot,
                                           enum pal_ballot_state *out_state);
/* The first option that is marked. The ballot names one. */
size_t pal_choice_of(const struct pal_ballot *ballot);
/* The weight of the ballots that mark each option, as the totals of the outcome. */
void pal_choice_totals(const struct pal_profile *profile, struct pal_outcome *outcome);

/* --- score.c: ballots that score options --- */

/* A scale of at least 1: PAL_ERR_QUESTION_SCALE. Fits struct pal_method.accepts. */
PAL_MUST_USE enum pal_err pal_score_accepts(const struct pal_question *question);
/* The sum of the scores of each option, no opinion counting as 0. */
void pal_score_totals(const struct pal_question *question, const struct pal_profile *profile,
                      struct pal_figures *out_totals);

/* --- ties.c: options in order, and what tie_order settles --- */

/* The place of each option in tie_order, 0 the best. The caller's, released with pal_mem_free. */
PAL_MUST_USE size_t *pal_tie_places_new(const struct pal_question *question);
/* Which of the tied, at least one, tie_order puts first, and which last. */
size_t pal_tie_first(const struct pal_question *question, const struct pal_options *among);
size_t pal_tie_last(const struct pal_question *question, const struct pal_options *among);
/* Records that something else than the totals chose among them. */
void pal_tie_record(struct pal_outcome *outcome, const struct pal_options *among,
                    enum pal_tie_for what_for, enum pal_tie_settled settled_by);
/* The ranking of the outcome from its totals, the largest first; equal totals share a place. */
void pal_rank_by_totals(struct pal_outcome *outcome);
/* The same with the smallest first. */
void pal_rank_by_least_totals(struct pal_outcome *outcome);
/* Adds the options in the order of the ranking, and of tie_order inside a place. */
void pal_tie_ranked(const struct pal_question *question, const struct pal_outcome *outcome,
                    struct pal_options *out_order);
/* Elects the best of the ranking, as many as there are seats, or nobody when there is no valid
 * ballot. Where the last seats fall among equals, tie_order chooses and a tie is recorded. */
void pal_elect_best(const struct pal_question *question, struct pal_outcome *outcome);
/* The same, each with that reason, whose facts are the option, its total and what is valid. */
void pal_elect_ranked(const struct pal_question *question, struct pal_outcome *outcome,
                      enum pal_reason_code why);
/* Elects the option ranked first, if there is a valid ballot, whatever the ranking is by; among
 * several tie_order chooses. Gives that option, or option_count. */
size_t pal_elect_first(const struct pal_question *question, struct pal_outcome *outcome);
/* The option ranked first, or the tie for the first place. Fits struct pal_method.decides. */
void pal_decide_by_ranking(const struct pal_question *question, const struct pal_outcome *outcome,
                           struct pal_decision *out_decision);

/* --- Parameters, once they are settled --- */

bool pal_parameter_is(const struct pal_question *question, const char *name, const char *value);
/* A parameter that is not negative, or that value when it was not said. */
size_t pal_parameter_size(const struct pal_question *question, const char *name, size_t unsaid);
void pal_parameter_ratio(const struct pal_question *question, const char *name, mpq_t out_ratio);

#endif
