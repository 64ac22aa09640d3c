/*
 * minutes_process.c - how a resolution came to its vote, as minutes tell it: its procedure, the days it waited for, the
 * extension of its debate, rounds of consent, who was named, what colleges thought.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fields.h"
#include "base/mem.h"
#include "core/contributions.h"
#include "core/nominations.h"
#include "core/procedures.h"
#include "core/temperature.h"

#include "minuting.h"

/* --- days ------------------------------------------------------------------------------------- */

/* RULE docs/rules/minutes.md
 * > The days that a vote waited for are those of the constitution in force on the day of the sitting.
 */
static enum pal_err set_days(const struct pal_minuting *minuting, const struct pal_resolution *item,
                             struct pal_json *json)
{
    struct pal_procedure_days days;
    PAL_TRY(pal_procedure_days_under(minuting->store, item, &minuting->constitution, &days));
    bool is_asked = days.debate_days > 0 || days.contract_days > 0;
    if (!is_asked || !days.noticed_on.is_known) {
        return PAL_OK;
    }
    struct pal_json *said = pal_json_object_new();
    pal_json_set(json, "days", said);
    pal_json_set_date(said, "noticed_on", days.noticed_on.date);
    pal_json_set_int(said, "debate", days.debate_days);
    pal_json_set_int(said, "contract", days.contract_days);
    pal_json_set_date(said, "opens_from", days.opens_from.date);
    return PAL_OK;
}

static enum pal_err set_extension(const struct pal_minuting *minuting,
                                  const struct pal_resolution *item, struct pal_json *json)
{
    struct pal_extension extension;
    PAL_TRY(pal_extension_of_debate(minuting->store, item, &extension));
    if (extension.carried_us == 0) {
        return PAL_OK;
    }
    struct pal_json *said = pal_json_object_new();
    pal_json_set(json, "extension", said);
    pal_json_set_instant(said, "at", extension.carried_us);
    pal_json_set_int(said, "days", extension.days);
    pal_json_set_int(said, "support", extension.carried_support);
    pal_json_set_int(said, "base", extension.carried_base);
    return PAL_OK;
}

/* --- consent ---------------------------------------------------------------------------------- */

/* A vote that was called, and the concerns that were raised since the one before. */
struct round {
    struct pal_uuid poll;
    int64_t called_us;
    int64_t raised, met, maintained;
};

struct rounds {
    struct pal_resolution_id resolution;
    struct round *items; /* in the order of their calls */
    size_t count, capacity;
};

static void rounds_done(struct rounds *rounds)
{
    pal_mem_free(rounds->items);
}

static enum pal_err add_round(void *context, const struct pal_poll *poll)
{
    struct rounds *rounds = context;
    if (poll->called_us == 0 || poll->resolution.value != rounds->resolution.value) {
        return PAL_OK;
    }
    rounds->capacity = pal_mem_capacity(rounds->capacity, rounds->count + 1);
    rounds->items = pal_mem_grow(rounds->items, rounds->capacity, sizeof *rounds->items);
    size_t at = rounds->count++;
    for (; at > 0 && rounds->items[at - 1].called_us > poll->called_us; at--) {
        rounds->items[at] = rounds->items[at - 1];
    }
    rounds->items[at] = (struct round){.poll = poll->uuid, .called_us = poll->called_us};
    return PAL_OK;
}

static enum pal_err count_concern(void *context, const struct pal_contribution *item)
{
    struct rounds *rounds = context;
    if (item->kind != PAL_CONTRIBUTION_CONCERN || item->state != PAL_CONTRIBUTION_VISIBLE) {
        return PAL_OK;
    }
    for (size_t i = 0; i < rounds->count; i++) {
        struct round *round = &rounds->items[i];
        if (item->at_us <= round->called_us) {
            round->raised++;
            round->met += item->concern == PAL_CONCERN_MET;
            round->maintained += item->concern == PAL_CONCERN_MAINTAINED;
            return PAL_OK;
        }
    }
    return PAL_OK; /* after the last call */
}

static enum pal_err count_concerns(struct pal_store *store, struct pal_resolution_id resolution,
                                   struct rounds *rounds)
{
    const struct pal_contributions_query query = {.resolution = resolution, .limit = INT32_MAX};
    return pal_contributions_walk(store, &query, count_concern, rounds);
}

/* RULE docs/rules/minutes.md
 * > A round of consent ends with the call of a vote; an objection belongs to the first round that ended after it was raised.
 */
