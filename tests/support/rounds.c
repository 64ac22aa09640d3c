/* rounds.c - counts by rounds, compared with what is known of them, in short. */
#include "rounds.h"

#include "base/check.h"
#include "base/mem.h"

#include "count.h"
#include "expect.h"

/* A ratio, without its denominator where that is 1. */
static void add_ratio(mpq_srcptr ratio, struct pal_buf *buf)
{
    PAL_STRING(text);
    text = pal_ratio_text_new(ratio);
    struct pal_text den = pal_text_of(text);
    struct pal_text num;
    bool divided = pal_text_cut(&den, '/', &num);
    PAL_CHECK(divided);
    pal_buf_add_text(buf, pal_text_is(den, "1") ? num : pal_text_of(text));
}

static void add_marked(const struct pal_counted *counted, const struct pal_options *options,
                       const char *mark, struct pal_buf *buf)
{
    for (size_t i = 0; i < options->count; i++) {
        pal_buf_add_format(buf, " %s%s", mark, counted->question.names[options->at[i]]);
    }
}

static void add_rounds(const struct pal_counted *counted, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "");
    for (size_t i = 0; i < counted->outcome.round_count; i++) {
        const struct pal_round *round = &counted->outcome.rounds[i];
        pal_buf_add_string(buf, i > 0 ? "; " : "");
        for (size_t k = 0; k < round->totals.count; k++) {
            const struct pal_figure *figure = &round->totals.at[k];
            pal_buf_add_format(buf, "%s%s", k > 0 ? " " : "",
                               counted->question.names[figure->option]);
            add_ratio(figure->value, buf);
        }
        if (mpq_sgn(round->exhausted) != 0) {
            pal_buf_add_string(buf, " x");
            add_ratio(round->exhausted, buf);
        }
        add_marked(counted, &round->elected, "+", buf);
        add_marked(counted, &round->excluded, "-", buf);
    }
}

static void add_ties(const struct pal_counted *counted, struct pal_buf *buf)
{
    static const char *const whats[] = {
        [PAL_TIE_ELECTION] = "elect",
        [PAL_TIE_EXCLUSION] = "exclude",
        [PAL_TIE_TRANSFER] = "transfer",
        [PAL_TIE_FINAL] = "final",
    };
    pal_buf_add_string(buf, "");
    for (size_t i = 0; i < counted->outcome.tie_count; i++) {
        const struct pal_tie *tie = &counted->outcome.ties[i];
        PAL_CHECK(tie->what_for < sizeof whats / sizeof whats[0]);
        pal_buf_add_format(buf, "%s%s ", i > 0 ? "; " : "", whats[tie->what_for]);
        pal_tests_names(counted, &tie->among, buf);
        bool by_order = tie->settled_by == PAL_SETTLED_TIE_ORDER;
        pal_buf_add_string(buf, by_order ? " by order" : " by earlier");
    }
}

void pal_tests_count_row(const char *method, const struct pal_tests_row *row)
{
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count(method, row->settings, pal_text_of(row->file), &counted, NULL),
               PAL_OK);
    PAL_BUF(said);
    pal_buf_add_string(&said, "");
    pal_tests_names(&counted, &counted.outcome.elected, &said);
    EXPECT_BUF(said, row->elected);
    pal_buf_clear(&said);
    add_rounds(&counted, &said);
    EXPECT_BUF(said, row->rounds);
    pal_buf_clear(&said);
    add_ties(&counted, &said);
    EXPECT_BUF(said, row->ties);
    pal_buf_clear(&said);
    pal_tests_ranking(&counted, &said);
    EXPECT_BUF(said, row->ranking);
}

void pal_tests_sentences(const struct pal_outcome *outcome, const char *const *sentences)
{
    size_t count = 0;
    for (; sentences[count] != NULL; count++) {
        assert_true(count < outcome->reason_count);
        PAL_BUF(sentence);
        pal_reason_write(&outcome->reasons[count], &sentence);
        EXPECT_BUF(sentence, sentences[count]);
    }
    assert_int_equal(outcome->reason_count, count);
}

void pal_tests_decision(const char *method, const char *file, enum pal_decides what, size_t options)
{
    const struct pal_method *found = pal_method_find(pal_text_of(method));
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count(method, "", pal_text_of(file), &counted, NULL), PAL_OK);
    EXPECT_ERR(pal_method_transfers(found, &counted.question), PAL_OK);
    PAL_DECISION(decision);
    pal_method_decides(found, &counted.question, &counted.outcome, &decision);
    assert_int_equal(decision.what, what);
    assert_int_equal(decision.options.count, options);
}
