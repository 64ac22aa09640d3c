/*
 * question.c - what a poll asks, as a document: made from a specification, read back as a question.
 */
#include "ballots/question.h"

#include <stdio.h>

#include "ballots/decide.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/members.h"
#include "core/polls.h"

#include "input.h"
#include "polling.h"

/* RULE docs/rules/polls.md
 * > The options of a motion are for, against and abstain, in that order. It has no parameter: its majority
 * > is that of its class in the constitution.
 */
static const char *const motion_options[] = {"for", "against", "abstain"};

static enum pal_err add_options(const struct pal_poll_spec *spec, struct pal_question *question,
                                struct pal_where *out_where)
{
    if (pal_text_is(spec->method, "motion")) {
        if (spec->option_count > 0) {
            pal_where_set(out_where, "/options");
            return PAL_ERR_QUESTION_OPTIONS;
        }
        if (spec->parameters != NULL && pal_json_count(spec->parameters) > 0) {
            pal_where_set(out_where, "/parameters");
            return PAL_ERR_METHOD_PARAMETER;
        }
        for (size_t i = 0; i < sizeof motion_options / sizeof motion_options[0]; i++) {
            PAL_TRY(pal_question_add_option(question, pal_text_of(motion_options[i])));
        }
        return PAL_OK;
    }
    for (size_t i = 0; i < spec->option_count; i++) {
        char place[48];
        (void)snprintf(place, sizeof place, "/options/%zu/label", i);
        const struct pal_input input = {place, PAL_LIMIT_NAME, false, false};
        PAL_BUF(label);
        PAL_TRY(pal_input_read(&input, spec->options[i].label, &label, out_where));
        pal_where_set(out_where, "%s", place);
        PAL_TRY(pal_question_add_option(question, pal_buf_text(&label)));
    }
    return PAL_OK;
}

static enum pal_err set_parameters(const struct pal_json *parameters, struct pal_question *question,
                                   struct pal_where *out_where)
{
    const char *name = NULL;
    if (parameters == NULL) {
        return PAL_OK;
    }
    for (const struct pal_json *value = pal_json_next(parameters, &name); value != NULL;
         value = pal_json_next(parameters, &name)) {
        pal_where_set(out_where, "%s", "");
        pal_where_prefix_member(out_where, name);
        pal_where_prefix(out_where, "/parameters");
        if (pal_json_kind(value) != PAL_JSON_TEXT) {
            return PAL_ERR_JSON_TYPE;
        }
        PAL_TRY(pal_question_set_parameter(question, pal_text_of(name), pal_json_as_text(value)));
    }
    return PAL_OK;
}

static enum pal_err judge(const struct pal_method *method, struct pal_question *question,
                          struct pal_where *out_where)
{
    PAL_TRY(pal_method_settle(method, question, out_where));
    return pal_method_accepts(method, question);
}

