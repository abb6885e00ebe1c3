/** Where payouts go: the bank account in use, the one that waits with the instant it counts from, and how to change it (MNY-11). */

import type { Me, PayoutMethod, PayoutMethods } from '@fairhold/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { own } from '../account-words.ts';
import { get, send, useMe } from '../api.ts';
import { AccountPicker } from '../parts/account-picker.tsx';
import { Card, Loaded, ProblemBox } from '../parts/basics.tsx';
import { type Confirmed, useConfirmed } from '../parts/confirmed.tsx';
import { day, inBothZones, w, when } from '../words.ts';
import { useFactor } from './settings-security.tsx';

const pathOf = (account: string) => `/v1/accounts/${account}/payout-methods`;
export const usePayoutMethods = (account: string) =>
  useQuery({ queryKey: ['wallet', 'methods', account], queryFn: () => get<PayoutMethods>(pathOf(account)), enabled: account !== '' });

/** Where payouts go now, in one line; what will change, in one more for each. */
function payoutLines(methods: PayoutMethods): string[] {
  const inUse = methods.items.filter((m) => m.state === 'inUse');
  const changes = methods.items.flatMap((m) => (m.inUseFrom ? [own.payouts.changes(m.currency, m.label, when(m.inUseFrom))] : []));
  return [...(inUse.length > 0 ? [own.payouts.goTo(inUse.map((m) => own.payouts.one(m.currency, m.label)).join(', '))] : []), ...changes];
}

/** Whether my payouts are safe: where they go, the second factor, the last change. */
export function PayoutGlance(p: { me: Me }) {
  const methods = usePayoutMethods(p.me.person);
  const factor = useFactor();
  const lines = methods.data ? payoutLines(methods.data) : [];
  return (
    <>
      {methods.data && (lines.length > 0 ? lines.map((line) => <span key={line}>{line} </span>) : `${own.payouts.none} `)}
      {methods.data?.changedAt && `${own.payouts.lastChange(day(methods.data.changedAt))} `}
      {factor.data !== undefined && (factor.data ? w.settings.safeOn : w.settings.safeOff)}
    </>
  );
}

export function Payouts() {
  const me = useMe();
  const client = useQueryClient();
  const [chosen, setChosen] = useState('');
  const account = chosen || me.data?.person || '';
  const methods = usePayoutMethods(account);
  const confirmed = useConfirmed();
  const [adding, setAdding] = useState(false);
  const after = async (answer: PayoutMethods) => {
    client.setQueryData(['wallet', 'methods', account], answer);
    await client.invalidateQueries({ queryKey: ['wallet'] });
  };
  const act = (method: string, path: string) => confirmed.does(async () => after(await send<PayoutMethods>(method, `${pathOf(account)}/${path}`)));
  return (
    <Card title={own.payouts.title} id="payouts">
      <p className="small soft">{own.payouts.why}</p>
      {confirmed.error !== undefined && <ProblemBox key={String(confirmed.error)} error={confirmed.error} />}
      <AccountPicker id="payout-account" label={own.payouts.of} me={me.data} value={account} onChange={setChosen} />
      <Loaded of={methods}>
        {(m) => (
          <>
            {m.items.length === 0 && <p>{own.payouts.none}</p>}
            <ul className="list plain">
              {m.items.map((one) => (
                <Method key={one.id} of={one} act={act} />
              ))}
            </ul>
            {m.changedAt && <p className="small soft">{own.payouts.lastChange(when(m.changedAt))}</p>}
            {/* Nobody pays the staff here: nothing is asked of them that they did not look for. */}
            {adding || (m.items.length === 0 && me.data?.staff.length === 0) ? (
              <Add
                key={account}
                account={account}
                of={m}
                confirmed={confirmed}
                onDone={async (answer) => {
                  await after(answer);
                  setAdding(false);
                }}
              />
            ) : (
              <div>
                <button type="button" className="btn" data-act="addPayoutMethod" onClick={() => setAdding(true)}>
                  {m.items.length === 0 ? own.payouts.add : own.payouts.another}
                </button>
              </div>
            )}
          </>
        )}
      </Loaded>
      {confirmed.sheet}
    </Card>
  );
}

