/* Seats kept for groups: who takes which, what stays vacant, and a naive reading of every small case. */
#include <string.h>

#include "ballots/rules.h"

#include "../support/expect.h"

enum { CANDIDATES = 6, GROUPS = 3, NO = 9, VACANCIES = GROUPS + 1 };

struct trial {
    const char *name;
    size_t seats;
    size_t least[GROUPS], most[GROUPS];
    const char *groups; /* of the candidates in the order of the election: a letter, or - */
    bool is_released;
    const char *taken; /* candidates by their place from 1, in order of seating, and how: r, o, l */
    size_t vacant[VACANCIES]; /* the last is of open seats */
};

/* clang-format off */
static const struct trial rows[] = {
    {"without reserves the first take the seats",
        3, {0, 0, 0}, {NO, NO, NO}, "aabbcc", false, "1o 2o 3o", {0, 0, 0, 0}},
    {"a seat kept for a group goes to its best",
        2, {0, 1, 0}, {NO, NO, NO}, "aaabcc", false, "1o 4r", {0, 0, 0, 0}},
    {"who would be elected anyway takes the seat kept for the group",
        2, {1, 0, 0}, {NO, NO, NO}, "aabbcc", false, "1r 2o", {0, 0, 0, 0}},
    {"every seat kept: each group has its best",
        4, {2, 1, 1}, {NO, NO, NO}, "aaabbc", false, "1r 2r 4r 6r", {0, 0, 0, 0}},
    {"parity of five: two each, and one open",
        5, {2, 2, 0}, {NO, NO, NO}, "aaaabb", false, "1r 2r 3o 5r 6r", {0, 0, 0, 0}},
    {"a group without enough candidates leaves its seats vacant",
        3, {0, 2, 0}, {NO, NO, NO}, "aabaaa", false, "1o 3r", {0, 1, 0, 0}},
    {"or releases them to the next in the order",
        3, {0, 2, 0}, {NO, NO, NO}, "aabaaa", true, "1o 3r 2l", {0, 0, 0, 0}},
    {"a most holds for open seats",
        3, {0, 0, 0}, {1, NO, NO}, "aaabbc", false, "1o 4o 5o", {0, 0, 0, 0}},
    {"and for released ones",
        4, {0, 0, 2}, {2, 1, NO}, "aaabba", true, "1o 2o 4l", {0, 0, 1, 0}},
    {"an open seat that nobody may take stays vacant",
        4, {0, 0, 0}, {1, 1, 1}, "aabbcc", false, "1o 3o 5o", {0, 0, 0, 1}},
    {"who is of no group takes open seats only",
        2, {1, 0, 0}, {NO, NO, NO}, "--a---", false, "1o 3r", {0, 0, 0, 0}},
    {"more seats than candidates",
        9, {1, 1, 1}, {NO, NO, NO}, "aabbcc", false, "1r 2o 3r 4o 5r 6o", {0, 0, 0, 3}},
    {"no candidate: all is vacant",
        3, {1, 1, 0}, {NO, NO, NO}, "", true, "", {1, 1, 0, 1}},
};
/* clang-format on */

struct filled {
    struct pal_reserved_group groups[GROUPS];
    size_t group_of[CANDIDATES], order[CANDIDATES];
    struct pal_seat seats[NO];
    size_t vacant[VACANCIES], count;
};

static void fill(const struct trial *row, struct filled *out)
{
    *out = (struct filled){.count = 0};
    size_t candidates = strlen(row->groups);
    for (size_t i = 0; i < GROUPS; i++) {
        out->groups[i] = (struct pal_reserved_group){row->least[i], row->most[i]};
    }
    for (size_t i = 0; i < candidates; i++) {
        out->group_of[i] = row->groups[i] == '-' ? PAL_GROUP_NONE : (size_t)(row->groups[i] - 'a');
        out->order[i] = i;
    }
    const struct pal_reserved rule = {out->groups, GROUPS, out->group_of, row->is_released};
    const struct pal_reserved_order order = {out->order, candidates, row->seats, candidates};
    assert_true(pal_reserved_is_sound(&rule, row->seats));
    out->count = pal_reserved_fill(&rule, &order, out->seats, out->vacant);
}

static void fills(void **state)
{
    const struct trial *row = *state;
    struct filled filled;
    fill(row, &filled);
    PAL_BUF(taken);
    for (size_t i = 0; i < filled.count; i++) {
        pal_buf_add_format(&taken, "%s%zu%c", i > 0 ? " " : "", filled.seats[i].candidate + 1,
                           "rol"[filled.seats[i].how]);
    }
    EXPECT_TEXT(pal_buf_text(&taken), row->taken);
    assert_memory_equal(filled.vacant, row->vacant, sizeof filled.vacant);
}

