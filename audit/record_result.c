/*
 * record_result.c - the result of a poll as people and programs take it away: an object, two tables.
 */
#include "audit/record.h"
#include "base/mem.h"
#include "base/ratio.h"

#define RESULT_FORMAT "palabre-result/1"

void pal_record_count_done(struct pal_record_count *count)
{
    pal_json_free(count->manifest);
    pal_json_free(count->outcome);
    pal_json_free(count->decision);
    *count = (struct pal_record_count){0};
}

/* --- reading -------------------------------------------------------------------------------------- */

static enum pal_err check_options(const struct pal_json *manifest)
{
    const struct pal_json *options;
    const struct pal_json *colleges;
    struct pal_text text;
    PAL_TRY(pal_json_array(manifest, "options", &options, NULL));
    for (size_t i = 0; i < pal_json_count(options); i++) {
        PAL_TRY(pal_json_text(pal_json_at(options, i), "label", &text, NULL));
    }
    PAL_TRY(pal_json_array(manifest, "colleges", &colleges, NULL));
    for (size_t i = 0; i < pal_json_count(colleges); i++) {
        PAL_TRY(pal_json_text(pal_json_at(colleges, i), "id", &text, NULL));
    }
    return PAL_OK;
}

static enum pal_err check_members(const struct pal_record_count *count)
{
    const struct pal_json *method;
    struct pal_text text;
    struct pal_uuid poll;
    PAL_TRY(check_options(count->manifest));
    PAL_TRY(pal_json_object(count->manifest, "method", &method, NULL));
    PAL_TRY(pal_json_text(count->manifest, "title", &text, NULL));
    PAL_TRY(pal_json_uuid(count->manifest, "poll", &poll, NULL));
    return pal_json_text(count->outcome, "verdict", &text, NULL);
}

enum pal_err pal_record_count_read(struct pal_text manifest, struct pal_text outcome,
                                   struct pal_record_count *out_count)
{
    PAL_RECORD_COUNT(count);
    struct pal_text decision;
    PAL_TRY(pal_json_parse(manifest, manifest.size, &count.manifest, NULL));
    PAL_TRY(pal_json_parse(outcome, outcome.size, &count.outcome, NULL));
    PAL_TRY(pal_json_text(count.outcome, "decision", &decision, NULL));
    PAL_TRY(pal_json_parse(decision, decision.size, &count.decision, NULL));
    PAL_TRY(pal_json_want_object(count.decision, NULL));
    PAL_TRY(check_members(&count));
    count.manifest_hash = pal_hash_of(manifest.bytes, manifest.size);
    count.outcome_hash = pal_hash_of(outcome.bytes, outcome.size);
    *out_count = count;
    count = (struct pal_record_count){0}; /* moved */
    return PAL_OK;
}

/* --- the object ----------------------------------------------------------------------------------- */

/* A member and its comma; values are those of the documents, which are canonical. */
static void add_member(const char *name, struct pal_json *value, struct pal_buf *buf)
{
    pal_buf_add_format(buf, ",\"%s\":", name);
    pal_json_write_sorted(value, buf);
    pal_json_free(value);
}

