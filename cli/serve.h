/*
 * serve.h - serving, for the commands that end in it.
 */
#ifndef PAL_CLI_SERVE_H
#define PAL_CLI_SERVE_H

#include "base/attr.h"
#include "http/server.h"

/* Listens, prints the address on standard output, and serves until SIGTERM or SIGINT. Gives the exit
 * code, after saying on standard error what went wrong, under the command's name. Ends the process
 * when nobody can say whether the last change was kept. */
PAL_MUST_USE int pal_serve(const char *command, const struct pal_server_options *server_options);

#endif
