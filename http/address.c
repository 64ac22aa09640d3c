/* address.c - where to listen, and which web address leads there. */
#include "address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"
#include "base/mem.h"

enum { BACKLOG = 1024, PORT_MAX = 65535 };

union pal_any_address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static union pal_any_address address_of(int fd)
{
    union pal_any_address address = {0};
    socklen_t size = sizeof address;
    PAL_CHECK(getsockname(fd, &address.any, &size) == 0);
    return address;
}

/* Cuts "[::1]:8080" and "127.0.0.1:8080" into a host and a port. */
static bool cut_port(const char *address, struct pal_text *out_host, struct pal_text *out_port)
{
    const char *colon = strrchr(address, ':');
    if (colon == NULL) {
        return false;
    }
    struct pal_text host = {address, (size_t)(colon - address)};
    bool is_bracketed = host.size > 2 && host.bytes[0] == '[' && host.bytes[host.size - 1] == ']';
    if (is_bracketed) {
        host = (struct pal_text){host.bytes + 1, host.size - 2};
    }
    int64_t port;
    *out_host = host;
    *out_port = pal_text_of(colon + 1);
    bool has_colon = memchr(host.bytes, ':', host.size) != NULL;
    return host.size > 0 && has_colon == is_bracketed && pal_text_int(*out_port, &port) == PAL_OK &&
           port >= 0 && port <= PORT_MAX;
}

static enum pal_err listen_on(const struct addrinfo *info, int *out_fd)
{
    int fd = socket(info->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return PAL_ERR_SERVER_LISTEN;
    }
    int on = 1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(fd, info->ai_addr, info->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
        (void)close(fd); /* nothing was written to it */
        return PAL_ERR_SERVER_LISTEN;
    }
    *out_fd = fd;
    return PAL_OK;
}

static enum pal_err listen_at(const char *address, int *out_fd)
{
    struct pal_text host_text;
    struct pal_text port_text;
    if (!cut_port(address, &host_text, &port_text)) {
        return PAL_ERR_SERVER_ADDRESS;
    }
    PAL_STRING(host);
    PAL_STRING(port);
    host = pal_text_copy(host_text);
    port = pal_text_copy(port_text);
    const struct addrinfo wanted = {
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
        .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
    };
    struct addrinfo *info = NULL;
    if (getaddrinfo(host, port, &wanted, &info) != 0) {
        return PAL_ERR_SERVER_ADDRESS;
    }
    enum pal_err err = listen_on(info, out_fd);
    freeaddrinfo(info);
    return err;
}

static uint16_t port_of(int fd)
{
    union pal_any_address address = address_of(fd);
    return ntohs(address.any.sa_family == AF_INET6 ? address.v6.sin6_port : address.v4.sin_port);
}

static bool is_loopback(int fd)
{
    union pal_any_address address = address_of(fd);
    if (address.any.sa_family == AF_INET6) {
        return IN6_IS_ADDR_LOOPBACK(&address.v6.sin6_addr);
    }
    return ntohl(address.v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

bool pal_address_is_secure(const char *url)
{
    return pal_text_starts(pal_text_of(url), "https://");
}

static bool is_url(const char *url)
{
    struct pal_text rest = pal_text_of(url);
    if (!pal_address_is_secure(url) && !pal_text_starts(rest, "http://")) {
        return false;
    }
    const char *host = strchr(url, ':') + 3;
    size_t size = strlen(host);
    return size > 0 && strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-:[]") == size;
}

static bool is_loopback_url(const char *url)
{
    static const char *const hosts[] = {"127.0.0.1", "localhost", "[::1]"};
    const char *host = strchr(url, ':') + 3;
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        size_t size = strlen(hosts[i]);
        if (strncmp(host, hosts[i], size) == 0 && (host[size] == '\0' || host[size] == ':')) {
            return true;
        }
    }
    return false;
}

void pal_address_write(const struct sockaddr *peer, char out_text[PAL_ADDRESS_TEXT_SIZE])
{
    union pal_any_address address = {0};
    const char *text = NULL;
    out_text[0] = '\0';
    if (peer->sa_family == AF_INET) {
        memcpy(&address.v4, peer, sizeof address.v4);
        text = inet_ntop(AF_INET, &address.v4.sin_addr, out_text, PAL_ADDRESS_TEXT_SIZE);
    } else if (peer->sa_family == AF_INET6) {
        memcpy(&address.v6, peer, sizeof address.v6);
        text = inet_ntop(AF_INET6, &address.v6.sin6_addr, out_text, PAL_ADDRESS_TEXT_SIZE);
    }
    if (text == NULL) {
        out_text[0] = '\0';
    }
}

static void write_url(int fd, struct pal_buf *buf)
{
    union pal_any_address address = address_of(fd);
    char host[PAL_ADDRESS_TEXT_SIZE];
    pal_address_write(&address.any, host);
    if (address.any.sa_family == AF_INET6) {
        pal_buf_add_format(buf, "http://[%s]:", host);
    } else {
        pal_buf_add_format(buf, "http://%s:", host);
    }
    pal_buf_add_format(buf, "%u", (unsigned)port_of(fd));
}

/* A session's cookie that crosses a network in clear is anybody's. */
static enum pal_err check_plain(const struct pal_server_options *options, int fd, const char *url)
{
    bool stays_here = is_loopback(fd) && (options->url == NULL || is_loopback_url(url));
    bool is_safe = pal_address_is_secure(url) || stays_here || options->allows_plain;
    return is_safe ? PAL_OK : PAL_ERR_SERVER_PLAIN;
}

enum pal_err pal_address_open(const struct pal_server_options *options, int *out_fd,
                              struct pal_buf *url)
{
    if (options->url != NULL && !is_url(options->url)) {
        return PAL_ERR_SERVER_URL;
    }
    int fd;
    PAL_TRY(listen_at(options->listen, &fd));
    if (options->url != NULL) {
        pal_buf_add_string(url, options->url);
    } else {
        write_url(fd, url);
    }
    enum pal_err err = check_plain(options, fd, url->bytes);
    if (err != PAL_OK) {
        (void)close(fd); /* nothing was written to it */
        return err;
    }
    *out_fd = fd;
    return PAL_OK;
}
