/* on_temperature.c - over HTTP what members think before a vote: their own word, and figures by college. */
#include "base/fields.h"
#include "core/society.h"
#include "core/temperature.h"

#include "debate.h"
#include "handlers.h"
#include "reply.h"
#include "request.h"
#include "write.h"

/* --- shapes --------------------------------------------------------------------------------- */

static enum pal_err add_figures(void *context, const struct pal_temperature *row)
{
    int64_t count = 0;
    struct pal_json *json = pal_json_object_new();
    if (row->college.size > 0) {
        pal_json_set_text(json, "college", row->college);
    }
    for (int i = 0; i < PAL_VIEW_COUNT; i++) {
        pal_json_set_int(json, pal_view_word((enum pal_view)i), row->counts[i]);
        count += row->counts[i];
    }
    pal_json_set_int(json, "count", count);
    pal_json_set_int(json, "version", row->version);
    pal_json_set_instant(json, "at", row->at_us);
    pal_json_append(context, json);
    return PAL_OK;
}

static enum pal_err write_mine(const struct pal_request *request, struct pal_resolution_id id,
                               struct pal_member_id member, struct pal_json *into)
{
    enum pal_view view;
    bool is_said;
    PAL_TRY(pal_temperature_of(pal_request_store(request), id, member, &view, &is_said));
    if (is_said) {
        pal_json_set_string(into, "mine", pal_view_word(view));
    }
    return PAL_OK;
}

/* Temperature, with the word of a member; none where it is 0. */
static enum pal_err reply_temperature(const struct pal_request *request, struct pal_reply *reply,
                                      const struct pal_resolution *now, struct pal_member_id member)
{
    struct pal_store *store = pal_request_store(request);
    int64_t least = 0;
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "resolution", &now->uuid);
    pal_json_set_bool(json, "open", pal_temperature_is_open(store, now, &least) == PAL_OK);
    if (least > 0) {
        pal_json_set_int(json, "k_min", least);
    }
    struct pal_json *colleges = pal_json_array_new();
    pal_json_set(json, "colleges", colleges);
    PAL_TRY(pal_temperatures_walk(store, now->id, add_figures, colleges));
    if (member.value != 0) {
        PAL_TRY(write_mine(request, now->id, member, json));
    }
    pal_reply_json(reply, json);
    json = NULL;
    return PAL_OK;
}

/* --- handlers --------------------------------------------------------------------------------- */

enum pal_err pal_on_temperature(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_member_id self;
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(pal_request_self(request, &self));
    return reply_temperature(request, reply, &resolution, self);
}

static enum pal_err read_view(const struct pal_request *request, enum pal_view *out_view,
                              struct pal_member_id *out_member)
{
    static const char *const names[] = {"says", "member", NULL};
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    struct pal_text word;
    struct pal_uuid member;
    const struct pal_uuid *named;
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_text(body, "says", &word, where));
    if (!pal_view_read(word, out_view)) {
        pal_where_set(where, "/says");
        return PAL_ERR_JSON_VALUE;
    }
    PAL_TRY(pal_read_optional_uuid(body, "member", &member, &named, where));
    return pal_request_member(request, named, out_member);
}

enum pal_err pal_on_temperature_say(const struct pal_request *request, struct pal_reply *reply)
{
    enum pal_view view;
    struct pal_member_id member;
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(read_view(request, &view, &member));

    PAL_TRY(pal_temperature_say(pal_request_store(request), resolution.id, member, &view));

    pal_reply_event(reply, "temperature.changed", &resolution.uuid);
    return reply_temperature(request, reply, &resolution, member);
}

enum pal_err pal_on_temperature_take_back(const struct pal_request *request,
                                          struct pal_reply *reply)
{
    struct pal_member_id member;
    PAL_RESOLUTION(resolution);
    PAL_TRY(pal_request_resolution(request, &resolution));
    PAL_TRY(pal_request_for(request, &member));

    PAL_TRY(pal_temperature_say(pal_request_store(request), resolution.id, member, NULL));

    pal_reply_event(reply, "temperature.changed", &resolution.uuid);
    return reply_temperature(request, reply, &resolution, member);
}
