/** My money: pending, available, on its way, and why each amount moved. */
import type { Contract } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, useAccountMoney, useMe } from '../api.ts';
import { ActButton } from '../parts/act-form.tsx';
import { Card, Loaded, Page } from '../parts/basics.tsx';
import { MoneyTable } from '../parts/money.tsx';
import { cash } from '../words.ts';

const KINDS: Readonly<Record<string, string>> = {
  available: 'Available',
  pending: 'Pending (security hold)',
  refunds: 'Refunds on their way to you',
  credit: 'Credit',
  payouts: 'Payouts on their way',
};

export function Screen() {
  const me = useMe();
  const [chosen, setChosen] = useState('');
  const seats = me.data?.seats.filter((s) => s.role !== 'member') ?? [];
  const account = chosen || me.data?.person || '';
  const money = useAccountMoney(account);
  return (
    <Page title="Money">
      {seats.length > 1 && (
        <div className="field">
          <label htmlFor="account">Account</label>
          <select id="account" value={account} onChange={(e) => setChosen(e.target.value)}>
            {seats.map((s) => (
              <option key={s.account} value={s.account}>
                {s.name}
              </option>
            ))}
          </select>
        </div>
      )}
      <Loaded of={money}>
        {(m) => (
          <>
            <Card title="Now">
              {m.balances.filter((b) => b.amount !== 0).length === 0 && <p className="soft">Nothing is pending, available or on its way.</p>}
              <table>
                <caption className="sr">Balances</caption>
                <tbody>
                  {m.balances
                    .filter((b) => b.amount !== 0)
                    .map((b) => (
                      <tr key={`${b.kind} ${b.currency}`}>
                        <td>{KINDS[b.kind] ?? b.kind}</td>
                        <td className="amount">
                          <strong>{cash(b.amount, b.currency)}</strong>
                        </td>
                      </tr>
                    ))}
                </tbody>
              </table>
              {[...new Set(m.balances.map((b) => b.currency))].map((currency) => (
                <Payouts key={currency} account={account} currency={currency} />
              ))}
            </Card>
            <Card title="Everything that moved">
              <MoneyTable items={m.items} showAccount />
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Payouts(p: { account: string; currency: string }) {
  const wallet = useQuery({
    queryKey: ['wallet', p.account, p.currency],
    queryFn: () => get<Contract>(`/v1/accounts/${p.account}/wallet?currency=${p.currency}`),
  });
  if (!wallet.data) return null;
  return (
    <div className="row">
      {wallet.data.actions.map((a) => (
        <ActButton
          key={a.act}
          contract={wallet.data}
          action={a}
          path={`/v1/accounts/${p.account}/acts`}
          more={{ currency: p.currency }}
          main={a.act === 'payOut'}
        />
      ))}
    </div>
  );
}
