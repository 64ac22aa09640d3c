/*
 * awaiting.h - rows that wait for somebody, for the files of core/ alone: what duties.c gathers.
 */
#ifndef PAL_CORE_AWAITING_H
#define PAL_CORE_AWAITING_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "core/members.h"

struct pal_query;
struct pal_store;

struct pal_awaiting {
    int64_t of; /* the poll, the resolution, the assembly, the member */
    int64_t count;
    struct pal_day due_on;
};
struct pal_awaiting_to {
    enum pal_err (*visit)(void *context, const struct pal_awaiting *row);
    void *context;
    int64_t limit;
};
/* Visits what a query gives: of, count, the day or NULL. In duties.c. */
PAL_MUST_USE enum pal_err pal_awaiting_walk(struct pal_query *query,
                                            const struct pal_awaiting_to *to);

/* papers.c. Polls with papers that this teller can enter: the second entry of what another one entered, or
 * again where the two do not agree. */
PAL_MUST_USE enum pal_err pal_papers_awaiting(struct pal_store *store, struct pal_person_id teller,
                                              const struct pal_awaiting_to *to);
/* contributions.c. Resolutions of assemblies that are convened or sit, with questions that nobody answered. */
PAL_MUST_USE enum pal_err pal_questions_awaiting(struct pal_store *store,
                                                 const struct pal_awaiting_to *to);
/* amendments.c. Resolutions with changes that were adopted or taken in, none undecided, and no version with them yet. */
PAL_MUST_USE enum pal_err pal_versions_awaiting(struct pal_store *store,
                                                const struct pal_awaiting_to *to);
/* decisions.c. Polls that decided, with steps that are not done and have a last day: the first of them. */
PAL_MUST_USE enum pal_err pal_steps_awaiting(struct pal_store *store,
                                             const struct pal_awaiting_to *to);
/* members.c. Who has applied and was neither admitted nor turned away, the first first. */
PAL_MUST_USE enum pal_err pal_applications_awaiting(struct pal_store *store,
                                                    const struct pal_awaiting_to *to);
/* erasure_requests.c. Who asked to be erased and was not answered, the first first. */
PAL_MUST_USE enum pal_err pal_erasures_awaiting(struct pal_store *store,
                                                const struct pal_awaiting_to *to);
/* minutes.c. Assemblies that have ended and whose polls are over, without minutes. */
PAL_MUST_USE enum pal_err pal_minutes_awaiting(struct pal_store *store,
                                               const struct pal_awaiting_to *to);
/* minutes.c. Assemblies with minutes of which that person has not approved the current version, and is to. */
PAL_MUST_USE enum pal_err pal_approvals_awaiting(struct pal_store *store,
                                                 struct pal_person_id officer,
                                                 const struct pal_awaiting_to *to);

#endif
