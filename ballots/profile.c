/* profile.c - merges ballots into weighted rows that say nothing about voters. */
#include "ballots/profile.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/mem.h"

#include "profile_marks.h"
#include "profile_table.h"

/* Odd, with bits all over: each bit of a hash comes to depend on all below it. */
static const uint64_t mixer = UINT64_C(0x9E3779B97F4A7C15);

/* As many rows as are made room for beforehand: their slots fill one large page. */
enum { EXPECTED_MAX = 1 << 17 };

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
    pal_profile_marks_done(&profile->blocks);
    pal_ratio_array_free(profile->weights, profile->weight_count);
    pal_mem_free_large(profile->rows, profile->row_capacity, sizeof *profile->rows);
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

uint32_t pal_profile_weight(struct pal_profile *profile, mpq_srcptr weight)
{
    PAL_CHECK(mpq_sgn(weight) >= 0);
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

static void make_room(struct pal_profile *profile, size_t row_count)
{
    if (row_count > profile->row_capacity) {
        const size_t larger = pal_mem_capacity(profile->row_capacity, row_count);
        profile->rows =
            pal_mem_grow_large(profile->rows, profile->row_capacity, larger, sizeof *profile->rows);
        profile->row_capacity = larger;
    }
}

void pal_profile_expect(struct pal_profile *profile, size_t row_count)
{
    const size_t expected = row_count < EXPECTED_MAX ? row_count : EXPECTED_MAX;
    make_room(profile, expected);
    pal_profile_table_expect(&profile->row_table, expected);
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

/* A row without ballots, whose marks are copied. */
static struct pal_profile_row *add_row(struct pal_profile *profile,
                                       const struct pal_profile_row *wanted)
{
    make_room(profile, profile->row_count + 1);
    struct pal_profile_row *row = &profile->rows[profile->row_count++];
    *row = *wanted;
    row->ballot_count = 0;
    row->marks = pal_profile_marks_keep(&profile->blocks, wanted->marks, wanted->mark_count);
    return row;
}

/* The row of these marks, of that hash, and that weight, which is added without ballots when there
 * is none; its own marks are lent. */
static struct pal_profile_row *find_row(struct pal_profile *profile,
                                        const struct pal_profile_row *wanted, uint32_t hash)
{
    struct pal_profile_table *table = &profile->row_table;
    pal_profile_table_expect(table, table->taken_count + 1);
    size_t slot = pal_profile_table_first(table, hash);
    for (; table->slots[slot].place > 0; slot = pal_profile_table_next(table, slot)) {
        if (table->slots[slot].hash == hash) { /* a row is looked at when it is all but found */
            struct pal_profile_row *row = &profile->rows[table->slots[slot].place - 1];
            if (is_same(row, wanted)) {
                return row;
            }
        }
    }
    pal_profile_table_take(table, slot, profile->row_count, hash);
    return add_row(profile, wanted);
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

/* Nearly all weigh a whole number, and a whole number can be added to a fraction without making it
 * canonical again. */
void pal_profile_sum(struct pal_profile *profile, enum pal_ballot_state state, uint64_t count,
                     mpq_srcptr weight)
{
    PAL_CHECK(state < PAL_BALLOT_STATE_COUNT);
    PAL_CHECK(mpq_sgn(weight) >= 0);
    struct pal_profile_sum *sum = &profile->sums[state];
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
                                         const struct pal_profile_row *row)
{
    struct pal_profile_entry entry = {
        .row = *row,
        .hash = hash_of_marks(profile, row->marks, row->mark_count),
    };
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
static bool is_settled(const struct pal_draft *draft)
{
    size_t count = draft->mark_count;
    if (count > 0 && draft->marks[count - 1] == PAL_MARK_NEXT_RANK) {
        return false;
    }
    for (size_t i = 1; i < count; i++) {
        if (draft->marks[i - 1] > draft->marks[i] && draft->marks[i] != PAL_MARK_NEXT_RANK) {
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
                                              uint64_t count, uint32_t weight)
{
    PAL_CHECK(draft->state == PAL_BALLOT_COUNTED);
    PAL_CHECK(draft->mark_count <= UINT32_MAX);
    PAL_CHECK(weight < profile->weight_count);
    if (profile->kind == PAL_BALLOT_RANKS && !draft->is_settled && !is_settled(draft)) {
        settle_ranks(draft);
    }
    const struct pal_profile_row row = {.marks = draft->marks,
                                        .mark_count = (uint32_t)draft->mark_count,
                                        .weight = weight,
                                        .ballot_count = count};
    return entry_of(profile, &row);
}

/* The first time, the row is brought; then its marks. */
void pal_profile_seek(const struct pal_profile *profile, struct pal_profile_entry *entry)
{
    if (entry->place > 0) {
        __builtin_prefetch(profile->rows[entry->place - 1].marks);
        return;
    }
    const struct pal_profile_table *table = &profile->row_table;
    size_t slot = pal_profile_table_first(table, entry->hash);
    while (table->slots[slot].place > 0 && table->slots[slot].hash != entry->hash) {
        slot = pal_profile_table_next(table, slot);
    }
    if (entry->row.ballot_count > 0 && table->slots[slot].place > 0) {
        entry->place = table->slots[slot].place;
        __builtin_prefetch(&profile->rows[entry->place - 1]);
    }
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
    pal_profile_sum(profile, ballot->state, count, weight);
    if (count == 0 || ballot->state != PAL_BALLOT_COUNTED) {
        return;
    }
    PAL_DRAFT(draft);
    if (ballot->mark_count > 0) {
        pal_draft_reserve(&draft, ballot->mark_count);
        memcpy(draft.marks, ballot->marks, ballot->mark_count * sizeof *draft.marks);
        draft.mark_count = ballot->mark_count;
    }
    struct pal_profile_entry entry =
        pal_profile_announce(profile, &draft, count, pal_profile_weight(profile, weight));
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
        struct pal_profile_row row = other->rows[i];
        row.weight = pal_profile_weight(profile, weights[row.weight]);
        struct pal_profile_entry entry = entry_of(profile, &row);
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
        pal_profile_sum(profile, states[i], row->ballot_count, profile->weights[row->weight]);
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
