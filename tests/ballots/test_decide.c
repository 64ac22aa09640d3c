/* From ballots to a decision: what each step does with votes, ballots and statutes. */
#include <string.h>

#include "ballots/decide.h"

#include "statutes.h"

#define THREE \
    "'colleges':[{'id':'a','weight':'2/5'},{'id':'b','weight':'2/5'},{'id':'c','weight':'1/5'}]"
#define SIMPLE "'majority':{'ordinary':{'threshold':'1/2','strict':true}}"

static void ask(struct pal_question *question, const char *method, const char *const *options)
{
    for (size_t i = 0; options[i] != NULL; i++) {
        EXPECT_ERR(pal_question_add_option(question, pal_text_of(options[i])), PAL_OK);
    }
    EXPECT_ERR(pal_method_settle(pal_method_find(pal_text_of(method)), question, NULL), PAL_OK);
}

static const char *const yes_no[] = {"for", "against", "abstain", NULL};
static const char *const names[] = {"ua", "ub", "uc", NULL};

static struct pal_decide_spec spec_of(const char *method, const struct pal_question *question,
                                      const uint64_t *members)
{
    return (struct pal_decide_spec){.method = pal_text_of(method),
                                    .question = question,
                                    .decision_class = pal_text_of("ordinary"),
                                    .electorate = PAL_ELECTORATE_ASSEMBLY,
                                    .members = members};
}

/* --- double majorities --- */

/* clang-format off */
static const struct {
    const char *name;
    const char *more;            /* of the class */
    struct pal_tally tallies[3];
    enum pal_result_kind kind;
    const char *reason;
} doubles[] = {
    {"each college carries it", ",'every_college':true",
        {{4, 4, 3, 1, 0}, {4, 4, 3, 1, 0}, {4, 4, 3, 1, 0}}, PAL_RESULT_ADOPTED, NULL},
    {"one college is tied", ",'every_college':true",
        {{4, 4, 3, 1, 0}, {4, 4, 3, 1, 0}, {4, 4, 2, 2, 0}}, PAL_RESULT_REJECTED, "college_not_carried"},
    {"one college is silent", ",'every_college':true",
        {{4, 4, 3, 1, 0}, {4, 4, 3, 1, 0}, {4, 4, 0, 0, 4}}, PAL_RESULT_REJECTED, "college_not_carried"},
    {"a college without members is not asked", ",'every_college':true",
        {{4, 4, 3, 1, 0}, {4, 4, 3, 1, 0}, {0, 0, 0, 0, 0}}, PAL_RESULT_ADOPTED, NULL},
    {"no college under one third", ",'each_college_min':'1/3'",
        {{4, 4, 4, 0, 0}, {4, 4, 4, 0, 0}, {6, 6, 2, 4, 0}}, PAL_RESULT_ADOPTED, NULL},
    {"one college under one third", ",'each_college_min':'1/3'",
        {{4, 4, 4, 0, 0}, {4, 4, 4, 0, 0}, {7, 7, 2, 5, 0}}, PAL_RESULT_REJECTED, "college_below_min"},
    {"a silent college is not asked for its share", ",'each_college_min':'1/3'",
        {{4, 4, 4, 0, 0}, {4, 4, 4, 0, 0}, {7, 7, 0, 0, 7}}, PAL_RESULT_ADOPTED, NULL},
    {"three quarters of all members", ",'members_min':'3/4'",
        {{4, 4, 3, 1, 0}, {4, 4, 3, 1, 0}, {4, 4, 3, 1, 0}}, PAL_RESULT_ADOPTED, NULL},
    {"one member less", ",'members_min':'3/4'",
        {{4, 4, 3, 1, 0}, {4, 4, 3, 1, 0}, {4, 3, 2, 1, 0}}, PAL_RESULT_REJECTED, "members_below_min"},
    {"the majority itself still holds", ",'members_min':'1/4'",
        {{4, 4, 1, 3, 0}, {4, 4, 1, 3, 0}, {4, 4, 2, 2, 0}}, PAL_RESULT_REJECTED, NULL},
};
/* clang-format on */

