/*
 * urn.h - sealed ballots: their form, their hash, how they are sealed and opened.
 *
 * A sealed ballot is what a browser sends at the secret level: a point, and the ballot under a key
 * that only the voter and the secret of the urn can make. It is bound to its poll (ctx, the hash of
 * the manifest) and to its college: elsewhere it does not open. All those of a poll have one size.
 * Pure: nothing here knows who voted.
 */
#ifndef PAL_AUDIT_URN_H
#define PAL_AUDIT_URN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/ballot.h"
#include "ballots/question.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/group.h"
#include "base/text.h"

enum {
    PAL_URN_HEADER = 56,      /* bytes of a plain ballot before its marks */
    PAL_URN_EXTRA = 48,       /* a sealed ballot has so many bytes more than a plain one */
    PAL_URN_SIZE_MAX = 16384, /* of a plain ballot */
};

/* What binds the ballots of one poll: the hash of its manifest, the key of its urn, the size of a
 * plain ballot. Sealed ballots have size + PAL_URN_EXTRA bytes. */
struct pal_urn {
    struct pal_hash ctx;
    struct pal_point key;
    size_t size;
};

/* Is it one of the sizes that a plain ballot may have? */
bool pal_urn_is_size(size_t size);
/* How many bytes the longest ballot of that kind has, as compact JSON: docs/rules/urn.md. */
size_t pal_urn_longest(const struct pal_question *question, enum pal_ballot_kind kind);
/* The least size of a plain ballot that holds it. PAL_ERR_URN_LONGEST */
PAL_MUST_USE enum pal_err pal_urn_size_for(const struct pal_question *question,
                                           enum pal_ballot_kind kind, size_t *out_size);

/* --- Trackers and references --- */

/* By which a voter finds their ballot in the list of those opened: 80 bits that their browser draws
 * and a number that they choose. */
enum { PAL_CODE_BYTES = 10, PAL_CODE_SIZE = 19, PAL_TRACKER_SIZE = 24, PAL_PIN_MAX = 9999 };
struct pal_tracker {
    uint8_t bytes[PAL_CODE_BYTES];
    uint16_t pin; /* at most PAL_PIN_MAX */
};
/* Writes 80 bits as WEWR-MKD3-3897-TJYY and a NUL; the reference of a sealed ballot is that of the
 * first 80 bits of its hash. */
void pal_code_write(const uint8_t bytes[PAL_CODE_BYTES], char out_text[PAL_CODE_SIZE + 1]);
/* As people copy it: in lower case too, o for 0, i and l for 1. PAL_ERR_TRACKER */
PAL_MUST_USE enum pal_err pal_code_parse(struct pal_text text, uint8_t out_bytes[PAL_CODE_BYTES]);
/* Writes WEWR-MKD3-3897-TJYY-0420 and a NUL. */
void pal_tracker_write(const struct pal_tracker *tracker, char out_text[PAL_TRACKER_SIZE + 1]);
/* As people copy it. PAL_ERR_TRACKER */
PAL_MUST_USE enum pal_err pal_tracker_parse(struct pal_text text, struct pal_tracker *out_tracker);

/* --- Sealing --- */

/* What a voter says. */
struct pal_urn_ballot {
    uint16_t college; /* its place in the manifest's colleges, from 0 */
    struct pal_tracker tracker;
    struct pal_text marks; /* the ballot as compact JSON with sorted members */
};
/* Appends the sealed ballot. random is drawn for this ballot alone, with pal_scalar_random. marks
 * fit into the size of the urn: the caller's to check. */
void pal_urn_seal(const struct pal_urn *urn, const struct pal_urn_ballot *ballot,
                  const struct pal_scalar *random, struct pal_buf *out_sealed);

/* What can be said of a sealed ballot before the urn is opened: all that a cast may look at.
 * PAL_ERR_URN_SIZE      not of the size of this poll
 * PAL_ERR_GROUP_POINT   its first 32 bytes are no point, or the neutral one */
PAL_MUST_USE enum pal_err pal_urn_check(const struct pal_urn *urn, struct pal_text sealed);
/* By which a sealed ballot is known: in the urn, on the receipt, in the root of the urn. */
struct pal_hash pal_urn_hash(const struct pal_urn *urn, uint16_t college, struct pal_text sealed);
/* The Merkle root over the hashes of a poll, which stand sorted as bytes: the caller's to do. */
struct pal_hash pal_urn_root(const struct pal_hash *sorted, size_t count);

/* --- Opening --- */

enum pal_opened_state {
    PAL_OPENED_READ,      /* marks are there; what they say is the method's to judge */
    PAL_OPENED_SIZE,      /* not of the size of this poll */
    PAL_OPENED_POINT,     /* no point, or the neutral one */
    PAL_OPENED_SEAL,      /* does not open: changed, or sealed for another urn, poll or college */
    PAL_OPENED_FORM,      /* opens, and is no plain ballot */
    PAL_OPENED_ELSEWHERE, /* opens, and names another poll or college within */
};
/* An opened ballot. Whatever a sealed ballot holds, opening it ends in one of these states: all but
 * the first are spoilt ballots. */
struct pal_opened {
    enum pal_opened_state state;
    bool has_tracker; /* it opens, begins as a plain ballot does, and its pin is a pin */
    struct pal_tracker tracker;
    struct pal_text marks; /* only when read; within plain */
    struct pal_buf plain;
};
/* A local one, empty, wiped when its scope ends. */
#define PAL_OPENED(name) struct pal_opened name PAL_CLEANUP(pal_opened_done) = {0}
void pal_opened_done(struct pal_opened *opened);

/* Opens one ballot with the secret of the urn; opened is empty or from an earlier opening. */
void pal_urn_open(const struct pal_urn *urn, uint16_t college, struct pal_text sealed,
                  const struct pal_scalar *secret, struct pal_opened *opened);

/* --- One opening that others can check --- */

/* Shows to whoever doubts how one ballot was opened the point that opens it and no other, with a
 * proof that it was made with the secret of the urn. */
enum { PAL_URN_PROOF_SIZE = 96 };
struct pal_urn_proof {
    struct pal_point shared;
    struct pal_scalar challenge, response;
};
/* PAL_ERR_URN_SIZE, PAL_ERR_GROUP_POINT */
PAL_MUST_USE enum pal_err pal_urn_prove(const struct pal_urn *urn, struct pal_text sealed,
                                        const struct pal_scalar *secret,
                                        struct pal_urn_proof *out_proof);
/* PAL_ERR_URN_SIZE, PAL_ERR_GROUP_POINT, PAL_ERR_URN_PROOF */
PAL_MUST_USE enum pal_err pal_urn_proof_check(const struct pal_urn *urn, struct pal_text sealed,
                                              const struct pal_urn_proof *proof);
void pal_urn_proof_write(const struct pal_urn_proof *proof, uint8_t out_bytes[PAL_URN_PROOF_SIZE]);
/* PAL_ERR_GROUP_POINT, PAL_ERR_GROUP_SCALAR */
PAL_MUST_USE enum pal_err pal_urn_proof_parse(const uint8_t bytes[PAL_URN_PROOF_SIZE],
                                              struct pal_urn_proof *out_proof);
/* The document that shows one to whoever doubts: docs/rules/secret.md. */
#define PAL_OPENING_FORMAT "palabre-opening/1"
/* As pal_urn_open, with the point of a proof that was checked in place of the secret. */
void pal_urn_open_shown(const struct pal_urn *urn, uint16_t college, struct pal_text sealed,
                        const struct pal_point *shared, struct pal_opened *opened);

#endif
