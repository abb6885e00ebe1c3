/** Draws any entry of actions[]: its fields, its checks, its preview, its confirmation. No page knows a rule of its own. */
import type { Action, Contract, Preview } from '@fairhold/client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ApiProblem, useActs } from '../api.ts';
import { when } from '../words.ts';
import { ProblemBox, Sheet } from './basics.tsx';
import { CardInput, ChoiceInput, ConsideredInput, type FieldSchema, FilesInput, type InputProps, MarksInput, MoneyInput } from './inputs.tsx';
import { MoneyRows } from './money.tsx';
import { type TermsDraft, TermsInput, termsOf } from './terms-input.tsx';

type Values = Record<string, unknown>;
interface Schema {
  readonly properties: Record<string, FieldSchema>;
  readonly required: string[];
}
export interface FormProps {
  readonly contract: Contract;
  readonly action: Action;
  readonly onDone?: (after: Contract) => void;
  /** Given beforehand; these fields are not asked again. */
  readonly fixed?: Values;
  readonly path?: string;
  readonly more?: Record<string, unknown>;
}

/** What is typed survives a reload: kept per contract and act until it has been sent. */
function useDraft(name: string): [Values, (v: Values) => void, () => void] {
  const [values, set] = useState<Values>(() => JSON.parse(localStorage.getItem(name) ?? '{}') as Values);
  const keep = (v: Values) => {
    set(v);
    localStorage.setItem(name, JSON.stringify(v));
  };
  return [values, keep, () => localStorage.removeItem(name)];
}

/** The version of the terms that is on the page, and lists cut into lines. */
function complete(schema: Schema, values: Values, contract: Contract): Values {
  const out: Values = { ...values };
  for (const [name, field] of Object.entries(schema.properties)) {
    if (field['x-kind'] === 'digest') out[name] = contract.terms.digest;
    if (field['x-kind'] === 'terms') out[name] = termsOf((values[name] as TermsDraft | undefined) ?? draftOf(contract));
    if ((field['x-kind'] === 'links' || field['x-kind'] === 'list') && typeof out[name] === 'string')
      out[name] = (out[name] as string)
        .split('\n')
        .map((l) => l.trim())
        .filter(Boolean);
    if (
      (field['x-kind'] === 'text' || field['x-kind'] === 'longtext') &&
      out[name] === undefined &&
      schema.required.includes(name) &&
      field.minLength === 0
    )
      out[name] = '';
    if (out[name] === undefined || (Array.isArray(out[name]) && out[name].length === 0 && !schema.required.includes(name))) delete out[name];
  }
  return out;
}
const draftOf = (c: Contract): TermsDraft => ({ title: c.terms.title, scope: c.terms.scope, milestones: c.terms.milestones.map((m) => ({ ...m })) });

export function ActForm(p: FormProps) {
  const schema = p.action.input as unknown as Schema;
  const draftName = `draft ${p.contract.id} ${p.action.on} ${p.action.act}`;
  const [values, setValues, forget] = useDraft(draftName);
  const [preview, setPreview] = useState<Preview>();
  const [stale, setStale] = useState(false);
  const [lost, setLost] = useState(false);
  const acts = useActs(p.contract, p.path, p.more);
  const input = complete(schema, { ...values, ...p.fixed }, p.contract);
  const error = acts.preview.error ?? acts.act.error;

  async function confirm(digest?: string) {
    if (acts.act.isPending) return;
    try {
      const after = await acts.act.mutateAsync({ action: p.action, input, ...(digest && { digest }), onLost: () => setLost(true) });
      forget();
      p.onDone?.(after);
    } catch (e) {
      // Something changed since the preview was read: show the new one and ask again.
      if (e instanceof ApiProblem && e.problem.preview) {
        setPreview(e.problem.preview);
        setStale(true);
        acts.act.reset();
      }
    } finally {
      setLost(false);
    }
  }
  async function next() {
    if (p.action.undo) return confirm();
    const answer = await acts.preview.mutateAsync({ action: p.action, input }).catch(() => undefined);
    setStale(false);
    if (answer) setPreview(answer);
  }

  if (preview)
    return (
      <CheckAnswers
        preview={preview}
        contract={p.contract}
        stale={stale}
        lost={lost}
        busy={acts.act.isPending}
        error={acts.act.error}
        danger={p.action.weight === 'danger'}
        onBack={() => setPreview(undefined)}
        onConfirm={() => void confirm(preview.digest)}
      />
    );
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        void next();
      }}
    >
      {error !== null && <ProblemBox key={String(error)} error={error} />}
      {p.action.hint && <p className="soft">{p.action.hint}</p>}
      <Fields
        schema={schema}
        values={values}
        fixed={p.fixed ?? {}}
        contract={p.contract}
        error={error}
        onChange={(name, v) => setValues({ ...values, [name]: v })}
      />
      {lost && <p role="status">We are checking whether this arrived …</p>}
      <div>
        <button
          type="submit"
          className={`btn ${p.action.weight === 'danger' ? 'danger' : 'main'}`}
          disabled={acts.act.isPending || acts.preview.isPending}
        >
          {p.action.undo ? p.action.button : 'Show what happens'}
        </button>
      </div>
    </form>
  );
}

