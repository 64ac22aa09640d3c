/* shares.c - ballots divided equally between the options of one rank, added up exactly. */
#include "shares.h"

#include "base/check.h"
#include "base/mem.h"

void pal_shares_init(struct pal_shares *shares, const struct pal_units *units, size_t option_count,
                     size_t size_max)
{
    *shares = (struct pal_shares){.option_count = option_count, .size_max = size_max};
    pal_sums_init(&shares->sums, units, option_count * size_max);
    shares->used = pal_mem_new(size_max, sizeof *shares->used);
    shares->takers = pal_mem_new(option_count, sizeof *shares->takers);
}

void pal_shares_done(struct pal_shares *shares)
{
    pal_sums_done(&shares->sums);
    pal_mem_free(shares->used);
    pal_mem_free(shares->takers);
    *shares = (struct pal_shares){0};
}

void pal_shares_clear(struct pal_shares *shares)
{
    pal_sums_clear(&shares->sums);
    for (size_t i = 0; i < shares->size_max; i++) {
        shares->used[i] = false;
    }
}

void pal_shares_divide(struct pal_shares *shares, size_t row, struct pal_rank rank,
                       const bool *continues)
{
    size_t count = 0;
    for (size_t i = 0; i < rank.count; i++) {
        size_t option = (size_t)rank.marks[i];
        bool is_named_twice = count > 0 && shares->takers[count - 1] == option;
        if (!is_named_twice && (continues == NULL || continues[option])) {
            shares->takers[count++] = option;
        }
    }
    PAL_CHECK(count > 0);
    PAL_CHECK(count <= shares->size_max);
    shares->used[count - 1] = true;
    for (size_t i = 0; i < count; i++) {
        pal_sums_add(&shares->sums, (count - 1) * shares->option_count + shares->takers[i], row, 1);
    }
}

void pal_shares_add_to(const struct pal_shares *shares, size_t option, mpq_t total)
{
    PAL_RATIO(part);
    for (size_t size = 1; size <= shares->size_max; size++) {
        size_t slot = (size - 1) * shares->option_count + option;
        if (!shares->used[size - 1] || pal_sums_sign(&shares->sums, slot) == 0) {
            continue;
        }
        pal_sums_get(&shares->sums, slot, part);
        mpz_mul_ui(mpq_denref(part), mpq_denref(part), size);
        mpq_canonicalize(part);
        mpq_add(total, total, part);
    }
}
