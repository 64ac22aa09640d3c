/*
 * made_records DIR - writes records into a folder: a good one, and each that differs from it by one
 * change (support/tamper.c); and good ones, each with a voter's own file (support/mine.c). index.json
 * says of each its file, what is asked of it, the check that must fail (0: none) and what the verifier of
 * audit/ says of every check, for another verifier to agree with.
 */
#include <stdio.h>
#include <string.h>

#include "audit/verify.h"
#include "base/check.h"
#include "base/crypto.h"
#include "base/json.h"

#include "support/made_polls.h"
#include "support/mine.h"
#include "support/stories.h"
#include "support/tamper.h"

static bool write_file(const char *folder, const char *name, struct pal_text bytes)
{
    PAL_BUF(path);
    pal_buf_add_format(&path, "%s/%s", folder, name);
    FILE *file = fopen(path.bytes, "wb");
    bool is_written = file != NULL && fwrite(bytes.bytes, 1, bytes.size, file) == bytes.size;
    return file != NULL && fclose(file) == 0 && is_written;
}

/* What is made of one: its name, what is asked of it, the check that must fail. */
struct told {
    const char *name;
    struct pal_verify_spec asked;
    int check;
};

static struct pal_json *states_new(const struct pal_made *made, const struct told *told)
{
    struct pal_verify_report report;
    struct pal_verify_spec spec = told->asked;
    struct pal_source source = pal_source_of(pal_buf_text(&made->tar));
    struct pal_json *states = pal_json_array_new();
    spec.tar = &source;
    spec.minisig = pal_buf_text(&made->minisig);
    pal_verify(&spec, &report);
    for (size_t i = 0; i < PAL_VERIFY_CHECKS; i++) {
        pal_json_append_text(states, pal_text_of(pal_verify_state_word(report.lines[i].state)));
    }
    return states;
}

static struct pal_json *asked_new(const struct pal_verify_spec *asked)
{
    const struct {
        const char *name;
        struct pal_text text;
    } files[] = {{"receipt", asked->receipt},
                 {"tracker", asked->tracker},
                 {"elector", asked->elector}};
    struct pal_json *object = pal_json_object_new();
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (files[i].text.bytes != NULL) {
            pal_json_set_text(object, files[i].name, files[i].text);
        }
    }
    return object;
}

static bool write_record(const char *folder, const struct pal_made *made, const struct told *told,
                         struct pal_json *index)
{
    PAL_BUF(tar);
    PAL_BUF(minisig);
    pal_buf_add_format(&tar, "%zu.tar", pal_json_count(index));
    pal_buf_add_format(&minisig, "%s.minisig", tar.bytes);
    struct pal_json *line = pal_json_object_new();
    pal_json_set_string(line, "name", told->name);
    pal_json_set_string(line, "file", tar.bytes);
    pal_json_set(line, "asked", asked_new(&told->asked));
    pal_json_set_int(line, "check", told->check);
    pal_json_set(line, "states", states_new(made, told));
    pal_json_append(index, line);
    return write_file(folder, tar.bytes, pal_buf_text(&made->tar)) &&
           write_file(folder, minisig.bytes, pal_buf_text(&made->minisig));
}

static bool write_good(const char *folder, struct pal_json *index)
{
    PAL_MADE(made);
    pal_made_init(&made);
    pal_made_sign_log(&made);
    pal_made_pack(&made);
    return write_record(folder, &made, &(struct told){.name = "a good record"}, index);
}

static bool write_changed(const char *folder, const struct pal_tamper *tamper,
                          struct pal_json *index)
{
    PAL_MADE(made);
    PAL_CHECK(pal_tamper_make(tamper, &made));
    const struct told told = {.name = tamper->name, .check = tamper->check};
    return write_record(folder, &made, &told, index);
}

static bool write_mine(const char *folder, const struct pal_mine *mine, struct pal_json *index)
{
    PAL_MADE(made);
    struct told told = {.name = mine->name, .check = mine->check};
    PAL_CHECK(pal_mine_make(mine, &made, &told.asked));
    return write_record(folder, &made, &told, index);
}

