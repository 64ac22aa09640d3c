/*
 * export_tables.c - the open data of a society: tables with documented columns, without personal data.
 */
#include "audit/entry.h"
#include "base/limits.h"
#include "core/amendments.h"
#include "core/assemblies.h"
#include "core/colleges.h"
#include "core/contributions.h"
#include "core/decisions.h"
#include "core/minutes.h"
#include "core/motions.h"
#include "core/resolutions.h"
#include "core/sitting.h"
#include "core/speakers.h"

#include "exporting.h"
#include "state.h"
#include "table.h"

/* A table as it is written. */
struct table {
    struct pal_export *export;
    struct pal_table rows;
};

/* --- assemblies, resolutions ---------------------------------------------------------------------- */

static enum pal_err add_assembly(void *context, const struct pal_assembly *assembly)
{
    struct table *table = context;
    if (assembly->noticed_us == 0) {
        return PAL_OK; /* cancelled before it was convened */
    }
    pal_table_uuid(&table->rows, true, &assembly->uuid);
    pal_table_word(&table->rows, pal_assembly_kind_word(assembly->kind));
    pal_table_word(&table->rows, pal_call_word(assembly->call));
    pal_table_uuid(&table->rows, assembly->second_of.value != 0, &assembly->second_of_uuid);
    pal_table_text(&table->rows, assembly->college);
    pal_table_text(&table->rows, assembly->title);
    pal_table_word(&table->rows, pal_assembly_state_word(assembly->state));
    pal_table_instant(&table->rows, assembly->meets_us);
    pal_table_instant(&table->rows, assembly->noticed_us);
    pal_table_instant(&table->rows, assembly->opened_us);
    pal_table_instant(&table->rows, assembly->ended_us);
    return pal_table_end_line(&table->rows);
}

static enum pal_err walk_assemblies(const struct table *table,
                                    enum pal_err (*visit)(void *context,
                                                          const struct pal_assembly *assembly),
                                    void *context)
{
    const struct pal_assemblies_query query = {.limit = PAL_LIMIT_RECORD_FILES};
    return pal_assemblies_walk(table->export->store, &query, visit, context);
}

static enum pal_err write_assemblies(struct table *table)
{
    return walk_assemblies(table, add_assembly, table);
}

static enum pal_err add_resolution(void *context, const struct pal_resolution *resolution)
{
    struct table *table = context;
    pal_table_uuid(&table->rows, true, &resolution->uuid);
    pal_table_uuid(&table->rows, true, &resolution->assembly_uuid);
    pal_table_int(&table->rows, resolution->position);
    pal_table_text(&table->rows, resolution->decision_class);
    pal_table_word(&table->rows, pal_resolution_state_word(resolution->state));
    pal_table_word(&table->rows, resolution->is_from_members ? "members" : "board");
    pal_table_word(&table->rows, pal_opinion_word(resolution->opinion));
    pal_table_word(&table->rows, pal_procedure_word(resolution->procedure));
    pal_table_text(&table->rows, resolution->title);
    pal_table_hash(&table->rows, true, &resolution->hash);
    return pal_table_end_line(&table->rows);
}

static enum pal_err add_agenda(void *context, const struct pal_assembly *assembly)
{
    struct table *table = context;
    if (assembly->noticed_us == 0) {
        return PAL_OK;
    }
    return pal_agenda_walk(table->export->store, assembly->id, add_resolution, table);
}

static enum pal_err write_resolutions(struct table *table)
{
    return walk_assemblies(table, add_agenda, table);
}

static enum pal_err add_contribution(void *context, const struct pal_contribution *item)
{
    struct table *table = context;
    bool is_concern = item->kind == PAL_CONTRIBUTION_CONCERN;
    pal_table_uuid(&table->rows, true, &item->uuid);
    pal_table_uuid(&table->rows, true, &item->resolution_uuid);
    pal_table_uuid(&table->rows, item->parent.value != 0, &item->parent_uuid);
    pal_table_word(&table->rows, pal_contribution_kind_word(item->kind));
    pal_table_word(&table->rows, pal_contribution_state_word(item->state));
    pal_table_word(&table->rows, item->is_official ? "true" : "false");
    pal_table_word(&table->rows, item->author);
    pal_table_text(&table->rows, item->college);
    pal_table_instant(&table->rows, item->at_us);
    pal_table_int(&table->rows, item->version);
    pal_table_int(&table->rows, item->endorsers);
    pal_table_word(&table->rows, is_concern ? pal_concern_word(item->concern) : "");
    pal_table_uuid(&table->rows, item->has_settled_by, &item->settled_by);
    pal_table_text(&table->rows, item->reason);
    pal_table_hash(&table->rows, item->state != PAL_CONTRIBUTION_HIDDEN, &item->hash);
    return pal_table_end_line(&table->rows);
}

