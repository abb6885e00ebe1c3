/** Not agreed: what it means, the fee, who has paid, what happens if one or the other does not, and who arbitrates. */
import type { Case, Contract } from '@fairhold/client';
import { wc } from '../../case-words.ts';
import { Card } from '../../parts/basics.tsx';
import { cash, day, w, when } from '../../words.ts';

interface Props {
  readonly c: Contract;
  readonly k: Case;
}
const SIDES = ['client', 'freelancer'] as const;
type Fee = NonNullable<Case['fees']>['client'];
const paid = (name: string, f: Fee, at = when): string =>
  f.state === 'unpaid'
    ? wc.arbitration.unpaid(name)
    : f.state === 'paid'
      ? wc.arbitration.paid(name, f.at ? at(f.at) : '')
      : wc.arbitration.charged(name);

export function ArbitrationHead(p: Props) {
  const { c, k } = p;
  const only = k.fees?.onlyPaid;
  const isYou = (side: 'client' | 'freelancer') => side === c.you.role;
  return (
    <section className="stack tight">
      <p className="row between baseline num">
        <span data-glance="arbitration.fee">
          <span className="sum">{cash(k.gap, c.currency)}</span> {w.case.inDisputeWord}
          {k.fees && `. ${wc.arbitration.fee(cash(k.fees.amount, c.currency))}`}
        </span>
      </p>
      <p className="small">
        {k.fees && (
          <span data-glance="arbitration.paid">
            {paid(c.client.name, k.fees.client, day)}. {paid(c.freelancer.name, k.fees.freelancer, day)}.
          </span>
        )}{' '}
        <span data-glance="arbitration.meaning">{k.stage === 'fees' ? wc.arbitration.meaning : wc.arbitration.meaningHearing}</span>{' '}
        <strong data-glance="arbitration.final">{wc.arbitration.final}</strong>
      </p>
      <p className="small num">
        {only && (
          <span data-glance="arbitration.onlyOne">
            {only.client.client === only.freelancer.freelancer
              ? wc.arbitration.onlyOne(cash(only.client.client, c.currency))
              : // First what comes of not paying oneself, then what if the other does not.
                [...SIDES]
                  .sort((a, b) => Number(isYou(a)) - Number(isYou(b)))
                  .map((side) => {
                    const all = cash(only[side][side], c.currency);
                    return isYou(side) ? wc.arbitration.onlyYou(all) : wc.arbitration.only(c[side].name, all);
                  })
                  .join(' ')}
          </span>
        )}{' '}
        <span data-glance="arbitration.stays">{k.stage === 'fees' ? wc.arbitration.bothPay : wc.arbitration.stays}</span>
      </p>
      <p className="small soft">{k.arbitrator ? wc.arbitration.arbitrates(k.arbitrator) : wc.arbitration.notNamed}</p>
    </section>
  );
}

export function Fees(p: Props) {
  const { c, k } = p;
  if (!k.fees) return null;
  return (
    <Card title={wc.arbitration.steps}>
      <p className="num">{wc.arbitration.fee(cash(k.fees.amount, c.currency))}</p>
      <ul className="steps">
        <li>{paid(c.client.name, k.fees.client)}</li>
        <li>{paid(c.freelancer.name, k.fees.freelancer)}</li>
      </ul>
      {k.breakEven && (
        <>
          <h3>{wc.arbitration.worth}</h3>
          <table>
            <caption className="small soft" style={{ textAlign: 'start' }}>
              {wc.arbitration.worthWhy}
            </caption>
            <thead>
              <tr>
                <th>{wc.arbitration.award}</th>
                <th className="amount">{c.freelancer.name}</th>
                <th className="amount">{c.client.name}</th>
              </tr>
            </thead>
            <tbody>
              {k.breakEven.grid.map((g) => (
                <tr key={g.percent}>
                  <td>{wc.arbitration.percent(g.percent)}</td>
                  <Net amount={g.freelancerNet} currency={c.currency} />
                  <Net amount={g.clientNet} currency={c.currency} />
                </tr>
              ))}
            </tbody>
          </table>
          <ul className="steps small">
            {k.breakEven.cheaper.map((x) => (
              <li key={x}>{x}</li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

/** What is left; below nothing the word stands with the minus. */
function Net(p: { amount: number; currency: string }) {
  return (
    <td className="amount">
      {cash(p.amount, p.currency)} {p.amount < 0 && <div className="small soft">{wc.arbitration.loss}</div>}
    </td>
  );
}
