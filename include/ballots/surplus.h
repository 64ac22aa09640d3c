/*
 * surplus.h - a poll that shares out a surplus: what there is to share, and how each option splits it.
 *
 * It stands in the document of a question, and in the manifest, beside what the method is told: "surplus"
 * of the poll, "allocation" of each option but the one that is nobody. A split that the assembly could not
 * lawfully adopt is not put to the vote. The rule is docs/rules/reserves.md.
 */
#ifndef PAL_BALLOTS_SURPLUS_H
#define PAL_BALLOTS_SURPLUS_H

#include "ballots/constitution.h"
#include "ballots/method.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"

/* Judges what the document of a question says of a surplus, its seats and options having been read;
 * PAL_OK where it says nothing of one. Appends what is wrong with each split, at
 * "/options/<index>/allocation"; the place is that of the first.
 * PAL_ERR_JSON_*, PAL_ERR_RATIO_*, PAL_ERR_LIMIT_RATIO
 * PAL_ERR_QUESTION_SURPLUS      the regime has no such rule; the method does not elect one option; there
 *                               is nothing to share; a figure is negative; an option has an allocation
 *                               where there is no surplus
 * PAL_ERR_QUESTION_ALLOCATION   a split is unlawful: see findings */
PAL_MUST_USE enum pal_err pal_surplus_judge(const struct pal_json *document, enum pal_regime regime,
                                            const struct pal_method *method,
                                            struct pal_findings *findings,
                                            struct pal_where *out_where);

#endif
