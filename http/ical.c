/* ical.c - lines of an iCalendar stream. */
#include "ical.h"

#include "base/check.h"
#include "base/clock.h"

enum { LINE_OCTETS = 75 };

/* Appends the line in pieces; each after the first begins with a blank, which counts. */
static void fold(struct pal_buf *buf, struct pal_text line)
{
    size_t room = LINE_OCTETS;
    while (line.size > room) {
        size_t size = pal_text_utf8_size((struct pal_text){line.bytes, room});
        PAL_CHECK(size > 0); /* a character has four octets at most */
        pal_buf_add(buf, line.bytes, size);
        pal_buf_add_string(buf, "\r\n ");
        line = (struct pal_text){line.bytes + size, line.size - size};
        room = LINE_OCTETS - 1;
    }
    pal_buf_add_text(buf, line);
    pal_buf_add_string(buf, "\r\n");
}

void pal_ical_line(struct pal_buf *buf, const char *name, struct pal_text value)
{
    PAL_BUF(line);
    pal_buf_add_format(&line, "%s:", name);
    pal_buf_add_text(&line, value);
    fold(buf, pal_buf_text(&line));
}

void pal_ical_text(struct pal_buf *buf, const char *name, struct pal_text text)
{
    PAL_BUF(value);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if (c == '\n') {
            pal_buf_add_string(&value, "\\n");
            continue;
        }
        if (c == '\\' || c == ';' || c == ',') {
            pal_buf_add_byte(&value, '\\');
        }
        pal_buf_add_byte(&value, (uint8_t)c);
    }
    pal_ical_line(buf, name, pal_buf_text(&value));
}

/* 20260620T180000Z */
void pal_ical_instant(struct pal_buf *buf, const char *name, int64_t instant_us)
{
    char text[PAL_INSTANT_TEXT_SIZE + 1];
    PAL_BUF(value);
    pal_instant_write(instant_us - instant_us % 1000000, text);
    for (const char *c = text; *c != '\0'; c++) {
        if (*c != '-' && *c != ':') {
            pal_buf_add_byte(&value, (uint8_t)*c);
        }
    }
    pal_ical_line(buf, name, pal_buf_text(&value));
}
