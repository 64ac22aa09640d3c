/* Which votes count, and who is present. */
#include "ballots/rules.h"

#include "statutes.h"

enum { VOTES_MAX = 4 };

#define VOTE(who, by) .member = (who), .college = (who) % 2, .channel = PAL_CHANNEL_##by
/* clang-format off */
#define IN_PERSON(who)      {VOTE(who, IN_PERSON)}
#define REMOTE(who)         {VOTE(who, REMOTE)}
#define PAPER(who)          {VOTE(who, PAPER)}
#define POSTAL(who)         {VOTE(who, POSTAL)}
#define LATE(who)           {VOTE(who, POSTAL), .is_late = true}
#define PROXY(who, held_by) {VOTE(who, PROXY), .holder = (held_by)}
#define BLANK(who)          {VOTE(who, BLANK_PROXY)}
#define JUDGED(who, by, as) {VOTE(who, by), .is_judged = true, .judged = PAL_VOID_##as}
/* clang-format on */

/* Members with an odd number are in the second college. */
/* clang-format off */
static const struct {
    const char *name;
    const char *fragment;
    struct pal_vote votes[VOTES_MAX];
    size_t count;
    const char *reasons[VOTES_MAX];
    uint64_t present[2];
} rows[] = {
    {"each channel counts", "{}",
        {IN_PERSON(2), REMOTE(3), POSTAL(4), BLANK(5)}, 4, {"", "", "", ""}, {2, 2}},
    {"a second vote is void", "{}",
        {POSTAL(2), POSTAL(2), REMOTE(3), PAPER(3)}, 4,
        {"", "already_present", "", "already_present"}, {1, 1}},
    {"the principal comes after the proxy was registered", "{}",
        {PROXY(2, 3), IN_PERSON(3), PAPER(2)}, 3, {"principal_present", "", ""}, {1, 1}},
    {"a proxy counts in the college of the principal", "{}",
        {IN_PERSON(3), PROXY(2, 3), PROXY(4, 3)}, 3, {"", "", ""}, {2, 1}},
    {"a holder by post is absent", "{}",
        {POSTAL(3), PROXY(2, 3)}, 2, {"", "holder_absent"}, {0, 1}},
    {"a holder who is no member is absent", "{}",
        {IN_PERSON(3), PROXY(2, 99)}, 2, {"", "holder_absent"}, {0, 1}},
    {"the cap, exactly and beyond", "{'proxy':{'max_per_holder':1}}",
        {IN_PERSON(3), PROXY(2, 3), PROXY(4, 3)}, 3, {"", "", "proxy_cap"}, {1, 1}},
    {"a void proxy leaves the cap free", "{'proxy':{'max_per_holder':1,'scope':'same_college'}}",
        {IN_PERSON(3), PROXY(2, 3), PROXY(5, 3), PROXY(7, 3)}, 4,
        {"", "other_college", "", "proxy_cap"}, {0, 2}},
    {"no proxies, but blank ones", "{'proxy':{'allowed':false}}",
        {IN_PERSON(3), PROXY(2, 3), BLANK(4)}, 3, {"", "proxy_not_allowed", ""}, {1, 1}},
    {"no blank ones", "{'proxy':{'blank_allowed':false}}",
        {IN_PERSON(3), PROXY(2, 3), BLANK(4)}, 3, {"", "", "proxy_not_allowed"}, {1, 1}},
    {"no postal forms", "{'postal':{'allowed':false}}",
        {LATE(2)}, 1, {"postal_not_allowed"}, {0, 0}},
    {"late comes before present", "{}",
        {LATE(2), IN_PERSON(2), POSTAL(3), IN_PERSON(3)}, 4,
        {"postal_late", "", "principal_present", ""}, {1, 1}},
    {"a blank proxy of someone present", "{}",
        {BLANK(2), REMOTE(2)}, 2, {"principal_present", ""}, {1, 0}},
    {"a represented holder is absent", "{}",
        {IN_PERSON(2), PROXY(4, 2), PROXY(6, 4)}, 3, {"", "", "holder_absent"}, {2, 0}},
    {"a proxy used before the principal came stands", "{}",
        {JUDGED(2, PROXY, NONE), JUDGED(2, REMOTE, ALREADY_PRESENT), JUDGED(3, REMOTE, NONE)}, 3,
        {"", "already_present", ""}, {1, 1}},
    {"nobody counts twice, whatever was judged", "{}",
        {JUDGED(2, REMOTE, NONE), JUDGED(2, POSTAL, NONE)}, 2, {"", "already_present"}, {1, 0}},
    {"nothing handed in", "{}", {{0}}, 0, {NULL}, {0, 0}},
};
/* clang-format on */

