/* on_papers.c - votes on paper, entered by two tellers. */
#include "base/fields.h"
#include "core/papers.h"

#include "handlers.h"
#include "lists.h"
#include "polls.h"
#include "reply.h"
#include "write.h"

/* --- shapes ----------------------------------------------------------------------------------- */

static enum pal_err set_teller(struct pal_store *store, struct pal_person_id teller,
                               const char *name, struct pal_json *into)
{
    if (teller.value == 0) {
        return PAL_OK;
    }
    PAL_PERSON(person);
    PAL_TRY(pal_person_read(store, teller, &person));
    struct pal_json *ref = pal_json_object_new();
    pal_json_set_uuid(ref, "id", &person.uuid);
    pal_json_set_text(ref, "name", person.says.name);
    pal_json_set(into, name, ref);
    return PAL_OK;
}

static enum pal_err set_member(struct pal_store *store, struct pal_member_id member,
                               const char *name, struct pal_json *into)
{
    if (member.value == 0) {
        return PAL_OK;
    }
    struct pal_json *ref;
    PAL_TRY(pal_write_member_ref(store, member, &ref));
    pal_json_set(into, name, ref);
    return PAL_OK;
}

static enum pal_err set_marks(struct pal_text marks, const char *name, struct pal_json *into)
{
    struct pal_json *json;
    PAL_TRY(pal_json_parse(marks, marks.size, &json, NULL));
    pal_json_set(into, name, json);
    return PAL_OK;
}

/* Marks stay hidden until two tellers have entered them, and are shown where they must agree. */
static enum pal_err write_paper(struct pal_store *store, const struct pal_uuid *poll,
                                const struct pal_paper *paper, struct pal_json **out_json)
{
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &paper->uuid);
    pal_json_set_uuid(json, "poll", poll);
    PAL_TRY(set_member(store, paper->member, "member", json));
    PAL_TRY(set_member(store, paper->holder, "holder", json));
    pal_json_set_string(json, "channel", pal_channel_word(paper->channel));
    pal_json_set_instant(json, "received_at", paper->received_us);
    pal_json_set_string(json, "state", pal_paper_state_word(paper->state));
    if (paper->state == PAL_PAPER_VOID) {
        pal_json_set_text(json, "void", paper->void_reason);
    }
    PAL_TRY(set_teller(store, paper->first_by, "first_by", json));
    PAL_TRY(set_teller(store, paper->second_by, "second_by", json));
    if (paper->state == PAL_PAPER_DISAGREED) {
        PAL_TRY(set_marks(paper->first, "first", json));
        PAL_TRY(set_marks(paper->second, "second", json));
    }
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

/* The paper of the address, which is one of the poll of the address. */
static enum pal_err find_paper(const struct pal_request *request, struct pal_poll *out_poll,
                               struct pal_paper *out)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_request_poll(request, out_poll));
    PAL_TRY(pal_request_uuid(request, "paper", &uuid));
    PAL_TRY(pal_paper_read(pal_request_store(request), &uuid, out));
    return out->poll.value == out_poll->id.value ? PAL_OK : PAL_ERR_NOT_FOUND;
}

/* --- entering --------------------------------------------------------------------------------- */

static enum pal_err read_member(const struct pal_request *request, const struct pal_json *body,
                                const char *name, struct pal_member_id *out_member)
{
    struct pal_uuid uuid;
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(pal_json_uuid(body, name, &uuid, where));
    pal_where_set(where, "/%s", name);
    PAL_TRY(pal_member_find(pal_request_store(request), &uuid, out_member));
    pal_where_set(where, "%s", "");
    return PAL_OK;
}

static enum pal_err read_entry(const struct pal_request *request, struct pal_paper_spec *spec,
                               struct pal_hash *text)
{
    static const char *const names[] = {"member", "channel",   "holder", "received_at",
                                        "ballot", "text_hash", NULL};
    const struct pal_json *body;
    struct pal_text channel;
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_object(body, "ballot", &spec->ballot, where));
    PAL_TRY(pal_json_optional_instant(body, "received_at", &spec->received_us, where));
    if (pal_json_has(body, "text_hash")) {
        PAL_TRY(pal_json_hash(body, "text_hash", text, where));
        spec->text = text;
    }
    PAL_TRY(pal_json_text(body, "channel", &channel, where));
    if (!pal_channel_read(channel, &spec->channel)) {
        pal_where_set(where, "/channel");
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(read_member(request, body, "member", &spec->member));
    return pal_json_get(body, "holder") == NULL
               ? PAL_OK
               : read_member(request, body, "holder", &spec->holder);
}

