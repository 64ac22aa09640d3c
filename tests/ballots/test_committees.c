/* Seats filled one after the other: sequential proportional approval, Phragmén, equal shares. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

#define FILE_OF(more, ballots)                                                     \
    "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\",\"D\"]" more \
    ",\"ballots\":[" ballots "]}"
#define BACKWARDS ",\"tie_order\":[\"D\",\"C\",\"B\",\"A\"]"
#define HUGE      "123456789012345678901234567890123456789"
/* Two thirds of the ballots want A and B, one third C. */
#define BLOCS "{\"count\":6,\"approves\":[0,1]},{\"count\":3,\"approves\":[2]}"

/* clang-format off */
static const struct {
    const char *name;
    const char *method;
    const char *settings;
    const char *file;
    const char *elected;
    const char *figures; /* of the elected, in the last totals of each round */
    const char *ranking; /* the place of each option */
    const char *ties;
} rows[] = {
    {"a bloc that has a seat counts half for the next", "seq-pav", "seats=3",
        FILE_OF("", BLOCS), "A B C", "6/1 3/1 3/1", "0 0 0 1", "A B, B C"},
    {"and the order of ties says who of its own comes first", "seq-pav", "seats=3",
        FILE_OF(BACKWARDS, BLOCS), "B C A", "6/1 3/1 3/1", "1 0 1 2", "A B, A C"},
    {"seats go to options that nobody approves, in the order", "seq-pav", "seats=4",
        FILE_OF(BACKWARDS, "{\"approves\":[1]}"), "B D C A", "1/1 0/1 0/1 0/1", "1 0 1 1", "A C D, A C"},
    {"more seats than options elect all", "seq-pav", "seats=9",
        FILE_OF("", BLOCS), "A B C D", "6/1 3/1 3/1 0/1", "0 0 0 1", "A B, B C"},
    {"fractions of ballots are exact", "seq-pav", "seats=2",
        FILE_OF("", "{\"weight\":\"1/3\",\"approves\":[0,1]},{\"weight\":\"1/6\",\"approves\":[2]}"), "A B", "1/3 1/6", "0 0 0 1", "A B, B C"},
    {"weights may be larger than a machine word", "seq-pav", "seats=2",
        FILE_OF("", "{\"weight\":\"" HUGE "\",\"approves\":[0,1]},{\"weight\":\"1\",\"approves\":[1]}"), "B A",
        "123456789012345678901234567890123456790/1 " HUGE "/2", "1 0 2 2", ""},
    {"nobody is elected without a valid ballot", "seq-pav", "seats=2",
        FILE_OF("", "{\"blank\":true},{\"approves\":[]}"), "", "", "0 0 0 0", ""},

    {"a bloc pays its load twice", "seq-phragmen", "seats=3",
        FILE_OF("", BLOCS), "A B C", "1/6 1/3 1/3", "0 0 0 1", "A B, B C"},
    {"options that nobody approves come when no others are left", "seq-phragmen", "seats=3",
        FILE_OF(BACKWARDS, "{\"approves\":[0]},{\"weight\":\"0\",\"approves\":[1]}"), "A D C", "1/1 - -", "0 1 1 1", "B C D, B C"},
    {"weights of loads may be larger than a machine word", "seq-phragmen", "seats=2",
        FILE_OF("", "{\"weight\":\"" HUGE "\",\"approves\":[0,1]},{\"weight\":\"" HUGE "\",\"approves\":[2]}"), "A C",
        "1/" HUGE " 1/" HUGE, "0 1 0 2", "A B C"},
    {"nobody is elected without a ballot that weighs", "seq-phragmen", "",
        FILE_OF("", "{\"weight\":\"0\",\"approves\":[0]}"), "", "", "0 0 0 0", ""},

    {"a bloc buys what it can pay for", "equal-shares", "seats=3",
        FILE_OF("", BLOCS), "A B C", "1/6 1/6 1/3", "0 0 1 2", "A B"},
    {"the poor pay all that they hold", "equal-shares", "seats=3",
        FILE_OF("", "{\"count\":3,\"approves\":[0]},{\"count\":2,\"approves\":[0,1]},{\"count\":2,\"approves\":[1]},{\"approves\":[1,2]}"),
        "A B C", "1/5 13/60 101/120", "0 0 1 2", "A B"},
    {"seats that nobody can pay for go by the loads that are left", "equal-shares", "seats=2",
        FILE_OF("", "{\"count\":2,\"approves\":[0]},{\"count\":2,\"approves\":[1]},{\"approves\":[1,2]}"),
        "B A", "1/3 1/10", "1 0 2 3", ""},
    {"or by approvals", "equal-shares", "seats=3 completion=approval",
        FILE_OF("", "{\"count\":3,\"weight\":\"1/2\",\"approves\":[0]},{\"count\":2,\"weight\":\"1/2\",\"approves\":[1]},{\"count\":2,\"weight\":\"1/2\",\"approves\":[2]},{\"count\":2,\"weight\":\"1/2\",\"approves\":[3]}"),
        "A B C", "2/3 1/1 1/1", "0 1 1 1", "B C D, C D"},
    {"or to nobody", "equal-shares", "seats=3 completion=none",
        FILE_OF("", "{\"count\":3,\"approves\":[0]},{\"count\":2,\"approves\":[1]},{\"count\":2,\"approves\":[2]},{\"count\":2,\"approves\":[3]}"),
        "A", "1/3", "0 1 1 1", ""},
    {"where nobody can pay for anything nobody may be elected", "equal-shares", "completion=none",
        FILE_OF("", "{\"approves\":[0]},{\"approves\":[1]}"), "", "", "0 0 0 0", ""},
    {"one heavy ballot may pay alone", "equal-shares", "seats=2",
        FILE_OF("", "{\"weight\":\"2/3\",\"approves\":[0]},{\"count\":2,\"weight\":\"1/6\",\"approves\":[1]}"), "A B", "3/2 1/1", "0 1 2 2", ""},
    {"what shares add up to may be larger than a machine word", "equal-shares", "seats=2",
        FILE_OF("", "{\"weight\":\"" HUGE "\",\"approves\":[0]},{\"weight\":\"" HUGE "\",\"approves\":[1]}"), "A B",
        "1/" HUGE " 1/" HUGE, "0 0 1 1", "A B"},
    {"nobody is elected without a ballot", "equal-shares", "seats=2",
        FILE_OF("", ""), "", "", "0 0 0 0", ""},
};
/* clang-format on */

