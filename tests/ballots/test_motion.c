/* The motion: what it decides on either side of the threshold and exactly on it, base by base. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
    int64_t favour, against, abstain, blank, spoilt;
    enum pal_verdict verdict;
    enum pal_reason_code reason;
} rows[] = {
    {"one more than half is a majority", "",
        51, 49, 0, 0, 0, PAL_VERDICT_ADOPTED, PAL_REASON_ABOVE_THRESHOLD},
    {"exactly half is not more than half", "",
        50, 50, 0, 0, 0, PAL_VERDICT_REJECTED, PAL_REASON_ONLY_AT_THRESHOLD},
    {"exactly half reaches half", "strict=false",
        50, 50, 0, 0, 0, PAL_VERDICT_ADOPTED, PAL_REASON_AT_THRESHOLD},
    {"less than half does not reach half", "strict=false",
        49, 50, 0, 0, 0, PAL_VERDICT_REJECTED, PAL_REASON_BELOW_THRESHOLD},
    {"two thirds is two thirds, exactly", "threshold=2/3 strict=false",
        2, 1, 0, 0, 0, PAL_VERDICT_ADOPTED, PAL_REASON_AT_THRESHOLD},
    {"two thirds does not exceed itself", "threshold=2/3",
        2, 1, 0, 0, 0, PAL_VERDICT_REJECTED, PAL_REASON_ONLY_AT_THRESHOLD},
    {"abstentions, blank and spoilt ballots are not expressed", "",
        2, 1, 90, 9, 9, PAL_VERDICT_ADOPTED, PAL_REASON_ABOVE_THRESHOLD},
    {"of those present, abstentions count", "base=present",
        2, 0, 2, 0, 0, PAL_VERDICT_REJECTED, PAL_REASON_ONLY_AT_THRESHOLD},
    {"of those present, blank ballots count", "base=present",
        2, 0, 0, 2, 0, PAL_VERDICT_REJECTED, PAL_REASON_ONLY_AT_THRESHOLD},
    {"of those present, spoilt ballots count", "base=present",
        2, 0, 0, 0, 2, PAL_VERDICT_REJECTED, PAL_REASON_ONLY_AT_THRESHOLD},
    {"of those present, more than half is enough", "base=present",
        4, 0, 1, 1, 1, PAL_VERDICT_ADOPTED, PAL_REASON_ABOVE_THRESHOLD},
    {"of all members, the absent count", "base=members members=100",
        50, 1, 0, 0, 0, PAL_VERDICT_REJECTED, PAL_REASON_ONLY_AT_THRESHOLD},
    {"of all members, more than half is enough", "base=members members=100",
        51, 1, 0, 0, 0, PAL_VERDICT_ADOPTED, PAL_REASON_ABOVE_THRESHOLD},
    {"three fifths of a hundred members", "base=members members=100 threshold=3/5 strict=false",
        60, 40, 0, 0, 0, PAL_VERDICT_ADOPTED, PAL_REASON_AT_THRESHOLD},
    {"nothing expressed is a rejection", "",
        0, 0, 9, 1, 1, PAL_VERDICT_REJECTED, PAL_REASON_NOTHING_EXPRESSED},
    {"even where nothing is required", "threshold=0 strict=false base=present",
        0, 0, 9, 0, 0, PAL_VERDICT_REJECTED, PAL_REASON_NOTHING_EXPRESSED},
    {"no ballot at all is a rejection", "threshold=0 strict=false",
        0, 0, 0, 0, 0, PAL_VERDICT_REJECTED, PAL_REASON_NOTHING_EXPRESSED},
    {"unanimity is reached by all", "threshold=1 strict=false",
        7, 0, 3, 0, 0, PAL_VERDICT_ADOPTED, PAL_REASON_AT_THRESHOLD},
    {"and stopped by one", "threshold=1 strict=false",
        9999, 1, 0, 0, 0, PAL_VERDICT_REJECTED, PAL_REASON_BELOW_THRESHOLD},
    {"one vote among 2^53 still decides", "",
        2251799813685249, 2251799813685248, 0, 0, 0, PAL_VERDICT_ADOPTED, PAL_REASON_ABOVE_THRESHOLD},
};
/* clang-format on */

static const char options[] = "[\"for\",\"against\",\"abstain\"]";

