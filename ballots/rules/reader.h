/*
 * reader.h - what the two halves of the constitution's reader share: fields stated, unknown or
 * implied, and values with a bound and a place.
 */
#ifndef PAL_BALLOTS_READER_H
#define PAL_BALLOTS_READER_H

#include "ballots/constitution.h"

struct pal_reader {
    const struct pal_json *json;
    enum pal_constitution_mode mode;
    struct pal_constitution *out;
    struct pal_where *where;
};

/* A list of words, ended by NULL; the index is the enumerator. */

extern const char *const pal_words_category_kind[];
extern const char *const pal_words_majority_base[];
extern const char *const pal_words_quorum_basis[];

/* The field of that name, or PAL_CONSTITUTION_FIELD_COUNT. */
size_t pal_reader_find(struct pal_text name);
/* In a fragment an absent member is implied. */
bool pal_reader_implies(const struct pal_reader *reader, const struct pal_json *object,
                        const char *name);

/* Is the field there? In a document PAL_ERR_JSON_MISSING when it is neither stated nor unknown,
 * PAL_ERR_JSON_VALUE when it is both. */
PAL_MUST_USE enum pal_err pal_reader_field(const struct pal_reader *reader,
                                           enum pal_constitution_field field, bool *out_present);

/* A word of a list. In a fragment an absent one leaves *out_index as it is. */
PAL_MUST_USE enum pal_err pal_reader_word(const struct pal_reader *reader,
                                          const struct pal_json *object, const char *name,
                                          const char *const *words, int *out_index);
/* A boolean or a ratio from 0 to 1; absent in a fragment: left as it is. */
PAL_MUST_USE enum pal_err pal_reader_bool(const struct pal_reader *reader,
                                          const struct pal_json *object, const char *name,
                                          bool *out_value);
PAL_MUST_USE enum pal_err pal_reader_share(const struct pal_reader *reader,
                                           const struct pal_json *object, const char *name,
                                           mpq_t out_share);
/* An integer from 0 to max; absent in a fragment: left as it is. */
PAL_MUST_USE enum pal_err pal_reader_count(const struct pal_reader *reader,
                                           const struct pal_json *object, const char *name,
                                           int64_t max, int64_t *out_value);
/* In a document refuses members that are not in the list. */
PAL_MUST_USE enum pal_err pal_reader_only(const struct pal_reader *reader,
                                          const struct pal_json *object, const char *const *names);
/* An identifier: in a document 1 to 40 of a-z, 0-9 and _. The copy is the caller's. */
PAL_MUST_USE enum pal_err pal_reader_id(const struct pal_reader *reader,
                                        const struct pal_json *object, const char *name,
                                        char **out_id);
/* The name of a class of decisions follows the same grammar. */
bool pal_reader_is_id(struct pal_text text);

/* The parts with a structure of their own, constitution_parts.c. */
PAL_MUST_USE enum pal_err pal_reader_categories(const struct pal_reader *reader);
PAL_MUST_USE enum pal_err pal_reader_colleges(const struct pal_reader *reader);
PAL_MUST_USE enum pal_err pal_reader_classes(const struct pal_reader *reader);
PAL_MUST_USE enum pal_err pal_reader_college_majority(const struct pal_reader *reader);

/* What may be said of deliberation, constitution_deliberation.c. */
PAL_MUST_USE enum pal_err pal_reader_deliberation(const struct pal_reader *reader);
void pal_deliberation_rule_init(struct pal_deliberation_rule *rule);
void pal_deliberation_rule_done(struct pal_deliberation_rule *rule);

#endif
