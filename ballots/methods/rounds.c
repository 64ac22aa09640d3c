/* rounds.c - how options stand in a count by rounds, and the ranking that remains. */
#include "rounds.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/mem.h"

#include "methods.h"

#define NO_TIE SIZE_MAX

void pal_rounds_init(struct pal_rounds *rounds, const struct pal_question *question,
                     struct pal_outcome *outcome)
{
    const size_t count = question->option_count;
    *rounds = (struct pal_rounds){.question = question, .outcome = outcome, .continuing = count};
    rounds->tie_places = pal_tie_places_new(question);
    rounds->places = pal_mem_new(count, sizeof *rounds->places);
    rounds->continues = pal_mem_new(count, sizeof *rounds->continues);
    rounds->excluded = pal_mem_new(count, sizeof *rounds->excluded);
    rounds->excluded_tie = pal_mem_new(count, sizeof *rounds->excluded_tie);
    rounds->elected_place = pal_mem_new(count, sizeof *rounds->elected_place);
    rounds->elected_round = pal_mem_new(count, sizeof *rounds->elected_round);
    for (size_t i = 0; i < count; i++) {
        rounds->continues[i] = true;
        rounds->excluded_tie[i] = NO_TIE;
    }
    outcome->parts |= PAL_PART_ELECTED | PAL_PART_TIES | PAL_PART_ROUNDS;
}

void pal_rounds_done(struct pal_rounds *rounds)
{
    pal_mem_free(rounds->tie_places);
    pal_mem_free(rounds->places);
    pal_mem_free(rounds->continues);
    pal_mem_free(rounds->excluded);
    pal_mem_free(rounds->excluded_tie);
    pal_mem_free(rounds->elected_place);
    pal_mem_free(rounds->elected_round);
    *rounds = (struct pal_rounds){0};
}

struct pal_round *pal_rounds_now(struct pal_rounds *rounds)
{
    PAL_CHECK(rounds->outcome->round_count > 0);
    return &rounds->outcome->rounds[rounds->outcome->round_count - 1];
}

struct pal_reason *pal_rounds_reason(struct pal_rounds *rounds, enum pal_reason_code code,
                                     size_t option)
{
    struct pal_reason *reason = pal_outcome_add_reason(rounds->outcome, code);
    PAL_BUF(number);
    pal_buf_add_format(&number, "%zu", rounds->outcome->round_count);
    pal_reason_text(reason, "round", number.bytes);
    pal_reason_text(reason, "option", rounds->question->names[option]);
    return reason;
}

/* --- Places --- */

struct standing {
    mpq_srcptr total;
    size_t option;
    size_t before; /* the place in the earlier rounds */
    size_t tie_place;
};

/* Smaller comes first: the larger total, then the better place before. */
static int by_total_then_place(const void *a, const void *b)
{
    const struct standing *left = a;
    const struct standing *right = b;
    int order = mpq_cmp(right->total, left->total);
    return order != 0 ? order : (left->before > right->before) - (left->before < right->before);
}

void pal_rounds_place(struct pal_rounds *rounds, mpq_t *totals)
{
    const size_t count = rounds->question->option_count;
    struct standing *standings = pal_mem_new(count, sizeof *standings);
    for (size_t i = 0; i < count; i++) {
        standings[i] =
            (struct standing){.total = totals[i], .option = i, .before = rounds->places[i]};
    }
    qsort(standings, count, sizeof *standings, by_total_then_place);
    size_t place = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && by_total_then_place(&standings[i - 1], &standings[i]) != 0) {
            place++;
        }
        rounds->places[standings[i].option] = place;
    }
    pal_mem_free(standings);
}

void pal_rounds_place_afresh(struct pal_rounds *rounds, mpq_t *totals)
{
    for (size_t i = 0; i < rounds->question->option_count; i++) {
        rounds->places[i] = 0;
    }
    pal_rounds_place(rounds, totals);
}

