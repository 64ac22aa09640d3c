/*
 * people.c - people, members and offices as several handlers write them.
 */
#include "people.h"

#include <string.h>

#include "base/fields.h"
#include "core/offices.h"

#include "request.h"

void pal_counted_list_done(struct pal_counted_list *counted)
{
    pal_list_done(&counted->list);
    *counted = (struct pal_counted_list){0};
}

enum pal_err pal_counted_list_begin(const struct pal_request *request,
                                    struct pal_counted_list *counted)
{
    PAL_TRY(pal_list_begin(request, &counted->list));
    return pal_list_after(request, &counted->list, &counted->after);
}

bool pal_counted_list_shows(struct pal_counted_list *counted)
{
    counted->at++;
    return counted->at > counted->after && !pal_list_is_full(&counted->list);
}

void pal_json_set_optional_text(struct pal_json *object, const char *name, struct pal_text text)
{
    if (text.size > 0) {
        pal_json_set_text(object, name, text);
    }
}

void pal_json_set_optional_day(struct pal_json *object, const char *name, struct pal_day day)
{
    if (day.is_known) {
        pal_json_set_date(object, name, day.date);
    }
}

struct pal_json *pal_labels_new(const char *fr, const char *en)
{
    struct pal_json *labels = pal_json_object_new();
    pal_json_set_string(labels, "fr", fr);
    pal_json_set_string(labels, "en", en);
    return labels;
}

/* --- roles, and for whom a person acts ------------------------------------------------------ */

struct roles {
    int64_t now_us;
    uint32_t seen;
    struct pal_json *array;
};

static enum pal_err add_role(void *context, const struct pal_office *office)
{
    struct roles *roles = context;
    uint32_t bit = 1U << office->role;
    if (office->from_us <= roles->now_us && (roles->seen & bit) == 0) {
        pal_json_append_text(roles->array, pal_text_of(pal_role_word(office->role)));
        roles->seen |= bit;
    }
    return PAL_OK;
}

enum pal_err pal_roles_describe(struct pal_store *store, struct pal_person_id person,
                                int64_t now_us, struct pal_json **out_array)
{
    PAL_JSON(array);
    array = pal_json_array_new();
    struct roles roles = {.now_us = now_us, .array = array};
    PAL_TRY(pal_offices_walk(store, person, add_role, &roles));
    *out_array = array;
    array = NULL;
    return PAL_OK;
}

static enum pal_err add_acting(void *context, const struct pal_member *member, enum pal_acts_as how)
{
    struct pal_json *item = pal_json_object_new();
    pal_json_set_uuid(item, "id", &member->uuid);
    pal_json_set_text(item, "number", member->number);
    pal_json_set_text(item, "name", member->name);
    pal_json_set_optional_text(item, "college", member->college);
    pal_json_set_string(item, "how", pal_acts_as_word(how));
    pal_json_append(context, item);
    return PAL_OK;
}

enum pal_err pal_acting_describe(struct pal_store *store, struct pal_person_id person,
                                 struct pal_json **out_array)
{
    PAL_JSON(array);
    array = pal_json_array_new();
    PAL_TRY(pal_members_of_person(store, person, add_acting, array));
    *out_array = array;
    array = NULL;
    return PAL_OK;
}

/* --- members -------------------------------------------------------------------------------- */

struct pal_json *pal_member_summary_new(const struct pal_member *member)
{
    struct pal_json *object = pal_json_object_new();
    pal_json_set_uuid(object, "id", &member->uuid);
    pal_json_set_text(object, "number", member->number);
    pal_json_set_string(object, "kind", pal_member_kind_word(member->kind));
    pal_json_set_text(object, "name", member->name);
    pal_json_set_string(object, "state", pal_member_state_word(member->state));
    pal_json_set_optional_text(object, "category", member->category);
    pal_json_set_optional_text(object, "college", member->college);
    pal_json_set_optional_day(object, "admitted_on", member->admitted_on);
    pal_json_set_int(object, "shares", member->shares);
    return object;
}

static enum pal_err set_person(struct pal_store *store, struct pal_person_id id,
                               struct pal_json *object)
{
    PAL_PERSON(person);
    PAL_TRY(pal_person_read(store, id, &person));
    struct pal_json *contact = pal_json_object_new();
    pal_json_set_uuid(contact, "id", &person.uuid);
    pal_json_set_optional_text(contact, "email", person.says.email);
    pal_json_set_optional_text(contact, "phone", person.says.phone);
    pal_json_set_optional_text(contact, "language", person.says.language);
    pal_json_set_optional_day(contact, "born_on", person.says.born_on);
    pal_json_set(object, "person", contact);
    return PAL_OK;
}

static enum pal_err add_membership(void *context, const struct pal_membership *membership)
{
    struct pal_json *item = pal_json_object_new();
    pal_json_set_text(item, "category", membership->category);
    pal_json_set_optional_text(item, "college", membership->college);
    pal_json_set_date(item, "from_on", membership->from_on);
    pal_json_set_optional_day(item, "until_on", membership->until_on);
    pal_json_append(context, item);
    return PAL_OK;
}

static enum pal_err add_representative(void *context,
                                       const struct pal_representative *representative)
{
    struct pal_json *person = pal_json_object_new();
    pal_json_set_uuid(person, "id", &representative->person_uuid);
    pal_json_set_text(person, "name", representative->name);
    struct pal_json *item = pal_json_object_new();
    pal_json_set_uuid(item, "id", &representative->uuid);
    pal_json_set(item, "person", person);
    pal_json_set_string(item, "rank", pal_acts_as_word(representative->rank));
    pal_json_set_text(item, "authority", representative->authority);
    pal_json_set_date(item, "from_on", representative->from_on);
    pal_json_set_optional_day(item, "until_on", representative->until_on);
    pal_json_append(context, item);
    return PAL_OK;
}

enum pal_err pal_member_describe(struct pal_store *store, const struct pal_member *member,
                                 struct pal_json **out_object)
{
    PAL_JSON(object);
    object = pal_member_summary_new(member);
    pal_json_set_date(object, "applied_on", member->applied_on);
    pal_json_set_optional_day(object, "left_on", member->left_on);
    if (member->person.value != 0) {
        PAL_TRY(set_person(store, member->person, object));
    }
    struct pal_json *memberships = pal_json_array_new();
    pal_json_set(object, "memberships", memberships);
    PAL_TRY(pal_memberships_walk(store, member->id, add_membership, memberships));
    struct pal_json *representatives = pal_json_array_new();
    pal_json_set(object, "representatives", representatives);
    PAL_TRY(pal_representatives_walk(store, member->id, add_representative, representatives));
    *out_object = object;
    object = NULL;
    return PAL_OK;
}

enum pal_err pal_request_person(const struct pal_request *request, const struct pal_json *body,
                                struct pal_person_id *out_person)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_where *where = pal_request_where(request);
    struct pal_uuid uuid;
    if (pal_json_has(body, "person") == pal_json_has(body, "member")) {
        pal_where_set(where, "/person");
        return PAL_ERR_JSON_MISSING;
    }
    if (pal_json_has(body, "person")) {
        PAL_TRY(pal_json_uuid(body, "person", &uuid, where));
        return pal_person_find(store, &uuid, out_person);
    }
    struct pal_member_id member;
    PAL_TRY(pal_json_uuid(body, "member", &uuid, where));
    PAL_TRY(pal_member_find(store, &uuid, &member));
    return pal_member_person(store, member, out_person);
}
