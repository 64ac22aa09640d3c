/*
 * debate.c - the commands of those who deliberate: they say, write anew, endorse, withdraw, settle.
 */
#include <string.h>

#include "base/fields.h"
#include "base/limits.h"
#include "base/markdown.h"
#include "core/amendments.h"
#include "core/contributions.h"
#include "core/log.h"
#include "core/quotas.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "documents.h"
#include "input.h"

static const struct pal_input text_input = {"/text", PAL_LIMIT_CONTRIBUTION, false, true};
static const struct pal_input note_input = {"/note", PAL_LIMIT_CONTRIBUTION, false, true};

static enum pal_err refuse(enum pal_err err, const char *place, struct pal_where *out_where)
{
    pal_where_set(out_where, "%s", place);
    return err;
}

static enum pal_err say(struct pal_store *store, const char *type, struct pal_json *d,
                        uint64_t *out_index)
{
    return pal_change_make(store, &(struct pal_log_entry){type, pal_uuid_random(), d}, out_index);
}

/* --- texts ---------------------------------------------------------------------------------- */

static enum pal_err accept(const struct pal_input *input, struct pal_text text,
                           struct pal_buf *out_kept, struct pal_where *out_where)
{
    PAL_BUF(html);
    PAL_TRY(pal_input_read(input, text, out_kept, out_where));
    enum pal_err err = pal_markdown_write(pal_buf_text(out_kept), &html);
    return err == PAL_OK ? PAL_OK : refuse(err, input->place, out_where);
}

static enum pal_err keep(struct pal_store *store, struct pal_text kept, struct pal_json *d,
                         struct pal_where *out_where)
{
    PAL_JSON(document);
    struct pal_hash hash;
    document = pal_json_object_new();
    pal_json_set_text(document, "text", kept);
    PAL_TRY(pal_document_put_words(store, PAL_DOCUMENT_CONTRIBUTION, document, &hash, out_where));
    pal_json_set_hash(d, "hash", &hash);
    return PAL_OK;
}

/* --- what may be said, and by whom ---------------------------------------------------------- */

/* RULE docs/rules/deliberation.md
 * > An admitted member contributes to a resolution as long as they see it, while it is a draft or its
 * > text is frozen for its poll, and its debate is not closed. */
static enum pal_err check_debated(const struct pal_resolution *resolution)
{
    switch (resolution->state) {
    case PAL_RESOLUTION_DRAFT:
    case PAL_RESOLUTION_FROZEN: return resolution->debate_closed_us == 0 ? PAL_OK : PAL_ERR_STATE;
    case PAL_RESOLUTION_DECIDED:
    case PAL_RESOLUTION_WITHDRAWN: break;
    }
    return PAL_ERR_STATE;
}

static enum pal_err check_admitted(const struct pal_member *member)
{
    return member->state == PAL_MEMBER_ADMITTED ? PAL_OK : PAL_ERR_MEMBER_NOT_ADMITTED;
}

struct holding {
    int64_t now_us;
    bool speaks;
};

static enum pal_err read_office(void *context, const struct pal_office *office)
{
    struct holding *holding = context;
    bool speaks = office->role == PAL_ROLE_ADMINISTRATOR || office->role == PAL_ROLE_SECRETARY ||
                  office->role == PAL_ROLE_CHAIR;
    holding->speaks = holding->speaks || (speaks && office->from_us <= holding->now_us);
    return PAL_OK;
}

/* RULE docs/rules/deliberation.md
 * > An administrator, the secretary or the chair may answer for the board. */
static enum pal_err check_official(struct pal_store *store,
                                   const struct pal_contribution_spec *spec,
                                   struct pal_where *out_where)
{
    struct holding holding = {.now_us = pal_store_now_us(store)};
    PAL_TRY(pal_offices_walk(store, spec->author.person, read_office, &holding));
    return holding.speaks && spec->kind == PAL_CONTRIBUTION_REPLY
               ? PAL_OK
               : refuse(PAL_ERR_CONTRIBUTION_OFFICIAL, "/official", out_where);
}

