/* tamper_make.c - good records, spoilt by one change each. */
#include <string.h>

#include "audit/tar.h"
#include "base/canon.h"
#include "base/fields.h"
#include "base/mem.h"

#include "made_polls.h"
#include "tamper.h"

/* --- applying --------------------------------------------------------------------------------------- */

static bool change(struct pal_buf *buf, const struct pal_tamper *tamper)
{
    return pal_made_replace(buf, tamper->from, tamper->to);
}

static size_t find_entry(const struct pal_made *made, const char *where)
{
    for (size_t i = 0; i < made->entry_count; i++) {
        if (strstr(made->entries[i].bytes, where) != NULL) {
            return i;
        }
    }
    return SIZE_MAX;
}

static bool change_log(const struct pal_tamper *tamper, struct pal_made *made)
{
    size_t at = find_entry(made, tamper->where);
    if (at == SIZE_MAX) {
        return false;
    }
    struct pal_buf *entry = &made->entries[at];
    size_t after = made->entry_count - at;
    if (tamper->kind == PAL_TAMPER_ENTRY) {
        return change(entry, tamper);
    }
    if (tamper->kind == PAL_TAMPER_DROP) {
        pal_buf_done(entry);
        memmove(entry, entry + 1, (after - 1) * sizeof *entry);
        made->entry_count--;
        return true;
    }
    if (tamper->kind == PAL_TAMPER_TWICE) {
        memmove(entry + 1, entry, after * sizeof *entry);
        entry[0] = (struct pal_buf){0};
        pal_buf_add_text(&entry[0], pal_buf_text(&entry[1]));
        made->entry_count++;
        return true;
    }
    struct pal_buf kept = entry[0];
    entry[0] = entry[1];
    entry[1] = kept;
    return true;
}

/* Without its second line, or with that after the third. */
static bool change_lines(const struct pal_tamper *tamper, struct pal_buf *buf)
{
    PAL_BUF(changed);
    struct pal_text text = pal_buf_text(buf);
    struct pal_text lines[3];
    for (size_t i = 0; i < 3; i++) {
        if (!pal_text_cut(&text, '\n', &lines[i])) {
            return false;
        }
    }
    static const size_t less[] = {0, 2};
    static const size_t other[] = {0, 2, 1};
    bool is_less = tamper->kind == PAL_TAMPER_LESS;
    for (size_t i = 0; i < (is_less ? 2U : 3U); i++) {
        pal_buf_add_text(&changed, lines[is_less ? less[i] : other[i]]);
        pal_buf_add_byte(&changed, '\n');
    }
    pal_buf_add_text(&changed, text);
    pal_buf_clear(buf);
    pal_buf_add_text(buf, pal_buf_text(&changed));
    return true;
}

/* The file whose name ends so, or begins so. */
static struct pal_made_file *find_file(struct pal_made *made, const char *where)
{
    for (size_t i = 0; i < made->file_count; i++) {
        if (strstr(made->files[i].name, where) != NULL) {
            return &made->files[i];
        }
    }
    return NULL;
}

/* Changes the first of such files that says it, and its hash wherever it stands. */
static bool rewrite(const struct pal_tamper *tamper, struct pal_made *made)
{
    for (size_t i = 0; i < made->file_count; i++) {
        if (strstr(made->files[i].name, tamper->where) != NULL &&
            strstr(made->files[i].bytes.bytes, tamper->from) != NULL) {
            return pal_made_rewrite(made, made->files[i].name, tamper->from, tamper->to);
        }
    }
    return false;
}

/* The members of one object that another does not have. */
static void add_others(const struct pal_json *from, const struct pal_json *but, struct pal_json *to)
{
    const char *name = NULL;
    for (const struct pal_json *value = pal_json_next(from, &name); value != NULL;
         value = pal_json_next(from, &name)) {
        if (!pal_json_has(but, name)) {
            pal_json_set(to, name, pal_json_copy(value));
        }
    }
}

