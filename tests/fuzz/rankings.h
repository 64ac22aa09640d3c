/*
 * rankings.h - one count of rankings from any bytes, and what every method that ranks keeps.
 */
#ifndef PAL_TESTS_RANKINGS_H
#define PAL_TESTS_RANKINGS_H

#include "poll.h"

/* Who beats everyone else, or option_count. */
static inline size_t pal_condorcet(const struct pal_outcome *outcome)
{
    const size_t count = outcome->option_count;
    for (size_t i = 0; i < count; i++) {
        size_t beaten = 0;
        for (size_t j = 0; j < count; j++) {
            beaten +=
                mpq_cmp(outcome->pairwise[i * count + j], outcome->pairwise[j * count + i]) > 0;
        }
        if (beaten + 1 == count) {
            return i;
        }
    }
    return count;
}

/* One of the first place is elected, or nobody without a ballot; a tie says that there are several. */
static inline void pal_check_first(const struct pal_outcome *outcome)
{
    size_t first = 0;
    for (size_t i = 0; i < outcome->option_count; i++) {
        first += outcome->ranking[i] == 0;
    }
    bool is_valid = mpq_sgn(outcome->valid) > 0;
    PAL_CHECK(first > 0);
    PAL_CHECK(outcome->elected.count == (is_valid ? 1 : 0));
    PAL_CHECK(!is_valid || outcome->ranking[outcome->elected.at[0]] == 0);
    bool is_tied = outcome->tie_count > 0 &&
                   outcome->ties[outcome->tie_count - 1].what_for == PAL_TIE_ELECTION;
    PAL_CHECK(is_tied == (is_valid && first > 1));
}

/* Counts by that method, its parameters chosen by a byte; the outcome is initialised here. */
static inline void pal_count_rankings(const char *id, struct pal_bytes *bytes,
                                      struct pal_outcome *out_outcome)
{
    const struct pal_method *method = pal_method_find(pal_text_of(id));
    PAL_QUESTION(question);
    pal_next_options(bytes, &question);
    size_t choice = pal_next_byte(bytes);
    for (size_t p = 0; method->parameters[p].name != NULL; p++) {
        const struct pal_method_parameter *row = &method->parameters[p];
        size_t word_count = 0;
        while (row->words[word_count] != NULL) {
            word_count++;
        }
        PAL_CHECK(word_count > 0);
        enum pal_err err = pal_question_set_parameter(&question, pal_text_of(row->name),
                                                      pal_text_of(row->words[choice % word_count]));
        PAL_CHECK(err == PAL_OK);
        choice /= word_count;
    }
    PAL_PROFILE(profile, PAL_BALLOT_RANKS, question.option_count);
    pal_next_rankings(bytes, &profile);
    pal_method_judge_profile(method, &question, &profile);
    pal_outcome_init(out_outcome, question.option_count);
    pal_method_count(method, &question, &profile, out_outcome);
    pal_check_first(out_outcome);
    pal_check_count(method, &question, &profile, out_outcome);
}

/* The same, and who beats everyone else is elected, alone. */
static inline void pal_count_duels(const char *id, struct pal_bytes *bytes)
{
    struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
    pal_count_rankings(id, bytes, &outcome);
    size_t winner = pal_condorcet(&outcome);
    if (winner < outcome.option_count && mpq_sgn(outcome.valid) > 0) {
        PAL_CHECK(outcome.elected.at[0] == winner);
        PAL_CHECK(outcome.tie_count == 0 || outcome.ties[0].what_for == PAL_TIE_PAIR);
    }
}

#endif
