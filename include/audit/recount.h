/*
 * recount.h - from a manifest, a constitution, a box and its ballots to the document of the outcome.
 *
 * What a society does after the close and what whoever doubts it does again: the same code, on what
 * is published. The order of the calls is: init, one add per ballot, finish. Every ballot is looked at
 * when it is added; whether it is the one that the log has is the caller's to check.
 */
#ifndef PAL_AUDIT_RECOUNT_H
#define PAL_AUDIT_RECOUNT_H

#include <stddef.h>
#include <stdint.h>

#include "audit/box.h"
#include "audit/manifest.h"
#include "ballots/constitution.h"
#include "ballots/decide.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

#define PAL_OUTCOME_FORMAT "palabre-outcome/1"

/* Texts that were met before share what was made of them. Private to recount.c and recount_table.c. */
struct pal_recount_slot;
struct pal_recount_table {
    struct pal_recount_slot *slots;
    size_t slot_count, taken_count;
    uint8_t key[16];
};

struct pal_recount {
    const struct pal_manifest *manifest; /* lent, as long as the recount */
    const struct pal_constitution *constitution;
    struct pal_vote *votes;
    size_t vote_count, vote_capacity;
    struct pal_box_ballot *ballots;
    size_t ballot_count, ballot_capacity;
    uint64_t voids;
    uint64_t *used; /* per college of the manifest: votes that are not void */
    struct pal_attendance *attendance;
    size_t attendance_count;
    struct pal_recount_table marks, voters; /* ballots by what they say; votes by pseudonym */
    struct pal_draft board;                 /* the ballot that the board's candidates make */
    bool has_board;
};
#define PAL_RECOUNT(name) struct pal_recount name PAL_CLEANUP(pal_recount_done) = {0}
/* The constitution is the one that the manifest names, and suits it (pal_manifest_suits). */
void pal_recount_init(struct pal_recount *recount, const struct pal_manifest *manifest,
                      const struct pal_constitution *constitution);
void pal_recount_done(struct pal_recount *recount);

/* A ballot of an open poll, in order of casting.
 * PAL_ERR_POLL_DOCUMENT   a college that is not there; somebody's second vote that is not void; marks
 *                         that are no ballot, not in their one spelling, or refused by the method */
PAL_MUST_USE enum pal_err pal_recount_add_opening(struct pal_recount *recount,
                                                  const struct pal_opening *opening);
/* A ballot of a secret poll: its college, by its place in the manifest, and what it says.
 * PAL_ERR_POLL_DOCUMENT */
PAL_MUST_USE enum pal_err pal_recount_add_opened(struct pal_recount *recount, size_t college,
                                                 struct pal_text marks);

/* Are these the marks of a ballot of that question, in their one spelling, and such as the method counts?
 * Returns what refuses them: such a ballot is spoilt. */
PAL_MUST_USE enum pal_err pal_marks_check(const struct pal_manifest *manifest,
                                          struct pal_text marks);

/* Counts what was added with what the box says, which adds up (pal_box_adds_up). opened is the hash
 * of the opened list of a secret poll, or NULL. *out_outcome is the caller's.
 * PAL_ERR_POLL_DOCUMENT   as many ballots, voids or rights as the box says: not so
 * and what pal_decide returns */
PAL_MUST_USE enum pal_err pal_recount_finish(struct pal_recount *recount, const struct pal_box *box,
                                             const struct pal_hash *opened,
                                             struct pal_json **out_outcome);

#endif
