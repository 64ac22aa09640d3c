/*
 * amending.c - the commands on amendments: proposed, supported, withdrawn, taken in, and put in the text.
 */
#include "amending.h"

#include <string.h>

#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/aliases.h"
#include "core/amendments.h"
#include "core/log.h"
#include "core/quotas.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "documents.h"
#include "input.h"

static const struct pal_input text_input = {"/text", PAL_LIMIT_TEXT, false, true};
static const struct pal_input reasons_input = {"/reasons", PAL_LIMIT_TEXT, true, true};

static enum pal_err say(struct pal_store *store, const char *type,
                        const struct pal_amendment *amendment, struct pal_json *d)
{
    pal_json_set_uuid(d, "amendment", &amendment->uuid);
    return pal_change_make(store, &(struct pal_log_entry){type, pal_uuid_random(), d}, NULL);
}

/* RULE docs/rules/amendments.md
 * > Amendments are proposed, supported, taken in and put in the text while the resolution is a draft and its
 * > assembly is not over.
 */
static enum pal_err check_resolution(struct pal_store *store,
                                     const struct pal_resolution *resolution)
{
    switch (resolution->state) {
    case PAL_RESOLUTION_FROZEN: return PAL_ERR_RESOLUTION_FROZEN;
    case PAL_RESOLUTION_DECIDED:
    case PAL_RESOLUTION_WITHDRAWN: return PAL_ERR_STATE;
    case PAL_RESOLUTION_DRAFT: break;
    }
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, resolution->assembly, &assembly));
    bool is_over = assembly.state == PAL_ASSEMBLY_ENDED || assembly.state == PAL_ASSEMBLY_CANCELLED;
    return is_over ? PAL_ERR_STATE : PAL_OK;
}

static enum pal_err check_member(struct pal_store *store, struct pal_member_id member)
{
    PAL_MEMBER(row);
    PAL_TRY(pal_member_read(store, member, &row));
    return row.state == PAL_MEMBER_ADMITTED ? PAL_OK : PAL_ERR_MEMBER_NOT_ADMITTED;
}

/* --- proposing -------------------------------------------------------------------------------- */

/* What an amendment is made from. */
struct proposal {
    const struct pal_amendment_spec *spec;
    struct pal_amendment made; /* as far as it is known */
    struct pal_hash original;  /* of the document of the resolution */
    struct pal_buf base, text; /* the text that it amends, and its own */
};

static void proposal_done(struct proposal *proposal)
{
    pal_buf_done(&proposal->base);
    pal_buf_done(&proposal->text);
}

/* RULE docs/rules/amendments.md
 * > An amendment of an amendment is on the text that was proposed, while that one is not put to the vote; there
 * > are no amendments of it in turn.
 */
static enum pal_err set_parent(struct pal_store *store, struct proposal *proposal)
{
    const struct pal_amendment_spec *spec = proposal->spec;
    if (spec->parent.value == 0) {
        return PAL_OK;
    }
    struct pal_amendment parent;
    PAL_TRY(pal_amendment_read(store, spec->parent, &parent));
    if (parent.resolution.value != spec->resolution.value) {
        return PAL_ERR_NOT_FOUND;
    }
    if (parent.parent.value != 0) {
        return PAL_ERR_AMENDMENT_DEPTH;
    }
    if (parent.state != PAL_AMENDMENT_PROPOSED) {
        return PAL_ERR_STATE;
    }
    proposal->made.parent = parent.id;
    proposal->made.parent_uuid = parent.uuid;
    proposal->made.base = parent.proposed;
    return PAL_OK;
}

static enum pal_err set_place(struct pal_store *store, struct proposal *proposal)
{
    const struct pal_amendment_spec *spec = proposal->spec;
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_resolution_read(store, spec->resolution, &resolution));
    PAL_TRY(check_resolution(store, &resolution));
    if (resolution.debate_closed_us != 0) {
        return PAL_ERR_STATE;
    }
    if (spec->version != resolution.version) {
        return PAL_ERR_AMENDMENT_OUTDATED;
    }
    int64_t there;
    PAL_TRY(pal_amendments_on_version(store, spec->resolution, spec->version, &there));
    if (there >= PAL_LIMIT_AMENDMENTS) {
        return PAL_ERR_LIMIT_COUNT;
    }
    proposal->made = (struct pal_amendment){
        .uuid = pal_uuid_random(),
        .resolution = resolution.id,
        .resolution_uuid = resolution.uuid,
        .version = resolution.version,
        .base = resolution.hash,
    };
    proposal->original = resolution.hash;
    return set_parent(store, proposal);
}

