/*
 * made_polls.c - the four polls of a record made in memory.
 *
 * "0a" is a motion that colleges weigh, "0b" an election by approval with a lot, "0c" a motion by
 * sealed ballots, "0d" one that was annulled before it opened.
 */
#include "made_polls.h"

#include <stdio.h>
#include <string.h>

#include "audit/keys.h"
#include "audit/minisign.h"
#include "audit/record.h"
#include "audit/roll.h"
#include "base/canon.h"
#include "base/check.h"
#include "base/lot.h"

enum { LASTS = 1000 };

/* --- one poll ------------------------------------------------------------------------------------------ */

void pal_made_create(struct pal_made *made, const struct pal_made_plan *plan)
{
    bool is_secret = strcmp(plan->secrecy, "secret") == 0;
    char hex[2 * PAL_HASH_SIZE + 1];
    PAL_BUF(text);
    PAL_BUF(d);
    pal_buf_add_format(&text,
                       "{\"format\":\"palabre-question/1\",\"title\":\"%s\",\"method\":\"%s\","
                       "\"ballot\":\"%s\",\"parameters\":{},\"seats\":1,%s\"options\":%s}",
                       plan->title, plan->method,
                       strcmp(plan->method, "approval") == 0 ? "approves" : "choice",
                       plan->more == NULL ? "" : plan->more, plan->options);
    pal_made_document(made, pal_made_poll_file(plan->poll, "question.json").text, text.bytes, hex);
    pal_buf_add_format(&d,
                       "{\"assembly\":\"" PAL_MADE_ASSEMBLY
                       "\",\"class\":\"ordinary\",\"closes_at\":%d,%s"
                       "\"kind\":\"%s\",\"method\":\"%s\",\"opens_at\":%d,\"poll\":\"%s\","
                       "\"question\":\"%s\",%s\"secrecy\":\"%s\"%s}",
                       plan->opens + LASTS, is_secret ? "\"kept_days\":30," : "", plan->kind,
                       plan->method, plan->opens, plan->poll, hex,
                       plan->has_text ? "\"resolution\":\"" PAL_MADE_RESOLUTION "\"," : "",
                       plan->secrecy, is_secret ? ",\"trackers\":true" : "");
    (void)pal_made_entry(made, "poll.create", d.bytes);
}

void pal_made_call(struct pal_made *made, const struct pal_made_plan *plan, const char *text_hex)
{
    static const uint8_t seed[PAL_HASH_SIZE] = {7, 7, 7};
    char hex[2 * PAL_HASH_SIZE + 1];
    PAL_BUF(d);
    struct pal_hash lot = pal_hash_of(seed, sizeof seed);
    pal_hash_write(&lot, hex);
    pal_buf_add_string(&d, "{\"constitution\":\"" PAL_MADE_CONSTITUTION "\",");
    if (plan->has_lot) {
        pal_buf_add_format(&d, "\"lot\":\"%s\",", hex);
    }
    pal_buf_add_format(&d, "\"poll\":\"%s\"", plan->poll);
    if (plan->has_text) {
        pal_buf_add_format(&d, ",\"text\":\"%s\"", text_hex);
    }
    pal_buf_add_string(&d, "}");
    (void)pal_made_entry(made, "poll.call", d.bytes);
}

static void write_ties(const struct pal_made_plan *plan, struct pal_buf *out)
{
    static const uint8_t seed[PAL_HASH_SIZE] = {7, 7, 7};
    char hex[2 * PAL_HASH_SIZE + 1];
    size_t order[3];
    size_t count = plan->option_count == 0 ? 3 : plan->option_count;
    if (!plan->has_lot) {
        pal_buf_add_string(out, "{\"order\":[0,1,2],\"rule\":\"none\"}");
        return;
    }
    pal_text_write_hex(seed, sizeof seed, hex);
    pal_lot_order(pal_text_of(hex), count, order);
    for (size_t i = 0; i < count; i++) {
        pal_buf_add_format(out, "%s%zu", i == 0 ? "{\"order\":[" : ",", order[i]);
    }
    pal_buf_add_format(out, "],\"rule\":\"lot\",\"seed\":\"%s\"}", hex);
}

/* The salts of rank r are bytes of that value. */
void pal_made_salt(size_t rank, uint8_t out_salt[PAL_SALT_SIZE])
{
    memset(out_salt, (int)rank, PAL_SALT_SIZE);
}

