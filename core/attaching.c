/*
 * attaching.c - the commands on attachments: a file is looked at, kept and attached, or taken off.
 */
#include "attaching.h"

#include "audit/media.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "agenda.h"
#include "apply.h"
#include "documents.h"
#include "input.h"

enum { PIECE_SIZE = 1 << 16 };

static const struct pal_input name_input = {"/name", PAL_LIMIT_NAME, false, false};

/* --- the name ------------------------------------------------------------------------------- */

static enum pal_err read_name(struct pal_text name, struct pal_buf *out,
                              struct pal_where *out_where)
{
    PAL_TRY(pal_input_read(&name_input, name, out, out_where));
    if (!pal_media_is_name(pal_buf_text(out))) {
        pal_where_set(out_where, "/name");
        return PAL_ERR_ATTACHMENT_NAME;
    }
    return PAL_OK;
}

/* --- the file ------------------------------------------------------------------------------- */

struct seen {
    const char *media_type;
    struct pal_hash sha256;
    size_t size;
};

/* Reads the file to its end, and gives each piece; it may be NULL. */
static enum pal_err read_file(FILE *file,
                              enum pal_err (*take)(void *context, struct pal_text piece),
                              void *context)
{
    char bytes[PIECE_SIZE];
    size_t size = PIECE_SIZE;
    if (file == NULL) {
        return PAL_OK; /* nothing came */
    }
    if (fseek(file, 0, SEEK_SET) != 0) {
        return PAL_ERR_FILE_READ;
    }
    while (size == PIECE_SIZE) {
        size = fread(bytes, 1, PIECE_SIZE, file);
        if (size > 0) {
            PAL_TRY(take(context, (struct pal_text){bytes, size}));
        }
    }
    return ferror(file) != 0 ? PAL_ERR_FILE_READ : PAL_OK;
}

struct look {
    struct pal_media media;
    struct pal_hash_state hash;
    size_t size;
};

static enum pal_err look_at(void *context, struct pal_text piece)
{
    struct look *look = context;
    pal_media_add(&look->media, piece);
    pal_hash_add(&look->hash, piece.bytes, piece.size);
    look->size += piece.size;
    return look->size <= PAL_LIMIT_ATTACHMENT ? PAL_OK : PAL_ERR_LIMIT_JSON_SIZE;
}

static enum pal_err see(const struct pal_attachment_spec *spec, struct pal_text name,
                        struct seen *out_seen)
{
    struct look look = {.size = 0};
    pal_hash_init(&look.hash);
    PAL_TRY(read_file(spec->file, look_at, &look));
    *out_seen = (struct seen){
        .media_type = pal_media_type(&look.media, name),
        .sha256 = pal_hash_final(&look.hash),
        .size = look.size,
    };
    if (look.size == 0) {
        return PAL_ERR_ATTACHMENT_EMPTY;
    }
    return out_seen->media_type != NULL ? PAL_OK : PAL_ERR_ATTACHMENT_TYPE;
}

/* RULE docs/rules/attachments.md
 * > A file has at most 8 MiB, a resolution at most 20 that are attached, and all files of a society together at most
 * > 1 GiB, those that were taken off included. */
static enum pal_err check_room(struct pal_store *store, struct pal_resolution_id resolution,
                               size_t size)
{
    int64_t bytes, count;
    PAL_TRY(pal_attachments_measure(store, resolution, &bytes, &count));
    bool has_room =
        count < PAL_LIMIT_ATTACHMENTS && bytes + (int64_t)size <= PAL_LIMIT_ATTACHED_BYTES;
    return has_room ? PAL_OK : PAL_ERR_ATTACHMENT_COUNT;
}

struct keeping {
    struct pal_store *store;
    struct pal_hash hash;
    int64_t number;
};

static enum pal_err keep(void *context, struct pal_text piece)
{
    struct keeping *keeping = context;
    return pal_attachment_keep(keeping->store, &keeping->hash, keeping->number++, piece);
}

