/*
 * seats.c - who takes the seats: scores over colleges, and the order that separates equals.
 */
#include "ballots/rules.h"
#include "base/check.h"
#include "base/mem.h"

/* RULE docs/rules/seats.md
 * > In an election by the assembly the score of a candidate is the sum, over the colleges, of the weight
 * > of the college times the votes for the candidate divided by the ballots of the college.
 */
void pal_seats_score(const struct pal_seats_college *colleges, size_t college_count,
                     size_t candidate_count, mpq_t *out_scores)
{
    PAL_RATIO(part);
    for (size_t i = 0; i < candidate_count; i++) {
        mpq_set_ui(out_scores[i], 0, 1);
        for (size_t c = 0; c < college_count; c++) {
            const struct pal_seats_college *college = &colleges[c];
            if (college->ballots == 0) {
                continue;
            }
            mpq_set_ui(part, college->votes[i], college->ballots);
            mpq_canonicalize(part);
            mpq_mul(part, part, college->weight);
            mpq_add(out_scores[i], out_scores[i], part);
        }
    }
}

/* Candidates in the order of ties are sorted by score alone: a merge keeps that order of equals. */
static void merge(mpq_t *scores, const size_t *from, size_t *to, size_t count, size_t width)
{
    for (size_t start = 0; start < count; start += 2 * width) {
        size_t middle = start + width < count ? start + width : count;
        size_t end = start + 2 * width < count ? start + 2 * width : count;
        size_t left = start;
        size_t right = middle;
        for (size_t i = start; i < end; i++) {
            bool is_left = right == end ||
                           (left < middle && mpq_cmp(scores[from[left]], scores[from[right]]) >= 0);
            to[i] = is_left ? from[left++] : from[right++];
        }
    }
}

/* RULE docs/rules/seats.md
 * > The best scores take the seats. Equal scores are separated by the order that the constitution gives,
 * > settled before the poll opens:
 */
bool pal_seats_fill(mpq_t *scores, const size_t *tie_order, size_t candidate_count, size_t seats,
                    size_t *out_order)
{
    PAL_CHECK(seats > 0);
    size_t *other PAL_CLEANUP(pal_mem_done) = pal_mem_new(candidate_count, sizeof *other);
    for (size_t i = 0; i < candidate_count; i++) {
        out_order[i] = tie_order[i];
    }
    for (size_t width = 1; width < candidate_count; width *= 2) {
        merge(scores, out_order, other, candidate_count, width);
        for (size_t i = 0; i < candidate_count; i++) {
            out_order[i] = other[i];
        }
    }
    return seats < candidate_count &&
           mpq_equal(scores[out_order[seats - 1]], scores[out_order[seats]]) != 0;
}
