/* Contributions: who may say what, how it is answered, endorsed, settled. */
#include <string.h>

#include "core/amendments.h"
#include "core/contributions.h"
#include "core/log.h"
#include "core/sitting.h"

#include "../support/debate.h"
#include "../support/expect.h"

static void expect_text(struct pal_debate *debate, const struct pal_hash *hash,
                        const char *expected)
{
    bool is_removed;
    PAL_BUF(text);
    EXPECT_ERR(pal_contribution_text(debate->scene.store, hash, &text, &is_removed), PAL_OK);
    assert_false(is_removed);
    EXPECT_BUF(text, expected);
}

/* --- saying --------------------------------------------------------------------------------- */

static void is_kept_as_it_was_written(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_contribution_id id =
        pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_CONCERN, "  The *roof*\nleaks.<b> ");
    PAL_CONTRIBUTION(now);
    pal_debate_read(&debate, id, &now);
    expect_text(&debate, &now.hash, "The *roof*\nleaks.<b>");
    EXPECT_TEXT(now.college, "workers");
    assert_int_equal(now.kind, PAL_CONTRIBUTION_CONCERN);
    assert_int_equal(now.concern, PAL_CONCERN_OPEN);
    assert_int_equal(now.state, PAL_CONTRIBUTION_VISIBLE);
    assert_int_equal(now.version, 1);
    assert_int_equal(now.endorsers, 0);

    PAL_JSON(entry);
    entry = pal_scene_last_entry_new(&debate.scene);
    const struct pal_json *d;
    struct pal_text author;
    EXPECT_ERR(pal_json_object(entry, "d", &d, NULL), PAL_OK);
    EXPECT_ERR(pal_json_text(d, "author", &author, NULL), PAL_OK);
    EXPECT_TEXT(author, now.author);
}

static void two_that_say_the_same_have_nothing_in_common(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    PAL_CONTRIBUTION(one);
    PAL_CONTRIBUTION(two);
    pal_debate_read(&debate, pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_FOR, "oui"), &one);
    pal_debate_read(&debate, pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_FOR, "oui"), &two);
    assert_false(pal_hash_equal(&one.hash, &two.hash));
    assert_string_equal(one.author, two.author);
    struct pal_contribution_spec spec =
        pal_debate_spec(&debate, PAL_ADA, PAL_CONTRIBUTION_FOR, "oui");
    spec.resolution = debate.other;
    pal_debate_read(&debate, pal_debate_post(&debate, &spec), &two);
    assert_string_not_equal(one.author, two.author);
}

static void attack_63_its_text_hides_nothing(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_where where = {0};
    struct pal_contribution_spec spec = pal_debate_spec(&debate, PAL_ADA, PAL_CONTRIBUTION_FOR,
                                                        "Pay \xE2\x80\xAE"
                                                        "EVE");
    EXPECT_ERR_AT(pal_debate_try(&debate, &spec, &where), PAL_ERR_TEXT_CONTROL, where, "/text");
    spec.text = pal_text_of("\xFF");
    EXPECT_ERR_AT(pal_debate_try(&debate, &spec, &where), PAL_ERR_TEXT_UTF8, where, "/text");
    spec.text = pal_text_of(" \n ");
    EXPECT_ERR_AT(pal_debate_try(&debate, &spec, &where), PAL_ERR_TEXT_EMPTY, where, "/text");

    PAL_CONTRIBUTION(now);
    pal_debate_read(&debate, pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_FOR, "cafe\xCC\x81"),
                    &now);
    expect_text(&debate, &now.hash, "caf\xC3\xA9");
}

static void its_text_is_bounded(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    PAL_BUF(text);
    struct pal_where where = {0};
    for (int i = 0; i < 1 << 16; i++) {
        pal_buf_add_byte(&text, 'a');
    }
    struct pal_contribution_spec spec = pal_debate_spec(&debate, PAL_ADA, PAL_CONTRIBUTION_FOR, "");
    spec.text = pal_buf_text(&text);
    EXPECT_ERR(pal_debate_try(&debate, &spec, &where), PAL_OK);
    pal_buf_add_byte(&text, 'a');
    spec.text = pal_buf_text(&text);
    EXPECT_ERR_AT(pal_debate_try(&debate, &spec, &where), PAL_ERR_LIMIT_TEXT, where, "/text");
    pal_buf_clear(&text);
    for (int i = 0; i < 100; i++) {
        pal_buf_add_string(&text, "> ");
    }
    pal_buf_add_string(&text, "deep");
    spec.text = pal_buf_text(&text);
    EXPECT_ERR_AT(pal_debate_try(&debate, &spec, &where), PAL_ERR_LIMIT_NESTING, where, "/text");
}

