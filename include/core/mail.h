/*
 * mail.h - letters that wait for the mail server, and what became of them.
 *
 * A letter is queued by a command, taken by the run of the server that sends it, and settled by what the
 * mail server said. Its words are made when it is taken: nothing that signs anybody in waits here but a
 * code, which opens nothing by itself. docs/rules/mail.md has the rules.
 */
#ifndef PAL_CORE_MAIL_H
#define PAL_CORE_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/polls.h"

struct pal_store;

/* --- the mail server ------------------------------------------------------------------------ */

struct pal_mail_server {
    struct pal_text url;            /* smtp://HOST[:PORT] or smtps://… */
    struct pal_text sender;         /* the address in From */
    struct pal_text user, password; /* empty: it asks for none */
    bool starttls;                  /* nothing is sent before the line is encrypted */
    int64_t failures, next_us;      /* in a row, to speak with it; not asked before */
    struct pal_text error;          /* of the last failure; empty when all is well */
    int64_t version;                /* its ETag */
    char *owned;                    /* where the texts lie */
};
#define PAL_MAIL_SERVER(name) struct pal_mail_server name PAL_CLEANUP(pal_mail_server_done) = {0}
void pal_mail_server_done(struct pal_mail_server *server);
/* PAL_ERR_MAIL_NONE */
PAL_MUST_USE enum pal_err pal_mail_server_read(struct pal_store *store,
                                               struct pal_mail_server *out);
/* Sets url, sender, user, password and starttls; it is asked again at once.
 * PAL_ERR_MAIL_URL, PAL_ERR_MAIL_CLEAR (a password in clear), PAL_ERR_PERSON_EMAIL, PAL_ERR_TEXT_*,
 * PAL_ERR_LIMIT_TEXT, with the place */
PAL_MUST_USE enum pal_err pal_mail_server_set(struct pal_store *store,
                                              const struct pal_mail_server *server,
                                              struct pal_where *out_where);
/* PAL_ERR_MAIL_NONE */
PAL_MUST_USE enum pal_err pal_mail_server_remove(struct pal_store *store);
/* How it answered: leaves it alone for a while when it did not. An empty error: it did. */
PAL_MUST_USE enum pal_err pal_mail_server_note(struct pal_store *store, struct pal_text error);

/* Can a letter be sent there: a dot-atom at a domain name of ASCII? */
bool pal_mail_address_is_plain(struct pal_text address);

/* --- letters -------------------------------------------------------------------------------- */

#define PAL_MAIL_KINDS(X)   \
    X(NOTICE, "notice")     \
    X(REMINDER, "reminder") \
    X(SIGN_IN, "sign_in")   \
    X(CONFIRM, "confirm")   \
    X(MOVED, "moved")       \
    X(REFUSAL, "refusal")
enum pal_mail_kind {
#define PAL_MAIL_KIND_ENUMERATOR(name, word) PAL_MAIL_##name,
    PAL_MAIL_KINDS(PAL_MAIL_KIND_ENUMERATOR)
#undef PAL_MAIL_KIND_ENUMERATOR
};
const char *pal_mail_kind_word(enum pal_mail_kind kind);

struct pal_mail {
    int64_t id;
    struct pal_uuid uuid; /* of its Message-ID, the same at each try */
    enum pal_mail_kind kind;
    struct pal_person_id person;
    struct pal_member_id member; /* in whose name; 0 of a sign-in */
    int64_t mailing;             /* 0 of what is to one person alone */
    struct pal_text code;        /* of a sign-in, which may be empty, or of a new address */
    struct pal_text address;     /* plain */
    int64_t made_us;
};

enum pal_mail_said {
    PAL_MAIL_SENT,        /* the mail server took it */
    PAL_MAIL_PUT_OFF,     /* 4xx: again later */
    PAL_MAIL_REFUSED,     /* 5xx: never */
    PAL_MAIL_INTERRUPTED, /* the conversation ended over it */
    PAL_MAIL_UNTRIED,     /* nothing was said of this letter */
};
struct pal_mail_result {
    int64_t mail;
    enum pal_mail_said said;
    struct pal_text error; /* when put off or refused */
};

/* Is there a letter to send now, and when to ask again? run names this run of the server: what another
 * one was sending is to be sent again. While this run sends, nothing is due. */
