/* world.c - random voters, and counts of them. */
#include "world.h"

#include <string.h>

#include "../support/expect.h"

size_t pal_world_random(uint64_t *state, size_t below)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = *state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (size_t)((mixed ^ (mixed >> 31)) % below);
}

static void draw_order(uint64_t *state, size_t option_count, int *liking)
{
    for (size_t i = 0; i < option_count; i++) {
        size_t at = pal_world_random(state, i + 1);
        liking[i] = liking[at];
        liking[at] = (int)i;
    }
}

static void draw_marks(uint64_t *state, size_t option_count, size_t below, int *liking)
{
    for (size_t i = 0; i < option_count; i++) {
        liking[i] = (int)pal_world_random(state, below);
    }
}

struct pal_world pal_world_draw(uint64_t *state, enum pal_ballot_kind kind, size_t option_count,
                                size_t ballot_count)
{
    struct pal_world world = {.kind = kind,
                              .option_count = option_count,
                              .ballot_count = ballot_count};
    for (size_t b = 0; b < ballot_count; b++) {
        world.weights[b] = 1 + (int)pal_world_random(state, 9);
        world.ranked[b] = option_count;
        if (kind == PAL_BALLOT_APPROVES || kind == PAL_BALLOT_SCORES) {
            draw_marks(state, option_count, kind == PAL_BALLOT_SCORES ? WORLD_SCALE + 1 : 2,
                       world.liking[b]);
        } else {
            draw_order(state, option_count, world.liking[b]);
        }
        if (kind == PAL_BALLOT_RANKS && pal_world_random(state, 3) == 0) {
            world.ranked[b] = 1 + pal_world_random(state, option_count);
        }
    }
    return world;
}

void pal_world_complete(struct pal_world *world)
{
    for (size_t b = 0; b < world->ballot_count; b++) {
        world->ranked[b] = world->option_count;
    }
}

int pal_world_liking(const struct pal_world *world, size_t ballot, size_t option)
{
    int liking = world->liking[ballot][option];
    bool is_partial = world->ranked[ballot] < world->option_count;
    size_t unnamed = world->option_count - world->ranked[ballot];
    return is_partial && liking < (int)unnamed ? -1 : liking;
}

size_t pal_world_option_at(const struct pal_world *world, size_t ballot, size_t place)
{
    for (size_t i = 0; i < world->option_count; i++) {
        size_t above = 0;
        for (size_t j = 0; j < world->option_count; j++) {
            above += world->liking[ballot][j] > world->liking[ballot][i];
        }
        if (above == place) {
            return i;
        }
    }
    fail_msg("no option at place %zu", place);
    return world->option_count;
}

enum pal_ballot_kind pal_contender_kind(const struct pal_contender *contender)
{
    PAL_QUESTION(question);
    const struct pal_method *method = pal_method_find(pal_text_of(contender->method));
    assert_non_null(method);
    EXPECT_ERR(pal_method_settle(method, &question, NULL), PAL_OK);
    return pal_method_kind(method, &question);
}

static void set_marks(const struct pal_world *world, size_t ballot, struct pal_draft *draft)
{
    pal_draft_clear(draft, PAL_BALLOT_COUNTED);
    if (world->kind == PAL_BALLOT_RANKS) {
        for (size_t place = 0; place < world->ranked[ballot]; place++) {
            if (place > 0) {
                pal_draft_add(draft, PAL_MARK_NEXT_RANK);
            }
            pal_draft_add(draft, (int32_t)pal_world_option_at(world, ballot, place));
        }
        return;
    }
    for (size_t i = 0; i < world->option_count; i++) {
        int liking = world->liking[ballot][i];
        bool is_choice = world->kind == PAL_BALLOT_CHOICE;
        pal_draft_add(draft, is_choice ? liking == (int)world->option_count - 1 : liking);
    }
}

static void ask(const struct pal_world *world, const struct pal_contender *contender, size_t seats,
                struct pal_question *question)
{
    static const char *const names[WORLD_OPTIONS] = {"A", "B", "C", "D", "E", "F", "G"};
    for (size_t i = 0; i < world->option_count; i++) {
        EXPECT_ERR(pal_question_add_option(question, pal_text_of(names[i])), PAL_OK);
    }
    EXPECT_ERR(pal_question_set_seats(question, (int64_t)seats), PAL_OK);
    question->scale = world->kind == PAL_BALLOT_SCORES ? WORLD_SCALE : 0;
    const char *equals = strchr(contender->settings, '=');
    if (equals != NULL) {
        struct pal_text name = {contender->settings, (size_t)(equals - contender->settings)};
        EXPECT_ERR(pal_question_set_parameter(question, name, pal_text_of(equals + 1)), PAL_OK);
    }
}

void pal_world_count(const struct pal_world *world, const struct pal_contender *contender,
                     size_t seats, mpq_srcptr factor, struct pal_outcome *out_outcome)
{
    const struct pal_method *method = pal_method_find(pal_text_of(contender->method));
    PAL_QUESTION(question);
    ask(world, contender, seats, &question);
    EXPECT_ERR(pal_method_settle(method, &question, NULL), PAL_OK);
    EXPECT_ERR(pal_method_accepts(method, &question), PAL_OK);
    PAL_PROFILE(profile, world->kind, world->option_count);
    PAL_DRAFT(draft);
    PAL_RATIO(weight);
    for (size_t b = 0; b < world->ballot_count; b++) {
        set_marks(world, b, &draft);
        struct pal_ballot ballot = pal_draft_ballot(&draft);
        pal_ratio_set(weight, world->weights[b], 1);
        if (factor != NULL) {
            mpq_mul(weight, weight, factor);
        }
        pal_profile_add(&profile, &ballot, 1, weight);
    }
    pal_method_judge_profile(method, &question, &profile);
    pal_outcome_init(out_outcome, world->option_count);
    pal_method_count(method, &question, &profile, out_outcome);
}

/* The only option in the first place. */
static size_t first_of(const struct pal_outcome *outcome)
{
    size_t first = WORLD_OPTIONS;
    for (size_t i = 0; i < outcome->option_count; i++) {
        if (outcome->ranking[i] == 0) {
            if (first != WORLD_OPTIONS) {
                return WORLD_OPTIONS;
            }
            first = i;
        }
    }
    return first;
}

size_t pal_world_winner(const struct pal_world *world, const struct pal_contender *contender)
{
    struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
    pal_world_count(world, contender, 1, NULL, &outcome);
    if (outcome.tie_count > 0 || outcome.elected.count == 0) {
        return WORLD_OPTIONS;
    }
    return outcome.ranking != NULL ? first_of(&outcome) : outcome.elected.at[0];
}

int pal_world_weight(const struct pal_world *world)
{
    int weight = 0;
    for (size_t b = 0; b < world->ballot_count; b++) {
        weight += world->weights[b];
    }
    return weight;
}
