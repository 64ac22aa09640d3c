/*
 * verify_in_force.c - what the constitution in force asks for: of a notice, a call, a waiver, an extension, a motion, an
 * initiative, a text that a second call takes up.
 *
 * RULE docs/rules/verify.md
 * > What the log does not say is not asked: who is a member on which day, or in the room, or of which college, and so
 * > what `base` should be, and in which zone a day begins.
 */
#include "ballots/rules.h"
#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/ratio.h"

#include "verifying.h"

enum { HOUR = 3600, DAY = 24 * HOUR, WEST = 12 * HOUR, EAST = 14 * HOUR };

/* --- a version ------------------------------------------------------------------------------------ */

static bool read_version(const struct pal_verifying *verifying, const struct pal_thing *version,
                         struct pal_json **out_document)
{
    PAL_BUF(bytes);
    const struct pal_hashed_file *file =
        pal_verify_hashed(verifying, PAL_RECORD_CONSTITUTION, &version->hash);
    return file != NULL &&
           pal_tar_content(&verifying->tar, &verifying->tar.files[file->file], PAL_LIMIT_DOCUMENT,
                           &bytes) == PAL_OK &&
           pal_canon_read(pal_buf_text(&bytes), PAL_LIMIT_DOCUMENT, out_document, NULL) == PAL_OK &&
           pal_json_kind(*out_document) == PAL_JSON_OBJECT;
}

/* What a version of the constitution says of deliberation; *out_says is NULL where it says nothing. */
static bool read_deliberation(const struct pal_verifying *verifying,
                              const struct pal_thing *version, struct pal_json **out_document,
                              const struct pal_json **out_says)
{
    *out_says = NULL;
    return read_version(verifying, version, out_document) &&
           (!pal_json_has(*out_document, "deliberation") ||
            pal_json_object(*out_document, "deliberation", out_says, NULL) == PAL_OK);
}

/* Does an entry ask for the share that a version asks for under that name? */
static bool is_share(const struct pal_json *says, const char *name, const struct pal_json *d)
{
    PAL_RATIO(share);
    PAL_RATIO(required);
    return pal_json_ratio(says, name, share, NULL) == PAL_OK &&
           pal_json_ratio(d, "required", required, NULL) == PAL_OK && mpq_equal(share, required);
}

typedef bool is_so_under(const struct pal_verifying *verifying, const struct pal_thing *version,
                         const struct pal_entry *entry);

static bool is_named(const struct pal_verifying *verifying, const struct pal_thing *version,
                     const struct pal_entry *entry)
{
    return version ==
           pal_things_named(&verifying->things, PAL_THING_VERSION, entry->d, "constitution");
}

/* RULE docs/rules/verify.md
 * > `required` and `days` of an extension are the `motion_support` and the `extension_days` of the version in force
 */
static bool is_extension(const struct pal_verifying *verifying, const struct pal_thing *version,
                         const struct pal_entry *entry)
{
    PAL_JSON(document);
    const struct pal_json *says;
    int64_t added = 0;
    int64_t days = 0;
    return read_deliberation(verifying, version, &document, &says) && says != NULL &&
           is_share(says, "motion_support", entry->d) &&
           pal_json_int(says, "extension_days", &added, NULL) == PAL_OK &&
           pal_json_int(entry->d, "days", &days, NULL) == PAL_OK && days == added;
}

/* RULE docs/rules/verify.md
 * > `required` of an initiative is its `sponsors`, or where there is a `college` its `college_sponsors`.
 */
static bool is_sponsored(const struct pal_verifying *verifying, const struct pal_thing *version,
                         const struct pal_entry *entry)
{
    PAL_JSON(document);
    const struct pal_json *says;
    bool is_of_college = pal_json_has(entry->d, "college");
    return read_deliberation(verifying, version, &document, &says) && says != NULL &&
           is_share(says, is_of_college ? "college_sponsors" : "sponsors", entry->d);
}

/* RULE docs/rules/verify.md
 * > `required` of a motion is its `secret_on_request` for a secret ballot, else its `motion_support`, and `class` its `college_turns`;
 */
