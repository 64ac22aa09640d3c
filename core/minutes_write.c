/* minutes_write.c - the life of minutes: drawn, written by the secretary, approved, published. */
#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/minutes.h"
#include "core/offices.h"
#include "core/sitting.h"
#include "core/society.h"
#include "core/store.h"

#include "apply.h"
#include "input.h"
#include "minuting.h"

/* --- who signs ------------------------------------------------------------------------------ */

/* The officers of a sitting, by role, each with the name under which they sign. */
struct bureau {
    struct pal_minuting *minuting;
    struct pal_json *people; /* {role: {"person", "name"}} */
};

static void seat(const struct bureau *bureau, const char *role, struct pal_person_id person,
                 struct pal_text name)
{
    struct pal_json *officer = pal_json_object_new();
    pal_json_set_int(officer, "person", person.value);
    pal_json_set_text(officer, "name", name);
    pal_json_set(bureau->people, role, officer);
}

/* Of several who hold an office the first grant signs. */
static enum pal_err take_office(void *context, const struct pal_office *office)
{
    const struct bureau *bureau = context;
    const char *role = pal_role_word(office->role);
    bool signs = office->role == PAL_ROLE_CHAIR || office->role == PAL_ROLE_SECRETARY;
    bool is_held = office->from_us <= pal_store_now_us(bureau->minuting->store);
    if (signs && is_held && !pal_json_has(bureau->people, role)) {
        seat(bureau, role, office->person, office->name);
    }
    return PAL_OK;
}

/* A place of the sitting's own officers: the member's, by who acts for them. */
static enum pal_err take_place(const struct bureau *bureau, const char *role,
                               struct pal_member_id member)
{
    struct pal_person_id person;
    PAL_MEMBER(who);
    PAL_TRY(pal_member_read(bureau->minuting->store, member, &who));
    PAL_TRY(pal_member_person(bureau->minuting->store, member, &person));
    seat(bureau, role, person, who.name);
    return PAL_OK;
}

/* A secretary who is no member has a name, and the one who holds the office signs for them. */
static enum pal_err take_formed(const struct bureau *bureau, const struct pal_bureau *formed)
{
    static const char *const roles[PAL_BUREAU_SIZE] = {
        [PAL_BUREAU_CHAIR] = "chair",
        [PAL_BUREAU_SECRETARY] = "secretary",
        [PAL_BUREAU_FIRST_SCRUTINEER] = "scrutineer_1",
        [PAL_BUREAU_SECOND_SCRUTINEER] = "scrutineer_2",
    };
    const struct pal_json *held = pal_json_get(bureau->people, "secretary");
    struct pal_person_id holder = {0};
    if (held != NULL) {
        PAL_TRY(pal_json_int(held, "person", &holder.value, NULL));
    }
    for (size_t i = 0; i < PAL_BUREAU_SIZE; i++) {
        if (formed->members[i].value != 0) {
            PAL_TRY(take_place(bureau, roles[i], formed->members[i]));
        }
    }
    if (formed->secretary.size > 0 && holder.value != 0) {
        seat(bureau, "secretary", holder, formed->secretary);
    }
    return PAL_OK;
}

/* RULE docs/rules/minutes.md
 * > The officers of the sitting are those whom it named; where it named none, they are those who hold the offices of
 * > chair and of secretary when the minutes are drawn. Somebody must hold each of the two.
 */
static enum pal_err find_bureau(struct bureau *bureau)
{
    struct pal_store *store = bureau->minuting->store;
    PAL_BUREAU(formed);
    PAL_TRY(pal_offices_walk(store, (struct pal_person_id){0}, take_office, bureau));
    PAL_TRY(pal_bureau_read(store, bureau->minuting->assembly.id, &formed));
    if (formed.is_formed) {
        PAL_TRY(take_formed(bureau, &formed));
    }
    bool is_whole =
        pal_json_has(bureau->people, "chair") && pal_json_has(bureau->people, "secretary");
    return is_whole ? PAL_OK : PAL_ERR_MINUTES_BUREAU;
}

/* An officer as the document has them: the role, and a commitment to the name. */
static enum pal_err commit_officer(const struct bureau *bureau, const char *role,
                                   const struct pal_json *person, struct pal_json **out_json)
{
    struct pal_text name;
    int64_t id;
    PAL_TRY(pal_json_text(person, "name", &name, NULL));
    PAL_TRY(pal_json_int(person, "person", &id, NULL));
    PAL_JSON(content);
    content = pal_json_object_new();
    pal_json_set_uuid(content, "assembly", &bureau->minuting->assembly.uuid);
    pal_json_set_text(content, "name", name);
    pal_json_set_string(content, "role", role);
    PAL_BUF(bytes);
    PAL_TRY(pal_canon_write(content, &bytes, NULL));
    struct pal_uuid salt = pal_uuid_random();
    struct pal_hash commitment;
    PAL_TRY(pal_person_commit(bureau->minuting->store, (struct pal_person_id){id}, &salt,
                              pal_buf_text(&bytes), &commitment));
    struct pal_json *officer = pal_json_object_new();
    pal_json_set_string(officer, "role", role);
    pal_json_set_uuid(officer, "id", &salt);
    pal_json_set_hash(officer, "c", &commitment);
    *out_json = officer;
    return PAL_OK;
}

