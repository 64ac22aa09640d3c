/*
 * Seats for lists: every profile of at most 3 lists and 5 ballots, with 1 to 5 seats, three
 * thresholds and every order of ties, by four methods, against the rules written naively.
 */
#include "trial.h"

enum { TYPES_MAX = 4, SEATS_MAX = 5 };
static const char *const names[] = {"A", "B", "C"};

/* Type t names list t; the last one is blank. */
static void set_marks(size_t type, size_t option_count, int32_t *out_marks)
{
    for (size_t i = 0; i < option_count; i++) {
        out_marks[i] = i == type;
    }
}

static const struct {
    const char *settings[3];
    int num, den;
} thresholds[] = {{{"threshold", "0", NULL}, 0, 1},
                  {{"threshold", "1/3", NULL}, 1, 3},
                  {{"threshold", "2/5", NULL}, 2, 5}};

/* The divisor for the next seat of who has so many, in fifths. */
static int dhondt(int seats)
{
    return 5 * (seats + 1);
}
static int sainte_lague(int seats)
{
    return 5 * (2 * seats + 1);
}
static int modified(int seats)
{
    return seats == 0 ? 7 : 5 * (2 * seats + 1);
}

static const struct {
    const char *method;
    int (*divisor)(int seats); /* NULL: largest remainders */
} methods[] = {{"dhondt", dhondt},
               {"sainte-lague", sainte_lague},
               {"sainte-lague-modified", modified},
               {"largest-remainder", NULL}};

/* What the naive count knows: the votes of those that may have seats, and the seats. */
struct naive {
    const struct pal_trial *trial;
    int (*divisor)(int seats);
    int votes[TRIAL_OPTIONS], seats[TRIAL_OPTIONS];
    int votes_left; /* of all who may have seats */
    bool is_tied;
};

static void set_votes(struct naive *naive, size_t threshold)
{
    int valid = 0;
    for (size_t i = 0; i < naive->trial->option_count; i++) {
        naive->votes[i] = naive->trial->counts[i] * naive->trial->weights[i];
        valid += naive->votes[i];
    }
    for (size_t i = 0; i < naive->trial->option_count; i++) {
        if (naive->votes[i] * thresholds[threshold].den < thresholds[threshold].num * valid) {
            naive->votes[i] = 0;
        }
        naive->votes_left += naive->votes[i];
    }
}

/* Is the claim of the one, a over b, larger than that of the other? */
static bool is_larger(const int *one, const int *other)
{
    return one[0] * other[1] > other[0] * one[1];
}

/* Gives each of the seats left to the largest claim, of which claim() gives numerator and
 * denominator; whoever claims as much as the last one that got a seat, and got none for it, is tied
 * with it. */
static void give(struct naive *naive, int seats, void (*claim)(const struct naive *, size_t, int *))
{
    const size_t count = naive->trial->option_count;
    int last[2] = {0, 1};
    for (int seat = 0; seat < seats; seat++) {
        size_t best = count;
        int best_claim[2] = {0, 1};
        for (size_t i = 0; i < count; i++) {
            size_t option = naive->trial->order[i];
            int its[2];
            claim(naive, option, its);
            if (is_larger(its, best_claim)) {
                best = option;
                best_claim[0] = its[0];
                best_claim[1] = its[1];
            }
        }
        assert_true(best < count);
        last[0] = best_claim[0];
        last[1] = best_claim[1];
        naive->seats[best]++;
    }
    for (size_t i = 0; i < count && seats > 0; i++) {
        int its[2];
        claim(naive, i, its);
        naive->is_tied = naive->is_tied || its[0] * last[1] == last[0] * its[1];
    }
}

static void claim_average(const struct naive *naive, size_t option, int *out_claim)
{
    out_claim[0] = naive->votes[option];
    out_claim[1] = naive->divisor(naive->seats[option]);
}

/* The remainder over the quota; nothing for who has had a seat for it. */
static void claim_remainder(const struct naive *naive, size_t option, int *out_claim)
{
    int times = naive->votes[option] * (int)naive->trial->seats;
    int whole = times / naive->votes_left;
    bool is_served = naive->seats[option] > whole;
    out_claim[0] = is_served ? 0 : times % naive->votes_left;
    out_claim[1] = 1;
}

static void count_naively(struct naive *naive, size_t threshold)
{
    int rest = (int)naive->trial->seats;
    set_votes(naive, threshold);
    if (naive->votes_left == 0) {
        return;
    }
    if (naive->divisor != NULL) {
        give(naive, rest, claim_average);
        return;
    }
    for (size_t i = 0; i < naive->trial->option_count; i++) {
        int whole = naive->votes[i] * (int)naive->trial->seats / naive->votes_left;
        naive->seats[i] = whole;
        rest -= whole;
    }
    give(naive, rest, claim_remainder);
}

static void try_one(struct pal_trial *trial, size_t method, size_t threshold)
{
    trial->method = methods[method].method;
    trial->settings = thresholds[threshold].settings;
    for (size_t i = 0; i < 6; i++) {
        trial->order = pal_trial_orders[i];
        if (!pal_trial_is_order(trial->order, trial->option_count)) {
            continue;
        }
        struct naive naive = {.trial = trial, .divisor = methods[method].divisor};
        count_naively(&naive, threshold);
        struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
        pal_trial_count(trial, TRIAL_PLAIN, NULL, &outcome);
        for (size_t option = 0; option < trial->option_count; option++) {
            assert_int_equal(outcome.seats[option], naive.seats[option]);
        }
        assert_int_equal(outcome.tie_count, naive.is_tied);
        if (i == 3 && trial->seats < 4) { /* one order that is no option's own */
            pal_trial_properties(trial, &outcome, true);
        }
    }
}

static void try_methods(struct pal_trial *trial)
{
    for (trial->seats = 1; trial->seats <= SEATS_MAX; trial->seats++) {
        for (size_t method = 0; method < 4; method++) {
            for (size_t threshold = 0; threshold < 3; threshold++) {
                try_one(trial, method, threshold);
            }
        }
    }
}

static void try_all(const int *weights)
{
    for (size_t option_count = 1; option_count <= TRIAL_OPTIONS; option_count++) {
        int counts[TYPES_MAX] = {0};
        struct pal_trial trial = {.names = names,
                                  .option_count = option_count,
                                  .type_count = option_count + 1,
                                  .marks = set_marks,
                                  .counts = counts,
                                  .weights = weights};
        do {
            try_methods(&trial);
        } while (pal_trial_next(counts, trial.type_count));
    }
}

static void with_equal_ballots(void **state)
{
    (void)state;
    try_all((const int[]){7, 7, 7, 7});
}

static void with_ballots_of_different_weights(void **state)
{
    (void)state;
    try_all((const int[]){4, 1, 2, 3});
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, with_equal_ballots);
    TEST(tests, with_ballots_of_different_weights);
    return RUN(tests);
}
