/* pabulib.c - reads Pabulib's participatory budgets: three tables of fields between semicolons. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"

#include "cursor.h"
#include "formats.h"

/* The tables, each with the columns of it that are looked at: two at most. */
enum pal_pb_table { TABLE_NONE, TABLE_META, TABLE_PROJECTS, TABLE_VOTES, TABLE_COUNT };
enum { META_KEY, META_VALUE };
enum { PROJECT_ID, PROJECT_COST };
enum { VOTE_PROJECTS, VOTE_POINTS };
enum { COLUMN_COUNT = 2, NO_COLUMN = -1 };

static const struct {
    const char *name; /* the line that begins it */
    const char *columns[COLUMN_COUNT];
} tables[TABLE_COUNT] = {
    [TABLE_NONE] = {"", {"", ""}},
    [TABLE_META] = {"META", {"key", "value"}},
    [TABLE_PROJECTS] = {"PROJECTS", {"project_id", "cost"}},
    [TABLE_VOTES] = {"VOTES", {"vote", "points"}},
};

/* What the ballots of a type are, in the order in which it is asked. */
static const struct {
    const char *name;
    enum pal_ballot_kind kind, also;
} types[] = {
    {"approval", PAL_BALLOT_APPROVES, PAL_BALLOT_APPROVES},
    {"choose-1", PAL_BALLOT_APPROVES, PAL_BALLOT_APPROVES},
    {"cumulative", PAL_BALLOT_POINTS, PAL_BALLOT_APPROVES},
    {"ordinal", PAL_BALLOT_RANKS, PAL_BALLOT_APPROVES},
};

enum { TYPE_COUNT = sizeof types / sizeof types[0] };

/* A field of a row. */
struct pal_pb_field {
    const char *at;       /* in the file */
    struct pal_text text; /* without quotation marks: of the file, or of the buffer */
    struct pal_buf buf;
};

struct pal_pb {
    struct pal_cursor cursor;
    struct pal_question *question;
    struct pal_names projects;
    enum pal_pb_table table;
    bool has_heading;
    int columns[COLUMN_COUNT]; /* where the columns are in the table, or NO_COLUMN */
    int field_count;           /* of each row of the table, as of its heading */
    struct pal_pb_field fields[COLUMN_COUNT];
    const char *row_at;
    size_t type; /* of the ballots; TYPE_COUNT until it is known */
    mpq_t *costs;
};

static void field_done(struct pal_pb_field *field)
{
    pal_buf_done(&field->buf);
}

static void pb_done(struct pal_pb *pb)
{
    pal_names_done(&pb->projects);
    pal_ratio_array_free(pb->costs, PAL_LIMIT_OPTIONS);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        field_done(&pb->fields[i]);
    }
}

static enum pal_err refuse(const struct pal_pb *pb, const char *at, enum pal_err err)
{
    return pal_cursor_refuse(&pb->cursor, at, err);
}

/* At a part of a field, where the field is as it stands in the file; else where it begins. */
static enum pal_err refuse_in(const struct pal_pb *pb, const struct pal_pb_field *field,
                              const char *part, enum pal_err err)
{
    return refuse(pb, field->text.bytes == field->at ? part : field->at, err);
}

/* --- Rows --- */

static const char *text_end(const struct pal_pb *pb)
{
    return pb->cursor.text.bytes + pb->cursor.text.size;
}

/* What is read next. */
static const char *text_at(const struct pal_pb *pb)
{
    return pb->cursor.text.bytes + pb->cursor.offset;
}

static bool ends_field(char byte)
{
    return byte == ';' || byte == '\n' || byte == '\r';
}

