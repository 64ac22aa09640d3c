/*
 * verify_states.c - the order of states of what the entries of a log speak of.
 *
 * RULE docs/rules/verify.md
 * > What was never created is in no state. Other types are judged by their form alone.
 */
#include <string.h>

#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

#include "verifying.h"

/* Draft and any of the states of a poll in which it is alive. */
#define STATE(name) (1U << PAL_THING_##name)
#define ALIVE       (STATE(DRAFT) | STATE(CALLED) | STATE(OPEN) | STATE(CLOSED))
#define CONVENED    (STATE(CONVENED) | STATE(SITTING))

void pal_things_init(struct pal_things *things)
{
    *things = (struct pal_things){.slot_count = 256};
    things->slots = pal_mem_new(things->slot_count, sizeof *things->slots);
    pal_crypto_random(things->key, sizeof things->key);
}

void pal_things_done(struct pal_things *things)
{
    pal_mem_free(things->items);
    pal_mem_free(things->slots);
    *things = (struct pal_things){0};
}

static uint32_t *find_slot(const struct pal_things *things, enum pal_thing_kind kind,
                           const struct pal_uuid *uuid)
{
    size_t at = (size_t)pal_crypto_table_hash(things->key, uuid->bytes, PAL_UUID_SIZE) + kind;
    for (;; at++) {
        uint32_t *slot = &things->slots[at & (things->slot_count - 1)];
        if (*slot == 0 || (things->items[*slot - 1].kind == kind &&
                           pal_uuid_equal(&things->items[*slot - 1].uuid, uuid))) {
            return slot;
        }
    }
}

struct pal_thing *pal_things_find(const struct pal_things *things, enum pal_thing_kind kind,
                                  const struct pal_uuid *uuid)
{
    uint32_t place = *find_slot(things, kind, uuid);
    return place == 0 ? NULL : &things->items[place - 1];
}

static void grow(struct pal_things *things)
{
    pal_mem_free(things->slots);
    things->slot_count *= 2;
    things->slots = pal_mem_new(things->slot_count, sizeof *things->slots);
    const struct pal_thing *items = things->items;
    PAL_CHECK(items != NULL); /* it is full */
    for (size_t i = 0; i < things->count; i++) {
        uint32_t *slot = find_slot(things, items[i].kind, &items[i].uuid);
        PAL_CHECK(slot != NULL);
        *slot = (uint32_t)i + 1;
    }
}

/* A new thing in draft, or NULL: there is one, or there are too many. */
static struct pal_thing *create(struct pal_things *things, enum pal_thing_kind kind,
                                const struct pal_json *d, const char *field)
{
    struct pal_uuid uuid;
    if (pal_json_uuid(d, field, &uuid, NULL) != PAL_OK || things->count >= PAL_LIMIT_LOG_THINGS) {
        return NULL;
    }
    if (2 * things->count >= things->slot_count) {
        grow(things);
    }
    uint32_t *slot = find_slot(things, kind, &uuid);
    if (*slot != 0) {
        return NULL;
    }
    things->capacity = pal_mem_capacity(things->capacity, things->count + 1);
    things->items = pal_mem_grow(things->items, things->capacity, sizeof *things->items);
    things->items[things->count] = (struct pal_thing){.uuid = uuid, .kind = kind};
    things->count++;
    *slot = (uint32_t)things->count;
    return &things->items[things->count - 1];
}

static struct pal_thing *named(const struct pal_things *things, enum pal_thing_kind kind,
                               const struct pal_json *d, const char *field)
{
    struct pal_uuid uuid;
    return pal_json_uuid(d, field, &uuid, NULL) == PAL_OK ? pal_things_find(things, kind, &uuid)
                                                          : NULL;
}

static size_t place(const struct pal_things *things, const struct pal_thing *thing)
{
    return thing == NULL ? 0 : (size_t)(thing - things->items) + 1;
}

static bool is_in(const struct pal_thing *thing, unsigned states)
{
    return thing != NULL && (states >> thing->state & 1U) != 0;
}

static bool move(struct pal_thing *thing, unsigned from, enum pal_thing_state to)
{
    bool is_right = is_in(thing, from);
    if (thing != NULL) {
        thing->state = to;
    }
    return is_right;
}

