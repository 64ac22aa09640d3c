/* receipt.c - the signed note that a voter takes home. */
#include "audit/receipt.h"

#include <string.h>

#define FIRST_LINE "palabre-receipt/v1"
#define KEY_LABEL  "receipt-key"
#define KEY_PATH   "/receipt"

void pal_receipt_key_init(struct pal_signing_key *key, const uint8_t log_seed[PAL_SEED_SIZE])
{
    uint8_t seed[PAL_SEED_SIZE];
    pal_crypto_derive_seed(log_seed, KEY_LABEL, seed);
    pal_signing_key_init(key, seed);
    pal_crypto_wipe(seed, sizeof seed);
}

/* RULE docs/rules/urn.md
 * > It is signed by the key of the receipts, whose name is the name of the log up to its first slash, and
 * > `/receipt`.
 */
void pal_receipt_key_name(struct pal_text origin, struct pal_buf *buf)
{
    struct pal_text host;
    (void)pal_text_cut(&origin, '/', &host); /* without a slash it is all host */
    pal_buf_add_text(buf, host);
    pal_buf_add_string(buf, KEY_PATH);
}

/* RULE docs/rules/urn.md
 * > A receipt is a signed note of five lines: `palabre-receipt/v1`, the name of the log, the identifier of the poll,
 * > ctx in base64, the hash of the sealed ballot in base64.
 */
void pal_receipt_sign(const struct pal_receipt *receipt, const struct pal_signing_key *key,
                      struct pal_buf *buf)
{
    PAL_BUF(body);
    pal_buf_add_string(&body, FIRST_LINE "\n");
    pal_buf_add_text(&body, receipt->origin);
    pal_buf_add_byte(&body, '\n');
    pal_buf_add_text(&body, receipt->poll);
    pal_buf_add_byte(&body, '\n');
    pal_buf_add_base64(&body, receipt->ctx.bytes, PAL_HASH_SIZE);
    pal_buf_add_byte(&body, '\n');
    pal_buf_add_base64(&body, receipt->ballot.bytes, PAL_HASH_SIZE);
    pal_buf_add_byte(&body, '\n');
    PAL_BUF(name);
    pal_receipt_key_name(receipt->origin, &name);
    pal_note_sign(pal_buf_text(&body), pal_buf_text(&name), key, buf);
}

static bool read_hash(struct pal_text text, struct pal_hash *out_hash)
{
    PAL_BUF(bytes);
    if (pal_text_base64(text, &bytes) != PAL_OK || bytes.size != PAL_HASH_SIZE) {
        return false;
    }
    memcpy(out_hash->bytes, bytes.bytes, PAL_HASH_SIZE);
    return true;
}

static enum pal_err read_body(struct pal_text body, struct pal_receipt *receipt)
{
    struct pal_text first;
    struct pal_text ctx;
    struct pal_text ballot;
    bool has_lines = pal_text_cut(&body, '\n', &first) &&
                     pal_text_cut(&body, '\n', &receipt->origin) &&
                     pal_text_cut(&body, '\n', &receipt->poll) && pal_text_cut(&body, '\n', &ctx) &&
                     pal_text_cut(&body, '\n', &ballot) && body.size == 0;
    bool is_receipt = has_lines && pal_text_is(first, FIRST_LINE) &&
                      pal_log_name_check(receipt->origin) == PAL_OK && receipt->poll.size > 0 &&
                      read_hash(ctx, &receipt->ctx) && read_hash(ballot, &receipt->ballot);
    return is_receipt ? PAL_OK : PAL_ERR_RECEIPT_SYNTAX;
}

enum pal_err pal_receipt_read(struct pal_text text, const struct pal_vkey *key,
                              struct pal_receipt *out_receipt)
{
    struct pal_note note;
    struct pal_receipt receipt;
    if (pal_note_parse(text, &note) != PAL_OK) {
        return PAL_ERR_RECEIPT_SYNTAX;
    }
    PAL_TRY(read_body(note.body, &receipt));
    PAL_BUF(name);
    pal_receipt_key_name(receipt.origin, &name);
    bool is_key =
        key->type == PAL_NOTE_KEY_ED25519 && pal_text_equal(key->name, pal_buf_text(&name));
    if (!is_key) {
        return PAL_ERR_NOTE_SIGNATURE;
    }
    PAL_TRY(pal_note_verify(&note, key, 1, NULL));
    *out_receipt = receipt;
    return PAL_OK;
}
