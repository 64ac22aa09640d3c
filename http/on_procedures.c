/* on_procedures.c - over HTTP how a resolution is decided and from when on; the extension of its debate. */
#include "base/fields.h"
#include "core/contributions.h"
#include "core/nominations.h"
#include "core/procedures.h"
#include "core/society.h"

#include "debate.h"
#include "handlers.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- shapes --------------------------------------------------------------------------------- */

static void set_day(struct pal_json *json, const char *name, const struct pal_day *day)
{
    if (day->is_known) {
        pal_json_set_date(json, name, day->date);
    }
}

static void write_days(const struct pal_resolution *now, const struct pal_procedure_days *days,
                       struct pal_json *into)
{
    struct pal_json *debate = pal_json_object_new();
    pal_json_set(into, "debate", debate);
    pal_json_set_int(debate, "days", days->debate_days);
    set_day(debate, "from", &days->noticed_on);
    set_day(debate, "until", &days->debate_until);
    pal_json_set_bool(debate, "extended", days->is_extended);
    if (now->procedure == PAL_PROCEDURE_CONTRACT) {
        struct pal_json *contract = pal_json_object_new();
        pal_json_set(into, "contract", contract);
        pal_json_set_int(contract, "days", days->contract_days);
        set_day(contract, "from", &days->noticed_on);
        set_day(contract, "until", &days->contract_until);
    }
    set_day(into, "opens_from", &days->opens_from);
}

static enum pal_err write_extension(const struct pal_request *request,
                                    const struct pal_resolution *now,
                                    const struct pal_constitution *constitution,
                                    struct pal_json *into)
{
    struct pal_store *store = pal_request_store(request);
    const struct pal_deliberation_rule *rule = &constitution->deliberation;
    struct pal_extension extension;
    struct pal_member_id self;
    PAL_TRY(pal_extension_read(store, now, &extension));
    struct pal_json *json = pal_json_object_new();
    pal_json_set(into, "extension", json);
    pal_json_set_bool(json, "open", pal_extension_is_open(store, now) == PAL_OK);
    pal_json_set_int(json, "days",
                     extension.carried_us != 0 ? extension.days : rule->extension_days);
    pal_json_set_int(json, "support", (int64_t)extension.support);
    pal_json_set_int(json, "base", (int64_t)extension.base);
    if (rule->motion_support.is_stated) {
        PAL_BUF(required);
        pal_ratio_write(rule->motion_support.share, &required);
        pal_json_set_text(json, "required", pal_buf_text(&required));
    }
    if (extension.carried_us != 0) {
        pal_json_set_instant(json, "carried_at", extension.carried_us);
    }
    PAL_TRY(pal_request_self(request, &self));
    if (self.value != 0) {
        bool asks;
        PAL_TRY(pal_extension_is_asked(store, now, self, &asks));
        pal_json_set_bool(json, "asked", asks);
    }
    return PAL_OK;
}

static enum pal_err count_standing(void *context, const struct pal_nominee *nominee)
{
    size_t *count = context;
    *count += nominee->is_refused || nominee->member.value == 0 ? 0 : 1;
    return PAL_OK;
}

/* What keeps a vote on it from being called for today, in words of the API. */
static enum pal_err write_obstacles(struct pal_store *store, const struct pal_resolution *now,
                                    const struct pal_procedure_days *days,
                                    const struct pal_concerns *concerns, struct pal_json *into)
{
    int32_t today = pal_society_today(store).days;
    bool is_noticed = days->noticed_on.is_known;
    size_t standing = 0;
    PAL_TRY(pal_nominees_walk(store, now->id, count_standing, &standing));
    const struct {
        const char *word;
        bool is_there;
    } obstacles[] = {
        {"notice", !is_noticed},
        {"debate", is_noticed && today < days->debate_until.date.days},
        {"contract", is_noticed && today < days->contract_until.date.days},
        {"concerns", now->procedure == PAL_PROCEDURE_CONSENT && concerns->open > 0},
        {"nominees", now->procedure == PAL_PROCEDURE_ELECTION && standing == 0},
    };
    struct pal_json *items = pal_json_array_new();
    pal_json_set(into, "obstacles", items);
    for (size_t i = 0; i < sizeof obstacles / sizeof obstacles[0]; i++) {
        if (obstacles[i].is_there) {
            pal_json_append_text(items, pal_text_of(obstacles[i].word));
        }
    }
    return PAL_OK;
}

