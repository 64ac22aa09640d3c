/* on_results.c - what was decided, why in words, and the methods that count. */
#include "ballots/method.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/society.h"
#include "core/tally.h"

#include "explain.h"
#include "handlers.h"
#include "polls.h"
#include "reply.h"
#include "write.h"

/* The outcome of the poll of the address: public once published, the officers' once counted. */
static enum pal_err read_outcome(const struct pal_request *request, struct pal_poll *out_poll,
                                 struct pal_json **out_outcome, struct pal_json **out_decision)
{
    PAL_TRY(pal_request_poll(request, out_poll));
    bool is_shown = out_poll->state == PAL_POLL_PUBLISHED ||
                    (out_poll->state == PAL_POLL_COUNTED && pal_request_sees_drafts(request));
    if (!is_shown) {
        return PAL_ERR_POLL_NOT_COUNTED;
    }
    return pal_tally_outcome(pal_request_store(request), out_poll->id, out_outcome, out_decision);
}

enum pal_err pal_on_result_read(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_JSON(outcome);
    PAL_JSON(decision);
    PAL_TRY(read_outcome(request, &poll, &outcome, &decision));

    struct pal_json *result = pal_json_object_new();
    pal_json_set_uuid(result, "poll", &poll.uuid);
    pal_json_set_hash(result, "outcome", &poll.outcome);
    pal_json_set_hash(result, "manifest", &poll.manifest);
    pal_json_set_hash(result, "box", &poll.box);
    pal_json_set(result, "constitution", pal_json_copy(pal_json_get(outcome, "constitution")));
    pal_json_set_instant(result, "counted_at", poll.counted_us);
    pal_json_set(result, "decision", decision);
    decision = NULL;
    pal_reply_json(reply, result);
    return PAL_OK;
}

struct explaining {
    struct pal_json *steps;
    const struct pal_constitution *constitution;
};

static enum pal_err add_alike(void *context, struct pal_text college, uint64_t ballots)
{
    const struct explaining *explaining = context;
    pal_explain_alike(explaining->steps, college, ballots, explaining->constitution);
    return PAL_OK;
}

enum pal_err pal_on_explanation_read(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_POLL(poll);
    PAL_JSON(outcome);
    PAL_JSON(decision);
    struct pal_version version;
    PAL_CONSTITUTION(constitution);
    PAL_TRY(read_outcome(request, &poll, &outcome, &decision));
    PAL_TRY(pal_version_find(pal_request_store(request), &poll.constitution, &version));
    PAL_TRY(pal_version_read(pal_request_store(request), &version, &constitution));

    PAL_JSON(steps);
    steps = pal_explain_new(decision, &constitution);
    PAL_BUF(bytes);
    PAL_JSON(manifest);
    PAL_TRY(pal_poll_manifest(pal_request_store(request), poll.id, &bytes));
    PAL_TRY(pal_json_parse(pal_buf_text(&bytes), PAL_LIMIT_DOCUMENT, &manifest, NULL));
    pal_explain_recused(steps, manifest, &constitution);
    struct explaining explaining = {steps, &constitution};
    PAL_TRY(pal_tally_alike(pal_request_store(request), &poll, add_alike, &explaining));
    if (poll.kind == PAL_POLL_AMENDMENT) {
        struct pal_json *said = pal_explain_amendment_new(steps);
        pal_json_free(steps);
        steps = said;
    }
    struct pal_json *object = pal_json_object_new();
    pal_json_set_uuid(object, "poll", &poll.uuid);
    pal_json_set(object, "steps", steps);
    steps = NULL;
    pal_reply_json(reply, object);
    return PAL_OK;
}

/* --- methods ------------------------------------------------------------------------------------ */

static struct pal_json *words_new(const char *const *words)
{
    struct pal_json *array = pal_json_array_new();
    for (size_t i = 0; words[i] != NULL; i++) {
        pal_json_append_text(array, pal_text_of(words[i]));
    }
    return array;
}

static struct pal_json *parameter_new(const struct pal_method_parameter *parameter)
{
    static const char *const kinds[] = {
        [PAL_PARAMETER_WORD] = "word",
        [PAL_PARAMETER_INTEGER] = "integer",
        [PAL_PARAMETER_RATIO] = "ratio",
        [PAL_PARAMETER_TEXT] = "text",
    };
    struct pal_json *object = pal_json_object_new();
    bool is_word = parameter->kind == PAL_PARAMETER_WORD;
    pal_json_set_string(object, "name", parameter->name);
    pal_json_set_string(object, "kind", kinds[parameter->kind]);
    pal_json_set_string(object, "summary", parameter->summary);
    pal_json_set(object, "values", is_word ? words_new(parameter->words) : pal_json_array_new());
    const char *initial = is_word ? parameter->words[0] : parameter->initial;
    if (initial != NULL) {
        pal_json_set_string(object, "default", initial);
    }
    return object;
}

static struct pal_json *method_new(const struct pal_method *method)
{
    struct pal_json *object = pal_json_object_new();
    struct pal_json *parameters = pal_json_array_new();
    const struct pal_method_parameter *row = method->parameters;
    for (; row != NULL && row->name != NULL; row++) {
        pal_json_append(parameters, parameter_new(row));
    }
    pal_json_set_string(object, "id", method->id);
    pal_json_set_int(object, "version", method->version);
    pal_json_set_string(object, "summary", method->summary);
    pal_json_set_string(object, "rule", method->rule);
    pal_json_set_bool(object, "seats", method->takes_seats);
    if (method->options != NULL) {
        pal_json_set(object, "options", words_new(method->options));
    }
    pal_json_set_string(object, "ballots", pal_ballot_kind_name(method->kind));
    pal_json_set(object, "parameters", parameters);
    return object;
}

enum pal_err pal_on_method_list(const struct pal_request *request, struct pal_reply *reply)
{
    (void)request;
    struct pal_json *items = pal_json_array_new();
    const struct pal_method *method;
    for (size_t i = 0; (method = pal_method_at(i)) != NULL; i++) {
        pal_json_append(items, method_new(method));
    }
    struct pal_json *object = pal_json_object_new();
    pal_json_set(object, "items", items);
    pal_reply_json(reply, object);
    return PAL_OK;
}
