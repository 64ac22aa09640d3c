/*
 * json.h - JSON values read with a type and a place, and written compactly. Only door to jansson.
 *
 * Reading: the text is scanned for size, depth, UTF-8 and NUL before it is parsed; duplicate keys,
 * floating-point numbers and numbers beyond 2^53 are refused. A getter that fails says where, as a
 * JSON pointer. What a getter lends lives as long as the document.
 */
#ifndef PAL_BASE_JSON_H
#define PAL_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/ratio.h"
#include "base/text.h"

/* Where in a document something is wrong: a JSON pointer, "/colleges/3/weight", or a line and a
 * column of a text file (0 where there is none). */
enum { PAL_WHERE_SIZE = 160 };
struct pal_where {
    char pointer[PAL_WHERE_SIZE];
    uint64_t line, column;
};
/* out_where may be NULL everywhere in this header. */
void pal_where_set(struct pal_where *where, const char *format, ...) PAL_PRINTF(2, 3);
/* The line and the column, in characters, of the byte at that offset. A line ends with a line feed,
 * or with a carriage return that none follows. */
void pal_where_at(struct pal_where *where, struct pal_text text, size_t offset);
/* Puts a prefix before the pointer that is there: "/d" before "/weight". What does not fit is lost
 * at the end. */
void pal_where_prefix(struct pal_where *where, const char *format, ...) PAL_PRINTF(2, 3);
/* The same with a member's name, escaped as RFC 6901 says ('~' and '/'): for names from outside. */
void pal_where_prefix_member(struct pal_where *where, const char *name);

struct pal_json; /* a value: object, array, text, integer, boolean, null */

enum pal_json_kind {
    PAL_JSON_OBJECT,
    PAL_JSON_ARRAY,
    PAL_JSON_TEXT,
    PAL_JSON_INT,
    PAL_JSON_BOOL,
    PAL_JSON_NULL,
};

/* A local document that dies with its scope. */
#define PAL_JSON(name) struct pal_json *name PAL_CLEANUP(pal_json_done) = NULL
void pal_json_done(struct pal_json **json);
void pal_json_free(struct pal_json *json);

/* Parses one value of any kind. The caller owns *out_json. Errors come with a line and a column
 * (in characters), both from 1, and an empty pointer.
 * PAL_ERR_LIMIT_JSON_SIZE (over max_bytes), PAL_ERR_LIMIT_JSON_DEPTH (over
 * PAL_LIMIT_JSON_DEPTH), PAL_ERR_TEXT_UTF8, PAL_ERR_JSON_ESCAPE (\u0000 or half a surrogate
 * pair), PAL_ERR_JSON_DUPLICATE_KEY, PAL_ERR_JSON_NUMBER (a fraction, an exponent, or beyond
 * 2^53), PAL_ERR_JSON_SYNTAX */
PAL_MUST_USE enum pal_err pal_json_parse(struct pal_text text, size_t max_bytes,
                                         struct pal_json **out_json, struct pal_where *out_where);

enum pal_json_kind pal_json_kind(const struct pal_json *json);

/* Reading an object. `get` gives NULL for an absent member and for null, `has` tells null from
 * absent; the others refuse: PAL_ERR_JSON_MISSING (absent or null), PAL_ERR_JSON_TYPE (also when
 * the value read from is no object; the place is then empty), and the reader's own errors. The
 * place is "/<name>" relative to the object; a caller inside a deeper object prefixes it. */
