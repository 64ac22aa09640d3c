/*
 * cosign.h - what a log and a witness say to each other: requests for a cosignature, and answers.
 *
 * RULE docs/rules/witness.md
 * > A cosignature says that the witness has seen this checkpoint at that second, and that every
 * > checkpoint of this log that it cosigned before is its beginning.
 *
 * Formats of C2SP (tlog-cosignature, tlog-witness). All views that a reader gives are borrowed from
 * the text that it read. Pure.
 */
#ifndef PAL_AUDIT_COSIGN_H
#define PAL_AUDIT_COSIGN_H

#include <stddef.h>
#include <stdint.h>

#include "audit/note.h"
#include "audit/tree.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"

/* Bytes of a request, and of an answer: 63 hashes, and a checkpoint with all its lines. */
enum { PAL_COSIGN_PROOF_MAX = 63, PAL_COSIGN_REQUEST_SIZE = 1 << 18 };

/* A witness that cosigns: its name and its key, which stay the caller's. */
struct pal_witness {
    struct pal_text name;
    const struct pal_signing_key *key;
};

/* The witness's verification key, of type PAL_NOTE_KEY_COSIGNATURE. */
struct pal_vkey pal_witness_vkey(const struct pal_witness *witness);
/* Appends the signature line of the witness on a note's body, with its newline. seconds since 1970
 * UTC, not negative. */
void pal_cosignature_write(const struct pal_witness *witness, struct pal_text body, int64_t seconds,
                           struct pal_buf *buf);
/* Appends the first line of the answer that is a cosignature of that key on that body, with its
 * newline, and gives its second; lines of other keys are passed over.
 * PAL_ERR_NOTE_SYNTAX, PAL_ERR_TEXT_UTF8; PAL_ERR_NOTE_SIGNATURE: none is there, or one of this key
 * does not hold. */
PAL_MUST_USE enum pal_err pal_cosignature_read(struct pal_text answer, struct pal_text body,
                                               const struct pal_vkey *vkey, struct pal_buf *buf,
                                               int64_t *out_seconds);

/* The body of POST …/add-checkpoint: "I was old_size when you last cosigned; this is what I have
 * become, and the proof". */
struct pal_cosign_request {
    uint64_t old_size;
    struct pal_proof proof;
    struct pal_text note; /* the signed checkpoint */
};
void pal_cosign_request_write(const struct pal_cosign_request *request, struct pal_buf *buf);
/* PAL_ERR_PROOF_SYNTAX, PAL_ERR_LIMIT_COUNT (more than PAL_COSIGN_PROOF_MAX hashes); the note
 * itself is not looked at. */
PAL_MUST_USE enum pal_err pal_cosign_request_parse(struct pal_text body,
                                                   struct pal_cosign_request *out_request);

#endif
