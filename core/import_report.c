/* import_report.c - what the reading of a register found, and how it is told. */
#include "base/json.h"
#include "base/mem.h"
#include "core/import.h"

void pal_import_report_done(struct pal_import_report *report)
{
    for (size_t i = 0; i < report->college_count; i++) {
        pal_mem_free(report->colleges[i].id);
    }
    pal_mem_free(report->colleges);
    *report = (struct pal_import_report){0};
}

static struct pal_json *error_new(const struct pal_import_error *error,
                                  const struct pal_import_words *words)
{
    struct pal_json *item = pal_json_object_new();
    pal_json_set_int(item, "line", (int64_t)error->line);
    pal_json_set_int(item, "column", (int64_t)error->column);
    pal_json_set_string(item, "code", pal_err_slug(error->err));
    pal_json_set_string(item, "detail", words->sentence(words->context, error->err));
    return item;
}

struct pal_json *pal_import_report_json(const struct pal_import_report *report,
                                        const struct pal_import_words *words)
{
    struct pal_json *errors = pal_json_array_new();
    for (size_t i = 0; i < report->error_count && i < PAL_IMPORT_ERRORS; i++) {
        pal_json_append(errors, error_new(&report->errors[i], words));
    }
    struct pal_json *colleges = pal_json_object_new();
    for (size_t i = 0; i < report->college_count; i++) {
        if (report->colleges[i].id[0] != '\0') {
            pal_json_set_int(colleges, report->colleges[i].id,
                             (int64_t)report->colleges[i].members);
        }
    }
    struct pal_json *object = pal_json_object_new();
    pal_json_set_int(object, "rows", (int64_t)report->rows);
    pal_json_set_int(object, "admitted", (int64_t)report->admitted);
    pal_json_set(object, "errors", errors);
    pal_json_set(object, "colleges", colleges);
    return object;
}
