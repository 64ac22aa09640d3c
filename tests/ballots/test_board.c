/* What an election states beside its method: what is refused, and who is seated. */
#include <string.h>

#include "ballots/board.h"
#include "ballots/decide.h"
#include "base/limits.h"

#include "statutes.h"

enum { CANDIDATES = 5, VOTERS = 9 };

/* --- what is refused ------------------------------------------------------------------------------ */

#define ONE "\"options\":[{\"label\":\"Ada\"}]"

/* clang-format off */
static const struct {
    const char *name, *document;
    size_t seats;
    enum pal_err err;
    const char *place;
} refusals[] = {
    {"nothing stated is an empty board", "{" ONE "}", 1, PAL_OK, ""},
    {"a reserve without its kind",
        "{" ONE ",\"reserved\":{\"missing\":\"vacant\",\"groups\":[]}}", 1, PAL_ERR_JSON_MISSING, "/reserved/by"},
    {"a kind that is none",
        "{" ONE ",\"reserved\":{\"by\":\"age\",\"missing\":\"vacant\",\"groups\":[]}}", 1, PAL_ERR_JSON_VALUE, "/reserved/by"},
    {"a reserve that does not say what becomes of missing candidates",
        "{" ONE ",\"reserved\":{\"by\":\"group\",\"groups\":[]}}", 1, PAL_ERR_JSON_MISSING, "/reserved/missing"},
    {"a reserve without groups",
        "{" ONE ",\"reserved\":{\"by\":\"group\",\"missing\":\"vacant\"}}", 1, PAL_ERR_JSON_MISSING, "/reserved/groups"},
    {"a member that is not known",
        "{" ONE ",\"reserved\":{\"by\":\"group\",\"missing\":\"vacant\",\"groups\":[],\"x\":1}}", 1, PAL_ERR_JSON_UNKNOWN, "/reserved/x"},
    {"a group without a name",
        "{" ONE ",\"reserved\":{\"by\":\"group\",\"missing\":\"vacant\",\"groups\":[{\"id\":\"\"}]}}", 1,
        PAL_ERR_QUESTION_RESERVED, "/reserved/groups/0/id"},
    {"a group twice",
        "{" ONE ",\"reserved\":{\"by\":\"group\",\"missing\":\"vacant\",\"groups\":[{\"id\":\"a\"},{\"id\":\"a\"}]}}", 1,
        PAL_ERR_QUESTION_RESERVED, "/reserved/groups/1/id"},
    {"fewer seats than none",
        "{" ONE ",\"reserved\":{\"by\":\"group\",\"missing\":\"vacant\",\"groups\":[{\"id\":\"a\",\"least\":-1}]}}", 1,
        PAL_ERR_QUESTION_RESERVED, "/reserved/groups/0/least"},
    {"a least above its most",
        "{" ONE ",\"reserved\":{\"by\":\"group\",\"missing\":\"vacant\",\"groups\":[{\"id\":\"a\",\"least\":2,\"most\":1}]}}", 3,
        PAL_ERR_QUESTION_RESERVED, "/reserved/groups"},
    {"more seats kept than there are",
        "{" ONE ",\"reserved\":{\"by\":\"group\",\"missing\":\"vacant\",\"groups\":[{\"id\":\"a\",\"least\":2},{\"id\":\"b\",\"least\":2}]}}", 3,
        PAL_ERR_QUESTION_RESERVED, "/reserved/groups"},
    {"as many seats kept as there are",
        "{" ONE ",\"reserved\":{\"by\":\"group\",\"missing\":\"vacant\",\"groups\":[{\"id\":\"a\",\"least\":2},{\"id\":\"b\",\"least\":2}]}}", 4,
        PAL_OK, ""},
    {"two options that are nobody",
        "{\"options\":[{\"label\":\"Ada\",\"none\":true},{\"label\":\"Bo\",\"none\":true}]}", 1,
        PAL_ERR_QUESTION_OPTIONS, "/options/1/none"},
    {"no term at all", "{" ONE ",\"terms\":[]}", 1, PAL_ERR_QUESTION_TERMS, "/terms"},
    {"terms for fewer seats",
        "{" ONE ",\"terms\":[{\"seats\":1,\"until\":\"2028-06-30\"}]}", 2, PAL_ERR_QUESTION_TERMS, "/terms"},
    {"a term of no seat",
        "{" ONE ",\"terms\":[{\"seats\":0,\"until\":\"2028-06-30\"}]}", 2, PAL_ERR_QUESTION_TERMS, "/terms/0/seats"},
    {"a term without a day",
        "{" ONE ",\"terms\":[{\"seats\":2}]}", 2, PAL_ERR_JSON_MISSING, "/terms/0/until"},
    {"a term that ends on no day",
        "{" ONE ",\"terms\":[{\"seats\":2,\"until\":\"2028-06-31\"}]}", 2, PAL_ERR_CLOCK_DATE, "/terms/0/until"},
    {"a term in a word of its own",
        "{" ONE ",\"terms\":[{\"seats\":2,\"until\":\"2028-06-30\",\"x\":0}]}", 2, PAL_ERR_JSON_UNKNOWN, "/terms/0/x"},
};
/* clang-format on */

