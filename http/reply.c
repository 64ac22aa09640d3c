/* reply.c - replies, and the status each error maps to. */
#include "reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/limits.h"

#include "french.h"

static void body_of(struct pal_reply *reply, unsigned status, struct pal_json *object)
{
    PAL_CHECK(pal_json_kind(object) == PAL_JSON_OBJECT);
    reply->status = status;
    reply->media_type = "application/json";
    pal_buf_clear(&reply->body);
    pal_json_free(reply->object);
    reply->object = object;
}

void pal_reply_spell(struct pal_reply *reply)
{
    if (reply->object != NULL) {
        pal_json_write(reply->object, &reply->body);
        pal_json_done(&reply->object);
    }
}

void pal_reply_json(struct pal_reply *reply, struct pal_json *object)
{
    body_of(reply, 200, object);
}

void pal_reply_created(struct pal_reply *reply, struct pal_json *object, const char *path_format,
                       ...)
{
    char path[PAL_LIMIT_PATH];
    va_list values;
    va_start(values, path_format);
    int size = vsnprintf(path, sizeof path, path_format, values);
    va_end(values);
    PAL_CHECK(size > 0 && size < (int)sizeof path);
    body_of(reply, 201, object);
    pal_buf_clear(&reply->location);
    pal_buf_add_string(&reply->location, path);
}

void pal_reply_status(struct pal_reply *reply, unsigned status)
{
    reply->status = status;
}

void pal_reply_empty(struct pal_reply *reply)
{
    reply->status = 204;
}

void pal_reply_job(struct pal_reply *reply, const struct pal_job_spec *spec)
{
    struct pal_uuid id = pal_uuid_random();
    pal_reply_job_named(reply, spec, &id);
}

void pal_reply_job_named(struct pal_reply *reply, const struct pal_job_spec *spec,
                         const struct pal_uuid *id)
{
    char text[PAL_UUID_TEXT_SIZE + 1];
    reply->job = *spec;
    reply->job_id = *id;
    pal_uuid_write(id, text);
    pal_buf_clear(&reply->location);
    pal_buf_add_format(&reply->location, "/api/v1/jobs/%s", text);
    struct pal_json *object = pal_json_object_new();
    pal_json_set_uuid(object, "job", &reply->job_id);
    body_of(reply, 202, object);
}

void pal_reply_bytes(struct pal_reply *reply, const char *media_type, struct pal_buf *bytes)
{
    reply->status = 200;
    reply->media_type = media_type;
    pal_json_done(&reply->object);
    pal_buf_done(&reply->body);
    reply->body = *bytes;
    *bytes = (struct pal_buf){0};
}

void pal_reply_static(struct pal_reply *reply, const char *media_type, const void *bytes,
                      size_t size)
{
    reply->status = 200;
    reply->media_type = media_type;
    reply->lent = (struct pal_text){bytes, size};
}

void pal_reply_stream(struct pal_reply *reply, const struct pal_stream *stream)
{
    PAL_CHECK(reply->stream.next == NULL);
    reply->status = 200;
    reply->media_type = stream->media_type;
    reply->stream = *stream;
}

void pal_reply_listen(struct pal_reply *reply, uint64_t after)
{
    reply->status = 200;
    reply->media_type = "text/event-stream";
    reply->cache = PAL_CACHE_NEVER;
    reply->listens = true;
    reply->listens_after = after;
}

void pal_reply_listen_to_drafts(struct pal_reply *reply, uint64_t after)
{
    PAL_CHECK(reply->listens);
    reply->hears_drafts = true;
    reply->drafts_after = after;
}

void pal_reply_version(struct pal_reply *reply, int64_t version)
{
    (void)snprintf(reply->tag, sizeof reply->tag, "\"%lld\"", (long long)version);
}

void pal_reply_tag(struct pal_reply *reply, struct pal_text tag)
{
    PAL_CHECK(tag.size + 3 <= sizeof reply->tag);
    (void)snprintf(reply->tag, sizeof reply->tag, "\"%.*s\"", (int)tag.size, tag.bytes);
}

