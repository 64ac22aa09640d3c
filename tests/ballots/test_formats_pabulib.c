/* Pabulib: what its tables become, what is refused and at which place. */
#include "base/limits.h"

#include "formats.h"

#define META(type) "META\nkey;value\nbudget;1000\nvote_type;" type "\n"
#define PROJECTS   "PROJECTS\nproject_id;cost;name\nA;400;x\nB;300,5;y\nC;0;z\n"
#define VOTES      "VOTES\nvoter_id;vote;points\n"
#define IS \
    "\"options\":[\"A\",\"B\",\"C\"],\"seats\":1,\"budget\":\"1000/1\",\"costs\":[\"400/1\",\"601/2\",\"0/1\"],\"ballots\":["
#define ONE      ",\"count\":1,\"weight\":\"1/1\"}"
#define APPROVES PAL_BALLOT_APPROVES

/* clang-format off */
static const struct pal_tests_reading readings[] = {
    {"approvals", APPROVES, META("approval") PROJECTS VOTES "1;A, C;\n2;C,A;\n3;;\n4;;\n",
        IS "{\"approves\":[0,2],\"count\":2,\"weight\":\"1/1\"},{\"blank\":true,\"count\":2,\"weight\":\"1/1\"}]"},
    {"one choice", APPROVES, META("choose-1") PROJECTS VOTES "1;B;\n", IS "{\"approves\":[1]" ONE "]"},
    {"points", PAL_BALLOT_POINTS, META("cumulative") PROJECTS VOTES "1;A,C;3,2\n2;B;0\n3;;\n",
        IS "{\"points\":[3,0,2]" ONE ",{\"blank\":true,\"count\":2,\"weight\":\"1/1\"}]"},
    {"points as approvals", APPROVES, META("cumulative") PROJECTS VOTES "1;A,C;3,2\n", IS "{\"approves\":[0,2]" ONE "]"},
    {"orders", PAL_BALLOT_RANKS, META("ordinal") PROJECTS VOTES "1;C,A;2,1\n2;B;\n", IS "{\"ranks\":[[1]]" ONE ",{\"ranks\":[[2],[0]]" ONE "]"},
    {"orders as approvals", APPROVES, META("ordinal") PROJECTS VOTES "1;C,A;\n", IS "{\"approves\":[0,2]" ONE "]"},
    {"how long a ballot may be", APPROVES, META("approval") "max_length;3\n" PROJECTS VOTES, IS "] at most 3"},
    {"a ballot may be as long as all options", APPROVES, META("approval") "max_length;99999999\n" PROJECTS VOTES, IS "] at most 1000"},
    {"columns in another order", PAL_BALLOT_POINTS, "META\nvalue ; key\n7.25;budget\ncumulative;vote_type\nPROJECTS\ncost;x;project_id\n1;2;P/1\nVOTES\npoints;vote\n5;P/1\n",
        "\"options\":[\"P/1\"],\"seats\":1,\"budget\":\"29/4\",\"costs\":[\"1/1\"],\"ballots\":[{\"points\":[5]" ONE "]"},
    {"fields between quotation marks", APPROVES, META("approval") "comment;\"a \"\"b\"\"; c\nVOTES\n\"\n" "PROJECTS\ncost;name;project_id\n\"1,5\";\"x;y\";\"A \"\"a\"\"\"\nVOTES\nvoter_id;vote\n\"1\";\"A \"\"a\"\"\"\n",
        "\"options\":[\"A \\\"a\\\"\"],\"seats\":1,\"budget\":\"1000/1\",\"costs\":[\"3/2\"],\"ballots\":[{\"approves\":[0]" ONE "]"},
    {"a quotation mark within a field", APPROVES, META("approval") "comment;a \"b\n" PROJECTS VOTES, IS "]"},
    {"empty lines, carriage returns, a byte order mark", APPROVES, "\xEF\xBB\xBF" "META\r\nkey;value\r\nbudget;1\r\nvote_type;approval\r\n\r\nPROJECTS\rproject_id;cost\r\n\r\nA;1\rVOTES\r\nvote\r\nA\r\n",
        "\"options\":[\"A\"],\"seats\":1,\"budget\":\"1/1\",\"costs\":[\"1/1\"],\"ballots\":[{\"approves\":[0]" ONE "]"},
    {"names in another form of the same characters", APPROVES, META("approval") "PROJECTS\nproject_id;cost\n\xC3\xA9;1\nVOTES\nvote\ne\xCC\x81\n",
        "\"options\":[\"\xC3\xA9\"],\"seats\":1,\"budget\":\"1000/1\",\"costs\":[\"1/1\"],\"ballots\":[{\"approves\":[0]" ONE "]"},
    {"a type of votes between quotation marks", PAL_BALLOT_RANKS, META("\"ordinal\"") PROJECTS VOTES "1;C,A;\n", IS "{\"ranks\":[[2],[0]]" ONE "]"},
    {"a column that is not read, twice", APPROVES, META("approval") PROJECTS "VOTES\nage;vote;age\n1;A;1\n", IS "{\"approves\":[0]" ONE "]"},
    {"notes behind a setting, and a semicolon behind rows", APPROVES, META("approval") "comment;#1: a; #2: b\n" PROJECTS VOTES "1;A;;\n", IS "{\"approves\":[0]" ONE "]"},
    {"no budget", APPROVES, "META\nkey;value\nvote_type;approval\nPROJECTS\nproject_id;cost\nVOTES\nvote\n", "\"options\":[],\"seats\":1,\"ballots\":[]"},
};

