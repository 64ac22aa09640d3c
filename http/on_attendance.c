/* on_attendance.c - who attends an assembly, and whether that is enough, over HTTP. */
#include "ballots/rules.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/resolutions.h"
#include "core/society.h"
#include "core/store.h"

#include "found.h"
#include "handlers.h"
#include "lists.h"
#include "reply.h"
#include "request.h"
#include "write.h"

static enum pal_err find(const struct pal_request *request, struct pal_assembly_id *out_assembly,
                         struct pal_uuid *out_uuid)
{
    PAL_TRY(pal_request_uuid(request, "assembly", out_uuid));
    return pal_assembly_find(pal_request_store(request), out_uuid, out_assembly);
}

/* The same for whoever is signed in: an assembly in preparation is not there for them. */
static enum pal_err find_announced(const struct pal_request *request,
                                   struct pal_assembly_id *out_assembly)
{
    struct pal_uuid uuid;
    PAL_TRY(find(request, out_assembly, &uuid));
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(pal_request_store(request), *out_assembly, &assembly));
    bool is_hidden = assembly.noticed_us == 0 && !pal_request_sees_drafts(request);
    return is_hidden ? PAL_ERR_NOT_FOUND : PAL_OK;
}

static struct pal_json *write_line(const struct pal_attendance_line *line)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "member", &line->member_uuid);
    pal_json_set_text(json, "number", line->number);
    pal_json_set_text(json, "name", line->name);
    if (line->college.size > 0) {
        pal_json_set_text(json, "college", line->college);
    }
    pal_json_set_instant(json, "entered_at", line->entered_us);
    if (line->left_us != 0) {
        pal_json_set_instant(json, "left_at", line->left_us);
    }
    return json;
}

static enum pal_err add_line(void *context, const struct pal_attendance_line *line)
{
    struct pal_list *list = context;
    if (!pal_list_is_full(list)) {
        pal_list_add(list, line->id, write_line(line));
    }
    return PAL_OK;
}

enum pal_err pal_on_attendance(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_uuid uuid;
    struct pal_attendance_query query = {0};
    PAL_TRY(find(request, &query.assembly, &uuid));
    PAL_LIST(list);
    PAL_TRY(pal_list_begin(request, &list));
    PAL_TRY(pal_list_after(request, &list, &query.after_id));
    query.limit = pal_list_rows(&list);

    PAL_TRY(pal_attendance_walk(pal_request_store(request), &query, add_line, &list));

    pal_reply_list(reply, request, &list);
    return PAL_OK;
}

static enum pal_err write_last(void *context, const struct pal_attendance_line *line)
{
    struct pal_json **json = context;
    *json = write_line(line);
    return PAL_OK;
}

static enum pal_err may_mark(const struct pal_request *request)
{
    bool may = pal_principal_may(&request->principal, PAL_MAY_CONVENE) ||
               pal_principal_may(&request->principal, PAL_MAY_ENTER_PAPER);
    return may ? PAL_OK : PAL_ERR_REQUEST_FORBIDDEN;
}

enum pal_err pal_on_attendance_mark(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"present", NULL};
    struct pal_store *store = pal_request_store(request);
    PAL_TRY(may_mark(request));
    struct pal_assembly_id assembly;
    struct pal_uuid uuid, member_uuid;
    PAL_TRY(find(request, &assembly, &uuid));
    PAL_TRY(pal_request_uuid(request, "member", &member_uuid));
    struct pal_member_id member;
    PAL_TRY(pal_member_find(store, &member_uuid, &member));
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, pal_request_where(request)));
    bool is_present;
    PAL_TRY(pal_json_bool(body, "present", &is_present, pal_request_where(request)));

    PAL_TRY(pal_attendance_mark(store, assembly, member, is_present));

    struct pal_json *json = NULL;
    PAL_TRY(pal_attendance_last(store, assembly, member, write_last, &json));
    pal_reply_json(reply, json);
    pal_reply_event(reply, "attendance.changed", &uuid);
    return PAL_OK;
}

/* --- quorum --------------------------------------------------------------------------------- */

/* What the quorum of each decision class on the agenda is measured with. */
struct measure {
    struct pal_constitution constitution;
    struct pal_assembly assembly;
    struct pal_tally tallies[PAL_LIMIT_COLLEGES];
    size_t count;
    struct pal_quorum quorum;
    struct pal_json *items;
};

