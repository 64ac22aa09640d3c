/* rehearsal_stages.c - where a rehearsal stood after its purchases. */
#include "rehearsal_stages.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

/* Beyond so many bytes in all stages, the last one makes room for the next. */
enum { BYTES_MAX = 32 << 20 };

/* No amount is larger, in doubt or not. */
static const pal_wide amount_max = (pal_wide)2 << PAL_REHEARSAL_AMOUNT_BITS;

/* --- Keeping --- */

static size_t size_of(const struct pal_rehearsal *rehearsal, size_t purse_room)
{
    const struct pal_purses *purses = rehearsal->purses;
    return purses->row_count * 2 * sizeof(uint32_t) +
           purses->option_count * (sizeof(struct pal_rehearsed_offer) + sizeof(size_t)) +
           purse_room * sizeof(struct pal_rehearsed_purse);
}

void pal_stages_clear(struct pal_rehearsal *rehearsal)
{
    rehearsal->stage_count = 0;
}

void pal_stages_done(struct pal_rehearsal *rehearsal)
{
    for (size_t s = 0; s < rehearsal->stages_made; s++) {
        struct pal_rehearsal_stage *stage = &rehearsal->stages[s];
        pal_mem_free(stage->purse_of);
        pal_mem_free(stage->wishes);
        pal_mem_free(stage->offers);
        pal_mem_free(stage->live);
        pal_mem_free(stage->at);
    }
    pal_mem_free(rehearsal->stages);
}

/* The memory of one stage more, with room for so many purses; NULL where that is too much. */
static struct pal_rehearsal_stage *make_room(struct pal_rehearsal *rehearsal, size_t purse_room)
{
    const struct pal_purses *purses = rehearsal->purses;
    const bool is_new = rehearsal->stage_count == rehearsal->stages_made;
    struct pal_rehearsal_stage *stage = &rehearsal->stages[rehearsal->stage_count];
    const size_t size = size_of(rehearsal, purse_room);
    const size_t before = is_new ? 0 : size_of(rehearsal, stage->purse_room);
    if (size > before && size - before > BYTES_MAX - rehearsal->stage_bytes) {
        return NULL;
    }
    if (is_new) {
        stage->purse_of = pal_mem_new(purses->row_count, sizeof *stage->purse_of);
        stage->wishes = pal_mem_new(purses->row_count, sizeof *stage->wishes);
        stage->offers = pal_mem_new(purses->option_count, sizeof *stage->offers);
        stage->live = pal_mem_new(purses->option_count, sizeof *stage->live);
        rehearsal->stages_made++;
    }
    if (size > before) {
        stage->at = pal_mem_grow(stage->at, purse_room, sizeof *stage->at);
        stage->purse_room = purse_room;
        rehearsal->stage_bytes += size - before;
    }
    rehearsal->stage_count++;
    return stage;
}

/* What a stage and a rehearsal both have, and how much of it. */
struct part {
    void *of_rehearsal, *of_stage;
    size_t size;
};

/* Copies all of it, one way or the other; of purses there are so many. */
static void copy(struct pal_rehearsal *rehearsal, struct pal_rehearsal_stage *stage,
                 size_t purse_count, bool is_kept)
{
    const size_t rows = rehearsal->purses->row_count;
    const size_t options = rehearsal->purses->option_count;
    const struct part parts[] = {
        {rehearsal->purse_of, stage->purse_of, rows * sizeof *stage->purse_of},
        {rehearsal->wishes, stage->wishes, rows * sizeof *stage->wishes},
        {rehearsal->offers, stage->offers, options * sizeof *stage->offers},
        {rehearsal->live, stage->live, options * sizeof *stage->live},
        {&rehearsal->live_count, &stage->live_count, sizeof stage->live_count},
        {rehearsal->at, stage->at, purse_count * sizeof *stage->at},
        {&rehearsal->count, &stage->count, sizeof stage->count},
        {&rehearsal->is_bounded, &stage->is_bounded, sizeof stage->is_bounded},
        {&rehearsal->steps, &stage->steps, sizeof stage->steps},
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const struct part *part = &parts[i];
        if (part->size > 0) { /* there may be no purse, and no memory for any */
            memcpy(is_kept ? part->of_stage : part->of_rehearsal,
                   is_kept ? part->of_rehearsal : part->of_stage, part->size);
        }
    }
}

