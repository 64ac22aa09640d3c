/*
 * things.h - what the entries of a log speak of and in which state it is, for the files of audit/ alone:
 * verify_things.c (where it is found), verify_states.c (the order of states), verify_gates.c (what a debate asks
 * for).
 */
#ifndef PAL_AUDIT_THINGS_H
#define PAL_AUDIT_THINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/entry.h"
#include "base/attr.h"
#include "base/crypto.h"
#include "base/text.h"

enum pal_thing_kind {
    PAL_THING_ASSEMBLY,
    PAL_THING_RESOLUTION,
    PAL_THING_POLL,
    PAL_THING_VERSION, /* of the constitution */
    PAL_THING_AMENDMENT,
    PAL_THING_CONCERN,
    PAL_THING_ATTACHMENT,
    PAL_THING_INITIATIVE,
    PAL_THING_MOTION, /* of procedure */
};
enum pal_thing_state {
    PAL_THING_DRAFT,
    PAL_THING_CONVENED,
    PAL_THING_SITTING,
    PAL_THING_ENDED,
    PAL_THING_CANCELLED,
    PAL_THING_FROZEN,
    PAL_THING_DECIDED,
    PAL_THING_WITHDRAWN,
    PAL_THING_CALLED,
    PAL_THING_OPEN,
    PAL_THING_CLOSED,
    PAL_THING_COUNTED,
    PAL_THING_PUBLISHED,
    PAL_THING_VOID,
    PAL_THING_ACCEPTED, /* an amendment that the board took in; an initiative that is on the agenda; a
                         * motion that was carried */
    PAL_THING_HIDDEN,   /* a concern */
    PAL_THING_LOST,     /* a poll that was open or not yet counted when the log got another name */
};
#define PAL_STATE(name)     (1U << PAL_THING_##name)
#define PAL_STATES_CONVENED (PAL_STATE(CONVENED) | PAL_STATE(SITTING))

/* How a resolution is decided. */
enum pal_thing_procedure {
    PAL_BY_RESOLUTION,
    PAL_BY_CONSENT,
    PAL_BY_ELECTION,
    PAL_BY_CONTRACT,
};

/* The kind of an assembly, as far as it says which classes it decides. */
enum pal_thing_held {
    PAL_HELD_NEVER, /* of a kind that there is not */
    PAL_HELD_ORDINARY,
    PAL_HELD_EXTRAORDINARY,
    PAL_HELD_COMBINED,
    PAL_HELD_COLLEGE,
    PAL_HELD_WRITTEN,
};

/* What a motion of procedure asks for. */
enum pal_thing_asked {
    PAL_ASKED_SUSPENSION,
    PAL_ASKED_CLOSE, /* of a debate */
    PAL_ASKED_SECRECY,
    PAL_ASKED_CLASS,
};

struct pal_thing {
    struct pal_uuid uuid;
    enum pal_thing_kind kind;
    enum pal_thing_state state;
    enum pal_thing_procedure procedure; /* of a resolution */
    enum pal_thing_asked asked;         /* of a motion */
    enum pal_thing_held held;           /* of an assembly */
    bool is_used;
    bool is_secret, is_second_call, is_opined, is_approved;
    bool asks_consent, is_election, is_motion; /* of a poll */
    bool is_suspended;                         /* of an assembly that sits */
    bool is_closed, is_extended;               /* of a resolution: its debate is */
    bool is_settled;                           /* of a concern */
    bool is_from_members, is_rejected;         /* of a resolution */
    bool asks_secrecy; /* of a resolution, or of an assembly for all: a motion was carried */
    bool is_in_record; /* of a resolution: a poll on it, or on an amendment of it, is */
    bool was_shown;    /* of an assembly: it was convened; of a poll: it was called */
    size_t assembly,
        resolution; /* of a poll or what it is on, of an attachment or a motion: index plus one; 0: none */
    size_t amendment; /* of a poll; of an amendment, the one that it amends */
    size_t follows;   /* the assembly of the first call, or the resolution of it that this one takes
                     * up; the version before this one; that under which a poll was called */
    size_t
        second; /* of an assembly: its second call, the last of several; of a resolution: the last
                     * assembly that took it up; of an attachment: the last resolution that took it over */
    size_t
        attached; /* of a resolution: its last file that was not taken off; of a file: the one before it */
    int64_t opens_at, closes_at; /* of a poll */
    int64_t published_at;        /* of a poll */
    int64_t noticed_at;          /* of an assembly */
    int64_t number;              /* of a version */
    int64_t effective_on;        /* of a version: its day, counted from 1970 */
    int64_t
        asking; /* who sponsors an initiative, supports a motion, or would have a debate longer */
    int64_t concerns;           /* of a resolution: those that are open and shown */
    int64_t days;               /* by how many its debate was extended */
    int64_t polls;              /* on a resolution or an amendment: those that are not over; of an
                                 * assembly: those that are closed and not counted */
    struct pal_hash hash;       /* of the last version of a text; of a version's document; of
                                 * the outcome of a poll */
    struct pal_hash college;    /* of an assembly of one: the hash of its key */
    struct pal_hash class_name; /* of a poll, a resolution, an initiative: the hash of its name */
    size_t poll;                /* index plus one among the polls of the record */
};
struct pal_things {
    struct pal_thing *items;
    size_t count, capacity;
    uint32_t *slots; /* index plus one, by a hash of kind and identifier */
    size_t slot_count;
    uint8_t key[16];
    int64_t versions;
    size_t last_poll; /* of a cast, which most entries are: index plus one */
    size_t last_version;
};

