/*
 * society.h - what the commands that open a society have in common.
 */
#ifndef PAL_CLI_SOCIETY_H
#define PAL_CLI_SOCIETY_H

#include "base/attr.h"
#include "base/err.h"
#include "core/sessions.h"
#include "core/store.h"

/* Opens the database of a society and enters its time zone, which becomes the process's.
 * The errors of pal_store_open, PAL_ERR_NOT_FOUND (nothing is founded there), PAL_ERR_CLOCK_ZONE */
PAL_MUST_USE enum pal_err pal_society_open(const char *path, enum pal_store_mode mode,
                                           struct pal_store **out_store);
/* The same, to write, with its anchor at that path; NULL: beside it. */
PAL_MUST_USE enum pal_err pal_society_open_anchored(const char *path, const char *anchor_path,
                                                    struct pal_store **out_store);
/* The same, to export it and nothing else: pal_export_make then checks its entries. */
PAL_MUST_USE enum pal_err pal_society_open_to_export(const char *path,
                                                     struct pal_store **out_store);

/* Makes a database at path, and lives in it under a clock of its own, which *clock_us reads: `live` founds a society
 * there and moves it along. What was begun and did not become one is removed. The errors of pal_store_open and of live */
struct pal_society_making {
    const char *path;
    enum pal_err (*live)(void *context, struct pal_store *store, int64_t *clock_us, int64_t now_us);
    void *context;
};
PAL_MUST_USE enum pal_err pal_society_make(const struct pal_society_making *making);

/* Checks a database from its first entry to its signed root, and says on standard output whose it is
 * and how far it goes. PAL_ERR_LOG_BROKEN, the errors of pal_society_open */
PAL_MUST_USE enum pal_err pal_backup_check(const char *path);

/* Removes the files of a society that was begun by this process and did not become one, or was lent. */
void pal_society_remove(const char *path);

/* Prints on standard output for whom a link is, until when, and the link alone on the last line. */
void pal_link_print(const char *name, const char *url, const struct pal_secret *link,
                    int64_t expires_us);

/* Where a server answers unless told otherwise. */
#define PAL_URL_DEFAULT "http://127.0.0.1:8080"

#endif
