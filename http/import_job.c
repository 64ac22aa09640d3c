/* import_job.c - a register's file, judged and entered while whoever sent it waits. */
#include "import_job.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

#include "reply.h"

struct import {
    struct pal_jobs *jobs;
    FILE *file; /* NULL: empty */
    uint64_t size;
    struct pal_import_options options;
    enum pal_language language;
};

/* --- the report ------------------------------------------------------------------------------- */

static const char *sentence(const void *context, enum pal_err err)
{
    return pal_problem_sentence(err, *(const enum pal_language *)context);
}

/* --- the file --------------------------------------------------------------------------------- */

struct reading {
    struct pal_job *job;
    const struct import *import;
    uint64_t done;
};

static enum pal_err read_bytes(void *context, char *out_bytes, size_t size, size_t *out_size)
{
    struct reading *reading = context;
    FILE *file = reading->import->file;
    *out_size = file != NULL ? fread(out_bytes, 1, size, file) : 0;
    reading->done += *out_size;
    pal_job_progress(reading->job, reading->done, reading->import->size);
    return file == NULL || ferror(file) == 0 ? PAL_OK : PAL_ERR_FILE_READ;
}

static enum pal_err import_into(struct pal_job *job, struct pal_store *store)
{
    const struct import *import = pal_job_spec(job)->with;
    struct reading reading = {.job = job, .import = import};
    const struct pal_import_source source = {read_bytes, &reading};
    PAL_IMPORT_REPORT(report);
    enum pal_err err = pal_import_members(store, &source, &import->options, &report);
    if (err == PAL_OK || err == PAL_ERR_IMPORT_LINE) {
        const struct pal_import_words words = {sentence, &import->language};
        pal_job_result(job, pal_import_report_json(&report, &words));
    }
    return err == PAL_ERR_IMPORT_LINE && import->options.is_dry_run ? PAL_OK : err;
}

/* --- the job ---------------------------------------------------------------------------------- */

static enum pal_loan if_long(const struct pal_job_spec *spec, struct pal_store *store)
{
    (void)store;
    const struct import *import = spec->with;
    return import->size > PAL_LIMIT_IMPORT_NOW ? PAL_LOAN_TURN : PAL_LOAN_NONE;
}

static enum pal_err run(struct pal_job *job, struct pal_store *snapshot)
{
    if (!pal_job_borrows(job)) {
        return PAL_OK;
    }
    PAL_STORE(writer);
    PAL_TRY(pal_store_beside_new(snapshot, &writer));
    PAL_TRY(import_into(job, writer));
    return pal_turn_commit_unanchored(writer);
}

static enum pal_err finish(struct pal_job *job, struct pal_store *store)
{
    return pal_job_borrows(job) ? PAL_OK : import_into(job, store);
}

/* A turn as long as this leaves a journal that the next commit would write back, while everybody waits. */
static enum pal_err write_back(struct pal_job *job, struct pal_store *snapshot)
{
    (void)job;
    return pal_store_write_back_beside(snapshot);
}

static enum pal_err finish_nothing(struct pal_job *job, struct pal_store *store)
{
    (void)job;
    (void)store;
    return PAL_OK;
}

static const struct pal_job_kind write_back_job = {.name = "write-back",
                                                   .run = write_back,
                                                   .finish = finish_nothing,
                                                   .is_tried_once = true};

static void tidy_up(struct pal_job *job)
{
    const struct import *import = pal_job_spec(job)->with;
    if (pal_job_borrows(job)) {
        struct pal_uuid id = pal_uuid_random();
        pal_jobs_add(import->jobs, &id,
                     &(struct pal_job_spec){.kind = &write_back_job, .object = id});
    }
}

static void drop(void *with)
{
    struct import *import = with;
    if (import->file != NULL) {
        (void)fclose(import->file); /* it was only read */
    }
    pal_mem_free(import);
}

static const struct pal_job_kind import_job = {
    .name = "import",
    .run = run,
    .finish = finish,
    .borrows = if_long,
    .ended = tidy_up,
    .drop = drop,
    .is_tried_once = true,
};

static uint64_t size_of(FILE *file)
{
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        return 0;
    }
    long size = ftell(file);
    rewind(file);
    return size > 0 ? (uint64_t)size : 0;
}

struct pal_job_spec pal_import_job_spec(struct pal_jobs *jobs, FILE *file,
                                        const struct pal_import_options *options,
                                        enum pal_language language)
{
    struct import *import = pal_mem_new(1, sizeof *import);
    *import = (struct import){
        .jobs = jobs,
        .file = file,
        .size = size_of(file),
        .options = *options,
        .language = language,
    };
    return (struct pal_job_spec){.kind = &import_job, .object = pal_uuid_random(), .with = import};
}
