/* fetch.c - asks another server over HTTP. Only door to libcurl. */
#include "fetch.h"

#include <curl/curl.h>

#include "base/check.h"

/* A witness answers at once or is asked again: nobody waits for it, but other jobs wait for this. */
enum { CONNECT_MS = 3000, TOTAL_MS = 6000 };

struct incoming {
    struct pal_buf *body;
    size_t max;
};

void pal_fetched_done(struct pal_fetched *fetched)
{
    pal_buf_done(&fetched->type);
    pal_buf_done(&fetched->body);
    fetched->status = 0;
}

void pal_fetch_start(void)
{
    PAL_CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
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

static void set_bounds(CURL *curl)
{
    (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)TOTAL_MS);
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
    (void)curl_easy_setopt(curl, CURLOPT_USERAGENT, "palabre/" PAL_VERSION);
}

static void set_body(CURL *curl, const struct pal_text *body)
{
    (void)curl_easy_setopt(curl, CURLOPT_POST, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body->size);
    (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->bytes);
}

bool pal_fetch(const char *url, const struct pal_text *body, size_t max,
               struct pal_fetched *fetched)
{
    CURL *curl = curl_easy_init();
    PAL_CHECK(curl != NULL);
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: text/plain; charset=utf-8");
    struct incoming incoming = {.body = &fetched->body, .max = max};
    pal_buf_clear(&fetched->body);
    pal_buf_clear(&fetched->type);
    set_bounds(curl);
    (void)curl_easy_setopt(curl, CURLOPT_URL, url);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, &incoming);
    if (body != NULL) {
        set_body(curl, body);
        (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    }
    bool is_whole = curl_easy_perform(curl) == CURLE_OK;
    const char *type = NULL;
    fetched->status = 0;
    if (is_whole) {
        (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &fetched->status);
        (void)curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
        pal_buf_add_string(&fetched->type, type != NULL ? type : "");
    }
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return is_whole;
}
