/*
 * Small worlds: three colleges of at most two members, every way in which they may vote, under every
 * setting of the constitution, against a second count written straight from docs/rules in integers.
 *
 * The worlds are taken one in so many under each setting, at a step that has no factor in common with
 * their number, so that every world and every setting is met many times.
 */
#include <stdlib.h>

#include "ballots/decide.h"

#include "../ballots/statutes.h"

enum { COLLEGES = 3, WAYS = 15, WORLDS = WAYS * WAYS * WAYS, STEP = 61 };

/* --- fractions of small integers --- */

struct fraction {
    int64_t num, den;
};

static int64_t divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

static struct fraction make(int64_t num, int64_t den)
{
    int64_t common = divisor(num, den);
    return (struct fraction){num / common, den / common};
}

static struct fraction plus(struct fraction a, struct fraction b)
{
    return make(a.num * b.den + b.num * a.den, a.den * b.den);
}

static struct fraction times(struct fraction a, int64_t num, int64_t den)
{
    return make(a.num * num, a.den * den);
}

static int compare(struct fraction a, struct fraction b)
{
    int64_t left = a.num * b.den;
    int64_t right = b.num * a.den;
    return (left > right) - (left < right);
}

/* --- the second count --- */

struct settings {
    int transfer, base, college_base, college_majority, college_tie, abstention, silent, empty;
    int strict, wanted;
};

static struct fraction threshold_of(const struct settings *settings)
{
    return settings->strict != 0 ? make(1, 2) : make(2, 3);
}

static bool reaches(const struct settings *settings, struct fraction ratio)
{
    int margin = compare(ratio, threshold_of(settings));
    return settings->strict != 0 ? margin > 0 : margin >= 0;
}

static const struct fraction stated[COLLEGES] = {{1, 2}, {3, 10}, {1, 5}};

/* The first college that has the least of what was given and room below one half; -1 for none. */
static int naive_least(const struct pal_tally *world, const struct fraction *weights,
                       const int64_t *given)
{
    int least = -1;
    for (int i = 0; i < COLLEGES; i++) {
        bool has_room =
            world[i].members > 0 && compare(plus(weights[i], make(given[i], 60)), make(1, 2)) < 0;
        if (has_room && (least < 0 || given[i] < given[least])) {
            least = i;
        }
    }
    return least;
}

/* A sixtieth of the whole at a time: not how the program does it. */
static void naive_share(const struct pal_tally *world, struct fraction lost, struct fraction *out)
{
    int64_t given[COLLEGES] = {0};
    for (int64_t part = 1; compare(make(part, 60), lost) <= 0; part++) {
        int least = naive_least(world, out, given);
        if (least >= 0) {
            given[least]++;
        }
    }
    for (int i = 0; i < COLLEGES; i++) {
        out[i] = plus(out[i], make(given[i], 60));
    }
}

/* The weights; false where heads are counted. With three colleges an equal share is simple: two that
 * remain get half of the third each, and whom it brings above one half gives the rest to the other. */
static bool naive_weights(const struct settings *settings, const struct pal_tally *world,
                          struct fraction *out)
{
    int live = 0;
    struct fraction kept = {0, 1};
    struct fraction lost = {0, 1};
    for (int i = 0; i < COLLEGES; i++) {
        bool is_live = world[i].members > 0;
        live += is_live ? 1 : 0;
        out[i] = is_live ? stated[i] : make(0, 1);
        kept = plus(kept, out[i]);
        lost = plus(lost, is_live ? make(0, 1) : stated[i]);
    }
    if (live < settings->wanted) {
        return false;
    }
    for (int i = 0; i < COLLEGES && settings->empty == PAL_EMPTY_REDISTRIBUTE_PRORATA; i++) {
        out[i] = kept.num == 0 ? out[i] : times(out[i], kept.den, kept.num);
    }
    if (settings->empty == PAL_EMPTY_REDISTRIBUTE_EQUAL) {
        naive_share(world, lost, out);
    }
    return true;
}

static void naive_expressed(const struct settings *settings, const struct pal_tally *tally,
                            int64_t *favour, int64_t *against)
{
    bool is_for = settings->abstention == PAL_ABSTENTION_FOR;
    bool is_against = settings->abstention == PAL_ABSTENTION_AGAINST;
    *favour = (int64_t)(tally->favour + (is_for ? tally->abstain : 0));
    *against = (int64_t)(tally->against + (is_against ? tally->abstain : 0));
}

