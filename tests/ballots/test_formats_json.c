/* palabre-ballots/1: what is read, what is refused and where, and that what is written is read. */
#include <string.h>

#include "ballots/format.h"
#include "base/limits.h"

#include "../support/expect.h"

#define HEAD "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\"]"

/* clang-format off */
static const struct {
    const char *name;
    enum pal_ballot_kind kind;
    const char *file;
    enum pal_err err;
    const char *pointer;
} refusals[] = {
    {"a file of another format", PAL_BALLOT_CHOICE,
        "{\"format\":\"palabre-ballots/2\",\"options\":[\"A\"],\"ballots\":[]}", PAL_ERR_JSON_VALUE, "/format"},
    {"a file without a format", PAL_BALLOT_CHOICE, "{\"options\":[\"A\"],\"ballots\":[]}", PAL_ERR_JSON_MISSING, "/format"},
    {"a file without options", PAL_BALLOT_CHOICE, "{\"format\":\"palabre-ballots/1\",\"ballots\":[]}", PAL_ERR_JSON_MISSING, "/options"},
    {"a file without ballots", PAL_BALLOT_CHOICE, HEAD "}", PAL_ERR_JSON_MISSING, "/ballots"},
    {"a list in place of a file", PAL_BALLOT_CHOICE, "[]", PAL_ERR_JSON_TYPE, ""},
    {"an unknown member of the file", PAL_BALLOT_CHOICE, HEAD ",\"title\":\"x\",\"ballots\":[]}", PAL_ERR_JSON_UNKNOWN, "/title"},
    {"an unknown member of a ballot", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"choice\":0},{\"choice\":0,\"voter\":7}]}", PAL_ERR_JSON_UNKNOWN, "/ballots/1/voter"},
    {"a member that stands twice", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"choice\":0,\"choice\":1}]}", PAL_ERR_JSON_DUPLICATE_KEY, NULL},
    {"a member of the file that stands twice", PAL_BALLOT_CHOICE, HEAD ",\"seats\":1,\"se\\u0061ts\":2,\"ballots\":[]}", PAL_ERR_JSON_DUPLICATE_KEY, NULL},
    {"ballots that stand twice", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[],\"ballots\":[]}", PAL_ERR_JSON_DUPLICATE_KEY, NULL},
    {"ballots that are no list", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":{}}", PAL_ERR_JSON_TYPE, "/ballots"},
    {"ballots that are no value", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":nul}", PAL_ERR_JSON_SYNTAX, NULL},
    {"a name that is none", PAL_BALLOT_CHOICE, "{\"form\\x\":1}", PAL_ERR_JSON_SYNTAX, NULL},
    {"two options of the same name", PAL_BALLOT_CHOICE,
        "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"A\"],\"ballots\":[]}", PAL_ERR_QUESTION_OPTION_NAMES, "/options/2"},
    {"an option that is no text", PAL_BALLOT_CHOICE,
        "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",7],\"ballots\":[]}", PAL_ERR_JSON_TYPE, "/options/1"},
    {"no seat", PAL_BALLOT_CHOICE, HEAD ",\"seats\":0,\"ballots\":[]}", PAL_ERR_QUESTION_SEATS, "/seats"},
    {"half a seat", PAL_BALLOT_CHOICE, HEAD ",\"seats\":0.5,\"ballots\":[]}", PAL_ERR_JSON_NUMBER, NULL},
    {"a scale without degrees", PAL_BALLOT_SCORES, HEAD ",\"scale\":0,\"ballots\":[]}", PAL_ERR_QUESTION_SCALE, "/scale"},
    {"scores without a scale", PAL_BALLOT_SCORES, HEAD ",\"ballots\":[]}", PAL_ERR_JSON_MISSING, "/scale"},
    {"a negative budget", PAL_BALLOT_APPROVES, HEAD ",\"budget\":\"-1\",\"ballots\":[]}", PAL_ERR_QUESTION_BUDGET, "/budget"},
    {"a negative cost", PAL_BALLOT_APPROVES, HEAD ",\"costs\":[\"1\",\"-1/2\",\"1\"],\"ballots\":[]}", PAL_ERR_QUESTION_BUDGET, "/costs/1"},
    {"a cost too few", PAL_BALLOT_APPROVES, HEAD ",\"costs\":[\"1\",\"1\"],\"ballots\":[]}", PAL_ERR_QUESTION_BUDGET, "/costs"},
    {"a cost that is no number", PAL_BALLOT_APPROVES, HEAD ",\"costs\":[\"1\",null,\"1\"],\"ballots\":[]}", PAL_ERR_JSON_TYPE, "/costs/1"},
    {"an order of ties that forgets an option", PAL_BALLOT_CHOICE, HEAD ",\"tie_order\":[\"C\",\"A\"],\"ballots\":[]}", PAL_ERR_QUESTION_TIE_ORDER, "/tie_order"},
    {"an order of ties that repeats an option", PAL_BALLOT_CHOICE, HEAD ",\"tie_order\":[\"C\",\"A\",\"A\"],\"ballots\":[]}", PAL_ERR_QUESTION_TIE_ORDER, "/tie_order"},
    {"an order of ties that invents an option", PAL_BALLOT_CHOICE, HEAD ",\"tie_order\":[\"C\",\"A\",\"D\"],\"ballots\":[]}", PAL_ERR_QUESTION_TIE_ORDER, "/tie_order"},
    {"an order of ties by number", PAL_BALLOT_CHOICE, HEAD ",\"tie_order\":[\"C\",\"A\",1],\"ballots\":[]}", PAL_ERR_JSON_TYPE, "/tie_order"},
    {"scores that are no list", PAL_BALLOT_SCORES, HEAD ",\"scale\":5,\"ballots\":[{\"scores\":5}]}", PAL_ERR_JSON_TYPE, "/ballots/0/scores"},
    {"ranks that are no list", PAL_BALLOT_RANKS, HEAD ",\"ballots\":[{\"ranks\":0}]}", PAL_ERR_JSON_TYPE, "/ballots/0/ranks"},
    {"a ballot that says nothing", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"count\":3}]}", PAL_ERR_BALLOT_SAYS, "/ballots/0"},
    {"a ballot that says two things", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"choice\":0,\"approves\":[0]}]}", PAL_ERR_BALLOT_SAYS, "/ballots/0"},
    {"a ballot that says something and is blank", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"choice\":0,\"blank\":true}]}", PAL_ERR_BALLOT_SAYS, "/ballots/0"},
    {"a ballot of another kind", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"choice\":0},{\"ranks\":[[0]]}]}", PAL_ERR_BALLOT_KIND, "/ballots/1"},
    {"a ballot that is no object", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[0]}", PAL_ERR_JSON_TYPE, "/ballots/0"},
    {"a ballot that is not blank and says nothing", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"blank\":false}]}", PAL_ERR_JSON_VALUE, "/ballots/0/blank"},
    {"a choice that does not exist", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"choice\":3}]}", PAL_ERR_BALLOT_OPTION, "/ballots/0/choice"},
    {"a negative choice", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"choice\":-1}]}", PAL_ERR_BALLOT_OPTION, "/ballots/0/choice"},
    {"a choice by name", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"choice\":\"A\"}]}", PAL_ERR_JSON_TYPE, "/ballots/0/choice"},
    {"a choice of null", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"choice\":null}]}", PAL_ERR_JSON_TYPE, "/ballots/0/choice"},
    {"an approval that does not exist", PAL_BALLOT_APPROVES, HEAD ",\"ballots\":[{\"approves\":[0,3]}]}", PAL_ERR_BALLOT_OPTION, "/ballots/0/approves/1"},
    {"an approval said twice", PAL_BALLOT_APPROVES, HEAD ",\"ballots\":[{\"approves\":[1,1]}]}", PAL_ERR_BALLOT_MARK, "/ballots/0/approves/1"},
    {"approvals that are no list", PAL_BALLOT_APPROVES, HEAD ",\"ballots\":[{\"approves\":1}]}", PAL_ERR_JSON_TYPE, "/ballots/0/approves"},
    {"a score too few", PAL_BALLOT_SCORES, HEAD ",\"scale\":5,\"ballots\":[{\"scores\":[1,2]}]}", PAL_ERR_BALLOT_LENGTH, "/ballots/0/scores"},
    {"a score above the scale", PAL_BALLOT_SCORES, HEAD ",\"scale\":5,\"ballots\":[{\"scores\":[1,2,6]}]}", PAL_ERR_BALLOT_MARK, "/ballots/0/scores"},
    {"a score below zero", PAL_BALLOT_SCORES, HEAD ",\"scale\":5,\"ballots\":[{\"scores\":[1,-1,3]}]}", PAL_ERR_BALLOT_MARK, "/ballots/0/scores/1"},
    {"points of null", PAL_BALLOT_POINTS, HEAD ",\"ballots\":[{\"points\":[1,null,3]}]}", PAL_ERR_JSON_TYPE, "/ballots/0/points/1"},
    {"points beyond all bounds", PAL_BALLOT_POINTS, HEAD ",\"ballots\":[{\"points\":[1,4294967296,3]}]}", PAL_ERR_BALLOT_MARK, "/ballots/0/points/1"},
    {"a rank that does not exist", PAL_BALLOT_RANKS, HEAD ",\"ballots\":[{\"ranks\":[[0],[1,3]]}]}", PAL_ERR_BALLOT_OPTION, "/ballots/0/ranks/1/1"},
    {"a rank that is no group", PAL_BALLOT_RANKS, HEAD ",\"ballots\":[{\"ranks\":[[0],1]}]}", PAL_ERR_JSON_TYPE, "/ballots/0/ranks/1"},
    {"a negative count", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"count\":-1,\"choice\":0}]}", PAL_ERR_JSON_VALUE, "/ballots/0/count"},
    {"more ballots than can be counted", PAL_BALLOT_CHOICE,
        HEAD ",\"ballots\":[{\"count\":9007199254740991,\"choice\":0},{\"count\":2,\"blank\":true}]}", PAL_ERR_LIMIT_COUNT, "/ballots/1/count"},
    {"a long count among what is no JSON", PAL_BALLOT_CHOICE,
        HEAD ",\"ballots\":[{\"count\":99999999999999999999,\"choice\":}]}", PAL_ERR_JSON_SYNTAX, NULL},
    {"a long number that is no count", PAL_BALLOT_CHOICE,
        HEAD ",\"ballots\":[{\"choice\":99999999999999999999}]}", PAL_ERR_JSON_NUMBER, NULL},
    {"a long count that is negative", PAL_BALLOT_CHOICE,
        HEAD ",\"ballots\":[{\"count\":-99999999999999999999,\"choice\":0}]}", PAL_ERR_JSON_NUMBER, NULL},
    {"a long count beside another number", PAL_BALLOT_CHOICE,
        HEAD ",\"ballots\":[{\"count\":99999999999999999999,\"choice\":99999999999999999999}]}", PAL_ERR_JSON_NUMBER, NULL},
    {"a long count beside a stranger", PAL_BALLOT_CHOICE,
        HEAD ",\"ballots\":[{\"count\":99999999999999999999,\"x\":0}]}", PAL_ERR_JSON_UNKNOWN, "/ballots/0/x"},
    {"two long counts", PAL_BALLOT_CHOICE,
        HEAD ",\"ballots\":[{\"count\":99999999999999999999,\"count\":99999999999999999999}]}", PAL_ERR_JSON_NUMBER, NULL},
    {"a negative weight", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"weight\":\"-1/2\",\"choice\":0}]}", PAL_ERR_JSON_VALUE, "/ballots/0/weight"},
    {"a weight over nothing", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"weight\":\"1/0\",\"choice\":0}]}", PAL_ERR_RATIO_ZERO_DENOMINATOR, "/ballots/0/weight"},
    {"a weight with decimals", PAL_BALLOT_CHOICE, HEAD ",\"ballots\":[{\"weight\":\"0.5\",\"choice\":0}]}", PAL_ERR_RATIO_SYNTAX, "/ballots/0/weight"},
    {"ballots where none are read", PAL_BALLOT_NONE, HEAD ",\"ballots\":[{\"choice\":0}]}", PAL_ERR_BALLOT_KIND, "/ballots/0"},
};
/* clang-format on */

