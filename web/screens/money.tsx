/** My money: what I have, what is held, what is on its way and until when, and a statement that adds up. */
import type { AccountMoney, Contract, OpenWay } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, useAccountMoney, useMe } from '../api.ts';
import { lw } from '../list-words.ts';
import { AccountPicker } from '../parts/account-picker.tsx';
import { ActButton } from '../parts/act-form.tsx';
import { Card, Loaded, Page, Shape, Skeleton } from '../parts/basics.tsx';
import { isUnderway, MoneyTimeline, Report } from '../parts/money-timeline.tsx';
import { cash, day } from '../words.ts';
import { Statement } from './money-statement.tsx';

const kinds = (): Readonly<Record<string, string>> => ({
  available: lw.account.available,
  pending: lw.account.pending,
  refunds: lw.account.refunds,
  credit: lw.account.credit,
  payouts: lw.account.payouts,
});

/** So many refunds at first; the statement below is not far away then. */
const FIRST = 3;

export function Screen() {
  const me = useMe();
  const [chosen, setChosen] = useState('');
  const account = chosen || me.data?.person || '';
  const money = useAccountMoney(account);
  return (
    <Page title={lw.account.title}>
      <AccountPicker id="account" label={lw.account.account} me={me.data} value={account} onChange={setChosen} />
      <Loaded of={money} skeleton={<Shape />}>
        {(m) => (
          <>
            <Now money={m} account={account} />
            <OnTheWay ways={refundsOf(m)} />
            <Statement account={account} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

const refundsOf = (m: AccountMoney) => m.ways.filter((x) => x.kind === 'refund');
const sums = (list: readonly { currency: string; amount: number }[]) => list.filter((x) => x.amount !== 0).map((x) => cash(x.amount, x.currency));
/** Until when at the latest, or that this date is over. */
const latest = (by: string, now: string, days?: number): string => (by < now ? lw.account.wasDue(day(by)) : lw.account.byLatest(day(by), days));

function Now(p: { money: AccountMoney; account: string }) {
  const { balances, held, now } = p.money;
  const of = (...names: string[]) => balances.filter((b) => names.includes(b.kind) && b.amount !== 0);
  const currencies = [...new Set(balances.map((b) => b.currency))];
  const line = (label: string, list: readonly string[], glance: 'money.available' | 'money.held') => (
    <div className="stack tight" data-glance={glance}>
      <span className="soft">{label}</span>
      {list.length > 0 ? (
        list.map((text) => (
          <span className="sum" key={text}>
            {text}
          </span>
        ))
      ) : (
        <span className="soft">{lw.account.none}</span>
      )}
    </div>
  );
  const way = of('refunds', 'payouts');
  const refunds = refundsOf(p.money).filter((x) => isUnderway(x.way));
  const none = way.length === 0 && refunds.length === 0;
  return (
    <Card id="payouts">
      <div className="two">
        {line(lw.account.available, sums(of('available')), 'money.available')}
        {line(lw.account.heldEscrow, sums(held), 'money.held')}
        <div className="stack tight" data-glance="money.onItsWay">
          <span className="soft">{lw.account.onItsWay}</span>
          {way.map((b) => (
            <span key={`${b.kind} ${b.currency}`}>
              <span className="sum">{cash(b.amount, b.currency)}</span>{' '}
              {b.by && <span data-glance="money.latest">{latest(b.by, now, b.businessDays)}</span>}
            </span>
          ))}
          {way.length === 0 && (
            <span className="soft" data-glance="money.latest">
              {none ? <span data-glance="money.refund">{lw.account.nothingOnWay}</span> : lw.account.none}
            </span>
          )}
        </div>
      </div>
      {!none && (
        <p data-glance="money.refund">
          <Refund ways={refunds} now={now} />
        </p>
      )}
      {of('pending', 'credit').map((b) => (
        <p key={`${b.kind} ${b.currency}`} className="num">
          {kinds()[b.kind] ?? b.kind}: <strong>{cash(b.amount, b.currency)}</strong> {b.by && lw.account.availableFrom(day(b.by))}
        </p>
      ))}
      {currencies.map((currency) => (
        <Payouts key={currency} account={p.account} currency={currency} />
      ))}
    </Card>
  );
}

/** Where my refund is, in a line: the one that should be there next; the others are below. */
function Refund(p: { ways: readonly OpenWay[]; now: string }) {
  const [next] = p.ways;
  if (!next) return <span className="soft">{lw.account.noRefund}</span>;
  const { way } = next;
  return (
    <>
      <a href="#refunds">{lw.account.refundWhere}</a> {lw.account.refund(cash(way.amount, next.currency), way.stateWords)}
      {way.arrivesBy && `, ${latest(way.arrivesBy, p.now, way.businessDays)}`}.{p.ways.length > 1 && ` ${lw.account.andMore(p.ways.length - 1)}`}
    </>
  );
}

/** Refunds that have neither arrived nor come back, and those that are looked for or can still be missed: each where it is. */
function OnTheWay(p: { ways: readonly OpenWay[] }) {
  if (p.ways.length === 0) return null;
  // What is looked for comes first.
  const ways = [...p.ways].sort((x, y) => Number(y.way.trace !== undefined) - Number(x.way.trace !== undefined));
  const rest = ways.slice(FIRST);
  const list = (of: readonly OpenWay[]) => (
    <ul className="list plain">
      {of.map((x) => (
        <li key={`${x.contract} ${x.way.id}`} className="stack tight">
          <a href={`/contracts/${x.contract}`} className="alone">
            {x.title}
          </a>
          <MoneyTimeline refund={x.way} currency={x.currency} report={<ReportOf of={x} />} />
        </li>
      ))}
    </ul>
  );
  return (
    <Card title={lw.account.refundWhere} id="refunds">
      {list(ways.slice(0, FIRST))}
      {rest.length > 0 && (
        <details>
          <summary>{lw.account.otherRefunds(rest.length)}</summary>
          {list(rest)}
        </details>
      )}
    </Card>
  );
}

/** Before its time it says from when; then its form needs the contract, which is asked for only then. */
function ReportOf(p: { of: OpenWay }) {
  const { contract, report } = p.of;
  const full = useQuery({
    queryKey: ['contract', contract],
    queryFn: () => get<Contract>(`/v1/contracts/${contract}`),
    enabled: report !== undefined && !report.blocked,
  });
  if (report?.blocked) return <p className="small soft">{`${report.title}: ${report.blocked.sentence}`}</p>;
  return full.data ? <Report contract={full.data} of={p.of.way} /> : null;
}

/** On its way, being looked for, or arrived so lately that it can still be missed. */
const shows = (c: Contract, x: Contract['refunds'][number]): boolean =>
  x.reference !== '' && (isUnderway(x) || x.trace !== undefined || c.actions.some((a) => a.act === 'reportMissing' && a.on === x.id));

function Payouts(p: { account: string; currency: string }) {
  const wallet = useQuery({
    queryKey: ['wallet', p.account, p.currency],
    queryFn: () => get<Contract>(`/v1/accounts/${p.account}/wallet?currency=${p.currency}`),
  });
  if (!wallet.data)
    return wallet.error ? null : (
      <Skeleton>
        <div className="skeleton line" />
      </Skeleton>
    );
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
