/* on_session.c - links that sign in, sessions, and keys for programs. */
#include "base/fields.h"
#include "base/limits.h"
#include "core/mail.h"
#include "core/members.h"
#include "core/offices.h"
#include "core/sessions.h"

#include "auth.h"
#include "handlers.h"
#include "people.h"
#include "reply.h"
#include "services.h"

static const char alarm_word[] = "sign_in";

/* --- links ---------------------------------------------------------------------------------- */

static enum pal_err reply_link(const struct pal_request *request, struct pal_person_id person,
                               struct pal_reply *reply)
{
    static const char *const names[] = {NULL};
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, pal_request_where(request)));

    PAL_SECRET(link);
    int64_t expires_us;
    PAL_TRY(
        pal_link_give(pal_request_store(request), &request->principal, person, &link, &expires_us));

    PAL_BUF(url);
    pal_buf_add_format(&url, "%s/#t=%s", request->services->url, link.text);
    struct pal_json *object = pal_json_object_new();
    pal_json_set_text(object, "url", pal_buf_text(&url));
    pal_json_set_instant(object, "expires_at", expires_us);
    pal_crypto_wipe(url.bytes, url.size);
    pal_reply_json(reply, object);
    pal_reply_status(reply, 201);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

enum pal_err pal_on_member_link(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_uuid uuid;
    struct pal_member_id member;
    struct pal_person_id person;
    PAL_TRY(pal_request_uuid(request, "member", &uuid));
    PAL_TRY(pal_member_find(pal_request_store(request), &uuid, &member));
    PAL_TRY(pal_member_person(pal_request_store(request), member, &person));
    return reply_link(request, person, reply);
}

enum pal_err pal_on_person_link(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_uuid uuid;
    struct pal_person_id person;
    PAL_TRY(pal_request_uuid(request, "person", &uuid));
    PAL_TRY(pal_person_find(pal_request_store(request), &uuid, &person));
    return reply_link(request, person, reply);
}

/* --- the session ---------------------------------------------------------------------------- */

static struct pal_json *capabilities_new(const struct pal_principal *principal)
{
    struct pal_json *array = pal_json_array_new();
    for (int i = 0; i < PAL_CAPABILITY_COUNT; i++) {
        enum pal_capability capability = (enum pal_capability)i;
        if (capability != PAL_MAY_SIGN_IN && pal_principal_may(principal, capability)) {
            pal_json_append_text(array, pal_text_of(pal_capability_word(capability)));
        }
    }
    return array;
}

static enum pal_err set_person(struct pal_store *store, struct pal_person_id id,
                               struct pal_json *object)
{
    PAL_PERSON(person);
    PAL_TRY(pal_person_read(store, id, &person));
    struct pal_json *named = pal_json_object_new();
    pal_json_set_uuid(named, "id", &person.uuid);
    pal_json_set_text(named, "name", person.says.name);
    pal_json_set_optional_text(named, "language", person.says.language);
    pal_json_set(object, "person", named);
    return PAL_OK;
}

static enum pal_err describe_person(const struct pal_request *request, struct pal_person_id person,
                                    struct pal_json *object, struct pal_json **out_roles,
                                    struct pal_json **out_members)
{
    struct pal_store *store = pal_request_store(request);
    PAL_TRY(set_person(store, person, object));
    PAL_JSON(roles);
    PAL_TRY(pal_roles_describe(store, person, request->now_us, &roles));
    PAL_TRY(pal_acting_describe(store, person, out_members));
    *out_roles = roles;
    roles = NULL;
    return PAL_OK;
}

