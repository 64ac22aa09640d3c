/*
 * members.c - the rows of the register: written, found, read page by page.
 */
#include "core/members.h"

#include "audit/entry.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/society.h"
#include "core/store.h"

#include "awaiting.h"
#include "register.h"
#include "sql.h"

enum {
    INSERT,
    UPDATE,
    FIND,
    FIND_NUMBER,
    NEXT_NUMBER,
    KEY,
    FORGET,
    READ,
    WALK,
    OF_PERSON,
    APPLIED,
    STATEMENT_COUNT
};

#define MEMBER_COLUMNS                                                                      \
    "SELECT member.id, member.uuid, member.number, member.name, member.kind, member.state," \
    " member.person_id, coalesce(belonging.category, ''), coalesce(belonging.college, '')," \
    " member.applied_on, member.admitted_on, member.left_on, member.shares, member.version"
#define WHERE_THEY_STAND                                      \
    " LEFT JOIN belonging ON belonging.member_id = member.id" \
    " AND belonging.from_on <= :today"                        \
    " AND (belonging.until_on IS NULL OR :today < belonging.until_on)"

static const char *const sql[STATEMENT_COUNT] = {
    [INSERT] = "INSERT INTO member (uuid, number, kind, person_id, name, state, applied_on,"
               " admitted_on, shares, key) VALUES (:uuid, :number, :kind, :person, :name, :state,"
               " :applied_on, :admitted_on, :shares, :key) RETURNING id",
    [UPDATE] = "UPDATE member SET number = :number, name = :name, state = :state,"
               " admitted_on = :admitted_on, left_on = :left_on, shares = :shares,"
               " version = version + 1 WHERE id = :id",
    [FIND] = "SELECT id FROM member WHERE uuid = :uuid",
    [FIND_NUMBER] = "SELECT id FROM member WHERE number = :number",
    [NEXT_NUMBER] = "SELECT coalesce(max(CAST(number AS INTEGER)), 0) + 1 FROM member"
                    " WHERE number NOT GLOB '*[^0-9]*' AND length(number) <= 15",
    [KEY] = "SELECT key FROM member WHERE id = :id AND key IS NOT NULL",
    [FORGET] = "UPDATE member SET name = :name, number = :name || id, shares = 0, key = NULL,"
               " version = version + 1 WHERE id = :id",
    [READ] = MEMBER_COLUMNS " FROM member" WHERE_THEY_STAND " WHERE member.id = :id",
    [WALK] = MEMBER_COLUMNS
    " FROM member" WHERE_THEY_STAND " WHERE (member.name, member.id) > (:after_name, :after_id)"
    " AND (:state IS NULL OR member.state = :state)"
    " AND (:college = '' OR belonging.college = :college)"
    " AND (:text = '' OR member.number = :text OR member.name LIKE :start ESCAPE '\\'"
    " OR member.name LIKE '% ' || :start ESCAPE '\\')"
    " ORDER BY member.name, member.id LIMIT :limit",
    [OF_PERSON] = MEMBER_COLUMNS
    ", acts_for.how FROM acts_for JOIN member ON member.id = acts_for.member_id" WHERE_THEY_STAND
    " WHERE acts_for.person_id = :person"
    " AND (acts_for.from_on IS NULL OR acts_for.from_on <= :today)"
    " AND (acts_for.until_on IS NULL OR :today < acts_for.until_on)"
    " ORDER BY member.name, member.id",
    /* Sorted by what is not a column, so that the index member_by_name is walked, and not the rows. */
    [APPLIED] = "SELECT id, 1, NULL FROM member WHERE state = 'applied' ORDER BY +id LIMIT :limit",
};
const struct pal_sql pal_members_sql = {sql, STATEMENT_COUNT};

static const char *const kinds[] = {
#define WORD(name, word) [PAL_MEMBER_##name] = (word),
    PAL_MEMBER_KINDS(WORD)};
static const char *const states[] = {PAL_MEMBER_STATES(WORD)
#undef WORD
};

const char *pal_member_kind_word(enum pal_member_kind kind)
{
    return kinds[kind];
}

const char *pal_member_state_word(enum pal_member_state state)
{
    return states[state];
}

bool pal_member_kind_read(struct pal_text word, enum pal_member_kind *out_kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (pal_text_is(word, kinds[i])) {
            *out_kind = (enum pal_member_kind)i;
            return true;
        }
    }
    return false;
}

bool pal_member_state_read(struct pal_text word, enum pal_member_state *out_state)
{
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (pal_text_is(word, states[i])) {
            *out_state = (enum pal_member_state)i;
            return true;
        }
    }
    return false;
}