static bool is_motion(const struct pal_verifying *verifying, const struct pal_thing *version,
                      const struct pal_entry *entry)
{
    PAL_JSON(document);
    const struct pal_json *says;
    struct pal_text turns;
    struct pal_text becomes;
    const struct pal_thing *motion =
        pal_things_named(&verifying->things, PAL_THING_MOTION, entry->d, "motion");
    bool asks_secrecy = motion != NULL && motion->asked == PAL_ASKED_SECRECY;
    if (!read_deliberation(verifying, version, &document, &says) || says == NULL ||
        !is_share(says, asks_secrecy ? "secret_on_request" : "motion_support", entry->d)) {
        return false;
    }
    return !pal_json_has(entry->d, "class") ||
           (pal_json_text(says, "college_turns", &turns, NULL) == PAL_OK &&
            pal_json_text(entry->d, "class", &becomes, NULL) == PAL_OK &&
            pal_text_equal(turns, becomes));
}

/* RULE docs/rules/verify.md
 * > `k_min` of a `poll.waive` is that of the version in force, or, of a poll that was called, of the one that it was called under.
 */
static bool is_waiver(const struct pal_verifying *verifying, const struct pal_thing *version,
                      const struct pal_entry *entry)
{
    PAL_JSON(document);
    int64_t least = 0;
    int64_t waived = 0;
    return read_version(verifying, version, &document) &&
           pal_json_int(document, "k_min", &least, NULL) == PAL_OK &&
           pal_json_int(entry->d, "k_min", &waived, NULL) == PAL_OK && least == waived;
}

/* RULE docs/rules/assemblies.md
 * > Where the statutes have another majority for the second call, what the first rejected is not decided
 * > yet.
 */
static bool is_open_again(const struct pal_verifying *verifying, const struct pal_thing *version,
                          const struct pal_entry *entry)
{
    PAL_JSON(document);
    PAL_CONSTITUTION(constitution);
    struct pal_text id;
    if (!read_version(verifying, version, &document) ||
        pal_constitution_parse(document, PAL_CONSTITUTION_DOCUMENT, &constitution, NULL) !=
            PAL_OK ||
        pal_json_text(entry->d, "class", &id, NULL) != PAL_OK) {
        return false;
    }
    const struct pal_class *class = pal_constitution_class(&constitution, id);
    return class != NULL && pal_class_has_second_rule(class);
}

/* --- which one ------------------------------------------------------------------------------------ */

/* RULE docs/rules/verify.md
 * > In force on a day is, of the versions entered so far whose day has come, the one whose day came last, and of
 * > several the last entered.
 */
static const struct pal_thing *in_force(const struct pal_things *things, int64_t day)
{
    const struct pal_thing *found = NULL;
    const struct pal_thing *version = pal_things_at(things, things->last_version);
    while (version != NULL) {
        bool is_later = found == NULL || found->effective_on < version->effective_on;
        found = version->effective_on <= day && is_later ? version : found;
        version = pal_things_at(things, version->follows);
    }
    return found;
}

/* RULE docs/rules/verify.md
 * > Which day it is depends on the zone: it is enough that it is so in one, from 12 hours behind UTC to 14 before it.
 */
static bool is_so_somewhere(const struct pal_verifying *verifying, const struct pal_entry *entry,
                            is_so_under *is_so)
{
    const struct pal_thing *tried = NULL;
    int64_t last = (entry->made_at + EAST) / DAY;
    for (int64_t day = (entry->made_at - WEST) / DAY; day <= last; day++) {
        const struct pal_thing *version = in_force(&verifying->things, day);
        if (version != NULL && version != tried && is_so(verifying, version, entry)) {
            return true;
        }
        tried = version;
    }
    return false;
}

/* --- days ----------------------------------------------------------------------------------------- */

/* The periods of a version of the constitution; of one that states none, none. */
static bool read_periods(const struct pal_verifying *verifying, const struct pal_thing *version,
                         int64_t *out_debate, int64_t *out_contract)
{
    PAL_JSON(document);
    const struct pal_json *says;
    return read_deliberation(verifying, version, &document, &says) &&
           (says == NULL || (pal_json_int(says, "debate_days", out_debate, NULL) == PAL_OK &&
                             pal_json_int(says, "contract_days", out_contract, NULL) == PAL_OK));
}

/* RULE docs/rules/verify.md
 * > A vote that waits for N civil days opens more than N - 1 times 24 hours after the notice, less one hour that a
 * > clock may have lost.
 */
