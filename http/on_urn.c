/* on_urn.c - the urn of a secret poll after the close: opened by its keepers, then looked at by all. */
#include "base/fields.h"
#include "base/limits.h"
#include "core/keepers.h"
#include "core/members.h"
#include "core/roll.h"
#include "core/sealed.h"
#include "core/society.h"

#include "disputes.h"
#include "handlers.h"
#include "polls.h"
#include "reply.h"
#include "services.h"
#include "urns.h"
#include "write.h"

/* --- shares ----------------------------------------------------------------------------------- */

static enum pal_err read_share(const struct pal_request *request, int64_t *out_place,
                               struct pal_scalar *out_bytes)
{
    static const char *const names[] = {"keeper", "share", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    struct pal_text hex;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_int(body, "keeper", out_place, where));
    PAL_TRY(pal_json_text(body, "share", &hex, where));
    pal_where_set(where, "/share");
    return pal_text_hex(hex, out_bytes->bytes, sizeof out_bytes->bytes);
}

static struct pal_json *given_new(const struct pal_request *request, struct pal_poll_id poll)
{
    bool given[PAL_SHARES];
    pal_urns_given(request->services->urns, poll, given);
    struct pal_json *list = pal_json_array_new();
    for (size_t i = 0; i < PAL_SHARES; i++) {
        if (given[i]) {
            pal_json_append(list, pal_json_int_new((int64_t)i + 1));
        }
    }
    struct pal_json *object = pal_json_object_new();
    pal_json_set(object, "given", list);
    pal_json_set_int(object, "needed", PAL_SHARES_THRESHOLD);
    pal_json_set_int(object, "disputes",
                     (int64_t)pal_disputes_waiting(request->services->disputes,
                                                   pal_request_store(request), poll));
    return object;
}

/* RULE docs/rules/secret.md
 * > The body of a request is wiped as soon as it was handled, and what shares give lies in memory that is locked.
 */
struct given {
    struct pal_scalar bytes, secret;
    struct pal_share share;
};

static void given_done(struct given **given)
{
    pal_locked_free(*given);
}

static enum pal_err open_urn(const struct pal_request *request, const struct pal_poll *poll,
                             struct given *given, const struct pal_share *other,
                             struct pal_reply *reply)
{
    PAL_TRY(pal_keepers_combine(pal_request_store(request), poll->id, &given->share, other,
                                &given->secret));
    struct pal_job_spec job =
        pal_urns_open(request->services->urns, poll->id, &poll->uuid, &given->secret);
    pal_reply_job(reply, &job);
    return PAL_OK;
}

/* The urn was counted: what is opened again are the ballots of those who doubt. */
static enum pal_err show(const struct pal_request *request, const struct pal_poll *poll,
                         struct given *given, const struct pal_share *other)
{
    const struct pal_services *services = request->services;
    struct pal_store *store = pal_request_store(request);
    PAL_TRY(pal_keepers_combine(store, poll->id, &given->share, other, &given->secret));
    PAL_TRY(pal_disputes_show(services->disputes, store, poll, &given->secret));
    pal_urns_forget(services->urns, poll->id);
    return PAL_OK;
}

