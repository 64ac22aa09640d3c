/* made_continue.c - the log of a record made in memory goes on under another name. */
#include <stdio.h>
#include <string.h>

#include "audit/entry.h"
#include "audit/keys.h"
#include "base/check.h"
#include "base/fields.h"

#include "made_polls.h"

/* The checkpoint that is quoted, and with it what is wrong. */
static void quote(struct pal_made *made, struct pal_text word)
{
    PAL_BUF(body);
    struct pal_text origin = pal_text_of(pal_made_log(made));
    struct pal_tree_head head = {.size = made->entry_count + 5, .root = pal_hash_of("lost", 4)};
    if (pal_text_is(word, "own")) {
        head = pal_made_head(made, made->entry_count - 1);
    } else if (pal_text_is(word, "last")) {
        head = pal_made_head(made, made->entry_count);
    } else if (pal_text_is(word, "fork")) {
        head.size = made->entry_count - 1;
    }
    const struct pal_checkpoint checkpoint = {
        .origin = pal_text_is(word, "elsewhere") ? pal_text_of("else.example/log") : origin,
        .head = head,
    };
    const struct pal_signing_key *signer =
        pal_text_is(word, "stranger") ? &made->receipts : &made->log;
    pal_buf_clear(&made->quoted);
    pal_checkpoint_write(&checkpoint, &body);
    pal_note_sign(pal_buf_text(&body), checkpoint.origin, signer, &made->quoted);
    if (pal_text_is(word, "edited")) {
        PAL_CHECK(pal_made_replace(&made->quoted, "/log\n", "/log\n9"));
    } else if (pal_text_is(word, "unread")) {
        PAL_CHECK(pal_made_replace(&made->quoted, "\n\n", "\n"));
    }
}

static void certify(const struct pal_made *made, const struct pal_signing_key *signer,
                    struct pal_text vkey, struct pal_json *d)
{
    PAL_KEYS(keys);
    PAL_BUF(message);
    PAL_BUF(base64);
    uint8_t signature[PAL_SIGNATURE_SIZE];
    pal_made_keys(made, &keys);
    pal_keys_continuation_message(&keys, vkey, pal_buf_text(&made->quoted), &message);
    pal_crypto_sign(signer, message.bytes, message.size, signature);
    pal_buf_add_base64(&base64, signature, sizeof signature);
    pal_json_set_text(d, "signature", pal_buf_text(&base64));
}

void pal_made_continue(struct pal_made *made, struct pal_text word)
{
    PAL_JSON(d);
    PAL_BUF(vkey);
    PAL_BUF(says);
    char name[sizeof made->name];
    struct pal_signing_key next;
    const uint8_t seed[PAL_SEED_SIZE] = {99, (uint8_t)made->entry_count};
    pal_signing_key_init(&next, seed);
    PAL_CHECK(snprintf(name, sizeof name, "%s%zu", PAL_MADE_LOG, made->entry_count) > 0);
    const char *origin = pal_text_is(word, "same")    ? pal_made_log(made)
                         : pal_text_is(word, "first") ? PAL_MADE_LOG
                                                      : name;
    const char *signs_as = pal_text_is(word, "other") ? "else.example/log" : origin;
    const uint8_t *public_key =
        pal_text_is(word, "oldkey") ? made->log.public_key : next.public_key;
    struct pal_vkey key = pal_vkey_make(pal_text_of(signs_as), PAL_NOTE_KEY_ED25519, public_key);
    pal_vkey_write(&key, &vkey);
    quote(made, word);
    d = pal_json_object_new();
    pal_json_set_text(d, "checkpoint", pal_buf_text(&made->quoted));
    pal_json_set_string(d, "origin", origin);
    pal_json_set_string(d, "reason", "The disk died.");
    pal_json_set_text(d, "vkey", pal_buf_text(&vkey));
    certify(made, pal_text_is(word, "uncertified") ? &next : &made->log, pal_buf_text(&vkey), d);
    pal_json_write(d, &says);
    (void)pal_made_entry(made, "log.continue", says.bytes);
    if (!pal_text_is(word, "unmoved")) {
        made->log = next;
        memcpy(made->name, origin, strlen(origin) + 1);
    }
}