static enum pal_err add_said(void *context, const struct pal_assembly *assembly)
{
    struct table *table = context;
    const struct pal_contributions_query query = {
        .assembly = assembly->id,
        .limit = PAL_LIMIT_RECORD_FILES,
    };
    return assembly->noticed_us == 0
               ? PAL_OK
               : pal_contributions_walk(table->export->store, &query, add_contribution, table);
}

static enum pal_err write_contributions(struct table *table)
{
    return walk_assemblies(table, add_said, table);
}

/* --- amendments ----------------------------------------------------------------------------------- */

static enum pal_err add_amendment(void *context, const struct pal_amendment *amendment)
{
    struct table *table = context;
    pal_table_uuid(&table->rows, true, &amendment->uuid);
    pal_table_uuid(&table->rows, true, &amendment->resolution_uuid);
    pal_table_int(&table->rows, amendment->version);
    pal_table_uuid(&table->rows, amendment->parent.value != 0, &amendment->parent_uuid);
    pal_table_word(&table->rows, amendment->author);
    pal_table_word(&table->rows, pal_amendment_state_word(amendment->state));
    pal_table_int(&table->rows, amendment->distance);
    pal_table_int(&table->rows, amendment->supporters);
    pal_table_uuid(&table->rows, amendment->has_poll, &amendment->poll);
    pal_table_instant(&table->rows, amendment->at_us);
    pal_table_hash(&table->rows, true, &amendment->hash);
    return pal_table_end_line(&table->rows);
}

static enum pal_err add_amendments(void *context, const struct pal_resolution *resolution)
{
    struct table *table = context;
    const struct pal_amendments_query query = {resolution->id, 0, PAL_LIMIT_RECORD_FILES};
    return pal_amendments_walk(table->export->store, &query, add_amendment, table);
}

static enum pal_err add_amended(void *context, const struct pal_assembly *assembly)
{
    struct table *table = context;
    if (assembly->noticed_us == 0) {
        return PAL_OK;
    }
    return pal_agenda_walk(table->export->store, assembly->id, add_amendments, table);
}

