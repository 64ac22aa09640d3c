/* blt_plain.c - reads ballots that are a line of plain numbers, and nothing else, fast. */
#include "blt_plain.h"

#include "base/limits.h"

enum { DIGITS_MAX = 9 }; /* of a number that is read here: it fits */

static inline bool is_space(char byte)
{
    return byte == ' ' || byte == '\t';
}

static inline const char *skip_spaces(const char *next)
{
    while (is_space(*next)) {
        next++;
    }
    return next;
}

/* After the digits that begin here, or NULL where there are none, or many. */
static const char *read_digits(const char *next, uint32_t *out_number)
{
    const char *start = next;
    uint32_t number = 0;
    for (uint32_t digit; (digit = (uint32_t)(uint8_t)*next - '0') <= 9; next++) {
        number = 10 * number + digit;
    }
    *out_number = number;
    return next > start && next - start <= DIGITS_MAX ? next : NULL;
}

/* The same. Nearly all have one digit or two, and which of the two nobody can foretell: the processor
 * need not, since there is no branch on it. */
static inline const char *read_number(const char *next, uint32_t *out_number)
{
    const uint32_t first = (uint32_t)(uint8_t)next[0] - '0';
    if (first > 9) {
        return NULL;
    }
    const uint32_t second = (uint32_t)(uint8_t)next[1] - '0';
    const uint32_t has_second = second <= 9;
    const char *after = next + 1 + has_second;
    *out_number = first + has_second * (9 * first + second);
    return (uint32_t)(uint8_t)*after - '0' > 9 ? after : read_digits(next, out_number);
}

/* After the 0 that ends a ballot, if that is what was read and it ends the line too; else NULL. */
static const char *end_ballot(const char *start, const char *next)
{
    if (next - start != 1) {
        return NULL;
    }
    next = skip_spaces(next);
    return *next == '\n' || *next == '\r' ? next : NULL;
}

/* The ranks after the number of ballots, to the 0. */
static const char *read_ranks(const struct pal_blt_plain *plain, const char *next,
                              struct pal_draft *draft)
{
    pal_draft_reserve(draft, PAL_LIMIT_MARKS);
    int32_t *marks = draft->marks;
    size_t count = 0; /* of marks, with a separation after each rank */
    while (count + 2 <= PAL_LIMIT_MARKS && is_space(*next)) {
        const char *start = skip_spaces(next + 1);
        uint32_t number;
        next = read_number(start, &number);
        if (next == NULL || number > plain->count) {
            return NULL;
        }
        if (number == 0) {
            draft->mark_count = count > 0 ? count - 1 : 0;
            draft->is_settled = true; /* one option a rank, and no rank without */
            return end_ballot(start, next);
        }
        int32_t option = plain->options[number - 1];
        marks[count] = option;
        marks[count + 1] = PAL_MARK_NEXT_RANK;
        count += option >= 0 ? 2 : 0;
    }
    return NULL;
}

const char *pal_blt_last_line_feed(const char *start, const char *end)
{
    while (end > start && end[-1] != '\n') {
        end--;
    }
    return end > start ? end - 1 : NULL;
}

bool pal_blt_plain_read(const struct pal_blt_plain *plain, const char **next,
                        struct pal_intake *intake)
{
    if (plain->last_line_feed == NULL || *next > plain->last_line_feed) {
        return false;
    }
    uint32_t ballots;
    const char *after = read_number(*next, &ballots);
    if (after == NULL || ballots == 0) {
        return false;
    }
    pal_draft_clear(&intake->draft, PAL_BALLOT_COUNTED);
    after = read_ranks(plain, after, &intake->draft);
    if (after == NULL) {
        return false;
    }
    pal_intake_count(intake, ballots);
    *next = after;
    return true;
}
