/*
 * contacts.h - people correct themselves how they are reached.
 *
 * A telephone number and a language hold at once. An address serves only once it is proved that letters to
 * it reach them, by a code that was sent there: it signs people in. docs/rules/mail.md. Private, and not in
 * the log.
 */
#ifndef PAL_CORE_CONTACTS_H
#define PAL_CORE_CONTACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/members.h"

struct pal_store;

enum {
    PAL_CONTACT_CODE_SIZE = 8,
    PAL_CONTACT_CODE_S = 30 * 60,
    PAL_CONTACT_TRIES = 5,
    PAL_CONTACT_PER_HOUR = 5, /* letters with a code, for one person */
};

/* NULL: as it was. Empty: none. */
struct pal_contacts {
    const struct pal_text *email, *phone, *language;
};

/* An address that waits for its code. */
struct pal_contact_pending {
    struct pal_text email; /* empty: none waits */
    int64_t expires_us;
    char *owned;
};
#define PAL_CONTACT_PENDING(name) \
    struct pal_contact_pending name PAL_CLEANUP(pal_contact_pending_done) = {0}
void pal_contact_pending_done(struct pal_contact_pending *pending);
PAL_MUST_USE enum pal_err pal_contact_pending_read(struct pal_store *store,
                                                   struct pal_person_id person,
                                                   struct pal_contact_pending *out);

/* Changes what is said; an address other than the present one gets a letter with a code, and one that
 * waited before is forgotten. No address any more holds at once, and the former one is told.
 * PAL_ERR_PERSON_EMAIL, PAL_ERR_TEXT_*, PAL_ERR_LIMIT_TEXT, PAL_ERR_JSON_VALUE (the language), with the
 * place; PAL_ERR_MAIL_NONE; PAL_ERR_LIMIT_RATE; PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_contacts_correct(struct pal_store *store, struct pal_person_id person,
                                               const struct pal_contacts *contacts,
                                               struct pal_where *out_where);
/* Does the code hold for the address that waits? Then it is theirs, the former one is told, and no link
 * that was sent there signs anybody in. It costs a try where it does not: nothing of it is to be undone. */
PAL_MUST_USE enum pal_err pal_contact_prove(struct pal_store *store, struct pal_person_id person,
                                            struct pal_text code, bool *out_holds);

/* Removes what has waited in vain. */
PAL_MUST_USE enum pal_err pal_contacts_sweep(struct pal_store *store);
/* For the erasure of a person. */
PAL_MUST_USE enum pal_err pal_contact_pending_forget(struct pal_store *store,
                                                     struct pal_person_id person);

#endif
