/* papers.c - ranked ballots on their way from one preference to the next. */
#include "papers.h"

#include "base/check.h"
#include "base/mem.h"

/* The mark after the rank that starts at a mark. */
static uint32_t rank_end(const int32_t *marks, uint32_t start, uint32_t end)
{
    while (start < end && marks[start] != PAL_MARK_NEXT_RANK) {
        start++;
    }
    return start;
}

/* Does a rank name more than one option? Its marks are in order. */
static bool is_shared(const int32_t *marks, uint32_t count)
{
    return count > 1 && marks[0] != marks[count - 1];
}

/* --- How far ballots are read --- */

/* Which ballot last named each option: what tells a repetition. */
struct seen {
    uint32_t *by;
    uint32_t ballot; /* from 1 */
};

/* Does a rank name an option that it named before, or an earlier one did? Its own are remembered. */
static bool is_repeated(struct seen *seen, const int32_t *marks, uint32_t count)
{
    bool repeated = false;
    for (uint32_t i = 0; i < count; i++) {
        repeated = repeated || seen->by[marks[i]] == seen->ballot;
        seen->by[marks[i]] = seen->ballot;
    }
    return repeated;
}

/* The mark at which the reading of a row ends. */
static uint32_t reading_end(const struct pal_profile_row *row, const struct pal_reading *reading,
                            struct seen *seen)
{
    size_t skipped = 0;
    uint32_t start = 0;
    while (start < row->mark_count) {
        uint32_t stop = rank_end(row->marks, start, row->mark_count);
        uint32_t count = stop - start;
        skipped = count == 0 ? skipped + 1 : 0;
        if (skipped > reading->skipped_max) {
            return start;
        }
        if (reading->repeat_ends && is_repeated(seen, row->marks + start, count)) {
            return start;
        }
        if (reading->equal == PAL_EQUAL_ENDS && is_shared(row->marks + start, count)) {
            return start;
        }
        start = stop + 1;
    }
    return row->mark_count;
}

void pal_papers_init(struct pal_papers *papers, const struct pal_profile *profile,
                     const struct pal_reading *reading)
{
    PAL_CHECK(profile->kind == PAL_BALLOT_RANKS);
    PAL_CHECK(profile->row_count < UINT32_MAX);
    *papers = (struct pal_papers){.profile = profile, .equal = reading->equal};
    papers->at = pal_mem_new(profile->row_count, sizeof *papers->at);
    papers->end = pal_mem_new(profile->row_count, sizeof *papers->end);
    struct seen seen = {.by = pal_mem_new(profile->option_count, sizeof *seen.by)};
    for (size_t i = 0; i < profile->row_count; i++) {
        seen.ballot++;
        papers->end[i] = reading_end(&profile->rows[i], reading, &seen);
    }
    pal_mem_free(seen.by);
}

void pal_papers_done(struct pal_papers *papers)
{
    pal_mem_free(papers->at);
    pal_mem_free(papers->end);
    *papers = (struct pal_papers){0};
}

/* --- The way --- */

struct pal_rank pal_papers_rank(const struct pal_papers *papers, size_t paper)
{
    const int32_t *marks = papers->profile->rows[paper].marks;
    uint32_t start = papers->at[paper];
    PAL_CHECK(start < papers->end[paper]);
    return (struct pal_rank){marks + start, rank_end(marks, start, papers->end[paper]) - start};
}

/* Which option of a rank a paper goes to, in the numbers of pal_papers_next. */
static size_t taker(const struct pal_papers *papers, const int32_t *marks, uint32_t count,
                    const bool *continues)
{
    const size_t nobody = papers->profile->option_count;
    if (papers->equal == PAL_EQUAL_PASSED && is_shared(marks, count)) {
        return nobody;
    }
    size_t option = nobody;
    for (uint32_t i = 0; i < count; i++) {
        size_t other = (size_t)marks[i];
        if (!continues[other] || other == option) {
            continue;
        }
        if (option != nobody) {
            return nobody + 1;
        }
        option = other;
    }
    return option;
}

size_t pal_papers_next(struct pal_papers *papers, size_t paper, const bool *continues)
{
    const size_t nobody = papers->profile->option_count;
    const int32_t *marks = papers->profile->rows[paper].marks;
    uint32_t end = papers->end[paper];
    uint32_t start = papers->at[paper];
    size_t option = nobody;
    while (start < end) {
        uint32_t stop = rank_end(marks, start, end);
        option = taker(papers, marks + start, stop - start, continues);
        if (option != nobody) {
            break;
        }
        start = stop + 1;
    }
    papers->at[paper] = start;
    return option;
}

bool pal_papers_first_is_single(const struct pal_ballot *ballot)
{
    PAL_CHECK(ballot->mark_count <= UINT32_MAX);
    uint32_t end = (uint32_t)ballot->mark_count;
    uint32_t start = 0;
    uint32_t stop = rank_end(ballot->marks, start, end);
    while (stop == start) {
        PAL_CHECK(start < end); /* it names an option */
        start = stop + 1;
        stop = rank_end(ballot->marks, start, end);
    }
    return stop == start + 1;
}

size_t pal_papers_rank_max(const struct pal_profile *profile)
{
    uint32_t most = 1;
    for (size_t i = 0; i < profile->row_count; i++) {
        const struct pal_profile_row *row = &profile->rows[i];
        uint32_t start = 0;
        while (start < row->mark_count) {
            uint32_t stop = rank_end(row->marks, start, row->mark_count);
            most = stop - start > most ? stop - start : most;
            start = stop + 1;
        }
    }
    return most < profile->option_count ? most : profile->option_count;
}
