/*
 * colleges.c - how many members stand in each college and category, and what a college weighs.
 */
#include "core/colleges.h"

#include "ballots/rules.h"
#include "base/check.h"
#include "base/mem.h"
#include "core/members.h"
#include "core/store.h"

#include "sql.h"

enum { COUNT, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    /* The places as they are kept, without who begins later, with who ends later. */
    [COUNT] = "SELECT state, category, college, sum(members) FROM ("
              "SELECT state, category, college, members FROM standing_count"
              " UNION ALL SELECT state, category, coalesce(college, ''), -1 FROM standing"
              " WHERE until_on IS NULL AND from_on > :day"
              " UNION ALL SELECT state, category, coalesce(college, ''), 1 FROM standing"
              " WHERE until_on IS NOT NULL AND until_on > :day AND from_on <= :day)"
              " GROUP BY state, category, college",
};
const struct pal_sql pal_colleges_sql = {sql, STATEMENT_COUNT};

void pal_census_done(struct pal_census *census)
{
    pal_mem_free(census->colleges);
    pal_mem_free(census->categories);
    pal_ratio_array_free(census->weights, census->college_count);
    *census = (struct pal_census){0};
}

/* One group of members who stand in the same place. */
static void add_admitted(const struct pal_constitution *constitution, const struct pal_query *row,
                         uint64_t members, struct pal_census *census)
{
    census->admitted += members;
    size_t category = pal_constitution_category(constitution, pal_column_text(row, 1));
    if (category != SIZE_MAX) {
        census->categories[category] += members;
    }
    size_t college = constitution->college_count == 0
                         ? 0
                         : pal_constitution_college(constitution, pal_column_text(row, 2));
    if (college == SIZE_MAX) {
        census->elsewhere += members;
        return;
    }
    census->colleges[college] += members;
}

static void add_group(const struct pal_constitution *constitution, const struct pal_query *row,
                      struct pal_census *census)
{
    enum pal_member_state state;
    PAL_CHECK(pal_member_state_read(pal_column_text(row, 0), &state));
    uint64_t members = (uint64_t)pal_column_int(row, 3);
    switch (state) {
    case PAL_MEMBER_ADMITTED: add_admitted(constitution, row, members, census); break;
    case PAL_MEMBER_APPLIED: census->applied += members; break;
    case PAL_MEMBER_SUSPENDED: census->suspended += members; break;
    case PAL_MEMBER_LEFT: break;
    }
}

enum pal_err pal_census_take(struct pal_store *store, const struct pal_constitution *constitution,
                             struct pal_date day, struct pal_census *out)
{
    PAL_CENSUS(census);
    census.college_count = constitution->college_count > 0 ? constitution->college_count : 1;
    census.colleges = pal_mem_new(census.college_count, sizeof *census.colleges);
    census.categories = pal_mem_new(constitution->category_count + 1, sizeof *census.categories);
    census.weights = pal_ratio_array_new(census.college_count);
    PAL_QUERY(query, store, PAL_SQL_COLLEGES, COUNT);
    pal_bind_int(&query, ":day", day.days);
    for (;;) {
        bool has_row;
        PAL_TRY(pal_query_next(&query, &has_row));
        if (!has_row) {
            break;
        }
        add_group(constitution, &query, &census);
    }
    census.weighting_suspended =
        !pal_weights_effective(constitution, census.colleges, census.weights);
    *out = census;
    census = (struct pal_census){0};
    return PAL_OK;
}

/* --- where a member stands ------------------------------------------------------------------ */

static bool takes(const struct pal_college *college, size_t category)
{
    for (size_t i = 0; i < college->category_count; i++) {
        if (college->categories[i] == category) {
            return true;
        }
    }
    return false;
}

static enum pal_err deduce(const struct pal_constitution *constitution, size_t category,
                           size_t *out_college)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < constitution->college_count; i++) {
        if (!takes(&constitution->colleges[i], category)) {
            continue;
        }
        if (found != SIZE_MAX) {
            return PAL_ERR_MEMBER_COLLEGE;
        }
        found = i;
    }
    *out_college = found;
    return found == SIZE_MAX ? PAL_ERR_MEMBER_COLLEGE : PAL_OK;
}

enum pal_err pal_college_place(const struct pal_constitution *constitution,
                               struct pal_text category, struct pal_text college,
                               size_t *out_category, size_t *out_college)
{
    size_t category_index = pal_constitution_category(constitution, category);
    bool is_open = !pal_constitution_knows(constitution, PAL_FIELD_CATEGORIES);
    if (category.size == 0 || (category_index == SIZE_MAX && !is_open)) {
        return PAL_ERR_MEMBER_CATEGORY;
    }
    size_t college_index = SIZE_MAX;
    if (college.size > 0) {
        college_index = pal_constitution_college(constitution, college);
        if (college_index == SIZE_MAX) {
            return PAL_ERR_MEMBER_COLLEGE;
        }
        const struct pal_college *named = &constitution->colleges[college_index];
        if (named->category_count > 0 && !takes(named, category_index)) {
            return PAL_ERR_MEMBER_OUTSIDE_COLLEGE;
        }
    } else if (constitution->college_count > 0) {
        PAL_TRY(deduce(constitution, category_index, &college_index));
    }
    *out_category = category_index;
    *out_college = college_index;
    return PAL_OK;
}
