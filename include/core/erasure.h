/*
 * erasure.h - the erasure of a member who left: nothing of who they are stays, every record holds.
 */
#ifndef PAL_CORE_ERASURE_H
#define PAL_CORE_ERASURE_H

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/members.h"

struct pal_store;

/* Destroys the keys, the name, the number and the contacts of a member, and of the person whom they are;
 * what they said, how they voted and that they were there stays, under pseudonyms. Once the turn is
 * committed nothing of it is in the database. Says in the log that somebody was erased.
 * PAL_ERR_STATE (they have not left, or were erased already), PAL_ERR_ERASURE_POLL (a poll that they
 * had a part in is not over), PAL_ERR_ERASURE_ACTS (an office, or another member to act for),
 * PAL_ERR_TEXT_*, PAL_ERR_LIMIT_TEXT at /ground */
PAL_MUST_USE enum pal_err pal_member_erase(struct pal_store *store, struct pal_member_id member,
                                           struct pal_text ground, struct pal_where *out_where);

/* Forgets on which ground somebody was erased before that instant. In a transaction. */
PAL_MUST_USE enum pal_err pal_erasure_grounds_expire(struct pal_store *store, int64_t until_us,
                                                     int64_t *out_count);

#endif
