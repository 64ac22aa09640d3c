/* abif.c - reads ABIF, a line for each group of ballots: 42:Ada/5>Bo/3=Cy/3. */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

#include "abif_metadata.h"
#include "cursor.h"
#include "formats.h"
#include "line.h"

enum { NO_SCORE = -1 };

/* An option as it stands on a ballot. */
struct pal_abif_item {
    const char *at;
    int32_t option;
    int32_t score;  /* or NO_SCORE */
    char separator; /* before it: NUL, '>', '=' or ',' */
};

struct pal_abif {
    struct pal_cursor cursor;
    struct pal_question *question;
    struct pal_names tokens;    /* of the options */
    struct pal_names names;     /* of those that were declared, whole */
    int32_t max_rating;         /* or NO_SCORE, when the file does not say */
    int32_t highest;            /* score of the file, or NO_SCORE */
    struct pal_json *tie_order; /* tokens, best first, or NULL */
    const char *tie_at;
    struct pal_abif_item items[PAL_LIMIT_MARKS]; /* of the ballot that is read */
    size_t item_count;
};

static void abif_done(struct pal_abif *abif)
{
    pal_names_done(&abif->tokens);
    pal_names_done(&abif->names);
    pal_json_done(&abif->tie_order);
}

static enum pal_err refuse(const struct pal_abif *abif, const char *at, enum pal_err err)
{
    return pal_cursor_refuse(&abif->cursor, at, err);
}

/* --- The head: lines of metadata, and of options --- */

static enum pal_err set_rating(struct pal_abif *abif, const char *at, int64_t rating)
{
    if (rating < 1 || rating > PAL_LIMIT_SCALE) {
        return refuse(abif, at, PAL_ERR_QUESTION_SCALE);
    }
    abif->max_rating = (int32_t)rating;
    return PAL_OK;
}

/* The members of a line of metadata that mean something to a count. */
static enum pal_err read_members(struct pal_abif *abif, const char *at, struct pal_json *object)
{
    int64_t number = 0;
    if (pal_json_get(object, PAL_ABIF_MAX_RATING) != NULL) {
        enum pal_err err = pal_json_int(object, PAL_ABIF_MAX_RATING, &number, NULL);
        PAL_TRY(err == PAL_OK ? set_rating(abif, at, number)
                              : refuse(abif, at, PAL_ERR_FORMAT_NUMBER));
    }
    if (pal_json_get(object, PAL_ABIF_SEATS) != NULL) {
        enum pal_err err = pal_json_int(object, PAL_ABIF_SEATS, &number, NULL);
        if (err == PAL_OK) {
            err = pal_question_set_seats(abif->question, number);
        }
        if (err != PAL_OK) {
            return refuse(abif, at, PAL_ERR_QUESTION_SEATS);
        }
    }
    const struct pal_json *order = pal_json_get(object, PAL_ABIF_TIE_ORDER);
    if (order != NULL) {
        pal_json_done(&abif->tie_order);
        abif->tie_order = pal_json_copy(order);
        abif->tie_at = at;
    }
    return PAL_OK;
}

static enum pal_err read_metadata(struct pal_abif *abif, struct pal_text line)
{
    PAL_JSON(object);
    PAL_TRY(pal_abif_read_metadata(&abif->cursor, line, &object));
    return object != NULL ? read_members(abif, line.bytes, object) : PAL_OK;
}

/* A new option: its token in this file, and its name. */
static enum pal_err add_option(struct pal_abif *abif, struct pal_text token, struct pal_text name)
{
    int32_t option = (int32_t)abif->question->option_count;
    enum pal_err err = pal_question_add_option(abif->question, name);
    if (err != PAL_OK) {
        return refuse(abif, name.bytes, err);
    }
    if (!pal_names_add(&abif->tokens, token, option)) {
        return refuse(abif, token.bytes, PAL_ERR_FORMAT_NAMES);
    }
    (void)pal_names_add(&abif->names, name, option); /* no option has the name of another */
    return PAL_OK;
}

/* The option of a token or, where there is no such token, of a whole name; or -1. */
static int32_t find_option(const struct pal_abif *abif, struct pal_text text)
{
    int32_t option = pal_names_find(&abif->tokens, text);
    return option >= 0 ? option : pal_names_find(&abif->names, text);
}

