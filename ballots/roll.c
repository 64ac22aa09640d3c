/*
 * roll.c - from votes and ballots to what each college said: tallies of a motion, profiles of the rest.
 */
#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

#include "counting.h"

/* --- what cannot be --------------------------------------------------------------------------------- */

static bool are_indexes_right(const struct pal_decide_spec *spec, size_t colleges)
{
    for (size_t i = 0; i < spec->vote_count; i++) {
        if (spec->votes[i].college >= colleges) {
            return false;
        }
    }
    for (size_t i = 0; i < spec->attendance_count; i++) {
        if (spec->attendance[i].college >= colleges) {
            return false;
        }
    }
    return true;
}

/* Each vote has one ballot at most, and one by blank proxy has none. */
static bool are_links_right(const struct pal_decide_spec *spec, size_t colleges)
{
    bool *has_ballot PAL_CLEANUP(pal_mem_done) = pal_mem_new(spec->vote_count, sizeof *has_ballot);
    for (size_t i = 0; i < spec->ballot_count; i++) {
        const struct pal_box_ballot *ballot = &spec->ballots[i];
        if (ballot->vote == PAL_BALLOT_UNLINKED) {
            if (ballot->college >= colleges) {
                return false;
            }
            continue;
        }
        if (ballot->vote >= spec->vote_count || has_ballot[ballot->vote] ||
            spec->votes[ballot->vote].channel == PAL_CHANNEL_BLANK_PROXY) {
            return false;
        }
        has_ballot[ballot->vote] = true;
    }
    return true;
}

/* No more people present than members, no more choices than people present. */
static bool are_counts_right(const struct pal_result_college *college)
{
    const struct pal_tally *tally = &college->tally;
    if (tally->present > tally->members || tally->members > PAL_LIMIT_MEMBERS) {
        return false;
    }
    uint64_t room = tally->present;
    const uint64_t parts[] = {tally->favour, tally->against, tally->abstain};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i] > room) {
            return false;
        }
        room -= parts[i];
    }
    return college->counted + college->blank + college->spoilt + college->abstaining <=
           tally->present;
}

/* --- ballots ------------------------------------------------------------------------------------------ */

/* RULE docs/rules/decide.md
 * > A ballot that names more options than the question lets it is refused, as one that the method
 * > refuses.
 */
enum pal_err pal_decide_judge(const struct pal_method *method, const struct pal_question *question,
                              const struct pal_ballot *ballot, enum pal_ballot_state *out_state)
{
    enum pal_ballot_kind kind = pal_method_kind(method, question);
    PAL_TRY(pal_method_judge(method, question, ballot, out_state));
    bool is_long = question->max_length > 0 && *out_state == PAL_BALLOT_COUNTED &&
                   pal_ballot_length(kind, ballot) > question->max_length;
    return is_long ? PAL_ERR_BALLOT_TOO_MANY : PAL_OK;
}

/* RULE docs/rules/decide.md
 * > A ballot that the method refuses is spoilt.
 */
static enum pal_ballot_state state_of(const struct pal_counting *counting,
                                      const struct pal_ballot *ballot)
{
    enum pal_ballot_state state = ballot->state;
    const struct pal_question *question = counting->spec->question;
    if (state == PAL_BALLOT_COUNTED &&
        (pal_ballot_check(question, counting->kind, ballot) != PAL_OK ||
         pal_decide_judge(counting->method, question, ballot, &state) != PAL_OK)) {
        return PAL_BALLOT_SPOILT;
    }
    return state;
}

static void add_motion(struct pal_tally *tally, enum pal_ballot_state state,
                       const struct pal_ballot *ballot)
{
    if (state == PAL_BALLOT_COUNTED && ballot->marks[PAL_MOTION_FOR] != 0) {
        tally->favour++;
    } else if (state == PAL_BALLOT_COUNTED && ballot->marks[PAL_MOTION_AGAINST] != 0) {
        tally->against++;
    } else {
        tally->abstain++;
    }
}

static void add_ballot(struct pal_counting *counting, size_t index, const struct pal_ballot *ballot)
{
    struct pal_result_college *college = &counting->out->colleges[index];
    enum pal_ballot_state state = state_of(counting, ballot);
    switch (state) {
    case PAL_BALLOT_COUNTED: college->counted++; break;
    case PAL_BALLOT_BLANK: college->blank++; break;
    case PAL_BALLOT_SPOILT: college->spoilt++; break;
    case PAL_BALLOT_ABSTAINING: college->abstaining++; break;
    case PAL_BALLOT_STATE_COUNT: PAL_CHECK(state != PAL_BALLOT_STATE_COUNT); break;
    }
    if (counting->is_motion) {
        add_motion(&college->tally, state, ballot);
        return;
    }
    PAL_RATIO(one);
    mpq_set_ui(one, 1, 1);
    struct pal_ballot judged = *ballot;
    judged.state = state;
    pal_profile_add(&counting->profiles[index], &judged, 1, one);
}

/* RULE docs/rules/proxies.md
 * > A blank proxy is counted for what the board presented or approved, and against all else. It has no
 * > holder: no cap and no scope applies to it. In an election it counts for the candidates that the
 * > board presents, and abstains where there are none, or where a ballot cannot name them all and no
 * > other.
 */
