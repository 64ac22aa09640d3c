/* on_attachments.c - files of a resolution over HTTP: received, handed out, taken off. */
#include <stdio.h>

#include "base/fields.h"
#include "base/mem.h"
#include "core/attachments.h"

#include "handlers.h"
#include "reply.h"
#include "services.h"
#include "write.h"

static struct pal_json *attachment_new(const struct pal_attachment *attachment)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &attachment->uuid);
    pal_json_set_hash(json, "hash", &attachment->hash);
    pal_json_set_instant(json, "attached_at", attachment->at_us);
    if (attachment->is_removed) {
        pal_json_set_bool(json, "removed", true);
    } else {
        pal_json_set_text(json, "name", attachment->name);
        pal_json_set_string(json, "media_type", attachment->media_type);
        pal_json_set_int(json, "size", attachment->size);
        pal_json_set_hash(json, "sha256", &attachment->sha256);
    }
    if (attachment->detached_us != 0) {
        pal_json_set_instant(json, "detached_at", attachment->detached_us);
        pal_json_set_text(json, "reason", attachment->reason);
    }
    return json;
}

enum pal_err pal_write_attachment(void *context, const struct pal_attachment *attachment)
{
    pal_json_append(context, attachment_new(attachment));
    return PAL_OK;
}

/* --- attaching ------------------------------------------------------------------------------ */

static void close_file(FILE **file)
{
    if (*file != NULL) {
        (void)fclose(*file); /* it was read, and vanishes */
    }
}

static enum pal_err read_text(const struct pal_request *request, const char *name,
                              struct pal_text *out)
{
    if (!pal_request_query_has(request, name)) {
        pal_where_set(pal_request_where(request), "%s", name);
        return PAL_ERR_REQUEST_PARAMETER;
    }
    return pal_request_query_text(request, name, out);
}

enum pal_err pal_on_attachment_add(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_attachment_spec spec = {0};
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(pal_request_is(request, "application/octet-stream"));
    PAL_TRY(read_text(request, "name", &spec.name));
    FILE *file PAL_CLEANUP(close_file) = pal_request_take_file(request);
    spec.resolution = resolution.id;
    spec.file = file;

    struct pal_attachment_id id;
    PAL_TRY(pal_attachment_add(store, &spec, pal_request_where(request), &id));

    PAL_ATTACHMENT(made);
    PAL_TRY(pal_attachment_read(store, id, &made));
    char of[PAL_UUID_TEXT_SIZE + 1];
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&resolution.uuid, of);
    pal_uuid_write(&made.uuid, uuid);
    pal_reply_created(reply, attachment_new(&made), "/api/v1/resolutions/%s/attachments/%s", of,
                      uuid);
    return pal_reply_resolution_changed(request, reply, &resolution);
}

/* --- one file ------------------------------------------------------------------------------- */

static enum pal_err find(const struct pal_request *request, struct pal_resolution *resolution,
                         struct pal_attachment *out)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid uuid;
    struct pal_attachment_id id;
    PAL_TRY(pal_request_resolution(request, resolution));
    PAL_TRY(pal_request_uuid(request, "attachment", &uuid));
    PAL_TRY(pal_attachment_find(store, &uuid, &id));
    PAL_TRY(pal_attachment_read(store, id, out));
    return out->resolution.value == resolution->id.value ? PAL_OK : PAL_ERR_NOT_FOUND;
}

struct reading {
    const struct pal_services *services;
    struct pal_hash hash;
    int64_t number, left;
};

static enum pal_err next_piece(void *context, struct pal_buf *piece, bool *out_done)
{
    struct reading *reading = context;
    PAL_TRY(pal_attachment_piece(reading->services->store, &reading->hash, reading->number, piece));
    reading->number++;
    reading->left -= (int64_t)piece->size;
    *out_done = reading->left <= 0;
    return PAL_OK;
}

static void end_reading(void *context)
{
    pal_mem_free(context);
}

/* It may be removed one day: who keeps it asks each time whether it is there still. */
enum pal_err pal_on_attachment(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_RESOLUTION(resolution);
    PAL_ATTACHMENT(attachment);
    PAL_TRY(find(request, &resolution, &attachment));
    if (attachment.is_removed) {
        return PAL_ERR_NOT_FOUND;
    }

    char tag[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(&attachment.hash, tag);
    struct reading *reading = pal_mem_new(1, sizeof *reading);
    *reading = (struct reading){request->services, attachment.hash, 0, attachment.size};

    pal_reply_tag(reply, pal_text_of(tag));
    pal_reply_download_named(reply, attachment.name);
    pal_reply_stream(reply, &(struct pal_stream){.media_type = attachment.media_type,
                                                 .size = (uint64_t)attachment.size,
                                                 .next = next_piece,
                                                 .release = end_reading,
                                                 .context = reading});
    return PAL_OK;
}

enum pal_err pal_on_attachment_detach(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_text reason = {0};
    PAL_RESOLUTION(resolution);
    PAL_ATTACHMENT(before);
    PAL_ATTACHMENT(now);
    PAL_TRY(find(request, &resolution, &before));
    PAL_TRY(read_text(request, "reason", &reason));

    PAL_TRY(pal_attachment_detach(store, before.id, reason, pal_request_where(request)));

    PAL_TRY(pal_attachment_read(store, before.id, &now));
    pal_reply_json(reply, attachment_new(&now));
    return pal_reply_resolution_changed(request, reply, &resolution);
}
