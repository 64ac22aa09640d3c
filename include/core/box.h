/*
 * box.h - the ballot box of one open poll: ballots go in, none comes out before the close.
 *
 * A cast is a ballot, its mark on the roll and its commitment in the log, or nothing. At this level
 * (open) a ballot keeps whose right it used: the openings are published after the close, by name or
 * by pseudonym as the constitution says.
 */
#ifndef PAL_CORE_BOX_H
#define PAL_CORE_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/box.h"
#include "ballots/rules.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/polls.h"
#include "core/sessions.h"

struct pal_store;

struct pal_cast {
    struct pal_poll_id poll;
    struct pal_member_id member;   /* whose right is used */
    struct pal_person_id person;   /* who uses it: acts for the member, or for the holder */
    const struct pal_json *ballot; /* {"choice": 0}, {"approves": […]}, …, {"blank": true} */
    const struct pal_hash *text;   /* of the resolution's text as the voter read it; or NULL */
};
struct pal_cast_receipt {
    struct pal_hash commitment;
    int64_t entry;
    enum pal_channel channel;
};
/* Casts live: remotely, in the room, or by proxy, as the person stands.
 *
 * PAL_ERR_POLL_NOT_OPEN    before the opening, or void
 * PAL_ERR_POLL_CLOSED      from closes_us on, or closed
 * PAL_ERR_ROLL_ABSENT, PAL_ERR_ROLL_VOTED
 * PAL_ERR_ROLL_NOT_HELD    the person neither acts for the member nor for the holder of their proxy
 * PAL_ERR_PROXY_SUSPENDED  by proxy, and the principal is in the room
 * PAL_ERR_BALLOT_*         what the method says; a spoilt ballot is refused
 * PAL_ERR_BALLOT_TEXT      the text has another hash than the one that is voted */
PAL_MUST_USE enum pal_err pal_box_cast(struct pal_store *store, const struct pal_cast *cast,
                                       struct pal_where *out_where, struct pal_cast_receipt *out);

/* The ballots as they are published after the close (docs/rules/polls.md).
 * PAL_ERR_POLL_NOT_COUNTED before the close, and of a poll that is void. Above an entry, in order;
 * lent until visit returns. */
struct pal_openings_query {
    struct pal_poll_id poll;
    int64_t after_entry;
    size_t limit;
};
PAL_MUST_USE enum pal_err pal_box_openings(
    struct pal_store *store, const struct pal_openings_query *query,
    enum pal_err (*visit)(void *context, const struct pal_opening *opening), void *context);

#endif