void pal_made_line(const char *poll, size_t rank, struct pal_buf *line)
{
    struct pal_uuid uuid;
    struct pal_uuid member = {.bytes = {(uint8_t)rank}};
    PAL_CHECK(pal_uuid_parse(pal_text_of(poll), &uuid) == PAL_OK);
    const struct pal_right right = {.poll = &uuid,
                                    .member = &member,
                                    .college = pal_text_of(
                                        pal_made_colleges[(rank - 1) / PAL_MADE_PER_COLLEGE]),
                                    .rank = (int64_t)rank};
    pal_right_write(&right, line);
}

void pal_made_elector(const char *poll, bool has_mark, struct pal_buf *out)
{
    PAL_BUF(line);
    uint8_t salt[PAL_SALT_SIZE];
    pal_made_line(poll, 1, &line);
    pal_made_salt(1, salt);
    pal_buf_add_string(out, "{\"format\":\"palabre-elector/1\",");
    if (has_mark) {
        pal_buf_add_string(out, "\"mark\":{\"salt\":\"");
        pal_buf_add_hex(out, salt, sizeof salt);
        pal_buf_add_string(out, "\",\"used\":true},");
    }
    pal_buf_add_format(out, "\"poll\":\"%s\",\"roll\":{\"line\":\"", poll);
    pal_buf_add_hex(out, (const uint8_t *)line.bytes, line.size);
    pal_buf_add_string(out, "\",\"rank\":1,\"salt\":\"");
    pal_buf_add_hex(out, salt, sizeof salt);
    pal_buf_add_string(out, "\"}}");
}

static struct pal_hash add_roll(struct pal_made *made, const char *poll)
{
    PAL_BUF(text);
    struct pal_tree_edge edge = {0};
    for (size_t rank = 1; rank <= PAL_MADE_VOTERS; rank++) {
        PAL_BUF(line);
        uint8_t salt[PAL_SALT_SIZE];
        char hex[2 * PAL_HASH_SIZE + 1];
        pal_made_salt(rank, salt);
        pal_made_line(poll, rank, &line);
        struct pal_hash leaf = pal_right_leaf(salt, pal_buf_text(&line));
        pal_root_add(&edge, &leaf);
        pal_hash_write(&leaf, hex);
        pal_buf_add_format(&text, "%s\n", hex);
    }
    pal_made_poll_text(made, poll, "roll.txt", pal_buf_text(&text));
    return pal_root_of(&edge);
}

void pal_made_open(struct pal_made *made, const struct pal_made_plan *plan, const char *text_hex,
                   char out_manifest[2 * PAL_HASH_SIZE + 1])
{
    char root[2 * PAL_HASH_SIZE + 1];
    char statutes[2 * PAL_HASH_SIZE + 1];
    PAL_BUF(text);
    PAL_BUF(ties);
    PAL_BUF(d);
    struct pal_hash roll = add_roll(made, plan->poll);
    pal_hash_write(&roll, root);
    pal_hash_write(&made->constitution, statutes);
    write_ties(plan, &ties);
    pal_buf_add_format(
        &text,
        "{\"format\":\"palabre-manifest/1\",\"log\":\"%s\",\"poll\":\"%s\","
        "\"assembly\":\"" PAL_MADE_ASSEMBLY "\",\"call\":\"first\",\"kind\":\"%s\","
        "\"class\":\"ordinary\",\"secrecy\":\"%s\",\"opens_at\":%d,\"closes_at\":%d,",
        PAL_MADE_LOG, plan->poll, plan->kind, plan->secrecy, plan->opens, plan->opens + LASTS);
    if (plan->has_text) {
        pal_buf_add_format(&text, "\"resolution\":\"" PAL_MADE_RESOLUTION "\",\"text\":\"%s\",",
                           text_hex);
    }
    pal_buf_add_format(&text,
                       "\"method\":{\"id\":\"%s\",\"version\":1},\"title\":\"%s\",\"seats\":1,"
                       "\"options\":%s,\"parameters\":{},\"tie_order\":%s,\"board_opinion\":\"%s\","
                       "\"roll_call\":\"name\",%s%s",
                       plan->method, plan->title, plan->options, ties.bytes, plan->opinion,
                       plan->more == NULL ? "" : plan->more, plan->urn == NULL ? "" : plan->urn);
    pal_buf_add_format(&text,
                       "\"constitution\":{\"id\":\"" PAL_MADE_CONSTITUTION "\",\"number\":1,"
                       "\"hash\":\"%s\"},\"colleges\":[{\"id\":\"workers\",\"voters\":3},"
                       "{\"id\":\"users\",\"voters\":3},{\"id\":\"supporters\",\"voters\":3}],"
                       "\"voters\":9,\"roll_root\":\"%s\"}",
                       statutes, root);
    pal_made_document(made, pal_made_poll_file(plan->poll, "manifest.json").text, text.bytes,
                      out_manifest);
    pal_buf_add_format(&d,
                       "{\"colleges\":{\"supporters\":3,\"users\":3,\"workers\":3},"
                       "\"manifest\":\"%s\",\"poll\":\"%s\",\"roll_root\":\"%s\",\"voters\":9}",
                       out_manifest, plan->poll, root);
    (void)pal_made_entry(made, "poll.open", d.bytes);
}

