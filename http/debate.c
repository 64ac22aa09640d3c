/* debate.c - what the handlers of a deliberation share: who reads, who speaks, what is shown to whom. */
#include "debate.h"

#include "base/fields.h"
#include "base/markdown.h"
#include "core/aliases.h"
#include "core/consents.h"
#include "core/quotas.h"

#include "routes.h"
#include "write.h"

static bool is_signed_in(const struct pal_request *request)
{
    return request->principal.proof != PAL_PROOF_NONE;
}

/* --- who speaks ----------------------------------------------------------------------------- */

/* The members for whom a person acts: how many, the last, and themselves among them. */
struct acting {
    struct pal_member_id self, last;
    size_t count;
};

static enum pal_err read_acting(void *context, const struct pal_member *member,
                                enum pal_acts_as how)
{
    struct acting *acting = context;
    acting->last = member->id;
    acting->self = how == PAL_ACTS_AS_SELF ? member->id : acting->self;
    acting->count++;
    return PAL_OK;
}

/* 0 where there is none, or one must be named. */
static enum pal_err find_self(const struct pal_request *request, struct acting *acting)
{
    PAL_TRY(pal_members_of_person(pal_request_store(request), request->principal.person,
                                  read_acting, acting));
    if (acting->self.value == 0 && acting->count == 1) {
        acting->self = acting->last;
    }
    return PAL_OK;
}

enum pal_err pal_request_member(const struct pal_request *request, const struct pal_uuid *named,
                                struct pal_member_id *out_member)
{
    struct pal_store *store = pal_request_store(request);
    struct acting acting = {0};
    enum pal_acts_as how;
    pal_where_set(pal_request_where(request), "/member");
    if (named != NULL) {
        PAL_TRY(pal_member_find(store, named, out_member));
        enum pal_err err = pal_member_acts(store, *out_member, request->principal.person, &how);
        return err == PAL_ERR_ROLL_NOT_HELD ? PAL_ERR_REQUEST_FORBIDDEN : err;
    }
    PAL_TRY(find_self(request, &acting));
    *out_member = acting.self;
    if (acting.self.value != 0) {
        return PAL_OK;
    }
    return acting.count == 0 ? PAL_ERR_REQUEST_FORBIDDEN : PAL_ERR_JSON_MISSING;
}

enum pal_err pal_request_self(const struct pal_request *request, struct pal_member_id *out_self)
{
    struct acting acting = {0};
    if (is_signed_in(request)) {
        PAL_TRY(find_self(request, &acting));
    }
    *out_self = acting.self;
    return PAL_OK;
}

enum pal_err pal_read_optional_uuid(const struct pal_json *body, const char *name,
                                    struct pal_uuid *uuid, const struct pal_uuid **out_named,
                                    struct pal_where *where)
{
    *out_named = NULL;
    if (!pal_json_has(body, name)) {
        return PAL_OK;
    }
    PAL_TRY(pal_json_uuid(body, name, uuid, where));
    *out_named = uuid;
    return PAL_OK;
}

enum pal_err pal_request_for(const struct pal_request *request, struct pal_member_id *out_member)
{
    static const char *const names[] = {"member", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    const struct pal_uuid *named = NULL;
    struct pal_uuid member;
    if (request->route->body_bytes == 0) {
        PAL_TRY(pal_request_query_uuid(request, "member", &member));
        named = pal_request_query_has(request, "member") ? &member : NULL;
    } else {
        PAL_TRY(pal_request_json(request, &body));
        PAL_TRY(pal_json_only(body, names, where));
        PAL_TRY(pal_read_optional_uuid(body, "member", &member, &named, where));
    }
    PAL_TRY(pal_request_member(request, named, out_member));
    pal_where_set(where, "%s", "");
    return PAL_OK;
}

/* --- who reads ------------------------------------------------------------------------------ */

enum pal_err pal_request_contribution(const struct pal_request *request,
                                      struct pal_contribution *out)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_uuid uuid;
    struct pal_contribution_id id;
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_uuid(request, "contribution", &uuid));
    PAL_TRY(pal_contribution_find(store, &uuid, &id));
    PAL_TRY(pal_contribution_read(store, id, out));
    return pal_request_sees_resolution(request, out->resolution, &resolution);
}

static enum pal_err wrote(const struct pal_request *request,
                          const struct pal_contribution *contribution, bool *out_wrote)
{
    *out_wrote = false;
    return is_signed_in(request) ? pal_contribution_is_of(pal_request_store(request), contribution,
                                                          request->principal.person, out_wrote)
                                 : PAL_OK;
}

enum pal_err pal_request_wrote(const struct pal_request *request,
                               const struct pal_contribution *contribution)
{
    bool is_own;
    PAL_TRY(wrote(request, contribution, &is_own));
    return is_own ? PAL_OK : PAL_ERR_REQUEST_FORBIDDEN;
}

