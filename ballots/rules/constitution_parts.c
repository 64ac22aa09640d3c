/*
 * constitution_parts.c - categories, colleges and classes of decisions: the parts of a constitution
 * that have a structure of their own.
 */
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

#include "reader.h"

/* {"fr": "Salariés", "en": "Employees"}; in a fragment the id where there is none. */
static enum pal_err read_label(const struct pal_reader *reader, const struct pal_json *object,
                               const char *id, char **out_label[2])
{
    static const char *const names[] = {"fr", "en", NULL};
    const struct pal_json *label = pal_json_get(object, "label");
    if (reader->mode == PAL_CONSTITUTION_FRAGMENT) {
        *out_label[0] = pal_mem_copy_string(id);
        *out_label[1] = pal_mem_copy_string(id);
        return PAL_OK;
    }
    PAL_TRY(pal_json_object(object, "label", &label, reader->where));
    enum pal_err err = pal_reader_only(reader, label, names);
    for (size_t i = 0; err == PAL_OK && i < 2; i++) {
        struct pal_text text;
        err = pal_json_text(label, names[i], &text, reader->where);
        if (err == PAL_OK && (text.size == 0 || text.size > PAL_LIMIT_NAME)) {
            pal_where_set(reader->where, "/%s", names[i]);
            err = text.size == 0 ? PAL_ERR_TEXT_EMPTY : PAL_ERR_LIMIT_TEXT;
        }
        if (err == PAL_OK) {
            *out_label[i] = pal_text_copy(text);
        }
    }
    if (err != PAL_OK) {
        pal_where_prefix(reader->where, "/label");
    }
    return err;
}

/* --- categories -------------------------------------------------------------------------------- */

/* In a fragment a category is the word of its kind, or a name of the statutes' own. */
static enum pal_err read_category_word(const struct pal_reader *reader, const struct pal_json *json,
                                       struct pal_category *out)
{
    if (pal_json_kind(json) != PAL_JSON_TEXT) {
        pal_where_set(reader->where, "%s", "");
        return PAL_ERR_JSON_TYPE;
    }
    struct pal_text word = pal_json_as_text(json);
    out->kind = PAL_CATEGORY_OTHER;
    for (int i = 0; pal_words_category_kind[i] != NULL; i++) {
        if (pal_text_is(word, pal_words_category_kind[i])) {
            out->kind = (enum pal_category_kind)i;
        }
    }
    out->id = pal_text_copy(word);
    out->label_fr = pal_text_copy(word);
    out->label_en = pal_text_copy(word);
    return PAL_OK;
}

static enum pal_err read_category(const struct pal_reader *reader, const struct pal_json *json,
                                  struct pal_category *out)
{
    static const char *const names[] = {"id", "label", "kind", NULL};
    if (reader->mode == PAL_CONSTITUTION_FRAGMENT) {
        return read_category_word(reader, json, out);
    }
    PAL_TRY(pal_reader_only(reader, json, names));
    PAL_TRY(pal_reader_id(reader, json, "id", &out->id));
    PAL_TRY(read_label(reader, json, out->id, (char **[]){&out->label_fr, &out->label_en}));
    int kind = 0;
    PAL_TRY(pal_reader_word(reader, json, "kind", pal_words_category_kind, &kind));
    out->kind = (enum pal_category_kind)kind;
    return PAL_OK;
}

/* RULE docs/rules/constitution.md
 * > A case gives categories by their kinds: one that it gives twice is one.
 */
static bool is_again(const struct pal_reader *reader, const struct pal_json *json)
{
    return reader->mode == PAL_CONSTITUTION_FRAGMENT && pal_json_kind(json) == PAL_JSON_TEXT &&
           pal_constitution_category(reader->out, pal_json_as_text(json)) != SIZE_MAX;
}

enum pal_err pal_reader_categories(const struct pal_reader *reader)
{
    struct pal_constitution *out = reader->out;
    PAL_TRY(pal_reader_field(reader, PAL_FIELD_CATEGORIES, &out->has_categories));
    if (!out->has_categories) {
        return PAL_OK;
    }
    const struct pal_json *array;
    PAL_TRY(pal_json_array(reader->json, "categories", &array, reader->where));
    size_t count = pal_json_count(array);
    if (count > PAL_LIMIT_CATEGORIES) {
        pal_where_set(reader->where, "/categories");
        return PAL_ERR_LIMIT_COUNT;
    }
    out->categories = pal_mem_new(count, sizeof out->categories[0]);
    for (size_t i = 0; i < count; i++) {
        const struct pal_json *json = pal_json_at(array, i);
        if (is_again(reader, json)) {
            continue;
        }
        enum pal_err err = read_category(reader, json, &out->categories[out->category_count++]);
        if (err != PAL_OK) {
            pal_where_prefix(reader->where, "/categories/%zu", i);
            return err;
        }
    }
    return PAL_OK;
}

