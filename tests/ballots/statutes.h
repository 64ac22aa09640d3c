/*
 * statutes.h - constitutions for tests: fragments written in place, and the examples of docs/.
 */
#ifndef PAL_TESTS_STATUTES_H
#define PAL_TESTS_STATUTES_H

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

/* Four colleges that weigh 4/10, 3/10, 2/10 and 1/10, and the rest of the fragment. */
#define FOUR_COLLEGES                                                    \
    "'colleges':[{'id':'a','weight':'4/10'},{'id':'b','weight':'3/10'}," \
    "{'id':'c','weight':'2/10'},{'id':'d','weight':'1/10'}]"

#endif
