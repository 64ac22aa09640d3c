/* Entries: their bytes, their grammar, and that docs/log.md says of each type what the table says. */
#include <string.h>

#include "audit/entry.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

#include "../support/expect.h"

#define ID "00010203-0405-4607-8809-0a0b0c0d0e0f"
#define D  "{\"origin\":\"a.example/log\",\"software\":\"s\",\"spec\":\"1\",\"vkey\":\"k\"}"

/* clang-format off */
static const struct {
    const char *name;
    const char *bytes;
    enum pal_err err;
    const char *pointer;
} rows[] = {
    {"an entry has five members",
        "{\"d\":" D ",\"id\":\"" ID "\",\"t\":\"log.genesis\",\"ts\":7,\"v\":1}", PAL_OK, ""},
    {"they stand in the order of their names",
        "{\"id\":\"" ID "\",\"d\":" D ",\"t\":\"log.genesis\",\"ts\":7,\"v\":1}", PAL_ERR_CANON_BYTES, ""},
    {"there is no space between them",
        "{\"d\":" D ", \"id\":\"" ID "\",\"t\":\"log.genesis\",\"ts\":7,\"v\":1}", PAL_ERR_CANON_BYTES, ""},
    {"there is no sixth",
        "{\"d\":" D ",\"id\":\"" ID "\",\"t\":\"log.genesis\",\"ts\":7,\"v\":1,\"w\":1}", PAL_ERR_JSON_UNKNOWN, "/w"},
    {"none is missing",
        "{\"d\":" D ",\"t\":\"log.genesis\",\"ts\":7,\"v\":1}", PAL_ERR_JSON_MISSING, "/id"},
    {"an identifier has small letters",
        "{\"d\":" D ",\"id\":\"00010203-0405-4607-8809-0A0B0C0D0E0F\",\"t\":\"log.genesis\",\"ts\":7,\"v\":1}",
        PAL_ERR_TEXT_UUID, "/id"},
    {"a time is not negative",
        "{\"d\":" D ",\"id\":\"" ID "\",\"t\":\"log.genesis\",\"ts\":-7,\"v\":1}", PAL_ERR_ENTRY_GRAMMAR, "/ts"},
    {"another version is another grammar",
        "{\"d\":" D ",\"id\":\"" ID "\",\"t\":\"log.genesis\",\"ts\":7,\"v\":2}", PAL_ERR_ENTRY_GRAMMAR, "/v"},
    {"a type is known",
        "{\"d\":" D ",\"id\":\"" ID "\",\"t\":\"log.none\",\"ts\":7,\"v\":1}", PAL_ERR_ENTRY_GRAMMAR, "/t"},
    {"what it says is an object",
        "{\"d\":1,\"id\":\"" ID "\",\"t\":\"log.genesis\",\"ts\":7,\"v\":1}", PAL_ERR_JSON_TYPE, "/d"},
    {"a field of the type is there",
        "{\"d\":{\"origin\":\"a\"},\"id\":\"" ID "\",\"t\":\"log.genesis\",\"ts\":7,\"v\":1}",
        PAL_ERR_ENTRY_GRAMMAR, "/d/software"},
    {"an entry is one object", "[]", PAL_ERR_JSON_TYPE, ""},
    {"a member stands once", "{\"d\":{},\"d\":{}}", PAL_ERR_JSON_DUPLICATE_KEY, ""},
};

/* Every kind of field, with what it takes and what it does not. */
static const struct {
    const char *name;
    enum pal_field_kind kind;
    const char *good, *bad; /* as JSON */
} kinds[] = {
    {"a text is not empty",           PAL_FIELD_TEXT,      "\"a\"", "\"\""},
    {"a text is a text",              PAL_FIELD_TEXT,      "\"1\"", "1"},
    {"an identifier is a UUID",       PAL_FIELD_UUID,      "\"" ID "\"", "\"7\""},
    {"a hash has 64 digits",          PAL_FIELD_HASH,
        "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"", "\"e3b0\""},
    {"a hash has small letters",      PAL_FIELD_HASH,
        "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"",
        "\"E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855\""},
    {"a pseudonym has 16 characters", PAL_FIELD_PSEUDONYM, "\"0123456789ABCDEF\"", "\"0123456789ABCDE\""},
    {"none of them is an O",          PAL_FIELD_PSEUDONYM, "\"GHJKMNPQRSTVWXYZ\"", "\"O123456789ABCDEF\""},
    {"a count is not negative",       PAL_FIELD_COUNT,     "0", "-1"},
    {"a count is a number",           PAL_FIELD_COUNT,     "7", "\"7\""},
    {"an instant is not negative",    PAL_FIELD_INSTANT,   "1767225600", "-1"},
    {"a date is one of the calendar", PAL_FIELD_DATE,      "\"2028-02-29\"", "\"2026-02-29\""},
    {"a ratio has its denominator",   PAL_FIELD_RATIO,     "\"1/1\"", "\"1\""},
    {"a ratio is in lowest terms",    PAL_FIELD_RATIO,     "\"1/2\"", "\"2/4\""},
    {"a ratio is a text",             PAL_FIELD_RATIO,     "\"0/1\"", "0"},
    {"true is true",                  PAL_FIELD_BOOL,      "true", "1"},
    {"an object is an object",        PAL_FIELD_OBJECT,    "{}", "[]"},
    {"a list is a list",              PAL_FIELD_ARRAY,     "[]", "{}"},
};
/* clang-format on */

