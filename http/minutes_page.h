/*
 * minutes_page.h - minutes as a page for people: docs/rules/minutes.md, in French and in English.
 */
#ifndef PAL_HTTP_MINUTES_PAGE_H
#define PAL_HTTP_MINUTES_PAGE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "core/minutes.h"

#include "sheet.h"

struct pal_store;

/* What a page is made of. */
struct pal_minutes_page {
    struct pal_store *store;
    const struct pal_minutes *minutes;
    const struct pal_json *document; /* of the current version */
    bool is_named;                   /* for who is signed in: with the names of the officers */
    struct pal_sheet *sheet;
};

/* Fills a zeroed sheet. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_minutes_print(struct pal_store *store,
                                            const struct pal_minutes *minutes, bool is_named,
                                            enum pal_language language, struct pal_sheet *sheet);

/* For minutes_results.c: the result of one poll. */
void pal_minutes_print_poll(const struct pal_minutes_page *page, const struct pal_json *poll);
/* For minutes_debates.c: what was said of an item, amended, and who stayed out. */
PAL_MUST_USE enum pal_err pal_minutes_print_debate(const struct pal_minutes_page *page,
                                                   const struct pal_json *item);
/* For minutes_attached.c: the files that were put before the assembly with an item. */
PAL_MUST_USE enum pal_err pal_minutes_print_attached(const struct pal_minutes_page *page,
                                                     const struct pal_json *item);
/* For minutes_process.c: how an item came to its vote; what colleges thought of it. */
PAL_MUST_USE enum pal_err pal_minutes_print_process(const struct pal_minutes_page *page,
                                                    const struct pal_json *item);
void pal_minutes_print_temperatures(const struct pal_minutes_page *page,
                                    const struct pal_json *temperatures);
/* For minutes_sitting.c: the proof of sending, who took part, what happened, who spoke. */
void pal_minutes_print_sendings(const struct pal_minutes_page *page, const struct pal_json *notice);
PAL_MUST_USE enum pal_err pal_minutes_print_sheet(const struct pal_minutes_page *page);
PAL_MUST_USE enum pal_err pal_minutes_print_sitting(const struct pal_minutes_page *page);
PAL_MUST_USE enum pal_err pal_minutes_print_speeches(const struct pal_minutes_page *page,
                                                     const struct pal_json *speeches);
/* Appends who stands behind a pseudonym of that scope: the name for who is signed in, else the pseudonym. */
PAL_MUST_USE enum pal_err pal_minutes_write_who(const struct pal_minutes_page *page,
                                                const struct pal_uuid *scope,
                                                struct pal_text pseudonym, struct pal_buf *buf);
/* The name of a college; `all` is the whole assembly. Lent. */
struct pal_text pal_minutes_college(const struct pal_minutes_page *page, struct pal_text id);
/* A code of the document in words: "adopted", "combined"; itself where there are none. Lent. */
struct pal_text pal_minutes_word(const struct pal_minutes_page *page, const char *kind,
                                 struct pal_text code);

/* A member of an object as text; empty where it is absent. Lent. */
struct pal_text pal_minutes_text(const struct pal_json *object, const char *name);

#endif
