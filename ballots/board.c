/*
 * board.c - what an election states beside its method, read and judged.
 */
#include "ballots/board.h"

#include <string.h>

#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"

static const char *const by_words[] = {
    [PAL_GROUP_BY_COLLEGE] = "college",
    [PAL_GROUP_BY_CATEGORY] = "category",
    [PAL_GROUP_BY_POLL] = "group",
};
enum { BY_COUNT = sizeof by_words / sizeof by_words[0] };

void pal_board_done(struct pal_board *board)
{
    for (size_t i = 0; i < board->group_count; i++) {
        pal_mem_free(board->group_ids[i]);
    }
    pal_mem_free(board->group_ids);
    pal_mem_free(board->groups);
    pal_mem_free(board->group_of);
    pal_mem_free(board->terms);
    *board = (struct pal_board){0};
}

static enum pal_err read_word(const struct pal_json *object, const char *name,
                              const char *const *words, size_t *out_index,
                              struct pal_where *out_where)
{
    struct pal_text word;
    PAL_TRY(pal_json_text(object, name, &word, out_where));
    for (size_t i = 0; words[i] != NULL; i++) {
        if (pal_text_is(word, words[i])) {
            *out_index = i;
            return PAL_OK;
        }
    }
    pal_where_set(out_where, "/%s", name);
    return PAL_ERR_JSON_VALUE;
}

/* --- groups ------------------------------------------------------------------------------------- */

static size_t find_group(const struct pal_board *board, struct pal_text id)
{
    size_t group = 0;
    while (group < board->group_count && !pal_text_is(id, board->group_ids[group])) {
        group++;
    }
    return group;
}

static enum pal_err read_number(const struct pal_json *object, const char *name, int64_t unless,
                                size_t *out_number, struct pal_where *out_where)
{
    int64_t number = unless;
    PAL_TRY(pal_json_optional_int(object, name, &number, out_where));
    pal_where_set(out_where, "/%s", name);
    if (number < 0 || number > PAL_LIMIT_SEATS) {
        return PAL_ERR_QUESTION_RESERVED;
    }
    *out_number = (size_t)number;
    return PAL_OK;
}

static enum pal_err read_group(const struct pal_json *json, struct pal_board *board,
                               struct pal_where *out_where)
{
    static const char *const names[] = {"id", "least", "most", NULL};
    struct pal_text id;
    struct pal_reserved_group group;
    PAL_TRY(pal_json_want_object(json, out_where));
    PAL_TRY(pal_json_only(json, names, out_where));
    PAL_TRY(pal_json_text(json, "id", &id, out_where));
    PAL_TRY(read_number(json, "least", 0, &group.least, out_where));
    PAL_TRY(read_number(json, "most", PAL_LIMIT_SEATS, &group.most, out_where));
    pal_where_set(out_where, "/id");
    if (id.size == 0 || id.size > PAL_LIMIT_NAME || find_group(board, id) < board->group_count) {
        return PAL_ERR_QUESTION_RESERVED;
    }
    board->group_ids[board->group_count] = pal_text_copy(id);
    board->groups[board->group_count] = group;
    board->group_count++;
    return PAL_OK;
}

static enum pal_err read_groups(const struct pal_json *reserved, struct pal_board *board,
                                struct pal_where *out_where)
{
    const struct pal_json *groups;
    PAL_TRY(pal_json_array(reserved, "groups", &groups, out_where));
    size_t count = pal_json_count(groups);
    if (count > PAL_LIMIT_COLLEGES) {
        pal_where_set(out_where, "/groups");
        return PAL_ERR_LIMIT_COUNT;
    }
    board->group_ids = pal_mem_new(count, sizeof *board->group_ids);
    board->groups = pal_mem_new(count, sizeof *board->groups);
    for (size_t i = 0; i < count; i++) {
        enum pal_err err = read_group(pal_json_at(groups, i), board, out_where);
        if (err != PAL_OK) {
            pal_where_prefix(out_where, "/groups/%zu", i);
            return err;
        }
    }
    return PAL_OK;
}

