/*
 * members.h - the register: people, members, where they belong, who acts for them.
 *
 * A person is a human being who may sign in. A member is what votes: a natural person, who is their
 * own person, or a legal person, who acts through representatives, as a minor does. Belonging is
 * dated, from a day to another (excluded), and a member is in one college at a time. All of this is
 * private: the log has commitments under each one's key.
 *
 * What a visitor is shown is lent until it returns; it may not change the register.
 */
#ifndef PAL_CORE_MEMBERS_H
#define PAL_CORE_MEMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

struct pal_store;

struct pal_person_id {
    int64_t value; /* 0: nobody */
};
struct pal_member_id {
    int64_t value; /* 0: nobody */
};

/* A day that may not be known. */
struct pal_day {
    bool is_known;
    struct pal_date date;
};

/* --- people --------------------------------------------------------------------------------- */

struct pal_person_spec {
    struct pal_text name;
    struct pal_text email, phone; /* empty: none */
    struct pal_text language;     /* "fr", "en", or empty */
    struct pal_day born_on;
};

struct pal_person {
    struct pal_person_id id;
    struct pal_uuid uuid;
    struct pal_person_spec says;
    int64_t version;
    char *owned; /* where the texts lie */
};
#define PAL_PERSON(name) struct pal_person name PAL_CLEANUP(pal_person_done) = {0}
void pal_person_done(struct pal_person *person);

/* A person with a key of their own. PAL_ERR_TEXT_*, PAL_ERR_LIMIT_TEXT, PAL_ERR_PERSON_EMAIL,
 * PAL_ERR_JSON_VALUE (the language), PAL_ERR_MEMBER_DATE (born in the future), with the place */
PAL_MUST_USE enum pal_err pal_person_add(struct pal_store *store,
                                         const struct pal_person_spec *spec,
                                         struct pal_where *out_where,
                                         struct pal_person_id *out_person);
/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_person_find(struct pal_store *store, const struct pal_uuid *uuid,
                                          struct pal_person_id *out_person);
PAL_MUST_USE enum pal_err pal_person_read(struct pal_store *store, struct pal_person_id person,
                                          struct pal_person *out);

/* Removes the email and phone of who acts for nobody but members that left on that day or before, and
 * holds no office. */
PAL_MUST_USE enum pal_err pal_contacts_forget(struct pal_store *store, struct pal_date left_by,
                                              int64_t *out_count);

/* The commitment to a content under a person's or a member's key; id is that of the entry in which
 * it will stand. PAL_ERR_NOT_FOUND when the key is destroyed, or there is nobody. */
PAL_MUST_USE enum pal_err pal_person_commit(struct pal_store *store, struct pal_person_id person,
                                            const struct pal_uuid *id, struct pal_text content,
                                            struct pal_hash *out_commitment);
PAL_MUST_USE enum pal_err pal_member_commit(struct pal_store *store, struct pal_member_id member,
                                            const struct pal_uuid *id, struct pal_text content,
                                            struct pal_hash *out_commitment);

/* What opens a commitment of that member under an identifier: PAL_SALT_SIZE bytes. PAL_ERR_NOT_FOUND once
 * their key is destroyed. */
PAL_MUST_USE enum pal_err pal_member_salt(struct pal_store *store, struct pal_member_id member,
                                          const struct pal_uuid *id, uint8_t *out_salt);
/* The pseudonym of either in a scope; aliases.h is what remembers whose it is.
 * PAL_ERR_NOT_FOUND as above. */
PAL_MUST_USE enum pal_err pal_person_pseudonym(struct pal_store *store, struct pal_person_id person,
                                               const struct pal_uuid *scope, char *out_pseudonym);
PAL_MUST_USE enum pal_err pal_member_pseudonym(struct pal_store *store, struct pal_member_id member,
                                               const struct pal_uuid *scope, char *out_pseudonym);

/* --- members -------------------------------------------------------------------------------- */

#define PAL_MEMBER_KINDS(X) X(NATURAL, "natural") X(LEGAL, "legal")
#define PAL_MEMBER_STATES(X) \
    X(APPLIED, "applied") X(ADMITTED, "admitted") X(SUSPENDED, "suspended") X(LEFT, "left")
