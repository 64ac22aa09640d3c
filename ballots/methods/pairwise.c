/* pairwise.c - every option against every other, and what follows from it alone. */
#include "pairwise.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#include "methods.h"
#include "rankings.h"

/* --- Counting --- */

/* Which pairs of a ballot are counted, at the slot of (i, j): with `apart`, those where i stands
 * above j. With `last`, those where j stands level with i or above, i itself included: what is left
 * of all ballots that rank i prefers it to j, so that those who leave j out need not be told. */
static void pairs_of(const struct pal_ranking *ranking, bool is_apart, size_t place,
                     size_t out_range[2])
{
    out_range[0] = is_apart ? ranking->ends[place] : 0;
    out_range[1] = is_apart ? ranking->count : ranking->ends[place];
}

/* How the weights of the rows may be added: in lanes, in words, or in sums of any size. */
enum pal_way { IN_LANES, IN_WORDS, IN_SUMS };

enum {
    LANES = 16,        /* sums that are made at once */
    LANES_OPTIONS = 64 /* with more, a ballot names too few of them */
};

static enum pal_way way_for(const struct pal_pairwise *pairwise)
{
    const struct pal_units *units = &pairwise->units;
    pal_wide all = 0;
    pal_wide most = 0;
    for (size_t r = 0; units->small != NULL && r < units->row_count; r++) {
        all += units->small[r];
        most = units->small[r] > most ? units->small[r] : most;
    }
    if (units->small == NULL || all > INT64_MAX) {
        return IN_SUMS;
    }
    return most <= UINT16_MAX && pairwise->option_count <= LANES_OPTIONS ? IN_LANES : IN_WORDS;
}

/* A ballot by where its options stand, from 1. Those below a place get the weight in one stroke: the
 * processor has an instruction for it, and no branch to foretell. Sums of 16 bits are added to words
 * before they could overflow. */
struct lanes {
    size_t count, width; /* options; the same, up to whole lanes */
    uint16_t *sums;      /* of (i, j) at i * width + j */
    int64_t *words;
    uint32_t pending; /* no sum is above it */
    int16_t unranked; /* where those stand that a ballot leaves out: below all, or above */
    int16_t *places;  /* of each option */
    struct ranked {
        uint32_t line; /* where the sums of an option begin that the ballot ranks */
        int16_t place;
    } * ranked;
};

static void lanes_init(struct lanes *lanes, size_t count, bool is_apart)
{
    const size_t width = (count + LANES - 1) / LANES * LANES;
    *lanes = (struct lanes){.count = count,
                            .width = width,
                            .unranked = is_apart ? (int16_t)0 : INT16_MAX};
    lanes->sums = pal_mem_new(count * width, sizeof *lanes->sums);
    lanes->words = pal_mem_new(count * width, sizeof *lanes->words);
    lanes->places = pal_mem_new(width, sizeof *lanes->places);
    lanes->ranked = pal_mem_new(count, sizeof *lanes->ranked);
}

static void lanes_done(struct lanes *lanes)
{
    pal_mem_free(lanes->sums);
    pal_mem_free(lanes->words);
    pal_mem_free(lanes->places);
    pal_mem_free(lanes->ranked);
}

static void empty_lanes(struct lanes *lanes)
{
    for (size_t slot = 0; slot < lanes->count * lanes->width; slot++) {
        lanes->words[slot] += lanes->sums[slot];
        lanes->sums[slot] = 0;
    }
    lanes->pending = 0;
}

static inline void add_below(uint16_t *restrict sums, const int16_t *restrict places, int16_t place,
                             uint16_t weight)
{
    for (size_t j = 0; j < LANES; j++) {
        const uint16_t mask = (uint16_t) - (places[j] > place);
        sums[j] = (uint16_t)(sums[j] + (weight & mask));
    }
}

/* RULE docs/rules/pairwise.md
 * > An option that a ballot ranks twice counts where it stands first.
 *
 * How many options the row ranks. */
static size_t place_options(struct lanes *lanes, const struct pal_profile_row *row)
{
    for (size_t i = 0; i < lanes->width; i++) {
        lanes->places[i] = lanes->unranked;
    }
    size_t count = 0;
    int16_t place = 1;
    for (size_t i = 0; i < row->mark_count; i++) {
        const int32_t mark = row->marks[i];
        if (mark == PAL_MARK_NEXT_RANK) {
            place++; /* at most PAL_LIMIT_MARKS */
        } else if (lanes->places[mark] == lanes->unranked) {
            lanes->places[mark] = place;
            lanes->ranked[count++] =
                (struct ranked){(uint32_t)mark * (uint32_t)lanes->width, place};
        }
    }
    return count;
}

