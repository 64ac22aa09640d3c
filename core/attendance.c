/*
 * attendance.c - who is in the room, from when to when; private, each entry and exit committed.
 */
#include "base/canon.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/assemblies.h"
#include "core/colleges.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "sql.h"

enum {
    ENTER,
    LEAVE,
    IS_PRESENT,
    HAS_COME,
    SHEET,
    LAST,
    PRESENT_BY_COLLEGE,
    PARTS,
    STAYS,
    FORGET_OLD,
    STATEMENT_COUNT
};

/* A stay, and the college of the day. */
#define STAY                                                                                 \
    "SELECT a.id, a.member_id, m.uuid, m.number, m.name, r.college, a.entered_us, a.left_us" \
    " FROM attendance AS a JOIN member_line AS m ON m.member_id = a.member_id"               \
    " LEFT JOIN belonging AS r ON r.member_id = a.member_id"                                 \
    " AND r.from_on <= :today AND (r.until_on IS NULL OR :today < r.until_on)"

static const char *const sql[STATEMENT_COUNT] = {
    [ENTER] = "INSERT INTO attendance (assembly_id, member_id, entered_us)"
              " VALUES (:assembly, :member, :now_us)",
    [LEAVE] = "UPDATE attendance SET left_us = :now_us"
              " WHERE assembly_id = :assembly AND member_id = :member AND left_us IS NULL",
    [IS_PRESENT] = "SELECT 1 FROM present_member"
                   " WHERE assembly_id = :assembly AND member_id = :member",
    [HAS_COME] = "SELECT 1 FROM attendance"
                 " WHERE assembly_id = :assembly AND member_id = :member",
    [SHEET] = STAY " WHERE a.assembly_id = :assembly AND a.id > :after ORDER BY a.id LIMIT :limit",
    [LAST] = STAY " WHERE a.assembly_id = :assembly AND a.member_id = :member"
                  " ORDER BY a.id DESC LIMIT 1",
    /* In the room, or represented by someone who is; blank proxies are with the chair. Anybody may
     * ask, at any time: only those rows are read, never the whole register. */
    [PRESENT_BY_COLLEGE] =
        "SELECT m.college, count(*) FROM ("
        " SELECT member_id FROM present_member WHERE assembly_id = :assembly"
        " UNION SELECT x.principal_id FROM proxy_in_force AS x WHERE x.assembly_id = :assembly"
        "       AND (x.holder_id IS NULL OR EXISTS ("
        "            SELECT 1 FROM present_member AS h"
        "            WHERE h.assembly_id = :assembly AND h.member_id = x.holder_id))"
        ") AS p CROSS JOIN admitted_member AS m ON m.member_id = p.member_id"
        " AND m.from_on <= :today AND (m.until_on IS NULL OR :today < m.until_on)"
        " GROUP BY m.college",
    /* Who was there, whatever they did since; else who is represented; else who voted from afar. Of
     * those who were there, the votes that they hold for others who were not. */
    [PARTS] = "WITH part (member_id, rank) AS ("
              " SELECT member_id, 0 FROM attendance WHERE assembly_id = :assembly"
              " UNION ALL SELECT principal_id, 1 FROM proxy_in_force WHERE assembly_id = :assembly"
              " UNION ALL SELECT member_id, CASE channel WHEN 'postal' THEN 2 ELSE 3 END"
              "           FROM distant_voter WHERE assembly_id = :assembly)"
              " SELECT m.member_id, m.uuid, m.number, m.name, r.college, min(p.rank), h.name,"
              "  (SELECT count(*) FROM proxy_in_force AS x WHERE x.assembly_id = :assembly"
              "   AND x.holder_id = m.member_id AND NOT EXISTS (SELECT 1 FROM attendance AS a"
              "       WHERE a.assembly_id = :assembly AND a.member_id = x.principal_id))"
              " FROM part AS p JOIN member_line AS m ON m.member_id = p.member_id"
              " LEFT JOIN belonging AS r ON r.member_id = m.member_id"
              "  AND r.from_on <= :today AND (r.until_on IS NULL OR :today < r.until_on)"
              " LEFT JOIN proxy_in_force AS g ON g.assembly_id = :assembly"
              "  AND g.principal_id = m.member_id"
              " LEFT JOIN member_line AS h ON h.member_id = g.holder_id"
              " WHERE p.member_id > :after GROUP BY p.member_id ORDER BY p.member_id LIMIT :limit",
    [STAYS] = "SELECT entered_us, left_us FROM attendance"
              " WHERE assembly_id = :assembly AND member_id = :member ORDER BY id",
    [FORGET_OLD] = "DELETE FROM attendance WHERE assembly_id IN (SELECT assembly_id"
                   " FROM sheet_over WHERE over_us <= :until AND names_members = 0)",
};
const struct pal_sql pal_attendance_sql = {sql, STATEMENT_COUNT};

