/*
 * manifest.c - reads what a poll was opened with, and refuses what has not the form of it.
 */
#include "audit/manifest.h"

#include "base/canon.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

void pal_manifest_done(struct pal_manifest *manifest)
{
    if (manifest->document == NULL) {
        return;
    }
    pal_json_free(manifest->document);
    pal_question_done(&manifest->question);
    pal_board_done(&manifest->board);
    pal_mem_free(manifest->colleges);
    *manifest = (struct pal_manifest){0};
}

/* --- figures ---------------------------------------------------------------------------------- */

static enum pal_err read_count(const struct pal_json *object, const char *name, uint64_t *out_count)
{
    int64_t value;
    PAL_TRY(pal_json_int(object, name, &value, NULL));
    *out_count = (uint64_t)value;
    return value < 0 ? PAL_ERR_JSON_VALUE : PAL_OK;
}

static enum pal_err read_instant(const struct pal_json *object, const char *name, int64_t *out_us)
{
    int64_t seconds;
    PAL_TRY(pal_json_int(object, name, &seconds, NULL));
    *out_us = 0;
    return __builtin_mul_overflow(seconds, INT64_C(1000000), out_us) ? PAL_ERR_JSON_VALUE : PAL_OK;
}

/* Has it those members and no other? What ends the list is NULL. */
static enum pal_err read_only(const struct pal_json *object, const char *const *names)
{
    PAL_TRY(pal_json_want_object(object, NULL));
    return pal_json_only(object, names, NULL);
}

/* --- its parts -------------------------------------------------------------------------------- */

static enum pal_err read_method(const struct pal_json *document, struct pal_manifest *out)
{
    static const char *const names[] = {"id", "version", NULL};
    const struct pal_json *method;
    struct pal_text id;
    int64_t version;
    PAL_TRY(pal_json_object(document, "method", &method, NULL));
    PAL_TRY(read_only(method, names));
    PAL_TRY(pal_json_text(method, "id", &id, NULL));
    PAL_TRY(pal_json_int(method, "version", &version, NULL));
    out->method = pal_method_find(id);
    return out->method != NULL && out->method->version == version ? PAL_OK : PAL_ERR_METHOD_UNKNOWN;
}

static enum pal_err read_ties(const struct pal_json *document, struct pal_question *question)
{
    static const char *const names[] = {"order", "rule", "seed", NULL};
    const struct pal_json *ties;
    const struct pal_json *order;
    PAL_TRY(pal_json_object(document, "tie_order", &ties, NULL));
    PAL_TRY(read_only(ties, names));
    PAL_TRY(pal_json_array(ties, "order", &order, NULL));
    size_t count = pal_json_count(order);
    size_t *indexes PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *indexes);
    for (size_t i = 0; i < count; i++) {
        int64_t index = pal_json_kind(pal_json_at(order, i)) == PAL_JSON_INT
                            ? pal_json_as_int(pal_json_at(order, i))
                            : -1;
        indexes[i] = index < 0 ? SIZE_MAX : (size_t)index;
    }
    return pal_question_set_tie_order(question, indexes, count);
}

static enum pal_err read_constitution(const struct pal_json *document, struct pal_manifest *out)
{
    static const char *const names[] = {"hash", "id", "number", NULL};
    const struct pal_json *constitution;
    PAL_TRY(pal_json_object(document, "constitution", &constitution, NULL));
    PAL_TRY(read_only(constitution, names));
    PAL_TRY(pal_json_uuid(constitution, "id", &out->constitution, NULL));
    PAL_TRY(pal_json_hash(constitution, "hash", &out->constitution_hash, NULL));
    PAL_TRY(pal_json_int(constitution, "number", &out->constitution_number, NULL));
    return out->constitution_number < 0 ? PAL_ERR_JSON_VALUE : PAL_OK;
}

/* RULE docs/rules/polls.md
 * > A college of which somebody is recused has `recused`, how many: they are not among its voters.
 */
