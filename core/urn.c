/*
 * urn.c - the urn of a secret poll: made at the opening, filled by casts, summed up at the close.
 */
#include "urn.h"

#include <string.h>

#include "audit/receipt.h"
#include "audit/roll.h"
#include "base/check.h"
#include "base/fields.h"
#include "core/log.h"
#include "core/roll.h"
#include "core/store.h"

#include "apply.h"
#include "casting.h"
#include "polling.h"
#include "sql.h"

enum { MARK, PUT, HAS, ONE, HASHES, PAGE, ALL, DESTROY, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [MARK] = "INSERT INTO mark (poll_id, member_id, channel, holder_id)"
             " VALUES (:poll, :member, :channel, :holder)",
    [PUT] = "INSERT INTO urn (poll_id, hash, college, sealed)"
            " VALUES (:poll, :hash, :college, :sealed)",
    [HAS] = "SELECT 1 FROM urn WHERE poll_id = :poll AND hash = :hash",
    [ONE] = "SELECT college, sealed FROM urn WHERE poll_id = :poll AND hash = :hash",
    [HASHES] = "SELECT hash, college FROM urn WHERE poll_id = :poll ORDER BY hash",
    [PAGE] =
        "SELECT hash FROM urn WHERE poll_id = :poll AND hash > :after ORDER BY hash LIMIT :limit",
    [DESTROY] = "UPDATE urn SET sealed = NULL WHERE poll_id = :poll AND sealed IS NOT NULL",
    [ALL] = "SELECT college, sealed FROM urn WHERE poll_id = :poll ORDER BY hash",
};
const struct pal_sql pal_urn_sql = {sql, STATEMENT_COUNT};

/* --- the opening ------------------------------------------------------------------------------ */

enum pal_err pal_urn_make(struct pal_store *store, const struct pal_poll *poll,
                          const struct pal_constitution *constitution, struct pal_json *manifest)
{
    const struct pal_method *method = pal_method_find(poll->method);
    PAL_CHECK(method != NULL); /* it was when the poll was made, and methods stay */
    PAL_QUESTION(question);
    PAL_TRY(pal_question_read(manifest, method, &question, NULL));
    enum pal_ballot_kind kind = pal_method_kind(method, &question);
    size_t size;
    if (kind == PAL_BALLOT_NONE) {
        return PAL_ERR_POLL_SECRECY;
    }
    PAL_TRY(pal_urn_size_for(&question, kind, &size));
    PAL_BUF(receipt);
    pal_log_receipt_vkey(store, &receipt);
    PAL_JSON(urn);
    urn = pal_json_object_new();
    pal_json_set_string(urn, "profile", "keepers");
    pal_json_set_int(urn, "size", (int64_t)size);
    pal_json_set_bool(urn, "trackers", poll->has_trackers);
    pal_json_set_int(urn, "k_min", (int64_t)constitution->k_min);
    pal_json_set_bool(urn, "waived", poll->is_waived);
    pal_json_set_text(urn, "receipt", pal_buf_text(&receipt));
    pal_json_set_int(urn, "kept_until", poll->kept_until_us / 1000000);
    PAL_TRY(pal_keepers_deal(store, poll->id, urn));
    pal_json_set(manifest, "urn", urn);
    urn = NULL; /* moved */
    return PAL_OK;
}

struct pal_urn pal_urn_of(const struct pal_manifest *manifest)
{
    struct pal_urn urn = {.ctx = manifest->hash, .size = manifest->urn.size};
    PAL_CHECK(pal_point_parse(manifest->urn.key, &urn.key) == PAL_OK); /* it was read so */
    return urn;
}

/* --- casting ---------------------------------------------------------------------------------- */

void pal_sealed_receipt_done(struct pal_sealed_receipt *receipt)
{
    pal_buf_done(&receipt->note);
    *receipt = (struct pal_sealed_receipt){0};
}