static void add_in_lanes(struct pal_pairwise *pairwise, const struct pal_profile *profile,
                         bool is_apart)
{
    struct lanes lanes PAL_CLEANUP(lanes_done);
    lanes_init(&lanes, pairwise->option_count, is_apart);
    for (size_t r = 0; r < profile->row_count; r++) {
        const size_t ranked = place_options(&lanes, &profile->rows[r]);
        const uint16_t weight = (uint16_t)pairwise->units.small[r];
        if (lanes.pending + weight > UINT16_MAX) {
            empty_lanes(&lanes);
        }
        lanes.pending += weight;
        for (size_t j = 0; j < lanes.width; j += LANES) {
            for (size_t p = 0; p < ranked; p++) {
                add_below(lanes.sums + lanes.ranked[p].line + j, lanes.places + j,
                          lanes.ranked[p].place, weight);
            }
        }
    }
    empty_lanes(&lanes);
    for (size_t i = 0; i < lanes.count; i++) {
        for (size_t j = 0; j < lanes.count; j++) {
            pairwise->preferences.small[pal_pairwise_slot(pairwise, i, j)] =
                lanes.words[i * lanes.width + j];
        }
    }
}

/* The same sums in the words of this machine, which take half the time. */
static void add_in_words(struct pal_pairwise *pairwise, const struct pal_profile *profile,
                         bool is_apart)
{
    const size_t count = pairwise->option_count;
    PAL_RANKING(ranking, count);
    int64_t *words = pal_mem_new(count * count, sizeof *words);
    for (size_t r = 0; r < profile->row_count; r++) {
        pal_ranking_read(&ranking, &profile->rows[r]);
        const int64_t weight = (int64_t)pairwise->units.small[r];
        for (size_t p = 0; p < ranking.count; p++) {
            int64_t *line = words + ranking.options[p] * count;
            size_t range[2];
            pairs_of(&ranking, is_apart, p, range);
            for (size_t q = range[0]; q < range[1]; q++) {
                line[ranking.options[q]] += weight;
            }
        }
    }
    for (size_t slot = 0; slot < count * count; slot++) {
        pairwise->preferences.small[slot] = words[slot];
    }
    pal_mem_free(words);
}

static void add_rows(struct pal_pairwise *pairwise, const struct pal_profile *profile,
                     bool is_apart)
{
    PAL_RANKING(ranking, pairwise->option_count);
    for (size_t r = 0; r < profile->row_count; r++) {
        pal_ranking_read(&ranking, &profile->rows[r]);
        for (size_t p = 0; p < ranking.count; p++) {
            size_t range[2];
            pairs_of(&ranking, is_apart, p, range);
            for (size_t q = range[0]; q < range[1]; q++) {
                size_t slot = pal_pairwise_slot(pairwise, ranking.options[p], ranking.options[q]);
                pal_sums_add(&pairwise->preferences, slot, r, 1);
            }
        }
    }
}

/* RULE docs/rules/pairwise.md
 * > With unranked=last, a ballot prefers every option that it ranks to every option that it does not,
 * > and the latter are equal.
 */
static void prefer_to_unranked(struct pal_pairwise *pairwise)
{
    struct pal_sums *sums = &pairwise->preferences;
    for (size_t i = 0; i < pairwise->option_count; i++) {
        const size_t ranked = pal_pairwise_slot(pairwise, i, i);
        for (size_t j = 0; j < pairwise->option_count; j++) {
            if (j != i) {
                size_t slot = pal_pairwise_slot(pairwise, i, j);
                pal_sums_set_difference(sums, slot, sums, ranked, slot);
            }
        }
        pal_sums_set_difference(sums, ranked, sums, ranked, ranked);
    }
}

static void find_margins(struct pal_pairwise *pairwise)
{
    const size_t count = pairwise->option_count;
    pal_sums_init(&pairwise->margins, &pairwise->units, count * count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            pal_sums_set_difference(&pairwise->margins, pal_pairwise_slot(pairwise, i, j),
                                    &pairwise->preferences, pal_pairwise_slot(pairwise, i, j),
                                    pal_pairwise_slot(pairwise, j, i));
        }
    }
    pairwise->strength = &pairwise->margins;
}

void pal_pairwise_init(struct pal_pairwise *pairwise, const struct pal_question *question,
                       const struct pal_profile *profile)
{
    PAL_CHECK(profile->kind == PAL_BALLOT_RANKS);
    const size_t count = question->option_count;
    const bool is_apart = pal_parameter_is(question, "unranked", "apart");
    *pairwise = (struct pal_pairwise){.option_count = count};
    pal_units_init(&pairwise->units, profile, 1);
    pal_sums_init(&pairwise->preferences, &pairwise->units, count * count);
    const enum pal_way way = way_for(pairwise);
    if (way == IN_LANES) {
        add_in_lanes(pairwise, profile, is_apart);
    } else if (way == IN_WORDS) {
        add_in_words(pairwise, profile, is_apart);
    } else {
        add_rows(pairwise, profile, is_apart);
    }
    if (!is_apart && way != IN_LANES) { /* where each option has a place, it is done */
        prefer_to_unranked(pairwise);
    }
    pairwise->strength = &pairwise->preferences;
    if (pal_parameter_is(question, "strength", "margins")) {
        find_margins(pairwise);
    }
}

