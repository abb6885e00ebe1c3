/** Every word of the product. Another language is another folder of the same shape. */
import { ACTS } from './en/acts.ts';
import { CHOICES, FIELDS } from './en/fields.ts';
import { ACCOUNTS, BANK, ENDINGS, LAPSES, WHYS } from './en/lapses.ts';
import { FIELD_PROBLEMS, REFUSALS } from './en/refusals.ts';
import { CHECKLIST, CONTRACT_STATES, EXHIBITS, FLAGS, RIGHTS, TALK_FIRST, TERM_NAMES, TURNS } from './en/rest.ts';
import { STATES } from './en/states.ts';

export * from './format.ts';

const en = {
  ACTS,
  BANK,
  CHECKLIST,
  CHOICES,
  CONTRACT_STATES,
  ENDINGS,
  EXHIBITS,
  FIELDS,
  FIELD_PROBLEMS,
  FLAGS,
  LAPSES,
  REFUSALS,
  RIGHTS,
  STATES,
  TALK_FIRST,
  TERM_NAMES,
  TURNS,
  WHYS,
  ACCOUNTS,
};
export type Words = typeof en;

/** The words of a language; English where it is not there yet. */
export const wordsFor = (_locale: string): Words => en;

/** "milestones.2.amount" as "amount of milestone 2". */
export function termName(words: Words, field: string): string {
  const [head, n, part] = field.split('.');
  const name = words.TERM_NAMES[part ?? head ?? ''] ?? field;
  return n === undefined ? name : part === undefined ? `milestone ${n}` : `${name} of milestone ${n}`;
}

/** Puts values into `{places}` of a text; a place without a value stays empty. */
export const fill = (text: string, values: Readonly<Record<string, unknown>>): string =>
  text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''));
