/*
 * motions.c - procedural motions, and what they do when they are carried.
 */
#include "core/motions.h"

#include <string.h>

#include "audit/entry.h"
#include "base/check.h"
#include "base/fields.h"
#include "core/aliases.h"
#include "core/log.h"
#include "core/sitting.h"
#include "core/society.h"
#include "core/store.h"

#include "agenda.h"
#include "apply.h"
#include "sql.h"

enum {
    INSERT,
    CARRY,
    BY_UUID,
    LIST,
    COUNT_ALL,
    SUPPORT,
    UNSUPPORT,
    COUNT,
    ASKS_SECRECY,
    FORGET,
    STATEMENT_COUNT
};

#define COLUMNS                                                                           \
    "m.id, m.uuid, m.assembly_id, m.kind, m.resolution_id, r.uuid, m.college, m.made_us," \
    " m.carried_us, coalesce(m.support, 0), coalesce(m.base, 0) FROM motion AS m"         \
    " LEFT JOIN resolution_line AS r ON r.resolution_id = m.resolution_id"

static const char *const sql[STATEMENT_COUNT] = {
    [INSERT] = "INSERT INTO motion (id, uuid, assembly_id, kind, resolution_id, college, made_us,"
               " entry) SELECT :entry, :uuid, assembly_id, :kind,"
               " (SELECT resolution_id FROM resolution_line WHERE uuid = :resolution), :college,"
               " :at_us, :entry FROM assembly_line WHERE uuid = :assembly",
    [CARRY] = "UPDATE motion SET carried_us = :at_us, support = :support, base = :base,"
              " required = :required, entry = :entry WHERE uuid = :uuid",
    [BY_UUID] = "SELECT " COLUMNS " WHERE m.uuid = :uuid",
    [LIST] = "SELECT " COLUMNS " WHERE m.assembly_id = :assembly AND m.id > :after"
             " ORDER BY m.id LIMIT :limit",
    [COUNT_ALL] = "SELECT count(*) FROM motion WHERE assembly_id = :assembly",
    [SUPPORT] = "INSERT INTO motion_support (motion_id, member_id) VALUES (:motion, :member)"
                " ON CONFLICT (motion_id, member_id) DO NOTHING",
    [UNSUPPORT] = "DELETE FROM motion_support WHERE motion_id = :motion AND member_id = :member",
    [COUNT] = "SELECT count(*), count(s.member_id) FROM admitted_member AS m"
              " LEFT JOIN motion_support AS s ON s.motion_id = :motion"
              " AND s.member_id = m.member_id"
              " WHERE m.from_on <= :today AND (m.until_on IS NULL OR :today < m.until_on)"
              " AND (:college IS NULL OR m.college = :college)"
              " AND (:in_room = 0 OR EXISTS (SELECT 1 FROM present_member AS p"
              "      WHERE p.assembly_id = :assembly AND p.member_id = m.member_id))",
    [ASKS_SECRECY] = "SELECT 1 FROM motion WHERE assembly_id = :assembly"
                     " AND kind = 'secret_ballot' AND carried_us IS NOT NULL"
                     " AND (resolution_id IS NULL OR resolution_id = :resolution)",
    [FORGET] = "DELETE FROM motion",
};
const struct pal_sql pal_motions_sql = {sql, STATEMENT_COUNT};

enum { MOTIONS_MAX = 1000 };

static const char *const kinds[PAL_MOTION_KIND_COUNT] = {
#define KIND_WORD(name, word) [PAL_MOTION_##name] = (word),
    PAL_MOTION_KINDS(KIND_WORD)
#undef KIND_WORD
};

const char *pal_motion_kind_word(enum pal_motion_kind kind)
{
    return kinds[kind];
}

bool pal_motion_kind_read(struct pal_text word, enum pal_motion_kind *out_kind)
{
    for (size_t i = 0; i < PAL_MOTION_KIND_COUNT; i++) {
        if (pal_text_is(word, kinds[i])) {
            *out_kind = (enum pal_motion_kind)i;
            return true;
        }
    }
    return false;
}

/* --- reading -------------------------------------------------------------------------------- */

