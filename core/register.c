/*
 * register.c - what happens to a member: entered, corrected, admitted, suspended, gone.
 */
#include "register.h"

#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/colleges.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "input.h"

static const struct pal_input number_input = {"/number", PAL_LIMIT_NAME, false, false};
static const struct pal_input name_input = {"/name", PAL_LIMIT_NAME, false, false};

static enum pal_err refuse(enum pal_err err, const char *place, struct pal_where *out_where)
{
    pal_where_set(out_where, "%s", place);
    return err;
}

/* --- what the log commits to ---------------------------------------------------------------- */

static void set_day(struct pal_json *json, const char *name, struct pal_day day)
{
    if (day.is_known) {
        pal_json_set_date(json, name, day.date);
    }
}

enum pal_err pal_register_content(struct pal_store *store, struct pal_member_id member,
                                  struct pal_buf *buf)
{
    PAL_MEMBER(read);
    PAL_TRY(pal_member_read(store, member, &read));
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "member", &read.uuid);
    pal_json_set_text(json, "number", read.number);
    pal_json_set_text(json, "name", read.name);
    pal_json_set_string(json, "kind", pal_member_kind_word(read.kind));
    pal_json_set_string(json, "state", pal_member_state_word(read.state));
    pal_json_set_text(json, "category", read.category);
    pal_json_set_text(json, "college", read.college);
    pal_json_set_int(json, "shares", read.shares);
    set_day(json, "applied_on", (struct pal_day){true, read.applied_on});
    set_day(json, "admitted_on", read.admitted_on);
    set_day(json, "left_on", read.left_on);
    return pal_canon_write(json, buf, NULL);
}

static enum pal_err say(struct pal_store *store, struct pal_member_id member, const char *what)
{
    struct pal_uuid id = pal_uuid_random();
    PAL_BUF(content);
    PAL_TRY(pal_register_content(store, member, &content));
    struct pal_hash c;
    PAL_TRY(pal_member_commit(store, member, &id, pal_buf_text(&content), &c));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_string(d, "what", what);
    pal_json_set_hash(d, "c", &c);
    return pal_change_make(store, &(struct pal_log_entry){"register.change", id, d}, NULL);
}

enum pal_err pal_register_log(struct pal_store *store, struct pal_member_id member,
                              const char *what)
{
    {
        PAL_MEMBER(read);
        PAL_TRY(pal_member_read(store, member, &read));
        PAL_TRY(pal_member_update(store, &read));
    }
    return say(store, member, what);
}

/* --- entering ------------------------------------------------------------------------------- */

static enum pal_err settle_days(const struct pal_member_spec *spec, struct pal_date today,
                                struct pal_member *member, struct pal_where *out_where)
{
    bool is_admitted = spec->state == PAL_MEMBER_ADMITTED;
    if (!is_admitted && spec->state != PAL_MEMBER_APPLIED) {
        return refuse(PAL_ERR_JSON_VALUE, "/state", out_where);
    }
    if (!is_admitted && spec->admitted_on.is_known) {
        return refuse(PAL_ERR_MEMBER_DATE, "/admitted_on", out_where);
    }
    struct pal_date latest = today;
    if (spec->admitted_on.is_known) {
        latest = spec->admitted_on.date;
    }
    if (latest.days > today.days) {
        return refuse(PAL_ERR_MEMBER_DATE, "/admitted_on", out_where);
    }
    member->admitted_on = (struct pal_day){is_admitted, latest};
    member->applied_on = spec->applied_on.is_known ? spec->applied_on.date : latest;
    if (member->applied_on.days > latest.days) {
        return refuse(PAL_ERR_MEMBER_DATE, "/applied_on", out_where);
    }
    return PAL_OK;
}

static enum pal_err accept_number(struct pal_store *store, struct pal_text number,
                                  struct pal_buf *out, struct pal_where *out_where)
{
    if (number.size > 0) {
        return pal_input_read(&number_input, number, out, out_where);
    }
    int64_t next;
    PAL_TRY(pal_register_next_number(store, &next));
    pal_buf_add_format(out, "%lld", (long long)next);
    return PAL_OK;
}

