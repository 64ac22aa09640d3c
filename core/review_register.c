/* review_register.c - the register in a review pack: members, what changed, and how colleges weighed at the end of each year. */
#include "base/clock.h"
#include "base/limits.h"
#include "core/colleges.h"
#include "core/members.h"
#include "core/store.h"

#include "reviewing.h"

struct rows {
    struct pal_review *review;
    const struct pal_member *member;
    struct pal_table table;
    bool is_moved; /* a membership was seen before */
};

/* RULE docs/rules/review.md
 * > The register lists who was a member on some day of the years, and nobody else.
 */
static bool was_member(const struct pal_review *review, const struct pal_member *member)
{
    bool had_come =
        member->admitted_on.is_known && member->admitted_on.date.days < review->until.days;
    bool had_left = member->left_on.is_known && member->left_on.date.days < review->from.days;
    return had_come && !had_left;
}

static enum pal_err walk_members(struct rows *rows,
                                 enum pal_err (*visit)(void *context,
                                                       const struct pal_member *member))
{
    const struct pal_members_query query = {.limit = PAL_LIMIT_MEMBERS};
    PAL_TRY(pal_members_walk(rows->review->store, &query, visit, rows));
    return pal_export_file_end(&rows->review->out);
}

/* --- members ---------------------------------------------------------------------------------- */

static enum pal_err add_member(void *context, const struct pal_member *member)
{
    struct rows *rows = context;
    struct pal_table *table = &rows->table;
    if (!was_member(rows->review, member)) {
        return PAL_OK;
    }
    pal_table_text(table, member->number);
    pal_table_text(table, member->name);
    pal_table_word(table, pal_member_kind_word(member->kind));
    pal_table_word(table, pal_member_state_word(member->state));
    pal_table_text(table, member->category);
    pal_table_text(table, member->college);
    pal_table_int(table, member->shares);
    pal_table_day(table, (struct pal_day){true, member->applied_on});
    pal_table_day(table, member->admitted_on);
    pal_table_day(table, member->left_on);
    return pal_table_end_line(table);
}

enum pal_err pal_review_members(struct pal_review *review)
{
    struct rows rows = {.review = review};
    pal_review_table(
        review, "members.csv",
        "number,name,kind,state,category,college,shares,applied_on,admitted_on,left_on",
        &rows.table);
    return walk_members(&rows, add_member);
}

/* --- changes ---------------------------------------------------------------------------------- */

static enum pal_err add_change(struct rows *rows, struct pal_day day, const char *change,
                               const struct pal_membership *to)
{
    struct pal_table *table = &rows->table;
    if (!day.is_known || !pal_review_has(rows->review, day.date)) {
        return PAL_OK;
    }
    pal_table_day(table, day);
    pal_table_text(table, rows->member->number);
    pal_table_text(table, rows->member->name);
    pal_table_word(table, change);
    pal_table_text(table, to != NULL ? to->category : pal_text_of(""));
    pal_table_text(table, to != NULL ? to->college : pal_text_of(""));
    return pal_table_end_line(table);
}

static enum pal_err add_membership(void *context, const struct pal_membership *membership)
{
    struct rows *rows = context;
    const char *change = rows->is_moved ? "moved" : "placed";
    rows->is_moved = true;
    return add_change(rows, (struct pal_day){true, membership->from_on}, change, membership);
}

static enum pal_err add_changes(void *context, const struct pal_member *member)
{
    struct rows *rows = context;
    rows->member = member;
    rows->is_moved = false;
    if (!was_member(rows->review, member)) {
        return PAL_OK;
    }
    PAL_TRY(add_change(rows, (struct pal_day){true, member->applied_on}, "applied", NULL));
    PAL_TRY(add_change(rows, member->admitted_on, "admitted", NULL));
    PAL_TRY(pal_memberships_walk(rows->review->store, member->id, add_membership, rows));
    return add_change(rows, member->left_on, "left", NULL);
}

enum pal_err pal_review_changes(struct pal_review *review)
{
    struct rows rows = {.review = review};
    pal_review_table(review, "changes.csv", "day,number,name,change,category,college", &rows.table);
    return walk_members(&rows, add_changes);
}

/* --- colleges and categories, year by year ------------------------------------------------------ */

/* One day, with the constitution that was in force. */
struct reading {
    struct pal_date day;
    const struct pal_version *version;
    const struct pal_constitution *constitution;
    const struct pal_census *census;
};

static void add_head(struct pal_table *table, const struct reading *reading)
{
    pal_table_day(table, (struct pal_day){true, reading->day});
    pal_table_int(table, reading->version->number);
}

static enum pal_err add_colleges(struct pal_table *table, const struct reading *reading)
{
    for (size_t i = 0; i < reading->constitution->college_count; i++) {
        const struct pal_college *college = &reading->constitution->colleges[i];
        PAL_BUF(weight);
        PAL_BUF(effective);
        pal_ratio_write(college->weight, &weight);
        pal_ratio_write(reading->census->weights[i], &effective);
        add_head(table, reading);
        pal_table_word(table, college->id);
        pal_table_word(table, college->label_fr);
        pal_table_word(table, college->label_en);
        pal_table_text(table, pal_buf_text(&weight));
        pal_table_text(table, pal_buf_text(&effective));
        pal_table_int(table, (int64_t)reading->census->colleges[i]);
        PAL_TRY(pal_table_end_line(table));
    }
    return PAL_OK;
}

