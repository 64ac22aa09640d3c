/*
 * auth.h - who asks, by a session's cookie or a program's token, and what they may do.
 *
 * Sessions, tokens and offices are core's; what a request carries of them is found here.
 */
#ifndef PAL_HTTP_AUTH_H
#define PAL_HTTP_AUTH_H

#include "core/offices.h"
#include "core/sessions.h"

#endif