static void asks_twice(void **state)
{
    const __typeof__(doubles[0]) *row = *state;
    PAL_CONSTITUTION(constitution);
    PAL_BUF(text);
    pal_buf_add_format(&text,
                       "{" THREE ",'majority':{'ordinary':{'threshold':'1/2','strict':true%s}}}",
                       row->more);
    statutes(text.bytes, &constitution);
    PAL_QUESTION(question);
    ask(&question, "motion", yes_no);
    uint64_t members[3];
    for (size_t i = 0; i < 3; i++) {
        members[i] = row->tallies[i].members;
    }
    struct pal_decide_spec spec = spec_of("motion", &question, members);
    spec.tallies = row->tallies;
    PAL_RESULT(result);
    EXPECT_ERR(pal_decide(&constitution, &spec, &result, NULL), PAL_OK);
    assert_string_equal(pal_result_kind_word(result.kind), pal_result_kind_word(row->kind));
    if (row->reason == NULL) {
        assert_null(result.reason);
    } else {
        assert_string_equal(result.reason, row->reason);
    }
}

static void fails_the_share_of_a_silent_college_that_stays_in_the_count(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    statutes("{" THREE ",'silent_college':'strict','majority':{'ordinary':{'threshold':'1/2',"
             "'strict':true,'each_college_min':'1/3'}}}",
             &constitution);
    PAL_QUESTION(question);
    ask(&question, "motion", yes_no);
    const uint64_t members[] = {4, 4, 4};
    const struct pal_tally tallies[] = {{4, 4, 4, 0, 0}, {4, 4, 4, 0, 0}, {4, 1, 0, 0, 1}};
    struct pal_decide_spec spec = spec_of("motion", &question, members);
    spec.tallies = tallies;
    PAL_RESULT(result);
    EXPECT_ERR(pal_decide(&constitution, &spec, &result, NULL), PAL_OK);
    assert_int_equal(result.kind, PAL_RESULT_REJECTED);
    assert_string_equal(result.reason, "college_below_min");
}

/* --- elections --- */

enum { VOTERS = 65 };

/* The votes of the worked case E01 as ballots: 10, 50 and 5, who approve up to three names. */
struct election {
    struct pal_vote votes[VOTERS];
    struct pal_box_ballot ballots[VOTERS];
    int32_t marks[VOTERS][3];
};

static void fill(struct election *election)
{
    static const size_t sizes[3] = {10, 50, 5};
    static const size_t votes[3][3] = {{6, 2, 7}, {20, 40, 15}, {1, 1, 4}};
    *election = (struct election){0};
    size_t at = 0;
    for (size_t college = 0; college < 3; college++) {
        for (size_t i = 0; i < sizes[college]; i++, at++) {
            election->votes[at] = (struct pal_vote){.member = 1000 - at,
                                                    .college = college,
                                                    .channel = PAL_CHANNEL_REMOTE};
            for (size_t k = 0; k < 3; k++) {
                /* From either end, so that every ballot names somebody. */
                size_t from = k == 2 ? sizes[college] - 1 - i : i;
                election->marks[at][k] = from < votes[college][k];
            }
            election->ballots[at] = (struct pal_box_ballot){.vote = at,
                                                            .ballot = {.state = PAL_BALLOT_COUNTED,
                                                                       .marks = election->marks[at],
                                                                       .mark_count = 3}};
        }
    }
}

