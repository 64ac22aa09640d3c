/*
 * manifest.h - what a poll was opened with: frozen in one document, read back by its hash.
 *
 * The hash stands in the poll's row and in its entry poll.open; a document that is not the one of that
 * entry is refused. What was read can be kept as long as the store: a hash names the same bytes for
 * ever.
 */
#ifndef PAL_CORE_MANIFEST_H
#define PAL_CORE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/manifest.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "core/polls.h"

#include "polling.h"

struct pal_store;

/* Writes the manifest of a poll that is about to open, its roll being frozen, and keeps it.
 * PAL_ERR_MEMBER_COLLEGE, PAL_ERR_ROLL_EMPTY, PAL_ERR_CONSTITUTION_UNKNOWN */
struct pal_manifest_made {
    struct pal_hash hash, roll_root;
    uint64_t voters;
    struct pal_json *colleges; /* voters by college, for the entry; the caller's */
};
PAL_MUST_USE enum pal_err pal_manifest_make(struct pal_store *store, const struct pal_poll *poll,
                                            struct pal_manifest_made *out);

/* Reads into a zeroed manifest.
 * PAL_ERR_LOG_BROKEN      not the bytes of that hash, or not of that poll
 * PAL_ERR_METHOD_UNKNOWN  counted by a version of the method that this program does not have */
PAL_MUST_USE enum pal_err pal_manifest_read(struct pal_store *store, const struct pal_hash *hash,
                                            const struct pal_uuid *poll, struct pal_manifest *out);
/* The manifest of an open poll, kept with the store; its entry is looked at once. Same errors. */
PAL_MUST_USE enum pal_err pal_manifest_of_open(struct pal_store *store,
                                               const struct pal_poll_brief *brief,
                                               const struct pal_manifest **out_manifest);
/* What is known before the opening: poll, question, method, kind and constitution alone. */
PAL_MUST_USE enum pal_err pal_manifest_of_called(struct pal_store *store, struct pal_poll_id poll,
                                                 struct pal_manifest *out);
/* Does entry say of that poll, under this type, that `field` is `hash`? PAL_ERR_LOG_BROKEN */
PAL_MUST_USE enum pal_err pal_poll_entry_says(struct pal_store *store, int64_t entry,
                                              const char *type, const char *field,
                                              const struct pal_hash *hash);

/* Appends the bytes of a document, which have that hash; reads them as JSON. PAL_ERR_LOG_BROKEN */
PAL_MUST_USE enum pal_err pal_document_prove_bytes(struct pal_store *store,
                                                   const struct pal_hash *hash,
                                                   struct pal_buf *bytes);
PAL_MUST_USE enum pal_err pal_document_prove(struct pal_store *store, const struct pal_hash *hash,
                                             struct pal_json **out_json);

#endif
