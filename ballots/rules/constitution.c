/*
 * constitution.c - the statutes as data.
 *
 * RULE docs/rules/constitution.md
 * > A document states every field or lists it under `unknown`; what is neither is refused, and so is
 * > a member that a constitution does not have. Nothing is implied.
 */
#include "ballots/constitution.h"

#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

#include "reader.h"

#define PAL_WORD(name, word) word,
static const char *const words_regime[] = {PAL_REGIMES(PAL_WORD) NULL};
static const char *const words_legal_form[] = {PAL_LEGAL_FORMS(PAL_WORD) NULL};
static const char *const words_weight_basis[] = {PAL_WEIGHT_BASES(PAL_WORD) NULL};
static const char *const words_transfer_rule[] = {PAL_TRANSFER_RULES(PAL_WORD) NULL};
static const char *const words_college_base[] = {PAL_COLLEGE_BASES(PAL_WORD) NULL};
static const char *const words_college_tie[] = {PAL_COLLEGE_TIES(PAL_WORD) NULL};
static const char *const words_abstention[] = {PAL_ABSTENTIONS(PAL_WORD) NULL};
static const char *const words_silent[] = {PAL_SILENTS(PAL_WORD) NULL};
static const char *const words_empty[] = {PAL_EMPTIES(PAL_WORD) NULL};
static const char *const words_proxy_scope[] = {PAL_PROXY_SCOPES(PAL_WORD) NULL};
static const char *const words_tie_break[] = {PAL_TIE_BREAKS(PAL_WORD) NULL};
static const char *const words_secrecy[] = {PAL_SECRECIES(PAL_WORD) NULL};
static const char *const words_roll_call[] = {PAL_ROLL_CALLS(PAL_WORD) NULL};

/* What a document has beside the fields that may be unknown. */
static const char *const always[] = {"format",    "name",         "regime",
                                     "colleges",  "sources",      "unknown",
                                     "elections", "deliberation", "derived_from"};

enum { DAYS_MAX = 3650, SENTENCE_MAX = 4000 };

/* --- the fields ------------------------------------------------------------------------------ */

static enum pal_err read_unknown(const struct pal_reader *reader)
{
    if (pal_reader_implies(reader, reader->json, "unknown")) {
        return PAL_OK;
    }
    const struct pal_json *array;
    PAL_TRY(pal_json_array(reader->json, "unknown", &array, reader->where));
    for (size_t i = 0; i < pal_json_count(array); i++) {
        const struct pal_json *name = pal_json_at(array, i);
        pal_where_set(reader->where, "/unknown/%zu", i);
        if (pal_json_kind(name) != PAL_JSON_TEXT) {
            return PAL_ERR_JSON_TYPE;
        }
        size_t field = pal_reader_find(pal_json_as_text(name));
        if (field == PAL_CONSTITUTION_FIELD_COUNT ||
            !pal_constitution_knows(reader->out, (enum pal_constitution_field)field)) {
            return PAL_ERR_JSON_VALUE;
        }
        reader->out->unknown |= UINT64_C(1) << field;
    }
    return PAL_OK;
}

static bool is_source(const char *name)
{
    struct pal_text text = pal_text_of(name);
    return pal_reader_find(text) < PAL_CONSTITUTION_FIELD_COUNT || pal_text_is(text, "name") ||
           pal_text_is(text, "regime") || pal_text_is(text, "colleges") ||
           pal_text_is(text, "elections") || pal_text_is(text, "deliberation");
}

static enum pal_err read_sources(const struct pal_reader *reader)
{
    if (reader->mode == PAL_CONSTITUTION_FRAGMENT) {
        return PAL_OK;
    }
    const struct pal_json *sources;
    PAL_TRY(pal_json_object(reader->json, "sources", &sources, reader->where));
    for (size_t i = 0; i < pal_json_count(sources); i++) {
        const char *name;
        const struct pal_json *source = pal_json_member(sources, i, &name);
        pal_where_set(reader->where, "/sources/%s", name);
        if (!is_source(name)) {
            return PAL_ERR_JSON_UNKNOWN;
        }
        if (pal_json_kind(source) != PAL_JSON_TEXT) {
            return PAL_ERR_JSON_TYPE;
        }
        if (pal_json_as_text(source).size > SENTENCE_MAX) {
            return PAL_ERR_LIMIT_TEXT;
        }
    }
    return PAL_OK;
}

