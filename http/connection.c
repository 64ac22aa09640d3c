/* connection.c - a request on its connection, as the thread of the sockets has it. */
#include "connection.h"

#include "base/check.h"
#include "base/crypto.h"
#include "base/mem.h"

bool pal_connection_ask(struct pal_connection *connection, struct pal_turns *turns,
                        enum pal_call_wish wish)
{
    PAL_CHECK(!connection->is_away);
    struct pal_call *call = &connection->call;
    call->wish = wish;
    connection->is_away = true;
    if (!pal_lane_put(&turns->in, call)) {
        connection->is_away = false;
        pal_exchange_refuse(&call->exchange, PAL_ERR_SERVER_BUSY);
    }
    return connection->is_away;
}

/* Always finds room: there is one for each connection. */
static void ask_of_stream(struct pal_connection *connection, struct pal_turns *turns,
                          enum pal_call_wish wish)
{
    struct pal_call_list one = {0};
    connection->call.wish = wish;
    connection->is_away = true;
    pal_call_list_add(&one, &connection->call);
    pal_lane_put_all(&turns->in, &one);
}

enum pal_outgoing_state pal_connection_stream(struct pal_connection *connection,
                                              struct pal_turns *turns)
{
    const struct pal_call *call = &connection->call;
    if (connection->is_away) {
        return PAL_OUTGOING_BROKEN; /* the server stops before it came */
    }
    if (call->streamed == PAL_OUTGOING_BROKEN || call->streamed == PAL_OUTGOING_ENDED ||
        call->outgoing.piece.size > 0) {
        return call->streamed;
    }
    if (call->outgoing.is_done) {
        return PAL_OUTGOING_ENDED;
    }
    ask_of_stream(connection, turns, PAL_CALL_STREAM);
    return PAL_OUTGOING_WAITS;
}

static void forget(struct pal_connection *connection, struct pal_spares *spares)
{
    pal_exchange_done(&connection->call.exchange);
    pal_outgoing_done(&connection->call.outgoing);
    pal_mem_free(connection->target);
    pal_mem_free(connection->head);
    pal_spares_give(spares, connection, sizeof *connection);
}

void pal_connection_part(struct pal_connection *connection, struct pal_turns *turns,
                         struct pal_spares *spares, bool logs_access)
{
    PAL_CHECK(connection->mhd == NULL && !connection->is_away);
    if (connection->phase != PAL_PHASE_FRESH && connection->phase != PAL_PHASE_COUNTED) {
        pal_exchange_account(&connection->call.exchange, logs_access);
        connection->phase = PAL_PHASE_COUNTED;
    }
    if (connection->call.exchange.reply.stream.release != NULL) {
        ask_of_stream(connection, turns, PAL_CALL_END);
        return;
    }
    forget(connection, spares);
}

bool pal_connection_take(struct pal_connection *connection, const char *piece, size_t size)
{
    bool is_taken = pal_exchange_add(&connection->call.exchange, (struct pal_text){piece, size});
    void *bytes =
        (void *)(uintptr_t)piece; /* NOLINT(performance-no-int-to-ptr): const for readers. */
    pal_crypto_wipe(bytes, size);
    return is_taken;
}

void pal_connection_come_back(struct pal_connection *connection)
{
    PAL_CHECK(connection->is_away);
    connection->is_away = false;
    if (connection->call.wish == PAL_CALL_RUN) {
        pal_exchange_drop_body(&connection->call.exchange);
        connection->phase = PAL_PHASE_READY;
    }
    if (connection->call.wish == PAL_CALL_JUDGE) {
        connection->phase = connection->call.is_let_in ? PAL_PHASE_JUDGED : PAL_PHASE_REFUSED;
    }
}

void pal_connections_forget(struct pal_lane *lane, struct pal_spares *spares)
{
    struct pal_call_list calls;
    (void)pal_lane_take(lane, &calls); /* closed or not */
    struct pal_call *call = pal_call_list_take(&calls);
    while (call != NULL) {
        forget((struct pal_connection *)call, spares);
        call = pal_call_list_take(&calls);
    }
}

void pal_connections_add(struct pal_connections *list, struct pal_connection *connection)
{
    PAL_CHECK(list->count < PAL_LIMIT_CONNECTIONS);
    list->items[list->count++] = connection;
}

void pal_connections_remove(struct pal_connections *list, const struct pal_connection *connection)
{
    size_t i = 0;
    while (i < list->count && list->items[i] != connection) {
        i++;
    }
    PAL_CHECK(i < list->count);
    list->items[i] = list->items[--list->count];
}

/* --- those that may not go yet ----------------------------------------------------------------- */

bool pal_connections_hold(struct pal_connections *early, struct pal_connection *connection)
{
    const struct pal_route *route = connection->call.exchange.match.route;
    if ((route->flags & PAL_ROUTE_FLOOR) == 0 || pal_outgoing_now_ms() >= connection->due_ms) {
        return false;
    }
    connection->phase = PAL_PHASE_HELD;
    connection->is_early = true;
    pal_connections_add(early, connection);
    return true;
}

bool pal_connections_release(struct pal_connections *early, size_t *held)
{
    int64_t now_ms = early->count > 0 ? pal_outgoing_now_ms() : 0;
    size_t kept = 0;
    size_t count = early->count;
    for (size_t i = 0; i < count; i++) {
        struct pal_connection *connection = early->items[i];
        if (connection->due_ms > now_ms) {
            early->items[kept++] = connection;
        } else {
            connection->phase = PAL_PHASE_READY;
            connection->is_early = false;
        }
    }
    early->count = kept;
    *held -= count - kept;
    return count > kept;
}

void pal_connections_drop(struct pal_connections *early, struct pal_connection *connection)
{
    if (connection->is_early) {
        pal_connections_remove(early, connection);
        connection->is_early = false;
    }
}

int64_t pal_connections_wait_ms(const struct pal_connections *early,
                                const struct pal_connections *listeners, int64_t heartbeat_at_ms,
                                int64_t max_ms)
{
    if (early->count == 0 && listeners->count == 0) {
        return max_ms;
    }
    int64_t now_ms = pal_outgoing_now_ms();
    int64_t at_ms = listeners->count > 0 ? heartbeat_at_ms : now_ms + max_ms;
    for (size_t i = 0; i < early->count; i++) {
        at_ms = early->items[i]->due_ms < at_ms ? early->items[i]->due_ms : at_ms;
    }
    int64_t least_ms = at_ms > now_ms ? at_ms - now_ms : 0;
    return least_ms < max_ms ? least_ms : max_ms;
}
