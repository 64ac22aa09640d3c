/* meek.c - what each option keeps of each ballot, under Meek's rule. */
#include "meek.h"

#include <limits.h>

#include "base/check.h"
#include "base/mem.h"

#include "meek_orders.h"

enum { ROOT = 1 }; /* numbers of branches are plus one */

/* --- Life --- */

static uint32_t add_branch(struct pal_meek *meek, size_t option, uint32_t parent)
{
    if (meek->branch_count == meek->branch_capacity) {
        meek->branch_capacity = pal_mem_capacity(meek->branch_capacity, meek->branch_count + 1);
        meek->branches =
            pal_mem_grow(meek->branches, meek->branch_capacity, sizeof *meek->branches);
    }
    PAL_CHECK(meek->branch_count < UINT32_MAX - 1);
    struct pal_meek_branch *branch = &meek->branches[meek->branch_count++];
    uint32_t number = (uint32_t)meek->branch_count;
    *branch = (struct pal_meek_branch){.option = option, .parent = parent};
    mpz_init(branch->weight);
    if (parent != 0) {
        branch->sibling = meek->branches[parent - 1].child;
        meek->branches[parent - 1].child = number;
        branch->same = meek->branch_of[option];
        meek->branch_of[option] = number;
    }
    return number;
}

/* The equal ranks of every row divide a unit into whole parts. */
static void set_orders(struct pal_meek *meek)
{
    mpz_t count;
    mpz_init(count);
    mpz_set_ui(meek->orders, 1);
    for (size_t i = 0; i < meek->profile->row_count; i++) {
        pal_meek_orders_of(meek->equals, &meek->profile->rows[i], count);
        if (!mpz_divisible_p(meek->orders, count)) {
            mpz_lcm(meek->orders, meek->orders, count);
        }
    }
    mpz_clear(count);
}

static void deal(struct pal_meek *meek);

void pal_meek_init(struct pal_meek *meek, const struct pal_profile *profile, uint64_t one)
{
    PAL_CHECK(profile->kind == PAL_BALLOT_RANKS);
    PAL_CHECK(profile->row_count < UINT32_MAX);
    const size_t options = profile->option_count;
    *meek = (struct pal_meek){.profile = profile, .one = one};
    meek->states = pal_mem_new(options, sizeof *meek->states);
    meek->keep = pal_mem_new(options, sizeof *meek->keep);
    meek->votes = pal_mem_new(options, sizeof *meek->votes);
    for (size_t i = 0; i < options; i++) {
        meek->keep[i] = one;
        mpz_init(meek->votes[i]);
    }
    pal_units_init(&meek->units, profile, 1);
    pal_sums_init(&meek->moved, &meek->units, options + 1);
    meek->sent = pal_mem_new(options + 1, sizeof *meek->sent);
    meek->at = pal_mem_new(profile->row_count, sizeof *meek->at);
    meek->next = pal_mem_new(profile->row_count, sizeof *meek->next);
    meek->branch_of = pal_mem_new(options, sizeof *meek->branch_of);
    meek->child_of = pal_mem_new(options, sizeof *meek->child_of);
    meek->seen = pal_mem_new(options, sizeof *meek->seen);
    meek->equals = pal_meek_orders_new(options);
    mpz_init(meek->orders);
    set_orders(meek);
    mpz_init(meek->per_one);
    mpz_mul(meek->per_one, meek->units.per_one, meek->orders);
    deal(meek);
}

void pal_meek_done(struct pal_meek *meek)
{
    for (size_t i = 0; i < meek->profile->option_count; i++) {
        mpz_clear(meek->votes[i]);
    }
    for (size_t i = 0; i < meek->branch_count; i++) {
        mpz_clear(meek->branches[i].weight);
    }
    pal_meek_orders_free(meek->equals);
    pal_sums_done(&meek->moved);
    pal_units_done(&meek->units);
    mpz_clear(meek->orders);
    mpz_clear(meek->per_one);
    pal_mem_free(meek->states);
    pal_mem_free(meek->keep);
    pal_mem_free(meek->votes);
    pal_mem_free(meek->sent);
    pal_mem_free(meek->pending);
    pal_mem_free(meek->at);
    pal_mem_free(meek->next);
    pal_mem_free(meek->branches);
    pal_mem_free(meek->branch_of);
    pal_mem_free(meek->child_of);
    pal_mem_free(meek->seen);
    *meek = (struct pal_meek){0};
}

/* --- The tree --- */

/* Begins a walk on which the options from the root to a branch have taken already. */
static void begin_walk(struct pal_meek *meek, uint32_t branch)
{
    meek->walk++;
    for (; branch != ROOT; branch = meek->branches[branch - 1].parent) {
        meek->seen[meek->branches[branch - 1].option] = meek->walk;
    }
}