static enum pal_err read_identity(const struct pal_reader *reader)
{
    struct pal_constitution *out = reader->out;
    int regime = (int)out->regime;
    PAL_TRY(pal_reader_word(reader, reader->json, "regime", words_regime, &regime));
    out->regime = (enum pal_regime)regime;
    if (reader->mode == PAL_CONSTITUTION_FRAGMENT) {
        out->name = pal_mem_copy_string("");
        return PAL_OK;
    }
    struct pal_text text;
    PAL_TRY(pal_json_text(reader->json, "format", &text, reader->where));
    if (!pal_text_is(text, PAL_CONSTITUTION_FORMAT)) {
        pal_where_set(reader->where, "/format");
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(pal_json_text(reader->json, "name", &text, reader->where));
    pal_where_set(reader->where, "/name");
    if (text.size == 0 || text.size > PAL_LIMIT_NAME) {
        return text.size == 0 ? PAL_ERR_TEXT_EMPTY : PAL_ERR_LIMIT_TEXT;
    }
    out->name = pal_text_copy(text);
    return PAL_OK;
}

static enum pal_err read_word(const struct pal_reader *reader, enum pal_constitution_field field,
                              const char *const *list, int *out_index)
{
    bool present;
    PAL_TRY(pal_reader_field(reader, field, &present));
    if (!present) {
        return PAL_OK;
    }
    return pal_reader_word(reader, reader->json, pal_constitution_field_name(field), list,
                           out_index);
}

/* The fields that are one word each. An enumeration has the representation of int. */
static enum pal_err read_words(const struct pal_reader *reader)
{
    struct pal_constitution *out = reader->out;
    int values[PAL_CONSTITUTION_FIELD_COUNT] = {0};
    static const struct {
        enum pal_constitution_field field;
        const char *const *words;
    } rows[] = {
        {PAL_FIELD_LEGAL_FORM, words_legal_form},
        {PAL_FIELD_WEIGHT_BASIS, words_weight_basis},
        {PAL_FIELD_TRANSFER_RULE, words_transfer_rule},
        {PAL_FIELD_COLLEGE_BASE, words_college_base},
        {PAL_FIELD_COLLEGE_TIE, words_college_tie},
        {PAL_FIELD_ABSTENTION, words_abstention},
        {PAL_FIELD_SILENT_COLLEGE, words_silent},
        {PAL_FIELD_EMPTY_COLLEGE, words_empty},
        {PAL_FIELD_TIE_BREAK, words_tie_break},
        {PAL_FIELD_SECRECY, words_secrecy},
        {PAL_FIELD_ROLL_CALL, words_roll_call},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        PAL_TRY(read_word(reader, rows[i].field, rows[i].words, &values[rows[i].field]));
    }
    out->legal_form = (enum pal_legal_form)values[PAL_FIELD_LEGAL_FORM];
    out->weight_basis = (enum pal_weight_basis)values[PAL_FIELD_WEIGHT_BASIS];
    out->transfer_rule = (enum pal_transfer_rule)values[PAL_FIELD_TRANSFER_RULE];
    out->college_base = (enum pal_college_base)values[PAL_FIELD_COLLEGE_BASE];
    out->college_tie = (enum pal_college_tie)values[PAL_FIELD_COLLEGE_TIE];
    out->abstention = (enum pal_abstention)values[PAL_FIELD_ABSTENTION];
    out->silent_college = (enum pal_silent)values[PAL_FIELD_SILENT_COLLEGE];
    out->empty_college = (enum pal_empty)values[PAL_FIELD_EMPTY_COLLEGE];
    out->tie_break = (enum pal_tie_break)values[PAL_FIELD_TIE_BREAK];
    out->secrecy = (enum pal_secrecy)values[PAL_FIELD_SECRECY];
    out->roll_call = (enum pal_roll_call)values[PAL_FIELD_ROLL_CALL];
    return PAL_OK;
}

static enum pal_err read_numbers(const struct pal_reader *reader)
{
    struct pal_constitution *out = reader->out;
    bool present;
    PAL_TRY(pal_reader_field(reader, PAL_FIELD_HAS_EMPLOYEES, &present));
    if (present) {
        PAL_TRY(pal_json_bool(reader->json, "has_employees", &out->has_employees, reader->where));
    }
    int64_t min_colleges = 3;
    PAL_TRY(pal_reader_field(reader, PAL_FIELD_MIN_COLLEGES, &present));
    if (present) {
        PAL_TRY(pal_reader_count(reader, reader->json, "min_colleges_for_weighting",
                                 PAL_LIMIT_COLLEGES, &min_colleges));
    }
    out->min_colleges = (uint64_t)min_colleges;
    PAL_TRY(pal_reader_field(reader, PAL_FIELD_MAX_WEIGHT, &present));
    if (present) {
        PAL_TRY(pal_reader_share(reader, reader->json, "max_weight", out->max_weight));
    }
    int64_t k_min = 1;
    PAL_TRY(pal_reader_field(reader, PAL_FIELD_K_MIN, &present));
    if (present) {
        PAL_TRY(pal_reader_count(reader, reader->json, "k_min", PAL_LIMIT_MEMBERS, &k_min));
    }
    out->k_min = (uint64_t)k_min;
    return PAL_OK;
}

static enum pal_err read_proxy(const struct pal_reader *reader, const struct pal_json *proxy)
{
    static const char *const names[] = {"allowed", "blank_allowed", "max_per_holder", "scope",
                                        NULL};
    struct pal_proxy_rule *out = &reader->out->proxy;
    PAL_TRY(pal_reader_only(reader, proxy, names));
    PAL_TRY(pal_reader_bool(reader, proxy, "allowed", &out->allowed));
    PAL_TRY(pal_reader_bool(reader, proxy, "blank_allowed", &out->blank_allowed));
    int scope = (int)out->scope;
    PAL_TRY(pal_reader_word(reader, proxy, "scope", words_proxy_scope, &scope));
    out->scope = (enum pal_proxy_scope)scope;

