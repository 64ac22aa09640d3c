/*
 * manifest_make.c - writes what a poll is opened with, when it opens.
 */
#include <stdlib.h>

#include "base/check.h"
#include "base/fields.h"
#include "base/limits.h"
#include "base/lot.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/society.h"
#include "core/store.h"

#include "manifest.h"
#include "urn.h"

static const char *const tie_breaks[] = {
#define TIE_WORD(name, word) [name] = (word),
    PAL_TIE_BREAKS(TIE_WORD)
#undef TIE_WORD
};
static const char *const roll_calls[] = {
#define CALL_WORD(name, word) [name] = (word),
    PAL_ROLL_CALLS(CALL_WORD)
#undef CALL_WORD
};

/* --- the order of ties ------------------------------------------------------------------------ */

struct standing {
    size_t option;
    bool is_nobody;       /* none of these */
    struct pal_day since; /* the day that the constitution prefers to be early */
    size_t drawn;         /* place in the lot */
};

/* RULE docs/rules/polls.md
 * > The candidates stand in the order that the constitution prefers: the elder first, or the longer
 * > member first; whoever has no such date comes after those who have; equals, and everybody where the
 * > constitution prefers a lot, stand in the order of a lot. None of these stands before them all.
 */
static int by_preference(const void *a, const void *b)
{
    const struct standing *left = a;
    const struct standing *right = b;
    if (left->is_nobody != right->is_nobody) {
        return left->is_nobody ? -1 : 1;
    }
    if (left->since.is_known != right->since.is_known) {
        return left->since.is_known ? -1 : 1;
    }
    if (left->since.is_known && left->since.date.days != right->since.date.days) {
        return left->since.date.days < right->since.date.days ? -1 : 1;
    }
    return (left->drawn > right->drawn) - (left->drawn < right->drawn);
}

static enum pal_err read_since(struct pal_store *store, enum pal_tie_break rule,
                               const struct pal_json *option, struct pal_day *out_since)
{
    *out_since = (struct pal_day){0};
    if (rule == PAL_TIE_BREAK_LOT || !pal_json_has(option, "member")) {
        return PAL_OK;
    }
    struct pal_uuid uuid;
    struct pal_member_id id;
    PAL_TRY(pal_json_uuid(option, "member", &uuid, NULL));
    PAL_TRY(pal_member_find(store, &uuid, &id));
    PAL_MEMBER(candidate);
    PAL_TRY(pal_member_read(store, id, &candidate));
    if (rule == PAL_TIE_BREAK_SENIORITY || candidate.person.value == 0) {
        *out_since = rule == PAL_TIE_BREAK_SENIORITY ? candidate.admitted_on : (struct pal_day){0};
        return PAL_OK;
    }
    PAL_PERSON(person);
    PAL_TRY(pal_person_read(store, candidate.person, &person));
    *out_since = person.says.born_on;
    return PAL_OK;
}

/* RULE docs/rules/polls.md
 * > The lot is drawn as docs/rules/lot.md says among all options in the order of the question. Its seed
 * > is the 32 bytes that were drawn by chance when the poll was called, spelled in hexadecimal;
 */
static void draw(const char *seed, struct standing *standings, size_t count)
{
    size_t *order PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *order);
    pal_lot_order(pal_text_of(seed), count, order);
    for (size_t place = 0; place < count; place++) {
        standings[order[place]].drawn = place;
    }
}

static enum pal_err set_ties(struct pal_store *store, const struct pal_poll *poll,
                             const struct pal_constitution *constitution,
                             const struct pal_json *options, struct pal_json *manifest)
{
    size_t count = pal_json_count(options);
    struct standing *standings PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *standings);
    for (size_t i = 0; i < count; i++) {
        standings[i] = (struct standing){.option = i, .drawn = i};
    }
    struct pal_json *ties = pal_json_object_new();
    pal_json_set(manifest, "tie_order", ties);
    if (pal_text_is(poll->method, "motion")) {
        pal_json_set_string(ties, "rule", "none");
    } else {
        struct pal_hash seed;
        char hex[2 * PAL_HASH_SIZE + 1];
        PAL_TRY(pal_poll_read_seed(store, poll->id, &seed));
        pal_hash_write(&seed, hex);
        for (size_t i = 0; i < count; i++) {
            standings[i].is_nobody = pal_json_has(pal_json_at(options, i), "none");
            PAL_TRY(read_since(store, constitution->tie_break, pal_json_at(options, i),
                               &standings[i].since));
        }
        draw(hex, standings, count);
        qsort(standings, count, sizeof *standings, by_preference);
        pal_json_set_string(ties, "rule", tie_breaks[constitution->tie_break]);
        pal_json_set_string(ties, "seed", hex);
    }
    struct pal_json *order = pal_json_array_new();
    for (size_t i = 0; i < count; i++) {
        pal_json_append(order, pal_json_int_new((int64_t)standings[i].option));
    }
    pal_json_set(ties, "order", order);
    return PAL_OK;
}

