/** What the two sides get under the policy that holds, and under another one. */
import { cash } from '../../words.ts';
import { ws } from './words.ts';

/** Minor units. */
export interface Sums {
  readonly currency: string;
  readonly clientBefore: number;
  readonly clientAfter: number;
  readonly freelancerBefore: number;
  readonly freelancerAfter: number;
}

export function BeforeAfter({ caption, sums }: { caption: string; sums: Sums }) {
  const row = (name: string, before: number, after: number) => (
    <tr>
      <th scope="row">{name}</th>
      <td className="amount">{cash(before, sums.currency)}</td>
      <td className="amount">{cash(after, sums.currency)}</td>
    </tr>
  );
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <td />
          <th className="amount">{ws.policy.was}</th>
          <th className="amount">{ws.policy.will}</th>
        </tr>
      </thead>
      <tbody>
        {row(ws.policy.toClient, sums.clientBefore, sums.clientAfter)}
        {row(ws.policy.toFreelancer, sums.freelancerBefore, sums.freelancerAfter)}
      </tbody>
    </table>
  );
}
