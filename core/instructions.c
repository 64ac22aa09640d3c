/*
 * instructions.c - how a principal asks the holder of their proxy to vote.
 */
#include "base/check.h"
#include "base/fields.h"
#include "core/store.h"

#include "proxying.h"
#include "sql.h"

enum { CLEAR, ADD, LIST, COPY, ASKED, FORGET_OLD, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
    [CLEAR] = "DELETE FROM proxy_instruction WHERE proxy_id = :proxy",
    [ADD] = "INSERT INTO proxy_instruction (proxy_id, resolution_id, choice, text)"
            " SELECT :proxy, resolution_id, :choice, hash FROM agenda_text"
            " WHERE uuid = :resolution AND assembly_id = :assembly RETURNING 1",
    [LIST] = "SELECT t.uuid, i.choice, i.text <> t.hash FROM proxy_instruction AS i"
             " JOIN agenda_text AS t ON t.resolution_id = i.resolution_id"
             " WHERE i.proxy_id = :proxy ORDER BY t.resolution_id",
    [COPY] = "INSERT INTO proxy_instruction (proxy_id, resolution_id, choice, text)"
             " SELECT :to, n.resolution_id, i.choice, i.text FROM proxy_instruction AS i"
             " JOIN agenda_text AS n ON n.continues_id = i.resolution_id"
             "                      AND n.assembly_id = :assembly"
             " WHERE i.proxy_id = :from",
    [ASKED] = "SELECT i.choice FROM live_poll AS p"
              " JOIN proxy_in_force AS x ON x.assembly_id = p.assembly_id"
              "                         AND x.principal_id = :principal"
              " JOIN proxy_instruction AS i ON i.proxy_id = x.id"
              "                            AND i.resolution_id = p.resolution_id"
              " JOIN agenda_text AS t ON t.resolution_id = i.resolution_id AND t.hash = i.text"
              " WHERE p.id = :poll",
    [FORGET_OLD] = "DELETE FROM proxy_instruction WHERE proxy_id IN (SELECT proxy_id"
                   " FROM proxy_over WHERE over_us <= :until)",
};
const struct pal_sql pal_instructions_sql = {sql, STATEMENT_COUNT};

/* In the order of the options of a motion. */
static const char *const choices[] = {"for", "against", "abstain"};
enum { ABSTAIN = 2, CHOICE_COUNT = sizeof choices / sizeof choices[0] };

static size_t find_choice(struct pal_text word)
{
    size_t choice = 0;
    while (choice < CHOICE_COUNT && !pal_text_is(word, choices[choice])) {
        choice++;
    }
    return choice;
}

static enum pal_err clear(struct pal_store *store, struct pal_proxy_id proxy)
{
    PAL_QUERY(query, store, PAL_SQL_INSTRUCTIONS, CLEAR);
    pal_bind_int(&query, ":proxy", proxy.value);
    return pal_query_run(&query);
}

static enum pal_err add(struct pal_store *store, const struct pal_proxy *proxy,
                        const struct pal_instruction *instruction)
{
    PAL_QUERY(query, store, PAL_SQL_INSTRUCTIONS, ADD);
    pal_bind_int(&query, ":proxy", proxy->id.value);
    pal_bind_int(&query, ":assembly", proxy->assembly.value);
    pal_bind_uuid(&query, ":resolution", &instruction->resolution);
    pal_bind_text(&query, ":choice", instruction->choice);
    enum pal_err err = pal_query_one(&query);
    return err == PAL_ERR_STORE_CONSTRAINT ? PAL_ERR_JSON_VALUE : err;
}

static enum pal_err add_all(struct pal_store *store, const struct pal_proxy *proxy,
                            const struct pal_instruction *instructions, size_t count,
                            struct pal_where *out_where)
{
    for (size_t i = 0; i < count; i++) {
        pal_where_set(out_where, "/%zu/choice", i);
        if (find_choice(instructions[i].choice) == CHOICE_COUNT) {
            return PAL_ERR_JSON_VALUE;
        }
        pal_where_set(out_where, "/%zu/resolution", i);
        PAL_TRY(add(store, proxy, &instructions[i]));
    }
    return PAL_OK;
}

static enum pal_err note_use(void *context, const struct pal_uuid *poll)
{
    (void)poll;
    *(bool *)context = true;
    return PAL_OK;
}

/* RULE docs/rules/proxies.md
 * > Instructions can be changed until the proxy is used. A blank
 * > proxy has none: it follows the board.
 */
static enum pal_err check_proxy(struct pal_store *store, const struct pal_proxy *proxy)
{
    bool is_used = false;
    PAL_ASSEMBLY(meeting);
    if (proxy->state != PAL_PROXY_OFFERED && proxy->state != PAL_PROXY_ACCEPTED) {
        return PAL_ERR_STATE;
    }
    PAL_TRY(pal_proxy_check_assembly(store, proxy->assembly, &meeting));
    if (proxy->holder.value == 0) {
        return PAL_ERR_PROXY_BLANK;
    }
    PAL_TRY(pal_proxy_uses_walk(store, proxy->id, note_use, &is_used));
    return is_used ? PAL_ERR_PROXY_USED : PAL_OK;
}

