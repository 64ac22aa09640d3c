/* Memory that arrives. */
#include "base/mem.h"

#include "../support/expect.h"

static void new_memory_is_zero(void **state)
{
    (void)state;
    uint8_t *bytes = pal_mem_new(100, 3);
    for (size_t i = 0; i < 300; i++) {
        assert_int_equal(bytes[i], 0);
    }
    pal_mem_free(bytes);
}

static void nothing_is_memory_too(void **state)
{
    (void)state;
    void *none = pal_mem_new(0, 8);
    assert_non_null(none);
    pal_mem_free(none);
    none = pal_mem_copy(NULL, 0);
    assert_non_null(none);
    pal_mem_free(none);
    pal_mem_free(NULL);
}

static void growing_keeps_what_was_there(void **state)
{
    (void)state;
    int32_t *numbers = pal_mem_grow(NULL, 1, sizeof *numbers);
    numbers[0] = 42;
    numbers = pal_mem_grow(numbers, 1000, sizeof *numbers);
    assert_int_equal(numbers[0], 42);
    pal_mem_free(numbers);
}

static void large_memory_grows_and_is_zero_where_it_is_new(void **state)
{
    (void)state;
    enum {
        SMALL = 100,
        LARGE = 700000,
        LARGER = 1500000
    }; /* below and above what large pages hold */
    static const size_t counts[] = {SMALL, LARGE, LARGER, LARGER};
    uint32_t *numbers = pal_mem_grow_large(NULL, 0, SMALL, sizeof *numbers);
    for (size_t i = 0; i + 1 < sizeof counts / sizeof counts[0]; i++) {
        for (size_t k = 0; k < counts[i]; k++) {
            assert_int_equal(numbers[k], i > 0 && k < counts[i - 1] ? k : 0);
            numbers[k] = (uint32_t)k;
        }
        numbers = pal_mem_grow_large(numbers, counts[i], counts[i + 1], sizeof *numbers);
    }
    assert_int_equal(numbers[LARGER - 1], LARGER - 1);
    pal_mem_free_large(numbers, LARGER, sizeof *numbers);
    pal_mem_free_large(NULL, LARGER, sizeof *numbers);
    void *none = pal_mem_new_large(0, 8);
    assert_non_null(none);
    pal_mem_free_large(none, 0, 8);
}

static void a_copied_string_is_another(void **state)
{
    (void)state;
    char original[] = "palabre";
    PAL_STRING(copy);
    copy = pal_mem_copy_string(original);
    original[0] = 'b';
    assert_string_equal(copy, "palabre");
}

static void capacity_doubles(void **state)
{
    (void)state;
    assert_int_equal(pal_mem_capacity(0, 1), 16);
    assert_int_equal(pal_mem_capacity(16, 16), 16);
    assert_int_equal(pal_mem_capacity(16, 17), 32);
    assert_int_equal(pal_mem_capacity(3, 40), 48);
}

int main(void)
{
    TESTS(tests, 6);
    TEST(tests, new_memory_is_zero);
    TEST(tests, nothing_is_memory_too);
    TEST(tests, growing_keeps_what_was_there);
    TEST(tests, large_memory_grows_and_is_zero_where_it_is_new);
    TEST(tests, a_copied_string_is_another);
    TEST(tests, capacity_doubles);
    return RUN(tests);
}
