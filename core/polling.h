/*
 * polling.h - what the files that make a poll live ask of each other, for core/ alone.
 */
#ifndef PAL_CORE_POLLING_H
#define PAL_CORE_POLLING_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/constitution.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "core/papers.h"
#include "core/polls.h"

struct pal_board;
struct pal_manifest;

/* --- polls.c -------------------------------------------------------------------------------- */

/* Its statements, which poll_views.c uses too. */
enum pal_poll_statement {
    PAL_POLL_SQL_INSERT,
    PAL_POLL_SQL_WAIVE,
    PAL_POLL_SQL_DESTROY,
    PAL_POLL_SQL_CALL,
    PAL_POLL_SQL_OPEN,
    PAL_POLL_SQL_CLOSE,
    PAL_POLL_SQL_COUNT,
    PAL_POLL_SQL_PUBLISH,
    PAL_POLL_SQL_ANNUL,
    PAL_POLL_SQL_BY_UUID,
    PAL_POLL_SQL_BY_ID,
    PAL_POLL_SQL_GLANCE,
    PAL_POLL_SQL_LIST,
    PAL_POLL_SQL_LIVE,
    PAL_POLL_SQL_DUE,
    PAL_POLL_SQL_RIGHTS,
    PAL_POLL_SQL_KEEP_SEED,
    PAL_POLL_SQL_SEED,
    PAL_POLL_SQL_HIDE,
    PAL_POLL_SQL_FORGET,
    PAL_POLL_SQL_COUNT_ALL
};

/* What every cast asks of a poll: one row, nothing to release. */
struct pal_poll_brief {
    struct pal_uuid uuid;
    struct pal_assembly_id assembly;
    enum pal_poll_state state;
    bool has_manifest;
    struct pal_hash manifest;
    int64_t entry; /* while it is open, that of its opening */
    bool is_secret;
};
/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_poll_glance(struct pal_store *store, struct pal_poll_id poll,
                                          struct pal_poll_brief *out);

/* Is a poll on that resolution alive? */
PAL_MUST_USE enum pal_err pal_poll_has_live(struct pal_store *store,
                                            struct pal_resolution_id resolution, bool *out_has);

/* Keeps the seed of a poll's lot until the manifest publishes it, and reads it. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_poll_keep_seed(struct pal_store *store, struct pal_poll_id poll,
                                             const struct pal_hash *seed);
PAL_MUST_USE enum pal_err pal_poll_read_seed(struct pal_store *store, struct pal_poll_id poll,
                                             struct pal_hash *out_seed);

/* The version of the constitution that a poll was called under, read whole.
 * PAL_ERR_LOG_BROKEN when its document is not the one of that version. */
PAL_MUST_USE enum pal_err pal_poll_constitution(struct pal_store *store,
                                                const struct pal_uuid *version,
                                                struct pal_constitution *out,
                                                struct pal_hash *out_hash, int64_t *out_number);

/* --- secrecy.c --------------------------------------------------------------------------------- */

/* Writes into the entry of a poll that is drafted what it says of secrecy.
 * PAL_ERR_POLL_SECRECY, PAL_ERR_JSON_VALUE, with the place */
PAL_MUST_USE enum pal_err pal_secrecy_set(const struct pal_poll_spec *spec,
                                          const struct pal_constitution *constitution,
                                          struct pal_json *d, struct pal_where *out_where);
/* May a poll be called or opened, as far as secrecy asks for more? Yes where it is open.
 * PAL_ERR_CONSTITUTION_UNKNOWN, PAL_ERR_POLL_KEEPERS, PAL_ERR_POLL_K_MIN */
PAL_MUST_USE enum pal_err pal_secrecy_check(struct pal_store *store, const struct pal_poll *poll,
                                            const struct pal_constitution *constitution,
                                            struct pal_where *out_where);

/* --- question_make.c ------------------------------------------------------------------------------- */

