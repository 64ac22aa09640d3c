/*
 * reply.h - the answer to one request, built by its handler and sent after the turn is committed.
 *
 * A handler that returns an error need not undo what it put here: the reply is made again from the
 * error, and only pal_reply_detail survives. Events and jobs of a reply start after the commit.
 */
#ifndef PAL_HTTP_REPLY_H
#define PAL_HTTP_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

#include "jobs.h"
#include "request.h"

struct pal_reply;

/* A JSON object, taken. 200 for what was read or changed. */
void pal_reply_json(struct pal_reply *reply, struct pal_json *object);

/* 201 and the address of the new thing, a path such as "/api/v1/polls/…". The object is taken. */
void pal_reply_created(struct pal_reply *reply, struct pal_json *object, const char *path_format,
                       ...) PAL_PRINTF(3, 4);

/* Another status than the one that goes with the kind of reply. */
void pal_reply_status(struct pal_reply *reply, unsigned status);

/* 204. */
void pal_reply_empty(struct pal_reply *reply);

/* 202: the job is queued once the turn is committed; the reply has its address in Location and
 * {"job": its id}. The spec is copied; see jobs.h. */
void pal_reply_job(struct pal_reply *reply, const struct pal_job_spec *spec);

/* The same under an identifier drawn by the caller. */
void pal_reply_job_named(struct pal_reply *reply, const struct pal_job_spec *spec,
                         const struct pal_uuid *id);

/* Bytes of a media type: text, CSV, a tile. The buffer is emptied into the reply. */
void pal_reply_bytes(struct pal_reply *reply, const char *media_type, struct pal_buf *bytes);
/* The same for bytes that live as long as the program. */
void pal_reply_static(struct pal_reply *reply, const char *media_type, const void *bytes,
                      size_t size);

/* A body made piece by piece while it is sent. `next` appends a piece to an empty buffer and sets
 * *out_done with or after the last one; an error cuts the connection. Both are called between
 * requests, by the thread that has the store, and never while a turn is pending: next must not hold a statement of the store open from one
 * call to the next; it reads a page and remembers where it stopped. release is called once, whatever
 * happens; the context is the reply's from here. */
struct pal_stream {
    const char *media_type; /* static */
    uint64_t size;          /* of all pieces together; 0: nobody knows yet */
    enum pal_err (*next)(void *context, struct pal_buf *piece, bool *out_done);
    void (*release)(void *context);
    void *context;
};
void pal_reply_stream(struct pal_reply *reply, const struct pal_stream *stream);

/* ETag: the version of the object, from pal_version_of… of core (decisions.md 11). A GET whose
 * If-None-Match has it becomes 304 by itself. */
void pal_reply_version(struct pal_reply *reply, int64_t version);

/* Link: rel="next", the same request after this cursor (at most PAL_LIMIT_NAME bytes). The object has
 * it too, as "next"; the handler sets it. */
void pal_reply_next(struct pal_reply *reply, const struct pal_request *request,
                    struct pal_text cursor);

/* The stream of events, from the one after that id. */
void pal_reply_listen(struct pal_reply *reply, uint64_t after);
/* And of what happens to drafts, from that place on. */
void pal_reply_listen_to_drafts(struct pal_reply *reply, uint64_t after);

/* How long others may keep the reply. What needs a session is never kept. */
enum pal_cache {
    PAL_CACHE_CHECK,     /* the default: kept, but asked for again each time */
    PAL_CACHE_NEVER,     /* secrets, sessions */
    PAL_CACHE_IMMUTABLE, /* the address names these bytes for ever */
};
void pal_reply_cache(struct pal_reply *reply, enum pal_cache cache);

/* Content-Disposition: attachment. The name is ASCII letters, digits, '.', '-' and '_'. */
void pal_reply_download(struct pal_reply *reply, const char *file_name);

/* The same for what somebody else has named, and sent: under their name, which may be any, and with nothing in it that a
 * browser would run. */
void pal_reply_download_named(struct pal_reply *reply, struct pal_text name);

