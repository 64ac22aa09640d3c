/* routes.c - every endpoint, one row each. */
#include "routes.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"

#include "handlers.h"

/* clang-format off */
const struct pal_route pal_routes[] = {
    /* The server itself. */
    {PAL_GET, "/healthz", PAL_MAY_READ, 0, "", 0, pal_on_health, "Whether the society can write, and what to do when it cannot."},
    {PAL_GET, "/metrics", PAL_MAY_READ, 0, "", 0, pal_on_metrics, "Figures of the server, as OpenMetrics, about nobody."},
    {PAL_GET, "/.well-known/security.txt", PAL_MAY_READ, 0, "", 0, pal_on_security_text, "Whom to tell about a flaw."},
    {PAL_GET, "/api/v1/openapi.json", PAL_MAY_READ, 0, "", 0, pal_on_openapi, "This interface, described."},
    {PAL_GET, "/api/v1/jobs/{job}", PAL_MAY_ACT, 0, "", 0, pal_on_job, "How far a job is, and its result."},
    {PAL_GET, "/api/v1/events", PAL_MAY_READ, 0, "", 0, pal_on_events, "What happens, as server-sent events."},

    /* The society and its constitution. */
    {PAL_GET, "/api/v1/society", PAL_MAY_READ, 0, "", 0, pal_on_society_read, "The cooperative."},
    {PAL_PATCH, "/api/v1/society", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY, "", 0, pal_on_society_change, "Change the settings."},
    {PAL_GET, "/api/v1/data", PAL_MAY_READ, 0, "", 0, pal_on_data, "What is kept of people, why and how long."},
    {PAL_GET, "/api/v1/society/alarms", PAL_MAY_ADMINISTER, 0, "", 0, pal_on_alarms, "Bounds of signing in by mail that were passed in the last day."},
    {PAL_GET, "/api/v1/society/retention", PAL_MAY_READ, 0, "", 0, pal_on_retention, "How long personal data is kept after it has served."},
    {PAL_PUT, "/api/v1/society/retention", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_retention_set, "Set how long personal data is kept."},
    {PAL_GET, "/api/v1/society/mail", PAL_MAY_ADMINISTER, 0, "", 0, pal_on_mail_server, "The server that takes the mail."},
    {PAL_PUT, "/api/v1/society/mail", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_mail_server_set, "Set the server that takes the mail."},
    {PAL_DELETE, "/api/v1/society/mail", PAL_MAY_ADMINISTER, 0, "", 0, pal_on_mail_server_remove, "Send no mail any more."},
    {PAL_GET, "/api/v1/constitution", PAL_MAY_READ, 0, "", 0, pal_on_constitution_read, "The version in force."},
    {PAL_GET, "/api/v1/constitution/schema", PAL_MAY_READ, 0, "", 0, pal_on_constitution_schema, "JSON Schema of the document."},
    {PAL_GET, "/api/v1/constitution/versions", PAL_MAY_READ, 0, "limit after", 0, pal_on_constitution_list, "All versions, the first first."},
    {PAL_POST, "/api/v1/constitution/versions", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY, "", PAL_ROUTE_CREATES, pal_on_constitution_enter, "Enter a version that replaces the one in force from its date."},
    {PAL_GET, "/api/v1/constitution/versions/{version}", PAL_MAY_READ, 0, "", 0, pal_on_constitution_version, "One version."},
    {PAL_POST, "/api/v1/constitution/checks", PAL_MAY_READ, PAL_LIMIT_BODY, "", PAL_ROUTE_READS, pal_on_constitution_check, "What the law says of a document."},
    {PAL_GET, "/api/v1/constitution/versions/{version}/template", PAL_MAY_READ, 0, "", 0, pal_on_constitution_template, "One version, for another cooperative to begin from."},
    {PAL_GET, "/api/v1/constitution/templates", PAL_MAY_READ, 0, "", 0, pal_on_template_list, "Constitutions to begin from."},
    {PAL_GET, "/api/v1/constitution/templates/{template}", PAL_MAY_READ, 0, "", 0, pal_on_template, "A constitution to begin from."},
    {PAL_POST, "/api/v1/constitution/comparisons", PAL_MAY_READ, PAL_LIMIT_BODY, "", PAL_ROUTE_READS, pal_on_comparison, "In what two constitutions differ."},
    {PAL_GET, "/api/v1/constitution/power", PAL_MAY_READ, 0, "", 0, pal_on_power, "How often each college decides."},
    {PAL_POST, "/api/v1/constitution/power", PAL_MAY_READ, PAL_LIMIT_BODY, "", PAL_ROUTE_READS, pal_on_power_of_draft, "How often each college would decide under a draft."},
    {PAL_GET, "/api/v1/registry", PAL_MAY_READ, 0, "", 0, pal_on_registry, "Who decides here."},
    {PAL_GET, "/api/v1/colleges", PAL_MAY_READ, 0, "limit after", 0, pal_on_colleges, "Colleges of the constitution in force."},
    {PAL_GET, "/api/v1/categories", PAL_MAY_READ, 0, "limit after", 0, pal_on_categories, "Categories of the constitution in force."},

    /* The register. */
    {PAL_GET, "/api/v1/members", PAL_MAY_READ_REGISTER, 0, "limit after state college q", 0, pal_on_member_list, "The register."},
    {PAL_POST, "/api/v1/members", PAL_MAY_KEEP_REGISTER, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_CREATES, pal_on_member_add, "Enter a member."},
    {PAL_POST, "/api/v1/members/imports", PAL_MAY_KEEP_REGISTER, PAL_LIMIT_IMPORT, "dry_run separator", 0, pal_on_member_import, "Import a CSV file, whole or not at all."},
    {PAL_GET, "/api/v1/members/{member}", PAL_MAY_ACT, 0, "", 0, pal_on_member_read, "One member."},
    {PAL_PATCH, "/api/v1/members/{member}", PAL_MAY_KEEP_REGISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_member_change, "Correct the register."},
    {PAL_POST, "/api/v1/members/{member}/state", PAL_MAY_KEEP_REGISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_member_state, "Admit, suspend, or record a departure."},
    {PAL_POST, "/api/v1/members/{member}/erasure", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_member_erasure, "Erase a member who left."},
    {PAL_GET, "/api/v1/members/{member}/erasure", PAL_MAY_ADMINISTER, 0, "", 0, pal_on_member_erasure_request, "Whether their erasure is asked for, and how it was answered."},
    {PAL_POST, "/api/v1/members/{member}/erasure/refusal", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_member_erasure_refusal, "Say why a member who asks for it is not erased."},
    {PAL_POST, "/api/v1/members/{member}/memberships", PAL_MAY_KEEP_REGISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_member_move, "Put the member elsewhere from a day on."},
    {PAL_POST, "/api/v1/members/{member}/representatives", PAL_MAY_KEEP_REGISTER, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_CREATES, pal_on_representative_add, "Name who acts for the member."},
    {PAL_DELETE, "/api/v1/members/{member}/representatives/{representative}", PAL_MAY_KEEP_REGISTER, 0, "", 0, pal_on_representative_end, "End a representation today."},
    {PAL_GET, "/api/v1/members/{member}/consents", PAL_MAY_READ_REGISTER, 0, "", 0, pal_on_member_consents, "What who acts for a member agreed to."},
    {PAL_PUT, "/api/v1/members/{member}/consents", PAL_MAY_KEEP_REGISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_member_consents_set, "Note what was agreed to in writing."},
    {PAL_POST, "/api/v1/members/{member}/links", PAL_MAY_KEEP_REGISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_member_link, "A link that signs in the member, or their representative."},
    {PAL_POST, "/api/v1/persons/{person}/links", PAL_MAY_KEEP_REGISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_person_link, "A link that signs in a person."},

    /* Offices, sessions, keys for programs. */
    {PAL_GET, "/api/v1/offices", PAL_MAY_READ, 0, "limit after", 0, pal_on_office_list, "Who holds which office."},
    {PAL_POST, "/api/v1/offices", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_CREATES, pal_on_office_grant, "Grant an office."},
    {PAL_DELETE, "/api/v1/offices/{office}", PAL_MAY_ADMINISTER, 0, "", 0, pal_on_office_end, "End an office now."},
    {PAL_GET, "/api/v1/session", PAL_MAY_READ, 0, "", 0, pal_on_session_read, "Who is signed in."},
    {PAL_POST, "/api/v1/session", PAL_MAY_SIGN_IN, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_session_open, "Consume a link and begin a session."},
    {PAL_POST, "/api/v1/session/links", PAL_MAY_SIGN_IN, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_QUIET | PAL_ROUTE_FLOOR, pal_on_session_ask, "Ask for a letter to sign in with."},
    {PAL_DELETE, "/api/v1/session", PAL_MAY_ACT, 0, "", 0, pal_on_session_end, "End the session."},
    {PAL_GET, "/api/v1/tokens", PAL_MAY_ACT, 0, "limit after", 0, pal_on_token_list, "One's own keys for programs."},
    {PAL_POST, "/api/v1/tokens", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_token_make, "Make a key for a program."},
    {PAL_DELETE, "/api/v1/tokens/{token}", PAL_MAY_ACT, 0, "", 0, pal_on_token_revoke, "Revoke a key."},

    /* Assemblies. */
    {PAL_GET, "/api/v1/assemblies", PAL_MAY_READ, 0, "state limit after", 0, pal_on_assemblies, "Assemblies, the latest first."},
    {PAL_POST, "/api/v1/assemblies", PAL_MAY_CONVENE, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_CREATES, pal_on_assembly_create, "Draft an assembly."},
    {PAL_GET, "/api/v1/assemblies/{assembly}", PAL_MAY_READ, 0, "", 0, pal_on_assembly, "An assembly: agenda, polls, deadlines."},
    {PAL_PATCH, "/api/v1/assemblies/{assembly}", PAL_MAY_CONVENE, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_assembly_change, "Change a draft."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/notice", PAL_MAY_CONVENE, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_assembly_notice, "Send the notice: the agenda is fixed."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/notice/proof", PAL_MAY_ACT, 0, "member", 0, pal_on_notice_proof, "What opens the log's commitment to the notice that was sent to a member."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/notice/sending", PAL_MAY_CONVENE, 0, "", 0, pal_on_notice_sending, "How the mail of the notice goes."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/notice/sending", PAL_MAY_CONVENE, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_notice_send, "Send the notice by mail to who was not reached yet."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/notice/failures", PAL_MAY_CONVENE, 0, "limit after", 0, pal_on_notice_failures, "Whom the mail of the notice did not reach."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/opening", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_assembly_opening, "Open the sitting."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/ending", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_assembly_ending, "End the sitting."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/cancellation", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_assembly_cancellation, "Cancel an assembly, with the reason."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/attendance", PAL_MAY_READ_REGISTER, 0, "limit after", 0, pal_on_attendance, "The attendance sheet."},
    {PAL_PUT, "/api/v1/assemblies/{assembly}/attendance/{member}", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_attendance_mark, "A member enters or leaves the room."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/quorum", PAL_MAY_READ, 0, "", 0, pal_on_quorum, "Whether enough are there, now."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/entrants", PAL_MAY_ACT, 0, "q limit after", 0, pal_on_entrants, "Members who may come in, for who marks attendance."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/holders", PAL_MAY_ACT, 0, "q limit after", 0, pal_on_holders, "Members to whom one may give a proxy."},

    /* The sitting. */
    {PAL_GET, "/api/v1/calendar", PAL_MAY_CONVENE, 0, "meets_at call", 0, pal_on_calendar_of_date, "The deadlines that an assembly of that date would have."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/calendar", PAL_MAY_READ, 0, "", 0, pal_on_calendar, "The deadlines of an assembly, and which are done or late."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/bureau", PAL_MAY_ACT, 0, "", 0, pal_on_bureau, "The officers of the sitting."},
    {PAL_PUT, "/api/v1/assemblies/{assembly}/bureau", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_bureau_form, "Put the officers of the sitting in their places."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/sheet", PAL_MAY_READ_REGISTER, 0, "limit after", 0, pal_on_sheet, "The attendance sheet: who takes part, how, and with how many votes."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/sheet.csv", PAL_MAY_READ_REGISTER, 0, "", 0, pal_on_sheet_csv, "The attendance sheet as a table."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/sheet.html", PAL_MAY_READ_REGISTER, 0, "", 0, pal_on_sheet_html, "The attendance sheet to print and to sign."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/sitting", PAL_MAY_READ, 0, "", 0, pal_on_sitting, "Which text the sitting is on, and when it was suspended."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/suspension", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_suspension, "Suspend the sitting."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/resumption", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_resumption, "Resume the sitting."},
    {PAL_PUT, "/api/v1/assemblies/{assembly}/discussion", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_discussion, "Take up a text of the agenda, or none."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/incidents", PAL_MAY_ACT, 0, "limit after", 0, pal_on_incidents, "What happened in the sitting."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/incidents", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_CREATES, pal_on_incident_note, "Note what happened."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/speakers", PAL_MAY_READ, 0, "limit after", 0, pal_on_speakers, "The speaking list, with its times."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/speakers", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_CREATES, pal_on_speech_ask, "Ask for the floor."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/speakers/{speech}/start", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_speech_start, "Give the floor."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/speakers/{speech}/end", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_speech_end, "Take the floor back."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/speakers/{speech}/withdrawal", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_speech_withdrawal, "Give up asking for the floor."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/motions", PAL_MAY_READ, 0, "limit after", 0, pal_on_motions, "Procedural motions, and how many support each."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/motions", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_CREATES, pal_on_motion_make, "Make a procedural motion, and support it."},
    {PAL_PUT, "/api/v1/assemblies/{assembly}/motions/{motion}/support", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_motion_support, "Support a motion, or no longer."},
    {PAL_GET, "/api/v1/resolutions/{resolution}/recusals", PAL_MAY_ACT, 0, "", 0, pal_on_recusals, "Who stays out of the vote on a resolution."},
    {PAL_PUT, "/api/v1/resolutions/{resolution}/recusals/{member}", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_recusal_set, "A member stays out of the vote on a resolution."},
    {PAL_DELETE, "/api/v1/resolutions/{resolution}/recusals/{member}", PAL_MAY_ACT, 0, "", 0, pal_on_recusal_lift, "A member takes part in it again."},
    {PAL_POST, "/api/v1/resolutions/{resolution}/debate/closing", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_debate_closing, "Close the debate on a resolution."},
    {PAL_POST, "/api/v1/resolutions/{resolution}/debate/reopening", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_debate_reopening, "Reopen the debate on a resolution."},

    /* Resolutions. */
    {PAL_POST, "/api/v1/assemblies/{assembly}/resolutions", PAL_MAY_CONVENE, PAL_LIMIT_BODY, "", PAL_ROUTE_CREATES, pal_on_resolution_table, "Table a resolution."},
    {PAL_GET, "/api/v1/resolutions/{resolution}", PAL_MAY_READ, 0, "", 0, pal_on_resolution, "A resolution and its text."},
    {PAL_GET, "/api/v1/resolutions/{resolution}/versions/{number}", PAL_MAY_READ, 0, "", 0, pal_on_resolution_version, "One version of a text."},
    {PAL_PATCH, "/api/v1/resolutions/{resolution}", PAL_MAY_CONVENE, PAL_LIMIT_BODY, "", 0, pal_on_resolution_change, "A new version, or another place on the agenda."},
    {PAL_PUT, "/api/v1/resolutions/{resolution}/opinion", PAL_MAY_CONVENE, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_resolution_opinion, "The board's opinion."},
    {PAL_POST, "/api/v1/resolutions/{resolution}/withdrawal", PAL_MAY_CONVENE, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_resolution_withdrawal, "Withdraw a resolution."},
    {PAL_POST, "/api/v1/resolutions/{resolution}/attachments", PAL_MAY_CONVENE, PAL_LIMIT_ATTACHMENT, "name", PAL_ROUTE_CREATES, pal_on_attachment_add, "Attach a file."},
    {PAL_GET, "/api/v1/resolutions/{resolution}/attachments/{attachment}", PAL_MAY_READ, 0, "", 0, pal_on_attachment, "The bytes of a file."},
    {PAL_DELETE, "/api/v1/resolutions/{resolution}/attachments/{attachment}", PAL_MAY_CONVENE, 0, "reason", 0, pal_on_attachment_detach, "Take a file off."},

    /* How a text comes to its vote. */
    {PAL_GET, "/api/v1/initiatives/calls", PAL_MAY_ACT, 0, "", 0, pal_on_initiative_calls, "Assemblies for which members may propose a text."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/initiatives", PAL_MAY_ACT, 0, "limit after", 0, pal_on_initiatives, "Texts that members would have on an agenda."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/initiatives", PAL_MAY_ACT, PAL_LIMIT_BODY, "", PAL_ROUTE_CREATES, pal_on_initiative_propose, "Propose a text, and sponsor it."},
    {PAL_GET, "/api/v1/initiatives/{initiative}", PAL_MAY_ACT, 0, "", 0, pal_on_initiative, "An initiative, and what it takes to be on the agenda."},
    {PAL_PUT, "/api/v1/initiatives/{initiative}/sponsorship", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_sponsorship, "Sponsor it."},
    {PAL_DELETE, "/api/v1/initiatives/{initiative}/sponsorship", PAL_MAY_ACT, 0, "member", 0, pal_on_sponsorship_end, "Sponsor it no longer."},
    {PAL_POST, "/api/v1/initiatives/{initiative}/withdrawal", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_initiative_withdrawal, "Withdraw one's own."},
    {PAL_GET, "/api/v1/resolutions/{resolution}/procedure", PAL_MAY_READ, 0, "", 0, pal_on_procedure, "How a resolution is decided, and from when on."},
    {PAL_PUT, "/api/v1/resolutions/{resolution}/procedure", PAL_MAY_CONVENE, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_procedure_choose, "Say how a resolution is decided."},
    {PAL_PUT, "/api/v1/resolutions/{resolution}/extension", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_extension_ask, "Ask that its debate last longer."},
    {PAL_DELETE, "/api/v1/resolutions/{resolution}/extension", PAL_MAY_ACT, 0, "member", 0, pal_on_extension_ask_end, "Ask it no longer."},
    {PAL_GET, "/api/v1/resolutions/{resolution}/temperature", PAL_MAY_READ, 0, "", 0, pal_on_temperature, "What colleges think before the vote."},
    {PAL_PUT, "/api/v1/resolutions/{resolution}/temperature", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_temperature_say, "Say what one thinks before the vote."},
    {PAL_DELETE, "/api/v1/resolutions/{resolution}/temperature", PAL_MAY_ACT, 0, "member", 0, pal_on_temperature_take_back, "Take back what one said."},
    {PAL_GET, "/api/v1/resolutions/{resolution}/nominations", PAL_MAY_READ, 0, "", 0, pal_on_nominations, "Who was named in an election without candidates."},
    {PAL_GET, "/api/v1/resolutions/{resolution}/nominees", PAL_MAY_ACT, 0, "member q limit after", 0, pal_on_nominees, "Members whom one may name."},
    {PAL_PUT, "/api/v1/resolutions/{resolution}/nomination", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_nomination, "Name a member."},
    {PAL_DELETE, "/api/v1/resolutions/{resolution}/nomination", PAL_MAY_ACT, 0, "member", 0, pal_on_nomination_end, "Name nobody any more."},
    {PAL_PUT, "/api/v1/resolutions/{resolution}/refusal", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_nomination_refusal, "Say that one would not be elected."},
    {PAL_DELETE, "/api/v1/resolutions/{resolution}/refusal", PAL_MAY_ACT, 0, "member", 0, pal_on_nomination_refusal_end, "Say that one would be elected after all."},

    /* What is said under a resolution. */
    {PAL_GET, "/api/v1/resolutions/{resolution}/contributions", PAL_MAY_READ, 0, "kind state limit after", 0, pal_on_contributions, "What was said, the first first."},
    {PAL_POST, "/api/v1/resolutions/{resolution}/contributions", PAL_MAY_ACT, PAL_LIMIT_BODY, "", PAL_ROUTE_CREATES, pal_on_contribution_post, "Ask, argue, say a concern, inform, reply; or answer for the board."},
    {PAL_POST, "/api/v1/previews", PAL_MAY_ACT, PAL_LIMIT_BODY, "", PAL_ROUTE_READS, pal_on_preview, "A text as it would be shown."},
    {PAL_GET, "/api/v1/contributions/{contribution}", PAL_MAY_READ, 0, "", 0, pal_on_contribution, "One contribution."},
    {PAL_GET, "/api/v1/contributions/{contribution}/versions/{number}", PAL_MAY_READ, 0, "", 0, pal_on_contribution_version, "One version of it."},
    {PAL_PATCH, "/api/v1/contributions/{contribution}", PAL_MAY_ACT, PAL_LIMIT_BODY, "", 0, pal_on_contribution_edit, "Write it anew, as its author."},
    {PAL_POST, "/api/v1/contributions/{contribution}/withdrawal", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_contribution_withdrawal, "No longer stand by it."},
    {PAL_POST, "/api/v1/contributions/{contribution}/settlement", PAL_MAY_ACT, PAL_LIMIT_BODY, "", 0, pal_on_settlement, "Say how one's concern ended."},
    {PAL_PUT, "/api/v1/contributions/{contribution}/endorsement", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_endorsement, "Endorse it."},
    {PAL_DELETE, "/api/v1/contributions/{contribution}/endorsement", PAL_MAY_ACT, 0, "member", 0, pal_on_endorsement_end, "Take one's endorsement back."},
    {PAL_POST, "/api/v1/contributions/{contribution}/concealment", PAL_MAY_MODERATE, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_concealment, "Hide it, with a reason."},
    {PAL_POST, "/api/v1/contributions/{contribution}/restoration", PAL_MAY_MODERATE, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_restoration, "Show it again, with a reason."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/questions", PAL_MAY_READ, 0, "limit after", 0, pal_on_questions, "Questions under the agenda, and whether the board answered."},

    /* Proxies. */
    {PAL_GET, "/api/v1/resolutions/{resolution}/amendments", PAL_MAY_READ, 0, "limit after", 0, pal_on_amendments, "The amendments of a text."},
    {PAL_POST, "/api/v1/resolutions/{resolution}/amendments", PAL_MAY_ACT, PAL_LIMIT_BODY, "", PAL_ROUTE_CREATES, pal_on_amendment_propose, "Propose an amendment."},
    {PAL_GET, "/api/v1/resolutions/{resolution}/amendments/order", PAL_MAY_READ, 0, "", 0, pal_on_amendments_order, "The order in which they are put to the vote."},
    {PAL_POST, "/api/v1/resolutions/{resolution}/consolidation", PAL_MAY_CONVENE, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_resolution_consolidation, "The text with what was adopted."},
    {PAL_GET, "/api/v1/amendments/{amendment}", PAL_MAY_READ, 0, "", 0, pal_on_amendment, "An amendment and what it changes."},
    {PAL_PUT, "/api/v1/amendments/{amendment}/support", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_amendment_support, "Support it."},
    {PAL_DELETE, "/api/v1/amendments/{amendment}/support", PAL_MAY_ACT, 0, "member", 0, pal_on_amendment_support_end, "Support it no longer."},
    {PAL_POST, "/api/v1/amendments/{amendment}/withdrawal", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_amendment_withdrawal, "Withdraw one's own."},
    {PAL_POST, "/api/v1/amendments/{amendment}/acceptance", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_amendment_acceptance, "Take it in for the board."},
    {PAL_GET, "/api/v1/proxies", PAL_MAY_ACT, 0, "assembly all limit after", 0, pal_on_proxies, "Proxies given and held."},
    {PAL_POST, "/api/v1/proxies", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_CREATES, pal_on_proxy_offer, "Give a proxy, to a member or blank."},
    {PAL_GET, "/api/v1/proxies/{proxy}", PAL_MAY_ACT, 0, "", 0, pal_on_proxy, "A proxy."},
    {PAL_POST, "/api/v1/proxies/{proxy}/acceptance", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_proxy_acceptance, "Accept a proxy."},
    {PAL_POST, "/api/v1/proxies/{proxy}/refusal", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_proxy_refusal, "Refuse a proxy."},
    {PAL_GET, "/api/v1/proxies/{proxy}/instructions", PAL_MAY_ACT, 0, "", 0, pal_on_instructions, "How the holder is to vote."},
    {PAL_PUT, "/api/v1/proxies/{proxy}/instructions", PAL_MAY_ACT, PAL_LIMIT_BODY, "", 0, pal_on_instruct, "Say how the holder is to vote."},
    {PAL_GET, "/api/v1/assemblies/{assembly}/concentration", PAL_MAY_ACT, 0, "", 0, pal_on_concentration, "How many votes are in how few hands."},
    {PAL_POST, "/api/v1/proxies/{proxy}/revocation", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_proxy_revocation, "Revoke a proxy."},

    /* Polls, ballots, papers, results. */
    {PAL_GET, "/api/v1/polls", PAL_MAY_READ, 0, "limit after assembly state", 0, pal_on_poll_list, "Polls, the latest first."},
    {PAL_POST, "/api/v1/polls", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY, "", PAL_ROUTE_CREATES, pal_on_poll_create, "Prepare a poll."},
    {PAL_GET, "/api/v1/polls/{poll}", PAL_MAY_READ, 0, "", 0, pal_on_poll_read, "One poll."},
    {PAL_GET, "/api/v1/polls/{poll}/keepers", PAL_MAY_ACT, 0, "", 0, pal_on_keepers, "Who keeps the urn of a secret poll."},
    {PAL_GET, "/api/v1/polls/{poll}/keepers/candidates", PAL_MAY_RUN_POLLS, 0, "q limit after", 0, pal_on_keeper_candidates, "Members whom one may name, and whether they have a key."},
    {PAL_PUT, "/api/v1/polls/{poll}/keepers", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_keepers_name, "Name the three who keep the urn of a secret poll."},
    {PAL_POST, "/api/v1/polls/{poll}/waiver", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_poll_waive, "Let a secret poll have a college that is too small for secrecy."},
    {PAL_POST, "/api/v1/polls/{poll}/call", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_poll_call, "Call it: its rule is checked, its text frozen."},
    {PAL_POST, "/api/v1/polls/{poll}/opening", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_poll_open, "Open it: the roll, the rules and the text are frozen and hashed."},
    {PAL_POST, "/api/v1/polls/{poll}/closing", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_poll_close, "Close it and count."},
    {PAL_POST, "/api/v1/polls/{poll}/annulment", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_poll_annul, "Annul it. Impossible once counted."},
    {PAL_GET, "/api/v1/polls/{poll}/manifest", PAL_MAY_READ, 0, "", 0, pal_on_poll_manifest, "What was frozen at the opening, as canonical bytes."},
    {PAL_GET, "/api/v1/polls/{poll}/roll", PAL_MAY_ACT, 0, "limit after", 0, pal_on_roll_list, "Who may vote, and who has."},
    {PAL_GET, "/api/v1/polls/{poll}/roll/{member}", PAL_MAY_ACT, 0, "", 0, pal_on_roll_read, "One line of the roll."},
    {PAL_GET, "/api/v1/polls/{poll}/ballots", PAL_MAY_READ, 0, "limit after", 0, pal_on_ballot_list, "The ballots, opened after the close."},
    {PAL_POST, "/api/v1/polls/{poll}/ballots", PAL_MAY_ACT, PAL_LIMIT_BODY_BALLOT, "", PAL_ROUTE_CREATES | PAL_ROUTE_QUIET, pal_on_ballot_cast, "Cast a ballot."},
    {PAL_GET, "/api/v1/polls/{poll}/shares", PAL_MAY_ACT, 0, "", 0, pal_on_shares, "Which keepers have given their share."},
    {PAL_POST, "/api/v1/polls/{poll}/shares", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_share_give, "Give one's share of the key of an urn; with two it is opened and counted."},
    {PAL_POST, "/api/v1/polls/{poll}/receipts", PAL_MAY_READ, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_READS, pal_on_receipt, "Whether the ballot of a receipt is in the urn, with the proof."},
    {PAL_POST, "/api/v1/polls/{poll}/disputes", PAL_MAY_READ, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_READS, pal_on_dispute, "Ask that the ballot of a receipt be opened again, and see it once it was."},
    {PAL_GET, "/api/v1/polls/{poll}/urn", PAL_MAY_READ, 0, "limit after", 0, pal_on_urn, "The hashes of the sealed ballots, after the close."},
    {PAL_GET, "/api/v1/polls/{poll}/opened.csv", PAL_MAY_READ, 0, "", 0, pal_on_opened, "The opened ballots of a secret poll, after the count."},
    {PAL_POST, "/api/v1/polls/{poll}/destruction", PAL_MAY_RUN_POLLS, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_urn_destroy, "Destroy the sealed ballots and the shares of its key, after the appeal period."},
    {PAL_GET, "/api/v1/polls/{poll}/roll/{member}/proof", PAL_MAY_ACT, 0, "", 0, pal_on_roll_proof, "What lets an elector check their line of the roll, and their mark."},
    {PAL_POST, "/api/v1/polls/{poll}/reminders", PAL_MAY_CONVENE, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_reminder, "Remind by mail who has not voted."},
    {PAL_GET, "/api/v1/polls/{poll}/papers", PAL_MAY_ENTER_PAPER, 0, "limit after state", 0, pal_on_paper_list, "Paper votes being entered, and entered."},
    {PAL_POST, "/api/v1/polls/{poll}/papers", PAL_MAY_ENTER_PAPER, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_CREATES, pal_on_paper_enter, "Enter a paper vote, as the first teller."},
    {PAL_POST, "/api/v1/polls/{poll}/papers/{paper}/confirmation", PAL_MAY_ENTER_PAPER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_paper_confirm, "Enter it again, as another teller."},
    {PAL_DELETE, "/api/v1/polls/{poll}/papers/{paper}", PAL_MAY_ENTER_PAPER, 0, "", 0, pal_on_paper_withdraw, "Withdraw an entry that was not cast."},
    {PAL_GET, "/api/v1/polls/{poll}/result", PAL_MAY_READ, 0, "", 0, pal_on_result_read, "The decision and every figure that led to it."},
    {PAL_GET, "/api/v1/polls/{poll}/explanation", PAL_MAY_READ, 0, "", 0, pal_on_explanation_read, "The derivation of the result, in words."},
    {PAL_GET, "/api/v1/methods", PAL_MAY_READ, 0, "", 0, pal_on_method_list, "Counting methods."},
    {PAL_GET, "/api/v1/me", PAL_MAY_ACT, 0, "", 0, pal_on_me, "What awaits me."},
    {PAL_GET, "/api/v1/me/duties", PAL_MAY_ACT, 0, "", 0, pal_on_my_duties, "What awaits me in my offices."},
    {PAL_GET, "/api/v1/me/export", PAL_MAY_ACT, 0, "", 0, pal_on_my_export, "Everything about me."},
    {PAL_GET, "/api/v1/me/consents", PAL_MAY_ACT, 0, "", 0, pal_on_my_consents, "What I agreed to."},
    {PAL_PUT, "/api/v1/me/consents", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_my_consents_set, "Agree to mail or to be named, or take it back."},
    {PAL_GET, "/api/v1/me/erasure", PAL_MAY_ACT, 0, "member", 0, pal_on_my_erasure, "Whether I asked to be erased, and the answer."},
    {PAL_PUT, "/api/v1/me/erasure", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_my_erasure_ask, "Ask to be erased."},
    {PAL_DELETE, "/api/v1/me/erasure", PAL_MAY_ACT, 0, "member", 0, pal_on_my_erasure_ask_end, "Ask it no longer."},
    {PAL_GET, "/api/v1/me/contacts", PAL_MAY_ACT, 0, "", 0, pal_on_my_contacts, "How I am reached."},
    {PAL_PATCH, "/api/v1/me/contacts", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_my_contacts_correct, "Correct how I am reached."},
    {PAL_POST, "/api/v1/me/contacts/confirmation", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_my_contacts_prove, "Prove a new address by the code that was sent there."},
    {PAL_GET, "/api/v1/me/keeper", PAL_MAY_ACT, 0, "", 0, pal_on_keeper_key, "My key as a keeper of urns, sealed by my browser."},
    {PAL_PUT, "/api/v1/me/keeper", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_keeper_enrol, "Keep my key as a keeper of urns."},

    /* Minutes, decisions. */
    {PAL_GET, "/api/v1/assemblies/{assembly}/minutes", PAL_MAY_READ, 0, "", 0, pal_on_minutes_of_assembly, "The minutes of an assembly."},
    {PAL_POST, "/api/v1/assemblies/{assembly}/minutes", PAL_MAY_CONVENE, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_CREATES, pal_on_minutes_draw, "Draw the minutes of an assembly that has ended."},
    {PAL_GET, "/api/v1/minutes/{minutes}", PAL_MAY_READ, 0, "", 0, pal_on_minutes, "Minutes, with their document."},
    {PAL_PATCH, "/api/v1/minutes/{minutes}", PAL_MAY_CONVENE, PAL_LIMIT_BODY, "", 0, pal_on_minutes_change, "Write the words of the secretary: a new version."},
    {PAL_POST, "/api/v1/minutes/{minutes}/approval", PAL_MAY_ACT, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_minutes_approval, "Approve a version, as an officer of the sitting."},
    {PAL_GET, "/api/v1/minutes/{minutes}/{file}", PAL_MAY_READ, 0, "language", 0, pal_on_minutes_file, "The minutes to read and to print."},
    {PAL_GET, "/api/v1/print.css", PAL_MAY_READ, 0, "", 0, pal_on_print_style, "The style of pages that are printed."},
    {PAL_GET, "/api/v1/decisions", PAL_MAY_READ, 0, "limit after", 0, pal_on_decisions, "The register of decisions, the latest first."},
    {PAL_GET, "/api/v1/decisions/{decision}", PAL_MAY_READ, 0, "", 0, pal_on_decision, "A decision, and the steps that follow it."},
    {PAL_POST, "/api/v1/decisions/{decision}/steps", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY_SMALL, "", PAL_ROUTE_CREATES, pal_on_step_add, "Add a step to the follow-up of a decision."},
    {PAL_GET, "/api/v1/decisions/{decision}/steps/{step}", PAL_MAY_READ, 0, "", 0, pal_on_step, "A step."},
    {PAL_PATCH, "/api/v1/decisions/{decision}/steps/{step}", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_step_change, "Change a step."},

    /* The log. */
    {PAL_GET, "/api/v1/log", PAL_MAY_READ, 0, "limit after", 0, pal_on_log_list, "The entries of the log, the first first."},
    {PAL_GET, "/api/v1/log/policy", PAL_MAY_READ, 0, "", 0, pal_on_log_policy, "The witnesses of the log, and what each has cosigned."},
    {PAL_PUT, "/api/v1/log/policy", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_log_policy_set, "Set the witnesses of the log."},
    {PAL_POST, "/api/v1/redactions", PAL_MAY_ADMINISTER, PAL_LIMIT_BODY_SMALL, "", 0, pal_on_redaction, "Remove a text that may no longer be kept."},
    {PAL_GET, "/log/checkpoint", PAL_MAY_READ, 0, "", 0, pal_on_checkpoint, "The signed head of the log."},
    {PAL_GET, "/log/tile/{path...}", PAL_MAY_READ, 0, "", 0, pal_on_tile, "A tile of hashes or of entries."},
    {PAL_GET, "/api/v1/review.tar", PAL_MAY_READ_REGISTER, 0, "years", 0, pal_on_review, "The pack for the cooperative reviewer."},
    {PAL_GET, "/api/v1/records", PAL_MAY_READ, 0, "limit after", 0, pal_on_record_list, "Polls whose record can be taken away, the latest first."},
    {PAL_GET, "/api/v1/records/minisign.pub", PAL_MAY_READ, 0, "", 0, pal_on_record_key, "The key that signs records, as minisign reads it."},
    {PAL_GET, "/api/v1/records/{poll}", PAL_MAY_READ, 0, "", 0, pal_on_record_read, "Where the record of a poll is, or of all of them."},
    {PAL_GET, "/api/v1/records/{poll}/{file}", PAL_MAY_READ, 0, "", 0, pal_on_record_file, "A record, or its signature."},
    {PAL_GET, "/log/proof/{file}", PAL_MAY_READ, 0, "", 0, pal_on_proof, "Proof that an entry is in the log."},

    /* Feeds. */
    {PAL_GET, "/feeds/decisions.atom", PAL_MAY_READ, 0, "", 0, pal_on_decisions_feed, "The last decisions, as Atom."},
    {PAL_GET, "/feeds/assemblies.ics", PAL_MAY_READ, 0, "", 0, pal_on_calendar_feed, "Assemblies and polls, as iCalendar."},
    {PAL_GET, "/feeds/assemblies/{file}", PAL_MAY_READ, 0, "", 0, pal_on_assembly_calendar, "One assembly and its polls, as iCalendar."},

    /* The client, last: it takes every address that nothing else takes. */
    {PAL_GET, "/{page...}", PAL_MAY_READ, 0, "", 0, pal_on_asset, "The web client."},
};
/* clang-format on */

const size_t pal_route_count = sizeof pal_routes / sizeof pal_routes[0];

static bool takes_rest(const struct pal_route *route)
{
    struct pal_text pattern = pal_text_of(route->pattern);
    return pattern.size > 4 && pattern.bytes[pattern.size - 2] == '.';
}

static void keep(struct pal_match *match, struct pal_text name, struct pal_text value)
{
    PAL_CHECK(match->parameter_count < PAL_REQUEST_PARAMETERS);
    match->parameters[match->parameter_count++] = (struct pal_pair){name, value};
}

/* Takes the value of the parameter that begins at *pattern, and moves both behind it. */
static bool take_parameter(const char **pattern, struct pal_text *path, struct pal_match *match)
{
    const char *name = *pattern + 1;
    const char *end = strchr(name, '}');
    bool takes_rest = end[-1] == '.';
    size_t size = 0;
    while (size < path->size && (takes_rest || path->bytes[size] != '/')) {
        size++;
    }
    keep(match, (struct pal_text){name, (size_t)(end - name) - (takes_rest ? 3 : 0)},
         (struct pal_text){path->bytes, size});
    *path = (struct pal_text){path->bytes + size, path->size - size};
    *pattern = end + 1;
    return takes_rest || size > 0;
}

/* How many bytes of the pattern, before its end or its next parameter, the path begins with. */
static size_t shared_size(const char *pattern, struct pal_text path)
{
    size_t size = 0;
    while (size < path.size && pattern[size] == path.bytes[size] && pattern[size] != '{') {
        size++;
    }
    return size;
}

/* Of every request each pattern is asked: do its first letters, as many as a word has and one, tell that
 * the path has not its form? They are compared at once, since a pattern has room behind its end. */
static bool differs_early(const struct pal_route *route, struct pal_text path)
{
    static const char api[] = "/api/v1/";
    enum { SIZE = sizeof api - 1 };
    if (path.size <= SIZE || memcmp(path.bytes, api, SIZE) != 0 ||
        memcmp(route->pattern, api, SIZE) != 0) {
        return false;
    }
    return route->pattern[SIZE] != path.bytes[SIZE] && route->pattern[SIZE] != '{';
}

/* Fills the parameters of the match when the path has the form of the pattern. */
static bool has_form(const char *pattern, struct pal_text path, struct pal_match *match)
{
    match->parameter_count = 0;
    for (;;) {
        size_t size = shared_size(pattern, path);
        pattern += size;
        path = (struct pal_text){path.bytes + size, path.size - size};
        if (*pattern != '{') {
            return *pattern == '\0' && path.size == 0;
        }
        if (!take_parameter(&pattern, &path, match)) {
            return false;
        }
    }
}

enum pal_err pal_routes_find(enum pal_verb verb, struct pal_text path, struct pal_match *out_match)
{
    *out_match = (struct pal_match){0};
    const char *pattern = NULL;
    for (size_t i = 0; i < pal_route_count; i++) {
        const struct pal_route *route = &pal_routes[i];
        if (differs_early(route, path)) {
            continue;
        }
        if (pattern == NULL && has_form(route->pattern, path, out_match)) {
            pattern = route->pattern;
        }
        if (pattern != NULL && strcmp(pattern, route->pattern) == 0) {
            out_match->verbs |= 1U << route->verb;
            if (route->verb == verb) {
                out_match->route = route;
            }
            /* What takes the rest of an address knows of nothing there that could be written. */
            if (route->verb != verb && takes_rest(route)) {
                return PAL_ERR_NOT_FOUND;
            }
        }
    }
    if (out_match->route != NULL) {
        return PAL_OK;
    }
    return pattern != NULL ? PAL_ERR_REQUEST_METHOD : PAL_ERR_NOT_FOUND;
}

bool pal_route_writes(const struct pal_route *route)
{
    return route->verb != PAL_GET && (route->flags & PAL_ROUTE_READS) == 0;
}

static const char *const verbs[PAL_VERB_COUNT] = {
    [PAL_GET] = "GET",     [PAL_POST] = "POST",     [PAL_PUT] = "PUT",
    [PAL_PATCH] = "PATCH", [PAL_DELETE] = "DELETE",
};

const char *pal_verb_name(enum pal_verb verb)
{
    PAL_CHECK(verb < PAL_VERB_COUNT);
    return verbs[verb];
}

enum pal_verb pal_verb_of(struct pal_text name)
{
    if (pal_text_is(name, "HEAD")) {
        return PAL_GET;
    }
    for (unsigned i = 0; i < PAL_VERB_COUNT; i++) {
        if (pal_text_is(name, verbs[i])) {
            return (enum pal_verb)i;
        }
    }
    return PAL_VERB_COUNT;
}
