/* value.c - the memory of JSON documents, and members found by their names. */
#include "value.h"

#include <string.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/mem.h"

/* --- Blocks ----------------------------------------------------------------------------------- */

enum { BLOCK_LEAST = 512, BLOCK_MOST = 1 << 15, ALIGNMENT = _Alignof(max_align_t) };

struct pal_json_block {
    struct pal_json_block *next;
    size_t used, size; /* of the bytes */
    _Alignas(max_align_t) char bytes[];
};

static void add_block(struct pal_json_blocks *blocks, size_t size)
{
    struct pal_json_block *block = pal_mem_grow(NULL, 1, sizeof *block + size);
    block->next = NULL;
    block->used = 0;
    block->size = size;
    if (blocks->first == NULL) {
        blocks->first = block;
    } else {
        blocks->last->next = block;
    }
    blocks->last = block;
}

void pal_json_blocks_start(struct pal_json_blocks *blocks, size_t text_size)
{
    size_t size = BLOCK_LEAST + 4 * (text_size < BLOCK_MOST ? text_size : BLOCK_MOST);
    *blocks = (struct pal_json_blocks){NULL, NULL};
    add_block(blocks, size < BLOCK_MOST ? size : BLOCK_MOST);
}

void *pal_json_blocks_take(struct pal_json_blocks *blocks, size_t size)
{
    PAL_CHECK(size < SIZE_MAX - ALIGNMENT);
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size > blocks->last->size - blocks->last->used) {
        add_block(blocks, size < BLOCK_MOST ? BLOCK_MOST : size);
    }
    struct pal_json_block *block = blocks->last;
    void *taken = block->bytes + block->used;
    block->used += size;
    return taken;
}

void pal_json_blocks_done(struct pal_json_blocks *blocks)
{
    struct pal_json_block *block = blocks->first;
    while (block != NULL) {
        struct pal_json_block *next = block->next;
        pal_mem_free(block);
        block = next;
    }
    *blocks = (struct pal_json_blocks){NULL, NULL};
}

struct pal_json_blocks pal_json_blocks_of(struct pal_json *root)
{
    PAL_CHECK(root->place == PAL_JSON_ROOT);
    void *block = (char *)root - offsetof(struct pal_json_block, bytes);
    return (struct pal_json_blocks){.first = block};
}

/* --- Members ---------------------------------------------------------------------------------- */

/* Where members are by their names, once there are many: half of the slots are empty at least. Names
 * come from outside: the key, which nobody knows, keeps them from meeting. */
struct pal_json_index {
    uint8_t key[16];
    size_t room; /* a power of two */
    bool is_lent;
    struct pal_json_pair *slots[];
};

enum { FEW_MEMBERS = 16 };

/* The slot of a name: the one that has it, or the empty one where it belongs. */
static struct pal_json_pair **slot_of(struct pal_json_index *index, const char *name)
{
    size_t at = (size_t)pal_crypto_table_hash(index->key, name, strlen(name));
    for (;; at++) {
        struct pal_json_pair **slot = &index->slots[at & (index->room - 1)];
        if (*slot == NULL || strcmp((*slot)->name, name) == 0) {
            return slot;
        }
    }
}

struct pal_json_pair *pal_json_pair_find(const struct pal_json *object, const char *name)
{
    if (object->object.index != NULL) {
        return *slot_of(object->object.index, name);
    }
    struct pal_json_pair *pair = object->object.first;
    while (pair != NULL && strcmp(pair->name, name) != 0) {
        pair = pair->next;
    }
    return pair;
}

void pal_json_index_free(struct pal_json *object)
{
    if (object->object.index != NULL && !object->object.index->is_lent) {
        pal_mem_free(object->object.index);
    }
    object->object.index = NULL;
}

/* A new index over the members that are there, with room for as many again. */
static void make_index(struct pal_json *object, struct pal_json_blocks *blocks)
{
    size_t room = pal_mem_capacity(0, 4 * (size_t)object->count);
    struct pal_json_index *index;
    size_t size = sizeof *index + room * sizeof(void *);
    index = blocks != NULL ? pal_json_blocks_take(blocks, size) : pal_mem_new(1, size);
    memset(index, 0, size);
    index->room = room;
    index->is_lent = blocks != NULL;
    pal_crypto_random(index->key, sizeof index->key);
    pal_json_index_free(object);
    object->object.index = index;
    for (struct pal_json_pair *pair = object->object.first; pair != NULL; pair = pair->next) {
        *slot_of(index, pair->name) = pair;
    }
}

void pal_json_pair_add(struct pal_json *object, struct pal_json_pair *pair,
                       struct pal_json_blocks *blocks)
{
    PAL_CHECK(object->count < UINT32_MAX);
    if (object->object.last == NULL) {
        object->object.first = pair;
    } else {
        object->object.last->next = pair;
    }
    object->object.last = pair;
    object->count++;
    const struct pal_json_index *index = object->object.index;
    if (index != NULL ? 2 * (size_t)object->count > index->room : object->count > FEW_MEMBERS) {
        make_index(object, blocks);
    } else if (index != NULL) {
        *slot_of(object->object.index, pair->name) = pair;
    }
}
