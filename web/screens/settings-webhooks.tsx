/** Addresses of one's own programs that hear of each step, and what became of what was sent to them (API-6). */
import type { components, paths } from '@fairhold/client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { own } from '../account-words.ts';
import { get, send, useMe } from '../api.ts';
import { AccountPicker } from '../parts/account-picker.tsx';
import { Card, Loaded, ProblemBox, Sheet } from '../parts/basics.tsx';
import { useConfirmed } from '../parts/confirmed.tsx';
import { inBothZones, w, when } from '../words.ts';

type Webhook = components['schemas']['Webhook'];
type Windows = paths['/v1/webhooks']['get']['responses']['200']['content']['application/json']['windows'];
type Delivery = components['schemas']['WebhookDelivery'];

export function Webhooks() {
  const me = useMe();
  const [chosen, setChosen] = useState('');
  const account = chosen || me.data?.person || '';
  const list = useQuery({
    queryKey: ['webhooks', account],
    queryFn: () => get<{ items: Webhook[]; windows: Windows }>(`/v1/webhooks?account=${account}`),
    enabled: account !== '',
  });
  const [url, setUrl] = useState('');
  const [made, setMade] = useState<{ url: string; secret: string }>();
  const [leaving, setLeaving] = useState<Webhook>();
  const [rotating, setRotating] = useState<Webhook>();
  const confirmed = useConfirmed();
  const go = (work: () => Promise<unknown>) => void confirmed.does(() => work().then(() => list.refetch()));
  const add = (e: FormEvent) => {
    e.preventDefault();
    go(async () => {
      setMade(await send<{ url: string; secret: string }>('POST', `/v1/webhooks?account=${account}`, { url: url.trim() }));
      setUrl('');
    });
  };
  const drop = (one: Webhook) =>
    go(async () => {
      setLeaving(undefined);
      if (made?.url === one.url) setMade(undefined);
      await send('DELETE', `/v1/webhooks/${one.id}`);
    });
  const rotate = (one: Webhook) =>
    go(async () => {
      setRotating(undefined);
      setMade(await send<{ url: string; secret: string }>('POST', `/v1/webhooks/${one.id}/rotate`, {}));
    });
  return (
    <Card title={w.settings.webhooks.title} id="webhooks">
      <p className="small soft">{w.settings.webhooks.why}</p>
      {confirmed.error !== undefined && <ProblemBox key={String(confirmed.error)} error={confirmed.error} />}
      <AccountPicker id="hook-account" label={w.settings.webhooks.of} me={me.data} value={account} onChange={setChosen} />
      <Loaded of={list}>
        {(l) =>
          l.items.length === 0 ? (
            <p className="soft">{w.settings.webhooks.none}</p>
          ) : (
            <ul className="list plain">
              {l.items.map((one) => (
                <One
                  key={one.id}
                  of={one}
                  windows={l.windows}
                  onDrop={() => setLeaving(one)}
                  onOn={() => go(() => send('POST', `/v1/webhooks/${one.id}/on`))}
                  onRotate={() => setRotating(one)}
                  onEnd={() => go(() => send('DELETE', `/v1/webhooks/${one.id}/old-secret`))}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {made && (
        <div className="quote stack tight" role="status">
          <span>{w.settings.webhooks.secret}</span>
          <span className="small breaks">{made.url}</span>
          <code className="breaks">{made.secret}</code>
        </div>
      )}
      <form className="stack" onSubmit={add}>
        <div className="field">
          <label htmlFor="hook-url">{w.settings.webhooks.address}</label>
          <input id="hook-url" name="url" type="url" inputMode="url" autoComplete="off" value={url} onChange={(e) => setUrl(e.target.value)} />
        </div>
        <div>
          <button type="submit" className="btn" disabled={!url.trim()}>
            {w.settings.webhooks.add}
          </button>
        </div>
      </form>
      {list.data && <p className="small soft">{w.settings.webhooks.rule(list.data.windows.triedForDays)}</p>}
      <Sheet open={rotating !== undefined} title={rotating ? own.rotation.title(rotating.url) : ''} onClose={() => setRotating(undefined)}>
        {list.data && <p>{own.rotation.why(list.data.windows.oldSecretHours)}</p>}
        <div>
          <button type="button" className="btn main" onClick={() => rotating && rotate(rotating)}>
            {own.rotation.yes}
          </button>
        </div>
      </Sheet>
      <Sheet open={leaving !== undefined} title={leaving ? w.settings.webhooks.remove(leaving.url) : ''} onClose={() => setLeaving(undefined)}>
        <p>{w.settings.webhooks.removeSure}</p>
        <div>
          <button type="button" className="btn danger" onClick={() => leaving && drop(leaving)}>
            {w.settings.webhooks.removeYes}
          </button>
        </div>
      </Sheet>
      {confirmed.sheet}
    </Card>
  );
}

function One(p: { of: Webhook; windows: Windows; onDrop: () => void; onOn: () => void; onRotate: () => void; onEnd: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <li className="stack tight">
      <div className="row between">
        <span>
          <strong className="breaks">{p.of.url}</strong> <span className="small soft">{w.settings.webhooks.since(when(p.of.createdAt))}</span>
        </span>
        <span className="row">
          <button type="button" className="btn quiet" aria-label={own.rotation.beginWhat(p.of.url)} onClick={p.onRotate}>
            {own.rotation.begin}
          </button>
          <button type="button" className="btn quiet" aria-label={w.settings.webhooks.remove(p.of.url)} onClick={p.onDrop}>
            {w.settings.webhooks.drop}
          </button>
        </span>
      </div>
      {p.of.oldSecretUntil && (
        <div className="silence stack tight" data-rotation={p.of.id}>
          <time dateTime={p.of.oldSecretUntil}>{own.rotation.running(inBothZones(p.of.oldSecretUntil))}</time>
          <div>
            <button type="button" className="btn" aria-label={own.rotation.endWhat(p.of.url)} onClick={p.onEnd}>
              {own.rotation.end}
            </button>
          </div>
        </div>
      )}
      {p.of.offAt ? (
        <>
          <p className="small bad">{w.settings.webhooks.off(when(p.of.offAt), p.windows.keptForDays)}</p>
          <div>
            <button type="button" className="btn" aria-label={w.settings.webhooks.onWhat(p.of.url)} onClick={p.onOn}>
              {w.settings.webhooks.on}
            </button>
          </div>
        </>
      ) : (
        p.of.failingSince && <p className="small soft">{w.settings.webhooks.failingSince(when(p.of.failingSince), p.windows.offAfterDays)}</p>
      )}
      <details onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary>{w.settings.webhooks.show}</summary>
        {open && <Deliveries webhook={p.of.id} />}
      </details>
    </li>
  );
}

const FEW = 10;
function Deliveries(p: { webhook: string }) {
  const [error, setError] = useState<unknown>();
  const pages = useInfiniteQuery({
    queryKey: ['webhook', p.webhook],
    queryFn: ({ pageParam }) =>
      get<{ items: Delivery[]; next: string | null }>(
        `/v1/webhooks/${p.webhook}/deliveries?order=newest&limit=${FEW}${pageParam ? `&cursor=${pageParam}` : ''}`,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: 15_000,
  });
  const again = (one: Delivery) => {
    setError(undefined);
    void send('POST', `/v1/webhooks/deliveries/${one.id}/redeliver`)
      .then(() => pages.refetch())
      .catch(setError);
  };
  return (
    <div className="stack tight">
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      <Loaded of={pages}>
        {(data) => {
          const items = data.pages.flatMap((x) => x.items);
          const failed = items.filter((d) => d.state === 'failed').length;
          return (
            <>
              {items.length === 0 && <p className="soft">{w.settings.webhooks.nothingSent}</p>}
              {failed > 0 && <p className="tag bad">{w.settings.webhooks.failing(failed)}</p>}
              <ul className="list plain small">
                {items.map((d) => (
                  <Sent key={d.id} of={d} onAgain={() => again(d)} />
                ))}
              </ul>
            </>
          );
        }}
      </Loaded>
      {pages.hasNextPage && (
        <div>
          <button type="button" className="btn" onClick={() => void pages.fetchNextPage()}>
            {w.settings.webhooks.more}
          </button>
        </div>
      )}
    </div>
  );
}

const LOOK = { queued: '', delivered: 'ok', failed: 'bad' } as const;
function Sent(p: { of: Delivery; onAgain: () => void }) {
  const { of: d } = p;
  const type = (d.payload as { type?: string } | null)?.type ?? '';
  return (
    <li className="row between baseline">
      <span>
        <span className={`tag ${LOOK[d.state]}`}>{w.settings.webhooks.states[d.state]}</span> <code>{type}</code>{' '}
        <a href={`/contracts/${d.contract}`}>{w.settings.webhooks.step(d.seq)}</a>{' '}
        <span className="soft">
          {when(d.createdAt)} · {w.settings.webhooks.attempts(d.attempts)}
          {d.nextAt && d.attempts > 0 && ` · ${w.settings.webhooks.next(when(d.nextAt))}`}
          {d.problem && ` · ${d.problem.sentence}`}
        </span>
      </span>
      {d.state !== 'queued' && (
        <button type="button" className="btn quiet" aria-label={w.settings.webhooks.againWhat(d.seq)} onClick={p.onAgain}>
          {w.settings.webhooks.again}
        </button>
      )}
    </li>
  );
}
