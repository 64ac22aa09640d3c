/* verify_gates.c - what a debate asks for before a vote: concerns, extensions, motions, sponsors. */
#include <string.h>

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

/* --- classes -------------------------------------------------------------------------------------- */

struct pal_hash pal_gates_class(const struct pal_json *d)
{
    struct pal_text name = pal_text_of("");
    return pal_json_text(d, "class", &name, NULL) == PAL_OK ? pal_hash_of(name.bytes, name.size)
                                                            : (struct pal_hash){0};
}

static bool is_of_class(const struct pal_thing *thing, const char *name)
{
    struct pal_hash hash = pal_hash_of(name, strlen(name));
    return pal_hash_equal(&thing->class_name, &hash);
}

/* RULE docs/rules/assemblies.md
 * > An ordinary assembly does not decide what the statutes reserve to an extraordinary one, nor an
 * > extraordinary assembly what is ordinary; a combined assembly decides both. */
bool pal_gates_decides(const struct pal_thing *assembly, const struct pal_thing *what)
{
    if (assembly == NULL) {
        return true;
    }
    switch (assembly->held) {
    case PAL_HELD_NEVER: return false;
    case PAL_HELD_ORDINARY: return !is_of_class(what, "extraordinary");
    case PAL_HELD_EXTRAORDINARY: return !is_of_class(what, "ordinary");
    case PAL_HELD_COMBINED:
    case PAL_HELD_COLLEGE:
    case PAL_HELD_WRITTEN: return true;
    }
    return false;
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

/* --- motions -------------------------------------------------------------------------------------- */

static bool read_asked(const struct pal_json *d, enum pal_thing_asked *out_asked)
{
    static const char *const words[] = {
        [PAL_ASKED_SUSPENSION] = "suspend",
        [PAL_ASKED_CLOSE] = "close_debate",
        [PAL_ASKED_SECRECY] = "secret_ballot",
        [PAL_ASKED_CLASS] = "reclassify",
    };
    struct pal_text kind = pal_text_of("");
    bool is_read = pal_json_text(d, "kind", &kind, NULL) == PAL_OK;
    for (size_t i = 0; is_read && i < sizeof words / sizeof words[0]; i++) {
        if (pal_text_is(kind, words[i])) {
            *out_asked = (enum pal_thing_asked)i;
            return true;
        }
    }
    return false;
}

/* RULE docs/rules/verify.md
 * > A motion asks for what can still be done: a suspension of an assembly that sits and is not suspended; of a resolution of
 * > its assembly that is draft, that a debate which is not closed be closed, or another class where its class is `ordinary`.
 */
static bool can_be_done(const struct pal_things *things, const struct pal_thing *motion)
{
    const struct pal_thing *assembly = pal_things_at(things, motion->assembly);
    const struct pal_thing *resolution = pal_things_at(things, motion->resolution);
    bool asks_close = motion->asked == PAL_ASKED_CLOSE;
    bool asks_class = motion->asked == PAL_ASKED_CLASS;
    bool asks_suspension = motion->asked == PAL_ASKED_SUSPENSION;
    if (!pal_thing_is_in(assembly, asks_suspension ? PAL_STATE(SITTING) : PAL_STATES_CONVENED) ||
        (asks_suspension && assembly->is_suspended)) {
        return false;
    }
    if (resolution == NULL) {
        return !asks_close && !asks_class;
    }
    return pal_thing_is_in(resolution, PAL_STATE(DRAFT)) &&
           resolution->assembly == motion->assembly && !(asks_close && resolution->is_closed) &&
           (!asks_class || is_of_class(resolution, "ordinary"));
}

static bool on_motion_make(struct pal_things *things, const struct pal_json *d)
{
    size_t of =
        pal_things_place(things, pal_things_named(things, PAL_THING_ASSEMBLY, d, "assembly"));
    size_t on =
        pal_things_place(things, pal_things_named(things, PAL_THING_RESOLUTION, d, "resolution"));
    struct pal_thing *made = pal_things_create(things, PAL_THING_MOTION, d, "motion");
    if (made == NULL) {
        return false;
    }
    made->assembly = of;
    made->resolution = on;
    return read_asked(d, &made->asked) && pal_json_has(d, "resolution") == (on != 0) &&
           pal_json_has(d, "college") == (made->asked == PAL_ASKED_CLASS) &&
           can_be_done(things, made);
}

/* RULE docs/rules/verify.md
 * > Its class is that of `resolution.table`, or of the last `motion.carry` on it that has one.
 */
static bool carry(const struct pal_things *things, struct pal_thing *motion,
                  const struct pal_json *d)
{
    struct pal_thing *resolution = pal_things_at(things, motion->resolution);
    struct pal_thing *assembly = pal_things_at(things, motion->assembly);
    bool has_class = pal_json_has(d, "class");
    bool is_right = can_be_done(things, motion) && is_reached(motion, d, "support") &&
                    has_class == (motion->asked == PAL_ASKED_CLASS);
    if (resolution != NULL && has_class) {
        resolution->class_name = pal_gates_class(d);
        is_right = is_right && pal_gates_decides(assembly, resolution);
    }
    struct pal_thing *about = resolution != NULL ? resolution : assembly;
    if (about != NULL && motion->asked == PAL_ASKED_SECRECY) {
        about->asks_secrecy = true;
    }
    return pal_thing_move(motion, PAL_STATE(DRAFT), PAL_THING_ACCEPTED) && is_right;
}

static bool on_motion(struct pal_things *things, const struct pal_entry *entry)
{
    if (pal_text_is(entry->type, "motion.make")) {
        return on_motion_make(things, entry->d);
    }
    struct pal_thing *motion = pal_things_named(things, PAL_THING_MOTION, entry->d, "motion");
    if (motion == NULL) {
        return false;
    }
    if (pal_text_is(entry->type, "motion.carry")) {
        return carry(things, motion, entry->d);
    }
    return count_one(motion, entry->d) && pal_thing_is_in(motion, PAL_STATE(DRAFT)) &&
           can_be_done(things, motion);
}

/* RULE docs/rules/verify.md
 * > Where `debate.close` or `sitting.suspend` names a motion, it is one that asked for that, was carried, and did nothing yet.
 */
bool pal_gates_carried(const struct pal_things *things, const struct pal_json *d,
                       enum pal_thing_asked asked)
{
    struct pal_thing *motion = pal_things_named(things, PAL_THING_MOTION, d, "motion");
    size_t on =
        pal_things_place(things, pal_things_named(things, PAL_THING_RESOLUTION, d, "resolution"));
    size_t of =
        pal_things_place(things, pal_things_named(things, PAL_THING_ASSEMBLY, d, "assembly"));
    if (!pal_json_has(d, "motion")) {
        return true;
    }
    return pal_thing_move(motion, PAL_STATE(ACCEPTED), PAL_THING_DECIDED) &&
           motion->asked == asked &&
           (asked == PAL_ASKED_CLOSE ? motion->resolution == on : motion->assembly == of);
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
    return pal_gates_carried(things, entry->d, PAL_ASKED_CLOSE) && is_other &&
           pal_thing_is_in(resolution,
                           closes ? PAL_STATE(DRAFT) | PAL_STATE(FROZEN) : PAL_STATE(DRAFT));
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
    made->class_name = pal_gates_class(d);
    return pal_thing_is_in(assembly, PAL_STATE(DRAFT)) && !assembly->is_second_call &&
           pal_gates_decides(assembly, made);
}

/* RULE docs/rules/verify.md
 * > The resolution of an initiative is one of members in its assembly, with the text and the class that were proposed.
 */
static bool on_initiative_table(const struct pal_things *things, struct pal_thing *initiative,
                                const struct pal_json *d)
{
    const struct pal_thing *resolution =
        pal_things_named(things, PAL_THING_RESOLUTION, d, "resolution");
    bool is_its_own = pal_thing_is_in(resolution, PAL_STATE(DRAFT)) &&
                      resolution->is_from_members && resolution->assembly == initiative->assembly &&
                      pal_hash_equal(&resolution->hash, &initiative->hash) &&
                      pal_hash_equal(&resolution->class_name, &initiative->class_name);
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
        return on_motion(things, entry);
    }
    return pal_text_starts(entry->type, "initiative.") ? on_initiative(things, entry) : true;
}

