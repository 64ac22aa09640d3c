/* ballot_json.c - one ballot as JSON, in files and in the API. */
#include "ballots/format.h"
#include "base/check.h"
#include "base/limits.h"

#include "formats.h"

/* What a ballot can say, by the name of the member. */
static const struct {
    const char *name;
    enum pal_ballot_state state;
    enum pal_ballot_kind kind;
} sayings[] = {
    {"choice", PAL_BALLOT_COUNTED, PAL_BALLOT_CHOICE},
    {"approves", PAL_BALLOT_COUNTED, PAL_BALLOT_APPROVES},
    {"scores", PAL_BALLOT_COUNTED, PAL_BALLOT_SCORES},
    {"points", PAL_BALLOT_COUNTED, PAL_BALLOT_POINTS},
    {"ranks", PAL_BALLOT_COUNTED, PAL_BALLOT_RANKS},
    {"blank", PAL_BALLOT_BLANK, PAL_BALLOT_NONE},
    {"spoilt", PAL_BALLOT_SPOILT, PAL_BALLOT_NONE},
    {"abstains", PAL_BALLOT_ABSTAINING, PAL_BALLOT_NONE},
};

enum { SAYING_COUNT = sizeof sayings / sizeof sayings[0] };

/* The index of an option, from 0. */
static enum pal_err read_option(const struct pal_json *value, const struct pal_question *question,
                                int32_t *out_option)
{
    if (pal_json_kind(value) != PAL_JSON_INT) {
        return PAL_ERR_JSON_TYPE;
    }
    int64_t option = pal_json_as_int(value);
    if (option < 0 || (uint64_t)option >= question->option_count) {
        return PAL_ERR_BALLOT_OPTION;
    }
    *out_option = (int32_t)option;
    return PAL_OK;
}

static enum pal_err read_choice(const struct pal_json *value, const struct pal_question *question,
                                struct pal_draft *draft)
{
    int32_t option;
    PAL_TRY(read_option(value, question, &option));
    pal_draft_fill(draft, question->option_count, 0);
    draft->marks[option] = 1;
    return PAL_OK;
}

static enum pal_err read_approves(const struct pal_json *value, const struct pal_question *question,
                                  struct pal_draft *draft, struct pal_where *out_where)
{
    if (pal_json_kind(value) != PAL_JSON_ARRAY) {
        return PAL_ERR_JSON_TYPE;
    }
    pal_draft_fill(draft, question->option_count, 0);
    for (size_t i = 0; i < pal_json_count(value); i++) {
        int32_t option;
        enum pal_err err = read_option(pal_json_at(value, i), question, &option);
        if (err == PAL_OK && draft->marks[option] != 0) {
            err = PAL_ERR_BALLOT_MARK; /* approved twice */
        }
        if (err != PAL_OK) {
            pal_where_set(out_where, "/%zu", i);
            return err;
        }
        draft->marks[option] = 1;
    }
    return PAL_OK;
}

/* One number per option, or null where the kind has that. */
static enum pal_err read_numbers(const struct pal_json *value, enum pal_ballot_kind kind,
                                 struct pal_draft *draft, struct pal_where *out_where)
{
    if (pal_json_kind(value) != PAL_JSON_ARRAY) {
        return PAL_ERR_JSON_TYPE;
    }
    if (pal_json_count(value) > PAL_LIMIT_MARKS) {
        return PAL_ERR_BALLOT_TOO_MANY;
    }
    for (size_t i = 0; i < pal_json_count(value); i++) {
        const struct pal_json *mark = pal_json_at(value, i);
        if (pal_json_kind(mark) == PAL_JSON_NULL && kind == PAL_BALLOT_SCORES) {
            pal_draft_add(draft, PAL_MARK_NO_OPINION);
            continue;
        }
        bool is_int = pal_json_kind(mark) == PAL_JSON_INT;
        if (!is_int || pal_json_as_int(mark) < 0 || pal_json_as_int(mark) > INT32_MAX) {
            pal_where_set(out_where, "/%zu", i);
            return is_int ? PAL_ERR_BALLOT_MARK : PAL_ERR_JSON_TYPE;
        }
        pal_draft_add(draft, (int32_t)pal_json_as_int(mark));
    }
    return PAL_OK;
}

