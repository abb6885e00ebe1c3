/** The workroom: one contract, whose turn it is, where its money is, and everything that can be done now. */
import type { Action, Contract } from '@fairhold/client';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { useContract, useReadOf } from '../api.ts';
import { Late, Whole } from '../late.tsx';
import { ActButton } from '../parts/act-form.tsx';
import { Page } from '../parts/basics.tsx';
import { later } from '../parts/later.tsx';
import { MoneyBar } from '../parts/money-bar.tsx';
import { otherName } from '../parts/other-name.ts';
import { SentOrNot } from '../parts/sent-or-not.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { DueBar, TurnBanner } from '../parts/turn-banner.tsx';
import { LoadedPage } from '../parts/view-states.tsx';
import { w } from '../words.ts';
import { CaseCard } from './room/case-card.tsx';
import { FilesTab } from './room/files.tsx';
import { Overview } from './room/overview.tsx';

/** What not every contract shows at once. */
const OfferPage = later(() => import('./offer.tsx').then((m) => m.OfferPage));
const TermsCard = later(() => import('./room/terms.tsx').then((m) => m.TermsCard));
const MoneyTab = later(() => import('./room/money.tsx').then((m) => m.MoneyTab));

const Conversation = later(() => import('./record.tsx').then((m) => m.Conversation));
const Record = later(() => import('./record.tsx').then((m) => m.Record));

const OFFERS = ['offered', 'countered', 'declined', 'withdrawn', 'expired'];

export function Screen() {
  const { id } = useParams({ strict: false }) as { id: string };
  const contract = useContract(id);
  useReadOf(contract.data);
  return (
    <LoadedPage of={contract}>{(c) => <Whole key={c.id}>{OFFERS.includes(c.state) ? <OfferPage c={c} /> : <Workroom c={c} />}</Whole>}</LoadedPage>
  );
}

/** Where people look for it; once a case runs, it leads there. Not possible: it stays, and says why. */
function EndLink(p: { c: Contract; end: Action | undefined }) {
  if (p.c.case && p.c.case.state !== 'closed')
    return (
      <Link to="/contracts/$id/case/$case" params={{ id: p.c.id, case: p.c.case.id }} className="btn">
        {w.room.toCase}
      </Link>
    );
  if (!p.end) return null;
  if (p.end.blocked) return <ActButton contract={p.c} action={p.end} />;
  return (
    <Link to="/contracts/$id/end" params={{ id: p.c.id }} className="btn" data-act="end" data-on={p.end.on}>
      {p.end.title}
    </Link>
  );
}

/** The one due act: where the clock is mine, and the page leads to it. */
export function dueAct(c: Contract): Action | undefined {
  const on = c.deadline?.on;
  const open = c.actions.filter((a) => a.weight === 'main' && !a.blocked);
  return c.turn.who === 'you' || c.turn.who === 'both' ? (open.find((a) => a.on === on) ?? open[0]) : undefined;
}

const BETWEEN = ['acceptOffer', 'joinBlind', 'bid'];
const BESIDE = ['acceptEnding', 'approveChange'];

function MainAct(p: { c: Contract; due: Action | undefined }) {
  const { c, due } = p;
  // What is offered waits for a yes or a no: the way leads to where both stand.
  if (c.case && c.case.state !== 'closed' && (c.turn.who === 'you' || BETWEEN.includes(due?.act ?? '')))
    return (
      <Link to="/contracts/$id/case/$case" params={{ id: c.id, case: c.case.id }} className="btn main">
        {w.room.toCase}
      </Link>
    );
  if (due && BESIDE.includes(due.act))
    return (
      <a className="btn main" href={`/contracts/${c.id}#${due.on}`}>
        {w.turn.answer}
      </a>
    );
  return due ? <ActButton contract={c} action={due} main /> : null;
}

function Workroom(p: { c: Contract }) {
  const { c } = p;
  // Names, terms and messages are for who has taken the case.
  if (c.you.undeclared) return <Navigate to="/contracts/$id/case/$case" params={{ id: c.id, case: c.case?.id ?? '' }} replace />;
  const end = c.actions.find((a) => a.act === 'end');
  const due = dueAct(c);
  const main = due || (c.case && c.case.state !== 'closed' && c.turn.who === 'you') ? <MainAct c={c} due={due} /> : null;
  return (
    <Page
      title={c.title}
      lead={
        <p className="soft">
          <span data-glance="workroom.state">
            <strong>{c.stateWords}</strong>
          </span>
          {' · '}
          {w.room.with(otherName(c))}
        </p>
      }
      actions={<EndLink c={c} end={end} />}
      bar={main && <DueBar contract={c} action={main} />}
    >
      <SentOrNot contract={c} />
      <TurnBanner contract={c} page="workroom" action={main} />
      <MoneyBar contract={c} glance="workroom.money" />
      {c.case && <CaseCard c={c} />}
      <Tabs
        label={w.room.tabsLabel}
        tabs={[
          { key: 'overview', label: w.room.tabs.overview, show: () => <Overview c={c} due={due} /> },
          {
            key: 'messages',
            label: w.room.tabs.messages,
            show: () => (
              <Late>
                <Conversation c={c} />
              </Late>
            ),
          },
          { key: 'files', label: w.room.tabs.files, show: () => <FilesTab c={c} /> },
          {
            key: 'money',
            label: w.room.tabs.money,
            show: () => (
              <Late>
                <MoneyTab c={c} />
              </Late>
            ),
          },
          {
            key: 'terms',
            label: w.room.tabs.terms,
            show: () => (
              <Late>
                <TermsCard c={c} />
              </Late>
            ),
          },
          {
            key: 'history',
            label: w.room.tabs.history,
            show: () => (
              <Late>
                <Record c={c} />
              </Late>
            ),
          },
        ]}
      />
      {end && (
        <div className="only-small">
          <EndLink c={c} end={end} />
        </div>
      )}
    </Page>
  );
}
