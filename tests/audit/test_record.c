/* The files of a record: their names, and the bytes of what is derived. */
#include <string.h>

#include "audit/record.h"
#include "ballots/method.h"
#include "base/mem.h"

#include "../support/expect.h"

#define HASH "df46d8971f3a118fb8b4980cca9b16fc683f6f421f9a32694cbac226e3dcd21b"
#define UUID "3ad4a592-9e42-4a0b-bf78-971bd0bafb0f"

/* --- names -------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *name;
    const char *file;
    bool is_one;
    enum pal_record_kind kind;
} names[] = {
    {"the licence",                       "LICENSE", true, PAL_RECORD_FOR_PEOPLE},
    {"what it is",                        "RECORD.json", true, PAL_RECORD_HEAD},
    {"the checkpoint",                    "log/checkpoint", true, PAL_RECORD_CHECKPOINT},
    {"a tile",                            "log/tile/entries/x001/234.p/5", true, PAL_RECORD_TILE},
    {"a version of the statutes",         "constitutions/" HASH ".json", true, PAL_RECORD_CONSTITUTION},
    {"a text",                            "texts/" HASH ".json", true, PAL_RECORD_TEXT},
    {"an attached file",                  "attachments/" HASH, true, PAL_RECORD_ATTACHMENT},
    {"what the society says",             "society/" HASH ".json", true, PAL_RECORD_SOCIETY},
    {"a manifest",                        "polls/" UUID "/manifest.json", true, PAL_RECORD_POLL},
    {"a table for spreadsheets",          "polls/" UUID "/result-fr.csv", true, PAL_RECORD_POLL},
    {"open data",                         "tables/polls.csv", true, PAL_RECORD_TABLE},
    {"another file at the top is none",   "notes.txt", false, PAL_RECORD_FOR_PEOPLE},
    {"another case is another name",      "license", false, PAL_RECORD_FOR_PEOPLE},
    {"nor a file of a poll of that name", "polls/" UUID "/votes.json", false, PAL_RECORD_FOR_PEOPLE},
    {"nor a folder in a poll",            "polls/" UUID "/a/box.json", false, PAL_RECORD_FOR_PEOPLE},
    {"nor a poll without identifier",     "polls/all/box.json", false, PAL_RECORD_FOR_PEOPLE},
    {"an identifier has small letters",   "polls/3AD4A592-9E42-4A0B-BF78-971BD0BAFB0F/box.json", false, PAL_RECORD_FOR_PEOPLE},
    {"a hash has them too",               "texts/DF46D8971F3A118FB8B4980CCA9B16FC683F6F421F9A32694CBAC226E3DCD21B.json", false, PAL_RECORD_FOR_PEOPLE},
    {"a document ends in json",           "texts/" HASH ".jsox", false, PAL_RECORD_FOR_PEOPLE},
    {"a hash is whole",                   "texts/df46.json", false, PAL_RECORD_FOR_PEOPLE},
    {"a document has a name",             "texts/", false, PAL_RECORD_FOR_PEOPLE},
    {"a tile has one spelling",           "log/tile/0/x000/001", false, PAL_RECORD_FOR_PEOPLE},
    {"a table that is unknown",           "tables/members.csv", false, PAL_RECORD_FOR_PEOPLE},
};
/* clang-format on */

static void is_named(void **state)
{
    const __typeof__(names[0]) *row = *state;
    struct pal_record_name name;
    enum pal_err expected = row->is_one ? PAL_OK : PAL_ERR_TAR_NAME;
    EXPECT_ERR(pal_record_name_parse(pal_text_of(row->file), &name), expected);
    if (row->is_one) {
        assert_int_equal(name.kind, row->kind);
    }
}

static void names_are_written_as_they_are_read(void **state)
{
    (void)state;
    struct pal_record_name name;
    for (int file = 0; file < PAL_RECORD_POLL_COUNT; file++) {
        PAL_BUF(text);
        struct pal_uuid poll;
        EXPECT_ERR(pal_uuid_parse(pal_text_of(UUID), &poll), PAL_OK);
        pal_record_poll_name(&poll, (enum pal_record_poll_file)file, &text);
        EXPECT_ERR(pal_record_name_parse(pal_buf_text(&text), &name), PAL_OK);
        assert_int_equal(name.file, file);
        assert_true(pal_uuid_equal(&name.poll, &poll));
    }
    PAL_BUF(text);
    EXPECT_ERR(pal_record_name_parse(pal_text_of("texts/" HASH ".json"), &name), PAL_OK);
    pal_record_document_name(PAL_RECORD_TEXT, &name.hash, &text);
    EXPECT_BUF(text, "texts/" HASH ".json");
}

