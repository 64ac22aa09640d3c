/*
 * paper_votes.c - casts papers on which two tellers agree, or voids them, as the rule says.
 */
#include "base/limits.h"
#include "core/papers.h"
#include "core/store.h"

#include "ballots.h"
#include "manifest.h"
#include "polling.h"

static enum pal_err put(struct pal_store *store, const struct pal_manifest *manifest,
                        const struct pal_paper *paper, const struct pal_vote_case *vote,
                        enum pal_void reason)
{
    char college[PAL_LIMIT_NAME + 1];
    if (reason == PAL_VOID_NONE) {
        PAL_TRY(pal_roll_use(store, paper->poll, paper->member, college));
    }
    struct pal_ballot_slip slip = {
        .poll = paper->poll,
        .member = paper->member,
        .holder = paper->holder,
        .college = vote->college,
        .channel = paper->channel,
        .marks = paper->first,
        .void_reason = reason,
    };
    struct pal_cast_receipt receipt;
    return pal_ballot_put(store, manifest, &slip, &receipt);
}

/* RULE docs/rules/polls.md
 * > A paper is judged when it is cast, against the votes that are there.
 */
enum pal_err pal_paper_cast(struct pal_store *store, const struct pal_manifest *manifest,
                            const struct pal_constitution *constitution, struct pal_paper *paper)
{
    char college[PAL_LIMIT_NAME + 1];
    bool is_used;
    enum pal_err err = pal_roll_right(store, paper->poll, paper->member, college, &is_used);
    if (err == PAL_ERR_ROLL_ABSENT) {
        paper->state = PAL_PAPER_WITHDRAWN;
        return pal_paper_save(store, paper);
    }
    PAL_TRY(err);
    const struct pal_vote_case vote = {
        .poll = paper->poll,
        .member = paper->member,
        .holder = paper->holder,
        .college = pal_text_of(college),
        .channel = paper->channel,
        .received_us = paper->received_us,
    };
    enum pal_void reason;
    PAL_TRY(pal_vote_judge(store, manifest, constitution, &vote, &reason));
    PAL_TRY(put(store, manifest, paper, &vote, reason));
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
