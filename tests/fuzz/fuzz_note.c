/* fuzz_note.c - whatever is read as a note, a checkpoint, a key or a proof is written back the same. */
#include "audit/note.h"
#include "base/check.h"

#include "fuzz.h"

static void read_checkpoint(struct pal_text body)
{
    struct pal_checkpoint checkpoint;
    if (pal_checkpoint_parse(body, &checkpoint) == PAL_OK) {
        PAL_BUF(written);
        pal_checkpoint_write(&checkpoint, &written);
        PAL_CHECK(pal_text_equal(pal_buf_text(&written), body));
    }
}

static void read_note(struct pal_text text)
{
    struct pal_note note;
    if (pal_note_parse(text, &note) != PAL_OK) {
        return;
    }
    PAL_CHECK(note.line_count > 0);
    read_checkpoint(note.body);
    for (size_t i = 0; i < note.line_count; i++) {
        /* A key of that name and number that the fuzzer cannot sign with. */
        struct pal_vkey key = {.name = note.lines[i].name,
                               .id = note.lines[i].id,
                               .type = PAL_NOTE_KEY_ED25519};
        key.type = i % 2 == 0 ? PAL_NOTE_KEY_ED25519 : PAL_NOTE_KEY_COSIGNATURE;
        PAL_CHECK(pal_note_verify(&note, &key, 1, NULL) == PAL_ERR_NOTE_SIGNATURE);
    }
}

static void read_key(struct pal_text text)
{
    struct pal_vkey vkey;
    if (pal_vkey_parse(text, &vkey) == PAL_OK) {
        struct pal_vkey made = pal_vkey_make(vkey.name, vkey.type, vkey.public_key);
        PAL_CHECK(made.id == vkey.id);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct pal_text text = {(const char *)bytes, size};
    read_note(text);
    read_checkpoint(text);
    read_key(text);
    struct pal_proof_text proof;
    if (pal_proof_parse(text, &proof) == PAL_OK) {
        PAL_CHECK(proof.proof.count <= PAL_PROOF_MAX);
        read_note(proof.note);
    }
    return 0;
}
