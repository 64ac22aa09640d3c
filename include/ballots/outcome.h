/*
 * outcome.h - what was decided, with every figure and every step that led there.
 *
 * A method fills the parts of which it has the notion and says which with `parts`; the others are
 * empty and are absent from the answer. Options stand by their index in the question. Every number
 * is exact. An outcome says nothing about who voted.
 */
#ifndef PAL_BALLOTS_OUTCOME_H
#define PAL_BALLOTS_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/profile.h"
#include "ballots/question.h"
#include "base/attr.h"
#include "base/json.h"
#include "base/ratio.h"

struct pal_method;

enum pal_outcome_part {
    PAL_PART_ELECTED = 1 << 0,
    PAL_PART_RANKING = 1 << 1,
    PAL_PART_TOTALS = 1 << 2,
    PAL_PART_QUOTA = 1 << 3,
    PAL_PART_ROUNDS = 1 << 4,
    PAL_PART_PAIRWISE = 1 << 5,
    PAL_PART_STRENGTHS = 1 << 6,
    PAL_PART_TIES = 1 << 7,
    PAL_PART_SEATS = 1 << 8,
    PAL_PART_FUNDED = 1 << 9, /* with the cost */
    PAL_PART_VERDICT = 1 << 10,
};

/* A list of options, in an order that means something. */
struct pal_options {
    size_t *at;
    size_t count, capacity;
};
#define PAL_OPTIONS(name) struct pal_options name PAL_CLEANUP(pal_options_done) = {0}
void pal_options_done(struct pal_options *options);
void pal_options_add(struct pal_options *options, size_t option);
bool pal_options_have(const struct pal_options *options, size_t option);

/* A figure for each of some options. */
struct pal_figure {
    size_t option;
    mpq_t value;
};
struct pal_figures {
    struct pal_figure *at;
    size_t count, capacity;
};
#define PAL_FIGURES(name) struct pal_figures name PAL_CLEANUP(pal_figures_done) = {0}
void pal_figures_done(struct pal_figures *figures);
void pal_figures_add(struct pal_figures *figures, size_t option, mpq_srcptr value);
/* One figure per option, in the order of the options: at[i] is that of option i. */
void pal_figures_add_all(struct pal_figures *figures, mpq_t *values, size_t count);
/* The figure of an option, lent, or NULL. */
mpq_srcptr pal_figures_get(const struct pal_figures *figures, size_t option);

enum pal_transfer_why { PAL_TRANSFER_SURPLUS, PAL_TRANSFER_EXCLUSION };

struct pal_transfer {
    size_t from;
    struct pal_figures to;
    enum pal_transfer_why why;
};

/* One stage of a count: the totals after the transfers that led to it, and what they decided. */
struct pal_round {
    struct pal_figures totals; /* of those still in the count */
    bool has_quota;
    mpq_t quota;
    mpq_t exhausted;
    struct pal_options elected, excluded;
    struct pal_transfer *transfers;
    size_t transfer_count, transfer_capacity;
    struct pal_figures keep; /* keep factors, where the method has them */
};

enum pal_tie_for {
    PAL_TIE_ELECTION,  /* the chosen is elected */
    PAL_TIE_EXCLUSION, /* the chosen is excluded */
    PAL_TIE_TRANSFER,  /* the surplus of the chosen goes first */
    PAL_TIE_FINAL,     /* the chosen goes to the final round */
    PAL_TIE_PURCHASE,  /* the chosen is bought */
    PAL_TIE_SEAT,      /* the chosen gets the seat */
    PAL_TIE_PAIR,      /* the pair of the chosen is locked first */
};
enum pal_tie_settled { PAL_SETTLED_TIE_ORDER, PAL_SETTLED_PREVIOUS_ROUND };

struct pal_tie {
    struct pal_options among;
    enum pal_tie_for what_for;
    enum pal_tie_settled settled_by;
};

enum pal_verdict { PAL_VERDICT_NONE, PAL_VERDICT_ADOPTED, PAL_VERDICT_REJECTED };

/* Why the outcome is what it is: a code that the client has a sentence for, the sentence in
 * English, and the figures that stand in it between braces. One row each, in the order code, slug,
 * sentence. Rules of governance and later methods add theirs. */
