/** The record of the whole installation: searched by what is in it, and proven. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { get, send } from '../../api.ts';
import { Card, Empty, Loaded, ProblemBox } from '../../parts/basics.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { when } from '../../words.ts';
import { Ask, ConsolePage, More, type Paged, query, type Shapes, usePages, useSummary } from './frame.tsx';
import { StaffActs } from './staff-acts.tsx';
import { ws } from './words.ts';

export function Screen() {
  return (
    <ConsolePage title={ws.record.title}>
      <Proof />
      <Tabs
        label={ws.record.title}
        tabs={[
          { key: 'steps', label: ws.record.steps, show: () => <Steps /> },
          { key: 'staff', label: ws.record.staff, show: () => <Staff /> },
        ]}
      />
    </ConsolePage>
  );
}

type Check = Shapes['RecordCheck'];
function Proof() {
  const checks = useQuery({ queryKey: ['checks'], queryFn: () => get<{ items: Check[] }>('/v1/console/record/checks') });
  const may = useSummary().data?.may.includes('checkRecord');
  const client = useQueryClient();
  const [running, setRunning] = useState<Check>();
  const [error, setError] = useState<unknown>();
  async function run() {
    setError(undefined);
    try {
      let check = await send<Check>('POST', '/v1/console/record/checks');
      while (!check.done) {
        setRunning(check);
        check = await send<Check>('POST', `/v1/console/record/checks/${check.id}`);
      }
    } catch (e) {
      setError(e);
    } finally {
      setRunning(undefined);
      for (const key of ['checks', 'console']) void client.invalidateQueries({ queryKey: [key] });
    }
  }
  return (
    <Card title={ws.record.proof}>
      {error !== undefined && <ProblemBox error={error} />}
      <Loaded of={checks}>
        {(c) => {
          const last = c.items[0];
          if (!last) return <p className="soft">{ws.record.never}</p>;
          return (
            <div className="stack tight">
              <p>
                <span className={`tag ${last.broken.length > 0 ? 'bad' : last.done ? 'ok' : ''}`}>
                  {last.broken.length > 0 ? ws.home.historyBroken(last.broken.length) : last.done ? ws.record.holds : ws.record.unfinished}
                </span>{' '}
                {ws.record.last(last.startedBy, when(last.finishedAt ?? last.startedAt), last.contracts, last.steps)}
              </p>
              {last.broken.length > 0 && (
                <ul className="steps">
                  {last.broken.map((b) => (
                    <li key={b}>{b}</li>
                  ))}
                </ul>
              )}
            </div>
          );
        }}
      </Loaded>
      {may && (
        <div>
          <button type="button" className="btn" disabled={running !== undefined} onClick={() => void run()}>
            {running ? ws.record.running(running.contracts) : ws.record.run}
          </button>
        </div>
      )}
    </Card>
  );
}

interface Fields {
  readonly contract?: string;
  readonly person?: string;
  readonly act?: string;
  readonly rule?: string;
  readonly from?: string;
  readonly to?: string;
}
const utc = (day: string | undefined): string | undefined => (day ? `${day}T00:00:00Z` : undefined);

function Steps() {
  const search = useSearch({ strict: false }) as Fields & { tab?: string };
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Fields>(search);
  const asked = query({
    contract: search.contract,
    person: search.person,
    act: search.act,
    rule: search.rule,
    from: utc(search.from),
    to: utc(search.to),
    limit: '50',
  });
  const found = usePages<Paged<Shapes['RecordStep']>>(['record'], `/v1/console/record?${asked}`, false);
  const go = (fields: Fields) => {
    setDraft(fields);
    void navigate({ to: '.', search: { ...fields, tab: search.tab } as never, replace: true, resetScroll: false });
  };
  return (
    <>
      <form
        className="filters four"
        onSubmit={(e) => {
          e.preventDefault();
          go(draft);
        }}
      >
        {(['contract', 'person', 'act', 'rule'] as const).map((name) => (
          <Ask key={name} label={ws.record[name]} value={draft[name] ?? ''} onChange={(v) => setDraft({ ...draft, [name]: v.trim() })} />
        ))}
        <Ask label={ws.record.from} type="date" value={draft.from ?? ''} onChange={(from) => setDraft({ ...draft, from })} />
        <Ask label={ws.record.to} type="date" value={draft.to ?? ''} onChange={(to) => setDraft({ ...draft, to })} />
        <div className="row">
          <button type="submit" className="btn main">
            {ws.record.search}
          </button>
          <button type="button" className="btn quiet" onClick={() => go({})}>
            {ws.record.clear}
          </button>
        </div>
      </form>
      <Loaded of={found}>
        {(pages) => {
          const items = pages.pages.flatMap((x) => x.items);
          return (
            <>
              {items.length === 0 && (
                <Empty title={ws.record.none}>
                  <p>{ws.record.noneHint}</p>
                </Empty>
              )}
              <ol className="list plain">
                {items.map((x) => (
                  <li key={`${x.contract} ${x.seq}`} className="stack tight">
                    <p>{x.sentence}</p>
                    <p className="small soft">
                      {when(x.at)} · {by(x.actor)} · {ws.record.under(x.rule, x.policy)} · {ws.record.seq(x.seq)} ·{' '}
                      <Link to="/contracts/$id" params={{ id: x.contract }} search={{ tab: 'history' } as never}>
                        {x.title || x.contract}
                      </Link>{' '}
                      · <span title={x.digest}>{x.digest.slice(0, 12)}…</span>
                    </p>
                  </li>
                ))}
              </ol>
              <More of={found} words={ws.console.further} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

/** Who did it, and in which part; the names of our own people say theirs already. */
const by = (a: { role: string; name?: string | null | undefined }): string =>
  a.name?.endsWith(')') ? a.name : `${ws.roles[a.role] ?? a.role} ${a.name ?? ''}`.trim();

function Staff() {
  const acts = usePages<Paged<Shapes['StaffAct']>>(['staff acts'], '/v1/console/record/staff');
  return (
    <Loaded of={acts}>
      {(pages) => {
        const items = pages.pages.flatMap((x) => x.items);
        return (
          <>
            {items.length === 0 ? <p className="soft">{ws.people.noActs}</p> : <StaffActs items={items} />}
            <More of={acts} />
          </>
        );
      }}
    </Loaded>
  );
}
