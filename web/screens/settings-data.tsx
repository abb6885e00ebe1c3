/** One's own data: taking it along, and being erased, with dates, what stays, and what is in the way (AUD-3, ACC-4). */

import type { Erasure } from '@fairhold/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { own } from '../account-words.ts';
import { get, send } from '../api.ts';
import { Card, Loaded, ProblemBox } from '../parts/basics.tsx';
import { useConfirmed } from '../parts/confirmed.tsx';
import { answered } from '../problem.ts';
import { day, inBothZones } from '../words.ts';

/** Asks for the file and hands it to the browser under the name that the server gave it. */
async function download(): Promise<void> {
  const res = await fetch('/v1/me/export', { credentials: 'same-origin' });
  if (!res.ok) await answered(res);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await res.blob());
  link.download = /filename="([^"]+)"/.exec(res.headers.get('content-disposition') ?? '')?.[1] ?? 'fairhold.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

export function YourData() {
  const confirmed = useConfirmed();
  return (
    <Card title={own.yourData.title} id="your-data">
      {confirmed.error !== undefined && <ProblemBox key={String(confirmed.error)} error={confirmed.error} />}
      <p className="soft">{own.yourData.exportWhy}</p>
      <div>
        <button type="button" className="btn" data-act="export" onClick={() => confirmed.does(download)}>
          {own.yourData.export}
        </button>
      </div>
      <Erase />
      {confirmed.sheet}
    </Card>
  );
}

function Erase() {
  const client = useQueryClient();
  const erasure = useQuery({ queryKey: ['erasure'], queryFn: () => get<Erasure>('/v1/me/erasure') });
  const confirmed = useConfirmed();
  const [stopped, setStopped] = useState(false);
  const ask = (method: 'POST' | 'DELETE') =>
    confirmed.does(async () => {
      client.setQueryData(['erasure'], await send<Erasure>(method, '/v1/me/erasure'));
      setStopped(method === 'DELETE');
    });
  return (
    <section className="stack" aria-label={own.yourData.erase}>
      <h3>{own.yourData.erase}</h3>
      {confirmed.error !== undefined && <ProblemBox key={String(confirmed.error)} error={confirmed.error} />}
      <p className="soft">{own.yourData.eraseWhy}</p>
      <Loaded of={erasure}>
        {(e) => (
          <>
            {e.state === 'waiting' && (
              <div className="silence stack tight" role="status">
                <p>{own.yourData.waits(inBothZones(e.at))}</p>
                {e.blockers.length > 0 && <p>{own.yourData.waitsBlocked}</p>}
              </div>
            )}
            {e.blockers.length > 0 && <Blockers of={e} />}
            <details>
              <summary>{own.yourData.goes}</summary>
              <ul className="steps">
                {e.goes.map((one) => (
                  <li key={one.what}>
                    {one.what} <span className="small soft">{own.yourData.when(day(one.at))}</span>
                  </li>
                ))}
              </ul>
            </details>
            <details>
              <summary>{own.yourData.stays}</summary>
              <ul className="steps">
                {e.stays.map((one) => (
                  <li key={one.what}>
                    <strong>{one.what}.</strong> {one.why}
                  </li>
                ))}
              </ul>
            </details>
            {e.state === 'waiting' ? (
              <div>
                <button type="button" className="btn main" data-act="stopErasure" onClick={() => ask('DELETE')}>
                  {own.yourData.stop}
                </button>
              </div>
            ) : (
              e.blockers.length === 0 && (
                <div className="stack tight">
                  <p className="small soft">{own.yourData.sure}</p>
                  <div>
                    <button type="button" className="btn danger" data-act="erase" onClick={() => ask('POST')}>
                      {own.yourData.begin(day(e.at))}
                    </button>
                  </div>
                </div>
              )
            )}
          </>
        )}
      </Loaded>
      {stopped && <p role="status">{own.yourData.stopped}</p>}
      {confirmed.sheet}
    </section>
  );
}

function Blockers(p: { of: Erasure }) {
  return (
    <div className="stack tight">
      <strong>{own.yourData.blocked}</strong>
      <span>{own.yourData.blockedWhy}</span>
      <ul className="steps">
        {p.of.blockers.map((b) => (
          <li key={b.sentence + b.href}>
            <a href={b.href}>{b.sentence}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
