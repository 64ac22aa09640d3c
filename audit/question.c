/*
 * question.c - what a poll asks, read from its document.
 */
#include "audit/manifest.h"
#include "base/check.h"
#include "base/limits.h"

static enum pal_err read_parameters(const struct pal_json *document, struct pal_question *question,
                                    struct pal_where *out_where)
{
    const struct pal_json *parameters;
    const char *name = NULL;
    PAL_TRY(pal_json_object(document, "parameters", &parameters, out_where));
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

static enum pal_err read_names(const struct pal_json *document, struct pal_question *question,
                               struct pal_where *out_where)
{
    const struct pal_json *options;
    PAL_TRY(pal_json_array(document, "options", &options, out_where));
    for (size_t i = 0; i < pal_json_count(options); i++) {
        struct pal_text label;
        PAL_TRY(pal_json_text(pal_json_at(options, i), "label", &label, out_where));
        pal_where_set(out_where, "/options/%zu/label", i);
        PAL_TRY(pal_question_add_option(question, label));
    }
    return PAL_OK;
}

/* --- figures ---------------------------------------------------------------------------------- */

static enum pal_err read_bounds(const struct pal_json *document, struct pal_question *question,
                                struct pal_where *out_where)
{
    int64_t seats;
    int64_t scale = 0;
    int64_t max_length = 0;
    PAL_TRY(pal_json_int(document, "seats", &seats, out_where));
    PAL_TRY(pal_json_optional_int(document, "scale", &scale, out_where));
    PAL_TRY(pal_json_optional_int(document, "max_length", &max_length, out_where));
    pal_where_set(out_where, "/seats");
    PAL_TRY(pal_question_set_seats(question, seats));
    pal_where_set(out_where, "/scale");
    if (scale < 0 || scale > PAL_LIMIT_SCALE) {
        return PAL_ERR_QUESTION_SCALE;
    }
    pal_where_set(out_where, "/max_length");
    if (max_length < 0 || max_length > (int64_t)question->option_count) {
        return PAL_ERR_QUESTION_LENGTH;
    }
    question->scale = (int32_t)scale;
    question->max_length = (size_t)max_length;
    return PAL_OK;
}

static enum pal_err read_budget(const struct pal_json *document, struct pal_question *question,
                                struct pal_where *out_where)
{
    PAL_RATIO(value);
    if (pal_json_get(document, "budget") != NULL) {
        PAL_TRY(pal_json_ratio(document, "budget", value, out_where));
        pal_where_set(out_where, "/budget");
        PAL_TRY(pal_question_set_budget(question, value));
    }
    const struct pal_json *options = pal_json_get(document, "options");
    for (size_t i = 0; i < question->option_count; i++) {
        const struct pal_json *option = pal_json_at(options, i);
        if (pal_json_get(option, "cost") == NULL) {
            continue;
        }
        enum pal_err err = pal_json_ratio(option, "cost", value, out_where);
        if (err == PAL_OK) {
            err = pal_question_set_cost(question, i, value);
        }
        if (err != PAL_OK) {
            pal_where_set(out_where, "/options/%zu/cost", i);
            return err;
        }
    }
    return PAL_OK;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* RULE docs/rules/polls.md
 * > A method that draws by lot takes the seed that its parameter states, or else that of the lot of the
 * > poll, which stands there in the manifest.
 *
 * Until the opening nothing depends on it, and something else stands there. */
static enum pal_err stand_for_seed(const struct pal_method *method, struct pal_question *question)
{
    if (!pal_method_draws(method) || pal_question_parameter(question, "seed") != NULL) {
        return PAL_OK;
    }
    return pal_question_set_parameter(question, pal_text_of("seed"), pal_text_of("-"));
}

/* Where a question says what its method does not accept, parameters apart; nowhere where it accepts it. */
static const char *place_of(enum pal_err err)
{
    static const struct {
        enum pal_err err;
        const char *place;
    } places[] = {
        {PAL_OK, ""},
        {PAL_ERR_METHOD_DIGITS, "/method"},
        {PAL_ERR_QUESTION_SEATS, "/seats"},
        {PAL_ERR_QUESTION_BUDGET, "/budget"},
        {PAL_ERR_LIMIT_COSTS, "/budget"},
        {PAL_ERR_QUESTION_SCALE, "/scale"},
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (places[i].err == err) {
            return places[i].place;
        }
    }
    return "/options";
}

enum pal_err pal_question_read(const struct pal_json *document, const struct pal_method *method,
                               struct pal_question *question, struct pal_where *out_where)
{
    PAL_TRY(read_names(document, question, out_where));
    PAL_TRY(read_bounds(document, question, out_where));
    PAL_TRY(read_budget(document, question, out_where));
    PAL_TRY(read_parameters(document, question, out_where));
    PAL_TRY(stand_for_seed(method, question));
    PAL_TRY(pal_method_settle(method, question, out_where));
    const enum pal_err err = pal_method_accepts(method, question);
    if (err == PAL_ERR_METHOD_PARAMETER) {
        pal_where_set(out_where, "/parameters/%s", method->conditional);
    } else {
        const bool has_no_costs = err == PAL_ERR_QUESTION_BUDGET && question->has_budget;
        pal_where_set(out_where, "%s", has_no_costs ? "/options" : place_of(err));
    }
    return err;
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
