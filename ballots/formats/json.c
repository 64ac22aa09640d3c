/* json.c - reads and writes palabre-ballots/1. */
#include <string.h>

#include "ballots/format.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

static const char format_name[] = "palabre-ballots/1";

static const char *const file_members[] = {"format", "options",   "seats",   "budget", "costs",
                                           "scale",  "tie_order", "ballots", NULL};

static const char *const ballot_members[] = {"count",  "weight",   "choice", "approves",
                                             "scores", "points",   "ranks",  "blank",
                                             "spoilt", "abstains", NULL};

/* More ballots than a double-precision reader of the file could count is a mistake. */
static const uint64_t ballots_max = (uint64_t)1 << 53;

/* --- Reading the question --- */

static enum pal_err read_options(const struct pal_json *file, struct pal_question *question,
                                 struct pal_where *out_where)
{
    const struct pal_json *options;
    PAL_TRY(pal_json_array(file, "options", &options, out_where));
    for (size_t i = 0; i < pal_json_count(options); i++) {
        const struct pal_json *name = pal_json_at(options, i);
        enum pal_err err = pal_json_kind(name) == PAL_JSON_TEXT
                               ? pal_question_add_option(question, pal_json_as_text(name))
                               : PAL_ERR_JSON_TYPE;
        if (err != PAL_OK) {
            pal_where_set(out_where, "/options/%zu", i);
            return err;
        }
    }
    return PAL_OK;
}

static enum pal_err read_seats(const struct pal_json *file, struct pal_question *question,
                               struct pal_where *out_where)
{
    int64_t seats = 1;
    PAL_TRY(pal_json_optional_int(file, "seats", &seats, out_where));
    enum pal_err err = pal_question_set_seats(question, seats);
    if (err != PAL_OK) {
        pal_where_set(out_where, "%s", "/seats");
    }
    return err;
}

static enum pal_err read_scale(const struct pal_json *file, struct pal_question *question,
                               struct pal_where *out_where)
{
    if (!pal_json_has(file, "scale")) {
        return PAL_OK;
    }
    int64_t scale;
    PAL_TRY(pal_json_int(file, "scale", &scale, out_where));
    if (scale < 1 || scale > PAL_LIMIT_SCALE) {
        pal_where_set(out_where, "%s", "/scale");
        return PAL_ERR_QUESTION_SCALE;
    }
    question->scale = (int32_t)scale;
    return PAL_OK;
}

/* A ratio that is an element of an array. */
static enum pal_err read_ratio(const struct pal_json *value, mpq_t out_ratio)
{
    if (pal_json_kind(value) == PAL_JSON_INT) {
        pal_ratio_set(out_ratio, pal_json_as_int(value), 1);
        return PAL_OK;
    }
    return pal_json_kind(value) == PAL_JSON_TEXT
               ? pal_ratio_parse(pal_json_as_text(value), out_ratio)
               : PAL_ERR_JSON_TYPE;
}

static enum pal_err read_costs(const struct pal_json *file, struct pal_question *question,
                               struct pal_where *out_where)
{
    const struct pal_json *costs;
    PAL_TRY(pal_json_array(file, "costs", &costs, out_where));
    if (pal_json_count(costs) != question->option_count) {
        pal_where_set(out_where, "%s", "/costs");
        return PAL_ERR_QUESTION_BUDGET;
    }
    PAL_RATIO(cost);
    for (size_t i = 0; i < question->option_count; i++) {
        enum pal_err err = read_ratio(pal_json_at(costs, i), cost);
        if (err == PAL_OK) {
            err = pal_question_set_cost(question, i, cost);
        }
        if (err != PAL_OK) {
            pal_where_set(out_where, "/costs/%zu", i);
            return err;
        }
    }
    return PAL_OK;
}

static enum pal_err read_budget(const struct pal_json *file, struct pal_question *question,
                                struct pal_where *out_where)
{
    if (pal_json_has(file, "budget")) {
        PAL_RATIO(budget);
        PAL_TRY(pal_json_ratio(file, "budget", budget, out_where));
        enum pal_err err = pal_question_set_budget(question, budget);
        if (err != PAL_OK) {
            pal_where_set(out_where, "%s", "/budget");
            return err;
        }
    }
    return pal_json_has(file, "costs") ? read_costs(file, question, out_where) : PAL_OK;
}

