/* mailer.c - letters, from the outbox to the mail server. */
#include "mailer.h"

#include "base/check.h"
#include "base/mem.h"
#include "core/mail.h"
#include "core/sessions.h"
#include "core/society.h"
#include "core/store.h"

#include "letter.h"
#include "letter_words.h"
#include "outgoing.h"
#include "posting.h"

/* Other letters wait for a batch: it ends soon, however slow the mail server is. */
enum { BATCH = 20, CONNECT_MS = 5000, LETTER_MS = 20000, BATCH_MS = 10000 };
#define MINUTE_US INT64_C(60000000)

/* A letter of the batch, and what was said of it. */
struct posted {
    int64_t mail;
    char *recipient;
    struct pal_buf letter, error;
    enum pal_mail_said said;
    bool is_done;
};

struct pal_mailer {
    struct pal_uuid run; /* of this server */
    char *url, *user, *password, *sender;
    bool starttls;
    struct posted letters[BATCH];
    size_t count;
    struct pal_buf error; /* of the mail server; empty when it answered */
    bool was_reached;
    /* While the batch is made. */
    struct pal_services *services;
    struct pal_society society;
};

struct pal_mailer *pal_mailer_new(void)
{
    struct pal_mailer *mailer = pal_mem_new(1, sizeof *mailer);
    mailer->run = pal_uuid_random();
    return mailer;
}

/* Forgets the batch; its links are wiped. */
static void clear(struct pal_mailer *mailer)
{
    for (size_t i = 0; i < mailer->count; i++) {
        struct posted *posted = &mailer->letters[i];
        pal_crypto_wipe(posted->letter.bytes, posted->letter.size);
        pal_mem_free(posted->recipient);
        pal_buf_done(&posted->letter);
        pal_buf_done(&posted->error);
        *posted = (struct posted){0};
    }
    char **const texts[] = {&mailer->url, &mailer->user, &mailer->password, &mailer->sender};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        pal_mem_free(*texts[i]);
        *texts[i] = NULL;
    }
    pal_buf_done(&mailer->error);
    pal_society_done(&mailer->society);
    mailer->count = 0;
    mailer->was_reached = false;
}

void pal_mailer_free(struct pal_mailer *mailer)
{
    clear(mailer);
    pal_mem_free(mailer);
}

/* --- in the loop: what to send ---------------------------------------------------------------- */

static struct pal_text domain_of(struct pal_text address)
{
    struct pal_text domain = address, local;
    (void)pal_text_cut(&domain, '@', &local); /* there is one: it was judged when it was set */
    return domain;
}

static enum pal_err read_settings(struct pal_mailer *mailer, struct pal_store *store)
{
    PAL_MAIL_SERVER(server);
    PAL_BUF(url);
    PAL_TRY(pal_mail_server_read(store, &server));
    PAL_TRY(pal_society_read(store, &mailer->society));
    pal_buf_add_text(&url, server.url);
    pal_buf_add_string(&url, "/"); /* the name by which we greet */
    pal_buf_add_text(&url, domain_of(server.sender));
    mailer->url = pal_buf_take(&url);
    mailer->user = pal_text_copy(server.user);
    mailer->password = pal_text_copy(server.password);
    mailer->sender = pal_text_copy(server.sender);
    mailer->starttls = server.starttls;
    return PAL_OK;
}

static int64_t link_lasts_s(enum pal_mail_kind kind)
{
    return kind == PAL_MAIL_SIGN_IN ? PAL_SIGN_IN_LINK_S : PAL_NOTICE_LINK_S;
}

/* A letter about an address goes where it may be nobody's, or nobody's any more. */
static bool signs_in(enum pal_mail_kind kind)
{
    return kind != PAL_MAIL_CONFIRM && kind != PAL_MAIL_MOVED;
}

