/*
 * scan.h - what is refused in a JSON text before it is parsed.
 */
#ifndef PAL_BASE_SCAN_H
#define PAL_BASE_SCAN_H

#include "base/json.h"

/* Looks through a text once, without allocating. A text that passes is shallow well-formed UTF-8
 * whose numbers and escapes mean what they say; it may still not be JSON.
 * PAL_ERR_TEXT_UTF8, PAL_ERR_LIMIT_JSON_DEPTH, PAL_ERR_JSON_ESCAPE, PAL_ERR_JSON_NUMBER */
PAL_MUST_USE enum pal_err pal_json_scan(struct pal_text text, struct pal_where *out_where);

#endif