static enum pal_err read_college(const struct pal_json *college, uint64_t *out_voters)
{
    static const char *const names[] = {"id", "recused", "voters", NULL};
    int64_t recused = 1;
    struct pal_text id;
    PAL_TRY(read_only(college, names));
    PAL_TRY(pal_json_text(college, "id", &id, NULL));
    PAL_TRY(pal_json_optional_int(college, "recused", &recused, NULL));
    PAL_TRY(read_count(college, "voters", out_voters));
    return recused < 1 ? PAL_ERR_JSON_VALUE : PAL_OK;
}

static enum pal_err read_roll(const struct pal_json *document, struct pal_manifest *out)
{
    const struct pal_json *colleges;
    PAL_TRY(pal_json_hash(document, "roll_root", &out->roll_root, NULL));
    PAL_TRY(read_count(document, "voters", &out->voters));
    if (out->voters > PAL_LIMIT_MEMBERS) {
        return PAL_ERR_LIMIT_COUNT;
    }
    PAL_TRY(pal_json_array(document, "colleges", &colleges, NULL));
    out->college_count = pal_json_count(colleges);
    if (out->college_count == 0 || out->college_count > PAL_LIMIT_COLLEGES) {
        return PAL_ERR_JSON_VALUE;
    }
    out->colleges = pal_mem_new(out->college_count, sizeof *out->colleges);
    for (size_t i = 0; i < out->college_count; i++) {
        PAL_TRY(read_college(pal_json_at(colleges, i), &out->colleges[i]));
    }
    return PAL_OK;
}

static enum pal_err read_announcement(const struct pal_json *document, struct pal_manifest *out)
{
    struct pal_text format;
    struct pal_text call;
    struct pal_text opinion;
    struct pal_text roll_call;
    PAL_TRY(pal_json_text(document, "format", &format, NULL));
    PAL_TRY(pal_json_text(document, "class", &out->decision_class, NULL));
    PAL_TRY(pal_json_text(document, "call", &call, NULL));
    PAL_TRY(pal_json_text(document, "board_opinion", &opinion, NULL));
    PAL_TRY(pal_json_text(document, "roll_call", &roll_call, NULL));
    PAL_TRY(pal_json_optional_text(document, "electorate", &out->electorate, NULL));
    PAL_TRY(read_instant(document, "opens_at", &out->opens_us));
    PAL_TRY(read_instant(document, "closes_at", &out->closes_us));
    PAL_TRY(pal_json_uuid(document, "poll", &out->poll, NULL));
    out->call = pal_text_is(call, "first") ? PAL_CALL_FIRST : PAL_CALL_SECOND;
    out->is_approved = pal_text_is(opinion, "approved");
    out->calls_names = pal_text_is(roll_call, "name");
    out->has_text = pal_json_has(document, "text");
    if (out->has_text) {
        PAL_TRY(pal_json_hash(document, "text", &out->text, NULL));
    }
    bool is_right = pal_text_is(format, PAL_MANIFEST_FORMAT) &&
                    (out->call == PAL_CALL_FIRST || pal_text_is(call, "second"));
    return is_right ? PAL_OK : PAL_ERR_JSON_VALUE;
}

/* --- secret polls ----------------------------------------------------------------------------- */

static enum pal_err read_key(const struct pal_json *object, const char *name,
                             uint8_t out_key[PAL_URN_KEY_SIZE])
{
    struct pal_text hex;
    PAL_TRY(pal_json_text(object, name, &hex, NULL));
    return pal_text_hex(hex, out_key, PAL_URN_KEY_SIZE);
}

/* RULE docs/rules/polls.md
 * > `size` is the smallest of 96, 160, 256, 512, 1024, 2048, 4096, 8192 and 16384 that holds the
 * > longest ballot that the question permits.
 */
