/* blt_words.c - the words of a BLT file: what separates them, and what is passed over between them. */
#include "blt_words.h"

#include <string.h>

enum pal_err pal_blt_refuse(const struct pal_blt_words *words, const char *at, enum pal_err err)
{
    return words->open_at != NULL
               ? pal_cursor_refuse(&words->cursor, words->open_at, PAL_ERR_FORMAT_OPEN)
               : pal_cursor_refuse(&words->cursor, at, err);
}

bool pal_blt_is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* Does a comment begin at that byte that a line does not end? */
static bool is_block(const struct pal_blt_words *words, const char *at)
{
    return *at == '/' && words->end - at >= 2 && at[1] == '*';
}

bool pal_blt_is_comment(const struct pal_blt_words *words, const char *at)
{
    return *at == '#' || is_block(words, at);
}

void pal_blt_skip_line(struct pal_blt_words *words)
{
    while (words->next < words->end && !pal_blt_is_line_end(*words->next)) {
        words->next++;
    }
}

/* Goes behind the comment that begins here, of two characters at least. True: its line is over. */
static bool skip_block(struct pal_blt_words *words)
{
    const char *at = words->next;
    bool has_line_end = false;
    words->next += 2;
    while (words->end - words->next >= 2) {
        if (words->next[0] == '*' && words->next[1] == '/') {
            words->next += 2;
            return has_line_end;
        }
        has_line_end = has_line_end || pal_blt_is_line_end(*words->next);
        words->next++;
    }
    words->open_at = at;
    words->next = words->end;
    return true;
}

bool pal_blt_skip(struct pal_blt_words *words)
{
    while (words->next < words->end) {
        if (*words->next == '#') {
            pal_blt_skip_line(words);
        } else if (is_block(words, words->next)) {
            (void)skip_block(words); /* over lines too */
        } else if (pal_is_space(*words->next) || pal_blt_is_line_end(*words->next)) {
            words->next++;
        } else {
            return true;
        }
    }
    return false;
}

bool pal_blt_is_line_over(struct pal_blt_words *words)
{
    while (words->next < words->end) {
        if (is_block(words, words->next)) {
            if (skip_block(words)) {
                return true;
            }
        } else if (pal_is_space(*words->next)) {
            words->next++;
        } else {
            return pal_blt_is_line_end(*words->next) || *words->next == '#';
        }
    }
    return true;
}

/* Where a word ends; a table, since each character of a file is looked up. */
static const bool word_ends[UINT8_MAX + 1] = {
    [' '] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true, ['#'] = true, ['='] = true,
    ['['] = true, [']'] = true,  ['('] = true,  [')'] = true,  ['"'] = true, ['/'] = true,
};

/* A slash is one of a fraction, unless a comment begins with it. */
static bool ends_word(const struct pal_blt_words *words, const char *at)
{
    return word_ends[(uint8_t)*at] && (*at != '/' || is_block(words, at));
}

struct pal_text pal_blt_word(struct pal_blt_words *words)
{
    const char *start = words->next;
    while (words->next < words->end && !ends_word(words, words->next)) {
        words->next++;
    }
    return (struct pal_text){start, (size_t)(words->next - start)};
}

bool pal_blt_is_word(const struct pal_blt_words *words, char byte)
{
    const char *after = words->next + 1;
    return *words->next == byte &&
           (after == words->end || (ends_word(words, after) && *after != '='));
}

enum pal_err pal_blt_skip_ballot_name(struct pal_blt_words *words)
{
    const char *at = words->next;
    while (words->next < words->end && !pal_blt_is_line_end(*words->next)) {
        if (*words->next++ == ')') {
            return PAL_OK;
        }
    }
    return pal_blt_refuse(words, at, PAL_ERR_FORMAT_OPEN);
}

/* Goes behind the 0 that ends the ballot, or to the end of the file. */
static void skip_ranks(struct pal_blt_words *words)
{
    while (pal_blt_skip(words)) {
        const bool is_last = pal_blt_is_word(words, '0');
        if (pal_blt_word(words).size == 0) {
            words->next++; /* what is no word */
        }
        if (is_last) {
            return;
        }
    }
}

/* Some programs write the weight, which is 1, after the name, and others no weight. It is there if
 * each name is followed by a 1 or by what can only be a weight; only where every named ballot prefers
 * the first candidate would that be wrong. */
bool pal_blt_names_have_weights(struct pal_blt_words words)
{
    while (pal_blt_skip(&words) && !pal_blt_is_word(&words, '0')) {
        const bool is_named = *words.next == '(';
        if (is_named && pal_blt_skip_ballot_name(&words) != PAL_OK) {
            return true; /* and refused when it is read */
        }
        (void)pal_blt_skip(&words); /* where nothing is left, there is no word */
        const struct pal_text text = pal_blt_word(&words);
        const bool is_weight = pal_text_is(text, "1") ||
                               memchr(text.bytes, '/', text.size) != NULL ||
                               memchr(text.bytes, '.', text.size) != NULL;
        if (is_named && !is_weight) {
            return false;
        }
        skip_ranks(&words);
    }
    return true;
}
