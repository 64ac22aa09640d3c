/* voters.c - founds, imports, convenes, opens; by the functions that the server calls. */
#include "voters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/assemblies.h"
#include "core/import.h"
#include "core/members.h"
#include "core/polls.h"
#include "core/resolutions.h"
#include "core/society.h"
#include "core/store.h"

#include "../support/expect.h"

#define DAY_US (24 * INT64_C(3600000000))

void pal_bench_must(enum pal_err err, const char *step)
{
    if (err != PAL_OK) {
        (void)fprintf(stderr, "%s: %s: %s\n", step, pal_err_slug(err), pal_err_sentence(err));
        exit(1); /* NOLINT(concurrency-mt-unsafe): nothing else runs. */
    }
}

void pal_voters_done(struct pal_voters *voters)
{
    pal_mem_free(voters->items);
    *voters = (struct pal_voters){0};
}

void pal_voters_csv(size_t count, struct pal_buf *csv)
{
    static const char *const categories[] = {"employees", "users", "users", "friends"};
    pal_buf_add_string(csv, "number,kind,name,email,category,shares\n");
    for (size_t i = 1; i <= count; i++) {
        pal_buf_add_format(csv, "%zu,natural,Membre %zu,membre%zu@example.org,%s,1\n", i, i, i,
                           categories[i % 4]);
    }
}

static enum pal_err read_csv(void *context, char *out_bytes, size_t size, size_t *out_size)
{
    struct pal_text *rest = context;
    *out_size = size < rest->size ? size : rest->size;
    memcpy(out_bytes, rest->bytes, *out_size);
    *rest = (struct pal_text){rest->bytes + *out_size, rest->size - *out_size};
    return PAL_OK;
}

static void open_store(const char *db, enum pal_store_mode mode, struct pal_store **out_store)
{
    const struct pal_store_spec spec = {.path = db, .mode = mode, .clock = pal_clock_system()};
    MUST(pal_crypto_start());
    MUST(pal_clock_zone("UTC"));
    MUST(pal_store_open(&spec, out_store));
}

/* Les Sept, whose notice is as short as can be: the poll is open at once. */
static struct pal_json *constitution_new(void)
{
    char *text PAL_CLEANUP(pal_mem_done) = pal_tests_file_new("tests/support/constitution.json");
    struct pal_json *json;
    MUST(pal_json_parse(pal_text_of(text), PAL_LIMIT_BODY, &json, NULL));
    struct pal_json *notice = pal_json_object_new();
    pal_json_set_int(notice, "first_days", 0);
    pal_json_set_int(notice, "second_days", 0);
    pal_json_set_int(notice, "requests_days", 0);
    pal_json_set(json, "notice", notice);
    return json;
}

static void give_token(struct pal_store *store, struct pal_person_id person, uint32_t scopes,
                       struct pal_secret *out)
{
    const struct pal_principal principal = {.person = person, .scopes = scopes};
    struct pal_token token = {.label = pal_text_of("benchmark"), .scopes = scopes};
    MUST(pal_token_make(store, &principal, &token, NULL, out));
}

void pal_voters_found(const char *db, struct pal_secret *out_administrator)
{
    PAL_JSON(constitution);
    constitution = constitution_new();
    const struct pal_founding founding = {
        .log_name = pal_text_of("bench.invalid/log"),
        .society = {.name = pal_text_of("Benchmark"),
                    .time_zone = pal_text_of("UTC"),
                    .language = pal_text_of("en"),
                    .licence = pal_text_of("CC-BY-SA-4.0")},
        .constitution = constitution,
        .admin_name = pal_text_of("Pascal Orsoni"),
    };
    PAL_STORE(store);
    open_store(db, PAL_STORE_CREATE, &store);
    struct pal_person_id administrator;
    MUST(pal_society_found(store, &founding, NULL, NULL, &administrator));
    give_token(store, administrator, (1U << PAL_SCOPE_COUNT) - 1, out_administrator);
    MUST(pal_turn_commit(store));
}