/* Those of a log under another name hold too. */
static const struct pal_tamper continued[] = {
    {.name = "a good record of a log that went on under another name",
     .kind = PAL_TAMPER_STORY,
     .from = OPENED "\n" CONTINUE("whole") "\n" VOID},
    {.name = "a good record of a log that was forked, and went on twice",
     .kind = PAL_TAMPER_STORY,
     .from = CONTINUE("fork") "\n" CREATE "\n" CONTINUE("whole") "\n" CONVENE},
};

/* After the log's key was revoked. */
static bool write_revoked(const char *folder, struct pal_json *index)
{
    static const struct {
        const char *name;
        uint64_t last_size;
        bool announces;
        bool announces_receipts; /* afterwards */
        int check;
    } rows[] = {
        {"attack 56: a key was revoked, and another signs", 40, true, false, 0},
        {"attack 56: a revoked seed signs the record", 40, false, false, 1},
        {"attack 56: a revoked seed signs receipts of what came later", 3, true, false, 18},
        {"attack 56: no key that comes later brings them back", 3, true, true, 18},
    };
    bool is_written = true;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        PAL_MADE(made);
        pal_made_init(&made);
        pal_made_revoke(&made, rows[i].last_size, rows[i].announces);
        if (rows[i].announces_receipts) {
            pal_made_announce_receipts(&made);
        }
        pal_made_sign_log(&made);
        pal_made_pack(&made);
        const struct told told = {rows[i].name,
                                  {.receipt = pal_buf_text(&made.receipt)},
                                  rows[i].check};
        is_written = write_record(folder, &made, &told, index) && is_written;
    }
    return is_written;
}

/* A later version, which no poll is under. */
static bool write_versions(const char *folder, struct pal_json *index)
{
    static const struct {
        const char *name, *from, *to;
        int check;
    } rows[] = {
        {"a good record with a version that no poll is under", "Les Sept", "Les Dix", 0},
        {"a version that no poll is under does not have its form", "\"k_min\"", "\"k_max\"", 6},
    };
    bool is_written = true;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char hex[2 * PAL_HASH_SIZE + 1];
        PAL_MADE(made);
        PAL_BUF(statutes);
        PAL_BUF(d);
        pal_made_init(&made);
        pal_hash_write(&made.constitution, hex);
        pal_buf_add_format(&d, "constitutions/%s.json", hex);
        pal_buf_add_text(&statutes, pal_buf_text(&pal_made_file(&made, d.bytes)->bytes));
        pal_buf_clear(&d);
        PAL_CHECK(pal_made_replace(&statutes, rows[i].from, rows[i].to));
        pal_made_document(&made, "constitutions/", statutes.bytes, hex);
        pal_buf_add_format(&d,
                           "{\"constitution\":\"%s\",\"effective_on\":\"2099-01-01\","
                           "\"hash\":\"%s\",\"number\":2}",
                           PAL_MADE_UUID("c9"), hex);
        made.now = 9000;
        (void)pal_made_entry(&made, "constitution.enter", d.bytes);
        pal_made_sign_log(&made);
        pal_made_pack(&made);
        const struct told told = {.name = rows[i].name, .check = rows[i].check};
        is_written = write_record(folder, &made, &told, index) && is_written;
    }
    return is_written;
}

int main(int argc, char **argv)
{
    if (argc != 2 || pal_crypto_start() != PAL_OK) {
        (void)fputs("usage: made_records DIR\n", stderr);
        return 2;
    }
    PAL_JSON(index);
    PAL_BUF(text);
    index = pal_json_array_new();
    bool is_written = write_good(argv[1], index) && write_revoked(argv[1], index) &&
                      write_versions(argv[1], index);
    for (size_t i = 0; i < pal_tamper_count; i++) {
        is_written = write_changed(argv[1], &pal_tampers[i], index) && is_written;
    }
    for (size_t i = 0; i < pal_tamper_story_count; i++) {
        is_written = write_changed(argv[1], &pal_tamper_stories[i], index) && is_written;
    }
    for (size_t i = 0; i < sizeof continued / sizeof continued[0]; i++) {
        is_written = write_changed(argv[1], &continued[i], index) && is_written;
    }
    for (size_t i = 0; i < pal_mine_count; i++) {
        is_written = write_mine(argv[1], &pal_mine[i], index) && is_written;
    }
    pal_json_write(index, &text);
    return is_written && write_file(argv[1], "index.json", pal_buf_text(&text)) ? 0 : 1;
}
