/* profile.c - merges ballots into weighted rows that say nothing about voters. */
#include "ballots/profile.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/mem.h"

#include "profile_table.h"

/* Odd, with bits all over: each bit of a hash comes to depend on all below it. */
static const uint64_t mixer = UINT64_C(0x9E3779B97F4A7C15);

/* Marks lie in blocks that never move, so that rows can point to them. */
enum { BLOCK_MARKS = 1 << 16 };
struct pal_profile_block {
    struct pal_profile_block *next;
    size_t used, capacity;
    int32_t marks[];
};

/* --- Life --- */

void pal_profile_init(struct pal_profile *profile, enum pal_ballot_kind kind, size_t option_count)
{
    *profile = (struct pal_profile){.kind = kind, .option_count = option_count};
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        mpq_init(profile->sums[i].weight);
    }
    pal_profile_table_init(&profile->row_table);
    pal_profile_table_init(&profile->weight_table);
    pal_crypto_random(profile->hash_key, sizeof profile->hash_key);
}

void pal_profile_done(struct pal_profile *profile)
{
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        pal_ratio_done(&profile->sums[i].weight);
    }
    while (profile->blocks != NULL) {
        struct pal_profile_block *block = profile->blocks;
        profile->blocks = block->next;
        pal_mem_free(block);
    }
    pal_ratio_array_free(profile->weights, profile->weight_count);
    pal_mem_free(profile->rows);
    pal_mem_free(profile->factors);
    pal_profile_table_done(&profile->row_table);
    pal_profile_table_done(&profile->weight_table);
    *profile = (struct pal_profile){0};
}

void pal_profile_reset(struct pal_profile *profile, size_t option_count)
{
    enum pal_ballot_kind kind = profile->kind;
    pal_profile_done(profile);
    pal_profile_init(profile, kind, option_count);
}

/* --- Hashes --- */

/* Random factors for so many marks, one each. */
static void add_factors(struct pal_profile *profile, size_t count)
{
    const size_t had = profile->factor_count;
    profile->factor_count = pal_mem_capacity(had, count);
    profile->factors =
        pal_mem_grow(profile->factors, profile->factor_count, sizeof *profile->factors);
    pal_crypto_random(profile->factors + had,
                      (profile->factor_count - had) * sizeof *profile->factors);
}

/* A hash for which nobody can write ballots that fall on the same slot, so that no file is slow to
 * read: of two ballots that differ, the sums of marks times random factors are equal with a chance
 * of at most 2^-32, whoever wrote them (Carter and Wegman 1979), and the rest is one to one but for
 * the half that is given. No mark is 0 in the sum, so that a longer ballot differs. What it gives
 * is never seen: rows stand in the order of their arrival. */
static uint32_t hash_of_marks(struct pal_profile *profile, const int32_t *marks, size_t count)
{
    if (count > profile->factor_count) {
        add_factors(profile, count);
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += profile->factors[i] * ((uint32_t)marks[i] + 2);
    }
    sum = (sum ^ sum >> 32) * mixer;
    return (uint32_t)(sum >> 32);
}

/* --- Weights --- */

static uint32_t hash_of_weight(const struct pal_profile *profile, mpq_srcptr weight)
{
    mpz_srcptr num = mpq_numref(weight);
    mpz_srcptr den = mpq_denref(weight);
    const uint8_t *key = profile->hash_key;
    const uint64_t parts[] = {
        pal_crypto_table_hash(key, mpz_limbs_read(num), mpz_size(num) * sizeof(mp_limb_t)),
        pal_crypto_table_hash(key, mpz_limbs_read(den), mpz_size(den) * sizeof(mp_limb_t)),
    };
    return (uint32_t)pal_crypto_table_hash(key, parts, sizeof parts);
}

static void add_weight(struct pal_profile *profile, mpq_srcptr weight)
{
    if (profile->weight_count == profile->weight_capacity) {
        profile->weight_capacity =
            pal_mem_capacity(profile->weight_capacity, profile->weight_count + 1);
        profile->weights =
            pal_mem_grow(profile->weights, profile->weight_capacity, sizeof *profile->weights);
    }
    mpq_init(profile->weights[profile->weight_count]);
    mpq_set(profile->weights[profile->weight_count], weight);
    profile->weight_count++;
}

static void hash_weights(struct pal_profile *profile)
{
    pal_profile_table_clear(&profile->weight_table);
    for (size_t i = 0; i < profile->weight_count; i++) {
        pal_profile_table_add(&profile->weight_table, i,
                              hash_of_weight(profile, profile->weights[i]));
    }
}

