/*
 * rehearsal.h - another society, made from one that lives, in which its next assemblies can be tried.
 */
#ifndef PAL_CORE_REHEARSAL_H
#define PAL_CORE_REHEARSAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "core/members.h"

struct pal_store;

/* The name of the log of every rehearsal, and of no other society. */
#define PAL_REHEARSAL_LOG "rehearsal.invalid/log"
bool pal_society_is_rehearsal(const struct pal_store *store);

struct pal_rehearsed {
    struct pal_person_id administrator; /* of the rehearsal: who is given its first link */
    size_t members, assemblies, resolutions;
};

/* Founds a rehearsal of a society in an empty store, whose clock reads *clock_us: it is moved back,
 * so that every notice has its days, and stands at now_us in the end. docs/rules/rehearsal.md says
 * what is taken over. PAL_ERR_STATE (the society is a rehearsal itself, or the store is not empty) */
PAL_MUST_USE enum pal_err pal_rehearsal_make(struct pal_store *society, struct pal_store *rehearsal,
                                             int64_t *clock_us, int64_t now_us,
                                             struct pal_rehearsed *out);

#endif
