/* blob.c - reads a large value of a row in pieces, where SQLite would lend it in one. */
#include <sqlite3.h>

#include "base/mem.h"

#include "state.h"

static enum pal_err visit_pieces(struct pal_store *store, sqlite3_blob *blob,
                                 enum pal_err (*visit)(void *context, struct pal_text piece),
                                 void *context)
{
    PAL_STRING(piece);
    piece = pal_mem_new(1, PAL_BLOB_PIECE);
    const int size = sqlite3_blob_bytes(blob);
    for (int at = 0; at < size;) {
        int step = size - at < PAL_BLOB_PIECE ? size - at : PAL_BLOB_PIECE;
        int code = sqlite3_blob_read(blob, piece, step, at);
        if (code != SQLITE_OK) {
            return pal_db_fail(store, code);
        }
        PAL_TRY(visit(context, (struct pal_text){piece, (size_t)step}));
        at += step;
    }
    return PAL_OK;
}

enum pal_err pal_blob_stream(struct pal_store *store, const struct pal_blob *which,
                             enum pal_err (*visit)(void *context, struct pal_text piece),
                             void *context)
{
    sqlite3_blob *blob = NULL;
    int code =
        sqlite3_blob_open(store->db, "main", which->table, which->column, which->row, 0, &blob);
    if (code != SQLITE_OK) {
        return pal_db_fail(store, code);
    }
    enum pal_err err = visit_pieces(store, blob, visit, context);
    (void)sqlite3_blob_close(blob); /* of one that was only read */
    return err;
}
