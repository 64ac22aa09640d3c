/*
 * abif_metadata.h - a line of metadata in ABIF: {"max_rating": 5}.
 */
#ifndef PAL_BALLOTS_ABIF_METADATA_H
#define PAL_BALLOTS_ABIF_METADATA_H

#include "cursor.h"

/* The members that mean something to a count. */
#define PAL_ABIF_MAX_RATING "max_rating"
#define PAL_ABIF_SEATS      "seats"
#define PAL_ABIF_TIE_ORDER  "tie_order"

/* Reads the line, which begins with a brace, as an object, which the caller owns; NULL where it cannot
 * be read but names no member that means something.
 * PAL_ERR_FORMAT_OPEN, PAL_ERR_FORMAT_METADATA */
PAL_MUST_USE enum pal_err pal_abif_read_metadata(const struct pal_cursor *cursor,
                                                 struct pal_text line,
                                                 struct pal_json **out_object);

#endif
