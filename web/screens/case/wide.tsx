/** A long form on the page of the case itself, beside what it is about. */
import type { Action, Contract } from '@fairhold/client';
import { ActForm } from '../../parts/act-form.tsx';
import { Card } from '../../parts/basics.tsx';
import { w } from '../../words.ts';
import { Tasks } from './tasks.tsx';

/** What is said once and cannot be changed is filled in task by task. */
const ONCE = ['dispute', 'contest'];

export function Wide(p: { c: Contract; a: Action }) {
  const once = ONCE.includes(p.a.act);
  return (
    <Card title={p.a.title}>
      <p className="soft">{p.a.hint}</p>
      {once && <p className="silence">{w.case.once}</p>}
      <details id={`form-${p.a.act}`} open={!once}>
        <summary className="btn">{p.a.button} …</summary>
        <ActForm contract={p.c} action={{ ...p.a, hint: '' }} {...(once && { as: Tasks })} />
      </details>
    </Card>
  );
}
