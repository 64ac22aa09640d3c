/* review_decisions.c - what was decided, in a review pack: each decision with what follows it, and how surpluses were shared. */
#include "base/clock.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/decisions.h"
#include "core/polls.h"
#include "core/tally.h"

#include "reviewing.h"

struct rows {
    struct pal_review *review;
    const struct pal_poll *poll;
    struct pal_table table;
    bool has_steps;
};

static bool is_decision(const struct rows *rows, const struct pal_poll *poll)
{
    return poll->state == PAL_POLL_PUBLISHED &&
           pal_review_has(rows->review, pal_date_of_instant(poll->closed_us));
}

static enum pal_err walk_polls(struct rows *rows,
                               enum pal_err (*visit)(void *context, const struct pal_poll *poll))
{
    const struct pal_polls_query query = {.limit = PAL_LIMIT_RECORD_FILES};
    PAL_TRY(pal_polls_walk(rows->review->store, &query, visit, rows));
    return pal_export_file_end(&rows->review->out);
}

/* --- decisions -------------------------------------------------------------------------------- */

static enum pal_err add_row(struct rows *rows, const struct pal_step *step)
{
    const struct pal_poll *poll = rows->poll;
    struct pal_table *table = &rows->table;
    struct pal_version version;
    PAL_TRY(pal_version_find(rows->review->store, &poll->constitution, &version));
    pal_table_uuid(table, true, &poll->uuid);
    pal_table_uuid(table, true, &poll->assembly_uuid);
    pal_table_day(table, (struct pal_day){true, pal_date_of_instant(poll->closed_us)});
    pal_table_word(table, pal_poll_kind_word(poll->kind));
    pal_table_text(table, poll->title);
    pal_table_text(table, poll->decision_class);
    pal_table_text(table, poll->verdict);
    pal_table_int(table, version.number);
    pal_table_hash(table, poll->has_text, &poll->text);
    pal_table_hash(table, poll->has_outcome, &poll->outcome);
    pal_table_word(table, step != NULL ? pal_step_state_word(step->state) : "");
    pal_table_day(table, step != NULL ? step->due_on : (struct pal_day){0});
    pal_table_text(table, step != NULL ? step->text : pal_text_of(""));
    return pal_table_end_line(table);
}

static enum pal_err add_step(void *context, const struct pal_step *step)
{
    struct rows *rows = context;
    rows->has_steps = true;
    return add_row(rows, step);
}

static enum pal_err add_decision(void *context, const struct pal_poll *poll)
{
    struct rows *rows = context;
    if (!is_decision(rows, poll)) {
        return PAL_OK;
    }
    rows->poll = poll;
    rows->has_steps = false;
    PAL_TRY(pal_steps_walk(rows->review->store, poll->id, add_step, rows));
    return rows->has_steps ? PAL_OK : add_row(rows, NULL);
}

enum pal_err pal_review_decisions(struct pal_review *review)
{
    struct rows rows = {.review = review};
    pal_review_table(review, "decisions.csv",
                     "poll,assembly,day,kind,title,class,verdict,constitution,text,outcome,step,"
                     "due_on,follow_up",
                     &rows.table);
    return walk_polls(&rows, add_decision);
}

/* --- surplus ---------------------------------------------------------------------------------- */

/* A row per figure: what there is to share, where there is no option; else how an option shares it. */
static enum pal_err add_amounts(struct rows *rows, const struct pal_json *amounts,
                                struct pal_text option, bool is_chosen)
{
    const char *name = NULL;
    for (const struct pal_json *amount = pal_json_next(amounts, &name); amount != NULL;
         amount = pal_json_next(amounts, &name)) {
        PAL_BUF(value);
        if (pal_json_kind(amount) == PAL_JSON_TEXT) {
            pal_buf_add_text(&value, pal_json_as_text(amount));
        } else {
            pal_json_write_sorted(amount, &value);
        }
        pal_table_uuid(&rows->table, true, &rows->poll->uuid);
        pal_table_day(&rows->table,
                      (struct pal_day){true, pal_date_of_instant(rows->poll->closed_us)});
        pal_table_text(&rows->table, rows->poll->title);
        pal_table_text(&rows->table, option);
        pal_table_word(&rows->table, option.size == 0 ? "" : is_chosen ? "true" : "false");
        pal_table_word(&rows->table, name);
        pal_table_text(&rows->table, pal_buf_text(&value));
        PAL_TRY(pal_table_end_line(&rows->table));
    }
    return PAL_OK;
}

/* Is an option of that name among those that were elected? */
static bool is_elected(const struct pal_json *decision, struct pal_text label)
{
    const struct pal_json *count = pal_json_get(decision, "count");
    const struct pal_json *elected = count != NULL ? pal_json_get(count, "elected") : NULL;
    for (size_t i = 0; elected != NULL && i < pal_json_count(elected); i++) {
        if (pal_text_equal(pal_json_as_text(pal_json_at(elected, i)), label)) {
            return true;
        }
    }
    return false;
}

static enum pal_err add_surplus(void *context, const struct pal_poll *poll)
{
    struct rows *rows = context;
    PAL_JSON(question);
    PAL_JSON(outcome);
    PAL_JSON(decision);
    if (!is_decision(rows, poll)) {
        return PAL_OK;
    }
    rows->poll = poll;
    PAL_TRY(pal_document_get_json(rows->review->store, &poll->question, &question));
    const struct pal_json *surplus = pal_json_get(question, "surplus");
    if (surplus == NULL) {
        return PAL_OK;
    }
    PAL_TRY(pal_tally_outcome(rows->review->store, poll->id, &outcome, &decision));
    PAL_TRY(add_amounts(rows, surplus, pal_text_of(""), false));
    const struct pal_json *options = pal_json_get(question, "options");
    for (size_t i = 0; i < pal_json_count(options); i++) {
        const struct pal_json *option = pal_json_at(options, i);
        const struct pal_json *allocation = pal_json_get(option, "allocation");
        struct pal_text label;
        PAL_TRY(pal_json_text(option, "label", &label, NULL));
        if (allocation != NULL) {
            PAL_TRY(add_amounts(rows, allocation, label, is_elected(decision, label)));
        }
    }
    return PAL_OK;
}

enum pal_err pal_review_surplus(struct pal_review *review)
{
    struct rows rows = {.review = review};
    pal_review_table(review, "surplus.csv", "poll,day,title,option,chosen,line,amount",
                     &rows.table);
    return walk_polls(&rows, add_surplus);
}