/* The place of a college in the manifest. PAL_ERR_BALLOT_COLLEGE */
static enum pal_err find_college(const struct pal_manifest *manifest, struct pal_text college,
                                 uint16_t *out_place)
{
    const struct pal_json *colleges = pal_json_get(manifest->document, "colleges");
    for (size_t i = 0; i < pal_json_count(colleges); i++) {
        const struct pal_json *id = pal_json_get(pal_json_at(colleges, i), "id");
        if (pal_text_equal(pal_json_as_text(id), college)) {
            *out_place = (uint16_t)i;
            return PAL_OK;
        }
    }
    return PAL_ERR_BALLOT_COLLEGE;
}

static void sign_receipt(struct pal_store *store, const struct pal_manifest *manifest,
                         struct pal_sealed_receipt *receipt)
{
    char poll[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&manifest->poll, poll);
    const struct pal_receipt says = {
        .origin = pal_log_name(store),
        .poll = pal_text_of(poll),
        .ctx = manifest->hash,
        .ballot = receipt->hash,
    };
    pal_receipt_sign(&says, pal_log_receipt_key(store), &receipt->note);
}

static enum pal_err has(struct pal_store *store, struct pal_poll_id poll,
                        const struct pal_hash *hash, bool *out_has)
{
    PAL_QUERY(query, store, PAL_SQL_URN, HAS);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_hash(&query, ":hash", hash);
    return pal_query_next(&query, out_has);
}

static enum pal_err put_mark(struct pal_store *store, const struct pal_sealed_cast *cast,
                             const struct pal_casting *casting)
{
    PAL_QUERY(query, store, PAL_SQL_URN, MARK);
    pal_bind_int(&query, ":poll", cast->cast.poll.value);
    pal_bind_int(&query, ":member", cast->cast.member.value);
    pal_bind_string(&query, ":channel", pal_channel_word(casting->channel));
    if (casting->holder.value != 0) {
        pal_bind_int(&query, ":holder", casting->holder.value);
    }
    return pal_query_run(&query);
}

static enum pal_err put_ballot(struct pal_store *store, const struct pal_sealed_cast *cast,
                               uint16_t college, const struct pal_hash *hash)
{
    PAL_QUERY(query, store, PAL_SQL_URN, PUT);
    pal_bind_int(&query, ":poll", cast->cast.poll.value);
    pal_bind_hash(&query, ":hash", hash);
    pal_bind_int(&query, ":college", college);
    pal_bind_blob(&query, ":sealed", cast->sealed.bytes, cast->sealed.size);
    enum pal_err err = pal_query_run(&query);
    bool is_copy =
        err == PAL_ERR_STORE_CONSTRAINT && pal_store_violates(store, "urn.poll_id, urn.hash");
    return is_copy ? PAL_ERR_BALLOT_COPIED : err;
}

/* RULE docs/rules/secret.md
 * > A sealed ballot and the mark of the right that it used are written together or not at all; neither says
 * > when, and nothing leads from one to the other.
 */
static enum pal_err put(struct pal_store *store, const struct pal_sealed_cast *cast,
                        const struct pal_casting *casting, uint16_t place,
                        struct pal_sealed_receipt *receipt)
{
    char college[PAL_LIMIT_NAME + 1];
    enum pal_err err = pal_roll_use(store, cast->cast.poll, cast->cast.member, college);
    if (err == PAL_ERR_ROLL_VOTED) {
        /* RULE docs/rules/secret.md
         * > Who sends the same sealed ballot again is given the same receipt, also where an answer was lost.
         */
        PAL_TRY(has(store, cast->cast.poll, &receipt->hash, &receipt->is_again));
        return receipt->is_again ? PAL_OK : PAL_ERR_ROLL_VOTED;
    }
    PAL_TRY(err);
    bool is_theirs = college[0] == '\0' ? pal_text_is(cast->college, "all")
                                        : pal_text_is(cast->college, college);
    if (!is_theirs) {
        return PAL_ERR_BALLOT_COLLEGE;
    }
    PAL_TRY(pal_casting_check_proxy(store, &cast->cast, pal_text_of(college), casting));
    PAL_TRY(put_mark(store, cast, casting));
    return put_ballot(store, cast, place, &receipt->hash);
}

