/* profile.c - merges ballots into weighted rows that say nothing about voters. */
#include "ballots/profile.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/limits.h"
#include "base/mem.h"

enum { SLOT_FREE = 0 }; /* a taken slot holds the index of its row plus one */

static const char *const kind_names[PAL_BALLOT_KIND_COUNT] = {
    [PAL_BALLOT_NONE] = "none",         [PAL_BALLOT_CHOICE] = "choice",
    [PAL_BALLOT_APPROVES] = "approves", [PAL_BALLOT_SCORES] = "scores",
    [PAL_BALLOT_POINTS] = "points",     [PAL_BALLOT_RANKS] = "ranks",
};

static const char *const state_names[PAL_BALLOT_STATE_COUNT] = {
    [PAL_BALLOT_COUNTED] = "counted",
    [PAL_BALLOT_BLANK] = "blank",
    [PAL_BALLOT_SPOILT] = "spoilt",
    [PAL_BALLOT_ABSTAINING] = "abstaining",
};

/* What a mark may be, where there is one per option. */
static const struct {
    int32_t least, most;
} ranges[PAL_BALLOT_KIND_COUNT] = {
    [PAL_BALLOT_CHOICE] = {0, 1},
    [PAL_BALLOT_APPROVES] = {0, 1},
    [PAL_BALLOT_SCORES] = {PAL_MARK_NO_OPINION, 0}, /* to the scale of the question */
    [PAL_BALLOT_POINTS] = {0, INT32_MAX},
};

const char *pal_ballot_kind_name(enum pal_ballot_kind kind)
{
    PAL_CHECK(kind < PAL_BALLOT_KIND_COUNT);
    return kind_names[kind];
}

const char *pal_ballot_state_name(enum pal_ballot_state state)
{
    PAL_CHECK(state < PAL_BALLOT_STATE_COUNT);
    return state_names[state];
}

void pal_draft_done(struct pal_draft *draft)
{
    pal_mem_free(draft->marks);
    *draft = (struct pal_draft){0};
}

void pal_draft_clear(struct pal_draft *draft, enum pal_ballot_state state)
{
    draft->state = state;
    draft->mark_count = 0;
}

static void reserve(struct pal_draft *draft, size_t count)
{
    if (count > draft->mark_capacity) {
        draft->mark_capacity = pal_mem_capacity(draft->mark_capacity, count);
        draft->marks = pal_mem_grow(draft->marks, draft->mark_capacity, sizeof *draft->marks);
    }
}

void pal_draft_add(struct pal_draft *draft, int32_t mark)
{
    reserve(draft, draft->mark_count + 1);
    draft->marks[draft->mark_count++] = mark;
}

void pal_draft_fill(struct pal_draft *draft, size_t count, int32_t mark)
{
    reserve(draft, count);
    for (size_t i = 0; i < count; i++) {
        draft->marks[i] = mark;
    }
    draft->mark_count = count;
}

struct pal_ballot pal_draft_ballot(const struct pal_draft *draft)
{
    return (struct pal_ballot){.state = draft->state,
                               .marks = draft->marks,
                               .mark_count = draft->mark_count};
}

static enum pal_err check_ranks(size_t option_count, const struct pal_ballot *ballot)
{
    for (size_t i = 0; i < ballot->mark_count; i++) {
        int32_t mark = ballot->marks[i];
        if (mark != PAL_MARK_NEXT_RANK && (mark < 0 || (size_t)mark >= option_count)) {
            return PAL_ERR_BALLOT_OPTION;
        }
    }
    return PAL_OK;
}

/* Each mark lies between least and most. */
static enum pal_err check_range(const struct pal_ballot *ballot, int32_t least, int32_t most)
{
    for (size_t i = 0; i < ballot->mark_count; i++) {
        if (ballot->marks[i] < least || ballot->marks[i] > most) {
            return PAL_ERR_BALLOT_MARK;
        }
    }
    return PAL_OK;
}

enum pal_err pal_ballot_check(const struct pal_question *question, enum pal_ballot_kind kind,
                              const struct pal_ballot *ballot)
{
    PAL_CHECK(kind < PAL_BALLOT_KIND_COUNT);
    if (ballot->state != PAL_BALLOT_COUNTED) {
        return PAL_OK;
    }
    if (ballot->mark_count > PAL_LIMIT_MARKS) {
        return PAL_ERR_BALLOT_TOO_MANY;
    }
    if (kind == PAL_BALLOT_NONE) {
        return PAL_ERR_BALLOT_KIND;
    }
    if (kind != PAL_BALLOT_RANKS && ballot->mark_count != question->option_count) {
        return PAL_ERR_BALLOT_LENGTH;
    }
    if (kind == PAL_BALLOT_RANKS) {
        return check_ranks(question->option_count, ballot);
    }
    return check_range(ballot, ranges[kind].least,
                       kind == PAL_BALLOT_SCORES ? question->scale : ranges[kind].most);
}

