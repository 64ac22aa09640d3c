/* mailings.c - the notice of an assembly and rounds of reminders: to whom, and the proof of sending. */

#include "base/fields.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "outbox.h"
#include "sql.h"

enum {
    ADD,
    READ,
    LAST,
    WALK,
    NOTICES,
    UNDER_WAY,
    DRAINED,
    END,
    CALLED,
    WAITING,
    AGREES,
    FAILURES,
    STATEMENT_COUNT
};

#define COLUMNS                                                                \
    "SELECT id, uuid, kind, assembly_id, coalesce(poll_id, 0), hash, made_us," \
    " coalesce(ended_us, 0), entry FROM mailing"

static const char *const sql[STATEMENT_COUNT] = {
    [ADD] = "INSERT INTO mailing (uuid, kind, assembly_id, poll_id, hash, made_us)"
            " VALUES (:uuid, :kind, :assembly, :poll, :hash, :now) RETURNING id",
    [READ] = COLUMNS " WHERE id = :id",
    [LAST] = "SELECT made_us, ended_us IS NULL FROM mailing WHERE kind = :kind"
             " AND assembly_id = :assembly AND poll_id IS :poll ORDER BY id DESC LIMIT 1",
    [WALK] = COLUMNS " WHERE assembly_id = :assembly AND kind = 'notice' ORDER BY id DESC",
    [NOTICES] = "SELECT DISTINCT hash FROM mailing WHERE kind = 'notice' AND entry IS NOT NULL",
    [UNDER_WAY] =
        "SELECT id FROM mailing WHERE ended_us IS NULL AND id > :after ORDER BY id LIMIT 1",
    [DRAINED] = "SELECT NOT EXISTS (SELECT 1 FROM mail_line WHERE mailing_id = :id"
                " AND state IN ('queued', 'sending'))",
    [END] = "UPDATE mailing SET ended_us = :now, entry = :entry WHERE id = :id",
    /* Who is called and was not reached by a notice of that assembly yet. */
    [CALLED] =
        "SELECT member_id FROM admitted_member"
        " WHERE from_on <= :today AND (until_on IS NULL OR :today < until_on)"
        " AND (:college IS NULL OR college = :college)"
        " AND NOT EXISTS (SELECT 1 FROM mail_line AS l JOIN mailing ON mailing.id = l.mailing_id"
        " WHERE mailing.kind = 'notice' AND mailing.assembly_id = :assembly"
        " AND l.member_id = admitted_member.member_id AND l.state = 'sent')",
    [WAITING] = "SELECT member_id FROM voting_right WHERE poll_id = :poll AND used = 0",
    [AGREES] = "SELECT coalesce(person_name.email, ''), EXISTS (SELECT 1 FROM mail_consent"
               " WHERE mail_consent.person_id = person_name.person_id)"
               " FROM person_name WHERE person_id = :person",
    [FAILURES] = "SELECT l.mail_id, m.uuid, m.number, m.name, l.error FROM mail_line AS l"
                 " JOIN member_line AS m ON m.member_id = l.member_id"
                 " WHERE l.mailing_id = :mailing AND l.state = 'failed' AND l.mail_id > :after"
                 " ORDER BY l.mail_id LIMIT :limit",
};
const struct pal_sql pal_mailings_sql = {sql, STATEMENT_COUNT};

#define SECOND_US INT64_C(1000000)
enum { LASTS_S = 5 * 24 * 3600, DAY_S = 24 * 3600 };

/* --- reading -------------------------------------------------------------------------------- */

