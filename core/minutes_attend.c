/* minutes_attend.c - who was there, as figures, and the quorum that they make. */
#include <stdlib.h>

#include "ballots/rules.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/colleges.h"
#include "core/proxies.h"
#include "core/resolutions.h"

#include "minuting.h"

/* A member who came, in the order of the register once sorted; each once. */
struct guest {
    struct pal_member_id member;
    bool is_present; /* at the end */
};

/* Figures of one college, or of everybody. */
struct count {
    uint64_t members, came, present, represented, blank;
};

struct sheet {
    struct pal_minuting *minuting;
    struct guest *guests;
    size_t count, capacity;
    struct count colleges[PAL_LIMIT_COLLEGES];
    size_t college_count; /* 1 in all without colleges */
    struct pal_json *quorum;
};

static void sheet_done(struct sheet *sheet)
{
    pal_mem_free(sheet->guests);
}

/* --- the room ------------------------------------------------------------------------------- */

static enum pal_err add_stay(void *context, const struct pal_attendance_line *line)
{
    struct sheet *sheet = context;
    sheet->capacity = pal_mem_capacity(sheet->capacity, sheet->count + 1);
    sheet->guests = pal_mem_grow(sheet->guests, sheet->capacity, sizeof *sheet->guests);
    sheet->guests[sheet->count++] = (struct guest){line->member, line->left_us == 0};
    return PAL_OK;
}

/* By member; of one member who came several times, the stay that lasts comes first. */
static int compare_guests(const void *a, const void *b)
{
    const struct guest *left = a;
    const struct guest *right = b;
    if (left->member.value != right->member.value) {
        return left->member.value < right->member.value ? -1 : 1;
    }
    return (int)right->is_present - (int)left->is_present;
}

static void merge_stays(struct sheet *sheet)
{
    size_t kept = 0;
    if (sheet->count > 0) {
        qsort(sheet->guests, sheet->count, sizeof *sheet->guests, compare_guests);
    }
    for (size_t i = 0; i < sheet->count; i++) {
        if (kept == 0 || sheet->guests[kept - 1].member.value != sheet->guests[i].member.value) {
            sheet->guests[kept++] = sheet->guests[i];
        }
    }
    sheet->count = kept;
}

static int compare_member(const void *key, const void *item)
{
    int64_t member = *(const int64_t *)key;
    const struct guest *guest = item;
    return (member > guest->member.value) - (member < guest->member.value);
}

static bool is_in_room(const struct sheet *sheet, struct pal_member_id member)
{
    const struct guest *guest = sheet->count == 0
                                    ? NULL
                                    : bsearch(&member.value, sheet->guests, sheet->count,
                                              sizeof *sheet->guests, compare_member);
    return guest != NULL && guest->is_present;
}

/* --- where each stands ---------------------------------------------------------------------- */

struct standing {
    const struct pal_minuting *minuting;
    size_t college; /* SIZE_MAX: none that the constitution of that day has */
};

static enum pal_err see_membership(void *context, const struct pal_membership *membership)
{
    struct standing *standing = context;
    int32_t day = standing->minuting->day.days;
    bool is_then = membership->from_on.days <= day &&
                   (!membership->until_on.is_known || day < membership->until_on.date.days);
    if (is_then) {
        standing->college =
            pal_constitution_college(&standing->minuting->constitution, membership->college);
    }
    return PAL_OK;
}

enum pal_err pal_minuting_college(struct pal_minuting *minuting, struct pal_member_id member,
                                  size_t *out_college)
{
    struct standing standing = {.minuting = minuting, .college = SIZE_MAX};
    PAL_TRY(pal_memberships_walk(minuting->store, member, see_membership, &standing));
    *out_college = standing.college;
    return PAL_OK;
}

/* The figures to which a member counts; NULL for one whom this assembly does not call. */
static enum pal_err find_count(struct sheet *sheet, struct pal_member_id member,
                               struct count **out_count)
{
    size_t college;
    if (sheet->minuting->constitution.college_count == 0) {
        *out_count = &sheet->colleges[0];
        return PAL_OK;
    }
    PAL_TRY(pal_minuting_college(sheet->minuting, member, &college));
    bool is_called = college < sheet->college_count && sheet->colleges[college].members > 0;
    *out_count = is_called ? &sheet->colleges[college] : NULL;
    return PAL_OK;
}

