/** One person or agency, as staff may know them; an operator gives and takes parts as staff here. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { get, queries, send } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { LoadedPage } from '../../parts/view-states.tsx';
import { cash, day, when } from '../../words.ts';
import { Choose, ConsolePage, Facts, More, type Paged, type Shapes, usePages, useSummary, WithReason } from './frame.tsx';
import { StaffActs } from './staff-acts.tsx';
import { ws } from './words.ts';

type PersonFacts = Shapes['ConsolePerson'];
interface ContractRow {
  readonly id: string;
  readonly title: string;
  readonly client: { name: string };
  readonly freelancer: { name: string };
  readonly stateWords: string;
  readonly currency: string;
  readonly held: number;
  readonly changedAt: string;
}
const OFFICES = ['mediator', 'support', 'finance', 'arbitrator', 'auditor', 'operator'];

export function Screen() {
  const { id } = useParams({ strict: false }) as { id: string };
  const person = useQuery({ queryKey: ['person', id], queryFn: () => get<PersonFacts>(`/v1/console/people/${id}`) });
  return (
    <LoadedPage of={person}>
      {(p) => (
        <ConsolePage
          title={p.account.name}
          lead={
            <p className="soft">
              {p.account.kind === 'agency' ? ws.people.agency : ws.people.person} · {ws.people.since(day(p.account.since))}
            </p>
          }
        >
          <div className="cols">
            <div className="stack">
              <Contracts account={id} />
              <Card title={ws.people.acts}>{p.acts.length > 0 ? <StaffActs items={p.acts} /> : <p className="soft">{ws.people.noActs}</p>}</Card>
            </div>
            <div className="stack">
              {p.account.kind === 'person' && p.account.staff.length === 0 && <LookAs of={p} />}
              {p.account.kind === 'person' && <Parts of={p} />}
              <Known of={p} />
            </div>
          </div>
        </ConsolePage>
      )}
    </LoadedPage>
  );
}

/** Support and operators see what the person sees; not who decides cases, and not the person themselves. */
function LookAs({ of: p }: { of: PersonFacts }) {
  if (!useSummary().data?.may.includes('viewAs')) return null;
  const does = async (reason: string) => {
    await send('POST', `/v1/console/people/${p.account.id}/view`, { reason });
    queries.clear();
    location.assign('/');
  };
  return (
    <Card title={ws.people.viewTitle}>
      <WithReason button={ws.people.viewAs} hint={ws.people.viewAsHint(p.account.name)} does={does} />
    </Card>
  );
}

function Known({ of: p }: { of: PersonFacts }) {
  const agency = p.account.kind === 'agency';
  return (
    <Card title={ws.people.facts}>
      <Facts
        rows={[
          ...(agency
            ? []
            : ([
                [ws.people.mail, `${p.account.email ?? ''} (${p.verified ? ws.people.confirmed : ws.people.unconfirmed})`],
                [ws.people.secondFactor, p.twoFactor ? ws.people.on : ws.people.off],
                [ws.people.sessions, ws.people.places(p.sessions)],
                [ws.people.keys, p.apiKeys],
                [ws.people.zone, p.zone],
              ] as const)),
          [ws.people.cards, p.cards],
          [ws.people.id, <code key="id">{p.account.id}</code>],
        ]}
      />
      <h3>{ws.people.balances}</h3>
      {p.balances.length === 0 ? (
        <p className="soft">{ws.people.noBalances}</p>
      ) : (
        <Facts rows={p.balances.map((b) => [ws.ledger.kinds[b.kind] ?? b.kind, cash(b.amount, b.currency)] as const)} />
      )}
      {[...p.seats.map((s) => ({ ...s, id: s.account })), ...p.members.map((m) => ({ ...m, id: m.person }))].length > 0 && (
        <>
          <h3>{agency ? ws.people.members : ws.people.seats}</h3>
          <ul className="list plain">
            {[...p.seats.map((s) => ({ ...s, id: s.account })), ...p.members.map((m) => ({ ...m, id: m.person }))].map((m) => (
              <li key={m.id}>
                <Link to="/console/people/$id" params={{ id: m.id }}>
                  {m.name}
                </Link>{' '}
                <span className="soft">{ws.roles[m.role] ?? m.role}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function Parts({ of: p }: { of: PersonFacts }) {
  const client = useQueryClient();
  const summary = useSummary();
  const [role, setRole] = useState('mediator');
  const mayAppoint = summary.data?.may.includes('appoint') ?? false;
  const change = (which: string, how: 'appoint' | 'withdraw') => async (reason: string) => {
    client.setQueryData(
      ['person', p.account.id],
      await send<PersonFacts>('POST', `/v1/console/people/${p.account.id}/staff`, { role: which, change: how, reason }),
    );
    void client.invalidateQueries({ queryKey: ['people'] });
  };
  const free = OFFICES.filter((r) => !p.account.staff.includes(r));
  const chosen = free.includes(role) ? role : (free[0] ?? '');
  return (
    <Card title={ws.people.parts}>
      {p.account.staff.length === 0 && <p className="soft">{ws.people.noParts}</p>}
      {p.account.staff.map((r) => (
        <div key={r} className="stack tight">
          <strong>{ws.roles[r] ?? r}</strong>
          {mayAppoint && (
            <WithReason
              button={ws.people.withdraw(ws.roles[r] ?? r)}
              hint={ws.people.withdrawAs(ws.roles[r] ?? r, p.account.name)}
              danger
              does={change(r, 'withdraw')}
            />
          )}
        </div>
      ))}
      {mayAppoint && free.length > 0 && (
        <WithReason
          button={ws.people.appoint}
          hint={ws.people.appointAs(ws.roles[chosen] ?? chosen, p.account.name)}
          does={change(chosen, 'appoint')}
        >
          <Choose label={ws.people.role} value={chosen} options={free.map((r) => [r, ws.roles[r] ?? r] as const)} onChange={setRole} />
        </WithReason>
      )}
    </Card>
  );
}

function Contracts(p: { account: string }) {
  const list = usePages<Paged<ContractRow>>(['person contracts', p.account], `/v1/console/people/${p.account}/contracts`);
  return (
    <Card title={ws.people.contracts}>
      <Loaded of={list}>
        {(pages) => {
          const items = pages.pages.flatMap((x) => x.items);
          return items.length === 0 ? (
            <p className="soft">{ws.people.noContracts}</p>
          ) : (
            <>
              <ul className="list">
                {items.map((c) => (
                  <li key={c.id}>
                    <Link to="/contracts/$id" params={{ id: c.id }} className="contract-row">
                      <span className="title">{c.title}</span>
                      <span className="held num">{cash(c.held, c.currency)}</span>
                      <span className="small soft wide">
                        {c.stateWords} · {ws.cases.between(c.client.name, c.freelancer.name)} · {when(c.changedAt)}
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
              <More of={list} />
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}