/* Candidates are members; nobody else can be elected by an identifier. */
static enum pal_err write_option(struct pal_store *store, const struct pal_poll_option *option,
                                 const char *label, struct pal_json **out_json)
{
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_bool(json, "by_board", option != NULL && option->is_by_board);
    pal_json_set_string(json, "label", label);
    if (option != NULL && option->member.value != 0) {
        PAL_MEMBER(candidate);
        PAL_TRY(pal_member_read(store, option->member, &candidate));
        if (candidate.state != PAL_MEMBER_ADMITTED) {
            return PAL_ERR_MEMBER_NOT_ADMITTED;
        }
        pal_json_set_uuid(json, "member", &candidate.uuid);
    }
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

/* Who stands twice would be elected twice. */
static bool stands_before(const struct pal_poll_spec *spec, size_t index)
{
    struct pal_member_id member = spec->options[index].member;
    for (size_t i = 0; i < index && member.value != 0; i++) {
        if (spec->options[i].member.value == member.value) {
            return true;
        }
    }
    return false;
}

static enum pal_err write_options(struct pal_store *store, const struct pal_poll_spec *spec,
                                  const struct pal_question *question, struct pal_json *document,
                                  struct pal_where *out_where)
{
    PAL_JSON(options);
    options = pal_json_array_new();
    for (size_t i = 0; i < question->option_count; i++) {
        const struct pal_poll_option *option = spec->option_count > 0 ? &spec->options[i] : NULL;
        struct pal_json *one;
        pal_where_set(out_where, "/options/%zu/member", i);
        if (option != NULL && stands_before(spec, i)) {
            return PAL_ERR_QUESTION_OPTION_NAMES;
        }
        PAL_TRY(write_option(store, option, question->names[i], &one));
        pal_json_append(options, one);
    }
    pal_json_set(document, "options", options);
    options = NULL;
    return PAL_OK;
}

enum pal_err pal_question_document_new(struct pal_store *store, const struct pal_poll_spec *spec,
                                       struct pal_text title, struct pal_where *out_where,
                                       struct pal_json **out_json)
{
    pal_where_set(out_where, "/method");
    const struct pal_method *method = pal_method_find(spec->method);
    if (method == NULL) {
        return PAL_ERR_METHOD_UNKNOWN;
    }
    PAL_QUESTION(question);
    PAL_TRY(add_options(spec, &question, out_where));
    pal_where_set(out_where, "/seats");
    PAL_TRY(pal_question_set_seats(&question, spec->seats == 0 ? 1 : spec->seats));
    PAL_TRY(set_parameters(spec->parameters, &question, out_where));
    pal_where_set(out_where, "/options");
    PAL_TRY(judge(method, &question, out_where));

    PAL_JSON(document);
    document = pal_json_object_new();
    pal_json_set_string(document, "format", PAL_QUESTION_FORMAT);
    pal_json_set_text(document, "title", title);
    pal_json_set_string(document, "method", method->id);
    pal_json_set_string(document, "ballot",
                        pal_ballot_kind_name(pal_method_kind(method, &question)));
    pal_json_set_int(document, "seats", (int64_t)question.seat_count);
    struct pal_json *parameters = pal_json_object_new();
    pal_json_set(document, "parameters", parameters);
    bool is_motion = pal_text_is(spec->method, "motion");
    for (size_t i = 0; i < question.parameter_count && !is_motion; i++) {
        pal_json_set_string(parameters, question.parameters[i].name, question.parameters[i].value);
    }
    PAL_TRY(write_options(store, spec, &question, document, out_where));
    pal_where_set(out_where, "%s", "");
    *out_json = document;
    document = NULL;
    return PAL_OK;
}

enum pal_err pal_question_read(const struct pal_json *document, const struct pal_method *method,
                               struct pal_question *question, struct pal_where *out_where)
{
    const struct pal_json *options;
    const struct pal_json *parameters;
    int64_t seats;
    PAL_TRY(pal_json_array(document, "options", &options, out_where));
    PAL_TRY(pal_json_object(document, "parameters", &parameters, out_where));
    PAL_TRY(pal_json_int(document, "seats", &seats, out_where));
    for (size_t i = 0; i < pal_json_count(options); i++) {
        struct pal_text label;
        PAL_TRY(pal_json_text(pal_json_at(options, i), "label", &label, out_where));
        PAL_TRY(pal_question_add_option(question, label));
    }
    PAL_TRY(pal_question_set_seats(question, seats));
    PAL_TRY(set_parameters(parameters, question, out_where));
    return judge(method, question, out_where);
}

int64_t pal_electorate_of(const struct pal_constitution *constitution, struct pal_text college)
{
    if (college.size == 0) {
        return PAL_ELECTORATE_ASSEMBLY;
    }
    size_t index = pal_constitution_college(constitution, college);
    PAL_CHECK(index != SIZE_MAX);
    return (int64_t)index;
}
