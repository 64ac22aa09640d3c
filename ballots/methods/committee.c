/* committee.c - seats filled one after the other from approvals. */
#include "committee.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/mem.h"

#include "methods.h"

/* Beyond so many figures in all rounds together, or where weights outgrow machine integers, a round
 * lists the elected and its equals alone: exact figures grow with every seat. */
enum { ROUND_FIGURES_MAX = 20000 };

/* --- What can be waited for --- */

/* Of multiplications of 64 bits, if one of long figures takes the product of their lengths: nobody
 * who votes reaches it, and it is over in seconds. */
static const uint64_t products_max = (uint64_t)1 << 36;

/* RULE docs/rules/committees.md
 * > Weights as whole numbers of one unit take so many words of 64 bits; where their square, times the
 * > options, times the square of the seats, is more than 2^36, the ballots are refused.
 */
enum pal_err pal_committee_bears(const struct pal_question *question, uint64_t words)
{
    const uint64_t options = question->option_count;
    const uint64_t seats = question->seat_count < options ? question->seat_count : options;
    return words * words * options * seats * seats <= products_max ? PAL_OK : PAL_ERR_METHOD_DIGITS;
}

/* --- Life --- */

/* The rows that approve each option, from first to last. */
static void list_supporters(struct pal_committee *committee, const struct pal_profile *profile)
{
    size_t count = profile->option_count;
    committee->starts = pal_mem_new(count + 1, sizeof *committee->starts);
    for (size_t r = 0; r < profile->row_count; r++) {
        const struct pal_profile_row *row = &profile->rows[r];
        PAL_CHECK(row->mark_count == count);
        for (size_t i = 0; i < count; i++) {
            committee->starts[i + 1] += row->marks[i] != 0;
        }
    }
    for (size_t i = 0; i < count; i++) {
        committee->starts[i + 1] += committee->starts[i];
    }
    committee->supporters = pal_mem_new(committee->starts[count], sizeof *committee->supporters);
    size_t *next = pal_mem_new(count, sizeof *next);
    for (size_t i = 0; i < count; i++) {
        next[i] = committee->starts[i];
    }
    for (size_t r = 0; r < profile->row_count; r++) {
        const int32_t *marks = profile->rows[r].marks;
        for (size_t i = 0; i < count; i++) {
            if (marks[i] != 0) {
                committee->supporters[next[i]++] = (uint32_t)r;
            }
        }
    }
    pal_mem_free(next);
}

void pal_committee_init(struct pal_committee *committee, const struct pal_question *question,
                        const struct pal_profile *profile, struct pal_outcome *outcome)
{
    size_t count = question->option_count;
    PAL_CHECK(profile->row_count <= UINT32_MAX);
    *committee = (struct pal_committee){.question = question, .outcome = outcome};
    committee->seat_count = question->seat_count < count ? question->seat_count : count;
    pal_units_init(&committee->units, profile, 1);
    committee->lists_all =
        count * committee->seat_count <= ROUND_FIGURES_MAX && committee->units.small != NULL;
    list_supporters(committee, profile);
    committee->class_of = pal_mem_new(profile->row_count, sizeof *committee->class_of);
    committee->is_elected = pal_mem_new(count, sizeof *committee->is_elected);
    committee->figures = pal_ratio_array_new(count);
    committee->standings = pal_mem_new(count, sizeof *committee->standings);
    for (size_t i = 0; i < count; i++) {
        mpz_init(committee->standings[i].num);
        mpz_init_set_ui(committee->standings[i].den, 1);
    }
    mpz_init_set_ui(committee->base, 1);
    mpz_t zero;
    mpz_init(zero);
    pal_committee_add_class(committee, zero);
    mpz_clear(zero);
    pal_outcome_make_ranking(outcome);
    outcome->parts |= PAL_PART_ELECTED | PAL_PART_ROUNDS | PAL_PART_TIES;
}

