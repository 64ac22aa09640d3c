/* on_instructions.c - how a principal asks to have their vote used, and how concentrated proxies are. */
#include "base/fields.h"
#include "base/mem.h"
#include "core/colleges.h"
#include "core/proxies.h"
#include "core/society.h"

#include "handlers.h"
#include "people.h"
#include "reply.h"

enum { INSTRUCTIONS_MAX = 1000 }; /* more than any agenda has resolutions */

static enum pal_err add_instruction(void *context, const struct pal_instruction *instruction)
{
    struct pal_json *item = pal_json_object_new();
    pal_json_set_uuid(item, "resolution", &instruction->resolution);
    pal_json_set_text(item, "choice", instruction->choice);
    if (instruction->is_amended) {
        pal_json_set_bool(item, "amended", true);
    }
    pal_json_append(context, item);
    return PAL_OK;
}

static enum pal_err reply_instructions(const struct pal_request *request, struct pal_reply *reply,
                                       struct pal_proxy_id id)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_proxy proxy;
    PAL_TRY(pal_proxy_read(store, id, &proxy));
    PAL_JSON(list);
    list = pal_json_array_new();
    PAL_TRY(pal_instructions_walk(store, id, add_instruction, list));
    struct pal_json *object = pal_json_object_new();
    pal_json_set(object, "instructions", pal_json_copy(list));
    pal_reply_json(reply, object);
    pal_reply_version(reply, proxy.entry);
    return PAL_OK;
}

static enum pal_err find(const struct pal_request *request, struct pal_proxy *out)
{
    struct pal_uuid uuid;
    struct pal_proxy_id id;
    PAL_TRY(pal_request_uuid(request, "proxy", &uuid));
    PAL_TRY(pal_proxy_find(pal_request_store(request), &uuid, &id));
    return pal_proxy_read(pal_request_store(request), id, out);
}

static bool acts_for(const struct pal_request *request, struct pal_member_id member)
{
    enum pal_acts_as how;
    return member.value != 0 && pal_member_acts(pal_request_store(request), member,
                                                request->principal.person, &how) == PAL_OK;
}

/* How somebody means to vote is for the two whom it binds, and for nobody else. */
enum pal_err pal_on_instructions(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_proxy proxy;
    PAL_TRY(find(request, &proxy));
    bool may_read = acts_for(request, proxy.principal) || acts_for(request, proxy.holder);
    return may_read ? reply_instructions(request, reply, proxy.id) : PAL_ERR_NOT_FOUND;
}

static enum pal_err read_one(const struct pal_json *item, struct pal_instruction *out,
                             struct pal_where *where)
{
    static const char *const names[] = {"resolution", "choice", NULL};
    PAL_TRY(pal_json_only(item, names, where));
    PAL_TRY(pal_json_uuid(item, "resolution", &out->resolution, where));
    return pal_json_text(item, "choice", &out->choice, where);
}

static enum pal_err read_instructions(const struct pal_json *list, struct pal_instruction *out,
                                      struct pal_where *where)
{
    for (size_t i = 0; i < pal_json_count(list); i++) {
        enum pal_err err = read_one(pal_json_at(list, i), &out[i], where);
        if (err != PAL_OK) {
            pal_where_prefix(where, "/instructions/%zu", i);
            return err;
        }
    }
    return PAL_OK;
}

enum pal_err pal_on_instruct(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"instructions", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    const struct pal_json *list;
    struct pal_proxy proxy;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_array(body, "instructions", &list, where));
    where->pointer[0] = '\0';
    PAL_TRY(find(request, &proxy));
    if (!acts_for(request, proxy.principal)) {
        return acts_for(request, proxy.holder) ? PAL_ERR_REQUEST_FORBIDDEN : PAL_ERR_NOT_FOUND;
    }
    PAL_TRY(pal_request_match(request, proxy.entry));
    size_t count = pal_json_count(list);
    if (count > INSTRUCTIONS_MAX) {
        pal_where_set(where, "/instructions");
        return PAL_ERR_LIMIT_COUNT;
    }
    struct pal_instruction *instructions PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(count + 1, sizeof *instructions);
    PAL_TRY(read_instructions(list, instructions, where));

    where->pointer[0] = '\0';
    enum pal_err err =
        pal_proxy_instruct(pal_request_store(request), proxy.id, instructions, count, where);
    if (err != PAL_OK && where->pointer[0] != '\0') {
        pal_where_prefix(where, "/instructions");
    }
    PAL_TRY(err);

    pal_reply_event(reply, "proxy.changed", &proxy.uuid);
    return reply_instructions(request, reply, proxy.id);
}

static enum pal_err add_holders(void *context, int64_t proxies, int64_t holders)
{
    struct pal_json *item = pal_json_object_new();
    pal_json_set_int(item, "proxies", proxies);
    pal_json_set_int(item, "holders", holders);
    pal_json_append(context, item);
    return PAL_OK;
}

enum pal_err pal_on_concentration(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid uuid;
    struct pal_assembly_id assembly;
    struct pal_concentration found;
    PAL_CONSTITUTION(constitution);
    PAL_CENSUS(census);
    PAL_JSON(holders);
    PAL_RATIO(share);
    PAL_TRY(pal_request_uuid(request, "assembly", &uuid));
    PAL_TRY(pal_assembly_find(store, &uuid, &assembly));
    PAL_TRY(pal_proxies_concentration(store, assembly, &found));
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    PAL_TRY(pal_census_take(store, &constitution, pal_society_today(store), &census));
    holders = pal_json_array_new();
    PAL_TRY(pal_proxies_holders_walk(store, assembly, add_holders, holders));
    if (census.admitted > 0) {
        pal_ratio_set(share, found.votes_of_five, (int64_t)census.admitted);
    }
    struct pal_json *object = pal_json_object_new();
    pal_json_set_int(object, "members", (int64_t)census.admitted);
    pal_json_set_int(object, "held", found.held);
    pal_json_set_int(object, "blank", found.blank);
    pal_json_set_int(object, "most", found.most);
    pal_json_set(object, "holders", pal_json_copy(holders));
    pal_json_set_int(object, "votes_of_five", found.votes_of_five);
    pal_json_set_ratio(object, "share_of_five", share);
    pal_reply_json(reply, object);
    return PAL_OK;
}