function Fields(p: {
  schema: Schema;
  values: Values;
  fixed: Values;
  contract: Contract;
  error: unknown;
  onChange: (name: string, v: unknown) => void;
}) {
  const errors = p.error instanceof ApiProblem ? (p.error.problem.errors ?? []) : [];
  return (
    <>
      {Object.entries(p.schema.properties)
        .filter(([name, f]) => !(name in p.fixed) && f['x-kind'] !== 'digest' && f['x-kind'] !== 'message')
        .filter(
          ([_name, f]) =>
            !(f['x-kind'] === 'marks' && (f['x-criteria'] ?? []).length === 0) &&
            (!f['x-only-if'] || (p.values[f['x-only-if'].field] ?? p.fixed[f['x-only-if'].field]) === f['x-only-if'].is),
        )
        .map(([name, f]) => {
          const id = `f-${name}`;
          const wrong = errors.find((e) => e.field === name || e.field.startsWith(`${name}.`));
          const required = p.schema.required.includes(name) || f['x-only-if'] !== undefined;
          const grouped = ['choice', 'marks', 'considered', 'terms'].includes(f['x-kind']);
          const Wrap = grouped ? 'fieldset' : 'div';
          return (
            <Wrap className="field" key={name}>
              {grouped ? <legend>{f.title}</legend> : <label htmlFor={id}>{`${f.title ?? name}${required ? '' : ' (optional)'}`}</label>}
              {f.description && <span className="hint">{f.description}</span>}
              {wrong && <span className="error">{wrong.message}</span>}
              <Input id={id} schema={f} value={p.values[name]} required={required} contract={p.contract} onChange={(v) => p.onChange(name, v)} />
            </Wrap>
          );
        })}
    </>
  );
}

function Input(p: InputProps & { contract: Contract }): ReactNode {
  const { schema } = p;
  switch (schema['x-kind']) {
    case 'money':
      return <MoneyInput {...p} />;
    case 'choice':
      return <ChoiceInput {...p} />;
    case 'files':
      return <FilesInput {...p} />;
    case 'marks':
      return <MarksInput {...p} />;
    case 'considered':
      return <ConsideredInput {...p} />;
    case 'card':
      return <CardInput id={p.id} value={p.value} onChange={p.onChange} account={p.contract.you.account} required={p.required} />;
    case 'terms':
      return <TermsInput value={(p.value as TermsDraft | undefined) ?? draftOf(p.contract)} currency={p.contract.currency} onChange={p.onChange} />;
    case 'date':
      return <input id={p.id} type="date" value={(p.value as string | undefined) ?? ''} onChange={(e) => p.onChange(e.target.value || undefined)} />;
    case 'whole':
      return (
        <input
          id={p.id}
          type="text"
          inputMode="numeric"
          value={p.value === undefined ? '' : String(p.value)}
          onChange={(e) => p.onChange(/^\d+$/.test(e.target.value) ? Number(e.target.value) : e.target.value || undefined)}
        />
      );
    case 'yesno':
      return <input id={p.id} type="checkbox" checked={p.value === true} onChange={(e) => p.onChange(e.target.checked)} />;
    case 'longtext':
    case 'links':
    case 'list':
      return <textarea id={p.id} value={(p.value as string | undefined) ?? ''} onChange={(e) => p.onChange(e.target.value || undefined)} />;
    default:
      return <input id={p.id} type="text" value={(p.value as string | undefined) ?? ''} onChange={(e) => p.onChange(e.target.value || undefined)} />;
  }
}