const struct pal_json *pal_json_get(const struct pal_json *object, const char *name);
bool pal_json_has(const struct pal_json *object, const char *name);
PAL_MUST_USE enum pal_err pal_json_want_object(const struct pal_json *json,
                                               struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_json_text(const struct pal_json *object, const char *name,
                                        struct pal_text *out_text, struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_json_int(const struct pal_json *object, const char *name,
                                       int64_t *out_value, struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_json_bool(const struct pal_json *object, const char *name,
                                        bool *out_value, struct pal_where *out_where);
/* A ratio is a text "n/d" or "n", or an integer. PAL_ERR_RATIO_* */
PAL_MUST_USE enum pal_err pal_json_ratio(const struct pal_json *object, const char *name,
                                         mpq_t out_ratio, struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_json_uuid(const struct pal_json *object, const char *name,
                                        struct pal_uuid *out_uuid, struct pal_where *out_where);
/* An optional member: absent or null succeeds and leaves *out as it is. */
PAL_MUST_USE enum pal_err pal_json_optional_text(const struct pal_json *object, const char *name,
                                                 struct pal_text *out_text,
                                                 struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_json_optional_int(const struct pal_json *object, const char *name,
                                                int64_t *out_value, struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_json_optional_bool(const struct pal_json *object, const char *name,
                                                 bool *out_value, struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_json_array(const struct pal_json *object, const char *name,
                                         const struct pal_json **out_array,
                                         struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_json_object(const struct pal_json *object, const char *name,
                                          const struct pal_json **out_object,
                                          struct pal_where *out_where);
/* Refuses the first member that is in no name of the NULL-terminated list: PAL_ERR_JSON_UNKNOWN. */
PAL_MUST_USE enum pal_err pal_json_only(const struct pal_json *object, const char *const *names,
                                        struct pal_where *out_where);

size_t pal_json_count(const struct pal_json *array_or_object);
const struct pal_json *pal_json_at(const struct pal_json *array, size_t index);
/* Members of an object in the order of the document. *name is NULL before the first call and the
 * name that the call before gave afterwards; NULL is returned after the last:
 *     const char *name = NULL;
 *     for (member = pal_json_next(object, &name); member; member = pal_json_next(object, &name)) */
const struct pal_json *pal_json_next(const struct pal_json *object, const char **name);
/* Name and value of the index-th, found by counting: not in a loop over what comes from outside. */
const struct pal_json *pal_json_member(const struct pal_json *object, size_t index,
                                       const char **out_name);
/* A value itself, outside an object: the kind is checked with PAL_CHECK. */
struct pal_text pal_json_as_text(const struct pal_json *json);
int64_t pal_json_as_int(const struct pal_json *json);
bool pal_json_as_bool(const struct pal_json *json);

/* Building. A new value belongs to the caller until it is set into another, which takes it. */
PAL_MUST_USE struct pal_json *pal_json_object_new(void);
PAL_MUST_USE struct pal_json *pal_json_array_new(void);
PAL_MUST_USE struct pal_json *pal_json_text_new(struct pal_text text); /* valid UTF-8 */
PAL_MUST_USE struct pal_json *pal_json_int_new(int64_t value);
PAL_MUST_USE struct pal_json *pal_json_null_new(void);
/* The same value, whatever the order of members. */
bool pal_json_is_same(const struct pal_json *one, const struct pal_json *other);
PAL_MUST_USE struct pal_json *pal_json_copy(const struct pal_json *json); /* deep */
void pal_json_set(struct pal_json *object, const char *name, struct pal_json *value);
void pal_json_set_text(struct pal_json *object, const char *name, struct pal_text text);
void pal_json_set_string(struct pal_json *object, const char *name, const char *string);
void pal_json_set_int(struct pal_json *object, const char *name, int64_t value);
void pal_json_set_bool(struct pal_json *object, const char *name, bool value);
void pal_json_set_null(struct pal_json *object, const char *name);
void pal_json_set_ratio(struct pal_json *object, const char *name, mpq_srcptr ratio);
void pal_json_set_uuid(struct pal_json *object, const char *name, const struct pal_uuid *uuid);
void pal_json_append(struct pal_json *array, struct pal_json *value);
void pal_json_append_text(struct pal_json *array, struct pal_text text);

/* Appends the value compactly; members in the order they were set, or sorted by name. */
void pal_json_write(const struct pal_json *json, struct pal_buf *buf);
void pal_json_write_sorted(const struct pal_json *json, struct pal_buf *buf);
/* Two spaces of indentation and a final newline, for people. */
void pal_json_write_pretty(const struct pal_json *json, struct pal_buf *buf);

#endif