/* --- results -------------------------------------------------------------------------------------- */

static const char manifest[] =
    "{\"colleges\":[{\"id\":\"b\",\"voters\":3},{\"id\":\"a\",\"voters\":2}],"
    "\"method\":{\"id\":\"approval\",\"version\":1},"
    "\"options\":[{\"by_board\":false,\"label\":\"Été, \\\"2026\\\"\"},"
    "{\"by_board\":false,\"label\":\"=1+1\"}],"
    "\"poll\":\"" UUID "\",\"title\":\"Quand ?\"}";

static const char decision[] =
    "{\"call\":\"first\",\"colleges\":{\"a\":{\"state\":\"counted\",\"weight\":\"1/3\"}},"
    "\"count\":{\"ballots\":{\"valid\":\"5/1\"},\"elected\":[\"=1+1\"],"
    "\"ranking\":[[\"=1+1\"],[\"Été, \\\"2026\\\"\"]],\"totals\":{\"=1+1\":\"2/3\","
    "\"Été, \\\"2026\\\"\":\"-1/8000000\"}},"
    "\"electorate\":\"assembly\",\"method\":{\"id\":\"approval\",\"version\":1},"
    "\"outcome\":\"counted\",\"quorum\":{\"met\":true,\"reached\":\"1/2\"},"
    "\"seats\":{\"filled\":[{\"group\":\"g\",\"how\":\"reserved\",\"option\":\"=1+1\"}],"
    "\"vacant\":[{\"count\":1,\"group\":\"h\"}]},"
    "\"tallies\":{\"a\":{\"members\":2},\"b\":{\"members\":3,\"present\":1}}}";

static void read_count(struct pal_record_count *count)
{
    PAL_JSON(outcome);
    outcome = pal_json_object_new();
    pal_json_set_string(outcome, "decision", decision);
    pal_json_set_string(outcome, "verdict", "counted");
    PAL_BUF(bytes);
    pal_json_write_sorted(outcome, &bytes);
    EXPECT_ERR(pal_record_count_read(pal_text_of(manifest), pal_buf_text(&bytes), count), PAL_OK);
}

static void a_result_has_the_decision_as_it_stands(void **state)
{
    (void)state;
    PAL_RECORD_COUNT(count);
    PAL_BUF(result);
    PAL_BUF(expected);
    read_count(&count);
    pal_record_result(&count, &result);
    pal_buf_add_format(&expected,
                       "{\"decision\":%s,\"format\":\"palabre-result/1\",\"manifest\":\"",
                       decision);
    pal_buf_add_hex(&expected, count.manifest_hash.bytes, PAL_HASH_SIZE);
    pal_buf_add_string(&expected, "\",\"method\":{\"id\":\"approval\",\"version\":1},"
                                  "\"options\":[\"Été, \\\"2026\\\"\",\"=1+1\"],\"outcome\":\"");
    pal_buf_add_hex(&expected, count.outcome_hash.bytes, PAL_HASH_SIZE);
    pal_buf_add_string(&expected, "\",\"poll\":\"" UUID "\",\"title\":\"Quand ?\","
                                  "\"verdict\":\"counted\"}");
    EXPECT_BUF(result, expected.bytes);
}