void pal_made_read(struct pal_made *made, const char *poll, struct pal_manifest *manifest,
                   struct pal_constitution *constitution)
{
    PAL_JSON(json);
    const struct pal_made_file *file =
        pal_made_file(made, pal_made_poll_file(poll, "manifest.json").text);
    PAL_CHECK(pal_manifest_parse(pal_buf_text(&file->bytes), manifest) == PAL_OK);
    char hex[(size_t)2 * PAL_HASH_SIZE + sizeof ".json"];
    pal_hash_write(&made->constitution, hex);
    memcpy(&hex[(size_t)2 * PAL_HASH_SIZE], ".json", sizeof ".json");
    file = pal_made_file(made, hex);
    PAL_CHECK(pal_json_parse(pal_buf_text(&file->bytes), file->bytes.size, &json, NULL) == PAL_OK);
    PAL_CHECK(pal_constitution_parse(json, PAL_CONSTITUTION_DOCUMENT, constitution, NULL) ==
              PAL_OK);
}

/* What is made from the outcome and the ballots, which are all valid. */
static void add_derived(struct pal_made *made, const char *poll, const struct pal_recount *recount,
                        struct pal_text outcome)
{
    PAL_RECORD_COUNT(count);
    PAL_BUF(text);
    const struct pal_made_file *file =
        pal_made_file(made, pal_made_poll_file(poll, "manifest.json").text);
    PAL_CHECK(pal_record_count_read(pal_buf_text(&file->bytes), outcome, &count) == PAL_OK);
    pal_record_result(&count, &text);
    pal_made_poll_text(made, poll, "result.json", pal_buf_text(&text));
    pal_buf_clear(&text);
    pal_record_table(&count, false, &text);
    pal_made_poll_text(made, poll, "result.csv", pal_buf_text(&text));
    pal_buf_clear(&text);
    pal_record_table(&count, true, &text);
    pal_made_poll_text(made, poll, "result-fr.csv", pal_buf_text(&text));
    pal_buf_clear(&text);
    const struct pal_record_ballots ballots = {.format = PAL_RECORD_FORMAT_ABIF,
                                               .kind = recount->manifest->kind,
                                               .question = &recount->manifest->question};
    if (pal_record_ballots_apply(&ballots)) {
        pal_record_ballots_begin(&ballots, &text);
        for (size_t i = 0; i < recount->ballot_count; i++) {
            pal_record_ballots_add(&ballots, &recount->ballots[i].ballot, &text);
        }
        pal_record_ballots_end(&ballots, &text);
        pal_made_poll_text(made, poll, "ballots.abif", pal_buf_text(&text));
    }
}