static void decides(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_BUF(file);
    pal_buf_add_format(&file,
                       "{\"format\":\"palabre-ballots/1\",\"options\":%s,\"ballots\":["
                       "{\"count\":%lld,\"choice\":0},{\"count\":%lld,\"choice\":1},"
                       "{\"count\":%lld,\"choice\":2},{\"count\":%lld,\"blank\":true},"
                       "{\"count\":%lld,\"spoilt\":true}]}",
                       options, (long long)row->favour, (long long)row->against,
                       (long long)row->abstain, (long long)row->blank, (long long)row->spoilt);
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("motion", row->settings, pal_buf_text(&file), &counted, NULL),
               PAL_OK);
    const struct pal_outcome *outcome = &counted.outcome;
    assert_int_equal(outcome->verdict, row->verdict);
    assert_int_equal(outcome->reasons[outcome->reason_count - 1].code, row->reason);

    PAL_RATIO(figure);
    pal_ratio_set(figure, row->abstain, 1);
    assert_true(mpq_equal(outcome->totals.at[2].value, figure));
    pal_ratio_set(figure, row->favour + row->against + row->abstain, 1);
    assert_true(mpq_equal(outcome->valid, figure));
}

/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
    const char *options;
    enum pal_err err;
    const char *pointer;
} refusals[] = {
    {"a threshold above one is refused",       "threshold=4/3",  options, PAL_ERR_METHOD_PARAMETER, "/parameters/threshold"},
    {"a threshold below zero is refused",      "threshold=-1/2", options, PAL_ERR_METHOD_PARAMETER, "/parameters/threshold"},
    {"a threshold is a fraction",              "threshold=half", options, PAL_ERR_METHOD_PARAMETER, "/parameters/threshold"},
    {"strict is true or false",                "strict=yes",     options, PAL_ERR_METHOD_PARAMETER, "/parameters/strict"},
    {"a base is one of three",                 "base=cast",      options, PAL_ERR_METHOD_PARAMETER, "/parameters/base"},
    {"members are at least one",               "members=0",      options, PAL_ERR_METHOD_PARAMETER, "/parameters/members"},
    {"members are a whole number",             "members=1/2",    options, PAL_ERR_METHOD_PARAMETER, "/parameters/members"},
    {"a parameter of another method is none",  "omega=6",        options, PAL_ERR_METHOD_PARAMETER, "/parameters/omega"},
    {"the base of members needs their number", "base=members",   options, PAL_ERR_METHOD_PARAMETER, ""},
    {"a motion has one seat",                  "seats=2",        options, PAL_ERR_QUESTION_SEATS, ""},
    {"a motion has three options",             "",               "[\"for\",\"against\"]", PAL_ERR_QUESTION_OWN_OPTIONS, ""},
    {"in one order",                           "",               "[\"against\",\"for\",\"abstain\"]", PAL_ERR_QUESTION_OWN_OPTIONS, ""},
};
/* clang-format on */

static void refuses(void **state)
{
    const __typeof__(refusals[0]) *row = *state;
    PAL_BUF(file);
    pal_buf_add_format(&file, "{\"format\":\"palabre-ballots/1\",\"options\":%s,\"ballots\":[]}",
                       row->options);
    PAL_COUNTED(counted);
    struct pal_where where = {.line = 0};
    EXPECT_ERR_AT(pal_tests_count("motion", row->settings, pal_buf_text(&file), &counted, &where),
                  row->err, where, row->pointer);
}

static void parameters_are_recorded_with_their_defaults(void **state)
{
    (void)state;
    const struct pal_method *motion = pal_method_find(pal_text_of("motion"));
    PAL_QUESTION(question);
    EXPECT_ERR(pal_question_set_parameter(&question, pal_text_of("strict"), pal_text_of("false")),
               PAL_OK);
    EXPECT_ERR(pal_question_set_parameter(&question, pal_text_of("threshold"), pal_text_of("4/6")),
               PAL_OK);
    EXPECT_ERR(pal_method_settle(motion, &question, NULL), PAL_OK);
    assert_int_equal(question.parameter_count, 3);
    assert_string_equal(question.parameters[0].name, "threshold");
    assert_string_equal(question.parameters[0].value, "2/3");
    assert_string_equal(question.parameters[1].value, "false");
    assert_string_equal(question.parameters[2].value, "expressed");
    /* Settled parameters are settled. */
    EXPECT_ERR(pal_method_settle(motion, &question, NULL), PAL_OK);
    assert_int_equal(question.parameter_count, 3);
}

