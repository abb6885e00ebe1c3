/** What I was told: what needs me first, by its deadline; then the news, by contract. The same facts as in the mail (NOT-1, NOT-4). */
import type { ContractRow, Deadline, Notice, QueueItem } from '@fairhold/client';
import { Link, useRouter } from '@tanstack/react-router';
import { type MouseEvent, useState } from 'react';
import { queries, send, useContracts, useMe, useNotices, useQueue } from '../api.ts';
import { lw } from '../list-words.ts';
import { useMailChoices } from '../mail-choices.ts';
import { Empty, Loaded, Page, ProblemBox } from '../parts/basics.tsx';
import { toast } from '../parts/undo-toast.tsx';
import { cash, left, w, when } from '../words.ts';
import { rhythm } from './settings-mails.tsx';

/** So many of one contract at first. */
const FIRST = 3;
const mayAct = (of: { readonly ctrlKey: boolean; readonly metaKey: boolean }) => !of.ctrlKey && !of.metaKey;

export function Screen() {
  const notices = useNotices();
  const me = useMe();
  const staff = (me.data?.staff.length ?? 0) > 0;
  const open = useContracts('group=needs_me&limit=100');
  const queue = useQueue(staff);
  const { choices } = useMailChoices();
  const [error, setError] = useState<unknown>();
  const items = notices.data?.pages.flatMap((x) => x.items) ?? [];
  const unread = notices.data?.pages[0]?.unread ?? 0;
  const read = (which: object) =>
    void send('POST', '/v1/notices/read', which).then(
      () => ['notices', 'me', 'contracts'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      setError,
    );
  return (
    <Page
      title={lw.notices.title}
      actions={
        unread > 0 && (
          <button type="button" className="btn" onClick={() => read({ until: items[0]?.id })}>
            {lw.notices.markAll}
          </button>
        )
      }
    >
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      <Loaded of={notices}>
        {() => {
          const now = Date.parse((staff ? queue.data?.now : open.data?.pages.at(-1)?.now) ?? '');
          const asking = staff ? askedOfStaff(queue.data?.items ?? []) : (open.data?.pages.flatMap((x) => x.items.map(askedOf)) ?? []);
          const count = staff ? asking.length : (open.data?.pages[0]?.count ?? 0);
          const groups = [...Map.groupBy(items, (n) => n.contract).entries()];
          return (
            <>
              <p className="row" data-glance="notices.needs">
                <strong>{count > 0 ? lw.notices.needsYou(count) : lw.notices.needsNone}</strong>{' '}
                <span data-glance="notices.news">
                  {unread > 0 ? (
                    <a href="#news" className="alone">
                      {lw.notices.newsCount(unread)}
                    </a>
                  ) : (
                    lw.notices.newsCount(unread)
                  )}
                </span>
              </p>
              {asking.length > 0 && (
                <ul className="list">
                  {asking.map((c) => (
                    <li key={c.id}>
                      <Needs of={c} told={items.find((n) => isAbout(n, c))} now={now} read={read} />
                    </li>
                  ))}
                </ul>
              )}
              <h2 id="news">{lw.notices.news}</h2>
              {choices.data && !me.data?.viewedBy && (
                <p className="small soft">
                  {rhythm(choices.data.digest)} <a href="/settings#mails">{lw.notices.changeHow}</a>
                </p>
              )}
              {groups.length === 0 && (
                <Empty title={lw.notices.none}>
                  <p>{lw.notices.noneText}</p>
                </Empty>
              )}
              {groups.map(([contract, list]) => (
                <News key={contract} contract={contract} of={list} read={read} failed={setError} />
              ))}
              {notices.hasNextPage && (
                <div>
                  <button type="button" className="btn" disabled={notices.isFetchingNextPage} onClick={() => void notices.fetchNextPage()}>
                    {lw.notices.older}
                  </button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** What waits for the reader; `at`: until when. */
interface Asking {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** How much money it is about. */
  readonly money: string;
  readonly deadline?: Deadline | undefined;
}
const askedOf = (c: ContractRow): Asking => ({
  id: c.id,
  title: c.title,
  sentence: c.turn.sentence,
  money: `${cash(c.heldMoney, c.currency)} ${w.contracts.held}`,
  deadline: c.deadline,
});
/** What I was told of it: of the same window, also when it was given more time since. */
const isAbout = (n: Notice, { id, deadline: d }: Asking): boolean =>
  n.contract === id && d !== undefined && n.deadline?.yours === true && n.deadline.on === d.on && n.deadline.window === d.window;
/** Staff have no contracts of their own: what is theirs or free in their queue, and waits for them. */
const askedOfStaff = (queue: readonly QueueItem[]): Asking[] =>
  queue
    .filter((i) => (i.mine || (!i.taken && !i.conflict)) && i.waitsFor.who === 'you')
    .map((i) => ({ id: i.contract, title: i.title, sentence: i.waitsFor.sentence, money: cash(i.amount, i.currency), deadline: i.deadline }))
    .sort((x, y) => (x.deadline?.at ?? '9').localeCompare(y.deadline?.at ?? '9'));

type Read = (which: object) => void;
/** Leads to where one acts, and counts as read. */
function useOpen(read: Read) {
  const router = useRouter();
  return (href: string, n?: Pick<Notice, 'id' | 'read'>) => (e: MouseEvent) => {
    if (!mayAct(e)) return;
    e.preventDefault();
    if (n && !n.read) read({ ids: [n.id] });
    router.history.push(href);
  };
}

function Needs(p: { of: Asking; told: Notice | undefined; now: number; read: Read }) {
  const { of: c, told } = p;
  const go = useOpen(p.read);
  const href = told?.href ?? `/contracts/${c.id}`;
  return (
    <a href={href} className="item needs" onClick={go(href, told)}>
      <span className="row between baseline">
        <strong>{c.title}</strong>
        <span className="num">{c.money}</span>
      </span>
      <span>{c.sentence}</span>
      {c.deadline && (
        <span className="silence">
          <strong>{left(c.deadline.at, p.now)}.</strong> {c.deadline.silence.sentence}
        </span>
      )}
      {told && (
        <span className="small soft">
          {told.sentence} {channel(told)}
        </span>
      )}
    </a>
  );
}

/** How it reached me besides here. */
const channel = (n: Notice): string =>
  n.mail.state === 'failed'
    ? lw.notices.mailFailed(n.mail.reason ?? '')
    : ((lw.notices.mail as Readonly<Record<string, string>>)[n.mail.state] ?? lw.notices.mail.none);

function News(p: { contract: string; of: readonly Notice[]; read: Read; failed: (error: unknown) => void }) {
  const [all, setAll] = useState(false);
  const title = p.of[0]?.title;
  const fresh = p.of.filter((n) => !n.read).length;
  const shown = all ? p.of : p.of.slice(0, Math.max(FIRST, fresh > 10 ? FIRST : fresh));
  return (
    <section className="card stack tight" aria-label={title || lw.notices.yourAccount}>
      <div className="row between baseline">
        <h3>
          {title ? (
            <Link to="/contracts/$id" params={{ id: p.contract }}>
              {title}
            </Link>
          ) : (
            lw.notices.yourAccount
          )}{' '}
          {fresh > 0 && <span className="tag hot">{lw.rows.news(fresh)}</span>}
        </h3>
        {/* For a single one its own button is enough. */}
        {(fresh > 1 || (fresh > 0 && shown.every((n) => n.read))) && (
          <button
            type="button"
            className="btn quiet"
            aria-label={lw.notices.readOf(title || lw.notices.yourAccount)}
            onClick={() => p.read({ contract: p.contract, until: p.of[0]?.id })}
          >
            {lw.notices.readThese}
          </button>
        )}
      </div>
      <ul className="list plain">
        {shown.map((n) => (
          <li key={n.id}>
            <Entry n={n} newest={n === p.of[0]} read={p.read} failed={p.failed} />
          </li>
        ))}
      </ul>
      {shown.length < p.of.length && (
        <div>
          <button type="button" className="btn quiet" onClick={() => setAll(true)}>
            {lw.notices.more(p.of.length - shown.length)}
          </button>
        </div>
      )}
    </section>
  );
}

function Entry(p: { n: Notice; newest: boolean; read: Read; failed: (error: unknown) => void }) {
  const { n } = p;
  const go = useOpen(p.read);
  const { mute } = useMailChoices();
  const kind = n.mute && (w.settings.mailKinds as Readonly<Record<string, string>>)[n.mute.process];
  const silence = (process: string, off: boolean) =>
    void mute(process, off).then(
      () => toast(off ? lw.notices.muted(kind ?? '') : lw.notices.unmuted(kind ?? ''), () => mute(process, !off).catch(p.failed)),
      p.failed,
    );
  return (
    <div className="stack tight notice">
      <a href={n.href} className="item" onClick={go(n.href, n)}>
        <span className="small soft">
          {!n.read && <span className="tag hot">{lw.notices.unreadWord}</span>} {when(n.at)}
          {n.held && ` · ${lw.notices.heldThen(cash(n.held.amount, n.held.currency))}`}
        </span>
        <span>{n.sentence}</span>
        {n.deadline && (
          <span className="small soft">{p.newest ? n.deadline.silence.sentence : lw.notices.saidThen(n.deadline.silence.sentence)}</span>
        )}
        <span className="small soft">{channel(n)}</span>
      </a>
      {(n.legal || kind || !n.read) && (
        <div className="row small">
          {!n.read && (
            <button type="button" className="btn quiet" onClick={() => p.read({ ids: [n.id] })}>
              {lw.notices.read}
            </button>
          )}
          {n.legal && <span className="soft">{lw.notices.legal}</span>}
          {n.mute && kind && (
            <button type="button" className="btn quiet" onClick={() => n.mute && silence(n.mute.process, !n.mute.muted)}>
              {n.mute.muted ? lw.notices.unmute(kind) : lw.notices.mute(kind)}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
