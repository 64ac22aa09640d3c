/*
 * entry.h - an entry of the log: its types, its bytes, and the commitments that stand in it.
 *
 * RULE docs/rules/log.md
 * > An entry is one object of canonical JSON with exactly five members: d, what it says; id, a UUID
 * > of its own; t, its type; ts, the second in which it was made; v, the version of its type.
 *
 * The types are one table, audit/types.c, and docs/log.md explains each; a test holds one against
 * the other. Names of people never stand in an entry: pseudonyms and salted commitments do.
 */
#ifndef PAL_AUDIT_ENTRY_H
#define PAL_AUDIT_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

/* What a field of d may hold. */
enum pal_field_kind {
    PAL_FIELD_TEXT,      /* a text, not empty */
    PAL_FIELD_UUID,      /* an identifier */
    PAL_FIELD_HASH,      /* 64 hexadecimal characters: a hash, a root or a commitment */
    PAL_FIELD_PSEUDONYM, /* who, without their name: pal_pseudonym_write */
    PAL_FIELD_COUNT,     /* an integer, not negative */
    PAL_FIELD_INSTANT,   /* seconds since 1970 UTC, not negative */
    PAL_FIELD_DATE,      /* "2026-06-20" */
    PAL_FIELD_RATIO,     /* "num/den" in lowest terms, not negative */
    PAL_FIELD_BOOL,
    PAL_FIELD_OBJECT,
    PAL_FIELD_ARRAY,
};

bool pal_field_is(const struct pal_json *value, enum pal_field_kind kind);

enum { PAL_ENTRY_FIELDS = 16 };

struct pal_entry_field {
    const char *name; /* NULL after the last */
    enum pal_field_kind kind;
    bool is_optional;
};

struct pal_entry_type {
    const char *name; /* "poll.open" */
    struct pal_entry_field fields[PAL_ENTRY_FIELDS];
};

/* The type of that name, or NULL; and the whole table. Static storage. */
const struct pal_entry_type *pal_entry_type_find(struct pal_text name);
const struct pal_entry_type *pal_entry_types(size_t *out_count);

/* The name of the type of an entry, found where its canonical bytes have it: behind what it types. Empty
 * where it is not there, which no entry is. Says nothing else of the bytes, of which it is a view. */
struct pal_text pal_entry_type_name(struct pal_text bytes);

/* Has d the fields of the type, and no others? PAL_ERR_ENTRY_GRAMMAR, with the place in d. */
PAL_MUST_USE enum pal_err pal_entry_check(const struct pal_entry_type *type,
                                          const struct pal_json *d, struct pal_where *out_where);

/* One entry. What pal_entry_parse gives is owned by `json`. */
struct pal_entry {
    struct pal_text type;
    struct pal_uuid id;
    int64_t made_at; /* seconds since 1970 UTC */
    const struct pal_json *d;
    struct pal_text spelled; /* to be written in place of d, from pal_entry_spell_cast; or empty */
    struct pal_json *json;
};

#define PAL_ENTRY(name) struct pal_entry name PAL_CLEANUP(pal_entry_done) = {0}
void pal_entry_done(struct pal_entry *entry);

/* Appends the bytes of an entry; `json` is not looked at. The type must be in the table and d of
 * its form: PAL_ERR_ENTRY_GRAMMAR. PAL_ERR_CANON_*; PAL_ERR_LIMIT_JSON_SIZE above
 * PAL_LIMIT_ENTRY. On error nothing is appended. */
PAL_MUST_USE enum pal_err pal_entry_write(const struct pal_entry *entry, struct pal_buf *buf,
                                          struct pal_where *out_where);
/* Appends what ballot.cast says, as pal_entry_write writes it from an object with these fields: there is one for each
 * vote, and most of the time that it takes to write one is that of the object. */
void pal_entry_spell_cast(const struct pal_uuid *poll, const struct pal_hash *commitment,
                          struct pal_buf *buf);
/* Reads and judges: canonical bytes, five members, a known type, its fields. Fills a zeroed entry.
 * PAL_ERR_ENTRY_GRAMMAR, PAL_ERR_CANON_*, PAL_ERR_JSON_*, PAL_ERR_LIMIT_* */
PAL_MUST_USE enum pal_err pal_entry_parse(struct pal_text bytes, struct pal_entry *out_entry,
                                          struct pal_where *out_where);

/* Each person has a key of their own in the private tables. While it is there, their commitments
 * can be opened and their pseudonyms followed; once it is destroyed, nobody can tell them from
 * random bytes. */
enum { PAL_PERSON_KEY_SIZE = 32, PAL_SALT_SIZE = 32, PAL_PSEUDONYM_SIZE = 16 };

/* The formats of documents of words that may be removed. Each has a salt of its own. */
#define PAL_FORMAT_RESOLUTION   "palabre-resolution/2"
#define PAL_FORMAT_AMENDMENT    "palabre-amendment/2"
#define PAL_FORMAT_CONTRIBUTION "palabre-contribution/1"
#define PAL_FORMAT_ATTACHMENT   "palabre-attachment/1"
/* That of the document which `hash` of an entry of that type names; NULL where it names no such document. */
const char *pal_entry_words_format(struct pal_text type);

/* The salt of one content of one person: id is the entry's, or any UUID used once for it. */
void pal_entry_salt(const uint8_t person_key[PAL_PERSON_KEY_SIZE], const struct pal_uuid *id,
                    uint8_t out_salt[PAL_SALT_SIZE]);
struct pal_hash pal_commitment(const uint8_t salt[PAL_SALT_SIZE], struct pal_text content);
/* Has it the form of a pseudonym? */
bool pal_pseudonym_is(struct pal_text text);
/* Writes the 16 characters and a NUL under which a person appears inside one scope: a poll, a
 * resolution. */
void pal_pseudonym_write(const uint8_t person_key[PAL_PERSON_KEY_SIZE],
                         const struct pal_uuid *scope, char out_text[PAL_PSEUDONYM_SIZE + 1]);

#endif
