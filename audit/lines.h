/*
 * lines.h - the lines that checkpoints, proofs and requests for cosignatures have in common.
 */
#ifndef PAL_AUDIT_LINES_H
#define PAL_AUDIT_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/tree.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"

/* A hash in base64, and its newline. */
void pal_line_write_hash(const struct pal_hash *hash, struct pal_buf *buf);
/* PAL_ERR_TEXT_BASE64 */
PAL_MUST_USE enum pal_err pal_line_hash(struct pal_text line, struct pal_hash *out_hash);
/* PAL_ERR_TEXT_NUMBER */
PAL_MUST_USE enum pal_err pal_line_count(struct pal_text line, uint64_t *out_count);
/* Cuts "word rest\n" off the text; *out_rest is the rest. */
bool pal_line_cut(struct pal_text *text, const char *word, struct pal_text *out_rest);
/* Cuts hashes off the text, one per line, and the blank line after them. PAL_ERR_PROOF_SYNTAX */
PAL_MUST_USE enum pal_err pal_line_hashes(struct pal_text *text, struct pal_proof *out_proof);

#endif
