/*
 * elections.c - what the constitution says of every election, and of the groups that seats are kept for.
 */
#include "ballots/board.h"

/* RULE docs/rules/polls.md
 * > Where seats are kept by college or by category the groups are those of the constitution.
 */
enum pal_err pal_board_groups_known(const struct pal_board *board,
                                    const struct pal_constitution *constitution,
                                    struct pal_where *out_where)
{
    for (size_t i = 0; i < board->group_count && board->by != PAL_GROUP_BY_POLL; i++) {
        struct pal_text id = pal_text_of(board->group_ids[i]);
        bool is_college = board->by == PAL_GROUP_BY_COLLEGE;
        size_t found = is_college ? pal_constitution_college(constitution, id)
                                  : pal_constitution_category(constitution, id);
        if (found == SIZE_MAX) {
            pal_where_set(out_where, "/reserved/groups/%zu/id", i);
            return is_college ? PAL_ERR_MEMBER_COLLEGE : PAL_ERR_MEMBER_CATEGORY;
        }
    }
    return PAL_OK;
}

/* RULE docs/rules/constitution.md
 * > It holds for polls that are elections:
 * > one that says otherwise is refused, and one that says nothing follows it.
 */
enum pal_err pal_election_check(const struct pal_election_rule *rule,
                                const struct pal_method *method,
                                const struct pal_question *question, const struct pal_board *board,
                                struct pal_where *out_where)
{
    bool is_approval = pal_method_kind(method, question) == PAL_BALLOT_APPROVES;
    bool is_bounded = question->max_length > 0 && question->max_length <= question->seat_count;
    bool is_free = question->seat_count >= question->option_count;
    if (!rule->is_stated) {
        return PAL_OK;
    }
    pal_where_set(out_where, "/max_length");
    if (rule->within_seats && is_approval && !is_bounded && !is_free) {
        return PAL_ERR_QUESTION_STATUTES;
    }
    pal_where_set(out_where, "/none_of_these");
    if (pal_election_offers_none(rule, method) != (board->none != SIZE_MAX)) {
        return PAL_ERR_QUESTION_STATUTES;
    }
    pal_where_set(out_where, "/reserved/missing");
    if (board->is_reserved && board->is_released != rule->is_released) {
        return PAL_ERR_QUESTION_STATUTES;
    }
    pal_where_set(out_where, "%s", "");
    return PAL_OK;
}

bool pal_election_offers_none(const struct pal_election_rule *rule, const struct pal_method *method)
{
    return rule->is_stated && rule->offers_none && method->elects != PAL_ELECTS_NOBODY &&
           method->kind != PAL_BALLOT_NONE;
}