enum pal_err pal_sealed_cast(struct pal_store *store, const struct pal_sealed_cast *cast,
                             struct pal_where *out_where, struct pal_sealed_receipt *out)
{
    PAL_TRANSACTION(transaction, store);
    struct pal_casting casting;
    PAL_TRY(pal_casting_begin(store, &cast->cast, out_where, &casting));
    if (!casting.manifest->is_secret) {
        return PAL_ERR_BALLOT_LEVEL;
    }
    uint16_t college = 0;
    struct pal_urn urn = pal_urn_of(casting.manifest);
    PAL_SEALED_RECEIPT(receipt);
    pal_where_set(out_where, "/college");
    PAL_TRY(find_college(casting.manifest, cast->college, &college));
    pal_where_set(out_where, "/sealed");
    PAL_TRY(pal_urn_check(&urn, cast->sealed));
    pal_where_set(out_where, "%s", "");
    receipt.hash = pal_urn_hash(&urn, college, cast->sealed);
    PAL_TRY(put(store, cast, &casting, college, &receipt));
    sign_receipt(store, casting.manifest, &receipt);
    PAL_TRY(pal_transaction_commit(&transaction));
    *out = receipt;
    receipt = (struct pal_sealed_receipt){0}; /* moved */
    return PAL_OK;
}

/* --- after the close -------------------------------------------------------------------------- */

