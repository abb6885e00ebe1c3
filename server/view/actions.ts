/** What the viewer may do now, with the input it needs and its words (API-2). */
import type { FieldWords } from '@fairhold/copy';
import {
  type Available,
  available,
  type Group,
  HOUSE,
  type Instance,
  instance,
  instancesOf,
  isAnywhere,
  type Refusal,
  type Role,
  type Step,
  schemaOf,
  takesBack,
} from '@fairhold/domain';
import { evidenceAsked } from '@fairhold/domain/evidence';
import type { z } from 'zod';
import { BETWEEN, exhibitsView, offersHidden, topicsInWords } from './case.ts';
import { refusalText } from './problem.ts';
import type { Action, TakeBack } from './schemas.ts';
import { type Speech, sideOf, speech, toldTo, type ViewInput } from './viewer.ts';

export type ActionView = z.infer<typeof Action>;

/** What takes a step back, if whoever did it may do that now. */
export function wayBack(after: { actions: readonly ActionView[] }, step: Step): { takeBack: z.infer<typeof TakeBack> } | undefined {
  const back = takesBack(step);
  const offered = back && after.actions.find((a) => a.act === back.act && a.on === back.on && !a.blocked);
  return offered && { takeBack: { act: back.act, on: back.on, title: offered.title, input: back.input as Record<string, unknown> } };
}

/** What the tables let this viewer do now, also what does not belong on a page. */
const offeredTo = (v: ViewInput): Available[] => {
  const actor = { roles: v.viewer.roles, person: v.viewer.person, ...(v.viewer.conflict && { conflict: v.viewer.conflict }) };
  return available(v.c, actor, v.now, v.policy, v.world);
};

/** Whether something that moves it on is open to the viewer; to give others more time is not. */
export const canMove = (v: ViewInput, on: string | undefined): boolean => offeredTo(v).some((a) => a.on === on && !a.blocked && !isAnywhere(a.act));

export function actionsOf(v: ViewInput): ActionView[] {
  const s = speech(v);
  const hidden = v.viewer.watched && offersHidden(v, instancesOf(v.c, 'case').at(-1));
  return offeredTo(v)
    .filter((a) => !a.apart)
    .filter((a) => !(hidden && BETWEEN.has(a.process)))
    .map((a) => actionView(v, s, a));
}

/** What a process is a part of, for whoever shows what belongs together (API-2). */
export const groupOf = (process: string): Group => HOUSE.processes[process]?.group ?? 'contract';

function actionView(v: ViewInput, s: Speech, a: Available): ActionView {
  const words = s.words.ACTS[isAnywhere(a.act) ? `any.${a.act}` : `${a.process}.${a.act}`];
  const side = sideOf(v.viewer);
  return {
    act: a.act,
    on: a.on,
    group: groupOf(a.process),
    title: words?.title ?? a.act,
    button: words?.button ?? a.act,
    hint: toldTo(s, side, words?.hint ?? ''),
    weight: words?.weight ?? 'normal',
    undo: !a.final,
    ...(a.look && { look: true }),
    rule: a.rule,
    input: withWords(v, s, a.act, schemaOf(a.takes), exhibitsOn(v, s, a), instance(v.c, a.on), askedFor(v, s, a)),
    ...(a.blocked && { blocked: { sentence: whyNot(v, s, a.blocked) } }),
    ...(a.act === 'end' && side && { talkFirst: s.fill(s.words.TALK_FIRST[side], { title: v.c.terms.title }) }),
  };
}

/** Why not now; of what is somebody else's, who can, by name: of an agency that is a party, who manages it (END-11). */
export function whyNot(v: ViewInput, s: Speech, no: Refusal): string {
  if (no.refused !== 'not_your_part') return refusalText(no, s).detail;
  const side = sideOf(v.viewer);
  const may = no.data['may'] as readonly Role[];
  if (side && may.includes(side)) return s.say.managersCan(s[side], v.managers ?? []);
  return s.say.theseCan(may.map((r) => (r === 'client' || r === 'freelancer' ? s[r] : (s.words.ROLES[r] ?? r))));
}

