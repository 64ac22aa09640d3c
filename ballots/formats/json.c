/* json.c - reads palabre-ballots/1. */
#include <string.h>

#include "ballots/format.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/split.h"

#include "cursor.h"
#include "formats.h"
#include "json_plain.h"

static const char *const file_members[] = {"format", "options",   "seats",   "budget", "costs",
                                           "scale",  "tie_order", "ballots", NULL};

static const char *const ballot_members[] = {"count",  "weight",   "choice", "approves",
                                             "scores", "points",   "ranks",  "blank",
                                             "spoilt", "abstains", NULL};

/* --- Taking the file apart --- */

/* A file whose ballots are still text: a million of them as values would take many times the memory
 * of the file. */
struct pal_file {
    struct pal_text text;
    struct pal_json *head;   /* an object: every member but the ballots */
    struct pal_text ballots; /* of the text; no bytes: there is no such member */
};

static void file_done(struct pal_file *file)
{
    pal_json_done(&file->head);
}

static bool is_listed(const char *name)
{
    for (size_t i = 0; file_members[i] != NULL; i++) {
        if (strcmp(name, file_members[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The name of a member, decoded. */
static enum pal_err read_name(const struct pal_split *split, struct pal_text text, char **out_name,
                              struct pal_where *out_where)
{
    PAL_JSON(name);
    PAL_TRY(pal_split_parse(split, text, PAL_LIMIT_BALLOT, &name, out_where));
    *out_name = pal_text_copy(pal_json_as_text(name));
    if (!is_listed(*out_name)) {
        pal_where_set(out_where, "%s", "");
        pal_where_prefix_member(out_where, *out_name);
        return PAL_ERR_JSON_UNKNOWN;
    }
    return PAL_OK;
}

static enum pal_err keep_member(struct pal_file *file, const struct pal_split *split,
                                struct pal_text name_text, struct pal_text value,
                                struct pal_where *out_where)
{
    PAL_STRING(name);
    PAL_TRY(read_name(split, name_text, &name, out_where));
    bool is_ballots = strcmp(name, "ballots") == 0;
    if (is_ballots ? file->ballots.bytes != NULL : pal_json_has(file->head, name)) {
        pal_where_at(out_where, file->text, (size_t)(name_text.bytes - file->text.bytes));
        return PAL_ERR_JSON_DUPLICATE_KEY;
    }
    if (is_ballots) {
        file->ballots = value;
        return PAL_OK;
    }
    PAL_JSON(json);
    PAL_TRY(pal_split_parse(split, value, PAL_LIMIT_BALLOT_HEAD, &json, out_where));
    pal_json_set(file->head, name, json);
    json = NULL; /* the head has it */
    return PAL_OK;
}

/* The text after a byte order mark, which some programs write. */
static struct pal_text after_mark(struct pal_text text)
{
    const size_t size = pal_text_starts(text, "\xEF\xBB\xBF") ? 3 : 0;
    return (struct pal_text){text.bytes + size, text.size - size};
}

/* PAL_ERR_FORMAT_SIZE, or what a value that is no object is: not JSON, or not of that type. */
static enum pal_err start_file(struct pal_file *file, struct pal_split *out_split,
                               struct pal_where *out_where)
{
    if (file->text.size > PAL_LIMIT_BALLOT_FILE) {
        pal_where_set(out_where, "%s", "");
        return PAL_ERR_FORMAT_SIZE;
    }
    file->text = after_mark(file->text);
    enum pal_err err = pal_split_start(out_split, file->text, 0, '{', out_where);
    if (err != PAL_OK) {
        PAL_JSON(json);
        PAL_TRY(pal_json_parse(file->text, PAL_LIMIT_BALLOT_HEAD, &json, out_where));
        pal_where_set(out_where, "%s", "");
    }
    return err;
}

static enum pal_err take_apart(struct pal_file *file, struct pal_where *out_where)
{
    struct pal_split split;
    PAL_TRY(start_file(file, &split, out_where));
    file->head = pal_json_object_new();
    for (;;) {
        bool is_there;
        struct pal_text name;
        struct pal_text value;
        PAL_TRY(pal_split_next(&split, &is_there, &name, &value, out_where));
        if (!is_there) {
            return pal_split_end(&split, out_where);
        }
        PAL_TRY(keep_member(file, &split, name, value, out_where));
    }
}

static enum pal_err start_ballots(const struct pal_file *file, struct pal_split *out_split,
                                  struct pal_where *out_where)
{
    size_t offset = (size_t)(file->ballots.bytes - file->text.bytes);
    enum pal_err err = pal_split_start(out_split, file->text, offset, '[', out_where);
    if (err != PAL_OK) {
        PAL_JSON(json);
        PAL_TRY(pal_split_parse(out_split, file->ballots, PAL_LIMIT_BALLOT, &json, out_where));
        pal_where_set(out_where, "%s", "/ballots");
    }
    return err;
}

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
    PAL_TRY(pal_json_text(file, "format", &format, out_where));
    if (!pal_text_is(format, PAL_FORMAT_JSON_NAME)) {
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

/* Whole numbers above 2^53 are no JSON for json.h, but a count may be one. */
enum { LONG_DIGITS_MIN = 16 };

/* Where the text of a ballot has a count that may be above 2^53; else no bytes. */
static struct pal_text find_long_count(struct pal_text element)
{
    struct pal_split split;
    bool is_there = pal_split_start(&split, element, 0, '{', NULL) == PAL_OK;
    struct pal_text name;
    struct pal_text value;
    while (is_there && pal_split_next(&split, &is_there, &name, &value, NULL) == PAL_OK &&
           is_there) {
        size_t digits = 0;
        while (digits < value.size && pal_is_digit(value.bytes[digits])) {
            digits++;
        }
        if (pal_text_is(name, "\"count\"") && digits == value.size && digits >= LONG_DIGITS_MIN &&
            value.bytes[0] != '0') {
            return value;
        }
    }
    return (struct pal_text){NULL, 0};
}

/* Parses the text of a ballot; out_long receives a count that is above 2^53, and then the ballot
 * has a count of 1. */
static enum pal_err parse_ballot(const struct pal_split *split, struct pal_text element,
                                 struct pal_json **out_object, struct pal_text *out_long,
                                 struct pal_where *out_where)
{
    *out_long = (struct pal_text){NULL, 0};
    enum pal_err err = pal_split_parse(split, element, PAL_LIMIT_BALLOT, out_object, out_where);
    if (err != PAL_ERR_JSON_NUMBER) {
        return err;
    }
    const struct pal_text found = find_long_count(element);
    if (found.bytes == NULL) {
        return err;
    }
    PAL_STRING(shortened); /* with the same places */
    shortened = pal_text_copy(element);
    char *count = shortened + (found.bytes - element.bytes);
    for (size_t i = 0; i < found.size; i++) {
        count[i] = i == 0 ? '1' : ' ';
    }
    struct pal_where inner = {.line = 0};
    err = pal_json_parse((struct pal_text){shortened, element.size}, PAL_LIMIT_BALLOT, out_object,
                         &inner);
    if (err == PAL_OK) {
        *out_long = found;
    } else {
        pal_split_place(split, element, &inner, out_where);
    }
    return err;
}

/* RULE docs/rules/count.md
 * > A count above 2^53 makes one ballot of so many times the weight.
 */
static enum pal_err multiply_weight(struct pal_text count, mpq_t weight,
                                    struct pal_where *out_where)
{
    PAL_RATIO(factor);
    enum pal_err err = pal_ratio_parse(count, factor);
    if (err != PAL_OK) {
        pal_where_set(out_where, "%s", "/count");
        return err;
    }
    mpq_mul(weight, weight, factor);
    return PAL_OK;
}

/* How many identical ballots, and what each weighs. */
static enum pal_err read_weight(const struct pal_json *object, struct pal_intake *intake,
                                struct pal_where *out_where)
{
    int64_t count = 1;
    PAL_TRY(pal_json_optional_int(object, "count", &count, out_where));
    if (count < 0) {
        pal_where_set(out_where, "%s", "/count");
        return PAL_ERR_JSON_VALUE;
    }
    pal_intake_count(intake, (uint64_t)count);
    if (pal_json_has(object, "weight")) {
        intake->is_one = false;
        PAL_TRY(pal_json_ratio(object, "weight", intake->weight, out_where));
    }
    if (mpq_sgn(intake->weight) < 0) {
        pal_where_set(out_where, "%s", "/weight");
        return PAL_ERR_JSON_VALUE;
    }
    return PAL_OK;
}

/* Puts the ballot that was read in the profile. */
static enum pal_err put(struct pal_intake *intake, struct pal_where *out_where)
{
    const enum pal_err err = pal_intake_put(intake);
    if (err != PAL_OK) {
        pal_where_set(out_where, "%s", err == PAL_ERR_LIMIT_WEIGHTS ? "/weight" : "/count");
    }
    return err;
}

static enum pal_err read_ballot(const struct pal_json *object, const struct pal_question *question,
                                struct pal_text long_count, struct pal_intake *intake,
                                struct pal_where *out_where)
{
    PAL_TRY(pal_json_only(object, ballot_members, out_where));
    PAL_TRY(
        pal_ballot_read_json(object, question, intake->profile->kind, &intake->draft, out_where));
    PAL_TRY(read_weight(object, intake, out_where));
    if (long_count.bytes != NULL) {
        intake->is_one = false;
        PAL_TRY(multiply_weight(long_count, intake->weight, out_where));
    }
    return put(intake, out_where);
}

/* The ballots as they are read. */
struct pal_reading {
    const struct pal_question *question;
    struct pal_intake *intake;
    size_t index; /* of the ballot that is read */
};

/* One element of the list: "/ballots/3" is where it is wrong, or a line where it is no JSON. */
static enum pal_err read_element(const struct pal_split *split, struct pal_text element,
                                 const struct pal_reading *reading, struct pal_where *out_where)
{
    enum pal_err err = PAL_OK;
    struct pal_intake *intake = reading->intake;
    if (pal_json_plain_read(reading->question, element, intake)) {
        struct pal_ballot ballot = pal_draft_ballot(&intake->draft);
        if (pal_ballot_is_empty(intake->profile->kind, &ballot)) {
            pal_draft_clear(&intake->draft, PAL_BALLOT_BLANK);
        }
        err = put(intake, out_where);
    } else {
        PAL_JSON(object);
        struct pal_text long_count;
        PAL_TRY(parse_ballot(split, element, &object, &long_count, out_where));
        err = read_ballot(object, reading->question, long_count, intake, out_where);
    }
    if (err != PAL_OK) {
        pal_where_prefix(out_where, "/ballots/%zu", reading->index);
    }
    return err;
}

static enum pal_err read_ballots(const struct pal_file *file, const struct pal_question *question,
                                 struct pal_profile *profile, struct pal_where *out_where)
{
    if (file->ballots.bytes == NULL) {
        pal_where_set(out_where, "%s", "/ballots");
        return profile->kind == PAL_BALLOT_NONE ? PAL_OK : PAL_ERR_JSON_MISSING;
    }
    struct pal_split split;
    PAL_TRY(start_ballots(file, &split, out_where));
    if (profile->kind == PAL_BALLOT_SCORES && question->scale == 0) {
        pal_where_set(out_where, "%s", "/scale");
        return PAL_ERR_JSON_MISSING;
    }
    PAL_INTAKE(intake, NULL, profile);
    pal_profile_expect(profile, pal_text_about(file->ballots, '{'));
    struct pal_reading reading = {.question = question, .intake = &intake};
    for (;;) {
        bool is_there;
        struct pal_text element;
        PAL_TRY(pal_split_next(&split, &is_there, NULL, &element, out_where));
        if (!is_there) {
            return PAL_OK;
        }
        PAL_TRY(read_element(&split, element, &reading, out_where));
        reading.index++;
    }
}

enum pal_err pal_format_read_json(struct pal_text text, struct pal_question *question,
                                  struct pal_profile *profile, struct pal_where *out_where)
{
    PAL_CHECK(question->option_count == 0);
    struct pal_file file PAL_CLEANUP(file_done) = {.text = text};
    PAL_TRY(take_apart(&file, out_where));
    PAL_TRY(read_question(file.head, question, out_where));
    pal_profile_reset(profile, question->option_count);
    return read_ballots(&file, question, profile, out_where);
}

/* The first ballot that says something. */
enum pal_ballot_kind pal_format_kind_json(struct pal_text text)
{
    struct pal_file file PAL_CLEANUP(file_done) = {.text = text};
    struct pal_split split;
    if (take_apart(&file, NULL) != PAL_OK || file.ballots.bytes == NULL ||
        start_ballots(&file, &split, NULL) != PAL_OK) {
        return PAL_BALLOT_NONE;
    }
    bool is_there = true;
    struct pal_text element;
    while (pal_split_next(&split, &is_there, NULL, &element, NULL) == PAL_OK && is_there) {
        PAL_JSON(object);
        struct pal_text long_count;
        if (parse_ballot(&split, element, &object, &long_count, NULL) != PAL_OK) {
            break;
        }
        enum pal_ballot_kind kind = pal_ballot_json_kind(object);
        if (kind != PAL_BALLOT_NONE) {
            return kind;
        }
    }
    return PAL_BALLOT_NONE;
}
