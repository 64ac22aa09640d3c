/*
 * agenda.c - the commands on resolutions: tabled, changed, approved of, withdrawn, taken over.
 */
#include "agenda.h"

#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/polls.h"
#include "core/resolutions.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "attaching.h"
#include "documents.h"
#include "input.h"

static const struct pal_input title_input = {"/title", PAL_LIMIT_NAME, false, false};
static const struct pal_input text_input = {"/text", PAL_LIMIT_TEXT, false, true};
static const struct pal_input reasons_input = {"/reasons", PAL_LIMIT_TEXT, true, true};

/* Title, text and reasons, as they are kept. */
static enum pal_err write_words(const struct pal_resolution_spec *says, struct pal_json *document,
                                struct pal_where *out_where)
{
    const struct {
        const char *name;
        const struct pal_input *input;
        struct pal_text text;
    } parts[] = {
        {"reasons", &reasons_input, says->reasons},
        {"text", &text_input, says->text},
        {"title", &title_input, says->title},
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        PAL_BUF(kept);
        PAL_TRY(pal_input_read(parts[i].input, parts[i].text, &kept, out_where));
        pal_json_set_text(document, parts[i].name, pal_buf_text(&kept));
    }
    return PAL_OK;
}

enum pal_err pal_agenda_put_document(struct pal_store *store,
                                     const struct pal_resolution_spec *says, struct pal_json *d,
                                     struct pal_where *out_where)
{
    PAL_JSON(document);
    struct pal_hash hash;
    document = pal_json_object_new();
    PAL_TRY(write_words(says, document, out_where));
    PAL_TRY(pal_document_put_words(store, PAL_DOCUMENT_RESOLUTION, document, &hash, out_where));
    pal_json_set_hash(d, "hash", &hash);
    return PAL_OK;
}

/* RULE docs/rules/assemblies.md
 * > An ordinary assembly does not decide what the statutes reserve to an extraordinary one, nor an
 * > extraordinary assembly what is ordinary; a combined assembly decides both. */
bool pal_agenda_decides(enum pal_assembly_kind kind, struct pal_text decision_class)
{
    switch (kind) {
    case PAL_ASSEMBLY_ORDINARY: return !pal_text_is(decision_class, "extraordinary");
    case PAL_ASSEMBLY_EXTRAORDINARY: return !pal_text_is(decision_class, "ordinary");
    case PAL_ASSEMBLY_COMBINED:
    case PAL_ASSEMBLY_COLLEGE:
    case PAL_ASSEMBLY_WRITTEN: return true;
    }
    return false;
}

/* RULE docs/rules/assemblies.md
 * > The agenda is fixed when the notice is sent, and a second call has the agenda of
 * > the first: what the first did not decide, in the same order and the same words. */
bool pal_agenda_is_fixed(const struct pal_assembly *assembly)
{
    return assembly->state != PAL_ASSEMBLY_DRAFT || assembly->call == PAL_CALL_SECOND;
}

enum pal_err pal_agenda_check_class(const struct pal_constitution *constitution,
                                    const struct pal_assembly *assembly,
                                    struct pal_text decision_class, struct pal_where *out_where)
{
    if (pal_constitution_class(constitution, decision_class) == NULL ||
        !pal_agenda_decides(assembly->kind, decision_class)) {
        pal_where_set(out_where, "/class");
        return PAL_ERR_RESOLUTION_CLASS;
    }
    return PAL_OK;
}

static enum pal_err check_tabling(struct pal_store *store, const struct pal_resolution_spec *spec,
                                  const struct pal_assembly *assembly, struct pal_where *out_where)
{
    if (pal_agenda_is_fixed(assembly)) {
        return PAL_ERR_ASSEMBLY_AGENDA;
    }
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    PAL_TRY(pal_agenda_check_class(&constitution, assembly, spec->decision_class, out_where));
    if (!spec->is_from_members) {
        return PAL_OK;
    }
    PAL_TRY(pal_constitution_require(&constitution, PAL_FIELD_NOTICE, out_where));
    return pal_deadlines_request(&constitution, pal_society_today(store),
                                 pal_date_of_instant(assembly->meets_us))
               ? PAL_OK
               : PAL_ERR_ASSEMBLY_REQUEST;
}

