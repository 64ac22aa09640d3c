/* on_import.c - a file of members, whole or not at all. */
#include <stdint.h>

#include "core/import.h"

#include "handlers.h"
#include "reply.h"

static enum pal_err read_bytes(void *context, char *out_bytes, size_t size, size_t *out_size)
{
    return pal_request_read(context, out_bytes, size, out_size);
}

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

static enum pal_err refuse_parameter(const struct pal_request *request, const char *name)
{
    pal_where_set(pal_request_where(request), "%s", name);
    return PAL_ERR_REQUEST_PARAMETER;
}

static enum pal_err read_options(const struct pal_request *request, struct pal_import_options *out)
{
    struct pal_text dry_run = pal_text_of("false");
    struct pal_text separator = {0};
    PAL_TRY(pal_request_query_text(request, "dry_run", &dry_run));
    PAL_TRY(pal_request_query_text(request, "separator", &separator));
    out->is_dry_run = pal_text_is(dry_run, "true");
    if (!out->is_dry_run && !pal_text_is(dry_run, "false")) {
        return refuse_parameter(request, "dry_run");
    }
    if (separator.size > 0) {
        if (!pal_text_is(separator, ",") && !pal_text_is(separator, ";") &&
            !pal_text_is(separator, "\t")) {
            return refuse_parameter(request, "separator");
        }
        out->separator = separator.bytes[0];
    }
    return PAL_OK;
}

enum pal_err pal_on_member_import(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_import_options options = {0};
    PAL_TRY(read_options(request, &options));
    PAL_TRY(pal_request_is(request, "text/csv"));

    PAL_IMPORT_REPORT(report);
    /* The source takes a pointer that it may write through, and only gives it back. */
    void *context = (void *)(uintptr_t)request; /* NOLINT(performance-no-int-to-ptr): as said. */
    struct pal_import_source source = {read_bytes, context};
    enum pal_err err = pal_import_members(pal_request_store(request), &source, &options, &report);

    if (err == PAL_ERR_IMPORT_LINE && !options.is_dry_run) {
        pal_reply_detail(reply, "errors", errors_new(&report, request->language));
        struct pal_where *where = pal_request_where(request);
        where->line = report.errors[0].line;
        where->column = report.errors[0].column > 0 ? report.errors[0].column : 1;
        return err;
    }
    if (err != PAL_ERR_IMPORT_LINE) {
        PAL_TRY(err);
    }
    pal_reply_json(reply, report_new(&report, request->language));
    if (!options.is_dry_run) {
        pal_reply_status(reply, 201);
    }
    return PAL_OK;
}
