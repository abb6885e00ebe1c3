/** The case to keep: all of it as one file with proof, or on paper (CFE-1). */
import type { Case, Contract } from '@fairhold/client';
import { Link } from '@tanstack/react-router';
import { wc } from '../../case-words.ts';
import { Card } from '../../parts/basics.tsx';
import { DeveloperView } from '../../parts/developer-view.tsx';
import { w } from '../../words.ts';

export function Keep(p: { c: Pick<Contract, 'id'>; k: Case }) {
  return (
    <Card title={w.case.keep}>
      <p className="soft">{w.case.keepWhat}</p>
      <div className="row">
        <a className="btn" href={`/v1/contracts/${p.c.id}/case-file?case=${p.k.id}`} download>
          {w.case.saveAll}
        </a>
        <button type="button" className="btn quiet" onClick={() => window.print()}>
          {w.case.print}
        </button>
      </div>
      <DeveloperView contract={p.c.id} on={[p.k.id]} pick={() => p.k} />
    </Card>
  );
}

/** The other cases of a contract, the oldest first. `but`: the one that is looked at. */
export function OtherCases(p: { c: Contract; but?: string }) {
  const { c, but } = p;
  const others = c.cases.flatMap((id, n) => (id === but ? [] : [{ id, n: n + 1 }]));
  if (others.length === 0) return null;
  return (
    <Card title={wc.past.others}>
      <ul className="list plain">
        {others.map(({ id, n }) => (
          <li key={id}>
            <Link to="/contracts/$id/case/$case" params={{ id: c.id, case: id }}>
              {wc.past.which(n, c.cases.length)}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