static int64_t naive_whole(const struct settings *settings, const struct pal_tally *tally,
                           int64_t expressed)
{
    if (settings->base == PAL_MAJORITY_MEMBERS) {
        return (int64_t)tally->members;
    }
    bool divides_those_present = settings->transfer == PAL_CARRY_PROPORTIONAL &&
                                 settings->college_base == PAL_COLLEGE_BASE_PRESENT;
    bool is_present = settings->base == PAL_MAJORITY_PRESENT || divides_those_present;
    return is_present ? (int64_t)tally->present : expressed;
}

/* The shares for and against of one college that expressed something; false when tied. */
static bool naive_college(const struct settings *settings, const struct pal_tally *tally,
                          struct fraction shares[2])
{
    int64_t favour;
    int64_t against;
    naive_expressed(settings, tally, &favour, &against);
    int64_t whole = naive_whole(settings, tally, favour + against);
    if (settings->transfer == PAL_CARRY_PROPORTIONAL) {
        shares[0] = make(favour, whole);
        shares[1] = make(against, whole);
        return true;
    }
    bool carried = favour > against;
    if (settings->college_majority == PAL_COLLEGE_MAJORITY_RESOLUTION) {
        carried = reaches(settings, make(favour, whole));
    } else if (favour == against) {
        bool is_split = settings->college_tie == PAL_COLLEGE_TIE_SPLIT;
        shares[0] = is_split ? make(1, 2) : make(0, 1);
        shares[1] = settings->college_tie == PAL_COLLEGE_TIE_AGAINST ? make(1, 1) : shares[0];
        return false;
    }
    shares[0] = make(carried ? 1 : 0, 1);
    shares[1] = make(carried ? 0 : 1, 1);
    return true;
}

/* Is the college in the sum that the votes for are divided by, where that is not for and against? */
static bool naive_is_in(const struct settings *settings, const struct pal_tally *tally, bool tied)
{
    if (settings->silent == PAL_SILENT_STRICT || settings->base == PAL_MAJORITY_MEMBERS) {
        return true;
    }
    return tally->present > 0 && !(tied && settings->college_tie == PAL_COLLEGE_TIE_EXCLUDED);
}

struct verdict {
    bool has_ratio, adopted;
    struct fraction ratio;
};

static struct verdict conclude(const struct settings *settings, struct fraction favour,
                               struct fraction whole, bool is_expressed)
{
    struct verdict out = {.has_ratio = is_expressed && whole.num != 0};
    if (out.has_ratio) {
        out.ratio = times(favour, whole.den, whole.num);
        out.adopted = reaches(settings, out.ratio);
    }
    return out;
}

static struct verdict naive_heads(const struct settings *settings, const struct pal_tally *world)
{
    int64_t sums[2] = {0};
    int64_t whole = 0;
    for (int i = 0; i < COLLEGES; i++) {
        int64_t favour;
        int64_t against;
        naive_expressed(settings, &world[i], &favour, &against);
        sums[0] += favour;
        sums[1] += against;
        whole += settings->base == PAL_MAJORITY_MEMBERS   ? (int64_t)world[i].members
                 : settings->base == PAL_MAJORITY_PRESENT ? (int64_t)world[i].present
                                                          : favour + against;
    }
    return conclude(settings, make(sums[0], 1), make(whole, 1), sums[0] + sums[1] > 0);
}

static struct verdict naive(const struct settings *settings, const struct pal_tally *world)
{
    struct fraction weights[COLLEGES];
    struct fraction sums[2] = {{0, 1}, {0, 1}};
    struct fraction inside = {0, 1};
    bool is_expressed = false;
    if (settings->transfer == PAL_CARRY_NONE || !naive_weights(settings, world, weights)) {
        return naive_heads(settings, world);
    }
    for (int i = 0; i < COLLEGES; i++) {
        int64_t favour;
        int64_t against;
        bool tied = false;
        naive_expressed(settings, &world[i], &favour, &against);
        if (favour + against > 0) {
            struct fraction shares[2];
            tied = !naive_college(settings, &world[i], shares);
            is_expressed = true;
            for (int side = 0; side < 2; side++) {
                struct fraction part = times(weights[i], shares[side].num, shares[side].den);
                sums[side] = plus(sums[side], part);
            }
        }
        if (naive_is_in(settings, &world[i], tied)) {
            inside = plus(inside, weights[i]);
        }
    }
    bool is_plain =
        settings->base == PAL_MAJORITY_EXPRESSED && settings->silent == PAL_SILENT_RENORMALISE;
    return conclude(settings, sums[0], is_plain ? plus(sums[0], sums[1]) : inside, is_expressed);
}

/* --- the worlds --- */