static void write_figures(const struct pal_outcome *outcome, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "");
    for (size_t i = 0; i < outcome->elected.count; i++) {
        pal_buf_add_string(buf, i > 0 ? " " : "");
        mpq_srcptr figure = pal_figures_get(&outcome->rounds[i].totals, outcome->elected.at[i]);
        if (figure != NULL) {
            pal_ratio_write(figure, buf);
        } else {
            pal_buf_add_string(buf, "-");
        }
    }
}

static void write_ties(const struct pal_counted *counted, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "");
    for (size_t i = 0; i < counted->outcome.tie_count; i++) {
        assert_int_equal(counted->outcome.ties[i].what_for, PAL_TIE_ELECTION);
        pal_buf_add_string(buf, i > 0 ? ", " : "");
        pal_tests_names(counted, &counted->outcome.ties[i].among, buf);
    }
}

static void elects(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count(row->method, row->settings, pal_text_of(row->file), &counted, NULL),
               PAL_OK);
    PAL_BUF(elected);
    pal_buf_add_string(&elected, "");
    pal_tests_names(&counted, &counted.outcome.elected, &elected);
    EXPECT_BUF(elected, row->elected);
    PAL_BUF(figures);
    write_figures(&counted.outcome, &figures);
    EXPECT_BUF(figures, row->figures);
    PAL_BUF(ranking);
    for (size_t i = 0; i < counted.outcome.option_count; i++) {
        pal_buf_add_format(&ranking, "%s%zu", i > 0 ? " " : "", counted.outcome.ranking[i]);
    }
    EXPECT_BUF(ranking, row->ranking);
    PAL_BUF(ties);
    write_ties(&counted, &ties);
    EXPECT_BUF(ties, row->ties);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *method;
    const char *settings;
    const char *file;
    const char *sentences;
} explanations[] = {
    {"what ballots count, and the order of ties", "seq-pav", "seats=2", FILE_OF("", "{\"count\":3,\"approves\":[0,1]}"),
        "A takes a seat: the ballots that approve it count most for it, 3. "
        "A comes before the others with the same total in the order settled beforehand for ties. "
        "B takes a seat: the ballots that approve it count most for it, 3/2. "},
    {"loads, and who has none", "seq-phragmen", "seats=2", FILE_OF("", "{\"count\":3,\"approves\":[3]}"),
        "D takes a seat: its supporters carry the smallest load for it, 1/3 per unit of weight. "
        "A takes a seat although no ballot approves it. "
        "A comes before the others with the same total in the order settled beforehand for ties. "},
    {"purchases, and what comes after", "equal-shares", "seats=2 completion=approval",
        FILE_OF("", "{\"count\":4,\"approves\":[0]},{\"approves\":[1]}"),
        "A takes a seat: its supporters pay for it, none more than 1/4 per unit of weight. "
        "No option is left that its supporters can pay for; of 2 seats 1 are left. "
        "B takes a seat with 1 of 5. "},
    {"seats that are left, those beyond the options among them", "equal-shares", "seats=6 completion=none",
        FILE_OF("", "{\"count\":4,\"approves\":[0]},{\"weight\":\"1/9\",\"approves\":[1]}"),
        "A takes a seat: its supporters pay for it, none more than 1/4 per unit of weight. "
        "No option is left that its supporters can pay for; of 6 seats 5 are left. "},
    {"no ballots", "equal-shares", "", FILE_OF("", ""), "There is no valid ballot, so nobody is elected. "},
};
/* clang-format on */

