/*
 * proxies.c - the ledger of proxies of an assembly: offered, accepted, refused, revoked.
 */
#include "core/proxies.h"

#include "base/canon.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/colleges.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "proxying.h"
#include "sql.h"

enum {
    INSERT,
    ACCEPT,
    END,
    BY_UUID,
    BY_ID,
    IN_FORCE,
    LIST,
    HELD,
    HAS_GIVEN,
    USES,
    MOVED,
    CARRIED,
    FORGET_OLD,
    STATEMENT_COUNT
};

#define COLUMNS                                                                                \
    "x.id, x.uuid, x.assembly_id, a.uuid, x.principal_id, x.holder_id, x.state, x.offered_us," \
    " x.accepted_us, x.ended_us, x.state = 'accepted' AND EXISTS ("                            \
    "   SELECT 1 FROM present_member AS p"                                                     \
    "   WHERE p.assembly_id = x.assembly_id AND p.member_id = x.principal_id), x.entry,"       \
    " a.state IN ('ended', 'cancelled')"                                                       \
    " FROM proxy AS x JOIN assembly_line AS a ON a.assembly_id = x.assembly_id"

static const char *const sql[STATEMENT_COUNT] = {
    [INSERT] = "INSERT INTO proxy (id, uuid, assembly_id, principal_id, holder_id, state,"
               " offered_us, accepted_us, entry) VALUES (:entry, :uuid, :assembly, :principal,"
               " :holder, CASE WHEN :holder IS NULL THEN 'accepted' ELSE 'offered' END, :now_us,"
               " CASE WHEN :holder IS NULL THEN :now_us END, :entry)",
    [ACCEPT] = "UPDATE proxy SET state = 'accepted', accepted_us = :now_us, entry = :entry"
               " WHERE id = :id",
    [END] = "UPDATE proxy SET state = :state, ended_us = :now_us, entry = :entry WHERE id = :id",
    [BY_UUID] = "SELECT id FROM proxy WHERE uuid = :uuid",
    [BY_ID] = "SELECT " COLUMNS " WHERE x.id = :id",
    [IN_FORCE] = "SELECT " COLUMNS " WHERE x.assembly_id = :assembly"
                 " AND x.principal_id = :principal AND x.state = 'accepted'",
    [LIST] = "SELECT " COLUMNS " WHERE x.id > :after"
             " AND (:assembly = 0 OR x.assembly_id = :assembly)"
             " AND (:member = 0 OR x.principal_id = :member OR x.holder_id = :member)"
             " ORDER BY x.id LIMIT :limit",
    [HELD] = "SELECT count(*) FROM proxy"
             " WHERE assembly_id = :assembly AND holder_id = :member AND state = 'accepted'",
    [HAS_GIVEN] = "SELECT 1 FROM proxy WHERE assembly_id = :assembly"
                  " AND principal_id = :member AND state IN ('offered', 'accepted')",
    [USES] = "SELECT u.poll_uuid FROM proxy_use AS u JOIN proxy AS x ON x.id = :id"
             " WHERE u.assembly_id = x.assembly_id AND u.principal_id = x.principal_id"
             " AND u.holder_id = x.holder_id ORDER BY u.poll_id",
    [MOVED] = "UPDATE proxy SET entry = :entry WHERE id = :id",
    /* Of those whose two members are members still. */
    [CARRIED] = "SELECT " COLUMNS " WHERE x.assembly_id = :assembly AND x.id > :after"
                " AND x.state = 'accepted'"
                " AND x.principal_id IN (SELECT member_id FROM admitted_member)"
                " AND (x.holder_id IS NULL"
                "      OR x.holder_id IN (SELECT member_id FROM admitted_member))"
                " ORDER BY x.id LIMIT 1",
    [FORGET_OLD] = "DELETE FROM proxy WHERE assembly_id IN (SELECT assembly_id FROM sheet_over"
                   " WHERE over_us <= :until AND (names_members = 0 OR proxy.state <> 'accepted'))",
};
const struct pal_sql pal_proxies_sql = {sql, STATEMENT_COUNT};

static const char *const states[] = {
#define STATE_WORD(name, word) [PAL_PROXY_##name] = (word),
    PAL_PROXY_STATES(STATE_WORD)
#undef STATE_WORD
};
enum { STATE_COUNT = sizeof states / sizeof states[0] };

