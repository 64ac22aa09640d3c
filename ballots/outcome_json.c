/* outcome_json.c - writes an outcome as the answer of `palabre count`. */
#include "ballots/method.h"
#include "ballots/outcome.h"
#include "base/check.h"

static const char *const tie_for_names[] = {
    [PAL_TIE_ELECTION] = "election", [PAL_TIE_EXCLUSION] = "exclusion",
    [PAL_TIE_TRANSFER] = "transfer", [PAL_TIE_FINAL] = "final",
    [PAL_TIE_PURCHASE] = "purchase", [PAL_TIE_SEAT] = "seat",
    [PAL_TIE_PAIR] = "pair",
};

static const char *const settled_names[] = {
    [PAL_SETTLED_TIE_ORDER] = "tie_order",
    [PAL_SETTLED_PREVIOUS_ROUND] = "previous round",
};

static const char *const transfer_names[] = {
    [PAL_TRANSFER_SURPLUS] = "surplus",
    [PAL_TRANSFER_EXCLUSION] = "exclusion",
};

static void append_name(struct pal_json *array, const struct pal_question *question, size_t option)
{
    PAL_CHECK(option < question->option_count);
    pal_json_append_text(array, pal_text_of(question->names[option]));
}

static struct pal_json *names_new(const struct pal_options *options,
                                  const struct pal_question *question)
{
    struct pal_json *array = pal_json_array_new();
    for (size_t i = 0; i < options->count; i++) {
        append_name(array, question, options->at[i]);
    }
    return array;
}

static struct pal_json *figures_new(const struct pal_figures *figures,
                                    const struct pal_question *question)
{
    struct pal_json *object = pal_json_object_new();
    for (size_t i = 0; i < figures->count; i++) {
        PAL_CHECK(figures->at[i].option < question->option_count);
        pal_json_set_ratio(object, question->names[figures->at[i].option], figures->at[i].value);
    }
    return object;
}

static struct pal_json *options_new(const struct pal_question *question)
{
    struct pal_json *array = pal_json_array_new();
    for (size_t i = 0; i < question->option_count; i++) {
        append_name(array, question, i);
    }
    return array;
}

static struct pal_json *parameters_new(const struct pal_question *question)
{
    struct pal_json *object = pal_json_object_new();
    for (size_t i = 0; i < question->parameter_count; i++) {
        pal_json_set_string(object, question->parameters[i].name, question->parameters[i].value);
    }
    return object;
}

static struct pal_json *ballots_new(const struct pal_outcome *outcome)
{
    struct pal_json *object = pal_json_object_new();
    pal_json_set_ratio(object, "valid", outcome->valid);
    pal_json_set_ratio(object, "blank", outcome->blank);
    pal_json_set_ratio(object, "spoilt", outcome->spoilt);
    pal_json_set_ratio(object, "exhausted", outcome->exhausted);
    if (mpq_sgn(outcome->abstaining) > 0) {
        pal_json_set_ratio(object, "abstaining", outcome->abstaining);
    }
    return object;
}

/* Groups of options, the best first: those of place 0, of place 1, … */
static struct pal_json *ranking_new(const struct pal_outcome *outcome,
                                    const struct pal_question *question)
{
    struct pal_json *ranking = pal_json_array_new();
    size_t written = 0;
    for (size_t place = 0; written < outcome->option_count; place++) {
        PAL_CHECK(place < outcome->option_count); /* places follow one another */
        struct pal_json *group = pal_json_array_new();
        for (size_t i = 0; i < outcome->option_count; i++) {
            if (outcome->ranking[i] == place) {
                append_name(group, question, i);
                written++;
            }
        }
        pal_json_append(ranking, group);
    }
    return ranking;
}

static struct pal_json *table_new(mpq_t *values, size_t size)
{
    struct pal_json *table = pal_json_array_new();
    for (size_t i = 0; i < size; i++) {
        struct pal_json *row = pal_json_array_new();
        for (size_t j = 0; j < size; j++) {
            PAL_BUF(text);
            pal_ratio_write(values[i * size + j], &text);
            pal_json_append_text(row, pal_buf_text(&text));
        }
        pal_json_append(table, row);
    }
    return table;
}

static struct pal_json *round_new(const struct pal_round *round,
                                  const struct pal_question *question)
{
    struct pal_json *object = pal_json_object_new();
    pal_json_set(object, "totals", figures_new(&round->totals, question));
    if (round->has_quota) {
        pal_json_set_ratio(object, "quota", round->quota);
    }
    pal_json_set_ratio(object, "exhausted", round->exhausted);
    pal_json_set(object, "elected", names_new(&round->elected, question));
    pal_json_set(object, "excluded", names_new(&round->excluded, question));
    struct pal_json *transfers = pal_json_array_new();
    for (size_t i = 0; i < round->transfer_count; i++) {
        const struct pal_transfer *transfer = &round->transfers[i];
        PAL_CHECK(transfer->from < question->option_count);
        struct pal_json *one = pal_json_object_new();
        pal_json_set_string(one, "from", question->names[transfer->from]);
        pal_json_set(one, "to", figures_new(&transfer->to, question));
        pal_json_set_string(one, "why", transfer_names[transfer->why]);
        pal_json_append(transfers, one);
    }
    pal_json_set(object, "transfers", transfers);
    if (round->keep.count > 0) {
        pal_json_set(object, "keep", figures_new(&round->keep, question));
    }
    return object;
}

