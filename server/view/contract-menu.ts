/** What leads on from a contract's row in a list: only what is safe to offer there. Ending leads to where one looks first (END-8). */
import { available, instancesOf } from '@fairhold/domain';
import { openCase } from '@fairhold/domain/milestones';
import type { z } from 'zod';
import { whyNot } from './actions.ts';
import type { MenuItem } from './schemas.ts';
import { speech, type ViewInput } from './viewer.ts';

type Item = z.infer<typeof MenuItem>;

/** The acts that lead somewhere from a row: which address they have. Their words are those of the workroom. */
const LEADS = {
  say: { what: 'message', to: '?tab=messages' },
  end: { what: 'end', to: '/end' },
  withdraw: { what: 'withdraw', to: '' },
} as const satisfies Record<string, { what: Item['what']; to: string }>;
const PROCESS: Readonly<Record<keyof typeof LEADS, string>> = { say: 'conversation', end: 'contract', withdraw: 'offer' };

export function menuOf(v: ViewInput): Item[] {
  const { c } = v;
  const s = speech(v);
  const page = `/contracts/${c.id}`;
  const file = `/v1/contracts/${c.id}`;
  const actor = { roles: v.viewer.roles, person: v.viewer.person, ...(v.viewer.conflict && { conflict: v.viewer.conflict }) };
  const acts = available(c, actor, v.now, v.policy, v.world);
  const act = (name: keyof typeof LEADS): Item[] => {
    const found = acts.find((a) => a.act === name && a.process === PROCESS[name]);
    if (!found) return [];
    const { what, to } = LEADS[name];
    const title = s.words.ACTS[`${found.process}.${name}`]?.title ?? name;
    return [{ what, title, href: `${page}${to}`, ...(found.blocked && { blocked: { sentence: whyNot(v, s, found.blocked) } }) }];
  };
  const open = openCase(c);
  const some = instancesOf(c, 'case').length > 0;
  const word = (key: string): string => s.words.MENU[key] ?? key;
  return [
    ...act('say'),
    { what: 'download', title: word('download'), href: file },
    ...(some ? [{ what: 'caseFile' as const, title: word('caseFile'), href: `${file}/case-file` }] : []),
    // As in the workroom: once a case runs, what was the way to the end leads there.
    ...(open ? [{ what: 'case' as const, title: word('case'), href: `${page}/case/${open.id}` }] : act('end')),
    ...act('withdraw'),
  ];
}
