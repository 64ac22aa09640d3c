/* blt.c - reads BLT, the files of Hill, Wichmann and Woodall, in the dialects that grew from it. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"

#include "blt_names.h"
#include "blt_plain.h"
#include "blt_words.h"
#include "cursor.h"
#include "formats.h"

struct pal_blt {
    struct pal_blt_words words;
    struct pal_question *question;
    size_t count;                       /* candidates, withdrawn ones too */
    int32_t options[PAL_LIMIT_OPTIONS]; /* the option that a candidate is, or PAL_BLT_WITHDRAWN */
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
    return pal_blt_refuse(&blt->words, at, err);
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
    if (!pal_blt_skip(&blt->words)) {
        return refuse(blt, blt->words.end, PAL_ERR_FORMAT_END);
    }
    struct pal_text text = pal_blt_word(&blt->words);
    *out_at = text.bytes;
    return pal_text_digits(text, out_number) ? PAL_OK
                                             : refuse(blt, text.bytes, PAL_ERR_FORMAT_NUMBER);
}

static enum pal_err read_sizes(struct pal_blt *blt)
{
    const char *at = blt->words.next;
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
    while (pal_blt_skip(&blt->words) && blt->words.next < close) {
        struct pal_text nick = pal_blt_word(&blt->words);
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
    while (pal_blt_skip(&blt->words) && blt->words.next < close) {
        size_t candidate = 0;
        PAL_TRY(find_candidate(blt, pal_blt_word(&blt->words), &candidate));
        blt->options[candidate] = PAL_BLT_WITHDRAWN;
    }
    return PAL_OK;
}

static enum pal_err read_tie(struct pal_blt *blt, const char *at, const char *close)
{
    blt->tie_at = at;
    blt->tie_count = 0;
    while (pal_blt_skip(&blt->words) && blt->words.next < close) {
        if (blt->tie_count == blt->count) {
            return refuse(blt, blt->words.next, PAL_ERR_QUESTION_TIE_ORDER);
        }
        PAL_TRY(find_candidate(blt, pal_blt_word(&blt->words), &blt->tie[blt->tie_count]));
        blt->tie_count++;
    }
    return PAL_OK;
}

/* [word ...]; a word that is not known is passed over with what follows it. */
static enum pal_err read_bracket(struct pal_blt *blt)
{
    const char *at = blt->words.next;
    const char *close = memchr(at, ']', (size_t)(blt->words.end - at));
    if (close == NULL) {
        return refuse(blt, at, PAL_ERR_FORMAT_OPEN);
    }
    blt->words.next++;
    (void)pal_blt_skip(&blt->words); /* at the latest to the bracket that closes */
    struct pal_text what = pal_blt_word(&blt->words);
    if (pal_text_is(what, "nick")) {
        PAL_TRY(read_nicks(blt, at, close));
    } else if (pal_text_is(what, "withdrawn")) {
        PAL_TRY(read_withdrawn(blt, close));
    } else if (pal_text_is(what, "tie")) {
        PAL_TRY(read_tie(blt, at, close));
    }
    blt->words.next = close + 1;
    return blt->words.open_at == NULL ? PAL_OK : refuse(blt, at, PAL_ERR_FORMAT_OPEN);
}

/* -n, possibly many on a line, and no number there: a ballot of a negative weight begins alike. */
static enum pal_err read_minus(struct pal_blt *blt)
{
    blt->words.next++;
    size_t candidate = 0;
    PAL_TRY(find_candidate(blt, pal_blt_word(&blt->words), &candidate));
    blt->options[candidate] = PAL_BLT_WITHDRAWN;
    const bool is_over =
        pal_blt_is_line_over(&blt->words) || *blt->words.next == '-' || *blt->words.next == '[';
    return is_over ? PAL_OK : refuse(blt, blt->words.next, PAL_ERR_FORMAT_WORD);
}

/* All that stands before the ballots. */
static enum pal_err read_head(struct pal_blt *blt)
{
    PAL_TRY(read_sizes(blt));
    while (pal_blt_skip(&blt->words)) {
        if (*blt->words.next == '[') {
            PAL_TRY(read_bracket(blt));
        } else if (*blt->words.next == '-') {
            PAL_TRY(read_minus(blt));
        } else {
            break;
        }
    }
    int32_t kept = 0;
    for (size_t i = 0; i < blt->count; i++) {
        if (blt->options[i] != PAL_BLT_WITHDRAWN) {
            blt->options[i] = kept++;
        }
    }
    return PAL_OK;
}

/* --- The ballots --- */

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
        const char *at = blt->words.next;
        PAL_TRY(find_candidate(blt, pal_blt_word(&blt->words), &candidate));
        int32_t option = blt->options[candidate];
        if (option != PAL_BLT_WITHDRAWN) {
            if (!is_open) {
                begin_rank(ranking);
            }
            is_open = true;
            pal_draft_add(ranking->draft, option);
        }
        if (ranking->draft->mark_count > PAL_LIMIT_MARKS) {
            return refuse(blt, at, PAL_ERR_BALLOT_TOO_MANY);
        }
        if (blt->words.next == blt->words.end || *blt->words.next != '=') {
            return PAL_OK;
        }
        blt->words.next++;
    }
}

