/* lists.c - one page of a list, and how to ask for the next. */
#include "lists.h"

#include "base/check.h"
#include "base/limits.h"

void pal_list_done(struct pal_list *list)
{
    pal_json_free(list->items);
    pal_buf_done(&list->cursor);
    *list = (struct pal_list){0};
}

enum pal_err pal_list_begin(const struct pal_request *request, struct pal_list *list)
{
    PAL_TRY(pal_request_page(request, &list->page));
    list->items = pal_json_array_new();
    return PAL_OK;
}

size_t pal_list_rows(const struct pal_list *list)
{
    return list->page.limit + 1;
}

enum pal_err pal_list_after(const struct pal_request *request, const struct pal_list *list,
                            int64_t *out_after)
{
    *out_after = 0;
    if (list->page.after.size == 0) {
        return PAL_OK;
    }
    if (pal_text_int(list->page.after, out_after) != PAL_OK || *out_after < 0) {
        pal_where_set(pal_request_where(request), "after");
        return PAL_ERR_REQUEST_PARAMETER;
    }
    return PAL_OK;
}

bool pal_list_is_full(struct pal_list *list)
{
    list->has_more = pal_json_count(list->items) >= list->page.limit;
    return list->has_more;
}

void pal_list_add(struct pal_list *list, int64_t cursor, struct pal_json *item)
{
    PAL_BUF(text);
    pal_buf_add_format(&text, "%lld", (long long)cursor);
    pal_list_add_text(list, pal_buf_text(&text), item);
}

void pal_list_add_text(struct pal_list *list, struct pal_text cursor, struct pal_json *item)
{
    PAL_CHECK(pal_json_count(list->items) < list->page.limit);
    pal_json_append(list->items, item);
    pal_buf_clear(&list->cursor);
    pal_buf_add_text(&list->cursor, cursor);
}

bool pal_gathering_is_over(struct pal_gathering *gathering)
{
    gathering->is_over = gathering->is_over || pal_list_is_full(gathering->list);
    return gathering->is_over;
}

static size_t size_of(const struct pal_json *json)
{
    static const char *const names[] = {"text", "html"};
    size_t size = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (pal_json_has(json, names[i])) {
            size += pal_json_as_text(pal_json_get(json, names[i])).size;
        }
    }
    return size;
}

void pal_gather(struct pal_gathering *gathering, int64_t cursor, struct pal_json *item)
{
    gathering->bytes += size_of(item);
    if (gathering->bytes > PAL_LIMIT_BODY && pal_json_count(gathering->list->items) > 0) {
        pal_json_free(item);
        gathering->list->has_more = true;
        gathering->is_over = true;
        return;
    }
    pal_list_add(gathering->list, cursor, item);
}

void pal_reply_list(struct pal_reply *reply, const struct pal_request *request,
                    struct pal_list *list)
{
    struct pal_json *object = pal_json_object_new();
    pal_json_set(object, "items", list->items);
    list->items = NULL;
    if (list->has_more) {
        pal_json_set_text(object, "next", pal_buf_text(&list->cursor));
        pal_reply_next(reply, request, pal_buf_text(&list->cursor));
    }
    pal_reply_json(reply, object);
}
