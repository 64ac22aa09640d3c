/*
 * rules.h - the rules of governance, one pure function each: counts in, exact figures out.
 *
 * Nothing here knows who voted. Every ratio is exact; arrays have one element per college, in the
 * order of the constitution. docs/rules/ has the text and the source of each rule.
 */
#ifndef PAL_BALLOTS_RULES_H
#define PAL_BALLOTS_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/constitution.h"
#include "base/attr.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/ratio.h"
#include "base/text.h"

/* How one college (or the whole assembly) voted on a yes/no question. present counts those who
 * attended, voted remotely, are validly represented or sent a valid postal form; abstain counts
 * blank and spoilt papers too. */
struct pal_tally {
    uint64_t members, present;
    uint64_t favour, against, abstain;
};

/* --- membership.c: one college each ---------------------------------------------------------- */

struct pal_placement {
    uint64_t member; /* a key that the caller chose */
    size_t college;
};
/* Marks the first row of each member that puts them in a second college. */
void pal_membership_judge(const struct pal_placement *rows, size_t count, bool *out_second);

/* --- weights.c: what each college weighs when some have no member ------------------------- */

/* Writes one weight per college; a college without member gets zero. False when fewer colleges
 * than the constitution wants have members: weighting is suspended, heads are counted and the
 * weights are all zero. */
bool pal_weights_effective(const struct pal_constitution *constitution, const uint64_t *members,
                           mpq_t *out_weights);

/* --- quorum.c ------------------------------------------------------------------------------ */

struct pal_quorum {
    bool applies; /* false where the constitution has none: nothing else is set */
    enum pal_quorum_basis basis;
    uint64_t present, members;
    mpq_t reached, required;
    bool met;
};
void pal_quorum_init(struct pal_quorum *quorum);
void pal_quorum_done(struct pal_quorum *quorum);

/* Measures what is present on the basis of the constitution. tallies has one element per college,
 * or a single one for an assembly without colleges or for the electorate of one college. */
void pal_quorum_measure(const struct pal_constitution *constitution,
                        const struct pal_tally *tallies, size_t count, struct pal_quorum *out);
/* Compares: reached when reached >= required. */
void pal_quorum_judge(struct pal_quorum *quorum, mpq_srcptr required);

/* --- transfer.c: from a college's votes to what it brings to the assembly ------------------- */

enum pal_college_state {
    PAL_COLLEGE_COUNTED,
    PAL_COLLEGE_SILENT,
    PAL_COLLEGE_TIED,
    PAL_COLLEGE_EMPTY
};

/* "counted", "silent", "tied", "empty". */
const char *pal_college_state_word(enum pal_college_state state);

struct pal_carried {
    enum pal_college_state state;
    uint64_t favour, against; /* after the abstention rule */
    mpq_t favour_weight, against_weight;
};
void pal_carried_init(struct pal_carried *carried);
void pal_carried_done(struct pal_carried *carried);

/* Votes for and against once abstentions are counted as the constitution says. */
void pal_transfer_express(enum pal_abstention abstention, const struct pal_tally *tally,
                          uint64_t *out_favour, uint64_t *out_against);

/* What one college says, and under which majority of the decision class. */
struct pal_transfer_spec {
    const struct pal_majority_rule *rule;
    mpq_srcptr weight;
    const struct pal_tally *tally;
    const struct pal_tally *second_round; /* in that college, or NULL */
};
/* What the share inside a college is a share of, under the majority of the decision: `else_whole` where that
 * is counted on the votes expressed. */
uint64_t pal_transfer_whole(const struct pal_majority_rule *rule, const struct pal_tally *tally,
                            uint64_t else_whole);
/* What that college brings. */
void pal_transfer_college(const struct pal_constitution *constitution,
                          const struct pal_transfer_spec *spec, struct pal_carried *out);

/* --- majority.c ------------------------------------------------------------------------------ */

/* Has a class another majority for the second call than for the first? */
bool pal_class_has_second_rule(const struct pal_class *class);
/* Does the ratio pass? Exactly one half never does: a tie is a rejection. */
bool pal_majority_passes(const struct pal_majority_rule *rule, mpq_srcptr ratio);
/* favour / whole, or false when whole is zero. */
bool pal_majority_ratio(mpq_srcptr favour, mpq_srcptr whole, mpq_t out_ratio);
/* More votes for than against? */
bool pal_majority_of_class(const struct pal_tally *tally);
/* Votes for from at least this share of all members, counted by head over all tallies. */
bool pal_majority_of_members(const struct pal_tally *tallies, size_t count, mpq_srcptr least,
                             mpq_t out_share);

/* --- proxies.c -------------------------------------------------------------------------------- */

/* Proxies that one member of a SCOP may hold beside their own vote. */
uint64_t pal_proxies_scop_cap(uint64_t members);
/* The cap that holds here, UINT64_MAX for none. */
uint64_t pal_proxies_cap(const struct pal_constitution *constitution, uint64_t members);

