/* transfer.c - exchanges with other servers. Only door to libcurl. */
#include "transfer.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <string.h>

#include "base/check.h"

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