static void gives_the_scores_of_the_worked_case(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    statutes("{" THREE "}", &constitution);
    PAL_QUESTION(question);
    ask(&question, "approval", names);
    EXPECT_ERR(pal_question_set_seats(&question, 2), PAL_OK);
    const uint64_t members[] = {10, 50, 5};
    struct election election;
    fill(&election);
    struct pal_decide_spec spec = spec_of("approval", &question, members);
    spec.votes = election.votes;
    spec.ballots = election.ballots;
    spec.vote_count = spec.ballot_count = VOTERS;
    PAL_RESULT(result);
    EXPECT_ERR(pal_decide(&constitution, &spec, &result, NULL), PAL_OK);
    assert_int_equal(result.kind, PAL_RESULT_COUNTED);
    EXPECT_RATIO(pal_figures_get(&result.outcome.totals, 0), "11/25");
    EXPECT_RATIO(pal_figures_get(&result.outcome.totals, 1), "11/25");
    EXPECT_RATIO(pal_figures_get(&result.outcome.totals, 2), "14/25");
    assert_int_equal(result.outcome.elected.count, 2);
    assert_int_equal(result.outcome.elected.at[0], 2);
    assert_int_equal(result.outcome.elected.at[1], 0);
    assert_int_equal(result.outcome.tie_count, 1);

    spec.electorate = 1;
    PAL_RESULT(alone);
    EXPECT_ERR(pal_decide(&constitution, &spec, &alone, NULL), PAL_OK);
    EXPECT_RATIO(pal_figures_get(&alone.outcome.totals, 1), "40/1");
    assert_int_equal(alone.outcome.elected.at[0], 1);
    assert_false(alone.is_weighted);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *college_tie;
    int32_t choices[3][2];          /* of two voters in each college: an option */
    const char *totals[3];
    const char *valid;
    size_t elected;
} carried[] = {
    {"each college gives its whole weight", "excluded", {{0, 0}, {1, 1}, {1, 1}}, {"2/5", "3/5", "0/1"}, "1/1", 1},
    {"a tied college is left out",          "excluded", {{0, 1}, {2, 2}, {1, 1}}, {"0/1", "1/5", "2/5"}, "3/5", 2},
    {"a tied college goes to none of them", "against",  {{0, 1}, {2, 2}, {1, 1}}, {"0/1", "1/5", "2/5"}, "1/1", 2},
    {"a tied college is divided",           "split",    {{0, 1}, {2, 2}, {1, 1}}, {"1/5", "2/5", "2/5"}, "1/1", 1},
    {"all tied, nobody",                    "excluded", {{0, 1}, {1, 2}, {2, 0}}, {"0/1", "0/1", "0/1"}, "0/1", SIZE_MAX},
    {"all tied, nobody by all votes",       "against",  {{0, 1}, {1, 2}, {2, 0}}, {"0/1", "0/1", "0/1"}, "1/1", SIZE_MAX},
};
/* clang-format on */

static void carries_by_college(void **state)
{
    const __typeof__(carried[0]) *row = *state;
    PAL_CONSTITUTION(constitution);
    PAL_BUF(text);
    pal_buf_add_format(&text, "{" THREE ",'transfer_rule':'majority','college_tie':'%s'}",
                       row->college_tie);
    statutes(text.bytes, &constitution);
    PAL_QUESTION(question);
    ask(&question, "plurality", names);
    const uint64_t members[] = {2, 2, 2};
    int32_t marks[6][3] = {{0}};
    struct pal_box_ballot ballots[6];
    struct pal_vote votes[6];
    for (size_t i = 0; i < 6; i++) {
        marks[i][row->choices[i / 2][i % 2]] = 1;
        votes[i] = (struct pal_vote){.member = i, .college = i / 2};
        ballots[i] = (struct pal_box_ballot){.vote = PAL_BALLOT_UNLINKED,
                                             .college = i / 2,
                                             .ballot = {.state = PAL_BALLOT_COUNTED,
                                                        .marks = marks[i],
                                                        .mark_count = 3}};
    }
    struct pal_decide_spec spec = spec_of("plurality", &question, members);
    spec.votes = votes;
    spec.ballots = ballots;
    spec.vote_count = spec.ballot_count = 6;
    PAL_RESULT(result);
    EXPECT_ERR(pal_decide(&constitution, &spec, &result, NULL), PAL_OK);
    for (size_t i = 0; i < 3; i++) {
        EXPECT_RATIO(pal_figures_get(&result.outcome.totals, i), row->totals[i]);
    }
    EXPECT_RATIO(result.outcome.valid, row->valid);
    assert_int_equal(result.outcome.elected.count, row->elected == SIZE_MAX ? 0 : 1);
    if (row->elected != SIZE_MAX) {
        assert_true(result.outcome.elected.at[0] == row->elected);
    } else {
        assert_int_equal(result.outcome.reasons[0].code, PAL_REASON_NO_COLLEGE_CHOSE);
    }
}