/* clang-format off */
static void a_table_has_one_figure_per_row(void **state)
{
    (void)state;
    PAL_RECORD_COUNT(count);
    PAL_BUF(table);
    read_count(&count);
    pal_record_table(&count, false, &table);
    EXPECT_BUF(table, "poll,part,college,option,figure,value,rounded\r\n"
               UUID ",poll,,,outcome,counted,\r\n"
               UUID ",poll,,,call,first,\r\n"
               UUID ",poll,,,electorate,assembly,\r\n"
               UUID ",poll,,,method,approval,\r\n"
               UUID ",poll,,,method_version,1,\r\n"
               UUID ",votes,b,,members,3,\r\n"
               UUID ",votes,b,,present,1,\r\n"
               UUID ",votes,a,,members,2,\r\n"
               UUID ",quorum,,,reached,1/2,0.500000\r\n"
               UUID ",quorum,,,met,true,\r\n"
               UUID ",weights,a,,weight,1/3,0.333333\r\n"
               UUID ",weights,a,,state,counted,\r\n"
               UUID ",count,,,valid,5/1,5.000000\r\n"
               UUID ",option,,\"Été, \"\"2026\"\"\",total,-1/8000000,0.000000\r\n"
               UUID ",option,,\"Été, \"\"2026\"\"\",rank,2,\r\n"
               UUID ",option,,=1+1,total,2/3,0.666667\r\n"
               UUID ",option,,=1+1,rank,1,\r\n"
               UUID ",option,,=1+1,elected,1,\r\n"
               UUID ",seat,g,=1+1,how,reserved,\r\n"
               UUID ",vacant,h,,count,1,\r\n");
}
/* clang-format on */

static void a_french_table_is_for_spreadsheets(void **state)
{
    (void)state;
    PAL_RECORD_COUNT(count);
    PAL_BUF(table);
    read_count(&count);
    pal_record_table(&count, true, &table);
    assert_non_null(strstr(table.bytes, "\xEF\xBB\xBFscrutin;partie;college;option;chiffre;valeur;"
                                        "numerateur;denominateur;arrondi\r\n"));
    assert_non_null(strstr(table.bytes, UUID ";quorum;;;reached;;1;2;\"0,500000\"\r\n"));
    assert_non_null(strstr(table.bytes, UUID ";quorum;;;met;true;;;\r\n"));
    assert_non_null(strstr(table.bytes, UUID ";option;;'=1+1;total;;2;3;\"0,666667\"\r\n"));
    assert_non_null(strstr(table.bytes, UUID
                           ";option;;\"Été, \"\"2026\"\"\";total;;-1;8000000;\"0,000000\"\r\n"));
}

/* clang-format off */
static const struct {
    const char *name;
    const char *value, *rounded;
} roundings[] = {
    {"a whole number keeps its zeros",        "12/1", "12.000000"},
    {"a third is cut",                        "1/3", "0.333333"},
    {"two thirds go up",                      "2/3", "0.666667"},
    {"half of the last digit goes up",        "1/2000000", "0.000001"},
    {"less than half of it does not",         "1/2000001", "0.000000"},
    {"below zero a half goes down",           "-1/2000000", "-0.000001"},
    {"nothing has no sign",                   "-1/2000001", "0.000000"},
    {"what rounds up to one is one",          "1999999/2000000", "1.000000"},
    {"numbers beyond 64 bits are exact",      "1000000000000000000000001/2", "500000000000000000000000.500000"},
    {"a word is no fraction",                 "n/a", ""},
    {"nor is a division by nothing",          "1/0", ""},
    {"nor two slashes",                       "1/2/3", ""},
    {"nor a minus below",                     "1/-2", ""},
    {"nor a lone slash",                      "/", ""},
};
/* clang-format on */

static void is_rounded(void **state)
{
    const __typeof__(roundings[0]) *row = *state;
    PAL_BUF(bytes);
    PAL_BUF(table);
    PAL_BUF(expected);
    PAL_RECORD_COUNT(count);
    pal_buf_add_format(&bytes, "{\"decision\":\"{\\\"ratio\\\":\\\"%s\\\"}\",\"verdict\":\"x\"}",
                       row->value);
    EXPECT_ERR(pal_record_count_read(pal_text_of(manifest), pal_buf_text(&bytes), &count), PAL_OK);
    pal_record_table(&count, false, &table);
    pal_buf_add_format(&expected, UUID ",motion,,,ratio,%s,%s\r\n", row->value, row->rounded);
    assert_non_null(strstr(table.bytes, expected.bytes));
}

static void a_document_without_its_members_is_refused(void **state)
{
    (void)state;
    PAL_RECORD_COUNT(count);
    const struct pal_text outcome = pal_text_of("{\"decision\":\"{}\",\"verdict\":\"x\"}");
    EXPECT_ERR(pal_record_count_read(pal_text_of("{}"), outcome, &count), PAL_ERR_JSON_MISSING);
    EXPECT_ERR(pal_record_count_read(pal_text_of(manifest), pal_text_of("{}"), &count),
               PAL_ERR_JSON_MISSING);
    EXPECT_ERR(pal_record_count_read(pal_text_of(manifest),
                                     pal_text_of("{\"decision\":\"[]\",\"verdict\":\"x\"}"),
                                     &count),
               PAL_ERR_JSON_TYPE);
    EXPECT_ERR(pal_record_count_read(pal_text_of(manifest), pal_text_of("{\"decision\":\"{}\"}"),
                                     &count),
               PAL_ERR_JSON_MISSING);
}

