/*
 * ranked.h - counts of rankings in tables of rows: what is cast, and what comes of it in a few words.
 */
#ifndef PAL_TESTS_RANKED_H
#define PAL_TESTS_RANKED_H

#include "ballots/method.h"

#include "../support/count.h"
#include "../support/expect.h"

#define RANKED_FILE(options, more, ballots) \
    "{\"format\":\"palabre-ballots/1\",\"options\":[" options "]" more ",\"ballots\":[" ballots "]}"
#define ABC        "\"A\",\"B\",\"C\""
#define ABCD       ABC ",\"D\""
#define LAST_FIRST ",\"tie_order\":[\"C\",\"B\",\"A\"]"
/* count ballots "[0],[2,1]" */
#define CAST(count, ranks) "{\"count\":" #count ",\"ranks\":[" ranks "]}"
#define WEIGHED(count, weight, ranks) \
    "{\"count\":" #count ",\"weight\":\"" weight "\",\"ranks\":[" ranks "]}"

/* A circle: A beats B by 6 to 3, B beats C by 7 to 2, C beats A by 5 to 4. */
#define CIRCLE CAST(4, "[0],[1],[2]") "," CAST(3, "[1],[2],[0]") "," CAST(2, "[2],[0],[1]")
/* With unranked=apart, A beats B by 6 to 5, B beats C by 5 to 2, C beats A by 4 to 2. */
#define UNEVEN                                                                     \
    CAST(6, "[0],[1]")                                                             \
    "," CAST(5, "[1],[0]") "," CAST(5, "[1],[2]") "," CAST(2, "[2],[1]") "," CAST( \
        4, "[2],[0]") "," CAST(2, "[0],[2]")
/* Everyone beats the next by 2 to 1. */
#define EVEN CAST(1, "[0],[1],[2]") "," CAST(1, "[1],[2],[0]") "," CAST(1, "[2],[0],[1]")

struct ranked_row {
    const char *name;
    const char *settings;
    const char *file;
    const char *ranking; /* "A > B C" */
    const char *elected;
    const char *ties;   /* "election A B", "pair A B" */
    const char *totals; /* "3/1 0/1 1/2", or NULL: the method has none */
};

static inline void tell_ties(const struct pal_counted *counted, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "");
    for (size_t i = 0; i < counted->outcome.tie_count; i++) {
        const struct pal_tie *tie = &counted->outcome.ties[i];
        pal_buf_add_string(buf, i > 0 ? ", " : "");
        pal_buf_add_string(buf, tie->what_for == PAL_TIE_PAIR ? "pair " : "election ");
        assert_true(tie->what_for == PAL_TIE_PAIR || tie->what_for == PAL_TIE_ELECTION);
        assert_int_equal(tie->settled_by, PAL_SETTLED_TIE_ORDER);
        pal_tests_names(counted, &tie->among, buf);
    }
}

static inline void expect_ranked(const char *method, const struct ranked_row *row)
{
    PAL_COUNTED(counted);
    struct pal_where where = {.line = 0};
    EXPECT_ERR(pal_tests_count(method, row->settings, pal_text_of(row->file), &counted, &where),
               PAL_OK);
    PAL_BUF(ranking);
    pal_tests_ranking(&counted, &ranking);
    EXPECT_BUF(ranking, row->ranking);
    PAL_BUF(elected);
    pal_buf_add_string(&elected, "");
    pal_tests_names(&counted, &counted.outcome.elected, &elected);
    EXPECT_BUF(elected, row->elected);
    PAL_BUF(ties);
    tell_ties(&counted, &ties);
    EXPECT_BUF(ties, row->ties);
    if (row->totals == NULL) {
        assert_int_equal(counted.outcome.parts & PAL_PART_TOTALS, 0);
        return;
    }
    PAL_BUF(totals);
    for (size_t i = 0; i < counted.question.option_count; i++) {
        pal_buf_add_string(&totals, i > 0 ? " " : "");
        pal_ratio_write(counted.outcome.totals.at[i].value, &totals);
    }
    EXPECT_BUF(totals, row->totals);
}

/* The explanation in English, a line each. */
static inline void expect_said(const char *method, const char *settings, const char *file,
                               const char *said)
{
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count(method, settings, pal_text_of(file), &counted, NULL), PAL_OK);
    PAL_BUF(lines);
    for (size_t i = 0; i < counted.outcome.reason_count; i++) {
        pal_reason_write(&counted.outcome.reasons[i], &lines);
        pal_buf_add_string(&lines, "\n");
    }
    EXPECT_BUF(lines, said);
}

/* What a college decides by that file: the names, of one or of several. */
static inline void expect_decides(const char *method, const char *file, const char *options)
{
    const struct pal_method *by = pal_method_find(pal_text_of(method));
    PAL_COUNTED(counted);
    EXPECT_ERR(pal_tests_count(method, "", pal_text_of(file), &counted, NULL), PAL_OK);
    EXPECT_ERR(pal_method_transfers(by, &counted.question), PAL_OK);
    PAL_DECISION(decision);
    pal_method_decides(by, &counted.question, &counted.outcome, &decision);
    PAL_BUF(names);
    pal_buf_add_string(&names, "");
    pal_tests_names(&counted, &decision.options, &names);
    EXPECT_BUF(names, options);
}

#endif
