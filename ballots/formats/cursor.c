/* cursor.c - what the readers of ballot files share: a place in the text, names, weights. */
#include "cursor.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/mem.h"

static const uint64_t ballots_max = (uint64_t)1 << 53;

/* --- The text --- */

enum pal_err pal_cursor_start(struct pal_cursor *cursor, struct pal_text text,
                              struct pal_where *where)
{
    *cursor = (struct pal_cursor){.text = text, .where = where};
    if (text.size > PAL_LIMIT_BALLOT_FILE) {
        pal_where_set(where, "%s", "");
        return PAL_ERR_FORMAT_SIZE;
    }
    size_t well_formed = pal_text_utf8_size(text);
    if (well_formed < text.size) {
        return pal_cursor_refuse(cursor, text.bytes + well_formed, PAL_ERR_TEXT_UTF8);
    }
    cursor->offset = pal_text_starts(text, "\xEF\xBB\xBF") ? 3 : 0;
    return PAL_OK;
}

enum pal_err pal_cursor_refuse(const struct pal_cursor *cursor, const char *at, enum pal_err err)
{
    PAL_CHECK(err != PAL_OK);
    pal_where_at(cursor->where, cursor->text, (size_t)(at - cursor->text.bytes));
    return err;
}

bool pal_cursor_line(struct pal_cursor *cursor, struct pal_text *out_line)
{
    struct pal_text text = cursor->text;
    size_t start = cursor->offset;
    if (start == text.size) {
        return false;
    }
    size_t end = start;
    while (end < text.size && text.bytes[end] != '\n' && text.bytes[end] != '\r') {
        end++;
    }
    *out_line = (struct pal_text){text.bytes + start, end - start};
    bool both = text.size - end > 1 && text.bytes[end] == '\r' && text.bytes[end + 1] == '\n';
    cursor->offset = end + (end < text.size) + both;
    return true;
}

bool pal_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool pal_is_space(char byte)
{
    return byte == ' ' || byte == '\t';
}

struct pal_text pal_text_strip(struct pal_text text)
{
    while (text.size > 0 && pal_is_space(text.bytes[0])) {
        text.bytes++;
        text.size--;
    }
    while (text.size > 0 && pal_is_space(text.bytes[text.size - 1])) {
        text.size--;
    }
    return text;
}

bool pal_text_digits(struct pal_text text, uint64_t *out_number)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (!pal_is_digit(text.bytes[i]) || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, (uint64_t)(text.bytes[i] - '0'), &number)) {
            return false;
        }
    }
    *out_number = number;
    return text.size > 0;
}

size_t pal_text_about(struct pal_text text, char byte)
{
    enum { BEGINNING = 1 << 14 };
    const struct pal_text read = {text.bytes, text.size < BEGINNING ? text.size : BEGINNING};
    size_t found = 0;
    for (size_t i = 0; i < read.size; i++) {
        found += read.bytes[i] == byte;
    }
    return read.size > 0 ? found * (text.size / read.size + 1) : 0;
}

/* --- Names --- */

void pal_names_done(struct pal_names *names)
{
    pal_mem_free(names->names);
    *names = (struct pal_names){0};
}

/* The place of a name: where it is, or where it would be. */
static size_t place_of(const struct pal_names *names, struct pal_text text, bool *out_is_there)
{
    size_t low = 0;
    size_t high = names->count;
    *out_is_there = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = pal_text_compare(names->names[middle].text, text);
        if (order == 0) {
            *out_is_there = true;
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool pal_names_add(struct pal_names *names, struct pal_text text, int32_t index)
{
    bool is_there;
    size_t place = place_of(names, text, &is_there);
    if (is_there) {
        return false;
    }
    if (names->count == names->capacity) {
        names->capacity = pal_mem_capacity(names->capacity, names->count + 1);
        names->names = pal_mem_grow(names->names, names->capacity, sizeof *names->names);
    }
    memmove(names->names + place + 1, names->names + place,
            (names->count - place) * sizeof *names->names);
    names->names[place] = (struct pal_name){.text = text, .index = index};
    names->count++;
    return true;
}

int32_t pal_names_find(const struct pal_names *names, struct pal_text text)
{
    bool is_there;
    size_t place = place_of(names, text, &is_there);
    return is_there ? names->names[place].index : -1;
}

/* --- Ballots --- */

void pal_intake_init(struct pal_intake *intake, const struct pal_cursor *cursor,
                     struct pal_profile *profile)
{
    *intake = (struct pal_intake){.cursor = cursor, .profile = profile, .count = 1, .is_one = true};
    mpq_init(intake->weight);
    pal_ratio_set(intake->weight, 1, 1);
    mpz_init_set_ui(intake->unit, 1);
    intake->units_max = SIZE_MAX;
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        mpz_init(intake->weighed[i].units);
    }
}

/* The one that waits, so many turns after the one that has waited longest. */
static struct pal_waiting *waiting_at(struct pal_intake *intake, size_t turns)
{
    return &intake->waiting[(intake->turn + turns) % PAL_WAITING_COUNT];
}

/* Puts the ballots of a state in its sum: those of weight 1, and the others as many of what they weigh
 * on average. */
static void sum_state(struct pal_intake *intake, enum pal_ballot_state state)
{
    PAL_RATIO(each);
    pal_ratio_set(each, 1, 1);
    pal_profile_sum(intake->profile, state, intake->ones[state], each);
    const struct pal_weighed *weighed = &intake->weighed[state];
    if (weighed->count > 0) {
        mpz_set(mpq_numref(each), weighed->units);
        mpz_mul_ui(mpq_denref(each), intake->unit, weighed->count);
        mpq_canonicalize(each);
        pal_profile_sum(intake->profile, state, weighed->count, each);
    }
}

void pal_intake_done(struct pal_intake *intake)
{
    for (size_t i = 0; i < PAL_WAITING_COUNT; i++) {
        pal_profile_enter(intake->profile, &waiting_at(intake, i)->entry);
        pal_draft_done(&waiting_at(intake, i)->draft);
    }
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        sum_state(intake, (enum pal_ballot_state)i);
        mpz_clear(intake->weighed[i].units);
    }
    pal_draft_done(&intake->draft);
    pal_ratio_done(&intake->weight);
    mpz_clear(intake->unit);
}

