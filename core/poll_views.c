/*
 * poll_views.c - what the entries of a poll do to its view, and what its dates make due.
 */
#include "base/check.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/polls.h"
#include "core/society.h"
#include "core/store.h"

#include "amending.h"
#include "apply.h"
#include "polling.h"
#include "sql.h"

#define DAY_US INT64_C(86400000000)

/* --- due -------------------------------------------------------------------------------------- */

struct due {
    struct pal_poll_id poll;
    enum pal_poll_due what;
};
struct due_list {
    struct due *items;
    size_t count, capacity;
    int64_t next_us; /* 0: nothing is to come */
};

static void due_list_done(struct due_list *list)
{
    pal_mem_free(list->items);
}

static void add_due(struct due_list *list, int64_t poll, enum pal_poll_due what)
{
    list->capacity = pal_mem_capacity(list->capacity, list->count + 1);
    list->items = pal_mem_grow(list->items, list->capacity, sizeof *list->items);
    list->items[list->count++] = (struct due){{poll}, what};
}

static void wait_for(struct due_list *list, int64_t instant_us)
{
    if (list->next_us == 0 || instant_us < list->next_us) {
        list->next_us = instant_us;
    }
}

static void judge_due(struct due_list *list, const struct pal_query *row, int64_t now_us)
{
    enum pal_poll_state state;
    int64_t opens_us = pal_column_int(row, 2);
    int64_t closes_us = pal_column_int(row, 3);
    PAL_CHECK(pal_poll_state_read(pal_column_text(row, 1), &state));
    bool is_over =
        state == PAL_POLL_COUNTED || state == PAL_POLL_PUBLISHED || state == PAL_POLL_VOID;
    int64_t kept_until_us = closes_us + pal_column_int(row, 4) * DAY_US;
    if (is_over && kept_until_us <= now_us) {
        add_due(list, pal_column_int(row, 0), PAL_POLL_DUE_DESTROY);
    } else if (is_over) {
        wait_for(list, kept_until_us);
    } else if (state == PAL_POLL_CLOSED) {
        add_due(list, pal_column_int(row, 0), PAL_POLL_DUE_COUNT);
    } else if (state == PAL_POLL_OPEN && closes_us <= now_us) {
        add_due(list, pal_column_int(row, 0), PAL_POLL_DUE_CLOSE);
    } else if (state == PAL_POLL_OPEN) {
        wait_for(list, closes_us);
    } else if (now_us < opens_us) {
        wait_for(list, opens_us);
    } else if (now_us < closes_us) { /* else its time has passed: it can only be annulled */
        add_due(list, pal_column_int(row, 0), PAL_POLL_DUE_OPEN);
    }
}

enum pal_err pal_polls_due(struct pal_store *store,
                           enum pal_err (*visit)(void *context, struct pal_poll_id,
                                                 enum pal_poll_due),
                           void *context, int64_t *out_next_us)
{
    struct due_list list PAL_CLEANUP(due_list_done) = {0};
    int64_t now_us = pal_store_now_us(store);
    {
        PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_DUE);
        bool has_row;
        PAL_TRY(pal_query_next(&query, &has_row));
        while (has_row) {
            judge_due(&list, &query, now_us);
            PAL_TRY(pal_query_next(&query, &has_row));
        }
    }
    for (size_t i = 0; i < list.count; i++) {
        PAL_TRY(visit(context, list.items[i].poll, list.items[i].what));
    }
    *out_next_us = list.next_us;
    return PAL_OK;
}

/* --- views ------------------------------------------------------------------------------------ */

static void bind_optional(struct pal_query *query, const char *name, const struct pal_json *d,
                          const char *field)
{
    const struct pal_json *value = pal_json_get(d, field);
    if (value != NULL) {
        pal_bind_text(query, name, pal_json_as_text(value));
    }
}

/* The poll of an entry, as the view has it. */
static enum pal_err subject(struct pal_store *store, const struct pal_change *change,
                            struct pal_poll *out)
{
    struct pal_uuid uuid;
    struct pal_poll_id id;
    PAL_TRY(pal_json_uuid(change->d, "poll", &uuid, NULL));
    PAL_TRY(pal_poll_find(store, &uuid, &id));
    return pal_poll_read(store, id, out);
}

static enum pal_err bind_instant(struct pal_query *query, const char *name,
                                 const struct pal_json *d, const char *field)
{
    int64_t second;
    PAL_TRY(pal_json_int(d, field, &second, NULL));
    pal_bind_int(query, name, second * 1000000);
    return PAL_OK;
}