/** What must be considered, named as the case names it. */
function exhibitsOn(v: ViewInput, s: Speech, a: Available): { id: string; title: string }[] {
  const i = instance(v.c, a.on);
  if (!i || !Object.values(a.takes).some((f) => f.kind === 'considered')) return [];
  return exhibitsView(v.c, i, s).map((e) => ({ id: e.id, title: s.say.exhibit(e.n, e.title, e.by) }));
}

/** What helps in a dispute of this kind, for the side that gathers evidence, and what of it is on the record anyhow. */
function askedFor(v: ViewInput, s: Speech, a: Available): readonly Record<string, unknown>[] {
  const on = instance(v.c, a.on);
  const side = sideOf(v.viewer);
  if (!on || !side || !Object.values(a.takes).some((f) => f.kind === 'files' && f.topics)) return [];
  return evidenceAsked(v.c, on).map(({ id, topic, there }) => {
    const key = id in s.words.EVIDENCE ? id : `${id}.${side}`;
    return { id, topic, there, title: s.words.EVIDENCE[key] ?? id, about: s.fill(s.words.EVIDENCE_ABOUT[key] ?? '') };
  });
}

/** Label and hint of a field: with names; an agency's managers read its name as well, for it is not theirs alone what it gets. */
function fieldWords(v: ViewInput, s: Speech, name: string, words: FieldWords | undefined) {
  const side = sideOf(v.viewer);
  const own = side === 'freelancer' && v.names.get(v.c.freelancer)?.kind !== 'agency' ? words?.own : undefined;
  return {
    title: words ? toldTo(s, side, own ?? words.named ?? words.label) : name,
    ...(words?.hint && { description: toldTo(s, side, words.hint) }),
  };
}

const partsWithWords = (v: ViewInput, s: Speech, of: string, parts: Record<string, Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(parts).map(([name, p]) => {
      return [name, { ...p, ...fieldWords(v, s, name, s.words.FIELDS[`${of}.${name}`]) }];
    }),
  );

/** Names of the few values of a whole number, by value. */
const eachOf = (s: Speech, each: string, least: number, most: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: most - least + 1 }, (_, k) => [least + k, s.fill(each, { n: String(least + k), most: String(most) })]));

/** Labels and hints for each field, words for each choice. */
function withWords(
  v: ViewInput,
  s: Speech,
  act: string,
  schema: Record<string, unknown>,
  exhibits: readonly { id: string; title: string }[],
  on: Instance | undefined,
  asked: readonly Record<string, unknown>[],
): Record<string, unknown> {
  const properties = schema['properties'] as Record<string, Record<string, unknown>>;
  const out = Object.entries(properties).map(([name, p]) => {
    const words = s.words.FIELDS[`${act}.${name}`] ?? s.words.FIELDS[name];
    const options = p['enum'] as string[] | undefined;
    const parts = p['x-kind'] === 'witness' ? (p['properties'] as Record<string, Record<string, unknown>>) : undefined;
    const labels = options
      ? Object.fromEntries(
          options.map((o) => [
            o,
            o === 'client' || o === 'freelancer'
              ? s[o]
              : ((name === 'window' ? s.words.LAPSES[`${on?.process}.${on?.state}.${o}`]?.title : s.words.CHOICES[o]) ?? o),
          ]),
        )
      : words?.each && eachOf(s, words.each, p['minimum'] as number, p['maximum'] as number);
    return [
      name,
      {
        ...p,
        ...fieldWords(v, s, name, words),
        ...(parts && { properties: partsWithWords(v, s, name, parts) }),
        ...(labels && { 'x-labels': labels }),
        ...(p['x-exhibits'] !== undefined && { 'x-exhibits': exhibits }),
        ...(p['x-topics'] !== undefined && { 'x-topics': topicsInWords(s) }),
        ...(p['x-kind'] === 'files' && asked.length > 0 && { 'x-asked': asked }),
      },
    ] as const;
  });
  return { ...schema, properties: Object.fromEntries(out) };
}
