/* on_minutes.c - minutes over HTTP: drawn, read in every form, written, approved. */
#include "base/fields.h"
#include "core/assemblies.h"
#include "core/minutes.h"
#include "core/society.h"

#include "handlers.h"
#include "minutes_page.h"
#include "prints.h"
#include "reply.h"
#include "request.h"
#include "services.h"
#include "sheet.h"
#include "write.h"

/* --- shapes ------------------------------------------------------------------------------------- */

struct officers {
    struct pal_json *list;
    bool is_named;
    struct pal_person_id reader; /* 0 for who is not signed in */
};

static enum pal_err add_officer(void *context, const struct pal_minutes_officer *officer)
{
    const struct officers *officers = context;
    struct pal_json *json = pal_json_object_new();
    pal_json_set_text(json, "role", officer->role);
    if (officers->is_named) {
        pal_json_set_text(json, "name", officer->name);
    }
    if (officers->reader.value != 0) {
        pal_json_set_bool(json, "yours", officer->person.value == officers->reader.value);
    }
    if (officer->approved_us != 0) {
        pal_json_set_instant(json, "approved_at", officer->approved_us);
    }
    pal_json_append(officers->list, json);
    return PAL_OK;
}

static bool sees_names(const struct pal_request *request)
{
    return pal_principal_may(&request->principal, PAL_MAY_ACT);
}

/* Minutes, as they are now. */
static enum pal_err write_whole(const struct pal_request *request,
                                const struct pal_minutes *minutes, struct pal_json **out_json)
{
    struct pal_store *store = pal_request_store(request);
    PAL_JSON(json);
    PAL_JSON(document);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &minutes->uuid);
    pal_json_set_uuid(json, "assembly", &minutes->assembly_uuid);
    pal_json_set_int(json, "version", minutes->version);
    pal_json_set_string(json, "state", minutes->published_us != 0 ? "published" : "draft");
    pal_json_set_hash(json, "hash", &minutes->hash);
    pal_json_set_instant(json, "drawn_at", minutes->drawn_us);
    if (minutes->published_us != 0) {
        pal_json_set_instant(json, "published_at", minutes->published_us);
    }
    struct officers officers = {pal_json_array_new(), sees_names(request),
                                request->principal.person};
    pal_json_set(json, "officers", officers.list);
    PAL_TRY(pal_minutes_officers_walk(store, minutes->id, add_officer, &officers));
    struct pal_json *versions = pal_json_array_new();
    pal_json_set(json, "versions", versions);
    PAL_TRY(pal_minutes_versions_walk(store, minutes->id, pal_write_text_version, versions));
    PAL_TRY(pal_minutes_document(store, minutes->id, minutes->version, &document));
    pal_json_set(json, "document", document);
    document = NULL;
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

static enum pal_err reply_whole(const struct pal_request *request, struct pal_reply *reply,
                                struct pal_minutes_id id)
{
    struct pal_minutes now;
    struct pal_json *json;
    PAL_TRY(pal_minutes_read(pal_request_store(request), id, &now));
    PAL_TRY(write_whole(request, &now, &json));
    pal_reply_json(reply, json);
    pal_reply_version(reply, now.entry);
    return PAL_OK;
}

/* --- reading ------------------------------------------------------------------------------------ */

struct seeing {
    struct pal_person_id person;
    bool is_officer;
};

static enum pal_err see_officer(void *context, const struct pal_minutes_officer *officer)
{
    struct seeing *seeing = context;
    seeing->is_officer = seeing->is_officer || officer->person.value == seeing->person.value;
    return PAL_OK;
}

/* Published minutes are for everybody; until then they are for who prepares them, and who signs them. */
static enum pal_err judge_seen(const struct pal_request *request, const struct pal_minutes *minutes)
{
    struct seeing seeing = {.person = request->principal.person};
    if (minutes->published_us != 0 || pal_request_sees_drafts(request)) {
        return PAL_OK;
    }
    if (sees_names(request)) {
        PAL_TRY(pal_minutes_officers_walk(pal_request_store(request), minutes->id, see_officer,
                                          &seeing));
    }
    return seeing.is_officer ? PAL_OK : PAL_ERR_NOT_FOUND;
}

static enum pal_err find(const struct pal_request *request, struct pal_minutes *out)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_request_uuid(request, "minutes", &uuid));
    PAL_TRY(pal_minutes_find(pal_request_store(request), &uuid, out));
    return judge_seen(request, out);
}