/* The box, the count, and the two entries after them. */
void pal_made_end(struct pal_made *made, const struct pal_made_plan *plan,
                  struct pal_recount *recount, const char *box_text, const char *opened)
{
    char hex[2 * PAL_HASH_SIZE + 1];
    PAL_BOX(box);
    PAL_JSON(outcome);
    PAL_BUF(bytes);
    PAL_BUF(d);
    struct pal_hash list;
    pal_made_document(made, pal_made_poll_file(plan->poll, "box.json").text, box_text, hex);
    const struct pal_made_file *file =
        pal_made_file(made, pal_made_poll_file(plan->poll, "box.json").text);
    PAL_CHECK(pal_box_parse(pal_buf_text(&file->bytes), recount->manifest, &box) == PAL_OK);
    made->now = plan->opens + LASTS;
    pal_buf_add_format(&d, "{\"box\":\"%s\",\"count\":%llu,\"poll\":\"%s\",\"used\":%llu}", hex,
                       (unsigned long long)box.count, plan->poll, (unsigned long long)box.used);
    (void)pal_made_entry(made, "poll.close", d.bytes);
    if (opened != NULL) {
        PAL_CHECK(pal_hash_parse(pal_text_of(opened), &list) == PAL_OK);
    }
    enum pal_err err = pal_recount_finish(recount, &box, opened == NULL ? NULL : &list, &outcome);
    PAL_CHECK(err == PAL_OK);
    PAL_CHECK(pal_canon_write(outcome, &bytes, NULL) == PAL_OK);
    struct pal_hash hash = pal_hash_of(bytes.bytes, bytes.size);
    pal_hash_write(&hash, hex);
    pal_made_poll_text(made, plan->poll, "outcome.json", pal_buf_text(&bytes));
    add_derived(made, plan->poll, recount, pal_buf_text(&bytes));
    struct pal_text verdict = pal_json_as_text(pal_json_get(outcome, "verdict"));
    pal_buf_clear(&d);
    pal_buf_add_format(&d,
                       "{\"method\":\"%s\",%s%s%s\"outcome\":\"%s\",\"poll\":\"%s\","
                       "\"verdict\":\"%.*s\",\"version\":1}",
                       plan->method, opened == NULL ? "" : "\"opened\":\"",
                       opened == NULL ? "" : opened, opened == NULL ? "" : "\",", hex, plan->poll,
                       (int)verdict.size, verdict.bytes);
    (void)pal_made_entry(made, "poll.count", d.bytes);
    pal_buf_clear(&d);
    pal_buf_add_format(&d, "{\"poll\":\"%s\"}", plan->poll);
    (void)pal_made_entry(made, "poll.publish", d.bytes);
}

/* --- open polls ---------------------------------------------------------------------------------------- */

void pal_made_open_poll(struct pal_made *made, const struct pal_made_plan *plan,
                        const char *text_hex, const char *const *marks)
{
    char manifest_hex[2 * PAL_HASH_SIZE + 1];
    char root[2 * PAL_HASH_SIZE + 1];
    PAL_MANIFEST(manifest);
    PAL_CONSTITUTION(constitution);
    PAL_RECOUNT(recount);
    PAL_BUF(lines);
    PAL_BUF(box);
    struct pal_tree_edge edge = {0};
    made->now = plan->opens;
    pal_made_open(made, plan, text_hex, manifest_hex);
    pal_made_read(made, plan->poll, &manifest, &constitution);
    pal_recount_init(&recount, &manifest, &constitution);
    size_t used = 0;
    for (; marks[used] != NULL; used++) {
        PAL_BUF(d);
        char voter[PAL_PSEUDONYM_SIZE + 1];
        char c[2 * PAL_HASH_SIZE + 1];
        PAL_CHECK(snprintf(voter, sizeof voter, "VVVVVVVVVVVVVVV%zu", used) > 0);
        struct pal_opening opening = {
            .entry = (int64_t)made->entry_count,
            .college = pal_text_of(pal_made_colleges[used % 3]),
            .channel = PAL_CHANNEL_REMOTE,
            .voter = pal_text_of(voter),
            .voter_name = pal_text_of("Ada"),
            .marks = pal_text_of(marks[used]),
        };
        pal_made_salt(used + 1, opening.salt);
        struct pal_hash commitment = pal_opening_commitment(&manifest.poll, &opening);
        pal_hash_write(&commitment, c);
        pal_buf_add_format(&d, "{\"c\":\"%s\",\"poll\":\"%s\"}", c, plan->poll);
        (void)pal_made_entry(made, "ballot.cast", d.bytes);
        pal_root_add(&edge, &commitment);
        PAL_CHECK(pal_opening_write(&opening, &lines) == PAL_OK);
        PAL_CHECK(pal_recount_add_opening(&recount, &opening) == PAL_OK);
    }
    pal_made_poll_text(made, plan->poll, "openings.jsonl", pal_buf_text(&lines));
    struct pal_hash hash = pal_root_of(&edge);
    pal_hash_write(&hash, root);
    pal_buf_add_format(&box,
                       "{\"format\":\"palabre-box/1\",\"poll\":\"%s\",\"manifest\":\"%s\","
                       "\"count\":%zu,\"void\":0,\"used\":%zu,\"root\":\"%s\",\"colleges\":["
                       "{\"id\":\"workers\",\"attending\":0,\"blank_proxies\":1},"
                       "{\"id\":\"users\",\"attending\":1,\"blank_proxies\":0},"
                       "{\"id\":\"supporters\",\"attending\":0,\"blank_proxies\":0}]}",
                       plan->poll, manifest_hex, used, used, root);
    pal_made_end(made, plan, &recount, box.bytes, NULL);
}

