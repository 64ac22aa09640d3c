/* Approval: the seats go to the best, and where the last ones fall among equals, to the order. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

#define FILE_OF(more, ballots)                                                     \
    "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\",\"D\"]" more \
    ",\"ballots\":[" ballots "]}"

/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
    const char *file;
    const char *elected;
    const char *tied;
} rows[] = {
    {"the most approved is elected", "",
        FILE_OF("", "{\"count\":2,\"approves\":[0,1]},{\"approves\":[1]}"), "B", ""},
    {"two seats go to the two best, the best first", "seats=2",
        FILE_OF("", "{\"count\":2,\"approves\":[0,3]},{\"approves\":[3]}"), "D A", ""},
    {"the seats of the file are those that are filled", "",
        FILE_OF(",\"seats\":2", "{\"count\":2,\"approves\":[0,3]},{\"approves\":[3]}"), "D A", ""},
    {"the seats that are said otherwise win", "seats=1",
        FILE_OF(",\"seats\":2", "{\"count\":2,\"approves\":[0,3]},{\"approves\":[3]}"), "D", ""},
    {"equals who are all elected are no tie", "seats=2",
        FILE_OF("", "{\"approves\":[0,3]}"), "A D", ""},
    {"the last seat falls among equals", "seats=2",
        FILE_OF("", "{\"count\":2,\"approves\":[2]},{\"approves\":[1,3]}"), "C B", "B D"},
    {"and goes to the first of the order", "seats=2",
        FILE_OF(",\"tie_order\":[\"D\",\"C\",\"B\",\"A\"]", "{\"count\":2,\"approves\":[2]},{\"approves\":[1,3]}"), "C D", "B D"},
    {"two seats may fall among three equals", "seats=2",
        FILE_OF(",\"tie_order\":[\"D\",\"C\",\"B\",\"A\"]", "{\"approves\":[0,1,2]}"), "C B", "A B C"},
    {"all are elected where there are seats for all", "seats=9",
        FILE_OF("", "{\"approves\":[1]}"), "B A C D", ""},
    {"a weight counts whole for each approval", "",
        FILE_OF("", "{\"count\":3,\"weight\":\"1/4\",\"approves\":[0]},{\"approves\":[1,2,3]}"), "B", "B C D"},
    {"nobody is elected without a valid ballot", "seats=2",
        FILE_OF("", "{\"blank\":true},{\"count\":3,\"approves\":[]}"), "", ""},
};
/* clang-format on */

static void elects(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("approval", row->settings, pal_text_of(row->file), &counted, NULL),
               PAL_OK);
    PAL_BUF(elected);
    pal_buf_add_string(&elected, "");
    pal_tests_names(&counted, &counted.outcome.elected, &elected);
    EXPECT_BUF(elected, row->elected);
    PAL_BUF(tied);
    pal_buf_add_string(&tied, "");
    for (size_t i = 0; i < counted.outcome.tie_count; i++) {
        pal_tests_names(&counted, &counted.outcome.ties[i].among, &tied);
        assert_int_equal(counted.outcome.ties[i].what_for, PAL_TIE_ELECTION);
        assert_int_equal(counted.outcome.ties[i].settled_by, PAL_SETTLED_TIE_ORDER);
    }
    EXPECT_BUF(tied, row->tied);
}

static void an_empty_ballot_is_blank(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file = FILE_OF("", "{\"count\":3,\"weight\":\"1/2\",\"approves\":[]},"
                                   "{\"approves\":[0]}");
    EXPECT_ERR(pal_tests_count("approval", "", pal_text_of(file), &counted, NULL), PAL_OK);
    EXPECT_RATIO(counted.outcome.valid, "1/1");
    EXPECT_RATIO(counted.outcome.blank, "3/2");
    EXPECT_RATIO(counted.outcome.totals.at[0].value, "1/1");
}

static void a_college_decides_where_there_is_one_seat(void **state)
{
    (void)state;
    const struct pal_method *approval = pal_method_find(pal_text_of("approval"));
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(FILE_OF("", "{\"approves\":[1,2]}"));
    EXPECT_ERR(pal_tests_count("approval", "", file, &counted, NULL), PAL_OK);
    EXPECT_ERR(pal_method_transfers(approval, &counted.question), PAL_OK);
    PAL_DECISION(decision);
    pal_method_decides(approval, &counted.question, &counted.outcome, &decision);
    assert_int_equal(decision.what, PAL_DECIDES_TIE);
    assert_int_equal(decision.options.count, 2);

    EXPECT_ERR(pal_tests_count("approval", "seats=2", file, &counted, NULL), PAL_OK);
    EXPECT_ERR(pal_method_transfers(approval, &counted.question), PAL_ERR_METHOD_TRANSFER);
}

static void approval_has_no_parameter(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_where where = {.line = 0};
    struct pal_text file = pal_text_of(FILE_OF("", ""));
    EXPECT_ERR_AT(pal_tests_count("approval", "strict=true", file, &counted, &where),
                  PAL_ERR_METHOD_PARAMETER, where, "/parameters/strict");
}

int main(void)
{
    TESTS(tests, 20);
    TABLE(tests, rows, elects);
    TEST(tests, an_empty_ballot_is_blank);
    TEST(tests, a_college_decides_where_there_is_one_seat);
    TEST(tests, approval_has_no_parameter);
    return RUN(tests);
}
