/* rules.c - cases of single rules: statutes, membership, proxies, caps, surplus, amendments, notice. */
#include "ballots/rules.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"

#include "scic.h"

enum pal_err pal_case_count(const struct pal_json *object, const char *name, uint64_t *out_count,
                            struct pal_where *where)
{
    int64_t value = 0;
    PAL_TRY(pal_json_optional_int(object, name, &value, where));
    if (value < 0) {
        return PAL_ERR_JSON_VALUE;
    }
    *out_count = (uint64_t)value;
    return PAL_OK;
}

struct pal_text pal_case_text(const struct pal_json *object, const char *name)
{
    const struct pal_json *json = pal_json_get(object, name);
    bool is_text = json != NULL && pal_json_kind(json) == PAL_JSON_TEXT;
    return is_text ? pal_json_as_text(json) : (struct pal_text){0};
}

enum pal_err pal_case_date(const struct pal_json *object, const char *name,
                           struct pal_date *out_date, struct pal_where *where)
{
    struct pal_text text;
    PAL_TRY(pal_json_text(object, name, &text, where));
    return pal_date_parse(text, out_date);
}

enum pal_err pal_case_call(const struct pal_case *scic, enum pal_call *out_call)
{
    struct pal_text call = pal_text_of("first");
    PAL_TRY(pal_json_optional_text(scic->input, "convocation", &call, scic->where));
    *out_call = pal_text_is(call, "second") ? PAL_CALL_SECOND : PAL_CALL_FIRST;
    return PAL_OK;
}

enum pal_err pal_case_constitution(const struct pal_case *scic)
{
    PAL_FINDINGS(findings);
    pal_constitution_check(scic->constitution, &findings);
    struct pal_json *codes = pal_json_array_new();
    for (size_t i = 0; i < findings.count; i++) {
        if (findings.items[i].severity == PAL_SEVERITY_ERROR) {
            pal_json_append_text(codes, pal_text_of(findings.items[i].code));
        }
    }
    pal_json_set_bool(scic->out, "valid", pal_findings_allow(&findings));
    pal_json_set(scic->out, "codes", codes);
    return PAL_OK;
}

/* The first row in which the text of that name stands: a key for it. */
static size_t key_of(const struct pal_json *rows, const char *name, struct pal_text text)
{
    size_t i = 0;
    while (i < pal_json_count(rows)) {
        struct pal_text other = pal_case_text(pal_json_at(rows, i), name);
        if (other.size > 0 && pal_text_equal(other, text)) {
            break;
        }
        i++;
    }
    return i;
}

static enum pal_err read_membership(const struct pal_json *rows, size_t index,
                                    struct pal_placement *out, struct pal_where *where)
{
    struct pal_text text;
    PAL_TRY(pal_json_text(pal_json_at(rows, index), "member", &text, where));
    out->member = key_of(rows, "member", text);
    PAL_TRY(pal_json_text(pal_json_at(rows, index), "college", &text, where));
    out->college = key_of(rows, "college", text);
    return PAL_OK;
}

enum pal_err pal_case_membership(const struct pal_case *scic)
{
    const struct pal_json *rows;
    PAL_TRY(pal_json_array(scic->input, "memberships", &rows, scic->where));
    size_t count = pal_json_count(rows);
    struct pal_placement *memberships PAL_CLEANUP(pal_mem_done) =
        pal_mem_new(count, sizeof *memberships);
    bool *second PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *second);
    for (size_t i = 0; i < count; i++) {
        PAL_TRY(read_membership(rows, i, &memberships[i], scic->where));
    }
    pal_membership_judge(memberships, count, second);
    struct pal_json *codes = pal_json_array_new();
    for (size_t i = 0; i < count; i++) {
        if (second[i]) {
            struct pal_text id = pal_json_as_text(pal_json_get(pal_json_at(rows, i), "member"));
            PAL_BUF(code);
            pal_buf_add_string(&code, "member_in_two_colleges:");
            pal_buf_add_text(&code, id);
            pal_json_append_text(codes, pal_buf_text(&code));
        }
    }
    pal_json_set_bool(scic->out, "valid", pal_json_count(codes) == 0);
    pal_json_set(scic->out, "codes", codes);
    return PAL_OK;
}

enum pal_err pal_case_proxy_cap(const struct pal_case *scic)
{
    const struct pal_json *members;
    PAL_TRY(pal_json_array(scic->input, "members", &members, scic->where));
    struct pal_json *caps = pal_json_object_new();
    for (size_t i = 0; i < pal_json_count(members); i++) {
        if (pal_json_kind(pal_json_at(members, i)) != PAL_JSON_INT) {
            return PAL_ERR_JSON_TYPE;
        }
        int64_t count = pal_json_as_int(pal_json_at(members, i));
        char name[24];
        (void)snprintf(name, sizeof name, "%" PRId64, count);
        pal_json_set_int(caps, name, (int64_t)pal_proxies_scop_cap((uint64_t)count));
    }
    pal_json_set(scic->out, "caps", caps);
    return PAL_OK;
}

