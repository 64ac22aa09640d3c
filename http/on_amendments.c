/* on_amendments.c - amendments over HTTP: read with what they change, proposed, supported, put in the text. */
#include "base/diff.h"
#include "base/fields.h"
#include "core/aliases.h"
#include "core/amendments.h"

#include "debate.h"
#include "handlers.h"
#include "lists.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- shapes --------------------------------------------------------------------------------- */

/* AmendmentSummary */
static enum pal_err write_summary(const struct pal_request *request,
                                  const struct pal_amendment *now, struct pal_json **out_json)
{
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &now->uuid);
    pal_json_set_uuid(json, "resolution", &now->resolution_uuid);
    pal_json_set_int(json, "version", now->version);
    if (now->parent.value != 0) {
        pal_json_set_uuid(json, "parent", &now->parent_uuid);
    }
    pal_json_set_string(json, "state", pal_amendment_state_word(now->state));
    pal_json_set_bool(json, "consolidated", now->is_settled);
    pal_json_set_int(json, "distance", now->distance);
    pal_json_set_int(json, "supporters", now->supporters);
    pal_json_set_instant(json, "at", now->at_us);
    pal_json_set_hash(json, "hash", &now->hash);
    if (now->has_poll) {
        pal_json_set_uuid(json, "poll", &now->poll);
    }
    PAL_TRY(pal_write_author(request, &now->resolution_uuid, now->author, json));
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

static void add_run(void *context, enum pal_diff_op op, struct pal_text run)
{
    struct pal_json *item = pal_json_object_new();
    pal_json_set_string(item, "op", pal_diff_op_word(op));
    pal_json_set_text(item, "text", run);
    pal_json_append(context, item);
}

static struct pal_text words_of(const struct pal_json *document, const char *name)
{
    return pal_json_as_text(pal_json_get(document, name));
}

/* What it changes in the text that it is on; nothing is shown of texts that were removed. */
static enum pal_err write_diff(struct pal_store *store, const struct pal_amendment *now,
                               const struct pal_json *document, struct pal_json *into)
{
    PAL_JSON(base);
    PAL_TRY(pal_amendment_document(store, &now->base, &base));
    if (pal_json_has(document, "removed") || pal_json_has(base, "removed")) {
        return PAL_OK;
    }
    PAL_DIFF(diff);
    PAL_TRY(pal_diff_make(words_of(base, "text"), words_of(document, "text"), &diff));
    struct pal_json *runs = pal_json_array_new();
    pal_json_set(into, "diff", runs);
    pal_diff_walk(&diff, add_run, runs);
    if (diff.is_coarse) {
        pal_json_set_bool(into, "coarse", true);
    }
    return PAL_OK;
}

/* Whoever acts for the author does with it what its author may, as that member. */
static enum pal_err find_author(const struct pal_request *request,
                                const struct pal_amendment *amendment,
                                struct pal_member_id *out_author)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_speaker speaker;
    enum pal_acts_as how;
    enum pal_err err = pal_alias_find(store, &amendment->resolution_uuid,
                                      pal_text_of(amendment->author), &speaker);
    if (err == PAL_OK) {
        err = pal_member_acts(store, speaker.member, request->principal.person, &how);
        *out_author = speaker.member;
    }
    bool is_other = err == PAL_ERR_NOT_FOUND || err == PAL_ERR_ROLL_NOT_HELD;
    return is_other ? PAL_ERR_AMENDMENT_OTHER : err;
}

/* Whether the reader proposed it, and whether the member for whom they speak supports it. */
static enum pal_err write_reader(const struct pal_request *request, const struct pal_amendment *now,
                                 struct pal_json *into)
{
    struct pal_member_id member;
    bool supports;
    if (request->principal.proof == PAL_PROOF_NONE) {
        return PAL_OK;
    }
    enum pal_err err = find_author(request, now, &member);
    if (err == PAL_OK) {
        pal_json_set_bool(into, "mine", true);
    } else if (err != PAL_ERR_AMENDMENT_OTHER) {
        return err;
    }
    err = pal_request_member(request, NULL, &member);
    if (err != PAL_OK) { /* they speak for nobody, or for several */
        bool is_nobody = err == PAL_ERR_REQUEST_FORBIDDEN || err == PAL_ERR_JSON_MISSING;
        return is_nobody ? PAL_OK : err;
    }
    PAL_TRY(pal_amendment_is_supported(pal_request_store(request), now->id, member, &supports));
    pal_json_set_bool(into, "supported", supports);
    return PAL_OK;
}

