/* decisions.c - the steps that follow a decision: their view, and the commands on them. */
#include "core/decisions.h"

#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "awaiting.h"
#include "input.h"
#include "sql.h"

enum { INSERT, CHANGE, BY_UUID, LIST, COUNT, AWAITING, FORGET, STATEMENT_COUNT };

#define COLUMNS                                                   \
    "s.uuid, p.uuid, s.hash, s.state, s.due_on, s.at_us, s.entry" \
    " FROM decision_step AS s JOIN poll_line AS p ON p.poll_id = s.poll_id"

static const char *const sql[STATEMENT_COUNT] = {
    [INSERT] = "INSERT INTO decision_step (id, uuid, poll_id, hash, state, due_on, at_us, entry)"
               " VALUES (:entry, :uuid, :poll, :hash, :state, :due_on, :at_us, :entry)",
    [CHANGE] = "UPDATE decision_step SET hash = :hash, state = :state, due_on = :due_on,"
               " at_us = :at_us, entry = :entry WHERE uuid = :uuid",
    [BY_UUID] = "SELECT " COLUMNS " WHERE s.uuid = :uuid",
    [LIST] = "SELECT " COLUMNS " WHERE s.poll_id = :poll ORDER BY s.id",
    [COUNT] = "SELECT count(*) FROM decision_step WHERE poll_id = :poll",
    [AWAITING] = "SELECT poll_id, count(*), min(due_on) FROM decision_step"
                 " WHERE state IN ('to_do', 'doing') AND due_on IS NOT NULL"
                 " GROUP BY poll_id ORDER BY min(due_on), poll_id LIMIT :limit",
    [FORGET] = "DELETE FROM decision_step",
};
const struct pal_sql pal_decisions_sql = {sql, STATEMENT_COUNT};

static const char *const states[] = {
#define STATE_WORD(name, word) [PAL_STEP_##name] = (word),
    PAL_STEP_STATES(STATE_WORD)
#undef STATE_WORD
};
enum { STATE_COUNT = sizeof states / sizeof states[0] };

const char *pal_step_state_word(enum pal_step_state state)
{
    return states[state];
}

bool pal_step_state_read(struct pal_text word, enum pal_step_state *out_state)
{
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (pal_text_is(word, states[i])) {
            *out_state = (enum pal_step_state)i;
            return true;
        }
    }
    return false;
}

/* --- reading -------------------------------------------------------------------------------- */

static struct pal_step read_row(const struct pal_query *query)
{
    struct pal_step row = {
        .uuid = pal_column_uuid(query, 0),
        .poll = pal_column_uuid(query, 1),
        .hash = pal_column_hash(query, 2),
        .at_us = pal_column_int(query, 5),
        .entry = pal_column_int(query, 6),
    };
    PAL_CHECK(pal_step_state_read(pal_column_text(query, 3), &row.state));
    if (!pal_column_is_null(query, 4)) {
        row.due_on = (struct pal_day){true, {(int32_t)pal_column_int(query, 4)}};
    }
    return row;
}

/* With its words, which are in the document. */
static enum pal_err show(struct pal_store *store, struct pal_step *step,
                         enum pal_err (*visit)(void *context, const struct pal_step *step),
                         void *context)
{
    PAL_JSON(document);
    PAL_TRY(pal_document_get_json(store, &step->hash, &document));
    PAL_TRY(pal_json_text(document, "text", &step->text, NULL));
    return visit(context, step);
}

enum pal_err pal_steps_walk(struct pal_store *store, struct pal_poll_id decision,
                            enum pal_err (*visit)(void *context, const struct pal_step *step),
                            void *context)
{
    PAL_QUERY(query, store, PAL_SQL_DECISIONS, LIST);
    pal_bind_int(&query, ":poll", decision.value);
    bool has_row;
    PAL_TRY(pal_query_next(&query, &has_row));
    while (has_row) {
        struct pal_step row = read_row(&query);
        PAL_TRY(show(store, &row, visit, context));
        PAL_TRY(pal_query_next(&query, &has_row));
    }
    return PAL_OK;
}

static enum pal_err find(struct pal_store *store, const struct pal_uuid *uuid,
                         struct pal_step *out_step)
{
    PAL_QUERY(query, store, PAL_SQL_DECISIONS, BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    *out_step = read_row(&query);
    return PAL_OK;
}

enum pal_err pal_step_find(struct pal_store *store, const struct pal_uuid *uuid,
                           enum pal_err (*visit)(void *context, const struct pal_step *step),
                           void *context)
{
    struct pal_step step;
    PAL_TRY(find(store, uuid, &step));
    return show(store, &step, visit, context);
}

enum pal_err pal_steps_awaiting(struct pal_store *store, const struct pal_awaiting_to *to)
{
    PAL_QUERY(query, store, PAL_SQL_DECISIONS, AWAITING);
    return pal_awaiting_walk(&query, to);
}

/* --- commands ------------------------------------------------------------------------------- */

static const struct pal_input text_input = {"/text", PAL_LIMIT_STEP, false, true};

/* Says the step as it is from now on. The same words under the same step are the same document. */
static enum pal_err say(struct pal_store *store, const struct pal_step *step,
                        struct pal_where *out_where)
{
    PAL_BUF(text);
    PAL_TRY(pal_input_read(&text_input, step->text, &text, out_where));
    PAL_JSON(document);
    document = pal_json_object_new();
    pal_json_set_string(document, "format", "palabre-step/1");
    pal_json_set_uuid(document, "decision", &step->poll);
    pal_json_set_uuid(document, "step", &step->uuid);
    pal_json_set_text(document, "text", pal_buf_text(&text));
    struct pal_hash hash;
    PAL_TRY(pal_document_put_json(store, PAL_DOCUMENT_DECISION, document, &hash, out_where));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "poll", &step->poll);
    pal_json_set_uuid(d, "step", &step->uuid);
    pal_json_set_hash(d, "hash", &hash);
    pal_json_set_string(d, "state", states[step->state]);
    if (step->due_on.is_known) {
        pal_json_set_date(d, "due_on", step->due_on.date);
    }
    return pal_change_make(store, &(struct pal_log_entry){"decision.step", pal_uuid_random(), d},
                           NULL);
}