/* --- a proxy and a postal form --------------------------------------------------------------------------- */

static const char *const choices[] = {"for", "against", "abstain", NULL};

static int32_t choice_of(const struct pal_json *object, const char *name)
{
    struct pal_text choice = object == NULL ? (struct pal_text){0} : pal_case_text(object, name);
    for (int32_t i = 0; choices[i] != NULL; i++) {
        if (pal_text_is(choice, choices[i])) {
            return i;
        }
    }
    return -1;
}

static void add_effective(const struct pal_case *scic, const char *name, struct pal_json *out)
{
    bool from_postal;
    int32_t choice =
        pal_channels_effective(choice_of(pal_json_get(scic->input, "postal"), name),
                               choice_of(pal_json_get(scic->input, "proxy"), name), &from_postal);
    struct pal_json *row = pal_json_object_new();
    if (choice < 0) {
        pal_json_set_null(row, "choice");
    } else {
        pal_json_set_string(row, "choice", choices[choice]);
    }
    pal_json_set_string(row, "from", from_postal ? "postal" : "proxy");
    pal_json_set(out, name, row);
}

enum pal_err pal_case_postal_and_proxy(const struct pal_case *scic)
{
    static const char *const forms[] = {"postal", "proxy"};
    struct pal_json *effective = pal_json_object_new();
    for (size_t i = 0; i < 2; i++) {
        const struct pal_json *form = pal_json_get(scic->input, forms[i]);
        for (size_t k = 0; form != NULL && k < pal_json_count(form); k++) {
            const char *name;
            (void)pal_json_member(form, k, &name);
            if (!pal_json_has(effective, name)) {
                add_effective(scic, name, effective);
            }
        }
    }
    pal_json_set(scic->out, "effective", effective);
    return PAL_OK;
}

enum pal_err pal_case_nonuser_cap(const struct pal_case *scic)
{
    uint64_t user = 0;
    uint64_t nonuser = 0;
    PAL_RATIO(cap);
    PAL_RATIO(max);
    PAL_RATIO(effective);
    PAL_TRY(pal_case_count(scic->input, "user_votes", &user, scic->where));
    PAL_TRY(pal_case_count(scic->input, "nonuser_votes", &nonuser, scic->where));
    PAL_TRY(pal_json_ratio(scic->input, "cap", cap, scic->where));
    if (mpq_cmp_ui(cap, 1, 1) >= 0) {
        return PAL_ERR_JSON_VALUE;
    }
    pal_channels_nonuser_cap(user, nonuser, cap, max, effective);
    pal_json_set_ratio(scic->out, "max_nonuser_votes", max);
    pal_json_set_ratio(scic->out, "effective_nonuser_votes", effective);
    if (nonuser == 0) {
        pal_json_set_null(scic->out, "value_of_one_nonuser_vote");
        return PAL_OK;
    }
    mpz_mul_ui(mpq_denref(effective), mpq_denref(effective), nonuser);
    mpq_canonicalize(effective);
    pal_json_set_ratio(scic->out, "value_of_one_nonuser_vote", effective);
    return PAL_OK;
}

/* --- the special resolution of FairShares --------------------------------------------------------------- */

enum pal_err pal_case_fairshares_special(const struct pal_case *scic)
{
    const struct pal_json *classes;
    PAL_TRY(pal_json_object(scic->input, "tallies", &classes, scic->where));
    size_t count = pal_json_count(classes);
    struct pal_tally *tallies PAL_CLEANUP(pal_mem_done) = pal_mem_new(count, sizeof *tallies);
    struct pal_json *majorities = pal_json_object_new();
    pal_json_set(scic->out, "class_majorities", majorities);
    bool passes = true;
    int64_t favour = 0;
    int64_t members = 0;
    for (size_t i = 0; i < count; i++) {
        const char *name;
        const struct pal_json *tally = pal_json_member(classes, i, &name);
        PAL_TRY(pal_case_count(tally, "members", &tallies[i].members, scic->where));
        PAL_TRY(pal_case_count(tally, "for", &tallies[i].favour, scic->where));
        PAL_TRY(pal_case_count(tally, "against", &tallies[i].against, scic->where));
        pal_json_set_bool(majorities, name, pal_majority_of_class(&tallies[i]));
        passes = passes && pal_majority_of_class(&tallies[i]);
        favour += (int64_t)tallies[i].favour;
        members += (int64_t)tallies[i].members;
    }
    PAL_RATIO(least);
    PAL_RATIO(share);
    pal_ratio_set(least, 3, 4);
    passes = pal_majority_of_members(tallies, count, least, share) && passes;
    pal_json_set_int(scic->out, "for", favour);
    pal_json_set_int(scic->out, "members", members);
    pal_json_set_ratio(scic->out, "share_of_all_members", share);
    pal_json_set_string(scic->out, "outcome", passes ? "adopted" : "rejected");
    return PAL_OK;
}

/* --- surplus ---------------------------------------------------------------------------------------------- */