static enum pal_err reply_session(const struct pal_request *request,
                                  const struct pal_principal *principal, struct pal_reply *reply)
{
    PAL_JSON(object);
    object = pal_json_object_new();
    struct pal_json *roles = NULL;
    struct pal_json *members = NULL;
    if (principal->proof == PAL_PROOF_NONE) {
        pal_json_set_null(object, "person");
        roles = pal_json_array_new();
        members = pal_json_array_new();
    } else {
        PAL_TRY(describe_person(request, principal->person, object, &roles, &members));
    }
    pal_json_set(object, "offices", roles);
    pal_json_set(object, "capabilities", capabilities_new(principal));
    pal_json_set(object, "members", members);
    pal_reply_json(reply, object);
    object = NULL;
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

enum pal_err pal_on_session_read(const struct pal_request *request, struct pal_reply *reply)
{
    return reply_session(request, &request->principal, reply);
}

/* What proves who somebody is: a link, or the ticket of their browser with the code of a letter. */
struct proof {
    struct pal_text token, ticket, code;
};

static enum pal_err read_proof(const struct pal_request *request, struct proof *out)
{
    static const char *const names[] = {"token", "ticket", "code", NULL};
    const struct pal_json *body;
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    if (!pal_json_has(body, "ticket")) {
        if (pal_json_has(body, "code")) {
            pal_where_set(where, "/ticket");
            return PAL_ERR_JSON_MISSING;
        }
        return pal_json_text(body, "token", &out->token, where);
    }
    if (pal_json_has(body, "token")) {
        pal_where_set(where, "/token");
        return PAL_ERR_JSON_UNKNOWN;
    }
    PAL_TRY(pal_json_text(body, "ticket", &out->ticket, where));
    return pal_json_text(body, "code", &out->code, where);
}

static enum pal_err reply_opened(const struct pal_request *request,
                                 const struct pal_secret *session, struct pal_reply *reply)
{
    struct pal_principal principal;
    PAL_TRY(pal_session_find(pal_request_store(request), pal_text_of(session->text), &principal));
    PAL_TRY(reply_session(request, &principal, reply));
    pal_reply_status(reply, 201);
    pal_reply_session(reply, pal_text_of(session->text), PAL_SESSION_LASTS_S);
    return PAL_OK;
}

/* A wrong code is not an error that undoes what was done: it has cost a try. */
static enum pal_err open_by_code(const struct pal_request *request, const struct proof *proof,
                                 struct pal_reply *reply)
{
    struct pal_person_id person;
    PAL_SECRET(session);
    bool alarms;
    PAL_TRY(pal_sign_in_prove(pal_request_store(request), proof->ticket, proof->code, &person,
                              &alarms));
    if (person.value == 0) {
        pal_reply_problem(reply, PAL_ERR_LINK_SPENT, request->language, NULL);
        if (alarms) {
            pal_reply_alarm(reply, alarm_word);
        }
        return PAL_OK;
    }
    PAL_TRY(pal_session_begin(pal_request_store(request), person, &session));
    return reply_opened(request, &session, reply);
}

enum pal_err pal_on_session_open(const struct pal_request *request, struct pal_reply *reply)
{
    struct proof proof = {0};
    PAL_TRY(read_proof(request, &proof));
    if (proof.ticket.size > 0) {
        return open_by_code(request, &proof, reply);
    }

    PAL_SECRET(session);
    struct pal_person_id person;
    PAL_TRY(pal_session_open(pal_request_store(request), proof.token, &session, &person));

    return reply_opened(request, &session, reply);
}

/* RULE docs/rules/mail.md
 * > The answer to a request is the same, and takes as long, whether anybody has that address or not: the address is looked up later, and
 * > no answer goes before three tenths of a second are over.
 *
 * The wait is the route's (PAL_ROUTE_FLOOR). */
enum pal_err pal_on_session_ask(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"email", NULL};
    const struct pal_json *body;
    struct pal_text email;
    PAL_SECRET(ticket);
    int64_t expires_us;
    bool alarms;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, pal_request_where(request)));
    PAL_TRY(pal_json_text(body, "email", &email, pal_request_where(request)));
    if (email.size == 0 || email.size > PAL_LIMIT_NAME) {
        pal_where_set(pal_request_where(request), "/email");
        return email.size == 0 ? PAL_ERR_TEXT_EMPTY : PAL_ERR_LIMIT_TEXT;
    }

    const struct pal_sign_in_asking asking = {
        .email = email,
        .source = pal_limiter_name(request->services->limiter, request->address),
    };
    PAL_TRY(pal_sign_in_ask(pal_request_store(request), &asking, &ticket, &expires_us, &alarms));
    if (alarms) {
        pal_reply_alarm(reply, alarm_word);
    }

    struct pal_json *object = pal_json_object_new();
    pal_json_set_string(object, "ticket", ticket.text);
    pal_json_set_instant(object, "expires_at", expires_us);
    pal_reply_json(reply, object);
    pal_reply_status(reply, 202);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

