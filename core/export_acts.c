/* export_acts.c - the acts of a society in a record: notices that were sent, minutes that are published, steps that follow decisions. */
#include "base/limits.h"
#include "core/decisions.h"
#include "core/mail.h"
#include "core/minutes.h"

#include "exporting.h"

static void list_text(struct pal_export *export, const struct pal_hash *hash)
{
    PAL_BUF(name);
    pal_record_document_name(PAL_RECORD_TEXT, hash, &name);
    pal_export_list(export, pal_buf_text(&name));
}

static enum pal_err list_minutes(void *context, const struct pal_minutes *minutes)
{
    list_text(context, &minutes->hash);
    return PAL_OK;
}

static enum pal_err list_step(void *context, const struct pal_step *step)
{
    list_text(context, &step->hash);
    return PAL_OK;
}

static enum pal_err list_steps(void *context, const struct pal_poll *poll)
{
    struct pal_export *export = context;
    return pal_steps_walk(export->store, poll->id, list_step, export);
}

static enum pal_err list_notice(void *context, const struct pal_hash *hash)
{
    list_text(context, hash);
    return PAL_OK;
}

enum pal_err pal_export_list_acts(struct pal_export *export)
{
    const struct pal_polls_query polls = {.limit = PAL_LIMIT_RECORD_FILES};
    PAL_TRY(pal_notices_walk(export->store, list_notice, export));
    PAL_TRY(pal_minutes_walk(export->store, list_minutes, export));
    return pal_polls_walk(export->store, &polls, list_steps, export);
}