/* --- assemblies and resolutions ------------------------------------------------------------------- */

static bool on_assembly(struct pal_things *things, const struct pal_entry *entry)
{
    const struct pal_json *d = entry->d;
    if (pal_text_is(entry->type, "assembly.create")) {
        bool has_first = !pal_json_has(d, "second_of") ||
                         named(things, PAL_THING_ASSEMBLY, d, "second_of") != NULL;
        struct pal_thing *made = create(things, PAL_THING_ASSEMBLY, d, "assembly");
        struct pal_text call;
        if (made == NULL || pal_json_text(d, "call", &call, NULL) != PAL_OK) {
            return false;
        }
        made->is_second_call = pal_text_is(call, "second");
        return has_first;
    }
    struct pal_thing *assembly = named(things, PAL_THING_ASSEMBLY, d, "assembly");
    if (pal_text_is(entry->type, "assembly.change")) {
        return is_in(assembly, STATE(DRAFT));
    }
    if (pal_text_is(entry->type, "assembly.convene")) {
        bool is_convened = named(things, PAL_THING_VERSION, d, "constitution") != NULL &&
                           move(assembly, STATE(DRAFT), PAL_THING_CONVENED);
        if (is_convened) {
            assembly->was_shown = true;
        }
        return is_convened;
    }
    if (pal_text_is(entry->type, "assembly.open")) {
        return move(assembly, STATE(CONVENED), PAL_THING_SITTING);
    }
    if (pal_text_is(entry->type, "assembly.end")) {
        return move(assembly, STATE(SITTING), PAL_THING_ENDED);
    }
    if (pal_text_is(entry->type, "assembly.cancel")) {
        return move(assembly, STATE(DRAFT) | STATE(CONVENED), PAL_THING_CANCELLED);
    }
    return assembly != NULL;
}

static bool on_table(struct pal_things *things, const struct pal_json *d)
{
    struct pal_thing *assembly = named(things, PAL_THING_ASSEMBLY, d, "assembly");
    size_t held_by = place(things, assembly);
    struct pal_thing *made = create(things, PAL_THING_RESOLUTION, d, "resolution");
    if (made == NULL || pal_json_hash(d, "hash", &made->hash, NULL) != PAL_OK) {
        return false;
    }
    made->assembly = held_by;
    return held_by != 0;
}

/* Was each amendment that a version has adopted, or taken in, and is it one of that resolution? */
static bool has_adopted(const struct pal_things *things, const struct pal_thing *resolution,
                        const struct pal_json *d)
{
    const struct pal_json *adopted = pal_json_get(d, "adopted");
    bool is_right = pal_json_count(adopted) > 0;
    for (size_t i = 0; is_right && i < pal_json_count(adopted); i++) {
        const struct pal_json *item = pal_json_at(adopted, i);
        struct pal_uuid uuid;
        is_right = pal_json_kind(item) == PAL_JSON_TEXT &&
                   pal_uuid_parse(pal_json_as_text(item), &uuid) == PAL_OK;
        const struct pal_thing *amendment =
            is_right ? pal_things_find(things, PAL_THING_AMENDMENT, &uuid) : NULL;
        bool is_taken = is_in(amendment, STATE(ACCEPTED)) ||
                        (is_in(amendment, STATE(DECIDED)) && amendment->is_approved);
        is_right = is_taken && amendment->amendment == 0 &&
                   amendment->resolution == place(things, resolution);
    }
    return is_right;
}

