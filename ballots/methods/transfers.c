/* transfers.c - who holds which ballots, at what value, and how they change hands. */
#include "transfers.h"

#include "base/check.h"
#include "base/mem.h"

enum { WHOLE_VALUE = 0 }; /* the value of a ballot that was not transferred from a surplus */

/* --- Life --- */

static size_t add_value(struct pal_transfers *transfers, mpq_srcptr value)
{
    if (transfers->value_count == transfers->value_capacity) {
        transfers->value_capacity =
            pal_mem_capacity(transfers->value_capacity, transfers->value_count + 1);
        transfers->values =
            pal_mem_grow(transfers->values, transfers->value_capacity, sizeof *transfers->values);
    }
    mpq_init(transfers->values[transfers->value_count]);
    mpq_set(transfers->values[transfers->value_count], value);
    return transfers->value_count++;
}

void pal_transfers_init(struct pal_transfers *transfers, const struct pal_profile *profile,
                        const struct pal_reading *reading, const bool *continues)
{
    const size_t count = profile->option_count;
    *transfers = (struct pal_transfers){.option_count = count, .continues = continues};
    pal_papers_init(&transfers->papers, profile, reading);
    pal_units_init(&transfers->units, profile, 1);
    pal_sums_init(&transfers->moved, &transfers->units, count);
    transfers->next = pal_mem_new(profile->row_count, sizeof *transfers->next);
    transfers->chains = pal_mem_new(count + 2, sizeof *transfers->chains);
    transfers->held = pal_mem_new(count, sizeof *transfers->held);
    transfers->totals = pal_ratio_array_new(count);
    transfers->gained = pal_ratio_array_new(count);
    PAL_RATIO(whole);
    mpq_set_ui(whole, 1, 1);
    (void)add_value(transfers, whole);
}

static void clear_piles(struct pal_piles *piles)
{
    for (size_t i = 0; i < piles->count; i++) {
        pal_ratio_done(&piles->at[i].weight);
    }
    pal_mem_free(piles->at);
    *piles = (struct pal_piles){0};
}

void pal_transfers_done(struct pal_transfers *transfers)
{
    for (size_t i = 0; i < transfers->option_count; i++) {
        clear_piles(&transfers->held[i]);
    }
    for (size_t i = 0; i < transfers->value_count; i++) {
        pal_ratio_done(&transfers->values[i]);
    }
    pal_mem_free(transfers->held);
    pal_mem_free(transfers->values);
    pal_mem_free(transfers->next);
    pal_mem_free(transfers->chains);
    pal_ratio_array_free(transfers->totals, transfers->option_count);
    pal_ratio_array_free(transfers->gained, transfers->option_count);
    pal_sums_done(&transfers->moved);
    pal_units_done(&transfers->units);
    pal_papers_done(&transfers->papers);
    *transfers = (struct pal_transfers){0};
}

/* --- Chains and piles --- */

static void append_paper(struct pal_transfers *transfers, struct pal_chain *chain, uint32_t paper)
{
    transfers->next[paper] = 0;
    if (chain->first == 0) {
        chain->first = paper + 1;
    } else {
        transfers->next[chain->last - 1] = paper + 1;
    }
    chain->last = paper + 1;
}

/* Moves all of a chain behind another. */
static void append_chain(struct pal_transfers *transfers, struct pal_chain *chain,
                         struct pal_chain *moved)
{
    if (moved->first == 0) {
        return;
    }
    if (chain->first == 0) {
        *chain = *moved;
    } else {
        transfers->next[chain->last - 1] = moved->first;
        chain->last = moved->last;
    }
    *moved = (struct pal_chain){0};
}

static struct pal_pile *pile_of(struct pal_piles *piles, size_t value)
{
    for (size_t i = 0; i < piles->count; i++) {
        if (piles->at[i].value == value) {
            return &piles->at[i];
        }
    }
    if (piles->count == piles->capacity) {
        piles->capacity = pal_mem_capacity(piles->capacity, piles->count + 1);
        piles->at = pal_mem_grow(piles->at, piles->capacity, sizeof *piles->at);
    }
    struct pal_pile *pile = &piles->at[piles->count++];
    *pile = (struct pal_pile){.value = value};
    mpq_init(pile->weight);
    return pile;
}

/* --- Transfers --- */

