/*
 * question.h - what is put to the vote: the options, the seats, and what the method is told.
 *
 * Options have an index, from 0, and a name that no other has. tie_order is always a permutation of
 * them: the order, best first, in which what nothing else separates is settled. A question knows
 * nothing of ballots nor of who votes.
 */
#ifndef PAL_BALLOTS_QUESTION_H
#define PAL_BALLOTS_QUESTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/ratio.h"
#include "base/text.h"

/* A parameter of a counting method, as text: "threshold" and "2/3". */
struct pal_parameter {
    char *name;
    char *value;
};

struct pal_question {
    char **names; /* of the options, terminated, in normal form C */
    size_t option_count;
    size_t *tie_order; /* option_count indexes, best first */
    size_t seat_count; /* at least 1 */
    int32_t scale;     /* scores and grades go from 0 (worst) to it; 0 when there are none */
    size_t max_length; /* how many options a ballot may name; 0: nobody says */
    bool has_budget;
    mpq_t budget;
    mpq_t *costs; /* one per option, or NULL */
    struct pal_parameter *parameters;
    size_t parameter_count;
};

/* A local question without options, one seat, that dies with its scope. */
#define PAL_QUESTION(name)                                   \
    struct pal_question name PAL_CLEANUP(pal_question_done); \
    pal_question_init(&(name))

void pal_question_init(struct pal_question *question);
void pal_question_done(struct pal_question *question);
/* A deep copy into out_question, which is not initialised yet. */
void pal_question_copy(const struct pal_question *question, struct pal_question *out_question);

/* Adds an option, last in tie_order too. The name is copied in normal form C.
 *
 * PAL_ERR_TEXT_*                  not UTF-8, empty, or with control characters
 * PAL_ERR_LIMIT_TEXT              longer than PAL_LIMIT_NAME bytes
 * PAL_ERR_LIMIT_COUNT             one option more than PAL_LIMIT_OPTIONS
 * PAL_ERR_QUESTION_OPTION_NAMES   there is one of that name */
PAL_MUST_USE enum pal_err pal_question_add_option(struct pal_question *question,
                                                  struct pal_text name);
/* The index of the option of that name, or option_count. */
size_t pal_question_find(const struct pal_question *question, struct pal_text name);

/* 1 to PAL_LIMIT_SEATS: PAL_ERR_QUESTION_SEATS. */
PAL_MUST_USE enum pal_err pal_question_set_seats(struct pal_question *question, int64_t seats);
/* Every option once, best first: PAL_ERR_QUESTION_TIE_ORDER. Called after the last add_option. */
PAL_MUST_USE enum pal_err pal_question_set_tie_order(struct pal_question *question,
                                                     const size_t *order, size_t count);
/* Not negative: PAL_ERR_QUESTION_BUDGET. The costs of all options are zero until they are set. */
PAL_MUST_USE enum pal_err pal_question_set_budget(struct pal_question *question, mpq_srcptr budget);
PAL_MUST_USE enum pal_err pal_question_set_cost(struct pal_question *question, size_t option,
                                                mpq_srcptr cost);

/* Says a parameter; method.h judges it. PAL_ERR_METHOD_PARAMETER when it was said already. */
PAL_MUST_USE enum pal_err pal_question_set_parameter(struct pal_question *question,
                                                     struct pal_text name, struct pal_text value);
/* Its value, lent, or NULL when it was not said and has no default. */
const char *pal_question_parameter(const struct pal_question *question, const char *name);

#endif