/* RULE docs/rules/amendments.md
 * > An amendment changes something. One of an amendment does not bring back the text of the resolution: that
 * > would go round in a circle, and whoever wants it votes against the amendment.
 */
static enum pal_err check_text(struct pal_store *store, struct proposal *proposal,
                               struct pal_where *out_where)
{
    PAL_TRY(pal_input_read(&text_input, proposal->spec->text, &proposal->text, out_where));
    PAL_TRY(pal_amended_text(store, &proposal->made.base, &proposal->base));
    struct pal_text text = pal_buf_text(&proposal->text);
    pal_where_set(out_where, "/text");
    if (pal_text_equal(text, pal_buf_text(&proposal->base))) {
        return PAL_ERR_AMENDMENT_SAME;
    }
    if (proposal->made.parent.value == 0) {
        return PAL_OK;
    }
    PAL_BUF(original);
    PAL_TRY(pal_amended_text(store, &proposal->original, &original));
    return pal_text_equal(text, pal_buf_text(&original)) ? PAL_ERR_AMENDMENT_CIRCULAR : PAL_OK;
}

/* Is it free of what was adopted or taken in already? Gives its distance too. */
static enum pal_err check_contrary(struct pal_store *store, struct proposal *proposal)
{
    struct pal_amendment *made = &proposal->made;
    PAL_DIFF(diff);
    PAL_TRY(pal_diff_make(pal_buf_text(&proposal->base), pal_buf_text(&proposal->text), &diff));
    made->distance = (int64_t)diff.distance;
    PAL_AMENDMENT_LIST(beside);
    PAL_TRY(pal_amendments_beside(store, made->resolution, made->version, made->parent, &beside));
    for (size_t i = 0; i < beside.count; i++) {
        bool is_contrary = false;
        if (pal_amendment_is_pending(&beside.items[i])) {
            PAL_TRY(pal_amendment_contradicts(store, &diff, &beside.items[i], &is_contrary));
        }
        if (is_contrary) {
            return PAL_ERR_AMENDMENT_CONTRARY;
        }
    }
    return PAL_OK;
}

static enum pal_err put_document(struct pal_store *store, struct pal_text text,
                                 struct pal_text reasons, struct pal_hash *out_hash)
{
    PAL_JSON(document);
    document = pal_json_object_new();
    pal_json_set_text(document, "reasons", reasons);
    pal_json_set_text(document, "text", text);
    return pal_document_put_words(store, PAL_DOCUMENT_AMENDMENT, document, out_hash, NULL);
}

static enum pal_err log_proposal(struct pal_store *store, const struct proposal *proposal,
                                 uint64_t *out_index)
{
    const struct pal_amendment *made = &proposal->made;
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "amendment", &made->uuid);
    pal_json_set_string(d, "author", made->author);
    pal_json_set_int(d, "distance", made->distance);
    pal_json_set_hash(d, "hash", &made->hash);
    if (made->parent.value != 0) {
        pal_json_set_uuid(d, "parent", &made->parent_uuid);
    }
    pal_json_set_uuid(d, "resolution", &made->resolution_uuid);
    pal_json_set_int(d, "version", made->version);
    return pal_change_make(store,
                           &(struct pal_log_entry){"amendment.propose", pal_uuid_random(), d},
                           out_index);
}