static void refuses(void **state)
{
    const __typeof__(refusals[0]) *row = *state;
    PAL_QUESTION(question);
    PAL_PROFILE(profile, row->kind, 0);
    struct pal_where where = {.line = 0};
    EXPECT_ERR(pal_format_read_json(pal_text_of(row->file), &question, &profile, &where), row->err);
    if (row->pointer != NULL) {
        assert_string_equal(where.pointer, row->pointer);
    }
}

/* clang-format off */
static const struct {
    const char *name;
    enum pal_ballot_kind kind;
    const char *file;
    const char *written; /* NULL: the same */
} rows[] = {
    {"choices", PAL_BALLOT_CHOICE,
        HEAD ",\"seats\":1,\"ballots\":[{\"choice\":2,\"count\":1,\"weight\":\"1/1\"},{\"choice\":0,\"count\":3,\"weight\":\"2/7\"}]}", NULL},
    {"a byte order mark, which is passed over", PAL_BALLOT_CHOICE,
        "\xEF\xBB\xBF" HEAD ",\"seats\":1,\"ballots\":[{\"choice\":2,\"count\":1,\"weight\":\"1/1\"}]}",
        HEAD ",\"seats\":1,\"ballots\":[{\"choice\":2,\"count\":1,\"weight\":\"1/1\"}]}"},
    {"a count above 2^53, which is a weight", PAL_BALLOT_CHOICE,
        HEAD ",\"seats\":1,\"ballots\":[{\"count\":9007199254740993,\"choice\":1},"
             "{\"count\":30000000000000000000000000000000000000,\"choice\":0,\"weight\":\"1/3\"}]}",
        HEAD ",\"seats\":1,\"ballots\":[{\"choice\":1,\"count\":1,\"weight\":\"9007199254740993/1\"},"
             "{\"choice\":0,\"count\":1,\"weight\":\"10000000000000000000000000000000000000/1\"}]}"},
    {"approvals", PAL_BALLOT_APPROVES,
        HEAD ",\"seats\":2,\"ballots\":[{\"approves\":[0,2],\"count\":1,\"weight\":\"1/1\"}]}", NULL},
    {"scores and no opinion", PAL_BALLOT_SCORES,
        HEAD ",\"seats\":1,\"scale\":5,\"ballots\":[{\"scores\":[5,null,0],\"count\":1,\"weight\":\"1/1\"}]}", NULL},
    {"points", PAL_BALLOT_POINTS,
        HEAD ",\"seats\":1,\"ballots\":[{\"points\":[2,0,1],\"count\":1,\"weight\":\"1/1\"}]}", NULL},
    {"ranks, equal, skipped and repeated", PAL_BALLOT_RANKS,
        HEAD ",\"seats\":1,\"ballots\":[{\"ranks\":[[],[1,2],[],[1]],\"count\":1,\"weight\":\"1/1\"}]}", NULL},
    {"the rest of the question", PAL_BALLOT_APPROVES,
        HEAD ",\"seats\":1,\"budget\":\"1000/1\",\"costs\":[\"400/1\",\"1/3\",\"0/1\"],\"scale\":7,"
             "\"tie_order\":[\"C\",\"A\",\"B\"],\"ballots\":[]}", NULL},
    {"blank, spoilt and abstaining ballots", PAL_BALLOT_CHOICE,
        HEAD ",\"seats\":1,\"ballots\":[{\"blank\":true,\"count\":2,\"weight\":\"1/1\"},"
             "{\"spoilt\":true,\"count\":1,\"weight\":\"1/2\"},{\"abstains\":true,\"count\":1,\"weight\":\"1/1\"}]}", NULL},
    {"what is absent takes its default", PAL_BALLOT_CHOICE,
        HEAD ",\"ballots\":[{\"choice\":1}]}",
        HEAD ",\"seats\":1,\"ballots\":[{\"choice\":1,\"count\":1,\"weight\":\"1/1\"}]}"},
    {"a ballot without an option becomes a blank one", PAL_BALLOT_APPROVES,
        HEAD ",\"ballots\":[{\"approves\":[]}]}",
        HEAD ",\"seats\":1,\"ballots\":[{\"blank\":true,\"count\":1,\"weight\":\"1/1\"}]}"},
    {"no ballot of a count of zero", PAL_BALLOT_CHOICE,
        HEAD ",\"ballots\":[{\"count\":0,\"choice\":1}]}", HEAD ",\"seats\":1,\"ballots\":[]}"},
    {"numbers as numbers", PAL_BALLOT_CHOICE,
        HEAD ",\"budget\":7,\"costs\":[1,2,3],\"ballots\":[{\"weight\":2,\"choice\":1}]}",
        HEAD ",\"seats\":1,\"budget\":\"7/1\",\"costs\":[\"1/1\",\"2/1\",\"3/1\"],\"ballots\":[{\"choice\":1,\"count\":1,\"weight\":\"2/1\"}]}"},
    {"options without ballots where none are read", PAL_BALLOT_NONE,
        HEAD "}", HEAD ",\"seats\":1,\"ballots\":[]}"},
};
/* clang-format on */

