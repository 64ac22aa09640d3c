/* The society: founded once, changed, under the constitution that its day gives. */
#include "audit/entry.h"
#include "base/crypto.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/offices.h"
#include "core/rebuild.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/scene.h"

static void is_founded_with_its_log_its_constitution_and_its_administrator(void **state)
{
    (void)state;
    struct pal_scene scene PAL_CLEANUP(pal_scene_done) = {0};
    pal_scene_found(&scene);
    PAL_SOCIETY(society);
    EXPECT_ERR(pal_society_read(scene.store, &society), PAL_OK);
    EXPECT_TEXT(society.says.name, "Les Sept");
    EXPECT_TEXT(society.says.time_zone, "Europe/Paris");
    EXPECT_TEXT(society.says.licence, "CC-BY-SA-4.0");
    EXPECT_TEXT(society.says.data_notice, "");

    PAL_CONSTITUTION(constitution);
    struct pal_version version;
    EXPECT_ERR(pal_society_constitution(scene.store, &constitution, &version), PAL_OK);
    assert_int_equal(version.number, 1);
    assert_int_equal(version.state, PAL_VERSION_ADOPTED);
    assert_false(version.has_parent);
    assert_int_equal(constitution.college_count, 3);
    assert_true(pal_hash_equal(&constitution.hash, &version.hash));

    uint32_t capabilities;
    EXPECT_ERR(pal_person_capabilities(scene.store, scene.founder, &capabilities), PAL_OK);
    assert_int_equal(capabilities, pal_role_capabilities(PAL_ROLE_ADMINISTRATOR));
    /* Genesis, two keys, society, constitution, office. */
    assert_int_equal(pal_log_head(scene.store).size, 6);
}

/* Statutes that are still to be written: somebody must be able to write them, and nobody is a member before. */
static void is_founded_before_its_constitution(void **state)
{
    (void)state;
    static const uint8_t seed[PAL_SEED_SIZE] = {1};
    int64_t now_us = INT64_C(1772362800) * 1000000;
    PAL_STORE(store);
    struct pal_store_spec spec = {.mode = PAL_STORE_CREATE,
                                  .clock = pal_clock_at(&now_us),
                                  .seed = seed};
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    struct pal_founding founding = {
        .log_name = pal_text_of("a.coop/log"),
        .society = {.name = pal_text_of("S"),
                    .time_zone = pal_text_of("Europe/Paris"),
                    .language = pal_text_of("fr"),
                    .licence = pal_text_of("CC0")},
        .admin_name = pal_text_of("A"),
    };
    struct pal_person_id administrator;
    EXPECT_ERR(pal_society_found(store, &founding, NULL, NULL, &administrator), PAL_OK);
    /* Genesis, two keys, society, office. */
    assert_int_equal(pal_log_head(store).size, 5);

    struct pal_member_spec member = {.person = {.name = pal_text_of("B")},
                                     .category = pal_text_of("users"),
                                     .state = PAL_MEMBER_ADMITTED};
    struct pal_member_id id;
    EXPECT_ERR(pal_member_add(store, &member, NULL, &id), PAL_ERR_CONSTITUTION_NONE);

    PAL_JSON(document);
    document = pal_scene_constitution_new();
    struct pal_version_spec first = {.document = document,
                                     .effective_on = pal_society_today(store)};
    struct pal_version version;
    EXPECT_ERR(pal_version_enter(store, &first, NULL, NULL, &version), PAL_OK);
    assert_int_equal(version.number, 1);
    assert_false(version.has_parent);
    EXPECT_ERR(pal_member_add(store, &member, NULL, &id), PAL_OK);
}

