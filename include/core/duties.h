/*
 * duties.h - what awaits those who hold an office: the acts that they may do, and that somebody waits for.
 *
 * A duty is a fact of the store: it is there until the act is done, whoever does it. Nothing is noted
 * of who saw it.
 */
#ifndef PAL_CORE_DUTIES_H
#define PAL_CORE_DUTIES_H

#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/text.h"
#include "core/members.h"
#include "core/sessions.h"

struct pal_store;

enum pal_duty_kind {
    PAL_DUTY_NOTICE, /* an assembly that is drafted: its notice, by the day that the statutes state */
    PAL_DUTY_CALL,   /* a poll that is prepared, of an assembly that is convened: its call */
    PAL_DUTY_PAPERS,    /* a poll: papers to enter a second time, or again, before its end */
    PAL_DUTY_QUESTIONS, /* a resolution: questions to which the board owes an answer */
    PAL_DUTY_VERSION,   /* a resolution: its next version, with the changes that were adopted */
    PAL_DUTY_MINUTES,   /* an assembly that has ended: its minutes, which can be drawn */
    PAL_DUTY_APPROVAL, /* an assembly: its minutes, which this officer of the sitting is to approve */
    PAL_DUTY_STEPS,    /* a decision: steps that follow it, by the first of their days */
    PAL_DUTY_APPLICATION, /* a member, who has applied */
    PAL_DUTY_ERASURE,     /* a member, who asked to be erased: to be answered, by its day */
    PAL_DUTY_COUNT
};
enum { PAL_DUTY_APPLICATIONS = 20 };
const char *pal_duty_word(enum pal_duty_kind kind);

struct pal_duty {
    enum pal_duty_kind kind;
    struct pal_uuid object; /* the assembly, the poll, the resolution, the decision or the member */
    struct pal_text title;  /* its own, or the name; lent until visit returns */
    int64_t count;          /* papers, questions, changes, steps; else 1 */
    struct pal_day due_on;  /* the last day, where one is stated; */
    int64_t due_us;         /* else the instant from which it is too late; 0: there is none */
};

/* Those of whoever asks: each kind asks for the capability that its act asks for, and an approval for who
 * is an officer of that sitting. By kind, at most PAL_LIMIT_PAGE of each, and of
 * applications the first PAL_DUTY_APPLICATIONS: where a whole register is entered, they are no list to read. */
PAL_MUST_USE enum pal_err pal_duties_walk(
    struct pal_store *store, const struct pal_principal *principal,
    enum pal_err (*visit)(void *context, const struct pal_duty *duty), void *context);

#endif