static void read_question(const struct pal_json *document, size_t seats,
                          struct pal_question *question)
{
    const struct pal_json *options = pal_json_get(document, "options");
    for (size_t i = 0; i < pal_json_count(options); i++) {
        struct pal_text label = pal_json_as_text(pal_json_get(pal_json_at(options, i), "label"));
        EXPECT_ERR(pal_question_add_option(question, label), PAL_OK);
    }
    EXPECT_ERR(pal_question_set_seats(question, (int64_t)seats), PAL_OK);
}

static void reads(void **state)
{
    const __typeof__(refusals[0]) *row = *state;
    PAL_JSON(document);
    PAL_QUESTION(question);
    PAL_BOARD(board);
    struct pal_where where = {.line = 0};
    EXPECT_ERR(pal_json_parse(pal_text_of(row->document), 4096, &document, NULL), PAL_OK);
    read_question(document, row->seats, &question);
    EXPECT_ERR(pal_board_read(document, &question, &board, &where), row->err);
    assert_string_equal(where.pointer, row->place);
}

/* clang-format off */
static const struct {
    const char *name, *document, *place;
} others[] = {
    {"another poll has its options", "{" ONE "}", ""},
    {"another poll keeps seats", "{" ONE ",\"reserved\":{}}", "/reserved"},
    {"another poll has terms", "{" ONE ",\"terms\":[]}", "/terms"},
    {"another poll asks for an absolute majority", "{" ONE ",\"absolute_majority\":true}", "/absolute_majority"},
    {"another poll has a second round", "{" ONE ",\"first_round\":{}}", "/first_round"},
    {"another poll offers none of these", "{\"options\":[{\"label\":\"Ada\",\"none\":true}]}", "/none_of_these"},
    {"a surplus is voted on in two rounds", "{" ONE ",\"absolute_majority\":true,\"first_round\":{},\"surplus\":{}}", ""},
    {"a surplus may be split as none of these says", "{\"options\":[{\"label\":\"Ada\",\"none\":true}],\"surplus\":{}}", ""},
    {"a surplus keeps no seats", "{" ONE ",\"reserved\":{},\"surplus\":{}}", "/reserved"},
    {"a surplus has no terms", "{" ONE ",\"surplus\":{},\"terms\":[]}", "/terms"},
};
/* clang-format on */

static void says_what_elections_say(void **state)
{
    const __typeof__(others[0]) *row = *state;
    PAL_JSON(document);
    struct pal_where where = {.line = 0};
    EXPECT_ERR(pal_json_parse(pal_text_of(row->document), 4096, &document, NULL), PAL_OK);
    EXPECT_ERR(pal_board_says_no_election(document, &where),
               row->place[0] == '\0' ? PAL_OK : PAL_ERR_QUESTION_NO_ELECTION);
    assert_string_equal(where.pointer, row->place);
}

