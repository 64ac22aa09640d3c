/*
 * receipt.h - what a voter takes home from a secret poll: a signed note that their sealed ballot is
 * in the urn.
 *
 * It names the ballot by its hash and says neither who, nor when, nor what.
 */
#ifndef PAL_AUDIT_RECEIPT_H
#define PAL_AUDIT_RECEIPT_H

#include <stddef.h>
#include <stdint.h>

#include "audit/note.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"

/* Texts are lent by whoever made it, or by the text that was read. */
struct pal_receipt {
    struct pal_text origin; /* the name of the log */
    struct pal_text poll;   /* its identifier; compare it with the poll that is meant */
    struct pal_hash ctx;    /* the hash of the poll's manifest */
    struct pal_hash ballot; /* pal_urn_hash */
};

/* The key of the receipts of a log, made from the seed of the log; the caller ends it with
 * pal_signing_key_done. */
void pal_receipt_key_init(struct pal_signing_key *key, const uint8_t log_seed[PAL_SEED_SIZE]);
/* Appends the name of that key: HOST/receipt for the log HOST/path. */
void pal_receipt_key_name(struct pal_text origin, struct pal_buf *buf);

/* Appends the signed note. */
void pal_receipt_sign(const struct pal_receipt *receipt, const struct pal_signing_key *key,
                      struct pal_buf *buf);
/* Reads it and verifies its signature by that key, which must bear the name that the origin on the
 * receipt gives.
 *
 * PAL_ERR_RECEIPT_SYNTAX   not a receipt, or not whole
 * PAL_ERR_NOTE_SIGNATURE   not signed by that key, or the signature does not hold */
PAL_MUST_USE enum pal_err pal_receipt_read(struct pal_text text, const struct pal_vkey *key,
                                           struct pal_receipt *out_receipt);

#endif