enum pal_err pal_agenda_check_member(const struct pal_member *member, struct pal_text college)
{
    if (member->state != PAL_MEMBER_ADMITTED) {
        return PAL_ERR_MEMBER_NOT_ADMITTED;
    }
    bool is_other = college.size > 0 && !pal_text_equal(college, member->college);
    return is_other ? PAL_ERR_MEMBER_COLLEGE : PAL_OK;
}

bool pal_share_is_reached(uint64_t count, uint64_t base, mpq_srcptr share)
{
    if (count == 0 || base == 0) {
        return false;
    }
    PAL_RATIO(part);
    mpq_set_ui(part, count, base);
    mpq_canonicalize(part);
    return mpq_cmp(part, share) >= 0;
}

/* A place on the agenda that exists: from 1 to last. 0 is the last. */
static enum pal_err choose_place(int64_t asked, int64_t last, struct pal_json *d,
                                 struct pal_where *out_where)
{
    if (asked < 0 || asked > last) {
        pal_where_set(out_where, "/position");
        return PAL_ERR_JSON_VALUE;
    }
    pal_json_set_int(d, "position", asked > 0 ? asked : last);
    return PAL_OK;
}

enum pal_err pal_resolution_table(struct pal_store *store, const struct pal_resolution_spec *spec,
                                  struct pal_where *out_where,
                                  struct pal_resolution_id *out_resolution)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, spec->assembly, &assembly));
    PAL_TRY(check_tabling(store, spec, &assembly, out_where));
    int64_t there;
    PAL_TRY(pal_agenda_count(store, spec->assembly, &there));
    if (there >= PAL_LIMIT_OPTIONS) {
        return PAL_ERR_LIMIT_COUNT;
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    struct pal_uuid uuid = pal_uuid_random();
    pal_json_set_uuid(d, "resolution", &uuid);
    pal_json_set_uuid(d, "assembly", &assembly.uuid);
    pal_json_set_text(d, "class", spec->decision_class);
    pal_json_set_string(d, "origin", spec->is_from_members ? "members" : "board");
    PAL_TRY(choose_place(spec->position, there + 1, d, out_where));

    PAL_TRANSACTION(transaction, store);
    if (spec->kept != NULL) {
        pal_json_set_hash(d, "hash", spec->kept);
    } else {
        PAL_TRY(pal_agenda_put_document(store, spec, d, out_where));
    }
    uint64_t index;
    PAL_TRY(pal_change_make(store,
                            &(struct pal_log_entry){"resolution.table", pal_uuid_random(), d},
                            &index));
    PAL_TRY(pal_transaction_commit(&transaction));
    out_resolution->value = (int64_t)index;
    return PAL_OK;
}

static enum pal_err copy_one(struct pal_store *store, const struct pal_resolution *item,
                             const struct pal_assembly *to, int64_t position)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    struct pal_uuid uuid = pal_uuid_random();
    pal_json_set_uuid(d, "resolution", &uuid);
    pal_json_set_uuid(d, "assembly", &to->uuid);
    pal_json_set_text(d, "class", item->decision_class);
    pal_json_set_string(d, "origin", item->is_from_members ? "members" : "board");
    pal_json_set_int(d, "position", position);
    pal_json_set_hash(d, "hash", &item->hash);
    pal_json_set_uuid(d, "continues", &item->uuid);
    uint64_t index;
    PAL_TRY(pal_change_make(store,
                            &(struct pal_log_entry){"resolution.table", pal_uuid_random(), d},
                            &index));
    const struct pal_resolution_id made = {(int64_t)index};
    PAL_TRY(pal_attachments_copy(store, item->id, &uuid));
    if (item->procedure != PAL_PROCEDURE_RESOLUTION) {
        PAL_TRY(pal_procedure_copy(store, &uuid, item->procedure));
    }
    return item->opinion == PAL_OPINION_NONE ? PAL_OK
                                             : pal_resolution_opine(store, made, item->opinion);
}