/* clang-format off */
#define PAL_REASONS(X) \
    X(NOTHING_EXPRESSED, "nothing-expressed", "No vote was expressed, so nothing is decided in favour.") \
    X(ABOVE_THRESHOLD,   "above-threshold",   "{for} for out of {base} is {ratio}, more than the {threshold} required.") \
    X(AT_THRESHOLD,      "at-threshold",      "{for} for out of {base} is exactly the {threshold} required, and reaching it is enough.") \
    X(ONLY_AT_THRESHOLD, "only-at-threshold", "{for} for out of {base} is exactly {threshold}, and more was required.") \
    X(BELOW_THRESHOLD,   "below-threshold",   "{for} for out of {base} is {ratio}, less than the {threshold} required.") \
    X(BASE_EXPRESSED,    "base-expressed",    "The base is the votes for and against.") \
    X(BASE_PRESENT,      "base-present",      "The base is the votes of all who are present or represented, abstentions included.") \
    X(BASE_MEMBERS,      "base-members",      "The base is the votes of all members, present or not.") \
    X(QUOTA,             "quota",             "The quota is {quota}, for {valid} votes and {seats} seats.") \
    X(ROUND_QUOTA_REACHED, "round-quota-reached", "Round {round}: {option} has {total}, at least the quota of {quota}, and is elected.") \
    X(ROUND_QUOTA_PASSED, "round-quota-passed", "Round {round}: {option} has {total}, more than the quota of {quota}, and is elected.") \
    X(ROUND_SURPLUS,     "round-surplus",     "Round {round}: {option} has {surplus} more than the quota; this surplus goes to the next preferences on all its ballots.") \
    X(ROUND_EXCLUDED,    "round-excluded",    "Round {round}: {option} is excluded with {total}, and its ballots go to their next preferences; nobody has less.") \
    X(ROUND_EXCLUDED_WITHIN, "round-excluded-within", "Round {round}: {option} is excluded with {total}, and its ballots go to their next preferences; somebody has less, but by no more than the surplus, {surplus}.") \
    X(ROUND_SEATS_LEFT,  "round-seats-left",  "Round {round}: {option} is elected with {total}, as there are no more options left than seats.") \
    X(ROUND_MAJORITY,    "round-majority",    "Round {round}: {option} has {total} of {base}, more than half, and is elected.") \
    X(ROUND_LAST_TWO,    "round-last-two",    "Round {round}: {option} is elected with {total} of {base}; at most two options were left, and nobody has more.") \
    X(ROUND_TO_FINAL,    "round-to-final",    "Round {round}: nobody has more than half of {base}; {option} goes to the second round with {total}.") \
    X(ROUND_TIE_EARLIER, "round-tie-earlier", "Round {round}: {option} is chosen among equals by the most recent earlier round in which they differ.") \
    X(ROUND_TIE_FIRST,   "round-tie-first",   "Round {round}: {option} is chosen among equals, as the first of them in the order settled beforehand for ties.") \
    X(ROUND_TIE_LAST,    "round-tie-last",    "Round {round}: {option} is chosen among those tied, as the last of them in the order settled beforehand for ties.") \
    X(ROUND_TIE_FINAL,   "round-tie-final",   "Round {round}: {option} goes on rather than another with as many votes, by the order settled beforehand for ties.") \
    X(MOST_VOTES,        "most-votes",        "{option} has the most votes: {total} of {valid}.") \
    X(SEAT_BY_TOTAL,     "seat-by-total",     "{option} takes a seat with {total} of {valid}.") \
    X(BEST_SCORE,        "best-score",        "{option} is elected with a score of {total}.") \
    X(BEST_MEAN,         "best-mean",         "{option} is elected with a mean score of {total}.") \
    X(FINALIST, "finalist", "{option} goes to the final with a score of {total}.") \
    X(FINALIST_OF_EQUALS, "finalist-of-equals", "{option} goes to the final: of those with a score of {total} it beats {victories}, and {top} give it the highest score.") \
    X(FINAL_WON, "final-won", "{option} wins the final: {for} prefer it to {other}, and {against} prefer {other}.") \
    X(FINAL_EQUAL, "final-equal", "As many prefer {option} as prefer {other}: {for}.") \
    X(FINAL_BY_SCORE, "final-by-score", "{option} has the higher score of the two, {total}, and is elected.") \
    X(FINAL_BY_TOP, "final-by-top", "The scores of the two are equal; more ballots give {option} the highest score, {top}, and it is elected.") \
    X(MAJORITY_GRADE, "majority-grade", "{option} has the majority grade {grade}: {above} of {valid} give a better one, and {below} a worse one.") \
    X(MAJORITY_JOINED, "majority-joined", "{option} and {other} first differ after joining {times} times: {option} then has the grade {grade}, with {above} above and {below} below.") \
    X(BEST_GRADE, "best-grade", "{option} is elected with the majority grade {total}.") \
    X(SEAT_BY_SATISFACTION, "seat-by-satisfaction", "{option} takes a seat: the ballots that approve it count most for it, {total}.") \
    X(SEAT_BY_LOAD, "seat-by-load", "{option} takes a seat: its supporters carry the smallest load for it, {total} per unit of weight.") \
    X(SEAT_BOUGHT, "seat-bought", "{option} takes a seat: its supporters pay for it, none more than {total} per unit of weight.") \
    X(MONEY_SPENT, "money-spent", "No option is left that its supporters can pay for; of {seats} seats {left} are left.") \
    X(SEAT_UNSUPPORTED, "seat-unsupported", "{option} takes a seat although no ballot approves it.") \
    X(TIE_BY_ORDER,      "tie-by-order",      "{option} comes before the others with the same total in the order settled beforehand for ties.") \
    X(NO_VALID_BALLOT,   "no-valid-ballot",   "There is no valid ballot, so nobody is elected.") \
    X(NO_COLLEGE_CHOSE,  "no-college-chose",  "No college that weighs anything chose one option alone: nobody is elected.") \
    X(TIED_FIRST,        "tied-first",        "{option} comes first in the order settled beforehand for ties, among those that nothing else separates.") \
    X(CONDORCET_WINNER,  "condorcet-winner",  "{option} is preferred to every other option, one against one.") \
    X(CONDORCET_OTHER,   "condorcet-other",   "{option} is preferred to every other option, one against one, and is not first by this rule.") \
    X(NO_CONDORCET_WINNER, "no-condorcet-winner", "No option is preferred to every other, one against one.") \
    X(DUEL,              "duel",              "{option} against {other}: {for} to {against}.") \
    X(STRONGEST_PATH,    "strongest-path",    "The strongest path from {option} to {other} holds by {for}, and the strongest one back by {against}.") \
    X(VICTORY_LEFT_OUT,  "victory-left-out",  "The victory of {option} over {other}, {for} to {against}, is left out: victories that come before it place {other} above {option}.") \
    X(PAIR_BY_ORDER,     "pair-by-order",     "Victories as strong as each other contradict each other: those of {option} come first, in the order settled beforehand for ties.") \
    X(UNDEFEATED,        "undefeated",        "{option} loses to nobody.") \
    X(WORST_DEFEAT,      "worst-defeat",      "{option} loses to {other}, whom {total} prefer: it has no worse defeat.") \
    X(WORST_MARGIN,      "worst-margin",      "Those who prefer {other} to {option}, less those who prefer {option}, are {total}: no other margin against it is larger.") \
    X(WORST_OPPOSITION,  "worst-opposition",  "{total} prefer {other} to {option}: no other option has more against it.") \
    X(VICTORIES,         "victories",         "Of the others {option} beats {victories} and loses to {defeats}: {total}.") \
    X(MOST_POINTS,       "most-points",       "{option} has the most points: {total}, from ballots that weigh {valid}.") \
    X(NOTHING_FUNDED,    "nothing-funded",    "There is no valid ballot, so nothing is funded.") \
    X(FUNDED_BY_TOTAL,   "funded-by-total",   "{option} is funded with {total}: it costs {cost}, and {left} is left.") \
    X(DOES_NOT_FIT,      "does-not-fit",      "{option} has {total}, but costs {cost}, more than the {left} that is left.") \
    X(BUDGET_STOPS,      "budget-stops",      "{option} has {total} and costs {cost}, more than the {left} that is left: nothing more is funded.") \
    X(BELOW_SCORE,       "below-score",       "{option} has {total}, less than the {minimum} required, and is not funded.") \
    X(SHARES,            "shares",            "Each ballot holds {endowment} per unit of its weight.") \
    X(SHARES_RAISED,     "shares-raised",     "Each ballot holds {endowment} per unit of its weight: {share} of the budget, raised {times} times by {increment}.") \
    X(BOUGHT_FREE,       "bought-free",       "{option} costs nothing and has a supporter, so it is funded.") \
    X(BOUGHT,            "bought",            "{option} is bought for {cost}, at a price of {price} per unit of its utility: its supporters, who weigh {total}, pay {payment} each per unit of weight, or all that they have left.") \
    X(BOUGHT_BY_ORDER,   "bought-by-order",   "{option} comes before the others with the same price, in the order settled beforehand for ties.") \
    X(NOT_BOUGHT,        "not-bought",        "{option} costs {cost}, and its supporters have only {money} left: it is not bought.") \
    X(LIST_BELOW_THRESHOLD, "list-below-threshold", "{option} has {votes} of {valid}, less than the threshold of {threshold}, and gets no seat.") \
    X(NO_LIST_QUALIFIES, "no-list-qualifies", "No list reaches the threshold, so no seat is given.") \
    X(SEAT_BY_AVERAGE,   "seat-by-average",   "Seat {seat} goes to {option}: its votes, {votes}, divided by {divisor}, are {average}, the most.") \
    X(SEATS_BY_QUOTA,    "seats-by-quota",    "{option} has {votes} votes: {seats} times the quota of {quota}, and {remainder} remain.") \
    X(SEAT_BY_REMAINDER, "seat-by-remainder", "{option} takes one seat more with the remainder {remainder}.") \
    X(SEAT_TIE_BY_ORDER, "seat-tie-by-order", "{option} comes before the others whose claim to the seat is as strong, in the order settled beforehand for ties.") \
    X(DRAWN,             "drawn",             "Draw {draw} is {option}: number {number}, counting from 0, of the {left} names left.") \
    X(NOBODY_OBJECTS,    "nobody-objects",    "Nobody objects: {consent} consent and {reserve} have reservations, so it is adopted.") \
    X(SOMEBODY_OBJECTS,  "somebody-objects",  "{object} object, so it is not adopted.") \
    X(NOBODY_CONSENTS,   "nobody-consents",   "Nobody objects, but nobody consents either, so it is not adopted.")
