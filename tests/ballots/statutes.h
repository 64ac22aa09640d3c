/*
 * statutes.h - constitutions for tests: fragments written in place, and the examples of docs/.
 */
#ifndef PAL_TESTS_STATUTES_H
#define PAL_TESTS_STATUTES_H

#include <string.h>

#include "ballots/constitution.h"
#include "base/limits.h"
#include "base/mem.h"

#include "../support/expect.h"

/* A constitution of the test, read from a fragment in which ' stands for ". */
static inline void statutes(const char *quoted, struct pal_constitution *out)
{
    struct pal_where where = {0};
    PAL_JSON(json);
    PAL_STRING(text);
    text = pal_mem_copy_string(quoted);
    for (char *at = text; *at != '\0'; at++) {
        if (*at == '\'') {
            *at = '"';
        }
    }
    EXPECT_ERR(pal_json_parse(pal_text_of(text), PAL_LIMIT_BODY, &json, &where), PAL_OK);
    EXPECT_ERR(pal_constitution_parse(json, PAL_CONSTITUTION_FRAGMENT, out, &where), PAL_OK);
}

/* The text with the first `find` in it turned into `put`; the text itself is released. */
static inline char *replaced_take(char *text, const char *find, const char *put)
{
    assert_non_null(text);
    const char *at = strstr(text, find);
    assert_non_null(at);
    PAL_BUF(buf);
    pal_buf_add(&buf, text, (size_t)(at - text));
    pal_buf_add_string(&buf, put);
    pal_buf_add_string(&buf, at + strlen(find));
    pal_mem_free(text);
    return pal_buf_take(&buf);
}

/* The example of docs/ with one piece of text put in the place of another. */
static inline char *edited_new(const char *path, const char *find, const char *put)
{
    return replaced_take(pal_tests_file_new(path), find, put);
}

static inline enum pal_err read_text(const char *text, struct pal_constitution *out,
                                     struct pal_where *where)
{
    PAL_JSON(json);
    PAL_TRY(pal_json_parse(pal_text_of(text), PAL_LIMIT_BODY, &json, where));
    return pal_constitution_parse(json, PAL_CONSTITUTION_DOCUMENT, out, where);
}

static inline void expect_codes(const struct pal_findings *findings, const char *codes)
{
    PAL_BUF(found);
    for (size_t i = 0; i < findings->count; i++) {
        pal_buf_add_format(&found, "%s%s", i == 0 ? "" : " ", findings->items[i].code);
        assert_true(strlen(findings->items[i].fr) > 0 && strlen(findings->items[i].en) > 0);
    }
    EXPECT_BUF(found, codes);
}

#define SCIC "docs/constitutions/scic.json"

/* Four colleges that weigh 4/10, 3/10, 2/10 and 1/10, and the rest of the fragment. */
#define FOUR_COLLEGES                                                    \
    "'colleges':[{'id':'a','weight':'4/10'},{'id':'b','weight':'3/10'}," \
    "{'id':'c','weight':'2/10'},{'id':'d','weight':'1/10'}]"

#endif
