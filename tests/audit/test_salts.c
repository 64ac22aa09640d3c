/*
 * Attack 62: no hash of the log is of something that can be guessed, unless it is public. A field of kind hash that this
 * table does not have fails the test: whoever adds one says here what protects it, and in docs/log.md.
 */
#include <string.h>

#include "audit/entry.h"
#include "base/mem.h"

#include "../support/expect.h"

enum pal_protection { PERSON, OWN, LEAVES, WORDS, RANDOM, PUBLIC };

/* As docs/log.md has them. */
static const char *const words[] = {
    [PERSON] = "person", [OWN] = "own",       [LEAVES] = "leaves",
    [WORDS] = "words",   [RANDOM] = "random", [PUBLIC] = "public",
};

/* clang-format off */
static const struct {
    const char *type, *field;
    enum pal_protection protection;
} rows[] = {
    {"redact",                 "hash",      WORDS},
    {"society.found",          "hash",      PUBLIC},
    {"society.change",         "hash",      PUBLIC},
    {"constitution.enter",     "hash",      PUBLIC},
    {"register.change",        "c",         PERSON},
    {"register.import",        "c",         PERSON},
    {"office.grant",           "holder",    PERSON},
    {"notice.send",            "hash",      PUBLIC},
    {"notice.send",            "root",      LEAVES},
    {"attendance.mark",        "c",         PERSON},
    {"sitting.bureau",         "c",         PERSON},
    {"sitting.incident",       "c",         OWN},
    {"recusal.set",            "c",         PERSON},
    {"resolution.table",       "hash",      WORDS},
    {"resolution.amend",       "hash",      WORDS},
    {"resolution.attach",      "hash",      WORDS},
    {"initiative.propose",     "hash",      WORDS},
    {"resolution.consolidate", "hash",      WORDS},
    {"amendment.propose",      "hash",      WORDS},
    {"amendment.amend",        "hash",      WORDS},
    {"contribution.post",      "hash",      WORDS},
    {"contribution.edit",      "hash",      WORDS},
    {"concern.settle",         "hash",      WORDS},
    {"proxy.offer",            "c",         PERSON},
    {"proxy.instruct",         "c",         PERSON},
    {"proxy.carry",            "c",         PERSON},
    {"proxy.accept",           "c",         PERSON},
    {"proxy.refuse",           "c",         PERSON},
    {"proxy.revoke",           "c",         PERSON},
    {"poll.create",            "question",  PUBLIC},
    {"poll.call",              "lot",       RANDOM},
    {"poll.call",              "text",      WORDS},
    {"poll.open",              "manifest",  PUBLIC},
    {"poll.open",              "roll_root", LEAVES},
    {"ballot.cast",            "c",         OWN},
    {"poll.close",             "box",       PUBLIC},
    {"poll.count",             "opened",    PUBLIC},
    {"poll.count",             "outcome",   PUBLIC},
    {"minutes.draw",           "hash",      PUBLIC},
    {"minutes.approve",        "c",         PERSON},
    {"minutes.approve",        "hash",      PUBLIC},
    {"minutes.publish",        "hash",      PUBLIC},
    {"decision.step",          "hash",      PUBLIC},
};
/* clang-format on */

enum { ROWS = sizeof rows / sizeof rows[0] };

static size_t find_row(const char *type, const char *field)
{
    size_t at = 0;
    while (at < ROWS && (strcmp(rows[at].type, type) != 0 || strcmp(rows[at].field, field) != 0)) {
        at++;
    }
    return at;
}

/* How many fields of kind hash a type has; each is in the table. */
static size_t count_hashes(const struct pal_entry_type *type)
{
    size_t count = 0;
    for (size_t f = 0; f < PAL_ENTRY_FIELDS && type->fields[f].name != NULL; f++) {
        bool is_hash = type->fields[f].kind == PAL_FIELD_HASH;
        if (is_hash && find_row(type->name, type->fields[f].name) == ROWS) {
            fail_msg("%s of %s: under which salt?", type->fields[f].name, type->name);
        }
        count += is_hash;
    }
    return count;
}

static void attack_62_every_hash_has_its_protection(void **state)
{
    (void)state;
    size_t count;
    size_t hashes = 0;
    const struct pal_entry_type *types = pal_entry_types(&count);
    for (size_t t = 0; t < count; t++) {
        hashes += count_hashes(&types[t]);
    }
    assert_int_equal(hashes, ROWS);
}

/* The two verifiers refuse a document of words that has no salt: tests/support/tamper.c. */
static void attack_62_words_are_of_a_format_that_has_a_salt(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        bool names = rows[i].protection == WORDS && strcmp(rows[i].field, "hash") == 0;
        /* These two repeat the hash of one that another entry has named. */
        bool repeats = strcmp(rows[i].type, "redact") == 0 || strcmp(rows[i].field, "text") == 0;
        const char *format = pal_entry_words_format(pal_text_of(rows[i].type));
        assert_int_equal(format != NULL, names && !repeats);
    }
}

static void attack_62_the_documentation_says_so(void **state)
{
    (void)state;
    PAL_STRING(page);
    page = pal_tests_file_new("docs/log.md");
    assert_non_null(page);
    for (size_t i = 0; i < ROWS; i++) {
        PAL_BUF(line);
        pal_buf_add_format(&line, "\n| `%s` | `%s` | %s |\n", rows[i].type, rows[i].field,
                           words[rows[i].protection]);
        if (strstr(page, line.bytes) == NULL) {
            fail_msg("docs/log.md has no line %s", line.bytes);
        }
    }
}

int main(void)
{
    TESTS(tests, 4);
    TEST(tests, attack_62_every_hash_has_its_protection);
    TEST(tests, attack_62_words_are_of_a_format_that_has_a_salt);
    TEST(tests, attack_62_the_documentation_says_so);
    return RUN(tests);
}
