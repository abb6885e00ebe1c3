/** A statement of money for a period: what there was, what moved and why, what there is; each currency adds up (MNY-10). */
import type { Statement as View } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { get } from '../api.ts';
import { lw } from '../list-words.ts';
import { Card, Loaded, ProblemBox } from '../parts/basics.tsx';
import { useInSight } from '../parts/in-sight.ts';
import { signed } from '../parts/money-table.tsx';
import { calendarDay, cash, day, w, when, zone } from '../words.ts';

type Section = View['currencies'][number];
type Preset = keyof typeof lw.account.presets;
interface Period {
  readonly from: string;
  readonly to: string;
}
/** What of it is looked at; in the address. */
interface Search extends Partial<Period> {
  readonly contract?: string;
  readonly kind?: string;
  readonly q?: string;
  readonly currency?: string;
}
const FILTERS = ['contract', 'kind', 'q', 'currency'] as const;
/** So many lines at a time. */
const PAGE = 100;

const today = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date());
/** Days of the calendar, so no zone: the last of a month is the one before the first of the next. */
const monthOf = (year: number, month: number): Period => {
  const text = (d: number) => new Date(d).toISOString().slice(0, 10);
  return { from: text(Date.UTC(year, month, 1)), to: text(Date.UTC(year, month + 1, 0)) };
};
function periodOf(preset: Preset, now: string): Period {
  const [year = 0, month = 1] = now.split('-').map(Number);
  if (preset === 'thisMonth') return monthOf(year, month - 1);
  if (preset === 'lastMonth') return monthOf(year, month - 2);
  const of = preset === 'thisYear' ? year : year - 1;
  return { from: `${of}-01-01`, to: `${of}-12-31` };
}

export function Statement(p: { account: string }) {
  // The server's clock: in a sandbox it may be ahead of this device's.
  const clock = useQuery({ queryKey: ['contracts', 'now'], queryFn: () => get<{ now: string }>('/v1/contracts?limit=1'), staleTime: 30_000 });
  const now = clock.data ? new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(clock.data.now)) : today();
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = (next: Search) =>
    void navigate({
      to: '.',
      search: Object.fromEntries(Object.entries({ ...search, ...next }).filter(([, v]) => v)) as never,
      replace: true,
      resetScroll: false,
    });
  const start = periodOf('thisMonth', now);
  const period = { from: isDay(search.from) ?? start.from, to: isDay(search.to) ?? start.to };
  const backwards = period.from > period.to;
  const row = useRef<HTMLElement>(null);
  useInSight(row, '[aria-pressed=true]', `${period.from} ${period.to}`);
  const query = new URLSearchParams({
    ...period,
    ...(search.contract && { contract: search.contract }),
    ...(search.kind && { why: search.kind }),
    ...(search.q && { q: search.q }),
    ...(search.currency && { currency: search.currency }),
  }).toString();
  const address = (ending: string) => `/v1/accounts/${p.account}/statement${ending}?${query}`;
  const statement = useQuery({
    queryKey: ['account', p.account, 'statement', query],
    queryFn: () => get<View>(`${address('')}&limit=${PAGE}`),
    enabled: p.account !== '' && !backwards && clock.data !== undefined,
    placeholderData: (before) => before,
  });
  // What can be chosen is what the whole period has.
  const choices = useQuery({
    queryKey: ['account', p.account, 'statement', period.from, period.to, 'choices'],
    queryFn: () => get<View>(`/v1/accounts/${p.account}/statement?${new URLSearchParams({ ...period })}&limit=1`),
    enabled: p.account !== '' && !backwards && clock.data !== undefined,
    placeholderData: (before) => before,
  });
  const presets = Object.entries(lw.account.presets) as [Preset, string][];
  const same = (x: Period) => x.from === period.from && x.to === period.to;
  const pick = (name: keyof Period) => (
    <div className="field">
      <label htmlFor={`st-${name}`}>{lw.account[name]}</label>
      <input
        id={`st-${name}`}
        type="date"
        value={period[name]}
        aria-invalid={backwards || undefined}
        onChange={(e) => e.target.value && change({ ...period, [name]: e.target.value })}
      />
      <span className="hint">{calendarDay(period[name])}</span>
    </div>
  );
  const long = statement.data !== undefined && statement.data.currencies.reduce((sum, c) => sum + c.count, 0) > statement.data.pdfMost;
  const filtered = FILTERS.some((name) => search[name]);
  return (
    <Card title={lw.account.statement} tag={<span className="small soft">{lw.account.statementZone(zone)}</span>}>
      <nav className="tabs" ref={row} aria-label={lw.account.period}>
        {presets.map(([name, label]) => (
          <button
            key={name}
            type="button"
            className="as-tab"
            data-preset={name}
            aria-pressed={same(periodOf(name, now))}
            onClick={() => change({ ...periodOf(name, now) })}
          >
            {label}
          </button>
        ))}
      </nav>
      <div className="two">
        {pick('from')}
        {pick('to')}
      </div>
      <Filters search={search} choices={choices.data?.choices} change={change} />
      {backwards ? (
        <p className="error" role="alert">
          {lw.account.backwards}
        </p>
      ) : (
        <>
          <div className="row">
            {!long && (
              <a className="btn" href={address('.pdf')} download>
                {lw.account.pdf}
              </a>
            )}
            <a className="btn" href={address('.csv')} download>
              {lw.account.csv}
            </a>
            <a className="btn" href={address('')} download={`statement-${period.from}-${period.to}${filtered ? '-filtered' : ''}.json`}>
              {lw.account.json}
            </a>
          </div>
          {long && <p className="small soft">{lw.account.tooLong(statement.data?.pdfMost ?? 0)}</p>}
          <Loaded of={statement}>
            {(s) =>
              s.currencies.length === 0 ? (
                <p className="soft">{lw.account.nothingYet}</p>
              ) : (
                s.currencies.map((c) => (
                  <OfCurrency
                    key={`${c.currency} ${s.from} ${s.to} ${JSON.stringify(s.filter)}`}
                    c={c}
                    address={address('')}
                    onItsWay={(s.onItsWay ?? []).filter((x) => x.currency === c.currency)}
                  />
                ))
              )
            }
          </Loaded>
        </>
      )}
    </Card>
  );
}
const isDay = (text: string | undefined): string | undefined => (text && /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined);

