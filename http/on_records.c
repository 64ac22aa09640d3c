/* on_records.c - records as they are handed on: where they are, and their bytes. */
#include "audit/minisign.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/export.h"
#include "core/log.h"
#include "core/polls.h"

#include "handlers.h"
#include "lists.h"
#include "records.h"
#include "reply.h"
#include "services.h"

enum { PIECE_SIZE = 1 << 16 };

/* --- the list ------------------------------------------------------------------------------------- */

static enum pal_err add_poll(void *context, const struct pal_poll *poll)
{
    struct pal_list *list = context;
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    if (pal_list_is_full(list)) {
        return PAL_OK;
    }
    PAL_BUF(address);
    pal_uuid_write(&poll->uuid, uuid);
    pal_buf_add_format(&address, "/api/v1/records/%s", uuid);
    struct pal_json *item = pal_json_object_new();
    pal_json_set_uuid(item, "poll", &poll->uuid);
    pal_json_set_text(item, "title", poll->title);
    pal_json_set_instant(item, "published_at", poll->published_us);
    pal_json_set_text(item, "record", pal_buf_text(&address));
    pal_list_add(list, poll->id.value, item);
    return PAL_OK;
}

enum pal_err pal_on_record_list(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_LIST(list);
    const enum pal_poll_state published = PAL_POLL_PUBLISHED;
    PAL_TRY(pal_list_begin(request, &list));
    struct pal_polls_query query = {.limit = pal_list_rows(&list), .state = &published};
    PAL_TRY(pal_list_after(request, &list, &query.before_id));

    PAL_TRY(pal_polls_walk(pal_request_store(request), &query, add_poll, &list));

    pal_reply_list(reply, request, &list);
    return PAL_OK;
}

/* --- one record ----------------------------------------------------------------------------------- */

static enum pal_err read_key(const struct pal_request *request, struct pal_record_key *out_key)
{
    *out_key = (struct pal_record_key){.is_all = true};
    if (pal_text_is(pal_request_text(request, "poll"), "all")) {
        return PAL_OK;
    }
    out_key->is_all = false;
    PAL_TRY(pal_request_uuid(request, "poll", &out_key->poll));
    return pal_export_check(pal_request_store(request), &out_key->poll);
}

static void write_address(const struct pal_request *request, const struct pal_record *record,
                          const char *end, struct pal_buf *buf)
{
    pal_buf_add_string(buf, "/api/v1/records/");
    pal_buf_add_text(buf, pal_request_text(request, "poll"));
    pal_buf_add_byte(buf, '/');
    pal_record_write_name(record, buf);
    pal_buf_add_string(buf, end);
}

static void reply_record(const struct pal_request *request, const struct pal_record *record,
                         struct pal_reply *reply)
{
    PAL_BUF(tar);
    PAL_BUF(minisig);
    write_address(request, record, ".tar", &tar);
    write_address(request, record, ".tar.minisig", &minisig);
    struct pal_json *object = pal_json_object_new();
    pal_json_set_text(object, "tar", pal_buf_text(&tar));
    pal_json_set_text(object, "minisig", pal_buf_text(&minisig));
    pal_json_set_int(object, "bytes", (int64_t)record->held.made.size);
    pal_json_set_int(object, "size", (int64_t)record->held.made.head.size);
    pal_json_set_text(object, "checkpoint", pal_buf_text(&record->held.note));
    pal_reply_json(reply, object);
}

/* How many of its files are made: whoever waits may have no account, and jobs are for who has one. */
static void set_progress(const struct pal_request *request, const struct pal_uuid *id,
                         struct pal_json *object)
{
    PAL_JSON(job);
    if (pal_jobs_describe(request->services->jobs, id, request->language, &job) == PAL_OK) {
        pal_json_set(object, "progress", pal_json_copy(pal_json_get(job, "progress")));
    }
}

/* It is being made: whoever asks, asks again. */
static enum pal_err reply_job(const struct pal_request *request, const struct pal_record_key *key,
                              struct pal_reply *reply)
{
    struct pal_records_job job;
    const struct pal_services *services = request->services;
    PAL_TRY(pal_records_make(services->records, services->jobs, key, &job));
    if (job.is_new) {
        pal_reply_job_named(reply, &job.spec, &job.id);
        return PAL_OK;
    }
    char text[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&job.id, text);
    struct pal_json *object = pal_json_object_new();
    pal_json_set_uuid(object, "job", &job.id);
    set_progress(request, &job.id, object);
    pal_reply_created(reply, object, "/api/v1/jobs/%s", text);
    pal_reply_status(reply, 202);
    return PAL_OK;
}

