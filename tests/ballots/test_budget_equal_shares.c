/* A budget by equal shares: who is bought at which price, what raises do, and what a tie is. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

#define FILE_OF(budget, costs, ballots)                                                    \
    "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\"],\"budget\":" budget \
    ",\"costs\":[" costs "],\"ballots\":[" ballots "]}"
#define BALLOTS(count, approves)   "{\"count\":" #count ",\"approves\":[" approves "]}"
#define WEIGHING(weight, approves) "{\"weight\":\"" weight "\",\"approves\":[" approves "]}"
/* 2^127 + 1: with it units leave machine integers. */
#define LARGE "170141183460469231731687303715884105729"

/* clang-format off */
static const struct pal_tests_funding rows[] = {
    {"each group spends its own share", "",
        FILE_OF("10", "6,4,5", BALLOTS(5, "0,2") "," BALLOTS(1, "0") "," BALLOTS(4, "1")), "A B", "", "10/1"},
    {"where the greedy rule gives all to the larger group", "",
        FILE_OF("10", "5,5,4", BALLOTS(6, "0,1") "," BALLOTS(4, "2")), "A C", "A B", "9/1"},
    {"an option that its supporters cannot pay for is not bought", "",
        FILE_OF("10", "7,4,5", BALLOTS(6, "0") "," BALLOTS(4, "1")), "B", "", "4/1"},
    {"nor one that nobody supports", "",
        FILE_OF("10", "1,4,5", BALLOTS(10, "1")), "B", "", "4/1"},
    {"by cost, a large option for many goes before a small one for few", "",
        FILE_OF("10", "8,1,1", BALLOTS(8, "0") "," BALLOTS(2, "1")), "A B", "", "9/1"},
    {"by cardinality, the price per supporter alone counts", "utility=cardinality",
        FILE_OF("10", "8,1,1", BALLOTS(8, "0") "," BALLOTS(2, "1")), "B A", "", "9/1"},
    {"the poor give all, and the others more", "",
        FILE_OF("8", "4,3,9", BALLOTS(2, "0") "," BALLOTS(1, "0,1") "," BALLOTS(1, "1")), "A", "", "4/1"},
    {"all that they have is just enough", "",
        FILE_OF("6", "3,\"5/2\",9", BALLOTS(1, "0") "," BALLOTS(1, "0,1") "," BALLOTS(1, "1")), "A B", "A B", "11/2"},
    {"a hair more is too much", "",
        FILE_OF("6", "3,\"2500000001/1000000000\",9", BALLOTS(1, "0") "," BALLOTS(1, "0,1") "," BALLOTS(1, "1")), "A", "A B", "3/1"},
    {"options that cost nothing come first", "",
        FILE_OF("10", "10,0,0", BALLOTS(10, "0,1")), "B A", "", "10/1"},
    {"they come even where there is no budget", "completion=add1",
        FILE_OF("0", "1,0,0", BALLOTS(10, "0,2")), "C", "", "0/1"},
    {"in the order of ties, and without a tie", "",
        "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\"],\"budget\":1,\"costs\":[0,0,1],"
        "\"tie_order\":[\"C\",\"B\",\"A\"],\"ballots\":[{\"approves\":[0,1,2]}]}", "B A C", "", "1/1"},
    {"the order of ties buys its first", "",
        "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\",\"B\",\"C\"],\"budget\":6,\"costs\":[5,5,5],"
        "\"tie_order\":[\"C\",\"B\",\"A\"],\"ballots\":[{\"approves\":[0,1,2]}]}", "C", "C B A", "5/1"},
    {"weights are shares", "",
        FILE_OF("10", "6,4,5", WEIGHING("6/10", "0") "," WEIGHING("4/10", "1")), "A B", "", "10/1"},
    {"a weight of three is three ballots", "",
        FILE_OF("4", "3,3,2", WEIGHING("3", "0") "," WEIGHING("1", "1,2")), "A", "", "3/1"},
    {"large weights count as small ones", "",
        FILE_OF("10", "6,4,5", WEIGHING(LARGE "/5", "0") "," WEIGHING("2/1", "1") "," WEIGHING(LARGE "/10", "1,2")), "A", "", "6/1"},
    {"ballots that weigh nothing hold nothing", "",
        FILE_OF("10", "10,1,1", "{\"weight\":0,\"approves\":[1]}," BALLOTS(10, "0")), "A", "", "10/1"},
    {"blank ballots hold nothing", "",
        FILE_OF("10", "10,1,1", "{\"count\":5,\"blank\":true}," BALLOTS(10, "0")), "A", "", "10/1"},
    {"no ballot buys nothing", "", FILE_OF("10", "0,1,2", ""), "", "", "0/1"},
    {"no valid weight buys nothing", "", FILE_OF("10", "0,1,2", "{\"weight\":0,\"approves\":[0]}"), "", "", "0/1"},
    {"without completion money may be left", "",
        FILE_OF("10", "8,8,3", BALLOTS(5, "0") "," BALLOTS(5, "1")), "", "", "0/1"},
    {"raises go on until one more would cost too much", "completion=add1",
        FILE_OF("10", "8,8,3", BALLOTS(5, "0") "," BALLOTS(5, "1")), "", "", "0/1"},
    {"or until nothing fits", "completion=add1",
        FILE_OF("10", "\"19/2\",8,3", BALLOTS(9, "0") "," BALLOTS(1, "1")), "A", "", "19/2"},
    {"a small increment buys one", "completion=add1",
        FILE_OF("100", "80,70,30", BALLOTS(4, "0") "," BALLOTS(4, "1") "," BALLOTS(2, "2")), "B C", "", "100/1"},
    {"which a larger one passes by", "completion=add1 increment=20",
        FILE_OF("100", "80,70,30", BALLOTS(4, "0") "," BALLOTS(4, "1") "," BALLOTS(2, "2")), "", "", "0/1"},
    {"where the budget is exhausted nothing is raised", "completion=add1",
        FILE_OF("10", "6,4,5", BALLOTS(6, "0") "," BALLOTS(4, "1")), "A B", "", "10/1"},
    {"an option above the budget never fits", "completion=add1",
        FILE_OF("10", "11,4,5", BALLOTS(9, "0") "," BALLOTS(1, "1")), "", "", "0/1"},
    {"who has as much left shares a purse again", "",
        FILE_OF("12", "3,3,6", BALLOTS(3, "0,2") "," BALLOTS(3, "1,2")), "C A B", "A B", "12/1"},
    {"by cardinality, and where shares may be raised", "utility=cardinality completion=add1",
        FILE_OF("12", "3,3,7", BALLOTS(3, "0,2") "," BALLOTS(3, "1,2")), "A B", "A B", "6/1"},
    {"who has nothing left pays for nothing more", "",
        FILE_OF("50", "24,12,4", BALLOTS(1, "0,1,2") "," BALLOTS(2, "0") "," BALLOTS(1, "1,2") "," BALLOTS(1, "1")), "A B C", "A B", "40/1"},
    {"a billion raises are made at once where they change nothing", "completion=add1",
        FILE_OF("1000000000000", "600000000000,300000000001,5", WEIGHING("1/2", "0") "," WEIGHING("1/2", "1,0")), "A B", "", "900000000001/1"},
    {"a budget that no machine integer holds buys what costs little", "completion=add1",
        FILE_OF("\"10000000000000000000000000\"", "8,8,3", BALLOTS(5, "0") "," BALLOTS(5, "1")), "A B", "A B", "16/1"},
    {"beyond machine integers too, who has as much left shares a purse", "utility=cardinality completion=add1 increment=1000000000000000000",
        FILE_OF("\"1000000000000000000000000000000\"",
                "\"100000000000000000000000000000\",\"100000000000000000000000000000\",\"600000000000000000000000000000\"",
                BALLOTS(1, "0,2") "," BALLOTS(1, "1")), "A B C", "A B", "800000000000000000000000000000/1"},
    {"so are raises of many kinds", "completion=add1",
        FILE_OF("1000000000000", "600000000000,300000000001,200000000000", WEIGHING("1/7", "0") "," WEIGHING("1/3", "1,0") "," WEIGHING("1/5", "1,2") "," WEIGHING("1/11", "2")), "B C", "", "500000000001/1"},
};
/* clang-format on */

