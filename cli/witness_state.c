/* witness_state.c - what a witness remembers of each log, and how it judges a request. */
#include "witness_state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/json.h"
#include "base/mem.h"

#include "say.h"

/* Every log with its note, whose lines are bounded. */
enum { FILE_MAX = 16 << 20 };

void pal_watch_done(struct pal_watch *watch)
{
    for (size_t i = 0; i < watch->log_count; i++) {
        pal_mem_free(watch->logs[i].note);
    }
    pal_mem_free(watch->logs);
    pal_signing_key_done(&watch->key);
    if (watch->lock >= 0) {
        (void)close(watch->lock);
    }
    *watch = (struct pal_watch){.lock = -1};
}

static struct pal_watched *find(const struct pal_watch *watch, struct pal_text origin)
{
    for (size_t i = 0; i < watch->log_count; i++) {
        if (pal_text_equal(watch->logs[i].origin, origin)) {
            return &watch->logs[i];
        }
    }
    return NULL;
}

static bool knows(const struct pal_watch *watch, struct pal_text origin)
{
    for (size_t i = 0; i < watch->vkey_count; i++) {
        if (pal_text_equal(watch->vkeys[i].name, origin)) {
            return true;
        }
    }
    return false;
}

/* --- The file --- */

/* Writes everything, or says that it could not. */
static bool write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, bytes, size);
        if (written <= 0) {
            if (written < 0 && errno == EINTR) {
                continue;
            }
            return false;
        }
        bytes += written;
        size -= (size_t)written;
    }
    return fsync(fd) == 0;
}

static enum pal_err write_new(const char *path, const void *bytes, size_t size, int flags)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        return errno == EEXIST ? PAL_ERR_FILE_EXISTS : PAL_ERR_FILE_WRITE;
    }
    bool is_written = write_all(fd, bytes, size);
    bool is_closed = close(fd) == 0;
    return is_written && is_closed ? PAL_OK : PAL_ERR_FILE_WRITE;
}

/* The name of the file in a folder is on disk. */
static enum pal_err sync_folder(const char *path)
{
    PAL_BUF(folder);
    const char *slash = strrchr(path, '/');
    pal_buf_add(&folder, path, slash != NULL ? (size_t)(slash - path) + 1 : 0);
    pal_buf_add_string(&folder, ".");
    int fd = open(folder.bytes, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return PAL_ERR_FILE_WRITE;
    }
    bool is_synced = fsync(fd) == 0;
    (void)close(fd);
    return is_synced ? PAL_OK : PAL_ERR_FILE_WRITE;
}

static enum pal_err replace(const char *path, const struct pal_buf *bytes)
{
    PAL_BUF(beside);
    pal_buf_add_format(&beside, "%s.new", path);
    PAL_TRY(write_new(beside.bytes, bytes->bytes, bytes->size, O_TRUNC));
    if (rename(beside.bytes, path) != 0) {
        return PAL_ERR_FILE_WRITE;
    }
    return sync_folder(path);
}

static enum pal_err save(const struct pal_watch *watch)
{
    PAL_JSON(document);
    PAL_BUF(bytes);
    document = pal_json_object_new();
    struct pal_json *notes = pal_json_array_new();
    for (size_t i = 0; i < watch->log_count; i++) {
        pal_json_append_text(notes, pal_text_of(watch->logs[i].note));
    }
    pal_json_set_string(document, "format", "palabre-witness/1");
    pal_json_set(document, "notes", notes);
    pal_json_write_pretty(document, &bytes);
    return replace(watch->path, &bytes);
}

/* Remembers a note, in place of what was remembered of its log. */
static enum pal_err remember(struct pal_watch *watch, struct pal_text text)
{
    struct pal_watched log = {.note = pal_text_copy(text)};
    struct pal_note note;
    struct pal_checkpoint checkpoint;
    enum pal_err err = pal_note_parse(pal_text_of(log.note), &note);
    err = err == PAL_OK ? pal_checkpoint_parse(note.body, &checkpoint) : err;
    if (err != PAL_OK) {
        pal_mem_free(log.note);
        return err;
    }
    log.origin = checkpoint.origin;
    log.head = checkpoint.head;
    struct pal_watched *place = find(watch, log.origin);
    if (place == NULL) {
        watch->logs = pal_mem_grow(watch->logs, watch->log_count + 1, sizeof *watch->logs);
        place = &watch->logs[watch->log_count];
        watch->log_count++;
        *place = (struct pal_watched){0};
    }
    pal_mem_free(place->note);
    *place = log;
    return PAL_OK;
}

