/* on_mail.c - mail over HTTP: the server that takes it, notices and reminders, consents. */
#include "base/fields.h"
#include "base/limits.h"
#include "core/assemblies.h"
#include "core/consents.h"
#include "core/mail.h"

#include "debate.h"
#include "handlers.h"
#include "lists.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- the mail server ------------------------------------------------------------------------ */

/* MailServer: all but the password, which is never shown. */
static enum pal_err reply_server(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_MAIL_SERVER(server);
    enum pal_err err = pal_mail_server_read(pal_request_store(request), &server);
    if (err != PAL_OK) {
        return err == PAL_ERR_MAIL_NONE ? PAL_ERR_NOT_FOUND : err;
    }
    struct pal_json *object = pal_json_object_new();
    pal_json_set_text(object, "url", server.url);
    pal_json_set_text(object, "from", server.sender);
    pal_json_set_text(object, "user", server.user);
    pal_json_set_bool(object, "has_password", server.password.size > 0);
    pal_json_set_bool(object, "starttls", server.starttls);
    pal_json_set_int(object, "failures", server.failures);
    if (server.failures > 0) {
        pal_json_set_text(object, "error", server.error);
        pal_json_set_instant(object, "next_at", server.next_us);
    }
    pal_reply_json(reply, object);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

enum pal_err pal_on_mail_server(const struct pal_request *request, struct pal_reply *reply)
{
    return reply_server(request, reply);
}

enum pal_err pal_on_mail_server_set(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"url", "from", "user", "password", "starttls", NULL};
    const struct pal_json *body;
    struct pal_mail_server server = {0};
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "url", &server.url, where));
    PAL_TRY(pal_json_text(body, "from", &server.sender, where));
    PAL_TRY(pal_json_optional_text(body, "user", &server.user, where));
    PAL_TRY(pal_json_optional_text(body, "password", &server.password, where));
    PAL_TRY(pal_json_bool(body, "starttls", &server.starttls, where));

    PAL_TRY(pal_mail_server_set(pal_request_store(request), &server, where));

    return reply_server(request, reply);
}

enum pal_err pal_on_mail_server_remove(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_TRY(pal_mail_server_remove(pal_request_store(request)));

    pal_reply_empty(reply);
    return PAL_OK;
}

/* --- notices -------------------------------------------------------------------------------- */

static enum pal_err find_assembly(const struct pal_request *request, struct pal_assembly_id *out)
{
    struct pal_uuid uuid;
    PAL_TRY(pal_request_uuid(request, "assembly", &uuid));
    return pal_assembly_find(pal_request_store(request), &uuid, out);
}

/* Mailing. */
static struct pal_json *write_mailing(const struct pal_mailing *mailing)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &mailing->uuid);
    pal_json_set_hash(json, "hash", &mailing->hash);
    pal_json_set_instant(json, "made_at", mailing->made_us);
    if (mailing->ended_us != 0) {
        pal_json_set_instant(json, "ended_at", mailing->ended_us);
    }
    if (mailing->has_entry) {
        pal_json_set_int(json, "entry", mailing->entry);
    }
    pal_json_set_int(json, "queued", mailing->queued);
    pal_json_set_int(json, "sent", mailing->sent);
    pal_json_set_int(json, "failed", mailing->failed);
    return json;
}

static enum pal_err add_mailing(void *context, const struct pal_mailing *mailing)
{
    pal_json_append(context, write_mailing(mailing));
    return PAL_OK;
}

/* What opens the commitments to the letters of one member. */
struct proofs {
    struct pal_store *store;
    struct pal_member_id member;
    struct pal_json *items;
};

static enum pal_err add_proof(void *context, const struct pal_mailing *mailing)
{
    const struct proofs *proofs = context;
    struct pal_json *item;
    enum pal_err err = pal_sending_open(proofs->store, mailing, proofs->member, &item);
    if (err == PAL_OK) {
        pal_json_append(proofs->items, item);
    }
    return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
}

/* RULE docs/rules/mail.md
 * > A member, or who acts for them, gets what opens their leaf, and nobody else.
 */