static enum pal_err bind_parents(struct pal_store *store, struct pal_query *query,
                                 const struct pal_json *d)
{
    struct pal_uuid uuid;
    struct pal_assembly_id assembly;
    PAL_TRY(pal_json_uuid(d, "assembly", &uuid, NULL));
    PAL_TRY(pal_assembly_find(store, &uuid, &assembly));
    pal_bind_int(query, ":assembly", assembly.value);
    if (pal_json_has(d, "resolution")) {
        struct pal_resolution_id resolution;
        PAL_TRY(pal_json_uuid(d, "resolution", &uuid, NULL));
        PAL_TRY(pal_resolution_find(store, &uuid, &resolution));
        pal_bind_int(query, ":resolution", resolution.value);
    }
    if (pal_json_has(d, "amendment")) {
        struct pal_amendment_id amendment;
        PAL_TRY(pal_json_uuid(d, "amendment", &uuid, NULL));
        PAL_TRY(pal_amendment_find(store, &uuid, &amendment));
        pal_bind_int(query, ":amendment", amendment.value);
    }
    return PAL_OK;
}

enum pal_err pal_apply_poll_create(struct pal_store *store, const struct pal_change *change)
{
    const struct pal_json *d = change->d;
    struct pal_uuid uuid;
    struct pal_hash hash;
    struct pal_text title;
    PAL_TRY(pal_json_uuid(d, "poll", &uuid, NULL));
    PAL_TRY(pal_json_hash(d, "question", &hash, NULL));
    PAL_JSON(question);
    PAL_TRY(pal_document_get_json(store, &hash, &question));
    PAL_TRY(pal_json_text(question, "title", &title, NULL));
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_INSERT);
    PAL_TRY(bind_parents(store, &query, d));
    PAL_TRY(bind_instant(&query, ":opens_us", d, "opens_at"));
    PAL_TRY(bind_instant(&query, ":closes_us", d, "closes_at"));
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_hash(&query, ":question", &hash);
    pal_bind_text(&query, ":title", title);
    bind_optional(&query, ":kind", d, "kind");
    bind_optional(&query, ":class", d, "class");
    bind_optional(&query, ":method", d, "method");
    bind_optional(&query, ":electorate", d, "electorate");
    bind_optional(&query, ":secrecy", d, "secrecy");
    const struct pal_json *trackers = pal_json_get(d, "trackers");
    const struct pal_json *kept_days = pal_json_get(d, "kept_days");
    pal_bind_bool(&query, ":trackers", trackers != NULL && pal_json_as_bool(trackers));
    pal_bind_int(&query, ":kept_days", kept_days != NULL ? pal_json_as_int(kept_days) : 0);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    return pal_query_run(&query);
}

static void bind_change(struct pal_query *query, const struct pal_poll *now,
                        const struct pal_change *change)
{
    pal_bind_int(query, ":id", now->id.value);
    pal_bind_int(query, ":entry", (int64_t)change->index);
}

enum pal_err pal_apply_poll_call(struct pal_store *store, const struct pal_change *change)
{
    PAL_POLL(now);
    PAL_TRY(subject(store, change, &now));
    struct pal_uuid constitution;
    struct pal_hash text;
    PAL_TRY(pal_json_uuid(change->d, "constitution", &constitution, NULL));
    {
        PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_CALL);
        bind_change(&query, &now, change);
        pal_bind_int(&query, ":at_us", change->at_us);
        pal_bind_uuid(&query, ":constitution", &constitution);
        if (pal_json_has(change->d, "text")) {
            PAL_TRY(pal_json_hash(change->d, "text", &text, NULL));
            pal_bind_hash(&query, ":text", &text);
        }
        PAL_TRY(pal_query_run(&query));
    }
    if (now.amendment.value != 0) {
        return pal_amendment_hold(store, now.amendment, (int64_t)change->index);
    }
    return now.resolution.value == 0
               ? PAL_OK
               : pal_resolution_freeze(store, now.resolution, (int64_t)change->index);
}

enum pal_err pal_apply_poll_waive(struct pal_store *store, const struct pal_change *change)
{
    PAL_POLL(now);
    PAL_TRY(subject(store, change, &now));
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_WAIVE);
    bind_change(&query, &now, change);
    return pal_query_run(&query);
}

