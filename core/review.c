/* review.c - the pack for whoever reviews a cooperative: which files it has, and those of its assemblies. */
#include "core/review.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/mail.h"
#include "core/store.h"

#include "reviewing.h"
#include "state.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 9999, YEARS = 5, YEAR_DIGITS = 4 };

static void review_done(struct pal_review *review)
{
    pal_society_done(&review->society);
    pal_mem_free(review->assemblies);
    pal_export_file_done(&review->out);
}

/* --- years ------------------------------------------------------------------------------------ */

static bool read_year(struct pal_text text, int32_t *out_year)
{
    int64_t year;
    bool is_year = text.size == YEAR_DIGITS && pal_text_int(text, &year) == PAL_OK &&
                   year >= FIRST_YEAR && year <= LAST_YEAR;
    *out_year = is_year ? (int32_t)year : 0;
    return is_year;
}

static int32_t year_of(struct pal_date day)
{
    char text[PAL_DATE_TEXT_SIZE + 1];
    int32_t year;
    pal_date_write(day, text);
    return read_year((struct pal_text){text, YEAR_DIGITS}, &year) ? year : FIRST_YEAR;
}

/* RULE docs/rules/review.md
 * > Where no years are asked for it is of the five last ones: a cooperative is reviewed every five years.
 */
enum pal_err pal_years_parse(struct pal_store *store, struct pal_text text,
                             struct pal_years *out_years)
{
    struct pal_text first;
    struct pal_text last = text;
    if (text.size == 0) {
        int32_t year = year_of(pal_society_today(store));
        *out_years = (struct pal_years){year - YEARS + 1, year};
        return PAL_OK;
    }
    if (!pal_text_cut(&last, '-', &first)) {
        first = text;
        last = text;
    }
    bool are_years = read_year(first, &out_years->first) && read_year(last, &out_years->last);
    return are_years && out_years->first <= out_years->last ? PAL_OK : PAL_ERR_REVIEW_YEARS;
}

void pal_review_name(const struct pal_years *years, struct pal_buf *buf)
{
    pal_buf_add_format(buf, "palabre-review-%" PRId32 "-%" PRId32 ".tar", years->first,
                       years->last);
}

static struct pal_date begin_of(int32_t year)
{
    struct pal_date day;
    PAL_BUF(text);
    pal_buf_add_format(&text, "%04" PRId32 "-01-01", year);
    bool is_day = year <= LAST_YEAR && pal_date_parse(pal_buf_text(&text), &day) == PAL_OK;
    return is_day ? day : (struct pal_date){INT32_MAX}; /* after the last that can be written */
}

struct pal_date pal_review_year_end(int32_t year)
{
    return (struct pal_date){begin_of(year + 1).days - 1};
}

bool pal_review_has(const struct pal_review *review, struct pal_date day)
{
    return review->from.days <= day.days && day.days < review->until.days;
}

/* --- files ------------------------------------------------------------------------------------ */

void pal_review_table(struct pal_review *review, const char *name, const char *columns,
                      struct pal_table *out_table)
{
    *out_table = (struct pal_table){
        .out = &review->out,
        .csv = {.separator = ',', .is_guarded = true},
    };
    pal_export_file_begin(&review->out, pal_text_of(name));
    pal_table_begin(out_table, columns);
}

static enum pal_err write_words(struct pal_review *review)
{
    pal_export_file_begin(&review->out, pal_text_of("README.md"));
    pal_review_words(review, &review->out.piece);
    return pal_export_file_end(&review->out);
}

/* Where the log stood: with the public record, what this pack says can be looked up there. */
static enum pal_err write_checkpoint(struct pal_review *review)
{
    pal_export_file_begin(&review->out, pal_text_of("checkpoint"));
    enum pal_err err = pal_log_checkpoint(review->store, &review->out.piece);
    PAL_TRY(err == PAL_ERR_NOT_FOUND ? PAL_OK : err);
    return pal_export_file_end(&review->out);
}

enum pal_err pal_review_document(struct pal_review *review, const char *name,
                                 const struct pal_hash *hash)
{
    pal_export_file_begin(&review->out, pal_text_of(name));
    PAL_TRY(pal_document_get(review->store, hash, &review->out.piece));
    return pal_export_file_end(&review->out);
}

