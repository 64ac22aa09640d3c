/* on_initiatives.c - initiatives over HTTP: which assemblies take any, proposed, sponsored, withdrawn. */
#include "base/fields.h"
#include "base/limits.h"
#include "core/initiatives.h"
#include "core/society.h"

#include "debate.h"
#include "handlers.h"
#include "lists.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- shapes --------------------------------------------------------------------------------- */

static void set_share(struct pal_json *json, const char *name,
                      const struct pal_optional_share *share)
{
    PAL_BUF(text);
    if (share->is_stated) {
        pal_ratio_write(share->share, &text);
        pal_json_set_text(json, name, pal_buf_text(&text));
    }
}

static void set_shares(struct pal_json *json, const struct pal_constitution *constitution)
{
    set_share(json, "required", &constitution->deliberation.sponsors);
    set_share(json, "college_required", &constitution->deliberation.college_sponsors);
}

static void set_until(struct pal_json *json, const struct pal_day *until)
{
    if (until->is_known) {
        pal_json_set_date(json, "until", until->date);
    }
}

/* Title, text and reasons; nothing but that they were removed of what was. */
static enum pal_err write_words(struct pal_store *store, const struct pal_hash *hash,
                                struct pal_json *into)
{
    static const char *const names[] = {"title", "text", "reasons"};
    PAL_JSON(document);
    PAL_TRY(pal_initiative_document(store, hash, &document));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        pal_json_set_text(into, names[i], pal_json_as_text(pal_json_get(document, names[i])));
    }
    if (pal_json_has(document, "removed")) {
        pal_json_set_bool(into, "removed", true);
    }
    return PAL_OK;
}

/* Initiative */
static enum pal_err write_initiative(const struct pal_request *request,
                                     const struct pal_initiative *now, struct pal_json **out_json)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_member_id self;
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &now->uuid);
    pal_json_set_uuid(json, "assembly", &now->assembly_uuid);
    pal_json_set_text(json, "class", now->decision_class);
    pal_json_set_string(json, "state", pal_initiative_state_word(now->state));
    pal_json_set_hash(json, "hash", &now->hash);
    pal_json_set_instant(json, "at", now->at_us);
    pal_json_set_int(json, "sponsors", now->sponsors);
    if (now->state == PAL_INITIATIVE_TABLED) {
        pal_json_set_uuid(json, "resolution", &now->resolution);
    }
    PAL_TRY(write_words(store, &now->hash, json));
    PAL_TRY(pal_write_author(request, &now->assembly_uuid, now->author, json));
    PAL_TRY(pal_request_self(request, &self));
    if (self.value != 0) {
        bool is_sponsored;
        PAL_TRY(pal_initiative_is_sponsored(store, now->id, self, &is_sponsored));
        pal_json_set_bool(json, "sponsored", is_sponsored);
    }
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

/* How many of each college sponsor it; of the one alone whose meeting it is. */
static enum pal_err write_colleges(struct pal_store *store, const struct pal_initiative *now,
                                   const struct pal_constitution *constitution,
                                   const struct pal_assembly *assembly, struct pal_json *into)
{
    struct pal_json *items = pal_json_array_new();
    pal_json_set(into, "colleges", items);
    for (size_t i = 0; i < constitution->college_count; i++) {
        struct pal_text id = pal_text_of(constitution->colleges[i].id);
        if (assembly->college.size > 0 && !pal_text_equal(assembly->college, id)) {
            continue;
        }
        uint64_t sponsors, base;
        PAL_TRY(pal_initiative_count(store, now, id, &sponsors, &base));
        struct pal_json *item = pal_json_object_new();
        pal_json_set_text(item, "college", id);
        pal_json_set_int(item, "sponsors", (int64_t)sponsors);
        pal_json_set_int(item, "base", (int64_t)base);
        pal_json_append(items, item);
    }
    return PAL_OK;
}

