/* verify_attached.c - a file attached to a resolution: is it the one that its document says, and one that is taken? */
#include "audit/media.h"
#include "base/canon.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

#include "verifying.h"

/* The bytes, from the first to the last. */
static enum pal_err look(const struct pal_verifying *verifying, const struct pal_tar_file *file,
                         struct pal_media *media, struct pal_hash *out_hash)
{
    enum { PIECE = 1 << 16 };
    uint8_t *piece PAL_CLEANUP(pal_mem_done) = pal_mem_new(PIECE, 1);
    struct pal_hash_state state;
    pal_hash_init(&state);
    for (uint64_t at = 0; at < file->size;) {
        size_t size = file->size - at < PIECE ? (size_t)(file->size - at) : PIECE;
        PAL_TRY(pal_source_read(verifying->tar.source, file->offset + at, piece, size));
        pal_hash_add(&state, piece, size);
        pal_media_add(media, (struct pal_text){(const char *)piece, size});
        at += size;
    }
    *out_hash = pal_hash_final(&state);
    return PAL_OK;
}

/* RULE docs/rules/verify.md
 * > Its document has `format`, `media_type`, `name`, `salt`, `sha256` and `size`, and nothing else; the name is one that a file
 * > may have, and the media type is the one that the name and the bytes give (docs/rules/attachments.md).
 */
static bool is_taken(const struct pal_json *json, const struct pal_media *media)
{
    static const char *const names[] = {"format", "media_type", "name", "salt",
                                        "sha256", "size",       NULL};
    struct pal_text name;
    struct pal_text said;
    if (pal_json_only(json, names, NULL) != PAL_OK ||
        pal_json_text(json, "name", &name, NULL) != PAL_OK ||
        pal_json_text(json, "media_type", &said, NULL) != PAL_OK || !pal_media_is_name(name)) {
        return false;
    }
    const char *type = pal_media_type(media, name);
    return type != NULL && pal_text_is(said, type);
}

/* RULE docs/rules/verify.md
 * > A file attached to a resolution has the size and the SHA-256 that its document says; one is there where the other
 * > is. */
bool pal_verify_attached(const struct pal_verifying *verifying, const struct pal_hashed_file *file)
{
    PAL_BUF(bytes);
    PAL_JSON(json);
    struct pal_hash said;
    struct pal_hash found;
    struct pal_media media = {.head_size = 0};
    int64_t size;
    const struct pal_tar_file *files = verifying->tar.files;
    const struct pal_hashed_file *document =
        pal_verify_hashed(verifying, PAL_RECORD_TEXT, &file->hash);
    return document != NULL &&
           pal_tar_content(&verifying->tar, &files[document->file], PAL_LIMIT_DOCUMENT, &bytes) ==
               PAL_OK &&
           pal_canon_read(pal_buf_text(&bytes), PAL_LIMIT_DOCUMENT, &json, NULL) == PAL_OK &&
           pal_json_want_object(json, NULL) == PAL_OK &&
           pal_json_hash(json, "sha256", &said, NULL) == PAL_OK &&
           pal_json_int(json, "size", &size, NULL) == PAL_OK && size > 0 &&
           size <= PAL_LIMIT_ATTACHMENT && (uint64_t)size == files[file->file].size &&
           look(verifying, &files[file->file], &media, &found) == PAL_OK &&
           pal_hash_equal(&said, &found) && is_taken(json, &media);
}
