/*
 * outbox.h - how the files of core/ put letters into the outbox, and count them.
 */
#ifndef PAL_CORE_OUTBOX_H
#define PAL_CORE_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "core/mail.h"

struct pal_mail_spec {
    enum pal_mail_kind kind;
    int64_t mailing;             /* 0 of a sign-in */
    struct pal_member_id member; /* 0 of a sign-in */
    struct pal_person_id person; /* 0: nobody */
    struct pal_text code;        /* may be empty */
    int64_t lasts_s;             /* given up after that */
    const char *error;           /* not NULL: it cannot be sent, and has failed already; static */
};
/* In a transaction. */
PAL_MUST_USE enum pal_err pal_outbox_add(struct pal_store *store, const struct pal_mail_spec *spec);

/* A letter that has ended, as the proof of sending has it. */
struct pal_mail_end {
    struct pal_uuid uuid;
    struct pal_member_id member;
    struct pal_text address; /* lent */
    bool is_sent;
    int64_t ended_us;
};
PAL_MUST_USE enum pal_err pal_outbox_ended_walk(
    struct pal_store *store, int64_t mailing,
    enum pal_err (*visit)(void *context, const struct pal_mail_end *end), void *context);
PAL_MUST_USE enum pal_err pal_outbox_count(struct pal_store *store, struct pal_mailing *mailing);
/* Removes letters that ended before that instant; the mailings and what the log says stay. */
PAL_MUST_USE enum pal_err pal_outbox_forget(struct pal_store *store, int64_t until_us,
                                            int64_t *out_count);
/* The proof of sending: the root over the letters of a mailing that has ended, for that entry. */
PAL_MUST_USE enum pal_err pal_mailing_root(struct pal_store *store,
                                           const struct pal_mailing *mailing,
                                           const struct pal_uuid *entry, struct pal_hash *out_root);

#endif
