/*
 * meeting.h - an assembly of the scene's society, for the tests that need one.
 */
#ifndef PAL_TESTS_MEETING_H
#define PAL_TESTS_MEETING_H

#include "core/assemblies.h"
#include "core/resolutions.h"

#include "scene.h"

/* The constitution of the scene with a section `deliberation` of its own, from today. */
void pal_meeting_deliberates(struct pal_scene *scene, const char *says);

/* A draft that meets in thirty days. */
struct pal_assembly_id pal_meeting_draft(struct pal_scene *scene, enum pal_assembly_kind kind);
/* A resolution of the board, last on its agenda. */
struct pal_resolution_id pal_meeting_table(struct pal_scene *scene, struct pal_assembly_id assembly,
                                           const char *decision_class, const char *title);
/* An ordinary assembly with one resolution, whose notice is sent. */
struct pal_assembly_id pal_meeting_convened(struct pal_scene *scene);
/* The same on its day, sitting. */
struct pal_assembly_id pal_meeting_sitting(struct pal_scene *scene);

#endif
