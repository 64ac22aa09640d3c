/*
 * verify_manifest.c - the manifest of a poll against the entries, the question and the constitution.
 */
#include <string.h>

#include "ballots/surplus.h"
#include "base/fields.h"
#include "base/lot.h"
#include "base/mem.h"

#include "verify_poll.h"

/* --- members of two documents ---------------------------------------------------------------------- */

static void spell(const struct pal_json *value, struct pal_buf *out)
{
    if (value != NULL) {
        pal_json_write_sorted(value, out);
    }
}

bool pal_verify_is_same(const struct pal_json *a, const char *name_a, const struct pal_json *b,
                        const char *name_b)
{
    PAL_BUF(left);
    PAL_BUF(right);
    spell(pal_json_get(a, name_a), &left);
    spell(pal_json_get(b, name_b), &right);
    return pal_text_equal(pal_buf_text(&left), pal_buf_text(&right));
}

bool pal_verify_are_same(const struct pal_json *a, const struct pal_json *b,
                         const char *const *names)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        if (!pal_verify_is_same(a, names[i], b, names[i])) {
            return false;
        }
    }
    return true;
}

static bool says(const struct pal_json *object, const char *name, const char *expected)
{
    const struct pal_json *value = pal_json_get(object, name);
    return value != NULL && pal_json_kind(value) == PAL_JSON_TEXT &&
           pal_text_is(pal_json_as_text(value), expected);
}

/* --- the entries ------------------------------------------------------------------------------------ */

static bool agrees_with_open(const struct pal_json *document, const struct pal_json *open)
{
    static const char *const names[] = {"roll_root", "voters", NULL};
    const struct pal_json *listed = pal_json_get(document, "colleges");
    const struct pal_json *counted = pal_json_get(open, "colleges");
    bool is_right = pal_verify_are_same(document, open, names) && listed != NULL &&
                    counted != NULL && pal_json_count(listed) == pal_json_count(counted);
    for (size_t i = 0; is_right && i < pal_json_count(listed); i++) {
        const struct pal_json *college = pal_json_at(listed, i);
        const struct pal_json *id = pal_json_get(college, "id");
        is_right = id != NULL && pal_json_kind(id) == PAL_JSON_TEXT;
        if (is_right) {
            PAL_STRING(name);
            name = pal_text_copy(pal_json_as_text(id));
            is_right = pal_verify_is_same(college, "voters", counted, name);
        }
    }
    return is_right;
}

/* RULE docs/rules/verify.md
 * > The manifest has the form of docs/rules/polls.md and agrees with the entries
 */
static const char *against_entries(const struct pal_poll_check *check)
{
    static const char *const created[] = {"poll",       "assembly",   "kind",     "class",
                                          "secrecy",    "electorate", "opens_at", "closes_at",
                                          "resolution", "amendment",  NULL};
    const struct pal_logged_poll *poll = check->poll;
    const struct pal_json *document = check->manifest.document;
    const struct pal_json *create = poll->entries[PAL_POLL_CREATE].d;
    const struct pal_json *call = poll->entries[PAL_POLL_CALL].d;
    const struct pal_json *count = poll->entries[PAL_POLL_COUNT].d;
    const struct pal_json *constitution = pal_json_get(document, "constitution");
    const struct pal_json *method = pal_json_get(document, "method");
    if (!pal_verify_are_same(document, create, created)) {
        return "the manifest says other things than poll.create";
    }
    if (call == NULL || !pal_verify_is_same(document, "text", call, "text") ||
        !pal_verify_is_same(constitution, "id", call, "constitution")) {
        return "the manifest says other things than poll.call";
    }
    if (!agrees_with_open(document, poll->entries[PAL_POLL_OPEN].d)) {
        return "the manifest says other things than poll.open";
    }
    if (!says(document, "log", poll->log) ||
        !says(document, "call", poll->is_second_call ? "second" : "first") ||
        !says(document, "board_opinion", poll->opinion)) {
        return "the manifest is of another log, call or opinion of the board";
    }
    bool is_method = pal_verify_is_same(method, "id", create, "method") &&
                     (count == NULL || (pal_verify_is_same(method, "id", count, "method") &&
                                        pal_verify_is_same(method, "version", count, "version")));
    return is_method ? NULL : "the manifest has another method than the entries";
}

/* --- the question ------------------------------------------------------------------------------------ */

