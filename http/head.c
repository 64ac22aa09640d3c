/* head.c - the first lines of a request, as texts. */
#include "head.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

#define AT(member) offsetof(struct pal_head, member)

/* clang-format off */
static const struct {
    const char *name;
    size_t offset; /* of its text in the head */
} headers[] = {
    {"Accept-Encoding",   AT(accept_encoding)},
    {"Accept-Language",   AT(accept_language)},
    {"Authorization",     AT(authorization)},
    {"Content-Encoding",  AT(content_encoding)},
    {"Content-Length",    AT(content_length)},
    {"Content-Type",      AT(content_type)},
    {"Cookie",            AT(cookie)},
    {"Idempotency-Key",   AT(idempotency_key)},
    {"If-Match",          AT(if_match)},
    {"If-None-Match",     AT(if_none_match)},
    {"Last-Event-ID",     AT(last_event_id)},
    {"Origin",            AT(origin)},
    {"Sec-Fetch-Site",    AT(fetch_site)},
    {"Transfer-Encoding", AT(transfer_encoding)},
    {"X-Forwarded-For",   AT(forwarded_for)},
};

/* What no header says. */
static const size_t others[] = {AT(method), AT(target), AT(address)};
/* clang-format on */

enum { HEADERS = sizeof headers / sizeof headers[0], OTHERS = sizeof others / sizeof others[0] };

static struct pal_text *text_at(struct pal_head *head, size_t offset)
{
    return (struct pal_text *)(void *)((char *)head + offset);
}

void pal_head_take(struct pal_head *head, const char *name, const char *value)
{
    for (size_t i = 0; i < HEADERS; i++) {
        if (strcasecmp(name, headers[i].name) == 0) {
            struct pal_text *text = text_at(head, headers[i].offset);
            *text = text->bytes == NULL ? pal_text_of(value) : *text;
            return;
        }
    }
}

static struct pal_text *text_of(struct pal_head *head, size_t i)
{
    return text_at(head, i < HEADERS ? headers[i].offset : others[i - HEADERS]);
}

char *pal_head_keep(struct pal_head *head)
{
    size_t size = 0;
    for (size_t i = 0; i < HEADERS + OTHERS; i++) {
        size += text_of(head, i)->size;
    }
    char *block = pal_mem_new(size + 1, 1);
    char *end = block;
    for (size_t i = 0; i < HEADERS + OTHERS; i++) {
        struct pal_text *text = text_of(head, i);
        if (text->size > 0) {
            memcpy(end, text->bytes, text->size);
            *text = (struct pal_text){end, text->size};
            end += text->size;
        }
    }
    return block;
}

struct pal_text pal_head_forwarded(const struct pal_head *head)
{
    struct pal_text rest = head->forwarded_for;
    struct pal_text last;
    while (pal_text_cut(&rest, ',', &last)) {
    }
    return pal_text_trim(last);
}