/* Amendment */
static enum pal_err write_whole(const struct pal_request *request, const struct pal_amendment *now,
                                struct pal_json **out_json)
{
    struct pal_store *store = pal_request_store(request);
    PAL_JSON(document);
    PAL_JSON(json);
    PAL_TRY(pal_amendment_document(store, &now->hash, &document));
    PAL_TRY(write_summary(request, now, &json));
    pal_json_set_hash(json, "base", &now->base);
    pal_json_set_text(json, "text", words_of(document, "text"));
    pal_json_set_text(json, "reasons", words_of(document, "reasons"));
    if (pal_json_has(document, "removed")) {
        pal_json_set_bool(json, "removed", true);
    }
    PAL_TRY(write_diff(store, now, document, json));
    PAL_TRY(write_reader(request, now, json));
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

static enum pal_err reply_whole(const struct pal_request *request, struct pal_reply *reply,
                                struct pal_amendment_id id)
{
    struct pal_amendment now;
    struct pal_json *json;
    PAL_TRY(pal_amendment_read(pal_request_store(request), id, &now));
    PAL_TRY(write_whole(request, &now, &json));
    pal_reply_json(reply, json);
    pal_reply_version(reply, now.entry);
    pal_reply_with_names(reply, request);
    return PAL_OK;
}

/* --- reading -------------------------------------------------------------------------------- */

/* The amendment of the path, if the reader may know of its resolution. */
static enum pal_err find(const struct pal_request *request, struct pal_amendment *out)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid uuid;
    struct pal_amendment_id id;
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_uuid(request, "amendment", &uuid));
    PAL_TRY(pal_amendment_find(store, &uuid, &id));
    PAL_TRY(pal_amendment_read(store, id, out));
    return pal_request_sees_resolution(request, out->resolution, &resolution);
}

enum pal_err pal_on_amendment(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_amendment amendment;
    PAL_TRY(find(request, &amendment));
    return reply_whole(request, reply, amendment.id);
}

static enum pal_err gather(void *context, const struct pal_amendment *amendment)
{
    struct pal_gathering *gathering = context;
    struct pal_json *json;
    if (pal_gathering_is_over(gathering)) {
        return PAL_OK;
    }
    PAL_TRY(write_summary(gathering->request, amendment, &json));
    pal_gather(gathering, amendment->id.value, json);
    return PAL_OK;
}

enum pal_err pal_on_amendments(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_LIST(list);
    struct pal_amendments_query query = {0};
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(pal_list_begin(request, &list));
    PAL_TRY(pal_list_after(request, &list, &query.after_id));
    query.resolution = resolution.id;
    query.limit = pal_list_rows(&list);

    struct pal_gathering gathering = {.request = request, .list = &list};
    PAL_TRY(pal_amendments_walk(pal_request_store(request), &query, gather, &gathering));

    pal_reply_list(reply, request, &list);
    pal_reply_with_names(reply, request);
    return PAL_OK;
}

struct queue {
    const struct pal_request *request;
    struct pal_json *items;
};

static enum pal_err queue_up(void *context, const struct pal_amendment *amendment)
{
    struct queue *queue = context;
    struct pal_json *json;
    PAL_TRY(write_summary(queue->request, amendment, &json));
    pal_json_append(queue->items, json);
    return PAL_OK;
}

/* No page: a version has no more amendments than PAL_LIMIT_AMENDMENTS. */
enum pal_err pal_on_amendments_order(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));

    PAL_JSON(json);
    json = pal_json_object_new();
    struct queue queue = {request, pal_json_array_new()};
    pal_json_set(json, "items", queue.items);
    PAL_TRY(pal_amendments_queue(pal_request_store(request), resolution.id, queue_up, &queue));

    pal_reply_json(reply, json);
    pal_reply_with_names(reply, request);
    json = NULL;
    return PAL_OK;
}

