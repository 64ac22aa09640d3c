/*
 * voting.h - polls of the scene's society, for the tests that need one.
 */
#ifndef PAL_TESTS_VOTING_H
#define PAL_TESTS_VOTING_H

#include "core/box.h"
#include "core/polls.h"

#include "meeting.h"

enum { PAL_VOTE_FOR, PAL_VOTE_AGAINST, PAL_VOTE_ABSTAIN, PAL_VOTING_HOUR = 3600 };

/* The person who votes for a member of the scene. */
struct pal_person_id pal_voting_person(struct pal_scene *scene, struct pal_member_id member);

/* A motion on the first resolution of an agenda, from now on, for an hour: drafted, called, open. */
struct pal_poll_id pal_voting_draft(struct pal_scene *scene, struct pal_assembly_id assembly);
struct pal_poll_id pal_voting_called(struct pal_scene *scene, struct pal_assembly_id assembly);
struct pal_poll_id pal_voting_open(struct pal_scene *scene, struct pal_assembly_id assembly);
/* An approval of Ada, Chiara and Gaïa, of whom the board presents the last two, for two seats: open. */
struct pal_poll_id pal_voting_election(struct pal_scene *scene, struct pal_assembly_id assembly,
                                       const char *method, int64_t seats);

/* A ballot, the caller's: {"choice": option}; or any JSON. */
PAL_MUST_USE struct pal_json *pal_voting_ballot_new(const char *text);
/* Casts it in the member's own name, or as somebody does. */
enum pal_err pal_voting_cast(struct pal_scene *scene, struct pal_poll_id poll,
                             struct pal_member_id member, const char *ballot);
enum pal_err pal_voting_cast_as(struct pal_scene *scene, const struct pal_cast *cast,
                                const char *ballot);
/* Waits for the end, closes and counts; the decision is the caller's. */
PAL_MUST_USE struct pal_json *pal_voting_count_new(struct pal_scene *scene,
                                                   struct pal_poll_id poll);

/* The member of a decision at a path such as "tallies/workers/for", as text. */
const char *pal_voting_figure(const struct pal_json *decision, const char *path);
#define EXPECT_FIGURE(decision, path, expected) \
    assert_string_equal(pal_voting_figure((decision), (path)), (expected))

#endif