void pal_voters_import(const char *db, size_t count)
{
    PAL_BUF(csv);
    pal_voters_csv(count, &csv);
    struct pal_text rest = pal_buf_text(&csv);
    const struct pal_import_source source = {read_csv, &rest};
    const struct pal_import_options options = {.separator = ','};
    PAL_IMPORT_REPORT(report);
    PAL_STORE(store);
    open_store(db, PAL_STORE_WRITE, &store);
    MUST(pal_import_members(store, &source, &options, &report));
    MUST(pal_turn_commit(store));
}

static void convene(struct pal_store *store, struct pal_assembly_id *out_assembly,
                    struct pal_resolution_id *out_resolution)
{
    const struct pal_assembly_spec assembly = {
        .kind = PAL_ASSEMBLY_ORDINARY,
        .title = pal_text_of("Annual meeting"),
        .place = pal_text_of("Under the tree"),
        .meets_us = pal_store_now_us(store) + DAY_US / 24,
    };
    MUST(pal_assembly_create(store, &assembly, NULL, out_assembly));
    const struct pal_resolution_spec resolution = {
        .assembly = *out_assembly,
        .decision_class = pal_text_of("ordinary"),
        .title = pal_text_of("Accounts"),
        .text = pal_text_of("The assembly approves the accounts."),
    };
    MUST(pal_resolution_table(store, &resolution, NULL, out_resolution));
    MUST(pal_assembly_convene(store, *out_assembly, NULL));
}

/* A motion that is open from now on. */
static void open_poll(struct pal_store *store, struct pal_voters *out)
{
    struct pal_poll_spec spec = {
        .kind = PAL_POLL_RESOLUTION,
        .method = pal_text_of("motion"),
        .opens_us = pal_store_now_us(store),
        .closes_us = pal_store_now_us(store) + DAY_US,
    };
    convene(store, &spec.assembly, &spec.resolution);
    struct pal_poll_id id;
    MUST(pal_poll_create(store, &spec, NULL, &id));
    MUST(pal_poll_call(store, id, NULL));
    MUST(pal_poll_open(store, id));
    PAL_POLL(poll);
    MUST(pal_poll_read(store, id, &poll));
    pal_uuid_write(&poll.uuid, out->poll);
    pal_hash_write(&poll.text, out->text_hash);
}

static void make_voter(struct pal_store *store, size_t number, struct pal_voter *out)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%zu", number);
    struct pal_member_id id;
    MUST(pal_member_find_number(store, pal_text_of(text), &id));
    PAL_MEMBER(member);
    MUST(pal_member_read(store, id, &member));
    pal_uuid_write(&member.uuid, out->member);
    struct pal_person_id person;
    MUST(pal_member_person(store, id, &person));
    give_token(store, person, 1U << PAL_SCOPE_VOTE, &out->token);
}

void pal_voters_open(const char *db, size_t voting, struct pal_voters *out)
{
    *out = (struct pal_voters){.items = pal_mem_new(voting, sizeof *out->items), .count = voting};
    PAL_STORE(store);
    open_store(db, PAL_STORE_WRITE, &store);
    open_poll(store, out);
    for (size_t i = 0; i < voting; i++) {
        make_voter(store, i + 1, &out->items[i]);
    }
    MUST(pal_turn_commit(store));
}

void pal_voters_ballot(const struct pal_voters *voters, size_t index, struct pal_buf *body)
{
    pal_buf_add_format(body, "{\"member\":\"%s\",\"ballot\":{\"choice\":%zu},\"text_hash\":\"%s\"}",
                       voters->items[index].member, index % 3, voters->text_hash);
}

void pal_voters_request(const struct pal_voters *voters, size_t index, struct pal_buf *request)
{
    PAL_BUF(body);
    pal_voters_ballot(voters, index, &body);
    pal_buf_add_format(request,
                       "POST /api/v1/polls/%s/ballots HTTP/1.1\r\nHost: localhost\r\n"
                       "Authorization: Bearer %s\r\nContent-Type: application/json\r\n"
                       "Accept: application/json\r\nContent-Length: %zu\r\n\r\n",
                       voters->poll, voters->items[index].token.text, body.size);
    pal_buf_add_text(request, pal_buf_text(&body));
}