const char *pal_proxy_state_word(enum pal_proxy_state state)
{
    return states[state];
}

/* --- reading -------------------------------------------------------------------------------- */

static int64_t int_or_zero(const struct pal_query *query, int column)
{
    return pal_column_is_null(query, column) ? 0 : pal_column_int(query, column);
}

static struct pal_proxy read_row(const struct pal_query *query)
{
    size_t state = 0;
    while (state < STATE_COUNT && !pal_text_is(pal_column_text(query, 6), states[state])) {
        state++;
    }
    PAL_CHECK(state < STATE_COUNT);
    return (struct pal_proxy){
        .id = {pal_column_int(query, 0)},
        .uuid = pal_column_uuid(query, 1),
        .assembly = {pal_column_int(query, 2)},
        .assembly_uuid = pal_column_uuid(query, 3),
        .principal = {pal_column_int(query, 4)},
        .holder = {int_or_zero(query, 5)},
        .state = (enum pal_proxy_state)state,
        .offered_us = pal_column_int(query, 7),
        .accepted_us = int_or_zero(query, 8),
        .ended_us = int_or_zero(query, 9),
        .is_suspended = pal_column_bool(query, 10),
        .entry = pal_column_int(query, 11),
        .is_expired = pal_column_bool(query, 12),
    };
}

