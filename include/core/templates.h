/*
 * templates.h - constitutions to begin from, which are part of the program (docs/rules/templates.md).
 */
#ifndef PAL_CORE_TEMPLATES_H
#define PAL_CORE_TEMPLATES_H

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

/* [{"id", "kind", "summary", "title", "warnings"}], the caller's: kind is "profile" or "example", the
 * rest is in French and in English. */
PAL_MUST_USE struct pal_json *pal_templates_list(void);

/* The document of one, the caller's, which says that it is derived from it. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_template_read(struct pal_text id, struct pal_json **out_document);

/* Says in a document that it is made from another, of that name and hash; log is empty for one that
 * stands in no log. */
void pal_template_derive(struct pal_json *document, struct pal_text name,
                         const struct pal_hash *hash, struct pal_text log);

#endif
