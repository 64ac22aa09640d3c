/*
 * keepers.c - the keys of keepers, and who keeps the urn of which poll.
 */
#include "core/keepers.h"

#include <string.h>

#include "audit/shares.h"
#include "base/check.h"
#include "base/crypto.h"
#include "core/store.h"
#include "core/witnesses.h"

#include "sql.h"
#include "urn.h"

enum { IS_BUSY, ENROL, KEY, CLEAR, NAME, READ, GIVE, FORGET, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [IS_BUSY] = "SELECT EXISTS (SELECT 1 FROM keeper_at_work WHERE person_id = :person)",
    [ENROL] = "INSERT INTO keeper_key (person_id, public_key, salt, ops, mem, nonce, box)"
              " VALUES (:person, :public_key, :salt, :ops, :mem, :nonce, :box)"
              " ON CONFLICT (person_id) DO UPDATE SET public_key = excluded.public_key,"
              " salt = excluded.salt, ops = excluded.ops, mem = excluded.mem,"
              " nonce = excluded.nonce, box = excluded.box, version = version + 1",
    [KEY] = "SELECT public_key, salt, ops, mem, nonce, box, version FROM keeper_key"
            " WHERE person_id = :person",
    [CLEAR] = "DELETE FROM keeper WHERE poll_id = :poll",
    [NAME] = "INSERT INTO keeper (poll_id, place, person_id) VALUES (:poll, :place, :person)",
    [READ] = "SELECT k.place, k.person_id, coalesce(k.public_key, x.public_key), k.sealed"
             " FROM keeper AS k"
             " JOIN keeper_key AS x ON x.person_id = k.person_id"
             " WHERE k.poll_id = :poll ORDER BY k.place",
    [GIVE] = "UPDATE keeper SET sealed = :sealed, public_key = :public_key"
             " WHERE poll_id = :poll AND place = :place",
    [FORGET] = "UPDATE keeper SET sealed = NULL WHERE poll_id = :poll",
};
const struct pal_sql pal_keepers_sql = {sql, STATEMENT_COUNT};

/* Argon2id: not so little that passphrases could be tried in numbers, nor so much that a telephone
 * could not. */
enum { OPS_MIN = 1, OPS_MAX = 10, MEM_MIN = 8 << 20, MEM_MAX = 1 << 30 };

/* --- keys ------------------------------------------------------------------------------------- */

static enum pal_err check_busy(struct pal_store *store, struct pal_person_id person)
{
    PAL_QUERY(query, store, PAL_SQL_KEEPERS, IS_BUSY);
    pal_bind_int(&query, ":person", person.value);
    PAL_TRY(pal_query_one(&query));
    return pal_column_bool(&query, 0) ? PAL_ERR_KEEPER_BUSY : PAL_OK;
}

static enum pal_err check_bounds(const struct pal_keeper_key *key, struct pal_where *out_where)
{
    bool has_ops = key->ops >= OPS_MIN && key->ops <= OPS_MAX;
    bool has_mem = key->mem >= MEM_MIN && key->mem <= MEM_MAX;
    pal_where_set(out_where, has_ops ? "/mem" : "/ops");
    return has_ops && has_mem ? PAL_OK : PAL_ERR_JSON_VALUE;
}

/* Can something be sealed to it? */
static enum pal_err check_key(const struct pal_keeper_key *key, struct pal_where *out_where)
{
    uint8_t letter[PAL_LETTER_EXTRA + 1];
    pal_where_set(out_where, "/key");
    return pal_letter_seal(key->public_key, "", 1, letter);
}

enum pal_err pal_keeper_enrol(struct pal_store *store, struct pal_person_id person,
                              const struct pal_keeper_key *key, struct pal_where *out_where)
{
    PAL_TRY(check_bounds(key, out_where));
    PAL_TRY(check_key(key, out_where));
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(check_busy(store, person));
    {
        PAL_QUERY(query, store, PAL_SQL_KEEPERS, ENROL);
        pal_bind_int(&query, ":person", person.value);
        pal_bind_blob(&query, ":public_key", key->public_key, sizeof key->public_key);
        pal_bind_blob(&query, ":salt", key->salt, sizeof key->salt);
        pal_bind_int(&query, ":ops", key->ops);
        pal_bind_int(&query, ":mem", key->mem);
        pal_bind_blob(&query, ":nonce", key->nonce, sizeof key->nonce);
        pal_bind_blob(&query, ":box", key->box, sizeof key->box);
        PAL_TRY(pal_query_run(&query));
    }
    return pal_transaction_commit(&transaction);
}

