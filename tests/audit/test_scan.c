/* Plain entries read in one go: whatever is taken is what the whole reading takes, and says the same. */
#include <string.h>

#include "../support/expect.h"
#include "../support/made.h"
#include "scan.h"

/* What the scan takes is an entry, of that second, with these values. */
static void expect_agrees(struct pal_text bytes, const struct pal_scanned *scanned)
{
    PAL_ENTRY(entry);
    if (pal_entry_parse(bytes, &entry, NULL) != PAL_OK) {
        fail_msg("taken, and no entry: %.*s", (int)bytes.size, bytes.bytes);
    }
    assert_string_equal(scanned->type->name, pal_entry_type_find(entry.type)->name);
    assert_int_equal(scanned->made_at, entry.made_at);
    for (size_t i = 0; i < PAL_ENTRY_FIELDS && scanned->type->fields[i].name != NULL; i++) {
        const struct pal_json *value = pal_json_get(entry.d, scanned->type->fields[i].name);
        assert_int_equal(value != NULL, scanned->values[i].bytes != NULL);
        if (value != NULL && pal_json_kind(value) == PAL_JSON_TEXT) {
            assert_true(pal_text_equal(scanned->values[i], pal_json_as_text(value)));
        }
    }
}

static void every_entry_that_is_plain_is_taken(void **state)
{
    (void)state;
    PAL_MADE(made);
    pal_made_init(&made);
    struct pal_scanned scanned = {0};
    size_t taken = 0;
    for (size_t i = 0; i < made.entry_count; i++) {
        struct pal_text bytes = pal_buf_text(&made.entries[i]);
        if (pal_entry_scan(bytes, &scanned)) {
            expect_agrees(bytes, &scanned);
            taken++;
        }
    }
    assert_true(taken > made.entry_count / 2);
}

/* The type of the entry before is tried first: that neither takes nor leaves another one. */
static void what_came_before_changes_nothing(void **state)
{
    (void)state;
    PAL_MADE(made);
    pal_made_init(&made);
    for (size_t before = 0; before < made.entry_count; before++) {
        for (size_t i = 0; i < made.entry_count; i++) {
            struct pal_scanned first = {0};
            struct pal_scanned second = {0};
            struct pal_text bytes = pal_buf_text(&made.entries[i]);
            (void)pal_entry_scan(pal_buf_text(&made.entries[before]), &second);
            bool is_taken = pal_entry_scan(bytes, &first);
            assert_int_equal(pal_entry_scan(bytes, &second), is_taken);
            if (is_taken) {
                assert_ptr_equal(second.type, first.type);
                expect_agrees(bytes, &second);
            }
        }
    }
}

static size_t find(const struct pal_made *made, const char *type)
{
    size_t at = 0;
    while (at < made->entry_count && strstr(made->entries[at].bytes, type) == NULL) {
        at++;
    }
    return at;
}

/* What the whole reading says of an entry is what stands there. */
static void the_type_is_found_where_it_stands(void **state)
{
    (void)state;
    static const char *const none[] = {"",
                                       "7",
                                       ",\"v\":1}",
                                       "\"ts\":1,\"v\":1}",
                                       "\",\"ts\":,\"v\":1}",
                                       "{\"t\":\"key.add\",\"ts\":1,\"v\":12}"};
    PAL_MADE(made);
    pal_made_init(&made);
    for (size_t i = 0; i < made.entry_count; i++) {
        PAL_ENTRY(entry);
        struct pal_text bytes = pal_buf_text(&made.entries[i]);
        EXPECT_ERR(pal_entry_parse(bytes, &entry, NULL), PAL_OK);
        assert_true(pal_text_equal(pal_entry_type_name(bytes), entry.type));
    }
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_int_equal(pal_entry_type_name(pal_text_of(none[i])).size, 0);
    }
}

/* Each byte of it becomes every third other byte. */
static void change_each_byte(struct pal_buf *entry)
{
    for (size_t i = 0; i < entry->size; i++) {
        char before = entry->bytes[i];
        for (int byte = 1; byte < 256; byte += 3) {
            struct pal_scanned scanned = {0};
            entry->bytes[i] = (char)byte;
            if (pal_entry_scan(pal_buf_text(entry), &scanned)) {
                expect_agrees(pal_buf_text(entry), &scanned);
            }
        }
        entry->bytes[i] = before;
    }
}

