/*
 * minisign.c - the signature beside a record, as Debian's minisign writes and reads it.
 */
#include "audit/minisign.h"

#include <stddef.h>
#include <string.h>

#include "base/check.h"

/* The words of the format: a key, and a signature of what was hashed first. */
enum {
    WORD_SIZE = 2,
    BASE64_MAX = 2 * (WORD_SIZE + PAL_MINISIGN_NUMBER_SIZE + PAL_SIGNATURE_SIZE), /* and more */
};
static const char key_word[] = "Ed";
static const char hashed_word[] = "ED";

static const char untrusted_head[] = "untrusted comment: ";
static const char trusted_head[] = "trusted comment: ";

/* --- keys --------------------------------------------------------------------------------------- */

void pal_record_key_init(struct pal_signing_key *key, const uint8_t log_seed[PAL_SEED_SIZE])
{
    uint8_t seed[PAL_SEED_SIZE];
    pal_crypto_derive_seed(log_seed, "record-key", seed);
    pal_signing_key_init(key, seed);
    pal_crypto_wipe(seed, sizeof seed);
}

struct pal_minisign_key pal_minisign_key_of(const uint8_t public_key[PAL_PUBLIC_KEY_SIZE])
{
    struct pal_minisign_key key;
    PAL_BUF(frame);
    pal_frame(&frame, "record-key-number");
    pal_frame_add(&frame, public_key, PAL_PUBLIC_KEY_SIZE);
    struct pal_hash hash = pal_hash_of(frame.bytes, frame.size);
    memcpy(key.number, hash.bytes, sizeof key.number);
    memcpy(key.public_key, public_key, sizeof key.public_key);
    return key;
}

/* A word, the number of a key and bytes of one size, as minisign has them three times. */
static void write_blob(const char *word, const uint8_t *number, struct pal_text bytes,
                       struct pal_buf *buf)
{
    PAL_BUF(blob);
    pal_buf_add(&blob, word, WORD_SIZE);
    pal_buf_add(&blob, number, PAL_MINISIGN_NUMBER_SIZE);
    pal_buf_add_text(&blob, bytes);
    pal_buf_add_base64(buf, (const uint8_t *)blob.bytes, blob.size);
}

static enum pal_err read_blob(struct pal_text text, const char *word, uint8_t *out_number,
                              uint8_t *out_bytes, size_t size)
{
    PAL_BUF(blob);
    if (text.size > BASE64_MAX || pal_text_base64(text, &blob) != PAL_OK ||
        blob.size != WORD_SIZE + PAL_MINISIGN_NUMBER_SIZE + size ||
        memcmp(blob.bytes, word, WORD_SIZE) != 0) {
        return PAL_ERR_MINISIGN_SYNTAX;
    }
    memcpy(out_number, blob.bytes + WORD_SIZE, PAL_MINISIGN_NUMBER_SIZE);
    memcpy(out_bytes, blob.bytes + WORD_SIZE + PAL_MINISIGN_NUMBER_SIZE, size);
    return PAL_OK;
}

void pal_minisign_key_write(const struct pal_minisign_key *key, struct pal_buf *buf)
{
    struct pal_text bytes = {(const char *)key->public_key, sizeof key->public_key};
    write_blob(key_word, key->number, bytes, buf);
}

enum pal_err pal_minisign_key_parse(struct pal_text text, struct pal_minisign_key *out_key)
{
    return read_blob(text, key_word, out_key->number, out_key->public_key,
                     sizeof out_key->public_key);
}

/* Cuts a whole line that begins so; what follows the beginning is the line's. */
static bool take_line(struct pal_text *text, const char *head, struct pal_text *out_line)
{
    struct pal_text line;
    size_t size = strlen(head);
    if (!pal_text_cut(text, '\n', &line) || !pal_text_starts(line, head)) {
        return false;
    }
    *out_line = (struct pal_text){line.bytes + size, line.size - size};
    return true;
}

/* minisign shows numbers of keys with the last byte first. */
static void write_number(const uint8_t number[PAL_MINISIGN_NUMBER_SIZE], struct pal_buf *buf)
{
    for (size_t i = PAL_MINISIGN_NUMBER_SIZE; i > 0; i--) {
        pal_buf_add_format(buf, "%02X", number[i - 1]);
    }
}

void pal_minisign_file_write(const struct pal_minisign_key *key, struct pal_buf *buf)
{
    pal_buf_add_string(buf, untrusted_head);
    pal_buf_add_string(buf, "minisign public key ");
    write_number(key->number, buf);
    pal_buf_add_byte(buf, '\n');
    pal_minisign_key_write(key, buf);
    pal_buf_add_byte(buf, '\n');
}

