/*
 * poll.h - a question and its ballots from any bytes: what the targets of the methods count.
 */
#ifndef PAL_TESTS_POLL_H
#define PAL_TESTS_POLL_H

#include "ballots/method.h"
#include "base/check.h"

/* The bytes that are left; beyond the last they are zero. */
struct pal_bytes {
    const uint8_t *at;
    size_t size;
};

static inline uint8_t pal_next_byte(struct pal_bytes *bytes)
{
    if (bytes->size == 0) {
        return 0;
    }
    bytes->size--;
    return *bytes->at++;
}

/* Ballots of marks 0 or 1, until the bytes end; some of weight zero, some blank, some of two crosses
 * where the kind is a choice. */
static inline void pal_next_crosses(struct pal_bytes *bytes, struct pal_profile *profile)
{
    PAL_RATIO(weight);
    PAL_DRAFT(draft);
    while (bytes->size > 0) {
        uint8_t head = pal_next_byte(bytes);
        pal_draft_clear(&draft, (enum pal_ballot_state)(head % PAL_BALLOT_STATE_COUNT));
        pal_ratio_set(weight, pal_next_byte(bytes), 1 + head / PAL_BALLOT_STATE_COUNT);
        uint8_t crosses = pal_next_byte(bytes);
        for (size_t i = 0; i < profile->option_count; i++) {
            pal_draft_add(&draft, (crosses >> (i % 8)) & 1);
        }
        struct pal_ballot ballot = pal_draft_ballot(&draft);
        pal_profile_add(profile, &ballot, 1 + head / 64, weight);
    }
}

/* Scores from 0 to the scale of the question, until the bytes end; some of no opinion, some of weight
 * zero, some blank. */
static inline void pal_next_scores(struct pal_bytes *bytes, int32_t scale,
                                   struct pal_profile *profile)
{
    PAL_RATIO(weight);
    PAL_DRAFT(draft);
    while (bytes->size > 0) {
        uint8_t head = pal_next_byte(bytes);
        pal_draft_clear(&draft, (enum pal_ballot_state)(head % PAL_BALLOT_STATE_COUNT));
        pal_ratio_set(weight, pal_next_byte(bytes), 1 + head / PAL_BALLOT_STATE_COUNT);
        for (size_t i = 0; i < profile->option_count; i++) {
            pal_draft_add(&draft, pal_next_byte(bytes) % (scale + 2) - 1);
        }
        struct pal_ballot ballot = pal_draft_ballot(&draft);
        pal_profile_add(profile, &ballot, 1 + head / 64, weight);
    }
}

/* Ballots that rank options, until the bytes end: equal, skipped and repeated ranks, some of weight
 * zero, some blank. */
static inline void pal_next_rankings(struct pal_bytes *bytes, struct pal_profile *profile)
{
    PAL_RATIO(weight);
    PAL_DRAFT(draft);
    while (bytes->size > 0) {
        uint8_t head = pal_next_byte(bytes);
        pal_draft_clear(&draft, (enum pal_ballot_state)(head % PAL_BALLOT_STATE_COUNT));
        pal_ratio_set(weight, pal_next_byte(bytes), 1 + head / PAL_BALLOT_STATE_COUNT);
        size_t mark_count = pal_next_byte(bytes) % 16;
        for (size_t i = 0; i < mark_count; i++) {
            uint8_t mark = pal_next_byte(bytes);
            size_t option = (mark >> 1) % profile->option_count;
            pal_draft_add(&draft, (mark & 1) != 0 ? PAL_MARK_NEXT_RANK : (int32_t)option);
        }
        struct pal_ballot ballot = pal_draft_ballot(&draft);
        pal_profile_add(profile, &ballot, 1 + head / 64, weight);
    }
}

/* Options named by letters, and an order of ties that turns them. */
static inline void pal_next_options(struct pal_bytes *bytes, struct pal_question *question)
{
    size_t count = 1 + pal_next_byte(bytes) % 8;
    size_t turn = pal_next_byte(bytes);
    size_t order[8];
    for (size_t i = 0; i < count; i++) {
        const char name = (char)('A' + i);
        enum pal_err err = pal_question_add_option(question, (struct pal_text){&name, 1});
        PAL_CHECK(err == PAL_OK);
        order[i] = (i + turn) % count;
    }
    enum pal_err err = pal_question_set_tie_order(question, order, count);
    PAL_CHECK(err == PAL_OK);
}

/* What every count keeps: the sums of the ballots, and an answer that can be written. */
static inline void pal_check_count(const struct pal_method *method,
                                   const struct pal_question *question,
                                   const struct pal_profile *profile,
                                   const struct pal_outcome *outcome)
{
    PAL_RATIO(all);
    PAL_RATIO(told);
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        mpq_add(all, all, profile->sums[i].weight);
    }
    mpq_add(told, outcome->valid, outcome->blank);
    mpq_add(told, told, outcome->spoilt);
    mpq_add(told, told, outcome->abstaining);
    PAL_CHECK(mpq_equal(all, told));
    PAL_JSON(answer);
    answer = pal_outcome_json_new(outcome, method, question);
    PAL_BUF(text);
    pal_json_write(answer, &text);
    PAL_CHECK(text.size > 0);
}

#endif
