/* on_ballots.c - casting a ballot, and the ballots as they are opened after the close. */
#include "audit/urn.h"
#include "base/fields.h"
#include "core/box.h"
#include "core/sealed.h"

#include "handlers.h"
#include "lists.h"
#include "polls.h"
#include "reply.h"

static enum pal_err read_cast(const struct pal_request *request, const struct pal_json *body,
                              struct pal_cast *cast, struct pal_hash *text)
{
    struct pal_uuid uuid;
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(pal_json_uuid(body, "member", &uuid, where));
    if (pal_json_get(body, "text_hash") != NULL) {
        PAL_TRY(pal_json_hash(body, "text_hash", text, where));
        cast->text = text;
    }
    enum pal_err err = pal_member_find(pal_request_store(request), &uuid, &cast->member);
    if (err != PAL_OK) {
        pal_where_set(where, "/member");
    }
    return err == PAL_ERR_NOT_FOUND ? PAL_ERR_ROLL_ABSENT : err;
}

static enum pal_err cast_open(const struct pal_request *request, const struct pal_json *body,
                              struct pal_cast *cast, struct pal_json **out_receipt)
{
    static const char *const names[] = {"member", "ballot", "text_hash", NULL};
    struct pal_hash text;
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_object(body, "ballot", &cast->ballot, where));
    PAL_TRY(read_cast(request, body, cast, &text));

    struct pal_cast_receipt made;
    PAL_TRY(pal_box_cast(pal_request_store(request), cast, where, &made));

    struct pal_json *receipt = pal_json_object_new();
    pal_json_set_hash(receipt, "commitment", &made.commitment);
    pal_json_set_int(receipt, "entry", made.entry);
    *out_receipt = receipt;
    return PAL_OK;
}

/* RULE docs/rules/secret.md
 * > A cast bears no Idempotency-Key: what is remembered under one would tie a member to a receipt.
 */
static enum pal_err cast_sealed(const struct pal_request *request, const struct pal_json *body,
                                struct pal_cast *cast, struct pal_json **out_receipt)
{
    static const char *const names[] = {"member", "college", "sealed", "text_hash", NULL};
    struct pal_hash text;
    struct pal_text sealed;
    struct pal_where *where = pal_request_where(request);
    if (request->idempotency_key.size > 0) {
        return PAL_ERR_BALLOT_KEY;
    }
    struct pal_sealed_cast secret = {0};
    PAL_BUF(bytes);
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "college", &secret.college, where));
    PAL_TRY(pal_json_text(body, "sealed", &sealed, where));
    pal_where_set(where, "/sealed");
    PAL_TRY(pal_text_base64(sealed, &bytes));
    PAL_TRY(read_cast(request, body, cast, &text));
    secret.cast = *cast;
    secret.sealed = pal_buf_text(&bytes);

    PAL_SEALED_RECEIPT(made);
    PAL_TRY(pal_sealed_cast(pal_request_store(request), &secret, where, &made));

    char reference[PAL_CODE_SIZE + 1];
    pal_code_write(made.hash.bytes, reference);
    struct pal_json *receipt = pal_json_object_new();
    pal_json_set_hash(receipt, "hash", &made.hash);
    pal_json_set_string(receipt, "reference", reference);
    pal_json_set_text(receipt, "note", pal_buf_text(&made.note));
    *out_receipt = receipt;
    return PAL_OK;
}

enum pal_err pal_on_ballot_cast(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_uuid poll;
    const struct pal_json *body;
    struct pal_cast cast = {.person = request->principal.person};
    if (!pal_principal_has(&request->principal, PAL_SCOPE_VOTE)) {
        return PAL_ERR_REQUEST_FORBIDDEN;
    }
    PAL_TRY(pal_request_uuid(request, "poll", &poll));
    PAL_TRY(pal_poll_find(pal_request_store(request), &poll, &cast.poll));
    PAL_TRY(pal_request_json(request, &body));

    struct pal_json *receipt;
    PAL_TRY(pal_json_has(body, "sealed") ? cast_sealed(request, body, &cast, &receipt)
                                         : cast_open(request, body, &cast, &receipt));

    pal_json_set_uuid(receipt, "poll", &poll);
    struct pal_json *object = pal_json_object_new();
    pal_json_set(object, "receipt", receipt);
    pal_reply_json(reply, object);
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
