/*
 * erasure.c - the erasure of a member who left: what a key gave in polls is kept, then the key goes.
 */
#include "core/erasure.h"

#include "audit/entry.h"
#include "audit/mark.h"
#include "audit/roll.h"
#include "base/limits.h"
#include "core/aliases.h"
#include "core/consents.h"
#include "core/contacts.h"
#include "core/erasure_requests.h"
#include "core/idempotency.h"
#include "core/mail.h"
#include "core/offices.h"
#include "core/quotas.h"
#include "core/sessions.h"
#include "core/store.h"
#include "core/temperature.h"

#include "input.h"
#include "register.h"
#include "sql.h"

enum { IS_ERASED, AT_STAKE, PARTS, KEEP, NOTE, DROP_GROUNDS, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [IS_ERASED] = "SELECT 1 FROM erasure WHERE member_id = :member",
    [AT_STAKE] = "SELECT 1 FROM part_in_poll AS i JOIN poll_at_stake AS p ON p.poll_id = i.poll_id"
                 " WHERE i.member_id = :member AND p.is_at_stake = 1 LIMIT 1",
    [PARTS] = "SELECT i.poll_id, p.uuid, coalesce(i.rank, 0), i.college, i.used, k.uuid, k.key"
              " FROM part_in_poll AS i JOIN poll_at_stake AS p ON p.poll_id = i.poll_id"
              " JOIN member_key AS k ON k.member_id = i.member_id WHERE i.member_id = :member",
    [KEEP] = "INSERT INTO kept_right (poll_id, member_id, pseudonym, leaf, mark)"
             " VALUES (:poll, :member, :pseudonym, :leaf, :mark)",
    [DROP_GROUNDS] = "UPDATE erasure SET ground = '-' WHERE at_us <= :until AND ground <> '-'",
    [NOTE] = "INSERT INTO erasure (member_id, ground, at_us) VALUES (:member, :ground, :at_us)",
};
const struct pal_sql pal_erasure_sql = {sql, STATEMENT_COUNT};

static const struct pal_input ground_input = {"/ground", PAL_LIMIT_NAME, false, false};

/* --- who may be erased ---------------------------------------------------------------------- */

static enum pal_err is_there(struct pal_store *store, int statement, struct pal_member_id member,
                             bool *out_is)
{
    PAL_QUERY(query, store, PAL_SQL_ERASURE, statement);
    pal_bind_int(&query, ":member", member.value);
    return pal_query_next(&query, out_is);
}

static enum pal_err refuse_office(void *context, const struct pal_office *office)
{
    (void)context;
    (void)office;
    return PAL_ERR_ERASURE_ACTS;
}

static enum pal_err refuse_other(void *context, const struct pal_member *member,
                                 enum pal_acts_as how)
{
    (void)how;
    const struct pal_member_id *erased = context;
    return member->id.value == erased->value ? PAL_OK : PAL_ERR_ERASURE_ACTS;
}

/* RULE docs/rules/erasure.md
 * > A member is erased who has left, when every poll in which they had a part is over, and when they, if
 * > they are a natural person, hold no office and act for nobody else. */
static enum pal_err check(struct pal_store *store, struct pal_member *member)
{
    bool is_so;
    PAL_TRY(is_there(store, IS_ERASED, member->id, &is_so));
    if (is_so || member->state != PAL_MEMBER_LEFT) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(is_there(store, AT_STAKE, member->id, &is_so));
    if (is_so) {
        return PAL_ERR_ERASURE_POLL;
    }
    if (member->person.value == 0) {
        return PAL_OK;
    }
    PAL_TRY(pal_offices_walk(store, member->person, refuse_office, NULL));
    return pal_members_of_person(store, member->person, refuse_other, &member->id);
}

/* --- what stays ----------------------------------------------------------------------------- */