    const struct pal_json *max = pal_json_get(proxy, "max_per_holder");
    if (max != NULL && pal_json_kind(max) == PAL_JSON_TEXT) {
        out->is_by_law = pal_text_is(pal_json_as_text(max), "law");
        out->is_unlimited = pal_text_is(pal_json_as_text(max), "unlimited");
        pal_where_set(reader->where, "/max_per_holder");
        return out->is_by_law || out->is_unlimited ? PAL_OK : PAL_ERR_JSON_VALUE;
    }
    int64_t count = -1;
    PAL_TRY(pal_reader_count(reader, proxy, "max_per_holder", PAL_LIMIT_MEMBERS, &count));
    out->is_unlimited = count < 0;
    out->max_per_holder = count < 0 ? 0 : (uint64_t)count;
    return PAL_OK;
}

static enum pal_err read_postal(const struct pal_reader *reader, const struct pal_json *postal)
{
    static const char *const names[] = {"allowed", "days_before", NULL};
    struct pal_constitution *out = reader->out;
    PAL_TRY(pal_reader_only(reader, postal, names));
    PAL_TRY(pal_reader_bool(reader, postal, "allowed", &out->postal_allowed));
    return pal_reader_count(reader, postal, "days_before", DAYS_MAX, &out->postal_days);
}

static enum pal_err read_notice(const struct pal_reader *reader, const struct pal_json *notice)
{
    static const char *const names[] = {"first_days", "second_days", "requests_days", NULL};
    struct pal_constitution *out = reader->out;
    PAL_TRY(pal_reader_only(reader, notice, names));
    PAL_TRY(pal_reader_count(reader, notice, "first_days", DAYS_MAX,
                             &out->notice_days[PAL_CALL_FIRST]));
    PAL_TRY(pal_reader_count(reader, notice, "second_days", DAYS_MAX,
                             &out->notice_days[PAL_CALL_SECOND]));
    return pal_reader_count(reader, notice, "requests_days", DAYS_MAX, &out->request_days);
}

/* RULE docs/rules/constitution.md
 * > A document may state `elections`; where it does not, each poll says it.
 */
static enum pal_err read_elections(const struct pal_reader *reader)
{
    static const char *const names[] = {"approvals", "none_of_these", "missing", NULL};
    static const char *const approvals[] = {"any", "seats", NULL};
    static const char *const missing[] = {"vacant", "released", NULL};
    struct pal_election_rule *out = &reader->out->elections;
    const struct pal_json *elections;
    if (!pal_json_has(reader->json, "elections")) {
        return PAL_OK;
    }
    PAL_TRY(pal_json_object(reader->json, "elections", &elections, reader->where));
    int within_seats = 0;
    int is_released = 0;
    enum pal_err err = pal_reader_only(reader, elections, names);
    if (err == PAL_OK) {
        err = pal_reader_word(reader, elections, "approvals", approvals, &within_seats);
    }
    if (err == PAL_OK) {
        err = pal_reader_bool(reader, elections, "none_of_these", &out->offers_none);
    }
    if (err == PAL_OK) {
        err = pal_reader_word(reader, elections, "missing", missing, &is_released);
    }
    if (err != PAL_OK) {
        pal_where_prefix(reader->where, "/elections");
        return err;
    }
    out->is_stated = true;
    out->within_seats = within_seats == 1;
    out->is_released = is_released == 1;
    return PAL_OK;
}

/* RULE docs/rules/templates.md
 * > A constitution made from another says so under `derived_from`: the name of that one, the hash of its
 * > canonical bytes, and the log in which it stands if it stands in one.
 */
static enum pal_err read_origin(const struct pal_reader *reader)
{
    static const char *const names[] = {"name", "hash", "log", NULL};
    const struct pal_json *origin;
    struct pal_text text = {0};
    struct pal_hash hash;
    if (!pal_json_has(reader->json, "derived_from")) {
        return PAL_OK;
    }
    PAL_TRY(pal_json_object(reader->json, "derived_from", &origin, reader->where));
    enum pal_err err = pal_reader_only(reader, origin, names);
    for (size_t i = 0; err == PAL_OK && i < 3; i++) {
        bool is_there = pal_json_has(origin, names[i]);
        err = i == 2 && !is_there ? PAL_OK : pal_json_text(origin, names[i], &text, reader->where);
        if (err == PAL_OK && is_there && (text.size == 0 || text.size > PAL_LIMIT_NAME)) {
            pal_where_set(reader->where, "/%s", names[i]);
            err = text.size == 0 ? PAL_ERR_TEXT_EMPTY : PAL_ERR_LIMIT_TEXT;
        }
    }
    if (err == PAL_OK) {
        err = pal_json_hash(origin, "hash", &hash, reader->where);
    }
    if (err != PAL_OK) {
        pal_where_prefix(reader->where, "/derived_from");
    }
    return err;
}

static enum pal_err read_objects(const struct pal_reader *reader)
{
    static const struct {
        enum pal_constitution_field field;
        enum pal_err (*read)(const struct pal_reader *reader, const struct pal_json *object);
    } rows[] = {
        {PAL_FIELD_PROXY, read_proxy},
        {PAL_FIELD_POSTAL, read_postal},
        {PAL_FIELD_NOTICE, read_notice},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *name = pal_constitution_field_name(rows[i].field);
        bool present;
        PAL_TRY(pal_reader_field(reader, rows[i].field, &present));
        if (!present) {
            continue;
        }
        const struct pal_json *object;
        PAL_TRY(pal_json_object(reader->json, name, &object, reader->where));
        enum pal_err err = rows[i].read(reader, object);
        if (err != PAL_OK) {
            pal_where_prefix(reader->where, "/%s", name);
            return err;
        }
    }
    return PAL_OK;
}

static enum pal_err read_only_known(const struct pal_reader *reader)
{
    enum { ALWAYS_COUNT = sizeof always / sizeof always[0] };
    const char *names[PAL_CONSTITUTION_FIELD_COUNT + ALWAYS_COUNT + 1] = {NULL};
    size_t count = 0;
    for (size_t i = 0; i < ALWAYS_COUNT; i++) {
        names[count++] = always[i];
    }
    for (size_t i = 0; i < PAL_CONSTITUTION_FIELD_COUNT; i++) {
        /* Three fields stand inside the colleges. */
        if (i != PAL_FIELD_COLLEGE_WEIGHTS && i != PAL_FIELD_COLLEGE_SEATS &&
            i != PAL_FIELD_COLLEGE_CATEGORIES) {
            names[count++] = pal_constitution_field_name((enum pal_constitution_field)i);
        }
    }
    return pal_reader_only(reader, reader->json, names);
}

static enum pal_err read_all(const struct pal_reader *reader)
{
    PAL_TRY(read_only_known(reader));
    PAL_TRY(read_unknown(reader));
    PAL_TRY(read_identity(reader));
    PAL_TRY(read_words(reader));
    PAL_TRY(read_numbers(reader));
    PAL_TRY(pal_reader_categories(reader));
    PAL_TRY(pal_reader_colleges(reader));
    PAL_TRY(pal_reader_college_majority(reader));
    PAL_TRY(pal_reader_classes(reader));
    PAL_TRY(read_objects(reader));
    PAL_TRY(read_elections(reader));
    PAL_TRY(pal_reader_deliberation(reader));
    PAL_TRY(read_origin(reader));
    PAL_TRY(read_sources(reader));
    if (reader->mode == PAL_CONSTITUTION_FRAGMENT) {
        return PAL_OK;
    }
    return pal_canon_hash(reader->json, &reader->out->hash, reader->where);
}

enum pal_err pal_constitution_parse(const struct pal_json *json, enum pal_constitution_mode mode,
                                    struct pal_constitution *out, struct pal_where *out_where)
{
    *out = (struct pal_constitution){
        .document = pal_json_copy(json),
        .has_employees = true,
        .proxy = {.allowed = true, .blank_allowed = true, .is_unlimited = true},
        .postal_allowed = true,
        .postal_days = 3,
        .notice_days = {[PAL_CALL_FIRST] = 15, [PAL_CALL_SECOND] = 10},
        .request_days = 25,
    };
    mpq_init(out->max_weight);
    mpq_set_ui(out->max_weight, 1, 2);
    mpq_init(out->college_threshold.threshold);
    pal_deliberation_rule_init(&out->deliberation);

