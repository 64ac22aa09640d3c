/* fuzz_markdown.c - whatever is written, a page shows tags of a list alone, and addresses of another. */
#include <string.h>

#include "base/check.h"
#include "base/markdown.h"

#include "fuzz.h"

static bool starts_any(const char *at, const char *const *starts)
{
    for (size_t i = 0; starts[i] != NULL; i++) {
        if (strncmp(at, starts[i], strlen(starts[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* The tags that libcmark writes, without those of raw HTML and of images. */
static bool is_expected(const char *tag)
{
    static const char *const starts[] = {
        "<p>",    "</p>",    "<em>",  "</em>",  "<strong>",     "</strong>",     "<code>",
        "<code ", "</code>", "<pre>", "</pre>", "<ul>",         "</ul>",         "<ol>",
        "<ol ",   "</ol>",   "<li>",  "</li>",  "<blockquote>", "</blockquote>", "<br />",
        "<hr />", "<h1>",    "<h2>",  "<h3>",   "<h4>",         "<h5>",          "<h6>",
        "</h1>",  "</h2>",   "</h3>", "</h4>",  "</h5>",        "</h6>",         "<a href=\"",
        "</a>",   NULL,
    };
    return starts_any(tag, starts);
}

static bool is_harmless(const char *address)
{
    static const char *const starts[] = {"http", "HTTP", "mailto:", "MAILTO:", "#", "/", NULL};
    return starts_any(address, starts) || strchr("hHmM", address[0]) != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char link[] = "<a href=\"";
    PAL_BUF(html);
    if (pal_markdown_write((struct pal_text){(const char *)bytes, size}, &html) != PAL_OK) {
        PAL_CHECK(html.size == 0);
        return 0;
    }
    const char *at = html.size > 0 ? strchr(html.bytes, '<') : NULL;
    while (at != NULL) {
        PAL_CHECK(is_expected(at));
        if (strncmp(at, link, sizeof link - 1) == 0) {
            PAL_CHECK(is_harmless(at + sizeof link - 1));
        }
        at = strchr(at + 1, '<');
    }
    return 0;
}