/* clang-format on */

enum pal_reason_code {
#define PAL_REASON_ENUMERATOR(name, slug, sentence) PAL_REASON_##name,
    PAL_REASONS(PAL_REASON_ENUMERATOR)
#undef PAL_REASON_ENUMERATOR
        PAL_REASON_COUNT
};
const char *pal_reason_slug(enum pal_reason_code code);
const char *pal_reason_sentence(enum pal_reason_code code);

struct pal_fact {
    const char *name; /* static: the word between braces */
    char *value;      /* "num/den", or a name */
    bool is_ratio;
};
enum { PAL_REASON_FACTS = 6 };
struct pal_reason {
    enum pal_reason_code code;
    struct pal_fact facts[PAL_REASON_FACTS];
    size_t fact_count;
};
void pal_reason_ratio(struct pal_reason *reason, const char *name, mpq_srcptr value);
void pal_reason_text(struct pal_reason *reason, const char *name, const char *value);
/* Appends the sentence in English with its facts in place; a whole number stands without its
 * denominator. */
void pal_reason_write(const struct pal_reason *reason, struct pal_buf *buf);

struct pal_outcome {
    size_t option_count;
    unsigned parts; /* enum pal_outcome_part, or-ed */

    /* The weight of the ballots, by what became of them. valid are those counted, and the declared
     * abstentions where abstaining is one of the options; exhausted is part of valid. */
    mpq_t valid, blank, spoilt, abstaining, exhausted;

