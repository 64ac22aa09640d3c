/* Score: totals or means, no opinion, seats, and what small and large weights have in common. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

#define FILE_OF(more, ballots)                                                           \
    "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\"],\"scale\":5" more \
    ",\"ballots\":[" ballots "]}"
#define HUGE "123456789012345678901234567890123456789"

/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
    const char *file;
    const char *elected;
    const char *totals;
    const char *tied;
} rows[] = {
    {"the highest total is elected", "",
        FILE_OF("", "{\"count\":2,\"scores\":[5,4,0]},{\"scores\":[0,4,1]}"), "B", "10/1 12/1 1/1", ""},
    {"no opinion is a score of zero", "",
        FILE_OF("", "{\"count\":2,\"scores\":[5,null,0]},{\"scores\":[0,4,1]}"), "A", "10/1 4/1 1/1", ""},
    {"or is ignored, and the mean decides", "missing=ignore",
        FILE_OF("", "{\"count\":2,\"scores\":[5,null,0]},{\"scores\":[0,4,1]}"), "B", "10/3 4/1 1/3", ""},
    {"an option of which nobody has an opinion has zero", "missing=ignore",
        FILE_OF("", "{\"count\":2,\"scores\":[0,null,1]}"), "C", "0/1 0/1 1/1", ""},
    {"or of which only ballots without weight have one", "missing=ignore",
        FILE_OF("", "{\"scores\":[1,null,2]},{\"weight\":\"0\",\"scores\":[null,5,null]}"), "C", "1/1 0/1 2/1", ""},
    {"two seats go to the two best, the best first", "seats=2",
        FILE_OF("", "{\"scores\":[2,0,3]}"), "C A", "2/1 0/1 3/1", ""},
    {"the last seat falls among equals", "seats=2",
        FILE_OF(",\"tie_order\":[\"C\",\"B\",\"A\"]", "{\"scores\":[2,3,2]}"), "B C", "2/1 3/1 2/1", "A C"},
    {"all are elected where there are seats for all", "seats=7",
        FILE_OF("", "{\"scores\":[2,3,2]}"), "B A C", "2/1 3/1 2/1", ""},
    {"equal means of other denominators are equal", "missing=ignore",
        FILE_OF("", "{\"count\":3,\"scores\":[4,null,0]},{\"weight\":\"1/7\",\"scores\":[null,4,0]}"), "A", "4/1 4/1 0/1", "A B"},
    {"zero for all is a ballot", "",
        FILE_OF("", "{\"scores\":[0,0,0]}"), "A", "0/1 0/1 0/1", "A B C"},
    {"weights are fractions", "",
        FILE_OF("", "{\"count\":3,\"weight\":\"1/4\",\"scores\":[5,0,1]},{\"weight\":\"2/3\",\"scores\":[1,5,null]}"), "A", "53/12 10/3 3/4", ""},
    {"and may be larger than a machine word", "",
        FILE_OF("", "{\"weight\":\"" HUGE "\",\"scores\":[1,0,0]},{\"scores\":[0,1,2]}"), "A", HUGE "/1 1/1 2/1", ""},
    {"for means too", "missing=ignore",
        FILE_OF("", "{\"weight\":\"" HUGE "\",\"scores\":[1,null,2]},{\"scores\":[0,1,2]}"), "C",
        HUGE "/123456789012345678901234567890123456790 1/1 2/1", ""},
    {"nobody is elected without a valid ballot", "seats=2",
        FILE_OF("", "{\"blank\":true},{\"count\":3,\"scores\":[null,null,null]}"), "", "0/1 0/1 0/1", ""},
    {"nor without a ballot", "missing=ignore",
        FILE_OF("", ""), "", "0/1 0/1 0/1", ""},
};
/* clang-format on */

static void write_ties(const struct pal_counted *counted, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "");
    for (size_t i = 0; i < counted->outcome.tie_count; i++) {
        pal_tests_names(counted, &counted->outcome.ties[i].among, buf);
    }
}

static void elects(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("score", row->settings, pal_text_of(row->file), &counted, NULL),
               PAL_OK);
    PAL_BUF(elected);
    pal_buf_add_string(&elected, "");
    pal_tests_names(&counted, &counted.outcome.elected, &elected);
    EXPECT_BUF(elected, row->elected);
    PAL_BUF(totals);
    for (size_t i = 0; i < counted.outcome.totals.count; i++) {
        pal_buf_add_string(&totals, i > 0 ? " " : "");
        pal_ratio_write(counted.outcome.totals.at[i].value, &totals);
    }
    EXPECT_BUF(totals, row->totals);
    PAL_BUF(tied);
    write_ties(&counted, &tied);
    EXPECT_BUF(tied, row->tied);
}

static void the_seat_is_explained_by_the_score(void **state)
{
    (void)state;
    static const char *const settings[] = {"missing=0", "missing=ignore"};
    static const char *const sentences[] = {"A is elected with a score of 3.",
                                            "A is elected with a mean score of 3/2."};
    for (size_t i = 0; i < 2; i++) {
        PAL_COUNTED(counted);
        struct pal_text file = pal_text_of(FILE_OF("", "{\"scores\":[2,0,null]},"
                                                       "{\"scores\":[1,1,0]}"));
        EXPECT_ERR(pal_tests_count("score", settings[i], file, &counted, NULL), PAL_OK);
        assert_int_equal(counted.outcome.reason_count, 1);
        PAL_BUF(sentence);
        pal_reason_write(&counted.outcome.reasons[0], &sentence);
        EXPECT_BUF(sentence, sentences[i]);
    }
}

static void scores_need_a_scale(void **state)
{
    (void)state;
    const struct pal_method *score = pal_method_find(pal_text_of("score"));
    PAL_QUESTION(question);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("A")), PAL_OK);
    EXPECT_ERR(pal_method_accepts(score, &question), PAL_ERR_QUESTION_SCALE);
    question.scale = 1;
    EXPECT_ERR(pal_method_accepts(score, &question), PAL_OK);
}

int main(void)
{
    TESTS(tests, 20);
    TABLE(tests, rows, elects);
    TEST(tests, the_seat_is_explained_by_the_score);
    TEST(tests, scores_need_a_scale);
    return RUN(tests);
}
