/* json_plain.c - reads a plain ballot of palabre-ballots/1 without building JSON. */
#include "json_plain.h"

#include <string.h>

#include "base/limits.h"

enum { MARK_DIGITS_MAX = 9, COUNT_DIGITS_MAX = 15, WEIGHT_MAX = 40 }; /* more is not plain */

/* What a function that reads gives: the byte after what it has read, or NULL where that is not
 * plain. The text ends with a '}', at which every run of digits or blanks stops at the latest. */

static inline const char *skip_blanks(const char *next)
{
    while (*next == ' ' || *next == '\n' || *next == '\t' || *next == '\r') {
        next++;
    }
    return next;
}

/* A number as JSON writes it: no digits before it, if it begins with 0. */
static inline const char *read_number(const char *next, ptrdiff_t digits_max, uint64_t *out_number)
{
    const char *start = next;
    uint64_t number = 0;
    for (uint32_t digit; (digit = (uint32_t)(uint8_t)*next - '0') <= 9; next++) {
        number = 10 * number + digit;
    }
    *out_number = number;
    const bool is_plain = next > start && next - start <= digits_max;
    return is_plain && (*start != '0' || next - start == 1) ? next : NULL;
}

/* After a byte that must be there, and the blanks around it. */
static inline const char *read_byte(const char *next, char byte)
{
    next = skip_blanks(next);
    return *next == byte ? skip_blanks(next + 1) : NULL;
}

/* The index of an option. */
static inline const char *read_option(const char *next, const struct pal_question *question,
                                      uint64_t *out_option)
{
    next = read_number(next, MARK_DIGITS_MAX, out_option);
    return next != NULL && *out_option < question->option_count ? next : NULL;
}

static const char *read_choice(const char *next, const struct pal_question *question,
                               struct pal_draft *draft)
{
    uint64_t option;
    next = read_option(next, question, &option);
    if (next != NULL) {
        pal_draft_fill(draft, question->option_count, 0);
        draft->marks[option] = 1;
    }
    return next;
}

/* After what follows an element: a comma, which is passed over, or the bracket that closes. */
static inline const char *read_comma(const char *next)
{
    next = skip_blanks(next);
    if (*next == ',') {
        next = skip_blanks(next + 1);
        return *next != ']' ? next : NULL;
    }
    return *next == ']' ? next : NULL;
}

static const char *read_approves(const char *next, const struct pal_question *question,
                                 struct pal_draft *draft)
{
    pal_draft_fill(draft, question->option_count, 0);
    next = read_byte(next, '[');
    while (next != NULL && *next != ']') {
        uint64_t option;
        next = read_option(next, question, &option);
        if (next == NULL || draft->marks[option] != 0) {
            return NULL;
        }
        draft->marks[option] = 1;
        next = read_comma(next);
    }
    return next != NULL ? next + 1 : NULL;
}

/* One number for each option, none above the most; or null, where the kind has that. */
static const char *read_numbers(const char *next, const struct pal_question *question,
                                enum pal_ballot_kind kind, struct pal_draft *draft)
{
    const uint64_t most = kind == PAL_BALLOT_SCORES ? (uint64_t)question->scale : INT32_MAX;
    next = read_byte(next, '[');
    while (next != NULL && *next != ']') {
        uint64_t number;
        if (kind == PAL_BALLOT_SCORES && *next == 'n' && strncmp(next, "null", 4) == 0) {
            pal_draft_add(draft, PAL_MARK_NO_OPINION);
            next += 4;
        } else {
            next = read_number(next, MARK_DIGITS_MAX, &number);
            if (next == NULL || number > most) {
                return NULL;
            }
            pal_draft_add(draft, (int32_t)number);
        }
        next = draft->mark_count <= question->option_count ? read_comma(next) : NULL;
    }
    return next != NULL && draft->mark_count == question->option_count ? next + 1 : NULL;
}

