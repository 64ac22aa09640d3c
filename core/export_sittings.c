/*
 * export_sittings.c - the open data of sittings: notices, motions, speeches, suspensions, incidents.
 */
#include "audit/entry.h"
#include "base/limits.h"
#include "core/mail.h"
#include "core/motions.h"
#include "core/sitting.h"
#include "core/speakers.h"

#include "exporting.h"
#include "table.h"

/* Rows of one assembly; each says which. */
struct about {
    struct pal_store *store;
    const struct pal_assembly *assembly;
    struct pal_table *rows;
};

static enum pal_err add_notice(void *context, const struct pal_mailing *mailing)
{
    const struct about *about = context;
    struct pal_table *rows = about->rows;
    struct pal_sending said;
    if (!mailing->has_entry) {
        return PAL_OK; /* it is being sent */
    }
    PAL_TRY(pal_sending_read(about->store, mailing, &said));
    pal_table_int(rows, mailing->entry);
    pal_table_uuid(rows, true, &about->assembly->uuid);
    pal_table_instant(rows, said.at_us);
    pal_table_int(rows, said.count);
    pal_table_int(rows, said.failed);
    pal_table_hash(rows, true, &said.hash);
    pal_table_hash(rows, true, &said.root);
    return pal_table_end_line(rows);
}

enum pal_err pal_export_notices(struct pal_store *store, const struct pal_assembly *assembly,
                                struct pal_table *rows)
{
    struct about about = {store, assembly, rows};
    return pal_mailings_walk(store, assembly->id, add_notice, &about);
}

static enum pal_err add_motion(void *context, const struct pal_motion *motion)
{
    const struct about *about = context;
    struct pal_table *rows = about->rows;
    bool is_carried = motion->carried_us != 0;
    pal_table_uuid(rows, true, &motion->uuid);
    pal_table_uuid(rows, true, &about->assembly->uuid);
    pal_table_uuid(rows, motion->resolution.value != 0, &motion->resolution_uuid);
    pal_table_word(rows, pal_motion_kind_word(motion->kind));
    pal_table_word(rows, motion->college);
    pal_table_instant(rows, motion->made_us);
    pal_table_instant(rows, motion->carried_us);
    pal_table_optional_int(rows, is_carried, motion->support);
    pal_table_optional_int(rows, is_carried, motion->base);
    return pal_table_end_line(rows);
}

enum pal_err pal_export_motions(struct pal_store *store, const struct pal_assembly *assembly,
                                struct pal_table *rows)
{
    const struct pal_happenings_query query = {assembly->id, 0, PAL_LIMIT_RECORD_FILES};
    struct about about = {store, assembly, rows};
    return pal_motions_walk(store, &query, add_motion, &about);
}

/* The pseudonym of the assembly, as the log has it; none of who was erased. */
static enum pal_err add_speech(void *context, const struct pal_speech *speech)
{
    const struct about *about = context;
    struct pal_table *rows = about->rows;
    char pseudonym[PAL_PSEUDONYM_SIZE + 1] = "";
    if (speech->started_us == 0) {
        return PAL_OK;
    }
    enum pal_err err =
        pal_member_pseudonym(about->store, speech->member, &about->assembly->uuid, pseudonym);
    if (err != PAL_OK && err != PAL_ERR_NOT_FOUND) {
        return err;
    }
    pal_table_uuid(rows, true, &speech->uuid);
    pal_table_uuid(rows, true, &about->assembly->uuid);
    pal_table_uuid(rows, speech->resolution.value != 0, &speech->resolution_uuid);
    pal_table_word(rows, pseudonym);
    pal_table_instant(rows, speech->started_us);
    pal_table_instant(rows, speech->ended_us);
    return pal_table_end_line(rows);
}

enum pal_err pal_export_speeches(struct pal_store *store, const struct pal_assembly *assembly,
                                 struct pal_table *rows)
{
    const struct pal_happenings_query query = {assembly->id, 0, PAL_LIMIT_RECORD_FILES};
    struct about about = {store, assembly, rows};
    return pal_speeches_walk(store, &query, add_speech, &about);
}

static enum pal_err add_suspension(void *context, const struct pal_suspension *suspension)
{
    const struct about *about = context;
    struct pal_table *rows = about->rows;
    pal_table_uuid(rows, true, &about->assembly->uuid);
    pal_table_instant(rows, suspension->suspended_us);
    pal_table_instant(rows, suspension->resumed_us);
    pal_table_word(rows, suspension->is_by_motion ? "motion" : "chair");
    return pal_table_end_line(rows);
}

enum pal_err pal_export_suspensions(struct pal_store *store, const struct pal_assembly *assembly,
                                    struct pal_table *rows)
{
    struct about about = {store, assembly, rows};
    return pal_suspensions_walk(store, assembly->id, add_suspension, &about);
}

/* That it happened; its words are private. */
static enum pal_err add_incident(void *context, const struct pal_incident *incident)
{
    const struct about *about = context;
    pal_table_uuid(about->rows, true, &incident->uuid);
    pal_table_uuid(about->rows, true, &about->assembly->uuid);
    pal_table_instant(about->rows, incident->at_us);
    return pal_table_end_line(about->rows);
}

enum pal_err pal_export_incidents(struct pal_store *store, const struct pal_assembly *assembly,
                                  struct pal_table *rows)
{
    const struct pal_happenings_query query = {assembly->id, 0, PAL_LIMIT_RECORD_FILES};
    struct about about = {store, assembly, rows};
    return pal_incidents_walk(store, &query, add_incident, &about);
}