enum pal_err pal_on_paper_enter(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    struct pal_paper_spec spec = {.teller = request->principal.person};
    struct pal_hash text;
    PAL_TRY(pal_request_poll(request, &poll));
    PAL_TRY(read_entry(request, &spec, &text));
    spec.poll = poll.id;

    struct pal_uuid uuid;
    struct pal_store *store = pal_request_store(request);
    PAL_TRY(pal_paper_enter(store, &spec, pal_request_where(request), &uuid));

    PAL_PAPER(paper);
    struct pal_json *json;
    char poll_text[PAL_UUID_TEXT_SIZE + 1];
    char paper_text[PAL_UUID_TEXT_SIZE + 1];
    PAL_TRY(pal_paper_read(store, &uuid, &paper));
    PAL_TRY(write_paper(store, &poll.uuid, &paper, &json));
    pal_uuid_write(&poll.uuid, poll_text);
    pal_uuid_write(&uuid, paper_text);
    pal_reply_created(reply, json, "/api/v1/polls/%s/papers/%s", poll_text, paper_text);
    return PAL_OK;
}

/* Two tellers who disagree are told so, and both entries are kept: the command is done, and its
 * reply is a problem. */
enum pal_err pal_on_paper_confirm(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"ballot", NULL};
    PAL_POLL(poll);
    PAL_PAPER(paper);
    const struct pal_json *body;
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(find_paper(request, &poll, &paper));
    struct pal_paper_entry entry = {.uuid = paper.uuid, .teller = request->principal.person};
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_object(body, "ballot", &entry.ballot, where));

    enum pal_paper_state state;
    struct pal_store *store = pal_request_store(request);
    PAL_TRY(pal_paper_confirm(store, &entry, where, &state));

    if (state == PAL_PAPER_DISAGREED) {
        pal_reply_problem(reply, PAL_ERR_PAPER_DISAGREE, request->language, NULL);
        return PAL_OK;
    }
    PAL_PAPER(now);
    struct pal_json *json;
    PAL_TRY(pal_paper_read(store, &entry.uuid, &now));
    PAL_TRY(write_paper(store, &poll.uuid, &now, &json));
    pal_reply_json(reply, json);
    return PAL_OK;
}

enum pal_err pal_on_paper_withdraw(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_PAPER(paper);
    PAL_TRY(find_paper(request, &poll, &paper));

    PAL_TRY(pal_paper_withdraw(pal_request_store(request), &paper.uuid));

    pal_reply_empty(reply);
    return PAL_OK;
}

/* --- the list --------------------------------------------------------------------------------- */

struct listing {
    struct pal_store *store;
    struct pal_list *list;
    struct pal_uuid poll;
};

static enum pal_err add_paper(void *context, const struct pal_paper *paper)
{
    struct listing *listing = context;
    if (pal_list_is_full(listing->list)) {
        return PAL_OK;
    }
    struct pal_json *json;
    PAL_TRY(write_paper(listing->store, &listing->poll, paper, &json));
    pal_list_add(listing->list, paper->id, json);
    return PAL_OK;
}

enum pal_err pal_on_paper_list(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_LIST(list);
    struct pal_text word = {0};
    enum pal_paper_state state;
    PAL_TRY(pal_request_poll(request, &poll));
    PAL_TRY(pal_list_begin(request, &list));
    struct pal_papers_query query = {.poll = poll.id, .limit = pal_list_rows(&list)};
    PAL_TRY(pal_list_after(request, &list, &query.after_id));
    PAL_TRY(pal_request_query_text(request, "state", &word));
    if (word.size > 0) {
        if (!pal_paper_state_read(word, &state)) {
            pal_where_set(pal_request_where(request), "state");
            return PAL_ERR_REQUEST_PARAMETER;
        }
        query.state = &state;
    }

    struct listing listing = {pal_request_store(request), &list, poll.uuid};
    PAL_TRY(pal_papers_walk(listing.store, &query, add_paper, &listing));

    pal_reply_list(reply, request, &list);
    return PAL_OK;
}