static void is_founded_once(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_JSON(document);
    document = pal_scene_constitution_new();
    struct pal_founding again = {
        .log_name = pal_text_of("other.example.coop/log"),
        .society = {.name = pal_text_of("Others"),
                    .time_zone = pal_text_of("Europe/Paris"),
                    .language = pal_text_of("fr"),
                    .licence = pal_text_of("CC0-1.0")},
        .constitution = document,
        .admin_name = pal_text_of("Somebody"),
    };
    struct pal_person_id administrator;
    EXPECT_ERR(pal_society_found(scene.store, &again, NULL, NULL, &administrator), PAL_ERR_STATE);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *society, *zone, *language, *licence, *log_name, *admin;
    enum pal_err err;
} foundings[] = {
    {"a society without a name is not founded",       "",  "Europe/Paris", "fr", "CC0", "a.coop/log", "A", PAL_ERR_TEXT_EMPTY},
    {"a society in no time zone is not founded",      "S", "Europe/Corte", "fr", "CC0", "a.coop/log", "A", PAL_ERR_CLOCK_ZONE},
    {"a society that speaks Dutch is not founded",    "S", "Europe/Paris", "nl", "CC0", "a.coop/log", "A", PAL_ERR_JSON_VALUE},
    {"a society without a licence is not founded",    "S", "Europe/Paris", "fr", "",    "a.coop/log", "A", PAL_ERR_TEXT_EMPTY},
    {"a log with a scheme is not founded",            "S", "Europe/Paris", "fr", "CC0", "https://a.coop/log", "A", PAL_ERR_NOTE_NAME},
    {"a society without administrator is not founded","S", "Europe/Paris", "fr", "CC0", "a.coop/log", " ", PAL_ERR_TEXT_EMPTY},
    {"a name that turns the writing is refused",      "S\xE2\x80\xAE", "Europe/Paris", "fr", "CC0", "a.coop/log", "A", PAL_ERR_TEXT_CONTROL},
    {"a name that is not UTF-8 is refused",           "Soci\xE9t\xE9", "Europe/Paris", "fr", "CC0", "a.coop/log", "A", PAL_ERR_TEXT_UTF8},
};
/* clang-format on */

static void refuses_to_be_founded(void **state)
{
    const __typeof__(foundings[0]) *row = *state;
    static const uint8_t seed[PAL_SEED_SIZE] = {1};
    int64_t now_us = INT64_C(1772362800) * 1000000;
    PAL_STORE(store);
    struct pal_store_spec spec = {.mode = PAL_STORE_CREATE,
                                  .clock = pal_clock_at(&now_us),
                                  .seed = seed};
    EXPECT_ERR(pal_store_open(&spec, &store), PAL_OK);
    PAL_JSON(document);
    document = pal_scene_constitution_new();
    struct pal_founding founding = {
        .log_name = pal_text_of(row->log_name),
        .society = {.name = pal_text_of(row->society),
                    .time_zone = pal_text_of(row->zone),
                    .language = pal_text_of(row->language),
                    .licence = pal_text_of(row->licence)},
        .constitution = document,
        .admin_name = pal_text_of(row->admin),
    };
    struct pal_person_id administrator;
    EXPECT_ERR(pal_society_found(store, &founding, NULL, NULL, &administrator), row->err);
    /* Nothing is half founded. */
    assert_int_equal(pal_log_head(store).size, 0);
    PAL_SOCIETY(society);
    EXPECT_ERR(pal_society_read(store, &society), PAL_ERR_NOT_FOUND);
}

static void changes_what_it_says_but_not_its_time_zone(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_SOCIETY(before);
    EXPECT_ERR(pal_society_read(scene.store, &before), PAL_OK);
    struct pal_society_spec spec = before.says;
    spec.name = pal_text_of("  Les Sept de Corte ");
    spec.data_notice = pal_text_of("Ligne une.\nLigne deux.");
    EXPECT_ERR(pal_society_change(scene.store, &spec, NULL), PAL_OK);
    PAL_SOCIETY(after);
    EXPECT_ERR(pal_society_read(scene.store, &after), PAL_OK);
    EXPECT_TEXT(after.says.name, "Les Sept de Corte");
    EXPECT_TEXT(after.says.data_notice, "Ligne une.\nLigne deux.");
    assert_true(pal_uuid_equal(&before.uuid, &after.uuid));
    assert_true(after.entry > before.entry);

    struct pal_where where = {0};
    spec.time_zone = pal_text_of("Indian/Reunion");
    EXPECT_ERR_AT(pal_society_change(scene.store, &spec, &where), PAL_ERR_JSON_VALUE, where,
                  "/time_zone");
}

/* --- constitutions -------------------------------------------------------------------------- */

static void set_weight(struct pal_json *document, const char *name, const char *value)
{
    pal_json_set_string(document, name, value);
}

static enum pal_err enter(struct pal_scene *scene, const char *transfer, int32_t in_days,
                          struct pal_version *out_version)
{
    PAL_JSON(document);
    document = pal_scene_constitution_new();
    set_weight(document, "transfer_rule", transfer);
    struct pal_version_spec spec = {
        .document = document,
        .effective_on = {pal_society_today(scene->store).days + in_days},
    };
    return pal_version_enter(scene->store, &spec, NULL, NULL, out_version);
}

