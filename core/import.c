/*
 * import.c - members from a CSV file: every line is judged, and all are kept or none.
 */
#include "core/import.h"

#include <string.h>

#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/colleges.h"
#include "core/csv.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "import_columns.h"
#include "register.h"

/* One file at work. */
struct import {
    struct pal_store *store;
    struct pal_register reg;
    struct pal_import_columns columns;
    struct pal_csv *csv;
    struct pal_import_report *report;
    int64_t next_number;       /* where the file has no numbers */
    struct pal_uuid entry;     /* that will say what was imported */
    struct pal_hash_state all; /* of the commitments to every member */
};

/* --- what is wrong with a line -------------------------------------------------------------- */

static bool is_fatal(enum pal_err err)
{
    return err == PAL_ERR_STORE_BUSY || err == PAL_ERR_STORE_FULL || err == PAL_ERR_STORE_IO ||
           err == PAL_ERR_STORE_CORRUPT || err == PAL_ERR_STORE_READ_ONLY;
}

/* "/person/email" is the column "email". */
static void note(struct import *import, enum pal_err err, const struct pal_where *where)
{
    struct pal_import_report *report = import->report;
    report->error_count++;
    if (report->error_count > PAL_IMPORT_ERRORS) {
        return;
    }
    struct pal_import_error *error = &report->errors[report->error_count - 1];
    *error = (struct pal_import_error){.line = import->csv->record_line, .err = err};
    const char *slash = strrchr(where->pointer, '/');
    const char *name = slash != NULL ? slash + 1 : "";
    pal_import_columns_locate(&import->columns, name, &error->column, error->name);
}

/* --- one line ------------------------------------------------------------------------------- */

/* A member and their representative, as a line gives them. */
struct line {
    struct pal_member_spec member;
    bool has_representative;
    struct pal_representative_spec representative;
    struct pal_buf name;
    char number[24];
};

static struct pal_text field(const struct import *import, enum pal_import_column column)
{
    size_t at = import->columns.at[column];
    return at == SIZE_MAX ? (struct pal_text){"", 0}
                          : pal_text_trim(pal_csv_field(import->csv, at));
}

static enum pal_err read_day(const struct import *import, enum pal_import_column column,
                             struct pal_day *out_day, struct pal_where *where)
{
    enum pal_err err = pal_import_day(field(import, column), out_day);
    if (err != PAL_OK) {
        pal_where_set(where, "/%s", pal_import_column_name(column));
    }
    return err;
}

static enum pal_err read_words(const struct import *import, struct pal_member_spec *spec,
                               struct pal_where *where)
{
    if (!pal_import_kind(field(import, PAL_COLUMN_KIND), &spec->kind)) {
        pal_where_set(where, "/kind");
        return PAL_ERR_JSON_VALUE;
    }
    if (!pal_import_state(field(import, PAL_COLUMN_STATE), &spec->state)) {
        pal_where_set(where, "/state");
        return PAL_ERR_JSON_VALUE;
    }
    struct pal_text shares = field(import, PAL_COLUMN_SHARES);
    if (shares.size > 0) {
        enum pal_err err = pal_text_int(shares, &spec->shares);
        if (err != PAL_OK) {
            pal_where_set(where, "/shares");
            return err;
        }
    }
    spec->category = field(import, PAL_COLUMN_CATEGORY);
    spec->college = field(import, PAL_COLUMN_COLLEGE);
    return PAL_OK;
}

/* As registers are sorted: the family name first. */
static void read_name(const struct import *import, struct line *line)
{
    pal_buf_add_text(&line->name, field(import, PAL_COLUMN_NAME));
    struct pal_text first = field(import, PAL_COLUMN_FIRST_NAME);
    if (first.size > 0) {
        pal_buf_add_byte(&line->name, ' ');
        pal_buf_add_text(&line->name, first);
    }
    line->member.person.name = pal_buf_text(&line->name);
}

/* Contacts are those of whoever signs in: the representative where there is one. */
static void read_contacts(const struct import *import, struct line *line)
{
    struct pal_person_spec contact = {
        .email = field(import, PAL_COLUMN_EMAIL),
        .phone = field(import, PAL_COLUMN_PHONE),
        .language = field(import, PAL_COLUMN_LANGUAGE),
    };
    struct pal_text representative = field(import, PAL_COLUMN_REPRESENTATIVE);
    line->has_representative = representative.size > 0;
    struct pal_person_spec *reached = &line->member.person;
    if (line->has_representative) {
        reached = &line->representative.person;
        reached->name = representative;
        line->representative.rank = PAL_ACTS_AS_FULL;
        line->representative.authority = field(import, PAL_COLUMN_AUTHORITY);
    }
    reached->email = contact.email;
    reached->phone = contact.phone;
    reached->language = contact.language;
}

static enum pal_err read_line(struct import *import, struct line *line, struct pal_where *where)
{
    PAL_TRY(import->csv->record_err);
    if (import->csv->field_count != import->columns.count) {
        return PAL_ERR_CSV_FIELDS;
    }
    struct pal_member_spec *member = &line->member;
    read_name(import, line);
    read_contacts(import, line);
    PAL_TRY(read_words(import, member, where));
    PAL_TRY(read_day(import, PAL_COLUMN_BORN_ON, &member->person.born_on, where));
    PAL_TRY(read_day(import, PAL_COLUMN_APPLIED_ON, &member->applied_on, where));
    PAL_TRY(read_day(import, PAL_COLUMN_ADMITTED_ON, &member->admitted_on, where));
    line->representative.from_on =
        member->admitted_on.is_known ? member->admitted_on.date : import->reg.today;
    member->number = field(import, PAL_COLUMN_NUMBER);
    if (import->columns.at[PAL_COLUMN_NUMBER] == SIZE_MAX) {
        PAL_BUF(number);
        pal_buf_add_format(&number, "%lld", (long long)import->next_number++);
        memcpy(line->number, number.bytes, number.size + 1);
        member->number = pal_text_of(line->number);
        return PAL_OK;
    }
    if (member->number.size == 0) {
        pal_where_set(where, "/number");
        return PAL_ERR_TEXT_EMPTY;
    }
    return PAL_OK;
}