enum pal_err pal_on_record_read(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_record_key key;
    PAL_TRY(read_key(request, &key));
    PAL_BUF(note);
    PAL_TRY(pal_log_checkpoint(pal_request_store(request), &note));

    struct pal_hash hash = pal_hash_of(note.bytes, note.size);
    const struct pal_record *record =
        pal_records_find(request->services->records, &key, &hash, request->now_us);

    pal_reply_cache(reply, PAL_CACHE_NEVER);
    if (record == NULL) {
        PAL_TRY(reply_job(request, &key, reply));
    } else {
        reply_record(request, record, reply);
    }
    return PAL_OK;
}

/* --- its bytes ------------------------------------------------------------------------------------ */

struct reading {
    struct pal_record *record;
    uint64_t offset;
};

static enum pal_err next_piece(void *context, struct pal_buf *piece, bool *out_done)
{
    struct reading *reading = context;
    const struct pal_source *tar = &reading->record->held.tar;
    char bytes[PIECE_SIZE];
    uint64_t left = tar->size - reading->offset;
    size_t size = left < sizeof bytes ? (size_t)left : sizeof bytes;
    PAL_TRY(pal_source_read(tar, reading->offset, bytes, size));
    pal_buf_add(piece, bytes, size);
    reading->offset += size;
    *out_done = reading->offset == tar->size;
    return PAL_OK;
}

static void end_reading(void *context)
{
    struct reading *reading = context;
    pal_record_release(reading->record);
    pal_mem_free(reading);
}

static void reply_tar(struct pal_record *record, struct pal_reply *reply)
{
    struct reading *reading = pal_mem_new(1, sizeof *reading);
    reading->record = record;
    pal_reply_stream(reply, &(struct pal_stream){.media_type = "application/x-tar",
                                                 .next = next_piece,
                                                 .release = end_reading,
                                                 .context = reading});
}

static void reply_signature(struct pal_record *record, struct pal_reply *reply)
{
    PAL_BUF(signature);
    pal_buf_add_text(&signature, pal_buf_text(&record->held.signature));
    pal_reply_bytes(reply, "text/plain; charset=utf-8", &signature);
    pal_record_release(record);
}

enum pal_err pal_on_record_file(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_record_key key;
    struct pal_text name;
    struct pal_text end = pal_request_text(request, "file");
    PAL_TRY(read_key(request, &key));
    bool is_named = pal_text_cut(&end, '.', &name);
    bool is_signature = pal_text_is(end, "tar.minisig");
    if (!is_named || (!is_signature && !pal_text_is(end, "tar"))) {
        return PAL_ERR_NOT_FOUND;
    }
    struct pal_record *record = pal_records_read(request->services->records, &key, name);
    if (record == NULL) {
        return PAL_ERR_NOT_FOUND;
    }

    PAL_BUF(file);
    pal_export_name(key.is_all ? NULL : &key.poll, record->held.made.head.size, &file);
    pal_buf_add_string(&file, is_signature ? ".minisig" : "");
    pal_reply_download(reply, file.bytes);
    pal_reply_tag(reply, name);
    pal_reply_cache(reply, PAL_CACHE_IMMUTABLE);
    if (is_signature) {
        reply_signature(record, reply);
    } else {
        reply_tar(record, reply);
    }
    return PAL_OK;
}

/* --- a review pack -------------------------------------------------------------------------------- */

/* RULE docs/rules/review.md
 * > It is handed to who may read the register, the auditor's office among them, and to nobody else.
 */
enum pal_err pal_on_review(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_record_key key = {0};
    struct pal_text years = {0};
    PAL_TRY(pal_request_query_text(request, "years", &years));
    pal_where_set(pal_request_where(request), "/years");
    PAL_TRY(pal_years_parse(store, years, &key.years));
    PAL_BUF(note);
    PAL_TRY(pal_log_checkpoint(store, &note));

    struct pal_hash hash = pal_hash_of(note.bytes, note.size);
    const struct pal_record *made =
        pal_records_find(request->services->records, &key, &hash, request->now_us);

    pal_reply_cache(reply, PAL_CACHE_NEVER);
    if (made == NULL) {
        return reply_job(request, &key, reply);
    }
    PAL_BUF(name);
    PAL_BUF(file);
    pal_record_write_name(made, &name);
    pal_review_name(&key.years, &file);
    pal_reply_download(reply, file.bytes);
    reply_tar(pal_records_read(request->services->records, &key, pal_buf_text(&name)), reply);
    return PAL_OK;
}

enum pal_err pal_on_record_key(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_BUF(file);
    PAL_TRY(pal_export_key(pal_request_store(request), &file));

    pal_reply_bytes(reply, "text/plain; charset=utf-8", &file);
    return PAL_OK;
}