enum pal_err pal_attendance_has(struct pal_store *store, struct pal_assembly_id assembly,
                                struct pal_member_id member, bool *out_is_present)
{
    PAL_QUERY(query, store, PAL_SQL_ATTENDANCE, IS_PRESENT);
    pal_bind_int(&query, ":assembly", assembly.value);
    pal_bind_int(&query, ":member", member.value);
    return pal_query_next(&query, out_is_present);
}

/* The log learns that somebody came or went, not who. */
static enum pal_err log_mark(struct pal_store *store, const struct pal_assembly *assembly,
                             struct pal_member_id member, bool is_present)
{
    PAL_MEMBER(who);
    PAL_TRY(pal_member_read(store, member, &who));
    PAL_JSON(content);
    content = pal_json_object_new();
    pal_json_set_uuid(content, "assembly", &assembly->uuid);
    pal_json_set_uuid(content, "member", &who.uuid);
    pal_json_set_bool(content, "present", is_present);
    PAL_BUF(bytes);
    PAL_TRY(pal_canon_write(content, &bytes, NULL));

    struct pal_uuid id = pal_uuid_random();
    struct pal_hash commitment;
    PAL_TRY(pal_member_commit(store, member, &id, pal_buf_text(&bytes), &commitment));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "assembly", &assembly->uuid);
    pal_json_set_hash(d, "c", &commitment);
    return pal_log_append(store, &(struct pal_log_entry){"attendance.mark", id, d}, NULL);
}

/* RULE docs/rules/sitting.md
 * > Whoever acts for a member comes in for it: one for whom nobody acts that day is not in the room.
 */
static enum pal_err check_can_attend(struct pal_store *store, const struct pal_assembly *assembly,
                                     struct pal_member_id member, bool is_present)
{
    if (assembly->state != PAL_ASSEMBLY_CONVENED && assembly->state != PAL_ASSEMBLY_SITTING) {
        return PAL_ERR_STATE;
    }
    PAL_MEMBER(who);
    PAL_TRY(pal_member_read(store, member, &who));
    if (!is_present) {
        return PAL_OK;
    }
    struct pal_person_id acts;
    return who.state == PAL_MEMBER_ADMITTED ? pal_member_person(store, member, &acts)
                                            : PAL_ERR_MEMBER_NOT_ADMITTED;
}

/* RULE docs/rules/sitting.md
 * > nobody leaves who did not come in.
 */
static enum pal_err check_has_come(struct pal_store *store, struct pal_assembly_id assembly,
                                   struct pal_member_id member)
{
    PAL_QUERY(query, store, PAL_SQL_ATTENDANCE, HAS_COME);
    pal_bind_int(&query, ":assembly", assembly.value);
    pal_bind_int(&query, ":member", member.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    return has_row ? PAL_OK : PAL_ERR_ATTENDANCE_ABSENT;
}

enum pal_err pal_attendance_mark(struct pal_store *store, struct pal_assembly_id assembly,
                                 struct pal_member_id member, bool is_present)
{
    PAL_ASSEMBLY(meeting);
    PAL_TRY(pal_assembly_read(store, assembly, &meeting));
    PAL_TRY(check_can_attend(store, &meeting, member, is_present));
    bool was_present;
    PAL_TRY(pal_attendance_has(store, assembly, member, &was_present));
    if (was_present == is_present) {
        return is_present ? PAL_OK : check_has_come(store, assembly, member);
    }