/* InitiativeWhole: with what it takes to be on the agenda, and until when. */
static enum pal_err write_whole(const struct pal_request *request, const struct pal_initiative *now,
                                struct pal_json **out_json)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_day until;
    uint64_t sponsors, base;
    PAL_ASSEMBLY(assembly);
    PAL_CONSTITUTION(constitution);
    PAL_JSON(json);
    PAL_TRY(pal_assembly_read(store, now->assembly, &assembly));
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    PAL_TRY(write_initiative(request, now, &json));
    PAL_TRY(pal_initiative_count(store, now, assembly.college, &sponsors, &base));
    bool is_open = now->state == PAL_INITIATIVE_OPEN &&
                   pal_initiatives_allow(store, &assembly, &until) == PAL_OK;
    if (now->state == PAL_INITIATIVE_TABLED) {
        pal_json_set_bool(json, "shown",
                          assembly.noticed_us != 0 || pal_request_sees_drafts(request));
    }
    pal_json_set_bool(json, "open", is_open);
    if (is_open) {
        set_until(json, &until);
    }
    pal_json_set_int(json, "counted", (int64_t)sponsors);
    pal_json_set_int(json, "base", (int64_t)base);
    set_shares(json, &constitution);
    PAL_TRY(write_colleges(store, now, &constitution, &assembly, json));
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

static enum pal_err reply_whole(const struct pal_request *request, struct pal_reply *reply,
                                struct pal_initiative_id id)
{
    PAL_INITIATIVE(now);
    struct pal_json *json;
    PAL_TRY(pal_initiative_read(pal_request_store(request), id, &now));
    PAL_TRY(write_whole(request, &now, &json));
    pal_reply_json(reply, json);
    pal_reply_version(reply, now.entry);
    pal_reply_with_names(reply, request);
    return PAL_OK;
}

/* --- reading -------------------------------------------------------------------------------- */

static enum pal_err find(const struct pal_request *request, struct pal_initiative *out)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid uuid;
    struct pal_initiative_id id;
    PAL_TRY(pal_request_uuid(request, "initiative", &uuid));
    PAL_TRY(pal_initiative_find(store, &uuid, &id));
    return pal_initiative_read(store, id, out);
}

enum pal_err pal_on_initiative(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_INITIATIVE(initiative);
    PAL_TRY(find(request, &initiative));
    return reply_whole(request, reply, initiative.id);
}

/* The assembly of the path: who is signed in reads initiatives of one that is being prepared too. */
static enum pal_err find_assembly(const struct pal_request *request,
                                  struct pal_assembly_id *out_assembly)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_request_uuid(request, "assembly", &uuid));
    return pal_assembly_find(pal_request_store(request), &uuid, out_assembly);
}

static enum pal_err gather(void *context, const struct pal_initiative *initiative)
{
    struct pal_gathering *gathering = context;
    struct pal_json *json;
    if (pal_gathering_is_over(gathering)) {
        return PAL_OK;
    }
    PAL_TRY(write_initiative(gathering->request, initiative, &json));
    pal_gather(gathering, initiative->id.value, json);
    return PAL_OK;
}

enum pal_err pal_on_initiatives(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_LIST(list);
    struct pal_happenings_query query = {0};
    PAL_TRY(find_assembly(request, &query.assembly));
    PAL_TRY(pal_list_begin(request, &list));
    PAL_TRY(pal_list_after(request, &list, &query.after_id));
    query.limit = pal_list_rows(&list);

    struct pal_gathering gathering = {.request = request, .list = &list};
    PAL_TRY(pal_initiatives_walk(pal_request_store(request), &query, gather, &gathering));

    pal_reply_list(reply, request, &list);
    pal_reply_with_names(reply, request);
    return PAL_OK;
}

struct calls {
    struct pal_store *store;
    const struct pal_constitution *constitution;
    struct pal_json *items;
};

static enum pal_err add_call(void *context, const struct pal_assembly *assembly)
{
    const struct calls *calls = context;
    struct pal_day until;
    if (pal_initiatives_allow(calls->store, assembly, &until) != PAL_OK) {
        return PAL_OK;
    }
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "assembly", &assembly->uuid);
    pal_json_set_string(json, "kind", pal_assembly_kind_word(assembly->kind));
    pal_json_set_text(json, "title", assembly->title);
    pal_json_set_instant(json, "meets_at", assembly->meets_us);
    if (assembly->college.size > 0) {
        pal_json_set_text(json, "college", assembly->college);
    }
    set_until(json, &until);
    set_shares(json, calls->constitution);
    pal_json_append(calls->items, json);
    return PAL_OK;
}