static void measure_done(struct measure *measure)
{
    pal_constitution_done(&measure->constitution);
    pal_assembly_done(&measure->assembly);
    pal_quorum_done(&measure->quorum);
    pal_json_free(measure->items);
}

static struct pal_json *write_colleges(const struct measure *measure)
{
    struct pal_json *colleges = pal_json_array_new();
    for (size_t i = 0; i < measure->constitution.college_count; i++) {
        struct pal_json *college = pal_json_object_new();
        pal_json_set_string(college, "id", measure->constitution.colleges[i].id);
        pal_json_set_int(college, "present", (int64_t)measure->tallies[i].present);
        pal_json_set_int(college, "members", (int64_t)measure->tallies[i].members);
        pal_json_append(colleges, college);
    }
    return colleges;
}

static struct pal_json *write_class(struct measure *measure, const struct pal_class *class)
{
    struct pal_quorum *quorum = &measure->quorum;
    PAL_RATIO(required);
    if (class->has_quorum) {
        mpq_set(required, class->quorum[measure->assembly.call]);
    }
    bool applies = quorum->applies && class->has_quorum;
    pal_quorum_judge(quorum, required);
    struct pal_json *json = pal_json_object_new();
    pal_json_set_string(json, "class", class->id);
    pal_json_set_string(json, "basis", applies ? pal_quorum_basis_word(quorum->basis) : "none");
    pal_json_set_ratio(json, "required", required);
    pal_json_set_ratio(json, "reached", quorum->reached);
    pal_json_set_bool(json, "met", !applies || quorum->met);
    pal_json_set_int(json, "present", (int64_t)quorum->present);
    pal_json_set_int(json, "members", (int64_t)quorum->members);
    pal_json_set(json, "colleges", write_colleges(measure));
    return json;
}

static bool is_listed(const struct pal_json *items, const char *class)
{
    for (size_t i = 0; i < pal_json_count(items); i++) {
        const struct pal_json *id = pal_json_get(pal_json_at(items, i), "class");
        if (pal_text_is(pal_json_as_text(id), class)) {
            return true;
        }
    }
    return false;
}

static enum pal_err add_class(void *context, const struct pal_resolution *item)
{
    struct measure *measure = context;
    const struct pal_class *class =
        pal_constitution_class(&measure->constitution, item->decision_class);
    bool counts = item->state != PAL_RESOLUTION_WITHDRAWN && class != NULL;
    if (counts && !is_listed(measure->items, class->id)) {
        pal_json_append(measure->items, write_class(measure, class));
    }
    return PAL_OK;
}

/* What is reached on one basis, whichever the constitution asks for. */
static struct pal_json *write_reached(struct measure *measure, enum pal_quorum_basis basis,
                                      const struct pal_tally *tallies, size_t count)
{
    enum pal_quorum_basis own = measure->constitution.quorum_basis;
    measure->constitution.quorum_basis = basis;
    pal_quorum_measure(&measure->constitution, tallies, count, &measure->quorum);
    measure->constitution.quorum_basis = own;
    struct pal_json *json = pal_json_object_new();
    pal_json_set_int(json, "present", (int64_t)measure->quorum.present);
    pal_json_set_int(json, "members", (int64_t)measure->quorum.members);
    pal_json_set_ratio(json, "reached", measure->quorum.reached);
    return json;
}

/* RULE docs/rules/sitting.md
 * > The quorum is shown as it is now: by heads, by the weights of the colleges, and in each college.
 */
static void write_now(struct measure *measure, struct pal_json *json)
{
    size_t count = measure->count;
    pal_json_set(json, "heads",
                 write_reached(measure, PAL_QUORUM_MEMBERS, measure->tallies, count));
    struct pal_json *colleges = pal_json_array_new();
    pal_json_set(json, "colleges", colleges);
    if (measure->constitution.college_count == 0) {
        return;
    }
    if (pal_constitution_knows(&measure->constitution, PAL_FIELD_COLLEGE_WEIGHTS)) {
        pal_json_set(json, "weights",
                     write_reached(measure, PAL_QUORUM_WEIGHTED, measure->tallies, count));
    }
    for (size_t i = 0; i < count; i++) {
        struct pal_json *college =
            write_reached(measure, PAL_QUORUM_MEMBERS, &measure->tallies[i], 1);
        pal_json_set_string(college, "id", measure->constitution.colleges[i].id);
        pal_json_append(colleges, college);
    }
}