static enum pal_err read_proposal(const struct pal_json *proposal, struct pal_surplus *out,
                                  struct pal_where *where)
{
    out->has_proposal = true;
    for (size_t i = 0; i < pal_json_count(proposal); i++) {
        const char *name;
        PAL_RATIO(amount);
        (void)pal_json_member(proposal, i, &name);
        PAL_TRY(pal_json_ratio(proposal, name, amount, where));
        struct pal_text text = pal_text_of(name);
        mpq_ptr to = pal_text_is(text, "legal_reserve")       ? out->legal
                     : pal_text_is(text, "statutory_reserve") ? out->statutory
                     : pal_text_is(text, "interest")          ? out->interest
                                                              : out->other;
        mpq_add(to, to, amount);
    }
    return PAL_OK;
}

static void add_faults(const struct pal_reserves *reserves, struct pal_json *out)
{
    static const enum pal_surplus_fault faults[] = {PAL_SURPLUS_LEGAL_LOW,
                                                    PAL_SURPLUS_STATUTORY_LOW,
                                                    PAL_SURPLUS_UNBALANCED, PAL_SURPLUS_NEGATIVE};
    struct pal_json *codes = pal_json_array_new();
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if ((reserves->faults & faults[i]) != 0) {
            pal_json_append_text(codes, pal_text_of(pal_surplus_fault_word(faults[i])));
        }
    }
    pal_json_set_bool(out, "proposal_valid", reserves->faults == 0);
    pal_json_set(out, "proposal_codes", codes);
}

static enum pal_err read_surplus(const struct pal_case *scic, struct pal_surplus *out)
{
    PAL_TRY(pal_json_ratio(scic->input, "result", out->result, scic->where));
    if (pal_json_has(scic->input, "deficit_bf")) {
        PAL_TRY(pal_json_ratio(scic->input, "deficit_bf", out->deficit, scic->where));
    }
    PAL_TRY(pal_json_ratio(scic->input, "reserves", out->reserves, scic->where));
    PAL_TRY(pal_json_ratio(scic->input, "capital", out->capital, scic->where));
    const struct pal_json *proposal = pal_json_get(scic->input, "proposal");
    return proposal == NULL ? PAL_OK : read_proposal(proposal, out, scic->where);
}

enum pal_err pal_case_surplus(const struct pal_case *scic)
{
    struct pal_surplus surplus PAL_CLEANUP(pal_surplus_done);
    struct pal_reserves reserves PAL_CLEANUP(pal_reserves_done);
    pal_surplus_init(&surplus);
    pal_reserves_init(&reserves);
    PAL_TRY(read_surplus(scic, &surplus));
    pal_reserves_compute(&surplus, &reserves);
    pal_json_set_ratio(scic->out, "base", reserves.base);
    pal_json_set_ratio(scic->out, "min_legal_reserve", reserves.min_legal);
    pal_json_set_ratio(scic->out, "min_statutory_reserve", reserves.min_statutory);
    pal_json_set_ratio(scic->out, "min_total_reserves", reserves.min_total);
    pal_json_set_ratio(scic->out, "max_for_interest", reserves.max_interest);
    pal_json_set_ratio(scic->out, "min_share_of_base", reserves.min_share);
    if (surplus.has_proposal) {
        add_faults(&reserves, scic->out);
    }
    return PAL_OK;
}

/* --- notice ----------------------------------------------------------------------------------------------- */

static enum pal_err add_requests(const struct pal_case *scic, struct pal_date meeting,
                                 struct pal_json *out)
{
    const struct pal_json *requests = pal_json_get(scic->input, "requests");
    for (size_t i = 0; requests != NULL && i < pal_json_count(requests); i++) {
        if (pal_json_kind(pal_json_at(requests, i)) != PAL_JSON_TEXT) {
            return PAL_ERR_JSON_TYPE;
        }
        struct pal_text text = pal_json_as_text(pal_json_at(requests, i));
        struct pal_date received;
        PAL_TRY(pal_date_parse(text, &received));
        struct pal_json *row = pal_json_object_new();
        pal_json_set_text(row, "received", text);
        pal_json_set_int(row, "days", pal_deadlines_days(received, meeting));
        pal_json_set_bool(row, "admissible",
                          pal_deadlines_request(scic->constitution, received, meeting));
        pal_json_append(out, row);
    }
    return PAL_OK;
}

enum pal_err pal_case_notice(const struct pal_case *scic)
{
    struct pal_date sent;
    struct pal_date meeting;
    enum pal_call call;
    PAL_TRY(pal_case_date(scic->input, "sent", &sent, scic->where));
    PAL_TRY(pal_case_date(scic->input, "meeting", &meeting, scic->where));
    PAL_TRY(pal_case_call(scic, &call));
    pal_json_set_int(scic->out, "days", pal_deadlines_days(sent, meeting));
    pal_json_set_int(scic->out, "required", scic->constitution->notice_days[call]);
    pal_json_set_bool(scic->out, "regular",
                      pal_deadlines_notice(scic->constitution, call, sent, meeting));
    struct pal_json *requests = pal_json_array_new();
    pal_json_set(scic->out, "requests", requests);
    return add_requests(scic, meeting, requests);
}
