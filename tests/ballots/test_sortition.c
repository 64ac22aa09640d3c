/* Sortition: who is drawn, by which algorithm, and what is said of each draw. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

static const char pool[] = "{\"format\":\"palabre-ballots/1\",\"options\":[\"Ada\",\"Bo\",\"Cy\","
                           "\"Dee\",\"Eli\",\"Fay\",\"Gus\"]}";

/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
    const char *elected; /* drawn by a program of ten lines in another language */
} rows[] = {
    {"one is drawn", "seed=palabre", "Fay"},
    {"three are drawn in order", "seed=palabre seats=3", "Fay Bo Eli"},
    {"all are drawn where there are as many seats", "seed=palabre seats=7", "Fay Bo Eli Ada Gus Cy Dee"},
    {"and where there are more", "seed=palabre seats=1000", "Fay Bo Eli Ada Gus Cy Dee"},
    {"by RFC 3797 others are drawn", "seed=palabre seats=7 algorithm=rfc3797", "Bo Fay Dee Eli Ada Cy Gus"},
};
/* clang-format on */

static void draws(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("sortition", row->settings, pal_text_of(pool), &counted, NULL),
               PAL_OK);
    PAL_BUF(elected);
    pal_tests_names(&counted, &counted.outcome.elected, &elected);
    EXPECT_BUF(elected, row->elected);
    assert_int_equal(counted.outcome.parts, PAL_PART_ELECTED);
}

static void each_draw_says_what_was_drawn(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("sortition", "seed=palabre seats=3", pal_text_of(pool), &counted,
                               NULL),
               PAL_OK);
    PAL_BUF(said);
    for (size_t i = 0; i < counted.outcome.reason_count; i++) {
        pal_reason_write(&counted.outcome.reasons[i], &said);
        pal_buf_add_string(&said, "|");
    }
    EXPECT_BUF(said, "Draw 1 is Fay: number 5, counting from 0, of the 7 names left.|"
                     "Draw 2 is Bo: number 1, counting from 0, of the 6 names left.|"
                     "Draw 3 is Eli: number 3, counting from 0, of the 5 names left.|");
}

/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
} refusals[] = {
    {"without a seed nothing is drawn", ""},
    {"an empty seed is none",           "seed="},
    {"an algorithm is one of two",      "seed=palabre algorithm=md5"},
};
/* clang-format on */

static void refuses(void **state)
{
    const __typeof__(refusals[0]) *row = *state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("sortition", row->settings, pal_text_of(pool), &counted, NULL),
               PAL_ERR_METHOD_PARAMETER);
}

static void nobody_votes(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file = "{\"format\":\"palabre-ballots/1\",\"options\":[\"Ada\"],"
                       "\"ballots\":[{\"choice\":0}]}";
    EXPECT_ERR(pal_tests_count("sortition", "seed=palabre", pal_text_of(file), &counted, NULL),
               PAL_ERR_BALLOT_KIND);
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, draws);
    TABLE(tests, refusals, refuses);
    TEST(tests, each_draw_says_what_was_drawn);
    TEST(tests, nobody_votes);
    return RUN(tests);
}
