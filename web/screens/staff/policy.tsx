/** Policy versions: what is in force, what came before, and the drafts on their way. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { get, send } from '../../api.ts';
import { Card, Loaded, ProblemBox } from '../../parts/basics.tsx';
import { when } from '../../words.ts';
import { Choose, ConsolePage, type Shapes, useSummary } from './frame.tsx';
import { Differences, type KeyShape } from './policy-values.tsx';
import { ws } from './words.ts';

export interface PolicyPage {
  readonly versions: Shapes['PolicyVersion'][];
  readonly packs: { pack: string; name: string }[];
  readonly drafts: Shapes['PolicyDraft'][];
}

export function Screen() {
  const page = useQuery({ queryKey: ['policy'], queryFn: () => get<PolicyPage>('/v1/console/policy'), refetchInterval: 15_000 });
  return (
    <ConsolePage title={ws.policy.title}>
      <Loaded of={page}>
        {(p) => (
          <div className="cols">
            <Card title={ws.policy.versions}>
              <ol className="list plain">
                {p.versions.map((v) => (
                  <Version key={v.id} v={v} />
                ))}
              </ol>
            </Card>
            <div className="stack">
              <Drafts p={p} />
              <Begin p={p} />
            </div>
          </div>
        )}
      </Loaded>
    </ConsolePage>
  );
}

function Version({ v }: { v: Shapes['PolicyVersion'] }) {
  const [open, setOpen] = useState(false);
  const compared = useQuery({
    queryKey: ['policy compare', v.id],
    enabled: open,
    queryFn: () =>
      get<{ differences: (KeyShape & { from?: unknown; to?: unknown })[] }>(
        `/v1/console/policy/compare?${new URLSearchParams({ from: '', to: v.id })}`,
      ),
  });
  return (
    <li className="stack tight">
      <div className="row between">
        <strong>
          {v.name} <span className="soft">{v.id}</span>
        </strong>
        {v.inForce && <span className="tag ok">{ws.policy.inForce}</span>}
      </div>
      <p className="small">
        {ws.policy.from(when(v.effectiveAt))} · {v.publishedBy ? ws.policy.by(v.publishedBy, v.proposedBy ?? '') : ws.policy.shipped} ·{' '}
        {ws.policy.contracts(v.contracts)}
      </p>
      {v.reason && <p className="quote">{v.reason}</p>}
      {!v.inForce && (
        <details onToggle={(e) => setOpen(e.currentTarget.open)}>
          <summary>{ws.policy.compare}</summary>
          <Loaded of={compared}>{(c) => <Differences items={c.differences} />}</Loaded>
        </details>
      )}
    </li>
  );
}

function Drafts({ p }: { p: PolicyPage }) {
  return (
    <Card title={ws.policy.drafts}>
      {p.drafts.length === 0 && <p className="soft">{ws.policy.noDrafts}</p>}
      <ul className="list">
        {p.drafts.map((d) => (
          <li key={d.id}>
            <Link to="/console/policy/$draft" params={{ draft: d.id }} className={`contract-row ${d.mayPublish ? 'needs' : ''}`}>
              <span className="title">{d.name}</span>
              <span className={`tag ${d.state === 'proposed' ? 'hot' : ''}`}>{ws.policy.states[d.state] ?? d.state}</span>
              <span className="small soft wide">
                {d.madeBy}, {when(d.changedAt)}, {d.publishedAs ? ws.policy.published(d.publishedAs) : ws.policy.base(d.base)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Begin({ p }: { p: PolicyPage }) {
  const summary = useSummary();
  const navigate = useNavigate();
  const [from, setFrom] = useState('');
  const [error, setError] = useState<unknown>();
  if (!summary.data?.may.includes('draftPolicy')) return null;
  const inForce = p.versions.find((v) => v.inForce);
  const options = [
    ['', `${inForce?.id ?? ''}, ${ws.policy.inForce}`] as const,
    ...p.versions.filter((v) => !v.inForce).map((v) => [v.id, v.id] as const),
    ...p.packs.map((x) => [x.pack, ws.policy.pack(x.name)] as const),
  ];
  async function begin() {
    setError(undefined);
    try {
      const made = await send<Shapes['PolicyDraftFull']>('POST', '/v1/console/policy/drafts', { from });
      await navigate({ to: '/console/policy/$draft', params: { draft: made.draft.id } });
    } catch (e) {
      setError(e);
    }
  }
  return (
    <Card title={ws.policy.begin}>
      {error !== undefined && <ProblemBox error={error} />}
      <Choose label={ws.policy.beginFrom} value={from} options={options} onChange={setFrom} />
      <div>
        <button type="button" className="btn main" onClick={() => void begin()}>
          {ws.policy.begin}
        </button>
      </div>
    </Card>
  );
}
