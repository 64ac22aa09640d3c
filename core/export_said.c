/*
 * export_said.c - what a record has of a resolution beside its texts: contributions, amendments, attached files.
 */
#include "base/limits.h"
#include "core/amendments.h"
#include "core/attachments.h"
#include "core/contributions.h"

#include "exporting.h"

/* Its text as it was put to the vote, and as it was proposed where that is another. */
static enum pal_err list_amendment(void *context, const struct pal_amendment *amendment)
{
    pal_export_list_document(context, PAL_RECORD_TEXT, &amendment->hash);
    if (!pal_hash_equal(&amendment->hash, &amendment->proposed)) {
        pal_export_list_document(context, PAL_RECORD_TEXT, &amendment->proposed);
    }
    return PAL_OK;
}

static enum pal_err list_written(void *context, const struct pal_text_version *version)
{
    pal_export_list_document(context, PAL_RECORD_TEXT, &version->hash);
    return PAL_OK;
}

/* RULE docs/rules/deliberation.md
 * > … its text and its versions are shown to its author and to moderators alone, and are left out of
 * > records. */
static enum pal_err list_contribution(void *context, const struct pal_contribution *contribution)
{
    struct pal_export *export = context;
    if (contribution->state == PAL_CONTRIBUTION_HIDDEN) {
        return PAL_OK;
    }
    if (contribution->has_note) {
        pal_export_list_document(export, PAL_RECORD_TEXT, &contribution->note);
    }
    return pal_contribution_versions_walk(export->store, contribution->id, list_written, export);
}

enum pal_err pal_export_list_said(struct pal_export *export, struct pal_resolution_id resolution)
{
    const struct pal_contributions_query said = {
        .resolution = resolution,
        .limit = PAL_LIMIT_RECORD_FILES,
    };
    const struct pal_amendments_query amendments = {resolution, 0, PAL_LIMIT_RECORD_FILES};
    PAL_TRY(pal_contributions_walk(export->store, &said, list_contribution, export));
    return pal_amendments_walk(export->store, &amendments, list_amendment, export);
}

/* --- files ---------------------------------------------------------------------------------- */

static enum pal_err list_attachment(void *context, const struct pal_attachment *attachment)
{
    if (!attachment->is_removed) {
        pal_export_list_document(context, PAL_RECORD_TEXT, &attachment->hash);
        pal_export_list_document(context, PAL_RECORD_ATTACHMENT, &attachment->hash);
    }
    return PAL_OK;
}

enum pal_err pal_export_list_attachments(struct pal_export *export,
                                         struct pal_resolution_id resolution)
{
    return pal_attachments_walk(export->store, resolution, list_attachment, export);
}
