/** Help: whom to ask, and what happens when. All of it from the rules and the policy of this installation. */
import type { Guide } from '@fairhold/client';
import { useQuery } from '@tanstack/react-query';
import { get } from '../api.ts';
import { hw } from '../help-words.ts';
import { Card, Page } from '../parts/basics.tsx';
import { LoadedPage } from '../parts/view-states.tsx';
import { locale } from '../words.ts';

export function Screen() {
  const guide = useQuery({ queryKey: ['guide'], queryFn: () => get<Guide>(`/v1/guide?locale=${locale}`), staleTime: 60_000 });
  return <LoadedPage of={guide}>{(g) => <Shown g={g} />}</LoadedPage>;
}

function Shown({ g }: { g: Guide }) {
  return (
    <Page title={hw.title} lead={<p className="soft">{hw.lead(g.policy.name)}</p>}>
      <Card title={hw.ask} id="ask">
        {g.contact ? (
          <>
            <p data-glance="help.contact">
              {hw.askMail} <a href={`mailto:${g.contact}`}>{g.contact}</a>
            </p>
            <p>{hw.askWith}</p>
          </>
        ) : (
          <p data-glance="help.contact">{hw.askNobody}</p>
        )}
      </Card>
      <Says title={hw.rights} list={hw.rightsList} />
      <Says title={hw.trouble} list={hw.troubleList} />
      <Card title={hw.process} id="states">
        <p>{hw.pinned}</p>
        <p>{hw.example(g.client, g.freelancer)}</p>
        {g.sections.map((s) => (
          <details key={s.process} id={s.process}>
            <summary>{s.title}</summary>
            <div className="stack">
              {s.states.map((x) => (
                <State key={x.state} x={x} />
              ))}
            </div>
          </details>
        ))}
      </Card>
      <Card title={hw.numbers} id="numbers">
        <table className="num cards-on-small">
          <thead>
            <tr>
              <th>{hw.name}</th>
              <th>{hw.value}</th>
            </tr>
          </thead>
          <tbody>
            {g.numbers.map((n) => (
              <tr key={n.key}>
                <th scope="row">{n.name}</th>
                <td className="capital">{n.value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
    </Page>
  );
}

function Says(p: { title: string; list: readonly string[] }) {
  return (
    <Card title={p.title}>
      <ul className="steps">
        {p.list.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Card>
  );
}

function State({ x }: { x: Guide['sections'][number]['states'][number] }) {
  return (
    <section className="stack tight">
      <h3>{x.title}</h3>
      {x.turn && <p>{hw.turn(x.turn)}</p>}
      {x.clocks.map((c) => (
        <dl className="facts small" key={c.window}>
          <dt>{hw.clock}</dt>
          <dd>{c.title}</dd>
          <dt>{hw.waits}</dt>
          <dd>{c.waitsFor}</dd>
          <dt>{hw.period}</dt>
          <dd className="num">
            {c.period}. {c.reminders}
          </dd>
          <dt>{hw.silence}</dt>
          <dd>{c.happens ?? hw.goal}</dd>
          {c.rules.length > 0 && (
            <>
              <dt>{hw.rule}</dt>
              <dd>{c.rules.join(', ')}</dd>
            </>
          )}
        </dl>
      ))}
      {x.acts.length > 0 && (
        <p className="small">
          {hw.can}: {x.acts.map((a) => hw.by(a.title, a.by)).join(' · ')}
        </p>
      )}
    </section>
  );
}
