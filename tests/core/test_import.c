/* A register from a CSV file: what is read, what each bad line says, and that a bad line leaves
 * nothing. */
#include <string.h>

#include "core/import.h"
#include "core/log.h"
#include "core/members.h"

#include "../support/expect.h"
#include "../support/scene.h"

/* Gives a text in pieces of a few bytes, so that every state of the reader meets the end of one. */
struct pieces {
    struct pal_text rest;
    size_t piece;
};

static enum pal_err read_piece(void *context, char *out_bytes, size_t size, size_t *out_size)
{
    struct pieces *pieces = context;
    size_t taken = pieces->piece < size ? pieces->piece : size;
    taken = taken < pieces->rest.size ? taken : pieces->rest.size;
    if (taken > 0) {
        memcpy(out_bytes, pieces->rest.bytes, taken);
        pieces->rest.bytes += taken;
    }
    pieces->rest.size -= taken;
    *out_size = taken;
    return PAL_OK;
}

static enum pal_err import(struct pal_scene *scene, struct pal_text file, bool is_dry_run,
                           struct pal_import_report *report)
{
    struct pieces pieces = {file, 7};
    struct pal_import_source source = {read_piece, &pieces};
    struct pal_import_options options = {.is_dry_run = is_dry_run};
    return pal_import_members(scene->store, &source, &options, report);
}

static uint64_t count_members(struct pal_scene *scene)
{
    uint64_t count = 0;
    struct pal_member_id found;
    for (int number = 100; number < 120; number++) {
        PAL_BUF(text);
        pal_buf_add_format(&text, "%d", number);
        count += pal_member_find_number(scene->store, pal_buf_text(&text), &found) == PAL_OK;
    }
    return count;
}

/* --- files that are read -------------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *name, *file;
    uint64_t rows, admitted;
    const char *first; /* name of member 100 */
} files[] = {
    {"a file in English with commas",
        "number,name,category\n100,Hugo Casta,users\n101,Inès Leca,friends\n", 2, 2, "Hugo Casta"},
    {"a file in French with semicolons, as spreadsheets write it",
        "\xEF\xBB\xBFNuméro;Nom;Prénom;Catégorie;Date d'admission\r\n100;Casta;Hugo;users;31/12/2025\r\n", 1, 1, "Casta Hugo"},
    {"a file with tabs", "number\tname\tcategory\n100\tHugo\tusers\n", 1, 1, "Hugo"},
    {"a file without a last line end", "number,name,category\n100,Hugo,users", 1, 1, "Hugo"},
    {"quotes hold separators and quotes", "number,name,category\n100,\"Casta, \"\"Hugo\"\"\",users\n", 1, 1, "Casta, \"Hugo\""},
    {"a quoted field at the very end", "number,category,name\n100,users,\"Hugo\"", 1, 1, "Hugo"},
    {"empty lines are no members", "number,name,category\n\n100,Hugo,users\r\n\r\n", 1, 1, "Hugo"},
    {"rows that a spreadsheet left empty are no members", ";;\r\nnumber;name;category\r\n;;\r\n100;Hugo;users\r\n;;\r\n\"\";;", 1, 1, "Hugo"},
    {"the first line that says something names the columns", "\r\n\nnumber;name;category\n100;Hugo;users\n", 1, 1, "Hugo"},
    {"candidates are entered and not admitted", "number,name,category,state\n100,Hugo,users,candidat\n", 1, 0, "Hugo"},
    {"a decomposed accent is composed", "number,name,category\n100,Zoe\xCC\x88,users\n", 1, 1, "Zoë"},
    {"a legal person and who acts for it",
        "number,kind,name,category,representative,email\n100,morale,Commune d'Ajaccio,towns,Jean Filippi,jean@example.org\n", 1, 1, "Commune d'Ajaccio"},
    {"a minor and who acts for them",
        "number,name,born_on,category,representative\n100,Lucie,2015-01-01,users,Elsa Vico\n", 1, 1, "Lucie"},
};
/* clang-format on */