/* --- the whole ----------------------------------------------------------------------------------------- */

#define MOTION                                                                            \
    "[{\"label\":\"for\",\"by_board\":false},{\"label\":\"against\",\"by_board\":false}," \
    "{\"label\":\"abstain\",\"by_board\":false}]"
#define CANDIDATES                                                                   \
    "[{\"label\":\"Ada\",\"by_board\":true},{\"label\":\"Ben\",\"by_board\":false}," \
    "{\"label\":\"Cleo\",\"by_board\":false}]"

void pal_made_init(struct pal_made *made)
{
    static const uint8_t seed[PAL_SEED_SIZE] = {1, 2, 3};
    uint8_t derived[PAL_SEED_SIZE];
    static const char *const votes[] = {"{\"choice\":0}", "{\"choice\":0}", "{\"choice\":1}",
                                        "{\"choice\":0}", "{\"choice\":2}", NULL};
    static const char *const approvals[] = {"{\"approves\":[0]}", "{\"approves\":[0,1]}",
                                            "{\"approves\":[1]}", "{\"approves\":[2]}", NULL};
    struct pal_made_plan motion = {.poll = PAL_MADE_UUID("0a"),
                                   .title = "A bridge",
                                   .kind = "resolution",
                                   .method = "motion",
                                   .secrecy = "open",
                                   .options = MOTION,
                                   .has_text = true,
                                   .opinion = "approved",
                                   .opens = 2000};
    struct pal_made_plan election = {.poll = PAL_MADE_UUID("0b"),
                                     .title = "A board",
                                     .kind = "election",
                                     .method = "approval",
                                     .secrecy = "open",
                                     .options = CANDIDATES,
                                     .has_lot = true,
                                     .opinion = "none",
                                     .opens = 3000};
    struct pal_made_plan secret = {.poll = PAL_MADE_UUID("0c"),
                                   .title = "A boat",
                                   .kind = "choice",
                                   .method = "motion",
                                   .secrecy = "secret",
                                   .options = MOTION,
                                   .opinion = "none",
                                   .opens = 4000};
    struct pal_made_plan annulled = {.poll = PAL_MADE_UUID("0d"),
                                     .title = "A barge",
                                     .kind = "choice",
                                     .method = "motion",
                                     .secrecy = "open",
                                     .options = MOTION,
                                     .opinion = "none",
                                     .opens = 5000};
    char text[2 * PAL_HASH_SIZE + 1];
    *made = (struct pal_made){.now = 1000};
    pal_signing_key_init(&made->log, seed);
    pal_keys_receipt_seed(seed, derived);
    pal_signing_key_init(&made->receipts, derived);
    pal_record_key_init(&made->record, seed);
    pal_made_society(made, text);
    struct pal_made_plan *const plans[] = {&motion, &election, &secret, &annulled};
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        pal_made_create(made, plans[i]);
    }
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        pal_made_call(made, plans[i], text);
    }
    (void)pal_made_entry(made, "poll.void",
                         "{\"poll\":\"" PAL_MADE_UUID("0d") "\",\"reason\":\"It was put twice.\"}");
    pal_made_open_poll(made, &motion, text, votes);
    pal_made_elector(motion.poll, false, &made->open_elector);
    pal_made_open_poll(made, &election, NULL, approvals);
    pal_made_secret_poll(made, &secret);
    static const char *const words[] = {"LICENSE", "README.md", "receipts/README.md"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        (void)pal_made_add(made, words[i], pal_text_of("For people.\n"));
    }
}
