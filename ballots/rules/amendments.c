/*
 * amendments.c - the order in which amendments are put to the vote, and what becomes of them.
 */
#include <string.h>

#include "ballots/rules.h"
#include "base/check.h"

static int compare(mpq_srcptr original, const struct pal_ranked_amendment *a,
                   const struct pal_ranked_amendment *b)
{
    PAL_RATIO(from_a);
    PAL_RATIO(from_b);
    mpq_sub(from_a, a->value, original);
    mpq_sub(from_b, b->value, original);
    mpq_abs(from_a, from_a);
    mpq_abs(from_b, from_b);
    int further = mpq_cmp(from_b, from_a);
    return further != 0 ? further : strcmp(a->id, b->id);
}

/* RULE docs/rules/amendments.md
 * > Amendments are put to the vote before the text, the furthest from the original first; those equally
 * > far in the order of their identifiers.
 *
 * By insertion: an agenda has a handful of amendments. */
void pal_amendments_order(mpq_srcptr original, const struct pal_ranked_amendment *amendments,
                          size_t count, size_t *out_order)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        while (at > 0 && compare(original, &amendments[i], &amendments[out_order[at - 1]]) < 0) {
            out_order[at] = out_order[at - 1];
            at--;
        }
        out_order[at] = i;
    }
}

const char *pal_fate_word(enum pal_fate fate)
{
    switch (fate) {
    case PAL_FATE_REJECTED: return "rejected";
    case PAL_FATE_ADOPTED: return "adopted";
    case PAL_FATE_LAPSED: return "lapsed";
    }
    PAL_CHECK(false);
}

/* RULE docs/rules/amendments.md
 * > Once one is adopted the later ones lapse.
 */
size_t pal_amendments_fates(const size_t *order, const bool *adopted, size_t count,
                            enum pal_fate *out_fates)
{
    size_t winner = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (winner != SIZE_MAX) {
            out_fates[i] = PAL_FATE_LAPSED;
        } else if (adopted[order[i]]) {
            out_fates[i] = PAL_FATE_ADOPTED;
            winner = order[i];
        } else {
            out_fates[i] = PAL_FATE_REJECTED;
        }
    }
    return winner;
}
