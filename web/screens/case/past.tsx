/** A case that is not the latest of its contract: all of it to read, how it came out first, and nothing to do. */
import type { Case, Contract } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { get } from '../../api.ts';
import { wc } from '../../case-words.ts';
import { Page } from '../../parts/basics.tsx';
import { LoadedPage } from '../../parts/view-states.tsx';
import { ApiProblem } from '../../problem.ts';
import { w } from '../../words.ts';
import { Fees } from './arbitration.tsx';
import { Award, Exhibits, Outcome, Proposal, Questions, Statements, Track } from './file.tsx';
import { HandedOver } from './handed-over.tsx';
import { Happened } from './happened.tsx';
import { Keep, OtherCases } from './keep.tsx';
import { Settlement } from './settlement.tsx';
import { Witnesses } from './witnesses.tsx';

/** `id`: as the address names it. The latest comes with its contract. */
export function NamedCase(p: { c: Contract; id: string }) {
  const found = useQuery({
    queryKey: ['contract', p.c.id, 'case', p.id],
    queryFn: () => get<Case>(`/v1/contracts/${p.c.id}/cases/${encodeURIComponent(p.id)}`),
  });
  if (found.error instanceof ApiProblem && found.error.problem.status === 404) return <Unknown c={p.c} />;
  return <LoadedPage of={found}>{(k) => <PastCase c={p.c} k={k} />}</LoadedPage>;
}

function ToContract(p: { c: Contract }) {
  return (
    <Link to="/contracts/$id" params={{ id: p.c.id }} className="btn">
      {w.case.toContract}
    </Link>
  );
}

function Unknown(p: { c: Contract }) {
  return (
    <Page title={wc.past.unknown} actions={<ToContract c={p.c} />}>
      <p>{wc.past.unknownWhy(p.c.title)}</p>
      <OtherCases c={p.c} />
    </Page>
  );
}

function PastCase(p: { c: Contract; k: Case }) {
  const { c, k } = p;
  return (
    <Page
      title={w.case.title(c.title)}
      lead={<p className="soft">{wc.past.which(c.cases.indexOf(k.id) + 1, c.cases.length)}</p>}
      actions={<ToContract c={c} />}
    >
      <section className="stack tight">
        <Track k={k} />
        <p className="silence">{wc.past.readOnly}</p>
      </section>
      <Outcome c={c} k={k} />
      <Award c={c} k={k} />
      <Proposal c={c} k={k} />
      <div className="cols">
        <div className="stack">
          <Statements c={c} k={k} />
          <Exhibits c={c} k={k} />
          <Witnesses c={c} k={k} />
          <Questions c={c} k={k} />
        </div>
        <div className="stack">
          {!k.offersHidden && <Settlement c={c} k={k} />}
          <HandedOver c={c} k={k} />
          {k.fees && <Fees c={c} k={k} />}
        </div>
      </div>
      <Happened c={c} of={k.id} />
      <OtherCases c={c} but={k.id} />
      <Keep c={c} k={k} />
    </Page>
  );
}
