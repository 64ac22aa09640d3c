/* How often each college decides: figures worked by hand, published ones, and every set put to pal_decide. */
#include <string.h>

#include "ballots/decide.h"
#include "ballots/power.h"
#include "base/canon.h"

#include "statutes.h"

enum { SEVERAL = 6 };

/* clang-format off */
static const struct {
    const char *name;
    const char *fragment;
    uint64_t members[SEVERAL];
    bool weighted;
    const char *swings[SEVERAL]; /* NULL ends the row */
    const char *shares[SEVERAL];
    const char *veto;            /* a letter per college that has one, in capitals if it decides alone */
} rows[] = {
    {"half of the votes and a majority of more is a veto",
        "{'colleges':[{'id':'a','weight':'1/2'},{'id':'b','weight':'1/4'},{'id':'c','weight':'1/4'}],"
        "'majority':{'ordinary':{'threshold':'1/2'}}}",
        {9, 9, 9}, true, {"3/1", "1/1", "1/1"}, {"3/5", "1/5", "1/5"}, "a"},
    {"Bastia: 38, 22, 20, 10 and 10 hundredths",
        "{'colleges':[{'id':'a','weight':'38/100'},{'id':'b','weight':'22/100'},{'id':'c','weight':'20/100'},"
        "{'id':'d','weight':'10/100'},{'id':'e','weight':'10/100'}],'majority':{'ordinary':{'threshold':'1/2'}}}",
        {1, 1, 1, 1, 1}, true, {"10/1", "6/1", "6/1", "2/1", "2/1"},
        {"5/13", "3/13", "3/13", "1/13", "1/13"}, ""},
    {"the six of 1958: Luxembourg had a weight and no power",
        "{'colleges':[{'id':'a','weight':'4/17'},{'id':'b','weight':'4/17'},{'id':'c','weight':'4/17'},"
        "{'id':'d','weight':'2/17'},{'id':'e','weight':'2/17'},{'id':'f','weight':'1/17'}],"
        "'majority':{'ordinary':{'threshold':'12/17','strict':false}}}",
        {1, 1, 1, 1, 1, 1}, true, {"10/1", "10/1", "10/1", "6/1", "6/1", "0/1"},
        {"5/21", "5/21", "5/21", "1/7", "1/7", "0/1"}, ""},
    {"two thirds reached exactly is enough where it is not strict",
        "{'colleges':[{'id':'a','weight':'1/3'},{'id':'b','weight':'1/3'},{'id':'c','weight':'1/3'}],"
        "'majority':{'ordinary':{'threshold':'2/3','strict':false}}}",
        {1, 1, 1}, true, {"2/1", "2/1", "2/1"}, {"1/3", "1/3", "1/3"}, ""},
    {"and is not where it is",
        "{'colleges':[{'id':'a','weight':'1/3'},{'id':'b','weight':'1/3'},{'id':'c','weight':'1/3'}],"
        "'majority':{'ordinary':{'threshold':'2/3','strict':true}}}",
        {1, 1, 1}, true, {"1/1", "1/1", "1/1"}, {"1/3", "1/3", "1/3"}, "abc"},
    {"one half is a tie and adopts nothing, strict or not",
        "{'colleges':[{'id':'a','weight':'1/2'},{'id':'b','weight':'1/2'}],'min_colleges_for_weighting':2,"
        "'majority':{'ordinary':{'threshold':'1/2','strict':false}}}",
        {1, 1}, true, {"1/1", "1/1"}, {"1/2", "1/2"}, "ab"},
    {"who weighs more than half decides alone",
        "{'colleges':[{'id':'a','weight':'3/5'},{'id':'b','weight':'1/5'},{'id':'c','weight':'1/5'}],"
        "'majority':{'ordinary':{'threshold':'1/2'}}}",
        {1, 1, 1}, true, {"4/1", "0/1", "0/1"}, {"1/1", "0/1", "0/1"}, "A"},
    {"a college without members has none, and its weight goes to the others",
        "{" FOUR_COLLEGES ",'majority':{'ordinary':{'threshold':'1/2'}}}",
        {1, 1, 1, 0}, true, {"2/1", "2/1", "2/1", "0/1"}, {"1/3", "1/3", "1/3", "0/1"}, ""},
    {"with too few colleges heads are counted",
        "{" FOUR_COLLEGES ",'majority':{'ordinary':{'threshold':'1/2'}}}",
        {3, 9, 0, 0}, false, {"0/1", "2/1", "0/1", "0/1"}, {"0/1", "1/1", "0/1", "0/1"}, "B"},
    {"where heads are counted a college weighs its members",
        "{" FOUR_COLLEGES ",'transfer_rule':'none','majority':{'ordinary':{'threshold':'1/2'}}}",
        {5, 5, 5, 1}, false, {"4/1", "4/1", "4/1", "0/1"}, {"1/3", "1/3", "1/3", "0/1"}, ""},
    {"a majority in every college makes every college a veto",
        "{" FOUR_COLLEGES ",'majority':{'ordinary':{'threshold':'1/2','every_college':true}}}",
        {1, 1, 1, 1}, true, {"1/1", "1/1", "1/1", "1/1"}, {"1/4", "1/4", "1/4", "1/4"}, "abcd"},
    {"so does a least share in each, even of one that weighs nothing",
        "{'colleges':[{'id':'a','weight':'1/2'},{'id':'b','weight':'1/2'},{'id':'c','weight':'0/1'}],"
        "'majority':{'ordinary':{'threshold':'1/2','each_college_min':'1/3'}}}",
        {1, 1, 1}, true, {"1/1", "1/1", "1/1"}, {"1/3", "1/3", "1/3"}, "abc"},
    {"a least share of nothing asks nothing",
        "{'colleges':[{'id':'a','weight':'3/5'},{'id':'b','weight':'1/5'},{'id':'c','weight':'1/5'}],"
        "'majority':{'ordinary':{'threshold':'1/2','each_college_min':'0/1'}}}",
        {1, 1, 1}, true, {"4/1", "0/1", "0/1"}, {"1/1", "0/1", "0/1"}, "A"},
    {"who weighs nothing swings nothing and is counted among the others",
        "{'colleges':[{'id':'a','weight':'1/2'},{'id':'b','weight':'1/2'},{'id':'c','weight':'0/1'}],"
        "'majority':{'ordinary':{'threshold':'1/2'}}}",
        {1, 1, 1}, true, {"2/1", "2/1", "0/1"}, {"1/2", "1/2", "0/1"}, "ab"},
    {"three quarters of all members: a large college is a veto whatever it weighs",
        "{'colleges':[{'id':'a','weight':'2/5'},{'id':'b','weight':'2/5'},{'id':'c','weight':'1/5'}],"
        "'majority':{'ordinary':{'threshold':'1/2','members_min':'3/4'}}}",
        {5, 5, 90}, true, {"1/1", "1/1", "3/1"}, {"1/5", "1/5", "3/5"}, "c"},
    {"nobody is there",
        "{" FOUR_COLLEGES ",'majority':{'ordinary':{'threshold':'1/2'}}}",
        {0, 0, 0, 0}, false, {"0/1", "0/1", "0/1", "0/1"}, {"0/1", "0/1", "0/1", "0/1"}, ""},
    {"a threshold of all that nothing exceeds gives power to nobody",
        "{" FOUR_COLLEGES ",'majority':{'ordinary':{'threshold':'1/1','strict':true}}}",
        {1, 1, 1, 1}, true, {"0/1", "0/1", "0/1", "0/1"}, {"0/1", "0/1", "0/1", "0/1"}, ""},
};
/* clang-format on */

