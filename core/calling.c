/*
 * calling.c - polls on their way to the opening: drafted, called, annulled.
 */
#include "audit/manifest.h"
#include "ballots/decide.h"
#include "ballots/surplus.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/log.h"
#include "core/motions.h"
#include "core/polls.h"
#include "core/procedures.h"
#include "core/society.h"
#include "core/store.h"

#include "agenda.h"
#include "amending.h"
#include "apply.h"
#include "input.h"
#include "polling.h"

#define SECOND_US INT64_C(1000000)

static const struct pal_input title_input = {"/title", PAL_LIMIT_NAME, false, false};

static bool is_motion(struct pal_text method)
{
    return pal_text_is(method, "motion");
}

/* --- drafting --------------------------------------------------------------------------------- */

/* Instants are logged in whole seconds: what is announced is what is enforced. */
static enum pal_err set_dates(struct pal_store *store, const struct pal_poll_spec *spec,
                              struct pal_json *d, struct pal_where *out_where)
{
    int64_t opens_at = spec->opens_us / SECOND_US;
    int64_t closes_at = spec->closes_us / SECOND_US;
    pal_where_set(out_where, "/closes_at");
    if (opens_at < 0 || closes_at <= opens_at || closes_at * SECOND_US <= pal_store_now_us(store)) {
        return PAL_ERR_POLL_DATES;
    }
    pal_json_set_int(d, "opens_at", opens_at);
    pal_json_set_int(d, "closes_at", closes_at);
    return PAL_OK;
}

/* The assembly is not over; a college's meeting has its college for electorate. */
static enum pal_err set_assembly(struct pal_store *store, const struct pal_poll_spec *spec,
                                 const struct pal_constitution *constitution, struct pal_json *d,
                                 struct pal_where *out_where)
{
    PAL_ASSEMBLY(assembly);
    pal_where_set(out_where, "/assembly");
    PAL_TRY(pal_assembly_read(store, spec->assembly, &assembly));
    if (assembly.state == PAL_ASSEMBLY_ENDED || assembly.state == PAL_ASSEMBLY_CANCELLED) {
        return PAL_ERR_STATE;
    }
    pal_json_set_uuid(d, "assembly", &assembly.uuid);
    struct pal_text electorate = spec->electorate.size > 0 ? spec->electorate : assembly.college;
    if (electorate.size == 0) {
        return PAL_OK;
    }
    pal_where_set(out_where, "/electorate");
    bool is_other = assembly.college.size > 0 && !pal_text_equal(electorate, assembly.college);
    if (is_other || pal_constitution_college(constitution, electorate) == SIZE_MAX) {
        return PAL_ERR_MEMBER_COLLEGE;
    }
    pal_json_set_text(d, "electorate", electorate);
    return PAL_OK;
}

/* RULE docs/rules/assemblies.md
 * > An ordinary assembly does not decide what the statutes reserve to an extraordinary one, nor an
 * > extraordinary assembly what is ordinary; a combined assembly decides both.
 */
static enum pal_err check_kind(struct pal_store *store, const struct pal_poll_spec *spec,
                               struct pal_where *out_where)
{
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, spec->assembly, &assembly));
    if (pal_agenda_decides(assembly.kind, spec->decision_class)) {
        return PAL_OK;
    }
    pal_where_set(out_where, "/class");
    return PAL_ERR_RESOLUTION_CLASS;
}

static enum pal_err set_class(struct pal_text decision_class,
                              const struct pal_constitution *constitution, struct pal_json *d,
                              struct pal_where *out_where)
{
    pal_where_set(out_where, "/class");
    if (decision_class.size == 0) {
        return PAL_ERR_JSON_MISSING;
    }
    if (pal_constitution_class(constitution, decision_class) == NULL) {
        return PAL_ERR_RESOLUTION_CLASS;
    }
    pal_json_set_text(d, "class", decision_class);
    return PAL_OK;
}

/* What a poll takes from its resolution: one of that assembly, still a draft, in no other poll. */
static enum pal_err set_resolution(struct pal_store *store, const struct pal_poll_spec *spec,
                                   const struct pal_constitution *constitution, struct pal_json *d,
                                   struct pal_where *out_where)
{
    PAL_RESOLUTION(resolution);
    pal_where_set(out_where, "/resolution");
    PAL_TRY(pal_resolution_read(store, spec->resolution, &resolution));
    bool is_live;
    PAL_TRY(pal_poll_has_live(store, spec->resolution, &is_live));
    if (resolution.assembly.value != spec->assembly.value ||
        resolution.state != PAL_RESOLUTION_DRAFT || is_live) {
        return PAL_ERR_STATE;
    }
    pal_where_set(out_where, "/method");
    PAL_TRY(pal_procedure_allows_poll(&resolution, spec));
    pal_json_set_uuid(d, "resolution", &resolution.uuid);
    bool is_same = spec->decision_class.size == 0 ||
                   pal_text_equal(spec->decision_class, resolution.decision_class);
    PAL_TRY(set_class(resolution.decision_class, constitution, d, out_where));
    return is_same ? PAL_OK : PAL_ERR_RESOLUTION_CLASS;
}