/* A field between quotation marks, where two stand for one. */
static enum pal_err take_quoted(struct pal_pb *pb, struct pal_pb_field *field)
{
    const char *next = field->at + 1;
    pal_buf_clear(&field->buf);
    for (;;) {
        const char *quote = memchr(next, '"', (size_t)(text_end(pb) - next));
        if (quote == NULL) {
            return refuse(pb, field->at, PAL_ERR_FORMAT_OPEN);
        }
        pal_buf_add(&field->buf, next, (size_t)(quote - next));
        next = quote + 1;
        if (next == text_end(pb) || *next != '"') {
            break;
        }
        pal_buf_add_byte(&field->buf, '"');
        next++;
    }
    if (next < text_end(pb) && !ends_field(*next)) {
        return refuse(pb, next, PAL_ERR_FORMAT_WORD);
    }
    field->text = pal_buf_text(&field->buf);
    pb->cursor.offset = (size_t)(next - pb->cursor.text.bytes);
    return PAL_OK;
}

static enum pal_err take_field(struct pal_pb *pb, struct pal_pb_field *field)
{
    field->at = text_at(pb);
    if (field->at < text_end(pb) && *field->at == '"') {
        return take_quoted(pb, field);
    }
    const char *next = field->at;
    while (next < text_end(pb) && !ends_field(*next)) {
        next++;
    }
    field->text = (struct pal_text){field->at, (size_t)(next - field->at)};
    pb->cursor.offset += field->text.size;
    return PAL_OK;
}

/* Goes over what separates two fields. False: the row ends here, and the next begins. */
static bool goes_on(struct pal_pb *pb)
{
    struct pal_text rest = {pb->cursor.text.bytes + pb->cursor.offset,
                            pb->cursor.text.size - pb->cursor.offset};
    if (rest.size > 0 && rest.bytes[0] == ';') {
        pb->cursor.offset++;
        return true;
    }
    pb->cursor.offset += pal_text_starts(rest, "\r\n") ? 2 : rest.size > 0;
    return false;
}

/* Reads one row and keeps the fields of the columns that are looked at. */
static enum pal_err take_row(struct pal_pb *pb)
{
    struct pal_pb_field other PAL_CLEANUP(field_done) = {0};
    pb->row_at = text_at(pb);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        pb->fields[i].at = pb->row_at;
        pb->fields[i].text = (struct pal_text){pb->row_at, 0};
    }
    int column = 0;
    do {
        struct pal_pb_field *field = &other;
        for (size_t i = 0; i < COLUMN_COUNT; i++) {
            field = column == pb->columns[i] ? &pb->fields[i] : field;
        }
        PAL_TRY(take_field(pb, field));
        /* Behind the value of a setting people write notes, and behind a row a semicolon. */
        const bool is_too_many = column >= pb->field_count && pb->table != TABLE_META;
        if (is_too_many && pal_text_strip(field->text).size > 0) {
            return refuse(pb, field->at, PAL_ERR_FORMAT_FIELDS);
        }
        column++;
    } while (goes_on(pb));
    return column >= pb->field_count ? PAL_OK : refuse(pb, pb->row_at, PAL_ERR_FORMAT_FIELDS);
}

/* The first row of a table says which column is where. */
static enum pal_err take_heading(struct pal_pb *pb)
{
    struct pal_pb_field name PAL_CLEANUP(field_done) = {0};
    const char *row_at = text_at(pb);
    pb->columns[0] = NO_COLUMN;
    pb->columns[1] = NO_COLUMN;
    int column = 0;
    do {
        PAL_TRY(take_field(pb, &name));
        for (size_t i = 0; i < COLUMN_COUNT; i++) {
            if (!pal_text_is(pal_text_strip(name.text), tables[pb->table].columns[i])) {
                continue;
            }
            if (pb->columns[i] != NO_COLUMN) {
                return refuse(pb, name.at, PAL_ERR_FORMAT_COLUMN_TWICE);
            }
            pb->columns[i] = column;
        }
        column++;
    } while (goes_on(pb));
    pb->has_heading = true;
    pb->field_count = column;
    if (pb->table == TABLE_VOTES && pb->type == TYPE_COUNT) {
        return refuse(pb, row_at, PAL_ERR_FORMAT_VOTE_TYPE);
    }
    bool is_whole =
        pb->columns[0] != NO_COLUMN && (pb->columns[1] != NO_COLUMN || pb->table == TABLE_VOTES);
    return is_whole ? PAL_OK : refuse(pb, row_at, PAL_ERR_FORMAT_COLUMN);
}