/* Moves a row to the first rank, from the one at which it stands, with an option that takes. Gives
 * that option; option_count when several share the rank; option_count + 1 when there is none. */
static size_t move_on(struct pal_meek *meek, size_t row)
{
    const struct pal_profile_row *ballot = &meek->profile->rows[row];
    const size_t several = meek->profile->option_count;
    uint32_t start = meek->at[row];
    size_t option = several + 1;
    while (start < ballot->mark_count && option == several + 1) {
        meek->at[row] = start;
        for (; start < ballot->mark_count && ballot->marks[start] != PAL_MARK_NEXT_RANK; start++) {
            size_t other = (size_t)ballot->marks[start];
            bool takes =
                meek->states[other] != PAL_MEEK_EXCLUDED && meek->seen[other] != meek->walk;
            if (takes && other != option) {
                option = option == several + 1 ? other : several;
            }
        }
        start++;
    }
    return option;
}

static void send(struct pal_meek *meek, uint32_t row)
{
    size_t option = move_on(meek, row);
    if (option > meek->profile->option_count) {
        return;
    }
    meek->next[row] = meek->sent[option];
    meek->sent[option] = row + 1;
    pal_sums_add(&meek->moved, option, row, 1);
}

/* Puts the rows that were sent to an option, or to an equal rank, before those of a chain. */
static void prepend(struct pal_meek *meek, uint32_t *chain, size_t option)
{
    uint32_t last = meek->sent[option];
    while (meek->next[last - 1] != 0) {
        last = meek->next[last - 1];
    }
    meek->next[last - 1] = *chain;
    *chain = meek->sent[option];
    meek->sent[option] = 0;
}

static void add_pending(struct pal_meek *meek, uint32_t branch)
{
    if (meek->pending_count == meek->pending_capacity) {
        meek->pending_capacity = pal_mem_capacity(meek->pending_capacity, meek->pending_count + 1);
        meek->pending = pal_mem_grow(meek->pending, meek->pending_capacity, sizeof *meek->pending);
    }
    meek->pending[meek->pending_count++] = branch;
}

/* Adds to a branch the rows that were sent to its option, which go on if it is elected. */
static void receive(struct pal_meek *meek, uint32_t number, mpz_t weight)
{
    struct pal_meek_branch *branch = &meek->branches[number - 1];
    pal_sums_integer(&meek->moved, branch->option, weight);
    mpz_addmul(branch->weight, weight, meek->orders);
    prepend(meek, &branch->rows, branch->option);
    if (meek->states[branch->option] == PAL_MEEK_ELECTED) {
        add_pending(meek, number);
    }
}

/* Gives what was sent from a branch to its children, which are made where there is none. */
static void receive_all(struct pal_meek *meek, uint32_t parent)
{
    const size_t options = meek->profile->option_count;
    mpz_t weight;
    mpz_init(weight);
    for (uint32_t child = meek->branches[parent - 1].child; child != 0;
         child = meek->branches[child - 1].sibling) {
        meek->child_of[meek->branches[child - 1].option] = child;
    }
    for (size_t i = 0; i < options; i++) {
        if (meek->sent[i] != 0) {
            uint32_t child = meek->child_of[i];
            receive(meek, child != 0 ? child : add_branch(meek, i, parent), weight);
        }
        meek->child_of[i] = 0;
    }
    if (meek->sent[options] != 0) {
        prepend(meek, &meek->branches[parent - 1].equals, options);
    }
    mpz_clear(weight);
}

/* Sends the rows of a branch on, below that branch. */
static void send_rows(struct pal_meek *meek, uint32_t from, uint32_t parent)
{
    pal_sums_clear(&meek->moved);
    begin_walk(meek, parent);
    uint32_t next = meek->branches[from - 1].rows;
    meek->branches[from - 1].rows = 0;
    while (next != 0) {
        uint32_t row = next - 1;
        next = meek->next[row];
        send(meek, row);
    }
    receive_all(meek, parent);
}

/* The same, until every row is held by somebody hopeful, or by nobody. */
static void send_on(struct pal_meek *meek, uint32_t from, uint32_t parent)
{
    send_rows(meek, from, parent);
    while (meek->pending_count > 0) {
        uint32_t branch = meek->pending[--meek->pending_count];
        send_rows(meek, branch, branch);
    }
}

static void deal(struct pal_meek *meek)
{
    uint32_t root = add_branch(meek, meek->profile->option_count, 0);
    PAL_CHECK(root == ROOT);
    pal_sums_clear(&meek->moved);
    begin_walk(meek, root);
    for (size_t i = 0; i < meek->profile->row_count; i++) {
        send(meek, (uint32_t)i);
    }
    receive_all(meek, root);
}

