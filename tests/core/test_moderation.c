/* What moderators hide, how a deliberation is listed, and how the log makes it again. */
#include "core/rebuild.h"

#include "../support/debate.h"
#include "../support/expect.h"

/* --- moderation ----------------------------------------------------------------------------- */

static void is_hidden_and_shown_again_with_a_reason(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_store *store = debate.scene.store;
    struct pal_where where = {0};
    struct pal_contribution_id id =
        pal_debate_say(&debate, PAL_ADA, PAL_CONTRIBUTION_CONCERN, "Rude words.");
    struct pal_moderation moderation = {.moderator = debate.scene.people[PAL_ELSA]};
    EXPECT_ERR_AT(pal_contribution_conceal(store, id, &moderation, &where), PAL_ERR_TEXT_EMPTY,
                  where, "/reason");
    moderation.reason = pal_text_of("Insults a member");
    EXPECT_ERR(pal_contribution_restore(store, id, &moderation, &where), PAL_ERR_STATE);
    EXPECT_ERR(pal_contribution_conceal(store, id, &moderation, &where), PAL_OK);
    EXPECT_ERR(pal_contribution_conceal(store, id, &moderation, &where), PAL_ERR_STATE);
    PAL_CONTRIBUTION(now);
    pal_debate_read(&debate, id, &now);
    assert_int_equal(now.state, PAL_CONTRIBUTION_HIDDEN);
    EXPECT_TEXT(now.reason, "Insults a member");
    int64_t open;
    EXPECT_ERR(pal_concerns_open(store, debate.resolution, &open), PAL_OK);
    assert_int_equal(open, 0);

    struct pal_contribution_spec reply =
        pal_debate_spec(&debate, PAL_BRUNO, PAL_CONTRIBUTION_REPLY, "!");
    reply.parent = id;
    EXPECT_ERR_AT(pal_debate_try(&debate, &reply, &where), PAL_ERR_CONTRIBUTION_HIDDEN, where,
                  "/parent");
    EXPECT_ERR(pal_contribution_edit(store, id, pal_text_of("Kind words."), NULL),
               PAL_ERR_CONTRIBUTION_HIDDEN);
    EXPECT_ERR(pal_contribution_endorse(store, id, debate.scene.members[PAL_BRUNO], true),
               PAL_ERR_CONTRIBUTION_HIDDEN);
    EXPECT_ERR(pal_contribution_withdraw(store, id), PAL_ERR_CONTRIBUTION_HIDDEN);
    moderation.reason = pal_text_of("It was a quotation");
    EXPECT_ERR(pal_contribution_restore(store, id, &moderation, &where), PAL_OK);
    pal_debate_read(&debate, id, &now);
    assert_int_equal(now.state, PAL_CONTRIBUTION_VISIBLE);
    assert_int_equal(now.reason.size, 0);
}

static void nobody_moderates_what_is_their_own(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    struct pal_store *store = debate.scene.store;
    /* Félix acts for Corte. */
    struct pal_contribution_id id =
        pal_debate_say(&debate, PAL_CORTE, PAL_CONTRIBUTION_FOR, "The town agrees.");
    struct pal_contribution_id question =
        pal_debate_say(&debate, PAL_BRUNO, PAL_CONTRIBUTION_QUESTION, "How much?");
    const struct pal_contribution_spec answer = {
        .resolution = debate.resolution,
        .author = {.person = debate.scene.founder},
        .kind = PAL_CONTRIBUTION_REPLY,
        .parent = question,
        .is_official = true,
        .text = pal_text_of("Twelve."),
    };
    struct pal_contribution_id official = pal_debate_post(&debate, &answer);
    struct pal_moderation moderation = {
        .moderator = debate.scene.people[PAL_CORTE],
        .reason = pal_text_of("Off topic"),
    };
    EXPECT_ERR(pal_contribution_conceal(store, id, &moderation, NULL), PAL_ERR_CONTRIBUTION_OWN);
    EXPECT_ERR(pal_contribution_conceal(store, official, &moderation, NULL), PAL_OK);
    moderation.moderator = debate.scene.founder;
    EXPECT_ERR(pal_contribution_restore(store, official, &moderation, NULL),
               PAL_ERR_CONTRIBUTION_OWN);
}

/* --- lists and rebuilding --------------------------------------------------------------------- */

static enum pal_err dump_one(void *context, const struct pal_contribution *item)
{
    pal_buf_add_format(context, "%lld %lld %s %s %s %.*s %d %.*s %d %lld %lld %lld %lld %d %lld\n",
                       (long long)item->id.value, (long long)item->parent.value, item->author,
                       pal_contribution_kind_word(item->kind),
                       pal_contribution_state_word(item->state), (int)item->college.size,
                       item->college.bytes, item->is_official, (int)item->reason.size,
                       item->reason.bytes, (int)item->concern, (long long)item->version,
                       (long long)item->at_us, (long long)item->edited_us,
                       (long long)item->endorsers, item->is_answered, (long long)item->entry);
    pal_buf_add_hex(context, item->hash.bytes, sizeof item->hash.bytes);
    pal_buf_add_hex(context, item->note.bytes, sizeof item->note.bytes);
    pal_buf_add_hex(context, item->settled_by.bytes, sizeof item->settled_by.bytes);
    return PAL_OK;
}

static void dump(struct pal_debate *debate, struct pal_buf *buf)
{
    const struct pal_contributions_query query = {.assembly = debate->assembly, .limit = 100};
    EXPECT_ERR(pal_contributions_walk(debate->scene.store, &query, dump_one, buf), PAL_OK);
}

static enum pal_err count_one(void *context, const struct pal_contribution *item)
{
    (void)item;
    ++*(int *)context;
    return PAL_OK;
}

static int count(struct pal_debate *debate, const struct pal_contributions_query *query)
{
    int found = 0;
    EXPECT_ERR(pal_contributions_walk(debate->scene.store, query, count_one, &found), PAL_OK);
    return found;
}

static void is_listed_by_kind_and_state(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    pal_debate_hold(&debate);
    struct pal_contributions_query query = {.resolution = debate.resolution, .limit = 100};
    assert_int_equal(count(&debate, &query), 5);
    query.limit = 2;
    assert_int_equal(count(&debate, &query), 2);
    query.limit = 100;
    const enum pal_contribution_kind reply = PAL_CONTRIBUTION_REPLY;
    const enum pal_contribution_state hidden = PAL_CONTRIBUTION_HIDDEN;
    query.kind = &reply;
    assert_int_equal(count(&debate, &query), 1);
    query.state = &hidden;
    assert_int_equal(count(&debate, &query), 0);
    query.kind = NULL;
    assert_int_equal(count(&debate, &query), 1);
    query.resolution = debate.other;
    assert_int_equal(count(&debate, &query), 0);
}

static void is_made_again_from_the_log(void **state)
{
    (void)state;
    PAL_DEBATE(debate);
    PAL_BUF(before);
    PAL_BUF(after);
    pal_debate_hold(&debate);
    dump(&debate, &before);
    EXPECT_ERR(pal_rebuild(debate.scene.store, NULL, NULL), PAL_OK);
    dump(&debate, &after);
    assert_true(before.size > 500);
    EXPECT_TEXT(pal_buf_text(&after), before.bytes);
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, is_hidden_and_shown_again_with_a_reason);
    TEST(tests, nobody_moderates_what_is_their_own);
    TEST(tests, is_listed_by_kind_and_state);
    TEST(tests, is_made_again_from_the_log);
    return RUN(tests);
}
