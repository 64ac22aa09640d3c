/*
 * verify_notes.c - who signed: the file (V1), the checkpoint (V2), what was seen before (V4).
 */
#include <stdio.h>
#include <string.h>

#include "audit/cosign.h"
#include "audit/minisign.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"

#include "verifying.h"

/* --- V1 --------------------------------------------------------------------------------------------- */

static enum pal_err hash_pieces(struct pal_file_check *file)
{
    enum { PIECE = 1 << 16, LINE = 64 };
    const struct pal_source *source = file->source;
    /* Some processors copy to a few bytes behind the beginning of a page, where large pieces of the heap are,
     * four times as slowly as to elsewhere. */
    alignas(LINE) uint8_t piece[PIECE];
    struct pal_blake_state state;
    pal_blake_init(&state);
    for (uint64_t at = 0; at < source->size && !file->is_unwanted;) {
        size_t size = source->size - at < PIECE ? (size_t)(source->size - at) : PIECE;
        PAL_TRY(pal_source_read(source, at, piece, size));
        pal_blake_add(&state, piece, size);
        at += size;
    }
    pal_blake_final(&state, file->hash);
    return PAL_OK;
}

static void hash_file(void *context)
{
    struct pal_file_check *file = context;
    file->err = hash_pieces(file);
}

void pal_verify_notes_begin(struct pal_verifying *verifying)
{
    struct pal_file_check *file = &verifying->file;
    file->source = verifying->spec->tar;
    if (verifying->spec->minisig.bytes != NULL) {
        pal_task_start(&file->task, hash_file, file);
    }
}

void pal_verify_notes_end(struct pal_verifying *verifying)
{
    verifying->file.is_unwanted = true;
    pal_task_wait(&verifying->file.task);
}

/* Is there one word in the comment that begins so, and is it just this? */
static bool comment_says(struct pal_text comment, const char *name, struct pal_text value)
{
    struct pal_text word;
    size_t count = 0;
    bool is_said = false;
    bool has_more = true;
    while (has_more) {
        has_more = pal_text_cut(&comment, ' ', &word);
        if (pal_text_starts(word, name)) {
            size_t size = strlen(name);
            count++;
            is_said = pal_text_equal((struct pal_text){word.bytes + size, word.size - size}, value);
        }
    }
    return is_said && count == 1;
}

/* RULE docs/rules/verify.md
 * > The key of `minisign.pub` is that one, and the trusted comment names the log, the size and the
 * > root of the checkpoint, each once.
 */
static bool names_checkpoint(const struct pal_verifying *verifying, struct pal_text comment)
{
    const struct pal_checkpoint *checkpoint = &verifying->checkpoint;
    char size[24];
    char root[2 * PAL_HASH_SIZE + 1];
    (void)snprintf(size, sizeof size, "%llu", (unsigned long long)checkpoint->head.size);
    pal_hash_write(&checkpoint->head.root, root);
    return comment_says(comment, "log=", checkpoint->origin) &&
           comment_says(comment, "size=", pal_text_of(size)) &&
           comment_says(comment, "root=", pal_text_of(root));
}

static enum pal_err check_file(struct pal_verifying *verifying)
{
    const struct pal_key_life *life =
        pal_keys_newest(&verifying->keys, PAL_KEY_RECORD, verifying->checkpoint.head.size);
    struct pal_minisign_key key;
    struct pal_minisign_key beside;
    struct pal_minisign minisign;
    PAL_BUF(file);
    if (life == NULL || life->is_revoked) {
        return PAL_ERR_KEY_LIFE;
    }
    PAL_TRY(pal_minisign_key_parse(pal_text_of(life->text), &key));
    PAL_TRY(pal_minisign_parse(verifying->spec->minisig, &minisign));
    pal_task_wait(&verifying->file.task);
    PAL_TRY(verifying->file.err);
    PAL_TRY(pal_minisign_verify(&minisign, &key, verifying->file.hash));
    PAL_TRY(pal_verify_file(verifying, "minisign.pub", PAL_LIMIT_NOTE, &file));
    PAL_TRY(pal_minisign_file_parse(pal_buf_text(&file), &beside));
    bool is_same = memcmp(beside.number, key.number, sizeof key.number) == 0 &&
                   memcmp(beside.public_key, key.public_key, sizeof key.public_key) == 0;
    if (!is_same) {
        return PAL_ERR_MINISIGN_KEY;
    }
    return names_checkpoint(verifying, minisign.comment) ? PAL_OK : PAL_ERR_NOTE_ORIGIN;
}