/* --- assemblies ------------------------------------------------------------------------------- */

/* The day of the sitting; of one that was not held, the day for which it was called. */
static struct pal_date day_of(const struct pal_assembly *assembly)
{
    return pal_date_of_instant(assembly->opened_us != 0 ? assembly->opened_us : assembly->meets_us);
}

static enum pal_err find_assembly(void *context, const struct pal_assembly *assembly)
{
    struct pal_review *review = context;
    if (assembly->noticed_us == 0 || !pal_review_has(review, day_of(assembly))) {
        return PAL_OK;
    }
    review->capacity = pal_mem_capacity(review->capacity, review->count + 1);
    review->assemblies =
        pal_mem_grow(review->assemblies, review->capacity, sizeof *review->assemblies);
    review->assemblies[review->count++] = assembly->id;
    return PAL_OK;
}

/* "published", "draft", or nothing where there are none. */
static enum pal_err minutes_state(struct pal_review *review, struct pal_assembly_id assembly,
                                  const char **out_word)
{
    struct pal_minutes minutes;
    enum pal_err err = pal_minutes_of(review->store, assembly, &minutes);
    *out_word = err == PAL_ERR_NOT_FOUND ? "" : "draft";
    if (err == PAL_OK && minutes.published_us != 0) {
        *out_word = "published";
    }
    return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
}

static enum pal_err write_assemblies(struct pal_review *review)
{
    struct pal_table table;
    pal_review_table(review, "assemblies.csv",
                     "assembly,day,kind,call,second_of,college,title,place,state,noticed_at,"
                     "meets_at,opened_at,ended_at,minutes",
                     &table);
    for (size_t i = 0; i < review->count; i++) {
        PAL_ASSEMBLY(assembly);
        const char *minutes;
        PAL_TRY(pal_assembly_read(review->store, review->assemblies[i], &assembly));
        PAL_TRY(minutes_state(review, assembly.id, &minutes));
        pal_table_uuid(&table, true, &assembly.uuid);
        pal_table_day(&table, (struct pal_day){true, day_of(&assembly)});
        pal_table_word(&table, pal_assembly_kind_word(assembly.kind));
        pal_table_word(&table, pal_call_word(assembly.call));
        pal_table_uuid(&table, assembly.second_of.value != 0, &assembly.second_of_uuid);
        pal_table_text(&table, assembly.college);
        pal_table_text(&table, assembly.title);
        pal_table_text(&table, assembly.place);
        pal_table_word(&table, pal_assembly_state_word(assembly.state));
        pal_table_instant(&table, assembly.noticed_us);
        pal_table_instant(&table, assembly.meets_us);
        pal_table_instant(&table, assembly.opened_us);
        pal_table_instant(&table, assembly.ended_us);
        pal_table_word(&table, minutes);
        PAL_TRY(pal_table_end_line(&table));
    }
    return pal_export_file_end(&review->out);
}

/* --- minutes ---------------------------------------------------------------------------------- */

/* Appends "minutes/ASSEMBLY/minutes.json". */
static void name_file(const char *folder, const struct pal_uuid *uuid, const char *name,
                      struct pal_buf *buf)
{
    char id[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(uuid, id);
    pal_buf_clear(buf);
    pal_buf_add_format(buf, "%s/%s%s", folder, id, name);
}

static enum pal_err write_minutes(struct pal_review *review, struct pal_assembly_id assembly)
{
    static const char *const names[] = {
#define FORM_NAME(name, word) [PAL_REVIEW_##name] = "/" word,
        PAL_REVIEW_FORMS(FORM_NAME)
#undef FORM_NAME
    };
    const struct pal_review_spec *spec = review->spec;
    struct pal_minutes minutes;
    PAL_BUF(name);
    enum pal_err err = pal_minutes_of(review->store, assembly, &minutes);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
    }
    for (size_t i = 0; i < PAL_REVIEW_FORM_COUNT; i++) {
        name_file("minutes", &minutes.assembly_uuid, names[i], &name);
        pal_export_file_begin(&review->out, pal_buf_text(&name));
        PAL_TRY(spec->print(spec->context, review->store, &minutes, (enum pal_review_form)i,
                            &review->out.piece));
        PAL_TRY(pal_export_file_end(&review->out));
    }
    name_file("minutes", &minutes.assembly_uuid, "/minutes.json", &name);
    return pal_review_document(review, name.bytes, &minutes.hash);
}

