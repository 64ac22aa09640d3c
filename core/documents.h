/*
 * documents.h - documents that were removed, for the files of core/ alone.
 */
#ifndef PAL_CORE_DOCUMENTS_H
#define PAL_CORE_DOCUMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "core/society.h"

struct pal_store;

/* What stands in place of a title that was removed. */
#define PAL_TITLE_REMOVED "\xE2\x80\x94"

/* Keeps the words of a resolution, an amendment or a contribution, or what is said of an attachment: gives them the format of their kind, and a salt that no
 * other document has. PAL_ERR_CANON_* */
PAL_MUST_USE enum pal_err pal_document_put_words(struct pal_store *store,
                                                 enum pal_document_kind kind,
                                                 struct pal_json *document,
                                                 struct pal_hash *out_hash,
                                                 struct pal_where *out_where);
/* Is it one of those that pal_document_put_words keeps? PAL_ERR_NOT_FOUND where there is none, or it was removed. */
PAL_MUST_USE enum pal_err pal_document_is_text(struct pal_store *store, const struct pal_hash *hash,
                                               bool *out_is_text);
/* Was it removed? Unknown documents were not. */
PAL_MUST_USE enum pal_err pal_document_is_removed(struct pal_store *store,
                                                  const struct pal_hash *hash,
                                                  bool *out_is_removed);
/* Removes its bytes, as the entry of that index says; after the commit they are nowhere in the file. */
PAL_MUST_USE enum pal_err pal_document_remove(struct pal_store *store, const struct pal_hash *hash,
                                              uint64_t entry);
/* Is the text voted on: is there a resolution whose current version it is, and a poll under way? */
PAL_MUST_USE enum pal_err pal_resolution_text_is_frozen(struct pal_store *store,
                                                        const struct pal_hash *hash,
                                                        bool *out_is_frozen);

#endif