/* RULE docs/rules/amendments.md
 * > Its poll is by motion, with the decision class and the title of its resolution.
 */
static enum pal_err set_amendment(struct pal_store *store, const struct pal_poll_spec *spec,
                                  const struct pal_constitution *constitution, struct pal_json *d,
                                  struct pal_where *out_where)
{
    struct pal_amendment amendment;
    PAL_RESOLUTION(resolution);
    pal_where_set(out_where, "/method");
    if (!is_motion(spec->method)) {
        return PAL_ERR_JSON_VALUE;
    }
    pal_where_set(out_where, "/amendment");
    PAL_TRY(pal_amendment_read(store, spec->amendment, &amendment));
    PAL_TRY(pal_resolution_read(store, amendment.resolution, &resolution));
    if (resolution.assembly.value != spec->assembly.value ||
        amendment.state != PAL_AMENDMENT_PROPOSED || amendment.has_poll) {
        return PAL_ERR_STATE;
    }
    pal_json_set_uuid(d, "amendment", &amendment.uuid);
    bool is_same = spec->decision_class.size == 0 ||
                   pal_text_equal(spec->decision_class, resolution.decision_class);
    PAL_TRY(set_class(resolution.decision_class, constitution, d, out_where));
    return is_same ? PAL_OK : PAL_ERR_RESOLUTION_CLASS;
}

static enum pal_err set_subject(struct pal_store *store, const struct pal_poll_spec *spec,
                                const struct pal_constitution *constitution, struct pal_json *d,
                                struct pal_where *out_where)
{
    bool is_on_resolution = spec->resolution.value != 0;
    bool suits = is_on_resolution
                     ? spec->kind == PAL_POLL_RESOLUTION || spec->kind == PAL_POLL_ELECTION
                     : spec->kind != PAL_POLL_RESOLUTION;
    if (!suits) {
        pal_where_set(out_where, "/resolution");
        return is_on_resolution ? PAL_ERR_JSON_VALUE : PAL_ERR_JSON_MISSING;
    }
    bool is_on_amendment = spec->kind == PAL_POLL_AMENDMENT;
    if (is_on_amendment != (spec->amendment.value != 0)) {
        pal_where_set(out_where, "/amendment");
        return is_on_amendment ? PAL_ERR_JSON_MISSING : PAL_ERR_JSON_VALUE;
    }
    if (is_on_amendment) {
        return set_amendment(store, spec, constitution, d, out_where);
    }
    if (is_on_resolution) {
        return set_resolution(store, spec, constitution, d, out_where);
    }
    PAL_TRY(set_class(spec->decision_class, constitution, d, out_where));
    return check_kind(store, spec, out_where);
}

/* RULE docs/rules/sitting.md
 * > A poll on an amendment of a resolution is one on that resolution: it is secret, and of the class, where that one is.
 */
static enum pal_err find_subject(struct pal_store *store, struct pal_resolution_id resolution,
                                 struct pal_amendment_id amendment,
                                 struct pal_resolution_id *out_about)
{
    *out_about = resolution;
    if (amendment.value != 0) {
        struct pal_amendment row;
        PAL_TRY(pal_amendment_read(store, amendment, &row));
        *out_about = row.resolution;
    }
    return PAL_OK;
}

/* The title given, or that of the resolution. */
static enum pal_err read_title(struct pal_store *store, const struct pal_poll_spec *spec,
                               struct pal_buf *out_title, struct pal_where *out_where)
{
    struct pal_resolution_id about;
    PAL_TRY(find_subject(store, spec->resolution, spec->amendment, &about));
    if (spec->title.size > 0 || about.value == 0) {
        return pal_input_read(&title_input, spec->title, out_title, out_where);
    }
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_resolution_read(store, about, &resolution));
    pal_buf_add_text(out_title, resolution.title);
    return PAL_OK;
}

static enum pal_err put_question(struct pal_store *store, const struct pal_poll_spec *spec,
                                 const struct pal_constitution *constitution, struct pal_json *d,
                                 struct pal_where *out_where)
{
    PAL_BUF(title);
    PAL_TRY(read_title(store, spec, &title, out_where));
    struct pal_poll_spec whole = *spec;
    struct pal_poll_found found PAL_CLEANUP(pal_poll_found_done) = {0};
    PAL_TRY(pal_poll_find_options(store, constitution, &whole, out_where, &found));
    PAL_JSON(question);
    PAL_TRY(pal_question_document_new(store, &whole, constitution, out_where, &question));
    pal_json_set_text(question, "title", pal_buf_text(&title));
    if (found.first_round != NULL) {
        pal_json_set(question, "first_round", pal_json_copy(found.first_round));
    }
    struct pal_hash hash;
    PAL_TRY(pal_document_put_json(store, PAL_DOCUMENT_QUESTION, question, &hash, out_where));
    pal_json_set_hash(d, "question", &hash);
    return PAL_OK;
}

