/* Scores over colleges, and who takes the seats. */
#include "ballots/rules.h"

#include "../support/expect.h"

enum { CANDIDATES = 4 };

/* clang-format off */
static const struct {
    const char *name;
    int64_t scores[CANDIDATES]; /* hundredths */
    size_t ties[CANDIDATES];
    size_t seats;
    size_t order[CANDIDATES];
    bool tied;
} rows[] = {
    {"by score",                                  {10, 40, 30, 20}, {0, 1, 2, 3}, 2, {1, 2, 3, 0}, false},
    {"equal scores in the order of ties",         {10, 40, 40, 10}, {3, 2, 1, 0}, 2, {2, 1, 3, 0}, false},
    {"the last seat falls among equals",          {40, 40, 40, 10}, {2, 0, 1, 3}, 2, {2, 0, 1, 3}, true},
    {"the order of ties never beats a score",     {10, 11, 10, 10}, {0, 2, 3, 1}, 1, {1, 0, 2, 3}, false},
    {"a seat for everybody is no tie",            {10, 10, 10, 10}, {3, 2, 1, 0}, 4, {3, 2, 1, 0}, false},
    {"all equal, one seat",                       {0, 0, 0, 0},     {1, 0, 3, 2}, 1, {1, 0, 3, 2}, true},
};
/* clang-format on */

static void fills(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    mpq_t *scores = pal_ratio_array_new(CANDIDATES);
    size_t order[CANDIDATES];
    for (size_t i = 0; i < CANDIDATES; i++) {
        pal_ratio_set(scores[i], row->scores[i], 100);
    }
    assert_int_equal(pal_seats_fill(scores, row->ties, CANDIDATES, row->seats, order), row->tied);
    assert_memory_equal(order, row->order, sizeof order);
    pal_ratio_array_free(scores, CANDIDATES);
}

static void scores_weigh_votes_by_ballots(void **state)
{
    (void)state;
    PAL_RATIO(heavy);
    PAL_RATIO(light);
    pal_ratio_set(heavy, 3, 4);
    pal_ratio_set(light, 1, 4);
    const struct pal_seats_college colleges[] = {
        {.weight = heavy, .ballots = 3, .votes = (const uint64_t[]){1, 2}},
        {.weight = light, .ballots = 100, .votes = (const uint64_t[]){100, 0}},
        {.weight = light, .ballots = 0, .votes = (const uint64_t[]){0, 0}},
    };
    mpq_t *scores = pal_ratio_array_new(2);
    pal_seats_score(colleges, 3, 2, scores);
    EXPECT_RATIO(scores[0], "1/2");
    EXPECT_RATIO(scores[1], "1/2");
    pal_ratio_array_free(scores, 2);
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, fills);
    TEST(tests, scores_weigh_votes_by_ballots);
    return RUN(tests);
}
