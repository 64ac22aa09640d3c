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
    bool is_early;     /* its reply is there, and waits for the floor of its route */
    int64_t due_ms;    /* when that is reached, on the clock of pal_outgoing_now_ms */
    char *target;
    char *head; /* its texts */
    char address[PAL_ADDRESS_TEXT_SIZE];
};

/* Takes a piece of the body, and wipes it where it lies, in the library's memory, which it frees as it is where the
 * connection ends. False as pal_exchange_add. */
bool pal_connection_take(struct pal_connection *connection, const char *piece, size_t size);
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
/* Keeps a reply that came back before the floor of its route is reached, as one that is held. False when it may
 * go, which is usual. */
PAL_MUST_USE bool pal_connections_hold(struct pal_connections *early,
                                       struct pal_connection *connection);
/* Lets those go whose floor is reached, which are not held any more. True when there are any. */
PAL_MUST_USE bool pal_connections_release(struct pal_connections *early, size_t *held);
/* Forgets one whose client has gone, if it is among them. */
void pal_connections_drop(struct pal_connections *early, struct pal_connection *connection);
/* Milliseconds until the next may go, or listeners, if there are any, are due a heartbeat; max_ms at most. */
int64_t pal_connections_wait_ms(const struct pal_connections *early,
                                const struct pal_connections *listeners, int64_t heartbeat_at_ms,
                                int64_t max_ms);
/* It is among them. */
void pal_connections_remove(struct pal_connections *list, const struct pal_connection *connection);

#endif
