/* on_members.c - the register: members read, entered, corrected; where they stand; their states. */
#include "base/fields.h"
#include "base/limits.h"
#include "core/members.h"
#include "core/sessions.h"
#include "core/society.h"

#include "handlers.h"
#include "people.h"
#include "reply.h"

static enum pal_err find(const struct pal_request *request, struct pal_member *out_member)
{
    struct pal_uuid uuid;
    struct pal_member_id id;
    PAL_TRY(pal_request_uuid(request, "member", &uuid));
    PAL_TRY(pal_member_find(pal_request_store(request), &uuid, &id));
    return pal_member_read(pal_request_store(request), id, out_member);
}

/* The object of a member as it is now. */
static enum pal_err reread(const struct pal_request *request, struct pal_member_id id,
                           struct pal_member *out_member, struct pal_json **out_object)
{
    PAL_TRY(pal_member_read(pal_request_store(request), id, out_member));
    return pal_member_describe(pal_request_store(request), out_member, out_object);
}

static enum pal_err reply_member(const struct pal_request *request, struct pal_member_id id,
                                 struct pal_reply *reply)
{
    PAL_MEMBER(member);
    struct pal_json *object;
    PAL_TRY(reread(request, id, &member, &object));
    pal_reply_json(reply, object);
    pal_reply_version(reply, member.version);
    return PAL_OK;
}

/* --- reading -------------------------------------------------------------------------------- */

struct summaries {
    const struct pal_request *request;
    struct pal_list *list;
};

/* Who signs in for a member, and whether they have a way in: for who makes links. */
static enum pal_err set_acting(const struct pal_request *request, const struct pal_member *member,
                               struct pal_json *summary)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_person_id id;
    enum pal_err err = pal_member_person(store, member->id, &id);
    if (err == PAL_ERR_MEMBER_NOBODY) {
        return PAL_OK;
    }
    PAL_TRY(err);
    bool is_reached;
    PAL_TRY(pal_person_is_reached(store, id, &is_reached));
    PAL_PERSON(person);
    PAL_TRY(pal_person_read(store, id, &person));
    struct pal_json *acting = pal_json_object_new();
    pal_json_set_uuid(acting, "person", &person.uuid);
    pal_json_set_bool(acting, "reached", is_reached);
    pal_json_set(summary, "acting", acting);
    return PAL_OK;
}

static enum pal_err add_summary(void *context, const struct pal_member *member)
{
    const struct summaries *to = context;
    if (pal_list_is_full(to->list)) {
        return PAL_OK;
    }
    PAL_JSON(summary);
    summary = pal_member_summary_new(member);
    if (pal_principal_may(&to->request->principal, PAL_MAY_KEEP_REGISTER)) {
        PAL_TRY(set_acting(to->request, member, summary));
    }
    char cursor[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&member->uuid, cursor);
    pal_list_add_text(to->list, pal_text_of(cursor), summary);
    summary = NULL;
    return PAL_OK;
}

/* The cursor is the last member of the page before. */
static enum pal_err read_cursor(const struct pal_request *request, const struct pal_list *list,
                                struct pal_member *out_last)
{
    struct pal_uuid uuid;
    struct pal_member_id id;
    if (list->page.after.size == 0) {
        return PAL_OK;
    }
    if (pal_uuid_parse(list->page.after, &uuid) != PAL_OK ||
        pal_member_find(pal_request_store(request), &uuid, &id) != PAL_OK) {
        pal_where_set(pal_request_where(request), "after");
        return PAL_ERR_REQUEST_PARAMETER;
    }
    return pal_member_read(pal_request_store(request), id, out_last);
}

