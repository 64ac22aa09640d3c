/*
 * witnesses.c - who watches this log: the policy, what the witnesses have cosigned, whom to ask next.
 */
#include "core/witnesses.h"

#include "audit/keys.h"
#include "base/check.h"
#include "core/log.h"

#include "state.h"

enum { KEEP, READ, LAST, CALL_READ, CALL_SET, FORGET, FORGET_CALLS, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [KEEP] = "INSERT INTO cosignature (size, name, line, made_at)"
             " VALUES (:size, :name, :line, :made_at) ON CONFLICT (size, name) DO NOTHING",
    [READ] = "SELECT line FROM cosignature WHERE size = :size ORDER BY name",
    [LAST] = "SELECT size, made_at FROM cosignature WHERE name = :name ORDER BY size DESC LIMIT 1",
    [CALL_READ] = "SELECT asked_at_us, next_at_us, failures FROM witness_call WHERE vkey = :vkey",
    [CALL_SET] = "INSERT INTO witness_call (vkey, asked_at_us, next_at_us, failures)"
                 " VALUES (:vkey, :asked_at_us, :next_at_us, :failures)"
                 " ON CONFLICT (vkey) DO UPDATE SET asked_at_us = :asked_at_us,"
                 " next_at_us = :next_at_us, failures = :failures",
    [FORGET] = "DELETE FROM cosignature",
    [FORGET_CALLS] = "DELETE FROM witness_call",
};
const struct pal_sql pal_witnesses_sql = {sql, STATEMENT_COUNT};

#define SECOND_US INT64_C(1000000)

/* RULE docs/rules/witness.md
 * > and else when ten minutes have passed since it asked and it has grown. After a failure it waits
 * > one minute, and twice as long after each further one, up to an hour.
 */
#define PERIOD_US       (600 * SECOND_US)
#define PATIENCE_US     (60 * SECOND_US)
#define PATIENCE_MAX_US (3600 * SECOND_US)

struct pal_text pal_log_policy(const struct pal_store *store)
{
    return pal_text_of(store->log.keys.policy);
}

