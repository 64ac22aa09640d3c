/*
 * records.h - the records and review packs that the server has made and hands on: each an open file without a name.
 *
 * A record takes a while to write, so a job makes it; whoever asks meanwhile asks again. It is kept
 * until others take its place, and longer while somebody reads it. Nothing of it outlives the server.
 */
#ifndef PAL_HTTP_RECORDS_H
#define PAL_HTTP_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "core/export.h"
#include "core/review.h"

#include "jobs.h"

enum {
    PAL_RECORDS_KEPT = 8,                /* records, and jobs that make one */
    PAL_RECORDS_FRESH_US = 60 * 1000000, /* a busy log does not make another one each time */
};

/* What a record is of. */
struct pal_record_key {
    bool is_all;
    struct pal_uuid poll;   /* unless of all */
    struct pal_years years; /* of a review pack, which is of neither; else 0 */
};

struct pal_record {
    struct pal_record_key key;
    struct pal_export_held held;
    int64_t made_us;
    unsigned readers;
    bool is_kept; /* else the last reader releases it */
};

struct pal_records;

/* printer is the path of palabre-print, copied; NULL: beside this program. */
PAL_MUST_USE struct pal_records *pal_records_new(const char *printer);
/* Accepts NULL. Nobody reads any more. */
void pal_records_free(struct pal_records *records);

/* The record of that key, if it is of this checkpoint, or fresh; NULL: it is to be made. Lent. */
const struct pal_record *pal_records_find(const struct pal_records *records,
                                          const struct pal_record_key *key,
                                          const struct pal_hash *note, int64_t now_us);
/* The record that is kept and published under that name, "1234-0123456789abcdef"; or NULL. It is the
 * reader's until pal_record_release. */
struct pal_record *pal_records_read(struct pal_records *records, const struct pal_record_key *key,
                                    struct pal_text name);
void pal_record_release(struct pal_record *record);
/* Appends that name. */
void pal_record_write_name(const struct pal_record *record, struct pal_buf *buf);

/* The job that makes this record: one that is at work, or one to be queued now under that identifier.
 * PAL_ERR_LIMIT_RATE when as many are at work as may be. */
struct pal_records_job {
    struct pal_uuid id;
    bool is_new;
    struct pal_job_spec spec; /* of a new one */
};
PAL_MUST_USE enum pal_err pal_records_make(struct pal_records *records, const struct pal_jobs *jobs,
                                           const struct pal_record_key *key,
                                           struct pal_records_job *out);

#endif
