/* head.c - the first lines of a request, as texts. */
#include "head.h"

#include <stddef.h>
#include <strings.h>

#define AT(member) offsetof(struct pal_head, member)

/* clang-format off */
static const struct {
    const char *name;
    size_t offset; /* of its text in the head */
} headers[] = {
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
/* clang-format on */

void pal_head_take(struct pal_head *head, const char *name, const char *value)
{
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        if (strcasecmp(name, headers[i].name) == 0) {
            struct pal_text *text = (struct pal_text *)(void *)((char *)head + headers[i].offset);
            *text = text->bytes == NULL ? pal_text_of(value) : *text;
            return;
        }
    }
}

struct pal_text pal_head_forwarded(const struct pal_head *head)
{
    struct pal_text rest = head->forwarded_for;
    struct pal_text last;
    while (pal_text_cut(&rest, ',', &last)) {
    }
    return pal_text_trim(last);
}