static void a_board_has_no_more_groups_than_there_may_be_colleges(void **state)
{
    (void)state;
    PAL_BUF(text);
    pal_buf_add_string(&text,
                       "{" ONE
                       ",\"reserved\":{\"by\":\"group\",\"missing\":\"vacant\",\"groups\":[");
    for (int i = 0; i <= PAL_LIMIT_COLLEGES; i++) {
        pal_buf_add_format(&text, "%s{\"id\":\"%d\"}", i > 0 ? "," : "", i);
    }
    pal_buf_add_string(&text, "]}}");
    PAL_JSON(document);
    PAL_QUESTION(question);
    PAL_BOARD(board);
    struct pal_where where = {.line = 0};
    EXPECT_ERR(pal_json_parse(pal_buf_text(&text), text.size, &document, NULL), PAL_OK);
    read_question(document, 1, &question);
    EXPECT_ERR_AT(pal_board_read(document, &question, &board, &where), PAL_ERR_LIMIT_COUNT, where,
                  "/reserved/groups");
}

/* --- which methods suit ---------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *name;
    enum pal_elects elects;
    enum pal_ballot_kind kind;
    enum pal_err reserved, none, terms, absolute;
} suits[] = {
    {"a method that elects nobody", PAL_ELECTS_NOBODY, PAL_BALLOT_APPROVES,
        PAL_ERR_METHOD_RESERVED, PAL_ERR_METHOD_NOBODY, PAL_ERR_QUESTION_TERMS, PAL_ERR_METHOD_ABSOLUTE},
    {"one that elects several together", PAL_ELECTS_TOGETHER, PAL_BALLOT_RANKS, PAL_ERR_METHOD_RESERVED, PAL_OK, PAL_OK, PAL_ERR_METHOD_ABSOLUTE},
    {"one that ranks", PAL_ELECTS_BY_RANKING, PAL_BALLOT_APPROVES, PAL_OK, PAL_OK, PAL_OK, PAL_OK},
    {"one that elects in turn", PAL_ELECTS_IN_TURN, PAL_BALLOT_APPROVES, PAL_OK, PAL_OK, PAL_OK, PAL_ERR_METHOD_ABSOLUTE},
    {"one that draws lots", PAL_ELECTS_IN_TURN, PAL_BALLOT_NONE, PAL_OK, PAL_ERR_METHOD_NOBODY, PAL_OK, PAL_ERR_METHOD_ABSOLUTE},
};
/* clang-format on */

static void suits_or_not(void **state)
{
    const __typeof__(suits[0]) *row = *state;
    const struct pal_method method = {.elects = row->elects, .kind = row->kind};
    const struct pal_board reserved = {.is_reserved = true, .none = SIZE_MAX};
    const struct pal_board none = {.none = 0};
    const struct pal_board absolute = {.is_absolute = true, .none = SIZE_MAX};
    const struct pal_board terms = {.none = SIZE_MAX, .term_count = 1};
    EXPECT_ERR(pal_board_accepts(&reserved, &method), row->reserved);
    EXPECT_ERR(pal_board_accepts(&none, &method), row->none);
    EXPECT_ERR(pal_board_accepts(&terms, &method), row->terms);
    EXPECT_ERR(pal_board_accepts(&absolute, &method), row->absolute);
}

/* --- who is seated ------------------------------------------------------------------------------- */

#define FIVE(a, b, c, d, e)                                                             \
    "\"options\":[{\"label\":\"Ada\"" a "},{\"label\":\"Bo\"" b "},{\"label\":\"Cy\"" c \
    "},{\"label\":\"Di\"" d "},{\"label\":\"Eva\"" e "}]"
#define W    ",\"group\":\"women\""
#define M    ",\"group\":\"men\""
#define NONE ",\"none\":true"
#define PARITY(missing)                                                        \
    ",\"reserved\":{\"by\":\"group\",\"missing\":\"" missing "\",\"groups\":[" \
    "{\"id\":\"women\",\"least\":2},{\"id\":\"men\",\"least\":2}]}"

