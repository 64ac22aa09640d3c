/*
 * resolve.c - a motion: what the colleges bring, and whether that is the majority.
 */
#include "base/mem.h"

#include "counting.h"

static const struct pal_majority_rule *rule_of(const struct pal_counting *counting)
{
    return &counting->class->rule[counting->spec->call];
}

static struct pal_result_college *college_at(const struct pal_counting *counting, size_t i)
{
    return &counting->out->colleges[counting->first + i];
}

/* --- heads ------------------------------------------------------------------------------------------- */

/* What the votes for are a share of, when heads are counted. */
static void whole_of_heads(const struct pal_counting *counting, mpq_t out)
{
    uint64_t expressed = counting->out->favour_heads + counting->out->against_heads;
    uint64_t present = 0;
    uint64_t members = 0;
    for (size_t i = 0; i < counting->count; i++) {
        present += college_at(counting, i)->tally.present;
        members += college_at(counting, i)->tally.members;
    }
    switch (rule_of(counting)->base) {
    case PAL_MAJORITY_EXPRESSED: mpq_set_ui(out, expressed, 1); break;
    case PAL_MAJORITY_PRESENT: mpq_set_ui(out, present, 1); break;
    case PAL_MAJORITY_MEMBERS: mpq_set_ui(out, members, 1); break;
    }
}

static void express_heads(struct pal_counting *counting)
{
    for (size_t i = 0; i < counting->count; i++) {
        struct pal_carried *carried = &college_at(counting, i)->carried;
        pal_transfer_express(counting->constitution->abstention, &college_at(counting, i)->tally,
                             &carried->favour, &carried->against);
        counting->out->favour_heads += carried->favour;
        counting->out->against_heads += carried->against;
    }
}

/* --- colleges ---------------------------------------------------------------------------------------- */

static void step_college(struct pal_counting *counting, const struct pal_result_college *college)
{
    struct pal_json *step =
        pal_counting_step(counting->out, "college", pal_college_state_word(college->carried.state));
    pal_json_set_string(step, "college", college->id);
    pal_counting_figure(step, "members", college->tally.members);
    pal_counting_figure(step, "present", college->tally.present);
    pal_counting_figure(step, "for", college->carried.favour);
    pal_counting_figure(step, "against", college->carried.against);
    pal_counting_figure(step, "abstain", college->tally.abstain);
    if (college->has_second_round) {
        pal_counting_figure(step, "second_round_for", college->second_round.favour);
        pal_counting_figure(step, "second_round_against", college->second_round.against);
    }
    pal_json_set_ratio(step, "weight", college->weight);
    pal_json_set_ratio(step, "for_weight", college->carried.favour_weight);
    pal_json_set_ratio(step, "against_weight", college->carried.against_weight);
}

static void carry_college(struct pal_counting *counting, size_t i)
{
    struct pal_result_college *college = college_at(counting, i);
    const struct pal_tally *second = counting->spec->second_round == NULL
                                         ? NULL
                                         : &counting->spec->second_round[counting->first + i];
    if (second != NULL && second->favour + second->against == 0) {
        second = NULL;
    }
    struct pal_transfer_spec spec = {.rule = rule_of(counting),
                                     .weight = college->weight,
                                     .tally = &college->tally};
    pal_transfer_college(counting->constitution, &spec, &college->carried);
    /* A second round is asked only where the first left no winner. */
    bool is_open = college->carried.state == PAL_COLLEGE_TIED &&
                   counting->constitution->college_majority == PAL_COLLEGE_MAJORITY_THRESHOLD;
    if (is_open && second != NULL) {
        college->has_second_round = true;
        college->second_round = *second;
        spec.second_round = second;
        pal_transfer_college(counting->constitution, &spec, &college->carried);
    }
}

/* RULE docs/rules/majority.md
 * > The ratio is the weight for, divided by the weight for and against together. Where silent colleges
 * > stay in the count (`strict`), or where the base is all members, it is divided by the weight of all
 * > colleges. Where the base is those present, it is divided by the weight of the colleges in which
 * > somebody is present, and of all colleges under `strict`. A tied college that the constitution
 * > leaves out is not one of those in which somebody is present.
 */
