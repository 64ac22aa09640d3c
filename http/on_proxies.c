/* on_proxies.c - the ledger of proxies over HTTP: given, answered, revoked. */
#include <stdlib.h>

#include "base/fields.h"
#include "base/mem.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/proxies.h"

#include "handlers.h"
#include "lists.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- shapes --------------------------------------------------------------------------------- */

static enum pal_err add_use(void *context, const struct pal_uuid *poll)
{
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(poll, uuid);
    pal_json_append_text(context, pal_text_of(uuid));
    return PAL_OK;
}

static enum pal_err write_members(struct pal_store *store, const struct pal_proxy *proxy,
                                  struct pal_json *into)
{
    struct pal_json *who;
    PAL_TRY(pal_write_member_ref(store, proxy->principal, &who));
    pal_json_set(into, "principal", who);
    bool is_blank = proxy->holder.value == 0;
    pal_json_set_bool(into, "blank", is_blank);
    if (is_blank) {
        pal_json_set_null(into, "holder");
        return PAL_OK;
    }
    PAL_TRY(pal_write_member_ref(store, proxy->holder, &who));
    pal_json_set(into, "holder", who);
    return PAL_OK;
}

/* Proxy. */
enum pal_err pal_write_proxy(struct pal_store *store, const struct pal_proxy *proxy,
                             struct pal_json **out_json)
{
    PAL_JSON(json);
    PAL_ASSEMBLY(assembly);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &proxy->uuid);
    pal_json_set_uuid(json, "assembly", &proxy->assembly_uuid);
    PAL_TRY(pal_assembly_read(store, proxy->assembly, &assembly));
    pal_json_set_text(json, "assembly_title", assembly.title);
    PAL_TRY(write_members(store, proxy, json));
    pal_json_set_string(json, "state", pal_proxy_state_word(proxy->state));
    pal_json_set_instant(json, "offered_at", proxy->offered_us);
    if (proxy->accepted_us != 0) {
        pal_json_set_instant(json, "accepted_at", proxy->accepted_us);
    }
    if (proxy->ended_us != 0) {
        pal_json_set_instant(json, "ended_at", proxy->ended_us);
    }
    pal_json_set_bool(json, "suspended", proxy->is_suspended);
    pal_json_set_bool(json, "expired", proxy->is_expired);
    struct pal_json *uses = pal_json_array_new();
    pal_json_set(json, "used_in", uses);
    PAL_TRY(pal_proxy_uses_walk(store, proxy->id, add_use, uses));
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

static enum pal_err reply_proxy(const struct pal_request *request, struct pal_reply *reply,
                                struct pal_proxy_id id)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_proxy proxy;
    PAL_TRY(pal_proxy_read(store, id, &proxy));
    struct pal_json *json;
    PAL_TRY(pal_write_proxy(store, &proxy, &json));
    pal_reply_json(reply, json);
    pal_reply_version(reply, proxy.entry);
    return PAL_OK;
}

/* --- reading -------------------------------------------------------------------------------- */

/* PAL_ERR_REQUEST_FORBIDDEN unless the person acts for the member today. */
static enum pal_err check_acts(const struct pal_request *request, struct pal_member_id member)
{
    enum pal_acts_as how;
    enum pal_err err =
        pal_member_acts(pal_request_store(request), member, request->principal.person, &how);
    return err == PAL_ERR_ROLL_NOT_HELD ? PAL_ERR_REQUEST_FORBIDDEN : err;
}

static enum pal_err find(const struct pal_request *request, struct pal_proxy *out)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid uuid;
    PAL_TRY(pal_request_uuid(request, "proxy", &uuid));
    struct pal_proxy_id id;
    PAL_TRY(pal_proxy_find(store, &uuid, &id));
    return pal_proxy_read(store, id, out);
}

