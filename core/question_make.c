/*
 * question_make.c - writes the document of what a poll asks, from its specification.
 */
#include <stdio.h>
#include <string.h>

#include "audit/manifest.h"
#include "ballots/board.h"
#include "ballots/decide.h"
#include "ballots/surplus.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/members.h"
#include "core/polls.h"

#include "input.h"
#include "polling.h"

/* What is made of a specification. */
struct making {
    struct pal_store *store;
    const struct pal_poll_spec *spec;
    const struct pal_method *method;
    const struct pal_constitution *constitution;
    bool is_election;
    struct pal_json *document, *options;
    struct pal_where *where;
};

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
static enum pal_err write_own_options(const struct making *making)
{
    if (making->spec->option_count > 0) {
        pal_where_set(making->where, "/options");
        return PAL_ERR_QUESTION_OPTIONS;
    }
    if (making->spec->has_none) {
        pal_where_set(making->where, "/none_of_these");
        return PAL_ERR_METHOD_NOBODY;
    }
    for (size_t i = 0; making->method->options[i] != NULL; i++) {
        (void)append_option(making->options, pal_text_of(making->method->options[i]), false);
    }
    return PAL_OK;
}

/* RULE docs/rules/polls.md
 * > A motion has no parameter: its majority is that of its class in the constitution.
 */
static enum pal_err check_motion(const struct making *making)
{
    const struct pal_poll_spec *spec = making->spec;
    bool has_parameters = spec->parameters != NULL && pal_json_count(spec->parameters) > 0;
    if (pal_text_is(spec->method, "motion") && has_parameters) {
        pal_where_set(making->where, "/parameters");
        return PAL_ERR_METHOD_PARAMETER;
    }
    return PAL_OK;
}

/* Candidates are members; nobody else can be elected by an identifier. */
static enum pal_err write_candidate(const struct making *making, size_t index,
                                    struct pal_json *option)
{
    const struct pal_poll_option *says = &making->spec->options[index];
    const struct pal_json *reserved = pal_json_get(making->document, "reserved");
    if (says->member.value == 0) {
        pal_where_set(making->where, "/options/%zu/group", index);
        return pal_groups_write(reserved, says->group, NULL, option);
    }
    PAL_MEMBER(candidate);
    PAL_TRY(pal_member_read(making->store, says->member, &candidate));
    if (candidate.state != PAL_MEMBER_ADMITTED) {
        return PAL_ERR_MEMBER_NOT_ADMITTED;
    }
    pal_json_set_uuid(option, "member", &candidate.uuid);
    pal_where_set(making->where, "/options/%zu/group", index);
    return pal_groups_write(reserved, says->group, &candidate, option);
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

/* A copy with its amounts in lowest terms; what is none stays, for the reader to refuse. */
static struct pal_json *amounts_new(const struct pal_json *says)
{
    static const char *const names[] = {"result",        "deficit",           "reserves", "capital",
                                        "legal_reserve", "statutory_reserve", "interest", "other"};
    struct pal_json *amounts = pal_json_copy(says);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        PAL_RATIO(amount);
        if (pal_json_ratio(says, names[i], amount, NULL) == PAL_OK) {
            pal_json_set_ratio(amounts, names[i], amount);
        }
    }
    return amounts;
}

static enum pal_err write_option(const struct making *making, size_t index)
{
    const struct pal_poll_option *says = &making->spec->options[index];
    char place[48];
    (void)snprintf(place, sizeof place, "/options/%zu/label", index);
    const struct pal_input input = {place, PAL_LIMIT_NAME, false, false};
    PAL_BUF(label);
    PAL_TRY(pal_input_read(&input, says->label, &label, making->where));
    struct pal_json *option =
        append_option(making->options, pal_buf_text(&label), says->is_by_board);
    if (says->allocation != NULL) {
        pal_json_set(option, "allocation", amounts_new(says->allocation));
    }
    pal_where_set(making->where, "/options/%zu/cost", index);
    PAL_TRY(write_ratio(says->cost, "cost", option));
    pal_where_set(making->where, "/options/%zu/member", index);
    if (stands_before(making->spec, index)) {
        return PAL_ERR_QUESTION_OPTION_NAMES;
    }
    return write_candidate(making, index, option);
}

static enum pal_err write_options(const struct making *making)
{
    if (making->method->options != NULL) {
        return write_own_options(making);
    }
    for (size_t i = 0; i < making->spec->option_count; i++) {
        PAL_TRY(write_option(making, i));
    }
    /* RULE docs/rules/polls.md
     * > *None of these* is the last option, named so, and clients say it in their language.
     */
    bool is_offered = making->is_election &&
                      pal_election_offers_none(&making->constitution->elections, making->method);
    if (making->spec->has_none || is_offered) {
        pal_json_set_bool(append_option(making->options, pal_text_of(PAL_QUESTION_NOBODY), false),
                          "none", true);
    }
    return PAL_OK;
}

/* What a ballot may approve where the statutes say it, else 0. */
static int64_t statutory_length(const struct making *making)
{
    int64_t seats = making->spec->seats == 0 ? 1 : making->spec->seats;
    bool is_bounded = making->is_election && making->constitution->elections.within_seats &&
                      making->method->kind == PAL_BALLOT_APPROVES;
    return is_bounded && (uint64_t)seats < pal_json_count(making->options) ? seats : 0;
}