/* --- verify_things.c ---------------------------------------------------------------------------- */

void pal_things_init(struct pal_things *things);
void pal_things_done(struct pal_things *things);
/* NULL where it was never created. */
struct pal_thing *pal_things_find(const struct pal_things *things, enum pal_thing_kind kind,
                                  const struct pal_uuid *uuid);
/* The one that a field names, or NULL. */
struct pal_thing *pal_things_named(const struct pal_things *things, enum pal_thing_kind kind,
                                   const struct pal_json *d, const char *field);
/* A new thing in draft, or NULL: there is one, or there are too many. Others may move. */
struct pal_thing *pal_things_create(struct pal_things *things, enum pal_thing_kind kind,
                                    const struct pal_json *d, const char *field);
/* Index plus one; 0 of NULL. And back. */
size_t pal_things_place(const struct pal_things *things, const struct pal_thing *thing);
struct pal_thing *pal_things_at(const struct pal_things *things, size_t index_plus_one);
/* Is it there and in one of those states? */
bool pal_thing_is_in(const struct pal_thing *thing, unsigned states);
/* The same; whatever comes of it, it is in that state from now on. */
bool pal_thing_move(struct pal_thing *thing, unsigned from, enum pal_thing_state to);

/* --- verify_states.c, verify_meetings.c, verify_texts.c, verify_gates.c -------------------------------- */

/* Applies an entry: false where what it speaks of is in no state for it. */
bool pal_things_apply(struct pal_things *things, const struct pal_entry *entry);
/* The same of ballot.cast; *out_poll is the poll, or NULL. */
bool pal_things_cast(struct pal_things *things, const struct pal_uuid *poll, int64_t made_at,
                     struct pal_thing **out_poll);
/* Is there a poll that the log lost and that is not void? */
bool pal_things_have_lost(const struct pal_things *things);
/* The same of entries about resolutions and amendments, and about assemblies. */
bool pal_texts_apply(struct pal_things *things, const struct pal_entry *entry);
bool pal_meetings_apply(struct pal_things *things, const struct pal_entry *entry);
/* The same of entries about debates, concerns, motions and initiatives. */
bool pal_gates_apply(struct pal_things *things, const struct pal_entry *entry);
/* Where an entry names a motion: was it carried, and for that? It is done then. */
bool pal_gates_carried(const struct pal_things *things, const struct pal_json *d,
                       enum pal_thing_asked asked);
/* Has the text of a poll come as far as its procedure asks for? */
bool pal_gates_may_create(const struct pal_things *things, const struct pal_thing *poll);
bool pal_gates_may_call(const struct pal_things *things, const struct pal_thing *poll);
/* Does an assembly decide what is of the class of a thing? Where there is none nothing is asked. */
bool pal_gates_decides(const struct pal_thing *assembly, const struct pal_thing *what);
/* What the class that an entry names is compared by. */
struct pal_hash pal_gates_class(const struct pal_json *d);
/* So many days, or more than any log lasts. */
int64_t pal_gates_days(int64_t days);

#endif