static const struct pal_tests_refusal refusals[] = {
    {"an empty file", APPROVES, "", PAL_ERR_FORMAT_END, 1, 1},
    {"a row before all tables", APPROVES, "key;value\n", PAL_ERR_FORMAT_WORD, 1, 1},
    {"votes before projects", APPROVES, META("approval") VOTES PROJECTS, PAL_ERR_FORMAT_WORD, 5, 1},
    {"a table that comes twice", APPROVES, META("approval") PROJECTS PROJECTS, PAL_ERR_FORMAT_WORD, 10, 1},
    {"no votes", APPROVES, META("approval") PROJECTS, PAL_ERR_FORMAT_END, 10, 1},
    {"votes without a heading", APPROVES, META("approval") PROJECTS "VOTES\n", PAL_ERR_FORMAT_END, 11, 1},
    {"no column of values", APPROVES, "META\nkey\n", PAL_ERR_FORMAT_COLUMN, 2, 1},
    {"no column of costs", APPROVES, META("approval") "PROJECTS\nproject_id;name\n", PAL_ERR_FORMAT_COLUMN, 6, 1},
    {"no column of votes", APPROVES, META("approval") PROJECTS "VOTES\nvoter_id;points\n", PAL_ERR_FORMAT_COLUMN, 11, 1},
    {"no column of points", PAL_BALLOT_POINTS, META("cumulative") PROJECTS "VOTES\nvote\nA\n", PAL_ERR_FORMAT_COLUMN, 12, 1},
    {"a column of META twice", APPROVES, "META\nkey;value; key\n", PAL_ERR_FORMAT_COLUMN_TWICE, 2, 11},
    {"a column of votes twice", APPROVES, META("approval") PROJECTS "VOTES\nvote;\"vote\"\nA;B\n", PAL_ERR_FORMAT_COLUMN_TWICE, 11, 6},
    {"a field too few in META", APPROVES, "META\nkey;value\nbudget\n", PAL_ERR_FORMAT_FIELDS, 3, 1},
    {"a field too many in a project", APPROVES, META("approval") "PROJECTS\nproject_id;cost\nA;1;2\n", PAL_ERR_FORMAT_FIELDS, 7, 5},
    {"a field too few in a project", APPROVES, META("approval") "PROJECTS\nname;project_id;cost;x\nA;1;2\n", PAL_ERR_FORMAT_FIELDS, 7, 1},
    {"a field too many in a vote", APPROVES, META("approval") PROJECTS VOTES "1;A;\n1;A;B;C\n", PAL_ERR_FORMAT_FIELDS, 13, 7},
    {"a field too few in a vote", APPROVES, META("approval") PROJECTS VOTES "1;A;\n1\n", PAL_ERR_FORMAT_FIELDS, 13, 1},
    {"a type of votes that is not known", APPROVES, META("scoring") PROJECTS VOTES, PAL_ERR_FORMAT_VOTE_TYPE, 4, 11},
    {"no type of votes", APPROVES, "META\nkey;value\n" PROJECTS VOTES, PAL_ERR_FORMAT_VOTE_TYPE, 9, 1},
    {"a budget that is no number", APPROVES, "META\nkey;value\nbudget;much\n", PAL_ERR_RATIO_SYNTAX, 3, 8},
    {"a budget below nothing", APPROVES, "META\nkey;value\nbudget;-1\n", PAL_ERR_QUESTION_BUDGET, 3, 8},
    {"a budget that is left out", APPROVES, "META\nkey;value\nbudget;\n", PAL_ERR_RATIO_SYNTAX, 3, 8},
    {"a length that is no number", APPROVES, "META\nkey;value\nmax_length;x\n", PAL_ERR_FORMAT_NUMBER, 3, 12},
    {"a cost that is no number", APPROVES, META("approval") "PROJECTS\nproject_id;cost\nA;1 000\n", PAL_ERR_RATIO_SYNTAX, 7, 3},
    {"a cost below nothing", APPROVES, META("approval") "PROJECTS\nproject_id;cost\nA;-1\n", PAL_ERR_QUESTION_BUDGET, 7, 3},
    {"a project twice", APPROVES, META("approval") "PROJECTS\nproject_id;cost\nA;1\nA;2\n", PAL_ERR_QUESTION_OPTION_NAMES, 8, 1},
    {"a project without a name", APPROVES, META("approval") "PROJECTS\nproject_id;cost\n ;1\n", PAL_ERR_TEXT_EMPTY, 7, 1},
    {"a project that does not exist", APPROVES, META("approval") PROJECTS VOTES "1;A, D;\n", PAL_ERR_BALLOT_OPTION, 12, 6},
    {"a project that does not exist, between quotation marks", APPROVES, META("approval") PROJECTS VOTES "1;\"A,D\";\n", PAL_ERR_BALLOT_OPTION, 12, 3},
    {"a project twice in a vote", APPROVES, META("approval") PROJECTS VOTES "1;A,A;\n", PAL_ERR_BALLOT_MARK, 12, 5},
    {"points too few", PAL_BALLOT_POINTS, META("cumulative") PROJECTS VOTES "1;A,B;1\n", PAL_ERR_FORMAT_POINTS, 12, 7},
    {"points too many", PAL_BALLOT_POINTS, META("cumulative") PROJECTS VOTES "1;A;1,2\n", PAL_ERR_FORMAT_POINTS, 12, 5},
    {"points that are no number", PAL_BALLOT_POINTS, META("cumulative") PROJECTS VOTES "1;A,B;1,-2\n", PAL_ERR_FORMAT_NUMBER, 12, 9},
    {"points beyond all bounds", PAL_BALLOT_POINTS, META("cumulative") PROJECTS VOTES "1;A;2147483648\n", PAL_ERR_BALLOT_MARK, 12, 5},
    {"approvals where ranks are wanted", PAL_BALLOT_RANKS, META("approval") PROJECTS VOTES "1;;\n1;A;\n", PAL_ERR_BALLOT_KIND, 13, 3},
    {"a quotation mark that is not closed", APPROVES, META("approval") PROJECTS VOTES "1;\"A\n", PAL_ERR_FORMAT_OPEN, 12, 3},
    {"a quotation mark that is not closed, in a heading", APPROVES, "META\nkey;\"value\n", PAL_ERR_FORMAT_OPEN, 2, 5},
    {"something after quotation marks", APPROVES, META("approval") PROJECTS VOTES "1;\"A\"B\n", PAL_ERR_FORMAT_WORD, 12, 6},
    {"bytes that are not UTF-8", APPROVES, "META\n\xFF", PAL_ERR_TEXT_UTF8, 2, 1},
    {"marks without end on a project", APPROVES,
        META("approval") PROJECTS VOTES "1;e\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81"
        "\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81;\n",
        PAL_ERR_BALLOT_OPTION, 12, 3},
};

