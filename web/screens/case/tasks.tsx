/** A long form as a list of tasks: each is filled in by itself, says how far it is, and can be left and taken up again. */
import type { Contract } from '@fairhold/client';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../api.ts';
import { wc } from '../../case-words.ts';
import { Fields, type FieldsProps, type Schema } from '../../parts/act-form.tsx';
import type { Values } from '../../parts/draft.ts';

/** What a kind of field belongs to; the order is the order of the tasks, the same on both sides. */
const TASKS = { amount: ['money', 'choice'], words: ['longtext', 'marks', 'topics'], evidence: ['files', 'links'] } as const;
type Task = keyof typeof TASKS;

const fieldsOf = (schema: Schema, task: Task): string[] =>
  Object.entries(schema.properties).flatMap(([name, f]) =>
    (TASKS[task] as readonly string[]).includes(f['x-kind']) && !(f['x-kind'] === 'marks' && (f['x-criteria'] ?? []).length === 0) ? [name] : [],
  );
const isFilled = (schema: Schema, values: Values, name: string): boolean => {
  const value = values[name];
  const criteria = schema.properties[name]?.['x-criteria'];
  if (criteria) return criteria.every((c) => ((value ?? []) as { id: string; mark?: string }[]).some((m) => m.id === c.id && m.mark));
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
};
const isBegun = (values: Values, name: string): boolean => {
  const value = values[name];
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
};

type Status = 'todo' | 'begun' | 'done' | 'optional';
function statusOf(schema: Schema, values: Values, names: readonly string[]): Status {
  const needed = names.filter((n) => schema.required.includes(n));
  if (needed.length === 0) return names.some((n) => isBegun(values, n)) ? 'done' : 'optional';
  if (needed.every((n) => isFilled(schema, values, n))) return 'done';
  return names.some((n) => isBegun(values, n)) ? 'begun' : 'todo';
}

const titleOf = (task: Task, schema: Schema, names: readonly string[], c: Contract): string =>
  task === 'amount'
    ? (schema.properties[names[0] ?? '']?.title ?? '')
    : task === 'words'
      ? c.you.role === 'client'
        ? wc.tasks.wordsClient
        : wc.tasks.words
      : wc.tasks.evidence;

export function Tasks(p: FieldsProps) {
  const tasks = (Object.keys(TASKS) as Task[]).flatMap((task) => {
    const names = fieldsOf(p.schema, task);
    return names.length > 0 ? [{ task, names }] : [];
  });
  const [open, setOpen] = useState<readonly Task[]>([]);
  const list = useRef<HTMLDivElement>(null);
  const head = (task: Task | undefined) => task && list.current?.querySelector<HTMLElement>(`[data-task=${task}] > summary`);
  const show = (task: Task, only = false) => setOpen((was) => (only ? [task] : [...new Set([...was, task])]));
  // What the server asks to be mended, and what is to be changed, is opened and gets the focus.
  const wrong = p.error instanceof ApiProblem ? p.error.problem.errors?.[0]?.field.split('.')[0] : undefined;
  const wanted = wrong ?? p.change;
  const at = tasks.find((t) => t.names.includes(wanted ?? ''))?.task;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer, not for each look
  useEffect(() => {
    if (!at) return;
    show(at);
    setTimeout(() => head(at)?.focus());
  }, [at, p.error]);
  function goOn(n: number) {
    const next = tasks[n + 1]?.task;
    setOpen((was) => [...was.filter((t) => t !== tasks[n]?.task), ...(next ? [next] : [])]);
    setTimeout(() => (next ? head(next) : list.current?.closest('form')?.querySelector<HTMLElement>('[type=submit]'))?.focus());
  }
  const statuses = tasks.map((t) => statusOf(p.schema, p.values, t.names)).filter((is) => is !== 'optional');
  return (
    <div className="stack tight tasks" ref={list}>
      <p className="small soft" role="status">
        {wc.tasks.done(statuses.filter((is) => is === 'done').length, statuses.length)}
      </p>
      {tasks.map(({ task, names }, n) => {
        const status = statusOf(p.schema, p.values, names);
        return (
          <details
            key={task}
            data-task={task}
            open={open.includes(task)}
            onToggle={(e) => (e.currentTarget.open ? show(task) : setOpen((was) => was.filter((t) => t !== task)))}
          >
            <summary>
              <span>
                {n + 1}. {titleOf(task, p.schema, names, p.contract as Contract)}
              </span>{' '}
              <span className={`tag ${status === 'done' ? 'ok' : ''}`}>{wc.tasks.status[status]}</span>
            </summary>
            <div className="stack">
              <Fields
                {...p}
                schema={{ ...p.schema, properties: Object.fromEntries(names.map((name) => [name, p.schema.properties[name] as never])) }}
              />
              <div>
                <button type="button" className="btn" onClick={() => goOn(n)}>
                  {tasks[n + 1] ? wc.tasks.next : wc.tasks.last}
                </button>
              </div>
            </div>
          </details>
        );
      })}
    </div>
  );
}