static void copy_college(struct pal_text college, struct pal_motion *out)
{
    PAL_CHECK(college.size < sizeof out->college); /* an identifier of the constitution */
    memcpy(out->college, college.bytes, college.size);
    out->college[college.size] = '\0';
}

static struct pal_motion read_row(const struct pal_query *query)
{
    struct pal_motion row = {
        .id = pal_column_int(query, 0),
        .uuid = pal_column_uuid(query, 1),
        .assembly = {pal_column_int(query, 2)},
        .made_us = pal_column_int(query, 7),
        .carried_us = pal_column_is_null(query, 8) ? 0 : pal_column_int(query, 8),
        .support = pal_column_int(query, 9),
        .base = pal_column_int(query, 10),
    };
    PAL_CHECK(pal_motion_kind_read(pal_column_text(query, 3), &row.kind));
    if (!pal_column_is_null(query, 4)) {
        row.resolution.value = pal_column_int(query, 4);
        row.resolution_uuid = pal_column_uuid(query, 5);
    }
    if (!pal_column_is_null(query, 6)) {
        copy_college(pal_column_text(query, 6), &row);
    }
    return row;
}

enum pal_err pal_motion_read(struct pal_store *store, const struct pal_uuid *uuid,
                             struct pal_motion *out)
{
    PAL_QUERY(query, store, PAL_SQL_MOTIONS, BY_UUID);
    pal_bind_uuid(&query, ":uuid", uuid);
    PAL_TRY(pal_query_one(&query));
    *out = read_row(&query);
    return PAL_OK;
}

enum pal_err pal_motions_walk(struct pal_store *store, const struct pal_happenings_query *query,
                              enum pal_err (*visit)(void *context, const struct pal_motion *motion),
                              void *context)
{
    PAL_QUERY(list, store, PAL_SQL_MOTIONS, LIST);
    pal_bind_happenings(&list, query);
    bool has_row;
    PAL_TRY(pal_query_next(&list, &has_row));
    while (has_row) {
        struct pal_motion row = read_row(&list);
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&list, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_motion_asks_secrecy(struct pal_store *store, struct pal_assembly_id assembly,
                                     struct pal_resolution_id resolution, bool *out_asks)
{
    PAL_QUERY(query, store, PAL_SQL_MOTIONS, ASKS_SECRECY);
    pal_bind_int(&query, ":assembly", assembly.value);
    pal_bind_int(&query, ":resolution", resolution.value);
    return pal_query_next(&query, out_asks);
}

/* --- counting --------------------------------------------------------------------------------- */

/* RULE docs/rules/sitting.md
 * > In a sitting the share is of the members in the room, and only those in the room support; before it, and in a written
 * > consultation, it is of all members.
 */
static bool is_in_room(const struct pal_assembly *assembly)
{
    return assembly->state == PAL_ASSEMBLY_SITTING && assembly->kind != PAL_ASSEMBLY_WRITTEN;
}

enum pal_err pal_motion_count(struct pal_store *store, const struct pal_motion *motion,
                              uint64_t *out_support, uint64_t *out_base)
{
    if (motion->carried_us != 0) {
        *out_support = (uint64_t)motion->support;
        *out_base = (uint64_t)motion->base;
        return PAL_OK;
    }
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_assembly_read(store, motion->assembly, &assembly));
    struct pal_text college =
        motion->college[0] != '\0' ? pal_text_of(motion->college) : assembly.college;
    PAL_QUERY(query, store, PAL_SQL_MOTIONS, COUNT);
    pal_bind_int(&query, ":motion", motion->id);
    pal_bind_int(&query, ":assembly", motion->assembly.value);
    pal_bind_int(&query, ":today", pal_society_today(store).days);
    pal_bind_bool(&query, ":in_room", is_in_room(&assembly));
    if (college.size > 0) {
        pal_bind_text(&query, ":college", college);
    }
    PAL_TRY(pal_query_one(&query));
    *out_base = (uint64_t)pal_column_int(&query, 0);
    *out_support = (uint64_t)pal_column_int(&query, 1);
    return PAL_OK;
}

/* Who may make or support a motion: members, in the room while it is one, of the college that asks. */
static enum pal_err check_member(struct pal_store *store, const struct pal_assembly *assembly,
                                 struct pal_text college, struct pal_member_id member)
{
    PAL_MEMBER(who);
    PAL_TRY(pal_member_read(store, member, &who));
    PAL_TRY(pal_agenda_check_member(&who, college));
    bool is_present;
    PAL_TRY(pal_attendance_has(store, assembly->id, member, &is_present));
    return is_present || !is_in_room(assembly) ? PAL_OK : PAL_ERR_ATTENDANCE_ABSENT;
}

/* --- carrying --------------------------------------------------------------------------------- */

/* The share that carries a motion, or NULL where the constitution has no such motion. */
static const struct pal_optional_share *share_of(const struct pal_constitution *constitution,
                                                 enum pal_motion_kind kind)
{
    const struct pal_deliberation_rule *rule = &constitution->deliberation;
    const struct pal_optional_share *share =
        kind == PAL_MOTION_SECRET_BALLOT ? &rule->secret_on_request : &rule->motion_support;
    bool has_class = kind != PAL_MOTION_RECLASSIFY || rule->college_turns != NULL;
    return share->is_stated && has_class ? share : NULL;
}

static enum pal_err carry(struct pal_store *store, const struct pal_motion *motion,
                          const struct pal_constitution *constitution, uint64_t support,
                          uint64_t base)
{
    PAL_BUF(required);
    pal_ratio_write(share_of(constitution, motion->kind)->share, &required);
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "motion", &motion->uuid);
    pal_json_set_int(d, "base", (int64_t)base);
    pal_json_set_int(d, "support", (int64_t)support);
    pal_json_set_text(d, "required", pal_buf_text(&required));
    if (motion->kind == PAL_MOTION_RECLASSIFY) {
        pal_json_set_string(d, "class", constitution->deliberation.college_turns);
    }
    PAL_TRY(pal_change_make(store, &(struct pal_log_entry){"motion.carry", pal_uuid_random(), d},
                            NULL));
    if (motion->kind == PAL_MOTION_SUSPEND) {
        return pal_sitting_suspend(store, motion->assembly, &motion->uuid);
    }
    return motion->kind == PAL_MOTION_CLOSE_DEBATE
               ? pal_debate_close(store, motion->resolution, &motion->uuid)
               : PAL_OK;
}

