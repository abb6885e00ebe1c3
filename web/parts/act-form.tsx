/** Draws any entry of actions[]: its fields, its checks, its preview, its confirmation. No page knows a rule of its own. */
import type { Action, Contract, Preview } from '@fairhold/client';
import { type ComponentType, type ReactNode, Suspense, useEffect, useState } from 'react';
import { ApiProblem, useActs } from '../api.ts';
import { calendarDay, cash, w } from '../words.ts';
import { type Answer, CheckAnswers } from './check-answers.tsx';
import { useChecked } from './checked.ts';
import { useDraft, type Values } from './draft.ts';
import { DraftLine } from './draft-line.tsx';
import type { Picked } from './evidence-picker.tsx';
import { CardInput, ChoiceInput, type FieldSchema, type InputProps, isWrong, MarksInput, MoneyInput } from './inputs.tsx';
import { later } from './later.tsx';
import { recorded } from './receipts.tsx';
import { Asking } from './sent-or-not.tsx';
import { type TermsDraft, termsOf } from './terms-draft.ts';
import { ProblemBox } from './view-states.tsx';

export { ActButton, ActButtons } from './act-button.tsx';
export { CheckAnswers } from './check-answers.tsx';

// Long and seldom ones among the fields come when they are asked for, together.
const late = (name: Exclude<keyof typeof import('./late-inputs.ts'), 'TermsInput'>) => later(() => import('./late-inputs.ts').then((m) => m[name]));
const FilesInput = late('FilesInput');
const FewInput = late('FewInput');
const TopicsInput = late('TopicsInput');
const ConsideredInput = late('ConsideredInput');
const WitnessInput = late('WitnessInput');
const TermsInput = later(() => import('./late-inputs.ts').then((m) => m.TermsInput));

export interface Schema {
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
}
export interface FormProps {
  readonly contract: Contract;
  readonly action: Action;
  /** `preview`: what was read before; none for what can be undone. */
  readonly onDone?: (after: Contract, preview: Preview | undefined) => void;
  /** Given beforehand; these fields are not asked again. */
  readonly fixed?: Values;
  /** What the form begins with where nothing was typed yet, and the name under which what is typed is kept apart from the plain form. */
  readonly begin?: { readonly values: Values; readonly apart: string };
  readonly path?: string;
  readonly more?: Record<string, unknown>;
  /** Lays the fields out in another way, like tasks. */
  readonly as?: ComponentType<FieldsProps>;
}

/** What is sent: the version of the terms that is on the page, ids of files, lists cut into lines. */
export function complete(schema: Schema, values: Values, contract: Contract): Values {
  const out: Values = { ...values };
  for (const [name, field] of Object.entries(schema.properties)) {
    // What was typed for a choice that is not the chosen one stays in the draft and is not sent.
    if (!isAsked(field, values)) {
      delete out[name];
      continue;
    }
    if (field['x-kind'] === 'digest') out[name] = contract.terms.digest;
    if (field['x-kind'] === 'files' && Array.isArray(out[name]))
      out[name] = (out[name] as Picked[]).map(({ id, caption, topic }) =>
        caption?.trim() || topic ? { id, ...(caption?.trim() && { caption: caption.trim() }), ...(topic && { topic }) } : id,
      );
    if (field['x-kind'] === 'topics' && Array.isArray(out[name])) out[name] = (out[name] as { text?: string }[]).filter((t) => t.text?.trim());
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
    // What was there and was emptied is said to be empty; what is left out stays as it is.
    if (!schema.required.includes(name) && hasContent(field.default) && !hasContent(out[name])) out[name] = null;
    if (out[name] === undefined || (Array.isArray(out[name]) && out[name].length === 0 && !schema.required.includes(name))) delete out[name];
  }
  return out;
}
const hasContent = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
/** What a form begins from: the values that its act would change; lists as the lines they are typed in. */
const asItStands = (schema: Schema): Values =>
  Object.fromEntries(
    Object.entries(schema.properties).flatMap(([name, f]) =>
      f.default === undefined ? [] : [[name, Array.isArray(f.default) ? f.default.join('\n') : f.default]],
    ),
  );
const draftOf = (c: Contract): TermsDraft => {
  const { title, scope, budget, files, milestones } = c.terms;
  return {
    title,
    scope,
    ...(budget !== undefined && { budget }),
    ...(files && { files: files.map((f) => f.id) }),
    milestones: milestones.map((m) => ({ ...m })),
  };
};

/** Whether a field is asked for as the others stand. */
const isAsked = (f: Schema['properties'][string], values: Values): boolean => !f['x-only-if'] || values[f['x-only-if'].field] === f['x-only-if'].is;

