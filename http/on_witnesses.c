/* on_witnesses.c - the witnesses of the log: which they are, and what each has cosigned. */
#include "base/check.h"
#include "base/clock.h"
#include "core/log.h"
#include "core/witnesses.h"

#include "handlers.h"
#include "reply.h"

static enum pal_err add_witness(struct pal_store *store, const struct pal_policy_witness *witness,
                                struct pal_json *list)
{
    PAL_BUF(vkey);
    uint64_t size;
    int64_t seconds;
    PAL_TRY(pal_cosignature_last(store, witness->vkey.name, &size, &seconds));
    pal_vkey_write(&witness->vkey, &vkey);
    struct pal_json *item = pal_json_object_new();
    pal_json_set_text(item, "name", witness->name);
    pal_json_set_text(item, "key", pal_buf_text(&vkey));
    pal_json_set_int(item, "size", (int64_t)size);
    if (size > 0) {
        char instant[PAL_INSTANT_TEXT_SIZE + 1];
        pal_instant_write(seconds * 1000000, instant);
        pal_json_set_string(item, "cosigned_at", instant);
    }
    pal_json_append(list, item);
    return PAL_OK;
}

static enum pal_err describe(struct pal_store *store, struct pal_reply *reply)
{
    PAL_JSON(object);
    bool is_witnessed;
    struct pal_policy policy = {0};
    struct pal_text text = pal_log_policy(store);
    uint64_t size = pal_log_head(store).size;
    PAL_TRY(pal_log_is_witnessed(store, size, &is_witnessed));
    if (text.size > 0) {
        PAL_TRY(pal_policy_parse(text, &policy, NULL));
    }
    object = pal_json_object_new();
    pal_json_set_text(object, "policy", text);
    pal_json_set_int(object, "size", (int64_t)size);
    pal_json_set_bool(object, "witnessed", is_witnessed);
    struct pal_json *list = pal_json_array_new();
    pal_json_set(object, "witnesses", list);
    for (size_t i = 0; i < policy.witness_count; i++) {
        PAL_TRY(add_witness(store, &policy.witnesses[i], list));
    }
    pal_reply_json(reply, object);
    object = NULL;
    return PAL_OK;
}

enum pal_err pal_on_log_policy(const struct pal_request *request, struct pal_reply *reply)
{
    return describe(pal_request_store(request), reply);
}

enum pal_err pal_on_log_policy_set(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"policy", NULL};
    const struct pal_json *body;
    struct pal_text policy;
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "policy", &policy, where));

    PAL_TRY(pal_log_policy_set(pal_request_store(request), policy, where));

    return describe(pal_request_store(request), reply);
}
