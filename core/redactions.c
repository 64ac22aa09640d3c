/*
 * redactions.c - removes the text of a resolution, an amendment or a contribution, or an attachment, and says so in the log.
 *
 * Its hash stays where it stood: in the entry that named it, in the polls that voted on it. Every
 * proof holds as before; what is missing is the text.
 */
#include "core/redactions.h"

#include <string.h>

#include "audit/entry.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/idempotency.h"
#include "core/log.h"
#include "core/offices.h"
#include "core/rebuild.h"
#include "core/resolutions.h"
#include "core/society.h"
#include "core/store.h"

#include "amending.h"
#include "apply.h"
#include "attaching.h"
#include "documents.h"
#include "input.h"

/* The bytes hold the needle, which is as long as a hash in hexadecimal. */
static bool holds(struct pal_text bytes, const char *needle)
{
    struct pal_text rest = bytes;
    struct pal_text head;
    while (pal_text_cut(&rest, '"', &head)) { /* it stands in quotation marks */
        if (pal_text_starts(rest, needle)) {
            return true;
        }
    }
    return false;
}

/* The first entry that names a document. */
static enum pal_err find_entry(struct pal_store *store, const struct pal_hash *hash,
                               uint64_t *out_index)
{
    char hex[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(hash, hex);
    PAL_LOG_PAGE(page);
    uint64_t first = 0;
    do {
        PAL_TRY(pal_log_page(store, first, PAL_LIMIT_PAGE, &page));
        for (size_t i = 0; i < page.line_count; i++) {
            if (holds(pal_log_page_entry(&page, i), hex)) {
                *out_index = page.lines[i].index;
                return PAL_OK;
            }
        }
        first += page.line_count;
    } while (page.line_count > 0);
    return PAL_ERR_NOT_FOUND;
}

static const struct pal_input ground_input = {"/ground", PAL_LIMIT_NAME, false, false};

enum pal_err pal_document_redact(struct pal_store *store, const struct pal_hash *hash,
                                 struct pal_text ground, struct pal_where *out_where,
                                 uint64_t *out_index)
{
    bool is_text = false;
    bool is_frozen = false;
    uint64_t named_by = 0;
    PAL_BUF(said);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_input_read(&ground_input, ground, &said, out_where));
    PAL_TRY(pal_document_is_text(store, hash, &is_text));
    PAL_TRY(pal_resolution_text_is_frozen(store, hash, &is_frozen));
    if (!is_frozen) {
        PAL_TRY(pal_amendment_text_is_frozen(store, hash, &is_frozen));
    }
    if (!is_frozen) {
        PAL_TRY(pal_attachment_is_frozen(store, hash, &is_frozen));
    }
    if (!is_text || is_frozen) {
        return is_text ? PAL_ERR_RESOLUTION_FROZEN : PAL_ERR_DOCUMENT_KEPT;
    }
    PAL_TRY(find_entry(store, hash, &named_by));
    char hex[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(hash, hex);
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_int(d, "entry", (int64_t)named_by);
    pal_json_set_text(d, "ground", pal_buf_text(&said));
    pal_json_set_string(d, "hash", hex);
    pal_json_set_string(d, "role", pal_role_word(PAL_ROLE_ADMINISTRATOR));
    const struct pal_log_entry entry = {.type = "redact", .id = pal_uuid_random(), .d = d};
    PAL_TRY(pal_change_make(store, &entry, out_index));
    PAL_TRY(pal_document_remove(store, hash, *out_index));
    PAL_TRY(pal_attachment_remove(store, hash));
    /* What was answered to who wrote it, or to anybody since, may hold the words. */
    PAL_TRY(pal_remembered_forget(store));
    return pal_transaction_commit(&transaction);
}