static bool is_in_whole(const struct pal_counting *counting,
                        const struct pal_result_college *college)
{
    if (counting->constitution->silent_college == PAL_SILENT_STRICT ||
        rule_of(counting)->base == PAL_MAJORITY_MEMBERS) {
        return true;
    }
    bool is_left_out = college->carried.state == PAL_COLLEGE_TIED &&
                       counting->constitution->college_tie == PAL_COLLEGE_TIE_EXCLUDED;
    return college->tally.present > 0 && !is_left_out;
}

static void whole_of_weights(const struct pal_counting *counting, mpq_t out)
{
    const struct pal_result *result = counting->out;
    if (rule_of(counting)->base == PAL_MAJORITY_EXPRESSED &&
        counting->constitution->silent_college == PAL_SILENT_RENORMALISE) {
        mpq_add(out, result->favour_weight, result->against_weight);
        return;
    }
    for (size_t i = 0; i < counting->count; i++) {
        if (is_in_whole(counting, college_at(counting, i))) {
            mpq_add(out, out, college_at(counting, i)->weight);
        }
    }
}

static void carry_colleges(struct pal_counting *counting)
{
    struct pal_result *out = counting->out;
    for (size_t i = 0; i < counting->count; i++) {
        carry_college(counting, i);
        const struct pal_result_college *college = college_at(counting, i);
        mpq_add(out->favour_weight, out->favour_weight, college->carried.favour_weight);
        mpq_add(out->against_weight, out->against_weight, college->carried.against_weight);
        out->favour_heads += college->carried.favour;
        out->against_heads += college->carried.against;
        step_college(counting, college);
    }
    struct pal_json *step =
        pal_counting_step(out, "transfer",
                          counting->constitution->transfer_rule == PAL_CARRY_MAJORITY
                              ? "majority"
                              : "proportional");
    pal_json_set_ratio(step, "for_weight", out->favour_weight);
    pal_json_set_ratio(step, "against_weight", out->against_weight);
}

/* --- double majorities ----------------------------------------------------------------------------------- */

/* Fails with that reason; the first one is kept. */
static void fail(struct pal_counting *counting, const char *reason)
{
    counting->out->kind = PAL_RESULT_REJECTED;
    if (counting->out->reason == NULL) {
        counting->out->reason = reason;
    }
}

/* The votes of a college after the abstention rule. */
static struct pal_tally expressed_in(const struct pal_result_college *college)
{
    return (struct pal_tally){.members = college->tally.members,
                              .favour = college->carried.favour,
                              .against = college->carried.against};
}

/* RULE docs/rules/majority.md
 * > more votes for than against in each college;
 */
static void ask_every_college(struct pal_counting *counting)
{
    for (size_t i = 0; i < counting->count; i++) {
        const struct pal_result_college *college = college_at(counting, i);
        struct pal_tally tally = expressed_in(college);
        if (tally.members == 0) {
            continue;
        }
        bool carried = pal_majority_of_class(&tally);
        struct pal_json *step =
            pal_counting_step(counting->out, "every_college", carried ? "carried" : "not_carried");
        pal_json_set_string(step, "college", college->id);
        pal_counting_figure(step, "for", tally.favour);
        pal_counting_figure(step, "against", tally.against);
        if (!carried) {
            fail(counting, "college_not_carried");
        }
    }
}

/* RULE docs/rules/majority.md
 * > The share for is that inside the college: of the votes expressed; of the members present where the
 * > proportional rule divides the college by them; and of all members, or of those present, where the
 * > majority of the decision is counted on them.
 */
static uint64_t whole_in(const struct pal_counting *counting,
                         const struct pal_result_college *college)
{
    const struct pal_constitution *constitution = counting->constitution;
    bool is_of_present = counting->out->is_weighted &&
                         constitution->transfer_rule == PAL_CARRY_PROPORTIONAL &&
                         constitution->college_base == PAL_COLLEGE_BASE_PRESENT;
    uint64_t expressed = college->carried.favour + college->carried.against;
    return pal_transfer_whole(rule_of(counting), &college->tally,
                              is_of_present ? college->tally.present : expressed);
}

/* RULE docs/rules/majority.md
 * > A college without members is not asked. A silent college is not asked for a share where silent
 * > colleges are left out, and fails where they stay in the count;
 */