static enum pal_err enter(struct import *import, const struct line *line, struct pal_where *where)
{
    struct pal_member_id member;
    PAL_TRY(pal_register_enter(import->store, &import->reg, &line->member, where, &member));
    if (line->has_representative) {
        struct pal_uuid representative = pal_uuid_random();
        PAL_TRY(pal_register_represent(import->store, member, &line->representative, where,
                                       &representative));
    }
    PAL_BUF(content);
    PAL_TRY(pal_register_content(import->store, member, &content));
    struct pal_hash c;
    PAL_TRY(pal_member_commit(import->store, member, &import->entry, pal_buf_text(&content), &c));
    pal_hash_add(&import->all, c.bytes, sizeof c.bytes);
    return PAL_OK;
}

static void count_college(struct import *import, const struct pal_member_spec *member)
{
    const struct pal_constitution *constitution = import->reg.constitution;
    size_t category, college;
    if (member->state != PAL_MEMBER_ADMITTED ||
        pal_college_place(constitution, member->category, member->college, &category, &college) !=
            PAL_OK) {
        return;
    }
    import->report->admitted++;
    import->report->colleges[college == SIZE_MAX ? 0 : college].members++;
}

static enum pal_err take_line(struct import *import)
{
    struct line line = {.member.state = PAL_MEMBER_ADMITTED};
    struct pal_where where = {0};
    enum pal_err err = read_line(import, &line, &where);
    if (err == PAL_OK) {
        err = enter(import, &line, &where);
    }
    if (err == PAL_OK) {
        count_college(import, &line.member);
    }
    pal_buf_done(&line.name);
    if (err != PAL_OK && !is_fatal(err)) {
        note(import, err, &where);
        return PAL_OK;
    }
    return err;
}

/* --- the file ------------------------------------------------------------------------------- */

static void prepare_report(const struct pal_constitution *constitution,
                           struct pal_import_report *report)
{
    size_t count = constitution->college_count;
    report->college_count = count > 0 ? count : 1;
    report->colleges = pal_mem_new(report->college_count, sizeof *report->colleges);
    for (size_t i = 0; i < report->college_count; i++) {
        report->colleges[i].id = pal_mem_copy_string(count > 0 ? constitution->colleges[i].id : "");
    }
}

static enum pal_err read_header(struct import *import)
{
    bool has_record;
    PAL_TRY(pal_csv_next(import->csv, &has_record));
    enum pal_err err = PAL_ERR_CSV_COLUMN;
    uint64_t column = 0;
    if (has_record) {
        err = pal_import_columns_read(import->csv, &import->columns, &column);
    }
    if (err != PAL_OK) {
        import->csv->record_line = has_record ? import->csv->record_line : 1;
        note(import, err, &(struct pal_where){0});
        import->report->errors[0].column = column;
        return PAL_ERR_IMPORT_LINE;
    }
    return PAL_OK;
}

static enum pal_err read_lines(struct import *import)
{
    for (;;) {
        bool has_record;
        PAL_TRY(pal_csv_next(import->csv, &has_record));
        if (!has_record) {
            return import->report->error_count == 0 ? PAL_OK : PAL_ERR_IMPORT_LINE;
        }
        if (import->report->rows == PAL_LIMIT_MEMBERS) {
            return PAL_ERR_LIMIT_COUNT;
        }
        import->report->rows++;
        PAL_TRY(take_line(import));
    }
}

/* One entry for the whole file; its commitment is the hash of the commitments to each member, in
 * the order of the file. */
static enum pal_err say(struct import *import)
{
    struct pal_hash c = pal_hash_final(&import->all);
    PAL_JSON(d);
    d = pal_json_object_new();
    struct pal_json *colleges = pal_json_object_new();
    for (size_t i = 0; i < import->reg.constitution->college_count; i++) {
        const struct pal_import_college *college = &import->report->colleges[i];
        pal_json_set_int(colleges, college->id, (int64_t)college->members);
    }
    pal_json_set_int(d, "count", (int64_t)import->report->rows);
    pal_json_set_hash(d, "c", &c);
    pal_json_set(d, "colleges", colleges);
    return pal_change_make(import->store,
                           &(struct pal_log_entry){"register.import", import->entry, d}, NULL);
}

enum pal_err pal_import_members(struct pal_store *store, const struct pal_import_source *source,
                                const struct pal_import_options *options,
                                struct pal_import_report *report)
{
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    PAL_CSV(csv);
    struct import import = {
        .store = store,
        .reg = {&constitution, pal_society_today(store)},
        .csv = &csv,
        .report = report,
        .entry = pal_uuid_random(),
    };
    pal_hash_init(&import.all);
    prepare_report(&constitution, report);
    PAL_TRY(pal_csv_begin(&csv, source, options->separator));
    PAL_TRY(read_header(&import));
    PAL_TRY(pal_register_next_number(store, &import.next_number));

    PAL_TRANSACTION(transaction, store);
    PAL_TRY(read_lines(&import));
    if (options->is_dry_run || report->rows == 0) {
        return PAL_OK;
    }
    PAL_TRY(say(&import));
    return pal_transaction_commit(&transaction);
}
