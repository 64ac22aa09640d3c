/* on_registry.c - who decides here: colleges, categories, offices, and how many members. */
#include "base/fields.h"
#include "core/colleges.h"
#include "core/offices.h"
#include "core/society.h"

#include "handlers.h"
#include "people.h"
#include "reply.h"

/* The constitution in force and the members of today, or neither. */
struct today {
    bool has_constitution;
    struct pal_version version;
    struct pal_constitution constitution;
    struct pal_census census;
};

static void today_done(struct today *today)
{
    pal_constitution_done(&today->constitution);
    pal_census_done(&today->census);
}

static enum pal_err read_today(struct pal_store *store, struct today *out)
{
    enum pal_err err = pal_society_constitution(store, &out->constitution, &out->version);
    if (err == PAL_ERR_CONSTITUTION_NONE) {
        return PAL_OK;
    }
    PAL_TRY(err);
    out->has_constitution = true;
    return pal_census_take(store, &out->constitution, pal_society_today(store), &out->census);
}

static struct pal_json *college_new(const struct today *today, size_t index)
{
    const struct pal_constitution *constitution = &today->constitution;
    const struct pal_college *college = &constitution->colleges[index];
    struct pal_json *object = pal_json_object_new();
    pal_json_set_string(object, "id", college->id);
    pal_json_set(object, "labels", pal_labels_new(college->label_fr, college->label_en));
    pal_json_set_ratio(object, "weight", college->weight);
    pal_json_set_ratio(object, "effective_weight", today->census.weights[index]);
    pal_json_set_int(object, "members", (int64_t)today->census.colleges[index]);
    if (pal_constitution_knows(constitution, PAL_FIELD_COLLEGE_SEATS)) {
        pal_json_set_int(object, "board_seats", (int64_t)college->board_seats);
    }
    struct pal_json *categories = pal_json_array_new();
    for (size_t i = 0; i < college->category_count; i++) {
        const struct pal_category *category = &constitution->categories[college->categories[i]];
        pal_json_append_text(categories, pal_text_of(category->id));
    }
    pal_json_set(object, "categories", categories);
    return object;
}

static const char *category_kind(enum pal_category_kind kind)
{
    static const char *const words[] = {
#define KIND_WORD(name, word) [name] = (word),
        PAL_CATEGORY_KINDS(KIND_WORD)
#undef KIND_WORD
    };
    return words[kind];
}

static struct pal_json *category_new(const struct today *today, size_t index)
{
    const struct pal_category *category = &today->constitution.categories[index];
    struct pal_json *object = pal_json_object_new();
    pal_json_set_string(object, "id", category->id);
    pal_json_set(object, "labels", pal_labels_new(category->label_fr, category->label_en));
    pal_json_set_string(object, "kind", category_kind(category->kind));
    pal_json_set_int(object, "members", (int64_t)today->census.categories[index]);
    return object;
}

static enum pal_err reply_places(const struct pal_request *request, struct pal_reply *reply,
                                 bool are_colleges)
{
    PAL_COUNTED_LIST(counted);
    PAL_TRY(pal_counted_list_begin(request, &counted));

    struct today today PAL_CLEANUP(today_done) = {0};
    PAL_TRY(read_today(pal_request_store(request), &today));

    size_t count =
        are_colleges ? today.constitution.college_count : today.constitution.category_count;
    for (size_t i = 0; i < count; i++) {
        if (pal_counted_list_shows(&counted)) {
            pal_list_add(&counted.list, counted.at,
                         are_colleges ? college_new(&today, i) : category_new(&today, i));
        }
    }
    pal_reply_list(reply, request, &counted.list);
    return PAL_OK;
}

enum pal_err pal_on_colleges(const struct pal_request *request, struct pal_reply *reply)
{
    return reply_places(request, reply, true);
}

enum pal_err pal_on_categories(const struct pal_request *request, struct pal_reply *reply)
{
    return reply_places(request, reply, false);
}

/* --- the registry --------------------------------------------------------------------------- */

static const char *transfer_word(enum pal_transfer_rule rule)
{
    static const char *const words[] = {
#define RULE_WORD(name, word) [name] = (word),
        PAL_TRANSFER_RULES(RULE_WORD)
#undef RULE_WORD
    };
    return words[rule];
}

