/* Codes as voters read and type them. */
#include <string.h>

#include "audit/urn.h"

#include "../support/expect.h"

static const uint8_t sample[PAL_CODE_BYTES] = {0xe3, 0xb9, 0x8a, 0x4d, 0xa3,
                                               0x1a, 0x12, 0x7d, 0x4b, 0xde};

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    enum pal_err err;
    uint16_t pin;
} trackers[] = {
    {"as it is published",       "WEWR-MKD3-3897-TJYY-0420", PAL_OK, 420},
    {"the highest pin",          "WEWR-MKD3-3897-TJYY-9999", PAL_OK, 9999},
    {"the lowest pin",           "WEWR-MKD3-3897-TJYY-0000", PAL_OK, 0},
    {"in lower case",            "wewr-mkd3-3897-tjyy-0420", PAL_OK, 420},
    {"without hyphens",          "WEWRMKD33897TJYY0420",     PAL_OK, 420},
    {"nothing",                  "",                         PAL_ERR_TRACKER, 0},
    {"without its pin",          "WEWR-MKD3-3897-TJYY",      PAL_ERR_TRACKER, 0},
    {"a pin of three digits",    "WEWR-MKD3-3897-TJYY-042",  PAL_ERR_TRACKER, 0},
    {"a pin of five digits",     "WEWR-MKD3-3897-TJYY-04200", PAL_ERR_TRACKER, 0},
    {"a pin with a letter",      "WEWR-MKD3-3897-TJYY-042A", PAL_ERR_TRACKER, 0},
    {"a letter that is none",    "WEWR-MKD3-3897-TJYU-0420", PAL_ERR_TRACKER, 0},
    {"a code with a space",      "WEWR MKD3 3897 TJYY 0420", PAL_ERR_TRACKER, 0},
    {"a hyphen at the end",      "WEWR-MKD3-3897-TJYY-0420-", PAL_ERR_TRACKER, 0},
    {"a byte beyond ASCII",      "WEWR-MKD3-3897-TJY\xC3-0420", PAL_ERR_TRACKER, 0},
};
/* clang-format on */

static void is_read(void **state)
{
    const __typeof__(trackers[0]) *row = *state;
    struct pal_tracker tracker;
    EXPECT_ERR(pal_tracker_parse(pal_text_of(row->text), &tracker), row->err);
    if (row->err == PAL_OK) {
        assert_memory_equal(tracker.bytes, sample, sizeof sample);
        assert_int_equal(tracker.pin, row->pin);
    }
}

static void a_tracker_is_written_with_its_pin(void **state)
{
    (void)state;
    struct pal_tracker tracker = {.pin = 420};
    char text[PAL_TRACKER_SIZE + 1];
    memcpy(tracker.bytes, sample, sizeof sample);
    pal_tracker_write(&tracker, text);
    assert_string_equal(text, "WEWR-MKD3-3897-TJYY-0420");
}

static void a_code_stands_alone(void **state)
{
    (void)state;
    uint8_t bytes[PAL_CODE_BYTES];
    char text[PAL_CODE_SIZE + 1];
    pal_code_write(sample, text);
    assert_string_equal(text, "WEWR-MKD3-3897-TJYY");
    EXPECT_ERR(pal_code_parse(pal_text_of(text), bytes), PAL_OK);
    assert_memory_equal(bytes, sample, sizeof sample);
    EXPECT_ERR(pal_code_parse(pal_text_of("WEWR-MKD3-3897-TJYY-0420"), bytes), PAL_ERR_TRACKER);
    EXPECT_ERR(pal_code_parse(pal_text_of("WEWR-MKD3-3897-TJY"), bytes), PAL_ERR_TRACKER);

    EXPECT_ERR(pal_code_parse(pal_text_of("oO0i-lI1L-1111-0000"), bytes), PAL_OK);
    pal_code_write(bytes, text);
    assert_string_equal(text, "0001-1111-1111-0000");
}

static void every_bit_of_a_code_counts(void **state)
{
    (void)state;
    for (size_t bit = 0; bit < (size_t)8 * PAL_CODE_BYTES; bit++) {
        uint8_t bytes[PAL_CODE_BYTES] = {0};
        uint8_t read[PAL_CODE_BYTES];
        char text[PAL_CODE_SIZE + 1];
        bytes[bit / 8] = (uint8_t)(1U << bit % 8);
        pal_code_write(bytes, text);
        EXPECT_ERR(pal_code_parse(pal_text_of(text), read), PAL_OK);
        assert_memory_equal(read, bytes, sizeof read);
    }
}

int main(void)
{
    TESTS(tests, 24);
    TABLE(tests, trackers, is_read);
    TEST(tests, a_tracker_is_written_with_its_pin);
    TEST(tests, a_code_stands_alone);
    TEST(tests, every_bit_of_a_code_counts);
    return RUN(tests);
}