static bool on_resolution(struct pal_things *things, const struct pal_entry *entry)
{
    const struct pal_json *d = entry->d;
    if (pal_text_is(entry->type, "resolution.table")) {
        return on_table(things, d);
    }
    struct pal_thing *resolution = named(things, PAL_THING_RESOLUTION, d, "resolution");
    if (resolution == NULL) {
        return false;
    }
    struct pal_text opinion;
    if (pal_text_is(entry->type, "resolution.withdraw")) {
        return move(resolution, STATE(DRAFT), PAL_THING_WITHDRAWN);
    }
    bool is_consolidated = pal_text_is(entry->type, "resolution.consolidate");
    if (pal_text_is(entry->type, "resolution.amend") || is_consolidated) {
        bool is_right = !is_consolidated || has_adopted(things, resolution, d);
        return pal_json_hash(d, "hash", &resolution->hash, NULL) == PAL_OK &&
               is_in(resolution, STATE(DRAFT)) && is_right;
    }
    if (pal_text_is(entry->type, "resolution.opinion") &&
        pal_json_text(d, "opinion", &opinion, NULL) == PAL_OK) {
        resolution->is_opined = !pal_text_is(opinion, "none");
        resolution->is_approved = pal_text_is(opinion, "approved");
    }
    return is_in(resolution, STATE(DRAFT));
}

static struct pal_thing *at(const struct pal_things *things, size_t index_plus_one)
{
    return index_plus_one == 0 ? NULL : &things->items[index_plus_one - 1];
}

/* --- amendments ----------------------------------------------------------------------------------- */

static bool on_propose(struct pal_things *things, const struct pal_json *d)
{
    size_t resolution = place(things, named(things, PAL_THING_RESOLUTION, d, "resolution"));
    size_t parent = place(things, named(things, PAL_THING_AMENDMENT, d, "parent"));
    bool is_right =
        is_in(at(things, resolution), STATE(DRAFT)) && pal_json_has(d, "parent") == (parent != 0);
    if (parent != 0) {
        const struct pal_thing *above = at(things, parent);
        is_right = is_right && is_in(above, STATE(DRAFT)) && above->amendment == 0 &&
                   above->resolution == resolution;
    }
    struct pal_thing *made = create(things, PAL_THING_AMENDMENT, d, "amendment");
    if (made == NULL || pal_json_hash(d, "hash", &made->hash, NULL) != PAL_OK) {
        return false;
    }
    made->resolution = resolution;
    made->amendment = parent;
    return is_right;
}

/* RULE docs/rules/verify.md
 * > The poll of a fate is counted. Adopted or rejected is the amendment that it was on; others lapse.
 */
static bool on_fate(const struct pal_things *things, struct pal_thing *amendment,
                    const struct pal_json *d)
{
    const struct pal_thing *poll = named(things, PAL_THING_POLL, d, "poll");
    struct pal_text fate;
    bool is_right = is_in(poll, STATE(COUNTED)) && poll->amendment != 0 &&
                    pal_json_text(d, "fate", &fate, NULL) == PAL_OK;
    if (!is_right) {
        return false;
    }
    bool is_its_own = at(things, poll->amendment) == amendment;
    if (pal_text_is(fate, "lapsed")) {
        return move(amendment, STATE(DRAFT) | STATE(FROZEN) | STATE(ACCEPTED),
                    PAL_THING_WITHDRAWN) &&
               !is_its_own;
    }
    amendment->is_approved = pal_text_is(fate, "adopted");
    return move(amendment, STATE(FROZEN), PAL_THING_DECIDED) && is_its_own &&
           (amendment->is_approved ? poll->is_approved : !poll->is_approved) &&
           (amendment->is_approved || pal_text_is(fate, "rejected"));
}

static bool on_amendment(struct pal_things *things, const struct pal_entry *entry)
{
    const struct pal_json *d = entry->d;
    if (pal_text_is(entry->type, "amendment.propose")) {
        return on_propose(things, d);
    }
    struct pal_thing *amendment = named(things, PAL_THING_AMENDMENT, d, "amendment");
    if (amendment == NULL) {
        return false;
    }
    if (pal_text_is(entry->type, "amendment.fate")) {
        return on_fate(things, amendment, d);
    }
    if (pal_text_is(entry->type, "amendment.withdraw")) {
        return move(amendment, STATE(DRAFT), PAL_THING_WITHDRAWN);
    }
    if (pal_text_is(entry->type, "amendment.accept")) {
        return move(amendment, STATE(DRAFT), PAL_THING_ACCEPTED) && amendment->amendment == 0;
    }
    if (pal_text_is(entry->type, "amendment.amend")) {
        return pal_json_hash(d, "hash", &amendment->hash, NULL) == PAL_OK &&
               is_in(amendment, STATE(DRAFT)) && amendment->amendment == 0;
    }
    return is_in(amendment, STATE(DRAFT));
}

