/* The register: who is entered, where they stand, what becomes of them. */
#include <string.h>

#include "base/fields.h"
#include "core/colleges.h"
#include "core/log.h"
#include "core/members.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/scene.h"

static struct pal_date day(const char *text)
{
    struct pal_date date;
    EXPECT_ERR(pal_date_parse(pal_text_of(text), &date), PAL_OK);
    return date;
}

static struct pal_day known(const char *text)
{
    return text == NULL ? (struct pal_day){0} : (struct pal_day){true, day(text)};
}

static struct pal_member read_member(struct pal_scene *scene, enum pal_scene_member who)
{
    struct pal_member member;
    EXPECT_ERR(pal_member_read(scene->store, scene->members[who], &member), PAL_OK);
    return member;
}

/* --- entering ------------------------------------------------------------------------------- */

static void seven_members_stand_where_their_category_is_taken(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_member gaia = read_member(&scene, PAL_GAIA);
    EXPECT_TEXT(gaia.name, "Gaïa Luciani");
    EXPECT_TEXT(gaia.number, "7");
    EXPECT_TEXT(gaia.category, "friends");
    EXPECT_TEXT(gaia.college, "supporters");
    assert_int_equal(gaia.state, PAL_MEMBER_ADMITTED);
    assert_int_equal(gaia.admitted_on.date.days, day("2026-01-15").days);
    assert_int_equal(gaia.applied_on.days, day("2026-01-15").days);
    pal_member_done(&gaia);

    struct pal_member corte = read_member(&scene, PAL_CORTE);
    assert_int_equal(corte.kind, PAL_MEMBER_LEGAL);
    assert_int_equal(corte.person.value, 0);
    pal_member_done(&corte);

    struct pal_member_id found;
    EXPECT_ERR(pal_member_find_number(scene.store, pal_text_of("3"), &found), PAL_OK);
    assert_int_equal(found.value, scene.members[PAL_CHIARA].value);
    EXPECT_ERR(pal_member_find_number(scene.store, pal_text_of("33"), &found), PAL_ERR_NOT_FOUND);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *number, *person, *email, *born_on, *language, *category, *college;
    enum pal_member_kind kind;
    enum pal_member_state state;
    const char *applied_on, *admitted_on;
    int64_t shares;
    enum pal_err err;
    const char *pointer;
} entries[] = {
    {"a member without a name",                    "", " ",   "", NULL, "", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, NULL, 0, PAL_ERR_TEXT_EMPTY, "/name"},
    {"a name of two lines",                        "", "A\nB","", NULL, "", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, NULL, 0, PAL_ERR_TEXT_CONTROL, "/name"},
    {"a name in Latin-1",                          "", "\xC9lo\xEFse", "", NULL, "", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, NULL, 0, PAL_ERR_TEXT_UTF8, "/name"},
    {"an address without a domain",                "", "A", "ada@", NULL, "", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, NULL, 0, PAL_ERR_PERSON_EMAIL, "/person/email"},
    {"an address with two at signs",               "", "A", "a@b@c", NULL, "", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, NULL, 0, PAL_ERR_PERSON_EMAIL, "/person/email"},
    {"someone born tomorrow",                      "", "A", "", "2026-03-02", "", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, NULL, 0, PAL_ERR_MEMBER_DATE, "/person/born_on"},
    {"a language that is not spoken here",         "", "A", "", NULL, "de", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, NULL, 0, PAL_ERR_JSON_VALUE, "/person/language"},
    {"a category that does not exist",             "", "A", "", NULL, "", "moon", "", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, NULL, 0, PAL_ERR_MEMBER_CATEGORY, "/category"},
    {"a college that does not exist",              "", "A", "", NULL, "", "users", "moon", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, NULL, 0, PAL_ERR_MEMBER_COLLEGE, "/college"},
    {"a college that does not take the category",  "", "A", "", NULL, "", "users", "workers", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, NULL, 0, PAL_ERR_MEMBER_OUTSIDE_COLLEGE, "/college"},
    {"a legal person with an address of its own",  "", "A", "a@b.c", NULL, "", "towns", "", PAL_MEMBER_LEGAL, PAL_MEMBER_ADMITTED, NULL, NULL, 0, PAL_ERR_MEMBER_KIND, "/person"},
    {"a number that is taken",                     "3", "A", "", NULL, "", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, NULL, 0, PAL_ERR_MEMBER_NUMBER_TAKEN, "/number"},
    {"a member who begins suspended",              "", "A", "", NULL, "", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_SUSPENDED, NULL, NULL, 0, PAL_ERR_JSON_VALUE, "/state"},
    {"a candidate with a day of admission",        "", "A", "", NULL, "", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_APPLIED, NULL, "2026-01-01", 0, PAL_ERR_MEMBER_DATE, "/admitted_on"},
    {"an admission to come",                       "", "A", "", NULL, "", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, "2026-03-02", 0, PAL_ERR_MEMBER_DATE, "/admitted_on"},
    {"an application after the admission",         "", "A", "", NULL, "", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, "2026-02-02", "2026-02-01", 0, PAL_ERR_MEMBER_DATE, "/applied_on"},
    {"shares below zero",                          "", "A", "", NULL, "", "users", "", PAL_MEMBER_NATURAL, PAL_MEMBER_ADMITTED, NULL, NULL, -1, PAL_ERR_JSON_VALUE, "/shares"},
};
/* clang-format on */

