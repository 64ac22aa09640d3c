/* on_feeds.c - decisions as Atom, assemblies and polls as iCalendar. */
#include "base/clock.h"
#include "core/assemblies.h"
#include "core/log.h"
#include "core/polls.h"
#include "core/society.h"

#include "handlers.h"
#include "ical.h"
#include "language.h"
#include "reply.h"
#include "request.h"
#include "services.h"

enum { DECISIONS = 100, ASSEMBLIES = 200 };

/* --- Atom ----------------------------------------------------------------------------------- */

/* Is the character that begins there one that XML 1.0 cannot hold? Those that are plain leave two. */
static bool is_no_character(struct pal_text text, size_t i)
{
    return i + 2 < text.size && (uint8_t)text.bytes[i] == 0xEF &&
           (uint8_t)text.bytes[i + 1] == 0xBF && (uint8_t)text.bytes[i + 2] >= 0xBE;
}

static void add_escaped(struct pal_buf *buf, struct pal_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        switch (c) {
        case '&': pal_buf_add_string(buf, "&amp;"); break;
        case '<': pal_buf_add_string(buf, "&lt;"); break;
        case '>': pal_buf_add_string(buf, "&gt;"); break;
        case '"': pal_buf_add_string(buf, "&quot;"); break;
        default:
            if (is_no_character(text, i)) {
                pal_buf_add_string(buf, "\xEF\xBF\xBD");
                i += 2;
            } else {
                pal_buf_add_byte(buf, (uint8_t)c);
            }
        }
    }
}

static void add_element(struct pal_buf *buf, const char *name, struct pal_text text)
{
    pal_buf_add_format(buf, "<%s>", name);
    add_escaped(buf, text);
    pal_buf_add_format(buf, "</%s>\n", name);
}

static void add_urn(struct pal_buf *buf, const struct pal_uuid *uuid)
{
    char text[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(uuid, text);
    pal_buf_add_format(buf, "<id>urn:uuid:%s</id>\n", text);
}

static void add_updated(struct pal_buf *buf, int64_t at_us)
{
    char text[PAL_INSTANT_TEXT_SIZE + 1];
    pal_instant_write(at_us - at_us % 1000000, text);
    pal_buf_add_format(buf, "<updated>%s</updated>\n", text);
}

/* What a verdict means; a word of another kind of count stands as it is. */
static struct pal_text verdict_in(enum pal_language language, struct pal_text verdict)
{
    static const struct {
        const char *word, *sentences[PAL_LANGUAGE_COUNT];
    } verdicts[] = {
        {"adopted", {[PAL_FRENCH] = "Adopté.", [PAL_ENGLISH] = "Adopted."}},
        {"rejected", {[PAL_FRENCH] = "Rejeté.", [PAL_ENGLISH] = "Rejected."}},
        {"no_quorum", {[PAL_FRENCH] = "Sans quorum.", [PAL_ENGLISH] = "No quorum."}},
        {"counted", {[PAL_FRENCH] = "Dépouillé.", [PAL_ENGLISH] = "Counted."}},
    };
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
        if (pal_text_is(verdict, verdicts[i].word)) {
            return pal_text_of(verdicts[i].sentences[language]);
        }
    }
    return verdict;
}

struct feed {
    const struct pal_request *request;
    struct pal_buf entries;
    int64_t updated_us;
};

static void feed_done(struct feed *feed)
{
    pal_buf_done(&feed->entries);
}

static enum pal_err add_decision(void *context, const struct pal_poll *poll)
{
    struct feed *feed = context;
    struct pal_buf *buf = &feed->entries;
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&poll->uuid, uuid);
    pal_buf_add_string(buf, "<entry>\n");
    add_urn(buf, &poll->uuid);
    add_element(buf, "title", poll->title);
    add_updated(buf, poll->published_us);
    pal_buf_add_format(buf, "<link rel=\"alternate\" type=\"text/html\" href=\"%s/polls/%s\"/>\n",
                       feed->request->services->url, uuid);
    add_element(buf, "summary", verdict_in(feed->request->language, poll->verdict));
    pal_buf_add_string(buf, "</entry>\n");
    if (poll->published_us > feed->updated_us) {
        feed->updated_us = poll->published_us;
    }
    return PAL_OK;
}

