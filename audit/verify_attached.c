/* verify_attached.c - a file attached to a resolution: is it the one that its document says, and one that is taken? */
#include "audit/media.h"
#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"

#include "verifying.h"

/* What is learnt of its bytes. */
struct look {
    struct pal_hash_state state;
    struct pal_media media;
};

static void look_at(void *context, struct pal_text piece)
{
    struct look *look = context;
    pal_hash_add(&look->state, piece.bytes, piece.size);
    pal_media_add(&look->media, piece);
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

static bool is_hash_of(struct pal_hash_state *state, const struct pal_hash *said)
{
    struct pal_hash found = pal_hash_final(state);
    return pal_hash_equal(&found, said);
}

/* RULE docs/rules/verify.md
 * > A file attached to a resolution has the size and the SHA-256 that its document says; one is there where the other
 * > is. */
bool pal_verify_attached(const struct pal_verifying *verifying, const struct pal_hashed_file *file)
{
    PAL_BUF(bytes);
    PAL_JSON(json);
    struct pal_hash said;
    struct look look = {.media = {.head_size = 0}};
    int64_t size;
    pal_hash_init(&look.state);
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
           pal_verify_visit(verifying, &files[file->file], look_at, &look) == PAL_OK &&
           is_hash_of(&look.state, &said) && is_taken(json, &look.media);
}