static void is_refused(void **state)
{
    const __typeof__(entries[0]) *row = *state;
    PAL_SCENE(scene);
    uint64_t entries_before = pal_log_head(scene.store).size;
    struct pal_member_spec spec = {
        .number = pal_text_of(row->number),
        .kind = row->kind,
        .person = {.name = pal_text_of(row->person),
                   .email = pal_text_of(row->email),
                   .language = pal_text_of(row->language),
                   .born_on = known(row->born_on)},
        .category = pal_text_of(row->category),
        .college = pal_text_of(row->college),
        .state = row->state,
        .applied_on = known(row->applied_on),
        .admitted_on = known(row->admitted_on),
        .shares = row->shares,
    };
    struct pal_where where = {0};
    struct pal_member_id member;
    EXPECT_ERR_AT(pal_member_add(scene.store, &spec, &where, &member), row->err, where,
                  row->pointer);
    assert_int_equal(pal_log_head(scene.store).size, entries_before);
}

/* No two names that look alike and differ in bytes: what is kept is in normal form C. */
static void names_are_kept_in_one_spelling(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_member_spec spec = {
        .kind = PAL_MEMBER_NATURAL,
        .person = {.name = pal_text_of("  Zoe\xCC\x88 O'Neil '); DROP TABLE member;-- ")},
        .category = pal_text_of("users"),
        .state = PAL_MEMBER_ADMITTED,
    };
    struct pal_member_id id;
    EXPECT_ERR(pal_member_add(scene.store, &spec, NULL, &id), PAL_OK);
    PAL_MEMBER(member);
    EXPECT_ERR(pal_member_read(scene.store, id, &member), PAL_OK);
    EXPECT_TEXT(member.name, "Zoë O'Neil '); DROP TABLE member;--");
    EXPECT_TEXT(member.number, "8");
}

static void the_log_names_nobody(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_BUF(bytes);
    for (uint64_t i = 0; i < pal_log_head(scene.store).size; i++) {
        EXPECT_ERR(pal_log_read(scene.store, i, &bytes), PAL_OK);
    }
    assert_null(strstr(bytes.bytes, "Colonna"));
    assert_null(strstr(bytes.bytes, "example.org"));
    assert_null(strstr(bytes.bytes, "Corte"));
}

/* What the log commits to of Elsa, who has twelve shares. */
static void write_elsa(struct pal_scene *scene, struct pal_buf *out)
{
    struct pal_member elsa = read_member(scene, PAL_ELSA);
    char uuid[PAL_UUID_TEXT_SIZE + 1];
    pal_uuid_write(&elsa.uuid, uuid);
    pal_member_done(&elsa);
    pal_buf_add_format(out,
                       "{\"admitted_on\":\"2026-01-15\",\"applied_on\":\"2026-01-15\","
                       "\"category\":\"users\",\"college\":\"users\",\"kind\":\"natural\","
                       "\"member\":\"%s\",\"name\":\"Elsa Vico\",\"number\":\"5\",\"shares\":12,"
                       "\"state\":\"admitted\"}",
                       uuid);
}

