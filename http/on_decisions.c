/* on_decisions.c - the register of decisions over HTTP, and the steps that follow each. */
#include "base/fields.h"
#include "core/decisions.h"
#include "core/polls.h"

#include "handlers.h"
#include "lists.h"
#include "polls.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- shapes ------------------------------------------------------------------------------------- */

static struct pal_json *write_step(const struct pal_step *step)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &step->uuid);
    pal_json_set_text(json, "text", step->text);
    pal_json_set_string(json, "state", pal_step_state_word(step->state));
    if (step->due_on.is_known) {
        pal_json_set_date(json, "due_on", step->due_on.date);
    }
    pal_json_set_instant(json, "at", step->at_us);
    return json;
}

static enum pal_err add_step(void *context, const struct pal_step *step)
{
    pal_json_append(context, write_step(step));
    return PAL_OK;
}

/* Decision: what was decided, and what has come of it. */
static enum pal_err write_decision(struct pal_store *store, const struct pal_poll *poll,
                                   struct pal_json **out_json)
{
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &poll->uuid);
    pal_json_set_uuid(json, "assembly", &poll->assembly_uuid);
    if (poll->resolution.value != 0) {
        pal_json_set_uuid(json, "resolution", &poll->resolution_uuid);
    }
    pal_json_set_string(json, "kind", pal_poll_kind_word(poll->kind));
    pal_json_set_text(json, "title", poll->title);
    pal_json_set_text(json, "class", poll->decision_class);
    pal_json_set_text(json, "verdict", poll->verdict);
    if (poll->has_text) {
        pal_json_set_hash(json, "text", &poll->text);
    }
    pal_json_set_hash(json, "outcome", &poll->outcome);
    pal_json_set_instant(json, "decided_at", poll->published_us);
    struct pal_json *steps = pal_json_array_new();
    pal_json_set(json, "steps", steps);
    PAL_TRY(pal_steps_walk(store, poll->id, add_step, steps));
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

/* --- reading ------------------------------------------------------------------------------------ */

struct listing {
    struct pal_store *store;
    struct pal_list list;
};

static void listing_done(struct listing *listing)
{
    pal_list_done(&listing->list);
}

static enum pal_err add_decision(void *context, const struct pal_poll *poll)
{
    struct listing *listing = context;
    struct pal_json *json;
    if (pal_list_is_full(&listing->list)) {
        return PAL_OK;
    }
    PAL_TRY(write_decision(listing->store, poll, &json));
    pal_list_add(&listing->list, poll->id.value, json);
    return PAL_OK;
}

enum pal_err pal_on_decisions(const struct pal_request *request, struct pal_reply *reply)
{
    static const enum pal_poll_state published = PAL_POLL_PUBLISHED;
    struct listing listing PAL_CLEANUP(listing_done) = {.store = pal_request_store(request)};
    struct pal_polls_query query = {.state = &published};
    PAL_TRY(pal_list_begin(request, &listing.list));
    PAL_TRY(pal_list_after(request, &listing.list, &query.before_id));
    query.limit = pal_list_rows(&listing.list);

    PAL_TRY(pal_polls_walk(listing.store, &query, add_decision, &listing));

    pal_reply_list(reply, request, &listing.list);
    return PAL_OK;
}

/* The poll of the address, which is published. */
static enum pal_err find(const struct pal_request *request, struct pal_poll *out_poll)
{
    struct pal_uuid uuid;
    struct pal_poll_id id;
    PAL_TRY(pal_request_uuid(request, "decision", &uuid));
    PAL_TRY(pal_poll_find(pal_request_store(request), &uuid, &id));
    PAL_TRY(pal_poll_read(pal_request_store(request), id, out_poll));
    return out_poll->state == PAL_POLL_PUBLISHED ? PAL_OK : PAL_ERR_NOT_FOUND;
}

enum pal_err pal_on_decision(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_json *json;
    PAL_POLL(poll);
    PAL_TRY(find(request, &poll));
    PAL_TRY(write_decision(pal_request_store(request), &poll, &json));
    pal_reply_json(reply, json);
    return PAL_OK;
}

/* --- commands ----------------------------------------------------------------------------------- */

/* A step as it was written; its text is lent no longer than that. */
struct written {
    struct pal_json *json;
    struct pal_uuid poll;
    int64_t entry;
};

static enum pal_err see_step(void *context, const struct pal_step *step)
{
    struct written *written = context;
    written->json = write_step(step);
    written->poll = step->poll;
    written->entry = step->entry;
    return PAL_OK;
}