/* The person of a natural member; none of a legal one, which has a name alone. */
static enum pal_err enter_person(struct pal_store *store, const struct pal_member_spec *spec,
                                 struct pal_person_id *out_person, struct pal_where *out_where)
{
    const struct pal_person_spec *person = &spec->person;
    if (spec->kind == PAL_MEMBER_LEGAL) {
        bool has_contact = person->email.size > 0 || person->phone.size > 0 ||
                           person->language.size > 0 || person->born_on.is_known;
        *out_person = (struct pal_person_id){0};
        return has_contact ? refuse(PAL_ERR_MEMBER_KIND, "/person", out_where) : PAL_OK;
    }
    struct pal_where where = {0};
    enum pal_err err = pal_person_add(store, person, &where, out_person);
    if (err != PAL_OK && where.pointer[0] != '\0') {
        bool is_name = pal_text_is(pal_text_of(where.pointer), "/name");
        pal_where_set(out_where, "%s%s", is_name ? "" : "/person", where.pointer);
    }
    return err;
}

static enum pal_err enter_membership(struct pal_store *store, const struct pal_member_spec *spec,
                                     const struct pal_member *member)
{
    struct pal_membership membership = {
        .category = spec->category,
        .college = member->college,
        .from_on = member->admitted_on.is_known ? member->admitted_on.date : member->applied_on,
    };
    return pal_membership_begin(store, member->id, &membership);
}

static enum pal_err settle_place(const struct pal_register *reg, const struct pal_member_spec *spec,
                                 struct pal_member *member, struct pal_where *out_where)
{
    size_t category, college;
    enum pal_err err =
        pal_college_place(reg->constitution, spec->category, spec->college, &category, &college);
    if (err != PAL_OK) {
        return refuse(err, err == PAL_ERR_MEMBER_CATEGORY ? "/category" : "/college", out_where);
    }
    if (college != SIZE_MAX) {
        member->college = pal_text_of(reg->constitution->colleges[college].id);
    }
    return PAL_OK;
}

enum pal_err pal_register_enter(struct pal_store *store, const struct pal_register *reg,
                                const struct pal_member_spec *spec, struct pal_where *out_where,
                                struct pal_member_id *out_member)
{
    PAL_BUF(number);
    PAL_BUF(name);
    struct pal_member member = {
        .kind = spec->kind,
        .state = spec->state,
        .shares = spec->shares,
    };
    PAL_TRY(accept_number(store, spec->number, &number, out_where));
    PAL_TRY(pal_input_read(&name_input, spec->person.name, &name, out_where));
    PAL_TRY(settle_days(spec, reg->today, &member, out_where));
    PAL_TRY(settle_place(reg, spec, &member, out_where));
    if (spec->shares < 0) {
        return refuse(PAL_ERR_JSON_VALUE, "/shares", out_where);
    }
    PAL_TRY(enter_person(store, spec, &member.person, out_where));
    member.number = pal_buf_text(&number);
    member.name = pal_buf_text(&name);
    enum pal_err err = pal_member_insert(store, &member, &member.id);
    if (err != PAL_OK) {
        return refuse(err, "/number", out_where);
    }
    PAL_TRY(enter_membership(store, spec, &member));
    *out_member = member.id;
    return PAL_OK;
}

enum pal_err pal_member_add(struct pal_store *store, const struct pal_member_spec *spec,
                            struct pal_where *out_where, struct pal_member_id *out_member)
{
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    struct pal_register reg = {&constitution, pal_society_today(store)};
    PAL_TRANSACTION(transaction, store);
    struct pal_member_id member;
    PAL_TRY(pal_register_enter(store, &reg, spec, out_where, &member));
    PAL_TRY(say(store, member, pal_member_state_word(spec->state)));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_member = member;
    return PAL_OK;
}

/* --- correcting ----------------------------------------------------------------------------- */

static enum pal_err correct_row(struct pal_store *store, struct pal_member *member,
                                const struct pal_member_change *change, struct pal_where *out_where)
{
    PAL_BUF(number);
    PAL_BUF(name);
    if (change->number != NULL) {
        PAL_TRY(pal_input_read(&number_input, *change->number, &number, out_where));
        member->number = pal_buf_text(&number);
    }
    if (change->name != NULL) {
        PAL_TRY(pal_input_read(&name_input, *change->name, &name, out_where));
        member->name = pal_buf_text(&name);
    }
    if (change->shares != NULL) {
        if (*change->shares < 0) {
            return refuse(PAL_ERR_JSON_VALUE, "/shares", out_where);
        }
        member->shares = *change->shares;
    }
    enum pal_err err = pal_member_update(store, member);
    return err == PAL_ERR_MEMBER_NUMBER_TAKEN ? refuse(err, "/number", out_where) : err;
}

