/* profile.c - merges ballots into weighted rows that say nothing about voters. */
#include "ballots/profile.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/mem.h"

enum { SLOT_FREE = 0 }; /* a taken slot holds an index plus one */

/* Marks lie in blocks that never move, so that rows can point to them. */
enum { BLOCK_MARKS = 1 << 16 };
struct pal_profile_block {
    struct pal_profile_block *next;
    size_t used, capacity;
    int32_t marks[];
};

/* --- Life --- */

static void init_table(struct pal_profile_table *table)
{
    *table = (struct pal_profile_table){.slot_count = 64};
    table->slots = pal_mem_new(table->slot_count, sizeof *table->slots);
}

void pal_profile_init(struct pal_profile *profile, enum pal_ballot_kind kind, size_t option_count)
{
    *profile = (struct pal_profile){.kind = kind, .option_count = option_count};
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        mpq_init(profile->sums[i].weight);
    }
    init_table(&profile->row_table);
    init_table(&profile->weight_table);
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
    pal_mem_free(profile->row_table.slots);
    pal_mem_free(profile->weight_table.slots);
    *profile = (struct pal_profile){0};
}

void pal_profile_reset(struct pal_profile *profile, size_t option_count)
{
    enum pal_ballot_kind kind = profile->kind;
    pal_profile_done(profile);
    pal_profile_init(profile, kind, option_count);
}

/* --- Tables --- */

/* One for which nobody can write ballots that fall on the same slot, so that no file is slow to
 * read. What it gives is never seen: rows stand in the order of their arrival. */
static uint64_t hash_of(const struct pal_profile *profile, const void *bytes, size_t size)
{
    return pal_crypto_table_hash(profile->hash_key, bytes, size);
}

/* Takes the first free slot from that of the hash on. */
static void take_slot(struct pal_profile_table *table, uint64_t hash, size_t index)
{
    size_t slot = hash & (table->slot_count - 1);
    while (table->slots[slot] != SLOT_FREE) {
        slot = (slot + 1) & (table->slot_count - 1);
    }
    PAL_CHECK(index < UINT32_MAX - 1);
    table->slots[slot] = (uint32_t)index + 1;
}

/* Empties it, with at least twice as many slots as will be taken. */
static void clear_table(struct pal_profile_table *table, size_t count)
{
    while (table->slot_count < 2 * (count + 1)) {
        table->slot_count *= 2;
    }
    pal_mem_free(table->slots);
    table->slots = pal_mem_new(table->slot_count, sizeof *table->slots);
}

static void hash_rows(struct pal_profile *profile)
{
    clear_table(&profile->row_table, profile->row_count);
    for (size_t i = 0; i < profile->row_count; i++) {
        take_slot(&profile->row_table, profile->rows[i].hash, i);
    }
}

/* --- Weights --- */

static uint64_t hash_of_weight(const struct pal_profile *profile, mpq_srcptr weight)
{
    mpz_srcptr num = mpq_numref(weight);
    mpz_srcptr den = mpq_denref(weight);
    uint64_t parts[] = {
        hash_of(profile, mpz_limbs_read(num), mpz_size(num) * sizeof(mp_limb_t)),
        hash_of(profile, mpz_limbs_read(den), mpz_size(den) * sizeof(mp_limb_t)),
    };
    return hash_of(profile, parts, sizeof parts);
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
    clear_table(&profile->weight_table, profile->weight_count);
    for (size_t i = 0; i < profile->weight_count; i++) {
        take_slot(&profile->weight_table, hash_of_weight(profile, profile->weights[i]), i);
    }
}

/* The index of that weight, which is added when it is new. */
static uint32_t index_of_weight(struct pal_profile *profile, mpq_srcptr weight)
{
    if (profile->weight_count > 0 && mpq_equal(profile->weights[0], weight)) {
        return 0; /* the only one, nearly always */
    }
    const struct pal_profile_table *table = &profile->weight_table;
    uint64_t hash = hash_of_weight(profile, weight);
    size_t slot = hash & (table->slot_count - 1);
    while (table->slots[slot] != SLOT_FREE) {
        uint32_t index = table->slots[slot] - 1;
        if (mpq_equal(profile->weights[index], weight)) {
            return index;
        }
        slot = (slot + 1) & (table->slot_count - 1);
    }
    uint32_t index = (uint32_t)profile->weight_count;
    add_weight(profile, weight);
    take_slot(&profile->weight_table, hash, index);
    if (2 * profile->weight_count > table->slot_count) {
        hash_weights(profile);
    }
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
    return row->hash == other->hash && row->weight == other->weight &&
           row->mark_count == other->mark_count &&
           (row->mark_count == 0 ||
            memcmp(row->marks, other->marks, row->mark_count * sizeof *row->marks) == 0);
}

