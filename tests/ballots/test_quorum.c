/* The three readings of a quorum, on both sides of the limit and on it. */
#include "ballots/rules.h"

#include "statutes.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *basis;
    uint64_t present[4], members[4];
    const char *reached, *required;
    bool met;
} rows[] = {
    {"one in four of the members, exactly",     "members",     {1, 1, 1, 0}, {6, 2, 2, 2},  "1/4", "1/4", true},
    {"one member less",                         "members",     {1, 1, 0, 0}, {6, 2, 2, 2},  "1/6", "1/4", false},
    {"nobody on the roll reaches nothing",      "members",     {0, 0, 0, 0}, {0, 0, 0, 0},  "0/1", "0/1", true},
    {"weights of the colleges, exactly",        "weighted",    {5, 0, 5, 0}, {10, 9, 10, 9}, "3/10", "3/10", true},
    {"an empty college adds nothing",           "weighted",    {9, 9, 9, 0}, {9, 9, 9, 0},  "9/10", "1/1", false},
    {"the smallest college decides",            "per_college", {9, 1, 9, 9}, {9, 5, 9, 9},  "1/5", "1/5", true},
    {"the smallest college fails",              "per_college", {9, 1, 9, 9}, {9, 6, 9, 9},  "1/6", "1/5", false},
    {"an empty college is not the smallest",    "per_college", {9, 1, 0, 9}, {9, 2, 0, 9},  "1/2", "1/2", true},
};
/* clang-format on */

static void measures(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_CONSTITUTION(constitution);
    PAL_BUF(text);
    pal_buf_add_format(&text, "{" FOUR_COLLEGES ",'quorum':{'basis':'%s'}}", row->basis);
    statutes(text.bytes, &constitution);
    struct pal_tally tallies[4] = {{0}};
    for (size_t i = 0; i < 4; i++) {
        tallies[i] = (struct pal_tally){.members = row->members[i], .present = row->present[i]};
    }
    struct pal_quorum quorum PAL_CLEANUP(pal_quorum_done);
    pal_quorum_init(&quorum);
    PAL_RATIO(required);
    EXPECT_ERR(pal_ratio_parse(pal_text_of(row->required), required), PAL_OK);
    pal_quorum_measure(&constitution, tallies, 4, &quorum);
    pal_quorum_judge(&quorum, required);
    EXPECT_RATIO(quorum.reached, row->reached);
    assert_int_equal(quorum.met, row->met);
}

static void measures_one_college_by_head(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    statutes("{" FOUR_COLLEGES ",'quorum':{'basis':'weighted'}}", &constitution);
    struct pal_quorum quorum PAL_CLEANUP(pal_quorum_done);
    pal_quorum_init(&quorum);
    pal_quorum_measure(&constitution, &(struct pal_tally){.members = 6, .present = 4}, 1, &quorum);
    EXPECT_RATIO(quorum.reached, "2/3");
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, measures);
    TEST(tests, measures_one_college_by_head);
    return RUN(tests);
}
