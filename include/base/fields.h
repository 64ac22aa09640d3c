/*
 * fields.h - members of JSON objects that have a meaning of their own: hashes, instants, dates.
 *
 * Read like the members of json.h: a wrong one leaves its place in out_where, which may be NULL. An
 * optional member that is absent, or null, leaves *out as it is.
 */
#ifndef PAL_BASE_FIELDS_H
#define PAL_BASE_FIELDS_H

#include <stdint.h>

#include "base/attr.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"

/* 64 hexadecimal characters. PAL_ERR_TEXT_HEX, PAL_ERR_JSON_* */
void pal_json_set_hash(struct pal_json *object, const char *name, const struct pal_hash *hash);
PAL_MUST_USE enum pal_err pal_json_hash(const struct pal_json *object, const char *name,
                                        struct pal_hash *out_hash, struct pal_where *out_where);

/* RFC 3339. PAL_ERR_CLOCK_INSTANT, PAL_ERR_JSON_* */
void pal_json_set_instant(struct pal_json *object, const char *name, int64_t instant_us);
PAL_MUST_USE enum pal_err pal_json_instant(const struct pal_json *object, const char *name,
                                           int64_t *out_instant_us, struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_json_optional_instant(const struct pal_json *object, const char *name,
                                                    int64_t *out_instant_us,
                                                    struct pal_where *out_where);

/* "2026-06-20". PAL_ERR_CLOCK_DATE, PAL_ERR_JSON_* */
void pal_json_set_date(struct pal_json *object, const char *name, struct pal_date date);
PAL_MUST_USE enum pal_err pal_json_date(const struct pal_json *object, const char *name,
                                        struct pal_date *out_date, struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_json_optional_date(const struct pal_json *object, const char *name,
                                                 struct pal_date *out_date,
                                                 struct pal_where *out_where);

#endif
