/*
 * address.h - where to listen, and which web address leads there.
 */
#ifndef PAL_HTTP_ADDRESS_H
#define PAL_HTTP_ADDRESS_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/text.h"
#include "http/server.h"

/* Opens a socket that listens as the options say, and appends the URL that leads there. The errors of
 * pal_server_new. */
PAL_MUST_USE enum pal_err pal_address_open(const struct pal_server_options *options, int *out_fd,
                                           struct pal_buf *url);
bool pal_address_is_secure(const char *url);

/* Writes the address of a peer without its port, as text; "" when it cannot be said. */
struct sockaddr;
enum { PAL_ADDRESS_TEXT_SIZE = 46 };
void pal_address_write(const struct sockaddr *peer, char out_text[PAL_ADDRESS_TEXT_SIZE]);

#endif