enum pal_member_kind {
#define PAL_MEMBER_KIND_ENUMERATOR(name, word) PAL_MEMBER_##name,
    PAL_MEMBER_KINDS(PAL_MEMBER_KIND_ENUMERATOR)
#undef PAL_MEMBER_KIND_ENUMERATOR
};
enum pal_member_state {
#define PAL_MEMBER_STATE_ENUMERATOR(name, word) PAL_MEMBER_##name,
    PAL_MEMBER_STATES(PAL_MEMBER_STATE_ENUMERATOR)
#undef PAL_MEMBER_STATE_ENUMERATOR
};
const char *pal_member_kind_word(enum pal_member_kind kind);
const char *pal_member_state_word(enum pal_member_state state);
bool pal_member_kind_read(struct pal_text word, enum pal_member_kind *out_kind);
bool pal_member_state_read(struct pal_text word, enum pal_member_state *out_state);

struct pal_member_spec {
    struct pal_text number; /* empty: the next free number */
    enum pal_member_kind kind;
    struct pal_person_spec person; /* natural: all of it; legal: the name alone */
    struct pal_text category;
    struct pal_text college;     /* empty: the one college that takes the category */
    enum pal_member_state state; /* applied or admitted */
    struct pal_day applied_on;   /* not known: today, or the day of admission */
    struct pal_day admitted_on;  /* not known, and admitted: today */
    int64_t shares;
};

struct pal_member {
    struct pal_member_id id;
    struct pal_uuid uuid;
    struct pal_text number, name;
    enum pal_member_kind kind;
    enum pal_member_state state;
    struct pal_person_id person;       /* of a natural person */
    struct pal_text category, college; /* on the day asked for; empty where there is none */
    struct pal_date applied_on;
    struct pal_day admitted_on, left_on;
    int64_t shares;
    int64_t version; /* its ETag */
    char *owned;     /* where the texts lie; NULL when lent */
};
#define PAL_MEMBER(name) struct pal_member name PAL_CLEANUP(pal_member_done) = {0}
void pal_member_done(struct pal_member *member);

/* Puts a member on the register under the constitution in force, and says so in the log.
 * PAL_ERR_MEMBER_NUMBER_TAKEN, PAL_ERR_MEMBER_CATEGORY, PAL_ERR_MEMBER_COLLEGE,
 * PAL_ERR_MEMBER_KIND (a legal person with a birth date or an email: those are its
 * representative's), PAL_ERR_MEMBER_DATE (in the future, or before the application),
 * PAL_ERR_JSON_VALUE (state), PAL_ERR_TEXT_*, PAL_ERR_LIMIT_*, with the place */
PAL_MUST_USE enum pal_err pal_member_add(struct pal_store *store,
                                         const struct pal_member_spec *spec,
                                         struct pal_where *out_where,
                                         struct pal_member_id *out_member);
/* PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_member_find(struct pal_store *store, const struct pal_uuid *uuid,
                                          struct pal_member_id *out_member);
PAL_MUST_USE enum pal_err pal_member_find_number(struct pal_store *store, struct pal_text number,
                                                 struct pal_member_id *out_member);
/* As of today. PAL_ERR_NOT_FOUND */
PAL_MUST_USE enum pal_err pal_member_read(struct pal_store *store, struct pal_member_id member,
                                          struct pal_member *out);

/* What can be corrected: NULL leaves it as it is. Contacts are not logged; name, number and shares
 * are, as a commitment. */
struct pal_member_change {
    const struct pal_text *number, *name, *email, *phone, *language;
    const struct pal_day *born_on;
    const int64_t *shares;
};
/* The same errors as pal_member_add. */
PAL_MUST_USE enum pal_err pal_member_change(struct pal_store *store, struct pal_member_id member,
                                            const struct pal_member_change *change,
                                            struct pal_where *out_where);
/* Admits, suspends, readmits, notes a departure, on a day that is not in the future. A departure
 * ends memberships that day; whoever comes back comes back where they were.
 * PAL_ERR_STATE (from there one does not go there), PAL_ERR_MEMBER_DATE */
PAL_MUST_USE enum pal_err pal_member_enter_state(struct pal_store *store,
                                                 struct pal_member_id member,
                                                 enum pal_member_state state, struct pal_date on);

struct pal_membership {
    struct pal_text category;
    struct pal_text college; /* empty where the constitution has none, or to be deduced */
    struct pal_date from_on;
    struct pal_day until_on; /* excluded; written by the next move */
};
/* Moves a member to another category or college from a day on, which may be to come; the present
 * membership ends that day. On the day on which it began this puts right what was entered wrong:
 * it stays on record and has lasted no day.
 * PAL_ERR_MEMBER_CATEGORY, PAL_ERR_MEMBER_COLLEGE, PAL_ERR_MEMBER_TWO_COLLEGES (the day is before
 * the beginning of the present membership), PAL_ERR_STATE (left) */
