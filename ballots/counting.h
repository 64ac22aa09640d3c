/*
 * counting.h - what the files that make a decision share: the case at hand, and its steps.
 */
#ifndef PAL_BALLOTS_COUNTING_H
#define PAL_BALLOTS_COUNTING_H

#include "ballots/decide.h"

struct pal_counting {
    const struct pal_constitution *constitution;
    const struct pal_decide_spec *spec;
    const struct pal_method *method;
    enum pal_ballot_kind kind;
    const struct pal_class *class;
    bool is_motion;
    /* The colleges that take part: all of those in the result, or the one that votes alone. */
    size_t first, count;
    struct pal_profile *profiles; /* of other polls: one per college of the result */
    struct pal_result *out;
};

/* The options of a motion. */
enum { PAL_MOTION_FOR, PAL_MOTION_AGAINST, PAL_MOTION_ABSTAIN, PAL_MOTION_OPTIONS };

/* Appends a step to the explanation and lends it, to be given its figures. */
struct pal_json *pal_counting_step(struct pal_result *result, const char *step, const char *code);
/* A count of people in a step. */
void pal_counting_figure(struct pal_json *step, const char *name, uint64_t value);

/* roll.c of this layer: from votes and ballots to tallies, and to profiles where it is no motion.
 * PAL_ERR_ROLL_COUNTS, PAL_ERR_CONSTITUTION_UNKNOWN */
PAL_MUST_USE enum pal_err pal_counting_roll(struct pal_counting *counting,
                                            struct pal_where *out_where);
/* resolve.c: weights, transfer and majority of a motion. */
void pal_counting_motion(struct pal_counting *counting);
/* elect.c: weights, transfer and method of any other poll. */
void pal_counting_choice(struct pal_counting *counting);
/* seating.c: who takes the seats, where the question states more than the method is told. */
void pal_counting_seats(struct pal_counting *counting);
/* Weights of the colleges into the result; says whether heads are counted, and why. */
void pal_counting_weights(struct pal_counting *counting);

#endif
