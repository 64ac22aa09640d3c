/*
 * exporting.h - a record in the making, for the files of core/ alone: export.c (which files there are),
 * export_poll.c (those of a poll), export_tables.c (open data), export_sittings.c and export_process.c (more of
 * it), export_words.c (for people).
 */
#ifndef PAL_CORE_EXPORTING_H
#define PAL_CORE_EXPORTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/record.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "core/export.h"
#include "core/polls.h"
#include "core/society.h"

#include "export_check.h"
#include "export_file.h"
#include "manifest.h"

struct pal_table;

struct pal_export {
    struct pal_store *store;
    const struct pal_export_spec *spec;
    struct pal_society society;
    struct pal_export_made made;
    struct pal_buf names; /* of the files, each terminated */
    size_t *offsets;      /* of each in names, in the order of the names at the end */
    size_t count, capacity;
    struct pal_json *polls; /* their identifiers, sorted */
    /* The poll whose files are being written. */
    struct pal_poll poll;
    struct pal_manifest manifest;
    struct pal_record_count result;
    struct pal_export_file out;
    struct pal_export_check check; /* started where the store was not checked before */
};

/* Adds a name; those added twice are written once. */
void pal_export_list(struct pal_export *export, struct pal_text name);
/* The same of a document, in the folder of its kind. */
void pal_export_list_document(struct pal_export *export, enum pal_record_kind folder,
                              const struct pal_hash *hash);
/* export_said.c. What was said under a resolution: contributions and amendments. */
PAL_MUST_USE enum pal_err pal_export_list_said(struct pal_export *export,
                                               struct pal_resolution_id resolution);
/* export_said.c. The files attached to a resolution, those taken off included, with their documents. */
PAL_MUST_USE enum pal_err pal_export_list_attachments(struct pal_export *export,
                                                      struct pal_resolution_id resolution);
/* Adds the names of the files of a poll, and of the text that was voted. */
PAL_MUST_USE enum pal_err pal_export_list_poll(struct pal_export *export,
                                               const struct pal_poll *poll);
/* Adds the names of the notices that were sent, the minutes that are published, and the steps that follow
 * decisions. */
PAL_MUST_USE enum pal_err pal_export_list_acts(struct pal_export *export);
/* Writes one of them into the tar. */
PAL_MUST_USE enum pal_err pal_export_write_poll(struct pal_export *export,
                                                const struct pal_record_name *name);
/* Adds the names of the tables of open data, and of their explanation. */
void pal_export_list_tables(struct pal_export *export);
/* Writes one of them into the file that is open. */
PAL_MUST_USE enum pal_err pal_export_write_table(struct pal_export *export, struct pal_text name);
/* export_sittings.c, export_process.c. The rows of an assembly, or of a resolution. */
PAL_MUST_USE enum pal_err pal_export_incidents(struct pal_store *store,
                                               const struct pal_assembly *assembly,
                                               struct pal_table *rows);
PAL_MUST_USE enum pal_err pal_export_initiatives(struct pal_store *store,
                                                 const struct pal_assembly *assembly,
                                                 struct pal_table *rows);
PAL_MUST_USE enum pal_err pal_export_motions(struct pal_store *store,
                                             const struct pal_assembly *assembly,
                                             struct pal_table *rows);
PAL_MUST_USE enum pal_err pal_export_notices(struct pal_store *store,
                                             const struct pal_assembly *assembly,
                                             struct pal_table *rows);
PAL_MUST_USE enum pal_err pal_export_speeches(struct pal_store *store,
                                              const struct pal_assembly *assembly,
                                              struct pal_table *rows);
PAL_MUST_USE enum pal_err pal_export_suspensions(struct pal_store *store,
                                                 const struct pal_assembly *assembly,
                                                 struct pal_table *rows);
PAL_MUST_USE enum pal_err pal_export_extensions(struct pal_store *store,
                                                const struct pal_resolution *resolution,
                                                struct pal_table *rows);
PAL_MUST_USE enum pal_err pal_export_nominations(struct pal_store *store,
                                                 const struct pal_resolution *resolution,
                                                 struct pal_table *rows);
PAL_MUST_USE enum pal_err pal_export_recusals(struct pal_store *store,
                                              const struct pal_resolution *resolution,
                                              struct pal_table *rows);
PAL_MUST_USE enum pal_err pal_export_temperatures(struct pal_store *store,
                                                  const struct pal_resolution *resolution,
                                                  struct pal_table *rows);
/* Appends what is for people: LICENSE, README.md, receipts/README.md. */
void pal_export_write_words(const struct pal_export *export, struct pal_text name,
                            struct pal_buf *buf);
/* Appends the explanation of the tables. */
void pal_export_write_columns(struct pal_buf *buf);

#endif