/* Can what the motion asks for still be done? */
static enum pal_err check_possible(struct pal_store *store, const struct pal_motion *motion,
                                   const struct pal_assembly *assembly,
                                   const struct pal_constitution *constitution)
{
    bool is_suspended;
    PAL_TRY(pal_sitting_is_suspended(store, assembly->id, &is_suspended));
    bool sits = assembly->state == PAL_ASSEMBLY_SITTING;
    if ((!sits && assembly->state != PAL_ASSEMBLY_CONVENED) ||
        (motion->kind == PAL_MOTION_SUSPEND && (!sits || is_suspended))) {
        return PAL_ERR_STATE;
    }
    if (motion->resolution.value == 0) {
        return motion->kind == PAL_MOTION_CLOSE_DEBATE || motion->kind == PAL_MOTION_RECLASSIFY
                   ? PAL_ERR_JSON_MISSING
                   : PAL_OK;
    }
    PAL_RESOLUTION(item);
    PAL_TRY(pal_resolution_read(store, motion->resolution, &item));
    if (item.assembly.value != assembly->id.value) {
        return PAL_ERR_NOT_FOUND;
    }
    if (item.state != PAL_RESOLUTION_DRAFT ||
        (motion->kind == PAL_MOTION_CLOSE_DEBATE && item.debate_closed_us != 0)) {
        return PAL_ERR_STATE;
    }
    bool turns =
        motion->kind != PAL_MOTION_RECLASSIFY ||
        (pal_text_is(item.decision_class, "ordinary") &&
         pal_agenda_decides(assembly->kind, pal_text_of(constitution->deliberation.college_turns)));
    return turns ? PAL_OK : PAL_ERR_RESOLUTION_CLASS;
}

/* RULE docs/rules/sitting.md
 * > A motion is carried as soon as the share
 * > that the constitution states is reached, once, and is then done. It is counted when somebody supports it: nobody carries one
 * > by leaving, nor by taking their support back.
 */
