/*
 * scic_cases.c - runs files of worked cases through the rules and the decision, and compares.
 *
 *     scic_cases FILE...
 *
 * Each case says what it expects, exactly; what comes out must be the same object. Prints what
 * differs, then `N passed, N failed`; exits 1 if any failed, 2 when a file cannot be read. With
 * --if-present a file that does not exist is passed over.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

#include "scic/scic.h"

enum { FILE_BYTES_MAX = 1 << 24 };

static const struct {
    const char *kind;
    enum pal_err (*run)(const struct pal_case *scic);
} kinds[] = {
    {"constitution", pal_case_constitution}, {"membership", pal_case_membership},
    {"resolution", pal_case_resolution},     {"roll", pal_case_roll},
    {"proxy_cap", pal_case_proxy_cap},       {"postal_and_proxy", pal_case_postal_and_proxy},
    {"nonuser_cap", pal_case_nonuser_cap},   {"fairshares_special", pal_case_fairshares_special},
    {"election", pal_case_election},         {"surplus", pal_case_surplus},
    {"amendments", pal_case_amendments},     {"notice", pal_case_notice},
};

/* --- comparing --------------------------------------------------------------------------------------------- */

static char *text_new(const struct pal_json *json)
{
    PAL_BUF(buf);
    if (json == NULL) {
        return pal_mem_copy_string("(absent)");
    }
    pal_json_write_sorted(json, &buf);
    return pal_buf_take(&buf);
}

/* A member that is null is there all the same. */
static const struct pal_json *member_of(const struct pal_json *object, const char *name)
{
    for (size_t i = 0; i < pal_json_count(object); i++) {
        const char *other;
        const struct pal_json *value = pal_json_member(object, i, &other);
        if (strcmp(other, name) == 0) {
            return value;
        }
    }
    return NULL;
}

/* Prints the members of the first that are not the same in the second; those already shown from the
 * other side are passed over. */
static size_t show(const struct pal_json *from, const struct pal_json *against, bool is_expected)
{
    size_t differences = 0;
    for (size_t i = 0; i < pal_json_count(from); i++) {
        const char *name;
        const struct pal_json *mine = pal_json_member(from, i, &name);
        const struct pal_json *other = member_of(against, name);
        PAL_STRING(left);
        PAL_STRING(right);
        left = text_new(mine);
        right = text_new(other);
        if (strcmp(left, right) != 0 && (is_expected || other == NULL)) {
            printf("  %s\n    expected %s\n    got      %s\n", name, is_expected ? left : right,
                   is_expected ? right : left);
            differences++;
        }
    }
    return differences;
}

/* --- running ----------------------------------------------------------------------------------------------- */

static enum pal_err run(const struct pal_json *json, struct pal_json *out, struct pal_where *where)
{
    PAL_JSON(empty);
    PAL_CONSTITUTION(constitution);
    empty = pal_json_object_new();
    const struct pal_json *statutes = pal_json_get(json, "constitution");
    const struct pal_json *input = pal_json_get(json, "input");
    PAL_TRY(pal_constitution_parse(statutes == NULL ? empty : statutes, PAL_CONSTITUTION_FRAGMENT,
                                   &constitution, where));
    struct pal_case scic = {.input = input == NULL ? empty : input,
                            .constitution = &constitution,
                            .out = out,
                            .where = where};
    struct pal_text kind;
    PAL_TRY(pal_json_text(json, "kind", &kind, where));
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (pal_text_is(kind, kinds[i].kind)) {
            return kinds[i].run(&scic);
        }
    }
    return PAL_ERR_JSON_VALUE;
}

static bool passes(const struct pal_json *json)
{
    struct pal_where where = {0};
    struct pal_text id = pal_case_text(json, "id");
    struct pal_text title = pal_case_text(json, "title");
    PAL_JSON(out);
    out = pal_json_object_new();
    enum pal_err err = run(json, out, &where);
    const struct pal_json *expected = pal_json_get(json, "expected");
    PAL_STRING(left);
    PAL_STRING(right);
    left = text_new(expected);
    right = text_new(out);
    if (err == PAL_OK && strcmp(left, right) == 0) {
        return true;
    }
    printf("%.*s: %.*s\n", (int)id.size, id.bytes, (int)title.size, title.bytes);
    if (err != PAL_OK) {
        printf("  %s at %s\n", pal_err_slug(err), where.pointer);
        return false;
    }
    size_t differences =
        expected == NULL ? 0 : show(expected, out, true) + show(out, expected, false);
    if (differences == 0) {
        printf("  expected %s\n  got      %s\n", left, right);
    }
    return false;
}

/* --- files -------------------------------------------------------------------------------------------------- */

static bool read_file(const char *path, struct pal_buf *buf)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    char piece[4096];
    size_t size;
    while ((size = fread(piece, 1, sizeof piece, file)) > 0) {
        pal_buf_add(buf, piece, size);
    }
    bool is_read = ferror(file) == 0;
    (void)fclose(file);
    return is_read;
}

static bool run_file(const char *path, uint64_t *passed, uint64_t *failed)
{
    struct pal_where where = {0};
    PAL_BUF(buf);
    PAL_JSON(json);
    const struct pal_json *cases;
    if (!read_file(path, &buf)) {
        (void)fprintf(stderr, "%s: cannot be read\n", path);
        return false;
    }
    enum pal_err err = pal_json_parse(pal_buf_text(&buf), FILE_BYTES_MAX, &json, &where);
    if (err == PAL_OK) {
        err = pal_json_array(json, "cases", &cases, &where);
    }
    if (err != PAL_OK) {
        (void)fprintf(stderr, "%s: %s\n", path, pal_err_sentence(err));
        return false;
    }
    for (size_t i = 0; i < pal_json_count(cases); i++) {
        ++*(passes(pal_json_at(cases, i)) ? passed : failed);
    }
    return true;
}

static bool is_there(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    (void)fclose(file);
    return true;
}

int main(int argc, char **argv)
{
    uint64_t passed = 0;
    uint64_t failed = 0;
    bool is_lenient = argc > 1 && strcmp(argv[1], "--if-present") == 0;
    if (argc < (is_lenient ? 3 : 2)) {
        (void)fprintf(stderr, "usage: scic_cases FILE...\n");
        return 2;
    }
    for (int i = is_lenient ? 2 : 1; i < argc; i++) {
        if (is_lenient && !is_there(argv[i])) {
            continue;
        }
        if (!run_file(argv[i], &passed, &failed)) {
            return 2;
        }
    }
    printf("%llu passed, %llu failed\n", (unsigned long long)passed, (unsigned long long)failed);
    return failed == 0 ? 0 : 1;
}