/* --- What the rows say --- */

/* A decimal number, with a point or a comma. */
static enum pal_err read_amount(const struct pal_pb *pb, const struct pal_pb_field *field,
                                mpq_t out_amount)
{
    PAL_BUF(text);
    pal_buf_add_text(&text, pal_text_strip(field->text));
    char *comma = memchr(text.bytes, ',', text.size);
    if (comma != NULL) {
        *comma = '.';
    }
    enum pal_err err = pal_ratio_parse_decimal(pal_buf_text(&text), out_amount);
    return err == PAL_OK ? PAL_OK : refuse(pb, field->at, err);
}

static enum pal_err read_budget(struct pal_pb *pb, const struct pal_pb_field *field)
{
    PAL_RATIO(budget);
    PAL_TRY(read_amount(pb, field, budget));
    enum pal_err err = pal_question_set_budget(pb->question, budget);
    return err == PAL_OK ? PAL_OK : refuse(pb, field->at, err);
}

static enum pal_err read_meta(struct pal_pb *pb)
{
    const struct pal_pb_field *field = &pb->fields[META_VALUE];
    struct pal_text key = pal_text_strip(pb->fields[META_KEY].text);
    struct pal_text value = pal_text_strip(field->text);
    if (pal_text_is(key, "budget")) {
        return read_budget(pb, field);
    }
    if (pal_text_is(key, "vote_type")) {
        pb->type = 0;
        while (pb->type < TYPE_COUNT && !pal_text_is(value, types[pb->type].name)) {
            pb->type++;
        }
        return pb->type < TYPE_COUNT ? PAL_OK : refuse(pb, field->at, PAL_ERR_FORMAT_VOTE_TYPE);
    }
    if (pal_text_is(key, "max_length")) {
        uint64_t length;
        if (!pal_text_digits(value, &length)) {
            return refuse(pb, field->at, PAL_ERR_FORMAT_NUMBER);
        }
        /* A ballot is never longer than the list of options may be. */
        pb->question->max_length = length < PAL_LIMIT_OPTIONS ? (size_t)length : PAL_LIMIT_OPTIONS;
    }
    return PAL_OK;
}

static enum pal_err read_project(struct pal_pb *pb)
{
    const struct pal_pb_field *field = &pb->fields[PROJECT_ID];
    struct pal_text id = pal_text_strip(field->text);
    size_t index = pb->question->option_count;
    enum pal_err err = pal_question_add_option(pb->question, id);
    if (err != PAL_OK) {
        return refuse(pb, field->at, err);
    }
    PAL_TRY(read_amount(pb, &pb->fields[PROJECT_COST], pb->costs[index]));
    return mpq_sgn(pb->costs[index]) >= 0
               ? PAL_OK
               : refuse(pb, pb->fields[PROJECT_COST].at, PAL_ERR_QUESTION_BUDGET);
}

/* The next part between commas that is not empty. */
static bool next_part(struct pal_text *list, struct pal_text *out_part)
{
    while (list->size > 0) {
        struct pal_text part;
        (void)pal_text_cut(list, ',', &part); /* the last has no comma after it */
        *out_part = pal_text_strip(part);
        if (out_part->size > 0) {
            return true;
        }
    }
    return false;
}

/* The points of one project: the next number of the list. */
static enum pal_err take_points(const struct pal_pb *pb, struct pal_text *list, int32_t *out_points)
{
    const struct pal_pb_field *field = &pb->fields[VOTE_POINTS];
    struct pal_text part;
    uint64_t points;
    if (!next_part(list, &part)) {
        return refuse(pb, field->at, PAL_ERR_FORMAT_POINTS);
    }
    if (!pal_text_digits(part, &points)) {
        return refuse_in(pb, field, part.bytes, PAL_ERR_FORMAT_NUMBER);
    }
    if (points > INT32_MAX) {
        return refuse_in(pb, field, part.bytes, PAL_ERR_BALLOT_MARK);
    }
    *out_points = (int32_t)points;
    return PAL_OK;
}