static void counts_blank_proxies_for_the_candidates_of_the_board(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    statutes("{'colleges':[],'transfer_rule':'none'}", &constitution);
    PAL_QUESTION(question);
    ask(&question, "approval", names);
    const uint64_t members[] = {3};
    const struct pal_vote votes[] = {{.member = 1, .channel = PAL_CHANNEL_BLANK_PROXY},
                                     {.member = 2, .channel = PAL_CHANNEL_BLANK_PROXY}};
    const int32_t marks[] = {0, 1, 0};
    const struct pal_ballot board = {.state = PAL_BALLOT_COUNTED, .marks = marks, .mark_count = 3};
    struct pal_decide_spec spec = spec_of("approval", &question, members);
    spec.votes = votes;
    spec.vote_count = 2;
    PAL_RESULT(silent);
    EXPECT_ERR(pal_decide(&constitution, &spec, &silent, NULL), PAL_OK);
    assert_true(silent.colleges[0].abstaining == 2);
    assert_int_equal(silent.outcome.elected.count, 0);
    spec.board_ballot = &board;
    PAL_RESULT(presented);
    EXPECT_ERR(pal_decide(&constitution, &spec, &presented, NULL), PAL_OK);
    assert_true(presented.colleges[0].blank_proxies == 2);
    EXPECT_RATIO(pal_figures_get(&presented.outcome.totals, 1), "2/1");
}

static void writes_an_election_with_empty_and_blank(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    PAL_QUESTION(question);
    statutes("{" THREE ",'min_colleges_for_weighting':2}", &constitution);
    ask(&question, "plurality", names);
    const uint64_t members[] = {2, 1, 0};
    const int32_t marks[] = {0, 1, 0};
    const struct pal_vote votes[] = {{.member = 1}, {.member = 2}, {.member = 3, .college = 1}};
    const struct pal_ballot blank = {.state = PAL_BALLOT_BLANK};
    const struct pal_ballot choice = {.state = PAL_BALLOT_COUNTED, .marks = marks, .mark_count = 3};
    const struct pal_box_ballot ballots[] = {{0, 0, blank}, {1, 0, choice}, {2, 0, choice}};
    struct pal_decide_spec spec = spec_of("plurality", &question, members);
    spec.votes = votes;
    spec.ballots = ballots;
    spec.vote_count = spec.ballot_count = 3;
    PAL_RESULT(result);
    PAL_JSON(json);
    EXPECT_ERR(pal_decide(&constitution, &spec, &result, NULL), PAL_OK);
    assert_true(result.colleges[0].blank == 1);
    assert_int_equal(result.colleges[2].carried.state, PAL_COLLEGE_EMPTY);
    EXPECT_RATIO(result.outcome.totals.at[1].value, "1/1");
    spec.electorate = 1;
    json = pal_result_write(&result, &constitution, &spec);
    EXPECT_TEXT(pal_json_as_text(pal_json_get(json, "electorate")), "b");
    assert_true(pal_json_has(json, "count"));

    const struct pal_attendance stranger = {.member = 9, .college = 3};
    spec.attendance = &stranger;
    spec.attendance_count = 1;
    PAL_RESULT(refused);
    EXPECT_ERR(pal_decide(&constitution, &spec, &refused, NULL), PAL_ERR_ROLL_COUNTS);
}

/* --- what cannot be decided --- */

