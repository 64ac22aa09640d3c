/* blt.c - reads BLT, the files of Hill, Wichmann and Woodall, in the dialects that grew from it. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"

#include "blt_plain.h"
#include "cursor.h"
#include "formats.h"

enum { WITHDRAWN = -1 };

struct pal_blt {
    struct pal_cursor cursor;
    const char *next, *end; /* what is left to read */
    struct pal_question *question;
    size_t count;                       /* candidates, withdrawn ones too */
    int32_t options[PAL_LIMIT_OPTIONS]; /* the option that a candidate is, or WITHDRAWN */
    struct pal_names nicks;
    const char *tie_at; /* NULL: the file does not say how ties are settled */
    size_t tie[PAL_LIMIT_OPTIONS], tie_count;
};

static void blt_done(struct pal_blt *blt)
{
    pal_names_done(&blt->nicks);
}

static enum pal_err refuse(const struct pal_blt *blt, const char *at, enum pal_err err)
{
    return pal_cursor_refuse(&blt->cursor, at, err);
}

/* --- Words --- */

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* To the end of the line, without it. */
static void skip_line(struct pal_blt *blt)
{
    while (blt->next < blt->end && !is_line_end(*blt->next)) {
        blt->next++;
    }
}

/* To what is read next: over spaces, ends of lines, comments. False: there is nothing left. */
static bool skip(struct pal_blt *blt)
{
    while (blt->next < blt->end) {
        if (*blt->next == '#') {
            skip_line(blt);
        } else if (pal_is_space(*blt->next) || is_line_end(*blt->next)) {
            blt->next++;
        } else {
            return true;
        }
    }
    return false;
}

/* Is there nothing left on the line but a comment? Goes to what there is. */
static bool is_line_over(struct pal_blt *blt)
{
    while (blt->next < blt->end && pal_is_space(*blt->next)) {
        blt->next++;
    }
    return blt->next == blt->end || is_line_end(*blt->next) || *blt->next == '#';
}

/* Where a word ends; a table, since each character of a file is looked up. */
static const bool word_ends[UINT8_MAX + 1] = {
    [' '] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true, ['#'] = true, ['='] = true,
    ['['] = true, [']'] = true,  ['('] = true,  [')'] = true,  ['"'] = true,
};

static bool ends_word(char byte)
{
    return word_ends[(uint8_t)byte];
}

/* The word that begins here, possibly none. */
static struct pal_text word(struct pal_blt *blt)
{
    const char *start = blt->next;
    while (blt->next < blt->end && !ends_word(*blt->next)) {
        blt->next++;
    }
    return (struct pal_text){start, (size_t)(blt->next - start)};
}

/* Is the word that begins here that one character? */
static bool is_word(const struct pal_blt *blt, char byte)
{
    const char *after = blt->next + 1;
    return *blt->next == byte && (after == blt->end || (ends_word(*after) && *after != '='));
}

/* The candidate of a number, from 1, or of a nickname; its index from 0. */
static enum pal_err find_candidate(const struct pal_blt *blt, struct pal_text text,
                                   size_t *out_candidate)
{
    uint64_t number;
    if (text.size == 0) {
        return refuse(blt, text.bytes, PAL_ERR_FORMAT_WORD);
    }
    if (!pal_text_digits(text, &number)) {
        int32_t nick = pal_names_find(&blt->nicks, text);
        number = nick >= 0 ? (uint64_t)nick + 1 : 0;
    }
    if (number == 0 || number > blt->count) {
        return refuse(blt, text.bytes, PAL_ERR_BALLOT_OPTION);
    }
    *out_candidate = (size_t)number - 1;
    return PAL_OK;
}

/* --- The head --- */

static enum pal_err read_number(struct pal_blt *blt, const char **out_at, uint64_t *out_number)
{
    if (!skip(blt)) {
        return refuse(blt, blt->end, PAL_ERR_FORMAT_END);
    }
    struct pal_text text = word(blt);
    *out_at = text.bytes;
    return pal_text_digits(text, out_number) ? PAL_OK
                                             : refuse(blt, text.bytes, PAL_ERR_FORMAT_NUMBER);
}

static enum pal_err read_sizes(struct pal_blt *blt)
{
    const char *at = blt->next;
    uint64_t candidates = 0;
    PAL_TRY(read_number(blt, &at, &candidates));
    if (candidates > PAL_LIMIT_OPTIONS) {
        return refuse(blt, at, PAL_ERR_LIMIT_COUNT);
    }
    blt->count = (size_t)candidates;
    uint64_t seats = 0;
    PAL_TRY(read_number(blt, &at, &seats));
    enum pal_err err =
        pal_question_set_seats(blt->question, seats <= PAL_LIMIT_SEATS ? (int64_t)seats : -1);
    return err == PAL_OK ? PAL_OK : refuse(blt, at, err);
}

