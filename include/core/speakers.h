/*
 * speakers.h - the speaking list of a sitting: who asks for the floor, and who had it how long.
 */
#ifndef PAL_CORE_SPEAKERS_H
#define PAL_CORE_SPEAKERS_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/resolutions.h"

struct pal_store;

enum pal_speech_state {
    PAL_SPEECH_WAITING,
    PAL_SPEECH_SPEAKING,
    PAL_SPEECH_DONE,
    PAL_SPEECH_WITHDRAWN
};
const char *pal_speech_state_word(enum pal_speech_state state); /* "waiting" */

struct pal_speech {
    int64_t id;
    struct pal_uuid uuid;
    struct pal_assembly_id assembly;
    struct pal_member_id member;
    struct pal_resolution_id resolution; /* 0: on the order of business */
    struct pal_uuid resolution_uuid;
    enum pal_speech_state state;
    int64_t asked_us, started_us, ended_us; /* 0: not yet */
};

/* A member asks for the floor. PAL_ERR_STATE unless it sits; PAL_ERR_ATTENDANCE_ABSENT (not in the
 * room), PAL_ERR_SPEECH_ASKED (already on the list), PAL_ERR_NOT_FOUND (a resolution of another
 * assembly), PAL_ERR_LIMIT_COUNT */
PAL_MUST_USE enum pal_err pal_speech_ask(struct pal_store *store, struct pal_assembly_id assembly,
                                         struct pal_member_id member,
                                         struct pal_resolution_id resolution,
                                         struct pal_uuid *out_speech);
/* The chair gives the floor and takes it back; whoever waits gives up. PAL_ERR_STATE;
 * to start: PAL_ERR_SPEECH_FLOOR (somebody has the floor), PAL_ERR_SITTING_SUSPENDED,
 * PAL_ERR_ATTENDANCE_ABSENT (they have left the room) */
PAL_MUST_USE enum pal_err pal_speech_start(struct pal_store *store, const struct pal_uuid *speech);
PAL_MUST_USE enum pal_err pal_speech_end(struct pal_store *store, const struct pal_uuid *speech);
PAL_MUST_USE enum pal_err pal_speech_withdraw(struct pal_store *store,
                                              const struct pal_uuid *speech);

/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_speech_read(struct pal_store *store, const struct pal_uuid *uuid,
                                          struct pal_speech *out);
/* In the order of asking, above an id. */
PAL_MUST_USE enum pal_err pal_speeches_walk(
    struct pal_store *store, const struct pal_happenings_query *query,
    enum pal_err (*visit)(void *context, const struct pal_speech *speech), void *context);

#endif