/** By what lines can be chosen: whatever this period has more than one of, and text. */
function Filters(p: { search: Search; choices: View['choices']; change: (next: Search) => void }) {
  const { search, choices, change } = p;
  const [text, setText] = useState(search.q ?? '');
  useEffect(() => setText(search.q ?? ''), [search.q]);
  const choice = (name: 'contract' | 'kind' | 'currency', label: string, any: string, options: readonly (readonly [string, string])[]) =>
    (options.length > 1 || search[name]) && (
      <select aria-label={label} value={search[name] ?? ''} onChange={(e) => change({ [name]: e.target.value })}>
        <option value="">{any}</option>
        {options.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    );
  return (
    <form
      className="filters"
      aria-label={lw.account.filterBy}
      onSubmit={(e) => {
        e.preventDefault();
        change({ q: text.trim() });
      }}
    >
      <input
        type="search"
        aria-label={lw.account.find}
        placeholder={lw.account.find}
        value={text}
        onChange={(e) => setText(e.target.value)}
        onBlur={() => text.trim() !== (search.q ?? '') && change({ q: text.trim() })}
      />
      {choice(
        'contract',
        lw.account.contractLabel,
        lw.account.anyContract,
        (choices?.contracts ?? []).map((c) => [c.id, c.title]),
      )}
      {choice(
        'kind',
        lw.account.kindLabel,
        lw.account.anyKind,
        (choices?.kinds ?? []).map((k) => [k.why, k.label]),
      )}
      {choice(
        'currency',
        lw.account.currencyLabel,
        lw.account.anyCurrency,
        (choices?.currencies ?? []).map((c) => [c, c]),
      )}
      {FILTERS.some((name) => search[name]) && (
        <button type="button" className="btn quiet" onClick={() => change({ contract: '', kind: '', q: '', currency: '' })}>
          {lw.account.clearFilter}
        </button>
      )}
    </form>
  );
}

function OfCurrency(p: { c: Section; address: string; onItsWay: NonNullable<View['onItsWay']> }) {
  const { c, address } = p;
  const [more, setMore] = useState<{ readonly lines: Section['lines']; readonly next: string | null }>({ lines: [], next: c.next });
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const money = (n: number) => cash(n, c.currency);
  const lines = [...c.lines, ...more.lines];
  const fetchMore = () => {
    setBusy(true);
    setError(undefined);
    const url = new URL(address, location.href);
    for (const [name, value] of [
      ['limit', String(PAGE)],
      ['currency', c.currency],
      ['cursor', more.next ?? ''],
    ] as const)
      url.searchParams.set(name, value);
    void get<View>(`${url.pathname}${url.search}`)
      .then((s) => {
        const next = s.currencies.find((x) => x.currency === c.currency);
        setMore({ lines: [...more.lines, ...(next?.lines ?? [])], next: next?.next ?? null });
      }, setError)
      .finally(() => setBusy(false));
  };
  return (
    <section className="stack statement" aria-label={c.currency}>
      <h3>{c.currency}</h3>
      <table className="split num cards-on-small">
        <thead>
          <tr>
            <th>{lw.account.where}</th>
            <th className="amount only-wide">{lw.account.opening}</th>
            <th className="amount only-wide">{lw.account.cameIn}</th>
            <th className="amount only-wide">{lw.account.wentOut}</th>
            <th className="amount">{lw.account.closing}</th>
          </tr>
        </thead>
        <tbody>
          {c.books.map((b) => (
            <tr key={b.book}>
              <td>
                {b.label}
                <div className="small soft">{p.onItsWay.find((x) => x.book === b.book)?.sentence}</div>
              </td>
              <td className="amount only-wide">{money(b.opening)}</td>
              <td className="amount only-wide">{money(b.in)}</td>
              <td className="amount only-wide">{b.out === 0 ? money(0) : signed(-b.out, c.currency)}</td>
              <td className="amount first">{money(b.closing)}</td>
            </tr>
          ))}
          <tr className="total">
            <th scope="row">{lw.account.together}</th>
            <td className="amount only-wide">{money(c.opening)}</td>
            <td className="amount only-wide" colSpan={2} />
            <td className="amount first">{money(c.closing)}</td>
          </tr>
        </tbody>
      </table>
      <p className="row between num">
        <span>{lw.account.opening}</span>
        <strong>{money(c.opening)}</strong>
      </p>
      {c.lines.length === 0 && <p className="soft">{c.leftOut.count > 0 ? lw.account.filtered : lw.account.nothingMoved}</p>}
      <ul className="list plain">
        {lines.map((l) => (
          <li key={`${l.contract} ${l.seq} ${l.book} ${l.label} ${l.balance}`} className="contract-line">
            <div className="row between baseline">
              <span>
                <strong>{l.label}</strong> {l.title && <a href={`/contracts/${l.contract}`}>{l.title}</a>}
              </span>
              <strong className="num nowrap">{signed(l.amount, c.currency)}</strong>
            </div>
            <div className="row between baseline small soft">
              <span>
                <span title={when(l.at)}>{day(l.at)}</span> · {lw.account.book(l.bookLabel, l.counter, l.amount < 0)} ·{' '}
                <span className="nowrap">{lw.account.because(w.money.by[l.by], l.rule)}</span>{' '}
                <a
                  href={l.title ? `/contracts/${l.contract}?tab=history&step=${l.seq}` : '#payouts'}
                  aria-label={`${lw.account.cause} ${l.label}${l.title ? `, ${l.title}` : ''}`}
                >
                  {lw.account.cause}
                </a>
              </span>
              <span className="num nowrap">{lw.account.balance(money(l.balance))}</span>
            </div>
          </li>
        ))}
      </ul>
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      {more.next !== null && (
        <div className="row">
          <button type="button" className="btn" disabled={busy} onClick={fetchMore}>
            {lw.account.showMore}
          </button>
          <span className="small soft">{lw.account.shown(lines.length, c.count)}</span>
        </div>
      )}
      {c.leftOut.count > 0 && (
        <p className="row between num">
          <span>
            {lw.account.leftOut(c.leftOut.count)} <span className="soft">{lw.account.wholeAccount}</span>
          </span>
          <strong className="nowrap">{signed(c.leftOut.in - c.leftOut.out, c.currency)}</strong>
        </p>
      )}
      <p className="row between num">
        <span>{lw.account.closing}</span>
        <strong>{money(c.closing)}</strong>
      </p>
      {c.fees.length > 0 && (
        <details>
          <summary>
            {lw.account.cardFees} ({money(c.feesTotal)})
          </summary>
          <ul className="list plain small">
            {c.fees.map((f) => (
              <li key={`${f.contract} ${f.seq} ${f.label}`} className="row between baseline">
                <span>
                  {f.label} {f.title && <a href={`/contracts/${f.contract}`}>{f.title}</a>} <span className="soft">{day(f.at)}</span>
                </span>
                <span className="num nowrap">{money(f.amount)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
