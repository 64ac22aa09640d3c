/*
 * stv.h - a count by quota, surpluses and exclusions: what the variants of Gregory's method share.
 */
#ifndef PAL_BALLOTS_STV_H
#define PAL_BALLOTS_STV_H

#include "ballots/method.h"
#include "base/attr.h"

/* What a variant says otherwise than another. */
struct pal_stv {
    /* The quota of so many seats for that weight of valid ballots. */
    void (*quota)(mpq_srcptr valid, size_t seat_count, mpq_t out_quota);
    bool above_quota;           /* more than the quota elects; else the quota itself */
    void (*round)(mpq_t value); /* what becomes of the value of a ballot; NULL: it stays exact */
};

void pal_stv_count(const struct pal_stv *stv, const struct pal_question *question,
                   const struct pal_profile *profile, struct pal_outcome *outcome);

/* A ballot is counted when its first preference is one option alone: PAL_ERR_BALLOT_EQUAL. Fits
 * struct pal_method.judge. */
PAL_MUST_USE enum pal_err pal_stv_judge(const struct pal_question *question,
                                        const struct pal_ballot *ballot,
                                        enum pal_ballot_state *out_state);

#endif