static void is_imported(void **state)
{
    const __typeof__(files[0]) *row = *state;
    PAL_SCENE(scene);
    uint64_t size = pal_log_head(scene.store).size;
    PAL_IMPORT_REPORT(report);
    EXPECT_ERR(import(&scene, pal_text_of(row->file), false, &report), PAL_OK);
    assert_int_equal(report.rows, row->rows);
    assert_int_equal(report.admitted, row->admitted);
    assert_int_equal(report.error_count, 0);
    struct pal_member_id id;
    PAL_MEMBER(member);
    EXPECT_ERR(pal_member_find_number(scene.store, pal_text_of("100"), &id), PAL_OK);
    EXPECT_ERR(pal_member_read(scene.store, id, &member), PAL_OK);
    EXPECT_TEXT(member.name, row->first);
    /* One entry for the whole file. */
    assert_int_equal(pal_log_head(scene.store).size, size + 1);
}

static void a_file_without_numbers_goes_on_from_the_highest(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_IMPORT_REPORT(report);
    EXPECT_ERR(import(&scene, pal_text_of("name,category\nHugo,users\nInès,towns\n"), false,
                      &report),
               PAL_OK);
    assert_int_equal(report.college_count, 3);
    assert_string_equal(report.colleges[1].id, "users");
    assert_int_equal(report.colleges[1].members, 1);
    assert_int_equal(report.colleges[2].members, 1);
    struct pal_member_id id;
    EXPECT_ERR(pal_member_find_number(scene.store, pal_text_of("9"), &id), PAL_OK);
    PAL_JSON(entry);
    entry = pal_scene_last_entry_new(&scene);
    EXPECT_TEXT(pal_json_as_text(pal_json_get(entry, "t")), "register.import");
    const struct pal_json *d = pal_json_get(entry, "d");
    assert_int_equal(pal_json_as_int(pal_json_get(d, "count")), 2);
    assert_int_equal(pal_json_as_int(pal_json_get(pal_json_get(d, "colleges"), "users")), 1);
}

static void a_dry_run_judges_and_keeps_nothing(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    uint64_t size = pal_log_head(scene.store).size;
    PAL_IMPORT_REPORT(report);
    EXPECT_ERR(import(&scene, pal_text_of("number,name,category\n100,Hugo,users\n"), true, &report),
               PAL_OK);
    assert_int_equal(report.admitted, 1);
    assert_int_equal(count_members(&scene), 0);
    assert_int_equal(pal_log_head(scene.store).size, size);
}