static struct pal_json *hash_new(const struct pal_hash *hash)
{
    char text[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(hash, text);
    return pal_json_text_new(pal_text_of(text));
}

static struct pal_text text_in(const struct pal_json *object, const char *name)
{
    return pal_json_as_text(pal_json_get(object, name)); /* looked at when it was read */
}

/* RULE docs/rules/record.md
 * > One line without line feed at its end: a JSON object without white space, its members in this order:
 */
void pal_record_result(const struct pal_record_count *count, struct pal_buf *buf)
{
    struct pal_json *labels = pal_json_array_new();
    const struct pal_json *options = pal_json_get(count->manifest, "options");
    for (size_t i = 0; i < pal_json_count(options); i++) {
        pal_json_append_text(labels, text_in(pal_json_at(options, i), "label"));
    }
    pal_buf_add_string(buf, "{\"decision\":");
    pal_buf_add_text(buf, text_in(count->outcome, "decision"));
    add_member("format", pal_json_text_new(pal_text_of(RESULT_FORMAT)), buf);
    add_member("manifest", hash_new(&count->manifest_hash), buf);
    add_member("method", pal_json_copy(pal_json_get(count->manifest, "method")), buf);
    add_member("options", labels, buf);
    add_member("outcome", hash_new(&count->outcome_hash), buf);
    add_member("poll", pal_json_text_new(text_in(count->manifest, "poll")), buf);
    add_member("title", pal_json_text_new(text_in(count->manifest, "title")), buf);
    add_member("verdict", pal_json_text_new(text_in(count->outcome, "verdict")), buf);
    pal_buf_add_byte(buf, '}');
}

/* --- rows ----------------------------------------------------------------------------------------- */

struct table {
    const struct pal_record_count *count;
    struct pal_record_csv csv;
    bool is_french;
    struct pal_text part, college, option; /* of the rows that come */
    struct pal_buf *buf;
};

enum { DECIMALS = 6 };

/* RULE docs/rules/record.md
 * > rounded to the nearest, a
 * > half away from zero: for n/d that is the whole part of (2·10^6·|n| + d) / 2d, with a minus where n is negative and the rounded number is not zero.
 */
static void write_rounded(mpq_srcptr ratio, char point, struct pal_buf *buf)
{
    PAL_RATIO(rounded); /* its two parts are used as whole numbers */
    mpz_ptr whole = mpq_numref(rounded);
    mpz_ui_pow_ui(whole, 10, DECIMALS);
    mpz_mul(whole, whole, mpq_numref(ratio));
    mpz_abs(whole, whole);
    mpz_mul_2exp(whole, whole, 1);
    mpz_add(whole, whole, mpq_denref(ratio));
    mpz_set(mpq_denref(rounded), mpq_denref(ratio));
    mpz_mul_2exp(mpq_denref(rounded), mpq_denref(rounded), 1);
    mpz_fdiv_q(whole, whole, mpq_denref(rounded));
    mpz_set_ui(mpq_denref(rounded), 1);

    PAL_BUF(number);
    PAL_BUF(digits);
    pal_ratio_write(rounded, &number);
    number.size -= 2; /* "/1" */
    while (digits.size + number.size <= DECIMALS) {
        pal_buf_add_byte(&digits, '0'); /* one digit before the point at least */
    }
    pal_buf_add_text(&digits, pal_buf_text(&number));
    pal_buf_add_string(buf, mpq_sgn(ratio) < 0 && mpq_sgn(rounded) > 0 ? "-" : "");
    pal_buf_add(buf, digits.bytes, digits.size - DECIMALS);
    pal_buf_add(buf, &point, 1);
    pal_buf_add(buf, digits.bytes + digits.size - DECIMALS, DECIMALS);
}

/* Digits, and before the first of them a minus where one may be. */
static bool is_number(struct pal_text text, bool may_be_negative)
{
    size_t first = may_be_negative && pal_text_starts(text, "-") ? 1 : 0;
    for (size_t i = first; i < text.size; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9') {
            return false;
        }
    }
    return first < text.size;
}

/* Reads num/den of any length: ours outgrow what is read from outside. */
static bool read_fraction(struct pal_text text, mpq_t out_ratio)
{
    struct pal_text den = text;
    struct pal_text num;
    if (!pal_text_cut(&den, '/', &num) || !is_number(num, true) || !is_number(den, false)) {
        return false;
    }
    PAL_STRING(terminated);
    terminated = pal_text_copy(text);
    bool is_set = mpq_set_str(out_ratio, terminated, 10) == 0;
    return is_set && mpz_sgn(mpq_denref(out_ratio)) > 0;
}

static void write_value(const struct pal_json *value, struct pal_buf *buf)
{
    switch (pal_json_kind(value)) {
    case PAL_JSON_TEXT: pal_buf_add_text(buf, pal_json_as_text(value)); return;
    case PAL_JSON_INT: pal_buf_add_int(buf, pal_json_as_int(value)); return;
    case PAL_JSON_BOOL: pal_buf_add_string(buf, pal_json_as_bool(value) ? "true" : "false"); return;
    case PAL_JSON_OBJECT:
    case PAL_JSON_ARRAY:
    case PAL_JSON_NULL: return;
    }
}

