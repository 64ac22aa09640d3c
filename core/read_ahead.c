/*
 * read_ahead.c - reads a database that is gone through from its beginning to its end in large pieces.
 *
 * SQLite reads a page at a time, and the way into the system and back costs more than the page. Its
 * file is read through a function of ours instead, which reads many pages at once wherever one page
 * follows another, and hands them out from memory. The door to SQLite's files, and to nothing else of it.
 */
#include <sqlite3.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#include "state.h"

enum {
    PIECE_SIZE = 1 << 16, /* a fraction of what a processor keeps near */
    STEP_MAX = 1 << 15,   /* between two pages of a table lie a few of other tables */
    STEPS_MIN = 4,        /* the pages of one long row follow each other too, and then no more */
};

struct pal_read_ahead {
    sqlite3_io_methods methods;  /* of the file, in place of those below: the first member */
    struct pal_read_ahead *self; /* the file knows its methods alone, and as constants */
    const sqlite3_io_methods *real;
    sqlite3_file *file;
    sqlite3_int64 last_at; /* of the page that was read last */
    unsigned steps;        /* of so many pages, each came soon after the one before */
    sqlite3_int64 from;    /* of the piece */
    size_t size;           /* of it; 0: there is none */
    char piece[PIECE_SIZE];
};

static bool holds(const struct pal_read_ahead *ahead, sqlite3_int64 at, int size)
{
    return at >= ahead->from &&
           (sqlite3_uint64)(at - ahead->from) + (sqlite3_uint64)size <= ahead->size;
}

/* A page. The end of the file, and whatever fails, is told by the real function about that page. */
static int read_page(sqlite3_file *file, void *out, int size, sqlite3_int64 at)
{
    const struct pal_read_ahead *found = (const void *)file->pMethods;
    struct pal_read_ahead *ahead = found->self;
    bool goes_on = at > ahead->last_at && at - ahead->last_at <= STEP_MAX;
    ahead->steps = goes_on ? ahead->steps + 1 : 0;
    ahead->last_at = at;
    if (!holds(ahead, at, size)) {
        ahead->size = 0;
        if (ahead->steps < STEPS_MIN ||
            ahead->real->xRead(file, ahead->piece, PIECE_SIZE, at) != SQLITE_OK) {
            return ahead->real->xRead(file, out, size, at);
        }
        ahead->from = at;
        ahead->size = PIECE_SIZE;
    }
    memcpy(out, ahead->piece + (at - ahead->from), (size_t)size);
    return SQLITE_OK;
}

/* What was gone through is not asked for again: the next pages are put where the last ones were, which
 * the processor still has near. */
static const char small_cache[] = "PRAGMA cache_size=-512"; /* KiB */

enum pal_err pal_db_read_ahead(struct pal_store *store)
{
    sqlite3_file *file = NULL;
    PAL_CHECK(store->mode == PAL_STORE_READ); /* one transaction: the file stands still */
    PAL_CHECK(store->ahead == NULL);
    PAL_TRY(pal_db_script(store, small_cache));
    int code = sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, (void *)&file);
    if (code != SQLITE_OK || file == NULL || file->pMethods == NULL) {
        return PAL_OK; /* in memory */
    }
    struct pal_read_ahead *ahead = pal_mem_new(1, sizeof *ahead);
    ahead->self = ahead;
    ahead->methods = *file->pMethods;
    ahead->methods.xRead = read_page;
    ahead->real = file->pMethods;
    ahead->file = file;
    file->pMethods = &ahead->methods;
    store->ahead = ahead;
    return PAL_OK;
}

void pal_db_read_pages(struct pal_store *store)
{
    if (store->ahead != NULL) {
        store->ahead->file->pMethods = store->ahead->real;
        pal_mem_free(store->ahead);
        store->ahead = NULL;
    }
}
