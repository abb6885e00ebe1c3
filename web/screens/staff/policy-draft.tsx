/** A policy on its way: its keys, its faults, how it differs, what it would mean, and who publishes it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { get, send } from '../../api.ts';
import { Card, ProblemBox } from '../../parts/basics.tsx';
import { LoadedPage } from '../../parts/view-states.tsx';
import { when } from '../../words.ts';
import { Ask, ConsolePage, Facts, instantOf, type Shapes, useSummary, WithReason } from './frame.tsx';
import { Effect } from './policy-effect.tsx';
import { Past } from './policy-past.tsx';
import { Differences, ValueField } from './policy-values.tsx';
import { ws } from './words.ts';

type Full = Shapes['PolicyDraftFull'];
const KINDS = ['window', 'amount', 'rate', 'silence', 'limit', 'yesNo', 'text'];

/** The document with one key set, by its dotted path. */
function withKey(document: Record<string, unknown>, key: string, value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = key.split('.');
  const inner = rest.length > 0 ? withKey((document[first] ?? {}) as Record<string, unknown>, rest.join('.'), value) : value;
  return { ...document, [first]: inner };
}

export function Screen() {
  const { draft } = useParams({ strict: false }) as { draft: string };
  const full = useQuery({ queryKey: ['draft', draft], queryFn: () => get<Full>(`/v1/console/policy/drafts/${draft}`) });
  return <LoadedPage of={full}>{(f) => <DraftPage f={f} />}</LoadedPage>;
}

function DraftPage({ f }: { f: Full }) {
  const client = useQueryClient();
  const summary = useSummary();
  const may = summary.data?.may.includes('draftPolicy') ?? false;
  const [error, setError] = useState<unknown>();
  const [effective, setEffective] = useState('');
  const [typed, setTyped] = useState('');
  const { draft } = f;
  const path = `/v1/console/policy/drafts/${draft.id}`;
  const editable = may && draft.state === 'draft';
  async function act(method: string, more: string, body: unknown) {
    const after = await send<Full | { id: string }>(method, `${path}${more}`, body);
    if ('draft' in after) client.setQueryData(['draft', draft.id], after);
    for (const key of ['draft', 'policy', 'console', 'effect']) void client.invalidateQueries({ queryKey: [key] });
  }
  async function change(key: string, value: unknown) {
    setError(undefined);
    try {
      await act('PUT', '', { document: withKey(f.document, key, value) });
    } catch (e) {
      setError(e);
    }
  }
  const effectiveAt = instantOf(effective);
  return (
    <ConsolePage
      title={ws.policy.draftTitle(draft.name)}
      lead={
        <p>
          <span className={`tag ${draft.state === 'proposed' ? 'hot' : ''}`}>{ws.policy.states[draft.state] ?? draft.state}</span>{' '}
          <span className="soft">
            {draft.madeBy}, {when(draft.madeAt)}, {ws.policy.base(draft.base)}
          </span>
        </p>
      }
    >
      {error !== undefined && <ProblemBox error={error} />}
      {f.faults.length > 0 && (
        <div className="problem" role="alert">
          <h2>{ws.policy.faults}</h2>
          <ul className="steps">
            {f.faults.map((x) => (
              <li key={x}>{x}</li>
            ))}
          </ul>
        </div>
      )}
      {draft.proposedBy && <p className="quote">{ws.policy.proposedWith(draft.proposedBy, draft.reason ?? '')}</p>}
      {draft.publishedAs && <p className="silence">{ws.policy.published(draft.publishedAs)}</p>}
      <div className="cols">
        <div className="stack">
          <Card title={ws.policy.differences(f.differences.length)}>
            <Differences items={f.differences} />
          </Card>
          {f.hold && (
            <Card title={ws.policy.hold}>
              <p className={f.hold.days > f.hold.limitDays ? 'silence' : ''}>{ws.policy.holdDays(f.hold.days, f.hold.limitDays)}</p>
              <details>
                <summary>{ws.policy.holdPath}</summary>
                <Facts rows={f.hold.path.map((x) => [x.name, ws.policy.units['days']?.(x.days) ?? ''] as const)} />
              </details>
            </Card>
          )}
          {f.faults.length === 0 && <Effect draft={draft.id} />}
          {f.faults.length === 0 && <Past draft={draft.id} />}
          {editable && <Keys f={f} onChange={(key, value) => void change(key, value)} />}
        </div>
        <div className="stack">
          {draft.mayPublish && (
            <Card title={ws.policy.publish(draft.name)}>
              <WithReason
                main
                button={ws.policy.publish(draft.name)}
                hint={ws.policy.publishHint}
                ready={typed.trim() === draft.name}
                does={(reason) => act('POST', '/publish', { reason, digest: f.digest, typed })}
              >
                <Ask label={ws.policy.typeName(draft.name)} value={typed} onChange={setTyped} />
              </WithReason>
            </Card>
          )}
          {may && draft.state === 'proposed' && !draft.mayPublish && <p className="silence">{ws.policy.second}</p>}
          {editable && (
            <Card title={ws.policy.propose}>
              <p className="soft">{ws.policy.proposeHint}</p>
              <WithReason
                main
                button={ws.policy.propose}
                ready={f.faults.length === 0 && f.differences.length > 0}
                does={(reason) => act('POST', '/propose', { reason, ...(effectiveAt && { effectiveAt }) })}
              >
                <Ask label={ws.policy.effective} type="datetime-local" value={effective} onChange={setEffective} />
                <p className="small soft">{ws.policy.effectiveHint}</p>
              </WithReason>
            </Card>
          )}
          {may && ['draft', 'proposed'].includes(draft.state) && (
            <Card>
              {draft.state === 'proposed' && (
                <WithReason button={ws.policy.back} does={(reason) => act('POST', '/withdraw', { to: 'draft', reason })} />
              )}
              <WithReason button={ws.policy.drop} danger does={(reason) => act('POST', '/withdraw', { to: 'withdrawn', reason })} />
            </Card>
          )}
        </div>
      </div>
    </ConsolePage>
  );
}

function Keys(p: { f: Full; onChange: (key: string, value: unknown) => void }) {
  return (
    <Card title={ws.policy.keys}>
      {KINDS.map((kind) => (
        <details key={kind} open={kind === 'window'}>
          <summary>{ws.policy.groups[kind] ?? kind}</summary>
          <div className="stack tight">
            {p.f.keys
              .filter((k) => k.kind === kind)
              .map((k) => (
                <ValueField
                  key={`${k.key} ${JSON.stringify(k.value)}`}
                  of={k.currency ? { ...k, name: `${k.name} (${k.currency})` } : k}
                  onChange={(v) => JSON.stringify(v) !== JSON.stringify(k.value) && p.onChange(k.key, v)}
                />
              ))}
          </div>
        </details>
      ))}
    </Card>
  );
}
