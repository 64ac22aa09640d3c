/*
 * bodies.h - what the literature asks of a method that fills several seats.
 */
#ifndef PAL_TESTS_BODIES_H
#define PAL_TESTS_BODIES_H

#include "criteria.h"

/* Ended by a NULL title. Worlds of choices are elections of lists, worlds of approvals those of
 * committees. */
extern const struct pal_criterion pal_body_criteria[];

#endif
