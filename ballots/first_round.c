/* first_round.c - what a first round left: its documents, read for the second. */
#include "ballots/first_round.h"

#include "ballots/rules.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/mem.h"

void pal_first_round_done(struct pal_first_round *first)
{
    pal_mem_free(first->passes);
    *first = (struct pal_first_round){.passes = NULL};
}

static enum pal_err is_seated(const struct pal_json *filled, struct pal_text label, bool *out_is)
{
    *out_is = false;
    for (size_t i = 0; i < pal_json_count(filled) && !*out_is; i++) {
        const struct pal_json *seat = pal_json_at(filled, i);
        struct pal_text option;
        PAL_TRY(pal_json_want_object(seat, NULL));
        PAL_TRY(pal_json_text(seat, "option", &option, NULL));
        *out_is = pal_text_equal(option, label);
    }
    return PAL_OK;
}

static enum pal_err read_vacant(const struct pal_json *seats, int64_t *out_vacant)
{
    const struct pal_json *vacant;
    *out_vacant = 0;
    PAL_TRY(pal_json_array(seats, "vacant", &vacant, NULL));
    for (size_t i = 0; i < pal_json_count(vacant); i++) {
        const struct pal_json *group = pal_json_at(vacant, i);
        int64_t more;
        PAL_TRY(pal_json_want_object(group, NULL));
        PAL_TRY(pal_json_int(group, "count", &more, NULL));
        if (more < 0 || more > INT64_MAX - *out_vacant) {
            return PAL_ERR_JSON_VALUE;
        }
        *out_vacant += more;
    }
    return *out_vacant > 0 ? PAL_OK : PAL_ERR_POLL_FIRST_ROUND;
}

/* The votes of an option, and does it stand again? *None of these* does not, nor does who was elected. */
static enum pal_err read_option(const struct pal_json *option, const struct pal_json *totals,
                                const struct pal_json *filled, mpq_t total, bool *out_stands)
{
    struct pal_text label;
    PAL_STRING(name);
    PAL_TRY(pal_json_want_object(option, NULL));
    PAL_TRY(pal_json_text(option, "label", &label, NULL));
    name = pal_text_copy(label);
    PAL_TRY(pal_json_ratio(totals, name, total, NULL));
    PAL_TRY(is_seated(filled, label, out_stands));
    *out_stands = !*out_stands && !pal_json_has(option, "none");
    return PAL_OK;
}

static enum pal_err find_passing(const struct pal_json *options, const struct pal_json *count,
                                 const struct pal_json *seats, size_t pass,
                                 struct pal_first_round *first)
{
    const struct pal_json *totals;
    const struct pal_json *filled;
    PAL_TRY(pal_json_object(count, "totals", &totals, NULL));
    PAL_TRY(pal_json_array(seats, "filled", &filled, NULL));
    bool *stands PAL_CLEANUP(pal_mem_done) = pal_mem_new(first->count, sizeof *stands);
    mpq_t *votes = pal_ratio_array_new(first->count);
    enum pal_err err = PAL_OK;
    for (size_t i = 0; i < first->count && err == PAL_OK; i++) {
        err = read_option(pal_json_at(options, i), totals, filled, votes[i], &stands[i]);
    }
    if (err == PAL_OK) {
        (void)pal_second_round_pass(votes, stands, first->count, pass, first->passes);
    }
    pal_ratio_array_free(votes, first->count);
    return err;
}

enum pal_err pal_first_round_read(const struct pal_json *question, const struct pal_json *decision,
                                  size_t pass, struct pal_first_round *out)
{
    PAL_FIRST_ROUND(first);
    const struct pal_json *options;
    const struct pal_json *count;
    const struct pal_json *seats;
    if (!pal_json_has(question, "absolute_majority") || !pal_json_has(decision, "seats") ||
        !pal_json_has(decision, "count")) {
        return PAL_ERR_POLL_FIRST_ROUND;
    }
    PAL_TRY(pal_json_object(decision, "count", &count, NULL));
    PAL_TRY(pal_json_object(decision, "seats", &seats, NULL));
    PAL_TRY(pal_json_array(question, "options", &options, NULL));
    PAL_TRY(read_vacant(seats, &first.vacant));
    first.count = pal_json_count(options);
    first.passes = pal_mem_new(first.count, sizeof *first.passes);
    PAL_TRY(find_passing(options, count, seats, pass, &first));
    *out = first;
    first.passes = NULL; /* moved */
    return PAL_OK;
}