static enum pal_err commit_bureau(const struct bureau *bureau, struct pal_json *array)
{
    const char *role = NULL;
    for (const struct pal_json *person = pal_json_next(bureau->people, &role); person != NULL;
         person = pal_json_next(bureau->people, &role)) {
        struct pal_json *officer;
        PAL_TRY(commit_officer(bureau, role, person, &officer));
        pal_json_append(array, officer);
    }
    return PAL_OK;
}

/* The names, apart. */
static enum pal_err name_officers(const struct bureau *bureau, struct pal_minutes_id minutes)
{
    struct pal_store *store = bureau->minuting->store;
    PAL_TRY(pal_minutes_forget_officers(store, minutes));
    const char *role = NULL;
    for (const struct pal_json *person = pal_json_next(bureau->people, &role); person != NULL;
         person = pal_json_next(bureau->people, &role)) {
        struct pal_minutes_officer officer = {.role = pal_text_of(role)};
        PAL_TRY(pal_json_text(person, "name", &officer.name, NULL));
        PAL_TRY(pal_json_int(person, "person", &officer.person.value, NULL));
        PAL_TRY(pal_minutes_name_officer(store, minutes, &officer));
    }
    return PAL_OK;
}

/* --- a version ------------------------------------------------------------------------------ */

/* Draws a version and says it; id 0 is of minutes that are not yet. */
static enum pal_err draw(struct pal_minuting *minuting, struct pal_minutes_id id,
                         const struct pal_minutes_spec *spec, struct pal_minutes_id *out_id)
{
    struct bureau bureau = {.minuting = minuting};
    PAL_JSON(people);
    people = pal_json_object_new();
    bureau.people = people;
    PAL_TRY(find_bureau(&bureau));
    PAL_JSON(officers);
    officers = pal_json_array_new();
    PAL_TRY(commit_bureau(&bureau, officers));
    struct pal_minutes_spec whole = *spec;
    whole.bureau = officers;
    PAL_JSON(document);
    PAL_TRY(pal_minutes_make(minuting, &whole, &document));
    struct pal_hash hash;
    PAL_TRY(pal_document_put_json(minuting->store, PAL_DOCUMENT_MINUTES, document, &hash, NULL));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "assembly", &minuting->assembly.uuid);
    pal_json_set_uuid(d, "minutes", &spec->uuid);
    pal_json_set_hash(d, "hash", &hash);
    pal_json_set_int(d, "version", spec->version);
    uint64_t index;
    PAL_TRY(pal_change_make(minuting->store,
                            &(struct pal_log_entry){"minutes.draw", pal_uuid_random(), d}, &index));
    *out_id = id.value != 0 ? id : (struct pal_minutes_id){(int64_t)index};
    return name_officers(&bureau, *out_id);
}

enum pal_err pal_minutes_draw(struct pal_store *store, struct pal_assembly_id assembly,
                              struct pal_minutes_id *out_minutes)
{
    struct pal_minutes there;
    enum pal_err err = pal_minutes_of(store, assembly, &there);
    if (err != PAL_ERR_NOT_FOUND) {
        return err == PAL_OK ? PAL_ERR_MINUTES_EXIST : err;
    }
    PAL_JSON(words);
    words = pal_json_object_new();
    struct pal_minuting minuting PAL_CLEANUP(pal_minuting_done) = {0};
    PAL_TRY(pal_minuting_begin(store, assembly, &minuting));
    const struct pal_minutes_spec spec = {.uuid = pal_uuid_random(), .version = 1, .words = words};
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(draw(&minuting, (struct pal_minutes_id){0}, &spec, out_minutes));
    return pal_transaction_commit(&transaction);
}

/* --- what the secretary writes -------------------------------------------------------------- */

static const struct pal_input mode_input = {"/mode", PAL_LIMIT_NAME, true, false};
static const struct pal_input summary_input = {"/summary", PAL_LIMIT_MINUTES_TEXT, true, true};
static const struct pal_input remarks_input = {"/remarks", PAL_LIMIT_MINUTES_TEXT, true, true};
static const struct pal_input title_input = {"", PAL_LIMIT_NAME, false, false};

/* The words of a version, as the next one starts from them. */
struct words {
    struct pal_json *says;
    struct pal_json *items; /* in says: the summary of each resolution, by its identifier */
};

