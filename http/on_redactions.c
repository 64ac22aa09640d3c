/* on_redactions.c - the removal of a text that may no longer be kept. */
#include "base/crypto.h"
#include "core/redactions.h"

#include "handlers.h"
#include "prints.h"
#include "reply.h"
#include "services.h"

enum pal_err pal_on_redaction(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"document", "ground", NULL};
    const struct pal_json *body;
    struct pal_text document;
    struct pal_text ground;
    struct pal_hash hash;
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "document", &document, where));
    PAL_TRY(pal_json_text(body, "ground", &ground, where));
    if (pal_hash_parse(document, &hash) != PAL_OK) {
        pal_where_set(where, "/document");
        return PAL_ERR_TEXT_HEX;
    }

    uint64_t entry;
    PAL_TRY(pal_document_redact(pal_request_store(request), &hash, ground, where, &entry));
    pal_prints_forget(request->services->prints);

    struct pal_json *json = pal_json_object_new();
    pal_json_set_text(json, "document", document);
    pal_json_set_int(json, "entry", (int64_t)entry);
    pal_reply_json(reply, json);
    return PAL_OK;
}