static struct pal_power_spec ordinary(const struct pal_constitution *constitution,
                                      const uint64_t *members)
{
    return (
        struct pal_power_spec){.decision_class =
                                   pal_constitution_class(constitution, pal_text_of("ordinary")),
                               .members = members};
}

static void measures(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_CONSTITUTION(constitution);
    PAL_POWER(power);
    statutes(row->fragment, &constitution);
    struct pal_power_spec spec = ordinary(&constitution, row->members);
    EXPECT_ERR(pal_power_measure(&constitution, &spec, &power, NULL), PAL_OK);
    assert_int_equal(power.is_weighted, row->weighted);
    assert_int_equal(power.count, constitution.college_count);
    for (size_t i = 0; i < power.count; i++) {
        const struct pal_power_college *college = &power.colleges[i];
        EXPECT_RATIO(college->swings, row->swings[i]);
        EXPECT_RATIO(college->share, row->shares[i]);
        char letter = (char)('a' + i);
        char capital = (char)('A' + i);
        assert_int_equal(college->decides, strchr(row->veto, capital) != NULL);
        assert_int_equal(college->has_veto,
                         strchr(row->veto, letter) != NULL || strchr(row->veto, capital) != NULL);
    }
}

/* --- against pal_decide ------------------------------------------------------------------------------- */

