/* mark.c - the leaves of a marked register. */
#include "audit/mark.h"

/* RULE docs/rules/urn.md
 * > The salt is BLAKE2b-256, under the key of the person, of frame("mark-salt", UUID of the poll).
 */
void pal_mark_salt(const uint8_t person_key[PAL_PERSON_KEY_SIZE], const struct pal_uuid *poll,
                   uint8_t out_salt[PAL_SALT_SIZE])
{
    PAL_BUF(message);
    pal_frame(&message, "mark-salt");
    pal_frame_add(&message, poll->bytes, PAL_UUID_SIZE);
    pal_crypto_keyed_hash(person_key, message.bytes, message.size, out_salt, PAL_SALT_SIZE);
}

/* RULE docs/rules/urn.md
 * > The leaf of a right is SHA-256 of frame("emargement-leaf", salt, u32be(rank), one byte: 1 when the right was
 * > used, else 0).
 */
struct pal_hash pal_mark_leaf(const uint8_t salt[PAL_SALT_SIZE], uint32_t rank, bool is_used)
{
    PAL_BUF(message);
    uint8_t used = is_used ? 1 : 0;
    pal_frame(&message, "emargement-leaf");
    pal_frame_add(&message, salt, PAL_SALT_SIZE);
    pal_frame_add_u32(&message, rank);
    pal_frame_add(&message, &used, sizeof used);
    return pal_hash_of(message.bytes, message.size);
}
