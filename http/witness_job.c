/* witness_job.c - asks a witness to cosign, and sees what it knows. */
#include "witness_job.h"

#include "base/check.h"
#include "base/mem.h"
#include "core/log.h"
#include "core/witnesses.h"

#include "transfer.h"

/* A witness answers at once or is asked again: nobody waits for it, but other jobs wait for this. */
enum { ANSWER_MAX = 1 << 18, CONNECT_MS = 3000, TOTAL_MS = 6000 };

/* A witness being asked, and what came of it. */
struct asking {
    const struct pal_policy_witness *witness; /* lent by a policy in scope */
    struct pal_buf vkey, line, note;
    struct pal_witness_result result;
};

static void asking_done(struct asking *asking)
{
    pal_buf_done(&asking->vkey);
    pal_buf_done(&asking->line);
    pal_buf_done(&asking->note);
}

static void release(void *made)
{
    asking_done(made);
    pal_mem_free(made);
}

/* Sends a GET, or a POST of that body where there is one. */
static bool fetch(const char *url, const struct pal_text *body, struct pal_answer *answer)
{
    const struct pal_transfer transfer = {
        .protocols = "http,https",
        .url = url,
        .type = body != NULL ? "Content-Type: text/plain; charset=utf-8" : NULL,
        .body = body,
        .max = ANSWER_MAX,
        .connect_ms = CONNECT_MS,
        .total_ms = TOTAL_MS,
    };
    return pal_transfer(&transfer, answer);
}

/* What it shows of this log, at the address that the log's name gives. */
static void look(struct asking *asking, struct pal_store *store)
{
    PAL_BUF(url);
    PAL_ANSWER(answer);
    char hex[2 * PAL_HASH_SIZE + 1];
    struct pal_text name = pal_log_name(store);
    struct pal_hash hash = pal_hash_of(name.bytes, name.size);
    pal_hash_write(&hash, hex);
    pal_buf_add_text(&url, asking->witness->url);
    pal_buf_add_format(&url, "/%s/checkpoint", hex);
    if (!fetch(url.bytes, NULL, &answer) || answer.status != 200) {
        return;
    }
    struct pal_witness_result *result = &asking->result;
    enum pal_witness_said said =
        pal_witness_judge_checkpoint(store, pal_buf_text(&answer.body), &result->size);
    bool is_proof = said == PAL_WITNESS_LARGER || said == PAL_WITNESS_OTHER;
    result->said = is_proof ? said : PAL_WITNESS_NOTHING;
    if (is_proof) {
        pal_buf_add_text(&asking->note, pal_buf_text(&answer.body));
    }
}

/* The size that a witness says it has cosigned. */
static bool read_size(const struct pal_answer *answer, uint64_t *out_size)
{
    struct pal_text text = pal_text_trim(pal_buf_text(&answer->body));
    int64_t size;
    bool is_size = pal_text_starts(pal_buf_text(&answer->type), "text/x.tlog.size") &&
                   pal_text_int(text, &size) == PAL_OK && size >= 0;
    if (is_size) {
        *out_size = (uint64_t)size;
    }
    return is_size;
}

static bool ask(const struct asking *asking, struct pal_store *store, uint64_t old_size,
                struct pal_answer *answer)
{
    PAL_BUF(url);
    PAL_BUF(body);
    if (pal_witness_request(store, old_size, &body) != PAL_OK) {
        return false;
    }
    pal_buf_add_text(&url, asking->witness->url);
    pal_buf_add_string(&url, "/add-checkpoint");
    struct pal_text text = pal_buf_text(&body);
    return fetch(url.bytes, &text, answer);
}

static void keep_answer(struct asking *asking, struct pal_store *store,
                        const struct pal_answer *answer)
{
    struct pal_witness_result *result = &asking->result;
    result->size = pal_log_head(store).size;
    result->said =
        pal_witness_judge_answer(store, &asking->witness->vkey, pal_buf_text(&answer->body),
                                 &asking->line, &result->seconds);
}

/* With the size that we know it has; and once more with the one that it says. */
static enum pal_err converse(struct asking *asking, struct pal_store *store)
{
    PAL_ANSWER(answer);
    uint64_t old_size;
    int64_t seconds;
    PAL_TRY(pal_cosignature_last(store, asking->witness->vkey.name, &old_size, &seconds));
    bool has_answered = ask(asking, store, old_size, &answer);
    if (has_answered && answer.status == 409 && read_size(&answer, &old_size)) {
        if (old_size > pal_log_head(store).size) {
            look(asking, store); /* what it shows is signed, what it says is not */
            if (asking->result.said == PAL_WITNESS_NOTHING) {
                asking->result.said = PAL_WITNESS_LARGER;
                asking->result.size = old_size;
            }
            return PAL_OK;
        }
        has_answered = ask(asking, store, old_size, &answer);
    }
    if (has_answered && answer.status == 200) {
        keep_answer(asking, store, &answer);
    } else if (has_answered && (answer.status == 409 || answer.status == 422)) {
        look(asking, store); /* it knows something else: what? */
    }
    return PAL_OK;
}

static enum pal_err run(struct pal_job *job, struct pal_store *snapshot)
{
    struct asking *asking = pal_mem_new(1, sizeof *asking);
    struct pal_policy policy;
    size_t index = (size_t)pal_job_spec(job)->subject;
    pal_job_keep(job, asking);
    enum pal_err err = pal_policy_parse(pal_log_policy(snapshot), &policy, NULL);
    if (err != PAL_OK || index >= policy.witness_count) {
        return PAL_OK; /* the policy is another one by now */
    }
    asking->witness = &policy.witnesses[index];
    pal_vkey_write(&asking->witness->vkey, &asking->vkey);
    err = converse(asking, snapshot);
    asking->witness = NULL;
    return err;
}

static enum pal_err finish(struct pal_job *job, struct pal_store *store)
{
    struct asking *asking = pal_job_made(job);
    asking->result.vkey = pal_buf_text(&asking->vkey);
    asking->result.line = pal_buf_text(&asking->line);
    asking->result.note = pal_buf_text(&asking->note);
    return pal_witness_keep(store, &asking->result);
}

static const struct pal_job_kind kind = {.name = "witness",
                                         .run = run,
                                         .finish = finish,
                                         .release = release};

struct pal_job_spec pal_witness_job_spec(size_t index)
{
    return (
        struct pal_job_spec){.kind = &kind, .subject = (int64_t)index, .object = pal_uuid_random()};
}

void pal_witnesses_compare(struct pal_store *store)
{
    struct pal_policy policy;
    bool has_policy = pal_log_policy(store).size > 0 &&
                      pal_policy_parse(pal_log_policy(store), &policy, NULL) == PAL_OK;
    for (size_t i = 0; has_policy && i < policy.witness_count; i++) {
        struct asking asking PAL_CLEANUP(asking_done) = {.witness = &policy.witnesses[i]};
        if (asking.witness->url.size > 0 && pal_log_status(store) == PAL_LOG_OK) {
            look(&asking, store);
            asking.result.note = pal_buf_text(&asking.note);
            enum pal_err err = pal_witness_keep(store, &asking.result);
            PAL_CHECK(err == PAL_OK); /* a proof of a rollback or a fork, or nothing: no write */
        }
    }
}
