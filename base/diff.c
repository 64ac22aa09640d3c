/*
 * diff.c - the words that differ between two texts, and what several changes of one text make.
 */
#include "base/diff.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/mem.h"

/* RULE docs/rules/diff.md
 * > The search takes at most 4 194 304 steps and 2048 changes.
 */
enum { STEPS_MAX = 1 << 22, CHANGES_MAX = 2048 };

void pal_diff_done(struct pal_diff *diff)
{
    pal_pieces_done(&diff->base);
    pal_pieces_done(&diff->text);
    pal_mem_free(diff->edits);
    *diff = (struct pal_diff){0};
}

/* --- pieces as numbers ------------------------------------------------------------------------ */

struct spelled {
    struct pal_text bytes;
    size_t place; /* among the pieces of the base, then those of the text */
};

static int by_bytes(const void *a, const void *b)
{
    const struct spelled *left = a;
    const struct spelled *right = b;
    return pal_text_compare(left->bytes, right->bytes);
}

static void spell(const struct pal_pieces *pieces, size_t first, struct spelled *out)
{
    for (size_t i = 0; i < pieces->count; i++) {
        out[first + i] = (struct spelled){pal_pieces_run(pieces, i, i + 1), first + i};
    }
}

/* One number per piece, the same for the same bytes: the search compares them many times. */
static uint32_t *numbers_new(const struct pal_pieces *base, const struct pal_pieces *text)
{
    size_t count = base->count + text->count;
    struct spelled *all PAL_CLEANUP(pal_mem_done) = pal_mem_new(count + 1, sizeof *all);
    spell(base, 0, all);
    spell(text, base->count, all);
    qsort(all, count, sizeof *all, by_bytes);
    uint32_t *numbers = pal_mem_new(count + 1, sizeof *numbers);
    uint32_t number = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && !pal_text_equal(all[i].bytes, all[i - 1].bytes)) {
            number++;
        }
        numbers[all[i].place] = number;
    }
    return numbers;
}

/* --- the search ------------------------------------------------------------------------------- */

/* What lies between the common beginning and the common end. */
struct search {
    const uint32_t *old, *new;
    int64_t old_count, new_count;
    /* The furthest place on each diagonal, round after round: round d has d + 1 of them, for the
     * diagonals -d, -d + 2, …, d. */
    int32_t *reached;
    size_t reached_capacity;
    int64_t rounds; /* made */
    int64_t steps;
    bool *is_removed, *is_added; /* by piece of old, of new */
};

static void search_done(struct search *search)
{
    pal_mem_free(search->reached);
    pal_mem_free(search->is_removed);
    pal_mem_free(search->is_added);
}

static int32_t *reached_at(const struct search *search, int64_t round, int64_t diagonal)
{
    int64_t index = round * (round + 1) / 2 + (diagonal + round) / 2;
    return &search->reached[index];
}

/* Does the best way to that diagonal in that round add a piece? Where both are as good it removes one. */
static bool adds(const struct search *search, int64_t round, int64_t diagonal)
{
    if (diagonal == -round || diagonal == round) {
        return diagonal == -round;
    }
    return *reached_at(search, round - 1, diagonal - 1) <
           *reached_at(search, round - 1, diagonal + 1);
}

/* Where a round comes to a diagonal, before it follows what is the same. */
static int64_t enter(const struct search *search, int64_t round, int64_t diagonal)
{
    if (round == 0) {
        return 0;
    }
    return adds(search, round, diagonal) ? *reached_at(search, round - 1, diagonal + 1)
                                         : *reached_at(search, round - 1, diagonal - 1) + 1;
}

/* One round of the search: is the end reached? */
static bool go_round(struct search *search, int64_t round)
{
    size_t needed = (size_t)((round + 1) * (round + 2) / 2);
    search->reached_capacity = pal_mem_capacity(search->reached_capacity, needed);
    search->reached =
        pal_mem_grow(search->reached, search->reached_capacity, sizeof *search->reached);
    search->rounds = round + 1;
    for (int64_t diagonal = -round; diagonal <= round; diagonal += 2) {
        int64_t x = enter(search, round, diagonal);
        while (x < search->old_count && x - diagonal < search->new_count &&
               search->old[x] == search->new[x - diagonal]) {
            x++;
            search->steps++;
        }
        search->steps++;
        *reached_at(search, round, diagonal) = (int32_t)x;
        if (x >= search->old_count && x - diagonal >= search->new_count) {
            return true;
        }
    }
    return false;
}

/* The way back from the end: which pieces go and which come. */
static void walk_back(struct search *search)
{
    int64_t x = search->old_count;
    int64_t y = search->new_count;
    for (int64_t round = search->rounds - 1; round > 0; round--) {
        int64_t diagonal = x - y;
        bool is_added = adds(search, round, diagonal);
        x = *reached_at(search, round - 1, is_added ? diagonal + 1 : diagonal - 1);
        y = x - (is_added ? diagonal + 1 : diagonal - 1);
        if (is_added) {
            search->is_added[y] = true;
        } else {
            search->is_removed[x] = true;
        }
    }
}

