/* Who asks: origins, cookies, and an address that guesses. */
#include "../support/expect.h"
#include "auth.h"
#include "language.h"

static const struct {
    const char *name;
    const char *url, *origin;
    bool is_own;
} origins[] = {
    {"the same origin", "https://vote.coop.example", "https://vote.coop.example", true},
    {"another scheme", "https://vote.coop.example", "http://vote.coop.example", false},
    {"another host", "https://vote.coop.example", "https://coop.example", false},
    {"a longer host", "https://vote.coop.example", "https://vote.coop.example.evil", false},
    {"an origin that is hidden", "https://vote.coop.example", "null", false},
    {"another spelling of the loopback", "http://127.0.0.1:8080", "http://localhost:8080", true},
    {"the loopback of IPv6", "http://localhost:8080", "http://[::1]:8080", true},
    {"another port of the loopback", "http://127.0.0.1:8080", "http://localhost:9000", false},
    {"a host that begins like the loopback", "http://127.0.0.1:8080", "http://127.0.0.1.evil:8080",
     false},
};

static void knows_its_own_origin(void **state)
{
    const __typeof__(origins[0]) *row = *state;
    assert_int_equal(pal_auth_is_own_origin(row->url, pal_text_of(row->origin)), row->is_own);
}

static void writes_cookies(void **state)
{
    (void)state;
    PAL_BUF(secure);
    pal_auth_write_cookie(&secure, true, pal_text_of("abc"), 60);
    EXPECT_BUF(secure, "__Host-palabre=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure");
    PAL_BUF(ended);
    pal_auth_write_cookie(&ended, false, pal_text_of(""), 60);
    EXPECT_BUF(ended, "palabre=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
}

static void tells_an_address_that_guesses_to_wait(void **state)
{
    (void)state;
    const int64_t minute_us = 60000000;
    struct pal_text one = pal_text_of("192.0.2.1");
    struct pal_text other = pal_text_of("192.0.2.2");
    struct pal_limiter *limiter = pal_limiter_new();
    for (int i = 0; i < 20; i++) {
        assert_true(pal_limiter_allows(limiter, one, i));
        pal_limiter_fail(limiter, one, i);
    }
    assert_false(pal_limiter_allows(limiter, one, 20));
    assert_true(pal_limiter_allows(limiter, other, 20));
    assert_false(pal_limiter_allows(limiter, one, minute_us - 1));
    assert_true(pal_limiter_allows(limiter, one, minute_us));
    pal_limiter_free(limiter);
}

static const struct {
    const char *name;
    const char *accepted;
    enum pal_language otherwise, language;
} languages[] = {
    {"who says nothing gets the society's", "", PAL_FRENCH, PAL_FRENCH},
    {"who takes anything gets the society's", "*", PAL_ENGLISH, PAL_ENGLISH},
    {"who asks for one gets it", "en", PAL_FRENCH, PAL_ENGLISH},
    {"a region is of its language", "fr-CA", PAL_ENGLISH, PAL_FRENCH},
    {"the preferred one wins", "fr;q=0.5, en;q=0.9", PAL_FRENCH, PAL_ENGLISH},
    {"equals are decided by the society", "fr, en", PAL_ENGLISH, PAL_ENGLISH},
    {"a third language decides nothing", "co, it;q=0.9", PAL_FRENCH, PAL_FRENCH},
    {"a weight that cannot be read counts nothing", "en;q=high", PAL_FRENCH, PAL_FRENCH},
    {"a language refused is not taken", "en;q=0", PAL_FRENCH, PAL_FRENCH},
    {"a word that begins like a language is none", "eng", PAL_FRENCH, PAL_FRENCH},
};

static void chooses_a_language(void **state)
{
    const __typeof__(languages[0]) *row = *state;
    assert_int_equal(pal_language_choose(pal_text_of(row->accepted), row->otherwise),
                     row->language);
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, origins, knows_its_own_origin);
    TEST(tests, writes_cookies);
    TEST(tests, tells_an_address_that_guesses_to_wait);
    TABLE(tests, languages, chooses_a_language);
    return RUN(tests);
}