static const char *against_question(const struct pal_poll_check *check)
{
    static const char *const names[] = {
        "title", "seats",   "options",           "scale",       "max_length", "budget", "reserved",
        "terms", "surplus", "absolute_majority", "first_round", NULL};
    const struct pal_json *document = check->manifest.document;
    const struct pal_json *said = pal_json_get(check->question, "parameters");
    const struct pal_json *frozen = pal_json_get(document, "parameters");
    if (!pal_verify_are_same(document, check->question, names)) {
        return "the manifest asks another question than the one that was called";
    }
    if (!says(check->question, "ballot", pal_ballot_kind_name(check->manifest.kind))) {
        return "the question announces other ballots than its method takes";
    }
    if (said == NULL || frozen == NULL || pal_json_kind(said) != PAL_JSON_OBJECT ||
        pal_json_kind(frozen) != PAL_JSON_OBJECT) {
        return "parameters are missing";
    }
    PAL_JSON(expected);
    expected = pal_json_copy(said);
    const struct pal_json *ties = pal_json_get(document, "tie_order");
    if (pal_json_get(said, "seed") == NULL && pal_json_get(frozen, "seed") != NULL) {
        const struct pal_json *seed = pal_json_get(ties, "seed");
        pal_json_set(expected, "seed", seed == NULL ? pal_json_null_new() : pal_json_copy(seed));
    }
    PAL_BUF(left);
    PAL_BUF(right);
    spell(expected, &left);
    spell(frozen, &right);
    return pal_text_equal(pal_buf_text(&left), pal_buf_text(&right))
               ? NULL
               : "the manifest has other parameters than the question";
}

/* --- the order of ties -------------------------------------------------------------------------------- */

/* RULE docs/rules/verify.md
 * > Where `tie_order.rule` is `lot`, its order is that of docs/rules/lot.md under that seed, but that an
 * > option which is nobody (`none`) comes first, as it does under every rule.
 */
static bool is_order_of_lot(const struct pal_poll_check *check, struct pal_text seed)
{
    const struct pal_question *question = &check->manifest.question;
    const struct pal_json *options = pal_json_get(check->manifest.document, "options");
    size_t count = question->option_count;
    size_t *drawn PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *drawn);
    pal_lot_order(seed, count, drawn);
    size_t at = 0;
    for (int turn = 0; turn < 2; turn++) { /* nobody first */
        for (size_t i = 0; i < count; i++) {
            bool is_nobody = pal_json_has(pal_json_at(options, drawn[i]), "none");
            if (is_nobody == (turn == 0) && question->tie_order[at++] != drawn[i]) {
                return false;
            }
        }
    }
    return true;
}

static bool begins_with_nobody(const struct pal_poll_check *check)
{
    const struct pal_question *question = &check->manifest.question;
    size_t nobody = check->manifest.board.none;
    return nobody == SIZE_MAX || question->tie_order[0] == nobody;
}

/* RULE docs/rules/verify.md
 * > `tie_order.rule` is `none` of a motion, which has no seed and the order of its options
 */
static bool is_order_of_motion(const struct pal_poll_check *check, const struct pal_json *ties)
{
    const struct pal_question *question = &check->manifest.question;
    for (size_t i = 0; i < question->option_count; i++) {
        if (question->tie_order[i] != i) {
            return false;
        }
    }
    return !pal_json_has(ties, "seed");
}

static const char *against_lot(const struct pal_poll_check *check)
{
    const struct pal_json *ties = pal_json_get(check->manifest.document, "tie_order");
    const struct pal_json *call = check->poll->entries[PAL_POLL_CALL].d;
    bool is_motion = strcmp(check->manifest.method->id, "motion") == 0;
    const struct pal_json *rule = pal_json_get(check->constitution.document, "tie_break");
    bool is_rule =
        is_motion ? says(ties, "rule", "none")
                  : rule != NULL &&
                        pal_verify_is_same(ties, "rule", check->constitution.document, "tie_break");
    if (!is_rule) {
        return "ties are settled by another rule than that of the constitution";
    }
    struct pal_hash lot;
    struct pal_hash seed;
    struct pal_text spelled;
    if (is_motion) {
        return is_order_of_motion(check, ties) ? NULL
                                               : "the options of a motion are in another order";
    }
    if (!begins_with_nobody(check)) {
        return "who is nobody does not come first";
    }
    if (pal_json_hash(call, "lot", &lot, NULL) != PAL_OK ||
        pal_json_hash(ties, "seed", &seed, NULL) != PAL_OK ||
        pal_json_text(ties, "seed", &spelled, NULL) != PAL_OK) {
        return "the lot has no seed";
    }
    struct pal_hash committed = pal_hash_of(seed.bytes, sizeof seed.bytes);
    if (!pal_hash_equal(&committed, &lot)) {
        return "the seed of the lot is not the one that the call committed to";
    }
    return !says(ties, "rule", "lot") || is_order_of_lot(check, spelled)
               ? NULL
               : "the order of ties is not that of the lot";
}

/* --- the constitution ---------------------------------------------------------------------------------- */