/* The words of [nick ...]: one for each candidate. */
static enum pal_err read_nicks(struct pal_blt *blt, const char *at, const char *close)
{
    int32_t count = 0;
    while (skip(blt) && blt->next < close) {
        struct pal_text nick = word(blt);
        if (nick.size == 0) {
            return refuse(blt, nick.bytes, PAL_ERR_FORMAT_WORD);
        }
        if ((size_t)count == blt->count || !pal_names_add(&blt->nicks, nick, count)) {
            return refuse(blt, nick.bytes, PAL_ERR_FORMAT_NAMES);
        }
        count++;
    }
    return (size_t)count == blt->count ? PAL_OK : refuse(blt, at, PAL_ERR_FORMAT_NAMES);
}

static enum pal_err read_withdrawn(struct pal_blt *blt, const char *close)
{
    while (skip(blt) && blt->next < close) {
        size_t candidate = 0;
        PAL_TRY(find_candidate(blt, word(blt), &candidate));
        blt->options[candidate] = WITHDRAWN;
    }
    return PAL_OK;
}

static enum pal_err read_tie(struct pal_blt *blt, const char *at, const char *close)
{
    blt->tie_at = at;
    blt->tie_count = 0;
    while (skip(blt) && blt->next < close) {
        if (blt->tie_count == blt->count) {
            return refuse(blt, blt->next, PAL_ERR_QUESTION_TIE_ORDER);
        }
        PAL_TRY(find_candidate(blt, word(blt), &blt->tie[blt->tie_count]));
        blt->tie_count++;
    }
    return PAL_OK;
}

/* [word ...]; a word that is not known is passed over with what follows it. */
static enum pal_err read_bracket(struct pal_blt *blt)
{
    const char *at = blt->next;
    const char *close = memchr(at, ']', (size_t)(blt->end - at));
    if (close == NULL) {
        return refuse(blt, at, PAL_ERR_FORMAT_OPEN);
    }
    blt->next++;
    (void)skip(blt); /* at the latest to the bracket that closes */
    struct pal_text what = word(blt);
    if (pal_text_is(what, "nick")) {
        PAL_TRY(read_nicks(blt, at, close));
    } else if (pal_text_is(what, "withdrawn")) {
        PAL_TRY(read_withdrawn(blt, close));
    } else if (pal_text_is(what, "tie")) {
        PAL_TRY(read_tie(blt, at, close));
    }
    blt->next = close + 1;
    return PAL_OK;
}

/* -n, possibly many on a line, and no number there: a ballot of a negative weight begins alike. */
static enum pal_err read_minus(struct pal_blt *blt)
{
    blt->next++;
    size_t candidate = 0;
    PAL_TRY(find_candidate(blt, word(blt), &candidate));
    blt->options[candidate] = WITHDRAWN;
    const bool is_over = is_line_over(blt) || *blt->next == '-' || *blt->next == '[';
    return is_over ? PAL_OK : refuse(blt, blt->next, PAL_ERR_FORMAT_WORD);
}

/* All that stands before the ballots. */
static enum pal_err read_head(struct pal_blt *blt)
{
    PAL_TRY(read_sizes(blt));
    while (skip(blt)) {
        if (*blt->next == '[') {
            PAL_TRY(read_bracket(blt));
        } else if (*blt->next == '-') {
            PAL_TRY(read_minus(blt));
        } else {
            break;
        }
    }
    int32_t kept = 0;
    for (size_t i = 0; i < blt->count; i++) {
        if (blt->options[i] != WITHDRAWN) {
            blt->options[i] = kept++;
        }
    }
    return PAL_OK;
}

/* --- The ballots --- */

/* The name of a ballot, in parentheses. */
static enum pal_err skip_ballot_name(struct pal_blt *blt)
{
    const char *at = blt->next;
    while (blt->next < blt->end && !is_line_end(*blt->next)) {
        if (*blt->next++ == ')') {
            return PAL_OK;
        }
    }
    return refuse(blt, at, PAL_ERR_FORMAT_OPEN);
}

/* Where ballots have names, some programs write the weight after it, which is 1, and others no
 * weight. It is there if each name is followed by a 1 or by what can only be a weight; only where
 * every named ballot prefers the first candidate would that be wrong. */
