/*
 * services.h - what the server lends to its handlers for as long as it runs.
 *
 * All of it is for the thread that has the store. Another may read what never changes (language,
 * url, proxy, is_secure, is_rehearsal) and use the events and the figures.
 */
#ifndef PAL_HTTP_SERVICES_H
#define PAL_HTTP_SERVICES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

#include "request.h"

struct pal_assets;
struct pal_events;
struct pal_jobs;
struct pal_limiter;
struct pal_mailer;
struct pal_pace;
struct pal_prints;
struct pal_records;
struct pal_store;
struct pal_disputes;
struct pal_urn_places;
struct pal_urns;

/* What the server has done since it started, for /metrics: counted by both of its threads. */
struct pal_server_figures {
    _Atomic uint64_t requests;      /* answered */
    _Atomic uint64_t refused;       /* of them, with 4xx */
    _Atomic uint64_t failed;        /* of them, with 5xx */
    _Atomic uint64_t alarms;        /* raised */
    _Atomic uint64_t turns;         /* committed */
    _Atomic uint64_t dead_turns;    /* of which nothing was kept */
    _Atomic uint64_t connections;   /* open now */
    _Atomic uint64_t listeners;     /* of them, streams of events */
    _Atomic uint64_t turn_commands; /* replies that waited for a commit */
};

struct pal_services {
    struct pal_store *store;
    struct pal_clock clock;
    struct pal_events *events;
    struct pal_jobs *jobs;
    struct pal_jobs *errands; /* those that wait for another machine */
    struct pal_urns *urns;
    struct pal_disputes *disputes;
    struct pal_urn_places *places;
    struct pal_mailer *mailer;
    struct pal_limiter *limiter;
    struct pal_pace *pace;
    struct pal_assets *assets;
    struct pal_records *records;
    struct pal_prints *prints;
    struct pal_server_figures figures;
    enum pal_language language; /* of the society, for whoever asks for none */
    const char *url;            /* without final '/' */
    char *contact;              /* NULL: none */
    char *proxy;                /* NULL: none */
    bool is_secure;             /* the URL is https */
    bool is_rehearsal;
    int64_t started_at_us;
};

struct pal_server_options;

/* Starts what the handlers need, after pal_transfers_start where the log has witnesses; url is borrowed, the options' strings are copied. */
void pal_services_init(struct pal_services *services, const struct pal_server_options *options,
                       const char *url);
void pal_services_done(struct pal_services *services);

#endif
