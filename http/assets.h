/*
 * assets.h - the web client: a fixed list of files, built into the program.
 */
#ifndef PAL_HTTP_ASSETS_H
#define PAL_HTTP_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/text.h"

struct pal_assets;

enum { PAL_ASSET_TAG_SIZE = 32 };

/* Bytes, and the tag that is made from them. */
struct pal_asset_form {
    struct pal_text bytes;
    char tag[PAL_ASSET_TAG_SIZE + 1];
};

struct pal_asset {
    struct pal_text path; /* "/", "/app-RX3VWHNG.js" */
    const char *media_type;
    struct pal_asset_form plain, gzip; /* gzip is empty where it would not be smaller */
    bool is_immutable;                 /* its path names its bytes */
};

PAL_MUST_USE struct pal_assets *pal_assets_new(void);
void pal_assets_free(struct pal_assets *assets);

/* The file of a path. A path that could be a screen of the client, and is nothing else, is the
 * client's first page. NULL when there is no such thing. */
const struct pal_asset *pal_assets_find(const struct pal_assets *assets, struct pal_text path);

#endif
