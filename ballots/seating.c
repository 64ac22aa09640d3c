/*
 * seating.c - who is seated after a count: seats kept for groups, none of these, terms.
 */
#include <stdlib.h>

#include "base/check.h"
#include "base/fields.h"
#include "base/mem.h"

#include "counting.h"

static const char *const how_words[] = {
    [PAL_SEAT_RESERVED] = "reserved",
    [PAL_SEAT_OPEN] = "open",
    [PAL_SEAT_RELEASED] = "released",
};

/* What is seated, and how far it is. */
struct seating {
    struct pal_counting *counting;
    const struct pal_board *board;
    size_t *order; /* of the election */
    size_t count;  /* of those in it, without those after none of these */
    struct pal_json *filled, *vacant;
};

/* --- the order ------------------------------------------------------------------------------------ */

struct place {
    size_t option, rank, tie_rank;
};

static int by_rank(const void *a, const void *b)
{
    const struct place *left = a;
    const struct place *right = b;
    if (left->rank != right->rank) {
        return left->rank < right->rank ? -1 : 1;
    }
    return (left->tie_rank > right->tie_rank) - (left->tie_rank < right->tie_rank);
}

/* The whole ranking; equals in the order settled for ties. */
static void order_by_ranking(struct seating *seating)
{
    const struct pal_question *question = seating->counting->spec->question;
    const struct pal_outcome *outcome = &seating->counting->out->outcome;
    PAL_CHECK(outcome->ranking != NULL);
    struct place *places PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(question->option_count, sizeof *places);
    for (size_t i = 0; i < question->option_count; i++) {
        size_t option = question->tie_order[i];
        places[i] = (struct place){option, outcome->ranking[option], i};
    }
    qsort(places, question->option_count, sizeof *places, by_rank);
    for (size_t i = 0; i < question->option_count; i++) {
        seating->order[i] = places[i].option;
    }
    seating->count = question->option_count;
}

/* RULE docs/rules/reserved.md
 * > Without a valid ballot nobody is seated.
 */
static void find_order(struct seating *seating)
{
    const struct pal_outcome *outcome = &seating->counting->out->outcome;
    bool is_ranked =
        seating->board->is_reserved && seating->counting->method->elects == PAL_ELECTS_BY_RANKING;
    if (is_ranked && mpq_sgn(outcome->valid) > 0) {
        order_by_ranking(seating);
        return;
    }
    for (size_t i = 0; i < outcome->elected.count; i++) {
        seating->order[i] = outcome->elected.at[i];
    }
    seating->count = outcome->elected.count;
}

/* RULE docs/rules/reserved.md
 * > Whoever comes after it in the order of the
 * > election is not elected, and the seats that this leaves stay vacant, for another poll.
 */
static void stop_at_none(struct seating *seating)
{
    const struct pal_question *question = seating->counting->spec->question;
    size_t at = 0;
    while (at < seating->count && seating->order[at] != seating->board->none) {
        at++;
    }
    if (at == seating->count) {
        return;
    }
    struct pal_json *after = pal_json_array_new();
    for (size_t i = at + 1; i < seating->count; i++) {
        pal_json_append_text(after, pal_text_of(question->names[seating->order[i]]));
    }
    seating->count = at;
    bool is_last = pal_json_count(after) == 0;
    if (is_last && at >= question->seat_count) {
        pal_json_free(
            after); /* the last of a whole ranking: it keeps nobody out, nor takes a seat */
        return;
    }
    struct pal_json *step = pal_counting_step(seating->counting->out, "none_of_these",
                                              is_last ? "elected" : "before_others");
    pal_json_set(step, "options", after);
}

/* RULE docs/rules/second_round.md
 * > The first round asks for an absolute majority: whoever has not more than half of the valid votes, by
 * > weight, is not seated, and their seat stays vacant for the second round.
 */
static void keep_absolute(struct seating *seating)
{
    const struct pal_outcome *outcome = &seating->counting->out->outcome;
    size_t kept = 0;
    PAL_RATIO(twice);
    for (size_t i = 0; i < seating->count && seating->board->is_absolute; i++) {
        size_t option = seating->order[i];
        mpq_srcptr total = pal_figures_get(&outcome->totals, option);
        mpq_add(twice, total, total);
        bool is_more = mpq_cmp(twice, outcome->valid) > 0;
        struct pal_json *step = pal_counting_step(seating->counting->out, "absolute_majority",
                                                  is_more ? "reached" : "missed");
        pal_json_set_string(step, "option", seating->counting->spec->question->names[option]);
        pal_json_set_ratio(step, "total", total);
        pal_json_set_ratio(step, "valid", outcome->valid);
        if (is_more) {
            seating->order[kept++] = option;
        }
    }
    seating->count = seating->board->is_absolute ? kept : seating->count;
}

/* --- the seats ------------------------------------------------------------------------------------ */

/* RULE docs/rules/reserved.md
 * > The poll states how many
 * > seats end when; those who are seated first take the first of the list.
 */