static struct pal_json *rounds_new(const struct pal_outcome *outcome,
                                   const struct pal_question *question)
{
    struct pal_json *array = pal_json_array_new();
    for (size_t i = 0; i < outcome->round_count; i++) {
        pal_json_append(array, round_new(&outcome->rounds[i], question));
    }
    return array;
}

static struct pal_json *ties_new(const struct pal_outcome *outcome,
                                 const struct pal_question *question)
{
    struct pal_json *array = pal_json_array_new();
    for (size_t i = 0; i < outcome->tie_count; i++) {
        const struct pal_tie *tie = &outcome->ties[i];
        struct pal_json *object = pal_json_object_new();
        pal_json_set(object, "among", names_new(&tie->among, question));
        pal_json_set_string(object, "for", tie_for_names[tie->what_for]);
        pal_json_set_string(object, "settled_by", settled_names[tie->settled_by]);
        pal_json_append(array, object);
    }
    return array;
}

static struct pal_json *seats_new(const struct pal_outcome *outcome,
                                  const struct pal_question *question)
{
    struct pal_json *object = pal_json_object_new();
    for (size_t i = 0; i < outcome->option_count; i++) {
        pal_json_set_int(object, question->names[i], (int64_t)outcome->seats[i]);
    }
    return object;
}

static struct pal_json *explanation_new(const struct pal_outcome *outcome)
{
    struct pal_json *array = pal_json_array_new();
    for (size_t i = 0; i < outcome->reason_count; i++) {
        const struct pal_reason *reason = &outcome->reasons[i];
        struct pal_json *object = pal_json_object_new();
        struct pal_json *facts = pal_json_object_new();
        for (size_t f = 0; f < reason->fact_count; f++) {
            pal_json_set_string(facts, reason->facts[f].name, reason->facts[f].value);
        }
        PAL_BUF(sentence);
        pal_reason_write(reason, &sentence);
        pal_json_set_string(object, "because", pal_reason_slug(reason->code));
        pal_json_set(object, "facts", facts);
        pal_json_set_text(object, "sentence", pal_buf_text(&sentence));
        pal_json_append(array, object);
    }
    return array;
}

/* What is decided, after the head that every answer has. */
static void set_parts(struct pal_json *answer, const struct pal_outcome *outcome,
                      const struct pal_question *question)
{
    const size_t count = outcome->option_count;
    if (outcome->parts & PAL_PART_ELECTED) {
        pal_json_set(answer, "elected", names_new(&outcome->elected, question));
    }
    if (outcome->parts & PAL_PART_RANKING) {
        pal_json_set(answer, "ranking", ranking_new(outcome, question));
    }
    if (outcome->parts & PAL_PART_TOTALS) {
        pal_json_set(answer, "totals", figures_new(&outcome->totals, question));
    }
    if (outcome->parts & PAL_PART_QUOTA) {
        pal_json_set_ratio(answer, "quota", outcome->quota);
    }
    if (outcome->parts & PAL_PART_ROUNDS) {
        pal_json_set(answer, "rounds", rounds_new(outcome, question));
    }
    if (outcome->parts & PAL_PART_PAIRWISE) {
        pal_json_set(answer, "pairwise", table_new(outcome->pairwise, count));
    }
    if (outcome->parts & PAL_PART_STRENGTHS) {
        pal_json_set(answer, "strengths", table_new(outcome->strengths, count));
    }
    if (outcome->parts & PAL_PART_TIES) {
        pal_json_set(answer, "ties", ties_new(outcome, question));
    }
    if (outcome->parts & PAL_PART_SEATS) {
        pal_json_set(answer, "seats_by_option", seats_new(outcome, question));
    }
    if (outcome->parts & PAL_PART_FUNDED) {
        pal_json_set(answer, "funded", names_new(&outcome->funded, question));
        pal_json_set_ratio(answer, "cost", outcome->cost);
    }
    if (outcome->parts & PAL_PART_VERDICT) {
        pal_json_set_string(answer, "verdict", pal_verdict_name(outcome->verdict));
    }
}

struct pal_json *pal_outcome_json_new(const struct pal_outcome *outcome,
                                      const struct pal_method *method,
                                      const struct pal_question *question)
{
    PAL_CHECK(outcome->option_count == question->option_count);

    struct pal_json *answer = pal_json_object_new();
    pal_json_set_string(answer, "method", method->id);
    pal_json_set_int(answer, "version", method->version);
    pal_json_set(answer, "parameters", parameters_new(question));
    pal_json_set(answer, "options", options_new(question));
    if (method->takes_seats) {
        pal_json_set_int(answer, "seats", (int64_t)question->seat_count);
    }
    pal_json_set(answer, "ballots", ballots_new(outcome));
    set_parts(answer, outcome, question);
    if (outcome->reason_count > 0) {
        pal_json_set(answer, "explanation", explanation_new(outcome));
    }
    return answer;
}
