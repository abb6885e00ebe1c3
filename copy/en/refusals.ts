/** Every "no": what was wrong and how to mend it. Keyed by code. `{key}` stands for a number of the refusal. */
export interface RefusalWords {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly fix: string;
}
const no = (status: number, title: string, detail: string, fix: string): RefusalWords => ({ status, title, detail, fix });
const LOOK = 'Load the contract again; actions[] lists what can be done now.';

export const REFUSALS: Readonly<Record<string, RefusalWords>> = {
  not_found: no(404, 'Not found', 'There is nothing here, or it is not yours to see.', 'Check the address, or sign in as somebody who is part of it.'),
  no_such_object: no(422, 'This contract has no such part', 'There is no "{on}" in this contract.', LOOK),
  no_such_act: no(422, 'There is no such act', '"{act}" cannot be done on "{on}".', LOOK),
  not_your_part: no(403, 'This is not for you to do', 'It can be done by: {may}.', 'Ask the person whose part it is.'),
  wrong_state: no(409, 'This cannot be done now', 'It stands at "{state}".', LOOK),
  already_over: no(409, 'This is over already', 'It stands at "{state}" and does not change any more.', LOOK),
  deadline_passed: no(409, 'The time for this is over', 'It ended on {at}. An act counts only before its deadline.', 'Load the contract again; it shows what happened and what you can still do.'),
  bad_input: no(422, 'Something in the form needs another look', '{problem}', 'Correct the field and send it again.'),
  stale_preview: no(409, 'Something changed since you looked', 'The consequences are not the ones you read.', 'Read the new preview and confirm it with its digest.'),
  preview_needed: no(409, 'Look at the consequences first', 'This cannot be undone, so it needs the digest of its preview.', 'Send the same with "preview": true, then again with the digest of the answer.'),
  stale_version: no(409, 'There is a newer version of the terms', 'You read another version than the newest, number {version}.', 'Read the newest version and accept that.'),
  key_reused: no(422, 'This Idempotency-Key was used for something else', 'The same key came before with another body.', 'Use a new key for a new request.'),
  request_running: no(409, 'The first request with this key is still under way', 'Nothing was done twice.', 'Wait a moment and send the same request with the same key again.'),
  balance_too_low: no(409, 'There is not enough money', 'The amount is more than the balance has.', 'Load the balance again and choose a smaller amount.'),
  nothing_available: no(409, 'There is nothing to pay out', 'Nothing is available at the moment.', 'Wait until pending money becomes available.'),
  contract_ended: no(409, 'The contract has ended', 'Nothing new can be funded or changed.', 'Offer a new contract to go on working together.'),
  not_ended: no(409, 'The contract has not ended', 'This is possible after the end only.', 'End the contract first.'),
  one_funded_at_a_time: no(409, 'Another milestone is funded already', 'This contract allows {most} funded milestone at a time.', 'Finish that one first.'),
  empty_submission: no(422, 'The submission is empty', 'It has no file, no link, and fewer than {least} characters.', 'Add a file, a link, or say what you did.'),
  revisions_used_up: no(409, 'All agreed changes are used up', 'Changes could be asked for {limit} times.', 'Propose a change of the milestone, approve the work, or end the contract.'),
  case_open: no(409, 'There is an open case', 'While a case is open this is not possible.', 'Go to the case and settle it first.'),
  nothing_to_dispute: no(409, 'There is nothing left to dispute', 'The rest of this milestone went into the next one.', 'Look at the milestone that took it up.'),
  currency_not_offered: no(422, 'This currency is not offered', 'The policy has no amounts in {currency}. It has: {offered}.', 'Choose one of these.'),
  same_party: no(422, 'You cannot make a contract with yourself', 'Client and freelancer are the same account.', 'Choose another freelancer.'),
  fee_is_fixed: no(422, 'The service fee is fixed', 'It was set with the offer and cannot be changed by a counter.', 'Leave the service fee out.'),
  own_proposal: no(403, 'This is your own proposal', 'The other side answers it.', 'Wait for the answer, or withdraw it.'),
  not_yours_to_withdraw: no(403, 'This was made by the other side', 'Only its maker can withdraw it.', 'Decline it instead.'),
  change_open: no(409, 'There is a proposal for this milestone already', 'One at a time.', 'Answer or withdraw that one first.'),
  nothing_to_change: no(409, 'There is nothing to change', 'Only a funded milestone without a submission can be changed.', LOOK),
  not_your_message: no(403, 'This is not your message', 'Only its writer can change it.', 'Write a message of your own.'),
  too_late_to_edit: no(409, 'Too late to edit', 'A message can be edited for {minutes} minutes.', 'Write another message.'),
  already_given: no(409, 'You have done this already', 'It can be done once.', LOOK),
  no_statement: no(409, 'There is no statement to add to', 'You have not made one.', LOOK),
  offer_open: no(409, 'You have an open offer already', 'One offer of each side is open at a time.', 'Withdraw it to make another.'),
  offer_above_gap: no(409, 'The offer is more than what is still in dispute', 'Only {gap} is still in dispute.', 'Make a new offer.'),
  conflict: no(403, 'You may not decide this case', '{why}', 'Leave it to somebody else.'),
  recused: no(403, 'You stepped back from this case', 'Somebody else takes it.', 'Choose another case.'),
  not_assigned: no(403, 'This case is not assigned to you', 'Only who took it can do this.', 'Take the case first, if it is free.'),
  already_assigned: no(409, 'Somebody has taken this', 'It is assigned already.', 'Choose another case.'),
  one_question_each: no(409, 'This side was asked already', 'One question to each side.', 'Ask the other side, or make the proposal.'),
  no_proposal: no(409, 'There is no proposal', 'Nothing to approve yet.', LOOK),
  needs_second_person: no(403, 'This needs a second person', 'Whoever made the proposal cannot approve it.', 'Ask a colleague.'),
  not_asked: no(403, 'The question went to the other side', 'Only they can answer.', LOOK),
  fee_already_paid: no(409, 'This fee is paid, or being charged', 'It is not charged twice.', LOOK),
  pay_your_own_first: no(409, 'Pay your own fee first', 'The other fee can be paid on top of it.', 'Pay your own fee, or both together.'),
  not_invited: no(409, 'No further statement was asked for', 'The arbitrator has not invited one.', LOOK),
  nothing_to_lower: no(409, 'There is nothing left to lower', 'The sum is one cent.', 'Pay it all instead.'),
  no_open_window: no(409, 'No deadline is open here', 'There is nothing to extend.', LOOK),
  already_extended: no(409, 'This deadline was extended already', 'Once for each deadline.', 'Let it run.'),
  not_in_policy: no(409, "This contract's policy does not have this", 'It is switched off.', 'Offer a new contract instead.'),
  already_reinstated: no(409, 'It was begun again already', 'The new contract exists.', 'Open the new contract.'),
  already_offered: no(409, 'An offer to begin again is open', 'It waits for an answer.', 'Answer it, or wait.'),
  internal: no(500, 'Something went wrong with us', 'The failure is logged. Nothing was changed.', 'Send the same request with the same Idempotency-Key again.'),
  later: no(503, 'One moment', 'A deadline is just being carried out.', 'Send the same request again.'),
};

