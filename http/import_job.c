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

static struct pal_json *errors_new(const struct pal_import_report *report,
                                   enum pal_language language)
{
    struct pal_json *errors = pal_json_array_new();
    for (size_t i = 0; i < report->error_count && i < PAL_IMPORT_ERRORS; i++) {
        const struct pal_import_error *error = &report->errors[i];
        struct pal_json *item = pal_json_object_new();
        pal_json_set_int(item, "line", (int64_t)error->line);
        pal_json_set_int(item, "column", (int64_t)error->column);
        pal_json_set_string(item, "code", pal_err_slug(error->err));
        pal_json_set_string(item, "detail", pal_problem_sentence(error->err, language));
        pal_json_append(errors, item);
    }
    return errors;
}

static struct pal_json *report_new(const struct pal_import_report *report,
                                   enum pal_language language)
{
    struct pal_json *object = pal_json_object_new();
    pal_json_set_int(object, "rows", (int64_t)report->rows);
    pal_json_set_int(object, "admitted", (int64_t)report->admitted);
    pal_json_set(object, "errors", errors_new(report, language));
    struct pal_json *colleges = pal_json_object_new();
    for (size_t i = 0; i < report->college_count; i++) {
        if (report->colleges[i].id[0] != '\0') {
            pal_json_set_int(colleges, report->colleges[i].id,
                             (int64_t)report->colleges[i].members);
        }
    }
    pal_json_set(object, "colleges", colleges);
    return object;
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
        pal_job_result(job, report_new(&report, import->language));
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
