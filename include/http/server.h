/*
 * server.h - the server: listens, runs requests one after the other, and commits once per turn.
 *
 * A turn takes the requests that are ready, runs each in a savepoint of one transaction, commits,
 * and only then answers. Nothing is acknowledged before it is on disk. The thread that calls has the
 * store and runs the requests; another, which the server starts, has the connections. Between turns
 * both wait without waking. The server borrows the store and leaves it open when it ends.
 */
#ifndef PAL_HTTP_SERVER_H
#define PAL_HTTP_SERVER_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/clock.h"
#include "base/err.h"

struct pal_store;
struct pal_server;

struct pal_server_options {
    struct pal_store *store; /* open for writing, and the server's alone until pal_server_free */
    struct pal_clock clock;
    const char *listen;  /* "127.0.0.1:8080", "[::1]:8080"; port 0 takes a free one */
    const char *url;     /* the address in a browser, without final '/'; NULL: http:// and listen */
    const char *proxy;   /* address whose X-Forwarded-For is believed; NULL: nobody's */
    const char *contact; /* for security.txt, "mailto:…" or "https://…"; NULL: no such file */
    const char *printer; /* the program palabre-print; NULL: the one beside this program */
    bool allows_plain;   /* an http:// URL may be served beyond the loopback */
    bool logs_access;    /* a line per request on standard error; never a token, never a query */
};

/* Binds the address; answers nobody yet. From here to pal_server_free, SIGTERM and SIGINT wait for
 * pal_server_run. The strings are copied.
 * PAL_ERR_SERVER_LIBCURL  the library by which other servers are asked is not on this machine
 * PAL_ERR_SERVER_LISTEN   the address is taken, or not of this machine
 * PAL_ERR_SERVER_ADDRESS  not of the form ADDR:PORT
 * PAL_ERR_SERVER_URL      not http:// or https:// and a host, or with a path
 * PAL_ERR_SERVER_PLAIN    http:// beyond the loopback, unless allows_plain */
PAL_MUST_USE enum pal_err pal_server_new(const struct pal_server_options *options,
                                         struct pal_server **out_server);

/* The address in a browser, with the port that was taken. Borrowed from the server. */
const char *pal_server_url(const struct pal_server *server);

/* Serves until SIGTERM or SIGINT comes: finishes the turn, then returns. PAL_ERR_SERVER_LOOP when the
 * machine refuses to wait for sockets, PAL_ERR_STORE_UNKNOWN when nobody can say whether the last
 * turn was committed: the caller ends the process, and the checks at the next start decide. */
PAL_MUST_USE enum pal_err pal_server_run(struct pal_server *server);

/* Waits for the worker, closes every connection. Accepts NULL. */
void pal_server_free(struct pal_server *server);

#endif