/** What was wrong with a field. Keyed by problem; `{min}` and `{max}` are written as amounts where the field is one. */
export const FIELD_PROBLEMS: Readonly<Record<string, string>> = {
  missing: 'Please fill this in.', unknown_field: 'There is no such field.', not_an_object: 'This must be an object.', not_whole: 'Use a whole number of minor units, like 1250 for 12.50.',
  out_of_range: 'It must be from {min} to {max}.', not_text: 'This must be text.', too_short: 'Write at least {min} characters; there are {length}.', too_long: 'Use at most {max} characters.',
  control_characters: 'It has characters that cannot be shown.', not_a_choice: 'Choose one of: {options}.', not_yes_or_no: 'Answer yes or no.', not_a_date: 'Write a date like 2026-12-31.', not_a_list: 'This must be a list.',
  too_many: 'At most {most}.', bad_item: 'Number {at} of the list does not fit.', unknown_criterion: 'There is no such requirement, or it is named twice.', not_a_mark: 'Mark it as met, partly or not.',
  reason_missing: 'Give a reason for each requirement.', criterion_missing: 'Say something about "{criterion}".', not_considered: 'Consider "{exhibit}" first.', not_found: 'This was not found.', not_a_digest: 'This is not a digest.',
  from_one_to: 'Name from 1 to {most} milestones.', name_each_once: 'Name each milestone once.', nothing_changed: 'Name at least one thing that changes.',
};
