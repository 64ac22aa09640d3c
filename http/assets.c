/*
 * assets.c - the web client, served from memory.
 *
 * Compressed when the client was built, for whoever takes it so. Nothing else that this server sends is:
 * what is compressed together with what a stranger chooses tells its length, and with it secrets. These
 * files are the same for everybody.
 */
#include "assets.h"

#include <string.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/embed.h"
#include "base/json.h"
#include "base/mem.h"

#include "embedded.h"
#include "handlers.h"
#include "ranges.h"
#include "reply.h"
#include "services.h"

struct pal_assets {
    struct pal_json *listing; /* the texts below lie in it */
    struct pal_asset *items;
    size_t count;
};

/* What we built ourselves is there, in the form that we gave it. */
static struct pal_text bytes_of(struct pal_text file)
{
    size_t i = 0;
    while (i < pal_client_count && !pal_text_is(file, pal_client[i].name)) {
        i++;
    }
    PAL_CHECK(i < pal_client_count);
    return (struct pal_text){(const char *)pal_client[i].bytes, pal_client[i].size};
}

static void fill_form(struct pal_asset_form *form, struct pal_text file)
{
    form->bytes = bytes_of(file);
    char hash[2 * PAL_HASH_SIZE + 1];
    struct pal_hash whole = pal_hash_of(form->bytes.bytes, form->bytes.size);
    pal_hash_write(&whole, hash);
    memcpy(form->tag, hash, PAL_ASSET_TAG_SIZE);
}

static void fill(struct pal_asset *asset, const struct pal_json *row)
{
    struct pal_text file;
    struct pal_text type;
    PAL_CHECK(pal_json_text(row, "path", &asset->path, NULL) == PAL_OK);
    PAL_CHECK(pal_json_text(row, "file", &file, NULL) == PAL_OK);
    PAL_CHECK(pal_json_text(row, "type", &type, NULL) == PAL_OK);
    PAL_CHECK(pal_json_bool(row, "immutable", &asset->is_immutable, NULL) == PAL_OK);
    asset->media_type = type.bytes; /* terminated, like every text of a document */
    fill_form(&asset->plain, file);
    if (pal_json_get(row, "gzip") != NULL) {
        PAL_CHECK(pal_json_text(row, "gzip", &file, NULL) == PAL_OK);
        fill_form(&asset->gzip, file);
    }
}

struct pal_assets *pal_assets_new(void)
{
    struct pal_assets *assets = pal_mem_new(1, sizeof *assets);
    struct pal_text listing = bytes_of(pal_text_of("client.json"));
    const struct pal_json *files;
    PAL_CHECK(pal_json_parse(listing, listing.size, &assets->listing, NULL) == PAL_OK);
    PAL_CHECK(pal_json_array(assets->listing, "files", &files, NULL) == PAL_OK);
    assets->count = pal_json_count(files);
    assets->items = pal_mem_new(assets->count, sizeof assets->items[0]);
    for (size_t i = 0; i < assets->count; i++) {
        fill(&assets->items[i], pal_json_at(files, i));
    }
    return assets;
}

void pal_assets_free(struct pal_assets *assets)
{
    if (assets == NULL) {
        return;
    }
    pal_json_free(assets->listing);
    pal_mem_free(assets->items);
    pal_mem_free(assets);
}

/* Screens have neither a dot in their address nor one of the beginnings that the server keeps. */
static bool may_be_screen(struct pal_text path)
{
    return !pal_text_starts(path, "/api/") && !pal_text_starts(path, "/log/") &&
           memchr(path.bytes, '.', path.size) == NULL;
}

const struct pal_asset *pal_assets_find(const struct pal_assets *assets, struct pal_text path)
{
    const struct pal_asset *first_page = NULL;
    for (size_t i = 0; i < assets->count; i++) {
        if (pal_text_equal(assets->items[i].path, path)) {
            return &assets->items[i];
        }
        if (pal_text_is(assets->items[i].path, "/")) {
            first_page = &assets->items[i];
        }
    }
    return may_be_screen(path) ? first_page : NULL;
}

enum pal_err pal_on_asset(const struct pal_request *request, struct pal_reply *reply)
{
    const struct pal_asset *asset = pal_assets_find(request->services->assets, request->path);
    if (asset == NULL) {
        return PAL_ERR_NOT_FOUND;
    }

    bool has_both = asset->gzip.bytes.size > 0;
    bool is_gzip = has_both && pal_ranges_take_gzip(request->accept_encoding);
    const struct pal_asset_form *form = is_gzip ? &asset->gzip : &asset->plain;
    pal_reply_static(reply, asset->media_type, form->bytes.bytes, form->bytes.size);
    pal_reply_tag(reply, pal_text_of(form->tag));
    if (has_both) {
        pal_reply_form(reply, is_gzip ? PAL_FORM_GZIP : PAL_FORM_PLAIN);
    }
    pal_reply_cache(reply, asset->is_immutable ? PAL_CACHE_IMMUTABLE : PAL_CACHE_CHECK);
    return PAL_OK;
}
