/*
 * majority_judgment.c - each ballot grades each option, and the best majority grade is elected.
 *
 * RULE docs/rules/majority_judgment.md
 * > The majority grade of an option is the worst grade such that at least half of the weight gives it
 * > that grade or a worse one.
 */
#include <stdlib.h>

#include "base/check.h"
#include "base/mem.h"

#include "methods.h"
#include "units.h"

/* Weights that are summed at the same time: few enough to stay close to the processor. */
enum { SLOTS_MAX = 1 << 16 };

static const char *const missing[] = {"worst", "ignore", NULL};

static const struct pal_method_parameter parameters[] = {
    {.name = "missing",
     .kind = PAL_PARAMETER_WORD,
     .words = missing,
     .summary = "no opinion counts as the worst grade, or is left out"},
    {.name = NULL},
};

/* What weight gives an option which grade, in units. */
struct gauge {
    size_t option;
    int32_t *grades; /* those that some weight gives it, the worst first */
    mpz_t *weights;
    size_t count;
    mpz_t total;
};

/* --- From ballots to gauges --- */

/* The grades that stand on some ballot. */
struct scale {
    size_t *numbers; /* of each grade of the scale: its number among these */
    int32_t *grades; /* the worst first */
    size_t count;
    bool is_worst; /* no opinion is the worst grade */
};

static void scale_init(struct scale *scale, const struct pal_question *question,
                       const struct pal_profile *profile)
{
    size_t grade_count = (size_t)question->scale + 1;
    scale->numbers = pal_mem_new(grade_count, sizeof *scale->numbers);
    scale->grades = pal_mem_new(grade_count, sizeof *scale->grades);
    scale->is_worst = pal_parameter_is(question, "missing", "worst");
    scale->numbers[0] = 1; /* seen, for no opinion */
    for (size_t r = 0; r < profile->row_count; r++) {
        const struct pal_profile_row *row = &profile->rows[r];
        PAL_CHECK(row->mark_count == question->option_count);
        for (size_t i = 0; i < row->mark_count; i++) {
            scale->numbers[row->marks[i] > 0 ? row->marks[i] : 0] = 1;
        }
    }
    for (size_t grade = 0; grade < grade_count; grade++) {
        if (scale->numbers[grade] != 0) {
            scale->grades[scale->count] = (int32_t)grade;
            scale->numbers[grade] = scale->count++;
        }
    }
}

static void scale_done(struct scale *scale)
{
    pal_mem_free(scale->numbers);
    pal_mem_free(scale->grades);
}

/* The gauge of an option from the sums of its grades, which start at that slot. */
static void fill_gauge(struct gauge *gauge, const struct scale *scale, const struct pal_sums *sums,
                       size_t slot)
{
    mpz_t weight;
    mpz_init(weight);
    size_t capacity = 0;
    for (size_t i = 0; i < scale->count; i++) {
        pal_sums_integer(sums, slot + i, weight);
        if (mpz_sgn(weight) == 0) {
            continue;
        }
        if (gauge->count == capacity) {
            capacity = pal_mem_capacity(capacity, capacity + 1);
            gauge->grades = pal_mem_grow(gauge->grades, capacity, sizeof *gauge->grades);
            gauge->weights = pal_mem_grow(gauge->weights, capacity, sizeof *gauge->weights);
        }
        gauge->grades[gauge->count] = scale->grades[i];
        mpz_init_set(gauge->weights[gauge->count], weight);
        mpz_add(gauge->total, gauge->total, weight);
        gauge->count++;
    }
    mpz_clear(weight);
}

/* Sums the grades of the options from `from` to before `end`. */
static void fill_gauges(struct gauge *gauges, size_t from, size_t end, const struct scale *scale,
                        const struct pal_profile *profile)
{
    PAL_UNITS(units, profile, 1);
    PAL_SUMS(sums, &units, (end - from) * scale->count);
    for (size_t r = 0; r < profile->row_count; r++) {
        const int32_t *marks = profile->rows[r].marks;
        for (size_t i = from; i < end; i++) {
            if (marks[i] != PAL_MARK_NO_OPINION) {
                size_t number = scale->numbers[marks[i]];
                pal_sums_add(&sums, (i - from) * scale->count + number, r, 1);
            } else if (scale->is_worst) {
                pal_sums_add(&sums, (i - from) * scale->count, r, 1);
            }
        }
    }
    for (size_t i = from; i < end; i++) {
        fill_gauge(&gauges[i], scale, &sums, (i - from) * scale->count);
    }
}

