/** The first page of the console: is the money right, is time right, is delivery right, is history right, who waits. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Glance } from '../../glance.ts';
import { Card } from '../../parts/basics.tsx';
import { LoadedPage } from '../../parts/view-states.tsx';
import { day, locale, when } from '../../words.ts';
import { ConsolePage, Facts, type Summary, useSummary } from './frame.tsx';
import { ws } from './words.ts';

export function Screen() {
  const summary = useSummary();
  return (
    <LoadedPage of={summary}>
      {(s) => (
        <ConsolePage title={ws.console.title} lead={<p className="soft only-wide">{ws.console.asOf(when(s.now))}</p>}>
          <div className="answers">
            <Answer
              title={ws.home.moneyTitle}
              ok={s.money.ok}
              glance="console.money"
              {...(s.may.includes('ledger') && { to: '/console/ledger' as const })}
            >
              <p>{moneySays(s).join(' ')}</p>
            </Answer>
            <Answer
              title={ws.home.timeTitle}
              ok={s.time.ok}
              glance="console.time"
              {...(s.may.includes('deadlines') && { to: '/console/deadlines' as const })}
            >
              <p>{timeSays(s).join(' ')}</p>
            </Answer>
            <Answer title={ws.home.deliveryTitle} ok={s.delivery.ok} glance="console.delivery" to="/console/deliveries">
              <p>{deliverySays(s).join(' ')}</p>
              <p className={`small soft ${s.delivery.late ? '' : 'only-wide'}`}>
                {ws.home.waiting(s.delivery.lag.waiting.payments, s.delivery.lag.waiting.mails, s.delivery.lag.waiting.steps)}
              </p>
            </Answer>
            <Answer
              title={ws.home.historyTitle}
              ok={s.history.ok}
              glance="console.record"
              {...(s.may.includes('record') && { to: '/console/record' as const })}
            >
              <p>{historySays(s)}</p>
            </Answer>
            <Answer
              title={ws.home.waitingTitle}
              ok={s.waiting.mine === 0}
              glance="console.waiting"
              {...(s.may.includes('cases') ? { to: '/console/cases' as const } : s.may.includes('traces') && { to: '/console/traces' as const })}
            >
              {waitingSays(s).map((line) => (
                <p key={line}>{line}</p>
              ))}
              {s.waiting.policies > 0 && (
                <p>
                  <Link to="/console/policy">{s.waiting.mine > 0 ? ws.home.waitsForYou(s.waiting.mine) : ws.home.proposed(s.waiting.policies)}</Link>
                </p>
              )}
            </Answer>
            <Answer title={ws.home.backupsTitle} ok={s.backups.ok} {...(s.may.includes('backups') && { to: '/console/backups' as const })}>
              {backupsSay(s).map((line) => (
                <p key={line}>{line}</p>
              ))}
            </Answer>
          </div>
          <Health of={s.health} />
          <p className="small soft only-small">{ws.console.asOf(when(s.now))}</p>
        </ConsolePage>
      )}
    </LoadedPage>
  );
}

type To =
  | '/console/ledger'
  | '/console/deadlines'
  | '/console/deliveries'
  | '/console/record'
  | '/console/backups'
  | '/console/cases'
  | '/console/traces';
function Answer(p: { title: string; ok: boolean; glance?: Glance; to?: To; children: ReactNode }) {
  return (
    <section className={`answer ${p.ok ? '' : 'asks'}`} data-glance={p.glance}>
      <div className="row between">
        <h2>{p.to ? <Link to={p.to}>{p.title}</Link> : p.title}</h2>
        <span className={`tag ${p.ok ? 'ok' : 'bad'}`}>{p.ok ? ws.home.good : ws.home.look}</span>
      </div>
      {p.children}
    </section>
  );
}

function moneySays({ money: m }: Summary): string[] {
  const wrong = [
    ...(m.sumsToZero ? [] : [ws.home.notZero]),
    ...(m.solvent ? [] : [ws.home.notSolvent]),
    ...(m.contractsOff > 0 ? [ws.home.contractsOff(m.contractsOff)] : []),
    ...(m.differences > 0 ? [ws.home.differences(m.differences)] : []),
    ...(m.unanswered > 0 ? [ws.home.unanswered(m.unanswered)] : []),
  ];
  const { count, oldest } = m.clearing;
  return [...(wrong.length > 0 ? wrong : [ws.home.moneyGood]), ...(oldest ? [ws.home.clearing(count, day(oldest))] : [])];
}
function timeSays({ time: t }: Summary): string[] {
  const wrong = [
    ...(t.behind > 0 ? [ws.home.behind(t.behind, t.oldest ? when(t.oldest) : '')] : []),
    ...(t.overdueTargets > 0 ? [ws.home.targets(t.overdueTargets)] : []),
  ];
  const days = Math.round(t.aheadMs / 86_400_000);
  return [...(wrong.length > 0 ? wrong : [t.next ? ws.home.timeGood(when(t.next)) : ws.home.timeQuiet]), ...(days > 0 ? [ws.home.ahead(days)] : [])];
}
function deliverySays({ delivery: d }: Summary): string[] {
  const wrong = [
    ...(d.failedMails > 0 ? [ws.home.failedMails(d.failedMails)] : []),
    ...(d.failedWebhooks > 0 ? [ws.home.failedWebhooks(d.failedWebhooks)] : []),
    ...(d.late ? [ws.home.late] : []),
  ];
  return wrong.length > 0 ? wrong : [ws.home.deliveryGood];
}

const GB = 2 ** 30;
const MB = 2 ** 20;
const bytes = (n: number): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: n < GB ? 'megabyte' : 'gigabyte', maximumFractionDigits: 1 }).format(n / (n < GB ? MB : GB));

type Measure = Summary['health']['database']['measures'][number];
const UNITS = { ms: 'millisecond', s: 'second' } as const;
function measured(n: number, unit: Measure['unit']): string {
  if (unit === 'bytes') return bytes(n);
  return new Intl.NumberFormat(locale, unit === 'count' ? {} : { style: 'unit', unit: UNITS[unit], unitDisplay: 'long' }).format(n);
}
function measureSays(m: Measure): string {
  const says = (n: number) => measured(n, m.unit);
  if (m.name === 'archive') return m.ok ? ws.health.archived : ws.health.notArchived;
  const value = m.of === undefined ? says(m.value) : ws.health.outOf(says(m.value), says(m.of));
  return m.warnFrom === undefined ? `${value}.` : ws.health.warnedFrom(value, says(m.warnFrom));
}

/** What the server stands on, a row each. */
function Health(p: { of: Summary['health'] }) {
  const { database, disk, workers, provider } = p.of;
  const rows = [
    ...database.measures.map((m) => [ws.health.measures[m.name], m, measureSays(m)] as const),
    [ws.health.disk, disk, ws.health.free(bytes(disk.free), bytes(disk.warnBelow), bytes(disk.keepFree))],
    [ws.health.workers, workers, workers.lastBeat ? ws.health.beat(when(workers.lastBeat)) : ws.health.noBeat],
    [ws.health.provider, provider, provider.unknown > 0 ? ws.health.unknown(provider.unknown) : ws.health.allAnswered],
  ] as const;
  return (
    <Card title={ws.health.title}>
      <Facts
        rows={rows.map(([name, { ok }, says]) => [
          name,
          <>
            <span className={`tag ${ok ? 'ok' : 'bad'}`}>{ok ? ws.home.good : ws.home.look}</span> {says}
          </>,
        ])}
      />
    </Card>
  );
}
function historySays({ history: h }: Summary): string {
  if (!h.last) return ws.home.historyNever;
  if (h.last.broken.length > 0) return ws.home.historyBroken(h.last.broken.length);
  return h.last.finishedAt ? ws.home.historyGood(when(h.last.finishedAt), h.last.steps) : ws.home.historyRunning(h.last.contracts);
}
function backupsSay({ backups: { last, restored } }: Summary): string[] {
  if (!last) return [ws.home.backupNever];
  const tried = !restored
    ? ws.home.restoreNever
    : restored.broken > 0
      ? ws.home.restoreBad(when(restored.at), restored.broken)
      : ws.home.restoreGood(when(restored.at));
  return [ws.home.backupLast(when(last.at)), ...(last.broken > 0 ? [ws.home.backupBroken(last.broken)] : []), tried];
}
function waitingSays({ waiting: q }: Summary): string[] {
  if (q.queue.length === 0 && q.policies === 0) return [ws.home.nobody];
  return [q.queue.map((x) => ws.home.queue(ws.kinds[x.kind] ?? x.kind, x.open, x.overdue)).join(' · ')].filter(Boolean);
}
