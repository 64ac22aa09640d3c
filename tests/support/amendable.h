/*
 * amendable.h - a resolution of the scene's society that is amended, for the tests that need one.
 */
#ifndef PAL_TESTS_AMENDABLE_H
#define PAL_TESTS_AMENDABLE_H

#include "core/amendments.h"

#include "voting.h"

#define PAL_AMENDABLE_TEXT \
    "The assembly gives ten thousand euros to the fund. The board reports in June, in writing."

/* Texts that change other words: the sum, the month, the manner; and one that changes the sum otherwise. */
#define PAL_TWENTY \
    "The assembly gives twenty thousand euros to the fund. The board reports in June, in writing."
#define PAL_MILLION \
    "The assembly gives one million euros to the fund. The board reports in June, in writing."
#define PAL_MAY \
    "The assembly gives ten thousand euros to the fund. The board reports in May, in writing."
#define PAL_ALOUD \
    "The assembly gives ten thousand euros to the fund. The board reports in June, aloud."

/* An assembly that sits, with one resolution of that text; its order of the day is fixed. */
struct pal_amendable {
    struct pal_scene scene;
    struct pal_assembly_id assembly;
    struct pal_resolution_id resolution;
};
void pal_amendable_done(struct pal_amendable *debate);
void pal_amendable_open(struct pal_amendable *debate, bool is_sitting);
int64_t pal_amendable_version(struct pal_amendable *debate);
enum pal_err pal_amendable_try_to_propose(struct pal_amendable *debate,
                                          enum pal_scene_member author,
                                          struct pal_amendment_id parent, const char *text,
                                          struct pal_amendment_id *out);
struct pal_amendment_id pal_amendable_propose_on(struct pal_amendable *debate,
                                                 struct pal_amendment_id parent, const char *text);
struct pal_amendment_id pal_amendable_propose(struct pal_amendable *debate, const char *text);
struct pal_amendment pal_amendable_read(struct pal_amendable *debate, struct pal_amendment_id id);
const char *pal_amendable_state(struct pal_amendable *debate, struct pal_amendment_id id);
enum pal_err pal_amendable_draft(struct pal_amendable *debate, struct pal_amendment_id id,
                                 struct pal_poll_id *out_poll);
enum pal_err pal_amendable_call(struct pal_amendable *debate, struct pal_amendment_id id,
                                struct pal_poll_id *out_poll);
void pal_amendable_vote(struct pal_amendable *debate, struct pal_amendment_id id,
                        const char *choices);
void pal_amendable_adopt(struct pal_amendable *debate, struct pal_amendment_id id);
void pal_amendable_reject(struct pal_amendable *debate, struct pal_amendment_id id);
void pal_amendable_expect(struct pal_amendable *debate, const char *expected);
#define PAL_AMENDABLE(name)                                          \
    struct pal_amendable name PAL_CLEANUP(pal_amendable_done) = {0}; \
    pal_amendable_open(&(name), true)

#endif