static void write_feed(const struct feed *feed, const struct pal_society *society,
                       struct pal_buf *out)
{
    const char *url = feed->request->services->url;
    pal_buf_add_format(out,
                       "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                       "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n",
                       pal_language_tag(feed->request->language));
    add_urn(out, &society->uuid);
    add_element(out, "title", society->says.name);
    add_updated(out, feed->updated_us);
    pal_buf_add_string(out, "<author>");
    add_element(out, "name", society->says.name);
    pal_buf_add_string(out, "</author>\n");
    add_element(out, "rights", society->says.licence);
    pal_buf_add_format(out,
                       "<link rel=\"self\" type=\"application/atom+xml\" "
                       "href=\"%s/feeds/decisions.atom\"/>\n"
                       "<link rel=\"alternate\" type=\"text/html\" href=\"%s/decisions\"/>\n",
                       url, url);
    pal_buf_add_text(out, pal_buf_text(&feed->entries));
    pal_buf_add_string(out, "</feed>\n");
}

enum pal_err pal_on_decisions_feed(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    const enum pal_poll_state state = PAL_POLL_PUBLISHED;
    const struct pal_polls_query query = {.state = &state, .limit = DECISIONS};
    struct feed feed PAL_CLEANUP(feed_done) = {.request = request};
    PAL_SOCIETY(society);
    PAL_TRY(pal_society_read(store, &society));

    PAL_TRY(pal_polls_walk(store, &query, add_decision, &feed));

    PAL_BUF(bytes);
    write_feed(&feed, &society, &bytes);
    pal_reply_bytes(reply, "application/atom+xml; charset=utf-8", &bytes);
    return PAL_OK;
}

/* --- iCalendar ------------------------------------------------------------------------------ */

struct calendar {
    const struct pal_request *request;
    struct pal_buf buf;
};

static void calendar_done(struct calendar *calendar)
{
    pal_buf_done(&calendar->buf);
}

struct event {
    const struct pal_uuid *uuid;
    const char *page; /* of the client, before the identifier */
    struct pal_text summary, place;
    int64_t stamp_us, from_us, until_us; /* until 0: not known */
    int64_t revision;
    bool is_cancelled;
};

/* RULE docs/rules/feeds.md
 * > An event has the identifier of its assembly or poll, an at-sign and the host of the log's name: it never changes.
 */
static void add_event(struct calendar *calendar, const struct event *event)
{
    struct pal_buf *buf = &calendar->buf;
    struct pal_text host, rest = pal_log_name(pal_request_store(calendar->request));
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(event->uuid, uuid);
    (void)pal_text_cut(&rest, '/', &host); /* the name of a log has one */
    PAL_BUF(uid);
    PAL_BUF(url);
    PAL_BUF(revision);
    pal_buf_add_format(&uid, "%s@", uuid);
    pal_buf_add_text(&uid, host);
    pal_buf_add_format(&url, "%s%s%s", calendar->request->services->url, event->page, uuid);
    pal_buf_add_int(&revision, event->revision);
    pal_ical_line(buf, "BEGIN", pal_text_of("VEVENT"));
    pal_ical_line(buf, "UID", pal_buf_text(&uid));
    pal_ical_instant(buf, "DTSTAMP", event->stamp_us);
    pal_ical_line(buf, "SEQUENCE", pal_buf_text(&revision));
    pal_ical_instant(buf, "DTSTART", event->from_us);
    if (event->until_us > event->from_us) {
        pal_ical_instant(buf, "DTEND", event->until_us);
    }
    pal_ical_text(buf, "SUMMARY", event->summary);
    if (event->place.size > 0) {
        pal_ical_text(buf, "LOCATION", event->place);
    }
    pal_ical_line(buf, "URL", pal_buf_text(&url));
    pal_ical_line(buf, "STATUS", pal_text_of(event->is_cancelled ? "CANCELLED" : "CONFIRMED"));
    pal_ical_line(buf, "END", pal_text_of("VEVENT"));
}

