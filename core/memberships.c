/*
 * memberships.c - in which category and college each member stands, from one day to another.
 */
#include "ballots/constitution.h"
#include "core/colleges.h"
#include "core/members.h"
#include "core/society.h"
#include "core/store.h"

#include "register.h"
#include "sql.h"

enum { BEGIN, OPEN, BEGIN_ON, END, REMOVE, LAST, WALK, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [BEGIN] = "INSERT INTO membership (member_id, category, college, from_on)"
              " VALUES (:member, :category, nullif(:college, ''), :from_on)",
    [OPEN] = "SELECT from_on FROM membership WHERE member_id = :member AND until_on IS NULL",
    [BEGIN_ON] = "UPDATE membership SET from_on = :day"
                 " WHERE member_id = :member AND until_on IS NULL",
    [END] = "UPDATE membership SET until_on = :day WHERE member_id = :member"
            " AND from_on <= :day AND (until_on IS NULL OR :day < until_on)",
    [REMOVE] = "DELETE FROM membership WHERE member_id = :member AND from_on > :day",
    [LAST] = "SELECT category, coalesce(college, '') FROM membership WHERE member_id = :member"
             " ORDER BY from_on DESC, id DESC LIMIT 1",
    [WALK] = "SELECT category, coalesce(college, ''), from_on, until_on FROM membership"
             " WHERE member_id = :member ORDER BY from_on, id",
};
const struct pal_sql pal_memberships_sql = {sql, STATEMENT_COUNT};

enum pal_err pal_membership_begin(struct pal_store *store, struct pal_member_id member,
                                  const struct pal_membership *membership)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERSHIPS, BEGIN);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_text(&query, ":category", membership->category);
    pal_bind_text(&query, ":college", membership->college);
    pal_bind_int(&query, ":from_on", membership->from_on.days);
    enum pal_err err = pal_query_run(&query);
    bool is_second = err == PAL_ERR_STORE_CONSTRAINT &&
                     (pal_store_violates(store, "a member is in one college at a time") ||
                      pal_store_violates(store, "membership.member_id"));
    return is_second ? PAL_ERR_MEMBER_TWO_COLLEGES : err;
}

enum pal_err pal_membership_begin_on(struct pal_store *store, struct pal_member_id member,
                                     struct pal_date day)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERSHIPS, BEGIN_ON);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_int(&query, ":day", day.days);
    return pal_query_run(&query);
}

enum pal_err pal_membership_end(struct pal_store *store, struct pal_member_id member,
                                struct pal_date day)
{
    PAL_QUERY(removed, store, PAL_SQL_MEMBERSHIPS, REMOVE);
    pal_bind_int(&removed, ":member", member.value);
    pal_bind_int(&removed, ":day", day.days);
    PAL_TRY(pal_query_run(&removed));
    PAL_QUERY(ended, store, PAL_SQL_MEMBERSHIPS, END);
    pal_bind_int(&ended, ":member", member.value);
    pal_bind_int(&ended, ":day", day.days);
    return pal_query_run(&ended);
}

enum pal_err pal_membership_resume(struct pal_store *store, struct pal_member_id member,
                                   struct pal_date day)
{
    PAL_BUF(category);
    PAL_BUF(college);
    {
        PAL_QUERY(query, store, PAL_SQL_MEMBERSHIPS, LAST);
        pal_bind_int(&query, ":member", member.value);
        PAL_TRY(pal_query_one(&query));
        pal_buf_add_text(&category, pal_column_text(&query, 0));
        pal_buf_add_text(&college, pal_column_text(&query, 1));
    }
    struct pal_membership membership = {
        .category = pal_buf_text(&category),
        .college = pal_buf_text(&college),
        .from_on = day,
    };
    return pal_membership_begin(store, member, &membership);
}

enum pal_err pal_memberships_walk(struct pal_store *store, struct pal_member_id member,
                                  enum pal_err (*visit)(void *context,
                                                        const struct pal_membership *membership),
                                  void *context)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERSHIPS, WALK);
    pal_bind_int(&query, ":member", member.value);
    for (;;) {
        bool has_row;
        PAL_TRY(pal_query_next(&query, &has_row));
        if (!has_row) {
            return PAL_OK;
        }
        struct pal_membership membership = {
            .category = pal_column_text(&query, 0),
            .college = pal_column_text(&query, 1),
            .from_on = {(int32_t)pal_column_int(&query, 2)},
        };
        if (!pal_column_is_null(&query, 3)) {
            membership.until_on = (struct pal_day){true, {(int32_t)pal_column_int(&query, 3)}};
        }
        PAL_TRY(visit(context, &membership));
    }
}

/* The day on which the membership without an end began, or will. */
static enum pal_err open_since(struct pal_store *store, struct pal_member_id member,
                               struct pal_date *out_day)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERSHIPS, OPEN);
    pal_bind_int(&query, ":member", member.value);
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_STATE : err;
    }
    out_day->days = (int32_t)pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_member_move(struct pal_store *store, struct pal_member_id member,
                             const struct pal_membership *membership, struct pal_where *out_where)
{
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    size_t category, college;
    enum pal_err err = pal_college_place(&constitution, membership->category, membership->college,
                                         &category, &college);
    if (err != PAL_OK) {
        pal_where_set(out_where, err == PAL_ERR_MEMBER_CATEGORY ? "/category" : "/college");
        return err;
    }
    struct pal_date since;
    PAL_TRY(open_since(store, member, &since));
    if (membership->from_on.days < since.days) {
        pal_where_set(out_where, "/from_on");
        return PAL_ERR_MEMBER_TWO_COLLEGES;
    }

    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_membership_end(store, member, membership->from_on));
    struct pal_membership placed = {
        .category = membership->category,
        .college = pal_text_of(college == SIZE_MAX ? NULL : constitution.colleges[college].id),
        .from_on = membership->from_on,
    };
    PAL_TRY(pal_membership_begin(store, member, &placed));
    PAL_TRY(pal_register_log(store, member, "moved"));
    return pal_transaction_commit(&transaction);
}