/* The index of that weight, which is added when it is new. */
static uint32_t index_of_weight(struct pal_profile *profile, mpq_srcptr weight)
{
    if (profile->weight_count > 0 && mpq_equal(profile->weights[0], weight)) {
        return 0; /* the only one, nearly always */
    }
    const struct pal_profile_table *table = &profile->weight_table;
    const uint32_t hash = hash_of_weight(profile, weight);
    for (size_t slot = pal_profile_table_first(table, hash); table->slots[slot].place > 0;
         slot = pal_profile_table_next(table, slot)) {
        uint32_t index = table->slots[slot].place - 1;
        if (mpq_equal(profile->weights[index], weight)) {
            return index;
        }
    }
    uint32_t index = (uint32_t)profile->weight_count;
    add_weight(profile, weight);
    pal_profile_table_add(&profile->weight_table, index, hash);
    return index;
}

/* count times the weight */
static void multiply(mpq_t out, uint64_t count, mpq_srcptr weight)
{
    PAL_RATIO(factor);
    mpz_import(mpq_numref(factor), 1, 1, sizeof count, 0, 0, &count);
    mpq_mul(out, factor, weight);
}

void pal_profile_row_weight(const struct pal_profile *profile, const struct pal_profile_row *row,
                            mpq_t out_weight)
{
    multiply(out_weight, row->ballot_count, profile->weights[row->weight]);
}

/* --- Rows --- */

static const int32_t *keep_marks(struct pal_profile *profile, const int32_t *marks, size_t count)
{
    struct pal_profile_block *block = profile->blocks;
    if (block == NULL || block->capacity - block->used < count) {
        size_t capacity = count > BLOCK_MARKS ? count : BLOCK_MARKS;
        block = pal_mem_new(1, sizeof *block + capacity * sizeof *marks);
        block->capacity = capacity;
        block->next = profile->blocks;
        profile->blocks = block;
    }
    int32_t *kept = block->marks + block->used;
    if (count > 0) {
        memcpy(kept, marks, count * sizeof *marks);
    }
    block->used += count;
    return kept;
}

static bool is_same(const struct pal_profile_row *row, const struct pal_profile_row *other)
{
    return row->weight == other->weight && row->mark_count == other->mark_count &&
           (row->mark_count == 0 ||
            memcmp(row->marks, other->marks, row->mark_count * sizeof *row->marks) == 0);
}

static void hash_rows(struct pal_profile *profile)
{
    pal_profile_table_clear(&profile->row_table);
    for (size_t i = 0; i < profile->row_count; i++) {
        const struct pal_profile_row *row = &profile->rows[i];
        pal_profile_table_add(&profile->row_table, i,
                              hash_of_marks(profile, row->marks, row->mark_count));
    }
}

/* The row of these marks, of that hash, and that weight, which is added without ballots when there
 * is none; its own marks are lent. */
static struct pal_profile_row *find_row(struct pal_profile *profile,
                                        const struct pal_profile_row *wanted, uint32_t hash)
{
    const struct pal_profile_table *table = &profile->row_table;
    for (size_t slot = pal_profile_table_first(table, hash); table->slots[slot].place > 0;
         slot = pal_profile_table_next(table, slot)) {
        if (table->slots[slot].hash == hash) { /* a row is looked at when it is all but found */
            struct pal_profile_row *row = &profile->rows[table->slots[slot].place - 1];
            if (is_same(row, wanted)) {
                return row;
            }
        }
    }
    if (profile->row_count == profile->row_capacity) {
        profile->row_capacity = pal_mem_capacity(profile->row_capacity, profile->row_count + 1);
        profile->rows = pal_mem_grow(profile->rows, profile->row_capacity, sizeof *profile->rows);
    }
    const size_t index = profile->row_count++;
    profile->rows[index] = *wanted;
    profile->rows[index].ballot_count = 0;
    profile->rows[index].marks = keep_marks(profile, wanted->marks, wanted->mark_count);
    pal_profile_table_add(&profile->row_table, index, hash);
    return &profile->rows[index];
}

static void add_count(struct pal_profile_sum *sum, uint64_t count)
{
    PAL_CHECK(!__builtin_add_overflow(sum->ballot_count, count, &sum->ballot_count));
}

static bool is_whole(mpq_srcptr number)
{
    mpz_srcptr den = mpq_denref(number);
    return mpz_size(den) == 1 && mpz_getlimbn(den, 0) == 1;
}