static const char *against_constitution(const struct pal_poll_check *check)
{
    const struct pal_manifest *manifest = &check->manifest;
    const struct pal_thing *version =
        pal_things_find(&check->verifying->things, PAL_THING_VERSION, &manifest->constitution);
    if (version == NULL || version->number != manifest->constitution_number ||
        !pal_hash_equal(&version->hash, &manifest->constitution_hash)) {
        return "the manifest names another version of the constitution than the log";
    }
    if (!pal_manifest_suits(manifest, &check->constitution)) {
        return "the manifest has other colleges than the constitution";
    }
    bool calls_names = check->constitution.roll_call == PAL_ROLL_CALL_NAME;
    return calls_names == manifest->calls_names ? NULL : "the roll is called otherwise";
}

/* RULE docs/rules/verify.md
 * > What is asked is what the constitution of the call lets be asked
 */
static const char *against_statutes(const struct pal_poll_check *check)
{
    const struct pal_manifest *manifest = &check->manifest;
    const struct pal_constitution *constitution = &check->constitution;
    bool is_election = says(manifest->document, "kind", "election");
    PAL_FINDINGS(splits);
    if (pal_board_groups_known(&manifest->board, constitution, NULL) != PAL_OK) {
        return "seats are kept for a group that the constitution does not have";
    }
    if (!is_election && pal_board_says_no_election(manifest->document, NULL) != PAL_OK) {
        return "a poll that is no election says what only elections say";
    }
    if (is_election && pal_election_check(&constitution->elections, manifest->method,
                                          &manifest->question, &manifest->board, NULL) != PAL_OK) {
        return "an election is held otherwise than the constitution says";
    }
    if ((is_election && pal_json_has(manifest->document, "surplus")) ||
        pal_surplus_judge(manifest->document, constitution->regime, manifest->method, &splits,
                          NULL) != PAL_OK) {
        return "a surplus is split as the law does not let it be";
    }
    return NULL;
}

/* --- secret polls ---------------------------------------------------------------------------------------- */

static enum pal_err lie_on_a_line(const struct pal_manifest_urn *urn)
{
    struct pal_shares_public shares;
    PAL_TRY(pal_point_parse(urn->key, &shares.key));
    for (size_t i = 0; i < PAL_SHARES; i++) {
        PAL_TRY(pal_point_parse(urn->keepers[i].share, &shares.shares[i]));
    }
    return pal_shares_public_check(&shares);
}

/* RULE docs/rules/verify.md
 * > `urn.trackers` is that of `poll.create`, and `urn.kept_until` as many days after `closes_at` as its `kept_days`.
 */
static bool is_kept_as_announced(const struct pal_poll_check *check)
{
    enum { KEPT_DAYS_MAX = 3650 };
    static const int64_t day_us = INT64_C(86400000000);
    const struct pal_manifest *manifest = &check->manifest;
    const struct pal_json *create = check->poll->entries[PAL_POLL_CREATE].d;
    const struct pal_json *urn = pal_json_get(manifest->document, "urn");
    int64_t days = 0;
    return pal_verify_is_same(urn, "trackers", create, "trackers") &&
           pal_json_int(create, "kept_days", &days, NULL) == PAL_OK && days > 0 &&
           days <= KEPT_DAYS_MAX && manifest->closes_us <= INT64_MAX - days * day_us &&
           manifest->urn.kept_until_us == manifest->closes_us + days * day_us;
}

static const char *against_urn(const struct pal_poll_check *check)
{
    const struct pal_manifest *manifest = &check->manifest;
    const struct pal_json *waive = check->poll->entries[PAL_POLL_WAIVE].d;
    if (!manifest->is_secret) {
        return NULL;
    }
    if (pal_keys_find(&check->verifying->keys, PAL_KEY_RECEIPT, manifest->urn.receipt) == NULL) {
        return "receipts are signed by a key that the log did not announce";
    }
    if (!is_kept_as_announced(check)) {
        return "the urn has trackers, or keeps its ballots, otherwise than was announced";
    }
    if (lie_on_a_line(&manifest->urn) != PAL_OK) {
        return "the shares of the keepers and the key of the urn do not belong together";
    }
    if (pal_constitution_require(&check->constitution, PAL_FIELD_K_MIN, NULL) != PAL_OK ||
        manifest->urn.k_min != check->constitution.k_min) {
        return "the urn has another k_min than the constitution";
    }
    if (manifest->urn.is_waived != (waive != NULL)) {
        return "the manifest and the log do not agree on what was waived";
    }
    for (size_t i = 0; !manifest->urn.is_waived && i < manifest->college_count; i++) {
        if (manifest->colleges[i] > 0 && manifest->colleges[i] < manifest->urn.k_min) {
            return "a college has too few voters for a secret, and nothing was waived";
        }
    }
    return NULL;
}

const char *pal_verify_manifest(const struct pal_poll_check *check)
{
    static const char *(*const all[])(
        const struct pal_poll_check *) = {against_entries,      against_question, against_lot,
                                          against_constitution, against_statutes, against_urn};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        const char *why = all[i](check);
        if (why != NULL) {
            return why;
        }
    }
    return NULL;
}
