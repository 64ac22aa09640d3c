/*
 * star.c - score, then automatic runoff: the two highest totals, and of these the one preferred.
 *
 * RULE docs/rules/star.md
 * > The two options with the highest totals go to the final. There a ballot is for the one that it
 * > scores higher, and for neither when it scores both alike; the one with the greater weight of ballots
 * > is elected.
 */
#include <stdlib.h>

#include "base/check.h"
#include "base/mem.h"

#include "methods.h"
#include "units.h"

enum { FINALISTS = 2 };

/* One who may reach the final. */
struct entrant {
    size_t option;
    size_t at; /* its number among the entrants before they were put in order */
    size_t victories;
    const struct pal_sums
        *tops; /* slot `at`: the weight of the ballots that give it the top score */
};

/* The highest total and whoever shares it; where nobody does, the second total too. */
struct race {
    const struct pal_question *question;
    struct pal_outcome *outcome;
    struct entrant *entrants; /* the best first */
    size_t count;
    size_t equals;         /* from this one on all have the same total */
    size_t sure;           /* those before it reach the final */
    size_t open;           /* those before it and not sure reach it if tie_order says so */
    struct pal_sums duels; /* [at * count + other at]: prefer the one to the other */
    struct pal_sums tops;
};

/* --- Who may reach the final --- */

static void find_entrants(struct race *race)
{
    const struct pal_outcome *outcome = race->outcome;
    race->entrants = pal_mem_new(outcome->option_count, sizeof *race->entrants);
    for (size_t place = 0; race->count < FINALISTS && race->count < outcome->option_count;
         place++) {
        race->equals = race->count;
        for (size_t i = 0; i < outcome->option_count; i++) {
            if (outcome->ranking[i] == place) {
                race->entrants[race->count] =
                    (struct entrant){.option = i, .at = race->count, .tops = &race->tops};
                race->count++;
            }
        }
    }
}

/* The duels and the top scores of one ballot. */
static void add_row(struct race *race, const struct pal_profile_row *row, size_t number)
{
    for (size_t i = 0; i < race->count; i++) {
        int32_t mark = row->marks[race->entrants[i].option];
        if (mark <= 0) {
            continue; /* no opinion is a score of 0, which is above none */
        }
        if (mark == race->question->scale) {
            pal_sums_add(&race->tops, i, number, 1);
        }
        for (size_t j = 0; j < race->count; j++) {
            if (mark > row->marks[race->entrants[j].option]) {
                pal_sums_add(&race->duels, i * race->count + j, number, 1);
            }
        }
    }
}

static int compare_duel(const struct race *race, size_t at, size_t other)
{
    return pal_sums_compare(&race->duels, at * race->count + other, other * race->count + at);
}

static int by_victories(const void *a, const void *b)
{
    const struct entrant *left = a;
    const struct entrant *right = b;
    if (left->victories != right->victories) {
        return left->victories > right->victories ? -1 : 1;
    }
    int order = pal_sums_compare(left->tops, right->at, left->at);
    return order != 0 ? order : (left->at > right->at) - (left->at < right->at);
}

static bool is_tied(const struct race *race, size_t i, size_t j)
{
    const struct entrant *left = &race->entrants[i];
    const struct entrant *right = &race->entrants[j];
    return i >= race->equals && j >= race->equals && left->victories == right->victories &&
           pal_sums_compare(left->tops, left->at, right->at) == 0;
}

/* RULE docs/rules/star.md
 * > Among options of equal totals those go to the final that beat most of the others one to one, being
 * > scored higher by a greater weight of ballots; then those to whom the greater weight of ballots gives
 * > the highest score of the scale; then those that come first in the order settled beforehand for ties.
 */
static void order_entrants(struct race *race)
{
    for (size_t i = race->equals; i < race->count; i++) {
        for (size_t j = race->equals; j < race->count; j++) {
            race->entrants[i].victories += compare_duel(race, i, j) > 0;
        }
    }
    qsort(race->entrants + race->equals, race->count - race->equals, sizeof *race->entrants,
          by_victories);
    race->sure = FINALISTS;
    race->open = FINALISTS;
    if (race->count > FINALISTS && is_tied(race, FINALISTS - 1, FINALISTS)) {
        while (race->sure > 0 && is_tied(race, race->sure - 1, FINALISTS)) {
            race->sure--;
        }
        while (race->open < race->count && is_tied(race, FINALISTS - 1, race->open)) {
            race->open++;
        }
    }
}

/* --- The final --- */

/* Who wins between two entrants: above, at or below zero; at zero tie_order says.
 *
 * RULE docs/rules/star.md
 * > Where both weights are equal, the option with the higher total is elected; then the one to whom the
 * > greater weight of ballots gives the highest score; then the one that comes first in the order of ties.
 */
