/* preflib.c - reads PrefLib's orders: strict or with ties, complete or not (.soc .soi .toc .toi). */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"

#include "cursor.h"
#include "formats.h"
#include "line.h"

struct pal_preflib {
    struct pal_cursor cursor;
    struct pal_question *question;
    uint64_t count;                           /* alternatives, once the head says it */
    struct pal_text names[PAL_LIMIT_OPTIONS]; /* no bytes: not named yet */
    uint64_t voters;                          /* as the head says, there */
    const char *voters_at;                    /* or NULL: it does not say */
};

static enum pal_err refuse(const struct pal_preflib *file, const char *at, enum pal_err err)
{
    return pal_cursor_refuse(&file->cursor, at, err);
}

/* --- The head --- */

static enum pal_err set_count(struct pal_preflib *file, struct pal_text text)
{
    if (!pal_text_digits(text, &file->count)) {
        return refuse(file, text.bytes, PAL_ERR_FORMAT_NUMBER);
    }
    return file->count <= PAL_LIMIT_OPTIONS ? PAL_OK
                                            : refuse(file, text.bytes, PAL_ERR_LIMIT_COUNT);
}

/* What is no whole number cannot be compared. */
static void set_voters(struct pal_preflib *file, struct pal_text text)
{
    file->voters_at = pal_text_digits(text, &file->voters) ? text.bytes : NULL;
}

static enum pal_err set_name(struct pal_preflib *file, struct pal_text number, struct pal_text name)
{
    uint64_t alternative;
    if (!pal_text_digits(number, &alternative)) {
        return refuse(file, number.bytes, PAL_ERR_FORMAT_NUMBER);
    }
    if (alternative == 0 || alternative > file->count ||
        file->names[alternative - 1].bytes != NULL) {
        return refuse(file, number.bytes, PAL_ERR_FORMAT_NAMES);
    }
    file->names[alternative - 1] = name;
    return PAL_OK;
}

/* "# KEY: value"; most keys are no business of a count. */
static enum pal_err read_key(struct pal_preflib *file, struct pal_text line)
{
    struct pal_text key;
    pal_line_advance(&line, 1);
    if (!pal_text_cut(&line, ':', &key)) {
        return PAL_OK;
    }
    key = pal_text_strip(key);
    line = pal_text_strip(line);
    if (pal_text_is(key, "NUMBER ALTERNATIVES")) {
        return set_count(file, line);
    }
    if (pal_text_is(key, "NUMBER VOTERS")) {
        set_voters(file, line);
        return PAL_OK;
    }
    static const char name_key[] = "ALTERNATIVE NAME ";
    if (pal_text_starts(key, name_key)) {
        pal_line_advance(&key, sizeof name_key - 1);
        return set_name(file, pal_text_strip(key), line);
    }
    return PAL_OK;
}

/* The head of files from before 2022: how many alternatives, "number,name" for each, and a line of
 * how many voters and orders there are. */
static enum pal_err read_old_head(struct pal_preflib *file)
{
    struct pal_text line = {file->cursor.text.bytes, 0};
    (void)pal_cursor_line(&file->cursor, &line);
    PAL_TRY(set_count(file, pal_text_strip(line)));
    for (uint64_t i = 0; i < file->count; i++) {
        struct pal_text number;
        if (!pal_cursor_line(&file->cursor, &line)) {
            return refuse(file, file->cursor.text.bytes + file->cursor.text.size,
                          PAL_ERR_FORMAT_END);
        }
        if (!pal_text_cut(&line, ',', &number)) {
            return refuse(file, number.bytes, PAL_ERR_FORMAT_WORD);
        }
        PAL_TRY(set_name(file, pal_text_strip(number), pal_text_strip(line)));
    }
    return pal_cursor_line(&file->cursor, &line)
               ? PAL_OK
               : refuse(file, file->cursor.text.bytes + file->cursor.text.size, PAL_ERR_FORMAT_END);
}

static enum pal_err read_new_head(struct pal_preflib *file)
{
    struct pal_text line;
    struct pal_cursor before = file->cursor;
    while (pal_cursor_line(&file->cursor, &line)) {
        line = pal_text_strip(line);
        if (line.size > 0 && line.bytes[0] != '#') {
            file->cursor.offset = before.offset; /* the first order */
            break;
        }
        if (line.size > 0) {
            PAL_TRY(read_key(file, line));
        }
        before = file->cursor;
    }
    return PAL_OK;
}

static enum pal_err add_options(struct pal_preflib *file)
{
    const char *at = file->cursor.text.bytes + file->cursor.offset;
    for (uint64_t i = 0; i < file->count; i++) {
        struct pal_text name = file->names[i];
        if (name.bytes == NULL) {
            return refuse(file, at, PAL_ERR_FORMAT_NAMES);
        }
        enum pal_err err = pal_question_add_option(file->question, name);
        if (err != PAL_OK) {
            return refuse(file, name.bytes, err);
        }
    }
    return PAL_OK;
}

