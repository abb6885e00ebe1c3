/** Reading an offer: what is paid, when, for what, who holds the money, and what to look at; all answers weigh the same (CON-5). */
import type { Contract } from '@fairhold/client';
import { wo } from '../offer-words.ts';
import { ActButtons } from '../parts/act-form.tsx';
import { Card, Page } from '../parts/basics.tsx';
import { otherName } from '../parts/other-name.ts';
import { SentOrNot } from '../parts/sent-or-not.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { DueBar, TurnBanner } from '../parts/turn-banner.tsx';
import { calendarDay, cash, w } from '../words.ts';
import { BesidePost, Flags, Protection } from './offer-look.tsx';
import { Conversation, Record } from './record.tsx';
import { MoneyTab } from './room/money.tsx';
import { MoreTime } from './room/more-time.tsx';
import { TermsCard, totalOf } from './room/terms.tsx';

export function OfferPage(p: { c: Contract }) {
  const { c } = p;
  // What to look at comes first; the answers stay in reach, none of them nearer than the others.
  const toAnswer = c.turn.who === 'you' && answersOf(c).length > 0 && (
    <a className="btn main" href="#answer">
      {wo.offer.answer}
    </a>
  );
  return (
    <Page
      title={c.title}
      bar={toAnswer && <DueBar contract={c} action={toAnswer} />}
      lead={
        <p className="soft">
          <strong>{c.stateWords}</strong>
          {' · '}
          {w.room.with(otherName(c))}
        </p>
      }
    >
      <SentOrNot contract={c} />
      <Glance c={c} />
      <TurnBanner contract={c} action={toAnswer} />
      <MoreTime c={c} />
      <Flags c={c} />
      <Answers c={c} />
      <Tabs
        label={w.room.tabsLabel}
        tabs={[
          { key: 'terms', label: w.room.tabs.terms, show: () => <TermsCard c={c} /> },
          { key: 'messages', label: w.room.tabs.messages, show: () => <Conversation c={c} /> },
          { key: 'money', label: w.room.tabs.money, show: () => <MoneyTab c={c} /> },
          { key: 'history', label: w.room.tabs.history, show: () => <Record c={c} /> },
        ]}
      />
      <BesidePost c={c} />
      <Protection c={c} />
    </Page>
  );
}

/** Who has the deposit: we, the bank on its way back, or nobody. */
function holder(c: Contract): string {
  if (c.heldMoney > 0) return wo.offer.heldFirst(cash(c.heldMoney, c.currency));
  if (c.money.onTheWay > 0) return wo.offer.goingBack(cash(c.money.onTheWay, c.currency));
  return ['declined', 'withdrawn', 'expired'].includes(c.state) ? wo.offer.heldNoMore : wo.offer.notHeld;
}

/** Pay, dates, holder and what to look at, before anything else. */
function Glance(p: { c: Contract }) {
  const { c } = p;
  const dates = c.terms.milestones.flatMap((m) => (m.dueDate ? [m.dueDate] : [])).sort();
  const last = dates.at(-1);
  const { flags, checked } = c.terms;
  return (
    <dl className="facts card">
      <dt>{wo.offer.pay}</dt>
      <dd data-glance="offer.pay">
        <span className="sum">{cash(totalOf(c), c.currency)}</span> <span className="soft">{wo.offer.payFor(c.terms.milestones.length)}</span>
      </dd>
      <dt>{wo.offer.what}</dt>
      <dd data-glance="offer.what">{c.terms.milestones.map((m) => m.title).join(', ')}</dd>
      <dt>{wo.offer.whenDue}</dt>
      <dd data-glance="offer.when">{last ? wo.offer.lastDue(calendarDay(last)) : wo.offer.noDates}</dd>
      <dt>{wo.offer.holder}</dt>
      <dd data-glance="offer.holder">{holder(c)}</dd>
      {/* Nothing is looked for any more once it is over. */}
      {checked.length > 0 && (
        <>
          <dt>{wo.offer.look}</dt>
          <dd data-glance="offer.flags">
            <a href="#look">{flags.length === 0 ? wo.offer.nothingFound : grouped(flags)}</a>
          </dd>
        </>
      )}
    </dl>
  );
}

const GROUPS = ['changed', 'post', 'unusual'] as const;
/** "1 changed, 2 beside the job post, 4 unusual": what is not there is left out. */
const grouped = (flags: Contract['terms']['flags']): string =>
  GROUPS.flatMap((group) => {
    const count = flags.filter((f) => f.group === group).length;
    return count > 0 ? [wo.offer.groups[group](count)] : [];
  }).join(', ');

const answersOf = (c: Contract) => c.actions.filter((a) => a.on === 'offer');

/** The answers weigh the same: none is bigger or nearer than the others. They come after what to look at. */
function Answers(p: { c: Contract }) {
  const actions = answersOf(p.c);
  if (actions.length === 0) return null;
  return (
    <Card title={p.c.turn.who === 'you' ? wo.offer.answer : wo.offer.acts} id="answer">
      <ActButtons contract={p.c} actions={actions} main="payDeposit" />
    </Card>
  );
}
