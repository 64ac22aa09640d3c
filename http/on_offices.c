/* on_offices.c - who holds which office; granted and ended. */
#include "base/fields.h"
#include "core/consents.h"
#include "core/keepers.h"
#include "core/offices.h"
#include "core/sessions.h"

#include "debate.h"
#include "handlers.h"
#include "people.h"
#include "reply.h"

/* Whom an office shows as its holder. */
enum pal_holder { HOLDER_HIDDEN, HOLDER_NAMED, HOLDER_SHOWN };

static struct pal_json *office_new(const struct pal_office *office, enum pal_holder holder)
{
    struct pal_json *object = pal_json_object_new();
    pal_json_set_uuid(object, "id", &office->uuid);
    pal_json_set_string(object, "role", pal_role_word(office->role));
    pal_json_set_instant(object, "since", office->from_us);
    if (office->has_until) {
        pal_json_set_instant(object, "until", office->until_us);
    }
    if (holder == HOLDER_NAMED) {
        pal_json_set_text(object, "name", office->name);
    }
    if (holder == HOLDER_SHOWN) {
        struct pal_json *person = pal_json_object_new();
        pal_json_set_uuid(person, "id", &office->person_uuid);
        pal_json_set_text(person, "name", office->name);
        pal_json_set(object, "person", person);
    }
    return object;
}

struct walk {
    const struct pal_request *request;
    struct pal_counted_list *counted;
};

/* Who is not signed in sees the names of those who agreed to it. */
static enum pal_err holder_of(const struct pal_request *request, const struct pal_office *office,
                              enum pal_holder *out_holder)
{
    bool is_named;
    if (pal_principal_may(&request->principal, PAL_MAY_ACT)) {
        *out_holder = HOLDER_SHOWN;
        return PAL_OK;
    }
    PAL_TRY(
        pal_consent_has(pal_request_store(request), office->person, PAL_CONSENT_NAME, &is_named));
    *out_holder = is_named ? HOLDER_NAMED : HOLDER_HIDDEN;
    return PAL_OK;
}

static enum pal_err add_office(void *context, const struct pal_office *office)
{
    const struct walk *walk = context;
    if (!pal_counted_list_shows(walk->counted)) {
        return PAL_OK;
    }
    enum pal_holder holder;
    bool has_key;
    PAL_TRY(holder_of(walk->request, office, &holder));
    PAL_TRY(pal_keeper_has_key(pal_request_store(walk->request), office->person, &has_key));
    struct pal_json *json = office_new(office, holder);
    if (pal_principal_may(&walk->request->principal, PAL_MAY_RUN_POLLS)) {
        pal_json_set_bool(json, "has_keeper_key", has_key);
    }
    pal_list_add(&walk->counted->list, walk->counted->at, json);
    return PAL_OK;
}

enum pal_err pal_on_office_list(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_COUNTED_LIST(counted);
    PAL_TRY(pal_counted_list_begin(request, &counted));

    struct walk walk = {request, &counted};
    PAL_TRY(
        pal_offices_walk(pal_request_store(request), (struct pal_person_id){0}, add_office, &walk));

    pal_reply_list(reply, request, &counted.list);
    pal_reply_with_names(reply, request);
    return PAL_OK;
}

struct wanted {
    struct pal_uuid uuid;
    struct pal_json *object;
};

static enum pal_err keep_wanted(void *context, const struct pal_office *office)
{
    struct wanted *wanted = context;
    if (pal_uuid_equal(&office->uuid, &wanted->uuid)) {
        wanted->object = office_new(office, HOLDER_SHOWN);
    }
    return PAL_OK;
}

static enum pal_err read_spec(const struct pal_json *body, struct pal_office_spec *out,
                              struct pal_where *where)
{
    static const char *const names[] = {"person",   "member", "name", "email", "phone",
                                        "language", "role",   "from", "until", NULL};
    struct pal_text role;
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "role", &role, where));
    if (!pal_role_read(role, &out->role)) {
        pal_where_set(where, "/role");
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(pal_json_optional_instant(body, "from", &out->from_us, where));
    out->has_until = pal_json_get(body, "until") != NULL;
    return pal_json_optional_instant(body, "until", &out->until_us, where);
}

/* Someone who is not of the society: an outside auditor, a clerk. */
static enum pal_err add_newcomer(const struct pal_request *request, const struct pal_json *body,
                                 struct pal_person_id *out_person)
{
    struct pal_where *where = pal_request_where(request);
    static const char *const others[] = {"person", "member"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (pal_json_has(body, others[i])) {
            pal_where_set(where, "/name");
            return PAL_ERR_JSON_UNKNOWN;
        }
    }
    struct pal_person_spec person = {0};
    PAL_TRY(pal_json_text(body, "name", &person.name, where));
    PAL_TRY(pal_json_optional_text(body, "email", &person.email, where));
    PAL_TRY(pal_json_optional_text(body, "phone", &person.phone, where));
    PAL_TRY(pal_json_optional_text(body, "language", &person.language, where));
    return pal_person_add(pal_request_store(request), &person, where, out_person);
}

static enum pal_err read_holder(const struct pal_request *request, const struct pal_json *body,
                                struct pal_person_id *out_person)
{
    if (pal_json_has(body, "name")) {
        return add_newcomer(request, body, out_person);
    }
    static const char *const contacts[] = {"email", "phone", "language"};
    for (size_t i = 0; i < sizeof contacts / sizeof contacts[0]; i++) {
        if (pal_json_has(body, contacts[i])) {
            pal_where_set(pal_request_where(request), "/name");
            return PAL_ERR_JSON_MISSING;
        }
    }
    return pal_request_person(request, body, out_person);
}

enum pal_err pal_on_office_grant(const struct pal_request *request, struct pal_reply *reply)
{
    const struct pal_json *body;
    struct pal_office_spec spec = {0};
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(read_spec(body, &spec, pal_request_where(request)));
    PAL_TRY(read_holder(request, body, &spec.person));

    struct wanted wanted = {0};
    PAL_TRY(pal_office_grant(pal_request_store(request), &spec, &wanted.uuid));

    PAL_TRY(pal_offices_walk(pal_request_store(request), spec.person, keep_wanted, &wanted));
    char id[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&wanted.uuid, id);
    pal_reply_created(reply, wanted.object, "/api/v1/offices/%s", id);
    return PAL_OK;
}

enum pal_err pal_on_office_end(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_request_uuid(request, "office", &uuid));

    PAL_TRY(pal_office_end(pal_request_store(request), &uuid));

    pal_reply_empty(reply);
    return PAL_OK;
}