static void comes_from_members_who_are_admitted(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_contribution_id id =
        pal_debate_say(&debate, PAL_BRUNO, PAL_CONTRIBUTION_FOR, "Yes.");
    struct pal_date today = pal_date_of_instant(debate.scene.now_us);
    EXPECT_ERR(pal_member_enter_state(store, debate.scene.members[PAL_BRUNO], PAL_MEMBER_SUSPENDED,
                                      today),
               PAL_OK);
    const struct pal_contribution_spec spec =
        pal_debate_spec(&debate, PAL_BRUNO, PAL_CONTRIBUTION_FOR, "Yes!");
    EXPECT_ERR(pal_debate_try(&debate, &spec, NULL), PAL_ERR_MEMBER_NOT_ADMITTED);
    EXPECT_ERR(pal_contribution_edit(store, id, pal_text_of("No."), NULL),
               PAL_ERR_MEMBER_NOT_ADMITTED);
    struct pal_contribution_id other =
        pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_FOR, "Yes.");
    EXPECT_ERR(pal_contribution_endorse(store, other, debate.scene.members[PAL_BRUNO], true),
               PAL_ERR_MEMBER_NOT_ADMITTED);
    EXPECT_ERR(pal_contribution_withdraw(store, id), PAL_OK);
}

static void attack_70_a_member_says_so_much_in_a_day(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_contribution_id id = {0};
    for (int i = 0; i < 50; i++) {
        id = pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_INFORMATION, "And another thing.");
    }
    struct pal_contribution_spec spec =
        pal_debate_spec(&debate, PAL_ADA, PAL_CONTRIBUTION_INFORMATION, "And another.");
    uint64_t size = pal_log_head(store).size;
    EXPECT_ERR(pal_debate_try(&debate, &spec, NULL), PAL_ERR_LIMIT_QUOTA);
    EXPECT_ERR(pal_contribution_edit(store, id, pal_text_of("Other"), NULL), PAL_ERR_LIMIT_QUOTA);
    assert_int_equal(pal_log_head(store).size, size);
    (void)pal_debate_say(&debate, PAL_BRUNO, PAL_CONTRIBUTION_INFORMATION, "Enough.");
    pal_scene_commit(&debate.scene);
    pal_scene_wait(&debate.scene, PAL_SCENE_DAY);
    EXPECT_ERR(pal_debate_try(&debate, &spec, NULL), PAL_OK);
}

static void ends_with_the_resolution(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_contribution_id id =
        pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_CONCERN, "Hm.");
    EXPECT_ERR(pal_resolution_withdraw(store, debate.resolution), PAL_OK);
    const struct pal_contribution_spec spec =
        pal_debate_spec(&debate, PAL_ADA, PAL_CONTRIBUTION_FOR, "A");
    const struct pal_settlement met = {.how = PAL_CONCERN_MET};
    EXPECT_ERR(pal_debate_try(&debate, &spec, NULL), PAL_ERR_STATE);
    EXPECT_ERR(pal_contribution_edit(store, id, pal_text_of("B"), NULL), PAL_ERR_STATE);
    EXPECT_ERR(pal_contribution_withdraw(store, id), PAL_ERR_STATE);
    EXPECT_ERR(pal_concern_settle(store, id, &met, NULL), PAL_ERR_STATE);
    EXPECT_ERR(pal_contribution_endorse(store, id, debate.scene.members[PAL_ELSA], true),
               PAL_ERR_STATE);
}

