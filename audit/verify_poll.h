/* verify_poll.h - one poll of a record while it is verified. */
#ifndef PAL_AUDIT_VERIFY_POLL_H
#define PAL_AUDIT_VERIFY_POLL_H

#include <stdbool.h>

#include "audit/box.h"
#include "audit/manifest.h"
#include "audit/recount.h"
#include "audit/shares.h"
#include "ballots/constitution.h"
#include "base/json.h"

#include "verifying.h"

struct pal_poll_check {
    struct pal_verifying *verifying;
    const struct pal_logged_poll *poll;
    const struct pal_thing *thing;
    struct pal_json *question;
    struct pal_manifest manifest;
    struct pal_constitution constitution;
    struct pal_box box;
    bool has_manifest, has_box, can_count; /* were read, and suit each other */
    struct pal_recount recount;
    uint64_t rows; /* ballots that were read */
    struct pal_hash opened;
};

/* verify_manifest.c. Is a member equal in two objects, or absent in both? And all of several, of one name in both. */
bool pal_verify_is_same(const struct pal_json *a, const char *name_a, const struct pal_json *b,
                        const char *name_b);
bool pal_verify_are_same(const struct pal_json *a, const struct pal_json *b,
                         const char *const *names);
/* verify_rounds.c. Is a second round what the first left? NULL, or why not. */
const char *pal_verify_rounds(const struct pal_poll_check *check);
/* Does the manifest agree with everything else that is said of its poll? NULL, or why not. */
const char *pal_verify_manifest(const struct pal_poll_check *check);
/* V9, what of V8 the ballots say, and V16. */
void pal_verify_ballots(struct pal_poll_check *check);
void pal_verify_count(struct pal_poll_check *check);
/* The files that are made from an outcome and its ballots. */
void pal_verify_derived(const struct pal_poll_check *check, struct pal_text outcome);

#endif
