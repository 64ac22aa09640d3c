/* prints.c - prints that are kept, and the job that makes one. */
#include "prints.h"

#include "base/mem.h"

#include "minutes_page.h"
#include "printer.h"
#include "sheet.h"

/* One place: what is kept there, or at work. */
struct print {
    struct pal_print_key key;
    struct pal_buf pdf;
    struct pal_uuid job;
    uint64_t turn; /* the later the larger */
    bool is_kept, is_at_work, is_stale;
};

struct pal_prints {
    struct print places[PAL_PRINTS_KEPT];
    char *printer; /* NULL: beside this program */
    uint64_t turn;
};

struct pal_prints *pal_prints_new(const char *printer)
{
    struct pal_prints *prints = pal_mem_new(1, sizeof *prints);
    prints->printer = printer != NULL ? pal_mem_copy_string(printer) : NULL;
    return prints;
}

void pal_prints_free(struct pal_prints *prints)
{
    for (size_t i = 0; prints != NULL && i < PAL_PRINTS_KEPT; i++) {
        pal_buf_done(&prints->places[i].pdf);
    }
    if (prints != NULL) {
        pal_mem_free(prints->printer);
    }
    pal_mem_free(prints);
}

static bool is_same(const struct pal_print_key *a, const struct pal_print_key *b)
{
    return a->minutes.value == b->minutes.value && a->entry == b->entry &&
           a->language == b->language && a->is_named == b->is_named;
}

const struct pal_buf *pal_prints_find(const struct pal_prints *prints,
                                      const struct pal_print_key *key)
{
    for (size_t i = 0; i < PAL_PRINTS_KEPT; i++) {
        const struct print *print = &prints->places[i];
        if (print->is_kept && !print->is_stale && is_same(&print->key, key)) {
            return &print->pdf;
        }
    }
    return NULL;
}

void pal_prints_forget(struct pal_prints *prints)
{
    for (size_t i = 0; i < PAL_PRINTS_KEPT; i++) {
        struct print *print = &prints->places[i];
        print->is_stale = true; /* a worker may be reading its key */
    }
}

/* --- the job ------------------------------------------------------------------------------------ */

/* The sheet is made of the snapshot, so that what is printed is one state of the society. */
static enum pal_err print_minutes(struct pal_store *snapshot, const struct pal_prints *prints,
                                  const struct pal_print_key *key, struct pal_buf *pdf)
{
    struct pal_minutes minutes;
    PAL_SHEET(sheet);
    PAL_BUF(path);
    PAL_BUF(json);
    if (prints->printer != NULL) {
        pal_buf_add_string(&path, prints->printer);
    } else {
        PAL_TRY(pal_printer_find(&path));
    }
    PAL_TRY(pal_minutes_read(snapshot, key->minutes, &minutes));
    PAL_TRY(pal_minutes_print(snapshot, &minutes, key->is_named, key->language, &sheet));
    pal_json_write(sheet.json, &json);
    return pal_printer_run(path.bytes, pal_buf_text(&json), pdf);
}

struct made {
    struct print *place;
    struct pal_buf pdf;
};

static enum pal_err run(struct pal_job *job, struct pal_store *snapshot)
{
    const struct pal_job_spec *spec = pal_job_spec(job);
    struct made *made = pal_mem_new(1, sizeof *made);
    made->place = spec->with;
    pal_job_keep(job, made);
    return print_minutes(snapshot, spec->context, &made->place->key, &made->pdf);
}

static enum pal_err finish(struct pal_job *job, struct pal_store *store)
{
    (void)store; /* nothing of it is written */
    struct made *made = pal_job_made(job);
    made->place->pdf = made->pdf;
    made->place->is_kept = true;
    made->pdf = (struct pal_buf){0}; /* moved */
    return PAL_OK;
}

static void release(void *context)
{
    struct made *made = context;
    pal_buf_done(&made->pdf);
    pal_mem_free(made);
}

static void ended(struct pal_job *job)
{
    struct print *place = pal_job_spec(job)->with;
    place->is_at_work = false;
}

static const struct pal_job_kind print_job = {
    .name = "print",
    .run = run,
    .finish = finish,
    .release = release,
    .ended = ended,
};

/* The place of the oldest print; NULL when every place is at work. */
static struct print *find_place(struct pal_prints *prints)
{
    struct print *oldest = NULL;
    for (size_t i = 0; i < PAL_PRINTS_KEPT; i++) {
        struct print *print = &prints->places[i];
        if (!print->is_at_work && (oldest == NULL || print->turn < oldest->turn)) {
            oldest = print;
        }
    }
    return oldest;
}

enum pal_err pal_prints_make(struct pal_prints *prints, const struct pal_print_key *key,
                             struct pal_prints_job *out)
{
    for (size_t i = 0; i < PAL_PRINTS_KEPT; i++) {
        const struct print *print = &prints->places[i];
        if (print->is_at_work && !print->is_stale && is_same(&print->key, key)) {
            *out = (struct pal_prints_job){.id = print->job};
            return PAL_OK;
        }
    }
    struct print *place = find_place(prints);
    if (place == NULL) {
        return PAL_ERR_LIMIT_RATE;
    }
    pal_buf_done(&place->pdf);
    *place = (struct print){
        .key = *key,
        .job = pal_uuid_random(),
        .turn = ++prints->turn,
        .is_at_work = true,
    };
    *out = (struct pal_prints_job){.id = place->job, .is_new = true};
    out->spec = (struct pal_job_spec){
        .kind = &print_job,
        .subject = key->minutes.value,
        .object = place->job,
        .context = prints,
        .with = place,
    };
    return PAL_OK;
}