static void lives_under_the_version_of_the_day(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_date today = pal_society_today(scene.store);
    struct pal_version second, third, in_force;
    EXPECT_ERR(enter(&scene, "majority", 10, &second), PAL_OK);
    EXPECT_ERR(enter(&scene, "none", 5, &third), PAL_OK);
    assert_int_equal(second.number, 2);
    assert_int_equal(third.number, 3);
    assert_true(third.has_parent);

    EXPECT_ERR(pal_version_in_force(scene.store, today, &in_force), PAL_OK);
    assert_int_equal(in_force.number, 1);
    EXPECT_ERR(pal_version_in_force(scene.store, (struct pal_date){today.days + 5}, &in_force),
               PAL_OK);
    assert_int_equal(in_force.number, 3);
    EXPECT_ERR(pal_version_in_force(scene.store, (struct pal_date){today.days + 10}, &in_force),
               PAL_OK);
    assert_int_equal(in_force.number, 2);
    EXPECT_ERR(pal_version_in_force(scene.store, (struct pal_date){today.days - 1}, &in_force),
               PAL_ERR_NOT_FOUND);

    pal_scene_wait(&scene, 6 * PAL_SCENE_DAY);
    PAL_CONSTITUTION(constitution);
    EXPECT_ERR(pal_society_constitution(scene.store, &constitution, &in_force), PAL_OK);
    assert_int_equal(constitution.transfer_rule, PAL_CARRY_NONE);
}

static void of_two_versions_of_one_day_the_later_holds(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_version second, in_force;
    EXPECT_ERR(enter(&scene, "majority", 0, &second), PAL_OK);
    EXPECT_ERR(pal_version_in_force(scene.store, pal_society_today(scene.store), &in_force),
               PAL_OK);
    assert_int_equal(in_force.number, 2);
    EXPECT_ERR(pal_version_next(scene.store, 0, &in_force), PAL_OK);
    assert_int_equal(in_force.number, 1);
    EXPECT_ERR(pal_version_next(scene.store, 2, &in_force), PAL_ERR_NOT_FOUND);
}

static void refuses_a_version_that_is_late_unlawful_or_adopted_by_nothing(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_version version;
    EXPECT_ERR(enter(&scene, "majority", -1, &version), PAL_ERR_VERSION_DATE);

    PAL_JSON(document);
    document = pal_scene_constitution_new();
    pal_json_set_string(document, "weight_basis", "capital");
    struct pal_version_spec spec = {
        .document = document,
        .effective_on = pal_society_today(scene.store),
    };
    PAL_FINDINGS(findings);
    EXPECT_ERR(pal_version_enter(scene.store, &spec, &findings, NULL, &version),
               PAL_ERR_CONSTITUTION_INVALID);
    assert_int_equal(findings.count, 1);
    assert_string_equal(findings.items[0].code, "capital_weighting_forbidden");

    pal_json_set_string(document, "weight_basis", "statutes");
    pal_json_set_string(document, "name", "e\xCC\x96\xCD\xB8");
    EXPECT_ERR(pal_version_enter(scene.store, &spec, NULL, NULL, &version), PAL_ERR_TEXT_NEW);
    pal_json_set_string(document, "name", "Les Sept");

    struct pal_where where = {0};
    pal_json_set_string(document, "moon", "full");
    EXPECT_ERR_AT(pal_version_enter(scene.store, &spec, NULL, &where, &version),
                  PAL_ERR_JSON_UNKNOWN, where, "/moon");

    struct pal_uuid nothing = pal_uuid_random();
    spec.adopted_by = &nothing;
    EXPECT_ERR(pal_version_enter(scene.store, &spec, NULL, NULL, &version), PAL_ERR_NOT_FOUND);
}

/* --- documents and views -------------------------------------------------------------------- */

