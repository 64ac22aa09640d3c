/*
 * witness_serve.h - the HTTP door of a witness: two addresses, one thread.
 */
#ifndef PAL_CLI_WITNESS_SERVE_H
#define PAL_CLI_WITNESS_SERVE_H

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"

struct pal_watch;

/* Serves until SIGTERM or SIGINT. Once it listens, `said` is called with the address that was asked for and the
 * port that was taken.
 * PAL_ERR_SERVER_ADDRESS (not ADDR:PORT), PAL_ERR_SERVER_LISTEN */
PAL_MUST_USE enum pal_err pal_witness_serve(struct pal_watch *watch, const char *listen,
                                            void (*said)(const char *listen, unsigned port));

#endif
