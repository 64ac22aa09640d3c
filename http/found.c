/* found.c - members found by letters of their name. */
#include "found.h"

/* The register is not to be read letter by letter. */
enum { SEARCH_BYTES_MIN = 2 };

struct search {
    struct pal_list *list;
    const struct pal_found *wanted;
};

static enum pal_err add_found(void *context, const struct pal_member *member)
{
    const struct search *search = context;
    const struct pal_found *wanted = search->wanted;
    if (pal_list_is_full(search->list)) {
        return PAL_OK;
    }
    PAL_JSON(json);
    json = pal_json_object_new();
    pal_json_set_uuid(json, "id", &member->uuid);
    pal_json_set_text(json, "number", member->number);
    pal_json_set_text(json, "name", member->name);
    if (member->college.size > 0) {
        pal_json_set_text(json, "college", member->college);
    }
    if (wanted->more != NULL) {
        PAL_TRY(wanted->more(wanted->context, member, json));
    }
    pal_list_add(search->list, member->id.value, json);
    json = NULL;
    return PAL_OK;
}

enum pal_err pal_reply_found(const struct pal_request *request, struct pal_list *list,
                             const struct pal_found *wanted, struct pal_reply *reply)
{
    enum pal_member_state state = PAL_MEMBER_ADMITTED;
    struct pal_members_query query = {.state = &state,
                                      .college = wanted->college,
                                      .limit = pal_list_rows(list)};
    PAL_TRY(pal_request_query_text(request, "q", &query.text));
    if (query.text.size < SEARCH_BYTES_MIN) {
        pal_where_set(pal_request_where(request), "/q");
        return PAL_ERR_REQUEST_PARAMETER;
    }
    struct search search = {list, wanted};
    PAL_TRY(pal_members_walk(pal_request_store(request), &query, add_found, &search));

    list->has_more = false;
    pal_reply_list(reply, request, list);
    return PAL_OK;
}