static void reads_and_writes(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_QUESTION(question);
    PAL_PROFILE(profile, row->kind, 0);
    EXPECT_ERR(pal_format_read_json(pal_text_of(row->file), &question, &profile, NULL), PAL_OK);
    PAL_BUF(written);
    EXPECT_ERR(pal_format_write_json(&question, &profile, &written), PAL_OK);
    EXPECT_BUF(written, row->written != NULL ? row->written : row->file);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *file;
    enum pal_ballot_kind kind;
} kinds[] = {
    {"the kind of the first ballot",            HEAD ",\"ballots\":[{\"choice\":0},{\"approves\":[1]}]}",  PAL_BALLOT_CHOICE},
    {"the kind of the first that is not blank", "{\"ballots\":[{\"blank\":true},7,{\"scores\":[1]}]}",     PAL_BALLOT_SCORES},
    {"no kind where all are blank",             HEAD ",\"ballots\":[{\"blank\":true}]}",                   PAL_BALLOT_NONE},
    {"no kind without ballots",                 HEAD "}",                                                PAL_BALLOT_NONE},
    {"no kind of a broken ballot",              HEAD ",\"ballots\":[{choice}]}",                         PAL_BALLOT_NONE},
    {"no kind of what is no list",              HEAD ",\"ballots\":7}",                                  PAL_BALLOT_NONE},
    {"no kind of what is no file",              "7",                                                     PAL_BALLOT_NONE},
};
/* clang-format on */