/* --- colleges ------------------------------------------------------------------------------------ */

/* A field that every college states, or that the document leaves unknown for all of them. */
static enum pal_err college_field(const struct pal_reader *reader, const struct pal_json *json,
                                  enum pal_constitution_field field, const char *name,
                                  bool *out_present)
{
    *out_present = pal_json_get(json, name) != NULL;
    if (reader->mode == PAL_CONSTITUTION_FRAGMENT) {
        return PAL_OK;
    }
    if (*out_present != pal_constitution_knows(reader->out, field)) {
        pal_where_set(reader->where, "/%s", name);
        return *out_present ? PAL_ERR_JSON_VALUE : PAL_ERR_JSON_MISSING;
    }
    return PAL_OK;
}

static enum pal_err read_college_categories(const struct pal_reader *reader,
                                            const struct pal_json *json, struct pal_college *out)
{
    const struct pal_json *array;
    PAL_TRY(pal_json_array(json, "categories", &array, reader->where));
    size_t count = pal_json_count(array);
    pal_where_set(reader->where, "/categories");
    if (count > PAL_LIMIT_CATEGORIES) {
        return PAL_ERR_LIMIT_COUNT;
    }
    out->categories = pal_mem_new(count, sizeof out->categories[0]);
    for (size_t i = 0; i < count; i++) {
        const struct pal_json *id = pal_json_at(array, i);
        pal_where_set(reader->where, "/categories/%zu", i);
        if (pal_json_kind(id) != PAL_JSON_TEXT) {
            return PAL_ERR_JSON_TYPE;
        }
        out->categories[i] = pal_constitution_category(reader->out, pal_json_as_text(id));
        if (out->categories[i] == SIZE_MAX) {
            return PAL_ERR_MEMBER_CATEGORY;
        }
        out->category_count = i + 1;
    }
    return PAL_OK;
}

static enum pal_err read_college(const struct pal_reader *reader, const struct pal_json *json,
                                 struct pal_college *out)
{
    static const char *const names[] = {"id", "label", "weight", "board_seats", "categories", NULL};
    PAL_TRY(pal_reader_only(reader, json, names));
    PAL_TRY(pal_reader_id(reader, json, "id", &out->id));
    PAL_TRY(read_label(reader, json, out->id, (char **[]){&out->label_fr, &out->label_en}));
    PAL_TRY(college_field(reader, json, PAL_FIELD_COLLEGE_WEIGHTS, "weight", &out->has_weight));
    if (out->has_weight) {
        PAL_TRY(pal_reader_share(reader, json, "weight", out->weight));
    }
    bool present;
    PAL_TRY(college_field(reader, json, PAL_FIELD_COLLEGE_SEATS, "board_seats", &present));
    if (present && reader->mode == PAL_CONSTITUTION_DOCUMENT) {
        int64_t seats = 0;
        PAL_TRY(pal_reader_count(reader, json, "board_seats", PAL_LIMIT_SEATS, &seats));
        out->board_seats = (uint64_t)seats;
    }
    PAL_TRY(college_field(reader, json, PAL_FIELD_COLLEGE_CATEGORIES, "categories", &present));
    if (present && reader->mode == PAL_CONSTITUTION_DOCUMENT) {
        PAL_TRY(read_college_categories(reader, json, out));
    }
    return PAL_OK;
}

enum pal_err pal_reader_colleges(const struct pal_reader *reader)
{
    struct pal_constitution *out = reader->out;
    if (pal_reader_implies(reader, reader->json, "colleges")) {
        return PAL_OK;
    }
    const struct pal_json *array;
    PAL_TRY(pal_json_array(reader->json, "colleges", &array, reader->where));
    size_t count = pal_json_count(array);
    if (count > PAL_LIMIT_COLLEGES) {
        pal_where_set(reader->where, "/colleges");
        return PAL_ERR_LIMIT_COUNT;
    }
    out->colleges = pal_mem_new(count, sizeof out->colleges[0]);
    for (size_t i = 0; i < count; i++) {
        mpq_init(out->colleges[i].weight);
        out->college_count = i + 1;
        enum pal_err err = read_college(reader, pal_json_at(array, i), &out->colleges[i]);
        if (err != PAL_OK) {
            pal_where_prefix(reader->where, "/colleges/%zu", i);
            return err;
        }
    }
    return PAL_OK;
}

/* --- majorities and quorums ------------------------------------------------------------------------ */