static const struct {
    const char *name;
    const char *file;
    enum pal_ballot_kind kind;
} kinds[] = {
    {"approvals",           META("approval"),   PAL_BALLOT_APPROVES},
    {"points",              META("cumulative"), PAL_BALLOT_POINTS},
    {"orders",              META("ordinal"),    PAL_BALLOT_RANKS},
    {"a type between quotation marks", META("\"ordinal\""), PAL_BALLOT_RANKS},
    {"a key between quotation marks", "META\nkey;value\n\"vote_type\";ordinal\n", PAL_BALLOT_RANKS},
    {"a type before its key", "META\nvalue;key\nordinal;vote_type\n", PAL_BALLOT_RANKS},
    {"a type within a text", "META\nkey;value\ncomment;\"a\nvote_type;approval\n\"\nvote_type;ordinal\n", PAL_BALLOT_RANKS},
    {"a type after the first table", META("ordinal") PROJECTS "vote_type;approval\n", PAL_BALLOT_RANKS},
    {"the last type of two", META("approval") "vote_type;ordinal\n", PAL_BALLOT_RANKS},
    {"an unknown type",     META("x"),          PAL_BALLOT_APPROVES},
    {"no type",             "META\n",           PAL_BALLOT_APPROVES},
    {"what is no text",     "\xFF",             PAL_BALLOT_APPROVES},
};
/* clang-format on */

