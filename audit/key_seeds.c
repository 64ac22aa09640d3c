/* key_seeds.c - the keys that the seed of a log gives besides its own, and how they are spelled. */
#include <string.h>

#include "audit/keys.h"
#include "base/text.h"

/* RULE docs/rules/witness.md
 * > The receipt key signs receipts of ballots, and its seed is BLAKE2b-256, under the log's seed, of
 * > frame("receipt-key"). The record key signs exported records, and its seed is BLAKE2b-256, under
 * > the log's seed, of frame("record-key").
 */
void pal_keys_receipt_seed(const uint8_t seed[PAL_SEED_SIZE], uint8_t out_seed[PAL_SEED_SIZE])
{
    pal_crypto_derive_seed(seed, "receipt-key", out_seed);
}

void pal_keys_record_seed(const uint8_t seed[PAL_SEED_SIZE], uint8_t out_seed[PAL_SEED_SIZE])
{
    pal_crypto_derive_seed(seed, "record-key", out_seed);
}

/* RULE docs/rules/witness.md
 * > The receipt key's name is the part of the log's name before its first slash, and `/receipt`.
 */
void pal_keys_receipt_name(struct pal_text origin, struct pal_buf *buf)
{
    struct pal_text host;
    (void)pal_text_cut(&origin, '/', &host);
    pal_buf_add_text(buf, host);
    pal_buf_add_string(buf, "/receipt");
}

/* RULE docs/rules/witness.md
 * > The number is the first eight bytes of SHA-256 of frame("record-key-number", public key).
 */
void pal_keys_record_number(const uint8_t public_key[PAL_PUBLIC_KEY_SIZE],
                            uint8_t out_number[PAL_RECORD_KEY_NUMBER])
{
    PAL_BUF(frame);
    pal_frame(&frame, "record-key-number");
    pal_frame_add(&frame, public_key, PAL_PUBLIC_KEY_SIZE);
    struct pal_hash hash = pal_hash_of(frame.bytes, frame.size);
    memcpy(out_number, hash.bytes, PAL_RECORD_KEY_NUMBER);
}

enum { LETTERS_SIZE = 2, RECORD_KEY_SIZE = 2 + PAL_RECORD_KEY_NUMBER + PAL_PUBLIC_KEY_SIZE };

/* RULE docs/rules/witness.md
 * > A record key is spelled as minisign does: base64 of the two letters `Ed`, its number of eight
 * > bytes, and its public key.
 */
void pal_keys_record_write(const uint8_t public_key[PAL_PUBLIC_KEY_SIZE], struct pal_buf *buf)
{
    uint8_t bytes[RECORD_KEY_SIZE] = {'E', 'd'};
    pal_keys_record_number(public_key, &bytes[LETTERS_SIZE]);
    memcpy(&bytes[LETTERS_SIZE + PAL_RECORD_KEY_NUMBER], public_key, PAL_PUBLIC_KEY_SIZE);
    pal_buf_add_base64(buf, bytes, sizeof bytes);
}

enum pal_err pal_keys_record_read(struct pal_text text, uint8_t out_key[PAL_PUBLIC_KEY_SIZE])
{
    PAL_BUF(bytes);
    PAL_BUF(again);
    if (pal_text_base64(text, &bytes) != PAL_OK || bytes.size != RECORD_KEY_SIZE) {
        return PAL_ERR_NOTE_SYNTAX;
    }
    const uint8_t *key = (const uint8_t *)bytes.bytes + LETTERS_SIZE + PAL_RECORD_KEY_NUMBER;
    pal_keys_record_write(key, &again);
    if (!pal_text_equal(pal_buf_text(&again), text)) {
        return PAL_ERR_NOTE_SYNTAX;
    }
    memcpy(out_key, key, PAL_PUBLIC_KEY_SIZE);
    return PAL_OK;
}