static void explains(void **state)
{
    const __typeof__(explanations[0]) *row = *state;
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count(row->method, row->settings, pal_text_of(row->file), &counted, NULL),
               PAL_OK);
    PAL_BUF(sentences);
    for (size_t i = 0; i < counted.outcome.reason_count; i++) {
        pal_reason_write(&counted.outcome.reasons[i], &sentences);
        pal_buf_add_string(&sentences, " ");
    }
    EXPECT_BUF(sentences, row->sentences);
}

static void totals_are_those_of_the_election_or_of_the_last_seat(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(FILE_OF("", BLOCS));
    EXPECT_ERR(pal_tests_count("seq-phragmen", "seats=2", file, &counted, NULL), PAL_OK);
    const struct pal_figures *totals = &counted.outcome.totals;
    assert_int_equal(totals->count, 3);
    EXPECT_RATIO(pal_figures_get(totals, 0), "1/6");
    EXPECT_RATIO(pal_figures_get(totals, 1), "1/3");
    EXPECT_RATIO(pal_figures_get(totals, 2), "1/3");
    assert_null(pal_figures_get(totals, 3)); /* nobody carries anything for it */
}

/* A thousand options and thirty seats: rounds stay short. */
static void large_counts_list_the_elected_and_its_equals(void **state)
{
    (void)state;
    enum { OPTIONS = 1000, SEATS = 30 };
    const struct pal_method *method = pal_method_find(pal_text_of("seq-pav"));
    PAL_QUESTION(question);
    PAL_DRAFT(draft);
    for (int i = 0; i < OPTIONS; i++) {
        PAL_BUF(name);
        pal_buf_add_format(&name, "o%d", i);
        EXPECT_ERR(pal_question_add_option(&question, pal_buf_text(&name)), PAL_OK);
    }
    EXPECT_ERR(pal_question_set_seats(&question, SEATS), PAL_OK);
    EXPECT_ERR(pal_method_settle(method, &question, NULL), PAL_OK);
    PAL_PROFILE(profile, PAL_BALLOT_APPROVES, OPTIONS);
    PAL_RATIO(weight);
    for (size_t i = 0; i < OPTIONS; i++) {
        pal_draft_fill(&draft, OPTIONS, 0);
        draft.marks[i] = 1;
        struct pal_ballot ballot = pal_draft_ballot(&draft);
        mpq_set_ui(weight, i < 2 ? 5000 : 2000 - i, 1);
        pal_profile_add(&profile, &ballot, 1, weight);
    }
    PAL_OUTCOME(outcome, OPTIONS);
    pal_method_count(method, &question, &profile, &outcome);
    assert_int_equal(outcome.elected.count, SEATS);
    assert_int_equal(outcome.rounds[0].totals.count, 2);
    assert_int_equal(outcome.rounds[1].totals.count, 1);
    assert_int_equal(outcome.totals.count, OPTIONS);
}