enum pal_err pal_request_minutes_of(const struct pal_request *request,
                                    struct pal_assembly_id assembly, struct pal_minutes *out)
{
    PAL_TRY(pal_minutes_of(pal_request_store(request), assembly, out));
    return judge_seen(request, out);
}

enum pal_err pal_on_minutes_of_assembly(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid uuid;
    struct pal_assembly_id assembly;
    struct pal_minutes minutes;
    PAL_TRY(pal_request_uuid(request, "assembly", &uuid));
    PAL_TRY(pal_assembly_find(store, &uuid, &assembly));
    PAL_TRY(pal_request_minutes_of(request, assembly, &minutes));
    return reply_whole(request, reply, minutes.id);
}

enum pal_err pal_on_minutes(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_minutes minutes;
    PAL_TRY(find(request, &minutes));
    return reply_whole(request, reply, minutes.id);
}

/* The language that the address names, or that of the reader. */
static enum pal_err read_language(const struct pal_request *request, enum pal_language *out)
{
    struct pal_text word = {0};
    PAL_TRY(pal_request_query_text(request, "language", &word));
    *out = pal_text_is(word, "fr")   ? PAL_FRENCH
           : pal_text_is(word, "en") ? PAL_ENGLISH
                                     : request->language;
    bool is_known = word.size == 0 || pal_text_is(word, "fr") || pal_text_is(word, "en");
    if (!is_known) {
        pal_where_set(pal_request_where(request), "/language");
    }
    return is_known ? PAL_OK : PAL_ERR_REQUEST_PARAMETER;
}

/* The bytes of the document itself, whose SHA-256 is in the log. */
static enum pal_err reply_document(const struct pal_request *request, struct pal_reply *reply,
                                   const struct pal_minutes *minutes)
{
    PAL_BUF(bytes);
    PAL_TRY(pal_document_get(pal_request_store(request), &minutes->hash, &bytes));
    pal_reply_bytes(reply, "application/json", &bytes);
    return PAL_OK;
}

/* A PDF is printed by a job: until it is, whoever asks is told where the job is, and asks again. */
static enum pal_err reply_pdf(const struct pal_request *request, struct pal_reply *reply,
                              const struct pal_print_key *key)
{
    struct pal_prints_job job;
    const struct pal_buf *pdf = pal_prints_find(request->services->prints, key);
    if (pdf != NULL) {
        PAL_BUF(bytes);
        pal_buf_add_text(&bytes, pal_buf_text(pdf));
        pal_reply_bytes(reply, "application/pdf", &bytes);
        return PAL_OK;
    }
    PAL_TRY(pal_prints_make(request->services->prints, key, &job));
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    if (job.is_new) {
        pal_reply_job_named(reply, &job.spec, &job.id);
        return PAL_OK;
    }
    char text[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&job.id, text);
    struct pal_json *object = pal_json_object_new();
    pal_json_set_uuid(object, "job", &job.id);
    pal_reply_created(reply, object, "/api/v1/jobs/%s", text);
    pal_reply_status(reply, 202);
    return PAL_OK;
}

enum pal_err pal_on_minutes_file(const struct pal_request *request, struct pal_reply *reply)
{
    static const struct {
        const char *name, *media_type;
        void (*write)(const struct pal_sheet *sheet, struct pal_buf *buf);
    } forms[] = {
        {"minutes.html", "text/html; charset=utf-8", pal_sheet_html},
        {"minutes.md", "text/markdown; charset=utf-8", pal_sheet_markdown},
    };
    struct pal_minutes minutes;
    enum pal_language language;
    struct pal_text file = pal_request_text(request, "file");
    PAL_TRY(find(request, &minutes));
    PAL_TRY(read_language(request, &language));
    if (pal_text_is(file, "minutes.json")) {
        return reply_document(request, reply, &minutes);
    }
    if (pal_text_is(file, "minutes.pdf")) {
        const struct pal_print_key key = {minutes.id, minutes.entry, language, sees_names(request)};
        return reply_pdf(request, reply, &key);
    }
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (pal_text_is(file, forms[i].name)) {
            PAL_SHEET(sheet);
            PAL_BUF(bytes);
            PAL_TRY(pal_minutes_print(pal_request_store(request), &minutes, sees_names(request),
                                      language, &sheet));
            forms[i].write(&sheet, &bytes);
            pal_reply_bytes(reply, forms[i].media_type, &bytes);
            return PAL_OK;
        }
    }
    return PAL_ERR_NOT_FOUND;
}