static void funds(void **state)
{
    pal_tests_funds("budget-equal-shares", *state);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *settings, *file;
    const char *said;
} explained[] = {
    {"shares, prices, and what was too dear", "",
        FILE_OF("10", "6,2,5", BALLOTS(5, "0,2") "," BALLOTS(1, "0") "," BALLOTS(4, "1")),
        "Each ballot holds 1 per unit of its weight.|"
        "A is bought for 6, at a price of 1/6 per unit of its utility: its supporters, who weigh 6, pay 1 each per unit of weight, or all that they have left.|"
        "C costs 5, and its supporters have only 0 left: it is not bought.|"
        "B is bought for 2, at a price of 1/4 per unit of its utility: its supporters, who weigh 4, pay 1/2 each per unit of weight, or all that they have left.|"},
    {"raises, and who was bought by the order of ties", "completion=add1",
        FILE_OF("10", "6,6,0", BALLOTS(1, "0,1,2") "," BALLOTS(1, "0,1")),
        "Each ballot holds 5 per unit of its weight.|"
        "C costs nothing and has a supporter, so it is funded.|"
        "A is bought for 6, at a price of 1/2 per unit of its utility: its supporters, who weigh 2, pay 3 each per unit of weight, or all that they have left.|"
        "A comes before the others with the same price, in the order settled beforehand for ties.|"
        "B costs 6, and its supporters have only 4 left: it is not bought.|"},
    {"how often shares were raised", "completion=add1 increment=2",
        FILE_OF("10", "8,1,9", WEIGHING("1/2", "0") "," WEIGHING("1/3", "1")),
        "Each ballot holds 16 per unit of its weight: 12 of the budget, raised 2 times by 2.|"
        "A is bought for 8, at a price of 2 per unit of its utility: its supporters, who weigh 1/2, pay 16 each per unit of weight, or all that they have left.|"
        "B is bought for 1, at a price of 3 per unit of its utility: its supporters, who weigh 1/3, pay 3 each per unit of weight, or all that they have left.|"},
    {"a price by cost, where costs are fractions", "",
        FILE_OF("\"9/2\"", "\"3/2\",9,9", BALLOTS(2, "0") "," BALLOTS(1, "1")),
        "Each ballot holds 3/2 per unit of its weight.|"
        "B costs 9, and its supporters have only 3/2 left: it is not bought.|"
        "A is bought for 3/2, at a price of 1/2 per unit of its utility: its supporters, who weigh 2, pay 3/4 each per unit of weight, or all that they have left.|"},
    {"by cardinality the price is what is paid", "utility=cardinality",
        FILE_OF("\"9/2\"", "\"3/2\",9,9", BALLOTS(2, "0") "," BALLOTS(1, "1")),
        "Each ballot holds 3/2 per unit of its weight.|"
        "B costs 9, and its supporters have only 3/2 left: it is not bought.|"
        "A is bought for 3/2, at a price of 3/4 per unit of its utility: its supporters, who weigh 2, pay 3/4 each per unit of weight, or all that they have left.|"},
    {"no ballot", "", FILE_OF("9", "5,5,2", ""),
        "There is no valid ballot, so nothing is funded.|"},
};
/* clang-format on */