static enum pal_err add_alarm(void *context, const struct pal_sign_in_alarm *alarm)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_string(json, "bound", pal_sign_in_bound_word(alarm->bound));
    pal_json_set_instant(json, "since", alarm->since_us);
    pal_json_set_instant(json, "last", alarm->last_us);
    pal_json_set_int(json, "times", alarm->times);
    pal_json_append(context, json);
    return PAL_OK;
}

enum pal_err pal_on_alarms(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_JSON(object);
    object = pal_json_object_new();
    struct pal_json *items = pal_json_array_new();
    pal_json_set(object, "items", items);
    PAL_TRY(pal_sign_in_alarms_walk(pal_request_store(request), add_alarm, items));
    pal_reply_json(reply, object);
    object = NULL;
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

enum pal_err pal_on_session_end(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_TRY(pal_session_end(pal_request_store(request), &request->principal));

    pal_reply_empty(reply);
    pal_reply_session_end(reply);
    return PAL_OK;
}

/* --- keys for programs ---------------------------------------------------------------------- */

static struct pal_json *token_new(const struct pal_token *token)
{
    struct pal_json *object = pal_json_object_new();
    pal_json_set_uuid(object, "id", &token->uuid);
    pal_json_set_text(object, "label", token->label);
    struct pal_json *scopes = pal_json_array_new();
    for (int i = 0; i < PAL_SCOPE_COUNT; i++) {
        if ((token->scopes >> i & 1U) != 0) {
            pal_json_append_text(scopes, pal_text_of(pal_scope_word((enum pal_scope)i)));
        }
    }
    pal_json_set(object, "scopes", scopes);
    pal_json_set_instant(object, "created_at", token->created_us);
    if (token->has_expires) {
        pal_json_set_instant(object, "expires_at", token->expires_us);
    }
    return object;
}

static enum pal_err add_token(void *context, const struct pal_token *token)
{
    struct pal_counted_list *counted = context;
    if (pal_counted_list_shows(counted)) {
        pal_list_add(&counted->list, counted->at, token_new(token));
    }
    return PAL_OK;
}

enum pal_err pal_on_token_list(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_COUNTED_LIST(counted);
    PAL_TRY(pal_counted_list_begin(request, &counted));

    PAL_TRY(pal_tokens_walk(pal_request_store(request), request->principal.person, add_token,
                            &counted));

    pal_reply_list(reply, request, &counted.list);
    return PAL_OK;
}

static enum pal_err read_scopes(const struct pal_json *body, uint32_t *out_scopes,
                                struct pal_where *where)
{
    const struct pal_json *array;
    PAL_TRY(pal_json_array(body, "scopes", &array, where));
    *out_scopes = 0;
    for (size_t i = 0; i < pal_json_count(array); i++) {
        const struct pal_json *item = pal_json_at(array, i);
        enum pal_scope scope;
        if (pal_json_kind(item) != PAL_JSON_TEXT ||
            !pal_scope_read(pal_json_as_text(item), &scope)) {
            pal_where_set(where, "/scopes/%zu", i);
            return PAL_ERR_JSON_VALUE;
        }
        *out_scopes |= 1U << scope;
    }
    return PAL_OK;
}

enum pal_err pal_on_token_make(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"label", "scopes", "expires_at", NULL};
    const struct pal_json *body;
    struct pal_token token = {0};
    struct pal_where *where = pal_request_where(request);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "label", &token.label, where));
    PAL_TRY(read_scopes(body, &token.scopes, where));
    PAL_TRY(pal_json_optional_instant(body, "expires_at", &token.expires_us, where));
    token.has_expires = pal_json_get(body, "expires_at") != NULL;

    PAL_SECRET(secret);
    PAL_TRY(
        pal_token_make(pal_request_store(request), &request->principal, &token, where, &secret));

    struct pal_json *object = token_new(&token);
    pal_json_set_string(object, "token", secret.text);
    pal_reply_json(reply, object);
    pal_reply_status(reply, 201);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}

/* One's own; an administrator may revoke anyone's. */
enum pal_err pal_on_token_revoke(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_uuid uuid;
    struct pal_person_id person = request->principal.person;
    PAL_TRY(pal_request_uuid(request, "token", &uuid));
    if (pal_principal_may(&request->principal, PAL_MAY_ADMINISTER)) {
        person.value = 0;
    }

    PAL_TRY(pal_token_revoke(pal_request_store(request), person, &uuid));

    pal_reply_empty(reply);
    return PAL_OK;
}