/* The row of these marks and that weight, which is added without ballots when there is none; its
 * own marks are lent. */
static struct pal_profile_row *find_row(struct pal_profile *profile,
                                        const struct pal_profile_row *wanted)
{
    const struct pal_profile_table *table = &profile->row_table;
    size_t slot = wanted->hash & (table->slot_count - 1);
    while (table->slots[slot] != SLOT_FREE) {
        struct pal_profile_row *row = &profile->rows[table->slots[slot] - 1];
        if (is_same(row, wanted)) {
            return row;
        }
        slot = (slot + 1) & (table->slot_count - 1);
    }
    if (profile->row_count == profile->row_capacity) {
        profile->row_capacity = pal_mem_capacity(profile->row_capacity, profile->row_count + 1);
        profile->rows = pal_mem_grow(profile->rows, profile->row_capacity, sizeof *profile->rows);
    }
    size_t index = profile->row_count++;
    profile->rows[index] = *wanted;
    profile->rows[index].marks = keep_marks(profile, wanted->marks, wanted->mark_count);
    if (2 * profile->row_count > table->slot_count) {
        hash_rows(profile);
    } else {
        take_slot(&profile->row_table, wanted->hash, index);
    }
    return &profile->rows[index];
}

static void add_count(struct pal_profile_sum *sum, uint64_t count)
{
    PAL_CHECK(!__builtin_add_overflow(sum->ballot_count, count, &sum->ballot_count));
}

/* Adds so many ballots of that weight. Nearly all weigh a whole number, and a whole number can be
 * added to a fraction without making it canonical again. */
static void add_sum(struct pal_profile_sum *sum, uint64_t count, mpq_srcptr weight)
{
    add_count(sum, count);
    if (count <= ULONG_MAX && mpz_cmp_ui(mpq_denref(weight), 1) == 0 &&
        mpz_cmp_ui(mpq_denref(sum->weight), 1) == 0) {
        mpz_addmul_ui(mpq_numref(sum->weight), mpq_numref(weight), (unsigned long)count);
        return;
    }
    PAL_RATIO(total);
    multiply(total, count, weight);
    mpq_add(sum->weight, sum->weight, total);
}

/* Adds to their row ballots whose marks are in the form in which they are kept. */
static void add_to_row(struct pal_profile *profile, const struct pal_ballot *ballot, uint64_t count,
                       mpq_srcptr weight)
{
    PAL_CHECK(ballot->mark_count <= UINT32_MAX);
    struct pal_profile_row wanted = {
        .marks = ballot->marks,
        .mark_count = (uint32_t)ballot->mark_count,
        .weight = index_of_weight(profile, weight),
        .hash = hash_of(profile, ballot->marks, ballot->mark_count * sizeof *ballot->marks),
    };
    struct pal_profile_row *row = find_row(profile, &wanted);
    PAL_CHECK(!__builtin_add_overflow(row->ballot_count, count, &row->ballot_count));
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

/* A ranking as it is kept. */
static void settle_ranks(const struct pal_ballot *ballot, struct pal_draft *draft)
{
    size_t count = ballot->mark_count;
    while (count > 0 && ballot->marks[count - 1] == PAL_MARK_NEXT_RANK) {
        count--;
    }
    size_t start = 0;
    for (size_t i = 0; i <= count; i++) {
        if (i < count) {
            pal_draft_add(draft, ballot->marks[i]);
        }
        if (i == count || ballot->marks[i] == PAL_MARK_NEXT_RANK) {
            if (i > start + 1) {
                qsort(draft->marks + start, i - start, sizeof *draft->marks, compare_marks);
            }
            start = i + 1;
        }
    }
}

void pal_profile_add(struct pal_profile *profile, const struct pal_ballot *ballot, uint64_t count,
                     mpq_srcptr weight)
{
    PAL_CHECK(mpq_sgn(weight) >= 0);
    PAL_CHECK(ballot->state < PAL_BALLOT_STATE_COUNT);
    if (count == 0) {
        return;
    }
    add_sum(&profile->sums[ballot->state], count, weight);
    if (ballot->state != PAL_BALLOT_COUNTED) {
        return;
    }
    if (profile->kind != PAL_BALLOT_RANKS || is_settled(ballot)) {
        add_to_row(profile, ballot, count, weight);
        return;
    }
    PAL_DRAFT(settled);
    settle_ranks(ballot, &settled);
    struct pal_ballot kept = pal_draft_ballot(&settled);
    add_to_row(profile, &kept, count, weight);
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
        add_to_row(profile, &ballot, row->ballot_count, weights[row->weight]);
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