static void add_blank_proxy(struct pal_counting *counting, size_t index)
{
    static const int32_t approved[PAL_MOTION_OPTIONS] = {[PAL_MOTION_FOR] = 1};
    static const int32_t refused[PAL_MOTION_OPTIONS] = {[PAL_MOTION_AGAINST] = 1};
    struct pal_ballot ballot = {.state = PAL_BALLOT_ABSTAINING};
    if (counting->is_motion) {
        ballot = (struct pal_ballot){
            .state = PAL_BALLOT_COUNTED,
            .marks = counting->spec->board_approved ? approved : refused,
            .mark_count = PAL_MOTION_OPTIONS,
        };
    } else if (counting->spec->board_ballot != NULL) {
        ballot = *counting->spec->board_ballot;
    }
    counting->out->colleges[index].blank_proxies++;
    add_ballot(counting, index, &ballot);
}

/* --- the roll --------------------------------------------------------------------------------------------- */

static void keep_voids(struct pal_counting *counting, const enum pal_void *reasons)
{
    struct pal_result *out = counting->out;
    size_t vote_count = counting->spec->vote_count;
    for (size_t i = 0; i < vote_count; i++) {
        out->void_count += reasons[i] != PAL_VOID_NONE;
    }
    out->voids = pal_mem_new(out->void_count, sizeof out->voids[0]);
    size_t kept = 0;
    for (size_t i = 0; i < vote_count; i++) {
        if (reasons[i] != PAL_VOID_NONE) {
            out->voids[kept++] = (struct pal_void_vote){.vote = i, .reason = reasons[i]};
        }
    }
}

static void judge_votes(struct pal_counting *counting, enum pal_void *reasons)
{
    const struct pal_decide_spec *spec = counting->spec;
    struct pal_result *out = counting->out;
    uint64_t *present PAL_CLEANUP(pal_mem_done) = pal_mem_new(out->college_count, sizeof *present);
    struct pal_channels_spec channels = {.votes = spec->votes,
                                         .vote_count = spec->vote_count,
                                         .attendance = spec->attendance,
                                         .attendance_count = spec->attendance_count};
    for (size_t i = 0; i < out->college_count; i++) {
        channels.members += out->colleges[i].tally.members;
    }
    pal_channels_judge(counting->constitution, &channels, reasons, present);
    for (size_t i = 0; i < out->college_count; i++) {
        out->colleges[i].tally.present = present[i];
    }
    keep_voids(counting, reasons);
}

static void add_ballots(struct pal_counting *counting, const enum pal_void *reasons)
{
    const struct pal_decide_spec *spec = counting->spec;
    for (size_t i = 0; i < spec->vote_count; i++) {
        if (reasons[i] == PAL_VOID_NONE && spec->votes[i].channel == PAL_CHANNEL_BLANK_PROXY) {
            add_blank_proxy(counting, spec->votes[i].college);
        }
    }
    for (size_t i = 0; i < spec->ballot_count; i++) {
        const struct pal_box_ballot *ballot = &spec->ballots[i];
        if (ballot->vote == PAL_BALLOT_UNLINKED) {
            add_ballot(counting, ballot->college, &ballot->ballot);
        } else if (reasons[ballot->vote] == PAL_VOID_NONE) {
            add_ballot(counting, spec->votes[ballot->vote].college, &ballot->ballot);
        }
    }
}

/* Proxies and postal forms need their rule, once there are any. */
static enum pal_err require_rules(const struct pal_counting *counting, struct pal_where *out_where)
{
    bool has_channel[PAL_CHANNEL_COUNT] = {false};
    for (size_t i = 0; i < counting->spec->vote_count; i++) {
        has_channel[counting->spec->votes[i].channel] = true;
    }
    if (has_channel[PAL_CHANNEL_PROXY] || has_channel[PAL_CHANNEL_BLANK_PROXY]) {
        PAL_TRY(pal_constitution_require(counting->constitution, PAL_FIELD_PROXY, out_where));
    }
    if (has_channel[PAL_CHANNEL_POSTAL]) {
        PAL_TRY(pal_constitution_require(counting->constitution, PAL_FIELD_POSTAL, out_where));
    }
    return PAL_OK;
}

static enum pal_err take_votes(struct pal_counting *counting, struct pal_where *out_where)
{
    const struct pal_decide_spec *spec = counting->spec;
    size_t colleges = counting->out->college_count;
    if (!are_indexes_right(spec, colleges) || !are_links_right(spec, colleges)) {
        return PAL_ERR_ROLL_COUNTS;
    }
    PAL_TRY(require_rules(counting, out_where));
    enum pal_void *reasons PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(spec->vote_count, sizeof *reasons);
    judge_votes(counting, reasons);
    add_ballots(counting, reasons);
    counting->out->has_tallies = true;
    return PAL_OK;
}

static void take_tallies(struct pal_counting *counting)
{
    struct pal_result *out = counting->out;
    for (size_t i = 0; i < out->college_count; i++) {
        const struct pal_tally *tally = &counting->spec->tallies[i];
        out->colleges[i].tally = *tally;
        out->colleges[i].tally.members = counting->spec->members[i];
    }
}

enum pal_err pal_counting_roll(struct pal_counting *counting, struct pal_where *out_where)
{
    if (counting->spec->tallies != NULL) {
        PAL_CHECK(counting->is_motion);
        take_tallies(counting);
    } else {
        PAL_TRY(take_votes(counting, out_where));
    }
    for (size_t i = counting->first; i < counting->first + counting->count; i++) {
        if (!are_counts_right(&counting->out->colleges[i])) {
            return PAL_ERR_ROLL_COUNTS;
        }
    }
    return PAL_OK;
}