static enum pal_err take_project(const struct pal_pb *pb, struct pal_text part, bool *seen,
                                 int32_t *out_option)
{
    const struct pal_pb_field *field = &pb->fields[VOTE_PROJECTS];
    int32_t option = pal_names_find(&pb->projects, part);
    if (option < 0) {
        PAL_BUF(normal); /* as the names of options are; what has no such form is none of them */
        option = pal_text_normalise(part, &normal) == PAL_OK
                     ? pal_names_find(&pb->projects, pal_buf_text(&normal))
                     : -1;
    }
    if (option < 0) {
        return refuse_in(pb, field, part.bytes, PAL_ERR_BALLOT_OPTION);
    }
    if (seen[option]) {
        return refuse_in(pb, field, part.bytes, PAL_ERR_BALLOT_MARK);
    }
    seen[option] = true;
    *out_option = option;
    return PAL_OK;
}

/* RULE docs/rules/count.md
 * > `approval` and `choose-1` give approvals; `cumulative` approvals and points; `ordinal` approvals
 * > and ranks.
 */
static enum pal_err read_marks(const struct pal_pb *pb, enum pal_ballot_kind kind,
                               struct pal_draft *draft)
{
    bool seen[PAL_LIMIT_OPTIONS] = {false};
    struct pal_text list = pb->fields[VOTE_PROJECTS].text;
    struct pal_text points = pb->fields[VOTE_POINTS].text;
    struct pal_text part;
    pal_draft_clear(draft, PAL_BALLOT_COUNTED);
    if (kind != PAL_BALLOT_RANKS) {
        pal_draft_fill(draft, pb->question->option_count, 0);
    }
    while (next_part(&list, &part)) {
        int32_t option = 0;
        PAL_TRY(take_project(pb, part, seen, &option));
        if (kind == PAL_BALLOT_POINTS) {
            PAL_TRY(take_points(pb, &points, &draft->marks[option]));
        } else if (kind == PAL_BALLOT_APPROVES) {
            draft->marks[option] = 1;
        } else {
            if (draft->mark_count > 0) {
                pal_draft_add(draft, PAL_MARK_NEXT_RANK);
            }
            pal_draft_add(draft, option);
        }
    }
    bool too_many = kind == PAL_BALLOT_POINTS && next_part(&points, &part);
    return too_many ? refuse(pb, pb->fields[VOTE_POINTS].at, PAL_ERR_FORMAT_POINTS) : PAL_OK;
}

static enum pal_err read_vote(struct pal_pb *pb, struct pal_intake *intake)
{
    enum pal_ballot_kind kind = types[pb->type].kind;
    if (intake->profile->kind == types[pb->type].also) {
        kind = types[pb->type].also;
    }
    if (kind == PAL_BALLOT_POINTS && pb->columns[VOTE_POINTS] == NO_COLUMN) {
        return refuse(pb, pb->row_at, PAL_ERR_FORMAT_COLUMN);
    }
    PAL_TRY(read_marks(pb, kind, &intake->draft));
    return pal_intake_add(intake, kind, pb->fields[VOTE_PROJECTS].at);
}

/* --- The tables --- */

/* The projects are known: the ballots may come. */
static enum pal_err begin_votes(struct pal_pb *pb, struct pal_profile *profile)
{
    size_t count = pb->question->option_count;
    for (size_t i = 0; i < count; i++) {
        PAL_TRY(pal_question_set_cost(pb->question, i, pb->costs[i]));
        (void)pal_names_add(&pb->projects, pal_text_of(pb->question->names[i]), (int32_t)i);
    }
    pal_profile_reset(profile, count);
    return PAL_OK;
}