static struct pal_json *instructions_new(const struct pal_instruction *instructions, size_t count)
{
    struct pal_json *list = pal_json_array_new();
    for (size_t i = 0; i < count; i++) {
        struct pal_json *item = pal_json_object_new();
        pal_json_set_uuid(item, "resolution", &instructions[i].resolution);
        pal_json_set_text(item, "choice", instructions[i].choice);
        pal_json_append(list, item);
    }
    return list;
}

enum pal_err pal_proxy_instruct(struct pal_store *store, struct pal_proxy_id proxy,
                                const struct pal_instruction *instructions, size_t count,
                                struct pal_where *out_where)
{
    struct pal_proxy now;
    PAL_TRY(pal_proxy_read(store, proxy, &now));
    PAL_TRY(check_proxy(store, &now));
    PAL_JSON(list);
    list = instructions_new(instructions, count);
    PAL_TRANSACTION(transaction, store);
    PAL_TRY(clear(store, proxy));
    PAL_TRY(add_all(store, &now, instructions, count, out_where));
    uint64_t index;
    PAL_TRY(pal_proxy_log(store, "proxy.instruct", &now, list, &index));
    PAL_TRY(pal_proxy_moved(store, proxy, index));
    return pal_transaction_commit(&transaction);
}

enum pal_err pal_instructions_walk(struct pal_store *store, struct pal_proxy_id proxy,
                                   enum pal_err (*visit)(void *context,
                                                         const struct pal_instruction *instruction),
                                   void *context)
{
    PAL_QUERY(list, store, PAL_SQL_INSTRUCTIONS, LIST);
    pal_bind_int(&list, ":proxy", proxy.value);
    bool has_row;
    PAL_TRY(pal_query_next(&list, &has_row));
    while (has_row) {
        struct pal_instruction row = {pal_column_uuid(&list, 0), pal_column_text(&list, 1),
                                      pal_column_bool(&list, 2)};
        PAL_TRY(visit(context, &row));
        PAL_TRY(pal_query_next(&list, &has_row));
    }
    return PAL_OK;
}

enum pal_err pal_instructions_copy(struct pal_store *store, struct pal_proxy_id from,
                                   struct pal_proxy_id to, struct pal_assembly_id assembly)
{
    PAL_QUERY(query, store, PAL_SQL_INSTRUCTIONS, COPY);
    pal_bind_int(&query, ":from", from.value);
    pal_bind_int(&query, ":to", to.value);
    pal_bind_int(&query, ":assembly", assembly.value);
    return pal_query_run(&query);
}

/* RULE docs/rules/proxies.md
 * > In an open poll by for,
 * > against and abstain the holder votes so or not at all; elsewhere the instruction is shown to the
 * > holder, and the ballot is the holder's. An instruction is on the text that the resolution had when it was given: once that
 * > one is amended it is shown, and binds nobody.
 */
enum pal_err pal_instruction_obey(struct pal_store *store, const struct pal_cast *cast,
                                  const struct pal_manifest *manifest, struct pal_text marks)
{
    static const char *const spelled[CHOICE_COUNT] = {"{\"choice\":0}", "{\"choice\":1}",
                                                      "{\"choice\":2}"};
    if (!pal_text_is(pal_text_of(manifest->method->id), "motion")) {
        return PAL_OK;
    }
    PAL_QUERY(query, store, PAL_SQL_INSTRUCTIONS, ASKED);
    pal_bind_int(&query, ":poll", cast->poll.value);
    pal_bind_int(&query, ":principal", cast->member.value);
    enum pal_err err = pal_query_one(&query);
    if (err != PAL_OK) {
        return err == PAL_ERR_NOT_FOUND ? PAL_OK : err;
    }
    size_t asked = find_choice(pal_column_text(&query, 0));
    PAL_CHECK(asked < CHOICE_COUNT);
    bool abstains = asked == ABSTAIN && pal_text_is(marks, "{\"abstains\":true}");
    return abstains || pal_text_is(marks, spelled[asked]) ? PAL_OK : PAL_ERR_PROXY_INSTRUCTION;
}

enum pal_err pal_instructions_expire(struct pal_store *store, int64_t until_us, int64_t *out_count)
{
    PAL_QUERY(query, store, PAL_SQL_INSTRUCTIONS, FORGET_OLD);
    pal_bind_int(&query, ":until", until_us);
    PAL_TRY(pal_query_run(&query));
    *out_count = pal_query_changes(&query);
    return PAL_OK;
}
