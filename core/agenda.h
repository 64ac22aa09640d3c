/*
 * agenda.h - what assemblies and their agendas ask of each other, for the files of core/ alone.
 */
#ifndef PAL_CORE_AGENDA_H
#define PAL_CORE_AGENDA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/ratio.h"
#include "base/text.h"
#include "core/assemblies.h"
#include "core/members.h"
#include "core/resolutions.h"

struct pal_store;

/* Is the agenda fixed: by the notice, or by that of the first call? */
bool pal_agenda_is_fixed(const struct pal_assembly *assembly);
/* May the text, the place and the procedure of a resolution be changed: a draft, before the agenda is
 * fixed? PAL_ERR_RESOLUTION_FROZEN, PAL_ERR_STATE, PAL_ERR_ASSEMBLY_AGENDA */
PAL_MUST_USE enum pal_err pal_agenda_may_change(struct pal_store *store,
                                                const struct pal_resolution *now);
/* Is that a decision class of the constitution, and one that the assembly decides?
 * PAL_ERR_RESOLUTION_CLASS at /class */
PAL_MUST_USE enum pal_err pal_agenda_check_class(const struct pal_constitution *constitution,
                                                 const struct pal_assembly *assembly,
                                                 struct pal_text decision_class,
                                                 struct pal_where *out_where);
/* Keeps title, text and reasons as the document of a version, and puts its hash in the entry.
 * PAL_ERR_TEXT_*, PAL_ERR_LIMIT_TEXT, with the place */
PAL_MUST_USE enum pal_err pal_agenda_put_document(struct pal_store *store,
                                                  const struct pal_resolution_spec *says,
                                                  struct pal_json *d, struct pal_where *out_where);
/* How many initiatives there are for it, withdrawn ones included. */
PAL_MUST_USE enum pal_err pal_initiatives_held(struct pal_store *store,
                                               struct pal_assembly_id assembly, int64_t *out_count);
/* The document of a version, or of an initiative; of one that was removed, what stands in its place.
 * The caller's. */
PAL_MUST_USE enum pal_err pal_agenda_document(struct pal_store *store, const struct pal_hash *hash,
                                              struct pal_json **out_json);
/* Gives a resolution of a second call the procedure that it had in the first. In a PAL_TRANSACTION. */
PAL_MUST_USE enum pal_err pal_procedure_copy(struct pal_store *store,
                                             const struct pal_uuid *resolution,
                                             enum pal_procedure procedure);

/* Is that a member who takes part in an assembly: admitted, and of the college whose meeting it is, where
 * it is one's? PAL_ERR_MEMBER_NOT_ADMITTED, PAL_ERR_MEMBER_COLLEGE */
PAL_MUST_USE enum pal_err pal_agenda_check_member(const struct pal_member *member,
                                                  struct pal_text college);
/* Is count of base at least that share? Nobody is no share. */
bool pal_share_is_reached(uint64_t count, uint64_t base, mpq_srcptr share);

/* Does an assembly of that kind decide what is of that class? */
bool pal_agenda_decides(enum pal_assembly_kind kind, struct pal_text decision_class);

/* How many resolutions have a place on it, withdrawn ones included. */
PAL_MUST_USE enum pal_err pal_agenda_count(struct pal_store *store, struct pal_assembly_id assembly,
                                           int64_t *out_count);

/* Has it no resolution that can be put to the vote? */
PAL_MUST_USE enum pal_err pal_agenda_is_empty(struct pal_store *store,
                                              struct pal_assembly_id assembly, bool *out_is_empty);

/* Tables on a second call what the first did not decide: the same texts, in the same order. */
PAL_MUST_USE enum pal_err pal_agenda_copy(struct pal_store *store, struct pal_assembly_id from,
                                          struct pal_assembly_id to);

/* PAL_ERR_ASSEMBLY_POLLS when one of its polls is open. */
PAL_MUST_USE enum pal_err pal_assembly_has_no_open_poll(struct pal_store *store,
                                                        struct pal_assembly_id assembly);

/* May an assembly that has ended have a second call now?
 *
 * PAL_ERR_ASSEMBLY_UNCOUNTED   one of its polls is closed and not counted: it may decide still
 * PAL_ERR_ASSEMBLY_SECOND      it has one, which was not cancelled */
PAL_MUST_USE enum pal_err pal_assembly_may_be_called_again(struct pal_store *store,
                                                           struct pal_assembly_id assembly);

#endif