static enum pal_err read_tie_order(const struct pal_json *file, struct pal_question *question,
                                   struct pal_where *out_where)
{
    if (!pal_json_has(file, "tie_order")) {
        return PAL_OK;
    }
    const struct pal_json *names;
    PAL_TRY(pal_json_array(file, "tie_order", &names, out_where));
    pal_where_set(out_where, "%s", "/tie_order");
    if (pal_json_count(names) != question->option_count) {
        return PAL_ERR_QUESTION_TIE_ORDER;
    }
    size_t order[PAL_LIMIT_OPTIONS];
    for (size_t i = 0; i < question->option_count; i++) {
        const struct pal_json *name = pal_json_at(names, i);
        if (pal_json_kind(name) != PAL_JSON_TEXT) {
            return PAL_ERR_JSON_TYPE;
        }
        PAL_BUF(normal);
        PAL_TRY(pal_text_normalise(pal_json_as_text(name), &normal));
        order[i] = pal_question_find(question, pal_buf_text(&normal));
    }
    return pal_question_set_tie_order(question, order, question->option_count);
}

static enum pal_err read_question(const struct pal_json *file, struct pal_question *question,
                                  struct pal_where *out_where)
{
    struct pal_text format;
    PAL_TRY(pal_json_only(file, file_members, out_where));
    PAL_TRY(pal_json_text(file, "format", &format, out_where));
    if (!pal_text_is(format, format_name)) {
        pal_where_set(out_where, "%s", "/format");
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(read_options(file, question, out_where));
    PAL_TRY(read_seats(file, question, out_where));
    PAL_TRY(read_scale(file, question, out_where));
    PAL_TRY(read_budget(file, question, out_where));
    return read_tie_order(file, question, out_where);
}

/* --- Reading the ballots --- */

/* How many identical ballots, and what each weighs. */
static enum pal_err read_weight(const struct pal_json *object, uint64_t *out_count,
                                mpq_t out_weight, struct pal_where *out_where)
{
    int64_t count = 1;
    PAL_TRY(pal_json_optional_int(object, "count", &count, out_where));
    if (count < 0) {
        pal_where_set(out_where, "%s", "/count");
        return PAL_ERR_JSON_VALUE;
    }
    *out_count = (uint64_t)count;
    pal_ratio_set(out_weight, 1, 1);
    if (pal_json_has(object, "weight")) {
        PAL_TRY(pal_json_ratio(object, "weight", out_weight, out_where));
    }
    if (mpq_sgn(out_weight) < 0) {
        pal_where_set(out_where, "%s", "/weight");
        return PAL_ERR_JSON_VALUE;
    }
    return PAL_OK;
}

static enum pal_err read_ballot(const struct pal_json *object, const struct pal_question *question,
                                struct pal_profile *profile, struct pal_draft *draft,
                                struct pal_where *out_where)
{
    PAL_RATIO(weight);
    uint64_t count;
    PAL_TRY(pal_json_only(object, ballot_members, out_where));
    PAL_TRY(pal_ballot_read_json(object, question, profile->kind, draft, out_where));
    PAL_TRY(read_weight(object, &count, weight, out_where));
    struct pal_ballot ballot = pal_draft_ballot(draft);
    if (count > 0) {
        pal_profile_add(profile, &ballot, count, weight);
    }
    return PAL_OK;
}

static uint64_t total_count(const struct pal_profile *profile)
{
    uint64_t total = 0;
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        total += profile->sums[i].ballot_count; /* each below 2^54: see the only caller */
    }
    return total;
}

static enum pal_err read_ballots(const struct pal_json *file, const struct pal_question *question,
                                 struct pal_profile *profile, struct pal_where *out_where)
{
    if (profile->kind == PAL_BALLOT_NONE && !pal_json_has(file, "ballots")) {
        return PAL_OK;
    }
    const struct pal_json *ballots;
    PAL_TRY(pal_json_array(file, "ballots", &ballots, out_where));
    if (profile->kind == PAL_BALLOT_SCORES && question->scale == 0) {
        pal_where_set(out_where, "%s", "/scale");
        return PAL_ERR_JSON_MISSING;
    }
    PAL_DRAFT(draft);
    for (size_t i = 0; i < pal_json_count(ballots); i++) {
        enum pal_err err =
            read_ballot(pal_json_at(ballots, i), question, profile, &draft, out_where);
        if (err == PAL_OK && total_count(profile) > ballots_max) {
            pal_where_set(out_where, "%s", "/count");
            err = PAL_ERR_LIMIT_COUNT;
        }
        if (err != PAL_OK) {
            pal_where_prefix(out_where, "/ballots/%zu", i);
            return err;
        }
    }
    return PAL_OK;
}