/* The commitment opens with the key, the entry's id and the row of the register. */
static void the_log_commits_to_a_member(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    int64_t shares = 12;
    struct pal_member_change change = {.shares = &shares};
    EXPECT_ERR(pal_member_change(scene.store, scene.members[PAL_ELSA], &change, NULL), PAL_OK);
    PAL_JSON(entry);
    entry = pal_scene_last_entry_new(&scene);
    struct pal_uuid id;
    struct pal_hash said, opened;
    EXPECT_ERR(pal_json_uuid(entry, "id", &id, NULL), PAL_OK);
    EXPECT_ERR(pal_json_hash(pal_json_get(entry, "d"), "c", &said, NULL), PAL_OK);
    PAL_BUF(content);
    write_elsa(&scene, &content);
    EXPECT_ERR(pal_member_commit(scene.store, scene.members[PAL_ELSA], &id, pal_buf_text(&content),
                                 &opened),
               PAL_OK);
    assert_true(pal_hash_equal(&said, &opened));
}

/* --- states --------------------------------------------------------------------------------- */

static enum pal_err become(struct pal_scene *scene, enum pal_scene_member who,
                           enum pal_member_state state, const char *on)
{
    return pal_member_enter_state(scene->store, scene->members[who], state, day(on));
}

static void who_leaves_stands_nowhere_and_comes_back_where_they_were(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    EXPECT_ERR(become(&scene, PAL_BRUNO, PAL_MEMBER_LEFT, "2026-02-20"), PAL_OK);
    struct pal_member bruno = read_member(&scene, PAL_BRUNO);
    assert_int_equal(bruno.state, PAL_MEMBER_LEFT);
    EXPECT_TEXT(bruno.college, "");
    assert_true(bruno.left_on.is_known);
    pal_member_done(&bruno);
    EXPECT_ERR(become(&scene, PAL_BRUNO, PAL_MEMBER_SUSPENDED, "2026-02-25"), PAL_ERR_STATE);
    EXPECT_ERR(become(&scene, PAL_BRUNO, PAL_MEMBER_ADMITTED, "2026-02-10"), PAL_ERR_MEMBER_DATE);
    EXPECT_ERR(become(&scene, PAL_BRUNO, PAL_MEMBER_ADMITTED, "2026-02-28"), PAL_OK);
    bruno = read_member(&scene, PAL_BRUNO);
    EXPECT_TEXT(bruno.college, "workers");
    assert_false(bruno.left_on.is_known);
    assert_int_equal(bruno.admitted_on.date.days, day("2026-02-28").days);
    pal_member_done(&bruno);
}

static void a_suspension_keeps_the_day_of_admission(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    EXPECT_ERR(become(&scene, PAL_ELSA, PAL_MEMBER_SUSPENDED, "2026-02-01"), PAL_OK);
    EXPECT_ERR(become(&scene, PAL_ELSA, PAL_MEMBER_SUSPENDED, "2026-02-02"), PAL_ERR_STATE);
    EXPECT_ERR(become(&scene, PAL_ELSA, PAL_MEMBER_ADMITTED, "2026-02-03"), PAL_OK);
    struct pal_member elsa = read_member(&scene, PAL_ELSA);
    assert_int_equal(elsa.admitted_on.date.days, day("2026-01-15").days);
    pal_member_done(&elsa);
    EXPECT_ERR(become(&scene, PAL_ELSA, PAL_MEMBER_LEFT, "2026-03-02"), PAL_ERR_MEMBER_DATE);
}