static enum pal_err support(struct pal_store *store, const struct pal_motion *motion,
                            struct pal_member_id member, bool value)
{
    PAL_ASSEMBLY(assembly);
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_assembly_read(store, motion->assembly, &assembly));
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    const struct pal_optional_share *share = share_of(&constitution, motion->kind);
    if (share == NULL) {
        return PAL_ERR_MOTION_NONE;
    }
    PAL_TRY(check_possible(store, motion, &assembly, &constitution));
    {
        PAL_QUERY(query, store, PAL_SQL_MOTIONS, value ? SUPPORT : UNSUPPORT);
        pal_bind_int(&query, ":motion", motion->id);
        pal_bind_int(&query, ":member", member.value);
        PAL_TRY(pal_query_run(&query));
        if (pal_query_changes(&query) == 0) {
            return PAL_OK;
        }
    }
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    PAL_TRY(
        pal_alias_take(store, (struct pal_speaker){.member = member}, &assembly.uuid, pseudonym));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "motion", &motion->uuid);
    pal_json_set_string(d, "supporter", pseudonym);
    pal_json_set_bool(d, "value", value);
    PAL_TRY(pal_log_append(store, &(struct pal_log_entry){"motion.support", pal_uuid_random(), d},
                           NULL));
    if (!value) {
        return PAL_OK;
    }
    uint64_t count, base;
    PAL_TRY(pal_motion_count(store, motion, &count, &base));
    return pal_share_is_reached(count, base, share->share)
               ? carry(store, motion, &constitution, count, base)
               : PAL_OK;
}

/* --- commands --------------------------------------------------------------------------------- */

static enum pal_err check_making(struct pal_store *store, const struct pal_motion *motion,
                                 const struct pal_assembly *assembly, struct pal_member_id author)
{
    PAL_CONSTITUTION(constitution);
    PAL_TRY(pal_society_constitution(store, &constitution, NULL));
    if (share_of(&constitution, motion->kind) == NULL) {
        return PAL_ERR_MOTION_NONE;
    }
    PAL_TRY(check_possible(store, motion, assembly, &constitution));
    PAL_TRY(check_member(store, assembly, pal_text_of(motion->college), author));
    PAL_QUERY(query, store, PAL_SQL_MOTIONS, COUNT_ALL);
    pal_bind_int(&query, ":assembly", assembly->id.value);
    PAL_TRY(pal_query_one(&query));
    return pal_column_int(&query, 0) < MOTIONS_MAX ? PAL_OK : PAL_ERR_LIMIT_COUNT;
}

static enum pal_err say_made(struct pal_store *store, const struct pal_motion *motion,
                             const struct pal_assembly *assembly, struct pal_member_id author)
{
    char pseudonym[PAL_PSEUDONYM_SIZE + 1];
    PAL_TRY(
        pal_alias_take(store, (struct pal_speaker){.member = author}, &assembly->uuid, pseudonym));
    PAL_JSON(d);
    d = pal_json_object_new();
    pal_json_set_uuid(d, "assembly", &assembly->uuid);
    pal_json_set_uuid(d, "motion", &motion->uuid);
    pal_json_set_string(d, "author", pseudonym);
    pal_json_set_string(d, "kind", kinds[motion->kind]);
    if (motion->college[0] != '\0') {
        pal_json_set_string(d, "college", motion->college);
    }
    if (motion->resolution.value != 0) {
        PAL_RESOLUTION(item);
        PAL_TRY(pal_resolution_read(store, motion->resolution, &item));
        pal_json_set_uuid(d, "resolution", &item.uuid);
    }
    return pal_change_make(store, &(struct pal_log_entry){"motion.make", pal_uuid_random(), d},
                           NULL);
}

