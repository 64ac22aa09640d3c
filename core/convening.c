/*
 * convening.c - the commands on assemblies: drafted, convened, opened, ended, cancelled.
 */
#include "base/limits.h"
#include "core/assemblies.h"
#include "core/log.h"
#include "core/polls.h"
#include "core/proxies.h"
#include "core/society.h"
#include "core/store.h"

#include "agenda.h"
#include "apply.h"
#include "input.h"

static const struct pal_input title_input = {"/title", PAL_LIMIT_NAME, false, false};
static const struct pal_input place_input = {"/place", PAL_LIMIT_NAME, true, false};

static enum pal_err set_input(struct pal_json *d, const char *name, const struct pal_input *input,
                              struct pal_text text, struct pal_where *out_where)
{
    PAL_BUF(kept);
    PAL_TRY(pal_input_read(input, text, &kept, out_where));
    if (kept.size > 0) {
        pal_json_set_text(d, name, pal_buf_text(&kept));
    }
    return PAL_OK;
}

static enum pal_err set_meeting(struct pal_store *store, struct pal_json *d, int64_t meets_us,
                                struct pal_where *out_where)
{
    if (meets_us <= pal_store_now_us(store)) {
        pal_where_set(out_where, "/meets_at");
        return PAL_ERR_ASSEMBLY_DATE;
    }
    pal_json_set_int(d, "meets_at", meets_us / 1000000);
    return PAL_OK;
}

/* RULE docs/rules/assemblies.md
 * > A second call is of the same kind, and of the same college, as the first, which was held and has
 * > ended: one that was cancelled leaves nothing that a smaller quorum could decide.
 */
static enum pal_err check_first_call(struct pal_store *store, const struct pal_assembly_spec *spec,
                                     struct pal_json *d, struct pal_where *out_where)
{
    PAL_ASSEMBLY(before);
    PAL_TRY(pal_assembly_read(store, spec->second_of, &before));
    if (spec->kind != before.kind || !pal_text_equal(spec->college, before.college)) {
        pal_where_set(out_where, "/kind");
        return PAL_ERR_JSON_VALUE;
    }
    pal_where_set(out_where, "/second_of");
    if (before.state != PAL_ASSEMBLY_ENDED || before.call != PAL_CALL_FIRST) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(pal_assembly_may_be_called_again(store, spec->second_of));
    pal_json_set_uuid(d, "second_of", &before.uuid);
    return PAL_OK;
}

static enum pal_err set_college(struct pal_store *store, const struct pal_assembly_spec *spec,
                                struct pal_json *d, struct pal_where *out_where)
{
    pal_where_set(out_where, "/college");
    if (spec->kind != PAL_ASSEMBLY_COLLEGE) {
        return spec->college.size == 0 ? PAL_OK : PAL_ERR_MEMBER_COLLEGE;
    }
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    if (pal_constitution_college(&constitution, spec->college) == SIZE_MAX) {
        return PAL_ERR_MEMBER_COLLEGE;
    }
    pal_json_set_text(d, "college", spec->college);
    return PAL_OK;
}

enum pal_err pal_assembly_create(struct pal_store *store, const struct pal_assembly_spec *spec,
                                 struct pal_where *out_where, struct pal_assembly_id *out_assembly)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    struct pal_uuid uuid = pal_uuid_random();
    pal_json_set_uuid(d, "assembly", &uuid);
    pal_json_set_string(d, "kind", pal_assembly_kind_word(spec->kind));
    bool is_second = spec->second_of.value != 0;
    pal_json_set_string(d, "call", pal_call_word(is_second ? PAL_CALL_SECOND : PAL_CALL_FIRST));
    PAL_TRY(set_college(store, spec, d, out_where));
    PAL_TRY(set_input(d, "title", &title_input, spec->title, out_where));
    PAL_TRY(set_input(d, "place", &place_input, spec->place, out_where));
    PAL_TRY(set_meeting(store, d, spec->meets_us, out_where));
    if (is_second) {
        PAL_TRY(check_first_call(store, spec, d, out_where));
    }

    PAL_TRANSACTION(transaction, store);
    uint64_t index;
    PAL_TRY(pal_change_make(store, &(struct pal_log_entry){"assembly.create", pal_uuid_random(), d},
                            &index));
    struct pal_assembly_id made = {(int64_t)index};
    if (is_second) {
        PAL_TRY(pal_agenda_copy(store, spec->second_of, made));
    }
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_assembly = made;
    return PAL_OK;
}

enum pal_err pal_assembly_change(struct pal_store *store, struct pal_assembly_id assembly,
                                 const struct pal_assembly_change *change,
                                 struct pal_where *out_where)
{
    PAL_ASSEMBLY(now);
    PAL_TRY(pal_assembly_read(store, assembly, &now));
    if (now.state != PAL_ASSEMBLY_DRAFT) {
        return PAL_ERR_STATE;
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "assembly", &now.uuid);
    PAL_TRY(set_input(d, "title", &title_input, change->title != NULL ? *change->title : now.title,
                      out_where));
    PAL_TRY(set_input(d, "place", &place_input, change->place != NULL ? *change->place : now.place,
                      out_where));
    PAL_TRY(set_meeting(store, d, change->meets_us != NULL ? *change->meets_us : now.meets_us,
                        out_where));
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_change_make(store, &(struct pal_log_entry){"assembly.change", pal_uuid_random(), d},
                            NULL));
    return pal_transaction_commit(&transaction);
}