static void a_candidate_stands_in_a_college_from_the_admission_on(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_member_spec spec = {
        .kind = PAL_MEMBER_NATURAL,
        .person = {.name = pal_text_of("Hugo Casta")},
        .category = pal_text_of("friends"),
        .state = PAL_MEMBER_APPLIED,
        .applied_on = known("2026-02-01"),
    };
    struct pal_member_id hugo;
    EXPECT_ERR(pal_member_add(scene.store, &spec, NULL, &hugo), PAL_OK);
    EXPECT_ERR(pal_member_enter_state(scene.store, hugo, PAL_MEMBER_ADMITTED, day("2026-02-20")),
               PAL_OK);
    PAL_CONSTITUTION(constitution);
    EXPECT_ERR(pal_society_constitution(scene.store, &constitution, NULL), PAL_OK);
    PAL_CENSUS(before);
    EXPECT_ERR(pal_census_take(scene.store, &constitution, day("2026-02-19"), &before), PAL_OK);
    assert_int_equal(before.colleges[2], 2);
    PAL_CENSUS(after);
    EXPECT_ERR(pal_census_take(scene.store, &constitution, day("2026-02-20"), &after), PAL_OK);
    assert_int_equal(after.colleges[2], 3);
}

/* --- where they stand ----------------------------------------------------------------------- */

static enum pal_err move(struct pal_scene *scene, enum pal_scene_member who, const char *category,
                         const char *college, const char *from_on)
{
    struct pal_membership membership = {
        .category = pal_text_of(category),
        .college = pal_text_of(college),
        .from_on = day(from_on),
    };
    return pal_member_move(scene->store, scene->members[who], &membership, NULL);
}

static enum pal_err count_row(void *context, const struct pal_membership *membership)
{
    (void)membership;
    ++*(int *)context;
    return PAL_OK;
}

static void a_member_is_in_one_college_at_a_time(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    EXPECT_ERR(move(&scene, PAL_DOMINIQUE, "employees", "", "2026-04-01"), PAL_OK);
    struct pal_member dominique = read_member(&scene, PAL_DOMINIQUE);
    EXPECT_TEXT(dominique.college, "users");
    pal_member_done(&dominique);
    /* Not before the beginning of what comes next; on that day it puts right what was wrong. */
    EXPECT_ERR(move(&scene, PAL_DOMINIQUE, "friends", "", "2026-03-15"),
               PAL_ERR_MEMBER_TWO_COLLEGES);
    EXPECT_ERR(move(&scene, PAL_DOMINIQUE, "friends", "", "2026-04-01"), PAL_OK);
    EXPECT_ERR(move(&scene, PAL_DOMINIQUE, "employees", "", "2026-04-01"), PAL_OK);
    EXPECT_ERR(move(&scene, PAL_DOMINIQUE, "users", "workers", "2026-05-01"),
               PAL_ERR_MEMBER_OUTSIDE_COLLEGE);
    pal_scene_wait(&scene, 40 * PAL_SCENE_DAY);
    dominique = read_member(&scene, PAL_DOMINIQUE);
    EXPECT_TEXT(dominique.college, "workers");
    EXPECT_TEXT(dominique.category, "employees");
    pal_member_done(&dominique);
    int rows = 0;
    EXPECT_ERR(pal_memberships_walk(scene.store, scene.members[PAL_DOMINIQUE], count_row, &rows),
               PAL_OK);
    assert_int_equal(rows, 4);
}

static void who_has_left_is_not_moved(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    EXPECT_ERR(become(&scene, PAL_GAIA, PAL_MEMBER_LEFT, "2026-01-15"), PAL_OK);
    EXPECT_ERR(move(&scene, PAL_GAIA, "users", "", "2026-03-01"), PAL_ERR_STATE);
    EXPECT_ERR(become(&scene, PAL_GAIA, PAL_MEMBER_ADMITTED, "2026-01-15"), PAL_OK);
}

/* --- correcting ----------------------------------------------------------------------------- */

