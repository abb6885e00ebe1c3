/** The case to keep: all of it as one file with proof, or on paper (CFE-1). */
import type { Case, Contract } from '@fairhold/client';
import { Card } from '../../parts/basics.tsx';
import { DeveloperView } from '../../parts/developer-view.tsx';
import { w } from '../../words.ts';

export function Keep(p: { c: Pick<Contract, 'id'>; k: Pick<Case, 'id'> }) {
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
      <DeveloperView contract={p.c.id} on={[p.k.id]} pick={(c) => c.case} />
    </Card>
  );
}
