/** The agencies one belongs to: who is in them, in which role, and changing that (ACC-2, ACC-3). */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { own } from '../account-words.ts';
import { get, send, useMe } from '../api.ts';
import { Card, Loaded, ProblemBox, Sheet } from '../parts/basics.tsx';
import { useConfirmed } from '../parts/confirmed.tsx';
import { w } from '../words.ts';

type Role = 'manager' | 'member';
interface Member {
  readonly person: string;
  readonly name: string;
  readonly role: Role;
}
type Members = { readonly items: Member[] };

export function Agencies() {
  const me = useMe();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [error, setError] = useState<unknown>();
  const agencies = me.data?.seats.filter((s) => s.kind === 'agency') ?? [];
  return (
    <Card title={w.settings.agencies} id="team">
      {agencies.length > 0 && <p className="small soft">{own.team.rule}</p>}
      {agencies.map((a) => (
        <Team key={a.account} account={a.account} name={a.name} manager={a.role === 'manager'} />
      ))}
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      <form
        className="stack"
        onSubmit={(e) => {
          e.preventDefault();
          setError(undefined);
          void send('POST', '/v1/agencies', { name })
            .then(() => setName(''))
            .then(() => client.invalidateQueries({ queryKey: ['me'] }))
            .catch(setError);
        }}
      >
        <div className="field">
          <label htmlFor="agency">{w.settings.agencyName}</label>
          <input id="agency" name="name" type="text" value={name} onChange={(e) => setName(e.target.value)} />
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

function Team(p: { account: string; name: string; manager: boolean }) {
  const client = useQueryClient();
  const path = `/v1/agencies/${p.account}/members`;
  const members = useQuery({ queryKey: ['members', p.account], queryFn: () => get<Members>(path) });
  const confirmed = useConfirmed();
  const [leaving, setLeaving] = useState<Member>();
  const act = (method: string, at: string, body?: unknown) =>
    confirmed.does(async () => {
      client.setQueryData(['members', p.account], await send<Members>(method, at, body));
      await client.invalidateQueries({ queryKey: ['me'] });
    });
  return (
    <section className="stack tight" aria-label={p.name}>
      <h3>{p.name}</h3>
      {confirmed.error !== undefined && <ProblemBox key={String(confirmed.error)} error={confirmed.error} />}
      <Loaded of={members}>
        {(all) => (
          <ul className="list plain">
            {all.items.map((m) => (
              <li className="row between" key={m.person} data-member={m.role}>
                <span>
                  {m.name} <span className="tag">{w.settings.roles[m.role]}</span>
                </span>
                {p.manager && (
                  <button type="button" className="btn quiet" onClick={() => setLeaving(m)}>
                    {w.settings.remove(m.name)}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {p.manager && <Add onAdd={(email, role) => act('POST', path, { email, role })} />}
      <Sheet open={leaving !== undefined} title={leaving ? w.settings.remove(leaving.name) : ''} onClose={() => setLeaving(undefined)}>
        <p>{leaving && own.team.removeSure(leaving.name, p.name)}</p>
        <div>
          <button
            type="button"
            className="btn danger"
            onClick={() => {
              setLeaving(undefined);
              if (leaving) void act('DELETE', `${path}/${leaving.person}`);
            }}
          >
            {leaving && w.settings.remove(leaving.name)}
          </button>
        </div>
      </Sheet>
      {confirmed.sheet}
    </section>
  );
}

const ROLES: readonly Role[] = ['member', 'manager'];
/** By mail address; the same address again changes the role. */
function Add(p: { onAdd: (email: string, role: Role) => void }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  return (
    <form
      className="row"
      onSubmit={(e) => {
        e.preventDefault();
        p.onAdd(email.trim(), role);
      }}
    >
      <input
        type="email"
        name="email"
        className="grow"
        aria-label={w.settings.memberMail}
        placeholder={own.door.mail}
        value={email}
        onChange={(e) => setEmail(e.target.value)}
      />
      <select aria-label={own.team.roleOf} value={role} onChange={(e) => setRole(e.target.value as Role)}>
        {ROLES.map((one) => (
          <option key={one} value={one}>
            {w.settings.roles[one]}
          </option>
        ))}
      </select>
      <button type="submit" className="btn" disabled={!email.includes('@')}>
        {own.team.add}
      </button>
    </form>
  );
}
