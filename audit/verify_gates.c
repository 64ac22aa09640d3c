/* verify_gates.c - what a debate asks for before a vote: concerns, extensions, sponsors. */
#include "base/check.h"
#include "base/fields.h"
#include "base/ratio.h"

#include "verifying.h"

/* More days than any second of an entry is away: what asks for more asks for this, and no sum overflows. */
int64_t pal_gates_days(int64_t days)
{
    static const int64_t end = INT64_C(1) << 40;
    return days < end ? days : end;
}

/* --- concerns ------------------------------------------------------------------------------------- */

static bool is_open(const struct pal_thing *concern)
{
    return concern->state == PAL_THING_DRAFT && !concern->is_settled;
}

/* RULE docs/rules/verify.md
 * > A contribution is posted under a resolution that is draft or frozen, and whose debate is not closed.
 */
static bool on_post(struct pal_things *things, const struct pal_json *d)
{
    struct pal_text kind;
    size_t on =
        pal_things_place(things, pal_things_named(things, PAL_THING_RESOLUTION, d, "resolution"));
    struct pal_thing *resolution = pal_things_at(things, on);
    bool is_right =
        pal_thing_is_in(resolution, PAL_STATE(DRAFT) | PAL_STATE(FROZEN)) && !resolution->is_closed;
    bool is_concern =
        pal_json_text(d, "kind", &kind, NULL) == PAL_OK && pal_text_is(kind, "concern");
    if (!is_concern) {
        return is_right;
    }
    struct pal_thing *concern =
        resolution == NULL ? NULL : pal_things_create(things, PAL_THING_CONCERN, d, "contribution");
    if (concern == NULL) {
        return false;
    }
    resolution = pal_things_at(things, on); /* it may have moved */
    concern->resolution = on;
    resolution->concerns++;
    return is_right;
}

/* Counts what a change made of a concern. */
static void count_concern(const struct pal_things *things, const struct pal_thing *concern,
                          bool was_open)
{
    struct pal_thing *resolution = pal_things_at(things, concern->resolution);
    PAL_CHECK(resolution != NULL); /* it was posted under one */
    resolution->concerns += (is_open(concern) ? 1 : 0) - (was_open ? 1 : 0);
}

static bool move_concern(const struct pal_things *things, struct pal_thing *concern, unsigned from,
                         enum pal_thing_state to)
{
    bool was_open = is_open(concern);
    bool is_right = pal_thing_move(concern, from, to);
    count_concern(things, concern, was_open);
    return is_right;
}

static bool settle(const struct pal_things *things, struct pal_thing *concern,
                   const struct pal_json *d)
{
    bool was_open = is_open(concern);
    struct pal_text how = pal_text_of("");
    bool is_said = pal_json_text(d, "how", &how, NULL) == PAL_OK &&
                   (pal_text_is(how, "met") || pal_text_is(how, "maintained"));
    concern->is_settled = true;
    count_concern(things, concern, was_open);
    return is_said && pal_thing_is_in(concern, PAL_STATE(DRAFT));
}

/* Of contributions that are no concern the form is all that is asked, but where they are posted. */
static bool on_contribution(struct pal_things *things, const struct pal_entry *entry)
{
    if (pal_text_is(entry->type, "contribution.post")) {
        return on_post(things, entry->d);
    }
    struct pal_thing *concern =
        pal_things_named(things, PAL_THING_CONCERN, entry->d, "contribution");
    bool is_settled = pal_text_is(entry->type, "concern.settle");
    if (concern == NULL) {
        return !is_settled;
    }
    if (is_settled) {
        return settle(things, concern, entry->d);
    }
    if (pal_text_is(entry->type, "contribution.withdraw")) {
        return move_concern(things, concern, PAL_STATE(DRAFT), PAL_THING_WITHDRAWN);
    }
    if (pal_text_is(entry->type, "contribution.conceal")) {
        return move_concern(things, concern, PAL_STATE(DRAFT), PAL_THING_HIDDEN);
    }
    if (pal_text_is(entry->type, "contribution.restore")) {
        return move_concern(things, concern, PAL_STATE(HIDDEN), PAL_THING_DRAFT);
    }
    return true;
}

/* --- shares --------------------------------------------------------------------------------------- */

/* One more who asks for something, or one less. */
static bool count_one(struct pal_thing *thing, const struct pal_json *d)
{
    bool value = false;
    bool is_right = pal_json_bool(d, "value", &value, NULL) == PAL_OK;
    thing->asking += value ? 1 : -1;
    return is_right && thing->asking >= 0;
}

