/*
 * handlers.h - every handler that routes.c names, by the file it lives in.
 *
 * A handler is three paragraphs: read the request into a struct; call one core function; write the
 * reply. It runs inside a savepoint that is undone when it returns an error.
 */
#ifndef PAL_HTTP_HANDLERS_H
#define PAL_HTTP_HANDLERS_H

#include "routes.h"

/* on_server.c */
enum pal_err pal_on_health(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_metrics(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_security_text(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_openapi(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_job(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_events(const struct pal_request *request, struct pal_reply *reply);

/* on_log.c */
enum pal_err pal_on_log_list(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_checkpoint(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_tile(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_proof(const struct pal_request *request, struct pal_reply *reply);

/* assets.c */
enum pal_err pal_on_asset(const struct pal_request *request, struct pal_reply *reply);

#endif