/* The way-th manner in which at most two members are there and vote. */
static struct pal_tally way_of(int way)
{
    int seen = 0;
    for (uint64_t members = 0; members <= 2; members++) {
        for (uint64_t code = 0; code < 27; code++) {
            struct pal_tally tally = {.members = members,
                                      .favour = code % 3,
                                      .against = code / 3 % 3,
                                      .abstain = code / 9};
            tally.present = tally.favour + tally.against + tally.abstain;
            if (tally.present > members) {
                continue;
            }
            if (seen++ == way) {
                return tally;
            }
        }
    }
    abort();
}

static struct settings settings_of(int code)
{
    struct settings out = {0};
    int *const fields[] = {&out.transfer,    &out.base,       &out.college_base,
                           &out.college_tie, &out.abstention, &out.silent,
                           &out.empty,       &out.strict,     &out.college_majority};
    const int sizes[] = {3, 3, 2, 3, 3, 2, 3, 2, 2};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        *fields[i] = code % sizes[i];
        code /= sizes[i];
    }
    out.wanted = code;
    return out;
}

enum { SETTINGS = 3 * 3 * 2 * 3 * 3 * 2 * 3 * 2 * 2, WANTED = 4 };

static void set(struct pal_constitution *constitution, const struct settings *settings)
{
    constitution->transfer_rule = (enum pal_transfer_rule)settings->transfer;
    constitution->college_base = (enum pal_college_base)settings->college_base;
    constitution->college_majority = (enum pal_college_majority)settings->college_majority;
    constitution->college_tie = (enum pal_college_tie)settings->college_tie;
    constitution->abstention = (enum pal_abstention)settings->abstention;
    constitution->silent_college = (enum pal_silent)settings->silent;
    constitution->empty_college = (enum pal_empty)settings->empty;
    constitution->min_colleges = (uint64_t)settings->wanted;
    struct pal_majority_rule *rule = &constitution->classes[0].rule[PAL_CALL_FIRST];
    struct fraction threshold = threshold_of(settings);
    pal_ratio_set(rule->threshold, threshold.num, threshold.den);
    rule->strict = settings->strict != 0;
    rule->base = (enum pal_majority_base)settings->base;
}

static void expect_same(const struct pal_constitution *constitution,
                        const struct settings *settings, const struct pal_question *question,
                        int world_code)
{
    struct pal_tally world[COLLEGES];
    uint64_t members[COLLEGES];
    for (int i = 0; i < COLLEGES; i++) {
        world[i] = way_of(world_code % WAYS);
        members[i] = world[i].members;
        world_code /= WAYS;
    }
    struct pal_decide_spec spec = {.method = pal_text_of("motion"),
                                   .question = question,
                                   .decision_class = pal_text_of("ordinary"),
                                   .electorate = PAL_ELECTORATE_ASSEMBLY,
                                   .members = members,
                                   .tallies = world};
    PAL_RESULT(result);
    EXPECT_ERR(pal_decide(constitution, &spec, &result, NULL), PAL_OK);
    struct verdict expected = naive(settings, world);
    assert_int_equal(result.has_ratio, expected.has_ratio);
    assert_int_equal(result.kind, expected.adopted ? PAL_RESULT_ADOPTED : PAL_RESULT_REJECTED);
    if (expected.has_ratio) {
        PAL_RATIO(ratio);
        pal_ratio_set(ratio, expected.ratio.num, expected.ratio.den);
        assert_true(mpq_equal(ratio, result.ratio) != 0);
    }
}

static void decides_every_small_world_as_a_second_count_does(void **state)
{
    (void)state;
    PAL_CONSTITUTION(constitution);
    PAL_QUESTION(question);
    static const char *const options[] = {"for", "against", "abstain"};
    for (size_t i = 0; i < 3; i++) {
        EXPECT_ERR(pal_question_add_option(&question, pal_text_of(options[i])), PAL_OK);
    }
    EXPECT_ERR(pal_method_settle(pal_method_find(pal_text_of("motion")), &question, NULL), PAL_OK);
    statutes("{'colleges':[{'id':'a','weight':'1/2'},{'id':'b','weight':'3/10'},"
             "{'id':'c','weight':'1/5'}],'majority':{'ordinary':{'threshold':'1/2'}}}",
             &constitution);
    int world = 0;
    for (int code = 0; code < SETTINGS * WANTED; code++) {
        struct settings settings = settings_of(code);
        set(&constitution, &settings);
        for (int i = 0; i < 4; i++) {
            expect_same(&constitution, &settings, &question, world);
            world = (world + STEP) % WORLDS;
        }
    }
}

int main(void)
{
    TESTS(tests, 1);
    TEST(tests, decides_every_small_world_as_a_second_count_does);
    return RUN(tests);
}
