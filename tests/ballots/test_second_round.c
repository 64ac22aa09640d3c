/* Who passes from a first round to the second. */
#include <string.h>

#include "ballots/rules.h"

#include "../support/expect.h"

enum { CANDIDATES = 5 };

/* clang-format off */
static const struct {
    const char *name;
    int64_t totals[CANDIDATES];
    bool stands[CANDIDATES];
    size_t pass;
    const char *passes; /* a letter each */
} rows[] = {
    {"the first two pass",                           {5, 9, 7, 1, 2}, {1, 1, 1, 1, 1}, 2, "bc"},
    {"level with the second, the third passes too",  {7, 9, 7, 1, 2}, {1, 1, 1, 1, 1}, 2, "abc"},
    {"level with the first, two pass",               {9, 9, 7, 1, 2}, {1, 1, 1, 1, 1}, 2, "ab"},
    {"who was elected does not stand again",         {5, 9, 7, 1, 2}, {1, 0, 1, 1, 1}, 2, "ac"},
    {"three may pass",                               {5, 9, 7, 1, 2}, {1, 1, 1, 1, 1}, 3, "abc"},
    {"who had no vote does not pass",                {0, 9, 0, 0, 0}, {1, 1, 1, 1, 1}, 2, "b"},
    {"fewer than may pass",                          {3, 9, 0, 0, 0}, {1, 1, 1, 1, 1}, 4, "ab"},
    {"nobody stands",                                {3, 9, 1, 1, 1}, {0, 0, 0, 0, 0}, 2, ""},
};
/* clang-format on */

static void passes(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    mpq_t *totals = pal_ratio_array_new(CANDIDATES);
    bool passed[CANDIDATES];
    for (size_t i = 0; i < CANDIDATES; i++) {
        pal_ratio_set(totals[i], row->totals[i], 24);
    }
    assert_int_equal(pal_second_round_pass(totals, row->stands, CANDIDATES, row->pass, passed),
                     strlen(row->passes));
    for (size_t i = 0; i < CANDIDATES; i++) {
        assert_int_equal(passed[i], strchr(row->passes, (char)('a' + (char)i)) != NULL);
    }
    pal_ratio_array_free(totals, CANDIDATES);
}

int main(void)
{
    TESTS(tests, 8);
    TABLE(tests, rows, passes);
    return RUN(tests);
}