/* A document with other members, and without those that are null. */
static bool set_members(struct pal_made *made, const struct pal_made_file *file,
                        const char *members)
{
    PAL_JSON(document);
    PAL_JSON(set);
    PAL_JSON(changed);
    PAL_BUF(bytes);
    PAL_STRING(name);
    PAL_STRING(before);
    if (pal_json_parse(pal_buf_text(&file->bytes), file->bytes.size, &document, NULL) != PAL_OK ||
        pal_json_parse(pal_text_of(members), strlen(members), &set, NULL) != PAL_OK) {
        return false;
    }
    changed = pal_json_object_new();
    add_others(document, set, changed);
    const char *member = NULL;
    for (const struct pal_json *value = pal_json_next(set, &member); value != NULL;
         value = pal_json_next(set, &member)) {
        if (pal_json_get(set, member) != NULL) {
            pal_json_set(changed, member, pal_json_copy(value));
        }
    }
    name = pal_mem_copy_string(file->name);
    before = pal_mem_copy_string(file->bytes.bytes);
    return pal_canon_write(changed, &bytes, NULL) == PAL_OK &&
           pal_made_rewrite(made, name, before, bytes.bytes);
}

/* What a poll asks, in both of its documents; of several polls, of each; or a constitution. */
static bool ask(const struct pal_tamper *tamper, struct pal_made *made)
{
    size_t changed = 0;
    bool is_decided = strstr(tamper->where, "outcome.json") != NULL;
    if (strstr(tamper->where, PAL_TAMPER_ROUNDS) != NULL) {
        pal_made_rounds(made);
    }
    for (size_t i = 0; i < made->file_count; i++) {
        struct pal_made_file *file = &made->files[i];
        bool is_asked = strstr(file->name, "question.json") != NULL ||
                        strstr(file->name, "manifest.json") != NULL ||
                        strstr(file->name, "constitutions/") != NULL || is_decided;
        if (!is_asked || strstr(file->name, tamper->where) == NULL) {
            continue;
        }
        bool is_done = tamper->from == NULL
                           ? set_members(made, file, tamper->to)
                           : pal_made_rewrite(made, file->name, tamper->from, tamper->to);
        changed += is_done ? 1 : 0;
    }
    return changed > 1 || (changed > 0 && is_decided) || tamper->from == NULL;
}

static bool change_files(const struct pal_tamper *tamper, struct pal_made *made)
{
    if (tamper->kind == PAL_TAMPER_MORE) {
        (void)pal_made_add(made, tamper->where, pal_text_of(tamper->to));
        return tamper->from == NULL || pal_made_replace(&pal_made_file(made, "RECORD.json")->bytes,
                                                        "\"all\":false", "\"all\":true");
    }
    struct pal_made_file *file = find_file(made, tamper->where);
    if (file == NULL) {
        return false;
    }
    if (tamper->kind == PAL_TAMPER_PAIR) {
        PAL_BUF(document);
        pal_buf_add_format(&document, "texts%s.json", strchr(file->name, '/'));
        pal_made_drop(made, pal_made_file(made, document.bytes));
        pal_made_drop(made, find_file(made, tamper->where));
        return true;
    }
    if (tamper->kind == PAL_TAMPER_GONE) {
        pal_made_drop(made, file);
        return true;
    }
    return tamper->kind == PAL_TAMPER_FILE ? change(&file->bytes, tamper)
                                           : change_lines(tamper, &file->bytes);
}

/* The first file becomes a symbolic link, and the sum of its header is right. */
static void make_link(struct pal_buf *tar)
{
    unsigned sum = 0;
    memset(tar->bytes + 148, ' ', 8);
    tar->bytes[156] = '2';
    for (size_t i = 0; i < PAL_TAR_BLOCK; i++) {
        sum += (uint8_t)tar->bytes[i];
    }
    for (size_t i = 0; i < 6; i++) {
        tar->bytes[148 + 5 - i] = (char)('0' + (sum >> (3 * i) & 7));
    }
    tar->bytes[154] = '\0';
}