enum pal_err pal_reader_college_majority(const struct pal_reader *reader)
{
    static const char *const words[] = {"simple", "same_as_resolution", NULL};
    static const char *const names[] = {"threshold", "strict", NULL};
    struct pal_constitution *out = reader->out;
    out->college_threshold.strict = true;
    bool present;
    PAL_TRY(pal_reader_field(reader, PAL_FIELD_COLLEGE_MAJORITY, &present));
    if (!present) {
        return PAL_OK;
    }
    const struct pal_json *json = pal_json_get(reader->json, "college_majority");
    if (json == NULL || pal_json_kind(json) != PAL_JSON_OBJECT) {
        int word = 0;
        PAL_TRY(pal_reader_word(reader, reader->json, "college_majority", words, &word));
        out->college_majority = (enum pal_college_majority)word;
        return PAL_OK;
    }
    out->college_majority = PAL_COLLEGE_MAJORITY_THRESHOLD;
    enum pal_err err = pal_reader_only(reader, json, names);
    if (err == PAL_OK) {
        mpq_ptr threshold = out->college_threshold.threshold;
        mpq_set_ui(threshold, 1, 2);
        err = pal_reader_share(reader, json, "threshold", threshold);
    }
    if (err == PAL_OK) {
        err = pal_reader_bool(reader, json, "strict", &out->college_threshold.strict);
    }
    if (err != PAL_OK) {
        pal_where_prefix(reader->where, "/college_majority");
    }
    return err;
}

/* The class of that name, made when there is none. There is room for it. */
static struct pal_class *want_class(struct pal_constitution *constitution, const char *id)
{
    for (size_t i = 0; i < constitution->class_count; i++) {
        if (strcmp(constitution->classes[i].id, id) == 0) {
            return &constitution->classes[i];
        }
    }
    struct pal_class *class = &constitution->classes[constitution->class_count++];
    class->id = pal_mem_copy_string(id);
    for (int call = 0; call < PAL_CALL_COUNT; call++) {
        mpq_init(class->rule[call].threshold);
        mpq_init(class->quorum[call]);
    }
    mpq_inits(class->each_college_min, class->members_min, (mpq_ptr)NULL);
    return class;
}

static enum pal_err read_rule(const struct pal_reader *reader, const struct pal_json *json,
                              struct pal_majority_rule *out)
{
    PAL_TRY(pal_reader_share(reader, json, "threshold", out->threshold));
    PAL_TRY(pal_reader_bool(reader, json, "strict", &out->strict));
    int base = (int)out->base;
    PAL_TRY(pal_reader_word(reader, json, "base", pal_words_majority_base, &base));
    out->base = (enum pal_majority_base)base;
    return PAL_OK;
}

static enum pal_err read_second(const struct pal_reader *reader, const struct pal_json *json,
                                struct pal_majority_rule *out)
{
    static const char *const names[] = {"threshold", "strict", "base", NULL};
    const struct pal_json *second;
    PAL_TRY(pal_json_object(json, "second", &second, reader->where));
    enum pal_err err = pal_reader_only(reader, second, names);
    if (err == PAL_OK) {
        mpq_set_ui(out->threshold, 1, 2);
        out->strict = true;
        out->base = PAL_MAJORITY_EXPRESSED;
        err = read_rule(reader, second, out);
    }
    if (err != PAL_OK) {
        pal_where_prefix(reader->where, "/second");
    }
    return err;
}

static enum pal_err read_majority(const struct pal_reader *reader, const struct pal_json *json,
                                  struct pal_class *out)
{
    static const char *const names[] = {"threshold",     "strict",
                                        "base",          "second",
                                        "every_college", "each_college_min",
                                        "members_min",   NULL};
    PAL_TRY(pal_reader_only(reader, json, names));
    struct pal_majority_rule *first = &out->rule[PAL_CALL_FIRST];
    struct pal_majority_rule *second = &out->rule[PAL_CALL_SECOND];
    mpq_set_ui(first->threshold, 1, 2);
    first->strict = true;
    PAL_TRY(read_rule(reader, json, first));
    mpq_set(second->threshold, first->threshold);
    second->strict = first->strict;
    second->base = first->base;
    if (pal_json_get(json, "second") != NULL) {
        PAL_TRY(read_second(reader, json, second));
    }
    if (pal_json_get(json, "every_college") != NULL) {
        PAL_TRY(pal_json_bool(json, "every_college", &out->every_college, reader->where));
    }
    out->has_each_college_min = pal_json_get(json, "each_college_min") != NULL;
    if (out->has_each_college_min) {
        PAL_TRY(pal_reader_share(reader, json, "each_college_min", out->each_college_min));
    }
    out->has_members_min = pal_json_get(json, "members_min") != NULL;
    if (out->has_members_min) {
        PAL_TRY(pal_reader_share(reader, json, "members_min", out->members_min));
    }
    return PAL_OK;
}

