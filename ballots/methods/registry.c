/* registry.c - the list of the methods, and what is done with any of them. */
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#include "methods.h"

/* In the order of the documentation. */
static const struct pal_method *const methods[] = {
    &pal_method_motion,
    &pal_method_plurality,
    &pal_method_two_round,
    &pal_method_approval,
    &pal_method_score,
    &pal_method_star,
    &pal_method_majority_judgment,
    &pal_method_irv,
    &pal_method_stv_scottish,
    &pal_method_stv_wigm,
    &pal_method_stv_meek,
    &pal_method_schulze,
    &pal_method_ranked_pairs,
    &pal_method_minimax,
    &pal_method_borda,
    &pal_method_copeland,
    &pal_method_seq_pav,
    &pal_method_seq_phragmen,
    &pal_method_equal_shares,
    &pal_method_budget_greedy,
    &pal_method_budget_equal_shares,
    &pal_method_dhondt,
    &pal_method_sainte_lague,
    &pal_method_sainte_lague_modified,
    &pal_method_largest_remainder,
    &pal_method_sortition,
    &pal_method_consent,
};

enum { METHOD_COUNT = sizeof methods / sizeof methods[0] };

const struct pal_method *pal_method_at(size_t index)
{
    return index < METHOD_COUNT ? methods[index] : NULL;
}

const struct pal_method *pal_method_find(struct pal_text id)
{
    for (size_t i = 0; i < METHOD_COUNT; i++) {
        if (pal_text_is(id, methods[i]->id)) {
            return methods[i];
        }
    }
    return NULL;
}

void pal_decision_done(struct pal_decision *decision)
{
    pal_options_done(&decision->options);
    *decision = (struct pal_decision){0};
}

/* --- Parameters --- */

static const struct pal_method_parameter *find_parameter(const struct pal_method *method,
                                                         const char *name)
{
    const struct pal_method_parameter *row = method->parameters;
    while (row != NULL && row->name != NULL) {
        if (strcmp(row->name, name) == 0) {
            return row;
        }
        row++;
    }
    return NULL;
}

bool pal_method_draws(const struct pal_method *method)
{
    const struct pal_method_parameter *seed = find_parameter(method, "seed");
    return seed != NULL && seed->kind == PAL_PARAMETER_TEXT;
}

static enum pal_err settle_ratio(const struct pal_method_parameter *row, struct pal_text said,
                                 struct pal_buf *out_value)
{
    PAL_RATIO(value);
    PAL_RATIO(bound);
    if (pal_ratio_parse(said, value) != PAL_OK) {
        return PAL_ERR_METHOD_PARAMETER;
    }
    pal_ratio_set(bound, row->min, 1);
    if (mpq_cmp(value, bound) < 0) {
        return PAL_ERR_METHOD_PARAMETER;
    }
    pal_ratio_set(bound, row->max, 1);
    if (mpq_cmp(value, bound) > 0) {
        return PAL_ERR_METHOD_PARAMETER;
    }
    pal_ratio_write(value, out_value);
    return PAL_OK;
}

static enum pal_err settle_word(const struct pal_method_parameter *row, struct pal_text said,
                                struct pal_buf *out_value)
{
    for (size_t i = 0; row->words[i] != NULL; i++) {
        if (pal_text_is(said, row->words[i])) {
            pal_buf_add_text(out_value, said);
            return PAL_OK;
        }
    }
    return PAL_ERR_METHOD_PARAMETER;
}

static bool is_integer(const struct pal_method_parameter *row, struct pal_text said)
{
    int64_t integer;
    return pal_text_int(said, &integer) == PAL_OK && integer >= row->min && integer <= row->max;
}

/* The value in the form in which it is recorded. */
static enum pal_err settle_value(const struct pal_method_parameter *row, struct pal_text said,
                                 struct pal_buf *out_value)
{
    if (row->kind == PAL_PARAMETER_WORD) {
        return settle_word(row, said, out_value);
    }
    if (row->kind == PAL_PARAMETER_RATIO) {
        return settle_ratio(row, said, out_value);
    }
    bool suits = row->kind == PAL_PARAMETER_INTEGER
                     ? is_integer(row, said)
                     : pal_text_is_utf8(said) && pal_text_is_plain(said);
    if (!suits) {
        return PAL_ERR_METHOD_PARAMETER;
    }
    pal_buf_add_text(out_value, said);
    return PAL_OK;
}

