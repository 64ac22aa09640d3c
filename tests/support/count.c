/* count.c - counts that tests ask for in one line. */
#include "count.h"

#include "base/check.h"

#include "expect.h"

void pal_counted_done(struct pal_counted *counted)
{
    pal_question_done(&counted->question);
    pal_profile_done(&counted->profile);
    pal_outcome_done(&counted->outcome);
}

static enum pal_err set(struct pal_question *question, const char *settings, int64_t *out_seats)
{
    struct pal_text rest = pal_text_of(settings);
    while (rest.size > 0) {
        struct pal_text setting;
        struct pal_text name;
        if (!pal_text_cut(&rest, ' ', &setting)) {
            rest = (struct pal_text){"", 0};
        }
        bool has_value = pal_text_cut(&setting, '=', &name);
        PAL_CHECK(has_value);
        if (pal_text_is(name, "seats")) {
            PAL_TRY(pal_text_int(setting, out_seats));
        } else {
            PAL_TRY(pal_question_set_parameter(question, name, setting));
        }
    }
    return PAL_OK;
}

enum pal_err pal_tests_count(const char *method, const char *settings, struct pal_text text,
                             struct pal_counted *counted, struct pal_where *where)
{
    int64_t seats = 0;
    pal_counted_done(counted);
    pal_question_init(&counted->question);
    const struct pal_method *by = pal_method_find(pal_text_of(method));
    if (by == NULL) {
        return PAL_ERR_METHOD_UNKNOWN;
    }
    PAL_TRY(set(&counted->question, settings, &seats));
    PAL_TRY(pal_method_settle(by, &counted->question, where));
    pal_profile_init(&counted->profile, pal_method_kind(by, &counted->question), 0);
    PAL_TRY(pal_format_read_json(text, &counted->question, &counted->profile, where));
    if (seats > 0) {
        PAL_TRY(pal_question_set_seats(&counted->question, seats));
    }
    PAL_TRY(pal_method_accepts(by, &counted->question));
    pal_method_judge_profile(by, &counted->question, &counted->profile);
    pal_outcome_init(&counted->outcome, counted->question.option_count);
    pal_method_count(by, &counted->question, &counted->profile, &counted->outcome);
    return PAL_OK;
}

void pal_tests_names(const struct pal_counted *counted, const struct pal_options *options,
                     struct pal_buf *buf)
{
    for (size_t i = 0; i < options->count; i++) {
        pal_buf_add_string(buf, i > 0 ? " " : "");
        pal_buf_add_string(buf, counted->question.names[options->at[i]]);
    }
}

void pal_tests_ranking(const struct pal_counted *counted, struct pal_buf *buf)
{
    size_t written = 0;
    for (size_t place = 0; written < counted->question.option_count; place++) {
        pal_buf_add_string(buf, place > 0 ? " >" : "");
        for (size_t i = 0; i < counted->question.option_count; i++) {
            if (counted->outcome.ranking[i] == place) {
                pal_buf_add_string(buf, written > 0 ? " " : "");
                pal_buf_add_string(buf, counted->question.names[i]);
                written++;
            }
        }
    }
}

void pal_tests_funds(const char *method, const struct pal_tests_funding *row)
{
    PAL_COUNTED(counted);
    struct pal_text file = pal_text_of(row->file);
    EXPECT_ERR(pal_tests_count(method, row->settings, file, &counted, NULL), PAL_OK);
    const struct pal_outcome *outcome = &counted.outcome;
    PAL_BUF(funded);
    PAL_BUF(tied);
    pal_buf_add_string(&funded, "");
    pal_buf_add_string(&tied, "");
    pal_tests_names(&counted, &outcome->funded, &funded);
    EXPECT_BUF(funded, row->funded);
    for (size_t i = 0; i < outcome->tie_count; i++) {
        assert_int_equal(outcome->ties[i].what_for, PAL_TIE_PURCHASE);
        pal_tests_names(&counted, &outcome->ties[i].among, &tied);
    }
    EXPECT_BUF(tied, row->tied);
    EXPECT_RATIO(outcome->cost, row->cost);
}
