/*
 * import_columns.c - the words that a register's file may use.
 */
#include "import_columns.h"

#include <string.h>

/* The first word of each is the name that errors give. Letters without accents are folded to lower
 * case before they are compared. */
enum { SPELLINGS = 6 };
static const char *const spellings[PAL_COLUMN_COUNT][SPELLINGS] = {
    [PAL_COLUMN_NUMBER] = {"number", "numero", "numéro", "n°", "no"},
    [PAL_COLUMN_KIND] = {"kind", "type", "nature"},
    [PAL_COLUMN_NAME] = {"name", "nom", "last_name", "nom ou raison sociale"},
    [PAL_COLUMN_FIRST_NAME] = {"first_name", "prenom", "prénom"},
    [PAL_COLUMN_EMAIL] = {"email", "e-mail", "courriel", "mail", "adresse email"},
    [PAL_COLUMN_PHONE] = {"phone", "telephone", "téléphone", "tel", "tél"},
    [PAL_COLUMN_BORN_ON] = {"born_on", "birth_date", "date_naissance", "date de naissance",
                            "né(e) le"},
    [PAL_COLUMN_LANGUAGE] = {"language", "langue"},
    [PAL_COLUMN_CATEGORY] = {"category", "categorie", "catégorie"},
    [PAL_COLUMN_COLLEGE] = {"college", "collège"},
    [PAL_COLUMN_STATE] = {"state", "etat", "état", "statut"},
    [PAL_COLUMN_APPLIED_ON] = {"applied_on", "date_candidature", "date de candidature",
                               "candidature"},
    [PAL_COLUMN_ADMITTED_ON] = {"admitted_on", "date_admission", "date d'admission",
                                "date d’admission", "admission"},
    [PAL_COLUMN_SHARES] = {"shares", "parts", "parts sociales", "nombre de parts"},
    [PAL_COLUMN_REPRESENTATIVE] = {"representative", "representant", "représentant"},
    [PAL_COLUMN_AUTHORITY] = {"authority", "pouvoir", "acte"},
};

const char *pal_import_column_name(enum pal_import_column column)
{
    return spellings[column][0];
}

static void fold(struct pal_text word, struct pal_buf *out)
{
    for (size_t i = 0; i < word.size; i++) {
        char byte = word.bytes[i];
        bool is_capital = byte >= 'A' && byte <= 'Z';
        pal_buf_add_byte(out, (uint8_t)(is_capital ? byte - 'A' + 'a' : byte));
    }
}

static bool is_among(struct pal_text word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count && words[i] != NULL; i++) {
        if (pal_text_is(word, words[i])) {
            return true;
        }
    }
    return false;
}

static size_t column_of(struct pal_text name)
{
    PAL_BUF(folded);
    fold(pal_text_trim(name), &folded);
    for (size_t column = 0; column < PAL_COLUMN_COUNT; column++) {
        if (is_among(pal_buf_text(&folded), spellings[column], SPELLINGS)) {
            return column;
        }
    }
    return PAL_COLUMN_COUNT;
}

static enum pal_err place(struct pal_text name, size_t field, struct pal_import_columns *columns)
{
    if (!pal_text_is_utf8(name)) {
        return PAL_ERR_TEXT_UTF8;
    }
    PAL_BUF(normal);
    PAL_TRY(pal_text_normalise(name, &normal));
    size_t column = column_of(pal_buf_text(&normal));
    if (column == PAL_COLUMN_COUNT || columns->at[column] != SIZE_MAX) {
        return PAL_ERR_CSV_COLUMN;
    }
    columns->at[column] = field;
    return PAL_OK;
}

enum pal_err pal_import_columns_read(const struct pal_csv *csv,
                                     struct pal_import_columns *out_columns, uint64_t *out_field)
{
    struct pal_import_columns columns = {.count = csv->field_count};
    for (size_t i = 0; i < PAL_COLUMN_COUNT; i++) {
        columns.at[i] = SIZE_MAX;
    }
    *out_columns = columns;
    *out_field = 0;
    PAL_TRY(csv->record_err);
    for (size_t i = 0; i < csv->field_count; i++) {
        enum pal_err err = place(pal_csv_field(csv, i), i, &columns);
        if (err != PAL_OK) {
            *out_field = i + 1;
            return err;
        }
    }
    if (columns.at[PAL_COLUMN_NAME] == SIZE_MAX || columns.at[PAL_COLUMN_CATEGORY] == SIZE_MAX) {
        return PAL_ERR_CSV_COLUMN;
    }
    *out_columns = columns;
    return PAL_OK;
}

void pal_import_columns_locate(const struct pal_import_columns *columns, const char *name,
                               uint64_t *out_field, char out_name[PAL_IMPORT_COLUMN_NAME])
{
    *out_field = 0;
    out_name[0] = '\0';
    for (size_t column = 0; column < PAL_COLUMN_COUNT; column++) {
        if (strcmp(name, spellings[column][0]) == 0) {
            size_t at = columns->at[column];
            *out_field = at == SIZE_MAX ? 0 : at + 1;
            memcpy(out_name, name, strlen(name) + 1);
        }
    }
}

bool pal_import_kind(struct pal_text word, enum pal_member_kind *out_kind)
{
    static const char *const natural[] = {"", "natural", "physique", "personne physique", "pp"};
    static const char *const legal[] = {"legal", "morale", "personne morale", "pm"};
    PAL_BUF(folded);
    fold(word, &folded);
    *out_kind = PAL_MEMBER_NATURAL;
    if (is_among(pal_buf_text(&folded), natural, sizeof natural / sizeof natural[0])) {
        return true;
    }
    *out_kind = PAL_MEMBER_LEGAL;
    return is_among(pal_buf_text(&folded), legal, sizeof legal / sizeof legal[0]);
}

bool pal_import_state(struct pal_text word, enum pal_member_state *out_state)
{
    static const char *const admitted[] = {"", "admitted", "admis", "admise"};
    static const char *const applied[] = {"applied", "candidat", "candidate"};
    PAL_BUF(folded);
    fold(word, &folded);
    *out_state = PAL_MEMBER_ADMITTED;
    if (is_among(pal_buf_text(&folded), admitted, sizeof admitted / sizeof admitted[0])) {
        return true;
    }
    *out_state = PAL_MEMBER_APPLIED;
    return is_among(pal_buf_text(&folded), applied, sizeof applied / sizeof applied[0]);
}

enum pal_err pal_import_day(struct pal_text text, struct pal_day *out_day)
{
    struct pal_day day = {0};
    if (text.size > 0) {
        char turned[PAL_DATE_TEXT_SIZE + 1];
        struct pal_text date = text;
        bool is_french =
            text.size == PAL_DATE_TEXT_SIZE && text.bytes[2] == '/' && text.bytes[5] == '/';
        if (is_french) {
            const char *from = text.bytes;
            memcpy(turned,
                   (const char[]){from[6], from[7], from[8], from[9], '-', from[3], from[4], '-',
                                  from[0], from[1], '\0'},
                   sizeof turned);
            date = pal_text_of(turned);
        }
        PAL_TRY(pal_date_parse(date, &day.date));
        day.is_known = true;
    }
    *out_day = day;
    return PAL_OK;
}