static struct gauge *gauges_new(const struct pal_question *question,
                                const struct pal_profile *profile)
{
    size_t count = question->option_count;
    struct gauge *gauges = pal_mem_new(count, sizeof *gauges);
    for (size_t i = 0; i < count; i++) {
        gauges[i].option = i;
        mpz_init(gauges[i].total);
    }
    struct scale scale = {.count = 0};
    scale_init(&scale, question, profile);
    PAL_CHECK(scale.count > 0); /* the worst grade, at least */
    size_t width = SLOTS_MAX / scale.count > 1 ? SLOTS_MAX / scale.count : 1;
    for (size_t from = 0; from < count; from += width) {
        size_t end = count - from > width ? from + width : count;
        fill_gauges(gauges, from, end, &scale, profile);
    }
    scale_done(&scale);
    return gauges;
}

static void gauges_free(struct gauge *gauges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < gauges[i].count; k++) {
            mpz_clear(gauges[i].weights[k]);
        }
        pal_mem_free(gauges[i].grades);
        pal_mem_free(gauges[i].weights);
        mpz_clear(gauges[i].total);
    }
    pal_mem_free(gauges);
}

/* --- A gauge read from its middle outwards --- */

/* The middle group, and the weights that give better and worse grades. */
struct reading {
    const struct gauge *gauge;
    size_t low, high; /* the grades that are in the middle group by now */
    int32_t grade;    /* the one that it has */
    mpz_t above, below;
};

static void reading_done(struct reading *reading)
{
    mpz_clear(reading->above);
    mpz_clear(reading->below);
}

/* RULE docs/rules/majority_judgment.md
 * > An option on which nobody has an opinion that counts has the worst grade.
 */
static void reading_init(struct reading *reading, const struct gauge *gauge)
{
    *reading = (struct reading){.gauge = gauge};
    mpz_init(reading->below);
    mpz_init_set(reading->above, gauge->total);
    mpz_t twice;
    mpz_init(twice);
    for (size_t i = 0; i < gauge->count; i++) {
        mpz_sub(reading->above, reading->above, gauge->weights[i]);
        mpz_mul_2exp(twice, reading->above, 1);
        if (mpz_cmp(twice, gauge->total) <= 0) { /* so the others are at least half */
            reading->low = i;
            reading->high = i;
            reading->grade = gauge->grades[i];
            break;
        }
        mpz_add(reading->below, reading->below, gauge->weights[i]);
    }
    mpz_clear(twice);
}

/* 1: the better grades weigh more; -1: the worse do, or as much; 0: there are none.
 *
 * RULE docs/rules/majority_judgment.md
 * > … of the weight that gives a better grade and the weight that gives a worse one the larger counts, and
 * > the worse one where they are equal …
 */
static int sign_of(const struct reading *reading)
{
    if (mpz_cmp(reading->above, reading->below) > 0) {
        return 1;
    }
    return mpz_sgn(reading->below) > 0 ? -1 : 0;
}

/* RULE docs/rules/majority_judgment.md
 * > … the middle group joins the group beside it on that side, takes its grade, and the two options are
 * > compared again, until they differ or there is nothing left to join.
 */
static void reading_join(struct reading *reading)
{
    int sign = sign_of(reading);
    PAL_CHECK(sign != 0);
    if (sign > 0) {
        reading->high++;
        reading->grade = reading->gauge->grades[reading->high];
        mpz_sub(reading->above, reading->above, reading->gauge->weights[reading->high]);
    } else {
        reading->low--;
        reading->grade = reading->gauge->grades[reading->low];
        mpz_sub(reading->below, reading->below, reading->gauge->weights[reading->low]);
    }
}

/* Above zero: the one is better; at zero: as far as this goes they are the same. */
static int compare_readings(const struct reading *one, const struct reading *other)
{
    if (one->grade != other->grade) {
        return one->grade > other->grade ? 1 : -1;
    }
    int sign = sign_of(one);
    if (sign != sign_of(other)) {
        return sign > sign_of(other) ? 1 : -1;
    }
    /* As shares of what each was given: no opinion may be left out. */
    mpz_t left;
    mpz_t right;
    mpz_init(left);
    mpz_init(right);
    mpz_mul(left, sign > 0 ? one->above : one->below, other->gauge->total);
    mpz_mul(right, sign > 0 ? other->above : other->below, one->gauge->total);
    int order = mpz_cmp(left, right);
    mpz_clear(left);
    mpz_clear(right);
    return sign > 0 ? order : -order;
}

/* Reads both until they differ; says after how many joinings in *out_joined. */
static int compare_until(struct reading *one, struct reading *other, size_t *out_joined)
{
    int order = compare_readings(one, other);
    size_t joined = 0;
    while (order == 0 && sign_of(one) != 0) {
        reading_join(one);
        reading_join(other);
        joined++;
        order = compare_readings(one, other);
    }
    *out_joined = joined;
    return order;
}

/* The best first. */
static int by_merit(const void *a, const void *b)
{
    const struct gauge *left = a;
    const struct gauge *right = b;
    struct reading one;
    struct reading other;
    size_t joined;
    reading_init(&one, left);
    reading_init(&other, right);
    int order = compare_until(&other, &one, &joined);
    reading_done(&one);
    reading_done(&other);
    return order;
}

