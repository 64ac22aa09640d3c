/*
 * findings.h - how a check of the law says what it found.
 */
#ifndef PAL_BALLOTS_FINDINGS_H
#define PAL_BALLOTS_FINDINGS_H

#include "ballots/constitution.h"

enum pal_finding_code {
    PAL_FINDING_DUPLICATE_COLLEGE,
    PAL_FINDING_DUPLICATE_CATEGORY,
    PAL_FINDING_WEIGHTS_SUM,
    PAL_FINDING_TOO_FEW_COLLEGES,
    PAL_FINDING_COLLEGE_ABOVE_MAX,
    PAL_FINDING_COLLEGE_BELOW_MIN,
    PAL_FINDING_CAPITAL,
    PAL_FINDING_TOO_FEW_CATEGORIES,
    PAL_FINDING_MISSING_CATEGORY,
    PAL_FINDING_MAJORITY_BELOW_SIMPLE,
    PAL_FINDING_SA_TWO_THIRDS,
    PAL_FINDING_CATEGORY_UNPLACED,
    PAL_FINDING_SCOP_EMPLOYEES,
    PAL_FINDING_SCOP_PROXIES,
    PAL_FINDING_SCE_INVESTORS,
    PAL_FINDING_SCE_MEMBER_SHARE,
    PAL_FINDING_SCE_MEMBER_VOTES,
    PAL_FINDING_OUT_OF_REACH,
    PAL_FINDING_MAX_WEIGHT,
    PAL_FINDING_EMPTY_LIFTS,
    PAL_FINDING_SA_QUORUM,
    PAL_FINDING_SA_PROXIES,
    PAL_FINDING_SA_POSTAL,
    PAL_FINDING_SA_NOTICE,
    PAL_FINDING_TURNS_UNKNOWN,
    PAL_FINDING_MOTION_ALONE,
    PAL_FINDING_LEGAL_RESERVE,
    PAL_FINDING_STATUTORY_RESERVE,
    PAL_FINDING_SURPLUS_BALANCE,
    PAL_FINDING_SURPLUS_NEGATIVE,
    PAL_FINDING_COUNT
};

/* Appends a finding. subject is what stands after the colon of the code, or "". */
void pal_finding_report(struct pal_findings *findings, enum pal_finding_code finding,
                        const char *subject, const char *pointer);
/* The same with an index in the place: "/colleges/3". */
void pal_finding_report_at(struct pal_findings *findings, enum pal_finding_code finding,
                           const char *subject, const char *array, size_t index);

#endif