enum pal_err pal_step_add(struct pal_store *store, struct pal_poll_id decision,
                          const struct pal_step_spec *spec, struct pal_where *out_where,
                          struct pal_uuid *out_uuid)
{
    PAL_POLL(poll);
    PAL_TRY(pal_poll_read(store, decision, &poll));
    if (poll.state != PAL_POLL_PUBLISHED) {
        return PAL_ERR_POLL_NOT_COUNTED;
    }
    {
        PAL_QUERY(query, store, PAL_SQL_DECISIONS, COUNT);
        pal_bind_int(&query, ":poll", decision.value);
        PAL_TRY(pal_query_one(&query));
        if (pal_column_int(&query, 0) >= PAL_LIMIT_STEPS) {
            return PAL_ERR_LIMIT_COUNT;
        }
    }
    const struct pal_step step = {
        .uuid = pal_uuid_random(),
        .poll = poll.uuid,
        .text = spec->text,
        .state = spec->state,
        .due_on = spec->due_on,
    };
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(say(store, &step, out_where));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_uuid = step.uuid;
    return PAL_OK;
}

static bool is_same_day(struct pal_day a, struct pal_day b)
{
    return a.is_known == b.is_known && (!a.is_known || a.date.days == b.date.days);
}

enum pal_err pal_step_change(struct pal_store *store, const struct pal_uuid *uuid,
                             const struct pal_step_change *change, struct pal_where *out_where)
{
    struct pal_step step;
    PAL_TRY(find(store, uuid, &step));
    PAL_JSON(document);
    struct pal_text text;
    PAL_TRY(pal_document_get_json(store, &step.hash, &document));
    PAL_TRY(pal_json_text(document, "text", &text, NULL));
    step.text = change->text != NULL ? *change->text : text;
    bool is_same = pal_text_equal(step.text, text) &&
                   (change->state == NULL || *change->state == step.state) &&
                   (change->due_on == NULL || is_same_day(*change->due_on, step.due_on));
    if (is_same) {
        return PAL_OK;
    }
    step.state = change->state != NULL ? *change->state : step.state;
    step.due_on = change->due_on != NULL ? *change->due_on : step.due_on;
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(say(store, &step, out_where));
    return pal_transaction_commit(&transaction);
}

/* --- view ----------------------------------------------------------------------------------- */

static enum pal_err write_row(struct pal_store *store, const struct pal_change *change,
                              const struct pal_uuid *uuid, const struct pal_poll_id *poll)
{
    struct pal_hash hash;
    struct pal_text state;
    struct pal_date due_on = {INT32_MIN};
    PAL_TRY(pal_json_hash(change->d, "hash", &hash, NULL));
    PAL_TRY(pal_json_text(change->d, "state", &state, NULL));
    PAL_TRY(pal_json_optional_date(change->d, "due_on", &due_on, NULL));
    PAL_QUERY(query, store, PAL_SQL_DECISIONS, poll != NULL ? INSERT : CHANGE);
    pal_bind_uuid(&query, ":uuid", uuid);
    pal_bind_hash(&query, ":hash", &hash);
    pal_bind_text(&query, ":state", state);
    if (due_on.days != INT32_MIN) {
        pal_bind_int(&query, ":due_on", due_on.days);
    }
    pal_bind_int(&query, ":at_us", change->at_us);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    if (poll != NULL) {
        pal_bind_int(&query, ":poll", poll->value);
    }
    return pal_query_run(&query);
}

enum pal_err pal_apply_decision_step(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid, poll_uuid;
    struct pal_step known;
    struct pal_poll_id poll;
    PAL_TRY(pal_json_uuid(change->d, "step", &uuid, NULL));
    PAL_TRY(pal_json_uuid(change->d, "poll", &poll_uuid, NULL));
    PAL_TRY(pal_poll_find(store, &poll_uuid, &poll));
    enum pal_err err = find(store, &uuid, &known);
    if (err != PAL_OK && err != PAL_ERR_NOT_FOUND) {
        return err;
    }
    return write_row(store, change, &uuid, err == PAL_OK ? NULL : &poll);
}

enum pal_err pal_forget_decisions(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_DECISIONS, FORGET);
    return pal_query_run(&query);
}
