/* on_poll_create.c - what a poll asks, as it is drafted. */
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/polls.h"

#include "handlers.h"
#include "polls.h"
#include "reply.h"

static enum pal_err read_parents(const struct pal_request *request, const struct pal_json *body,
                                 struct pal_poll_spec *spec)
{
    struct pal_where *where = pal_request_where(request);
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(body, "assembly", &uuid, where));
    pal_where_set(where, "/assembly");
    PAL_TRY(pal_assembly_find(store, &uuid, &spec->assembly));
    if (pal_json_get(body, "resolution") != NULL) {
        PAL_TRY(pal_json_uuid(body, "resolution", &uuid, where));
        pal_where_set(where, "/resolution");
        PAL_TRY(pal_resolution_find(store, &uuid, &spec->resolution));
    }
    if (pal_json_get(body, "amendment") != NULL) {
        PAL_TRY(pal_json_uuid(body, "amendment", &uuid, where));
        pal_where_set(where, "/amendment");
        PAL_TRY(pal_amendment_find(store, &uuid, &spec->amendment));
    }
    pal_where_set(where, "%s", "");
    return PAL_OK;
}

static enum pal_err read_words(const struct pal_json *body, struct pal_poll_spec *spec,
                               struct pal_where *where)
{
    struct pal_text kind;
    PAL_TRY(pal_json_text(body, "kind", &kind, where));
    if (!pal_poll_kind_read(kind, &spec->kind)) {
        pal_where_set(where, "/kind");
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(pal_json_text(body, "method", &spec->method, where));
    PAL_TRY(pal_json_object(body, "parameters", &spec->parameters, where));
    PAL_TRY(pal_json_optional_text(body, "title", &spec->title, where));
    PAL_TRY(pal_json_optional_text(body, "class", &spec->decision_class, where));
    PAL_TRY(pal_json_optional_text(body, "electorate", &spec->electorate, where));
    PAL_TRY(pal_json_instant(body, "opens_at", &spec->opens_us, where));
    PAL_TRY(pal_json_instant(body, "closes_at", &spec->closes_us, where));
    return PAL_OK;
}

/* A number that is at least 1 where it is said; 0 where it is not. */
static enum pal_err read_number(const struct pal_json *body, const char *name, enum pal_err err,
                                int64_t *out_number, struct pal_where *where)
{
    if (pal_json_get(body, name) == NULL) {
        return PAL_OK;
    }
    PAL_TRY(pal_json_int(body, name, out_number, where));
    pal_where_set(where, "/%s", name);
    return *out_number > 0 ? PAL_OK : err;
}

static enum pal_err read_secrecy(const struct pal_json *body, struct pal_poll_spec *spec,
                                 struct pal_where *where)
{
    bool has_trackers = true;
    PAL_TRY(pal_json_optional_text(body, "secrecy", &spec->secrecy, where));
    PAL_TRY(pal_json_optional_bool(body, "trackers", &has_trackers, where));
    spec->hides_trackers = !has_trackers;
    return read_number(body, "kept_days", PAL_ERR_JSON_VALUE, &spec->kept_days, where);
}

static enum pal_err read_figures(const struct pal_json *body, struct pal_poll_spec *spec,
                                 struct pal_where *where)
{
    PAL_TRY(read_number(body, "seats", PAL_ERR_QUESTION_SEATS, &spec->seats, where));
    PAL_TRY(read_number(body, "scale", PAL_ERR_QUESTION_SCALE, &spec->scale, where));
    PAL_TRY(read_number(body, "max_length", PAL_ERR_QUESTION_LENGTH, &spec->max_length, where));
    spec->reserved = pal_json_get(body, "reserved");
    spec->terms = pal_json_get(body, "terms");
    spec->surplus = pal_json_get(body, "surplus");
    PAL_TRY(pal_json_optional_bool(body, "none_of_these", &spec->has_none, where));
    PAL_TRY(pal_json_optional_bool(body, "absolute_majority", &spec->is_absolute, where));
    return pal_json_optional_text(body, "budget", &spec->budget, where);
}

static enum pal_err read_first_round(struct pal_store *store, const struct pal_json *body,
                                     struct pal_poll_spec *spec, struct pal_where *where)
{
    static const char *const names[] = {"poll", "pass", NULL};
    const struct pal_json *first;
    struct pal_uuid uuid;
    if (pal_json_get(body, "first_round") == NULL) {
        return PAL_OK;
    }
    PAL_TRY(pal_json_object(body, "first_round", &first, where));
    enum pal_err err = pal_json_only(first, names, where);
    if (err == PAL_OK) {
        err = pal_json_uuid(first, "poll", &uuid, where);
    }
    if (err == PAL_OK) {
        err = read_number(first, "pass", PAL_ERR_POLL_FIRST_ROUND, &spec->pass, where);
    }
    if (err != PAL_OK) {
        pal_where_prefix(where, "/first_round");
        return err;
    }
    pal_where_set(where, "/first_round/poll");
    return pal_poll_find(store, &uuid, &spec->first_round);
}

static enum pal_err read_nominees(const struct pal_json *body, struct pal_poll_spec *spec,
                                  struct pal_where *where)
{
    static const char *const names[] = {"college", NULL};
    const struct pal_json *nominees;
    if (pal_json_get(body, "nominees") == NULL) {
        return PAL_OK;
    }
    PAL_TRY(pal_json_object(body, "nominees", &nominees, where));
    spec->names_members = true;
    enum pal_err err = pal_json_only(nominees, names, where);
    if (err == PAL_OK) {
        err = pal_json_optional_text(nominees, "college", &spec->nominees_of, where);
    }
    if (err != PAL_OK) {
        pal_where_prefix(where, "/nominees");
    }
    return err;
}

static enum pal_err read_option(const struct pal_request *request, const struct pal_json *json,
                                struct pal_poll_option *out)
{
    static const char *const names[] = {"label", "member",     "by_board", "cost",
                                        "group", "allocation", NULL};
    struct pal_where *where = pal_request_where(request);
    *out = (struct pal_poll_option){0};
    PAL_TRY(pal_json_want_object(json, where));
    PAL_TRY(pal_json_only(json, names, where));
    PAL_TRY(pal_json_text(json, "label", &out->label, where));
    PAL_TRY(pal_json_optional_bool(json, "by_board", &out->is_by_board, where));
    PAL_TRY(pal_json_optional_text(json, "cost", &out->cost, where));
    PAL_TRY(pal_json_optional_text(json, "group", &out->group, where));
    out->allocation = pal_json_get(json, "allocation");
    if (pal_json_get(json, "member") == NULL) {
        return PAL_OK;
    }
    struct pal_uuid uuid;
    PAL_TRY(pal_json_uuid(json, "member", &uuid, where));
    pal_where_set(where, "/member");
    return pal_member_find(pal_request_store(request), &uuid, &out->member);
}

static enum pal_err read_options(const struct pal_request *request, const struct pal_json *body,
                                 struct pal_poll_option **out_options, size_t *out_count)
{
    const struct pal_json *array;
    struct pal_where *where = pal_request_where(request);
    if (pal_json_get(body, "options") == NULL) {
        return PAL_OK;
    }
    PAL_TRY(pal_json_array(body, "options", &array, where));
    size_t count = pal_json_count(array);
    if (count > PAL_LIMIT_OPTIONS) {
        pal_where_set(where, "/options");
        return PAL_ERR_LIMIT_COUNT;
    }
    *out_options = pal_mem_new(count, sizeof **out_options);
    *out_count = count;
    for (size_t i = 0; i < count; i++) {
        enum pal_err err = read_option(request, pal_json_at(array, i), &(*out_options)[i]);
        if (err != PAL_OK) {
            pal_where_prefix(where, "/options/%zu", i);
            return err;
        }
    }
    return PAL_OK;
}

/* What is wrong with the splits of a surplus is told with the place of the first. */
static enum pal_err create(const struct pal_request *request, struct pal_poll_spec *spec,
                           struct pal_reply *reply, struct pal_poll_id *out_poll)
{
    PAL_FINDINGS(findings);
    spec->findings = &findings;
    enum pal_err err =
        pal_poll_create(pal_request_store(request), spec, pal_request_where(request), out_poll);
    spec->findings = NULL;
    if (err == PAL_ERR_QUESTION_ALLOCATION) {
        pal_reply_detail(reply, "findings", pal_findings_write(&findings));
    }
    return err;
}

enum pal_err pal_on_poll_create(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"assembly",
                                        "resolution",
                                        "kind",
                                        "title",
                                        "class",
                                        "method",
                                        "parameters",
                                        "seats",
                                        "options",
                                        "electorate",
                                        "secrecy",
                                        "opens_at",
                                        "closes_at",
                                        "scale",
                                        "max_length",
                                        "budget",
                                        "reserved",
                                        "terms",
                                        "nominees",
                                        "first_round",
                                        "none_of_these",
                                        "absolute_majority",
                                        "surplus",
                                        "trackers",
                                        "kept_days",
                                        "amendment",
                                        NULL};
    const struct pal_json *body;
    struct pal_where *where = pal_request_where(request);
    struct pal_poll_spec spec = {0};
    struct pal_poll_option *options PAL_CLEANUP(pal_mem_done) = NULL;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(read_parents(request, body, &spec));
    PAL_TRY(read_words(body, &spec, where));
    PAL_TRY(read_secrecy(body, &spec, where));
    PAL_TRY(read_figures(body, &spec, where));
    PAL_TRY(read_first_round(pal_request_store(request), body, &spec, where));
    PAL_TRY(read_nominees(body, &spec, where));
    PAL_TRY(read_options(request, body, &options, &spec.option_count));
    spec.options = options;

    struct pal_poll_id id;
    PAL_TRY(create(request, &spec, reply, &id));

    PAL_POLL(poll);
    struct pal_json *json;
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    PAL_TRY(pal_poll_read(pal_request_store(request), id, &poll));
    PAL_TRY(pal_write_poll(pal_request_store(request), &poll, &json));
    pal_uuid_write(&poll.uuid, uuid);
    pal_reply_created(reply, json, "/api/v1/polls/%s", uuid);
    pal_reply_version(reply, poll.entry);
    pal_reply_draft_event(reply, "poll.drafted", &poll.uuid);
    return PAL_OK;
}
