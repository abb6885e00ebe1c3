/** Reading an offer: flags first, then pay, fees, what changed; all answers weigh the same (CON-5). */
import type { Contract } from '@fairhold/client';
import { ActButton } from '../parts/act-form.tsx';
import { Card } from '../parts/basics.tsx';
import { FileList } from '../parts/inputs.tsx';
import { Deadlines } from '../parts/turn.tsx';
import { cash, day, when } from '../words.ts';

export function OfferReview(p: { contract: Contract }) {
  const { contract: c } = p;
  const actions = c.actions.filter((a) => a.on === 'offer');
  return (
    <>
      <Card title="What to look at" tag={<span className="tag">{c.terms.flags.length} found</span>}>
        {c.terms.flags.length === 0 && <p>We found nothing unusual. That is no promise: read the terms.</p>}
        <ul className="list plain">
          {c.terms.flags.map((f) => (
            <li key={`${f.code} ${f.sentence}`}>
              <p>
                {f.severity === 'high' && <span className="tag hot">Look here</span>} <strong>{f.sentence}</strong>
              </p>
              <p className="soft">{f.why}</p>
            </li>
          ))}
        </ul>
        <p className="small soft">
          Checked: size and funding of the first milestone, trial work, requirements, dates, changes since the last version, the client's payment.
        </p>
      </Card>
      <TermsCard c={c} />
      <Card title="Your answer">
        <p>{cash(c.heldMoney, c.currency)} is held for the first milestone.</p>
        <Deadlines contract={c} only={(d) => d.on === 'offer'} />
        {actions.length === 0 && <p className="soft">{c.turn.sentence}</p>}
        <div className="row">
          {actions.map((a) => (
            <ActButton key={a.act} contract={c} action={a} main={a.act === 'accept' || a.act === 'approve' || a.act === 'payDeposit'} />
          ))}
        </div>
      </Card>
    </>
  );
}

const show = (value: unknown, field: string, currency: string): string => {
  if (value === undefined || value === null) return 'nothing';
  if (field.endsWith('amount') || field === 'budget') return cash(Number(value), currency);
  return Array.isArray(value) ? value.join('; ') : typeof value === 'object' ? JSON.stringify(value) : String(value);
};

export function TermsCard(p: { c: Contract }) {
  const { c } = p;
  const { terms } = c;
  return (
    <Card title="The terms" tag={terms.versions.length > 0 && <span className="tag">Version {terms.versions.length}</span>}>
      <p className="quote">{terms.scope}</p>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th>Milestone</th>
              <th>Requirements</th>
              <th className="amount">Amount</th>
            </tr>
          </thead>
          <tbody>
            {terms.milestones.map((m) => (
              <tr key={m.title}>
                <td>
                  {m.title}
                  {m.dueDate && <div className="small soft">due {day(m.dueDate)}</div>}
                </td>
                <td>{m.criteria.join('; ') || <span className="soft">none named</span>}</td>
                <td className="amount">{cash(m.amount, c.currency)}</td>
              </tr>
            ))}
            <tr>
              <td colSpan={2}>
                <strong>All milestones</strong>
              </td>
              <td className="amount">
                <strong>
                  {cash(
                    terms.milestones.reduce((sum, m) => sum + m.amount, 0),
                    c.currency,
                  )}
                </strong>
              </td>
            </tr>
          </tbody>
        </table>
      </div>
      <ul className="steps small">
        {terms.fees.map((f) => (
          <li key={f.label}>
            {f.label}: {f.value}
          </li>
        ))}
      </ul>
      <FileList files={terms.files ?? []} />
      {terms.versions
        .filter((v) => v.differences.length > 0)
        .map((v) => (
          <details key={v.version} open={v.version === terms.versions.length}>
            <summary>
              Changed in version {v.version}, by {v.by === 'client' ? c.client.name : c.freelancer.name}, {when(v.at)}
            </summary>
            <ul className="steps">
              {v.differences.map((d) => (
                <li key={d.field}>
                  {d.name}: {show(d.from, d.field, c.currency)} → <strong>{show(d.to, d.field, c.currency)}</strong>
                </li>
              ))}
            </ul>
          </details>
        ))}
      <p className="small soft">
        Policy {c.policy.name}. Digest of this version: {terms.digest.slice(0, 16)}…
      </p>
    </Card>
  );
}
