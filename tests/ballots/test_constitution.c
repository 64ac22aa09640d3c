/* What the reader of constitutions keeps, and what the law of each regime says of them. */
#include "statutes.h"

static void reads_the_examples(void **state)
{
    (void)state;
    static const char *const paths[] = {SCIC, "docs/constitutions/association.json"};
    for (size_t i = 0; i < 2; i++) {
        struct pal_where where = {0};
        PAL_CONSTITUTION(constitution);
        PAL_FINDINGS(findings);
        PAL_STRING(text);
        text = pal_tests_file_new(paths[i]);
        assert_non_null(text);
        EXPECT_ERR(read_text(text, &constitution, &where), PAL_OK);
        pal_constitution_check(&constitution, &findings);
        assert_int_equal(findings.count, 0);
        assert_true(pal_findings_allow(&findings));
    }
}

static void keeps_every_field(void **state)
{
    (void)state;
    struct pal_where where = {0};
    PAL_CONSTITUTION(c);
    PAL_STRING(text);
    text = edited_new(SCIC, "\"threshold\": \"2/3\",",
                      "\"threshold\": \"2/3\", \"every_college\": true, \"members_min\": \"3/4\","
                      "\"each_college_min\": \"1/3\", \"second\": {\"threshold\": \"3/5\","
                      "\"strict\": true, \"base\": \"present\"},");
    EXPECT_ERR(read_text(text, &c, &where), PAL_OK);
    assert_string_equal(c.name, "La Ruche du Marais");
    assert_int_equal(c.legal_form, PAL_FORM_SA);
    assert_int_equal(c.category_count, 5);
    assert_int_equal(c.categories[3].kind, PAL_CATEGORY_PUBLIC);
    assert_int_equal(c.college_count, 4);
    assert_string_equal(c.colleges[1].label_fr, "Salariés");
    EXPECT_RATIO(c.colleges[0].weight, "7/20");
    assert_int_equal(c.colleges[0].category_count, 2);
    assert_int_equal(c.colleges[0].categories[1], 4);
    assert_true(c.colleges[2].board_seats == 2);
    const struct pal_class *class = pal_constitution_class(&c, pal_text_of("extraordinary"));
    assert_non_null(class);
    assert_true(class->every_college && class->has_members_min && class->has_each_college_min);
    EXPECT_RATIO(class->rule[PAL_CALL_FIRST].threshold, "2/3");
    EXPECT_RATIO(class->rule[PAL_CALL_SECOND].threshold, "3/5");
    assert_int_equal(class->rule[PAL_CALL_SECOND].base, PAL_MAJORITY_PRESENT);
    EXPECT_RATIO(class->quorum[PAL_CALL_SECOND], "1/5");
    assert_null(pal_constitution_class(&c, pal_text_of("special")));
    assert_true(pal_constitution_college(&c, pal_text_of("public")) == 3);
    assert_true(pal_constitution_college(&c, pal_text_of("nobody")) == SIZE_MAX);
    assert_true(c.k_min == 5);
    assert_int_equal(c.roll_call, PAL_ROLL_CALL_PSEUDONYM);
}

static void is_known_by_the_hash_of_its_canonical_bytes(void **state)
{
    (void)state;
    struct pal_where where = {0};
    PAL_CONSTITUTION(one);
    PAL_CONSTITUTION(same);
    PAL_CONSTITUTION(other);
    PAL_STRING(text);
    PAL_STRING(spaced);
    PAL_STRING(changed);
    text = pal_tests_file_new(SCIC);
    spaced = edited_new(SCIC, "\"k_min\": 5", "\"k_min\" :\n 5");
    changed = edited_new(SCIC, "\"k_min\": 5", "\"k_min\": 6");
    EXPECT_ERR(read_text(text, &one, &where), PAL_OK);
    EXPECT_ERR(read_text(spaced, &same, &where), PAL_OK);
    EXPECT_ERR(read_text(changed, &other, &where), PAL_OK);
    assert_true(pal_hash_equal(&one.hash, &same.hash));
    assert_false(pal_hash_equal(&one.hash, &other.hash));
}

