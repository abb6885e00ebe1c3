/** What did not arrive: mails and payments, to be tried again with a reason; and how far all that is sent lies behind. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, send } from '../../api.ts';
import { Card, Loaded } from '../../parts/basics.tsx';
import { cash, when } from '../../words.ts';
import { Again, useLook, Waiting } from './deliveries-again.tsx';
import { ConsolePage, Facts, More, type Paged, type Shapes, ToContract, usePages, useSummary, WithReason } from './frame.tsx';
import { ws } from './words.ts';

export function Screen() {
  return (
    <ConsolePage title={ws.deliveries.title}>
      <div className="cols">
        <div className="stack">
          <Payments />
          <Mails />
          <Webhooks />
        </div>
        <LagCard />
      </div>
    </ConsolePage>
  );
}

function LagCard() {
  const lag = useQuery({ queryKey: ['lag'], queryFn: () => get<Shapes['ConsoleLag']>('/v1/console/deliveries'), refetchInterval: 10_000 });
  return (
    <Card title={ws.deliveries.lag}>
      <Loaded of={lag}>
        {(l) => (
          <>
            {Object.values(l.waiting).every((x) => x === 0) && <p>{ws.deliveries.lagGood}</p>}
            <Facts
              rows={Object.entries(l.waiting).map(([k, v]) => {
                const oldest = (l.oldest as Record<string, string | null>)[k];
                return [ws.deliveries.lagRow[k] ?? k, oldest ? `${v}, ${ws.deliveries.oldest(when(oldest))}` : String(v)] as const;
              })}
            />
          </>
        )}
      </Loaded>
    </Card>
  );
}

/** Tries something again, and looks at the lists anew. */
function useAgain(path: (id: string) => string) {
  const client = useQueryClient();
  return (id: string) => async (reason: string) => {
    await send('POST', path(id), { reason });
    for (const key of ['mails', 'payments', 'lag', 'console']) void client.invalidateQueries({ queryKey: [key] });
  };
}

function Mails() {
  const mails = usePages<Paged<Shapes['FailedMail']>>(['mails'], '/v1/console/deliveries/mails');
  const parts = useSummary().data?.may;
  const may = parts?.includes('retryMail');
  const reads = parts?.includes('contracts');
  const again = useAgain((id) => `/v1/console/deliveries/mails/${id}/retry`);
  return (
    <Card title={ws.deliveries.mails}>
      <Loaded of={mails}>
        {(pages) => {
          const items = pages.pages.flatMap((x) => x.items);
          if (items.length === 0) return <p className="soft">{ws.deliveries.noMails}</p>;
          return (
            <>
              <ul className="list plain">
                {items.map((m) => (
                  <li key={m.id} className="stack tight">
                    <strong>{m.subject}</strong>
                    <p className="small">
                      {ws.deliveries.mailTo(m.person?.name ?? '', m.to)} · {when(m.at)} ·{' '}
                      {m.nextAt ? ws.deliveries.again(when(m.nextAt)) : ws.deliveries.gaveUp(m.attempts)}
                    </p>
                    {m.reason && <p className="quote">{m.reason}</p>}
                    {m.contract && reads && (
                      <p className="small">
                        <ToContract id={m.contract}>{ws.desk.toContract}</ToContract>
                      </p>
                    )}
                    {may && m.state === 'failed' && <WithReason button={ws.deliveries.retryMail} does={again(m.id)} />}
                  </li>
                ))}
              </ul>
              <More of={mails} />
              {may && <Again what="mails" />}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

function Webhooks() {
  const look = useLook('webhooks', '');
  const may = useSummary().data?.may.includes('retryWebhook');
  return (
    <Card title={ws.deliveries.webhooks}>
      <Loaded of={look}>
        {(found) =>
          found.count === 0 ? (
            <p className="soft">{ws.deliveries.noWebhooks}</p>
          ) : (
            <>
              <Waiting of={found.sample} />
              {may && <Again what="webhooks" />}
            </>
          )
        }
      </Loaded>
    </Card>
  );
}

function Payments() {
  const payments = usePages<Paged<Shapes['OpenPayment']>>(['payments'], '/v1/console/deliveries/payments');
  const may = useSummary().data?.may.includes('retryPayment');
  const again = useAgain((reference) => `/v1/console/deliveries/payments/${encodeURIComponent(reference)}/retry`);
  return (
    <Card title={ws.deliveries.payments}>
      <Loaded of={payments}>
        {(pages) => {
          const items = pages.pages.flatMap((x) => x.items);
          if (items.length === 0) return <p className="soft">{ws.deliveries.noPayments}</p>;
          return (
            <>
              <ul className="list plain">
                {items.map((x) => (
                  <li key={x.reference} className="stack tight">
                    <div className="row between">
                      <strong>
                        {ws.deliveries.kinds[x.kind] ?? x.kind}, {x.account.name}
                      </strong>
                      <span className="num">{cash(x.amount, x.currency)}</span>
                    </div>
                    <p className="small">
                      {ws.console.since(when(x.since))} · {ws.deliveries.asked(x.attempts)} · {ws.deliveries.again(when(x.nextAt))} ·{' '}
                      <ToContract id={x.contract}>{x.title || x.contract}</ToContract>
                    </p>
                    {x.reason && <p className="quote">{x.reason}</p>}
                    <code className="small">{x.reference}</code>
                    {may && <WithReason button={ws.deliveries.retryPayment} hint={ws.deliveries.retryPaymentHint} does={again(x.reference)} />}
                  </li>
                ))}
              </ul>
              <More of={payments} />
              {may && <Again what="payments" kinds={ws.deliveries.kinds} />}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}