/* What the key gives in one poll: the pseudonym, and of a right its leaves. */
static enum pal_err keep_part(struct pal_store *store, struct pal_member_id member,
                              const struct pal_query *part)
{
    const uint8_t *key = (const uint8_t *)pal_column_blob(part, 6).bytes;
    struct pal_uuid poll = pal_column_uuid(part, 1);
    struct pal_uuid uuid = pal_column_uuid(part, 5);
    const struct pal_right right = {
        .poll = &poll,
        .member = &uuid,
        .college = pal_column_text(part, 3),
        .rank = pal_column_int(part, 2),
    };
    uint8_t salt[PAL_SALT_SIZE];
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    PAL_BUF(line);
    pal_right_write(&right, &line);
    pal_entry_salt(key, &poll, salt);
    struct pal_hash leaf = pal_right_leaf(salt, pal_buf_text(&line));
    pal_mark_salt(key, &poll, salt);
    struct pal_hash mark = pal_mark_leaf(salt, (uint32_t)right.rank, pal_column_bool(part, 4));
    pal_pseudonym_write(key, &poll, pseudonym);
    pal_crypto_wipe(salt, sizeof salt);

    PAL_QUERY(query, store, PAL_SQL_ERASURE, KEEP);
    pal_bind_int(&query, ":poll", pal_column_int(part, 0));
    pal_bind_int(&query, ":member", member.value);
    pal_bind_string(&query, ":pseudonym", pseudonym);
    if (right.rank > 0) {
        pal_bind_hash(&query, ":leaf", &leaf);
        pal_bind_hash(&query, ":mark", &mark);
    }
    return pal_query_run(&query);
}

/* RULE docs/rules/erasure.md
 * > What the key gave in those polls is kept: the pseudonym, the leaf of the roll, the leaf of the marked
 * > register. */
static enum pal_err keep_parts(struct pal_store *store, struct pal_member_id member)
{
    bool has_row;
    PAL_QUERY(parts, store, PAL_SQL_ERASURE, PARTS);
    pal_bind_int(&parts, ":member", member.value);
    PAL_TRY(pal_query_next(&parts, &has_row));
    while (has_row) {
        PAL_TRY(keep_part(store, member, &parts));
        PAL_TRY(pal_query_next(&parts, &has_row));
    }
    return PAL_OK;
}

static enum pal_err note(struct pal_store *store, struct pal_member_id member,
                         struct pal_text ground)
{
    PAL_QUERY(query, store, PAL_SQL_ERASURE, NOTE);
    pal_bind_int(&query, ":member", member.value);
    pal_bind_text(&query, ":ground", ground);
    pal_bind_int(&query, ":at_us", pal_store_now_us(store));
    return pal_query_run(&query);
}

/* --- what goes ------------------------------------------------------------------------------ */

static enum pal_err forget_person(struct pal_store *store, struct pal_person_id person)
{
    PAL_TRY(pal_aliases_forget(store, (struct pal_speaker){.person = person}));
    PAL_TRY(pal_sessions_forget(store, person));
    PAL_TRY(pal_mail_forget_person(store, person));
    PAL_TRY(pal_consents_forget_person(store, person));
    PAL_TRY(pal_contact_pending_forget(store, person));
    return pal_person_forget(store, person);
}

static enum pal_err forget(struct pal_store *store, const struct pal_member *member)
{
    PAL_TRY(pal_aliases_forget(store, (struct pal_speaker){.member = member->id}));
    PAL_TRY(pal_quotas_forget(store, member->id));
    PAL_TRY(pal_sendings_forget(store, member->id));
    PAL_TRY(pal_temperatures_forget(store, member->id));
    PAL_TRY(pal_representatives_forget(store, member->id));
    PAL_TRY(pal_erasure_ask_end(store, member->id));
    PAL_TRY(pal_member_forget(store, member->id));
    /* What was answered to others may hold the name: who entered the member, who sent the link. */
    PAL_TRY(pal_remembered_forget(store));
    return member->person.value == 0 ? PAL_OK : forget_person(store, member->person);
}

enum pal_err pal_member_erase(struct pal_store *store, struct pal_member_id member,
                              struct pal_text ground, struct pal_where *out_where)
{
    PAL_BUF(said);
    PAL_MEMBER(erased);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_input_read(&ground_input, ground, &said, out_where));
    PAL_TRY(pal_member_read(store, member, &erased));
    PAL_TRY(check(store, &erased));
    PAL_TRY(keep_parts(store, member));
    PAL_TRY(pal_register_log(store, member, "erased"));
    PAL_TRY(forget(store, &erased));
    PAL_TRY(note(store, member, pal_buf_text(&said)));
    pal_store_forget(store);
    return pal_transaction_commit(&transaction);
}

/* RULE docs/rules/retention.md
 * > That somebody was erased stays; the ground does not.
 */
enum pal_err pal_erasure_grounds_expire(struct pal_store *store, int64_t until_us,
                                        int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_ERASURE, DROP_GROUNDS);
    pal_bind_int(&query, ":until", until_us);
    PAL_TRY(pal_query_run(&query));
    *out_count = pal_query_changes(&query);
    return PAL_OK;
}
