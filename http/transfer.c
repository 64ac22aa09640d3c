/* transfer.c - exchanges with other servers. Only door to libcurl. */
#include "transfer.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#include "posting.h"

/* The functions of the library that are used here. */
struct library {
    __typeof__(&curl_global_init) global_init;
    __typeof__(&curl_easy_init) init;
    __typeof__(&curl_easy_setopt) set;
    __typeof__(&curl_easy_perform) perform;
    __typeof__(&curl_easy_getinfo) get;
    __typeof__(&curl_easy_cleanup) cleanup;
    __typeof__(&curl_slist_append) append;
    __typeof__(&curl_slist_free_all) free_all;
    __typeof__(&curl_easy_strerror) explain;
};

struct incoming {
    struct pal_buf *body;
    size_t max;
};

void pal_answer_done(struct pal_answer *answer)
{
    pal_buf_done(&answer->type);
    pal_buf_done(&answer->body);
    answer->status = 0;
}

/* Finds a function of the library. ISO C has no cast from an object to a function. */
static void find(void *loaded, const char *name, void *out_function)
{
    void *symbol = dlsym(loaded, name);
    PAL_CHECK(symbol != NULL); /* the number in the library's name promises it */
    memcpy(out_function, &symbol, sizeof symbol);
}

/* Loads it, or finds it loaded: where that is, the loader remembers better than a variable of ours. It
 * stays, since it has things of its own that end with the process. */
static bool load(struct library *out_library)
{
    void *loaded = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (loaded == NULL) {
        return false;
    }
    find(loaded, "curl_global_init", &out_library->global_init);
    find(loaded, "curl_easy_init", &out_library->init);
    find(loaded, "curl_easy_setopt", &out_library->set);
    find(loaded, "curl_easy_perform", &out_library->perform);
    find(loaded, "curl_easy_getinfo", &out_library->get);
    find(loaded, "curl_easy_cleanup", &out_library->cleanup);
    find(loaded, "curl_slist_append", &out_library->append);
    find(loaded, "curl_slist_free_all", &out_library->free_all);
    find(loaded, "curl_easy_strerror", &out_library->explain);
    (void)dlclose(loaded);
    return true;
}

enum pal_err pal_transfers_start(void)
{
    struct library library;
    if (!load(&library)) {
        return PAL_ERR_SERVER_LIBCURL;
    }
    PAL_CHECK(library.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    return PAL_OK;
}

static size_t take(char *bytes, size_t one, size_t count, void *context)
{
    const struct incoming *incoming = context;
    size_t size = one * count;
    if (size > incoming->max - incoming->body->size) {
        return 0; /* which ends it */
    }
    pal_buf_add(incoming->body, bytes, size);
    return size;
}

static void set_bounds(const struct library *library, CURL *curl,
                       const struct pal_transfer *transfer)
{
    (void)library->set(curl, CURLOPT_PROTOCOLS_STR, transfer->protocols);
    (void)library->set(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)transfer->connect_ms);
    (void)library->set(curl, CURLOPT_TIMEOUT_MS, (long)transfer->total_ms);
    (void)library->set(curl, CURLOPT_NOSIGNAL, 1L);
    (void)library->set(curl, CURLOPT_PROXY, "");
    (void)library->set(curl, CURLOPT_USERAGENT, "palabre/" PAL_VERSION);
}

static void set_body(const struct library *library, CURL *curl, const struct pal_text *body)
{
    (void)library->set(curl, CURLOPT_POST, 1L);
    (void)library->set(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body->size);
    (void)library->set(curl, CURLOPT_POSTFIELDS, body->bytes);
}

static bool perform(const struct library *library, CURL *curl, struct pal_answer *answer)
{
    bool is_whole = library->perform(curl) == CURLE_OK;
    const char *type = NULL;
    if (is_whole) {
        (void)library->get(curl, CURLINFO_RESPONSE_CODE, &answer->status);
        (void)library->get(curl, CURLINFO_CONTENT_TYPE, &type);
        pal_buf_add_string(&answer->type, type != NULL ? type : "");
    }
    return is_whole;
}