static enum pal_err add_categories(struct pal_table *table, const struct reading *reading)
{
    for (size_t i = 0; i < reading->constitution->category_count; i++) {
        const struct pal_category *category = &reading->constitution->categories[i];
        add_head(table, reading);
        pal_table_word(table, category->id);
        pal_table_word(table, category->label_fr);
        pal_table_word(table, category->label_en);
        pal_table_int(table, (int64_t)reading->census->categories[i]);
        PAL_TRY(pal_table_end_line(table));
    }
    return PAL_OK;
}

static enum pal_err add_day(struct pal_review *review, struct pal_table *table, struct pal_date day,
                            enum pal_err (*add)(struct pal_table *table,
                                                const struct reading *reading))
{
    struct pal_version version;
    PAL_CONSTITUTION(constitution);
    PAL_CENSUS(census);
    enum pal_err err = pal_version_in_force(review->store, day, &version);
    if (err == PAL_ERR_NOT_FOUND) {
        return PAL_OK; /* before the society was founded */
    }
    PAL_TRY(err);
    PAL_TRY(pal_version_read(review->store, &version, &constitution));
    PAL_TRY(pal_census_take(review->store, &constitution, day, &census));
    const struct reading reading = {day, &version, &constitution, &census};
    return add(table, &reading);
}

/* RULE docs/rules/review.md
 * > Colleges and categories are counted on the last day of each year, and on the day of the pack in the year that runs.
 */
static enum pal_err add_years(struct pal_review *review, struct pal_table *table,
                              enum pal_err (*add)(struct pal_table *table,
                                                  const struct reading *reading))
{
    struct pal_date today = pal_society_today(review->store);
    const struct pal_years *years = &review->spec->years;
    for (int32_t year = years->first; year <= years->last; year++) {
        struct pal_date day = pal_review_year_end(year);
        bool is_running = today.days < day.days;
        bool is_ahead = today.days < pal_review_year_end(year - 1).days;
        if (!is_ahead) {
            PAL_TRY(add_day(review, table, is_running ? today : day, add));
        }
    }
    return pal_export_file_end(&review->out);
}

enum pal_err pal_review_colleges(struct pal_review *review)
{
    struct pal_table table;
    pal_review_table(review, "colleges.csv",
                     "day,constitution,college,label_fr,label_en,weight,effective_weight,members",
                     &table);
    return add_years(review, &table, add_colleges);
}

enum pal_err pal_review_categories(struct pal_review *review)
{
    struct pal_table table;
    pal_review_table(review, "categories.csv",
                     "day,constitution,category,label_fr,label_en,members", &table);
    return add_years(review, &table, add_categories);
}

/* --- constitutions ------------------------------------------------------------------------------ */

/* Each version that was in force on some day of the years. */
static enum pal_err is_in_force(struct pal_review *review, const struct pal_version *version,
                                bool *out_is)
{
    struct pal_version first;
    bool begins = version->state == PAL_VERSION_ADOPTED && version->has_effective_on &&
                  version->effective_on.days < review->until.days;
    *out_is = begins && version->effective_on.days >= review->from.days;
    if (!begins || *out_is) {
        return PAL_OK;
    }
    enum pal_err err = pal_version_in_force(review->store, review->from, &first);
    *out_is = err == PAL_OK && first.id == version->id;
    return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
}

static enum pal_err next_version(struct pal_review *review, int64_t *number, bool *out_is_there,
                                 struct pal_version *out_version)
{
    *out_is_there = false;
    while (!*out_is_there) {
        enum pal_err err = pal_version_next(review->store, *number, out_version);
        if (err == PAL_ERR_NOT_FOUND) {
            return PAL_OK;
        }
        PAL_TRY(err);
        *number = out_version->number;
        PAL_TRY(is_in_force(review, out_version, out_is_there));
    }
    return PAL_OK;
}

static enum pal_err write_table(struct pal_review *review)
{
    struct pal_table table;
    struct pal_version version;
    bool is_there;
    int64_t number = 0;
    pal_review_table(review, "constitutions.csv", "constitution,id,hash,effective_on,adopted_by",
                     &table);
    PAL_TRY(next_version(review, &number, &is_there, &version));
    while (is_there) {
        pal_table_int(&table, version.number);
        pal_table_uuid(&table, true, &version.uuid);
        pal_table_hash(&table, true, &version.hash);
        pal_table_day(&table, (struct pal_day){true, version.effective_on});
        pal_table_uuid(&table, version.has_adopted_by, &version.adopted_by);
        PAL_TRY(pal_table_end_line(&table));
        PAL_TRY(next_version(review, &number, &is_there, &version));
    }
    return pal_export_file_end(&review->out);
}

enum pal_err pal_review_constitutions(struct pal_review *review)
{
    struct pal_version version;
    bool is_there;
    int64_t number = 0;
    PAL_TRY(write_table(review));
    PAL_TRY(next_version(review, &number, &is_there, &version));
    while (is_there) {
        PAL_BUF(name);
        pal_buf_add_string(&name, "constitutions/");
        pal_buf_add_int(&name, version.number);
        pal_buf_add_string(&name, ".json");
        PAL_TRY(pal_review_document(review, name.bytes, &version.hash));
        PAL_TRY(next_version(review, &number, &is_there, &version));
    }
    return PAL_OK;
}