/* Two seats are kept for b; of its two candidates, the third and the fourth, one has no majority, or both. */
static void a_seat_is_not_released_whose_group_has_candidates_who_may_not_be_seated(void **state)
{
    (void)state;
    const struct pal_reserved_group groups[] = {{0, NO}, {2, NO}};
    static const size_t group_of[] = {0, 0, 1, 1};
    static const size_t order[] = {0, 1, 2};
    const struct pal_reserved rule = {groups, 2, group_of, true};
    struct pal_seat seats[3];
    size_t vacant[3] = {0};
    const struct pal_reserved_order one = {order, 3, 3, 4};
    assert_int_equal(pal_reserved_fill(&rule, &one, seats, vacant), 2);
    assert_int_equal(seats[1].candidate, 2);
    assert_int_equal(vacant[1], 1);

    const struct pal_reserved_order none = {order, 2, 3, 4};
    assert_int_equal(pal_reserved_fill(&rule, &none, seats, vacant), 1);
    assert_int_equal(vacant[1], 2);

    /* With one candidate for the two seats the other one is released, and hers waits. */
    static const size_t with_one[] = {0, 0, 1, 0};
    const struct pal_reserved short_of_one = {groups, 2, with_one, true};
    assert_int_equal(pal_reserved_fill(&short_of_one, &none, seats, vacant), 2);
    assert_int_equal(seats[1].candidate, 1);
    assert_int_equal(seats[1].how, PAL_SEAT_RELEASED);
    assert_int_equal(vacant[1], 1);
}

/* --- every small case, naively ------------------------------------------------------------------- */

/* Can those of the mask sit together: each group within its most, and the seats that it leaves of
 * those kept for it untouched by the others? */
static bool may_sit(const struct trial *row, unsigned mask)
{
    size_t count[GROUPS] = {0};
    size_t all = 0;
    for (size_t i = 0; row->groups[i] != '\0'; i++) {
        if ((mask >> i & 1) != 0) {
            count[row->groups[i] - 'a']++;
            all++;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < GROUPS; i++) {
        if (count[i] > row->most[i]) {
            return false;
        }
        kept += row->least[i] > count[i] ? row->least[i] - count[i] : 0;
    }
    return all + kept <= row->seats;
}

/* The best set is the one that has the first in the order, if some set has, then the second, and so on. */
static unsigned best_set(const struct trial *row)
{
    size_t candidates = strlen(row->groups);
    unsigned best = 0;
    for (size_t i = 0; i < candidates; i++) {
        if (may_sit(row, best | 1U << i)) {
            best |= 1U << i;
        }
    }
    return best;
}

static void check(const struct trial *row)
{
    struct filled filled;
    unsigned mask = 0;
    fill(row, &filled);
    for (size_t i = 0; i < filled.count; i++) {
        mask |= 1U << filled.seats[i].candidate;
    }
    assert_int_equal(mask, best_set(row));
    size_t vacant = 0;
    for (size_t i = 0; i < VACANCIES; i++) {
        vacant += filled.vacant[i];
    }
    assert_int_equal(filled.count + vacant, row->seats);
}

/* Five candidates in every three groups, up to four seats, every least of each group up to two, every
 * most of the first from its least up. */
static void agrees_with_the_best_set(void **state)
{
    (void)state;
    char groups[CANDIDATES] = "";
    for (unsigned world = 0; world < 243 * 4 * 27 * 3; world++) {
        unsigned rest = world;
        struct trial trial = {.groups = groups, .most = {NO, NO, NO}};
        for (size_t i = 0; i < CANDIDATES - 1; i++, rest /= 3) {
            groups[i] = (char)('a' + (char)(rest % 3));
        }
        for (size_t i = 0; i < GROUPS; i++, rest /= 3) {
            trial.least[i] = rest % 3;
        }
        trial.most[0] = trial.least[0] + rest % 3;
        trial.seats = 1 + rest / 3;
        const size_t kept = trial.least[0] + trial.least[1] + trial.least[2];
        if (kept <= trial.seats) {
            check(&trial);
        }
    }
}

static void says_which_rules_are_sound(void **state)
{
    (void)state;
    const struct pal_reserved_group above[] = {{2, 1}};
    const struct pal_reserved_group many[] = {{2, NO}, {SIZE_MAX, SIZE_MAX}};
    assert_false(
        pal_reserved_is_sound(&(struct pal_reserved){.groups = above, .group_count = 1}, 3));
    assert_false(
        pal_reserved_is_sound(&(struct pal_reserved){.groups = many, .group_count = 2}, 3));
    assert_true(pal_reserved_is_sound(&(struct pal_reserved){.groups = many, .group_count = 1}, 2));
    assert_false(
        pal_reserved_is_sound(&(struct pal_reserved){.groups = many, .group_count = 1}, 1));
}

int main(void)
{
    TESTS(tests, 24);
    TABLE(tests, rows, fills);
    TEST(tests, agrees_with_the_best_set);
    TEST(tests, says_which_rules_are_sound);
    TEST(tests, a_seat_is_not_released_whose_group_has_candidates_who_may_not_be_seated);
    return RUN(tests);
}
