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

#include "verifying.h"

/* Draft and any of the states of a poll in which it is alive. */
#define ALIVE (PAL_STATE(DRAFT) | PAL_STATE(CALLED) | PAL_STATE(OPEN) | PAL_STATE(CLOSED))

/* --- polls ---------------------------------------------------------------------------------------- */

/* What a poll freezes: a resolution or an amendment, or NULL. */
static struct pal_thing *subject(const struct pal_things *things, const struct pal_thing *poll)
{
    return pal_things_at(things, poll->amendment != 0 ? poll->amendment : poll->resolution);
}

/* RULE docs/rules/verify.md
 * > A poll on a resolution is of kind `resolution` or `election`, one on an amendment is a motion of kind `amendment`, and
 * > another of kind `election` or `choice`. No other poll on the same text is drafted, called, open or closed.
 */
static bool suits(const struct pal_thing *poll, const struct pal_thing *voted, struct pal_text kind)
{
    bool is_free = voted == NULL || (pal_thing_is_in(voted, PAL_STATE(DRAFT)) && voted->polls == 0);
    if (poll->amendment != 0) {
        return is_free && poll->is_motion && pal_text_is(kind, "amendment");
    }
    return is_free && (poll->is_election ||
                       pal_text_is(kind, poll->resolution != 0 ? "resolution" : "choice"));
}

/* RULE docs/rules/verify.md
 * > In a college's meeting its `electorate` is that college. `kept_days` and `trackers` are there of a secret poll alone.
 */
static bool is_for(const struct pal_thing *assembly, const struct pal_thing *poll,
                   const struct pal_json *d)
{
    struct pal_text electorate = pal_text_of("");
    struct pal_hash nobody = pal_hash_of("", 0);
    if (assembly == NULL || pal_json_optional_text(d, "electorate", &electorate, NULL) != PAL_OK) {
        return false;
    }
    struct pal_hash college = pal_hash_of(electorate.bytes, electorate.size);
    bool is_of_all = pal_hash_equal(&assembly->college, &nobody);
    return (is_of_all || pal_hash_equal(&assembly->college, &college)) &&
           (poll->is_secret || (!pal_json_has(d, "kept_days") && !pal_json_has(d, "trackers"))) &&
           pal_thing_is_in(assembly, PAL_STATE(DRAFT) | PAL_STATES_CONVENED);
}

/* What it says of itself; false where it does not. */
static bool read_poll(struct pal_thing *made, const struct pal_json *d)
{
    struct pal_text secrecy, kind, method;
    if (pal_json_text(d, "secrecy", &secrecy, NULL) != PAL_OK ||
        pal_json_text(d, "kind", &kind, NULL) != PAL_OK ||
        pal_json_text(d, "method", &method, NULL) != PAL_OK ||
        pal_json_int(d, "opens_at", &made->opens_at, NULL) != PAL_OK ||
        pal_json_int(d, "closes_at", &made->closes_at, NULL) != PAL_OK) {
        return false;
    }
    made->class_name = pal_gates_class(d);
    made->is_secret = pal_text_is(secrecy, "secret");
    made->asks_consent = pal_text_is(kind, "resolution") && pal_text_is(method, "consent");
    made->is_election = pal_text_is(kind, "election");
    made->is_motion = pal_text_is(method, "motion");
    return made->opens_at < made->closes_at && (made->is_secret || pal_text_is(secrecy, "open"));
}

static bool on_poll_create(struct pal_things *things, const struct pal_json *d)
{
    size_t assembly =
        pal_things_place(things, pal_things_named(things, PAL_THING_ASSEMBLY, d, "assembly"));
    size_t resolution =
        pal_things_place(things, pal_things_named(things, PAL_THING_RESOLUTION, d, "resolution"));
    size_t amendment =
        pal_things_place(things, pal_things_named(things, PAL_THING_AMENDMENT, d, "amendment"));
    bool has_resolution = pal_json_has(d, "resolution");
    bool has_amendment = pal_json_has(d, "amendment");
    struct pal_text kind = pal_text_of("");
    struct pal_thing *made = pal_things_create(things, PAL_THING_POLL, d, "poll");
    if (made == NULL) {
        return false;
    }
    made->assembly = assembly;
    made->resolution = resolution;
    made->amendment = amendment;
    bool is_read = read_poll(made, d) && pal_json_text(d, "kind", &kind, NULL) == PAL_OK;
    size_t about = amendment == 0 ? resolution : pal_things_at(things, amendment)->resolution;
    struct pal_thing *voted = subject(things, made);
    const struct pal_thing *held = pal_things_at(things, assembly);
    bool is_right = is_read && has_resolution == (resolution != 0) &&
                    has_amendment == (amendment != 0) && (!has_amendment || !has_resolution) &&
                    (about == 0 || pal_things_at(things, about)->assembly == assembly) &&
                    suits(made, voted, kind) && is_for(held, made, d);
    if (voted != NULL) {
        voted->polls++;
    }
    return is_right && pal_gates_decides(held, made) && pal_gates_may_create(things, made);
}

