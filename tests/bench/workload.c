/* workload.c - writes down what SQLite is asked, and asks it again. */
#include "workload.h"

#include <ctype.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/check.h"
#include "base/mem.h"
#include "core/store.h"
#include "http/server.h"

#include "exchange.h"
#include "load.h"

enum { STATEMENTS_MAX = 256, BATCH_MAX = 64 };

void pal_workload_done(struct pal_workload *workload)
{
    for (size_t i = 0; i < workload->statement_count; i++) {
        pal_mem_free(workload->statements[i]);
    }
    pal_mem_free(workload->statements);
    pal_mem_free(workload->steps);
    pal_mem_free(workload->values);
    pal_buf_done(&workload->bytes);
    pal_buf_done(&workload->set_up);
    *workload = (struct pal_workload){0};
}

/* --- recording -------------------------------------------------------------------------------- */

/* SQLite's hook for new connections takes no context: what it records is here, for one thread. */
static struct {
    struct pal_workload *workload;
    void *handles[STATEMENTS_MAX];
    bool is_casting; /* else the connection is being set up */
} recorder;

static uint32_t statement_of(void *handle, const char *sql)
{
    struct pal_workload *workload = recorder.workload;
    for (size_t i = 0; i < workload->statement_count; i++) {
        if (recorder.handles[i] == handle) {
            return (uint32_t)i;
        }
    }
    PAL_CHECK(workload->statement_count < STATEMENTS_MAX);
    recorder.handles[workload->statement_count] = handle;
    workload->statements[workload->statement_count] = pal_mem_copy_string(sql);
    return (uint32_t)workload->statement_count++;
}

static struct pal_workload_value *value_new(struct pal_workload *workload)
{
    if (workload->value_count == workload->value_room) {
        workload->value_room = pal_mem_capacity(workload->value_room, workload->value_count + 1);
        workload->values =
            pal_mem_grow(workload->values, workload->value_room, sizeof *workload->values);
    }
    return &workload->values[workload->value_count++];
}

/* 'it''s', from after the first quotation mark; gives what follows the last. */
static const char *read_quoted(const char *at, struct pal_buf *bytes)
{
    while (*at != '\'' || at[1] == '\'') {
        at += *at == '\'' ? 1 : 0;
        pal_buf_add_byte(bytes, (uint8_t)*at++);
    }
    return at + 1;
}

/* A value as SQLite spells it: NULL, 12, 'text', x'0af1'. Gives what follows it. */
static const char *read_value(const char *at, struct pal_workload *workload)
{
    struct pal_workload_value *value = value_new(workload);
    *value = (struct pal_workload_value){.number = (int64_t)workload->bytes.size, .kind = 'n'};
    if (*at == '\'') {
        at = read_quoted(at + 1, &workload->bytes);
        value->kind = 't';
    } else if (*at == 'x') {
        const char *end = strchr(at + 2, '\'');
        size_t size = (size_t)(end - at - 2) / 2;
        uint8_t *raw = pal_mem_new(size + 1, 1);
        PAL_CHECK(pal_text_hex((struct pal_text){at + 2, 2 * size}, raw, size) == PAL_OK);
        pal_buf_add(&workload->bytes, raw, size);
        pal_mem_free(raw);
        at = end + 1;
        value->kind = 'b';
    } else if (*at == 'N') {
        at += 4;
    } else {
        char *end;
        value->number = strtoll(at, &end, 10);
        PAL_CHECK(end != at);
        value->kind = 'i';
        return end;
    }
    value->size = (uint32_t)(workload->bytes.size - (size_t)value->number);
    return at;
}

static bool is_of_name(char byte)
{
    return isalnum((unsigned char)byte) != 0 || byte == '_';
}

/* The values that stand in the expanded text where the statement has names. */
static void read_values(const char *sql, const char *expanded, struct pal_workload *workload)
{
    bool is_quoted = false;
    while (*sql != '\0') {
        is_quoted = is_quoted != (*sql == '\'');
        if (*sql == ':' && !is_quoted) {
            expanded = read_value(expanded, workload);
            for (sql++; is_of_name(*sql); sql++) {
            }
        } else {
            PAL_CHECK(*sql == *expanded);
            sql++;
            expanded++;
        }
    }
}

/* A schema is compared in memory with the one that it should be, on a connection of its own. */
static bool is_of_file(sqlite3_stmt *handle)
{
    return sqlite3_db_filename(sqlite3_db_handle(handle), "main")[0] != '\0';
}