/* --- before a vote -------------------------------------------------------------------------------- */

/* RULE docs/rules/verify.md
 * > A poll on a resolution, or on an amendment of one, is created and called in the class that the resolution has then.
 */
static bool has_class(const struct pal_thing *resolution, const struct pal_thing *poll)
{
    return resolution == NULL || pal_hash_equal(&resolution->class_name, &poll->class_name);
}

/* RULE docs/rules/verify.md
 * > A poll in that assembly is secret where a motion for a secret ballot was carried, on that resolution, or on none.
 */
static bool is_as_secret(const struct pal_thing *resolution, const struct pal_thing *assembly,
                         const struct pal_thing *poll)
{
    bool asks = (resolution != NULL && resolution->asks_secrecy) ||
                (assembly != NULL && assembly->asks_secrecy);
    return !asks || poll->is_secret;
}

/* RULE docs/rules/verify.md
 * > By consent its method is `consent`; in an election without candidates, and in no other procedure, its kind is `election`.
 */
bool pal_gates_may_create(const struct pal_things *things, const struct pal_thing *poll)
{
    const struct pal_thing *resolution = pal_things_at(things, poll->resolution);
    const struct pal_thing *amendment = pal_things_at(things, poll->amendment);
    const struct pal_thing *about =
        amendment == NULL ? resolution : pal_things_at(things, amendment->resolution);
    bool is_by_consent = resolution != NULL && resolution->procedure == PAL_BY_CONSENT;
    bool is_by_election = resolution != NULL && resolution->procedure == PAL_BY_ELECTION;
    return (!is_by_consent || poll->asks_consent) &&
           (resolution == NULL || poll->is_election == is_by_election) && has_class(about, poll) &&
           is_as_secret(about, pal_things_at(things, poll->assembly), poll);
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
