/** What acts in one's name: API keys, and the agencies one belongs to. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, send, useMe } from '../api.ts';
import { Card, Loaded, ProblemBox } from '../parts/basics.tsx';
import { w, when } from '../words.ts';

interface Key {
  readonly prefix: string;
  readonly name: string;
  readonly scopes: string[];
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}
export function Keys() {
  const keys = useQuery({ queryKey: ['keys'], queryFn: () => get<{ items: Key[] }>('/v1/api-keys') });
  const [name, setName] = useState('');
  const [write, setWrite] = useState(false);
  const [made, setMade] = useState('');
  return (
    <Card title={w.settings.keys}>
      <Loaded of={keys}>
        {(k) => (
          <ul className="list plain">
            {k.items.map((x) => (
              <li key={x.prefix} className="row between">
                <span>
                  {x.name}{' '}
                  <span className="small soft">
                    {w.settings.keyFacts(
                      x.prefix,
                      x.scopes.includes('write') ? w.settings.scopes.readWrite : w.settings.scopes.read,
                      x.lastUsedAt ? when(x.lastUsedAt) : '',
                    )}
                  </span>
                </span>
                {x.revokedAt ? (
                  <span className="tag">{w.settings.revoked}</span>
                ) : (
                  <button type="button" className="btn" onClick={() => void send('DELETE', `/v1/api-keys/${x.prefix}`).then(() => keys.refetch())}>
                    {w.settings.revoke(x.name)}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {made && (
        <p className="quote" role="status">
          {w.settings.onlyNow(made)}
        </p>
      )}
      <form
        className="stack"
        onSubmit={(e) => {
          e.preventDefault();
          void send<{ key: string }>('POST', '/v1/api-keys', { name, scopes: write ? ['read', 'write'] : ['read'] }).then((x) => {
            setMade(x.key);
            return keys.refetch();
          });
        }}
      >
        <div className="field">
          <label htmlFor="key">{w.settings.keyName}</label>
          <input id="key" type="text" value={name} onChange={(e) => setName(e.target.value)} />
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
    </Card>
  );
}

interface Member {
  readonly person: string;
  readonly name: string;
  readonly role: string;
}
export function Agencies() {
  const me = useMe();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const agencies = me.data?.seats.filter((s) => s.kind === 'agency') ?? [];
  return (
    <Card title={w.settings.agencies}>
      {agencies.map((a) => (
        <Members key={a.account} account={a.account} name={a.name} manager={a.role === 'manager'} />
      ))}
      <form
        className="stack"
        onSubmit={(e) => {
          e.preventDefault();
          void send('POST', '/v1/agencies', { name }).then(() => client.invalidateQueries({ queryKey: ['me'] }));
        }}
      >
        <div className="field">
          <label htmlFor="agency">{w.settings.agencyName}</label>
          <input id="agency" type="text" value={name} onChange={(e) => setName(e.target.value)} />
        </div>
        <div>
          <button type="submit" className="btn" disabled={!name.trim()}>
            {w.settings.found}
          </button>
        </div>
      </form>
    </Card>
  );
}
function Members(p: { account: string; name: string; manager: boolean }) {
  const members = useQuery({ queryKey: ['members', p.account], queryFn: () => get<{ items: Member[] }>(`/v1/agencies/${p.account}/members`) });
  const [email, setEmail] = useState('');
  const [error, setError] = useState<unknown>();
  return (
    <div className="stack tight">
      <h3>{p.name}</h3>
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      {members.data?.items.map((m) => (
        <div className="row between" key={m.person}>
          <span>
            {m.name} <span className="tag">{(w.settings.roles as Readonly<Record<string, string>>)[m.role] ?? m.role}</span>
          </span>
          {p.manager && (
            <button
              type="button"
              className="btn quiet"
              onClick={() =>
                void send('DELETE', `/v1/agencies/${p.account}/members/${m.person}`)
                  .then(() => members.refetch())
                  .catch(setError)
              }
            >
              {w.settings.remove(m.name)}
            </button>
          )}
        </div>
      ))}
      {p.manager && (
        <form
          className="row"
          onSubmit={(e) => {
            e.preventDefault();
            setError(undefined);
            void send('POST', `/v1/agencies/${p.account}/members`, { email, role: 'member' })
              .then(() => members.refetch())
              .catch(setError);
          }}
        >
          <input
            type="email"
            className="grow"
            aria-label={w.settings.memberMail}
            placeholder={w.door.mail}
            value={email}
            onChange={(e) => setEmail(e.target.value)}
          />
          <button type="submit" className="btn">
            {w.settings.addMember}
          </button>
        </form>
      )}
    </div>
  );
}
