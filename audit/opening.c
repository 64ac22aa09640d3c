/*
 * opening.c - the ballots of an open poll as they are published: what is committed to, and its line.
 */
#include <string.h>

#include "audit/box.h"
#include "base/canon.h"
#include "base/limits.h"

bool pal_void_read(struct pal_text word, enum pal_void *out_reason)
{
    for (int i = 0; i < PAL_VOID_COUNT; i++) {
        if (pal_text_is(word, pal_void_word((enum pal_void)i))) {
            *out_reason = (enum pal_void)i;
            return true;
        }
    }
    return false;
}

static void add_text(struct pal_buf *frame, struct pal_text text)
{
    pal_frame_add(frame, text.bytes, text.size);
}

/* RULE docs/rules/polls.md
 * > A ballot is frame("ballot", poll, voter, college, channel, holder, marks, void), and what the log
 * > has of it is the commitment to that under a random salt of its own.
 */
struct pal_hash pal_opening_commitment(const struct pal_uuid *poll,
                                       const struct pal_opening *opening)
{
    PAL_BUF(frame);
    pal_frame(&frame, "ballot");
    pal_frame_add(&frame, poll->bytes, PAL_UUID_SIZE);
    add_text(&frame, opening->voter);
    add_text(&frame, opening->college);
    add_text(&frame, pal_text_of(pal_channel_word(opening->channel)));
    add_text(&frame, opening->holder);
    add_text(&frame, opening->marks);
    add_text(&frame, opening->void_reason);
    return pal_commitment(opening->salt, pal_buf_text(&frame));
}

static void set_where_said(struct pal_json *line, const char *name, struct pal_text text)
{
    if (text.size > 0) {
        pal_json_set_text(line, name, text);
    }
}

/* RULE docs/rules/polls.md
 * > A ballot of an open poll is published as one line of canonical JSON: `entry` (the number of the
 * > entry that commits to it), `channel`, `voter`, `marks` (a text), `salt` (hexadecimal), and where
 * > they apply `college`, `holder`, `voter_name`, `holder_name` and `void`.
 */
enum pal_err pal_opening_write(const struct pal_opening *opening, struct pal_buf *buf)
{
    char salt[2 * PAL_SALT_SIZE + 1];
    pal_text_write_hex(opening->salt, PAL_SALT_SIZE, salt);
    PAL_JSON(line);
    line = pal_json_object_new();
    pal_json_set_int(line, "entry", opening->entry);
    pal_json_set_string(line, "channel", pal_channel_word(opening->channel));
    pal_json_set_text(line, "voter", opening->voter);
    pal_json_set_text(line, "marks", opening->marks);
    pal_json_set_string(line, "salt", salt);
    set_where_said(line, "college", opening->college);
    set_where_said(line, "holder", opening->holder);
    set_where_said(line, "voter_name", opening->voter_name);
    set_where_said(line, "holder_name", opening->holder_name);
    set_where_said(line, "void", opening->void_reason);
    PAL_TRY(pal_canon_write(line, buf, NULL));
    pal_buf_add_byte(buf, '\n');
    return PAL_OK;
}

/* A member that is absent rather than empty. */
static enum pal_err read_where_said(const struct pal_json *line, const char *name,
                                    struct pal_text *out_text)
{
    *out_text = pal_text_of(NULL);
    if (!pal_json_has(line, name)) {
        return PAL_OK;
    }
    PAL_TRY(pal_json_text(line, name, out_text, NULL));
    return out_text->size > 0 ? PAL_OK : PAL_ERR_POLL_DOCUMENT;
}

static enum pal_err read_line(const struct pal_json *line, struct pal_opening *out)
{
    static const char *const names[] = {"channel",     "college",    "entry", "holder",
                                        "holder_name", "marks",      "salt",  "void",
                                        "voter",       "voter_name", NULL};
    struct pal_text channel;
    struct pal_text salt;
    enum pal_void reason;
    PAL_TRY(pal_json_want_object(line, NULL));
    PAL_TRY(pal_json_only(line, names, NULL));
    PAL_TRY(pal_json_int(line, "entry", &out->entry, NULL));
    PAL_TRY(read_where_said(line, "college", &out->college));
    PAL_TRY(pal_json_text(line, "channel", &channel, NULL));
    PAL_TRY(pal_json_text(line, "voter", &out->voter, NULL));
    PAL_TRY(pal_json_text(line, "marks", &out->marks, NULL));
    PAL_TRY(pal_json_text(line, "salt", &salt, NULL));
    PAL_TRY(read_where_said(line, "holder", &out->holder));
    PAL_TRY(read_where_said(line, "voter_name", &out->voter_name));
    PAL_TRY(read_where_said(line, "holder_name", &out->holder_name));
    PAL_TRY(read_where_said(line, "void", &out->void_reason));
    PAL_TRY(pal_text_hex(salt, out->salt, PAL_SALT_SIZE));
    bool is_by_proxy =
        pal_channel_read(channel, &out->channel) && out->channel == PAL_CHANNEL_PROXY;
    bool is_right = pal_channel_read(channel, &out->channel) &&
                    out->channel != PAL_CHANNEL_BLANK_PROXY &&
                    is_by_proxy == (out->holder.size > 0) && out->voter.size > 0 &&
                    out->entry >= 0 && pal_void_read(out->void_reason, &reason);
    return is_right ? PAL_OK : PAL_ERR_POLL_DOCUMENT;
}

enum pal_err pal_opening_parse(struct pal_text line, struct pal_opening *out,
                               struct pal_json **out_json)
{
    PAL_JSON(json);
    PAL_TRY(pal_canon_read(line, PAL_LIMIT_OPENING, &json, NULL));
    *out = (struct pal_opening){0};
    PAL_TRY(read_line(json, out));
    *out_json = json;
    json = NULL; /* moved */
    return PAL_OK;
}
