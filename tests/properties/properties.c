/*
 * Which criteria each method meets: tried on random worlds, and held against the literature and against
 * the table of docs/methods.md. With --table, prints the table.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

#include "../support/expect.h"
#include "bodies.h"
#include "criteria.h"

enum { TRIES_HELD = 200, TRIES_MAX = 400000 };

/* One letter per criterion, in their order: what the literature says. y: met, n: not, -: it has no
 * meaning there; ?: not met, but only in worlds that are too large to be drawn. Sources stand in
 * docs/methods.md. */
struct claim {
    struct pal_contender contender;
    const struct pal_criterion *criteria;
    const char *met;
};

/* clang-format off */
static const struct claim claims[] = {
    /*                                                                               M m C c S m r p c c l */
    {{"`plurality`",                      "plurality",         ""}, pal_criteria, "ynnnnynyyny"},
    {{"`two-round`",                      "two-round",         ""}, pal_criteria, "ynnynnnnnny"},
    {{"`approval`",                       "approval",          ""}, pal_criteria, "yyyyyyyyyy-"},
    {{"`score`",                          "score",             ""}, pal_criteria, "nnnnnyyyyy-"},
    {{"`star`",                           "star",              ""}, pal_criteria, "nnnynynnnn-"},
    {{"`majority-judgment`",              "majority-judgment", ""}, pal_criteria, "nnnnnynnny-"},
    {{"`irv`",                            "irv",               ""}, pal_criteria, "yynynnnnnyy"},
    {{"`schulze`",                        "schulze",           ""}, pal_criteria, "yyyyyyynnyn"},
    {{"`ranked-pairs`",                   "ranked-pairs",      ""}, pal_criteria, "yyyyyyynnyn"},
    {{"`schulze` by margins",             "schulze",           "strength=margins"}, pal_criteria, "yyyyyyynnyn"},
    {{"`ranked-pairs` by margins",        "ranked-pairs",      "strength=margins"}, pal_criteria, "yyyyyyynnyn"},
    {{"`minimax`",                        "minimax",           ""}, pal_criteria, "ynynnynnnnn"},
    {{"`minimax` by margins",             "minimax",           "strength=margins"}, pal_criteria, "ynynnynnnnn"},
    {{"`minimax` by opposition",          "minimax",           "strength=opposition"}, pal_criteria, "ynnnnynnnny"},
    {{"`copeland`",                       "copeland",          ""}, pal_criteria, "yyyyyyynnnn"},
    {{"`borda`",                          "borda",             ""}, pal_criteria, "nnnynyyyynn"},
};

static const struct claim bodies[] = {
    /*                                                                                      h l u j */
    {{"`approval`",               "approval",              ""}, pal_body_criteria,         "y--n"},
    {{"`seq-pav`",                "seq-pav",               ""}, pal_body_criteria,         "y--?"},
    {{"`seq-phragmen`",           "seq-phragmen",          ""}, pal_body_criteria,         "y--y"},
    {{"`equal-shares`",           "equal-shares",          ""}, pal_body_criteria,         "n--y"},
    {{"`dhondt`",                 "dhondt",                ""}, pal_body_criteria,         "yyn-"},
    {{"`sainte-lague`",           "sainte-lague",          ""}, pal_body_criteria,         "ynn-"},
    {{"`sainte-lague-modified`",  "sainte-lague-modified", ""}, pal_body_criteria,         "ynn-"},
    {{"`largest-remainder`",      "largest-remainder",     ""}, pal_body_criteria,         "nyy-"},
};
/* clang-format on */

/* One world is tried; its size is drawn too. */
static enum pal_trial_result try_once(const struct claim *claim, size_t criterion, uint64_t *random)
{
    enum pal_ballot_kind kind = pal_contender_kind(&claim->contender);
    size_t options = 3 + pal_world_random(random, 3);
    size_t ballots = 3 + pal_world_random(random, 6);
    struct pal_world world = pal_world_draw(random, kind, options, ballots);
    return claim->criteria[criterion].holds(&world, &claim->contender, random);
}

/* Is the criterion met as far as can be seen? A counter-example ends the search. */
static bool is_met(const struct claim *claim, size_t criterion, size_t held_wanted)
{
    uint64_t random = criterion + 1;
    size_t held = 0;
    for (size_t i = 0; i < TRIES_MAX && held < held_wanted; i++) {
        enum pal_trial_result result = try_once(claim, criterion, &random);
        if (result == PAL_CRITERION_BROKEN) {
            return false;
        }
        held += result == PAL_CRITERION_HELD;
    }
    return true;
}

static void is_as_the_literature_says(void **state)
{
    const struct claim *claim = *state;
    for (size_t i = 0; claim->criteria[i].title != NULL; i++) {
        char said = claim->met[i];
        if (said != 'y' && said != 'n') {
            continue;
        }
        bool met = is_met(claim, i, said == 'y' ? TRIES_HELD : TRIES_MAX);
        if (met != (said == 'y')) {
            fail_msg("%s and %s: %s", claim->contender.title, claim->criteria[i].title,
                     met ? "no counter-example was found" : "a counter-example was found");
        }
    }
}

/* --- What every method has --- */

