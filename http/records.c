/* records.c - the records that the server has made, and the job that makes them. */
#include "records.h"

#include <inttypes.h>

#include "base/check.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/store.h"
#include "http/review.h"

enum { NOTE_BYTES = 8 }; /* of the note's hash, in the name */

/* A job that was queued; forgotten when it has ended. */
struct waiting {
    struct pal_record_key key;
    struct pal_uuid job;
    bool is_used;
};

struct pal_records {
    struct pal_record *kept[PAL_RECORDS_KEPT]; /* NULL: none */
    struct waiting waiting[PAL_RECORDS_KEPT];
    char *printer;
};

struct pal_records *pal_records_new(const char *printer)
{
    struct pal_records *records = pal_mem_new(1, sizeof *records);
    records->printer = printer != NULL ? pal_mem_copy_string(printer) : NULL;
    return records;
}

static void record_free(struct pal_record *record)
{
    pal_export_held_done(&record->held);
    pal_mem_free(record);
}

/* Of the one who keeps it, or of a reader. */
static void let_go(struct pal_record *record)
{
    if (!record->is_kept && record->readers == 0) {
        record_free(record);
    }
}

void pal_record_release(struct pal_record *record)
{
    PAL_CHECK(record->readers > 0);
    record->readers--;
    let_go(record);
}

void pal_records_free(struct pal_records *records)
{
    if (records == NULL) {
        return;
    }
    for (size_t i = 0; i < PAL_RECORDS_KEPT; i++) {
        if (records->kept[i] != NULL) {
            records->kept[i]->is_kept = false;
            let_go(records->kept[i]);
        }
    }
    pal_mem_free(records->printer);
    pal_mem_free(records);
}

static bool is_same(const struct pal_record_key *a, const struct pal_record_key *b)
{
    return a->is_all == b->is_all && a->years.first == b->years.first &&
           a->years.last == b->years.last && (a->is_all || pal_uuid_equal(&a->poll, &b->poll));
}

/* --- finding -------------------------------------------------------------------------------------- */

static struct pal_record *find(const struct pal_records *records, const struct pal_record_key *key)
{
    for (size_t i = 0; i < PAL_RECORDS_KEPT; i++) {
        if (records->kept[i] != NULL && is_same(&records->kept[i]->key, key)) {
            return records->kept[i];
        }
    }
    return NULL;
}

const struct pal_record *pal_records_find(const struct pal_records *records,
                                          const struct pal_record_key *key,
                                          const struct pal_hash *note, int64_t now_us)
{
    const struct pal_record *record = find(records, key);
    if (record == NULL) {
        return NULL;
    }
    int64_t age_us = now_us - record->made_us;
    bool is_fresh = age_us >= 0 && age_us < PAL_RECORDS_FRESH_US;
    return is_fresh || pal_hash_equal(&record->held.made.note, note) ? record : NULL;
}

void pal_record_write_name(const struct pal_record *record, struct pal_buf *buf)
{
    pal_buf_add_format(buf, "%" PRIu64 "-", record->held.made.head.size);
    pal_buf_add_hex(buf, record->held.made.note.bytes, NOTE_BYTES);
}

struct pal_record *pal_records_read(struct pal_records *records, const struct pal_record_key *key,
                                    struct pal_text name)
{
    struct pal_record *record = find(records, key);
    PAL_BUF(found);
    if (record == NULL) {
        return NULL;
    }
    pal_record_write_name(record, &found);
    if (!pal_text_equal(pal_buf_text(&found), name)) {
        return NULL;
    }
    record->readers++;
    return record;
}

/* --- making --------------------------------------------------------------------------------------- */

/* Takes the place of the record of the same key, or of the oldest. */
static void keep(struct pal_records *records, struct pal_record *record)
{
    size_t place = 0;
    for (size_t i = 0; i < PAL_RECORDS_KEPT; i++) {
        const struct pal_record *there = records->kept[i];
        const struct pal_record *chosen = records->kept[place];
        if (there != NULL && is_same(&there->key, &record->key)) {
            place = i;
            break;
        }
        if (chosen != NULL && (there == NULL || there->made_us < chosen->made_us)) {
            place = i;
        }
    }
    struct pal_record *old = records->kept[place];
    records->kept[place] = record;
    record->is_kept = true;
    if (old != NULL) {
        old->is_kept = false;
        let_go(old);
    }
}

/* What a job is about, in the one number that it is given: 0 all, 1 the poll, else the years. */
enum { OF_ALL, OF_POLL, YEAR_BASE = 10000 };

