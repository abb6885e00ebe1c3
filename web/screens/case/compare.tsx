/** The offer beside what each of the two wants and what comes without an agreement (SET-1). */
import type { Case, Contract } from '@fairhold/client';
import { wc } from '../../case-words.ts';
import { cash, day } from '../../words.ts';

export function Compare(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const rows = k.positions;
  const fee = k.stage === 'closed' ? undefined : k.arbitrationFee;
  if (rows.length < 2) return null;
  const side = { client: c.client.name, freelancer: c.freelancer.name };
  const name = (r: Case['positions'][number]): string => {
    if (r.kind === 'offer') return r.by === c.you.role ? wc.settle.yourOffer : wc.settle.offerOf(side[r.by ?? 'client']);
    if (r.kind === 'proposal') return wc.settle.proposal;
    if (r.kind === 'silence') return wc.settle.ifNothing(r.at ? day(r.at) : '');
    return wc.settle.wants(side[r.kind]);
  };
  return (
    <div className="stack tight">
      <h3>{wc.settle.compare}</h3>
      <table className="num compare">
        <thead>
          <tr>
            <td />
            <th className="amount">{wc.settle.gets(side.freelancer)}</th>
            <th className="amount">{wc.settle.getsBack(side.client)}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => (
            <tr key={`${r.kind} ${r.by ?? ''}`} className={r.kind === 'offer' ? 'open' : undefined}>
              <th scope="row">{name(r)}</th>
              <td className="amount">{cash(r.freelancer, c.currency)}</td>
              <td className="amount">{cash(r.client, c.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small soft">
        {wc.settle.beforeFee} {fee !== undefined && fee > 0 && k.stage !== 'arbitration' && wc.settle.arbitrationCosts(cash(fee, c.currency))}
      </p>
    </div>
  );
}