static enum pal_err read_size(const struct pal_json *urn, size_t *out_size)
{
    static const int64_t sizes[] = {96, 160, 256, 512, 1024, 2048, 4096, 8192, 16384};
    int64_t size;
    PAL_TRY(pal_json_int(urn, "size", &size, NULL));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        if (size == sizes[i]) {
            *out_size = (size_t)size;
            return PAL_OK;
        }
    }
    return PAL_ERR_JSON_VALUE;
}

static enum pal_err read_keepers(const struct pal_json *urn, struct pal_manifest_urn *out)
{
    static const char *const names[] = {"key", "share", NULL};
    struct pal_text profile;
    int64_t threshold;
    const struct pal_json *keepers;
    PAL_TRY(pal_json_text(urn, "profile", &profile, NULL));
    PAL_TRY(pal_json_int(urn, "threshold", &threshold, NULL));
    PAL_TRY(pal_json_array(urn, "keepers", &keepers, NULL));
    if (!pal_text_is(profile, "keepers") || threshold != PAL_URN_THRESHOLD ||
        pal_json_count(keepers) != PAL_URN_KEEPERS) {
        return PAL_ERR_JSON_VALUE;
    }
    for (size_t i = 0; i < PAL_URN_KEEPERS; i++) {
        const struct pal_json *keeper = pal_json_at(keepers, i);
        PAL_TRY(read_only(keeper, names));
        PAL_TRY(read_key(keeper, "key", out->keepers[i].key));
        PAL_TRY(read_key(keeper, "share", out->keepers[i].share));
    }
    return PAL_OK;
}

static enum pal_err read_urn(const struct pal_json *document, struct pal_manifest_urn *out)
{
    static const char *const names[] = {"k_min",    "keepers", "kept_until", "key",
                                        "profile",  "receipt", "size",       "threshold",
                                        "trackers", "waived",  NULL};
    const struct pal_json *urn;
    PAL_TRY(pal_json_object(document, "urn", &urn, NULL));
    PAL_TRY(read_only(urn, names));
    PAL_TRY(read_key(urn, "key", out->key));
    PAL_TRY(read_size(urn, &out->size));
    PAL_TRY(pal_json_bool(urn, "trackers", &out->has_trackers, NULL));
    PAL_TRY(pal_json_bool(urn, "waived", &out->is_waived, NULL));
    PAL_TRY(read_count(urn, "k_min", &out->k_min));
    PAL_TRY(read_keepers(urn, out));
    PAL_TRY(pal_json_text(urn, "receipt", &out->receipt, NULL));
    return read_instant(urn, "kept_until", &out->kept_until_us);
}

static enum pal_err read_secrecy(const struct pal_json *document, struct pal_manifest *out)
{
    struct pal_text secrecy;
    PAL_TRY(pal_json_text(document, "secrecy", &secrecy, NULL));
    out->is_secret = pal_text_is(secrecy, "secret");
    if (out->is_secret) {
        return read_urn(document, &out->urn);
    }
    bool is_open = pal_text_is(secrecy, "open") && !pal_json_has(document, "urn");
    return is_open ? PAL_OK : PAL_ERR_JSON_VALUE;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* What is not read here is there all the same, and nothing else is. */
static enum pal_err read_form(const struct pal_json *document)
{
    static const char *const names[] = {"absolute_majority",
                                        "amendment",
                                        "assembly",
                                        "board_opinion",
                                        "budget",
                                        "call",
                                        "class",
                                        "closes_at",
                                        "colleges",
                                        "constitution",
                                        "electorate",
                                        "first_round",
                                        "format",
                                        "kind",
                                        "log",
                                        "max_length",
                                        "method",
                                        "opens_at",
                                        "options",
                                        "parameters",
                                        "poll",
                                        "reserved",
                                        "resolution",
                                        "roll_call",
                                        "roll_root",
                                        "scale",
                                        "seats",
                                        "secrecy",
                                        "surplus",
                                        "terms",
                                        "text",
                                        "tie_order",
                                        "title",
                                        "urn",
                                        "voters",
                                        NULL};
    static const char *const texts[] = {"assembly", "kind", "log", "title"};
    struct pal_text text;
    PAL_TRY(pal_json_want_object(document, NULL));
    PAL_TRY(pal_json_only(document, names, NULL));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        PAL_TRY(pal_json_text(document, texts[i], &text, NULL));
    }
    return PAL_OK;
}