static void is_of_a_kind(void **state)
{
    const __typeof__(kinds[0]) *row = *state;
    const struct pal_format *format = pal_format_of(pal_text_of("x.json"));
    assert_int_equal(format->kind(pal_text_of(row->file)), row->kind);
}

static void a_file_has_a_size(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, 0);
    /* Nothing of it is looked at. */
    struct pal_text text = {"", (size_t)PAL_LIMIT_BALLOT_FILE + 1};
    EXPECT_ERR(pal_format_read_json(text, &question, &profile, NULL), PAL_ERR_FORMAT_SIZE);
}

static void several_choices_are_written_as_a_spoilt_ballot(void **state)
{
    (void)state;
    const int32_t marks[] = {1, 1};
    struct pal_ballot ballot = {.marks = marks, .mark_count = 2};
    PAL_JSON(json);
    json = pal_ballot_json_new(&ballot, PAL_BALLOT_CHOICE);
    PAL_BUF(text);
    pal_json_write(json, &text);
    EXPECT_BUF(text, "{\"spoilt\":true}");
}

static void an_empty_ballot_is_written_as_a_blank_one(void **state)
{
    (void)state;
    const int32_t marks[] = {0, 0};
    struct pal_ballot ballot = {.marks = marks, .mark_count = 2};
    PAL_JSON(json);
    json = pal_ballot_json_new(&ballot, PAL_BALLOT_POINTS);
    PAL_BUF(text);
    pal_json_write(json, &text);
    EXPECT_BUF(text, "{\"blank\":true}");
}