void pal_stages_keep(struct pal_rehearsal *rehearsal)
{
    struct pal_rehearsal_stage *stage = make_room(rehearsal, rehearsal->count);
    if (stage == NULL && rehearsal->stage_count > 0) {
        rehearsal->stage_count--;
        stage = make_room(rehearsal, rehearsal->count);
    }
    if (stage == NULL) {
        return;
    }
    copy(rehearsal, stage, rehearsal->count, true);
    stage->step = rehearsal->step;
}

/* --- Taking up --- */

/* An amount, so many steps later: false where it leaves what it may be. */
static bool move(struct pal_interval *amount, struct pal_interval slope, pal_wide steps,
                 pal_wide most)
{
    struct pal_interval change;
    return !__builtin_mul_overflow(slope.low, steps, &change.low) &&
           !__builtin_mul_overflow(slope.high, steps, &change.high) &&
           !__builtin_add_overflow(amount->low, change.low, &amount->low) &&
           !__builtin_add_overflow(amount->high, change.high, &amount->high) &&
           amount->low >= -most && amount->high <= most;
}

static int by_money(const void *left, const void *right)
{
    const struct pal_rehearsed_purse *a = left;
    const struct pal_rehearsed_purse *b = right;
    if (a->money.low != b->money.low) {
        return a->money.low < b->money.low ? -1 : 1;
    }
    return (a->payer_count > b->payer_count) - (a->payer_count < b->payer_count);
}

/* Two purses whose owners want different things may change places. */
static void sort_purses(struct pal_rehearsal *rehearsal)
{
    bool is_sorted = true;
    for (size_t p = 0; p < rehearsal->count; p++) {
        rehearsal->at[p].payer_count = p;
        is_sorted =
            is_sorted && (p == 0 || rehearsal->at[p - 1].money.low <= rehearsal->at[p].money.low);
    }
    if (is_sorted) {
        return;
    }
    qsort(rehearsal->at, rehearsal->count, sizeof *rehearsal->at, by_money);
    for (size_t p = 0; p < rehearsal->count; p++) {
        rehearsal->moves[rehearsal->at[p].payer_count] = (uint32_t)p;
    }
    for (size_t r = 0; r < rehearsal->purses->row_count; r++) {
        uint32_t *of = &rehearsal->purse_of[r];
        *of = *of == PAL_PURSE_EMPTY ? *of : rehearsal->moves[*of];
    }
}

static bool move_purses(struct pal_rehearsal *rehearsal, pal_wide steps)
{
    const pal_wide most = amount_max / rehearsal->total;
    for (size_t p = 0; p < rehearsal->count; p++) {
        struct pal_rehearsed_purse *purse = &rehearsal->at[p];
        if (!move(&purse->money, purse->slope, steps, most)) {
            return false;
        }
        purse->money.low = purse->money.low > 0 ? purse->money.low : 0; /* nobody owes */
    }
    sort_purses(rehearsal);
    return true;
}

/* What each option cost at least becomes what it costs at least then: whoever is thought to give
 * all, the others pay no less. */
static bool move_offers(struct pal_rehearsal *rehearsal, pal_wide steps)
{
    for (size_t i = 0; i < rehearsal->live_count; i++) {
        struct pal_rehearsed_offer *offer = &rehearsal->offers[rehearsal->live[i]];
        if (!move(&offer->rate, offer->rate_slope, steps, amount_max)) {
            return false;
        }
        size_t place = i;
        for (; place > 0 &&
               pal_rehearsal_compare(rehearsal, &rehearsal->offers[rehearsal->live[place - 1]],
                                     offer) > 0;
             place--) {
            rehearsal->live[place] = rehearsal->live[place - 1];
        }
        rehearsal->live[place] = (size_t)(offer - rehearsal->offers);
    }
    return rehearsal->is_certain;
}

static void take_up(struct pal_rehearsal *rehearsal, struct pal_rehearsal_stage *stage)
{
    copy(rehearsal, stage, stage->count, false);
    rehearsal->is_certain = true;
    rehearsal->steps -= rehearsal->step - stage->step;
}

bool pal_stages_resume(struct pal_rehearsal *rehearsal)
{
    while (rehearsal->stage_count > 0) {
        struct pal_rehearsal_stage *stage = &rehearsal->stages[rehearsal->stage_count - 1];
        const pal_wide steps = rehearsal->step - stage->step;
        PAL_CHECK(steps >= 0);
        if (!stage->is_bounded || steps <= stage->steps) {
            take_up(rehearsal, stage);
            return move_purses(rehearsal, steps) && move_offers(rehearsal, steps);
        }
        rehearsal->stage_count--;
    }
    return false;
}
