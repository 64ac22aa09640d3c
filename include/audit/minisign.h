/*
 * minisign.h - the signature beside a record, as Debian's minisign writes and reads it.
 *
 * RULE docs/rules/record.md
 * > The signature is Ed25519 over the BLAKE2b-512 of the file, and a second one over the first and
 * > the trusted comment.
 *
 * A record is signed by a key of its own, made from the seed of the log's key: pal_record_key_init.
 */
#ifndef PAL_AUDIT_MINISIGN_H
#define PAL_AUDIT_MINISIGN_H

#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"

enum {
    PAL_MINISIGN_NUMBER_SIZE = 8,
    PAL_MINISIGN_COMMENT_SIZE = 1024, /* bytes of a comment that is read */
};

struct pal_minisign_key {
    uint8_t number[PAL_MINISIGN_NUMBER_SIZE];
    uint8_t public_key[PAL_PUBLIC_KEY_SIZE];
};

/* The key that signs the records of the log whose key has that seed. */
void pal_record_key_init(struct pal_signing_key *key, const uint8_t log_seed[PAL_SEED_SIZE]);
/* Its public half, with its number. */
struct pal_minisign_key pal_minisign_key_of(const uint8_t public_key[PAL_PUBLIC_KEY_SIZE]);

/* The key as one word, base64 of 42 bytes: what entries announce and `minisign -P` takes. */
void pal_minisign_key_write(const struct pal_minisign_key *key, struct pal_buf *buf);
/* Any number goes with any key: keys of others are read too. PAL_ERR_MINISIGN_SYNTAX */
PAL_MUST_USE enum pal_err pal_minisign_key_parse(struct pal_text text,
                                                 struct pal_minisign_key *out_key);
/* The file of two lines that `minisign -p` reads. PAL_ERR_MINISIGN_SYNTAX */
void pal_minisign_file_write(const struct pal_minisign_key *key, struct pal_buf *buf);
PAL_MUST_USE enum pal_err pal_minisign_file_parse(struct pal_text text,
                                                  struct pal_minisign_key *out_key);

/* Appends the signature of a file of that BLAKE2b-512. The comment is one line without control characters,
 * at most PAL_MINISIGN_COMMENT_SIZE bytes; everybody sees it and it is signed. */
void pal_minisign_sign(const struct pal_signing_key *key, const uint8_t hash[PAL_LONG_HASH_SIZE],
                       struct pal_text comment, struct pal_buf *buf);

struct pal_minisign {
    uint8_t number[PAL_MINISIGN_NUMBER_SIZE]; /* of the key */
    uint8_t signature[PAL_SIGNATURE_SIZE];    /* of the file's hash */
    uint8_t whole[PAL_SIGNATURE_SIZE];        /* of that and the comment */
    struct pal_text comment;                  /* lent by the text that was read */
};
/* Four lines, of a file that was hashed before it was signed. PAL_ERR_MINISIGN_SYNTAX */
PAL_MUST_USE enum pal_err pal_minisign_parse(struct pal_text text, struct pal_minisign *out);
/* Do both signatures hold? PAL_ERR_MINISIGN_KEY (of another key), PAL_ERR_MINISIGN_SIGNATURE */
PAL_MUST_USE enum pal_err pal_minisign_verify(const struct pal_minisign *minisign,
                                              const struct pal_minisign_key *key,
                                              const uint8_t hash[PAL_LONG_HASH_SIZE]);

#endif