enum pal_err pal_proxy_find(struct pal_store *store, const struct pal_uuid *uuid,
                            struct pal_proxy_id *out_proxy)
{
    PAL_QUERY(query, store, PAL_SQL_PROXIES, BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    out_proxy->value = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_proxy_read(struct pal_store *store, struct pal_proxy_id proxy,
                            struct pal_proxy *out)
{
    PAL_QUERY(query, store, PAL_SQL_PROXIES, BY_ID);
    pal_bind_int(&query, ":id", proxy.value);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    return PAL_OK;
}

enum pal_err pal_proxy_in_force(struct pal_store *store, struct pal_assembly_id assembly,
                                struct pal_member_id principal, struct pal_proxy *out)
{
    PAL_QUERY(query, store, PAL_SQL_PROXIES, IN_FORCE);
    pal_bind_int(&query, ":assembly", assembly.value);
    pal_bind_int(&query, ":principal", principal.value);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    return PAL_OK;
}

enum pal_err pal_proxies_walk(struct pal_store *store, const struct pal_proxies_query *query,
                              enum pal_err (*visit)(void *context, const struct pal_proxy *proxy),
                              void *context)
{
    PAL_QUERY(list, store, PAL_SQL_PROXIES, LIST);
    pal_bind_int(&list, ":assembly", query->assembly.value);
    pal_bind_int(&list, ":member", query->member.value);
    pal_bind_int(&list, ":after", query->after_id);
    pal_bind_int(&list, ":limit", (int64_t)query->limit);
    bool has_row;
    PAL_TRY(pal_query_next(&list, &has_row));
    while (has_row) {
        struct pal_proxy row = read_row(&list);
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&list, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_proxy_uses_walk(struct pal_store *store, struct pal_proxy_id proxy,
                                 enum pal_err (*visit)(void *context, const struct pal_uuid *poll),
                                 void *context)
{
    PAL_QUERY(uses, store, PAL_SQL_PROXIES, USES);
    pal_bind_int(&uses, ":id", proxy.value);
    bool has_row;
    PAL_TRY(pal_query_next(&uses, &has_row));
    while (has_row) {
        struct pal_uuid poll = pal_column_uuid(&uses, 0);
        PAL_TRY(visit(context, &poll));
        PAL_TRY(pal_query_next(&uses, &has_row));
    }
    return PAL_OK;
}

/* --- the rules of giving ---------------------------------------------------------------------- */

struct giving {
    const struct pal_constitution *constitution;
    struct pal_assembly_id assembly;
    struct pal_member_id principal, holder;
};

static enum pal_err count_held(struct pal_store *store, const struct giving *giving,
                               struct pal_member_id member, uint64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_PROXIES, HELD);
    pal_bind_int(&query, ":assembly", giving->assembly.value);
    pal_bind_int(&query, ":member", member.value);
    PAL_TRY(pal_query_one(&query));
    *out_count = (uint64_t)pal_column_int(&query, 0);
    return PAL_OK;
}

/* RULE docs/rules/proxies.md
 * > Whoever has given their vote holds no other's, and whoever holds another's vote does not give
 * > their own: a vote received is never given further. */
static enum pal_err check_chain(struct pal_store *store, const struct giving *giving)
{
    uint64_t held;
    PAL_TRY(count_held(store, giving, giving->principal, &held));
    if (held > 0) {
        return PAL_ERR_PROXY_CHAIN;
    }
    PAL_QUERY(query, store, PAL_SQL_PROXIES, HAS_GIVEN);
    pal_bind_int(&query, ":assembly", giving->assembly.value);
    pal_bind_int(&query, ":member", giving->holder.value);
    bool has_given;
    PAL_TRY(pal_query_next(&query, &has_given));
    return has_given ? PAL_ERR_PROXY_CHAIN : PAL_OK;
}

static enum pal_err check_cap(struct pal_store *store, const struct giving *giving)
{
    PAL_CENSUS(census);
    PAL_TRY(pal_census_take(store, giving->constitution, pal_society_today(store), &census));
    uint64_t held;
    PAL_TRY(count_held(store, giving, giving->holder, &held));
    uint64_t cap = pal_proxies_cap(giving->constitution, census.admitted);
    return held < cap ? PAL_OK : PAL_ERR_PROXY_CAP;
}

static enum pal_err check_members(struct pal_store *store, const struct giving *giving)
{
    PAL_MEMBER(principal);
    PAL_TRY(pal_member_read(store, giving->principal, &principal));
    if (principal.state != PAL_MEMBER_ADMITTED) {
        return PAL_ERR_MEMBER_NOT_ADMITTED;
    }
    if (giving->holder.value == 0) {
        return PAL_OK;
    }
    if (giving->holder.value == giving->principal.value) {
        return PAL_ERR_PROXY_SELF;
    }
    PAL_MEMBER(holder);
    PAL_TRY(pal_member_read(store, giving->holder, &holder));
    if (holder.state != PAL_MEMBER_ADMITTED) {
        return PAL_ERR_MEMBER_NOT_ADMITTED;
    }
    bool is_same = pal_text_equal(principal.college, holder.college);
    return is_same || giving->constitution->proxy.scope == PAL_PROXY_ANY ? PAL_OK
                                                                         : PAL_ERR_PROXY_COLLEGE;
}

static enum pal_err check_giving(struct pal_store *store, const struct giving *giving)
{
    const struct pal_proxy_rule *rule = &giving->constitution->proxy;
    PAL_TRY(pal_constitution_require(giving->constitution, PAL_FIELD_PROXY, NULL));
    bool is_blank = giving->holder.value == 0;
    if (!rule->allowed || (is_blank && !rule->blank_allowed)) {
        return PAL_ERR_PROXY_NOT_ALLOWED;
    }
    PAL_TRY(check_members(store, giving));
    PAL_TRY(check_chain(store, giving));
    return is_blank ? PAL_OK : check_cap(store, giving);
}

enum pal_err pal_proxy_check_assembly(struct pal_store *store, struct pal_assembly_id assembly,
                                      struct pal_assembly *out)
{
    PAL_TRY(pal_assembly_read(store, assembly, out));
    bool is_live = out->state == PAL_ASSEMBLY_CONVENED || out->state == PAL_ASSEMBLY_SITTING;
    return is_live ? PAL_OK : PAL_ERR_STATE;
}

/* --- commands --------------------------------------------------------------------------------- */

enum pal_err pal_proxy_log(struct pal_store *store, const char *type, const struct pal_proxy *proxy,
                           const struct pal_json *instructions, uint64_t *out_index)
{
    PAL_JSON(content);
    content = pal_json_object_new();
    pal_json_set_uuid(content, "proxy", &proxy->uuid);
    PAL_MEMBER(principal);
    PAL_TRY(pal_member_read(store, proxy->principal, &principal));
    pal_json_set_uuid(content, "principal", &principal.uuid);
    if (proxy->holder.value != 0) {
        PAL_MEMBER(holder);
        PAL_TRY(pal_member_read(store, proxy->holder, &holder));
        pal_json_set_uuid(content, "holder", &holder.uuid);
    }
    if (instructions != NULL) {
        pal_json_set(content, "instructions", pal_json_copy(instructions));
    }
    PAL_BUF(bytes);
    PAL_TRY(pal_canon_write(content, &bytes, NULL));

    struct pal_uuid id = pal_uuid_random();
    struct pal_hash commitment;
    PAL_TRY(pal_member_commit(store, proxy->principal, &id, pal_buf_text(&bytes), &commitment));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "proxy", &proxy->uuid);
    pal_json_set_uuid(d, "assembly", &proxy->assembly_uuid);
    pal_json_set_hash(d, "c", &commitment);
    return pal_log_append(store, &(struct pal_log_entry){type, id, d}, out_index);
}

static enum pal_err insert(struct pal_store *store, const struct pal_proxy *proxy)
{
    PAL_QUERY(query, store, PAL_SQL_PROXIES, INSERT);
    pal_bind_int(&query, ":entry", proxy->id.value);
    pal_bind_uuid(&query, ":uuid", &proxy->uuid);
    pal_bind_int(&query, ":assembly", proxy->assembly.value);
    pal_bind_int(&query, ":principal", proxy->principal.value);
    if (proxy->holder.value != 0) {
        pal_bind_int(&query, ":holder", proxy->holder.value);
    }
    pal_bind_int(&query, ":now_us", proxy->offered_us);
    enum pal_err err = pal_query_run(&query);
    bool is_taken = err == PAL_ERR_STORE_CONSTRAINT &&
                    pal_store_violates(store, "proxy.assembly_id, proxy.principal_id");
    return is_taken ? PAL_ERR_PROXY_TAKEN : err;
}

enum pal_err pal_proxy_offer(struct pal_store *store, struct pal_assembly_id assembly,
                             struct pal_member_id principal, struct pal_member_id holder,
                             struct pal_proxy_id *out_proxy)
{
    PAL_ASSEMBLY(meeting);
    PAL_TRY(pal_proxy_check_assembly(store, assembly, &meeting));
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    struct giving giving = {&constitution, assembly, principal, holder};
    PAL_TRY(check_giving(store, &giving));

    struct pal_proxy proxy = {
        .uuid = pal_uuid_random(),
        .assembly = assembly,
        .assembly_uuid = meeting.uuid,
        .principal = principal,
        .holder = holder,
        .offered_us = pal_store_now_us(store),
    };
    PAL_TRANSACTION(transaction, store);
    uint64_t index;
    PAL_TRY(pal_proxy_log(store, "proxy.offer", &proxy, NULL, &index));
    proxy.id.value = (int64_t)index;
    PAL_TRY(insert(store, &proxy));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_proxy = proxy.id;
    return PAL_OK;
}

static enum pal_err set_accepted(struct pal_store *store, struct pal_proxy_id proxy, uint64_t index)
{
    PAL_QUERY(query, store, PAL_SQL_PROXIES, ACCEPT);
    pal_bind_int(&query, ":id", proxy.value);
    pal_bind_int(&query, ":now_us", pal_store_now_us(store));
    pal_bind_int(&query, ":entry", (int64_t)index);
    return pal_query_run(&query);
}

enum pal_err pal_proxy_accept(struct pal_store *store, struct pal_proxy_id proxy)
{
    struct pal_proxy now;
    PAL_TRY(pal_proxy_read(store, proxy, &now));
    if (now.state != PAL_PROXY_OFFERED) {
        return PAL_ERR_STATE;
    }
    PAL_ASSEMBLY(meeting);
    PAL_TRY(pal_proxy_check_assembly(store, now.assembly, &meeting));
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    struct giving giving = {&constitution, now.assembly, now.principal, now.holder};
    PAL_TRY(check_giving(store, &giving));

    PAL_TRANSACTION(transaction, store);
    uint64_t index;
    PAL_TRY(pal_proxy_log(store, "proxy.accept", &now, NULL, &index));
    PAL_TRY(set_accepted(store, proxy, index));
    return pal_transaction_commit(&transaction);
}

static enum pal_err end(struct pal_store *store, const struct pal_proxy *now,
                        enum pal_proxy_state state)
{
    PAL_TRANSACTION(transaction, store);
    uint64_t index;
    PAL_TRY(pal_proxy_log(store, state == PAL_PROXY_REFUSED ? "proxy.refuse" : "proxy.revoke", now,
                          NULL, &index));
    PAL_QUERY(query, store, PAL_SQL_PROXIES, END);
    pal_bind_int(&query, ":id", now->id.value);
    pal_bind_string(&query, ":state", states[state]);
    pal_bind_int(&query, ":now_us", pal_store_now_us(store));
    pal_bind_int(&query, ":entry", (int64_t)index);
    PAL_TRY(pal_query_run(&query));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_proxy_refuse(struct pal_store *store, struct pal_proxy_id proxy)
{
    struct pal_proxy now;
    PAL_TRY(pal_proxy_read(store, proxy, &now));
    return now.state == PAL_PROXY_OFFERED ? end(store, &now, PAL_PROXY_REFUSED) : PAL_ERR_STATE;
}

enum pal_err pal_proxy_revoke(struct pal_store *store, struct pal_proxy_id proxy)
{
    struct pal_proxy now;
    PAL_TRY(pal_proxy_read(store, proxy, &now));
    bool is_live = now.state == PAL_PROXY_OFFERED || now.state == PAL_PROXY_ACCEPTED;
    return is_live ? end(store, &now, PAL_PROXY_REVOKED) : PAL_ERR_STATE;
}

enum pal_err pal_proxy_moved(struct pal_store *store, struct pal_proxy_id proxy, uint64_t index)
{
    PAL_QUERY(query, store, PAL_SQL_PROXIES, MOVED);
    pal_bind_int(&query, ":id", proxy.value);
    pal_bind_int(&query, ":entry", (int64_t)index);
    return pal_query_run(&query);
}

/* --- from the first call to the second -------------------------------------------------------- */

static enum pal_err find_carried(struct pal_store *store, struct pal_assembly_id first,
                                 struct pal_proxy_id after, struct pal_proxy *out)
{
    PAL_QUERY(query, store, PAL_SQL_PROXIES, CARRIED);
    pal_bind_int(&query, ":assembly", first.value);
    pal_bind_int(&query, ":after", after.value);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    return PAL_OK;
}

static enum pal_err carry(struct pal_store *store, const struct pal_proxy *given,
                          const struct pal_assembly *second)
{
    uint64_t index;
    struct pal_proxy carried = *given;
    carried.uuid = pal_uuid_random();
    carried.assembly = second->id;
    carried.assembly_uuid = second->uuid;
    carried.offered_us = pal_store_now_us(store);
    PAL_TRY(pal_proxy_log(store, "proxy.carry", &carried, NULL, &index));
    carried.id.value = (int64_t)index;
    PAL_TRY(insert(store, &carried));
    PAL_TRY(set_accepted(store, carried.id, index));
    return pal_instructions_copy(store, given->id, carried.id, second->id);
}

/* RULE docs/rules/proxies.md
 * > Those in force at the end of a first call hold for the
 * > second, which has the same agenda: they are carried over when it is convened, with their instructions,
 * > and can be revoked there. Whoever is no member any more neither gives nor holds one.
 */
enum pal_err pal_proxies_carry(struct pal_store *store, struct pal_assembly_id first,
                               struct pal_assembly_id second)
{
    PAL_ASSEMBLY(meeting);
    PAL_TRY(pal_assembly_read(store, second, &meeting));
    PAL_TRANSACTION(transaction, store);
    struct pal_proxy given = {0};
    for (;;) {
        enum pal_err err = find_carried(store, first, given.id, &given);
        if (err == PAL_ERR_NOT_FOUND) {
            return pal_transaction_commit(&transaction);
        }
        PAL_TRY(err);
        PAL_TRY(carry(store, &given, &meeting));
    }
}

/* RULE docs/rules/retention.md
 * > Where they do name who took part, those of a
 * > SARL, who came and whose proxy was in force stay as long as the minutes.
 */
enum pal_err pal_proxies_expire(struct pal_store *store, int64_t until_us, int64_t *out_count)
{
    int64_t instructions;
    PAL_TRY(pal_instructions_expire(store, until_us, &instructions));
    PAL_QUERY(query, store, PAL_SQL_PROXIES, FORGET_OLD);
    pal_bind_int(&query, ":until", until_us);
    PAL_TRY(pal_query_run(&query));
    *out_count = instructions + pal_query_changes(&query);
    return PAL_OK;
}
