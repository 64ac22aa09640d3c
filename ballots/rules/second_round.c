/*
 * second_round.c - who passes from a first round to the second.
 */
#include <stdlib.h>

#include "ballots/rules.h"
#include "base/check.h"
#include "base/mem.h"

struct standing {
    mpq_srcptr total;
};

static int by_total(const void *a, const void *b)
{
    const struct standing *left = a;
    const struct standing *right = b;
    return mpq_cmp(right->total, left->total);
}

/* RULE docs/rules/second_round.md
 * > Of those who stood and were not elected, the first so many pass, by their votes; whoever is level
 * > with the last of them passes too. Whoever had no vote does not pass.
 */
size_t pal_second_round_pass(mpq_t *totals, const bool *stands, size_t count, size_t pass,
                             bool *out_passes)
{
    PAL_CHECK(pass > 0);
    struct standing *order PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *order);
    size_t standing = 0;
    for (size_t i = 0; i < count; i++) {
        if (stands[i] && mpq_sgn(totals[i]) > 0) {
            order[standing++].total = totals[i];
        }
    }
    qsort(order, standing, sizeof *order, by_total);
    size_t passed = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_far = standing > pass && mpq_cmp(totals[i], order[pass - 1].total) < 0;
        out_passes[i] = stands[i] && mpq_sgn(totals[i]) > 0 && !is_far;
        passed += out_passes[i];
    }
    return passed;
}
