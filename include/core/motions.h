/*
 * motions.h - procedural motions: made, supported, carried by the share that the constitution states.
 *
 * What a motion asks for is done at once when it is carried. docs/rules/sitting.md has the rules; who
 * supports is private, and the log has pseudonyms of the assembly.
 */
#ifndef PAL_CORE_MOTIONS_H
#define PAL_CORE_MOTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/resolutions.h"

struct pal_store;

/* clang-format off */
#define PAL_MOTION_KINDS(X) \
    X(SUSPEND, "suspend") X(CLOSE_DEBATE, "close_debate") X(SECRET_BALLOT, "secret_ballot") \
    X(RECLASSIFY, "reclassify")
/* clang-format on */
enum pal_motion_kind {
#define PAL_MOTION_ENUMERATOR(name, word) PAL_MOTION_##name,
    PAL_MOTION_KINDS(PAL_MOTION_ENUMERATOR)
#undef PAL_MOTION_ENUMERATOR
        PAL_MOTION_KIND_COUNT
};
const char *pal_motion_kind_word(enum pal_motion_kind kind);
bool pal_motion_kind_read(struct pal_text word, enum pal_motion_kind *out_kind);

struct pal_motion {
    int64_t id;
    struct pal_uuid uuid;
    struct pal_assembly_id assembly;
    enum pal_motion_kind kind;
    struct pal_resolution_id resolution; /* 0: none is named */
    struct pal_uuid resolution_uuid;
    char college[41];            /* of `reclassify`; else empty */
    int64_t made_us, carried_us; /* 0: not carried */
    int64_t support, base;       /* how many carried it, of how many; 0 until then */
};

struct pal_motion_spec {
    struct pal_assembly_id assembly;
    enum pal_motion_kind kind;
    struct pal_resolution_id resolution;
    struct pal_member_id author; /* whose college asks, for `reclassify` */
};
/* Makes a motion, which its author supports: it may be carried at once.
 * PAL_ERR_MOTION_NONE (the constitution has no such motion), PAL_ERR_STATE (not a sitting, or what it
 * asks for cannot be changed any more), PAL_ERR_JSON_MISSING (it names no resolution),
 * PAL_ERR_RESOLUTION_CLASS (not an ordinary one, or the assembly does not decide that class),
 * PAL_ERR_ATTENDANCE_ABSENT, PAL_ERR_MEMBER_*, PAL_ERR_LIMIT_COUNT */
PAL_MUST_USE enum pal_err pal_motion_make(struct pal_store *store,
                                          const struct pal_motion_spec *spec,
                                          struct pal_uuid *out_motion);
/* Supports it, or no longer. The same twice changes nothing. PAL_ERR_STATE once it is carried, and
 * as above. */
PAL_MUST_USE enum pal_err pal_motion_support(struct pal_store *store, const struct pal_uuid *motion,
                                             struct pal_member_id member, bool value);

/* How many support it, of how many; once it is carried, how many did then. */
PAL_MUST_USE enum pal_err pal_motion_count(struct pal_store *store, const struct pal_motion *motion,
                                           uint64_t *out_support, uint64_t *out_base);
/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_motion_read(struct pal_store *store, const struct pal_uuid *uuid,
                                          struct pal_motion *out);
/* All of an assembly, the first first, above an id. */
PAL_MUST_USE enum pal_err pal_motions_walk(
    struct pal_store *store, const struct pal_happenings_query *query,
    enum pal_err (*visit)(void *context, const struct pal_motion *motion), void *context);

/* Did a motion ask that polls on that resolution (0: of no resolution) be secret? */
PAL_MUST_USE enum pal_err pal_motion_asks_secrecy(struct pal_store *store,
                                                  struct pal_assembly_id assembly,
                                                  struct pal_resolution_id resolution,
                                                  bool *out_asks);

#endif
