/*
 * assemblies.h - meetings: their notice, their sitting, who attends.
 *
 * An assembly is drafted, convened (its agenda is then fixed), sits, ends; or is cancelled. Its
 * deadlines are civil dates counted from the constitution in force, in the society's zone. States
 * are public and logged; who attended is private, and the log has a commitment to each entry and
 * exit.
 */
#ifndef PAL_CORE_ASSEMBLIES_H
#define PAL_CORE_ASSEMBLIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/rules.h"
#include "base/attr.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/members.h"

struct pal_store;

struct pal_assembly_id {
    int64_t value; /* 0: none */
};

enum { PAL_ASSEMBLY_POLLS_SHOWN = 1000 }; /* more than any agenda has */

/* clang-format off */
#define PAL_ASSEMBLY_KINDS(X) \
    X(ORDINARY, "ordinary") X(EXTRAORDINARY, "extraordinary") X(COMBINED, "combined") \
    X(COLLEGE, "college") X(WRITTEN, "written")
#define PAL_ASSEMBLY_STATES(X) \
    X(DRAFT, "draft") X(CONVENED, "convened") X(SITTING, "sitting") X(ENDED, "ended") \
    X(CANCELLED, "cancelled")
/* clang-format on */
enum pal_assembly_kind {
#define PAL_ASSEMBLY_KIND_ENUMERATOR(name, word) PAL_ASSEMBLY_##name,
    PAL_ASSEMBLY_KINDS(PAL_ASSEMBLY_KIND_ENUMERATOR)
#undef PAL_ASSEMBLY_KIND_ENUMERATOR
};
enum pal_assembly_state {
#define PAL_ASSEMBLY_STATE_ENUMERATOR(name, word) PAL_ASSEMBLY_##name,
    PAL_ASSEMBLY_STATES(PAL_ASSEMBLY_STATE_ENUMERATOR)
#undef PAL_ASSEMBLY_STATE_ENUMERATOR
};
const char *pal_assembly_kind_word(enum pal_assembly_kind kind);
const char *pal_assembly_state_word(enum pal_assembly_state state);
bool pal_assembly_kind_read(struct pal_text word, enum pal_assembly_kind *out_kind);
bool pal_assembly_state_read(struct pal_text word, enum pal_assembly_state *out_state);
const char *pal_call_word(enum pal_call call); /* "first", "second" */

struct pal_assembly {
    struct pal_assembly_id id;
    struct pal_uuid uuid;
    enum pal_assembly_kind kind;
    enum pal_call call;
    struct pal_assembly_id second_of; /* the first call, of a second one */
    struct pal_uuid second_of_uuid;
    struct pal_text college; /* of a college's meeting; else empty */
    struct pal_text title, place;
    struct pal_text cancelled_because; /* empty unless cancelled */
    int64_t meets_us;
    enum pal_assembly_state state;
    int64_t noticed_us, opened_us, ended_us; /* 0: not yet */
    int64_t entry;                           /* its ETag */
    char *owned;                             /* where the texts lie; NULL when lent */
};
#define PAL_ASSEMBLY(name) struct pal_assembly name PAL_CLEANUP(pal_assembly_done) = {0}
void pal_assembly_done(struct pal_assembly *assembly);

struct pal_assembly_spec {
    enum pal_assembly_kind kind;
    struct pal_assembly_id second_of; /* not 0: this is its second call, same agenda */
    struct pal_text college;
    struct pal_text title, place;
    int64_t meets_us;
};
/* Drafts an assembly. A second call takes the resolutions of the first, which must have ended.
 * PAL_ERR_TEXT_*, PAL_ERR_LIMIT_TEXT, PAL_ERR_ASSEMBLY_DATE (in the past), PAL_ERR_MEMBER_COLLEGE,
 * PAL_ERR_STATE (the first call has not ended), PAL_ERR_ASSEMBLY_UNCOUNTED (one of its polls is
 * still to be counted), PAL_ERR_ASSEMBLY_SECOND (it has a second call already), PAL_ERR_JSON_VALUE
 * (it was of another kind, or of another college), with the place */
PAL_MUST_USE enum pal_err pal_assembly_create(struct pal_store *store,
                                              const struct pal_assembly_spec *spec,
                                              struct pal_where *out_where,
                                              struct pal_assembly_id *out_assembly);
/* NULL leaves as it is. PAL_ERR_STATE unless a draft. */
struct pal_assembly_change {
    const struct pal_text *title, *place;
    const int64_t *meets_us;
};
PAL_MUST_USE enum pal_err pal_assembly_change(struct pal_store *store,
                                              struct pal_assembly_id assembly,
                                              const struct pal_assembly_change *change,
                                              struct pal_where *out_where);

/* Sends the notice: the agenda is fixed from here on. PAL_ERR_STATE, PAL_ERR_ASSEMBLY_EMPTY (no
 * resolution), PAL_ERR_ASSEMBLY_NOTICE (fewer days than the constitution wants),
 * PAL_ERR_CONSTITUTION_UNKNOWN */
PAL_MUST_USE enum pal_err pal_assembly_convene(struct pal_store *store,
                                               struct pal_assembly_id assembly,
                                               struct pal_where *out_where);
/* Opens and ends the sitting. PAL_ERR_STATE; to open: PAL_ERR_ASSEMBLY_TOO_EARLY; to end:
 * PAL_ERR_ASSEMBLY_POLLS (one is open). */
PAL_MUST_USE enum pal_err pal_assembly_open(struct pal_store *store,
                                            struct pal_assembly_id assembly);
