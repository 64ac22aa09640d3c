/*
 * explain.h - the derivation of a decision in words, French and English, from its steps and figures.
 */
#ifndef PAL_HTTP_EXPLAIN_H
#define PAL_HTTP_EXPLAIN_H

#include <stdint.h>

#include "ballots/constitution.h"
#include "base/attr.h"
#include "base/json.h"
#include "base/text.h"

/* [{"code", "figures", "fr", "en"}] of a decision (docs/rules/decide.md); colleges are called by their
 * labels. A step that has no sentence is left out. The caller's. */
PAL_MUST_USE struct pal_json *pal_explain_new(const struct pal_json *decision,
                                              const struct pal_constitution *constitution);
/* Adds to these steps how many of each college were recused, as the manifest says. */
void pal_explain_recused(struct pal_json *steps, const struct pal_json *manifest,
                         const struct pal_constitution *constitution);
/* Adds to these steps that the ballots of a college of a secret poll all said the same. */
void pal_explain_alike(struct pal_json *steps, struct pal_text college, uint64_t ballots,
                       const struct pal_constitution *constitution);

/* These steps, which speak of an amendment where they spoke of the resolution. The caller's. */
PAL_MUST_USE struct pal_json *pal_explain_amendment_new(const struct pal_json *steps);

#endif