/* RULE docs/rules/polls.md
 * > A method that draws by lot takes the seed that its parameter states, or else that of the lot of the
 * > poll, which stands there in the manifest.
 */
static enum pal_err read_seed(const struct pal_json *document, const struct pal_method *method)
{
    const struct pal_json *parameters;
    struct pal_text seed;
    PAL_TRY(pal_json_object(document, "parameters", &parameters, NULL));
    return pal_method_draws(method) ? pal_json_text(parameters, "seed", &seed, NULL) : PAL_OK;
}

static enum pal_err read_all(const struct pal_json *document, struct pal_manifest *out)
{
    PAL_TRY(read_form(document));
    PAL_TRY(read_method(document, out));
    PAL_TRY(pal_asked_check(document, pal_text_of(out->method->id)));
    PAL_TRY(read_seed(document, out->method));
    PAL_TRY(read_announcement(document, out));
    PAL_TRY(read_constitution(document, out));
    PAL_TRY(read_roll(document, out));
    PAL_TRY(read_secrecy(document, out));
    PAL_TRY(pal_question_read(document, out->method, &out->question, NULL));
    PAL_TRY(pal_board_read(document, &out->question, &out->board, NULL));
    PAL_TRY(read_ties(document, &out->question));
    out->kind = pal_method_kind(out->method, &out->question);
    return PAL_OK;
}

bool pal_manifest_suits(const struct pal_manifest *manifest,
                        const struct pal_constitution *constitution)
{
    size_t colleges = constitution->college_count == 0 ? 1 : constitution->college_count;
    const struct pal_json *listed = pal_json_get(manifest->document, "colleges");
    bool suits = manifest->college_count == colleges &&
                 (manifest->electorate.size == 0 ||
                  pal_constitution_college(constitution, manifest->electorate) != SIZE_MAX);
    for (size_t i = 0; suits && i < colleges; i++) {
        const char *id = constitution->college_count == 0 ? "all" : constitution->colleges[i].id;
        const struct pal_json *named = pal_json_get(pal_json_at(listed, i), "id");
        suits = named != NULL && pal_json_kind(named) == PAL_JSON_TEXT &&
                pal_text_is(pal_json_as_text(named), id);
    }
    return suits;
}

enum pal_err pal_manifest_parse(struct pal_text bytes, struct pal_manifest *out)
{
    PAL_JSON(document);
    PAL_TRY(pal_canon_read(bytes, PAL_LIMIT_DOCUMENT, &document, NULL));
    *out =
        (struct pal_manifest){.hash = pal_hash_of(bytes.bytes, bytes.size), .document = document};
    document = NULL; /* moved */
    pal_question_init(&out->question);
    enum pal_err err = read_all(out->document, out);
    if (err != PAL_OK) {
        pal_manifest_done(out);
    }
    return err;
}

static enum pal_err read_asked(const struct pal_json *question, struct pal_manifest *out)
{
    struct pal_text method;
    PAL_TRY(pal_json_text(question, "method", &method, NULL));
    out->method = pal_method_find(method);
    if (out->method == NULL) {
        return PAL_ERR_METHOD_UNKNOWN;
    }
    PAL_TRY(pal_question_read(question, out->method, &out->question, NULL));
    out->kind = pal_method_kind(out->method, &out->question);
    return PAL_OK;
}

enum pal_err pal_manifest_parse_question(struct pal_json *document, struct pal_manifest *out)
{
    *out = (struct pal_manifest){.document = document};
    pal_question_init(&out->question);
    enum pal_err err = read_asked(out->document, out);
    if (err != PAL_OK) {
        pal_manifest_done(out);
    }
    return err;
}
