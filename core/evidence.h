/*
 * evidence.h - the ballots of a closed poll as they are counted, each held against the log.
 */
#ifndef PAL_CORE_EVIDENCE_H
#define PAL_CORE_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

#include "ballots/decide.h"
#include "base/attr.h"
#include "base/err.h"

#include "manifest.h"

/* Identical ballots share their marks, so that a million of them take little room. */
struct pal_evidence_marks;

struct pal_evidence {
    struct pal_vote *votes;
    size_t vote_count, vote_capacity;
    struct pal_box_ballot *ballots;
    size_t ballot_count, ballot_capacity;
    uint64_t voids;
    struct pal_evidence_marks *marks; /* private: what the ballots point to */
    size_t slot_count, marks_count;
};
#define PAL_EVIDENCE(name) struct pal_evidence name PAL_CLEANUP(pal_evidence_done) = {0}
void pal_evidence_done(struct pal_evidence *evidence);

/* Reads every ballot of a closed poll and every entry from its creation to its close. Each ballot has
 * its entry, each entry its ballot, and the opening and the close name this manifest and this box.
 * PAL_ERR_LOG_BROKEN when not. */
PAL_MUST_USE enum pal_err pal_evidence_read(struct pal_store *store, const struct pal_poll *poll,
                                            const struct pal_manifest *manifest,
                                            const struct pal_constitution *constitution,
                                            struct pal_evidence *out);
/* Appends the votes of blank proxies; they have no ballot. */
void pal_evidence_add_blank_proxies(struct pal_evidence *evidence, size_t college, uint64_t count);

#endif
