/*
 * serve.h - serving, for the commands that end in it.
 */
#ifndef PAL_CLI_SERVE_H
#define PAL_CLI_SERVE_H

#include "base/attr.h"
#include "http/server.h"

/* What a command says once the address is known, before anybody is answered; an error ends it. */
struct pal_announcement {
    enum pal_err (*say)(void *context, const char *url);
    void *context;
};

/* Listens, prints the address on standard output, and serves until SIGTERM or SIGINT. Gives the exit
 * code, after saying on standard error what went wrong, under the command's name. Ends the process
 * when nobody can say whether the last change was kept. announcement may be NULL. */
PAL_MUST_USE int pal_serve(const char *command, const struct pal_server_options *server_options,
                           const struct pal_announcement *announcement);

#endif