/* A proxy is seen by those whom it binds, and by whoever reads the register. */
enum pal_err pal_on_proxy(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_proxy proxy;
    PAL_TRY(find(request, &proxy));
    bool may_read = pal_principal_may(&request->principal, PAL_MAY_READ_REGISTER) ||
                    check_acts(request, proxy.principal) == PAL_OK ||
                    (proxy.holder.value != 0 && check_acts(request, proxy.holder) == PAL_OK);
    return may_read ? reply_proxy(request, reply, proxy.id) : PAL_ERR_NOT_FOUND;
}

/* Rows are kept by their number and written after the walk: writing one reads the store again. */
struct found {
    struct pal_proxy *items;
    size_t count, capacity;
};

static void found_done(struct found *found)
{
    pal_mem_free(found->items);
}

static enum pal_err keep(void *context, const struct pal_proxy *proxy)
{
    struct found *found = context;
    found->capacity = pal_mem_capacity(found->capacity, found->count + 1);
    found->items = pal_mem_grow(found->items, found->capacity, sizeof *found->items);
    found->items[found->count++] = *proxy;
    return PAL_OK;
}

/* The proxies of each member for whom the person acts. */
struct mine {
    struct pal_store *store;
    struct pal_proxies_query query;
    struct found found;
};

static enum pal_err keep_of_member(void *context, const struct pal_member *member,
                                   enum pal_acts_as how)
{
    (void)how;
    struct mine *mine = context;
    mine->query.member = member->id;
    return pal_proxies_walk(mine->store, &mine->query, keep, &mine->found);
}

static int by_id(const void *left, const void *right)
{
    const struct pal_proxy *a = left;
    const struct pal_proxy *b = right;
    return (a->id.value > b->id.value) - (a->id.value < b->id.value);
}

/* Fills the page; a proxy between two members of the same person stands once. */
static enum pal_err fill(struct pal_store *store, struct pal_list *list, struct found *found)
{
    if (found->count > 0) {
        qsort(found->items, found->count, sizeof found->items[0], by_id);
    }
    for (size_t i = 0; i < found->count; i++) {
        if (i > 0 && found->items[i].id.value == found->items[i - 1].id.value) {
            continue;
        }
        if (pal_list_is_full(list)) {
            return PAL_OK;
        }
        struct pal_json *json;
        PAL_TRY(pal_write_proxy(store, &found->items[i], &json));
        pal_list_add(list, found->items[i].id.value, json);
    }
    return PAL_OK;
}

enum pal_err pal_on_proxies(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    PAL_LIST(list);
    PAL_TRY(pal_list_begin(request, &list));
    struct pal_text all = {0};
    PAL_TRY(pal_request_query_text(request, "all", &all));
    bool wants_all = pal_text_is(all, "true");
    if (wants_all && !pal_principal_may(&request->principal, PAL_MAY_READ_REGISTER)) {
        return PAL_ERR_REQUEST_FORBIDDEN;
    }
    struct mine mine = {.store = store, .query = {.limit = pal_list_rows(&list)}};
    PAL_TRY(pal_list_after(request, &list, &mine.query.after_id));
    if (pal_request_query_has(request, "assembly")) {
        struct pal_uuid assembly;
        PAL_TRY(pal_request_query_uuid(request, "assembly", &assembly));
        PAL_TRY(pal_assembly_find(store, &assembly, &mine.query.assembly));
    }

    struct found found PAL_CLEANUP(found_done) = {0};
    enum pal_err err =
        wants_all ? pal_proxies_walk(store, &mine.query, keep, &mine.found)
                  : pal_members_of_person(store, request->principal.person, keep_of_member, &mine);
    found = mine.found;
    PAL_TRY(err);
    PAL_TRY(fill(store, &list, &found));

    pal_reply_list(reply, request, &list);
    return PAL_OK;
}

/* --- commands ------------------------------------------------------------------------------- */

/* Told to everybody, as the log is: neither says between whom. */
static const char proxy_changed[] = "proxy.changed";

struct offer {
    struct pal_assembly_id assembly;
    struct pal_member_id principal, holder;
};