static void judges(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_CONSTITUTION(constitution);
    statutes(row->fragment, &constitution);
    enum pal_void reasons[VOTES_MAX];
    uint64_t present[2] = {0};
    struct pal_channels_spec spec = {.votes = row->votes, .vote_count = row->count, .members = 100};
    pal_channels_judge(&constitution, &spec, reasons, present);
    for (size_t i = 0; i < row->count; i++) {
        assert_string_equal(pal_void_word(reasons[i]), row->reasons[i]);
    }
    assert_memory_equal(present, row->present, sizeof present);
}

static void lets_who_attends_hold_without_voting(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    statutes("{}", &constitution);
    const struct pal_vote votes[] = {PROXY(2, 3), PROXY(4, 3), POSTAL(6)};
    const struct pal_attendance attendance[] = {{3, 1}, {4, 0}};
    struct pal_channels_spec spec = {.votes = votes,
                                     .vote_count = 3,
                                     .attendance = attendance,
                                     .attendance_count = 2,
                                     .members = 9};
    enum pal_void reasons[3];
    uint64_t present[2] = {0};
    pal_channels_judge(&constitution, &spec, reasons, present);
    assert_int_equal(reasons[0], PAL_VOID_NONE);
    assert_int_equal(reasons[1], PAL_VOID_PRINCIPAL_PRESENT);
    assert_int_equal(reasons[2], PAL_VOID_NONE);
    assert_true(present[0] == 3);
    assert_true(present[1] == 1);
}

static void counts_as_present_where_the_vote_counts(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    statutes("{}", &constitution);
    for (size_t college = 0; college < 2; college++) {
        const struct pal_vote votes[] = {
            {.member = 2, .college = college, .channel = PAL_CHANNEL_REMOTE},
            {.member = 2, .college = 1 - college, .channel = PAL_CHANNEL_REMOTE},
        };
        struct pal_channels_spec spec = {.votes = votes, .vote_count = 2, .members = 9};
        enum pal_void reasons[2];
        uint64_t present[2] = {0};
        pal_channels_judge(&constitution, &spec, reasons, present);
        assert_int_equal(reasons[1], PAL_VOID_ALREADY_PRESENT);
        assert_true(present[college] == 1);
        assert_true(present[1 - college] == 0);
    }
}

static void reads_its_own_words(void **state)
{
    (void)state;
    for (int i = 0; i < PAL_CHANNEL_COUNT; i++) {
        enum pal_channel channel;
        const char *word = pal_channel_word((enum pal_channel)i);
        assert_true(pal_channel_read(pal_text_of(word), &channel));
        assert_int_equal(channel, i);
    }
    enum pal_channel channel;
    assert_false(pal_channel_read(pal_text_of("pigeon"), &channel));
}

static void marks_who_stands_in_two_colleges_once(void **state)
{
    (void)state;
    const struct pal_placement rows_of[] = {{7, 0}, {5, 1}, {7, 0}, {7, 2}, {7, 1}, {5, 1}};
    bool second[6];
    pal_membership_judge(rows_of, 6, second);
    const bool expected[6] = {false, false, false, true, false, false};
    assert_memory_equal(second, expected, sizeof second);
}

static void prefers_what_the_postal_form_says(void **state)
{
    (void)state;
    bool from_postal;
    assert_int_equal(pal_channels_effective(0, 1, &from_postal), 0);
    assert_true(from_postal);
    assert_int_equal(pal_channels_effective(-1, 1, &from_postal), 1);
    assert_false(from_postal);
}

int main(void)
{
    TESTS(tests, 24);
    TABLE(tests, rows, judges);
    TEST(tests, lets_who_attends_hold_without_voting);
    TEST(tests, counts_as_present_where_the_vote_counts);
    TEST(tests, reads_its_own_words);
    TEST(tests, marks_who_stands_in_two_colleges_once);
    TEST(tests, prefers_what_the_postal_form_says);
    return RUN(tests);
}