/* =token:[Name] */
static enum pal_err read_declaration(struct pal_abif *abif, struct pal_text line)
{
    struct pal_text token;
    struct pal_text name;
    pal_line_advance(&line, 1);
    PAL_TRY(pal_line_take_name(&abif->cursor, &line, ":", &token));
    if (line.size == 0 || line.bytes[0] != ':') {
        return refuse(abif, line.bytes, PAL_ERR_FORMAT_WORD);
    }
    pal_line_advance(&line, 1);
    PAL_TRY(pal_line_take_name(&abif->cursor, &line, "", &name));
    return pal_line_is_over(line) ? add_option(abif, token, name)
                                  : refuse(abif, line.bytes, PAL_ERR_FORMAT_WORD);
}

static enum pal_err read_head(struct pal_abif *abif)
{
    struct pal_text line;
    while (pal_cursor_line(&abif->cursor, &line)) {
        line = pal_text_strip(line);
        if (pal_text_starts(line, "{")) {
            PAL_TRY(read_metadata(abif, line));
        } else if (pal_text_starts(line, "=")) {
            PAL_TRY(read_declaration(abif, line));
        }
    }
    return PAL_OK;
}

/* --- The ballots --- */

static enum pal_err take_score(struct pal_abif *abif, struct pal_text *line, int32_t *out_score)
{
    pal_line_advance(line, 1);
    pal_line_skip_spaces(line);
    size_t size = 0;
    while (size < line->size && pal_is_digit(line->bytes[size])) {
        size++;
    }
    uint64_t score;
    if (size == 0) {
        return refuse(abif, line->bytes, PAL_ERR_FORMAT_NUMBER);
    }
    int32_t most = abif->max_rating != NO_SCORE ? abif->max_rating : PAL_LIMIT_SCALE;
    if (!pal_text_digits((struct pal_text){line->bytes, size}, &score) || score > (uint64_t)most) {
        return refuse(abif, line->bytes, PAL_ERR_BALLOT_MARK);
    }
    *out_score = (int32_t)score;
    if (*out_score > abif->highest) {
        abif->highest = *out_score;
    }
    pal_line_advance(line, size);
    pal_line_skip_spaces(line);
    return PAL_OK;
}

/* One option with its score. An option that nothing named before comes after those that were. */
static enum pal_err take_item(struct pal_abif *abif, struct pal_text *line, char separator)
{
    if (abif->item_count == PAL_LIMIT_MARKS) {
        return refuse(abif, line->bytes, PAL_ERR_BALLOT_TOO_MANY);
    }
    struct pal_text token;
    PAL_TRY(pal_line_take_name(&abif->cursor, line, "/>=,", &token));
    int32_t option = find_option(abif, token);
    if (option < 0) {
        option = (int32_t)abif->question->option_count;
        PAL_TRY(add_option(abif, token, token));
    }
    int32_t score = NO_SCORE;
    if (line->size > 0 && line->bytes[0] == '/') {
        PAL_TRY(take_score(abif, line, &score));
    }
    abif->items[abif->item_count++] = (struct pal_abif_item){.at = token.bytes,
                                                             .option = option,
                                                             .score = score,
                                                             .separator = separator};
    return PAL_OK;
}

/* What stands after the colon of a ballot: nothing, where it is blank. */
static enum pal_err take_items(struct pal_abif *abif, struct pal_text line)
{
    abif->item_count = 0;
    char separator = '\0';
    while (abif->item_count == 0 ? !pal_line_is_over(line) : separator != '\0') {
        PAL_TRY(take_item(abif, &line, separator));
        separator = '\0';
        if (!pal_line_is_over(line)) {
            if (!pal_line_is_in(line.bytes[0], ">=,")) {
                return refuse(abif, line.bytes, PAL_ERR_FORMAT_WORD);
            }
            separator = line.bytes[0];
            pal_line_advance(&line, 1);
        }
    }
    return PAL_OK;
}

/* The next ballot: its number, and its items in their place. False: there is none. */
static enum pal_err next_ballot(struct pal_abif *abif, bool *out_is_there,
                                struct pal_text *out_weight)
{
    struct pal_text line;
    while (pal_cursor_line(&abif->cursor, &line)) {
        line = pal_text_strip(line);
        if (pal_line_is_over(line) || line.bytes[0] == '{' || line.bytes[0] == '=') {
            continue;
        }
        if (!pal_is_digit(line.bytes[0])) {
            return refuse(abif, line.bytes, PAL_ERR_FORMAT_WORD);
        }
        struct pal_text weight;
        if (!pal_text_cut(&line, ':', &weight)) {
            return refuse(abif, weight.bytes, PAL_ERR_FORMAT_WORD);
        }
        *out_weight = pal_text_strip(weight);
        *out_is_there = true;
        return take_items(abif, line);
    }
    *out_is_there = false;
    return PAL_OK;
}

