/*
 * handlers.h - every handler that routes.c names, by the file it lives in.
 *
 * A handler is three paragraphs: read the request into a struct; call one core function; write the
 * reply. It runs inside a savepoint that is undone when it returns an error.
 */
#ifndef PAL_HTTP_HANDLERS_H
#define PAL_HTTP_HANDLERS_H

#include "routes.h"

/* on_server.c */
enum pal_err pal_on_health(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_metrics(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_security_text(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_openapi(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_job(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_events(const struct pal_request *request, struct pal_reply *reply);

/* on_log.c */
enum pal_err pal_on_log_policy(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_log_policy_set(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_redaction(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_log_list(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_checkpoint(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_tile(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_proof(const struct pal_request *request, struct pal_reply *reply);

/* on_minutes.c */
enum pal_err pal_on_minutes_of_assembly(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_minutes_draw(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_minutes(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_minutes_change(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_minutes_approval(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_minutes_file(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_print_style(const struct pal_request *request, struct pal_reply *reply);

/* on_decisions.c */
enum pal_err pal_on_decisions(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_decision(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_step_add(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_step(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_step_change(const struct pal_request *request, struct pal_reply *reply);

/* on_society.c */
enum pal_err pal_on_society_read(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_society_change(const struct pal_request *request, struct pal_reply *reply);

/* on_constitution.c */
enum pal_err pal_on_constitution_read(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_constitution_schema(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_constitution_list(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_constitution_version(const struct pal_request *request,
                                         struct pal_reply *reply);
enum pal_err pal_on_constitution_check(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_constitution_enter(const struct pal_request *request, struct pal_reply *reply);

/* on_power.c */
enum pal_err pal_on_power(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_power_of_draft(const struct pal_request *request, struct pal_reply *reply);

/* on_registry.c */
enum pal_err pal_on_registry(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_colleges(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_categories(const struct pal_request *request, struct pal_reply *reply);

/* on_templates.c */
enum pal_err pal_on_template_list(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_template(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_constitution_template(const struct pal_request *request,
                                          struct pal_reply *reply);
enum pal_err pal_on_comparison(const struct pal_request *request, struct pal_reply *reply);

/* on_members.c */
enum pal_err pal_on_member_list(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_member_add(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_member_read(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_member_change(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_member_state(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_member_move(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_representative_add(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_representative_end(const struct pal_request *request, struct pal_reply *reply);

/* on_erasure.c */
enum pal_err pal_on_member_erasure(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_member_erasure_request(const struct pal_request *request,
                                           struct pal_reply *reply);
enum pal_err pal_on_member_erasure_refusal(const struct pal_request *request,
                                           struct pal_reply *reply);
enum pal_err pal_on_my_erasure(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_my_erasure_ask(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_my_erasure_ask_end(const struct pal_request *request, struct pal_reply *reply);

/* on_import.c */
enum pal_err pal_on_member_import(const struct pal_request *request, struct pal_reply *reply);

/* on_offices.c */
enum pal_err pal_on_office_list(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_office_grant(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_office_end(const struct pal_request *request, struct pal_reply *reply);

/* on_session.c */
enum pal_err pal_on_member_link(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_person_link(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_session_read(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_session_open(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_alarms(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_session_ask(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_session_end(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_token_list(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_token_make(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_token_revoke(const struct pal_request *request, struct pal_reply *reply);

/* on_assemblies.c */
enum pal_err pal_on_assemblies(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_assembly(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_assembly_create(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_assembly_change(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_assembly_notice(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_assembly_opening(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_assembly_ending(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_assembly_cancellation(const struct pal_request *request,
                                          struct pal_reply *reply);

/* on_attendance.c */
enum pal_err pal_on_attendance(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_attendance_mark(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_quorum(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_entrants(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_holders(const struct pal_request *request, struct pal_reply *reply);

/* on_data.c */
enum pal_err pal_on_data(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_retention(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_retention_set(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_my_export(const struct pal_request *request, struct pal_reply *reply);

/* on_feeds.c */
enum pal_err pal_on_decisions_feed(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_calendar_feed(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_assembly_calendar(const struct pal_request *request, struct pal_reply *reply);

/* on_mail.c */
enum pal_err pal_on_mail_server(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_mail_server_set(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_mail_server_remove(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_notice_proof(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_notice_sending(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_notice_send(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_notice_failures(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_reminder(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_my_consents(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_my_consents_set(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_member_consents(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_member_consents_set(const struct pal_request *request, struct pal_reply *reply);

/* on_contacts.c */
enum pal_err pal_on_my_contacts(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_my_contacts_correct(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_my_contacts_prove(const struct pal_request *request, struct pal_reply *reply);

/* on_attachments.c */
enum pal_err pal_on_attachment_add(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_attachment(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_attachment_detach(const struct pal_request *request, struct pal_reply *reply);
/* on_resolutions.c */
enum pal_err pal_on_resolution(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_resolution_version(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_resolution_table(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_resolution_change(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_resolution_opinion(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_resolution_consolidation(const struct pal_request *request,
                                             struct pal_reply *reply);
enum pal_err pal_on_resolution_withdrawal(const struct pal_request *request,
                                          struct pal_reply *reply);

/* on_contributions.c */
enum pal_err pal_on_contributions(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_contribution(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_contribution_version(const struct pal_request *request,
                                         struct pal_reply *reply);
enum pal_err pal_on_contribution_post(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_preview(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_contribution_edit(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_contribution_withdrawal(const struct pal_request *request,
                                            struct pal_reply *reply);
enum pal_err pal_on_settlement(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_endorsement(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_endorsement_end(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_concealment(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_restoration(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_questions(const struct pal_request *request, struct pal_reply *reply);

/* on_amendments.c */
enum pal_err pal_on_amendments(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_amendments_order(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_amendment(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_amendment_propose(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_amendment_support(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_amendment_support_end(const struct pal_request *request,
                                          struct pal_reply *reply);
enum pal_err pal_on_amendment_withdrawal(const struct pal_request *request,
                                         struct pal_reply *reply);
enum pal_err pal_on_amendment_acceptance(const struct pal_request *request,
                                         struct pal_reply *reply);

/* on_proxies.c */
enum pal_err pal_on_proxies(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_proxy(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_proxy_offer(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_proxy_acceptance(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_proxy_refusal(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_proxy_revocation(const struct pal_request *request, struct pal_reply *reply);

/* on_sitting.c */
enum pal_err pal_on_calendar_of_date(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_calendar(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_bureau(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_bureau_form(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_sitting(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_suspension(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_resumption(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_discussion(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_incidents(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_incident_note(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_debate_closing(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_debate_reopening(const struct pal_request *request, struct pal_reply *reply);

/* on_speakers.c */
enum pal_err pal_on_speakers(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_speech_ask(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_speech_start(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_speech_end(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_speech_withdrawal(const struct pal_request *request, struct pal_reply *reply);

/* on_initiatives.c */
enum pal_err pal_on_initiative_calls(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_initiatives(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_initiative_propose(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_initiative(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_sponsorship(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_sponsorship_end(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_initiative_withdrawal(const struct pal_request *request,
                                          struct pal_reply *reply);

/* on_procedures.c */
enum pal_err pal_on_procedure(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_procedure_choose(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_extension_ask(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_extension_ask_end(const struct pal_request *request, struct pal_reply *reply);

/* on_temperature.c */
enum pal_err pal_on_temperature(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_temperature_say(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_temperature_take_back(const struct pal_request *request,
                                          struct pal_reply *reply);

/* on_nominations.c */
enum pal_err pal_on_nominees(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_nominations(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_nomination(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_nomination_end(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_nomination_refusal(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_nomination_refusal_end(const struct pal_request *request,
                                           struct pal_reply *reply);

/* on_motions.c */
enum pal_err pal_on_motions(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_motion_make(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_motion_support(const struct pal_request *request, struct pal_reply *reply);

/* on_recusals.c */
enum pal_err pal_on_recusals(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_recusal_set(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_recusal_lift(const struct pal_request *request, struct pal_reply *reply);

/* on_sheet.c */
enum pal_err pal_on_sheet(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_sheet_csv(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_sheet_html(const struct pal_request *request, struct pal_reply *reply);

/* on_instructions.c */
enum pal_err pal_on_instructions(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_instruct(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_concentration(const struct pal_request *request, struct pal_reply *reply);

/* on_me.c */
enum pal_err pal_on_me(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_my_duties(const struct pal_request *request, struct pal_reply *reply);

/* on_polls.c */
enum pal_err pal_on_poll_list(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_poll_read(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_poll_manifest(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_poll_create(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_poll_waive(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_poll_call(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_poll_open(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_poll_close(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_poll_annul(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_roll_list(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_roll_read(const struct pal_request *request, struct pal_reply *reply);

/* on_keepers.c */
enum pal_err pal_on_keeper_key(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_keeper_enrol(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_keepers(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_keeper_candidates(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_keepers_name(const struct pal_request *request, struct pal_reply *reply);

/* on_ballots.c */
enum pal_err pal_on_ballot_cast(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_ballot_list(const struct pal_request *request, struct pal_reply *reply);

/* on_urn.c */
enum pal_err pal_on_share_give(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_shares(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_urn(const struct pal_request *request, struct pal_reply *reply);
/* on_disputes.c */
enum pal_err pal_on_receipt(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_dispute(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_urn_destroy(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_roll_proof(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_opened(const struct pal_request *request, struct pal_reply *reply);

/* on_papers.c */
enum pal_err pal_on_paper_enter(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_paper_confirm(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_paper_withdraw(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_paper_list(const struct pal_request *request, struct pal_reply *reply);

/* on_results.c */
enum pal_err pal_on_result_read(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_explanation_read(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_method_list(const struct pal_request *request, struct pal_reply *reply);

/* on_records.c */
enum pal_err pal_on_record_list(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_record_read(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_record_file(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_review(const struct pal_request *request, struct pal_reply *reply);
enum pal_err pal_on_record_key(const struct pal_request *request, struct pal_reply *reply);

/* assets.c */
enum pal_err pal_on_asset(const struct pal_request *request, struct pal_reply *reply);

#endif