static void refuses_what_the_statutes_leave_unknown(void **state)
{
    (void)state;
    struct pal_where where = {0};
    PAL_CONSTITUTION(constitution);
    PAL_QUESTION(question);
    statutes("{" THREE "," SIMPLE ",'unknown':['college_tie','proxy','quorum']}", &constitution);
    ask(&question, "motion", yes_no);
    const uint64_t members[] = {1, 1, 1};
    struct pal_decide_spec spec = spec_of("motion", &question, members);
    EXPECT_ERR_AT(pal_decide_accepts(&constitution, &spec, &where), PAL_ERR_CONSTITUTION_UNKNOWN,
                  where, "/quorum");
    constitution.unknown &= ~(UINT64_C(1) << PAL_FIELD_QUORUM);
    EXPECT_ERR(pal_decide_accepts(&constitution, &spec, &where), PAL_OK);
    constitution.transfer_rule = PAL_CARRY_MAJORITY;
    EXPECT_ERR_AT(pal_decide_accepts(&constitution, &spec, &where), PAL_ERR_CONSTITUTION_UNKNOWN,
                  where, "/college_tie");
    constitution.transfer_rule = PAL_CARRY_PROPORTIONAL;
    spec.decision_class = pal_text_of("solemn");
    EXPECT_ERR_AT(pal_decide_accepts(&constitution, &spec, &where), PAL_ERR_CONSTITUTION_UNKNOWN,
                  where, "/majority/solemn");
    spec.decision_class = pal_text_of("ordinary");

    const struct pal_vote votes[] = {{.member = 1, .channel = PAL_CHANNEL_BLANK_PROXY}};
    spec.votes = votes;
    spec.vote_count = 1;
    PAL_RESULT(result);
    EXPECT_ERR_AT(pal_decide(&constitution, &spec, &result, &where), PAL_ERR_CONSTITUTION_UNKNOWN,
                  where, "/proxy");
}

static void refuses_polls_that_have_no_meaning(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    PAL_QUESTION(question);
    statutes("{" THREE ",'transfer_rule':'majority'}", &constitution);
    ask(&question, "approval", names);
    const uint64_t members[] = {1, 1, 1};
    struct pal_decide_spec spec = spec_of("approval", &question, members);
    EXPECT_ERR(pal_decide_accepts(&constitution, &spec, NULL), PAL_OK);
    EXPECT_ERR(pal_question_set_seats(&question, 2), PAL_OK);
    EXPECT_ERR(pal_decide_accepts(&constitution, &spec, NULL), PAL_ERR_METHOD_TRANSFER);
    spec.electorate = 0;
    EXPECT_ERR(pal_decide_accepts(&constitution, &spec, NULL), PAL_OK);
    spec.method = pal_text_of("divination");
    EXPECT_ERR(pal_decide_accepts(&constitution, &spec, NULL), PAL_ERR_METHOD_UNKNOWN);
}

