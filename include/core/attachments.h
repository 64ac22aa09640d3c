/*
 * attachments.h - files that belong to a resolution: the accounts, a report, a plan.
 *
 * The log names the document of an attachment by its hash; the document says the name, the kind and the
 * SHA-256 of the file, whose bytes are kept beside it. What is attached to a text is fixed when the
 * text is: docs/decisions/0029.
 */
#ifndef PAL_CORE_ATTACHMENTS_H
#define PAL_CORE_ATTACHMENTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/resolutions.h"

struct pal_store;

struct pal_attachment_id {
    int64_t value;
};

struct pal_attachment {
    struct pal_attachment_id id;
    struct pal_uuid uuid;
    struct pal_resolution_id resolution;
    struct pal_hash hash;   /* of its document */
    bool is_removed;        /* by a redaction: name, kind and bytes are gone */
    struct pal_text name;   /* empty once removed */
    const char *media_type; /* static; NULL once removed */
    int64_t size;           /* of the file, in bytes */
    struct pal_hash sha256; /* of the file */
    int64_t at_us;
    int64_t detached_us;    /* 0: it is attached */
    struct pal_text reason; /* why it is not any more */
    int64_t entry;
    char *owned;
};
#define PAL_ATTACHMENT(name) struct pal_attachment name PAL_CLEANUP(pal_attachment_done) = {0}
void pal_attachment_done(struct pal_attachment *attachment);

struct pal_attachment_spec {
    struct pal_resolution_id resolution;
    struct pal_text name;
    FILE *file; /* the bytes, from its beginning on; read twice */
};
/* Keeps a file and attaches it.
 * PAL_ERR_RESOLUTION_FROZEN, PAL_ERR_ASSEMBLY_AGENDA, PAL_ERR_STATE as for its text; PAL_ERR_TEXT_*,
 * PAL_ERR_LIMIT_TEXT, PAL_ERR_ATTACHMENT_NAME at /name; PAL_ERR_ATTACHMENT_EMPTY, PAL_ERR_ATTACHMENT_TYPE (of
 * none of the kinds that are taken, or not of the one that its name says), PAL_ERR_LIMIT_JSON_SIZE,
 * PAL_ERR_ATTACHMENT_COUNT, PAL_ERR_FILE_READ */
PAL_MUST_USE enum pal_err pal_attachment_add(struct pal_store *store,
                                             const struct pal_attachment_spec *spec,
                                             struct pal_where *out_where,
                                             struct pal_attachment_id *out_attachment);
/* Takes it off the resolution; it stays where it can be read, marked, with the reason.
 * The same errors of its text; PAL_ERR_STATE (it was taken off before), PAL_ERR_TEXT_* at /reason */
PAL_MUST_USE enum pal_err pal_attachment_detach(struct pal_store *store,
                                                struct pal_attachment_id attachment,
                                                struct pal_text reason,
                                                struct pal_where *out_where);

/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_attachment_find(struct pal_store *store, const struct pal_uuid *uuid,
                                              struct pal_attachment_id *out_attachment);
PAL_MUST_USE enum pal_err pal_attachment_read(struct pal_store *store,
                                              struct pal_attachment_id attachment,
                                              struct pal_attachment *out);
/* Of the document of that hash, whatever resolution it is attached to. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_attachment_of_document(struct pal_store *store,
                                                     const struct pal_hash *hash,
                                                     struct pal_attachment *out);
/* Those of a resolution in the order in which they came, those taken off included. */
PAL_MUST_USE enum pal_err pal_attachments_walk(
    struct pal_store *store, struct pal_resolution_id resolution,
    enum pal_err (*visit)(void *context, const struct pal_attachment *attachment), void *context);

/* Appends a piece of the bytes of the file whose document has that hash, numbered from 0.
 * PAL_ERR_NOT_FOUND after the last one, and of a file that was removed. */
PAL_MUST_USE enum pal_err pal_attachment_piece(struct pal_store *store, const struct pal_hash *hash,
                                               int64_t number, struct pal_buf *buf);
/* For the checks of the start: are the bytes of each file those that its document says? */
PAL_MUST_USE enum pal_err pal_attachments_examine(struct pal_store *store, bool *out_is_right);

#endif