static void ask_each_share(struct pal_counting *counting)
{
    mpq_srcptr least = counting->class->each_college_min;
    PAL_RATIO(share);
    for (size_t i = 0; i < counting->count; i++) {
        const struct pal_result_college *college = college_at(counting, i);
        struct pal_tally tally = expressed_in(college);
        uint64_t expressed = tally.favour + tally.against;
        bool is_asked =
            expressed > 0 || (tally.members > 0 && counting->out->is_weighted &&
                              counting->constitution->silent_college == PAL_SILENT_STRICT);
        if (!is_asked) {
            continue;
        }
        mpq_set_ui(share, tally.favour, expressed > 0 ? whole_in(counting, college) : 1);
        mpq_canonicalize(share);
        bool reached = mpq_cmp(share, least) >= 0;
        struct pal_json *step =
            pal_counting_step(counting->out, "each_college_min", reached ? "reached" : "below");
        pal_json_set_string(step, "college", college->id);
        pal_json_set_ratio(step, "share", share);
        pal_json_set_ratio(step, "required", least);
        if (!reached) {
            fail(counting, "college_below_min");
        }
    }
}

static void ask_members(struct pal_counting *counting)
{
    struct pal_tally *tallies PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(counting->count, sizeof *tallies);
    for (size_t i = 0; i < counting->count; i++) {
        tallies[i] = expressed_in(college_at(counting, i));
    }
    PAL_RATIO(share);
    bool reached =
        pal_majority_of_members(tallies, counting->count, counting->class->members_min, share);
    struct pal_json *step =
        pal_counting_step(counting->out, "members_min", reached ? "reached" : "below");
    pal_json_set_ratio(step, "share", share);
    pal_json_set_ratio(step, "required", counting->class->members_min);
    if (!reached) {
        fail(counting, "members_below_min");
    }
}

/* --- the majority -------------------------------------------------------------------------------------------- */

static const char *majority_code(const struct pal_majority_rule *rule, mpq_srcptr ratio,
                                 bool passes)
{
    int margin = mpq_cmp(ratio, rule->threshold);
    if (margin == 0) {
        return passes ? "reached" : "only_reached";
    }
    return margin > 0 ? "above" : "below";
}

static void judge_majority(struct pal_counting *counting, mpq_srcptr whole)
{
    struct pal_result *out = counting->out;
    const struct pal_majority_rule *rule = rule_of(counting);
    PAL_RATIO(favour);
    if (out->is_weighted) {
        mpq_set(favour, out->favour_weight);
    } else {
        mpq_set_ui(favour, out->favour_heads, 1);
    }
    out->has_ratio =
        out->favour_heads + out->against_heads > 0 && pal_majority_ratio(favour, whole, out->ratio);
    if (!out->has_ratio) {
        out->kind = PAL_RESULT_REJECTED;
        out->reason = "no_vote_expressed";
        pal_counting_step(out, "majority",
                          out->favour_heads + out->against_heads > 0 ? "no_college_carried"
                                                                     : "no_vote_expressed");
        return;
    }
    bool passes = pal_majority_passes(rule, out->ratio);
    out->is_tie = mpq_cmp_ui(out->ratio, 1, 2) == 0;
    out->kind = passes ? PAL_RESULT_ADOPTED : PAL_RESULT_REJECTED;
    struct pal_json *step =
        pal_counting_step(out, "majority", majority_code(rule, out->ratio, passes));
    pal_json_set_ratio(step, "for", favour);
    pal_json_set_ratio(step, "whole", whole);
    pal_json_set_ratio(step, "ratio", out->ratio);
    pal_json_set_ratio(step, "threshold", rule->threshold);
    pal_json_set_bool(step, "strict", rule->strict);
    pal_json_set_string(step, "base", pal_majority_base_word(rule->base));
    pal_json_set_bool(step, "tie", out->is_tie);
}

void pal_counting_motion(struct pal_counting *counting)
{
    PAL_RATIO(whole);
    pal_counting_weights(counting);
    if (counting->out->is_weighted) {
        carry_colleges(counting);
        whole_of_weights(counting, whole);
    } else {
        express_heads(counting);
        whole_of_heads(counting, whole);
    }
    judge_majority(counting, whole);
    if (counting->class->every_college) {
        ask_every_college(counting);
    }
    if (counting->class->has_each_college_min) {
        ask_each_share(counting);
    }
    if (counting->class->has_members_min) {
        ask_members(counting);
    }
}