static enum pal_err count_guests(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        struct count *count;
        PAL_TRY(find_count(sheet, sheet->guests[i].member, &count));
        if (count != NULL) {
            count->came++;
            count->present += sheet->guests[i].is_present;
        }
    }
    return PAL_OK;
}

static enum pal_err count_proxy(void *context, const struct pal_proxy *proxy)
{
    struct sheet *sheet = context;
    bool is_blank = proxy->holder.value == 0;
    bool represents = proxy->state == PAL_PROXY_ACCEPTED && !is_in_room(sheet, proxy->principal) &&
                      (is_blank || is_in_room(sheet, proxy->holder));
    struct count *count = NULL;
    if (represents) {
        PAL_TRY(find_count(sheet, proxy->principal, &count));
    }
    if (count != NULL) {
        count->represented++;
        count->blank += is_blank;
    }
    return PAL_OK;
}

static enum pal_err count_members(struct sheet *sheet)
{
    const struct pal_minuting *minuting = sheet->minuting;
    const struct pal_assembly *assembly = &minuting->assembly;
    PAL_CENSUS(census);
    PAL_TRY(pal_census_take(minuting->store, &minuting->constitution, minuting->day, &census));
    size_t only = pal_constitution_college(&minuting->constitution, assembly->college);
    sheet->college_count = census.college_count;
    for (size_t i = 0; i < census.college_count; i++) {
        bool is_called = assembly->college.size == 0 || i == only;
        sheet->colleges[i] = (struct count){.members = is_called ? census.colleges[i] : 0};
    }
    return PAL_OK;
}

static struct pal_json *count_new(const struct count *count)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_int(json, "members", (int64_t)count->members);
    pal_json_set_int(json, "came", (int64_t)count->came);
    pal_json_set_int(json, "present", (int64_t)count->present);
    pal_json_set_int(json, "represented", (int64_t)count->represented);
    pal_json_set_int(json, "blank", (int64_t)count->blank);
    return json;
}

static struct pal_json *attendance_new(const struct sheet *sheet)
{
    const struct pal_constitution *constitution = &sheet->minuting->constitution;
    struct count all = {0};
    struct pal_json *colleges = pal_json_array_new();
    for (size_t i = 0; i < sheet->college_count; i++) {
        const struct count *one = &sheet->colleges[i];
        all.members += one->members;
        all.came += one->came;
        all.present += one->present;
        all.represented += one->represented;
        all.blank += one->blank;
        if (i < constitution->college_count) {
            struct pal_json *college = count_new(one);
            pal_json_set_string(college, "college", constitution->colleges[i].id);
            pal_json_append(colleges, college);
        }
    }
    struct pal_json *json = count_new(&all);
    pal_json_set(json, "colleges", colleges);
    return json;
}

/* --- quorum --------------------------------------------------------------------------------- */

static bool is_listed(const struct pal_json *quorum, const char *class)
{
    for (size_t i = 0; i < pal_json_count(quorum); i++) {
        const struct pal_json *id = pal_json_get(pal_json_at(quorum, i), "class");
        if (pal_text_is(pal_json_as_text(id), class)) {
            return true;
        }
    }
    return false;
}

static struct pal_json *line_new(const struct pal_minuting *minuting, const struct pal_class *class)
{
    struct pal_json *line = pal_json_object_new();
    pal_json_set_string(line, "class", class->id);
    pal_json_set_string(line, "call", pal_call_word(minuting->assembly.call));
    return line;
}

/* What a poll has measured, as its outcome says. */
static void add_measured(struct sheet *sheet, const struct pal_class *class,
                         const struct pal_json *measured)
{
    static const char *const names[] = {"present", "members", "reached", "required", "met"};
    struct pal_json *line = line_new(sheet->minuting, class);
    pal_json_set_string(line, "by", "poll");
    pal_json_set_string(line, "basis",
                        pal_quorum_basis_word(sheet->minuting->constitution.quorum_basis));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        pal_json_set(line, names[i], pal_json_copy(pal_json_get(measured, names[i])));
    }
    pal_json_append(sheet->quorum, line);
}

