/*
 * lists.h - one page of a list: {"items": […], "next": "cursor"} and its Link.
 *
 * A handler asks the walk for one row more than the page holds: that row is not shown, and says that
 * there is a next page.
 */
#ifndef PAL_HTTP_LISTS_H
#define PAL_HTTP_LISTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

#include "reply.h"
#include "request.h"

struct pal_list {
    struct pal_page page;
    struct pal_json *items;
    struct pal_buf cursor; /* of the last item shown */
    bool has_more;
};
#define PAL_LIST(name) struct pal_list name PAL_CLEANUP(pal_list_done) = {0}
void pal_list_done(struct pal_list *list);

/* Reads which page is asked for. PAL_ERR_REQUEST_PARAMETER */
PAL_MUST_USE enum pal_err pal_list_begin(const struct pal_request *request, struct pal_list *list);
/* How many rows to ask of the walk. */
size_t pal_list_rows(const struct pal_list *list);
/* The cursor as the number that pal_list_add wrote; 0 for the first page.
 * PAL_ERR_REQUEST_PARAMETER */
PAL_MUST_USE enum pal_err pal_list_after(const struct pal_request *request,
                                         const struct pal_list *list, int64_t *out_after);
/* Has the page no room left? Then the row that came is only a sign that there are more. */
bool pal_list_is_full(struct pal_list *list);
/* Puts an item on the page, which takes it; cursor is the number, or the text, from which the page
 * after it would go on. Not when the page is full. */
void pal_list_add(struct pal_list *list, int64_t cursor, struct pal_json *item);
void pal_list_add_text(struct pal_list *list, struct pal_text cursor, struct pal_json *item);
/* A page that a walk fills, row by row. It ends early when its texts are long: what is sent at once is
 * bounded, however long they are. */
struct pal_gathering {
    const struct pal_request *request;
    struct pal_list *list;
    size_t bytes;
    bool is_over;
};
/* Takes the page no further row? Then the row that came is only a sign that there are more. */
bool pal_gathering_is_over(struct pal_gathering *gathering);
/* Puts an item on the page, or lets it go where the page has no room for its texts; takes it. */
void pal_gather(struct pal_gathering *gathering, int64_t cursor, struct pal_json *item);
/* The reply. */
void pal_reply_list(struct pal_reply *reply, const struct pal_request *request,
                    struct pal_list *list);

#endif
