/* The first lines of a request: which headers are kept, and whom a proxy saw. */
#include "base/mem.h"

#include "../support/expect.h"
#include "head.h"

static void a_header_is_kept_whatever_its_case(void **state)
{
    (void)state;
    struct pal_head head = {.method = pal_text_of("GET")};
    pal_head_take(&head, "content-TYPE", "application/json");
    pal_head_take(&head, "If-Match", "\"3\"");
    assert_true(pal_text_is(head.content_type, "application/json"));
    assert_true(pal_text_is(head.if_match, "\"3\""));
    assert_int_equal(head.cookie.size, 0);
}

static void of_a_header_that_comes_twice_the_first_is_kept(void **state)
{
    (void)state;
    struct pal_head head = {.method = pal_text_of("GET")};
    pal_head_take(&head, "Authorization", "");
    pal_head_take(&head, "Authorization", "Bearer stolen");
    assert_int_equal(head.authorization.size, 0);
}

static void what_is_of_no_use_is_left(void **state)
{
    (void)state;
    const struct pal_head none = {.method = pal_text_of("GET")};
    struct pal_head head = none;
    pal_head_take(&head, "User-Agent", "a browser");
    pal_head_take(&head, "Content", "nothing");
    assert_memory_equal(&head, &none, sizeof head);
}

static void the_last_address_is_whom_the_proxy_saw(void **state)
{
    (void)state;
    struct pal_head head = {.method = pal_text_of("GET")};
    pal_head_take(&head, "X-Forwarded-For", "203.0.113.9, 198.51.100.4 ");
    assert_true(pal_text_is(pal_head_forwarded(&head), "198.51.100.4"));
}

static void a_head_that_is_kept_needs_nothing_of_where_it_came_from(void **state)
{
    (void)state;
    char method[] = "POST";
    char type[] = "text/csv";
    struct pal_head head = {.method = pal_text_of(method), .target = pal_text_of("/")};
    pal_head_take(&head, "Content-Type", type);
    char *block = pal_head_keep(&head);
    method[0] = 'X';
    type[0] = 'X';
    assert_true(pal_text_is(head.method, "POST"));
    assert_true(pal_text_is(head.target, "/"));
    assert_true(pal_text_is(head.content_type, "text/csv"));
    assert_int_equal(head.cookie.size, 0);
    pal_mem_free(block);
}

int main(void)
{
    TESTS(tests, 5);
    TEST(tests, a_header_is_kept_whatever_its_case);
    TEST(tests, of_a_header_that_comes_twice_the_first_is_kept);
    TEST(tests, what_is_of_no_use_is_left);
    TEST(tests, the_last_address_is_whom_the_proxy_saw);
    TEST(tests, a_head_that_is_kept_needs_nothing_of_where_it_came_from);
    return RUN(tests);
}
