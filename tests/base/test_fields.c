/* Hashes, instants and dates in JSON objects: written, read back, refused with their place. */
#include "base/fields.h"

#include "../support/expect.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static const struct {
    const char *name;
    const char *text; /* of the object */
    enum pal_err hash, instant, date;
} rows[] = {
    {"each reads its own", "{\"v\":\"2026-06-20\"}", PAL_ERR_TEXT_HEX, PAL_ERR_CLOCK_INSTANT,
     PAL_OK},
    {"a hash is no date", "{\"v\":\"" ZEROS "\"}", PAL_OK, PAL_ERR_CLOCK_INSTANT,
     PAL_ERR_CLOCK_DATE},
    {"an instant is no hash", "{\"v\":\"2026-06-20T18:00:00Z\"}", PAL_ERR_TEXT_HEX, PAL_OK,
     PAL_ERR_CLOCK_DATE},
    {"an integer is none of them", "{\"v\":1}", PAL_ERR_JSON_TYPE, PAL_ERR_JSON_TYPE,
     PAL_ERR_JSON_TYPE},
    {"what is absent is missing", "{}", PAL_ERR_JSON_MISSING, PAL_ERR_JSON_MISSING,
     PAL_ERR_JSON_MISSING},
};

static void reads(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    PAL_JSON(object);
    EXPECT_ERR(pal_json_parse(pal_text_of(row->text), 200, &object, NULL), PAL_OK);
    struct pal_hash hash;
    struct pal_date date;
    int64_t instant_us;
    struct pal_where where = {0};
    EXPECT_ERR(pal_json_hash(object, "v", &hash, &where), row->hash);
    assert_string_equal(where.pointer, row->hash == PAL_OK ? "" : "/v");
    EXPECT_ERR(pal_json_instant(object, "v", &instant_us, NULL), row->instant);
    EXPECT_ERR(pal_json_date(object, "v", &date, NULL), row->date);
}

static void comes_back_as_it_was_written(void **state)
{
    (void)state;
    PAL_JSON(object);
    object = pal_json_object_new();
    struct pal_hash hash = pal_hash_of("x", 1);
    pal_json_set_hash(object, "hash", &hash);
    pal_json_set_instant(object, "at", 1767225600000001);
    pal_json_set_date(object, "on", (struct pal_date){20000});

    struct pal_hash read;
    EXPECT_ERR(pal_json_hash(object, "hash", &read, NULL), PAL_OK);
    assert_true(pal_hash_equal(&hash, &read));
    int64_t instant_us = 0;
    EXPECT_ERR(pal_json_optional_instant(object, "at", &instant_us, NULL), PAL_OK);
    assert_int_equal(instant_us, 1767225600000001);
    struct pal_date date = {0};
    EXPECT_ERR(pal_json_optional_date(object, "on", &date, NULL), PAL_OK);
    assert_int_equal(date.days, 20000);
}

static void leaves_what_is_absent_as_it_is(void **state)
{
    (void)state;
    PAL_JSON(object);
    object = pal_json_object_new();
    int64_t instant_us = 7;
    struct pal_date date = {7};
    EXPECT_ERR(pal_json_optional_instant(object, "at", &instant_us, NULL), PAL_OK);
    EXPECT_ERR(pal_json_optional_date(object, "on", &date, NULL), PAL_OK);
    assert_int_equal(instant_us, 7);
    assert_int_equal(date.days, 7);
}

int main(void)
{
    TESTS(tests, 16);
    TABLE(tests, rows, reads);
    TEST(tests, comes_back_as_it_was_written);
    TEST(tests, leaves_what_is_absent_as_it_is);
    return RUN(tests);
}
