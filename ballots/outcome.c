/* outcome.c - what was decided, with every figure and step that led there. */
#include "ballots/outcome.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

static const struct {
    const char *slug, *sentence;
} reasons[PAL_REASON_COUNT] = {
#define PAL_REASON_ROW(name, slug, sentence) [PAL_REASON_##name] = {slug, sentence},
    PAL_REASONS(PAL_REASON_ROW)
#undef PAL_REASON_ROW
};

const char *pal_reason_slug(enum pal_reason_code code)
{
    PAL_CHECK(code < PAL_REASON_COUNT);
    return reasons[code].slug;
}

const char *pal_reason_sentence(enum pal_reason_code code)
{
    PAL_CHECK(code < PAL_REASON_COUNT);
    return reasons[code].sentence;
}

const char *pal_verdict_name(enum pal_verdict verdict)
{
    static const char *const names[] = {
        [PAL_VERDICT_NONE] = NULL,
        [PAL_VERDICT_ADOPTED] = "adopted",
        [PAL_VERDICT_REJECTED] = "rejected",
    };
    PAL_CHECK(verdict < sizeof names / sizeof names[0]);
    return names[verdict];
}

/* --- Lists --- */

/* Room for one more in a list of objects of that size. */
static void *more(void *at, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return at;
    }
    *capacity = pal_mem_capacity(*capacity, count + 1);
    return pal_mem_grow(at, *capacity, size);
}

void pal_options_done(struct pal_options *options)
{
    pal_mem_free(options->at);
    *options = (struct pal_options){0};
}

void pal_options_add(struct pal_options *options, size_t option)
{
    options->at = more(options->at, options->count, &options->capacity, sizeof *options->at);
    options->at[options->count++] = option;
}

bool pal_options_have(const struct pal_options *options, size_t option)
{
    for (size_t i = 0; i < options->count; i++) {
        if (options->at[i] == option) {
            return true;
        }
    }
    return false;
}

void pal_figures_done(struct pal_figures *figures)
{
    for (size_t i = 0; i < figures->count; i++) {
        pal_ratio_done(&figures->at[i].value);
    }
    pal_mem_free(figures->at);
    *figures = (struct pal_figures){0};
}

void pal_figures_add(struct pal_figures *figures, size_t option, mpq_srcptr value)
{
    figures->at = more(figures->at, figures->count, &figures->capacity, sizeof *figures->at);
    struct pal_figure *figure = &figures->at[figures->count++];
    figure->option = option;
    mpq_init(figure->value);
    mpq_set(figure->value, value);
}

void pal_figures_add_all(struct pal_figures *figures, mpq_t *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pal_figures_add(figures, i, values[i]);
    }
}

mpq_srcptr pal_figures_get(const struct pal_figures *figures, size_t option)
{
    for (size_t i = 0; i < figures->count; i++) {
        if (figures->at[i].option == option) {
            return figures->at[i].value;
        }
    }
    return NULL;
}

/* --- Reasons --- */

static struct pal_fact *add_fact(struct pal_reason *reason, const char *name)
{
    PAL_CHECK(reason->fact_count < PAL_REASON_FACTS);
    struct pal_fact *fact = &reason->facts[reason->fact_count++];
    fact->name = name;
    return fact;
}

void pal_reason_ratio(struct pal_reason *reason, const char *name, mpq_srcptr value)
{
    struct pal_fact *fact = add_fact(reason, name);
    fact->value = pal_ratio_text_new(value);
    fact->is_ratio = true;
}

void pal_reason_text(struct pal_reason *reason, const char *name, const char *value)
{
    add_fact(reason, name)->value = pal_mem_copy_string(value);
}

/* Appends the value of the fact of that name, which the sentence needs. */
static void write_fact(const struct pal_reason *reason, struct pal_text name, struct pal_buf *buf)
{
    size_t i = 0;
    while (i < reason->fact_count && !pal_text_is(name, reason->facts[i].name)) {
        i++;
    }
    PAL_CHECK(i < reason->fact_count);
    struct pal_text den = pal_text_of(reason->facts[i].value);
    struct pal_text num;
    bool divided = reason->facts[i].is_ratio && pal_text_cut(&den, '/', &num);
    if (divided && pal_text_is(den, "1")) {
        pal_buf_add_text(buf, num);
    } else {
        pal_buf_add_string(buf, reason->facts[i].value);
    }
}

void pal_reason_write(const struct pal_reason *reason, struct pal_buf *buf)
{
    struct pal_text rest = pal_text_of(pal_reason_sentence(reason->code));
    struct pal_text piece;
    while (pal_text_cut(&rest, '{', &piece)) {
        pal_buf_add_text(buf, piece);
        struct pal_text name;
        bool closed = pal_text_cut(&rest, '}', &name);
        PAL_CHECK(closed);
        write_fact(reason, name, buf);
    }
    pal_buf_add_text(buf, piece);
}

static void reason_done(struct pal_reason *reason)
{
    for (size_t i = 0; i < reason->fact_count; i++) {
        pal_mem_free(reason->facts[i].value);
    }
}

/* --- Outcomes --- */

static void round_done(struct pal_round *round)
{
    pal_figures_done(&round->totals);
    pal_figures_done(&round->keep);
    pal_ratio_done(&round->quota);
    pal_ratio_done(&round->exhausted);
    pal_options_done(&round->elected);
    pal_options_done(&round->excluded);
    for (size_t i = 0; i < round->transfer_count; i++) {
        pal_figures_done(&round->transfers[i].to);
    }
    pal_mem_free(round->transfers);
}

