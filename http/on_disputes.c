/* on_disputes.c - what a receipt is good for after the close: the ballot is in the urn, and says this. */
#include "base/fields.h"
#include "core/disputes.h"

#include "disputes.h"
#include "handlers.h"
#include "polls.h"
#include "reply.h"
#include "services.h"

static enum pal_err read_receipt(const struct pal_request *request, const struct pal_poll *poll,
                                 struct pal_hash *out_ballot)
{
    static const char *const names[] = {"receipt", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    struct pal_text note;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "receipt", &note, where));
    pal_where_set(where, "/receipt");
    PAL_TRY(pal_receipt_check(pal_request_store(request), poll, note, out_ballot));
    pal_where_set(where, "%s", "");
    return PAL_OK;
}

static void set_hex(struct pal_json *object, const char *name, const void *bytes, size_t size)
{
    PAL_BUF(hex);
    pal_buf_add_hex(&hex, bytes, size);
    pal_json_set_text(object, name, pal_buf_text(&hex));
}

/* --- is it in the urn? ------------------------------------------------------------------------- */

static struct pal_json *place_new(const struct pal_poll *poll, const struct pal_hash *ballot,
                                  const struct pal_urn_place *place)
{
    char reference[PAL_CODE_SIZE + 1];
    pal_code_write(ballot->bytes, reference);
    struct pal_json *object = pal_json_object_new();
    pal_json_set_uuid(object, "poll", &poll->uuid);
    pal_json_set_hash(object, "hash", ballot);
    pal_json_set_string(object, "reference", reference);
    pal_json_set_bool(object, "is_in_urn", place->is_there);
    pal_json_set_int(object, "count", (int64_t)place->head.size);
    pal_json_set_hash(object, "root", &place->head.root);
    if (place->is_there) {
        struct pal_json *path = pal_json_array_new();
        for (size_t i = 0; i < place->path.count; i++) {
            char hex[2 * PAL_HASH_SIZE + 1];
            pal_hash_write(&place->path.hashes[i], hex);
            pal_json_append(path, pal_json_text_new(pal_text_of(hex)));
        }
        pal_json_set_int(object, "index", (int64_t)place->index);
        pal_json_set(object, "path", path);
    }
    return object;
}

enum pal_err pal_on_receipt(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    struct pal_hash ballot;
    PAL_TRY(pal_request_poll(request, &poll));
    PAL_TRY(read_receipt(request, &poll, &ballot));

    struct pal_urn_place place;
    PAL_TRY(pal_urn_find(request->services->places, pal_request_store(request), &poll, &ballot,
                         &place));

    pal_reply_json(reply, place_new(&poll, &ballot, &place));
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

/* --- what does it say? ------------------------------------------------------------------------- */

/* RULE docs/rules/secret.md
 * > `palabre-opening/1` has `poll`, `college`, and `sealed` and `proof` in hexadecimal.
 */
static struct pal_json *opening_new(const struct pal_poll *poll,
                                    const struct pal_sealed_ballot *ballot,
                                    const struct pal_urn_proof *proof)
{
    uint8_t bytes[PAL_URN_PROOF_SIZE];
    pal_urn_proof_write(proof, bytes);
    struct pal_json *opening = pal_json_object_new();
    pal_json_set_string(opening, "format", PAL_OPENING_FORMAT);
    pal_json_set_uuid(opening, "poll", &poll->uuid);
    pal_json_set_text(opening, "college", pal_buf_text(&ballot->college));
    set_hex(opening, "sealed", ballot->sealed.bytes, ballot->sealed.size);
    set_hex(opening, "proof", bytes, sizeof bytes);
    return opening;
}

enum pal_err pal_on_dispute(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_SEALED_BALLOT(ballot);
    struct pal_hash hash;
    PAL_TRY(pal_request_poll(request, &poll));
    PAL_TRY(read_receipt(request, &poll, &hash));

    struct pal_dispute_answer answer;
    struct pal_store *store = pal_request_store(request);
    PAL_TRY(pal_sealed_read(store, &poll, &hash, &ballot));
    PAL_TRY(pal_disputes_ask(request->services->disputes, store, &poll, &hash, &answer));

    struct pal_json *object = pal_json_object_new();
    pal_json_set_string(object, "state", answer.is_shown ? "shown" : "waiting");
    if (answer.is_shown) {
        pal_json_set(object, "opening", opening_new(&poll, &ballot, &answer.proof));
    }
    pal_reply_json(reply, object);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}