/* Sends a paper on: to the chain of the option that takes it, or of the divided, or to none. */
static void send(struct pal_transfers *transfers, uint32_t paper)
{
    size_t option = pal_papers_next(&transfers->papers, paper, transfers->continues);
    if (option == transfers->option_count) {
        return;
    }
    append_paper(transfers, &transfers->chains[option], paper);
    if (option < transfers->option_count) {
        pal_sums_add(&transfers->moved, option, paper, 1);
    }
}

/* Gives what was sent to an option into its pile of that value. */
static void receive(struct pal_transfers *transfers, size_t option, size_t value)
{
    PAL_RATIO(weight);
    pal_sums_get(&transfers->moved, option, weight);
    struct pal_pile *pile = pile_of(&transfers->held[option], value);
    append_chain(transfers, &pile->chain, &transfers->chains[option]);
    mpq_add(pile->weight, pile->weight, weight);
    mpq_mul(weight, weight, transfers->values[value]);
    mpq_add(transfers->gained[option], transfers->gained[option], weight);
}

static void receive_all(struct pal_transfers *transfers, size_t value)
{
    for (size_t i = 0; i < transfers->option_count; i++) {
        if (transfers->chains[i].first != 0) {
            receive(transfers, i, value);
        }
    }
    append_chain(transfers, &transfers->divided, &transfers->chains[transfers->option_count + 1]);
}

/* Sends every paper of a chain on, at that value from now on. */
static void send_chain(struct pal_transfers *transfers, struct pal_chain chain, size_t value)
{
    pal_sums_clear(&transfers->moved);
    uint32_t next = chain.first;
    while (next != 0) {
        uint32_t paper = next - 1;
        next = transfers->next[paper];
        send(transfers, paper);
    }
    receive_all(transfers, value);
}

/* Adds what was gained to the totals, and to the record of the transfer. */
static void settle(struct pal_transfers *transfers, struct pal_transfer *out_transfer)
{
    for (size_t i = 0; i < transfers->option_count; i++) {
        if (mpq_sgn(transfers->gained[i]) == 0) {
            continue;
        }
        mpq_add(transfers->totals[i], transfers->totals[i], transfers->gained[i]);
        if (out_transfer != NULL) {
            pal_figures_add(&out_transfer->to, i, transfers->gained[i]);
        }
        mpq_set_ui(transfers->gained[i], 0, 1);
    }
}

void pal_transfers_deal(struct pal_transfers *transfers)
{
    for (size_t i = 0; i < transfers->papers.profile->row_count; i++) {
        send(transfers, (uint32_t)i);
    }
    receive_all(transfers, WHOLE_VALUE);
    settle(transfers, NULL);
}

void pal_transfers_exclude(struct pal_transfers *transfers, size_t option,
                           struct pal_transfer *out_transfer)
{
    PAL_CHECK(!transfers->continues[option]);
    struct pal_piles piles = transfers->held[option];
    transfers->held[option] = (struct pal_piles){0};
    for (size_t i = 0; i < piles.count; i++) {
        send_chain(transfers, piles.at[i].chain, piles.at[i].value);
    }
    clear_piles(&piles);
    mpq_set_ui(transfers->totals[option], 0, 1);
    settle(transfers, out_transfer);
}

void pal_transfers_surplus(struct pal_transfers *transfers, size_t option, mpq_srcptr quota,
                           void (*round)(mpq_t value), struct pal_transfer *out_transfer)
{
    PAL_CHECK(!transfers->continues[option]);
    PAL_CHECK(mpq_cmp(transfers->totals[option], quota) > 0);
    struct pal_piles piles = transfers->held[option];
    transfers->held[option] = (struct pal_piles){0};
    PAL_RATIO(share);
    PAL_RATIO(value);
    mpq_sub(share, transfers->totals[option], quota);
    mpq_div(share, share, transfers->totals[option]);
    for (size_t i = 0; i < piles.count; i++) {
        mpq_mul(value, transfers->values[piles.at[i].value], share);
        if (round != NULL) {
            round(value);
        }
        send_chain(transfers, piles.at[i].chain, add_value(transfers, value));
    }
    clear_piles(&piles);
    mpq_set(transfers->totals[option], quota);
    settle(transfers, out_transfer);
}

void pal_transfers_redivide(struct pal_transfers *transfers)
{
    struct pal_chain divided = transfers->divided;
    transfers->divided = (struct pal_chain){0};
    send_chain(transfers, divided, WHOLE_VALUE);
    settle(transfers, NULL);
}
