/** Passkeys: what one's devices sign in with; added, named, removed (ACC-5). */
import type { components } from '@fairhold/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { own } from '../account-words.ts';
import { get, send } from '../api.ts';
import { Card, Loaded, ProblemBox, Sheet } from '../parts/basics.tsx';
import { useConfirmed } from '../parts/confirmed.tsx';
import { hasPasskeys, makePasskey } from '../parts/passkey.ts';
import { when } from '../words.ts';

type Passkey = components['schemas']['Passkey'];
type List = { readonly items: Passkey[] };

export function Passkeys() {
  const client = useQueryClient();
  const list = useQuery({ queryKey: ['passkeys'], queryFn: () => get<List>('/v1/passkeys') });
  const confirmed = useConfirmed();
  const [name, setName] = useState('');
  const [added, setAdded] = useState('');
  const [leaving, setLeaving] = useState<Passkey>();
  const [busy, setBusy] = useState(false);
  const shown = (now: List) => client.setQueryData(['passkeys'], now);
  const add = (e: FormEvent) => {
    e.preventDefault();
    if (busy) return;
    setBusy(true);
    setAdded('');
    void confirmed
      .does(async () => {
        const passkey = await makePasskey();
        const made = await send<Passkey>('POST', '/v1/passkeys', { name: name.trim(), passkey });
        setAdded(made.name);
        setName('');
        await list.refetch();
      })
      .finally(() => setBusy(false));
  };
  const remove = (one: Passkey) =>
    confirmed.does(async () => {
      setAdded('');
      shown(await send<List>('DELETE', `/v1/passkeys/${one.id}`));
    });
  return (
    <Card title={own.passkeys.title} id="passkeys">
      <p className="small soft">{own.passkeys.why}</p>
      {confirmed.error !== undefined && <ProblemBox key={String(confirmed.error)} error={confirmed.error} />}
      <Loaded of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{own.passkeys.none}</p>
          ) : (
            <ul className="list plain">
              {items.map((one) => (
                <One
                  key={one.id}
                  of={one}
                  onRemove={() => setLeaving(one)}
                  onRename={(to) => confirmed.does(async () => shown(await send<List>('PATCH', `/v1/passkeys/${one.id}`, { name: to })))}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {added && <p role="status">{own.passkeys.added(added)}</p>}
      {hasPasskeys() ? (
        <form className="stack" onSubmit={add}>
          <div className="field">
            <label htmlFor="passkey-name">{own.passkeys.name}</label>
            <input
              id="passkey-name"
              type="text"
              autoComplete="off"
              maxLength={100}
              aria-describedby="passkey-hint"
              value={name}
              onChange={(e) => setName(e.target.value)}
            />
            <span className="hint" id="passkey-hint">
              {own.passkeys.nameHint}
            </span>
          </div>
          <div>
            <button type="submit" className="btn" disabled={!name.trim() || busy}>
              {own.passkeys.add}
            </button>
          </div>
        </form>
      ) : (
        <p className="soft">{own.passkeys.unable}</p>
      )}
      <Sheet open={leaving !== undefined} title={leaving ? own.passkeys.removeTitle(leaving.name) : ''} onClose={() => setLeaving(undefined)}>
        <p>{own.passkeys.removeSure}</p>
        <div>
          <button
            type="button"
            className="btn danger"
            onClick={() => {
              setLeaving(undefined);
              if (leaving) void remove(leaving);
            }}
          >
            {own.passkeys.removeYes}
          </button>
        </div>
      </Sheet>
      {confirmed.sheet}
    </Card>
  );
}

function One(p: { of: Passkey; onRemove: () => void; onRename: (to: string) => Promise<void> }) {
  const { of: k } = p;
  const [name, setName] = useState<string>();
  return (
    <li className="stack tight" data-passkey={k.id}>
      <span>
        <strong>{k.name}</strong> <span className="small soft">{own.passkeys.facts(when(k.createdAt), k.lastUsedAt ? when(k.lastUsedAt) : '')}</span>
      </span>
      {name === undefined ? (
        <div className="row">
          <button type="button" className="btn quiet" aria-label={own.passkeys.renameWhat(k.name)} onClick={() => setName(k.name)}>
            {own.passkeys.rename}
          </button>
          <button type="button" className="btn quiet" aria-label={own.passkeys.removeWhat(k.name)} onClick={p.onRemove}>
            {own.passkeys.remove}
          </button>
        </div>
      ) : (
        <form
          className="row"
          onSubmit={(e) => {
            e.preventDefault();
            void p.onRename(name.trim()).then(() => setName(undefined));
          }}
        >
          <input
            type="text"
            className="grow"
            maxLength={100}
            aria-label={own.passkeys.renameWhat(k.name)}
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
          <button type="submit" className="btn" disabled={!name.trim()}>
            {own.passkeys.save}
          </button>
        </form>
      )}
    </li>
  );
}