enum pal_err pal_motion_make(struct pal_store *store, const struct pal_motion_spec *spec,
                             struct pal_uuid *out_motion)
{
    struct pal_motion motion = {.uuid = pal_uuid_random(),
                                .assembly = spec->assembly,
                                .kind = spec->kind,
                                .resolution = spec->resolution};
    PAL_ASSEMBLY(assembly);
    PAL_MEMBER(author);
    PAL_TRY(pal_assembly_read(store, spec->assembly, &assembly));
    PAL_TRY(pal_member_read(store, spec->author, &author));
    if (spec->kind == PAL_MOTION_RECLASSIFY) {
        if (author.college.size == 0) {
            return PAL_ERR_MEMBER_COLLEGE;
        }
        copy_college(author.college, &motion);
    }
    PAL_TRY(check_making(store, &motion, &assembly, spec->author));
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(say_made(store, &motion, &assembly, spec->author));
    struct pal_motion made;
    PAL_TRY(pal_motion_read(store, &motion.uuid, &made));
    PAL_TRY(support(store, &made, spec->author, true));
    PAL_TRY(pal_transaction_commit(&transaction));
    *out_motion = motion.uuid;
    return PAL_OK;
}

enum pal_err pal_motion_support(struct pal_store *store, const struct pal_uuid *uuid,
                                struct pal_member_id member, bool value)
{
    struct pal_motion motion;
    PAL_ASSEMBLY(assembly);
    PAL_TRY(pal_motion_read(store, uuid, &motion));
    PAL_TRY(pal_assembly_read(store, motion.assembly, &assembly));
    if (motion.carried_us != 0) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(check_member(store, &assembly, pal_text_of(motion.college), member));
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(support(store, &motion, member, value));
    return pal_transaction_commit(&transaction);
}

/* --- views ---------------------------------------------------------------------------------- */

enum pal_err pal_apply_motion_make(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid, assembly, resolution;
    struct pal_text kind, college = {0};
    PAL_TRY(pal_json_uuid(change->d, "motion", &uuid, NULL));
    PAL_TRY(pal_json_uuid(change->d, "assembly", &assembly, NULL));
    PAL_TRY(pal_json_text(change->d, "kind", &kind, NULL));
    PAL_TRY(pal_json_optional_text(change->d, "college", &college, NULL));
    PAL_QUERY(query, store, PAL_SQL_MOTIONS, INSERT);
    pal_bind_uuid(&query, ":uuid", &uuid);
    pal_bind_uuid(&query, ":assembly", &assembly);
    pal_bind_text(&query, ":kind", kind);
    pal_bind_int(&query, ":entry", (int64_t)change->index);
    pal_bind_int(&query, ":at_us", change->at_us);
    if (college.size > 0) {
        pal_bind_text(&query, ":college", college);
    }
    if (pal_json_has(change->d, "resolution")) {
        PAL_TRY(pal_json_uuid(change->d, "resolution", &resolution, NULL));
        pal_bind_uuid(&query, ":resolution", &resolution);
    }
    return pal_query_run(&query);
}

enum pal_err pal_apply_motion_carry(struct pal_store *store, const struct pal_change *change)
{
    struct pal_uuid uuid;
    struct pal_text required, decision_class = {0};
    int64_t count, base;
    PAL_TRY(pal_json_uuid(change->d, "motion", &uuid, NULL));
    PAL_TRY(pal_json_text(change->d, "required", &required, NULL));
    PAL_TRY(pal_json_int(change->d, "support", &count, NULL));
    PAL_TRY(pal_json_int(change->d, "base", &base, NULL));
    PAL_TRY(pal_json_optional_text(change->d, "class", &decision_class, NULL));
    {
        PAL_QUERY(query, store, PAL_SQL_MOTIONS, CARRY);
        pal_bind_uuid(&query, ":uuid", &uuid);
        pal_bind_text(&query, ":required", required);
        pal_bind_int(&query, ":support", count);
        pal_bind_int(&query, ":base", base);
        pal_bind_int(&query, ":at_us", change->at_us);
        pal_bind_int(&query, ":entry", (int64_t)change->index);
        PAL_TRY(pal_query_run(&query));
    }
    struct pal_motion motion;
    PAL_TRY(pal_motion_read(store, &uuid, &motion));
    return decision_class.size == 0
               ? PAL_OK
               : pal_resolution_reclass(store, motion.resolution, decision_class,
                                        (int64_t)change->index);
}

enum pal_err pal_forget_motions(struct pal_store *store)
{
    PAL_QUERY(query, store, PAL_SQL_MOTIONS, FORGET);
    return pal_query_run(&query);
}
