/* on_me.c - what awaits the person who is signed in. */

#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/erasure_requests.h"
#include "core/members.h"
#include "core/polls.h"
#include "core/proxies.h"
#include "core/roll.h"

#include "handlers.h"
#include "people.h"
#include "reply.h"
#include "write.h"

static enum pal_err set_person(struct pal_store *store, struct pal_person_id id,
                               struct pal_json *me)
{
    PAL_PERSON(person);
    PAL_TRY(pal_person_read(store, id, &person));
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &person.uuid);
    pal_json_set_text(json, "name", person.says.name);
    pal_json_set_optional_text(json, "email", person.says.email);
    pal_json_set_optional_text(json, "phone", person.says.phone);
    pal_json_set_optional_text(json, "language", person.says.language);
    pal_json_set_optional_day(json, "born_on", person.says.born_on);
    pal_json_set(me, "person", json);
    return PAL_OK;
}

/* --- votes ------------------------------------------------------------------------------------ */

/* What is gathered for the person. */
struct gathering {
    struct pal_store *store;
    struct pal_json *items; /* the list that is made */
    int64_t *members;       /* for whom they act */
    size_t count, capacity;
};

static void gathering_done(struct gathering *gathering)
{
    pal_json_free(gathering->items);
    pal_mem_free(gathering->members);
}

static const char *how_of(const struct pal_vote_right *right)
{
    if (right->is_by_proxy) {
        return "proxy";
    }
    return right->how == PAL_ACTS_AS_SELF ? "self" : "representative";
}

/* The college in which the right counts, which its member may have left since the opening. */
static enum pal_err set_college(void *context, const struct pal_roll_line *line)
{
    struct pal_json *vote = context;
    if (line->college.size > 0) {
        pal_json_set_text(vote, "college", line->college);
    }
    return PAL_OK;
}

static enum pal_err add_right(void *context, const struct pal_vote_right *right)
{
    struct gathering *gathering = context;
    struct pal_json *member;
    PAL_POLL(poll);
    PAL_TRY(pal_poll_read(gathering->store, right->poll, &poll));
    PAL_TRY(pal_write_member_ref(gathering->store, right->member, &member));
    struct pal_json *vote = pal_json_object_new();
    pal_json_set(vote, "member", member);
    pal_json_set_uuid(vote, "poll", &poll.uuid);
    pal_json_set_text(vote, "title", poll.title);
    pal_json_set_uuid(vote, "assembly", &poll.assembly_uuid);
    pal_json_set_text(vote, "method", poll.method);
    pal_json_set_instant(vote, "closes_at", poll.closes_us);
    pal_json_set_string(vote, "how", how_of(right));
    if (right->is_by_proxy) {
        pal_json_set_uuid(vote, "proxy", &right->proxy);
    }
    pal_json_set_bool(vote, "used", right->is_used);
    pal_json_set_bool(vote, "suspended", right->is_suspended);
    pal_json_append(gathering->items, vote);
    return pal_roll_find(gathering->store, right->poll, right->member, set_college, vote);
}

static enum pal_err set_votes(const struct pal_request *request, struct pal_json *me)
{
    struct gathering votes PAL_CLEANUP(gathering_done) = {
        .store = pal_request_store(request),
        .items = pal_json_array_new(),
    };
    PAL_TRY(pal_vote_rights_walk(votes.store, request->principal.person, add_right, &votes));
    pal_json_set(me, "votes", votes.items);
    votes.items = NULL;
    return PAL_OK;
}

/* --- proxies ---------------------------------------------------------------------------------- */

static enum pal_err keep_member(void *context, const struct pal_member *member,
                                enum pal_acts_as how)
{
    struct gathering *gathering = context;
    (void)how;
    gathering->capacity = pal_mem_capacity(gathering->capacity, gathering->count + 1);
    gathering->members =
        pal_mem_grow(gathering->members, gathering->capacity, sizeof *gathering->members);
    gathering->members[gathering->count++] = member->id.value;
    return PAL_OK;
}

/* Those offered to one of the members, which nobody has answered yet; one ends with its assembly. */
static enum pal_err add_offer(void *context, const struct pal_proxy *proxy)
{
    struct gathering *gathering = context;
    bool is_mine = false;
    for (size_t i = 0; i < gathering->count; i++) {
        is_mine = is_mine || gathering->members[i] == proxy->holder.value;
    }
    if (!is_mine || proxy->state != PAL_PROXY_OFFERED || proxy->is_expired) {
        return PAL_OK;
    }
    struct pal_json *json;
    PAL_TRY(pal_write_proxy(gathering->store, proxy, &json));
    pal_json_append(gathering->items, json);
    return PAL_OK;
}

static enum pal_err set_offers(const struct pal_request *request, struct pal_json *me)
{
    struct gathering offers PAL_CLEANUP(gathering_done) = {
        .store = pal_request_store(request),
        .items = pal_json_array_new(),
    };
    PAL_TRY(pal_members_of_person(offers.store, request->principal.person, keep_member, &offers));
    for (size_t i = 0; i < offers.count; i++) {
        struct pal_proxies_query query = {.member = {offers.members[i]}, .limit = PAL_LIMIT_PAGE};
        PAL_TRY(pal_proxies_walk(offers.store, &query, add_offer, &offers));
    }
    pal_json_set(me, "proxies_to_answer", offers.items);
    offers.items = NULL;
    return PAL_OK;
}

/* --- refusals --------------------------------------------------------------------------------- */

static enum pal_err add_refusal(struct gathering *gathering, struct pal_member_id id)
{
    struct pal_json *member;
    PAL_ERASURE_REQUEST(asked);
    enum pal_err err = pal_erasure_request_read(gathering->store, id, &asked);
    if (err != PAL_OK || !asked.is_to_tell) {
        return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
    }
    PAL_TRY(pal_write_member_ref(gathering->store, id, &member));
    struct pal_json *json = pal_json_object_new();
    pal_json_set(json, "member", member);
    pal_json_set_instant(json, "refused_at", asked.refused_us);
    pal_json_set_text(json, "reason", asked.reason);
    pal_json_append(gathering->items, json);
    return PAL_OK;
}

static enum pal_err set_refusals(const struct pal_request *request, struct pal_json *me)
{
    struct gathering refusals PAL_CLEANUP(gathering_done) = {
        .store = pal_request_store(request),
        .items = pal_json_array_new(),
    };
    PAL_TRY(
        pal_members_of_person(refusals.store, request->principal.person, keep_member, &refusals));
    for (size_t i = 0; i < refusals.count; i++) {
        PAL_TRY(add_refusal(&refusals, (struct pal_member_id){refusals.members[i]}));
    }
    pal_json_set(me, "erasures_refused", refusals.items);
    refusals.items = NULL;
    return PAL_OK;
}

enum pal_err pal_on_me(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_person_id person = request->principal.person;
    struct pal_json *list;
    PAL_JSON(me);
    me = pal_json_object_new();
    PAL_TRY(set_person(store, person, me));
    PAL_TRY(pal_acting_describe(store, person, &list));
    pal_json_set(me, "members", list);
    PAL_TRY(pal_roles_describe(store, person, request->now_us, &list));
    pal_json_set(me, "offices", list);
    PAL_TRY(set_votes(request, me));
    PAL_TRY(set_offers(request, me));
    PAL_TRY(set_refusals(request, me));
    pal_reply_json(reply, me);
    me = NULL;
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}
