/* duties.c - what awaits those who hold an office. */
#include "core/duties.h"

#include "base/limits.h"
#include "core/assemblies.h"
#include "core/polls.h"
#include "core/resolutions.h"

#include "awaiting.h"
#include "sql.h"

/* What a walk over one kind knows. */
struct walking {
    struct pal_store *store;
    const struct pal_principal *principal;
    enum pal_err (*visit)(void *context, const struct pal_duty *duty);
    void *context;
    enum pal_duty_kind kind;
};

static enum pal_err say(const struct walking *walking, struct pal_duty duty)
{
    duty.kind = walking->kind;
    return walking->visit(walking->context, &duty);
}

static struct pal_awaiting_to page_to(struct walking *walking,
                                      enum pal_err (*show)(void *context,
                                                           const struct pal_awaiting *row))
{
    return (struct pal_awaiting_to){show, walking, PAL_LIMIT_PAGE};
}

enum pal_err pal_awaiting_walk(struct pal_query *query, const struct pal_awaiting_to *to)
{
    pal_bind_int(query, ":limit", to->limit);
    bool has_row;
    PAL_TRY(pal_query_next(query, &has_row));
    while (has_row) {
        struct pal_awaiting row = {.of = pal_column_int(query, 0),
                                   .count = pal_column_int(query, 1)};
        if (!pal_column_is_null(query, 2)) {
            row.due_on = (struct pal_day){true, {(int32_t)pal_column_int(query, 2)}};
        }
        PAL_TRY(to->visit(to->context, &row));
        PAL_TRY(pal_query_next(query, &has_row));
    }
    return PAL_OK;
}

/* --- assemblies, members ---------------------------------------------------------------------- */

static enum pal_err show_draft(void *context, const struct pal_assembly *assembly)
{
    const struct walking *walking = context;
    struct pal_deadlines deadlines = {0};
    enum pal_err err = pal_assembly_deadlines(walking->store, assembly, &deadlines);
    if (err != PAL_ERR_CONSTITUTION_NONE) {
        PAL_TRY(err);
    }
    return say(walking, (struct pal_duty){.object = assembly->uuid,
                                          .title = assembly->title,
                                          .count = 1,
                                          .due_on = deadlines.notice_by,
                                          .due_us = assembly->meets_us});
}

static enum pal_err walk_notices(struct walking *walking)
{
    const enum pal_assembly_state draft = PAL_ASSEMBLY_DRAFT;
    const struct pal_assemblies_query query = {.limit = PAL_LIMIT_PAGE,
                                               .state = &draft,
                                               .with_drafts = true};
    return pal_assemblies_walk(walking->store, &query, show_draft, walking);
}

static enum pal_err show_ended(void *context, const struct pal_awaiting *row)
{
    const struct walking *walking = context;
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(walking->store, (struct pal_assembly_id){row->of}, &assembly));
    return say(walking, (struct pal_duty){.object = assembly.uuid,
                                          .title = assembly.title,
                                          .count = row->count});
}

static enum pal_err walk_minutes(struct walking *walking)
{
    const struct pal_awaiting_to to = page_to(walking, show_ended);
    return pal_minutes_awaiting(walking->store, &to);
}

static enum pal_err walk_approvals(struct walking *walking)
{
    const struct pal_awaiting_to to = page_to(walking, show_ended);
    return pal_approvals_awaiting(walking->store, walking->principal->person, &to);
}

static enum pal_err show_member(void *context, const struct pal_awaiting *row)
{
    const struct walking *walking = context;
    PAL_MEMBER(member);
    PAL_TRY(pal_member_read(walking->store, (struct pal_member_id){row->of}, &member));
    return say(walking, (struct pal_duty){.object = member.uuid,
                                          .title = member.name,
                                          .count = row->count,
                                          .due_on = row->due_on});
}

static enum pal_err walk_applications(struct walking *walking)
{
    const struct pal_awaiting_to to = {show_member, walking, PAL_DUTY_APPLICATIONS};
    return pal_applications_awaiting(walking->store, &to);
}

static enum pal_err walk_erasures(struct walking *walking)
{
    const struct pal_awaiting_to to = page_to(walking, show_member);
    return pal_erasures_awaiting(walking->store, &to);
}

/* --- polls ------------------------------------------------------------------------------------ */

static enum pal_err show_prepared(void *context, const struct pal_poll *poll)
{
    const struct walking *walking = context;
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(walking->store, poll->assembly, &assembly));
    if (assembly.state != PAL_ASSEMBLY_CONVENED && assembly.state != PAL_ASSEMBLY_SITTING) {
        return PAL_OK;
    }
    return say(walking, (struct pal_duty){.object = poll->uuid,
                                          .title = poll->title,
                                          .count = 1,
                                          .due_us = poll->opens_us});
}

static enum pal_err walk_calls(struct walking *walking)
{
    const enum pal_poll_state draft = PAL_POLL_DRAFT;
    const struct pal_polls_query query = {.limit = PAL_LIMIT_PAGE,
                                          .state = &draft,
                                          .with_drafts = true};
    return pal_polls_walk(walking->store, &query, show_prepared, walking);
}

/* What is left at the end of a poll is left out for good. */
static enum pal_err show_papers(void *context, const struct pal_awaiting *row)
{
    const struct walking *walking = context;
    PAL_POLL(poll);
    PAL_TRY(pal_poll_read(walking->store, (struct pal_poll_id){row->of}, &poll));
    if (poll.state != PAL_POLL_CALLED && poll.state != PAL_POLL_OPEN) {
        return PAL_OK;
    }
    return say(walking, (struct pal_duty){.object = poll.uuid,
                                          .title = poll.title,
                                          .count = row->count,
                                          .due_us = poll.closes_us});
}

