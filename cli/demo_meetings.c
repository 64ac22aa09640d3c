/* demo_meetings.c - how the demonstration's cooperative meets and votes. */
#include <stdio.h>

#include "base/mem.h"
#include "core/box.h"
#include "core/polls.h"
#include "core/procedures.h"
#include "core/proxies.h"
#include "core/store.h"
#include "core/tally.h"

#include "demo.h"

#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)

/* --- convening -------------------------------------------------------------------------------- */

enum pal_err pal_demo_draft(struct pal_demo *demo, struct pal_demo_meeting *meeting)
{
    struct pal_assembly_spec spec = {
        .kind = meeting->kind,
        .title = pal_text_of(meeting->title),
        .place = pal_text_of("Salle des fêtes de Saint-Aubin, et à distance"),
        .meets_us = meeting->meets_us,
    };
    PAL_TRY(pal_assembly_create(demo->store, &spec, NULL, &meeting->id));
    for (size_t i = 0; i < meeting->item_count; i++) {
        const struct pal_demo_item *item = &meeting->items[i];
        struct pal_resolution_spec resolution = {
            .assembly = meeting->id,
            .decision_class = pal_text_of(item->decision_class),
            .title = pal_text_of(item->title),
            .text = pal_text_of(item->text),
        };
        PAL_TRY(pal_resolution_table(demo->store, &resolution, NULL, &meeting->resolutions[i]));
        PAL_TRY(pal_resolution_opine(demo->store, meeting->resolutions[i],
                                     item->is_approved ? PAL_OPINION_APPROVED
                                                       : PAL_OPINION_NOT_APPROVED));
        PAL_TRY(pal_procedure_choose(demo->store, meeting->resolutions[i], item->procedure));
    }
    return PAL_OK;
}

enum pal_err pal_demo_convene(struct pal_demo *demo, struct pal_demo_meeting *meeting)
{
    PAL_TRY(pal_demo_draft(demo, meeting));
    return pal_assembly_convene(demo->store, meeting->id, NULL);
}

/* --- polls ------------------------------------------------------------------------------------ */

/* A poll of the meeting, called; open when its time has come. */
static enum pal_err call(struct pal_demo *demo, const struct pal_demo_meeting *meeting,
                         struct pal_poll_spec *spec, struct pal_poll_id *out_poll)
{
    spec->assembly = meeting->id;
    PAL_TRY(pal_poll_create(demo->store, spec, NULL, out_poll));
    if (spec->secrecy.size > 0) {
        PAL_TRY(pal_demo_name_keepers(demo, *out_poll));
        PAL_TRY(pal_poll_waive(demo->store, *out_poll,
                               pal_text_of("Les communes ne sont que quatre, et l’acceptent.")));
    }
    PAL_TRY(pal_poll_call(demo->store, *out_poll, NULL));
    return *demo->clock_us >= spec->opens_us ? pal_poll_open(demo->store, *out_poll) : PAL_OK;
}

static enum pal_err call_motion(struct pal_demo *demo, const struct pal_demo_meeting *meeting,
                                size_t item, int64_t lasts_s, struct pal_poll_id *out_poll)
{
    struct pal_poll_spec spec = {
        .resolution = meeting->resolutions[item],
        .kind = PAL_POLL_RESOLUTION,
        .method = pal_text_of(meeting->items[item].procedure == PAL_PROCEDURE_CONSENT ? "consent"
                                                                                      : "motion"),
        .opens_us = *demo->clock_us,
        .closes_us = *demo->clock_us + lasts_s * 1000000,
    };
    return call(demo, meeting, &spec, out_poll);
}

/* A member votes for themselves, or whoever acts for them does. */
static enum pal_err cast(struct pal_demo *demo, struct pal_poll_id poll, int number,
                         const char *ballot)
{
    PAL_JSON(json);
    PAL_TRY(pal_json_parse(pal_text_of(ballot), 1000, &json, NULL));
    PAL_POLL(now);
    PAL_TRY(pal_poll_read(demo->store, poll, &now));
    struct pal_cast cast = {
        .poll = poll,
        .member = demo->members[number],
        .ballot = json,
        .text = now.has_text ? &now.text : NULL,
    };
    PAL_TRY(pal_member_person(demo->store, cast.member, &cast.person));
    struct pal_cast_receipt receipt;
    return pal_box_cast(demo->store, &cast, NULL, &receipt);
}

enum pal_err pal_demo_cast_many(struct pal_demo *demo, struct pal_poll_id poll,
                                const char *const *ballots, int ballot_count)
{
    for (int number = 1; number <= demo->member_count; number++) {
        if (number % 4 != 1) {
            PAL_TRY(cast(demo, poll, number, ballots[number * number % ballot_count]));
        }
    }
    return PAL_OK;
}

