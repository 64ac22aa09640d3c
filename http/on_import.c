/* on_import.c - a file of members is received; a job says what became of it. */
#include "handlers.h"
#include "import_job.h"
#include "reply.h"
#include "services.h"

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

    struct pal_job_spec spec =
        pal_import_job_spec(request->services->jobs, pal_request_take_file(request), &options,
                            request->language);

    pal_reply_job(reply, &spec);
    return PAL_OK;
}