static void refuses_counts_that_contradict_each_other(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    PAL_QUESTION(question);
    statutes("{'colleges':[],'transfer_rule':'none'," SIMPLE "}", &constitution);
    ask(&question, "motion", yes_no);
    const int32_t marks[] = {1, 0, 0};
    const struct pal_ballot ballot = {.state = PAL_BALLOT_COUNTED, .marks = marks, .mark_count = 3};
    const struct {
        struct pal_vote vote;
        struct pal_box_ballot ballots[2];
        size_t ballot_count;
        uint64_t members;
        enum pal_err err;
    } rows[] = {
        {{.member = 1}, {{0, 0, ballot}}, 1, 1, PAL_OK},
        {{.member = 1}, {{0, 0, ballot}}, 1, 0, PAL_ERR_ROLL_COUNTS},
        {{.member = 1}, {{0, 0, ballot}, {0, 0, ballot}}, 2, 9, PAL_ERR_ROLL_COUNTS},
        {{.member = 1}, {{7, 0, ballot}}, 1, 9, PAL_ERR_ROLL_COUNTS},
        {{.member = 1, .college = 1}, {{0, 0, ballot}}, 1, 9, PAL_ERR_ROLL_COUNTS},
        {{.member = 1}, {{PAL_BALLOT_UNLINKED, 3, ballot}}, 1, 9, PAL_ERR_ROLL_COUNTS},
        {{.member = 1},
         {{PAL_BALLOT_UNLINKED, 0, ballot}, {PAL_BALLOT_UNLINKED, 0, ballot}},
         2,
         9,
         PAL_ERR_ROLL_COUNTS},
        {{.member = 1, .channel = PAL_CHANNEL_BLANK_PROXY},
         {{0, 0, ballot}},
         1,
         9,
         PAL_ERR_ROLL_COUNTS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pal_decide_spec spec = spec_of("motion", &question, &rows[i].members);
        spec.votes = &rows[i].vote;
        spec.vote_count = 1;
        spec.ballots = rows[i].ballots;
        spec.ballot_count = rows[i].ballot_count;
        PAL_RESULT(result);
        EXPECT_ERR(pal_decide(&constitution, &spec, &result, NULL), rows[i].err);
    }
}

static void counts_a_spoilt_paper_as_present_and_not_expressed(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    PAL_QUESTION(question);
    statutes("{'colleges':[],'transfer_rule':'none'," SIMPLE "}", &constitution);
    ask(&question, "motion", yes_no);
    const uint64_t members[] = {5};
    const int32_t marks[4][3] = {{1, 0, 0}, {1, 1, 0}, {0, 0, 1}, {9, 0, 0}};
    struct pal_vote votes[4];
    struct pal_box_ballot ballots[4];
    for (size_t i = 0; i < 4; i++) {
        votes[i] = (struct pal_vote){.member = i, .channel = PAL_CHANNEL_PAPER};
        ballots[i] = (struct pal_box_ballot){
            .vote = i, .ballot = {.state = PAL_BALLOT_COUNTED, .marks = marks[i], .mark_count = 3}};
    }
    struct pal_decide_spec spec = spec_of("motion", &question, members);
    spec.votes = votes;
    spec.ballots = ballots;
    spec.vote_count = spec.ballot_count = 4;
    PAL_RESULT(result);
    EXPECT_ERR(pal_decide(&constitution, &spec, &result, NULL), PAL_OK);
    assert_true(result.colleges[0].spoilt == 2);
    assert_true(result.colleges[0].tally.present == 4);
    assert_true(result.colleges[0].tally.abstain == 3);
    EXPECT_RATIO(result.ratio, "1/1");
}

/* --- the answer --- */

static void explains_itself_in_steps(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    PAL_QUESTION(question);
    statutes("{" THREE "," SIMPLE ",'quorum':{'basis':'members','ordinary':{'first':'1/5',"
             "'second':'0/1'}}}",
             &constitution);
    ask(&question, "motion", yes_no);
    const uint64_t members[] = {4, 4, 4};
    const struct pal_tally tallies[] = {{4, 4, 3, 1, 0}, {4, 4, 4, 0, 0}, {4, 1, 0, 0, 1}};
    struct pal_decide_spec spec = spec_of("motion", &question, members);
    spec.tallies = tallies;
    PAL_RESULT(result);
    PAL_JSON(json);
    PAL_BUF(steps);
    EXPECT_ERR(pal_decide(&constitution, &spec, &result, NULL), PAL_OK);
    for (size_t i = 0; i < pal_json_count(result.steps); i++) {
        const struct pal_json *step = pal_json_at(result.steps, i);
        pal_buf_add_text(&steps, pal_json_as_text(pal_json_get(step, "step")));
        pal_buf_add_string(&steps, ":");
        pal_buf_add_text(&steps, pal_json_as_text(pal_json_get(step, "code")));
        pal_buf_add_string(&steps, " ");
    }
    EXPECT_BUF(steps, "roll:all_valid quorum:met weights:statutes college:counted college:counted "
                      "college:silent transfer:proportional majority:above decision:adopted ");
    json = pal_result_write(&result, &constitution, &spec);
    const struct pal_json *ratio = pal_json_get(json, "ratio");
    assert_non_null(ratio);
    EXPECT_TEXT(pal_json_as_text(ratio), "7/8");
    assert_int_equal(pal_json_count(pal_json_get(json, "explanation")), 9);
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, doubles, asks_twice);
    TABLE(tests, carried, carries_by_college);
    TEST(tests, fails_the_share_of_a_silent_college_that_stays_in_the_count);
    TEST(tests, gives_the_scores_of_the_worked_case);
    TEST(tests, counts_blank_proxies_for_the_candidates_of_the_board);
    TEST(tests, writes_an_election_with_empty_and_blank);
    TEST(tests, refuses_what_the_statutes_leave_unknown);
    TEST(tests, refuses_polls_that_have_no_meaning);
    TEST(tests, refuses_counts_that_contradict_each_other);
    TEST(tests, counts_a_spoilt_paper_as_present_and_not_expressed);
    TEST(tests, explains_itself_in_steps);
    return RUN(tests);
}
