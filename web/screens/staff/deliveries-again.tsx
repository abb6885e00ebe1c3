/** Many deliveries tried again at once: what it would be first, then a number typed and one reason, then what became of each (STF-6). */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { get, send } from '../../api.ts';
import { Loaded } from '../../parts/basics.tsx';
import { cash, when } from '../../words.ts';
import { Ask, Choose, query, type Shapes, WithReason } from './frame.tsx';
import { ws } from './words.ts';

type What = 'mails' | 'payments' | 'webhooks';
type Look = Shapes['AgainLook'];
const words = ws.deliveries.together;

export const useLook = (what: What, filter: string) =>
  useQuery({
    queryKey: ['again', what, filter],
    queryFn: () => get<Look>(`/v1/console/deliveries/${what}/again${filter && `?${filter}`}`),
    placeholderData: (before) => before,
  });

export function Waiting(p: { of: Look['sample'] }) {
  return (
    <ul className="list plain">
      {p.of.map((x) => (
        <li key={x.id} className="stack tight">
          <div className="row between">
            <strong>{x.title ?? x.id}</strong>
            {x.amount !== null && x.currency && <span className="num">{cash(x.amount, x.currency)}</span>}
          </div>
          <p className="small soft">{[x.note, ws.deliveries.kinds[x.kind] ?? x.kind, when(x.at)].filter(Boolean).join(' · ')}</p>
        </li>
      ))}
    </ul>
  );
}

export function Again(p: { what: What; kinds?: Readonly<Record<string, string>> }) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Shapes['AgainDone']['items']>();
  const not = done?.filter((x) => !x.again) ?? [];
  return (
    <div className="stack tight">
      {!open && (
        <div>
          <button type="button" className="btn" data-again={p.what} onClick={() => setOpen(true)}>
            {words.open}
          </button>
        </div>
      )}
      {done && (
        <div className="stack tight" role="status">
          <p>
            <strong>{words.done(done.length - not.length)}</strong>
          </p>
          {not.length > 0 && (
            <>
              <p>{words.not(not.length)}</p>
              <ul className="steps">
                {not.map((x) => (
                  <li key={x.id}>
                    <code className="small">{x.id}</code>: {x.sentence}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
      {open && (
        <Form
          {...p}
          onDone={(items) => {
            setDone(items);
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}

function Form(p: { what: What; kinds?: Readonly<Record<string, string>>; onDone: (items: Shapes['AgainDone']['items']) => void }) {
  const client = useQueryClient();
  const [q, setQ] = useState('');
  const [kind, setKind] = useState('');
  const [typed, setTyped] = useState('');
  const look = useLook(p.what, useDeferredValue(query({ q: q.trim(), kind })));
  async function go(found: Look, reason: string) {
    const { items } = await send<Shapes['AgainDone']>('POST', `/v1/console/deliveries/${p.what}/again`, { ids: found.ids, typed, reason });
    for (const key of ['again', 'mails', 'payments', 'lag', 'console']) void client.invalidateQueries({ queryKey: [key] });
    p.onDone(items);
  }
  return (
    <div className="stack boxed" data-again={p.what}>
      <Ask label={words.find} value={q} onChange={setQ} />
      {p.kinds && <Choose label={ws.deliveries.kind} value={kind} options={[['', ws.console.all], ...Object.entries(p.kinds)]} onChange={setKind} />}
      <Loaded of={look}>
        {(found) =>
          found.count === 0 ? (
            <p className="soft">{words.none}</p>
          ) : (
            <>
              <p>
                <strong>{words.count[p.what](found.count)}</strong>{' '}
                {found.sums.length > 0 && <span className="num">{words.sum(found.sums.map((x) => cash(x.amount, x.currency)).join(', '))}</span>}{' '}
                {found.left > 0 && words.left(found.left)}
              </p>
              <h3>{words.sample}</h3>
              <Waiting of={found.sample} />
              {p.what === 'payments' && <p className="soft">{ws.deliveries.retryPaymentHint}</p>}
              <WithReason button={words.go[p.what]} ready={typed.trim() === String(found.count)} does={(reason) => go(found, reason)}>
                <Ask label={words.type(found.count)} value={typed} onChange={setTyped} />
              </WithReason>
            </>
          )
        }
      </Loaded>
    </div>
  );
}