/* What is not of the form that a decision has gives no row, and breaks nothing. */
static void a_strange_decision_gives_no_rows(void **state)
{
    (void)state;
    PAL_RECORD_COUNT(count);
    PAL_BUF(table);
    const char outcome[] =
        "{\"decision\":\"{\\\"count\\\":{\\\"elected\\\":{},\\\"ranking\\\":[1],"
        "\\\"totals\\\":[]},\\\"seats\\\":[],\\\"tallies\\\":7,\\\"ratio\\\":null,"
        "\\\"reason\\\":[]}\",\"verdict\":\"x\"}";
    EXPECT_ERR(pal_record_count_read(pal_text_of(manifest), pal_text_of(outcome), &count), PAL_OK);
    pal_record_table(&count, false, &table);
    EXPECT_BUF(table,
               "poll,part,college,option,figure,value,rounded\r\n" UUID ",motion,,,reason,,\r\n");
}

/* --- ballots -------------------------------------------------------------------------------------- */

static void make_question(struct pal_question *question, bool has_order)
{
    static const size_t order[] = {2, 0, 1};
    EXPECT_ERR(pal_question_add_option(question, pal_text_of("Ada")), PAL_OK);
    EXPECT_ERR(pal_question_add_option(question, pal_text_of("B \"o\"")), PAL_OK);
    EXPECT_ERR(pal_question_add_option(question, pal_text_of("Cy")), PAL_OK);
    EXPECT_ERR(pal_question_set_seats(question, has_order ? 2 : 1), PAL_OK);
    if (has_order) {
        EXPECT_ERR(pal_question_set_tie_order(question, order, 3), PAL_OK);
    }
}

enum { NEXT = PAL_MARK_NEXT_RANK, NONE = PAL_MARK_NO_OPINION };

static void add(const struct pal_record_ballots *ballots, const int32_t *marks, size_t count,
                struct pal_buf *buf)
{
    struct pal_ballot ballot = {.marks = marks, .mark_count = count};
    pal_record_ballots_add(ballots, &ballot, buf);
}

static void ranks_are_written_for_other_programs(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    make_question(&question, true);
    for (int format = 0; format < PAL_RECORD_FORMAT_COUNT; format++) {
        struct pal_record_ballots ballots = {(enum pal_record_format)format, PAL_BALLOT_RANKS,
                                             &question};
        PAL_BUF(text);
        assert_true(pal_record_ballots_apply(&ballots));
        pal_record_ballots_begin(&ballots, &text);
        add(&ballots, (const int32_t[]){1, NEXT, 0, 2}, 4, &text);
        add(&ballots, (const int32_t[]){2}, 1, &text);
        add(&ballots, NULL, 0, &text);
        pal_record_ballots_add(&ballots, &(struct pal_ballot){.state = PAL_BALLOT_BLANK}, &text);
        pal_record_ballots_add(&ballots, &(struct pal_ballot){.state = PAL_BALLOT_SPOILT}, &text);
        pal_record_ballots_add(&ballots, &(struct pal_ballot){.state = PAL_BALLOT_ABSTAINING},
                               &text);
        pal_record_ballots_end(&ballots, &text);
        EXPECT_BUF(text, format == PAL_RECORD_FORMAT_ABIF
                             ? "{\"seats\": 2}\n{\"tie_order\": [\"c3\", \"c1\", \"c2\"]}\n"
                               "=c1:[Ada]\n=c2:[B \"o\"]\n=c3:[Cy]\n1:c2>c1=c3\n1:c3\n1:\n1:\n"
                             : "3 2\n[tie 2 1 3]\n1 2 1=3 0\n1 3 0\n1 0\n1 0\n0\n\"Ada\"\n"
                               "\"B \"\"o\"\"\"\n\"Cy\"\n\"\"\n");
    }
}