/* One of the entries that say nothing but which assembly moves. */
static enum pal_err move(struct pal_store *store, const char *type,
                         const struct pal_assembly *assembly, struct pal_json *d)
{
    pal_json_set_uuid(d, "assembly", &assembly->uuid);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(pal_change_make(store, &(struct pal_log_entry){type, pal_uuid_random(), d}, NULL));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_assembly_convene(struct pal_store *store, struct pal_assembly_id assembly,
                                  struct pal_where *out_where)
{
    PAL_ASSEMBLY(now);
    PAL_TRY(pal_assembly_read(store, assembly, &now));
    if (now.state != PAL_ASSEMBLY_DRAFT) {
        return PAL_ERR_STATE;
    }
    if (now.meets_us <= pal_store_now_us(store)) {
        return PAL_ERR_ASSEMBLY_DATE;
    }
    bool is_empty;
    PAL_TRY(pal_agenda_is_empty(store, assembly, &is_empty));
    if (is_empty) {
        return PAL_ERR_ASSEMBLY_EMPTY;
    }
    PAL_CONSTITUTION(constitution);
    struct pal_version version;
    PAL_TRY(pal_society_constitution(store, &constitution, &version));
    PAL_TRY(pal_constitution_require(&constitution, PAL_FIELD_NOTICE, out_where));
    if (!pal_deadlines_notice(&constitution, now.call, pal_society_today(store),
                              pal_date_of_instant(now.meets_us))) {
        return PAL_ERR_ASSEMBLY_NOTICE;
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "constitution", &version.uuid);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(move(store, "assembly.convene", &now, d));
    if (now.call == PAL_CALL_SECOND) {
        PAL_TRY(pal_proxies_carry(store, now.second_of, assembly));
    }
    return pal_transaction_commit(&transaction);
}

/* RULE docs/rules/assemblies.md
 * > A sitting opens at the instant that its notice announced, or later: nobody is outvoted before they
 * > can be there.
 */
enum pal_err pal_assembly_open(struct pal_store *store, struct pal_assembly_id assembly)
{
    PAL_ASSEMBLY(now);
    PAL_TRY(pal_assembly_read(store, assembly, &now));
    if (now.state != PAL_ASSEMBLY_CONVENED) {
        return PAL_ERR_STATE;
    }
    if (pal_store_now_us(store) < now.meets_us) {
        return PAL_ERR_ASSEMBLY_TOO_EARLY;
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    return move(store, "assembly.open", &now, d);
}

enum pal_err pal_assembly_end(struct pal_store *store, struct pal_assembly_id assembly)
{
    PAL_ASSEMBLY(now);
    PAL_TRY(pal_assembly_read(store, assembly, &now));
    if (now.state != PAL_ASSEMBLY_SITTING) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(pal_assembly_has_no_open_poll(store, assembly));
    PAL_JSON(d);
    d = pal_json_object_new();
    return move(store, "assembly.end", &now, d);
}

static enum pal_err keep_poll(void *context, const struct pal_poll *poll)
{
    *(struct pal_poll_id *)context = poll->id;
    return PAL_OK;
}

static enum pal_err annul_polls_that_are(struct pal_store *store, enum pal_poll_state state,
                                         struct pal_assembly_id assembly, struct pal_text reason)
{
    const struct pal_polls_query query = {.assembly = assembly,
                                          .state = &state,
                                          .limit = 1,
                                          .with_drafts = true};
    for (;;) {
        struct pal_poll_id poll = {0};
        PAL_TRY(pal_polls_walk(store, &query, keep_poll, &poll));
        if (poll.value == 0) {
            return PAL_OK;
        }
        PAL_TRY(pal_poll_annul(store, poll, reason));
    }
}

/* RULE docs/rules/assemblies.md
 * > With an assembly that is cancelled its polls that were not opened are annulled, for the same
 * > reason.
 */
static enum pal_err annul_polls(struct pal_store *store, struct pal_assembly_id assembly,
                                struct pal_text reason)
{
    PAL_TRY(annul_polls_that_are(store, PAL_POLL_DRAFT, assembly, reason));
    return annul_polls_that_are(store, PAL_POLL_CALLED, assembly, reason);
}

enum pal_err pal_assembly_cancel(struct pal_store *store, struct pal_assembly_id assembly,
                                 struct pal_text reason)
{
    PAL_ASSEMBLY(now);
    PAL_TRY(pal_assembly_read(store, assembly, &now));
    if (now.state != PAL_ASSEMBLY_DRAFT && now.state != PAL_ASSEMBLY_CONVENED) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(pal_assembly_has_no_open_poll(store, assembly));
    PAL_JSON(d);
    d = pal_json_object_new();
    PAL_TRY(set_input(d, "reason", &pal_input_reason, reason, NULL));
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(annul_polls(store, assembly, reason));
    PAL_TRY(move(store, "assembly.cancel", &now, d));
    return pal_transaction_commit(&transaction);
}