static enum pal_err write_figures(const struct making *making)
{
    const struct pal_poll_spec *spec = making->spec;
    pal_json_set_int(making->document, "seats", spec->seats == 0 ? 1 : spec->seats);
    if (spec->scale != 0) {
        pal_json_set_int(making->document, "scale", spec->scale);
    }
    int64_t max_length = spec->max_length != 0 ? spec->max_length : statutory_length(making);
    if (max_length != 0) {
        pal_json_set_int(making->document, "max_length", max_length);
    }
    pal_where_set(making->where, "/budget");
    return write_ratio(spec->budget, "budget", making->document);
}

/* As they were settled, but for a seed that nobody stated. */
static void write_settled(const struct making *making, const struct pal_question *question)
{
    const struct pal_json *says = making->spec->parameters;
    bool states_seed = says != NULL && pal_json_get(says, "seed") != NULL;
    struct pal_json *parameters = pal_json_object_new();
    for (size_t i = 0; i < question->parameter_count; i++) {
        const struct pal_parameter *parameter = &question->parameters[i];
        if (strcmp(parameter->name, "seed") != 0 || states_seed) {
            pal_json_set_string(parameters, parameter->name, parameter->value);
        }
    }
    pal_json_set(making->document, "parameters", parameters);
}

static void begin(struct making *making)
{
    const struct pal_poll_spec *spec = making->spec;
    making->document = pal_json_object_new();
    making->options = pal_json_array_new();
    pal_json_set_string(making->document, "format", PAL_QUESTION_FORMAT);
    pal_json_set_string(making->document, "method", making->method->id);
    pal_json_set(making->document, "options", making->options);
    pal_json_set(making->document, "parameters",
                 spec->parameters != NULL ? pal_json_copy(spec->parameters)
                                          : pal_json_object_new());
    if (spec->reserved != NULL) {
        pal_json_set(making->document, "reserved",
                     pal_groups_reserved_new(making->constitution, spec->reserved));
    }
    if (spec->is_absolute) {
        pal_json_set_bool(making->document, "absolute_majority", true);
    }
    if (spec->terms != NULL) {
        pal_json_set(making->document, "terms", pal_json_copy(spec->terms));
    }
    if (spec->surplus != NULL) {
        pal_json_set(making->document, "surplus", amounts_new(spec->surplus));
    }
}

/* RULE docs/rules/reserves.md
 * > Its options are proposals, not candidates: it is no election.
 */
static enum pal_err judge_surplus(const struct making *making)
{
    if (making->is_election && pal_json_has(making->document, "surplus")) {
        pal_where_set(making->where, "/kind");
        return PAL_ERR_QUESTION_SURPLUS;
    }
    PAL_FINDINGS(own);
    struct pal_findings *found = making->spec->findings;
    return pal_surplus_judge(making->document, making->constitution->regime, making->method,
                             found != NULL ? found : &own, making->where);
}

/* What was written is read back as it will be counted. */
static enum pal_err judge(const struct making *making)
{
    const struct pal_constitution *constitution = making->constitution;
    PAL_QUESTION(question);
    PAL_BOARD(board);
    const struct pal_json *document = making->document;
    if (!making->is_election) {
        PAL_TRY(pal_board_says_no_election(document, making->where));
    }
    PAL_TRY(pal_question_read(document, making->method, &question, making->where));
    PAL_TRY(pal_board_read(document, &question, &board, making->where));
    PAL_TRY(pal_groups_check(making->store, constitution, document, &board, making->where));
    if (making->spec->first_round.value == 0) {
        PAL_TRY(pal_groups_named(constitution, document, &board, making->where));
    }
    PAL_TRY(judge_surplus(making));
    pal_where_set(making->where, "%s", "");
    PAL_TRY(pal_board_accepts(&board, making->method));
    if (making->is_election) {
        PAL_TRY(pal_election_check(&constitution->elections, making->method, &question, &board,
                                   making->where));
    }
    pal_json_set_string(making->document, "ballot",
                        pal_ballot_kind_name(pal_method_kind(making->method, &question)));
    if (!pal_text_is(making->spec->method, "motion")) {
        write_settled(making, &question);
    }
    return PAL_OK;
}

enum pal_err pal_question_document_new(struct pal_store *store, const struct pal_poll_spec *spec,
                                       const struct pal_constitution *constitution,
                                       struct pal_where *out_where, struct pal_json **out_json)
{
    struct making making = {.store = store,
                            .spec = spec,
                            .method = pal_method_find(spec->method),
                            .constitution = constitution,
                            .is_election = spec->kind == PAL_POLL_ELECTION,
                            .where = out_where};
    pal_where_set(out_where, "/method");
    if (making.method == NULL) {
        return PAL_ERR_METHOD_UNKNOWN;
    }
    begin(&making);
    PAL_JSON(document);
    document = making.document;
    PAL_TRY(write_options(&making));
    PAL_TRY(check_motion(&making));
    PAL_TRY(write_figures(&making));
    PAL_TRY(judge(&making));
    *out_json = document;
    document = NULL;
    return PAL_OK;
}
