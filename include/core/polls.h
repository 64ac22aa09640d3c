/*
 * polls.h - the life of a poll: drafted, called, open, closed, counted, published; or void.
 *
 * States only advance. Calling judges the question against the method and the constitution and
 * freezes the text; opening freezes the roll, the rules and the order that settles ties into one
 * document, the manifest, whose hash is logged: whoever changes any of them afterwards is caught.
 * Nothing is received from closes_us on, whatever the state says.
 */
#ifndef PAL_CORE_POLLS_H
#define PAL_CORE_POLLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/constitution.h"
#include "ballots/method.h"
#include "ballots/question.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/amendments.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/resolutions.h"

struct pal_store;

struct pal_poll_id {
    int64_t value; /* 0: none */
};

/* clang-format off */
#define PAL_POLL_KINDS(X) \
    X(RESOLUTION, "resolution") X(AMENDMENT, "amendment") X(ELECTION, "election") X(CHOICE, "choice")
#define PAL_POLL_STATES(X) \
    X(DRAFT, "draft") X(CALLED, "called") X(OPEN, "open") X(CLOSED, "closed") \
    X(COUNTED, "counted") X(PUBLISHED, "published") X(VOID, "void")
/* clang-format on */
enum pal_poll_kind {
#define PAL_POLL_KIND_ENUMERATOR(name, word) PAL_POLL_##name,
    PAL_POLL_KINDS(PAL_POLL_KIND_ENUMERATOR)
#undef PAL_POLL_KIND_ENUMERATOR
};
enum pal_poll_state {
#define PAL_POLL_STATE_ENUMERATOR(name, word) PAL_POLL_##name,
    PAL_POLL_STATES(PAL_POLL_STATE_ENUMERATOR)
#undef PAL_POLL_STATE_ENUMERATOR
};
const char *pal_poll_kind_word(enum pal_poll_kind kind);
const char *pal_poll_state_word(enum pal_poll_state state);
bool pal_poll_kind_read(struct pal_text word, enum pal_poll_kind *out_kind);
bool pal_poll_state_read(struct pal_text word, enum pal_poll_state *out_state);

/* One option as it is announced: a label, and for an election the member who stands and whether
 * the board presents them (it decides blank proxies). */
struct pal_poll_option {
    struct pal_text label;
    struct pal_member_id member; /* 0: nobody */
    bool is_by_board;
    struct pal_text cost;  /* a ratio, where there is a budget; empty: none */
    struct pal_text group; /* for which seats are kept; empty: that of the register, or none */
    const struct pal_json *allocation; /* of a surplus, as in the document of a question, or NULL */
};

struct pal_poll {
    struct pal_poll_id id;
    struct pal_uuid uuid;
    struct pal_assembly_id assembly;
    struct pal_uuid assembly_uuid;
    struct pal_resolution_id resolution; /* 0 unless a resolution's */
    struct pal_uuid resolution_uuid;
    struct pal_amendment_id amendment; /* 0 unless an amendment's */
    struct pal_uuid amendment_uuid;
    enum pal_poll_kind kind;
    enum pal_poll_state state;
    enum pal_call call;
    struct pal_text title, decision_class, method;
    struct pal_text electorate; /* a college; empty: the whole assembly */
    struct pal_hash question;   /* of its document: title, options, seats, parameters */
    int64_t opens_us, closes_us;
    int64_t called_us, opened_us, closed_us, counted_us, published_us; /* 0: not yet */
    struct pal_text void_reason;
    bool has_text;
    struct pal_hash text;         /* of the version voted, once called */
    struct pal_uuid constitution; /* the version that it was called under, once called */
    enum pal_secrecy secrecy;     /* open or secret */
    bool has_trackers;            /* secret: they are published beside the opened ballots */
    int64_t kept_until_us;        /* secret: the end of the appeal period */
    bool is_waived;               /* secret: the least size of a college */
    int64_t destroyed_us;         /* sealed ballots and shares; 0: not yet */
    int64_t voters;               /* on the roll, once open */
    bool has_manifest, has_box, has_outcome, has_opened;
    struct pal_hash manifest, box, outcome, opened;
    struct pal_text verdict; /* "adopted", "rejected", "no_quorum", "counted", once counted */
    int64_t entry;           /* its ETag */
    char *owned;
};
#define PAL_POLL(name) struct pal_poll name PAL_CLEANUP(pal_poll_done) = {0}
void pal_poll_done(struct pal_poll *poll);