/* clang-format off */
static const struct {
    const char *name;
    enum pal_ballot_kind kind;
    const char *before, *again, *after; /* `again` stands once more than a ballot may have marks */
    const char *pointer;
} lengths[] = {
    {"so many skipped ranks",          PAL_BALLOT_RANKS,  "{\"ranks\":[[0]", ",[]", "]}", "/ballots/0/ranks"},
    {"so many options in one rank",    PAL_BALLOT_RANKS,  "{\"ranks\":[[0",  ",0",  "]]}", "/ballots/0/ranks/0"},
    {"so many scores",                 PAL_BALLOT_SCORES, "{\"scores\":[0",  ",0",  "]}", "/ballots/0/scores"},
};
/* clang-format on */

static void a_ballot_has_a_length(void **state)
{
    const __typeof__(lengths[0]) *row = *state;
    PAL_BUF(file);
    pal_buf_add_format(&file, HEAD ",\"scale\":5,\"ballots\":[%s", row->before);
    for (int i = 0; i < PAL_LIMIT_MARKS; i++) {
        pal_buf_add_string(&file, row->again);
    }
    pal_buf_add_format(&file, "%s]}", row->after);
    PAL_QUESTION(question);
    PAL_PROFILE(profile, row->kind, 0);
    struct pal_where where = {.line = 0};
    EXPECT_ERR_AT(pal_format_read_json(pal_buf_text(&file), &question, &profile, &where),
                  PAL_ERR_BALLOT_TOO_MANY, where, row->pointer);
}