/* Looks at every ballot for options and scores: only then is it known how many there are. */
static enum pal_err survey(struct pal_abif *abif)
{
    bool is_there;
    struct pal_text weight;
    do {
        PAL_TRY(next_ballot(abif, &is_there, &weight));
    } while (is_there);
    int32_t scale = abif->max_rating != NO_SCORE ? abif->max_rating : abif->highest;
    if (scale != NO_SCORE) {
        abif->question->scale = scale > 0 ? scale : 1; /* the least that a scale may be */
    }
    return PAL_OK;
}

static int compare_scores(const void *a, const void *b)
{
    const struct pal_abif_item *left = a;
    const struct pal_abif_item *right = b;
    return (left->score < right->score) - (left->score > right->score);
}

/* RULE docs/rules/count.md
 * > Where commas separate names that all bear a score, the scores make the ranks.
 */
static bool is_ranked_by_scores(const struct pal_abif_item *items, size_t count)
{
    bool has_comma = false;
    for (size_t i = 0; i < count; i++) {
        if (items[i].score == NO_SCORE) {
            return false;
        }
        has_comma = has_comma || (i > 0 && items[i].separator == ',');
    }
    return has_comma;
}

/* The options between two '>', best first. */
static void add_group(struct pal_draft *draft, struct pal_abif_item *items, size_t count)
{
    bool by_scores = is_ranked_by_scores(items, count);
    if (by_scores) {
        qsort(items, count, sizeof *items, compare_scores);
    }
    for (size_t i = 0; i < count; i++) {
        bool begins =
            i == 0 ? draft->mark_count > 0 : by_scores && items[i].score != items[i - 1].score;
        if (begins) {
            pal_draft_add(draft, PAL_MARK_NEXT_RANK);
        }
        pal_draft_add(draft, items[i].option);
    }
}

static enum pal_err make_ranks(struct pal_abif *abif, struct pal_draft *draft)
{
    pal_draft_clear(draft, PAL_BALLOT_COUNTED);
    size_t start = 0;
    for (size_t i = 1; i <= abif->item_count; i++) {
        if (i == abif->item_count || abif->items[i].separator == '>') {
            add_group(draft, abif->items + start, i - start);
            start = i;
        }
    }
    return draft->mark_count <= PAL_LIMIT_MARKS
               ? PAL_OK
               : refuse(abif, abif->items[0].at, PAL_ERR_BALLOT_TOO_MANY);
}

/* The scores, or what they approve where they go from 0 to 1. */
static enum pal_err make_scores(struct pal_abif *abif, enum pal_ballot_kind kind,
                                struct pal_draft *draft)
{
    bool has_scores = false;
    pal_draft_clear(draft, PAL_BALLOT_COUNTED);
    pal_draft_fill(draft, abif->question->option_count, PAL_MARK_NO_OPINION);
    for (size_t i = 0; i < abif->item_count; i++) {
        const struct pal_abif_item *item = &abif->items[i];
        if (draft->marks[item->option] != PAL_MARK_NO_OPINION) {
            return refuse(abif, item->at, PAL_ERR_BALLOT_MARK);
        }
        draft->marks[item->option] = item->score;
        has_scores = has_scores || item->score != NO_SCORE;
    }
    bool approves = kind == PAL_BALLOT_APPROVES;
    if (abif->item_count > 0 && (!has_scores || (approves && abif->question->scale > 1))) {
        return refuse(abif, abif->items[0].at, PAL_ERR_BALLOT_KIND);
    }
    for (size_t i = 0; approves && i < draft->mark_count; i++) {
        draft->marks[i] = draft->marks[i] == 1;
    }
    return PAL_OK;
}