enum pal_err pal_on_quorum(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_assembly_id assembly;
    PAL_TRY(find_announced(request, &assembly));

    struct measure measure PAL_CLEANUP(measure_done) = {.items = pal_json_array_new()};
    pal_quorum_init(&measure.quorum);
    PAL_TRY(pal_assembly_read(store, assembly, &measure.assembly));
    PAL_TRY(pal_society_constitution(store, &measure.constitution, NULL));
    PAL_TRY(pal_constitution_require(&measure.constitution, PAL_FIELD_QUORUM,
                                     pal_request_where(request)));
    PAL_TRY(pal_attendance_tally(store, assembly, measure.tallies, &measure.count));
    pal_quorum_measure(&measure.constitution, measure.tallies, measure.count, &measure.quorum);
    PAL_TRY(pal_agenda_walk(store, assembly, add_class, &measure));

    struct pal_json *json = pal_json_object_new();
    pal_json_set(json, "items", measure.items);
    measure.items = NULL;
    write_now(&measure, json);
    pal_reply_json(reply, json);
    return PAL_OK;
}

/* --- members found by their names ------------------------------------------------------------- */

/* The college of all those for whom somebody acts. */
struct shared_college {
    char *id; /* NULL: of nobody yet */
    bool is_shared;
};

static void shared_college_done(struct shared_college *shared)
{
    pal_mem_free(shared->id);
}

static enum pal_err share_college(void *context, const struct pal_member *member,
                                  enum pal_acts_as how)
{
    struct shared_college *shared = context;
    (void)how;
    if (shared->id == NULL) {
        shared->id = pal_text_copy(member->college);
        return PAL_OK;
    }
    shared->is_shared = shared->is_shared && pal_text_is(member->college, shared->id);
    return PAL_OK;
}

/* RULE docs/rules/proxies.md
 * > Where the constitution wants a holder of the same college, whoever looks for one is shown
 * > members of that college alone.
 *
 * Any will do where who asks acts for members of several: the offer then says which holder will not. */
static enum pal_err find_college(const struct pal_request *request, struct shared_college *shared)
{
    struct pal_store *store = pal_request_store(request);
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    if (constitution.proxy.scope == PAL_PROXY_ANY) {
        return PAL_OK;
    }
    shared->is_shared = true;
    return pal_members_of_person(store, request->principal.person, share_college, shared);
}

enum pal_err pal_on_holders(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_assembly_id assembly;
    struct shared_college shared PAL_CLEANUP(shared_college_done) = {0};
    struct pal_found holders = {0};
    PAL_LIST(list);
    PAL_TRY(find_announced(request, &assembly));
    PAL_TRY(pal_list_begin(request, &list));
    PAL_TRY(find_college(request, &shared));
    if (shared.is_shared && shared.id != NULL) {
        holders.college = pal_text_of(shared.id);
    }
    return pal_reply_found(request, &list, &holders, reply);
}

struct door {
    struct pal_store *store;
    struct pal_assembly_id assembly;
};

static enum pal_err set_present(void *context, const struct pal_member *member,
                                struct pal_json *found)
{
    const struct door *door = context;
    bool is_present;
    PAL_TRY(pal_attendance_has(door->store, door->assembly, member->id, &is_present));
    pal_json_set_bool(found, "present", is_present);
    return PAL_OK;
}

/* RULE docs/rules/sitting.md
 * > Who marks attendance and does not read the register finds members by two letters of their name at
 * > least, from twelve hours before the meeting until the sitting ends.
 */
static bool is_at_the_door(const struct pal_store *store, const struct pal_assembly *assembly)
{
    const int64_t before_us = INT64_C(12) * 3600 * 1000000;
    return assembly->state == PAL_ASSEMBLY_SITTING ||
           (assembly->state == PAL_ASSEMBLY_CONVENED &&
            pal_store_now_us(store) >= assembly->meets_us - before_us);
}

enum pal_err pal_on_entrants(const struct pal_request *request, struct pal_reply *reply)
{
    struct door door = {.store = pal_request_store(request)};
    PAL_ASSEMBLY(assembly);
    PAL_LIST(list);
    PAL_TRY(may_mark(request));
    PAL_TRY(pal_list_begin(request, &list));
    PAL_TRY(find_announced(request, &door.assembly));
    PAL_TRY(pal_assembly_read(door.store, door.assembly, &assembly));
    if (!is_at_the_door(door.store, &assembly)) {
        return PAL_ERR_STATE;
    }
    const struct pal_found entrants = {assembly.college, set_present, &door};
    return pal_reply_found(request, &list, &entrants, reply);
}
