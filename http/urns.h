/*
 * urns.h - the shares that keepers have given for urns that are not opened yet, in memory alone.
 *
 * A server that ends has forgotten them. They lie in memory that is locked, and are wiped as soon as
 * the urn was opened, or could not be.
 */
#ifndef PAL_HTTP_URNS_H
#define PAL_HTTP_URNS_H

#include <stdbool.h>
#include <stddef.h>

#include "audit/shares.h"
#include "base/text.h"
#include "core/polls.h"

#include "jobs.h"

struct pal_urns;
struct pal_urns *pal_urns_new(struct pal_jobs *jobs);
/* Accepts NULL. */
void pal_urns_free(struct pal_urns *urns);

/* Which of the keepers of a poll, from 0, have given theirs. */
void pal_urns_given(const struct pal_urns *urns, struct pal_poll_id poll,
                    bool out_given[PAL_SHARES]);
/* Keeps a share that was checked; the same again changes nothing. True when another keeper's is there:
 * *out_other is lent until the next call. */
bool pal_urns_keep(struct pal_urns *urns, struct pal_poll_id poll, const struct pal_share *share,
                   const struct pal_share **out_other);
/* Wipes what was given for an urn that was opened already. */
void pal_urns_forget(struct pal_urns *urns, struct pal_poll_id poll);
/* Gives the job that opens the urn with the secret that two shares made. The shares are forgotten: if the job
 * fails, or is never queued, they are to be given again. */
struct pal_job_spec pal_urns_open(struct pal_urns *urns, struct pal_poll_id poll,
                                  const struct pal_uuid *uuid, const struct pal_scalar *secret);

/* The job that writes the file anew after a secret poll was closed, counted or destroyed; a server that starts
 * takes up one that was not done. */
extern const struct pal_job_kind pal_rewrite_job;
struct pal_job_spec pal_rewrite_job_spec(struct pal_poll_id poll, const struct pal_uuid *uuid);

#endif