/* Does a table begin with this line? Each begins once, and in their order. */
static enum pal_err take_title(struct pal_pb *pb, bool *out_is_title)
{
    struct pal_cursor before = pb->cursor;
    struct pal_text line;
    *out_is_title = false;
    (void)pal_cursor_line(&pb->cursor, &line); /* the caller has seen that there is one */
    line = pal_text_strip(line);
    for (int table = TABLE_META; table < TABLE_COUNT; table++) {
        if (pal_text_is(line, tables[table].name)) {
            if ((int)pb->table != table - 1) {
                return refuse(pb, line.bytes, PAL_ERR_FORMAT_WORD);
            }
            pb->table = (enum pal_pb_table)table;
            pb->has_heading = false;
            *out_is_title = true;
            return PAL_OK;
        }
    }
    *out_is_title = line.size == 0; /* nor is there a row in an empty line */
    if (!*out_is_title) {
        pb->cursor = before;
    }
    return PAL_OK;
}

static enum pal_err read_meta_row(struct pal_pb *pb)
{
    if (!pb->has_heading) {
        return take_heading(pb);
    }
    PAL_TRY(take_row(pb));
    return read_meta(pb);
}

static enum pal_err read_row(struct pal_pb *pb, struct pal_intake *intake)
{
    if (pb->table == TABLE_NONE) {
        return refuse(pb, text_at(pb), PAL_ERR_FORMAT_WORD);
    }
    if (pb->table == TABLE_META) {
        return read_meta_row(pb);
    }
    if (!pb->has_heading) {
        PAL_TRY(take_heading(pb));
        return pb->table == TABLE_VOTES ? begin_votes(pb, intake->profile) : PAL_OK;
    }
    PAL_TRY(take_row(pb));
    return pb->table == TABLE_PROJECTS ? read_project(pb) : read_vote(pb, intake);
}

enum pal_err pal_format_read_pabulib(struct pal_text text, struct pal_question *question,
                                     struct pal_profile *profile, struct pal_where *out_where)
{
    PAL_CHECK(question->option_count == 0);
    struct pal_pb pb PAL_CLEANUP(pb_done) = {.question = question, .type = TYPE_COUNT};
    PAL_TRY(pal_cursor_start(&pb.cursor, text, out_where));
    pb.costs = pal_ratio_array_new(PAL_LIMIT_OPTIONS);
    PAL_INTAKE(intake, &pb.cursor, profile);
    while (pb.cursor.offset < text.size) {
        bool is_title;
        PAL_TRY(take_title(&pb, &is_title));
        if (!is_title) {
            PAL_TRY(read_row(&pb, &intake));
        }
    }
    bool is_whole = pb.table == TABLE_VOTES && pb.has_heading;
    return is_whole ? PAL_OK : refuse(&pb, text_end(&pb), PAL_ERR_FORMAT_END);
}

/* Reads the first table alone: it says the type of the votes. */
static enum pal_err read_type(struct pal_pb *pb)
{
    while (pb->cursor.offset < pb->cursor.text.size) {
        bool is_title;
        PAL_TRY(take_title(pb, &is_title));
        if (pb->table > TABLE_META) {
            return PAL_OK;
        }
        if (pb->table == TABLE_NONE && !is_title) {
            return PAL_ERR_FORMAT_WORD; /* and refused when it is read */
        }
        PAL_TRY(is_title ? PAL_OK : read_meta_row(pb));
    }
    return PAL_OK;
}

/* That of the type, or approvals where there is none: the reader then refuses the file. */
enum pal_ballot_kind pal_format_kind_pabulib(struct pal_text text)
{
    PAL_QUESTION(question);
    struct pal_pb pb PAL_CLEANUP(pb_done) = {.question = &question, .type = TYPE_COUNT};
    bool is_read = pal_cursor_start(&pb.cursor, text, NULL) == PAL_OK && read_type(&pb) == PAL_OK;
    return is_read && pb.type < TYPE_COUNT ? types[pb.type].kind : PAL_BALLOT_APPROVES;
}