/* Those who continue and of whose totals none is better, `better` being the sign of a comparison. */
static void extremes(const struct pal_rounds *rounds, mpq_t *totals, int better,
                     struct pal_options *out)
{
    for (size_t i = 0; i < rounds->question->option_count; i++) {
        if (!rounds->continues[i]) {
            continue;
        }
        int order = out->count > 0 ? mpq_cmp(totals[i], totals[out->at[0]]) : 0;
        if ((order > 0 && better > 0) || (order < 0 && better < 0)) {
            out->count = 0;
            order = 0;
        }
        if (order == 0) {
            pal_options_add(out, i);
        }
    }
}

void pal_rounds_highest(const struct pal_rounds *rounds, mpq_t *totals, struct pal_options *out)
{
    extremes(rounds, totals, 1, out);
}

void pal_rounds_lowest(const struct pal_rounds *rounds, mpq_t *totals, struct pal_options *out)
{
    extremes(rounds, totals, -1, out);
}

/* --- Choices --- */

size_t pal_rounds_choose_by_order(struct pal_rounds *rounds, const struct pal_options *tied,
                                  enum pal_tie_for what_for)
{
    PAL_CHECK(tied->count > 0);
    if (tied->count == 1) {
        return tied->at[0];
    }
    bool is_worst = what_for == PAL_TIE_EXCLUSION;
    size_t option =
        is_worst ? pal_tie_last(rounds->question, tied) : pal_tie_first(rounds->question, tied);
    pal_tie_record(rounds->outcome, tied, what_for, PAL_SETTLED_TIE_ORDER);
    (void)pal_rounds_reason(rounds,
                            is_worst ? PAL_REASON_ROUND_TIE_LAST : PAL_REASON_ROUND_TIE_FIRST,
                            option);
    if (is_worst) {
        rounds->excluded_tie[rounds->excluded_count] = rounds->outcome->tie_count - 1;
    }
    return option;
}

size_t pal_rounds_choose(struct pal_rounds *rounds, const struct pal_options *tied,
                         enum pal_tie_for what_for)
{
    PAL_CHECK(tied->count > 0);
    PAL_OPTIONS(closest);
    for (size_t i = 0; i < tied->count; i++) {
        size_t place = rounds->places[tied->at[i]];
        size_t best = closest.count > 0 ? rounds->places[closest.at[0]] : place;
        if (what_for == PAL_TIE_EXCLUSION ? place > best : place < best) {
            closest.count = 0;
            best = place;
        }
        if (place == best) {
            pal_options_add(&closest, tied->at[i]);
        }
    }
    if (closest.count < tied->count) {
        pal_tie_record(rounds->outcome, tied, what_for, PAL_SETTLED_PREVIOUS_ROUND);
        if (closest.count == 1) {
            (void)pal_rounds_reason(rounds, PAL_REASON_ROUND_TIE_EARLIER, closest.at[0]);
        }
    }
    return pal_rounds_choose_by_order(rounds, &closest, what_for);
}

static int by_place(const void *a, const void *b)
{
    const struct standing *left = a;
    const struct standing *right = b;
    if (left->before != right->before) {
        return left->before < right->before ? -1 : 1;
    }
    return (left->tie_place > right->tie_place) - (left->tie_place < right->tie_place);
}

void pal_rounds_sort(const struct pal_rounds *rounds, struct pal_options *options)
{
    struct standing *standings = pal_mem_new(options->count, sizeof *standings);
    for (size_t i = 0; i < options->count; i++) {
        size_t option = options->at[i];
        standings[i] = (struct standing){.option = option,
                                         .before = rounds->places[option],
                                         .tie_place = rounds->tie_places[option]};
    }
    qsort(standings, options->count, sizeof *standings, by_place);
    for (size_t i = 0; i < options->count; i++) {
        options->at[i] = standings[i].option;
    }
    pal_mem_free(standings);
}

