/*
 * question_make.c - writes the document of what a poll asks, from its specification.
 */
#include <stdio.h>
#include <string.h>

#include "ballots/decide.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/members.h"
#include "core/polls.h"

#include "input.h"
#include "polling.h"

/* Lent by the options, to be told more. */
static struct pal_json *append_option(struct pal_json *options, struct pal_text label,
                                      bool is_by_board)
{
    struct pal_json *option = pal_json_object_new();
    pal_json_set_bool(option, "by_board", is_by_board);
    pal_json_set_text(option, "label", label);
    pal_json_append(options, option);
    return option;
}

/* RULE docs/rules/polls.md
 * > Where the method has options of its own, such as for, against and abstain, they are those of
 * > the question, and nobody gives others.
 */
static enum pal_err write_own_options(const struct pal_poll_spec *spec,
                                      const struct pal_method *method, struct pal_json *options,
                                      struct pal_where *out_where)
{
    if (spec->option_count > 0) {
        pal_where_set(out_where, "/options");
        return PAL_ERR_QUESTION_OPTIONS;
    }
    for (size_t i = 0; method->options[i] != NULL; i++) {
        (void)append_option(options, pal_text_of(method->options[i]), false);
    }
    return PAL_OK;
}

/* RULE docs/rules/polls.md
 * > A motion has no parameter: its majority is that of its class in the constitution.
 */
static enum pal_err check_motion(const struct pal_poll_spec *spec, struct pal_where *out_where)
{
    bool has_parameters = spec->parameters != NULL && pal_json_count(spec->parameters) > 0;
    if (pal_text_is(spec->method, "motion") && has_parameters) {
        pal_where_set(out_where, "/parameters");
        return PAL_ERR_METHOD_PARAMETER;
    }
    return PAL_OK;
}

/* Candidates are members; nobody else can be elected by an identifier. */
static enum pal_err write_member(struct pal_store *store, struct pal_member_id member,
                                 struct pal_json *option)
{
    PAL_MEMBER(candidate);
    PAL_TRY(pal_member_read(store, member, &candidate));
    if (candidate.state != PAL_MEMBER_ADMITTED) {
        return PAL_ERR_MEMBER_NOT_ADMITTED;
    }
    pal_json_set_uuid(option, "member", &candidate.uuid);
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

/* In lowest terms; nothing where nothing is said. */
static enum pal_err write_ratio(struct pal_text says, const char *name, struct pal_json *object)
{
    if (says.size == 0) {
        return PAL_OK;
    }
    PAL_RATIO(value);
    PAL_TRY(pal_ratio_parse(says, value));
    pal_json_set_ratio(object, name, value);
    return PAL_OK;
}

static enum pal_err write_option(struct pal_store *store, const struct pal_poll_spec *spec,
                                 size_t index, struct pal_json *options,
                                 struct pal_where *out_where)
{
    const struct pal_poll_option *says = &spec->options[index];
    char place[48];
    (void)snprintf(place, sizeof place, "/options/%zu/label", index);
    const struct pal_input input = {place, PAL_LIMIT_NAME, false, false};
    PAL_BUF(label);
    PAL_TRY(pal_input_read(&input, says->label, &label, out_where));
    struct pal_json *option = append_option(options, pal_buf_text(&label), says->is_by_board);
    pal_where_set(out_where, "/options/%zu/cost", index);
    PAL_TRY(write_ratio(says->cost, "cost", option));
    pal_where_set(out_where, "/options/%zu/member", index);
    if (stands_before(spec, index)) {
        return PAL_ERR_QUESTION_OPTION_NAMES;
    }
    return says->member.value == 0 ? PAL_OK : write_member(store, says->member, option);
}

static enum pal_err write_options(struct pal_store *store, const struct pal_poll_spec *spec,
                                  const struct pal_method *method, struct pal_json *document,
                                  struct pal_where *out_where)
{
    struct pal_json *options = pal_json_array_new();
    pal_json_set(document, "options", options);
    if (method->options != NULL) {
        return write_own_options(spec, method, options, out_where);
    }
    for (size_t i = 0; i < spec->option_count; i++) {
        PAL_TRY(write_option(store, spec, i, options, out_where));
    }
    return PAL_OK;
}

static enum pal_err write_figures(const struct pal_poll_spec *spec, struct pal_json *document,
                                  struct pal_where *out_where)
{
    pal_json_set_int(document, "seats", spec->seats == 0 ? 1 : spec->seats);
    if (spec->scale != 0) {
        pal_json_set_int(document, "scale", spec->scale);
    }
    if (spec->max_length != 0) {
        pal_json_set_int(document, "max_length", spec->max_length);
    }
    pal_where_set(out_where, "/budget");
    return write_ratio(spec->budget, "budget", document);
}

/* As they were settled, but for a seed that nobody stated. */
static void write_settled(const struct pal_poll_spec *spec, const struct pal_question *question,
                          struct pal_json *document)
{
    struct pal_json *parameters = pal_json_object_new();
    bool states_seed = spec->parameters != NULL && pal_json_get(spec->parameters, "seed") != NULL;
    for (size_t i = 0; i < question->parameter_count; i++) {
        const struct pal_parameter *parameter = &question->parameters[i];
        if (strcmp(parameter->name, "seed") != 0 || states_seed) {
            pal_json_set_string(parameters, parameter->name, parameter->value);
        }
    }
    pal_json_set(document, "parameters", parameters);
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
    PAL_JSON(document);
    document = pal_json_object_new();
    pal_json_set_string(document, "format", PAL_QUESTION_FORMAT);
    pal_json_set_text(document, "title", title);
    pal_json_set_string(document, "method", method->id);
    pal_json_set(document, "parameters",
                 spec->parameters != NULL ? pal_json_copy(spec->parameters)
                                          : pal_json_object_new());
    PAL_TRY(write_options(store, spec, method, document, out_where));
    PAL_TRY(check_motion(spec, out_where));
    PAL_TRY(write_figures(spec, document, out_where));

    PAL_QUESTION(question);
    PAL_TRY(pal_question_read(document, method, &question, out_where));
    pal_json_set_string(document, "ballot",
                        pal_ballot_kind_name(pal_method_kind(method, &question)));
    bool is_motion = pal_text_is(spec->method, "motion");
    if (!is_motion) {
        write_settled(spec, &question, document);
    }
    pal_where_set(out_where, "%s", "");
    *out_json = document;
    document = NULL;
    return PAL_OK;
}