enum pal_err pal_on_member_list(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_LIST(list);
    PAL_MEMBER(last);
    struct pal_text state_word = {0};
    enum pal_member_state state;
    struct pal_members_query query = {0};
    PAL_TRY(pal_list_begin(request, &list));
    PAL_TRY(read_cursor(request, &list, &last));
    PAL_TRY(pal_request_query_text(request, "college", &query.college));
    PAL_TRY(pal_request_query_text(request, "q", &query.text));
    PAL_TRY(pal_request_query_text(request, "state", &state_word));
    if (state_word.size > 0) {
        if (!pal_member_state_read(state_word, &state)) {
            pal_where_set(pal_request_where(request), "state");
            return PAL_ERR_REQUEST_PARAMETER;
        }
        query.state = &state;
    }
    if (query.text.size > PAL_LIMIT_NAME) {
        pal_where_set(pal_request_where(request), "q");
        return PAL_ERR_REQUEST_PARAMETER;
    }
    query.after_name = last.name;
    query.after_id = last.id.value;
    query.limit = pal_list_rows(&list);

    struct summaries to = {request, &list};
    PAL_TRY(pal_members_walk(pal_request_store(request), &query, add_summary, &to));

    pal_reply_list(reply, request, &list);
    return PAL_OK;
}

/* For who reads the register, and for who acts for this member. */
enum pal_err pal_on_member_read(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_MEMBER(member);
    bool reads_all = pal_principal_may(&request->principal, PAL_MAY_READ_REGISTER);
    enum pal_err err = find(request, &member);
    if (err == PAL_ERR_NOT_FOUND && !reads_all) {
        return PAL_ERR_REQUEST_FORBIDDEN; /* as for any other member */
    }
    PAL_TRY(err);
    enum pal_acts_as how;
    if (!reads_all && pal_member_acts(pal_request_store(request), member.id,
                                      request->principal.person, &how) != PAL_OK) {
        return PAL_ERR_REQUEST_FORBIDDEN;
    }
    return reply_member(request, member.id, reply);
}

/* --- entering and correcting ---------------------------------------------------------------- */

static enum pal_err read_day(const struct pal_json *object, const char *name,
                             struct pal_day *out_day, struct pal_where *where)
{
    PAL_TRY(pal_json_optional_date(object, name, &out_day->date, where));
    out_day->is_known = pal_json_get(object, name) != NULL;
    return PAL_OK;
}

static enum pal_err read_contact_of(const struct pal_json *object, struct pal_person_spec *out,
                                    struct pal_where *where)
{
    PAL_TRY(pal_json_optional_text(object, "email", &out->email, where));
    PAL_TRY(pal_json_optional_text(object, "phone", &out->phone, where));
    PAL_TRY(pal_json_optional_text(object, "language", &out->language, where));
    return read_day(object, "born_on", &out->born_on, where);
}

/* "person" of a body, where there is one. */
static enum pal_err read_contact(const struct pal_json *body, struct pal_person_spec *out,
                                 struct pal_where *where)
{
    static const char *const names[] = {"email", "phone", "born_on", "language", NULL};
    if (pal_json_get(body, "person") == NULL) {
        return PAL_OK;
    }
    const struct pal_json *person;
    PAL_TRY(pal_json_object(body, "person", &person, where));
    enum pal_err err = pal_json_only(person, names, where);
    if (err == PAL_OK) {
        err = read_contact_of(person, out, where);
    }
    if (err != PAL_OK) {
        pal_where_prefix(where, "/person");
    }
    return err;
}