enum pal_err pal_demo_close(struct pal_demo *demo, struct pal_poll_id poll)
{
    PAL_TRY(pal_poll_close(demo->store, poll, (struct pal_text){0}));
    struct pal_tally_made tally PAL_CLEANUP(pal_tally_done) = {0};
    PAL_TRY(pal_tally_compute(demo->store, poll, &tally));
    return pal_tally_record(demo->store, &tally);
}

/* The users' seats: four candidates, three of them presented by the board. */
static enum pal_err call_election(struct pal_demo *demo, const struct pal_demo_meeting *meeting,
                                  int64_t lasts_s, struct pal_poll_id *out_poll)
{
    static const int candidates[] = {21, 24, 30, 33};
    enum { CANDIDATES = sizeof candidates / sizeof candidates[0] };
    struct pal_poll_option options[CANDIDATES];
    struct pal_member people[CANDIDATES];
    for (size_t i = 0; i < CANDIDATES; i++) {
        people[i] = (struct pal_member){0};
        PAL_TRY(pal_member_read(demo->store, demo->members[candidates[i]], &people[i]));
        options[i] = (struct pal_poll_option){
            .label = people[i].name,
            .member = people[i].id,
            .is_by_board = i < CANDIDATES - 1,
        };
    }
    struct pal_poll_spec spec = {
        .kind = PAL_POLL_ELECTION,
        .title = pal_text_of("Deux sièges des usagers au conseil"),
        .decision_class = pal_text_of("ordinary"),
        .method = pal_text_of("approval"),
        .seats = 2,
        .options = options,
        .option_count = CANDIDATES,
        .opens_us = *demo->clock_us,
        .closes_us = *demo->clock_us + lasts_s * 1000000,
    };
    enum pal_err err = call(demo, meeting, &spec, out_poll);
    for (size_t i = 0; i < CANDIDATES; i++) {
        pal_member_done(&people[i]);
    }
    return err;
}

/* In secret: who hears quarrels. */
static enum pal_err call_secret(struct pal_demo *demo, const struct pal_demo_meeting *meeting,
                                struct pal_poll_id *out_poll)
{
    static const char *const labels[] = {"Une personne élue chaque année",
                                         "Le conseil, à tour de rôle", "Personne : l’assemblée"};
    enum { LABELS = sizeof labels / sizeof labels[0] };
    struct pal_poll_option options[LABELS] = {0};
    for (size_t i = 0; i < LABELS; i++) {
        options[i].label = pal_text_of(labels[i]);
    }
    struct pal_poll_spec spec = {
        .kind = PAL_POLL_CHOICE,
        .title = pal_text_of("Qui reçoit les différends"),
        .decision_class = pal_text_of("ordinary"),
        .method = pal_text_of("plurality"),
        .secrecy = pal_text_of("secret"),
        .seats = 1,
        .options = options,
        .option_count = LABELS,
        .opens_us = *demo->clock_us,
        .closes_us = *demo->clock_us + 2 * HOUR * 1000000,
    };
    return call(demo, meeting, &spec, out_poll);
}

enum pal_err pal_demo_hold(struct pal_demo *demo, struct pal_demo_meeting *meeting)
{
    enum { POLLS = 4 };
    static const char *const accounts[] = {"{\"choice\":0}", "{\"choice\":0}", "{\"choice\":2}",
                                           "{\"choice\":0}", "{\"choice\":1}"};
    static const char *const opening[] = {"{\"choice\":1}", "{\"choice\":0}", "{\"choice\":1}"};
    static const char *const seats[] = {"{\"approves\":[0,1]}", "{\"approves\":[2]}",
                                        "{\"approves\":[1,3]}", "{\"blank\":true}",
                                        "{\"approves\":[0,2]}"};
    static const char *const consents[] = {"{\"choice\":0}", "{\"choice\":0}", "{\"choice\":1}",
                                           "{\"choice\":0}", "{\"choice\":3}"};
    static const struct pal_demo_step deposit = {"Déposer les comptes au greffe", 30, true};
    static const struct pal_demo_step welcome = {
        "Afficher la règle au point de retrait, et la dire à chaque permanence", 120, false};
    PAL_TRY(pal_assembly_open(demo->store, meeting->id));
    struct pal_poll_id polls[POLLS];
    PAL_TRY(call_motion(demo, meeting, 0, 2 * HOUR, &polls[0]));
    PAL_TRY(call_motion(demo, meeting, 1, 2 * HOUR, &polls[1]));
    PAL_TRY(call_motion(demo, meeting, PAL_DEMO_BY_CONSENT, 2 * HOUR, &polls[2]));
    PAL_TRY(call_election(demo, meeting, 2 * HOUR, &polls[3]));
    PAL_TRY(pal_demo_cast_many(demo, polls[0], accounts, 5));
    PAL_TRY(pal_demo_cast_many(demo, polls[1], opening, 3));
    PAL_TRY(pal_demo_cast_many(demo, polls[2], consents, 5));
    PAL_TRY(pal_demo_cast_many(demo, polls[3], seats, 5));
    static const char *const quarrels[] = {"{\"choice\":0}", "{\"choice\":1}", "{\"choice\":0}",
                                           "{\"blank\":true}"};
    struct pal_poll_id secret;
    PAL_TRY(call_secret(demo, meeting, &secret));
    PAL_TRY(pal_demo_cast_sealed(demo, secret, quarrels, 4));
    *demo->clock_us += 2 * HOUR * 1000000;
    for (size_t i = 0; i < POLLS; i++) {
        PAL_TRY(pal_demo_close(demo, polls[i]));
    }
    PAL_TRY(pal_poll_close(demo->store, secret, (struct pal_text){0}));
    PAL_TRY(pal_demo_open_urn(demo, secret));
    PAL_TRY(pal_assembly_end(demo->store, meeting->id));
    PAL_TRY(pal_demo_follow(demo, polls[0], &deposit));
    return pal_demo_follow(demo, polls[2], &welcome);
}