struct pal_poll_spec {
    struct pal_assembly_id assembly;
    struct pal_resolution_id resolution; /* 0: none */
    struct pal_amendment_id amendment;   /* the same; its poll is by motion */
    enum pal_poll_kind kind;
    struct pal_text title; /* of a resolution's or amendment's poll empty: the resolution's */
    struct pal_text decision_class; /* the same */
    struct pal_text method;
    const struct pal_json *parameters; /* an object, or NULL */
    int64_t seats;                     /* 0: one */
    int64_t scale;                     /* the highest score; 0: none */
    int64_t max_length;                /* options that a ballot may name; 0: no bound */
    struct pal_text budget;            /* a ratio; empty: none */
    const struct pal_json *reserved;   /* as in the document of a question, or NULL */
    const struct pal_json *terms;      /* the same */
    const struct pal_json *surplus;    /* the same: each option splits it */
    struct pal_findings *findings;     /* gets what is wrong with a split; may be NULL */
    bool is_absolute;                  /* seats want more than half of the votes */
    struct pal_poll_id first_round;    /* whose passed options are those here; 0: none */
    int64_t pass;                      /* how many pass; 0: two */
    bool names_members;                /* the options are the admitted members */
    struct pal_text nominees_of;       /* of one college; empty: of all */
    bool has_none;                     /* none of these is an option too */
    const struct pal_poll_option *options;
    size_t option_count; /* a motion has none: for, against, abstain */
    struct pal_text electorate;
    int64_t opens_us, closes_us;
    struct pal_text secrecy; /* empty: the constitution's */
    bool
        hides_trackers; /* secret: without them only totals can be checked, and nobody can be asked for theirs */
    int64_t kept_days; /* secret: after closes_us; 0: thirty */
};
/* Drafts a poll. PAL_ERR_POLL_SECRECY, PAL_ERR_POLL_FIRST_ROUND, PAL_ERR_POLL_DATES, PAL_ERR_METHOD_*, PAL_ERR_QUESTION_*, PAL_ERR_MEMBER_COLLEGE,
 * PAL_ERR_QUESTION_ALLOCATION (see the findings of spec), PAL_ERR_RESOLUTION_CLASS, PAL_ERR_STATE (assembly over; resolution withdrawn, decided, or in
 * another live poll), PAL_ERR_TEXT_*, PAL_ERR_LIMIT_*, with the place */
PAL_MUST_USE enum pal_err pal_poll_create(struct pal_store *store, const struct pal_poll_spec *spec,
                                          struct pal_where *out_where,
                                          struct pal_poll_id *out_poll);
/* Announces it: pal_decide_accepts under the constitution in force, text frozen. The assembly must
 * be convened or sit. PAL_ERR_STATE, PAL_ERR_METHOD_TRANSFER, PAL_ERR_CONSTITUTION_UNKNOWN …
 * A secret one: PAL_ERR_POLL_KEEPERS, PAL_ERR_POLL_K_MIN */
PAL_MUST_USE enum pal_err pal_poll_call(struct pal_store *store, struct pal_poll_id poll,
                                        struct pal_where *out_where);
/* Opens it: roll, rules, text and tie order become the manifest, and the postal forms that wait are
 * cast. PAL_ERR_STATE, PAL_ERR_POLL_TOO_EARLY, PAL_ERR_POLL_CLOSED, PAL_ERR_ROLL_EMPTY,
 * PAL_ERR_ROLL_ELSEWHERE (a member stands in a college that the constitution does not have); a secret
 * one as the call does */
PAL_MUST_USE enum pal_err pal_poll_open(struct pal_store *store, struct pal_poll_id poll);
/* Closes it: the box becomes a document whose hash is logged. Before closes_us only with a reason,
 * while the assembly sits. PAL_ERR_STATE, PAL_ERR_POLL_TOO_EARLY */
