/*
 * scene.h - the society in which the tests of core/ play.
 *
 * A store in memory, a clock that a test moves, a seed that does not change, and Les Sept, a
 * cooperative of three colleges (tests/support/constitution.json) with seven members:
 *
 *     workers     Ada Colonna, Bruno Paoli
 *     users       Chiara Rossi, Dominique Santini, Elsa Vico
 *     supporters  Gaïa Luciani, and the town of Corte, for which Félix Grimaldi acts
 *
 * Pascal Orsoni, who is no member, founded it and is its first administrator; Ada is the second. All
 * were admitted on 15 January 2026; it is noon, in Paris,
 * on 1 March 2026. Members are numbered 1 to 7 in the order of the enumeration.
 */
#ifndef PAL_TESTS_SCENE_H
#define PAL_TESTS_SCENE_H

#include <stdint.h>

#include "base/attr.h"
#include "base/json.h"
#include "core/members.h"
#include "core/store.h"

enum pal_scene_member {
    PAL_ADA,
    PAL_BRUNO,
    PAL_CHIARA,
    PAL_DOMINIQUE,
    PAL_ELSA,
    PAL_CORTE,
    PAL_GAIA,
    PAL_SCENE_MEMBERS
};

struct pal_scene {
    const char *path; /* where the store shall be; NULL: in memory */
    struct pal_store *store;
    int64_t now_us;  /* what the store's clock says */
    int64_t step_us; /* and by how much it goes on each time somebody looks */
    struct pal_member_id members[PAL_SCENE_MEMBERS];
    struct pal_person_id people[PAL_SCENE_MEMBERS]; /* who signs in for each; Félix for Corte */
    struct pal_person_id founder;
};

/* A local scene that dies with its scope. Any failure here is a failed test. */
#define PAL_SCENE(name)                                      \
    struct pal_scene name PAL_CLEANUP(pal_scene_done) = {0}; \
    pal_scene_open(&(name))
void pal_scene_open(struct pal_scene *scene);
void pal_scene_done(struct pal_scene *scene);

/* The same, founded and without any member or second administrator. */
void pal_scene_found(struct pal_scene *scene);

/* Founds it in a store of the test's own, with statutes that ask for no notice. */
void pal_scene_found_at_once(struct pal_store *store, const char *log_name);

/* Moves the clock on. */
void pal_scene_wait(struct pal_scene *scene, int64_t seconds);
#define PAL_SCENE_DAY INT64_C(86400)

/* Ends the turn, as the server does before it answers. */
void pal_scene_commit(struct pal_scene *scene);

/* The constitution of the scene, the caller's. */
PAL_MUST_USE struct pal_json *pal_scene_constitution_new(void);

/* The last entry of the log, to its type and the members of d. The caller's. */
PAL_MUST_USE struct pal_json *pal_scene_last_entry_new(struct pal_scene *scene);

#endif