/* The options of one rank, after the mark that separates it from the one before. */
static enum pal_err read_rank(const struct pal_json *rank, const struct pal_question *question,
                              struct pal_draft *draft, struct pal_where *out_where)
{
    if (pal_json_kind(rank) != PAL_JSON_ARRAY) {
        return PAL_ERR_JSON_TYPE;
    }
    if (draft->mark_count + pal_json_count(rank) > PAL_LIMIT_MARKS) {
        return PAL_ERR_BALLOT_TOO_MANY;
    }
    for (size_t i = 0; i < pal_json_count(rank); i++) {
        int32_t option;
        enum pal_err err = read_option(pal_json_at(rank, i), question, &option);
        if (err != PAL_OK) {
            pal_where_set(out_where, "/%zu", i);
            return err;
        }
        pal_draft_add(draft, option);
    }
    return PAL_OK;
}

static enum pal_err read_ranks(const struct pal_json *value, const struct pal_question *question,
                               struct pal_draft *draft, struct pal_where *out_where)
{
    if (pal_json_kind(value) != PAL_JSON_ARRAY) {
        return PAL_ERR_JSON_TYPE;
    }
    if (pal_json_count(value) > PAL_LIMIT_MARKS) {
        return PAL_ERR_BALLOT_TOO_MANY;
    }
    for (size_t i = 0; i < pal_json_count(value); i++) {
        if (i > 0) {
            pal_draft_add(draft, PAL_MARK_NEXT_RANK);
        }
        enum pal_err err = read_rank(pal_json_at(value, i), question, draft, out_where);
        if (err != PAL_OK) {
            pal_where_prefix(out_where, "/%zu", i);
            return err;
        }
    }
    return PAL_OK;
}

static enum pal_err read_marks(const struct pal_json *value, const struct pal_question *question,
                               enum pal_ballot_kind kind, struct pal_draft *draft,
                               struct pal_where *out_where)
{
    if (kind == PAL_BALLOT_CHOICE) {
        return read_choice(value, question, draft);
    }
    if (kind == PAL_BALLOT_APPROVES) {
        return read_approves(value, question, draft, out_where);
    }
    if (kind == PAL_BALLOT_RANKS) {
        return read_ranks(value, question, draft, out_where);
    }
    return read_numbers(value, kind, draft, out_where);
}

/* The one thing that the ballot says: its index in the table. */
static enum pal_err find_saying(const struct pal_json *object, size_t *out_saying)
{
    size_t found = SAYING_COUNT;
    for (size_t i = 0; i < SAYING_COUNT; i++) {
        if (pal_json_has(object, sayings[i].name)) {
            if (found < SAYING_COUNT) {
                return PAL_ERR_BALLOT_SAYS;
            }
            found = i;
        }
    }
    if (found == SAYING_COUNT) {
        return PAL_ERR_BALLOT_SAYS;
    }
    *out_saying = found;
    return PAL_OK;
}

enum pal_ballot_kind pal_ballot_json_kind(const struct pal_json *object)
{
    size_t saying;
    bool says = pal_json_kind(object) == PAL_JSON_OBJECT && find_saying(object, &saying) == PAL_OK;
    return says ? sayings[saying].kind : PAL_BALLOT_NONE;
}

enum pal_err pal_ballot_read_json(const struct pal_json *object,
                                  const struct pal_question *question, enum pal_ballot_kind kind,
                                  struct pal_draft *draft, struct pal_where *out_where)
{
    size_t saying;
    PAL_TRY(pal_json_want_object(object, out_where));
    pal_where_set(out_where, "%s", "");
    PAL_TRY(find_saying(object, &saying));
    const char *name = sayings[saying].name;
    pal_draft_clear(draft, sayings[saying].state);