static void says_what_it_does_not_know(void **state)
{
    (void)state;
    struct pal_where where = {0};
    PAL_CONSTITUTION(constitution);
    PAL_STRING(text);
    text = pal_tests_file_new("docs/constitutions/association.json");
    EXPECT_ERR(read_text(text, &constitution, &where), PAL_OK);
    assert_true(pal_constitution_knows(&constitution, PAL_FIELD_QUORUM));
    EXPECT_ERR(pal_constitution_require(&constitution, PAL_FIELD_QUORUM, &where), PAL_OK);
    EXPECT_ERR_AT(pal_constitution_require(&constitution, PAL_FIELD_COLLEGE_TIE, &where),
                  PAL_ERR_CONSTITUTION_UNKNOWN, where, "/college_tie");
    assert_string_equal(pal_constitution_field_name(PAL_FIELD_MIN_COLLEGES),
                        "min_colleges_for_weighting");
}

/* --- what the golden cases do not reach ------------------------------------------------------------------ */

/* clang-format off */
static const struct {
    const char *name;
    const char *find, *put;
    const char *find_too, *put_too;
    const char *codes;
} laws[] = {
    {"a category that no college takes is a warning", "\"users\",\n        \"supporters\"", "\"users\"", "fr-scic", "fr-scic", "category_without_college:supporters"},
    {"a SCOP whose employees have a quarter", "fr-scic", "fr-scop", "\"k_min\": 5", "\"k_min\": 5", "employees_below_share"},
    {"a SCOP whose employees have 65 hundredths", "fr-scic", "fr-scop", "\"growers\"\n      ]", "\"employees\"\n      ]", "employees_below_share category_without_college:growers"},
    {"an SCE whose investors have a quarter", "fr-scic", "eu-sce", "\"kind\": \"producer\"", "\"kind\": \"investor\"", ""},
    {"an SCE whose investors have more", "fr-scic", "eu-sce", "\"kind\": \"beneficiary\"", "\"kind\": \"investor\"", ""},
    {"a majority that only more than all would reach", "\"threshold\": \"1/2\"", "\"threshold\": \"1/1\"", "fr-scic", "other", "majority_out_of_reach:ordinary"},
    {"all, reached, is within reach", "\"threshold\": \"2/3\"", "\"threshold\": \"1/1\"", "\"legal_form\": \"SA\"", "\"legal_form\": \"SAS\"", ""},
    {"a ceiling above one half", "\"max_weight\": \"1/2\"", "\"max_weight\": \"3/5\"", "fr-scic", "fr-scic", "max_weight_above_half"},
    {"an SA whose ordinary quorum is below a fifth", "\"first\": \"1/5\"", "\"first\": \"1/6\"", "fr-scic", "fr-scic", "sa_quorum_below_law:ordinary"},
    {"an SA whose second extraordinary quorum is below a fifth", "\"second\": \"1/5\"", "\"second\": \"1/6\"", "fr-scic", "fr-scic", "sa_quorum_below_law:extraordinary"},
    {"a SAS has the quorum that it likes", "\"first\": \"1/5\"", "\"first\": \"1/6\"", "\"legal_form\": \"SA\"", "\"legal_form\": \"SAS\"", ""},
    {"an SA without blank proxies", "\"blank_allowed\": true", "\"blank_allowed\": false", "fr-scic", "fr-scic", "sa_proxies_are_a_right"},
    {"an SA that wants postal forms earlier", "\"days_before\": 3", "\"days_before\": 4", "fr-scic", "fr-scic", "sa_postal_votes_are_a_right"},
    {"an SA that calls a day late", "\"first_days\": 15", "\"first_days\": 14", "fr-scic", "fr-scic", "sa_notice_below_law"},
    {"an SA whose second call is a day late", "\"second_days\": 10", "\"second_days\": 9", "fr-scic", "fr-scic", "sa_notice_below_law"},
    {"a category twice", "\"id\": \"growers\"", "\"id\": \"employees\"", "\"growers\"\n      ]", "\"employees\"\n      ]", "duplicate_category_id category_without_college:employees"},
    {"an SCE college of investors alone", "fr-scic", "eu-sce", "\"kind\": \"other\"", "\"kind\": \"investor\"", ""},
};
/* clang-format on */