/* The columns after the figure. */
static void add_value(const struct table *table, const struct pal_json *value)
{
    const struct pal_text nothing = {"", 0};
    PAL_RATIO(ratio);
    PAL_BUF(text);
    PAL_BUF(rounded);
    write_value(value, &text);
    bool is_fraction =
        pal_json_kind(value) == PAL_JSON_TEXT && read_fraction(pal_buf_text(&text), ratio);
    if (is_fraction) {
        write_rounded(ratio, table->is_french ? ',' : '.', &rounded);
    }
    struct pal_text exact = pal_buf_text(&text);
    if (!table->is_french) {
        pal_record_field(&table->csv, false, exact, table->buf);
    } else {
        struct pal_text den = is_fraction ? exact : nothing;
        struct pal_text num = nothing;
        (void)pal_text_cut(&den, '/', &num); /* of what is no fraction both stay empty */
        pal_record_field(&table->csv, false, is_fraction ? nothing : exact, table->buf);
        pal_record_field(&(struct pal_record_csv){.separator = table->csv.separator}, false, num,
                         table->buf); /* a minus here begins a number */
        pal_record_field(&table->csv, false, den, table->buf);
    }
    struct pal_record_csv plain = {.separator = table->csv.separator};
    pal_record_field(&plain, false, pal_buf_text(&rounded), table->buf);
}

/* One row, where there is such a figure. */
static void add_row(const struct table *table, const char *figure, const struct pal_json *value)
{
    if (value == NULL) {
        return;
    }
    pal_record_field(&table->csv, true, text_in(table->count->manifest, "poll"), table->buf);
    pal_record_field(&table->csv, false, table->part, table->buf);
    pal_record_field(&table->csv, false, table->college, table->buf);
    pal_record_field(&table->csv, false, table->option, table->buf);
    pal_record_field(&table->csv, false, pal_text_of(figure), table->buf);
    add_value(table, value);
    pal_record_line_end(table->buf);
}

/* The member of that name, NULL also where what it would be of is absent, or no object. */
static const struct pal_json *member(const struct pal_json *object, const char *name)
{
    bool is_object = object != NULL && pal_json_kind(object) == PAL_JSON_OBJECT;
    return is_object ? pal_json_get(object, name) : NULL;
}

static const struct pal_json *member_of(const struct pal_json *object, struct pal_text name)
{
    PAL_STRING(terminated);
    terminated = pal_text_copy(name);
    return member(object, terminated);
}

/* Several figures of one object, in the order of their names. */
static void add_rows(const struct table *table, const char *const *figures,
                     const struct pal_json *object)
{
    for (size_t i = 0; figures[i] != NULL; i++) {
        add_row(table, figures[i], member(object, figures[i]));
    }
}

/* --- the parts of the table ----------------------------------------------------------------------- */

static void add_poll(struct table *table)
{
    static const char *const figures[] = {"outcome", "decision_class", "call", "electorate", NULL};
    const struct pal_json *decision = table->count->decision;
    table->part = pal_text_of("poll");
    add_rows(table, figures, decision);
    add_row(table, "method", member(member(decision, "method"), "id"));
    add_row(table, "method_version", member(member(decision, "method"), "version"));
}

static void add_colleges(struct table *table, const char *part, const char *name,
                         const char *const *figures)
{
    const struct pal_json *colleges = pal_json_get(table->count->manifest, "colleges");
    const struct pal_json *object = member(table->count->decision, name);
    table->part = pal_text_of(part);
    for (size_t i = 0; i < pal_json_count(colleges); i++) {
        table->college = text_in(pal_json_at(colleges, i), "id");
        add_rows(table, figures, member_of(object, table->college));
    }
    table->college = (struct pal_text){"", 0};
}

static void add_heads(struct table *table)
{
    static const char *const votes[] = {"members", "present", "for", "against", "abstain", NULL};
    static const char *const ballots[] = {"counted",    "blank",         "spoilt",
                                          "abstaining", "blank_proxies", NULL};
    static const char *const quorum[] = {"present", "members", "reached", "required", "met", NULL};
    static const char *const weights[] = {"weight",     "state",          "expressed",
                                          "for_weight", "against_weight", NULL};
    static const char *const heads[] = {"for", "against", "expressed", NULL};
    static const char *const motion[] = {"for_weight", "against_weight", "ratio",
                                         "tie",        "reason",         NULL};
    const struct pal_json *decision = table->count->decision;
    add_colleges(table, "votes", "tallies", votes);
    add_colleges(table, "ballots", "ballots", ballots);
    table->part = pal_text_of("quorum");
    add_rows(table, quorum, member(decision, "quorum"));
    add_colleges(table, "weights", "colleges", weights);
    table->part = pal_text_of("motion");
    add_rows(table, heads, member(decision, "heads"));
    add_rows(table, motion, decision);
}

