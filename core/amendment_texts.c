/*
 * amendment_texts.c - what amendments change, which of them contradict each other, and the text that
 * several make.
 */
#include "base/check.h"
#include "base/mem.h"
#include "core/amendments.h"
#include "core/society.h"
#include "core/store.h"

#include "amending.h"
#include "documents.h"

enum pal_err pal_amendment_document(struct pal_store *store, const struct pal_hash *hash,
                                    struct pal_json **out_json)
{
    bool is_removed;
    PAL_TRY(pal_document_is_removed(store, hash, &is_removed));
    if (!is_removed) {
        return pal_document_get_json(store, hash, out_json);
    }
    struct pal_json *json = pal_json_object_new();
    pal_json_set_string(json, "text", "");
    pal_json_set_string(json, "reasons", "");
    pal_json_set_bool(json, "removed", true);
    *out_json = json;
    return PAL_OK;
}

enum pal_err pal_amended_text(struct pal_store *store, const struct pal_hash *hash,
                              struct pal_buf *out_text)
{
    PAL_JSON(document);
    PAL_TRY(pal_amendment_document(store, hash, &document));
    if (pal_json_has(document, "removed")) {
        return PAL_ERR_DOCUMENT_REMOVED;
    }
    struct pal_text text;
    PAL_TRY(pal_json_text(document, "text", &text, NULL));
    pal_buf_add_text(out_text, text);
    return PAL_OK;
}

/* What an amendment changes in a base; its words lie in `text`. */
static enum pal_err differ(struct pal_store *store, struct pal_text base,
                           const struct pal_amendment *amendment, struct pal_buf *text,
                           struct pal_diff *out)
{
    PAL_TRY(pal_amended_text(store, &amendment->hash, text));
    return pal_diff_make(base, pal_buf_text(text), out);
}

enum pal_err pal_amendment_contradicts(struct pal_store *store, const struct pal_diff *diff,
                                       const struct pal_amendment *other, bool *out_contradicts)
{
    PAL_BUF(text);
    PAL_DIFF(theirs);
    enum pal_err err = differ(store, diff->base.text, other, &text, &theirs);
    *out_contradicts = err == PAL_OK && pal_diff_contradicts(diff, &theirs);
    return err == PAL_ERR_DOCUMENT_REMOVED ? PAL_OK : err;
}

enum pal_err pal_amendment_find_contrary(struct pal_store *store,
                                         const struct pal_amendment_rivals *rivals,
                                         const struct pal_amendment_list *list,
                                         struct pal_amendment_list *out)
{
    PAL_BUF(base);
    PAL_BUF(text);
    PAL_DIFF(diff);
    PAL_TRY(pal_amended_text(store, &rivals->amendment->base, &base));
    PAL_TRY(differ(store, pal_buf_text(&base), rivals->amendment, &text, &diff));
    for (size_t i = 0; i < list->count; i++) {
        const struct pal_amendment *other = &list->items[i];
        if (other->id.value == rivals->amendment->id.value ||
            !rivals->is_asked(rivals->amendment, other)) {
            continue;
        }
        bool is_contrary;
        PAL_TRY(pal_amendment_contradicts(store, &diff, other, &is_contrary));
        if (is_contrary) {
            out->capacity = pal_mem_capacity(out->capacity, out->count + 1);
            out->items = pal_mem_grow(out->items, out->capacity, sizeof *out->items);
            out->items[out->count++] = *other;
        }
    }
    return PAL_OK;
}

/* The changes of those that are to be put in a text, and where their words lie. */
struct assembly {
    struct pal_buf base;
    struct pal_buf *texts;
    struct pal_diff *diffs;
    size_t count, room;
};

static void assembly_done(struct assembly *assembly)
{
    for (size_t i = 0; i < assembly->room; i++) {
        pal_diff_done(&assembly->diffs[i]);
        pal_buf_done(&assembly->texts[i]);
    }
    pal_mem_free(assembly->diffs);
    pal_mem_free(assembly->texts);
    pal_buf_done(&assembly->base);
}

enum pal_err pal_amendments_assemble(struct pal_store *store, const struct pal_hash *base,
                                     const struct pal_amendment_list *list,
                                     struct pal_buf *out_text)
{
    struct assembly assembly PAL_CLEANUP(assembly_done) = {
        .texts = pal_mem_new(list->count + 1, sizeof *assembly.texts),
        .diffs = pal_mem_new(list->count + 1, sizeof *assembly.diffs),
        .room = list->count,
    };
    PAL_TRY(pal_amended_text(store, base, &assembly.base));
    for (size_t i = 0; i < list->count; i++) {
        if (pal_amendment_is_pending(&list->items[i])) {
            PAL_TRY(differ(store, pal_buf_text(&assembly.base), &list->items[i],
                           &assembly.texts[assembly.count], &assembly.diffs[assembly.count]));
            assembly.count++;
        }
    }
    if (assembly.count == 0) {
        return PAL_ERR_AMENDMENT_NONE;
    }
    /* What contradicts one that was adopted has lapsed, and is not taken in. */
    return pal_diff_merge(assembly.diffs, assembly.count, out_text);
}