static void expect_same(const struct pal_outcome *one, const struct pal_outcome *other)
{
    assert_int_equal(one->elected.count, other->elected.count);
    for (size_t i = 0; i < one->elected.count; i++) {
        assert_int_equal(one->elected.at[i], other->elected.at[i]);
    }
    for (size_t i = 0; one->ranking != NULL && i < one->option_count; i++) {
        assert_int_equal(one->ranking[i], other->ranking[i]);
    }
    for (size_t i = 0; one->seats != NULL && i < one->option_count; i++) {
        assert_int_equal(one->seats[i], other->seats[i]);
    }
    assert_int_equal(one->tie_count, other->tie_count);
}

/* The same voters the other way round, each of weight k as k voters of weight 1. */
static struct pal_world one_by_one(const struct pal_world *world)
{
    struct pal_world other = *world;
    other.ballot_count = 0;
    for (size_t b = world->ballot_count; b-- > 0;) {
        for (int k = 0; k < world->weights[b]; k++) {
            size_t at = other.ballot_count++;
            memcpy(other.liking[at], world->liking[b], sizeof other.liking[at]);
            other.ranked[at] = world->ranked[b];
            other.weights[at] = 1;
        }
    }
    return other;
}

static void neither_order_nor_unit_of_weights_matters(void **state)
{
    const struct claim *claim = *state;
    uint64_t random = 7;
    PAL_RATIO(factor);
    pal_ratio_set(factor, 22, 63);
    for (size_t i = 0; i < TRIES_HELD; i++) {
        size_t seats = claim->criteria == pal_body_criteria ? 1 + i % 4 : 1;
        struct pal_world world =
            pal_world_draw(&random, pal_contender_kind(&claim->contender), 3 + i % 3, 3);
        for (size_t b = 0; b < world.ballot_count; b++) {
            world.weights[b] = 1 + world.weights[b] % 5;
        }
        struct pal_world apart = one_by_one(&world);
        struct pal_outcome plain PAL_CLEANUP(pal_outcome_done) = {0};
        struct pal_outcome scaled PAL_CLEANUP(pal_outcome_done) = {0};
        struct pal_outcome single PAL_CLEANUP(pal_outcome_done) = {0};
        pal_world_count(&world, &claim->contender, seats, NULL, &plain);
        pal_world_count(&world, &claim->contender, seats, factor, &scaled);
        pal_world_count(&apart, &claim->contender, seats, NULL, &single);
        expect_same(&plain, &scaled);
        expect_same(&plain, &single);
    }
}

/* --- The tables --- */

static const char *word(char said)
{
    switch (said) {
    case 'y': return "yes";
    case 'n': return "no";
    case '?': return "no (\\*)";
    default: return "–";
    }
}

static void write_table(const struct claim *rows, size_t count, struct pal_buf *buf)
{
    const struct pal_criterion *criteria = rows[0].criteria;
    pal_buf_add_string(buf, "| method |");
    for (size_t i = 0; criteria[i].title != NULL; i++) {
        pal_buf_add_format(buf, " %s |", criteria[i].title);
    }
    pal_buf_add_string(buf, "\n| --- |");
    for (size_t i = 0; criteria[i].title != NULL; i++) {
        pal_buf_add_string(buf, " --- |");
    }
    pal_buf_add_string(buf, "\n");
    for (size_t k = 0; k < count; k++) {
        pal_buf_add_format(buf, "| %s |", rows[k].contender.title);
        for (size_t i = 0; criteria[i].title != NULL; i++) {
            pal_buf_add_format(buf, " %s |", word(rows[k].met[i]));
        }
        pal_buf_add_string(buf, "\n");
    }
    pal_buf_add_string(buf, "\n");
    for (size_t i = 0; criteria[i].title != NULL; i++) {
        pal_buf_add_format(buf, "* *%s*: %s.\n", criteria[i].title, criteria[i].meaning);
    }
}

enum {
    CLAIM_COUNT = sizeof claims / sizeof claims[0],
    BODY_COUNT = sizeof bodies / sizeof bodies[0]
};

static void expect_table(const struct claim *rows, size_t count)
{
    PAL_BUF(table);
    write_table(rows, count, &table);
    PAL_STRING(page);
    page = pal_tests_file_new("docs/methods.md");
    assert_non_null(page);
    if (strstr(page, table.bytes) == NULL) {
        fail_msg("docs/methods.md does not hold the tables that properties --table prints");
    }
}

static void the_documentation_has_the_tables(void **state)
{
    (void)state;
    expect_table(claims, CLAIM_COUNT);
    expect_table(bodies, BODY_COUNT);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--table") == 0) {
        PAL_BUF(tables);
        write_table(claims, CLAIM_COUNT, &tables);
        pal_buf_add_string(&tables, "\n");
        write_table(bodies, BODY_COUNT, &tables);
        (void)fputs(tables.bytes, stdout);
        return 0;
    }
    TESTS(tests, 2 * (CLAIM_COUNT + BODY_COUNT) + 1);
    TABLE(tests, claims, is_as_the_literature_says);
    TABLE(tests, bodies, is_as_the_literature_says);
    TABLE(tests, claims, neither_order_nor_unit_of_weights_matters);
    TABLE(tests, bodies, neither_order_nor_unit_of_weights_matters);
    TEST(tests, the_documentation_has_the_tables);
    return RUN(tests);
}