void pal_pairwise_done(struct pal_pairwise *pairwise)
{
    if (pairwise->strength == &pairwise->margins) {
        pal_sums_done(&pairwise->margins);
    }
    pal_sums_done(&pairwise->preferences);
    pal_units_done(&pairwise->units);
    *pairwise = (struct pal_pairwise){0};
}

/* RULE docs/rules/pairwise.md
 * > An option beats another if the weight of the ballots that prefer it to the other is larger than the
 * > weight of those that prefer the other.
 */
bool pal_pairwise_beats(const struct pal_pairwise *pairwise, size_t i, size_t j)
{
    return pal_sums_compare(&pairwise->preferences, pal_pairwise_slot(pairwise, i, j),
                            pal_pairwise_slot(pairwise, j, i)) > 0;
}

void pal_pairwise_tell(const struct pal_pairwise *pairwise, struct pal_outcome *outcome)
{
    PAL_CHECK(outcome->option_count == pairwise->option_count);
    pal_outcome_make_pairwise(outcome);
    for (size_t slot = 0; slot < pairwise->preferences.count; slot++) {
        pal_sums_get(&pairwise->preferences, slot, outcome->pairwise[slot]);
    }
}

/* --- Victories --- */

/* A victory being put in order. */
struct contender {
    const struct pal_pairwise *pairwise;
    uint32_t winner, loser;
    uint32_t winner_place, loser_place; /* in tie_order */
};

static int compare_strength(const struct contender *left, const struct contender *right)
{
    return pal_sums_compare(left->pairwise->strength,
                            pal_pairwise_slot(left->pairwise, right->winner, right->loser),
                            pal_pairwise_slot(left->pairwise, left->winner, left->loser));
}

/* RULE docs/rules/ranked_pairs.md
 * > Of two victories of the same strength, with strength=winning, the one of which the loser is preferred by
 * > less weight comes first; then, as at once with strength=margins, the one whose winner comes before the
 * > other's in the order settled beforehand for ties; then, of the same winner, the one whose loser comes last
 * > in that order.
 *
 * Where the strength is a margin, what is against it is the margin of the loser: equal when it is.
 */
static int compare_opposition(const struct contender *left, const struct contender *right)
{
    return pal_sums_compare(left->pairwise->strength,
                            pal_pairwise_slot(left->pairwise, left->loser, left->winner),
                            pal_pairwise_slot(left->pairwise, right->loser, right->winner));
}

static int compare_contenders(const void *a, const void *b)
{
    const struct contender *left = a;
    const struct contender *right = b;
    int order = compare_strength(left, right);
    if (order == 0) {
        order = compare_opposition(left, right);
    }
    if (order == 0) {
        order =
            (left->winner_place > right->winner_place) - (left->winner_place < right->winner_place);
    }
    if (order == 0) {
        order = (left->loser_place < right->loser_place) - (left->loser_place > right->loser_place);
    }
    return order;
}

static struct contender *contenders_new(const struct pal_pairwise *pairwise,
                                        const struct pal_question *question, size_t *out_count)
{
    const size_t count = pairwise->option_count;
    size_t *places = pal_tie_places_new(question);
    struct contender *contenders = pal_mem_new(count * count / 2, sizeof *contenders);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            if (pal_pairwise_beats(pairwise, i, j)) {
                contenders[found++] = (struct contender){
                    .pairwise = pairwise,
                    .winner = (uint32_t)i,
                    .loser = (uint32_t)j,
                    .winner_place = (uint32_t)places[i],
                    .loser_place = (uint32_t)places[j],
                };
            }
        }
    }
    pal_mem_free(places);
    qsort(contenders, found, sizeof *contenders, compare_contenders);
    *out_count = found;
    return contenders;
}

struct pal_victory *pal_victories_new(const struct pal_pairwise *pairwise,
                                      const struct pal_question *question, size_t *out_count)
{
    struct contender *contenders = contenders_new(pairwise, question, out_count);
    const size_t count = *out_count;
    struct pal_victory *victories = pal_mem_new(count, sizeof *victories);
    for (size_t i = 0; i < count; i++) {
        const struct contender *one = &contenders[i];
        victories[i] = (struct pal_victory){.winner = one->winner, .loser = one->loser};
        if (i > 0) {
            bool is_equal = compare_strength(one - 1, one) == 0;
            bool is_equally_opposed = compare_opposition(one - 1, one) == 0;
            victories[i].group = victories[i - 1].group + !(is_equal && is_equally_opposed);
        }
    }
    uint32_t level = 1;
    for (size_t i = count; i > 0; i--) {
        if (i < count && compare_strength(&contenders[i - 1], &contenders[i]) != 0) {
            level++;
        }
        victories[i - 1].level = level;
    }
    pal_mem_free(contenders);
    return victories;
}
