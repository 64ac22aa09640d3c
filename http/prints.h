/*
 * prints.h - minutes that were printed as PDF, and the jobs that print them.
 *
 * A print is of one version in one language, with the names of the officers or without. A few are kept
 * in memory; the latest takes the place of the oldest.
 */
#ifndef PAL_HTTP_PRINTS_H
#define PAL_HTTP_PRINTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/minutes.h"

#include "jobs.h"
#include "request.h"

enum { PAL_PRINTS_KEPT = 4 }; /* prints, and jobs that make one */

/* What a print is of. The entry changes with every approval, which is printed too. */
struct pal_print_key {
    struct pal_minutes_id minutes;
    int64_t entry;
    enum pal_language language;
    bool is_named;
};

struct pal_prints;
/* printer is the path of palabre-print, copied; NULL: beside this program. */
PAL_MUST_USE struct pal_prints *pal_prints_new(const char *printer);
void pal_prints_free(struct pal_prints *prints);

/* Its bytes, lent until the loop goes on; NULL: it is to be printed. */
const struct pal_buf *pal_prints_find(const struct pal_prints *prints,
                                      const struct pal_print_key *key);

/* Something was hidden, removed or erased: no print of before is handed on any more, nor one that is
 * being made. */
void pal_prints_forget(struct pal_prints *prints);

/* The job that prints it: one that is at work, or one to be queued now under that identifier.
 * PAL_ERR_LIMIT_RATE when as many are at work as may be. */
struct pal_prints_job {
    struct pal_uuid id;
    bool is_new;
    struct pal_job_spec spec; /* of a new one */
};
PAL_MUST_USE enum pal_err pal_prints_make(struct pal_prints *prints,
                                          const struct pal_print_key *key,
                                          struct pal_prints_job *out);

#endif