static int on_statement(unsigned kind, void *context, void *handle, void *text)
{
    (void)kind, (void)context;
    struct pal_workload *workload = recorder.workload;
    const char *sql = sqlite3_sql(handle);
    if (strncmp(text, "--", 2) == 0) { /* a trigger's, which comes by itself */
        return 0;
    }
    if (!recorder.is_casting) {
        if (strncmp(sql, "PRAGMA", 6) == 0 && strchr(sql, '=') != NULL && is_of_file(handle)) {
            pal_buf_add_string(&workload->set_up, sql);
            pal_buf_add_string(&workload->set_up, ";");
        }
        return 0;
    }
    if (workload->step_count == workload->step_room) {
        workload->step_room = pal_mem_capacity(workload->step_room, workload->step_count + 1);
        workload->steps =
            pal_mem_grow(workload->steps, workload->step_room, sizeof *workload->steps);
    }
    uint32_t statement = statement_of(handle, sql);
    workload->steps[workload->step_count++] =
        (struct pal_workload_step){statement, (uint32_t)workload->value_count};
    char *expanded = sqlite3_expanded_sql(handle);
    read_values(sql, expanded, workload);
    sqlite3_free(expanded);
    return 0;
}

static int on_connection(sqlite3 *db, const char **out_message,
                         const struct sqlite3_api_routines *api)
{
    (void)out_message, (void)api;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, on_statement, NULL);
}

/* As the server runs a request, without a socket. */
static void cast(struct pal_services *services, const struct pal_voters *voters, size_t index,
                 struct pal_exchange *exchange)
{
    PAL_BUF(body);
    PAL_BUF(target);
    PAL_BUF(credential);
    pal_voters_ballot(voters, index, &body);
    pal_buf_add_format(&target, "/api/v1/polls/%s/ballots", voters->poll);
    pal_buf_add_format(&credential, "Bearer %s", voters->items[index].token.text);
    const struct pal_head head = {
        .method = pal_text_of("POST"),
        .target = pal_buf_text(&target),
        .address = pal_text_of("127.0.0.1"),
        .authorization = pal_buf_text(&credential),
        .content_type = pal_text_of("application/json"),
    };
    if (pal_exchange_open(exchange, services, &head) &&
        pal_exchange_add(exchange, pal_buf_text(&body))) {
        pal_exchange_read(exchange);
        pal_exchange_run(exchange);
    }
    if (exchange->reply.status != 201) {
        (void)fprintf(stderr, "a vote was refused: %s\n", pal_err_slug(exchange->err));
        exit(1); /* NOLINT(concurrency-mt-unsafe): at the end. */
    }
}

static void cast_all(struct pal_services *services, const struct pal_voters *voters, size_t count,
                     size_t batch)
{
    static struct pal_exchange exchanges[BATCH_MAX];
    PAL_CHECK(batch <= BATCH_MAX);
    for (size_t first = 0; first < count; first += batch) {
        size_t end = first + batch < count ? first + batch : count;
        for (size_t i = first; i < end; i++) {
            cast(services, voters, i, &exchanges[i - first]);
        }
        MUST(pal_turn_commit(services->store));
        for (size_t i = first; i < end; i++) {
            pal_exchange_settle(&exchanges[i - first], PAL_OK);
            pal_exchange_done(&exchanges[i - first]);
        }
    }
}

void pal_workload_record(const char *db, const struct pal_voters *voters, size_t count,
                         size_t batch, struct pal_workload *out)
{
    *out = (struct pal_workload){.statements = pal_mem_new(STATEMENTS_MAX, sizeof(char *))};
    recorder.workload = out;
    recorder.is_casting = false;
    /* The type that SQLite wants of a hook is not the type that it calls it by. */
    (void)sqlite3_auto_extension((void (*)(void))on_connection);
    const struct pal_store_spec spec = {.path = db,
                                        .mode = PAL_STORE_WRITE,
                                        .clock = pal_clock_system()};
    PAL_STORE(store);
    MUST(pal_store_open(&spec, &store));
    (void)sqlite3_cancel_auto_extension((void (*)(void))on_connection);
    const struct pal_server_options options = {.store = store, .clock = spec.clock};
    struct pal_services services;
    pal_services_init(&services, &options, "http://127.0.0.1");
    recorder.is_casting = true;
    cast_all(&services, voters, count, batch);
    recorder.is_casting = false;
    pal_services_done(&services);
}

/* --- running it alone -------------------------------------------------------------------------- */

struct prepared {
    sqlite3_stmt *handle;
    int places[STATEMENTS_MAX]; /* of its names, in their order, by SQLite's number */
    bool is_left_out;
};

static void must_sql(sqlite3 *db, int code)
{
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
        (void)fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(db));
        exit(1); /* NOLINT(concurrency-mt-unsafe): one thread. */
    }
}