/* clang-format off */
static const struct {
    const char *name, *method, *document;
    size_t seats;
    uint64_t approvals[CANDIDATES]; /* out of nine */
    const char *seated; /* "filled", then "vacant" */
    const char *step;   /* of the explanation, that there is; NULL: none is looked for */
} rows[] = {
    {"parity of four changes who is seated", "approval", "{" FIVE(M, M, M, W, W) PARITY("vacant") "}", 4, {9, 8, 7, 6, 5},
        "Ada reserved men, Bo reserved men, Di reserved women, Eva reserved women", "seat"},
    {"and leaves a seat vacant", "approval", "{" FIVE(M, M, M, M, W) PARITY("vacant") "}", 4, {9, 8, 7, 6, 5},
        "Ada reserved men, Bo reserved men, Eva reserved women; 1 women", "vacant"},
    {"or releases it", "approval", "{" FIVE(M, M, M, M, W) PARITY("released") "}", 4, {9, 8, 7, 6, 5},
        "Ada reserved men, Bo reserved men, Eva reserved women, Cy released men", NULL},
    {"equals stand in the order of ties", "approval", "{" FIVE(M, M, M, W, W) PARITY("vacant") "}", 4, {5, 5, 5, 5, 5},
        "Ada reserved men, Bo reserved men, Di reserved women, Eva reserved women", "seat_tie"},
    {"a lot is drawn to the end, so that the last drawn takes the seat kept", "sortition",
     "{" FIVE(M, M, M, W, W) PARITY("vacant") "}", 4, {0, 0, 0, 0, 0},
     "Eva reserved women, Bo reserved men, Ada reserved men, Di reserved women", NULL},
    {"whoever comes after none of these is not elected", "approval", "{" FIVE("", NONE, "", "", "") "}", 3, {9, 8, 7, 6, 5},
        "Ada open; 2", "none_of_these"},
    {"none of these does not reach the seats", "approval", "{" FIVE("", "", NONE, "", "") "}", 2, {9, 8, 7, 6, 5},
        "Ada open, Bo open", NULL},
    {"none of these is the last that is elected", "approval", "{" FIVE("", "", NONE, "", "") "}", 3, {9, 8, 7, 6, 5},
        "Ada open, Bo open; 1", "none_of_these"},
    {"nobody is better than none of these", "plurality", "{" FIVE(NONE, "", "", "", "") "}", 1, {9, 0, 0, 0, 0},
        "; 1", "none_of_these"},
    {"kept seats end at none of these too", "approval", "{" FIVE(M, M, NONE, W, W) PARITY("released") "}", 4, {9, 8, 7, 6, 5},
        "Ada reserved men, Bo reserved men; 2 women", NULL},
    {"terms go to those seated first", "approval",
        "{" FIVE("", "", "", "", "") ",\"terms\":[{\"seats\":1,\"until\":\"2030-06-30\"},{\"seats\":2,\"until\":\"2028-06-30\"}]}", 3,
        {5, 9, 6, 7, 8}, "Bo open until 2030-06-30, Eva open until 2028-06-30, Di open until 2028-06-30", "term"},
    {"an absolute majority seats whoever has it", "approval", "{" FIVE("", "", "", "", "") ",\"absolute_majority\":true}", 3, {9, 5, 4, 0, 0},
        "Ada open, Bo open; 1", "absolute_majority"},
    {"and no one else", "plurality", "{" FIVE("", "", "", "", "") ",\"absolute_majority\":true}", 1, {0, 0, 0, 0, 0},
        "; 1", NULL},
    {"all blank: nobody is seated", "approval", "{" FIVE(M, M, M, W, W) PARITY("vacant") "}", 5, {0, 0, 0, 0, 0},
        "; 2 women, 2 men, 1", "vacant"},
};
/* clang-format on */

static void write_text(const struct pal_json *object, const char *before, const char *name,
                       struct pal_buf *buf)
{
    const struct pal_json *value = pal_json_get(object, name);
    if (value != NULL) {
        pal_buf_add_string(buf, before);
        pal_buf_add_text(buf, pal_json_as_text(value));
    }
}