bool pal_ballot_is_empty(enum pal_ballot_kind kind, const struct pal_ballot *ballot)
{
    /* What a mark is that names no option: -1 in ranks and scores, 0 elsewhere. */
    bool scored = kind == PAL_BALLOT_RANKS || kind == PAL_BALLOT_SCORES;
    int32_t nothing = scored ? PAL_MARK_NO_OPINION : 0;
    for (size_t i = 0; i < ballot->mark_count; i++) {
        if (ballot->marks[i] != nothing) {
            return false;
        }
    }
    return true;
}

void pal_profile_init(struct pal_profile *profile, enum pal_ballot_kind kind, size_t option_count)
{
    *profile = (struct pal_profile){.kind = kind, .option_count = option_count};
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        mpq_init(profile->sums[i].weight);
    }
    profile->slot_count = 64;
    profile->slots = pal_mem_new(profile->slot_count, sizeof *profile->slots);
}

static void free_row(struct pal_profile_row *row)
{
    pal_mem_free(row->marks);
    pal_ratio_done(&row->weight);
}

void pal_profile_done(struct pal_profile *profile)
{
    for (size_t i = 0; i < profile->row_count; i++) {
        free_row(&profile->rows[i]);
    }
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        pal_ratio_done(&profile->sums[i].weight);
    }
    pal_mem_free(profile->rows);
    pal_mem_free(profile->slots);
    *profile = (struct pal_profile){0};
}

void pal_profile_reset(struct pal_profile *profile, size_t option_count)
{
    enum pal_ballot_kind kind = profile->kind;
    pal_profile_done(profile);
    pal_profile_init(profile, kind, option_count);
}

/* One for which nobody can write ballots that fall on the same slot, so that no file is slow to
 * read. */
static uint64_t hash_of(const int32_t *marks, size_t count)
{
    struct pal_hash hash = pal_hash_of(marks, count * sizeof *marks);
    uint64_t number;
    memcpy(&number, hash.bytes, sizeof number);
    return number;
}

static bool is_row_of(const struct pal_profile_row *row, const struct pal_ballot *ballot,
                      uint64_t hash)
{
    size_t count = ballot->mark_count;
    return row->hash == hash && row->mark_count == count &&
           (count == 0 || memcmp(row->marks, ballot->marks, count * sizeof *row->marks) == 0);
}

/* The slot of these marks: taken by their row, or free. */
static size_t find_slot(const struct pal_profile *profile, const struct pal_ballot *ballot,
                        uint64_t hash)
{
    size_t slot = hash & (profile->slot_count - 1);
    while (profile->slots[slot] != SLOT_FREE &&
           !is_row_of(&profile->rows[profile->slots[slot] - 1], ballot, hash)) {
        slot = (slot + 1) & (profile->slot_count - 1);
    }
    return slot;
}

/* Enters every row again, in a table of at least twice as many slots as rows. */
static void hash_rows(struct pal_profile *profile)
{
    size_t slot_count = profile->slot_count;
    while (slot_count < 2 * (profile->row_count + 1)) {
        slot_count *= 2;
    }
    pal_mem_free(profile->slots);
    profile->slots = pal_mem_new(slot_count, sizeof *profile->slots);
    profile->slot_count = slot_count;
    for (size_t i = 0; i < profile->row_count; i++) {
        size_t slot = profile->rows[i].hash & (slot_count - 1);
        while (profile->slots[slot] != SLOT_FREE) {
            slot = (slot + 1) & (slot_count - 1);
        }
        profile->slots[slot] = (uint32_t)(i + 1);
    }
}

static void add_row(struct pal_profile *profile, const struct pal_ballot *ballot, uint64_t hash)
{
    PAL_CHECK(profile->row_count < UINT32_MAX - 1);
    if (profile->row_count == profile->row_capacity) {
        profile->row_capacity = pal_mem_capacity(profile->row_capacity, profile->row_count + 1);
        profile->rows = pal_mem_grow(profile->rows, profile->row_capacity, sizeof *profile->rows);
    }
    struct pal_profile_row *row = &profile->rows[profile->row_count++];
    *row = (struct pal_profile_row){
        .marks = pal_mem_copy(ballot->marks, ballot->mark_count * sizeof *row->marks),
        .mark_count = ballot->mark_count,
        .hash = hash,
    };
    mpq_init(row->weight);
}