static void ends_with_the_debate_and_goes_on_with_it(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_contribution_id id = pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_FOR, "A");
    const struct pal_contribution_spec spec =
        pal_debate_spec(&debate, PAL_ADA, PAL_CONTRIBUTION_FOR, "B");
    EXPECT_ERR(pal_debate_close(store, debate.resolution, NULL), PAL_OK);
    EXPECT_ERR(pal_debate_try(&debate, &spec, NULL), PAL_ERR_STATE);
    EXPECT_ERR(pal_contribution_edit(store, id, pal_text_of("C"), NULL), PAL_ERR_STATE);
    EXPECT_ERR(pal_contribution_endorse(store, id, debate.scene.members[PAL_ELSA], true),
               PAL_ERR_STATE);
    EXPECT_ERR(pal_debate_open(store, debate.resolution), PAL_OK);
    EXPECT_ERR(pal_debate_try(&debate, &spec, NULL), PAL_OK);
}

/* --- replies -------------------------------------------------------------------------------- */

static void a_reply_answers_what_is_there(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_where where = {0};
    struct pal_contribution_id question =
        pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_QUESTION, "How much?");
    struct pal_contribution_spec reply =
        pal_debate_spec(&debate, PAL_BRUNO, PAL_CONTRIBUTION_REPLY, "So much.");
    EXPECT_ERR_AT(pal_debate_try(&debate, &reply, &where), PAL_ERR_CONTRIBUTION_PARENT, where,
                  "/parent");
    reply.parent = question;
    struct pal_contribution_id answer = pal_debate_post(&debate, &reply);
    PAL_CONTRIBUTION(now);
    pal_debate_read(&debate, question, &now);
    assert_int_equal(now.replies, 1);
    assert_false(now.is_answered);

    struct pal_contribution_spec argument = reply;
    argument.kind = PAL_CONTRIBUTION_FOR;
    EXPECT_ERR_AT(pal_debate_try(&debate, &argument, &where), PAL_ERR_CONTRIBUTION_PARENT, where,
                  "/parent");
    reply.resolution = debate.other;
    EXPECT_ERR_AT(pal_debate_try(&debate, &reply, &where), PAL_ERR_CONTRIBUTION_PARENT, where,
                  "/parent");
    EXPECT_ERR(pal_contribution_withdraw(debate.scene.store, answer), PAL_OK);
    reply.resolution = debate.resolution;
    reply.parent = answer;
    EXPECT_ERR_AT(pal_debate_try(&debate, &reply, &where), PAL_ERR_CONTRIBUTION_PARENT, where,
                  "/parent");
}

static void the_board_answers_by_its_officers(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_where where = {0};
    struct pal_contribution_id question =
        pal_debate_say(&debate, PAL_BRUNO, PAL_CONTRIBUTION_QUESTION, "How much?");
    struct pal_contribution_spec answer = {
        .resolution = debate.resolution,
        .author = {.person = debate.scene.people[PAL_BRUNO]},
        .kind = PAL_CONTRIBUTION_REPLY,
        .parent = question,
        .is_official = true,
        .text = pal_text_of("Twelve thousand."),
    };
    EXPECT_ERR_AT(pal_debate_try(&debate, &answer, &where), PAL_ERR_CONTRIBUTION_OFFICIAL, where,
                  "/official");
    answer.author.person = debate.scene.founder;
    PAL_CONTRIBUTION(said);
    pal_debate_read(&debate, pal_debate_post(&debate, &answer), &said);
    assert_true(said.is_official);
    assert_int_equal(said.college.size, 0);
    PAL_CONTRIBUTION(asked);
    pal_debate_read(&debate, question, &asked);
    assert_true(asked.is_answered);

    answer.kind = PAL_CONTRIBUTION_INFORMATION;
    answer.parent = (struct pal_contribution_id){0};
    EXPECT_ERR_AT(pal_debate_try(&debate, &answer, &where), PAL_ERR_CONTRIBUTION_OFFICIAL, where,
                  "/official");
    /* And an answer that was withdrawn is none. */
    EXPECT_ERR(pal_contribution_edit(debate.scene.store, said.id, pal_text_of("Ten."), NULL),
               PAL_OK);
    EXPECT_ERR(pal_contribution_withdraw(debate.scene.store, said.id), PAL_OK);
    pal_debate_read(&debate, question, &asked);
    assert_false(asked.is_answered);
}

/* --- what its author does ------------------------------------------------------------------- */

