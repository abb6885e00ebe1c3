/**
 * German, whole. Address: "Sie". One word for one thing:
 *
 * | English                     | German                             |
 * |-----------------------------|------------------------------------|
 * | client, freelancer          | Auftraggeber, Freelancer; better: the name |
 * | escrow; held; to fund       | Treuhand; hinterlegt; hinterlegen  |
 * | deposit                     | erste Hinterlegung                 |
 * | milestone                   | Meilenstein                        |
 * | submit; approve (work)      | abgeben; abnehmen (§ 640 BGB)      |
 * | ask for changes             | Nachbesserung verlangen            |
 * | change (of the contract)    | Vertragsänderung                   |
 * | refund; refund request      | Rückzahlung; Rückforderung         |
 * | case; in dispute            | Fall; strittig                     |
 * | dispute; claim              | Widerspruch; Forderung             |
 * | concede; withdraw           | nachgeben; zurückziehen            |
 * | settlement                  | Vergleich (§ 779 BGB)              |
 * | mediation, mediator         | die Schlichtung (it proposes and binds nobody, as a German "Schlichtung" does) |
 * | Notice of Non-Resolution    | Mitteilung der Nichteinigung       |
 * | arbitrator; hearing; award  | Schiedsgericht; Schiedsverfahren; Schiedsspruch (§ 1054 ZPO) |
 * | deadline, window            | Frist                              |
 * | pending; security hold      | in der Sicherheitsfrist            |
 * | payout; credit              | Auszahlung; Guthaben               |
 * | feedback; reinstatement     | Bewertung; Neubeginn               |
 * | record, history; exhibit    | der Verlauf; die Unterlage         |
 */
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