/* What was said of that parameter, else its default, else NULL. */
static const char *said_or_initial(const struct pal_question *question,
                                   const struct pal_method_parameter *row)
{
    const char *said = pal_question_parameter(question, row->name);
    if (said != NULL) {
        return said;
    }
    return row->kind == PAL_PARAMETER_WORD ? row->words[0] : row->initial;
}

enum pal_err pal_method_settle(const struct pal_method *method, struct pal_question *question,
                               struct pal_where *out_where)
{
    for (size_t i = 0; i < question->parameter_count; i++) {
        if (find_parameter(method, question->parameters[i].name) == NULL) {
            pal_where_set(out_where, "/parameters/%s", question->parameters[i].name);
            return PAL_ERR_METHOD_PARAMETER;
        }
    }

    PAL_QUESTION(settled); /* only for its parameters, in the order of the table */
    const struct pal_method_parameter *row = method->parameters;
    for (; row != NULL && row->name != NULL; row++) {
        const char *said = said_or_initial(question, row);
        if (said == NULL) {
            continue;
        }
        PAL_BUF(value);
        if (settle_value(row, pal_text_of(said), &value) != PAL_OK) {
            pal_where_set(out_where, "/parameters/%s", row->name);
            return PAL_ERR_METHOD_PARAMETER;
        }
        PAL_TRY(pal_question_set_parameter(&settled, pal_text_of(row->name), pal_buf_text(&value)));
    }

    struct pal_parameter *before = question->parameters;
    size_t before_count = question->parameter_count;
    question->parameters = settled.parameters;
    question->parameter_count = settled.parameter_count;
    settled.parameters = before; /* released with it */
    settled.parameter_count = before_count;
    return PAL_OK;
}

bool pal_parameter_is(const struct pal_question *question, const char *name, const char *value)
{
    const char *said = pal_question_parameter(question, name);
    return said != NULL && strcmp(said, value) == 0;
}

size_t pal_parameter_size(const struct pal_question *question, const char *name, size_t unsaid)
{
    const char *said = pal_question_parameter(question, name);
    if (said == NULL) {
        return unsaid;
    }
    int64_t value;
    enum pal_err err = pal_text_int(pal_text_of(said), &value);
    PAL_CHECK(err == PAL_OK);
    PAL_CHECK(value >= 0);
    return (size_t)value;
}

void pal_parameter_ratio(const struct pal_question *question, const char *name, mpq_t out_ratio)
{
    const char *said = pal_question_parameter(question, name);
    PAL_CHECK(said != NULL);
    enum pal_err err = pal_ratio_parse(pal_text_of(said), out_ratio);
    PAL_CHECK(err == PAL_OK);
}

/* --- Questions and ballots --- */

enum pal_ballot_kind pal_method_kind(const struct pal_method *method,
                                     const struct pal_question *question)
{
    return method->reads != NULL ? method->reads(question) : method->kind;
}

static bool has_its_options(const struct pal_method *method, const struct pal_question *question)
{
    size_t count = 0;
    while (method->options != NULL && method->options[count] != NULL) {
        if (count == question->option_count ||
            strcmp(question->names[count], method->options[count]) != 0) {
            return false;
        }
        count++;
    }
    return method->options == NULL || count == question->option_count;
}

enum pal_err pal_method_accepts(const struct pal_method *method,
                                const struct pal_question *question)
{
    if (question->option_count == 0) {
        return PAL_ERR_QUESTION_OPTIONS;
    }
    if (!has_its_options(method, question)) {
        return PAL_ERR_QUESTION_OWN_OPTIONS;
    }
    if (!method->takes_seats && question->seat_count != 1) {
        return PAL_ERR_QUESTION_SEATS;
    }
    return method->accepts != NULL ? method->accepts(question) : PAL_OK;
}

enum pal_weighing pal_method_weighing(const struct pal_method *method,
                                      const struct pal_question *question)
{
    return method->weighing != NULL ? method->weighing(question) : PAL_WEIGHS_SHARES;
}