static void a_skipped_rank_stands_in_blt_alone(void **state)
{
    (void)state;
    static const int32_t skips[][4] = {{NEXT, 0, NEXT, 1},
                                       {0, NEXT, NEXT, 1},
                                       {0, NEXT, 1, NEXT},
                                       {0, NEXT, 1, 2}};
    static const char *const lines[] = {"1 - 1 2 0\n", "1 1 - 2 0\n", "1 1 2 - 0\n", "1 1 2=3 0\n"};
    PAL_QUESTION(question);
    make_question(&question, false);
    struct pal_record_ballots abif = {PAL_RECORD_FORMAT_ABIF, PAL_BALLOT_RANKS, &question};
    struct pal_record_ballots blt = {PAL_RECORD_FORMAT_BLT, PAL_BALLOT_RANKS, &question};
    for (size_t i = 0; i < 4; i++) {
        PAL_BUF(text);
        struct pal_ballot ballot = {.marks = skips[i], .mark_count = 4};
        assert_int_equal(pal_record_ballots_hold(&abif, &ballot), i == 3);
        assert_true(pal_record_ballots_hold(&blt, &ballot));
        add(&blt, skips[i], 4, &text);
        EXPECT_BUF(text, lines[i]);
    }
    assert_true(pal_record_ballots_hold(&abif, &(struct pal_ballot){.state = PAL_BALLOT_BLANK}));
}

static void scores_and_approvals_are_written(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    make_question(&question, false);
    question.scale = 5;
    struct pal_record_ballots scores = {PAL_RECORD_FORMAT_ABIF, PAL_BALLOT_SCORES, &question};
    struct pal_record_ballots approvals = {PAL_RECORD_FORMAT_ABIF, PAL_BALLOT_APPROVES, &question};
    PAL_BUF(first);
    PAL_BUF(second);
    pal_record_ballots_begin(&scores, &first);
    add(&scores, (const int32_t[]){5, NONE, 0}, 3, &first);
    add(&scores, (const int32_t[]){NONE, NONE, NONE}, 3, &first);
    pal_record_ballots_end(&scores, &first);
    EXPECT_BUF(first, "{\"max_rating\": 5}\n=c1:[Ada]\n=c2:[B \"o\"]\n=c3:[Cy]\n1:c1/5,c3/0\n1:\n");
    pal_record_ballots_begin(&approvals, &second);
    add(&approvals, (const int32_t[]){0, 1, 1}, 3, &second);
    add(&approvals, (const int32_t[]){0, 0, 0}, 3, &second);
    EXPECT_BUF(second,
               "{\"max_rating\": 1}\n=c1:[Ada]\n=c2:[B \"o\"]\n=c3:[Cy]\n1:c2/1,c3/1\n1:\n");
}

static void other_ballots_have_no_such_file(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    PAL_QUESTION(bracket);
    make_question(&question, false);
    make_question(&bracket, false);
    EXPECT_ERR(pal_question_add_option(&bracket, pal_text_of("[D]")), PAL_OK);
    for (int format = 0; format < PAL_RECORD_FORMAT_COUNT; format++) {
        struct pal_record_ballots ballots = {(enum pal_record_format)format, PAL_BALLOT_CHOICE,
                                             &question};
        assert_false(pal_record_ballots_apply(&ballots));
        ballots.kind = PAL_BALLOT_POINTS;
        assert_false(pal_record_ballots_apply(&ballots));
        ballots = (struct pal_record_ballots){ballots.format, PAL_BALLOT_RANKS, &bracket};
        assert_int_equal(pal_record_ballots_apply(&ballots), format == PAL_RECORD_FORMAT_BLT);
    }
}

int main(void)
{
    TESTS(tests, 64);
    TABLE(tests, names, is_named);
    TEST(tests, names_are_written_as_they_are_read);
    TEST(tests, a_result_has_the_decision_as_it_stands);
    TEST(tests, a_table_has_one_figure_per_row);
    TEST(tests, a_french_table_is_for_spreadsheets);
    TABLE(tests, roundings, is_rounded);
    TEST(tests, a_document_without_its_members_is_refused);
    TEST(tests, a_strange_decision_gives_no_rows);
    TEST(tests, ranks_are_written_for_other_programs);
    TEST(tests, a_skipped_rank_stands_in_blt_alone);
    TEST(tests, scores_and_approvals_are_written);
    TEST(tests, other_ballots_have_no_such_file);
    return RUN(tests);
}