static bool change_tar(const struct pal_tamper *tamper, struct pal_made *made)
{
    switch (tamper->kind) {
    case PAL_TAMPER_LINK: make_link(&made->tar); break;
    case PAL_TAMPER_END: pal_buf_add(&made->tar, (const char[512]){0}, 512); break;
    case PAL_TAMPER_TAR:
        if (!change(&made->tar, tamper)) {
            return false;
        }
        break;
    case PAL_TAMPER_BYTE: return change(&made->tar, tamper);
    case PAL_TAMPER_SIGNED: return change(&made->minisig, tamper);
    case PAL_TAMPER_COMMENT: made->remark = tamper->from; break;
    case PAL_TAMPER_ENTRY:
    case PAL_TAMPER_DROP:
    case PAL_TAMPER_TWICE:
    case PAL_TAMPER_SWAP:
    case PAL_TAMPER_REWRITE:
    case PAL_TAMPER_ASKED:
    case PAL_TAMPER_LACK:
    case PAL_TAMPER_LATER:
    case PAL_TAMPER_STORY:
    case PAL_TAMPER_FILE:
    case PAL_TAMPER_LESS:
    case PAL_TAMPER_LINES:
    case PAL_TAMPER_GONE:
    case PAL_TAMPER_PAIR:
    case PAL_TAMPER_MORE: return true;
    }
    pal_made_sign_tar(made);
    return true;
}

/* The log goes on with so many lines. */
static bool tell_lines(const char *lines, struct pal_made *made)
{
    struct pal_text rest = pal_text_of(lines);
    struct pal_text line;
    bool has_more = true;
    while (has_more) {
        struct pal_text type;
        has_more = pal_text_cut(&rest, '\n', &line);
        if (!pal_text_cut(&line, ' ', &type)) {
            return false;
        }
        if (pal_text_is(type, "log.continue")) {
            pal_made_continue(made, line);
            continue;
        }
        PAL_STRING(word);
        PAL_STRING(says);
        word = pal_text_copy(type);
        says = pal_text_copy(line);
        (void)pal_made_entry(made, word, says);
    }
    return true;
}

/* After all that was made. */
static bool tell(const struct pal_tamper *tamper, struct pal_made *made)
{
    made->now = 9000;
    return tell_lines(tamper->from, made) && (tamper->to == NULL || tell_lines(tamper->to, made));
}

/* Before the log is signed. */
static bool change_whole(const struct pal_tamper *tamper, struct pal_made *made)
{
    if (tamper->kind == PAL_TAMPER_LATER) {
        made->now = 9000; /* after all that was made */
        (void)pal_made_entry(made, tamper->where, tamper->from);
        return true;
    }
    struct pal_made_file *file = find_file(made, tamper->where);
    bool is_changed = file != NULL;
    for (; file != NULL; file = find_file(made, tamper->where)) {
        pal_made_drop(made, file);
    }
    return is_changed;
}

static bool is_whole(const struct pal_tamper *tamper)
{
    return tamper->kind == PAL_TAMPER_LACK || tamper->kind == PAL_TAMPER_LATER;
}

bool pal_tamper_make(const struct pal_tamper *tamper, struct pal_made *made)
{
    pal_made_init(made);
    bool is_changed = true;
    if (tamper->kind <= PAL_TAMPER_SWAP) {
        is_changed = change_log(tamper, made);
    } else if (tamper->kind == PAL_TAMPER_REWRITE) {
        is_changed = rewrite(tamper, made);
    } else if (tamper->kind == PAL_TAMPER_ASKED) {
        is_changed = ask(tamper, made);
    }
    if (is_whole(tamper)) {
        is_changed = change_whole(tamper, made);
    }
    if (tamper->kind == PAL_TAMPER_STORY) {
        is_changed = tell(tamper, made);
    }
    pal_made_sign_log(made);
    if (is_whole(tamper)) {
        is_changed = pal_made_replace(&pal_made_file(made, "RECORD.json")->bytes, "\"all\":false",
                                      "\"all\":true") &&
                     is_changed;
    }
    if (tamper->kind >= PAL_TAMPER_FILE && tamper->kind <= PAL_TAMPER_MORE) {
        is_changed = change_files(tamper, made);
    }
    pal_made_pack(made);
    return is_changed && change_tar(tamper, made);
}
