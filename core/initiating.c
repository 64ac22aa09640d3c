/*
 * initiating.c - the commands on initiatives: proposed, sponsored, put on the agenda, withdrawn.
 */
#include <string.h>

#include "base/fields.h"
#include "core/aliases.h"
#include "core/initiatives.h"
#include "core/log.h"
#include "core/quotas.h"
#include "core/society.h"
#include "core/store.h"

#include "agenda.h"
#include "apply.h"

enum { INITIATIVES_MAX = 1000 };

/* --- who may, and until when ------------------------------------------------------------------ */

/* RULE docs/rules/procedures.md
 * > The last day is that of the requests of members, as many days before the meeting as the constitution
 * > says. After it nothing is proposed, sponsored or no longer sponsored.
 */
static enum pal_err check_allowed(struct pal_store *store, const struct pal_assembly *assembly,
                                  const struct pal_constitution *constitution,
                                  struct pal_day *out_until)
{
    const struct pal_deliberation_rule *rule = &constitution->deliberation;
    struct pal_date meeting = pal_date_of_instant(assembly->meets_us);
    *out_until = (struct pal_day){0};
    if (!rule->sponsors.is_stated && !rule->college_sponsors.is_stated) {
        return PAL_ERR_INITIATIVE_NONE;
    }
    PAL_TRY(pal_constitution_require(constitution, PAL_FIELD_NOTICE, NULL));
    *out_until = (struct pal_day){.is_known = true,
                                  .date = {meeting.days - (int32_t)constitution->request_days}};
    if (pal_agenda_is_fixed(assembly)) {
        return PAL_ERR_ASSEMBLY_AGENDA;
    }
    return pal_deadlines_request(constitution, pal_society_today(store), meeting)
               ? PAL_OK
               : PAL_ERR_ASSEMBLY_REQUEST;
}

enum pal_err pal_initiatives_allow(struct pal_store *store, const struct pal_assembly *assembly,
                                   struct pal_day *out_until)
{
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    return check_allowed(store, assembly, &constitution, out_until);
}

/* --- on the agenda ---------------------------------------------------------------------------- */

/* A share that was reached, and by whom. */
struct reached {
    struct pal_text college; /* empty: all members */
    mpq_srcptr share;
    uint64_t sponsors, base;
};

/* RULE docs/rules/procedures.md
 * > A share is reached when it is met, and nobody is not a share: one member at least sponsors.
 */
static bool is_met(const struct reached *reached)
{
    return pal_share_is_reached(reached->sponsors, reached->base, reached->share);
}

/* RULE docs/rules/procedures.md
 * > As soon as the members who sponsor it are the share `sponsors` of all members, or those of one college the
 * > share `college_sponsors` of that college, the text is on the agenda, as a resolution of members, in the
 * > last place.
 */
static enum pal_err find_reached(struct pal_store *store, const struct pal_initiative *now,
                                 const struct pal_constitution *constitution,
                                 struct reached *reached, bool *out_is)
{
    const struct pal_deliberation_rule *rule = &constitution->deliberation;
    struct pal_text college = reached->college;
    *out_is = false;
    if (rule->sponsors.is_stated) {
        PAL_ASSEMBLY(assembly);
        PAL_TRY(pal_assembly_read(store, now->assembly, &assembly));
        *reached = (struct reached){.share = rule->sponsors.share};
        PAL_TRY(
            pal_initiative_count(store, now, assembly.college, &reached->sponsors, &reached->base));
        *out_is = is_met(reached);
    }
    if (*out_is || !rule->college_sponsors.is_stated || college.size == 0) {
        return PAL_OK;
    }
    *reached = (struct reached){.college = college, .share = rule->college_sponsors.share};
    PAL_TRY(pal_initiative_count(store, now, college, &reached->sponsors, &reached->base));
    *out_is = is_met(reached);
    return PAL_OK;
}

