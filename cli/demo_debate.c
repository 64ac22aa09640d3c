/* demo_debate.c - how the demonstration's cooperative deliberates before it votes. */
#include "base/check.h"
#include "core/amendments.h"
#include "core/contributions.h"
#include "core/polls.h"
#include "core/temperature.h"

#include "demo.h"

#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)

/* Members, by number. */
enum {
    SECRETARY = 1,
    GROWER = 11,
    OTHER_GROWER = 12,
    USER = 22,
    OTHER_USER = 23,
    THIRD_USER = 24,
    LAST_OF_TEMPERATURE = 54,
};

static void wait(struct pal_demo *demo, int64_t seconds)
{
    *demo->clock_us += seconds * 1000000;
}

/* --- what is said ----------------------------------------------------------------------------- */

struct words {
    int number; /* of the member */
    enum pal_contribution_kind kind;
    const char *text;
};

static enum pal_err say(struct pal_demo *demo, struct pal_resolution_id resolution,
                        struct words words, struct pal_contribution_id *out_said)
{
    wait(demo, HOUR);
    const struct pal_contribution_spec spec = {
        .resolution = resolution,
        .author = {.member = demo->members[words.number]},
        .kind = words.kind,
        .text = pal_text_of(words.text),
    };
    return pal_contribution_post(demo->store, &spec, NULL, out_said);
}

/* The secretary answers a question for the board, and a member says what they make of it. */
static enum pal_err answer(struct pal_demo *demo, struct pal_resolution_id resolution,
                           struct pal_contribution_id question)
{
    struct pal_contribution_spec spec = {
        .resolution = resolution,
        .kind = PAL_CONTRIBUTION_REPLY,
        .parent = question,
        .is_official = true,
        .text = pal_text_of("Deux cent dix paniers par semaine, contre cent quatre-vingt-dix "
                            "aujourd’hui. Le *plan de culture* le permet."),
    };
    struct pal_contribution_id said;
    PAL_TRY(pal_member_person(demo->store, demo->members[SECRETARY], &spec.author.person));
    wait(demo, DAY);
    PAL_TRY(pal_contribution_post(demo->store, &spec, NULL, &said));
    spec.author = (struct pal_speaker){.member = demo->members[USER]};
    spec.is_official = false;
    spec.text = pal_text_of("Merci, c’est clair.");
    return pal_contribution_post(demo->store, &spec, NULL, &said);
}

static enum pal_err argue(struct pal_demo *demo, struct pal_resolution_id resolution,
                          struct pal_contribution_id *out_concern)
{
    const struct words question = {USER, PAL_CONTRIBUTION_QUESTION,
                                   "Combien de paniers ce prix suppose-t-il ?"};
    const struct words against = {OTHER_USER, PAL_CONTRIBUTION_AGAINST,
                                  "Un euro de plus chaque semaine, c’est cinquante euros par an "
                                  "pour les foyers qui comptent."};
    const struct words information = {OTHER_GROWER, PAL_CONTRIBUTION_INFORMATION,
                                      "Les semences ont augmenté de 9 % en un an ; le détail est "
                                      "dans le rapport de gestion."};
    const struct words favour = {
        THIRD_USER, PAL_CONTRIBUTION_FOR,
        "Le prix n’a pas bougé depuis trois ans. **Payer le travail** à ce "
        "qu’il vaut, c’est pour cela que nous sommes là."};
    const struct words concern = {GROWER, PAL_CONTRIBUTION_CONCERN,
                                  "Onze euros pour les maraîchers ne couvrent pas un hiver comme "
                                  "le dernier."};
    struct pal_contribution_id said;
    PAL_TRY(say(demo, resolution, question, &said));
    PAL_TRY(answer(demo, resolution, said));
    PAL_TRY(say(demo, resolution, against, &said));
    PAL_TRY(say(demo, resolution, information, &said));
    PAL_TRY(say(demo, resolution, favour, &said));
    PAL_TRY(pal_contribution_endorse(demo->store, said, demo->members[USER], true));
    PAL_TRY(pal_contribution_endorse(demo->store, said, demo->members[GROWER], true));
    return say(demo, resolution, concern, out_concern);
}

/* --- the amendment ---------------------------------------------------------------------------- */

