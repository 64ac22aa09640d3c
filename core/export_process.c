/*
 * export_process.c - the open data of how texts came to their vote: initiatives, nominations, temperatures,
 * extensions of the debate, recusals.
 */
#include "base/limits.h"
#include "core/initiatives.h"
#include "core/nominations.h"
#include "core/procedures.h"
#include "core/recusals.h"
#include "core/temperature.h"

#include "exporting.h"
#include "table.h"

static enum pal_err add_initiative(void *context, const struct pal_initiative *initiative)
{
    struct pal_table *rows = context;
    pal_table_uuid(rows, true, &initiative->uuid);
    pal_table_uuid(rows, true, &initiative->assembly_uuid);
    pal_table_text(rows, initiative->decision_class);
    pal_table_word(rows, initiative->author);
    pal_table_word(rows, pal_initiative_state_word(initiative->state));
    pal_table_int(rows, initiative->sponsors);
    pal_table_uuid(rows, initiative->state == PAL_INITIATIVE_TABLED, &initiative->resolution);
    pal_table_instant(rows, initiative->at_us);
    pal_table_hash(rows, true, &initiative->hash);
    return pal_table_end_line(rows);
}

enum pal_err pal_export_initiatives(struct pal_store *store, const struct pal_assembly *assembly,
                                    struct pal_table *rows)
{
    const struct pal_happenings_query query = {assembly->id, 0, PAL_LIMIT_RECORD_FILES};
    return pal_initiatives_walk(store, &query, add_initiative, rows);
}

/* Rows of one resolution. */
struct about {
    struct pal_table *rows;
    const struct pal_resolution *resolution;
};

static enum pal_err add_nominee(void *context, const struct pal_nominee *nominee)
{
    const struct about *about = context;
    pal_table_uuid(about->rows, true, &about->resolution->uuid);
    pal_table_word(about->rows, nominee->pseudonym);
    pal_table_int(about->rows, nominee->named);
    pal_table_word(about->rows, nominee->is_refused ? "true" : "false");
    return pal_table_end_line(about->rows);
}

enum pal_err pal_export_nominations(struct pal_store *store,
                                    const struct pal_resolution *resolution, struct pal_table *rows)
{
    struct about about = {rows, resolution};
    return pal_nominees_walk(store, resolution->id, add_nominee, &about);
}

static enum pal_err add_temperature(void *context, const struct pal_temperature *temperature)
{
    const struct about *about = context;
    pal_table_uuid(about->rows, true, &about->resolution->uuid);
    pal_table_text(about->rows, temperature->college);
    pal_table_int(about->rows, temperature->version);
    for (int i = 0; i < PAL_VIEW_COUNT; i++) {
        pal_table_int(about->rows, temperature->counts[i]);
    }
    pal_table_instant(about->rows, temperature->at_us);
    return pal_table_end_line(about->rows);
}

enum pal_err pal_export_temperatures(struct pal_store *store,
                                     const struct pal_resolution *resolution,
                                     struct pal_table *rows)
{
    struct about about = {rows, resolution};
    return pal_temperatures_walk(store, resolution->id, add_temperature, &about);
}

enum pal_err pal_export_extensions(struct pal_store *store, const struct pal_resolution *resolution,
                                   struct pal_table *rows)
{
    struct pal_extension extension;
    PAL_TRY(pal_extension_read(store, resolution, &extension));
    if (extension.carried_us == 0) {
        return PAL_OK;
    }
    pal_table_uuid(rows, true, &resolution->uuid);
    pal_table_int(rows, extension.days);
    pal_table_int(rows, extension.carried_support);
    pal_table_int(rows, extension.carried_base);
    pal_table_instant(rows, extension.carried_us);
    return pal_table_end_line(rows);
}

static enum pal_err count_recusal(void *context, const struct pal_recusal *recusal)
{
    int64_t *counts = context;
    counts[recusal->ground]++;
    return PAL_OK;
}

/* As the log has them: a ground of the list, and nobody. */
enum pal_err pal_export_recusals(struct pal_store *store, const struct pal_resolution *resolution,
                                 struct pal_table *rows)
{
    int64_t counts[PAL_RECUSAL_COUNT] = {0};
    PAL_TRY(pal_recusals_walk(store, resolution->id, count_recusal, counts));
    for (int i = 0; i < PAL_RECUSAL_COUNT; i++) {
        if (counts[i] > 0) {
            pal_table_uuid(rows, true, &resolution->uuid);
            pal_table_word(rows, pal_recusal_ground_word((enum pal_recusal_ground)i));
            pal_table_int(rows, counts[i]);
            PAL_TRY(pal_table_end_line(rows));
        }
    }
    return PAL_OK;
}