enum pal_err pal_on_notice_proof(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_uuid uuid;
    struct pal_text named = {0};
    PAL_ASSEMBLY(assembly);
    PAL_JSON(object);
    struct proofs proofs = {.store = pal_request_store(request)};
    PAL_TRY(pal_request_assembly(request, &assembly));
    PAL_TRY(pal_request_query_text(request, "member", &named));
    if (named.size > 0 && pal_uuid_parse(named, &uuid) != PAL_OK) {
        pal_where_set(pal_request_where(request), "/member");
        return PAL_ERR_TEXT_UUID;
    }
    PAL_TRY(pal_request_member(request, named.size > 0 ? &uuid : NULL, &proofs.member));
    object = pal_json_object_new();
    proofs.items = pal_json_array_new();
    pal_json_set(object, "items", proofs.items);

    PAL_TRY(pal_mailings_walk(proofs.store, assembly.id, add_proof, &proofs));

    pal_reply_json(reply, object);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    object = NULL;
    return PAL_OK;
}

enum pal_err pal_on_notice_sending(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_assembly_id assembly;
    PAL_JSON(object);
    PAL_TRY(find_assembly(request, &assembly));
    object = pal_json_object_new();
    struct pal_json *items = pal_json_array_new();
    pal_json_set(object, "items", items);

    PAL_TRY(pal_mailings_walk(pal_request_store(request), assembly, add_mailing, items));

    pal_reply_json(reply, object);
    object = NULL;
    return PAL_OK;
}

enum pal_err pal_on_notice_send(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_assembly_id assembly;
    struct pal_mailing mailing;
    PAL_TRY(find_assembly(request, &assembly));
    PAL_TRY(pal_request_nothing(request));

    PAL_TRY(pal_mailing_notice(pal_request_store(request), assembly, &mailing));

    pal_reply_json(reply, write_mailing(&mailing));
    pal_reply_status(reply, 202);
    return PAL_OK;
}

/* The latest notice of the assembly; 0 where there is none. */
static enum pal_err keep_latest(void *context, const struct pal_mailing *mailing)
{
    int64_t *latest = context;
    *latest = *latest == 0 ? mailing->id : *latest;
    return PAL_OK;
}

static enum pal_err add_failure(void *context, const struct pal_mail_failure *failure)
{
    struct pal_list *list = context;
    if (pal_list_is_full(list)) {
        return PAL_OK;
    }
    struct pal_json *json = pal_json_object_new();
    pal_json_set_uuid(json, "member", &failure->member);
    pal_json_set_text(json, "number", failure->number);
    pal_json_set_text(json, "name", failure->name);
    pal_json_set_text(json, "error", failure->error);
    pal_list_add(list, failure->id, json);
    return PAL_OK;
}

enum pal_err pal_on_notice_failures(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_LIST(list);
    struct pal_assembly_id assembly;
    struct pal_store *store = pal_request_store(request);
    struct pal_failures_query query = {0};
    PAL_TRY(find_assembly(request, &assembly));
    PAL_TRY(pal_list_begin(request, &list));
    PAL_TRY(pal_list_after(request, &list, &query.after_id));
    query.limit = pal_list_rows(&list);
    PAL_TRY(pal_mailings_walk(store, assembly, keep_latest, &query.mailing));

    PAL_TRY(pal_mail_failures_walk(store, &query, add_failure, &list));

    pal_reply_list(reply, request, &list);
    return PAL_OK;
}

/* --- reminders ------------------------------------------------------------------------------ */

/* How many are reminded would tell how many have voted: it is not said. */
enum pal_err pal_on_reminder(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_uuid uuid;
    struct pal_poll_id poll;
    struct pal_mailing mailing;
    PAL_TRY(pal_request_uuid(request, "poll", &uuid));
    PAL_TRY(pal_poll_find(pal_request_store(request), &uuid, &poll));
    PAL_TRY(pal_request_nothing(request));

    PAL_TRY(pal_mailing_reminder(pal_request_store(request), poll, &mailing));

    struct pal_json *object = pal_json_object_new();
    pal_json_set_uuid(object, "id", &mailing.uuid);
    pal_json_set_instant(object, "made_at", mailing.made_us);
    pal_reply_json(reply, object);
    pal_reply_status(reply, 202);
    return PAL_OK;
}