static enum pal_err propose(struct pal_demo *demo, struct pal_resolution_id resolution,
                            struct pal_amendment_id *out_amendment)
{
    static const int supporters[] = {OTHER_GROWER, 13, 14, USER};
    const struct pal_amendment_spec spec = {
        .resolution = resolution,
        .version = 1,
        .author = demo->members[GROWER],
        .text = pal_text_of(
            "Le panier hebdomadaire est fixé à dix-neuf euros, dont douze pour les maraîchers."),
        .reasons = pal_text_of("Un euro de plus, et il va tout entier à qui cultive."),
    };
    wait(demo, DAY);
    PAL_TRY(pal_amendment_propose(demo->store, &spec, NULL, out_amendment));
    for (size_t i = 0; i < sizeof supporters / sizeof supporters[0]; i++) {
        PAL_TRY(
            pal_amendment_support(demo->store, *out_amendment, demo->members[supporters[i]], true));
    }
    return PAL_OK;
}

/* It is voted from afar in two days, adopted, and put in the text; that meets the concern. */
static enum pal_err adopt(struct pal_demo *demo, const struct pal_demo_meeting *meeting,
                          struct pal_amendment_id amendment, struct pal_contribution_id concern)
{
    static const char *const ballots[] = {"{\"choice\":0}", "{\"choice\":0}", "{\"choice\":1}",
                                          "{\"choice\":0}"};
    wait(demo, DAY);
    const struct pal_poll_spec spec = {
        .assembly = meeting->id,
        .amendment = amendment,
        .kind = PAL_POLL_AMENDMENT,
        .method = pal_text_of("motion"),
        .opens_us = *demo->clock_us,
        .closes_us = *demo->clock_us + 2 * DAY * 1000000,
    };
    struct pal_poll_id poll;
    PAL_TRY(pal_poll_create(demo->store, &spec, NULL, &poll));
    PAL_TRY(pal_poll_call(demo->store, poll, NULL));
    PAL_TRY(pal_poll_open(demo->store, poll));
    PAL_TRY(pal_demo_cast_many(demo, poll, ballots, sizeof ballots / sizeof ballots[0]));
    wait(demo, 2 * DAY);
    PAL_TRY(pal_demo_close(demo, poll));
    PAL_TRY(pal_amendments_consolidate(demo->store, meeting->resolutions[0]));
    struct pal_amendment now;
    PAL_TRY(pal_amendment_read(demo->store, amendment, &now));
    const struct pal_settlement met = {
        .how = PAL_CONCERN_MET,
        .by = &now.uuid,
        .note = pal_text_of("Douze euros suffisent."),
    };
    return pal_concern_settle(demo->store, concern, &met, NULL);
}

/* --- what they think ---------------------------------------------------------------------------- */

/* Two members in three say what they think; what each says depends on their number alone. */
static enum pal_err take_temperature(struct pal_demo *demo, struct pal_resolution_id resolution)
{
    static const enum pal_view views[] = {PAL_VIEW_SUPPORT, PAL_VIEW_SUPPORT, PAL_VIEW_RESERVE,
                                          PAL_VIEW_SUPPORT, PAL_VIEW_OPPOSE,  PAL_VIEW_SUPPORT,
                                          PAL_VIEW_NONE};
    enum { VIEWS = sizeof views / sizeof views[0] };
    for (int number = 1; number <= LAST_OF_TEMPERATURE; number++) {
        if (number % 3 != 0) {
            const enum pal_view *view = &views[number * number % VIEWS];
            PAL_TRY(pal_temperature_say(demo->store, resolution, demo->members[number], view));
        }
    }
    return PAL_OK;
}

enum pal_err pal_demo_deliberate(struct pal_demo *demo, const struct pal_demo_meeting *meeting)
{
    PAL_CHECK(demo->member_count >= LAST_OF_TEMPERATURE);
    struct pal_resolution_id resolution = meeting->resolutions[0];
    struct pal_contribution_id concern;
    struct pal_amendment_id amendment;
    PAL_TRY(argue(demo, resolution, &concern));
    PAL_TRY(propose(demo, resolution, &amendment));
    PAL_TRY(adopt(demo, meeting, amendment, concern));
    return take_temperature(demo, resolution);
}
