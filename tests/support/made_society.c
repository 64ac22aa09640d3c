/* made_society.c - the society of a record made in memory, up to the call of its polls. */
#include <stdio.h>
#include <string.h>

#include "audit/keys.h"
#include "audit/minisign.h"
#include "base/canon.h"
#include "base/check.h"
#include "base/mem.h"

#include "expect.h"
#include "made_polls.h"

const char *const pal_made_colleges[PAL_MADE_PER_COLLEGE] = {"workers", "users", "supporters"};

/* --- entries and documents -------------------------------------------------------------------------- */

const char *pal_made_log(const struct pal_made *made)
{
    return *made->name == '\0' ? PAL_MADE_LOG : made->name;
}

uint64_t pal_made_entry(struct pal_made *made, const char *type, const char *d)
{
    PAL_JSON(json);
    char id[PAL_UUID_TEXT_SIZE + 1];
    struct pal_entry entry = {.type = pal_text_of(type), .made_at = made->now};
    PAL_CHECK(snprintf(id, sizeof id, "11111111-1111-4111-8111-%012zu", made->entry_count) > 0);
    PAL_CHECK(pal_uuid_parse(pal_text_of(id), &entry.id) == PAL_OK);
    PAL_CHECK(pal_json_parse(pal_text_of(d), strlen(d), &json, NULL) == PAL_OK);
    entry.d = json;
    PAL_CHECK(made->entry_count < PAL_MADE_ENTRIES);
    PAL_CHECK(pal_entry_write(&entry, &made->entries[made->entry_count], NULL) == PAL_OK);
    return made->entry_count++;
}

/* The hash of a document, spelled; where it is named by it, prefix ends in a slash. */
void pal_made_document(struct pal_made *made, const char *name, const char *text,
                       char out_hex[2 * PAL_HASH_SIZE + 1])
{
    PAL_JSON(json);
    PAL_BUF(bytes);
    PAL_BUF(path);
    PAL_CHECK(pal_json_parse(pal_text_of(text), strlen(text), &json, NULL) == PAL_OK);
    PAL_CHECK(pal_canon_write(json, &bytes, NULL) == PAL_OK);
    struct pal_hash hash = pal_hash_of(bytes.bytes, bytes.size);
    pal_hash_write(&hash, out_hex);
    pal_buf_add_string(&path, name);
    if (name[strlen(name) - 1] == '/') {
        pal_buf_add_string(&path, out_hex);
        pal_buf_add_string(&path, ".json");
    }
    (void)pal_made_add(made, path.bytes, pal_buf_text(&bytes));
}

struct pal_made_path pal_made_poll_file(const char *poll, const char *name)
{
    struct pal_made_path path;
    PAL_CHECK(snprintf(path.text, sizeof path.text, "polls/%s/%s", poll, name) > 0);
    return path;
}

void pal_made_poll_text(struct pal_made *made, const char *poll, const char *name,
                        struct pal_text text)
{
    (void)pal_made_add(made, pal_made_poll_file(poll, name).text, text);
}

/* --- the society -------------------------------------------------------------------------------------- */

static void add_keys(struct pal_made *made)
{
    PAL_BUF(d);
    PAL_BUF(vkey);
    PAL_BUF(name);
    PAL_BUF(record);
    struct pal_vkey key =
        pal_vkey_make(pal_text_of(PAL_MADE_LOG), PAL_NOTE_KEY_ED25519, made->log.public_key);
    pal_vkey_write(&key, &vkey);
    pal_buf_add_format(&d,
                       "{\"origin\":\"%s\",\"software\":\"palabre\",\"spec\":\"palabre-log/1\","
                       "\"vkey\":\"%s\"}",
                       PAL_MADE_LOG, vkey.bytes);
    (void)pal_made_entry(made, "log.genesis", d.bytes);

    pal_keys_receipt_name(pal_text_of(PAL_MADE_LOG), &name);
    key = pal_vkey_make(pal_buf_text(&name), PAL_NOTE_KEY_ED25519, made->receipts.public_key);
    pal_buf_clear(&vkey);
    pal_vkey_write(&key, &vkey);
    pal_buf_clear(&d);
    pal_buf_add_format(&d, "{\"key\":\"%s\",\"purpose\":\"receipt\"}", vkey.bytes);
    (void)pal_made_entry(made, "key.announce", d.bytes);

    struct pal_minisign_key minisign = pal_minisign_key_of(made->record.public_key);
    pal_minisign_key_write(&minisign, &record);
    pal_buf_clear(&d);
    pal_buf_add_format(&d, "{\"key\":\"%s\",\"purpose\":\"record\"}", record.bytes);
    (void)pal_made_entry(made, "key.announce", d.bytes);
}

