/* request.c - a request as handlers see it: path parameters, session, bounded body. */
#include "request.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"

#include "services.h"

enum { PAGE_ROWS = 50 };

struct pal_store *pal_request_store(const struct pal_request *request)
{
    return request->services->store;
}

struct pal_where *pal_request_where(const struct pal_request *request)
{
    return &request->body->where;
}

static const struct pal_pair *find(const struct pal_pair *pairs, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (pal_text_is(pairs[i].name, name)) {
            return &pairs[i];
        }
    }
    return NULL;
}

struct pal_text pal_request_text(const struct pal_request *request, const char *name)
{
    const struct pal_pair *pair = find(request->parameters, request->parameter_count, name);
    PAL_CHECK(pair != NULL);
    return pair->value;
}

enum pal_err pal_request_uuid(const struct pal_request *request, const char *name,
                              struct pal_uuid *out_uuid)
{
    enum pal_err err = pal_uuid_parse(pal_request_text(request, name), out_uuid);
    return err == PAL_OK ? PAL_OK : PAL_ERR_NOT_FOUND;
}

bool pal_request_query_has(const struct pal_request *request, const char *name)
{
    return find(request->query, request->query_count, name) != NULL;
}

static enum pal_err wrong_parameter(const struct pal_request *request, const char *name)
{
    pal_where_set(pal_request_where(request), "%s", name);
    return PAL_ERR_REQUEST_PARAMETER;
}

enum pal_err pal_request_query_text(const struct pal_request *request, const char *name,
                                    struct pal_text *out_text)
{
    const struct pal_pair *pair = find(request->query, request->query_count, name);
    if (pair == NULL) {
        return PAL_OK;
    }
    if (pair->value.size == 0 || pair->value.size > PAL_LIMIT_NAME) {
        return wrong_parameter(request, name);
    }
    *out_text = pair->value;
    return PAL_OK;
}

enum pal_err pal_request_query_int(const struct pal_request *request, const char *name,
                                   int64_t *out_value)
{
    const struct pal_pair *pair = find(request->query, request->query_count, name);
    if (pair != NULL && pal_text_int(pair->value, out_value) != PAL_OK) {
        return wrong_parameter(request, name);
    }
    return PAL_OK;
}

enum pal_err pal_request_query_uuid(const struct pal_request *request, const char *name,
                                    struct pal_uuid *out_uuid)
{
    const struct pal_pair *pair = find(request->query, request->query_count, name);
    if (pair != NULL && pal_uuid_parse(pair->value, out_uuid) != PAL_OK) {
        return wrong_parameter(request, name);
    }
    return PAL_OK;
}

enum pal_err pal_request_page(const struct pal_request *request, struct pal_page *out_page)
{
    int64_t limit = PAGE_ROWS;
    struct pal_text after = {NULL, 0};
    PAL_TRY(pal_request_query_int(request, "limit", &limit));
    PAL_TRY(pal_request_query_text(request, "after", &after));
    if (limit < 1 || limit > PAL_LIMIT_PAGE) {
        return wrong_parameter(request, "limit");
    }
    *out_page = (struct pal_page){.limit = (size_t)limit, .after = after};
    return PAL_OK;
}

enum pal_err pal_request_is(const struct pal_request *request, const char *media_type)
{
    bool is_so = pal_text_is(request->body->media_type, media_type);
    return is_so ? PAL_OK : PAL_ERR_REQUEST_MEDIA_TYPE;
}

FILE *pal_request_take_file(const struct pal_request *request)
{
    FILE *file = request->body->file;
    request->body->file = NULL;
    return file;
}

enum pal_err pal_request_json(const struct pal_request *request, const struct pal_json **out_json)
{
    struct pal_body *body = request->body;
    if (body->json == NULL) {
        PAL_TRY(pal_request_is(request, "application/json"));
        PAL_CHECK(body->file == NULL);
        PAL_TRY(pal_json_parse(body->text, body->text.size, &body->json, &body->where));
    }
    PAL_TRY(pal_json_want_object(body->json, &body->where));
    *out_json = body->json;
    return PAL_OK;
}

enum pal_err pal_request_version(const struct pal_request *request, int64_t *out_version)
{
    struct pal_text tag = request->if_match;
    if (tag.size == 0) {
        return PAL_ERR_REQUEST_MATCH_MISSING;
    }
    if (pal_text_is(tag, "*")) {
        *out_version = PAL_VERSION_ANY;
        return PAL_OK;
    }
    if (tag.size < 3 || tag.bytes[0] != '"' || tag.bytes[tag.size - 1] != '"') {
        return PAL_ERR_REQUEST_STALE;
    }
    int64_t version;
    enum pal_err err = pal_text_int((struct pal_text){tag.bytes + 1, tag.size - 2}, &version);
    if (err != PAL_OK || version < 0) {
        return PAL_ERR_REQUEST_STALE;
    }
    *out_version = version;
    return PAL_OK;
}

enum pal_err pal_request_match(const struct pal_request *request, int64_t version)
{
    int64_t known;
    PAL_TRY(pal_request_version(request, &known));
    return known == PAL_VERSION_ANY || known == version ? PAL_OK : PAL_ERR_REQUEST_STALE;
}