/* RULE docs/rules/verify.md
 * > A share is reached where somebody asked, no more than the log has, and they are `required` of `base` or more.
 */
static bool is_reached(const struct pal_thing *thing, const struct pal_json *d, const char *name)
{
    int64_t count = 0;
    int64_t base = 0;
    PAL_RATIO(required);
    PAL_RATIO(part);
    if (pal_json_int(d, name, &count, NULL) != PAL_OK ||
        pal_json_int(d, "base", &base, NULL) != PAL_OK ||
        pal_json_ratio(d, "required", required, NULL) != PAL_OK) {
        return false;
    }
    if (count <= 0 || base < count || count > thing->asking) {
        return false;
    }
    pal_ratio_set(part, count, base);
    return mpq_cmp(part, required) >= 0;
}

/* --- debates -------------------------------------------------------------------------------------- */

static bool extend(const struct pal_things *things, struct pal_thing *resolution,
                   const struct pal_json *d)
{
    const struct pal_thing *assembly = pal_things_at(things, resolution->assembly);
    int64_t days = 0;
    bool is_right = pal_thing_is_in(resolution, PAL_STATE(DRAFT)) && !resolution->is_extended &&
                    pal_thing_is_in(assembly, PAL_STATES_CONVENED) && !assembly->is_second_call &&
                    is_reached(resolution, d, "support") &&
                    pal_json_int(d, "days", &days, NULL) == PAL_OK && days > 0;
    resolution->is_extended = true;
    resolution->days = pal_gates_days(resolution->days + pal_gates_days(days));
    return is_right;
}

static bool on_debate(struct pal_things *things, const struct pal_entry *entry)
{
    struct pal_thing *resolution =
        pal_things_named(things, PAL_THING_RESOLUTION, entry->d, "resolution");
    if (resolution == NULL) {
        return false;
    }
    if (pal_text_is(entry->type, "debate.extend")) {
        return extend(things, resolution, entry->d);
    }
    if (pal_text_is(entry->type, "debate.ask")) {
        return count_one(resolution, entry->d) && pal_thing_is_in(resolution, PAL_STATE(DRAFT));
    }
    bool closes = pal_text_is(entry->type, "debate.close");
    bool is_other = resolution->is_closed != closes;
    resolution->is_closed = closes;
    return is_other && pal_thing_is_in(resolution, closes ? PAL_STATE(DRAFT) | PAL_STATE(FROZEN)
                                                          : PAL_STATE(DRAFT));
}

/* --- initiatives ---------------------------------------------------------------------------------- */

static bool on_initiative_propose(struct pal_things *things, const struct pal_json *d)
{
    size_t of =
        pal_things_place(things, pal_things_named(things, PAL_THING_ASSEMBLY, d, "assembly"));
    struct pal_thing *made = pal_things_create(things, PAL_THING_INITIATIVE, d, "initiative");
    const struct pal_thing *assembly = pal_things_at(things, of);
    if (made == NULL || pal_json_hash(d, "hash", &made->hash, NULL) != PAL_OK) {
        return false;
    }
    made->assembly = of;
    return pal_thing_is_in(assembly, PAL_STATE(DRAFT)) && !assembly->is_second_call;
}

/* RULE docs/rules/verify.md
 * > The resolution of an initiative is one of members in its assembly, with the text that was proposed.
 */
static bool on_initiative_table(const struct pal_things *things, struct pal_thing *initiative,
                                const struct pal_json *d)
{
    const struct pal_thing *resolution =
        pal_things_named(things, PAL_THING_RESOLUTION, d, "resolution");
    bool is_its_own = pal_thing_is_in(resolution, PAL_STATE(DRAFT)) &&
                      resolution->is_from_members && resolution->assembly == initiative->assembly &&
                      pal_hash_equal(&resolution->hash, &initiative->hash);
    return pal_thing_move(initiative, PAL_STATE(DRAFT), PAL_THING_ACCEPTED) && is_its_own &&
           is_reached(initiative, d, "sponsors");
}

