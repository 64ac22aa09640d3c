/*
 * secret_poll.h - a society on a disk with a secret poll, its keepers, and voters who seal.
 *
 * The file "called" of the folder has the society up to the call of the poll: whoever plays copies
 * it. The keepers' keys never are in any file.
 */
#ifndef PAL_TESTS_SECRET_POLL_H
#define PAL_TESTS_SECRET_POLL_H

#include <stddef.h>
#include <stdint.h>

#include "audit/urn.h"
#include "core/keepers.h"
#include "core/members.h"
#include "core/polls.h"
#include "core/sealed.h"
#include "core/store.h"
#include "core/tally.h"

#include "folder.h"

enum { PAL_SECRET_VOTERS_MAX = 300 };

struct pal_secret_poll {
    struct pal_folder folder;
    int64_t now_us; /* when the poll can open; it lasts an hour */
    size_t voters;
    struct pal_poll_id poll;
    struct pal_hash text;
    struct pal_member_id members[PAL_SECRET_VOTERS_MAX];
    struct pal_person_id people[PAL_SECRET_VOTERS_MAX];
    struct pal_letter_key keepers[PAL_KEEPERS];
};
#define PAL_SECRET_POLL_HOUR_US INT64_C(3600000000)

/* Founds it with so many voters, of whom the first three keep the urn. */
void pal_secret_poll_make(struct pal_secret_poll *made, size_t voters);
void pal_secret_poll_done(struct pal_secret_poll *made);

/* Copies the file "called" to the file "copy", with its anchor. */
void pal_secret_poll_copy(const struct pal_secret_poll *made);
/* Opens the file "copy" to write, at the time *now_us. */
PAL_MUST_USE struct pal_store *pal_secret_poll_open_new(const struct pal_secret_poll *made,
                                                        int64_t *now_us);

/* What a voter's browser seals: the caller has the tracker and appends the sealed ballot. */
void pal_secret_poll_seal(const struct pal_secret_poll *made, struct pal_store *store, size_t voter,
                          const struct pal_urn_ballot *says, struct pal_buf *out_sealed);
/* Casts it in the voter's own name. */
PAL_MUST_USE enum pal_err pal_secret_poll_cast(const struct pal_secret_poll *made,
                                               struct pal_store *store, size_t voter,
                                               struct pal_text sealed,
                                               struct pal_sealed_receipt *out_receipt);
/* The secret of the urn, of the shares of two keepers, from 0. */
PAL_MUST_USE enum pal_err pal_secret_poll_combine(const struct pal_secret_poll *made,
                                                  struct pal_store *store, size_t a, size_t b,
                                                  struct pal_scalar *out_secret);
/* Opens and counts what is closed, with the first and the last keeper. */
PAL_MUST_USE enum pal_err pal_secret_poll_count(const struct pal_secret_poll *made,
                                                struct pal_store *store);
/* Writes the file anew, as a worker does beside the store. */
PAL_MUST_USE enum pal_err pal_secret_poll_rewrite(struct pal_store *store);

/* The row of a mark as SQLite's file format has it: of poll, member, channel remote, and no holder. */
void pal_secret_poll_mark_row(struct pal_poll_id poll, struct pal_member_id member,
                              struct pal_buf *row);

#endif