/** Everything that follows, before it does; the button names the thing (END-2). */
export function CheckAnswers(p: {
  preview: Preview;
  contract: Pick<Contract, 'currency'>;
  stale: boolean;
  lost: boolean;
  busy: boolean;
  error: unknown;
  danger: boolean;
  onBack: () => void;
  onConfirm: () => void;
}) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const { preview } = p;
  return (
    <div className="stack">
      <h2 ref={head} tabIndex={-1}>
        {p.stale ? 'Something changed. Please look again.' : 'Check before you decide'}
      </h2>
      {p.error !== null && p.error !== undefined && <ProblemBox key={String(p.error)} error={p.error} />}
      <p>
        <strong>{preview.sentence}</strong>
      </p>
      <MoneyRows money={preview.money} currency={p.contract.currency} />
      {preview.effects.map((e) => (
        <p key={e} className="silence">
          {e}
        </p>
      ))}
      {preview.next.length > 0 && (
        <div className="stack tight">
          <h3>What happens next</h3>
          <ol className="steps">
            {preview.next.map((n) => (
              <li key={n.sentence}>{n.sentence}</li>
            ))}
          </ol>
        </div>
      )}
      {preview.cannotBeUndone.length > 0 && (
        <div className="stack tight">
          <h3>What cannot be undone</h3>
          <ul className="steps">
            {preview.cannotBeUndone.map((n) => (
              <li key={n}>{n}</li>
            ))}
          </ul>
        </div>
      )}
      {p.lost && <p role="status">We are checking whether this arrived …</p>}
      <div className="row">
        <button type="button" className={`btn ${p.danger ? 'danger' : 'main'}`} disabled={p.busy} onClick={p.onConfirm}>
          {preview.button}
        </button>
        <button type="button" className="btn" disabled={p.busy} onClick={p.onBack}>
          Back
        </button>
      </div>
    </div>
  );
}

/** A button that opens the form of an action; one that is not possible now says why. */
export function ActButton(p: { contract: Contract; action: Action; path?: string; more?: Record<string, unknown>; main?: boolean }) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState('');
  const look = p.main ? 'main' : p.action.weight === 'danger' ? 'danger' : p.action.weight === 'quiet' ? 'quiet' : '';
  if (p.action.blocked) return <p className="small soft">{`${p.action.title}: ${p.action.blocked.sentence}`}</p>;
  return (
    <>
      <button type="button" className={`btn ${look}`} onClick={() => setOpen(true)}>
        {p.action.title}
      </button>
      {done && (
        <span role="status" className="small soft">
          {done}
        </span>
      )}
      <Sheet open={open} title={p.action.title} onClose={() => setOpen(false)}>
        <ActForm
          contract={p.contract}
          action={p.action}
          {...(p.path && { path: p.path })}
          {...(p.more && { more: p.more })}
          onDone={(after) => {
            setOpen(false);
            setDone(`Recorded ${when(after.now)}, number ${after.seq}.`);
          }}
        />
      </Sheet>
    </>
  );
}

export function ActButtons(p: { contract: Contract; actions: readonly Action[]; main?: string }) {
  if (p.actions.length === 0) return null;
  return (
    <div className="row">
      {p.actions.map((a) => (
        <ActButton key={`${a.on} ${a.act}`} contract={p.contract} action={a} main={a.act === p.main} />
      ))}
    </div>
  );
}