/* --- The orders --- */

/* A number of the line, and the spaces around it. */
static enum pal_err take_option(const struct pal_preflib *file, struct pal_text *line,
                                int32_t *out_option)
{
    pal_line_skip_spaces(line);
    size_t size = 0;
    while (size < line->size && pal_is_digit(line->bytes[size])) {
        size++;
    }
    uint64_t number;
    if (size == 0) {
        return refuse(file, line->bytes, PAL_ERR_FORMAT_NUMBER);
    }
    if (!pal_text_digits((struct pal_text){line->bytes, size}, &number) || number == 0 ||
        number > file->count) {
        return refuse(file, line->bytes, PAL_ERR_BALLOT_OPTION);
    }
    *out_option = (int32_t)(number - 1);
    pal_line_advance(line, size);
    pal_line_skip_spaces(line);
    return PAL_OK;
}

static bool takes(struct pal_text *line, char byte)
{
    bool is_there = line->size > 0 && line->bytes[0] == byte;
    if (is_there) {
        pal_line_advance(line, 1);
    }
    return is_there;
}

/* One rank: 3 or {1,2}; {} is a rank without options. */
static enum pal_err take_rank(const struct pal_preflib *file, struct pal_text *line,
                              struct pal_draft *draft)
{
    int32_t option = 0;
    const char *at = line->bytes;
    pal_line_skip_spaces(line);
    if (!takes(line, '{')) {
        PAL_TRY(take_option(file, line, &option));
        pal_draft_add(draft, option);
        return PAL_OK;
    }
    pal_line_skip_spaces(line);
    if (!takes(line, '}')) {
        do {
            PAL_TRY(take_option(file, line, &option));
            pal_draft_add(draft, option);
            if (draft->mark_count > PAL_LIMIT_MARKS) {
                return refuse(file, at, PAL_ERR_BALLOT_TOO_MANY);
            }
        } while (takes(line, ','));
        if (!takes(line, '}')) {
            return refuse(file, line->bytes, PAL_ERR_FORMAT_OPEN);
        }
    }
    pal_line_skip_spaces(line);
    return PAL_OK;
}

static enum pal_err read_order(const struct pal_preflib *file, struct pal_text line,
                               struct pal_draft *draft)
{
    pal_draft_clear(draft, PAL_BALLOT_COUNTED);
    pal_line_skip_spaces(&line);
    if (line.size == 0) {
        return PAL_OK; /* blank */
    }
    for (;;) {
        const char *at = line.bytes;
        PAL_TRY(take_rank(file, &line, draft));
        if (draft->mark_count > PAL_LIMIT_MARKS) {
            return refuse(file, at, PAL_ERR_BALLOT_TOO_MANY);
        }
        if (line.size == 0) {
            return PAL_OK;
        }
        if (!takes(&line, ',')) {
            return refuse(file, line.bytes, PAL_ERR_FORMAT_WORD);
        }
        pal_draft_add(draft, PAL_MARK_NEXT_RANK);
    }
}

static enum pal_err read_orders(struct pal_preflib *file, struct pal_profile *profile,
                                char separator)
{
    PAL_INTAKE(intake, &file->cursor, profile);
    struct pal_text line;
    bool is_whole = true; /* each order is of so many voters, of weight 1 */
    while (pal_cursor_line(&file->cursor, &line)) {
        line = pal_text_strip(line);
        if (line.size == 0 || line.bytes[0] == '#') {
            continue;
        }
        struct pal_text weight;
        if (!pal_text_cut(&line, separator, &weight)) {
            return refuse(file, weight.bytes, PAL_ERR_FORMAT_WORD);
        }
        PAL_TRY(pal_intake_weigh(&intake, pal_text_strip(weight)));
        is_whole = is_whole && intake.is_one;
        PAL_TRY(read_order(file, line, &intake.draft));
        PAL_TRY(pal_intake_add(&intake, PAL_BALLOT_RANKS, weight.bytes));
    }
    const bool is_all = file->voters_at == NULL || !is_whole || intake.total == file->voters;
    return is_all ? PAL_OK : refuse(file, file->voters_at, PAL_ERR_FORMAT_VOTERS);
}

enum pal_err pal_format_read_preflib(struct pal_text text, struct pal_question *question,
                                     struct pal_profile *profile, struct pal_where *out_where)
{
    PAL_CHECK(question->option_count == 0);
    struct pal_preflib file = {.question = question};
    PAL_TRY(pal_cursor_start(&file.cursor, text, out_where));
    bool is_old = file.cursor.offset < text.size && pal_is_digit(text.bytes[file.cursor.offset]);
    PAL_TRY(is_old ? read_old_head(&file) : read_new_head(&file));
    PAL_TRY(add_options(&file));
    pal_profile_reset(profile, question->option_count);
    return read_orders(&file, profile, is_old ? ',' : ':');
}
