/*
 * The form of a constitution, member by member: the rows of constitutions.json, which the second
 * verifier reads too (tests/web/constitution.test.ts). Each puts one text in the place of another, in
 * an example of docs/, and says what the reader answers, and where.
 */
#include "statutes.h"

enum { ROWS_MAX = 200 };

static const struct pal_json *all_rows;

struct form_row {
    const char *name; /* first: TABLE */
    const struct pal_json *json;
};

static char *member_new(const struct pal_json *row, const char *name)
{
    struct pal_text text = {"", 0};
    EXPECT_ERR(pal_json_optional_text(row, name, &text, NULL), PAL_OK);
    return pal_text_copy(text);
}

/* What is put: '@' stands for `item`, `count` times with `between` between, and '#' in it for its index. */
static char *put_new(const struct pal_json *row)
{
    PAL_BUF(items);
    PAL_STRING(item);
    PAL_STRING(between);
    int64_t count = 0;
    item = member_new(row, "item");
    between = member_new(row, "between");
    EXPECT_ERR(pal_json_optional_int(row, "count", &count, NULL), PAL_OK);
    for (int64_t i = 0; i < count; i++) {
        const char *mark = strchr(item, '#');
        size_t before = mark == NULL ? strlen(item) : (size_t)(mark - item);
        pal_buf_add_string(&items, i == 0 ? "" : between);
        pal_buf_add(&items, item, before);
        if (mark != NULL) {
            pal_buf_add_format(&items, "%d%s", (int)i, mark + 1);
        }
    }
    char *put = member_new(row, "put");
    return count == 0 ? put : replaced_take(put, "@", items.bytes);
}

static char *document_new(const struct pal_json *row)
{
    PAL_BUF(path);
    PAL_STRING(source);
    PAL_STRING(find);
    PAL_STRING(put);
    source = member_new(row, "source");
    find = member_new(row, "find");
    put = put_new(row);
    pal_buf_add_format(&path, "docs/constitutions/%s.json", *source == '\0' ? "scic" : source);
    return edited_new(path.bytes, find, put);
}

static void is_read_or_refused(void **state)
{
    const struct form_row *row = *state;
    struct pal_where where = {0};
    PAL_CONSTITUTION(constitution);
    PAL_STRING(error);
    PAL_STRING(place);
    PAL_STRING(text);
    error = member_new(row->json, "error");
    place = member_new(row->json, "at");
    text = document_new(row->json);
    enum pal_err err = read_text(text, &constitution, &where);
    assert_string_equal(err == PAL_OK ? "" : pal_err_slug(err), error);
    if (err != PAL_OK) {
        assert_string_equal(where.pointer, place);
        assert_null(constitution.document);
    }
}

/* Of what a reader of values can answer, and a writer of canonical bytes. */
static void rows_have_every_answer(void **state)
{
    (void)state;
    const struct pal_json *rows = all_rows;
    static const enum pal_err answers[] = {
        PAL_ERR_TEXT_EMPTY,   PAL_ERR_TEXT_HEX,        PAL_ERR_RATIO_SYNTAX,
        PAL_ERR_JSON_MISSING, PAL_ERR_JSON_TYPE,       PAL_ERR_RATIO_ZERO_DENOMINATOR,
        PAL_ERR_JSON_UNKNOWN, PAL_ERR_JSON_VALUE,      PAL_ERR_CANON_TEXT,
        PAL_ERR_LIMIT_TEXT,   PAL_ERR_LIMIT_COUNT,     PAL_ERR_LIMIT_RATIO,
        PAL_ERR_CANON_NULL,   PAL_ERR_MEMBER_CATEGORY, PAL_ERR_QUESTION_THRESHOLD,
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        bool is_there = false;
        for (size_t j = 0; j < pal_json_count(rows); j++) {
            PAL_STRING(error);
            error = member_new(pal_json_at(rows, j), "error");
            is_there = is_there || strcmp(error, pal_err_slug(answers[i])) == 0;
        }
        if (!is_there) {
            fail_msg("no row is refused as %s", pal_err_slug(answers[i]));
        }
    }
}

int main(void)
{
    PAL_JSON(json);
    PAL_STRING(text);
    struct form_row rows[ROWS_MAX];
    size_t count = 0;
    TESTS(tests, ROWS_MAX);
    text = pal_tests_file_new("tests/ballots/constitutions.json");
    if (text == NULL || pal_json_parse(pal_text_of(text), PAL_LIMIT_BODY, &json, NULL) != PAL_OK) {
        return 1;
    }
    for (; count < pal_json_count(json) && count < ROWS_MAX - 1; count++) {
        rows[count].json = pal_json_at(json, count);
        rows[count].name = pal_json_as_text(pal_json_get(rows[count].json, "name")).bytes;
    }
    pal_tests_add_table(&tests, rows, count, sizeof rows[0], is_read_or_refused);
    all_rows = json;
    TEST(tests, rows_have_every_answer);
    return RUN(tests);
}
