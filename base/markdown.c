/*
 * markdown.c - what members write, as HTML that a page can hold.
 *
 * The tree that libcmark reads is cleaned before it is written: what is left is a list of what may
 * stay, and the safe mode of libcmark comes on top of it.
 */
#include "base/markdown.h"

#include <cmark.h>
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/limits.h"

static void node_done(cmark_node **node)
{
    cmark_node_free(*node);
}

static void iter_done(cmark_iter **iter)
{
    if (*iter != NULL) {
        cmark_iter_free(*iter);
    }
}

/* --- addresses ---------------------------------------------------------------------------------- */

static bool starts_lowered(const char *url, const char *prefix)
{
    while (*prefix != '\0' && tolower((unsigned char)*url) == *prefix) {
        url++;
        prefix++;
    }
    return *prefix == '\0';
}

/* RULE docs/rules/markdown.md
 * > A link leads to an address that begins with `https://`, `http://` or `mailto:`, in letters of
 * > either case, or with `#` or one `/` of this site … */
static bool is_allowed(const char *url)
{
    if (url == NULL) {
        return false;
    }
    if (url[0] ==
        '/') { /* two of them, or what a browser takes for the second, name another site */
        return url[1] != '/' && url[1] != '\\';
    }
    return url[0] == '#' || starts_lowered(url, "https://") || starts_lowered(url, "http://") ||
           starts_lowered(url, "mailto:");
}

/* --- the tree ------------------------------------------------------------------------------------- */

static bool is_html(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE;
}

static bool is_link(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE;
}

static bool is_in_link(cmark_node *node)
{
    cmark_node *above = cmark_node_parent(node);
    while (above != NULL && !is_link(above)) {
        above = cmark_node_parent(above);
    }
    return above != NULL;
}

/* Puts what the node holds before it. */
static void lift(cmark_node *node)
{
    cmark_node *child = cmark_node_first_child(node);
    while (child != NULL) {
        cmark_node *next = cmark_node_next(child);
        cmark_node_insert_before(node, child);
        child = next;
    }
}

static void remove_node(cmark_node *node)
{
    cmark_node_unlink(node);
    cmark_node_free(node);
}

/* A link in place of an image, to the same address. */
static void link_image(cmark_node *image)
{
    const char *url = cmark_node_get_url(image);
    cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
    cmark_node_set_url(link, url);
    cmark_node_set_title(link, cmark_node_get_title(image));
    cmark_node_insert_before(image, link);
    if (cmark_node_first_child(image) == NULL) {
        cmark_node *words = cmark_node_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(words, url);
        cmark_node_append_child(link, words);
    }
    cmark_node *child = cmark_node_first_child(image);
    while (child != NULL) {
        cmark_node *next = cmark_node_next(child);
        cmark_node_append_child(link, child);
        child = next;
    }
    remove_node(image);
}

static void clean_link(cmark_node *node)
{
    if (is_in_link(node) || !is_allowed(cmark_node_get_url(node))) {
        lift(node);
        remove_node(node);
    } else if (cmark_node_get_type(node) == CMARK_NODE_IMAGE) {
        link_image(node);
    }
}

/* A node may go when the walk leaves it, or when it enters one that holds nothing. */
static void clean(cmark_node *document)
{
    cmark_iter *iter PAL_CLEANUP(iter_done) = cmark_iter_new(document);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_ENTER && is_html(node)) {
            remove_node(node);
        } else if (event == CMARK_EVENT_EXIT && is_link(node)) {
            clean_link(node);
        }
    }
}

/* RULE docs/rules/markdown.md
 * > A text whose blocks and emphasis lie more than 40 deep in one another is refused. */
static bool is_flat(cmark_node *document)
{
    cmark_iter *iter PAL_CLEANUP(iter_done) = cmark_iter_new(document);
    cmark_event_type event;
    int depth = 0;
    int deepest = 0;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        bool holds = cmark_node_first_child(cmark_iter_get_node(iter)) != NULL;
        depth += !holds ? 0 : event == CMARK_EVENT_ENTER ? 1 : -1;
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest <= PAL_LIMIT_MARKDOWN_DEPTH;
}

enum pal_err pal_markdown_write(struct pal_text text, struct pal_buf *out_html)
{
    const int options = CMARK_OPT_VALIDATE_UTF8; /* and safe, which is the default */
    cmark_node *document PAL_CLEANUP(node_done) =
        cmark_parse_document(text.size > 0 ? text.bytes : "", text.size, options);
    if (!is_flat(document)) {
        return PAL_ERR_LIMIT_NESTING;
    }
    clean(document);
    char *html = cmark_render_html(document, options);
    pal_buf_add_string(out_html, html);
    cmark_get_default_mem_allocator()->free(html);
    return PAL_OK;
}
