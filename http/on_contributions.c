/* on_contributions.c - a deliberation over HTTP: read, said, endorsed, settled, moderated. */
#include "base/fields.h"
#include "base/limits.h"
#include "base/markdown.h"
#include "core/contributions.h"

#include "debate.h"
#include "handlers.h"
#include "lists.h"
#include "prints.h"
#include "services.h"
#include "write.h"

/* --- reading -------------------------------------------------------------------------------- */

static enum pal_err reply_one(const struct pal_request *request, struct pal_reply *reply,
                              struct pal_contribution_id id)
{
    PAL_CONTRIBUTION(now);
    struct pal_json *json;
    PAL_TRY(pal_contribution_read(pal_request_store(request), id, &now));
    PAL_TRY(pal_write_contribution(request, &now, &json));
    pal_reply_json(reply, json);
    pal_reply_version(reply, now.entry);
    pal_reply_with_names(reply, request);
    return PAL_OK;
}

enum pal_err pal_on_contribution(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_CONTRIBUTION(contribution);
    PAL_TRY(pal_request_contribution(request, &contribution));
    return reply_one(request, reply, contribution.id);
}

static enum pal_err gather(void *context, const struct pal_contribution *item)
{
    struct pal_gathering *gathering = context;
    struct pal_json *json;
    if (pal_gathering_is_over(gathering)) {
        return PAL_OK;
    }
    PAL_TRY(pal_write_contribution(gathering->request, item, &json));
    pal_gather(gathering, item->id.value, json);
    return PAL_OK;
}

static enum pal_err reply_page(const struct pal_request *request, struct pal_reply *reply,
                               struct pal_contributions_query *query)
{
    PAL_LIST(list);
    PAL_TRY(pal_list_begin(request, &list));
    PAL_TRY(pal_list_after(request, &list, &query->after_id));
    query->limit = pal_list_rows(&list);
    struct pal_gathering gathering = {.request = request, .list = &list};
    PAL_TRY(pal_contributions_walk(pal_request_store(request), query, gather, &gathering));
    pal_reply_list(reply, request, &list);
    pal_reply_with_names(reply, request);
    return PAL_OK;
}

static enum pal_err refuse_parameter(const struct pal_request *request, const char *name)
{
    pal_where_set(pal_request_where(request), "%s", name);
    return PAL_ERR_REQUEST_PARAMETER;
}

enum pal_err pal_on_contributions(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_text kind_word = {0};
    struct pal_text state_word = {0};
    enum pal_contribution_kind kind = PAL_CONTRIBUTION_QUESTION;
    enum pal_contribution_state state = PAL_CONTRIBUTION_VISIBLE;
    struct pal_contributions_query query = {0};
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(pal_request_query_text(request, "kind", &kind_word));
    PAL_TRY(pal_request_query_text(request, "state", &state_word));
    if (pal_request_query_has(request, "kind")) {
        query.kind = &kind;
        if (!pal_contribution_kind_read(kind_word, &kind)) {
            return refuse_parameter(request, "kind");
        }
    }
    if (pal_request_query_has(request, "state")) {
        query.state = &state;
        if (!pal_contribution_state_read(state_word, &state)) {
            return refuse_parameter(request, "state");
        }
    }
    query.resolution = resolution.id;
    return reply_page(request, reply, &query);
}

/* RULE docs/rules/deliberation.md
 * > The board owes an answer to every question that is visible and not answered until the sitting is
 * > over. */
enum pal_err pal_on_questions(const struct pal_request *request, struct pal_reply *reply)
{
    const enum pal_contribution_kind question = PAL_CONTRIBUTION_QUESTION;
    const enum pal_contribution_state visible = PAL_CONTRIBUTION_VISIBLE;
    struct pal_contributions_query query = {.kind = &question, .state = &visible};
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid uuid;
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_request_uuid(request, "assembly", &uuid));
    PAL_TRY(pal_assembly_find(store, &uuid, &query.assembly));
    PAL_TRY(pal_assembly_read(store, query.assembly, &assembly));
    if (assembly.noticed_us == 0 && !pal_request_sees_drafts(request)) {
        return PAL_ERR_NOT_FOUND;
    }
    return reply_page(request, reply, &query);
}

/* The version of that number, among those that the walk shows. */
struct wanted {
    int64_t number;
    struct pal_text_version found;
};

static enum pal_err keep_version(void *context, const struct pal_text_version *version)
{
    struct wanted *wanted = context;
    if (version->number == wanted->number) {
        wanted->found = *version;
    }
    return PAL_OK;
}