static void check_signature(struct pal_verifying *verifying)
{
    if (verifying->spec->minisig.bytes == NULL) {
        pal_verify_fail(verifying, 1, "there is no .minisig beside the file");
        return;
    }
    enum pal_err err = check_file(verifying);
    if (err != PAL_OK) {
        pal_verify_fail(verifying, 1, "%s (%s)", pal_err_sentence(err), pal_err_slug(err));
    }
    pal_verify_say(verifying, 1, "%llu bytes, signed by the key that the log announced",
                   (unsigned long long)verifying->spec->tar->size);
}

/* --- V2 --------------------------------------------------------------------------------------------- */

/* What whoever runs the verifier knows better than the log. */
struct beliefs {
    struct pal_vkey keys[PAL_KEYS_MAX];
    size_t key_count;
    struct pal_policy policy;
    bool has_policy;
};

static enum pal_err read_beliefs(const struct pal_verify_spec *spec, struct beliefs *beliefs)
{
    if (spec->policy.bytes != NULL) {
        PAL_TRY(pal_policy_parse(spec->policy, &beliefs->policy, NULL));
        beliefs->has_policy = true;
        for (size_t i = 0; i < beliefs->policy.log_count; i++) {
            beliefs->keys[beliefs->key_count++] = beliefs->policy.logs[i].vkey;
        }
    }
    for (size_t i = 0; i < spec->key_count; i++) {
        if (beliefs->key_count == PAL_KEYS_MAX) {
            return PAL_ERR_LIMIT_COUNT;
        }
        PAL_TRY(pal_vkey_parse(pal_text_of(spec->keys[i]), &beliefs->keys[beliefs->key_count]));
        beliefs->key_count++;
    }
    return PAL_OK;
}

/* The keys to believe for a checkpoint: those given, but for what the log revoked, or those that the log has. */
static size_t believed(const struct pal_verifying *verifying, const struct beliefs *beliefs,
                       const struct pal_checkpoint *checkpoint, int64_t made_at,
                       struct pal_vkey out_keys[PAL_KEYS_MAX])
{
    size_t count = 0;
    uint64_t size = checkpoint->head.size;
    if (beliefs->key_count == 0) {
        return pal_keys_at(&verifying->keys, size, made_at, out_keys);
    }
    for (size_t i = 0; i < beliefs->key_count; i++) {
        if (pal_keys_believes(&verifying->keys, &beliefs->keys[i], size)) {
            out_keys[count++] = beliefs->keys[i];
        }
    }
    return count;
}

/* RULE docs/rules/verify.md
 * > `--key VKEY`, as often as needed, and the `log` lines of `--policy FILE` are the keys to believe in
 * > place of those of the log, and the quorum of that policy the one to reach.
 */
static enum pal_err check_keys(const struct pal_verifying *verifying, const struct beliefs *beliefs,
                               const struct pal_note *note, int64_t made_at)
{
    struct pal_checkpoint checkpoint;
    PAL_TRY(pal_checkpoint_parse(note->body, &checkpoint));
    struct pal_text origin = pal_keys_origin_at(&verifying->keys, checkpoint.head.size);
    if (!pal_text_equal(checkpoint.origin, origin)) {
        return PAL_ERR_NOTE_ORIGIN;
    }
    struct pal_vkey keys[PAL_KEYS_MAX];
    size_t count = believed(verifying, beliefs, &checkpoint, made_at, keys);
    return pal_note_verify(note, keys, count, NULL);
}

/* RULE docs/rules/witness.md
 * > a checkpoint that no other key signs is believed only where the quorum of the policy cosigned it
 */
static bool is_signed_by_others(const struct pal_verifying *verifying,
                                const struct beliefs *beliefs)
{
    struct pal_vkey keys[PAL_KEYS_MAX];
    size_t others = 0;
    size_t count = believed(verifying, beliefs, &verifying->since, verifying->since_made_at, keys);
    for (size_t i = 0; i < count; i++) {
        if (pal_keys_believes(&verifying->keys, &keys[i], UINT64_MAX)) {
            keys[others++] = keys[i];
        }
    }
    return pal_note_verify(&verifying->since_note, keys, others, NULL) == PAL_OK;
}