/* Marks the pieces that differ: those of a shortest list of changes, or all. */
static bool find_changes(struct search *search)
{
    int64_t round = 0;
    bool is_found = go_round(search, round);
    while (!is_found && round < CHANGES_MAX && search->steps < STEPS_MAX) {
        is_found = go_round(search, ++round);
    }
    if (is_found) {
        walk_back(search);
        return true;
    }
    for (int64_t i = 0; i < search->old_count; i++) {
        search->is_removed[i] = true;
    }
    for (int64_t i = 0; i < search->new_count; i++) {
        search->is_added[i] = true;
    }
    return false;
}

/* --- edits ------------------------------------------------------------------------------------ */

static bool are_blank(const struct pal_pieces *pieces, size_t from, size_t to)
{
    while (from < to && pieces->kinds[from] == PAL_PIECE_BLANK) {
        from++;
    }
    return from == to;
}

/* RULE docs/rules/diff.md
 * > Changes with nothing but blanks between them are one change: the blanks are removed and added with
 * > the words around them.
 */
static void add_edit(struct pal_diff *diff, struct pal_diff_edit edit)
{
    struct pal_diff_edit *last = diff->edit_count > 0 ? &diff->edits[diff->edit_count - 1] : NULL;
    if (last != NULL && are_blank(&diff->base, last->end, edit.at)) {
        last->end = edit.end;
        last->new_end = edit.new_end;
        return;
    }
    diff->edit_capacity = pal_mem_capacity(diff->edit_capacity, diff->edit_count + 1);
    diff->edits = pal_mem_grow(diff->edits, diff->edit_capacity, sizeof *diff->edits);
    diff->edits[diff->edit_count++] = edit;
}

static void make_edits(struct pal_diff *diff, const struct search *search, size_t first)
{
    int64_t x = 0;
    int64_t y = 0;
    while (x < search->old_count || y < search->new_count) {
        int64_t from_x = x;
        int64_t from_y = y;
        while (x < search->old_count && search->is_removed[x]) {
            x++;
        }
        while (y < search->new_count && search->is_added[y]) {
            y++;
        }
        if (x > from_x || y > from_y) {
            add_edit(diff, (struct pal_diff_edit){first + (size_t)from_x, first + (size_t)x,
                                                  first + (size_t)from_y, first + (size_t)y});
        } else {
            x++;
            y++;
        }
    }
}

/* RULE docs/rules/diff.md
 * > The distance of two texts is the number of words and signs that are in a change and that it removes
 * > or adds. Blanks do not count.
 */
static uint64_t count_words(const struct pal_pieces *pieces, size_t from, size_t to)
{
    uint64_t count = 0;
    for (size_t i = from; i < to; i++) {
        count += pieces->kinds[i] != PAL_PIECE_BLANK;
    }
    return count;
}

/* Pieces that are the same at the beginning of both, and then at the end of what is left. */
static void trim(const struct pal_diff *diff, const uint32_t *numbers, size_t *out_head,
                 size_t *out_tail)
{
    const uint32_t *old = numbers;
    const uint32_t *new = numbers + diff->base.count;
    size_t shorter = diff->base.count < diff->text.count ? diff->base.count : diff->text.count;
    size_t head = 0;
    while (head < shorter && old[head] == new[head]) {
        head++;
    }
    size_t tail = 0;
    while (tail < shorter - head &&
           old[diff->base.count - 1 - tail] == new[diff->text.count - 1 - tail]) {
        tail++;
    }
    *out_head = head;
    *out_tail = tail;
}

enum pal_err pal_diff_make(struct pal_text base, struct pal_text text, struct pal_diff *out)
{
    PAL_DIFF(made);
    PAL_TRY(pal_pieces_cut(base, &made.base));
    PAL_TRY(pal_pieces_cut(text, &made.text));
    uint32_t *numbers PAL_CLEANUP(pal_mem_done) = numbers_new(&made.base, &made.text);
    size_t head;
    size_t tail;
    trim(&made, numbers, &head, &tail);
    struct search search PAL_CLEANUP(search_done) = {
        .old = numbers + head,
        .new = numbers + made.base.count + head,
        .old_count = (int64_t)(made.base.count - head - tail),
        .new_count = (int64_t)(made.text.count - head - tail),
    };
    search.is_removed = pal_mem_new((size_t)search.old_count + 1, sizeof *search.is_removed);
    search.is_added = pal_mem_new((size_t)search.new_count + 1, sizeof *search.is_added);
    made.is_coarse = !find_changes(&search);
    make_edits(&made, &search, head);
    for (size_t i = 0; i < made.edit_count; i++) {
        const struct pal_diff_edit *edit = &made.edits[i];
        made.distance += count_words(&made.base, edit->at, edit->end) +
                         count_words(&made.text, edit->new_at, edit->new_end);
    }
    *out = made;
    made = (struct pal_diff){0}; /* moved */
    return PAL_OK;
}

/* --- runs ------------------------------------------------------------------------------------- */

