/*
 * cursor.h - what the readers of ballot files share: a place in the text, names, weights.
 *
 * A cursor looks at a text that it neither copies nor changes. Every view that it gives is lent by
 * the text, and every refusal has the line and the column of a byte of it.
 */
#ifndef PAL_BALLOTS_CURSOR_H
#define PAL_BALLOTS_CURSOR_H

#include "ballots/profile.h"
#include "ballots/question.h"
#include "base/json.h"

struct pal_cursor {
    struct pal_text text;
    size_t offset; /* of what is read next */
    struct pal_where *where;
};

/* Starts at the beginning, after a byte order mark. where receives every place and may be NULL.
 * PAL_ERR_FORMAT_SIZE, PAL_ERR_TEXT_UTF8 */
PAL_MUST_USE enum pal_err pal_cursor_start(struct pal_cursor *cursor, struct pal_text text,
                                           struct pal_where *where);
/* Says that the error is at that byte of the text, and gives it. */
PAL_MUST_USE enum pal_err pal_cursor_refuse(const struct pal_cursor *cursor, const char *at,
                                            enum pal_err err);
/* The next line without its end, which is a line feed, a carriage return or both. False: there is
 * none. */
bool pal_cursor_line(struct pal_cursor *cursor, struct pal_text *out_line);

bool pal_is_digit(char byte);
/* A space or a tab. */
bool pal_is_space(char byte);
/* The text without spaces and tabs at both ends. */
struct pal_text pal_text_strip(struct pal_text text);
/* Digits only. False: no digit, something else, or more than fits. */
bool pal_text_digits(struct pal_text text, uint64_t *out_number);

/* About how often the byte stands in the text: as often as in its beginning. */
size_t pal_text_about(struct pal_text text, char byte);

/* Names that are found by bisection: however chosen, they are found as fast. */
struct pal_names {
    struct pal_name {
        struct pal_text text; /* lent */
        int32_t index;
    } * names; /* sorted */
    size_t count, capacity;
};
#define PAL_NAMES(name) struct pal_names name PAL_CLEANUP(pal_names_done) = {0}
void pal_names_done(struct pal_names *names);
/* False, and nothing changes, when there is such a name already. */
bool pal_names_add(struct pal_names *names, struct pal_text text, int32_t index);
/* The index of a name, or -1. */
int32_t pal_names_find(const struct pal_names *names, struct pal_text text);

enum { PAL_WAITING_COUNT = 8 };

/* Ballots on their way into a profile, which has all of them when the intake is done. */
struct pal_intake {
    const struct pal_cursor *cursor;
    struct pal_profile *profile;
    struct pal_draft draft; /* the ballot that is read */
    uint64_t count;         /* so many of it, */
    mpq_t weight;           /* of each */
    bool is_one;            /* the weight is 1 */
    /* Of other weights: the common denominator of all so far, so many of which the file may hold, and
     * the ballots of each state, whose weight is in that unit. They are added at the end too. */
    mpz_t unit;
    size_t units_max;
    struct pal_weighed {
        uint64_t count;
        mpz_t units;
    } weighed[PAL_BALLOT_STATE_COUNT];
    uint64_t total; /* ballots taken in so far */
    /* Of weight 1, not yet in the sums of the profile: they are added there when the intake is done. */
    uint64_t ones[PAL_BALLOT_STATE_COUNT];
    uint32_t one; /* the index of weight 1, once has_one */
    bool has_one;
    /* The last ballots that were added are put in their rows when others are, or at the end. */
    struct pal_waiting {
        struct pal_draft draft;
        struct pal_profile_entry entry;
    } waiting[PAL_WAITING_COUNT];
    size_t turn; /* whose place the next one takes, modulo that count */
};
#define PAL_INTAKE(name, cursor, profile)                \
    struct pal_intake name PAL_CLEANUP(pal_intake_done); \
    pal_intake_init(&(name), (cursor), (profile))
void pal_intake_init(struct pal_intake *intake, const struct pal_cursor *cursor,
                     struct pal_profile *profile);
void pal_intake_done(struct pal_intake *intake);
/* So many ballots of weight 1, no more than 2^53. */
void pal_intake_count(struct pal_intake *intake, uint64_t count);
/* So many ballots of weight 1: what a whole number says. More than can be counted one by one, or
 * a fraction, is one ballot of that weight.
 * PAL_ERR_FORMAT_WEIGHT, PAL_ERR_RATIO_ZERO_DENOMINATOR, PAL_ERR_LIMIT_RATIO */
PAL_MUST_USE enum pal_err pal_intake_weigh(struct pal_intake *intake, struct pal_text text);
/* Puts the draft, a ballot of that kind that stands at that byte, in the profile. One that names no
 * option is blank. The marks are known to be of the options of the question.
 *
 * PAL_ERR_BALLOT_KIND   the profile is of another kind
 * PAL_ERR_LIMIT_COUNT   more ballots than a double-precision reader of the file could count
 * PAL_ERR_LIMIT_WEIGHTS the weights have too large a common denominator, by itself or for so many */
PAL_MUST_USE enum pal_err pal_intake_add(struct pal_intake *intake, enum pal_ballot_kind kind,
                                         const char *at);
/* Puts the draft in the profile as it is.
 * PAL_ERR_LIMIT_COUNT     the total is now more than 2^53
 * PAL_ERR_LIMIT_WEIGHTS   the weights have too large a common denominator, by itself or for so many */
PAL_MUST_USE enum pal_err pal_intake_put(struct pal_intake *intake);

#endif