/* Is it a list that has this text? */
static bool lists(const struct pal_json *array, struct pal_text text, size_t *out_index)
{
    bool is_array = array != NULL && pal_json_kind(array) == PAL_JSON_ARRAY;
    for (size_t i = 0; is_array && i < pal_json_count(array); i++) {
        const struct pal_json *item = pal_json_at(array, i);
        if (pal_json_kind(item) == PAL_JSON_TEXT && pal_text_equal(pal_json_as_text(item), text)) {
            *out_index = i;
            return true;
        }
    }
    return false;
}

/* The place of the option in a list, from 1. */
static void add_place(const struct table *table, const char *figure, const struct pal_json *array)
{
    size_t index;
    PAL_JSON(place);
    if (lists(array, table->option, &index)) {
        place = pal_json_int_new((int64_t)index + 1);
        add_row(table, figure, place);
    }
}

/* The place of its group among groups of options. */
static void add_rank(const struct table *table, const struct pal_json *ranking)
{
    size_t inside;
    bool is_array = ranking != NULL && pal_json_kind(ranking) == PAL_JSON_ARRAY;
    for (size_t i = 0; is_array && i < pal_json_count(ranking); i++) {
        if (lists(pal_json_at(ranking, i), table->option, &inside)) {
            PAL_JSON(place);
            place = pal_json_int_new((int64_t)i + 1);
            add_row(table, "rank", place);
            return;
        }
    }
}

static void add_count(struct table *table)
{
    static const char *const ballots[] = {"valid",     "blank",      "spoilt",
                                          "exhausted", "abstaining", NULL};
    static const char *const figures[] = {"seats", "quota", "cost", "verdict", NULL};
    const struct pal_json *count = member(table->count->decision, "count");
    const struct pal_json *options = pal_json_get(table->count->manifest, "options");
    table->part = pal_text_of("count");
    add_rows(table, ballots, member(count, "ballots"));
    add_rows(table, figures, count);
    table->part = pal_text_of("option");
    for (size_t i = 0; i < pal_json_count(options); i++) {
        table->option = text_in(pal_json_at(options, i), "label");
        add_row(table, "total", member_of(member(count, "totals"), table->option));
        add_rank(table, member(count, "ranking"));
        add_place(table, "elected", member(count, "elected"));
        add_row(table, "seats", member_of(member(count, "seats_by_option"), table->option));
        add_place(table, "funded", member(count, "funded"));
    }
    table->option = (struct pal_text){"", 0};
}

static struct pal_text text_or_nothing(const struct pal_json *value)
{
    bool is_text = value != NULL && pal_json_kind(value) == PAL_JSON_TEXT;
    return is_text ? pal_json_as_text(value) : (struct pal_text){"", 0};
}

static void add_seats(struct table *table, const char *part, const char *name,
                      const char *const *figures)
{
    const struct pal_json *seats = member(member(table->count->decision, "seats"), name);
    bool is_array = seats != NULL && pal_json_kind(seats) == PAL_JSON_ARRAY;
    table->part = pal_text_of(part);
    for (size_t i = 0; is_array && i < pal_json_count(seats); i++) {
        const struct pal_json *seat = pal_json_at(seats, i);
        table->college = text_or_nothing(member(seat, "group"));
        table->option = text_or_nothing(member(seat, "option"));
        add_rows(table, figures, seat);
    }
}

void pal_record_table(const struct pal_record_count *count, bool is_french, struct pal_buf *buf)
{
    static const char *const filled[] = {"how", "until", NULL};
    static const char *const vacant[] = {"count", NULL};
    struct table table = {
        .count = count,
        .csv = {.separator = is_french ? ';' : ',', .is_guarded = is_french},
        .is_french = is_french,
        .part = {"", 0},
        .college = {"", 0},
        .option = {"", 0},
        .buf = buf,
    };
    /* The three bytes tell spreadsheets that this is UTF-8. */
    pal_buf_add_string(buf, is_french ? "\xEF\xBB\xBFscrutin;partie;college;option;chiffre;valeur;"
                                        "numerateur;denominateur;arrondi"
                                      : "poll,part,college,option,figure,value,rounded");
    pal_record_line_end(buf);
    add_poll(&table);
    add_heads(&table);
    add_count(&table);
    add_seats(&table, "seat", "filled", filled);
    add_seats(&table, "vacant", "vacant", vacant);
}
