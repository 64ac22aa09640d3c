/* sha256.c - SHA-256, with the instructions that the processor has for it. */
#include <nettle/sha2.h>

#include "base/check.h"
#include "base/crypto.h"

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(struct pal_hash_state),
               "the state of SHA-256 fits in the room that crypto.h gives it");
_Static_assert(alignof(struct sha256_ctx) <= alignof(struct pal_hash_state),
               "and is aligned there");
_Static_assert(PAL_HASH_SIZE == SHA256_DIGEST_SIZE, "SHA-256");

static struct sha256_ctx *context_of(struct pal_hash_state *state)
{
    return (struct sha256_ctx *)(void *)state->opaque;
}

void pal_hash_init(struct pal_hash_state *state)
{
    sha256_init(context_of(state));
}

void pal_hash_add(struct pal_hash_state *state, const void *bytes, size_t size)
{
    sha256_update(context_of(state), size, bytes);
}

struct pal_hash pal_hash_final(struct pal_hash_state *state)
{
    struct pal_hash hash;
    sha256_digest(context_of(state), sizeof hash.bytes, hash.bytes);
    pal_crypto_wipe(state, sizeof *state); /* tokens and salts went through it */
    return hash;
}

struct pal_hash pal_hash_of(const void *bytes, size_t size)
{
    struct pal_hash_state state;
    pal_hash_init(&state);
    pal_hash_add(&state, bytes, size);
    return pal_hash_final(&state);
}