/* RULE docs/rules/sitting.md
 * > A poll that is not what a motion asked for is neither drafted nor called.
 */
static enum pal_err check_motions(struct pal_store *store, struct pal_assembly_id assembly,
                                  struct pal_resolution_id about, bool is_secret)
{
    bool asks;
    PAL_TRY(pal_motion_asks_secrecy(store, assembly, about, &asks));
    return asks && !is_secret ? PAL_ERR_POLL_SECRET_ASKED : PAL_OK;
}

/* Is the poll of the class in which its resolution is decided now? */
static enum pal_err check_class(struct pal_store *store, const struct pal_poll *poll,
                                struct pal_resolution_id about)
{
    if (about.value == 0) {
        return PAL_OK;
    }
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_resolution_read(store, about, &resolution));
    return pal_text_equal(resolution.decision_class, poll->decision_class)
               ? PAL_OK
               : PAL_ERR_RESOLUTION_CLASS;
}

static bool says_secret(const struct pal_json *d)
{
    struct pal_text secrecy = {0};
    return pal_json_text(d, "secrecy", &secrecy, NULL) == PAL_OK && pal_text_is(secrecy, "secret");
}

enum pal_err pal_poll_create(struct pal_store *store, const struct pal_poll_spec *spec,
                             struct pal_where *out_where, struct pal_poll_id *out_poll)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    PAL_CONSTITUTION(constitution);
    pal_where_set(out_where, "%s", ""); /* what the specification was read from is sound */
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    PAL_TRY(set_assembly(store, spec, &constitution, d, out_where));
    PAL_TRY(set_subject(store, spec, &constitution, d, out_where));
    PAL_TRY(set_dates(store, spec, d, out_where));
    struct pal_uuid uuid = pal_uuid_random();
    pal_json_set_uuid(d, "poll", &uuid);
    pal_json_set_string(d, "kind", pal_poll_kind_word(spec->kind));
    pal_json_set_text(d, "method", spec->method);
    PAL_TRY(pal_secrecy_set(spec, &constitution, d, out_where));
    pal_where_set(out_where, "/secrecy");
    struct pal_resolution_id about;
    PAL_TRY(find_subject(store, spec->resolution, spec->amendment, &about));
    PAL_TRY(check_motions(store, spec->assembly, about, says_secret(d)));
    pal_where_set(out_where, "%s", "");

    PAL_TRANSACTION(transaction, store);
    uint64_t index;
    PAL_TRY(put_question(store, spec, &constitution, d, out_where));
    PAL_TRY(pal_change_make(store, &(struct pal_log_entry){"poll.create", pal_uuid_random(), d},
                            &index));
    PAL_TRY(pal_transaction_commit(&transaction));
    out_poll->value = (int64_t)index;
    return PAL_OK;
}

/* --- calling ---------------------------------------------------------------------------------- */

/* Can the constitution in force decide this poll? */
static enum pal_err judge(struct pal_store *store, const struct pal_poll *poll,
                          const struct pal_constitution *constitution, struct pal_where *out_where)
{
    const struct pal_method *method = pal_method_find(poll->method);
    PAL_CHECK(method != NULL);
    if (poll->electorate.size > 0 &&
        pal_constitution_college(constitution, poll->electorate) == SIZE_MAX) {
        return PAL_ERR_MEMBER_COLLEGE;
    }
    PAL_JSON(document);
    PAL_TRY(pal_poll_question(store, poll->id, &document));
    PAL_QUESTION(question);
    PAL_TRY(pal_question_read(document, method, &question, out_where));
    if (poll->kind != PAL_POLL_ELECTION) {
        PAL_TRY(pal_board_says_no_election(document, out_where));
    }
    PAL_BOARD(board);
    PAL_TRY(pal_board_read(document, &question, &board, out_where));
    PAL_TRY(pal_groups_check(store, constitution, document, &board, out_where));
    if (!pal_json_has(document, "first_round")) {
        PAL_TRY(pal_groups_named(constitution, document, &board, out_where));
    }
    PAL_FINDINGS(splits); /* none that the draft did not have: the place is enough */
    PAL_TRY(pal_surplus_judge(document, constitution->regime, method, &splits, out_where));
    if (poll->kind == PAL_POLL_ELECTION) {
        PAL_TRY(pal_election_check(&constitution->elections, method, &question, &board, out_where));
    }
    const struct pal_decide_spec spec = {
        .method = poll->method,
        .question = &question,
        .board = &board,
        .decision_class = poll->decision_class,
        .call = poll->call,
        .electorate = pal_electorate_of(constitution, poll->electorate),
    };
    pal_where_set(out_where, "/method");
    PAL_TRY(pal_decide_accepts(constitution, &spec, out_where));
    pal_where_set(out_where, "%s", "");
    return is_motion(poll->method)
               ? PAL_OK
               : pal_constitution_require(constitution, PAL_FIELD_TIE_BREAK, out_where);
}

