/*
 * box.c - casts a ballot live: judges the right and the ballot, and puts it in, or does nothing.
 */
#include "core/box.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/society.h"
#include "core/store.h"

#include "ballots.h"
#include "manifest.h"
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
const struct pal_sql pal_box_sql = {sql, STATEMENT_COUNT};

/* How the person who casts holds the right. */
struct standing {
    enum pal_channel channel;
    struct pal_member_id holder; /* by proxy */
    bool is_suspended;
};

static void bind_cast(struct pal_query *query, const struct pal_cast *cast,
                      struct pal_assembly_id assembly, struct pal_date today)
{
    pal_bind_int(query, ":member", cast->member.value);
    pal_bind_int(query, ":person", cast->person.value);
    pal_bind_int(query, ":assembly", assembly.value);
    pal_bind_int(query, ":today", today.days);
}

static enum pal_err find_standing(struct pal_store *store, const struct pal_cast *cast,
                                  struct pal_assembly_id assembly, struct standing *out)
{
    struct pal_date today = pal_society_today(store);
    bool acts;
    bool is_present;
    {
        PAL_QUERY(query, store, PAL_SQL_BOX, STANDING);
        bind_cast(&query, cast, assembly, today);
        PAL_TRY(pal_query_one(&query));
        acts = pal_column_bool(&query, 0);
        is_present = pal_column_bool(&query, 1);
    }
    if (acts) {
        *out =
            (struct standing){.channel = is_present ? PAL_CHANNEL_IN_PERSON : PAL_CHANNEL_REMOTE};
        return PAL_OK;
    }
    PAL_QUERY(query, store, PAL_SQL_BOX, HOLDER);
    bind_cast(&query, cast, assembly, today);
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_ROLL_NOT_HELD : err;
    }
    *out = (struct standing){.channel = PAL_CHANNEL_PROXY,
                             .holder = {pal_column_int(&query, 0)},
                             .is_suspended = is_present};
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

/* RULE docs/rules/proxies.md
 * > A proxy is judged when it is accepted, and again when it is used: the cap counts the votes that
 * > the holder has cast for others in this poll, live and on paper.
 */
static enum pal_err check_proxy(struct pal_store *store, const struct pal_manifest *manifest,
                                const struct pal_ballot_slip *slip)
{
    if (slip->channel != PAL_CHANNEL_PROXY) {
        return PAL_OK;
    }
    PAL_CONSTITUTION(constitution);
    struct pal_hash hash;
    int64_t number;
    PAL_TRY(pal_poll_constitution(store, &manifest->constitution, &constitution, &hash, &number));
    const struct pal_vote_case vote = {
        .poll = slip->poll,
        .member = slip->member,
        .holder = slip->holder,
        .college = slip->college,
        .channel = slip->channel,
        .is_by_holder = true,
    };
    enum pal_void reason;
    PAL_TRY(pal_vote_judge(store, manifest, &constitution, &vote, &reason));
    return refuse_proxy(reason);
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

enum pal_err pal_box_cast(struct pal_store *store, const struct pal_cast *cast,
                          struct pal_where *out_where, struct pal_receipt *out)
{
    PAL_TRANSACTION(transaction, store);
    struct pal_poll_brief brief;
    PAL_TRY(pal_poll_glance(store, cast->poll, &brief));
    const struct pal_manifest *manifest;
    PAL_TRY(check_time(store, &brief, &manifest));
    struct standing standing;
    PAL_TRY(find_standing(store, cast, brief.assembly, &standing));
    PAL_TRY(check_text(manifest, cast, out_where));
    PAL_BUF(marks);
    enum pal_err err = pal_ballot_spell(manifest, cast->ballot, false, &marks, out_where);
    if (err != PAL_OK) {
        pal_where_prefix(out_where, "/ballot");
        return err;
    }

    /* RULE docs/rules/polls.md
     * > The first use of a right wins, live: a later one is refused. A principal who is in the room
     * > suspends their proxy.
     */
    char college[PAL_LIMIT_NAME + 1];
    PAL_TRY(pal_roll_use(store, cast->poll, cast->member, college));
    if (standing.is_suspended) {
        return PAL_ERR_PROXY_SUSPENDED;
    }
    struct pal_ballot_slip slip = {
        .poll = cast->poll,
        .member = cast->member,
        .holder = standing.holder,
        .college = pal_text_of(college),
        .channel = standing.channel,
        .marks = pal_buf_text(&marks),
    };
    PAL_TRY(check_proxy(store, manifest, &slip));
    struct pal_receipt receipt;
    PAL_TRY(pal_ballot_put(store, manifest, &slip, &receipt));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out = receipt;
    return PAL_OK;
}
