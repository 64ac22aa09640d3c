/*
 * roll.c - who may vote in a poll, in which college, and who has.
 */
#include "core/roll.h"

#include <string.h>

#include "audit/entry.h"
#include "audit/mark.h"
#include "audit/roll.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/colleges.h"
#include "core/society.h"
#include "core/store.h"

#include "polling.h"
#include "sql.h"
#include "urn.h"

enum {
    FREEZE,
    RECUSED,
    IS_RECUSED,
    LINES,
    USE,
    RIGHT,
    PAGE,
    ONE,
    USED,
    ATTENDING,
    BLANK,
    PROVE,
    STATEMENT_COUNT
};

#define LINE                                                                       \
    "SELECT r.rank, r.member_id, m.uuid, m.number, m.name, r.college, r.used,"     \
    " c.channel FROM roll AS r JOIN member_line AS m ON m.member_id = r.member_id" \
    " LEFT JOIN cast_vote AS c ON c.poll_id = r.poll_id AND c.member_id = r.member_id"

static const char *const sql[STATEMENT_COUNT] = {
    /* RULE docs/rules/polls.md
     * > The order of the roll is that of the identifiers of the members, which say nothing of anybody.
     */
    [FREEZE] = "INSERT INTO roll (poll_id, member_id, college, rank)"
               " SELECT :poll, member_id, CASE WHEN :weighs = 1 THEN coalesce(college, '') ELSE ''"
               " END, row_number() OVER (ORDER BY uuid) FROM admitted_member"
               " WHERE from_on <= :today AND (until_on IS NULL OR :today < until_on)"
               " AND (:electorate IS NULL OR college = :electorate)"
               " AND member_id NOT IN (SELECT member_id FROM recused_elector"
               "                       WHERE poll_id = :poll)",
    [RECUSED] = "SELECT CASE WHEN :weighs = 1 THEN coalesce(m.college, '') ELSE '' END, count(*)"
                " FROM recused_elector AS x JOIN admitted_member AS m ON m.member_id = x.member_id"
                " WHERE x.poll_id = :poll"
                " AND m.from_on <= :today AND (m.until_on IS NULL OR :today < m.until_on)"
                " AND (:electorate IS NULL OR m.college = :electorate) GROUP BY 1",
    [IS_RECUSED] = "SELECT 1 FROM recused_elector WHERE poll_id = :poll AND member_id = :member",
    [LINES] = "SELECT r.college, r.rank, k.uuid, k.key, r.used, x.leaf, x.mark FROM roll AS r"
              " JOIN member_key AS k ON k.member_id = r.member_id"
              " LEFT JOIN kept_line AS x ON x.poll_id = r.poll_id AND x.member_id = r.member_id"
              " WHERE r.poll_id = :poll ORDER BY r.rank",
    [PROVE] = "SELECT r.college, r.rank, k.uuid, k.key, r.used, p.uuid FROM roll AS r"
              " JOIN member_key AS k ON k.member_id = r.member_id"
              " JOIN poll_line AS p ON p.poll_id = r.poll_id"
              " WHERE r.poll_id = :poll AND r.member_id = :member",
    [USE] = "UPDATE roll SET used = 1 WHERE poll_id = :poll AND member_id = :member AND used = 0"
            " RETURNING college",
    [RIGHT] = "SELECT college, used FROM roll WHERE poll_id = :poll AND member_id = :member",
    [PAGE] = LINE " WHERE r.poll_id = :poll AND r.rank > :after ORDER BY r.rank LIMIT :limit",
    [ONE] = LINE " WHERE r.poll_id = :poll AND r.member_id = :member",
    [USED] = "SELECT college, count(*) FROM roll WHERE poll_id = :poll AND used = 1"
             " GROUP BY college",
    /* RULE docs/rules/polls.md
     * > Present, for the quorum, is whoever used their right, is represented by a blank proxy, attends at the
     * > close, or is represented by a holder who attends then.
     */
    [ATTENDING] =
        "SELECT r.college, count(*) FROM ("
        " SELECT member_id FROM present_member WHERE assembly_id = :assembly"
        " UNION SELECT x.principal_id FROM proxy_in_force AS x CROSS JOIN present_member AS h"
        "       ON h.assembly_id = :assembly AND h.member_id = x.holder_id"
        "       WHERE x.assembly_id = :assembly"
        ") AS p CROSS JOIN roll AS r ON r.poll_id = :poll AND r.member_id = p.member_id"
        " WHERE r.used = 0 GROUP BY r.college",
    /* RULE docs/rules/polls.md
     * > A blank proxy is counted when it is in force at the close, its principal is on the roll, has not
     * > used the right and is not in the room.
     */
    [BLANK] = "SELECT r.college, count(*) FROM proxy_in_force AS x"
              " JOIN roll AS r ON r.poll_id = :poll AND r.member_id = x.principal_id"
              " WHERE x.assembly_id = :assembly AND x.holder_id IS NULL AND r.used = 0"
              " AND NOT EXISTS (SELECT 1 FROM present_member AS p"
              "                 WHERE p.assembly_id = :assembly AND p.member_id = x.principal_id)"
              " GROUP BY r.college",
};
const struct pal_sql pal_roll_sql = {sql, STATEMENT_COUNT};