static int64_t subject_of(const struct pal_record_key *key)
{
    int64_t of_record = key->is_all ? OF_ALL : OF_POLL;
    return key->years.first != 0 ? (int64_t)key->years.first * YEAR_BASE + key->years.last
                                 : of_record;
}

static struct pal_record_key key_of(const struct pal_job_spec *spec)
{
    bool is_review = spec->subject > OF_POLL;
    struct pal_record_key key = {.is_all = spec->subject == OF_ALL};
    if (is_review) {
        key.years.first = (int32_t)(spec->subject / YEAR_BASE);
        key.years.last = (int32_t)(spec->subject % YEAR_BASE);
    } else if (!key.is_all) {
        key.poll = spec->object;
    }
    return key;
}

static enum pal_err hold_review(struct pal_store *snapshot, const struct pal_records *records,
                                struct pal_record *record)
{
    const struct pal_review_spec spec = {
        .years = record->key.years,
        .print = pal_review_print,
        .context = records->printer,
    };
    PAL_BUF(note);
    PAL_TRY(pal_log_checkpoint(snapshot, &note));
    PAL_TRY(pal_review_hold(snapshot, &spec, &record->held.tar));
    record->held.made = (struct pal_export_made){
        .head = pal_log_head(snapshot),
        .note = pal_hash_of(note.bytes, note.size),
        .size = record->held.tar.size,
    };
    return PAL_OK;
}

static void tell_progress(void *context, uint64_t done, uint64_t total)
{
    pal_job_progress(context, done, total);
}

static enum pal_err run(struct pal_job *job, struct pal_store *snapshot)
{
    const struct pal_job_spec *spec = pal_job_spec(job);
    struct pal_record *record = pal_mem_new(1, sizeof *record);
    record->held.tar.bytes = ""; /* no file yet */
    pal_job_keep(job, record);
    record->key = key_of(spec);
    record->made_us = pal_store_now_us(snapshot);
    if (record->key.years.first != 0) {
        return hold_review(snapshot, spec->context, record);
    }
    const struct pal_export_spec asked = {
        .poll = record->key.is_all ? NULL : &record->key.poll,
        .progress = tell_progress,
        .context = job,
    };
    return pal_export_hold(snapshot, &asked, &record->held);
}

static enum pal_err finish(struct pal_job *job, struct pal_store *store)
{
    (void)store; /* nothing of it is written */
    struct pal_record *made = pal_job_made(job);
    struct pal_record *record = pal_mem_copy(made, sizeof *made);
    *made = (struct pal_record){.held = {.tar = {.bytes = ""}}}; /* moved */
    keep(pal_job_spec(job)->context, record);
    return PAL_OK;
}

static void release(void *made)
{
    record_free(made);
}

static const struct pal_job_kind record_job = {.name = "record",
                                               .run = run,
                                               .finish = finish,
                                               .release = release};

/* Is this job still to end? */
static bool is_at_work(const struct pal_jobs *jobs, const struct pal_uuid *job)
{
    PAL_JSON(says);
    struct pal_text state;
    return pal_jobs_describe(jobs, job, PAL_ENGLISH, &says) == PAL_OK &&
           pal_json_text(says, "state", &state, NULL) == PAL_OK &&
           (pal_text_is(state, "waiting") || pal_text_is(state, "running"));
}

enum pal_err pal_records_make(struct pal_records *records, const struct pal_jobs *jobs,
                              const struct pal_record_key *key, struct pal_records_job *out)
{
    struct waiting *place = NULL;
    for (size_t i = 0; i < PAL_RECORDS_KEPT; i++) {
        struct waiting *waiting = &records->waiting[i];
        waiting->is_used = waiting->is_used && is_at_work(jobs, &waiting->job);
        if (waiting->is_used && is_same(&waiting->key, key)) {
            *out = (struct pal_records_job){.id = waiting->job};
            return PAL_OK;
        }
        place = waiting->is_used ? place : waiting;
    }
    if (place == NULL) {
        return PAL_ERR_LIMIT_RATE;
    }
    *out = (struct pal_records_job){.id = pal_uuid_random(), .is_new = true};
    out->spec = (struct pal_job_spec){
        .kind = &record_job,
        .subject = subject_of(key),
        .object = key->is_all || key->years.first != 0 ? out->id : key->poll,
        .context = records,
    };
    *place = (struct waiting){.key = *key, .job = out->id, .is_used = true};
    return PAL_OK;
}
