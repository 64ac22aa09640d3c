/*
 * export_tables.c - the open data of a society: tables with documented columns, without personal data.
 */
#include "base/limits.h"
#include "core/amendments.h"
#include "core/assemblies.h"
#include "core/colleges.h"
#include "core/contributions.h"
#include "core/decisions.h"
#include "core/minutes.h"
#include "core/resolutions.h"

#include "exporting.h"
#include "state.h"
#include "table.h"

/* A table as it is written. */
struct table {
    struct pal_export *export;
    struct pal_table rows;
};

/* --- assemblies, resolutions ---------------------------------------------------------------------- */

static enum pal_err add_assembly(struct pal_store *store, const struct pal_assembly *assembly,
                                 struct pal_table *rows)
{
    (void)store; /* the row is of the assembly alone */
    pal_table_uuid(rows, true, &assembly->uuid);
    pal_table_word(rows, pal_assembly_kind_word(assembly->kind));
    pal_table_word(rows, pal_call_word(assembly->call));
    pal_table_uuid(rows, assembly->second_of.value != 0, &assembly->second_of_uuid);
    pal_table_text(rows, assembly->college);
    pal_table_text(rows, assembly->title);
    pal_table_word(rows, pal_assembly_state_word(assembly->state));
    pal_table_instant(rows, assembly->meets_us);
    pal_table_instant(rows, assembly->noticed_us);
    pal_table_instant(rows, assembly->opened_us);
    pal_table_instant(rows, assembly->ended_us);
    return pal_table_end_line(rows);
}

static enum pal_err add_resolution(struct pal_store *store, const struct pal_resolution *resolution,
                                   struct pal_table *rows)
{
    (void)store; /* the row is of the resolution alone */
    pal_table_uuid(rows, true, &resolution->uuid);
    pal_table_uuid(rows, true, &resolution->assembly_uuid);
    pal_table_int(rows, resolution->position);
    pal_table_text(rows, resolution->decision_class);
    pal_table_word(rows, pal_resolution_state_word(resolution->state));
    pal_table_word(rows, resolution->is_from_members ? "members" : "board");
    pal_table_word(rows, pal_opinion_word(resolution->opinion));
    pal_table_word(rows, pal_procedure_word(resolution->procedure));
    pal_table_uuid(rows, resolution->continues.value != 0, &resolution->continues_uuid);
    pal_table_text(rows, resolution->title);
    pal_table_hash(rows, true, &resolution->hash);
    return pal_table_end_line(rows);
}

static enum pal_err add_contribution(void *context, const struct pal_contribution *item)
{
    struct pal_table *rows = context;
    bool is_concern = item->kind == PAL_CONTRIBUTION_CONCERN;
    pal_table_uuid(rows, true, &item->uuid);
    pal_table_uuid(rows, true, &item->resolution_uuid);
    pal_table_uuid(rows, item->parent.value != 0, &item->parent_uuid);
    pal_table_word(rows, pal_contribution_kind_word(item->kind));
    pal_table_word(rows, pal_contribution_state_word(item->state));
    pal_table_word(rows, item->is_official ? "true" : "false");
    pal_table_word(rows, item->author);
    pal_table_text(rows, item->college);
    pal_table_instant(rows, item->at_us);
    pal_table_int(rows, item->version);
    pal_table_int(rows, item->endorsers);
    pal_table_word(rows, is_concern ? pal_concern_word(item->concern) : "");
    pal_table_uuid(rows, item->has_settled_by, &item->settled_by);
    pal_table_text(rows, item->reason);
    pal_table_hash(rows, item->state != PAL_CONTRIBUTION_HIDDEN, &item->hash);
    return pal_table_end_line(rows);
}

static enum pal_err add_said(struct pal_store *store, const struct pal_assembly *assembly,
                             struct pal_table *rows)
{
    const struct pal_contributions_query query = {
        .assembly = assembly->id,
        .limit = PAL_LIMIT_RECORD_FILES,
    };
    return pal_contributions_walk(store, &query, add_contribution, rows);
}

