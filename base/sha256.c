/* sha256.c - SHA-256, with the instructions that the processor has for it. */
#include <nettle/sha2.h>
#include <string.h>

#include "base/check.h"
#include "base/crypto.h"

#include "sha256_pair.h"

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

/* --- what is public and short ------------------------------------------------------------------- */

/* Leaves and nodes of trees are a few blocks. They are filled here as the hash wants them, which
 * takes two thirds of the time that the general way takes. */
enum {
    SHORT_BLOCKS = 8,
    SHORT_SIZE = SHORT_BLOCKS * SHA256_BLOCK_SIZE,
    END_SIZE = 9,                          /* at least, of what stands behind a message */
    SHORT_MAX = SHORT_SIZE - END_SIZE - 1, /* of what follows the first byte */
};

static size_t block_count(struct pal_text rest)
{
    return (1 + rest.size + END_SIZE + SHA256_BLOCK_SIZE - 1) / SHA256_BLOCK_SIZE;
}

/* Fills whole blocks: the byte, what follows it, a bit that is set, zeros, and the number of bits in
 * eight bytes. Returns how many blocks. */
static size_t fill(uint8_t blocks[SHORT_SIZE], uint8_t first, struct pal_text rest)
{
    size_t size = 1 + rest.size;
    size_t count = block_count(rest);
    size_t end = count * SHA256_BLOCK_SIZE;
    blocks[0] = first;
    if (rest.size > 0) {
        memcpy(blocks + 1, rest.bytes, rest.size);
    }
    memset(blocks + size, 0, end - size);
    blocks[size] = 0x80;
    blocks[end - 2] = (uint8_t)(size >> 5);
    blocks[end - 1] = (uint8_t)(size << 3 & 0xFF);
    return count;
}

static struct pal_hash hash_blocks(const uint8_t *blocks, size_t count)
{
    struct sha256_ctx context;
    struct pal_hash hash;
    sha256_init(&context);
    sha256_update(&context, count * SHA256_BLOCK_SIZE, blocks);
    for (size_t i = 0; i < PAL_HASH_SIZE / 4; i++) {
        uint32_t word = context.state[i];
        hash.bytes[4 * i] = (uint8_t)(word >> 24);
        hash.bytes[4 * i + 1] = (uint8_t)(word >> 16 & 0xFF);
        hash.bytes[4 * i + 2] = (uint8_t)(word >> 8 & 0xFF);
        hash.bytes[4 * i + 3] = (uint8_t)(word & 0xFF);
    }
    return hash;
}

static struct pal_hash hash_long(uint8_t first, struct pal_text rest)
{
    struct pal_hash_state state;
    pal_hash_init(&state);
    pal_hash_add(&state, &first, sizeof first);
    pal_hash_add(&state, rest.bytes, rest.size);
    return pal_hash_final(&state);
}

/* One alone; the blocks are room to work in. */
static struct pal_hash hash_one(uint8_t blocks[SHORT_SIZE], uint8_t first, struct pal_text rest)
{
    return rest.size <= SHORT_MAX ? hash_blocks(blocks, fill(blocks, first, rest))
                                  : hash_long(first, rest);
}

static bool is_pair(const struct pal_text *rests)
{
    return rests[0].size <= SHORT_MAX && rests[1].size <= SHORT_MAX &&
           block_count(rests[0]) == block_count(rests[1]);
}

void pal_hash_public(uint8_t first, const struct pal_text *rests, size_t count,
                     struct pal_hash *out_hashes)
{
    uint8_t left[SHORT_SIZE];
    uint8_t right[SHORT_SIZE];
    bool can_pair = count > 1 && pal_sha256_can_pair();
    for (size_t i = 0; i < count; i++) {
        if (!can_pair || i + 1 == count || !is_pair(&rests[i])) {
            out_hashes[i] = hash_one(left, first, rests[i]);
            continue;
        }
        size_t blocks = fill(left, first, rests[i]);
        (void)fill(right, first, rests[i + 1]); /* as many */
        pal_sha256_pair(left, right, blocks, &out_hashes[i]);
        i++;
    }
}