enum pal_err pal_format_read_json(struct pal_text text, struct pal_question *question,
                                  struct pal_profile *profile, struct pal_where *out_where)
{
    PAL_CHECK(question->option_count == 0);
    PAL_JSON(file);
    PAL_TRY(pal_json_parse(text, PAL_LIMIT_BALLOT_FILE, &file, out_where));
    PAL_TRY(read_question(file, question, out_where));
    pal_profile_reset(profile, question->option_count);
    return read_ballots(file, question, profile, out_where);
}

/* --- Writing --- */

static struct pal_json *names_new(const struct pal_question *question, const size_t *order)
{
    struct pal_json *array = pal_json_array_new();
    for (size_t i = 0; i < question->option_count; i++) {
        size_t option = order != NULL ? order[i] : i;
        pal_json_append_text(array, pal_text_of(question->names[option]));
    }
    return array;
}

static bool is_natural(const struct pal_question *question)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->tie_order[i] != i) {
            return false;
        }
    }
    return true;
}

static void set_question(struct pal_json *file, const struct pal_question *question)
{
    pal_json_set_string(file, "format", format_name);
    pal_json_set(file, "options", names_new(question, NULL));
    pal_json_set_int(file, "seats", (int64_t)question->seat_count);
    if (question->has_budget) {
        pal_json_set_ratio(file, "budget", question->budget);
    }
    if (question->costs != NULL) {
        struct pal_json *costs = pal_json_array_new();
        for (size_t i = 0; i < question->option_count; i++) {
            PAL_BUF(cost);
            pal_ratio_write(question->costs[i], &cost);
            pal_json_append_text(costs, pal_buf_text(&cost));
        }
        pal_json_set(file, "costs", costs);
    }
    if (question->scale > 0) {
        pal_json_set_int(file, "scale", question->scale);
    }
    if (!is_natural(question)) {
        pal_json_set(file, "tie_order", names_new(question, question->tie_order));
    }
}

/* One entry of the file: what the ballots say, how many they are, what each weighs. */
static void append_ballots(struct pal_json *array, struct pal_json *said, uint64_t count,
                           mpq_srcptr each)
{
    pal_json_set_int(said, "count", (int64_t)count);
    pal_json_set_ratio(said, "weight", each);
    pal_json_append(array, said);
}

void pal_format_write_json(const struct pal_question *question, struct pal_profile *profile,
                           struct pal_buf *buf)
{
    PAL_CHECK(profile->option_count == question->option_count);
    PAL_JSON(file);
    file = pal_json_object_new();
    set_question(file, question);

    struct pal_json *ballots = pal_json_array_new();
    pal_profile_sort(profile);
    for (size_t i = 0; i < profile->row_count; i++) {
        const struct pal_profile_row *row = &profile->rows[i];
        struct pal_ballot ballot = {.marks = row->marks, .mark_count = row->mark_count};
        append_ballots(ballots, pal_ballot_json_new(&ballot, profile->kind), row->ballot_count,
                       profile->weights[row->weight]);
    }
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        const struct pal_profile_sum *sum = &profile->sums[i];
        struct pal_ballot ballot = {.state = (enum pal_ballot_state)i};
        if (i != PAL_BALLOT_COUNTED && sum->ballot_count > 0) {
            PAL_RATIO(each); /* their mean weight: only the sum of it matters */
            pal_ratio_set(each, (int64_t)sum->ballot_count, 1);
            mpq_div(each, sum->weight, each);
            append_ballots(ballots, pal_ballot_json_new(&ballot, profile->kind), sum->ballot_count,
                           each);
        }
    }
    pal_json_set(file, "ballots", ballots);
    pal_json_write(file, buf);
}