/* --- amendments ----------------------------------------------------------------------------------- */

static enum pal_err add_amendment(void *context, const struct pal_amendment *amendment)
{
    struct pal_table *rows = context;
    pal_table_uuid(rows, true, &amendment->uuid);
    pal_table_uuid(rows, true, &amendment->resolution_uuid);
    pal_table_int(rows, amendment->version);
    pal_table_uuid(rows, amendment->parent.value != 0, &amendment->parent_uuid);
    pal_table_word(rows, amendment->author);
    pal_table_word(rows, pal_amendment_state_word(amendment->state));
    pal_table_int(rows, amendment->distance);
    pal_table_int(rows, amendment->supporters);
    pal_table_uuid(rows, amendment->has_poll, &amendment->poll);
    pal_table_instant(rows, amendment->at_us);
    pal_table_hash(rows, true, &amendment->hash);
    return pal_table_end_line(rows);
}

static enum pal_err add_amendments(struct pal_store *store, const struct pal_resolution *resolution,
                                   struct pal_table *rows)
{
    const struct pal_amendments_query query = {resolution->id, 0, PAL_LIMIT_RECORD_FILES};
    return pal_amendments_walk(store, &query, add_amendment, rows);
}

/* --- polls ---------------------------------------------------------------------------------------- */

static enum pal_err add_poll(void *context, const struct pal_poll *poll)
{
    struct table *table = context;
    if (poll->called_us == 0) {
        return PAL_OK; /* it was void before anybody was told of it */
    }
    pal_table_uuid(&table->rows, true, &poll->uuid);
    pal_table_uuid(&table->rows, true, &poll->assembly_uuid);
    pal_table_uuid(&table->rows, poll->resolution.value != 0, &poll->resolution_uuid);
    pal_table_uuid(&table->rows, poll->amendment.value != 0, &poll->amendment_uuid);
    pal_table_word(&table->rows, pal_poll_kind_word(poll->kind));
    pal_table_text(&table->rows, poll->title);
    pal_table_text(&table->rows, poll->decision_class);
    pal_table_text(&table->rows, poll->method);
    pal_table_text(&table->rows, poll->electorate);
    pal_table_word(&table->rows, pal_poll_state_word(poll->state));
    pal_table_instant(&table->rows, poll->opens_us);
    pal_table_instant(&table->rows, poll->closes_us);
    pal_table_instant(&table->rows, poll->called_us);
    pal_table_instant(&table->rows, poll->opened_us);
    pal_table_instant(&table->rows, poll->closed_us);
    pal_table_instant(&table->rows, poll->counted_us);
    pal_table_optional_int(&table->rows, poll->has_manifest, poll->voters);
    pal_table_text(&table->rows, poll->verdict);
    pal_table_hash(&table->rows, poll->has_outcome, &poll->outcome);
    return pal_table_end_line(&table->rows);
}

static enum pal_err write_polls(struct table *table)
{
    const struct pal_polls_query query = {.limit = PAL_LIMIT_RECORD_FILES};
    return pal_polls_walk(table->export->store, &query, add_poll, table);
}

/* --- colleges ------------------------------------------------------------------------------------- */

static enum pal_err add_colleges(struct table *table, const struct pal_version *version,
                                 const struct pal_constitution *constitution,
                                 const struct pal_census *census)
{
    for (size_t i = 0; i < constitution->college_count; i++) {
        const struct pal_college *college = &constitution->colleges[i];
        PAL_BUF(weight);
        pal_ratio_write(college->weight, &weight);
        pal_table_int(&table->rows, version->number);
        pal_table_word(&table->rows, college->id);
        pal_table_word(&table->rows, college->label_fr);
        pal_table_word(&table->rows, college->label_en);
        pal_table_text(&table->rows, pal_buf_text(&weight));
        pal_table_int(&table->rows, (int64_t)census->colleges[i]);
        PAL_TRY(pal_table_end_line(&table->rows));
    }
    return PAL_OK;
}

