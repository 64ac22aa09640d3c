/*
 * fuzz_json.c - what is accepted as JSON is written back and read again as the same value; and another
 * parser accepts the same and reads the same values from it.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/json.h"

#include "fuzz.h"

/* What jansson reads as the value that was written; or refuses, with what we refuse as no JSON. */
static void ask_jansson(struct pal_text text, enum pal_err err, const struct pal_json *json)
{
    if (err != PAL_OK && err != PAL_ERR_JSON_SYNTAX && err != PAL_ERR_JSON_DUPLICATE_KEY) {
        return; /* refused although it is JSON, or before anybody looked */
    }
    json_error_t error;
    json_t *value = json_loadb(text.size > 0 ? text.bytes : "", text.size,
                               JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    PAL_CHECK((value != NULL) == (err == PAL_OK));
    if (value == NULL) {
        bool is_twice = json_error_code(&error) == json_error_duplicate_key;
        PAL_CHECK(is_twice == (err == PAL_ERR_JSON_DUPLICATE_KEY));
        return;
    }
    PAL_BUF(written);
    pal_json_write(json, &written);
    char *theirs = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    PAL_CHECK(theirs != NULL && strcmp(theirs, written.bytes) == 0);
    free(theirs); /* the library's own malloc */
    json_decref(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct pal_text text = {(const char *)bytes, size};
    struct pal_where where;
    PAL_JSON(json);
    enum pal_err err = pal_json_parse(text, 1 << 16, &json, &where);
    ask_jansson(text, err, json);
    if (err != PAL_OK) {
        return 0;
    }
    PAL_BUF(written);
    pal_json_write(json, &written);

    PAL_JSON(again);
    /* A control character may be spelled longer than it was; twice as long is room enough. */
    err = pal_json_parse(pal_buf_text(&written), 1 << 17, &again, &where);
    PAL_CHECK(err == PAL_OK);
    PAL_BUF(rewritten);
    pal_json_write(again, &rewritten);
    PAL_CHECK(pal_text_equal(pal_buf_text(&written), pal_buf_text(&rewritten)));
    return 0;
}