enum pal_err pal_urn_sum(struct pal_store *store, struct pal_poll_id poll, struct pal_urn_sum *out)
{
    *out = (struct pal_urn_sum){0};
    struct pal_tree_edge edge = {0};
    PAL_QUERY(query, store, PAL_SQL_URN, HASHES);
    pal_bind_int(&query, ":poll", poll.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct pal_hash hash = pal_column_hash(&query, 0);
        int64_t college = pal_column_int(&query, 1);
        PAL_CHECK(college < PAL_LIMIT_COLLEGES);
        pal_root_add(&edge, &hash);
        out->colleges[college]++;
        out->count++;
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    out->root = pal_root_of(&edge);
    return PAL_OK;
}

static enum pal_err add_mark(void *context, const struct pal_hash *mark)
{
    pal_root_add(context, mark);
    return PAL_OK;
}

enum pal_err pal_urn_marks(struct pal_store *store, const struct pal_poll *poll,
                           struct pal_hash *out_root)
{
    struct pal_tree_edge edge = {0};
    PAL_TRY(pal_roll_marks(store, poll->id, &poll->uuid, add_mark, &edge));
    *out_root = pal_root_of(&edge);
    return PAL_OK;
}

enum pal_err pal_urn_walk(struct pal_store *store, struct pal_poll_id poll,
                          enum pal_err (*visit)(void *context, uint16_t college,
                                                struct pal_text sealed),
                          void *context)
{
    PAL_QUERY(query, store, PAL_SQL_URN, ALL);
    pal_bind_int(&query, ":poll", poll.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        if (pal_column_is_null(&query, 1)) {
            return PAL_ERR_STATE;
        }
        PAL_TRY(visit(context, (uint16_t)pal_column_int(&query, 0), pal_column_blob(&query, 1)));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_urn_one(struct pal_store *store, struct pal_poll_id poll,
                         const struct pal_hash *hash, uint16_t *out_college,
                         struct pal_buf *out_sealed)
{
    PAL_QUERY(query, store, PAL_SQL_URN, ONE);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_hash(&query, ":hash", hash);
    PAL_TRY(pal_query_one(&query));
    if (pal_column_is_null(&query, 1)) {
        return PAL_ERR_STATE;
    }
    *out_college = (uint16_t)pal_column_int(&query, 0);
    pal_buf_add_text(out_sealed, pal_column_blob(&query, 1));
    return PAL_OK;
}

enum pal_err pal_urn_hashes(struct pal_store *store, struct pal_poll_id poll,
                            enum pal_err (*visit)(void *context, const struct pal_hash *hash),
                            void *context)
{
    PAL_QUERY(query, store, PAL_SQL_URN, HASHES);
    pal_bind_int(&query, ":poll", poll.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct pal_hash hash = pal_column_hash(&query, 0);
        PAL_TRY(visit(context, &hash));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

/* They are for everybody once the poll is closed. */
static enum pal_err may_see(struct pal_store *store, struct pal_poll_id poll)
{
    struct pal_poll_brief brief;
    PAL_TRY(pal_poll_glance(store, poll, &brief));
    if (!brief.is_secret) {
        return PAL_ERR_NOT_FOUND;
    }
    if (brief.state != PAL_POLL_CLOSED && brief.state != PAL_POLL_COUNTED &&
        brief.state != PAL_POLL_PUBLISHED) {
        return PAL_ERR_POLL_NOT_COUNTED;
    }
    return PAL_OK;
}

enum pal_err pal_sealed_hashes(struct pal_store *store, struct pal_poll_id poll,
                               enum pal_err (*visit)(void *context, const struct pal_hash *hash),
                               void *context)
{
    PAL_TRY(may_see(store, poll));
    return pal_urn_hashes(store, poll, visit, context);
}

enum pal_err pal_sealed_page(struct pal_store *store, struct pal_poll_id poll,
                             const struct pal_hash *after, struct pal_hash *out_hashes,
                             size_t *count)
{
    PAL_TRY(may_see(store, poll));
    PAL_QUERY(query, store, PAL_SQL_URN, PAGE);
    pal_bind_int(&query, ":poll", poll.value);
    pal_bind_hash(&query, ":after", after);
    pal_bind_int(&query, ":limit", (int64_t)*count);
    *count = 0;
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        out_hashes[(*count)++] = pal_column_hash(&query, 0);
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

/* --- the end ---------------------------------------------------------------------------------- */

static enum pal_err destroy(struct pal_store *store, struct pal_poll_id poll, int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_URN, DESTROY);
    pal_bind_int(&query, ":poll", poll.value);
    PAL_TRY(pal_query_run(&query));
    *out_count = pal_query_changes(&query);
    return PAL_OK;
}

/* RULE docs/rules/secret.md
 * > After the appeal period the sealed ballots and the shares are destroyed, and the log says how many ballots
 * > there were; their hashes, the opened list and the marked register stay.
 */
enum pal_err pal_sealed_destroy(struct pal_store *store, struct pal_poll_id poll)
{
    PAL_POLL(now);
    PAL_TRY(pal_poll_read(store, poll, &now));
    bool is_over = now.state == PAL_POLL_COUNTED || now.state == PAL_POLL_PUBLISHED ||
                   now.state == PAL_POLL_VOID;
    if (now.secrecy != PAL_SECRECY_SECRET || !is_over || !now.has_manifest ||
        now.destroyed_us != 0) {
        return PAL_ERR_STATE;
    }
    if (pal_store_now_us(store) < now.kept_until_us) {
        return PAL_ERR_URN_KEPT;
    }
    PAL_TRANSACTION(transaction, store);
    int64_t count;
    PAL_TRY(destroy(store, poll, &count));
    PAL_TRY(pal_keepers_forget(store, poll));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "poll", &now.uuid);
    pal_json_set_int(d, "count", count);
    PAL_TRY(
        pal_change_make(store, &(struct pal_log_entry){"urn.destroy", pal_uuid_random(), d}, NULL));
    return pal_transaction_commit(&transaction);
}
