/*
 * verifying.h - what the files that verify a record share: what was read of it, and what was found.
 */
#ifndef PAL_AUDIT_VERIFYING_H
#define PAL_AUDIT_VERIFYING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/entry.h"
#include "audit/keys.h"
#include "audit/note.h"
#include "audit/policy.h"
#include "audit/record.h"
#include "audit/tar.h"
#include "audit/tree.h"
#include "audit/verify.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/task.h"
#include "base/text.h"

#include "things.h"

/* --- verify_tree.c: the entries as they lie in a record, and their hashes ------------------------ */

/* What the entries of a log give, and what is wrong with it. */
struct pal_tree_check {
    const struct pal_tar *tar; /* lent */
    struct pal_tree_head head; /* of the checkpoint */
    uint64_t since_size;       /* 0: not asked for */
    /* Is handed the entries of one bundle after the other, lent: what they say is its affair. */
    void (*read)(void *context, const struct pal_text *entries, size_t count);
    void *context;
    struct pal_hash since_root;
    bool has_failed;
    char why[PAL_VERIFY_FIGURE];
};
/* V3; false where the entries could not all be read. */
bool pal_verify_tree(struct pal_tree_check *check);
/* Do the first entries of a log of that size give that head? By its tiles, which V3 has held against them. */
bool pal_verify_begins(const struct pal_tar *tar, uint64_t log_size,
                       const struct pal_tree_head *head);

/* --- the record -------------------------------------------------------------------------------- */

enum pal_poll_entry {
    PAL_POLL_CREATE,
    PAL_POLL_WAIVE,
    PAL_POLL_CALL,
    PAL_POLL_OPEN,
    PAL_POLL_CLOSE,
    PAL_POLL_COUNT,
    PAL_POLL_ENTRIES
};
/* What the log says of one poll of the record. */
struct pal_logged_poll {
    struct pal_uuid uuid;
    char name[PAL_UUID_TEXT_SIZE + 1];
    struct pal_entry entries[PAL_POLL_ENTRIES]; /* json NULL: there is none */
    uint64_t opened_size;                       /* of the log, that its opening makes */
    uint64_t casts;
    struct pal_tree_edge commitments;
    struct pal_hash_state digest; /* of the numbers of the entries and their commitments */
    const char *opinion;          /* the board's, when it was opened */
    const char *log;              /* the log's name, when it was opened; NULL: it was not */
    bool is_second_call;
};

/* Files whose name is the hash of what they hold. */
struct pal_hashed_file {
    enum pal_record_kind kind; /* its folder */
    struct pal_hash hash;
    size_t file; /* index in the tar */
    bool is_named;
    const char *format; /* of words that may be removed; NULL of anything else */
};

/* A text that an entry of the log names, and whose: index plus one among the things; 0: nobody's. */
struct pal_logged_text {
    struct pal_hash hash;
    size_t resolution;
    bool is_file; /* the document of an attached file */
};

/* The hash of the file that its signature is of, made by a second thread from the beginning on. */
struct pal_file_check {
    struct pal_task task;
    _Atomic bool is_unwanted;        /* nobody will ask for it */
    const struct pal_source *source; /* lent */
    enum pal_err err;
    uint8_t hash[PAL_LONG_HASH_SIZE];
};

struct pal_verifying {
    const struct pal_verify_spec *spec;
    struct pal_verify_report *report;
    struct pal_tar tar;
    struct pal_file_check file;
    struct pal_buf note_text;
    struct pal_note note;
    struct pal_checkpoint checkpoint;
    struct pal_keys keys;
    struct pal_things things;
    int64_t last_made_at; /* of the last entry */
    bool is_log_read;     /* whole, and as the log names itself */
    /* What was seen before. */
    bool has_since;
    struct pal_note since_note;
    struct pal_checkpoint since;
    struct pal_hash since_root;
    int64_t since_made_at;
    struct pal_logged_poll *polls;
    size_t poll_count, poll_capacity;
    bool is_all;
    struct pal_hashed_file *hashed;
    size_t hashed_count;
    struct pal_hash *redacted;
    size_t redacted_count, redacted_capacity;
    struct pal_logged_text *texts;
    size_t text_count, text_capacity;
    struct pal_hash society; /* the last document that says what the society is */
    bool has_society;
    uint64_t done; /* bytes, for who is told how far it is */
    /* What was found of all polls. */
    uint64_t opened, voters, ballots, repeated, counted;
};

/* A check has failed; the first reason is kept. */
void pal_verify_fail(struct pal_verifying *verifying, int check, const char *format, ...)
    PAL_PRINTF(3, 4);
/* What was found, of a check that did not fail. */
void pal_verify_say(struct pal_verifying *verifying, int check, const char *format, ...)
    PAL_PRINTF(3, 4);
/* Tells how far it is. */
void pal_verify_went(struct pal_verifying *verifying, uint64_t bytes);

/* A file by its name: appends its bytes. PAL_ERR_NOT_FOUND, PAL_ERR_LIMIT_TEXT, PAL_ERR_FILE_READ */
PAL_MUST_USE enum pal_err pal_verify_file(const struct pal_verifying *verifying, const char *name,
                                          size_t max_bytes, struct pal_buf *buf);