/* The second of the newest cosignature of the witnesses of a policy; 0: there is none. */
static int64_t find_newest(const struct pal_policy *policy, const struct pal_verifying *verifying)
{
    int64_t newest = 0;
    size_t from = verifying->note.body.size + 1; /* the lines stand behind a blank one */
    struct pal_text lines = pal_buf_text(&verifying->note_text);
    lines = (struct pal_text){lines.bytes + from, lines.size - from};
    for (size_t i = 0; i < policy->witness_count; i++) {
        PAL_BUF(line);
        int64_t seconds;
        enum pal_err err = pal_cosignature_read(lines, verifying->note.body,
                                                &policy->witnesses[i].vkey, &line, &seconds);
        newest = err == PAL_OK && seconds > newest ? seconds : newest;
    }
    return newest;
}

/* The policy to meet: the one given, or else that of the log. */
static enum pal_err read_quorum(const struct pal_verifying *verifying,
                                const struct beliefs *beliefs, struct pal_policy *out_policy)
{
    if (beliefs->has_policy) {
        *out_policy = beliefs->policy;
        return PAL_OK;
    }
    const char *own = verifying->keys.policy;
    return pal_policy_parse(pal_text_of(own != NULL ? own : "quorum none\n"), out_policy, NULL);
}

static enum pal_err check_quorum(struct pal_verifying *verifying, const struct beliefs *beliefs,
                                 uint64_t *out_witnesses, int64_t *out_newest)
{
    struct pal_policy policy;
    PAL_TRY(read_quorum(verifying, beliefs, &policy));
    PAL_TRY(pal_policy_cosigned(&policy, &verifying->note, out_witnesses));
    *out_newest = find_newest(&policy, verifying);
    return pal_policy_is_met(&policy, *out_witnesses) ? PAL_OK : PAL_ERR_POLICY_QUORUM;
}

static bool is_watched(const struct pal_verifying *verifying, const struct beliefs *beliefs)
{
    struct pal_policy policy;
    uint64_t witnesses = 0;
    return read_quorum(verifying, beliefs, &policy) == PAL_OK &&
           pal_policy_cosigned(&policy, &verifying->since_note, &witnesses) == PAL_OK &&
           pal_policy_is_met(&policy, witnesses);
}

static enum pal_err check_keys_file(const struct pal_verifying *verifying)
{
    PAL_BUF(there);
    PAL_BUF(expected);
    PAL_TRY(pal_verify_file(verifying, "keys.txt", PAL_LIMIT_NOTE, &there));
    pal_keys_write(&verifying->keys, &expected);
    return pal_text_equal(pal_buf_text(&there), pal_buf_text(&expected)) ? PAL_OK
                                                                         : PAL_ERR_KEY_LIFE;
}

/* RULE docs/rules/verify.md
 * > Where no key is given, the figure says that the key is one that the record itself names, and where no policy is, that the
 * > witnesses are: such a check shows that nothing was changed since the key signed it, and not whose key it is.
 */
static const char *source_of_keys(const struct beliefs *beliefs)
{
    return beliefs->key_count > 0 ? "; the key is one that was given"
                                  : "; the key is one that the record itself names: give --key to "
                                    "check whose it is";
}

static const char *source_of_witnesses(const struct beliefs *beliefs, const struct pal_keys *keys)
{
    return beliefs->has_policy || keys->policy == NULL
               ? ""
               : "; the witnesses are those that it names too: give --policy to check whose they are";
}

/* RULE docs/rules/verify.md
 * > Where the log was continued the figure says how often, and under which name it was before.
 */
static void say_names(const struct pal_verifying *verifying, struct pal_buf *names)
{
    const struct pal_keys *keys = &verifying->keys;
    if (keys->name_count > 2) {
        pal_buf_add_format(names, "; CONTINUED %zu TIMES UNDER ANOTHER NAME", keys->name_count - 1);
    } else if (keys->name_count == 2) {
        pal_buf_add_string(names, "; CONTINUED ONCE UNDER ANOTHER NAME");
    }
    for (size_t i = keys->name_count; i > 1; i--) {
        pal_buf_add_format(names, ", %s before entry %llu", keys->names[i - 2].origin,
                           (unsigned long long)keys->names[i - 1].first_size - 1);
    }
}