static void add_sum(struct pal_profile_sum *sum, uint64_t count, mpq_srcptr weight)
{
    PAL_CHECK(!__builtin_add_overflow(sum->ballot_count, count, &sum->ballot_count));
    mpq_add(sum->weight, sum->weight, weight);
}

/* Adds ballots that weigh so much together; the marks are in the form in which they are kept. */
static void add_ballots(struct pal_profile *profile, const struct pal_ballot *ballot,
                        uint64_t count, mpq_srcptr weight)
{
    PAL_CHECK(mpq_sgn(weight) >= 0);
    PAL_CHECK(ballot->state < PAL_BALLOT_STATE_COUNT);
    add_sum(&profile->sums[ballot->state], count, weight);
    if (ballot->state != PAL_BALLOT_COUNTED) {
        return;
    }
    uint64_t hash = hash_of(ballot->marks, ballot->mark_count);
    size_t slot = find_slot(profile, ballot, hash);
    if (profile->slots[slot] == SLOT_FREE) {
        add_row(profile, ballot, hash);
        profile->slots[slot] = (uint32_t)profile->row_count;
    }
    struct pal_profile_row *row = &profile->rows[profile->slots[slot] - 1];
    PAL_CHECK(!__builtin_add_overflow(row->ballot_count, count, &row->ballot_count));
    mpq_add(row->weight, row->weight, weight);
    if (2 * profile->row_count > profile->slot_count) {
        hash_rows(profile);
    }
}

static int compare_marks(const void *a, const void *b)
{
    const int32_t *left = a;
    const int32_t *right = b;
    return (*left > *right) - (*left < *right);
}

/* A ranking as it is kept: the options of a rank in ascending order, nothing after the last. */
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
    PAL_RATIO(total);
    mpz_import(mpq_numref(total), 1, 1, sizeof count, 0, 0, &count);
    mpq_mul(total, total, weight);
    if (ballot->state == PAL_BALLOT_COUNTED && profile->kind == PAL_BALLOT_RANKS) {
        PAL_DRAFT(settled);
        settle_ranks(ballot, &settled);
        struct pal_ballot kept = pal_draft_ballot(&settled);
        add_ballots(profile, &kept, count, total);
        return;
    }
    add_ballots(profile, ballot, count, total);
}

void pal_profile_add_scaled(struct pal_profile *profile, const struct pal_profile *other,
                            mpq_srcptr factor)
{
    PAL_CHECK(profile != other);
    PAL_CHECK(profile->kind == other->kind);
    PAL_CHECK(profile->option_count == other->option_count);
    PAL_CHECK(mpq_sgn(factor) >= 0);
    PAL_RATIO(weight);
    for (size_t i = 0; i < other->row_count; i++) {
        const struct pal_profile_row *row = &other->rows[i];
        struct pal_ballot ballot = {.marks = row->marks, .mark_count = row->mark_count};
        mpq_mul(weight, row->weight, factor);
        add_ballots(profile, &ballot, row->ballot_count, weight);
    }
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        if (i != PAL_BALLOT_COUNTED) {
            mpq_mul(weight, other->sums[i].weight, factor);
            add_sum(&profile->sums[i], other->sums[i].ballot_count, weight);
        }
    }
}

void pal_profile_move(struct pal_profile *profile, const enum pal_ballot_state *states)
{
    size_t kept = 0;
    for (size_t i = 0; i < profile->row_count; i++) {
        struct pal_profile_row *row = &profile->rows[i];
        if (states[i] == PAL_BALLOT_COUNTED) {
            profile->rows[kept++] = *row;
            continue;
        }
        struct pal_profile_sum *counted = &profile->sums[PAL_BALLOT_COUNTED];
        counted->ballot_count -= row->ballot_count;
        mpq_sub(counted->weight, counted->weight, row->weight);
        add_sum(&profile->sums[states[i]], row->ballot_count, row->weight);
        free_row(row);
    }
    if (kept < profile->row_count) {
        profile->row_count = kept;
        hash_rows(profile);
    }
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
    return (left->mark_count > right->mark_count) - (left->mark_count < right->mark_count);
}

void pal_profile_sort(struct pal_profile *profile)
{
    if (profile->row_count > 1) {
        qsort(profile->rows, profile->row_count, sizeof *profile->rows, compare_rows);
        hash_rows(profile);
    }
}
