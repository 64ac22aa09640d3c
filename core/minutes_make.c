/* minutes_make.c - the document of the minutes: docs/rules/minutes.md says what stands in it. */
#include "base/fields.h"
#include "core/attachments.h"
#include "core/log.h"
#include "core/resolutions.h"
#include "core/store.h"

#include "minuting.h"

void pal_minuting_done(struct pal_minuting *minuting)
{
    pal_assembly_done(&minuting->assembly);
    pal_constitution_done(&minuting->constitution);
}

static enum pal_err is_over(void *context, const struct pal_poll *poll)
{
    bool *has_more = context;
    *has_more = *has_more || (poll->state != PAL_POLL_PUBLISHED && poll->state != PAL_POLL_VOID);
    return PAL_OK;
}

/* RULE docs/rules/minutes.md
 * > Minutes are drawn once the assembly has ended, whether it could decide or not, and once every poll of it
 * > is published or void.
 */
enum pal_err pal_minuting_begin(struct pal_store *store, struct pal_assembly_id assembly,
                                struct pal_minuting *out)
{
    out->store = store;
    PAL_TRY(pal_assembly_read(store, assembly, &out->assembly));
    const struct pal_polls_query polls = {.assembly = assembly, .limit = INT32_MAX};
    bool has_more = out->assembly.state != PAL_ASSEMBLY_ENDED;
    PAL_TRY(pal_polls_walk(store, &polls, is_over, &has_more));
    if (has_more) {
        return PAL_ERR_MINUTES_EARLY;
    }
    out->day = pal_date_of_instant(out->assembly.opened_us);
    PAL_TRY(pal_version_in_force(store, out->day, &out->version));
    return pal_version_read(store, &out->version, &out->constitution);
}

/* --- the head ------------------------------------------------------------------------------- */

static enum pal_err set_society(const struct pal_minuting *minuting, struct pal_json *document)
{
    PAL_SOCIETY(society);
    PAL_TRY(pal_society_read(minuting->store, &society));
    struct pal_json *json = pal_json_object_new();
    pal_json_set_text(json, "name", society.says.name);
    pal_json_set_text(json, "licence", society.says.licence);
    pal_json_set_text(json, "time_zone", society.says.time_zone);
    pal_json_set_text(json, "log", pal_log_name(minuting->store));
    pal_json_set(document, "society", json);
    return PAL_OK;
}

static struct pal_json *assembly_new(const struct pal_assembly *assembly)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &assembly->uuid);
    pal_json_set_string(json, "kind", pal_assembly_kind_word(assembly->kind));
    pal_json_set_string(json, "call", pal_call_word(assembly->call));
    pal_json_set_text(json, "title", assembly->title);
    pal_json_set_text(json, "place", assembly->place);
    if (assembly->college.size > 0) {
        pal_json_set_text(json, "college", assembly->college);
    }
    if (assembly->second_of.value != 0) {
        pal_json_set_uuid(json, "second_of", &assembly->second_of_uuid);
    }
    pal_json_set_instant(json, "meets_at", assembly->meets_us);
    pal_json_set_instant(json, "noticed_at", assembly->noticed_us);
    pal_json_set_instant(json, "opened_at", assembly->opened_us);
    pal_json_set_instant(json, "ended_at", assembly->ended_us);
    return json;
}

static struct pal_json *notice_new(const struct pal_minuting *minuting)
{
    const struct pal_assembly *assembly = &minuting->assembly;
    struct pal_date sent = pal_date_of_instant(assembly->noticed_us);
    struct pal_date meets = pal_date_of_instant(assembly->meets_us);
    struct pal_json *json = pal_json_object_new();
    pal_json_set_date(json, "day", sent);
    pal_json_set_date(json, "meets_on", meets);
    pal_json_set_int(json, "days", meets.days - sent.days);
    if (pal_constitution_knows(&minuting->constitution, PAL_FIELD_NOTICE)) {
        pal_json_set_int(json, "required", minuting->constitution.notice_days[assembly->call]);
    }
    return json;
}

static struct pal_json *constitution_new(const struct pal_version *version)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &version->uuid);
    pal_json_set_int(json, "number", version->number);
    pal_json_set_hash(json, "hash", &version->hash);
    return json;
}

static struct pal_json *colleges_new(const struct pal_constitution *constitution)
{
    struct pal_json *colleges = pal_json_array_new();
    for (size_t i = 0; i < constitution->college_count; i++) {
        const struct pal_college *college = &constitution->colleges[i];
        struct pal_json *json = pal_json_object_new();
        pal_json_set_string(json, "id", college->id);
        pal_json_set_string(json, "fr", college->label_fr);
        pal_json_set_string(json, "en", college->label_en);
        pal_json_set_ratio(json, "weight", college->weight);
        pal_json_append(colleges, json);
    }
    return colleges;
}

static struct pal_json *log_new(const struct pal_store *store)
{
    struct pal_tree_head head = pal_log_head(store);
    struct pal_json *json = pal_json_object_new();
    pal_json_set_int(json, "size", (int64_t)head.size);
    pal_json_set_hash(json, "root", &head.root);
    return json;
}

