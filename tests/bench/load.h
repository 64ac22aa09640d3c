/*
 * load.h - voters at a server: so many connections that stay open, one request in flight on each.
 */
#ifndef PAL_TESTS_LOAD_H
#define PAL_TESTS_LOAD_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#include "voters.h"

struct pal_load {
    uint16_t port;
    size_t connections;
    const struct pal_voters *voters;
    size_t first, count; /* which of them vote */
    int64_t pause_us;    /* before each request; 0 for as fast as the replies come */
};
struct pal_load_figures {
    int64_t wall_us;
    int64_t p50_us, p99_us; /* from the first byte sent to the last received */
};
/* Casts them all. A reply other than 201 ends the program with what it says. */
struct pal_load_figures pal_load_run(const struct pal_load *load);

/* One request on a connection of its own; the reply, whole, is appended. */
void pal_load_ask(uint16_t port, struct pal_text request, struct pal_buf *reply);
/* The figure of that name in /metrics. */
int64_t pal_load_metric(uint16_t port, const char *name);

int64_t pal_load_now_us(void);

#endif
