/* STAR: who reaches the final, who wins it, and what separates equals on the way. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

#define FILE_OF(more, ballots)                                                                 \
    "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\",\"D\"],\"scale\":5" more \
    ",\"ballots\":[" ballots "]}"
#define BACKWARDS ",\"tie_order\":[\"D\",\"C\",\"B\",\"A\"]"
/* B and C are equal; A beats B, and loses to C. */
#define CYCLE                                                                \
    "{\"count\":2,\"scores\":[5,4,0,0]},{\"count\":2,\"scores\":[1,0,4,0]}," \
    "{\"scores\":[0,1,1,0]}"
#define HUGE "123456789012345678901234567890123456789"

/* clang-format off */
static const struct {
    const char *name;
    const char *file;
    const char *elected;
    const char *final;   /* the totals of the finalists, in the order in which they come */
    const char *ranking; /* the place of each option */
    const char *why;     /* the slugs */
    const char *ties;
} rows[] = {
    {"the lower total may win the final",
        FILE_OF("", "{\"count\":3,\"scores\":[3,4,0,1]},{\"count\":2,\"scores\":[5,0,1,0]}"),
        "B", "A 2/1 B 3/1", "1 0 3 2", "finalist finalist final-won", ""},
    {"no opinion is a score of zero",
        FILE_OF("", "{\"count\":3,\"scores\":[1,null,0,0]},{\"scores\":[0,5,0,0]}"),
        "A", "B 1/1 A 3/1", "0 1 2 2", "finalist finalist final-won", ""},
    {"an equal final goes to the higher total",
        FILE_OF("", "{\"scores\":[5,1,0,0]},{\"scores\":[1,2,0,0]}"),
        "A", "A 1/1 B 1/1", "0 1 2 2", "finalist finalist final-equal final-by-score", ""},
    {"then to more top scores",
        FILE_OF(BACKWARDS, "{\"scores\":[5,3,0,0]},{\"scores\":[0,2,0,0]}"),
        "A", "A 1/1 B 1/1", "0 1 2 2", "finalist finalist final-equal final-by-top", ""},
    {"then to the first in the order",
        FILE_OF(BACKWARDS, "{\"scores\":[5,3,0,0]},{\"scores\":[3,5,0,0]}"),
        "B", "A 1/1 B 1/1", "0 0 1 1", "finalist finalist final-equal tie-by-order", "election: A B"},
    {"among equal totals the one that beats the other goes to the final",
        FILE_OF("", "{\"scores\":[5,2,1,1]},{\"scores\":[5,2,3,1]},{\"scores\":[5,2,2,4]}"),
        "A", "A 3/1 B 0/1", "0 1 2 2", "finalist finalist-of-equals final-won", ""},
    {"then the one with more top scores",
        FILE_OF("", "{\"scores\":[5,4,5,0]},{\"scores\":[5,4,3,0]}"),
        "A", "A 1/1 C 0/1", "0 2 1 3", "finalist finalist-of-equals final-won", ""},
    {"then the first in the order, and the ranking says that nothing else separates them",
        FILE_OF(BACKWARDS, "{\"scores\":[5,4,3,0]},{\"scores\":[5,3,4,0]}"),
        "A", "A 2/1 C 0/1", "0 1 1 2", "finalist finalist-of-equals tie-by-order final-won", "final: B C"},
    {"whoever would win under another order shares the first place",
        FILE_OF("", CYCLE), "A", "A 4/1 B 1/1", "0 1 0 2", "finalist finalist-of-equals tie-by-order final-won", "final: B C"},
    {"and wins under that order",
        FILE_OF(BACKWARDS, CYCLE), "C", "A 2/1 C 3/1", "0 1 0 2", "finalist finalist-of-equals tie-by-order final-won", "final: B C"},
    {"all may be equal in everything",
        FILE_OF(BACKWARDS, "{\"scores\":[1,1,1,1]}"),
        "D", "D 0/1 C 0/1", "0 0 0 0",
        "finalist-of-equals tie-by-order finalist-of-equals tie-by-order final-equal tie-by-order", "final: A B C D, election: D C"},
    {"one of the equals may be sure of the final",
        FILE_OF("", "{\"count\":2,\"scores\":[2,1,1,0]},{\"scores\":[0,2,2,0]}"),
        "A", "A 2/1 B 1/1", "0 1 1 2", "finalist-of-equals finalist-of-equals tie-by-order final-won", "final: B C"},
    {"weights may be fractions",
        FILE_OF("", "{\"count\":3,\"weight\":\"1/6\",\"scores\":[3,4,0,0]},{\"weight\":\"2/3\",\"scores\":[5,0,0,0]}"),
        "A", "A 2/3 B 1/2", "0 1 2 2", "finalist finalist final-won", ""},
    {"or larger than a machine word",
        FILE_OF("", "{\"weight\":\"" HUGE "\",\"scores\":[3,4,0,0]},{\"weight\":\"" HUGE "\",\"scores\":[5,0,0,0]}"),
        "A", "A " HUGE "/1 B " HUGE "/1", "0 1 2 2", "finalist finalist final-equal final-by-score", ""},
    {"nobody is elected without a valid ballot",
        FILE_OF("", "{\"blank\":true},{\"scores\":[null,null,null,null]}"),
        "", "", "0 0 0 0", "no-valid-ballot", ""},
    {"nor by ballots without weight",
        FILE_OF("", "{\"weight\":\"0\",\"scores\":[1,2,3,4]}"),
        "", "", "0 0 0 0", "no-valid-ballot", ""},
};
/* clang-format on */