enum pal_err pal_minisign_file_parse(struct pal_text text, struct pal_minisign_key *out_key)
{
    struct pal_text comment;
    struct pal_text key;
    if (!take_line(&text, untrusted_head, &comment) || !take_line(&text, "", &key) ||
        text.size > 0) {
        return PAL_ERR_MINISIGN_SYNTAX;
    }
    return pal_minisign_key_parse(key, out_key);
}

/* --- signatures --------------------------------------------------------------------------------- */

/* RULE docs/rules/record.md
 * > The comment is UTF-8 of at most 1024 bytes without control characters.
 */
static bool is_comment(struct pal_text comment)
{
    for (size_t i = 0; i < comment.size; i++) {
        if ((uint8_t)comment.bytes[i] < ' ' || comment.bytes[i] == '\x7F') {
            return false;
        }
    }
    return comment.size <= PAL_MINISIGN_COMMENT_SIZE && pal_text_is_utf8(comment);
}

/* What the second signature is made over. */
static void write_whole(const uint8_t signature[PAL_SIGNATURE_SIZE], struct pal_text comment,
                        struct pal_buf *buf)
{
    pal_buf_add(buf, signature, PAL_SIGNATURE_SIZE);
    pal_buf_add_text(buf, comment);
}

void pal_minisign_sign(const struct pal_signing_key *key, const uint8_t hash[PAL_LONG_HASH_SIZE],
                       struct pal_text comment, struct pal_buf *buf)
{
    uint8_t signature[PAL_SIGNATURE_SIZE];
    uint8_t signature_of_whole[PAL_SIGNATURE_SIZE];
    struct pal_minisign_key public_key = pal_minisign_key_of(key->public_key);
    PAL_CHECK(is_comment(comment));
    pal_crypto_sign(key, hash, PAL_LONG_HASH_SIZE, signature);
    PAL_BUF(whole);
    write_whole(signature, comment, &whole);
    pal_crypto_sign(key, whole.bytes, whole.size, signature_of_whole);

    pal_buf_add_string(buf, untrusted_head);
    pal_buf_add_string(buf, "signature of a Palabre record, see minisign.pub\n");
    write_blob(hashed_word, public_key.number,
               (struct pal_text){(const char *)signature, sizeof signature}, buf);
    pal_buf_add_byte(buf, '\n');
    pal_buf_add_string(buf, trusted_head);
    pal_buf_add_text(buf, comment);
    pal_buf_add_byte(buf, '\n');
    pal_buf_add_base64(buf, signature_of_whole, sizeof signature_of_whole);
    pal_buf_add_byte(buf, '\n');
}

enum pal_err pal_minisign_parse(struct pal_text text, struct pal_minisign *out)
{
    struct pal_text remark;
    struct pal_text first;
    struct pal_text second;
    PAL_BUF(whole);
    if (!take_line(&text, untrusted_head, &remark) || !take_line(&text, "", &first) ||
        !take_line(&text, trusted_head, &out->comment) || !take_line(&text, "", &second) ||
        text.size > 0 || !is_comment(remark) || !is_comment(out->comment)) {
        return PAL_ERR_MINISIGN_SYNTAX;
    }
    PAL_TRY(read_blob(first, hashed_word, out->number, out->signature, sizeof out->signature));
    if (second.size > BASE64_MAX || pal_text_base64(second, &whole) != PAL_OK ||
        whole.size != sizeof out->whole) {
        return PAL_ERR_MINISIGN_SYNTAX;
    }
    memcpy(out->whole, whole.bytes, sizeof out->whole);
    return PAL_OK;
}

enum pal_err pal_minisign_verify(const struct pal_minisign *minisign,
                                 const struct pal_minisign_key *key,
                                 const uint8_t hash[PAL_LONG_HASH_SIZE])
{
    if (memcmp(minisign->number, key->number, sizeof key->number) != 0) {
        return PAL_ERR_MINISIGN_KEY;
    }
    PAL_BUF(whole);
    write_whole(minisign->signature, minisign->comment, &whole);
    bool holds =
        pal_crypto_verify(key->public_key, hash, PAL_LONG_HASH_SIZE, minisign->signature) &&
        pal_crypto_verify(key->public_key, whole.bytes, whole.size, minisign->whole);
    return holds ? PAL_OK : PAL_ERR_MINISIGN_SIGNATURE;
}