enum pal_err pal_apply_urn_destroy(struct pal_store *store, const struct pal_change *change)
{
    PAL_POLL(now);
    PAL_TRY(subject(store, change, &now));
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_DESTROY);
    bind_change(&query, &now, change);
    pal_bind_int(&query, ":at_us", change->at_us);
    return pal_query_run(&query);
}

enum pal_err pal_apply_poll_open(struct pal_store *store, const struct pal_change *change)
{
    PAL_POLL(now);
    PAL_TRY(subject(store, change, &now));
    struct pal_hash manifest;
    int64_t voters;
    PAL_TRY(pal_json_hash(change->d, "manifest", &manifest, NULL));
    PAL_TRY(pal_json_int(change->d, "voters", &voters, NULL));
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_OPEN);
    bind_change(&query, &now, change);
    pal_bind_int(&query, ":at_us", change->at_us);
    pal_bind_hash(&query, ":manifest", &manifest);
    pal_bind_int(&query, ":voters", voters);
    return pal_query_run(&query);
}

enum pal_err pal_apply_poll_close(struct pal_store *store, const struct pal_change *change)
{
    PAL_POLL(now);
    PAL_TRY(subject(store, change, &now));
    struct pal_hash box;
    PAL_TRY(pal_json_hash(change->d, "box", &box, NULL));
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_CLOSE);
    bind_change(&query, &now, change);
    pal_bind_int(&query, ":at_us", change->at_us);
    pal_bind_hash(&query, ":box", &box);
    return pal_query_run(&query);
}

/* RULE docs/rules/polls.md
 * > When there is no quorum nothing is decided: the text is given back, for another poll or a second
 * > call.
 */
static enum pal_err settle_resolution(struct pal_store *store, const struct pal_poll *now,
                                      struct pal_text verdict, int64_t entry)
{
    if (now->resolution.value == 0) {
        return PAL_OK;
    }
    return pal_text_is(verdict, "no_quorum") ? pal_resolution_release(store, now->resolution, entry)
                                             : pal_resolution_decide(store, now->resolution, entry);
}

enum pal_err pal_apply_poll_count(struct pal_store *store, const struct pal_change *change)
{
    PAL_POLL(now);
    PAL_TRY(subject(store, change, &now));
    struct pal_hash outcome;
    struct pal_text verdict;
    PAL_TRY(pal_json_hash(change->d, "outcome", &outcome, NULL));
    PAL_TRY(pal_json_text(change->d, "verdict", &verdict, NULL));
    {
        PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_COUNT);
        bind_change(&query, &now, change);
        pal_bind_int(&query, ":at_us", change->at_us);
        pal_bind_hash(&query, ":outcome", &outcome);
        struct pal_hash opened;
        if (pal_json_has(change->d, "opened")) {
            PAL_TRY(pal_json_hash(change->d, "opened", &opened, NULL));
            pal_bind_hash(&query, ":opened", &opened);
        }
        pal_bind_text(&query, ":verdict", verdict);
        PAL_TRY(pal_query_run(&query));
    }
    return settle_resolution(store, &now, verdict, (int64_t)change->index);
}

enum pal_err pal_apply_poll_publish(struct pal_store *store, const struct pal_change *change)
{
    PAL_POLL(now);
    PAL_TRY(subject(store, change, &now));
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_PUBLISH);
    bind_change(&query, &now, change);
    pal_bind_int(&query, ":at_us", change->at_us);
    return pal_query_run(&query);
}

enum pal_err pal_apply_poll_void(struct pal_store *store, const struct pal_change *change)
{
    PAL_POLL(now);
    PAL_TRY(subject(store, change, &now));
    struct pal_text reason;
    PAL_TRY(pal_json_text(change->d, "reason", &reason, NULL));
    {
        PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_ANNUL);
        bind_change(&query, &now, change);
        pal_bind_text(&query, ":reason", reason);
        PAL_TRY(pal_query_run(&query));
    }
    if (now.amendment.value != 0 && now.state != PAL_POLL_DRAFT) {
        return pal_amendment_release(store, now.amendment, (int64_t)change->index);
    }
    bool holds_text = now.resolution.value != 0 && now.state != PAL_POLL_DRAFT;
    return holds_text ? pal_resolution_release(store, now.resolution, (int64_t)change->index)
                      : PAL_OK;
}

enum pal_err pal_forget_polls(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_POLLS, PAL_POLL_SQL_FORGET);
    return pal_query_run(&query);
}