static enum pal_err correct_person(struct pal_store *store, const struct pal_member *member,
                                   const struct pal_member_change *change,
                                   struct pal_where *out_where)
{
    bool has_contact = change->email != NULL || change->phone != NULL || change->language != NULL ||
                       change->born_on != NULL;
    if (member->kind == PAL_MEMBER_LEGAL) {
        return has_contact ? refuse(PAL_ERR_MEMBER_KIND, "/person", out_where) : PAL_OK;
    }
    struct pal_where where = {0};
    enum pal_err err = pal_person_change(store, member->person, change, &where);
    if (err != PAL_OK && where.pointer[0] != '\0') {
        bool is_name = pal_text_is(pal_text_of(where.pointer), "/name");
        pal_where_set(out_where, "%s%s", is_name ? "" : "/person", where.pointer);
    }
    return err;
}

enum pal_err pal_member_change(struct pal_store *store, struct pal_member_id member,
                               const struct pal_member_change *change, struct pal_where *out_where)
{
    PAL_MEMBER(read);
    PAL_TRY(pal_member_read(store, member, &read));
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(correct_person(store, &read, change, out_where));
    PAL_TRY(correct_row(store, &read, change, out_where));
    if (change->number != NULL || change->name != NULL || change->shares != NULL) {
        PAL_TRY(say(store, member, "corrected"));
    }
    return pal_transaction_commit(&transaction);
}

/* --- states --------------------------------------------------------------------------------- */

static bool may_become(enum pal_member_state from, enum pal_member_state to)
{
    static const unsigned allowed[] = {
        [PAL_MEMBER_APPLIED] = 1U << PAL_MEMBER_ADMITTED | 1U << PAL_MEMBER_LEFT,
        [PAL_MEMBER_ADMITTED] = 1U << PAL_MEMBER_SUSPENDED | 1U << PAL_MEMBER_LEFT,
        [PAL_MEMBER_SUSPENDED] = 1U << PAL_MEMBER_ADMITTED | 1U << PAL_MEMBER_LEFT,
        [PAL_MEMBER_LEFT] = 1U << PAL_MEMBER_ADMITTED,
    };
    return (allowed[from] >> to & 1U) != 0;
}

/* The day on which the member came to be what they are. */
static struct pal_date since(const struct pal_member *member)
{
    if (member->left_on.is_known) {
        return member->left_on.date;
    }
    return member->admitted_on.is_known ? member->admitted_on.date : member->applied_on;
}

static enum pal_err follow(struct pal_store *store, const struct pal_member *before,
                           enum pal_member_state state, struct pal_date on)
{
    if (state == PAL_MEMBER_LEFT) {
        return pal_membership_end(store, before->id, on);
    }
    if (before->state == PAL_MEMBER_APPLIED) {
        return pal_membership_begin_on(store, before->id, on);
    }
    return before->state == PAL_MEMBER_LEFT ? pal_membership_resume(store, before->id, on) : PAL_OK;
}

enum pal_err pal_member_enter_state(struct pal_store *store, struct pal_member_id member,
                                    enum pal_member_state state, struct pal_date on)
{
    PAL_MEMBER(read);
    PAL_TRY(pal_member_read(store, member, &read));
    if (!may_become(read.state, state)) {
        return PAL_ERR_STATE;
    }
    if (on.days > pal_society_today(store).days || on.days < since(&read).days) {
        return PAL_ERR_MEMBER_DATE;
    }
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(follow(store, &read, state, on));
    if (state == PAL_MEMBER_ADMITTED && read.state != PAL_MEMBER_SUSPENDED) {
        read.admitted_on = (struct pal_day){true, on};
    }
    read.left_on = (struct pal_day){state == PAL_MEMBER_LEFT, on};
    read.state = state;
    PAL_TRY(pal_member_update(store, &read));
    PAL_TRY(say(store, member, pal_member_state_word(state)));
    return pal_transaction_commit(&transaction);
}
