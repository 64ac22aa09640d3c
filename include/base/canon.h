/*
 * canon.h - the one way a record becomes the bytes that are hashed or signed.
 *
 * RFC 8785 restricted: names [a-z0-9_], sorted, without duplicates; values are texts in normal form
 * C without control characters but \n and \t, integers below 2^53 in size, booleans, arrays and
 * objects; no null, no fraction, no white space. Two records are equal when their bytes are.
 */
#ifndef PAL_BASE_CANON_H
#define PAL_BASE_CANON_H

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

/* Appends the canonical bytes of a value, or appends nothing and says where it has none.
 * PAL_ERR_CANON_NAME, PAL_ERR_CANON_NULL, PAL_ERR_CANON_TEXT (not NFC, or a control character),
 * PAL_ERR_CANON_NUMBER, PAL_ERR_LIMIT_JSON_DEPTH */
PAL_MUST_USE enum pal_err pal_canon_write(const struct pal_json *json, struct pal_buf *out,
                                          struct pal_where *out_where);

/* The hash of the canonical bytes. Same errors. */
PAL_MUST_USE enum pal_err pal_canon_hash(const struct pal_json *json, struct pal_hash *out_hash,
                                         struct pal_where *out_where);

/* Are these bytes canonical? They are parsed and written again, and must come out the same.
 * PAL_ERR_CANON_BYTES and what parsing and writing return. The caller owns *out_json. */
PAL_MUST_USE enum pal_err pal_canon_read(struct pal_text bytes, size_t max_bytes,
                                         struct pal_json **out_json, struct pal_where *out_where);

#endif
