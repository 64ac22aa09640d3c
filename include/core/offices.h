/*
 * offices.h - who may do what, from when to when.
 *
 * An office is a dated grant to a person. Capabilities come from offices in force and from nowhere
 * else. There is always an administrator in force whose office has no end.
 */
#ifndef PAL_CORE_OFFICES_H
#define PAL_CORE_OFFICES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/members.h"

struct pal_store;

/* What a row of http/routes.c asks for. */
enum pal_capability {
    PAL_MAY_READ,          /* anyone, without a session */
    PAL_MAY_SIGN_IN,       /* anyone who holds a link: a write without a session */
    PAL_MAY_ACT,           /* any signed-in person */
    PAL_MAY_READ_REGISTER, /* the register and the rolls, with names */
    PAL_MAY_KEEP_REGISTER, /* members, representatives, links */
    PAL_MAY_CONVENE,       /* assemblies, agendas, notices, attendance */
    PAL_MAY_RUN_POLLS,     /* sittings; polls from draft to result */
    PAL_MAY_ENTER_PAPER,   /* paper votes, attendance */
    PAL_MAY_MODERATE,      /* contributions: hide them, show them again */
    PAL_MAY_ADMINISTER,    /* society, constitution, offices, annulments */
    PAL_CAPABILITY_COUNT
};

#define PAL_ROLES(X)                  \
    X(ADMINISTRATOR, "administrator") \
    X(SECRETARY, "secretary")         \
    X(CHAIR, "chair")                 \
    X(TELLER, "teller")               \
    X(MODERATOR, "moderator")         \
    X(AUDITOR, "auditor")
enum pal_role {
#define PAL_ROLE_ENUMERATOR(name, word) PAL_ROLE_##name,
    PAL_ROLES(PAL_ROLE_ENUMERATOR)
#undef PAL_ROLE_ENUMERATOR
        PAL_ROLE_COUNT
};
const char *pal_role_word(enum pal_role role);
bool pal_role_read(struct pal_text word, enum pal_role *out_role);
/* The word of a capability, for clients: "keep_register". */
const char *pal_capability_word(enum pal_capability capability);

/* What a role gives, as a set: 1 << enum pal_capability. PAL_MAY_READ, _SIGN_IN and _ACT come from
 * no role. */
uint32_t pal_role_capabilities(enum pal_role role);
/* What the offices that a person holds now give together. */
PAL_MUST_USE enum pal_err pal_person_capabilities(struct pal_store *store,
                                                  struct pal_person_id person,
                                                  uint32_t *out_capabilities);
/* The same with those that they will hold: what a link made now may come to open. */
PAL_MUST_USE enum pal_err pal_person_capabilities_ahead(struct pal_store *store,
                                                        struct pal_person_id person,
                                                        uint32_t *out_capabilities);

struct pal_office {
    struct pal_uuid uuid;
    struct pal_person_id person;
    struct pal_uuid person_uuid;
    struct pal_text name; /* of the holder */
    enum pal_role role;
    int64_t from_us;
    bool has_until;
    int64_t until_us; /* excluded */
    int64_t entry;    /* its ETag */
};

struct pal_office_spec {
    struct pal_person_id person;
    enum pal_role role;
    int64_t from_us; /* not before now; 0: now */
    bool has_until;
    int64_t until_us;
};
/* PAL_ERR_OFFICE_HELD (the person holds it then already), PAL_ERR_OFFICE_DATES (begins in the past,
 * or ends before it begins), PAL_ERR_NOT_FOUND (nobody) */
PAL_MUST_USE enum pal_err pal_office_grant(struct pal_store *store,
                                           const struct pal_office_spec *spec,
                                           struct pal_uuid *out_uuid);
/* Ends it now. PAL_ERR_NOT_FOUND, PAL_ERR_STATE (ended already), PAL_ERR_OFFICE_LAST_ADMIN */
PAL_MUST_USE enum pal_err pal_office_end(struct pal_store *store, const struct pal_uuid *uuid);
/* Offices in force or to come, by role; of one person, or of all when person is 0. The name is lent
 * until visit returns. */
PAL_MUST_USE enum pal_err pal_offices_walk(struct pal_store *store, struct pal_person_id person,
                                           enum pal_err (*visit)(void *context,
                                                                 const struct pal_office *office),
                                           void *context);

#endif