static enum pal_err read_quorum(const struct pal_reader *reader, const struct pal_json *json,
                                struct pal_class *out)
{
    static const char *const names[] = {"first", "second", NULL};
    PAL_TRY(pal_reader_only(reader, json, names));
    PAL_TRY(pal_reader_share(reader, json, "first", out->quorum[PAL_CALL_FIRST]));
    return pal_reader_share(reader, json, "second", out->quorum[PAL_CALL_SECOND]);
}

/* One member of "majority" or of "quorum". */
static enum pal_err read_class(const struct pal_reader *reader, const struct pal_json *json,
                               const char *id, bool is_majority)
{
    if (reader->mode == PAL_CONSTITUTION_DOCUMENT && !pal_reader_is_id(pal_text_of(id))) {
        pal_where_set(reader->where, "/%s", id);
        return PAL_ERR_JSON_VALUE;
    }
    struct pal_class *class = want_class(reader->out, id);
    enum pal_err err =
        is_majority ? read_majority(reader, json, class) : read_quorum(reader, json, class);
    if (err != PAL_OK) {
        pal_where_prefix(reader->where, "/%s", id);
        return err;
    }
    *(is_majority ? &class->has_majority : &class->has_quorum) = true;
    return PAL_OK;
}

/* Every member of "majority" or of "quorum" but the basis of quorums. */
static enum pal_err read_classes(const struct pal_reader *reader, const struct pal_json *object,
                                 bool is_majority)
{
    const char *name = is_majority ? "majority" : "quorum";
    for (size_t i = 0; i < pal_json_count(object); i++) {
        const char *id;
        const struct pal_json *json = pal_json_member(object, i, &id);
        if (!is_majority && strcmp(id, "basis") == 0) {
            continue;
        }
        enum pal_err err = read_class(reader, json, id, is_majority);
        if (err != PAL_OK) {
            pal_where_prefix(reader->where, "/%s", name);
            return err;
        }
    }
    return PAL_OK;
}

/* In a document a class has its majority and its quorum, unless one of them is unknown as a whole:
 * that a class needs no quorum is stated as "0/1". */
static enum pal_err check_both(const struct pal_reader *reader)
{
    const struct pal_constitution *out = reader->out;
    if (reader->mode == PAL_CONSTITUTION_FRAGMENT) {
        return PAL_OK;
    }
    for (size_t i = 0; i < out->class_count; i++) {
        const struct pal_class *class = &out->classes[i];
        if (!class->has_quorum && pal_constitution_knows(out, PAL_FIELD_QUORUM)) {
            pal_where_set(reader->where, "/quorum/%s", class->id);
            return PAL_ERR_JSON_MISSING;
        }
        if (!class->has_majority && pal_constitution_knows(out, PAL_FIELD_MAJORITY)) {
            pal_where_set(reader->where, "/majority/%s", class->id);
            return PAL_ERR_JSON_MISSING;
        }
    }
    return PAL_OK;
}

static enum pal_err read_basis(const struct pal_reader *reader, const struct pal_json *quorum)
{
    int basis = 0;
    enum pal_err err = pal_reader_word(reader, quorum, "basis", pal_words_quorum_basis, &basis);
    if (err != PAL_OK) {
        pal_where_prefix(reader->where, "/quorum");
        return err;
    }
    reader->out->quorum_basis = (enum pal_quorum_basis)basis;
    return PAL_OK;
}

/* "majority" or "quorum"; NULL where it is not stated. */
static enum pal_err find_classes(const struct pal_reader *reader, enum pal_constitution_field field,
                                 const struct pal_json **out_object)
{
    bool present;
    *out_object = NULL;
    PAL_TRY(pal_reader_field(reader, field, &present));
    if (!present) {
        return PAL_OK;
    }
    return pal_json_object(reader->json, pal_constitution_field_name(field), out_object,
                           reader->where);
}

enum pal_err pal_reader_classes(const struct pal_reader *reader)
{
    struct pal_constitution *out = reader->out;
    const struct pal_json *majority;
    const struct pal_json *quorum;
    PAL_TRY(find_classes(reader, PAL_FIELD_MAJORITY, &majority));
    PAL_TRY(find_classes(reader, PAL_FIELD_QUORUM, &quorum));
    size_t room = (majority == NULL ? 0 : pal_json_count(majority)) +
                  (quorum == NULL ? 0 : pal_json_count(quorum));
    if (room > PAL_LIMIT_CLASSES) {
        pal_where_set(reader->where, "/majority");
        return PAL_ERR_LIMIT_COUNT;
    }
    out->classes = pal_mem_new(room, sizeof out->classes[0]);
    if (majority != NULL) {
        PAL_TRY(read_classes(reader, majority, true));
    }
    if (quorum != NULL) {
        PAL_TRY(read_basis(reader, quorum));
        PAL_TRY(read_classes(reader, quorum, false));
    }
    return check_both(reader);
}
