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
    struct pal_text address; /* of a letter about that address; empty: the one of who reads it */
    int64_t lasts_s;         /* given up after that */
    const char *error;       /* not NULL: it cannot be sent, and has failed already; static */
};
/* In a transaction. */
PAL_MUST_USE enum pal_err pal_outbox_add(struct pal_store *store, const struct pal_mail_spec *spec);
/* mailings.c. A letter of that kind to who acts for a member, who agreed to mail and has an address; else, and where no mail
 * server is set, none. In a transaction. */
PAL_MUST_USE enum pal_err pal_mail_tell(struct pal_store *store, struct pal_member_id member,
                                        enum pal_mail_kind kind);

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
/* The address to which a letter was sent, where it is still kept. */
PAL_MUST_USE enum pal_err pal_outbox_address(struct pal_store *store, const struct pal_uuid *mail,
                                             struct pal_buf *out, bool *out_is_kept);
/* Removes letters that ended before that instant: those of mailings, those to sign in with and about an
 * address, or those that say that an erasure is refused. The mailings and what the log says stay. */
PAL_MUST_USE enum pal_err pal_outbox_expire(struct pal_store *store, int64_t until_us,
                                            int64_t *out_count);
PAL_MUST_USE enum pal_err pal_sign_in_letters_expire(struct pal_store *store, int64_t until_us,
                                                     int64_t *out_count);
PAL_MUST_USE enum pal_err pal_refusal_letters_expire(struct pal_store *store, int64_t until_us,
                                                     int64_t *out_count);

/* The proof of sending of a mailing that has ended, for that entry: keeps the leaves over its letters, and
 * gives their root. Once; in a transaction. */
PAL_MUST_USE enum pal_err pal_mailing_prove(struct pal_store *store,
                                            const struct pal_mailing *mailing,
                                            const struct pal_uuid *entry,
                                            struct pal_hash *out_root);
/* What opens the leaves of mailings that ended before that instant, and the leaves. */
PAL_MUST_USE enum pal_err pal_sendings_expire(struct pal_store *store, int64_t until_us,
                                              int64_t *out_count);

#endif
