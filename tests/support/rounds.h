/*
 * rounds.h - counts by rounds, compared with what is known of them, in short.
 */
#ifndef PAL_TESTS_ROUNDS_H
#define PAL_TESTS_ROUNDS_H

#include "ballots/method.h"

/* A count of a palabre-ballots/1 text and what it gives. */
struct pal_tests_row {
    const char *name; /* of the case */
    const char *settings, *file;
    const char *elected; /* "A B" */
    const char *rounds;  /* "A5 B3 x1 +A -B; A4 ...": totals, exhausted, elected, excluded */
    const char *ties;    /* "exclude A B by order; transfer C D by earlier" */
    const char *ranking; /* "A > B C > D" */
};
void pal_tests_count_row(const char *method, const struct pal_tests_row *row);

/* The reasons of the outcome are these, and no other; NULL comes after the last. */
void pal_tests_sentences(const struct pal_outcome *outcome, const char *const *sentences);

/* What a college whose ballots are in the file decides, and by how many options. */
void pal_tests_decision(const char *method, const char *file, enum pal_decides what,
                        size_t options);

#endif