static void large_weights_list_the_elected_and_its_equals(void **state)
{
    (void)state;
    static const char *const weights[] = {"1", HUGE};
    for (size_t i = 0; i < 2; i++) {
        PAL_COUNTED(counted);
        PAL_BUF(file);
        pal_buf_add_format(&file, FILE_OF("", "{\"weight\":\"%s\",\"approves\":[1]}"), weights[i]);
        EXPECT_ERR(pal_tests_count("seq-pav", "", pal_buf_text(&file), &counted, NULL), PAL_OK);
        assert_int_equal(counted.outcome.rounds[0].totals.count, i == 0 ? 4 : 1);
    }
}

static void committees_have_no_majority_transfer(void **state)
{
    (void)state;
    static const char *const ids[] = {"seq-pav", "seq-phragmen", "equal-shares"};
    for (size_t i = 0; i < 3; i++) {
        PAL_COUNTED(counted);
        struct pal_text file = pal_text_of(FILE_OF("", BLOCS));
        EXPECT_ERR(pal_tests_count(ids[i], "seats=2", file, &counted, NULL), PAL_OK);
        const struct pal_method *method = pal_method_find(pal_text_of(ids[i]));
        EXPECT_ERR(pal_method_transfers(method, &counted.question), PAL_ERR_METHOD_TRANSFER);
    }
}

/* 2^36 is the square of 262 words and of 100 seats, times 100 options, and a little more. */
static void figures_stay_short_enough_to_wait_for(void **state)
{
    (void)state;
    enum { OPTIONS = 100, WORDS = 262, WORD_BITS = 64 };
    static const char *const ids[] = {"seq-pav", "seq-phragmen", "equal-shares"};
    PAL_QUESTION(question);
    for (int i = 0; i < OPTIONS; i++) {
        PAL_BUF(name);
        pal_buf_add_format(&name, "o%d", i);
        EXPECT_ERR(pal_question_add_option(&question, pal_buf_text(&name)), PAL_OK);
    }
    for (size_t i = 0; i < 3; i++) {
        const struct pal_method *method = pal_method_find(pal_text_of(ids[i]));
        const enum pal_err beyond = i == 0 ? PAL_OK : PAL_ERR_METHOD_DIGITS;
        PAL_PROFILE(profile, PAL_BALLOT_APPROVES, OPTIONS);
        PAL_DRAFT(draft);
        PAL_RATIO(weight);
        pal_draft_fill(&draft, OPTIONS, 1);
        const struct pal_ballot ballot = pal_draft_ballot(&draft);
        mpq_set_ui(weight, 1, 1);
        mpq_div_2exp(weight, weight, (mp_bitcnt_t)(WORDS - 1) * WORD_BITS);
        pal_profile_add(&profile, &ballot, 1, weight);
        EXPECT_ERR(pal_question_set_seats(&question, OPTIONS), PAL_OK);
        EXPECT_ERR(pal_method_takes_weights(method, &question, &profile), PAL_OK);
        mpq_div_2exp(weight, weight, WORD_BITS);
        pal_profile_add(&profile, &ballot, 1, weight);
        EXPECT_ERR(pal_method_takes_weights(method, &question, &profile), beyond);
        EXPECT_ERR(pal_question_set_seats(&question, OPTIONS + 1),
                   PAL_OK); /* no more than options */
        EXPECT_ERR(pal_method_takes_weights(method, &question, &profile), beyond);
        EXPECT_ERR(pal_question_set_seats(&question, OPTIONS - 1), PAL_OK);
        EXPECT_ERR(pal_method_takes_weights(method, &question, &profile), PAL_OK);
        mpq_set_ui(weight, 1, 1); /* as many words come from the other side of one */
        mpq_mul_2exp(weight, weight, (mp_bitcnt_t)WORD_BITS * 2);
        pal_profile_add(&profile, &ballot, 1, weight);
        EXPECT_ERR(pal_method_takes_weights(method, &question, &profile), beyond);
    }
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, rows, elects);
    TABLE(tests, explanations, explains);
    TEST(tests, totals_are_those_of_the_election_or_of_the_last_seat);
    TEST(tests, large_counts_list_the_elected_and_its_equals);
    TEST(tests, large_weights_list_the_elected_and_its_equals);
    TEST(tests, committees_have_no_majority_transfer);
    TEST(tests, figures_stay_short_enough_to_wait_for);
    return RUN(tests);
}