static void copy_blob(const struct pal_query *query, int column, uint8_t *out_bytes, size_t size)
{
    struct pal_text blob = pal_column_blob(query, column);
    PAL_CHECK(blob.size == size);
    memcpy(out_bytes, blob.bytes, size);
}

enum pal_err pal_keeper_key_read(struct pal_store *store, struct pal_person_id person,
                                 struct pal_keeper_key *out)
{
    PAL_QUERY(query, store, PAL_SQL_KEEPERS, KEY);
    pal_bind_int(&query, ":person", person.value);
    PAL_TRY(pal_query_one(&query));
    *out = (struct pal_keeper_key){
        .ops = pal_column_int(&query, 2),
        .mem = pal_column_int(&query, 3),
        .version = pal_column_int(&query, 6),
    };
    copy_blob(&query, 0, out->public_key, sizeof out->public_key);
    copy_blob(&query, 1, out->salt, sizeof out->salt);
    copy_blob(&query, 4, out->nonce, sizeof out->nonce);
    copy_blob(&query, 5, out->box, sizeof out->box);
    return PAL_OK;
}

enum pal_err pal_keeper_has_key(struct pal_store *store, struct pal_person_id person, bool *out_has)
{
    PAL_QUERY(query, store, PAL_SQL_KEEPERS, KEY);
    pal_bind_int(&query, ":person", person.value);
    return pal_query_next(&query, out_has);
}

/* --- of a poll -------------------------------------------------------------------------------- */

static enum pal_err clear(struct pal_store *store, struct pal_poll_id poll)
{
    PAL_QUERY(query, store, PAL_SQL_KEEPERS, CLEAR);
    pal_bind_int(&query, ":poll", poll.value);
    return pal_query_run(&query);
}

static enum pal_err name(struct pal_store *store, struct pal_poll_id poll, size_t place,
                         struct pal_person_id person)
{
    struct pal_keeper_key key;
    enum pal_err err = pal_keeper_key_read(store, person, &key);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_POLL_KEEPERS : err;
    }
    PAL_QUERY(query, store, PAL_SQL_KEEPERS, NAME);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_int(&query, ":place", (int64_t)place);
    pal_bind_int(&query, ":person", person.value);
    err = pal_query_run(&query);
    /* The same person twice. */
    return err == PAL_ERR_STORE_CONSTRAINT ? PAL_ERR_POLL_KEEPERS : err;
}

