/*
 * reader.c - the fields of a constitution: stated, unknown or implied, with their words and bounds.
 */
#include "reader.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"

#define PAL_WORD(name, word) word,
const char *const pal_words_category_kind[] = {PAL_CATEGORY_KINDS(PAL_WORD) NULL};
const char *const pal_words_majority_base[] = {PAL_MAJORITY_BASES(PAL_WORD) NULL};
const char *const pal_words_quorum_basis[] = {PAL_QUORUM_BASES(PAL_WORD) NULL};

enum { ID_MAX = 40 };

static const struct {
    const char *name, *pointer;
} fields[PAL_CONSTITUTION_FIELD_COUNT] = {
#define PAL_FIELD_ROW(field, name, pointer) [PAL_FIELD_##field] = {name, pointer},
    PAL_CONSTITUTION_FIELDS(PAL_FIELD_ROW)
#undef PAL_FIELD_ROW
};

size_t pal_reader_find(struct pal_text name)
{
    size_t field = 0;
    while (field < PAL_CONSTITUTION_FIELD_COUNT && !pal_text_is(name, fields[field].name)) {
        field++;
    }
    return field;
}

bool pal_constitution_knows(const struct pal_constitution *constitution,
                            enum pal_constitution_field field)
{
    PAL_CHECK(field < PAL_CONSTITUTION_FIELD_COUNT);
    return (constitution->unknown >> field & 1) == 0;
}

enum pal_err pal_constitution_require(const struct pal_constitution *constitution,
                                      enum pal_constitution_field field,
                                      struct pal_where *out_where)
{
    if (pal_constitution_knows(constitution, field)) {
        return PAL_OK;
    }
    pal_where_set(out_where, "%s", fields[field].pointer);
    return PAL_ERR_CONSTITUTION_UNKNOWN;
}

const char *pal_constitution_field_name(enum pal_constitution_field field)
{
    PAL_CHECK(field < PAL_CONSTITUTION_FIELD_COUNT);
    return fields[field].name;
}

enum pal_err pal_reader_field(const struct pal_reader *reader, enum pal_constitution_field field,
                              bool *out_present)
{
    *out_present = pal_json_has(reader->json, fields[field].name);
    if (reader->mode == PAL_CONSTITUTION_FRAGMENT) {
        *out_present = pal_json_get(reader->json, fields[field].name) != NULL;
        return PAL_OK;
    }
    if (*out_present == !pal_constitution_knows(reader->out, field)) {
        pal_where_set(reader->where, "/%s", fields[field].name);
        return *out_present ? PAL_ERR_JSON_VALUE : PAL_ERR_JSON_MISSING;
    }
    return PAL_OK;
}

const char *pal_quorum_basis_word(enum pal_quorum_basis basis)
{
    return pal_words_quorum_basis[basis];
}

const char *pal_majority_base_word(enum pal_majority_base base)
{
    return pal_words_majority_base[base];
}

bool pal_reader_implies(const struct pal_reader *reader, const struct pal_json *object,
                        const char *name)
{
    return reader->mode == PAL_CONSTITUTION_FRAGMENT && pal_json_get(object, name) == NULL;
}

enum pal_err pal_reader_word(const struct pal_reader *reader, const struct pal_json *object,
                             const char *name, const char *const *words, int *out_index)
{
    if (pal_reader_implies(reader, object, name)) {
        return PAL_OK;
    }
    struct pal_text text;
    PAL_TRY(pal_json_text(object, name, &text, reader->where));
    for (int i = 0; words[i] != NULL; i++) {
        if (pal_text_is(text, words[i])) {
            *out_index = i;
            return PAL_OK;
        }
    }
    pal_where_set(reader->where, "/%s", name);
    return PAL_ERR_JSON_VALUE;
}

enum pal_err pal_reader_bool(const struct pal_reader *reader, const struct pal_json *object,
                             const char *name, bool *out_value)
{
    if (pal_reader_implies(reader, object, name)) {
        return PAL_OK;
    }
    return pal_json_bool(object, name, out_value, reader->where);
}

enum pal_err pal_reader_share(const struct pal_reader *reader, const struct pal_json *object,
                              const char *name, mpq_t out_share)
{
    if (pal_reader_implies(reader, object, name)) {
        return PAL_OK;
    }
    PAL_RATIO(share);
    PAL_TRY(pal_json_ratio(object, name, share, reader->where));
    pal_where_set(reader->where, "/%s", name);
    if (mpq_sgn(share) < 0 || mpq_cmp_ui(share, 1, 1) > 0) {
        return PAL_ERR_QUESTION_THRESHOLD;
    }
    if (mpz_cmp_ui(mpq_denref(share), PAL_LIMIT_RATIONAL_SETTING) > 0) {
        return PAL_ERR_LIMIT_RATIO;
    }
    mpq_set(out_share, share);
    return PAL_OK;
}

enum pal_err pal_reader_count(const struct pal_reader *reader, const struct pal_json *object,
                              const char *name, int64_t max, int64_t *out_value)
{
    if (pal_reader_implies(reader, object, name)) {
        return PAL_OK;
    }
    int64_t value = 0;
    PAL_TRY(pal_json_int(object, name, &value, reader->where));
    if (value < 0 || value > max) {
        pal_where_set(reader->where, "/%s", name);
        return PAL_ERR_JSON_VALUE;
    }
    *out_value = value;
    return PAL_OK;
}

enum pal_err pal_reader_only(const struct pal_reader *reader, const struct pal_json *object,
                             const char *const *names)
{
    PAL_TRY(pal_json_want_object(object, reader->where));
    if (reader->mode == PAL_CONSTITUTION_FRAGMENT) {
        return PAL_OK;
    }
    return pal_json_only(object, names, reader->where);
}

bool pal_reader_is_id(struct pal_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (strchr("abcdefghijklmnopqrstuvwxyz0123456789_", text.bytes[i]) == NULL) {
            return false;
        }
    }
    return text.size > 0 && text.size <= ID_MAX;
}

enum pal_err pal_reader_id(const struct pal_reader *reader, const struct pal_json *object,
                           const char *name, char **out_id)
{
    struct pal_text text;
    PAL_TRY(pal_json_text(object, name, &text, reader->where));
    pal_where_set(reader->where, "/%s", name);
    if (text.size == 0 || text.size > PAL_LIMIT_NAME) {
        return text.size == 0 ? PAL_ERR_TEXT_EMPTY : PAL_ERR_LIMIT_TEXT;
    }
    if (reader->mode == PAL_CONSTITUTION_DOCUMENT && !pal_reader_is_id(text)) {
        return PAL_ERR_JSON_VALUE;
    }
    *out_id = pal_text_copy(text);
    return PAL_OK;
}
