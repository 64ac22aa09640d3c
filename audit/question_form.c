/*
 * question_form.c - the form of what a poll asks: its parts, in the document of a question and in a manifest.
 *
 * RULE docs/rules/verify.md
 * > What is asked has this form in both documents, and no other member.
 */
#include "audit/entry.h"
#include "audit/manifest.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

/* clang-format off */
static const struct pal_entry_type question_form = {"question", {
    {"absolute_majority", PAL_FIELD_BOOL,   true},
    {"ballot",            PAL_FIELD_TEXT,   false},
    {"budget",            PAL_FIELD_RATIO,  true},
    {"first_round",       PAL_FIELD_OBJECT, true},
    {"format",            PAL_FIELD_TEXT,   false},
    {"max_length",        PAL_FIELD_COUNT,  true},
    {"method",            PAL_FIELD_TEXT,   false},
    {"options",           PAL_FIELD_ARRAY,  false},
    {"parameters",        PAL_FIELD_OBJECT, false},
    {"reserved",          PAL_FIELD_OBJECT, true},
    {"scale",             PAL_FIELD_COUNT,  true},
    {"seats",             PAL_FIELD_COUNT,  false},
    {"surplus",           PAL_FIELD_OBJECT, true},
    {"terms",             PAL_FIELD_ARRAY,  true},
    {"title",             PAL_FIELD_TEXT,   false},
}};
static const struct pal_entry_type option_form = {"option", {
    {"allocation", PAL_FIELD_OBJECT, true},
    {"by_board",   PAL_FIELD_BOOL,   false},
    {"cost",       PAL_FIELD_RATIO,  true},
    {"group",      PAL_FIELD_TEXT,   true},
    {"label",      PAL_FIELD_TEXT,   false},
    {"member",     PAL_FIELD_UUID,   true},
}};
static const struct pal_entry_type nobody_form = {"none", {
    {"by_board", PAL_FIELD_BOOL, false},
    {"label",    PAL_FIELD_TEXT, false},
    {"none",     PAL_FIELD_BOOL, false},
}};
static const struct pal_entry_type allocation_form = {"allocation", {
    {"interest",          PAL_FIELD_RATIO, true},
    {"legal_reserve",     PAL_FIELD_RATIO, false},
    {"other",             PAL_FIELD_RATIO, true},
    {"statutory_reserve", PAL_FIELD_RATIO, false},
}};
static const struct pal_entry_type surplus_form = {"surplus", {
    {"capital",  PAL_FIELD_RATIO, false},
    {"deficit",  PAL_FIELD_RATIO, true},
    {"reserves", PAL_FIELD_RATIO, false},
    {"result",   PAL_FIELD_RATIO, false},
}};
static const struct pal_entry_type first_round_form = {"first_round", {
    {"outcome", PAL_FIELD_HASH,  false},
    {"pass",    PAL_FIELD_COUNT, false},
    {"poll",    PAL_FIELD_UUID,  false},
}};
/* clang-format on */

static enum pal_err want(bool condition)
{
    return condition ? PAL_OK : PAL_ERR_JSON_VALUE;
}

static enum pal_err check_where_there(const struct pal_json *object, const char *name,
                                      const struct pal_entry_type *form)
{
    const struct pal_json *value = pal_json_get(object, name);
    return value == NULL ? PAL_OK : pal_entry_check(form, value, NULL);
}

/* A number that is left out where it says nothing. */
static enum pal_err check_number(const struct pal_json *document, const char *name, int64_t most)
{
    int64_t number = 1;
    PAL_TRY(pal_json_optional_int(document, name, &number, NULL));
    return want(number >= 1 && number <= most);
}

static enum pal_err check_true(const struct pal_json *object, const char *name)
{
    bool value = true;
    PAL_TRY(pal_json_optional_bool(object, name, &value, NULL));
    return want(value);
}

/* --- options -------------------------------------------------------------------------------------- */

/* RULE docs/rules/polls.md
 * > *None of these* is the last option, named so, and clients say it in their language.
 */
