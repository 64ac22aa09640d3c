/*
 * options.c - options that nobody lists: those who passed a first round, or the members themselves.
 */
#include <stdlib.h>
#include <string.h>

#include "ballots/first_round.h"
#include "ballots/method.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/nominations.h"
#include "core/store.h"
#include "core/tally.h"

#include "polling.h"

enum { PASS_UNLESS_SAID = 2 };

void pal_poll_found_done(struct pal_poll_found *found)
{
    pal_mem_free(found->options);
    pal_json_free(found->texts);
    pal_json_free(found->first_round);
    *found = (struct pal_poll_found){0};
}

static void add(struct pal_poll_found *found, const struct pal_poll_option *option)
{
    found->options = pal_mem_grow(found->options, found->count + 1, sizeof *found->options);
    found->options[found->count++] = *option;
}

/* --- a second round ----------------------------------------------------------------------------- */

/* RULE docs/rules/second_round.md
 * > Whoever passes stands as in the first round, of a group only where the second keeps seats too.
 *
 * The option is lent by the question of the first round.
 */
static enum pal_err stand_again(struct pal_store *store, const struct pal_json *option,
                                bool keeps_seats, struct pal_poll_found *found)
{
    struct pal_poll_option again = {0};
    PAL_TRY(pal_json_text(option, "label", &again.label, NULL));
    if (keeps_seats) {
        PAL_TRY(pal_json_optional_text(option, "group", &again.group, NULL));
    }
    PAL_TRY(pal_json_optional_bool(option, "by_board", &again.is_by_board, NULL));
    if (pal_json_get(option, "member") != NULL) {
        struct pal_uuid uuid;
        PAL_TRY(pal_json_uuid(option, "member", &uuid, NULL));
        PAL_TRY(pal_member_find(store, &uuid, &again.member));
    }
    again.allocation = pal_json_get(option, "allocation");
    add(found, &again);
    return PAL_OK;
}

/* What the question of the second round says of the first. */
static void name_first(const struct pal_poll *poll, int64_t pass_count,
                       struct pal_poll_found *found)
{
    found->first_round = pal_json_object_new();
    pal_json_set_uuid(found->first_round, "poll", &poll->uuid);
    pal_json_set_hash(found->first_round, "outcome", &poll->outcome);
    pal_json_set_int(found->first_round, "pass", pass_count);
}

/* RULE docs/rules/second_round.md
 * > The second round is drafted from the first when that is published and has left a seat vacant. Its
 * > options are those that pass, and it fills the seats that are left.
 */
static enum pal_err find_second_round(struct pal_store *store, struct pal_poll_spec *spec,
                                      struct pal_where *out_where, struct pal_poll_found *found)
{
    PAL_POLL(poll);
    PAL_JSON(outcome);
    PAL_JSON(decision);
    int64_t pass_count = spec->pass == 0 ? PASS_UNLESS_SAID : spec->pass;
    pal_where_set(out_where, "/first_round");
    PAL_TRY(pal_poll_read(store, spec->first_round, &poll));
    if (poll.state != PAL_POLL_PUBLISHED || spec->option_count > 0) {
        return PAL_ERR_POLL_FIRST_ROUND;
    }
    const struct pal_method *method = pal_method_find(spec->method);
    if (method != NULL && method->options != NULL) {
        pal_where_set(out_where,
                      "/method"); /* it asks of its own options, and nobody stands again */
        return PAL_ERR_POLL_FIRST_ROUND;
    }
    PAL_TRY(pal_poll_question(store, spec->first_round, &found->texts));
    PAL_TRY(pal_tally_outcome(store, spec->first_round, &outcome, &decision));
    PAL_FIRST_ROUND(first);
    PAL_TRY(pal_first_round_read(found->texts, decision, (size_t)pass_count, &first));
    if (spec->seats != 0 && spec->seats != first.vacant) {
        pal_where_set(out_where, "/seats");
        return PAL_ERR_POLL_FIRST_ROUND;
    }
    if (spec->surplus != NULL) {
        pal_where_set(out_where, "/surplus");
        return PAL_ERR_POLL_FIRST_ROUND;
    }
    spec->surplus = pal_json_get(found->texts, "surplus");
    if (spec->surplus == NULL && spec->kind != PAL_POLL_ELECTION) {
        pal_where_set(out_where, "/first_round");
        return PAL_ERR_QUESTION_NO_ELECTION;
    }
    spec->seats = first.vacant;
    const struct pal_json *options = pal_json_get(found->texts, "options");
    for (size_t i = 0; i < first.count; i++) {
        if (first.passes[i]) {
            PAL_TRY(stand_again(store, pal_json_at(options, i), spec->reserved != NULL, found));
        }
    }
    if (found->count == 0) {
        pal_where_set(out_where, "/first_round");
        return PAL_ERR_POLL_NOBODY_PASSES;
    }
    name_first(&poll, pass_count, found);
    return PAL_OK;
}

/* --- the members themselves --------------------------------------------------------------------- */

struct nominees {
    struct pal_store *store;
    struct pal_text college; /* empty: of all */
    struct pal_poll_found *found;
    struct pal_json *numbers;
    bool calls_names;
    bool is_full;
};

