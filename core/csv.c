/*
 * csv.c - a state machine over bytes, as RFC 4180 has them.
 */
#include "core/csv.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

void pal_csv_done(struct pal_csv *csv)
{
    pal_buf_done(&csv->record);
    pal_mem_free(csv->chunk);
    *csv = (struct pal_csv){0};
}

/* Makes one more byte available unless the file is at its end. */
static enum pal_err fill(struct pal_csv *csv)
{
    if (csv->at < csv->chunk_size || csv->is_at_end) {
        return PAL_OK;
    }
    size_t size;
    PAL_TRY(csv->source.read(csv->source.context, csv->chunk, PAL_CSV_CHUNK_SIZE, &size));
    PAL_CHECK(size <= PAL_CSV_CHUNK_SIZE);
    csv->at = 0;
    csv->chunk_size = size;
    csv->is_at_end = size == 0;
    return PAL_OK;
}

/* The first chunk is filled whole, so that the first line is seen. */
static enum pal_err fill_first(struct pal_csv *csv)
{
    while (csv->chunk_size < PAL_CSV_CHUNK_SIZE) {
        size_t size;
        PAL_TRY(csv->source.read(csv->source.context, csv->chunk + csv->chunk_size,
                                 PAL_CSV_CHUNK_SIZE - csv->chunk_size, &size));
        PAL_CHECK(size <= PAL_CSV_CHUNK_SIZE - csv->chunk_size);
        if (size == 0) {
            break;
        }
        csv->chunk_size += size;
    }
    return PAL_OK;
}

static char most_frequent(const char *bytes, size_t size)
{
    static const char candidates[] = {',', ';', '\t'};
    size_t counts[sizeof candidates] = {0};
    bool is_quoted = false;
    size_t from = 0;
    while (from < size && (bytes[from] == '\r' || bytes[from] == '\n')) {
        from++;
    }
    for (size_t i = from; i < size && (is_quoted || bytes[i] != '\n'); i++) {
        is_quoted ^= bytes[i] == '"';
        for (size_t c = 0; c < sizeof candidates && !is_quoted; c++) {
            counts[c] += bytes[i] == candidates[c];
        }
    }
    size_t best = 0;
    for (size_t c = 1; c < sizeof candidates; c++) {
        best = counts[c] > counts[best] ? c : best;
    }
    return candidates[best];
}

enum pal_err pal_csv_begin(struct pal_csv *csv, const struct pal_import_source *source,
                           char separator)
{
    csv->source = *source;
    csv->line = 1;
    csv->chunk = pal_mem_new(1, PAL_CSV_CHUNK_SIZE);
    PAL_TRY(fill_first(csv));
    if (csv->chunk_size >= 3 && memcmp(csv->chunk, "\xEF\xBB\xBF", 3) == 0) {
        csv->at = 3;
    }
    csv->separator = separator;
    if (separator == 0) {
        csv->separator = most_frequent(csv->chunk + csv->at, csv->chunk_size - csv->at);
    }
    return PAL_OK;
}

/* --- one record ----------------------------------------------------------------------------- */

enum pal_csv_state { FIELD_START, PLAIN, QUOTED, QUOTE_IN_QUOTED };

static void spoil(struct pal_csv *csv, enum pal_err err)
{
    if (csv->record_err == PAL_OK) {
        csv->record_err = err;
    }
}

static void keep(struct pal_csv *csv, char byte)
{
    if (csv->record.size >= PAL_CSV_RECORD_SIZE) {
        spoil(csv, PAL_ERR_LIMIT_TEXT);
        return;
    }
    pal_buf_add_byte(&csv->record, (uint8_t)byte);
}

static void end_field(struct pal_csv *csv)
{
    if (csv->field_count == PAL_CSV_FIELDS) {
        spoil(csv, PAL_ERR_LIMIT_COUNT);
        return;
    }
    csv->ends[csv->field_count++] = csv->record.size;
}

/* Takes one byte that is inside quotes. */
static enum pal_csv_state step_quoted(struct pal_csv *csv, enum pal_csv_state state, char byte)
{
    if (state == QUOTED) {
        if (byte == '"') {
            return QUOTE_IN_QUOTED;
        }
        keep(csv, byte);
        return QUOTED;
    }
    if (byte == '"') {
        keep(csv, '"');
        return QUOTED;
    }
    spoil(csv, PAL_ERR_CSV_QUOTE);
    keep(csv, byte);
    return PLAIN;
}

static enum pal_csv_state step_plain(struct pal_csv *csv, enum pal_csv_state state, char byte)
{
    if (byte == '"') {
        if (state == FIELD_START) {
            return QUOTED;
        }
        spoil(csv, PAL_ERR_CSV_QUOTE);
    }
    keep(csv, byte);
    return PLAIN;
}

/* Takes one byte of a record; false when it ends the record. */
static bool step(struct pal_csv *csv, enum pal_csv_state *state, char byte)
{
    csv->line += byte == '\n';
    if (*state == QUOTED) {
        *state = step_quoted(csv, *state, byte);
        return true;
    }
    if (byte == '\n') {
        end_field(csv);
        return false;
    }
    if (byte == csv->separator) {
        end_field(csv);
        *state = FIELD_START;
        return true;
    }
    *state =
        *state == QUOTE_IN_QUOTED ? step_quoted(csv, *state, byte) : step_plain(csv, *state, byte);
    return true;
}

/* A line feed with a carriage return before it is one end of line. */
static enum pal_err skip_return(struct pal_csv *csv, enum pal_csv_state state)
{
    if (state == QUOTED || csv->at >= csv->chunk_size || csv->chunk[csv->at] != '\r') {
        return PAL_OK;
    }
    csv->at++;
    PAL_TRY(fill(csv));
    bool is_end_of_line = csv->is_at_end || csv->chunk[csv->at] == '\n';
    if (!is_end_of_line) {
        keep(csv, '\r');
    }
    return PAL_OK;
}

static enum pal_err read_record(struct pal_csv *csv)
{
    enum pal_csv_state state = FIELD_START;
    for (;;) {
        PAL_TRY(fill(csv));
        PAL_TRY(skip_return(csv, state));
        PAL_TRY(fill(csv));
        if (csv->is_at_end) {
            break;
        }
        if (!step(csv, &state, csv->chunk[csv->at++])) {
            return PAL_OK;
        }
    }
    if (state == QUOTED) {
        spoil(csv, PAL_ERR_CSV_QUOTE);
    }
    end_field(csv);
    return PAL_OK;
}

enum pal_err pal_csv_next(struct pal_csv *csv, bool *out_has_record)
{
    for (;;) {
        PAL_TRY(fill(csv));
        if (csv->is_at_end) {
            *out_has_record = false;
            return PAL_OK;
        }
        pal_buf_clear(&csv->record);
        csv->field_count = 0;
        csv->record_err = PAL_OK;
        csv->record_line = csv->line;
        PAL_TRY(read_record(csv));
        /* Spreadsheets write the separators of rows that hold nothing. */
        bool is_empty_line = csv->record.size == 0;
        if (!is_empty_line || csv->record_err != PAL_OK) {
            *out_has_record = true;
            return PAL_OK;
        }
    }
}

struct pal_text pal_csv_field(const struct pal_csv *csv, size_t field_index)
{
    if (field_index >= csv->field_count || csv->record.size == 0) {
        return (struct pal_text){"", 0};
    }
    size_t from = field_index == 0 ? 0 : csv->ends[field_index - 1];
    return (struct pal_text){csv->record.bytes + from, csv->ends[field_index] - from};
}