void pal_meek_elect(struct pal_meek *meek, size_t option)
{
    PAL_CHECK(meek->states[option] == PAL_MEEK_HOPEFUL);
    meek->states[option] = PAL_MEEK_ELECTED;
    /* New branches are of other options: each branch of this one is met once. */
    uint32_t branch = meek->branch_of[option];
    for (; branch != 0; branch = meek->branches[branch - 1].same) {
        send_on(meek, branch, branch);
    }
}

static void take_from_parent(struct pal_meek *meek, uint32_t number)
{
    struct pal_meek_branch *parent = &meek->branches[meek->branches[number - 1].parent - 1];
    uint32_t *link = &parent->child;
    while (*link != number) {
        link = &meek->branches[*link - 1].sibling;
    }
    *link = meek->branches[number - 1].sibling;
}

void pal_meek_exclude(struct pal_meek *meek, size_t option)
{
    PAL_CHECK(meek->states[option] == PAL_MEEK_HOPEFUL);
    meek->states[option] = PAL_MEEK_EXCLUDED;
    meek->keep[option] = 0;
    uint32_t branch = meek->branch_of[option];
    for (; branch != 0; branch = meek->branches[branch - 1].same) {
        take_from_parent(meek, branch);
        send_on(meek, branch, meek->branches[branch - 1].parent);
    }
    meek->branch_of[option] = 0;
}

/* --- Distribution --- */

/* RULE docs/rules/stv-meek.md
 * > An option takes its keep factor of what is left of the ballot, rounded up to the last decimal; what
 * > is left goes on to the next option.
 */
uint64_t pal_meek_taken(const struct pal_meek *meek, uint64_t parts, size_t option)
{
    if (meek->states[option] == PAL_MEEK_HOPEFUL) {
        return parts;
    }
    uint64_t product;
    if (!__builtin_mul_overflow(parts, meek->keep[option], &product) &&
        product <= UINT64_MAX - meek->one) {
        return (product + meek->one - 1) / meek->one;
    }
    pal_wide wide = (pal_wide)parts * meek->keep[option];
    return (uint64_t)((wide + meek->one - 1) / meek->one);
}

/* The rows of a branch that an equal rank follows. */
static void distribute_equals(struct pal_meek *meek, uint32_t branch, uint64_t parts)
{
    mpz_t weight;
    mpz_init(weight);
    uint32_t next = meek->branches[branch - 1].equals;
    for (; next != 0; next = meek->next[next - 1]) {
        begin_walk(meek, branch);
        pal_units_integer(&meek->units, next - 1, weight);
        mpz_mul(weight, weight, meek->orders);
        pal_meek_orders_distribute(meek, next - 1, parts, weight);
    }
    mpz_clear(weight);
}

/* A branch from which so many parts go on. */
struct visit {
    uint32_t branch;
    uint64_t parts;
};

struct visits {
    struct visit *at;
    size_t count, capacity;
};

static void add_visit(struct visits *visits, uint32_t branch, uint64_t parts)
{
    if (visits->count == visits->capacity) {
        visits->capacity = pal_mem_capacity(visits->capacity, visits->count + 1);
        visits->at = pal_mem_grow(visits->at, visits->capacity, sizeof *visits->at);
    }
    visits->at[visits->count++] = (struct visit){branch, parts};
}

/* Gives the options that follow a branch their parts. */
static void distribute_from(struct pal_meek *meek, struct visit visit, struct visits *visits)
{
    uint32_t child = meek->branches[visit.branch - 1].child;
    for (; child != 0; child = meek->branches[child - 1].sibling) {
        const struct pal_meek_branch *branch = &meek->branches[child - 1];
        uint64_t taken = pal_meek_taken(meek, visit.parts, branch->option);
        PAL_CHECK(taken <= visit.parts && taken <= ULONG_MAX);
        mpz_addmul_ui(meek->votes[branch->option], branch->weight, (unsigned long)taken);
        if (taken < visit.parts) {
            add_visit(visits, child, visit.parts - taken);
        }
    }
    if (meek->branches[visit.branch - 1].equals != 0) {
        distribute_equals(meek, visit.branch, visit.parts);
    }
}

void pal_meek_distribute(struct pal_meek *meek)
{
    for (size_t i = 0; i < meek->profile->option_count; i++) {
        mpz_set_ui(meek->votes[i], 0);
    }
    struct visits visits = {0};
    add_visit(&visits, ROOT, meek->one);
    while (visits.count > 0) {
        struct visit visit = visits.at[--visits.count];
        distribute_from(meek, visit, &visits);
    }
    pal_mem_free(visits.at);
}
