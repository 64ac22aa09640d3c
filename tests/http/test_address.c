/* Where a server listens, and which addresses it refuses to promise. */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../support/expect.h"
#include "address.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *listen, *url;
    bool allows_plain;
    enum pal_err err;
    const char *begins; /* the address that is told, but its port */
} rows[] = {
    {"a free port of the loopback",            "127.0.0.1:0", NULL, false, PAL_OK, "http://127.0.0.1:"},
    {"another address of the loopback",        "127.0.0.2:0", NULL, false, PAL_OK, "http://127.0.0.2:"},
    {"the loopback of IPv6",                   "[::1]:0",     NULL, false, PAL_OK, "http://[::1]:"},
    {"behind a proxy that speaks https",       "127.0.0.1:0", "https://vote.coop.example", false,
     PAL_OK, "https://vote.coop.example"},
    {"on every address, behind https",         "0.0.0.0:0",   "https://vote.coop.example:8443", false,
     PAL_OK, "https://vote.coop.example:8443"},
    {"localhost by its name",                  "127.0.0.1:0", "http://localhost:8080", false,
     PAL_OK, "http://localhost:8080"},
    {"in clear on a network is refused",       "0.0.0.0:0",   NULL, false, PAL_ERR_SERVER_PLAIN, NULL},
    {"in clear on a network of IPv6 is refused", "[::]:0",    NULL, false, PAL_ERR_SERVER_PLAIN, NULL},
    {"in clear on a network, if that is asked", "0.0.0.0:0",  NULL, true,  PAL_OK, "http://0.0.0.0:"},
    {"in clear under a public name is refused", "127.0.0.1:0", "http://vote.coop.example", false,
     PAL_ERR_SERVER_PLAIN, NULL},
    {"a name that only begins like this machine's is refused", "127.0.0.1:0", "http://localhost.example", false,
     PAL_ERR_SERVER_PLAIN, NULL},
    {"a port is needed",                       "127.0.0.1",   NULL, false, PAL_ERR_SERVER_ADDRESS, NULL},
    {"an address is needed",                   ":8080",       NULL, false, PAL_ERR_SERVER_ADDRESS, NULL},
    {"a port has an end",                      "127.0.0.1:65536", NULL, false, PAL_ERR_SERVER_ADDRESS, NULL},
    {"a port is a number",                     "127.0.0.1:http", NULL, false, PAL_ERR_SERVER_ADDRESS, NULL},
    {"IPv6 stands in brackets",                "::1:0",       NULL, false, PAL_ERR_SERVER_ADDRESS, NULL},
    {"IPv4 does not",                          "[127.0.0.1]:0", NULL, false, PAL_ERR_SERVER_ADDRESS, NULL},
    {"a name is no address",                   "localhost:0", NULL, false, PAL_ERR_SERVER_ADDRESS, NULL},
    {"an address of another machine",          "192.0.2.1:0", NULL, true,  PAL_ERR_SERVER_LISTEN, NULL},
    {"a URL has a scheme",                     "127.0.0.1:0", "vote.coop.example", false, PAL_ERR_SERVER_URL, NULL},
    {"a URL has a host",                       "127.0.0.1:0", "https://", false, PAL_ERR_SERVER_URL, NULL},
    {"a URL has no path",                      "127.0.0.1:0", "https://coop.example/vote", false, PAL_ERR_SERVER_URL, NULL},
    {"a URL says no user",                     "127.0.0.1:0", "https://a@coop.example", false, PAL_ERR_SERVER_URL, NULL},
};
/* clang-format on */

static void opens(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    const struct pal_server_options options = {.listen = row->listen,
                                               .url = row->url,
                                               .allows_plain = row->allows_plain};
    int fd = -1;
    PAL_BUF(url);
    EXPECT_ERR(pal_address_open(&options, &fd, &url), row->err);
    if (row->begins == NULL) {
        assert_int_equal(fd, -1);
        return;
    }
    assert_memory_equal(url.bytes, row->begins, strlen(row->begins));
    assert_int_equal(pal_address_is_secure(url.bytes), strncmp(row->begins, "https", 5) == 0);
    assert_int_equal(close(fd), 0);
}

/* The address that the first told is taken for the second. */
static void two_do_not_listen_at_one_address(void **state)
{
    (void)state;
    int first;
    int second = -1;
    PAL_BUF(url);
    PAL_BUF(other);
    const struct pal_server_options any = {.listen = "127.0.0.1:0"};
    EXPECT_ERR(pal_address_open(&any, &first, &url), PAL_OK);
    const struct pal_server_options same = {.listen = url.bytes + strlen("http://")};
    EXPECT_ERR(pal_address_open(&same, &second, &other), PAL_ERR_SERVER_LISTEN);
    assert_int_equal(second, -1);
    assert_int_equal(close(first), 0);
}

static void a_peer_is_written_without_its_port(void **state)
{
    (void)state;
    char text[PAL_ADDRESS_TEXT_SIZE];
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } peer;
    peer.v4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(5000)};
    peer.v4.sin_addr.s_addr = htonl(0xC0000201);
    pal_address_write(&peer.any, text);
    assert_string_equal(text, "192.0.2.1");

    peer.v6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    pal_address_write(&peer.any, text);
    assert_string_equal(text, "::1");

    peer.any.sa_family = AF_UNIX; /* a socket of this machine has no address */
    pal_address_write(&peer.any, text);
    assert_string_equal(text, "");
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, rows, opens);
    TEST(tests, two_do_not_listen_at_one_address);
    TEST(tests, a_peer_is_written_without_its_port);
    return RUN(tests);
}