static void words_done(struct words *words)
{
    pal_json_free(words->says);
}

static enum pal_err read_words(const struct pal_json *document, struct words *out)
{
    const struct pal_json *notice;
    const struct pal_json *items;
    PAL_TRY(pal_json_object(document, "notice", &notice, NULL));
    PAL_TRY(pal_json_array(document, "items", &items, NULL));
    out->says = pal_json_object_new();
    out->items = pal_json_object_new();
    struct pal_json *words = out->says;
    pal_json_set(words, "items", out->items);
    pal_json_set(words, "mode", pal_json_copy(pal_json_get(notice, "mode")));
    pal_json_set(words, "summary", pal_json_copy(pal_json_get(document, "summary")));
    pal_json_set(words, "remarks", pal_json_copy(pal_json_get(document, "remarks")));
    pal_json_set(words, "documents", pal_json_copy(pal_json_get(document, "documents")));
    for (size_t i = 0; i < pal_json_count(items); i++) {
        const struct pal_json *item = pal_json_at(items, i);
        PAL_STRING(resolution);
        resolution = pal_text_copy(pal_json_as_text(pal_json_get(item, "resolution")));
        pal_json_set(out->items, resolution, pal_json_copy(pal_json_get(item, "summary")));
    }
    return PAL_OK;
}

static enum pal_err set_words(struct pal_json *words, const char *name,
                              const struct pal_input *input, const struct pal_text *said,
                              struct pal_where *out_where)
{
    if (said == NULL) {
        return PAL_OK;
    }
    PAL_BUF(kept);
    PAL_TRY(pal_input_read(input, *said, &kept, out_where));
    pal_json_set_text(words, name, pal_buf_text(&kept));
    return PAL_OK;
}

static enum pal_err set_documents(struct pal_json *words, const struct pal_json *said,
                                  struct pal_where *out_where)
{
    if (said == NULL) {
        return PAL_OK;
    }
    pal_where_set(out_where, "/documents");
    if (pal_json_count(said) > PAL_LIMIT_MINUTES_LIST) {
        return PAL_ERR_LIMIT_COUNT;
    }
    PAL_JSON(titles);
    titles = pal_json_array_new();
    for (size_t i = 0; i < pal_json_count(said); i++) {
        const struct pal_json *title = pal_json_at(said, i);
        PAL_BUF(kept);
        enum pal_err err =
            pal_json_kind(title) == PAL_JSON_TEXT
                ? pal_input_read(&title_input, pal_json_as_text(title), &kept, out_where)
                : PAL_ERR_JSON_TYPE;
        if (err != PAL_OK) {
            pal_where_set(out_where, "/documents/%zu", i);
            return err;
        }
        pal_json_append_text(titles, pal_buf_text(&kept));
    }
    pal_json_set(words, "documents", titles);
    titles = NULL;
    return PAL_OK;
}

/* The summary of one resolution, which is on the agenda. */
static enum pal_err set_item(const struct words *words, const struct pal_json *said,
                             struct pal_where *out_where)
{
    static const char *const names[] = {"resolution", "summary", NULL};
    struct pal_uuid resolution;
    struct pal_text summary;
    PAL_TRY(pal_json_want_object(said, out_where));
    PAL_TRY(pal_json_only(said, names, out_where));
    PAL_TRY(pal_json_uuid(said, "resolution", &resolution, out_where));
    PAL_TRY(pal_json_text(said, "summary", &summary, out_where));
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&resolution, uuid);
    if (!pal_json_has(words->items, uuid)) {
        pal_where_set(out_where, "/resolution");
        return PAL_ERR_NOT_FOUND;
    }
    return set_words(words->items, uuid, &summary_input, &summary, out_where);
}

static enum pal_err set_items(const struct words *words, const struct pal_json *said,
                              struct pal_where *out_where)
{
    for (size_t i = 0; said != NULL && i < pal_json_count(said); i++) {
        enum pal_err err = set_item(words, pal_json_at(said, i), out_where);
        if (err != PAL_OK) {
            pal_where_prefix(out_where, "/items/%zu", i);
            return err;
        }
    }
    return PAL_OK;
}

static enum pal_err change_words(const struct words *words, const struct pal_minutes_words *said,
                                 struct pal_where *out_where)
{
    PAL_TRY(set_words(words->says, "mode", &mode_input, said->mode, out_where));
    PAL_TRY(set_words(words->says, "summary", &summary_input, said->summary, out_where));
    PAL_TRY(set_words(words->says, "remarks", &remarks_input, said->remarks, out_where));
    PAL_TRY(set_documents(words->says, said->documents, out_where));
    return set_items(words, said->items, out_where);
}

