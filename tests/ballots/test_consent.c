/* Consent: one objection stops a text, whatever the number of those who consent. */
#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

#define FILE_OF(options, ballots) \
    "{\"format\":\"palabre-ballots/1\",\"options\":" options ",\"ballots\":[" ballots "]}"
#define OPTIONS "[\"consent\",\"reserve\",\"object\",\"abstain\"]"

/* clang-format off */
static const struct {
    const char *name;
    const char *ballots;
    enum pal_verdict verdict;
    enum pal_reason_code reason;
    const char *valid;
} rows[] = {
    {"all consent",
        "{\"count\":7,\"choice\":0}", PAL_VERDICT_ADOPTED, PAL_REASON_NOBODY_OBJECTS, "7/1"},
    {"reservations do not stop a text",
        "{\"choice\":0},{\"count\":9,\"choice\":1}", PAL_VERDICT_ADOPTED, PAL_REASON_NOBODY_OBJECTS, "10/1"},
    {"not even if all have some",
        "{\"count\":9,\"choice\":1}", PAL_VERDICT_ADOPTED, PAL_REASON_NOBODY_OBJECTS, "9/1"},
    {"one objection does",
        "{\"count\":9999,\"choice\":0},{\"choice\":2}", PAL_VERDICT_REJECTED, PAL_REASON_SOMEBODY_OBJECTS, "10000/1"},
    {"one abstention does not, and is valid",
        "{\"choice\":0},{\"count\":9,\"choice\":3}", PAL_VERDICT_ADOPTED, PAL_REASON_NOBODY_OBJECTS, "10/1"},
    {"a declared abstention is one of the four",
        "{\"choice\":0},{\"count\":9,\"abstains\":true}", PAL_VERDICT_ADOPTED, PAL_REASON_NOBODY_OBJECTS, "10/1"},
    {"abstentions alone adopt nothing",
        "{\"count\":9,\"choice\":3}", PAL_VERDICT_REJECTED, PAL_REASON_NOBODY_CONSENTS, "9/1"},
    {"blank and spoilt ballots adopt nothing",
        "{\"count\":9,\"blank\":true},{\"spoilt\":true}", PAL_VERDICT_REJECTED, PAL_REASON_NOBODY_CONSENTS, "0/1"},
    {"no ballot adopts nothing",
        "", PAL_VERDICT_REJECTED, PAL_REASON_NOBODY_CONSENTS, "0/1"},
    {"a small weight objects",
        "{\"choice\":0},{\"weight\":\"1/1000000\",\"choice\":2}", PAL_VERDICT_REJECTED, PAL_REASON_SOMEBODY_OBJECTS, "1000001/1000000"},
    {"no weight does not",
        "{\"choice\":0},{\"weight\":0,\"choice\":2}", PAL_VERDICT_ADOPTED, PAL_REASON_NOBODY_OBJECTS, "1/1"},
    {"and consents to nothing",
        "{\"weight\":0,\"choice\":0}", PAL_VERDICT_REJECTED, PAL_REASON_NOBODY_CONSENTS, "0/1"},
};
/* clang-format on */

static void decides(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_BUF(file);
    pal_buf_add_format(&file, FILE_OF(OPTIONS, "%s"), row->ballots);
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("consent", "", pal_buf_text(&file), &counted, NULL), PAL_OK);
    assert_int_equal(counted.outcome.verdict, row->verdict);
    assert_int_equal(counted.outcome.reason_count, 1);
    assert_int_equal(counted.outcome.reasons[0].code, row->reason);
    EXPECT_RATIO(counted.outcome.valid, row->valid);
    EXPECT_RATIO(counted.outcome.abstaining, "0/1");
}

static void it_says_how_many(void **state)
{
    (void)state;
    PAL_COUNTED(counted);
    const char *file = FILE_OF(OPTIONS, "{\"count\":3,\"choice\":0},{\"count\":2,\"choice\":1}");
    EXPECT_ERR(pal_tests_count("consent", "", pal_text_of(file), &counted, NULL), PAL_OK);
    PAL_BUF(said);
    pal_reason_write(&counted.outcome.reasons[0], &said);
    EXPECT_BUF(said, "Nobody objects: 3 consent and 2 have reservations, so it is adopted.");
}

/* clang-format off */
static const struct {
    const char *name;
    const char *settings, *options;
    enum pal_err err;
} refusals[] = {
    {"consent has four options", "", "[\"consent\",\"reserve\",\"object\"]", PAL_ERR_QUESTION_OWN_OPTIONS},
    {"in one order", "", "[\"reserve\",\"consent\",\"object\",\"abstain\"]", PAL_ERR_QUESTION_OWN_OPTIONS},
    {"and one seat", "seats=2", OPTIONS, PAL_ERR_QUESTION_SEATS},
    {"and no parameter", "threshold=1/2", OPTIONS, PAL_ERR_METHOD_PARAMETER},
};
/* clang-format on */

static void refuses(void **state)
{
    const __typeof__(refusals[0]) *row = *state;
    PAL_BUF(file);
    pal_buf_add_format(&file, FILE_OF("%s", ""), row->options);
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("consent", row->settings, pal_buf_text(&file), &counted, NULL),
               row->err);
}

static void two_crosses_spoil_a_paper(void **state)
{
    (void)state;
    const struct pal_method *consent = pal_method_find(pal_text_of("consent"));
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count("consent", "", pal_text_of(FILE_OF(OPTIONS, "")), &counted, NULL),
               PAL_OK);
    const int32_t marks[] = {1, 0, 1, 0};
    struct pal_ballot paper = {.marks = marks, .mark_count = 4};
    enum pal_ballot_state judged;
    EXPECT_ERR(pal_method_judge(consent, &counted.question, &paper, &judged),
               PAL_ERR_BALLOT_TOO_MANY);
    EXPECT_ERR(pal_method_transfers(consent, &counted.question), PAL_ERR_METHOD_TRANSFER);
}

int main(void)
{
    TESTS(tests, 24);
    TABLE(tests, rows, decides);
    TABLE(tests, refusals, refuses);
    TEST(tests, it_says_how_many);
    TEST(tests, two_crosses_spoil_a_paper);
    return RUN(tests);
}
