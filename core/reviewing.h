/*
 * reviewing.h - a review pack in the making, for the files of core/ alone: review.c (which files there are),
 * review_attachments.c (what was put before assemblies), review_register.c (members and colleges), review_decisions.c (what was decided), review_words.c (for people).
 */
#ifndef PAL_CORE_REVIEWING_H
#define PAL_CORE_REVIEWING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "core/assemblies.h"
#include "core/review.h"
#include "core/society.h"

#include "export_file.h"
#include "table.h"

struct pal_review {
    struct pal_store *store;
    const struct pal_review_spec *spec;
    struct pal_date from, until; /* until is excluded */
    struct pal_society society;
    struct pal_assembly_id *assemblies; /* of the years, by number */
    size_t count, capacity;
    struct pal_export_file out;
};

/* The last day of a year. */
struct pal_date pal_review_year_end(int32_t year);
/* Is it one of the years' days? */
bool pal_review_has(const struct pal_review *review, struct pal_date day);
/* Begins the file of a table. */
void pal_review_table(struct pal_review *review, const char *name, const char *columns,
                      struct pal_table *out_table);

/* A file that is a document. */
PAL_MUST_USE enum pal_err pal_review_document(struct pal_review *review, const char *name,
                                              const struct pal_hash *hash);

/* The tables changes.csv, colleges.csv, categories.csv, members.csv and constitutions.csv; each a whole file. */
PAL_MUST_USE enum pal_err pal_review_categories(struct pal_review *review);
PAL_MUST_USE enum pal_err pal_review_changes(struct pal_review *review);
PAL_MUST_USE enum pal_err pal_review_colleges(struct pal_review *review);
PAL_MUST_USE enum pal_err pal_review_constitutions(struct pal_review *review);
PAL_MUST_USE enum pal_err pal_review_members(struct pal_review *review);
/* decisions.csv and surplus.csv. */
PAL_MUST_USE enum pal_err pal_review_decisions(struct pal_review *review);
PAL_MUST_USE enum pal_err pal_review_surplus(struct pal_review *review);
/* attachments.csv, and the files of an assembly that it lists. */
PAL_MUST_USE enum pal_err pal_review_attachments(struct pal_review *review);
PAL_MUST_USE enum pal_err pal_review_attached(struct pal_review *review,
                                              struct pal_assembly_id assembly);
/* Appends README.md. */
void pal_review_words(const struct pal_review *review, struct pal_buf *buf);

#endif
