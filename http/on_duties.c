/* on_duties.c - what awaits who is signed in, in their offices: what comes due first first. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/fields.h"
#include "base/mem.h"
#include "core/duties.h"

#include "handlers.h"
#include "people.h"
#include "reply.h"
#include "request.h"

struct item {
    struct pal_json *json;
    int64_t day, instant_us, place; /* in which order it stands */
};

struct gathering {
    struct item *items;
    size_t count, capacity;
};

static void gathering_done(struct gathering *gathering)
{
    for (size_t i = 0; i < gathering->count; i++) {
        pal_json_free(gathering->items[i].json);
    }
    pal_mem_free(gathering->items);
}

static struct pal_json *write_duty(const struct pal_duty *duty)
{
    struct pal_json *json = pal_json_object_new();
    pal_json_set_string(json, "kind", pal_duty_word(duty->kind));
    pal_json_set_uuid(json, "object", &duty->object);
    pal_json_set_text(json, "title", duty->title);
    pal_json_set_int(json, "count", duty->count);
    pal_json_set_optional_day(json, "due_on", duty->due_on);
    if (!duty->due_on.is_known && duty->due_us != 0) {
        pal_json_set_instant(json, "due_at", duty->due_us);
    }
    return json;
}

/* A day comes before the instants of that day; what has no end comes last. */
static enum pal_err gather(void *context, const struct pal_duty *duty)
{
    struct gathering *gathering = context;
    int64_t at_day = duty->due_us != 0 ? pal_date_of_instant(duty->due_us).days : INT64_MAX;
    bool is_day = duty->due_on.is_known;
    gathering->capacity = pal_mem_capacity(gathering->capacity, gathering->count + 1);
    gathering->items =
        pal_mem_grow(gathering->items, gathering->capacity, sizeof *gathering->items);
    gathering->items[gathering->count] = (struct item){
        .json = write_duty(duty),
        .day = is_day ? duty->due_on.date.days : at_day,
        .instant_us = is_day ? 0 : duty->due_us,
        .place = (int64_t)gathering->count,
    };
    gathering->count++;
    return PAL_OK;
}

static int compare(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    if (a->day != b->day) {
        return a->day < b->day ? -1 : 1;
    }
    if (a->instant_us != b->instant_us) {
        return a->instant_us < b->instant_us ? -1 : 1;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

enum pal_err pal_on_my_duties(const struct pal_request *request, struct pal_reply *reply)
{
    struct gathering gathering PAL_CLEANUP(gathering_done) = {0};
    PAL_TRY(pal_duties_walk(pal_request_store(request), &request->principal, gather, &gathering));
    if (gathering.count > 0) {
        qsort(gathering.items, gathering.count, sizeof *gathering.items, compare);
    }
    struct pal_json *list = pal_json_array_new();
    for (size_t i = 0; i < gathering.count; i++) {
        pal_json_append(list, gathering.items[i].json);
        gathering.items[i].json = NULL;
    }
    struct pal_json *object = pal_json_object_new();
    pal_json_set(object, "items", list);
    pal_reply_json(reply, object);
    pal_reply_cache(reply, PAL_CACHE_NEVER);
    return PAL_OK;
}