static void explains(void **state)
{
    const __typeof__(explained[0]) *row = *state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(row->file);
    EXPECT_ERR(pal_tests_count("budget-equal-shares", row->settings, file, &counted, NULL), PAL_OK);
    PAL_BUF(said);
    for (size_t i = 0; i < counted.outcome.reason_count; i++) {
        pal_reason_write(&counted.outcome.reasons[i], &said);
        pal_buf_add_string(&said, "|");
    }
    EXPECT_BUF(said, row->said);
}

/* Random voters, whose random costs and budget are followed by so many zeros. */
static void write_random(uint64_t seed, int option_count, const char *zeros, struct pal_buf *file)
{
    enum { VOTERS = 40 };
    uint64_t random = seed;
    pal_buf_add_format(file, "{\"format\":\"palabre-ballots/1\",\"options\":[");
    for (int i = 0; i < option_count; i++) {
        pal_buf_add_format(file, "%s\"%c\"", i > 0 ? "," : "", 'A' + i);
    }
    pal_buf_add_format(file, "],\"budget\":\"2000%s\",\"costs\":[", zeros);
    for (int i = 0; i < option_count; i++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407U;
        pal_buf_add_format(file, "%s\"%d%s\"", i > 0 ? "," : "", (int)(random >> 33) % 900, zeros);
    }
    pal_buf_add_string(file, "],\"ballots\":[");
    for (int b = 0; b < VOTERS; b++) {
        pal_buf_add_format(file, "%s{\"weight\":\"%d/%d\",\"approves\":[", b > 0 ? "," : "", b % 4,
                           1 + b % 3);
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407U;
        const char *separator = "";
        for (int i = 0; i < option_count; i++) {
            if ((random >> (20 + 3 * i)) % 8 < 3) {
                pal_buf_add_format(file, "%s%d", separator, i);
                separator = ",";
            }
        }
        pal_buf_add_string(file, "]}");
    }
    pal_buf_add_string(file, "]}");
}

/* What is bought, and where a tie decided, with that utility and as many zeros after all money. */
static void buy_random(uint64_t seed, int option_count, const char *zeros, const char *increment,
                       struct pal_buf *out_bought)
{
    PAL_BUF(settings);
    PAL_BUF(file);
    pal_buf_add_format(&settings, "completion=add1 utility=%s increment=%s",
                       seed % 2 == 0 ? "cost" : "cardinality", increment);
    write_random(seed, option_count, zeros, &file);
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("budget-equal-shares", settings.bytes, pal_buf_text(&file), &counted,
                               NULL),
               PAL_OK);
    pal_tests_names(&counted, &counted.outcome.funded, out_bought);
    pal_buf_add_format(out_bought, ", %zu ties", counted.outcome.tie_count);
}

/* Money of which no machine integer holds the costs is worth what other money is: the same is bought,
 * after as many raises. */
