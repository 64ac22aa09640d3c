/* condorcet.c - what methods share that rank options by who beats whom. */
#include "base/check.h"
#include "base/mem.h"

#include "methods.h"
#include "pairwise.h"

static const char *const strengths[] = {"winning", "margins", NULL};
const char *const pal_unranked_words[] = {"last", "apart", NULL};

const struct pal_method_parameter pal_condorcet_parameters[] = {
    {.name = "strength",
     .kind = PAL_PARAMETER_WORD,
     .words = strengths,
     .summary = "how strong a victory is: those who prefer the winner, or how many more they are"},
    PAL_UNRANKED_PARAMETER,
    {.name = NULL},
};

/* An option has its place: those of whom it was the last to beat them are queued for the next. */
static size_t release(const bool *beaten, size_t count, size_t *beaten_by, size_t *queue,
                      size_t queued)
{
    for (size_t j = 0; j < count; j++) {
        if (!beaten[j]) {
            continue;
        }
        PAL_CHECK(beaten_by[j] > 0);
        beaten_by[j]--;
        if (beaten_by[j] == 0) {
            queue[queued++] = j;
        }
    }
    return queued;
}

void pal_rank_unbeaten(const bool *beats, struct pal_outcome *outcome)
{
    const size_t count = outcome->option_count;
    pal_outcome_make_ranking(outcome);
    size_t *beaten_by = pal_mem_new(count, sizeof *beaten_by);
    size_t *queue = pal_mem_new(count, sizeof *queue);
    size_t queued = 0;
    for (size_t j = 0; j < count; j++) {
        for (size_t i = 0; i < count; i++) {
            beaten_by[j] += beats[i * count + j];
        }
        if (beaten_by[j] == 0) {
            queue[queued++] = j;
        }
    }
    size_t done = 0;
    for (size_t place = 0; done < queued; place++) {
        const size_t end = queued;
        for (; done < end; done++) {
            outcome->ranking[queue[done]] = place;
            queued = release(beats + queue[done] * count, count, beaten_by, queue, queued);
        }
    }
    PAL_CHECK(queued == count); /* there is no cycle */
    pal_mem_free(queue);
    pal_mem_free(beaten_by);
}

/* Who beats everyone else, or option_count. */
static size_t condorcet_winner(const struct pal_pairwise *pairwise)
{
    const size_t count = pairwise->option_count;
    for (size_t i = 0; i < count; i++) {
        size_t beaten = 0;
        while (beaten < count && (beaten == i || pal_pairwise_beats(pairwise, i, beaten))) {
            beaten++;
        }
        if (beaten == count) {
            return i;
        }
    }
    return count;
}

void pal_explain_pair(struct pal_outcome *outcome, enum pal_reason_code code,
                      const struct pal_question *question, size_t i, size_t j)
{
    struct pal_reason *reason = pal_outcome_add_reason(outcome, code);
    pal_reason_text(reason, "option", question->names[i]);
    pal_reason_text(reason, "other", question->names[j]);
    pal_reason_ratio(reason, "for", outcome->pairwise[i * outcome->option_count + j]);
    pal_reason_ratio(reason, "against", outcome->pairwise[j * outcome->option_count + i]);
}

void pal_pairwise_explain(const struct pal_pairwise *pairwise, const struct pal_question *question,
                          size_t elected, struct pal_outcome *outcome)
{
    const size_t count = pairwise->option_count;
    if (elected == count || count == 1) {
        return;
    }
    size_t winner = condorcet_winner(pairwise);
    if (winner == count) {
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NO_CONDORCET_WINNER);
    } else {
        struct pal_reason *reason =
            pal_outcome_add_reason(outcome, winner == elected ? PAL_REASON_CONDORCET_WINNER
                                                              : PAL_REASON_CONDORCET_OTHER);
        pal_reason_text(reason, "option", question->names[winner]);
    }
    for (size_t j = 0; j < count; j++) {
        if (j != elected) {
            pal_explain_pair(outcome, PAL_REASON_DUEL, question, elected, j);
        }
    }
}
