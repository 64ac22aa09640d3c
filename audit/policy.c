/*
 * policy.c - which witnesses must have cosigned.
 *
 * RULE docs/rules/witness.md
 * > `log KEY [ADDRESS]` names a log. `witness NAME KEY [ADDRESS]` names a witness, whose key is of
 * > type 4. `group NAME all MEMBER…`, `group NAME any MEMBER…` and `group NAME COUNT MEMBER…` name a
 * > group
 */
#include "audit/policy.h"

#include <string.h>

#include "base/check.h"

/* A line being read; what is cut off it, word by word. */
struct pal_policy_reader {
    struct pal_policy *policy;
    bool has_quorum;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The next word, or false at the end of the line. */
static bool cut_word(struct pal_text *line, struct pal_text *out_word)
{
    while (line->size > 0 && is_blank(line->bytes[0])) {
        line->bytes++;
        line->size--;
    }
    size_t size = 0;
    while (size < line->size && !is_blank(line->bytes[size])) {
        size++;
    }
    *out_word = (struct pal_text){line->bytes, size};
    line->bytes += size;
    line->size -= size;
    return size > 0;
}

static uint64_t witness_bit(size_t index)
{
    return UINT64_C(1) << index;
}

static uint64_t group_bit(size_t index)
{
    return UINT64_C(1) << (PAL_POLICY_WITNESSES + index);
}

/* The bit of what was defined under that name, or 0. */
static uint64_t find(const struct pal_policy *policy, struct pal_text name)
{
    for (size_t i = 0; i < policy->witness_count; i++) {
        if (pal_text_equal(policy->witnesses[i].name, name)) {
            return witness_bit(i);
        }
    }
    for (size_t i = 0; i < policy->group_count; i++) {
        if (pal_text_equal(policy->groups[i].name, name)) {
            return group_bit(i);
        }
    }
    return 0;
}

/* RULE docs/rules/witness.md
 * > A name is defined above the line that uses it, once, and is not `none`
 */
static enum pal_err cut_new_name(const struct pal_policy *policy, struct pal_text *line,
                                 struct pal_text *out_name)
{
    if (!cut_word(line, out_name)) {
        return PAL_ERR_POLICY_SYNTAX;
    }
    bool is_taken = pal_text_is(*out_name, "none") || find(policy, *out_name) != 0;
    return is_taken ? PAL_ERR_POLICY_NAME : PAL_OK;
}

/* A key of that type, and the address after it, if any. */
static enum pal_err cut_key(struct pal_text *line, uint8_t type, struct pal_vkey *out_vkey,
                            struct pal_text *out_url)
{
    struct pal_text word;
    struct pal_text more;
    if (!cut_word(line, &word)) {
        return PAL_ERR_POLICY_SYNTAX;
    }
    if (pal_vkey_parse(word, out_vkey) != PAL_OK || out_vkey->type != type) {
        return PAL_ERR_POLICY_KEY;
    }
    (void)cut_word(line, out_url); /* empty where there is none */
    if (cut_word(line, &more)) {
        return PAL_ERR_POLICY_SYNTAX;
    }
    while (out_url->size > 0 && out_url->bytes[out_url->size - 1] == '/') {
        out_url->size--;
    }
    return PAL_OK;
}

static bool is_same_key(const struct pal_vkey *a, const struct pal_vkey *b)
{
    return memcmp(a->public_key, b->public_key, PAL_PUBLIC_KEY_SIZE) == 0;
}

static enum pal_err read_log(struct pal_policy_reader *reader, struct pal_text line)
{
    struct pal_policy *policy = reader->policy;
    struct pal_policy_log log;
    PAL_TRY(cut_key(&line, PAL_NOTE_KEY_ED25519, &log.vkey, &log.url));
    for (size_t i = 0; i < policy->log_count; i++) {
        if (is_same_key(&policy->logs[i].vkey, &log.vkey)) {
            return PAL_ERR_POLICY_KEY;
        }
    }
    if (policy->log_count == PAL_POLICY_LOGS) {
        return PAL_ERR_LIMIT_COUNT;
    }
    policy->logs[policy->log_count] = log;
    policy->log_count++;
    return PAL_OK;
}

static enum pal_err read_witness(struct pal_policy_reader *reader, struct pal_text line)
{
    struct pal_policy *policy = reader->policy;
    struct pal_policy_witness witness;
    PAL_TRY(cut_new_name(policy, &line, &witness.name));
    PAL_TRY(cut_key(&line, PAL_NOTE_KEY_COSIGNATURE, &witness.vkey, &witness.url));
    for (size_t i = 0; i < policy->witness_count; i++) {
        if (is_same_key(&policy->witnesses[i].vkey, &witness.vkey)) {
            return PAL_ERR_POLICY_KEY;
        }
    }
    if (policy->witness_count == PAL_POLICY_WITNESSES) {
        return PAL_ERR_LIMIT_COUNT;
    }
    policy->witnesses[policy->witness_count] = witness;
    policy->witness_count++;
    return PAL_OK;
}

/* RULE docs/rules/witness.md
 * > all of its members, one of them, or at least so many, written in decimal, from 1 to their number.
 */
static enum pal_err read_threshold(struct pal_text word, unsigned count, unsigned *out_threshold)
{
    int64_t number;
    if (pal_text_is(word, "all") || pal_text_is(word, "any")) {
        *out_threshold = pal_text_is(word, "all") ? count : 1;
        return PAL_OK;
    }
    if (pal_text_int(word, &number) != PAL_OK || number < 1 || number > (int64_t)count) {
        return PAL_ERR_POLICY_SYNTAX;
    }
    *out_threshold = (unsigned)number;
    return PAL_OK;
}

static enum pal_err read_group(struct pal_policy_reader *reader, struct pal_text line)
{
    struct pal_policy *policy = reader->policy;
    struct pal_policy_group group = {0};
    struct pal_text threshold;
    struct pal_text member;
    PAL_TRY(cut_new_name(policy, &line, &group.name));
    if (!cut_word(&line, &threshold)) {
        return PAL_ERR_POLICY_SYNTAX;
    }
    while (cut_word(&line, &member)) {
        uint64_t bit = find(policy, member);
        if (bit == 0 || (group.members & bit) != 0) {
            return PAL_ERR_POLICY_NAME;
        }
        group.members |= bit;
    }
    unsigned count = (unsigned)__builtin_popcountll(group.members);
    if (count == 0) {
        return PAL_ERR_POLICY_SYNTAX;
    }
    PAL_TRY(read_threshold(threshold, count, &group.threshold));
    if (policy->group_count == PAL_POLICY_GROUPS) {
        return PAL_ERR_LIMIT_COUNT;
    }
    policy->groups[policy->group_count] = group;
    policy->group_count++;
    return PAL_OK;
}

static enum pal_err read_quorum(struct pal_policy_reader *reader, struct pal_text line)
{
    struct pal_text name;
    struct pal_text more;
    if (!cut_word(&line, &name) || cut_word(&line, &more)) {
        return PAL_ERR_POLICY_SYNTAX;
    }
    if (reader->has_quorum) {
        return PAL_ERR_POLICY_QUORUM;
    }
    reader->has_quorum = true;
    reader->policy->quorum = find(reader->policy, name);
    bool is_known = reader->policy->quorum != 0 || pal_text_is(name, "none");
    return is_known ? PAL_OK : PAL_ERR_POLICY_NAME;
}

static const struct {
    const char *word;
    enum pal_err (*read)(struct pal_policy_reader *reader, struct pal_text line);
} lines[] = {
    {"log", read_log},
    {"witness", read_witness},
    {"group", read_group},
    {"quorum", read_quorum},
};

static enum pal_err read_line(struct pal_policy_reader *reader, struct pal_text line)
{
    struct pal_text word;
    for (size_t i = 0; i < line.size; i++) {
        uint8_t byte = (uint8_t)line.bytes[i];
        if ((byte < ' ' && byte != '\t') || byte == 0x7F) {
            return PAL_ERR_POLICY_SYNTAX;
        }
    }
    if (!cut_word(&line, &word) || word.bytes[0] == '#') {
        return PAL_OK;
    }
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        if (pal_text_is(word, lines[i].word)) {
            return lines[i].read(reader, line);
        }
    }
    return PAL_ERR_POLICY_SYNTAX;
}