static void add_society(struct pal_made *made)
{
    char hex[2 * PAL_HASH_SIZE + 1];
    PAL_BUF(d);
    PAL_BUF(statutes);
    pal_made_document(made, "society/", "{\"name\":\"Les Sept\",\"licence\":\"CC-BY-4.0\"}", hex);
    pal_buf_add_format(&d, "{\"hash\":\"%s\",\"society\":\"%s\"}", hex, PAL_MADE_UUID("d0"));
    (void)pal_made_entry(made, "society.found", d.bytes);

    char *text = pal_tests_file_new("tests/support/constitution.json");
    PAL_CHECK(text != NULL);
    pal_buf_add_string(&statutes, text);
    pal_mem_free(text);
    PAL_CHECK(pal_made_replace(&statutes, "\"elder\"", "\"lot\""));
    PAL_CHECK(pal_made_replace(&statutes, "\"threshold\": \"2/3\"",
                               "\"second\":{\"base\":\"present\",\"strict\":false,"
                               "\"threshold\":\"2/3\"},\"threshold\":\"2/3\""));
    PAL_CHECK(pal_made_replace(&statutes, "{",
                               "{\"deliberation\":{\"college_turns\":\"extraordinary\","
                               "\"contract_days\":2,\"debate_days\":0,\"extension_days\":2,"
                               "\"motion_support\":\"1/2\",\"secret_on_request\":\"1/4\","
                               "\"sponsors\":\"1/2\"},"));
    pal_made_document(made, "constitutions/", statutes.bytes, hex);
    PAL_CHECK(pal_hash_parse(pal_text_of(hex), &made->constitution) == PAL_OK);
    pal_buf_clear(&d);
    pal_buf_add_format(&d,
                       "{\"constitution\":\"%s\",\"effective_on\":\"1970-01-01\",\"hash\":\"%s\","
                       "\"number\":1}",
                       PAL_MADE_CONSTITUTION, hex);
    (void)pal_made_entry(made, "constitution.enter", d.bytes);
    (void)pal_made_entry(
        made, "register.import",
        "{\"c\":\"0000000000000000000000000000000000000000000000000000000000000000\","
        "\"colleges\":{\"users\":3},\"count\":9}");
}

static void add_file(struct pal_made *made)
{
    static const char bytes[] = "The accounts of the bridge.\n";
    char hex[2 * PAL_HASH_SIZE + 1];
    PAL_BUF(d);
    PAL_BUF(says);
    struct pal_hash sha256 = pal_hash_of(bytes, sizeof bytes - 1);
    pal_hash_write(&sha256, hex);
    pal_buf_add_format(&says,
                       "{\"format\":\"" PAL_FORMAT_ATTACHMENT
                       "\",\"media_type\":\"text/plain; charset=utf-8\","
                       "\"name\":\"a.txt\",\"salt\":\"" PAL_MADE_SALT
                       "\",\"sha256\":\"%s\",\"size\":%zu}",
                       hex, sizeof bytes - 1);
    pal_made_document(made, "texts/", says.bytes, hex);
    pal_buf_add_format(&d,
                       "{\"attachment\":\"%s\",\"hash\":\"%s\",\"resolution\":"
                       "\"" PAL_MADE_RESOLUTION "\"}",
                       PAL_MADE_UUID("e0"), hex);
    (void)pal_made_entry(made, "resolution.attach", d.bytes);
    pal_buf_clear(&d);
    /* Of what it names it asks nothing, and takes nothing back of what is asked. */
    pal_buf_add_format(&d,
                       "{\"assembly\":\"" PAL_MADE_ASSEMBLY
                       "\",\"count\":0,\"failed\":0,\"hash\":\"%s\",\"root\":\"%s\"}",
                       hex, hex);
    (void)pal_made_entry(made, "notice.send", d.bytes);
    pal_buf_clear(&d);
    pal_buf_add_format(&d, "attachments/%s", hex);
    (void)pal_made_add(made, d.bytes, (struct pal_text){bytes, sizeof bytes - 1});
}

static void add_assembly(struct pal_made *made, char out_text[2 * PAL_HASH_SIZE + 1])
{
    PAL_BUF(d);
    (void)pal_made_entry(made, "assembly.create",
                         "{\"assembly\":\"" PAL_MADE_ASSEMBLY
                         "\",\"call\":\"first\",\"kind\":\"ordinary\","
                         "\"meets_at\":2000,\"title\":\"Spring\"}");
    pal_made_document(made, "texts/",
                      "{\"format\":\"" PAL_FORMAT_RESOLUTION "\",\"salt\":\"" PAL_MADE_SALT
                      "\",\"title\":\"A bridge\",\"text\":\"We build it.\",\"reasons\":\"Water.\"}",
                      out_text);
    pal_buf_add_format(&d,
                       "{\"assembly\":\"" PAL_MADE_ASSEMBLY
                       "\",\"class\":\"ordinary\",\"hash\":\"%s\","
                       "\"origin\":\"board\",\"position\":1,\"resolution\":\"" PAL_MADE_RESOLUTION
                       "\"}",
                       out_text);
    (void)pal_made_entry(made, "resolution.table", d.bytes);
    (void)pal_made_entry(made, "resolution.opinion",
                         "{\"opinion\":\"approved\",\"resolution\":\"" PAL_MADE_RESOLUTION "\"}");
    add_file(made);
    (void)pal_made_entry(made, "assembly.convene",
                         "{\"assembly\":\"" PAL_MADE_ASSEMBLY
                         "\",\"constitution\":\"" PAL_MADE_CONSTITUTION "\"}");
}

void pal_made_society(struct pal_made *made, char out_text[2 * PAL_HASH_SIZE + 1])
{
    add_keys(made);
    add_society(made);
    add_assembly(made, out_text);
}
