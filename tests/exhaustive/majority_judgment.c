/*
 * Majority judgment: every small profile of grades and of no opinion against the definition of
 * Balinski and Laraki, in which one median grade is taken away at a time: a ballot of k sevenths is k
 * ballots, and where totals differ each option's ballots are repeated until they do not.
 */
#include "trial.h"

enum { TYPES_MAX = 27, BALLOTS_MAX = 64 };

static const char *const names[] = {"A", "B", "C"};
static const int weights[TYPES_MAX] = {4, 1, 2, 3, 3, 2, 1, 5, 7, 1, 2, 2, 6, 1,
                                       1, 3, 2, 4, 1, 2, 3, 1, 1, 2, 5, 3, 1};

/* Digit i of the type, in base 3, is what it says of option i: no opinion, 0, 1. */
static void mark_low(size_t type, size_t option_count, int32_t *out_marks)
{
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i] = (int32_t)(type % 3) - 1;
        type /= 3;
    }
}

/* The same: 0, 1, 2. */
static void mark_high(size_t type, size_t option_count, int32_t *out_marks)
{
    mark_low(type, option_count, out_marks);
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i]++;
    }
}

static bool is_blank(const int32_t *marks, size_t option_count)
{
    for (size_t i = 0; i < option_count; i++) {
        if (marks[i] >= 0) {
            return false;
        }
    }
    return true;
}

/* The grades of an option, the worst first. */
struct grades {
    int at[BALLOTS_MAX];
    int count;
};

static void set_grades(const struct pal_trial *trial, size_t option, bool is_ignored,
                       struct grades *grades)
{
    grades->count = 0;
    for (int32_t grade = 0; grade <= trial->scale; grade++) {
        for (size_t type = 0; type < trial->type_count; type++) {
            int32_t marks[TRIAL_OPTIONS];
            trial->marks(type, trial->option_count, marks);
            bool is_given =
                marks[option] == grade || (marks[option] < 0 && grade == 0 && !is_ignored);
            bool is_counted = is_given && !is_blank(marks, trial->option_count);
            int times = is_counted ? trial->counts[type] * trial->weights[type] : 0;
            for (int k = 0; k < times; k++) {
                grades->at[grades->count++] = grade;
            }
        }
    }
    if (grades->count == 0) { /* nobody's opinion is the worst */
        grades->at[grades->count++] = 0;
    }
}

/* Every grade of one list, repeated, taken from the middle: the lower median of what is left. */
struct removal {
    const struct grades *grades;
    int times;       /* each stands so often */
    int left, right; /* how many are left below the hole, and above */
};

static struct removal removal_of(const struct grades *grades, int times)
{
    int count = grades->count * times;
    return (struct removal){grades, times, (count + 1) / 2, count / 2};
}

static int next_median(struct removal *removal)
{
    int count = removal->grades->count * removal->times;
    int median = (removal->left + removal->right - 1) / 2;
    int at = median < removal->left ? --removal->left : count - removal->right--;
    return removal->grades->at[at / removal->times];
}

static int compare_options(const struct grades *one, const struct grades *other)
{
    struct removal left = removal_of(one, other->count);
    struct removal right = removal_of(other, one->count);
    int order = 0;
    for (int i = 0; i < one->count * other->count && order == 0; i++) {
        order = next_median(&left) - next_median(&right);
    }
    return order;
}

static void compare(const struct pal_trial *trial, bool is_ignored,
                    const struct pal_outcome *outcome)
{
    struct grades grades[TRIAL_OPTIONS];
    for (size_t i = 0; i < trial->option_count; i++) {
        set_grades(trial, i, is_ignored, &grades[i]);
    }
    size_t best = trial->order[0];
    size_t equals = 0;
    for (size_t k = 0; k < trial->option_count; k++) {
        size_t i = trial->order[k];
        struct removal removal = removal_of(&grades[i], 1);
        assert_int_equal(mpq_cmp_si(outcome->totals.at[i].value, next_median(&removal), 1), 0);
        for (size_t j = 0; j < trial->option_count; j++) {
            int order = compare_options(&grades[i], &grades[j]);
            assert_int_equal(order > 0, outcome->ranking[i] < outcome->ranking[j]);
        }
        int order = compare_options(&grades[i], &grades[best]);
        best = order > 0 ? i : best;
        equals = order > 0 ? 1 : equals + (order == 0);
    }
    bool is_any = mpq_sgn(outcome->valid) > 0;
    assert_int_equal(outcome->elected.count, is_any);
    assert_true(!is_any || outcome->elected.at[0] == best);
    assert_int_equal(outcome->tie_count, is_any && equals > 1);
}

static void try_all(struct pal_trial *trial, bool is_ignored, int ballots_max)
{
    static const char *const settings[] = {"missing", "ignore", NULL};
    int counts[TYPES_MAX] = {0};
    trial->method = "majority-judgment";
    trial->names = names;
    trial->seats = 1;
    trial->settings = is_ignored ? settings : NULL;
    trial->order = pal_trial_orders[trial->option_count == 2 ? 1 : 3];
    trial->weights = weights;
    trial->counts = counts;
    trial->type_count = trial->option_count == 2 ? 9 : 27;
    do {
        struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
        pal_trial_count(trial, TRIAL_PLAIN, NULL, &outcome);
        compare(trial, is_ignored, &outcome);
        pal_trial_properties(trial, &outcome, true);
    } while (pal_trial_next_within(counts, trial->type_count, ballots_max));
}

static void two_options(void **state)
{
    (void)state;
    struct pal_trial trial = {.option_count = 2, .scale = 1, .marks = mark_low};
    try_all(&trial, false, 5);
    trial.scale = 2;
    trial.marks = mark_high;
    try_all(&trial, false, 5);
}

static void two_options_with_no_opinion_left_out(void **state)
{
    (void)state;
    struct pal_trial trial = {.option_count = 2, .scale = 1, .marks = mark_low};
    try_all(&trial, true, 5);
}

static void three_options(void **state)
{
    (void)state;
    struct pal_trial trial = {.option_count = 3, .scale = 2, .marks = mark_high};
    try_all(&trial, false, 3);
}

static void three_options_with_no_opinion_left_out(void **state)
{
    (void)state;
    struct pal_trial trial = {.option_count = 3, .scale = 1, .marks = mark_low};
    try_all(&trial, true, 3);
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, two_options);
    TEST(tests, two_options_with_no_opinion_left_out);
    TEST(tests, three_options);
    TEST(tests, three_options_with_no_opinion_left_out);
    return RUN(tests);
}