void pal_committee_done(struct pal_committee *committee)
{
    size_t count = committee->question->option_count;
    for (size_t i = 0; i < count; i++) {
        mpz_clear(committee->standings[i].num);
        mpz_clear(committee->standings[i].den);
    }
    for (size_t i = 0; i < committee->class_count; i++) {
        mpz_clear(committee->values[i]);
    }
    mpz_clear(committee->base);
    pal_sums_done(&committee->by_class);
    pal_units_done(&committee->units);
    pal_options_done(&committee->tied);
    pal_ratio_array_free(committee->figures, count);
    pal_mem_free(committee->values);
    pal_mem_free(committee->standings);
    pal_mem_free(committee->is_elected);
    pal_mem_free(committee->class_of);
    pal_mem_free(committee->supporters);
    pal_mem_free(committee->starts);
    *committee = (struct pal_committee){0};
}

/* --- Classes --- */

size_t pal_committee_add_class(struct pal_committee *committee, mpz_srcptr value)
{
    if (committee->class_count == committee->class_capacity) {
        committee->class_capacity =
            pal_mem_capacity(committee->class_capacity, committee->class_count + 1);
        committee->values =
            pal_mem_grow(committee->values, committee->class_capacity, sizeof *committee->values);
    }
    mpz_init_set(committee->values[committee->class_count], value);
    return committee->class_count++;
}

struct valued_class {
    mpz_srcptr value;
    size_t class;
};

static int by_value(const void *a, const void *b)
{
    const struct valued_class *left = a;
    const struct valued_class *right = b;
    return mpz_cmp(left->value, right->value);
}

/* The classes that have ballots, by value; says how many. The caller's. */
static struct valued_class *valued_new(const struct pal_committee *committee, size_t *out_count)
{
    struct valued_class *valued = pal_mem_new(committee->class_count, sizeof *valued);
    for (size_t r = 0; r < committee->units.row_count; r++) {
        valued[committee->class_of[r]].value = committee->values[committee->class_of[r]];
    }
    size_t count = 0;
    for (size_t i = 0; i < committee->class_count; i++) {
        if (valued[i].value != NULL) {
            valued[count++] = (struct valued_class){valued[i].value, i};
        }
    }
    qsort(valued, count, sizeof *valued, by_value);
    *out_count = count;
    return valued;
}

void pal_committee_tidy(struct pal_committee *committee)
{
    size_t valued_count;
    struct valued_class *valued = valued_new(committee, &valued_count);
    mpz_t *values = pal_mem_new(valued_count, sizeof *values);
    uint32_t *places = pal_mem_new(committee->class_count, sizeof *places);
    size_t count = 0;
    for (size_t i = 0; i < valued_count; i++) {
        if (i == 0 || mpz_cmp(valued[i].value, valued[i - 1].value) != 0) {
            mpz_init_set(values[count++], valued[i].value);
        }
        places[valued[i].class] = (uint32_t)(count - 1);
    }
    for (size_t r = 0; r < committee->units.row_count; r++) {
        committee->class_of[r] = places[committee->class_of[r]];
    }
    for (size_t i = 0; i < committee->class_count; i++) {
        mpz_clear(committee->values[i]);
    }
    pal_mem_free(committee->values);
    pal_mem_free(places);
    pal_mem_free(valued);
    committee->values = values;
    committee->class_count = count;
    committee->class_capacity = valued_count;
}

void pal_committee_refine(struct pal_committee *committee, mpz_srcptr divisor)
{
    mpz_t base;
    mpz_t factor;
    mpz_init(base);
    mpz_init(factor);
    mpz_lcm(base, committee->base, divisor);
    mpz_divexact(factor, base, committee->base);
    for (size_t i = 0; i < committee->class_count; i++) {
        mpz_mul(committee->values[i], committee->values[i], factor);
    }
    mpz_set(committee->base, base);
    mpz_clear(factor);
    mpz_clear(base);
}

void pal_committee_move(struct pal_committee *committee, size_t option, size_t to_class)
{
    PAL_CHECK(to_class < committee->class_count);
    for (size_t i = committee->starts[option]; i < committee->starts[option + 1]; i++) {
        committee->class_of[committee->supporters[i]] = (uint32_t)to_class;
    }
}

/* --- Weights --- */

void pal_committee_gather(struct pal_committee *committee, size_t option)
{
    struct pal_sums *sums = &committee->by_class;
    if (sums->count == committee->class_count) {
        pal_sums_clear(sums);
    } else {
        pal_sums_done(sums);
        pal_sums_init(sums, &committee->units, committee->class_count);
    }
    for (size_t i = committee->starts[option]; i < committee->starts[option + 1]; i++) {
        uint32_t row = committee->supporters[i];
        pal_sums_add(sums, committee->class_of[row], row, 1);
    }
}