static void judges(void **state)
{
    const __typeof__(laws[0]) *row = *state;
    struct pal_where where = {0};
    PAL_CONSTITUTION(constitution);
    PAL_FINDINGS(findings);
    PAL_STRING(text);
    text = edited_new(SCIC, row->find, row->put);
    text = replaced_take(text, row->find_too, row->put_too);
    EXPECT_ERR(read_text(text, &constitution, &where), PAL_OK);
    pal_constitution_check(&constitution, &findings);
    expect_codes(&findings, row->codes);
}

/* clang-format off */
static const struct {
    const char *name;
    unsigned long tenths[4];
    enum pal_empty empty;
    uint64_t least;
    const char *regime, *codes;
} lifts[] = {
    {"the last is empty, and 5 of 7 decide alone", {5, 1, 1, 3}, PAL_EMPTY_REDISTRIBUTE_PRORATA, 3, "fr-scic", "empty_college_lifts_above_half"},
    {"so they do where it is left out",            {5, 1, 1, 3}, PAL_EMPTY_RENORMALISE, 3, "fr-scic", "empty_college_lifts_above_half"},
    {"a ceiling holds them",                       {5, 1, 1, 3}, PAL_EMPTY_REDISTRIBUTE_EQUAL, 3, "fr-scic", ""},
    {"the heaviest may be the last",               {3, 1, 1, 5}, PAL_EMPTY_RENORMALISE, 3, "fr-scic", "empty_college_lifts_above_half"},
    {"exactly half is not more than half",         {4, 2, 2, 2}, PAL_EMPTY_RENORMALISE, 3, "fr-scic", ""},
    {"with two left one weighs more",              {4, 2, 2, 2}, PAL_EMPTY_RENORMALISE, 2, "fr-scic", "empty_college_lifts_above_half"},
    {"with none to spare nobody is lifted",        {5, 1, 1, 3}, PAL_EMPTY_RENORMALISE, 4, "fr-scic", ""},
    {"one left alone has all",                     {3, 3, 2, 2}, PAL_EMPTY_RENORMALISE, 1, "fr-scic", "empty_college_lifts_above_half"},
    {"an association is free",                     {5, 1, 1, 3}, PAL_EMPTY_RENORMALISE, 3, "fr-asso", ""},
};
/* clang-format on */

static void warns_of_who_is_lifted(void **state)
{
    const __typeof__(lifts[0]) *row = *state;
    struct pal_where where = {0};
    PAL_CONSTITUTION(constitution);
    PAL_FINDINGS(findings);
    PAL_STRING(text);
    PAL_BUF(codes);
    size_t heaviest = 0;
    text = edited_new(SCIC, "fr-scic", row->regime);
    EXPECT_ERR(read_text(text, &constitution, &where), PAL_OK);
    assert_int_equal(constitution.college_count, 4);
    for (size_t i = 0; i < constitution.college_count; i++) {
        mpq_set_ui(constitution.colleges[i].weight, row->tenths[i], 10);
        mpq_canonicalize(constitution.colleges[i].weight);
        heaviest = row->tenths[i] > row->tenths[heaviest] ? i : heaviest;
    }
    constitution.empty_college = row->empty;
    constitution.min_colleges = row->least;
    pal_buf_add_string(&codes, row->codes);
    if (row->codes[0] != '\0') {
        pal_buf_add_format(&codes, ":%s", constitution.colleges[heaviest].id);
    }
    pal_constitution_check(&constitution, &findings);
    expect_codes(&findings, codes.bytes == NULL ? "" : codes.bytes);
}

