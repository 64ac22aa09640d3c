/*
 * judging.c - what the rule says of a vote by paper or by proxy, against the votes that are there.
 */
#include "ballots/rules.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/colleges.h"
#include "core/roll.h"
#include "core/society.h"
#include "core/store.h"

#include "ballots.h"
#include "manifest.h"
#include "polling.h"

/* All that the rule looks at for one vote. */
struct bench {
    const struct pal_constitution *constitution;
    const struct pal_vote_case *vote;
    struct pal_assembly_id assembly;
    uint64_t members; /* what a cap by law is a share of */
    size_t college, holder_college;
    struct pal_ballot_against against;
    bool is_present, holder_is_present, is_late;
};

static size_t index_of(const struct pal_constitution *constitution, struct pal_text college)
{
    if (constitution->college_count == 0) {
        return 0;
    }
    size_t index = pal_constitution_college(constitution, college);
    return index == SIZE_MAX ? constitution->college_count : index; /* one beyond: in none */
}

/* The college of a holder: that of the roll, or where they stand when they are not on it. */
static enum pal_err find_holder_college(struct pal_store *store, const struct pal_member *holder,
                                        struct bench *bench)
{
    char college[PAL_LIMIT_NAME + 1];
    bool is_used;
    enum pal_err err = pal_roll_right(store, bench->vote->poll, holder->id, college, &is_used);
    if (err != PAL_OK && err != PAL_ERR_ROLL_ABSENT) {
        return err;
    }
    bench->holder_college =
        index_of(bench->constitution, err == PAL_OK ? pal_text_of(college) : holder->college);
    return PAL_OK;
}

/* RULE docs/rules/proxies.md
 * > A holder is a member on the day of the vote: whoever was suspended or has left votes for nobody
 * > else, and the principals may vote themselves.
 */
static enum pal_err find_holder(struct pal_store *store, struct bench *bench)
{
    const struct pal_vote_case *vote = bench->vote;
    if (vote->holder.value == 0) {
        return PAL_OK;
    }
    PAL_MEMBER(holder);
    PAL_TRY(pal_member_read(store, vote->holder, &holder));
    PAL_TRY(find_holder_college(store, &holder, bench));
    bool is_in_room;
    PAL_TRY(pal_attendance_has(store, bench->assembly, vote->holder, &is_in_room));
    bench->holder_is_present =
        holder.state == PAL_MEMBER_ADMITTED &&
        (vote->is_by_holder || is_in_room || bench->against.holder_has_voted);
    return PAL_OK;
}

static enum pal_err find_lateness(struct pal_store *store, struct bench *bench)
{
    if (bench->vote->channel != PAL_CHANNEL_POSTAL || !bench->constitution->postal_allowed) {
        return PAL_OK;
    }
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, bench->assembly, &assembly));
    bench->is_late =
        !pal_deadlines_postal(bench->constitution, pal_date_of_instant(bench->vote->received_us),
                              pal_date_of_instant(assembly.meets_us));
    return PAL_OK;
}

/* RULE docs/rules/proxies.md
 * > The members are those of the whole society, also where one college votes.
 */
static enum pal_err count_members(struct pal_store *store, const struct pal_manifest *manifest,
                                  struct bench *bench)
{
    bench->members = manifest->voters;
    if (manifest->electorate.size == 0) {
        return PAL_OK;
    }
    PAL_CENSUS(census);
    PAL_TRY(pal_census_take(store, bench->constitution, pal_society_today(store), &census));
    bench->members = census.admitted;
    return PAL_OK;
}

/* The votes that matter, in the order of the box, with this one last: one of the member, and the
 * proxies of the holder that count. */
static void list_votes(const struct bench *bench, struct pal_vote *votes, size_t *out_count)
{
    size_t count = 0;
    uint64_t member = (uint64_t)bench->vote->member.value;
    uint64_t holder = (uint64_t)bench->vote->holder.value;
    if (bench->against.has_voted) {
        votes[count++] = (struct pal_vote){.member = member,
                                           .college = bench->college,
                                           .channel = PAL_CHANNEL_POSTAL,
                                           .is_judged = true};
    }
    for (uint64_t i = 0; i < bench->against.held; i++) {
        votes[count++] =
            (struct pal_vote){.member = UINT64_MAX - i, /* of others: no member's key */
                              .holder = holder,
                              .college = bench->college,
                              .channel = PAL_CHANNEL_PROXY,
                              .is_judged = true};
    }
    votes[count++] = (struct pal_vote){.member = member,
                                       .holder = holder,
                                       .college = bench->college,
                                       .channel = bench->vote->channel,
                                       .is_late = bench->is_late};
    *out_count = count;
}

static enum pal_void judge(const struct bench *bench)
{
    size_t room = (size_t)bench->against.held + 2;
    struct pal_vote *votes PAL_CLEANUP(pal_mem_done) = pal_mem_new(room, sizeof *votes);
    enum pal_void *reasons PAL_CLEANUP(pal_mem_done) = pal_mem_new(room, sizeof *reasons);
    uint64_t *present PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(bench->constitution->college_count + 2, sizeof *present);
    struct pal_attendance attendance[2];
    struct pal_channels_spec spec = {
        .votes = votes,
        .attendance = attendance,
        .members = bench->members,
    };
    if (bench->is_present) {
        attendance[spec.attendance_count++] =
            (struct pal_attendance){.member = (uint64_t)bench->vote->member.value,
                                    .college = bench->college};
    }
    if (bench->holder_is_present) {
        attendance[spec.attendance_count++] =
            (struct pal_attendance){.member = (uint64_t)bench->vote->holder.value,
                                    .college = bench->holder_college};
    }
    list_votes(bench, votes, &spec.vote_count);
    pal_channels_judge(bench->constitution, &spec, reasons, present);
    return reasons[spec.vote_count - 1];
}

enum pal_err pal_vote_judge(struct pal_store *store, const struct pal_manifest *manifest,
                            const struct pal_constitution *constitution,
                            const struct pal_vote_case *vote, enum pal_void *out_reason)
{
    struct bench bench = {.constitution = constitution, .vote = vote};
    struct pal_poll_brief brief;
    PAL_TRY(pal_poll_glance(store, vote->poll, &brief));
    bench.assembly = brief.assembly;
    bench.college = index_of(constitution, vote->college);
    PAL_TRY(pal_attendance_has(store, bench.assembly, vote->member, &bench.is_present));
    PAL_TRY(pal_ballots_against(store, vote->poll, vote->member, vote->holder, &bench.against));
    PAL_TRY(find_holder(store, &bench));
    PAL_TRY(find_lateness(store, &bench));
    PAL_TRY(count_members(store, manifest, &bench));
    *out_reason = judge(&bench);
    return PAL_OK;
}
