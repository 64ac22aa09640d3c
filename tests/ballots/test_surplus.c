/* A surplus put to the vote: what is refused, what is found, and where. */
#include <string.h>

#include "ballots/surplus.h"

#include "../support/expect.h"

/* A thousand to share, 150 and 425 of which go to the reserves. */
#define SURPLUS "\"surplus\":{\"result\":1000,\"reserves\":499,\"capital\":500}"
#define ONE(surplus, allocation) \
    "{\"seats\":1," surplus ",\"options\":[{\"label\":\"A\",\"allocation\":" allocation "}]}"
#define SPLIT(legal, statutory, interest, other)                                              \
    "{\"legal_reserve\":" legal ",\"statutory_reserve\":" statutory ",\"interest\":" interest \
    ",\"other\":" other "}"
#define LEAST SPLIT("150", "425", "425", "0")

/* clang-format off */
static const struct {
    const char *name, *method, *document;
    enum pal_regime regime;
    enum pal_err err;
    const char *place, *codes;
} rows[] = {
    {"the least to the reserves", "approval", ONE(SURPLUS, LEAST), PAL_REGIME_FR_SCIC, PAL_OK, "", ""},
    {"all to the reserves, and nothing said of the rest", "schulze",
        ONE(SURPLUS, "{\"legal_reserve\":150,\"statutory_reserve\":850}"), PAL_REGIME_FR_SCIC, PAL_OK, "", ""},
    {"amounts that no decimal writes", "score",
        ONE("\"surplus\":{\"result\":\"1000/3\",\"reserves\":0,\"capital\":1}", SPLIT("50", "\"425/3\"", "\"425/3\"", "0")),
        PAL_REGIME_FR_SCIC, PAL_OK, "", ""},
    {"one too little to the legal reserve", "plurality", ONE(SURPLUS, SPLIT("149", "426", "425", "0")),
        PAL_REGIME_FR_SCIC, PAL_ERR_QUESTION_ALLOCATION, "/options/0/allocation", "0:legal_reserve_too_low"},
    {"nothing to the legal reserve once reserves reach the capital", "plurality",
        ONE("\"surplus\":{\"result\":1000,\"reserves\":500,\"capital\":500}", SPLIT("0", "500", "0", "500")),
        PAL_REGIME_FR_SCIC, PAL_OK, "", ""},
    {"a deficit is taken off first", "irv",
        ONE("\"surplus\":{\"result\":1000,\"deficit\":200,\"reserves\":0,\"capital\":1}", LEAST),
        PAL_REGIME_FR_SCIC, PAL_ERR_QUESTION_ALLOCATION, "/options/0/allocation", "0:does_not_balance"},
    {"one too little to the statutory reserve", "majority-judgment", ONE(SURPLUS, SPLIT("150", "424", "426", "0")),
        PAL_REGIME_FR_SCIC, PAL_ERR_QUESTION_ALLOCATION, "/options/0/allocation", "0:statutory_reserve_too_low"},
    {"a negative amount", "approval", ONE(SURPLUS, SPLIT("150", "851", "-1", "0")),
        PAL_REGIME_FR_SCIC, PAL_ERR_QUESTION_ALLOCATION, "/options/0/allocation", "0:negative_amount"},
    {"every fault of every option, and none of these has none", "approval",
        "{\"seats\":1," SURPLUS ",\"options\":[{\"allocation\":" LEAST "},{\"allocation\":" SPLIT("0", "0", "0", "-1") "},"
        "{\"allocation\":" SPLIT("150", "425", "424", "0") "},{\"none\":true}]}",
        PAL_REGIME_FR_SCIC, PAL_ERR_QUESTION_ALLOCATION, "/options/1/allocation",
        "1:legal_reserve_too_low 1:statutory_reserve_too_low 1:does_not_balance 1:negative_amount 2:does_not_balance"},

    {"no surplus and no allocation", "dhondt", "{\"seats\":5,\"options\":[{}]}", PAL_REGIME_FR_SCOP, PAL_OK, "", ""},
    {"an allocation of nothing", "approval", "{\"seats\":1,\"options\":[{},{\"allocation\":{}}]}",
        PAL_REGIME_FR_SCIC, PAL_ERR_QUESTION_SURPLUS, "/options/1/allocation", ""},
    {"an option that splits nothing", "approval", "{\"seats\":1," SURPLUS ",\"options\":[{}]}",
        PAL_REGIME_FR_SCIC, PAL_ERR_JSON_MISSING, "/options/0/allocation", ""},
    {"an allocation to what the rule does not name", "approval",
        ONE(SURPLUS, "{\"legal_reserve\":150,\"statutory_reserve\":425,\"dividends\":425}"),
        PAL_REGIME_FR_SCIC, PAL_ERR_JSON_UNKNOWN, "/options/0/allocation/dividends", ""},
    {"a reserve that is not stated", "approval", ONE(SURPLUS, "{\"legal_reserve\":1000}"),
        PAL_REGIME_FR_SCIC, PAL_ERR_JSON_MISSING, "/options/0/allocation/statutory_reserve", ""},
    {"an amount that is none", "approval", ONE(SURPLUS, SPLIT("150", "425", "\"1/0\"", "0")),
        PAL_REGIME_FR_SCIC, PAL_ERR_RATIO_ZERO_DENOMINATOR, "/options/0/allocation/interest", ""},
    {"a surplus that is no object", "approval", ONE("\"surplus\":1000", LEAST),
        PAL_REGIME_FR_SCIC, PAL_ERR_JSON_TYPE, "/surplus", ""},
    {"nothing to share", "approval",
        ONE("\"surplus\":{\"result\":200,\"deficit\":200,\"reserves\":0,\"capital\":1}", SPLIT("0", "0", "0", "0")),
        PAL_REGIME_FR_SCIC, PAL_ERR_QUESTION_SURPLUS, "/surplus/result", ""},
    {"reserves below zero", "approval", ONE("\"surplus\":{\"result\":1000,\"reserves\":-1,\"capital\":1}", LEAST),
        PAL_REGIME_FR_SCIC, PAL_ERR_QUESTION_SURPLUS, "/surplus/reserves", ""},
    {"the capital is not stated", "approval", ONE("\"surplus\":{\"result\":1000,\"reserves\":0}", LEAST),
        PAL_REGIME_FR_SCIC, PAL_ERR_JSON_MISSING, "/surplus/capital", ""},
    {"a regime whose rule is not written", "approval", ONE(SURPLUS, LEAST),
        PAL_REGIME_FR_SCOP, PAL_ERR_QUESTION_SURPLUS, "/surplus", ""},
    {"two splits at once", "approval", "{\"seats\":2," SURPLUS ",\"options\":[]}",
        PAL_REGIME_FR_SCIC, PAL_ERR_QUESTION_SURPLUS, "/seats", ""},
    {"a method that elects nobody", "budget-greedy", ONE(SURPLUS, LEAST),
        PAL_REGIME_FR_SCIC, PAL_ERR_QUESTION_SURPLUS, "/method", ""},
    {"a lot", "sortition", ONE(SURPLUS, LEAST), PAL_REGIME_FR_SCIC, PAL_ERR_QUESTION_SURPLUS, "/method", ""},
};
/* clang-format on */

