/* The explanation: every step that a decision may have has its sentences, with its figures in place. */

#include "../support/expect.h"
#include "explain.h"

/* The steps of docs/rules/decide.md. */
/* clang-format off */
static const struct {
    const char *name, *step, *code, *figure; /* figure: a member that makes a motion of it */
} steps[] = {
    {"all votes are valid",          "roll",    "all_valid", NULL},
    {"some are void",                "roll",    "some_void", NULL},
    {"no quorum is asked",           "quorum",  "none",      NULL},
    {"the quorum is met",            "quorum",  "met",       NULL},
    {"it is not",                    "quorum",  "not_met",   NULL},
    {"weights of the statutes",      "weights", "statutes",  NULL},
    {"shared equally",               "weights", "redistributed_equally",  NULL},
    {"shared pro rata",              "weights", "redistributed_pro_rata", NULL},
    {"left out",                     "weights", "empty_left_out", NULL},
    {"suspended",                    "weights", "suspended",   NULL},
    {"no college",                   "weights", "no_college",  NULL},
    {"no transfer",                  "weights", "no_transfer", NULL},
    {"one college",                  "weights", "one_college", NULL},
    {"nobody votes",                "weights", "no_ballots",  NULL},
    {"a college of a motion",        "college", "counted", "for_weight"},
    {"a silent one",                 "college", "silent",  "for_weight"},
    {"a tied one",                   "college", "tied",    "for_weight"},
    {"an empty one",                 "college", "empty",   "for_weight"},
    {"a college of an election",     "college", "counted", NULL},
    {"a silent one there",           "college", "silent",  NULL},
    {"a tied one there",             "college", "tied",    NULL},
    {"an empty one there",           "college", "empty",   NULL},
    {"carried in proportion",        "transfer", "proportional", "for_weight"},
    {"carried by majority",          "transfer", "majority",     "for_weight"},
    {"ballots in proportion",        "transfer", "proportional", NULL},
    {"ballots by majority",          "transfer", "majority",     NULL},
    {"above",                        "majority", "above",        NULL},
    {"reached",                      "majority", "reached",      NULL},
    {"only reached",                 "majority", "only_reached", NULL},
    {"below",                        "majority", "below",        NULL},
    {"no vote expressed",            "majority", "no_vote_expressed", NULL},
    {"each college carried it",      "every_college", "carried",      NULL},
    {"one did not",                  "every_college", "not_carried",  NULL},
    {"each college's share",         "each_college_min", "reached",   NULL},
    {"one below it",                 "each_college_min", "below",     NULL},
    {"the share of members",         "members_min", "reached",        NULL},
    {"below it",                     "members_min", "below",          NULL},
    {"adopted",                      "decision", "adopted",   NULL},
    {"rejected",                     "decision", "rejected",  NULL},
    {"nothing decided",              "decision", "no_quorum", NULL},
    {"counted",                      "decision", "counted",   NULL},
};
/* clang-format on */

static void has_a_sentence(void **state)
{
    const __typeof__(steps[0]) *row = *state;
    PAL_JSON(decision);
    decision = pal_json_object_new();
    struct pal_json *list = pal_json_array_new();
    struct pal_json *step = pal_json_object_new();
    pal_json_set_string(step, "step", row->step);
    pal_json_set_string(step, "code", row->code);
    if (row->figure != NULL) {
        pal_json_set_string(step, row->figure, "3/1");
    }
    pal_json_append(list, step);
    pal_json_set(decision, "explanation", list);
    PAL_CONSTITUTION(constitution);
    PAL_JSON(explained);
    explained = pal_explain_new(decision, &constitution);
    assert_int_equal(pal_json_count(explained), 1);
    struct pal_text fr;
    struct pal_text en;
    EXPECT_ERR(pal_json_text(pal_json_at(explained, 0), "fr", &fr, NULL), PAL_OK);
    EXPECT_ERR(pal_json_text(pal_json_at(explained, 0), "en", &en, NULL), PAL_OK);
    assert_true(fr.size > 0 && en.size > 0);
    assert_false(pal_text_equal(fr, en));
}

static void figures_stand_in_the_sentence_exactly(void **state)
{
    (void)state;
    PAL_JSON(decision);
    EXPECT_ERR(pal_json_parse(pal_text_of(
                                  "{\"explanation\":[{\"step\":\"majority\",\"code\":\"below\","
                                  "\"for\":\"21/50\",\"whole\":\"1/1\",\"ratio\":\"21/50\","
                                  "\"threshold\":\"1/2\"}]}"),
                              1000, &decision, NULL),
               PAL_OK);
    PAL_CONSTITUTION(constitution);
    PAL_JSON(explained);
    explained = pal_explain_new(decision, &constitution);
    struct pal_text en;
    EXPECT_ERR(pal_json_text(pal_json_at(explained, 0), "en", &en, NULL), PAL_OK);
    EXPECT_TEXT(en, "21/50 for out of 1 is 21/50: less than the 1/2 required.");
    struct pal_text code;
    EXPECT_ERR(pal_json_text(pal_json_at(explained, 0), "code", &code, NULL), PAL_OK);
    EXPECT_TEXT(code, "majority.below");
}

int main(void)
{
    TESTS(tests, 48);
    TABLE(tests, steps, has_a_sentence);
    TEST(tests, figures_stand_in_the_sentence_exactly);
    return RUN(tests);
}
