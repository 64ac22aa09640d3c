/* embedded.h - the files that tools/embed.py puts into the program. Private to http/. */
#ifndef PAL_HTTP_EMBEDDED_H
#define PAL_HTTP_EMBEDDED_H

#include "base/embed.h"

/* client.json and the files that it lists; with -Dclient=false it lists none. */
extern const struct pal_embedded pal_client[];
extern const size_t pal_client_count;

/* openapi.json alone. */
extern const struct pal_embedded pal_openapi[];
extern const size_t pal_openapi_count;

/* The JSON Schema of a constitution, alone. */
extern const struct pal_embedded pal_statutes_schema[];
extern const size_t pal_statutes_schema_count;

#endif
