/** Towards a mediator or an arbitrator who has not taken the case, and so has declared nothing, people have no names (MED-1). */
import { wordsFor } from '@fairhold/copy';
import { type Contract, instancesOf } from '@fairhold/domain';
import { openCase } from '@fairhold/domain/milestones';
import { caseFacts } from '@fairhold/domain/processes/case';
import type { Named } from '../accounts.ts';
import { type Part, READS_ALL } from '../parts.ts';

/** Whoever reads everything by another office, had a case of theirs in hand, or reads a proposal as its second reader, may know. */
export function isUndeclared(c: Contract, { role, roles }: Pick<Part, 'role' | 'roles'>, person: string): boolean {
  if ((role !== 'mediator' && role !== 'arbitrator') || roles.some((r) => (READS_ALL as readonly string[]).includes(r))) return false;
  const had = role === 'mediator' ? 'mediators' : 'arbitrators';
  return (
    openCase(c)?.state !== 'reviewing' && !instancesOf(c, 'case').some((i) => caseFacts(i)[role] === person || caseFacts(i)[had]?.includes(person))
  );
}

/** The names that stay: those of who decided. */
export function withoutNames(c: Contract, names: ReadonlyMap<string, Named>, locale: string): ReadonlyMap<string, Named> {
  const { client, freelancer, other } = wordsFor(locale).UNNAMED as { client: string; freelancer: string; other: string };
  const decided = new Set(instancesOf(c, 'case').flatMap((i) => [caseFacts(i).mediator, caseFacts(i).arbitrator]));
  const called = (id: string) => (id === c.client ? client : id === c.freelancer ? freelancer : other);
  return new Map([...names].map(([id, n]) => [id, decided.has(id) ? n : { id, name: called(id), kind: 'person' as const }]));
}