static void add_attended(struct sheet *sheet, const struct pal_class *class)
{
    const struct pal_minuting *minuting = sheet->minuting;
    struct pal_tally tallies[PAL_LIMIT_COLLEGES];
    struct pal_quorum quorum;
    PAL_RATIO(required);
    for (size_t i = 0; i < sheet->college_count; i++) {
        const struct count *count = &sheet->colleges[i];
        tallies[i] = (struct pal_tally){.members = count->members,
                                        .present = count->present + count->represented};
    }
    pal_quorum_init(&quorum);
    pal_quorum_measure(&minuting->constitution, tallies, sheet->college_count, &quorum);
    if (class->has_quorum) {
        mpq_set(required, class->quorum[minuting->assembly.call]);
    }
    bool applies = quorum.applies && class->has_quorum;
    pal_quorum_judge(&quorum, required);
    struct pal_json *line = line_new(minuting, class);
    pal_json_set_string(line, "by", "attendance");
    pal_json_set_string(line, "basis", applies ? pal_quorum_basis_word(quorum.basis) : "none");
    pal_json_set_int(line, "present", (int64_t)quorum.present);
    pal_json_set_int(line, "members", (int64_t)quorum.members);
    pal_json_set_ratio(line, "reached", quorum.reached);
    pal_json_set_ratio(line, "required", required);
    pal_json_set_bool(line, "met", !applies || quorum.met);
    pal_json_append(sheet->quorum, line);
    pal_quorum_done(&quorum);
}

static void measure_polls(struct sheet *sheet, const struct pal_json *polls)
{
    for (size_t i = 0; i < pal_json_count(polls); i++) {
        const struct pal_json *poll = pal_json_at(polls, i);
        const struct pal_json *measured = pal_json_get(poll, "quorum");
        const struct pal_class *class =
            pal_constitution_class(&sheet->minuting->constitution,
                                   pal_json_as_text(pal_json_get(poll, "class")));
        if (measured != NULL && class != NULL && !is_listed(sheet->quorum, class->id)) {
            add_measured(sheet, class, measured);
        }
    }
}

static enum pal_err add_class(void *context, const struct pal_resolution *item)
{
    struct sheet *sheet = context;
    const struct pal_class *class =
        pal_constitution_class(&sheet->minuting->constitution, item->decision_class);
    if (item->state != PAL_RESOLUTION_WITHDRAWN && class != NULL &&
        !is_listed(sheet->quorum, class->id)) {
        add_attended(sheet, class);
    }
    return PAL_OK;
}

/* Is a quorum met, or none asked for, for something that is on the agenda? */
static bool is_held(const struct pal_json *quorum)
{
    bool is_met = pal_json_count(quorum) == 0;
    for (size_t i = 0; i < pal_json_count(quorum); i++) {
        is_met = is_met || pal_json_as_bool(pal_json_get(pal_json_at(quorum, i), "met"));
    }
    return is_met;
}

enum pal_err pal_minutes_attend(struct pal_minuting *minuting, struct pal_json *document)
{
    struct sheet sheet PAL_CLEANUP(sheet_done) = {.minuting = minuting};
    const struct pal_attendance_query stays = {.assembly = minuting->assembly.id,
                                               .limit = INT32_MAX};
    const struct pal_proxies_query proxies = {.assembly = minuting->assembly.id,
                                              .limit = INT32_MAX};
    PAL_TRY(count_members(&sheet));
    PAL_TRY(pal_attendance_walk(minuting->store, &stays, add_stay, &sheet));
    merge_stays(&sheet);
    PAL_TRY(count_guests(&sheet));
    PAL_TRY(pal_proxies_walk(minuting->store, &proxies, count_proxy, &sheet));
    pal_json_set(document, "attendance", attendance_new(&sheet));

    const struct pal_json *items = pal_json_get(document, "items");
    sheet.quorum = pal_json_array_new();
    pal_json_set(document, "quorum", sheet.quorum);
    for (size_t i = 0; i < pal_json_count(items); i++) {
        measure_polls(&sheet, pal_json_get(pal_json_at(items, i), "polls"));
    }
    measure_polls(&sheet, pal_json_get(document, "polls"));
    PAL_TRY(pal_agenda_walk(minuting->store, minuting->assembly.id, add_class, &sheet));
    pal_json_set_bool(document, "held", is_held(sheet.quorum));
    return PAL_OK;
}