bool pal_transfer(const struct pal_transfer *transfer, struct pal_answer *answer)
{
    struct library library;
    bool is_loaded = load(&library);
    PAL_CHECK(is_loaded); /* as it was at the start */
    CURL *curl = library.init();
    PAL_CHECK(curl != NULL);
    struct incoming incoming = {.body = &answer->body, .max = transfer->max};
    struct curl_slist *headers =
        transfer->type != NULL ? library.append(NULL, transfer->type) : NULL;
    pal_buf_clear(&answer->body);
    pal_buf_clear(&answer->type);
    answer->status = 0;
    set_bounds(&library, curl, transfer);
    (void)library.set(curl, CURLOPT_URL, transfer->url);
    (void)library.set(curl, CURLOPT_WRITEFUNCTION, take);
    (void)library.set(curl, CURLOPT_WRITEDATA, &incoming);
    (void)library.set(curl, CURLOPT_HTTPHEADER, headers);
    if (transfer->body != NULL) {
        set_body(&library, curl, transfer->body);
    }
    bool is_whole = perform(&library, curl, answer);
    library.free_all(headers);
    library.cleanup(curl);
    return is_whole;
}

/* --- mail ------------------------------------------------------------------------------------ */

enum { LINE_MAX_SIZE = 200 };

struct pal_posting {
    struct library library;
    CURL *curl;
    struct pal_text rest; /* of the letter */
    bool is_named;        /* the mail server was told whom the letter is for */
    bool has_begun;       /* the letter was asked for */
    bool (*stops)(const void *context);
    const void *context;
    struct pal_buf *line;
};

/* The letter, as the library asks for it. */
static size_t give(char *bytes, size_t one, size_t count, void *context)
{
    struct pal_posting *posting = context;
    size_t size = one * count < posting->rest.size ? one * count : posting->rest.size;
    posting->has_begun = true;
    memcpy(bytes, posting->rest.bytes, size);
    posting->rest = (struct pal_text){posting->rest.bytes + size, posting->rest.size - size};
    return size;
}

/* A line that the mail server says: the last one is kept, or the last refusal, which good-byes follow. */
/* NOLINTNEXTLINE(readability-non-const-parameter): libcurl says the type. */
static size_t hear(char *bytes, size_t one, size_t count, void *context)
{
    const struct pal_posting *posting = context;
    struct pal_text said = pal_text_trim((struct pal_text){bytes, one * count});
    bool is_refused = posting->line->size > 0 && posting->line->bytes[0] >= '4';
    if (said.size == 0 || (is_refused && said.bytes[0] < '4')) {
        return one * count;
    }
    pal_buf_clear(posting->line);
    for (size_t i = 0; i < said.size && i < LINE_MAX_SIZE; i++) {
        char c = said.bytes[i];
        pal_buf_add_byte(posting->line, (uint8_t)(c >= ' ' && c <= '~' ? c : '?'));
    }
    return one * count;
}

/* What is said to the mail server, by us. */
/* NOLINTNEXTLINE(readability-non-const-parameter): libcurl says the type. */
static int overhear(CURL *curl, curl_infotype type, char *bytes, size_t size, void *context)
{
    struct pal_posting *posting = context;
    (void)curl;
    if (type == CURLINFO_HEADER_OUT && pal_text_starts((struct pal_text){bytes, size}, "RCPT ")) {
        posting->is_named = true;
    }
    return 0;
}

/* However silent the mail server is. */
static int look_up(void *context, curl_off_t to_get, curl_off_t got, curl_off_t to_give,
                   curl_off_t given)
{
    const struct pal_posting *posting = context;
    (void)to_get, (void)got, (void)to_give, (void)given;
    return posting->stops != NULL && posting->stops(posting->context) ? 1 : 0;
}