static enum pal_err add_poll(void *context, const struct pal_poll *poll)
{
    struct calendar *calendar = context;
    if (poll->called_us == 0) {
        return PAL_OK; /* void before anybody was told of it */
    }
    PAL_BUF(summary);
    pal_buf_add_string(&summary,
                       calendar->request->language == PAL_FRENCH ? "Scrutin : " : "Poll: ");
    pal_buf_add_text(&summary, poll->title);
    const struct event event = {
        .uuid = &poll->uuid,
        .page = "/polls/",
        .summary = pal_buf_text(&summary),
        .stamp_us = poll->called_us,
        .from_us = poll->opens_us,
        .until_us = poll->closes_us,
        .revision = poll->entry,
        .is_cancelled = poll->state == PAL_POLL_VOID,
    };
    add_event(calendar, &event);
    return PAL_OK;
}

static enum pal_err add_assembly(void *context, const struct pal_assembly *assembly)
{
    struct calendar *calendar = context;
    if (assembly->noticed_us == 0) {
        return PAL_OK; /* cancelled before it was convened */
    }
    const struct event event = {
        .uuid = &assembly->uuid,
        .page = "/assemblies/",
        .summary = assembly->title,
        .place = assembly->place,
        .stamp_us = assembly->noticed_us,
        .from_us = assembly->meets_us,
        .until_us = assembly->ended_us,
        .revision = assembly->entry,
        .is_cancelled = assembly->state == PAL_ASSEMBLY_CANCELLED,
    };
    add_event(calendar, &event);
    const struct pal_polls_query polls = {.assembly = assembly->id,
                                          .limit = PAL_ASSEMBLY_POLLS_SHOWN};
    return pal_polls_walk(pal_request_store(calendar->request), &polls, add_poll, calendar);
}

static enum pal_err begin_calendar(struct calendar *calendar)
{
    PAL_SOCIETY(society);
    PAL_TRY(pal_society_read(pal_request_store(calendar->request), &society));
    pal_ical_line(&calendar->buf, "BEGIN", pal_text_of("VCALENDAR"));
    pal_ical_line(&calendar->buf, "VERSION", pal_text_of("2.0"));
    pal_ical_line(&calendar->buf, "PRODID", pal_text_of("-//Palabre//Palabre//EN"));
    pal_ical_text(&calendar->buf, "NAME", society.says.name);
    return PAL_OK;
}

static void reply_calendar(struct calendar *calendar, struct pal_reply *reply)
{
    pal_ical_line(&calendar->buf, "END", pal_text_of("VCALENDAR"));
    pal_reply_bytes(reply, "text/calendar; charset=utf-8", &calendar->buf);
}

enum pal_err pal_on_calendar_feed(const struct pal_request *request, struct pal_reply *reply)
{
    struct calendar calendar PAL_CLEANUP(calendar_done) = {.request = request};
    const struct pal_assemblies_query query = {.limit = ASSEMBLIES};
    PAL_TRY(begin_calendar(&calendar));

    PAL_TRY(pal_assemblies_walk(pal_request_store(request), &query, add_assembly, &calendar));

    reply_calendar(&calendar, reply);
    return PAL_OK;
}

/* The identifier before ".ics". */
static enum pal_err find_assembly(const struct pal_request *request, struct pal_assembly_id *out)
{
    struct pal_uuid uuid;
    struct pal_text name, rest = pal_request_text(request, "file");
    if (!pal_text_cut(&rest, '.', &name) || !pal_text_is(rest, "ics") ||
        pal_uuid_parse(name, &uuid) != PAL_OK) {
        return PAL_ERR_NOT_FOUND;
    }
    return pal_assembly_find(pal_request_store(request), &uuid, out);
}

enum pal_err pal_on_assembly_calendar(const struct pal_request *request, struct pal_reply *reply)
{
    struct calendar calendar PAL_CLEANUP(calendar_done) = {.request = request};
    struct pal_assembly_id id;
    PAL_ASSEMBLY(assembly);
    PAL_TRY(find_assembly(request, &id));
    PAL_TRY(pal_assembly_read(pal_request_store(request), id, &assembly));
    if (assembly.noticed_us == 0) {
        return PAL_ERR_NOT_FOUND;
    }
    PAL_TRY(begin_calendar(&calendar));

    PAL_TRY(add_assembly(&calendar, &assembly));

    reply_calendar(&calendar, reply);
    return PAL_OK;
}