static enum pal_err read_kind(const struct pal_json *body, struct pal_member_spec *out,
                              struct pal_where *where)
{
    struct pal_text word;
    PAL_TRY(pal_json_text(body, "kind", &word, where));
    if (!pal_member_kind_read(word, &out->kind)) {
        pal_where_set(where, "/kind");
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(pal_json_text(body, "state", &word, where));
    if (!pal_member_state_read(word, &out->state)) {
        pal_where_set(where, "/state");
        return PAL_ERR_JSON_VALUE;
    }
    return PAL_OK;
}

/* A text that may be absent, but not empty. */
static enum pal_err read_word(const struct pal_json *body, const char *name,
                              struct pal_text *out_text, struct pal_where *where)
{
    PAL_TRY(pal_json_optional_text(body, name, out_text, where));
    if (pal_json_get(body, name) != NULL && out_text->size == 0) {
        pal_where_set(where, "/%s", name);
        return PAL_ERR_TEXT_EMPTY;
    }
    return PAL_OK;
}

static enum pal_err read_spec(const struct pal_json *body, struct pal_member_spec *out,
                              struct pal_where *where)
{
    static const char *const names[] = {"number",      "kind",    "name",  "person",
                                        "category",    "college", "state", "applied_on",
                                        "admitted_on", "shares",  NULL};
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(read_word(body, "number", &out->number, where));
    PAL_TRY(read_kind(body, out, where));
    PAL_TRY(pal_json_text(body, "name", &out->person.name, where));
    PAL_TRY(read_contact(body, &out->person, where));
    PAL_TRY(pal_json_text(body, "category", &out->category, where));
    PAL_TRY(read_word(body, "college", &out->college, where));
    PAL_TRY(read_day(body, "applied_on", &out->applied_on, where));
    PAL_TRY(read_day(body, "admitted_on", &out->admitted_on, where));
    return pal_json_optional_int(body, "shares", &out->shares, where);
}

enum pal_err pal_on_member_add(const struct pal_request *request, struct pal_reply *reply)
{
    const struct pal_json *body;
    struct pal_member_spec spec = {0};
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(read_spec(body, &spec, pal_request_where(request)));

    struct pal_member_id id;
    PAL_TRY(pal_member_add(pal_request_store(request), &spec, pal_request_where(request), &id));

    PAL_MEMBER(member);
    struct pal_json *object;
    PAL_TRY(reread(request, id, &member, &object));
    char path[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&member.uuid, path);
    pal_reply_created(reply, object, "/api/v1/members/%s", path);
    pal_reply_version(reply, member.version);
    return PAL_OK;
}

/* What a body changes; what is absent stays. */
struct changes {
    struct pal_text number, name;
    struct pal_person_spec person;
    int64_t shares;
    struct pal_member_change change;
};

static enum pal_err read_changes(const struct pal_json *body, struct changes *out,
                                 struct pal_where *where)
{
    static const char *const names[] = {"name", "number", "shares", "person", NULL};
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_optional_text(body, "name", &out->name, where));
    PAL_TRY(pal_json_optional_text(body, "number", &out->number, where));
    PAL_TRY(pal_json_optional_int(body, "shares", &out->shares, where));
    PAL_TRY(read_contact(body, &out->person, where));
    const struct pal_json *person = pal_json_get(body, "person");
    out->change = (struct pal_member_change){
        .name = pal_json_has(body, "name") ? &out->name : NULL,
        .number = pal_json_has(body, "number") ? &out->number : NULL,
        .shares = pal_json_has(body, "shares") ? &out->shares : NULL,
    };
    if (person != NULL) {
        out->change.email = pal_json_has(person, "email") ? &out->person.email : NULL;
        out->change.phone = pal_json_has(person, "phone") ? &out->person.phone : NULL;
        out->change.language = pal_json_has(person, "language") ? &out->person.language : NULL;
        out->change.born_on = pal_json_has(person, "born_on") ? &out->person.born_on : NULL;
    }
    return PAL_OK;
}

enum pal_err pal_on_member_change(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_MEMBER(member);
    const struct pal_json *body;
    struct changes changes = {0};
    PAL_TRY(find(request, &member));
    PAL_TRY(pal_request_match(request, member.version));
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(read_changes(body, &changes, pal_request_where(request)));

    PAL_TRY(pal_member_change(pal_request_store(request), member.id, &changes.change,
                              pal_request_where(request)));

    return reply_member(request, member.id, reply);
}

static enum pal_err read_state(const struct pal_json *body, enum pal_member_state *out_state,
                               struct pal_date *out_on, struct pal_where *where)
{
    static const char *const names[] = {"state", "on", NULL};
    struct pal_text word;
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "state", &word, where));
    if (!pal_member_state_read(word, out_state) || *out_state == PAL_MEMBER_APPLIED) {
        pal_where_set(where, "/state");
        return PAL_ERR_JSON_VALUE;
    }
    return pal_json_date(body, "on", out_on, where);
}

