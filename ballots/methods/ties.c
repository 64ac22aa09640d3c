/* ties.c - puts options in order, and settles by tie_order what nothing else separates. */
#include <stdlib.h>

#include "base/check.h"
#include "base/mem.h"

#include "methods.h"

size_t *pal_tie_places_new(const struct pal_question *question)
{
    size_t *places = pal_mem_new(question->option_count, sizeof *places);
    for (size_t i = 0; i < question->option_count; i++) {
        places[question->tie_order[i]] = i;
    }
    return places;
}

size_t pal_tie_first(const struct pal_question *question, const struct pal_options *among)
{
    size_t place = 0;
    while (!pal_options_have(among, question->tie_order[place])) {
        place++;
        PAL_CHECK(place < question->option_count);
    }
    return question->tie_order[place];
}

size_t pal_tie_last(const struct pal_question *question, const struct pal_options *among)
{
    size_t place = question->option_count;
    do {
        PAL_CHECK(place > 0);
        place--;
    } while (!pal_options_have(among, question->tie_order[place]));
    return question->tie_order[place];
}

void pal_tie_record(struct pal_outcome *outcome, const struct pal_options *among,
                    enum pal_tie_for what_for, enum pal_tie_settled settled_by)
{
    struct pal_tie *tie = pal_outcome_add_tie(outcome);
    tie->what_for = what_for;
    tie->settled_by = settled_by;
    for (size_t i = 0; i < among->count; i++) {
        pal_options_add(&tie->among, among->at[i]);
    }
}

/* Where an option stands: smaller comes first. */
struct standing {
    size_t option;
    mpq_srcptr total;
    size_t place;    /* in the ranking */
    size_t tie_rank; /* in tie_order */
};

static int by_total(const void *a, const void *b)
{
    const struct standing *left = a;
    const struct standing *right = b;
    int order = mpq_cmp(right->total, left->total);
    return order != 0 ? order : (left->option > right->option) - (left->option < right->option);
}

static int by_least_total(const void *a, const void *b)
{
    return by_total(b, a);
}

static int by_place(const void *a, const void *b)
{
    const struct standing *left = a;
    const struct standing *right = b;
    if (left->place != right->place) {
        return left->place < right->place ? -1 : 1;
    }
    return (left->tie_rank > right->tie_rank) - (left->tie_rank < right->tie_rank);
}

/* The options by the totals, in that order of them. */
static void rank_by(struct pal_outcome *outcome, int (*order)(const void *, const void *))
{
    PAL_CHECK(outcome->totals.count == outcome->option_count);
    pal_outcome_make_ranking(outcome);
    size_t count = outcome->option_count;
    struct standing *standings = pal_mem_new(count, sizeof *standings);
    for (size_t i = 0; i < count; i++) {
        standings[i] = (struct standing){.option = i, .total = outcome->totals.at[i].value};
    }
    qsort(standings, count, sizeof *standings, order);
    size_t place = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && !mpq_equal(standings[i].total, standings[i - 1].total)) {
            place++;
        }
        outcome->ranking[standings[i].option] = place;
    }
    pal_mem_free(standings);
}

void pal_rank_by_totals(struct pal_outcome *outcome)
{
    rank_by(outcome, by_total);
}

void pal_rank_by_least_totals(struct pal_outcome *outcome)
{
    rank_by(outcome, by_least_total);
}

/* The options by place, and by tie_order inside a place. The caller's. */
static struct standing *standings_new(const struct pal_question *question,
                                      const struct pal_outcome *outcome)
{
    size_t count = outcome->option_count;
    struct standing *standings = pal_mem_new(count, sizeof *standings);
    for (size_t i = 0; i < count; i++) {
        size_t option = question->tie_order[i];
        standings[i] =
            (struct standing){.option = option, .place = outcome->ranking[option], .tie_rank = i};
    }
    qsort(standings, count, sizeof *standings, by_place);
    return standings;
}

void pal_tie_ranked(const struct pal_question *question, const struct pal_outcome *outcome,
                    struct pal_options *out_order)
{
    struct standing *standings = standings_new(question, outcome);
    for (size_t i = 0; i < outcome->option_count; i++) {
        pal_options_add(out_order, standings[i].option);
    }
    pal_mem_free(standings);
}

