/*
 * register.h - what the files of the register do for each other.
 */
#ifndef PAL_CORE_REGISTER_H
#define PAL_CORE_REGISTER_H

#include "ballots/constitution.h"
#include "base/attr.h"
#include "base/clock.h"
#include "base/err.h"
#include "core/members.h"

struct pal_store;

/* Under which constitution and on which day members are entered. */
struct pal_register {
    const struct pal_constitution *constitution;
    struct pal_date today;
};

/* Puts a member on the register without a word in the log. The errors of pal_member_add. */
PAL_MUST_USE enum pal_err pal_register_enter(struct pal_store *store,
                                             const struct pal_register *reg,
                                             const struct pal_member_spec *spec,
                                             struct pal_where *out_where,
                                             struct pal_member_id *out_member);
/* The number after the highest that is made of digits. */
PAL_MUST_USE enum pal_err pal_register_next_number(struct pal_store *store, int64_t *out_number);
/* Appends what the log commits to of a member: canonical JSON. */
PAL_MUST_USE enum pal_err pal_register_content(struct pal_store *store, struct pal_member_id member,
                                               struct pal_buf *buf);
/* Says in the log what happened to a member, "admitted", "moved"…, and raises their version. */
PAL_MUST_USE enum pal_err pal_register_log(struct pal_store *store, struct pal_member_id member,
                                           const char *what);

/* members.c: writes a row; uuid, key and id of a new one are made here. Both return
 * PAL_ERR_MEMBER_NUMBER_TAKEN; an update raises the version, and leaves kind, person and applied_on. */
PAL_MUST_USE enum pal_err pal_member_insert(struct pal_store *store,
                                            const struct pal_member *member,
                                            struct pal_member_id *out_member);
PAL_MUST_USE enum pal_err pal_member_update(struct pal_store *store,
                                            const struct pal_member *member);

/* representatives.c: pal_representative_add without a word in the log. */
PAL_MUST_USE enum pal_err pal_register_represent(struct pal_store *store,
                                                 struct pal_member_id member,
                                                 const struct pal_representative_spec *spec,
                                                 struct pal_where *out_where,
                                                 const struct pal_uuid *uuid);

/* What stands in place of the name of who was erased. */
#define PAL_NAME_ERASED "\xE2\x80\x94"
/* For erasure.c. members.c, people.c, representatives.c: names, numbers, contacts, acts and keys go. */
PAL_MUST_USE enum pal_err pal_member_forget(struct pal_store *store, struct pal_member_id member);
PAL_MUST_USE enum pal_err pal_person_forget(struct pal_store *store, struct pal_person_id person);
PAL_MUST_USE enum pal_err pal_representatives_forget(struct pal_store *store,
                                                     struct pal_member_id member);

/* people.c: corrections of a person; number and shares are not looked at. */
PAL_MUST_USE enum pal_err pal_person_change(struct pal_store *store, struct pal_person_id person,
                                            const struct pal_member_change *change,
                                            struct pal_where *out_where);

/* memberships.c */
PAL_MUST_USE enum pal_err pal_membership_begin(struct pal_store *store, struct pal_member_id member,
                                               const struct pal_membership *membership);
/* The membership without an end begins on another day. */
PAL_MUST_USE enum pal_err pal_membership_begin_on(struct pal_store *store,
                                                  struct pal_member_id member, struct pal_date day);
/* The membership of that day ends on it, and those that would begin later are removed. */
PAL_MUST_USE enum pal_err pal_membership_end(struct pal_store *store, struct pal_member_id member,
                                             struct pal_date day);
/* Begins the last membership again. */
PAL_MUST_USE enum pal_err pal_membership_resume(struct pal_store *store,
                                                struct pal_member_id member, struct pal_date day);

#endif
