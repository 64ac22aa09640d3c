/*
 * count.h - counts that tests ask for in one line.
 */
#ifndef PAL_TESTS_COUNT_H
#define PAL_TESTS_COUNT_H

#include "ballots/format.h"
#include "ballots/method.h"

/* A count with what went into it. */
struct pal_counted {
    struct pal_question question;
    struct pal_profile profile;
    struct pal_outcome outcome;
};
#define PAL_COUNTED(name) struct pal_counted name PAL_CLEANUP(pal_counted_done) = {0}
void pal_counted_done(struct pal_counted *counted);

/* Counts a palabre-ballots/1 text by the method of that id. settings are "key=value" separated by
 * spaces, or ""; "seats=N" gives the seats. What a command or a poll would be told is returned. */
PAL_MUST_USE enum pal_err pal_tests_count(const char *method, const char *settings,
                                          struct pal_text text, struct pal_counted *counted,
                                          struct pal_where *where);

/* A count of a budget and what it gives. */
struct pal_tests_funding {
    const char *name; /* of the case */
    const char *settings, *file;
    const char *funded, *tied; /* in order; among whom, tie after tie */
    const char *cost;
};
void pal_tests_funds(const char *method, const struct pal_tests_funding *row);

/* The names of the options, with spaces between them. */
void pal_tests_names(const struct pal_counted *counted, const struct pal_options *options,
                     struct pal_buf *buf);

/* The options by their place in the ranking: "A > B C > D". */
void pal_tests_ranking(const struct pal_counted *counted, struct pal_buf *buf);

#endif