/* --- the rest ----------------------------------------------------------------------------------- */

static void set_announcement(struct pal_store *store, const struct pal_poll *poll,
                             struct pal_json *manifest)
{
    pal_json_set_string(manifest, "format", PAL_MANIFEST_FORMAT);
    pal_json_set_text(manifest, "log", pal_log_name(store));
    pal_json_set_uuid(manifest, "poll", &poll->uuid);
    pal_json_set_uuid(manifest, "assembly", &poll->assembly_uuid);
    pal_json_set_string(manifest, "call", pal_call_word(poll->call));
    pal_json_set_string(manifest, "kind", pal_poll_kind_word(poll->kind));
    pal_json_set_text(manifest, "class", poll->decision_class);
    pal_json_set_string(manifest, "secrecy",
                        poll->secrecy == PAL_SECRECY_SECRET ? "secret" : "open");
    pal_json_set_int(manifest, "opens_at", poll->opens_us / 1000000);
    pal_json_set_int(manifest, "closes_at", poll->closes_us / 1000000);
    if (poll->electorate.size > 0) {
        pal_json_set_text(manifest, "electorate", poll->electorate);
    }
    if (poll->has_text) {
        bool is_amendment = poll->amendment.value != 0;
        pal_json_set_uuid(manifest, is_amendment ? "amendment" : "resolution",
                          is_amendment ? &poll->amendment_uuid : &poll->resolution_uuid);
        pal_json_set_hash(manifest, "text", &poll->text);
    }
}

static void copy_member(struct pal_json *to, const struct pal_json *from, const char *name)
{
    pal_json_set(to, name, pal_json_copy(pal_json_get(from, name)));
}

/* RULE docs/rules/polls.md
 * > A method that draws by lot takes the seed that its parameter states, or else that of the lot of the
 * > poll, which stands there in the manifest.
 */
static enum pal_err set_parameters(struct pal_store *store, const struct pal_poll *poll,
                                   const struct pal_method *method, const struct pal_json *question,
                                   struct pal_json *manifest)
{
    struct pal_json *parameters = pal_json_copy(pal_json_get(question, "parameters"));
    pal_json_set(manifest, "parameters", parameters);
    if (!pal_method_draws(method) || pal_json_get(parameters, "seed") != NULL) {
        return PAL_OK;
    }
    struct pal_hash seed;
    char hex[2 * PAL_HASH_SIZE + 1];
    PAL_TRY(pal_poll_read_seed(store, poll->id, &seed));
    pal_hash_write(&seed, hex);
    pal_json_set_string(parameters, "seed", hex);
    return PAL_OK;
}

static enum pal_err set_question(struct pal_store *store, const struct pal_poll *poll,
                                 const struct pal_constitution *constitution,
                                 struct pal_json *manifest)
{
    const struct pal_method *method = pal_method_find(poll->method);
    PAL_CHECK(method != NULL); /* it was when the poll was made, and methods stay */
    struct pal_json *named = pal_json_object_new();
    pal_json_set_string(named, "id", method->id);
    pal_json_set_int(named, "version", method->version);
    pal_json_set(manifest, "method", named);

    PAL_JSON(question);
    PAL_TRY(pal_document_prove(store, &poll->question, &question));
    static const char *const optional[] = {
        "scale",   "max_length",        "budget",     "reserved", "terms",
        "surplus", "absolute_majority", "first_round"};
    copy_member(manifest, question, "title");
    copy_member(manifest, question, "seats");
    copy_member(manifest, question, "options");
    for (size_t i = 0; i < sizeof optional / sizeof optional[0]; i++) {
        if (pal_json_get(question, optional[i]) != NULL) {
            copy_member(manifest, question, optional[i]);
        }
    }
    PAL_TRY(set_parameters(store, poll, method, question, manifest));
    return set_ties(store, poll, constitution, pal_json_get(question, "options"), manifest);
}