static void is_judged(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct pal_where where = {0};
    PAL_ENTRY(entry);
    EXPECT_ERR_AT(pal_entry_parse(pal_text_of(row->bytes), &entry, &where), row->err, where,
                  row->pointer);
    if (row->err == PAL_OK) {
        PAL_BUF(written);
        EXPECT_TEXT(entry.type, "log.genesis");
        assert_int_equal(entry.made_at, 7);
        EXPECT_ERR(pal_entry_write(&entry, &written, &where), PAL_OK);
        EXPECT_BUF(written, row->bytes);
    }
}

static struct pal_json *object_new(const char *value)
{
    PAL_BUF(text);
    pal_buf_add_format(&text, "{\"f\":%s}", value);
    struct pal_json *json = NULL;
    EXPECT_ERR(pal_json_parse(pal_buf_text(&text), 1 << 16, &json, NULL), PAL_OK);
    return json;
}

static void is_told_apart(void **state)
{
    const __typeof__(kinds[0]) *row = *state;
    const struct pal_entry_type type = {.name = "x", .fields = {{"f", row->kind, false}}};
    struct pal_where where = {0};
    PAL_JSON(good);
    PAL_JSON(bad);
    good = object_new(row->good);
    bad = object_new(row->bad);
    EXPECT_ERR(pal_entry_check(&type, good, &where), PAL_OK);
    EXPECT_ERR_AT(pal_entry_check(&type, bad, &where), PAL_ERR_ENTRY_GRAMMAR, where, "/f");
}

static void an_optional_field_may_be_absent_and_no_other_present(void **state)
{
    (void)state;
    const struct pal_entry_type type = {.name = "x", .fields = {{"g", PAL_FIELD_COUNT, true}}};
    PAL_JSON(none);
    PAL_JSON(other);
    none = pal_json_object_new();
    other = object_new("1");
    EXPECT_ERR(pal_entry_check(&type, none, NULL), PAL_OK);
    EXPECT_ERR(pal_entry_check(&type, other, NULL), PAL_ERR_ENTRY_GRAMMAR);
    EXPECT_ERR(pal_entry_check(&type, pal_json_get(other, "f"), NULL), PAL_ERR_ENTRY_GRAMMAR);
}

