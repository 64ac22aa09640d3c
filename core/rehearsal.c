/*
 * rehearsal.c - another society, made from one that lives, in which its next assemblies can be tried.
 *
 * RULE docs/rules/rehearsal.md
 * > A rehearsal is another society: another file, another key, another log.
 */
#include "core/rehearsal.h"

#include "core/assemblies.h"
#include "core/log.h"
#include "core/offices.h"
#include "core/procedures.h"
#include "core/resolutions.h"
#include "core/society.h"
#include "core/store.h"

/* More than any delay of a constitution: 4000 days. */
#define DELAY_US (4000 * INT64_C(86400000000))
enum { PAGE = 100 }; /* members read at a time */

struct rehearsing {
    struct pal_store *from, *to;
    int64_t *clock_us;
    int64_t now_us;
    struct pal_text word; /* "Répétition" */
    struct pal_rehearsed *out;
    struct pal_assembly_id assembly; /* of the rehearsal, whose agenda is being copied */
    struct pal_member_id member;     /* of the rehearsal, whose representatives are being copied */
    enum pal_member_kind kind;
    struct pal_buf *last_name; /* where the page of the register ends */
    int64_t last_id;
    size_t seen;
};

bool pal_society_is_rehearsal(const struct pal_store *store)
{
    return pal_text_is(pal_log_name(store), PAL_REHEARSAL_LOG);
}

/* "Répétition : Les Sept" */
static void mark(const struct rehearsing *rehearsing, struct pal_text text, struct pal_buf *out)
{
    bool is_french = pal_text_is(rehearsing->word, "Répétition");
    pal_buf_add_text(out, rehearsing->word);
    pal_buf_add_string(out, is_french ? "\u00a0: " : ": ");
    pal_buf_add_text(out, text);
}

/* --- the register --------------------------------------------------------------------------- */

static enum pal_err copy_representative(void *context,
                                        const struct pal_representative *representative)
{
    struct rehearsing *rehearsing = context;
    struct pal_date today = pal_society_today(rehearsing->from);
    if (representative->until_on.is_known && representative->until_on.date.days <= today.days) {
        return PAL_OK;
    }
    const struct pal_representative_spec spec = {
        .person = {.name = representative->name},
        .rank = representative->rank,
        .authority = representative->authority,
        .from_on = pal_society_today(rehearsing->to),
    };
    struct pal_uuid uuid;
    return pal_representative_add(rehearsing->to, rehearsing->member, &spec, NULL, &uuid);
}

struct person_pair {
    struct pal_store *from, *to;
    struct pal_person_id copy;
};

static enum pal_err copy_office(void *context, const struct pal_office *office)
{
    const struct person_pair *pair = context;
    const struct pal_office_spec spec = {.person = pair->copy, .role = office->role};
    struct pal_uuid uuid;
    enum pal_err err = pal_office_grant(pair->to, &spec, &uuid);
    return err == PAL_ERR_OFFICE_HELD ? PAL_OK : err; /* once in force, once to come */
}

static enum pal_err copy_offices(const struct rehearsing *rehearsing, struct pal_person_id person)
{
    struct person_pair pair = {.from = rehearsing->from, .to = rehearsing->to};
    PAL_TRY(pal_member_person(rehearsing->to, rehearsing->member, &pair.copy));
    return pal_offices_walk(rehearsing->from, person, copy_office, &pair);
}

/* RULE docs/rules/rehearsal.md
 * > No address, no telephone number and no date of birth is taken over, so that no letter of a rehearsal reaches anybody.
 */
