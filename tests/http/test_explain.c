/* The explanation: every step that a decision may have has its sentences, with its figures in place. */

#include "../support/expect.h"
#include "../support/scene.h"
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
    {"no college carried it",        "majority", "no_college_carried", NULL},
    {"each college carried it",      "every_college", "carried",      NULL},
    {"one did not",                  "every_college", "not_carried",  NULL},
    {"each college's share",         "each_college_min", "reached",   NULL},
    {"one below it",                 "each_college_min", "below",     NULL},
    {"the share of members",         "members_min", "reached",        NULL},
    {"below it",                     "members_min", "below",          NULL},
    {"a seat kept for a group",     "seat", "reserved",       NULL},
    {"an open seat",                "seat", "open",           NULL},
    {"a seat released",             "seat", "released",       NULL},
    {"a term",                      "term", "until",          NULL},
    {"kept seats vacant",           "vacant", "reserved",     NULL},
    {"open seats vacant",           "vacant", "open",         NULL},
    {"a tie for seats",             "seat_tie", "tie_order",  NULL},
    {"an absolute majority",        "absolute_majority", "reached", NULL},
    {"no absolute majority",        "absolute_majority", "missed",  NULL},
    {"none of these before others", "none_of_these", "before_others", NULL},
    {"none of these elected",       "none_of_these", "elected", NULL},
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

/* Decisions as they are kept, and what is said of their only step. */
/* clang-format off */
static const struct {
    const char *name;
    const char *decision;
    const char *en;   /* NULL: nothing is said */
    const char *fr;
} sentences[] = {
    {"figures stand in the sentence exactly",
     "{\"explanation\":[{\"step\":\"majority\",\"code\":\"below\",\"for\":\"21/50\",\"whole\":\"1/1\","
     "\"ratio\":\"21/50\",\"threshold\":\"1/2\"}]}",
     "21/50 for out of 1 is 21/50: less than the 1/2 required.",
     "21/50 pour sur 1, soit 21/50 : moins que les 1/2 requis."},
    {"figures of four digits and more are grouped as each language does",
     "{\"explanation\":[{\"step\":\"majority\",\"code\":\"below\",\"for\":\"2357/3000\",\"whole\":\"1234567/1\","
     "\"ratio\":\"-1000/999\",\"threshold\":\"100/1\"}]}",
     "2,357/3,000 for out of 1,234,567 is -1,000/999: less than the 100 required.",
     "2\u202f357/3\u202f000 pour sur 1\u202f234\u202f567, soit -1\u202f000/999\u00a0: moins que les 100 requis."},
    {"a name of digits is a name",
     "{\"explanation\":[{\"step\":\"seat\",\"code\":\"open\",\"option\":\"2024/2025\"}]}",
     "2024/2025 takes a seat open to all.", "2024/2025 prend un siège ouvert à tous."},
    {"a grade is a name too",
     "{\"explanation\":[{\"step\":\"method\",\"code\":\"majority-judgment\"}],\"count\":{\"explanation\":["
     "{\"because\":\"best-grade\",\"facts\":{\"option\":\"Ada\",\"total\":\"Excellent\"}}]}}",
     "Ada is elected with the majority grade Excellent.", "Ada est élu avec la mention majoritaire Excellent."},
    {"a college has the name that the statutes give it in each language",
     "{\"explanation\":[{\"step\":\"each_college_min\",\"code\":\"below\",\"college\":\"workers\","
     "\"share\":\"1/4\",\"required\":\"1/3\"}]}",
     "Work: 1/4 for, less than the 1/3 asked of each college.",
     "Travail : 1/4 pour, moins que les 1/3 demandés à chaque collège."},
    {"a college that the statutes have no more keeps its identifier",
     "{\"explanation\":[{\"step\":\"college\",\"code\":\"empty\",\"college\":\"founders\",\"for_weight\":\"0/1\"}]}",
     "founders: no member.", "founders : aucun membre."},
    {"those that are tied stand one after the other",
     "{\"explanation\":[{\"step\":\"college\",\"code\":\"tied\",\"college\":\"users\",\"counted\":12,"
     "\"decides\":[\"Ada\",\"Bruno\"],\"weight\":\"1/4\"}]}",
     "Use: 12 ballots counted, tied between Ada, Bruno; it weighs 1/4.",
     "Usage : 12 bulletins comptés, à égalité entre Ada, Bruno ; il pèse 1/4."},
    {"what the method says stands where the method is",
     "{\"explanation\":[{\"step\":\"method\",\"code\":\"plurality\"}],\"count\":{\"explanation\":["
     "{\"because\":\"most-votes\",\"facts\":{\"option\":\"Ada\",\"total\":\"7/1\",\"valid\":\"12/1\"}}]}}",
     "Ada has the most votes: 7 of 12.", "Ada a le plus de voix : 7 sur 12."},
    {"a method that gave no reason says nothing",
     "{\"explanation\":[{\"step\":\"method\",\"code\":\"plurality\"}]}", NULL, NULL},
    {"a step of a later version says nothing",
     "{\"explanation\":[{\"step\":\"oracle\",\"code\":\"consulted\"}]}", NULL, NULL},
};
/* clang-format on */

