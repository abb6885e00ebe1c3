/** The terms: scope, milestones that add up, fees, and what changed from version to version. */
import type { Contract } from '@fairhold/client';
import { wo } from '../../offer-words.ts';
import { Card } from '../../parts/basics.tsx';
import { FileList } from '../../parts/file-list.tsx';
import { calendarDay, cash, w, when } from '../../words.ts';

const show = (value: unknown, field: string, currency: string): string => {
  if (value === undefined || value === null) return w.states.nothing;
  if (field.endsWith('amount') || field === 'budget') return cash(Number(value), currency);
  return Array.isArray(value) ? value.join('; ') : isPart(value) ? `${value.title}: ${cash(value.amount, currency)}` : String(value);
};

const isPart = (value: unknown): value is { title: string; amount: number } => typeof value === 'object' && value !== null && 'title' in value;

export const totalOf = (c: Contract): number => c.terms.milestones.reduce((sum, m) => sum + m.amount, 0);

/** Before and after, field by field. */
export function Differences(p: { of: Contract['terms']['versions'][number]['differences']; currency: string }) {
  return (
    <table className="versions">
      <thead>
        <tr>
          <th scope="col">{w.versions.field}</th>
          <th scope="col">{w.versions.before}</th>
          <th scope="col">{w.versions.now}</th>
        </tr>
      </thead>
      <tbody>
        {p.of.map((d) => (
          <tr key={d.field} data-changed={d.field}>
            <th scope="row" className="capital">
              {d.name}
            </th>
            <td>
              <del>{show(d.from, d.field, p.currency)}</del>
            </td>
            <td>
              <ins>{show(d.to, d.field, p.currency)}</ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function TermsCard(p: { c: Contract }) {
  const { c } = p;
  const { terms } = c;
  return (
    <Card title={wo.offer.terms} tag={terms.versions.length > 0 && <span className="tag">{wo.offer.version(terms.versions.length)}</span>}>
      {terms.agreedAt && <p data-terms="agreed">{wo.offer.agreed(when(terms.agreedAt))}</p>}
      <p className="quote">{terms.scope}</p>
      <table>
        <thead>
          <tr>
            <th>{wo.offer.milestone}</th>
            <th className="amount">{w.money.amount}</th>
          </tr>
        </thead>
        <tbody>
          {terms.milestones.map((m) => (
            <tr key={m.title}>
              <td>
                <strong>{m.title}</strong>
                {m.dueDate && <span className="small soft"> · {w.room.due(calendarDay(m.dueDate))}</span>}
                {m.description && <p>{m.description}</p>}
                <p className="small soft">
                  {wo.offer.requirements}: {m.criteria.join('; ') || wo.offer.noneNamed}
                </p>
              </td>
              <td className="amount">{cash(m.amount, c.currency)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{wo.offer.total}</th>
            <td className="amount">
              <strong>{cash(totalOf(c), c.currency)}</strong>
            </td>
          </tr>
        </tbody>
      </table>
      <h3>{wo.offer.fees}</h3>
      <ul className="steps small">
        {terms.fees.map((f) => (
          <li key={f.label}>
            {f.label}: {f.value}
          </li>
        ))}
      </ul>
      <FileList files={terms.files ?? []} />
      {terms.since && (
        <section className="stack tight" aria-label={wo.offer.since}>
          <h3>{wo.offer.since}</h3>
          {terms.since.length === 0 ? <p className="soft">{wo.offer.sinceNothing}</p> : <Differences of={terms.since} currency={c.currency} />}
        </section>
      )}
      {terms.versions
        .filter((v) => v.differences.length > 0)
        .map((v) => (
          <details key={v.version} open={v.version === terms.versions.length}>
            <summary>{wo.offer.changed(v.version, v.by === 'client' ? c.client.name : c.freelancer.name, when(v.at))}</summary>
            <Differences of={v.differences} currency={c.currency} />
          </details>
        ))}
      {terms.versions.length > 0 && (
        <div className="stack tight">
          <h3>{wo.offer.copyTitle}</h3>
          <p className="small soft">{wo.offer.copyText}</p>
          <div className="row">
            {terms.versions.map((v) => (
              <a key={v.version} className="btn" href={`/v1/contracts/${c.id}/terms/${v.version}`} download>
                {wo.offer.copyGet(v.version)}
              </a>
            ))}
          </div>
        </div>
      )}
      <p className="small soft">{wo.offer.policy(c.policy.name, terms.digest.slice(0, 16))}</p>
    </Card>
  );
}