static enum pal_err copy_member(void *context, const struct pal_member *member)
{
    struct rehearsing *rehearsing = context;
    rehearsing->seen++;
    rehearsing->last_id = member->id.value;
    pal_buf_clear(rehearsing->last_name);
    pal_buf_add_text(rehearsing->last_name, member->name);
    if (member->state == PAL_MEMBER_LEFT) {
        return PAL_OK;
    }
    bool is_suspended = member->state == PAL_MEMBER_SUSPENDED;
    const struct pal_member_spec spec = {
        .number = member->number,
        .kind = member->kind,
        .person = {.name = member->name},
        .category = member->category,
        .college = member->college,
        .state = is_suspended ? PAL_MEMBER_ADMITTED : member->state,
        .shares = member->shares,
    };
    PAL_TRY(pal_member_add(rehearsing->to, &spec, NULL, &rehearsing->member));
    if (is_suspended) {
        PAL_TRY(pal_member_enter_state(rehearsing->to, rehearsing->member, PAL_MEMBER_SUSPENDED,
                                       pal_society_today(rehearsing->to)));
    }
    rehearsing->out->members++;
    PAL_TRY(
        pal_representatives_walk(rehearsing->from, member->id, copy_representative, rehearsing));
    return member->kind == PAL_MEMBER_NATURAL ? copy_offices(rehearsing, member->person) : PAL_OK;
}

static enum pal_err copy_register(struct rehearsing *rehearsing)
{
    do {
        PAL_BUF(after);
        pal_buf_add_text(&after, pal_buf_text(rehearsing->last_name));
        const struct pal_members_query query = {
            .after_name = pal_buf_text(&after),
            .after_id = rehearsing->last_id,
            .limit = PAGE,
        };
        rehearsing->seen = 0;
        PAL_TRY(pal_members_walk(rehearsing->from, &query, copy_member, rehearsing));
    } while (rehearsing->seen == PAGE);
    return PAL_OK;
}

/* --- assemblies ----------------------------------------------------------------------------- */

static enum pal_err copy_resolution(void *context, const struct pal_resolution *resolution)
{
    struct rehearsing *rehearsing = context;
    if (resolution->state == PAL_RESOLUTION_WITHDRAWN) {
        return PAL_OK;
    }
    PAL_JSON(text);
    PAL_TRY(
        pal_resolution_version_read(rehearsing->from, resolution->id, resolution->version, &text));
    struct pal_resolution_spec spec = {
        .assembly = rehearsing->assembly,
        .decision_class = resolution->decision_class,
        .is_from_members = resolution->is_from_members,
        .title = resolution->title,
    };
    PAL_TRY(pal_json_text(text, "text", &spec.text, NULL));
    PAL_TRY(pal_json_text(text, "reasons", &spec.reasons, NULL));
    struct pal_resolution_id copy;
    PAL_TRY(pal_resolution_table(rehearsing->to, &spec, NULL, &copy));
    rehearsing->out->resolutions++;
    PAL_TRY(pal_procedure_choose(rehearsing->to, copy, resolution->procedure));
    return resolution->opinion == PAL_OPINION_NONE
               ? PAL_OK
               : pal_resolution_opine(rehearsing->to, copy, resolution->opinion);
}

static bool is_coming(const struct pal_assembly *assembly)
{
    return assembly->state == PAL_ASSEMBLY_DRAFT || assembly->state == PAL_ASSEMBLY_CONVENED;
}

/* Each first call to which nobody came takes the time of a notice. */
static enum pal_err move_back(void *context, const struct pal_assembly *assembly)
{
    struct rehearsing *rehearsing = context;
    if (is_coming(assembly) && assembly->call == PAL_CALL_SECOND) {
        *rehearsing->clock_us -= DELAY_US;
    }
    return PAL_OK;
}

/* RULE docs/rules/rehearsal.md
 * > Every assembly is convened, and may sit at once. A second call follows a first one to which nobody came.
 */
