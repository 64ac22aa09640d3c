/* verify_texts.c - the resolutions, their files and their amendments that the entries of a log speak of. */
#include "base/fields.h"
#include "base/limits.h"

#include "verifying.h"

/* --- resolutions ---------------------------------------------------------------------------------- */

/* RULE docs/rules/verify.md
 * > What is taken up was not withdrawn, nor decided but where it was rejected; it is taken up once in that call, with its
 * > class, its origin and its last text.
 */
static bool takes_up(const struct pal_thing *made, struct pal_thing *before)
{
    bool is_left = pal_thing_is_in(before, PAL_STATE(DRAFT) | PAL_STATE(FROZEN)) ||
                   (pal_thing_is_in(before, PAL_STATE(DECIDED)) && before->is_rejected);
    bool is_new = before->second != made->assembly;
    before->second = made->assembly;
    return is_left && is_new && before->is_from_members == made->is_from_members &&
           pal_hash_equal(&before->hash, &made->hash) &&
           pal_hash_equal(&before->class_name, &made->class_name);
}

/* RULE docs/rules/verify.md
 * > The agenda is that of the notice: a text is tabled, changed or moved as long as its assembly is draft, and in a second
 * > call it is only taken up.
 */
static bool may_change(const struct pal_things *things, const struct pal_thing *resolution)
{
    const struct pal_thing *assembly = pal_things_at(things, resolution->assembly);
    return pal_thing_is_in(assembly, PAL_STATE(DRAFT)) && !assembly->is_second_call;
}

static bool on_table(struct pal_things *things, const struct pal_json *d)
{
    struct pal_thing *assembly = pal_things_named(things, PAL_THING_ASSEMBLY, d, "assembly");
    size_t held_by = pal_things_place(things, assembly);
    size_t taken_up =
        pal_things_place(things, pal_things_named(things, PAL_THING_RESOLUTION, d, "continues"));
    struct pal_text origin;
    struct pal_thing *made = pal_things_create(things, PAL_THING_RESOLUTION, d, "resolution");
    if (made == NULL || pal_json_hash(d, "hash", &made->hash, NULL) != PAL_OK) {
        return false;
    }
    made->assembly = held_by;
    made->follows = taken_up;
    made->class_name = pal_gates_class(d);
    made->is_from_members =
        pal_json_text(d, "origin", &origin, NULL) == PAL_OK && pal_text_is(origin, "members");
    struct pal_thing *before = pal_things_at(things, taken_up);
    const struct pal_thing *held = pal_things_at(things, held_by);
    if (!pal_thing_is_in(held, PAL_STATE(DRAFT)) || !pal_gates_decides(held, made) ||
        pal_json_has(d, "continues") != held->is_second_call) {
        return false;
    }
    return !held->is_second_call ||
           (before != NULL && before->assembly == held->follows && takes_up(made, before));
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
        bool is_taken =
            amendment != NULL &&
            (pal_thing_is_in(amendment, PAL_STATE(ACCEPTED)) ||
             (pal_thing_is_in(amendment, PAL_STATE(DECIDED)) && amendment->is_approved));
        is_right = is_taken && amendment->amendment == 0 &&
                   amendment->resolution == pal_things_place(things, resolution);
    }
    return is_right;
}

static enum pal_thing_procedure procedure_of(struct pal_text word)
{
    return pal_text_is(word, "consent")                       ? PAL_BY_CONSENT
           : pal_text_is(word, "election_without_candidates") ? PAL_BY_ELECTION
           : pal_text_is(word, "contract_change")             ? PAL_BY_CONTRACT
                                                              : PAL_BY_RESOLUTION;
}

/* RULE docs/rules/verify.md
 * > How it is decided is said by then, and in a second call as it was in the first.
 */
static bool may_choose(const struct pal_things *things, const struct pal_thing *resolution)
{
    const struct pal_thing *before = pal_things_at(things, resolution->follows);
    return may_change(things, resolution) ||
           (before != NULL && before->procedure == resolution->procedure &&
            pal_thing_is_in(pal_things_at(things, resolution->assembly), PAL_STATE(DRAFT)));
}

/* --- files ---------------------------------------------------------------------------------------- */

/* RULE docs/rules/attachments.md
 * > A resolution of a second call has
 * > what was attached to the one that it takes up: the same documents.
 *
 * Each once. That none is missing the log does not say: those that were removed by then are not taken over.
 */
