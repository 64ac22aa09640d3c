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
    TESTS(tests, 5);
    TEST(tests, new_memory_is_zero);
    TEST(tests, nothing_is_memory_too);
    TEST(tests, growing_keeps_what_was_there);
    TEST(tests, a_copied_string_is_another);
    TEST(tests, capacity_doubles);
    return RUN(tests);
}
