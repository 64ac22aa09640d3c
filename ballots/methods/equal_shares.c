/*
 * equal_shares.c - approvals, and each ballot an equal share of the seats to spend.
 *
 * RULE docs/rules/equal_shares.md
 * > A seat costs 1. With S seats and valid ballots that weigh W together, a ballot holds S/W per unit of
 * > its weight, to spend on options that it approves.
 */
#include "base/check.h"
#include "base/mem.h"

#include "committee.h"
#include "methods.h"

static const char *const completions[] = {"seq-phragmen", "approval", "none", NULL};

static const struct pal_method_parameter parameters[] = {
    {.name = "completion",
     .kind = PAL_PARAMETER_WORD,
     .words = completions,
     .summary = "who takes the seats that nobody can pay for: by the loads that are left to carry, "
                "by approvals, or nobody"},
    {.name = NULL},
};

/* Classes are ballots that hold the same per unit of weight, the poorest first. */
static void share_money(struct pal_committee *committee)
{
    PAL_RATIO(share);
    mpq_set_ui(share, committee->question->seat_count, 1);
    mpq_div(share, share, committee->outcome->valid);
    pal_committee_refine(committee, mpq_denref(share));
    mpz_set(committee->values[0], mpq_numref(share));
}

/* What each supporter pays per unit of weight if all pay the same, or all that they hold: from the
 * gathered weights, the price in units and parts of the base. Says whether they hold enough.
 *
 * RULE docs/rules/equal_shares.md
 * > The supporters of an option can pay for it if they hold at least 1 together. Then each pays the same
 * > per unit of weight, or all that it holds where that is less; the least amount per unit by which this
 * > makes 1 is the share of the option.
 */
static bool find_share(const struct pal_committee *committee, mpz_srcptr price,
                       struct pal_standing *standing)
{
    mpz_t units;
    mpz_t all;
    mpz_init(units);
    mpz_init(all);
    mpz_set(standing->num, price); /* what is left to pay */
    mpz_set_ui(standing->den, 0);  /* the weight of those who are left */
    for (size_t i = 0; i < committee->class_count; i++) {
        pal_sums_integer(&committee->by_class, i, units);
        mpz_add(standing->den, standing->den, units);
    }
    bool is_found = false;
    for (size_t i = 0; i < committee->class_count && !is_found; i++) {
        pal_sums_integer(&committee->by_class, i, units);
        if (mpz_sgn(units) == 0) {
            continue;
        }
        mpz_mul(all, standing->den, committee->values[i]);
        is_found = mpz_cmp(standing->num, all) <= 0;
        if (!is_found) { /* the poorest of those who are left pay all that they hold */
            mpz_submul(standing->num, units, committee->values[i]);
            mpz_sub(standing->den, standing->den, units);
        }
    }
    mpz_clear(all);
    mpz_clear(units);
    return is_found;
}

static void find_shares(struct pal_committee *committee)
{
    mpz_t price;
    mpz_init(price);
    mpz_mul(price, committee->base, committee->units.per_one);
    for (size_t i = 0; i < committee->question->option_count; i++) {
        struct pal_standing *standing = &committee->standings[i];
        if (!committee->is_elected[i]) {
            pal_committee_gather(committee, i);
            standing->stands = find_share(committee, price, standing);
        }
    }
    mpz_clear(price);
}

/* The class of those who are left with so much, after paying that share. */
static size_t class_after(struct pal_committee *committee, size_t before, mpz_srcptr share)
{
    mpz_t left;
    mpz_init(left);
    mpz_sub(left, committee->values[before], share);
    if (mpz_sgn(left) < 0) {
        mpz_set_ui(left, 0);
    }
    size_t class = pal_committee_add_class(committee, left);
    mpz_clear(left);
    return class;
}