/* As in a query: what is not unreserved is escaped. */
static void add_escaped(struct pal_buf *buf, struct pal_text text)
{
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] != '\0' && strchr(unreserved, text.bytes[i]) != NULL) {
            pal_buf_add_byte(buf, (uint8_t)text.bytes[i]);
        } else {
            pal_buf_add_format(buf, "%%%02X", (unsigned)(uint8_t)text.bytes[i]);
        }
    }
}

void pal_reply_next(struct pal_reply *reply, const struct pal_request *request,
                    struct pal_text cursor)
{
    PAL_CHECK(cursor.size > 0 && cursor.size <= PAL_LIMIT_NAME);
    pal_buf_clear(&reply->link);
    pal_buf_add_string(&reply->link, "<");
    pal_buf_add_text(&reply->link, request->path);
    pal_buf_add_string(&reply->link, "?");
    for (size_t i = 0; i < request->query_count; i++) {
        if (!pal_text_is(request->query[i].name, "after")) {
            add_escaped(&reply->link, request->query[i].name);
            pal_buf_add_string(&reply->link, "=");
            add_escaped(&reply->link, request->query[i].value);
            pal_buf_add_string(&reply->link, "&");
        }
    }
    pal_buf_add_string(&reply->link, "after=");
    add_escaped(&reply->link, cursor);
    pal_buf_add_string(&reply->link, ">; rel=\"next\"");
}

void pal_reply_cache(struct pal_reply *reply, enum pal_cache cache)
{
    reply->cache = cache;
}

