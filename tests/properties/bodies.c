/* bodies.c - one function a criterion of bodies with several seats. */
#include "bodies.h"

#include "../support/expect.h"

enum { MANY_SEATS = 12 };

/* The seats of each option in a body of that many; false where a tie hides the answer. */
static bool fill(const struct pal_world *world, const struct pal_contender *contender, size_t seats,
                 size_t *out_seats)
{
    struct pal_outcome outcome PAL_CLEANUP(pal_outcome_done) = {0};
    pal_world_count(world, contender, seats, NULL, &outcome);
    for (size_t i = 0; i < world->option_count; i++) {
        bool is_list = outcome.seats != NULL;
        out_seats[i] = is_list ? outcome.seats[i] : pal_options_have(&outcome.elected, i);
    }
    return outcome.tie_count == 0;
}

static enum pal_trial_result house_monotone(struct pal_world *world,
                                            const struct pal_contender *contender, uint64_t *random)
{
    size_t before[WORLD_OPTIONS];
    size_t after[WORLD_OPTIONS];
    size_t most = world->kind == PAL_BALLOT_CHOICE ? MANY_SEATS : world->option_count - 1;
    size_t seats = 1 + pal_world_random(random, most);
    if (!fill(world, contender, seats, before) || !fill(world, contender, seats + 1, after)) {
        return PAL_CRITERION_SILENT;
    }
    for (size_t i = 0; i < world->option_count; i++) {
        if (after[i] < before[i]) {
            return PAL_CRITERION_BROKEN;
        }
    }
    return PAL_CRITERION_HELD;
}

/* The votes of each list. */
static int votes_of(const struct pal_world *world, size_t option)
{
    int votes = 0;
    for (size_t b = 0; b < world->ballot_count; b++) {
        if (world->liking[b][option] == (int)world->option_count - 1) {
            votes += world->weights[b];
        }
    }
    return votes;
}

/* Has every list at least its share of the seats rounded down, or at most its share rounded up? */
static enum pal_trial_result keeps_quota(const struct pal_world *world,
                                         const struct pal_contender *contender, uint64_t *random,
                                         bool is_lower)
{
    size_t filled[WORLD_OPTIONS];
    size_t seats = 1 + pal_world_random(random, 2 * (size_t)MANY_SEATS);
    if (world->kind != PAL_BALLOT_CHOICE || !fill(world, contender, seats, filled)) {
        return PAL_CRITERION_SILENT;
    }
    size_t all = (size_t)pal_world_weight(world);
    for (size_t i = 0; i < world->option_count; i++) {
        size_t share = (size_t)votes_of(world, i) * seats;
        if (is_lower ? (filled[i] + 1) * all <= share : filled[i] * all >= share + all) {
            return PAL_CRITERION_BROKEN;
        }
    }
    return PAL_CRITERION_HELD;
}

static enum pal_trial_result lower_quota(struct pal_world *world,
                                         const struct pal_contender *contender, uint64_t *random)
{
    return keeps_quota(world, contender, random, true);
}

static enum pal_trial_result upper_quota(struct pal_world *world,
                                         const struct pal_contender *contender, uint64_t *random)
{
    return keeps_quota(world, contender, random, false);
}

static bool is_represented(const struct pal_world *world, size_t ballot, const size_t *filled)
{
    for (size_t i = 0; i < world->option_count; i++) {
        if (world->liking[ballot][i] > 0 && filled[i] > 0) {
            return true;
        }
    }
    return false;
}

/* No group that weighs a seat's share and approves one option in common goes without anybody that
 * any of them approves (Aziz and others 2017). */
static enum pal_trial_result justified(struct pal_world *world,
                                       const struct pal_contender *contender, uint64_t *random)
{
    size_t filled[WORLD_OPTIONS];
    size_t seats = 1 + pal_world_random(random, world->option_count - 1);
    if (world->kind != PAL_BALLOT_APPROVES || !fill(world, contender, seats, filled)) {
        return PAL_CRITERION_SILENT;
    }
    int valid = 0;
    for (size_t b = 0; b < world->ballot_count; b++) {
        const size_t everybody[WORLD_OPTIONS] = {1, 1, 1, 1, 1, 1, 1};
        valid += is_represented(world, b, everybody) ? world->weights[b] : 0;
    }
    for (size_t i = 0; i < world->option_count; i++) {
        int alone = 0;
        for (size_t b = 0; b < world->ballot_count; b++) {
            bool is_alone = world->liking[b][i] > 0 && !is_represented(world, b, filled);
            alone += is_alone ? world->weights[b] : 0;
        }
        if (alone > 0 && (int)seats * alone >= valid) {
            return PAL_CRITERION_BROKEN;
        }
    }
    return PAL_CRITERION_HELD;
}

/* clang-format off */
const struct pal_criterion pal_body_criteria[] = {
    {"house monotone",           "one more seat takes none from anybody",                                            false, house_monotone},
    {"lower quota",              "each list has at least its share of the seats, rounded down",                      false, lower_quota},
    {"upper quota",              "each list has at most its share of the seats, rounded up",                         false, upper_quota},
    {"justified representation", "voters who weigh a seat and approve somebody in common approve somebody elected",  false, justified},
    {NULL, NULL, false, NULL},
};
/* clang-format on */