enum pal_err pal_on_contribution_version(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct wanted wanted = {0};
    bool sees;
    PAL_CONTRIBUTION(contribution);
    PAL_TRY(pal_request_contribution(request, &contribution));
    PAL_TRY(pal_request_sees(request, &contribution, &sees));
    if (!sees || pal_text_int(pal_request_text(request, "number"), &wanted.number) != PAL_OK) {
        return PAL_ERR_NOT_FOUND;
    }
    PAL_TRY(pal_contribution_versions_walk(store, contribution.id, keep_version, &wanted));
    if (wanted.found.number == 0) {
        return PAL_ERR_NOT_FOUND;
    }
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "contribution", &contribution.uuid);
    pal_json_set_int(json, "number", wanted.found.number);
    pal_json_set_hash(json, "hash", &wanted.found.hash);
    pal_json_set_instant(json, "at", wanted.found.at_us);
    PAL_TRY(pal_write_words(store, &wanted.found.hash, json));
    pal_reply_json(reply, json);
    json = NULL;
    return PAL_OK;
}

/* --- saying --------------------------------------------------------------------------------- */

static enum pal_err read_kind(const struct pal_json *body, struct pal_contribution_spec *spec,
                              struct pal_where *where)
{
    struct pal_text word;
    PAL_TRY(pal_json_text(body, "kind", &word, where));
    if (!pal_contribution_kind_read(word, &spec->kind)) {
        pal_where_set(where, "/kind");
        return PAL_ERR_JSON_VALUE;
    }
    return PAL_OK;
}

static enum pal_err read_spec(const struct pal_request *request, struct pal_contribution_spec *spec)
{
    static const char *const names[] = {"kind", "text", "parent", "official", "member", NULL};
    struct pal_where *where = pal_request_where(request);
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid parent, member;
    const struct pal_uuid *named_parent, *named_member;
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(read_kind(body, spec, where));
    PAL_TRY(pal_json_text(body, "text", &spec->text, where));
    PAL_TRY(pal_json_optional_bool(body, "official", &spec->is_official, where));
    PAL_TRY(pal_read_optional_uuid(body, "parent", &parent, &named_parent, where));
    PAL_TRY(pal_read_optional_uuid(body, "member", &member, &named_member, where));
    if (named_parent != NULL) {
        pal_where_set(where, "/parent");
        enum pal_err err = pal_contribution_find(store, named_parent, &spec->parent);
        PAL_TRY(err == PAL_ERR_NOT_FOUND ? PAL_ERR_CONTRIBUTION_PARENT : err);
    }
    if (spec->is_official) {
        spec->author.person = request->principal.person;
        return PAL_OK;
    }
    return pal_request_member(request, named_member, &spec->author.member);
}

enum pal_err pal_on_contribution_post(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_contribution_spec spec = {0};
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(read_spec(request, &spec));
    spec.resolution = resolution.id;

    struct pal_contribution_id id;
    PAL_TRY(pal_reply_quota(reply, request,
                            pal_contribution_post(store, &spec, pal_request_where(request), &id)));

    PAL_CONTRIBUTION(made);
    struct pal_json *json;
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    PAL_TRY(pal_contribution_read(store, id, &made));
    PAL_TRY(pal_write_contribution(request, &made, &json));
    pal_uuid_write(&made.uuid, uuid);
    pal_reply_created(reply, json, "/api/v1/contributions/%s", uuid);
    pal_reply_version(reply, made.entry);
    pal_reply_event(reply, "contribution.post", &made.uuid);
    return PAL_OK;
}

/* RULE docs/rules/deliberation.md
 * > Whoever is signed in may see a text as it would be shown before they say it: nothing is kept. */
enum pal_err pal_on_preview(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"text", NULL};
    struct pal_where *where = pal_request_where(request);
    struct pal_text text;
    const struct pal_json *body;
    PAL_BUF(html);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "text", &text, where));
    pal_where_set(where, "/text");
    if (text.size > PAL_LIMIT_CONTRIBUTION) {
        return PAL_ERR_LIMIT_TEXT;
    }
    PAL_TRY(pal_markdown_write(text, &html));

    struct pal_json *json = pal_json_object_new();
    pal_json_set_text(json, "html", pal_buf_text(&html));
    pal_reply_json(reply, json);
    return PAL_OK;
}

/* --- what its author does with it ----------------------------------------------------------- */

/* What the commands on a contribution that is there share: it is the one that was read. */
static enum pal_err begin(const struct pal_request *request, struct pal_contribution *contribution)
{
    PAL_TRY(pal_request_contribution(request, contribution));
    return pal_request_match(request, contribution->entry);
}