enum pal_err pal_amendment_propose(struct pal_store *store, const struct pal_amendment_spec *spec,
                                   struct pal_where *out_where,
                                   struct pal_amendment_id *out_amendment)
{
    struct proposal proposal PAL_CLEANUP(proposal_done) = {.spec = spec};
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(set_place(store, &proposal));
    PAL_TRY(check_member(store, spec->author));
    PAL_TRY(check_text(store, &proposal, out_where));
    PAL_BUF(reasons);
    PAL_TRY(pal_input_read(&reasons_input, spec->reasons, &reasons, out_where));
    pal_where_set(out_where, "%s", "");
    PAL_TRY(check_contrary(store, &proposal));
    PAL_TRY(pal_quota_use(store, spec->author, PAL_QUOTA_AMENDMENT));
    const struct pal_speaker author = {.member = spec->author};
    PAL_TRY(pal_alias_take(store, author, &proposal.made.resolution_uuid, proposal.made.author));
    PAL_TRY(put_document(store, pal_buf_text(&proposal.text), pal_buf_text(&reasons),
                         &proposal.made.hash));
    uint64_t index;
    PAL_TRY(log_proposal(store, &proposal, &index));
    PAL_TRY(pal_transaction_commit(&transaction));
    out_amendment->value = (int64_t)index;
    return PAL_OK;
}

/* --- support ---------------------------------------------------------------------------------- */

/* An amendment that is only proposed, of a text that may still change. */
static enum pal_err read_proposed(struct pal_store *store, struct pal_amendment_id amendment,
                                  struct pal_amendment *out)
{
    PAL_TRY(pal_amendment_read(store, amendment, out));
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_resolution_read(store, out->resolution, &resolution));
    PAL_TRY(check_resolution(store, &resolution));
    return out->state == PAL_AMENDMENT_PROPOSED ? PAL_OK : PAL_ERR_STATE;
}

enum pal_err pal_amendment_support(struct pal_store *store, struct pal_amendment_id amendment,
                                   struct pal_member_id member, bool supports)
{
    PAL_TRANSACTION(transaction, store);
    struct pal_amendment now;
    PAL_TRY(read_proposed(store, amendment, &now));
    PAL_TRY(check_member(store, member));
    bool is_so;
    PAL_TRY(pal_amendment_is_supported(store, amendment, member, &is_so));
    if (is_so != supports) {
        PAL_TRY(pal_quota_use(store, member, PAL_QUOTA_ENDORSEMENT));
        char supporter[PAL_PSEUDONYM_SIZE + 1];
        const struct pal_speaker speaker = {.member = member};
        PAL_TRY(pal_alias_take(store, speaker, &now.resolution_uuid, supporter));
        PAL_JSON(d);
        d = pal_json_object_new();
        pal_json_set_string(d, "supporter", supporter);
        pal_json_set_bool(d, "value", supports);
        PAL_TRY(say(store, "amendment.support", &now, d));
    }
    return pal_transaction_commit(&transaction);
}

/* --- withdrawn, taken in ---------------------------------------------------------------------- */

static enum pal_err read_children(struct pal_store *store, const struct pal_amendment *amendment,
                                  struct pal_amendment_list *out)
{
    return amendment->parent.value != 0
               ? PAL_OK
               : pal_amendments_beside(store, amendment->resolution, amendment->version,
                                       amendment->id, out);
}

/* RULE docs/rules/amendments.md
 * > Its author withdraws an amendment as long as it is not put to the vote, nor one on it; those on it lapse.
 */