/* Leaves what it is on to another, where it was not over yet. */
static void leave(const struct pal_things *things, const struct pal_thing *poll)
{
    struct pal_thing *voted = subject(things, poll);
    if (voted != NULL && pal_thing_is_in(poll, ALIVE | PAL_STATE(LOST))) {
        voted->polls--;
    }
}

static bool on_poll_call(struct pal_things *things, struct pal_thing *poll,
                         const struct pal_json *d)
{
    struct pal_thing *voted = subject(things, poll);
    struct pal_hash text;
    poll->follows =
        pal_things_place(things, pal_things_named(things, PAL_THING_VERSION, d, "constitution"));
    bool is_right = poll->follows != 0 &&
                    pal_thing_is_in(pal_things_at(things, poll->assembly), PAL_STATES_CONVENED) &&
                    pal_json_has(d, "text") == (voted != NULL);
    if (voted != NULL) {
        is_right = is_right && pal_json_hash(d, "text", &text, NULL) == PAL_OK &&
                   pal_hash_equal(&text, &voted->hash) &&
                   pal_thing_move(voted, PAL_STATE(DRAFT), PAL_THING_FROZEN);
    }
    poll->was_shown = true;
    /* RULE docs/rules/verify.md
     * > A motion has no `lot`, and every other poll that is called has one.
     */
    is_right = is_right && pal_json_has(d, "lot") != poll->is_motion;
    return pal_thing_move(poll, PAL_STATE(DRAFT), PAL_THING_CALLED) && is_right &&
           pal_gates_may_call(things, poll);
}

static bool on_poll_close(struct pal_things *things, struct pal_thing *poll,
                          const struct pal_entry *entry)
{
    bool is_early = entry->made_at < poll->closes_at;
    bool is_right =
        !is_early || (pal_json_has(entry->d, "reason") &&
                      pal_thing_is_in(pal_things_at(things, poll->assembly), PAL_STATE(SITTING)));
    return pal_thing_move(poll, PAL_STATE(OPEN), PAL_THING_CLOSED) && is_right;
}

static bool on_poll_count(struct pal_things *things, struct pal_thing *poll,
                          const struct pal_json *d)
{
    struct pal_text verdict;
    struct pal_thing *resolution = pal_things_at(things, poll->resolution);
    bool is_right = pal_json_text(d, "verdict", &verdict, NULL) == PAL_OK &&
                    pal_json_hash(d, "outcome", &poll->hash, NULL) == PAL_OK;
    poll->is_approved = is_right && pal_text_is(verdict, "adopted");
    if (resolution != NULL && is_right) {
        bool is_decided = !pal_text_is(verdict, "no_quorum");
        resolution->is_rejected = pal_text_is(verdict, "rejected");
        is_right = pal_thing_move(resolution, PAL_STATE(FROZEN),
                                  is_decided ? PAL_THING_DECIDED : PAL_THING_DRAFT);
    }
    leave(things, poll);
    return pal_thing_move(poll, PAL_STATE(CLOSED), PAL_THING_COUNTED) && is_right;
}

static bool on_poll_void(struct pal_things *things, struct pal_thing *poll)
{
    struct pal_thing *voted = subject(things, poll);
    bool is_right = true;
    bool has_lapsed = poll->amendment != 0 && pal_thing_is_in(voted, PAL_STATE(WITHDRAWN));
    if (voted != NULL && poll->state != PAL_THING_DRAFT && !has_lapsed) {
        is_right = pal_thing_move(voted, PAL_STATE(FROZEN), PAL_THING_DRAFT);
    }
    leave(things, poll);
    return pal_thing_move(poll, ALIVE | PAL_STATE(LOST), PAL_THING_VOID) && is_right;
}

/* How many polls of an assembly are closed and not counted. */
static void wait_for_count(struct pal_things *things, const struct pal_thing *poll, bool was_closed,
                           bool is_closed)
{
    struct pal_thing *assembly = pal_things_at(things, poll->assembly);
    if (assembly != NULL) {
        assembly->polls += (int)is_closed - (int)was_closed;
    }
}

/* RULE docs/rules/verify.md
 * > A poll that was open, or closed and not counted, when the log was continued can only be void, and is at the end.
 */
static void on_continue(struct pal_things *things)
{
    for (size_t i = 0; i < things->count; i++) {
        struct pal_thing *thing = &things->items[i];
        if (thing->kind == PAL_THING_POLL &&
            pal_thing_is_in(thing, PAL_STATE(OPEN) | PAL_STATE(CLOSED))) {
            wait_for_count(things, thing, pal_thing_is_in(thing, PAL_STATE(CLOSED)), false);
            thing->state = PAL_THING_LOST;
        }
    }
}

bool pal_things_have_lost(const struct pal_things *things)
{
    for (size_t i = 0; i < things->count; i++) {
        if (pal_thing_is_in(&things->items[i], PAL_STATE(LOST))) {
            return true;
        }
    }
    return false;
}