static enum pal_err write_amendments(struct table *table)
{
    return walk_assemblies(table, add_amended, table);
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

/* --- sittings ------------------------------------------------------------------------------------- */

/* The rows of one assembly after the other; each says which. */
struct sittings {
    struct table *table;
    const struct pal_assembly *assembly;
    enum pal_err (*write)(const struct sittings *sittings);
};

static enum pal_err visit_sitting(void *context, const struct pal_assembly *assembly)
{
    struct sittings *sittings = context;
    sittings->assembly = assembly;
    return assembly->noticed_us == 0 ? PAL_OK : sittings->write(sittings);
}

static enum pal_err add_motion(void *context, const struct pal_motion *motion)
{
    const struct sittings *sittings = context;
    struct pal_table *rows = &sittings->table->rows;
    bool is_carried = motion->carried_us != 0;
    pal_table_uuid(rows, true, &motion->uuid);
    pal_table_uuid(rows, true, &sittings->assembly->uuid);
    pal_table_uuid(rows, motion->resolution.value != 0, &motion->resolution_uuid);
    pal_table_word(rows, pal_motion_kind_word(motion->kind));
    pal_table_word(rows, motion->college);
    pal_table_instant(rows, motion->made_us);
    pal_table_instant(rows, motion->carried_us);
    pal_table_optional_int(rows, is_carried, motion->support);
    pal_table_optional_int(rows, is_carried, motion->base);
    return pal_table_end_line(rows);
}

static enum pal_err add_motions(const struct sittings *sittings)
{
    const struct pal_happenings_query query = {sittings->assembly->id, 0, PAL_LIMIT_RECORD_FILES};
    struct sittings context = *sittings;
    return pal_motions_walk(sittings->table->export->store, &query, add_motion, &context);
}

/* The pseudonym of the assembly, as the log has it; none of who was erased. */
static enum pal_err add_speech(void *context, const struct pal_speech *speech)
{
    const struct sittings *sittings = context;
    struct pal_table *rows = &sittings->table->rows;
    char pseudonym[PAL_PSEUDONYM_SIZE + 1] = "";
    if (speech->started_us == 0) {
        return PAL_OK;
    }
    enum pal_err err = pal_member_pseudonym(sittings->table->export->store, speech->member,
                                            &sittings->assembly->uuid, pseudonym);
    if (err != PAL_OK && err != PAL_ERR_NOT_FOUND) {
        return err;
    }
    pal_table_uuid(rows, true, &speech->uuid);
    pal_table_uuid(rows, true, &sittings->assembly->uuid);
    pal_table_uuid(rows, speech->resolution.value != 0, &speech->resolution_uuid);
    pal_table_word(rows, pseudonym);
    pal_table_instant(rows, speech->started_us);
    pal_table_instant(rows, speech->ended_us);
    return pal_table_end_line(rows);
}

static enum pal_err add_speeches(const struct sittings *sittings)
{
    const struct pal_happenings_query query = {sittings->assembly->id, 0, PAL_LIMIT_RECORD_FILES};
    struct sittings context = *sittings;
    return pal_speeches_walk(sittings->table->export->store, &query, add_speech, &context);
}

static enum pal_err add_suspension(void *context, const struct pal_suspension *suspension)
{
    const struct sittings *sittings = context;
    struct pal_table *rows = &sittings->table->rows;
    pal_table_uuid(rows, true, &sittings->assembly->uuid);
    pal_table_instant(rows, suspension->suspended_us);
    pal_table_instant(rows, suspension->resumed_us);
    pal_table_word(rows, suspension->is_by_motion ? "motion" : "chair");
    return pal_table_end_line(rows);
}

static enum pal_err add_suspensions(const struct sittings *sittings)
{
    struct sittings context = *sittings;
    return pal_suspensions_walk(sittings->table->export->store, sittings->assembly->id,
                                add_suspension, &context);
}

static enum pal_err walk_sittings(struct table *table,
                                  enum pal_err (*write)(const struct sittings *sittings))
{
    struct sittings sittings = {.table = table, .write = write};
    return walk_assemblies(table, visit_sitting, &sittings);
}

static enum pal_err write_motions(struct table *table)
{
    return walk_sittings(table, add_motions);
}

static enum pal_err write_speeches(struct table *table)
{
    return walk_sittings(table, add_speeches);
}

static enum pal_err write_suspensions(struct table *table)
{
    return walk_sittings(table, add_suspensions);
}

static enum pal_err add_initiatives(const struct sittings *sittings)
{
    struct table *table = sittings->table;
    return pal_export_initiatives(table->export->store, sittings->assembly, &table->rows);
}

static enum pal_err write_initiatives(struct table *table)
{
    return walk_sittings(table, add_initiatives);
}

static enum pal_err add_nominations(void *context, const struct pal_resolution *resolution)
{
    struct table *table = context;
    return pal_export_nominations(table->export->store, resolution, &table->rows);
}

static enum pal_err add_temperatures(void *context, const struct pal_resolution *resolution)
{
    struct table *table = context;
    return pal_export_temperatures(table->export->store, resolution, &table->rows);
}

static enum pal_err add_agenda_nominations(const struct sittings *sittings)
{
    struct table *table = sittings->table;
    return pal_agenda_walk(table->export->store, sittings->assembly->id, add_nominations, table);
}

static enum pal_err add_agenda_temperatures(const struct sittings *sittings)
{
    struct table *table = sittings->table;
    return pal_agenda_walk(table->export->store, sittings->assembly->id, add_temperatures, table);
}

static enum pal_err write_nominations(struct table *table)
{
    return walk_sittings(table, add_agenda_nominations);
}

static enum pal_err write_temperatures(struct table *table)
{
    return walk_sittings(table, add_agenda_temperatures);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *columns;
    enum pal_err (*write)(struct table *table);
} tables[] = {
    {"tables/amendments.csv", "amendment,resolution,version,parent,author,state,distance,supporters,poll,proposed_at,text", write_amendments},
    {"tables/assemblies.csv", "assembly,kind,call,second_of,college,title,state,meets_at,noticed_at,opened_at,ended_at", write_assemblies},
    {"tables/colleges.csv", "constitution,college,label_fr,label_en,weight,members", write_colleges},
    {"tables/contributions.csv", "contribution,resolution,parent,kind,state,official,author,college,at,version,endorsements,concern,settled_by,reason,text", write_contributions},
    {"tables/initiatives.csv", "initiative,assembly,class,author,state,sponsors,resolution,proposed_at,text", write_initiatives},
    {"tables/motions.csv", "motion,assembly,resolution,kind,college,made_at,carried_at,support,base", write_motions},
    {"tables/nominations.csv", "resolution,nominee,named,refused", write_nominations},
    {"tables/polls.csv", "poll,assembly,resolution,amendment,kind,title,class,method,electorate,state,opens_at,closes_at,called_at,opened_at,closed_at,counted_at,voters,verdict,outcome", write_polls},
    {"tables/decisions.csv", "poll,step,state,due_on,changed_at,text", write_decisions},
    {"tables/minutes.csv", "minutes,assembly,version,drawn_at,published_at,document", write_minutes},
    {"tables/resolutions.csv", "resolution,assembly,position,class,state,origin,opinion,procedure,title,text", write_resolutions},
    {"tables/speeches.csv", "speech,assembly,resolution,speaker,from,to", write_speeches},
    {"tables/suspensions.csv", "assembly,from,to,by", write_suspensions},
    {"tables/temperatures.csv", "resolution,college,version,support,reserve,oppose,none,published_at", write_temperatures},
};
/* clang-format on */

enum pal_err pal_export_write_table(struct pal_export *export, struct pal_text name)
{
    struct table table = {
        .export = export,
        .rows = {.out = &export->out, .csv = {.separator = ','}},
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (pal_text_is(name, tables[i].name)) {
            pal_table_begin(&table.rows, tables[i].columns);
            return tables[i].write(&table);
        }
    }
    pal_export_write_columns(&export->out.piece);
    return PAL_OK;
}