enum pal_err pal_minutes_edit(struct pal_store *store, struct pal_minutes_id minutes,
                              const struct pal_minutes_words *said, struct pal_where *out_where)
{
    struct pal_minutes now;
    PAL_TRY(pal_minutes_read(store, minutes, &now));
    if (now.published_us != 0) {
        return PAL_ERR_MINUTES_PUBLISHED;
    }
    PAL_JSON(document);
    PAL_TRY(pal_minutes_document(store, minutes, now.version, &document));
    struct words words PAL_CLEANUP(words_done) = {0};
    PAL_BUF(before);
    PAL_BUF(after);
    PAL_TRY(read_words(document, &words));
    pal_json_write_sorted(words.says, &before);
    PAL_TRY(change_words(&words, said, out_where));
    pal_json_write_sorted(words.says, &after);
    if (pal_text_equal(pal_buf_text(&before), pal_buf_text(&after))) {
        return PAL_OK;
    }
    struct pal_minuting minuting PAL_CLEANUP(pal_minuting_done) = {0};
    PAL_TRY(pal_minuting_begin(store, now.assembly, &minuting));
    const struct pal_minutes_spec spec = {
        .uuid = now.uuid,
        .version = now.version + 1,
        .words = words.says,
    };
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(draw(&minuting, now.id, &spec, &minutes));
    return pal_transaction_commit(&transaction);
}

/* --- approval ------------------------------------------------------------------------------- */

/* The roles in which a person signs, and whether others are still to. */
struct signing {
    struct pal_person_id person;
    struct pal_json *roles; /* theirs, which have not approved yet */
    bool is_officer;
    size_t others; /* who have not approved */
};

static enum pal_err see_officer(void *context, const struct pal_minutes_officer *officer)
{
    struct signing *signing = context;
    bool is_mine = officer->person.value == signing->person.value;
    signing->is_officer = signing->is_officer || is_mine;
    if (officer->approved_us == 0 && is_mine) {
        pal_json_append_text(signing->roles, officer->role);
    }
    signing->others += officer->approved_us == 0 && !is_mine;
    return PAL_OK;
}

static enum pal_err say_approval(struct pal_store *store, const struct pal_minutes *now,
                                 struct pal_person_id person, struct pal_text role)
{
    char hex[2 * PAL_HASH_SIZE + 1];
    pal_hash_write(&now->hash, hex);
    PAL_JSON(content);
    content = pal_json_object_new();
    pal_json_set_string(content, "hash", hex);
    pal_json_set_text(content, "role", role);
    PAL_BUF(bytes);
    PAL_TRY(pal_canon_write(content, &bytes, NULL));
    struct pal_uuid id = pal_uuid_random();
    struct pal_hash commitment;
    PAL_TRY(pal_person_commit(store, person, &id, pal_buf_text(&bytes), &commitment));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_hash(d, "c", &commitment);
    pal_json_set_hash(d, "hash", &now->hash);
    pal_json_set_uuid(d, "minutes", &now->uuid);
    pal_json_set_text(d, "role", role);
    return pal_change_make(store, &(struct pal_log_entry){"minutes.approve", id, d}, NULL);
}

static enum pal_err publish(struct pal_store *store, const struct pal_minutes *now)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_hash(d, "hash", &now->hash);
    pal_json_set_uuid(d, "minutes", &now->uuid);
    return pal_change_make(store, &(struct pal_log_entry){"minutes.publish", pal_uuid_random(), d},
                           NULL);
}

/* RULE docs/rules/minutes.md
 * > Minutes are published when every officer has approved that version, by its hash. What is published is
 * > never changed.
 */
enum pal_err pal_minutes_approve(struct pal_store *store, struct pal_minutes_id minutes,
                                 struct pal_person_id person, const struct pal_hash *hash)
{
    struct pal_minutes now;
    PAL_TRY(pal_minutes_read(store, minutes, &now));
    struct signing signing = {.person = person};
    PAL_JSON(roles);
    roles = pal_json_array_new();
    signing.roles = roles;
    PAL_TRY(pal_minutes_officers_walk(store, minutes, see_officer, &signing));
    if (!signing.is_officer) {
        return PAL_ERR_MINUTES_OFFICER;
    }
    if (!pal_hash_equal(hash, &now.hash)) {
        return PAL_ERR_MINUTES_OTHER;
    }
    if (pal_json_count(roles) == 0) {
        return PAL_OK;
    }
    PAL_TRANSACTION(transaction, store);
    for (size_t i = 0; i < pal_json_count(roles); i++) {
        PAL_TRY(say_approval(store, &now, person, pal_json_as_text(pal_json_at(roles, i))));
    }
    if (signing.others == 0) {
        PAL_TRY(publish(store, &now));
    }
    return pal_transaction_commit(&transaction);
}