static void keeps_a_document_once_under_its_hash(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_hash first, second;
    PAL_TRANSACTION(tx, scene.store);
    EXPECT_ERR(pal_document_put(scene.store, PAL_DOCUMENT_MANIFEST, pal_text_of("{}"), &first),
               PAL_OK);
    EXPECT_ERR(pal_document_put(scene.store, PAL_DOCUMENT_MANIFEST, pal_text_of("{}"), &second),
               PAL_OK);
    EXPECT_ERR(pal_transaction_commit(&tx), PAL_OK);
    assert_true(pal_hash_equal(&first, &second));
    PAL_BUF(bytes);
    EXPECT_ERR(pal_document_get(scene.store, &first, &bytes), PAL_OK);
    EXPECT_BUF(bytes, "{}");
    first.bytes[0] ^= 1;
    EXPECT_ERR(pal_document_get(scene.store, &first, &bytes), PAL_ERR_NOT_FOUND);
}

static enum pal_err add_piece(void *context, struct pal_text piece)
{
    pal_buf_add_text(context, piece);
    return PAL_OK;
}

static enum pal_err end_it(void *context, struct pal_text piece)
{
    *(size_t *)context += piece.size;
    return PAL_ERR_FILE_WRITE;
}

static void gives_a_document_in_pieces(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 200001};
    struct pal_hash hash;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        PAL_BUF(bytes);
        PAL_BUF(again);
        while (bytes.size < sizes[i]) {
            pal_buf_add_byte(&bytes, (uint8_t)(bytes.size / 251 % 251));
        }
        PAL_TRANSACTION(tx, scene.store);
        EXPECT_ERR(pal_document_put(scene.store, PAL_DOCUMENT_OPENED, pal_buf_text(&bytes), &hash),
                   PAL_OK);
        EXPECT_ERR(pal_document_stream(scene.store, &hash, add_piece, &again), PAL_OK);
        EXPECT_ERR(pal_transaction_commit(&tx), PAL_OK);
        assert_true(pal_text_equal(pal_buf_text(&bytes), pal_buf_text(&again)));
    }
    size_t seen = 0;
    EXPECT_ERR(pal_document_stream(scene.store, &hash, end_it, &seen), PAL_ERR_FILE_WRITE);
    assert_in_range(seen, 1, 65536);
    hash.bytes[0] ^= 1;
    EXPECT_ERR(pal_document_stream(scene.store, &hash, end_it, &seen), PAL_ERR_NOT_FOUND);
}

static void views_are_made_again_from_the_log(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_version second;
    EXPECT_ERR(enter(&scene, "majority", 3, &second), PAL_OK);
    PAL_SOCIETY(before);
    EXPECT_ERR(pal_society_read(scene.store, &before), PAL_OK);
    struct pal_society_spec spec = before.says;
    spec.contact = pal_text_of("autre@example.org");
    EXPECT_ERR(pal_society_change(scene.store, &spec, NULL), PAL_OK);
    pal_scene_commit(&scene);

    EXPECT_ERR(pal_rebuild(scene.store, NULL, NULL), PAL_OK);
    pal_scene_commit(&scene);
    PAL_SOCIETY(after);
    EXPECT_ERR(pal_society_read(scene.store, &after), PAL_OK);
    EXPECT_TEXT(after.says.contact, "autre@example.org");
    EXPECT_TEXT(after.says.name, "Les Sept");
    assert_true(pal_uuid_equal(&before.uuid, &after.uuid));
    struct pal_version again;
    EXPECT_ERR(pal_version_find(scene.store, &second.uuid, &again), PAL_OK);
    assert_memory_equal(&again.uuid, &second.uuid, sizeof again.uuid);
    assert_int_equal(again.id, second.id);
    assert_int_equal(again.entry, second.entry);
    assert_int_equal(again.effective_on.days, second.effective_on.days);
    assert_true(pal_uuid_equal(&again.parent, &second.parent));
}

int main(void)
{
    TESTS(tests, 25);
    TEST(tests, is_founded_with_its_log_its_constitution_and_its_administrator);
    TEST(tests, is_founded_before_its_constitution);
    TEST(tests, is_founded_once);
    TABLE(tests, foundings, refuses_to_be_founded);
    TEST(tests, changes_what_it_says_but_not_its_time_zone);
    TEST(tests, lives_under_the_version_of_the_day);
    TEST(tests, of_two_versions_of_one_day_the_later_holds);
    TEST(tests, refuses_a_version_that_is_late_unlawful_or_adopted_by_nothing);
    TEST(tests, keeps_a_document_once_under_its_hash);
    TEST(tests, gives_a_document_in_pieces);
    TEST(tests, views_are_made_again_from_the_log);
    return RUN(tests);
}
