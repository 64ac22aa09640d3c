/* minutes_polls.c - the result of a poll, as minutes state it. */
#include "base/fields.h"
#include "base/mem.h"
#include "core/tally.h"

#include "manifest.h"
#include "minuting.h"

/* Copies the members of that name that are there. */
static void copy_members(const struct pal_json *from, const char *const *names,
                         struct pal_json *into)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        const struct pal_json *value = from != NULL ? pal_json_get(from, names[i]) : NULL;
        if (value != NULL) {
            pal_json_set(into, names[i], pal_json_copy(value));
        }
    }
}

/* What a part of the decision says of a college, or NULL. */
static const struct pal_json *of_college(const struct pal_json *decision, const char *part,
                                         const char *college)
{
    const struct pal_json *by_college = pal_json_get(decision, part);
    return by_college != NULL ? pal_json_get(by_college, college) : NULL;
}

/* The figures of one college. */
static struct pal_json *college_new(const struct pal_json *decision, const char *college)
{
    static const char *const heads[] = {"members", "present", "for", "against", "abstain", NULL};
    static const char *const ballots[] = {"counted",    "blank",         "spoilt",
                                          "abstaining", "blank_proxies", NULL};
    static const char *const weighed[] = {"weight", "state", "for_weight", "against_weight", NULL};
    struct pal_json *line = pal_json_object_new();
    pal_json_set_string(line, "college", college);
    copy_members(of_college(decision, "tallies", college), heads, line);
    copy_members(of_college(decision, "ballots", college), ballots, line);
    copy_members(of_college(decision, "colleges", college), weighed, line);
    return line;
}

/* One line for each college that votes, in the order of the manifest; `all` where there are none. */
static struct pal_json *colleges_new(const struct pal_json *manifest,
                                     const struct pal_json *decision)
{
    struct pal_json *colleges = pal_json_array_new();
    const struct pal_json *order = pal_json_get(manifest, "colleges");
    for (size_t i = 0; i < pal_json_count(order); i++) {
        PAL_STRING(college);
        college = pal_text_copy(pal_json_as_text(pal_json_get(pal_json_at(order, i), "id")));
        if (of_college(decision, "tallies", college) != NULL) {
            pal_json_append(colleges, college_new(decision, college));
        }
    }
    return colleges;
}

/* Totals as a list: options may be named anything. */
static struct pal_json *totals_new(const struct pal_json *totals)
{
    struct pal_json *list = pal_json_array_new();
    const char *option = NULL;
    for (const struct pal_json *total = pal_json_next(totals, &option); total != NULL;
         total = pal_json_next(totals, &option)) {
        struct pal_json *line = pal_json_object_new();
        pal_json_set_string(line, "option", option);
        pal_json_set(line, "total", pal_json_copy(total));
        pal_json_append(list, line);
    }
    return list;
}

/* Of a poll that elects: who is elected, and the totals of the method where it has some. */
static void set_count(const struct pal_json *decision, struct pal_json *poll)
{
    const struct pal_json *count = pal_json_get(decision, "count");
    const struct pal_json *seats = pal_json_get(decision, "seats");
    const struct pal_json *filled = seats != NULL ? pal_json_get(seats, "filled") : NULL;
    if (count == NULL) {
        return;
    }
    const struct pal_json *elected = pal_json_get(count, "elected");
    const struct pal_json *funded = pal_json_get(count, "funded");
    const struct pal_json *totals = pal_json_get(count, "totals");
    if (filled != NULL) {
        struct pal_json *names = pal_json_array_new();
        for (size_t i = 0; i < pal_json_count(filled); i++) {
            const struct pal_json *seat = pal_json_get(pal_json_at(filled, i), "option");
            pal_json_append(names, pal_json_copy(seat));
        }
        pal_json_set(poll, "elected", names);
    } else if (elected != NULL) {
        pal_json_set(poll, "elected", pal_json_copy(elected));
    }
    if (funded != NULL) {
        pal_json_set(poll, "funded", pal_json_copy(funded));
    }
    if (totals != NULL) {
        pal_json_set(poll, "totals", totals_new(totals));
    }
}