void pal_intake_count(struct pal_intake *intake, uint64_t count)
{
    PAL_CHECK(count <= ballots_max);
    intake->count = count;
    if (!intake->is_one) {
        pal_ratio_set(intake->weight, 1, 1);
        intake->is_one = true;
    }
}

enum pal_err pal_intake_weigh(struct pal_intake *intake, struct pal_text text)
{
    uint64_t count;
    if (pal_text_digits(text, &count) && count <= ballots_max) {
        pal_intake_count(intake, count);
        return PAL_OK;
    }
    enum pal_err err = pal_ratio_parse_decimal(text, intake->weight);
    if (err == PAL_ERR_RATIO_SYNTAX || (err == PAL_OK && mpq_sgn(intake->weight) < 0)) {
        err = PAL_ERR_FORMAT_WEIGHT;
    }
    if (err != PAL_OK) {
        return pal_cursor_refuse(intake->cursor, text.bytes, err);
    }
    intake->count = 1;
    intake->is_one = false;
    return PAL_OK;
}

/* The index of the weight of the ballot that was read: 1, nearly always. */
static uint32_t index_of_weight(struct pal_intake *intake)
{
    if (!intake->is_one) {
        return pal_profile_weight(intake->profile, intake->weight);
    }
    if (!intake->has_one) {
        intake->one = pal_profile_weight(intake->profile, intake->weight);
        intake->has_one = true;
    }
    return intake->one;
}

/* Takes the place of the one that has waited longest, and wakes two on their way. */
static void wait_in_turn(struct pal_intake *intake)
{
    struct pal_waiting *waiting = waiting_at(intake, 0);
    pal_profile_enter(intake->profile, &waiting->entry);
    waiting->entry = pal_profile_announce(intake->profile, &intake->draft, intake->count,
                                          index_of_weight(intake));
    const struct pal_draft free_draft = waiting->draft;
    waiting->draft = intake->draft;
    intake->draft = free_draft;
    pal_profile_seek(intake->profile, &waiting_at(intake, PAL_WAITING_COUNT / 4)->entry);
    pal_profile_seek(intake->profile, &waiting_at(intake, PAL_WAITING_COUNT * 5 / 8)->entry);
    intake->turn++;
}

/* The next unit, of which the present one is a whole number. */
static void refine_unit(struct pal_intake *intake)
{
    mpz_t finer;
    mpz_init(finer);
    mpz_lcm(finer, intake->unit, mpq_denref(intake->weight));
    mpz_divexact(intake->unit, finer, intake->unit);
    for (size_t i = 0; i < PAL_BALLOT_STATE_COUNT; i++) {
        mpz_mul(intake->weighed[i].units, intake->weighed[i].units, intake->unit);
    }
    mpz_swap(intake->unit, finer);
    mpz_clear(finer);
    const bool is_short = mpz_sizeinbase(intake->unit, 2) <= PAL_LIMIT_UNIT_BITS;
    intake->units_max =
        is_short ? PAL_LIMIT_UNIT_BYTES / (mpz_size(intake->unit) * sizeof(mp_limb_t)) : 0;
}

/* The weights have a common denominator that is not too large. Sums do not tell: 1/7 and 6/7 make 1,
 * and a method counts both in sevenths, for each row of the profile. */
static void weigh(struct pal_intake *intake)
{
    mpz_srcptr den = mpq_denref(intake->weight);
    if (!mpz_divisible_p(intake->unit, den)) {
        refine_unit(intake);
    }
    mpz_t units;
    mpz_init(units);
    mpz_divexact(units, intake->unit, den);
    mpz_mul(units, units, mpq_numref(intake->weight));
    struct pal_weighed *weighed = &intake->weighed[intake->draft.state];
    mpz_addmul_ui(weighed->units, units, intake->count);
    weighed->count += intake->count;
    mpz_clear(units);
}

enum pal_err pal_intake_put(struct pal_intake *intake)
{
    const enum pal_ballot_state state = intake->draft.state;
    if (intake->is_one) {
        intake->ones[state] += intake->count;
    } else {
        weigh(intake);
    }
    if (intake->count > 0 && state == PAL_BALLOT_COUNTED) {
        wait_in_turn(intake);
    }
    if (intake->turn > intake->units_max || intake->units_max == 0) {
        return PAL_ERR_LIMIT_WEIGHTS;
    }
    intake->total += intake->count; /* neither is above 2^53 */
    return intake->total <= ballots_max ? PAL_OK : PAL_ERR_LIMIT_COUNT;
}

enum pal_err pal_intake_add(struct pal_intake *intake, enum pal_ballot_kind kind, const char *at)
{
    const struct pal_ballot ballot = pal_draft_ballot(&intake->draft);
    if (pal_ballot_is_empty(kind, &ballot)) {
        pal_draft_clear(&intake->draft, PAL_BALLOT_BLANK);
    } else if (kind != intake->profile->kind) {
        return pal_cursor_refuse(intake->cursor, at, PAL_ERR_BALLOT_KIND);
    }
    const enum pal_err err = pal_intake_put(intake);
    return err == PAL_OK ? PAL_OK : pal_cursor_refuse(intake->cursor, at, err);
}
