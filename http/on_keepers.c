/* on_keepers.c - the keys of keepers, and who keeps the urn of a secret poll. */
#include <string.h>

#include "base/fields.h"
#include "core/keepers.h"

#include "found.h"
#include "handlers.h"
#include "people.h"
#include "polls.h"
#include "reply.h"

/* --- one's own key ---------------------------------------------------------------------------- */

static void set_hex(struct pal_json *json, const char *name, const uint8_t *bytes, size_t size)
{
    PAL_BUF(hex);
    pal_buf_add_hex(&hex, bytes, size);
    pal_json_set_text(json, name, pal_buf_text(&hex));
}

static struct pal_json *key_new(const struct pal_keeper_key *key)
{
    struct pal_json *json = pal_json_object_new();
    set_hex(json, "key", key->public_key, sizeof key->public_key);
    set_hex(json, "salt", key->salt, sizeof key->salt);
    pal_json_set_int(json, "ops", key->ops);
    pal_json_set_int(json, "mem", key->mem);
    set_hex(json, "nonce", key->nonce, sizeof key->nonce);
    set_hex(json, "box", key->box, sizeof key->box);
    return json;
}

static enum pal_err read_hex(const struct pal_json *body, const char *name, uint8_t *out_bytes,
                             size_t size, struct pal_where *where)
{
    struct pal_text text;
    PAL_TRY(pal_json_text(body, name, &text, where));
    pal_where_set(where, "/%s", name);
    return pal_text_hex(text, out_bytes, size);
}

static enum pal_err read_key(const struct pal_request *request, struct pal_keeper_key *out)
{
    static const char *const names[] = {"key", "salt", "ops", "mem", "nonce", "box", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(read_hex(body, "key", out->public_key, sizeof out->public_key, where));
    PAL_TRY(read_hex(body, "salt", out->salt, sizeof out->salt, where));
    PAL_TRY(pal_json_int(body, "ops", &out->ops, where));
    PAL_TRY(pal_json_int(body, "mem", &out->mem, where));
    PAL_TRY(read_hex(body, "nonce", out->nonce, sizeof out->nonce, where));
    return read_hex(body, "box", out->box, sizeof out->box, where);
}

static enum pal_err reply_key(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_keeper_key key;
    PAL_TRY(pal_keeper_key_read(pal_request_store(request), request->principal.person, &key));
    pal_reply_json(reply, key_new(&key));
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

enum pal_err pal_on_keeper_key(const struct pal_request *request, struct pal_reply *reply)
{
    return reply_key(request, reply);
}

enum pal_err pal_on_keeper_enrol(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_keeper_key key = {0};
    PAL_TRY(read_key(request, &key));

    PAL_TRY(pal_keeper_enrol(pal_request_store(request), request->principal.person, &key,
                             pal_request_where(request)));

    return reply_key(request, reply);
}

/* --- of a poll -------------------------------------------------------------------------------- */

/* The sealed share is for its keeper alone, although nobody else could open it. */
static enum pal_err add_keeper(const struct pal_request *request, const struct pal_keeper *keeper,
                               struct pal_json *items)
{
    PAL_PERSON(person);
    PAL_TRY(pal_person_read(pal_request_store(request), keeper->person, &person));
    struct pal_json *named = pal_json_object_new();
    pal_json_set_uuid(named, "id", &person.uuid);
    pal_json_set_text(named, "name", person.says.name);
    struct pal_json *item = pal_json_object_new();
    pal_json_set_int(item, "index", keeper->place);
    pal_json_set(item, "person", named);
    set_hex(item, "key", keeper->public_key, sizeof keeper->public_key);
    bool is_own = request->principal.person.value == keeper->person.value;
    if (is_own && keeper->has_share) {
        PAL_BUF(sealed);
        pal_buf_add_base64(&sealed, keeper->sealed, sizeof keeper->sealed);
        pal_json_set_text(item, "sealed", pal_buf_text(&sealed));
    }
    pal_json_append(items, item);
    return PAL_OK;
}

static enum pal_err reply_keepers(const struct pal_request *request, struct pal_poll_id poll,
                                  struct pal_reply *reply)
{
    struct pal_keeper keepers[PAL_KEEPERS];
    size_t count;
    PAL_TRY(pal_keepers_read(pal_request_store(request), poll, keepers, &count));
    PAL_JSON(items);
    items = pal_json_array_new();
    for (size_t i = 0; i < count; i++) {
        PAL_TRY(add_keeper(request, &keepers[i], items));
    }
    struct pal_json *object = pal_json_object_new();
    pal_json_set(object, "items", items);
    items = NULL;
    pal_reply_json(reply, object);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

enum pal_err pal_on_keepers(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_TRY(pal_request_poll(request, &poll));
    return reply_keepers(request, poll.id, reply);
}

/* Whoever signs in for the member would keep it. */
static enum pal_err set_key(void *context, const struct pal_member *member, struct pal_json *found)
{
    struct pal_person_id person;
    bool has_key = false;
    enum pal_err err = pal_member_person(context, member->id, &person);
    if (err != PAL_ERR_MEMBER_NOBODY) {
        PAL_TRY(err);
        PAL_TRY(pal_keeper_has_key(context, person, &has_key));
    }
    pal_json_set_bool(found, "has_keeper_key", has_key);
    return PAL_OK;
}

enum pal_err pal_on_keeper_candidates(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_LIST(list);
    PAL_TRY(pal_list_begin(request, &list));
    PAL_TRY(pal_request_poll(request, &poll));
    const struct pal_found candidates = {.more = set_key, .context = pal_request_store(request)};
    return pal_reply_found(request, &list, &candidates, reply);
}

static enum pal_err read_keeper(const struct pal_request *request, const struct pal_json *item,
                                struct pal_person_id *out_person)
{
    static const char *const names[] = {"person", "member", NULL};
    PAL_TRY(pal_json_only(item, names, pal_request_where(request)));
    return pal_request_person(request, item, out_person);
}

static enum pal_err read_keepers(const struct pal_request *request,
                                 struct pal_person_id out_persons[PAL_KEEPERS], size_t *out_count)
{
    static const char *const names[] = {"keepers", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    const struct pal_json *list;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_array(body, "keepers", &list, where));
    *out_count = pal_json_count(list);
    for (size_t i = 0; i < *out_count && i < PAL_KEEPERS; i++) {
        enum pal_err err = read_keeper(request, pal_json_at(list, i), &out_persons[i]);
        if (err != PAL_OK) {
            pal_where_prefix(where, "/keepers/%zu", i);
            return err;
        }
    }
    pal_where_set(where, "/keepers");
    return PAL_OK;
}

enum pal_err pal_on_keepers_name(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    struct pal_person_id persons[PAL_KEEPERS];
    size_t count;
    PAL_TRY(pal_request_poll(request, &poll));
    PAL_TRY(read_keepers(request, persons, &count));

    PAL_TRY(pal_keepers_name(pal_request_store(request), poll.id, persons, count));

    return reply_keepers(request, poll.id, reply);
}
