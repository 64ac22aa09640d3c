/* on_contacts.c - how I am reached: read, corrected, and a new address proved. */
#include "base/fields.h"
#include "core/contacts.h"

#include "handlers.h"
#include "people.h"
#include "reply.h"
#include "request.h"

/* Whoever holds an address signs in as who has it, with all that they may: a program's key may less, and
 * changes no address. */
static enum pal_err check_browser(const struct pal_request *request)
{
    return request->principal.proof == PAL_PROOF_COOKIE ? PAL_OK : PAL_ERR_REQUEST_FORBIDDEN;
}

static enum pal_err reply_contacts(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    PAL_PERSON(person);
    PAL_CONTACT_PENDING(pending);
    PAL_TRY(pal_person_read(store, request->principal.person, &person));
    PAL_TRY(pal_contact_pending_read(store, person.id, &pending));
    struct pal_json *object = pal_json_object_new();
    pal_json_set_optional_text(object, "email", person.says.email);
    pal_json_set_optional_text(object, "phone", person.says.phone);
    pal_json_set_optional_text(object, "language", person.says.language);
    if (pending.email.size > 0) {
        struct pal_json *waits = pal_json_object_new();
        pal_json_set_text(waits, "email", pending.email);
        pal_json_set_instant(waits, "expires_at", pending.expires_us);
        pal_json_set(object, "pending", waits);
    }
    pal_reply_json(reply, object);
    pal_reply_version(reply, person.version);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

enum pal_err pal_on_my_contacts(const struct pal_request *request, struct pal_reply *reply)
{
    return reply_contacts(request, reply);
}

static enum pal_err read_one(const struct pal_json *body, const char *name, struct pal_text *text,
                             const struct pal_text **out_said, struct pal_where *where)
{
    if (!pal_json_has(body, name)) {
        return PAL_OK;
    }
    *out_said = text;
    return pal_json_text(body, name, text, where);
}

enum pal_err pal_on_my_contacts_correct(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"email", "phone", "language", NULL};
    const struct pal_json *body;
    struct pal_text email, phone, language;
    struct pal_contacts contacts = {0};
    struct pal_where *where = pal_request_where(request);
    PAL_PERSON(person);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(check_browser(request));
    PAL_TRY(pal_person_read(pal_request_store(request), request->principal.person, &person));
    PAL_TRY(pal_request_match(request, person.version));
    PAL_TRY(read_one(body, "email", &email, &contacts.email, where));
    PAL_TRY(read_one(body, "phone", &phone, &contacts.phone, where));
    PAL_TRY(read_one(body, "language", &language, &contacts.language, where));

    PAL_TRY(pal_contacts_correct(pal_request_store(request), person.id, &contacts, where));

    return reply_contacts(request, reply);
}

/* A wrong code is not an error that undoes what was done: it has cost a try. */
enum pal_err pal_on_my_contacts_prove(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"code", NULL};
    const struct pal_json *body;
    struct pal_text code;
    bool holds;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, pal_request_where(request)));
    PAL_TRY(check_browser(request));
    PAL_TRY(pal_json_text(body, "code", &code, pal_request_where(request)));

    PAL_TRY(pal_contact_prove(pal_request_store(request), request->principal.person, code, &holds));

    if (!holds) {
        struct pal_where where = {0};
        pal_where_set(&where, "/code");
        pal_reply_problem(reply, PAL_ERR_CONTACT_CODE, request->language, &where);
        return PAL_OK;
    }
    return reply_contacts(request, reply);
}
