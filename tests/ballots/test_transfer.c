/* What one college brings to the assembly, under each rule. */
#include "ballots/rules.h"

#include "statutes.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *rest;
    struct pal_tally tally;
    const char *threshold; bool strict;  /* of the decision */
    enum pal_majority_base base;
    uint64_t again_for, again_against;   /* a second round, where there is one */
    enum pal_college_state state;
    const char *favour, *against;
} rows[] = {
    {"proportional shares the votes expressed", "", {9, 9, 2, 1, 6}, "1/2", true, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_COUNTED, "2/3", "1/3"},
    {"proportional to those present", ",'college_base':'present'", {9, 9, 2, 1, 6}, "1/2", true, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_COUNTED, "2/9", "1/9"},
    {"proportional to all members", "", {10, 9, 2, 1, 6}, "1/2", true, PAL_MAJORITY_MEMBERS, 0, 0,
        PAL_COLLEGE_COUNTED, "1/5", "1/10"},
    {"proportional to those present, by the majority", "", {10, 8, 2, 1, 5}, "1/2", true, PAL_MAJORITY_PRESENT, 0, 0,
        PAL_COLLEGE_COUNTED, "1/4", "1/8"},
    {"abstentions for", ",'abstention':'for'", {9, 9, 2, 1, 6}, "1/2", true, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_COUNTED, "8/9", "1/9"},
    {"abstentions against", ",'abstention':'against'", {9, 9, 2, 1, 6}, "1/2", true, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_COUNTED, "2/9", "7/9"},
    {"only abstentions are silence", "", {9, 9, 0, 0, 9}, "1/2", true, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_SILENT, "0/1", "0/1"},
    {"no member is empty", "", {0, 0, 0, 0, 0}, "1/2", true, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_EMPTY, "0/1", "0/1"},
    {"a majority of one takes all", ",'transfer_rule':'majority'", {9, 9, 5, 4, 0}, "2/3", false, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_COUNTED, "1/1", "0/1"},
    {"one less takes all against", ",'transfer_rule':'majority'", {9, 9, 4, 5, 0}, "2/3", false, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_COUNTED, "0/1", "1/1"},
    {"a tie left out", ",'transfer_rule':'majority'", {8, 8, 4, 4, 0}, "2/3", false, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_TIED, "0/1", "0/1"},
    {"a tie split", ",'transfer_rule':'majority','college_tie':'split'", {8, 8, 4, 4, 0}, "2/3", false, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_TIED, "1/2", "1/2"},
    {"a tie against", ",'transfer_rule':'majority','college_tie':'against'", {8, 8, 4, 4, 0}, "2/3", false, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_TIED, "0/1", "1/1"},
    {"two thirds of the resolution, reached", ",'transfer_rule':'majority','college_majority':'same_as_resolution'", {9, 9, 6, 3, 0}, "2/3", false, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_COUNTED, "1/1", "0/1"},
    {"two thirds of the resolution, to be exceeded", ",'transfer_rule':'majority','college_majority':'same_as_resolution'", {9, 9, 6, 3, 0}, "2/3", true, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_COUNTED, "0/1", "1/1"},
    {"the majority of all members in the college", ",'transfer_rule':'majority','college_majority':'same_as_resolution'", {9, 5, 4, 1, 0}, "1/2", true, PAL_MAJORITY_MEMBERS, 0, 0,
        PAL_COLLEGE_COUNTED, "0/1", "1/1"},
    {"two thirds of the votes expressed, though shares are of those present", ",'transfer_rule':'majority','college_majority':'same_as_resolution','college_base':'present'", {9, 9, 4, 2, 3}, "2/3", false, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_COUNTED, "1/1", "0/1"},
    {"its own threshold, exactly", ",'transfer_rule':'majority','college_majority':{'threshold':'3/5','strict':false}", {5, 5, 3, 2, 0}, "1/2", true, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_COUNTED, "1/1", "0/1"},
    {"its own threshold, against", ",'transfer_rule':'majority','college_majority':{'threshold':'3/5','strict':false}", {5, 5, 2, 3, 0}, "1/2", true, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_COUNTED, "0/1", "1/1"},
    {"its own threshold, to be exceeded, and neither does", ",'transfer_rule':'majority','college_majority':{'threshold':'3/5','strict':true}", {5, 5, 3, 2, 0}, "1/2", true, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_TIED, "0/1", "0/1"},
    {"then a second round by one vote", ",'transfer_rule':'majority','college_majority':{'threshold':'3/5','strict':true}", {5, 5, 3, 2, 0}, "1/2", true, PAL_MAJORITY_EXPRESSED, 2, 3,
        PAL_COLLEGE_COUNTED, "0/1", "1/1"},
    {"then a second round that ties", ",'transfer_rule':'majority','college_majority':{'threshold':'3/5','strict':true}", {5, 5, 3, 2, 0}, "1/2", true, PAL_MAJORITY_EXPRESSED, 2, 2,
        PAL_COLLEGE_TIED, "0/1", "0/1"},
    {"both pass two fifths: the larger", ",'transfer_rule':'majority','college_majority':{'threshold':'2/5','strict':false}", {5, 5, 3, 2, 0}, "1/2", true, PAL_MAJORITY_EXPRESSED, 0, 0,
        PAL_COLLEGE_COUNTED, "1/1", "0/1"},
    {"both pass two fifths, equal: a second round", ",'transfer_rule':'majority','college_majority':{'threshold':'2/5','strict':false}", {4, 4, 2, 2, 0}, "1/2", true, PAL_MAJORITY_EXPRESSED, 3, 1,
        PAL_COLLEGE_COUNTED, "1/1", "0/1"},
};
/* clang-format on */

static void carries(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_CONSTITUTION(constitution);
    PAL_BUF(text);
    pal_buf_add_format(&text, "{" FOUR_COLLEGES "%s}", row->rest);
    statutes(text.bytes, &constitution);
    PAL_RATIO(weight);
    pal_ratio_set(weight, 1, 1);
    struct pal_majority_rule rule = {.strict = row->strict, .base = row->base};
    mpq_init(rule.threshold);
    EXPECT_ERR(pal_ratio_parse(pal_text_of(row->threshold), rule.threshold), PAL_OK);
    struct pal_tally again = {.favour = row->again_for, .against = row->again_against};
    struct pal_transfer_spec spec = {.rule = &rule,
                                     .weight = weight,
                                     .tally = &row->tally,
                                     .second_round = row->again_for > 0 ? &again : NULL};
    struct pal_carried carried PAL_CLEANUP(pal_carried_done);
    pal_carried_init(&carried);
    pal_transfer_college(&constitution, &spec, &carried);
    assert_string_equal(pal_college_state_word(carried.state), pal_college_state_word(row->state));
    EXPECT_RATIO(carried.favour_weight, row->favour);
    EXPECT_RATIO(carried.against_weight, row->against);
    mpq_clear(rule.threshold);
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, rows, carries);
    return RUN(tests);
}