/** What one is about to send, in one's own words and with the digest of every file: there is no second time. */
function answersOf(schema: Schema, values: Values, currency: string): (Answer & { field: string })[] {
  return Object.entries(schema.properties).flatMap(([name, f]) => {
    const value = values[name];
    if (value === undefined || value === '' || !isAsked(f, values)) return [];
    const label = f.title ?? name;
    const one = (text: string) => [{ id: name, field: name, label, value: text }];
    switch (f['x-kind']) {
      case 'money':
        return typeof value === 'number' ? one(cash(value, currency)) : [];
      case 'choice':
      case 'whole':
        return one(f['x-labels']?.[String(value)] ?? String(value));
      case 'text':
      case 'longtext':
        return one(String(value));
      case 'witness':
        return one(Object.values(value as object).join(', '));
      case 'files':
        return (value as Picked[]).map((x) => ({
          id: x.id,
          field: name,
          label: x.name,
          value: [x.caption, w.files.size(Math.ceil(x.size / 1024)), x.sha256 && `SHA-256 ${x.sha256}`].filter(Boolean).join(', '),
        }));
      case 'topics':
        return (f['x-topics'] ?? []).flatMap((t) => {
          const said = (value as { topic: string; text: string }[]).find((x) => x.topic === t.id)?.text.trim();
          return said ? [{ id: t.id, field: name, label: t.title, value: said }] : [];
        });
      case 'marks':
        return (f['x-criteria'] ?? []).flatMap((k) => {
          const mark = (value as { id: string; mark?: string }[]).find((m) => m.id === k.id)?.mark;
          return mark
            ? [{ id: k.id, field: name, label: k.text, value: mark === 'met' ? w.fields.met : mark === 'partly' ? w.fields.partly : w.fields.notMet }]
            : [];
        });
      default:
        return [];
    }
  });
}

export function ActForm(p: FormProps) {
  const schema = p.action.input as unknown as Schema;
  const draft = useDraft(`${p.contract.id}/${p.action.act}/${p.action.on}${p.begin ? `/${p.begin.apart}` : ''}`, {
    ...asItStands(schema),
    ...p.begin?.values,
  });
  const { values } = draft;
  const [change, setChange] = useState<string>();
  const acts = useActs(p.contract, p.path, p.more);
  const Laid = p.as ?? Fields;
  const input = complete(schema, { ...values, ...p.fixed }, p.contract);
  const check = useChecked<Values, Contract>({
    look: (read) => acts.preview.mutateAsync({ action: p.action, input: read }),
    send: (read, how) => acts.act.mutateAsync({ action: p.action, input: read, ...how }),
    follows: p.contract.seq,
    onDone: (after, read) => {
      draft.forget();
      if (p.onDone) p.onDone(after, read);
      else recorded(p.action, after, read);
    },
  });
  const { error } = check;
  const atOnce = p.action.undo && !p.action.look;
  const back = (to?: string) => {
    setChange(to);
    check.back();
  };

  if (check.shown)
    return (
      <CheckAnswers
        {...check.shown}
        contract={p.contract}
        lost={check.lost}
        busy={check.busy}
        error={error}
        danger={p.action.weight === 'danger'}
        answers={answersOf(schema, { ...values, ...p.fixed }, p.contract.currency).map((a) => ({
          ...a,
          // What was given beforehand is not asked here.
          ...(!(a.field in (p.fixed ?? {})) && { change: () => back(a.field) }),
        }))}
        onBack={() => back()}
        onConfirm={check.confirm}
      />
    );
  return (
    <form
      className="stack"
      data-form={`${p.action.act} ${p.action.on}`}
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        if (atOnce) check.confirm(input);
        else check.look(input);
      }}
    >
      {error !== null && <ProblemBox key={String(error)} error={error} />}
      {p.action.hint && <p className="soft">{p.action.hint}</p>}
      <Laid
        schema={schema}
        values={values}
        fixed={p.fixed ?? {}}
        contract={p.contract}
        error={error}
        change={change}
        onChange={(name, v) => draft.set({ ...values, [name]: v })}
      />
      {check.lost && <Asking />}
      <DraftLine draft={draft} />
      <div>
        <button type="submit" className={`btn ${p.action.weight === 'danger' ? 'danger' : 'main'}`} disabled={check.busy}>
          {atOnce ? p.action.button : w.check.show}
        </button>
      </div>
    </form>
  );
}

export type FieldErrors = readonly { readonly field: string; readonly message: string }[];
export interface FieldsProps {
  readonly schema: Schema;
  readonly values: Values;
  readonly fixed: Values;
  readonly contract: Contract;
  readonly error: unknown;
  /** The field that is to be changed, coming back from the check. */
  readonly change?: string | undefined;
  readonly onChange: (name: string, v: unknown) => void;
}