    if (draft->state != PAL_BALLOT_COUNTED) {
        bool said;
        PAL_TRY(pal_json_bool(object, name, &said, out_where));
        pal_where_set(out_where, "/%s", name);
        return said ? PAL_OK : PAL_ERR_JSON_VALUE;
    }
    if (sayings[saying].kind != kind) {
        return PAL_ERR_BALLOT_KIND;
    }
    enum pal_err err = PAL_ERR_JSON_TYPE; /* null */
    const struct pal_json *value = pal_json_get(object, name);
    if (value != NULL) {
        err = read_marks(value, question, kind, draft, out_where);
    }
    if (err == PAL_OK) {
        struct pal_ballot ballot = pal_draft_ballot(draft);
        err = pal_ballot_check(question, kind, &ballot);
        if (pal_ballot_is_empty(kind, &ballot)) {
            pal_draft_clear(draft, PAL_BALLOT_BLANK);
        }
    }
    if (err != PAL_OK) {
        pal_where_prefix(out_where, "/%s", name);
    }
    return err;
}

/* The options that are marked. */
static struct pal_json *crosses_new(const struct pal_ballot *ballot)
{
    struct pal_json *array = pal_json_array_new();
    for (size_t i = 0; i < ballot->mark_count; i++) {
        if (ballot->marks[i] != 0) {
            pal_json_append(array, pal_json_int_new((int64_t)i));
        }
    }
    return array;
}

static struct pal_json *numbers_new(const struct pal_ballot *ballot)
{
    struct pal_json *array = pal_json_array_new();
    for (size_t i = 0; i < ballot->mark_count; i++) {
        pal_json_append(array, ballot->marks[i] == PAL_MARK_NO_OPINION
                                   ? pal_json_null_new()
                                   : pal_json_int_new(ballot->marks[i]));
    }
    return array;
}

static struct pal_json *ranks_new(const struct pal_ballot *ballot)
{
    struct pal_json *ranks = pal_json_array_new();
    struct pal_json *rank = pal_json_array_new();
    for (size_t i = 0; i < ballot->mark_count; i++) {
        if (ballot->marks[i] == PAL_MARK_NEXT_RANK) {
            pal_json_append(ranks, rank);
            rank = pal_json_array_new();
        } else {
            pal_json_append(rank, pal_json_int_new(ballot->marks[i]));
        }
    }
    pal_json_append(ranks, rank);
    return ranks;
}

/* What the file says of a ballot. Marks that name nothing are a blank one, and several choices, for
 * which files have no words, a spoilt one. */
static enum pal_ballot_state state_of(const struct pal_ballot *ballot, enum pal_ballot_kind kind)
{
    if (ballot->state != PAL_BALLOT_COUNTED) {
        return ballot->state;
    }
    if (pal_ballot_is_empty(kind, ballot)) {
        return PAL_BALLOT_BLANK;
    }
    size_t crosses = 0;
    for (size_t i = 0; kind == PAL_BALLOT_CHOICE && i < ballot->mark_count; i++) {
        crosses += ballot->marks[i] != 0;
    }
    return crosses > 1 ? PAL_BALLOT_SPOILT : PAL_BALLOT_COUNTED;
}

static struct pal_json *choice_new(const struct pal_ballot *ballot)
{
    size_t option = 0;
    while (ballot->marks[option] == 0) { /* state_of has seen a cross */
        option++;
    }
    return pal_json_int_new((int64_t)option);
}

static struct pal_json *marks_new(const struct pal_ballot *ballot, enum pal_ballot_kind kind)
{
    if (kind == PAL_BALLOT_CHOICE) {
        return choice_new(ballot);
    }
    if (kind == PAL_BALLOT_APPROVES) {
        return crosses_new(ballot);
    }
    return kind == PAL_BALLOT_RANKS ? ranks_new(ballot) : numbers_new(ballot);
}

struct pal_json *pal_ballot_json_new(const struct pal_ballot *ballot, enum pal_ballot_kind kind)
{
    PAL_CHECK(kind != PAL_BALLOT_NONE || ballot->state != PAL_BALLOT_COUNTED);
    struct pal_json *object = pal_json_object_new();
    enum pal_ballot_state state = state_of(ballot, kind);
    if (state != PAL_BALLOT_COUNTED) {
        static const char *const names[PAL_BALLOT_STATE_COUNT] = {
            [PAL_BALLOT_BLANK] = "blank",
            [PAL_BALLOT_SPOILT] = "spoilt",
            [PAL_BALLOT_ABSTAINING] = "abstains",
        };
        pal_json_set_bool(object, names[state], true);
        return object;
    }
    pal_json_set(object, pal_ballot_kind_name(kind), marks_new(ballot, kind));
    return object;
}