/* RULE docs/rules/deliberation.md
 * > A reply names the contribution that it answers, which is visible and under the same resolution;
 * > nothing else answers. */
static enum pal_err check_parent(struct pal_store *store, const struct pal_contribution_spec *spec,
                                 struct pal_json *d, struct pal_where *out_where)
{
    bool is_reply = spec->kind == PAL_CONTRIBUTION_REPLY;
    if (is_reply != (spec->parent.value != 0)) {
        return refuse(PAL_ERR_CONTRIBUTION_PARENT, "/parent", out_where);
    }
    if (!is_reply) {
        return PAL_OK;
    }
    PAL_CONTRIBUTION(parent);
    PAL_TRY(pal_contribution_read(store, spec->parent, &parent));
    if (parent.state == PAL_CONTRIBUTION_HIDDEN) {
        return refuse(PAL_ERR_CONTRIBUTION_HIDDEN, "/parent", out_where);
    }
    if (parent.state != PAL_CONTRIBUTION_VISIBLE ||
        parent.resolution.value != spec->resolution.value) {
        return refuse(PAL_ERR_CONTRIBUTION_PARENT, "/parent", out_where);
    }
    pal_json_set_uuid(d, "parent", &parent.uuid);
    return PAL_OK;
}

/* The member who speaks is admitted, has not said too much today, and speaks from their college. */
static enum pal_err check_member(struct pal_store *store, struct pal_member_id member,
                                 struct pal_json *d)
{
    PAL_MEMBER(who);
    PAL_TRY(pal_member_read(store, member, &who));
    PAL_TRY(check_admitted(&who));
    if (who.college.size > 0) {
        pal_json_set_text(d, "college", who.college);
    }
    return pal_quota_use(store, member, PAL_QUOTA_CONTRIBUTION);
}

/* --- saying --------------------------------------------------------------------------------- */

static enum pal_err post(struct pal_store *store, const struct pal_contribution_spec *spec,
                         struct pal_text kept, struct pal_where *out_where, uint64_t *out_index)
{
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_resolution_read(store, spec->resolution, &resolution));
    PAL_TRY(check_debated(&resolution));
    struct pal_uuid uuid = pal_uuid_random();
    char author[PAL_PSEUDONYM_SIZE + 1];
    PAL_JSON(d);
    d = pal_json_object_new();
    PAL_TRY(check_parent(store, spec, d, out_where));
    if (spec->is_official) {
        PAL_TRY(check_official(store, spec, out_where));
        pal_json_set_bool(d, "official", true);
    } else {
        PAL_TRY(check_member(store, spec->author.member, d));
    }
    PAL_TRY(pal_alias_take(store, spec->author, &resolution.uuid, author));
    PAL_TRY(keep(store, kept, d, out_where));
    pal_json_set_string(d, "author", author);
    pal_json_set_uuid(d, "contribution", &uuid);
    pal_json_set_string(d, "kind", pal_contribution_kind_word(spec->kind));
    pal_json_set_uuid(d, "resolution", &resolution.uuid);
    return say(store, "contribution.post", d, out_index);
}

enum pal_err pal_contribution_post(struct pal_store *store,
                                   const struct pal_contribution_spec *spec,
                                   struct pal_where *out_where,
                                   struct pal_contribution_id *out_contribution)
{
    uint64_t index;
    PAL_BUF(kept);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(accept(&text_input, spec->text, &kept, out_where));
    PAL_TRY(post(store, spec, pal_buf_text(&kept), out_where, &index));
    PAL_TRY(pal_transaction_commit(&transaction));
    out_contribution->value = (int64_t)index;
    return PAL_OK;
}

/* --- what its author does with it ----------------------------------------------------------- */

static enum pal_err check_visible(const struct pal_contribution *now)
{
    switch (now->state) {
    case PAL_CONTRIBUTION_VISIBLE: return PAL_OK;
    case PAL_CONTRIBUTION_HIDDEN: return PAL_ERR_CONTRIBUTION_HIDDEN;
    case PAL_CONTRIBUTION_WITHDRAWN: break;
    }
    return PAL_ERR_STATE;
}

