/** English, whole. */
export { ACTS } from './acts.ts';
export { CASE_FILE } from './casefile.ts';
export { BODY_FIELDS, CHOICES, FIELDS } from './fields.ts';
export { FLAGS, FLAGS_CHECKED, PROTECTION } from './flags.ts';
export { HELP } from './help.ts';
export { ACCOUNTS, BANK, ENDINGS, LAPSES, WHYS } from './lapses.ts';
export { POLICY_FAULTS, POLICY_KEYS } from './policy.ts';
export { FOUND_IN_FILES, PROBLEMS, WEBHOOK_FAULTS } from './problems.ts';
export { FIELD_PROBLEMS, REFUSALS } from './refusals.ts';
export {
  CHECKLIST,
  CONFLICTS,
  CONTRACT_STATES,
  DEMO_PEOPLE,
  ERASURE,
  EVIDENCE,
  EVIDENCE_ABOUT,
  EXHIBITS,
  KINDS,
  MENU,
  RIGHTS,
  ROLES,
  SANDBOX_CARDS,
  SECURITY,
  STATEMENT,
  TALK_FIRST,
  TERM_NAMES,
  TOPIC_STANDS,
  TOPICS,
  TOPICS_ABOUT,
  TURNS,
  UNNAMED,
} from './rest.ts';
export { SAY } from './sentences.ts';
export { STATES } from './states.ts';
export { WITNESS, WITNESS_MAILS } from './witness.ts';