static bool is_adopted(const struct pal_constitution *constitution,
                       const struct pal_question *question, const uint64_t *members, unsigned set)
{
    struct pal_tally tallies[SEVERAL];
    for (size_t i = 0; i < constitution->college_count; i++) {
        bool is_for = (set >> i & 1) != 0;
        tallies[i] = (struct pal_tally){.members = members[i],
                                        .present = members[i],
                                        .favour = is_for ? members[i] : 0,
                                        .against = is_for ? 0 : members[i]};
    }
    struct pal_decide_spec spec = {.method = pal_text_of("motion"),
                                   .question = question,
                                   .decision_class = pal_text_of("ordinary"),
                                   .electorate = PAL_ELECTORATE_ASSEMBLY,
                                   .members = members,
                                   .tallies = tallies};
    PAL_RESULT(result);
    EXPECT_ERR(pal_decide(constitution, &spec, &result, NULL), PAL_OK);
    return result.kind == PAL_RESULT_ADOPTED;
}

/* Swings of one college, each set asked of the count itself. */
static void expect_swings(const struct pal_constitution *constitution,
                          const struct pal_question *question, const uint64_t *members,
                          const struct pal_power *power)
{
    size_t count = constitution->college_count;
    for (size_t i = 0; i < count; i++) {
        unsigned long swings = 0;
        unsigned long sets = 0;
        for (unsigned set = 0; set < 1U << count; set++) {
            bool has_empty = false;
            for (size_t j = 0; j < count; j++) {
                has_empty = has_empty || ((set >> j & 1) != 0 && members[j] == 0);
            }
            if ((set >> i & 1) != 0 || has_empty) {
                continue;
            }
            sets++;
            swings += !is_adopted(constitution, question, members, set) &&
                      is_adopted(constitution, question, members, set | 1U << i);
        }
        swings = members[i] == 0 ? 0 : swings;
        assert_int_equal(mpq_cmp_ui(power->colleges[i].swings, swings, 1), 0);
        if (swings > 0) {
            assert_int_equal(mpq_cmp_ui(power->colleges[i].power, swings, sets), 0);
        }
    }
}