enum pal_err pal_amendment_withdraw(struct pal_store *store, struct pal_amendment_id amendment,
                                    struct pal_member_id author)
{
    PAL_TRANSACTION(transaction, store);
    struct pal_amendment now;
    PAL_TRY(read_proposed(store, amendment, &now));
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    PAL_TRY(pal_member_pseudonym(store, author, &now.resolution_uuid, pseudonym));
    if (strcmp(pseudonym, now.author) != 0) {
        return PAL_ERR_AMENDMENT_OTHER;
    }
    PAL_AMENDMENT_LIST(children);
    PAL_TRY(read_children(store, &now, &children));
    for (size_t i = 0; i < children.count; i++) {
        if (children.items[i].state == PAL_AMENDMENT_VOTING) {
            return PAL_ERR_AMENDMENT_ORDER;
        }
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    PAL_TRY(say(store, "amendment.withdraw", &now, d));
    return pal_transaction_commit(&transaction);
}

static bool is_pending_rival(const struct pal_amendment *amendment,
                             const struct pal_amendment *other)
{
    (void)amendment;
    return pal_amendment_is_pending(other);
}

/* RULE docs/rules/amendments.md
 * > The board may take in an amendment of the resolution that is not put to the vote, once those on it are
 * > decided, unless it contradicts one that was adopted or taken in.
 */
enum pal_err pal_amendment_accept(struct pal_store *store, struct pal_amendment_id amendment)
{
    PAL_TRANSACTION(transaction, store);
    struct pal_amendment now;
    PAL_TRY(read_proposed(store, amendment, &now));
    if (now.parent.value != 0) {
        return PAL_ERR_AMENDMENT_DEPTH;
    }
    PAL_AMENDMENT_LIST(children);
    PAL_TRY(read_children(store, &now, &children));
    for (size_t i = 0; i < children.count; i++) {
        if (pal_amendment_is_undecided(&children.items[i])) {
            return PAL_ERR_AMENDMENT_ORDER;
        }
    }
    PAL_AMENDMENT_LIST(beside);
    PAL_AMENDMENT_LIST(contrary);
    const struct pal_amendment_rivals rivals = {&now, is_pending_rival};
    PAL_TRY(pal_amendments_beside(store, now.resolution, now.version, now.parent, &beside));
    PAL_TRY(pal_amendment_find_contrary(store, &rivals, &beside, &contrary));
    if (contrary.count > 0) {
        return PAL_ERR_AMENDMENT_CONTRARY;
    }
    PAL_JSON(d);
    d = pal_json_object_new();
    PAL_TRY(say(store, "amendment.accept", &now, d));
    return pal_transaction_commit(&transaction);
}

/* --- the next version ------------------------------------------------------------------------- */

/* The document of the next version: the same title and reasons, and the text of all together. */
static enum pal_err put_version(struct pal_store *store, const struct pal_resolution *now,
                                const struct pal_amendment_list *list, struct pal_json *d)
{
    PAL_BUF(assembled);
    PAL_TRY(pal_amendments_assemble(store, &now->hash, list, &assembled));
    PAL_BUF(text);
    PAL_TRY(pal_input_read(&text_input, pal_buf_text(&assembled), &text, NULL));
    PAL_JSON(document);
    PAL_TRY(pal_document_get_json(store, &now->hash, &document));
    pal_json_set_text(document, "text", pal_buf_text(&text));
    struct pal_hash hash;
    PAL_TRY(pal_document_put_words(store, PAL_DOCUMENT_RESOLUTION, document, &hash, NULL));
    pal_json_set_hash(d, "hash", &hash);
    return PAL_OK;
}

/* RULE docs/rules/amendments.md
 * > Once no amendment of a version is undecided, the next version is made: the text with the changes of all
 * > that were adopted or taken in.
 */
enum pal_err pal_amendments_consolidate(struct pal_store *store,
                                        struct pal_resolution_id resolution)
{
    PAL_TRANSACTION(transaction, store);
    PAL_RESOLUTION(now);
    PAL_TRY(pal_resolution_read(store, resolution, &now));
    PAL_TRY(check_resolution(store, &now));
    int64_t undecided;
    PAL_TRY(pal_amendments_undecided(store, resolution, &undecided));
    if (undecided > 0) {
        return PAL_ERR_AMENDMENT_UNDECIDED;
    }
    PAL_AMENDMENT_LIST(list);
    PAL_TRY(
        pal_amendments_beside(store, resolution, now.version, (struct pal_amendment_id){0}, &list));
    PAL_JSON(d);
    d = pal_json_object_new();
    struct pal_json *adopted = pal_json_array_new();
    pal_json_set(d, "adopted", adopted);
    for (size_t i = 0; i < list.count; i++) {
        if (pal_amendment_is_pending(&list.items[i])) {
            char uuid[PAL_UUID_TEXT_SIZE + 1];
            pal_uuid_write(&list.items[i].uuid, uuid);
            pal_json_append_text(adopted, pal_text_of(uuid));
        }
    }
    PAL_TRY(put_version(store, &now, &list, d));
    pal_json_set_uuid(d, "resolution", &now.uuid);
    PAL_TRY(pal_change_make(store,
                            &(struct pal_log_entry){"resolution.consolidate", pal_uuid_random(), d},
                            NULL));
    return pal_transaction_commit(&transaction);
}