/* --- files that are refused ----------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *name, *file;
    enum pal_err err;
    uint64_t line, column;
    const char *column_name;
} bad[] = {
    {"an empty file",                   "", PAL_ERR_CSV_COLUMN, 1, 0, ""},
    {"a column that is not known",      "number,name,category,moon\n", PAL_ERR_CSV_COLUMN, 1, 4, ""},
    {"a column twice",                  "name,category,nom\n", PAL_ERR_CSV_COLUMN, 1, 3, ""},
    {"no column for the category",      "number,name\n", PAL_ERR_CSV_COLUMN, 1, 0, ""},
    {"a first line in Latin-1",         "num\xE9ro,name,category\n", PAL_ERR_TEXT_UTF8, 1, 1, ""},
    {"a first line that never ends",    "\"number,name,category\n1,2,3", PAL_ERR_CSV_QUOTE, 1, 0, ""},
    {"a field too few",                 "number,name,category\n100,Hugo\n", PAL_ERR_CSV_FIELDS, 2, 0, ""},
    {"a field too many",                "number,name,category\n100,Hugo,users,more\n", PAL_ERR_CSV_FIELDS, 2, 0, ""},
    {"a quote that is not closed",      "number,name,category\n100,\"Hugo,users\n101,Inès,users\n", PAL_ERR_CSV_QUOTE, 2, 0, ""},
    {"a quote inside a plain field",    "number,name,category\n100,Hu\"go,users\n", PAL_ERR_CSV_QUOTE, 2, 0, ""},
    {"text after a closing quote",      "number,name,category\n100,\"Hugo\"x,users\n", PAL_ERR_CSV_QUOTE, 2, 0, ""},
    {"a name in Latin-1",               "number,name,category\n100,Zo\xEB,users\n", PAL_ERR_TEXT_UTF8, 2, 2, "name"},
    {"a name without a text",           "number,name,category\n100, ,users\n", PAL_ERR_TEXT_EMPTY, 2, 2, "name"},
    {"a name of two lines",             "number,name,category\n100,\"A\nB\",users\n", PAL_ERR_TEXT_CONTROL, 2, 2, "name"},
    {"a member without a number where the others have one", "number,name,category\n,Hugo,users\n", PAL_ERR_TEXT_EMPTY, 2, 1, "number"},
    {"a number of this register",       "number,name,category\n100,Hugo,users\n3,Inès,users\n", PAL_ERR_MEMBER_NUMBER_TAKEN, 3, 1, "number"},
    {"a number twice in the file",      "number,name,category\n100,Hugo,users\n100,Inès,users\n", PAL_ERR_MEMBER_NUMBER_TAKEN, 3, 1, "number"},
    {"an unknown category",             "name,category,number\nHugo,moon,100\n", PAL_ERR_MEMBER_CATEGORY, 2, 2, "category"},
    {"an unknown college",              "number,name,category,college\n100,Hugo,users,moon\n", PAL_ERR_MEMBER_COLLEGE, 2, 4, "college"},
    {"a college of other categories",   "number,name,category,college\n100,Hugo,users,workers\n", PAL_ERR_MEMBER_OUTSIDE_COLLEGE, 2, 4, "college"},
    {"an unknown kind",                 "number,kind,name,category\n100,moon,Hugo,users\n", PAL_ERR_JSON_VALUE, 2, 2, "kind"},
    {"an unknown state",                "number,state,name,category\n100,left,Hugo,users\n", PAL_ERR_JSON_VALUE, 2, 2, "state"},
    {"shares in words",                 "number,shares,name,category\n100,dix,Hugo,users\n", PAL_ERR_TEXT_NUMBER, 2, 2, "shares"},
    {"a day that does not exist",       "number,admitted_on,name,category\n100,2025-02-30,Hugo,users\n", PAL_ERR_CLOCK_DATE, 2, 2, "admitted_on"},
    {"a French day that does not exist","number,admitted_on,name,category\n100,30/02/2025,Hugo,users\n", PAL_ERR_CLOCK_DATE, 2, 2, "admitted_on"},
    {"an admission to come",            "number,admitted_on,name,category\n100,2027-01-01,Hugo,users\n", PAL_ERR_MEMBER_DATE, 2, 2, "admitted_on"},
    {"an address that is none",         "number,email,name,category\n100,hugo,Hugo,users\n", PAL_ERR_PERSON_EMAIL, 2, 2, "email"},
    {"someone of age with a representative", "number,born_on,name,category,representative\n100,1980-01-01,Hugo,users,Elsa\n", PAL_ERR_MEMBER_KIND, 2, 3, "name"},
    {"a line after a field of two lines is counted right", "number,name,category\n\"1\n00\",Hugo,users\n101,Inès,moon\n", PAL_ERR_TEXT_CONTROL, 2, 1, "number"},
};
/* clang-format on */

static void is_refused_whole(void **state)
{
    const __typeof__(bad[0]) *row = *state;
    PAL_SCENE(scene);
    uint64_t size = pal_log_head(scene.store).size;
    PAL_IMPORT_REPORT(report);
    EXPECT_ERR(import(&scene, pal_text_of(row->file), false, &report), PAL_ERR_IMPORT_LINE);
    EXPECT_ERR(report.errors[0].err, row->err);
    assert_int_equal(report.errors[0].line, row->line);
    assert_int_equal(report.errors[0].column, row->column);
    assert_string_equal(report.errors[0].name, row->column_name);
    assert_int_equal(count_members(&scene), 0);
    assert_int_equal(pal_log_head(scene.store).size, size);
}