static int compare_finalists(const struct race *race, const struct entrant *one,
                             const struct entrant *other)
{
    int order = compare_duel(race, one->at, other->at);
    if (order == 0) {
        order = mpq_cmp(race->outcome->totals.at[one->option].value,
                        race->outcome->totals.at[other->option].value);
    }
    return order != 0 ? order : pal_sums_compare(&race->tops, one->at, other->at);
}

/* Who wins under some order of ties, of those who may reach the final; says how many do. */
static size_t find_winners(const struct race *race, bool *wins)
{
    /* Two of the tied meet only where nobody is sure to be in the final. */
    size_t first_end = race->sure == 0 ? race->open : 1;
    for (size_t i = 0; i < first_end; i++) {
        for (size_t j = i + 1; j < race->open; j++) {
            int order = compare_finalists(race, &race->entrants[i], &race->entrants[j]);
            wins[i] = wins[i] || order >= 0;
            wins[j] = wins[j] || order <= 0;
        }
    }
    size_t count = 0;
    for (size_t i = 0; i < race->open; i++) {
        count += wins[i];
    }
    return count;
}

/* RULE docs/rules/star.md
 * > The ranking puts first whoever is elected under some order of ties, then whoever reaches the final
 * > under some order of ties, then the others by their totals.
 */
static void rank(struct race *race)
{
    struct pal_outcome *outcome = race->outcome;
    bool *wins = pal_mem_new(race->open, sizeof *wins);
    size_t after = find_winners(race, wins) < race->open ? 2 : 1;
    /* The best of the others shares the total of the last entrant, or comes next. */
    size_t first =
        outcome->ranking[race->entrants[race->count - 1].option] + (race->open == race->count);
    for (size_t i = 0; i < race->open; i++) {
        outcome->ranking[race->entrants[i].option] = SIZE_MAX;
    }
    for (size_t i = 0; i < outcome->option_count; i++) {
        if (outcome->ranking[i] != SIZE_MAX) {
            outcome->ranking[i] += after - first;
        }
    }
    for (size_t i = 0; i < race->open; i++) {
        outcome->ranking[race->entrants[i].option] = wins[i] ? 0 : 1;
    }
    pal_mem_free(wins);
}

static struct pal_reason *explain(const struct race *race, enum pal_reason_code code,
                                  const struct entrant *entrant)
{
    struct pal_reason *reason = pal_outcome_add_reason(race->outcome, code);
    pal_reason_text(reason, "option", race->question->names[entrant->option]);
    return reason;
}

static void explain_finalist(const struct race *race, const struct entrant *entrant)
{
    bool is_contested = race->count > FINALISTS && entrant >= race->entrants + race->equals;
    struct pal_reason *reason =
        explain(race, is_contested ? PAL_REASON_FINALIST_OF_EQUALS : PAL_REASON_FINALIST, entrant);
    pal_reason_ratio(reason, "total", race->outcome->totals.at[entrant->option].value);
    if (is_contested) {
        PAL_RATIO(figure);
        mpq_set_ui(figure, entrant->victories, 1);
        pal_reason_ratio(reason, "victories", figure);
        pal_sums_get(&race->tops, entrant->at, figure);
        pal_reason_ratio(reason, "top", figure);
    }
}

/* The two finalists, those that are sure first. */
static void find_finalists(struct race *race, const struct entrant **out_finalists)
{
    PAL_OPTIONS(tied);
    for (size_t i = race->sure; i < race->open; i++) {
        pal_options_add(&tied, race->entrants[i].option);
    }
    if (tied.count > 0) {
        pal_tie_record(race->outcome, &tied, PAL_TIE_FINAL, PAL_SETTLED_TIE_ORDER);
    }
    size_t found = 0;
    for (size_t i = 0; i < race->sure; i++) {
        out_finalists[found++] = &race->entrants[i];
        explain_finalist(race, out_finalists[i]);
    }
    for (size_t place = 0; found < FINALISTS; place++) {
        size_t option = race->question->tie_order[place];
        for (size_t i = race->sure; i < race->open; i++) {
            if (race->entrants[i].option == option) {
                out_finalists[found++] = &race->entrants[i];
                explain_finalist(race, &race->entrants[i]);
                (void)explain(race, PAL_REASON_TIE_BY_ORDER, &race->entrants[i]);
            }
        }
    }
}