void pal_committee_weigh(struct pal_committee *committee, size_t option, mpz_t out_weight,
                         mpz_t out_value)
{
    pal_committee_gather(committee, option);
    mpz_t units;
    mpz_init(units);
    mpz_set_ui(out_weight, 0);
    mpz_set_ui(out_value, 0);
    for (size_t i = 0; i < committee->class_count; i++) {
        pal_sums_integer(&committee->by_class, i, units);
        mpz_add(out_weight, out_weight, units);
        mpz_addmul(out_value, units, committee->values[i]);
    }
    mpz_clear(units);
}

/* --- Seats --- */

/* Is the one before the other? Below, at or above zero. */
static int compare_standings(const struct pal_standing *one, const struct pal_standing *other,
                             bool smallest_first)
{
    mpz_t left;
    mpz_t right;
    mpz_init(left);
    mpz_init(right);
    mpz_mul(left, one->num, other->den);
    mpz_mul(right, other->num, one->den);
    int order = mpz_cmp(left, right);
    mpz_clear(left);
    mpz_clear(right);
    return smallest_first ? order : -order;
}

static void set_figure(const struct pal_committee *committee, size_t option, mpq_t out_figure)
{
    const struct pal_standing *standing = &committee->standings[option];
    mpz_set(mpq_numref(out_figure), standing->num);
    mpz_mul(mpq_denref(out_figure), standing->den, committee->base);
    mpq_canonicalize(out_figure);
}

/* The best of those who stand, in the order of the options. */
static void find_best(const struct pal_committee *committee, struct pal_options *out_best)
{
    for (size_t i = 0; i < committee->question->option_count; i++) {
        const struct pal_standing *standing = &committee->standings[i];
        if (committee->is_elected[i] || !standing->stands) {
            continue;
        }
        int order = out_best->count == 0
                        ? 0
                        : compare_standings(standing, &committee->standings[out_best->at[0]],
                                            committee->smallest_first);
        out_best->count = order < 0 ? 0 : out_best->count;
        if (order <= 0) {
            pal_options_add(out_best, i);
        }
    }
}

/* One of the tied, by tie_order if there are several, takes the seat.
 *
 * RULE docs/rules/committees.md
 * > Of those with the same figure the one that comes first in the order settled beforehand for ties is
 * > elected.
 */
static size_t elect(struct pal_committee *committee, struct pal_options *tied,
                    struct pal_round *round)
{
    size_t chosen = pal_tie_first(committee->question, tied);
    if (tied->count > 1) {
        pal_tie_record(committee->outcome, tied, PAL_TIE_ELECTION, PAL_SETTLED_TIE_ORDER);
    }
    bool is_first = committee->outcome->elected.count == 0;
    bool was_tied = pal_options_have(&committee->tied, chosen);
    committee->place += !is_first && !was_tied;
    committee->outcome->ranking[chosen] = committee->place;
    committee->is_elected[chosen] = true;
    pal_options_add(&committee->outcome->elected, chosen);
    pal_options_add(&round->elected, chosen);
    pal_options_done(&committee->tied);
    committee->tied = *tied;
    *tied = (struct pal_options){0};
    return chosen;
}

static void explain_tie(const struct pal_committee *committee, size_t chosen)
{
    if (committee->tied.count > 1) {
        struct pal_reason *reason =
            pal_outcome_add_reason(committee->outcome, PAL_REASON_TIE_BY_ORDER);
        pal_reason_text(reason, "option", committee->question->names[chosen]);
    }
}