void pal_roll_summary_done(struct pal_roll_summary *summary)
{
    pal_mem_free(summary->colleges);
    *summary = (struct pal_roll_summary){0};
}

enum pal_err pal_roll_freeze(struct pal_store *store, struct pal_poll_id poll,
                             const struct pal_constitution *constitution,
                             struct pal_text electorate)
{
    /* Asked first, since it is asked again while a poll that is due cannot open. */
    PAL_CENSUS(census);
    PAL_TRY(pal_census_take(store, constitution, pal_society_today(store), &census));
    if (electorate.size == 0 && census.elsewhere > 0) {
        return PAL_ERR_ROLL_ELSEWHERE;
    }
    PAL_QUERY(query, store, PAL_SQL_ROLL, FREEZE);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_bool(&query, ":weighs", constitution->college_count > 0);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    if (electorate.size > 0) {
        pal_bind_text(&query, ":electorate", electorate);
    }
    PAL_TRY(pal_query_run(&query));
    return pal_query_changes(&query) > 0 ? PAL_OK : PAL_ERR_ROLL_EMPTY;
}

/* --- the root --------------------------------------------------------------------------------- */

static void write_line(const struct pal_uuid *poll, const struct pal_query *row,
                       struct pal_buf *line)
{
    struct pal_uuid member = pal_column_uuid(row, 2);
    const struct pal_right right = {.poll = poll,
                                    .member = &member,
                                    .college = pal_column_text(row, 0),
                                    .rank = pal_column_int(row, 1)};
    pal_right_write(&right, line);
}

/* Can it be made: from the key, or, of a member who was erased, from what was kept? */
static bool is_whole(const struct pal_query *row)
{
    return !pal_column_is_null(row, 3) || !pal_column_is_null(row, 5);
}

static struct pal_hash leaf_of(const struct pal_uuid *poll, const struct pal_query *row)
{
    if (pal_column_is_null(row, 3)) {
        return pal_column_hash(row, 5);
    }
    PAL_BUF(line);
    write_line(poll, row, &line);
    uint8_t salt[PAL_SALT_SIZE];
    pal_entry_salt((const uint8_t *)pal_column_blob(row, 3).bytes, poll, salt);
    return pal_right_leaf(salt, pal_buf_text(&line));
}

/* The index of a college in the counts: the first where nobody weighs votes. */
static size_t place_of(const struct pal_constitution *constitution, struct pal_text college)
{
    return constitution->college_count == 0 ? 0 : pal_constitution_college(constitution, college);
}