static enum pal_err set_opinion(struct pal_store *store, const struct pal_poll *poll,
                                struct pal_json *manifest)
{
    enum pal_opinion opinion = PAL_OPINION_NONE;
    if (poll->resolution.value != 0) {
        PAL_RESOLUTION(resolution);
        PAL_TRY(pal_resolution_read(store, poll->resolution, &resolution));
        opinion = resolution.opinion;
    }
    pal_json_set_string(manifest, "board_opinion", pal_opinion_word(opinion));
    return PAL_OK;
}

static const char *college_id(const struct pal_constitution *constitution, size_t index)
{
    return constitution->college_count == 0 ? "all" : constitution->colleges[index].id;
}

/* RULE docs/rules/polls.md
 * > A college of which somebody is recused has `recused`, how many: they are not among its voters.
 */
static void set_roll(const struct pal_roll_summary *summary, const uint64_t *recused,
                     const struct pal_constitution *constitution, struct pal_json *manifest,
                     struct pal_manifest_made *out)
{
    struct pal_json *colleges = pal_json_array_new();
    out->colleges = pal_json_object_new();
    for (size_t i = 0; i < summary->college_count; i++) {
        const char *id = college_id(constitution, i);
        struct pal_json *college = pal_json_object_new();
        pal_json_set_string(college, "id", id);
        pal_json_set_int(college, "voters", (int64_t)summary->colleges[i]);
        if (recused[i] > 0) {
            pal_json_set_int(college, "recused", (int64_t)recused[i]);
        }
        pal_json_append(colleges, college);
        pal_json_set_int(out->colleges, id, (int64_t)summary->colleges[i]);
    }
    pal_json_set(manifest, "colleges", colleges);
    pal_json_set_int(manifest, "voters", (int64_t)summary->voters);
    pal_json_set_hash(manifest, "roll_root", &summary->root);
    out->roll_root = summary->root;
    out->voters = summary->voters;
}

/* A college that recusals leave too small has no more secrecy than a small one. */
static enum pal_err check_small(const struct pal_roll_summary *summary, const uint64_t *recused,
                                const struct pal_poll *poll,
                                const struct pal_constitution *constitution)
{
    for (size_t i = 0; i < summary->college_count && !poll->is_waived; i++) {
        bool is_small = summary->colleges[i] > 0 && summary->colleges[i] < constitution->k_min;
        if (recused[i] > 0 && is_small) {
            return PAL_ERR_POLL_K_MIN;
        }
    }
    return PAL_OK;
}

enum pal_err pal_manifest_make(struct pal_store *store, const struct pal_poll *poll,
                               struct pal_manifest_made *out)
{
    PAL_JSON(manifest);
    manifest = pal_json_object_new();
    PAL_CONSTITUTION(constitution);
    struct pal_hash hash;
    int64_t number;
    PAL_TRY(pal_poll_constitution(store, &poll->constitution, &constitution, &hash, &number));
    PAL_TRY(pal_roll_freeze(store, poll->id, &constitution, poll->electorate));
    struct pal_roll_summary summary PAL_CLEANUP(pal_roll_summary_done) = {0};
    PAL_TRY(pal_roll_sum(store, poll->id, &poll->uuid, &constitution, &summary));

    uint64_t recused[PAL_LIMIT_COLLEGES] = {0};
    PAL_TRY(pal_roll_recused(store, poll->id, &constitution, poll->electorate, recused));

    set_announcement(store, poll, manifest);
    PAL_TRY(set_question(store, poll, &constitution, manifest));
    PAL_TRY(set_opinion(store, poll, manifest));
    pal_json_set_string(manifest, "roll_call", roll_calls[constitution.roll_call]);
    struct pal_json *named = pal_json_object_new();
    pal_json_set_uuid(named, "id", &poll->constitution);
    pal_json_set_int(named, "number", number);
    pal_json_set_hash(named, "hash", &hash);
    pal_json_set(manifest, "constitution", named);
    if (poll->secrecy == PAL_SECRECY_SECRET) {
        PAL_TRY(check_small(&summary, recused, poll, &constitution));
        PAL_TRY(pal_secrecy_check(store, poll, &constitution, NULL));
        PAL_TRY(pal_urn_make(store, poll, &constitution, manifest));
    }
    set_roll(&summary, recused, &constitution, manifest, out);
    return pal_document_put_json(store, PAL_DOCUMENT_MANIFEST, manifest, &out->hash, NULL);
}
