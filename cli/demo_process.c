/*
 * demo_process.c - how texts of the demonstration's cooperative come to their vote, and what follows: a debate that is
 * extended, consent, an initiative, steps after decisions.
 */
#include "core/contributions.h"
#include "core/decisions.h"
#include "core/initiatives.h"
#include "core/procedures.h"
#include "core/society.h"

#include "demo.h"

#define DAY_US (INT64_C(24) * 3600 * 1000000)

/* Members, by number. */
enum { USER = 25, GROWER = 10, PROPOSER = 26 };

/* Enough of them ask for more time on one text. */
static enum pal_err extend(struct pal_demo *demo, struct pal_resolution_id resolution)
{
    static const int asking[] = {21, 22, 23, 28, 29, 30};
    for (size_t i = 0; i < sizeof asking / sizeof asking[0]; i++) {
        PAL_TRY(pal_extension_ask(demo->store, resolution, demo->members[asking[i]], true));
    }
    return PAL_OK;
}

/* An objection is raised, answered, and met in the eyes of who raised it. */
static enum pal_err object(struct pal_demo *demo, struct pal_resolution_id resolution)
{
    struct pal_contribution_spec spec = {
        .resolution = resolution,
        .author = {.member = demo->members[USER]},
        .kind = PAL_CONTRIBUTION_CONCERN,
        .text = pal_text_of("Qui vient une seule fois n’aura pas le temps d’être formé : faut-il "
                            "le renvoyer chez lui ?"),
    };
    struct pal_contribution_id concern;
    struct pal_contribution_id said;
    PAL_TRY(pal_contribution_post(demo->store, &spec, NULL, &concern));
    *demo->clock_us += DAY_US;
    spec.author.member = demo->members[GROWER];
    spec.kind = PAL_CONTRIBUTION_REPLY;
    spec.parent = concern;
    spec.text = pal_text_of("Non : on l’accompagne ce jour-là. La formation est pour qui revient.");
    PAL_TRY(pal_contribution_post(demo->store, &spec, NULL, &said));
    *demo->clock_us += DAY_US;
    PAL_CONTRIBUTION(remedy);
    PAL_TRY(pal_contribution_read(demo->store, said, &remedy));
    const struct pal_settlement met = {
        .how = PAL_CONCERN_MET,
        .by = &remedy.uuid,
        .note = pal_text_of("Cela me va ainsi."),
    };
    return pal_concern_settle(demo->store, concern, &met, NULL);
}

enum pal_err pal_demo_prepare(struct pal_demo *demo, const struct pal_demo_meeting *meeting)
{
    *demo->clock_us += DAY_US;
    PAL_TRY(extend(demo, meeting->resolutions[PAL_DEMO_EXTENDED]));
    return object(demo, meeting->resolutions[PAL_DEMO_BY_CONSENT]);
}

enum pal_err pal_demo_initiate(struct pal_demo *demo, const struct pal_demo_meeting *meeting)
{
    static const int sponsors[] = {31, 32};
    const struct pal_initiative_spec spec = {
        .assembly = meeting->id,
        .author = demo->members[PROPOSER],
        .decision_class = pal_text_of("extraordinary"),
        .title = pal_text_of("Un siège au conseil pour les bénévoles"),
        .text =
            pal_text_of("Les bénévoles de l’année élisent une personne au conseil ; l’article 17 "
                        "est modifié."),
        .reasons = pal_text_of("Ils tiennent le point de retrait, et n’ont pas voix au conseil."),
    };
    struct pal_initiative_id initiative;
    PAL_TRY(pal_initiative_propose(demo->store, &spec, NULL, &initiative));
    for (size_t i = 0; i < sizeof sponsors / sizeof sponsors[0]; i++) {
        PAL_TRY(pal_initiative_sponsor(demo->store, initiative, demo->members[sponsors[i]], true));
    }
    return PAL_OK;
}

enum pal_err pal_demo_follow(struct pal_demo *demo, struct pal_poll_id poll,
                             const struct pal_demo_step *step)
{
    struct pal_uuid uuid;
    struct pal_step_spec spec = {
        .text = pal_text_of(step->text),
        .state = PAL_STEP_TO_DO,
        .due_on = {true, {pal_society_today(demo->store).days + step->in_days}},
    };
    PAL_TRY(pal_step_add(demo->store, poll, &spec, NULL, &uuid));
    *demo->clock_us += DAY_US;
    const enum pal_step_state state = step->is_done ? PAL_STEP_DONE : PAL_STEP_DOING;
    const struct pal_step_change change = {.state = &state};
    return pal_step_change(demo->store, &uuid, &change, NULL);
}