/* The resolutions that a second call takes over, read before any is written. */
struct leftovers {
    int64_t *ids;
    size_t count, capacity;
};

static void leftovers_done(struct leftovers *leftovers)
{
    pal_mem_free(leftovers->ids);
}

static enum pal_err collect(void *context, const struct pal_resolution *item)
{
    struct leftovers *leftovers = context;
    if (item->state != PAL_RESOLUTION_WITHDRAWN) {
        leftovers->capacity = pal_mem_capacity(leftovers->capacity, leftovers->count + 1);
        leftovers->ids = pal_mem_grow(leftovers->ids, leftovers->capacity, sizeof *leftovers->ids);
        leftovers->ids[leftovers->count++] = item->id.value;
    }
    return PAL_OK;
}

struct verdict {
    struct pal_resolution_id resolution;
    bool is_rejection;
};

static enum pal_err read_verdict(void *context, const struct pal_poll *poll)
{
    struct verdict *verdict = context;
    if (poll->resolution.value == verdict->resolution.value &&
        pal_text_is(poll->verdict, "rejected")) {
        verdict->is_rejection = true;
    }
    return PAL_OK;
}

/* RULE docs/rules/assemblies.md
 * > Where the statutes have another majority for the second call, what the first rejected is not decided
 * > yet. */
static enum pal_err is_undecided(struct pal_store *store, const struct pal_resolution *item,
                                 const struct pal_constitution *constitution, bool *out_is)
{
    *out_is = item->state != PAL_RESOLUTION_DECIDED;
    const struct pal_class *class = pal_constitution_class(constitution, item->decision_class);
    if (*out_is || class == NULL || !pal_class_has_second_rule(class)) {
        return PAL_OK;
    }
    struct verdict verdict = {.resolution = item->id};
    const struct pal_polls_query polls = {.assembly = item->assembly, .limit = INT32_MAX};
    PAL_TRY(pal_polls_walk(store, &polls, read_verdict, &verdict));
    *out_is = verdict.is_rejection;
    return PAL_OK;
}

enum pal_err pal_agenda_copy(struct pal_store *store, struct pal_assembly_id from,
                             struct pal_assembly_id to)
{
    PAL_ASSEMBLY(second);
    PAL_TRY(pal_assembly_read(store, to, &second));
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    struct leftovers leftovers PAL_CLEANUP(leftovers_done) = {0};
    PAL_TRY(pal_agenda_walk(store, from, collect, &leftovers));
    int64_t position = 0;
    for (size_t i = 0; i < leftovers.count; i++) {
        PAL_RESOLUTION(item);
        PAL_TRY(pal_resolution_read(store, (struct pal_resolution_id){leftovers.ids[i]}, &item));
        bool is_left;
        PAL_TRY(is_undecided(store, &item, &constitution, &is_left));
        if (is_left) {
            PAL_TRY(copy_one(store, &item, &second, ++position));
        }
    }
    return PAL_OK;
}

enum pal_err pal_agenda_may_change(struct pal_store *store, const struct pal_resolution *now)
{
    switch (now->state) {
    case PAL_RESOLUTION_FROZEN: return PAL_ERR_RESOLUTION_FROZEN;
    case PAL_RESOLUTION_DECIDED:
    case PAL_RESOLUTION_WITHDRAWN: return PAL_ERR_STATE;
    case PAL_RESOLUTION_DRAFT: break;
    }
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, now->assembly, &assembly));
    return pal_agenda_is_fixed(&assembly) ? PAL_ERR_ASSEMBLY_AGENDA : PAL_OK;
}

static enum pal_err say(struct pal_store *store, const char *type,
                        const struct pal_resolution *resolution, struct pal_json *d)
{
    pal_json_set_uuid(d, "resolution", &resolution->uuid);
    return pal_change_make(store, &(struct pal_log_entry){type, pal_uuid_random(), d}, NULL);
}