export function Fields(p: FieldsProps) {
  const errors = p.error instanceof ApiProblem ? (p.error.problem.errors ?? []) : [];
  useEffect(() => {
    if (p.change) document.getElementById(`f-${p.change}`)?.focus();
  }, [p.change]);
  return (
    <>
      {Object.entries(p.schema.properties)
        .filter(([name, f]) => !(name in p.fixed) && f['x-kind'] !== 'digest' && f['x-kind'] !== 'message')
        .filter(([_name, f]) => !(f['x-kind'] === 'marks' && (f['x-criteria'] ?? []).length === 0) && isAsked(f, { ...p.fixed, ...p.values }))
        .map(([name, f]) => {
          const id = `f-${name}`;
          const wrong = errors.find((e) => e.field === name || e.field.startsWith(`${name}.`));
          const said = `${id}-wrong`;
          const error = wrong && (
            <span className="error" id={said}>
              {wrong.message}
            </span>
          );
          const required = p.schema.required.includes(name) || f['x-only-if'] !== undefined;
          const grouped = f['x-labels'] !== undefined || ['marks', 'considered', 'terms', 'topics', 'witness'].includes(f['x-kind']);
          const given = { id, required, errors, schema: f, value: p.values[name], contract: p.contract, wrong: wrong && said };
          const input = (
            <Suspense fallback={<div className="file-drop" />}>
              <Input {...given} onChange={(v) => p.onChange(name, v)} />
            </Suspense>
          );
          // The words beside a box are part of what one touches.
          if (f['x-kind'] === 'yesno')
            return (
              <div className="field" key={name}>
                <label className="check" htmlFor={id}>
                  {input}
                  <span>{f.title ?? name}</span>
                </label>
                {f.description && <span className="hint">{f.description}</span>}
                {error}
              </div>
            );
          const Wrap = grouped ? 'fieldset' : 'div';
          // A group is led to as a whole; the first of a witness's two fields has its id.
          const led = grouped && f['x-kind'] !== 'witness' && { id, tabIndex: -1, 'aria-describedby': error && said };
          return (
            <Wrap className="field" key={name} {...led}>
              {grouped ? <legend>{f.title}</legend> : <label htmlFor={id}>{required ? (f.title ?? name) : w.states.optional(f.title ?? name)}</label>}
              {f.description && <span className="hint">{f.description}</span>}
              {error}
              {input}
            </Wrap>
          );
        })}
    </>
  );
}

function Input(p: InputProps & { contract: Contract; errors: FieldErrors }): ReactNode {
  const { schema } = p;
  const wrong = isWrong(p.wrong);
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
      return <CardInput id={p.id} value={p.value} onChange={p.onChange} account={p.contract.you.account} required={p.required} wrong={p.wrong} />;
    case 'topics':
      return <TopicsInput {...p} />;
    case 'terms':
      return (
        <TermsInput
          value={(p.value as TermsDraft | undefined) ?? draftOf(p.contract)}
          currency={p.contract.currency}
          errors={p.errors}
          onChange={p.onChange}
        />
      );
    case 'witness':
      return <WitnessInput {...p} />;
    case 'date':
      return (
        <>
          <input
            id={p.id}
            {...wrong}
            type="date"
            value={(p.value as string | undefined) ?? ''}
            onChange={(e) => p.onChange(e.target.value || undefined)}
          />
          {typeof p.value === 'string' && <span className="hint">{calendarDay(p.value)}</span>}
        </>
      );
    case 'whole':
      return schema['x-labels'] ? (
        <FewInput {...p} />
      ) : (
        <input
          id={p.id}
          {...wrong}
          type="text"
          inputMode="numeric"
          value={p.value === undefined ? '' : String(p.value)}
          onChange={(e) => p.onChange(/^\d+$/.test(e.target.value) ? Number(e.target.value) : e.target.value || undefined)}
        />
      );
    case 'yesno':
      return <input id={p.id} {...wrong} type="checkbox" checked={p.value === true} onChange={(e) => p.onChange(e.target.checked)} />;
    case 'longtext':
    case 'links':
    case 'list':
      return (
        <textarea id={p.id} {...wrong} value={(p.value as string | undefined) ?? ''} onChange={(e) => p.onChange(e.target.value || undefined)} />
      );
    default:
      return (
        <input
          id={p.id}
          {...wrong}
          type="text"
          value={(p.value as string | undefined) ?? ''}
          onChange={(e) => p.onChange(e.target.value || undefined)}
        />
      );
  }
}