/* --- polls ---------------------------------------------------------------------------------------- */

static bool on_poll_create(struct pal_things *things, const struct pal_json *d)
{
    size_t assembly = place(things, named(things, PAL_THING_ASSEMBLY, d, "assembly"));
    size_t resolution = place(things, named(things, PAL_THING_RESOLUTION, d, "resolution"));
    size_t amendment = place(things, named(things, PAL_THING_AMENDMENT, d, "amendment"));
    bool has_resolution = pal_json_has(d, "resolution");
    bool has_amendment = pal_json_has(d, "amendment");
    struct pal_text secrecy;
    struct pal_thing *made = create(things, PAL_THING_POLL, d, "poll");
    if (made == NULL || pal_json_text(d, "secrecy", &secrecy, NULL) != PAL_OK ||
        pal_json_int(d, "opens_at", &made->opens_at, NULL) != PAL_OK ||
        pal_json_int(d, "closes_at", &made->closes_at, NULL) != PAL_OK) {
        return false;
    }
    made->assembly = assembly;
    made->resolution = resolution;
    made->amendment = amendment;
    made->is_secret = pal_text_is(secrecy, "secret");
    size_t about = amendment == 0 ? resolution : at(things, amendment)->resolution;
    return assembly != 0 && has_resolution == (resolution != 0) &&
           has_amendment == (amendment != 0) && (!has_amendment || !has_resolution) &&
           (about == 0 || at(things, about)->assembly == assembly) &&
           made->opens_at < made->closes_at && (made->is_secret || pal_text_is(secrecy, "open"));
}

/* What a poll freezes: a resolution or an amendment, or NULL. */
static struct pal_thing *subject(const struct pal_things *things, const struct pal_thing *poll)
{
    return at(things, poll->amendment != 0 ? poll->amendment : poll->resolution);
}

static bool on_poll_call(struct pal_things *things, struct pal_thing *poll,
                         const struct pal_json *d)
{
    struct pal_thing *voted = subject(things, poll);
    struct pal_hash text;
    bool is_right = named(things, PAL_THING_VERSION, d, "constitution") != NULL &&
                    is_in(at(things, poll->assembly), CONVENED) &&
                    pal_json_has(d, "text") == (voted != NULL);
    if (voted != NULL) {
        is_right = is_right && pal_json_hash(d, "text", &text, NULL) == PAL_OK &&
                   pal_hash_equal(&text, &voted->hash) &&
                   move(voted, STATE(DRAFT), PAL_THING_FROZEN);
    }
    poll->was_shown = true;
    return move(poll, STATE(DRAFT), PAL_THING_CALLED) && is_right;
}

static bool on_poll_close(struct pal_things *things, struct pal_thing *poll,
                          const struct pal_entry *entry)
{
    bool is_early = entry->made_at < poll->closes_at;
    bool is_right = !is_early || (pal_json_has(entry->d, "reason") &&
                                  is_in(at(things, poll->assembly), STATE(SITTING)));
    return move(poll, STATE(OPEN), PAL_THING_CLOSED) && is_right;
}

static bool on_poll_count(struct pal_things *things, struct pal_thing *poll,
                          const struct pal_json *d)
{
    struct pal_text verdict;
    struct pal_thing *resolution = at(things, poll->resolution);
    bool is_right = pal_json_text(d, "verdict", &verdict, NULL) == PAL_OK;
    poll->is_approved = is_right && pal_text_is(verdict, "adopted");
    if (resolution != NULL && is_right) {
        bool is_decided = !pal_text_is(verdict, "no_quorum");
        is_right =
            move(resolution, STATE(FROZEN), is_decided ? PAL_THING_DECIDED : PAL_THING_DRAFT);
    }
    return move(poll, STATE(CLOSED), PAL_THING_COUNTED) && is_right;
}

