/*
 * connection.h - a request on its connection, as the thread of the sockets has it: how far it is, and
 * its call to the other thread.
 *
 * A connection has one request at a time. What is in `call` is not ours while is_away.
 */
#ifndef PAL_HTTP_CONNECTION_H
#define PAL_HTTP_CONNECTION_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/limits.h"

#include "address.h"
#include "call.h"
#include "spares.h"
#include "turns.h"

struct MHD_Connection;
struct pal_server;

enum pal_phase {
    PAL_PHASE_FRESH,     /* nothing but the address of the request is known */
    PAL_PHASE_JUDGED,    /* its body may come in */
    PAL_PHASE_RECEIVING, /* it does */
    PAL_PHASE_REFUSED,   /* the reply is there, and waits for the end of the request */
    PAL_PHASE_HELD,      /* it is being run, or waits for the commit */
    PAL_PHASE_READY,     /* the reply may go */
    PAL_PHASE_COUNTED,   /* the client has gone, and what it was told is counted */
};

struct pal_connection {
    struct pal_call call; /* first: a call that comes back is its connection */
    struct pal_server *server;
    struct MHD_Connection *mhd; /* NULL once the client has left */
    enum pal_phase phase;
    bool is_away;      /* with the other thread */
    bool is_listening; /* to events */
    char *target;
    char *head; /* its texts */
    char address[PAL_ADDRESS_TEXT_SIZE];
};

/* Asks the other thread to judge or to run. False when too many wait there: the call stays here, with
 * a reply that says so. */
PAL_MUST_USE bool pal_connection_ask(struct pal_connection *connection, struct pal_turns *turns,
                                     enum pal_call_wish wish);
/* What there is of its stream. When there is nothing yet, the next piece is asked for. */
enum pal_outgoing_state pal_connection_stream(struct pal_connection *connection,
                                              struct pal_turns *turns);
/* The client has gone, and the call is here: counts what was answered, and releases it all, a stream
 * in the other thread, from where the call comes back once more. */
void pal_connection_part(struct pal_connection *connection, struct pal_turns *turns,
                         struct pal_spares *spares, bool logs_access);
/* The call has come back. */
void pal_connection_come_back(struct pal_connection *connection);
/* Releases those whose calls are in a lane, when there is no other thread any more. */
void pal_connections_forget(struct pal_lane *lane, struct pal_spares *spares);

/* Those that wait for something. */
struct pal_connections {
    struct pal_connection *items[PAL_LIMIT_CONNECTIONS];
    size_t count;
};
void pal_connections_add(struct pal_connections *list, struct pal_connection *connection);
/* It is among them. */
void pal_connections_remove(struct pal_connections *list, const struct pal_connection *connection);

#endif