/* A note that this witness did not cosign is not its memory. */
static enum pal_err remember_own(struct pal_watch *watch, struct pal_text text)
{
    struct pal_note note;
    const struct pal_witness self = {watch->name, &watch->key};
    struct pal_vkey vkey = pal_witness_vkey(&self);
    PAL_TRY(pal_note_parse(text, &note));
    PAL_TRY(pal_note_verify(&note, &vkey, 1, NULL));
    return remember(watch, text);
}

static enum pal_err take_lock(struct pal_watch *watch)
{
    PAL_BUF(path);
    pal_buf_add_format(&path, "%s.lock", watch->path);
    watch->lock = open(path.bytes, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (watch->lock < 0) {
        return PAL_ERR_FILE_OPEN;
    }
    return flock(watch->lock, LOCK_EX | LOCK_NB) == 0 ? PAL_OK : PAL_ERR_STORE_LOCKED;
}

enum pal_err pal_watch_open(struct pal_watch *watch)
{
    PAL_TRY(take_lock(watch));
    PAL_BUF(bytes);
    if (access(watch->path, F_OK) != 0 && errno == ENOENT) {
        return PAL_OK; /* nothing was ever cosigned */
    }
    PAL_TRY(pal_file_read(watch->path, FILE_MAX, &bytes));
    PAL_JSON(document);
    const struct pal_json *notes;
    PAL_TRY(pal_json_parse(pal_buf_text(&bytes), FILE_MAX, &document, NULL));
    PAL_TRY(pal_json_array(document, "notes", &notes, NULL));
    for (size_t i = 0; i < pal_json_count(notes); i++) {
        const struct pal_json *note = pal_json_at(notes, i);
        if (pal_json_kind(note) != PAL_JSON_TEXT) {
            return PAL_ERR_JSON_TYPE;
        }
        PAL_TRY(remember_own(watch, pal_json_as_text(note)));
    }
    return PAL_OK;
}

enum pal_err pal_watch_key(const char *path, struct pal_signing_key *out_key)
{
    uint8_t seed[PAL_SEED_SIZE];
    PAL_BUF(file);
    if (access(path, F_OK) != 0) {
        pal_crypto_random(seed, sizeof seed);
        enum pal_err err = write_new(path, seed, sizeof seed, O_EXCL);
        err = err == PAL_OK && chmod(path, S_IRUSR) != 0 ? PAL_ERR_FILE_WRITE : err;
        pal_crypto_wipe(seed, sizeof seed);
        PAL_TRY(err);
        PAL_TRY(sync_folder(path));
    }
    PAL_TRY(pal_file_read(path, PAL_SEED_SIZE, &file));
    if (file.size != PAL_SEED_SIZE) {
        return PAL_ERR_LOG_KEY;
    }
    pal_signing_key_init(out_key, (const uint8_t *)file.bytes);
    pal_crypto_wipe(file.bytes, file.size);
    return PAL_OK;
}

/* --- Requests --- */

static void say(struct pal_watch_reply *reply, unsigned status, const char *sentence)
{
    reply->status = status;
    reply->media_type = "text/plain; charset=utf-8";
    pal_buf_clear(&reply->body);
    pal_buf_add_string(&reply->body, sentence);
}

static void say_size(struct pal_watch_reply *reply, uint64_t size)
{
    say(reply, 409, "");
    reply->media_type = "text/x.tlog.size";
    pal_buf_add_int(&reply->body, (int64_t)size);
    pal_buf_add_string(&reply->body, "\n");
}

/* Adds the witness's line to the note, remembers it on disk, and answers the line. */
static void cosign(struct pal_watch *watch, const struct pal_note *note, struct pal_text text,
                   int64_t now, struct pal_watch_reply *reply)
{
    PAL_BUF(line);
    PAL_BUF(cosigned);
    PAL_BUF(before);
    const struct pal_witness self = {watch->name, &watch->key};
    struct pal_checkpoint checkpoint;
    enum pal_err err = pal_checkpoint_parse(note->body, &checkpoint);
    PAL_CHECK(err == PAL_OK); /* it was parsed to come here */
    pal_cosignature_write(&self, note->body, now, &line);
    pal_buf_add_text(&cosigned, text);
    pal_buf_add_text(&cosigned, pal_buf_text(&line));
    const struct pal_watched *known = find(watch, checkpoint.origin);
    if (known != NULL) {
        pal_buf_add_string(&before, known->note);
    }
    if (remember(watch, pal_buf_text(&cosigned)) != PAL_OK) {
        say(reply, 400, "The checkpoint has too many lines.\n");
        return;
    }
    if (save(watch) != PAL_OK) {
        /* Nobody was told. Whether the disk has it or not, the next request is judged by what was
         * remembered before, which can only be smaller: nothing is contradicted. */
        if (before.size > 0) {
            err = remember(watch, pal_buf_text(&before));
            PAL_CHECK(err == PAL_OK);
        }
        say(reply, 500, "The witness cannot write its memory.\n");
        return;
    }
    say(reply, 200, "");
    pal_buf_add_text(&reply->body, pal_buf_text(&line));
}

/* RULE docs/rules/witness.md
 * > Is the request of this form, and the old size not above the new one? Otherwise 400. Is the log one
 * > that it knows? Otherwise 404. Does a key that it knows of this log sign, and does every line of
 * > such a key hold? Otherwise 403. Is the old size the one that it cosigned last? Otherwise 409, with
 * > that size, a newline and the type `text/x.tlog.size`. Does the proof hold? Otherwise 422; but where
 * > old and new size are the same and the roots are not, 409.
 */
void pal_watch_add(struct pal_watch *watch, struct pal_text body, int64_t now,
                   struct pal_watch_reply *reply)
{
    struct pal_cosign_request request;
    struct pal_note note;
    struct pal_checkpoint checkpoint;
    if (pal_cosign_request_parse(body, &request) != PAL_OK ||
        pal_note_parse(request.note, &note) != PAL_OK ||
        pal_checkpoint_parse(note.body, &checkpoint) != PAL_OK ||
        request.old_size > checkpoint.head.size) {
        say(reply, 400, "This is no request for a cosignature.\n");
        return;
    }
    if (!knows(watch, checkpoint.origin)) {
        say(reply, 404, "This log is not known here.\n");
        return;
    }
    if (pal_note_verify(&note, watch->vkeys, watch->vkey_count, NULL) != PAL_OK) {
        say(reply, 403, "No key of this log signs the checkpoint, or one does not hold.\n");
        return;
    }
    const struct pal_watched *known = find(watch, checkpoint.origin);
    const struct pal_tree_head nothing = {.root = pal_hash_of("", 0)};
    const struct pal_tree_head *old = known != NULL ? &known->head : &nothing;
    bool is_same_size = old->size == checkpoint.head.size;
    if (request.old_size != old->size ||
        (is_same_size && !pal_hash_equal(&old->root, &checkpoint.head.root))) {
        say_size(reply, old->size);
        return;
    }
    if (pal_tree_check_consistency(&request.proof, old, &checkpoint.head) != PAL_OK) {
        say(reply, 422, "The proof does not lead from the old size to the new one.\n");
        return;
    }
    cosign(watch, &note, request.note, now, reply);
}

/* RULE docs/rules/witness.md
 * > A GET of the witness's address, `/`, SHA-256 of the log's name in hexadecimal, and `/checkpoint`
 * > gives the checkpoint that it cosigned last
 */
void pal_watch_show(const struct pal_watch *watch, struct pal_text hash,
                    struct pal_watch_reply *reply)
{
    for (size_t i = 0; i < watch->log_count; i++) {
        char hex[2 * PAL_HASH_SIZE + 1];
        struct pal_text origin = watch->logs[i].origin;
        struct pal_hash named = pal_hash_of(origin.bytes, origin.size);
        pal_hash_write(&named, hex);
        if (pal_text_is(hash, hex)) {
            say(reply, 200, watch->logs[i].note);
            return;
        }
    }
    say(reply, 404, "This log is not known here, or nothing of it was cosigned.\n");
}
