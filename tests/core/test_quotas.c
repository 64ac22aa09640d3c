/* Quotas: so much in a day, by member and by kind, and again the day after. */
#include "core/quotas.h"
#include "core/society.h"

#include "../support/expect.h"
#include "../support/scene.h"

static void use_up(struct pal_scene *scene, enum pal_quota quota, int limit)
{
    for (int i = 0; i < limit; i++) {
        EXPECT_ERR(pal_quota_use(scene->store, scene->members[PAL_ADA], quota), PAL_OK);
    }
    EXPECT_ERR(pal_quota_use(scene->store, scene->members[PAL_ADA], quota), PAL_ERR_LIMIT_QUOTA);
}

static void are_of_a_day_a_member_and_a_kind(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    {
        PAL_TRANSACTION(transaction, scene.store);
        use_up(&scene, PAL_QUOTA_CONTRIBUTION, 50);
        use_up(&scene, PAL_QUOTA_ENDORSEMENT, 200);
        EXPECT_ERR(pal_quota_use(scene.store, scene.members[PAL_BRUNO], PAL_QUOTA_CONTRIBUTION),
                   PAL_OK);
        assert_int_equal(pal_quota_frees_on(scene.store).days,
                         pal_society_today(scene.store).days + 1);
        EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
    }
    pal_scene_commit(&scene);
    pal_scene_wait(&scene, PAL_SCENE_DAY);
    PAL_TRANSACTION(transaction, scene.store);
    use_up(&scene, PAL_QUOTA_CONTRIBUTION, 50);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
}

static void are_forgotten_with_their_member(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_TRANSACTION(transaction, scene.store);
    use_up(&scene, PAL_QUOTA_CONTRIBUTION, 50);
    EXPECT_ERR(pal_quotas_forget(scene.store, scene.members[PAL_ADA]), PAL_OK);
    use_up(&scene, PAL_QUOTA_CONTRIBUTION, 50);
    EXPECT_ERR(pal_transaction_commit(&transaction), PAL_OK);
}

int main(void)
{
    TESTS(tests, 2);
    TEST(tests, are_of_a_day_a_member_and_a_kind);
    TEST(tests, are_forgotten_with_their_member);
    return RUN(tests);
}