/* The document of what a specification asks but for its title, judged by its method. The caller owns *out_json. */
PAL_MUST_USE enum pal_err pal_question_document_new(struct pal_store *store,
                                                    const struct pal_poll_spec *spec,
                                                    const struct pal_constitution *constitution,
                                                    struct pal_where *out_where,
                                                    struct pal_json **out_json);
/* --- options.c */

/* Options that nobody listed. */
struct pal_poll_found {
    struct pal_poll_option *options;
    size_t count;
    struct pal_json *texts;       /* where their labels lie */
    struct pal_json *first_round; /* what the question says of it, or NULL */
};
void pal_poll_found_done(struct pal_poll_found *found);
/* Gives the specification the options of those who passed its first round, and the seats left, or of the
 * members whom one may name; lent by *out. Nothing where it lists its options.
 * PAL_ERR_POLL_FIRST_ROUND, PAL_ERR_POLL_NOBODY_PASSES, PAL_ERR_QUESTION_OPTIONS (it lists some too), PAL_ERR_LIMIT_COUNT,
 * PAL_ERR_MEMBER_COLLEGE, PAL_ERR_CONSTITUTION_UNKNOWN, with the place */
PAL_MUST_USE enum pal_err pal_poll_find_options(struct pal_store *store,
                                                const struct pal_constitution *constitution,
                                                struct pal_poll_spec *spec,
                                                struct pal_where *out_where,
                                                struct pal_poll_found *out);

/* --- groups.c */

/* Are the groups for which seats are kept those of the constitution, and is each candidate of the one
 * where the register has them? PAL_ERR_MEMBER_COLLEGE, PAL_ERR_MEMBER_CATEGORY,
 * PAL_ERR_QUESTION_GROUP, with the place */
PAL_MUST_USE enum pal_err pal_groups_check(struct pal_store *store,
                                           const struct pal_constitution *constitution,
                                           const struct pal_json *document,
                                           const struct pal_board *board,
                                           struct pal_where *out_where);
/* Is each candidate whose group the poll says of one that the poll or, where seats are kept by college or
 * by category, the constitution has? Not asked of a second round: who passes stands as in the first.
 * PAL_ERR_QUESTION_NO_GROUP, PAL_ERR_MEMBER_COLLEGE, PAL_ERR_MEMBER_CATEGORY, with the place */
PAL_MUST_USE enum pal_err pal_groups_named(const struct pal_constitution *constitution,
                                           const struct pal_json *document,
                                           const struct pal_board *board,
                                           struct pal_where *out_where);
/* What a poll says of the seats that it keeps, with the groups that the constitution gives where it
 * says none. The caller's. */
PAL_MUST_USE struct pal_json *pal_groups_reserved_new(const struct pal_constitution *constitution,
                                                      const struct pal_json *says);
/* Writes the group of an option: that of the candidate in the register where it is by college or by
 * category, else what is said. candidate and reserved may be NULL. PAL_ERR_QUESTION_GROUP */
PAL_MUST_USE enum pal_err pal_groups_write(const struct pal_json *reserved, struct pal_text says,
                                           const struct pal_member *candidate,
                                           struct pal_json *option);

/* --- roll.c ------------------------------------------------------------------------------------ */

/* What the manifest says of the roll. */
struct pal_roll_summary {
    struct pal_hash root;
    uint64_t voters;
    uint64_t *colleges; /* as the constitution; one in all without any; the caller's */
    size_t college_count;
};
void pal_roll_summary_done(struct pal_roll_summary *summary);

/* Copies every admitted member of the electorate onto the roll, as of today.
 * PAL_ERR_ROLL_EMPTY, PAL_ERR_MEMBER_COLLEGE (a member stands in a college that the constitution
 * does not have, and the whole assembly votes) */
PAL_MUST_USE enum pal_err pal_roll_freeze(struct pal_store *store, struct pal_poll_id poll,
                                          const struct pal_constitution *constitution,
                                          struct pal_text electorate);
/* Counts the roll and makes its root. PAL_ERR_MEMBER_COLLEGE (a member stands in a college that the
 * constitution does not have), PAL_ERR_LOG_BROKEN (a key was destroyed) */
