/* minutes_sitting.c - what happened in the sitting, as minutes tell it: suspensions, incidents, motions, who spoke. */
#include "audit/entry.h"
#include "base/fields.h"
#include "core/mail.h"
#include "core/members.h"
#include "core/motions.h"
#include "core/sitting.h"
#include "core/speakers.h"

#include "minuting.h"

static void set_instant(struct pal_json *json, const char *name, int64_t instant_us)
{
    if (instant_us != 0) {
        pal_json_set_instant(json, name, instant_us);
    }
}

static struct pal_json *list_new(struct pal_json *document, const char *name)
{
    struct pal_json *list = pal_json_array_new();
    pal_json_set(document, name, list);
    return list;
}

/* --- the course of the sitting ---------------------------------------------------------------- */

static enum pal_err add_suspension(void *context, const struct pal_suspension *suspension)
{
    struct pal_json *line = pal_json_object_new();
    pal_json_set_string(line, "by", suspension->is_by_motion ? "motion" : "chair");
    set_instant(line, "from", suspension->suspended_us);
    set_instant(line, "to", suspension->resumed_us);
    pal_json_append(context, line);
    return PAL_OK;
}

/* RULE docs/rules/minutes.md
 * > The words of an incident stand in no document either: they are private, and are printed for those who are signed in.
 */
static enum pal_err add_incident(void *context, const struct pal_incident *incident)
{
    struct pal_json *line = pal_json_object_new();
    pal_json_set_instant(line, "at", incident->at_us);
    pal_json_set_uuid(line, "incident", &incident->uuid);
    pal_json_append(context, line);
    return PAL_OK;
}

static enum pal_err add_motion(void *context, const struct pal_motion *motion)
{
    struct pal_json *line = pal_json_object_new();
    bool is_carried = motion->carried_us != 0;
    pal_json_set_uuid(line, "motion", &motion->uuid);
    pal_json_set_string(line, "kind", pal_motion_kind_word(motion->kind));
    pal_json_set_bool(line, "carried", is_carried);
    pal_json_set_instant(line, "made_at", motion->made_us);
    set_instant(line, "carried_at", motion->carried_us);
    if (motion->resolution.value != 0) {
        pal_json_set_uuid(line, "resolution", &motion->resolution_uuid);
    }
    if (motion->college[0] != '\0') {
        pal_json_set_string(line, "college", motion->college);
    }
    if (is_carried) {
        pal_json_set_int(line, "support", motion->support);
        pal_json_set_int(line, "base", motion->base);
    }
    pal_json_append(context, line);
    return PAL_OK;
}

/* --- the floor -------------------------------------------------------------------------------- */

struct floor {
    struct pal_minuting *minuting;
    struct pal_resolution_id resolution; /* on which; 0: on the order of business */
    struct pal_json *list;
};

/* Who spoke stands under the pseudonym that the log has; whoever was erased has none any more. */
static enum pal_err add_speech(void *context, const struct pal_speech *speech)
{
    const struct floor *floor = context;
    struct pal_minuting *minuting = floor->minuting;
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    size_t college;
    if (speech->started_us == 0 || speech->resolution.value != floor->resolution.value) {
        return PAL_OK;
    }
    enum pal_err err =
        pal_member_pseudonym(minuting->store, speech->member, &minuting->assembly.uuid, pseudonym);
    if (err != PAL_OK && err != PAL_ERR_NOT_FOUND) {
        return err;
    }
    PAL_TRY(pal_minuting_college(minuting, speech->member, &college));
    struct pal_json *line = pal_json_object_new();
    pal_json_append(floor->list, line);
    if (err == PAL_OK) {
        pal_json_set_string(line, "speaker", pseudonym);
    }
    if (college < minuting->constitution.college_count) {
        pal_json_set_string(line, "college", minuting->constitution.colleges[college].id);
    }
    pal_json_set_instant(line, "from", speech->started_us);
    set_instant(line, "to", speech->ended_us);
    return PAL_OK;
}