static enum pal_err read_ballots(struct pal_abif *abif, struct pal_profile *profile)
{
    PAL_INTAKE(intake, &abif->cursor, profile);
    bool scored = profile->kind == PAL_BALLOT_SCORES || profile->kind == PAL_BALLOT_APPROVES;
    for (;;) {
        bool is_there;
        struct pal_text weight;
        PAL_TRY(next_ballot(abif, &is_there, &weight));
        if (!is_there) {
            return PAL_OK;
        }
        PAL_TRY(pal_intake_weigh(&intake, weight));
        PAL_TRY(scored ? make_scores(abif, profile->kind, &intake.draft)
                       : make_ranks(abif, &intake.draft));
        PAL_TRY(pal_intake_add(&intake, scored ? profile->kind : PAL_BALLOT_RANKS, weight.bytes));
    }
}

static enum pal_err settle_tie(struct pal_abif *abif)
{
    bool is_list = pal_json_kind(abif->tie_order) == PAL_JSON_ARRAY;
    if (!is_list || pal_json_count(abif->tie_order) != abif->question->option_count) {
        return refuse(abif, abif->tie_at, PAL_ERR_QUESTION_TIE_ORDER);
    }
    size_t order[PAL_LIMIT_OPTIONS];
    for (size_t i = 0; i < abif->question->option_count; i++) {
        const struct pal_json *token = pal_json_at(abif->tie_order, i);
        int32_t option =
            pal_json_kind(token) == PAL_JSON_TEXT ? find_option(abif, pal_json_as_text(token)) : -1;
        order[i] = option >= 0 ? (size_t)option : SIZE_MAX; /* which no order has */
    }
    enum pal_err err =
        pal_question_set_tie_order(abif->question, order, abif->question->option_count);
    return err == PAL_OK ? PAL_OK : refuse(abif, abif->tie_at, err);
}

static enum pal_err read_file(struct pal_abif *abif, struct pal_profile *profile)
{
    struct pal_cursor start = abif->cursor;
    PAL_TRY(read_head(abif));
    abif->cursor = start;
    PAL_TRY(survey(abif));
    PAL_TRY(abif->tie_order != NULL ? settle_tie(abif) : PAL_OK);
    pal_profile_reset(profile, abif->question->option_count);
    abif->cursor = start;
    return read_ballots(abif, profile);
}

static struct pal_abif *abif_new(struct pal_question *question)
{
    struct pal_abif *abif = pal_mem_new(1, sizeof *abif); /* too large for a stack */
    abif->question = question;
    abif->max_rating = NO_SCORE;
    abif->highest = NO_SCORE;
    return abif;
}

static void abif_free(struct pal_abif *abif)
{
    abif_done(abif);
    pal_mem_free(abif);
}

enum pal_err pal_format_read_abif(struct pal_text text, struct pal_question *question,
                                  struct pal_profile *profile, struct pal_where *out_where)
{
    PAL_CHECK(question->option_count == 0);
    struct pal_abif *abif = abif_new(question);
    enum pal_err err = pal_cursor_start(&abif->cursor, text, out_where);
    if (err == PAL_OK) {
        err = read_file(abif, profile);
    }
    abif_free(abif);
    return err;
}

/* That of the first ballot that says something: a score for every option that it names makes it
 * scores, or approvals where the highest is 1. */
static enum pal_ballot_kind kind_of(struct pal_abif *abif)
{
    struct pal_cursor start = abif->cursor;
    if (read_head(abif) != PAL_OK) {
        return PAL_BALLOT_RANKS;
    }
    abif->cursor = start;
    bool is_there = true;
    struct pal_text weight;
    while (next_ballot(abif, &is_there, &weight) == PAL_OK && is_there) {
        bool all = abif->item_count > 0;
        for (size_t i = 0; i < abif->item_count; i++) {
            all = all && abif->items[i].score != NO_SCORE;
        }
        if (abif->item_count > 0) {
            enum pal_ballot_kind scored =
                abif->max_rating == 1 ? PAL_BALLOT_APPROVES : PAL_BALLOT_SCORES;
            return all ? scored : PAL_BALLOT_RANKS;
        }
    }
    return PAL_BALLOT_RANKS;
}

enum pal_ballot_kind pal_format_kind_abif(struct pal_text text)
{
    PAL_QUESTION(question);
    struct pal_abif *abif = abif_new(&question);
    enum pal_ballot_kind kind = PAL_BALLOT_RANKS;
    if (pal_cursor_start(&abif->cursor, text, NULL) == PAL_OK) {
        kind = kind_of(abif);
    }
    abif_free(abif);
    return kind;
}
