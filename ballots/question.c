/* question.c - what is put to the vote: options, seats, budget, parameters. */
#include "ballots/question.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

void pal_question_init(struct pal_question *question)
{
    *question = (struct pal_question){.seat_count = 1};
    mpq_init(question->budget);
}

void pal_question_done(struct pal_question *question)
{
    for (size_t i = 0; i < question->option_count; i++) {
        pal_mem_free(question->names[i]);
    }
    for (size_t i = 0; i < question->parameter_count; i++) {
        pal_mem_free(question->parameters[i].name);
        pal_mem_free(question->parameters[i].value);
    }
    pal_mem_free(question->names);
    pal_mem_free(question->tie_order);
    pal_mem_free(question->parameters);
    pal_ratio_array_free(question->costs, question->option_count);
    pal_ratio_done(&question->budget);
    *question = (struct pal_question){0};
}

void pal_question_copy(const struct pal_question *question, struct pal_question *out_question)
{
    *out_question = (struct pal_question){
        .option_count = question->option_count,
        .seat_count = question->seat_count,
        .scale = question->scale,
        .max_length = question->max_length,
        .has_budget = question->has_budget,
        .parameter_count = question->parameter_count,
    };
    mpq_init(out_question->budget);
    mpq_set(out_question->budget, question->budget);
    size_t count = question->option_count;
    out_question->names = pal_mem_new(count, sizeof *question->names);
    for (size_t i = 0; i < count; i++) {
        out_question->names[i] = pal_mem_copy_string(question->names[i]);
    }
    out_question->tie_order =
        pal_mem_copy(question->tie_order, count * sizeof *question->tie_order);
    if (question->costs != NULL) {
        out_question->costs = pal_ratio_array_new(count);
        for (size_t i = 0; i < count; i++) {
            mpq_set(out_question->costs[i], question->costs[i]);
        }
    }
    out_question->parameters = pal_mem_new(question->parameter_count, sizeof *question->parameters);
    for (size_t i = 0; i < question->parameter_count; i++) {
        out_question->parameters[i].name = pal_mem_copy_string(question->parameters[i].name);
        out_question->parameters[i].value = pal_mem_copy_string(question->parameters[i].value);
    }
}

size_t pal_question_find(const struct pal_question *question, struct pal_text name)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (pal_text_is(name, question->names[i])) {
            return i;
        }
    }
    return question->option_count;
}

enum pal_err pal_question_add_option(struct pal_question *question, struct pal_text name)
{
    PAL_CHECK(question->costs == NULL); /* there is one per option */

    PAL_BUF(normal);
    if (name.size > PAL_LIMIT_NAME) {
        return PAL_ERR_LIMIT_TEXT;
    }
    PAL_TRY(pal_text_normalise(name, &normal));
    struct pal_text text = pal_buf_text(&normal);
    if (!pal_text_is_settled(text)) {
        return PAL_ERR_TEXT_NEW;
    }
    if (!pal_text_is_plain(text)) {
        return PAL_ERR_TEXT_CONTROL;
    }
    if (pal_text_trim(text).size == 0) {
        return PAL_ERR_TEXT_EMPTY;
    }
    if (question->option_count >= PAL_LIMIT_OPTIONS) {
        return PAL_ERR_LIMIT_COUNT;
    }
    if (pal_question_find(question, text) < question->option_count) {
        return PAL_ERR_QUESTION_OPTION_NAMES;
    }

    size_t count = question->option_count;
    question->names = pal_mem_grow(question->names, count + 1, sizeof *question->names);
    question->tie_order = pal_mem_grow(question->tie_order, count + 1, sizeof *question->tie_order);
    question->names[count] = pal_text_copy(text);
    question->tie_order[count] = count;
    question->option_count++;
    return PAL_OK;
}

enum pal_err pal_question_set_seats(struct pal_question *question, int64_t seats)
{
    if (seats < 1 || seats > PAL_LIMIT_SEATS) {
        return PAL_ERR_QUESTION_SEATS;
    }
    question->seat_count = (size_t)seats;
    return PAL_OK;
}

enum pal_err pal_question_set_tie_order(struct pal_question *question, const size_t *order,
                                        size_t count)
{
    if (count != question->option_count) {
        return PAL_ERR_QUESTION_TIE_ORDER;
    }
    bool seen[PAL_LIMIT_OPTIONS] = {false};
    for (size_t i = 0; i < count; i++) {
        if (order[i] >= count || seen[order[i]]) {
            return PAL_ERR_QUESTION_TIE_ORDER;
        }
        seen[order[i]] = true;
    }
    if (count > 0) {
        memcpy(question->tie_order, order, count * sizeof *order);
    }
    return PAL_OK;
}

enum pal_err pal_question_set_budget(struct pal_question *question, mpq_srcptr budget)
{
    if (mpq_sgn(budget) < 0) {
        return PAL_ERR_QUESTION_BUDGET;
    }
    mpq_set(question->budget, budget);
    question->has_budget = true;
    return PAL_OK;
}

enum pal_err pal_question_set_cost(struct pal_question *question, size_t option, mpq_srcptr cost)
{
    PAL_CHECK(option < question->option_count);
    if (mpq_sgn(cost) < 0) {
        return PAL_ERR_QUESTION_BUDGET;
    }
    if (question->costs == NULL) {
        question->costs = pal_ratio_array_new(question->option_count);
    }
    mpq_set(question->costs[option], cost);
    return PAL_OK;
}

enum pal_err pal_question_set_parameter(struct pal_question *question, struct pal_text name,
                                        struct pal_text value)
{
    for (size_t i = 0; i < question->parameter_count; i++) {
        if (pal_text_is(name, question->parameters[i].name)) {
            return PAL_ERR_METHOD_PARAMETER;
        }
    }
    size_t count = question->parameter_count;
    question->parameters =
        pal_mem_grow(question->parameters, count + 1, sizeof *question->parameters);
    question->parameters[count] =
        (struct pal_parameter){.name = pal_text_copy(name), .value = pal_text_copy(value)};
    question->parameter_count++;
    return PAL_OK;
}

const char *pal_question_parameter(const struct pal_question *question, const char *name)
{
    for (size_t i = 0; i < question->parameter_count; i++) {
        if (strcmp(question->parameters[i].name, name) == 0) {
            return question->parameters[i].value;
        }
    }
    return NULL;
}