/* Of the day of the last entry: the same log gives the same table on another day. */
static enum pal_err write_colleges(struct table *table)
{
    struct pal_store *store = table->export->store;
    struct pal_date day = pal_date_of_instant(store->log.now.last_at * 1000000);
    struct pal_version version;
    PAL_CONSTITUTION(constitution);
    PAL_CENSUS(census);
    enum pal_err err = pal_version_in_force(store, day, &version);
    if (err == PAL_ERR_NOT_FOUND) {
        return PAL_OK;
    }
    PAL_TRY(err);
    PAL_TRY(pal_version_read(store, &version, &constitution));
    PAL_TRY(pal_census_take(store, &constitution, day, &census));
    return add_colleges(table, &version, &constitution, &census);
}

/* --- minutes, decisions --------------------------------------------------------------------------- */

static enum pal_err add_minutes(void *context, const struct pal_minutes *minutes)
{
    struct table *table = context;
    pal_table_uuid(&table->rows, true, &minutes->uuid);
    pal_table_uuid(&table->rows, true, &minutes->assembly_uuid);
    pal_table_int(&table->rows, minutes->version);
    pal_table_instant(&table->rows, minutes->drawn_us);
    pal_table_instant(&table->rows, minutes->published_us);
    pal_table_hash(&table->rows, true, &minutes->hash);
    return pal_table_end_line(&table->rows);
}

static enum pal_err write_minutes(struct table *table)
{
    return pal_minutes_walk(table->export->store, add_minutes, table);
}

static enum pal_err add_step(void *context, const struct pal_step *step)
{
    struct table *table = context;
    pal_table_uuid(&table->rows, true, &step->poll);
    pal_table_uuid(&table->rows, true, &step->uuid);
    pal_table_word(&table->rows, pal_step_state_word(step->state));
    pal_table_day(&table->rows, step->due_on);
    pal_table_instant(&table->rows, step->at_us);
    pal_table_hash(&table->rows, true, &step->hash);
    return pal_table_end_line(&table->rows);
}

static enum pal_err add_steps(void *context, const struct pal_poll *poll)
{
    struct table *table = context;
    return pal_steps_walk(table->export->store, poll->id, add_step, table);
}

static enum pal_err write_decisions(struct table *table)
{
    const struct pal_polls_query query = {.limit = PAL_LIMIT_RECORD_FILES};
    return pal_polls_walk(table->export->store, &query, add_steps, table);
}

/* --- the tables ----------------------------------------------------------------------------------- */

/* One of the three writes the rows: all at once, those of an assembly, or those of a resolution, the
 * latter two of what was convened. */
struct kind {
    const char *name;
    const char *columns;
    enum pal_err (*write)(struct table *table);
    enum pal_err (*of_assembly)(struct pal_store *store, const struct pal_assembly *assembly,
                                struct pal_table *rows);
    enum pal_err (*of_resolution)(struct pal_store *store, const struct pal_resolution *resolution,
                                  struct pal_table *rows);
};

