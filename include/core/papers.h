/*
 * papers.h - votes on paper, entered by one teller and again by another, cast when they agree.
 *
 * What was in the room or came by post is judged when it is cast, by the rule of
 * ballots/rules/channels.c, against the votes already there: a paper that does not count is kept,
 * void, with its reason. A postal form may be entered before the opening; it is cast at the opening.
 */
#ifndef PAL_CORE_PAPERS_H
#define PAL_CORE_PAPERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/rules.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/polls.h"
#include "core/sessions.h"

struct pal_store;

/* clang-format off */
#define PAL_PAPER_STATES(X) \
    X(ENTERED, "entered") X(DISAGREED, "disagreed") X(AGREED, "agreed") X(CAST, "cast") \
    X(VOID, "void") X(WITHDRAWN, "withdrawn")
/* clang-format on */
enum pal_paper_state {
#define PAL_PAPER_STATE_ENUMERATOR(name, word) PAL_PAPER_##name,
    PAL_PAPER_STATES(PAL_PAPER_STATE_ENUMERATOR)
#undef PAL_PAPER_STATE_ENUMERATOR
};
const char *pal_paper_state_word(enum pal_paper_state state);
bool pal_paper_state_read(struct pal_text word, enum pal_paper_state *out_state);

struct pal_paper_spec {
    struct pal_poll_id poll;
    struct pal_member_id member;
    enum pal_channel channel;    /* in person, postal, or proxy */
    struct pal_member_id holder; /* of a proxy */
    int64_t received_us;         /* 0: now */
    const struct pal_hash *text; /* that the form was given on; NULL: the one that is voted */
    const struct pal_json *ballot;
    struct pal_person_id teller;
};
struct pal_paper {
    int64_t id;
    struct pal_uuid uuid;
    struct pal_poll_id poll;
    struct pal_member_id member;
    enum pal_channel channel;
    struct pal_member_id holder; /* 0: none */
    int64_t received_us;
    enum pal_paper_state state;
    struct pal_text void_reason;
    struct pal_person_id first_by, second_by; /* 0: not yet */
    struct pal_text first, second; /* what each entered, as JSON; second empty: not yet */
    int64_t version;               /* its ETag */
    char *owned;
};
#define PAL_PAPER(name) struct pal_paper name PAL_CLEANUP(pal_paper_done) = {0}
void pal_paper_done(struct pal_paper *paper);

/* The first teller's entry. A ballot that the method refuses is entered as spoilt: paper brings such.
 * Before the opening only postal forms are entered.
 * PAL_ERR_STATE (not called, or not open), PAL_ERR_POLL_CLOSED, PAL_ERR_ROLL_ABSENT, PAL_ERR_ROLL_VOTED
 * (void papers are for what the rule judges at the second entry), PAL_ERR_PAPER_AT_WORK (this
 * member's paper is being entered), PAL_ERR_JSON_VALUE (channel, holder, an instant to come),
 * PAL_ERR_CONSTITUTION_UNKNOWN (proxies or postal forms), PAL_ERR_BALLOT_KIND, PAL_ERR_BALLOT_TEXT (the
 * form was given on another text than the one that is voted), PAL_ERR_JSON_MISSING (of a postal form on a
 * text that was amended: the text that it was given on), PAL_ERR_JSON_* */
PAL_MUST_USE enum pal_err pal_paper_enter(struct pal_store *store,
                                          const struct pal_paper_spec *spec,
                                          struct pal_where *out_where, struct pal_uuid *out_uuid);
/* The second teller's, without having seen the first. When both agree the vote is cast, or void with
 * its reason, or waits for the opening; when not, both entries are kept, the state is disagreed, and
 * whoever erred enters again.
 * PAL_ERR_PAPER_SAME_TELLER, PAL_ERR_STATE, PAL_ERR_POLL_CLOSED, PAL_ERR_BALLOT_KIND */
struct pal_paper_entry {
    struct pal_uuid uuid;
    struct pal_person_id teller;
    const struct pal_json *ballot;
};
PAL_MUST_USE enum pal_err pal_paper_confirm(struct pal_store *store,
                                            const struct pal_paper_entry *entry,
                                            struct pal_where *out_where,
                                            enum pal_paper_state *out_state);
/* PAL_ERR_STATE once cast or void. */
PAL_MUST_USE enum pal_err pal_paper_withdraw(struct pal_store *store, const struct pal_uuid *uuid);
/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_paper_read(struct pal_store *store, const struct pal_uuid *uuid,
                                         struct pal_paper *out);
struct pal_papers_query {
    struct pal_poll_id poll;
    const enum pal_paper_state *state; /* NULL: all */
    int64_t after_id;
    size_t limit;
};
PAL_MUST_USE enum pal_err pal_papers_walk(
    struct pal_store *store, const struct pal_papers_query *query,
    enum pal_err (*visit)(void *context, const struct pal_paper *paper), void *context);

/* Removes the papers of polls that were over at that instant. In a transaction. */
PAL_MUST_USE enum pal_err pal_papers_expire(struct pal_store *store, int64_t until_us,
                                            int64_t *out_count);

#endif