/* No page: a society prepares few assemblies at once, and the latest are here. */
enum pal_err pal_on_initiative_calls(const struct pal_request *request, struct pal_reply *reply)
{
    static const enum pal_assembly_state draft = PAL_ASSEMBLY_DRAFT;
    const struct pal_assemblies_query query = {.state = &draft,
                                               .with_drafts = true,
                                               .limit = PAL_LIMIT_PAGE};
    struct pal_store *store = pal_request_store(request);
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));

    PAL_JSON(json);
    json = pal_json_object_new();
    struct calls calls = {store, &constitution, pal_json_array_new()};
    pal_json_set(json, "items", calls.items);
    PAL_TRY(pal_assemblies_walk(store, &query, add_call, &calls));

    pal_reply_json(reply, json);
    json = NULL;
    return PAL_OK;
}

/* --- commands ------------------------------------------------------------------------------- */

static enum pal_err read_spec(const struct pal_request *request, struct pal_initiative_spec *spec)
{
    static const char *const names[] = {"class", "title", "text", "reasons", "member", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    struct pal_uuid member;
    const struct pal_uuid *named;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "class", &spec->decision_class, where));
    PAL_TRY(pal_json_text(body, "title", &spec->title, where));
    PAL_TRY(pal_json_text(body, "text", &spec->text, where));
    PAL_TRY(pal_json_optional_text(body, "reasons", &spec->reasons, where));
    PAL_TRY(pal_read_optional_uuid(body, "member", &member, &named, where));
    PAL_TRY(pal_request_member(request, named, &spec->author));
    pal_where_set(where, "%s", "");
    return PAL_OK;
}

/* The error of a command, with the last day where that has passed, and when a quota is free. */
static enum pal_err explain(const struct pal_request *request, struct pal_reply *reply,
                            struct pal_assembly_id id, enum pal_err err)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_day until;
    PAL_ASSEMBLY(assembly);
    if (err == PAL_ERR_ASSEMBLY_REQUEST) {
        PAL_TRY(pal_assembly_read(store, id, &assembly));
        if (pal_initiatives_allow(store, &assembly, &until) == err) {
            char text[PAL_DATE_TEXT_SIZE + 1];
            pal_date_write(until.date, text);
            pal_reply_detail(reply, "until", pal_json_text_new(pal_text_of(text)));
        }
    }
    return pal_reply_quota(reply, request, err);
}

enum pal_err pal_on_initiative_propose(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_initiative_spec spec = {0};
    PAL_TRY(find_assembly(request, &spec.assembly));
    PAL_TRY(read_spec(request, &spec));

    struct pal_initiative_id id;
    enum pal_err err = pal_initiative_propose(store, &spec, pal_request_where(request), &id);
    PAL_TRY(explain(request, reply, spec.assembly, err));

    PAL_INITIATIVE(made);
    struct pal_json *json;
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    PAL_TRY(pal_initiative_read(store, id, &made));
    PAL_TRY(write_whole(request, &made, &json));
    pal_uuid_write(&made.uuid, uuid);
    pal_reply_created(reply, json, "/api/v1/initiatives/%s", uuid);
    pal_reply_version(reply, made.entry);
    pal_reply_event(reply, "initiative.changed", &made.uuid);
    return PAL_OK;
}

static enum pal_err finish(const struct pal_request *request, struct pal_reply *reply,
                           const struct pal_initiative *initiative)
{
    pal_reply_event(reply, "initiative.changed", &initiative->uuid);
    return reply_whole(request, reply, initiative->id);
}

static enum pal_err sponsor(const struct pal_request *request, struct pal_reply *reply, bool value)
{
    struct pal_member_id member;
    PAL_INITIATIVE(initiative);
    PAL_TRY(pal_request_for(request, &member));
    PAL_TRY(find(request, &initiative));

    enum pal_err err =
        pal_initiative_sponsor(pal_request_store(request), initiative.id, member, value);
    PAL_TRY(explain(request, reply, initiative.assembly, err));

    return finish(request, reply, &initiative);
}

enum pal_err pal_on_sponsorship(const struct pal_request *request, struct pal_reply *reply)
{
    return sponsor(request, reply, true);
}

enum pal_err pal_on_sponsorship_end(const struct pal_request *request, struct pal_reply *reply)
{
    return sponsor(request, reply, false);
}

enum pal_err pal_on_initiative_withdrawal(const struct pal_request *request,
                                          struct pal_reply *reply)
{
    struct pal_member_id member;
    PAL_INITIATIVE(initiative);
    PAL_TRY(pal_request_for(request, &member));
    PAL_TRY(find(request, &initiative));

    PAL_TRY(pal_initiative_withdraw(pal_request_store(request), initiative.id, member));

    return finish(request, reply, &initiative);
}
