/** The file of a case: stages, statements side by side, exhibits, questions, the proposal, the award. */
import type { Case, Contract, FileFact } from '@fairhold/client';
import { Card } from '../../parts/basics.tsx';
import { FileList, Together } from '../../parts/file-list.tsx';
import { MoneySplit } from '../../parts/money-split.tsx';
import { cash, w, when } from '../../words.ts';
import { markWord } from '../room/milestone.tsx';
import { ByTopic, shownBy } from './by-topic.tsx';

const STAGES = ['request', 'answer', 'mediation', 'fees', 'arbitration'] as const;

interface Props {
  readonly c: Contract;
  readonly k: Case;
}

/** Where the case is on its way; closed: how it ended. */
export function Track(p: { k: Case }) {
  const at = STAGES.indexOf(p.k.stage as (typeof STAGES)[number]);
  if (at < 0)
    return (
      <p className="track-over">
        <span className="tag ok">{p.k.stateWords}</span>
      </p>
    );
  return (
    <ol className="track" aria-label={w.case.stagesLabel}>
      {STAGES.map((key, n) => (
        <li key={key} className={n < at ? 'done' : ''} aria-current={n === at ? 'step' : undefined}>
          {w.case.stages[key]}
        </li>
      ))}
    </ol>
  );
}
export function Stages(p: { k: Case }) {
  return p.k.stage === 'request' || p.k.stage === 'fees' || p.k.stage === 'arbitration' ? <Track k={p.k} /> : null;
}

export const rowsOf = (c: Contract, freelancer: number, client: number) => [
  { label: w.case.gets(c.freelancer.name), amount: freelancer },
  { label: w.case.getsBack(c.client.name), amount: client },
];

export function Outcome(p: Props) {
  const { c, k } = p;
  // An award says it itself, with its reasons.
  if (!k.outcome || k.award) return null;
  return (
    <Card title={k.outcome.sentence}>
      <MoneySplit rows={rowsOf(c, k.outcome.freelancer, k.outcome.client)} currency={c.currency} />
    </Card>
  );
}

export function Statements(p: Props) {
  const { c, k } = p;
  const column = (who: 'client' | 'freelancer') => {
    const list = [
      [k.statements[who], w.case.statement],
      [k.addenda[who], w.case.addendum],
      [k.further[who], w.case.further],
    ] as const;
    return (
      <Card title={who === 'client' ? c.client.name : c.freelancer.name}>
        {who === 'client' && (
          <p>
            {k.reasonWords}. {k.text && <q>{k.text}</q>}
          </p>
        )}
        {who === 'freelancer' && k.claim !== undefined && (
          <p className="num">
            {w.case.claims(c.freelancer.name, cash(k.claim, c.currency))}. {k.claimReason}.
          </p>
        )}
        {!list.some(([s]) => s) && <p className="soft">{k.outcome ? w.case.noStatementMade : w.case.noStatement}</p>}
        {list.map(
          ([s, name]) =>
            s && (
              <div className="stack tight" key={name}>
                <p className="small soft">{w.case.statementAt(name, when(s.at))}</p>
                <p className="quote">{s.text}</p>
                {s.criteria.map((m) => (
                  <p key={m.id} className="small">
                    {w.case.marked(m.text, markWord(m.mark))}
                  </p>
                ))}
                <ByTopic topics={s.topics} />
                <FileList files={s.files} />
              </div>
            ),
        )}
      </Card>
    );
  };
  const files = [k.statements, k.addenda, k.further].flatMap((x) => [...(x.client?.files ?? []), ...(x.freelancer?.files ?? [])]);
  return (
    <Together value={files}>
      <div className="two">
        {column('client')}
        {column('freelancer')}
      </div>
    </Together>
  );
}

export const filesOf = (k: Case): FileFact[] => k.exhibits.flatMap((e) => e.file ?? []);

/** The evidence: what the platform lays out, then each side's own beside the other's. */
export function Exhibits(p: Props) {
  const { c, k } = p;
  // Under a side's name its own need not say it again.
  const list = (exhibits: Case['exhibits'], of?: string) => (
    <ol className="list plain">
      {exhibits.map((e) => (
        <li key={e.id}>
          {w.case.exhibit(e.n, e.title, e.by === of ? undefined : e.by)}
          <p className="small soft">{when(e.at)}</p>
          {e.file && <FileList files={[e.file]} />}
        </li>
      ))}
    </ol>
  );
  return (
    <Together value={filesOf(k)}>
      <Card title={w.case.exhibits}>
        {k.exhibits.length === 0 && <p className="soft">{w.case.noExhibits}</p>}
        {k.exhibits.some((e) => e.file) && <p className="small soft">{w.case.notScanned}</p>}
        {list(k.exhibits.filter((e) => e.side === 'platform'))}
        <div className="two">
          {(['client', 'freelancer'] as const).map((side) => {
            const theirs = k.exhibits.filter((e) => e.side === side);
            const { name } = c[side];
            return (
              <section key={side} className="stack tight" aria-label={w.case.evidenceOf(name)}>
                <h3>{w.case.evidenceOf(name)}</h3>
                {theirs.length > 0 ? list(theirs, name) : <p className="soft">{w.case.noExhibits}</p>}
              </section>
            );
          })}
        </div>
      </Card>
    </Together>
  );
}

export function Questions(p: Props) {
  const { c, k } = p;
  if (k.questions.length === 0) return null;
  return (
    <Card title={w.case.questions}>
      {k.questions.map((q) => (
        <div key={q.id} className="stack tight">
          <p className="small soft">{w.case.questionTo(q.to === 'client' ? c.client.name : c.freelancer.name, when(q.askedAt))}</p>
          <p className="quote">{q.question}</p>
          <p>{q.answer ?? (q.state === 'asked' ? w.case.noAnswer : w.case.notAnswered)}</p>
        </div>
      ))}
    </Card>
  );
}

export function Proposal(p: Props) {
  const { c, k } = p;
  const { proposal } = k;
  if (!proposal) return null;
  return (
    <Card title={w.case.proposal} tag={k.stage === 'mediation' && <span className="tag">{w.case.notBinding}</span>}>
      <MoneySplit rows={rowsOf(c, proposal.freelancer, proposal.client)} currency={c.currency} />
      <p className="quote">{proposal.reasons}</p>
      <ByTopic topics={proposal.topics} />
      {proposal.criteria.map((m) => (
        <p key={m.id} className="small">
          {w.case.marked(m.text, markWord(m.mark))}. {m.reason} {m.shownBy && w.case.shownBy(shownBy(m.shownBy))}
        </p>
      ))}
      {/* Nobody was asked yet while a second reader has it. */}
      {k.state !== 'reviewing' && (
        <p className="soft">
          {k.answers.sealed
            ? `${k.answers.yours ? `${w.case.yourAnswer(k.answers.yours)} ` : ''}${w.case.sealed}`
            : (['client', 'freelancer'] as const).map((side) => w.case.answerOf(c[side].name, k.answers[side])).join(' ')}
        </p>
      )}
    </Card>
  );
}

export function Award(p: Props) {
  const { c, k } = p;
  if (!k.award) return null;
  return (
    <Card title={k.outcome?.sentence ?? w.case.award} tag={<span className="tag">{w.case.final}</span>}>
      <MoneySplit rows={rowsOf(c, k.award.freelancer, k.award.client)} currency={c.currency} />
      <p className="quote">{k.award.reasons}</p>
      <ByTopic topics={k.award.topics} />
    </Card>
  );
}