static enum pal_err table(struct pal_store *store, const struct pal_initiative *now,
                          const struct reached *reached)
{
    PAL_JSON(document);
    PAL_TRY(pal_document_get_json(store, &now->hash, &document)); /* unless it was removed */
    const struct pal_resolution_spec spec = {.assembly = now->assembly,
                                             .decision_class = now->decision_class,
                                             .is_from_members = true,
                                             .kept = &now->hash};
    struct pal_resolution_id id;
    PAL_RESOLUTION(made);
    PAL_TRY(pal_resolution_table(store, &spec, NULL, &id));
    PAL_TRY(pal_resolution_read(store, id, &made));
    PAL_BUF(required);
    pal_ratio_write(reached->share, &required);
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_int(d, "base", (int64_t)reached->base);
    if (reached->college.size > 0) {
        pal_json_set_text(d, "college", reached->college);
    }
    pal_json_set_uuid(d, "initiative", &now->uuid);
    pal_json_set_text(d, "required", pal_buf_text(&required));
    pal_json_set_uuid(d, "resolution", &made.uuid);
    pal_json_set_int(d, "sponsors", (int64_t)reached->sponsors);
    return pal_change_make(store, &(struct pal_log_entry){"initiative.table", pal_uuid_random(), d},
                           NULL);
}

/* --- commands --------------------------------------------------------------------------------- */

static enum pal_err say_sponsor(struct pal_store *store, const struct pal_initiative *now,
                                const char *pseudonym, bool value)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "initiative", &now->uuid);
    pal_json_set_string(d, "sponsor", pseudonym);
    pal_json_set_bool(d, "value", value);
    return pal_change_make(store,
                           &(struct pal_log_entry){"initiative.sponsor", pal_uuid_random(), d},
                           NULL);
}

/* Says that a member sponsors it, or no longer, and puts it on the agenda where that is enough. */
static enum pal_err sponsor(struct pal_store *store, const struct pal_initiative *now,
                            const struct pal_constitution *constitution,
                            const struct pal_member *member, bool value)
{
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    bool is_so, is_reached;
    PAL_TRY(pal_initiative_is_sponsored(store, now->id, member->id, &is_so));
    if (is_so == value) {
        return PAL_OK;
    }
    PAL_TRY(pal_alias_take(store, (struct pal_speaker){.member = member->id}, &now->assembly_uuid,
                           pseudonym));
    PAL_TRY(pal_quota_use(store, member->id, PAL_QUOTA_ENDORSEMENT));
    PAL_TRY(say_sponsor(store, now, pseudonym, value));
    if (!value) {
        return PAL_OK;
    }
    struct reached reached = {.college = member->college};
    PAL_TRY(find_reached(store, now, constitution, &reached, &is_reached));
    return is_reached ? table(store, now, &reached) : PAL_OK;
}

static enum pal_err check_proposal(struct pal_store *store, const struct pal_initiative_spec *spec,
                                   const struct pal_constitution *constitution,
                                   const struct pal_assembly *assembly, struct pal_where *out_where)
{
    struct pal_day until;
    PAL_TRY(check_allowed(store, assembly, constitution, &until));
    PAL_TRY(pal_agenda_check_class(constitution, assembly, spec->decision_class, out_where));
    int64_t there;
    PAL_TRY(pal_initiatives_held(store, assembly->id, &there));
    return there < INITIATIVES_MAX ? PAL_OK : PAL_ERR_LIMIT_COUNT;
}