/* --- writing -------------------------------------------------------------------------------- */

static void bind_day(struct pal_query *query, const char *name, struct pal_day day)
{
    if (day.is_known) {
        pal_bind_int(query, name, day.date.days);
    }
}

static enum pal_err name_violation(const struct pal_store *store, enum pal_err err)
{
    bool is_number = err == PAL_ERR_STORE_CONSTRAINT && pal_store_violates(store, "member.number");
    return is_number ? PAL_ERR_MEMBER_NUMBER_TAKEN : err;
}

enum pal_err pal_member_insert(struct pal_store *store, const struct pal_member *member,
                               struct pal_member_id *out_member)
{
    struct pal_uuid uuid = pal_uuid_random();
    uint8_t key[PAL_PERSON_KEY_SIZE];
    pal_crypto_random(key, sizeof key);
    PAL_QUERY(query, store, PAL_SQL_MEMBERS, INSERT);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_blob(&query, ":key", key, sizeof key);
    pal_bind_text(&query, ":number", member->number);
    pal_bind_text(&query, ":name", member->name);
    pal_bind_string(&query, ":kind", kinds[member->kind]);
    pal_bind_string(&query, ":state", states[member->state]);
    pal_bind_int(&query, ":applied_on", member->applied_on.days);
    bind_day(&query, ":admitted_on", member->admitted_on);
    pal_bind_int(&query, ":shares", member->shares);
    if (member->person.value != 0) {
        pal_bind_int(&query, ":person", member->person.value);
    }
    PAL_TRY(name_violation(store, pal_query_one(&query)));
    out_member->value = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_member_update(struct pal_store *store, const struct pal_member *member)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERS, UPDATE);
    pal_bind_int(&query, ":id", member->id.value);
    pal_bind_text(&query, ":number", member->number);
    pal_bind_text(&query, ":name", member->name);
    pal_bind_string(&query, ":state", states[member->state]);
    bind_day(&query, ":admitted_on", member->admitted_on);
    bind_day(&query, ":left_on", member->left_on);
    pal_bind_int(&query, ":shares", member->shares);
    return name_violation(store, pal_query_run(&query));
}

enum pal_err pal_member_forget(struct pal_store *store, struct pal_member_id member)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERS, FORGET);
    pal_bind_int(&query, ":id", member.value);
    pal_bind_string(&query, ":name", PAL_NAME_ERASED);
    return pal_query_run(&query);
}

/* --- finding -------------------------------------------------------------------------------- */

enum pal_err pal_member_find(struct pal_store *store, const struct pal_uuid *uuid,
                             struct pal_member_id *out_member)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERS, FIND);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    out_member->value = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_member_find_number(struct pal_store *store, struct pal_text number,
                                    struct pal_member_id *out_member)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERS, FIND_NUMBER);
    pal_bind_text(&query, ":number", number);
    PAL_TRY(pal_query_one(&query));
    out_member->value = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_register_next_number(struct pal_store *store, int64_t *out_number)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERS, NEXT_NUMBER);
    PAL_TRY(pal_query_one(&query));
    *out_number = pal_column_int(&query, 0);
    return PAL_OK;
}

enum pal_err pal_member_salt(struct pal_store *store, struct pal_member_id member,
                             const struct pal_uuid *id, uint8_t *out_salt)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERS, KEY);
    pal_bind_int(&query, ":id", member.value);
    PAL_TRY(pal_query_one(&query));
    pal_entry_salt((const uint8_t *)pal_column_blob(&query, 0).bytes, id, out_salt);
    return PAL_OK;
}

enum pal_err pal_member_commit(struct pal_store *store, struct pal_member_id member,
                               const struct pal_uuid *id, struct pal_text content,
                               struct pal_hash *out_commitment)
{
    uint8_t salt[PAL_SALT_SIZE];
    PAL_TRY(pal_member_salt(store, member, id, salt));
    *out_commitment = pal_commitment(salt, content);
    return PAL_OK;
}

enum pal_err pal_member_pseudonym(struct pal_store *store, struct pal_member_id member,
                                  const struct pal_uuid *scope, char *out_pseudonym)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERS, KEY);
    pal_bind_int(&query, ":id", member.value);
    PAL_TRY(pal_query_one(&query));
    pal_pseudonym_write((const uint8_t *)pal_column_blob(&query, 0).bytes, scope, out_pseudonym);
    return PAL_OK;
}