    struct pal_options elected; /* in order of election */
    size_t *ranking;            /* place of each option, 0 the best; equal options share a place */
    struct pal_figures totals;  /* of every option, in their order */
    mpq_t quota;
    struct pal_round *rounds;
    size_t round_count, round_capacity;
    mpq_t *pairwise;  /* [i * option_count + j]: prefer i to j */
    mpq_t *strengths; /* the same shape */
    struct pal_tie *ties;
    size_t tie_count, tie_capacity;
    uint64_t *seats;           /* of each option */
    struct pal_options funded; /* in order of selection */
    mpq_t cost;
    enum pal_verdict verdict;

    struct pal_reason *reasons; /* the explanation, in the order of the reasoning */
    size_t reason_count, reason_capacity;
};

/* A local outcome, empty, that dies with its scope. */
#define PAL_OUTCOME(name, option_count)                    \
    struct pal_outcome name PAL_CLEANUP(pal_outcome_done); \
    pal_outcome_init(&(name), (option_count))

void pal_outcome_init(struct pal_outcome *outcome, size_t option_count);
void pal_outcome_done(struct pal_outcome *outcome);

/* What is added is empty and lent until the next one is added. */
struct pal_round *pal_outcome_add_round(struct pal_outcome *outcome);
struct pal_transfer *pal_round_add_transfer(struct pal_round *round);
struct pal_tie *pal_outcome_add_tie(struct pal_outcome *outcome);
struct pal_reason *pal_outcome_add_reason(struct pal_outcome *outcome, enum pal_reason_code code);

/* Arrays of zeros that the outcome owns, made once, when their part is filled. */
void pal_outcome_make_ranking(struct pal_outcome *outcome);
void pal_outcome_make_seats(struct pal_outcome *outcome);
void pal_outcome_make_pairwise(struct pal_outcome *outcome);
void pal_outcome_make_strengths(struct pal_outcome *outcome);

/* valid, blank, spoilt and abstaining from the sums of the profile. */
void pal_outcome_set_ballots(struct pal_outcome *outcome, const struct pal_profile *profile);

/* "adopted", "rejected"; NULL for PAL_VERDICT_NONE. */
const char *pal_verdict_name(enum pal_verdict verdict);

/* The answer of `palabre count` and of the log: docs/rules/count.md says what stands in it. method
 * and question are those that gave the outcome. */
PAL_MUST_USE struct pal_json *pal_outcome_json_new(const struct pal_outcome *outcome,
                                                   const struct pal_method *method,
                                                   const struct pal_question *question);

#endif
