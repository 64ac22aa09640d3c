/*
 * reserved.c - seats kept for groups: who takes which, in the order of an election.
 */
#include "ballots/rules.h"
#include "base/check.h"
#include "base/mem.h"

bool pal_reserved_is_sound(const struct pal_reserved *rule, size_t seats)
{
    size_t kept = 0;
    for (size_t i = 0; i < rule->group_count; i++) {
        const struct pal_reserved_group *group = &rule->groups[i];
        if (group->least > group->most || group->least > seats - kept) {
            return false;
        }
        kept += group->least;
    }
    return true;
}

/* What is left while seats are filled. */
struct filling {
    const struct pal_reserved *rule;
    size_t *left;  /* of the seats kept for each group */
    size_t *spare; /* of these, for which it has no candidate */
    size_t *taken; /* by each group */
    size_t open;
    struct pal_seat *seats;
    size_t count;
};

static bool may_have_more(const struct filling *filling, size_t group)
{
    return group == PAL_GROUP_NONE || filling->taken[group] < filling->rule->groups[group].most;
}

static void seat(struct filling *filling, size_t candidate, enum pal_seat_how how)
{
    size_t group = filling->rule->group_of[candidate];
    filling->seats[filling->count++] = (struct pal_seat){.candidate = candidate, .how = how};
    if (group != PAL_GROUP_NONE) {
        filling->taken[group]++;
    }
}

/* RULE docs/rules/reserved.md
 * > Candidates are taken in the order of the election, the best first. One takes a seat kept for their
 * > group while there is one, else an open one while there is one. A group that has as many seats as it
 * > may have takes no more.
 */
static bool take(struct filling *filling, size_t candidate)
{
    size_t group = filling->rule->group_of[candidate];
    if (group != PAL_GROUP_NONE && filling->left[group] > 0) {
        filling->left[group]--;
        seat(filling, candidate, PAL_SEAT_RESERVED);
        return true;
    }
    if (filling->open > 0 && may_have_more(filling, group)) {
        filling->open--;
        seat(filling, candidate, PAL_SEAT_OPEN);
        return true;
    }
    return false;
}

/* RULE docs/rules/reserved.md
 * > A candidate who may not be seated, for want of a majority or behind none of these, is one all the same
 */
static void find_spare(struct filling *filling, size_t candidate_count)
{
    const struct pal_reserved *rule = filling->rule;
    for (size_t i = 0; i < rule->group_count; i++) {
        filling->spare[i] = rule->groups[i].least;
    }
    for (size_t i = 0; i < candidate_count; i++) {
        size_t group = rule->group_of[i];
        if (group != PAL_GROUP_NONE && filling->spare[group] > 0) {
            filling->spare[group]--;
        }
    }
}

/* The first group that has a seat for which it has no candidate, or group_count. */
static size_t first_spare(const struct filling *filling)
{
    size_t group = 0;
    while (group < filling->rule->group_count && filling->spare[group] == 0) {
        group++;
    }
    return group;
}

/* RULE docs/rules/reserved.md
 * > or, where the
 * > poll says that they are released, they go to the next in the order, whatever their group, as long as
 * > it may have more.
 */
static void release(struct filling *filling, const struct pal_reserved_order *order,
                    const bool *is_seated)
{
    for (size_t i = 0; i < order->count; i++) {
        size_t from = first_spare(filling);
        if (from == filling->rule->group_count) {
            return;
        }
        if (!is_seated[i] && may_have_more(filling, filling->rule->group_of[order->at[i]])) {
            filling->spare[from]--;
            filling->left[from]--;
            seat(filling, order->at[i], PAL_SEAT_RELEASED);
        }
    }
}

size_t pal_reserved_fill(const struct pal_reserved *rule, const struct pal_reserved_order *order,
                         struct pal_seat *out_seats, size_t *out_vacant)
{
    PAL_CHECK(pal_reserved_is_sound(rule, order->seats));
    size_t *taken PAL_CLEANUP(pal_mem_done) = pal_mem_new(rule->group_count, sizeof *taken);
    size_t *spare PAL_CLEANUP(pal_mem_done) = pal_mem_new(rule->group_count, sizeof *spare);
    bool *is_seated PAL_CLEANUP(pal_mem_done) = pal_mem_new(order->count, sizeof *is_seated);
    struct filling filling = {.rule = rule,
                              .left = out_vacant,
                              .spare = spare,
                              .taken = taken,
                              .open = order->seats,
                              .seats = out_seats};
    for (size_t i = 0; i < rule->group_count; i++) {
        filling.left[i] = rule->groups[i].least;
        filling.open -= rule->groups[i].least;
    }
    for (size_t i = 0; i < order->count; i++) {
        is_seated[i] = take(&filling, order->at[i]);
    }
    if (rule->is_released) {
        find_spare(&filling, order->candidate_count);
        release(&filling, order, is_seated);
    }
    out_vacant[rule->group_count] = filling.open;
    return filling.count;
}
