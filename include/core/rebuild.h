/*
 * rebuild.h - makes the views again from the log, the documents and the private tables.
 */
#ifndef PAL_CORE_REBUILD_H
#define PAL_CORE_REBUILD_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

struct pal_store;

/* Empties every view and applies the whole log, or changes nothing. progress, which may be NULL, is
 * told now and then how many entries are done. What was erased stays absent.
 * PAL_ERR_STORE_*, PAL_ERR_NOT_FOUND (a document or a private row that an entry needs is absent) */
PAL_MUST_USE enum pal_err pal_rebuild(struct pal_store *store,
                                      void (*progress)(void *context, uint64_t done,
                                                       uint64_t total),
                                      void *context);

#endif
