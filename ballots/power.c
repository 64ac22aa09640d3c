/*
 * power.c - the voting power of colleges, by listing the sums that sets of them can reach.
 *
 * There are 2^n sets of n colleges, but few different sums: weights are whole hundredths in every
 * statute found. Each college is a whole number, its key: weight x (heads + 1) + members, or only
 * the part that the constitution looks at, so that a set is the sum of its keys. The table of sums
 * with a college comes from the table without it by one merge, and goes back by one division.
 */
#include "ballots/power.h"

#include "ballots/rules.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

/* How many sets of colleges have which sum, in rising order of sums. No more than C(64, 32) sets
 * of 64 colleges have the same sum, since keys are positive: 64 bits hold it. */
struct sums {
    mpz_t *at;
    uint64_t *sets;
    size_t count;
};
#define SUMS(name) struct sums name PAL_CLEANUP(sums_done) = {0}

static void sums_done(struct sums *sums)
{
    for (size_t i = 0; i < sums->count; i++) {
        mpz_clear(sums->at[i]);
    }
    pal_mem_free(sums->at);
    pal_mem_free(sums->sets);
    *sums = (struct sums){0};
}

static void sums_room(struct sums *sums, size_t count)
{
    sums->at = pal_mem_new(count, sizeof *sums->at);
    sums->sets = pal_mem_new(count, sizeof *sums->sets);
}

static void sums_add(struct sums *sums, mpz_srcptr at, uint64_t sets)
{
    mpz_init_set(sums->at[sums->count], at);
    sums->sets[sums->count++] = sets;
}

static void sums_move(struct sums *from, struct sums *to)
{
    sums_done(to);
    *to = *from;
    *from = (struct sums){0};
}

/* The sums of sets that may have one more college, of that key. */
static void sums_with(const struct sums *without, mpz_srcptr key, struct sums *out)
{
    mpz_t moved;
    mpz_init(moved);
    sums_room(out, 2 * without->count);
    size_t i = 0;
    for (size_t j = 0; j < without->count; j++) {
        mpz_add(moved, without->at[j], key);
        while (i < without->count && mpz_cmp(without->at[i], moved) < 0) {
            sums_add(out, without->at[i], without->sets[i]);
            i++;
        }
        bool is_same = i < without->count && mpz_cmp(without->at[i], moved) == 0;
        sums_add(out, moved, without->sets[j] + (is_same ? without->sets[i] : 0));
        i += is_same ? 1 : 0;
    }
    mpz_clear(moved);
}

/* The other way: a set with the college has, less its key, the sum of one without. */
static void sums_without(const struct sums *with, mpz_srcptr key, struct sums *out)
{
    mpz_t moved;
    mpz_init(moved);
    sums_room(out, with->count);
    size_t j = 0;
    for (size_t i = 0; i < with->count; i++) {
        uint64_t sets = with->sets[i];
        if (j < out->count) {
            mpz_add(moved, out->at[j], key);
            if (mpz_cmp(moved, with->at[i]) == 0) {
                sets -= out->sets[j++];
            }
        }
        if (sets > 0) {
            sums_add(out, with->at[i], sets);
        }
    }
    PAL_CHECK(j == out->count);
    mpz_clear(moved);
}

/* What a set must reach. */
struct game {
    mpz_t *keys; /* of the colleges; zero where there is no member */
    size_t count;
    bool has_heads; /* a key is weight x radix + members; else weight alone */
    mpz_t radix;
    mpz_t weight, heads; /* the least that wins */
    bool needs_all;
    mpz_t all; /* the sum of all keys */
};

static void game_done(struct game *game)
{
    for (size_t i = 0; i < game->count; i++) {
        mpz_clear(game->keys[i]);
    }
    pal_mem_free(game->keys);
    mpz_clears(game->radix, game->weight, game->heads, game->all, (mpz_ptr)NULL);
}

static void game_init(struct game *game, size_t count)
{
    *game = (struct game){.keys = pal_mem_new(count, sizeof *game->keys), .count = count};
    for (size_t i = 0; i < count; i++) {
        mpz_init(game->keys[i]);
    }
    mpz_inits(game->radix, game->weight, game->heads, game->all, (mpz_ptr)NULL);
}

/* RULE docs/rules/power.md
 * > A set of colleges wins
 * > if the text is adopted when they vote for and all others against, by the majority of the decision
 * > class and all that the constitution asks on top.
 */