static enum pal_err walk_papers(struct walking *walking)
{
    const struct pal_awaiting_to to = page_to(walking, show_papers);
    return pal_papers_awaiting(walking->store, walking->principal->person, &to);
}

static enum pal_err show_decision(void *context, const struct pal_awaiting *row)
{
    const struct walking *walking = context;
    PAL_POLL(poll);
    PAL_TRY(pal_poll_read(walking->store, (struct pal_poll_id){row->of}, &poll));
    return say(walking, (struct pal_duty){.object = poll.uuid,
                                          .title = poll.title,
                                          .count = row->count,
                                          .due_on = row->due_on});
}

static enum pal_err walk_steps(struct walking *walking)
{
    const struct pal_awaiting_to to = page_to(walking, show_decision);
    return pal_steps_awaiting(walking->store, &to);
}

/* --- resolutions ------------------------------------------------------------------------------ */

/* A debate that is over takes no answer any more. */
static enum pal_err show_questions(void *context, const struct pal_awaiting *row)
{
    const struct walking *walking = context;
    PAL_RESOLUTION(resolution);
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_resolution_read(walking->store, (struct pal_resolution_id){row->of}, &resolution));
    PAL_TRY(pal_assembly_read(walking->store, resolution.assembly, &assembly));
    bool is_debated =
        resolution.debate_closed_us == 0 &&
        (resolution.state == PAL_RESOLUTION_DRAFT || resolution.state == PAL_RESOLUTION_FROZEN);
    if (!is_debated) {
        return PAL_OK;
    }
    return say(walking, (struct pal_duty){.object = resolution.uuid,
                                          .title = resolution.title,
                                          .count = row->count,
                                          .due_us = assembly.meets_us});
}

/* RULE docs/rules/deliberation.md
 * > The board owes an answer to every question that is visible and not answered until the sitting is
 * > over. */
static enum pal_err walk_questions(struct walking *walking)
{
    const struct pal_awaiting_to to = page_to(walking, show_questions);
    return pal_questions_awaiting(walking->store, &to);
}

static enum pal_err show_version(void *context, const struct pal_awaiting *row)
{
    const struct walking *walking = context;
    PAL_RESOLUTION(resolution);
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_resolution_read(walking->store, (struct pal_resolution_id){row->of}, &resolution));
    PAL_TRY(pal_assembly_read(walking->store, resolution.assembly, &assembly));
    bool is_under_way =
        assembly.state == PAL_ASSEMBLY_CONVENED || assembly.state == PAL_ASSEMBLY_SITTING;
    if (resolution.state != PAL_RESOLUTION_DRAFT || !is_under_way) {
        return PAL_OK;
    }
    return say(walking, (struct pal_duty){.object = resolution.uuid,
                                          .title = resolution.title,
                                          .count = row->count});
}

/* RULE docs/rules/amendments.md
 * > Once no amendment of a version is undecided, the next version is made: the text with the changes of all
 * > that were adopted or taken in.
 */
static enum pal_err walk_versions(struct walking *walking)
{
    const struct pal_awaiting_to to = page_to(walking, show_version);
    return pal_versions_awaiting(walking->store, &to);
}

/* --- all of them ------------------------------------------------------------------------------ */

static const struct {
    const char *word;
    enum pal_capability capability; /* what the route of the act asks for */
    enum pal_err (*walk)(struct walking *walking);
} kinds[PAL_DUTY_COUNT] = {
    [PAL_DUTY_NOTICE] = {"notice", PAL_MAY_CONVENE, walk_notices},
    [PAL_DUTY_CALL] = {"call", PAL_MAY_RUN_POLLS, walk_calls},
    [PAL_DUTY_PAPERS] = {"papers", PAL_MAY_ENTER_PAPER, walk_papers},
    [PAL_DUTY_QUESTIONS] = {"questions", PAL_MAY_CONVENE, walk_questions},
    [PAL_DUTY_VERSION] = {"version", PAL_MAY_CONVENE, walk_versions},
    [PAL_DUTY_MINUTES] = {"minutes", PAL_MAY_CONVENE, walk_minutes},
    [PAL_DUTY_APPROVAL] = {"approval", PAL_MAY_ACT, walk_approvals},
    [PAL_DUTY_STEPS] = {"steps", PAL_MAY_ADMINISTER, walk_steps},
    [PAL_DUTY_APPLICATION] = {"application", PAL_MAY_KEEP_REGISTER, walk_applications},
    [PAL_DUTY_ERASURE] = {"erasure", PAL_MAY_ADMINISTER, walk_erasures},
};

const char *pal_duty_word(enum pal_duty_kind kind)
{
    return kinds[kind].word;
}

enum pal_err pal_duties_walk(struct pal_store *store, const struct pal_principal *principal,
                             enum pal_err (*visit)(void *context, const struct pal_duty *duty),
                             void *context)
{
    struct walking walking = {.store = store,
                              .principal = principal,
                              .visit = visit,
                              .context = context};
    for (int kind = 0; kind < PAL_DUTY_COUNT; kind++) {
        walking.kind = (enum pal_duty_kind)kind;
        if (pal_principal_may(principal, kinds[kind].capability)) {
            PAL_TRY(kinds[kind].walk(&walking));
        }
    }
    return PAL_OK;
}
