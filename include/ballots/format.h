/*
 * format.h - ballots in files and in messages: text in, question and profile out.
 *
 * A file says the options, what the method is told (seats, budget, scale, order of ties) and the
 * ballots. Readers know no method: they are told the kind of ballots that is wanted, and what they
 * give has the form of that kind (pal_ballot_check). What is wrong is said with its place.
 */
#ifndef PAL_BALLOTS_FORMAT_H
#define PAL_BALLOTS_FORMAT_H

#include "ballots/profile.h"
#include "ballots/question.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"

struct pal_format {
    const char *name;      /* as `palabre convert --to` says it: "json" */
    const char *extension; /* ".json" */
    /* Reads a whole file of ballots, once and without a copy of it: the text may be a file that is
     * mapped. question is initialised, without options; its parameters are left alone. profile is
     * initialised, of the kind wanted, without options; the reader makes it fit the question.
     *
     * PAL_ERR_FORMAT_*, PAL_ERR_JSON_*, PAL_ERR_TEXT_*, PAL_ERR_RATIO_*   what the text itself is
     * PAL_ERR_QUESTION_*   options, seats, budget, order of ties
     * PAL_ERR_BALLOT_*     a ballot says two things, or nothing known, or of another kind
     * PAL_ERR_LIMIT_*      more than limits.h allows */
    enum pal_err (*read)(struct pal_text text, struct pal_question *question,
                         struct pal_profile *profile, struct pal_where *out_where);
    /* The kind of the ballots that a file holds, for who wants none in particular; of several, the
     * one that says most. Of a text that is not of the format, any kind. */
    enum pal_ballot_kind (*kind)(struct pal_text text);
    /* Appends the question without its parameters, and the ballots in the order of their marks, in
     * which it puts the rows; or nothing. NULL: the format is only read.
     *
     * Where the format has no fractions, every weight is multiplied by pal_format_scale, and
     * ballots of weight zero are left out.
     * PAL_ERR_FORMAT_HOLDS_*   what the format cannot say
     * PAL_ERR_LIMIT_RATIO      a number would be too long to be read again */
    enum pal_err (*write)(const struct pal_question *question, struct pal_profile *profile,
                          struct pal_buf *buf);
    bool has_fractions; /* weights are written as they are */
};

/* The format of a file of that name, by its extension, or NULL. Static storage. */
const struct pal_format *pal_format_of(struct pal_text file_name);
/* The format of that name that can be written, or NULL. Static storage. */
const struct pal_format *pal_format_named(struct pal_text name);

/* The least number that makes every weight of the profile whole: 1 when they are.
 * PAL_ERR_LIMIT_RATIO: it has more digits than any number that is read */
PAL_MUST_USE enum pal_err pal_format_scale(const struct pal_profile *profile, mpq_t out_scale);

/* palabre-ballots/1 (docs/rules/count.md). Blank ballots of different weights come out with their
 * mean weight, and spoilt ones likewise. */
PAL_MUST_USE enum pal_err pal_format_read_json(struct pal_text text, struct pal_question *question,
                                               struct pal_profile *profile,
                                               struct pal_where *out_where);
PAL_MUST_USE enum pal_err pal_format_write_json(const struct pal_question *question,
                                                struct pal_profile *profile, struct pal_buf *buf);

/* One ballot as JSON, in files and in the API: {"choice": 0}, {"approves": [0, 2]}, {"scores": [5,
 * null]}, {"points": [2, 0]}, {"ranks": [[0], [2, 1]]}, {"blank": true}; and what only tellers and
 * voters say: {"spoilt": true}, {"abstains": true}. Members of other names are not looked at.
 *
 * A ballot that names no option is blank.
 * draft is initialised and receives the ballot; without success, what is in it means nothing.
 * PAL_ERR_BALLOT_SAYS   it says nothing, or two things
 * PAL_ERR_BALLOT_KIND   it says a thing of another kind
 * PAL_ERR_BALLOT_*      as pal_ballot_check
 * PAL_ERR_JSON_TYPE     a value of the wrong type; every place is relative to the object */
PAL_MUST_USE enum pal_err pal_ballot_read_json(const struct pal_json *object,
                                               const struct pal_question *question,
                                               enum pal_ballot_kind kind, struct pal_draft *draft,
                                               struct pal_where *out_where);
PAL_MUST_USE struct pal_json *pal_ballot_json_new(const struct pal_ballot *ballot,
                                                  enum pal_ballot_kind kind);

#endif
