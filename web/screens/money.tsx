/** My money: what I have, what is held, what is on its way and until when, and a statement that adds up. */
import type { Contract, ContractSummary, MoneyEntry } from '@fairhold/client';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, useAccountMoney, useContracts, useMe } from '../api.ts';
import { lw } from '../list-words.ts';
import { AccountPicker } from '../parts/account-picker.tsx';
import { ActButton } from '../parts/act-form.tsx';
import { Card, Loaded, Page } from '../parts/basics.tsx';
import { isUnderway, MoneyTimeline, Report } from '../parts/money-timeline.tsx';
import { cash, w } from '../words.ts';
import { Statement } from './money-statement.tsx';

const kinds = (): Readonly<Record<string, string>> => ({
  available: lw.account.available,
  pending: lw.account.pending,
  refunds: lw.account.refunds,
  credit: lw.account.credit,
  payouts: lw.account.payouts,
});
interface Balance {
  readonly kind: string;
  readonly currency: string;
  readonly amount: number;
}

export function Screen() {
  const me = useMe();
  const [chosen, setChosen] = useState('');
  const account = chosen || me.data?.person || '';
  const money = useAccountMoney(account);
  const contracts = useContracts('limit=100');
  const held = contracts.data?.pages[0]?.held ?? [];
  return (
    <Page title={lw.account.title}>
      <AccountPicker id="account" label={lw.account.account} me={me.data} value={account} onChange={setChosen} />
      <Loaded of={money}>
        {(m) => (
          <>
            <Now balances={m.balances} held={held} account={account} />
            <OnTheWay items={m.items} contracts={contracts.data?.pages.flatMap((x) => x.items) ?? []} />
            <Statement account={account} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

const sums = (list: readonly { currency: string; amount: number }[]) => list.filter((x) => x.amount !== 0).map((x) => cash(x.amount, x.currency));

function Now(p: { balances: readonly Balance[]; held: readonly { currency: string; amount: number }[]; account: string }) {
  const of = (...names: string[]) => p.balances.filter((b) => names.includes(b.kind));
  const currencies = [...new Set(p.balances.map((b) => b.currency))];
  const line = (label: string, list: readonly string[], glance: 'money.available' | 'money.held' | 'money.onItsWay', empty: string) => (
    <div className="stack tight" data-glance={glance}>
      <span className="soft">{label}</span>
      {list.length > 0 ? (
        list.map((text) => (
          <span className="sum" key={text}>
            {text}
          </span>
        ))
      ) : (
        <span className="soft">{empty}</span>
      )}
    </div>
  );
  const way = of('refunds', 'payouts');
  return (
    <Card id="payouts">
      <div className="two">
        {line(lw.account.available, sums(of('available')), 'money.available', w.states.nothing)}
        {line(lw.account.heldEscrow, sums(p.held), 'money.held', w.states.nothing)}
        {line(
          lw.account.onItsWay,
          way.filter((b) => b.amount !== 0).map((b) => `${cash(b.amount, b.currency)}`),
          'money.onItsWay',
          lw.account.nothingOnWay,
        )}
      </div>
      {of('pending', 'credit')
        .filter((b) => b.amount !== 0)
        .map((b) => (
          <p key={`${b.kind} ${b.currency}`} className="num">
            {kinds()[b.kind] ?? b.kind}: <strong>{cash(b.amount, b.currency)}</strong>
          </p>
        ))}
      {currencies.map((currency) => (
        <Payouts key={currency} account={p.account} currency={currency} />
      ))}
    </Card>
  );
}

/** Refunds that have neither arrived nor come back, each where it is, by the contracts that they belong to. */
function OnTheWay(p: { items: readonly MoneyEntry[]; contracts: readonly ContractSummary[] }) {
  const ids = [...new Set(p.items.filter((m) => m.account === 'refunds').map((m) => m.contract))].slice(0, 10);
  const known = ids.filter((id) => p.contracts.some((c) => c.id === id));
  const answers = useQueries({ queries: known.map((id) => ({ queryKey: ['contract', id], queryFn: () => get<Contract>(`/v1/contracts/${id}`) })) });
  const open = answers.flatMap((a) => (a.data?.refunds ?? []).filter((r) => shows(a.data as Contract, r)).map((r) => ({ r, c: a.data as Contract })));
  if (open.length === 0) return null;
  return (
    <Card title={lw.account.refundWhere}>
      <ul className="list plain">
        {open.map(({ r, c }) => (
          <li key={r.id} className="stack tight">
            <a href={`/contracts/${c.id}`} className="alone">
              {c.title}
            </a>
            <MoneyTimeline refund={r} currency={c.currency} report={<Report contract={c} of={r} />} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** On its way, being looked for, or arrived so lately that it can still be missed. */
const shows = (c: Contract, x: Contract['refunds'][number]): boolean =>
  x.reference !== '' && (isUnderway(x) || x.trace !== undefined || c.actions.some((a) => a.act === 'reportMissing' && a.on === x.id));

function Payouts(p: { account: string; currency: string }) {
  const wallet = useQuery({
    queryKey: ['wallet', p.account, p.currency],
    queryFn: () => get<Contract>(`/v1/accounts/${p.account}/wallet?currency=${p.currency}`),
  });
  if (!wallet.data) return null;
  const path = `/v1/accounts/${p.account}/acts`;
  const more = { currency: p.currency };
  const ways = wallet.data.payouts.filter((x) => shows(wallet.data, x)).reverse();
  return (
    <div className="stack">
      <div className="row">
        {wallet.data.actions
          .filter((a) => a.on === 'wallet')
          .map((a) => (
            <ActButton key={a.act} contract={wallet.data} action={a} path={path} more={more} main={a.act === 'payOut'} />
          ))}
      </div>
      {ways.length > 0 && (
        <details open={ways.some((x) => isUnderway(x) || x.trace?.answerBy !== undefined)}>
          <summary>{lw.account.payoutsWhere}</summary>
          <ul className="list plain">
            {ways.map((x) => (
              <li key={x.id}>
                <MoneyTimeline refund={x} currency={p.currency} report={<Report contract={wallet.data} of={x} path={path} more={more} />} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