static enum pal_err set_result(struct pal_minuting *minuting, const struct pal_poll *poll,
                               const struct pal_json *manifest, struct pal_json *json)
{
    static const char *const names[] = {"quorum", "for_weight", "against_weight",      "heads",
                                        "ratio",  "tie",        "weighting_suspended", NULL};
    PAL_JSON(outcome);
    PAL_JSON(decision);
    PAL_TRY(pal_tally_outcome(minuting->store, poll->id, &outcome, &decision));
    const struct pal_json *constitution = pal_json_get(outcome, "constitution");
    const struct pal_json *voids = pal_json_get(decision, "void");
    pal_json_set_hash(json, "outcome", &poll->outcome);
    pal_json_set(json, "constitution", pal_json_copy(pal_json_get(constitution, "number")));
    pal_json_set_text(json, "verdict", poll->verdict);
    pal_json_set_int(json, "void", voids != NULL ? (int64_t)pal_json_count(voids) : 0);
    pal_json_set(json, "colleges", colleges_new(manifest, decision));
    copy_members(decision, names, json);
    set_count(decision, json);
    return PAL_OK;
}

static enum pal_err set_method(const struct pal_poll *poll, const struct pal_json *manifest,
                               struct pal_json *json)
{
    struct pal_json *method = pal_json_object_new();
    pal_json_set(json, "method", method);
    pal_json_set_text(method, "id", poll->method);
    if (manifest == NULL) {
        return PAL_OK;
    }
    const struct pal_json *frozen;
    PAL_TRY(pal_json_object(manifest, "method", &frozen, NULL));
    pal_json_set(method, "version", pal_json_copy(pal_json_get(frozen, "version")));
    return PAL_OK;
}

/* One poll that is published or void; the caller's. */
static enum pal_err make_poll(struct pal_minuting *minuting, const struct pal_poll *poll,
                              struct pal_json **out_json)
{
    PAL_JSON(manifest);
    PAL_JSON(json);
    json = pal_json_object_new();
    if (poll->has_manifest) {
        PAL_TRY(pal_document_prove(minuting->store, &poll->manifest, &manifest));
    }
    pal_json_set_uuid(json, "poll", &poll->uuid);
    pal_json_set_string(json, "kind", pal_poll_kind_word(poll->kind));
    pal_json_set_text(json, "title", poll->title);
    pal_json_set_text(json, "class", poll->decision_class);
    pal_json_set_string(json, "call", pal_call_word(poll->call));
    pal_json_set_string(json, "secrecy", poll->secrecy == PAL_SECRECY_SECRET ? "secret" : "open");
    pal_json_set_text(json, "electorate", poll->electorate);
    pal_json_set_string(json, "state", pal_poll_state_word(poll->state));
    PAL_TRY(set_method(poll, manifest, json));
    if (poll->opened_us != 0) {
        pal_json_set_instant(json, "opened_at", poll->opened_us);
    }
    if (poll->closed_us != 0) {
        pal_json_set_instant(json, "closed_at", poll->closed_us);
    }
    if (poll->has_text) {
        pal_json_set_hash(json, "text", &poll->text);
    }
    if (poll->has_manifest) {
        pal_json_set_hash(json, "manifest", &poll->manifest);
        pal_json_set_int(json, "voters", poll->voters);
    }
    if (poll->state == PAL_POLL_VOID) {
        pal_json_set_text(json, "reason", poll->void_reason);
    } else {
        PAL_TRY(set_result(minuting, poll, manifest, json));
    }
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

struct polls {
    struct pal_minuting *minuting;
    const struct pal_minutes_subject *subject;
    struct pal_json *into;
};

static enum pal_err add_poll(void *context, const struct pal_poll *poll)
{
    const struct polls *polls = context;
    struct pal_json *json;
    bool was_called = poll->called_us != 0; /* else it was void before anybody was told of it */
    bool is_on_it = poll->resolution.value == polls->subject->resolution.value &&
                    poll->amendment.value == polls->subject->amendment.value;
    if (!is_on_it || !was_called) {
        return PAL_OK;
    }
    PAL_TRY(make_poll(polls->minuting, poll, &json));
    pal_json_append(polls->into, json);
    return PAL_OK;
}

enum pal_err pal_minutes_polls(struct pal_minuting *minuting,
                               const struct pal_minutes_subject *subject, struct pal_json *into)
{
    const struct pal_polls_query query = {.assembly = minuting->assembly.id, .limit = INT32_MAX};
    struct polls polls = {minuting, subject, into};
    return pal_polls_walk(minuting->store, &query, add_poll, &polls);
}