/* RULE docs/rules/deliberation.md
 * > What is hidden keeps its place, its kind and its reason; its text and its versions are shown to
 * > its author and to moderators alone … */
enum pal_err pal_request_sees(const struct pal_request *request,
                              const struct pal_contribution *contribution, bool *out_sees)
{
    *out_sees = contribution->state != PAL_CONTRIBUTION_HIDDEN ||
                pal_principal_may(&request->principal, PAL_MAY_MODERATE);
    return *out_sees ? PAL_OK : wrote(request, contribution, out_sees);
}

/* --- shapes --------------------------------------------------------------------------------- */

enum pal_err pal_write_words(struct pal_store *store, const struct pal_hash *hash,
                             struct pal_json *into)
{
    bool is_removed;
    PAL_BUF(text);
    PAL_BUF(html);
    PAL_TRY(pal_contribution_text(store, hash, &text, &is_removed));
    if (is_removed) {
        pal_json_set_bool(into, "removed", true);
        return PAL_OK;
    }
    PAL_TRY(pal_markdown_write(pal_buf_text(&text), &html));
    pal_json_set_text(into, "text", pal_buf_text(&text));
    pal_json_set_text(into, "html", pal_buf_text(&html));
    return PAL_OK;
}

/* May the reader see that member, or where there is none that person, by name? */
static enum pal_err may_name(const struct pal_request *request, const struct pal_speaker *speaker,
                             bool *out_may)
{
    struct pal_store *store = pal_request_store(request);
    *out_may = true;
    if (is_signed_in(request)) {
        return PAL_OK;
    }
    return speaker->member.value != 0
               ? pal_consent_names_member(store, speaker->member, out_may)
               : pal_consent_has(store, speaker->person, PAL_CONSENT_NAME, out_may);
}

/* Which row of the register it is, only members are told. */
static enum pal_err write_name(const struct pal_request *request, const struct pal_speaker *speaker,
                               struct pal_json *into)
{
    struct pal_store *store = pal_request_store(request);
    bool may;
    PAL_TRY(may_name(request, speaker, &may));
    if (!may) {
        return PAL_OK;
    }
    if (speaker->member.value == 0) {
        PAL_PERSON(person);
        PAL_TRY(pal_person_read(store, speaker->person, &person));
        pal_json_set_text(into, "name", person.says.name);
        return PAL_OK;
    }
    PAL_MEMBER(member);
    PAL_TRY(pal_member_read(store, speaker->member, &member));
    if (is_signed_in(request)) {
        pal_json_set_uuid(into, "member", &member.uuid);
    }
    pal_json_set_text(into, "name", member.name);
    return PAL_OK;
}

/* RULE docs/rules/deliberation.md
 * > Members who are signed in see names; everyone else sees the pseudonym and the college. */
static enum pal_err write_contributor(const struct pal_request *request,
                                      const struct pal_contribution *row, struct pal_json *into)
{
    struct pal_speaker speaker;
    struct pal_json *author = pal_json_object_new();
    pal_json_set(into, "author", author);
    pal_json_set_string(author, "pseudonym", row->author);
    if (row->college.size > 0) {
        pal_json_set_text(author, "college", row->college);
    }
    if (!is_signed_in(request) && row->state == PAL_CONTRIBUTION_HIDDEN) {
        return PAL_OK; /* a moderator's doing: nobody agreed to be shown with that */
    }
    enum pal_err err = pal_alias_find(pal_request_store(request), &row->resolution_uuid,
                                      pal_text_of(row->author), &speaker);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_OK : err; /* they were erased */
    }
    return write_name(request, &speaker, author);
}

/* The pseudonym and the college; *out_speaker has no member when they were erased. */
static enum pal_err write_who(const struct pal_request *request, const struct pal_uuid *scope,
                              const char *pseudonym, struct pal_json *who,
                              struct pal_speaker *out_speaker)
{
    struct pal_store *store = pal_request_store(request);
    *out_speaker = (struct pal_speaker){0};
    pal_json_set_string(who, "pseudonym", pseudonym);
    enum pal_err err = pal_alias_find(store, scope, pal_text_of(pseudonym), out_speaker);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
    }
    PAL_MEMBER(member);
    PAL_TRY(pal_member_read(store, out_speaker->member, &member));
    if (member.college.size > 0) {
        pal_json_set_text(who, "college", member.college);
    }
    return PAL_OK;
}

enum pal_err pal_write_pseudonym(const struct pal_request *request, const struct pal_uuid *scope,
                                 const char *pseudonym, struct pal_json *into, const char *name)
{
    struct pal_speaker speaker;
    struct pal_json *who = pal_json_object_new();
    pal_json_set(into, name, who);
    PAL_TRY(write_who(request, scope, pseudonym, who, &speaker));
    bool names = speaker.member.value != 0 && is_signed_in(request);
    return names ? write_name(request, &speaker, who) : PAL_OK;
}

