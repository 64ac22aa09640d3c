/* blt_names.c - reads the names at the end of a BLT file. */
#include "blt_names.h"

#include <string.h>

/* A text between quotation marks; one that stands twice is one of the text. */
static enum pal_err take_quoted(struct pal_blt_words *words, struct pal_buf *text)
{
    const char *at = words->next++;
    for (;;) {
        const char *quote = memchr(words->next, '"', (size_t)(words->end - words->next));
        if (quote == NULL) {
            return pal_blt_refuse(words, at, PAL_ERR_FORMAT_OPEN);
        }
        pal_buf_add(text, words->next, (size_t)(quote - words->next));
        words->next = quote + 1;
        if (words->next == words->end || *words->next != '"') {
            return PAL_OK;
        }
        pal_buf_add_byte(text, '"');
        words->next++;
    }
}

/* A text without quotation marks is the whole line, to a comment after a space. */
static void take_bare(struct pal_blt_words *words, struct pal_buf *text)
{
    const char *start = words->next;
    while (words->next < words->end && !pal_blt_is_line_end(*words->next) &&
           !(words->next > start && pal_is_space(words->next[-1]) &&
             pal_blt_is_comment(words, words->next))) {
        words->next++;
    }
    const struct pal_text line = {start, (size_t)(words->next - start)};
    pal_buf_add_text(text, pal_text_strip(line));
}

/* The text that begins here; what follows it on its line is a quoted text or a comment. */
static enum pal_err take_text(struct pal_blt_words *words, struct pal_buf *text)
{
    const bool is_quoted = *words->next == '"';
    if (is_quoted) {
        PAL_TRY(take_quoted(words, text));
    } else {
        take_bare(words, text);
    }
    const bool is_over = pal_blt_is_line_over(words) || (is_quoted && *words->next == '"');
    return is_over ? PAL_OK : pal_blt_refuse(words, words->next, PAL_ERR_FORMAT_WORD);
}

/* Is there another text on the line, where one was read? */
static bool has_another(struct pal_blt_words *words)
{
    return !pal_blt_is_line_over(words) && *words->next == '"';
}

/* How texts stand in lines, from the names on. */
struct pal_blt_layout {
    size_t texts, lines; /* in quotation marks: so many, on so many lines, or more */
    bool are_pairs;      /* each of the first lines, as many as candidates, has two */
    bool is_wide;        /* one of these has more */
    const char *many_at; /* the first of these that has several, or NULL */
};

/* Behind the names stand a title, in Droop's dialect a source, and a comment: so many texts at most. */
enum { TEXTS_BEHIND = 3 };

/* The texts of the line that begins here. */
static size_t count_line(struct pal_blt_words *words)
{
    size_t texts = 0;
    do {
        PAL_BUF(text);
        texts += *words->next == '"';
        if (take_text(words, &text) != PAL_OK) {
            pal_blt_skip_line(words);
        }
    } while (has_another(words));
    return texts;
}

static struct pal_blt_layout look(struct pal_blt_words words, size_t count)
{
    struct pal_blt_layout layout = {.are_pairs = true};
    size_t lines = 0;          /* with a text of any kind */
    words.cursor.where = NULL; /* what is wrong is said by the reader, if it comes there */
    while (pal_blt_skip(&words) &&
           (lines < count || (layout.many_at != NULL && layout.texts <= count + TEXTS_BEHIND))) {
        const char *at = words.next;
        const size_t texts = count_line(&words);
        layout.texts += texts;
        layout.lines += texts > 0;
        if (lines++ < count) {
            layout.are_pairs = layout.are_pairs && texts == 2;
            layout.is_wide = layout.is_wide || texts > 2;
            layout.many_at = layout.many_at == NULL && texts > 1 ? at : layout.many_at;
        }
    }
    layout.are_pairs = layout.are_pairs && lines >= count;
    layout.is_wide = layout.is_wide || lines < count;
    return layout;
}

/* A name, and in brackets what else its line says of the candidate, such as the party. */
static enum pal_err take_line(struct pal_blt_words *words, struct pal_buf *name)
{
    PAL_TRY(take_text(words, name));
    if (!has_another(words)) {
        return PAL_OK;
    }
    PAL_BUF(more);
    PAL_TRY(take_text(words, &more));
    if (!pal_blt_is_line_over(words)) {
        return pal_blt_refuse(words, words->next, PAL_ERR_FORMAT_WORD);
    }
    if (name->size > 0 && more.size > 0) {
        pal_buf_add_string(name, " (");
        pal_buf_add_text(name, pal_buf_text(&more));
        pal_buf_add_byte(name, ')');
    }
    return PAL_OK;
}

enum pal_err pal_blt_read_names(struct pal_blt_words *words, const int32_t *options, size_t count,
                                struct pal_question *question)
{
    const struct pal_blt_layout layout = look(*words, count);
    const bool are_many = layout.many_at != NULL && layout.texts > count + TEXTS_BEHIND;
    const bool by_line = are_many || (layout.are_pairs && layout.lines > count);
    if (are_many && layout.is_wide) {
        return pal_blt_refuse(words, layout.many_at, PAL_ERR_FORMAT_NAMES);
    }
    for (size_t i = 0; i < count; i++) {
        if (!pal_blt_skip(words)) {
            return pal_blt_refuse(words, words->end, PAL_ERR_FORMAT_NAMES);
        }
        PAL_BUF(name);
        const char *at = words->next;
        PAL_TRY(by_line ? take_line(words, &name) : take_text(words, &name));
        const enum pal_err err = options[i] != PAL_BLT_WITHDRAWN
                                     ? pal_question_add_option(question, pal_buf_text(&name))
                                     : PAL_OK;
        if (err != PAL_OK) {
            return pal_blt_refuse(words, at, err);
        }
    }
    return PAL_OK;
}