static void reads(void **state)
{
    pal_tests_reads("x.pb", *state);
}

static void refuses(void **state)
{
    pal_tests_refuses("x.pb", *state);
}

static void is_of_a_kind(void **state)
{
    const __typeof__(kinds[0]) *row = *state;
    const struct pal_format *format = pal_format_of(pal_text_of("x.pb"));
    assert_int_equal(format->kind(pal_text_of(row->file)), row->kind);
}

static void a_file_cut_anywhere_is_read_or_refused(void **state)
{
    (void)state;
    const char *file = META("cumulative") "comment;\"a\"\"b\nc\"\r\n" PROJECTS VOTES
                                          "1;A,B;1,2\r\n2;\"A\";\"3\"\n";
    pal_tests_cut_everywhere("x.pb", file, PAL_BALLOT_POINTS);
    pal_tests_cut_everywhere("x.pb", file, PAL_BALLOT_APPROVES);
}

static void projects_have_a_number(void **state)
{
    (void)state;
    PAL_BUF(file);
    PAL_BUF(becomes);
    pal_buf_add_string(&file, META("approval") "PROJECTS\nproject_id;cost\n");
    for (int i = 0; i <= PAL_LIMIT_OPTIONS; i++) {
        pal_buf_add_format(&file, "P%d;1\n", i);
    }
    struct pal_where where;
    EXPECT_ERR(pal_tests_read("x.pb", pal_buf_text(&file), APPROVES, &becomes, &where),
               PAL_ERR_LIMIT_COUNT);
    assert_int_equal(where.line, 7 + PAL_LIMIT_OPTIONS);
}

int main(void)
{
    TESTS(tests, 100);
    TABLE(tests, readings, reads);
    TABLE(tests, refusals, refuses);
    TABLE(tests, kinds, is_of_a_kind);
    TEST(tests, a_file_cut_anywhere_is_read_or_refused);
    TEST(tests, projects_have_a_number);
    return RUN(tests);
}