static enum pal_err check_nobody(const struct pal_json *option, bool is_last)
{
    bool is_by_board;
    struct pal_text label;
    PAL_TRY(pal_entry_check(&nobody_form, option, NULL));
    PAL_TRY(check_true(option, "none"));
    PAL_TRY(pal_json_bool(option, "by_board", &is_by_board, NULL));
    PAL_TRY(pal_json_text(option, "label", &label, NULL));
    return want(is_last && !is_by_board && pal_text_is(label, PAL_QUESTION_NOBODY));
}

static enum pal_err check_option(const struct pal_json *document, const struct pal_json *option)
{
    struct pal_text group = pal_text_of("");
    PAL_TRY(pal_entry_check(&option_form, option, NULL));
    PAL_TRY(check_where_there(option, "allocation", &allocation_form));
    PAL_TRY(pal_json_optional_text(option, "group", &group, NULL));
    bool has_place = group.size == 0 || pal_json_has(document, "reserved");
    return want(has_place && group.size <= PAL_LIMIT_NAME &&
                pal_json_has(option, "allocation") == pal_json_has(document, "surplus"));
}

/* Who stands twice would be elected twice. */
static enum pal_err check_members(const struct pal_json *options)
{
    size_t count = 0;
    struct pal_uuid *members PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(pal_json_count(options), sizeof *members);
    for (size_t i = 0; i < pal_json_count(options); i++) {
        const struct pal_json *option = pal_json_at(options, i);
        if (!pal_json_has(option, "member")) {
            continue;
        }
        PAL_TRY(pal_json_uuid(option, "member", &members[count], NULL));
        for (size_t k = 0; k < count; k++) {
            PAL_TRY(want(!pal_uuid_equal(&members[k], &members[count])));
        }
        count++;
    }
    return PAL_OK;
}

static enum pal_err check_options(const struct pal_json *document)
{
    const struct pal_json *options;
    PAL_TRY(pal_json_array(document, "options", &options, NULL));
    size_t count = pal_json_count(options);
    PAL_TRY(want(count <= PAL_LIMIT_OPTIONS));
    for (size_t i = 0; i < count; i++) {
        const struct pal_json *option = pal_json_at(options, i);
        PAL_TRY(pal_json_want_object(option, NULL));
        PAL_TRY(pal_json_has(option, "none") ? check_nobody(option, i + 1 == count)
                                             : check_option(document, option));
    }
    PAL_TRY(check_members(options));
    return check_number(document, "max_length", (int64_t)count);
}

/* RULE docs/rules/polls.md
 * > A motion has no parameter: its majority is that of its class in the constitution.
 */
static enum pal_err check_parameters(const struct pal_json *document, struct pal_text method)
{
    const struct pal_json *parameters;
    PAL_TRY(pal_json_object(document, "parameters", &parameters, NULL));
    return want(!pal_text_is(method, "motion") || pal_json_count(parameters) == 0);
}

/* --- the whole ------------------------------------------------------------------------------------ */

enum pal_err pal_asked_check(const struct pal_json *document, struct pal_text method)
{
    const struct pal_json *first = pal_json_get(document, "first_round");
    const struct pal_json *budget = pal_json_get(document, "budget");
    PAL_TRY(check_options(document));
    PAL_TRY(check_parameters(document, method));
    PAL_TRY(want(budget == NULL || pal_field_is(budget, PAL_FIELD_RATIO)));
    PAL_TRY(check_number(document, "seats", PAL_LIMIT_SEATS));
    PAL_TRY(check_number(document, "scale", PAL_LIMIT_SCALE));
    PAL_TRY(check_true(document, "absolute_majority"));
    PAL_TRY(check_where_there(document, "surplus", &surplus_form));
    PAL_TRY(check_where_there(document, "first_round", &first_round_form));
    return first == NULL ? PAL_OK : check_number(first, "pass", INT64_MAX);
}

enum pal_err pal_question_check(const struct pal_json *document)
{
    PAL_BOARD(board);
    int64_t seats;
    struct pal_text method;
    PAL_TRY(pal_entry_check(&question_form, document, NULL));
    PAL_TRY(pal_json_text(document, "method", &method, NULL));
    PAL_TRY(pal_asked_check(document, method));
    PAL_TRY(pal_json_int(document, "seats", &seats, NULL));
    const struct pal_question bare = {
        .option_count = pal_json_count(pal_json_get(document, "options")),
        .seat_count = (size_t)seats,
    };
    return pal_board_read(document, &bare, &board, NULL);
}
