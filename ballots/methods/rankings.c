/* rankings.c - reads a ballot that ranks, rank by rank. */
#include "rankings.h"

#include "base/check.h"
#include "base/mem.h"

void pal_ranking_init(struct pal_ranking *ranking, size_t option_count)
{
    *ranking = (struct pal_ranking){.option_count = option_count};
    ranking->options = pal_mem_new(option_count, sizeof *ranking->options);
    ranking->starts = pal_mem_new(option_count, sizeof *ranking->starts);
    ranking->ends = pal_mem_new(option_count, sizeof *ranking->ends);
    ranking->met = pal_mem_new(option_count, sizeof *ranking->met);
}

void pal_ranking_done(struct pal_ranking *ranking)
{
    pal_mem_free(ranking->options);
    pal_mem_free(ranking->starts);
    pal_mem_free(ranking->ends);
    pal_mem_free(ranking->met);
    *ranking = (struct pal_ranking){0};
}

/* The options from start on share a rank, which ends here. */
static uint32_t end_rank(struct pal_ranking *ranking, uint32_t start)
{
    const uint32_t end = (uint32_t)ranking->count;
    for (uint32_t i = start; end - start > 1 && i < end; i++) { /* one alone has its end already */
        ranking->ends[i] = end;
    }
    return end;
}

/* RULE docs/rules/pairwise.md
 * > An option that a ballot ranks twice counts where it stands first. A rank in which no option stands
 * > says nothing.
 */
void pal_ranking_read(struct pal_ranking *ranking, const struct pal_profile_row *row)
{
    ranking->count = 0;
    ranking->reading++;
    PAL_CHECK(ranking->reading > 0);
    uint32_t start = 0;
    for (size_t i = 0; i < row->mark_count; i++) {
        int32_t mark = row->marks[i];
        if (mark == PAL_MARK_NEXT_RANK) {
            start = end_rank(ranking, start);
            continue;
        }
        if (ranking->met[mark] != ranking->reading) {
            ranking->met[mark] = ranking->reading;
            const size_t place = ranking->count++;
            ranking->options[place] = (uint32_t)mark;
            ranking->starts[place] = start;
            ranking->ends[place] = (uint32_t)ranking->count;
        }
    }
    (void)end_rank(ranking, start);
}
