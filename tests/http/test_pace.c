/* The pace: what an account may ask at once and in the long run, and whom it never touches. */
#include "../support/expect.h"
#include "pace.h"

enum { MEMBER_AT_ONCE = 1200, OFFICER_AT_ONCE = 120000, SETS = 1 << 14 };

#define SECOND_US INT64_C(1000000)
#define NOW_US    (INT64_C(1780000000) * SECOND_US)

static struct pal_principal person(int64_t id)
{
    return (struct pal_principal){
        .proof = PAL_PROOF_COOKIE,
        .person = {id},
        .capabilities = 1U << PAL_MAY_READ | 1U << PAL_MAY_SIGN_IN | 1U << PAL_MAY_ACT,
    };
}

/* How many of so many requests at one instant are let through. */
static int let_through(struct pal_pace *pace, const struct pal_principal *principal, int asked,
                       int64_t now_us)
{
    int count = 0;
    for (int i = 0; i < asked; i++) {
        count += pal_pace_allows(pace, principal, now_us) ? 1 : 0;
    }
    return count;
}

static const struct {
    const char *name;
    int64_t after_us; /* since the account asked all that it may */
    int let_through;  /* of a thousand more */
} rows[] = {
    {"who asked all that they may waits", 0, 0},
    {"not for long", 50000, 1},
    {"twenty requests a second go on for ever", SECOND_US, 20},
    {"half a minute gives half", 30 * SECOND_US, 600},
    {"after a minute nothing is held against anybody", 60 * SECOND_US, 1000},
    {"a clock that was set back shuts out nobody", -3600 * SECOND_US, 1000},
};

static void lets_through(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct pal_pace *pace = pal_pace_new();
    struct pal_principal ada = person(1);
    assert_int_equal(let_through(pace, &ada, 2 * MEMBER_AT_ONCE, NOW_US), MEMBER_AT_ONCE);
    assert_int_equal(let_through(pace, &ada, 1000, NOW_US + row->after_us), row->let_through);
    pal_pace_free(pace);
}

static void one_account_holds_up_no_other(void **state)
{
    (void)state;
    struct pal_pace *pace = pal_pace_new();
    struct pal_principal ada = person(1);
    assert_int_equal(let_through(pace, &ada, 2 * MEMBER_AT_ONCE, NOW_US), MEMBER_AT_ONCE);
    for (int64_t id = 2; id <= 50000; id++) {
        struct pal_principal other = person(id);
        assert_true(pal_pace_allows(pace, &other, NOW_US));
    }
    assert_false(pal_pace_allows(pace, &ada, NOW_US));
    struct pal_principal nobody = pal_principal_nobody();
    assert_int_equal(let_through(pace, &nobody, 10000, NOW_US), 10000);
    pal_pace_free(pace);
}

static void another_proof_is_the_same_account(void **state)
{
    (void)state;
    struct pal_pace *pace = pal_pace_new();
    struct pal_principal ada = person(1);
    assert_int_equal(let_through(pace, &ada, MEMBER_AT_ONCE, NOW_US), MEMBER_AT_ONCE);
    ada.proof = PAL_PROOF_TOKEN;
    assert_false(pal_pace_allows(pace, &ada, NOW_US));
    pal_pace_free(pace);
}

static void an_office_makes_links_for_ten_thousand(void **state)
{
    (void)state;
    struct pal_pace *pace = pal_pace_new();
    struct pal_principal ada = person(1);
    ada.capabilities |= 1U << PAL_MAY_READ_REGISTER;
    assert_int_equal(let_through(pace, &ada, 2 * OFFICER_AT_ONCE, NOW_US), OFFICER_AT_ONCE);
    assert_int_equal(let_through(pace, &ada, 3000, NOW_US + SECOND_US), 2000);
    pal_pace_free(pace);
}

static void where_there_is_no_place_the_calmest_is_forgotten(void **state)
{
    (void)state;
    struct pal_pace *pace = pal_pace_new();
    struct pal_principal ada = person(1);
    assert_int_equal(let_through(pace, &ada, MEMBER_AT_ONCE, NOW_US), MEMBER_AT_ONCE);
    for (int64_t i = 1; i <= 10; i++) { /* all in Ada's set */
        struct pal_principal other = person(1 + i * SETS);
        assert_true(pal_pace_allows(pace, &other, NOW_US));
    }
    assert_false(pal_pace_allows(pace, &ada, NOW_US));
    pal_pace_free(pace);
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, lets_through);
    TEST(tests, one_account_holds_up_no_other);
    TEST(tests, another_proof_is_the_same_account);
    TEST(tests, an_office_makes_links_for_ten_thousand);
    TEST(tests, where_there_is_no_place_the_calmest_is_forgotten);
    return RUN(tests);
}