static void read_row(const struct pal_query *query, struct pal_mailing *out)
{
    bool is_notice = pal_text_is(pal_column_text(query, 2), "notice");
    *out = (struct pal_mailing){
        .id = pal_column_int(query, 0),
        .uuid = pal_column_uuid(query, 1),
        .kind = is_notice ? PAL_MAIL_NOTICE : PAL_MAIL_REMINDER,
        .assembly = {pal_column_int(query, 3)},
        .poll = {pal_column_int(query, 4)},
        .made_us = pal_column_int(query, 6),
        .ended_us = pal_column_int(query, 7),
        .has_entry = !pal_column_is_null(query, 8),
    };
    if (is_notice) {
        out->hash = pal_column_hash(query, 5);
    }
    if (out->has_entry) {
        out->entry = pal_column_int(query, 8);
    }
}

enum pal_err pal_mailing_read(struct pal_store *store, int64_t id, struct pal_mailing *out)
{
    PAL_QUERY(query, store, PAL_SQL_MAILINGS, READ);
    pal_bind_int(&query, ":id", id);
    PAL_TRY(pal_query_one(&query));
    read_row(&query, out);
    return pal_outbox_count(store, out);
}

enum pal_err pal_mailings_walk(struct pal_store *store, struct pal_assembly_id assembly,
                               enum pal_err (*visit)(void *context,
                                                     const struct pal_mailing *mailing),
                               void *context)
{
    PAL_QUERY(query, store, PAL_SQL_MAILINGS, WALK);
    pal_bind_int(&query, ":assembly", assembly.value);
    bool has_more;
    PAL_TRY(pal_query_next(&query, &has_more));
    while (has_more) {
        struct pal_mailing mailing;
        read_row(&query, &mailing);
        PAL_TRY(pal_outbox_count(store, &mailing));
        PAL_TRY(visit(context, &mailing));
        PAL_TRY(pal_query_next(&query, &has_more));
    }
    return PAL_OK;
}

enum pal_err pal_notices_walk(struct pal_store *store,
                              enum pal_err (*visit)(void *context, const struct pal_hash *hash),
                              void *context)
{
    PAL_QUERY(query, store, PAL_SQL_MAILINGS, NOTICES);
    bool has_more;
    PAL_TRY(pal_query_next(&query, &has_more));
    while (has_more) {
        struct pal_hash hash = pal_column_hash(&query, 0);
        PAL_TRY(visit(context, &hash));
        PAL_TRY(pal_query_next(&query, &has_more));
    }
    return PAL_OK;
}

enum pal_err pal_mail_failures_walk(struct pal_store *store, const struct pal_failures_query *asked,
                                    enum pal_err (*visit)(void *context,
                                                          const struct pal_mail_failure *failure),
                                    void *context)
{
    PAL_QUERY(query, store, PAL_SQL_MAILINGS, FAILURES);
    pal_bind_int(&query, ":mailing", asked->mailing);
    pal_bind_int(&query, ":after", asked->after_id);
    pal_bind_int(&query, ":limit", (int64_t)asked->limit);
    bool has_more;
    PAL_TRY(pal_query_next(&query, &has_more));
    while (has_more) {
        struct pal_mail_failure failure = {
            .id = pal_column_int(&query, 0),
            .member = pal_column_uuid(&query, 1),
            .number = pal_column_text(&query, 2),
            .name = pal_column_text(&query, 3),
            .error = pal_column_text(&query, 4),
        };
        PAL_TRY(visit(context, &failure));
        PAL_TRY(pal_query_next(&query, &has_more));
    }
    return PAL_OK;
}

/* --- to whom -------------------------------------------------------------------------------- */

/* One letter each for who acts for the members that a statement gives. */
struct addressing {
    struct pal_store *store;
    struct pal_mailing *mailing;
    bool tells_failures; /* a notice says who is to be written to on paper; a reminder does not */
    uint64_t count;
};

/* RULE docs/rules/mail.md
 * > A member is written to by mail only where the person who acts for them has agreed to it, and has an address. All others are
 * > counted with those who were not reached: they must be written to on paper.
 */