static void asks_colleges_of_investors_for_their_share(void **state)
{
    (void)state;
    static const struct {
        const char *weights[2];
        const char *codes;
    } rows[] = {{{"75/100", "25/100"}, ""}, {{"74/100", "26/100"}, "investors_above_share"}};
    for (size_t i = 0; i < 2; i++) {
        struct pal_where where = {0};
        PAL_CONSTITUTION(constitution);
        PAL_FINDINGS(findings);
        PAL_BUF(colleges);
        PAL_STRING(text);
        pal_buf_add_format(&colleges,
                           "\"colleges\": [{\"id\":\"a\",\"label\":{\"fr\":\"A\",\"en\":\"A\"},"
                           "\"weight\":\"%s\",\"board_seats\":1,\"categories\":[\"members\"]},"
                           "{\"id\":\"b\",\"label\":{\"fr\":\"B\",\"en\":\"B\"},\"weight\":\"%s\","
                           "\"board_seats\":1,\"categories\":[\"investors\"]}]",
                           rows[i].weights[0], rows[i].weights[1]);
        text =
            edited_new("docs/constitutions/association.json", "\"colleges\": []", colleges.bytes);
        text = replaced_take(text, "\"categories\": [",
                             "\"categories\": [{\"id\":\"investors\",\"kind\":\"investor\","
                             "\"label\":{\"fr\":\"I\",\"en\":\"I\"}},");
        text = replaced_take(text, "fr-asso", "eu-sce");
        EXPECT_ERR(read_text(text, &constitution, &where), PAL_OK);
        pal_constitution_check(&constitution, &findings);
        expect_codes(&findings, rows[i].codes);
    }
}

static void asks_the_register_what_the_statutes_cannot_say(void **state)
{
    (void)state;
    PAL_CONSTITUTION(scop);
    PAL_FINDINGS(none);
    PAL_FINDINGS(above);
    statutes("{'regime':'fr-scop','proxy':{'max_per_holder':2}}", &scop);
    pal_constitution_check_members(&scop, (const uint64_t[]){40}, &none);
    expect_codes(&none, "");
    pal_constitution_check_members(&scop, (const uint64_t[]){39}, &above);
    expect_codes(&above, "proxies_above_law");

    PAL_CONSTITUTION(sce);
    PAL_FINDINGS(fair);
    PAL_FINDINGS(plural);
    statutes("{'regime':'eu-sce'," FOUR_COLLEGES "}", &sce);
    pal_constitution_check_members(&sce, (const uint64_t[]){4, 3, 2, 1}, &fair);
    expect_codes(&fair, "");
    pal_constitution_check_members(&sce, (const uint64_t[]){1, 30, 20, 10}, &plural);
    expect_codes(&plural, "member_above_share:a member_above_five_votes:a");
}

/* A fragment with so many colleges, categories or classes. */
static void expect_too_many(const char *open, const char *item[2], size_t count, const char *close)
{
    struct pal_where where = {0};
    PAL_CONSTITUTION(constitution);
    PAL_JSON(json);
    PAL_BUF(text);
    pal_buf_add_string(&text, open);
    for (size_t i = 0; i < count; i++) {
        pal_buf_add_format(&text, "%s%s%zu%s", i == 0 ? "" : ",", item[0], i, item[1]);
    }
    pal_buf_add_string(&text, close);
    EXPECT_ERR(pal_json_parse(pal_buf_text(&text), PAL_LIMIT_BODY, &json, &where), PAL_OK);
    EXPECT_ERR(pal_constitution_parse(json, PAL_CONSTITUTION_FRAGMENT, &constitution, &where),
               PAL_ERR_LIMIT_COUNT);
}

static void bounds_what_it_reads(void **state)
{
    (void)state;
    expect_too_many("{\"colleges\":[", (const char *[]){"{\"id\":\"c", "\"}"},
                    PAL_LIMIT_COLLEGES + 1, "]}");
    expect_too_many("{\"categories\":[", (const char *[]){"\"c", "\""}, PAL_LIMIT_CATEGORIES + 1,
                    "]}");
    expect_too_many("{\"majority\":{", (const char *[]){"\"c", "\":{}"}, PAL_LIMIT_CLASSES + 1,
                    "}}");
}

static void refuses_a_category_of_a_case_that_is_no_text(void **state)
{
    (void)state;
    struct pal_where where = {0};
    PAL_CONSTITUTION(constitution);
    PAL_JSON(json);
    EXPECT_ERR(pal_json_parse(pal_text_of("{\"categories\":[1]}"), 99, &json, &where), PAL_OK);
    EXPECT_ERR_AT(pal_constitution_parse(json, PAL_CONSTITUTION_FRAGMENT, &constitution, &where),
                  PAL_ERR_JSON_TYPE, where, "/categories/0");
}

