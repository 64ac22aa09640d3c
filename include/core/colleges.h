/*
 * colleges.h - how many members each college and each category has, and what a college weighs.
 */
#ifndef PAL_CORE_COLLEGES_H
#define PAL_CORE_COLLEGES_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/constitution.h"
#include "base/attr.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/ratio.h"

struct pal_store;

/* The members of one day, by the colleges and categories of one constitution. */
struct pal_census {
    uint64_t *colleges;   /* admitted, per college of the constitution; one in all without any */
    uint64_t *categories; /* admitted, per category */
    mpq_t *weights;       /* effective, per college; zero where weighting is suspended */
    size_t college_count; /* of `colleges` and `weights`: at least 1 */
    bool weighting_suspended;
    uint64_t admitted, applied, suspended;
    uint64_t elsewhere; /* admitted, in a college that this constitution does not have */
};
#define PAL_CENSUS(name) struct pal_census name PAL_CLEANUP(pal_census_done) = {0}
void pal_census_done(struct pal_census *census);

/* Counts into a zeroed census. */
PAL_MUST_USE enum pal_err pal_census_take(struct pal_store *store,
                                          const struct pal_constitution *constitution,
                                          struct pal_date day, struct pal_census *out);

/* Where does a member of that category stand? The college named, or, when none is, the only one that
 * takes the category. *out_college is SIZE_MAX where the constitution has no colleges.
 * PAL_ERR_MEMBER_CATEGORY, PAL_ERR_MEMBER_COLLEGE (unknown, or none can be deduced),
 * PAL_ERR_MEMBER_OUTSIDE_COLLEGE (the college does not take the category) */
PAL_MUST_USE enum pal_err pal_college_place(const struct pal_constitution *constitution,
                                            struct pal_text category, struct pal_text college,
                                            size_t *out_category, size_t *out_college);

#endif