static bool takes_over(struct pal_things *things, size_t resolution,
                       const struct pal_hash *document)
{
    const struct pal_thing *before =
        pal_things_at(things, pal_things_at(things, resolution)->follows);
    struct pal_thing *file = before == NULL ? NULL : pal_things_at(things, before->attached);
    while (file != NULL && !(pal_hash_equal(&file->hash, document) && file->second != resolution)) {
        file = pal_things_at(things, file->attached);
    }
    if (file != NULL) {
        file->second = resolution;
    }
    return file != NULL;
}

/* RULE docs/rules/attachments.md
 * > A file has at most 8 MiB, a resolution at most 20 that are attached
 */
static bool has_room(const struct pal_things *things, const struct pal_thing *resolution)
{
    size_t count = 0;
    const struct pal_thing *file = pal_things_at(things, resolution->attached);
    for (; file != NULL; file = pal_things_at(things, file->attached)) {
        count++;
    }
    return count < PAL_LIMIT_ATTACHMENTS;
}

static bool on_attach(struct pal_things *things, const struct pal_json *d, size_t resolution)
{
    struct pal_thing *made = pal_things_create(things, PAL_THING_ATTACHMENT, d, "attachment");
    if (made == NULL || pal_json_hash(d, "hash", &made->hash, NULL) != PAL_OK) {
        return false;
    }
    struct pal_thing *text = pal_things_at(things, resolution);
    const struct pal_thing *held = pal_things_at(things, text->assembly);
    bool is_in_time =
        pal_thing_is_in(text, PAL_STATE(DRAFT)) && pal_thing_is_in(held, PAL_STATE(DRAFT));
    made->resolution = resolution;
    if (!has_room(things, text)) {
        return false;
    }
    made->attached = text->attached;
    text->attached = pal_things_place(things, made);
    return is_in_time && (!held->is_second_call || takes_over(things, resolution, &made->hash));
}

static void unlink_file(const struct pal_things *things, struct pal_thing *resolution,
                        const struct pal_thing *file)
{
    struct pal_thing *after = resolution;
    while (after != NULL && pal_things_at(things, after->attached) != file) {
        after = pal_things_at(things, after->attached);
    }
    if (after != NULL) {
        after->attached = file->attached;
    }
}

static bool on_detach(const struct pal_things *things, const struct pal_json *d,
                      struct pal_thing *resolution)
{
    struct pal_thing *file = pal_things_named(things, PAL_THING_ATTACHMENT, d, "attachment");
    bool is_right = may_change(things, resolution) && pal_thing_is_in(resolution, PAL_STATE(DRAFT));
    if (file == NULL || file->resolution != pal_things_place(things, resolution) ||
        !pal_thing_move(file, PAL_STATE(DRAFT), PAL_THING_WITHDRAWN)) {
        return false;
    }
    unlink_file(things, resolution, file);
    return is_right;
}

/* --- what is voted ------------------------------------------------------------------------------------ */

static bool on_resolution(struct pal_things *things, const struct pal_entry *entry)
{
    const struct pal_json *d = entry->d;
    if (pal_text_is(entry->type, "resolution.table")) {
        return on_table(things, d);
    }
    struct pal_thing *resolution = pal_things_named(things, PAL_THING_RESOLUTION, d, "resolution");
    if (resolution == NULL) {
        return false;
    }
    struct pal_text opinion;
    struct pal_text procedure;
    if (pal_text_is(entry->type, "resolution.attach")) {
        return on_attach(things, d, pal_things_place(things, resolution));
    }
    if (pal_text_is(entry->type, "resolution.detach")) {
        return on_detach(things, d, resolution);
    }
    if (pal_text_is(entry->type, "resolution.withdraw")) {
        return pal_thing_move(resolution, PAL_STATE(DRAFT), PAL_THING_WITHDRAWN);
    }
    bool is_consolidated = pal_text_is(entry->type, "resolution.consolidate");
    if (pal_text_is(entry->type, "resolution.amend") || is_consolidated) {
        bool is_right =
            is_consolidated ? has_adopted(things, resolution, d) : may_change(things, resolution);
        return pal_json_hash(d, "hash", &resolution->hash, NULL) == PAL_OK &&
               pal_thing_is_in(resolution, PAL_STATE(DRAFT)) && is_right;
    }
    if (pal_text_is(entry->type, "resolution.opinion") &&
        pal_json_text(d, "opinion", &opinion, NULL) == PAL_OK) {
        resolution->is_opined = !pal_text_is(opinion, "none");
        resolution->is_approved = pal_text_is(opinion, "approved");
    }
    bool is_right = pal_thing_is_in(resolution, PAL_STATE(DRAFT));
    if (pal_text_is(entry->type, "resolution.procedure") &&
        pal_json_text(d, "procedure", &procedure, NULL) == PAL_OK) {
        resolution->procedure = procedure_of(procedure);
        bool is_known =
            resolution->procedure != PAL_BY_RESOLUTION || pal_text_is(procedure, "resolution");
        return is_right && is_known && may_choose(things, resolution);
    }
    bool is_moved = pal_text_is(entry->type, "resolution.move");
    return is_right && (!is_moved || may_change(things, resolution));
}