static void explain_winner(const struct race *race, const struct entrant *winner,
                           const struct entrant *loser)
{
    PAL_RATIO(figure);
    int order = compare_duel(race, winner->at, loser->at);
    struct pal_reason *reason =
        explain(race, order == 0 ? PAL_REASON_FINAL_EQUAL : PAL_REASON_FINAL_WON, winner);
    pal_reason_text(reason, "other", race->question->names[loser->option]);
    pal_sums_get(&race->duels, winner->at * race->count + loser->at, figure);
    pal_reason_ratio(reason, "for", figure);
    pal_sums_get(&race->duels, loser->at * race->count + winner->at, figure);
    pal_reason_ratio(reason, "against", figure);
    if (order != 0) {
        return;
    }
    mpq_srcptr total = race->outcome->totals.at[winner->option].value;
    if (!mpq_equal(total, race->outcome->totals.at[loser->option].value)) {
        pal_reason_ratio(explain(race, PAL_REASON_FINAL_BY_SCORE, winner), "total", total);
    } else if (pal_sums_compare(&race->tops, winner->at, loser->at) != 0) {
        pal_sums_get(&race->tops, winner->at, figure);
        pal_reason_ratio(explain(race, PAL_REASON_FINAL_BY_TOP, winner), "top", figure);
    } else {
        (void)explain(race, PAL_REASON_TIE_BY_ORDER, winner);
    }
}

static void hold_final(struct race *race, const struct entrant *const *finalists)
{
    PAL_OPTIONS(pair);
    PAL_RATIO(weight);
    struct pal_round *round = pal_outcome_add_round(race->outcome);
    mpq_set(round->exhausted, race->outcome->valid);
    for (size_t i = 0; i < FINALISTS; i++) {
        size_t at = finalists[i]->at;
        pal_sums_get(&race->duels, at * race->count + finalists[1 - i]->at, weight);
        mpq_sub(round->exhausted, round->exhausted, weight);
        pal_figures_add(&round->totals, finalists[i]->option, weight);
        pal_options_add(&pair, finalists[i]->option);
    }
    mpq_set(race->outcome->exhausted, round->exhausted);
    int order = compare_finalists(race, finalists[0], finalists[1]);
    if (order == 0) {
        pal_tie_record(race->outcome, &pair, PAL_TIE_ELECTION, PAL_SETTLED_TIE_ORDER);
        order = pal_tie_first(race->question, &pair) == pair.at[0] ? 1 : -1;
    }
    const struct entrant *winner = finalists[order > 0 ? 0 : 1];
    pal_options_add(&round->elected, winner->option);
    pal_options_add(&race->outcome->elected, winner->option);
    explain_winner(race, winner, finalists[order > 0 ? 1 : 0]);
}

static void run(struct race *race, const struct pal_profile *profile)
{
    PAL_UNITS(units, profile, 1);
    pal_sums_init(&race->duels, &units, race->count * race->count);
    pal_sums_init(&race->tops, &units, race->count);
    for (size_t r = 0; r < profile->row_count; r++) {
        add_row(race, &profile->rows[r], r);
    }
    order_entrants(race);

    const struct entrant *finalists[FINALISTS];
    find_finalists(race, finalists);
    struct pal_round *round = &race->outcome->rounds[0];
    for (size_t i = 0; i < race->outcome->option_count; i++) {
        if (i != finalists[0]->option && i != finalists[1]->option) {
            pal_options_add(&round->excluded, i);
        }
    }
    hold_final(race, finalists);
    rank(race);
    pal_sums_done(&race->tops);
    pal_sums_done(&race->duels);
}

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    pal_score_totals(question, profile, &outcome->totals);
    outcome->parts |= PAL_PART_TOTALS | PAL_PART_ROUNDS;
    pal_rank_by_totals(outcome);
    if (mpq_sgn(outcome->valid) == 0 || outcome->option_count < FINALISTS) {
        pal_elect_ranked(question, outcome, PAL_REASON_BEST_SCORE);
        return;
    }
    outcome->parts |= PAL_PART_ELECTED | PAL_PART_TIES;
    struct pal_round *round = pal_outcome_add_round(outcome);
    for (size_t i = 0; i < outcome->option_count; i++) {
        pal_figures_add(&round->totals, i, outcome->totals.at[i].value);
    }
    struct race race = {.question = question, .outcome = outcome};
    find_entrants(&race);
    run(&race, profile);
    pal_mem_free(race.entrants);
}

const struct pal_method pal_method_star = {
    .id = "star",
    .version = 1,
    .rule = "docs/rules/star.md",
    .summary = "A score for each option; of the two best, the one that more ballots prefer.",
    .kind = PAL_BALLOT_SCORES,
    .elects = PAL_ELECTS_TOGETHER,
    .accepts = pal_score_accepts,
    .count = count,
    .decides = pal_decide_by_ranking,
};