static enum pal_err read_state(const struct pal_json *body, enum pal_step_state *out_state,
                               struct pal_where *where)
{
    struct pal_text word;
    PAL_TRY(pal_json_text(body, "state", &word, where));
    if (!pal_step_state_read(word, out_state)) {
        pal_where_set(where, "/state");
        return PAL_ERR_JSON_VALUE;
    }
    return PAL_OK;
}

/* A day, or none where it is null. */
static enum pal_err read_day(const struct pal_json *body, struct pal_day *out_day,
                             struct pal_where *where)
{
    out_day->is_known = pal_json_get(body, "due_on") != NULL;
    return out_day->is_known ? pal_json_date(body, "due_on", &out_day->date, where) : PAL_OK;
}

static const char *const step_names[] = {"text", "state", "due_on", NULL};

enum pal_err pal_on_step_add(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_where *where = pal_request_where(request);
    struct pal_step_spec spec = {.state = PAL_STEP_TO_DO};
    const struct pal_json *body;
    PAL_POLL(poll);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, step_names, where));
    PAL_TRY(pal_json_text(body, "text", &spec.text, where));
    PAL_TRY(pal_json_has(body, "state") ? read_state(body, &spec.state, where) : PAL_OK);
    PAL_TRY(read_day(body, &spec.due_on, where));
    PAL_TRY(find(request, &poll));

    struct pal_uuid uuid;
    PAL_TRY(pal_step_add(store, poll.id, &spec, where, &uuid));

    struct written written;
    char decision[PAL_UUID_TEXT_SIZE + 1];
    char step[PAL_UUID_TEXT_SIZE + 1];
    PAL_TRY(pal_step_find(store, &uuid, see_step, &written));
    pal_uuid_write(&poll.uuid, decision);
    pal_uuid_write(&uuid, step);
    pal_reply_created(reply, written.json, "/api/v1/decisions/%s/steps/%s", decision, step);
    pal_reply_version(reply, written.entry);
    pal_reply_event(reply, "decision.changed", &poll.uuid);
    return PAL_OK;
}

/* The step of the address, which is of that decision. */
static enum pal_err find_step(const struct pal_request *request, const struct pal_poll *poll,
                              struct pal_uuid *out_uuid, struct written *out)
{
    PAL_TRY(pal_request_uuid(request, "step", out_uuid));
    PAL_TRY(pal_step_find(pal_request_store(request), out_uuid, see_step, out));
    return pal_uuid_equal(&out->poll, &poll->uuid) ? PAL_OK : PAL_ERR_NOT_FOUND;
}

static void written_done(struct written *written)
{
    pal_json_free(written->json);
}

enum pal_err pal_on_step(const struct pal_request *request, struct pal_reply *reply)
{
    struct written now PAL_CLEANUP(written_done) = {0};
    struct pal_uuid uuid;
    PAL_POLL(poll);
    PAL_TRY(find(request, &poll));
    PAL_TRY(find_step(request, &poll, &uuid, &now));
    pal_reply_json(reply, now.json);
    pal_reply_version(reply, now.entry);
    now.json = NULL;
    return PAL_OK;
}

enum pal_err pal_on_step_change(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_where *where = pal_request_where(request);
    struct written now PAL_CLEANUP(written_done) = {0};
    struct pal_uuid uuid;
    struct pal_text text;
    enum pal_step_state state;
    struct pal_day due_on;
    const struct pal_json *body;
    PAL_POLL(poll);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, step_names, where));
    struct pal_step_change change = {0};
    if (pal_json_has(body, "text")) {
        PAL_TRY(pal_json_text(body, "text", &text, where));
        change.text = &text;
    }
    if (pal_json_has(body, "state")) {
        PAL_TRY(read_state(body, &state, where));
        change.state = &state;
    }
    if (pal_json_has(body, "due_on")) {
        PAL_TRY(read_day(body, &due_on, where));
        change.due_on = &due_on;
    }
    PAL_TRY(find(request, &poll));
    PAL_TRY(find_step(request, &poll, &uuid, &now));
    PAL_TRY(pal_request_match(request, now.entry));

    PAL_TRY(pal_step_change(store, &uuid, &change, where));

    struct written then;
    PAL_TRY(pal_step_find(store, &uuid, see_step, &then));
    pal_reply_json(reply, then.json);
    pal_reply_version(reply, then.entry);
    pal_reply_event(reply, "decision.changed", &poll.uuid);
    return PAL_OK;
}