/* A holder is named by identifier or by number, as on a paper form. */
static enum pal_err find_holder(struct pal_store *store, struct pal_text word,
                                struct pal_member_id *out_holder)
{
    struct pal_uuid uuid;
    return pal_uuid_parse(word, &uuid) == PAL_OK ? pal_member_find(store, &uuid, out_holder)
                                                 : pal_member_find_number(store, word, out_holder);
}

static enum pal_err read_offer(const struct pal_request *request, struct offer *offer)
{
    static const char *const names[] = {"assembly", "principal", "holder", "blank", NULL};
    struct pal_store *store = pal_request_store(request);
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    struct pal_uuid assembly, principal;
    PAL_TRY(pal_json_uuid(body, "assembly", &assembly, where));
    PAL_TRY(pal_json_uuid(body, "principal", &principal, where));
    bool is_blank = false;
    PAL_TRY(pal_json_optional_bool(body, "blank", &is_blank, where));
    if (is_blank == pal_json_has(body, "holder")) {
        pal_where_set(where, "/holder");
        return is_blank ? PAL_ERR_JSON_UNKNOWN : PAL_ERR_JSON_MISSING;
    }
    pal_where_set(where, "/assembly");
    PAL_TRY(pal_assembly_find(store, &assembly, &offer->assembly));
    pal_where_set(where, "/principal");
    PAL_TRY(pal_member_find(store, &principal, &offer->principal));
    PAL_TRY(check_acts(request, offer->principal));
    if (is_blank) {
        return PAL_OK;
    }
    struct pal_text holder;
    PAL_TRY(pal_json_text(body, "holder", &holder, where));
    pal_where_set(where, "/holder");
    return find_holder(store, holder, &offer->holder);
}

enum pal_err pal_on_proxy_offer(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct offer offer = {0};
    PAL_TRY(read_offer(request, &offer));

    struct pal_proxy_id id;
    enum pal_err err = pal_proxy_offer(store, offer.assembly, offer.principal, offer.holder, &id);
    if (err == PAL_ERR_PROXY_TAKEN || err == PAL_ERR_STATE) {
        pal_where_set(pal_request_where(request),
                      err == PAL_ERR_STATE ? "/assembly" : "/principal");
    }
    PAL_TRY(err);

    struct pal_proxy made;
    PAL_TRY(pal_proxy_read(store, id, &made));
    struct pal_json *json;
    PAL_TRY(pal_write_proxy(store, &made, &json));
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&made.uuid, uuid);
    pal_reply_created(reply, json, "/api/v1/proxies/%s", uuid);
    pal_reply_event(reply, proxy_changed, &made.uuid);
    pal_reply_version(reply, made.entry);
    return PAL_OK;
}

/* What the three answers to a proxy share; is_holder tells whose answer it is. */
static enum pal_err begin(const struct pal_request *request, bool is_holder,
                          struct pal_proxy *out_proxy)
{
    PAL_TRY(find(request, out_proxy));
    PAL_TRY(check_acts(request, is_holder ? out_proxy->holder : out_proxy->principal));
    PAL_TRY(pal_request_match(request, out_proxy->entry));
    return pal_request_nothing(request);
}

enum pal_err pal_on_proxy_acceptance(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_proxy proxy;
    PAL_TRY(begin(request, true, &proxy));

    PAL_TRY(pal_proxy_accept(pal_request_store(request), proxy.id));

    pal_reply_event(reply, proxy_changed, &proxy.uuid);
    return reply_proxy(request, reply, proxy.id);
}

enum pal_err pal_on_proxy_refusal(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_proxy proxy;
    PAL_TRY(begin(request, true, &proxy));

    PAL_TRY(pal_proxy_refuse(pal_request_store(request), proxy.id));

    pal_reply_event(reply, proxy_changed, &proxy.uuid);
    return reply_proxy(request, reply, proxy.id);
}

enum pal_err pal_on_proxy_revocation(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_proxy proxy;
    PAL_TRY(begin(request, false, &proxy));

    PAL_TRY(pal_proxy_revoke(pal_request_store(request), proxy.id));

    pal_reply_event(reply, proxy_changed, &proxy.uuid);
    return reply_proxy(request, reply, proxy.id);
}