/* "1:does_not_balance": the option, and the code of each finding. */
static void expect_codes(const struct pal_findings *findings, const char *codes)
{
    PAL_BUF(found);
    for (size_t i = 0; i < findings->count; i++) {
        const struct pal_finding *finding = &findings->items[i];
        static const char before[] = "/options/";
        assert_memory_equal(finding->pointer, before, sizeof before - 1);
        const char *index = finding->pointer + sizeof before - 1;
        assert_string_equal(strchr(index, '/'), "/allocation");
        pal_buf_add_format(&found, "%s%.*s:%s", i == 0 ? "" : " ", (int)strcspn(index, "/"), index,
                           finding->code);
    }
    assert_string_equal(found.size == 0 ? "" : found.bytes, codes);
}

static void judges(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_JSON(document);
    PAL_FINDINGS(findings);
    struct pal_where where = {0};
    struct pal_text text = pal_text_of(row->document);
    EXPECT_ERR(pal_json_parse(text, text.size, &document, NULL), PAL_OK);
    const struct pal_method *method = pal_method_find(pal_text_of(row->method));
    assert_non_null(method);
    enum pal_err err = pal_surplus_judge(document, row->regime, method, &findings, &where);
    EXPECT_ERR(err, row->err);
    if (err != PAL_OK) {
        assert_string_equal(where.pointer, row->place);
    }
    expect_codes(&findings, row->codes);
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, rows, judges);
    return RUN(tests);
}