/* Reads what is still debated, and visible. */
static enum pal_err read_debated(struct pal_store *store, struct pal_contribution_id contribution,
                                 struct pal_contribution *out)
{
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_contribution_read(store, contribution, out));
    PAL_TRY(check_visible(out));
    PAL_TRY(pal_resolution_read(store, out->resolution, &resolution));
    return check_debated(&resolution);
}

/* Its author is an admitted member still, and pays for the quota; an officer is neither asked. */
static enum pal_err charge_author(struct pal_store *store, const struct pal_contribution *now)
{
    struct pal_speaker author;
    PAL_TRY(pal_alias_find(store, &now->resolution_uuid, pal_text_of(now->author), &author));
    if (author.member.value == 0) {
        return PAL_OK;
    }
    PAL_MEMBER(who);
    PAL_TRY(pal_member_read(store, author.member, &who));
    PAL_TRY(check_admitted(&who));
    return pal_quota_use(store, author.member, PAL_QUOTA_CONTRIBUTION);
}

static enum pal_err is_same_text(struct pal_store *store, const struct pal_hash *hash,
                                 struct pal_text kept, bool *out_is_same)
{
    bool is_removed;
    PAL_BUF(there);
    PAL_TRY(pal_contribution_text(store, hash, &there, &is_removed));
    *out_is_same = !is_removed && pal_text_equal(pal_buf_text(&there), kept);
    return PAL_OK;
}

enum pal_err pal_contribution_edit(struct pal_store *store, struct pal_contribution_id contribution,
                                   struct pal_text text, struct pal_where *out_where)
{
    bool is_same;
    PAL_BUF(kept);
    PAL_JSON(d);
    PAL_CONTRIBUTION(now);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(read_debated(store, contribution, &now));
    PAL_TRY(accept(&text_input, text, &kept, out_where));
    PAL_TRY(is_same_text(store, &now.hash, pal_buf_text(&kept), &is_same));
    if (is_same) {
        return PAL_OK;
    }
    PAL_TRY(charge_author(store, &now));
    d = pal_json_object_new();
    PAL_TRY(keep(store, pal_buf_text(&kept), d, out_where));
    pal_json_set_uuid(d, "contribution", &now.uuid);
    pal_json_set_int(d, "version", now.version + 1);
    PAL_TRY(say(store, "contribution.edit", d, NULL));
    return pal_transaction_commit(&transaction);
}

/* Whoever was suspended may still take back what they said. */
enum pal_err pal_contribution_withdraw(struct pal_store *store,
                                       struct pal_contribution_id contribution)
{
    PAL_JSON(d);
    PAL_CONTRIBUTION(now);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(read_debated(store, contribution, &now));
    d = pal_json_object_new();
    pal_json_set_uuid(d, "contribution", &now.uuid);
    PAL_TRY(say(store, "contribution.withdraw", d, NULL));
    return pal_transaction_commit(&transaction);
}

/* The resolution of a contribution or of an amendment; 0 where it is neither, or is that concern. */
static enum pal_err find_resolution(struct pal_store *store, const struct pal_uuid *by,
                                    const struct pal_contribution *concern,
                                    struct pal_resolution_id *out_resolution)
{
    struct pal_contribution_id contribution;
    struct pal_amendment_id amendment;
    PAL_CONTRIBUTION(said);
    struct pal_amendment proposed;
    *out_resolution = (struct pal_resolution_id){0};
    enum pal_err err = pal_contribution_find(store, by, &contribution);
    if (err == PAL_OK && contribution.value != concern->id.value) {
        PAL_TRY(pal_contribution_read(store, contribution, &said));
        *out_resolution = said.resolution;
    }
    if (err != PAL_ERR_NOT_FOUND) {
        return err;
    }
    err = pal_amendment_find(store, by, &amendment);
    if (err == PAL_OK) {
        PAL_TRY(pal_amendment_read(store, amendment, &proposed));
        *out_resolution = proposed.resolution;
    }
    return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
}