PAL_MUST_USE enum pal_err pal_outbox_due(struct pal_store *store, const struct pal_uuid *run,
                                         bool *out_is_due, int64_t *out_next_us);
/* Takes letters that are due, at most max, those who ask to sign in first, for this run to send. visit
 * gets each once, and may write. Letters that cannot be sent are given up here. */
PAL_MUST_USE enum pal_err pal_outbox_take(
    struct pal_store *store, const struct pal_uuid *run, size_t max,
    enum pal_err (*visit)(void *context, const struct pal_mail *mail), void *context);
/* What became of a letter that was taken. In a transaction that ends with pal_mailings_settle. */
PAL_MUST_USE enum pal_err pal_outbox_settle(struct pal_store *store,
                                            const struct pal_mail_result *result);

/* --- mailings ------------------------------------------------------------------------------- */

struct pal_mailing {
    int64_t id;
    struct pal_uuid uuid;
    enum pal_mail_kind kind; /* notice or reminder */
    struct pal_assembly_id assembly;
    struct pal_poll_id poll;   /* of a reminder */
    struct pal_hash hash;      /* of a notice */
    int64_t made_us, ended_us; /* ended 0: under way */
    bool has_entry;
    int64_t entry; /* notice.send */
    int64_t queued, sent, failed;
};

/* Queues the notice of an assembly that is convened, or sits, for every member who was not reached yet.
 * PAL_ERR_STATE, PAL_ERR_MAIL_NONE, PAL_ERR_MAIL_UNDER_WAY, PAL_ERR_MAIL_NOBODY (everybody was) */
PAL_MUST_USE enum pal_err pal_mailing_notice(struct pal_store *store,
                                             struct pal_assembly_id assembly,
                                             struct pal_mailing *out);
/* Queues a reminder for who has not used a right to vote in an open poll and agreed to mail.
 * PAL_ERR_POLL_NOT_OPEN, PAL_ERR_MAIL_NONE, PAL_ERR_MAIL_UNDER_WAY, PAL_ERR_MAIL_TOO_SOON (less than
 * a day after the last) */
PAL_MUST_USE enum pal_err pal_mailing_reminder(struct pal_store *store, struct pal_poll_id poll,
                                               struct pal_mailing *out);
/* Ends the mailings of which no letter waits any more, and says so in the log. */
PAL_MUST_USE enum pal_err pal_mailings_settle(struct pal_store *store);
PAL_MUST_USE enum pal_err pal_mailing_read(struct pal_store *store, int64_t id,
                                           struct pal_mailing *out);
/* The notices of an assembly, the latest first. */
PAL_MUST_USE enum pal_err pal_mailings_walk(
    struct pal_store *store, struct pal_assembly_id assembly,
    enum pal_err (*visit)(void *context, const struct pal_mailing *mailing), void *context);
/* What the log says of a mailing that has ended, whatever was forgotten of its letters since. */
struct pal_sending {
    int64_t at_us;         /* of the entry */
    int64_t count, failed; /* reached, and not */
    struct pal_hash hash, root;
};
/* PAL_ERR_NOT_FOUND where it says nothing of it */
PAL_MUST_USE enum pal_err pal_sending_read(struct pal_store *store,
                                           const struct pal_mailing *mailing,
                                           struct pal_sending *out);
/* What opens the commitment to the letter of a member, for them to check; the caller's. See
 * docs/rules/mail.md. PAL_ERR_NOT_FOUND: nothing of it is in the log, or it was none of theirs, or its time is over. */
PAL_MUST_USE enum pal_err pal_sending_open(struct pal_store *store,
                                           const struct pal_mailing *mailing,
                                           struct pal_member_id member, struct pal_json **out_json);
/* For the erasure of a member: what opens their leaves goes, the leaves stay. In a transaction. */
PAL_MUST_USE enum pal_err pal_sendings_forget(struct pal_store *store, struct pal_member_id member);
/* The hashes of the notices that the log names, for the record. */
PAL_MUST_USE enum pal_err pal_notices_walk(struct pal_store *store,
                                           enum pal_err (*visit)(void *context,
                                                                 const struct pal_hash *hash),
                                           void *context);

