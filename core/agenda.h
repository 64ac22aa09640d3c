/*
 * agenda.h - what assemblies and their agendas ask of each other, for the files of core/ alone.
 */
#ifndef PAL_CORE_AGENDA_H
#define PAL_CORE_AGENDA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/assemblies.h"

struct pal_store;

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

#endif