enum pal_err pal_policy_parse(struct pal_text text, struct pal_policy *out_policy,
                              struct pal_where *out_where)
{
    if (text.size > PAL_POLICY_SIZE) {
        return PAL_ERR_LIMIT_TEXT;
    }
    *out_policy = (struct pal_policy){0};
    struct pal_policy_reader reader = {.policy = out_policy};
    struct pal_text rest = text;
    struct pal_text line;
    while (pal_text_cut(&rest, '\n', &line)) {
        enum pal_err err = read_line(&reader, line);
        if (err != PAL_OK) {
            pal_where_at(out_where, text, (size_t)(line.bytes - text.bytes));
            return err;
        }
    }
    if (line.size > 0) { /* what is left when nothing more is cut off */
        pal_where_at(out_where, text, (size_t)(line.bytes - text.bytes));
        return PAL_ERR_POLICY_SYNTAX; /* the last line has no end */
    }
    return reader.has_quorum ? PAL_OK : PAL_ERR_POLICY_QUORUM;
}

enum pal_err pal_policy_cosigned(const struct pal_policy *policy, const struct pal_note *note,
                                 uint64_t *out_witnesses)
{
    struct pal_vkey vkeys[PAL_POLICY_WITNESSES];
    for (size_t i = 0; i < policy->witness_count; i++) {
        vkeys[i] = policy->witnesses[i].vkey;
    }
    return pal_note_signers(note, vkeys, policy->witness_count, out_witnesses);
}

/* RULE docs/rules/witness.md
 * > A group is met when as many of its members are met as it asks for; a witness is met when its
 * > cosignature is on the checkpoint.
 *
 * A group has members above it only: one pass judges them all. */
bool pal_policy_is_met(const struct pal_policy *policy, uint64_t witnesses)
{
    uint64_t met = witnesses & (group_bit(0) - 1);
    for (size_t i = 0; i < policy->group_count; i++) {
        const struct pal_policy_group *group = &policy->groups[i];
        unsigned count = (unsigned)__builtin_popcountll(met & group->members);
        met |= count >= group->threshold ? group_bit(i) : 0;
    }
    return policy->quorum == 0 || (met & policy->quorum) != 0;
}
