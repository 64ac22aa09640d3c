/* What statutes say of deliberation: sponsors, periods, procedural motions. */
#include "statutes.h"

#define SAID(members) "\"unknown\": [], \"deliberation\": {" members "}"
#define PERIODS       "\"debate_days\": 21, \"extension_days\": 7, \"contract_days\": 30"
#define SPONSORS      "\"sponsors\": \"1/20\", \"college_sponsors\": \"1/2\""
#define ASKED         "\"motion_support\": \"1/3\", \"secret_on_request\": \"0/1\""
#define TURNS         "\"college_turns\": \"extraordinary\""

/* clang-format off */
static const struct {
    const char *name, *said;
    enum pal_err err;
    const char *place, *codes;
} deliberations[] = {
    {"every member of deliberation", SAID(SPONSORS ", " PERIODS ", " ASKED ", " TURNS), PAL_OK, "", ""},
    {"nothing that can be asked", SAID(PERIODS), PAL_OK, "", ""},
    {"a share that is null", SAID("\"sponsors\": null, " PERIODS), PAL_ERR_JSON_MISSING, "/deliberation/sponsors", ""},
    {"a period that is not said", SAID(SPONSORS ", \"debate_days\": 21, \"extension_days\": 7, " ASKED ", " TURNS),
        PAL_ERR_JSON_MISSING, "/deliberation/contract_days", ""},
    {"a debate of eleven years", SAID(SPONSORS ", \"debate_days\": 4000, " ASKED ", " TURNS),
        PAL_ERR_JSON_VALUE, "/deliberation/debate_days", ""},
    {"an extension that is no number", SAID(SPONSORS ", \"debate_days\": 1, \"extension_days\": \"1\""),
        PAL_ERR_JSON_TYPE, "/deliberation/extension_days", ""},
    {"a motion that more than all support", SAID(SPONSORS ", " PERIODS ", \"motion_support\": \"4/3\""),
        PAL_ERR_QUESTION_THRESHOLD, "/deliberation/motion_support", ""},
    {"sponsors that are no ratio", SAID("\"sponsors\": \"some\""), PAL_ERR_RATIO_SYNTAX, "/deliberation/sponsors", ""},
    {"a share of a college above one", SAID("\"college_sponsors\": 2"),
        PAL_ERR_QUESTION_THRESHOLD, "/deliberation/college_sponsors", ""},
    {"a class that is no name", SAID(SPONSORS ", " PERIODS ", " ASKED ", \"college_turns\": \"Special\""),
        PAL_ERR_JSON_VALUE, "/deliberation/college_turns", ""},
    {"a member that deliberation does not have", SAID("\"patience\": 1"), PAL_ERR_JSON_UNKNOWN, "/deliberation/patience", ""},
    {"a deliberation that is a word", "\"unknown\": [], \"deliberation\": \"long\"", PAL_ERR_JSON_TYPE, "/deliberation", ""},
    {"a college that turns into a class that is not there", SAID(SPONSORS ", " PERIODS ", " ASKED ", \"college_turns\": \"special\""),
        PAL_OK, "", "college_turns_into_no_class:special"},
    {"a college that turns an ordinary one into an ordinary one", SAID(SPONSORS ", " PERIODS ", " ASKED ", \"college_turns\": \"ordinary\""),
        PAL_OK, "", "college_turns_into_no_class:ordinary"},
    {"a motion that needs nobody's support", SAID(SPONSORS ", " PERIODS ", \"motion_support\": \"0/1\", " TURNS),
        PAL_OK, "", "motion_carried_alone"},
};
/* clang-format on */

static void reads_what_is_said_of_deliberation(void **state)
{
    const __typeof__(deliberations[0]) *row = *state;
    struct pal_where where = {0};
    PAL_CONSTITUTION(constitution);
    PAL_FINDINGS(findings);
    PAL_STRING(text);
    text = edited_new(SCIC, "\"unknown\": []", row->said);
    if (row->err != PAL_OK) {
        EXPECT_ERR_AT(read_text(text, &constitution, &where), row->err, where, row->place);
        return;
    }
    EXPECT_ERR(read_text(text, &constitution, &where), PAL_OK);
    assert_true(constitution.deliberation.is_stated);
    pal_constitution_check(&constitution, &findings);
    expect_codes(&findings, row->codes);
}

static void keeps_what_is_said_of_deliberation(void **state)
{
    (void)state;
    struct pal_where where = {0};
    PAL_CONSTITUTION(constitution);
    PAL_STRING(text);
    text = edited_new(SCIC, "\"unknown\": []", deliberations[0].said);
    EXPECT_ERR(read_text(text, &constitution, &where), PAL_OK);
    const struct pal_deliberation_rule *rule = &constitution.deliberation;
    EXPECT_RATIO(rule->sponsors.share, "1/20");
    EXPECT_RATIO(rule->college_sponsors.share, "1/2");
    EXPECT_RATIO(rule->motion_support.share, "1/3");
    EXPECT_RATIO(rule->secret_on_request.share, "0/1");
    assert_true(rule->sponsors.is_stated && rule->secret_on_request.is_stated);
    assert_int_equal(rule->debate_days, 21);
    assert_int_equal(rule->extension_days, 7);
    assert_int_equal(rule->contract_days, 30);
    assert_string_equal(rule->college_turns, "extraordinary");

    PAL_CONSTITUTION(silent);
    PAL_STRING(none);
    none = edited_new(SCIC, "\"unknown\": []", deliberations[1].said);
    EXPECT_ERR(read_text(none, &silent, &where), PAL_OK);
    assert_false(silent.deliberation.sponsors.is_stated);
    assert_false(silent.deliberation.motion_support.is_stated);
    assert_null(silent.deliberation.college_turns);

    PAL_CONSTITUTION(fragment);
    statutes("{'deliberation':{'motion_support':'1/2'}}", &fragment);
    assert_true(fragment.deliberation.is_stated);
    assert_false(fragment.deliberation.sponsors.is_stated);
    EXPECT_RATIO(fragment.deliberation.motion_support.share, "1/2");
}

int main(void)
{
    TESTS(tests, 20);
    TABLE(tests, deliberations, reads_what_is_said_of_deliberation);
    TEST(tests, keeps_what_is_said_of_deliberation);
    return RUN(tests);
}