static enum pal_language language_of(const struct pal_person *person,
                                     const struct pal_society *society)
{
    struct pal_text said =
        person->says.language.size > 0 ? person->says.language : society->says.language;
    return pal_text_is(said, "en") ? PAL_ENGLISH : PAL_FRENCH;
}

static enum pal_err write_letter(const struct pal_mailer *mailer, const struct pal_mail *mail,
                                 struct pal_buf *out)
{
    struct pal_store *store = mailer->services->store;
    PAL_PERSON(person);
    PAL_SECRET(link);
    PAL_BUF(subject);
    PAL_BUF(body);
    PAL_TRY(pal_person_read(store, mail->person, &person));
    if (signs_in(mail->kind)) {
        PAL_TRY(pal_link_lend(store, mail->person, link_lasts_s(mail->kind), &link));
    }
    enum pal_language language = language_of(&person, &mailer->society);
    const struct pal_wording wording = {
        .store = store,
        .mail = mail,
        .society = mailer->society.says.name,
        .name = person.says.name,
        .contact = mailer->society.says.contact,
        .language = language,
        .url = mailer->services->url,
        .link = link.text,
    };
    PAL_TRY(pal_letter_word(&wording, &subject, &body));
    const struct pal_letter letter = {
        .from_name = mailer->society.says.name,
        .from = pal_text_of(mailer->sender),
        .to = mail->address,
        .subject = pal_buf_text(&subject),
        .body = pal_buf_text(&body),
        .language = language == PAL_FRENCH ? "fr" : "en",
        .id = mail->uuid,
        .at_us = pal_store_now_us(store),
    };
    enum pal_err err = pal_letter_write(&letter, out);
    pal_crypto_wipe(body.bytes, body.size);
    return err;
}

/* Puts a letter into the batch. One that cannot be written holds up no other. */
static enum pal_err add(void *context, const struct pal_mail *mail)
{
    struct pal_mailer *mailer = context;
    PAL_CHECK(mailer->count < BATCH);
    PAL_BUF(letter);
    enum pal_err err = write_letter(mailer, mail, &letter);
    if (err == PAL_ERR_TEXT_CONTROL || err == PAL_ERR_PERSON_EMAIL) {
        const struct pal_mail_result result = {mail->id, PAL_MAIL_REFUSED,
                                               pal_text_of(pal_err_slug(err))};
        return pal_outbox_settle(mailer->services->store, &result);
    }
    PAL_TRY(err);
    mailer->letters[mailer->count++] = (struct posted){
        .mail = mail->id,
        .recipient = pal_text_copy(mail->address),
        .letter = letter,
        .said = PAL_MAIL_UNTRIED,
    };
    letter = (struct pal_buf){0};
    return PAL_OK;
}

/* --- in the worker: sending ------------------------------------------------------------------- */

/* False when the mail server cannot be spoken with: the rest waits. */
static bool send_one(struct pal_mailer *mailer, struct pal_posting *posting, struct posted *posted)
{
    static const enum pal_mail_said said[] = {
        [PAL_POST_TAKEN] = PAL_MAIL_SENT,
        [PAL_POST_PUT_OFF] = PAL_MAIL_PUT_OFF,
        [PAL_POST_REFUSED] = PAL_MAIL_REFUSED,
        [PAL_POST_UNREACHED] = PAL_MAIL_INTERRUPTED,
    };
    const struct pal_post post = {mailer->sender, posted->recipient, pal_buf_text(&posted->letter)};
    enum pal_post_said answer = pal_posting_send(posting, &post, &posted->error);
    if (answer == PAL_POST_UNREACHED) {
        pal_buf_add_text(&mailer->error, pal_buf_text(&posted->error));
        posted->said = PAL_MAIL_INTERRUPTED;
        return false;
    }
    mailer->was_reached = true;
    posted->said = said[answer];
    posted->is_done = true; /* not sent twice, should the job run again */
    return true;
}

static bool stops(const void *job)
{
    return pal_job_stops(job);
}