enum pal_err pal_method_bears(const struct pal_method *method, const struct pal_question *question,
                              uint64_t bits)
{
    enum { WORD_BITS = 64 };
    return method->bears != NULL ? method->bears(question, (bits + WORD_BITS - 1) / WORD_BITS)
                                 : PAL_OK;
}

/* What all weights take as whole numbers of one unit: the unit in 1, or their sum where that is more. */
static uint64_t bits_of_weights(const struct pal_profile *profile)
{
    PAL_RATIO(unit);
    PAL_RATIO(sum);
    mpz_set_ui(mpq_numref(unit), 1);
    for (size_t i = 0; i < profile->weight_count; i++) {
        mpz_lcm(mpq_numref(unit), mpq_numref(unit), mpq_denref(profile->weights[i]));
    }
    mpq_mul(sum, unit, profile->sums[PAL_BALLOT_COUNTED].weight);
    const size_t unit_bits = mpz_sizeinbase(mpq_numref(unit), 2);
    const size_t sum_bits = mpz_sizeinbase(mpq_numref(sum), 2);
    return unit_bits > sum_bits ? unit_bits : sum_bits;
}

enum pal_err pal_method_takes_weights(const struct pal_method *method,
                                      const struct pal_question *question,
                                      const struct pal_profile *profile)
{
    if (pal_method_weighing(method, question) != PAL_WEIGHS_WHOLE) {
        return pal_method_bears(method, question, bits_of_weights(profile));
    }
    for (size_t i = 0; i < profile->weight_count; i++) {
        if (mpz_cmp_ui(mpq_denref(profile->weights[i]), 1) != 0) {
            return PAL_ERR_METHOD_WEIGHTS;
        }
    }
    return PAL_OK;
}

enum pal_err pal_method_transfers(const struct pal_method *method,
                                  const struct pal_question *question)
{
    return method->decides != NULL && question->seat_count == 1 ? PAL_OK : PAL_ERR_METHOD_TRANSFER;
}

/* Of a ballot whose marks have their form. */
static enum pal_err judge(const struct pal_method *method, const struct pal_question *question,
                          const struct pal_ballot *ballot, enum pal_ballot_state *out_state)
{
    if (pal_ballot_is_empty(pal_method_kind(method, question), ballot)) {
        *out_state = PAL_BALLOT_BLANK;
        return PAL_OK;
    }
    return method->judge != NULL ? method->judge(question, ballot, out_state) : PAL_OK;
}

enum pal_err pal_method_judge(const struct pal_method *method, const struct pal_question *question,
                              const struct pal_ballot *ballot, enum pal_ballot_state *out_state)
{
    PAL_TRY(pal_ballot_check(question, pal_method_kind(method, question), ballot));
    *out_state = ballot->state;
    return ballot->state == PAL_BALLOT_COUNTED ? judge(method, question, ballot, out_state)
                                               : PAL_OK;
}

void pal_method_judge_profile(const struct pal_method *method, const struct pal_question *question,
                              struct pal_profile *profile)
{
    const size_t count = profile->row_count;
    enum pal_ballot_state *states = pal_mem_new_large(count, sizeof *states);
    for (size_t i = 0; i < count; i++) {
        const struct pal_profile_row *row = &profile->rows[i];
        struct pal_ballot ballot = {.marks = row->marks, .mark_count = row->mark_count};
        if (judge(method, question, &ballot, &states[i]) != PAL_OK) {
            states[i] = PAL_BALLOT_SPOILT;
        }
    }
    pal_profile_move(profile, states);
    pal_mem_free_large(states, count, sizeof *states);
}

void pal_method_count(const struct pal_method *method, const struct pal_question *question,
                      const struct pal_profile *profile, struct pal_outcome *outcome)
{
    PAL_CHECK(profile->kind == pal_method_kind(method, question));
    PAL_CHECK(profile->option_count == question->option_count);
    PAL_CHECK(outcome->option_count == question->option_count);
    pal_outcome_set_ballots(outcome, profile);
    method->count(question, profile, outcome);
}

void pal_method_decides(const struct pal_method *method, const struct pal_question *question,
                        const struct pal_outcome *outcome, struct pal_decision *out_decision)
{
    PAL_CHECK(method->decides != NULL);
    method->decides(question, outcome, out_decision);
}