static void write_final(const struct pal_counted *counted, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "");
    if (counted->outcome.round_count < 2) {
        return;
    }
    const struct pal_figures *totals = &counted->outcome.rounds[1].totals;
    for (size_t i = 0; i < totals->count; i++) {
        const char *name = counted->question.names[totals->at[i].option];
        pal_buf_add_format(buf, "%s%s ", i > 0 ? " " : "", name);
        pal_ratio_write(totals->at[i].value, buf);
    }
}

static void write_ties(const struct pal_counted *counted, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "");
    for (size_t i = 0; i < counted->outcome.tie_count; i++) {
        const struct pal_tie *tie = &counted->outcome.ties[i];
        const char *what_for = tie->what_for == PAL_TIE_FINAL ? "final" : "election";
        pal_buf_add_format(buf, "%s%s: ", i > 0 ? ", " : "", what_for);
        pal_tests_names(counted, &tie->among, buf);
    }
}

static void elects(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("star", "", pal_text_of(row->file), &counted, NULL), PAL_OK);
    PAL_BUF(elected);
    pal_buf_add_string(&elected, "");
    pal_tests_names(&counted, &counted.outcome.elected, &elected);
    EXPECT_BUF(elected, row->elected);
    PAL_BUF(final);
    write_final(&counted, &final);
    EXPECT_BUF(final, row->final);
    PAL_BUF(ranking);
    PAL_BUF(why);
    for (size_t i = 0; i < counted.outcome.option_count; i++) {
        pal_buf_add_format(&ranking, "%s%zu", i > 0 ? " " : "", counted.outcome.ranking[i]);
    }
    EXPECT_BUF(ranking, row->ranking);
    for (size_t i = 0; i < counted.outcome.reason_count; i++) {
        pal_buf_add_string(&why, i > 0 ? " " : "");
        pal_buf_add_string(&why, pal_reason_slug(counted.outcome.reasons[i].code));
    }
    EXPECT_BUF(why, row->why);
    PAL_BUF(ties);
    write_ties(&counted, &ties);
    EXPECT_BUF(ties, row->ties);
}

static void every_sentence_has_its_figures(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("star", "", pal_text_of(row->file), &counted, NULL), PAL_OK);
    for (size_t i = 0; i < counted.outcome.reason_count; i++) {
        PAL_BUF(sentence);
        pal_reason_write(&counted.outcome.reasons[i], &sentence);
        assert_true(sentence.size > 0);
    }
}

static void a_single_option_needs_no_final(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of("{\"format\":\"palabre-ballots/1\",\"options\":[\"A\"],"
                                       "\"scale\":5,\"ballots\":[{\"scores\":[2]}]}");
    EXPECT_ERR(pal_tests_count("star", "", file, &counted, NULL), PAL_OK);
    assert_int_equal(counted.outcome.elected.count, 1);
    assert_int_equal(counted.outcome.round_count, 0);
}

static void who_scores_both_finalists_alike_is_exhausted(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_text file =
        pal_text_of(FILE_OF("", "{\"scores\":[5,5,0,0]},{\"scores\":[5,4,0,0]}"));
    EXPECT_ERR(pal_tests_count("star", "", file, &counted, NULL), PAL_OK);
    EXPECT_RATIO(counted.outcome.rounds[1].exhausted, "1/1");
    EXPECT_RATIO(counted.outcome.exhausted, "1/1");
    assert_int_equal(counted.outcome.rounds[0].excluded.count, 2);
}

static void a_college_decides_for_its_winner_or_is_tied(void **state)
{
    (void)state;
    const struct pal_method *star = pal_method_find(pal_text_of("star"));
    static const char *const files[] = {FILE_OF("", "{\"scores\":[5,4,0,0]}"),
                                        FILE_OF("", "{\"scores\":[5,5,0,0]}")};
    for (size_t i = 0; i < 2; i++) {
        PAL_COUNTED(counted);
        EXPECT_ERR(pal_tests_count("star", "", pal_text_of(files[i]), &counted, NULL), PAL_OK);
        EXPECT_ERR(pal_method_transfers(star, &counted.question), PAL_OK);
        PAL_DECISION(decision);
        pal_method_decides(star, &counted.question, &counted.outcome, &decision);
        assert_int_equal(decision.what, i == 0 ? PAL_DECIDES_OPTION : PAL_DECIDES_TIE);
        assert_int_equal(decision.options.count, i + 1);
    }
}

int main(void)
{
    TESTS(tests, 40);
    TABLE(tests, rows, elects);
    TABLE(tests, rows, every_sentence_has_its_figures);
    TEST(tests, a_single_option_needs_no_final);
    TEST(tests, who_scores_both_finalists_alike_is_exhausted);
    TEST(tests, a_college_decides_for_its_winner_or_is_tied);
    return RUN(tests);
}
