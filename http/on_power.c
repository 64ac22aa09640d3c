/* on_power.c - what the statutes let each college do: those in force, or a draft. */
#include "ballots/power.h"
#include "base/fields.h"
#include "base/limits.h"
#include "core/colleges.h"
#include "core/society.h"

#include "handlers.h"
#include "reply.h"

static enum pal_err reply_power(const struct pal_request *request,
                                const struct pal_constitution *constitution,
                                const uint64_t *members, struct pal_reply *reply)
{
    struct pal_json *classes = pal_json_array_new();
    PAL_JSON(object);
    object = pal_json_object_new();
    pal_json_set_hash(object, "constitution", &constitution->hash);
    pal_json_set(object, "classes", classes);
    PAL_TRY(pal_power_list(constitution, members, classes, pal_request_where(request)));
    pal_reply_json(reply, pal_json_copy(object));
    return PAL_OK;
}

enum pal_err pal_on_power(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    PAL_CONSTITUTION(constitution);
    PAL_CENSUS(census);
    struct pal_version version;
    PAL_TRY(pal_society_constitution(store, &constitution, &version));
    PAL_TRY(pal_census_take(store, &constitution, pal_society_today(store), &census));
    return reply_power(request, &constitution, census.colleges, reply);
}

/* Reads how many members the request gives to each college of the draft, over those of the register. */
static enum pal_err read_members(const struct pal_json *stated,
                                 const struct pal_constitution *draft, uint64_t *members,
                                 struct pal_where *where)
{
    const char *name = NULL;
    for (const struct pal_json *each = pal_json_next(stated, &name); each != NULL;
         each = pal_json_next(stated, &name)) {
        int64_t count;
        size_t college = pal_constitution_college(draft, pal_text_of(name));
        if (college == SIZE_MAX) {
            pal_where_set(where, "/members/%s", name);
            return PAL_ERR_JSON_UNKNOWN;
        }
        enum pal_err err = pal_json_int(stated, name, &count, where);
        if (err == PAL_OK && (count < 0 || count > PAL_LIMIT_MEMBERS)) {
            err = PAL_ERR_LIMIT_COUNT;
        }
        if (err != PAL_OK) {
            pal_where_set(where, "/members/%s", draft->colleges[college].id);
            return err;
        }
        members[college] = (uint64_t)count;
    }
    return PAL_OK;
}

static enum pal_err read_draft(const struct pal_json *body, struct pal_constitution *out,
                               struct pal_where *where)
{
    static const char *const names[] = {"document", "members", NULL};
    const struct pal_json *document;
    PAL_TRY(pal_json_only(body, names, where));
    PAL_TRY(pal_json_object(body, "document", &document, where));
    enum pal_err err = pal_constitution_parse(document, PAL_CONSTITUTION_DOCUMENT, out, where);
    if (err != PAL_OK) {
        pal_where_prefix(where, "/document");
    }
    return err;
}

enum pal_err pal_on_power_of_draft(const struct pal_request *request, struct pal_reply *reply)
{
    struct pal_store *store = pal_request_store(request);
    struct pal_where *where = pal_request_where(request);
    const struct pal_json *body;
    PAL_CONSTITUTION(draft);
    PAL_CENSUS(census);
    PAL_TRY(pal_request_json(request, &body));
    PAL_TRY(read_draft(body, &draft, where));
    PAL_TRY(pal_census_take(store, &draft, pal_society_today(store), &census));
    for (size_t i = 0; i < draft.college_count; i++) {
        /* A college that the draft adds has nobody in the register; empty, it would have no power to
         * show. */
        census.colleges[i] = census.colleges[i] > 0 ? census.colleges[i] : 1;
    }
    if (pal_json_has(body, "members")) {
        const struct pal_json *stated;
        PAL_TRY(pal_json_object(body, "members", &stated, where));
        PAL_TRY(read_members(stated, &draft, census.colleges, where));
    }
    enum pal_err err = reply_power(request, &draft, census.colleges, reply);
    if (err == PAL_ERR_CONSTITUTION_UNKNOWN || err == PAL_ERR_POWER_COLLEGES) {
        pal_where_prefix(where, "/document");
    }
    return err;
}