static void pay(struct pal_committee *committee, size_t elected)
{
    mpq_srcptr figure = pal_committee_figure(committee, elected);
    pal_committee_refine(committee, mpq_denref(figure));
    mpz_t share;
    mpz_init(share);
    mpz_divexact(share, committee->base, mpq_denref(figure));
    mpz_mul(share, share, mpq_numref(figure));
    size_t *after = pal_mem_new(committee->class_count, sizeof *after); /* 0: not known yet */
    for (size_t i = committee->starts[elected]; i < committee->starts[elected + 1]; i++) {
        uint32_t *class = &committee->class_of[committee->supporters[i]];
        if (after[*class] == 0) {
            after[*class] = class_after(committee, *class, share);
        }
        *class = (uint32_t)after[*class];
    }
    pal_mem_free(after);
    mpz_clear(share);
    pal_committee_tidy(committee);
}

static void explain_left(const struct pal_committee *committee)
{
    PAL_RATIO(seats);
    const size_t all = committee->question->seat_count; /* those beyond the options among them */
    struct pal_reason *reason = pal_outcome_add_reason(committee->outcome, PAL_REASON_MONEY_SPENT);
    mpq_set_ui(seats, all - committee->outcome->elected.count, 1);
    pal_reason_ratio(reason, "left", seats);
    mpq_set_ui(seats, all, 1);
    pal_reason_ratio(reason, "seats", seats);
}

/* RULE docs/rules/equal_shares.md
 * > By approvals: those that are left with the largest weight of approvals, the largest first.
 */
static void complete_by_approvals(struct pal_committee *committee)
{
    mpz_t value;
    mpz_init(value);
    committee->smallest_first = false;
    for (size_t i = 0; i < committee->question->option_count; i++) {
        struct pal_standing *standing = &committee->standings[i];
        if (!committee->is_elected[i]) {
            pal_committee_weigh(committee, i, standing->num, value);
            mpz_mul(standing->num, standing->num, committee->base);
            mpz_set(standing->den, committee->units.per_one);
            standing->stands = true;
        }
    }
    mpz_clear(value);
    while (!pal_committee_is_full(committee)) {
        size_t elected = pal_committee_seat(committee, PAL_REASON_SEAT_BY_TOTAL);
        PAL_CHECK(elected < committee->question->option_count);
    }
}

/* RULE docs/rules/equal_shares.md
 * > By loads: sequential Phragmén goes on, each ballot starting with what it has left as a load below
 * > zero.
 */
static void complete(struct pal_committee *committee)
{
    explain_left(committee);
    if (pal_parameter_is(committee->question, "completion", "approval")) {
        complete_by_approvals(committee);
    } else if (pal_parameter_is(committee->question, "completion", "seq-phragmen")) {
        for (size_t i = 0; i < committee->class_count; i++) {
            mpz_neg(committee->values[i], committee->values[i]);
        }
        pal_committee_phragmen(committee);
    }
}

/* RULE docs/rules/equal_shares.md
 * > Seat after seat, of the options that their supporters can pay for the one with the smallest share is
 * > elected, and its supporters pay. When there is none, the seats that are left go as the poll says.
 */
static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    PAL_COMMITTEE(committee, question, profile, outcome);
    if (mpq_sgn(outcome->valid) == 0) {
        (void)pal_outcome_add_reason(outcome, PAL_REASON_NO_VALID_BALLOT);
        return;
    }
    committee.smallest_first = true;
    share_money(&committee);
    bool is_spent = false;
    while (!is_spent && !pal_committee_is_full(&committee)) {
        find_shares(&committee);
        size_t elected = pal_committee_seat(&committee, PAL_REASON_SEAT_BOUGHT);
        is_spent = elected == question->option_count;
        if (!is_spent && !pal_committee_is_full(&committee)) {
            pay(&committee, elected);
        }
    }
    if (is_spent) {
        complete(&committee);
    }
    pal_committee_rank(&committee);
}

const struct pal_method pal_method_equal_shares = {
    .id = "equal-shares",
    .version = 1,
    .rule = "docs/rules/equal_shares.md",
    .summary =
        "Approvals; each ballot holds an equal share of the seats and buys what it approves.",
    .kind = PAL_BALLOT_APPROVES,
    .takes_seats = true,
    .elects = PAL_ELECTS_TOGETHER,
    .parameters = parameters,
    .bears = pal_committee_bears,
    .count = count,
};