PAL_MUST_USE enum pal_err pal_member_move(struct pal_store *store, struct pal_member_id member,
                                          const struct pal_membership *membership,
                                          struct pal_where *out_where);
/* Memberships of a member, oldest first. What visit returns, if not PAL_OK, ends the walk. */
PAL_MUST_USE enum pal_err pal_memberships_walk(
    struct pal_store *store, struct pal_member_id member,
    enum pal_err (*visit)(void *context, const struct pal_membership *membership), void *context);

/* A page of the register, by name. */
struct pal_members_query {
    const enum pal_member_state *state; /* NULL: all */
    struct pal_text college;            /* empty: all */
    struct pal_text text;               /* in the name or the number; empty: all */
    struct pal_text after_name;         /* the last of the page before; empty at the start */
    int64_t after_id;
    size_t limit;
};
PAL_MUST_USE enum pal_err pal_members_walk(
    struct pal_store *store, const struct pal_members_query *query,
    enum pal_err (*visit)(void *context, const struct pal_member *member), void *context);

/* --- who acts for whom ---------------------------------------------------------------------- */

#define PAL_ACTS_AS(X) X(SELF, "self") X(FULL, "full") X(SUBSTITUTE, "substitute")
enum pal_acts_as {
#define PAL_ACTS_AS_ENUMERATOR(name, word) PAL_ACTS_AS_##name,
    PAL_ACTS_AS(PAL_ACTS_AS_ENUMERATOR)
#undef PAL_ACTS_AS_ENUMERATOR
};
const char *pal_acts_as_word(enum pal_acts_as how);
bool pal_acts_as_read(struct pal_text word, enum pal_acts_as *out_how);

/* Does this person act for that member today? Whatever the state of the member.
 * PAL_ERR_ROLL_NOT_HELD */
PAL_MUST_USE enum pal_err pal_member_acts(struct pal_store *store, struct pal_member_id member,
                                          struct pal_person_id person, enum pal_acts_as *out_how);
/* Every member for whom a person acts today. */
PAL_MUST_USE enum pal_err pal_members_of_person(
    struct pal_store *store, struct pal_person_id person,
    enum pal_err (*visit)(void *context, const struct pal_member *member, enum pal_acts_as how),
    void *context);
/* Who signs in for a member: the member, or the full representative, or the substitute.
 * PAL_ERR_MEMBER_NOBODY */
PAL_MUST_USE enum pal_err pal_member_person(struct pal_store *store, struct pal_member_id member,
                                            struct pal_person_id *out_person);

struct pal_representative {
    struct pal_uuid uuid;
    struct pal_uuid person_uuid;
    struct pal_text name, email;
    enum pal_acts_as rank;     /* full or substitute */
    struct pal_text authority; /* the act that names them */
    struct pal_date from_on;
    struct pal_day until_on; /* excluded */
};
struct pal_representative_spec {
    struct pal_person_spec person;
    const struct pal_uuid *person_uuid; /* somebody who is known already, instead of `person` */
    enum pal_acts_as rank;
    struct pal_text authority;
    struct pal_date from_on;
};
/* Names a representative of a legal person or of a minor; the one of that rank who was there ends
 * that day. PAL_ERR_MEMBER_KIND, PAL_ERR_MEMBER_DATE, PAL_ERR_NOT_FOUND, PAL_ERR_TEXT_*,
 * PAL_ERR_LIMIT_TEXT, with the place */
PAL_MUST_USE enum pal_err pal_representative_add(struct pal_store *store,
                                                 struct pal_member_id member,
                                                 const struct pal_representative_spec *spec,
                                                 struct pal_where *out_where,
                                                 struct pal_uuid *out_uuid);
/* Ends today. PAL_ERR_NOT_FOUND, PAL_ERR_STATE when ended already */
PAL_MUST_USE enum pal_err pal_representative_end(struct pal_store *store,
                                                 struct pal_member_id member,
                                                 const struct pal_uuid *uuid);
PAL_MUST_USE enum pal_err pal_representatives_walk(
    struct pal_store *store, struct pal_member_id member,
    enum pal_err (*visit)(void *context, const struct pal_representative *representative),
    void *context);

#endif