struct pal_posting *pal_posting_new(const struct pal_post_office *office)
{
    struct pal_posting *posting = pal_mem_new(1, sizeof *posting);
    bool is_loaded = load(&posting->library);
    PAL_CHECK(is_loaded); /* as it was at the start */
    posting->curl = posting->library.init();
    PAL_CHECK(posting->curl != NULL);
    posting->stops = office->stops;
    posting->context = office->context;
    const struct library *library = &posting->library;
    const struct pal_transfer bounds = {.protocols = "smtp,smtps",
                                        .connect_ms = office->connect_ms,
                                        .total_ms = office->total_ms};
    set_bounds(library, posting->curl, &bounds);
    (void)library->set(posting->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                       (long)(office->total_ms / 1000));
    (void)library->set(posting->curl, CURLOPT_URL, office->url);
    (void)library->set(posting->curl, CURLOPT_USE_SSL,
                       (long)(office->starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (office->user[0] != '\0') {
        (void)library->set(posting->curl, CURLOPT_USERNAME, office->user);
        (void)library->set(posting->curl, CURLOPT_PASSWORD, office->password);
    }
    (void)library->set(posting->curl, CURLOPT_UPLOAD, 1L);
    (void)library->set(posting->curl, CURLOPT_READFUNCTION, give);
    (void)library->set(posting->curl, CURLOPT_READDATA, posting);
    (void)library->set(posting->curl, CURLOPT_HEADERFUNCTION, hear);
    (void)library->set(posting->curl, CURLOPT_VERBOSE,
                       1L); /* to the next function, not to the world */
    (void)library->set(posting->curl, CURLOPT_DEBUGFUNCTION, overhear);
    (void)library->set(posting->curl, CURLOPT_DEBUGDATA, posting);
    (void)library->set(posting->curl, CURLOPT_HEADERDATA, posting);
    (void)library->set(posting->curl, CURLOPT_NOPROGRESS, 0L);
    (void)library->set(posting->curl, CURLOPT_XFERINFOFUNCTION, look_up);
    (void)library->set(posting->curl, CURLOPT_XFERINFODATA, posting);
    return posting;
}

void pal_posting_free(struct pal_posting *posting)
{
    posting->library.cleanup(posting->curl);
    pal_mem_free(posting);
}

/* Codes that are about us and not about the letter: it goes away, or wants us to say who we are. */
static bool is_about_us(long code)
{
    return code == 421 || code == 530 || code == 534 || code == 535 || code == 538;
}

static enum pal_post_said judge(const struct pal_posting *posting, CURLcode result)
{
    long code = 0;
    if (result == CURLE_OK) {
        return PAL_POST_TAKEN;
    }
    (void)posting->library.get(posting->curl, CURLINFO_RESPONSE_CODE, &code);
    if (result == CURLE_OPERATION_TIMEDOUT && posting->is_named) {
        return PAL_POST_PUT_OFF; /* it spoke, and then hung over this letter */
    }
    bool is_judged =
        result == CURLE_SEND_ERROR || (result == CURLE_WEIRD_SERVER_REPLY && posting->has_begun);
    if (!is_judged || is_about_us(code) || code < 400 || code > 599) {
        return PAL_POST_UNREACHED;
    }
    return code < 500 ? PAL_POST_PUT_OFF : PAL_POST_REFUSED;
}

enum pal_post_said pal_posting_send(struct pal_posting *posting, const struct pal_post *post,
                                    struct pal_buf *line)
{
    const struct library *library = &posting->library;
    posting->rest = post->letter;
    posting->is_named = false;
    posting->has_begun = false;
    posting->line = line;
    pal_buf_clear(line);
    struct curl_slist *recipients = library->append(NULL, post->recipient);
    PAL_CHECK(recipients != NULL);
    (void)library->set(posting->curl, CURLOPT_MAIL_FROM, post->sender);
    (void)library->set(posting->curl, CURLOPT_MAIL_RCPT, recipients);
    (void)library->set(posting->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)post->letter.size);
    CURLcode result = library->perform(posting->curl);
    enum pal_post_said said = judge(posting, result);
    (void)library->set(posting->curl, CURLOPT_MAIL_RCPT, NULL);
    library->free_all(recipients);
    if (said == PAL_POST_UNREACHED || result == CURLE_OPERATION_TIMEDOUT) {
        PAL_BUF(heard);
        pal_buf_add_text(&heard, pal_buf_text(line));
        pal_buf_clear(line);
        pal_buf_add_string(line, library->explain(result));
        if (heard.size > 0) {
            pal_buf_add_format(line, " (%s)", heard.bytes);
        }
    }
    return said;
}