static void wants_weights_where_votes_are_carried(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    PAL_FINDINGS(findings);
    PAL_FINDINGS(plural);
    statutes("{'regime':'eu-sce','colleges':[{'id':'a'},{'id':'b'}]}", &constitution);
    pal_constitution_check(&constitution, &findings);
    expect_codes(&findings, "weights_do_not_sum_to_one");
    pal_constitution_check_members(&constitution, (const uint64_t[]){1, 0}, &plural);
    expect_codes(&plural, "");
}

static void writes_its_findings(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    PAL_FINDINGS(findings);
    PAL_JSON(json);
    PAL_BUF(text);
    statutes("{'regime':'other','colleges':[{'id':'a','weight':'1/2'}]}", &constitution);
    pal_constitution_check(&constitution, &findings);
    json = pal_findings_write(&findings);
    pal_json_write(json, &text);
    EXPECT_BUF(text, "[{\"code\":\"weights_do_not_sum_to_one\",\"pointer\":\"/colleges\","
                     "\"severity\":\"error\",\"fr\":\"La somme des poids des collèges n’est pas "
                     "égale à 1.\",\"en\":\"The weights of the colleges do not add up to 1.\"}]");
}

/* clang-format off */
static const struct {
    const char *name, *elections;
    enum pal_err err;
    const char *place;
    bool within_seats, offers_none, is_released;
} elections[] = {
    {"approvals within the seats, none of these, released",
        "{'approvals':'seats','none_of_these':true,'missing':'released'}", PAL_OK, "", true, true, true},
    {"the contrary of each",
        "{'approvals':'any','none_of_these':false,'missing':'vacant'}", PAL_OK, "", false, false, false},
    {"a word that is none of them",
        "{'approvals':'two','none_of_these':false,'missing':'vacant'}", PAL_ERR_JSON_VALUE, "/elections/approvals", false, false, false},
    {"another word that is none of them",
        "{'approvals':'any','none_of_these':false,'missing':'lost'}", PAL_ERR_JSON_VALUE, "/elections/missing", false, false, false},
    {"no boolean",
        "{'approvals':'any','none_of_these':1,'missing':'vacant'}", PAL_ERR_JSON_TYPE, "/elections/none_of_these", false, false, false},
    {"no object", "'any'", PAL_ERR_JSON_TYPE, "/elections", false, false, false},
};
/* clang-format on */

static void reads_what_is_said_of_elections(void **state)
{
    const __typeof__(elections[0]) *row = *state;
    struct pal_where where = {0};
    PAL_CONSTITUTION(constitution);
    PAL_BUF(quoted);
    PAL_JSON(json);
    pal_buf_add_format(&quoted, "{'elections':%s}", row->elections);
    for (size_t i = 0; i < quoted.size; i++) {
        if (quoted.bytes[i] == '\'') {
            quoted.bytes[i] = '"';
        }
    }
    EXPECT_ERR(pal_json_parse(pal_buf_text(&quoted), quoted.size, &json, NULL), PAL_OK);
    EXPECT_ERR(pal_constitution_parse(json, PAL_CONSTITUTION_FRAGMENT, &constitution, &where),
               row->err);
    if (row->err != PAL_OK) {
        assert_string_equal(where.pointer, row->place);
        return;
    }
    assert_true(constitution.elections.is_stated);
    assert_int_equal(constitution.elections.within_seats, row->within_seats);
    assert_int_equal(constitution.elections.offers_none, row->offers_none);
    assert_int_equal(constitution.elections.is_released, row->is_released);
}

int main(void)
{
    TESTS(tests, 56);
    TABLE(tests, laws, judges);
    TABLE(tests, lifts, warns_of_who_is_lifted);
    TEST(tests, reads_the_examples);
    TEST(tests, keeps_every_field);
    TEST(tests, is_known_by_the_hash_of_its_canonical_bytes);
    TEST(tests, says_what_it_does_not_know);
    TEST(tests, asks_colleges_of_investors_for_their_share);
    TEST(tests, asks_the_register_what_the_statutes_cannot_say);
    TEST(tests, bounds_what_it_reads);
    TEST(tests, refuses_a_category_of_a_case_that_is_no_text);
    TEST(tests, wants_weights_where_votes_are_carried);
    TEST(tests, writes_its_findings);
    TABLE(tests, elections, reads_what_is_said_of_elections);
    return RUN(tests);
}
