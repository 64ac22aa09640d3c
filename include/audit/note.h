/*
 * note.h - signed notes: a text with signature lines; checkpoints of a log; proofs as text.
 *
 * Formats of C2SP (signed-note, tlog-checkpoint, tlog-proof), so that tools which know nothing of
 * Palabre can verify. Signature lines of unknown keys are kept and ignored. All views that a parser
 * gives are borrowed from the text that it read.
 */
#ifndef PAL_AUDIT_NOTE_H
#define PAL_AUDIT_NOTE_H

#include <stddef.h>
#include <stdint.h>

#include "audit/tree.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"

enum {
    PAL_NOTE_KEY_ED25519 = 0x01,
    PAL_NOTE_KEY_COSIGNATURE = 0x04, /* Ed25519 over a time and the note: a witness */
    PAL_NOTE_LINES = 64,             /* signature lines read; C2SP asks for 16 at least */
    PAL_NOTE_LINE_SIZE = 8192,       /* bytes of one; post-quantum signatures need about 5000 */
    PAL_NOTE_BODY_SIZE = 1 << 16,    /* bytes of what is signed */
};

/* A log's name: HOST/path in lower case, letters, digits, '.', '-', '_' and '/', at most
 * PAL_LIMIT_NAME bytes. It never changes once the log is founded. PAL_ERR_NOTE_NAME */
PAL_MUST_USE enum pal_err pal_log_name_check(struct pal_text name);

/* A verification key: who signs, by name and number, and with what. */
struct pal_vkey {
    struct pal_text name; /* no space, no '+' */
    uint32_t id;
    uint8_t type;
    uint8_t public_key[PAL_PUBLIC_KEY_SIZE];
};

/* The key of that name; the name stays the caller's. */
struct pal_vkey pal_vkey_make(struct pal_text name, uint8_t type,
                              const uint8_t public_key[PAL_PUBLIC_KEY_SIZE]);
/* Appends "name+id+base64". */
void pal_vkey_write(const struct pal_vkey *vkey, struct pal_buf *buf);
/* PAL_ERR_NOTE_SYNTAX also where the number is not the one that name and key give. */
PAL_MUST_USE enum pal_err pal_vkey_parse(struct pal_text text, struct pal_vkey *out_vkey);

struct pal_note_line {
    struct pal_text name;
    uint32_t id;
    struct pal_text base64; /* of the key's number and the signature */
};

struct pal_note {
    struct pal_text body; /* what is signed, with its final newline */
    size_t line_count;
    struct pal_note_line lines[PAL_NOTE_LINES];
};

/* Appends body, a blank line and the signature line of the key under that name. body ends with a
 * newline. */
void pal_note_sign(struct pal_text body, struct pal_text name, const struct pal_signing_key *key,
                   struct pal_buf *buf);
/* Appends one signature line: blob is the key's number, four bytes, and the signature. */
void pal_note_line_write(struct pal_text name, const uint8_t *blob, size_t size,
                         struct pal_buf *buf);
/* PAL_ERR_NOTE_SYNTAX, PAL_ERR_TEXT_UTF8 */
PAL_MUST_USE enum pal_err pal_note_parse(struct pal_text text, struct pal_note *out_note);
/* Verifies the lines of the keys given, at most 64: one at least must be there, and all that are
 * there must hold. Bit k of *out_signed says that keys[k] signed; out_signed may be NULL.
 * PAL_ERR_NOTE_SIGNATURE */
PAL_MUST_USE enum pal_err pal_note_verify(const struct pal_note *note, const struct pal_vkey *keys,
                                          size_t key_count, uint64_t *out_signed);

/* The same where none of the lines need be there. PAL_ERR_NOTE_SIGNATURE: one is, and does not hold. */
PAL_MUST_USE enum pal_err pal_note_signers(const struct pal_note *note, const struct pal_vkey *keys,
                                           size_t key_count, uint64_t *out_signed);

/* What a log states of itself: its name, its size, its root. */
struct pal_checkpoint {
    struct pal_text origin;
    struct pal_tree_head head;
};
void pal_checkpoint_write(const struct pal_checkpoint *checkpoint, struct pal_buf *buf);
/* Three lines and no more. PAL_ERR_NOTE_SYNTAX */
PAL_MUST_USE enum pal_err pal_checkpoint_parse(struct pal_text body,
                                               struct pal_checkpoint *out_checkpoint);

/* Proof that one entry is in a log, as a file that travels alone. */
struct pal_proof_text {
    uint64_t index;
    struct pal_proof proof;
    struct pal_text note; /* the signed checkpoint */
};
void pal_proof_write(const struct pal_proof_text *proof, struct pal_buf *buf);
/* PAL_ERR_PROOF_SYNTAX */
PAL_MUST_USE enum pal_err pal_proof_parse(struct pal_text text, struct pal_proof_text *out_proof);

#endif