    struct pal_reader reader = {.json = out->document,
                                .mode = mode,
                                .out = out,
                                .where = out_where};
    enum pal_err err = read_all(&reader);
    if (err != PAL_OK) {
        pal_constitution_done(out);
    }
    return err;
}

/* --- the rest of the contract ------------------------------------------------------------------ */

static void class_done(struct pal_class *class)
{
    pal_mem_free(class->id);
    mpq_clears(class->rule[PAL_CALL_FIRST].threshold, class->rule[PAL_CALL_SECOND].threshold,
               class->quorum[PAL_CALL_FIRST], class->quorum[PAL_CALL_SECOND],
               class->each_college_min, class->members_min, (mpq_ptr)NULL);
}

void pal_constitution_done(struct pal_constitution *constitution)
{
    if (constitution->document == NULL) {
        return;
    }
    for (size_t i = 0; i < constitution->category_count; i++) {
        pal_mem_free(constitution->categories[i].id);
        pal_mem_free(constitution->categories[i].label_fr);
        pal_mem_free(constitution->categories[i].label_en);
    }
    for (size_t i = 0; i < constitution->college_count; i++) {
        struct pal_college *college = &constitution->colleges[i];
        pal_mem_free(college->id);
        pal_mem_free(college->label_fr);
        pal_mem_free(college->label_en);
        pal_mem_free(college->categories);
        mpq_clear(college->weight);
    }
    for (size_t i = 0; i < constitution->class_count; i++) {
        class_done(&constitution->classes[i]);
    }
    pal_mem_free(constitution->categories);
    pal_mem_free(constitution->colleges);
    pal_mem_free(constitution->classes);
    pal_mem_free(constitution->name);
    pal_deliberation_rule_done(&constitution->deliberation);
    mpq_clears(constitution->max_weight, constitution->college_threshold.threshold, (mpq_ptr)NULL);
    pal_json_free(constitution->document);
    *constitution = (struct pal_constitution){0};
}

size_t pal_constitution_college(const struct pal_constitution *constitution, struct pal_text id)
{
    for (size_t i = 0; i < constitution->college_count; i++) {
        if (pal_text_is(id, constitution->colleges[i].id)) {
            return i;
        }
    }
    return SIZE_MAX;
}

size_t pal_constitution_category(const struct pal_constitution *constitution, struct pal_text id)
{
    for (size_t i = 0; i < constitution->category_count; i++) {
        if (pal_text_is(id, constitution->categories[i].id)) {
            return i;
        }
    }
    return SIZE_MAX;
}

const struct pal_class *pal_constitution_class(const struct pal_constitution *constitution,
                                               struct pal_text id)
{
    for (size_t i = 0; i < constitution->class_count; i++) {
        if (pal_text_is(id, constitution->classes[i].id)) {
            return &constitution->classes[i];
        }
    }
    return NULL;
}
