/* schema.h - the migrations, as tools/embed.py puts them into the program. Private to core/. */
#ifndef PAL_CORE_SCHEMA_H
#define PAL_CORE_SCHEMA_H

#include "base/embed.h"

/* The files of core/schema/, sorted. Migration N is all files NNNN_*.sql, in this order. */
extern const struct pal_embedded pal_schema[];
extern const size_t pal_schema_count;

#endif
