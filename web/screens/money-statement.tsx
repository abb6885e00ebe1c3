/** A statement of money for a period: what there was, what moved and why, what there is; each currency adds up (MNY-10). */
import type { Statement as View } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api.ts';
import { lw } from '../list-words.ts';
import { Card, Loaded } from '../parts/basics.tsx';
import { signed } from '../parts/money-table.tsx';
import { cash, day, w, when, zone } from '../words.ts';

type Section = View['currencies'][number];
type Preset = keyof typeof lw.account.presets;
interface Period {
  readonly from: string;
  readonly to: string;
}
/** So many lines at first. */
const FIRST = 100;

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
  const [chosen, setChosen] = useState<Period>();
  const period = chosen ?? periodOf('thisMonth', now);
  const backwards = period.from > period.to;
  const address = (ending: string) => `/v1/accounts/${p.account}/statement${ending}?from=${period.from}&to=${period.to}`;
  const statement = useQuery({
    queryKey: ['account', p.account, 'statement', period.from, period.to],
    queryFn: () => get<View>(address('')),
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
        onChange={(e) => e.target.value && setChosen({ ...period, [name]: e.target.value })}
      />
    </div>
  );
  return (
    <Card title={lw.account.statement} tag={<span className="small soft">{lw.account.statementZone(zone)}</span>}>
      <nav className="tabs" aria-label={lw.account.period}>
        {presets.map(([name, label]) => (
          <button key={name} type="button" className="as-tab" aria-pressed={same(periodOf(name, now))} onClick={() => setChosen(periodOf(name, now))}>
            {label}
          </button>
        ))}
      </nav>
      <div className="two">
        {pick('from')}
        {pick('to')}
      </div>
      {backwards ? (
        <p className="error" role="alert">
          {lw.account.backwards}
        </p>
      ) : (
        <>
          <div className="row">
            <a className="btn" href={address('.pdf')} download>
              {lw.account.pdf}
            </a>
            <a className="btn" href={address('.csv')} download>
              {lw.account.csv}
            </a>
            <a className="btn" href={address('')} download={`statement-${period.from}-${period.to}.json`}>
              {lw.account.json}
            </a>
          </div>
          <Loaded of={statement}>
            {(s) =>
              s.currencies.length === 0 ? (
                <p className="soft">{lw.account.nothingYet}</p>
              ) : (
                s.currencies.map((c) => <OfCurrency key={c.currency} c={c} />)
              )
            }
          </Loaded>
        </>
      )}
    </Card>
  );
}

function OfCurrency(p: { c: Section }) {
  const { c } = p;
  const [all, setAll] = useState(false);
  const money = (n: number) => cash(n, c.currency);
  const lines = all ? c.lines : c.lines.slice(0, FIRST);
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
              <td>{b.label}</td>
              <td className="amount only-wide">{money(b.opening)}</td>
              <td className="amount only-wide">{money(b.in)}</td>
              <td className="amount only-wide">{money(-b.out)}</td>
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
      {c.lines.length === 0 && <p className="soft">{lw.account.nothingMoved}</p>}
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
                {lw.account.because(w.money.by[l.by], l.rule)}{' '}
                {l.title && (
                  <a href={`/contracts/${l.contract}?tab=history&step=${l.seq}`} aria-label={`${lw.account.cause} ${l.label}, ${l.title}`}>
                    {lw.account.cause}
                  </a>
                )}
              </span>
              <span className="num nowrap">{lw.account.balance(money(l.balance))}</span>
            </div>
          </li>
        ))}
      </ul>
      {lines.length < c.lines.length && (
        <div>
          <button type="button" className="btn" onClick={() => setAll(true)}>
            {lw.account.showAll(c.lines.length)}
          </button>
        </div>
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