static enum pal_err set_rounds(const struct pal_minuting *minuting,
                               const struct pal_resolution *item, struct pal_json *json)
{
    const struct pal_polls_query polls = {.assembly = minuting->assembly.id, .limit = INT32_MAX};
    struct rounds rounds PAL_CLEANUP(rounds_done) = {.resolution = item->id};
    PAL_TRY(pal_polls_walk(minuting->store, &polls, add_round, &rounds));
    PAL_TRY(count_concerns(minuting->store, item->id, &rounds));
    if (item->continues.value != 0) {
        PAL_TRY(count_concerns(minuting->store, item->continues, &rounds));
    }
    struct pal_json *list = pal_json_array_new();
    pal_json_set(json, "rounds", list);
    for (size_t i = 0; i < rounds.count; i++) {
        struct pal_json *line = pal_json_object_new();
        pal_json_set_uuid(line, "poll", &rounds.items[i].poll);
        pal_json_set_instant(line, "called_at", rounds.items[i].called_us);
        pal_json_set_int(line, "raised", rounds.items[i].raised);
        pal_json_set_int(line, "met", rounds.items[i].met);
        pal_json_set_int(line, "maintained", rounds.items[i].maintained);
        pal_json_append(list, line);
    }
    return PAL_OK;
}

/* --- who was named, what colleges thought ------------------------------------------------------- */

struct nominees {
    struct pal_nominee *items;
    size_t count, capacity;
};

static void nominees_done(struct nominees *nominees)
{
    pal_mem_free(nominees->items);
}

static enum pal_err keep_nominee(void *context, const struct pal_nominee *nominee)
{
    struct nominees *nominees = context;
    nominees->capacity = pal_mem_capacity(nominees->capacity, nominees->count + 1);
    nominees->items = pal_mem_grow(nominees->items, nominees->capacity, sizeof *nominees->items);
    nominees->items[nominees->count++] = *nominee;
    return PAL_OK;
}

/* Who was named by most comes first. */
static int compare_nominees(const void *a, const void *b)
{
    const struct pal_nominee *left = a;
    const struct pal_nominee *right = b;
    return left->named != right->named ? (left->named < right->named ? 1 : -1)
                                       : strcmp(left->pseudonym, right->pseudonym);
}

static enum pal_err set_nominations(const struct pal_minuting *minuting,
                                    const struct pal_resolution *item, struct pal_json *json)
{
    struct nominees nominees PAL_CLEANUP(nominees_done) = {0};
    PAL_TRY(pal_nominees_walk(minuting->store, item->id, keep_nominee, &nominees));
    if (nominees.count > 0) {
        qsort(nominees.items, nominees.count, sizeof *nominees.items, compare_nominees);
    }
    struct pal_json *list = pal_json_array_new();
    pal_json_set(json, "nominations", list);
    for (size_t i = 0; i < nominees.count; i++) {
        struct pal_json *line = pal_json_object_new();
        pal_json_set_string(line, "nominee", nominees.items[i].pseudonym);
        pal_json_set_int(line, "named", nominees.items[i].named);
        pal_json_set_bool(line, "refused", nominees.items[i].is_refused);
        pal_json_append(list, line);
    }
    return PAL_OK;
}

static enum pal_err add_temperature(void *context, const struct pal_temperature *temperature)
{
    struct pal_json *line = pal_json_object_new();
    if (temperature->college.size > 0) {
        pal_json_set_text(line, "college", temperature->college);
    }
    pal_json_set_int(line, "version", temperature->version);
    for (int i = 0; i < PAL_VIEW_COUNT; i++) {
        pal_json_set_int(line, pal_view_word((enum pal_view)i), temperature->counts[i]);
    }
    pal_json_set_instant(line, "at", temperature->at_us);
    pal_json_append(context, line);
    return PAL_OK;
}

/* What was published before the first call, then before this one. */
static enum pal_err set_temperatures(const struct pal_minuting *minuting,
                                     const struct pal_resolution *item, struct pal_json *json)
{
    struct pal_json *list = pal_json_array_new();
    pal_json_set(json, "temperatures", list);
    if (item->continues.value != 0) {
        PAL_TRY(pal_temperatures_walk(minuting->store, item->continues, add_temperature, list));
    }
    return pal_temperatures_walk(minuting->store, item->id, add_temperature, list);
}

enum pal_err pal_minutes_process(struct pal_minuting *minuting, const struct pal_resolution *item,
                                 struct pal_json *json)
{
    pal_json_set_string(json, "procedure", pal_procedure_word(item->procedure));
    PAL_TRY(set_days(minuting, item, json));
    PAL_TRY(set_extension(minuting, item, json));
    if (item->procedure == PAL_PROCEDURE_CONSENT) {
        PAL_TRY(set_rounds(minuting, item, json));
    }
    if (item->procedure == PAL_PROCEDURE_ELECTION) {
        PAL_TRY(set_nominations(minuting, item, json));
    }
    return set_temperatures(minuting, item, json);
}
