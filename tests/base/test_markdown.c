/* Markdown: what a page shows of it, and what it does not. */
#include <string.h>

#include "base/markdown.h"
#include "base/mem.h"

#include "../support/expect.h"

/* clang-format off */
static const struct {
    const char *name, *text, *html;
} rows[] = {
    {"an empty text is an empty page",          "", ""},
    {"emphasis is kept",                        "*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>\n"},
    {"lists and quotations are kept",           "- a\n\n> b", "<ul>\n<li>a</li>\n</ul>\n<blockquote>\n<p>b</p>\n</blockquote>\n"},
    {"what means something in HTML is escaped", "1 < 2 & \"3\"", "<p>1 &lt; 2 &amp; &quot;3&quot;</p>\n"},
    {"a web address is linked",                 "[a](https://b.example/?c=d&e)", "<p><a href=\"https://b.example/?c=d&amp;e\">a</a></p>\n"},
    {"in capitals too",                         "[a](HTTP://b.example)", "<p><a href=\"HTTP://b.example\">a</a></p>\n"},
    {"so is a mail address",                    "<a@b.example>", "<p><a href=\"mailto:a@b.example\">a@b.example</a></p>\n"},
    {"so is a page of this site",               "[a](/polls) [b](#c)", "<p><a href=\"/polls\">a</a> <a href=\"#c\">b</a></p>\n"},
    {"a script is left out",                    "a<script>alert(1)</script>b", "<p>aalert(1)b</p>\n"},
    {"a block of HTML is left out",             "<div onclick=\"x()\">\na\n</div>\n\nb", "<p>b</p>\n"},
    {"a comment is left out",                   "a <!-- b --> c", "<p>a  c</p>\n"},
    {"a link that runs is its words",           "[a](javascript:alert(1))", "<p>a</p>\n"},
    {"however it is spelled",                   "[a](JaVaScRiPt:alert(1)) [b](&#106;avascript:x) [c](java\\script:x)", "<p>a b c</p>\n"},
    {"so is one that holds what it shows",      "[a](data:text/html;base64,PHNjcmlwdD4=)", "<p>a</p>\n"},
    {"images of that kind too",                 "![a](data:image/png;base64,iVBORw0KGgo=)", "<p>a</p>\n"},
    {"so is a file",                            "[a](file:///etc/passwd)", "<p>a</p>\n"},
    {"a link to another site without a scheme", "[a](//b.example) [c](/\\b.example)", "<p>a c</p>\n"},
    {"an autolink that runs",                   "<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"},
    {"a reference that runs",                   "[a]\n\n[a]: vbscript:x", "<p>a</p>\n"},
    {"an empty link",                           "[a]()", "<p>a</p>\n"},
    {"an image is a link",                      "![a *b*](https://c.example/d.png \"e\")", "<p><a href=\"https://c.example/d.png\" title=\"e\">a <em>b</em></a></p>\n"},
    {"an image of nothing is its address",      "![](https://c.example/d.png)", "<p><a href=\"https://c.example/d.png\">https://c.example/d.png</a></p>\n"},
    {"an image in a link is its words",         "[![a](https://b.example)](https://c.example)", "<p><a href=\"https://c.example\">a</a></p>\n"},
    {"a link in an image is its words",         "![a [b](https://c.example)](https://d.example)", "<p><a href=\"https://d.example\">a b</a></p>\n"},
    {"a link in an image that goes is its words","![a [b](https://c.example)](data:x)", "<p>a b</p>\n"},
    {"a title cannot leave its quotes",         "[a](https://b.example '\" onclick=\"x()')", "<p><a href=\"https://b.example\" title=\"&quot; onclick=&quot;x()\">a</a></p>\n"},
    {"nor can an address",                      "[a](<https://b.example/\" onclick=\"x()>)", "<p><a href=\"https://b.example/%22%20onclick=%22x()\">a</a></p>\n"},
    {"nor can the language of code",            "```a\" onclick=\"x()\nb\n```", "<pre><code class=\"language-a&quot;\">b\n</code></pre>\n"},
};
static const struct {
    const char *name, *piece;
    size_t times;
    enum pal_err err;
} depths[] = {
    {"quotations twenty deep are shown",            "> ", 20, PAL_OK},
    {"quotations sixty-four thousand deep are not", ">", 65535, PAL_ERR_LIMIT_NESTING},
    {"nor are lists",                               "- ", 100, PAL_ERR_LIMIT_NESTING},
    {"nor lists with numbers",                      "1. ", 100, PAL_ERR_LIMIT_NESTING},
    {"a document of open brackets is shown",        "[", 65535, PAL_OK},
    {"so is one of half links",                     "[a](", 16384, PAL_OK},
    {"and one of emphasis that never ends",         "*a **a ", 9000, PAL_OK},
    {"and one of declarations that never end",      "a <!A ", 10000, PAL_OK},
};
/* clang-format on */

static void is_shown(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_BUF(html);
    EXPECT_ERR(pal_markdown_write(pal_text_of(row->text), &html), PAL_OK);
    EXPECT_BUF(html, row->html);
}

static void is_bounded(void **state)
{
    const __typeof__(depths[0]) *row = *state;
    PAL_BUF(text);
    PAL_BUF(html);
    for (size_t i = 0; i < row->times; i++) {
        pal_buf_add_string(&text, row->piece);
    }
    pal_buf_add_string(&text, "a");
    EXPECT_ERR(pal_markdown_write(pal_buf_text(&text), &html), row->err);
    assert_int_equal(html.size > 0, row->err == PAL_OK);
}

/* Emphasis that is closed: forty of them and the paragraph in the document. */
static void is_bounded_inside_a_line(void **state)
{
    (void)state;
    for (int pairs = 10; pairs <= 60; pairs += 50) {
        PAL_BUF(text);
        PAL_BUF(html);
        for (int i = 0; i < pairs; i++) {
            pal_buf_add_string(&text, "*a _b ");
        }
        pal_buf_add_string(&text, "c");
        for (int i = 0; i < pairs; i++) {
            pal_buf_add_string(&text, "_ d*");
        }
        EXPECT_ERR(pal_markdown_write(pal_buf_text(&text), &html),
                   pairs < 20 ? PAL_OK : PAL_ERR_LIMIT_NESTING);
    }
}

int main(void)
{
    TESTS(tests, 40);
    TABLE(tests, rows, is_shown);
    TABLE(tests, depths, is_bounded);
    TEST(tests, is_bounded_inside_a_line);
    return RUN(tests);
}
