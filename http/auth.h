/*
 * auth.h - who asks, by a session's cookie or a program's token, and what they may do.
 */
#ifndef PAL_HTTP_AUTH_H
#define PAL_HTTP_AUTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

struct pal_store;

/* What a row of routes.c asks for. */
enum pal_capability {
    PAL_MAY_READ,          /* anyone, without a session */
    PAL_MAY_SIGN_IN,       /* anyone who holds a link: a write without a session */
    PAL_MAY_ACT,           /* any signed-in person */
    PAL_MAY_KEEP_REGISTER, /* secretary: members, links */
    PAL_MAY_CONVENE,       /* assemblies, agendas, notices */
    PAL_MAY_RUN_POLLS,     /* call, open, close, publish */
    PAL_MAY_ENTER_PAPER,   /* tellers */
    PAL_MAY_ADMINISTER,    /* constitution, offices, settings */
    PAL_CAPABILITY_COUNT
};

enum pal_proof {
    PAL_PROOF_NONE,   /* nobody signed in */
    PAL_PROOF_COOKIE, /* a browser: its writes must show where they come from */
    PAL_PROOF_TOKEN,  /* a program: Authorization: Bearer */
};

struct pal_principal {
    enum pal_proof proof;
    int64_t session; /* row of the session or token; 0 without one */
    int64_t member;  /* row of the member who acts; 0 for nobody and for a program of the society */
    uint32_t capabilities; /* a set: 1 << enum pal_capability */
};

bool pal_principal_may(const struct pal_principal *principal, enum pal_capability capability);

#endif