static void write_seats(const struct pal_json *seats, struct pal_buf *buf)
{
    const struct pal_json *filled = pal_json_get(seats, "filled");
    const struct pal_json *vacant = pal_json_get(seats, "vacant");
    for (size_t i = 0; i < pal_json_count(filled); i++) {
        const struct pal_json *seat = pal_json_at(filled, i);
        write_text(seat, i > 0 ? ", " : "", "option", buf);
        write_text(seat, " ", "how", buf);
        write_text(seat, " ", "group", buf);
        write_text(seat, " until ", "until", buf);
    }
    for (size_t i = 0; i < pal_json_count(vacant); i++) {
        const struct pal_json *group = pal_json_at(vacant, i);
        int64_t count = pal_json_as_int(pal_json_get(group, "count"));
        pal_buf_add_format(buf, "%s%d", i > 0 ? ", " : "; ", (int)count);
        write_text(group, " ", "group", buf);
    }
}

static bool has_step(const struct pal_json *steps, const char *name)
{
    for (size_t i = 0; i < pal_json_count(steps); i++) {
        if (pal_text_is(pal_json_as_text(pal_json_get(pal_json_at(steps, i), "step")), name)) {
            return true;
        }
    }
    return false;
}

static void seats_them(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_JSON(document);
    PAL_QUESTION(question);
    PAL_BOARD(board);
    EXPECT_ERR(pal_json_parse(pal_text_of(row->document), 4096, &document, NULL), PAL_OK);
    read_question(document, row->seats, &question);
    EXPECT_ERR(pal_board_read(document, &question, &board, NULL), PAL_OK);

    int32_t marks[VOTERS][CANDIDATES] = {{0}};
    struct pal_vote votes[VOTERS];
    struct pal_box_ballot ballots[VOTERS];
    for (size_t i = 0; i < VOTERS; i++) {
        for (size_t k = 0; k < CANDIDATES; k++) {
            marks[i][k] = i < row->approvals[k];
        }
        votes[i] = (struct pal_vote){.member = i, .channel = PAL_CHANNEL_IN_PERSON};
        ballots[i] =
            (struct pal_box_ballot){.vote = i,
                                    .ballot = {.marks = marks[i], .mark_count = CANDIDATES}};
    }
    PAL_CONSTITUTION(constitution);
    statutes("{'majority':{'ordinary':{'threshold':'1/2','strict':true}}}", &constitution);
    const uint64_t members[] = {VOTERS};
    const bool draws = strcmp(row->method, "sortition") == 0;
    if (draws) {
        EXPECT_ERR(pal_question_set_parameter(&question, pal_text_of("seed"), pal_text_of("c")),
                   PAL_OK);
        EXPECT_ERR(pal_method_settle(pal_method_find(pal_text_of("sortition")), &question, NULL),
                   PAL_OK);
    }
    const struct pal_decide_spec spec = {
        .method = pal_text_of(row->method),
        .question = &question,
        .board = &board,
        .decision_class = pal_text_of("ordinary"),
        .electorate = PAL_ELECTORATE_ASSEMBLY,
        .members = members,
        .votes = votes,
        .vote_count = VOTERS,
        .ballots = ballots,
        .ballot_count = draws ? 0 : VOTERS,
    };
    PAL_RESULT(result);
    EXPECT_ERR(pal_decide(&constitution, &spec, &result, NULL), PAL_OK);
    PAL_BUF(seated);
    write_seats(result.seats, &seated);
    EXPECT_TEXT(pal_buf_text(&seated), row->seated);
    if (row->step != NULL) {
        assert_true(has_step(result.steps, row->step));
    }

    PAL_JSON(json);
    json = pal_result_write(&result, &constitution, &spec);
    assert_non_null(pal_json_get(json, "seats"));
}

static void says_nothing_of_an_empty_board(void **state)
{
    (void)state;
    const struct pal_board empty = {.none = SIZE_MAX};
    assert_true(pal_board_is_empty(&empty));
}

int main(void)
{
    TESTS(tests, 64);
    TABLE(tests, refusals, reads);
    TABLE(tests, others, says_what_elections_say);
    TEST(tests, a_board_has_no_more_groups_than_there_may_be_colleges);
    TABLE(tests, suits, suits_or_not);
    TABLE(tests, rows, seats_them);
    TEST(tests, says_nothing_of_an_empty_board);
    return RUN(tests);
}