static bool turn_poll(struct pal_things *things, struct pal_thing *poll,
                      const struct pal_entry *entry)
{
    if (pal_text_is(entry->type, "poll.call")) {
        return on_poll_call(things, poll, entry->d);
    }
    if (pal_text_is(entry->type, "poll.waive")) {
        return poll->is_secret && pal_thing_is_in(poll, PAL_STATE(DRAFT) | PAL_STATE(CALLED));
    }
    if (pal_text_is(entry->type, "poll.open")) {
        bool is_right =
            pal_thing_is_in(pal_things_at(things, poll->assembly), PAL_STATES_CONVENED) &&
            poll->opens_at <= entry->made_at && entry->made_at < poll->closes_at;
        return pal_thing_move(poll, PAL_STATE(CALLED), PAL_THING_OPEN) && is_right;
    }
    if (pal_text_is(entry->type, "poll.close")) {
        return on_poll_close(things, poll, entry);
    }
    if (pal_text_is(entry->type, "poll.count")) {
        return on_poll_count(things, poll, entry->d);
    }
    if (pal_text_is(entry->type, "poll.publish")) {
        poll->published_at = entry->made_at;
        return pal_thing_move(poll, PAL_STATE(COUNTED), PAL_THING_PUBLISHED);
    }
    if (pal_text_is(entry->type, "poll.void")) {
        return on_poll_void(things, poll);
    }
    return true;
}

static bool on_poll(struct pal_things *things, const struct pal_entry *entry)
{
    if (pal_text_is(entry->type, "poll.create")) {
        return on_poll_create(things, entry->d);
    }
    struct pal_thing *poll = pal_things_named(things, PAL_THING_POLL, entry->d, "poll");
    if (poll == NULL) {
        return false;
    }
    bool was_closed = pal_thing_is_in(poll, PAL_STATE(CLOSED));
    bool is_right = turn_poll(things, poll, entry);
    wait_for_count(things, poll, was_closed, pal_thing_is_in(poll, PAL_STATE(CLOSED)));
    return is_right;
}

bool pal_things_cast(struct pal_things *things, const struct pal_uuid *poll, int64_t made_at,
                     struct pal_thing **out_poll)
{
    struct pal_thing *thing = pal_things_at(things, things->last_poll);
    if (thing == NULL || !pal_uuid_equal(&thing->uuid, poll)) {
        thing = pal_things_find(things, PAL_THING_POLL, poll);
        things->last_poll = pal_things_place(things, thing);
    }
    *out_poll = thing;
    return pal_thing_is_in(thing, PAL_STATE(OPEN)) && !thing->is_secret &&
           made_at < thing->closes_at;
}

/* --- the rest --------------------------------------------------------------------------------------- */

static bool on_version(struct pal_things *things, const struct pal_json *d)
{
    struct pal_thing *made = pal_things_create(things, PAL_THING_VERSION, d, "constitution");
    struct pal_date effective_on;
    if (made == NULL || pal_json_int(d, "number", &made->number, NULL) != PAL_OK ||
        pal_json_date(d, "effective_on", &effective_on, NULL) != PAL_OK ||
        pal_json_hash(d, "hash", &made->hash, NULL) != PAL_OK) {
        return false;
    }
    made->effective_on = effective_on.days;
    made->follows = things->last_version;
    things->last_version = pal_things_place(things, made);
    things->versions++;
    return made->number == things->versions;
}

static bool on_urn(struct pal_things *things, const struct pal_entry *entry)
{
    const struct pal_thing *poll = pal_things_named(things, PAL_THING_POLL, entry->d, "poll");
    bool is_shown = pal_text_is(entry->type, "urn.show");
    unsigned counted = PAL_STATE(COUNTED) | PAL_STATE(PUBLISHED);
    return pal_thing_is_in(poll, is_shown ? counted : counted | PAL_STATE(VOID)) && poll->is_secret;
}

bool pal_things_apply(struct pal_things *things, const struct pal_entry *entry)
{
    if (pal_text_is(entry->type, "log.continue")) {
        on_continue(things);
        return true;
    }
    if (pal_text_starts(entry->type, "poll.")) {
        return on_poll(things, entry);
    }
    if (pal_text_starts(entry->type, "resolution.") || pal_text_starts(entry->type, "amendment.")) {
        return pal_texts_apply(things, entry);
    }
    if (pal_text_starts(entry->type, "assembly.") || pal_text_starts(entry->type, "sitting.") ||
        pal_text_starts(entry->type, "proxy.") || pal_text_is(entry->type, "attendance.mark")) {
        return pal_meetings_apply(things, entry);
    }
    if (pal_text_is(entry->type, "constitution.enter")) {
        return on_version(things, entry->d);
    }
    return pal_text_starts(entry->type, "urn.") ? on_urn(things, entry)
                                                : pal_gates_apply(things, entry);
}