static enum pal_err nominate(void *context, const struct pal_member *member)
{
    struct nominees *nominees = context;
    if (nominees->found->count == PAL_LIMIT_OPTIONS) {
        nominees->is_full = true;
        return PAL_OK;
    }
    pal_json_append_text(nominees->found->texts,
                         nominees->calls_names ? member->name : member->number);
    pal_json_append_text(nominees->numbers, member->number);
    add(nominees->found, &(struct pal_poll_option){.member = member->id});
    return PAL_OK;
}

/* RULE docs/rules/procedures.md
 * > The options of the poll are those who were named and do not refuse when it is prepared.
 */
static enum pal_err nominate_named(void *context, const struct pal_nominee *nominee)
{
    const struct nominees *nominees = context;
    if (nominee->member.value == 0 || nominee->is_refused) {
        return PAL_OK;
    }
    PAL_MEMBER(member);
    PAL_TRY(pal_member_read(nominees->store, nominee->member, &member));
    bool is_asked =
        nominees->college.size == 0 || pal_text_equal(nominees->college, member.college);
    return is_asked && member.state == PAL_MEMBER_ADMITTED ? nominate(context, &member) : PAL_OK;
}

/* Members of one name are told apart by their numbers. */
static void name_them(struct nominees *nominees)
{
    struct pal_poll_found *found = nominees->found;
    PAL_JSON(labels);
    labels = pal_json_array_new();
    for (size_t i = 0; i < found->count; i++) {
        struct pal_text name = pal_json_as_text(pal_json_at(found->texts, i));
        struct pal_text number = pal_json_as_text(pal_json_at(nominees->numbers, i));
        bool is_shared = false;
        for (size_t k = 0; k < found->count && nominees->calls_names && !is_shared; k++) {
            is_shared =
                k != i && pal_text_equal(name, pal_json_as_text(pal_json_at(found->texts, k)));
        }
        PAL_BUF(label);
        pal_buf_add_text(&label, name);
        if (is_shared) {
            pal_buf_add_format(&label, " (%.*s)", (int)number.size, number.bytes);
        }
        pal_json_append_text(labels, pal_buf_text(&label));
    }
    pal_json_free(found->texts);
    found->texts = labels;
    labels = NULL;
    for (size_t i = 0; i < found->count; i++) {
        found->options[i].label = pal_json_as_text(pal_json_at(found->texts, i));
    }
}

static int by_label(const void *a, const void *b)
{
    const struct pal_poll_option *left = a;
    const struct pal_poll_option *right = b;
    size_t size = left->label.size < right->label.size ? left->label.size : right->label.size;
    int order = memcmp(left->label.bytes, right->label.bytes, size);
    return order != 0
               ? order
               : (left->label.size > right->label.size) - (left->label.size < right->label.size);
}

/* RULE docs/rules/polls.md
 * > In an election without candidates the options are the members who are admitted when it is drafted,
 * > of one college where the poll says so: by name where the constitution calls the roll by name, with
 * > the number of those who share one; else by number, in the order of the numbers.
 */
static enum pal_err find_nominees(struct pal_store *store, const struct pal_poll_spec *spec,
                                  const struct pal_constitution *constitution,
                                  struct pal_where *out_where, struct pal_poll_found *found)
{
    static const enum pal_member_state admitted = PAL_MEMBER_ADMITTED;
    PAL_JSON(numbers);
    numbers = pal_json_array_new();
    found->texts = pal_json_array_new();
    struct nominees nominees = {.store = store,
                                .college = spec->nominees_of,
                                .found = found,
                                .numbers = numbers,
                                .calls_names = constitution->roll_call == PAL_ROLL_CALL_NAME};
    const struct pal_members_query query = {.state = &admitted,
                                            .college = spec->nominees_of,
                                            .limit = PAL_LIMIT_OPTIONS + 1};
    pal_where_set(out_where, "/nominees/college");
    if (spec->nominees_of.size > 0 &&
        pal_constitution_college(constitution, spec->nominees_of) == SIZE_MAX) {
        return PAL_ERR_MEMBER_COLLEGE;
    }
    PAL_TRY(pal_constitution_require(constitution, PAL_FIELD_ROLL_CALL, out_where));
    bool are_named = spec->resolution.value != 0;
    PAL_TRY(are_named ? pal_nominees_walk(store, spec->resolution, nominate_named, &nominees)
                      : pal_members_walk(store, &query, nominate, &nominees));
    pal_where_set(out_where, "/nominees");
    if (nominees.is_full || spec->option_count > 0) {
        return nominees.is_full ? PAL_ERR_LIMIT_COUNT : PAL_ERR_QUESTION_OPTIONS;
    }
    name_them(&nominees);
    if ((are_named || !nominees.calls_names) && found->count > 0) {
        qsort(found->options, found->count, sizeof *found->options, by_label);
    }
    return PAL_OK;
}

enum pal_err pal_poll_find_options(struct pal_store *store,
                                   const struct pal_constitution *constitution,
                                   struct pal_poll_spec *spec, struct pal_where *out_where,
                                   struct pal_poll_found *out)
{
    if (spec->first_round.value != 0) {
        PAL_TRY(find_second_round(store, spec, out_where, out));
    } else if (spec->names_members) {
        PAL_TRY(find_nominees(store, spec, constitution, out_where, out));
    } else {
        return PAL_OK;
    }
    spec->options = out->options;
    spec->option_count = out->count;
    return PAL_OK;
}