static void leave(struct pal_rounds *rounds, size_t option)
{
    PAL_CHECK(rounds->continues[option]);
    rounds->continues[option] = false;
    rounds->continuing--;
}

void pal_rounds_elect(struct pal_rounds *rounds, size_t option)
{
    struct pal_outcome *outcome = rounds->outcome;
    leave(rounds, option);
    rounds->elected_place[outcome->elected.count] = rounds->places[option];
    rounds->elected_round[outcome->elected.count] = outcome->round_count;
    pal_options_add(&outcome->elected, option);
    pal_options_add(&pal_rounds_now(rounds)->elected, option);
}

void pal_rounds_exclude(struct pal_rounds *rounds, size_t option)
{
    leave(rounds, option);
    rounds->excluded[rounds->excluded_count++] = option;
    pal_options_add(&pal_rounds_now(rounds)->excluded, option);
}

/* --- The ranking --- */

/* Options from the best to the worst, and the place of each. */
struct ladder {
    size_t *ranking; /* of the outcome */
    size_t count, last, place;
    size_t level_count; /* how many are on the present place */
};

static void step_down(struct ladder *ladder, size_t option, bool is_equal)
{
    if (ladder->count > 0 && !is_equal) {
        ladder->place++;
        ladder->level_count = 0;
    }
    ladder->ranking[option] = ladder->place;
    ladder->last = option;
    ladder->level_count++;
    ladder->count++;
}

static void rank_elected(const struct pal_rounds *rounds, struct ladder *ladder)
{
    const struct pal_options *elected = &rounds->outcome->elected;
    for (size_t i = 0; i < elected->count; i++) {
        bool is_equal = i > 0 && rounds->elected_round[i] == rounds->elected_round[i - 1] &&
                        rounds->elected_place[i] == rounds->elected_place[i - 1];
        step_down(ladder, elected->at[i], is_equal);
    }
}

/* A final choice between equals, one of whom was elected, leaves them on one place. */
static void rank_continuing(const struct pal_rounds *rounds, struct ladder *ladder)
{
    PAL_OPTIONS(left);
    for (size_t i = 0; i < rounds->question->option_count; i++) {
        if (rounds->continues[i]) {
            pal_options_add(&left, i);
        }
    }
    pal_rounds_sort(rounds, &left);
    for (size_t i = 0; i < left.count; i++) {
        size_t option = left.at[i];
        bool is_equal = ladder->count > 0 && rounds->places[option] == rounds->places[ladder->last];
        step_down(ladder, option, is_equal);
    }
}

/* Was the option tied with all those on the present place when it was excluded? Who was tied with it
 * then is ranked by now. */
static bool was_tied_with_all(const struct pal_rounds *rounds, const struct ladder *ladder,
                              size_t option, size_t tie)
{
    if (tie == NO_TIE || ladder->count == 0) {
        return false;
    }
    const struct pal_options *among = &rounds->outcome->ties[tie].among;
    size_t tied = 0;
    for (size_t i = 0; i < among->count; i++) {
        tied += among->at[i] != option && ladder->ranking[among->at[i]] == ladder->place;
    }
    return tied == ladder->level_count;
}

/* Who was tied with some of a place only, and had less than the others of it, comes after them. */
static void rank_excluded(const struct pal_rounds *rounds, struct ladder *ladder)
{
    for (size_t i = rounds->excluded_count; i > 0; i--) {
        size_t option = rounds->excluded[i - 1];
        size_t tie = rounds->excluded_tie[i - 1];
        step_down(ladder, option, was_tied_with_all(rounds, ladder, option, tie));
    }
}

void pal_rounds_rank(struct pal_rounds *rounds)
{
    pal_outcome_make_ranking(rounds->outcome);
    struct ladder ladder = {.ranking = rounds->outcome->ranking};
    rank_elected(rounds, &ladder);
    rank_continuing(rounds, &ladder);
    rank_excluded(rounds, &ladder);
    PAL_CHECK(ladder.count == rounds->question->option_count);
}