static void a_ballot_is_counted_blank_spoilt_or_abstaining(void **state)
{
    (void)state;
    const struct pal_method *motion = pal_method_find(pal_text_of("motion"));
    PAL_QUESTION(question);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("for")), PAL_OK);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("against")), PAL_OK);
    EXPECT_ERR(pal_question_add_option(&question, pal_text_of("abstain")), PAL_OK);
    const int32_t marks[][3] = {{0, 1, 0}, {0, 0, 0}, {0, 0, 1}, {1, 1, 0}};
    const enum pal_ballot_state states[] = {PAL_BALLOT_COUNTED, PAL_BALLOT_BLANK,
                                            PAL_BALLOT_ABSTAINING};
    enum pal_ballot_state judged;
    for (size_t i = 0; i < 3; i++) {
        struct pal_ballot ballot = {.marks = marks[i], .mark_count = 3};
        EXPECT_ERR(pal_method_judge(motion, &question, &ballot, &judged), PAL_OK);
        assert_int_equal(judged, states[i]);
    }
    struct pal_ballot ballot = {.marks = marks[3], .mark_count = 3};
    EXPECT_ERR(pal_method_judge(motion, &question, &ballot, &judged), PAL_ERR_BALLOT_TOO_MANY);
    ballot = (struct pal_ballot){.state = PAL_BALLOT_SPOILT};
    EXPECT_ERR(pal_method_judge(motion, &question, &ballot, &judged), PAL_OK);
    assert_int_equal(judged, PAL_BALLOT_SPOILT);
    ballot = (struct pal_ballot){.marks = marks[0], .mark_count = 2};
    EXPECT_ERR(pal_method_judge(motion, &question, &ballot, &judged), PAL_ERR_BALLOT_LENGTH);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
    int favour, against;
    enum pal_decides what;
    size_t option;
} colleges[] = {
    {"a college that adopts is for",                  "",              2, 1, PAL_DECIDES_OPTION,  0},
    {"a college that rejects is against",             "",              1, 2, PAL_DECIDES_OPTION,  1},
    {"a college is tied at one half",                 "",              2, 2, PAL_DECIDES_TIE,     0},
    {"whatever reaching one half means",              "strict=false",  2, 2, PAL_DECIDES_TIE,     0},
    {"a college that falls short is against",         "threshold=2/3", 3, 2, PAL_DECIDES_OPTION,  1},
    {"equal votes are against where more is needed",  "threshold=2/3", 2, 2, PAL_DECIDES_OPTION,  1},
    {"a college without votes is silent",             "",              0, 0, PAL_DECIDES_NOTHING, 0},
};
/* clang-format on */

static void a_college_decides(void **state)
{
    const __typeof__(colleges[0]) *row = *state;
    PAL_BUF(file);
    pal_buf_add_format(&file,
                       "{\"format\":\"palabre-ballots/1\",\"options\":%s,\"ballots\":["
                       "{\"count\":%d,\"choice\":0},{\"count\":%d,\"choice\":1},{\"choice\":2}]}",
                       options, row->favour, row->against);
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("motion", row->settings, pal_buf_text(&file), &counted, NULL),
               PAL_OK);
    const struct pal_method *motion = pal_method_find(pal_text_of("motion"));
    EXPECT_ERR(pal_method_transfers(motion, &counted.question), PAL_OK);
    PAL_DECISION(decision);
    pal_method_decides(motion, &counted.question, &counted.outcome, &decision);
    assert_int_equal(decision.what, row->what);
    if (row->what == PAL_DECIDES_OPTION) {
        assert_int_equal(decision.options.at[0], row->option);
    } else {
        assert_int_equal(decision.options.count, row->what == PAL_DECIDES_TIE ? 2 : 0);
    }
}

int main(void)
{
    TESTS(tests, 48);
    TABLE(tests, rows, decides);
    TABLE(tests, refusals, refuses);
    TEST(tests, parameters_are_recorded_with_their_defaults);
    TEST(tests, a_ballot_is_counted_blank_spoilt_or_abstaining);
    TABLE(tests, colleges, a_college_decides);
    return RUN(tests);
}