static void a_correction_raises_the_version_and_keeps_the_rest(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_member before = read_member(&scene, PAL_CHIARA);
    int64_t version = before.version;
    pal_member_done(&before);
    struct pal_text name = pal_text_of("Chiara Rossi-Leca");
    struct pal_text email = pal_text_of("");
    struct pal_member_change change = {.name = &name, .email = &email};
    EXPECT_ERR(pal_member_change(scene.store, scene.members[PAL_CHIARA], &change, NULL), PAL_OK);
    struct pal_member after = read_member(&scene, PAL_CHIARA);
    assert_int_equal(after.version, version + 1);
    EXPECT_TEXT(after.name, "Chiara Rossi-Leca");
    EXPECT_TEXT(after.number, "3");
    PAL_PERSON(person);
    EXPECT_ERR(pal_person_read(scene.store, after.person, &person), PAL_OK);
    EXPECT_TEXT(person.says.name, "Chiara Rossi-Leca");
    EXPECT_TEXT(person.says.email, "");
    assert_true(person.says.born_on.is_known);
    pal_member_done(&after);

    struct pal_where where = {0};
    struct pal_text taken = pal_text_of("1");
    struct pal_member_change number = {.number = &taken};
    EXPECT_ERR_AT(pal_member_change(scene.store, scene.members[PAL_CHIARA], &number, &where),
                  PAL_ERR_MEMBER_NUMBER_TAKEN, where, "/number");
    struct pal_member_change phone = {.phone = &taken};
    EXPECT_ERR_AT(pal_member_change(scene.store, scene.members[PAL_CORTE], &phone, &where),
                  PAL_ERR_MEMBER_KIND, where, "/person");
}

/* --- pages ---------------------------------------------------------------------------------- */

static enum pal_err add_name(void *context, const struct pal_member *member)
{
    struct pal_buf *names = context;
    pal_buf_add_text(names, member->name);
    pal_buf_add_string(names, "|");
    return PAL_OK;
}

/* clang-format off */
static const struct {
    const char *name;
    const char *college, *text, *after;
    size_t limit;
    const char *found;
} pages[] = {
    {"the register is sorted by name",          "", "", "", 3, "Ada Colonna|Bruno Paoli|Chiara Rossi|"},
    {"a page goes on after the last name",      "", "", "Chiara Rossi", 2, "Commune de Corte|Dominique Santini|"},
    {"one college alone",                       "supporters", "", "", 9, "Commune de Corte|Gaïa Luciani|"},
    {"the start of any word of a name",         "", "sant", "", 9, "Dominique Santini|"},
    {"the start of a name",                     "", "ADA", "", 9, "Ada Colonna|"},
    {"a whole number",                          "", "6", "", 9, "Commune de Corte|"},
    {"the signs of LIKE stand for themselves",  "", "%", "", 9, ""},
    {"an underline too",                        "", "A_a", "", 9, ""},
    {"a quote is no way out",                   "", "' OR 1=1 --", "", 9, ""},
};
/* clang-format on */

static void finds(void **state)
{
    const __typeof__(pages[0]) *row = *state;
    PAL_SCENE(scene);
    struct pal_members_query query = {
        .college = pal_text_of(row->college),
        .text = pal_text_of(row->text),
        .after_name = pal_text_of(row->after),
        .after_id = 1000,
        .limit = row->limit,
    };
    PAL_BUF(names);
    EXPECT_ERR(pal_members_walk(scene.store, &query, add_name, &names), PAL_OK);
    EXPECT_BUF(names, row->found);
}

int main(void)
{
    TESTS(tests, 64);
    TEST(tests, seven_members_stand_where_their_category_is_taken);
    TABLE(tests, entries, is_refused);
    TEST(tests, names_are_kept_in_one_spelling);
    TEST(tests, the_log_names_nobody);
    TEST(tests, the_log_commits_to_a_member);
    TEST(tests, who_leaves_stands_nowhere_and_comes_back_where_they_were);
    TEST(tests, a_suspension_keeps_the_day_of_admission);
    TEST(tests, a_candidate_stands_in_a_college_from_the_admission_on);
    TEST(tests, a_member_is_in_one_college_at_a_time);
    TEST(tests, who_has_left_is_not_moved);
    TEST(tests, a_correction_raises_the_version_and_keeps_the_rest);
    TABLE(tests, pages, finds);
    return RUN(tests);
}