/* Every line in order of rank, as long as it can be made. */
static enum pal_err walk_lines(struct pal_store *store, struct pal_poll_id poll,
                               enum pal_err (*visit)(void *context, const struct pal_query *row),
                               void *context)
{
    PAL_QUERY(query, store, PAL_SQL_ROLL, LINES);
    pal_bind_int(&query, ":poll", poll.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        if (!is_whole(&query)) {
            return PAL_ERR_LOG_BROKEN; /* the key is destroyed: nobody can make the line again */
        }
        PAL_TRY(visit(context, &query));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

struct summing {
    const struct pal_uuid *poll;
    const struct pal_constitution *constitution;
    struct pal_roll_summary *sum;
    struct pal_tree_edge edge;
};

static enum pal_err sum_line(void *context, const struct pal_query *row)
{
    struct summing *summing = context;
    size_t college = place_of(summing->constitution, pal_column_text(row, 0));
    if (college == SIZE_MAX) {
        return PAL_ERR_MEMBER_COLLEGE;
    }
    struct pal_hash leaf = leaf_of(summing->poll, row);
    pal_root_add(&summing->edge, &leaf);
    summing->sum->colleges[college]++;
    summing->sum->voters++;
    return PAL_OK;
}

enum pal_err pal_roll_sum(struct pal_store *store, struct pal_poll_id poll,
                          const struct pal_uuid *poll_uuid,
                          const struct pal_constitution *constitution, struct pal_roll_summary *out)
{
    struct pal_roll_summary sum PAL_CLEANUP(pal_roll_summary_done) = {
        .college_count = constitution->college_count == 0 ? 1 : constitution->college_count,
    };
    sum.colleges = pal_mem_new(sum.college_count, sizeof *sum.colleges);
    struct summing summing = {.poll = poll_uuid, .constitution = constitution, .sum = &sum};
    PAL_TRY(walk_lines(store, poll, sum_line, &summing));
    sum.root = pal_root_of(&summing.edge);
    *out = sum;
    sum.colleges = NULL; /* moved */
    return PAL_OK;
}

static struct pal_hash mark_of(const struct pal_uuid *poll, const struct pal_query *row)
{
    if (pal_column_is_null(row, 3)) {
        return pal_column_hash(row, 6);
    }
    uint8_t salt[PAL_SALT_SIZE];
    pal_mark_salt((const uint8_t *)pal_column_blob(row, 3).bytes, poll, salt);
    return pal_mark_leaf(salt, (uint32_t)pal_column_int(row, 1), pal_column_bool(row, 4));
}

/* What is made of each line, and who is shown it. */
struct showing {
    const struct pal_uuid *poll;
    struct pal_hash (*make)(const struct pal_uuid *poll, const struct pal_query *row);
    enum pal_err (*visit)(void *context, const struct pal_hash *hash);
    void *context;
};

static enum pal_err show_hash(void *context, const struct pal_query *row)
{
    const struct showing *showing = context;
    struct pal_hash hash = showing->make(showing->poll, row);
    return showing->visit(showing->context, &hash);
}

enum pal_err pal_roll_leaves(struct pal_store *store, struct pal_poll_id poll,
                             const struct pal_uuid *poll_uuid,
                             enum pal_err (*visit)(void *context, const struct pal_hash *leaf),
                             void *context)
{
    struct showing showing = {poll_uuid, leaf_of, visit, context};
    return walk_lines(store, poll, show_hash, &showing);
}

enum pal_err pal_roll_marks(struct pal_store *store, struct pal_poll_id poll,
                            const struct pal_uuid *poll_uuid,
                            enum pal_err (*visit)(void *context, const struct pal_hash *mark),
                            void *context)
{
    struct showing showing = {poll_uuid, mark_of, visit, context};
    return walk_lines(store, poll, show_hash, &showing);
}

void pal_roll_proof_done(struct pal_roll_proof *proof)
{
    pal_buf_done(&proof->line);
    *proof = (struct pal_roll_proof){0};
}

enum pal_err pal_roll_prove(struct pal_store *store, struct pal_poll_id poll,
                            struct pal_member_id member, struct pal_roll_proof *out)
{
    PAL_QUERY(query, store, PAL_SQL_ROLL, PROVE);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_int(&query, ":member", member.value);
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_ROLL_ABSENT : err;
    }
    if (pal_column_is_null(&query, 3)) {
        return PAL_ERR_NOT_FOUND; /* they were erased */
    }
    const uint8_t *key = (const uint8_t *)pal_column_blob(&query, 3).bytes;
    struct pal_uuid uuid = pal_column_uuid(&query, 5);
    *out = (struct pal_roll_proof){
        .rank = pal_column_int(&query, 1),
        .is_used = pal_column_bool(&query, 4),
    };
    write_line(&uuid, &query, &out->line);
    pal_entry_salt(key, &uuid, out->salt);
    pal_mark_salt(key, &uuid, out->mark_salt);
    return PAL_OK;
}

/* --- rights ----------------------------------------------------------------------------------- */

static void copy_college(struct pal_text college, char *out_college)
{
    PAL_CHECK(college.size <= PAL_LIMIT_NAME);
    if (college.size > 0) {
        memcpy(out_college, college.bytes, college.size);
    }
    out_college[college.size] = '\0';
}

/* On no roll: is it because they are recused? */
static enum pal_err why_absent(struct pal_store *store, struct pal_poll_id poll,
                               struct pal_member_id member)
{
    PAL_QUERY(query, store, PAL_SQL_ROLL, IS_RECUSED);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_int(&query, ":member", member.value);
    bool is_recused;
    PAL_TRY(pal_query_next(&query, &is_recused));
    return is_recused ? PAL_ERR_ROLL_RECUSED : PAL_ERR_ROLL_ABSENT;
}

enum pal_err pal_roll_right(struct pal_store *store, struct pal_poll_id poll,
                            struct pal_member_id member, char *out_college, bool *out_is_used)
{
    PAL_QUERY(query, store, PAL_SQL_ROLL, RIGHT);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_int(&query, ":member", member.value);
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? why_absent(store, poll, member) : err;
    }
    copy_college(pal_column_text(&query, 0), out_college);
    *out_is_used = pal_column_bool(&query, 1);
    return PAL_OK;
}