PAL_MUST_USE enum pal_err pal_poll_close(struct pal_store *store, struct pal_poll_id poll,
                                         struct pal_text reason);
/* Lets a secret poll be called and opened although a college has fewer electors than the constitution's
 * k_min: logged, with the reason, before either. PAL_ERR_STATE (not secret, or open already),
 * PAL_ERR_CONSTITUTION_UNKNOWN, PAL_ERR_TEXT_EMPTY */
PAL_MUST_USE enum pal_err pal_poll_waive(struct pal_store *store, struct pal_poll_id poll,
                                         struct pal_text reason);
/* The colleges that have electors today, and fewer than k_min; "all" without colleges. Lent until visit
 * returns. PAL_ERR_CONSTITUTION_UNKNOWN */
PAL_MUST_USE enum pal_err pal_poll_small_colleges(struct pal_store *store, struct pal_poll_id poll,
                                                  void (*visit)(void *context, const char *college),
                                                  void *context);
/* Annuls it, from any state before counted. PAL_ERR_STATE, PAL_ERR_TEXT_EMPTY */
PAL_MUST_USE enum pal_err pal_poll_annul(struct pal_store *store, struct pal_poll_id poll,
                                         struct pal_text reason);

/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_poll_find(struct pal_store *store, const struct pal_uuid *uuid,
                                        struct pal_poll_id *out_poll);
PAL_MUST_USE enum pal_err pal_poll_read(struct pal_store *store, struct pal_poll_id poll,
                                        struct pal_poll *out);
struct pal_polls_query {
    struct pal_assembly_id assembly;  /* 0: all */
    const enum pal_poll_state *state; /* NULL: all */
    int64_t before_id;                /* 0: from the latest */
    size_t limit;
    bool with_drafts;
};
PAL_MUST_USE enum pal_err pal_polls_walk(
    struct pal_store *store, const struct pal_polls_query *query,
    enum pal_err (*visit)(void *context, const struct pal_poll *poll), void *context);

/* What has come due by the clock: called polls to open, open ones to close, closed ones to count, the urns
 * of secret ones to destroy.
 * For the loop, which asks at each turn and waits no longer than until the next instant (0: none).
 * due is lent until visit returns. */
enum pal_poll_due {
    PAL_POLL_DUE_OPEN,
    PAL_POLL_DUE_CLOSE,
    PAL_POLL_DUE_COUNT,
    PAL_POLL_DUE_DESTROY,
};
PAL_MUST_USE enum pal_err pal_polls_due(struct pal_store *store,
                                        enum pal_err (*visit)(void *context, struct pal_poll_id,
                                                              enum pal_poll_due),
                                        void *context, int64_t *out_next_us);

/* What is asked, {"format", "title", "method", "ballot" (its kind), "parameters", "seats", "options":
 * [{"label", "member", "by_board"}]…}, as docs/rules/polls.md says; the options of a motion are "for", "against"
 * and "abstain". The caller owns *out_json. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_poll_question(struct pal_store *store, struct pal_poll_id poll,
                                            struct pal_json **out_json);
/* Appends the bytes of the manifest. PAL_ERR_NOT_FOUND before the opening. */
PAL_MUST_USE enum pal_err pal_poll_manifest(struct pal_store *store, struct pal_poll_id poll,
                                            struct pal_buf *buf);

/* Is a secret poll open? Then figures of the server would say how many vote. */
PAL_MUST_USE enum pal_err pal_polls_hide(struct pal_store *store, bool *out_hide);

/* A right that a person may use in a poll that is open. */
struct pal_vote_right {
    struct pal_poll_id poll;
    struct pal_member_id member;
    enum pal_acts_as how; /* for themselves or for who is represented; of a proxy, for its holder */
    bool is_by_proxy;
    struct pal_uuid proxy;
    bool is_used, is_suspended;
};
/* The rights of a person in the polls that are open now, by poll. */
PAL_MUST_USE enum pal_err pal_vote_rights_walk(
    struct pal_store *store, struct pal_person_id person,
    enum pal_err (*visit)(void *context, const struct pal_vote_right *right), void *context);

#endif
