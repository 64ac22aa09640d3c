/*
 * comparison.h - in which places two constitutions differ (docs/rules/templates.md).
 */
#ifndef PAL_BALLOTS_COMPARISON_H
#define PAL_BALLOTS_COMPARISON_H

#include "ballots/constitution.h"
#include "base/attr.h"
#include "base/json.h"

/* [{"at", "from", "op", "to"}], the caller's: op is "add" (no "from"), "remove" (no "to") or "replace".
 * Both are whole documents. */
PAL_MUST_USE struct pal_json *pal_constitution_compare(const struct pal_constitution *from,
                                                       const struct pal_constitution *to);

#endif
