/* Polls whose exact figures would outgrow what can be waited for: refused when they are called. */
#include "ballots/decide.h"

#include "statutes.h"

/* 64 colleges, of weights that take 1028 bits together, in 46 words with those of their ballots: the
 * square of that, times the options, times the square of one seat less, is 2^36 between 319 and 320
 * options; and 46 words doubled 14 times are less than 2^20 words. */
static void refuses_figures_that_nobody_could_wait_for(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    PAL_BUF(text);
    pal_buf_add_string(&text, "{'majority':{},'colleges':[{'id':'c','weight':'1/2'}");
    for (int i = 1; i < PAL_LIMIT_COLLEGES; i++) { /* consecutive numbers share few factors */
        pal_buf_add_format(&text, ",{'id':'c%d','weight':'1/%d'}", i, 999999 - i);
    }
    pal_buf_add_string(&text, "]}");
    statutes(text.bytes, &constitution);
    static const struct {
        const char *method;
        size_t borne, refused; /* options, and as many seats but one */
    } rows[] = {{"seq-phragmen", 319, 320}, {"equal-shares", 319, 320}, {"stv-wigm", 15, 16}};
    const uint64_t members[PAL_LIMIT_COLLEGES] = {0};
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        PAL_QUESTION(question);
        const struct pal_decide_spec spec = {.method = pal_text_of(rows[r].method),
                                             .question = &question,
                                             .electorate = PAL_ELECTORATE_ASSEMBLY,
                                             .members = members};
        EXPECT_ERR(pal_method_settle(pal_method_find(spec.method), &question, NULL), PAL_OK);
        for (size_t i = 0; i < rows[r].refused; i++) {
            PAL_BUF(name);
            pal_buf_add_format(&name, "o%zu", i);
            EXPECT_ERR(pal_question_add_option(&question, pal_buf_text(&name)), PAL_OK);
            EXPECT_ERR(pal_question_set_seats(&question, i == 0 ? 1 : (int64_t)i), PAL_OK);
            if (i + 1 == rows[r].borne) {
                EXPECT_ERR(pal_decide_accepts(&constitution, &spec, NULL), PAL_OK);
            }
        }
        EXPECT_ERR(pal_decide_accepts(&constitution, &spec, NULL), PAL_ERR_METHOD_DIGITS);
        if (r == 0) { /* elected in turn, with as many seats as candidates where some are kept */
            const struct pal_board kept = {.is_reserved = true, .none = SIZE_MAX};
            struct pal_decide_spec board = spec;
            board.board = &kept;
            EXPECT_ERR(pal_question_set_seats(&question, 1), PAL_OK);
            EXPECT_ERR(pal_decide_accepts(&constitution, &spec, NULL), PAL_OK);
            EXPECT_ERR(pal_decide_accepts(&constitution, &board, NULL), PAL_ERR_METHOD_DIGITS);
        }
        constitution.transfer_rule = PAL_CARRY_NONE; /* heads */
        EXPECT_ERR(pal_decide_accepts(&constitution, &spec, NULL), PAL_OK);
        constitution.transfer_rule = PAL_CARRY_PROPORTIONAL;
    }
}

int main(void)
{
    TESTS(tests, 1);
    TEST(tests, refuses_figures_that_nobody_could_wait_for);
    return RUN(tests);
}
