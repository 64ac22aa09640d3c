/* record.c - a store with nothing in it but a log, and things to say in it. */
#include "record.h"

#include "audit/note.h"
#include "base/json.h"
#include "core/log.h"

#include "expect.h"

const int64_t pal_record_start_us = INT64_C(1767225600000000);
const uint8_t pal_record_seed[PAL_SEED_SIZE] = {7};

struct pal_store_spec pal_record_spec(const char *path, enum pal_store_mode mode, int64_t *now_us)
{
    if (*now_us == 0) {
        *now_us = pal_record_start_us;
    }
    return (struct pal_store_spec){.path = path,
                                   .mode = mode,
                                   .clock = pal_clock_at(now_us),
                                   .seed = pal_record_seed};
}

enum pal_err pal_record_found(struct pal_store *store)
{
    {
        PAL_TRANSACTION(tx, store);
        PAL_TRY(pal_log_found(store, pal_text_of("vote.example.coop/log")));
        PAL_TRY(pal_transaction_commit(&tx));
    }
    return pal_turn_commit(store);
}

void pal_record_open(const struct pal_store_spec *spec, struct pal_store **out_store)
{
    EXPECT_ERR(pal_store_open(spec, out_store), PAL_OK);
    EXPECT_ERR(pal_record_found(*out_store), PAL_OK);
}

/* A form that asks for nothing of the society. */
enum pal_err pal_record_say(struct pal_store *store, const char *text)
{
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_string(d, "c", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    pal_json_set_string(d, "what", text);
    const struct pal_log_entry entry = {.type = "register.change", .id = pal_uuid_random(), .d = d};
    return pal_log_append(store, &entry, NULL);
}

void pal_record_turn(struct pal_store *store, size_t count)
{
    PAL_TRANSACTION(tx, store);
    for (size_t i = 0; i < count; i++) {
        EXPECT_ERR(pal_record_say(store, "test"), PAL_OK);
    }
    EXPECT_ERR(pal_transaction_commit(&tx), PAL_OK);
    EXPECT_ERR(pal_turn_commit(store), PAL_OK);
}

struct pal_tree_head pal_record_head(struct pal_store *store)
{
    PAL_BUF(text);
    struct pal_vkey vkey;
    struct pal_note note;
    struct pal_checkpoint checkpoint;
    EXPECT_ERR(pal_log_checkpoint(store, &text), PAL_OK);
    EXPECT_ERR(pal_vkey_parse(pal_log_vkey(store), &vkey), PAL_OK);
    EXPECT_ERR(pal_note_parse(pal_buf_text(&text), &note), PAL_OK);
    EXPECT_ERR(pal_note_verify(&note, &vkey, 1, NULL), PAL_OK);
    EXPECT_ERR(pal_checkpoint_parse(note.body, &checkpoint), PAL_OK);
    EXPECT_TEXT(checkpoint.origin, "vote.example.coop/log");
    return checkpoint.head;
}