static enum pal_err why_not(struct pal_store *store, struct pal_person_id person,
                            const char **out_error)
{
    PAL_QUERY(query, store, PAL_SQL_MAILINGS, AGREES);
    pal_bind_int(&query, ":person", person.value);
    PAL_TRY(pal_query_one(&query));
    bool agrees = pal_column_bool(&query, 1);
    bool has_address = pal_mail_address_is_plain(pal_column_text(&query, 0));
    *out_error = !agrees ? "no_consent" : !has_address ? "no_address" : NULL;
    return PAL_OK;
}

static enum pal_err find_reader(struct pal_store *store, struct pal_mail_spec *spec)
{
    spec->lasts_s = LASTS_S;
    spec->error = "nobody";
    enum pal_err err = pal_member_person(store, spec->member, &spec->person);
    if (err != PAL_OK) {
        return err == PAL_ERR_MEMBER_NOBODY ? PAL_OK : err;
    }
    return why_not(store, spec->person, &spec->error);
}

static enum pal_err address(struct addressing *addressing, struct pal_member_id member)
{
    struct pal_mail_spec spec = {
        .kind = addressing->mailing->kind,
        .mailing = addressing->mailing->id,
        .member = member,
    };
    PAL_TRY(find_reader(addressing->store, &spec));
    if (spec.error != NULL && !addressing->tells_failures) {
        return PAL_OK;
    }
    addressing->count++;
    return pal_outbox_add(addressing->store, &spec);
}

enum pal_err pal_mail_tell(struct pal_store *store, struct pal_member_id member,
                           enum pal_mail_kind kind)
{
    PAL_MAIL_SERVER(server);
    struct pal_mail_spec spec = {.kind = kind, .member = member};
    enum pal_err err = pal_mail_server_read(store, &server);
    if (err != PAL_OK) {
        return err == PAL_ERR_MAIL_NONE ? PAL_OK : err;
    }
    PAL_TRY(find_reader(store, &spec));
    return spec.error == NULL ? pal_outbox_add(store, &spec) : PAL_OK;
}

static enum pal_err address_all(struct addressing *addressing, struct pal_query *members)
{
    bool has_more;
    PAL_TRY(pal_query_next(members, &has_more));
    while (has_more) {
        PAL_TRY(address(addressing, (struct pal_member_id){pal_column_int(members, 0)}));
        PAL_TRY(pal_query_next(members, &has_more));
    }
    return PAL_OK;
}

/* When the last mailing of that kind was made; 0 where there is none. PAL_ERR_MAIL_UNDER_WAY */
static enum pal_err last_made(struct pal_store *store, const struct pal_mailing *mailing,
                              int64_t *out_made_us)
{
    PAL_QUERY(query, store, PAL_SQL_MAILINGS, LAST);
    pal_bind_string(&query, ":kind", pal_mail_kind_word(mailing->kind));
    pal_bind_int(&query, ":assembly", mailing->assembly.value);
    if (mailing->poll.value != 0) {
        pal_bind_int(&query, ":poll", mailing->poll.value);
    }
    bool has_last;
    PAL_TRY(pal_query_next(&query, &has_last));
    *out_made_us = has_last ? pal_column_int(&query, 0) : 0;
    return has_last && pal_column_bool(&query, 1) ? PAL_ERR_MAIL_UNDER_WAY : PAL_OK;
}

static enum pal_err add(struct pal_store *store, struct pal_mailing *mailing)
{
    mailing->uuid = pal_uuid_random();
    mailing->made_us = pal_store_now_us(store);
    PAL_QUERY(query, store, PAL_SQL_MAILINGS, ADD);
    pal_bind_uuid(&query, ":uuid", &mailing->uuid);
    pal_bind_string(&query, ":kind", pal_mail_kind_word(mailing->kind));
    pal_bind_int(&query, ":assembly", mailing->assembly.value);
    if (mailing->poll.value != 0) {
        pal_bind_int(&query, ":poll", mailing->poll.value);
    }
    if (mailing->kind == PAL_MAIL_NOTICE) {
        pal_bind_hash(&query, ":hash", &mailing->hash);
    }
    pal_bind_int(&query, ":now", mailing->made_us);
    PAL_TRY(pal_query_one(&query));
    mailing->id = pal_column_int(&query, 0);
    return PAL_OK;
}

