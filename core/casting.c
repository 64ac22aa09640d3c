/*
 * casting.c - who may cast a ballot now, and how they hold the right: the same in the open and in secret.
 */
#include "casting.h"

#include "base/check.h"
#include "core/society.h"
#include "core/store.h"

#include "polling.h"
#include "sql.h"

enum { STANDING, HOLDER, STATEMENT_COUNT };

#define IN_FORCE \
    "(from_on IS NULL OR from_on <= :today) AND (until_on IS NULL OR :today < until_on)"

static const char *const sql[STATEMENT_COUNT] = {
    [STANDING] = "SELECT EXISTS (SELECT 1 FROM acts_for"
                 " WHERE member_id = :member AND person_id = :person AND " IN_FORCE "),"
                 " EXISTS (SELECT 1 FROM present_member"
                 "         WHERE assembly_id = :assembly AND member_id = :member)",
    [HOLDER] = "SELECT holder_id FROM proxy_in_force"
               " WHERE assembly_id = :assembly AND principal_id = :member"
               " AND EXISTS (SELECT 1 FROM admitted_member WHERE member_id = holder_id"
               "             AND " IN_FORCE ")"
               " AND EXISTS (SELECT 1 FROM acts_for WHERE member_id = holder_id"
               "             AND person_id = :person AND " IN_FORCE ")",
};
const struct pal_sql pal_casting_sql = {sql, STATEMENT_COUNT};

static void bind_cast(struct pal_query *query, const struct pal_cast *cast,
                      struct pal_assembly_id assembly, struct pal_date today)
{
    pal_bind_int(query, ":member", cast->member.value);
    pal_bind_int(query, ":person", cast->person.value);
    pal_bind_int(query, ":assembly", assembly.value);
    pal_bind_int(query, ":today", today.days);
}

static enum pal_err find_standing(struct pal_store *store, const struct pal_cast *cast,
                                  struct pal_assembly_id assembly, struct pal_casting *out)
{
    struct pal_date today = pal_society_today(store);
    bool acts;
    bool is_present;
    {
        PAL_QUERY(query, store, PAL_SQL_CASTING, STANDING);
        bind_cast(&query, cast, assembly, today);
        PAL_TRY(pal_query_one(&query));
        acts = pal_column_bool(&query, 0);
        is_present = pal_column_bool(&query, 1);
    }
    if (acts) {
        out->channel = is_present ? PAL_CHANNEL_IN_PERSON : PAL_CHANNEL_REMOTE;
        return PAL_OK;
    }
    PAL_QUERY(query, store, PAL_SQL_CASTING, HOLDER);
    bind_cast(&query, cast, assembly, today);
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_ROLL_NOT_HELD : err;
    }
    out->channel = PAL_CHANNEL_PROXY;
    out->holder.value = pal_column_int(&query, 0);
    out->is_suspended = is_present;
    return PAL_OK;
}

/* RULE docs/rules/polls.md
 * > Nothing is received from the announced end on.
 */
static enum pal_err check_time(struct pal_store *store, const struct pal_poll_brief *brief,
                               const struct pal_manifest **out_manifest)
{
    switch (brief->state) {
    case PAL_POLL_DRAFT:
    case PAL_POLL_CALLED:
    case PAL_POLL_VOID: return PAL_ERR_POLL_NOT_OPEN;
    case PAL_POLL_CLOSED:
    case PAL_POLL_COUNTED:
    case PAL_POLL_PUBLISHED: return PAL_ERR_POLL_CLOSED;
    case PAL_POLL_OPEN: break;
    }
    PAL_TRY(pal_manifest_of_open(store, brief, out_manifest));
    int64_t now_us = pal_store_now_us(store);
    if (now_us < (*out_manifest)->opens_us) {
        return PAL_ERR_POLL_NOT_OPEN;
    }
    return now_us < (*out_manifest)->closes_us ? PAL_OK : PAL_ERR_POLL_CLOSED;
}

/* What the holder of a proxy is told of a vote that would not count. */
static enum pal_err refuse_proxy(enum pal_void reason)
{
    switch (reason) {
    case PAL_VOID_NONE: return PAL_OK;
    case PAL_VOID_PROXY_NOT_ALLOWED: return PAL_ERR_PROXY_NOT_ALLOWED;
    case PAL_VOID_OTHER_COLLEGE: return PAL_ERR_PROXY_COLLEGE;
    case PAL_VOID_PROXY_CAP: return PAL_ERR_PROXY_CAP;
    case PAL_VOID_PRINCIPAL_PRESENT: return PAL_ERR_PROXY_SUSPENDED;
    case PAL_VOID_HOLDER_ABSENT: return PAL_ERR_ROLL_NOT_HELD;
    case PAL_VOID_ALREADY_PRESENT:
    case PAL_VOID_POSTAL_NOT_ALLOWED:
    case PAL_VOID_POSTAL_LATE:
    case PAL_VOID_COUNT: break;
    }
    return PAL_ERR_ROLL_VOTED;
}

static enum pal_err check_text(const struct pal_manifest *manifest, const struct pal_cast *cast,
                               struct pal_where *out_where)
{
    if (!manifest->has_text) {
        return PAL_OK;
    }
    if (cast->text != NULL && pal_hash_equal(cast->text, &manifest->text)) {
        return PAL_OK;
    }
    pal_where_set(out_where, "/text_hash");
    return cast->text == NULL ? PAL_ERR_JSON_MISSING : PAL_ERR_BALLOT_TEXT;
}

enum pal_err pal_casting_begin(struct pal_store *store, const struct pal_cast *cast,
                               struct pal_where *out_where, struct pal_casting *out)
{
    struct pal_poll_brief brief;
    *out = (struct pal_casting){0};
    PAL_TRY(pal_poll_glance(store, cast->poll, &brief));
    PAL_TRY(check_time(store, &brief, &out->manifest));
    PAL_TRY(find_standing(store, cast, brief.assembly, out));
    return check_text(out->manifest, cast, out_where);
}

/* RULE docs/rules/proxies.md
 * > A proxy is judged when it is accepted, and again when it is used: the cap counts the votes that
 * > the holder has cast for others in this poll, live and on paper.
 */
enum pal_err pal_casting_check_proxy(struct pal_store *store, const struct pal_cast *cast,
                                     struct pal_text college, const struct pal_casting *casting)
{
    if (casting->is_suspended) {
        return PAL_ERR_PROXY_SUSPENDED;
    }
    if (casting->channel != PAL_CHANNEL_PROXY) {
        return PAL_OK;
    }
    PAL_CONSTITUTION(constitution);
    struct pal_hash hash;
    int64_t number;
    PAL_TRY(pal_poll_constitution(store, &casting->manifest->constitution, &constitution, &hash,
                                  &number));
    const struct pal_vote_case vote = {
        .poll = cast->poll,
        .member = cast->member,
        .holder = casting->holder,
        .college = college,
        .channel = casting->channel,
        .is_by_holder = true,
    };
    enum pal_void reason;
    PAL_TRY(pal_vote_judge(store, casting->manifest, &constitution, &vote, &reason));
    return refuse_proxy(reason);
}
