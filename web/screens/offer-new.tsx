/** A new offer: terms, card, preview of the charge. */
import type { Contract, Preview } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { get, send, useMe } from '../api.ts';
import { CheckAnswers } from '../parts/act-form.tsx';
import { Card, Page, ProblemBox } from '../parts/basics.tsx';
import { CardInput } from '../parts/inputs.tsx';
import { type TermsDraft, TermsInput, termsOf } from '../parts/terms-input.tsx';
import { w } from '../words.ts';

interface Found {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

export function Screen() {
  const me = useMe();
  const navigate = useNavigate();
  const [q, setQ] = useState('');
  const [freelancer, setFreelancer] = useState<Found>();
  const [client, setClient] = useState('');
  const [currency, setCurrency] = useState('USD');
  const [card, setCard] = useState<unknown>();
  const [terms, setTerms] = useState<TermsDraft>({ title: '', scope: '', milestones: [{ title: '' }] });
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [preview, setPreview] = useState<Preview>();
  const people = useQuery({
    queryKey: ['people', q],
    enabled: q.trim().length > 0,
    queryFn: () => get<{ items: Found[] }>(`/v1/people?q=${encodeURIComponent(q)}`),
  });
  const account = client || me.data?.person || '';
  const seats = me.data?.seats.filter((s) => s.role !== 'member') ?? [];
  const body = { freelancer: freelancer?.id ?? '', client: account, currency, terms: termsOf(terms), card: card ?? '' };
  async function go(work: () => Promise<void>) {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (x) {
      setError(x);
    } finally {
      setBusy(false);
    }
  }
  const look = (e: FormEvent) => {
    e.preventDefault();
    void go(async () => setPreview(await send<Preview>('POST', '/v1/contracts', { ...body, preview: true })));
  };
  const sendIt = () =>
    void go(async () => {
      const made = await send<Contract>('POST', '/v1/contracts', body);
      await navigate({ to: '/contracts/$id', params: { id: made.id } });
    });
  if (preview)
    return (
      <Page title={w.offerNew.title} narrow>
        <Card>
          <CheckAnswers
            preview={preview}
            contract={{ currency }}
            stale={false}
            lost={false}
            busy={busy}
            error={error}
            danger={false}
            onBack={() => setPreview(undefined)}
            onConfirm={sendIt}
          />
        </Card>
      </Page>
    );
  return (
    <Page title={w.offerNew.title} narrow>
      <form className="stack" noValidate onSubmit={look}>
        {error !== undefined && <ProblemBox key={String(error)} error={error} />}
        <Card title={w.offerNew.who}>
          {freelancer ? (
            <div className="row">
              <strong>{freelancer.name}</strong>
              <button type="button" className="btn quiet" onClick={() => setFreelancer(undefined)}>
                {w.states.change}
              </button>
            </div>
          ) : (
            <div className="field">
              <label htmlFor="who">{w.offerNew.name}</label>
              <input id="who" type="search" value={q} onChange={(e) => setQ(e.target.value)} />
              <div className="row">
                {people.data?.items
                  .filter((x) => x.id !== account)
                  .map((x) => (
                    <button key={x.id} type="button" className="btn" onClick={() => setFreelancer(x)}>
                      {x.kind === 'agency' ? w.offerNew.agency(x.name) : x.name}
                    </button>
                  ))}
                {people.data?.items.length === 0 && <span className="soft">{w.offerNew.nobody}</span>}
              </div>
            </div>
          )}
        </Card>
        <TermsInput value={terms} currency={currency} onChange={setTerms} />
        <Card title={w.offerNew.payment}>
          {seats.length > 1 && (
            <div className="field">
              <label htmlFor="as">{w.offerNew.as}</label>
              <select id="as" value={account} onChange={(e) => setClient(e.target.value)}>
                {seats.map((s) => (
                  <option key={s.account} value={s.account}>
                    {s.name}
                  </option>
                ))}
              </select>
            </div>
          )}
          <div className="field">
            <label htmlFor="currency">{w.offerNew.currency}</label>
            <select id="currency" value={currency} onChange={(e) => setCurrency(e.target.value)}>
              {['USD', 'EUR', 'GBP'].map((x) => (
                <option key={x}>{x}</option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="card">{w.offerNew.card}</label>
            <CardInput id="card" value={card} onChange={setCard} account={account} required />
          </div>
          <p className="soft">{w.offerNew.charge}</p>
          <div>
            <button type="submit" className="btn main" disabled={busy}>
              {w.check.show}
            </button>
          </div>
        </Card>
      </form>
    </Page>
  );
}