void pal_outcome_init(struct pal_outcome *outcome, size_t option_count)
{
    *outcome = (struct pal_outcome){.option_count = option_count};
    mpq_init(outcome->valid);
    mpq_init(outcome->blank);
    mpq_init(outcome->spoilt);
    mpq_init(outcome->abstaining);
    mpq_init(outcome->exhausted);
    mpq_init(outcome->quota);
    mpq_init(outcome->cost);
}

void pal_outcome_done(struct pal_outcome *outcome)
{
    pal_ratio_done(&outcome->valid);
    pal_ratio_done(&outcome->blank);
    pal_ratio_done(&outcome->spoilt);
    pal_ratio_done(&outcome->abstaining);
    pal_ratio_done(&outcome->exhausted);
    pal_ratio_done(&outcome->quota);
    pal_ratio_done(&outcome->cost);
    pal_options_done(&outcome->elected);
    pal_options_done(&outcome->funded);
    pal_figures_done(&outcome->totals);
    for (size_t i = 0; i < outcome->round_count; i++) {
        round_done(&outcome->rounds[i]);
    }
    for (size_t i = 0; i < outcome->tie_count; i++) {
        pal_options_done(&outcome->ties[i].among);
    }
    for (size_t i = 0; i < outcome->reason_count; i++) {
        reason_done(&outcome->reasons[i]);
    }
    pal_ratio_array_free(outcome->pairwise, outcome->option_count * outcome->option_count);
    pal_ratio_array_free(outcome->strengths, outcome->option_count * outcome->option_count);
    pal_mem_free(outcome->rounds);
    pal_mem_free(outcome->ties);
    pal_mem_free(outcome->reasons);
    pal_mem_free(outcome->ranking);
    pal_mem_free(outcome->seats);
    *outcome = (struct pal_outcome){0};
}

struct pal_round *pal_outcome_add_round(struct pal_outcome *outcome)
{
    outcome->parts |= PAL_PART_ROUNDS;
    outcome->rounds = more(outcome->rounds, outcome->round_count, &outcome->round_capacity,
                           sizeof *outcome->rounds);
    struct pal_round *round = &outcome->rounds[outcome->round_count++];
    *round = (struct pal_round){0};
    mpq_init(round->quota);
    mpq_init(round->exhausted);
    return round;
}

struct pal_transfer *pal_round_add_transfer(struct pal_round *round)
{
    round->transfers = more(round->transfers, round->transfer_count, &round->transfer_capacity,
                            sizeof *round->transfers);
    struct pal_transfer *transfer = &round->transfers[round->transfer_count++];
    *transfer = (struct pal_transfer){0};
    return transfer;
}

struct pal_tie *pal_outcome_add_tie(struct pal_outcome *outcome)
{
    outcome->parts |= PAL_PART_TIES;
    outcome->ties =
        more(outcome->ties, outcome->tie_count, &outcome->tie_capacity, sizeof *outcome->ties);
    struct pal_tie *tie = &outcome->ties[outcome->tie_count++];
    *tie = (struct pal_tie){0};
    return tie;
}

struct pal_reason *pal_outcome_add_reason(struct pal_outcome *outcome, enum pal_reason_code code)
{
    outcome->reasons = more(outcome->reasons, outcome->reason_count, &outcome->reason_capacity,
                            sizeof *outcome->reasons);
    struct pal_reason *reason = &outcome->reasons[outcome->reason_count++];
    *reason = (struct pal_reason){.code = code};
    return reason;
}

void pal_outcome_make_ranking(struct pal_outcome *outcome)
{
    PAL_CHECK(outcome->ranking == NULL);
    outcome->parts |= PAL_PART_RANKING;
    outcome->ranking = pal_mem_new(outcome->option_count, sizeof *outcome->ranking);
}

void pal_outcome_make_seats(struct pal_outcome *outcome)
{
    PAL_CHECK(outcome->seats == NULL);
    outcome->parts |= PAL_PART_SEATS;
    outcome->seats = pal_mem_new(outcome->option_count, sizeof *outcome->seats);
}

void pal_outcome_make_pairwise(struct pal_outcome *outcome)
{
    PAL_CHECK(outcome->pairwise == NULL);
    outcome->parts |= PAL_PART_PAIRWISE;
    outcome->pairwise = pal_ratio_array_new(outcome->option_count * outcome->option_count);
}

void pal_outcome_make_strengths(struct pal_outcome *outcome)
{
    PAL_CHECK(outcome->strengths == NULL);
    outcome->parts |= PAL_PART_STRENGTHS;
    outcome->strengths = pal_ratio_array_new(outcome->option_count * outcome->option_count);
}

void pal_outcome_set_ballots(struct pal_outcome *outcome, const struct pal_profile *profile)
{
    mpq_set(outcome->valid, profile->sums[PAL_BALLOT_COUNTED].weight);
    mpq_set(outcome->blank, profile->sums[PAL_BALLOT_BLANK].weight);
    mpq_set(outcome->spoilt, profile->sums[PAL_BALLOT_SPOILT].weight);
    mpq_set(outcome->abstaining, profile->sums[PAL_BALLOT_ABSTAINING].weight);
}