static const char print_css[] =
    "html{font:11pt/1.45 \"DejaVu Serif\",Georgia,serif;color:#000;background:#fff}"
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}"
    "h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #000}"
    "h3{font-size:1rem}blockquote{white-space:pre-wrap;margin:0 0 1rem;padding-left:1rem;"
    "border-left:3px solid #666}.note,footer{font-size:.85rem;color:#333}"
    "table{border-collapse:collapse;width:100%;font-size:.85rem;margin:1rem 0}"
    "th,td{border:1px solid #666;padding:.25rem .4rem;text-align:left;vertical-align:top}"
    "@page{size:A4;margin:2cm}@media print{body{margin:0;padding:0;max-width:none}"
    "h1,h2,h3{break-after:avoid}tr,blockquote{break-inside:avoid}thead{display:table-header-group}}";

enum pal_err pal_on_print_style(const struct pal_request *request, struct pal_reply *reply)
{
    (void)request;
    pal_reply_static(reply, "text/css; charset=utf-8", print_css, sizeof print_css - 1);
    return PAL_OK;
}

/* --- commands ----------------------------------------------------------------------------------- */

enum pal_err pal_on_minutes_draw(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid uuid;
    struct pal_assembly_id assembly;
    struct pal_minutes_id id;
    PAL_TRY(pal_request_uuid(request, "assembly", &uuid));
    PAL_TRY(pal_assembly_find(store, &uuid, &assembly));
    PAL_TRY(pal_request_nothing(request));

    PAL_TRY(pal_minutes_draw(store, assembly, &id));

    struct pal_minutes made;
    struct pal_json *json;
    char text[PAL_UUID_TEXT_SIZE + 1];
    PAL_TRY(pal_minutes_read(store, id, &made));
    PAL_TRY(write_whole(request, &made, &json));
    pal_uuid_write(&made.uuid, text);
    pal_reply_created(reply, json, "/api/v1/minutes/%s", text);
    pal_reply_version(reply, made.entry);
    pal_reply_event(reply, "minutes.changed", &made.uuid);
    return PAL_OK;
}

/* The texts that a change gives, and which of them it does. */
struct change {
    struct pal_text mode, summary, remarks;
    struct pal_minutes_words says;
};

static enum pal_err read_words(const struct pal_json *body, const char *name,
                               struct pal_text *words, const struct pal_text **out_said,
                               struct pal_where *where)
{
    if (!pal_json_has(body, name)) {
        return PAL_OK;
    }
    *out_said = words;
    return pal_json_text(body, name, words, where);
}

static enum pal_err read_change(const struct pal_request *request, struct change *change)
{
    static const char *const names[] = {"mode", "summary", "remarks", "documents", "items", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(read_words(body, "mode", &change->mode, &change->says.mode, where));
    PAL_TRY(read_words(body, "summary", &change->summary, &change->says.summary, where));
    PAL_TRY(read_words(body, "remarks", &change->remarks, &change->says.remarks, where));
    if (pal_json_has(body, "documents")) {
        PAL_TRY(pal_json_array(body, "documents", &change->says.documents, where));
    }
    if (pal_json_has(body, "items")) {
        PAL_TRY(pal_json_array(body, "items", &change->says.items, where));
    }
    return PAL_OK;
}

enum pal_err pal_on_minutes_change(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_minutes minutes;
    struct change change = {0};
    PAL_TRY(read_change(request, &change));
    PAL_TRY(find(request, &minutes));
    PAL_TRY(pal_request_match(request, minutes.entry));

    PAL_TRY(pal_minutes_edit(pal_request_store(request), minutes.id, &change.says,
                             pal_request_where(request)));

    pal_reply_event(reply, "minutes.changed", &minutes.uuid);
    return reply_whole(request, reply, minutes.id);
}

enum pal_err pal_on_minutes_approval(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"hash", NULL};
    struct pal_where *where = pal_request_where(request);
    struct pal_minutes minutes;
    const struct pal_json *body;
    struct pal_hash hash;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_hash(body, "hash", &hash, where));
    PAL_TRY(find(request, &minutes));

    PAL_TRY(pal_minutes_approve(pal_request_store(request), minutes.id, request->principal.person,
                                &hash));

    pal_reply_event(reply, "minutes.changed", &minutes.uuid);
    return reply_whole(request, reply, minutes.id);
}
