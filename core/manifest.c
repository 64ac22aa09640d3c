/*
 * manifest.c - reads what a poll was opened with, and refuses what is not what was logged.
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

void pal_manifest_done(struct pal_manifest *manifest)
{
    if (manifest->document == NULL) {
        return;
    }
    pal_json_free(manifest->document);
    pal_question_done(&manifest->question);
    pal_board_done(&manifest->board);
    pal_mem_free(manifest->colleges);
    *manifest = (struct pal_manifest){0};
}

/* --- reading ---------------------------------------------------------------------------------- */

enum pal_err pal_document_prove(struct pal_store *store, const struct pal_hash *hash,
                                struct pal_json **out_json)
{
    PAL_BUF(bytes);
    enum pal_err err = pal_document_get(store, hash, &bytes);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_ERR_LOG_BROKEN : err;
    }
    struct pal_hash found = pal_hash_of(bytes.bytes, bytes.size);
    if (!pal_hash_equal(&found, hash)) {
        return PAL_ERR_LOG_BROKEN;
    }
    err = pal_json_parse(pal_buf_text(&bytes), bytes.size, out_json, NULL);
    return err == PAL_OK ? PAL_OK : PAL_ERR_LOG_BROKEN;
}

static enum pal_err read_method(const struct pal_json *document, struct pal_manifest *out)
{
    const struct pal_json *method;
    struct pal_text id;
    int64_t version;
    PAL_TRY(pal_json_object(document, "method", &method, NULL));
    PAL_TRY(pal_json_text(method, "id", &id, NULL));
    PAL_TRY(pal_json_int(method, "version", &version, NULL));
    out->method = pal_method_find(id);
    return out->method != NULL && out->method->version == version ? PAL_OK : PAL_ERR_METHOD_UNKNOWN;
}

static enum pal_err read_ties(const struct pal_json *document, struct pal_question *question)
{
    const struct pal_json *ties;
    const struct pal_json *order;
    PAL_TRY(pal_json_object(document, "tie_order", &ties, NULL));
    PAL_TRY(pal_json_array(ties, "order", &order, NULL));
    size_t count = pal_json_count(order);
    size_t *indexes PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *indexes);
    for (size_t i = 0; i < count; i++) {
        int64_t index = pal_json_kind(pal_json_at(order, i)) == PAL_JSON_INT
                            ? pal_json_as_int(pal_json_at(order, i))
                            : -1;
        indexes[i] = index < 0 ? SIZE_MAX : (size_t)index;
    }
    return pal_question_set_tie_order(question, indexes, count);
}

static enum pal_err read_constitution(const struct pal_json *document, struct pal_manifest *out)
{
    const struct pal_json *constitution;
    PAL_TRY(pal_json_object(document, "constitution", &constitution, NULL));
    PAL_TRY(pal_json_uuid(constitution, "id", &out->constitution, NULL));
    PAL_TRY(pal_json_hash(constitution, "hash", &out->constitution_hash, NULL));
    return pal_json_int(constitution, "number", &out->constitution_number, NULL);
}

static enum pal_err read_count(const struct pal_json *object, const char *name, uint64_t *out_count)
{
    int64_t value;
    PAL_TRY(pal_json_int(object, name, &value, NULL));
    *out_count = (uint64_t)value;
    return value < 0 ? PAL_ERR_JSON_VALUE : PAL_OK;
}

static enum pal_err read_roll(const struct pal_json *document, struct pal_manifest *out)
{
    const struct pal_json *colleges;
    PAL_TRY(pal_json_hash(document, "roll_root", &out->roll_root, NULL));
    PAL_TRY(read_count(document, "voters", &out->voters));
    PAL_TRY(pal_json_array(document, "colleges", &colleges, NULL));
    out->college_count = pal_json_count(colleges);
    out->colleges = pal_mem_new(out->college_count, sizeof *out->colleges);
    for (size_t i = 0; i < out->college_count; i++) {
        PAL_TRY(read_count(pal_json_at(colleges, i), "voters", &out->colleges[i]));
    }
    return PAL_OK;
}

