/* One against one: what each ballot says of each pair, with the same digits in every arithmetic. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

#define FILE_OF(ballots) \
    "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\"],\"ballots\":[" ballots "]}"

/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
    const char *file;
    const char *pairs[6]; /* A to B, A to C, B to A, B to C, C to A, C to B */
} rows[] = {
    {"a ranking prefers each to those after it", "",
        FILE_OF("{\"count\":2,\"ranks\":[[0],[1],[2]]}"), {"2/1", "2/1", "0/1", "2/1", "0/1", "0/1"}},
    {"it says nothing within a rank", "",
        FILE_OF("{\"ranks\":[[2],[0,1]]}"), {"0/1", "0/1", "0/1", "0/1", "1/1", "1/1"}},
    {"nor between those it leaves out", "",
        FILE_OF("{\"ranks\":[[2]]}"), {"0/1", "0/1", "0/1", "0/1", "1/1", "1/1"}},
    {"apart, it says nothing of those it leaves out", "unranked=apart",
        FILE_OF("{\"ranks\":[[2]]},{\"count\":3,\"ranks\":[[2],[1]]}"), {"0/1", "0/1", "0/1", "0/1", "0/1", "3/1"}},
    {"apart, equal ranks say nothing either", "unranked=apart",
        FILE_OF("{\"count\":3,\"ranks\":[[0,1],[2]]}"), {"0/1", "3/1", "0/1", "3/1", "0/1", "0/1"}},
    {"fractions add up", "",
        FILE_OF("{\"count\":2,\"weight\":\"3/10\",\"ranks\":[[0],[1,2]]},{\"weight\":\"1/3\",\"ranks\":[[1],[0]]}"), {"3/5", "14/15", "1/3", "1/3", "0/1", "0/1"}},
    {"more ballots than a lane holds are added up in turns", "",
        FILE_OF("{\"weight\":\"40000\",\"ranks\":[[0],[1],[2]]},{\"weight\":\"40000\",\"ranks\":[[1],[0],[2]]}"),
        {"40000/1", "80000/1", "40000/1", "80000/1", "0/1", "0/1"}},
    {"what does not fit a word is as exact", "",
        FILE_OF("{\"weight\":\"9223372036854775807\",\"ranks\":[[0],[1,2]]},{\"weight\":\"1/3\",\"ranks\":[[1],[0]]}"),
        {"9223372036854775807/1", "27670116110564327422/3", "1/3", "1/3", "0/1", "0/1"}},
    {"and apart", "unranked=apart",
        FILE_OF("{\"weight\":\"9223372036854775807\",\"ranks\":[[0],[1,2]]},{\"weight\":\"1/3\",\"ranks\":[[1],[0]]}"),
        {"9223372036854775807/1", "9223372036854775807/1", "1/3", "0/1", "0/1", "0/1"}},
    {"what fits no machine integer is as exact", "",
        FILE_OF("{\"weight\":\"170141183460469231731687303715884105728\",\"ranks\":[[0],[1,2]]},{\"weight\":\"1/3\",\"ranks\":[[1],[0]]}"),
        {"170141183460469231731687303715884105728/1", "510423550381407695195061911147652317185/3", "1/3", "1/3", "0/1", "0/1"}},
    {"and apart too", "unranked=apart",
        FILE_OF("{\"weight\":\"170141183460469231731687303715884105728\",\"ranks\":[[0],[1,2]]},{\"weight\":\"1/3\",\"ranks\":[[1],[0]]}"),
        {"170141183460469231731687303715884105728/1", "170141183460469231731687303715884105728/1", "1/3", "0/1", "0/1", "0/1"}},
};
/* clang-format on */

static void compares(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    static const size_t slots[] = {1, 2, 3, 5, 6, 7};
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("schulze", row->settings, pal_text_of(row->file), &counted, NULL),
               PAL_OK);
    for (size_t i = 0; i < 6; i++) {
        EXPECT_RATIO(counted.outcome.pairwise[slots[i]], row->pairs[i]);
    }
    for (size_t i = 0; i < 3; i++) {
        EXPECT_RATIO(counted.outcome.pairwise[4 * i], "0/1");
    }
}

static void strengths_are_the_same_in_every_arithmetic(void **state)
{
    (void)state;
    static const char *const scales[] = {"1", "9223372036854775807",
                                         "170141183460469231731687303715884105728"};
    for (size_t i = 0; i < 3; i++) {
        PAL_COUNTED(counted);
        PAL_BUF(file);
        pal_buf_add_format(&file,
                           FILE_OF("{\"count\":4,\"weight\":\"%s\",\"ranks\":[[0],[1],[2]]},"
                                   "{\"count\":3,\"weight\":\"%s\",\"ranks\":[[1],[2],[0]]},"
                                   "{\"count\":2,\"weight\":\"%s\",\"ranks\":[[2],[0],[1]]}"),
                           scales[i], scales[i], scales[i]);
        EXPECT_ERR(pal_tests_count("schulze", "strength=margins", pal_buf_text(&file), &counted,
                                   NULL),
                   PAL_OK);
        PAL_BUF(ranking);
        pal_tests_ranking(&counted, &ranking);
        EXPECT_BUF(ranking, "A > B > C");
        PAL_RATIO(strength);
        EXPECT_ERR(pal_ratio_parse(pal_text_of(scales[i]), strength), PAL_OK);
        assert_true(mpq_equal(counted.outcome.strengths[3], strength)); /* from B to A */
    }
}

static void a_parameter_has_few_words(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_where where = {.line = 0};
    struct pal_text file = pal_text_of(FILE_OF(""));
    EXPECT_ERR_AT(pal_tests_count("schulze", "strength=opposition", file, &counted, &where),
                  PAL_ERR_METHOD_PARAMETER, where, "/parameters/strength");
    EXPECT_ERR_AT(pal_tests_count("schulze", "unranked=zero", file, &counted, &where),
                  PAL_ERR_METHOD_PARAMETER, where, "/parameters/unranked");
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, compares);
    TEST(tests, strengths_are_the_same_in_every_arithmetic);
    TEST(tests, a_parameter_has_few_words);
    return RUN(tests);
}