static void check_checkpoint(struct pal_verifying *verifying, const struct beliefs *beliefs)
{
    uint64_t witnesses = 0;
    int64_t latest = 0;
    enum pal_err err = check_keys(verifying, beliefs, &verifying->note, verifying->last_made_at);
    if (err == PAL_OK) {
        err = check_quorum(verifying, beliefs, &witnesses, &latest);
    }
    if (err == PAL_ERR_POLICY_QUORUM) {
        pal_verify_fail(verifying, 2, "the quorum of witnesses is not reached: %d cosigned",
                        __builtin_popcountll(witnesses));
    } else if (err != PAL_OK) {
        pal_verify_fail(verifying, 2, "%s (%s)", pal_err_sentence(err), pal_err_slug(err));
    } else if (check_keys_file(verifying) != PAL_OK) {
        pal_verify_fail(verifying, 2, "keys.txt is not what the log says of its keys");
    }
    char instant[PAL_INSTANT_TEXT_SIZE + 1] = "";
    if (latest > 0 && latest < INT64_C(253402300800)) { /* within the years that are written */
        pal_instant_write(latest * 1000000, instant);
    }
    PAL_BUF(names);
    say_names(verifying, &names);
    pal_verify_say(verifying, 2, "%s at size %llu, %d cosignatures%s%s%s%s%s",
                   verifying->keys.origin, (unsigned long long)verifying->checkpoint.head.size,
                   __builtin_popcountll(witnesses), latest > 0 ? ", the newest of " : "", instant,
                   names.size > 0 ? names.bytes : "", source_of_keys(beliefs),
                   source_of_witnesses(beliefs, &verifying->keys));
}

/* --- V4 --------------------------------------------------------------------------------------------- */

static void check_since(struct pal_verifying *verifying, const struct beliefs *beliefs)
{
    if (verifying->spec->since.bytes == NULL) {
        return;
    }
    const struct pal_tree_head *before = &verifying->since.head;
    uint64_t kept = 0;
    if (!verifying->has_since) {
        pal_verify_fail(verifying, 4, "what was kept is no checkpoint");
    } else if (pal_keys_is_left_behind(&verifying->keys, &verifying->since_note, &kept)) {
        pal_verify_fail(
            verifying, 4,
            "the log was continued under another name at entry %llu: of the entries seen "
            "before, %llu to %llu are not in it",
            (unsigned long long)kept, (unsigned long long)kept,
            (unsigned long long)before->size - 1);
    } else if (before->size > verifying->checkpoint.head.size) {
        pal_verify_fail(verifying, 4, "the log was larger before: %llu entries",
                        (unsigned long long)before->size);
    } else if (check_keys(verifying, beliefs, &verifying->since_note, verifying->since_made_at) !=
               PAL_OK) {
        pal_verify_fail(verifying, 4, "what was kept is not signed by this log");
    } else if (!pal_hash_equal(&before->root, &verifying->since_root)) {
        bool is_believed =
            is_signed_by_others(verifying, beliefs) || is_watched(verifying, beliefs);
        pal_verify_fail(verifying, 4, "the log does not begin with the %llu entries seen before%s",
                        (unsigned long long)before->size,
                        is_believed ? ""
                                    : "; what was kept is signed by a revoked key alone, and no "
                                      "quorum cosigned it: it may be forged");
    }
    pal_verify_say(verifying, 4, "%llu entries were added to %llu",
                   (unsigned long long)(verifying->checkpoint.head.size - before->size),
                   (unsigned long long)before->size);
}

void pal_verify_notes(struct pal_verifying *verifying)
{
    struct beliefs beliefs = {0};
    if (!verifying->is_log_read) {
        pal_verify_fail(verifying, 1, "the log cannot be read, which announces the key");
        pal_verify_fail(verifying, 2, "the log cannot be read, which has the keys");
        if (verifying->spec->since.bytes != NULL) {
            pal_verify_fail(verifying, 4, "the log cannot be read");
        }
        return;
    }
    enum pal_err err = read_beliefs(verifying->spec, &beliefs);
    if (err != PAL_OK) {
        pal_verify_fail(verifying, 2, "the keys or the policy given: %s (%s)",
                        pal_err_sentence(err), pal_err_slug(err));
    }
    check_signature(verifying);
    check_checkpoint(verifying, &beliefs);
    check_since(verifying, &beliefs);
}