/* Procedure */
static enum pal_err write_procedure(const struct pal_request *request,
                                    const struct pal_resolution *now, struct pal_json **out_json)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_procedure_days days;
    struct pal_concerns there;
    PAL_CONSTITUTION(constitution);
    PAL_JSON(json);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    PAL_TRY(pal_procedure_days(store, now, &days));
    PAL_TRY(pal_concerns_count(store, now->id, &there));
    json = pal_json_object_new();
    pal_json_set_uuid(json, "resolution", &now->uuid);
    pal_json_set_string(json, "procedure", pal_procedure_word(now->procedure));
    write_days(now, &days, json);
    struct pal_json *concerns = pal_json_object_new();
    pal_json_set(json, "concerns", concerns);
    pal_json_set_int(concerns, "open", there.open);
    pal_json_set_int(concerns, "maintained", there.maintained);
    pal_json_set_int(concerns, "met", there.met);
    PAL_TRY(write_extension(request, now, &constitution, json));
    PAL_TRY(write_obstacles(store, now, &days, &there, json));
    *out_json = json;
    json = NULL;
    return PAL_OK;
}

static enum pal_err reply_procedure(const struct pal_request *request, struct pal_reply *reply,
                                    struct pal_resolution_id id)
{
    PAL_RESOLUTION(now);
    struct pal_json *json;
    PAL_TRY(pal_resolution_read(pal_request_store(request), id, &now));
    PAL_TRY(write_procedure(request, &now, &json));
    pal_reply_json(reply, json);
    pal_reply_version(reply, now.entry);
    return PAL_OK;
}

/* --- handlers --------------------------------------------------------------------------------- */

enum pal_err pal_on_procedure(const struct pal_request *request, struct pal_reply *reply)
{
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    return reply_procedure(request, reply, resolution.id);
}

enum pal_err pal_on_procedure_choose(const struct pal_request *request, struct pal_reply *reply)
{
    static const char *const names[] = {"procedure", NULL};
    struct pal_where *where = pal_request_where(request);
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(pal_request_match(request, resolution.entry));
    const struct pal_json *body;
    struct pal_text word;
    enum pal_procedure procedure;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "procedure", &word, where));
    if (!pal_procedure_read(word, &procedure)) {
        pal_where_set(where, "/procedure");
        return PAL_ERR_JSON_VALUE;
    }

    PAL_TRY(pal_procedure_choose(pal_request_store(request), resolution.id, procedure));

    PAL_TRY(pal_reply_resolution_changed(request, reply, &resolution));
    return reply_procedure(request, reply, resolution.id);
}

/* The error of asking too late, with the day from which the vote may open. */
static enum pal_err explain(const struct pal_request *request, struct pal_reply *reply,
                            const struct pal_resolution *now, enum pal_err err)
{
    if (err == PAL_ERR_EXTENSION_LATE) {
        struct pal_procedure_days days;
        char text[PAL_DATE_TEXT_SIZE + 1];
        PAL_TRY(pal_procedure_days(pal_request_store(request), now, &days));
        pal_date_write(days.debate_until.date, text);
        pal_reply_detail(reply, "until", pal_json_text_new(pal_text_of(text)));
    }
    return err;
}

static enum pal_err ask(const struct pal_request *request, struct pal_reply *reply, bool value)
{
    struct pal_member_id member;
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(pal_request_for(request, &member));

    enum pal_err err = pal_extension_ask(pal_request_store(request), resolution.id, member, value);
    PAL_TRY(explain(request, reply, &resolution, err));

    PAL_TRY(pal_reply_resolution_changed(request, reply, &resolution));
    return reply_procedure(request, reply, resolution.id);
}

enum pal_err pal_on_extension_ask(const struct pal_request *request, struct pal_reply *reply)
{
    return ask(request, reply, true);
}

enum pal_err pal_on_extension_ask_end(const struct pal_request *request, struct pal_reply *reply)
{
    return ask(request, reply, false);
}