/* RULE docs/rules/attachments.md
 * > Its document is `palabre-attachment/1`: `name`, `media_type`, `size` and `sha256` of the file, and `salt`, 256
 * > random bits, so that the hash of a file that was removed cannot be guessed from likely files. */
static enum pal_err put_document(struct pal_store *store, struct pal_text name,
                                 const struct seen *seen, struct pal_hash *out_hash)
{
    PAL_JSON(document);
    document = pal_json_object_new();
    pal_json_set_string(document, "media_type", seen->media_type);
    pal_json_set_text(document, "name", name);
    pal_json_set_hash(document, "sha256", &seen->sha256);
    pal_json_set_int(document, "size", (int64_t)seen->size);
    return pal_document_put_words(store, PAL_DOCUMENT_ATTACHMENT, document, out_hash, NULL);
}

/* --- commands ------------------------------------------------------------------------------- */

static enum pal_err attach(struct pal_store *store, const struct pal_uuid *resolution,
                           const struct pal_hash *hash, uint64_t *out_index)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    struct pal_uuid uuid = pal_uuid_random();
    pal_json_set_uuid(d, "attachment", &uuid);
    pal_json_set_hash(d, "hash", hash);
    pal_json_set_uuid(d, "resolution", resolution);
    const struct pal_log_entry entry = {"resolution.attach", pal_uuid_random(), d};
    return pal_change_make(store, &entry, out_index);
}

/* RULE docs/rules/attachments.md
 * > A file is attached to a resolution, and taken off it with a reason, by who may change its text, and as long as
 * > the text may be changed. */
enum pal_err pal_attachment_add(struct pal_store *store, const struct pal_attachment_spec *spec,
                                struct pal_where *out_where,
                                struct pal_attachment_id *out_attachment)
{
    PAL_BUF(name);
    PAL_RESOLUTION(now);
    struct seen seen;
    PAL_TRY(read_name(spec->name, &name, out_where));
    PAL_TRY(pal_resolution_read(store, spec->resolution, &now));
    PAL_TRY(pal_agenda_may_change(store, &now));
    PAL_TRY(see(spec, pal_buf_text(&name), &seen));
    PAL_TRY(check_room(store, now.id, seen.size));

    uint64_t index;
    struct keeping keeping = {.store = store};
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(put_document(store, pal_buf_text(&name), &seen, &keeping.hash));
    PAL_TRY(read_file(spec->file, keep, &keeping));
    PAL_TRY(attach(store, &now.uuid, &keeping.hash, &index));
    PAL_TRY(pal_transaction_commit(&transaction));
    out_attachment->value = (int64_t)index;
    return PAL_OK;
}

enum pal_err pal_attachment_detach(struct pal_store *store, struct pal_attachment_id attachment,
                                   struct pal_text reason, struct pal_where *out_where)
{
    PAL_BUF(said);
    PAL_ATTACHMENT(now);
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_input_read(&pal_input_reason, reason, &said, out_where));
    PAL_TRY(pal_attachment_read(store, attachment, &now));
    PAL_TRY(pal_resolution_read(store, now.resolution, &resolution));
    PAL_TRY(pal_agenda_may_change(store, &resolution));
    if (now.detached_us != 0) {
        return PAL_ERR_STATE;
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "attachment", &now.uuid);
    pal_json_set_text(d, "reason", pal_buf_text(&said));
    pal_json_set_uuid(d, "resolution", &resolution.uuid);
    const struct pal_log_entry entry = {"resolution.detach", pal_uuid_random(), d};
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_change_make(store, &entry, NULL));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_attachments_copy(struct pal_store *store, struct pal_resolution_id from,
                                  const struct pal_uuid *to)
{
    int64_t after = 0;
    struct pal_hash hash;
    enum pal_err err = pal_attachments_next(store, from, &after, &hash);
    while (err == PAL_OK) {
        uint64_t index;
        PAL_TRY(attach(store, to, &hash, &index));
        err = pal_attachments_next(store, from, &after, &hash);
    }
    return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
}
