/*
 * witness.c - `palabre-witness`: cosigns the checkpoints of other people's logs, and of no log two.
 */
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/crypto.h"

#include "options.h"
#include "say.h"
#include "witness_serve.h"
#include "witness_state.h"

/* clang-format off */
static const struct pal_option options[] = {
    {"listen", 0, PAL_OPTION_TEXT, false, "ADDR:PORT", "where to listen; 127.0.0.1:8090 unless told, port 0 takes a free one"},
    {"state",  0, PAL_OPTION_TEXT, true,  "FILE",      "what it has cosigned; made where there is none, and never to be restored from a copy"},
    {"key",    0, PAL_OPTION_TEXT, true,  "FILE",      "its key, 32 bytes; made where there is none"},
    {"name",   0, PAL_OPTION_TEXT, false, "NAME",      "its name in signatures, such as witness.coop.example; palabre-witness unless told"},
    {"log",    0, PAL_OPTION_MANY, false, "VKEY",      "the verification key of a log that it watches; several for several"},
    {0},
};
/* clang-format on */

static const struct pal_usage usage = {
    .command = "witness",
    .operands = "",
    .summary =
        "Watches logs for others: signs the checkpoint of a log once it is proven that the log only\n"
        "grew since the last one, so that nobody can be shown another. Prints its own verification\n"
        "key, which those logs put into their policies, then its address, and serves until SIGTERM\n"
        "or SIGINT.\n",
    .options = options,
    .examples =
        "  palabre-witness --state w.state --key w.key --name witness.coop.example \\\n"
        "      --log vote.example.coop/log+21884c43+Ac7GEYXGH4r/BfogLviCT6i1A14NJg6e3cEppZEIW40C\n"
        "  palabre-witness --state w.state --key w.key     prints its key; watches nobody\n",
};

static enum pal_err read_logs(const struct pal_arguments *arguments, struct pal_watch *watch)
{
    for (size_t i = 0; pal_arguments_many(arguments, "log", i) != NULL; i++) {
        struct pal_vkey *vkey = &watch->vkeys[watch->vkey_count];
        if (watch->vkey_count == PAL_WATCH_LOGS) {
            return PAL_ERR_LIMIT_COUNT;
        }
        PAL_TRY(pal_vkey_parse(pal_text_of(pal_arguments_many(arguments, "log", i)), vkey));
        if (vkey->type != PAL_NOTE_KEY_ED25519) {
            return PAL_ERR_NOTE_SYNTAX;
        }
        watch->vkey_count++;
    }
    return PAL_OK;
}

/* A name that can stand in a key: its key can be spelled and read again. */
static enum pal_err print_key(const struct pal_watch *watch)
{
    PAL_BUF(text);
    struct pal_vkey again;
    const struct pal_witness self = {watch->name, &watch->key};
    struct pal_vkey vkey = pal_witness_vkey(&self);
    pal_vkey_write(&vkey, &text);
    PAL_TRY(pal_vkey_parse(pal_buf_text(&text), &again));
    (void)printf("%s\n", text.bytes);
    return PAL_OK;
}

static void say_address(const char *listen, unsigned port)
{
    const char *colon = strrchr(listen, ':');
    (void)printf("The witness listens on http://%.*s:%u\n", (int)(colon - listen), listen, port);
    (void)fflush(stdout); /* whoever does not read it is served all the same */
}

static int watch_logs(const struct pal_arguments *arguments)
{
    PAL_WATCH(watch);
    const char *name = pal_arguments_text(arguments, "name");
    const char *listen = pal_arguments_text(arguments, "listen");
    const char *key = pal_arguments_text(arguments, "key");
    listen = listen != NULL ? listen : "127.0.0.1:8090";
    watch.name = pal_text_of(name != NULL ? name : "palabre-witness");
    watch.path = pal_arguments_text(arguments, "state");
    enum pal_err err = read_logs(arguments, &watch);
    if (err != PAL_OK) {
        return pal_say_refused("witness", "--log", err, NULL);
    }
    err = pal_watch_key(key, &watch.key);
    if (err != PAL_OK) {
        return pal_say_refused("witness", key, err, NULL);
    }
    err = print_key(&watch);
    if (err != PAL_OK) {
        return pal_say_refused("witness", "--name", err, NULL);
    }
    err = pal_watch_open(&watch);
    if (err != PAL_OK) {
        return pal_say_refused("witness", watch.path, err, NULL);
    }
    err = pal_witness_serve(&watch, listen, say_address);
    return err == PAL_OK ? PAL_EXIT_DONE : pal_say_refused("witness", listen, err, NULL);
}

int main(int argc, char **argv)
{
    const struct rlimit none = {0, 0};
    PAL_ARGUMENTS(arguments);
    (void)umask(S_IRWXG | S_IRWXO);
    bool is_hidden = setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
    if (!is_hidden || pal_crypto_start() != PAL_OK) {
        pal_say("witness: %s", pal_err_sentence(PAL_ERR_CRYPTO_START));
        return PAL_EXIT_REFUSED;
    }
    int code = pal_arguments_parse(&usage, argc, argv, &arguments);
    return code == PAL_ARGUMENTS_GO ? watch_logs(&arguments) : code;
}
