/*
 * sitting.h - the sitting of an assembly: its officers, its suspensions, what it is on, its debates.
 *
 * Who holds which place and the words of incidents are private, and the log has commitments to them;
 * that a sitting was suspended, what it discusses and that a debate was closed is public. docs/rules/sitting.md has the rules.
 */
#ifndef PAL_CORE_SITTING_H
#define PAL_CORE_SITTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/resolutions.h"

struct pal_store;

/* --- the calendar --------------------------------------------------------------------------- */

enum pal_calendar_state {
    PAL_CALENDAR_AHEAD,
    PAL_CALENDAR_UNDER_WAY,
    PAL_CALENDAR_DONE,
    PAL_CALENDAR_LATE
};
const char *pal_calendar_state_word(enum pal_calendar_state state);

struct pal_calendar_row {
    struct pal_deadline deadline;
    enum pal_calendar_state state;
};
/* The deadlines of an assembly in the order of their dates: out_rows has PAL_DEADLINE_COUNT places.
 * A draft has them too. */
PAL_MUST_USE enum pal_err pal_assembly_calendar(struct pal_store *store,
                                                const struct pal_assembly *assembly,
                                                struct pal_calendar_row *out_rows,
                                                size_t *out_count);

/* --- officers of the sitting ------------------------------------------------------------------ */

/* clang-format off */
#define PAL_BUREAU_PLACES(X) \
    X(CHAIR, "chair") X(SECRETARY, "secretary") X(FIRST_SCRUTINEER, "scrutineer") \
    X(SECOND_SCRUTINEER, "scrutineer")
/* clang-format on */
enum pal_bureau_place {
#define PAL_BUREAU_ENUMERATOR(name, word) PAL_BUREAU_##name,
    PAL_BUREAU_PLACES(PAL_BUREAU_ENUMERATOR)
#undef PAL_BUREAU_ENUMERATOR
        PAL_BUREAU_SIZE
};
const char *pal_bureau_place_word(enum pal_bureau_place place);

struct pal_bureau {
    bool is_formed;
    struct pal_member_id members[PAL_BUREAU_SIZE]; /* 0 for a secretary who is no member */
    struct pal_text secretary;                     /* their name; else empty */
    char *owned;
};
#define PAL_BUREAU(name) struct pal_bureau name PAL_CLEANUP(pal_bureau_done) = {0}
void pal_bureau_done(struct pal_bureau *bureau);
/* Not formed yet: is_formed is false. */
PAL_MUST_USE enum pal_err pal_bureau_read(struct pal_store *store, struct pal_assembly_id assembly,
                                          struct pal_bureau *out);
/* Puts all four in their places. PAL_ERR_STATE unless convened or sitting, PAL_ERR_SITTING_BUREAU
 * (chair and scrutineers are three different members who are in the room), PAL_ERR_TEXT_*,
 * PAL_ERR_LIMIT_TEXT, with the place */
PAL_MUST_USE enum pal_err pal_bureau_form(struct pal_store *store, struct pal_assembly_id assembly,
                                          const struct pal_bureau *bureau,
                                          struct pal_where *out_where);

/* --- suspensions ------------------------------------------------------------------------------- */

struct pal_suspension {
    int64_t suspended_us, resumed_us; /* 0: it lasts */
    bool is_by_motion;
};
/* PAL_ERR_STATE unless it sits and is not suspended. motion is NULL where the chair decides. */
PAL_MUST_USE enum pal_err pal_sitting_suspend(struct pal_store *store,
                                              struct pal_assembly_id assembly,
                                              const struct pal_uuid *motion);
/* PAL_ERR_STATE unless it sits and is suspended. */
PAL_MUST_USE enum pal_err pal_sitting_resume(struct pal_store *store,
                                             struct pal_assembly_id assembly);
PAL_MUST_USE enum pal_err pal_sitting_is_suspended(struct pal_store *store,
                                                   struct pal_assembly_id assembly, bool *out_is);
/* All of them, the first first. */
PAL_MUST_USE enum pal_err pal_suspensions_walk(
    struct pal_store *store, struct pal_assembly_id assembly,
    enum pal_err (*visit)(void *context, const struct pal_suspension *suspension), void *context);

/* --- what is discussed ------------------------------------------------------------------------- */

struct pal_discussion {
    struct pal_resolution_id resolution; /* 0: none, or it does not sit */
    int64_t from_us;
};
PAL_MUST_USE enum pal_err pal_sitting_discussed(struct pal_store *store,
                                                struct pal_assembly_id assembly,
                                                struct pal_discussion *out);
/* Takes up a text of the agenda, or none (0). The one that it is on already changes nothing.
 * PAL_ERR_STATE unless it sits, or the text is withdrawn; PAL_ERR_NOT_FOUND: of another assembly */
PAL_MUST_USE enum pal_err pal_sitting_discuss(struct pal_store *store,
                                              struct pal_assembly_id assembly,
                                              struct pal_resolution_id resolution);

/* --- incidents ---------------------------------------------------------------------------------- */

struct pal_incident {
    int64_t id;
    struct pal_uuid uuid;
    int64_t at_us;
    struct pal_text text; /* lent */
};
/* Notes what happened. PAL_ERR_STATE unless convened, sitting or ended; PAL_ERR_TEXT_*,
 * PAL_ERR_LIMIT_TEXT, PAL_ERR_LIMIT_COUNT (a thousand of them), with the place */
PAL_MUST_USE enum pal_err pal_incident_note(struct pal_store *store,
                                            struct pal_assembly_id assembly, struct pal_text text,
                                            struct pal_where *out_where,
                                            struct pal_uuid *out_incident);
/* The first first, above an id. */
PAL_MUST_USE enum pal_err pal_incidents_walk(
    struct pal_store *store, const struct pal_happenings_query *query,
    enum pal_err (*visit)(void *context, const struct pal_incident *incident), void *context);

/* --- debates -------------------------------------------------------------------------------------- */

/* Closes the debate on a resolution, and reopens it. motion is NULL where the chair decides.
 * PAL_ERR_STATE: it is closed already, or is not; the resolution is withdrawn or decided; to reopen,
 * its poll is called. */
PAL_MUST_USE enum pal_err pal_debate_close(struct pal_store *store,
                                           struct pal_resolution_id resolution,
                                           const struct pal_uuid *motion);
PAL_MUST_USE enum pal_err pal_debate_open(struct pal_store *store,
                                          struct pal_resolution_id resolution);

#endif
