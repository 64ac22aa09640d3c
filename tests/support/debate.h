/*
 * debate.h - a deliberation of the scene's society, for the tests that need one.
 */
#ifndef PAL_TESTS_DEBATE_H
#define PAL_TESTS_DEBATE_H

#include "core/contributions.h"

#include "meeting.h"
#include "scene.h"

/* Les Sept debate a resolution of a draft; there is another. */
struct pal_debate {
    struct pal_scene scene;
    struct pal_assembly_id assembly;
    struct pal_resolution_id resolution, other;
};
#define PAL_DEBATE(name)                                       \
    struct pal_debate name PAL_CLEANUP(pal_debate_done) = {0}; \
    pal_debate_begin(&(name))
void pal_debate_begin(struct pal_debate *debate);
void pal_debate_done(struct pal_debate *debate);

/* What a member would say; to say it is expected to succeed, or to give what trying gives. */
struct pal_contribution_spec pal_debate_spec(const struct pal_debate *debate,
                                             enum pal_scene_member who,
                                             enum pal_contribution_kind kind, const char *text);
struct pal_contribution_id pal_debate_post(struct pal_debate *debate,
                                           const struct pal_contribution_spec *spec);
struct pal_contribution_id pal_debate_say(struct pal_debate *debate, enum pal_scene_member who,
                                          enum pal_contribution_kind kind, const char *text);
enum pal_err pal_debate_try(struct pal_debate *debate, const struct pal_contribution_spec *spec,
                            struct pal_where *where);
/* Reads it anew, into one that was read before or is zeroed. */
void pal_debate_read(struct pal_debate *debate, struct pal_contribution_id id,
                     struct pal_contribution *out);

/* Everything once: a question with the board's answer, a concern in two versions that was endorsed
 * and is met, an argument that is hidden and one that was withdrawn. */
void pal_debate_hold(struct pal_debate *debate);

#endif
