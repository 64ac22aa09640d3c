/* fuzz_policy.c - whatever is read as a policy keeps to its bounds, and every quorum is reached by all. */
#include "audit/policy.h"
#include "base/check.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct pal_policy policy;
    const struct pal_text text = {(const char *)bytes, size};
    struct pal_where where;
    if (pal_policy_parse(text, &policy, &where) != PAL_OK) {
        return 0;
    }
    PAL_CHECK(policy.witness_count <= PAL_POLICY_WITNESSES);
    PAL_CHECK(policy.group_count <= PAL_POLICY_GROUPS);
    PAL_CHECK(policy.log_count <= PAL_POLICY_LOGS);
    PAL_CHECK(pal_policy_is_met(&policy, (UINT64_C(1) << policy.witness_count) - 1));
    PAL_CHECK(pal_policy_is_met(&policy, 0) == (policy.quorum == 0));
    return 0;
}