static void swings_as_the_count_decides(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "{'threshold':'1/2'}",
        "{'threshold':'2/3','strict':false}",
        "{'threshold':'1/2','every_college':true}",
        "{'threshold':'1/2','each_college_min':'1/3'}",
        "{'threshold':'1/2','members_min':'3/5'}",
        "{'threshold':'3/4','strict':false,'base':'members'}",
        "{'threshold':'1/2','base':'present'}",
    };
    static const char *const settings[] = {
        "'transfer_rule':'proportional'",
        "'transfer_rule':'majority','silent_college':'strict'",
        "'transfer_rule':'none'",
        "'transfer_rule':'proportional','empty_college':'redistribute_prorata'",
        "'transfer_rule':'majority','empty_college':'renormalise'",
    };
    static const uint64_t worlds[][SEVERAL] = {
        {1, 1, 1, 1}, {7, 5, 3, 2}, {2, 40, 1, 9}, {3, 3, 3, 0}, {0, 5, 5, 1}, {4, 0, 0, 3},
    };
    PAL_QUESTION(question);
    static const char *const options[] = {"for", "against", "abstain"};
    for (size_t i = 0; i < 3; i++) {
        EXPECT_ERR(pal_question_add_option(&question, pal_text_of(options[i])), PAL_OK);
    }
    EXPECT_ERR(pal_method_settle(pal_method_find(pal_text_of("motion")), &question, NULL), PAL_OK);
    for (size_t rule = 0; rule < sizeof rules / sizeof rules[0]; rule++) {
        for (size_t setting = 0; setting < sizeof settings / sizeof settings[0]; setting++) {
            PAL_CONSTITUTION(constitution);
            PAL_BUF(text);
            pal_buf_add_format(&text, "{" FOUR_COLLEGES ",%s,'majority':{'ordinary':%s}}",
                               settings[setting], rules[rule]);
            statutes(text.bytes, &constitution);
            for (size_t world = 0; world < sizeof worlds / sizeof worlds[0]; world++) {
                PAL_POWER(power);
                struct pal_power_spec spec = ordinary(&constitution, worlds[world]);
                EXPECT_ERR(pal_power_measure(&constitution, &spec, &power, NULL), PAL_OK);
                expect_swings(&constitution, &question, worlds[world], &power);
            }
        }
    }
}

/* --- bounds ---------------------------------------------------------------------------------------------- */

static void colleges_of(size_t count, uint64_t base, struct pal_constitution *out)
{
    PAL_BUF(text);
    pal_buf_add_format(&text, "{'majority':{'ordinary':{'threshold':'1/2'}},'colleges':[");
    for (size_t i = 0; i < count; i++) {
        /* Powers of two have as many sums as there are sets. */
        uint64_t weight = base == 1 ? 1 : (uint64_t)1 << i;
        pal_buf_add_format(&text, "%s{'id':'c%zu','weight':'%llu/1000000'}", i == 0 ? "" : ",", i,
                           (unsigned long long)weight);
    }
    pal_buf_add_format(&text, "]}");
    statutes(text.bytes, out);
}

static void counts_sixty_four_equal_colleges(void **state)
{
    (void)state;
    uint64_t members[PAL_LIMIT_COLLEGES];
    for (size_t i = 0; i < PAL_LIMIT_COLLEGES; i++) {
        members[i] = 1;
    }
    PAL_CONSTITUTION(constitution);
    PAL_POWER(power);
    colleges_of(PAL_LIMIT_COLLEGES, 1, &constitution);
    struct pal_power_spec spec = ordinary(&constitution, members);
    EXPECT_ERR(pal_power_measure(&constitution, &spec, &power, NULL), PAL_OK);
    /* More than half of 64 is 33: a college swings the sets of 32 of the other 63. */
    EXPECT_RATIO(power.colleges[0].swings, "916312070471295267/1");
    EXPECT_RATIO(power.colleges[63].share, "1/64");
}

static void refuses_what_it_cannot_list(void **state)
{
    (void)state;
    static const uint64_t members[20] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    PAL_CONSTITUTION(sixteen);
    PAL_CONSTITUTION(seventeen);
    PAL_POWER(power);
    colleges_of(16, 2, &sixteen);
    struct pal_power_spec spec = ordinary(&sixteen, members);
    EXPECT_ERR(pal_power_measure(&sixteen, &spec, &power, NULL), PAL_OK);
    pal_power_done(&power);
    colleges_of(17, 2, &seventeen);
    spec = ordinary(&seventeen, members);
    EXPECT_ERR(pal_power_measure(&seventeen, &spec, &power, NULL), PAL_ERR_LIMIT_POWER);
    assert_int_equal(power.count, 0);
}

