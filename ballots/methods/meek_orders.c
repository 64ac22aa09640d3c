/*
 * meek_orders.c - equal ranks under Meek's rule.
 *
 * RULE docs/rules/stv-meek.md
 * > A ballot that ranks options equal is divided equally over all orders of each group of equals; each
 * > part is a ballot that ranks them in that order.
 */
#include "meek_orders.h"

#include <limits.h>

#include "base/check.h"
#include "base/mem.h"

struct pal_meek_orders *pal_meek_orders_new(size_t option_count)
{
    struct pal_meek_orders *orders = pal_mem_new(1, sizeof *orders);
    orders->lists = pal_mem_new((size_t)1 << PAL_MEEK_EQUALS, sizeof *orders->lists);
    orders->factorial_count = option_count + 1;
    orders->factorials = pal_mem_new(orders->factorial_count, sizeof *orders->factorials);
    for (size_t i = 0; i <= option_count; i++) {
        mpz_init(orders->factorials[i]);
        mpz_fac_ui(orders->factorials[i], i);
    }
    orders->elected = pal_mem_new(option_count, sizeof *orders->elected);
    orders->hopeful = pal_mem_new(option_count, sizeof *orders->hopeful);
    mpz_init(orders->sum);
    mpz_init(orders->product);
    return orders;
}

void pal_meek_orders_free(struct pal_meek_orders *orders)
{
    for (size_t i = 0; i < orders->left_made; i++) {
        mpz_clear(orders->left[i].weight);
    }
    for (size_t i = 0; i < orders->factorial_count; i++) {
        mpz_clear(orders->factorials[i]);
    }
    mpz_clear(orders->sum);
    mpz_clear(orders->product);
    pal_mem_free(orders->left);
    pal_mem_free(orders->lists);
    pal_mem_free(orders->factorials);
    pal_mem_free(orders->elected);
    pal_mem_free(orders->hopeful);
    pal_mem_free(orders);
}

void pal_meek_orders_of(struct pal_meek_orders *orders, const struct pal_profile_row *row,
                        mpz_t out_count)
{
    mpz_set_ui(out_count, 1);
    size_t start = 0;
    for (size_t i = 0; i <= row->mark_count; i++) {
        if (i < row->mark_count && row->marks[i] != PAL_MARK_NEXT_RANK) {
            continue;
        }
        size_t size = i - start;
        if (size > 1) {
            size_t most = orders->factorial_count - 1; /* an option may stand twice */
            mpz_mul(out_count, out_count, orders->factorials[size < most ? size : most]);
        }
        start = i + 1;
    }
}

/* --- What is left --- */

static void add_product(mpz_t sum, mpz_srcptr weight, uint64_t parts)
{
    PAL_CHECK(parts <= ULONG_MAX);
    mpz_addmul_ui(sum, weight, (unsigned long)parts);
}

/* Adds that weight, of which so many parts are left, to the list of a set. */
static void leave(struct pal_meek_orders *orders, size_t set, uint64_t parts, mpz_srcptr weight)
{
    uint32_t next = orders->lists[set];
    while (next != 0 && orders->left[next - 1].parts != parts) {
        next = orders->left[next - 1].next;
    }
    if (next != 0) {
        mpz_add(orders->left[next - 1].weight, orders->left[next - 1].weight, weight);
        return;
    }
    if (orders->left_count == orders->left_capacity) {
        orders->left_capacity = pal_mem_capacity(orders->left_capacity, orders->left_count + 1);
        orders->left = pal_mem_grow(orders->left, orders->left_capacity, sizeof *orders->left);
    }
    struct pal_meek_left *left = &orders->left[orders->left_count++];
    if (orders->left_count > orders->left_made) {
        mpz_init(left->weight);
        orders->left_made = orders->left_count;
    }
    left->parts = parts;
    left->next = orders->lists[set];
    mpz_set(left->weight, weight);
    orders->lists[set] = (uint32_t)orders->left_count;
}

/* Sorts the options of the rank that starts at a mark into elected and hopeful; those excluded, and
 * those that took before, are passed over. Gives the mark after the rank. */
