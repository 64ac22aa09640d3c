/* on_log.c - the log as tools of others read it: checkpoint, tiles, proofs; and its entries, as a list. */
#include "base/limits.h"
#include "core/log.h"

#include "handlers.h"
#include "lists.h"
#include "reply.h"
#include "services.h"

enum pal_err pal_on_checkpoint(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_BUF(note);
    PAL_TRY(pal_log_checkpoint(pal_request_store(request), &note));

    pal_reply_bytes(reply, "text/plain; charset=utf-8", &note);
    return PAL_OK;
}

enum pal_err pal_on_tile(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_BUF(path);
    pal_buf_add_string(&path, "tile/");
    pal_buf_add_text(&path, pal_request_text(request, "path"));

    PAL_BUF(tile);
    PAL_TRY(pal_log_tile(pal_request_store(request), pal_buf_text(&path), &tile));

    /* A tile of a width never changes: what is appended comes in a wider one. */
    pal_reply_bytes(reply, "application/octet-stream", &tile);
    pal_reply_cache(reply, PAL_CACHE_IMMUTABLE);
    return PAL_OK;
}

enum pal_err pal_on_proof(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_text file = pal_request_text(request, "file");
    struct pal_text number;
    int64_t index;
    if (!pal_text_cut(&file, '.', &number) || !pal_text_is(file, "tlog-proof") ||
        pal_text_int(number, &index) != PAL_OK || index < 0) {
        return PAL_ERR_NOT_FOUND;
    }

    PAL_BUF(proof);
    PAL_TRY(pal_log_proof(pal_request_store(request), (uint64_t)index, &proof));

    pal_reply_bytes(reply, "text/plain; charset=utf-8", &proof);
    return PAL_OK;
}

static void add_entry(struct pal_list *list, const struct pal_log_page *page, size_t i)
{
    struct pal_text entry = pal_log_page_entry(page, i);
    struct pal_hash leaf = pal_tree_leaf(entry.bytes, entry.size);
    char leaf_text[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(&leaf, leaf_text);
    struct pal_json *item = pal_json_object_new();
    pal_json_set_int(item, "index", (int64_t)page->lines[i].index);
    pal_json_set_text(item, "entry", entry);
    pal_json_set_string(item, "leaf", leaf_text);
    pal_list_add(list, (int64_t)page->lines[i].index + 1, item);
}

enum pal_err pal_on_log_list(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_LIST(list);
    int64_t first;
    PAL_TRY(pal_list_begin(request, &list));
    PAL_TRY(pal_list_after(request, &list, &first));

    PAL_LOG_PAGE(page);
    PAL_TRY(pal_log_page(pal_request_store(request), (uint64_t)first, list.page.limit, &page));

    for (size_t i = 0; i < page.line_count; i++) {
        add_entry(&list, &page, i);
    }
    list.has_more =
        (uint64_t)first + page.line_count < pal_log_head(pal_request_store(request)).size;
    pal_reply_list(reply, request, &list);
    return PAL_OK;
}
