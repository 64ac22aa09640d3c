/* checkpoint.c - what a log states of itself, and a proof that travels alone, as text. */
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "audit/note.h"

#include "lines.h"

static const char proof_header[] = "c2sp.org/tlog-proof@v1";

enum pal_err pal_line_hash(struct pal_text line, struct pal_hash *out_hash)
{
    PAL_BUF(bytes);
    PAL_TRY(pal_text_base64(line, &bytes));
    if (bytes.size != PAL_HASH_SIZE) {
        return PAL_ERR_TEXT_BASE64;
    }
    memcpy(out_hash->bytes, bytes.bytes, PAL_HASH_SIZE);
    return PAL_OK;
}

enum pal_err pal_line_count(struct pal_text line, uint64_t *out_count)
{
    int64_t count;
    PAL_TRY(pal_text_int(line, &count));
    if (count < 0) {
        return PAL_ERR_TEXT_NUMBER;
    }
    *out_count = (uint64_t)count;
    return PAL_OK;
}

void pal_line_write_hash(const struct pal_hash *hash, struct pal_buf *buf)
{
    pal_buf_add_base64(buf, hash->bytes, PAL_HASH_SIZE);
    pal_buf_add_string(buf, "\n");
}

void pal_checkpoint_write(const struct pal_checkpoint *checkpoint, struct pal_buf *buf)
{
    pal_buf_add_text(buf, checkpoint->origin);
    pal_buf_add_format(buf, "\n%" PRIu64 "\n", checkpoint->head.size);
    pal_line_write_hash(&checkpoint->head.root, buf);
}

/* RULE docs/rules/log.md
 * > A checkpoint is a note of three lines: the log's name, the size in decimal, base64 of the root. It
 * > has no further lines.
 */
enum pal_err pal_checkpoint_parse(struct pal_text body, struct pal_checkpoint *out_checkpoint)
{
    struct pal_text size;
    struct pal_text root;
    struct pal_checkpoint checkpoint;
    bool is_three_lines = pal_text_cut(&body, '\n', &checkpoint.origin) &&
                          pal_text_cut(&body, '\n', &size) && pal_text_cut(&body, '\n', &root) &&
                          body.size == 0;
    if (!is_three_lines || checkpoint.origin.size == 0 ||
        pal_line_count(size, &checkpoint.head.size) != PAL_OK ||
        pal_line_hash(root, &checkpoint.head.root) != PAL_OK) {
        return PAL_ERR_NOTE_SYNTAX;
    }
    *out_checkpoint = checkpoint;
    return PAL_OK;
}

/* RULE docs/rules/log.md
 * > A proof that travels alone is the line `c2sp.org/tlog-proof@v1`, at will a line `extra` with
 * > base64 that we do not read, the line `index` with the entry's number, one line per hash in base64,
 * > a blank line, and the checkpoint.
 */
void pal_proof_write(const struct pal_proof_text *proof, struct pal_buf *buf)
{
    pal_buf_add_format(buf, "%s\nindex %" PRIu64 "\n", proof_header, proof->index);
    for (size_t i = 0; i < proof->proof.count; i++) {
        pal_line_write_hash(&proof->proof.hashes[i], buf);
    }
    pal_buf_add_string(buf, "\n");
    pal_buf_add_text(buf, proof->note);
}

bool pal_line_cut(struct pal_text *text, const char *word, struct pal_text *out_rest)
{
    struct pal_text remaining = *text;
    struct pal_text line;
    struct pal_text first;
    if (!pal_text_cut(&remaining, '\n', &line) || !pal_text_cut(&line, ' ', &first) ||
        !pal_text_is(first, word)) {
        return false;
    }
    *text = remaining;
    *out_rest = line;
    return true;
}

enum pal_err pal_line_hashes(struct pal_text *text, struct pal_proof *out_proof)
{
    out_proof->count = 0;
    struct pal_text line;
    while (pal_text_cut(text, '\n', &line)) {
        if (line.size == 0) {
            return PAL_OK;
        }
        if (out_proof->count == PAL_PROOF_MAX ||
            pal_line_hash(line, &out_proof->hashes[out_proof->count]) != PAL_OK) {
            return PAL_ERR_PROOF_SYNTAX;
        }
        out_proof->count++;
    }
    return PAL_ERR_PROOF_SYNTAX;
}

enum pal_err pal_proof_parse(struct pal_text text, struct pal_proof_text *out_proof)
{
    struct pal_text header;
    struct pal_text word;
    if (!pal_text_cut(&text, '\n', &header) || !pal_text_is(header, proof_header)) {
        return PAL_ERR_PROOF_SYNTAX;
    }
    if (pal_line_cut(&text, "extra", &word)) {
        PAL_BUF(extra);
        if (pal_text_base64(word, &extra) != PAL_OK) {
            return PAL_ERR_PROOF_SYNTAX;
        }
    }
    if (!pal_line_cut(&text, "index", &word) || pal_line_count(word, &out_proof->index) != PAL_OK) {
        return PAL_ERR_PROOF_SYNTAX;
    }
    PAL_TRY(pal_line_hashes(&text, &out_proof->proof));
    out_proof->note = text;
    return text.size > 0 ? PAL_OK : PAL_ERR_PROOF_SYNTAX;
}