static bool wins(const struct game *game, mpz_srcptr sum)
{
    if (game->needs_all && mpz_cmp(sum, game->all) != 0) {
        return false;
    }
    if (!game->has_heads) {
        return mpz_cmp(sum, game->weight) >= 0;
    }
    mpz_t weight;
    mpz_t heads;
    mpz_inits(weight, heads, (mpz_ptr)NULL);
    mpz_fdiv_qr(weight, heads, sum, game->radix);
    bool is_enough = mpz_cmp(weight, game->weight) >= 0 && mpz_cmp(heads, game->heads) >= 0;
    mpz_clears(weight, heads, (mpz_ptr)NULL);
    return is_enough;
}

/* The least whole number that is at least this share of the whole. */
static void least_of(mpq_srcptr share, mpz_srcptr whole, mpz_t out)
{
    mpz_mul(out, mpq_numref(share), whole);
    mpz_cdiv_q(out, out, mpq_denref(share));
}

static void least_that_passes(const struct pal_majority_rule *rule, mpz_srcptr whole, mpz_t out)
{
    PAL_RATIO(ratio);
    least_of(rule->threshold, whole, out);
    mpz_set(mpq_numref(ratio), out);
    mpz_set(mpq_denref(ratio), whole);
    mpq_canonicalize(ratio);
    if (!pal_majority_passes(rule, ratio)) {
        mpz_add_ui(out, out, 1); /* reached exactly, and that is not enough */
    }
}

/* Whole numbers in the proportions of the weights. */
static void scale(mpq_t *weights, size_t count, mpz_t *out)
{
    mpz_t common;
    mpz_init_set_ui(common, 1);
    for (size_t i = 0; i < count; i++) {
        mpz_lcm(common, common, mpq_denref(weights[i]));
    }
    for (size_t i = 0; i < count; i++) {
        mpz_divexact(out[i], common, mpq_denref(weights[i]));
        mpz_mul(out[i], out[i], mpq_numref(weights[i]));
    }
    mpz_clear(common);
}

/* RULE docs/rules/power.md
 * > Colleges weigh what they weigh in a count: one without members has no power, and what it leaves goes
 * > where the constitution says. Where weighting is suspended, or where the statutes have none, a college
 * > weighs as many as its members.
 */
static bool weigh(const struct pal_constitution *constitution, const uint64_t *members,
                  mpq_t *weights)
{
    if (constitution->transfer_rule != PAL_CARRY_NONE &&
        pal_weights_effective(constitution, members, weights)) {
        return true;
    }
    for (size_t i = 0; i < constitution->college_count; i++) {
        mpq_set_ui(weights[i], members[i], 1);
    }
    return false;
}

static void play(const struct pal_power_spec *spec, mpq_t *weights, struct game *game)
{
    const struct pal_class *class = spec->decision_class;
    mpz_t heads;
    mpz_t whole;
    mpz_inits(heads, whole, (mpz_ptr)NULL);
    scale(weights, game->count, game->keys);
    for (size_t i = 0; i < game->count; i++) {
        mpz_add_ui(heads, heads, spec->members[i]);
        mpz_add(whole, whole, game->keys[i]);
    }
    least_that_passes(&class->rule[spec->call], whole, game->weight);
    game->needs_all = class->every_college ||
                      (class->has_each_college_min && mpq_sgn(class->each_college_min) > 0);
    /* With heads in its key, a college that weighs nothing is seen to be missing from all. */
    game->has_heads = class->has_members_min || game->needs_all;
    mpz_add_ui(game->radix, heads, 1);
    if (class->has_members_min) {
        least_of(class->members_min, heads, game->heads);
    }
    for (size_t i = 0; i < game->count; i++) {
        if (game->has_heads) {
            mpz_mul(game->keys[i], game->keys[i], game->radix);
            mpz_add_ui(game->keys[i], game->keys[i], spec->members[i]);
        }
        mpz_add(game->all, game->all, game->keys[i]);
    }
    mpz_clears(heads, whole, (mpz_ptr)NULL);
}

static enum pal_err list_sums(const struct game *game, struct sums *out)
{
    mpz_t nothing;
    mpz_init(nothing);
    sums_room(out, 1);
    sums_add(out, nothing, 1);
    mpz_clear(nothing);
    for (size_t i = 0; i < game->count; i++) {
        if (mpz_sgn(game->keys[i]) == 0) {
            continue;
        }
        SUMS(larger);
        sums_with(out, game->keys[i], &larger);
        sums_move(&larger, out);
        if (out->count > PAL_LIMIT_POWER_SUMS) {
            return PAL_ERR_LIMIT_POWER;
        }
    }
    return PAL_OK;
}

