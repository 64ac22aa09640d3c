/* society.c - what the commands that open a society have in common. */
#include "society.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "core/society.h"

static enum pal_err open_society(const struct pal_store_spec *spec, struct pal_store **out_store)
{
    PAL_STORE(store);
    PAL_TRY(pal_store_open(spec, &store));
    PAL_SOCIETY(society);
    PAL_TRY(pal_society_read(store, &society));
    PAL_STRING(zone);
    zone = pal_text_copy(society.says.time_zone);
    PAL_TRY(pal_clock_zone(zone));
    *out_store = store;
    store = NULL;
    return PAL_OK;
}

enum pal_err pal_society_open(const char *path, enum pal_store_mode mode,
                              struct pal_store **out_store)
{
    const struct pal_store_spec spec = {
        .path = path,
        .mode = mode,
        .clock = pal_clock_system(),
    };
    return open_society(&spec, out_store);
}

enum pal_err pal_society_open_anchored(const char *path, const char *anchor_path,
                                       struct pal_store **out_store)
{
    const struct pal_store_spec spec = {
        .path = path,
        .mode = PAL_STORE_WRITE,
        .clock = pal_clock_system(),
        .anchor_path = anchor_path,
    };
    return open_society(&spec, out_store);
}

enum pal_err pal_society_open_to_export(const char *path, struct pal_store **out_store)
{
    const struct pal_store_spec spec = {
        .path = path,
        .mode = PAL_STORE_READ,
        .clock = pal_clock_system(),
        .exports = true,
    };
    return open_society(&spec, out_store);
}

enum pal_err pal_society_make(const struct pal_society_making *making)
{
    struct pal_clock machine = pal_clock_system();
    int64_t now_us = pal_clock_now_us(&machine);
    int64_t clock_us = now_us;
    const struct pal_store_spec spec = {
        .path = making->path,
        .mode = PAL_STORE_CREATE,
        .clock = pal_clock_at(&clock_us),
    };
    PAL_STORE(store);
    PAL_TRY(pal_store_open(&spec, &store));
    enum pal_err err = making->live(making->context, store, &clock_us, now_us);
    if (err != PAL_OK) {
        pal_society_remove(making->path);
    }
    return err;
}

void pal_link_print(const char *name, const char *url, const struct pal_secret *link,
                    int64_t expires_us)
{
    char until[PAL_INSTANT_TEXT_SIZE + 1];
    pal_instant_write(expires_us - expires_us % 1000000, until);
    /* main says whether it arrived */
    (void)printf("%s signs in, once and before %s, at\n%s/#t=%s\n", name, until, url, link->text);
}

void pal_society_remove(const char *path)
{
    static const char *const suffixes[] = {"", ".key", ".lock", ".anchor", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        PAL_BUF(name);
        pal_buf_add_format(&name, "%s%s", path, suffixes[i]);
        (void)unlink(name.bytes); /* some of them were never made */
    }
}