struct pal_mail_failure {
    int64_t id; /* of the letter */
    struct pal_uuid member;
    struct pal_text number, name, error; /* lent */
};
/* Who was not reached by a mailing, above an id. */
struct pal_failures_query {
    int64_t mailing, after_id;
    size_t limit;
};
PAL_MUST_USE enum pal_err pal_mail_failures_walk(
    struct pal_store *store, const struct pal_failures_query *query,
    enum pal_err (*visit)(void *context, const struct pal_mail_failure *failure), void *context);

/* A letter that a person was sent, or not: for themselves. */
struct pal_mail_line {
    enum pal_mail_kind kind;
    struct pal_text address, state, error; /* lent */
    int64_t made_us, ended_us;
};
PAL_MUST_USE enum pal_err pal_mail_of_person(
    struct pal_store *store, struct pal_person_id person,
    enum pal_err (*visit)(void *context, const struct pal_mail_line *line), void *context);
/* Removes every trace of the letters to a person, for their erasure; what the log says stays. */
PAL_MUST_USE enum pal_err pal_mail_forget_person(struct pal_store *store,
                                                 struct pal_person_id person);

/* --- signing in by mail --------------------------------------------------------------------- */

enum {
    PAL_SIGN_IN_LINK_S = 30 * 60,      /* of a link that was asked for */
    PAL_SIGN_IN_CODE_S = 10 * 60,      /* of its code, and of the letter */
    PAL_NOTICE_LINK_S = 3 * 24 * 3600, /* of a link in a notice: read at the week-end */
    PAL_SIGN_IN_TRIES = 5,
    PAL_SIGN_IN_PER_HOUR = 5,
    PAL_SIGN_IN_CODE_SIZE = 8,
};

struct pal_secret;

struct pal_sign_in_asking {
    struct pal_text email;
    struct pal_hash source; /* a name for where it came from, which says nothing of it */
};
/* Somebody asks for a letter to sign in with. What they get says nothing of whether anybody has that
 * address, nor of whether a bound was passed. *out_alarms: one was, and the office is to be told.
 * PAL_ERR_MAIL_NONE */
PAL_MUST_USE enum pal_err pal_sign_in_ask(struct pal_store *store,
                                          const struct pal_sign_in_asking *asking,
                                          struct pal_secret *out_ticket, int64_t *out_expires_us,
                                          bool *out_alarms);
/* Looks up who asked, and queues their letters. *out_has_more: some still wait. */
PAL_MUST_USE enum pal_err pal_sign_in_look_up(struct pal_store *store, bool *out_has_more);
/* Appends a code of eight digits, each as likely as any other. */
void pal_sign_in_draw_code(struct pal_buf *code);
/* Is a ticket and its code good? Each wrong code counts, so the transaction is to be committed whatever
 * comes of it. *out_person is 0 where they are not, whatever the reason. *out_alarms as above. */
PAL_MUST_USE enum pal_err pal_sign_in_prove(struct pal_store *store, struct pal_text ticket,
                                            struct pal_text code, struct pal_person_id *out_person,
                                            bool *out_alarms);
/* A bound that was passed in the last day. */
enum pal_sign_in_bound {
    PAL_SIGN_IN_SOCIETY, /* requests in all */
    PAL_SIGN_IN_SOURCE,  /* from one source */
    PAL_SIGN_IN_ADDRESS, /* for one address */
    PAL_SIGN_IN_CODES,   /* wrong codes in all */
    PAL_SIGN_IN_BOUND_COUNT,
};
const char *pal_sign_in_bound_word(enum pal_sign_in_bound bound);
struct pal_sign_in_alarm {
    enum pal_sign_in_bound bound;
    int64_t since_us, last_us; /* the first time and the last, without an hour of quiet between */
    int64_t times;
};
PAL_MUST_USE enum pal_err pal_sign_in_alarms_walk(
    struct pal_store *store,
    enum pal_err (*visit)(void *context, const struct pal_sign_in_alarm *alarm), void *context);
/* Forgets requests that are an hour old, and alarms that are a day. */
PAL_MUST_USE enum pal_err pal_sign_in_sweep(struct pal_store *store);

/* Ends every code that was asked for. In a PAL_TRANSACTION. */
PAL_MUST_USE enum pal_err pal_sign_in_end_all(struct pal_store *store);

#endif