/* RULE docs/rules/power.md
 * > A college swings a set that wins with it and not without it.
 * RULE docs/rules/power.md
 * > A college has a veto if no set wins without it, and decides alone if it wins without the others.
 */
static void measure_college(const struct game *game, const struct sums *sums, mpz_srcptr key,
                            struct pal_power_college *out)
{
    SUMS(others);
    mpz_t joined;
    mpz_init(joined);
    uint64_t swings = 0;
    bool wins_without = false;
    sums_without(sums, key, &others);
    for (size_t i = 0; i < others.count; i++) {
        mpz_add(joined, others.at[i], key);
        if (wins(game, others.at[i])) {
            wins_without = true;
        } else if (wins(game, joined)) {
            swings += others.sets[i];
        }
    }
    mpq_set_ui(out->swings, swings, 1);
    out->has_veto = !wins_without && wins(game, game->all);
    out->decides = wins(game, key);
    mpz_clear(joined);
}

/* A college that has members and weighs nothing changes no sum: it swings nothing, and doubles the
 * sets that the others swing. */
static void measure_colleges(const struct game *game, const struct sums *sums,
                             struct pal_power *out)
{
    mp_bitcnt_t idle = 0;
    for (size_t i = 0; i < out->count; i++) {
        bool is_idle = mpz_sgn(game->keys[i]) == 0;
        idle += is_idle && !out->colleges[i].is_empty ? 1 : 0;
        if (!is_idle) {
            measure_college(game, sums, game->keys[i], &out->colleges[i]);
        }
    }
    for (size_t i = 0; i < out->count; i++) {
        mpq_mul_2exp(out->colleges[i].swings, out->colleges[i].swings, idle);
    }
}

/* RULE docs/rules/power.md
 * > Its swings are the number of such sets,
 * > out of all sets of the other colleges; its power is the one divided by the other.
 * RULE docs/rules/power.md
 * > Its share of the power is its swings divided by those of all colleges together.
 */
static void share_out(struct pal_power *out)
{
    PAL_RATIO(sets);
    PAL_RATIO(all);
    mpq_set_ui(sets, 1, 1);
    bool is_first = true;
    for (size_t i = 0; i < out->count; i++) {
        if (!out->colleges[i].is_empty && !is_first) {
            mpq_mul_2exp(sets, sets, 1);
        }
        is_first = is_first && out->colleges[i].is_empty;
        mpq_add(all, all, out->colleges[i].swings);
    }
    for (size_t i = 0; i < out->count; i++) {
        struct pal_power_college *college = &out->colleges[i];
        if (mpq_sgn(all) > 0) {
            mpq_div(college->power, college->swings, sets);
            mpq_div(college->share, college->swings, all);
        }
    }
}

static enum pal_err require(const struct pal_constitution *constitution,
                            struct pal_where *out_where)
{
    static const enum pal_constitution_field fields[] = {PAL_FIELD_MAJORITY,
                                                         PAL_FIELD_TRANSFER_RULE,
                                                         PAL_FIELD_COLLEGE_WEIGHTS,
                                                         PAL_FIELD_MIN_COLLEGES,
                                                         PAL_FIELD_EMPTY_COLLEGE};
    /* Where heads are counted the colleges have no weight to know. */
    bool is_weighted = constitution->transfer_rule != PAL_CARRY_NONE;
    size_t count = is_weighted ? sizeof fields / sizeof fields[0] : 2;
    for (size_t i = 0; i < count; i++) {
        PAL_TRY(pal_constitution_require(constitution, fields[i], out_where));
    }
    if (constitution->college_count == 0) {
        pal_where_set(out_where, "/colleges");
        return PAL_ERR_POWER_COLLEGES;
    }
    return PAL_OK;
}

static void prepare(const struct pal_power_spec *spec, mpq_t *weights, size_t count,
                    struct pal_power *out)
{
    PAL_RATIO(whole);
    out->colleges = pal_mem_new(count, sizeof *out->colleges);
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        mpq_add(whole, whole, weights[i]);
    }
    for (size_t i = 0; i < count; i++) {
        struct pal_power_college *college = &out->colleges[i];
        mpq_inits(college->weight, college->swings, college->power, college->share, (mpq_ptr)NULL);
        college->is_empty = spec->members[i] == 0;
        if (mpq_sgn(whole) > 0) {
            mpq_div(college->weight, weights[i], whole);
        }
    }
}

