/*
 * export_tables.c - the open data of a society: tables with documented columns, without personal data.
 */
#include "base/check.h"
#include "base/clock.h"
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

/* A table as it is written: `is_first` tells whether a line has begun. */
struct table {
    struct pal_export *export;
    struct pal_buf *buf;
    bool is_inside;
};

static const struct pal_record_csv csv = {.separator = ','};

static void add_text(struct table *table, struct pal_text text)
{
    pal_record_field(&csv, !table->is_inside, text, table->buf);
    table->is_inside = true;
}

static void add_word(struct table *table, const char *word)
{
    add_text(table, pal_text_of(word));
}

static void add_uuid(struct table *table, bool exists, const struct pal_uuid *uuid)
{
    char text[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(uuid, text);
    add_word(table, exists ? text : "");
}

static void add_hash(struct table *table, bool exists, const struct pal_hash *hash)
{
    char text[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(hash, text);
    add_word(table, exists ? text : "");
}

/* In seconds, as entries have it; 0 is what has not happened. */
static void add_instant(struct table *table, int64_t instant_us)
{
    char text[PAL_INSTANT_TEXT_SIZE + 1] = "";
    if (instant_us != 0) {
        pal_instant_write(instant_us - instant_us % 1000000, text);
    }
    add_word(table, text);
}

static void add_int(struct table *table, int64_t value)
{
    PAL_BUF(text);
    pal_buf_add_int(&text, value);
    add_text(table, pal_buf_text(&text));
}

static enum pal_err end_line(struct table *table)
{
    pal_record_line_end(table->buf);
    table->is_inside = false;
    return pal_export_file_flush(&table->export->out);
}

/* --- assemblies, resolutions ---------------------------------------------------------------------- */

static enum pal_err add_assembly(void *context, const struct pal_assembly *assembly)
{
    struct table *table = context;
    if (assembly->noticed_us == 0) {
        return PAL_OK; /* cancelled before it was convened */
    }
    add_uuid(table, true, &assembly->uuid);
    add_word(table, pal_assembly_kind_word(assembly->kind));
    add_word(table, pal_call_word(assembly->call));
    add_uuid(table, assembly->second_of.value != 0, &assembly->second_of_uuid);
    add_text(table, assembly->college);
    add_text(table, assembly->title);
    add_word(table, pal_assembly_state_word(assembly->state));
    add_instant(table, assembly->meets_us);
    add_instant(table, assembly->noticed_us);
    add_instant(table, assembly->opened_us);
    add_instant(table, assembly->ended_us);
    return end_line(table);
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
    add_uuid(table, true, &resolution->uuid);
    add_uuid(table, true, &resolution->assembly_uuid);
    add_int(table, resolution->position);
    add_text(table, resolution->decision_class);
    add_word(table, pal_resolution_state_word(resolution->state));
    add_word(table, resolution->is_from_members ? "members" : "board");
    add_word(table, pal_opinion_word(resolution->opinion));
    add_text(table, resolution->title);
    add_hash(table, true, &resolution->hash);
    return end_line(table);
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
    add_uuid(table, true, &item->uuid);
    add_uuid(table, true, &item->resolution_uuid);
    add_uuid(table, item->parent.value != 0, &item->parent_uuid);
    add_word(table, pal_contribution_kind_word(item->kind));
    add_word(table, pal_contribution_state_word(item->state));
    add_word(table, item->is_official ? "true" : "false");
    add_word(table, item->author);
    add_text(table, item->college);
    add_instant(table, item->at_us);
    add_int(table, item->version);
    add_int(table, item->endorsers);
    add_word(table, is_concern ? pal_concern_word(item->concern) : "");
    add_uuid(table, item->has_settled_by, &item->settled_by);
    add_text(table, item->reason);
    add_hash(table, item->state != PAL_CONTRIBUTION_HIDDEN, &item->hash);
    return end_line(table);
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
    add_uuid(table, true, &amendment->uuid);
    add_uuid(table, true, &amendment->resolution_uuid);
    add_int(table, amendment->version);
    add_uuid(table, amendment->parent.value != 0, &amendment->parent_uuid);
    add_word(table, amendment->author);
    add_word(table, pal_amendment_state_word(amendment->state));
    add_int(table, amendment->distance);
    add_int(table, amendment->supporters);
    add_uuid(table, amendment->has_poll, &amendment->poll);
    add_instant(table, amendment->at_us);
    add_hash(table, true, &amendment->hash);
    return end_line(table);
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
    add_uuid(table, true, &poll->uuid);
    add_uuid(table, true, &poll->assembly_uuid);
    add_uuid(table, poll->resolution.value != 0, &poll->resolution_uuid);
    add_uuid(table, poll->amendment.value != 0, &poll->amendment_uuid);
    add_word(table, pal_poll_kind_word(poll->kind));
    add_text(table, poll->title);
    add_text(table, poll->decision_class);
    add_text(table, poll->method);
    add_text(table, poll->electorate);
    add_word(table, pal_poll_state_word(poll->state));
    add_instant(table, poll->opens_us);
    add_instant(table, poll->closes_us);
    add_instant(table, poll->called_us);
    add_instant(table, poll->opened_us);
    add_instant(table, poll->closed_us);
    add_instant(table, poll->counted_us);
    if (poll->has_manifest) {
        add_int(table, poll->voters);
    } else {
        add_word(table, "");
    }
    add_text(table, poll->verdict);
    add_hash(table, poll->has_outcome, &poll->outcome);
    return end_line(table);
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
        add_int(table, version->number);
        add_word(table, college->id);
        add_word(table, college->label_fr);
        add_word(table, college->label_en);
        add_text(table, pal_buf_text(&weight));
        add_int(table, (int64_t)census->colleges[i]);
        PAL_TRY(end_line(table));
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
    add_uuid(table, true, &minutes->uuid);
    add_uuid(table, true, &minutes->assembly_uuid);
    add_int(table, minutes->version);
    add_instant(table, minutes->drawn_us);
    add_instant(table, minutes->published_us);
    add_hash(table, true, &minutes->hash);
    return end_line(table);
}

static enum pal_err write_minutes(struct table *table)
{
    return pal_minutes_walk(table->export->store, add_minutes, table);
}

static enum pal_err add_step(void *context, const struct pal_step *step)
{
    struct table *table = context;
    char due_on[PAL_DATE_TEXT_SIZE + 1] = "";
    if (step->due_on.is_known) {
        pal_date_write(step->due_on.date, due_on);
    }
    add_uuid(table, true, &step->poll);
    add_uuid(table, true, &step->uuid);
    add_word(table, pal_step_state_word(step->state));
    add_word(table, due_on);
    add_instant(table, step->at_us);
    add_hash(table, true, &step->hash);
    return end_line(table);
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
    {"tables/polls.csv", "poll,assembly,resolution,amendment,kind,title,class,method,electorate,state,opens_at,closes_at,called_at,opened_at,closed_at,counted_at,voters,verdict,outcome", write_polls},
    {"tables/decisions.csv", "poll,step,state,due_on,changed_at,text", write_decisions},
    {"tables/minutes.csv", "minutes,assembly,version,drawn_at,published_at,document", write_minutes},
    {"tables/resolutions.csv", "resolution,assembly,position,class,state,origin,opinion,title,text", write_resolutions},
};
/* clang-format on */

enum pal_err pal_export_write_table(struct pal_export *export, struct pal_text name,
                                    struct pal_buf *buf)
{
    struct table table = {.export = export, .buf = buf};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (pal_text_is(name, tables[i].name)) {
            pal_buf_add_string(buf, tables[i].columns);
            pal_record_line_end(buf);
            return tables[i].write(&table);
        }
    }
    pal_export_write_columns(buf);
    return PAL_OK;
}