/* RULE docs/rules/mail.md
 * > A mail server that says nothing is left after five seconds, and one that falls silent over a letter after twenty. Nothing but
 * > letters waits for it meanwhile, and a server that stops does not wait at all.
 */
static enum pal_err run(struct pal_job *job, struct pal_store *snapshot)
{
    (void)snapshot;
    struct pal_mailer *mailer = pal_job_spec(job)->context;
    const struct pal_post_office office = {
        .url = mailer->url,
        .user = mailer->user,
        .password = mailer->password,
        .starttls = mailer->starttls,
        .connect_ms = CONNECT_MS,
        .total_ms = LETTER_MS,
        .stops = stops,
        .context = job,
    };
    struct pal_posting *posting = pal_posting_new(&office);
    int64_t until_ms = pal_outgoing_now_ms() + BATCH_MS;
    bool goes_on = true;
    pal_buf_clear(&mailer->error);
    for (size_t i = 0; i < mailer->count && goes_on; i++) {
        if (!mailer->letters[i].is_done) {
            goes_on =
                send_one(mailer, posting, &mailer->letters[i]) && pal_outgoing_now_ms() < until_ms;
        }
    }
    pal_posting_free(posting);
    return PAL_OK;
}

/* --- in the loop: what became of them --------------------------------------------------------- */

static enum pal_err finish(struct pal_job *job, struct pal_store *store)
{
    const struct pal_mailer *mailer = pal_job_spec(job)->context;
    for (size_t i = 0; i < mailer->count; i++) {
        const struct posted *posted = &mailer->letters[i];
        const struct pal_mail_result result = {posted->mail, posted->said,
                                               pal_buf_text(&posted->error)};
        PAL_TRY(pal_outbox_settle(store, &result));
    }
    if (mailer->was_reached || mailer->error.size > 0) {
        PAL_TRY(pal_mail_server_note(store, pal_buf_text(&mailer->error)));
    }
    return pal_mailings_settle(store);
}

static void ended(struct pal_job *job)
{
    struct pal_mailer *mailer = pal_job_spec(job)->context;
    clear(mailer);
    mailer->run = pal_uuid_random(); /* what could not be settled is as lost as by a restart */
}

static const struct pal_job_kind kind = {
    .name = "mail",
    .run = run,
    .finish = finish,
    .ended = ended,
    .is_errand = true,
};

/* --- the tick --------------------------------------------------------------------------------- */

/* Takes a batch, if one is due. What an earlier turn that died had made is forgotten: its letters were
 * never marked as being sent. */
static enum pal_err take_batch(struct pal_services *services, int64_t *out_next_us)
{
    struct pal_mailer *mailer = services->mailer;
    bool is_due;
    PAL_TRY(pal_outbox_due(services->store, &mailer->run, &is_due, out_next_us));
    if (!is_due) {
        return PAL_OK;
    }
    clear(mailer);
    mailer->services = services;
    PAL_TRY(read_settings(mailer, services->store));
    return pal_outbox_take(services->store, &mailer->run, BATCH, add, mailer);
}

enum pal_err pal_mailer_tick(struct pal_services *services, int64_t now_us, struct pal_reply *told,
                             int64_t *out_next_us)
{
    bool has_more;
    PAL_TRANSACTION(transaction, services->store);
    PAL_TRY(pal_sign_in_look_up(services->store, &has_more));
    PAL_TRY(take_batch(services, out_next_us));
    PAL_TRY(pal_transaction_commit(&transaction));
    if (services->mailer->services != NULL) {
        services->mailer->services = NULL;
        if (services->mailer->count > 0) {
            struct pal_job_spec job = {.kind = &kind,
                                       .object = pal_uuid_random(),
                                       .context = services->mailer};
            pal_reply_job(told, &job);
        }
        *out_next_us = now_us + MINUTE_US;
    }
    *out_next_us = has_more ? now_us : *out_next_us;
    return PAL_OK;
}
