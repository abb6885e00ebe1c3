/** One input for each kind of field that an action can ask for. */
import type { Contract, FileFact } from '@fairhold/client';
import { useState } from 'react';
import { send, upload, useCards } from '../api.ts';
import { cash, readAmount, writeAmount } from '../words.ts';

/** A field as the API describes it: JSON Schema with `x-kind`. */
export interface FieldSchema {
  readonly title?: string;
  readonly description?: string;
  readonly 'x-kind': string;
  readonly 'x-labels'?: Record<string, string>;
  readonly 'x-criteria'?: { id: string; text: string }[];
  /** Asked for only while another field has this value. */
  readonly 'x-only-if'?: { field: string; is: string };
  readonly 'x-exhibits'?: { id: string; title: string }[];
  readonly 'x-reasons'?: boolean;
  readonly enum?: string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}
export interface InputProps {
  readonly id: string;
  readonly schema: FieldSchema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly contract: Pick<Contract, 'currency' | 'you' | 'terms'>;
  readonly required: boolean;
}

export function MoneyInput(p: InputProps) {
  const [text, setText] = useState(typeof p.value === 'number' ? writeAmount(p.value) : '');
  const read = text === '' ? undefined : readAmount(text);
  const { minimum = 0, maximum = 0 } = p.schema;
  return (
    <>
      <input
        id={p.id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={text}
        aria-describedby={`${p.id}-echo`}
        onChange={(e) => {
          setText(e.target.value);
          p.onChange(e.target.value === '' ? undefined : (readAmount(e.target.value) ?? e.target.value));
        }}
      />
      <span className="hint num" id={`${p.id}-echo`}>
        {text !== '' && (read === undefined ? 'Write an amount like 120.50. ' : `That is ${cash(read, p.contract.currency)}. `)}
        {maximum < 1e12
          ? `From ${cash(minimum, p.contract.currency)} to ${cash(maximum, p.contract.currency)}.`
          : `At least ${cash(minimum, p.contract.currency)}.`}
      </span>
    </>
  );
}

export function ChoiceInput(p: InputProps) {
  const labels = p.schema['x-labels'] ?? {};
  return (
    <div className="stack tight" role="radiogroup" aria-label={p.schema.title}>
      {(p.schema.enum ?? []).map((value) => (
        <label className="choice" key={value}>
          <input type="radio" name={p.id} checked={p.value === value} onChange={() => p.onChange(value)} />
          <span>{labels[value] ?? value}</span>
        </label>
      ))}
    </div>
  );
}

export function FilesInput(p: InputProps) {
  const [files, setFiles] = useState<{ id: string; name: string; size: number }[]>([]);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  async function add(list: FileList | null) {
    setBusy(true);
    setWrong('');
    let all = files;
    for (const file of Array.from(list ?? [])) {
      try {
        all = [...all, await upload(file)];
        setFiles(all);
        p.onChange(all.map((f) => f.id));
      } catch (error) {
        setWrong(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    setBusy(false);
  }
  return (
    <div className="stack tight">
      <input id={p.id} type="file" multiple onChange={(e) => void add(e.target.files)} />
      {busy && <span className="hint">Uploading …</span>}
      {wrong && (
        <span className="error" role="alert">
          {wrong}
        </span>
      )}
      {files.map((f) => (
        <div className="row between" key={f.id}>
          <span>
            {f.name} <span className="soft">({Math.ceil(f.size / 1024)} kB)</span>
          </span>
          <button
            type="button"
            className="btn quiet"
            onClick={() => {
              const rest = files.filter((x) => x.id !== f.id);
              setFiles(rest);
              p.onChange(rest.length > 0 ? rest.map((x) => x.id) : undefined);
            }}
          >
            Remove {f.name}
          </button>
        </div>
      ))}
    </div>
  );
}

type Marks = { id: string; mark?: string; reason?: string }[];
const MARKS: readonly (readonly [string, string])[] = [
  ['met', 'Met'],
  ['partly', 'In part'],
  ['not', 'Not met'],
];
export function MarksInput(p: InputProps) {
  const criteria = p.schema['x-criteria'] ?? [];
  const value = (p.value as Marks | undefined) ?? [];
  const set = (id: string, change: { mark?: string; reason?: string }) => {
    const old = value.find((m) => m.id === id) ?? { id };
    p.onChange([...value.filter((m) => m.id !== id), { ...old, ...change }]);
  };
  return (
    <div className="stack">
      {criteria.map((c) => {
        const mark = value.find((m) => m.id === c.id);
        return (
          <fieldset className="field" key={c.id}>
            <legend>{c.text}</legend>
            <div className="row">
              {MARKS.map(([key, word]) => (
                <label className="choice" key={key}>
                  <input type="radio" name={`${p.id}-${c.id}`} checked={mark?.mark === key} onChange={() => set(c.id, { mark: key })} />
                  {word}
                </label>
              ))}
            </div>
            {p.schema['x-reasons'] && (
              <textarea
                aria-label={`Reason: ${c.text}`}
                placeholder="Why"
                value={mark?.reason ?? ''}
                onChange={(e) => set(c.id, { reason: e.target.value })}
              />
            )}
          </fieldset>
        );
      })}
    </div>
  );
}

export function ConsideredInput(p: InputProps) {
  const all = p.schema['x-exhibits'] ?? [];
  const value = (p.value as string[] | undefined) ?? [];
  return (
    <div>
      {all.map((e) => (
        <label className="check" key={e.id}>
          <input
            type="checkbox"
            checked={value.includes(e.id)}
            onChange={(x) => p.onChange(x.target.checked ? [...value, e.id] : value.filter((v) => v !== e.id))}
          />
          {e.title}
        </label>
      ))}
    </div>
  );
}

export function CardInput(p: Pick<InputProps, 'id' | 'value' | 'onChange'> & { account: string; required: boolean }) {
  const cards = useCards(p.account);
  const [token, setToken] = useState('');
  async function add() {
    const made = await send<{ id: string }>('POST', `/v1/cards?account=${p.account}`, { token });
    await cards.refetch();
    p.onChange(made.id);
  }
  return (
    <div className="stack tight">
      <select id={p.id} value={(p.value as string | undefined) ?? ''} onChange={(e) => p.onChange(e.target.value || undefined)}>
        <option value="">{p.required ? 'Choose a card' : 'No card needed'}</option>
        {cards.data?.items.map((c) => (
          <option key={c.id} value={c.id}>
            {c.label}
          </option>
        ))}
      </select>
      <details>
        <summary>Add a card</summary>
        <div className="row">
          <select aria-label="Card to add" className="grow" value={token} onChange={(e) => setToken(e.target.value)}>
            <option value="">Choose</option>
            {cards.data?.tokens.map((t) => (
              <option key={t.token} value={t.token}>
                {t.label}
              </option>
            ))}
          </select>
          <button type="button" className="btn" disabled={!token} onClick={() => void add()}>
            Add card
          </button>
        </div>
      </details>
    </div>
  );
}

export const fileHref = (f: Pick<FileFact, 'id'>): string => `/v1/files/${f.id}`;
export function FileList(p: { files: readonly FileFact[] }) {
  if (p.files.length === 0) return null;
  return (
    <ul className="list plain small">
      {p.files.map((f) => (
        <li key={f.id}>
          <a href={fileHref(f)}>{f.name}</a>{' '}
          <span className="soft">
            {Math.ceil(f.size / 1024)} kB, {f.type}, SHA-256 {f.sha256.slice(0, 12)}…
          </span>
        </li>
      ))}
    </ul>
  );
}