static bool on_initiative(struct pal_things *things, const struct pal_entry *entry)
{
    if (pal_text_is(entry->type, "initiative.propose")) {
        return on_initiative_propose(things, entry->d);
    }
    struct pal_thing *initiative =
        pal_things_named(things, PAL_THING_INITIATIVE, entry->d, "initiative");
    if (initiative == NULL) {
        return false;
    }
    if (pal_text_is(entry->type, "initiative.withdraw")) {
        return pal_thing_move(initiative, PAL_STATE(DRAFT), PAL_THING_WITHDRAWN);
    }
    if (pal_text_is(entry->type, "initiative.table")) {
        return on_initiative_table(things, initiative, entry->d);
    }
    return count_one(initiative, entry->d) && pal_thing_is_in(initiative, PAL_STATE(DRAFT)) &&
           pal_thing_is_in(pal_things_at(things, initiative->assembly), PAL_STATE(DRAFT));
}

/* --- classes -------------------------------------------------------------------------------------- */

struct pal_hash pal_gates_class(const struct pal_json *d)
{
    struct pal_text name = pal_text_of("");
    return pal_json_text(d, "class", &name, NULL) == PAL_OK ? pal_hash_of(name.bytes, name.size)
                                                            : (struct pal_hash){0};
}

/* RULE docs/rules/verify.md
 * > Its class is that of `resolution.table`, or of the last `motion.carry` on it that has one.
 *
 * Of motions nothing else is asked. */
static void on_motion(struct pal_things *things, const struct pal_entry *entry)
{
    size_t on = pal_things_place(things, pal_things_named(things, PAL_THING_RESOLUTION, entry->d,
                                                          "resolution"));
    if (pal_text_is(entry->type, "motion.make")) {
        struct pal_thing *made = pal_things_create(things, PAL_THING_MOTION, entry->d, "motion");
        if (made != NULL) {
            made->resolution = on;
        }
    }
    if (!pal_text_is(entry->type, "motion.carry") || !pal_json_has(entry->d, "class")) {
        return;
    }
    const struct pal_thing *motion = pal_things_named(things, PAL_THING_MOTION, entry->d, "motion");
    struct pal_thing *resolution =
        motion == NULL ? NULL : pal_things_at(things, motion->resolution);
    if (resolution != NULL) {
        resolution->class_name = pal_gates_class(entry->d);
    }
}

/* RULE docs/rules/verify.md
 * > A poll on a resolution, or on an amendment of one, is created and called in the class that the resolution has then.
 */
static bool has_class(const struct pal_things *things, const struct pal_thing *poll)
{
    const struct pal_thing *amendment = pal_things_at(things, poll->amendment);
    const struct pal_thing *resolution =
        pal_things_at(things, amendment == NULL ? poll->resolution : amendment->resolution);
    return resolution == NULL || pal_hash_equal(&resolution->class_name, &poll->class_name);
}

bool pal_gates_apply(struct pal_things *things, const struct pal_entry *entry)
{
    if (pal_text_starts(entry->type, "contribution.") ||
        pal_text_is(entry->type, "concern.settle")) {
        return on_contribution(things, entry);
    }
    if (pal_text_starts(entry->type, "debate.")) {
        return on_debate(things, entry);
    }
    if (pal_text_starts(entry->type, "motion.")) {
        on_motion(things, entry);
    }
    return pal_text_starts(entry->type, "initiative.") ? on_initiative(things, entry) : true;
}

/* --- before a vote -------------------------------------------------------------------------------- */

/* RULE docs/rules/verify.md
 * > By consent its method is `consent`; in an election without candidates its kind is `election`.
 */
bool pal_gates_may_create(const struct pal_things *things, const struct pal_thing *poll)
{
    const struct pal_thing *resolution = pal_things_at(things, poll->resolution);
    if (resolution == NULL) {
        return has_class(things, poll);
    }
    bool is_by_consent = resolution->procedure == PAL_BY_CONSENT;
    bool is_by_election = resolution->procedure == PAL_BY_ELECTION;
    return (!is_by_consent || poll->asks_consent) && (!is_by_election || poll->is_election) &&
           has_class(things, poll);
}

/* RULE docs/rules/verify.md
 * > By consent no concern is open that is shown, of the resolution or of the one that it takes up.
 */
bool pal_gates_may_call(const struct pal_things *things, const struct pal_thing *poll)
{
    const struct pal_thing *resolution = pal_things_at(things, poll->resolution);
    if (resolution == NULL || resolution->procedure != PAL_BY_CONSENT) {
        return pal_gates_may_create(things, poll);
    }
    const struct pal_thing *before = pal_things_at(things, resolution->follows);
    return pal_gates_may_create(things, poll) && resolution->concerns == 0 &&
           (before == NULL || before->concerns == 0);
}
