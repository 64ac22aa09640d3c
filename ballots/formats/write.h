/*
 * write.h - what the writers of ballot files share: what a format cannot hold, and weights that
 * are whole numbers.
 */
#ifndef PAL_BALLOTS_WRITE_H
#define PAL_BALLOTS_WRITE_H

#include "ballots/format.h"

/* Are ties settled in the order of the options? */
bool pal_format_is_natural(const struct pal_question *question);

/* Can a format without budgets, spoilt ballots and abstentions hold this?
 * PAL_ERR_FORMAT_HOLDS_BUDGET, PAL_ERR_FORMAT_HOLDS_STATE */
PAL_MUST_USE enum pal_err pal_format_holds_plain(const struct pal_question *question,
                                                 const struct pal_profile *profile);

/* How a format without fractions says the ballots: calls write for each row, and for the blank
 * ballots with a row without marks, with the number that stands for them; those of weight zero are
 * left out.
 * PAL_ERR_LIMIT_RATIO: a number outgrows what would be read; what write says */
struct pal_whole {
    const struct pal_question *question;
    const struct pal_profile *profile;
    struct pal_buf *buf;
    enum pal_err (*write)(const struct pal_whole *whole, const struct pal_ballot *ballot);
};
PAL_MUST_USE enum pal_err pal_format_write_whole(const struct pal_whole *whole, char after);

#endif