static enum pal_err say_proposed(struct pal_store *store, const struct pal_initiative_spec *spec,
                                 const struct pal_assembly *assembly, struct pal_where *out_where,
                                 struct pal_initiative_id *out_made)
{
    const struct pal_resolution_spec says = {.title = spec->title,
                                             .text = spec->text,
                                             .reasons = spec->reasons};
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    PAL_TRY(pal_alias_take(store, (struct pal_speaker){.member = spec->author}, &assembly->uuid,
                           pseudonym));
    PAL_JSON(d);
    d = pal_json_object_new();
    struct pal_uuid uuid = pal_uuid_random();
    pal_json_set_uuid(d, "assembly", &assembly->uuid);
    pal_json_set_string(d, "author", pseudonym);
    pal_json_set_text(d, "class", spec->decision_class);
    pal_json_set_uuid(d, "initiative", &uuid);
    PAL_TRY(pal_agenda_put_document(store, &says, d, out_where));
    uint64_t index;
    PAL_TRY(pal_change_make(store,
                            &(struct pal_log_entry){"initiative.propose", pal_uuid_random(), d},
                            &index));
    out_made->value = (int64_t)index;
    return PAL_OK;
}

enum pal_err pal_initiative_propose(struct pal_store *store, const struct pal_initiative_spec *spec,
                                    struct pal_where *out_where,
                                    struct pal_initiative_id *out_initiative)
{
    PAL_ASSEMBLY(assembly);
    PAL_MEMBER(author);
    PAL_CONSTITUTION(constitution);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_assembly_read(store, spec->assembly, &assembly));
    PAL_TRY(pal_member_read(store, spec->author, &author));
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    PAL_TRY(pal_agenda_check_member(&author, assembly.college));
    PAL_TRY(check_proposal(store, spec, &constitution, &assembly, out_where));
    PAL_TRY(pal_quota_use(store, spec->author, PAL_QUOTA_AMENDMENT));
    struct pal_initiative_id made;
    PAL_INITIATIVE(now);
    PAL_TRY(say_proposed(store, spec, &assembly, out_where, &made));
    PAL_TRY(pal_initiative_read(store, made, &now));
    PAL_TRY(sponsor(store, &now, &constitution, &author, true));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_initiative = made;
    return PAL_OK;
}

/* An initiative that is neither on the agenda nor withdrawn. */
static enum pal_err read_open(struct pal_store *store, struct pal_initiative_id initiative,
                              struct pal_initiative *out)
{
    PAL_TRY(pal_initiative_read(store, initiative, out));
    return out->state == PAL_INITIATIVE_OPEN ? PAL_OK : PAL_ERR_STATE;
}

enum pal_err pal_initiative_sponsor(struct pal_store *store, struct pal_initiative_id initiative,
                                    struct pal_member_id member, bool value)
{
    PAL_ASSEMBLY(assembly);
    PAL_MEMBER(who);
    PAL_INITIATIVE(now);
    PAL_CONSTITUTION(constitution);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(read_open(store, initiative, &now));
    PAL_TRY(pal_assembly_read(store, now.assembly, &assembly));
    PAL_TRY(pal_member_read(store, member, &who));
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    struct pal_day until;
    PAL_TRY(check_allowed(store, &assembly, &constitution, &until));
    PAL_TRY(pal_agenda_check_member(&who, assembly.college));
    PAL_TRY(sponsor(store, &now, &constitution, &who, value));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_initiative_withdraw(struct pal_store *store, struct pal_initiative_id initiative,
                                     struct pal_member_id member)
{
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    PAL_INITIATIVE(now);
    PAL_JSON(d);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_initiative_read(store, initiative, &now));
    PAL_TRY(pal_member_pseudonym(store, member, &now.assembly_uuid, pseudonym));
    if (strcmp(pseudonym, now.author) != 0) {
        return PAL_ERR_INITIATIVE_OTHER;
    }
    if (now.state != PAL_INITIATIVE_OPEN) {
        return PAL_ERR_STATE;
    }
    d = pal_json_object_new();
    pal_json_set_uuid(d, "initiative", &now.uuid);
    PAL_TRY(pal_change_make(store,
                            &(struct pal_log_entry){"initiative.withdraw", pal_uuid_random(), d},
                            NULL));
    return pal_transaction_commit(&transaction);
}