/* --- the notice ----------------------------------------------------------------------------- */

static enum pal_err add_item(void *context, const struct pal_resolution *resolution)
{
    struct pal_json *item = pal_json_object_new();
    pal_json_set_text(item, "class", resolution->decision_class);
    pal_json_set_hash(item, "hash", &resolution->hash);
    pal_json_set_int(item, "position", resolution->position);
    pal_json_set_uuid(item, "resolution", &resolution->uuid);
    pal_json_append(context, item);
    return PAL_OK;
}

/* What every letter says. The titles are those of the texts that it names, which may be removed. */
static enum pal_err put_notice(struct pal_store *store, const struct pal_assembly *assembly,
                               struct pal_hash *out_hash)
{
    PAL_JSON(notice);
    notice = pal_json_object_new();
    struct pal_json *agenda = pal_json_array_new();
    pal_json_set(notice, "agenda", agenda);
    PAL_TRY(pal_agenda_walk(store, assembly->id, add_item, agenda));
    pal_json_set_uuid(notice, "assembly", &assembly->uuid);
    pal_json_set_string(notice, "call", pal_call_word(assembly->call));
    pal_json_set_string(notice, "kind", pal_assembly_kind_word(assembly->kind));
    pal_json_set_int(notice, "meets_at", assembly->meets_us / SECOND_US);
    if (assembly->place.size > 0) {
        pal_json_set_text(notice, "place", assembly->place);
    }
    pal_json_set_text(notice, "title", assembly->title);
    return pal_document_put_json(store, PAL_DOCUMENT_NOTICE, notice, out_hash, NULL);
}

static enum pal_err call_members(struct pal_store *store, const struct pal_assembly *assembly,
                                 struct addressing *addressing)
{
    PAL_QUERY(query, store, PAL_SQL_MAILINGS, CALLED);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    pal_bind_int(&query, ":assembly", assembly->id.value);
    if (assembly->college.size > 0) {
        pal_bind_text(&query, ":college", assembly->college);
    }
    return address_all(addressing, &query);
}

