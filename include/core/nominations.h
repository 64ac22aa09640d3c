/*
 * nominations.h - in an election without candidates: whom members name, and who refuses.
 *
 * Each member names one; all stand in the log under pseudonyms of the resolution. The poll has for its
 * options those who were named and do not refuse. docs/rules/procedures.md has the rules.
 */
#ifndef PAL_CORE_NOMINATIONS_H
#define PAL_CORE_NOMINATIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/entry.h"
#include "base/attr.h"
#include "base/err.h"
#include "core/members.h"
#include "core/resolutions.h"

struct pal_store;

/* May this member name one now? The refusals of pal_nomination_make that are not of the nominee. */
PAL_MUST_USE enum pal_err pal_nomination_may_be_made(struct pal_store *store,
                                                     struct pal_resolution_id resolution,
                                                     struct pal_member_id nominator);
/* Names a member in the place of whom they named before; or nobody any more (nominee is 0). The same
 * again changes nothing.
 * PAL_ERR_PROCEDURE_OTHER (not such an election), PAL_ERR_STATE (its poll is drafted or called, or its
 * debate closed), PAL_ERR_MEMBER_NOT_ADMITTED (either), PAL_ERR_MEMBER_COLLEGE, PAL_ERR_LIMIT_COUNT */
PAL_MUST_USE enum pal_err pal_nomination_make(struct pal_store *store,
                                              struct pal_resolution_id resolution,
                                              struct pal_member_id nominator,
                                              struct pal_member_id nominee);
/* A member would not be elected, or would after all. As above. */
PAL_MUST_USE enum pal_err pal_nomination_refuse(struct pal_store *store,
                                                struct pal_resolution_id resolution,
                                                struct pal_member_id nominee, bool value);

/* Can members be named now: PAL_OK, PAL_ERR_PROCEDURE_OTHER, PAL_ERR_STATE */
PAL_MUST_USE enum pal_err pal_nominations_are_open(struct pal_store *store,
                                                   const struct pal_resolution *resolution);

struct pal_nominee {
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    struct pal_member_id member; /* 0: erased */
    int64_t named;               /* by how many */
    bool is_refused;
};
/* Those who were named, by pseudonym: an order that says nothing. */
PAL_MUST_USE enum pal_err pal_nominees_walk(
    struct pal_store *store, struct pal_resolution_id resolution,
    enum pal_err (*visit)(void *context, const struct pal_nominee *nominee), void *context);
/* Whom a member names; 0: nobody. */
PAL_MUST_USE enum pal_err pal_nomination_read(struct pal_store *store,
                                              const struct pal_resolution *resolution,
                                              struct pal_member_id nominator,
                                              struct pal_member_id *out_nominee);

#endif