static const char *regime_word(enum pal_regime regime)
{
    static const char *const words[] = {
#define REGIME_WORD(name, word) [name] = (word),
        PAL_REGIMES(REGIME_WORD)
#undef REGIME_WORD
    };
    return words[regime];
}

static const char *form_word(enum pal_legal_form form)
{
    static const char *const words[] = {
#define FORM_WORD(name, word) [name] = (word),
        PAL_LEGAL_FORMS(FORM_WORD)
#undef FORM_WORD
    };
    return words[form];
}

static struct pal_json *constitution_new(const struct today *today)
{
    if (!today->has_constitution) {
        return pal_json_null_new();
    }
    const struct pal_constitution *constitution = &today->constitution;
    struct pal_json *object = pal_json_object_new();
    pal_json_set_uuid(object, "id", &today->version.uuid);
    pal_json_set_int(object, "number", today->version.number);
    pal_json_set_hash(object, "hash", &today->version.hash);
    pal_json_set_date(object, "effective_on", today->version.effective_on);
    pal_json_set_string(object, "regime", regime_word(constitution->regime));
    if (pal_constitution_knows(constitution, PAL_FIELD_LEGAL_FORM)) {
        pal_json_set_string(object, "legal_form", form_word(constitution->legal_form));
    }
    if (pal_constitution_knows(constitution, PAL_FIELD_TRANSFER_RULE)) {
        pal_json_set_string(object, "transfer_rule", transfer_word(constitution->transfer_rule));
    }
    return object;
}

struct holders {
    int64_t now_us;
    int64_t of[PAL_ROLE_COUNT];
};

static enum pal_err count_holder(void *context, const struct pal_office *office)
{
    struct holders *holders = context;
    holders->of[office->role] += office->from_us <= holders->now_us;
    return PAL_OK;
}

static enum pal_err set_offices(const struct pal_request *request, struct pal_json *object)
{
    struct holders holders = {.now_us = request->now_us};
    PAL_TRY(pal_offices_walk(pal_request_store(request), (struct pal_person_id){0}, count_holder,
                             &holders));
    struct pal_json *offices = pal_json_array_new();
    for (size_t role = 0; role < PAL_ROLE_COUNT; role++) {
        if (holders.of[role] > 0) {
            struct pal_json *item = pal_json_object_new();
            pal_json_set_string(item, "role", pal_role_word((enum pal_role)role));
            pal_json_set_int(item, "holders", holders.of[role]);
            pal_json_append(offices, item);
        }
    }
    pal_json_set(object, "offices", offices);
    return PAL_OK;
}

static void set_places(const struct today *today, struct pal_json *object)
{
    struct pal_json *categories = pal_json_array_new();
    for (size_t i = 0; i < today->constitution.category_count; i++) {
        pal_json_append(categories, category_new(today, i));
    }
    struct pal_json *colleges = pal_json_array_new();
    for (size_t i = 0; i < today->constitution.college_count; i++) {
        pal_json_append(colleges, college_new(today, i));
    }
    pal_json_set(object, "categories", categories);
    pal_json_set(object, "colleges", colleges);
    pal_json_set_bool(object, "weighting_suspended", today->census.weighting_suspended);
    struct pal_json *members = pal_json_object_new();
    pal_json_set_int(members, "admitted", (int64_t)today->census.admitted);
    pal_json_set_int(members, "applied", (int64_t)today->census.applied);
    pal_json_set_int(members, "suspended", (int64_t)today->census.suspended);
    pal_json_set(object, "members", members);
}

enum pal_err pal_on_registry(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    PAL_SOCIETY(society);
    PAL_TRY(pal_society_read(store, &society));
    struct today today PAL_CLEANUP(today_done) = {0};
    PAL_TRY(read_today(store, &today));

    PAL_JSON(object);
    object = pal_json_object_new();
    struct pal_json *named = pal_json_object_new();
    pal_json_set_uuid(named, "id", &society.uuid);
    pal_json_set_text(named, "name", society.says.name);
    pal_json_set(object, "society", named);
    pal_json_set(object, "constitution", constitution_new(&today));
    set_places(&today, object);
    PAL_TRY(set_offices(request, object));
    pal_json_set_instant(object, "as_of", request->now_us);
    pal_reply_json(reply, object);
    object = NULL;
    return PAL_OK;
}
