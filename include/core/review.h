/*
 * review.h - the pack for whoever reviews a cooperative: its register, assemblies and decisions of some years.
 *
 * Unlike a record it names people: it is for the reviewer alone. docs/rules/review.md says what each file is.
 */
#ifndef PAL_CORE_REVIEW_H
#define PAL_CORE_REVIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/source.h"
#include "base/text.h"
#include "core/minutes.h"

struct pal_store;

/* The pages on which minutes are read; their document goes with them. */
/* clang-format off */
#define PAL_REVIEW_FORMS(X) \
    X(ENGLISH_HTML, "minutes.en.html") X(ENGLISH_MARKDOWN, "minutes.en.md") X(ENGLISH_PDF, "minutes.en.pdf") \
    X(FRENCH_HTML, "minutes.fr.html") X(FRENCH_MARKDOWN, "minutes.fr.md") X(FRENCH_PDF, "minutes.fr.pdf")
/* clang-format on */
enum pal_review_form {
#define PAL_REVIEW_ENUMERATOR(name, word) PAL_REVIEW_##name,
    PAL_REVIEW_FORMS(PAL_REVIEW_ENUMERATOR)
#undef PAL_REVIEW_ENUMERATOR
        PAL_REVIEW_FORM_COUNT
};

/* The first and the last of the years, 1900 to 9999. */
struct pal_years {
    int32_t first, last;
};
/* "2022-2026", or "2026". Where the text is empty: the last five, as of today. PAL_ERR_REVIEW_YEARS */
PAL_MUST_USE enum pal_err pal_years_parse(struct pal_store *store, struct pal_text text,
                                          struct pal_years *out_years);
/* Appends "palabre-review-2022-2026.tar". */
void pal_review_name(const struct pal_years *years, struct pal_buf *buf);

struct pal_review_spec {
    struct pal_years years;
    const char *path; /* of the tar */
    bool replaces;    /* what stands there may be written over */
    bool passes;      /* nobody waits for it to be on disk */
    /* Appends the minutes in a form. */
    enum pal_err (*print)(void *context, struct pal_store *store, const struct pal_minutes *minutes,
                          enum pal_review_form form, struct pal_buf *buf);
    void *context;
};
/* Writes the pack of what a snapshot, or a store that reads, has. The same society at the same
 * checkpoint, on the same day, gives the same bytes.
 * PAL_ERR_FILE_EXISTS, PAL_ERR_FILE_WRITE, PAL_ERR_STORE_*, what print returns */
PAL_MUST_USE enum pal_err pal_review_make(struct pal_store *store,
                                          const struct pal_review_spec *spec, uint64_t *out_size);
/* The same as a file without a name, made beside the database; path and replaces are not looked at.
 * PAL_ERR_NOT_FOUND of a store in memory. */
PAL_MUST_USE enum pal_err pal_review_hold(struct pal_store *store,
                                          const struct pal_review_spec *spec,
                                          struct pal_source *out_tar);

#endif