enum pal_err pal_keepers_name(struct pal_store *store, struct pal_poll_id poll,
                              const struct pal_person_id *persons, size_t count)
{
    PAL_POLL(now);
    PAL_TRY(pal_poll_read(store, poll, &now));
    bool is_before = now.state == PAL_POLL_DRAFT || now.state == PAL_POLL_CALLED;
    if (now.secrecy != PAL_SECRECY_SECRET || !is_before) {
        return PAL_ERR_STATE;
    }
    if (count != PAL_KEEPERS) {
        return PAL_ERR_POLL_KEEPERS;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(clear(store, poll));
    for (size_t i = 0; i < count; i++) {
        PAL_TRY(name(store, poll, i + 1, persons[i]));
    }
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_keepers_read(struct pal_store *store, struct pal_poll_id poll,
                              struct pal_keeper out_keepers[PAL_KEEPERS], size_t *out_count)
{
    size_t count = 0;
    PAL_QUERY(query, store, PAL_SQL_KEEPERS, READ);
    pal_bind_int(&query, ":poll", poll.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        PAL_CHECK(count < PAL_KEEPERS);
        struct pal_keeper *keeper = &out_keepers[count++];
        *keeper = (struct pal_keeper){
            .place = pal_column_int(&query, 0),
            .person = {pal_column_int(&query, 1)},
            .has_share = !pal_column_is_null(&query, 3),
        };
        copy_blob(&query, 2, keeper->public_key, sizeof keeper->public_key);
        if (keeper->has_share) {
            copy_blob(&query, 3, keeper->sealed, sizeof keeper->sealed);
        }
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    *out_count = count;
    return PAL_OK;
}

/* --- shares ----------------------------------------------------------------------------------- */

static void add_hex(struct pal_json *object, const char *name, const uint8_t *bytes, size_t size)
{
    PAL_BUF(hex);
    pal_buf_add_hex(&hex, bytes, size);
    pal_json_set_text(object, name, pal_buf_text(&hex));
}

static enum pal_err give(struct pal_store *store, struct pal_poll_id poll,
                         const struct pal_keeper *keeper, const struct pal_scalar *share)
{
    uint8_t sealed[PAL_KEEPER_SEALED_SIZE];
    PAL_TRY(pal_letter_seal(keeper->public_key, share->bytes, sizeof share->bytes, sealed));
    PAL_QUERY(query, store, PAL_SQL_KEEPERS, GIVE);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_int(&query, ":place", keeper->place);
    pal_bind_blob(&query, ":sealed", sealed, sizeof sealed);
    pal_bind_blob(&query, ":public_key", keeper->public_key, sizeof keeper->public_key);
    return pal_query_run(&query);
}

static void free_locked(struct pal_scalar **shares)
{
    pal_locked_free(*shares);
}

enum pal_err pal_keepers_deal(struct pal_store *store, struct pal_poll_id poll,
                              struct pal_json *urn)
{
    struct pal_keeper keepers[PAL_KEEPERS];
    size_t count;
    PAL_TRY(pal_keepers_read(store, poll, keepers, &count));
    if (count != PAL_KEEPERS) {
        return PAL_ERR_POLL_KEEPERS;
    }
    struct pal_shares_public shown;
    struct pal_scalar *shares PAL_CLEANUP(free_locked) =
        pal_locked_new(PAL_SHARES * sizeof(struct pal_scalar));
    pal_shares_deal(shares, &shown);
    add_hex(urn, "key", shown.key.bytes, sizeof shown.key.bytes);
    pal_json_set_int(urn, "threshold", PAL_SHARES_THRESHOLD);
    struct pal_json *list = pal_json_array_new();
    pal_json_set(urn, "keepers", list);
    for (size_t i = 0; i < PAL_KEEPERS; i++) {
        struct pal_json *keeper = pal_json_object_new();
        add_hex(keeper, "key", keepers[i].public_key, sizeof keepers[i].public_key);
        add_hex(keeper, "share", shown.shares[i].bytes, sizeof shown.shares[i].bytes);
        pal_json_append(list, keeper);
        PAL_TRY(give(store, poll, &keepers[i], &shares[i]));
    }
    return PAL_OK;
}

enum pal_err pal_keepers_forget(struct pal_store *store, struct pal_poll_id poll)
{
    PAL_QUERY(query, store, PAL_SQL_KEEPERS, FORGET);
    pal_bind_int(&query, ":poll", poll.value);
    return pal_query_run(&query);
}

static enum pal_err read_public(struct pal_store *store, const struct pal_poll *poll,
                                struct pal_shares_public *out)
{
    PAL_MANIFEST(manifest);
    PAL_TRY(pal_manifest_read(store, &poll->manifest, &poll->uuid, &manifest));
    PAL_TRY(pal_point_parse(manifest.urn.key, &out->key));
    for (size_t i = 0; i < PAL_KEEPERS; i++) {
        PAL_TRY(pal_point_parse(manifest.urn.keepers[i].share, &out->shares[i]));
    }
    return pal_shares_public_check(out);
}

static enum pal_err check_keeper(struct pal_store *store, const struct pal_keeper_share *share)
{
    struct pal_keeper keepers[PAL_KEEPERS];
    size_t count;
    PAL_TRY(pal_keepers_read(store, share->poll, keepers, &count));
    bool is_theirs = share->place >= 1 && share->place <= (int64_t)count &&
                     keepers[share->place - 1].person.value == share->person.value;
    return is_theirs ? PAL_OK : PAL_ERR_ROLL_NOT_HELD;
}

enum pal_err pal_keeper_share_check(struct pal_store *store, const struct pal_keeper_share *share,
                                    struct pal_scalar *out_share)
{
    PAL_POLL(poll);
    PAL_TRY(pal_poll_read(store, share->poll, &poll));
    bool is_over = poll.state == PAL_POLL_CLOSED || poll.state == PAL_POLL_COUNTED ||
                   poll.state == PAL_POLL_PUBLISHED;
    if (poll.secrecy != PAL_SECRECY_SECRET || !is_over || poll.destroyed_us != 0) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(check_keeper(store, share));
    bool is_witnessed;
    PAL_TRY(pal_log_is_witnessed(store, (uint64_t)poll.entry + 1, &is_witnessed));
    if (!is_witnessed) {
        return PAL_ERR_URN_WITNESS;
    }
    struct pal_shares_public shown;
    PAL_TRY(read_public(store, &poll, &shown));
    return pal_share_parse(&shown, (size_t)share->place - 1, share->bytes, out_share);
}

enum pal_err pal_keepers_combine(struct pal_store *store, struct pal_poll_id poll,
                                 const struct pal_share *a, const struct pal_share *b,
                                 struct pal_scalar *out_secret)
{
    PAL_POLL(row);
    PAL_TRY(pal_poll_read(store, poll, &row));
    struct pal_shares_public shown;
    PAL_TRY(read_public(store, &row, &shown));
    return pal_shares_combine(&shown, a, b, out_secret);
}