/* Adds so many ballots of that weight. Nearly all weigh a whole number, and a whole number can be
 * added to a fraction without making it canonical again. */
static void add_sum(struct pal_profile_sum *sum, uint64_t count, mpq_srcptr weight)
{
    add_count(sum, count);
    if (count <= ULONG_MAX && is_whole(weight) && is_whole(sum->weight)) {
        mpz_addmul_ui(mpq_numref(sum->weight), mpq_numref(weight), (unsigned long)count);
        return;
    }
    PAL_RATIO(total);
    multiply(total, count, weight);
    mpq_add(sum->weight, sum->weight, total);
}

/* What will be added to a row, of ballots whose marks are in the form in which they are kept. Where
 * its slot is is fetched from memory meanwhile. */
static struct pal_profile_entry entry_of(struct pal_profile *profile,
                                         const struct pal_ballot *ballot, uint64_t count,
                                         mpq_srcptr weight)
{
    PAL_CHECK(ballot->mark_count <= UINT32_MAX);
    struct pal_profile_entry entry = {.row = {.marks = ballot->marks,
                                              .mark_count = (uint32_t)ballot->mark_count,
                                              .weight = index_of_weight(profile, weight),
                                              .ballot_count = count}};
    entry.hash = hash_of_marks(profile, ballot->marks, ballot->mark_count);
    const struct pal_profile_table *table = &profile->row_table;
    __builtin_prefetch(&table->slots[pal_profile_table_first(table, entry.hash)]);
    return entry;
}

static int compare_marks(const void *a, const void *b)
{
    const int32_t *left = a;
    const int32_t *right = b;
    return (*left > *right) - (*left < *right);
}

/* Are the options of each rank in ascending order, and is there nothing after the last? */
static bool is_settled(const struct pal_ballot *ballot)
{
    size_t count = ballot->mark_count;
    if (count > 0 && ballot->marks[count - 1] == PAL_MARK_NEXT_RANK) {
        return false;
    }
    for (size_t i = 1; i < count; i++) {
        if (ballot->marks[i - 1] > ballot->marks[i] && ballot->marks[i] != PAL_MARK_NEXT_RANK) {
            return false;
        }
    }
    return true;
}

/* Gives a ranking the form in which it is kept. */
static void settle_ranks(struct pal_draft *draft)
{
    while (draft->mark_count > 0 && draft->marks[draft->mark_count - 1] == PAL_MARK_NEXT_RANK) {
        draft->mark_count--;
    }
    size_t start = 0;
    for (size_t i = 0; i <= draft->mark_count; i++) {
        if (i == draft->mark_count || draft->marks[i] == PAL_MARK_NEXT_RANK) {
            if (i > start + 1) {
                qsort(draft->marks + start, i - start, sizeof *draft->marks, compare_marks);
            }
            start = i + 1;
        }
    }
}

struct pal_profile_entry pal_profile_announce(struct pal_profile *profile, struct pal_draft *draft,
                                              uint64_t count, mpq_srcptr weight)
{
    PAL_CHECK(mpq_sgn(weight) >= 0);
    PAL_CHECK(draft->state < PAL_BALLOT_STATE_COUNT);
    if (count > 0) {
        add_sum(&profile->sums[draft->state], count, weight);
    }
    if (count == 0 || draft->state != PAL_BALLOT_COUNTED) {
        return (struct pal_profile_entry){.hash = 0};
    }
    struct pal_ballot ballot = pal_draft_ballot(draft);
    if (profile->kind == PAL_BALLOT_RANKS && !is_settled(&ballot)) {
        settle_ranks(draft);
        ballot = pal_draft_ballot(draft);
    }
    return entry_of(profile, &ballot, count, weight);
}

void pal_profile_enter(struct pal_profile *profile, const struct pal_profile_entry *entry)
{
    if (entry->row.ballot_count == 0) {
        return;
    }
    struct pal_profile_row *row = find_row(profile, &entry->row, entry->hash);
    PAL_CHECK(
        !__builtin_add_overflow(row->ballot_count, entry->row.ballot_count, &row->ballot_count));
}

void pal_profile_add(struct pal_profile *profile, const struct pal_ballot *ballot, uint64_t count,
                     mpq_srcptr weight)
{
    PAL_DRAFT(draft);
    pal_draft_clear(&draft, ballot->state);
    if (ballot->state == PAL_BALLOT_COUNTED && ballot->mark_count > 0) {
        pal_draft_reserve(&draft, ballot->mark_count);
        memcpy(draft.marks, ballot->marks, ballot->mark_count * sizeof *draft.marks);
        draft.mark_count = ballot->mark_count;
    }
    struct pal_profile_entry entry = pal_profile_announce(profile, &draft, count, weight);
    pal_profile_enter(profile, &entry);
}

