/* verify_meetings.c - the assemblies that the entries of a log speak of. */
#include "base/fields.h"

#include "verifying.h"

static enum pal_thing_held held_as(const struct pal_json *d)
{
    static const char *const words[] = {
        [PAL_HELD_ORDINARY] = "ordinary", [PAL_HELD_EXTRAORDINARY] = "extraordinary",
        [PAL_HELD_COMBINED] = "combined", [PAL_HELD_COLLEGE] = "college",
        [PAL_HELD_WRITTEN] = "written",
    };
    struct pal_text kind = pal_text_of("");
    bool is_read = pal_json_text(d, "kind", &kind, NULL) == PAL_OK;
    for (size_t i = PAL_HELD_ORDINARY; is_read && i < sizeof words / sizeof words[0]; i++) {
        if (pal_text_is(kind, words[i])) {
            return (enum pal_thing_held)i;
        }
    }
    return PAL_HELD_NEVER;
}

/* RULE docs/rules/assemblies.md
 * > A second call is of the same kind, and of the same college, as the first, which was held and has
 * > ended: one that was cancelled leaves nothing that a smaller quorum could decide.
 */
static bool is_of_kind(const struct pal_thing *first, const struct pal_thing *second)
{
    return pal_thing_is_in(first, PAL_STATE(ENDED)) && !first->is_second_call &&
           first->held == second->held && pal_hash_equal(&first->college, &second->college);
}

/* RULE docs/rules/assemblies.md
 * > A first call has one second call, unless that one is cancelled, and none as long as one of its polls
 * > is closed and not counted.
 */
static bool follow(struct pal_things *things, struct pal_thing *second)
{
    struct pal_thing *first = pal_things_at(things, second->follows);
    if (first == NULL || !is_of_kind(first, second)) {
        return false;
    }
    bool is_only = first->second == 0 ||
                   pal_thing_is_in(pal_things_at(things, first->second), PAL_STATE(CANCELLED));
    first->second = pal_things_place(things, second);
    return is_only && first->polls == 0;
}

static bool on_assembly_create(struct pal_things *things, const struct pal_json *d)
{
    size_t first =
        pal_things_place(things, pal_things_named(things, PAL_THING_ASSEMBLY, d, "second_of"));
    struct pal_thing *made = pal_things_create(things, PAL_THING_ASSEMBLY, d, "assembly");
    struct pal_text call;
    struct pal_text college = pal_text_of("");
    if (made == NULL || pal_json_text(d, "call", &call, NULL) != PAL_OK ||
        (pal_json_has(d, "college") && pal_json_text(d, "college", &college, NULL) != PAL_OK)) {
        return false;
    }
    made->is_second_call = pal_text_is(call, "second");
    made->follows = first;
    made->held = held_as(d);
    made->college = pal_hash_of(college.bytes, college.size);
    return made->held != PAL_HELD_NEVER && pal_json_has(d, "second_of") == made->is_second_call &&
           (made->is_second_call ? follow(things, made) : pal_text_is(call, "first"));
}

/* Is the text that a sitting takes up, or that somebody speaks on, one of that assembly? */
static bool is_on_agenda(const struct pal_things *things, const struct pal_thing *assembly,
                         const struct pal_json *d, unsigned states)
{
    const struct pal_thing *text = pal_things_named(things, PAL_THING_RESOLUTION, d, "resolution");
    return !pal_json_has(d, "resolution") ||
           (pal_thing_is_in(text, states) && pal_things_at(things, text->assembly) == assembly);
}

/* RULE docs/rules/sitting.md
 * > The chair suspends the sitting and resumes it;
 */
static bool on_sitting(struct pal_things *things, const struct pal_entry *entry)
{
    static const unsigned tabled = PAL_STATE(DRAFT) | PAL_STATE(FROZEN) | PAL_STATE(DECIDED);
    const struct pal_json *d = entry->d;
    struct pal_thing *assembly = pal_things_named(things, PAL_THING_ASSEMBLY, d, "assembly");
    if (assembly == NULL) {
        return false;
    }
    bool suspends = pal_text_is(entry->type, "sitting.suspend");
    if (suspends || pal_text_is(entry->type, "sitting.resume")) {
        bool is_other = assembly->is_suspended != suspends;
        assembly->is_suspended = suspends;
        return pal_gates_carried(things, d, PAL_ASKED_SUSPENSION) && is_other &&
               pal_thing_is_in(assembly, PAL_STATE(SITTING));
    }
    if (pal_text_is(entry->type, "sitting.discuss")) {
        return pal_thing_is_in(assembly, PAL_STATE(SITTING)) &&
               is_on_agenda(things, assembly, d, tabled);
    }
    if (pal_text_is(entry->type, "sitting.speech")) {
        return pal_thing_is_in(assembly, PAL_STATE(SITTING) | PAL_STATE(ENDED)) &&
               is_on_agenda(things, assembly, d, tabled | PAL_STATE(WITHDRAWN));
    }
    bool is_late = pal_text_is(entry->type, "sitting.incident");
    return pal_thing_is_in(assembly,
                           is_late ? PAL_STATES_CONVENED | PAL_STATE(ENDED) : PAL_STATES_CONVENED);
}

bool pal_meetings_apply(struct pal_things *things, const struct pal_entry *entry)
{
    const struct pal_json *d = entry->d;
    if (pal_text_starts(entry->type, "sitting.")) {
        return on_sitting(things, entry);
    }
    if (pal_text_is(entry->type, "assembly.create")) {
        return on_assembly_create(things, d);
    }
    struct pal_thing *assembly = pal_things_named(things, PAL_THING_ASSEMBLY, d, "assembly");
    if (pal_text_is(entry->type, "assembly.change")) {
        return pal_thing_is_in(assembly, PAL_STATE(DRAFT));
    }
    if (pal_text_is(entry->type, "assembly.convene")) {
        bool is_convened = pal_things_named(things, PAL_THING_VERSION, d, "constitution") != NULL &&
                           pal_thing_move(assembly, PAL_STATE(DRAFT), PAL_THING_CONVENED);
        if (is_convened) {
            assembly->was_shown = true;
            assembly->noticed_at = entry->made_at;
        }
        return is_convened;
    }
    if (pal_text_is(entry->type, "assembly.open")) {
        return pal_thing_move(assembly, PAL_STATE(CONVENED), PAL_THING_SITTING);
    }
    if (pal_text_is(entry->type, "assembly.end")) {
        return pal_thing_move(assembly, PAL_STATE(SITTING), PAL_THING_ENDED);
    }
    if (pal_text_is(entry->type, "assembly.cancel")) {
        return pal_thing_move(assembly, PAL_STATE(DRAFT) | PAL_STATE(CONVENED),
                              PAL_THING_CANCELLED);
    }
    return assembly != NULL;
}