/* The equals of that place among whom some are elected and some are not. */
static void record_tie(struct pal_outcome *outcome, size_t place)
{
    PAL_OPTIONS(among);
    for (size_t i = 0; i < outcome->option_count; i++) {
        if (outcome->ranking[i] == place) {
            pal_options_add(&among, i);
        }
    }
    pal_tie_record(outcome, &among, PAL_TIE_ELECTION, PAL_SETTLED_TIE_ORDER);
}

size_t pal_elect_first(const struct pal_question *question, struct pal_outcome *outcome)
{
    PAL_CHECK(outcome->ranking != NULL);
    outcome->parts |= PAL_PART_ELECTED | PAL_PART_TIES;
    if (mpq_sgn(outcome->valid) == 0) {
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NO_VALID_BALLOT);
        return outcome->option_count;
    }
    PAL_OPTIONS(first);
    for (size_t i = 0; i < outcome->option_count; i++) {
        if (outcome->ranking[i] == 0) {
            pal_options_add(&first, i);
        }
    }
    size_t elected = pal_tie_first(question, &first);
    pal_options_add(&outcome->elected, elected);
    if (first.count > 1) {
        pal_tie_record(outcome, &first, PAL_TIE_ELECTION, PAL_SETTLED_TIE_ORDER);
        struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_TIED_FIRST);
        pal_reason_text(reason, "option", question->names[elected]);
    }
    return elected;
}

static void elect(const struct pal_question *question, struct pal_outcome *outcome, size_t option,
                  enum pal_reason_code why)
{
    pal_options_add(&outcome->elected, option);
    struct pal_reason *reason = pal_outcome_add_reason(outcome, why);
    pal_reason_text(reason, "option", question->names[option]);
    pal_reason_ratio(reason, "total", outcome->totals.at[option].value);
    pal_reason_ratio(reason, "valid", outcome->valid);
}

void pal_elect_best(const struct pal_question *question, struct pal_outcome *outcome)
{
    pal_elect_ranked(question, outcome,
                     question->seat_count == 1 ? PAL_REASON_MOST_VOTES : PAL_REASON_SEAT_BY_TOTAL);
}

void pal_elect_ranked(const struct pal_question *question, struct pal_outcome *outcome,
                      enum pal_reason_code why)
{
    PAL_CHECK(outcome->ranking != NULL);
    outcome->parts |= PAL_PART_ELECTED | PAL_PART_TIES;
    if (mpq_sgn(outcome->valid) == 0) {
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NO_VALID_BALLOT);
        return;
    }
    size_t count = outcome->option_count;
    size_t seats = question->seat_count < count ? question->seat_count : count;
    struct standing *standings = standings_new(question, outcome);
    bool tied = seats < count && standings[seats].place == standings[seats - 1].place;
    size_t last_place = standings[seats - 1].place;
    for (size_t i = 0; i < seats; i++) {
        elect(question, outcome, standings[i].option, why);
        if (tied && standings[i].place == last_place) {
            struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_TIE_BY_ORDER);
            pal_reason_text(reason, "option", question->names[standings[i].option]);
        }
    }
    if (tied) {
        record_tie(outcome, last_place);
    }
    pal_mem_free(standings);
}

void pal_decide_by_ranking(const struct pal_question *question, const struct pal_outcome *outcome,
                           struct pal_decision *out_decision)
{
    PAL_CHECK(outcome->ranking != NULL);
    PAL_CHECK(outcome->option_count == question->option_count);
    out_decision->what = PAL_DECIDES_NOTHING;
    if (mpq_sgn(outcome->valid) == 0) {
        return;
    }
    for (size_t i = 0; i < outcome->option_count; i++) {
        if (outcome->ranking[i] == 0) {
            pal_options_add(&out_decision->options, i);
        }
    }
    out_decision->what = out_decision->options.count == 1 ? PAL_DECIDES_OPTION : PAL_DECIDES_TIE;
}