/* --- amendments ----------------------------------------------------------------------------------- */

static bool on_propose(struct pal_things *things, const struct pal_json *d)
{
    size_t resolution =
        pal_things_place(things, pal_things_named(things, PAL_THING_RESOLUTION, d, "resolution"));
    size_t parent =
        pal_things_place(things, pal_things_named(things, PAL_THING_AMENDMENT, d, "parent"));
    bool is_right = pal_thing_is_in(pal_things_at(things, resolution), PAL_STATE(DRAFT)) &&
                    pal_json_has(d, "parent") == (parent != 0);
    if (parent != 0) {
        const struct pal_thing *above = pal_things_at(things, parent);
        is_right = is_right && pal_thing_is_in(above, PAL_STATE(DRAFT)) && above->amendment == 0 &&
                   above->resolution == resolution;
    }
    struct pal_thing *made = pal_things_create(things, PAL_THING_AMENDMENT, d, "amendment");
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
    const struct pal_thing *poll = pal_things_named(things, PAL_THING_POLL, d, "poll");
    struct pal_text fate;
    bool is_right = pal_thing_is_in(poll, PAL_STATE(COUNTED)) && poll->amendment != 0 &&
                    pal_json_text(d, "fate", &fate, NULL) == PAL_OK;
    if (!is_right) {
        return false;
    }
    bool is_its_own = pal_things_at(things, poll->amendment) == amendment;
    if (pal_text_is(fate, "lapsed")) {
        return pal_thing_move(amendment, PAL_STATE(DRAFT) | PAL_STATE(FROZEN) | PAL_STATE(ACCEPTED),
                              PAL_THING_WITHDRAWN) &&
               !is_its_own;
    }
    amendment->is_approved = pal_text_is(fate, "adopted");
    return pal_thing_move(amendment, PAL_STATE(FROZEN), PAL_THING_DECIDED) && is_its_own &&
           (amendment->is_approved ? poll->is_approved : !poll->is_approved) &&
           (amendment->is_approved || pal_text_is(fate, "rejected"));
}

static bool on_amendment(struct pal_things *things, const struct pal_entry *entry)
{
    const struct pal_json *d = entry->d;
    if (pal_text_is(entry->type, "amendment.propose")) {
        return on_propose(things, d);
    }
    struct pal_thing *amendment = pal_things_named(things, PAL_THING_AMENDMENT, d, "amendment");
    if (amendment == NULL) {
        return false;
    }
    if (pal_text_is(entry->type, "amendment.fate")) {
        return on_fate(things, amendment, d);
    }
    if (pal_text_is(entry->type, "amendment.withdraw")) {
        return pal_thing_move(amendment, PAL_STATE(DRAFT), PAL_THING_WITHDRAWN);
    }
    if (pal_text_is(entry->type, "amendment.accept")) {
        return pal_thing_move(amendment, PAL_STATE(DRAFT), PAL_THING_ACCEPTED) &&
               amendment->amendment == 0;
    }
    if (pal_text_is(entry->type, "amendment.amend")) {
        return pal_json_hash(d, "hash", &amendment->hash, NULL) == PAL_OK &&
               pal_thing_is_in(amendment, PAL_STATE(DRAFT)) && amendment->amendment == 0;
    }
    return pal_thing_is_in(amendment, PAL_STATE(DRAFT));
}

bool pal_texts_apply(struct pal_things *things, const struct pal_entry *entry)
{
    return pal_text_starts(entry->type, "amendment.") ? on_amendment(things, entry)
                                                      : on_resolution(things, entry);
}
