/*
 * roll.h - who may vote in this poll, in which college, and who has.
 *
 * Frozen at the opening; one right, one use, whatever the channel. Private: what is published is
 * its size, its counts by college, and the root over its lines.
 */
#ifndef PAL_CORE_ROLL_H
#define PAL_CORE_ROLL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/rules.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/members.h"
#include "core/polls.h"

struct pal_store;

struct pal_roll_line {
    int64_t rank;
    struct pal_member_id member;
    struct pal_uuid member_uuid;
    struct pal_text number, name, college; /* college empty where nobody weighs votes */
    bool is_used;
    bool is_hidden;           /* a secret poll that is open does not say whether */
    enum pal_channel channel; /* by which it was used */
};
/* One line; its texts are lent until visit returns. PAL_ERR_ROLL_ABSENT */
PAL_MUST_USE enum pal_err pal_roll_find(
    struct pal_store *store, struct pal_poll_id poll, struct pal_member_id member,
    enum pal_err (*visit)(void *context, const struct pal_roll_line *line), void *context);
/* In the order of rank, which says nothing of anybody, above a rank. */
struct pal_roll_query {
    struct pal_poll_id poll;
    int64_t after_rank;
    size_t limit;
};
PAL_MUST_USE enum pal_err pal_roll_walk(struct pal_store *store, const struct pal_roll_query *query,
                                        enum pal_err (*visit)(void *context,
                                                              const struct pal_roll_line *line),
                                        void *context);

/* The leaves of the roll in the order of rank, as its root has them. PAL_ERR_LOG_BROKEN where the key
 * of somebody who was on it is destroyed: nobody can make the leaf again. */
PAL_MUST_USE enum pal_err pal_roll_leaves(
    struct pal_store *store, struct pal_poll_id poll, const struct pal_uuid *poll_uuid,
    enum pal_err (*visit)(void *context, const struct pal_hash *leaf), void *context);

/* The marks of the register in order of rank (audit/mark.h), to be published from the close on.
 * PAL_ERR_LOG_BROKEN (a key was destroyed) */
PAL_MUST_USE enum pal_err pal_roll_marks(
    struct pal_store *store, struct pal_poll_id poll, const struct pal_uuid *poll_uuid,
    enum pal_err (*visit)(void *context, const struct pal_hash *mark), void *context);

/* What shows one elector that they stand in the roll, and how they are marked (docs/rules/secret.md). */
struct pal_roll_proof {
    int64_t rank;
    struct pal_buf line;
    uint8_t salt[32];
    uint8_t mark_salt[32];
    bool is_used;
};
#define PAL_ROLL_PROOF(name) struct pal_roll_proof name PAL_CLEANUP(pal_roll_proof_done) = {0}
void pal_roll_proof_done(struct pal_roll_proof *proof);
/* PAL_ERR_ROLL_ABSENT, PAL_ERR_LOG_BROKEN (the key was destroyed) */
PAL_MUST_USE enum pal_err pal_roll_prove(struct pal_store *store, struct pal_poll_id poll,
                                         struct pal_member_id member, struct pal_roll_proof *out);

#endif
