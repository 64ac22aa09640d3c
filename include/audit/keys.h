/*
 * keys.h - the keys of a log over its life, as its own entries say.
 *
 * RULE docs/rules/witness.md
 * > Which key signs which size is read from the log alone.
 *
 * Fed with the entries in their order; those of other types change nothing and may be left out.
 * Pure.
 */
#ifndef PAL_AUDIT_KEYS_H
#define PAL_AUDIT_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/entry.h"
#include "audit/note.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"

enum {
    PAL_KEYS_MAX = 64,                      /* keys of one purpose over a log's life */
    PAL_KEYS_OVERLAP_S = 30 * 24 * 60 * 60, /* seconds in which an old key still signs */
};

enum pal_key_purpose {
    PAL_KEY_LOG,     /* signs checkpoints */
    PAL_KEY_RECEIPT, /* signs receipts of ballots */
    PAL_KEY_RECORD,  /* signs exported records: minisign */
};

/* One key and its life. It is good for a size from first_size to last_size whose last entry was
 * made before ends_at. */
struct pal_key_life {
    enum pal_key_purpose purpose;
    char *text;           /* as the entry spells it: a vkey, or minisign's base64; owned */
    struct pal_vkey vkey; /* name borrowed from text; for PAL_KEY_RECORD only public_key is set */
    uint64_t first_size;
    uint64_t last_size; /* UINT64_MAX while none is set */
    int64_t ends_at;    /* seconds since 1970 UTC; INT64_MAX while none is set */
    bool is_revoked;
    bool is_destroyed; /* its seed, as the log says */
};

/* A name of the log and since when; with every name but the first, why there is another. */
struct pal_key_name {
    char *origin;
    uint64_t first_size;
    char *
        quoted; /* the checkpoint of the name before that is none of this log; NULL with the first */
    struct pal_tree_head quoted_head;
};

struct pal_keys {
    const char *origin;   /* the last name, borrowed; NULL before the first entry was read */
    char *policy;         /* the witness policy in force, NULL where there is none */
    uint64_t policy_size; /* of the log when it was set */
    struct pal_key_life *lives;
    size_t count;
    struct pal_key_name *names; /* one for each log.continue, after the first */
    size_t name_count;
};
#define PAL_KEYS(name) struct pal_keys name PAL_CLEANUP(pal_keys_done) = {0}
void pal_keys_done(struct pal_keys *keys);

/* Takes the entry of that index into account: log.genesis, log.continue, key.announce, key.rotate,
 * key.revoke, key.destroy, log.policy. On error nothing has changed. Whether what log.continue quotes is none of this
 * log's own checkpoints, its tree says, which is not known here.
 * PAL_ERR_KEY_LIFE        a genesis that is not the first, or what comes before it; a rotation that
 *                         is not from the key in force or changes the log's name; a revocation of an
 *                         unknown key; a key announced under another name, or used for two purposes;
 *                         a log that goes on under a name that it had
 * PAL_ERR_NOTE_SIGNATURE  the old key did not sign the new one, or no key of the log what is quoted
 * PAL_ERR_NOTE_SYNTAX     not a key, or not a checkpoint
 * PAL_ERR_NOTE_ORIGIN     what is quoted is of another name
 * PAL_ERR_POLICY_*        not a policy of witnesses alone
 * PAL_ERR_LIMIT_COUNT     more than PAL_KEYS_MAX keys of a purpose */
PAL_MUST_USE enum pal_err pal_keys_read(struct pal_keys *keys, uint64_t index,
                                        const struct pal_entry *entry);

/* The key of a purpose that is spelled so, or NULL. */
const struct pal_key_life *pal_keys_find(const struct pal_keys *keys, enum pal_key_purpose purpose,
                                         struct pal_text text);
/* Is that key not one that was revoked for that size? UINT64_MAX: for any size. */
bool pal_keys_believes(const struct pal_keys *keys, const struct pal_vkey *vkey, uint64_t size);
/* The newest key of a purpose among the first size entries, or NULL. */
const struct pal_key_life *pal_keys_newest(const struct pal_keys *keys,
                                           enum pal_key_purpose purpose, uint64_t size);
/* Did the log ever have that name? */
bool pal_keys_had_name(const struct pal_keys *keys, struct pal_text origin);
/* The name that a checkpoint of that size has; empty before the first entry was read. */
struct pal_text pal_keys_origin_at(const struct pal_keys *keys, uint64_t size);
/* Is it a checkpoint under a name that the log had, larger than the log was when it got the next one, and
 * signed by a key of that name? *out_kept is how many of its entries this log has, at most. */
bool pal_keys_is_left_behind(const struct pal_keys *keys, const struct pal_note *note,
                             uint64_t *out_kept);
/* The keys that may sign a checkpoint of that size, whose last entry was made in that second; how
 * many, the newest last. */
size_t pal_keys_at(const struct pal_keys *keys, uint64_t size, int64_t made_at,
                   struct pal_vkey out_vkeys[PAL_KEYS_MAX]);
/* Is it a checkpoint of this log, signed by a key that may sign it? made_at is that of the entry
 * before its size. PAL_ERR_NOTE_SYNTAX, PAL_ERR_NOTE_SIGNATURE, PAL_ERR_NOTE_ORIGIN */
PAL_MUST_USE enum pal_err pal_keys_verify(const struct pal_keys *keys, const struct pal_note *note,
                                          int64_t made_at);

/* Appends keys.txt of a record: a line for each key of the log's life, then the policy in force,
 * or that there is none. */
void pal_keys_write(const struct pal_keys *keys, struct pal_buf *buf);

/* The other two keys of whoever holds the log's seed. */
void pal_keys_receipt_seed(const uint8_t seed[PAL_SEED_SIZE], uint8_t out_seed[PAL_SEED_SIZE]);
void pal_keys_record_seed(const uint8_t seed[PAL_SEED_SIZE], uint8_t out_seed[PAL_SEED_SIZE]);
/* Appends the name under which receipts are signed: "vote.example.coop/receipt". */
void pal_keys_receipt_name(struct pal_text origin, struct pal_buf *buf);
/* The number of a record's key, and its public key as minisign spells it. */
enum { PAL_RECORD_KEY_NUMBER = 8 };
void pal_keys_record_number(const uint8_t public_key[PAL_PUBLIC_KEY_SIZE],
                            uint8_t out_number[PAL_RECORD_KEY_NUMBER]);
void pal_keys_record_write(const uint8_t public_key[PAL_PUBLIC_KEY_SIZE], struct pal_buf *buf);
/* One that is spelled so, with the number that it must have. PAL_ERR_NOTE_SYNTAX */
PAL_MUST_USE enum pal_err pal_keys_record_read(struct pal_text text,
                                               uint8_t out_key[PAL_PUBLIC_KEY_SIZE]);

/* What the old key signs so that the new one is believed. */
void pal_keys_rotation_message(struct pal_text origin, struct pal_text old_vkey,
                               struct pal_text new_vkey, struct pal_buf *buf);
/* The same of log.continue, whose new key has another name. */
void pal_keys_continuation_message(const struct pal_keys *keys, struct pal_text new_vkey,
                                   struct pal_text checkpoint, struct pal_buf *buf);
/* Is it a checkpoint of the name in force that a log may quote, by its signatures? Fills *out_head.
 * PAL_ERR_NOTE_SYNTAX, PAL_ERR_NOTE_ORIGIN, PAL_ERR_NOTE_SIGNATURE */
PAL_MUST_USE enum pal_err pal_keys_read_quoted(const struct pal_keys *keys, struct pal_text text,
                                               struct pal_tree_head *out_head);

#endif