static void what_machine_integers_decide_is_exact(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        PAL_BUF(bought);
        PAL_BUF(large);
        buy_random(seed, 9, "", "1", &bought);
        buy_random(seed, 9, "000000000000000000", "1000000000000000000", &large);
        EXPECT_BUF(bought, large.bytes);
    }
}

/* Raises a tenth as large are ten times as many: most begin where the one before already was. */
static void a_raise_goes_on_from_the_one_before(void **state)
{
    (void)state;
    for (uint64_t seed = 1000; seed < 1060; seed++) {
        PAL_BUF(bought);
        PAL_BUF(large);
        buy_random(seed, 14, "0", "1", &bought);
        buy_random(seed, 14, "0000000000000000000", "1000000000000000000", &large);
        EXPECT_BUF(bought, large.bytes);
    }
}

/* clang-format off */
static const struct {
    const char *name;
    const char *settings;
    enum pal_err err;
} refusals[] = {
    {"an increment is at least one", "increment=0", PAL_ERR_METHOD_PARAMETER},
    {"an increment is a whole number", "increment=1/2", PAL_ERR_METHOD_PARAMETER},
    {"a utility is one of two", "utility=share", PAL_ERR_METHOD_PARAMETER},
    {"a budget has no seats", "seats=2", PAL_ERR_QUESTION_SEATS},
};
/* clang-format on */

static void refuses(void **state)
{
    const __typeof__(refusals[0]) *row = *state;
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(FILE_OF("1", "1,1,1", ""));
    EXPECT_ERR(pal_tests_count("budget-equal-shares", row->settings, file, &counted, NULL),
               row->err);
}

static void a_budget_and_costs_are_needed(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file = "{\"format\":\"palabre-ballots/1\",\"options\":[\"A\"],\"ballots\":[]}";
    EXPECT_ERR(pal_tests_count("budget-equal-shares", "", pal_text_of(file), &counted, NULL),
               PAL_ERR_QUESTION_BUDGET);
}

static void only_raises_need_whole_votes(void **state)
{
    (void)state;
    const struct pal_method *method = pal_method_find(pal_text_of("budget-equal-shares"));
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(FILE_OF("0", "0,0,0", ""));
    EXPECT_ERR(pal_tests_count("budget-equal-shares", "", file, &counted, NULL), PAL_OK);
    assert_int_equal(pal_method_weighing(method, &counted.question), PAL_WEIGHS_SHARES);
    EXPECT_ERR(pal_tests_count("budget-equal-shares", "completion=add1", file, &counted, NULL),
               PAL_OK);
    assert_int_equal(pal_method_weighing(method, &counted.question), PAL_WEIGHS_ABSOLUTE);
    EXPECT_ERR(pal_method_transfers(method, &counted.question), PAL_ERR_METHOD_TRANSFER);
}

/* 2^36 is the square of 262 words, of which one is for the coin, times the third power of 100 options. */
static void figures_stay_short_enough_to_wait_for(void **state)
{
    (void)state;
    const struct pal_method *method = pal_method_find(pal_text_of("budget-equal-shares"));
    PAL_QUESTION(question);
    PAL_RATIO(cost);
    for (size_t i = 0; i < 100; i++) {
        PAL_BUF(name);
        pal_buf_add_format(&name, "o%zu", i);
        EXPECT_ERR(pal_question_add_option(&question, pal_buf_text(&name)), PAL_OK);
    }
    pal_ratio_set(cost, 1, 3);
    EXPECT_ERR(pal_question_set_budget(&question, cost), PAL_OK);
    EXPECT_ERR(pal_question_set_cost(&question, 0, cost), PAL_OK);
    EXPECT_ERR(pal_method_bears(method, &question, UINT64_C(261) * 64), PAL_OK);
    EXPECT_ERR(pal_method_bears(method, &question, UINT64_C(261) * 64 + 1), PAL_ERR_METHOD_DIGITS);
    mpq_div_2exp(cost, cost, 64); /* another word */
    EXPECT_ERR(pal_question_set_cost(&question, 99, cost), PAL_OK);
    EXPECT_ERR(pal_method_bears(method, &question, UINT64_C(261) * 64), PAL_ERR_METHOD_DIGITS);
    EXPECT_ERR(pal_method_bears(method, &question, UINT64_C(260) * 64), PAL_OK);
}

int main(void)
{
    TESTS(tests, 64);
    TABLE(tests, rows, funds);
    TABLE(tests, explained, explains);
    TABLE(tests, refusals, refuses);
    TEST(tests, what_machine_integers_decide_is_exact);
    TEST(tests, a_raise_goes_on_from_the_one_before);
    TEST(tests, a_budget_and_costs_are_needed);
    TEST(tests, only_raises_need_whole_votes);
    TEST(tests, figures_stay_short_enough_to_wait_for);
    return RUN(tests);
}