static void no_changed_byte_is_taken_for_an_entry_that_is_none(void **state)
{
    (void)state;
    static const char *const types[] = {"ballot.cast", "poll.publish", "poll.close", "poll.void"};
    PAL_MADE(made);
    pal_made_init(&made);
    for (size_t t = 0; t < sizeof types / sizeof types[0]; t++) {
        size_t at = find(&made, types[t]);
        assert_true(at < made.entry_count);
        change_each_byte(&made.entries[at]);
    }
}

/* clang-format off */
static const struct {
    const char *name, *bytes;
    bool is_taken;
} rows[] = {
    {"a plain entry",             "{\"d\":{\"count\":1},\"id\":\"11111111-1111-4111-8111-111111111111\",\"t\":\"link.make\",\"ts\":1000,\"v\":1}", true},
    {"a number with a zero",      "{\"d\":{\"count\":01},\"id\":\"11111111-1111-4111-8111-111111111111\",\"t\":\"link.make\",\"ts\":1000,\"v\":1}", false},
    {"a number below zero",       "{\"d\":{\"count\":-1},\"id\":\"11111111-1111-4111-8111-111111111111\",\"t\":\"link.make\",\"ts\":1000,\"v\":1}", false},
    {"a fraction",                "{\"d\":{\"count\":1.5},\"id\":\"11111111-1111-4111-8111-111111111111\",\"t\":\"link.make\",\"ts\":1000,\"v\":1}", false},
    {"a field too many",          "{\"d\":{\"count\":1,\"more\":1},\"id\":\"11111111-1111-4111-8111-111111111111\",\"t\":\"link.make\",\"ts\":1,\"v\":1}", false},
    {"a field too few",           "{\"d\":{},\"id\":\"11111111-1111-4111-8111-111111111111\",\"t\":\"link.make\",\"ts\":1000,\"v\":1}                 ", false},
    {"something behind the end",  "{\"d\":{\"count\":1},\"id\":\"11111111-1111-4111-8111-111111111111\",\"t\":\"link.make\",\"ts\":1000,\"v\":1}\n", false},
    {"an identifier in capitals", "{\"d\":{\"count\":1},\"id\":\"AAAAAAAA-1111-4111-8111-111111111111\",\"t\":\"link.make\",\"ts\":1000,\"v\":1}", false},
    {"an empty text",             "{\"d\":{\"poll\":\"11111111-1111-4111-8111-111111111111\",\"reason\":\"\"},\"id\":\"11111111-1111-4111-8111-111111111111\",\"t\":\"poll.void\",\"ts\":1,\"v\":1}", false},
    {"a text with an escape",     "{\"d\":{\"poll\":\"11111111-1111-4111-8111-111111111111\",\"reason\":\"a\\nb\"},\"id\":\"11111111-1111-4111-8111-111111111111\",\"t\":\"poll.void\",\"ts\":1,\"v\":1}", false},
    {"a text beyond ASCII",       "{\"d\":{\"poll\":\"11111111-1111-4111-8111-111111111111\",\"reason\":\"\xc3\xa9\"},\"id\":\"11111111-1111-4111-8111-111111111111\",\"t\":\"poll.void\",\"ts\":1,\"v\":1}", false},
    {"what is too short",         "{}", false},
};
/* clang-format on */

static void is_taken_or_left(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct pal_scanned scanned = {0};
    struct pal_text bytes = pal_text_of(row->bytes);
    assert_int_equal(pal_entry_scan(bytes, &scanned), row->is_taken);
    if (row->is_taken) {
        expect_agrees(bytes, &scanned);
    }
}

int main(void)
{
    TESTS(tests, 32);
    TEST(tests, every_entry_that_is_plain_is_taken);
    TEST(tests, what_came_before_changes_nothing);
    TEST(tests, the_type_is_found_where_it_stands);
    TEST(tests, no_changed_byte_is_taken_for_an_entry_that_is_none);
    TABLE(tests, rows, is_taken_or_left);
    return RUN(tests);
}