/* Rank after rank; the draft has room for as many marks as there may be. */
static const char *read_ranks(const char *next, const struct pal_question *question,
                              struct pal_draft *draft)
{
    pal_draft_reserve(draft, PAL_LIMIT_MARKS);
    size_t count = 0;
    next = read_byte(next, '[');
    for (bool is_first = true; next != NULL && *next != ']'; is_first = false) {
        if (count >= PAL_LIMIT_MARKS || (next = read_byte(next, '[')) == NULL) {
            return NULL;
        }
        if (!is_first) {
            draft->marks[count++] = PAL_MARK_NEXT_RANK;
        }
        while (*next != ']') {
            uint64_t option;
            next = read_option(next, question, &option);
            if (next == NULL || count >= PAL_LIMIT_MARKS || (next = read_comma(next)) == NULL) {
                return NULL;
            }
            draft->marks[count++] = (int32_t)option;
        }
        next = read_comma(next + 1);
    }
    draft->mark_count = count;
    return next != NULL ? next + 1 : NULL;
}

static const char *read_marks(const char *next, const struct pal_question *question,
                              enum pal_ballot_kind kind, struct pal_draft *draft)
{
    if (kind == PAL_BALLOT_RANKS) {
        return read_ranks(next, question, draft);
    }
    if (kind == PAL_BALLOT_CHOICE) {
        return read_choice(next, question, draft);
    }
    return kind == PAL_BALLOT_APPROVES ? read_approves(next, question, draft)
                                       : read_numbers(next, question, kind, draft);
}

/* A text of digits, perhaps over others. */
static const char *read_weight(const char *next, const char *end, struct pal_intake *intake)
{
    const char *quote = *next == '"' ? memchr(next + 1, '"', (size_t)(end - next - 1)) : NULL;
    if (quote == NULL || quote - next > WEIGHT_MAX ||
        strspn(next + 1, "0123456789/") != (size_t)(quote - next - 1)) {
        return NULL;
    }
    const struct pal_text text = {next + 1, (size_t)(quote - next - 1)};
    return pal_ratio_parse(text, intake->weight) == PAL_OK ? quote + 1 : NULL;
}

/* The name of a member is that one: the byte after its closing quotation mark, or NULL. */
static const char *read_name(const char *next, const char *end, const char *name)
{
    const size_t size = strlen(name);
    bool is_it = (size_t)(end - next) > size + 2 && *next == '"' &&
                 memcmp(next + 1, name, size) == 0 && next[size + 1] == '"';
    return is_it ? next + size + 2 : NULL;
}

/* The members that a plain ballot has, each at most once. */
enum { SAYING, COUNT, WEIGHT, MEMBER_COUNT };

/* The value of a member, or NULL. */
static const char *read_value(const char *next, const char *end, int member,
                              const struct pal_question *question, struct pal_intake *intake)
{
    if (member == WEIGHT) {
        intake->is_one = false;
        return read_weight(next, end, intake);
    }
    return member == COUNT ? read_number(next, COUNT_DIGITS_MAX, &intake->count)
                           : read_marks(next, question, intake->profile->kind, &intake->draft);
}

bool pal_json_plain_read(const struct pal_question *question, struct pal_text text,
                         struct pal_intake *intake)
{
    const bool is_wanted = intake->profile->kind != PAL_BALLOT_NONE;
    if (!is_wanted || text.size > PAL_LIMIT_BALLOT || text.bytes[text.size - 1] != '}') {
        return false;
    }
    const char *const end = text.bytes + text.size;
    const char *const names[MEMBER_COUNT] = {
        [SAYING] = pal_ballot_kind_name(intake->profile->kind),
        [COUNT] = "count",
        [WEIGHT] = "weight",
    };
    bool has[MEMBER_COUNT] = {false};
    pal_draft_clear(&intake->draft, PAL_BALLOT_COUNTED);
    pal_intake_count(intake, 1);
    const char *next = text.bytes;
    for (char separator = '{'; *next == separator; separator = ',') {
        const char *const at = skip_blanks(next + 1);
        const char *after = NULL;
        int member = 0;
        while (member < MEMBER_COUNT && (after = read_name(at, end, names[member])) == NULL) {
            member++;
        }
        if (after == NULL || has[member] || (after = read_byte(after, ':')) == NULL ||
            (after = read_value(after, end, member, question, intake)) == NULL) {
            return false;
        }
        has[member] = true;
        next = skip_blanks(after);
    }
    return has[SAYING] && *next == '}' && next + 1 == end;
}
