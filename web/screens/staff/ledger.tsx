/** The books: the trial balance, the accounts behind a line of it, and what moved on an account with its cause. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { get } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { cash, when } from '../../words.ts';
import { ConsolePage, More, type Paged, query, type Shapes, ToContract, usePages } from './frame.tsx';
import { ws } from './words.ts';

type Ledger = Shapes['ConsoleLedger'];

export function Screen() {
  const at = useSearch({ strict: false }) as { kind?: string; currency?: string; account?: string };
  const title = at.account || at.kind ? (ws.ledger.kinds[at.kind ?? at.account?.split(':')[0] ?? ''] ?? ws.ledger.title) : ws.ledger.title;
  return (
    <ConsolePage
      title={title}
      lead={
        at.kind || at.account ? (
          <p>
            <Link to="/console/ledger">{ws.ledger.back}</Link>
          </p>
        ) : undefined
      }
    >
      {at.account ? (
        <Entries account={at.account} currency={at.currency ?? ''} />
      ) : at.kind ? (
        <Accounts kind={at.kind} currency={at.currency ?? ''} />
      ) : (
        <Balance />
      )}
    </ConsolePage>
  );
}

const account = (of: string, currency: string) => ({ account: of, currency }) as never;

function Balance() {
  const ledger = useQuery({ queryKey: ['ledger'], queryFn: () => get<Ledger>('/v1/console/ledger'), refetchInterval: 30_000 });
  return (
    <Loaded of={ledger}>
      {(l) => (
        <>
          {l.currencies.length === 0 && <p className="soft">{ws.ledger.none}</p>}
          {l.contractsOff.length > 0 && (
            <Card title={ws.ledger.off}>
              <ul className="list plain">
                {l.contractsOff.map((c) => (
                  <li key={c.id}>
                    <ToContract id={c.id}>{c.id}</ToContract> {ws.ledger.offRow(cash(c.held, c.currency), cash(c.booked, c.currency))}
                  </li>
                ))}
              </ul>
            </Card>
          )}
          {l.currencies.map((c) => (
            <Card
              key={c.currency}
              title={ws.ledger.balance(c.currency)}
              tag={<span className={`tag ${c.sum === 0 && c.solvent ? 'ok' : 'bad'}`}>{c.sum === 0 && c.solvent ? ws.home.good : ws.home.look}</span>}
            >
              <p>
                <strong>{c.sum === 0 ? ws.ledger.zero : ws.ledger.notZero}</strong>{' '}
                {(c.solvent ? ws.ledger.solvent : ws.ledger.insolvent)(
                  cash(c.held, c.currency),
                  cash(c.owed, c.currency),
                  cash(c.earned, c.currency),
                )}
              </p>
              <table>
                <caption className="sr">{ws.ledger.balance(c.currency)}</caption>
                <thead>
                  <tr>
                    <th>{ws.ledger.kind}</th>
                    <th className="amount only-wide">{ws.ledger.accounts}</th>
                    <th className="amount">{ws.ledger.amount}</th>
                  </tr>
                </thead>
                <tbody>
                  {c.rows.map((r) => (
                    <tr key={r.kind}>
                      <td>
                        <Link to="/console/ledger" search={{ kind: r.kind, currency: c.currency } as never}>
                          {ws.ledger.kinds[r.kind] ?? r.kind}
                        </Link>
                      </td>
                      <td className="amount only-wide">{r.accounts}</td>
                      <td className="amount">{cash(r.balance, c.currency)}</td>
                    </tr>
                  ))}
                  <tr className="total">
                    <th scope="row">{ws.ledger.sum}</th>
                    <td className="only-wide" />
                    <td className="amount">{cash(c.sum, c.currency)}</td>
                  </tr>
                </tbody>
              </table>
              <p className="small soft">
                {ws.console.asOf(when(l.at))}
                {l.closedAt && ` · ${ws.ledger.closed(when(l.closedAt))}`}
              </p>
            </Card>
          ))}
        </>
      )}
    </Loaded>
  );
}

function Accounts(p: { kind: string; currency: string }) {
  const list = usePages<Paged<{ account: string; name: string; currency: string; balance: number }>>(
    ['ledger accounts'],
    `/v1/console/ledger/accounts?${query(p)}`,
  );
  return (
    <Card title={`${ws.ledger.kinds[p.kind] ?? p.kind}, ${p.currency}`}>
      <Loaded of={list}>
        {(pages) => {
          const items = pages.pages.flatMap((x) => x.items);
          if (items.length === 0) return <p className="soft">{ws.ledger.noAccounts}</p>;
          return (
            <>
              <table>
                <caption className="sr">{ws.ledger.accounts}</caption>
                <thead>
                  <tr>
                    <th>{ws.ledger.account}</th>
                    <th className="amount">{ws.ledger.amount}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((a) => (
                    <tr key={a.account}>
                      <td>
                        <Link to="/console/ledger" search={account(a.account, a.currency)}>
                          {a.name}
                        </Link>
                      </td>
                      <td className="amount">{cash(a.balance, a.currency)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <More of={list} />
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

interface EntryPage extends Paged<Shapes['LedgerEntry']> {
  readonly name: string;
  readonly currency: string;
  readonly balance: number;
}
function Entries(p: { account: string; currency: string }) {
  const list = usePages<EntryPage>(['ledger entries'], `/v1/console/ledger/entries?${query(p)}`);
  return (
    <Loaded of={list}>
      {(pages) => (
        <Card title={pages.pages[0]?.name ?? ''} tag={<strong className="num">{cash(pages.pages[0]?.balance ?? 0, p.currency)}</strong>}>
          <p className="soft">{ws.ledger.entries}</p>
          <ul className="list plain">
            {pages.pages
              .flatMap((x) => x.items)
              .map((e) => (
                <li key={`${e.contract} ${e.seq} ${e.why} ${e.amount} ${e.balance}`} className="entry">
                  <span>
                    <strong>{e.label}</strong> <span className="soft">{ws.ledger.other(e.other)}</span>
                  </span>
                  <span className="num amount">
                    {e.amount < 0 ? '−' : '+'}
                    {cash(Math.abs(e.amount), p.currency)}
                  </span>
                  <span className="small">
                    {e.sentence}{' '}
                    <span className="soft">
                      {ws.roles[e.by.role] ?? e.by.role} · {ws.ledger.step(e.rule, e.seq)} · {when(e.at)}
                      {e.title ? ' · ' : ''}
                    </span>
                    {e.title && <ToContract id={e.contract}>{e.title}</ToContract>}
                  </span>
                  <span className="num amount small soft">{cash(e.balance, p.currency)}</span>
                </li>
              ))}
          </ul>
          <More of={list} words={ws.console.further} />
        </Card>
      )}
    </Loaded>
  );
}