static const char *why_early(const struct pal_verifying *verifying, const struct pal_thing *poll,
                             const struct pal_thing *version)
{
    const struct pal_things *things = &verifying->things;
    const struct pal_thing *resolution = pal_things_at(things, poll->resolution);
    const struct pal_thing *assembly = pal_things_at(things, poll->assembly);
    int64_t debate = 0;
    int64_t contract = 0;
    if (resolution == NULL || assembly == NULL) {
        return NULL;
    }
    if (!read_periods(verifying, version, &debate, &contract)) {
        return "the constitution of a vote cannot be read";
    }
    const struct pal_thing *first = pal_things_at(things, assembly->follows);
    int64_t noticed_at = first != NULL ? first->noticed_at : assembly->noticed_at;
    int64_t waited = poll->opens_at - noticed_at;
    const struct pal_thing *before = pal_things_at(things, resolution->follows);
    debate = pal_gates_days(debate) + resolution->days + (before == NULL ? 0 : before->days);
    contract = pal_gates_days(contract);
    if (debate > 0 && waited <= (debate - 1) * DAY - HOUR) {
        return "a vote opens before its debate has run";
    }
    bool is_contract = resolution->procedure == PAL_BY_CONTRACT;
    return is_contract && contract > 0 && waited <= (contract - 1) * DAY - HOUR
               ? "a vote opens before the notice of its contract has run"
               : NULL;
}

/* --- entries -------------------------------------------------------------------------------------- */

static const char *judge_call(const struct pal_verifying *verifying, const struct pal_entry *entry)
{
    const struct pal_things *things = &verifying->things;
    const struct pal_thing *poll = pal_things_named(things, PAL_THING_POLL, entry->d, "poll");
    const struct pal_thing *version =
        pal_things_named(things, PAL_THING_VERSION, entry->d, "constitution");
    if (poll == NULL || version == NULL) {
        return NULL; /* this was said before */
    }
    return is_so_somewhere(verifying, entry, is_named)
               ? why_early(verifying, poll, version)
               : "a poll is called under a constitution that is not in force";
}

static const char *judge_waiver(const struct pal_verifying *verifying,
                                const struct pal_entry *entry)
{
    const struct pal_things *things = &verifying->things;
    const struct pal_thing *poll = pal_things_named(things, PAL_THING_POLL, entry->d, "poll");
    const struct pal_thing *called = poll == NULL ? NULL : pal_things_at(things, poll->follows);
    bool is_so = called != NULL ? is_waiver(verifying, called, entry)
                                : is_so_somewhere(verifying, entry, is_waiver);
    return is_so ? NULL : "a waiver is of another k_min than the constitution";
}

/* Of a text that a second call takes up although it was decided. */
static const char *judge_table(const struct pal_verifying *verifying, const struct pal_entry *entry)
{
    const struct pal_thing *before =
        pal_things_named(&verifying->things, PAL_THING_RESOLUTION, entry->d, "continues");
    return !pal_thing_is_in(before, PAL_STATE(DECIDED)) ||
                   is_so_somewhere(verifying, entry, is_open_again)
               ? NULL
               : "what was rejected is taken up, and the constitution decides it no otherwise";
}

const char *pal_in_force_judge(const struct pal_verifying *verifying, const struct pal_entry *entry)
{
    static const struct {
        const char *type;
        is_so_under *is_so;
        const char *why;
    } asked[] = {
        {"assembly.convene", is_named,
         "a notice is sent under a constitution that is not in force"},
        {"debate.extend", is_extension,
         "a debate is extended otherwise than the constitution says"},
        {"motion.carry", is_motion, "a motion is carried otherwise than the constitution says"},
        {"initiative.table", is_sponsored,
         "an initiative is on the agenda otherwise than the constitution says"},
    };
    if (pal_text_is(entry->type, "poll.call")) {
        return judge_call(verifying, entry);
    }
    if (pal_text_is(entry->type, "poll.waive")) {
        return judge_waiver(verifying, entry);
    }
    if (pal_text_is(entry->type, "resolution.table")) {
        return judge_table(verifying, entry);
    }
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        if (pal_text_is(entry->type, asked[i].type)) {
            return is_so_somewhere(verifying, entry, asked[i].is_so) ? NULL : asked[i].why;
        }
    }
    return NULL;
}