/* --- commands ------------------------------------------------------------------------------- */

static enum pal_err read_spec(const struct pal_request *request, struct pal_amendment_spec *spec)
{
    static const char *const names[] = {"version", "parent", "text", "reasons", "member", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    struct pal_uuid parent;
    struct pal_uuid member;
    const struct pal_uuid *named_parent;
    const struct pal_uuid *named_member;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_int(body, "version", &spec->version, where));
    PAL_TRY(pal_json_text(body, "text", &spec->text, where));
    PAL_TRY(pal_json_optional_text(body, "reasons", &spec->reasons, where));
    PAL_TRY(pal_read_optional_uuid(body, "parent", &parent, &named_parent, where));
    PAL_TRY(pal_read_optional_uuid(body, "member", &member, &named_member, where));
    if (named_parent != NULL) {
        pal_where_set(where, "/parent");
        PAL_TRY(pal_amendment_find(pal_request_store(request), named_parent, &spec->parent));
    }
    PAL_TRY(pal_request_member(request, named_member, &spec->author));
    pal_where_set(where, "%s", "");
    return PAL_OK;
}

enum pal_err pal_on_amendment_propose(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    struct pal_amendment_spec spec = {.resolution = resolution.id};
    PAL_TRY(read_spec(request, &spec));

    struct pal_amendment_id id;
    enum pal_err err = pal_amendment_propose(store, &spec, pal_request_where(request), &id);
    if (err == PAL_ERR_AMENDMENT_OUTDATED) {
        pal_reply_detail(reply, "version", pal_json_int_new(resolution.version));
    }
    PAL_TRY(pal_reply_quota(reply, request, err));

    struct pal_amendment made;
    struct pal_json *json;
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    PAL_TRY(pal_amendment_read(store, id, &made));
    PAL_TRY(write_whole(request, &made, &json));
    pal_uuid_write(&made.uuid, uuid);
    pal_reply_created(reply, json, "/api/v1/amendments/%s", uuid);
    pal_reply_version(reply, made.entry);
    pal_reply_event(reply, "amendment.changed", &made.uuid);
    return PAL_OK;
}

static enum pal_err finish(const struct pal_request *request, struct pal_reply *reply,
                           const struct pal_amendment *amendment)
{
    pal_reply_event(reply, "amendment.changed", &amendment->uuid);
    return reply_whole(request, reply, amendment->id);
}

static enum pal_err support(const struct pal_request *request, struct pal_reply *reply,
                            bool supports)
{
    struct pal_amendment amendment;
    struct pal_member_id member;
    PAL_TRY(find(request, &amendment));
    PAL_TRY(pal_request_for(request, &member));

    enum pal_err err =
        pal_amendment_support(pal_request_store(request), amendment.id, member, supports);
    PAL_TRY(pal_reply_quota(reply, request, err));

    return finish(request, reply, &amendment);
}

enum pal_err pal_on_amendment_support(const struct pal_request *request, struct pal_reply *reply)
{
    return support(request, reply, true);
}

enum pal_err pal_on_amendment_support_end(const struct pal_request *request,
                                          struct pal_reply *reply)
{
    return support(request, reply, false);
}

enum pal_err pal_on_amendment_withdrawal(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_amendment amendment;
    struct pal_member_id author;
    PAL_TRY(find(request, &amendment));
    PAL_TRY(pal_request_nothing(request));
    PAL_TRY(find_author(request, &amendment, &author));
    PAL_TRY(pal_request_match(request, amendment.entry));

    PAL_TRY(pal_amendment_withdraw(pal_request_store(request), amendment.id, author));

    return finish(request, reply, &amendment);
}

enum pal_err pal_on_amendment_acceptance(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_amendment amendment;
    PAL_TRY(find(request, &amendment));
    PAL_TRY(pal_request_match(request, amendment.entry));
    PAL_TRY(pal_request_nothing(request));

    PAL_TRY(pal_amendment_accept(pal_request_store(request), amendment.id));

    return finish(request, reply, &amendment);
}