static void explains(void **state)
{
    const __typeof__(sentences[0]) *row = *state;
    PAL_JSON(decision);
    EXPECT_ERR(pal_json_parse(pal_text_of(row->decision), 1000, &decision, NULL), PAL_OK);
    PAL_JSON(statutes);
    PAL_CONSTITUTION(constitution);
    statutes = pal_scene_constitution_new();
    EXPECT_ERR(pal_constitution_parse(statutes, PAL_CONSTITUTION_DOCUMENT, &constitution, NULL),
               PAL_OK);

    PAL_JSON(explained);
    explained = pal_explain_new(decision, &constitution);

    assert_int_equal(pal_json_count(explained), row->en != NULL ? 1 : 0);
    if (row->en != NULL) {
        struct pal_text text;
        EXPECT_ERR(pal_json_text(pal_json_at(explained, 0), "en", &text, NULL), PAL_OK);
        EXPECT_TEXT(text, row->en);
        EXPECT_ERR(pal_json_text(pal_json_at(explained, 0), "fr", &text, NULL), PAL_OK);
        EXPECT_TEXT(text, row->fr);
    }
}

/* What is said of ballots that are all alike. */
static const struct {
    const char *name, *college;
    int ballots;
    bool has_colleges;
    const char *en;
} alikes[] = {
    {"attack 32: one ballot of a college", "workers", 1, true,
     "Work: one ballot alone was cast. Who knows whose it is knows what that person voted."},
    {"attack 32: several of a college", "users", 3, true,
     "Use: all 3 ballots say the same. What each person voted there is thus no secret."},
    {"attack 32: one ballot where there is no college", "all", 1, false,
     "One ballot alone was cast. Who knows whose it is knows what that person voted."},
    {"attack 32: several where there is no college", "all", 12, false,
     "All 12 ballots say the same. What each person voted is thus no secret."},
};

static void is_said_to_be_alike(void **state)
{
    const __typeof__(alikes[0]) *row = *state;
    PAL_JSON(statutes);
    PAL_JSON(said);
    PAL_CONSTITUTION(constitution);
    struct pal_text en;
    struct pal_text fr;
    statutes = pal_scene_constitution_new();
    if (row->has_colleges) {
        EXPECT_ERR(pal_constitution_parse(statutes, PAL_CONSTITUTION_DOCUMENT, &constitution, NULL),
                   PAL_OK);
    }
    said = pal_json_array_new();
    pal_explain_alike(said, pal_text_of(row->college), (uint64_t)row->ballots, &constitution);
    EXPECT_ERR(pal_json_text(pal_json_at(said, 0), "en", &en, NULL), PAL_OK);
    EXPECT_ERR(pal_json_text(pal_json_at(said, 0), "fr", &fr, NULL), PAL_OK);
    EXPECT_TEXT(en, row->en);
    assert_false(pal_text_equal(en, fr));
}

int main(void)
{
    TESTS(tests, 81);
    TABLE(tests, alikes, is_said_to_be_alike);
    TABLE(tests, steps, has_a_sentence);
    TABLE(tests, sentences, explains);
    return RUN(tests);
}