PAL_MUST_USE enum pal_err pal_assembly_end(struct pal_store *store,
                                           struct pal_assembly_id assembly);
/* Its polls that were not opened are annulled with it.
 * PAL_ERR_STATE once it sits, PAL_ERR_TEXT_EMPTY without a reason. */
PAL_MUST_USE enum pal_err pal_assembly_cancel(struct pal_store *store,
                                              struct pal_assembly_id assembly,
                                              struct pal_text reason);

/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_assembly_find(struct pal_store *store, const struct pal_uuid *uuid,
                                            struct pal_assembly_id *out_assembly);
PAL_MUST_USE enum pal_err pal_assembly_read(struct pal_store *store,
                                            struct pal_assembly_id assembly,
                                            struct pal_assembly *out);
/* Assemblies, the latest first, below an id (0: from the latest); drafts only when asked. */
struct pal_assemblies_query {
    int64_t before_id;
    size_t limit;
    const enum pal_assembly_state *state; /* NULL: all */
    bool with_drafts;
};
PAL_MUST_USE enum pal_err pal_assemblies_walk(
    struct pal_store *store, const struct pal_assemblies_query *query,
    enum pal_err (*visit)(void *context, const struct pal_assembly *assembly), void *context);

/* The last days for a notice, a requested resolution and a postal form; a field that the
 * constitution leaves unknown, or that it does not allow, is not known. */
struct pal_deadlines {
    struct pal_day notice_by, requests_by, postal_by;
};
PAL_MUST_USE enum pal_err pal_assembly_deadlines(struct pal_store *store,
                                                 const struct pal_assembly *assembly,
                                                 struct pal_deadlines *out);

/* What happened in an assembly, above an id, the first first. */
struct pal_happenings_query {
    struct pal_assembly_id assembly;
    int64_t after_id;
    size_t limit;
};

/* --- attendance ----------------------------------------------------------------------------- */

/* A member enters or leaves the room, now. The same twice changes nothing.
 * PAL_ERR_STATE unless the assembly is convened or sits, PAL_ERR_MEMBER_NOT_ADMITTED,
 * PAL_ERR_ATTENDANCE_ABSENT (they never came in), PAL_ERR_MEMBER_NOBODY (nobody acts for it today) */
PAL_MUST_USE enum pal_err pal_attendance_mark(struct pal_store *store,
                                              struct pal_assembly_id assembly,
                                              struct pal_member_id member, bool is_present);
PAL_MUST_USE enum pal_err pal_attendance_has(struct pal_store *store,
                                             struct pal_assembly_id assembly,
                                             struct pal_member_id member, bool *out_is_present);

struct pal_attendance_line {
    int64_t id;
    struct pal_member_id member;
    struct pal_uuid member_uuid;
    struct pal_text number, name, college;
    int64_t entered_us, left_us; /* left 0: still there */
};
/* The sheet: every stay, in the order of entry, above an id. */
struct pal_attendance_query {
    struct pal_assembly_id assembly;
    int64_t after_id;
    size_t limit;
};
PAL_MUST_USE enum pal_err pal_attendance_walk(
    struct pal_store *store, const struct pal_attendance_query *query,
    enum pal_err (*visit)(void *context, const struct pal_attendance_line *line), void *context);

/* The latest stay of one member. PAL_ERR_NOT_FOUND when they never came. */
PAL_MUST_USE enum pal_err pal_attendance_last(
    struct pal_store *store, struct pal_assembly_id assembly, struct pal_member_id member,
    enum pal_err (*visit)(void *context, const struct pal_attendance_line *line), void *context);

/* How a member takes part, as the attendance sheet has it. */
enum pal_taking_part { PAL_PART_PRESENT, PAL_PART_REPRESENTED, PAL_PART_POSTAL, PAL_PART_REMOTE };
const char *pal_taking_part_word(enum pal_taking_part part); /* "present" */
struct pal_sheet_line {
    struct pal_member_id member;
    struct pal_uuid member_uuid;
    struct pal_text number, name, college;
    enum pal_taking_part part;
    struct pal_text holder; /* the name, of who is represented; empty for the chair */
    int64_t votes;          /* their own, and those of whom they represent */
};
/* One line per member who was there, is represented, or has voted from afar, in the order of their
 * entry on the register, above a member's id. Of a secret poll that is open nobody is told. */
PAL_MUST_USE enum pal_err pal_sheet_walk(
    struct pal_store *store, const struct pal_attendance_query *query,
    enum pal_err (*visit)(void *context, const struct pal_sheet_line *line), void *context);
/* When that member came and left, the first first. */
PAL_MUST_USE enum pal_err pal_stays_walk(
    struct pal_store *store, struct pal_assembly_id assembly, struct pal_member_id member,
    enum pal_err (*visit)(void *context, int64_t entered_us, int64_t left_us), void *context);

/* Who is there now: in the room, or represented by someone who is. One tally per college of the
 * constitution (one in all without colleges): members and present. The array has
 * PAL_LIMIT_COLLEGES places; *out_count are used. */
PAL_MUST_USE enum pal_err pal_attendance_tally(struct pal_store *store,
                                               struct pal_assembly_id assembly,
                                               struct pal_tally *out_tallies, size_t *out_count);

/* Removes who came into the sittings whose sheet served until that instant. In a transaction. */
PAL_MUST_USE enum pal_err pal_attendance_expire(struct pal_store *store, int64_t until_us,
                                                int64_t *out_count);

#endif