/* The ranks of a ballot, to the 0 that ends it. */
static enum pal_err read_ranks(struct pal_blt *blt, struct pal_draft *draft)
{
    struct pal_ranking ranking = {.draft = draft};
    pal_draft_clear(draft, PAL_BALLOT_COUNTED);
    while (pal_blt_skip(&blt->words)) {
        if (pal_blt_is_word(&blt->words, '0')) {
            blt->words.next++;
            return pal_blt_is_line_over(&blt->words)
                       ? PAL_OK
                       : refuse(blt, blt->words.next, PAL_ERR_FORMAT_AFTER);
        }
        if (pal_blt_is_word(&blt->words, '-')) {
            begin_rank(&ranking);
            if (draft->mark_count > PAL_LIMIT_MARKS) {
                return refuse(blt, blt->words.next, PAL_ERR_BALLOT_TOO_MANY);
            }
            blt->words.next++;
        } else {
            PAL_TRY(read_rank(blt, &ranking));
        }
    }
    return refuse(blt, blt->words.end, PAL_ERR_FORMAT_END);
}

static enum pal_err read_weight(struct pal_blt *blt, struct pal_intake *intake)
{
    struct pal_text text = pal_blt_word(&blt->words);
    return text.size > 0 ? pal_intake_weigh(intake, text)
                         : refuse(blt, text.bytes, PAL_ERR_FORMAT_WEIGHT);
}

/* A ballot with a name is one, whether or not a weight says so. */
static enum pal_err read_named(struct pal_blt *blt, struct pal_intake *intake, bool has_weight)
{
    PAL_TRY(pal_blt_skip_ballot_name(&blt->words));
    if (!has_weight) {
        return pal_intake_weigh(intake, pal_text_of("1"));
    }
    if (!pal_blt_skip(&blt->words)) {
        return refuse(blt, blt->words.end, PAL_ERR_FORMAT_END);
    }
    return read_weight(blt, intake);
}

static enum pal_err read_ballots(struct pal_blt *blt, struct pal_profile *profile)
{
    PAL_INTAKE(intake, &blt->words.cursor, profile);
    const struct pal_text rest = {blt->words.next, (size_t)(blt->words.end - blt->words.next)};
    pal_profile_expect(profile, pal_text_about(rest, '\n'));
    struct pal_blt_plain plain = {.options = blt->options, .count = blt->count};
    plain.last_line_feed = pal_blt_last_line_feed(blt->words.next, blt->words.end);
    enum { NOT_LOOKED_AT, COME, DO_NOT_COME } weights = NOT_LOOKED_AT;
    while (pal_blt_skip(&blt->words)) {
        const char *at = blt->words.next;
        if (pal_blt_plain_read(&plain, &blt->words.next, &intake)) {
            PAL_TRY(pal_intake_add(&intake, PAL_BALLOT_RANKS, at));
            continue;
        }
        if (pal_blt_is_word(&blt->words, '0')) {
            blt->words.next++;
            bool is_over = pal_blt_is_line_over(&blt->words) || *blt->words.next == '"';
            return is_over ? PAL_OK : refuse(blt, blt->words.next, PAL_ERR_FORMAT_AFTER);
        }
        if (*at == '(' && weights == NOT_LOOKED_AT) {
            weights = pal_blt_names_have_weights(blt->words) ? COME : DO_NOT_COME;
        }
        PAL_TRY(*at == '(' ? read_named(blt, &intake, weights == COME) : read_weight(blt, &intake));
        PAL_TRY(read_ranks(blt, &intake.draft));
        PAL_TRY(pal_intake_add(&intake, PAL_BALLOT_RANKS, at));
    }
    return refuse(blt, blt->words.end, PAL_ERR_FORMAT_END);
}

/* --- The order of ties --- */

/* RULE docs/rules/count.md
 * > `[tie a b c]` names first the option that loses a tie first: it is `tie_order` backwards.
 */
static enum pal_err settle_tie(struct pal_blt *blt)
{
    size_t order[PAL_LIMIT_OPTIONS];
    size_t count = 0;
    for (size_t i = blt->tie_count; i > 0; i--) {
        int32_t option = blt->options[blt->tie[i - 1]];
        if (option != PAL_BLT_WITHDRAWN) {
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
        count += blt->options[i] != PAL_BLT_WITHDRAWN;
    }
    return count;
}

enum pal_err pal_format_read_blt(struct pal_text text, struct pal_question *question,
                                 struct pal_profile *profile, struct pal_where *out_where)
{
    PAL_CHECK(question->option_count == 0);
    struct pal_blt blt PAL_CLEANUP(blt_done) = {.question = question};
    PAL_TRY(pal_cursor_start(&blt.words.cursor, text, out_where));
    blt.words.next = text.bytes + blt.words.cursor.offset;
    blt.words.end = text.bytes + text.size;
    PAL_TRY(read_head(&blt));
    pal_profile_reset(profile, kept_count(&blt));
    PAL_TRY(read_ballots(&blt, profile));
    PAL_TRY(pal_blt_read_names(&blt.words, blt.options, blt.count, question));
    return blt.tie_at != NULL ? settle_tie(&blt) : PAL_OK;
}

enum pal_ballot_kind pal_format_kind_ranks(struct pal_text text)
{
    (void)text;
    return PAL_BALLOT_RANKS;
}