enum pal_err pal_on_member_state(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_MEMBER(member);
    const struct pal_json *body;
    enum pal_member_state state;
    struct pal_date on;
    PAL_TRY(find(request, &member));
    PAL_TRY(pal_request_match(request, member.version));
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(read_state(body, &state, &on, pal_request_where(request)));

    PAL_TRY(pal_member_enter_state(pal_request_store(request), member.id, state, on));

    return reply_member(request, member.id, reply);
}

static enum pal_err read_membership(const struct pal_json *body, struct pal_membership *out,
                                    struct pal_where *where)
{
    static const char *const names[] = {"category", "college", "from_on", NULL};
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "category", &out->category, where));
    PAL_TRY(read_word(body, "college", &out->college, where));
    return pal_json_date(body, "from_on", &out->from_on, where);
}

enum pal_err pal_on_member_move(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_MEMBER(member);
    const struct pal_json *body;
    struct pal_membership membership = {0};
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(find(request, &member));
    PAL_TRY(pal_request_match(request, member.version));
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(read_membership(body, &membership, where));

    PAL_TRY(pal_member_move(pal_request_store(request), member.id, &membership, where));

    return reply_member(request, member.id, reply);
}

/* --- representatives ------------------------------------------------------------------------ */

static enum pal_err read_representative(const struct pal_json *body,
                                        struct pal_representative_spec *out,
                                        struct pal_where *where)
{
    static const char *const names[] = {"name", "email",     "phone",   "born_on", "language",
                                        "rank", "authority", "from_on", NULL};
    struct pal_text rank;
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "name", &out->person.name, where));
    PAL_TRY(read_contact_of(body, &out->person, where));
    PAL_TRY(pal_json_text(body, "rank", &rank, where));
    PAL_TRY(pal_json_text(body, "authority", &out->authority, where));
    PAL_TRY(pal_json_date(body, "from_on", &out->from_on, where));
    if (!pal_acts_as_read(rank, &out->rank) || out->rank == PAL_ACTS_AS_SELF) {
        pal_where_set(where, "/rank");
        return PAL_ERR_JSON_VALUE;
    }
    return PAL_OK;
}

/* The item of that identifier in the object of its member. */
static struct pal_json *pick_new(const struct pal_json *object, const struct pal_uuid *uuid)
{
    const struct pal_json *items = pal_json_get(object, "representatives");
    char id[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(uuid, id);
    for (size_t i = 0; i < pal_json_count(items); i++) {
        const struct pal_json *item = pal_json_at(items, i);
        if (pal_text_is(pal_json_as_text(pal_json_get(item, "id")), id)) {
            return pal_json_copy(item);
        }
    }
    return pal_json_object_new();
}

enum pal_err pal_on_representative_add(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_MEMBER(member);
    const struct pal_json *body;
    struct pal_representative_spec spec = {0};
    PAL_TRY(find(request, &member));
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(read_representative(body, &spec, pal_request_where(request)));

    struct pal_uuid uuid;
    PAL_TRY(pal_representative_add(pal_request_store(request), member.id, &spec,
                                   pal_request_where(request), &uuid));

    PAL_MEMBER(after);
    PAL_JSON(object);
    PAL_TRY(reread(request, member.id, &after, &object));
    char path[2][PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&member.uuid, path[0]);
    pal_uuid_write(&uuid, path[1]);
    pal_reply_created(reply, pick_new(object, &uuid), "/api/v1/members/%s/representatives/%s",
                      path[0], path[1]);
    return PAL_OK;
}

enum pal_err pal_on_representative_end(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_MEMBER(member);
    struct pal_uuid uuid;
    PAL_TRY(find(request, &member));
    PAL_TRY(pal_request_uuid(request, "representative", &uuid));

    PAL_TRY(pal_representative_end(pal_request_store(request), member.id, &uuid));

    pal_reply_empty(reply);
    return PAL_OK;
}
