/*
 * groups.c - the groups for which seats are kept: what the constitution gives them, and who is of which.
 */
#include "ballots/board.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/members.h"
#include "core/society.h"

#include "input.h"
#include "polling.h"

/* RULE docs/rules/polls.md
 * > A candidate who is a member is of the group in which the register has them, when the poll is drafted
 * > and still when it is called; for others, and for groups of the poll's own, the poll says it.
 */
static enum pal_err check_option(struct pal_store *store, enum pal_group_by by,
                                 const struct pal_json *option, struct pal_where *out_where)
{
    struct pal_uuid uuid;
    struct pal_member_id id;
    if (by == PAL_GROUP_BY_POLL || pal_json_get(option, "member") == NULL) {
        return PAL_OK;
    }
    PAL_TRY(pal_json_uuid(option, "member", &uuid, out_where));
    PAL_TRY(pal_member_find(store, &uuid, &id));
    PAL_MEMBER(candidate);
    PAL_TRY(pal_member_read(store, id, &candidate));
    struct pal_text group = {0};
    PAL_TRY(pal_json_optional_text(option, "group", &group, out_where));
    struct pal_text is_in = by == PAL_GROUP_BY_COLLEGE ? candidate.college : candidate.category;
    return pal_text_equal(group, is_in) ? PAL_OK : PAL_ERR_QUESTION_GROUP;
}

enum pal_err pal_groups_check(struct pal_store *store, const struct pal_constitution *constitution,
                              const struct pal_json *document, const struct pal_board *board,
                              struct pal_where *out_where)
{
    if (!board->is_reserved) {
        return PAL_OK;
    }
    PAL_TRY(pal_board_groups_known(board, constitution, out_where));
    const struct pal_json *options = pal_json_get(document, "options");
    for (size_t i = 0; i < pal_json_count(options); i++) {
        enum pal_err err = check_option(store, board->by, pal_json_at(options, i), out_where);
        if (err != PAL_OK) {
            pal_where_set(out_where, "/options/%zu/group", i);
            return err;
        }
    }
    return PAL_OK;
}

/* RULE docs/rules/polls.md
 * > A group that the poll says is one of those for which it keeps seats, or a college or a category of the
 * > constitution where it keeps them by these.
 */
static enum pal_err check_name(const struct pal_constitution *constitution, enum pal_group_by by,
                               struct pal_text group)
{
    if (by == PAL_GROUP_BY_POLL) {
        return PAL_ERR_QUESTION_NO_GROUP;
    }
    bool is_college = by == PAL_GROUP_BY_COLLEGE;
    size_t found = is_college ? pal_constitution_college(constitution, group)
                              : pal_constitution_category(constitution, group);
    if (found != SIZE_MAX) {
        return PAL_OK;
    }
    return is_college ? PAL_ERR_MEMBER_COLLEGE : PAL_ERR_MEMBER_CATEGORY;
}

enum pal_err pal_groups_named(const struct pal_constitution *constitution,
                              const struct pal_json *document, const struct pal_board *board,
                              struct pal_where *out_where)
{
    const struct pal_json *options = pal_json_get(document, "options");
    for (size_t i = 0; i < pal_json_count(options) && board->is_reserved; i++) {
        struct pal_text group = {0};
        const struct pal_json *option = pal_json_at(options, i);
        PAL_TRY(pal_json_optional_text(option, "group", &group, out_where));
        bool is_registered = board->by != PAL_GROUP_BY_POLL && pal_json_has(option, "member");
        if (group.size == 0 || is_registered || board->group_of[i] != PAL_GROUP_NONE) {
            continue;
        }
        enum pal_err err = check_name(constitution, board->by, group);
        if (err != PAL_OK) {
            pal_where_set(out_where, "/options/%zu/group", i);
            return err;
        }
    }
    return PAL_OK;
}

/* Is that what the seats are kept by? */
static bool is_by(const struct pal_json *reserved, const char *word)
{
    const struct pal_json *by = pal_json_get(reserved, "by");
    return by != NULL && pal_json_kind(by) == PAL_JSON_TEXT &&
           pal_text_is(pal_json_as_text(by), word);
}

/* RULE docs/rules/polls.md
 * > Where the
 * > poll does not say how many, each college has those that the constitution gives it on the board.
 */
struct pal_json *pal_groups_reserved_new(const struct pal_constitution *constitution,
                                         const struct pal_json *says)
{
    struct pal_json *reserved = pal_json_copy(says);
    if (pal_json_kind(says) != PAL_JSON_OBJECT) {
        return reserved;
    }
    if (constitution->elections.is_stated && pal_json_get(says, "missing") == NULL) {
        pal_json_set_string(reserved, "missing",
                            constitution->elections.is_released ? "released" : "vacant");
    }
    if (pal_json_get(says, "groups") != NULL || !is_by(says, "college")) {
        return reserved;
    }
    struct pal_json *groups = pal_json_array_new();
    for (size_t i = 0; i < constitution->college_count; i++) {
        const struct pal_college *college = &constitution->colleges[i];
        if (college->board_seats > 0) {
            struct pal_json *group = pal_json_object_new();
            pal_json_set_string(group, "id", college->id);
            pal_json_set_int(group, "least", (int64_t)college->board_seats);
            pal_json_append(groups, group);
        }
    }
    pal_json_set(reserved, "groups", groups);
    return reserved;
}

enum pal_err pal_groups_write(const struct pal_json *reserved, struct pal_text says,
                              const struct pal_member *candidate, struct pal_json *option)
{
    struct pal_text group = says;
    bool is_by_college = reserved != NULL && is_by(reserved, "college");
    bool is_by_category = reserved != NULL && is_by(reserved, "category");
    if (candidate != NULL && (is_by_college || is_by_category)) {
        group = is_by_college ? candidate->college : candidate->category;
        if (says.size > 0 && !pal_text_equal(says, group)) {
            return PAL_ERR_QUESTION_GROUP;
        }
    }
    if (group.size > PAL_LIMIT_NAME || (reserved == NULL && group.size > 0)) {
        return PAL_ERR_QUESTION_GROUP;
    }
    if (group.size > 0) {
        pal_json_set_text(option, "group", group);
    }
    return PAL_OK;
}