static void broken_text_has_a_line(void **state)
{
    (void)state;
    PAL_QUESTION(question);
    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, 0);
    struct pal_where where = {.line = 0};
    struct pal_text file = pal_text_of("{\"format\":\n  \"palabre-ballots/1\",,}");
    EXPECT_ERR(pal_format_read_json(file, &question, &profile, &where), PAL_ERR_JSON_SYNTAX);
    assert_int_equal(where.line, 2);
}

static void a_format_is_known_by_the_name_of_the_file(void **state)
{
    (void)state;
    assert_non_null(pal_format_of(pal_text_of("votes.json")));
    assert_null(pal_format_of(pal_text_of("votes.json.gz")));
    assert_null(pal_format_of(pal_text_of("json")));
}

static void a_count_has_digits(void **state)
{
    (void)state;
    PAL_BUF(file);
    pal_buf_add_string(&file, HEAD ",\"ballots\":[{\"choice\":0,\"count\":");
    for (int i = 0; i <= PAL_LIMIT_RATIO_DIGITS; i++) {
        pal_buf_add_byte(&file, '7');
    }
    pal_buf_add_string(&file, "}]}");
    PAL_QUESTION(question);
    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, 0);
    struct pal_where where;
    EXPECT_ERR_AT(pal_format_read_json(pal_buf_text(&file), &question, &profile, &where),
                  PAL_ERR_LIMIT_RATIO, where, "/ballots/0/count");
}

static void weights_have_a_common_denominator(void **state)
{
    (void)state;
    static const int last[] = {1, 3, 7, 9, 11};
    PAL_BUF(file);
    pal_buf_add_string(&file, HEAD ",\"ballots\":[");
    for (size_t b = 0; b < sizeof last / sizeof last[0]; b++) {
        pal_buf_add_format(&file, "%s{\"choice\":0,\"weight\":\"1/1%04000d\"}", b > 0 ? "," : "",
                           last[b]);
    }
    pal_buf_add_string(&file, "]}");
    PAL_QUESTION(question);
    PAL_PROFILE(profile, PAL_BALLOT_CHOICE, 0);
    struct pal_where where;
    EXPECT_ERR_AT(pal_format_read_json(pal_buf_text(&file), &question, &profile, &where),
                  PAL_ERR_LIMIT_WEIGHTS, where, "/ballots/4/weight");
}

/* So many different ballots that each of them can hold only so much. */
static void weights_are_short_for_many_ballots(void **state)
{
    (void)state;
    PAL_BUF(file);
    pal_buf_add_string(&file, HEAD ",\"ballots\":[{\"choice\":0,\"weight\":\"1/1");
    for (int i = 1; i < PAL_LIMIT_RATIO_DIGITS - 1; i++) {
        pal_buf_add_byte(&file, '0');
    }
    pal_buf_add_string(&file, "\"}"); /* 10^4094: 13 601 bits, in 213 words */
    enum { MOST = PAL_LIMIT_UNIT_BYTES / (213 * 8) };
    for (int i = 1; i < MOST; i++) {
        pal_buf_add_string(&file, ",{\"choice\":1}");
    }
    const size_t size = file.size;
    for (int i = 0; i < 2; i++) {
        file.size = size;
        pal_buf_add_string(&file, i == 0 ? "]}" : ",{\"choice\":1}]}");
        PAL_QUESTION(question);
        PAL_PROFILE(profile, PAL_BALLOT_CHOICE, 0);
        struct pal_where where;
        const enum pal_err err =
            pal_format_read_json(pal_buf_text(&file), &question, &profile, &where);
        EXPECT_ERR(err, i == 0 ? PAL_OK : PAL_ERR_LIMIT_WEIGHTS);
        assert_int_equal(profile.sums[PAL_BALLOT_COUNTED].ballot_count, MOST + i);
    }
}

static enum pal_err read_one(const char *ballot, enum pal_ballot_kind kind,
                             struct pal_buf *out_written, struct pal_where *out_where)
{
    PAL_BUF(file);
    pal_buf_add_string(&file, HEAD ",\"scale\":5,\"ballots\":[{\"blank\":true},");
    pal_buf_add_string(&file, ballot);
    pal_buf_add_string(&file, "]}");
    PAL_QUESTION(question);
    PAL_PROFILE(profile, kind, 0);
    PAL_TRY(pal_format_read_json(pal_buf_text(&file), &question, &profile, out_where));
    return pal_format_write_json(&question, &profile, out_written);
}