static bool names_come_with_weights(struct pal_blt *blt)
{
    const char *start = blt->next;
    bool found = true;
    while (found && skip(blt) && !is_word(blt, '0')) {
        bool is_named = *blt->next == '(';
        if (is_named && skip_ballot_name(blt) != PAL_OK) {
            break; /* and refused when it is read */
        }
        (void)is_line_over(blt); /* goes to what there is */
        struct pal_text text = word(blt);
        bool is_weight = pal_text_is(text, "1") || memchr(text.bytes, '/', text.size) != NULL ||
                         memchr(text.bytes, '.', text.size) != NULL;
        found = !is_named || is_weight;
        skip_line(blt);
    }
    blt->next = start;
    return found;
}

/* The ranks of one ballot as they are read. */
struct pal_ranking {
    struct pal_draft *draft;
    bool has_begun; /* there is a rank already */
};

static void begin_rank(struct pal_ranking *ranking)
{
    if (ranking->has_begun) {
        pal_draft_add(ranking->draft, PAL_MARK_NEXT_RANK);
    }
    ranking->has_begun = true;
}

/* A candidate, or several that are equal. Without those withdrawn there may be none left, and no
 * rank. */
static enum pal_err read_rank(struct pal_blt *blt, struct pal_ranking *ranking)
{
    bool is_open = false;
    for (;;) {
        size_t candidate = 0;
        const char *at = blt->next;
        PAL_TRY(find_candidate(blt, word(blt), &candidate));
        int32_t option = blt->options[candidate];
        if (option != WITHDRAWN) {
            if (!is_open) {
                begin_rank(ranking);
            }
            is_open = true;
            pal_draft_add(ranking->draft, option);
        }
        if (ranking->draft->mark_count > PAL_LIMIT_MARKS) {
            return refuse(blt, at, PAL_ERR_BALLOT_TOO_MANY);
        }
        if (blt->next == blt->end || *blt->next != '=') {
            return PAL_OK;
        }
        blt->next++;
    }
}

/* The ranks of a ballot, to the 0 that ends it. */
static enum pal_err read_ranks(struct pal_blt *blt, struct pal_draft *draft)
{
    struct pal_ranking ranking = {.draft = draft};
    pal_draft_clear(draft, PAL_BALLOT_COUNTED);
    while (skip(blt)) {
        if (is_word(blt, '0')) {
            blt->next++;
            return is_line_over(blt) ? PAL_OK : refuse(blt, blt->next, PAL_ERR_FORMAT_AFTER);
        }
        if (is_word(blt, '-')) {
            begin_rank(&ranking);
            if (draft->mark_count > PAL_LIMIT_MARKS) {
                return refuse(blt, blt->next, PAL_ERR_BALLOT_TOO_MANY);
            }
            blt->next++;
        } else {
            PAL_TRY(read_rank(blt, &ranking));
        }
    }
    return refuse(blt, blt->end, PAL_ERR_FORMAT_END);
}

static enum pal_err read_weight(struct pal_blt *blt, struct pal_intake *intake)
{
    struct pal_text text = word(blt);
    return text.size > 0 ? pal_intake_weigh(intake, text)
                         : refuse(blt, text.bytes, PAL_ERR_FORMAT_WEIGHT);
}

/* A ballot with a name is one, whether or not a weight says so. */
static enum pal_err read_named(struct pal_blt *blt, struct pal_intake *intake, bool has_weight)
{
    PAL_TRY(skip_ballot_name(blt));
    if (!has_weight) {
        return pal_intake_weigh(intake, pal_text_of("1"));
    }
    (void)is_line_over(blt); /* goes to what there is */
    return read_weight(blt, intake);
}

static enum pal_err read_ballots(struct pal_blt *blt, struct pal_profile *profile)
{
    PAL_INTAKE(intake, &blt->cursor, profile);
    const struct pal_text rest = {blt->next, (size_t)(blt->end - blt->next)};
    pal_profile_expect(profile, pal_text_about(rest, '\n'));
    struct pal_blt_plain plain = {.options = blt->options, .count = blt->count};
    plain.last_line_feed = pal_blt_last_line_feed(blt->next, blt->end);
    enum { NOT_LOOKED_AT, COME, DO_NOT_COME } weights = NOT_LOOKED_AT;
    while (skip(blt)) {
        const char *at = blt->next;
        if (pal_blt_plain_read(&plain, &blt->next, &intake)) {
            PAL_TRY(pal_intake_add(&intake, PAL_BALLOT_RANKS, at));
            continue;
        }
        if (is_word(blt, '0')) {
            blt->next++;
            bool is_over = is_line_over(blt) || *blt->next == '"';
            return is_over ? PAL_OK : refuse(blt, blt->next, PAL_ERR_FORMAT_AFTER);
        }
        if (*at == '(' && weights == NOT_LOOKED_AT) {
            weights = names_come_with_weights(blt) ? COME : DO_NOT_COME;
        }
        PAL_TRY(*at == '(' ? read_named(blt, &intake, weights == COME) : read_weight(blt, &intake));
        PAL_TRY(read_ranks(blt, &intake.draft));
        PAL_TRY(pal_intake_add(&intake, PAL_BALLOT_RANKS, at));
    }
    return refuse(blt, blt->end, PAL_ERR_FORMAT_END);
}