/* --- channels.c: which of the votes handed in count ------------------------------------------- */

enum pal_channel {
    PAL_CHANNEL_IN_PERSON,
    PAL_CHANNEL_REMOTE,
    PAL_CHANNEL_PAPER, /* in the room, entered by tellers */
    PAL_CHANNEL_POSTAL,
    PAL_CHANNEL_PROXY,
    PAL_CHANNEL_BLANK_PROXY,
    PAL_CHANNEL_COUNT
};
const char *pal_channel_word(enum pal_channel channel); /* "in_person" */
bool pal_channel_read(struct pal_text word, enum pal_channel *out_channel);

/* In the order in which they are tested. */
enum pal_void {
    PAL_VOID_NONE,
    PAL_VOID_ALREADY_PRESENT,
    PAL_VOID_PROXY_NOT_ALLOWED,
    PAL_VOID_POSTAL_NOT_ALLOWED,
    PAL_VOID_POSTAL_LATE,
    PAL_VOID_PRINCIPAL_PRESENT,
    PAL_VOID_HOLDER_ABSENT,
    PAL_VOID_OTHER_COLLEGE,
    PAL_VOID_PROXY_CAP,
    PAL_VOID_COUNT
};
const char *pal_void_word(enum pal_void reason); /* "already_present"; "" for none */

/* One vote handed in. member and holder are keys that the caller chose; they decide nothing. */
struct pal_vote {
    uint64_t member; /* whose right it is */
    uint64_t holder; /* of a proxy */
    size_t college;  /* of the member; 0 where there are no colleges */
    enum pal_channel channel;
    bool is_late;   /* a postal form that came after its time */
    bool is_judged; /* it was when it was cast: `judged` stands, the rest is not looked at again */
    enum pal_void judged;
};
/* A member who attends, whether or not a vote of theirs is in the list. */
struct pal_attendance {
    uint64_t member;
    size_t college;
};
struct pal_channels_spec {
    const struct pal_vote *votes; /* in order of registration */
    size_t vote_count;
    const struct pal_attendance *attendance; /* NULL where the votes say it all */
    size_t attendance_count;
    uint64_t members; /* on the roll, for the cap by law */
};
/* Writes one reason per vote, and adds to out_present, per college, everybody who attends or has a
 * vote that counts. Linear but for sorting. */
void pal_channels_judge(const struct pal_constitution *constitution,
                        const struct pal_channels_spec *spec, enum pal_void *out_reasons,
                        uint64_t *out_present);

/* The postal form prevails where it expresses a choice (not negative); else the proxy. Choices are
 * the caller's, -1 for none. from_postal tells which. */
int32_t pal_channels_effective(int32_t postal, int32_t proxy, bool *from_postal);

/* The largest number of votes that a group limited to that share of all votes may have, when the
 * others have user_votes; and what is left of its own. cap < 1. */
void pal_channels_nonuser_cap(uint64_t user_votes, uint64_t nonuser_votes, mpq_srcptr cap,
                              mpq_t out_max, mpq_t out_effective);

/* --- seats.c ------------------------------------------------------------------------------------ */

/* What a college says of each candidate: votes out of ballots. */
struct pal_seats_college {
    mpq_srcptr weight;
    uint64_t ballots;
    const uint64_t *votes; /* one per candidate */
};
/* Sum over colleges of weight x votes / ballots; a college without ballot adds nothing. */
void pal_seats_score(const struct pal_seats_college *colleges, size_t college_count,
                     size_t candidate_count, mpq_t *out_scores);
/* Writes the candidates in order of score; equal scores in the order of tie_order, which has each
 * candidate once, the preferred first. True when the last seated and the first unseated are
 * equal. */
bool pal_seats_fill(mpq_t *scores, const size_t *tie_order, size_t candidate_count, size_t seats,
                    size_t *out_order);

/* --- reserved.c --------------------------------------------------------------------------------- */

#define PAL_GROUP_NONE SIZE_MAX
/* A college, a category, or what the poll calls it, and the seats that it has. */
struct pal_reserved_group {
    size_t least; /* kept for it */
    size_t most;  /* at least that */
};
struct pal_reserved {
    const struct pal_reserved_group *groups;
    size_t group_count;
    const size_t *group_of; /* of each candidate; PAL_GROUP_NONE: of none */
    bool is_released;       /* what a group has no candidate for; else it stays vacant */
};
/* No least is above its most, nor all of them together above the seats. */
bool pal_reserved_is_sound(const struct pal_reserved *rule, size_t seats);

enum pal_seat_how { PAL_SEAT_RESERVED, PAL_SEAT_OPEN, PAL_SEAT_RELEASED };
struct pal_seat {
    size_t candidate;
    enum pal_seat_how how;
};
struct pal_reserved_order {
    const size_t *at; /* candidates who may be seated, each once, the best first */
    size_t count, seats;
    size_t candidate_count; /* of the poll, seated or not: so many have a group */
};
/* Fills the seats under a sound rule. Writes the seats taken, in the order in which they are, and for each
 * group how many of those kept for it stay vacant, then how many open ones: out_seats has room for
 * as many as there are seats, out_vacant for one more than groups. The number of seats taken. */
