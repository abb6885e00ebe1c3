/** Values of a policy in words, and fields to change them by. */
import { useId } from 'react';
import { cash, readAmount, writeAmount } from '../../words.ts';
import { ws } from './words.ts';

export interface KeyShape {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly currency?: string;
}
type Period = Readonly<Record<string, number>>;
interface Window {
  readonly period: Period;
  readonly reminders: readonly Period[];
}

const periodWords = (p: Period | undefined): string => {
  const [unit, count] = Object.entries(p ?? {})[0] ?? ['', 0];
  return ws.policy.units[unit]?.(count) ?? `${count} ${unit}`;
};

/** A value as it is read. */
export function valueWords(k: KeyShape, value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (k.kind === 'window') {
    const window = value as Window;
    return `${periodWords(window.period)}, ${ws.policy.reminders((window.reminders ?? []).map(periodWords).join(', '))}`;
  }
  if (k.kind === 'amount') return cash(value as number, k.currency ?? '');
  if (k.kind === 'rate') return ws.policy.percent(String((value as number) / 100));
  if (k.kind === 'silence') return ws.policy.who[String(value)] ?? String(value);
  if (k.kind === 'yesNo') return value ? ws.policy.yes : ws.policy.no;
  return String(value);
}

/** A field for one key; what cannot be read as its kind is sent as it is, and the answer names the fault. */
export function ValueField(p: { of: KeyShape & { value?: unknown }; onChange: (value: unknown) => void }) {
  const id = useId();
  return (
    <div className="field policy-key">
      <label htmlFor={id}>{p.of.name}</label>
      <Input id={id} of={p.of} onChange={p.onChange} />
    </div>
  );
}

function Input(p: { id: string; of: KeyShape & { value?: unknown }; onChange: (value: unknown) => void }) {
  const { kind, value } = p.of;
  if (kind === 'window') {
    const window = value as Window;
    const [unit = 'days', count = 0] = Object.entries(window.period)[0] ?? [];
    return (
      <span className="row">
        <input
          id={p.id}
          className="short"
          inputMode="numeric"
          defaultValue={count}
          onBlur={(e) => p.onChange({ ...window, period: { [unit]: Number(e.target.value) } })}
        />
        <span>{(ws.policy.units[unit]?.(count) ?? unit).replace(/^[\d.,\s]+/, '')}</span>
        <span className="small soft">{ws.policy.reminders(window.reminders.map(periodWords).join(', '))}</span>
      </span>
    );
  }
  // Amounts have cents, rates hundredths of a percent: both are written with two digits after the point.
  if (kind === 'amount' || kind === 'rate')
    return (
      <span className="row">
        <input
          id={p.id}
          className="short"
          inputMode="decimal"
          defaultValue={writeAmount(value as number)}
          onBlur={(e) => p.onChange(readAmount(e.target.value) ?? e.target.value)}
        />
        <span>{kind === 'rate' ? '%' : p.of.currency}</span>
      </span>
    );
  if (kind === 'silence' || kind === 'yesNo') {
    const options = kind === 'silence' ? Object.entries(ws.policy.who) : [['yes', ws.policy.yes] as const, ['no', ws.policy.no] as const];
    const chosen = kind === 'silence' ? String(value) : value ? 'yes' : 'no';
    return (
      <select id={p.id} value={chosen} onChange={(e) => p.onChange(kind === 'silence' ? e.target.value : e.target.value === 'yes')}>
        {options.map(([v, name]) => (
          <option key={v} value={v}>
            {name}
          </option>
        ))}
      </select>
    );
  }
  if (kind === 'limit')
    return (
      <input
        id={p.id}
        className="short"
        inputMode="numeric"
        defaultValue={String(value)}
        onBlur={(e) => p.onChange(/^\d+$/.test(e.target.value) ? Number(e.target.value) : e.target.value)}
      />
    );
  return <input id={p.id} defaultValue={String(value)} onBlur={(e) => p.onChange(e.target.value)} />;
}

/** In what two versions differ, key by key. */
export function Differences(p: { items: readonly (KeyShape & { from?: unknown; to?: unknown })[] }) {
  if (p.items.length === 0) return <p className="soft">{ws.policy.same}</p>;
  return (
    <dl className="diff">
      {p.items.map((d) => (
        <div key={d.key}>
          <dt>
            {d.name}
            {d.currency ? ` (${d.currency})` : ''}
          </dt>
          <dd>
            <del>{valueWords(d, d.from)}</del> <ins>{valueWords(d, d.to)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
