/* The documents of questions: which are refused. Manifests whole are read by the tests of the verifier. */
#include "audit/manifest.h"

#include "../support/expect.h"

#define QUESTION(method, cost)                                                    \
    "{\"budget\":\"10/1\",\"method\":\"" method "\",\"options\":[{\"cost\":" cost \
    ",\"label\":\"A\"}],"                                                         \
    "\"parameters\":{},\"seats\":1}"

/* clang-format off */
static const struct {
    const char *name, *question;
    enum pal_err err;
} rows[] = {
    {"a budget has costs",              QUESTION("budget-greedy", "\"3/1\""),  PAL_OK},
    {"a cost is not negative",          QUESTION("budget-greedy", "\"-3/1\""), PAL_ERR_QUESTION_BUDGET},
    {"a cost is a ratio",               QUESTION("budget-greedy", "\"much\""), PAL_ERR_RATIO_SYNTAX},
    {"a method is one that is known",   QUESTION("dice", "\"3/1\""),           PAL_ERR_METHOD_UNKNOWN},
};
/* clang-format on */

static void is_judged(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct pal_json *document = NULL;
    EXPECT_ERR(pal_json_parse(pal_text_of(row->question), 1000, &document, NULL), PAL_OK);
    struct pal_manifest read;
    EXPECT_ERR(pal_manifest_parse_question(document, &read), row->err);
    if (row->err == PAL_OK) {
        pal_manifest_done(&read);
    }
}

#define FOLLOWS(first)                                                                              \
    "{\"ballot\":\"choice\",\"first_round\":" first                                                 \
    ",\"format\":\"palabre-question/1\",\"method\":\"plurality\",\"options\":[{\"by_board\":false," \
    "\"label\":\"A\"}],\"parameters\":{},\"seats\":1,\"title\":\"T\"}"
#define HASH "\"5555555555555555555555555555555555555555555555555555555555555555\""
#define POLL "\"00000000-0000-4000-8000-00000000000b\""

/* clang-format off */
static const struct {
    const char *name, *question;
    bool is_right;
} forms[] = {
    {"a second round names its first",      FOLLOWS("{\"outcome\":" HASH ",\"pass\":2,\"poll\":" POLL "}"), true},
    {"a second round passes somebody",      FOLLOWS("{\"outcome\":" HASH ",\"pass\":0,\"poll\":" POLL "}"), false},
    {"a second round says how many pass",   FOLLOWS("{\"outcome\":" HASH ",\"poll\":" POLL "}"), false},
    {"a second round says no more",         FOLLOWS("{\"outcome\":" HASH ",\"pass\":2,\"place\":1,\"poll\":" POLL "}"), false},
};
/* clang-format on */

static void has_its_form(void **state)
{
    const __typeof__(forms[0]) *row = *state;
    PAL_JSON(document);
    EXPECT_ERR(pal_json_parse(pal_text_of(row->question), 1000, &document, NULL), PAL_OK);
    assert_int_equal(pal_question_check(document) == PAL_OK, row->is_right);
}

int main(void)
{
    TESTS(tests, 8);
    TABLE(tests, rows, is_judged);
    TABLE(tests, forms, has_its_form);
    return RUN(tests);
}