    PAL_TRANSACTION(transaction, store);
    {
        PAL_QUERY(query, store, PAL_SQL_ATTENDANCE, is_present ? ENTER : LEAVE);
        pal_bind_int(&query, ":assembly", assembly.value);
        pal_bind_int(&query, ":member", member.value);
        pal_bind_int(&query, ":now_us", pal_store_now_us(store));
        PAL_TRY(pal_query_run(&query));
    }
    PAL_TRY(log_mark(store, &meeting, member, is_present));
    return pal_transaction_commit(&transaction);
}

static struct pal_attendance_line read_line(const struct pal_query *query)
{
    struct pal_attendance_line line = {
        .id = pal_column_int(query, 0),
        .member = {pal_column_int(query, 1)},
        .member_uuid = pal_column_uuid(query, 2),
        .number = pal_column_text(query, 3),
        .name = pal_column_text(query, 4),
        .entered_us = pal_column_int(query, 6),
    };
    if (!pal_column_is_null(query, 5)) {
        line.college = pal_column_text(query, 5);
    }
    if (!pal_column_is_null(query, 7)) {
        line.left_us = pal_column_int(query, 7);
    }
    return line;
}

enum pal_err pal_attendance_walk(struct pal_store *store, const struct pal_attendance_query *query,
                                 enum pal_err (*visit)(void *context,
                                                       const struct pal_attendance_line *line),
                                 void *context)
{
    PAL_QUERY(sheet, store, PAL_SQL_ATTENDANCE, SHEET);
    pal_bind_int(&sheet, ":assembly", query->assembly.value);
    pal_bind_int(&sheet, ":after", query->after_id);
    pal_bind_int(&sheet, ":today", pal_society_today(store).days);
    pal_bind_int(&sheet, ":limit", (int64_t)query->limit);
    bool has_row;
    PAL_TRY(pal_query_next(&sheet, &has_row));
    while (has_row) {
        struct pal_attendance_line line = read_line(&sheet);
        PAL_TRY(visit(context, &line));
        PAL_TRY(pal_query_next(&sheet, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_attendance_last(
    struct pal_store *store, struct pal_assembly_id assembly, struct pal_member_id member,
    enum pal_err (*visit)(void *context, const struct pal_attendance_line *line), void *context)
{
    PAL_QUERY(query, store, PAL_SQL_ATTENDANCE, LAST);
    pal_bind_int(&query, ":assembly", assembly.value);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    PAL_TRY(pal_query_one(&query));
    struct pal_attendance_line line = read_line(&query);
    return visit(context, &line);
}

/* Members of each college that this assembly calls. */
static enum pal_err count_members(struct pal_store *store, const struct pal_assembly *assembly,
                                  const struct pal_constitution *constitution,
                                  struct pal_tally *tallies)
{
    PAL_CENSUS(census);
    PAL_TRY(pal_census_take(store, constitution, pal_society_today(store), &census));
    size_t only = pal_constitution_college(constitution, assembly->college);
    for (size_t i = 0; i < census.college_count; i++) {
        bool is_called = assembly->college.size == 0 || i == only;
        tallies[i] = (struct pal_tally){.members = is_called ? census.colleges[i] : 0};
    }
    return PAL_OK;
}

enum pal_err pal_attendance_tally(struct pal_store *store, struct pal_assembly_id assembly,
                                  struct pal_tally *out_tallies, size_t *out_count)
{
    PAL_ASSEMBLY(meeting);
    PAL_TRY(pal_assembly_read(store, assembly, &meeting));
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    size_t count = constitution.college_count > 0 ? constitution.college_count : 1;
    PAL_CHECK(count <= PAL_LIMIT_COLLEGES);
    PAL_TRY(count_members(store, &meeting, &constitution, out_tallies));

    PAL_QUERY(query, store, PAL_SQL_ATTENDANCE, PRESENT_BY_COLLEGE);
    pal_bind_int(&query, ":assembly", assembly.value);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        size_t college = 0;
        if (constitution.college_count > 0) {
            /* Who was admitted before there were colleges stands in none yet. */
            college = pal_column_is_null(&query, 0)
                          ? SIZE_MAX
                          : pal_constitution_college(&constitution, pal_column_text(&query, 0));
        }
        if (college < count && out_tallies[college].members > 0) {
            out_tallies[college].present += (uint64_t)pal_column_int(&query, 1);
        }
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    *out_count = count;
    return PAL_OK;
}

/* --- the sheet --------------------------------------------------------------------------------- */

const char *pal_taking_part_word(enum pal_taking_part part)
{
    static const char *const words[] = {
        [PAL_PART_PRESENT] = "present",
        [PAL_PART_REPRESENTED] = "represented",
        [PAL_PART_POSTAL] = "postal",
        [PAL_PART_REMOTE] = "remote",
    };
    return words[part];
}

/* RULE docs/rules/sitting.md
 * > The sheet has a line per member
 * > who was there, was represented or voted by post or remotely, with the votes that they had: their own where they were
 * > there themselves, and one for each proxy that they hold.
 */
static struct pal_sheet_line read_part(const struct pal_query *query)
{
    struct pal_sheet_line line = {
        .member = {pal_column_int(query, 0)},
        .member_uuid = pal_column_uuid(query, 1),
        .number = pal_column_text(query, 2),
        .name = pal_column_text(query, 3),
        .part = (enum pal_taking_part)pal_column_int(query, 5),
    };
    if (!pal_column_is_null(query, 4)) {
        line.college = pal_column_text(query, 4);
    }
    if (line.part == PAL_PART_REPRESENTED) {
        line.holder =
            pal_column_is_null(query, 6) ? (struct pal_text){0} : pal_column_text(query, 6);
    } else {
        line.votes = 1 + (line.part == PAL_PART_PRESENT ? pal_column_int(query, 7) : 0);
    }
    return line;
}

enum pal_err pal_sheet_walk(struct pal_store *store, const struct pal_attendance_query *query,
                            enum pal_err (*visit)(void *context, const struct pal_sheet_line *line),
                            void *context)
{
    PAL_QUERY(parts, store, PAL_SQL_ATTENDANCE, PARTS);
    pal_bind_int(&parts, ":assembly", query->assembly.value);
    pal_bind_int(&parts, ":after", query->after_id);
    pal_bind_int(&parts, ":today", pal_society_today(store).days);
    pal_bind_int(&parts, ":limit", (int64_t)query->limit);
    bool has_row;
    PAL_TRY(pal_query_next(&parts, &has_row));
    while (has_row) {
        struct pal_sheet_line line = read_part(&parts);
        PAL_TRY(visit(context, &line));
        PAL_TRY(pal_query_next(&parts, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_stays_walk(
    struct pal_store *store, struct pal_assembly_id assembly, struct pal_member_id member,
    enum pal_err (*visit)(void *context, int64_t entered_us, int64_t left_us), void *context)
{
    PAL_QUERY(stays, store, PAL_SQL_ATTENDANCE, STAYS);
    pal_bind_int(&stays, ":assembly", assembly.value);
    pal_bind_int(&stays, ":member", member.value);
    bool has_row;
    PAL_TRY(pal_query_next(&stays, &has_row));
    while (has_row) {
        int64_t left_us = pal_column_is_null(&stays, 1) ? 0 : pal_column_int(&stays, 1);
        PAL_TRY(visit(context, pal_column_int(&stays, 0), left_us));
        PAL_TRY(pal_query_next(&stays, &has_row));
    }
    return PAL_OK;
}

/* RULE docs/rules/retention.md
 * > Where they do name who took part, those of a
 * > SARL, who came and whose proxy was in force stay as long as the minutes.
 */
enum pal_err pal_attendance_expire(struct pal_store *store, int64_t until_us, int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_ATTENDANCE, FORGET_OLD);
    pal_bind_int(&query, ":until", until_us);
    PAL_TRY(pal_query_run(&query));
    *out_count = pal_query_changes(&query);
    return PAL_OK;
}
