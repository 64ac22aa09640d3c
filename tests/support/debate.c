/* debate.c - a deliberation of the scene's society. */
#include "debate.h"

#include "expect.h"

void pal_debate_done(struct pal_debate *debate)
{
    pal_scene_done(&debate->scene);
}

void pal_debate_begin(struct pal_debate *debate)
{
    pal_scene_open(&debate->scene);
    debate->assembly = pal_meeting_draft(&debate->scene, PAL_ASSEMBLY_ORDINARY);
    debate->resolution = pal_meeting_table(&debate->scene, debate->assembly, "ordinary", "Roof");
    debate->other = pal_meeting_table(&debate->scene, debate->assembly, "ordinary", "Walls");
}

struct pal_contribution_spec pal_debate_spec(const struct pal_debate *debate,
                                             enum pal_scene_member who,
                                             enum pal_contribution_kind kind, const char *text)
{
    return (struct pal_contribution_spec){
        .resolution = debate->resolution,
        .author = {.member = debate->scene.members[who]},
        .kind = kind,
        .text = pal_text_of(text),
    };
}

struct pal_contribution_id pal_debate_post(struct pal_debate *debate,
                                           const struct pal_contribution_spec *spec)
{
    struct pal_contribution_id id;
    EXPECT_ERR(pal_contribution_post(debate->scene.store, spec, NULL, &id), PAL_OK);
    return id;
}

struct pal_contribution_id pal_debate_say(struct pal_debate *debate, enum pal_scene_member who,
                                          enum pal_contribution_kind kind, const char *text)
{
    const struct pal_contribution_spec spec = pal_debate_spec(debate, who, kind, text);
    return pal_debate_post(debate, &spec);
}

enum pal_err pal_debate_try(struct pal_debate *debate, const struct pal_contribution_spec *spec,
                            struct pal_where *where)
{
    struct pal_contribution_id id;
    return pal_contribution_post(debate->scene.store, spec, where, &id);
}

void pal_debate_read(struct pal_debate *debate, struct pal_contribution_id id,
                     struct pal_contribution *out)
{
    pal_contribution_done(out);
    EXPECT_ERR(pal_contribution_read(debate->scene.store, id, out), PAL_OK);
}

/* A deliberation with everything in it. */
void pal_debate_hold(struct pal_debate *debate)
{
    struct pal_store *store = debate->scene.store;
    struct pal_contribution_id question =
        pal_debate_say(debate, PAL_BRUNO, PAL_CONTRIBUTION_QUESTION, "How much?");
    const struct pal_contribution_spec answer = {
        .resolution = debate->resolution,
        .author = {.person = debate->scene.founder},
        .kind = PAL_CONTRIBUTION_REPLY,
        .parent = question,
        .is_official = true,
        .text = pal_text_of("Twelve."),
    };
    (void)pal_debate_post(debate, &answer);
    struct pal_contribution_id concern =
        pal_debate_say(debate, PAL_ADA, PAL_CONTRIBUTION_CONCERN, "Rain?");
    struct pal_contribution_id rude =
        pal_debate_say(debate, PAL_ELSA, PAL_CONTRIBUTION_AGAINST, "Rude.");
    const struct pal_moderation moderation = {
        .moderator = debate->scene.people[PAL_CHIARA],
        .reason = pal_text_of("Insults"),
    };
    struct pal_contribution_id spare =
        pal_debate_say(debate, PAL_ELSA, PAL_CONTRIBUTION_FOR, "Well.");
    PAL_CONTRIBUTION(by);
    pal_debate_read(debate, spare, &by);
    const struct pal_settlement met = {.how = PAL_CONCERN_MET,
                                       .by = &by.uuid,
                                       .note = pal_text_of("It will do.")};
    EXPECT_ERR(pal_contribution_edit(store, concern, pal_text_of("Rain or snow?"), NULL), PAL_OK);
    EXPECT_ERR(pal_contribution_endorse(store, concern, debate->scene.members[PAL_ELSA], true),
               PAL_OK);
    EXPECT_ERR(pal_contribution_endorse(store, concern, debate->scene.members[PAL_CORTE], true),
               PAL_OK);
    EXPECT_ERR(pal_contribution_endorse(store, concern, debate->scene.members[PAL_ELSA], false),
               PAL_OK);
    EXPECT_ERR(pal_concern_settle(store, concern, &met, NULL), PAL_OK);
    EXPECT_ERR(pal_contribution_conceal(store, rude, &moderation, NULL), PAL_OK);
    EXPECT_ERR(pal_contribution_withdraw(store, spare), PAL_OK);
}