/* --- reading -------------------------------------------------------------------------------- */

static struct pal_day column_day(const struct pal_query *query, int column)
{
    if (pal_column_is_null(query, column)) {
        return (struct pal_day){0};
    }
    return (struct pal_day){true, {(int32_t)pal_column_int(query, column)}};
}

/* The current row; its texts are lent until the query moves. */
static struct pal_member read_row(const struct pal_query *query)
{
    struct pal_member member = {
        .id = {pal_column_int(query, 0)},
        .uuid = pal_column_uuid(query, 1),
        .number = pal_column_text(query, 2),
        .name = pal_column_text(query, 3),
        .person = {pal_column_is_null(query, 6) ? 0 : pal_column_int(query, 6)},
        .category = pal_column_text(query, 7),
        .college = pal_column_text(query, 8),
        .applied_on = {(int32_t)pal_column_int(query, 9)},
        .admitted_on = column_day(query, 10),
        .left_on = column_day(query, 11),
        .shares = pal_column_int(query, 12),
        .version = pal_column_int(query, 13),
    };
    PAL_CHECK(pal_member_kind_read(pal_column_text(query, 4), &member.kind));
    PAL_CHECK(pal_member_state_read(pal_column_text(query, 5), &member.state));
    return member;
}

void pal_member_done(struct pal_member *member)
{
    pal_mem_free(member->owned);
    *member = (struct pal_member){0};
}

enum pal_err pal_member_read(struct pal_store *store, struct pal_member_id member,
                             struct pal_member *out)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERS, READ);
    pal_bind_int(&query, ":id", member.value);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    PAL_TRY(pal_query_one(&query));
    struct pal_member read = read_row(&query);
    struct pal_text *texts[] = {&read.number, &read.name, &read.category, &read.college};
    PAL_BUF(words);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        pal_buf_add_text(&words, *texts[i]);
    }
    read.owned = pal_buf_take(&words);
    const char *at = read.owned;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        texts[i]->bytes = at;
        at += texts[i]->size;
    }
    *out = read;
    return PAL_OK;
}

/* What LIKE takes for the start of a word: the text with its signs escaped, and anything after. */
static void pattern_of(struct pal_text text, struct pal_buf *out)
{
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.bytes[i];
        if (byte == '%' || byte == '_' || byte == '\\') {
            pal_buf_add_byte(out, '\\');
        }
        pal_buf_add_byte(out, (uint8_t)byte);
    }
    pal_buf_add_byte(out, '%');
}

enum pal_err pal_members_walk(struct pal_store *store, const struct pal_members_query *asked,
                              enum pal_err (*visit)(void *context, const struct pal_member *member),
                              void *context)
{
    PAL_BUF(start);
    pattern_of(asked->text, &start);
    PAL_QUERY(query, store, PAL_SQL_MEMBERS, WALK);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    pal_bind_text(&query, ":after_name", asked->after_name);
    pal_bind_int(&query, ":after_id", asked->after_id);
    pal_bind_text(&query, ":college", asked->college);
    pal_bind_text(&query, ":text", asked->text);
    pal_bind_text(&query, ":start", pal_buf_text(&start));
    pal_bind_int(&query, ":limit", (int64_t)asked->limit);
    if (asked->state != NULL) {
        pal_bind_string(&query, ":state", states[*asked->state]);
    }
    for (;;) {
        bool has_row;
        PAL_TRY(pal_query_next(&query, &has_row));
        if (!has_row) {
            return PAL_OK;
        }
        struct pal_member member = read_row(&query);
        PAL_TRY(visit(context, &member));
    }
}

enum pal_err pal_members_of_person(struct pal_store *store, struct pal_person_id person,
                                   enum pal_err (*visit)(void *context,
                                                         const struct pal_member *member,
                                                         enum pal_acts_as how),
                                   void *context)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERS, OF_PERSON);
    pal_bind_int(&query, ":person", person.value);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    for (;;) {
        bool has_row;
        PAL_TRY(pal_query_next(&query, &has_row));
        if (!has_row) {
            return PAL_OK;
        }
        struct pal_member member = read_row(&query);
        enum pal_acts_as how;
        PAL_CHECK(pal_acts_as_read(pal_column_text(&query, 14), &how));
        PAL_TRY(visit(context, &member, how));
    }
}

enum pal_err pal_applications_awaiting(struct pal_store *store, const struct pal_awaiting_to *to)
{
    PAL_QUERY(query, store, PAL_SQL_MEMBERS, APPLIED);
    return pal_awaiting_walk(&query, to);
}