/* RULE docs/rules/polls.md
 * > the entry of the call has their SHA-256, and the manifest has them.
 */
static enum pal_err commit_lot(struct pal_store *store, const struct pal_poll *poll,
                               struct pal_json *d)
{
    struct pal_hash seed;
    pal_crypto_random(seed.bytes, sizeof seed.bytes);
    PAL_TRY(pal_poll_keep_seed(store, poll->id, &seed));
    struct pal_hash commitment = pal_hash_of(seed.bytes, sizeof seed.bytes);
    pal_json_set_hash(d, "lot", &commitment);
    return PAL_OK;
}

static enum pal_err set_text(struct pal_store *store, const struct pal_poll *poll,
                             struct pal_json *d)
{
    if (poll->amendment.value != 0) {
        struct pal_amendment amendment;
        PAL_TRY(pal_amendment_read(store, poll->amendment, &amendment));
        PAL_TRY(pal_amendment_may_be_called(store, &amendment));
        pal_json_set_hash(d, "text", &amendment.hash);
        return PAL_OK;
    }
    if (poll->resolution.value == 0) {
        return PAL_OK;
    }
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_resolution_read(store, poll->resolution, &resolution));
    if (resolution.state != PAL_RESOLUTION_DRAFT) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(pal_amendments_allow_call(store, poll->resolution));
    PAL_TRY(pal_procedure_allows_call(store, &resolution, poll));
    pal_json_set_hash(d, "text", &resolution.hash);
    return PAL_OK;
}

enum pal_err pal_poll_call(struct pal_store *store, struct pal_poll_id poll,
                           struct pal_where *out_where)
{
    PAL_POLL(now);
    PAL_TRY(pal_poll_read(store, poll, &now));
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, now.assembly, &assembly));
    bool is_convened =
        assembly.state == PAL_ASSEMBLY_CONVENED || assembly.state == PAL_ASSEMBLY_SITTING;
    if (now.state != PAL_POLL_DRAFT || !is_convened) {
        return PAL_ERR_STATE;
    }
    if (now.closes_us <= pal_store_now_us(store)) {
        return PAL_ERR_POLL_DATES;
    }
    PAL_CONSTITUTION(constitution);
    struct pal_version version;
    PAL_TRY(pal_society_constitution(store, &constitution, &version));
    PAL_TRY(judge(store, &now, &constitution, out_where));
    PAL_TRY(pal_secrecy_check(store, &now, &constitution, out_where));
    struct pal_resolution_id about;
    PAL_TRY(find_subject(store, now.resolution, now.amendment, &about));
    PAL_TRY(check_motions(store, now.assembly, about, now.secrecy == PAL_SECRECY_SECRET));
    PAL_TRY(check_class(store, &now, about));

    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "poll", &now.uuid);
    pal_json_set_uuid(d, "constitution", &version.uuid);
    PAL_TRY(set_text(store, &now, d));
    PAL_TRANSACTION(transaction, store);
    if (!is_motion(now.method)) {
        PAL_TRY(commit_lot(store, &now, d));
    }
    PAL_TRY(
        pal_change_make(store, &(struct pal_log_entry){"poll.call", pal_uuid_random(), d}, NULL));
    return pal_transaction_commit(&transaction);
}

/* --- annulling -------------------------------------------------------------------------------- */

enum pal_err pal_poll_annul(struct pal_store *store, struct pal_poll_id poll,
                            struct pal_text reason)
{
    PAL_POLL(now);
    PAL_TRY(pal_poll_read(store, poll, &now));
    if (now.state == PAL_POLL_COUNTED || now.state == PAL_POLL_PUBLISHED ||
        now.state == PAL_POLL_VOID) {
        return PAL_ERR_STATE;
    }
    PAL_BUF(kept);
    PAL_TRY(pal_input_read(&pal_input_reason, reason, &kept, NULL));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "poll", &now.uuid);
    pal_json_set_text(d, "reason", pal_buf_text(&kept));
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(
        pal_change_make(store, &(struct pal_log_entry){"poll.void", pal_uuid_random(), d}, NULL));
    return pal_transaction_commit(&transaction);
}
