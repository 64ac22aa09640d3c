/* Signatures of records: Debian's minisign reads ours, we read its, and nothing else passes. */
#include <stdio.h>
#include <string.h>

#include "audit/minisign.h"
#include "base/mem.h"

#include "../support/expect.h"
#include "../support/folder.h"
#include "../support/program.h"

/* Made by Debian's minisign 0.11 over "the record\n". */
#define KEY_WORD "RWQnhHr+XpVZYBRT017caa9GYwStheF/k/WgqHvRlMSyRsfvf4/ZkjbW"
#define REMARK   "untrusted comment: signature from minisign secret key\n"
#define FIRST \
    "RUQnhHr+XpVZYHWhN86QXuE4m2zSiBzcx2jo3c7WP8gTsVTMpbnO4N1r6OwfJX0Az0xTgV+C1U3kCZdGi0GyBC4tuPC+gMq0QAA=\n"
#define COMMENT "trusted comment: a trusted comment: é\n"
#define SECOND \
    "xZTe5Gi5AFlFaEX5zcJKPFzqfM+AWwUfpjFUOFhNRXl5SgNLDlEKN2RdxmcaaT7ee35tDi9zE+0YmBPQy9lECQ==\n"
#define LEGACY \
    "RWQnhHr+XpVZYIFmOAhOfLTUxUB248zyCi8fEWzyQTbCSbluL2iGvcBO+mDwWgIsQlfLWZXYBwiOf7SSxx0aIAepmjlmG0aKjgY=\n"
static const char key_file[] =
    "untrusted comment: minisign public key 6059955EFE7A8427\n" KEY_WORD "\n";
static const char record[] = "the record\n";

static void hash_of(const char *text, uint8_t out[PAL_LONG_HASH_SIZE])
{
    struct pal_blake_state state;
    pal_blake_init(&state);
    pal_blake_add(&state, text, strlen(text));
    pal_blake_final(&state, out);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *text, *file;
    enum pal_err read, verified;
} rows[] = {
    {"what minisign signed holds",          REMARK FIRST COMMENT SECOND, record, PAL_OK, PAL_OK},
    {"an untrusted comment may be another", "untrusted comment: x\n" FIRST COMMENT SECOND, record, PAL_OK, PAL_OK},
    {"another file does not hold",          REMARK FIRST COMMENT SECOND, "the recorD\n", PAL_OK, PAL_ERR_MINISIGN_SIGNATURE},
    {"another trusted comment does not",    REMARK FIRST "trusted comment: x\n" SECOND, record, PAL_OK, PAL_ERR_MINISIGN_SIGNATURE},
    {"a file that was not hashed first is not read", REMARK LEGACY COMMENT SECOND, record, PAL_ERR_MINISIGN_SYNTAX, PAL_OK},
    {"four lines are there",                REMARK FIRST COMMENT, record, PAL_ERR_MINISIGN_SYNTAX, PAL_OK},
    {"and not five",                        REMARK FIRST COMMENT SECOND "\n", record, PAL_ERR_MINISIGN_SYNTAX, PAL_OK},
    {"each begins as it should",            REMARK FIRST "comment: x\n" SECOND, record, PAL_ERR_MINISIGN_SYNTAX, PAL_OK},
    {"a comment has no control character",  REMARK FIRST "trusted comment: a\rb\n" SECOND, record, PAL_ERR_MINISIGN_SYNTAX, PAL_OK},
    {"a comment is UTF-8",                  REMARK FIRST "trusted comment: \xFF\n" SECOND, record, PAL_ERR_MINISIGN_SYNTAX, PAL_OK},
    {"the second signature is whole",       REMARK FIRST COMMENT "xZTe5Gi5\n", record, PAL_ERR_MINISIGN_SYNTAX, PAL_OK},
    {"the first one too",                   REMARK "RUQnhHr+\n" COMMENT SECOND, record, PAL_ERR_MINISIGN_SYNTAX, PAL_OK},
    {"a signature is base64",               REMARK "RUQn*\n" COMMENT SECOND, record, PAL_ERR_MINISIGN_SYNTAX, PAL_OK},
    {"nothing is no signature",             "", record, PAL_ERR_MINISIGN_SYNTAX, PAL_OK},
};

static const struct {
    const char *name;
    const char *text;
} bad_files[] = {
    {"a key file has its comment",        KEY_WORD "\n"},
    {"and its key",                       "untrusted comment: x\n"},
    {"and an end of line",                "untrusted comment: x\n" KEY_WORD},
    {"and nothing after it",              "untrusted comment: x\n" KEY_WORD "\n\n"},
    {"a signature is no key",             REMARK FIRST},
    {"a key has 42 bytes",                "untrusted comment: x\nRWQnhHr+XpVZYA==\n"},
};
/* clang-format on */

static void is_judged(void **state)
{
    const __typeof__(rows[0]) *row = *state;
    struct pal_minisign minisign;
    struct pal_minisign_key key;
    uint8_t hash[PAL_LONG_HASH_SIZE];
    hash_of(row->file, hash);
    EXPECT_ERR(pal_minisign_file_parse(pal_text_of(key_file), &key), PAL_OK);
    EXPECT_ERR(pal_minisign_parse(pal_text_of(row->text), &minisign), row->read);
    if (row->read == PAL_OK) {
        EXPECT_ERR(pal_minisign_verify(&minisign, &key, hash), row->verified);
    }
}

