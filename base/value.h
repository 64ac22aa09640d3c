/*
 * value.h - a JSON value in memory, for the files that parse, read, build and write it.
 *
 * A document that was parsed lies in a few blocks, its root at the beginning of the first; a value
 * that was built has its own memory. One may be set into the other.
 */
#ifndef PAL_BASE_VALUE_H
#define PAL_BASE_VALUE_H

#include "base/json.h"

enum pal_json_place {
    PAL_JSON_OWN,  /* memory of its own */
    PAL_JSON_LENT, /* in a block of a document */
    PAL_JSON_ROOT, /* the same, and the blocks go when it goes */
};

/* A member of an object. */
struct pal_json_pair {
    struct pal_json_pair *next;
    struct pal_json *value;
    bool is_lent;
    char name[];
};

struct pal_json {
    uint8_t kind, place;
    bool truth;            /* of a boolean */
    uint32_t count;        /* of members or items */
    struct pal_json *next; /* while a tree is made or released: the next on a list */
    union {
        struct {
            struct pal_json_pair *first, *last;
            struct pal_json_index *index; /* NULL: few members, found one after the other */
        } object;
        struct {
            struct pal_json **items;
            size_t room; /* 0: none, or in a block */
        } array;
        struct pal_text text;
        int64_t number;
    };
};

/* Memory that is released at once: a list of blocks, of which the last is filled. */
struct pal_json_blocks {
    struct pal_json_block *first, *last;
};
void *pal_json_blocks_take(struct pal_json_blocks *blocks, size_t size);
/* For a text of so many bytes, most of what its values need in one block. */
void pal_json_blocks_start(struct pal_json_blocks *blocks, size_t text_size);
void pal_json_blocks_done(struct pal_json_blocks *blocks);
/* Those of the root of a document. */
struct pal_json_blocks pal_json_blocks_of(struct pal_json *root);

/* The member of that name, or NULL. */
struct pal_json_pair *pal_json_pair_find(const struct pal_json *object, const char *name);
/* Puts a member, whose name is new in the object, behind the others. blocks is where an index may be
 * put, NULL for memory of its own. */
void pal_json_pair_add(struct pal_json *object, struct pal_json_pair *pair,
                       struct pal_json_blocks *blocks);
void pal_json_index_free(struct pal_json *object);

/* Parses what was scanned, or written by us. */
PAL_MUST_USE enum pal_err pal_json_read(struct pal_text text, struct pal_json **out_json,
                                        struct pal_where *out_where);

/* The end of the run of bytes, from the offset on, that stand in a JSON text as they are: neither
 * '"' nor '\' nor a control character. */
size_t pal_json_plain_end(struct pal_text text, size_t offset);

/* What comes from outside is no deeper than its limit, and what is put around it is shallower. */
enum { PAL_JSON_DEPTH = 32 };

#endif