enum pal_err pal_log_policy_set(struct pal_store *store, struct pal_text policy,
                                struct pal_where *out_where)
{
    struct pal_policy parsed;
    PAL_TRY(pal_policy_parse(policy, &parsed, out_where));
    if (parsed.log_count > 0) {
        return PAL_ERR_POLICY_KEY;
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_text(d, "policy", policy);
    PAL_TRANSACTION(transaction, store);
    const struct pal_log_entry entry = {.type = "log.policy", .id = pal_uuid_random(), .d = d};
    PAL_TRY(pal_log_append(store, &entry, NULL));
    return pal_transaction_commit(&transaction);
}

/* The policy in force, parsed; one without witnesses where there is none. */
static void read_policy(const struct pal_store *store, struct pal_policy *out_policy)
{
    *out_policy = (struct pal_policy){0};
    if (store->log.keys.policy != NULL) {
        enum pal_err err = pal_policy_parse(pal_log_policy(store), out_policy, NULL);
        PAL_CHECK(err == PAL_OK); /* it was judged when the entry was read */
    }
}

enum pal_err pal_cosignature_last(struct pal_store *store, struct pal_text name, uint64_t *out_size,
                                  int64_t *out_seconds)
{
    *out_size = 0;
    *out_seconds = 0;
    bool has_row;
    PAL_QUERY(query, store, PAL_SQL_WITNESSES, LAST);
    pal_bind_text(&query, ":name", name);
    PAL_TRY(pal_query_next(&query, &has_row));
    if (has_row) {
        *out_size = (uint64_t)pal_column_int(&query, 0);
        *out_seconds = pal_column_int(&query, 1);
    }
    return PAL_OK;
}

/* Each witness speaks for the size that it cosigned and for every smaller one: what it cosigned later
 * has it as its beginning. */
enum pal_err pal_log_is_witnessed(struct pal_store *store, uint64_t size, bool *out_is_witnessed)
{
    struct pal_policy policy;
    read_policy(store, &policy);
    uint64_t witnesses = 0;
    for (size_t i = 0; i < policy.witness_count; i++) {
        uint64_t cosigned;
        int64_t seconds;
        struct pal_text name = policy.witnesses[i].vkey.name;
        PAL_TRY(pal_cosignature_last(store, name, &cosigned, &seconds));
        witnesses |= cosigned >= size && cosigned > 0 ? UINT64_C(1) << i : 0;
    }
    *out_is_witnessed = pal_policy_is_met(&policy, witnesses);
    return PAL_OK;
}

enum pal_err pal_cosignatures_read(struct pal_store *store, uint64_t size, struct pal_buf *buf)
{
    bool has_row;
    PAL_QUERY(query, store, PAL_SQL_WITNESSES, READ);
    pal_bind_int(&query, ":size", (int64_t)size);
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        pal_buf_add_text(buf, pal_column_text(&query, 0));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

/* --- Whom to ask --- */

struct pal_call {
    int64_t asked_at_us, next_at_us, failures; /* zero: never asked */
};

static enum pal_err read_call(struct pal_store *store, struct pal_text vkey,
                              struct pal_call *out_call)
{
    *out_call = (struct pal_call){0};
    bool has_row;
    PAL_QUERY(query, store, PAL_SQL_WITNESSES, CALL_READ);
    pal_bind_text(&query, ":vkey", vkey);
    PAL_TRY(pal_query_next(&query, &has_row));
    if (has_row) {
        out_call->asked_at_us = pal_column_int(&query, 0);
        out_call->next_at_us = pal_column_int(&query, 1);
        out_call->failures = pal_column_int(&query, 2);
    }
    return PAL_OK;
}

static enum pal_err write_call(struct pal_store *store, struct pal_text vkey,
                               const struct pal_call *call)
{
    PAL_QUERY(query, store, PAL_SQL_WITNESSES, CALL_SET);
    pal_bind_text(&query, ":vkey", vkey);
    pal_bind_int(&query, ":asked_at_us", call->asked_at_us);
    pal_bind_int(&query, ":next_at_us", call->next_at_us);
    pal_bind_int(&query, ":failures", call->failures);
    return pal_query_run(&query);
}

/* When a witness is to be asked; INT64_MAX while it has cosigned all there is. */
static enum pal_err due_at(struct pal_store *store, const struct pal_policy_witness *witness,
                           int64_t *out_at_us)
{
    *out_at_us = INT64_MAX;
    uint64_t cosigned;
    int64_t seconds;
    PAL_TRY(pal_cosignature_last(store, witness->vkey.name, &cosigned, &seconds));
    if (witness->url.size == 0 || cosigned >= store->log.signed_head.size) {
        return PAL_OK;
    }
    PAL_BUF(vkey);
    struct pal_call call;
    pal_vkey_write(&witness->vkey, &vkey);
    PAL_TRY(read_call(store, pal_buf_text(&vkey), &call));
    if (call.failures > 0) {
        *out_at_us = call.next_at_us;
        return PAL_OK;
    }
    bool is_urgent = cosigned < store->log.urgent_size;
    *out_at_us = is_urgent ? 0 : call.asked_at_us + PERIOD_US;
    return PAL_OK;
}

enum pal_err pal_witness_due(struct pal_store *store, size_t *out_index, bool *out_is_due,
                             int64_t *out_next_us)
{
    struct pal_policy policy;
    *out_is_due = false;
    *out_next_us = INT64_MAX;
    if (pal_log_status(store) != PAL_LOG_OK) {
        return PAL_OK;
    }
    read_policy(store, &policy);
    for (size_t i = 0; i < policy.witness_count; i++) {
        int64_t at_us;
        PAL_TRY(due_at(store, &policy.witnesses[i], &at_us));
        if (at_us <= pal_store_now_us(store)) {
            *out_index = i;
            *out_is_due = true;
            return PAL_OK;
        }
        *out_next_us = at_us < *out_next_us ? at_us : *out_next_us;
    }
    return PAL_OK;
}

static int64_t patience_us(int64_t failures)
{
    int64_t wait_us = PATIENCE_US;
    for (int64_t i = 1; i < failures && wait_us < PATIENCE_MAX_US; i++) {
        wait_us *= 2;
    }
    return wait_us < PATIENCE_MAX_US ? wait_us : PATIENCE_MAX_US;
}

enum pal_err pal_witness_asked(struct pal_store *store, size_t index)
{
    struct pal_policy policy;
    read_policy(store, &policy);
    PAL_CHECK(index < policy.witness_count);
    PAL_BUF(vkey);
    pal_vkey_write(&policy.witnesses[index].vkey, &vkey);
    PAL_TRANSACTION(transaction, store);
    struct pal_call call;
    PAL_TRY(read_call(store, pal_buf_text(&vkey), &call));
    call.asked_at_us = pal_store_now_us(store);
    call.failures++; /* until the answer is there */
    call.next_at_us = call.asked_at_us + patience_us(call.failures);
    PAL_TRY(write_call(store, pal_buf_text(&vkey), &call));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_witness_request(struct pal_store *store, uint64_t old_size, struct pal_buf *buf)
{
    struct pal_cosign_request request = {.old_size = old_size,
                                         .note = pal_buf_text(&store->log.note)};
    uint64_t size = store->log.signed_head.size;
    if (size == 0) {
        return PAL_ERR_NOT_FOUND;
    }
    PAL_TRY(pal_log_consistency(store, old_size, size, &request.proof));
    pal_cosign_request_write(&request, buf);
    return PAL_OK;
}

/* --- What it said --- */

enum pal_witness_said pal_witness_judge_answer(struct pal_store *store, const struct pal_vkey *vkey,
                                               struct pal_text answer, struct pal_buf *line,
                                               int64_t *out_seconds)
{
    struct pal_note note;
    enum pal_err err = pal_note_parse(pal_buf_text(&store->log.note), &note);
    PAL_CHECK(err == PAL_OK); /* it is ours */
    err = pal_cosignature_read(answer, note.body, vkey, line, out_seconds);
    return err == PAL_OK ? PAL_WITNESS_COSIGNED : PAL_WITNESS_NOTHING;
}

/* Of the name in force? What was signed under one before, log.continue itself may quote for anybody to show. */
static bool is_of_this_name(const struct pal_store *store, struct pal_text text)
{
    struct pal_note note;
    struct pal_checkpoint checkpoint;
    return pal_note_parse(text, &note) == PAL_OK &&
           pal_checkpoint_parse(note.body, &checkpoint) == PAL_OK &&
           pal_text_equal(checkpoint.origin, pal_log_name(store));
}

/* RULE docs/rules/witness.md
 * > Whoever has a revoked key can sign a smaller size anew, too: a checkpoint that no other key signs is believed only
 * > where the quorum of the policy cosigned it
 *
 * Of one that is ours. */
static bool is_believed(const struct pal_store *store, struct pal_text text, uint64_t size)
{
    struct pal_note note;
    struct pal_policy policy;
    struct pal_vkey keys[PAL_KEYS_MAX];
    uint64_t witnesses = 0;
    size_t others = 0;
    /* Whatever their time: that one that is good signed it is known. */
    size_t count = pal_keys_at(&store->log.keys, size, 0, keys);
    for (size_t i = 0; i < count; i++) {
        if (pal_keys_believes(&store->log.keys, &keys[i], UINT64_MAX)) {
            keys[others++] = keys[i];
        }
    }
    read_policy(store, &policy);
    return pal_note_parse(text, &note) == PAL_OK &&
           (pal_note_verify(&note, keys, others, NULL) == PAL_OK ||
            (pal_policy_cosigned(&policy, &note, &witnesses) == PAL_OK &&
             pal_policy_is_met(&policy, witnesses)));
}

/* RULE docs/rules/witness.md
 * > A witness that knows a larger size than the log has proves that the log was rolled back. A witness
 * > whose checkpoint, signed by a key of this log, has another root than the log at that size proves
 * > that there are two logs of one name.
 */
enum pal_witness_said pal_witness_judge_checkpoint(struct pal_store *store, struct pal_text note,
                                                   uint64_t *out_size)
{
    struct pal_tree_head shown;
    struct pal_tree_edge edge;
    struct pal_tree_source source = pal_log_source(store);
    if (!is_of_this_name(store, note) || !pal_log_is_ours(store, note, &shown)) {
        return PAL_WITNESS_NOTHING;
    }
    *out_size = shown.size;
    if (shown.size > store->log.now.edge.size) {
        return PAL_WITNESS_LARGER;
    }
    if (pal_tree_edge_read(&source, shown.size, &edge) != PAL_OK) {
        return PAL_WITNESS_NOTHING;
    }
    struct pal_tree_head ours = pal_tree_edge_head(&edge);
    bool is_same = pal_hash_equal(&ours.root, &shown.root);
    if (is_same) {
        return PAL_WITNESS_COSIGNED;
    }
    return is_believed(store, note, shown.size) ? PAL_WITNESS_OTHER : PAL_WITNESS_NOTHING;
}

static enum pal_err keep_line(struct pal_store *store, const struct pal_witness_result *result,
                              struct pal_text name)
{
    PAL_QUERY(insert, store, PAL_SQL_WITNESSES, KEEP);
    pal_bind_int(&insert, ":size", (int64_t)result->size);
    pal_bind_text(&insert, ":name", name);
    pal_bind_text(&insert, ":line", result->line);
    pal_bind_int(&insert, ":made_at", result->seconds);
    return pal_query_run(&insert);
}

enum pal_err pal_witness_keep(struct pal_store *store, const struct pal_witness_result *result)
{
    if (result->said == PAL_WITNESS_LARGER || result->said == PAL_WITNESS_OTHER) {
        bool is_larger = result->said == PAL_WITNESS_LARGER;
        if (is_larger && result->size <= store->log.now.edge.size) {
            return PAL_OK; /* what it knows was signed here while it answered */
        }
        store->log.found = is_larger ? PAL_LOG_ROLLBACK : PAL_LOG_FORK;
        pal_buf_clear(&store->log.evidence);
        pal_buf_add_text(&store->log.evidence, result->note);
        return PAL_OK;
    }
    if (result->said == PAL_WITNESS_NOTHING) {
        return PAL_OK; /* that it was asked stands there already */
    }
    struct pal_vkey vkey;
    PAL_TRY(pal_vkey_parse(result->vkey, &vkey));
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(keep_line(store, result, vkey.name));
    struct pal_call call = {.asked_at_us = pal_store_now_us(store)};
    PAL_TRY(write_call(store, result->vkey, &call));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_witnesses_forget(struct pal_store *store)
{
    PAL_QUERY(lines, store, PAL_SQL_WITNESSES, FORGET);
    PAL_TRY(pal_query_run(&lines));
    PAL_QUERY(calls, store, PAL_SQL_WITNESSES, FORGET_CALLS);
    return pal_query_run(&calls);
}