static size_t read_rank(struct pal_meek *meek, const struct pal_profile_row *row, size_t start)
{
    struct pal_meek_orders *orders = meek->equals;
    orders->elected_count = 0;
    orders->hopeful_count = 0;
    size_t stop = start;
    for (; stop < row->mark_count && row->marks[stop] != PAL_MARK_NEXT_RANK; stop++) {
        size_t option = (size_t)row->marks[stop];
        if (meek->states[option] == PAL_MEEK_EXCLUDED || meek->seen[option] == meek->walk) {
            continue;
        }
        meek->seen[option] = meek->walk;
        if (meek->states[option] == PAL_MEEK_ELECTED) {
            orders->elected[orders->elected_count++] = option;
        } else {
            orders->hopeful[orders->hopeful_count++] = option;
        }
    }
    PAL_CHECK(orders->elected_count <= PAL_MEEK_EQUALS);
    return stop + 1;
}

/* --- One rank --- */

/* What is left after a set of the elected of a rank goes to each of the others of the rank, next in
 * so many orders. */
static void pass_on(struct pal_meek *meek, size_t set, const struct pal_meek_left *left,
                    mpz_srcptr orders_left)
{
    struct pal_meek_orders *orders = meek->equals;
    mpz_mul(orders->product, left->weight, orders_left);
    if (orders->hopeful_count > 0) {
        add_product(orders->sum, orders->product, left->parts);
    }
    for (size_t i = 0; i < orders->elected_count; i++) {
        size_t option = orders->elected[i];
        if ((set & ((size_t)1 << i)) == 0) {
            add_product(meek->votes[option], orders->product,
                        pal_meek_taken(meek, left->parts, option));
        }
    }
}

/* Adds what follows a set to the lists of the sets with one more. */
static void extend(struct pal_meek *meek, size_t set, uint32_t number)
{
    struct pal_meek_orders *orders = meek->equals;
    for (size_t i = 0; i < orders->elected_count; i++) {
        size_t bit = (size_t)1 << i;
        if ((set & bit) != 0) {
            continue;
        }
        /* The list may move while it grows. */
        uint64_t parts = orders->left[number - 1].parts;
        mpz_set(orders->product, orders->left[number - 1].weight);
        uint64_t rest = parts - pal_meek_taken(meek, parts, orders->elected[i]);
        if (rest > 0) {
            leave(orders, set | bit, rest, orders->product);
        }
    }
}

/* Divides what is left, the list of the empty set, over the orders of a rank. Each weight is one of
 * a single order. */
static void divide(struct pal_meek *meek)
{
    struct pal_meek_orders *orders = meek->equals;
    const size_t sets = (size_t)1 << orders->elected_count;
    const size_t size = orders->elected_count + orders->hopeful_count;
    mpz_set_ui(orders->sum, 0);
    for (size_t set = 0; set < sets; set++) {
        size_t taken = (size_t)__builtin_popcountll(set);
        for (uint32_t next = orders->lists[set]; next != 0 && taken < size;
             next = orders->left[next - 1].next) {
            pass_on(meek, set, &orders->left[next - 1], orders->factorials[size - taken - 1]);
            extend(meek, set, next);
        }
    }
    for (size_t i = 0; i < orders->hopeful_count; i++) {
        mpz_add(meek->votes[orders->hopeful[i]], meek->votes[orders->hopeful[i]], orders->sum);
    }
}

/* Keeps what is left after all the elected of a rank, as the list of the empty set of the next, or
 * nothing when somebody hopeful took the rest. */
static void carry(struct pal_meek_orders *orders)
{
    const size_t sets = (size_t)1 << orders->elected_count;
    uint32_t last = orders->hopeful_count > 0 ? 0 : orders->lists[sets - 1];
    for (size_t set = 0; set < sets; set++) {
        orders->lists[set] = 0;
    }
    orders->lists[0] = last;
}

/* Divides each weight that is carried by the number of orders of a rank of that size. */
static void divide_weights(struct pal_meek_orders *orders, size_t size)
{
    for (uint32_t next = orders->lists[0]; next != 0; next = orders->left[next - 1].next) {
        mpz_ptr weight = orders->left[next - 1].weight;
        mpz_divexact(weight, weight, orders->factorials[size]);
    }
}

void pal_meek_orders_distribute(struct pal_meek *meek, size_t row, uint64_t parts,
                                mpz_srcptr weight)
{
    struct pal_meek_orders *orders = meek->equals;
    orders->left_count = 0;
    PAL_CHECK(orders->lists[0] == 0);
    leave(orders, 0, parts, weight);
    const struct pal_profile_row *ballot = &meek->profile->rows[row];
    size_t start = meek->at[row];
    while (start < ballot->mark_count && orders->lists[0] != 0) {
        start = read_rank(meek, ballot, start);
        divide_weights(orders, orders->elected_count + orders->hopeful_count);
        divide(meek);
        carry(orders);
    }
    orders->lists[0] = 0;
}
