/* ballot.c - one ballot: its words, a draft of it, and whether its marks have their form. */
#include "ballots/ballot.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

static const char *const kind_names[PAL_BALLOT_KIND_COUNT] = {
    [PAL_BALLOT_NONE] = "none",         [PAL_BALLOT_CHOICE] = "choice",
    [PAL_BALLOT_APPROVES] = "approves", [PAL_BALLOT_SCORES] = "scores",
    [PAL_BALLOT_POINTS] = "points",     [PAL_BALLOT_RANKS] = "ranks",
};

static const char *const state_names[PAL_BALLOT_STATE_COUNT] = {
    [PAL_BALLOT_COUNTED] = "counted",
    [PAL_BALLOT_BLANK] = "blank",
    [PAL_BALLOT_SPOILT] = "spoilt",
    [PAL_BALLOT_ABSTAINING] = "abstaining",
};

/* What a mark may be, where there is one per option. */
static const struct {
    int32_t least, most;
} ranges[PAL_BALLOT_KIND_COUNT] = {
    [PAL_BALLOT_CHOICE] = {0, 1},
    [PAL_BALLOT_APPROVES] = {0, 1},
    [PAL_BALLOT_SCORES] = {PAL_MARK_NO_OPINION, 0}, /* to the scale of the question */
    [PAL_BALLOT_POINTS] = {0, INT32_MAX},
};

const char *pal_ballot_kind_name(enum pal_ballot_kind kind)
{
    PAL_CHECK(kind < PAL_BALLOT_KIND_COUNT);
    return kind_names[kind];
}

const char *pal_ballot_state_name(enum pal_ballot_state state)
{
    PAL_CHECK(state < PAL_BALLOT_STATE_COUNT);
    return state_names[state];
}

void pal_draft_done(struct pal_draft *draft)
{
    pal_mem_free(draft->marks);
    *draft = (struct pal_draft){0};
}

void pal_draft_clear(struct pal_draft *draft, enum pal_ballot_state state)
{
    draft->state = state;
    draft->mark_count = 0;
    draft->is_settled = false;
}

void pal_draft_reserve(struct pal_draft *draft, size_t count)
{
    if (count > draft->mark_capacity) {
        draft->mark_capacity = pal_mem_capacity(draft->mark_capacity, count);
        draft->marks = pal_mem_grow(draft->marks, draft->mark_capacity, sizeof *draft->marks);
    }
}

void pal_draft_add(struct pal_draft *draft, int32_t mark)
{
    pal_draft_reserve(draft, draft->mark_count + 1);
    draft->marks[draft->mark_count++] = mark;
}

void pal_draft_fill(struct pal_draft *draft, size_t count, int32_t mark)
{
    pal_draft_reserve(draft, count);
    for (size_t i = 0; i < count; i++) {
        draft->marks[i] = mark;
    }
    draft->mark_count = count;
}

struct pal_ballot pal_draft_ballot(const struct pal_draft *draft)
{
    return (struct pal_ballot){.state = draft->state,
                               .marks = draft->marks,
                               .mark_count = draft->mark_count};
}

static enum pal_err check_ranks(size_t option_count, const struct pal_ballot *ballot)
{
    for (size_t i = 0; i < ballot->mark_count; i++) {
        int32_t mark = ballot->marks[i];
        if (mark != PAL_MARK_NEXT_RANK && (mark < 0 || (size_t)mark >= option_count)) {
            return PAL_ERR_BALLOT_OPTION;
        }
    }
    return PAL_OK;
}

/* Each mark lies between least and most. */
static enum pal_err check_range(const struct pal_ballot *ballot, int32_t least, int32_t most)
{
    for (size_t i = 0; i < ballot->mark_count; i++) {
        if (ballot->marks[i] < least || ballot->marks[i] > most) {
            return PAL_ERR_BALLOT_MARK;
        }
    }
    return PAL_OK;
}

enum pal_err pal_ballot_check(const struct pal_question *question, enum pal_ballot_kind kind,
                              const struct pal_ballot *ballot)
{
    PAL_CHECK(kind < PAL_BALLOT_KIND_COUNT);
    if (ballot->state != PAL_BALLOT_COUNTED) {
        return PAL_OK;
    }
    if (ballot->mark_count > PAL_LIMIT_MARKS) {
        return PAL_ERR_BALLOT_TOO_MANY;
    }
    if (kind == PAL_BALLOT_NONE) {
        return PAL_ERR_BALLOT_KIND;
    }
    if (kind != PAL_BALLOT_RANKS && ballot->mark_count != question->option_count) {
        return PAL_ERR_BALLOT_LENGTH;
    }
    if (kind == PAL_BALLOT_RANKS) {
        return check_ranks(question->option_count, ballot);
    }
    return check_range(ballot, ranges[kind].least,
                       kind == PAL_BALLOT_SCORES ? question->scale : ranges[kind].most);
}

/* What a mark is that names no option. */
static int32_t nothing_in(enum pal_ballot_kind kind)
{
    bool has_minus = kind == PAL_BALLOT_RANKS || kind == PAL_BALLOT_SCORES;
    return has_minus ? PAL_MARK_NO_OPINION : 0;
}

size_t pal_ballot_length(enum pal_ballot_kind kind, const struct pal_ballot *ballot)
{
    const int32_t nothing = nothing_in(kind);
    size_t length = 0;
    for (size_t i = 0; i < ballot->mark_count; i++) {
        length += ballot->marks[i] != nothing;
    }
    return length;
}

bool pal_ballot_is_empty(enum pal_ballot_kind kind, const struct pal_ballot *ballot)
{
    const int32_t nothing = nothing_in(kind);
    size_t i = 0;
    while (i < ballot->mark_count && ballot->marks[i] == nothing) {
        i++;
    }
    return i == ballot->mark_count;
}