static void line_9999_leaves_nothing_of_the_others(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_BUF(file);
    pal_buf_add_string(&file, "number,name,category\n");
    for (int line = 2; line <= 10001; line++) {
        pal_buf_add_format(&file, "%d,Membre %d,%s\n", line + 98, line,
                           line == 9999 ? "moon" : "users");
    }
    PAL_IMPORT_REPORT(report);
    EXPECT_ERR(import(&scene, pal_buf_text(&file), false, &report), PAL_ERR_IMPORT_LINE);
    assert_int_equal(report.rows, 10000);
    assert_int_equal(report.error_count, 1);
    assert_int_equal(report.errors[0].line, 9999);
    assert_int_equal(count_members(&scene), 0);
}

static void the_first_hundred_bad_lines_are_told_and_all_are_counted(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_BUF(file);
    pal_buf_add_string(&file, "name,category\n");
    for (int i = 0; i < 150; i++) {
        pal_buf_add_string(&file, i % 2 == 0 ? "A,moon\n" : "A,users\n");
    }
    for (int i = 0; i < 100; i++) {
        pal_buf_add_string(&file, "A\n");
    }
    PAL_IMPORT_REPORT(report);
    EXPECT_ERR(import(&scene, pal_buf_text(&file), true, &report), PAL_ERR_IMPORT_LINE);
    assert_int_equal(report.error_count, 175);
    assert_int_equal(report.errors[99].err, PAL_ERR_CSV_FIELDS);
    assert_int_equal(report.errors[99].line, 176);
}

static void a_line_too_long_or_too_wide_is_bounded(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    PAL_BUF(file);
    pal_buf_add_string(&file, "name,category\n");
    for (int i = 0; i < 20000; i++) {
        pal_buf_add_string(&file, "long");
    }
    pal_buf_add_string(&file, ",users\n");
    for (int i = 0; i < 100; i++) {
        pal_buf_add_byte(&file, ',');
    }
    pal_buf_add_string(&file, "\nHugo,users\n");
    PAL_IMPORT_REPORT(report);
    EXPECT_ERR(import(&scene, pal_buf_text(&file), true, &report), PAL_ERR_IMPORT_LINE);
    assert_int_equal(report.error_count, 2);
    EXPECT_ERR(report.errors[0].err, PAL_ERR_LIMIT_TEXT);
    EXPECT_ERR(report.errors[1].err, PAL_ERR_LIMIT_COUNT);
    assert_int_equal(report.rows, 3);
}

static enum pal_err fail_at_once(void *context, char *out_bytes, size_t size, size_t *out_size)
{
    (void)context;
    *out_size = size;
    out_bytes[0] = 'n';
    return PAL_ERR_FILE_READ;
}

static void a_file_that_cannot_be_read_is_not_an_empty_one(void **state)
{
    (void)state;
    PAL_SCENE(scene);
    struct pal_import_source source = {fail_at_once, NULL};
    struct pal_import_options options = {0};
    PAL_IMPORT_REPORT(report);
    EXPECT_ERR(pal_import_members(scene.store, &source, &options, &report), PAL_ERR_FILE_READ);
}

int main(void)
{
    TESTS(tests, 64);
    TABLE(tests, files, is_imported);
    TEST(tests, a_file_without_numbers_goes_on_from_the_highest);
    TEST(tests, a_dry_run_judges_and_keeps_nothing);
    TABLE(tests, bad, is_refused_whole);
    TEST(tests, line_9999_leaves_nothing_of_the_others);
    TEST(tests, the_first_hundred_bad_lines_are_told_and_all_are_counted);
    TEST(tests, a_line_too_long_or_too_wide_is_bounded);
    TEST(tests, a_file_that_cannot_be_read_is_not_an_empty_one);
    return RUN(tests);
}
