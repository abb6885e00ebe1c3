/** One input for each kind of field that an action can ask for. */
import type { Contract } from '@fairhold/client';
import { useState } from 'react';
import { send, useCards } from '../api.ts';
import { cash, w } from '../words.ts';
import { useAmountText } from './amount-text.ts';

/** One of the things that help as evidence. */
export interface AskedItem {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** What a file for it is about. */
  readonly topic: string;
  /** How much of it is on the record. */
  readonly there: number;
}
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
  readonly 'x-asked'?: readonly AskedItem[];
  readonly 'x-topics'?: { id: string; title: string; about: string }[];
  /** Topics that must not be passed over. */
  readonly 'x-needed'?: readonly string[];
  readonly 'x-reasons'?: boolean;
  readonly 'x-shown'?: readonly string[];
  readonly enum?: string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  /** As it stands, where the act changes what is there. */
  readonly default?: unknown;
  /** Of one that is asked for in parts. */
  readonly properties?: Readonly<Record<string, { readonly title?: string; readonly description?: string }>>;
}
export interface InputProps {
  readonly id: string;
  readonly schema: FieldSchema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly contract: Pick<Contract, 'currency' | 'you' | 'terms'>;
  readonly required: boolean;
  /** Where what was wrong with it stands. */
  readonly wrong?: string | undefined;
}
/** Said of an input of which something stands beside it that is wrong. */
export const isWrong = (at: string | undefined) => (at ? { 'aria-invalid': true, 'aria-describedby': at } : {});

export function MoneyInput(p: InputProps) {
  const { text, read, type } = useAmountText(p.value);
  const { minimum = 0, maximum = 0 } = p.schema;
  return (
    <>
      <input
        id={p.id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={text}
        {...isWrong(p.wrong)}
        aria-describedby={`${p.wrong ?? ''} ${p.id}-echo`}
        onChange={(e) => p.onChange(type(e.target.value))}
      />
      <span className="hint num" id={`${p.id}-echo`}>
        {text !== '' && (read === undefined ? w.fields.writeLike : w.fields.readAs(cash(read, p.contract.currency)))}{' '}
        {maximum < 1e12
          ? w.fields.between(cash(minimum, p.contract.currency), cash(maximum, p.contract.currency))
          : w.fields.atLeast(cash(minimum, p.contract.currency))}
      </span>
    </>
  );
}

export function ChoiceInput(p: InputProps) {
  const labels = p.schema['x-labels'] ?? {};
  return (
    <div className="stack tight" role="radiogroup" aria-label={p.schema.title} {...isWrong(p.wrong)}>
      {(p.schema.enum ?? []).map((value) => (
        <label className="choice" key={value}>
          <input type="radio" name={p.id} checked={p.value === value} onChange={() => p.onChange(value)} />
          <span>{labels[value] ?? value}</span>
        </label>
      ))}
    </div>
  );
}

type Marks = { id: string; mark?: string; reason?: string }[];
const marks = (): readonly (readonly [string, string])[] => [
  ['met', w.fields.met],
  ['partly', w.fields.partly],
  ['not', w.fields.notMet],
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
              {marks().map(([key, word]) => (
                <label className="choice" key={key}>
                  <input type="radio" name={`${p.id}-${c.id}`} checked={mark?.mark === key} onChange={() => set(c.id, { mark: key })} />
                  {word}
                </label>
              ))}
            </div>
            {p.schema['x-reasons'] && (
              <textarea
                aria-label={w.fields.reasonFor(c.text)}
                placeholder={w.fields.why}
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

export function CardInput(p: Pick<InputProps, 'id' | 'value' | 'onChange' | 'wrong'> & { account: string; required: boolean }) {
  const cards = useCards(p.account);
  const [token, setToken] = useState('');
  async function add() {
    const made = await send<{ id: string }>('POST', `/v1/cards?account=${p.account}`, { token });
    await cards.refetch();
    p.onChange(made.id);
  }
  return (
    <div className="stack tight">
      <select id={p.id} {...isWrong(p.wrong)} value={(p.value as string | undefined) ?? ''} onChange={(e) => p.onChange(e.target.value || undefined)}>
        <option value="">{p.required ? w.fields.chooseCard : w.fields.noCard}</option>
        {cards.data?.items.map((c) => (
          <option key={c.id} value={c.id}>
            {c.label}
          </option>
        ))}
      </select>
      <details>
        <summary>{w.fields.addCard}</summary>
        <div className="row">
          <select aria-label={w.fields.cardToAdd} className="grow" value={token} onChange={(e) => setToken(e.target.value)}>
            <option value="">{w.fields.choose}</option>
            {cards.data?.tokens.map((t) => (
              <option key={t.token} value={t.token}>
                {t.label}
              </option>
            ))}
          </select>
          <button type="button" className="btn" disabled={!token} onClick={() => void add()}>
            {w.fields.addThis}
          </button>
        </div>
      </details>
    </div>
  );
}