/* What met a concern is under the same resolution, and is not the concern itself. */
static enum pal_err check_met_by(struct pal_store *store, const struct pal_contribution *now,
                                 const struct pal_settlement *settlement,
                                 struct pal_where *out_where)
{
    struct pal_resolution_id of;
    PAL_TRY(find_resolution(store, settlement->by, now, &of));
    return settlement->how == PAL_CONCERN_MET && of.value == now->resolution.value
               ? PAL_OK
               : refuse(PAL_ERR_JSON_VALUE, "/by", out_where);
}
/* RULE docs/rules/deliberation.md
 * > A concern is open until its author says how it ended: it was met, perhaps by a contribution or an
 * > amendment that is named, or it is maintained. */
static enum pal_err check_settlement(struct pal_store *store, const struct pal_contribution *now,
                                     const struct pal_settlement *settlement,
                                     struct pal_where *out_where)
{
    if (now->kind != PAL_CONTRIBUTION_CONCERN) {
        return PAL_ERR_CONCERN_KIND;
    }
    if (settlement->how == PAL_CONCERN_OPEN) {
        return refuse(PAL_ERR_JSON_VALUE, "/how", out_where);
    }
    return settlement->by == NULL ? PAL_OK : check_met_by(store, now, settlement, out_where);
}

enum pal_err pal_concern_settle(struct pal_store *store, struct pal_contribution_id contribution,
                                const struct pal_settlement *settlement,
                                struct pal_where *out_where)
{
    PAL_BUF(note);
    PAL_JSON(d);
    PAL_CONTRIBUTION(now);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(read_debated(store, contribution, &now));
    PAL_TRY(check_settlement(store, &now, settlement, out_where));
    PAL_TRY(charge_author(store, &now));
    d = pal_json_object_new();
    if (settlement->note.size > 0) {
        PAL_TRY(accept(&note_input, settlement->note, &note, out_where));
        PAL_TRY(keep(store, pal_buf_text(&note), d, out_where));
    }
    if (settlement->by != NULL) {
        pal_json_set_uuid(d, "by", settlement->by);
    }
    pal_json_set_uuid(d, "contribution", &now.uuid);
    pal_json_set_string(d, "how", pal_concern_word(settlement->how));
    PAL_TRY(say(store, "concern.settle", d, NULL));
    return pal_transaction_commit(&transaction);
}

/* --- endorsing ------------------------------------------------------------------------------ */

enum pal_err pal_contribution_endorse(struct pal_store *store,
                                      struct pal_contribution_id contribution,
                                      struct pal_member_id member, bool endorses)
{
    bool is_so;
    char endorser[PAL_PSEUDONYM_SIZE + 1];
    PAL_JSON(d);
    PAL_MEMBER(who);
    PAL_CONTRIBUTION(now);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(read_debated(store, contribution, &now));
    PAL_TRY(pal_member_read(store, member, &who));
    PAL_TRY(check_admitted(&who));
    PAL_TRY(pal_alias_take(store, (struct pal_speaker){.member = member}, &now.resolution_uuid,
                           endorser));
    if (strcmp(endorser, now.author) == 0) {
        return PAL_ERR_CONTRIBUTION_OWN;
    }
    PAL_TRY(pal_contribution_endorses(store, contribution, pal_text_of(endorser), &is_so));
    if (is_so == endorses) {
        return PAL_OK;
    }
    PAL_TRY(pal_quota_use(store, member, PAL_QUOTA_ENDORSEMENT));
    d = pal_json_object_new();
    pal_json_set_uuid(d, "contribution", &now.uuid);
    pal_json_set_string(d, "endorser", endorser);
    pal_json_set_bool(d, "value", endorses);
    PAL_TRY(say(store, "contribution.endorse", d, NULL));
    return pal_transaction_commit(&transaction);
}