enum pal_err pal_roll_use(struct pal_store *store, struct pal_poll_id poll,
                          struct pal_member_id member, char *out_college)
{
    enum pal_err err;
    {
        PAL_QUERY(query, store, PAL_SQL_ROLL, USE);
        pal_bind_int(&query, ":poll", poll.value);
        pal_bind_int(&query, ":member", member.value);
        err = pal_query_one(&query);
        if (err == PAL_OK) {
            copy_college(pal_column_text(&query, 0), out_college);
            return PAL_OK;
        }
    }
    if (err != PAL_ERR_NOT_FOUND) {
        return err;
    }
    bool is_used;
    PAL_TRY(pal_roll_right(store, poll, member, out_college, &is_used));
    return PAL_ERR_ROLL_VOTED;
}

/* RULE docs/rules/secret.md
 * > Until the close nobody is shown whether somebody else has voted, nor how many have, in all or in a
 * > college.
 */
static enum pal_err find_hidden(struct pal_store *store, struct pal_poll_id poll, bool *out_hides)
{
    struct pal_poll_brief brief;
    PAL_TRY(pal_poll_glance(store, poll, &brief));
    *out_hides = brief.is_secret && brief.state == PAL_POLL_OPEN;
    return PAL_OK;
}

static enum pal_err show(const struct pal_query *query, bool hides,
                         enum pal_err (*visit)(void *context, const struct pal_roll_line *line),
                         void *context)
{
    struct pal_roll_line line = {
        .rank = pal_column_int(query, 0),
        .member = {pal_column_int(query, 1)},
        .member_uuid = pal_column_uuid(query, 2),
        .number = pal_column_text(query, 3),
        .name = pal_column_text(query, 4),
        .college = pal_column_text(query, 5),
        .is_used = !hides && pal_column_bool(query, 6),
        .is_hidden = hides,
    };
    if (line.is_used) {
        PAL_CHECK(pal_channel_read(pal_column_text(query, 7), &line.channel));
    }
    return visit(context, &line);
}