static enum pal_err finish(const struct pal_request *request, struct pal_reply *reply,
                           const struct pal_contribution *contribution, const char *event)
{
    pal_reply_event(reply, event, &contribution->uuid);
    return reply_one(request, reply, contribution->id);
}

enum pal_err pal_on_contribution_edit(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"text", NULL};
    struct pal_where *where = pal_request_where(request);
    struct pal_text text;
    const struct pal_json *body;
    PAL_CONTRIBUTION(contribution);
    PAL_TRY(begin(request, &contribution));
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "text", &text, where));
    PAL_TRY(pal_request_wrote(request, &contribution));

    PAL_TRY(pal_reply_quota(reply, request,
                            pal_contribution_edit(pal_request_store(request), contribution.id, text,
                                                  where)));

    return finish(request, reply, &contribution, "contribution.edit");
}

enum pal_err pal_on_contribution_withdrawal(const struct pal_request *request,
                                            struct pal_reply *reply)
{
    PAL_CONTRIBUTION(contribution);
    PAL_TRY(begin(request, &contribution));
    PAL_TRY(pal_request_nothing(request));
    PAL_TRY(pal_request_wrote(request, &contribution));

    PAL_TRY(pal_contribution_withdraw(pal_request_store(request), contribution.id));

    return finish(request, reply, &contribution, "contribution.withdraw");
}

static enum pal_err read_settlement(const struct pal_request *request, struct pal_uuid *by,
                                    struct pal_settlement *settlement)
{
    static const char *const names[] = {"how", "by", "note", NULL};
    struct pal_where *where = pal_request_where(request);
    struct pal_text how;
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "how", &how, where));
    PAL_TRY(pal_json_optional_text(body, "note", &settlement->note, where));
    PAL_TRY(pal_read_optional_uuid(body, "by", by, &settlement->by, where));
    if (!pal_concern_read(how, &settlement->how)) {
        pal_where_set(where, "/how");
        return PAL_ERR_JSON_VALUE;
    }
    return PAL_OK;
}

enum pal_err pal_on_settlement(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_uuid by;
    struct pal_settlement settlement = {0};
    PAL_CONTRIBUTION(contribution);
    PAL_TRY(begin(request, &contribution));
    PAL_TRY(read_settlement(request, &by, &settlement));
    PAL_TRY(pal_request_wrote(request, &contribution));

    PAL_TRY(pal_reply_quota(reply, request,
                            pal_concern_settle(pal_request_store(request), contribution.id,
                                               &settlement, pal_request_where(request))));

    return finish(request, reply, &contribution, "concern.settle");
}

/* --- endorsing ------------------------------------------------------------------------------ */

static enum pal_err endorse(const struct pal_request *request, struct pal_reply *reply,
                            bool endorses)
{
    struct pal_member_id member;
    PAL_CONTRIBUTION(contribution);
    PAL_TRY(pal_request_contribution(request, &contribution));
    PAL_TRY(pal_request_for(request, &member));

    PAL_TRY(pal_reply_quota(reply, request,
                            pal_contribution_endorse(pal_request_store(request), contribution.id,
                                                     member, endorses)));

    return finish(request, reply, &contribution, "contribution.endorse");
}

enum pal_err pal_on_endorsement(const struct pal_request *request, struct pal_reply *reply)
{
    return endorse(request, reply, true);
}

enum pal_err pal_on_endorsement_end(const struct pal_request *request, struct pal_reply *reply)
{
    return endorse(request, reply, false);
}

/* --- moderation ----------------------------------------------------------------------------- */

static enum pal_err read_moderation(const struct pal_request *request,
                                    struct pal_moderation *moderation)
{
    static const char *const names[] = {"reason", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    moderation->moderator = request->principal.person;
    return pal_json_text(body, "reason", &moderation->reason, where);
}

enum pal_err pal_on_concealment(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_moderation moderation;
    PAL_CONTRIBUTION(contribution);
    PAL_TRY(begin(request, &contribution));
    PAL_TRY(read_moderation(request, &moderation));

    PAL_TRY(pal_contribution_conceal(pal_request_store(request), contribution.id, &moderation,
                                     pal_request_where(request)));

    pal_prints_forget(request->services->prints);
    return finish(request, reply, &contribution, "contribution.conceal");
}

enum pal_err pal_on_restoration(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_moderation moderation;
    PAL_CONTRIBUTION(contribution);
    PAL_TRY(begin(request, &contribution));
    PAL_TRY(read_moderation(request, &moderation));

    PAL_TRY(pal_contribution_restore(pal_request_store(request), contribution.id, &moderation,
                                     pal_request_where(request)));

    pal_prints_forget(request->services->prints);
    return finish(request, reply, &contribution, "contribution.restore");
}