/* --- the sitting that goes on ------------------------------------------------------------------- */

static enum pal_err give(struct pal_demo *demo, const struct pal_demo_meeting *meeting,
                         int principal, int holder, bool is_accepted)
{
    struct pal_proxy_id proxy;
    struct pal_member_id nobody = {0};
    PAL_TRY(pal_proxy_offer(demo->store, meeting->id, demo->members[principal],
                            holder == 0 ? nobody : demo->members[holder], &proxy));
    return is_accepted ? pal_proxy_accept(demo->store, proxy) : PAL_OK;
}

static enum pal_err call_choice(struct pal_demo *demo, const struct pal_demo_meeting *meeting,
                                const char *method, const char *const *labels, size_t label_count)
{
    struct pal_poll_option options[8] = {0};
    for (size_t i = 0; i < label_count; i++) {
        options[i].label = pal_text_of(labels[i]);
    }
    bool is_days = label_count == 3;
    struct pal_poll_spec spec = {
        .kind = PAL_POLL_CHOICE,
        .title = pal_text_of(is_days ? "Jour de distribution" : "Chantiers de l’année"),
        .decision_class = pal_text_of("ordinary"),
        .method = pal_text_of(method),
        .seats = is_days ? 1 : 2,
        .options = options,
        .option_count = label_count,
        .opens_us = *demo->clock_us,
        .closes_us = *demo->clock_us + 3 * DAY * 1000000,
    };
    struct pal_poll_id poll;
    PAL_TRY(call(demo, meeting, &spec, &poll));
    static const char *const approvals[] = {"{\"approves\":[0,1]}", "{\"approves\":[2]}",
                                            "{\"approves\":[1]}"};
    static const char *const choices[] = {"{\"choice\":0}", "{\"choice\":2}", "{\"choice\":1}"};
    for (int number = 22; number < 40; number++) {
        PAL_TRY(cast(demo, poll, number, (is_days ? choices : approvals)[number % 3]));
    }
    return PAL_OK;
}

enum pal_err pal_demo_sit(struct pal_demo *demo, struct pal_demo_meeting *meeting)
{
    static const char *const works[] = {"Une chambre froide", "Un four à pain partagé",
                                        "Des vélos de livraison", "Une serre d’hiver"};
    static const char *const days[] = {"Mardi", "Jeudi", "Samedi"};
    /* Member 9 holds the vote of member 12 and is offered that of member 15. */
    PAL_TRY(give(demo, meeting, 12, 9, true));
    PAL_TRY(give(demo, meeting, 15, 9, false));
    PAL_TRY(give(demo, meeting, 45, 22, true));
    PAL_TRY(give(demo, meeting, 46, 0, false));
    PAL_TRY(pal_assembly_open(demo->store, meeting->id));
    for (int number = 1; number <= 20; number++) {
        if (number != 9 && number != 12 && number != 15) {
            PAL_TRY(pal_attendance_mark(demo->store, meeting->id, demo->members[number], true));
        }
    }
    struct pal_poll_id price;
    PAL_TRY(call_motion(demo, meeting, 0, 3 * DAY, &price));
    for (int number = 2; number <= 50; number += 3) {
        if (number != 15 && number != 45 && number != 46) {
            PAL_TRY(
                cast(demo, price, number, number % 4 == 0 ? "{\"choice\":1}" : "{\"choice\":0}"));
        }
    }
    PAL_TRY(call_choice(demo, meeting, "approval", works, 4));
    return call_choice(demo, meeting, "plurality", days, 3);
}