enum pal_err pal_write_author(const struct pal_request *request, const struct pal_uuid *scope,
                              const char *pseudonym, struct pal_json *into)
{
    struct pal_speaker speaker;
    struct pal_json *who = pal_json_object_new();
    pal_json_set(into, "author", who);
    PAL_TRY(write_who(request, scope, pseudonym, who, &speaker));
    return speaker.member.value != 0 ? write_name(request, &speaker, who) : PAL_OK;
}

/* RULE docs/rules/deliberation.md
 * > A name that may be taken back stands in live replies alone, which nobody is to keep.
 */
void pal_reply_with_names(struct pal_reply *reply, const struct pal_request *request)
{
    if (is_signed_in(request)) {
        return;
    }
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    if (reply->tag[0] != '\0') {
        pal_reply_spell(reply);
        struct pal_hash hash = pal_hash_of(reply->body.bytes, reply->body.size);
        int64_t version = 0;
        for (size_t i = 0; i < 7; i++) {
            version = version << 8 | hash.bytes[i];
        }
        pal_reply_version(reply, version);
    }
}

static enum pal_err write_concern(struct pal_store *store, const struct pal_contribution *row,
                                  bool sees, struct pal_json *into)
{
    if (row->kind != PAL_CONTRIBUTION_CONCERN) {
        return PAL_OK;
    }
    struct pal_json *concern = pal_json_object_new();
    pal_json_set(into, "concern", concern);
    pal_json_set_string(concern, "how", pal_concern_word(row->concern));
    if (row->has_settled_by) {
        pal_json_set_uuid(concern, "by", &row->settled_by);
    }
    if (!row->has_note || !sees) {
        return PAL_OK;
    }
    struct pal_json *note = pal_json_object_new();
    pal_json_set(concern, "note", note);
    pal_json_set_hash(note, "hash", &row->note);
    return pal_write_words(store, &row->note, note);
}

/* Whether the member for whom the reader speaks endorses it. */
static enum pal_err write_endorsed(const struct pal_request *request,
                                   const struct pal_contribution *row, struct pal_json *into)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_member_id self;
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    bool endorses;
    PAL_TRY(pal_request_self(request, &self));
    if (self.value == 0) {
        return PAL_OK;
    }
    PAL_TRY(pal_member_pseudonym(store, self, &row->resolution_uuid, pseudonym));
    PAL_TRY(pal_contribution_endorses(store, row->id, pal_text_of(pseudonym), &endorses));
    pal_json_set_bool(into, "endorsed", endorses);
    return PAL_OK;
}

static void write_place(const struct pal_contribution *row, struct pal_json *into)
{
    pal_json_set_uuid(into, "id", &row->uuid);
    pal_json_set_uuid(into, "resolution", &row->resolution_uuid);
    if (row->parent.value != 0) {
        pal_json_set_uuid(into, "parent", &row->parent_uuid);
    }
    pal_json_set_string(into, "kind", pal_contribution_kind_word(row->kind));
    pal_json_set_string(into, "state", pal_contribution_state_word(row->state));
    pal_json_set_bool(into, "official", row->is_official);
    if (row->reason.size > 0) {
        pal_json_set_text(into, "reason", row->reason);
    }
    pal_json_set_instant(into, "at", row->at_us);
    if (row->version > 1) {
        pal_json_set_instant(into, "edited_at", row->edited_us);
    }
    pal_json_set_int(into, "version", row->version);
    pal_json_set_hash(into, "hash", &row->hash);
    pal_json_set_int(into, "endorsements", row->endorsers);
    pal_json_set_int(into, "replies", row->replies);
    if (row->kind == PAL_CONTRIBUTION_QUESTION) {
        pal_json_set_bool(into, "answered", row->is_answered);
    }
}

enum pal_err pal_write_contribution(const struct pal_request *request,
                                    const struct pal_contribution *row, struct pal_json **out_json)
{
    bool sees;
    bool is_own;
    struct pal_store *store = pal_request_store(request);
    PAL_JSON(json);
    json = pal_json_object_new();
    write_place(row, json);
    PAL_TRY(pal_request_sees(request, row, &sees));
    PAL_TRY(wrote(request, row, &is_own));
    if (is_own) {
        pal_json_set_bool(json, "mine", true);
    }
    if (sees) {
        PAL_TRY(pal_write_words(store, &row->hash, json));
    }
    PAL_TRY(write_concern(store, row, sees, json));
    PAL_TRY(write_contributor(request, row, json));
    PAL_TRY(write_endorsed(request, row, json));
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

enum pal_err pal_reply_quota(struct pal_reply *reply, const struct pal_request *request,
                             enum pal_err err)
{
    char day[PAL_DATE_TEXT_SIZE + 1];
    if (err == PAL_ERR_LIMIT_QUOTA) {
        pal_date_write(pal_quota_frees_on(pal_request_store(request)), day);
        pal_reply_detail(reply, "frees_on", pal_json_text_new(pal_text_of(day)));
    }
    return err;
}