enum pal_err pal_power_measure(const struct pal_constitution *constitution,
                               const struct pal_power_spec *spec, struct pal_power *out,
                               struct pal_where *out_where)
{
    PAL_TRY(require(constitution, out_where));
    size_t count = constitution->college_count;
    mpq_t *weights = pal_ratio_array_new(count);
    struct game game PAL_CLEANUP(game_done);
    SUMS(sums);
    game_init(&game, count);
    out->is_weighted = weigh(constitution, spec->members, weights);
    prepare(spec, weights, count, out);
    bool weighs_nothing = true;
    for (size_t i = 0; i < count; i++) {
        weighs_nothing = weighs_nothing && mpq_sgn(weights[i]) == 0;
    }
    if (weighs_nothing) { /* nobody is there: nothing can be adopted */
        pal_ratio_array_free(weights, count);
        return PAL_OK;
    }
    play(spec, weights, &game);
    pal_ratio_array_free(weights, count);
    enum pal_err err = list_sums(&game, &sums);
    if (err != PAL_OK) {
        pal_power_done(out);
        return err;
    }
    measure_colleges(&game, &sums, out);
    share_out(out);
    return PAL_OK;
}

void pal_power_done(struct pal_power *power)
{
    for (size_t i = 0; i < power->count; i++) {
        struct pal_power_college *college = &power->colleges[i];
        mpq_clears(college->weight, college->swings, college->power, college->share, (mpq_ptr)NULL);
    }
    pal_mem_free(power->colleges);
    *power = (struct pal_power){0};
}

static void set_whole(struct pal_json *object, const char *name, mpq_srcptr number)
{
    PAL_STRING(text);
    text = pal_ratio_text_new(number);
    size_t size = pal_text_of(text).size;
    PAL_CHECK(size > 2 && text[size - 2] == '/' && text[size - 1] == '1');
    pal_json_set_text(object, name, (struct pal_text){text, size - 2});
}

struct pal_json *pal_power_write(const struct pal_constitution *constitution,
                                 const struct pal_power_spec *spec, const struct pal_power *power)
{
    struct pal_json *object = pal_json_object_new();
    struct pal_json *list = pal_json_array_new();
    for (size_t i = 0; i < power->count; i++) {
        const struct pal_power_college *college = &power->colleges[i];
        struct pal_json *item = pal_json_object_new();
        pal_json_set_string(item, "college", constitution->colleges[i].id);
        pal_json_set_int(item, "members", (int64_t)spec->members[i]);
        pal_json_set_ratio(item, "weight", college->weight);
        set_whole(item, "swings", college->swings);
        pal_json_set_ratio(item, "power", college->power);
        pal_json_set_ratio(item, "share", college->share);
        pal_json_set_bool(item, "veto", college->has_veto);
        pal_json_set_bool(item, "decides", college->decides);
        pal_json_append(list, item);
    }
    pal_json_set_bool(object, "weighted", power->is_weighted);
    pal_json_set(object, "colleges", list);
    return object;
}

static enum pal_err add_class(const struct pal_constitution *constitution,
                              const struct pal_power_spec *spec, struct pal_json *classes,
                              struct pal_where *where)
{
    PAL_POWER(power);
    PAL_TRY(pal_power_measure(constitution, spec, &power, where));
    struct pal_json *object = pal_power_write(constitution, spec, &power);
    pal_json_set_string(object, "class", spec->decision_class->id);
    pal_json_set_string(object, "call", spec->call == PAL_CALL_FIRST ? "first" : "second");
    pal_json_append(classes, object);
    return PAL_OK;
}

static bool has_second_rule(const struct pal_class *class)
{
    const struct pal_majority_rule *first = &class->rule[PAL_CALL_FIRST];
    const struct pal_majority_rule *second = &class->rule[PAL_CALL_SECOND];
    return mpq_equal(first->threshold, second->threshold) == 0 || first->strict != second->strict ||
           first->base != second->base;
}

enum pal_err pal_power_list(const struct pal_constitution *constitution, const uint64_t *members,
                            struct pal_json *classes, struct pal_where *where)
{
    PAL_TRY(pal_constitution_require(constitution, PAL_FIELD_MAJORITY, where));
    for (size_t i = 0; i < constitution->class_count; i++) {
        struct pal_power_spec spec = {.decision_class = &constitution->classes[i],
                                      .members = members};
        if (!spec.decision_class->has_majority) {
            continue;
        }
        PAL_TRY(add_class(constitution, &spec, classes, where));
        if (has_second_rule(spec.decision_class)) {
            spec.call = PAL_CALL_SECOND;
            PAL_TRY(add_class(constitution, &spec, classes, where));
        }
    }
    return PAL_OK;
}