/* --- The names --- */

/* A name between quotation marks; one that stands twice is one of the name. */
static enum pal_err read_quoted(struct pal_blt *blt, struct pal_buf *name)
{
    const char *at = blt->next++;
    for (;;) {
        const char *quote = memchr(blt->next, '"', (size_t)(blt->end - blt->next));
        if (quote == NULL) {
            return refuse(blt, at, PAL_ERR_FORMAT_OPEN);
        }
        pal_buf_add(name, blt->next, (size_t)(quote - blt->next));
        blt->next = quote + 1;
        if (blt->next == blt->end || *blt->next != '"') {
            break;
        }
        pal_buf_add_byte(name, '"');
        blt->next++;
    }
    bool is_over = is_line_over(blt) || *blt->next == '"';
    return is_over ? PAL_OK : refuse(blt, blt->next, PAL_ERR_FORMAT_WORD);
}

/* A name without quotation marks is the whole line, to a comment after a space. */
static void read_bare(struct pal_blt *blt, struct pal_buf *name)
{
    const char *start = blt->next;
    while (blt->next < blt->end && !is_line_end(*blt->next) &&
           !(*blt->next == '#' && pal_is_space(blt->next[-1]))) {
        blt->next++;
    }
    struct pal_text line = {start, (size_t)(blt->next - start)};
    pal_buf_add_text(name, pal_text_strip(line));
}

static enum pal_err read_names(struct pal_blt *blt)
{
    for (size_t i = 0; i < blt->count; i++) {
        if (!skip(blt)) {
            return refuse(blt, blt->end, PAL_ERR_FORMAT_NAMES);
        }
        PAL_BUF(name);
        const char *at = blt->next;
        if (*at == '"') {
            PAL_TRY(read_quoted(blt, &name));
        } else {
            read_bare(blt, &name);
        }
        enum pal_err err = blt->options[i] != WITHDRAWN
                               ? pal_question_add_option(blt->question, pal_buf_text(&name))
                               : PAL_OK;
        if (err != PAL_OK) {
            return refuse(blt, at, err);
        }
    }
    return PAL_OK; /* what follows is the title, and no business of a count */
}

/* RULE docs/rules/count.md
 * > `[tie a b c]` names first the option that loses a tie first: it is `tie_order` backwards.
 */
static enum pal_err settle_tie(struct pal_blt *blt)
{
    size_t order[PAL_LIMIT_OPTIONS];
    size_t count = 0;
    for (size_t i = blt->tie_count; i > 0; i--) {
        int32_t option = blt->options[blt->tie[i - 1]];
        if (option != WITHDRAWN) {
            order[count++] = (size_t)option;
        }
    }
    enum pal_err err = pal_question_set_tie_order(blt->question, order, count);
    return err == PAL_OK ? PAL_OK : refuse(blt, blt->tie_at, err);
}

static size_t kept_count(const struct pal_blt *blt)
{
    size_t count = 0;
    for (size_t i = 0; i < blt->count; i++) {
        count += blt->options[i] != WITHDRAWN;
    }
    return count;
}

enum pal_err pal_format_read_blt(struct pal_text text, struct pal_question *question,
                                 struct pal_profile *profile, struct pal_where *out_where)
{
    PAL_CHECK(question->option_count == 0);
    struct pal_blt blt PAL_CLEANUP(blt_done) = {.question = question};
    PAL_TRY(pal_cursor_start(&blt.cursor, text, out_where));
    blt.next = text.bytes + blt.cursor.offset;
    blt.end = text.bytes + text.size;
    PAL_TRY(read_head(&blt));
    pal_profile_reset(profile, kept_count(&blt));
    PAL_TRY(read_ballots(&blt, profile));
    PAL_TRY(read_names(&blt));
    return blt.tie_at != NULL ? settle_tie(&blt) : PAL_OK;
}

enum pal_ballot_kind pal_format_kind_ranks(struct pal_text text)
{
    (void)text;
    return PAL_BALLOT_RANKS;
}