/* --- notices ---------------------------------------------------------------------------------- */

struct notices {
    struct pal_review *review;
    const struct pal_assembly *assembly;
    struct pal_table table;
};

static enum pal_err add_notice(void *context, const struct pal_mailing *mailing)
{
    struct notices *notices = context;
    struct pal_table *table = &notices->table;
    struct pal_sending sending;
    if (!mailing->has_entry) {
        return PAL_OK;
    }
    PAL_TRY(pal_sending_read(notices->review->store, mailing, &sending));
    pal_table_uuid(table, true, &notices->assembly->uuid);
    pal_table_instant(table, sending.at_us);
    pal_table_int(table, sending.count);
    pal_table_int(table, sending.failed);
    pal_table_hash(table, true, &sending.hash);
    pal_table_hash(table, true, &sending.root);
    pal_table_int(table, mailing->entry);
    return pal_table_end_line(table);
}

static enum pal_err write_notices(struct pal_review *review)
{
    struct notices notices = {.review = review};
    pal_review_table(review, "notices.csv", "assembly,sent_at,reached,failed,notice,root,entry",
                     &notices.table);
    for (size_t i = 0; i < review->count; i++) {
        PAL_ASSEMBLY(assembly);
        PAL_TRY(pal_assembly_read(review->store, review->assemblies[i], &assembly));
        notices.assembly = &assembly;
        PAL_TRY(pal_mailings_walk(review->store, assembly.id, add_notice, &notices));
    }
    return pal_export_file_end(&review->out);
}

/* What each letter said: the same document for all the sendings of a notice. */
static enum pal_err write_notice(void *context, const struct pal_mailing *mailing)
{
    struct notices *notices = context;
    char hash[2 * PAL_HASH_SIZE + 1];
    PAL_BUF(name);
    if (!mailing->has_entry) {
        return PAL_OK;
    }
    pal_hash_write(&mailing->hash, hash);
    pal_buf_add_format(&name, "notices/%" PRId64 "-%.16s.json", mailing->entry, hash);
    return pal_review_document(notices->review, name.bytes, &mailing->hash);
}

/* --- attendance sheets ------------------------------------------------------------------------ */

struct sheet {
    struct pal_review *review;
    struct pal_assembly_id assembly;
    struct pal_date day;
    struct pal_table table;
    struct pal_buf college, stays;
};

static enum pal_err add_stay(void *context, int64_t entered_us, int64_t left_us)
{
    struct sheet *sheet = context;
    char text[PAL_INSTANT_TEXT_SIZE + 1];
    pal_buf_add_string(&sheet->stays, sheet->stays.size > 0 ? " " : "");
    pal_instant_write(entered_us - entered_us % 1000000, text);
    pal_buf_add_string(&sheet->stays, text);
    pal_buf_add_byte(&sheet->stays, '/');
    if (left_us != 0) {
        pal_instant_write(left_us - left_us % 1000000, text);
        pal_buf_add_string(&sheet->stays, text);
    }
    return PAL_OK;
}

static enum pal_err see_membership(void *context, const struct pal_membership *membership)
{
    struct sheet *sheet = context;
    int32_t day = sheet->day.days;
    bool is_then = membership->from_on.days <= day &&
                   (!membership->until_on.is_known || day < membership->until_on.date.days);
    if (is_then) {
        pal_buf_clear(&sheet->college);
        pal_buf_add_text(&sheet->college, membership->college);
    }
    return PAL_OK;
}

static enum pal_err add_line(void *context, const struct pal_sheet_line *line)
{
    struct sheet *sheet = context;
    struct pal_store *store = sheet->review->store;
    pal_buf_clear(&sheet->college);
    pal_buf_clear(&sheet->stays);
    PAL_TRY(pal_memberships_walk(store, line->member, see_membership, sheet));
    PAL_TRY(pal_stays_walk(store, sheet->assembly, line->member, add_stay, sheet));
    pal_table_text(&sheet->table, line->number);
    pal_table_text(&sheet->table, line->name);
    pal_table_text(&sheet->table, pal_buf_text(&sheet->college));
    pal_table_word(&sheet->table, pal_taking_part_word(line->part));
    pal_table_text(&sheet->table, line->holder);
    pal_table_int(&sheet->table, line->votes);
    pal_table_text(&sheet->table, pal_buf_text(&sheet->stays));
    return pal_table_end_line(&sheet->table);
}