static bool on_poll_void(struct pal_things *things, struct pal_thing *poll)
{
    struct pal_thing *voted = subject(things, poll);
    bool is_right = true;
    bool has_lapsed = poll->amendment != 0 && is_in(voted, STATE(WITHDRAWN));
    if (voted != NULL && poll->state != PAL_THING_DRAFT && !has_lapsed) {
        is_right = move(voted, STATE(FROZEN), PAL_THING_DRAFT);
    }
    return move(poll, ALIVE, PAL_THING_VOID) && is_right;
}

static bool on_poll(struct pal_things *things, const struct pal_entry *entry)
{
    if (pal_text_is(entry->type, "poll.create")) {
        return on_poll_create(things, entry->d);
    }
    struct pal_thing *poll = named(things, PAL_THING_POLL, entry->d, "poll");
    if (poll == NULL) {
        return false;
    }
    if (pal_text_is(entry->type, "poll.call")) {
        return on_poll_call(things, poll, entry->d);
    }
    if (pal_text_is(entry->type, "poll.waive")) {
        return poll->is_secret && is_in(poll, STATE(DRAFT) | STATE(CALLED));
    }
    if (pal_text_is(entry->type, "poll.open")) {
        bool is_right = is_in(at(things, poll->assembly), CONVENED) &&
                        poll->opens_at <= entry->made_at && entry->made_at < poll->closes_at;
        return move(poll, STATE(CALLED), PAL_THING_OPEN) && is_right;
    }
    if (pal_text_is(entry->type, "poll.close")) {
        return on_poll_close(things, poll, entry);
    }
    if (pal_text_is(entry->type, "poll.count")) {
        return on_poll_count(things, poll, entry->d);
    }
    if (pal_text_is(entry->type, "poll.publish")) {
        return move(poll, STATE(COUNTED), PAL_THING_PUBLISHED);
    }
    if (pal_text_is(entry->type, "poll.void")) {
        return on_poll_void(things, poll);
    }
    return true;
}

bool pal_things_cast(struct pal_things *things, const struct pal_uuid *poll, int64_t made_at,
                     struct pal_thing **out_poll)
{
    struct pal_thing *thing = at(things, things->last_poll);
    if (thing == NULL || !pal_uuid_equal(&thing->uuid, poll)) {
        thing = pal_things_find(things, PAL_THING_POLL, poll);
        things->last_poll = place(things, thing);
    }
    *out_poll = thing;
    return is_in(thing, STATE(OPEN)) && !thing->is_secret && made_at < thing->closes_at;
}

/* --- the rest --------------------------------------------------------------------------------------- */

static bool on_version(struct pal_things *things, const struct pal_json *d)
{
    struct pal_thing *made = create(things, PAL_THING_VERSION, d, "constitution");
    if (made == NULL || pal_json_int(d, "number", &made->number, NULL) != PAL_OK ||
        pal_json_hash(d, "hash", &made->hash, NULL) != PAL_OK) {
        return false;
    }
    things->versions++;
    return made->number == things->versions;
}

static bool on_urn(struct pal_things *things, const struct pal_entry *entry)
{
    const struct pal_thing *poll = named(things, PAL_THING_POLL, entry->d, "poll");
    bool is_shown = pal_text_is(entry->type, "urn.show");
    unsigned counted = STATE(COUNTED) | STATE(PUBLISHED);
    return is_in(poll, is_shown ? counted : counted | STATE(VOID)) && poll->is_secret;
}

bool pal_things_apply(struct pal_things *things, const struct pal_entry *entry)
{
    if (pal_text_starts(entry->type, "poll.")) {
        return on_poll(things, entry);
    }
    if (pal_text_starts(entry->type, "resolution.")) {
        return on_resolution(things, entry);
    }
    if (pal_text_starts(entry->type, "amendment.")) {
        return on_amendment(things, entry);
    }
    if (pal_text_starts(entry->type, "assembly.") || pal_text_starts(entry->type, "proxy.") ||
        pal_text_is(entry->type, "attendance.mark")) {
        return on_assembly(things, entry);
    }
    if (pal_text_is(entry->type, "constitution.enter")) {
        return on_version(things, entry->d);
    }
    return pal_text_starts(entry->type, "urn.") ? on_urn(things, entry) : true;
}
