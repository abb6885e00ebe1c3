/** Keys with which programs act in one's name: made, listed, revoked (ACC-2, ACC-3). */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { own } from '../account-words.ts';
import { get, send } from '../api.ts';
import { Card, Loaded, ProblemBox, Sheet } from '../parts/basics.tsx';
import { useConfirmed } from '../parts/confirmed.tsx';
import { w, when } from '../words.ts';

interface Key {
  readonly prefix: string;
  readonly name: string;
  readonly scopes: string[];
  readonly createdAt: string;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

export function Keys() {
  const keys = useQuery({ queryKey: ['keys'], queryFn: () => get<{ items: Key[] }>('/v1/api-keys') });
  const [name, setName] = useState('');
  const [write, setWrite] = useState(false);
  const [made, setMade] = useState('');
  const [leaving, setLeaving] = useState<Key>();
  const confirmed = useConfirmed();
  const make = () =>
    confirmed.does(async () => {
      setMade((await send<{ key: string }>('POST', '/v1/api-keys', { name, scopes: write ? ['read', 'write'] : ['read'] })).key);
      setName('');
      await keys.refetch();
    });
  const revoke = (key: Key) =>
    confirmed.does(async () => {
      await send('DELETE', `/v1/api-keys/${key.prefix}`);
      if (made.startsWith(`fh_${key.prefix}_`)) setMade('');
      await keys.refetch();
    });
  return (
    <Card title={w.settings.keys} id="keys">
      <p className="small soft">{own.keys.rule}</p>
      {confirmed.error !== undefined && <ProblemBox key={String(confirmed.error)} error={confirmed.error} />}
      <Loaded of={keys}>
        {(k) => (
          <ul className="list plain">
            {k.items.map((x) => (
              <li key={x.prefix} className="row between" data-key={x.prefix}>
                <span>
                  {x.name} <span className="small soft">{factsOf(x)}</span>
                </span>
                {x.revokedAt ? (
                  <span className="tag">{w.settings.revoked}</span>
                ) : (
                  <button type="button" className="btn" onClick={() => setLeaving(x)}>
                    {w.settings.revoke(x.name)}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {made && (
        <p className="quote breaks" role="status">
          {w.settings.onlyNow(made)}
        </p>
      )}
      <form
        className="stack"
        onSubmit={(e) => {
          e.preventDefault();
          void make();
        }}
      >
        <div className="field">
          <label htmlFor="key">{w.settings.keyName}</label>
          <input id="key" name="name" type="text" value={name} onChange={(e) => setName(e.target.value)} />
        </div>
        <label className="check">
          <input type="checkbox" checked={write} onChange={(e) => setWrite(e.target.checked)} /> {w.settings.mayWrite}
        </label>
        <div>
          <button type="submit" className="btn" disabled={!name.trim()}>
            {w.settings.makeKey}
          </button>
        </div>
      </form>
      <Sheet open={leaving !== undefined} title={leaving ? w.settings.revoke(leaving.name) : ''} onClose={() => setLeaving(undefined)}>
        <p>{own.keys.revokeSure}</p>
        <div>
          <button
            type="button"
            className="btn danger"
            onClick={() => {
              setLeaving(undefined);
              if (leaving) void revoke(leaving);
            }}
          >
            {leaving && w.settings.revoke(leaving.name)}
          </button>
        </div>
      </Sheet>
      {confirmed.sheet}
    </Card>
  );
}

function factsOf(x: Key): string {
  const scopes = x.scopes.includes('write')
    ? x.scopes.includes('read')
      ? w.settings.scopes.readWrite
      : w.settings.scopes.write
    : w.settings.scopes.read;
  return `${w.settings.keyFacts(x.prefix, scopes, x.lastUsedAt ? when(x.lastUsedAt) : '')}, ${own.keys.since(when(x.createdAt))}`;
}
