/*
 * manifest.c - finds what a poll was opened with, and refuses what is not what was logged.
 */
#include "manifest.h"

#include "audit/entry.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "kept.h"

/* --- reading ---------------------------------------------------------------------------------- */

enum pal_err pal_document_prove_bytes(struct pal_store *store, const struct pal_hash *hash,
                                      struct pal_buf *bytes)
{
    enum pal_err err = pal_document_get(store, hash, bytes);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_LOG_BROKEN : err;
    }
    struct pal_hash found = pal_hash_of(bytes->bytes, bytes->size);
    return pal_hash_equal(&found, hash) ? PAL_OK : PAL_ERR_LOG_BROKEN;
}

enum pal_err pal_document_prove(struct pal_store *store, const struct pal_hash *hash,
                                struct pal_json **out_json)
{
    PAL_BUF(bytes);
    PAL_TRY(pal_document_prove_bytes(store, hash, &bytes));
    enum pal_err err = pal_json_parse(pal_buf_text(&bytes), bytes.size, out_json, NULL);
    return err == PAL_OK ? PAL_OK : PAL_ERR_LOG_BROKEN;
}

enum pal_err pal_manifest_read(struct pal_store *store, const struct pal_hash *hash,
                               const struct pal_uuid *poll, struct pal_manifest *out)
{
    PAL_BUF(bytes);
    PAL_TRY(pal_document_prove_bytes(store, hash, &bytes));
    enum pal_err err = pal_manifest_parse(pal_buf_text(&bytes), out);
    if (err == PAL_OK && pal_uuid_equal(&out->poll, poll)) {
        return PAL_OK;
    }
    pal_manifest_done(out);
    return err == PAL_ERR_METHOD_UNKNOWN ? err : PAL_ERR_LOG_BROKEN;
}

enum pal_err pal_manifest_of_called(struct pal_store *store, struct pal_poll_id poll,
                                    struct pal_manifest *out)
{
    PAL_POLL(row);
    PAL_TRY(pal_poll_read(store, poll, &row));
    PAL_JSON(question);
    PAL_TRY(pal_document_prove(store, &row.question, &question));
    struct pal_json *document = question;
    question = NULL; /* moved */
    PAL_TRY(pal_manifest_parse_question(document, out));
    out->poll = row.uuid;
    out->constitution = row.constitution;
    out->closes_us = row.closes_us;
    return PAL_OK;
}

/* --- open polls ------------------------------------------------------------------------------- */

enum pal_err pal_poll_entry_says(struct pal_store *store, int64_t entry, const char *type,
                                 const char *field, const struct pal_hash *hash)
{
    PAL_BUF(bytes);
    PAL_ENTRY(made);
    struct pal_hash said;
    if (pal_log_read(store, (uint64_t)entry, &bytes) != PAL_OK ||
        pal_entry_parse(pal_buf_text(&bytes), &made, NULL) != PAL_OK ||
        !pal_text_is(made.type, type) || pal_json_hash(made.d, field, &said, NULL) != PAL_OK) {
        return PAL_ERR_LOG_BROKEN;
    }
    return pal_hash_equal(&said, hash) ? PAL_OK : PAL_ERR_LOG_BROKEN;
}

/* The manifests of the polls that were voted in lately; the oldest makes room. */
enum { KEPT_MANIFESTS = 64 };
struct kept_manifests {
    struct pal_manifest items[KEPT_MANIFESTS];
    size_t next;
};

static void release_kept(void *made)
{
    struct kept_manifests *kept = made;
    for (size_t i = 0; i < KEPT_MANIFESTS; i++) {
        pal_manifest_done(&kept->items[i]);
    }
    pal_mem_free(kept);
}

enum pal_err pal_manifest_of_open(struct pal_store *store, const struct pal_poll_brief *brief,
                                  const struct pal_manifest **out_manifest)
{
    struct pal_kept *slot = pal_store_kept(store);
    if (slot->made == NULL) {
        *slot = (struct pal_kept){.made = pal_mem_new(1, sizeof(struct kept_manifests)),
                                  .release = release_kept};
    }
    struct kept_manifests *kept = slot->made;
    for (size_t i = 0; i < KEPT_MANIFESTS; i++) {
        if (kept->items[i].document != NULL &&
            pal_hash_equal(&kept->items[i].hash, &brief->manifest)) {
            *out_manifest = &kept->items[i];
            return pal_uuid_equal(&kept->items[i].poll, &brief->uuid) ? PAL_OK : PAL_ERR_LOG_BROKEN;
        }
    }
    PAL_TRY(pal_poll_entry_says(store, brief->entry, "poll.open", "manifest", &brief->manifest));
    struct pal_manifest *item = &kept->items[kept->next];
    pal_manifest_done(item);
    PAL_TRY(pal_manifest_read(store, &brief->manifest, &brief->uuid, item));
    kept->next = (kept->next + 1) % KEPT_MANIFESTS;
    *out_manifest = item;
    return PAL_OK;
}
