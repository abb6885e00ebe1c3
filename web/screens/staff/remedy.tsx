/** What mends a difference: what would be booked if the bank confirmed it, and asking it; or who must act, as nobody here can book it. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../api.ts';
import { ProblemBox } from '../../parts/basics.tsx';
import { cash } from '../../words.ts';
import { type Shapes, ToContract, useSummary } from './frame.tsx';
import { ws } from './words.ts';

const stateOf = (says: string): string => ws.books.states[says] ?? says;

function Bookings(p: { of: Shapes['BankAsked']['books'] }) {
  return (
    <ul className="steps num">
      {p.of.map((b) => (
        <li key={`${b.from} ${b.to} ${b.label}`}>{ws.books.booking(b.label, cash(b.amount, b.currency), b.from, b.to)}</li>
      ))}
    </ul>
  );
}

export function RemedyOf(p: { of: Shapes['Remedy'] | undefined; reference: string }) {
  const may = useSummary().data?.may.includes('askBank');
  const { of } = p;
  if (!of) return null;
  return (
    <div className="stack tight" data-remedy={of.why}>
      <p>{ws.books.remedy[of.why]}</p>
      {of.contract && (
        <p className="small">
          {ws.books.contract}: <ToContract id={of.contract.id}>{of.contract.title || of.contract.id}</ToContract>
        </p>
      )}
      {of.confirm && (
        <>
          <p>{(of.confirm.books.length > 0 ? ws.books.ifSays : ws.books.ifNothing)(stateOf(of.confirm.says), of.confirm.rule)}</p>
          <Bookings of={of.confirm.books} />
          {may && <Ask reference={p.reference} />}
        </>
      )}
    </div>
  );
}

function Ask(p: { reference: string }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Shapes['BankAsked']>();
  const [error, setError] = useState<unknown>();
  async function ask() {
    setBusy(true);
    setError(undefined);
    try {
      setSaid(await send<Shapes['BankAsked']>('POST', `/v1/reconciliation/${encodeURIComponent(p.reference)}/ask`, {}));
      for (const key of ['payments', 'lag', 'ledger', 'console']) void client.invalidateQueries({ queryKey: [key] });
    } catch (e) {
      setError(e);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="stack tight">
      {error !== undefined && <ProblemBox error={error} />}
      <div role="status">
        {said && (
          <>
            <p>
              <strong>{said.says ? ws.books.says(stateOf(said.says)) : ws.books.saysNothing}</strong>{' '}
              {said.books.length > 0 ? ws.books.wasBooked : ws.books.nothingBooked}
            </p>
            <Bookings of={said.books} />
          </>
        )}
      </div>
      {!said?.books.length && (
        <div>
          <button type="button" className="btn" disabled={busy} onClick={() => void ask()}>
            {ws.books.ask}
          </button>
        </div>
      )}
    </div>
  );
}