static enum pal_err copy_assembly(void *context, const struct pal_assembly *assembly)
{
    struct rehearsing *rehearsing = context;
    if (!is_coming(assembly)) {
        return PAL_OK;
    }
    bool is_second = assembly->call == PAL_CALL_SECOND;
    PAL_BUF(title);
    mark(rehearsing, assembly->title, &title);
    struct pal_assembly_spec spec = {
        .kind = assembly->kind,
        .college = assembly->college,
        .title = pal_buf_text(&title),
        .place = assembly->place,
        .meets_us = is_second ? *rehearsing->clock_us + DELAY_US : rehearsing->now_us,
    };
    PAL_TRY(pal_assembly_create(rehearsing->to, &spec, NULL, &rehearsing->assembly));
    size_t before = rehearsing->out->resolutions;
    PAL_TRY(pal_agenda_walk(rehearsing->from, assembly->id, copy_resolution, rehearsing));
    rehearsing->out->assemblies++;
    if (rehearsing->out->resolutions == before) {
        return PAL_OK; /* with nothing on its agenda it stays in preparation */
    }
    PAL_TRY(pal_assembly_convene(rehearsing->to, rehearsing->assembly, NULL));
    if (!is_second) {
        return PAL_OK;
    }
    *rehearsing->clock_us = spec.meets_us;
    PAL_TRY(pal_assembly_open(rehearsing->to, rehearsing->assembly));
    PAL_TRY(pal_assembly_end(rehearsing->to, rehearsing->assembly));
    spec.second_of = rehearsing->assembly;
    spec.meets_us = rehearsing->now_us;
    PAL_TRY(pal_assembly_create(rehearsing->to, &spec, NULL, &rehearsing->assembly));
    return pal_assembly_convene(rehearsing->to, rehearsing->assembly, NULL);
}

static const struct pal_assemblies_query all_assemblies = {.limit = SIZE_MAX >> 1,
                                                           .with_drafts = true};

/* --- founding ------------------------------------------------------------------------------- */

static enum pal_err found(struct rehearsing *rehearsing)
{
    PAL_SOCIETY(society);
    PAL_TRY(pal_society_read(rehearsing->from, &society));
    struct pal_version version;
    PAL_TRY(pal_version_in_force(rehearsing->from, pal_society_today(rehearsing->from), &version));
    PAL_JSON(constitution);
    PAL_TRY(pal_document_get_json(rehearsing->from, &version.hash, &constitution));
    bool is_french = pal_text_is(society.says.language, "fr");
    rehearsing->word = pal_text_of(is_french ? "Répétition" : "Rehearsal");
    PAL_BUF(name);
    mark(rehearsing, society.says.name, &name);
    struct pal_founding founding = {
        .log_name = pal_text_of(PAL_REHEARSAL_LOG),
        .society = society.says,
        .constitution = constitution,
        .admin_name = rehearsing->word,
    };
    founding.society.name = pal_buf_text(&name);
    return pal_society_found(rehearsing->to, &founding, NULL, NULL,
                             &rehearsing->out->administrator);
}

enum pal_err pal_rehearsal_make(struct pal_store *society, struct pal_store *rehearsal,
                                int64_t *clock_us, int64_t now_us, struct pal_rehearsed *out)
{
    if (pal_society_is_rehearsal(society)) {
        return PAL_ERR_STATE;
    }
    *out = (struct pal_rehearsed){0};
    PAL_BUF(last_name);
    struct rehearsing rehearsing = {
        .from = society,
        .to = rehearsal,
        .clock_us = clock_us,
        .now_us = now_us,
        .out = out,
        .last_name = &last_name,
    };
    *clock_us = now_us - DELAY_US;
    enum pal_err err = pal_assemblies_walk(society, &all_assemblies, move_back, &rehearsing);
    if (err == PAL_OK) {
        err = found(&rehearsing);
    }
    if (err == PAL_OK) {
        err = copy_register(&rehearsing);
    }
    if (err == PAL_OK) {
        err = pal_assemblies_walk(society, &all_assemblies, copy_assembly, &rehearsing);
    }
    *clock_us = now_us;
    PAL_TRY(err);
    return pal_turn_commit(rehearsal);
}
