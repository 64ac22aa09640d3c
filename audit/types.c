/*
 * types.c - the types of entries, each with its fields; docs/log.md says what each of them means.
 *
 * A row is never changed once released: another meaning is another type.
 */
#include "audit/entry.h"

/* clang-format off */
static const struct pal_entry_type types[] = {
    {"log.genesis", {
        {"origin",   PAL_FIELD_TEXT, false},
        {"software", PAL_FIELD_TEXT, false},
        {"spec",     PAL_FIELD_TEXT, false},
        {"vkey",     PAL_FIELD_TEXT, false},
    }},
    {"key.announce", {
        {"key",     PAL_FIELD_TEXT, false},
        {"purpose", PAL_FIELD_TEXT, false},
    }},
    {"key.rotate", {
        {"new",       PAL_FIELD_TEXT, false},
        {"old",       PAL_FIELD_TEXT, false},
        {"signature", PAL_FIELD_TEXT, false},
    }},
    {"key.revoke", {
        {"key",       PAL_FIELD_TEXT,  false},
        {"last_size", PAL_FIELD_COUNT, false},
        {"reason",    PAL_FIELD_TEXT,  false},
    }},
    {"log.continue", {
        {"checkpoint", PAL_FIELD_TEXT, false},
        {"origin",     PAL_FIELD_TEXT, false},
        {"reason",     PAL_FIELD_TEXT, false},
        {"signature",  PAL_FIELD_TEXT, false},
        {"vkey",       PAL_FIELD_TEXT, false},
    }},
    {"key.destroy", {{"key", PAL_FIELD_TEXT, false}}},
    {"log.policy", {
        {"policy", PAL_FIELD_TEXT, false},
    }},
    {"redact", {
        {"entry",  PAL_FIELD_COUNT, false},
        {"ground", PAL_FIELD_TEXT,  false},
        {"hash",   PAL_FIELD_HASH,  false},
        {"role",   PAL_FIELD_TEXT,  false},
    }},
    {"society.found", {
        {"hash",    PAL_FIELD_HASH, false},
        {"society", PAL_FIELD_UUID, false},
    }},
    {"society.change", {
        {"hash",    PAL_FIELD_HASH, false},
        {"society", PAL_FIELD_UUID, false},
    }},
    {"constitution.enter", {
        {"adopted_by",   PAL_FIELD_UUID,  true},
        {"constitution", PAL_FIELD_UUID,  false},
        {"effective_on", PAL_FIELD_DATE,  false},
        {"hash",         PAL_FIELD_HASH,  false},
        {"number",       PAL_FIELD_COUNT, false},
        {"parent",       PAL_FIELD_UUID,  true},
    }},
    {"register.change", {
        {"c",    PAL_FIELD_HASH, false},
        {"what", PAL_FIELD_TEXT, false},
    }},
    {"register.import", {
        {"c",        PAL_FIELD_HASH,   false},
        {"colleges", PAL_FIELD_OBJECT, false},
        {"count",    PAL_FIELD_COUNT,  false},
    }},
    {"link.make", {
        {"count", PAL_FIELD_COUNT, false},
    }},
    {"office.grant", {
        {"holder", PAL_FIELD_HASH,    false},
        {"office", PAL_FIELD_UUID,    false},
        {"role",   PAL_FIELD_TEXT,    false},
        {"until",  PAL_FIELD_INSTANT, true},
    }},
    {"office.end", {
        {"office", PAL_FIELD_UUID, false},
    }},
    {"assembly.create", {
        {"assembly",  PAL_FIELD_UUID, false},
        {"call",      PAL_FIELD_TEXT, false},
        {"college",   PAL_FIELD_TEXT, true},
        {"kind",      PAL_FIELD_TEXT, false},
        {"meets_at",  PAL_FIELD_INSTANT, false},
        {"place",     PAL_FIELD_TEXT, true},
        {"second_of", PAL_FIELD_UUID, true},
        {"title",     PAL_FIELD_TEXT, false},
    }},
    {"assembly.change", {
        {"assembly", PAL_FIELD_UUID, false},
        {"meets_at", PAL_FIELD_INSTANT, false},
        {"place",    PAL_FIELD_TEXT, true},
        {"title",    PAL_FIELD_TEXT, false},
    }},
    {"assembly.convene", {
        {"assembly",     PAL_FIELD_UUID, false},
        {"constitution", PAL_FIELD_UUID, false},
    }},
    {"assembly.open",   {{"assembly", PAL_FIELD_UUID, false}}},
    {"assembly.end",    {{"assembly", PAL_FIELD_UUID, false}}},
    {"assembly.cancel", {
        {"assembly", PAL_FIELD_UUID, false},
        {"reason",   PAL_FIELD_TEXT, false},
    }},
    {"notice.send", {
        {"assembly", PAL_FIELD_UUID,  false},
        {"count",    PAL_FIELD_COUNT, false},
        {"failed",   PAL_FIELD_COUNT, false},
        {"hash",     PAL_FIELD_HASH,  false},
        {"root",     PAL_FIELD_HASH,  false},
    }},
    {"retention.apply", {
        {"count", PAL_FIELD_COUNT, false},
        {"days",  PAL_FIELD_COUNT, false},
        {"kind",  PAL_FIELD_TEXT,  false},
    }},
    {"attendance.mark", {
        {"assembly", PAL_FIELD_UUID, false},
        {"c",        PAL_FIELD_HASH, false},
    }},
    {"sitting.bureau", {
        {"assembly", PAL_FIELD_UUID,  false},
        {"c",        PAL_FIELD_HASH,  false},
        {"count",    PAL_FIELD_COUNT, false},
    }},
    {"sitting.suspend", {
        {"assembly", PAL_FIELD_UUID, false},
        {"motion",   PAL_FIELD_UUID, true},
    }},
    {"sitting.resume", {{"assembly", PAL_FIELD_UUID, false}}},
    {"sitting.discuss", {
        {"assembly",   PAL_FIELD_UUID, false},
        {"resolution", PAL_FIELD_UUID, true},
    }},
    {"sitting.incident", {
        {"assembly", PAL_FIELD_UUID, false},
        {"c",        PAL_FIELD_HASH, false},
        {"incident", PAL_FIELD_UUID, false},
    }},
    {"sitting.speech", {
        {"assembly",   PAL_FIELD_UUID,      false},
        {"resolution", PAL_FIELD_UUID,      true},
        {"seconds",    PAL_FIELD_COUNT,     false},
        {"speaker",    PAL_FIELD_PSEUDONYM, false},
    }},
    {"debate.close", {
        {"motion",     PAL_FIELD_UUID, true},
        {"resolution", PAL_FIELD_UUID, false},
    }},
    {"debate.open", {{"resolution", PAL_FIELD_UUID, false}}},
    {"debate.ask", {
        {"asker",      PAL_FIELD_PSEUDONYM, false},
        {"resolution", PAL_FIELD_UUID,      false},
        {"value",      PAL_FIELD_BOOL,      false},
    }},
    {"debate.extend", {
        {"base",       PAL_FIELD_COUNT, false},
        {"days",       PAL_FIELD_COUNT, false},
        {"required",   PAL_FIELD_RATIO, false},
        {"resolution", PAL_FIELD_UUID,  false},
        {"support",    PAL_FIELD_COUNT, false},
    }},
    {"motion.make", {
        {"assembly",   PAL_FIELD_UUID,      false},
        {"author",     PAL_FIELD_PSEUDONYM, false},
        {"college",    PAL_FIELD_TEXT,      true},
        {"kind",       PAL_FIELD_TEXT,      false},
        {"motion",     PAL_FIELD_UUID,      false},
        {"resolution", PAL_FIELD_UUID,      true},
    }},
    {"motion.support", {
        {"motion",    PAL_FIELD_UUID,      false},
        {"supporter", PAL_FIELD_PSEUDONYM, false},
        {"value",     PAL_FIELD_BOOL,      false},
    }},
    {"motion.carry", {
        {"base",     PAL_FIELD_COUNT, false},
        {"class",    PAL_FIELD_TEXT,  true},
        {"motion",   PAL_FIELD_UUID,  false},
        {"required", PAL_FIELD_RATIO, false},
        {"support",  PAL_FIELD_COUNT, false},
    }},
    {"recusal.set", {
        {"c",          PAL_FIELD_HASH, false},
        {"reason",     PAL_FIELD_TEXT, true},
        {"resolution", PAL_FIELD_UUID, false},
        {"value",      PAL_FIELD_BOOL, false},
    }},
    {"resolution.table", {
        {"assembly",   PAL_FIELD_UUID, false},
        {"class",      PAL_FIELD_TEXT, false},
        {"continues",  PAL_FIELD_UUID, true},
        {"hash",       PAL_FIELD_HASH, false},
        {"origin",     PAL_FIELD_TEXT, false},
        {"position",   PAL_FIELD_COUNT, false},
        {"resolution", PAL_FIELD_UUID, false},
    }},
    {"resolution.amend", {
        {"hash",       PAL_FIELD_HASH, false},
        {"resolution", PAL_FIELD_UUID, false},
    }},
    {"resolution.move", {
        {"position",   PAL_FIELD_COUNT, false},
        {"resolution", PAL_FIELD_UUID, false},
    }},
    {"resolution.opinion", {
        {"opinion",    PAL_FIELD_TEXT, false},
        {"resolution", PAL_FIELD_UUID, false},
    }},
    {"resolution.withdraw", {{"resolution", PAL_FIELD_UUID, false}}},
    {"resolution.attach", {
        {"attachment", PAL_FIELD_UUID, false},
        {"hash",       PAL_FIELD_HASH, false},
        {"resolution", PAL_FIELD_UUID, false},
    }},
    {"resolution.detach", {
        {"attachment", PAL_FIELD_UUID, false},
        {"reason",     PAL_FIELD_TEXT, false},
        {"resolution", PAL_FIELD_UUID, false},
    }},
    {"resolution.procedure", {
        {"procedure",  PAL_FIELD_TEXT, false},
        {"resolution", PAL_FIELD_UUID, false},
    }},
    {"initiative.propose", {
        {"assembly",   PAL_FIELD_UUID,      false},
        {"author",     PAL_FIELD_PSEUDONYM, false},
        {"class",      PAL_FIELD_TEXT,      false},
        {"hash",       PAL_FIELD_HASH,      false},
        {"initiative", PAL_FIELD_UUID,      false},
    }},
    {"initiative.sponsor", {
        {"initiative", PAL_FIELD_UUID,      false},
        {"sponsor",    PAL_FIELD_PSEUDONYM, false},
        {"value",      PAL_FIELD_BOOL,      false},
    }},
    {"initiative.withdraw", {{"initiative", PAL_FIELD_UUID, false}}},
    {"initiative.table", {
        {"base",       PAL_FIELD_COUNT, false},
        {"college",    PAL_FIELD_TEXT,  true},
        {"initiative", PAL_FIELD_UUID,  false},
        {"required",   PAL_FIELD_RATIO, false},
        {"resolution", PAL_FIELD_UUID,  false},
        {"sponsors",   PAL_FIELD_COUNT, false},
    }},
    {"nomination.make", {
        {"nominator",  PAL_FIELD_PSEUDONYM, false},
        {"nominee",    PAL_FIELD_PSEUDONYM, false},
        {"resolution", PAL_FIELD_UUID,      false},
    }},
    {"nomination.withdraw", {
        {"nominator",  PAL_FIELD_PSEUDONYM, false},
        {"resolution", PAL_FIELD_UUID,      false},
    }},
    {"nomination.refuse", {
        {"nominee",    PAL_FIELD_PSEUDONYM, false},
        {"resolution", PAL_FIELD_UUID,      false},
        {"value",      PAL_FIELD_BOOL,      false},
    }},
    {"temperature.show", {
        {"college",    PAL_FIELD_TEXT,  true},
        {"none",       PAL_FIELD_COUNT, false},
        {"oppose",     PAL_FIELD_COUNT, false},
        {"reserve",    PAL_FIELD_COUNT, false},
        {"resolution", PAL_FIELD_UUID,  false},
        {"support",    PAL_FIELD_COUNT, false},
        {"version",    PAL_FIELD_COUNT, false},
    }},
    {"resolution.consolidate", {
        {"adopted",    PAL_FIELD_ARRAY, false},
        {"hash",       PAL_FIELD_HASH, false},
        {"resolution", PAL_FIELD_UUID, false},
    }},
    {"amendment.propose", {
        {"amendment",  PAL_FIELD_UUID, false},
        {"author",     PAL_FIELD_PSEUDONYM, false},
        {"distance",   PAL_FIELD_COUNT, false},
        {"hash",       PAL_FIELD_HASH, false},
        {"parent",     PAL_FIELD_UUID, true},
        {"resolution", PAL_FIELD_UUID, false},
        {"version",    PAL_FIELD_COUNT, false},
    }},
    {"amendment.amend", {
        {"amendment", PAL_FIELD_UUID, false},
        {"distance",  PAL_FIELD_COUNT, false},
        {"hash",      PAL_FIELD_HASH, false},
    }},
    {"amendment.support", {
        {"amendment", PAL_FIELD_UUID, false},
        {"supporter", PAL_FIELD_PSEUDONYM, false},
        {"value",     PAL_FIELD_BOOL, false},
    }},
    {"amendment.withdraw", {{"amendment", PAL_FIELD_UUID, false}}},
    {"amendment.accept",   {{"amendment", PAL_FIELD_UUID, false}}},
    {"amendment.fate", {
        {"amendment", PAL_FIELD_UUID, false},
        {"fate",      PAL_FIELD_TEXT, false},
        {"poll",      PAL_FIELD_UUID, false},
    }},
    {"contribution.post", {
        {"author",       PAL_FIELD_PSEUDONYM, false},
        {"college",      PAL_FIELD_TEXT, true},
        {"contribution", PAL_FIELD_UUID, false},
        {"hash",         PAL_FIELD_HASH, false},
        {"kind",         PAL_FIELD_TEXT, false},
        {"official",     PAL_FIELD_BOOL, true},
        {"parent",       PAL_FIELD_UUID, true},
        {"resolution",   PAL_FIELD_UUID, false},
    }},
    {"contribution.edit", {
        {"contribution", PAL_FIELD_UUID, false},
        {"hash",         PAL_FIELD_HASH, false},
        {"version",      PAL_FIELD_COUNT, false},
    }},
    {"contribution.endorse", {
        {"contribution", PAL_FIELD_UUID, false},
        {"endorser",     PAL_FIELD_PSEUDONYM, false},
        {"value",        PAL_FIELD_BOOL, false},
    }},
    {"contribution.withdraw", {{"contribution", PAL_FIELD_UUID, false}}},
    {"contribution.conceal", {
        {"contribution", PAL_FIELD_UUID, false},
        {"reason",       PAL_FIELD_TEXT, false},
        {"role",         PAL_FIELD_TEXT, false},
    }},
    {"contribution.restore", {
        {"contribution", PAL_FIELD_UUID, false},
        {"reason",       PAL_FIELD_TEXT, false},
        {"role",         PAL_FIELD_TEXT, false},
    }},
    {"concern.settle", {
        {"by",           PAL_FIELD_UUID, true},
        {"contribution", PAL_FIELD_UUID, false},
        {"hash",         PAL_FIELD_HASH, true},
        {"how",          PAL_FIELD_TEXT, false},
    }},
    {"proxy.offer", {
        {"assembly", PAL_FIELD_UUID, false},
        {"c",        PAL_FIELD_HASH, false},
        {"proxy",    PAL_FIELD_UUID, false},
    }},
    {"proxy.instruct", {
        {"assembly", PAL_FIELD_UUID, false},
        {"c",        PAL_FIELD_HASH, false},
        {"proxy",    PAL_FIELD_UUID, false},
    }},
    {"proxy.carry", {
        {"assembly", PAL_FIELD_UUID, false},
        {"c",        PAL_FIELD_HASH, false},
        {"proxy",    PAL_FIELD_UUID, false},
    }},
    {"proxy.accept", {
        {"assembly", PAL_FIELD_UUID, false},
        {"c",        PAL_FIELD_HASH, false},
        {"proxy",    PAL_FIELD_UUID, false},
    }},
    {"proxy.refuse", {
        {"assembly", PAL_FIELD_UUID, false},
        {"c",        PAL_FIELD_HASH, false},
        {"proxy",    PAL_FIELD_UUID, false},
    }},
    {"proxy.revoke", {
        {"assembly", PAL_FIELD_UUID, false},
        {"c",        PAL_FIELD_HASH, false},
        {"proxy",    PAL_FIELD_UUID, false},
    }},
    {"poll.create", {
        {"amendment",  PAL_FIELD_UUID, true},
        {"assembly",   PAL_FIELD_UUID, false},
        {"class",      PAL_FIELD_TEXT, false},
        {"closes_at",  PAL_FIELD_INSTANT, false},
        {"electorate", PAL_FIELD_TEXT, true},
        {"kept_days",  PAL_FIELD_COUNT, true},
        {"kind",       PAL_FIELD_TEXT, false},
        {"method",     PAL_FIELD_TEXT, false},
        {"opens_at",   PAL_FIELD_INSTANT, false},
        {"poll",       PAL_FIELD_UUID, false},
        {"question",   PAL_FIELD_HASH, false},
        {"resolution", PAL_FIELD_UUID, true},
        {"secrecy",    PAL_FIELD_TEXT, false},
        {"trackers",   PAL_FIELD_BOOL, true},
    }},
    {"poll.waive", {
        {"k_min",  PAL_FIELD_COUNT, false},
        {"poll",   PAL_FIELD_UUID, false},
        {"reason", PAL_FIELD_TEXT, false},
    }},
    {"poll.call", {
        {"constitution", PAL_FIELD_UUID, false},
        {"lot",          PAL_FIELD_HASH, true},
        {"poll",         PAL_FIELD_UUID, false},
        {"text",         PAL_FIELD_HASH, true},
    }},
    {"poll.open", {
        {"colleges",  PAL_FIELD_OBJECT, false},
        {"manifest",  PAL_FIELD_HASH, false},
        {"poll",      PAL_FIELD_UUID, false},
        {"roll_root", PAL_FIELD_HASH, false},
        {"voters",    PAL_FIELD_COUNT, false},
    }},
    {"ballot.cast", {
        {"c",    PAL_FIELD_HASH, false},
        {"poll", PAL_FIELD_UUID, false},
    }},
    {"poll.close", {
        {"box",    PAL_FIELD_HASH, false},
        {"count",  PAL_FIELD_COUNT, false},
        {"left",   PAL_FIELD_COUNT, true},
        {"poll",   PAL_FIELD_UUID, false},
        {"reason", PAL_FIELD_TEXT, true},
        {"used",   PAL_FIELD_COUNT, false},
    }},
    {"poll.count", {
        {"method",  PAL_FIELD_TEXT, false},
        {"opened",  PAL_FIELD_HASH, true},
        {"outcome", PAL_FIELD_HASH, false},
        {"poll",    PAL_FIELD_UUID, false},
        {"verdict", PAL_FIELD_TEXT, false},
        {"version", PAL_FIELD_COUNT, false},
    }},
    {"poll.publish", {{"poll", PAL_FIELD_UUID, false}}},
    {"poll.void", {
        {"poll",   PAL_FIELD_UUID, false},
        {"reason", PAL_FIELD_TEXT, false},
    }},
    {"minutes.draw", {
        {"assembly", PAL_FIELD_UUID,  false},
        {"hash",     PAL_FIELD_HASH,  false},
        {"minutes",  PAL_FIELD_UUID,  false},
        {"version",  PAL_FIELD_COUNT, false},
    }},
    {"minutes.approve", {
        {"c",       PAL_FIELD_HASH, false},
        {"hash",    PAL_FIELD_HASH, false},
        {"minutes", PAL_FIELD_UUID, false},
        {"role",    PAL_FIELD_TEXT, false},
    }},
    {"minutes.publish", {
        {"hash",    PAL_FIELD_HASH, false},
        {"minutes", PAL_FIELD_UUID, false},
    }},
    {"decision.step", {
        {"due_on", PAL_FIELD_DATE, true},
        {"hash",   PAL_FIELD_HASH, false},
        {"poll",   PAL_FIELD_UUID, false},
        {"state",  PAL_FIELD_TEXT, false},
        {"step",   PAL_FIELD_UUID, false},
    }},
    {"urn.show", {
        {"count", PAL_FIELD_COUNT, false},
        {"poll",  PAL_FIELD_UUID, false},
    }},
    {"urn.destroy", {
        {"count", PAL_FIELD_COUNT, false},
        {"poll",  PAL_FIELD_UUID, false},
    }},
};
/* clang-format on */

const struct pal_entry_type *pal_entry_types(size_t *out_count)
{
    *out_count = sizeof types / sizeof types[0];
    return types;
}

const struct pal_entry_type *pal_entry_type_find(struct pal_text name)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0] && name.size > 0; i++) {
        /* The first byte tells most of them apart. */
        if (*name.bytes == *types[i].name && pal_text_is(name, types[i].name)) {
            return &types[i];
        }
    }
    return NULL;
}