/* Another tag than a version's, for bytes that are named by their hash. */
void pal_reply_tag(struct pal_reply *reply, struct pal_text tag);

/* Of bytes that exist as they are and compressed, the client's choice: the body sent is one or the
 * other, each under its own tag. */
enum pal_form { PAL_FORM_ONLY, PAL_FORM_PLAIN, PAL_FORM_GZIP };
void pal_reply_form(struct pal_reply *reply, enum pal_form form);

/* Sets or ends the session's cookie; the token is copied and wiped with the reply. */
void pal_reply_session(struct pal_reply *reply, struct pal_text token, int64_t lasts_s);
void pal_reply_session_end(struct pal_reply *reply);

/* Tells whoever listens to /api/v1/events, after the commit: a type such as "poll.opened" (static)
 * and the object it is about, or NULL. */
void pal_reply_event(struct pal_reply *reply, const char *type, const struct pal_uuid *object);
/* The same about a draft, which only those hear of who may see it. */
void pal_reply_draft_event(struct pal_reply *reply, const char *type,
                           const struct pal_uuid *object);

/* Tells the office that somebody tries something, whether or not the request is served: a line in the log of the
 * machine, a figure, and an event for who prepares assemblies, of type "sign_in.alarm". The word is static. */
void pal_reply_alarm(struct pal_reply *reply, const char *word);

/* A member added to the problem when the handler returns an error: the findings of a constitution,
 * the line of a file. The value is taken; name is static. */
void pal_reply_detail(struct pal_reply *reply, const char *name, struct pal_json *value);

/* Of an error: its status, its sentence in a language, and both as a problem; where may be NULL. */
unsigned pal_problem_status(enum pal_err err);
PAL_MUST_USE struct pal_json *pal_problem_new(enum pal_err err, enum pal_language language,
                                              const struct pal_where *where);
const char *pal_problem_sentence(enum pal_err err, enum pal_language language);

/* What the functions above write and server.c sends. */
enum { PAL_REPLY_EVENTS = 4, PAL_REPLY_TAG_SIZE = 80, PAL_REPLY_FILE_SIZE = 80 };

struct pal_reply_event {
    const char *type;
    struct pal_uuid object;
    bool has_object;
    bool is_of_draft;
};

struct pal_reply {
    unsigned status;
    const char *media_type;
    struct pal_json *object; /* not spelled yet: in place of the body, or NULL */
    struct pal_buf body;
    struct pal_text lent; /* bytes that outlive the reply, instead of the body */
    struct pal_stream stream;
    bool listens; /* a stream of events, after this one */
    uint64_t listens_after;
    bool hears_drafts;
    const char *alarm; /* NULL: none */
    uint64_t drafts_after;
    struct pal_buf location, link, cookie;
    char tag[PAL_REPLY_TAG_SIZE];
    char file_name[PAL_REPLY_FILE_SIZE];
    struct pal_buf named; /* what another has named it, escaped; empty: it is ours */
    enum pal_cache cache;
    enum pal_form form;
    bool ends_session;
    int64_t session_lasts_s;
    struct pal_reply_event events[PAL_REPLY_EVENTS];
    size_t event_count;
    struct pal_job_spec job;
    struct pal_uuid job_id;
    const char *detail_name;
    struct pal_json *detail;
};

/* Writes the body, where the reply still is an object: done where it is sent, or where its bytes count before, so that the
 * thread that has the database need not. */
void pal_reply_spell(struct pal_reply *reply);

/* The turn has ended: queues the job and tells the events that hold. */
void pal_reply_tell(struct pal_reply *reply, struct pal_services *services, enum pal_err committed);

/* Releases the stream, of which nothing more is wanted. */
void pal_reply_stream_end(struct pal_reply *reply);
/* Releases; leaves a zeroed reply. */
void pal_reply_done(struct pal_reply *reply);

/* Replaces the reply by the problem of an error. where may be NULL. */
void pal_reply_problem(struct pal_reply *reply, enum pal_err err, enum pal_language language,
                       const struct pal_where *where);

#endif