void pal_reply_download(struct pal_reply *reply, const char *file_name)
{
    size_t size = strlen(file_name);
    PAL_CHECK(size > 0 && size < sizeof reply->file_name);
    PAL_CHECK(strspn(file_name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789.-_") == size);
    memcpy(reply->file_name, file_name, size + 1);
}

void pal_reply_download_named(struct pal_reply *reply, struct pal_text name)
{
    size_t end = name.size;
    while (end > 0 && name.bytes[end - 1] != '.') {
        end--;
    }
    /* For who reads no other name: the end of it, which is of ours. */
    PAL_BUF(plain);
    pal_buf_add_string(&plain, "document.");
    pal_buf_add(&plain, name.bytes + end, name.size - end);
    pal_reply_download(reply, plain.bytes);
    add_escaped(&reply->named, name);
}

void pal_reply_form(struct pal_reply *reply, enum pal_form form)
{
    reply->form = form;
}

void pal_reply_session(struct pal_reply *reply, struct pal_text token, int64_t lasts_s)
{
    pal_buf_clear(&reply->cookie);
    pal_buf_add_text(&reply->cookie, token);
    reply->session_lasts_s = lasts_s;
    reply->cache = PAL_CACHE_NEVER;
}

void pal_reply_session_end(struct pal_reply *reply)
{
    reply->ends_session = true;
    reply->cache = PAL_CACHE_NEVER;
}

void pal_reply_event(struct pal_reply *reply, const char *type, const struct pal_uuid *object)
{
    PAL_CHECK(reply->event_count < PAL_REPLY_EVENTS);
    struct pal_reply_event *event = &reply->events[reply->event_count++];
    *event = (struct pal_reply_event){.type = type, .has_object = object != NULL};
    if (object != NULL) {
        event->object = *object;
    }
}

void pal_reply_draft_event(struct pal_reply *reply, const char *type, const struct pal_uuid *object)
{
    pal_reply_event(reply, type, object);
    reply->events[reply->event_count - 1].is_of_draft = true;
}

void pal_reply_alarm(struct pal_reply *reply, const char *word)
{
    reply->alarm = word;
    pal_reply_draft_event(reply, "sign_in.alarm", NULL);
}

void pal_reply_detail(struct pal_reply *reply, const char *name, struct pal_json *value)
{
    pal_json_free(reply->detail);
    reply->detail_name = name;
    reply->detail = value;
}

/* clang-format off */
unsigned pal_problem_status(enum pal_err err) /* NOLINT(readability-function-size): a case per error. */
{
    switch (err) {
    case PAL_OK:
        return 200;
    /* What was sent cannot be read, or not as what is expected here. */
    case PAL_ERR_TEXT_UTF8: case PAL_ERR_TEXT_HEX: case PAL_ERR_TEXT_BASE64:
    case PAL_ERR_TEXT_NUMBER: case PAL_ERR_TEXT_UUID: case PAL_ERR_TEXT_CONTROL:
    case PAL_ERR_TEXT_EMPTY: case PAL_ERR_RATIO_SYNTAX: case PAL_ERR_RATIO_ZERO_DENOMINATOR:
    case PAL_ERR_JSON_SYNTAX: case PAL_ERR_JSON_DUPLICATE_KEY: case PAL_ERR_JSON_NUMBER:
    case PAL_ERR_JSON_MISSING: case PAL_ERR_JSON_TYPE: case PAL_ERR_JSON_UNKNOWN:
    case PAL_ERR_JSON_VALUE: case PAL_ERR_CANON_NAME: case PAL_ERR_CANON_NULL:
    case PAL_ERR_CANON_TEXT: case PAL_ERR_CANON_NUMBER: case PAL_ERR_CANON_BYTES:
    case PAL_ERR_CLOCK_ZONE: case PAL_ERR_CLOCK_INSTANT: case PAL_ERR_CLOCK_DATE:
    case PAL_ERR_LIMIT_JSON_DEPTH: case PAL_ERR_LIMIT_RATIO: case PAL_ERR_LIMIT_WEIGHTS: case PAL_ERR_LIMIT_COSTS: case PAL_ERR_LIMIT_TEXT:
    case PAL_ERR_LIMIT_COUNT: case PAL_ERR_NOTE_SYNTAX: case PAL_ERR_NOTE_NAME:
    case PAL_ERR_POLICY_SYNTAX: case PAL_ERR_POLICY_NAME: case PAL_ERR_POLICY_KEY: case PAL_ERR_POLICY_QUORUM:
    case PAL_ERR_PROOF_SYNTAX: case PAL_ERR_REQUEST_PARAMETER: case PAL_ERR_REVIEW_YEARS:
    case PAL_ERR_TAR_SYNTAX: case PAL_ERR_TAR_NAME: case PAL_ERR_TAR_ORDER:
    case PAL_ERR_MINISIGN_SYNTAX: case PAL_ERR_MINISIGN_KEY: case PAL_ERR_MINISIGN_SIGNATURE:
    case PAL_ERR_REQUEST_KEY_SYNTAX: case PAL_ERR_FORMAT_UNKNOWN: case PAL_ERR_TEXT_MARKS: case PAL_ERR_TEXT_NEW:
    case PAL_ERR_JSON_ESCAPE: case PAL_ERR_FORMAT_SIZE: case PAL_ERR_FORMAT_END:
    case PAL_ERR_FORMAT_NUMBER: case PAL_ERR_FORMAT_WORD: case PAL_ERR_FORMAT_WEIGHT:
    case PAL_ERR_FORMAT_AFTER: case PAL_ERR_FORMAT_OPEN: case PAL_ERR_FORMAT_NAMES:
    case PAL_ERR_FORMAT_COLUMN: case PAL_ERR_FORMAT_VOTE_TYPE: case PAL_ERR_FORMAT_POINTS:
    case PAL_ERR_FORMAT_COLUMN_TWICE: case PAL_ERR_FORMAT_FIELDS: case PAL_ERR_FORMAT_METADATA:
    case PAL_ERR_FORMAT_VOTERS:
    case PAL_ERR_FORMAT_HOLDS_KIND: case PAL_ERR_FORMAT_HOLDS_STATE:
    case PAL_ERR_FORMAT_HOLDS_BUDGET: case PAL_ERR_FORMAT_HOLDS_SKIPPED:
    case PAL_ERR_FORMAT_HOLDS_NAME: case PAL_ERR_TRACKER: case PAL_ERR_RECEIPT_SYNTAX: case PAL_ERR_RECEIPT_ELSEWHERE: case PAL_ERR_BALLOT_KEY:
        return 400;
    case PAL_ERR_REQUEST_UNAUTHENTICATED: case PAL_ERR_LINK_SPENT:
        return 401;
    case PAL_ERR_REQUEST_FORBIDDEN: case PAL_ERR_REQUEST_ORIGIN: case PAL_ERR_ROLL_ABSENT:
    case PAL_ERR_ROLL_NOT_HELD: case PAL_ERR_ROLL_RECUSED: case PAL_ERR_PAPER_SAME_TELLER:
    case PAL_ERR_AMENDMENT_OTHER: case PAL_ERR_INITIATIVE_OTHER:
    case PAL_ERR_CONTRIBUTION_OWN: case PAL_ERR_CONTRIBUTION_OFFICIAL:
    case PAL_ERR_MINUTES_OFFICER:
        return 403;
    case PAL_ERR_NOT_FOUND: case PAL_ERR_TILE_PATH: case PAL_ERR_REQUEST_TARGET:
        return 404;
    case PAL_ERR_REQUEST_METHOD:
        return 405;
    /* What the society holds stands against it. */
    case PAL_ERR_STORE_CONSTRAINT: case PAL_ERR_STATE: case PAL_ERR_MEMBER_TWO_COLLEGES:
    case PAL_ERR_MEMBER_NUMBER_TAKEN: case PAL_ERR_MEMBER_NOT_ADMITTED:
    case PAL_ERR_OFFICE_LAST_ADMIN: case PAL_ERR_ASSEMBLY_AGENDA: case PAL_ERR_RESOLUTION_FROZEN:
    case PAL_ERR_PROXY_TAKEN: case PAL_ERR_PROXY_USED: case PAL_ERR_PROXY_SUSPENDED:
    case PAL_ERR_PROXY_CAP: case PAL_ERR_POLL_NOT_OPEN:
    case PAL_ERR_POLL_NOT_COUNTED: case PAL_ERR_POLL_TOO_EARLY: case PAL_ERR_ROLL_VOTED:
    case PAL_ERR_ASSEMBLY_TOO_EARLY:
    case PAL_ERR_INITIATIVE_NONE: case PAL_ERR_EXTENSION_NONE: case PAL_ERR_EXTENSION_LATE:
    case PAL_ERR_DEBATE_RUNS: case PAL_ERR_CONTRACT_NOTICE: case PAL_ERR_PROCEDURE_NONE:
    case PAL_ERR_PROCEDURE_OTHER: case PAL_ERR_PROCEDURE_CONCERNS:
    case PAL_ERR_MOTION_NONE: case PAL_ERR_POLL_SECRET_ASKED:
    case PAL_ERR_ATTENDANCE_ABSENT: case PAL_ERR_SITTING_SUSPENDED: case PAL_ERR_SPEECH_ASKED:
    case PAL_ERR_SPEECH_FLOOR:
    case PAL_ERR_ROLL_EMPTY: case PAL_ERR_ROLL_ELSEWHERE: case PAL_ERR_PAPER_DISAGREE: case PAL_ERR_PAPER_WAITS: case PAL_ERR_OFFICE_HELD:
    case PAL_ERR_ATTACHMENT_COUNT:
    case PAL_ERR_ASSEMBLY_EMPTY: case PAL_ERR_ASSEMBLY_POLLS: case PAL_ERR_ASSEMBLY_UNCOUNTED:
    case PAL_ERR_ASSEMBLY_SECOND: case PAL_ERR_BALLOT_TEXT:
    case PAL_ERR_MINUTES_EARLY: case PAL_ERR_MINUTES_EXIST: case PAL_ERR_MINUTES_PUBLISHED:
    case PAL_ERR_MINUTES_BUREAU: case PAL_ERR_MINUTES_OTHER:
    case PAL_ERR_PAPER_AT_WORK: case PAL_ERR_MEMBER_NOBODY:
    case PAL_ERR_POLL_KEEPERS: case PAL_ERR_POLL_K_MIN: case PAL_ERR_POLL_NO_PAPER:
    case PAL_ERR_KEEPER_BUSY: case PAL_ERR_BALLOT_COPIED:
    case PAL_ERR_URN_KEPT: case PAL_ERR_URN_WITNESS: case PAL_ERR_CONTRIBUTION_HIDDEN: case PAL_ERR_ERASURE_POLL: case PAL_ERR_ERASURE_ACTS:
    case PAL_ERR_AMENDMENT_OUTDATED: case PAL_ERR_AMENDMENT_CONTRARY: case PAL_ERR_AMENDMENT_ORDER:
    case PAL_ERR_AMENDMENT_UNDECIDED: case PAL_ERR_AMENDMENT_PENDING: case PAL_ERR_AMENDMENT_NONE:
    case PAL_ERR_MAIL_NONE: case PAL_ERR_MAIL_UNDER_WAY: case PAL_ERR_MAIL_NOBODY:
    case PAL_ERR_MAIL_TOO_SOON:
        return 409;
    case PAL_ERR_POLL_CLOSED:
        return 410;
    case PAL_ERR_REQUEST_STALE:
        return 412;
    case PAL_ERR_LIMIT_JSON_SIZE:
        return 413;
    case PAL_ERR_REQUEST_MEDIA_TYPE:
        return 415;
    /* Well formed, and against a rule. */
    case PAL_ERR_CRYPTO_KEY: case PAL_ERR_CRYPTO_PASSPHRASE: case PAL_ERR_CRYPTO_OPEN: case PAL_ERR_GROUP_SCALAR:
    case PAL_ERR_GROUP_POINT: case PAL_ERR_URN_SIZE: case PAL_ERR_URN_LONGEST:
    case PAL_ERR_URN_PROOF: case PAL_ERR_SHARE_WRONG: case PAL_ERR_SHARES_APART:
    case PAL_ERR_SITTING_BUREAU:
    case PAL_ERR_ASSEMBLY_DATE: case PAL_ERR_ASSEMBLY_REQUEST: case PAL_ERR_RESOLUTION_CLASS:
    case PAL_ERR_POLL_DATES: case PAL_ERR_PROCEDURE_POLL:
    case PAL_ERR_METHOD_UNKNOWN: case PAL_ERR_METHOD_PARAMETER: case PAL_ERR_METHOD_TRANSFER:
    case PAL_ERR_METHOD_WEIGHTS: case PAL_ERR_METHOD_DIGITS: case PAL_ERR_METHOD_RESERVED: case PAL_ERR_METHOD_NOBODY:
    case PAL_ERR_METHOD_ABSOLUTE: case PAL_ERR_POLL_FIRST_ROUND: case PAL_ERR_POLL_NOBODY_PASSES:
    case PAL_ERR_QUESTION_OPTIONS: case PAL_ERR_QUESTION_OWN_OPTIONS:
    case PAL_ERR_QUESTION_OPTION_NAMES:
    case PAL_ERR_QUESTION_SEATS: case PAL_ERR_QUESTION_THRESHOLD: case PAL_ERR_QUESTION_TIE_ORDER:
    case PAL_ERR_QUESTION_BUDGET: case PAL_ERR_QUESTION_SCALE: case PAL_ERR_QUESTION_LENGTH:
    case PAL_ERR_QUESTION_RESERVED: case PAL_ERR_QUESTION_TERMS: case PAL_ERR_QUESTION_GROUP:
    case PAL_ERR_QUESTION_NO_GROUP: case PAL_ERR_QUESTION_NO_ELECTION:
    case PAL_ERR_QUESTION_STATUTES: case PAL_ERR_QUESTION_SURPLUS:
    case PAL_ERR_QUESTION_ALLOCATION: case PAL_ERR_BALLOT_KIND:
    case PAL_ERR_BALLOT_LENGTH: case PAL_ERR_BALLOT_SAYS:
    case PAL_ERR_BALLOT_MARK: case PAL_ERR_BALLOT_OPTION: case PAL_ERR_BALLOT_TOO_MANY:
    case PAL_ERR_BALLOT_EQUAL:
    case PAL_ERR_CONSTITUTION_INVALID: case PAL_ERR_CONSTITUTION_NONE: case PAL_ERR_CONSTITUTION_UNKNOWN:
    case PAL_ERR_POWER_COLLEGES: case PAL_ERR_LIMIT_POWER:
    case PAL_ERR_ATTACHMENT_NAME: case PAL_ERR_ATTACHMENT_EMPTY: case PAL_ERR_ATTACHMENT_TYPE:
    case PAL_ERR_DOCUMENT_KEPT: case PAL_ERR_DOCUMENT_REMOVED: case PAL_ERR_ENTRY_GRAMMAR: case PAL_ERR_KEY_LIFE: case PAL_ERR_NOTE_SIGNATURE: case PAL_ERR_NOTE_ORIGIN:
    case PAL_ERR_PROOF_INVALID: case PAL_ERR_MEMBER_COLLEGE: case PAL_ERR_MEMBER_CATEGORY:
    case PAL_ERR_MEMBER_KIND: case PAL_ERR_IMPORT_LINE: case PAL_ERR_ASSEMBLY_NOTICE:
    case PAL_ERR_AMENDMENT_SAME: case PAL_ERR_AMENDMENT_CIRCULAR: case PAL_ERR_AMENDMENT_DEPTH:
    case PAL_ERR_DIFF_CONTRARY:
    case PAL_ERR_PROXY_INSTRUCTION: case PAL_ERR_PROXY_BLANK:
    case PAL_ERR_PROXY_SELF: case PAL_ERR_PROXY_CHAIN: case PAL_ERR_PROXY_COLLEGE:
    case PAL_ERR_PROXY_NOT_ALLOWED: case PAL_ERR_REQUEST_KEY_REUSED: case PAL_ERR_ROLL_COUNTS:
    case PAL_ERR_VERSION_DATE: case PAL_ERR_MEMBER_OUTSIDE_COLLEGE: case PAL_ERR_MEMBER_DATE:
    case PAL_ERR_OFFICE_DATES: case PAL_ERR_PERSON_EMAIL: case PAL_ERR_MAIL_URL: case PAL_ERR_MAIL_CLEAR: case PAL_ERR_CSV_QUOTE:
    case PAL_ERR_CSV_FIELDS: case PAL_ERR_CSV_COLUMN: case PAL_ERR_POLL_SECRECY:
    case PAL_ERR_BALLOT_LEVEL: case PAL_ERR_BALLOT_COLLEGE: case PAL_ERR_LIMIT_NESTING:
    case PAL_ERR_CONTRIBUTION_PARENT: case PAL_ERR_CONCERN_KIND: case PAL_ERR_CONTACT_CODE:
        return 422;
    case PAL_ERR_REQUEST_MATCH_MISSING:
        return 428;
    case PAL_ERR_LIMIT_RATE: case PAL_ERR_LIMIT_QUOTA:
        return 429;
    /* Ours to mend; no request should meet them. */
    case PAL_ERR_CRYPTO_START: case PAL_ERR_FILE_OPEN: case PAL_ERR_FILE_READ:
    case PAL_ERR_FILE_WRITE: case PAL_ERR_FILE_EXISTS: case PAL_ERR_STORE_OPEN:
    case PAL_ERR_STORE_FOREIGN: case PAL_ERR_STORE_LATER: case PAL_ERR_STORE_EARLIER:
    case PAL_ERR_STORE_CORRUPT: case PAL_ERR_STORE_SCHEMA: case PAL_ERR_STORE_UNKNOWN: case PAL_ERR_LOG_KEY:
    case PAL_ERR_LOG_BROKEN: case PAL_ERR_SERVER_ADDRESS: case PAL_ERR_SERVER_LISTEN:
    case PAL_ERR_SERVER_URL: case PAL_ERR_SERVER_PLAIN: case PAL_ERR_SERVER_LOOP:
    case PAL_ERR_SERVER_LIBCURL: case PAL_ERR_POLL_DOCUMENT: case PAL_ERR_LOG_SOUND:
        return 500;
    /* Nothing was changed; the same request may succeed later. */
    case PAL_ERR_STORE_LOCKED: case PAL_ERR_STORE_FULL: case PAL_ERR_STORE_IO:
    case PAL_ERR_STORE_READ_ONLY: case PAL_ERR_STORE_BUSY: case PAL_ERR_LOG_STATE:
    case PAL_ERR_LOG_ANCHOR: case PAL_ERR_SERVER_BUSY:
    case PAL_ERR_PRINTER_ABSENT: case PAL_ERR_PRINTER_FAILED:
        return 503;
    case PAL_ERR_COUNT:
        break;
    }
    PAL_CHECK(err < PAL_ERR_COUNT);
    return 500;
}
/* clang-format on */

const char *pal_problem_sentence(enum pal_err err, enum pal_language language)
{
    return language == PAL_FRENCH ? pal_french_sentence(err) : pal_err_sentence(err);
}

/* RFC 9457. The type is a name and not a page: nothing need be fetched to understand it. */
struct pal_json *pal_problem_new(enum pal_err err, enum pal_language language,
                                 const struct pal_where *where)
{
    struct pal_json *problem = pal_json_object_new();
    PAL_BUF(type);
    pal_buf_add_format(&type, "urn:palabre:problem:%s", pal_err_slug(err));
    pal_json_set_text(problem, "type", pal_buf_text(&type));
    pal_json_set_string(problem, "title", pal_err_sentence(err));
    pal_json_set_int(problem, "status", pal_problem_status(err));
    pal_json_set_string(problem, "detail", pal_problem_sentence(err, language));
    if (where != NULL && where->pointer[0] != '\0') {
        pal_json_set_string(problem, "pointer", where->pointer);
    }
    if (where != NULL && where->line > 0) {
        pal_json_set_int(problem, "line", (int64_t)where->line);
        pal_json_set_int(problem, "column", (int64_t)where->column);
    }
    return problem;
}

void pal_reply_problem(struct pal_reply *reply, enum pal_err err, enum pal_language language,
                       const struct pal_where *where)
{
    PAL_CHECK(err != PAL_OK);
    struct pal_json *problem = pal_problem_new(err, language, where);
    if (reply->detail != NULL) {
        pal_json_set(problem, reply->detail_name, reply->detail);
        reply->detail = NULL;
    }
    pal_reply_done(reply);
    body_of(reply, pal_problem_status(err), problem);
    reply->media_type = "application/problem+json";
    reply->cache = PAL_CACHE_NEVER;
}

void pal_reply_stream_end(struct pal_reply *reply)
{
    if (reply->stream.release != NULL) {
        reply->stream.release(reply->stream.context);
    }
    reply->stream = (struct pal_stream){0};
}

void pal_reply_done(struct pal_reply *reply)
{
    pal_reply_stream_end(reply);
    if (reply->job.kind != NULL) {
        pal_job_spec_drop(&reply->job); /* it was not queued */
    }
    if (reply->cookie.size > 0) {
        pal_crypto_wipe(reply->cookie.bytes, reply->cookie.size);
    }
    pal_buf_done(&reply->body);
    pal_buf_done(&reply->location);
    pal_buf_done(&reply->link);
    pal_buf_done(&reply->cookie);
    pal_buf_done(&reply->named);
    pal_json_free(reply->object);
    pal_json_free(reply->detail);
    *reply = (struct pal_reply){0};
}