static void is_no_key_file(void **state)
{
    const __typeof__(bad_files[0]) *row = *state;
    struct pal_minisign_key key;
    EXPECT_ERR(pal_minisign_file_parse(pal_text_of(row->text), &key), PAL_ERR_MINISIGN_SYNTAX);
}

static void a_key_is_written_as_minisign_writes_it(void **state)
{
    (void)state;
    struct pal_minisign_key key;
    EXPECT_ERR(pal_minisign_file_parse(pal_text_of(key_file), &key), PAL_OK);
    PAL_BUF(file);
    pal_minisign_file_write(&key, &file);
    EXPECT_BUF(file, key_file);
    PAL_BUF(word);
    pal_minisign_key_write(&key, &word);
    EXPECT_BUF(word, KEY_WORD);
}

static void another_key_is_told_apart(void **state)
{
    (void)state;
    struct pal_minisign minisign;
    struct pal_minisign_key key;
    uint8_t hash[PAL_LONG_HASH_SIZE];
    hash_of(record, hash);
    EXPECT_ERR(pal_minisign_parse(pal_text_of(REMARK FIRST COMMENT SECOND), &minisign), PAL_OK);
    EXPECT_TEXT(minisign.comment, "a trusted comment: é");
    EXPECT_ERR(pal_minisign_file_parse(pal_text_of(key_file), &key), PAL_OK);
    key.number[0] ^= 1;
    EXPECT_ERR(pal_minisign_verify(&minisign, &key, hash), PAL_ERR_MINISIGN_KEY);
    key.number[0] ^= 1;
    key.public_key[0] ^= 1;
    EXPECT_ERR(pal_minisign_verify(&minisign, &key, hash), PAL_ERR_MINISIGN_SIGNATURE);
}

static void a_record_has_a_key_of_its_own(void **state)
{
    (void)state;
    const uint8_t seed[PAL_SEED_SIZE] = {1, 2, 3};
    struct pal_signing_key log_key;
    struct pal_signing_key record_key;
    struct pal_signing_key again;
    pal_signing_key_init(&log_key, seed);
    pal_record_key_init(&record_key, seed);
    pal_record_key_init(&again, seed);
    assert_memory_equal(record_key.public_key, again.public_key, PAL_PUBLIC_KEY_SIZE);
    assert_memory_not_equal(record_key.public_key, log_key.public_key, PAL_PUBLIC_KEY_SIZE);
    struct pal_minisign_key key = pal_minisign_key_of(record_key.public_key);
    PAL_BUF(word);
    pal_minisign_key_write(&key, &word);
    EXPECT_BUF(word, "RWQuCECS6A4jfPXb36VOwDd2W1tMu20DGcI78RGBySUq+HioyeiuLnbK");
}

static void write_file(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static int minisign_says(const struct pal_folder *folder, const char *file)
{
    PAL_STRING(key);
    PAL_STRING(path);
    PAL_STRING(said);
    key = pal_folder_file_new(folder, "minisign.pub");
    path = pal_folder_file_new(folder, "record.tar");
    said = pal_folder_file_new(folder, "said");
    write_file(path, file, strlen(file));
    const char *const argv[] = {"minisign", "-Vm", path, "-p", key, NULL};
    return pal_program_run(argv, said);
}

static void minisign_reads_what_we_sign(void **state)
{
    (void)state;
    FOLDER(folder);
    PAL_STRING(signature_path);
    PAL_STRING(key_path);
    const uint8_t seed[PAL_SEED_SIZE] = {9};
    struct pal_signing_key key;
    pal_record_key_init(&key, seed);
    uint8_t hash[PAL_LONG_HASH_SIZE];
    hash_of(record, hash);
    PAL_BUF(signature);
    pal_minisign_sign(&key, hash, pal_text_of("record=all log=coop.example/log size=7"),
                      &signature);
    PAL_BUF(file);
    struct pal_minisign_key public_key = pal_minisign_key_of(key.public_key);
    pal_minisign_file_write(&public_key, &file);
    signature_path = pal_folder_file_new(&folder, "record.tar.minisig");
    key_path = pal_folder_file_new(&folder, "minisign.pub");
    write_file(signature_path, signature.bytes, signature.size);
    write_file(key_path, file.bytes, file.size);
    assert_int_equal(minisign_says(&folder, record), 0);
    assert_int_not_equal(minisign_says(&folder, "the recorD\n"), 0);
}

int main(void)
{
    TESTS(tests, 32);
    TABLE(tests, rows, is_judged);
    TABLE(tests, bad_files, is_no_key_file);
    TEST(tests, a_key_is_written_as_minisign_writes_it);
    TEST(tests, another_key_is_told_apart);
    TEST(tests, a_record_has_a_key_of_its_own);
    TEST(tests, minisign_reads_what_we_sign);
    return RUN(tests);
}