static enum pal_err last_version(void *context, const struct pal_text_version *version)
{
    *(struct pal_text_version *)context = *version;
    return PAL_OK;
}

static enum pal_err first_version(void *context, const struct pal_text_version *version)
{
    if (version->number == 1) {
        *(struct pal_text_version *)context = *version;
    }
    return PAL_OK;
}

static void has_versions(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_contribution_id id = pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_FOR, "One.");
    uint64_t size = pal_log_head(store).size;
    EXPECT_ERR(pal_contribution_edit(store, id, pal_text_of(" One. "), NULL), PAL_OK);
    assert_int_equal(pal_log_head(store).size, size);
    EXPECT_ERR(pal_contribution_edit(store, id, pal_text_of("Two."), NULL), PAL_OK);
    struct pal_text_version first, last;
    EXPECT_ERR(pal_contribution_versions_walk(store, id, first_version, &first), PAL_OK);
    EXPECT_ERR(pal_contribution_versions_walk(store, id, last_version, &last), PAL_OK);
    assert_int_equal(last.number, 2);
    expect_text(&debate, &first.hash, "One.");
    expect_text(&debate, &last.hash, "Two.");
    struct pal_where where = {0};
    EXPECT_ERR_AT(pal_contribution_edit(store, id, pal_text_of(""), &where), PAL_ERR_TEXT_EMPTY,
                  where, "/text");
    EXPECT_ERR(pal_contribution_withdraw(store, id), PAL_OK);
    EXPECT_ERR(pal_contribution_edit(store, id, pal_text_of("Three."), NULL), PAL_ERR_STATE);
    EXPECT_ERR(pal_contribution_withdraw(store, id), PAL_ERR_STATE);
}

static void is_endorsed_once_by_others(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_contribution_id id = pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_FOR, "One.");
    PAL_CONTRIBUTION(now);
    for (int i = 0; i < 2; i++) {
        EXPECT_ERR(pal_contribution_endorse(store, id, debate.scene.members[PAL_BRUNO], true),
                   PAL_OK);
    }
    EXPECT_ERR(pal_contribution_endorse(store, id, debate.scene.members[PAL_ELSA], true), PAL_OK);
    EXPECT_ERR(pal_contribution_endorse(store, id, debate.scene.members[PAL_ADA], true),
               PAL_ERR_CONTRIBUTION_OWN);
    pal_debate_read(&debate, id, &now);
    assert_int_equal(now.endorsers, 2);
    EXPECT_ERR(pal_contribution_endorse(store, id, debate.scene.members[PAL_BRUNO], false), PAL_OK);
    pal_debate_read(&debate, id, &now);
    assert_int_equal(now.endorsers, 1);
    for (int i = 0; i < 198; i++) {
        EXPECT_ERR(pal_contribution_endorse(store, id, debate.scene.members[PAL_BRUNO], i % 2 == 0),
                   PAL_OK);
    }
    EXPECT_ERR(pal_contribution_endorse(store, id, debate.scene.members[PAL_BRUNO], true),
               PAL_ERR_LIMIT_QUOTA);
}

