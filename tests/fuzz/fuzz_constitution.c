/* fuzz_constitution.c - what is accepted as a constitution is checked and read again as the same. */
#include "ballots/constitution.h"
#include "base/check.h"
#include "base/limits.h"

#include "fuzz.h"

static void check(const struct pal_constitution *constitution)
{
    const uint64_t members[PAL_LIMIT_COLLEGES] = {3, 0, 1};
    PAL_FINDINGS(findings);
    PAL_JSON(json);
    pal_constitution_check(constitution, &findings);
    pal_constitution_check_members(constitution, members, &findings);
    json = pal_findings_write(&findings);
    PAL_CHECK(pal_json_count(json) == findings.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct pal_where where = {0};
    PAL_JSON(json);
    if (pal_json_parse((struct pal_text){(const char *)bytes, size}, 1 << 16, &json, &where) !=
        PAL_OK) {
        return 0;
    }
    PAL_CONSTITUTION(fragment);
    if (pal_constitution_parse(json, PAL_CONSTITUTION_FRAGMENT, &fragment, &where) == PAL_OK) {
        check(&fragment);
    }
    PAL_CONSTITUTION(document);
    if (pal_constitution_parse(json, PAL_CONSTITUTION_DOCUMENT, &document, &where) != PAL_OK) {
        return 0;
    }
    check(&document);
    PAL_CONSTITUTION(again);
    enum pal_err err =
        pal_constitution_parse(document.document, PAL_CONSTITUTION_DOCUMENT, &again, &where);
    PAL_CHECK(err == PAL_OK);
    PAL_CHECK(pal_hash_equal(&document.hash, &again.hash));
    return 0;
}
