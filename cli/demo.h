/*
 * demo.h - how the demonstration's cooperative deliberates, meets and votes: for the files demo_*.c
 * alone.
 */
#ifndef PAL_CLI_DEMO_H
#define PAL_CLI_DEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/polls.h"
#include "core/resolutions.h"

struct pal_store;

struct pal_demo {
    struct pal_store *store;
    int64_t *clock_us;
    struct pal_member_id *members; /* by number, from 1 */
    int member_count;
};

struct pal_demo_item {
    const char *decision_class, *title, *text;
    bool is_approved; /* by the board */
    enum pal_procedure procedure;
};
enum { PAL_DEMO_ITEMS = 4 };
struct pal_demo_meeting {
    enum pal_assembly_kind kind;
    const char *title;
    int64_t meets_us;
    const struct pal_demo_item *items;
    size_t item_count;
    struct pal_assembly_id id; /* written when drafted */
    struct pal_resolution_id resolutions[PAL_DEMO_ITEMS];
};

/* Drafts it with its agenda. */
PAL_MUST_USE enum pal_err pal_demo_draft(struct pal_demo *demo, struct pal_demo_meeting *meeting);
/* Drafts it and sends its notice. */
PAL_MUST_USE enum pal_err pal_demo_convene(struct pal_demo *demo, struct pal_demo_meeting *meeting);
/* Its day, from opening to end, and the days after: two motions, consent and an election, counted; and what
 * follows. */
PAL_MUST_USE enum pal_err pal_demo_hold(struct pal_demo *demo, struct pal_demo_meeting *meeting);
/* Its day, still going on: proxies given, polls open, some members in the room. */
PAL_MUST_USE enum pal_err pal_demo_sit(struct pal_demo *demo, struct pal_demo_meeting *meeting);

/* Three members in four vote; what each says depends on their number alone, so that every
 * demonstration has the same results. */
PAL_MUST_USE enum pal_err pal_demo_cast_many(struct pal_demo *demo, struct pal_poll_id poll,
                                             const char *const *ballots, int ballot_count);
/* Closes a poll whose time is over, and counts it. */
PAL_MUST_USE enum pal_err pal_demo_close(struct pal_demo *demo, struct pal_poll_id poll);

/* --- demo_debate.c --- */

/* Of its first resolution, once convened: contributions of each kind, an amendment that is adopted and
 * put in the text, and what colleges think. It takes a week. */
PAL_MUST_USE enum pal_err pal_demo_deliberate(struct pal_demo *demo,
                                              const struct pal_demo_meeting *meeting);

/* --- demo_process.c --- */

/* Which texts of the assembly that was held: the debate on one was extended, another was decided by consent. */
enum { PAL_DEMO_EXTENDED = 1, PAL_DEMO_BY_CONSENT = 2 };
/* Once convened: more time is asked for, and an objection is raised and met. It takes three days. */
PAL_MUST_USE enum pal_err pal_demo_prepare(struct pal_demo *demo,
                                           const struct pal_demo_meeting *meeting);
/* A member would have a text on the agenda of a draft, and has not enough sponsors yet. */
PAL_MUST_USE enum pal_err pal_demo_initiate(struct pal_demo *demo,
                                            const struct pal_demo_meeting *meeting);
struct pal_demo_step {
    const char *text;
    int in_days; /* when it is due */
    bool is_done;
};
/* What follows a decision; it takes a day. */
PAL_MUST_USE enum pal_err pal_demo_follow(struct pal_demo *demo, struct pal_poll_id poll,
                                          const struct pal_demo_step *step);

/* --- demo_secret.c --- */

/* Gives a key to each of the three who keep urns, under the passphrase of the demonstration. */
PAL_MUST_USE enum pal_err pal_demo_enrol_keepers(struct pal_demo *demo);
PAL_MUST_USE enum pal_err pal_demo_name_keepers(struct pal_demo *demo, struct pal_poll_id poll);
/* Four members in five vote in an open secret poll; what each says depends on their number alone. */
PAL_MUST_USE enum pal_err pal_demo_cast_sealed(struct pal_demo *demo, struct pal_poll_id poll,
                                               const char *const *ballots, int ballot_count);
/* Two keepers open the urn of a closed one, and it is counted. */
PAL_MUST_USE enum pal_err pal_demo_open_urn(struct pal_demo *demo, struct pal_poll_id poll);

#endif
