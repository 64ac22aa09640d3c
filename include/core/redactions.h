/*
 * redactions.h - the removal of a text that may no longer be kept.
 */
#ifndef PAL_CORE_REDACTIONS_H
#define PAL_CORE_REDACTIONS_H

#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

struct pal_store;

/* Removes the text of a version of a resolution, an amendment or a contribution, or an attachment with its file, of which nothing stays in the database once the turn is
 * committed, and appends the entry redact, of that index. Its hash stays; every proof holds.
 * PAL_ERR_NOT_FOUND (no such document, or removed already), PAL_ERR_DOCUMENT_KEPT (what polls rest on:
 * constitutions, manifests, questions, boxes, outcomes, and what the society says of itself),
 * PAL_ERR_RESOLUTION_FROZEN (a poll on it is under way), PAL_ERR_TEXT_* (the ground) */
PAL_MUST_USE enum pal_err pal_document_redact(struct pal_store *store, const struct pal_hash *hash,
                                              struct pal_text ground, struct pal_where *out_where,
                                              uint64_t *out_index);

#endif
