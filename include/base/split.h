/*
 * split.h - a JSON object or array taken apart value by value, without building it.
 *
 * For documents that are long lists of small things: each value is a view of the text, which the
 * reader parses by itself. What stands between the values is checked here; what stands in them is
 * checked when they are parsed, as strictly as json.h does it.
 */
#ifndef PAL_BASE_SPLIT_H
#define PAL_BASE_SPLIT_H

#include "base/json.h"

struct pal_split {
    struct pal_text text; /* the whole document, lent */
    size_t offset;        /* of what is read next */
    char close;           /* the bracket that ends it: '}' or ']' */
    bool has_begun;
};

/* Starts on the object or array of the document at that offset, after blanks. out_where receives
 * a line and a column and may be NULL, here and below.
 * PAL_ERR_JSON_TYPE: another value, or none, is there */
PAL_MUST_USE enum pal_err pal_split_start(struct pal_split *split, struct pal_text text,
                                          size_t offset, char open, struct pal_where *out_where);
/* The next value, and in an object its name, which is a JSON string; or that there is none, and
 * then the offset is after the bracket that closes. PAL_ERR_JSON_SYNTAX */
PAL_MUST_USE enum pal_err pal_split_next(struct pal_split *split, bool *out_is_there,
                                         struct pal_text *out_name, struct pal_text *out_value,
                                         struct pal_where *out_where);
/* PAL_ERR_JSON_SYNTAX, unless there is nothing but blanks at the offset. */
PAL_MUST_USE enum pal_err pal_split_end(const struct pal_split *split, struct pal_where *out_where);
/* Parses a value that was given, as pal_json_parse: lines and columns are those of the document. */
PAL_MUST_USE enum pal_err pal_split_parse(const struct pal_split *split, struct pal_text value,
                                          size_t max_bytes, struct pal_json **out_json,
                                          struct pal_where *out_where);
/* The place in the document of a place in a value that was given. */
void pal_split_place(const struct pal_split *split, struct pal_text value,
                     const struct pal_where *inner, struct pal_where *out_where);

#endif