/* A ballot with a name that has an escape is read by the general reader alone: it becomes the same,
 * or is refused for the same reason and, unless it is no JSON, at the same pointer. */
static void expect_same_by_both_readers(const char *ballot, enum pal_ballot_kind kind)
{
    const char *name = strstr(ballot, "\"c");
    if (name == NULL) {
        return;
    }
    PAL_BUF(slow);
    pal_buf_add(&slow, ballot, (size_t)(name - ballot));
    pal_buf_add_string(&slow, "\"\\u0063");
    pal_buf_add_string(&slow, name + 2);
    PAL_BUF(becomes);
    PAL_BUF(expected);
    struct pal_where where = {.line = 0};
    struct pal_where wanted = {.line = 0};
    enum pal_err err = read_one(slow.bytes, kind, &expected, &wanted);
    EXPECT_ERR(read_one(ballot, kind, &becomes, &where), err);
    if (err == PAL_OK) {
        EXPECT_BUF(becomes, expected.bytes);
    } else if (wanted.line == 0) {
        assert_string_equal(where.pointer, wanted.pointer);
    }
}

static void plain_ballots_are_read_as_all_others(void **state)
{
    (void)state;
    static const char *const sayings[] = {
        "\"choice\":2",          "\"choice\": 0 ",        "\"approves\":[0, 2]",
        "\"approves\":[]",       "\"scores\":[1,null,5]", "\"scores\":[ 0 ,3,2 ]",
        "\"points\":[9,0,10]",   "\"points\":[0,0,0]",    "\"ranks\":[[0],[1 ,2]]",
        "\"ranks\":[[],[2],[]]", "\"ranks\" : [ ]",       "\"ranks\":[[2,1,0]]",
    };
    static const char *const others[] = {"",
                                         ",\"weight\":\"3/10\"",
                                         ",\"weight\":\"2\"",
                                         " ,\n\"weight\" : \"6/4\" ",
                                         ",\"weight\":7",
                                         ",\"weight\":\"02/3\"",
                                         ",\"weight\":\"\"",
                                         ",\"weight\":\"1/0\"",
                                         ",\"weight\":null"};
    static const char bytes[] = "[]{},:\"0123456789-.e nulscoretanks\n\\x";
    uint64_t random = 1;
    for (int i = 0; i < 30000; i++) {
        random = random * 6364136223846793005U + 1442695040888963407U;
        const uint64_t drawn = random >> 24;
        PAL_BUF(ballot);
        pal_buf_add_format(&ballot, drawn & 1 ? "{ \"count\":%d,%s%s}" : "{\"count\" : %d , %s%s}",
                           (int)(drawn >> 1 & 3),
                           sayings[(drawn >> 4) % (sizeof sayings / sizeof *sayings)],
                           others[(drawn >> 12) % (sizeof others / sizeof *others)]);
        if (drawn >> 20 & 3) { /* one byte is another */
            ballot.bytes[(drawn >> 22) % ballot.size] = bytes[(drawn >> 32) % (sizeof bytes - 1)];
        }
        for (int kind = PAL_BALLOT_NONE; kind < PAL_BALLOT_KIND_COUNT; kind++) {
            expect_same_by_both_readers(ballot.bytes, (enum pal_ballot_kind)kind);
        }
    }
}

int main(void)
{
    TESTS(tests, 132);
    TABLE(tests, refusals, refuses);
    TABLE(tests, rows, reads_and_writes);
    TABLE(tests, kinds, is_of_a_kind);
    TEST(tests, a_file_has_a_size);
    TEST(tests, several_choices_are_written_as_a_spoilt_ballot);
    TEST(tests, an_empty_ballot_is_written_as_a_blank_one);
    TABLE(tests, lengths, a_ballot_has_a_length);
    TEST(tests, broken_text_has_a_line);
    TEST(tests, a_format_is_known_by_the_name_of_the_file);
    TEST(tests, a_count_has_digits);
    TEST(tests, weights_have_a_common_denominator);
    TEST(tests, weights_are_short_for_many_ballots);
    TEST(tests, plain_ballots_are_read_as_all_others);
    return RUN(tests);
}