static void a_concern_is_settled_by_its_author(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_where where = {0};
    struct pal_contribution_id concern =
        pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_CONCERN, "Rain?");
    struct pal_contribution_id fact =
        pal_debate_say(&debate, PAL_BRUNO, PAL_CONTRIBUTION_INFORMATION, "Zinc.");
    int64_t open;
    EXPECT_ERR(pal_concerns_open(store, debate.resolution, &open), PAL_OK);
    assert_int_equal(open, 1);
    PAL_CONTRIBUTION(by);
    pal_debate_read(&debate, fact, &by);
    struct pal_settlement settlement = {
        .how = PAL_CONCERN_MAINTAINED,
        .by = &by.uuid,
        .note = pal_text_of("It *still* leaks."),
    };
    EXPECT_ERR_AT(pal_concern_settle(store, concern, &settlement, &where), PAL_ERR_JSON_VALUE,
                  where, "/by");
    settlement.by = NULL;
    EXPECT_ERR(pal_concern_settle(store, concern, &settlement, &where), PAL_OK);
    PAL_CONTRIBUTION(now);
    pal_debate_read(&debate, concern, &now);
    assert_int_equal(now.concern, PAL_CONCERN_MAINTAINED);
    assert_true(now.has_note);
    expect_text(&debate, &now.note, "It *still* leaks.");

    settlement = (struct pal_settlement){.how = PAL_CONCERN_MET, .by = &by.uuid};
    EXPECT_ERR(pal_concern_settle(store, concern, &settlement, &where), PAL_OK);
    pal_debate_read(&debate, concern, &now);
    assert_true(now.has_settled_by && pal_uuid_equal(&now.settled_by, &by.uuid));
    assert_false(now.has_note);
    struct pal_concerns counts;
    EXPECT_ERR(pal_concerns_count(store, debate.resolution, &counts), PAL_OK);
    assert_int_equal(counts.met, 1);
    assert_int_equal(counts.open + counts.maintained, 0);

    settlement.by = &now.uuid;
    EXPECT_ERR_AT(pal_concern_settle(store, concern, &settlement, &where), PAL_ERR_JSON_VALUE,
                  where, "/by");
    const struct pal_uuid nothing = {{9}};
    settlement.by = &nothing;
    EXPECT_ERR_AT(pal_concern_settle(store, concern, &settlement, &where), PAL_ERR_JSON_VALUE,
                  where, "/by");
    struct pal_amendment proposed;
    const struct pal_amendment_spec spec = {
        .resolution = debate.resolution,
        .version = 1,
        .author = debate.scene.members[PAL_BRUNO],
        .text = pal_text_of("The assembly approves of zinc."),
    };
    struct pal_amendment_id amendment;
    EXPECT_ERR(pal_amendment_propose(store, &spec, NULL, &amendment), PAL_OK);
    EXPECT_ERR(pal_amendment_read(store, amendment, &proposed), PAL_OK);
    settlement.by = &proposed.uuid;
    EXPECT_ERR(pal_concern_settle(store, concern, &settlement, &where), PAL_OK);
    settlement = (struct pal_settlement){.how = PAL_CONCERN_OPEN};
    EXPECT_ERR_AT(pal_concern_settle(store, concern, &settlement, &where), PAL_ERR_JSON_VALUE,
                  where, "/how");
    settlement.how = PAL_CONCERN_MET;
    EXPECT_ERR(pal_concern_settle(store, fact, &settlement, &where), PAL_ERR_CONCERN_KIND);
}

static void has_words_that_are_read_back(void **state)
{
    (void)state;
    enum pal_contribution_kind kind;
    enum pal_contribution_state its_state;
    enum pal_concern concern;
    assert_true(pal_contribution_kind_read(pal_text_of("against"), &kind));
    assert_string_equal(pal_contribution_kind_word(kind), "against");
    assert_false(pal_contribution_kind_read(pal_text_of("aside"), &kind));
    assert_true(pal_contribution_state_read(pal_text_of("withdrawn"), &its_state));
    assert_string_equal(pal_contribution_state_word(its_state), "withdrawn");
    assert_false(pal_contribution_state_read(pal_text_of(""), &its_state));
    assert_true(pal_concern_read(pal_text_of("maintained"), &concern));
    assert_string_equal(pal_concern_word(concern), "maintained");
    assert_false(pal_concern_read(pal_text_of("forgotten"), &concern));
}

int main(void)
{
    TESTS(tests, 16);
    TEST(tests, is_kept_as_it_was_written);
    TEST(tests, two_that_say_the_same_have_nothing_in_common);
    TEST(tests, attack_63_its_text_hides_nothing);
    TEST(tests, its_text_is_bounded);
    TEST(tests, comes_from_members_who_are_admitted);
    TEST(tests, attack_70_a_member_says_so_much_in_a_day);
    TEST(tests, ends_with_the_resolution);
    TEST(tests, ends_with_the_debate_and_goes_on_with_it);
    TEST(tests, a_reply_answers_what_is_there);
    TEST(tests, the_board_answers_by_its_officers);
    TEST(tests, has_versions);
    TEST(tests, is_endorsed_once_by_others);
    TEST(tests, a_concern_is_settled_by_its_author);
    TEST(tests, has_words_that_are_read_back);
    return RUN(tests);
}