static const struct pal_term *term_of(const struct pal_board *board, size_t seat)
{
    size_t before = 0;
    for (size_t i = 0; i < board->term_count; i++) {
        before += board->terms[i].seats;
        if (seat < before) {
            return &board->terms[i];
        }
    }
    return NULL;
}

static void write_seat(struct seating *seating, size_t index, const struct pal_seat *seat)
{
    struct pal_result *out = seating->counting->out;
    const struct pal_board *board = seating->board;
    const char *name = seating->counting->spec->question->names[seat->candidate];
    const struct pal_term *term = term_of(board, index);
    size_t group = board->group_of[seat->candidate];
    struct pal_json *step = pal_counting_step(out, "seat", how_words[seat->how]);
    struct pal_json *json = pal_json_object_new();
    pal_json_set_string(json, "option", name);
    pal_json_set_string(step, "option", name);
    pal_json_set_string(json, "how", how_words[seat->how]);
    if (group != PAL_GROUP_NONE) {
        pal_json_set_string(json, "group", board->group_ids[group]);
        pal_json_set_string(step, "group", board->group_ids[group]);
    }
    if (term != NULL) {
        pal_json_set_date(json, "until", term->until);
        step = pal_counting_step(out, "term", "until");
        pal_json_set_string(step, "option", name);
        pal_json_set_date(step, "until", term->until);
    }
    pal_json_append(seating->filled, json);
}

static void write_vacant(struct seating *seating, size_t group, size_t count)
{
    const struct pal_board *board = seating->board;
    bool is_open = group == board->group_count;
    if (count == 0) {
        return;
    }
    struct pal_json *step =
        pal_counting_step(seating->counting->out, "vacant", is_open ? "open" : "reserved");
    struct pal_json *json = pal_json_object_new();
    pal_counting_figure(step, "count", count);
    pal_counting_figure(json, "count", count);
    if (!is_open) {
        pal_json_set_string(step, "group", board->group_ids[group]);
        pal_json_set_string(json, "group", board->group_ids[group]);
    }
    pal_json_append(seating->vacant, json);
}

/* Equals of whom some are seated and some are not: the order settled for ties chose, where seats were
 * short and their group did not decide. */
static void say_ties(struct seating *seating, const bool *is_seated)
{
    const struct pal_outcome *outcome = &seating->counting->out->outcome;
    const struct pal_question *question = seating->counting->spec->question;
    for (size_t start = 0, end = 0; start < seating->count; start = end) {
        size_t seated = 0;
        size_t rank = outcome->ranking[seating->order[start]];
        while (end < seating->count && outcome->ranking[seating->order[end]] == rank) {
            seated += is_seated[seating->order[end]];
            end++;
        }
        if (seated == 0 || seated == end - start) {
            continue;
        }
        struct pal_json *among = pal_json_array_new();
        for (size_t i = start; i < end; i++) {
            pal_json_append_text(among, pal_text_of(question->names[seating->order[i]]));
        }
        pal_json_set(pal_counting_step(seating->counting->out, "seat_tie", "tie_order"), "among",
                     among);
    }
}

static void fill(struct seating *seating)
{
    const struct pal_board *board = seating->board;
    const struct pal_question *question = seating->counting->spec->question;
    const struct pal_reserved rule = {board->groups, board->group_count, board->group_of,
                                      board->is_released};
    const struct pal_reserved_order order = {seating->order, seating->count, question->seat_count,
                                             question->option_count};
    struct pal_seat *seats PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(question->seat_count, sizeof *seats);
    size_t *vacant PAL_CLEANUP(pal_mem_done) = pal_mem_new(board->group_count + 1, sizeof *vacant);
    bool *is_seated PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(question->option_count, sizeof *is_seated);
    size_t count = pal_reserved_fill(&rule, &order, seats, vacant);
    for (size_t i = 0; i < count; i++) {
        write_seat(seating, i, &seats[i]);
        is_seated[seats[i].candidate] = true;
    }
    for (size_t i = 0; i <= board->group_count; i++) {
        write_vacant(seating, i, vacant[i]);
    }
    if (board->is_reserved && seating->counting->out->outcome.ranking != NULL) {
        say_ties(seating, is_seated);
    }
}

void pal_counting_seats(struct pal_counting *counting)
{
    const struct pal_board *board = counting->spec->board;
    if (board == NULL || pal_board_is_empty(board)) {
        return;
    }
    size_t *order PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(counting->spec->question->option_count, sizeof *order);
    struct seating seating = {
        .counting = counting,
        .board = board,
        .order = order,
        .filled = pal_json_array_new(),
        .vacant = pal_json_array_new(),
    };
    find_order(&seating);
    stop_at_none(&seating);
    keep_absolute(&seating);
    fill(&seating);
    counting->out->seats = pal_json_object_new();
    pal_json_set(counting->out->seats, "filled", seating.filled);
    pal_json_set(counting->out->seats, "vacant", seating.vacant);
}
