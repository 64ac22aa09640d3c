/*
 * verify_rounds.c - a second round against the first, where a record has both.
 */
#include "ballots/first_round.h"
#include "base/canon.h"
#include "base/fields.h"
#include "base/limits.h"

#include "verify_poll.h"

/* RULE docs/rules/verify.md
 * > The `first_round` is a poll that was published before this one was created, and `outcome` is its outcome.
 */
static bool follows(const struct pal_poll_check *check, const struct pal_json *first,
                    struct pal_uuid *out_poll)
{
    struct pal_hash outcome;
    if (pal_json_uuid(first, "poll", out_poll, NULL) != PAL_OK ||
        pal_json_hash(first, "outcome", &outcome, NULL) != PAL_OK) {
        return false;
    }
    const struct pal_thing *before =
        pal_things_find(&check->verifying->things, PAL_THING_POLL, out_poll);
    return pal_thing_is_in(before, PAL_STATE(PUBLISHED)) &&
           pal_hash_equal(&before->hash, &outcome) &&
           before->published_at <= check->poll->entries[PAL_POLL_CREATE].made_at;
}

static bool read_file(const struct pal_verifying *verifying, const struct pal_logged_poll *poll,
                      const char *name, struct pal_json **out_json)
{
    PAL_BUF(bytes);
    const struct pal_tar_file *file = pal_verify_poll_file(verifying, poll, name);
    return file != NULL &&
           pal_tar_content(&verifying->tar, file, PAL_LIMIT_DOCUMENT, &bytes) == PAL_OK &&
           pal_canon_read(pal_buf_text(&bytes), PAL_LIMIT_DOCUMENT, out_json, NULL) == PAL_OK &&
           pal_json_want_object(*out_json, NULL) == PAL_OK;
}

/* The decision of its outcome, which is spelled there: what is spelled otherwise, two programs may read differently. */
static bool read_decision(const struct pal_verifying *verifying, const struct pal_logged_poll *poll,
                          struct pal_json **out_decision)
{
    PAL_JSON(outcome);
    PAL_BUF(spelled);
    struct pal_text decision;
    if (!read_file(verifying, poll, "outcome.json", &outcome) ||
        pal_json_text(outcome, "decision", &decision, NULL) != PAL_OK ||
        pal_json_parse(decision, decision.size, out_decision, NULL) != PAL_OK) {
        return false;
    }
    pal_json_write_sorted(*out_decision, &spelled);
    return pal_text_equal(pal_buf_text(&spelled), decision) &&
           pal_json_want_object(*out_decision, NULL) == PAL_OK;
}

/* RULE docs/rules/second_round.md
 * > Whoever passes stands as in the first round, of a group only where the second keeps seats too.
 */
static bool stands_again(const struct pal_json *before, const struct pal_json *now,
                         bool keeps_seats)
{
    static const char *const names[] = {"allocation", "by_board", "label", "member", NULL};
    bool has_group = keeps_seats && pal_json_has(before, "group");
    return now != NULL && pal_verify_are_same(before, now, names) &&
           (!has_group || pal_verify_is_same(before, "group", now, "group"));
}

/* RULE docs/rules/second_round.md
 * > Its options are those that pass, and it fills the seats that are left.
 */
static bool is_what_was_left(const struct pal_poll_check *check, const struct pal_json *before,
                             const struct pal_first_round *first)
{
    const struct pal_json *asked = check->question;
    const struct pal_json *stood = pal_json_get(before, "options");
    const struct pal_json *options = pal_json_get(asked, "options");
    size_t count = pal_json_count(options);
    bool keeps_seats = pal_json_has(asked, "reserved");
    size_t at = 0;
    int64_t seats = 0;
    for (size_t i = 0; i < first->count; i++) {
        if (first->passes[i] &&
            !(at < count &&
              stands_again(pal_json_at(stood, i), pal_json_at(options, at++), keeps_seats))) {
            return false;
        }
    }
    if (at < count && pal_json_has(pal_json_at(options, at), "none")) {
        at++;
    }
    return at == count && pal_json_int(asked, "seats", &seats, NULL) == PAL_OK &&
           seats == first->vacant && pal_verify_is_same(before, "surplus", asked, "surplus");
}

const char *pal_verify_rounds(const struct pal_poll_check *check)
{
    static const char why[] = "a second round is not what the first left";
    const struct pal_json *says = pal_json_get(check->question, "first_round");
    struct pal_uuid uuid;
    char name[PAL_UUID_TEXT_SIZE + 1];
    int64_t pass = 0;
    if (says == NULL) {
        return NULL;
    }
    if (!follows(check, says, &uuid)) {
        return "the question follows a first round that was not published so";
    }
    pal_uuid_write(&uuid, name);
    const struct pal_logged_poll *poll = pal_verify_find_poll(check->verifying, pal_text_of(name));
    if (poll == NULL) {
        return NULL; /* it is not in this record */
    }
    PAL_JSON(before);
    PAL_JSON(decision);
    PAL_FIRST_ROUND(first);
    bool is_read = read_file(check->verifying, poll, "question.json", &before) &&
                   read_decision(check->verifying, poll, &decision) &&
                   pal_json_int(says, "pass", &pass, NULL) == PAL_OK && pass > 0 &&
                   pal_first_round_read(before, decision, (size_t)pass, &first) == PAL_OK;
    return is_read && is_what_was_left(check, before, &first) ? NULL : why;
}