static void needs_colleges_and_what_they_weigh(void **state)
{
    (void)state;
    PAL_CONSTITUTION(without);
    PAL_POWER(power);
    struct pal_where where = {0};
    statutes("{'transfer_rule':'none','majority':{'ordinary':{'threshold':'1/2'}}}", &without);
    struct pal_power_spec spec = ordinary(&without, NULL);
    EXPECT_ERR(pal_power_measure(&without, &spec, &power, &where), PAL_ERR_POWER_COLLEGES);

    static const uint64_t members[4] = {1, 1, 1, 1};
    PAL_CONSTITUTION(unknown);
    statutes("{" FOUR_COLLEGES ",'majority':{'ordinary':{'threshold':'1/2'}}}", &unknown);
    unknown.unknown |= UINT64_C(1) << PAL_FIELD_EMPTY_COLLEGE;
    spec = ordinary(&unknown, members);
    EXPECT_ERR(pal_power_measure(&unknown, &spec, &power, &where), PAL_ERR_CONSTITUTION_UNKNOWN);
    assert_string_equal(where.pointer, "/empty_college");
}

static void writes_what_a_page_shows(void **state)
{
    (void)state;
    static const uint64_t members[3] = {2, 7, 1};
    PAL_CONSTITUTION(constitution);
    PAL_POWER(power);
    PAL_JSON(json);
    PAL_BUF(text);
    statutes("{'colleges':[{'id':'a','weight':'1/2'},{'id':'b','weight':'1/4'},"
             "{'id':'c','weight':'1/4'}],'majority':{'ordinary':{'threshold':'1/2'}}}",
             &constitution);
    struct pal_power_spec spec = ordinary(&constitution, members);
    EXPECT_ERR(pal_power_measure(&constitution, &spec, &power, NULL), PAL_OK);
    json = pal_power_write(&constitution, &spec, &power);
    struct pal_where where = {0};
    EXPECT_ERR(pal_canon_write(json, &text, &where), PAL_OK);
    assert_non_null(strstr(text.bytes, "{\"college\":\"a\",\"decides\":false,\"members\":2,"
                                       "\"power\":\"3/4\",\"share\":\"3/5\",\"swings\":\"3\","
                                       "\"veto\":true,\"weight\":\"1/2\"}"));
}

static void lists_the_classes_that_have_a_majority(void **state)
{
    (void)state;
    static const uint64_t members[4] = {1, 1, 1, 1};
    PAL_CONSTITUTION(constitution);
    PAL_JSON(classes);
    PAL_BUF(text);
    struct pal_where where = {0};
    statutes("{" FOUR_COLLEGES ",'majority':{'ordinary':{'threshold':'1/2'}},"
             "'quorum':{'basis':'members','ordinary':{'first':'1/5'},'rare':{'first':'1/2'}}}",
             &constitution);
    classes = pal_json_array_new();
    EXPECT_ERR(pal_power_list(&constitution, members, classes, &where), PAL_OK);
    assert_int_equal(pal_json_count(classes), 1);
    EXPECT_ERR(pal_canon_write(classes, &text, &where), PAL_OK);
    assert_non_null(strstr(text.bytes, "[{\"call\":\"first\",\"class\":\"ordinary\","));
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, rows, measures);
    TEST(tests, swings_as_the_count_decides);
    TEST(tests, counts_sixty_four_equal_colleges);
    TEST(tests, refuses_what_it_cannot_list);
    TEST(tests, needs_colleges_and_what_they_weigh);
    TEST(tests, writes_what_a_page_shows);
    TEST(tests, lists_the_classes_that_have_a_majority);
    return RUN(tests);
}