/* --- consents ------------------------------------------------------------------------------- */

static enum pal_err add_consent(void *context, const struct pal_consent *consent)
{
    pal_json_append(context, pal_write_consent(consent));
    return PAL_OK;
}

/* Consents. */
static enum pal_err reply_consents(const struct pal_request *request, struct pal_person_id person,
                                   struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    PAL_JSON(object);
    object = pal_json_object_new();
    for (int i = 0; i < PAL_CONSENT_COUNT; i++) {
        bool is_given;
        enum pal_consent_kind kind = (enum pal_consent_kind)i;
        PAL_TRY(pal_consent_has(store, person, kind, &is_given));
        pal_json_set_bool(object, pal_consent_word(kind), is_given);
    }
    struct pal_json *history = pal_json_array_new();
    pal_json_set(object, "history", history);
    PAL_TRY(pal_consents_walk(store, person, add_consent, history));
    pal_reply_json(reply, object);
    object = NULL;
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

/* RULE docs/rules/deliberation.md
 * > Nobody agrees in another's place to be named: the secretary notes that somebody took it back, and never that they
 * > agreed.
 */
static enum pal_err refuse_in_place(const struct pal_request *request,
                                    const struct pal_consent_said *said)
{
    bool is_refused =
        said->kind == PAL_CONSENT_NAME && said->is_given && said->source == PAL_CONSENT_SECRETARY;
    if (is_refused) {
        pal_where_set(pal_request_where(request), "/name");
    }
    return is_refused ? PAL_ERR_REQUEST_FORBIDDEN : PAL_OK;
}

/* What the body says, of one kind of consent or of several. */
static enum pal_err set_consents(const struct pal_request *request, struct pal_person_id person,
                                 enum pal_consent_source source)
{
    static const char *const names[] = {"mail", "name", NULL};
    const struct pal_json *body;
    bool says = false;
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    for (int i = 0; i < PAL_CONSENT_COUNT; i++) {
        struct pal_consent_said said = {.kind = (enum pal_consent_kind)i, .source = source};
        if (pal_json_has(body, pal_consent_word(said.kind))) {
            PAL_TRY(pal_json_bool(body, pal_consent_word(said.kind), &said.is_given, where));
            PAL_TRY(refuse_in_place(request, &said));
            PAL_TRY(pal_consent_set(pal_request_store(request), person, &said));
            says = true;
        }
    }
    pal_where_set(where, "%s", says ? "" : "/mail");
    return says ? PAL_OK : PAL_ERR_JSON_MISSING;
}

enum pal_err pal_on_my_consents(const struct pal_request *request, struct pal_reply *reply)
{
    return reply_consents(request, request->principal.person, reply);
}

enum pal_err pal_on_my_consents_set(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_person_id person = request->principal.person;
    if (!pal_principal_has(&request->principal, PAL_SCOPE_VOTE)) {
        return PAL_ERR_REQUEST_FORBIDDEN;
    }

    PAL_TRY(set_consents(request, person, PAL_CONSENT_PERSON));

    return reply_consents(request, person, reply);
}

static enum pal_err find_person(const struct pal_request *request, struct pal_person_id *out)
{
    struct pal_uuid uuid;
    struct pal_member_id member;
    PAL_TRY(pal_request_uuid(request, "member", &uuid));
    PAL_TRY(pal_member_find(pal_request_store(request), &uuid, &member));
    return pal_member_person(pal_request_store(request), member, out);
}

enum pal_err pal_on_member_consents(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_person_id person;
    PAL_TRY(find_person(request, &person));
    return reply_consents(request, person, reply);
}

enum pal_err pal_on_member_consents_set(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_person_id person;
    PAL_TRY(find_person(request, &person));

    PAL_TRY(set_consents(request, person, PAL_CONSENT_SECRETARY));

    return reply_consents(request, person, reply);
}
