/*
 * paper_votes.c - casts papers on which two tellers agree, or voids them, as the rule says.
 */
#include "ballots/rules.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/papers.h"
#include "core/store.h"

#include "ballots.h"
#include "manifest.h"
#include "polling.h"

/* All that the rule looks at for one paper. */
struct bench {
    const struct pal_constitution *constitution;
    const struct pal_manifest *manifest;
    const struct pal_paper *paper;
    struct pal_assembly_id assembly;
    char college[PAL_LIMIT_NAME + 1];
    size_t college_index, holder_college_index;
    struct pal_ballot_against against;
    bool is_present, holder_is_present; /* in the room */
};

static size_t index_of(const struct pal_constitution *constitution, struct pal_text college)
{
    if (constitution->college_count == 0) {
        return 0;
    }
    size_t index = pal_constitution_college(constitution, college);
    return index == SIZE_MAX ? constitution->college_count : index; /* one beyond: in none */
}

static enum pal_err find_holder(struct pal_store *store, struct bench *bench)
{
    struct pal_member_id holder = bench->paper->holder;
    if (holder.value == 0) {
        return PAL_OK;
    }
    PAL_MEMBER(member);
    PAL_TRY(pal_member_read(store, holder, &member));
    bench->holder_college_index = index_of(bench->constitution, member.college);
    bool is_present;
    PAL_TRY(pal_attendance_has(store, bench->assembly, holder, &is_present));
    bench->holder_is_present = is_present || bench->against.holder_has_voted;
    return PAL_OK;
}

static enum pal_err is_late(struct pal_store *store, const struct bench *bench, bool *out_is_late)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, bench->assembly, &assembly));
    *out_is_late =
        bench->paper->channel == PAL_CHANNEL_POSTAL && bench->constitution->postal_allowed &&
        !pal_deadlines_postal(bench->constitution, pal_date_of_instant(bench->paper->received_us),
                              pal_date_of_instant(assembly.meets_us));
    return PAL_OK;
}

/* The votes that matter, in the order of the box, with the paper last: one of the member, and the
 * proxies of the holder that count. */
static void list_votes(const struct bench *bench, bool late, struct pal_vote *votes,
                       size_t *out_count)
{
    size_t count = 0;
    uint64_t member = (uint64_t)bench->paper->member.value;
    uint64_t holder = (uint64_t)bench->paper->holder.value;
    if (bench->against.has_voted) {
        votes[count++] = (struct pal_vote){.member = member,
                                           .college = bench->college_index,
                                           .channel = PAL_CHANNEL_POSTAL,
                                           .is_judged = true};
    }
    for (uint64_t i = 0; i < bench->against.held; i++) {
        votes[count++] =
            (struct pal_vote){.member = UINT64_MAX - i, /* of others: no member's key */
                              .holder = holder,
                              .college = bench->college_index,
                              .channel = PAL_CHANNEL_PROXY,
                              .is_judged = true};
    }
    votes[count++] = (struct pal_vote){.member = member,
                                       .holder = holder,
                                       .college = bench->college_index,
                                       .channel = bench->paper->channel,
                                       .is_late = late};
    *out_count = count;
}

/* RULE docs/rules/polls.md
 * > A paper is judged when it is cast, against the votes that are there.
 */
static enum pal_void judge(const struct bench *bench, bool late)
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
        .members = bench->manifest->voters,
    };
    if (bench->is_present) {
        attendance[spec.attendance_count++] =
            (struct pal_attendance){.member = (uint64_t)bench->paper->member.value,
                                    .college = bench->college_index};
    }
    if (bench->holder_is_present) {
        attendance[spec.attendance_count++] =
            (struct pal_attendance){.member = (uint64_t)bench->paper->holder.value,
                                    .college = bench->holder_college_index};
    }
    list_votes(bench, late, votes, &spec.vote_count);
    pal_channels_judge(bench->constitution, &spec, reasons, present);
    return reasons[spec.vote_count - 1];
}

static enum pal_err put(struct pal_store *store, const struct bench *bench, enum pal_void reason)
{
    char college[PAL_LIMIT_NAME + 1];
    if (reason == PAL_VOID_NONE) {
        PAL_TRY(pal_roll_use(store, bench->paper->poll, bench->paper->member, college));
    }
    struct pal_ballot_slip slip = {
        .poll = bench->paper->poll,
        .member = bench->paper->member,
        .holder = bench->paper->holder,
        .college = pal_text_of(bench->college),
        .channel = bench->paper->channel,
        .marks = bench->paper->first,
        .void_reason = reason,
    };
    struct pal_receipt receipt;
    return pal_ballot_put(store, bench->manifest, &slip, &receipt);
}

static enum pal_err set_bench(struct pal_store *store, struct bench *bench, bool *out_has_right)
{
    const struct pal_paper *paper = bench->paper;
    struct pal_poll_brief brief;
    PAL_TRY(pal_poll_glance(store, paper->poll, &brief));
    bench->assembly = brief.assembly;
    bool is_used;
    enum pal_err err = pal_roll_right(store, paper->poll, paper->member, bench->college, &is_used);
    *out_has_right = err == PAL_OK;
    if (err != PAL_OK) {
        return err == PAL_ERR_ROLL_ABSENT ? PAL_OK : err;
    }
    bench->college_index = index_of(bench->constitution, pal_text_of(bench->college));
    PAL_TRY(pal_attendance_has(store, bench->assembly, paper->member, &bench->is_present));
    PAL_TRY(pal_ballots_against(store, paper->poll, paper->member, paper->holder, &bench->against));
    return find_holder(store, bench);
}

enum pal_err pal_paper_cast(struct pal_store *store, const struct pal_manifest *manifest,
                            const struct pal_constitution *constitution, struct pal_paper *paper)
{
    struct bench bench = {.constitution = constitution, .manifest = manifest, .paper = paper};
    bool has_right;
    PAL_TRY(set_bench(store, &bench, &has_right));
    if (!has_right) {
        paper->state = PAL_PAPER_WITHDRAWN;
        return pal_paper_save(store, paper);
    }
    bool late;
    PAL_TRY(is_late(store, &bench, &late));
    enum pal_void reason = judge(&bench, late);
    PAL_TRY(put(store, &bench, reason));
    paper->state = reason == PAL_VOID_NONE ? PAL_PAPER_CAST : PAL_PAPER_VOID;
    paper->void_reason = pal_text_of(pal_void_word(reason));
    return pal_paper_save(store, paper);
}

enum pal_err pal_papers_cast_waiting(struct pal_store *store, struct pal_poll_id poll)
{
    struct pal_poll_brief brief;
    PAL_TRY(pal_poll_glance(store, poll, &brief));
    const struct pal_manifest *manifest;
    PAL_TRY(pal_manifest_of_open(store, &brief, &manifest));
    PAL_CONSTITUTION(constitution);
    struct pal_hash hash;
    int64_t number;
    PAL_TRY(pal_poll_constitution(store, &manifest->constitution, &constitution, &hash, &number));
    int64_t after = 0;
    for (;;) {
        PAL_PAPER(paper);
        enum pal_err err = pal_paper_waiting(store, poll, after, &paper);
        if (err != PAL_OK) {
            return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
        }
        PAL_TRY(pal_paper_cast(store, manifest, &constitution, &paper));
        after = paper.id;
    }
}
