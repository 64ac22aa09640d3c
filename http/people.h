/*
 * people.h - people, members and offices as several handlers write them.
 */
#ifndef PAL_HTTP_PEOPLE_H
#define PAL_HTTP_PEOPLE_H

#include "ballots/constitution.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/json.h"
#include "core/members.h"

#include "lists.h"

struct pal_store;

/* A list whose cursor is the number of items before. */
struct pal_counted_list {
    struct pal_list list;
    int64_t after, at;
};
#define PAL_COUNTED_LIST(name) struct pal_counted_list name PAL_CLEANUP(pal_counted_list_done) = {0}
void pal_counted_list_done(struct pal_counted_list *counted);
PAL_MUST_USE enum pal_err pal_counted_list_begin(const struct pal_request *request,
                                                 struct pal_counted_list *counted);
/* Does the next item belong on the page? Then it is added with cursor counted->at. */
bool pal_counted_list_shows(struct pal_counted_list *counted);

void pal_json_set_optional_text(struct pal_json *object, const char *name, struct pal_text text);
void pal_json_set_optional_day(struct pal_json *object, const char *name, struct pal_day day);

/* {"fr": …, "en": …} */
PAL_MUST_USE struct pal_json *pal_labels_new(const char *fr, const char *en);

/* The person whom an object names: as "person", or as the one who acts for a "member".
 * PAL_ERR_JSON_MISSING (neither, or both), PAL_ERR_NOT_FOUND, with the place */
PAL_MUST_USE enum pal_err pal_request_person(const struct pal_request *request,
                                             const struct pal_json *object,
                                             struct pal_person_id *out_person);

/* The words of the roles that a person holds now, each once. The caller's. */
PAL_MUST_USE enum pal_err pal_roles_describe(struct pal_store *store, struct pal_person_id person,
                                             int64_t now_us, struct pal_json **out_array);
/* The members for whom a person acts. The caller's. */
PAL_MUST_USE enum pal_err pal_acting_describe(struct pal_store *store, struct pal_person_id person,
                                              struct pal_json **out_array);

/* Of the register: what every list of members shows; all of one member. The caller's. */
PAL_MUST_USE struct pal_json *pal_member_summary_new(const struct pal_member *member);
PAL_MUST_USE enum pal_err pal_member_describe(struct pal_store *store,
                                              const struct pal_member *member,
                                              struct pal_json **out_object);

#endif