static enum pal_err read_announcement(const struct pal_json *document, struct pal_manifest *out)
{
    struct pal_text format;
    struct pal_text call;
    struct pal_text opinion;
    struct pal_text roll_call;
    PAL_TRY(pal_json_text(document, "format", &format, NULL));
    PAL_TRY(pal_json_text(document, "class", &out->decision_class, NULL));
    PAL_TRY(pal_json_text(document, "call", &call, NULL));
    PAL_TRY(pal_json_text(document, "board_opinion", &opinion, NULL));
    PAL_TRY(pal_json_text(document, "roll_call", &roll_call, NULL));
    PAL_TRY(pal_json_optional_text(document, "electorate", &out->electorate, NULL));
    PAL_TRY(pal_json_int(document, "opens_at", &out->opens_us, NULL));
    PAL_TRY(pal_json_int(document, "closes_at", &out->closes_us, NULL));
    PAL_TRY(pal_json_uuid(document, "poll", &out->poll, NULL));
    out->opens_us *= 1000000;
    out->closes_us *= 1000000;
    out->call = pal_text_is(call, "first") ? PAL_CALL_FIRST : PAL_CALL_SECOND;
    out->is_approved = pal_text_is(opinion, pal_opinion_word(PAL_OPINION_APPROVED));
    out->calls_names = pal_text_is(roll_call, "name");
    out->has_text = pal_json_has(document, "text");
    if (out->has_text) {
        PAL_TRY(pal_json_hash(document, "text", &out->text, NULL));
    }
    return pal_text_is(format, PAL_MANIFEST_FORMAT) ? PAL_OK : PAL_ERR_JSON_VALUE;
}

static enum pal_err read_all(const struct pal_json *document, struct pal_manifest *out)
{
    PAL_TRY(read_method(document, out));
    PAL_TRY(read_announcement(document, out));
    PAL_TRY(read_constitution(document, out));
    PAL_TRY(read_roll(document, out));
    PAL_TRY(pal_question_read(document, out->method, &out->question, NULL));
    PAL_TRY(pal_board_read(document, &out->question, &out->board, NULL));
    PAL_TRY(read_ties(document, &out->question));
    out->kind = pal_method_kind(out->method, &out->question);
    return PAL_OK;
}

enum pal_err pal_manifest_read(struct pal_store *store, const struct pal_hash *hash,
                               const struct pal_uuid *poll, struct pal_manifest *out)
{
    PAL_JSON(document);
    PAL_TRY(pal_document_prove(store, hash, &document));
    *out = (struct pal_manifest){.hash = *hash, .document = document};
    document = NULL; /* moved */
    pal_question_init(&out->question);
    enum pal_err err = read_all(out->document, out);
    if (err == PAL_OK && pal_uuid_equal(&out->poll, poll)) {
        return PAL_OK;
    }
    pal_manifest_done(out);
    return err == PAL_ERR_METHOD_UNKNOWN ? err : PAL_ERR_LOG_BROKEN;
}

static enum pal_err read_announced(const struct pal_json *question, struct pal_manifest *out)
{
    struct pal_text method;
    PAL_TRY(pal_json_text(question, "method", &method, NULL));
    out->method = pal_method_find(method);
    if (out->method == NULL) {
        return PAL_ERR_METHOD_UNKNOWN;
    }
    PAL_TRY(pal_question_read(question, out->method, &out->question, NULL));
    out->kind = pal_method_kind(out->method, &out->question);
    return PAL_OK;
}

enum pal_err pal_manifest_of_called(struct pal_store *store, struct pal_poll_id poll,
                                    struct pal_manifest *out)
{
    PAL_POLL(row);
    PAL_TRY(pal_poll_read(store, poll, &row));
    PAL_JSON(question);
    PAL_TRY(pal_document_prove(store, &row.question, &question));
    *out = (struct pal_manifest){
        .document = question,
        .poll = row.uuid,
        .constitution = row.constitution,
        .closes_us = row.closes_us,
    };
    question = NULL; /* moved */
    pal_question_init(&out->question);
    enum pal_err err = read_announced(out->document, out);
    if (err != PAL_OK) {
        pal_manifest_done(out);
    }
    return err;
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