PAL_MUST_USE enum pal_err pal_roll_sum(struct pal_store *store, struct pal_poll_id poll,
                                       const struct pal_uuid *poll_uuid,
                                       const struct pal_constitution *constitution,
                                       struct pal_roll_summary *out);
/* How many of each college are recused from a poll that opens today; out_colleges has one place per
 * college, or one in all, each zero. PAL_ERR_MEMBER_COLLEGE */
PAL_MUST_USE enum pal_err pal_roll_recused(struct pal_store *store, struct pal_poll_id poll,
                                           const struct pal_constitution *constitution,
                                           struct pal_text electorate, uint64_t *out_colleges);
/* Marks a right as used and gives its college, with room for PAL_LIMIT_NAME + 1 bytes.
 * PAL_ERR_ROLL_ABSENT, PAL_ERR_ROLL_RECUSED, PAL_ERR_ROLL_VOTED */
PAL_MUST_USE enum pal_err pal_roll_use(struct pal_store *store, struct pal_poll_id poll,
                                       struct pal_member_id member, char *out_college);
/* The college of a right, and was it used? PAL_ERR_ROLL_ABSENT */
PAL_MUST_USE enum pal_err pal_roll_right(struct pal_store *store, struct pal_poll_id poll,
                                         struct pal_member_id member, char *out_college,
                                         bool *out_is_used);
/* Per college of the constitution: rights that were used; members in the room who have not used
 * theirs; blank proxies in force of others who have not. One of each array in all without colleges. */
struct pal_roll_counts {
    uint64_t used, used_by[64];
    uint64_t attending[64], blank_proxies[64];
};
PAL_MUST_USE enum pal_err pal_roll_count(struct pal_store *store, struct pal_poll_id poll,
                                         struct pal_assembly_id assembly,
                                         const struct pal_constitution *constitution,
                                         struct pal_roll_counts *out);

/* --- judging.c ---------------------------------------------------------------------------------- */

/* A vote by paper, or live by proxy, that was not cast yet. */
struct pal_vote_case {
    struct pal_poll_id poll;
    struct pal_member_id member, holder; /* holder 0 unless by proxy */
    struct pal_text college;             /* of the right */
    enum pal_channel channel;
    int64_t received_us; /* of a postal form */
    bool is_by_holder;   /* who votes remotely, and so takes part */
};
/* What the rule says of it now: PAL_VOID_NONE when it counts. */
PAL_MUST_USE enum pal_err pal_vote_judge(struct pal_store *store,
                                         const struct pal_manifest *manifest,
                                         const struct pal_constitution *constitution,
                                         const struct pal_vote_case *vote,
                                         enum pal_void *out_reason);

/* --- papers.c, paper_votes.c -------------------------------------------------------------------- */

/* Writes what became of a paper: first, second, second_by, state, void_reason. */
PAL_MUST_USE enum pal_err pal_paper_save(struct pal_store *store, const struct pal_paper *paper);
/* The next paper of a poll that waits for its opening, above an id. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_paper_waiting(struct pal_store *store, struct pal_poll_id poll,
                                            int64_t after_id, struct pal_paper *out);
/* Casts a paper on which both tellers agree, in an open poll, or voids it: the rule says which, and
 * the paper is saved. Who is not on the roll after all has their paper withdrawn. */
PAL_MUST_USE enum pal_err pal_paper_cast(struct pal_store *store,
                                         const struct pal_manifest *manifest,
                                         const struct pal_constitution *constitution,
                                         struct pal_paper *paper);
/* Casts the papers on which both tellers agreed before the opening. Part of the opening. */
PAL_MUST_USE enum pal_err pal_papers_cast_waiting(struct pal_store *store, struct pal_poll_id poll);
/* How many papers of a poll two tellers have not agreed on. */
PAL_MUST_USE enum pal_err pal_papers_left(struct pal_store *store, struct pal_poll_id poll,
                                          int64_t *out_count);

#endif
