/* Where two constitutions differ. */
#include <string.h>

#include "ballots/comparison.h"
#include "base/canon.h"
#include "base/mem.h"

#include "statutes.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *from, *to; /* what stands in the example for what */
    const char *changes;
} rows[] = {
    {"the same document differs nowhere", "", "", "[]"},
    {"a weight is told by the name of its college", "\"35/100\"", "\"34/100\"",
        "[{\"at\":\"/colleges/users/weight\",\"from\":\"35/100\",\"op\":\"replace\",\"to\":\"34/100\"}]"},
    {"what only the second states is added", "\"k_min\": 5,", "\"k_min\": 5, \"elections\": {\"approvals\": \"any\", \"none_of_these\": true, \"missing\": \"vacant\"},",
        "[{\"at\":\"/elections/approvals\",\"op\":\"add\",\"to\":\"any\"},{\"at\":\"/elections/none_of_these\",\"op\":\"add\",\"to\":true},"
        "{\"at\":\"/elections/missing\",\"op\":\"add\",\"to\":\"vacant\"}]"},
    {"and what only the first states is removed", "\"tie_break\": \"elder\",", "",
        "[{\"at\":\"/unknown\",\"from\":[],\"op\":\"replace\",\"to\":[\"tie_break\"]},{\"at\":\"/tie_break\",\"from\":\"elder\",\"op\":\"remove\"}]"},
    {"a college called otherwise is one removed and one added", "\"id\": \"public\"", "\"id\": \"towns\"", NULL},
    {"where it comes from is no difference", "\"k_min\": 5,",
        "\"k_min\": 5, \"derived_from\": {\"name\": \"La Ruche\", \"hash\": \"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\", \"log\": \"ruche.example/log\"},",
        "[]"},
};
/* clang-format on */

static void read_example(const char *from, const char *to, struct pal_constitution *out)
{
    PAL_STRING(text);
    PAL_BUF(changed);
    PAL_JSON(json);
    struct pal_where where = {0};
    text = pal_tests_file_new("docs/constitutions/scic.json");
    const char *found = *from == '\0' ? NULL : strstr(text, from);
    const char *rest = text;
    if (found != NULL) {
        pal_buf_add(&changed, text, (size_t)(found - text));
        pal_buf_add_string(&changed, to);
        rest = found + strlen(from);
    }
    pal_buf_add_string(&changed, rest);
    /* What is taken away must be said to be unknown. */
    PAL_BUF(whole);
    static const char none[] = "\"unknown\": []";
    const char *unknown = strstr(changed.bytes, none);
    assert_non_null(unknown);
    bool is_gone = strstr(changed.bytes, "\"tie_break\"") == NULL;
    pal_buf_add(&whole, changed.bytes, (size_t)(unknown - changed.bytes));
    pal_buf_add_string(&whole, is_gone ? "\"unknown\": [\"tie_break\"]" : none);
    pal_buf_add_string(&whole, unknown + strlen(none));
    EXPECT_ERR(pal_json_parse(pal_buf_text(&whole), PAL_LIMIT_BODY, &json, &where), PAL_OK);
    EXPECT_ERR(pal_constitution_parse(json, PAL_CONSTITUTION_DOCUMENT, out, &where), PAL_OK);
}

static void differs(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_CONSTITUTION(from);
    PAL_CONSTITUTION(to);
    PAL_JSON(changes);
    PAL_BUF(text);
    struct pal_where where = {0};
    read_example("", "", &from);
    read_example(row->from, row->to, &to);
    changes = pal_constitution_compare(&from, &to);
    EXPECT_ERR(pal_canon_write(changes, &text, &where), PAL_OK);
    if (row->changes != NULL) {
        EXPECT_BUF(text, row->changes);
        return;
    }
    assert_non_null(strstr(text.bytes, "{\"at\":\"/colleges/towns/weight\",\"op\":\"add\""));
    assert_non_null(
        strstr(text.bytes,
               "{\"at\":\"/colleges/public/weight\",\"from\":\"15/100\",\"op\":\"remove\"}"));
}

/* clang-format off */
static const struct {
    const char *name;
    const char *origin;
    enum pal_err err;
    const char *pointer;
} origins[] = {
    {"an origin has a name", "{'hash':'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'}",
        PAL_ERR_JSON_MISSING, "/derived_from/name"},
    {"which is not empty", "{'name':'','hash':'00'}", PAL_ERR_TEXT_EMPTY, "/derived_from/name"},
    {"an origin has a hash", "{'name':'La Ruche'}", PAL_ERR_JSON_MISSING, "/derived_from/hash"},
    {"of thirty-two bytes", "{'name':'La Ruche','hash':'00'}", PAL_ERR_TEXT_HEX, "/derived_from/hash"},
    {"and nothing that is not known", "{'name':'La Ruche','moon':1}", PAL_ERR_JSON_UNKNOWN, "/derived_from/moon"},
    {"an origin is an object", "1", PAL_ERR_JSON_TYPE, "/derived_from"},
};
/* clang-format on */

static void refuses_an_origin(void **state)
{
    const __typeof__(origins[0]) *row = *state;
    PAL_STRING(text);
    PAL_JSON(origin);
    PAL_JSON(json);
    PAL_STRING(quoted);
    PAL_CONSTITUTION(constitution);
    struct pal_where where = {0};
    text = pal_tests_file_new("docs/constitutions/scic.json");
    quoted = pal_mem_copy_string(row->origin);
    for (char *at = quoted; *at != '\0'; at++) {
        if (*at == '\'') {
            *at = '"';
        }
    }
    EXPECT_ERR(pal_json_parse(pal_text_of(text), PAL_LIMIT_BODY, &json, &where), PAL_OK);
    PAL_BUF(wrapped);
    pal_buf_add_format(&wrapped, "{\"o\":%s}", quoted);
    EXPECT_ERR(pal_json_parse(pal_buf_text(&wrapped), PAL_LIMIT_BODY, &origin, &where), PAL_OK);
    pal_json_set(json, "derived_from", pal_json_copy(pal_json_get(origin, "o")));
    EXPECT_ERR_AT(pal_constitution_parse(json, PAL_CONSTITUTION_DOCUMENT, &constitution, &where),
                  row->err, where, row->pointer);
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, differs);
    TABLE(tests, origins, refuses_an_origin);
    return RUN(tests);
}