/* --- What it decides --- */

static void set_outcome(const struct gauge *sorted, struct pal_outcome *outcome)
{
    mpq_t *grades = pal_ratio_array_new(outcome->option_count);
    pal_outcome_make_ranking(outcome);
    size_t place = 0;
    for (size_t i = 0; i < outcome->option_count; i++) {
        struct reading reading;
        reading_init(&reading, &sorted[i]);
        mpq_set_si(grades[sorted[i].option], reading.grade, 1);
        reading_done(&reading);
        if (i > 0 && by_merit(&sorted[i - 1], &sorted[i]) != 0) {
            place++;
        }
        outcome->ranking[sorted[i].option] = place;
    }
    pal_figures_add_all(&outcome->totals, grades, outcome->option_count);
    outcome->parts |= PAL_PART_TOTALS;
    pal_ratio_array_free(grades, outcome->option_count);
}

static void add_weight(struct pal_reason *reason, const char *name, mpz_srcptr units,
                       mpz_srcptr per_one)
{
    PAL_RATIO(weight);
    mpz_set(mpq_numref(weight), units);
    mpz_set(mpq_denref(weight), per_one);
    mpq_canonicalize(weight);
    pal_reason_ratio(reason, name, weight);
}

/* The figures of a reading, after the names. */
static void explain_reading(struct pal_reason *reason, const struct reading *reading,
                            mpz_srcptr per_one)
{
    PAL_RATIO(grade);
    mpq_set_si(grade, reading->grade, 1);
    pal_reason_ratio(reason, "grade", grade);
    add_weight(reason, "above", reading->above, per_one);
    add_weight(reason, "below", reading->below, per_one);
}

static void explain_first(const struct pal_question *question, struct pal_outcome *outcome,
                          const struct gauge *gauge, mpz_srcptr per_one)
{
    struct reading reading;
    reading_init(&reading, gauge);
    struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_MAJORITY_GRADE);
    pal_reason_text(reason, "option", question->names[gauge->option]);
    explain_reading(reason, &reading, per_one);
    add_weight(reason, "valid", gauge->total, per_one);
    reading_done(&reading);
}

/* Where the best and another first differ, when their first figures are the same. */
static void explain_later(const struct pal_question *question, struct pal_outcome *outcome,
                          const struct gauge *const *pair, mpz_srcptr per_one)
{
    struct reading readings[2];
    size_t joined;
    reading_init(&readings[0], pair[0]);
    reading_init(&readings[1], pair[1]);
    int order = compare_until(&readings[0], &readings[1], &joined);
    PAL_RATIO(times);
    mpq_set_ui(times, joined, 1);
    for (size_t i = 0; i < 2 && order != 0 && joined > 0; i++) {
        struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_MAJORITY_JOINED);
        pal_reason_text(reason, "option", question->names[pair[i]->option]);
        pal_reason_text(reason, "other", question->names[pair[1 - i]->option]);
        pal_reason_ratio(reason, "times", times);
        explain_reading(reason, &readings[i], per_one);
    }
    reading_done(&readings[0]);
    reading_done(&readings[1]);
}

/* The figures of all who have the best majority grade, and what separates the best of them. */
static void explain(const struct pal_question *question, const struct pal_profile *profile,
                    const struct gauge *sorted, struct pal_outcome *outcome)
{
    PAL_UNITS(units, profile, 1);
    mpq_srcptr best = outcome->totals.at[sorted[0].option].value;
    size_t count = 0;
    while (count < outcome->option_count &&
           mpq_equal(outcome->totals.at[sorted[count].option].value, best)) {
        explain_first(question, outcome, &sorted[count], units.per_one);
        count++;
    }
    for (size_t i = 1; i < count; i++) {
        const struct gauge *const pair[] = {&sorted[0], &sorted[i]};
        explain_later(question, outcome, pair, units.per_one);
    }
}

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    struct gauge *gauges = gauges_new(question, profile);
    qsort(gauges, outcome->option_count, sizeof *gauges, by_merit);
    set_outcome(gauges, outcome);
    if (mpq_sgn(outcome->valid) > 0) {
        explain(question, profile, gauges, outcome);
    }
    pal_elect_ranked(question, outcome, PAL_REASON_BEST_GRADE);
    gauges_free(gauges, outcome->option_count);
}

const struct pal_method pal_method_majority_judgment = {
    .id = "majority-judgment",
    .version = 1,
    .rule = "docs/rules/majority_judgment.md",
    .summary = "A grade for each option; the best majority grade is elected.",
    .kind = PAL_BALLOT_SCORES,
    .elects = PAL_ELECTS_BY_RANKING,
    .parameters = parameters,
    .accepts = pal_score_accepts,
    .count = count,
    .decides = pal_decide_by_ranking,
};
