/* on_ballots.c - casting a ballot, and the ballots as they are opened after the close. */
#include "audit/urn.h"
#include "base/fields.h"
#include "core/box.h"
#include "core/sealed.h"

#include "handlers.h"
#include "lists.h"
#include "polls.h"
#include "reply.h"

/* What is asked, and by whom. */
struct asked {
    const struct pal_request *request;
    const struct pal_json *body;
    struct pal_uuid poll;
    struct pal_cast cast;
    struct pal_hash text; /* where cast.text points, if it points anywhere */
};

static enum pal_err read_cast(struct asked *asked)
{
    struct pal_uuid uuid;
    struct pal_where *where = pal_request_where(asked->request);
    PAL_TRY(pal_json_uuid(asked->body, "member", &uuid, where));
    if (pal_json_get(asked->body, "text_hash") != NULL) {
        PAL_TRY(pal_json_hash(asked->body, "text_hash", &asked->text, where));
        asked->cast.text = &asked->text;
    }
    struct pal_store *store = pal_request_store(asked->request);
    enum pal_err err = pal_member_find(store, &uuid, &asked->cast.member);
    if (err != PAL_OK) {
        pal_where_set(where, "/member");
    }
    return err == PAL_ERR_NOT_FOUND ? PAL_ERR_ROLL_ABSENT : err;
}

/* Spelled without an object: all others wait while one of them is answered. */
static void reply_open(struct pal_reply *reply, const struct pal_cast_receipt *made,
                       const struct pal_uuid *poll)
{
    PAL_BUF(body);
    pal_buf_add_string(&body, "{\"receipt\":{\"commitment\":\"");
    pal_buf_add_hex(&body, made->commitment.bytes, PAL_HASH_SIZE);
    pal_buf_add_string(&body, "\",\"entry\":");
    pal_buf_add_int(&body, made->entry);
    pal_buf_add_string(&body, ",\"poll\":\"");
    pal_uuid_write(poll, pal_buf_add_room(&body, PAL_UUID_TEXT_SIZE));
    pal_buf_add_string(&body, "\"}}");
    pal_reply_bytes(reply, "application/json", &body);
}

static enum pal_err cast_open(struct asked *asked, struct pal_reply *reply)
{
    static const char *const names[] = {"member", "ballot", "text_hash", NULL};
    struct pal_where *where = pal_request_where(asked->request);
    PAL_TRY(pal_json_only(asked->body, names, where));
    PAL_TRY(pal_json_object(asked->body, "ballot", &asked->cast.ballot, where));
    PAL_TRY(read_cast(asked));

    struct pal_cast_receipt made;
    PAL_TRY(pal_box_cast(pal_request_store(asked->request), &asked->cast, where, &made));
    reply_open(reply, &made, &asked->poll);
    return PAL_OK;
}

/* RULE docs/rules/secret.md
 * > A cast bears no Idempotency-Key: what is remembered under one would tie a member to a receipt.
 */
static enum pal_err cast_sealed(struct asked *asked, struct pal_reply *reply)
{
    static const char *const names[] = {"member", "college", "sealed", "text_hash", NULL};
    struct pal_text sealed;
    struct pal_where *where = pal_request_where(asked->request);
    if (asked->request->idempotency_key.size > 0) {
        return PAL_ERR_BALLOT_KEY;
    }
    struct pal_sealed_cast secret = {0};
    PAL_BUF(bytes);
    PAL_TRY(pal_json_only(asked->body, names, where));
    PAL_TRY(pal_json_text(asked->body, "college", &secret.college, where));
    PAL_TRY(pal_json_text(asked->body, "sealed", &sealed, where));
    pal_where_set(where, "/sealed");
    PAL_TRY(pal_text_base64(sealed, &bytes));
    PAL_TRY(read_cast(asked));
    secret.cast = asked->cast;
    secret.sealed = pal_buf_text(&bytes);

    PAL_SEALED_RECEIPT(made);
    PAL_TRY(pal_sealed_cast(pal_request_store(asked->request), &secret, where, &made));

    char reference[PAL_CODE_SIZE + 1];
    pal_code_write(made.hash.bytes, reference);
    struct pal_json *receipt = pal_json_object_new();
    pal_json_set_hash(receipt, "hash", &made.hash);
    pal_json_set_string(receipt, "reference", reference);
    pal_json_set_text(receipt, "note", pal_buf_text(&made.note));
    pal_json_set_uuid(receipt, "poll", &asked->poll);
    struct pal_json *object = pal_json_object_new();
    pal_json_set(object, "receipt", receipt);
    pal_reply_json(reply, object);
    return PAL_OK;
}

enum pal_err pal_on_ballot_cast(const struct pal_request *request, struct pal_reply *reply)
{
    struct asked asked = {.request = request, .cast = {.person = request->principal.person}};
    if (!pal_principal_has(&request->principal, PAL_SCOPE_VOTE)) {
        return PAL_ERR_REQUEST_FORBIDDEN;
    }
    PAL_TRY(pal_request_uuid(request, "poll", &asked.poll));
    PAL_TRY(pal_poll_find(pal_request_store(request), &asked.poll, &asked.cast.poll));
    PAL_TRY(pal_request_json(request, &asked.body));
    PAL_TRY(pal_json_has(asked.body, "sealed") ? cast_sealed(&asked, reply)
                                               : cast_open(&asked, reply));
    pal_reply_status(reply, 201);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

/* --- openings --------------------------------------------------------------------------------- */

static void set_optional(struct pal_json *object, const char *name, struct pal_text text)
{
    if (text.size > 0) {
        pal_json_set_text(object, name, text);
    }
}

static enum pal_err add_opening(void *context, const struct pal_opening *opening)
{
    struct pal_list *list = context;
    if (pal_list_is_full(list)) {
        return PAL_OK;
    }
    PAL_JSON(marks);
    PAL_TRY(pal_json_parse(opening->marks, opening->marks.size, &marks, NULL));
    PAL_BUF(salt);
    pal_buf_add_hex(&salt, opening->salt, sizeof opening->salt);
    struct pal_json *item = pal_json_object_new();
    pal_json_set_int(item, "entry", opening->entry);
    pal_json_set_text(item, "college", opening->college);
    pal_json_set_string(item, "channel", pal_channel_word(opening->channel));
    pal_json_set_text(item, "voter", opening->voter);
    set_optional(item, "voter_name", opening->voter_name);
    set_optional(item, "holder", opening->holder);
    set_optional(item, "holder_name", opening->holder_name);
    pal_json_set(item, "marks", marks);
    marks = NULL;
    pal_json_set_text(item, "salt", pal_buf_text(&salt));
    set_optional(item, "void", opening->void_reason);
    pal_list_add(list, opening->entry, item);
    return PAL_OK;
}

enum pal_err pal_on_ballot_list(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_LIST(list);
    PAL_TRY(pal_request_poll(request, &poll));
    PAL_TRY(pal_list_begin(request, &list));
    struct pal_openings_query query = {.poll = poll.id, .limit = pal_list_rows(&list)};
    PAL_TRY(pal_list_after(request, &list, &query.after_entry));

    PAL_TRY(pal_box_openings(pal_request_store(request), &query, add_opening, &list));

    pal_reply_list(reply, request, &list);
    return PAL_OK;
}
