/** A new offer: with whom, terms, card, then everything that follows from sending it. What is typed is a draft until it is sent. */
import type { Contract, Me, Preview } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { ApiProblem, ask, get, send, useMe } from '../api.ts';
import { wo } from '../offer-words.ts';
import { AccountPicker } from '../parts/account-picker.tsx';
import { Card, Page, ProblemBox } from '../parts/basics.tsx';
import { CheckAnswers } from '../parts/check-answers.tsx';
import { useChecked } from '../parts/checked.ts';
import { type Draft, useDraft } from '../parts/draft.ts';
import { DraftLine } from '../parts/draft-line.tsx';
import { CardInput } from '../parts/inputs.tsx';
import { recorded } from '../parts/receipts.tsx';
import { Asking, Unanswered } from '../parts/sent-or-not.tsx';
import { type TermsDraft, termsOf } from '../parts/terms-draft.ts';
import { TermsInput } from '../parts/terms-input.tsx';
import { LoadedPage } from '../parts/view-states.tsx';
import { cash, w } from '../words.ts';
import { type Found, Who } from './offer-who.tsx';

interface Typed {
  readonly freelancer?: Found | undefined;
  /** Account that pays, when it is not one's own. */
  readonly client?: string;
  readonly currency?: string;
  readonly card?: unknown;
  readonly terms?: TermsDraft;
}
const PATH = '/v1/contracts';
const NO_TERMS: TermsDraft = { title: '', scope: '', milestones: [{ title: '' }] };

export function Screen() {
  const me = useMe();
  const choices = useQuery({ queryKey: ['offer-choices'], queryFn: () => get<{ currencies: string[] }>('/v1/offer-choices') });
  return (
    <LoadedPage of={me}>
      {(m) => <LoadedPage of={choices}>{({ currencies }) => <NewOffer me={m} currencies={currencies} key={m.person} />}</LoadedPage>}
    </LoadedPage>
  );
}

function NewOffer(p: { me: Me; currencies: readonly string[] }) {
  const navigate = useNavigate();
  const draft = useDraft('offer/new');
  const typed = draft.values as Typed;
  // The field that is to be changed, coming back from the check.
  const [change, setChange] = useState('');
  const { freelancer, client = p.me.person, currency = p.currencies[0] ?? '', card = '', terms = NO_TERMS } = typed;
  const body = { freelancer: freelancer?.id ?? '', client, currency, terms: termsOf(terms), card };
  const check = useChecked<typeof body, Contract>({
    look: (read) => ask<Preview>(PATH, { ...read, preview: true }),
    send: (read, how) => send<Contract>('POST', PATH, { ...read, digest: how.digest }, { ...how, remember: wo.offerNew.sending(terms.title) }),
    onDone: async (made, read) => {
      draft.forget();
      await navigate({ to: '/contracts/$id', params: { id: made.id } });
      recorded({ undo: false, title: wo.offerNew.title }, made, read);
    },
  });
  useEffect(() => {
    if (!check.shown && change) document.getElementById(`f-${change}`)?.focus();
  }, [check.shown, change]);
  const look = (e: FormEvent) => {
    e.preventDefault();
    check.look(body);
  };
  const back = (field: string) => {
    setChange(field);
    check.back();
  };
  const said: readonly (readonly [string, string, string])[] = [
    ['freelancer', wo.offerNew.who, freelancer?.name ?? ''],
    ['title', wo.terms.about, terms.title],
    ['scope', wo.terms.scope, terms.scope],
    ...terms.milestones.map(
      (m, n) =>
        [
          `milestones.${n + 1}.title`,
          wo.terms.milestone(n + 1),
          [m.title, typeof m.amount === 'number' && cash(m.amount, currency)].filter(Boolean).join(', '),
        ] as const,
    ),
  ];
  const answers = said.map(([id, label, value]) => ({ id, label, value, change: () => back(id) }));
  return (
    <Page title={wo.offerNew.title} narrow>
      <Unanswered
        path={PATH}
        found="/v1/offers"
        more={(found) => (
          <Link to="/contracts/$id" params={{ id: found.contract ?? '' }}>
            {wo.offerNew.toContract}
          </Link>
        )}
        onArrived={draft.forget}
      />
      {check.shown ? (
        <Card>
          <CheckAnswers
            {...check.shown}
            contract={{ currency }}
            lost={check.lost}
            busy={check.busy}
            error={check.error}
            danger={false}
            answers={answers}
            onBack={() => back('')}
            onConfirm={check.confirm}
          />
        </Card>
      ) : (
        <form className="stack" noValidate onSubmit={look}>
          {check.error !== null && <ProblemBox key={String(check.error)} error={check.error} />}
          <Form me={p.me} currencies={p.currencies} draft={draft} client={client} currency={currency} terms={terms} error={check.error} />
          {check.lost && <Asking />}
          <DraftLine draft={draft} />
          <div>
            <button type="submit" className="btn main" disabled={check.busy}>
              {w.check.show}
            </button>
          </div>
        </form>
      )}
    </Page>
  );
}

function Form(p: { me: Me; currencies: readonly string[]; draft: Draft; client: string; currency: string; terms: TermsDraft; error: unknown }) {
  const errors = p.error instanceof ApiProblem ? (p.error.problem.errors ?? []) : [];
  const wrong = (field: string) => errors.find((e) => e.field === field)?.message;
  const typed = p.draft.values as Typed;
  const set = (change: Typed) => p.draft.set({ ...typed, ...change });
  return (
    <>
      <Card title={wo.offerNew.who}>
        <Who value={typed.freelancer} not={p.client} wrong={wrong('freelancer')} onChange={(freelancer) => set({ freelancer })} />
      </Card>
      <div id="f-terms" tabIndex={-1}>
        <TermsInput value={p.terms} currency={p.currency} first errors={errors} onChange={(terms) => set({ terms })} />
      </div>
      <Card title={wo.offerNew.payment}>
        <AccountPicker id="f-client" label={wo.offerNew.as} me={p.me} value={p.client} onChange={(client) => set({ client, card: undefined })} />
        <div className="field">
          <label htmlFor="f-currency">{wo.offerNew.currency}</label>
          <select id="f-currency" value={p.currency} onChange={(e) => set({ currency: e.target.value })}>
            {/* What was chosen stays, also when it is offered no more: the answer says so, and nothing is changed behind one's back. */}
            {[...new Set([...p.currencies, p.currency])].map((x) => (
              <option key={x}>{x}</option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="f-card">{wo.offerNew.card}</label>
          {wrong('card') && (
            <span className="error" id="card-wrong">
              {wrong('card')}
            </span>
          )}
          <CardInput
            id="f-card"
            value={typed.card}
            onChange={(card) => set({ card })}
            account={p.client}
            required
            wrong={wrong('card') && 'card-wrong'}
          />
        </div>
        <p className="soft">{wo.offerNew.charge}</p>
      </Card>
    </>
  );
}