enum pal_err pal_minutes_speeches(struct pal_minuting *minuting,
                                  struct pal_resolution_id resolution, struct pal_json *json)
{
    const struct pal_happenings_query speeches = {.assembly = minuting->assembly.id,
                                                  .limit = INT32_MAX};
    struct floor floor = {minuting, resolution, list_new(json, "speeches")};
    return pal_speeches_walk(minuting->store, &speeches, add_speech, &floor);
}

/* --- who took part ---------------------------------------------------------------------------- */

enum { PARTS = PAL_PART_REMOTE + 1 };

struct taking_part {
    int64_t votes, counts[PARTS];
};

static enum pal_err count_part(void *context, const struct pal_sheet_line *line)
{
    struct taking_part *parts = context;
    parts->counts[line->part]++;
    /* Nobody in the room holds a blank proxy: it is a vote by itself. */
    bool is_blank = line->part == PAL_PART_REPRESENTED && line->holder.size == 0;
    parts->votes += line->votes + (is_blank ? 1 : 0);
    return PAL_OK;
}

static enum pal_err set_parts(struct pal_minuting *minuting, struct pal_json *document)
{
    const struct pal_attendance_query sheet = {.assembly = minuting->assembly.id,
                                               .limit = INT32_MAX};
    struct taking_part parts = {0};
    PAL_TRY(pal_sheet_walk(minuting->store, &sheet, count_part, &parts));
    struct pal_json *json = pal_json_object_new();
    pal_json_set(document, "sheet", json);
    for (size_t i = 0; i < PARTS; i++) {
        pal_json_set_int(json, pal_taking_part_word((enum pal_taking_part)i), parts.counts[i]);
    }
    pal_json_set_int(json, "votes", parts.votes);
    pal_json_set_bool(json, "named", minuting->constitution.legal_form == PAL_FORM_SARL);
    return PAL_OK;
}

/* --- the notice ------------------------------------------------------------------------------- */

struct sendings {
    struct pal_store *store;
    struct pal_json *list;
};

static enum pal_err add_sending(void *context, const struct pal_mailing *mailing)
{
    const struct sendings *sendings = context;
    struct pal_sending said;
    if (!mailing->has_entry) {
        return PAL_OK;
    }
    PAL_TRY(pal_sending_read(sendings->store, mailing, &said));
    struct pal_json *line = pal_json_object_new();
    pal_json_append(sendings->list, line);
    pal_json_set_instant(line, "at", said.at_us);
    pal_json_set_int(line, "entry", mailing->entry);
    pal_json_set_int(line, "count", said.count);
    pal_json_set_int(line, "failed", said.failed);
    pal_json_set_hash(line, "hash", &said.hash);
    pal_json_set_hash(line, "root", &said.root);
    return PAL_OK;
}

enum pal_err pal_minutes_sendings(struct pal_minuting *minuting, struct pal_json *notice)
{
    struct sendings sendings = {minuting->store, list_new(notice, "sendings")};
    return pal_mailings_walk(minuting->store, minuting->assembly.id, add_sending, &sendings);
}

enum pal_err pal_minutes_sitting(struct pal_minuting *minuting, struct pal_json *document)
{
    struct pal_store *store = minuting->store;
    struct pal_assembly_id assembly = minuting->assembly.id;
    const struct pal_happenings_query happenings = {.assembly = assembly, .limit = INT32_MAX};
    PAL_TRY(
        pal_suspensions_walk(store, assembly, add_suspension, list_new(document, "suspensions")));
    PAL_TRY(pal_incidents_walk(store, &happenings, add_incident, list_new(document, "incidents")));
    PAL_TRY(pal_motions_walk(store, &happenings, add_motion, list_new(document, "motions")));
    PAL_TRY(pal_minutes_speeches(minuting, (struct pal_resolution_id){0}, document));
    return set_parts(minuting, document);
}
