/*
 * sortition.c - seats by lot, drawn from a seed so that anyone can draw them again.
 *
 * RULE docs/rules/sortition.md
 * > The pool is the options, in their order. Names are drawn one after the other, as docs/rules/lot.md
 * > says, from a seed; who is drawn has a seat, until the seats are filled or the pool is empty.
 */
#include "base/lot.h"
#include "base/mem.h"

#include "methods.h"

static const char *const algorithms[] = {"sha256", "rfc3797", NULL};

static const struct pal_method_parameter parameters[] = {
    {.name = "algorithm",
     .kind = PAL_PARAMETER_WORD,
     .words = algorithms,
     .summary = "how the seed draws: SHA-256 with a counter, or RFC 3797"},
    {.name = "seed",
     .kind = PAL_PARAMETER_TEXT,
     .summary = "what the draw is made from, published once the pool is fixed"},
    {.name = NULL},
};

/* RULE docs/rules/sortition.md
 * > Without a seed nothing can be drawn.
 */
static enum pal_err accepts(const struct pal_question *question)
{
    const char *seed = pal_question_parameter(question, "seed");
    return seed != NULL && seed[0] != '\0' ? PAL_OK : PAL_ERR_METHOD_PARAMETER;
}

/* The number that was drawn: how many of the names left stand before this one in the pool. */
static size_t number_of(const struct pal_options *drawn, size_t option)
{
    size_t number = option;
    for (size_t i = 0; i < drawn->count; i++) {
        number -= drawn->at[i] < option;
    }
    return number;
}

static void explain(const struct pal_question *question, size_t option, struct pal_outcome *outcome)
{
    const size_t draw = outcome->elected.count;
    PAL_RATIO(figure);
    struct pal_reason *reason = pal_outcome_add_reason(outcome, PAL_REASON_DRAWN);
    pal_ratio_set(figure, (int64_t)draw + 1, 1);
    pal_reason_ratio(reason, "draw", figure);
    pal_reason_text(reason, "option", question->names[option]);
    pal_ratio_set(figure, (int64_t)number_of(&outcome->elected, option), 1);
    pal_reason_ratio(reason, "number", figure);
    pal_ratio_set(figure, (int64_t)(question->option_count - draw), 1);
    pal_reason_ratio(reason, "left", figure);
}

static void count(const struct pal_question *question, const struct pal_profile *profile,
                  struct pal_outcome *outcome)
{
    (void)profile; /* nobody votes */
    size_t pool = question->option_count;
    size_t *order PAL_CLEANUP(pal_mem_done) = pal_mem_new(pool, sizeof *order);
    struct pal_text seed = pal_text_of(pal_question_parameter(question, "seed"));
    if (pal_parameter_is(question, "algorithm", "rfc3797")) {
        pal_lot_order_rfc3797(seed, pool, order);
    } else {
        pal_lot_order(seed, pool, order);
    }
    outcome->parts |= PAL_PART_ELECTED;
    for (size_t i = 0; i < pool && i < question->seat_count; i++) {
        explain(question, order[i], outcome);
        pal_options_add(&outcome->elected, order[i]);
    }
}

const struct pal_method pal_method_sortition = {
    .id = "sortition",
    .version = 1,
    .rule = "docs/rules/sortition.md",
    .summary = "Seats by lot, from a published seed; nobody votes.",
    .kind = PAL_BALLOT_NONE,
    .takes_seats = true,
    .elects = PAL_ELECTS_IN_TURN,
    .parameters = parameters,
    .conditional = "seed",
    .accepts = accepts,
    .count = count,
};
