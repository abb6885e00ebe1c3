/** The offer beside what each of the two wants and what comes without an agreement (SET-1). */
import type { Case, Contract } from '@fairhold/client';
import { cash, day, w } from '../../words.ts';

export function Compare(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const rows = k.positions;
  const fee = k.stage === 'closed' ? undefined : k.arbitrationFee;
  if (rows.length < 2) return null;
  const side = { client: c.client.name, freelancer: c.freelancer.name };
  const name = (r: Case['positions'][number]): string => {
    if (r.kind === 'offer') return r.by === c.you.role ? w.settle.yourOffer : w.settle.offerOf(side[r.by ?? 'client']);
    if (r.kind === 'proposal') return w.settle.proposal;
    if (r.kind === 'silence') return w.settle.ifNothing(r.at ? day(r.at) : '');
    return w.settle.wants(side[r.kind]);
  };
  return (
    <div className="stack tight">
      <h3>{w.settle.compare}</h3>
      <table className="num compare">
        <thead>
          <tr>
            <td />
            <th className="amount">{w.settle.gets(side.freelancer)}</th>
            <th className="amount">{w.settle.getsBack(side.client)}</th>
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
        {w.settle.beforeFee} {fee !== undefined && fee > 0 && k.stage !== 'arbitration' && w.settle.arbitrationCosts(cash(fee, c.currency))}
      </p>
    </div>
  );
}
