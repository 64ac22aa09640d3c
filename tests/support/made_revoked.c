/* made_revoked.c - the log of a record made in memory gets another key, and the first is revoked. */
#include "audit/keys.h"
#include "audit/minisign.h"
#include "audit/record.h"

#include "made_polls.h"

static void spell(const struct pal_signing_key *key, struct pal_buf *out)
{
    struct pal_vkey vkey =
        pal_vkey_make(pal_text_of(PAL_MADE_LOG), PAL_NOTE_KEY_ED25519, key->public_key);
    pal_vkey_write(&vkey, out);
}

static void rotate(struct pal_made *made, const struct pal_buf *before, const struct pal_buf *after)
{
    PAL_BUF(message);
    PAL_BUF(d);
    uint8_t signature[PAL_SIGNATURE_SIZE];
    pal_keys_rotation_message(pal_text_of(PAL_MADE_LOG), pal_buf_text(before), pal_buf_text(after),
                              &message);
    pal_crypto_sign(&made->log, message.bytes, message.size, signature);
    pal_buf_add_format(&d, "{\"new\":\"%s\",\"old\":\"%s\",\"signature\":\"", after->bytes,
                       before->bytes);
    pal_buf_add_base64(&d, signature, sizeof signature);
    pal_buf_add_string(&d, "\"}");
    (void)pal_made_entry(made, "key.rotate", d.bytes);
}

static void announce(struct pal_made *made, const uint8_t seed[PAL_SEED_SIZE])
{
    PAL_BUF(key);
    PAL_BUF(d);
    pal_record_key_init(&made->record, seed);
    struct pal_minisign_key minisign = pal_minisign_key_of(made->record.public_key);
    pal_minisign_key_write(&minisign, &key);
    pal_buf_add_format(&d, "{\"key\":\"%s\",\"purpose\":\"record\"}", key.bytes);
    (void)pal_made_entry(made, "key.announce", d.bytes);
}

void pal_made_announce_receipts(struct pal_made *made)
{
    static const uint8_t seed[PAL_SEED_SIZE] = {9, 8};
    PAL_BUF(key);
    PAL_BUF(d);
    struct pal_signing_key receipts;
    pal_signing_key_init(&receipts, seed);
    struct pal_vkey vkey = pal_vkey_make(pal_text_of("made.example/receipt"), PAL_NOTE_KEY_ED25519,
                                         receipts.public_key);
    pal_vkey_write(&vkey, &key);
    pal_buf_add_format(&d, "{\"key\":\"%s\",\"purpose\":\"receipt\"}", key.bytes);
    (void)pal_made_entry(made, "key.announce", d.bytes);
}

void pal_made_revoke(struct pal_made *made, uint64_t last_size, bool announces)
{
    static const uint8_t seed[PAL_SEED_SIZE] = {9, 9};
    PAL_BUF(before);
    PAL_BUF(after);
    PAL_BUF(d);
    struct pal_signing_key next;
    pal_signing_key_init(&next, seed);
    spell(&made->log, &before);
    spell(&next, &after);
    made->now = 9000;
    rotate(made, &before, &after);
    made->log = next;
    if (announces) {
        announce(made, seed);
    }
    pal_buf_add_format(&d, "{\"key\":\"%s\",\"last_size\":%llu,\"reason\":\"stolen\"}",
                       before.bytes, (unsigned long long)last_size);
    (void)pal_made_entry(made, "key.revoke", d.bytes);
}