size_t pal_committee_seat(struct pal_committee *committee, enum pal_reason_code why)
{
    PAL_OPTIONS(tied);
    find_best(committee, &tied);
    if (tied.count == 0) {
        return committee->question->option_count;
    }
    PAL_RATIO(figure);
    struct pal_round *round = pal_outcome_add_round(committee->outcome);
    for (size_t i = 0; i < committee->question->option_count; i++) {
        bool is_listed = committee->lists_all || pal_options_have(&tied, i);
        if (is_listed && !committee->is_elected[i] && committee->standings[i].stands) {
            set_figure(committee, i, figure);
            pal_figures_add(&round->totals, i, figure);
        }
    }
    size_t chosen = elect(committee, &tied, round);
    set_figure(committee, chosen, committee->figures[chosen]);
    struct pal_reason *reason = pal_outcome_add_reason(committee->outcome, why);
    pal_reason_text(reason, "option", committee->question->names[chosen]);
    pal_reason_ratio(reason, "total", committee->figures[chosen]);
    pal_reason_ratio(reason, "valid", committee->outcome->valid);
    explain_tie(committee, chosen);
    return chosen;
}

void pal_committee_seat_unsupported(struct pal_committee *committee)
{
    PAL_OPTIONS(tied);
    for (size_t i = 0; i < committee->question->option_count; i++) {
        if (!committee->is_elected[i]) {
            pal_options_add(&tied, i);
        }
    }
    size_t chosen = elect(committee, &tied, pal_outcome_add_round(committee->outcome));
    struct pal_reason *reason =
        pal_outcome_add_reason(committee->outcome, PAL_REASON_SEAT_UNSUPPORTED);
    pal_reason_text(reason, "option", committee->question->names[chosen]);
    explain_tie(committee, chosen);
}

bool pal_committee_is_full(const struct pal_committee *committee)
{
    return committee->outcome->elected.count == committee->seat_count;
}

mpq_srcptr pal_committee_figure(const struct pal_committee *committee, size_t option)
{
    return committee->figures[option];
}

/* --- What is left --- */

struct ranked {
    const struct pal_standing *standing;
    size_t option;
    bool smallest_first;
};

static int by_standing(const void *a, const void *b)
{
    const struct ranked *left = a;
    const struct ranked *right = b;
    return compare_standings(left->standing, right->standing, left->smallest_first);
}

/* Those who are not elected and stood for the last seat, the best first; says how many. */
static struct ranked *ranked_new(const struct pal_committee *committee, size_t *out_count)
{
    size_t count = 0;
    struct ranked *ranked = pal_mem_new(committee->question->option_count, sizeof *ranked);
    for (size_t i = 0; i < committee->question->option_count; i++) {
        bool is_tied = pal_options_have(&committee->tied, i);
        if (!committee->is_elected[i] && committee->standings[i].stands && !is_tied) {
            ranked[count++] = (struct ranked){.standing = &committee->standings[i],
                                              .option = i,
                                              .smallest_first = committee->smallest_first};
        }
    }
    qsort(ranked, count, sizeof *ranked, by_standing);
    *out_count = count;
    return ranked;
}

/* RULE docs/rules/committees.md
 * > The elected are ranked in the order of their election, and one who was tied for the seat before shares
 * > the place of the one who took it. The others follow by their figures for the last seat, of which nobody
 * > has one where nobody could pay for it; those who were tied for the last seat that was taken share the
 * > place of the one who took it, and those who had no figure come last together.
 */
void pal_committee_rank(struct pal_committee *committee)
{
    struct pal_outcome *outcome = committee->outcome;
    size_t count;
    size_t place = committee->place;
    struct ranked *ranked = ranked_new(committee, &count);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || by_standing(&ranked[i - 1], &ranked[i]) != 0) {
            place++;
        }
        outcome->ranking[ranked[i].option] = place;
    }
    size_t last = outcome->elected.count > 0 ? place + 1 : 0;
    for (size_t i = 0; i < outcome->option_count; i++) {
        if (committee->is_elected[i]) {
            continue;
        }
        if (pal_options_have(&committee->tied, i)) {
            outcome->ranking[i] = committee->place;
        } else if (!committee->standings[i].stands) {
            outcome->ranking[i] = last;
        }
    }
    pal_mem_free(ranked);
}

void pal_committee_totals(struct pal_committee *committee)
{
    PAL_RATIO(figure);
    for (size_t i = 0; i < committee->question->option_count; i++) {
        if (!committee->standings[i].stands) {
            continue;
        }
        if (!committee->is_elected[i]) {
            set_figure(committee, i, figure);
        }
        pal_figures_add(&committee->outcome->totals, i,
                        committee->is_elected[i] ? committee->figures[i] : figure);
    }
    committee->outcome->parts |= PAL_PART_TOTALS;
}