enum pal_err pal_mailing_notice(struct pal_store *store, struct pal_assembly_id assembly,
                                struct pal_mailing *out)
{
    PAL_ASSEMBLY(read);
    PAL_MAIL_SERVER(server);
    PAL_TRY(pal_assembly_read(store, assembly, &read));
    PAL_TRY(pal_mail_server_read(store, &server));
    if (read.state != PAL_ASSEMBLY_CONVENED && read.state != PAL_ASSEMBLY_SITTING) {
        return PAL_ERR_STATE;
    }
    struct pal_mailing mailing = {.kind = PAL_MAIL_NOTICE, .assembly = assembly};
    int64_t last_us;
    PAL_TRY(last_made(store, &mailing, &last_us));
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(put_notice(store, &read, &mailing.hash));
    PAL_TRY(add(store, &mailing));
    struct addressing addressing = {.store = store, .mailing = &mailing, .tells_failures = true};
    PAL_TRY(call_members(store, &read, &addressing));
    if (addressing.count == 0) {
        return PAL_ERR_MAIL_NOBODY;
    }
    PAL_TRY(pal_mailings_settle(store));
    PAL_TRY(pal_mailing_read(store, mailing.id, out));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_mailing_reminder(struct pal_store *store, struct pal_poll_id poll,
                                  struct pal_mailing *out)
{
    PAL_POLL(read);
    PAL_MAIL_SERVER(server);
    PAL_TRY(pal_poll_read(store, poll, &read));
    PAL_TRY(pal_mail_server_read(store, &server));
    if (read.state != PAL_POLL_OPEN || pal_store_now_us(store) >= read.closes_us) {
        return PAL_ERR_POLL_NOT_OPEN;
    }
    struct pal_mailing mailing = {.kind = PAL_MAIL_REMINDER,
                                  .assembly = read.assembly,
                                  .poll = poll};
    int64_t last_us;
    PAL_TRY(last_made(store, &mailing, &last_us));
    if (last_us != 0 && pal_store_now_us(store) < last_us + DAY_S * SECOND_US) {
        return PAL_ERR_MAIL_TOO_SOON;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(add(store, &mailing));
    struct addressing addressing = {.store = store, .mailing = &mailing};
    {
        PAL_QUERY(waiting, store, PAL_SQL_MAILINGS, WAITING);
        pal_bind_int(&waiting, ":poll", poll.value);
        PAL_TRY(address_all(&addressing, &waiting));
    }
    PAL_TRY(pal_mailings_settle(store));
    PAL_TRY(pal_mailing_read(store, mailing.id, out));
    return pal_transaction_commit(&transaction);
}

/* --- the end -------------------------------------------------------------------------------- */

static enum pal_err say_sent(struct pal_store *store, const struct pal_mailing *mailing,
                             uint64_t *out_index)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, mailing->assembly, &assembly));
    struct pal_log_entry entry = {.type = "notice.send", .id = pal_uuid_random()};
    struct pal_hash root;
    PAL_TRY(pal_mailing_prove(store, mailing, &entry.id, &root));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "assembly", &assembly.uuid);
    pal_json_set_int(d, "count", mailing->sent);
    pal_json_set_int(d, "failed", mailing->failed);
    pal_json_set_hash(d, "hash", &mailing->hash);
    pal_json_set_hash(d, "root", &root);
    entry.d = d;
    return pal_change_make(store, &entry, out_index);
}

static enum pal_err end(struct pal_store *store, int64_t id)
{
    struct pal_mailing mailing;
    uint64_t entry = 0;
    PAL_TRY(pal_mailing_read(store, id, &mailing));
    if (mailing.kind == PAL_MAIL_NOTICE) {
        PAL_TRY(say_sent(store, &mailing, &entry));
    }
    PAL_QUERY(query, store, PAL_SQL_MAILINGS, END);
    pal_bind_int(&query, ":id", id);
    pal_bind_int(&query, ":now", pal_store_now_us(store));
    if (mailing.kind == PAL_MAIL_NOTICE) {
        pal_bind_int(&query, ":entry", (int64_t)entry);
    }
    return pal_query_run(&query);
}

static enum pal_err is_drained(struct pal_store *store, int64_t id, bool *out_is_drained)
{
    PAL_QUERY(query, store, PAL_SQL_MAILINGS, DRAINED);
    pal_bind_int(&query, ":id", id);
    PAL_TRY(pal_query_one(&query));
    *out_is_drained = pal_column_bool(&query, 0);
    return PAL_OK;
}

static enum pal_err next_under_way(struct pal_store *store, int64_t after, int64_t *out_id)
{
    PAL_QUERY(query, store, PAL_SQL_MAILINGS, UNDER_WAY);
    pal_bind_int(&query, ":after", after);
    bool has_next;
    PAL_TRY(pal_query_next(&query, &has_next));
    *out_id = has_next ? pal_column_int(&query, 0) : 0;
    return PAL_OK;
}

/* RULE docs/rules/mail.md
 * > When the last letter of a notice was taken or given up the log says so: how many, how many not, the hash of what every letter said,
 * > and a root.
 */
enum pal_err pal_mailings_settle(struct pal_store *store)
{
    PAL_TRANSACTION(transaction, store);
    int64_t id;
    PAL_TRY(next_under_way(store, 0, &id));
    while (id != 0) {
        bool is_over;
        PAL_TRY(is_drained(store, id, &is_over));
        if (is_over) {
            PAL_TRY(end(store, id));
        }
        PAL_TRY(next_under_way(store, id, &id));
    }
    return pal_transaction_commit(&transaction);
}