enum pal_err pal_on_share_give(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    struct given *given PAL_CLEANUP(given_done) = pal_locked_new(sizeof *given);
    const struct pal_share *other;
    struct pal_keeper_share says = {.person = request->principal.person,
                                    .bytes = given->bytes.bytes};
    PAL_TRY(pal_request_poll(request, &poll));
    PAL_TRY(read_share(request, &says.place, &given->bytes));
    says.poll = poll.id;

    PAL_TRY(pal_keeper_share_check(pal_request_store(request), &says, &given->share.value));
    bool is_counted = poll.state != PAL_POLL_CLOSED;
    if (is_counted && pal_disputes_waiting(request->services->disputes, pal_request_store(request),
                                           poll.id) == 0) {
        return PAL_ERR_STATE;
    }
    given->share.keeper = (size_t)says.place - 1;
    if (pal_urns_keep(request->services->urns, poll.id, &given->share, &other)) {
        if (!is_counted) {
            return open_urn(request, &poll, given, other, reply);
        }
        PAL_TRY(show(request, &poll, given, other));
    }

    pal_reply_json(reply, given_new(request, poll.id));
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

enum pal_err pal_on_shares(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_TRY(pal_request_poll(request, &poll));
    if (poll.secrecy != PAL_SECRECY_SECRET) {
        return PAL_ERR_NOT_FOUND;
    }
    pal_reply_json(reply, given_new(request, poll.id));
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

/* --- what everybody may see ------------------------------------------------------------------- */

enum pal_err pal_on_urn(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_TRY(pal_request_poll(request, &poll));
    struct pal_page page;
    struct pal_hash after = {0};
    PAL_TRY(pal_request_page(request, &page));
    if (page.after.size > 0 && pal_hash_parse(page.after, &after) != PAL_OK) {
        pal_where_set(pal_request_where(request), "after");
        return PAL_ERR_REQUEST_PARAMETER;
    }

    struct pal_hash hashes[PAL_LIMIT_PAGE];
    size_t count = page.limit;
    PAL_TRY(pal_sealed_page(pal_request_store(request), poll.id, &after, hashes, &count));

    PAL_BUF(list);
    char text[2 * PAL_HASH_SIZE + 1];
    for (size_t i = 0; i < count; i++) {
        pal_hash_write(&hashes[i], text);
        pal_buf_add_format(&list, "%s\n", text);
    }
    if (count == page.limit) {
        pal_reply_next(reply, request, pal_text_of(text)); /* there may be more, or an empty page */
    }
    pal_reply_bytes(reply, "text/plain; charset=utf-8", &list);
    return PAL_OK;
}

enum pal_err pal_on_opened(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_TRY(pal_request_poll(request, &poll));
    if (poll.secrecy != PAL_SECRECY_SECRET) {
        return PAL_ERR_NOT_FOUND;
    }
    if (poll.state != PAL_POLL_PUBLISHED) {
        return PAL_ERR_POLL_NOT_COUNTED;
    }

    PAL_BUF(list);
    PAL_TRY(pal_document_get(pal_request_store(request), &poll.opened, &list));

    pal_reply_bytes(reply, "text/csv; charset=utf-8", &list);
    pal_reply_download(reply, "opened.csv");
    return PAL_OK;
}

/* --- the end ---------------------------------------------------------------------------------- */

enum pal_err pal_on_urn_destroy(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_TRY(pal_request_poll(request, &poll));
    PAL_TRY(pal_request_match(request, poll.entry));
    PAL_TRY(pal_request_nothing(request));

    PAL_TRY(pal_sealed_destroy(pal_request_store(request), poll.id));

    struct pal_job_spec job = pal_rewrite_job_spec(poll.id, &poll.uuid);
    pal_reply_job(reply, &job);
    return PAL_OK;
}

/* --- what an elector can check ---------------------------------------------------------------- */

struct acting {
    struct pal_member_id member;
    bool acts;
};

static enum pal_err find_member(void *context, const struct pal_member *member,
                                enum pal_acts_as how)
{
    struct acting *acting = context;
    (void)how;
    acting->acts = acting->acts || member->id.value == acting->member.value;
    return PAL_OK;
}

static void set_hex(struct pal_json *object, const char *name, struct pal_text bytes)
{
    PAL_BUF(hex);
    pal_buf_add_hex(&hex, (const uint8_t *)bytes.bytes, bytes.size);
    pal_json_set_text(object, name, pal_buf_text(&hex));
}

static struct pal_json *proof_new(const struct pal_poll *poll, const struct pal_roll_proof *proof)
{
    struct pal_json *roll = pal_json_object_new();
    pal_json_set_int(roll, "rank", proof->rank);
    set_hex(roll, "line", pal_buf_text(&proof->line));
    set_hex(roll, "salt", (struct pal_text){(const char *)proof->salt, sizeof proof->salt});
    struct pal_json *object = pal_json_object_new();
    pal_json_set_string(object, "format", "palabre-elector/1");
    pal_json_set_uuid(object, "poll", &poll->uuid);
    pal_json_set(object, "roll", roll);
    bool has_marks = poll->secrecy == PAL_SECRECY_SECRET && poll->has_box;
    if (has_marks) {
        struct pal_json *mark = pal_json_object_new();
        set_hex(mark, "salt",
                (struct pal_text){(const char *)proof->mark_salt, sizeof proof->mark_salt});
        pal_json_set_bool(mark, "used", proof->is_used);
        pal_json_set(object, "mark", mark);
    }
    return object;
}

enum pal_err pal_on_roll_proof(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    struct pal_uuid uuid;
    struct acting acting = {0};
    struct pal_store *store = pal_request_store(request);
    PAL_TRY(pal_request_poll(request, &poll));
    PAL_TRY(pal_request_uuid(request, "member", &uuid));
    PAL_TRY(pal_member_find(store, &uuid, &acting.member));
    PAL_TRY(pal_members_of_person(store, request->principal.person, find_member, &acting));
    if (!acting.acts) {
        return PAL_ERR_ROLL_NOT_HELD;
    }

    PAL_ROLL_PROOF(proof);
    enum pal_err err = pal_roll_prove(store, poll.id, acting.member, &proof);
    PAL_TRY(err == PAL_ERR_ROLL_ABSENT ? PAL_ERR_NOT_FOUND : err);

    pal_reply_json(reply, proof_new(&poll, &proof));
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}