/* clang-format off */
static const struct kind tables[] = {
    {.name = "tables/amendments.csv", .of_resolution = add_amendments,
     .columns = "amendment,resolution,version,parent,author,state,distance,supporters,poll,proposed_at,text"},
    {.name = "tables/assemblies.csv", .of_assembly = add_assembly,
     .columns = "assembly,kind,call,second_of,college,title,state,meets_at,noticed_at,opened_at,ended_at"},
    {.name = "tables/colleges.csv", .write = write_colleges,
     .columns = "constitution,college,label_fr,label_en,weight,members"},
    {.name = "tables/contributions.csv", .of_assembly = add_said,
     .columns = "contribution,resolution,parent,kind,state,official,author,college,at,version,endorsements,concern,settled_by,reason,text"},
    {.name = "tables/decisions.csv", .write = write_decisions,
     .columns = "poll,step,state,due_on,changed_at,text"},
    {.name = "tables/extensions.csv", .of_resolution = pal_export_extensions,
     .columns = "resolution,days,support,base,extended_at"},
    {.name = "tables/incidents.csv", .of_assembly = pal_export_incidents,
     .columns = "incident,assembly,at"},
    {.name = "tables/initiatives.csv", .of_assembly = pal_export_initiatives,
     .columns = "initiative,assembly,class,author,state,sponsors,resolution,proposed_at,text"},
    {.name = "tables/minutes.csv", .write = write_minutes,
     .columns = "minutes,assembly,version,drawn_at,published_at,document"},
    {.name = "tables/motions.csv", .of_assembly = pal_export_motions,
     .columns = "motion,assembly,resolution,kind,college,made_at,carried_at,support,base"},
    {.name = "tables/nominations.csv", .of_resolution = pal_export_nominations,
     .columns = "resolution,nominee,named,refused"},
    {.name = "tables/notices.csv", .of_assembly = pal_export_notices,
     .columns = "entry,assembly,sent_at,count,failed,document,root"},
    {.name = "tables/polls.csv", .write = write_polls,
     .columns = "poll,assembly,resolution,amendment,kind,title,class,method,electorate,state,opens_at,closes_at,called_at,opened_at,closed_at,counted_at,voters,verdict,outcome"},
    {.name = "tables/recusals.csv", .of_resolution = pal_export_recusals,
     .columns = "resolution,ground,count"},
    {.name = "tables/resolutions.csv", .of_resolution = add_resolution,
     .columns = "resolution,assembly,position,class,state,origin,opinion,procedure,continues,title,text"},
    {.name = "tables/speeches.csv", .of_assembly = pal_export_speeches,
     .columns = "speech,assembly,resolution,speaker,from,to"},
    {.name = "tables/suspensions.csv", .of_assembly = pal_export_suspensions,
     .columns = "assembly,from,to,by"},
    {.name = "tables/temperatures.csv", .of_resolution = pal_export_temperatures,
     .columns = "resolution,college,version,support,reserve,oppose,none,published_at"},
};
/* clang-format on */
enum { TABLE_COUNT = sizeof tables / sizeof tables[0] };

/* A table that is written assembly by assembly. */
struct convened {
    struct table *table;
    const struct kind *kind;
};

static enum pal_err add_of_resolution(void *context, const struct pal_resolution *resolution)
{
    const struct convened *convened = context;
    struct table *table = convened->table;
    return convened->kind->of_resolution(table->export->store, resolution, &table->rows);
}

static enum pal_err add_of_assembly(void *context, const struct pal_assembly *assembly)
{
    const struct convened *convened = context;
    struct table *table = convened->table;
    if (assembly->noticed_us == 0) {
        return PAL_OK; /* cancelled before it was convened */
    }
    if (convened->kind->of_assembly != NULL) {
        return convened->kind->of_assembly(table->export->store, assembly, &table->rows);
    }
    struct convened agenda = *convened;
    return pal_agenda_walk(table->export->store, assembly->id, add_of_resolution, &agenda);
}

static enum pal_err write_rows(struct table *table, const struct kind *kind)
{
    const struct pal_assemblies_query query = {.limit = PAL_LIMIT_RECORD_FILES};
    struct convened convened = {table, kind};
    if (kind->write != NULL) {
        return kind->write(table);
    }
    return pal_assemblies_walk(table->export->store, &query, add_of_assembly, &convened);
}

void pal_export_list_tables(struct pal_export *export)
{
    pal_export_list(export, pal_text_of("tables/README.md"));
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        pal_export_list(export, pal_text_of(tables[i].name));
    }
}

enum pal_err pal_export_write_table(struct pal_export *export, struct pal_text name)
{
    struct table table = {
        .export = export,
        .rows = {.out = &export->out, .csv = {.separator = ','}},
    };
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (pal_text_is(name, tables[i].name)) {
            pal_table_begin(&table.rows, tables[i].columns);
            return write_rows(&table, &tables[i]);
        }
    }
    pal_export_write_columns(&export->out.piece);
    return PAL_OK;
}