void pal_profile_add_scaled(struct pal_profile *profile, const struct pal_profile *other,
                            mpq_srcptr factor)
{
    PAL_CHECK(profile != other);
    PAL_CHECK(profile->kind == other->kind);
    PAL_CHECK(profile->option_count == other->option_count);
    PAL_CHECK(mpq_sgn(factor) >= 0);
    mpq_t *weights = pal_ratio_array_new(other->weight_count);
    for (size_t i = 0; i < other->weight_count; i++) {
        mpq_mul(weights[i], other->weights[i], factor);
    }
    for (size_t i = 0; i < other->row_count; i++) {
        const struct pal_profile_row *row = &other->rows[i];
        struct pal_ballot ballot = {.marks = row->marks, .mark_count = row->mark_count};
        struct pal_profile_entry entry =
            entry_of(profile, &ballot, row->ballot_count, weights[row->weight]);
        pal_profile_enter(profile, &entry);
    }
    pal_ratio_array_free(weights, other->weight_count);

    PAL_RATIO(weight);
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        add_count(&profile->sums[i], other->sums[i].ballot_count);
        mpq_mul(weight, other->sums[i].weight, factor);
        mpq_add(profile->sums[i].weight, profile->sums[i].weight, weight);
    }
}

void pal_profile_move(struct pal_profile *profile, const enum pal_ballot_state *states)
{
    PAL_RATIO(weight);
    size_t kept = 0;
    for (size_t i = 0; i < profile->row_count; i++) {
        const struct pal_profile_row *row = &profile->rows[i];
        if (states[i] == PAL_BALLOT_COUNTED) {
            profile->rows[kept++] = *row;
            continue;
        }
        struct pal_profile_sum *counted = &profile->sums[PAL_BALLOT_COUNTED];
        pal_profile_row_weight(profile, row, weight);
        counted->ballot_count -= row->ballot_count;
        mpq_sub(counted->weight, counted->weight, weight);
        add_sum(&profile->sums[states[i]], row->ballot_count, profile->weights[row->weight]);
    }
    if (kept < profile->row_count) {
        profile->row_count = kept;
        hash_rows(profile);
    }
}

/* --- Order --- */

struct placed_weight {
    mpq_srcptr weight;
    uint32_t index;
};

static int compare_weights(const void *a, const void *b)
{
    const struct placed_weight *left = a;
    const struct placed_weight *right = b;
    return mpq_cmp(left->weight, right->weight);
}

/* Puts the weights in ascending order, so that their indexes compare as they do. */
static void sort_weights(struct pal_profile *profile)
{
    size_t count = profile->weight_count;
    struct placed_weight *placed = pal_mem_new(count, sizeof *placed);
    for (size_t i = 0; i < count; i++) {
        placed[i] = (struct placed_weight){profile->weights[i], (uint32_t)i};
    }
    qsort(placed, count, sizeof *placed, compare_weights);

    mpq_t *sorted = pal_ratio_array_new(count);
    uint32_t *places = pal_mem_new(count, sizeof *places);
    for (size_t i = 0; i < count; i++) {
        mpq_set(sorted[i], placed[i].weight);
        places[placed[i].index] = (uint32_t)i;
    }
    for (size_t i = 0; i < profile->row_count; i++) {
        profile->rows[i].weight = places[profile->rows[i].weight];
    }
    pal_ratio_array_free(profile->weights, count);
    profile->weights = sorted;
    profile->weight_capacity = count;
    pal_mem_free(places);
    pal_mem_free(placed);
    hash_weights(profile);
}

static int compare_rows(const void *a, const void *b)
{
    const struct pal_profile_row *left = a;
    const struct pal_profile_row *right = b;
    for (size_t i = 0; i < left->mark_count && i < right->mark_count; i++) {
        if (left->marks[i] != right->marks[i]) {
            return left->marks[i] < right->marks[i] ? -1 : 1;
        }
    }
    if (left->mark_count != right->mark_count) {
        return left->mark_count < right->mark_count ? -1 : 1;
    }
    return (left->weight > right->weight) - (left->weight < right->weight);
}

void pal_profile_sort(struct pal_profile *profile)
{
    if (profile->row_count > 1) {
        sort_weights(profile);
        qsort(profile->rows, profile->row_count, sizeof *profile->rows, compare_rows);
        hash_rows(profile);
    }
}