static enum pal_err read_reserved(const struct pal_json *document,
                                  const struct pal_question *question, struct pal_board *board,
                                  struct pal_where *out_where)
{
    static const char *const names[] = {"by", "missing", "groups", NULL};
    static const char *const missing[] = {"vacant", "released", NULL};
    const struct pal_json *reserved;
    size_t word;
    PAL_TRY(pal_json_object(document, "reserved", &reserved, out_where));
    enum pal_err err = pal_json_only(reserved, names, out_where);
    if (err == PAL_OK) {
        err = read_word(reserved, "missing", missing, &word, out_where);
        board->is_released = err == PAL_OK && word == 1;
    }
    if (err == PAL_OK) {
        const char *words[BY_COUNT + 1] = {NULL};
        memcpy(words, by_words, sizeof by_words);
        err = read_word(reserved, "by", words, &word, out_where);
        board->by = err == PAL_OK ? (enum pal_group_by)word : board->by;
    }
    if (err == PAL_OK) {
        err = read_groups(reserved, board, out_where);
    }
    if (err != PAL_OK) {
        pal_where_prefix(out_where, "/reserved");
        return err;
    }
    board->is_reserved = true;
    const struct pal_reserved rule = {.groups = board->groups, .group_count = board->group_count};
    pal_where_set(out_where, "/reserved/groups");
    return pal_reserved_is_sound(&rule, question->seat_count) ? PAL_OK : PAL_ERR_QUESTION_RESERVED;
}

/* --- options ------------------------------------------------------------------------------------ */

static enum pal_err read_option(const struct pal_json *option, size_t index,
                                struct pal_board *board, struct pal_where *out_where)
{
    struct pal_text group = {0};
    bool is_none = false;
    PAL_TRY(pal_json_optional_text(option, "group", &group, out_where));
    PAL_TRY(pal_json_optional_bool(option, "none", &is_none, out_where));
    size_t found = find_group(board, group);
    board->group_of[index] = found < board->group_count ? found : PAL_GROUP_NONE;
    if (!is_none) {
        return PAL_OK;
    }
    pal_where_set(out_where, "/none");
    if (board->none != SIZE_MAX) {
        return PAL_ERR_QUESTION_OPTIONS;
    }
    board->none = index;
    return PAL_OK;
}

static enum pal_err read_options(const struct pal_json *document, struct pal_board *board,
                                 struct pal_where *out_where)
{
    const struct pal_json *options;
    PAL_TRY(pal_json_array(document, "options", &options, out_where));
    PAL_CHECK(pal_json_count(options) == board->option_count);
    for (size_t i = 0; i < board->option_count; i++) {
        enum pal_err err = read_option(pal_json_at(options, i), i, board, out_where);
        if (err != PAL_OK) {
            pal_where_prefix(out_where, "/options/%zu", i);
            return err;
        }
    }
    return PAL_OK;
}

/* --- terms -------------------------------------------------------------------------------------- */

static enum pal_err read_term(const struct pal_json *json, struct pal_term *out,
                              struct pal_where *out_where)
{
    static const char *const names[] = {"seats", "until", NULL};
    PAL_TRY(pal_json_want_object(json, out_where));
    PAL_TRY(pal_json_only(json, names, out_where));
    int64_t seats;
    PAL_TRY(pal_json_int(json, "seats", &seats, out_where));
    PAL_TRY(pal_json_date(json, "until", &out->until, out_where));
    pal_where_set(out_where, "/seats");
    if (seats < 1 || seats > PAL_LIMIT_SEATS) {
        return PAL_ERR_QUESTION_TERMS;
    }
    out->seats = (size_t)seats;
    return PAL_OK;
}

static enum pal_err read_terms(const struct pal_json *document, const struct pal_question *question,
                               struct pal_board *board, struct pal_where *out_where)
{
    const struct pal_json *terms;
    PAL_TRY(pal_json_array(document, "terms", &terms, out_where));
    size_t count = pal_json_count(terms);
    size_t seats = 0;
    if (count == 0 || count > question->seat_count) {
        pal_where_set(out_where, "/terms");
        return PAL_ERR_QUESTION_TERMS;
    }
    board->terms = pal_mem_new(count, sizeof *board->terms);
    board->term_count = count;
    for (size_t i = 0; i < count; i++) {
        enum pal_err err = read_term(pal_json_at(terms, i), &board->terms[i], out_where);
        if (err != PAL_OK) {
            pal_where_prefix(out_where, "/terms/%zu", i);
            return err;
        }
        seats += board->terms[i].seats;
    }
    pal_where_set(out_where, "/terms");
    return seats == question->seat_count ? PAL_OK : PAL_ERR_QUESTION_TERMS;
}

/* --- the whole ---------------------------------------------------------------------------------- */