static enum pal_err write_sheet(struct pal_review *review, struct pal_assembly_id assembly)
{
    PAL_ASSEMBLY(now);
    PAL_BUF(name);
    PAL_TRY(pal_assembly_read(review->store, assembly, &now));
    name_file("sheets", &now.uuid, ".csv", &name);
    struct sheet sheet = {.review = review, .assembly = assembly, .day = day_of(&now)};
    const struct pal_attendance_query query = {.assembly = assembly, .limit = PAL_LIMIT_MEMBERS};
    pal_review_table(review, name.bytes, "number,name,college,part,holder,votes,stays",
                     &sheet.table);
    enum pal_err err = pal_sheet_walk(review->store, &query, add_line, &sheet);
    pal_buf_done(&sheet.college);
    pal_buf_done(&sheet.stays);
    PAL_TRY(err);
    return pal_export_file_end(&review->out);
}

/* --- the whole -------------------------------------------------------------------------------- */

static enum pal_err write_assembly(struct pal_review *review, struct pal_assembly_id assembly)
{
    struct notices notices = {.review = review};
    PAL_TRY(write_minutes(review, assembly));
    PAL_TRY(pal_review_attached(review, assembly));
    PAL_TRY(pal_mailings_walk(review->store, assembly, write_notice, &notices));
    return write_sheet(review, assembly);
}

static enum pal_err write_files(struct pal_review *review)
{
    static enum pal_err (*const files[])(struct pal_review * review) = {
        write_words,          write_assemblies,   pal_review_attachments, pal_review_categories,
        pal_review_changes,   write_checkpoint,   pal_review_colleges,    pal_review_constitutions,
        pal_review_decisions, pal_review_members, write_notices,          pal_review_surplus,
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        PAL_TRY(files[i](review));
    }
    for (size_t i = 0; i < review->count; i++) {
        PAL_TRY(write_assembly(review, review->assemblies[i]));
    }
    return PAL_OK;
}

enum pal_err pal_review_make(struct pal_store *store, const struct pal_review_spec *spec,
                             uint64_t *out_size)
{
    struct pal_review review PAL_CLEANUP(review_done) = {
        .store = store,
        .spec = spec,
        .from = begin_of(spec->years.first),
        .until = begin_of(spec->years.last + 1),
        .out = {.file = -1},
    };
    const struct pal_assemblies_query assemblies = {.limit = PAL_LIMIT_RECORD_FILES};
    uint8_t hash[PAL_LONG_HASH_SIZE];
    PAL_BUF(path);
    pal_buf_add_format(&path, "%s.tmp", spec->path);
    if (!spec->replaces && pal_file_exists(spec->path)) {
        return PAL_ERR_FILE_EXISTS;
    }
    PAL_TRY(pal_society_read(store, &review.society));
    PAL_TRY(pal_assemblies_walk(store, &assemblies, find_assembly, &review));
    PAL_TRY(pal_export_file_open(&review.out, path.bytes, !spec->passes));
    PAL_TRY(write_files(&review));
    PAL_TRY(pal_export_file_finish(&review.out, hash));
    *out_size = review.out.size;
    if (rename(path.bytes, spec->path) != 0) {
        pal_file_remove(path.bytes);
        return PAL_ERR_FILE_WRITE;
    }
    return PAL_OK;
}

enum pal_err pal_review_hold(struct pal_store *store, const struct pal_review_spec *spec,
                             struct pal_source *out_tar)
{
    PAL_BUF(path);
    uint64_t size;
    if (store->path == NULL) {
        return PAL_ERR_NOT_FOUND;
    }
    pal_buf_add_format(&path, "%s.review", store->path);
    struct pal_review_spec beside = *spec;
    beside.path = path.bytes;
    beside.replaces = true;
    beside.passes = true;
    PAL_TRY(pal_review_make(store, &beside, &size));
    enum pal_err err = pal_source_open(path.bytes, out_tar);
    pal_file_remove(path.bytes);
    return err;
}