size_t pal_reserved_fill(const struct pal_reserved *rule, const struct pal_reserved_order *order,
                         struct pal_seat *out_seats, size_t *out_vacant);

/* --- second_round.c ------------------------------------------------------------------------- */

/* Says of each candidate whether they pass to a second round for so many, at least 1: totals and
 * stands (they were a candidate, and not elected) have one element each. The number who pass. */
size_t pal_second_round_pass(mpq_t *totals, const bool *stands, size_t count, size_t pass,
                             bool *out_passes);

/* --- reserves.c ----------------------------------------------------------------------------------- */

struct pal_surplus {
    mpq_t result, deficit, reserves, capital; /* of the year; brought forward; standing */
    bool has_proposal;
    mpq_t legal, statutory, interest, other; /* proposed */
};
enum pal_surplus_fault {
    PAL_SURPLUS_UNBALANCED = 1 << 0,
    PAL_SURPLUS_LEGAL_LOW = 1 << 1,
    PAL_SURPLUS_STATUTORY_LOW = 1 << 2,
    PAL_SURPLUS_NEGATIVE = 1 << 3,
};
struct pal_reserves {
    mpq_t base, min_legal, min_statutory, min_total, max_interest;
    mpq_t min_share; /* min_total / base; zero when there is nothing to share */
    unsigned faults; /* of the proposal: enum pal_surplus_fault */
};
void pal_surplus_init(struct pal_surplus *surplus);
void pal_surplus_done(struct pal_surplus *surplus);
void pal_reserves_init(struct pal_reserves *reserves);
void pal_reserves_done(struct pal_reserves *reserves);
void pal_reserves_compute(const struct pal_surplus *surplus, struct pal_reserves *out);
/* "does_not_balance"…; one fault. */
const char *pal_surplus_fault_word(enum pal_surplus_fault fault);

/* --- amendments.c ------------------------------------------------------------------------------------ */

struct pal_ranked_amendment {
    const char *id;
    mpq_srcptr value;
};
/* Writes the indexes in the order in which they are put to the vote: the furthest from the
 * original first, then by id. */
void pal_amendments_order(mpq_srcptr original, const struct pal_ranked_amendment *amendments,
                          size_t count, size_t *out_order);

enum pal_fate { PAL_FATE_REJECTED, PAL_FATE_ADOPTED, PAL_FATE_LAPSED };
const char *pal_fate_word(enum pal_fate fate);
/* Fates in that order, of amendments of which each was adopted or not when put to the vote: once
 * one is adopted the later ones lapse. Returns the index of the one adopted, SIZE_MAX for none. */
size_t pal_amendments_fates(const size_t *order, const bool *adopted, size_t count,
                            enum pal_fate *out_fates);

/* --- deadlines.c --------------------------------------------------------------------------------------- */

/* Days from the sending of the notice to the meeting, and is it regular? */
int64_t pal_deadlines_days(struct pal_date from, struct pal_date to);
bool pal_deadlines_notice(const struct pal_constitution *constitution, enum pal_call call,
                          struct pal_date sent, struct pal_date meeting);
bool pal_deadlines_request(const struct pal_constitution *constitution, struct pal_date received,
                           struct pal_date meeting);
/* Is a postal form received that day in time? */
bool pal_deadlines_postal(const struct pal_constitution *constitution, struct pal_date received,
                          struct pal_date meeting);

/* What the calendar of an assembly holds: enumerator, word. */
/* clang-format off */
#define PAL_DEADLINES(X) \
    X(DEBATE, "debate")     /* texts are there to be debated */ \
    X(CONTRACT, "contract") /* the notice of a change of contract begins */ \
    X(REQUESTS, "requests") /* last day of members' resolutions */ \
    X(NOTICE, "notice")     /* the notice is sent */ \
    X(POSTAL, "postal")     /* last day of postal forms */ \
    X(MEETING, "meeting")
/* clang-format on */
enum pal_deadline_kind {
#define PAL_DEADLINE_ENUMERATOR(name, word) PAL_DEADLINE_##name,
    PAL_DEADLINES(PAL_DEADLINE_ENUMERATOR)
#undef PAL_DEADLINE_ENUMERATOR
        PAL_DEADLINE_COUNT
};
const char *pal_deadline_word(enum pal_deadline_kind kind);
struct pal_deadline {
    enum pal_deadline_kind kind;
    struct pal_date on;
};
/* The deadlines of a meeting on that day, in the order of their dates: those that the constitution
 * states. out_deadlines has PAL_DEADLINE_COUNT places; how many are used. */
size_t pal_deadlines_calendar(const struct pal_constitution *constitution, enum pal_call call,
                              struct pal_date meeting, struct pal_deadline *out_deadlines);

#endif
