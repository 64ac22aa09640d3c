/*
 * constitution_deliberation.c - what the statutes say of deliberation: sponsors, periods, motions.
 *
 * RULE docs/rules/constitution.md
 * > A document may state `deliberation`, and then its three periods; of the other members it has those
 * > that the statutes have, and what it leaves out cannot be asked.
 */
#include "base/mem.h"

#include "reader.h"

enum { DAYS_MAX = 3650 };

/* What the statutes do not have is left out. */
static enum pal_err read_optional(const struct pal_reader *reader, const struct pal_json *object,
                                  const char *name, struct pal_optional_share *out)
{
    out->is_stated = pal_json_has(object, name);
    return out->is_stated ? pal_reader_share(reader, object, name, out->share) : PAL_OK;
}

static enum pal_err read_members(const struct pal_reader *reader, const struct pal_json *object)
{
    static const char *const names[] = {"sponsors",          "college_sponsors", "debate_days",
                                        "extension_days",    "contract_days",    "motion_support",
                                        "secret_on_request", "college_turns",    NULL};
    struct pal_deliberation_rule *out = &reader->out->deliberation;
    PAL_TRY(pal_reader_only(reader, object, names));
    PAL_TRY(read_optional(reader, object, "sponsors", &out->sponsors));
    PAL_TRY(read_optional(reader, object, "college_sponsors", &out->college_sponsors));
    PAL_TRY(pal_reader_count(reader, object, "debate_days", DAYS_MAX, &out->debate_days));
    PAL_TRY(pal_reader_count(reader, object, "extension_days", DAYS_MAX, &out->extension_days));
    PAL_TRY(pal_reader_count(reader, object, "contract_days", DAYS_MAX, &out->contract_days));
    PAL_TRY(read_optional(reader, object, "motion_support", &out->motion_support));
    PAL_TRY(read_optional(reader, object, "secret_on_request", &out->secret_on_request));
    return pal_json_has(object, "college_turns")
               ? pal_reader_id(reader, object, "college_turns", &out->college_turns)
               : PAL_OK;
}

enum pal_err pal_reader_deliberation(const struct pal_reader *reader)
{
    const struct pal_json *object;
    if (!pal_json_has(reader->json, "deliberation")) {
        return PAL_OK;
    }
    PAL_TRY(pal_json_object(reader->json, "deliberation", &object, reader->where));
    enum pal_err err = read_members(reader, object);
    if (err != PAL_OK) {
        pal_where_prefix(reader->where, "/deliberation");
        return err;
    }
    reader->out->deliberation.is_stated = true;
    return PAL_OK;
}

void pal_deliberation_rule_init(struct pal_deliberation_rule *rule)
{
    *rule = (struct pal_deliberation_rule){0};
    mpq_inits(rule->sponsors.share, rule->college_sponsors.share, rule->secret_on_request.share,
              rule->motion_support.share, (mpq_ptr)NULL);
}

void pal_deliberation_rule_done(struct pal_deliberation_rule *rule)
{
    mpq_clears(rule->sponsors.share, rule->college_sponsors.share, rule->secret_on_request.share,
               rule->motion_support.share, (mpq_ptr)NULL);
    pal_mem_free(rule->college_turns);
}
