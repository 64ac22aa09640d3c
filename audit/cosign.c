/* cosign.c - what a log and a witness say to each other. */
#include "audit/cosign.h"

#include <inttypes.h>
#include <string.h>

#include "base/check.h"

#include "lines.h"

enum { KEY_ID_SIZE = 4, TIME_SIZE = 8 };

struct pal_vkey pal_witness_vkey(const struct pal_witness *witness)
{
    return pal_vkey_make(witness->name, PAL_NOTE_KEY_COSIGNATURE, witness->key->public_key);
}

/* RULE docs/rules/witness.md
 * > after the key's number stand the second, in eight bytes with the high one first, and the Ed25519
 * > signature of the line `cosignature/v1`, the line `time` with the second in decimal, and the
 * > checkpoint without its signatures.
 */
void pal_cosignature_write(const struct pal_witness *witness, struct pal_text body, int64_t seconds,
                           struct pal_buf *buf)
{
    PAL_CHECK(seconds >= 0);
    PAL_BUF(message);
    pal_buf_add_format(&message, "cosignature/v1\ntime %" PRId64 "\n", seconds);
    pal_buf_add_text(&message, body);
    uint8_t signature[PAL_SIGNATURE_SIZE];
    pal_crypto_sign(witness->key, message.bytes, message.size, signature);

    PAL_BUF(blob);
    pal_buf_add_u32be(&blob, pal_witness_vkey(witness).id);
    pal_buf_add_u32be(&blob, (uint32_t)((uint64_t)seconds >> 32));
    pal_buf_add_u32be(&blob, (uint32_t)((uint64_t)seconds & UINT32_MAX));
    pal_buf_add(&blob, signature, sizeof signature);
    pal_note_line_write(witness->name, (const uint8_t *)blob.bytes, blob.size, buf);
}

static int64_t time_of(const uint8_t bytes[TIME_SIZE])
{
    uint64_t time = 0;
    for (size_t i = 0; i < TIME_SIZE; i++) {
        time = time << 8 | bytes[i];
    }
    PAL_CHECK(time <= INT64_MAX); /* no cosignature of a later second holds */
    return (int64_t)time;
}

enum pal_err pal_cosignature_read(struct pal_text answer, struct pal_text body,
                                  const struct pal_vkey *vkey, struct pal_buf *buf,
                                  int64_t *out_seconds)
{
    PAL_CHECK(vkey->type == PAL_NOTE_KEY_COSIGNATURE);
    PAL_BUF(text);
    pal_buf_add_text(&text, body);
    pal_buf_add_string(&text, "\n");
    pal_buf_add_text(&text, answer);
    struct pal_note note;
    PAL_TRY(pal_note_parse(pal_buf_text(&text), &note));
    if (!pal_text_equal(note.body, body)) {
        return PAL_ERR_NOTE_SYNTAX; /* the answer has a blank line of its own */
    }
    PAL_TRY(pal_note_verify(&note, vkey, 1, NULL));
    const struct pal_note_line *line = note.lines;
    while (line->id != vkey->id || !pal_text_equal(line->name, vkey->name)) {
        line++; /* one of them is the key's: it was verified */
    }
    PAL_BUF(blob);
    PAL_TRY(pal_text_base64(line->base64, &blob));
    pal_note_line_write(line->name, (const uint8_t *)blob.bytes, blob.size, buf);
    *out_seconds = time_of((const uint8_t *)blob.bytes + KEY_ID_SIZE);
    return PAL_OK;
}

/* RULE docs/rules/witness.md
 * > The body is the line `old` with the size that the witness is thought to have cosigned last, 0 if
 * > none; one line per hash, in base64, of the proof that the tree of that size is the beginning of
 * > the new one, at most 63; a blank line; and the signed checkpoint.
 */
void pal_cosign_request_write(const struct pal_cosign_request *request, struct pal_buf *buf)
{
    PAL_CHECK(request->proof.count <= PAL_COSIGN_PROOF_MAX);
    pal_buf_add_format(buf, "old %" PRIu64 "\n", request->old_size);
    for (size_t i = 0; i < request->proof.count; i++) {
        pal_line_write_hash(&request->proof.hashes[i], buf);
    }
    pal_buf_add_string(buf, "\n");
    pal_buf_add_text(buf, request->note);
}

enum pal_err pal_cosign_request_parse(struct pal_text body, struct pal_cosign_request *out_request)
{
    struct pal_text size;
    struct pal_cosign_request request;
    if (!pal_line_cut(&body, "old", &size) || pal_line_count(size, &request.old_size) != PAL_OK) {
        return PAL_ERR_PROOF_SYNTAX;
    }
    PAL_TRY(pal_line_hashes(&body, &request.proof));
    if (request.proof.count > PAL_COSIGN_PROOF_MAX) {
        return PAL_ERR_LIMIT_COUNT;
    }
    if (body.size == 0) {
        return PAL_ERR_PROOF_SYNTAX;
    }
    request.note = body;
    *out_request = request;
    return PAL_OK;
}
