/*
 * attaching.h - what attachments.c does for the commands and for redactions, for the files of core/ alone.
 */
#ifndef PAL_CORE_ATTACHING_H
#define PAL_CORE_ATTACHING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"
#include "core/attachments.h"

#include "export_file.h"

/* How much is kept, of all resolutions and of one: bytes of all files, files attached. */
PAL_MUST_USE enum pal_err pal_attachments_measure(struct pal_store *store,
                                                  struct pal_resolution_id resolution,
                                                  int64_t *out_bytes, int64_t *out_count);
/* Keeps a piece of the bytes of the file whose document has that hash. In a transaction. */
PAL_MUST_USE enum pal_err pal_attachment_keep(struct pal_store *store, const struct pal_hash *hash,
                                              int64_t number, struct pal_text bytes);
/* Appends the bytes to the file that is open; nothing of a file that was removed. PAL_ERR_FILE_WRITE */
PAL_MUST_USE enum pal_err pal_attachment_write(struct pal_store *store, const struct pal_hash *hash,
                                               struct pal_export_file *out);
/* Removes the bytes, once the document is removed. */
PAL_MUST_USE enum pal_err pal_attachment_remove(struct pal_store *store,
                                                const struct pal_hash *hash);
/* For the view, when an entry `redact` is applied: nothing of what the document said stays. */
PAL_MUST_USE enum pal_err pal_attachment_blank(struct pal_store *store, const struct pal_hash *hash,
                                               int64_t entry);
/* Is it attached to a resolution with a poll under way? */
PAL_MUST_USE enum pal_err pal_attachment_is_frozen(struct pal_store *store,
                                                   const struct pal_hash *hash,
                                                   bool *out_is_frozen);
/* The next one attached to a resolution and not removed, after *after, which starts at 0. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_attachments_next(struct pal_store *store,
                                               struct pal_resolution_id resolution, int64_t *after,
                                               struct pal_hash *out_hash);
/* attaching.c. Attaches to a resolution that takes another up what is attached to that one: the same
 * documents. In a PAL_TRANSACTION. */
PAL_MUST_USE enum pal_err pal_attachments_copy(struct pal_store *store,
                                               struct pal_resolution_id from,
                                               const struct pal_uuid *to);

#endif