/* --- the secretary's words -------------------------------------------------------------------- */

static struct pal_text words_of(const struct pal_json *words, const char *name)
{
    const struct pal_json *said = words != NULL ? pal_json_get(words, name) : NULL;
    return said != NULL ? pal_json_as_text(said) : pal_text_of("");
}

static void set_words(struct pal_json *document, const struct pal_json *words)
{
    const struct pal_json *documents = pal_json_get(words, "documents");
    pal_json_set_text(document, "summary", words_of(words, "summary"));
    pal_json_set_text(document, "remarks", words_of(words, "remarks"));
    pal_json_set(document, "documents",
                 documents != NULL ? pal_json_copy(documents) : pal_json_array_new());
}

/* --- the agenda ----------------------------------------------------------------------------- */

struct agenda {
    struct pal_minuting *minuting;
    const struct pal_json *summaries; /* by resolution, or NULL */
    struct pal_json *items;
};

static enum pal_err add_attachment(void *context, const struct pal_attachment *attachment)
{
    if (attachment->detached_us == 0) {
        char hash[2 * PAL_HASH_SIZE + 1];
        pal_hash_write(&attachment->hash, hash);
        pal_json_append_text(context, pal_text_of(hash));
    }
    return PAL_OK;
}

/* RULE docs/rules/minutes.md
 * > Nor is the name of a file copied: its item has the hash of its document, and whoever prints reads name, size and SHA-256 there.
 */
static enum pal_err set_attachments(struct pal_minuting *minuting,
                                    const struct pal_resolution *item, struct pal_json *json)
{
    struct pal_json *list = pal_json_array_new();
    pal_json_set(json, "attachments", list);
    return pal_attachments_walk(minuting->store, item->id, add_attachment, list);
}

static enum pal_err add_item(void *context, const struct pal_resolution *item)
{
    struct agenda *agenda = context;
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&item->uuid, uuid);
    struct pal_json *json = pal_json_object_new();
    pal_json_append(agenda->items, json);
    pal_json_set_uuid(json, "resolution", &item->uuid);
    pal_json_set_int(json, "position", item->position);
    pal_json_set_text(json, "class", item->decision_class);
    pal_json_set_string(json, "origin", item->is_from_members ? "members" : "board");
    pal_json_set_string(json, "opinion", pal_opinion_word(item->opinion));
    pal_json_set_string(json, "state", pal_resolution_state_word(item->state));
    pal_json_set_int(json, "version", item->version);
    pal_json_set_hash(json, "text", &item->hash);
    pal_json_set_text(json, "summary", words_of(agenda->summaries, uuid));
    PAL_TRY(set_attachments(agenda->minuting, item, json));
    struct pal_json *polls = pal_json_array_new();
    pal_json_set(json, "polls", polls);
    const struct pal_minutes_subject subject = {.resolution = item->id};
    PAL_TRY(pal_minutes_polls(agenda->minuting, &subject, polls));
    PAL_TRY(pal_minutes_process(agenda->minuting, item, json));
    return pal_minutes_debate(agenda->minuting, item, json);
}

static enum pal_err set_agenda(struct pal_minuting *minuting, const struct pal_json *words,
                               struct pal_json *document)
{
    struct agenda agenda = {
        .minuting = minuting,
        .summaries = pal_json_get(words, "items"),
        .items = pal_json_array_new(),
    };
    struct pal_json *polls = pal_json_array_new();
    pal_json_set(document, "items", agenda.items);
    pal_json_set(document, "polls", polls);
    PAL_TRY(pal_agenda_walk(minuting->store, minuting->assembly.id, add_item, &agenda));
    return pal_minutes_polls(minuting, &(struct pal_minutes_subject){0}, polls);
}

enum pal_err pal_minutes_make(struct pal_minuting *minuting, const struct pal_minutes_spec *spec,
                              struct pal_json **out_json)
{
    PAL_JSON(document);
    document = pal_json_object_new();
    pal_json_set_string(document, "format", PAL_MINUTES_FORMAT);
    pal_json_set_uuid(document, "minutes", &spec->uuid);
    pal_json_set_int(document, "version", spec->version);
    PAL_TRY(set_society(minuting, document));
    pal_json_set(document, "assembly", assembly_new(&minuting->assembly));
    struct pal_json *notice = notice_new(minuting);
    pal_json_set(document, "notice", notice);
    pal_json_set_text(notice, "mode", words_of(spec->words, "mode"));
    PAL_TRY(pal_minutes_sendings(minuting, notice));
    pal_json_set(document, "constitution", constitution_new(&minuting->version));
    pal_json_set(document, "colleges", colleges_new(&minuting->constitution));
    pal_json_set(document, "bureau", pal_json_copy(spec->bureau));
    set_words(document, spec->words);
    PAL_TRY(set_agenda(minuting, spec->words, document));
    PAL_TRY(pal_minutes_attend(minuting, document));
    PAL_TRY(pal_minutes_sitting(minuting, document));
    pal_json_set(document, "log", log_new(minuting->store));
    *out_json = document;
    document = NULL;
    return PAL_OK;
}