static void prepare(sqlite3 *db, const char *sql, enum pal_workload_part part, struct prepared *out)
{
    must_sql(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &out->handle, NULL));
    bool bounds = strncmp(sql, "BEGIN", 5) == 0 || strncmp(sql, "COMMIT", 6) == 0;
    out->is_left_out =
        part == PAL_WORKLOAD_WRITES && !bounds && sqlite3_stmt_readonly(out->handle) != 0;
    bool is_quoted = false;
    size_t count = 0;
    for (const char *at = sql; *at != '\0'; at++) {
        is_quoted = is_quoted != (*at == '\'');
        if (*at != ':' || is_quoted) {
            continue;
        }
        char name[64] = ":";
        size_t size = 1;
        while (is_of_name(at[size]) && size + 1 < sizeof name) {
            name[size] = at[size];
            size++;
        }
        PAL_CHECK(count < STATEMENTS_MAX);
        out->places[count++] = sqlite3_bind_parameter_index(out->handle, name);
    }
    out->places[count] = 0;
}

static void bind(const struct prepared *prepared, const struct pal_workload *workload,
                 size_t first_value)
{
    for (size_t i = 0; prepared->places[i] != 0; i++) {
        const struct pal_workload_value *value = &workload->values[first_value + i];
        int place = prepared->places[i];
        const char *bytes = workload->bytes.bytes + value->number;
        switch (value->kind) {
        case 'i': (void)sqlite3_bind_int64(prepared->handle, place, value->number); break;
        case 't':
            (void)sqlite3_bind_text(prepared->handle, place, bytes, (int)value->size,
                                    SQLITE_STATIC);
            break;
        case 'b':
            (void)sqlite3_bind_blob(prepared->handle, place, bytes, (int)value->size,
                                    SQLITE_STATIC);
            break;
        default: (void)sqlite3_bind_null(prepared->handle, place); break;
        }
    }
}

static struct pal_workload_times now(void)
{
    struct timespec spent;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return (struct pal_workload_times){pal_load_now_us(),
                                       (int64_t)spent.tv_sec * 1000000 + spent.tv_nsec / 1000};
}

/* The store's own aggregate over rows of (index, bytes), which keeps what it is given. */
static void gather(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    struct pal_buf *kept = sqlite3_user_data(context);
    const void *bytes = sqlite3_value_blob(values[1]); /* before its size */
    pal_buf_add(kept, bytes, (size_t)sqlite3_value_bytes(values[1]));
}

static void end_gathering(sqlite3_context *context)
{
    pal_buf_clear(sqlite3_user_data(context));
    sqlite3_result_null(context);
}

struct pal_workload_times pal_workload_run(const char *db, const struct pal_workload *workload,
                                           enum pal_workload_part part)
{
    sqlite3 *connection = NULL;
    must_sql(connection,
             sqlite3_open_v2(db, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL));
    PAL_BUF(kept);
    must_sql(connection,
             sqlite3_create_function_v2(connection, "gather", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                        &kept, NULL, gather, end_gathering, NULL));
    must_sql(connection, sqlite3_exec(connection, workload->set_up.bytes, NULL, NULL, NULL));
    struct prepared *prepared = pal_mem_new(workload->statement_count, sizeof *prepared);
    for (size_t i = 0; i < workload->statement_count; i++) {
        prepare(connection, workload->statements[i], part, &prepared[i]);
    }
    struct pal_workload_times began = now();
    for (size_t i = 0; i < workload->step_count; i++) {
        const struct pal_workload_step *step = &workload->steps[i];
        const struct prepared *statement = &prepared[step->statement];
        if (statement->is_left_out) {
            continue;
        }
        bind(statement, workload, step->first_value);
        must_sql(connection, sqlite3_step(statement->handle));
        must_sql(connection, sqlite3_reset(statement->handle));
    }
    struct pal_workload_times ended = now();
    for (size_t i = 0; i < workload->statement_count; i++) {
        (void)sqlite3_finalize(prepared[i].handle); /* repeats the last error: none */
    }
    pal_mem_free(prepared);
    (void)sqlite3_close(connection); /* nothing is left open */
    return (struct pal_workload_times){ended.wall_us - began.wall_us, ended.cpu_us - began.cpu_us};
}

void pal_workload_print(const struct pal_workload *workload, size_t count)
{
    for (size_t i = 0; i < workload->statement_count; i++) {
        size_t times = 0;
        for (size_t step = 0; step < workload->step_count; step++) {
            times += workload->steps[step].statement == i;
        }
        (void)printf("%6zu.%03zu  %s\n", times / count, times * 1000 / count % 1000,
                     workload->statements[i]);
    }
}