/* The bytes of a file, piece by piece, each lent. PAL_ERR_FILE_READ */
PAL_MUST_USE enum pal_err pal_verify_visit(const struct pal_verifying *verifying,
                                           const struct pal_tar_file *file,
                                           void (*visit)(void *context, struct pal_text piece),
                                           void *context);
/* The file of a poll, or NULL; and the hash of its bytes. */
const struct pal_tar_file *pal_verify_poll_file(const struct pal_verifying *verifying,
                                                const struct pal_logged_poll *poll,
                                                const char *name);
PAL_MUST_USE enum pal_err pal_verify_hash(const struct pal_verifying *verifying,
                                          const struct pal_tar_file *file,
                                          struct pal_hash *out_hash);
/* The file of that folder and hash, or NULL. */
struct pal_hashed_file *pal_verify_hashed(const struct pal_verifying *verifying,
                                          enum pal_record_kind kind, const struct pal_hash *hash);
int pal_hashed_file_compare(const void *a, const void *b);
/* verify_attached.c. Is a file attached to a resolution what its document says, and one that is taken? */
bool pal_verify_attached(const struct pal_verifying *verifying, const struct pal_hashed_file *file);
/* What was removed has all been noted. */
void pal_verify_sort_redacted(struct pal_verifying *verifying);
/* Does an entry say that it was removed? */
bool pal_verify_is_redacted(const struct pal_verifying *verifying, const struct pal_hash *hash);
/* The poll's state in the log. */
const struct pal_thing *pal_verify_thing(const struct pal_verifying *verifying,
                                         const struct pal_logged_poll *poll);

/* Lines of a file, each without its line feed, the last one ended too. */
struct pal_lines {
    const struct pal_verifying *verifying;
    const struct pal_tar_file *file; /* NULL: no lines */
    uint64_t at;                     /* of the file, read so far */
    struct pal_buf read;
    size_t from; /* in read */
    size_t max_bytes;
    uint64_t count; /* of lines that were given */
};
#define PAL_LINES(name) struct pal_lines name PAL_CLEANUP(pal_lines_done) = {0}
void pal_lines_done(struct pal_lines *lines);
void pal_lines_start(struct pal_lines *lines, const struct pal_verifying *verifying,
                     const struct pal_tar_file *file, size_t max_bytes);
/* The next line, lent until the next call; *out_is_there is false after the last.
 * PAL_ERR_POLL_DOCUMENT: the last one is not ended, or one is too long */
PAL_MUST_USE enum pal_err pal_lines_next(struct pal_lines *lines, struct pal_text *out_line,
                                         bool *out_is_there);
/* The next line as a hash. PAL_ERR_POLL_DOCUMENT */
PAL_MUST_USE enum pal_err pal_lines_hash(struct pal_lines *lines, struct pal_hash *out_hash,
                                         bool *out_is_there);

/* verify_in_force.c. Of an entry that was applied: why it is not what the constitution in force asks for, or NULL. */
const char *pal_in_force_judge(const struct pal_verifying *verifying,
                               const struct pal_entry *entry);

/* --- the checks -------------------------------------------------------------------------------- */

void pal_verify_files(struct pal_verifying *verifying); /* before the log: V20, RECORD.json */
void pal_verify_log(struct pal_verifying *verifying);   /* V3, V5 */
void pal_verify_names(struct pal_verifying *verifying); /* after it: V20, and V6 of hashed files */
void pal_verify_whole(struct pal_verifying *verifying); /* after it: V6 of RECORD.json */
/* Where there is a signature: hashes the file aside, for V1; and ends that, done or not. */
void pal_verify_notes_begin(struct pal_verifying *verifying);
void pal_verify_notes_end(struct pal_verifying *verifying);
void pal_verify_notes(struct pal_verifying *verifying); /* V1, V2, V4 */
/* One poll: V6 to V9 and V16. */
void pal_verify_poll(struct pal_verifying *verifying, const struct pal_logged_poll *poll);
void pal_verify_mine(struct pal_verifying *verifying); /* V18, V19 */

struct pal_manifest;
/* Of V18. The poll of that name, or NULL. */
const struct pal_logged_poll *pal_verify_find_poll(const struct pal_verifying *verifying,
                                                   struct pal_text name);
/* Does a file of hashes have this one? At that place from 1, or anywhere: 0. */
bool pal_verify_has_line(const struct pal_verifying *verifying, const struct pal_logged_poll *poll,
                         const char *name, uint64_t place, const struct pal_hash *hash);
/* The manifest of a secret poll; false where there is none that can be read. */
bool pal_verify_secret_manifest(const struct pal_verifying *verifying,
                                const struct pal_logged_poll *poll, struct pal_manifest *out);
/* The ballot that was opened again: why it does not hold, or NULL, and what it says. */
const char *pal_verify_shown(const struct pal_verifying *verifying, struct pal_buf *out_says);

#endif
