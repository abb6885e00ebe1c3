/** My name and zone, sessions, second factor, API keys, agencies, mail choices. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { get, send, useMe } from '../api.ts';
import { Card, Loaded, Page, ProblemBox } from '../parts/basics.tsx';
import { dateTime, when } from '../words.ts';
import { signInProblem } from './sign-in.tsx';

export function Screen() {
  const me = useMe();
  return (
    <Page title="Settings">
      <Loaded of={me}>
        {(m) => (
          <div className="two">
            <Profile name={m.name} zone={m.zone} email={m.email} />
            <SecondFactor on={m.twoFactor} />
            <Sessions />
            <Keys />
            <Agencies />
            <MailChoices />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Profile(p: { name: string; zone: string; email: string }) {
  const client = useQueryClient();
  const [name, setName] = useState(p.name);
  const [zone, setZone] = useState(p.zone);
  const [error, setError] = useState<unknown>();
  const [saved, setSaved] = useState(false);
  async function save(e: FormEvent) {
    e.preventDefault();
    setError(undefined);
    try {
      await send('PATCH', '/v1/me', { name, zone });
      setSaved(true);
      await client.invalidateQueries({ queryKey: ['me'] });
    } catch (x) {
      setError(x);
    }
  }
  return (
    <Card title="You">
      <form className="stack" onSubmit={(e) => void save(e)}>
        {error !== undefined && <ProblemBox key={String(error)} error={error} />}
        <p className="soft">{p.email}</p>
        <div className="field">
          <label htmlFor="name">Name</label>
          <input id="name" type="text" value={name} onChange={(e) => setName(e.target.value)} />
        </div>
        <div className="field">
          <label htmlFor="zone">Time zone of your mails</label>
          <select id="zone" value={zone} onChange={(e) => setZone(e.target.value)}>
            {['UTC', ...Intl.supportedValuesOf('timeZone')].map((z) => (
              <option key={z}>{z}</option>
            ))}
          </select>
          <span className="hint">A deadline would read: {dateTime(Date.now(), zone)}</span>
        </div>
        <div className="row">
          <button type="submit" className="btn main">
            Save
          </button>
          {saved && <span role="status">Saved.</span>}
        </div>
      </form>
    </Card>
  );
}

function SecondFactor(p: { on: boolean }) {
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [made, setMade] = useState<{ totpURI: string; backupCodes: string[] }>();
  const [code, setCode] = useState('');
  const [error, setError] = useState<unknown>();
  const run = (work: () => Promise<unknown>) => {
    setError(undefined);
    void work().catch((x: unknown) => setError(signInProblem(x)));
  };
  return (
    <Card title="Second factor" tag={<span className="tag">{p.on ? 'On' : 'Off'}</span>}>
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      {p.on && !made && <p>Signing in asks for a code from your app. Staff need this to act.</p>}
      {!p.on && !made && (
        <form
          className="stack"
          onSubmit={(e) => {
            e.preventDefault();
            run(async () => setMade(await send('POST', '/auth/two-factor/enable', { password })));
          }}
        >
          <div className="field">
            <label htmlFor="pw">Your password</label>
            <input id="pw" type="password" autoComplete="current-password" value={password} onChange={(e) => setPassword(e.target.value)} />
          </div>
          <div>
            <button type="submit" className="btn">
              Set it up
            </button>
          </div>
        </form>
      )}
      {made && (
        <form
          className="stack"
          onSubmit={(e) => {
            e.preventDefault();
            run(async () => {
              await send('POST', '/auth/two-factor/verify-totp', { code });
              setMade(undefined);
              await client.invalidateQueries({ queryKey: ['me'] });
            });
          }}
        >
          <p>Enter this secret in your app:</p>
          <p className="quote">{new URL(made.totpURI).searchParams.get('secret')}</p>
          <p className="small soft">Keep these codes; each works once: {made.backupCodes.join(', ')}</p>
          <div className="field">
            <label htmlFor="totp">Six digits from the app</label>
            <input id="totp" type="text" inputMode="numeric" value={code} onChange={(e) => setCode(e.target.value)} />
          </div>
          <div>
            <button type="submit" className="btn main">
              Switch it on
            </button>
          </div>
        </form>
      )}
    </Card>
  );
}

interface Session {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly agent: string;
}
function Sessions() {
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => get<{ items: Session[] }>('/v1/sessions') });
  return (
    <Card title="Where you are signed in">
      <Loaded of={sessions}>
        {(s) => (
          <ul className="list plain">
            {s.items.map((x) => (
              <li key={x.id} className="row between">
                <span>
                  {x.agent.slice(0, 60) || 'Unknown program'} <span className="small soft">since {when(x.createdAt)}</span>
                </span>
                {x.current ? (
                  <span className="tag">This one</span>
                ) : (
                  <button type="button" className="btn" onClick={() => void send('DELETE', `/v1/sessions/${x.id}`).then(() => sessions.refetch())}>
                    Sign out
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

interface Key {
  readonly prefix: string;
  readonly name: string;
  readonly scopes: string[];
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}
function Keys() {
  const keys = useQuery({ queryKey: ['keys'], queryFn: () => get<{ items: Key[] }>('/v1/api-keys') });
  const [name, setName] = useState('');
  const [write, setWrite] = useState(false);
  const [made, setMade] = useState('');
  return (
    <Card title="API keys">
      <Loaded of={keys}>
        {(k) => (
          <ul className="list plain">
            {k.items.map((x) => (
              <li key={x.prefix} className="row between">
                <span>
                  {x.name}{' '}
                  <span className="small soft">
                    fh_{x.prefix}…, {x.scopes.join(' and ')}
                    {x.lastUsedAt ? `, used ${when(x.lastUsedAt)}` : ''}
                  </span>
                </span>
                {x.revokedAt ? (
                  <span className="tag">Revoked</span>
                ) : (
                  <button type="button" className="btn" onClick={() => void send('DELETE', `/v1/api-keys/${x.prefix}`).then(() => keys.refetch())}>
                    Revoke {x.name}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {made && (
        <p className="quote" role="status">
          Shown only now: {made}
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
          <label htmlFor="key">Name of a new key</label>
          <input id="key" type="text" value={name} onChange={(e) => setName(e.target.value)} />
        </div>
        <label className="check">
          <input type="checkbox" checked={write} onChange={(e) => setWrite(e.target.checked)} /> May also write
        </label>
        <div>
          <button type="submit" className="btn" disabled={!name.trim()}>
            Make a key
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
function Agencies() {
  const me = useMe();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const agencies = me.data?.seats.filter((s) => s.kind === 'agency') ?? [];
  return (
    <Card title="Agencies">
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
          <label htmlFor="agency">Name of a new agency</label>
          <input id="agency" type="text" value={name} onChange={(e) => setName(e.target.value)} />
        </div>
        <div>
          <button type="submit" className="btn" disabled={!name.trim()}>
            Found an agency
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
            {m.name} <span className="tag">{m.role}</span>
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
              Remove {m.name}
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
            aria-label="Mail address of a new member"
            placeholder="Mail address"
            value={email}
            onChange={(e) => setEmail(e.target.value)}
          />
          <button type="submit" className="btn">
            Add member
          </button>
        </form>
      )}
    </div>
  );
}

const MAILS: readonly (readonly [string, string])[] = [
  ['conversation', 'Messages'],
  ['milestone', 'Milestones'],
  ['payment', 'Money available'],
  ['refund', 'Refunds on their way'],
  ['change', 'Proposed changes'],
  ['charge', 'Charges'],
];
function MailChoices() {
  const choices = useQuery({ queryKey: ['mail choices'], queryFn: () => get<{ unwanted: string[] }>('/v1/mail-choices') });
  const unwanted = choices.data?.unwanted ?? [];
  return (
    <Card title="Mail you want">
      <p className="small soft">Legal notices always come: refund request, dispute, proposal, Notice, fees, award, end.</p>
      {MAILS.map(([key, word]) => (
        <label className="check" key={key}>
          <input
            type="checkbox"
            checked={!unwanted.includes(key)}
            onChange={(e) =>
              void send('PUT', '/v1/mail-choices', { unwanted: e.target.checked ? unwanted.filter((u) => u !== key) : [...unwanted, key] }).then(() =>
                choices.refetch(),
              )
            }
          />
          {word}
        </label>
      ))}
    </Card>
  );
}
