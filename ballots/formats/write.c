/* write.c - what the writers of ballot files share. */
#include "write.h"

#include "base/check.h"
#include "base/limits.h"

bool pal_format_is_natural(const struct pal_question *question)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->tie_order[i] != i) {
            return false;
        }
    }
    return true;
}

enum pal_err pal_format_holds_plain(const struct pal_question *question,
                                    const struct pal_profile *profile)
{
    PAL_CHECK(profile->option_count == question->option_count);
    if (question->has_budget || question->costs != NULL) {
        return PAL_ERR_FORMAT_HOLDS_BUDGET;
    }
    if (profile->sums[PAL_BALLOT_SPOILT].ballot_count > 0 ||
        profile->sums[PAL_BALLOT_ABSTAINING].ballot_count > 0) {
        return PAL_ERR_FORMAT_HOLDS_STATE;
    }
    return PAL_OK;
}

/* Of so many digits that what is written can be read. */
static bool is_short(mpz_srcptr number)
{
    return mpz_sizeinbase(number, 10) <= PAL_LIMIT_RATIO_DIGITS;
}

enum pal_err pal_format_scale(const struct pal_profile *profile, mpq_t out_scale)
{
    mpq_set(out_scale, profile->sums[PAL_BALLOT_BLANK].weight);
    mpz_set(mpq_numref(out_scale), mpq_denref(out_scale));
    mpz_set_ui(mpq_denref(out_scale), 1);
    for (size_t i = 0; i < profile->weight_count && is_short(mpq_numref(out_scale)); i++) {
        mpz_lcm(mpq_numref(out_scale), mpq_numref(out_scale), mpq_denref(profile->weights[i]));
    }
    return is_short(mpq_numref(out_scale)) ? PAL_OK : PAL_ERR_LIMIT_RATIO;
}

/* The number of one line and what it says. */
static enum pal_err write_line(const struct pal_whole *whole, const struct pal_ballot *ballot,
                               mpq_srcptr number, char after)
{
    PAL_CHECK(mpz_cmp_ui(mpq_denref(number), 1) == 0);
    if (mpq_sgn(number) == 0) {
        return PAL_OK;
    }
    if (!is_short(mpq_numref(number))) {
        return PAL_ERR_LIMIT_RATIO;
    }
    pal_ratio_write(number, whole->buf);
    whole->buf->size -= 2; /* "/1" */
    pal_buf_add_byte(whole->buf, (uint8_t)after);
    return whole->write(whole, ballot);
}

enum pal_err pal_format_write_whole(const struct pal_whole *whole, char after)
{
    const struct pal_profile *profile = whole->profile;
    PAL_RATIO(scale);
    PAL_RATIO(number);
    PAL_TRY(pal_format_scale(profile, scale));
    for (size_t i = 0; i < profile->row_count; i++) {
        const struct pal_profile_row *row = &profile->rows[i];
        struct pal_ballot ballot = {.marks = row->marks, .mark_count = row->mark_count};
        if (pal_ballot_is_empty(profile->kind, &ballot)) {
            ballot.mark_count = 0;
        }
        pal_profile_row_weight(profile, row, number);
        mpq_mul(number, number, scale);
        PAL_TRY(write_line(whole, &ballot, number, after));
    }
    struct pal_ballot blank = {.state = PAL_BALLOT_BLANK};
    mpq_mul(number, profile->sums[PAL_BALLOT_BLANK].weight, scale);
    return write_line(whole, &blank, number, after);
}
