/*
 * board.h - what an election states beside its method: seats kept for groups, an option that is
 * nobody, terms that end on several days.
 *
 * It stands in the document of a question, and in the manifest, beside what the method is told. The
 * rule is docs/rules/reserved.md. It is empty for most polls.
 */
#ifndef PAL_BALLOTS_BOARD_H
#define PAL_BALLOTS_BOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "ballots/method.h"
#include "ballots/question.h"
#include "ballots/rules.h"
#include "base/attr.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/json.h"

/* What a group is: "college", "category", or "group" for what the poll itself calls so. */
enum pal_group_by { PAL_GROUP_BY_COLLEGE, PAL_GROUP_BY_CATEGORY, PAL_GROUP_BY_POLL };

struct pal_term {
    size_t seats;
    struct pal_date until; /* the last day */
};

struct pal_board {
    bool is_reserved; /* or else all seats are open, and there are no groups */
    enum pal_group_by by;
    bool is_released;
    char **group_ids;
    struct pal_reserved_group *groups;
    size_t group_count;
    size_t *group_of; /* of each option */
    size_t option_count;
    bool is_absolute;       /* who has not more than half of the valid votes is not seated */
    size_t none;            /* the option that is nobody; SIZE_MAX: there is none */
    struct pal_term *terms; /* in the order in which seats are taken */
    size_t term_count;
};
#define PAL_BOARD(name) struct pal_board name PAL_CLEANUP(pal_board_done) = {0}
void pal_board_done(struct pal_board *board);

/* Reads the members "reserved", "terms" and "absolute_majority" of a document, and "group" and "none" of its options,
 * which are those of the question.
 * PAL_ERR_JSON_*, PAL_ERR_CLOCK_DATE
 * PAL_ERR_QUESTION_RESERVED   a group twice; more seats kept than there are; a least above a most
 * PAL_ERR_QUESTION_TERMS      the terms do not fill the seats
 * PAL_ERR_QUESTION_OPTIONS    two options are nobody */
PAL_MUST_USE enum pal_err pal_board_read(const struct pal_json *document,
                                         const struct pal_question *question, struct pal_board *out,
                                         struct pal_where *out_where);
/* Is nothing stated? */
bool pal_board_is_empty(const struct pal_board *board);
/* Can the method fill it?
 * PAL_ERR_METHOD_RESERVED   it gives no order in which seats kept for groups could be filled
 * PAL_ERR_METHOD_ABSOLUTE   its totals are no votes
 * PAL_ERR_METHOD_NOBODY     nobody is elected, or nobody votes
 * PAL_ERR_QUESTION_TERMS    nobody is elected for a term */
PAL_MUST_USE enum pal_err pal_board_accepts(const struct pal_board *board,
                                            const struct pal_method *method);
/* Does a document, of a question or a manifest, of a poll that is no election say nothing that only
 * elections say? PAL_ERR_QUESTION_NO_ELECTION, with the place */
PAL_MUST_USE enum pal_err pal_board_says_no_election(const struct pal_json *document,
                                                     struct pal_where *out_where);
/* How many seats the method is asked to fill: those of the question, or as many as there are options
 * where it elects one after the other and seats are kept for groups. */
size_t pal_board_seats(const struct pal_board *board, const struct pal_method *method,
                       const struct pal_question *question);

/* --- rules/elections.c ------------------------------------------------------------------------------ */

/* Are the groups for which seats are kept by college or by category those of the constitution?
 * PAL_ERR_MEMBER_COLLEGE, PAL_ERR_MEMBER_CATEGORY, with the place */
PAL_MUST_USE enum pal_err pal_board_groups_known(const struct pal_board *board,
                                                 const struct pal_constitution *constitution,
                                                 struct pal_where *out_where);
/* Does an election say what the statutes say of elections? PAL_ERR_QUESTION_STATUTES, with the place */
PAL_MUST_USE enum pal_err pal_election_check(const struct pal_election_rule *rule,
                                             const struct pal_method *method,
                                             const struct pal_question *question,
                                             const struct pal_board *board,
                                             struct pal_where *out_where);
/* Do the statutes offer none of these in an election by that method? */
bool pal_election_offers_none(const struct pal_election_rule *rule,
                              const struct pal_method *method);

#endif
