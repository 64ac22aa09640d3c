/*
 * witness_state.h - what a witness remembers of each log, and how it judges a request.
 *
 * The file is replaced as a whole and on disk before anybody is answered; one process holds it. One
 * thread.
 */
#ifndef PAL_CLI_WITNESS_STATE_H
#define PAL_CLI_WITNESS_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "audit/cosign.h"
#include "audit/note.h"
#include "audit/tree.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"

enum { PAL_WATCH_LOGS = 64 }; /* keys of logs that a witness is told of */

/* The last checkpoint of a log that was cosigned. */
struct pal_watched {
    char *note; /* with the log's lines and the witness's; its names are views of it */
    struct pal_text origin;
    struct pal_tree_head head;
};

struct pal_watch {
    struct pal_vkey vkeys[PAL_WATCH_LOGS]; /* of the logs; names are lent */
    size_t vkey_count;
    struct pal_text name; /* the witness's; lent */
    struct pal_signing_key key;
    const char *path; /* lent */
    int lock;         /* file descriptor, or -1 */
    struct pal_watched *logs;
    size_t log_count;
};
#define PAL_WATCH(name) struct pal_watch name PAL_CLEANUP(pal_watch_done) = {.lock = -1}
void pal_watch_done(struct pal_watch *watch);

/* Takes the lock beside the file and reads it; there may be none yet. vkeys, name, key and path are
 * set before. PAL_ERR_STORE_LOCKED, PAL_ERR_FILE_*; PAL_ERR_NOTE_* where it was not written by a
 * witness of this key. */
PAL_MUST_USE enum pal_err pal_watch_open(struct pal_watch *watch);
/* The key in a file of 32 bytes, which is made, for its owner alone to read, where there is none.
 * PAL_ERR_FILE_*, PAL_ERR_LOG_KEY (it is not one) */
PAL_MUST_USE enum pal_err pal_watch_key(const char *path, struct pal_signing_key *out_key);

struct pal_watch_reply {
    unsigned status;
    const char *media_type;
    struct pal_buf body;
};

/* Judges the body of a request, remembers, cosigns. now is the second. */
void pal_watch_add(struct pal_watch *watch, struct pal_text body, int64_t now,
                   struct pal_watch_reply *reply);
/* The checkpoint of the log whose name has that hash, in hexadecimal. */
void pal_watch_show(const struct pal_watch *watch, struct pal_text hash,
                    struct pal_watch_reply *reply);

#endif