static enum pal_err read_all(const struct pal_json *document, const struct pal_question *question,
                             struct pal_board *board, struct pal_where *out_where)
{
    if (pal_json_get(document, "reserved") != NULL) {
        PAL_TRY(read_reserved(document, question, board, out_where));
    }
    if (pal_json_get(document, "terms") != NULL) {
        PAL_TRY(read_terms(document, question, board, out_where));
    }
    PAL_TRY(pal_json_optional_bool(document, "absolute_majority", &board->is_absolute, out_where));
    return read_options(document, board, out_where);
}

enum pal_err pal_board_read(const struct pal_json *document, const struct pal_question *question,
                            struct pal_board *out, struct pal_where *out_where)
{
    *out = (struct pal_board){
        .option_count = question->option_count,
        .group_of = pal_mem_new(question->option_count, sizeof *out->group_of),
        .none = SIZE_MAX,
    };
    enum pal_err err = read_all(document, question, out, out_where);
    if (err != PAL_OK) {
        pal_board_done(out);
        return err;
    }
    pal_where_set(out_where, "%s", ""); /* what is refused later is not there */
    return PAL_OK;
}

/* RULE docs/rules/polls.md
 * > A poll of another kind keeps no seats and has no terms. It offers none of these, asks for an absolute majority and
 * > has a second round only where it states a `surplus`.
 */
enum pal_err pal_board_says_no_election(const struct pal_json *document,
                                        struct pal_where *out_where)
{
    static const char *const names[] = {"reserved", "terms", "absolute_majority", "first_round"};
    enum { EVEN_OF_A_SURPLUS = 2 };
    bool is_surplus = pal_json_has(document, "surplus");
    size_t count = is_surplus ? EVEN_OF_A_SURPLUS : sizeof names / sizeof names[0];
    for (size_t i = 0; i < count; i++) {
        if (pal_json_has(document, names[i])) {
            pal_where_set(out_where, "/%s", names[i]);
            return PAL_ERR_QUESTION_NO_ELECTION;
        }
    }
    const struct pal_json *options;
    PAL_TRY(pal_json_array(document, "options", &options, out_where));
    for (size_t i = 0; i < pal_json_count(options) && !is_surplus; i++) {
        if (pal_json_has(pal_json_at(options, i), "none")) {
            pal_where_set(out_where, "/none_of_these");
            return PAL_ERR_QUESTION_NO_ELECTION;
        }
    }
    return PAL_OK;
}

bool pal_board_is_empty(const struct pal_board *board)
{
    return !board->is_reserved && !board->is_absolute && board->none == SIZE_MAX &&
           board->term_count == 0;
}

/* RULE docs/rules/reserved.md
 * > Where the method ranks the candidates whatever the seats, the order is its ranking, and equals stand
 * > in the order settled for ties. Where it elects one after the other, it is counted with as many seats
 * > as candidates, and the order is that of the elections.
 */
enum pal_err pal_board_accepts(const struct pal_board *board, const struct pal_method *method)
{
    bool is_in_turn = method->elects == PAL_ELECTS_IN_TURN;
    if (board->is_reserved && !is_in_turn && method->elects != PAL_ELECTS_BY_RANKING) {
        return PAL_ERR_METHOD_RESERVED;
    }
    /* RULE docs/rules/second_round.md
     * > It suits the methods that
     * > count votes for candidates, one each or as many as one likes.
     */
    bool counts_votes = method->elects == PAL_ELECTS_BY_RANKING && method->reads == NULL &&
                        (method->kind == PAL_BALLOT_CHOICE || method->kind == PAL_BALLOT_APPROVES);
    if (board->is_absolute && !counts_votes) {
        return PAL_ERR_METHOD_ABSOLUTE;
    }
    bool elects_nobody = method->elects == PAL_ELECTS_NOBODY;
    if (board->none != SIZE_MAX && (elects_nobody || method->kind == PAL_BALLOT_NONE)) {
        return PAL_ERR_METHOD_NOBODY;
    }
    return board->term_count > 0 && elects_nobody ? PAL_ERR_QUESTION_TERMS : PAL_OK;
}

size_t pal_board_seats(const struct pal_board *board, const struct pal_method *method,
                       const struct pal_question *question)
{
    bool is_whole = board != NULL && board->is_reserved && method->elects == PAL_ELECTS_IN_TURN;
    return is_whole ? question->option_count : question->seat_count;
}
