/* Who passes from a first round to the second. */
#include <string.h>

#include "ballots/first_round.h"
#include "ballots/rules.h"

#include "../support/expect.h"

enum { CANDIDATES = 5 };

/* clang-format off */
static const struct {
    const char *name;
    int64_t totals[CANDIDATES];
    bool stands[CANDIDATES];
    size_t pass;
    const char *passes; /* a letter each */
} rows[] = {
    {"the first two pass",                           {5, 9, 7, 1, 2}, {1, 1, 1, 1, 1}, 2, "bc"},
    {"level with the second, the third passes too",  {7, 9, 7, 1, 2}, {1, 1, 1, 1, 1}, 2, "abc"},
    {"level with the first, two pass",               {9, 9, 7, 1, 2}, {1, 1, 1, 1, 1}, 2, "ab"},
    {"who was elected does not stand again",         {5, 9, 7, 1, 2}, {1, 0, 1, 1, 1}, 2, "ac"},
    {"three may pass",                               {5, 9, 7, 1, 2}, {1, 1, 1, 1, 1}, 3, "abc"},
    {"who had no vote does not pass",                {0, 9, 0, 0, 0}, {1, 1, 1, 1, 1}, 2, "b"},
    {"fewer than may pass",                          {3, 9, 0, 0, 0}, {1, 1, 1, 1, 1}, 4, "ab"},
    {"nobody stands",                                {3, 9, 1, 1, 1}, {0, 0, 0, 0, 0}, 2, ""},
};
/* clang-format on */

static void passes(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    mpq_t *totals = pal_ratio_array_new(CANDIDATES);
    bool passed[CANDIDATES];
    for (size_t i = 0; i < CANDIDATES; i++) {
        pal_ratio_set(totals[i], row->totals[i], 24);
    }
    assert_int_equal(pal_second_round_pass(totals, row->stands, CANDIDATES, row->pass, passed),
                     strlen(row->passes));
    for (size_t i = 0; i < CANDIDATES; i++) {
        assert_int_equal(passed[i], strchr(row->passes, (char)('a' + (char)i)) != NULL);
    }
    pal_ratio_array_free(totals, CANDIDATES);
}

/* --- the documents ---------------------------------------------------------------------------------- */

#define ASKED(more)                                                                       \
    "{" more "\"options\":[{\"label\":\"Ada\"},{\"label\":\"Ben\"},{\"label\":\"Cleo\"}," \
    "{\"label\":\"none of these\",\"none\":true}]}"
#define FIRST ASKED("\"absolute_majority\":true,")
#define VOTES \
    "\"totals\":{\"Ada\":\"3/10\",\"Ben\":\"2/10\",\"Cleo\":\"4/10\",\"none of these\":\"1/10\"}"
#define DECIDED(totals, filled, vacant) \
    "{\"count\":{" totals "},\"seats\":{\"filled\":[" filled "],\"vacant\":[" vacant "]}}"
#define LEFT "{\"count\":1}"

/* clang-format off */
static const struct {
    const char *name, *question, *decision;
    enum pal_err err;
    const char *passes;
    int64_t vacant;
} documents[] = {
    {"nobody was elected", FIRST, DECIDED(VOTES, "", LEFT), PAL_OK, "ac", 1},
    {"who was elected does not stand again", FIRST, DECIDED(VOTES, "{\"option\":\"Cleo\"}", LEFT ",{\"count\":2}"), PAL_OK, "ab", 3},
    {"it was no first round", ASKED(""), DECIDED(VOTES, "", LEFT), PAL_ERR_POLL_FIRST_ROUND, "", 0},
    {"all seats are filled", FIRST, DECIDED(VOTES, "", ""), PAL_ERR_POLL_FIRST_ROUND, "", 0},
    {"nothing was decided", FIRST, "{}", PAL_ERR_POLL_FIRST_ROUND, "", 0},
    {"the votes of somebody are missing", FIRST, DECIDED("\"totals\":{\"Ada\":\"1/1\"}", "", LEFT), PAL_ERR_JSON_MISSING, "", 0},
    {"the votes are none", FIRST, DECIDED("\"totals\":[]", "", LEFT), PAL_ERR_JSON_TYPE, "", 0},
    {"a seat is none", FIRST, DECIDED(VOTES, "1", LEFT), PAL_ERR_JSON_TYPE, "", 0},
    {"a seat is nobody's", FIRST, DECIDED(VOTES, "{}", LEFT), PAL_ERR_JSON_MISSING, "", 0},
    {"a vacant seat is none", FIRST, DECIDED(VOTES, "", "[]"), PAL_ERR_JSON_TYPE, "", 0},
    {"fewer seats are vacant than none", FIRST, DECIDED(VOTES, "", "{\"count\":-1}"), PAL_ERR_JSON_VALUE, "", 0},
    {"the seats are none", FIRST, "{\"count\":{" VOTES "},\"seats\":[]}", PAL_ERR_JSON_TYPE, "", 0},
    {"an option is none", "{\"absolute_majority\":true,\"options\":[1]}", DECIDED(VOTES, "", LEFT), PAL_ERR_JSON_TYPE, "", 0},
};
/* clang-format on */

static void is_read_from_documents(void **state)
{
    const __typeof__(documents[0]) *row = *state;
    PAL_JSON(question);
    PAL_JSON(decision);
    PAL_FIRST_ROUND(first);
    EXPECT_ERR(pal_json_parse(pal_text_of(row->question), 1 << 10, &question, NULL), PAL_OK);
    EXPECT_ERR(pal_json_parse(pal_text_of(row->decision), 1 << 10, &decision, NULL), PAL_OK);
    EXPECT_ERR(pal_first_round_read(question, decision, 2, &first), row->err);
    assert_int_equal(first.vacant, row->vacant);
    for (size_t i = 0; i < first.count; i++) {
        assert_int_equal(first.passes[i], strchr(row->passes, (char)('a' + (char)i)) != NULL);
    }
}

int main(void)
{
    TESTS(tests, 8 + sizeof documents / sizeof documents[0]);
    TABLE(tests, rows, passes);
    TABLE(tests, documents, is_read_from_documents);
    return RUN(tests);
}