static const char *const ops[] = {
    [PAL_DIFF_KEEP] = "keep",
    [PAL_DIFF_REMOVE] = "remove",
    [PAL_DIFF_ADD] = "add",
};

const char *pal_diff_op_word(enum pal_diff_op op)
{
    return ops[op];
}

void pal_diff_walk(const struct pal_diff *diff,
                   void (*visit)(void *context, enum pal_diff_op op, struct pal_text run),
                   void *context)
{
    size_t at = 0;
    for (size_t i = 0; i <= diff->edit_count; i++) {
        bool is_end = i == diff->edit_count;
        const struct pal_diff_edit edit =
            is_end ? (struct pal_diff_edit){diff->base.count, diff->base.count, 0, 0}
                   : diff->edits[i];
        const struct {
            enum pal_diff_op op;
            struct pal_text run;
        } runs[] = {
            {PAL_DIFF_KEEP, pal_pieces_run(&diff->base, at, edit.at)},
            {PAL_DIFF_REMOVE, pal_pieces_run(&diff->base, edit.at, edit.end)},
            {PAL_DIFF_ADD, pal_pieces_run(&diff->text, edit.new_at, edit.new_end)},
        };
        for (size_t j = 0; j < sizeof runs / sizeof runs[0]; j++) {
            if (runs[j].run.size > 0) {
                visit(context, runs[j].op, runs[j].run);
            }
        }
        at = edit.end;
    }
}

/* --- several changes of one base -------------------------------------------------------------- */

/* An edit with the diff that it is of. */
struct change {
    const struct pal_diff *diff;
    struct pal_diff_edit edit;
};

static struct pal_text words_of(const struct change *change)
{
    return pal_pieces_run(&change->diff->text, change->edit.new_at, change->edit.new_end);
}

static bool is_same(const struct change *a, const struct change *b)
{
    return a->edit.at == b->edit.at && a->edit.end == b->edit.end &&
           pal_text_equal(words_of(a), words_of(b));
}

/* Does `first` end before `second` begins, with something other than blanks between? */
static bool is_before(const struct pal_pieces *base, const struct pal_diff_edit *first,
                      const struct pal_diff_edit *second)
{
    return first->end < second->at && !are_blank(base, first->end, second->at);
}

/* RULE docs/rules/diff.md
 * > Two texts contradict each other when a change of one overlaps or touches a change of the other and
 * > is not the same.
 */
bool pal_diff_contradicts(const struct pal_diff *a, const struct pal_diff *b)
{
    PAL_CHECK(pal_text_equal(a->base.text, b->base.text));
    size_t i = 0;
    size_t j = 0;
    while (i < a->edit_count && j < b->edit_count) {
        const struct change left = {a, a->edits[i]};
        const struct change right = {b, b->edits[j]};
        bool is_left_first = is_before(&a->base, &left.edit, &right.edit);
        bool is_right_first = is_before(&a->base, &right.edit, &left.edit);
        if (!is_left_first && !is_right_first && !is_same(&left, &right)) {
            return true;
        }
        /* The same change in both is passed in both: changes of one text do not touch each other. */
        i += !is_right_first;
        j += !is_left_first;
    }
    return false;
}

static int by_place(const void *a, const void *b)
{
    const struct pal_diff_edit *left = &((const struct change *)a)->edit;
    const struct pal_diff_edit *right = &((const struct change *)b)->edit;
    if (left->at != right->at) {
        return left->at < right->at ? -1 : 1;
    }
    return (left->end > right->end) - (left->end < right->end);
}

/* The changes of all, in order, each once; false when two contradict each other. */
static bool settle(const struct pal_pieces *base, struct change *all, size_t count,
                   size_t *out_count)
{
    qsort(all, count, sizeof *all, by_place);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && is_same(&all[kept - 1], &all[i])) {
            continue;
        }
        if (kept > 0 && !is_before(base, &all[kept - 1].edit, &all[i].edit)) {
            return false;
        }
        all[kept++] = all[i];
    }
    *out_count = kept;
    return true;
}

enum pal_err pal_diff_merge(const struct pal_diff *diffs, size_t count, struct pal_buf *out)
{
    PAL_CHECK(count > 0);
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        PAL_CHECK(pal_text_equal(diffs[i].base.text, diffs[0].base.text));
        total += diffs[i].edit_count;
    }
    struct change *all PAL_CLEANUP(pal_mem_done) = pal_mem_new(total + 1, sizeof *all);
    size_t listed = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < diffs[i].edit_count; j++) {
            all[listed++] = (struct change){&diffs[i], diffs[i].edits[j]};
        }
    }
    const struct pal_pieces *base = &diffs[0].base;
    if (!settle(base, all, listed, &total)) {
        return PAL_ERR_DIFF_CONTRARY;
    }
    size_t at = 0;
    for (size_t i = 0; i < total; i++) {
        pal_buf_add_text(out, pal_pieces_run(base, at, all[i].edit.at));
        pal_buf_add_text(out, words_of(&all[i]));
        at = all[i].edit.end;
    }
    pal_buf_add_text(out, pal_pieces_run(base, at, base->count));
    return PAL_OK;
}
