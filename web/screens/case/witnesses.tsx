/** Who was invited to say what they saw, by whom and until when; what they say; and the invitation itself (DSP-10, DSP-11). The same for both sides. */
import type { Case, Contract } from '@fairhold/client';
import { wc } from '../../case-words.ts';
import { ActButton } from '../../parts/act-form.tsx';
import { Card } from '../../parts/basics.tsx';
import { Copy } from '../../parts/copy.tsx';
import { when } from '../../words.ts';

const SIDES = ['client', 'freelancer'] as const;

/** Nothing where there is no witness and none can be invited. */
export function Witnesses(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  const invite = c.actions.find((a) => a.act === 'inviteWitness' && a.on === k.id);
  if (k.witnesses.length === 0 && !invite) return null;
  return (
    <Card title={wc.witness.title} id="witnesses">
      <p className="small soft">{wc.witness.lead(k.witnessesMost)}</p>
      {SIDES.map((side) => {
        const theirs = k.witnesses.filter((x) => x.side === side);
        if (theirs.length === 0) return null;
        const name = c[side].name;
        return (
          <section key={side} className="stack tight" aria-label={wc.witness.of(name)}>
            <h3>{wc.witness.of(name)}</h3>
            {theirs.map((x) => (
              <Invited key={x.id} c={c} k={k} x={x} />
            ))}
          </section>
        );
      })}
      {invite && (
        <div>
          <ActButton contract={c} action={invite} />
        </div>
      )}
    </Card>
  );
}

function Invited(p: { c: Contract; k: Case; x: Case['witnesses'][number] }) {
  const { c, k, x } = p;
  const withdraw = c.actions.find((a) => a.on === x.id);
  const exhibit = k.exhibits.find((e) => e.id === x.id);
  return (
    <article className="stack tight boxed" aria-label={x.name}>
      <div className="row between">
        <strong>{x.name}</strong>
        <span className={`tag ${x.state === 'stated' ? 'ok' : ''}`}>{x.stateWords}</span>
      </div>
      <p className="small soft">
        {wc.witness.invitedAt(when(x.invitedAt))}
        {x.email && ` ${wc.witness.at(x.email, c[x.side === 'client' ? 'freelancer' : 'client'].name)}`}
      </p>
      <p className="small">{wc.witness.asked}</p>
      <p className="quote">{x.about}</p>
      {x.silence && <p className="silence">{x.silence}</p>}
      {x.statement && (
        <>
          <p className="small">
            {wc.witness.says(when(x.statement.at), exhibit?.n ?? 0)} <strong>{wc.witness.notChecked}</strong>
          </p>
          <p className="quote">{x.statement.text}</p>
          <p className="small soft">
            SHA-256 <code className="digest">{x.statement.sha256}</code> <Copy text={x.statement.sha256} what="SHA-256" />
          </p>
        </>
      )}
      {x.declined && (
        <>
          <p className="small">{wc.witness.declinedAt(when(x.declined.at))}</p>
          {x.declined.reason && <p className="quote">{x.declined.reason}</p>}
        </>
      )}
      {withdraw && (
        <div>
          <ActButton contract={c} action={withdraw} />
        </div>
      )}
    </article>
  );
}