enum pal_err pal_roll_find(struct pal_store *store, struct pal_poll_id poll,
                           struct pal_member_id member,
                           enum pal_err (*visit)(void *context, const struct pal_roll_line *line),
                           void *context)
{
    bool hides;
    PAL_TRY(find_hidden(store, poll, &hides));
    PAL_QUERY(query, store, PAL_SQL_ROLL, ONE);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_int(&query, ":member", member.value);
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_ROLL_ABSENT : err;
    }
    return show(&query, hides, visit, context);
}

enum pal_err pal_roll_walk(struct pal_store *store, const struct pal_roll_query *query,
                           enum pal_err (*visit)(void *context, const struct pal_roll_line *line),
                           void *context)
{
    bool hides;
    PAL_TRY(find_hidden(store, query->poll, &hides));
    PAL_QUERY(list, store, PAL_SQL_ROLL, PAGE);
    pal_bind_int(&list, ":poll", query->poll.value);
    pal_bind_int(&list, ":after", query->after_rank);
    pal_bind_int(&list, ":limit", (int64_t)query->limit);
    bool has_row;
    PAL_TRY(pal_query_next(&list, &has_row));
    while (has_row) {
        PAL_TRY(show(&list, hides, visit, context));
        PAL_TRY(pal_query_next(&list, &has_row));
    }
    return PAL_OK;
}

/* --- counts at the close ------------------------------------------------------------------------ */

static enum pal_err count_by_college(struct pal_query *query,
                                     const struct pal_constitution *constitution, uint64_t *counts)
{
    bool has_row;
    PAL_TRY(pal_query_next(query, &has_row));
    while (has_row) {
        size_t college = place_of(constitution, pal_column_text(query, 0));
        PAL_CHECK(college != SIZE_MAX); /* the roll was frozen under this constitution */
        counts[college] = (uint64_t)pal_column_int(query, 1);
        PAL_TRY(pal_query_next(query, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_roll_recused(struct pal_store *store, struct pal_poll_id poll,
                              const struct pal_constitution *constitution,
                              struct pal_text electorate, uint64_t *out_colleges)
{
    PAL_QUERY(query, store, PAL_SQL_ROLL, RECUSED);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_bool(&query, ":weighs", constitution->college_count > 0);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    if (electorate.size > 0) {
        pal_bind_text(&query, ":electorate", electorate);
    }
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        size_t college = place_of(constitution, pal_column_text(&query, 0));
        if (college == SIZE_MAX) {
            return PAL_ERR_MEMBER_COLLEGE;
        }
        out_colleges[college] = (uint64_t)pal_column_int(&query, 1);
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_roll_count(struct pal_store *store, struct pal_poll_id poll,
                            struct pal_assembly_id assembly,
                            const struct pal_constitution *constitution,
                            struct pal_roll_counts *out)
{
    *out = (struct pal_roll_counts){0};
    {
        PAL_QUERY(used, store, PAL_SQL_ROLL, USED);
        pal_bind_int(&used, ":poll", poll.value);
        PAL_TRY(count_by_college(&used, constitution, out->used_by));
    }
    for (size_t i = 0; i < PAL_LIMIT_COLLEGES; i++) {
        out->used += out->used_by[i];
    }
    PAL_QUERY(attending, store, PAL_SQL_ROLL, ATTENDING);
    pal_bind_int(&attending, ":poll", poll.value);
    pal_bind_int(&attending, ":assembly", assembly.value);
    PAL_TRY(count_by_college(&attending, constitution, out->attending));
    PAL_QUERY(blank, store, PAL_SQL_ROLL, BLANK);
    pal_bind_int(&blank, ":poll", poll.value);
    pal_bind_int(&blank, ":assembly", assembly.value);
    return count_by_college(&blank, constitution, out->blank_proxies);
}