/* An entry with a text of that size. */
static enum pal_err write_sized(size_t size, struct pal_buf *buf)
{
    PAL_BUF(text);
    while (text.size < size) {
        pal_buf_add_string(&text, "a");
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_string(d, "origin", "o");
    pal_json_set_text(d, "software", pal_buf_text(&text));
    pal_json_set_string(d, "spec", "1");
    pal_json_set_string(d, "vkey", "k");
    const struct pal_entry entry = {.type = pal_text_of("log.genesis"), .made_at = 7, .d = d};
    return pal_entry_write(&entry, buf, NULL);
}

static void an_entry_has_a_limit(void **state)
{
    (void)state;
    PAL_BUF(small);
    PAL_BUF(buf);
    EXPECT_ERR(write_sized(1, &small), PAL_OK);
    size_t room = PAL_LIMIT_ENTRY - (small.size - 1);
    EXPECT_ERR(write_sized(room, &buf), PAL_OK);
    assert_int_equal(buf.size, PAL_LIMIT_ENTRY);
    pal_buf_clear(&buf);
    EXPECT_ERR(write_sized(room + 1, &buf), PAL_ERR_LIMIT_JSON_SIZE);
    assert_int_equal(buf.size, 0);
}

static void what_has_no_form_is_not_written(void **state)
{
    (void)state;
    PAL_BUF(buf);
    PAL_JSON(d);
    d = pal_json_object_new();
    struct pal_where where = {0};
    struct pal_entry entry = {.type = pal_text_of("log.none"), .d = d};
    EXPECT_ERR_AT(pal_entry_write(&entry, &buf, &where), PAL_ERR_ENTRY_GRAMMAR, where, "/t");
    entry.type = pal_text_of("log.genesis");
    EXPECT_ERR_AT(pal_entry_write(&entry, &buf, &where), PAL_ERR_ENTRY_GRAMMAR, where, "/origin");
    assert_int_equal(buf.size, 0);
}

static void a_cast_is_written_without_an_object_as_with_one(void **state)
{
    (void)state;
    struct pal_hash commitment;
    for (size_t i = 0; i < PAL_HASH_SIZE; i++) {
        commitment.bytes[i] = (uint8_t)(i * 37 + 11);
    }
    struct pal_uuid poll;
    EXPECT_ERR(pal_uuid_parse(pal_text_of(ID), &poll), PAL_OK);
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_hash(d, "c", &commitment);
    pal_json_set_uuid(d, "poll", &poll);
    struct pal_entry entry = {.type = pal_text_of("ballot.cast"), .id = poll, .made_at = 7, .d = d};
    PAL_BUF(by_object);
    EXPECT_ERR(pal_entry_write(&entry, &by_object, NULL), PAL_OK);

    PAL_BUF(said);
    pal_entry_spell_cast(&poll, &commitment, &said);
    entry.d = NULL;
    entry.spelled = pal_buf_text(&said);
    PAL_BUF(spelled);
    EXPECT_ERR(pal_entry_write(&entry, &spelled, NULL), PAL_OK);
    EXPECT_BUF(spelled, by_object.bytes);
}

static void a_person_has_another_pseudonym_in_each_scope(void **state)
{
    (void)state;
    const uint8_t ana[PAL_PERSON_KEY_SIZE] = {1};
    const uint8_t bob[PAL_PERSON_KEY_SIZE] = {2};
    const struct pal_uuid first = {{1}};
    const struct pal_uuid second = {{2}};
    char names[4][PAL_PSEUDONYM_SIZE + 1];
    pal_pseudonym_write(ana, &first, names[0]);
    pal_pseudonym_write(ana, &second, names[1]);
    pal_pseudonym_write(bob, &first, names[2]);
    pal_pseudonym_write(ana, &first, names[3]);
    assert_string_not_equal(names[0], names[1]);
    assert_string_not_equal(names[0], names[2]);
    assert_string_equal(names[0], names[3]);

    const struct pal_entry_type type = {.name = "x", .fields = {{"f", PAL_FIELD_PSEUDONYM, false}}};
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_string(d, "f", names[0]);
    EXPECT_ERR(pal_entry_check(&type, d, NULL), PAL_OK);
}

static void attack_62_a_commitment_depends_on_salt_and_content(void **state)
{
    (void)state;
    const uint8_t salt[PAL_SALT_SIZE] = {1};
    const uint8_t other[PAL_SALT_SIZE] = {2};
    struct pal_hash yes = pal_commitment(salt, pal_text_of("oui"));
    struct pal_hash no = pal_commitment(salt, pal_text_of("non"));
    struct pal_hash hidden = pal_commitment(other, pal_text_of("oui"));
    assert_false(pal_hash_equal(&yes, &no));
    assert_false(pal_hash_equal(&yes, &hidden));
}

static const char *kind_word(enum pal_field_kind kind)
{
    switch (kind) {
    case PAL_FIELD_TEXT: return "text";
    case PAL_FIELD_UUID: return "uuid";
    case PAL_FIELD_HASH: return "hash";
    case PAL_FIELD_PSEUDONYM: return "pseudonym";
    case PAL_FIELD_COUNT: return "count";
    case PAL_FIELD_INSTANT: return "instant";
    case PAL_FIELD_DATE: return "date";
    case PAL_FIELD_RATIO: return "ratio";
    case PAL_FIELD_BOOL: return "bool";
    case PAL_FIELD_OBJECT: return "object";
    case PAL_FIELD_ARRAY: return "array";
    }
    return "";
}

/* Are the fields of a type the rows of its section, in the same order? What they mean is prose. */
static void expect_section(const char *page, const struct pal_entry_type *type)
{
    PAL_BUF(heading);
    pal_buf_add_format(&heading, "\n### %s\n", type->name);
    const char *at = strstr(page, heading.bytes);
    assert_non_null(at);
    const char *end = strstr(at + heading.size, "\n### ");
    for (size_t i = 0; i < PAL_ENTRY_FIELDS && type->fields[i].name != NULL; i++) {
        const struct pal_entry_field *field = &type->fields[i];
        PAL_BUF(row);
        pal_buf_add_format(&row, "\n| %s | %s%s | ", field->name, kind_word(field->kind),
                           field->is_optional ? " or absent" : "");
        at = strstr(at, row.bytes);
        assert_non_null(at);
        assert_true(end == NULL || at < end);
    }
}

static void each_type_stands_in_the_documentation(void **state)
{
    (void)state;
    PAL_STRING(page);
    page = pal_tests_file_new("docs/log.md");
    assert_non_null(page);
    size_t type_count;
    const struct pal_entry_type *types = pal_entry_types(&type_count);
    for (size_t t = 0; t < type_count; t++) {
        expect_section(page, &types[t]);
    }
    size_t sections = 0;
    for (const char *at = strstr(page, "\n### "); at != NULL; at = strstr(at + 1, "\n### ")) {
        sections++;
    }
    assert_int_equal(sections, type_count);
}

int main(void)
{
    TESTS(tests, 64);
    TABLE(tests, rows, is_judged);
    TABLE(tests, kinds, is_told_apart);
    TEST(tests, an_optional_field_may_be_absent_and_no_other_present);
    TEST(tests, an_entry_has_a_limit);
    TEST(tests, what_has_no_form_is_not_written);
    TEST(tests, a_cast_is_written_without_an_object_as_with_one);
    TEST(tests, a_person_has_another_pseudonym_in_each_scope);
    TEST(tests, attack_62_a_commitment_depends_on_salt_and_content);
    TEST(tests, each_type_stands_in_the_documentation);
    return RUN(tests);
}