static enum pal_err are_same_words(const struct pal_json *current, const struct pal_json *document,
                                   bool *out_are_same)
{
    static const char *const names[] = {"reasons", "text", "title"};
    *out_are_same = true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct pal_text was, is;
        PAL_TRY(pal_json_text(current, names[i], &was, NULL));
        PAL_TRY(pal_json_text(document, names[i], &is, NULL));
        *out_are_same = *out_are_same && pal_text_equal(was, is);
    }
    return PAL_OK;
}

/* Words of the current version wherever the change gives none. */
static enum pal_err amend(struct pal_store *store, const struct pal_resolution *now,
                          const struct pal_resolution_change *change, struct pal_where *out_where)
{
    PAL_JSON(current);
    PAL_TRY(pal_resolution_version_read(store, now->id, now->version, &current));
    struct pal_resolution_spec says = {0};
    PAL_TRY(pal_json_text(current, "title", &says.title, NULL));
    PAL_TRY(pal_json_text(current, "text", &says.text, NULL));
    PAL_TRY(pal_json_text(current, "reasons", &says.reasons, NULL));
    says.title = change->title != NULL ? *change->title : says.title;
    says.text = change->text != NULL ? *change->text : says.text;
    says.reasons = change->reasons != NULL ? *change->reasons : says.reasons;
    bool are_same;
    PAL_JSON(d);
    PAL_JSON(document);
    document = pal_json_object_new();
    PAL_TRY(write_words(&says, document, out_where));
    PAL_TRY(are_same_words(current, document, &are_same));
    if (are_same) {
        return PAL_OK;
    }
    d = pal_json_object_new();
    PAL_TRY(pal_agenda_put_document(store, &says, d, out_where));
    return say(store, "resolution.amend", now, d);
}

static enum pal_err move(struct pal_store *store, const struct pal_resolution *now,
                         int64_t position, struct pal_where *out_where)
{
    int64_t there;
    PAL_TRY(pal_agenda_count(store, now->assembly, &there));
    PAL_JSON(d);
    d = pal_json_object_new();
    PAL_TRY(choose_place(position, there, d, out_where));
    return position == now->position ? PAL_OK : say(store, "resolution.move", now, d);
}

enum pal_err pal_resolution_change(struct pal_store *store, struct pal_resolution_id resolution,
                                   const struct pal_resolution_change *change,
                                   struct pal_where *out_where)
{
    PAL_RESOLUTION(now);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    PAL_TRY(pal_agenda_may_change(store, &now));
    PAL_TRANSACTION(transaction, store);
    if (change->title != NULL || change->text != NULL || change->reasons != NULL) {
        PAL_TRY(amend(store, &now, change, out_where));
    }
    if (change->position != NULL) {
        PAL_TRY(move(store, &now, *change->position, out_where));
    }
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_resolution_opine(struct pal_store *store, struct pal_resolution_id resolution,
                                  enum pal_opinion opinion)
{
    PAL_RESOLUTION(now);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    if (now.state != PAL_RESOLUTION_DRAFT) {
        return now.state == PAL_RESOLUTION_FROZEN ? PAL_ERR_RESOLUTION_FROZEN : PAL_ERR_STATE;
    }
    if (now.opinion == opinion) {
        return PAL_OK;
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_string(d, "opinion", pal_opinion_word(opinion));
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(say(store, "resolution.opinion", &now, d));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_resolution_withdraw(struct pal_store *store, struct pal_resolution_id resolution)
{
    PAL_RESOLUTION(now);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    if (now.state != PAL_RESOLUTION_DRAFT) {
        return now.state == PAL_RESOLUTION_FROZEN ? PAL_ERR_RESOLUTION_FROZEN : PAL_ERR_STATE;
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(say(store, "resolution.withdraw", &now, d));
    return pal_transaction_commit(&transaction);
}