function Method(p: { of: PayoutMethod; act: (method: string, path: string) => void }) {
  const { of: m, act } = p;
  const button = (word: string, does: () => void) => (
    <button type="button" className="btn quiet" aria-label={`${word}: ${m.label}`} onClick={does}>
      {word}
    </button>
  );
  return (
    <li className="stack tight" data-method={m.state}>
      <div className="row between">
        <span>
          <strong className="num">{m.label}</strong> <span className="small soft">{own.payouts.facts(m.currency, when(m.addedAt))}</span>
        </span>
        <span className={`tag ${m.state === 'inUse' ? 'ok' : m.state === 'held' ? 'hot' : ''}`}>{own.payouts.states[m.state]}</span>
      </div>
      {m.state === 'held' && m.inUseFrom && (
        <p>
          <time dateTime={m.inUseFrom}>{own.payouts.heldUntil(inBothZones(m.inUseFrom))}</time>
        </p>
      )}
      <div className="row">
        {m.state === 'held' && button(own.payouts.keep, () => act('POST', `${m.id}/keep`))}
        {m.state === 'spare' && button(own.payouts.choose, () => act('POST', `${m.id}/use`))}
        {button(own.payouts.remove, () => act('DELETE', m.id))}
      </div>
    </li>
  );
}

function Add(p: { account: string; of: PayoutMethods; confirmed: Confirmed; onDone: (answer: PayoutMethods) => Promise<void> }) {
  const [currency, setCurrency] = useState(p.of.currencies[0] ?? '');
  const [kind, setKind] = useState(p.of.usual[currency] ?? 'iban');
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const number = kind === 'iban' ? { iban: typed['iban'] } : { routing: typed['routing'], number: typed['number'] };
    void p.confirmed.does(async () =>
      p.onDone(await send<PayoutMethods>('POST', pathOf(p.account), { currency, holder: typed['holder'], ...number })),
    );
  };
  const field = (name: string, label: string, more: { inputMode?: 'numeric'; hint?: string } = {}) => (
    <div className="field">
      <label htmlFor={`payout-${name}`}>{label}</label>
      <input
        id={`payout-${name}`}
        name={name}
        type="text"
        autoComplete="off"
        inputMode={more.inputMode}
        value={typed[name] ?? ''}
        onChange={(e) => setTyped({ ...typed, [name]: e.target.value })}
      />
      {more.hint && <span className="hint">{more.hint}</span>}
    </div>
  );
  const ready = Boolean(typed['holder']?.trim() && (kind === 'iban' ? typed['iban']?.trim() : typed['routing']?.trim() && typed['number']?.trim()));
  return (
    <form className="stack" onSubmit={submit}>
      <h3>{own.payouts.add}</h3>
      <div className="field">
        <label htmlFor="payout-currency">{own.payouts.currency}</label>
        <select
          id="payout-currency"
          name="currency"
          value={currency}
          onChange={(e) => {
            setCurrency(e.target.value);
            setKind(p.of.usual[e.target.value] ?? 'iban');
          }}
        >
          {p.of.currencies.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </div>
      <fieldset className="field">
        <legend>{own.payouts.kind}</legend>
        {(['iban', 'us'] as const).map((one) => (
          <label className="choice" key={one}>
            <input type="radio" name="payout-kind" checked={kind === one} onChange={() => setKind(one)} />
            <span>{own.payouts.kinds[one]}</span>
          </label>
        ))}
      </fieldset>
      {field('holder', own.payouts.holder, { hint: own.payouts.holderHint })}
      {kind === 'iban' ? (
        field('iban', own.payouts.iban)
      ) : (
        <>
          {field('routing', own.payouts.routing, { inputMode: 'numeric' })}
          {field('number', own.payouts.number, { inputMode: 'numeric' })}
        </>
      )}
      {p.of.sandboxReturns && <p className="small soft">{own.payouts.sandbox(p.of.sandboxReturns)}</p>}
      <p className="silence">{own.payouts.rule}</p>
      <div>
        <button type="submit" className="btn main" disabled={!ready}>
          {own.payouts.addThis}
        </button>
      </div>
    </form>
  );
}
